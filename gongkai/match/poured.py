"""A table that was poured out, a cell a line, without any mark between its rows: the rows again, where that can be told.

In: the cells in reading order. Out: rows of cells: header words by themselves, each row's label with the values behind it.
Not its business: what the labels mean. A row whose values cannot be counted off keeps all its cells, and is ambiguous later on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gongkai.text import is_number, to_plain

Cells = list[str]
_NEARLY = re.compile(r"[约近超]?\d[\d,.]*(?:余|多|左右|[或至~]\d+)?[件项元]?")
"""a figure that is no number: it stands where a value stands, and no label looks so"""


def to_rows(cells: Sequence[str], is_header: Callable[[str], bool]) -> list[tuple[int, Cells]]:
    """Put the rows together: (which cell the row begins with, its cells). is_header: whether a word is a column's, not a row's."""
    if not any(cell.strip() for cell in cells[1::2]):
        return [(2 * at, row) for at, row in to_rows(cells[::2], is_header)] if len(cells) > 1 else []  # an empty line between any two
    rows: list[tuple[int, Cells]] = []
    at = 0
    while at < len(cells):
        words = _count(cells, at, is_value=False)
        values = _count(cells, at + words, is_value=True)
        header = max((i + 1 for i in range(at, at + words) if is_header(cells[i])), default=at)
        if header > at:
            rows.append((at, list(cells[at:header])))
        row = list(cells[header:at + words + values])
        if row:
            rows.append((header, row))
        at += words + values
    return rows


def _count(cells: Sequence[str], start: int, is_value: bool) -> int:
    end = start
    while end < len(cells) and _is_value(cells[end]) == is_value:
        end += 1
    return end - start


def is_nearly_number(cell: str) -> bool:
    """Whether a cell holds a figure that is no number: 约12, 3余, 5或6."""
    return _NEARLY.fullmatch(to_plain(cell).strip()) is not None


def _is_value(cell: str) -> bool:
    return not to_plain(cell).strip() or is_number(cell) or is_nearly_number(cell)


def to_window(values: Sequence[str], count: int) -> list[int] | None:
    """The one run of `count` values that holds all that is printed, where empty cells of labels stand before or behind; None if several do."""
    printed = [i for i, value in enumerate(values) if to_plain(value).strip()]
    starts = [s for s in range(len(values) - count + 1) if all(s <= i < s + count for i in printed)]
    return list(range(starts[0], starts[0] + count)) if len(starts) == 1 else None
