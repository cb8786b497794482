"""A table that was poured out, a cell a line, without any mark between its rows: the rows again, where that can be told.

In: the cells in reading order. Out: rows of cells: header words by themselves, each row's label with the values behind it.
Not its business: what the labels mean. A row whose values cannot be counted off keeps all its cells, and is ambiguous later on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from gongkai.text import is_number, to_plain

Cells = list[str]
_NEARLY = re.compile(r"[约近超]?\d[\d,.]*(?:余|多|左右|[或至~]\d+)?[件项元]?")
"""a figure that is no number: it stands where a value stands, and no label looks so"""
_LONGEST_REMARK = 8
"""letters of what stands in the place of a number: 待统计, 见附件"""


def to_rows(cells: Sequence[str], is_header: Callable[[str], bool], to_width: Callable[[str], int]) -> list[tuple[int, Cells]]:
    """Put the rows together: (which cell the row begins with, its cells). is_header: whether a word is a column's, not a row's.

    to_width: how many values stand behind a row's label, 0 where the words are none.
    """
    if not any(cell.strip() for cell in cells[1::2]):
        return [(2 * at, row) for at, row in to_rows(cells[::2], is_header, to_width)] if len(cells) > 1 else []  # an empty line between any two
    rows: list[tuple[int, Cells]] = []
    marks = _to_marks(cells, is_header, to_width)
    at = 0
    while at < len(cells):
        words = _count(marks, at, is_value=False)
        values = _count(marks, at + words, is_value=True)
        header = max((i + 1 for i in range(at, at + words) if is_header(cells[i])), default=at)
        if header > at:
            rows.append((at, list(cells[at:header])))
        row = list(cells[header:at + words + values])
        if row:
            rows.append((header, row))
        at += words + values
    return rows


def _to_marks(cells: Sequence[str], is_header: Callable[[str], bool], to_width: Callable[[str], int]) -> list[bool]:
    """Whether each cell is a value. So is a remark among the values of a row that has as many as it should only with it."""
    marks = [_is_value(cell) for cell in cells]
    ends = [0]
    for _, run in groupby(marks):
        ends.append(ends[-1] + len(list(run)))
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        word = cells[start]
        is_remark = end - start == 1 and not marks[start] and len(word.strip()) <= _LONGEST_REMARK and not is_header(word) and not to_width(word)
        if is_remark and before > 0:
            last = max((i for i in range(before, after) if to_plain(cells[i]).strip()), default=before)  # empty cells of labels may stand behind
            marks[start] = last + 1 - before <= to_width(cells[before - 1]) <= after - before
    return marks


def _count(marks: Sequence[bool], start: int, is_value: bool) -> int:
    end = start
    while end < len(marks) and marks[end] == is_value:
        end += 1
    return end - start


def is_nearly_number(cell: str) -> bool:
    """Whether a cell holds a figure that is no number: 约12, 3余, 5或6."""
    return _NEARLY.fullmatch(to_plain(cell).strip()) is not None


def _is_value(cell: str) -> bool:
    """A number, nothing, or what no label looks like: a figure that is no number, marks without a letter (**)."""
    return re.search(r"\w", to_plain(cell)) is None or is_number(cell) or is_nearly_number(cell)


def to_window(values: Sequence[str], count: int) -> list[int] | None:
    """The one run of `count` values that holds all that is printed, where empty cells of labels stand before or behind; None if several do."""
    printed = [i for i, value in enumerate(values) if to_plain(value).strip()]
    starts = [s for s in range(len(values) - count + 1) if all(s <= i < s + count for i in printed)]
    return list(range(starts[0], starts[0] + count)) if len(starts) == 1 else None
