"""What a page break cuts → in doubt.

In: the last row of a table at the foot of a page and the first row of one at the head of the next. Out: the same, where a number may be cut between
them with both halves in doubt. Programs let a row run on to the next page: 263 in a narrow cell becomes 26 at the foot and 3 at the head. Not its
business: which row of the form a row is, or joining the tables (match).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from gongkai.model import Cell, Grid, doubt_of

NEAR = 3.0
"""points that the sides of one column may differ by on two pages"""

At = tuple[int, int]


def cut(above: Grid, below: Grid, full: Set[At]) -> tuple[Grid, Grid]:
    """Doubt what may be halves. full: the cells (row, column) of the grid above with a number that leaves no room for one digit more."""
    foot, head = _row_at(above, _bottom(above), 3), _row_at(below, _top(below), 1)
    texts = [_text(above, at) for at in foot]
    runs_on = _is_numbers(below, head) and any(_has_digit(text) for text in texts) and any(_is_words(text) for text in texts)
    upper, lower = dict[At, str](), dict[At, str]()
    for first, second in _pairs(above, foot, below, head):
        one, other = _text(above, first), _text(below, second)
        if _is_words(one) or not other.strip() or _is_words(other):
            continue
        if runs_on or (first in full and other.strip()[0].isdigit()):
            upper[first], lower[second] = one, other
    return _doubted(above, upper), _doubted(below, lower)


def _top(grid: Grid) -> float:
    return min((box[1] for row in grid.boxes for box in row if box), default=0.0)


def _bottom(grid: Grid) -> float:
    return max((box[3] for row in grid.boxes for box in row if box), default=0.0)


def _row_at(grid: Grid, edge: float, side: int) -> list[At]:
    """The cells at one edge of a grid."""
    return [(r, c) for r, row in enumerate(grid.boxes) for c, box in enumerate(row) if box and abs(box[side] - edge) < NEAR]


def _text(grid: Grid, at: At) -> str:
    return grid.rows[at[0]][at[1]] or ""


def _pairs(above: Grid, foot: list[At], below: Grid, head: list[At]) -> Iterator[tuple[At, At]]:
    """The cells of two rows that stand in one column."""
    by_left: dict[int, list[At]] = {}
    for second in head:
        box = below.boxes[second[0]][second[1]]
        by_left.setdefault(int(box[0] // NEAR) if box else -1, []).append(second)
    for first in foot:
        one = above.boxes[first[0]][first[1]]
        near = [second for step in (-1, 0, 1) for second in by_left.get(int(one[0] // NEAR) + step, ())] if one else []
        for second in near:
            other = below.boxes[second[0]][second[1]]
            if one and other and abs(one[0] - other[0]) < NEAR and abs(one[2] - other[2]) < NEAR:
                yield first, second


def _is_numbers(grid: Grid, row: list[At]) -> bool:
    """Whether a row has figures and no words."""
    texts = [_text(grid, at) for at in row]
    return any(_has_digit(text) for text in texts) and not any(_is_words(text) for text in texts)


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text) and not _is_words(text)


def _is_words(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _doubted(grid: Grid, cells: dict[At, str]) -> Grid:
    if not cells:
        return grid
    rows = [list(row) for row in grid.rows]
    for (row, column), text in cells.items():
        rows[row][column] = Cell(text, doubt_of(rows[row][column]) or "cut")
    return replace(grid, rows=tuple(tuple(row) for row in rows))
