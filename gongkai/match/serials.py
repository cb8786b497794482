"""Numbers that count the rows of a table which was poured out a cell a line.

In: its cells. Out: the cells without those numbers, or with all numbers in doubt where they cannot be told from values. Not its business: rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from gongkai.model import Cell, doubt_of
from gongkai.text import is_number, to_label, to_plain

_HEADS = frozenset({"序号", "编号"})
_FEWEST = 3
"""rows that are counted before that is more than chance, where no head says so"""
Placed = list[tuple[int, str]]
"""cells, and which of the lines each was"""


def without_serials(cells: Sequence[str], is_row: Callable[[str], bool]) -> Placed:
    """The cells without the numbers before the labels of rows, where a head says that those count and each is one more than the one before."""
    before: list[tuple[int, str]] = []
    last = -1
    for at, cell in enumerate(cells):
        if not to_plain(cell).strip():
            continue
        if is_row(cell) and not is_number(cell):
            before.append((last, to_plain(cells[last]).strip() if last >= 0 else ""))
        last = at
    has_head = any(to_label(cell) in _HEADS for cell in cells)
    counted = [(at, int(text)) for at, text in before if text.isdecimal() and len(text) < 7]
    is_counted = len(counted) == len(before) and all(one in (1, other + 1) for (_, other), (_, one) in pairwise(counted))
    if has_head and is_counted and counted:
        serials = {at for at, _ in counted}
        return [(at, cell) for at, cell in enumerate(cells) if at not in serials]
    longest = run = 0
    for (_, other), (_, one) in pairwise([(-1, 0), *counted]):
        run = run + 1 if one == other + 1 else int(one == 1)
        longest = max(longest, run)
    if has_head or longest >= max(_FEWEST, len(before) // 2):
        return [(at, Cell(cell, doubt_of(cell) or "placed") if is_number(cell) else cell) for at, cell in enumerate(cells)]
    return list(enumerate(cells))
