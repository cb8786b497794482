"""Rows found → the tables that they stand in: one table, gone on with over pages, or several of one kind.

In: the Found rows of one kind of table, in reading order. Out: them, a list a table. Not its business: which of several is this year's.
A row stands in a table once: where rows begin to come again, another table begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.match.rows import Found

_FRAGMENT = 1 / 3
"""of the rows of the largest: a table with fewer is an excerpt, which lacks the others of itself"""


def to_copies(found: Sequence[Found]) -> list[list[Found]]:
    """Put rows into the tables they stand in. A row printed again at once, or the last rows again over a page break, begin no other table."""
    copies: list[list[Found]] = []
    for each in found:
        if not copies or (each.row != copies[-1][-1].row and _is_another(each, copies[-1])):
            copies.append([])
        copies[-1].append(each)
    joined: list[list[Found]] = []
    for copy in copies:
        if joined and _goes_on(joined[-1], copy):
            joined[-1].extend(copy)
        else:
            joined.append(copy)
    return joined


def _is_another(each: Found, copy: Sequence[Found]) -> bool:
    same = [f for f in copy if f.row == each.row]
    return bool(same) and (each.line.table != "disputes" or same[-1].block != each.block)


def _goes_on(above: Sequence[Found], below: Sequence[Found]) -> bool:
    """Whether only the last rows above are the first below: they were printed again at the head of a page."""
    upper, lower = _rows(above), _rows(below)
    again = [row for row in lower if row in set(upper)]
    is_repeated = again == upper[-len(again):] == lower[:len(again)]
    return is_repeated and len(again) <= 2 < len(lower) and len(again) < len(upper)


def _rows(found: Sequence[Found]) -> list[str]:
    return list(dict.fromkeys(f.row for f in found))


def to_excerpts(copies: Sequence[Sequence[Found]]) -> list[bool]:
    """Whether each table has so few of the rows that the largest has that it is none of its kind, and lacks nothing."""
    sizes = [len(_rows(copy)) for copy in copies]
    return [size < _FRAGMENT * max(sizes) for size in sizes]
