"""A table that was poured out, a cell a line, without any mark between its rows: the rows again, where that can be told.

In: the cells in reading order. Out: rows of cells: header words by themselves, each row's label with the values behind it.
Not its business: what the labels mean. A row whose values cannot be counted off keeps all that is printed in it, and is ambiguous later on.

An empty line is an empty cell, or it parts two cells, rows or blocks, or both. How many part two cells shows in each block, in its header, whose
cells are never empty. That others are cells has to show in the rows of the table (poured_rows.py): where it does not, a row with fewer values than
it should have is ambiguous, wherever empty lines stand in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from gongkai.match.poured_rows import Cells, Row, are_cells, is_printed, trim
from gongkai.match.serials import Placed, without_serials
from gongkai.model import Cell, doubt_of
from gongkai.text import is_number, kept, to_label, to_plain

_NEARLY = re.compile(r"(?:[约近超<>≤≥]|[增减](?:加|少)?|[上下]升|下降|新增)?[0-9][0-9,.]*(?:余|多|左右|[或至~][0-9]+)?[件项元个条]?")
"""a figure that is no number: it stands where a value stands, and no label looks so"""
_REMARK = re.compile(
    r"(?:待|未|暂未|尚未|无法)(?:统计|公布|核实|核定|汇总|确定|定)|(?:详?见|另附)(?:附件|附表|备注|说明|正文|报告)[一二三四五六七八九0-9]{0,2}|不详|保密|涉密|暂缺|暂无(?:数据)?|[#<]?(?i:nan|null|none|undefined|nat|n/a)[!>]?"
)
"""what says of itself that it stands in the place of a number"""
_COUNTS = frozenset({"数量", "件数", "数据", "数值"})
"""before the values of a table of one row: the name of none of them"""
_LONGEST_REMARK = 8
"""letters of what stands in the place of a number: 待统计, 见附件"""
_OF_ITEMS = "信息内容"
"""over the labels, left of the columns, of what was disclosed"""
_WIDEST = re.compile(r"[一二四][、.．,，]")
"""the rows of the requests table whose labels reach over all columns of labels"""
ONE, ALL = "one", "all"
"""how many lines more than part two cells are an empty one"""


@dataclass(frozen=True, slots=True)
class Words:
    """What the form says of words. is_header: a column's, not a row's; is_row: a row's. to_width: how many values stand behind
    the label of a request's row, 0 where the words are none. opens_group: how many columns the first of a kind of disputes opens, 0 otherwise."""

    is_header: Callable[[str], bool]
    is_row: Callable[[str], bool]
    to_width: Callable[[str], int]
    opens_group: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Block:
    """A header and the rows under it. gap: how many empty lines part its cells. goes_on: whether more of the table stands behind it."""

    placed: Placed
    words: Words
    gap: int
    goes_on: bool

    def to_rows(self, scheme: str = "") -> list[Row]:
        """Its rows, with the empty cells that a scheme makes of its lines: ONE line more is one, or ALL of those between two cells; "" for none."""
        if not self.gap:
            return _assemble(self.placed, self.words, self.goes_on)
        return _assemble(_close(self.placed, self.gap, {ONE: 1, ALL: self.gap + 1}.get(scheme, 0)), self.words, self.goes_on)


class Told(NamedTuple):
    """A row. at: which cell it begins with. length: how many cells it should have where nobody knows which is too many, or 0.

    is_proved: whether none of its cells can have been left out.
    """

    at: int
    cells: Cells
    length: int
    is_proved: bool


def to_rows(cells: Sequence[str], words: Words) -> list[Told]:
    """Put the rows together."""
    gap = 0
    parted = _to_blocks(without_serials(cells, words.is_row), words)
    blocks = []
    for placed, after in zip(parted, [*parted[1:], []], strict=True):
        gap = _to_gap(placed, words, gap)
        blocks.append(_Block(placed, words, gap, bool(after) and _is_of_table(after[0][1], words)))
    rows = [*_read([block for block in blocks if not block.gap]), *_read([block for block in blocks if block.gap])]
    rows.sort(key=lambda row: row.at)
    return [_to_told(row, rows, words) for row in rows]


def _to_told(row: Row, rows: Sequence[Row], words: Words) -> Told:
    # one line more than its values: an empty one behind it, or the number of a page among them
    if row.is_irregular or (row.is_longer and row.width == words.to_width(row.cells[row.words - 1] if row.words else "") and not row.is_summed):
        return Told(row.at, [*row.cells, ""], row.words + row.width, False)
    return Told(row.at, row.cells, row.words + row.width if _has_moved(row, rows) else 0, row.is_proved)


def _has_moved(row: Row, rows: Sequence[Row]) -> bool:
    """Whether the values of a row reach further than it is wide, behind an empty cell, and no two whole rows that look like it begin there too:
    the last one may be the number of a page."""
    if not row.width or not row.printed or row.printed[-1] < row.width or row.printed[0] == 0:
        return False
    begins = [each.printed[0] for each in rows if each.is_full and each.words == row.words and each is not row]
    return not begins or set(begins) != {begins[0]} or not 0 < begins[0] <= row.printed[0]


def _to_blocks(cells: Placed, words: Words) -> list[Placed]:
    """Part the cells where words follow values and a header is among them."""
    starts = [0]
    first_word = None
    has_values = False
    for place, (_, cell) in enumerate(cells):
        if not is_printed(cell):
            continue
        if _is_value(cell):
            has_values, first_word = True, None
            continue
        first_word = place if first_word is None else first_word
        if has_values and words.is_header(cell):
            starts.append(first_word)
            has_values = False
    return [cells[begin:end] for begin, end in pairwise([*starts, len(cells)])]


def _to_gap(block: Placed, words: Words, otherwise: int) -> int:
    """How many empty lines stand between two cells neither of which can have an empty one beside it: the usual number in the header,
    the least anywhere where there is none."""
    printed = [(at, cell) for at, cell in block if is_printed(cell)]
    gaps: Counter[int] = Counter(
        behind - at - 1 for (at, cell), (behind, after) in pairwise(printed) if words.is_header(cell) and words.is_header(after)
    )
    if not gaps:
        return otherwise or min((behind - at - 1 for (at, _), (behind, _) in pairwise(printed)), default=0)
    (usual, times), *others = gaps.most_common(2)
    return min(usual, others[0][0]) if others and others[0][1] == times else usual


# --- which empty lines are cells ------------------------------------------------------------------------------------


def _read(blocks: Sequence[_Block]) -> list[Row]:
    """The rows of the blocks of a table that have lines between their cells, or none: with the empty cells that are proved to be some."""
    has_gaps = any(block.gap for block in blocks)
    readings = [[row for block in blocks for row in block.to_rows(scheme)] for scheme in ((ONE, ALL) if has_gaps else ("",))]
    proved = [rows for rows in readings if are_cells(rows, has_gaps)]
    if len(proved) == 1:
        return [replace(row, is_proved=row.width > 0) for row in trim(proved[0])]
    # what stands before or between as many values as there should be says whether one of them may be the number of a page
    return [row.without_empty() if row.printed and len(row.printed) != row.width else row for block in blocks for row in block.to_rows()]


def _close(block: Placed, gap: int, lines: int) -> Placed:
    """The cells without the empty lines between them; every `lines` more are an empty cell (0: none is). Lines that follow at once are one cell."""
    closed: Placed = []
    since = 0
    for at, cell in block:
        if not is_printed(cell):
            since += 1
            if closed and lines and since > gap and (since - gap) % lines == 0:
                closed.append((at, ""))
            continue
        if closed and since == 0 and _is_value(cell) == _is_value(closed[-1][1]):
            closed[-1] = (closed[-1][0], Cell(f"{closed[-1][1]}\n{cell}", doubt_of(closed[-1][1]) or doubt_of(cell)))
        else:
            closed.append((at, cell))
        since = 0
    return closed


# --- rows -----------------------------------------------------------------------------------------------------------


def _assemble(placed: Placed, words: Words, goes_on: bool) -> list[Row]:
    """The rows of a block. goes_on: whether more of the table stands behind it."""
    cells = [cell for _, cell in placed]
    marks = _to_marks(cells, words)
    rows: list[Row] = []
    heads: Cells = []
    at = width = 0
    while at < len(cells):
        count = _count(marks, at, is_value=False)
        values = _count(marks, at + count, is_value=True)
        end = at + count + values
        header = max((i + 1 for i in range(at, at + count) if words.is_header(cells[i])), default=at)
        if header > at:
            rows.append(Row(placed[at][0], cells[at:header], header - at))
            heads += cells[at:header]
            width = _width_under(heads, words)
        if end > header:
            label = cells[at + count - 1] if at + count > header else ""
            own = words.to_width(label) if label else 0
            is_last = not (_is_of_table(cells[end], words) if end < len(cells) else goes_on)
            is_known = not label or words.is_row(label) or to_label(label) in _COUNTS
            lines = tuple(line for line, _ in placed[header:end])
            is_widest = not own or _WIDEST.match(to_plain(label).strip()) is not None
            known = own or (width if is_known else 0)
            is_end = end == len(cells) or words.is_header(cells[end])
            rows.append(Row(placed[header][0], cells[header:end], at + count - header, known, is_last, is_end, is_widest, lines))
        at = end
    return rows


def _width_under(header: Sequence[str], words: Words) -> int:
    """How many values a row has under header words, 0 where they do not say."""
    labels = [to_label(word) for word in header]
    if of_groups := sum(map(words.opens_group, labels)):
        return of_groups
    if _OF_ITEMS in labels:
        return sum(map(bool, labels[len(labels) - labels[::-1].index(_OF_ITEMS):]))
    return sum(1 for word, label in zip(header, labels, strict=True) if words.is_header(word) and not label.startswith(("第二十条", "二十条")))


def _to_marks(cells: Sequence[str], words: Words) -> list[bool]:
    """Whether each cell is a value. So is a remark among the values of a row that has as many as it should only with it."""
    marks = [_is_value(cell) for cell in cells]
    ends = [0]
    for _, run in groupby(marks):
        ends.append(ends[-1] + len(list(run)))
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        word = cells[start]
        is_remark = end - start == 1 and not marks[start] and len(word.strip()) <= _LONGEST_REMARK
        if is_remark and before > 0 and not words.is_header(word) and not words.to_width(word):
            last = max((i for i in range(before, after) if is_printed(cells[i])), default=before)  # empty cells of labels may stand behind
            marks[start] = last + 1 - before <= words.to_width(cells[before - 1]) <= after - before
    return marks


def _count(marks: Sequence[bool], start: int, is_value: bool) -> int:
    end = start
    while end < len(marks) and marks[end] == is_value:
        end += 1
    return end - start


def _is_of_table(word: str, words: Words) -> bool:
    return words.is_header(word) or words.is_row(word)


@kept
def is_nearly_number(cell: str) -> bool:
    """Whether a cell holds a figure that is no number: 约12, 3余, 5或6, 减3."""
    return _NEARLY.fullmatch(to_plain(cell).strip()) is not None


@kept
def is_remark(cell: str) -> bool:
    """Whether a cell says that a number is not here: 待统计, 见附件."""
    return _REMARK.fullmatch(to_plain(cell).strip()) is not None


def _is_value(cell: str) -> bool:
    """A number, nothing, or what no label looks like: a figure that is no number, marks without a letter (**, ①, 12 over 8)."""
    return not any(character.isalpha() for character in to_plain(cell)) or is_number(cell) or is_nearly_number(cell) or is_remark(cell)


def to_window(values: Sequence[str], count: int) -> list[int] | None:
    """The one run of `count` values that holds all that is printed, where empty cells of labels stand before or behind; None if several do."""
    printed = [i for i, value in enumerate(values) if is_printed(value)]
    starts = [s for s in range(len(values) - count + 1) if all(s <= i < s + count for i in printed)]
    return list(range(starts[0], starts[0] + count)) if len(starts) == 1 else None
