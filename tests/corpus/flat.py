"""A made report as text: Markdown, and the three flattenings of its tables, in four encodings; and as a sheet.

In: a Made and a generator of random numbers. Out: bytes; a row that a flattening makes undecidable is marked so in the Made.
Not its business: what is printed.
"""

from __future__ import annotations

import io
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Font, Side

from tests.corpus.made import Cell, Made, Piece, Truth, spread
from tests.corpus.word import freeze

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16")


def to_markdown(made: Made, rng: Random) -> bytes:
    lines: list[str] = []
    for piece in made.pieces:
        if piece.kind == "table":
            lines += [*pipe_rows(piece, rng, rule=True), ""]
        else:
            mark = {"title": "# ", "heading": "## "}.get(piece.kind, "")
            text = f"**{piece.text}**" if piece.kind == "heading" and rng.random() < 0.2 else piece.text
            lines += [mark + text, ""]
    return "\n".join(lines).encode("utf-8")


def pipe_rows(piece: Piece, rng: Random, rule: bool) -> list[str]:
    rows = [[to_marked(c, one_line(c.text, "<br>" if rule else " ")) if begins else "" for c, begins in row] for row in spread(piece.rows)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if rule:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return lines


def to_marked(cell: Cell, text: str) -> str:
    """A cell of Markdown that shows something else than it holds (tricks)."""
    match cell.dress:
        case "struck before":
            return f"~~{cell.other}~~ {text}" if len(cell.other) % 2 else f"<del>{cell.other}</del>{text}"
        case "struck":
            return f"~~{cell.other}~~"
        case "raised":
            return f"{text}<sup>{cell.other}</sup>" if len(cell.other) % 2 else f"{text}[^{cell.other}]"
    return text


def one_line(text: str, mark: str = "") -> str:
    return text.replace("\n", mark).replace("|", "\\|")


def to_tabs(made: Made, rng: Random) -> bytes:
    """Rows of cells parted by tabs: every place of the grid, only the cells that begin, or a merged cell printed again."""
    how = rng.choice(("places", "cells", "again"))
    made.quirks.append(f"tabs: {how}")
    lines = []
    for piece in made.pieces:
        if piece.kind != "table":
            lines += [piece.text, ""]
            continue
        rows = spread(piece.rows)
        if how == "cells" and piece.is_of_form and rng.random() < 0.1:
            rows = lose_a_cell(made, rows, rng)
        for row in rows:
            if how == "cells":
                lines.append("\t".join(one_line(c.text) for c, begins in row if begins))
            else:
                lines.append("\t".join(one_line(c.text) if begins or how == "again" else "" for c, begins in row))
        lines.append("")
    return "\n".join(lines).encode(rng.choice(ENCODINGS))


def lose_a_cell(made: Made, rows: list[list[tuple[Cell, bool]]], rng: Random) -> list[list[tuple[Cell, bool]]]:
    """Drop one value of one row of seven: nobody can say which one is missing."""
    whole = [i for i, row in enumerate(rows) if sum(c.of is not None and c.of.table == "requests" for c, _ in row) == 7]
    if not whole:
        return rows
    made.quirks.append("short row")
    chosen = rng.choice(whole)
    lost = rng.choice([i for i, (c, _) in enumerate(rows[chosen]) if c.of])
    for cell, _ in rows[chosen]:
        if cell.of:
            made.cells[cell.of] = Truth("ambiguous", None, "")
    for cell, truth in made.cells.items():
        if cell.table == "requests" and truth.status != "ambiguous":
            row = [t for c, t in made.cells.items() if (c.table, c.row) == (cell.table, cell.row)]
            if any(t.status != "reported" for t in row):
                made.undecided.add(cell)
    return [[place for at, place in enumerate(row) if (r, at) != (chosen, lost)] for r, row in enumerate(rows)]


def to_pipes(made: Made, rng: Random) -> bytes:
    lines = []
    for piece in made.pieces:
        lines += [*(pipe_rows(piece, rng, rule=False) if piece.kind == "table" else [piece.text]), ""]
    return "\n".join(lines).encode(rng.choice(ENCODINGS))


def to_lines(made: Made, rng: Random) -> bytes:
    """A cell a line: behind a tab, with an empty line between rows; or before a bar; or as a word processor's text export has it."""
    how = rng.choice(("tab", "bar", "export"))
    made.quirks.append(f"lines: {how}")
    lines: list[str] = []
    for piece in made.pieces:
        if piece.kind != "table":
            lines += [piece.text, ""] if how != "export" else [piece.text]
            continue
        has_empty_labels = any(c.kind in ("label", "pad", "head") and not c.text.strip() for row in piece.rows for c in row)
        is_hardly_filled = sum(made.cells[c.of].status == "reported" for row in piece.rows for c in row if c.of) < 4
        for row in spread(piece.rows):
            values = [c.of for c, begins in row if begins and c.of]
            if how == "export" and (has_empty_labels or is_hardly_filled) and any(made.cells[of].status == "blank" for of in values):
                made.undecided |= set(values)  # nobody can say which of the empty lines are empty values
            if how == "bar" and not any(c.text.strip() for c, _ in row):
                made.undecided |= set(values)
            cells = [one_line(c.text) if begins else "" for c, begins in row if begins or (how != "export" and c.across == 1)]
            if how == "export":
                lines += cells
            elif how == "tab":
                lines += ["\t" + cell for cell in cells] + [""]
            else:
                lines += [f"{cell} |" if cell.strip() else "|" for cell in cells] + [""]
        lines += [""] if how != "export" else []
    return "\n".join(lines).encode(rng.choice(ENCODINGS))


# --- sheets ---------------------------------------------------------------------------------------------------------


def to_sheet(made: Made, rng: Random) -> bytes:
    """An XLSX: all on one sheet, or a sheet a table; figures as numbers or as text."""
    book = Workbook()
    sheet = book.active
    at, is_apart, as_numbers = 1, rng.random() < 0.4, rng.random() < 0.7
    for piece in made.pieces:
        if piece.kind != "table":
            sheet.cell(at, 1, piece.text)
            at += 1
            continue
        if is_apart:
            sheet, at = book.create_sheet(), 1
        for row in (piece.rows[0], piece.rows[-1]):
            if sum(bool(c.text.strip()) for c in row) < 2:
                made.undecided |= {c.of for c in row if c.of}  # without borders an empty row at an end is not to be seen
        for r, row in enumerate(spread(piece.rows)):
            for c, (cell, begins) in enumerate(row):
                if not begins:
                    continue
                text = cell.text
                is_plain = text.isascii() and text.isdigit() and not (len(text) > 1 and text[0] == "0")
                place = sheet.cell(at + r, c + 1, int(text) if as_numbers and is_plain else text or None)
                if cell.dress:
                    dress_place(place, cell)
                if cell.across > 1 or cell.down > 1:
                    sheet.merge_cells(start_row=at + r, start_column=c + 1, end_row=at + r + cell.down - 1, end_column=c + cell.across)
        at += len(piece.rows) + 1
    written = io.BytesIO()
    book.save(written)
    return freeze(written.getvalue())


def dress_place(place: Any, cell: Cell) -> None:
    """A cell of a sheet that shows something else than it holds (tricks)."""
    match cell.dress:
        case "struck before":
            place.value = CellRichText(TextBlock(InlineFont(strike=True), cell.other), cell.text)
        case "struck":
            place.value, place.font = int(cell.other), Font(strike=True)
        case "raised":
            place.value = CellRichText(cell.text, TextBlock(InlineFont(vertAlign="superscript"), cell.other))
        case "hidden alone":
            place.value = int(cell.other)
            if len(cell.other) % 2:
                place.number_format = ";;;"
            else:
                place.font = Font(color="FFFFFFFF")
        case "small":
            place.value = CellRichText(cell.text, TextBlock(InlineFont(sz=5), cell.other))
        case "crossed" | "crossed alone":
            place.border = Border(diagonal=Side(style="thin"), diagonalUp=True)
        case "boolean":
            place.value = len(cell.other) % 2 == 1
