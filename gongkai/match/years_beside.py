"""Figures of another year within a table of this year's: columns of two years side by side, rows that say theirs.

In: the rows of a grid, and of which year the report is. Out: the rows without the columns of other years; for a row, what says that it is of another
year. Not its business: what stands over a table (ownership.py); columns of the form's own that speak of last year (heads.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.match import scope
from gongkai.match.ownership import Own
from gongkai.model import Cell, doubt_of
from gongkai.text import is_number, kept, to_arabic_years, to_plain

Row = tuple[str | None, ...]
_WITHIN = 5
"""rows from the top of a table among which heads stand"""
_HEAD = re.compile(
    r"[(]?(?:(?P<year>20[0-4]\d)年?度?|(?P<this>[本今当]年度?)|(?P<last>上一?年度?|去年|前年))(?:同期)?(?:数据|数量|件数|情况|统计数|数|值)?[)]?"
)
_IN_LABEL = re.compile(
    r"[(\[【](?:(20[0-4]\d|\d\d(?=年))年?度?|(上一?年度?|去年|前年))(?:同期)?(?:数据|数量|数)?[)\]】]|^(20[0-4]\d)年度?(?=\D{2})|(?<=\D)(20[0-4]\d)年度?$"
)
_OF_YEAR = re.compile(r"[(\[【](20[0-4]\d)年度?[)\]】]")
_CARRIED_IN, _CARRIED_OUT = re.compile(r"上一?年|以前年"), re.compile(r"下一?年|次年")


def without_other_years(rows: Sequence[Row], own: Own, is_exact: bool = True) -> list[Row]:
    """The rows of a grid, without the columns that a row of heads gives to another year, where it gives others to this one.

    A head over both years moves to this year's columns; the row of years itself has nothing more to say. In a flattened table rows that have not as
    many cells as the row of years keep theirs, which are in doubt: of which year each is cannot be told.
    """
    if not is_exact and all(len(row) == 1 for row in rows):
        return _doubt_poured(rows, own)
    changed = [list(row) for row in rows]
    for r, row in enumerate(rows):
        years = {i: said for i, cell in enumerate(row) if cell and (said := _HEAD.fullmatch(_compact(cell)))}
        if len(years) < 2 or own.year is None or any(is_number(cell) for i, cell in enumerate(row) if i not in years):
            continue
        is_own = {i: _is_own(said, own.year) for i, said in years.items()}
        if len(set(is_own.values())) < 2 or (r >= _WITHIN and not _has_heads_above(rows, r, min(years))):
            continue
        ends = {i: next((k for k in range(i + 1, len(row)) if row[k] is not None), len(row)) for i in years}
        for i in years:
            changed[r][i] = None
            for above in range(max(0, r - _WITHIN), r) if not is_own[i] else ():
                _move_head(changed[above], rows[above], i, [k for k in years if is_own[k]])
            for below in range(r + 1, _find_end(rows, r)) if not is_own[i] else ():
                for k in range(i, min(ends[i], len(rows[below]))) if is_exact or len(rows[below]) == len(row) else ():
                    changed[below][k] = None
        for below in range(r + 1, _find_end(rows, r)) if not is_exact else ():
            if len(rows[below]) != len(row):
                changed[below] = _doubt(rows[below])
    return [tuple(row) for row in changed]


def _doubt(row: Row) -> list[str | None]:
    """A row with its numbers, and what may be none, in doubt."""
    return [
        Cell(cell, doubt_of(cell) or "placed") if i and cell is not None and (is_number(cell) or not cell.strip()) else cell
        for i, cell in enumerate(row)
    ]


def _doubt_poured(rows: Sequence[Row], own: Own) -> list[Row]:
    """A table a cell a line: below two heads of years that follow each other, this one and another, no number is known to be of this year."""
    printed = [(r, said) for r, (cell,) in enumerate(rows) if cell and cell.strip() for said in [_HEAD.fullmatch(_compact(cell[:60]))]]
    years = [
        r for (r, said), (_, before) in zip(printed[1:], printed, strict=False)
        if own.year is not None and said and before and _is_own(said, own.year) != _is_own(before, own.year)
    ]
    first = min(years, default=len(rows))
    return [(Cell(cell, doubt_of(cell) or "placed"),) if r > first and cell and is_number(cell) else (cell,) for r, (cell,) in enumerate(rows)]


def _find_end(rows: Sequence[Row], r: int) -> int:
    """The row below those that stand under a row of heads: of one text alone, behind values."""
    has_values = False
    for below in range(r + 1, len(rows)):
        texts = [cell for cell in rows[below] if cell and cell.strip()]
        has_values = has_values or any(is_number(text) for text in texts)
        if has_values and len(texts) == 1 and not is_number(texts[0]):
            return below
    return len(rows)


def _has_heads_above(rows: Sequence[Row], r: int, first: int) -> bool:
    """Whether the row above one of years is of heads too: a block within the table."""
    return not any(is_number(cell) for cell in rows[r - 1][first:])


def _move_head(changed: list[str | None], row: Row, at: int, places: Sequence[int]) -> None:
    """Move a head that stands over both years from the column of another to that of this one."""
    if at >= len(row) or not row[at]:
        return
    end = next((k for k in range(at + 1, len(row)) if row[k] is not None), len(row))
    target = next((k for k in places if at < k < end), None)
    if target is not None:
        changed[at], changed[target] = None, row[at]


def _is_own(said: re.Match[str], year: int) -> bool:
    return said["this"] is not None or (said["year"] is not None and int(said["year"]) == year)


def find_year_of_heads(rows: Sequence[Row], own: Own) -> str:
    """The head that says that all below is of another year (申请人情况（2022年）), "" where none does or another speaks of this year."""
    said: dict[int, str] = {}
    for row in rows[:_WITHIN]:
        if own.year is None or any(is_number(cell) for cell in row):
            break
        if any(cell and cell.strip() and not _OF_YEAR.search(_compact(cell[:60])) for cell in row[1:]):
            continue  # the year of some columns is not that of those beside them
        for cell in row:
            line = _compact(cell[:60]) if cell else ""
            for found in _OF_YEAR.finditer(line) if not (_CARRIED_IN.search(line) or _CARRIED_OUT.search(line)) else ():
                said.setdefault(int(found[1]), (cell or "").strip())
    return next(iter(said.values()), "") if own.year not in said else ""


@dataclass(slots=True)
class RowYears:
    """What the labels of rows say of years and of those below a body, also those that reach down over several rows."""

    own: Own
    reaching: dict[int, str] = field(default_factory=dict)

    def other(self, cells: Row) -> str:
        """The label that says that a row is of another year, of many or of those below, "" if none does."""
        if cells and cells[0] is not None:
            self.reaching.clear()
        for i, cell in enumerate(cells):
            if cell and is_number(cell):
                break
            if cell is not None:
                self.reaching[i] = cell
        texts = [cell for cell in cells if cell and cell.strip()]
        if len(texts) != 1 and not any(is_number(text) for text in texts):
            return ""  # heads, no row
        labels = [text for i, text in self.reaching.items() if i < len(cells) and (cells[i] is None or cells[i] == text)]
        return next((label.strip() for label in labels if is_of_other_year(label, self.own) or self._is_of_others(label)), "")

    def _is_of_others(self, label: str) -> bool:
        line = _compact(label[:120])
        return scope.in_brackets(line, self.own.year) or scope.says_scope(line, self.own.year)


def is_of_other_year(label: str, own: Own) -> bool:
    """Whether a label says by itself that its row is of another year: 行政许可（2022年）; not what was carried over from it."""
    line = _compact(label[:120])
    if own.year is None or ("年" not in line and "20" not in line):
        return False
    for found in _IN_LABEL.finditer(line):
        year = next((int(text) % 100 for text in found.groups() if text and text.isdigit()), own.year % 100 - 1)
        rest = line[: found.start()] + line[found.end():]
        allowed = {own.year % 100} | ({own.year % 100 - 1} if _CARRIED_IN.search(rest) else set())
        allowed |= {own.year % 100 + 1} if _CARRIED_OUT.search(rest) else set()
        if year not in allowed:
            return True
    return False


@kept
def _compact(text: str) -> str:
    return re.sub(r"\s", "", to_arabic_years(to_plain(text)))
