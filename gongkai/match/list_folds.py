"""Rows of a flattened list beside what is left of a folded label: whose number stands there nobody can say.

In: the lines, or the rows of cells, of a list that keeps no empty cells. Out: its Items, in doubt where a number near them may be another row's, or
where theirs may stand on another line. Not its business: putting folded labels together (list_lines.py), grids whose columns line up.

A cell of several lines has its number beside any of them, so that it stands in the row of another label: of the other half where two halves of a
list stand side by side, of the row above or below where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gongkai.match.columns import is_head
from gongkai.match.list_clauses import split_clauses
from gongkai.match.list_items import Cell, Item, is_value, is_word, to_doubtful, to_units, units_in
from gongkai.match.list_lines import TAIL
from gongkai.match.row_names import RowNames
from gongkai.model import Grid
from gongkai.text import has_text, is_page_number, to_plain

_FEWEST_BESIDE = 2
"""lines with a label of the list behind another that show that two halves stand side by side"""
_MOST_BESIDE = 2
"""rows of a list in one line; of a sentence that tells more of them only the ends may go on in the lines above and below"""
_LONGEST = 300
_NUMBER_BEFORE = re.compile(r"\s*(?:\d(?:[\d,.]{0,20}\d)?|[-—–－/／]{1,2})\s(?!\s{0,9}[.．、)）])")
"""what stands before a label in one text with it, and is no number of the form's: 26 其他情形数, but not 5 ．其他情形数"""
_NUMBER_BRACKET = re.compile(r"^\s{0,9}[^\s()]{1,4}\)")


@dataclass(frozen=True, slots=True)
class Folds:
    """near: the rows beside what is left of a label. is_beside: whether two halves stand side by side. is_flat: whether a number of
    another row may stand before a label. rows: of cells."""

    rows: Sequence[Sequence[Cell]]
    near: frozenset[int] = frozenset()
    is_beside: bool = False
    is_flat: bool = False

    def doubt(self, item: Item, row: int, names: RowNames) -> Item:
        """An item of a row, in doubt where what stands beside it may not be its own, or its own may stand elsewhere."""
        is_far = self.is_beside and not item.values and bool(self.near & {row - 1, row + 1})  # the row between is the other half's
        is_near = is_far or row in self.near or (self.is_flat and _NUMBER_BEFORE.match(to_plain(item.label)) is not None)
        if not is_near or item.is_context or not item.label:
            return item
        if not item.values:
            return to_doubtful(item)
        if len(item.values) > 1:
            return item
        if not self.is_beside:
            return item if names.is_numbered(item.label) or not names.candidates(item.label) else to_doubtful(item)
        return item if self._is_told(item, row, names) else to_doubtful(item)

    def _is_told(self, item: Item, row: int, names: RowNames) -> bool:
        """Whether a number of one of two halves is its label's: it stands before the label of the other half, or behind that."""
        cells = [cell for cell in self.rows[row] if cell is not None and has_text(cell)]
        labels = [cell for cell in cells if is_word(cell) and (names.candidates(cell) or names.is_numbered(cell))]
        return len(labels) > 1 and item.label in labels


def find_folds(grid: Grid, names: RowNames, is_beside: bool = False) -> Folds:
    """What the rows of a grid say of folded labels, none where it keeps its empty cells."""
    rows = grid.rows
    if not _may_fold(grid) or any(cell == "" for row in rows for cell in row):
        return Folds(rows)
    width = max(map(len, rows))
    odd = {at for at, row in enumerate(rows) if _is_odd(row, names) and not _is_of_place(row, width, names)}
    near = odd | {at - 1 for at in odd} | {at + 1 for at in odd}
    return Folds(rows, frozenset(near), is_beside or _are_beside(rows, names), True)


def doubt_lines(found: Sequence[tuple[str, Sequence[Item]]], names: RowNames, is_beside: bool = False) -> list[list[Item]]:
    """The items of lines of a list, each with its line; of those beside a line that is none nobody can say what they are.

    is_beside: whether two halves are known to stand side by side.
    """
    rows = [tuple(to_plain(text).split()) if len(text) <= _LONGEST else (text,) for text, _ in found]
    odd = {at for at, (text, items) in enumerate(found) if _is_odd_line(text, items, names)}
    near = odd | {at - 1 for at in odd} | {at + 1 for at in odd}
    folds = Folds(rows, frozenset(near), is_beside or _are_beside(rows, names), True)
    told = [
        [folds.doubt(item, at, names) if number in (0, len(items) - 1) or len(items) <= _MOST_BESIDE else item for number, item in enumerate(items)]
        for at, (_, items) in enumerate(found)
    ]
    for at in range(1, len(found)):
        if told[at - 1] and not found[at][1]:
            told[at - 1][-1] = _with_number(told[at - 1][-1], found[at][0])
    return told


def are_beside(grids: Iterable[Grid], names: RowNames) -> bool:
    """Whether two halves of a list stand side by side in grids that were flattened."""
    return _are_beside([row for grid in grids if not grid.exact for row in grid.rows], names)


def doubt_end(items: Sequence[Item], grid: Grid, line: str, names: RowNames) -> list[Item]:
    """The items of a grid before a line that is none: the last may go on there."""
    if grid.exact or not items or not _is_odd((line,), names):
        return list(items)
    last = items[-1] if items[-1].values else _with_number(items[-1], line)
    is_bare = _may_fold(grid) and not last.values and not last.is_context and bool(last.label)
    return [*items[:-1], to_doubtful(last) if is_bare else last]


def doubt_start(items: Sequence[Item], grid: Grid, line: str, names: RowNames) -> list[Item]:
    """The items of a grid behind a line that is none: the first may have begun there."""
    is_bare = _may_fold(grid) and bool(items) and bool(items[0].label) and not items[0].values and not items[0].is_context
    return [to_doubtful(items[0]), *items[1:]] if is_bare and _is_odd((line,), names) else list(items)


def _may_fold(grid: Grid) -> bool:
    return not grid.exact and max(map(len, grid.rows), default=0) >= _FEWEST_BESIDE


def _with_number(item: Item, line: str) -> Item:
    """A row before a line that is a number: it is the row's, or that of one that was lost."""
    is_its = bool(item.label) and not item.is_context and is_value(line) and not is_page_number(line)
    values = (*item.values, (line, None)) if item.values else ((line, None), ("", item.place))
    return replace(item, values=values, is_missing=False) if is_its else item


def _is_odd(row: Sequence[Cell], names: RowNames) -> bool:
    """Whether a row has words that are no label of the list, the unit of another's, or no label at all."""
    cells = [cell for cell in row if cell is not None and has_text(cell)]
    if not cells or is_head(cells, names) or any(TAIL.match(to_plain(cell).strip()) for cell in cells):
        return False
    words = [cell for cell in cells if is_word(cell)]
    if not words or any(not _is_whole(cell, names) for cell in words):
        return True
    may_have_unit = [is_word(cell) and not (units_in(cell) or names.is_only_heading(cell)) for cell in cells]
    return any(to_units(cell) and to_plain(cell).strip()[:1] in "([【" and not (at and may_have_unit[at - 1]) for at, cell in enumerate(cells))


def _is_of_place(row: Sequence[Cell], width: int, names: RowNames) -> bool:
    """Whether a row is one of the place's own, whole: a number, a label, and its number in the last of as many cells as any row has."""
    label, value = row[0] or "", row[-1] or ""
    is_whole = len(row) == width and all(has_text(cell) for cell in row) and sum(is_word(cell) for cell in row) == 1
    return is_whole and is_word(label) and names.is_numbered(label) and _is_closed(to_plain(label)) and is_value(value)


def _is_odd_line(text: str, items: Sequence[Item], names: RowNames) -> bool:
    """Whether a line is none of the list's, or a label whose number stands elsewhere."""
    if items and not _is_closed(to_plain(text)):
        return True
    if all(item.is_context for item in items):
        return not names.is_only_heading(text) and (bool(items) or _is_odd((text,), names))
    return False


def _is_whole(word: str, names: RowNames) -> bool:
    """Whether a word is a label of the list, all of it, or one with its number."""
    plain = to_plain(word)
    if _NUMBER_BEFORE.match(plain) or not _is_closed(plain):
        return False
    return bool(names.candidates(word)) or any(split_clauses(word, None, names))


def _is_closed(plain: str) -> bool:
    """Whether a text has the brackets that it opens and no others, that of its number, 1), aside."""
    behind = _NUMBER_BRACKET.sub("", plain, count=1)
    return behind.count("(") == behind.count(")")


def _are_beside(rows: Sequence[Sequence[Cell]], names: RowNames) -> bool:
    several = sum(sum(is_word(cell) and bool(names.candidates(cell or "")) for cell in row) > 1 for row in rows)
    return several >= _FEWEST_BESIDE
