"""What two readers of a page agree on.

In: what we laid out of a page, and what a second reader finds there (second.py). Out: whether it is wanted at all; the same, in doubt where it finds
other digits, or finds them in other cells; how many numbers of its tables we read in none. Nothing is taken over from it. Not its business: how it
reads.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from gongkai.model import Box, Cell, Grid, doubt_of
from gongkai.readers.layout.glyphs import Line
from gongkai.readers.layout.placing import Laid, find_runs
from gongkai.readers.pdf.second import Digit, Statement

NUMBERS = re.compile(r"[0-9０-９](?:[^ ]{0,40} [0-9０-９]){2}|[0-9０-９]{8}")
"""numbers side by side in a line of text, or more digits than one number has"""
LINES = 3
"""lines of them on a page without a table of ours, among rules or fillings: they may stand in one that we do not see"""
FEWEST = 4
"""cells with numbers, or cells in doubt, that make a table, or a page, worth a second look"""
SHARE = 0.1
"""the share of the cells of a page in doubt from which on its picture contradicts our grid"""


def is_wanted(laid: Laid, has_drawing: bool) -> bool:
    """Whether a second reader should look at a page."""
    if any(lattice.is_inferred for lattice, _, _ in laid.tables) or any(find_runs(laid)):
        return True
    if not laid.tables:
        return has_drawing and sum(1 for line in laid.lines if NUMBERS.search(line.text)) >= LINES
    texts = [text for _, grid, _ in laid.tables for row in grid.rows for text in row if text]
    doubted = sum(1 for text in texts if doubt_of(text))
    return doubted >= FEWEST and doubted > SHARE * len(texts)


def hold(laid: Laid, statement: Statement) -> tuple[Laid, int]:
    """Doubt what the second reader finds otherwise. Out also: the numbers of its tables that are in none of ours."""
    found = _Digits(statement.digits)
    tables = [(lattice, _hold_grid(grid, found), is_moved) for lattice, grid, is_moved in laid.tables]
    runs = {at for first, end in find_runs(laid) for at in range(first, end)}
    lines = [_hold_line(line, found) if at in runs else line for at, line in enumerate(laid.lines)]
    unread = 0
    pieces = [(at, place, _piece_to_box(line, place)) for at, line in enumerate(lines) for place in range(len(line.pieces))]
    for cells in statement.tables:
        if len(cells) < FEWEST or any(_is_in(cells, lattice.box) for lattice, _, _ in laid.tables):
            continue
        read_in = _to_owners(cells, pieces, found)
        unread += sum(1 for owners in read_in if not owners or not all(at in runs for at, _ in owners))
        shared = [owner for owners in read_in for owner in owners]
        for owners in read_in:
            # one number in two pieces, or two in one
            if len(owners) > 1 or any(shared.count(owner) > 1 for owner in owners):
                for at, place in owners:
                    lines[at] = _doubt_piece(lines[at], place)
    return replace(laid, lines=lines, tables=tables), unread


class _Digits:
    """The digits of a page, by their height on it."""

    def __init__(self, digits: Iterable[Digit]) -> None:
        self._ordered = sorted((((box[1] + box[3]) / 2, (box[0] + box[2]) / 2, box[3] - box[1], text) for text, box in digits))
        self._levels = [level for level, *_ in self._ordered]

    def within(self, box: Box) -> str:
        """The digits whose middle is in a box, line by line."""
        left, top, right, bottom = box
        inside = [one for one in self._ordered[bisect_left(self._levels, top) : bisect_right(self._levels, bottom)] if left <= one[1] < right]
        lines: list[list[tuple[float, float, float, str]]] = []
        for one in inside:
            if lines and one[0] - lines[-1][0][0] < 0.5 * one[2]:
                lines[-1].append(one)
            else:
                lines.append([one])
        return to_digits("".join(text for line in lines for *_, text in sorted(line, key=lambda one: one[1])))

    def places(self, box: Box) -> list[tuple[float, float]]:
        """The middles of the digits in a box."""
        left, top, right, bottom = box
        near = self._ordered[bisect_left(self._levels, top) : bisect_right(self._levels, bottom)]
        return [(x, y) for y, x, *_ in near if left <= x < right]


def to_digits(text: str) -> str:
    """The digits of a text, in their order, as ASCII."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789")


class _Owner(NamedTuple):
    line: int
    piece: int


def _to_owners(cells: Sequence[Box], pieces: Sequence[tuple[int, int, Box]], found: _Digits) -> list[set[_Owner]]:
    """For each cell, the pieces of our lines that its digits stand in."""
    owners = []
    for cell in cells:
        near = [(at, place, box) for at, place, box in pieces if box[1] < cell[3] and box[3] > cell[1] and box[0] < cell[2] and box[2] > cell[0]]
        mine = set()
        for x, y in found.places(cell):
            mine |= {_Owner(at, place) for at, place, (left, top, right, bottom) in near if left <= x <= right and top <= y <= bottom}
        owners.append(mine)
    return owners


def _is_in(cells: Sequence[Box], box: Box) -> bool:
    """Whether the middle of a table is in a box."""
    x = (min(cell[0] for cell in cells) + max(cell[2] for cell in cells)) / 2
    y = (min(cell[1] for cell in cells) + max(cell[3] for cell in cells)) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _hold_grid(grid: Grid, found: _Digits) -> Grid:
    rows = tuple(
        tuple(
            text if text is None or box is None or doubt_of(text) or to_digits(text) == found.within(box) else Cell(text, "second")
            for text, box in zip(texts, boxes, strict=True)
        )
        for texts, boxes in zip(grid.rows, grid.boxes, strict=True)
    )
    return replace(grid, rows=rows)


def _hold_line(line: Line, found: _Digits) -> Line:
    for place, text in enumerate(line.pieces):
        if not doubt_of(text) and to_digits(text) != found.within(_piece_to_box(line, place)):
            line = _doubt_piece(line, place)
    return line


def _doubt_piece(line: Line, place: int) -> Line:
    pieces = [Cell(text, doubt_of(text) or "second") if at == place else text for at, text in enumerate(line.pieces)]
    return line._replace(pieces=tuple(pieces))


def _piece_to_box(line: Line, place: int) -> Box:
    if not line.groups:
        return line.box
    glyphs = line.groups[place]
    return min(one.x0 for one in glyphs), min(one.top for one in glyphs), max(one.x1 for one in glyphs), max(one.bottom for one in glyphs)
