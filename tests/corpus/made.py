"""The values of the corpus: what a made-up report holds, and what a careful person would read in it.

In: nothing. Out: plain values. Not its business: drawing figures, any file format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.model import CellId


@dataclass(frozen=True, slots=True)
class Truth:
    """What a careful person says of one cell. status as in the model; "ambiguous" where nobody could decide from the document."""

    status: str
    number: Decimal | None
    raw: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as laid out. of: the cell of the form whose value it prints. dress: how it is shown (tricks), other: what stands beside its text."""

    text: str
    across: int = 1
    down: int = 1
    kind: str = "value"
    of: CellId | None = None
    dress: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a report in reading order: "title", "heading", "paragraph", "right" (signature), "table"."""

    kind: str
    text: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    is_of_form: bool = True


@dataclass(slots=True)
class Made:
    """One report: what is printed, in which way, and the truth. bodies: the names that are right, () where none is to be found.

    undecided: cells of which "ambiguous" or "missing" may also be said, because a flattened table lost cells in other rows.
    shaky: cells that may be in doubt, since the page shows them otherwise than plainly (tricks). units: of amounts, where it is neither 元 nor 万元.
    watermark: digits across every printed page, "" for none.
    """

    name: str
    kind: str
    year: int | None
    bodies: tuple[str, ...]
    forms: Mapping[str, str]
    pieces: list[Piece]
    cells: dict[CellId, Truth]
    broken: set[tuple[str, CellId]]
    doubtful: set[tuple[str, CellId]]
    quirks: list[str] = field(default_factory=list)
    undecided: set[CellId] = field(default_factory=set)
    shaky: set[CellId] = field(default_factory=set)
    units: dict[CellId, str] = field(default_factory=dict)
    watermark: str = ""


def spread(rows: tuple[tuple[Cell, ...], ...]) -> list[list[tuple[Cell, bool]]]:
    """Every place of the grid: the cell there, and whether it begins there (False: a merged cell goes on)."""
    grid: list[list[tuple[Cell, bool]]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        places: list[tuple[Cell, bool]] = []
        own = iter(row)
        still: dict[int, tuple[Cell, int]] = {}
        while True:
            at = len(places)
            if at in hanging:
                cell, left = hanging[at]
                if left > 1:
                    still[at] = (cell, left - 1)
                places += [(cell, False)] * cell.across
                continue
            cell_or_none = next(own, None)
            if cell_or_none is None:
                if any(column > at for column in hanging):
                    raise ValueError("a row ends before a merged cell above it")
                break
            places += [(cell_or_none, True)] + [(cell_or_none, False)] * (cell_or_none.across - 1)
            if cell_or_none.down > 1:
                still[at] = (cell_or_none, cell_or_none.down - 1)
        hanging = still
        grid.append(places)
    return grid
