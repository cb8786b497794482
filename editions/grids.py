"""The statutory tables with the figures of a source in them.

In: a Table and the Form. Out: rows of cells with their spans, in the shape of the form.
Not its business: any file format.
"""

from __future__ import annotations

from dataclasses import dataclass

from editions.source import Entry, Form, Table

NOTE_CELL = "（一、二两项相加，与三、四两项相加同数）"
APPLICANTS = "申请人情况"
CONTENT = "信息内容"


@dataclass(frozen=True)
class Cell:
    text: str
    across: int = 1
    down: int = 1
    kind: str = "head"
    """block, head, label, vertical (a group label down the side) or value"""


@dataclass(frozen=True)
class Row:
    """key: the row's id in the form; item_… for a block's heading; head_1, head_2, … for other headings."""

    key: str
    cells: tuple[Cell, ...]


def label(table: Table, entry: Entry) -> str:
    return table.labels.get(entry.id, entry.labels[table.version])


def values(texts: tuple[str, ...], width: int) -> tuple[Cell, ...]:
    """Cells of printed figures; the last one takes what is left of the width."""
    last = width - len(texts) + 1
    return tuple(Cell(text, last if at == len(texts) - 1 else 1, 1, "value") for at, text in enumerate(texts))


def proactive_disclosure(form: Form, table: Table) -> tuple[Row, ...]:
    rows = form.of(table.id, "row", table.version)
    columns = form.of(table.id, "column", table.version)
    grid: list[Row] = []
    for block in (entry for entry in rows if not entry.parent):
        heads = tuple(label(table, column) for column in columns if column.parent == block.id)
        if block.id == "item_20_8" and "head_20_8" in table.labels:
            heads = (*heads[:-1], table.labels["head_20_8"])
        grid.append(Row(block.id, (Cell(label(table, block), 4, 1, "block"),)))
        cells = tuple(Cell(cell.text, cell.across) for cell in values(heads, 3))
        grid.append(Row(f"head_{block.id}", (Cell(CONTENT), *cells)))
        for row in (entry for entry in rows if entry.parent == block.id):
            grid.append(Row(row.id, (Cell(label(table, row), kind="label"), *values(table.rows[row.id], 3))))
    return tuple(grid)


def applicants(form: Form, table: Table) -> tuple[Row, ...]:
    columns = form.of(table.id, "column", table.version)
    inner = [column for column in columns if column.parent]
    person, organisation, total = [column for column in columns if not column.parent]
    apart = table.layout.get("total_apart", False)
    note = Cell(table.labels.get("note", NOTE_CELL), 3, 3)
    total_cell = Cell(label(table, total), 1, 3 if apart else 2)
    top = (note, Cell(APPLICANTS, 6), total_cell) if apart else (note, Cell(APPLICANTS, 7))
    middle = (Cell(label(table, person), 1, 2), Cell(label(table, organisation), len(inner)))
    return (
        Row("head_1", top),
        Row("head_2", middle if apart else (*middle, total_cell)),
        Row("head_3", tuple(Cell(label(table, column)) for column in inner)),
    )


def requests(form: Form, table: Table) -> tuple[Row, ...]:
    rows = form.of(table.id, "row", table.version)
    parents = {entry.parent for entry in rows}
    leaves = [entry for entry in rows if entry.id not in parents]
    by_id = {entry.id: entry for entry in rows}
    opened: set[str] = set()
    grid = list(applicants(form, table))
    for leaf in leaves:
        chain = [leaf]
        while chain[0].parent:
            chain.insert(0, by_id[chain[0].parent])
        cells: list[Cell] = []
        for heading in chain[:-1]:
            if heading.id not in opened:
                opened.add(heading.id)
                down = sum(1 for other in leaves if is_under(other, heading.id, by_id))
                cells.append(Cell(label(table, heading), 1, down, "label" if heading.parent else "vertical"))
        cells.append(Cell(label(table, leaf), 4 - len(chain), 1, "label"))
        figures = tuple(Cell(text, kind="value") for text in table.rows[leaf.id])
        grid.append(Row(leaf.id, (*cells, *figures)))
    return tuple(grid)


def is_under(entry: Entry, heading: str, by_id: dict[str, Entry]) -> bool:
    while entry.parent:
        if entry.parent == heading:
            return True
        entry = by_id[entry.parent]
    return False


def disputes(form: Form, table: Table) -> tuple[Row, ...]:
    heads = [label(table, column) for column in form.of(table.id, "column", table.version)]
    rows = {entry.id: label(table, entry) for entry in form.of(table.id, "row", table.version)}
    groups = ("review", "litigation_direct", "litigation_after_review")
    figures = [text for group in groups for text in table.rows[group]]
    return (
        Row("head_1", (Cell(rows["review"], 5), Cell(rows["litigation"], 10))),
        Row(
            "head_2",
            (
                *(Cell(head, 1, 2) for head in heads),
                Cell(rows["litigation_direct"], 5),
                Cell(rows["litigation_after_review"], 5),
            ),
        ),
        Row("head_3", tuple(Cell(head) for head in heads * 2)),
        Row("cases", tuple(Cell(text, kind="value") for text in figures)),
    )


def grid_of(form: Form, table: Table) -> tuple[Row, ...]:
    setter = {"proactive_disclosure": proactive_disclosure, "requests": requests, "disputes": disputes}[table.id]
    return setter(form, table)


def ordered(rows: tuple[Row, ...]) -> list[list[Cell]]:
    """The cells of each row from left to right; a cell of kind "continued" stands for one merged from above."""
    grid: list[list[Cell]] = []
    hanging: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells: list[Cell] = []
        own = iter(row.cells)
        still: dict[int, tuple[int, int]] = {}
        across, width = 0, max(hanging, default=-1)
        while True:
            if across in hanging:
                wide, left = hanging[across]
                cells.append(Cell("", wide, 1, "continued"))
                if left > 1:
                    still[across] = (wide, left - 1)
                across += wide
                continue
            cell = next(own, None)
            if cell is None:
                break
            cells.append(cell)
            if cell.down > 1:
                still[across] = (cell.across, cell.down - 1)
            across += cell.across
        if across <= width:
            raise ValueError(f"{row.key}: the row ends before a merged cell above it")
        hanging = still
        grid.append(cells)
    return grid


def spread(rows: tuple[Row, ...]) -> list[list[Cell | None]]:
    """The grid with every merged cell spread over its places: the cell at its upper left place, None elsewhere."""
    return [
        [part for cell in cells for part in (None if cell.kind == "continued" else cell, *[None] * (cell.across - 1))]
        for cells in ordered(rows)
    ]
