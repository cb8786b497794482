"""Draws a report on 2014 to 2018: its figures, its one statistical table in the layouts that are met, and the truth about it.

In: a seed and a number, the Form. Out: a Made. Not its business: file formats (kinds), reports since 2019 (report).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from gongkai.form import Entry, Form
from gongkai.model import CellId
from tests.corpus import figures, prose, wording
from tests.corpus.layout import Author
from tests.corpus.made import Cell, Made, Piece, Truth
from tests.corpus.tricks import Tricks, dress_cells, of_nobody

TABLE = "statistics"
HEADS = (("统计指标", "单位", "统计数"), ("统计指标", "单位", "统计数"), ("统 计 指 标", "单 位", "统 计 数"), ("指标", "计量单位", "数量"), ("项目", "单位", "统计数据"))
LOCAL = ("机构领导", "政府文件", "行政执法", "宣传", "制度建设", "网站建设")
SHARES = {
    "three": 46, "in the label": 10, "halves": 8, "numbered": 6, "remarks": 5, "two numbers": 6, "sections": 5, "numbers first": 4, "head of its own": 4,
    "across": 3, "prose": 5,
}
IN_A_TABLE = {arrangement: share for arrangement, share in SHARES.items() if arrangement != "prose"}
ANOTHER = (
    "附件：{last}年度政府信息公开情况统计表", "{last}年度数据（上年，供对照）", "附：{last}年政府信息公开统计表", "2008—{year}年累计政府信息公开情况统计表",
    "政府信息公开情况统计表（自2008年以来累计）", "{next}年政府信息公开工作计划统计表", "政府信息公开情况统计表（样表）", "各乡镇{year}年政府信息公开情况统计表", "政府信息公开情况统计表（历年累计）",
)
THOSE_BELOW = ("附：乡镇依申请公开情况", "附：所属事业单位依申请公开情况", "附表：各乡镇、街道依申请公开情况", "附：下属单位情况统计")
BELOW = ("收到申请数", "1.当面申请数", "2.传真申请数", "申请办结数", "同意公开答复数")
"""rows of the list that those below a body are counted by"""
Rows = list[tuple[Cell, ...]]
Opening = Callable[[Random, str, int, list[str]], tuple[list[Piece], tuple[str, ...]]]


def draw_older(seed: int, number: int, kind: str, form: Form, draw_opening: Opening, odd: float = 0.0) -> Made:
    """The report of that seed and number, always the same. odd: the share of reports that show something otherwise than their file says."""
    rng = Random(f"{seed} {number} older")
    quirks: list[str] = []
    year = rng.randint(2014, 2018)
    version = form.versions_of(TABLE)[0]
    numbers = draw_numbers(rng, form, version)
    if rng.random() < 0.25:
        slip = CellId(TABLE, rng.choice(("received", "closed", "answered", "refused", "review", "staff", "received_online", "granted")), "number")
        numbers[slip] += rng.choice((1, 2, 10))
        quirks.append("slip")
    cells = figures.to_truths(rng, form, figures.draw_hand(rng), numbers)
    author = Author(rng, form, wording.draw_tongue(rng), cells)
    body = wording.draw_body(rng)
    pieces, bodies = draw_opening(rng, body, year, quirks)
    pieces += [Piece("heading", "一、概述"), Piece("paragraph", f"{year}年，本机关{rng.choice(prose.GOOD)}，{rng.choice(prose.GOOD)}。")]
    pieces += [Piece("heading", rng.choice(("附件：政府信息公开情况统计表", "政府信息公开情况统计表", f"政府信息公开情况统计表（{year}年度）")))]
    pieces += lay_statistics(author, version, quirks)
    trick = Tricks(Random(f"{seed} {number} {kind} tricks"), kind)
    pieces = play(trick, author, version, year, pieces, cells) if trick.rng.random() < odd else pieces
    if trick.what:
        quirks.append(f"odd: {trick.what}" + "".join(sorted({f", {c.dress}" for p in pieces for row in p.rows for c in row if c.dress})))
    if "signed" in quirks or (bodies and rng.random() < 0.4):
        pieces += prose.draw_signature(rng, body, year)
    forms = {TABLE: version}
    broken, doubtful = figures.to_relations(form, forms, cells)
    made = Made(f"report-{number:05d}", kind, year, bodies, forms, pieces, dict(cells), broken, doubtful, quirks, shaky=trick.shaky)
    if ("two numbers" in quirks and kind.startswith("text")) or ("across" in quirks and kind == "text-lines"):
        made.shaky |= set(cells)
        made.undecided |= set(cells)  # two numbers behind a label, and no column to tell them by
    return made


def play(trick: Tricks, author: Author, version: str, year: int, pieces: list[Piece], cells: dict[CellId, Truth]) -> list[Piece]:
    """Dress some cells, put last year's list beside this one, or set a figure right below it; the truth with it."""
    rng, form = trick.rng, author.form
    trick.what = rng.choices(("cells", "another list", "correction", "those below"), (55, 25, 8, 12))[0]
    if trick.what == "cells":
        return dress_cells(trick, pieces, cells)
    if trick.what == "those below":
        return add_below(trick, pieces)
    if trick.what == "correction":
        cell = CellId(TABLE, "received", "number")
        number = (cells[cell].number or Decimal(0)) + rng.randint(1, 90)
        cells[cell] = Truth("reported", number, str(number))
        trick.shaky.add(cell)
        return [*pieces, Piece("paragraph", rng.choice(("更正：上表中收到申请数应为{n}件。", "更正说明：收到申请数应为 {n} 件，特此更正。")).format(n=number))]
    others = figures.to_truths(rng, form, figures.draw_hand(rng), draw_numbers(rng, form, version))
    heading = rng.choice(ANOTHER).format(last=year - 1, next=year + 1, year=year)
    annex = [Piece("heading", heading), *map(of_nobody, lay_statistics(replace(author, rng=rng, cells=others), version, [], IN_A_TABLE))]
    trick.shaky |= set(cells)
    at = next(i for i, piece in enumerate(pieces) if "统计表" in piece.text and piece.kind == "heading")
    return [*pieces, *annex] if rng.random() < 0.5 else [*pieces[:at], *annex, *pieces[at:]]


def add_below(trick: Tricks, pieces: list[Piece]) -> list[Piece]:
    """Rows of those below the body, under a heading within the last table or over one of their own: the body's own are as they were."""
    rng = trick.rng
    rows = [(Cell(label, kind="label"), Cell("件", kind="other"), Cell(str(rng.randint(0, 900)), kind="other")) for label in BELOW]
    heading = rng.choice(THOSE_BELOW)
    at = max((i for i, piece in enumerate(pieces) if piece.kind == "table"), default=-1)
    width = max((sum(cell.across for cell in row) for row in pieces[at].rows), default=0) if at >= 0 else 0
    if width == 3 and pieces[at].rows[0][0].text in {head[0] for head in HEADS} and rng.random() < 0.6:
        within = (*pieces[at].rows, (Cell(heading, 3, kind="label"),), *rows)
        return [*pieces[:at], replace(pieces[at], rows=within), *pieces[at + 1:]]
    return [*pieces, Piece("heading", heading), Piece("table", rows=tuple(rows), is_of_form=False)]


def draw_numbers(rng: Random, form: Form, version: str) -> dict[CellId, Decimal]:
    """Figures whose parts add up."""
    size = rng.choices((0, 1, 3, 12, 90, 4000), (8, 22, 25, 25, 14, 6))[0]
    rows = form.rows(TABLE, version)
    numbers = {row.id: Decimal(rng.randint(0, size * 10 if row.parent == "by_channel" else size) if rng.random() < 0.6 else 0) for row in rows}
    for row in rows:
        if row.type == "money":
            numbers[row.id] = Decimal(rng.choice((0, 0, rng.randint(1, 90000)))) / rng.choice((1, 10, 100))
    for row in reversed(rows):  # the innermost first
        if row.relations:
            numbers[row.id] = sum((numbers[part.id] for part in form.children(TABLE, "row", row.id, version)), Decimal(0))
    return {CellId(TABLE, row, "number"): number for row, number in numbers.items()}


# --- layout ---------------------------------------------------------------------------------------------------------


def lay_statistics(author: Author, version: str, quirks: list[str], shares: Mapping[str, int] = SHARES) -> list[Piece]:
    rng = author.rng
    arrangement = rng.choices(tuple(shares), tuple(shares.values()))[0]
    if arrangement != "three":
        quirks.append(arrangement)
    lines = to_lines(author, version, quirks)
    if arrangement == "prose" and all(value.of is None or author.cells[value.of].status != "unreadable" for _, _, value, _ in lines):
        return lay_prose(rng, lines, author)
    if arrangement == "across":
        return lay_across(rng, lines)
    head, rows = arrange(rng, arrangement, lines)
    if rng.random() < 0.4:
        rows = [*rows, (Cell(f"单位负责人：{rng.choice('张李王')}某 填报人：{rng.choice('张李王')}某", len(head), kind="label"),)]
    heads: Rows = [] if arrangement in ("three", "in the label", "halves") and rng.random() < 0.08 else [tuple(head)]
    if rng.random() < 0.35 and arrangement not in ("halves", "sections"):
        at = rng.randint(4, len(rows) - 4)
        again = heads if rng.random() < 0.5 else []
        quirks.append("split table")
        upper, lower = rows[:at], rows[at:]
        if rng.random() < 0.3:
            upper, lower = cut(rng, upper, lower)
            quirks.append("a row cut")
        return [Piece("table", rows=(*heads, *upper)), Piece("table", rows=(*again, *lower))]
    return [Piece("table", rows=(*heads, *rows))]


def lay_prose(rng: Random, lines: list[tuple[str, str, Cell, bool]], author: Author) -> list[Piece]:
    """The list in one run of text, a paragraph a section, or a line a row."""
    sections: list[list[str]] = []
    for label, unit, value, opens in lines:
        text = value.text.strip()
        is_number = value.of is not None and author.cells[value.of].status == "reported"
        if opens or not sections:
            sections.append([])
        bare = label.replace("\n", "")
        if value.of is None:
            sections[-1].append(bare if value.text.strip("—") == "" else f"{bare}{text}{unit}")
        else:
            sections[-1].append(f"{bare}{text}{'' if text.endswith(unit) else unit}" if is_number else f"{bare}：{text}")
    how = rng.choice(("run", "sections", "lines"))
    if how == "lines":
        return [Piece("paragraph", clause) for section in sections for clause in section]
    runs = ["；".join(section) for section in sections]
    return [Piece("paragraph", "；".join(runs) + "。")] if how == "run" else [Piece("paragraph", run + "。") for run in runs]


def lay_across(rng: Random, lines: list[tuple[str, str, Cell, bool]]) -> list[Piece]:
    """Labels beside each other over their numbers, some a strip; the strips in one table or in one each."""
    rows = [(label, unit, value) for label, unit, value, _ in lines if value.of]
    width = rng.randint(5, 9)
    strips: list[Rows] = []
    for start in range(0, len(rows), width):
        some = [*rows[start:start + width], *[("", "", Cell("", kind="pad"))] * (width - len(rows[start:start + width]))]
        labels = [Cell(f"{label}（{unit}）" if label else "", kind="head") for label, unit, _ in some]
        strips.append([(Cell("统计指标", kind="head"), *labels), (Cell("统计数", kind="head"), *(value for *_, value in some))])
    if rng.random() < 0.5:
        return [Piece("table", rows=tuple(row for strip in strips for row in strip))]
    return [Piece("table", rows=tuple(strip)) for strip in strips]


def to_lines(author: Author, version: str, quirks: list[str]) -> list[tuple[str, str, Cell, bool]]:
    """(label, unit, value, whether it opens a section) of every row, headings and rows of the place's own among them."""
    form, rng = author.form, author.rng
    dash = rng.choice(("——", "——", "", "—"))
    has_local = rng.random() < 0.15
    if has_local:
        quirks.append("local rows")
    lines: list[tuple[str, str, Cell, bool]] = []
    entries = [entry for entry in form.entries if (entry.table, entry.axis) == (TABLE, "row")]
    if rng.random() < 0.12:
        quirks.append("another order")
        entries = shuffle(rng, entries)
    for entry in entries:
        label = author.label(entry, version)
        if entry.type:
            lines.append((label, entry.unit, author.value(CellId(TABLE, entry.id, "number")), not entry.parent))
        else:
            lines.append((label, dash, Cell(dash, kind="other"), not entry.parent))
        if has_local and entry.id == "by_other_channel":
            lines += [(f"{6 + i}.{name}", "条", Cell(str(rng.randint(0, 90)), kind="other"), False) for i, name in enumerate(rng.sample(LOCAL, 2))]
    return lines


def shuffle(rng: Random, entries: list[Entry]) -> list[Entry]:
    """The rows with those that stand under one row, and have none below them, in another order."""
    parents = {entry.parent for entry in entries}
    found = list(entries)
    for parent in sorted(parents - {""}):
        places = [i for i, entry in enumerate(entries) if entry.parent == parent and entry.id not in parents]
        for i, other in zip(places, rng.sample(places, len(places)), strict=True):
            found[i] = entries[other]
    return found


def arrange(rng: Random, arrangement: str, lines: list[tuple[str, str, Cell, bool]]) -> tuple[list[Cell], Rows]:
    head = [Cell(text, kind="head") for text in rng.choice(HEADS)]
    rows: Rows = [(Cell(label, kind="label"), Cell(unit, kind="other"), value) for label, unit, value, _ in lines]
    match arrangement:
        case "in the label":
            bracket = rng.choice(("（{}）", "({})", "（单位：{}）"))
            return [head[0], head[2]], [
                (Cell(label + (bracket.format(unit) if value.of else ""), kind="label"), value) for label, unit, value, _ in lines
            ]
        case "halves":
            at = (len(rows) + 1) // 2
            right = [*rows[at:], *[(Cell("", kind="pad"),) * 3] * (2 * at - len(rows))]
            return [*head, *head], [(*one, *other) for one, other in zip(rows[:at], right, strict=True)]
        case "numbered":
            return [Cell("序号", kind="head"), *head], [(Cell(str(i), kind="other"), *row) for i, row in enumerate(rows, 1)]
        case "remarks":
            return [*head, Cell("备注", kind="head")], [(*row, Cell("含下属单位" if rng.random() < 0.05 else "", kind="pad")) for row in rows]
        case "numbers first":
            return [head[2], head[1], head[0]], [(row[2], row[1], row[0]) for row in rows]
        case "head of its own":
            return [*head[:2], Cell(rng.choice(("本机关", "本年度统计数", "全年累计", "办理数", "本级")), kind="head")], rows
        case "two numbers":
            other = rng.choice(("上年统计数", "去年同期", "历年累计", "2008年以来累计", "2008—2015年累计数"))
            return [*head, Cell(other, kind="head")], [(*row, Cell(str(rng.randint(0, 400)) if row[2].of else row[2].text, kind="other")) for row in rows]
        case "sections":
            return [Cell("类别", kind="head"), *head], _in_sections(lines, rows)
    return head, rows


def _in_sections(lines: list[tuple[str, str, Cell, bool]], rows: Rows) -> Rows:
    """The headings of sections in a column of their own, merged over their rows."""
    found: Rows = []
    starts = [i for i, line in enumerate(lines) if line[3]]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        label, _, value, _ = lines[start]
        first = start if value.of else start + 1  # a section that is a row with a number itself
        name = Cell(label if not value.of else "", 1, end - first, "label")
        found += [((name, *row) if i == 0 else row) for i, row in enumerate(rows[first:end])]
    return found


def cut(rng: Random, upper: Rows, lower: Rows) -> tuple[Rows, Rows]:
    """The last row above a page break cut within its label; unit and value on one side."""
    row = upper[-1]
    at = next(i for i, cell in enumerate(row) if cell.kind == "label")
    text = row[at].text
    if len(text) < 12 or "\n" in text or not any(cell.of for cell in row):
        return upper, lower
    middle = rng.randint(6, len(text) - 3)
    empty = tuple(Cell("", kind="pad") for _ in row[at + 1:])
    before = tuple(Cell("", kind="pad") for _ in row[:at])
    one, two = Cell(text[:middle], kind="label"), Cell(text[middle:], kind="label")
    if rng.random() < 0.5:
        return [*upper[:-1], (*row[:at], one, *row[at + 1:])], [(*before, two, *empty), *lower]
    return [*upper[:-1], (*row[:at], one, *empty)], [(*before, two, *row[at + 1:]), *lower]


