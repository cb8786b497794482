"""Lays the three tables out as cells with spans, in the arrangements that real reports use.

In: printed cells, the Form, a generator of random numbers. Out: pieces (a table may come out as several). Not its business: any file format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from gongkai.form import Entry, Form
from gongkai.model import CellId
from tests.corpus.made import Cell, Piece, Truth
from tests.corpus.wording import NOTES, Tongue, roughen, to_label, to_vertical

Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Author:
    """What the layouts share."""

    rng: Random
    form: Form
    tongue: Tongue
    cells: Mapping[CellId, Truth]
    columns: tuple[str, ...] = ()
    """of the requests, where they are not the form's or in another order"""
    added: str = ""
    """the head of a column more, behind those of the requests"""
    unit: str = ""
    """of the fees, where it is not 万元"""

    def label(self, entry: Entry, version: str) -> str:
        if self.unit and entry.id == "amount_wan":
            return f"本年收费金额（单位：{self.unit}）"
        return to_label(self.rng, self.tongue, entry, version)

    def value(self, cell: CellId, across: int = 1) -> Cell:
        return Cell(self.cells[cell].raw, across, of=cell)


# --- proactive disclosure -------------------------------------------------------------------------------------------


def lay_proactive(author: Author, version: str, quirks: list[str]) -> list[Piece]:
    form, rng, table = author.form, author.rng, "proactive_disclosure"
    rows = [r for r in form.entries if (r.table, r.axis) == (table, "row") and version in r.labels]
    arrangement = rng.choices(("one", "many", "paragraphs"), (70, 20, 10))[0]
    extra = rng.random() < 0.12
    wide_values = rng.random() < 0.5
    if arrangement != "one":
        quirks.append(f"proactive {arrangement}")
    if extra:
        quirks.append("local extra row")
    tables: list[tuple[str, Rows]] = []
    for block in [r for r in rows if not r.parent]:
        columns = [c for c in form.entries if (c.table, c.axis, c.parent) == (table, "column", block.id) and version in c.labels]
        heading = author.label(block, version)
        lines: Rows = [] if arrangement == "paragraphs" else [(Cell(heading, 4, kind="block"),)]
        lines.append((Cell("信息内容", kind="head"), *fill([Cell(author.label(c, version), kind="head") for c in columns], wide_values)))
        for row in [r for r in rows if r.parent == block.id]:
            values = [author.value(CellId(table, row.id, c.id)) for c in columns]
            lines.append((Cell(author.label(row, version), kind="label"), *fill(values, wide_values)))
        if extra and block.id == "item_20_1":
            strange = [Cell(str(rng.randint(1, 400)), kind="other") for _ in columns]
            lines.append((Cell(rng.choice(("其他主动公开文件", "其他主动公开文件（含以本机关名义发布的）")), kind="label"), *fill(strange, wide_values)))
        tables.append((heading, lines))
    if arrangement == "one":
        return split(author, [line for _, lines in tables for line in lines], quirks, may_cut=False)
    pieces = []
    for heading, lines in tables:
        if arrangement == "paragraphs":
            pieces.append(Piece("paragraph", heading.replace("\n", "")))
        pieces.append(Piece("table", rows=tuple(lines)))
    return pieces


def fill(cells: list[Cell], wide: bool) -> list[Cell]:
    """Three columns of values: the last cell takes what is left, or empty cells stand there."""
    left = 3 - len(cells)
    if not left:
        return cells
    last = cells[-1]
    return [*cells[:-1], Cell(last.text, 1 + left, kind=last.kind, of=last.of)] if wide else [*cells, *[Cell("", kind="pad")] * left]


# --- requests -------------------------------------------------------------------------------------------------------


def lay_requests(author: Author, version: str, quirks: list[str]) -> list[Piece]:
    rng = author.rng
    arrangement = rng.choices(("merged", "unmerged", "repeated", "two", "glued"), (62, 10, 8, 10, 10))[0]
    if arrangement != "merged":
        quirks.append(f"requests {arrangement}")
    chains = to_chains(author.form, version)
    labels = {e.id: author.label(e, version) for chain in chains for e in chain}
    if arrangement == "merged" and rng.random() < 0.3:
        labels["outcomes"] = to_vertical(labels["outcomes"].replace("\n", "").replace("\u200b", ""))
        quirks.append("vertical label")
    width = {"two": 2, "glued": 1}.get(arrangement, 3)
    header = lay_header(author, version, width, quirks)
    data = [lay_line(author, chain, labels, width) for chain in chains]
    if width == 3 and rng.random() < 0.06:
        quirks.append("a table a group")
        return split_at_groups(arrangement, chains, header, data)
    at = cut = None
    if rng.random() < 0.3:
        at = rng.randint(3, len(data) - 3)
        cut = rng.random() < 0.35 and len(labels[chains[at][-1].id]) > 8
        quirks.append("split table" + (", a row cut" if cut else ""))
    if at is None:
        return [Piece("table", rows=(*header, *assemble(arrangement, data)))]
    upper, lower = data[:at], data[at:]
    if cut:
        first, second = cut_line(rng, data[at])
        upper, lower = [*upper, first], [second, *data[at + 1:]]
    again = header if rng.random() < 0.5 else []
    parts = [[*header, *assemble(arrangement, upper)], [*again, *assemble(arrangement, lower, goes_on=rng.random() < 0.5)]]
    return [Piece("table", rows=tuple(part)) for part in parts]


def to_chains(form: Form, version: str) -> list[list[Entry]]:
    """The rows that hold numbers, each with the headings above it."""
    chains = []
    for leaf in form.rows("requests", version):
        chain = [leaf]
        while chain[0].parent:
            chain.insert(0, form.entry("requests", "row", chain[0].parent))
        chains.append(chain)
    return chains


def lay_header(author: Author, version: str, width: int, quirks: list[str]) -> Rows:
    form, rng = author.form, author.rng
    label = {c.id: author.label(c, version) for c in form.entries if (c.table, c.axis) == ("requests", "column")}
    inner = [Cell(label[c.id], kind="head") for c in form.columns("requests", version) if c.parent]
    note = rng.choice(NOTES)
    kind = rng.choices(("three", "apart", "flat"), (60, 25, 15))[0]
    if kind == "flat" or author.columns or author.added:
        quirks.append("header of one row")
        names = [Cell(label[id], kind="head") for id in author.columns or [c.id for c in form.columns("requests", version)]]
        return [(Cell(note, width, kind="head"), *names, *([Cell(author.added, kind="head")] if author.added else ()))]
    applicants = roughen(rng, author.tongue, "申请人情况", False)
    apart = kind == "apart"
    total = Cell(label["total"], 1, 3 if apart else 2, "head")
    first = (Cell(note, width, 3, "head"), Cell(applicants, 6 if apart else 7, kind="head"), *((total,) if apart else ()))
    second = (Cell(label["natural_person"], 1, 2, "head"), Cell(label["organisation"], 5, kind="head"), *(() if apart else (total,)))
    return [first, second, tuple(inner)]


def lay_line(author: Author, chain: list[Entry], labels: Mapping[str, str], width: int) -> list[Cell]:
    """One row, every heading in it: assemble() merges or drops them."""
    names = [labels[e.id] for e in chain]
    columns = author.columns or [id for id in author.form.all_columns("requests") if CellId("requests", chain[-1].id, id) in author.cells]
    values = [author.value(CellId("requests", chain[-1].id, column)) for column in columns]
    if author.added:
        values.append(Cell(f"{author.rng.randint(1, 99)}%" if author.added == "占比" else "", kind="other"))
    if width == 2 and len(names) > 2:
        names = [names[-2], names[-1]]
    elif width == 2 and len(names) == 2:
        names = [names[-1]]
    if width == 1 and len(names) > 1:
        is_first = chain[-1] is first_below(author.form, chain)
        names = ["".join(names[-2:]) if is_first and len(names) == 3 else names[-1]]
        if chain[-1].id == "granted":
            names = ["三、" + names[-1]]
    cells = [Cell(name, kind="label") for name in names]
    cells[-1] = Cell(names[-1], width - len(names) + 1, kind="label")
    return [*cells, *values]


def first_below(form: Form, chain: list[Entry]) -> Entry:
    return next(e for e in form.entries if e.table == "requests" and e.parent == chain[-2].id and chain[-1].labels.keys() & e.labels.keys() == chain[-1].labels.keys())


def assemble(arrangement: str, data: list[list[Cell]], goes_on: bool = False) -> Rows:
    """Merge headings that stand below each other, leave them empty, or print them again.

    goes_on: the table is the second half of one; the headings that began above are empty here.
    """
    if arrangement in ("repeated", "glued"):
        return [tuple(line) for line in data]
    labels = [[c for c in line if c.kind == "label"] for line in data]
    rows: Rows = []
    for i, line in enumerate(data):
        cells: list[Cell] = []
        for depth, cell in enumerate(labels[i][:-1]):
            if i and depth < len(labels[i - 1]) - 1 and labels[i - 1][depth].text == cell.text:
                if arrangement == "unmerged":
                    cells.append(Cell("", kind="label"))
                continue
            down = 1
            while arrangement != "unmerged" and i + down < len(data) and depth < len(labels[i + down]) - 1 and labels[i + down][depth].text == cell.text:
                down += 1
            cells.append(Cell("" if goes_on and not i else cell.text, 1, down, "label"))
        rows.append((*cells, *line[len(labels[i]) - 1:]))
    return rows


def cut_line(rng: Random, line: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """A row that a page break cuts: half of its label above, half below, the values on one side."""
    at = max(i for i, c in enumerate(line) if c.kind == "label")
    label = line[at]
    middle = rng.randint(5, len(label.text) - 2)
    empty = [Cell("", c.across, kind="pad") for c in line[at + 1:]]
    names = line[:at]
    one, two = Cell(label.text[:middle], label.across, kind="label"), Cell(label.text[middle:], label.across, kind="label")
    if rng.random() < 0.5:
        return [*names, one, *line[at + 1:]], [*names, two, *empty]
    return [*names, one, *empty], [*names, two, *line[at + 1:]]


def split_at_groups(arrangement: str, chains: list[list[Entry]], header: Rows, data: list[list[Cell]]) -> list[Piece]:
    parts: list[tuple[str, list[list[Cell]]]] = []
    for chain, line in zip(chains, data, strict=True):
        group = chain[-2].id if len(chain) > 2 else chain[0].id
        if not parts or parts[-1][0] != group:
            parts.append((group, []))
        parts[-1][1].append(line)
    return [Piece("table", rows=(*header, *assemble(arrangement, part))) for _, part in parts]


def split(author: Author, lines: Rows, quirks: list[str], may_cut: bool) -> list[Piece]:
    """A table with only full rows, now and then in two halves."""
    if author.rng.random() < 0.12 and len(lines) > 8:
        at = author.rng.randint(3, len(lines) - 3)
        quirks.append("split table")
        return [Piece("table", rows=tuple(lines[:at])), Piece("table", rows=tuple(lines[at:]))]
    return [Piece("table", rows=tuple(lines))]


# --- disputes -------------------------------------------------------------------------------------------------------


def lay_disputes(author: Author, version: str, quirks: list[str]) -> list[Piece]:
    form, rng = author.form, author.rng
    columns = form.columns("disputes", version)
    groups = form.rows("disputes", version)
    litigation = author.label(form.entry("disputes", "row", "litigation"), version)
    heads = [[Cell(set_head(author, c, version), kind="head") for c in columns] for _ in groups]
    names = [author.label(g, version) for g in groups]
    values = [[author.value(CellId("disputes", g.id, c.id)) for c in columns] for g in groups]
    kind = rng.choices(("row", "label", "lines", "tables"), (70, 8, 12, 10))[0]
    if kind != "row":
        quirks.append(f"disputes {kind}")
    if kind == "lines":
        rows: Rows = [(Cell("", kind="head"), *heads[0])]
        rows += [(Cell(name, kind="label"), *line) for name, line in zip(names, values, strict=True)]
        return [Piece("table", rows=tuple(rows))]
    if kind == "tables":
        return [
            Piece("table", rows=((Cell(name, len(columns), kind="head"),), tuple(head), tuple(line)))
            for name, head, line in zip(names, heads, values, strict=True)
        ]
    lead = [Cell(rng.choice(("", "类别")), 1, 3, "head")] if kind == "label" else []
    rows = [
        (*lead, Cell(names[0], len(columns), kind="head"), Cell(litigation, 2 * len(columns), kind="head")),
        (*[Cell(c.text, 1, 2, "head") for c in heads[0]], Cell(names[1], len(columns), kind="head"), Cell(names[2], len(columns), kind="head")),
        (*heads[1], *heads[2]),
        (*([Cell("数量", kind="label")] if lead else []), *[c for line in values for c in line]),
    ]
    if rng.random() < 0.1 and not lead:
        quirks.append("split disputes")
        return [Piece("table", rows=tuple(rows[:3])), Piece("table", rows=(rows[3],))]
    return [Piece("table", rows=tuple(rows))]


def set_head(author: Author, entry: Entry, version: str) -> str:
    """Heads of narrow columns: as they are, two lines, or a letter a line."""
    text = author.label(entry, version).replace("\n", "")
    how = author.rng.random()
    if how < 0.7:
        return text
    return to_vertical(text) if how < 0.8 else text[:2] + author.rng.choice(("\n", " ")) + text[2:]
