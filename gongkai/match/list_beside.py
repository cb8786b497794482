"""Lists with several columns of numbers, flattened so that nobody can say under which head the one number of a row stands.

In: lines and rows over a list, its Items. Out: whether its heads, or its rows, show several columns; its Items, in doubt where alone in a row.
Not its business: rows that have all their cells, whose heads say which counts (columns.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.match.columns import LABELS, find_stream_heads, is_head, to_rank
from gongkai.match.list_items import Item, is_word, to_doubtful, to_units
from gongkai.match.ownership import Own
from gongkai.match.row_names import RowNames
from gongkai.model import Grid, doubt_of
from gongkai.text import has_text, is_number, to_label, to_plain

_LONGEST, _LONGEST_HEAD, _SEVERAL = 200, 20, 2
_MANY_FILLED = 5
"""of so many rows one at most is blank in a list with one column of numbers, of which one row has two"""
_IN_PLACE = ("", "placed")
"""doubts that leave open whether two numbers beside each other are one: 12 345"""


@dataclass(slots=True)
class Heads:
    """The heads last met over a list whose cells may have been left out. cells: each of them. is_many: whether several stand over numbers."""

    own: Own
    names: RowNames
    cells: tuple[str, ...] = field(default=())
    is_many: bool = False

    def hear(self, texts: Sequence[str | None]) -> bool:
        """Take in a line or a row; whether it consists of heads of several columns, one of them perhaps of this body and year."""
        cells = _to_heads(texts, self.names)
        if not cells:
            return False
        self.cells, self.is_many = cells, find_stream_heads(cells, self.own, self.names, len(cells)).is_many
        return self.is_many and any(to_rank(to_label(cell), self.own) for cell in cells[1:])

    def take_stacked(self) -> None:
        """Take in heads of several columns that stand on lines of their own."""
        self.cells, self.is_many = (), True

    def enter(self, grid: Grid) -> None:
        """Take in the heads within a grid; where its columns line up, nothing is doubtful in it."""
        if max(map(len, grid.rows), default=0) == 1:
            heads = find_stream_heads([row[0] for row in grid.rows if row], self.own, self.names)
            self.cells, self.is_many = ((), heads.is_many) if heads.end else (self.cells, self.is_many)
            return
        if grid.exact:
            self.leave()
        for row in () if grid.exact else grid.rows:
            self.hear(row)

    def leave(self) -> None:
        """What comes stands under other heads."""
        self.cells, self.is_many = (), False

    def are_all_of(self, grid: Grid) -> bool:
        """Whether a grid is heads and nothing else."""
        return not grid.exact and all(_to_heads(row, self.names) for row in grid.rows)


_NAMING = re.compile(f"[{''.join(sorted({label[-1] for label in (*LABELS, '指标')}))}]")
"""what any word for labels ends with"""


def _to_heads(texts: Sequence[str | None], names: RowNames) -> tuple[str, ...]:
    """The heads in a line or in the cells of a row, parted at blanks, () where it is none."""
    if sum(len(text) for text in texts if text) > _LONGEST:
        return ()
    plain = [to_plain(text) for text in texts if text]
    if not any(_NAMING.search(text) for text in plain):
        return ()  # no head of labels among them
    cells = tuple(word for text in plain for word in re.split(r"[\s;；]", text) if word and not to_units(word))
    if len(cells) > 1 and is_head(cells, names):
        return cells
    is_named = len(cells) > _SEVERAL and to_label(cells[0]) in LABELS  # 统计指标 办公室 法规科
    return cells if is_named and not any(is_number(cell) or names.candidates(cell) or len(cell) > _LONGEST_HEAD for cell in cells) else ()


def find_stacked(texts: Sequence[str], own: Own, names: RowNames) -> frozenset[int]:
    """Which lines are heads of several columns, each on its own line, one of them perhaps of this body and year."""
    found: set[int] = set()
    for start, text in enumerate(texts):
        if len(text) > _LONGEST_HEAD or to_label(text) not in LABELS:
            continue
        end = start + 1
        while end < len(texts) and len(texts[end]) <= _LONGEST_HEAD and not (names.candidates(texts[end]) or names.is_numbered(texts[end])):
            end += 1
        is_many = find_stream_heads(texts[start:end], own, names, end - start).is_many
        if is_many and any(to_rank(to_label(text), own) for text in texts[start + 1:end]):
            found |= set(range(start, end))
    return frozenset(found)


def find_offsets(grid: Grid) -> frozenset[tuple[bool, int]]:
    """How many cells behind its unit, or its label, the number of each row stands where empty cells may be lost: (whether a unit, cells)."""
    found: set[tuple[bool, int]] = set()
    for row in () if grid.exact else grid.rows:
        last = max((i for i, cell in enumerate(row) if is_word(cell) or to_units(cell or "")), default=len(row))
        found |= {(not is_word(row[last]), i - last) for i in range(last + 1, len(row)) if _has_digits(row[i])}
    return frozenset(found)


def stand_apart(offsets: Iterable[tuple[bool, int]]) -> bool:
    """Whether numbers stand in several columns; where some rows have a unit, only those tell."""
    of_units = [cells for is_unit, cells in offsets if is_unit]
    return len(of_units or [cells for _, cells in offsets]) > 1


def shows_several(items: Iterable[Item]) -> bool:
    """Whether a row shows several columns, of which nothing but their order tells."""
    items = [item for item in items if not item.is_context]
    several = [item for item in items if _has_several(item)]
    is_filled = _MANY_FILLED * sum(bool(item.values) for item in items) > (_MANY_FILLED - 1) * len(items)
    is_odd = is_filled and (len(several) == 1 or _are_of_pages(several))  # 3 2 where every row has its number
    return bool(several) and not is_odd


def doubt_lone(items: Sequence[Item], is_many: bool) -> list[Item]:
    """Doubt the numbers alone in their rows that only their order tells, where there are several columns."""
    if not is_many:
        return list(items)
    return [to_doubtful(item) if _is_lone(item) else item for item in items]


def _is_lone(item: Item) -> bool:
    return item.is_by_order and len(item.values) == 1 and has_text(item.values[0][0]) and not _has_several(item)


def _are_of_pages(several: Sequence[Item]) -> bool:
    """Whether what stands on a line below the number of each row may be the number of a page: one after the other."""
    pages: list[int] = []
    for item in several:
        (_, at), (second, below) = item.values[0], item.values[-1]
        is_below = len(item.values) == 2 and at is not None and below is not None and at.row < below.row
        if not is_below or re.fullmatch(r"[1-9]\d?", to_plain(second).strip()) is None:
            return False
        pages.append(int(to_plain(second)))
    return all(after == before + 1 for before, after in pairwise(pages))


def _has_digits(cell: str | None) -> bool:
    return is_number(cell and str(cell)) and re.search(r"\d", cell or "") is not None


def _has_several(item: Item) -> bool:
    """Whether a row has two numbers, or one and a dash behind its unit: —— 6 may be a row without a unit. In running text a line is all there is."""
    if not item.is_by_order or any(doubt_of(text) not in _IN_PLACE for text, _ in item.values):
        return False
    texts = [part for text, place in item.values for part in (str(text).split() if place is None else [str(text)])]
    filled = [re.search(r"\d", text) is not None for text in texts]
    return len(texts) > 1 and all(map(is_number, texts)) and (filled[0] or (any(filled) and bool(item.units)))
