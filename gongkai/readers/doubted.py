"""Doubts about cells of lattices → Cells in the grids made of them.

In: the grids that placing.py made of lattices, in their order, and what is doubted of which cell. Out: the grids with Cells. Not its business: what
is doubted, and why (sight.py, certainty.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gongkai.model import Cell, Grid
from gongkai.readers.layout.ruling import Lattice

Place = tuple[int, int]
"""which lattice of a page, which of its cells"""


class Doubt(NamedTuple):
    """code: of doubts.csv. instead: what stands in the cell if nothing else does."""

    code: str
    instead: str = ""


def doubt_cells(grids: list[Grid], lattices: Sequence[Lattice], doubts: Mapping[Place, Doubt]) -> list[Grid]:
    """Put the doubts about cells into the grids of a page; grids without rules stay as they are."""
    if not doubts:
        return grids
    found: list[Grid] = []
    at = 0
    for grid in grids:
        if not grid.boxes:
            found.append(grid)
            continue
        here = {cell: doubt for (lattice, cell), doubt in doubts.items() if lattice == at}
        found.append(_doubt_grid(grid, lattices[at], here) if here else grid)
        at += 1
    return found


def _doubt_grid(grid: Grid, lattice: Lattice, doubts: Mapping[int, Doubt]) -> Grid:
    rows = [list(row) for row in grid.rows]
    for cell, doubt in doubts.items():
        top, left, _, _ = lattice.cells[cell]
        text = rows[top][left] or ""
        rows[top][left] = Cell(text if text.strip() else doubt.instead, doubt.code)
    return replace(grid, rows=tuple(tuple(row) for row in rows))
