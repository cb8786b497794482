"""Tables whose cells are parted by spaces, commas or semicolons → rows.

In: the lines of a text. Out: the rows of the table that begins at a line. Not its business: tabs, bars, a cell a line (text.py); labels.

People copy tables so out of pages, PDFs and sheets. Empty cells are seldom kept: a row may be shorter than others, and who knows the form counts.
Where a comma or a space may stand within a number (12,345) and not between two, both are in doubt; a label alone on its line has, at a fold, its
values on the line above or below, so that its row is no blank one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from gongkai.model import Cell

Rows = list[list[str | None]]
_MARKS = (";", "；", ",", "，")
_VALUE = re.compile(r"[-+－]?\d[\d.,，]{0,20}(?:[件项元条个次篇份部]|人次?|万元)?|[-－—–/／]{1,2}|无|[#<]?(?i:nan|null|none|undefined|n/a)[!>]?")
_FEWEST_ROWS, _MANY = 2, 10
"""lines with a label and values; values that are a row by themselves below heads"""
_LONGEST_CELL, _LONGEST_LINE = 60, 300
_LONGEST_HEAD, _MOST_HEADS, _MOST_BETWEEN = 14, 12, 60
"""letters of a head among others parted by single spaces; lines without values above the first that has some, and between two"""
_SENTENCE = re.compile("[。！？]")
_BRACKETED = re.compile(r"[(（][^()（）]{0,80}[)）]")
_UNIT_BEHIND = re.compile(r"[ \u00a0](?:[条件次篇个人元]|人次|万元)$")
_GAP = re.compile(r"[ \u00a0]{2,}|[ \u00a0]*\u3000\s*|\t+")
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七][、.．]|[(（][一二三四五六七八九][)）]|\d{1,2}[.．、])")
_HEADING = re.compile(r"[一二三四五六][、.．].{0,40}(?:情况|事项)$")
_CHILD = re.compile(r"\s*\d{1,2}[.．、]")
_GROUP_BEGINS, _GROUP = re.compile(r"[-+]?[1-9]\d{0,2}"), re.compile(r"\d{3}(?!\d)")


class Separated:
    """The tables of a text whose cells are parted by marks or spaces. Lines that are none are not walked through again from each of them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._start = 0
        self._counts: list[tuple[int, int]] = []
        """of lines that were walked through, from _start on: what _to_counts says of each and all behind it"""

    def to_rows(self, at: int) -> tuple[Rows, int, bool]:
        """The rows of the table that begins at a line, the line behind it, and whether spaces alone part its cells; no rows where none begins."""
        for mark in _MARKS:
            if mark in self._lines[at]:
                rows, end = _marked_to_rows(self._lines, at, mark)
                if rows:
                    return rows, end, False
        return (*self._spaced_to_rows(at), True)

    def _spaced_to_rows(self, at: int) -> tuple[Rows, int]:
        """Rows of a label and values behind it, parted by spaces; heads over them, and what a fold left of a label above or below."""
        if at - self._start < len(self._counts) and _is_list(*self._counts[at - self._start]):
            return [], at
        rows, filled, end, is_parted = _walk(self._lines, at)
        if is_parted:
            self._start, self._counts = at, [(1, 1)] * len(rows)  # nor is what leads to this line a table
            return [], at
        if filled < _FEWEST_ROWS:
            return [], at
        counts = accumulate(map(_to_counts, reversed(rows)), lambda one, other: (one[0] + other[0], one[1] + other[1]))
        self._start, self._counts = at, list(counts)[::-1]
        if _is_list(*self._counts[0]):
            return [], at
        while rows and len(rows[-1]) == 1 and not _VALUE.fullmatch(rows[-1][0] or ""):
            rows.pop()  # a heading or a sentence behind the table
            end -= 1
        return _join_folded(rows), end


def _marked_to_rows(lines: Sequence[str], at: int, mark: str) -> tuple[Rows, int]:
    """Rows of cells parted by a mark, all of them short; a line without one among them is a heading of some of them."""
    rows: Rows = []
    end, filled, last = at, 0, at
    while end < len(lines) and end - last <= (_MOST_BETWEEN if filled else _MOST_HEADS):
        if not lines[end].strip() and end + 1 < len(lines) and mark in lines[end + 1]:
            end += 1
            continue
        cells = [cell.strip().strip('"') for cell in lines[end].split(mark)]
        if len(lines[end]) > _LONGEST_LINE or _SENTENCE.search(lines[end]) or max(map(len, cells)) > _LONGEST_CELL:
            break
        if len(cells) < 2 and not (cells[0] and end + 1 < len(lines) and mark in lines[end + 1]):
            break
        values = [cell for cell in cells if _VALUE.fullmatch(cell)]
        is_filled = len(values) > 0 and not _VALUE.fullmatch(cells[0]) and all(not cell or _VALUE.fullmatch(cell) for cell in cells[-len(values):])
        filled, last = filled + is_filled, end if is_filled else last
        rows.append(_doubt_groups(cells) if mark in ",，" else list(cells))
        end += 1
    return (rows, end) if filled >= _FEWEST_ROWS else ([], at)


def _walk(lines: Sequence[str], at: int) -> tuple[Rows, int, int, bool]:
    """The rows that follow from a line on, how many say that this is a table, the line behind them, and whether that is parted otherwise."""
    rows: Rows = []
    end, filled, last = at, 0, at
    while end < len(lines) and lines[end].strip() and end - last <= (_MOST_BETWEEN if filled else _MOST_HEADS):
        line = lines[end].strip()
        labels, values = _to_cells(line)
        if not values and len(labels) == 1 and not _NUMBERED.match(line) and all(len(word) <= _LONGEST_HEAD for word in line.split()):
            labels = line.split()  # heads
        if len(line) > _LONGEST_LINE or _SENTENCE.search(line) or not (labels or values) or max(map(len, [*labels, ""])) > 4 * _LONGEST_CELL:
            break
        if labels and not _NUMBERED.match(line) and re.search("[,，]", _BRACKETED.sub("", labels[-1])):
            break
        if "|" in line or "\t" in line:
            return rows, filled, end, True
        if len(labels) + len(values) < 2 and (not rows or _HEADING.match(line)):
            break
        filled += bool(labels and values) or (_FEWEST_ROWS if rows and len(values) >= _MANY else 0)
        last = end if values else last
        rows.append([*labels, *_doubt_groups(values)])
        end += 1
    return rows, filled, end, False


def _to_counts(row: list[str | None]) -> tuple[int, int]:
    """(whether a row has a number behind its label, whether it is a label, a unit and one number)"""
    is_filled = any(re.search(r"\d", cell or "") for cell in row[1:])
    return int(is_filled), int(is_filled and len(row) == 2 and _UNIT_BEHIND.search(row[0] or "") is not None)


def _is_list(filled: int, units: int) -> bool:
    """Whether each line is a label, a unit and one number: a list, whose lines say more as they are."""
    return 2 * units > filled


def _to_cells(line: str) -> tuple[list[str], list[str]]:
    """(the labels of a line, its values): all numbers at its end; what stands before them is parted by wider gaps."""
    words = line.split()
    first = len(words)
    while first and _VALUE.fullmatch(words[first - 1]):
        first -= 1
    values = words[first:]
    label = line
    for value in reversed(values):
        label = label.rstrip()[: -len(value)]
    return [cell.strip() for cell in _GAP.split(label.strip()) if cell.strip()], values


def _join_folded(rows: Rows) -> Rows:
    """Put the two lines of a folded label together; a label by itself that is no heading gets a cell of which nobody knows what stands in it."""
    joined: Rows = []
    for at, row in enumerate(rows):
        after = rows[at + 1] if at + 1 < len(rows) else []
        is_alone = len(row) == 1 and not _VALUE.fullmatch(row[0] or "")
        is_heading = bool(after) and _CHILD.match(after[0] or "") is not None and not _CHILD.match(row[0] or "")
        joined.append([*row, Cell("", "placed")] if is_alone and _NUMBERED.match(row[0] or "") and not is_heading else row)
    return joined


def _doubt_groups(cells: Sequence[str]) -> list[str | None]:
    """Cells, all numbers among them in doubt where two may be one: 12 and 345."""
    is_doubtful = any(_GROUP.match(cell) and _GROUP_BEGINS.fullmatch(before) for before, cell in pairwise(cells))
    return [Cell(cell, "placed") if is_doubtful and (not cell or _VALUE.fullmatch(cell)) else cell for cell in cells]
