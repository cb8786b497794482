"""What a page shows otherwise than its file says: struck, raised, hidden, drawn, covered figures; tables of other years; columns and units that differ.

In: a report as laid out, which kind of document it becomes, a generator of random numbers. Out: the same with some of its cells dressed, and the truth
as a reader of the page sees it. Not its business: how a format writes a dressed cell (web, word, flat).

A dressed cell may be read, or be in doubt; never as anything else. The cells of which that holds are the Made's `shaky` ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from gongkai.form import Form
from gongkai.model import CellId
from tests.corpus import figures, layout
from tests.corpus.made import Cell, Piece, Truth

ODD = 0.35
"""the usual share of reports that have one of these"""
MARKS = ("¹", "²", "³", "①", "②", "⑴", " ¹", "[1]", "*")
IN_PAGES = ("struck before", "struck", "raised", "hidden", "hidden alone", "picture", "control", "generated", "mark", "small", "parted", "written", "crossed")
IN_PRINT = ("struck before", "struck", "raised", "hidden", "hidden alone", "picture", "covered", "mark")
IN_WORD = ("struck before", "struck", "raised", "hidden", "hidden alone", "control", "equation", "mark", "small")
IN_DOC = tuple(dress for dress in IN_WORD if dress != "equation")
"""LibreOffice, which makes these, writes none into them where its Math is not installed"""
CROSSED = ("crossed", "crossed alone")
DRESSES: dict[str, tuple[str, ...]] = {
    "html": IN_PAGES, "mht": IN_PAGES, "pdf-browser": IN_PRINT, "docx": (*IN_WORD, *CROSSED), "doc": IN_DOC, "wps": IN_DOC,
    "pdf-office": ("struck before", "struck", "raised", "hidden", "hidden alone", "mark"),
    "xlsx": ("struck before", "struck", "raised", "hidden alone", "boolean", "mark", "small", *CROSSED),
    "md": ("struck before", "struck", "raised", "mark"),
} | dict.fromkeys(("scan-pdf", "scan-png", "ofd"), ("struck before", "struck", "raised"))
"""what each kind can show; all others have marks only"""
UNITS = ("千元", "百万元", "万美元", "美元")
SEES_NO_NUMBER = ("struck", "boolean", "parted", *CROSSED)


@dataclass(slots=True)
class Tricks:
    """What is drawn for one report. order: the columns of the requests as laid out, () for the form's; added: a column more; unit: of the fees."""

    rng: Random
    kind: str
    what: str = ""
    order: tuple[str, ...] = ()
    added: str = ""
    unit: str = ""
    shaky: set[CellId] = field(default_factory=set)


def draw_tricks(rng: Random, kind: str, form: Form, odd: float) -> Tricks:
    """Decide what is odd about a report, if anything. odd: the share of reports of which something is."""
    tricks = Tricks(rng, kind)
    if rng.random() >= odd:
        return tricks
    tricks.what = rng.choices(
        ("cells", "last year", "order", "lost column", "added column", "unit", "correction", "watermark", "breaks"),
        (50, 10, 8, 6, 6, 6, 6, 8 if kind == "pdf-browser" else 0, 12 if kind == "pdf-office" else 0),
    )[0]
    columns = list(form.all_columns("requests"))
    if tricks.what == "order":
        rng.shuffle(columns)
        tricks.order = tuple(columns)
    elif tricks.what == "lost column":
        columns.remove(rng.choice(columns))
        tricks.order = tuple(columns)
    elif tricks.what == "added column":
        tricks.added = rng.choice(("占比", "备注"))
    elif tricks.what == "unit":
        tricks.unit = rng.choice(UNITS)
    return tricks


def play(tricks: Tricks, form: Form, author: layout.Author, forms: Mapping[str, str], year: int, pieces: list[Piece], cells: dict[CellId, Truth]) -> list[Piece]:
    """Change the pieces, and the truth with them."""
    if tricks.what == "cells":
        return dress_cells(tricks, pieces, cells)
    if tricks.what == "lost column":
        for cell in [c for c in cells if c.table == "requests" and c.column not in tricks.order]:
            cells[cell] = Truth("ambiguous", None, "")
        # its header's columns count for all rows, or nothing is said at all
        tricks.shaky |= {cell for cell in cells if cell.table == "requests"}
    elif tricks.what in ("order", "added column", "watermark", "breaks"):
        tricks.shaky |= {cell for cell in cells if cell.table == "requests" or tricks.what in ("watermark", "breaks")}
    elif tricks.what == "unit":
        tricks.shaky |= {cell for cell in cells if cell.column == "amount_wan"}
    elif tricks.what == "last year":
        return add_last_year(tricks, form, author, forms, year, pieces, cells)
    elif tricks.what == "correction":
        return add_correction(tricks, pieces, cells)
    return pieces


# --- cells ----------------------------------------------------------------------------------------------------------


def dress_cells(tricks: Tricks, pieces: list[Piece], cells: dict[CellId, Truth]) -> list[Piece]:
    """Dress one to four cells that hold plain numbers."""
    rng = tricks.rng
    plain = [
        cell.of for piece in pieces for row in piece.rows for cell in row
        if cell.of and cells[cell.of].status == "reported" and cell.text.isascii() and cell.text.isdigit() and not (cell.of.column.startswith("items"))
    ]
    chosen = {of: draw_dress(tricks) for of in rng.sample(plain, min(len(plain), rng.choice((1, 1, 2, 4))))}
    for of, (dress, _) in chosen.items():
        tricks.shaky.add(of)
        if dress in SEES_NO_NUMBER:
            cells[of] = Truth("ambiguous", None, "")
        elif dress == "hidden alone":
            cells[of] = Truth("blank", None, "")
    return [replace(piece, rows=tuple(tuple(_dressed(cell, *chosen[cell.of]) if cell.of in chosen else cell for cell in row) for row in piece.rows)) for piece in pieces]


def draw_dress(tricks: Tricks) -> tuple[str, str]:
    """How a cell is dressed, and what stands beside its figure."""
    rng = tricks.rng
    dress = rng.choice(DRESSES.get(tricks.kind, ("mark",)))
    if dress == "mark":
        return dress, rng.choice(MARKS)
    if dress == "raised":
        return dress, rng.choice(("1", "2", "12", "注"))
    return dress, str(rng.randint(1, 999))


def _dressed(cell: Cell, dress: str, other: str) -> Cell:
    if dress == "mark":
        return replace(cell, text=cell.text + other)
    return replace(cell, text="" if dress in ("hidden alone", "crossed alone") else cell.text, dress=dress, other=other)


# --- tables and prose -----------------------------------------------------------------------------------------------


def add_last_year(tricks: Tricks, form: Form, author: layout.Author, forms: Mapping[str, str], year: int, pieces: list[Piece], cells: dict[CellId, Truth]) -> list[Piece]:
    """An annex with a table of the year before, which says so; now and then it stands before this year's."""
    rng = tricks.rng
    table = rng.choice(("requests", "disputes"))
    numbers = figures.draw_numbers(rng, form, forms)
    other = replace(author, rng=rng, cells=figures.to_truths(rng, form, figures.draw_hand(rng), numbers), columns=())
    lay = layout.lay_requests if table == "requests" else layout.lay_disputes
    heading = rng.choice(("附件：{y}年度数据（上年，供对照）", "附：{y}年政府信息公开统计表", "上一年度（{y}年）数据对照表", "附件2 {y}年数据")).format(y=year - 1)
    annex = [Piece("paragraph", heading), *(of_nobody(piece) for piece in lay(other, forms[table], []))]
    tricks.shaky |= {cell for cell in cells if cell.table == table}
    return [*pieces, *annex]


def of_nobody(piece: Piece) -> Piece:
    return replace(piece, rows=tuple(tuple(replace(cell, of=None) for cell in row) for row in piece.rows), is_of_form=False)


def add_correction(tricks: Tricks, pieces: list[Piece], cells: dict[CellId, Truth]) -> list[Piece]:
    """A sentence at the end that puts a figure right: that figure, or a doubt."""
    cell = CellId("proactive_disclosure", "penalties", "decisions")
    if cell not in cells or cells[cell].number is None:
        return pieces
    number = (cells[cell].number or Decimal(0)) + tricks.rng.randint(1, 90)
    said = tricks.rng.choice(("更正：上表中行政处罚处理决定数量应为{n}件。", "更正说明：行政处罚的处理决定数量应为 {n} 件，特此更正。")).format(n=number)
    cells[cell] = Truth("reported", number, str(number))
    tricks.shaky.add(cell)
    return [*pieces, Piece("paragraph", said)]
