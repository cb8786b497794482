"""Rows of a list that stand in one row of the page, their labels, units and numbers each in one cell, a line each → a row each.

In: the rows of a grid. Out: the same with such rows parted, and which row of the grid each was. Where the lines of a cell are not as many as the
labels, nobody can say which line is whose: each part then has them all, in doubt. Not its business: what a label means.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.match.list_items import Cell, is_word, to_units
from gongkai.match.row_names import RowNames
from gongkai.model import Cell as Doubted
from gongkai.model import doubt_of
from gongkai.text import has_text

_MOST = 4
"""rows in one that are read: empty lines are not kept, so that of many one may be lost and another one more"""
Row = tuple[Cell, ...]


def part_rows(rows: Sequence[Row], names: RowNames) -> tuple[tuple[Row, ...], list[int]]:
    """The rows, each that is several in one parted; and for each the number of the row that it was."""
    parted: list[Row] = []
    origin: list[int] = []
    for number, row in enumerate(rows):
        pieces = _to_pieces(row, names) or [row]
        parted += pieces
        origin += [number] * len(pieces)
    return tuple(parted), origin


def _to_pieces(row: Row, names: RowNames) -> list[Row]:
    at = next((i for i, cell in enumerate(row) if cell and "\n" in cell and is_word(cell) and _are_labels(cell, names)), None)
    if at is None or len(row) < 2:
        return []
    labels = _lines(row[at])
    columns = [labels if i == at else _to_column(cell, len(labels)) for i, cell in enumerate(row)]
    return [tuple(column[i] for column in columns) for i in range(len(labels))]


def _are_labels(cell: str, names: RowNames) -> bool:
    lines = _lines(cell)
    return not doubt_of(cell) and len(lines) > 1 and all(names.is_exact(line or "") for line in lines)


def _to_column(cell: Cell, count: int) -> Sequence[Cell]:
    """What stands beside each label: its line; a unit for all; or the whole, in doubt."""
    if cell is None or not has_text(cell):
        return [cell] * count
    lines = cell.split("\n")
    if len(lines) == count <= _MOST and not doubt_of(cell):
        return [line.strip() for line in lines]
    if to_units(cell) and len(lines) == 1:
        return [cell] * count
    return [Doubted(cell, doubt_of(cell) or "placed")] * count


def _lines(cell: Cell) -> list[Cell]:
    return [line.strip() for line in (cell or "").split("\n") if line.strip()]
