"""Whether one grid is what a page break left of the one before it.

In: two grids that follow each other. Out: yes or no. Not its business: rows and heads that the break cuts (cut_rows.py, cut_heads.py).
"""

from __future__ import annotations

from itertools import zip_longest

from gongkai.model import Grid

_NEAR = 3.0
"""points that the sides of one column may differ by on two pages"""


def goes_on(above: Grid, below: Grid) -> bool:
    """Whether a ruled grid stands on the page after another, nothing between them, and has the same columns in the same places."""
    if not (above.exact and below.exact) or above.page is None or below.page != above.page + 1 or above.after != below.after:
        return False
    one, other = _sides(above), _sides(below)
    return bool(one) and all(a is not None and b is not None and abs(a - b) < _NEAR for a, b in zip_longest(one, other))


def _sides(grid: Grid) -> list[float | None]:
    """The left side of each column, as far as any cell begins there, and the right side of the last."""
    found: dict[int, float] = {}
    right = 0.0
    for boxes in grid.boxes:
        for column, box in enumerate(boxes):
            if box:
                found.setdefault(column, box[0])
                right = max(right, box[2])
    width = max(map(len, grid.boxes), default=0)
    return [*(found.get(column) for column in range(width)), right] if found else []
