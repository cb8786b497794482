"""The heads of a list → which columns hold its labels, units and numbers.

In: a grid. Out: Blocks, one for each half of a table whose halves stand side by side. Not its business: rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.match.ownership import Own, is_same_body
from gongkai.match.row_names import RowNames
from gongkai.model import Grid
from gongkai.text import is_number, to_label, to_plain

LABELS = frozenset({"统计指标", "指标", "指标名称", "统计项目", "项目", "项目名称", "统计内容", "内容", "名称", "类别", "统计事项", "事项"})
UNITS = frozenset({"单位", "计量单位", "统计单位"})
NUMBERS = frozenset({
    "统计数", "数量", "合计", "统计数据", "数据", "数值", "统计数量", "统计结果", "总数", "总计", "数字", "统计数字", "统计值",
    "本年", "本年度", "本年数", "本年统计数", "本年度统计数", "全年", "全年统计数", "全年累计", "年度统计数", "填报数", "填报数据",
})
_OTHERS = re.compile(
    r"上年|上一年|去年|同期|往年|历年|以来|迄今|同比|环比|增长|增减|增幅|占比|比例|比上|备注|说明|附注|序号|编号|代码|季度|上半年|下半年|月份?$|目标|计划|审核"
)
_BRACKETS = re.compile(r"\([^()]*\)$")
_WHOLE_YEAR = re.compile(r"(?:1月?[至到]?12月|一月?[至到]?十二月)份?")
_TIMES = re.compile("[十百千万亿]")
_MONEY = re.compile("[百千万亿]{1,4}元")
_YEAR = re.compile(r"(20\d\d)年?度?")


@dataclass(frozen=True, slots=True)
class Block:
    """One half of a table, or the whole. start: where its labels begin. numbers: the columns that can hold its number; () where heads say that
    none is of this body and year. is_one: whether they are one column of the form. width: of the grid."""

    start: int
    units: tuple[int, ...]
    numbers: tuple[int, ...]
    is_one: bool
    width: int

    @property
    def is_left(self) -> bool:
        """Whether its numbers stand left of its labels."""
        return bool(self.numbers) and max(self.numbers) < self.start

    def is_beside(self, label: int) -> bool:
        """Whether a label stands where the heads have labels."""
        return label >= self.start and (not self.numbers or self.is_left or label < min(self.numbers))


def is_head(row: Sequence[str | None], names: RowNames) -> bool:
    """Whether a row consists of heads: one of labels and one of numbers or units, and no number."""
    words = [to_label(cell) for cell in row if cell and to_plain(cell).strip()]
    if not words or any(is_number(cell) and re.search(r"\d", cell or "") for cell in row):
        return False
    if len(words) == 1:
        return words[0] in LABELS | UNITS | NUMBERS
    return any(word in LABELS or _is_named(word) for word in words) and any(word in UNITS or _is_count(word) for word in words)


def _is_named(word: str) -> bool:
    return word.endswith("指标")


def _is_count(word: str) -> bool:
    word = _BRACKETS.sub("", word)
    return _YEAR.sub("", word) in NUMBERS or word.endswith(("统计数", "统计数据", "数量")) or _YEAR.fullmatch(word) is not None


def find_blocks(grid: Grid, own: Own, names: RowNames) -> tuple[Block, ...]:
    """The blocks that the heads of a grid say, () where it has none."""
    at = next((r for r, row in enumerate(grid.rows) if is_head(row, names) and len([c for c in row if c]) > 1), None)
    if at is None:
        return ()
    heads = dict(_to_heads(grid, at, names))
    width = max(len(row) for row in grid.rows)
    starts = [i for i, head in heads.items() if head in LABELS or _is_named(head)]
    if not starts:
        return ()
    blocks = [_to_block(heads, start, end, width, own) for start, end in pairwise([*starts, width])]
    known = tuple(block for block in blocks if block is not None)
    return known if len(known) == len(blocks) else ()


def _to_heads(grid: Grid, at: int, names: RowNames) -> list[tuple[int, str]]:
    """The lowest head of each column, at the column where it begins."""
    found = {i: to_label(cell) for i, cell in enumerate(grid.rows[at]) if cell is not None}
    if at + 1 < len(grid.rows):
        below = grid.rows[at + 1]
        words = {i: to_label(cell) for i, cell in enumerate(below) if cell and to_plain(cell).strip()}
        is_second = len(words) > 1 and not any(is_number(below[i]) or names.candidates(below[i] or "") for i in words)
        if is_second and all(found.get(i) not in LABELS for i in words):
            found |= words
    return sorted(found.items())


def _to_block(heads: dict[int, str], start: int, end: int, width: int, own: Own) -> Block | None:
    """None where no column but those of labels and units has a head."""
    own_heads = [(i, head) for i, head in heads.items() if start <= i < end]
    ends = {i: next((j for j, _ in own_heads if j > i), end) for i, _ in own_heads}
    units = tuple(j for i, head in own_heads if head in UNITS for j in range(i, ends[i]))
    counts = [(i, _to_rank(head, own)) for i, head in own_heads[1:] if head not in UNITS]
    if not any(heads[i] for i, _ in counts):
        left = [(i, head) for i, head in heads.items() if i < start and _is_count(head)]
        counts = [(i, _to_rank(head, own)) for i, head in left]
        ends |= {i: i + 1 for i, _ in left}
        if not counts:
            return None
    best = [i for i, rank in counts if rank == max((rank for _, rank in counts), default=0) and rank > 0]
    if any(_TIMES.search(_MONEY.sub("", head)) for _, head in own_heads if head not in LABELS and any(unit in head for unit in UNITS)):
        best = []  # the numbers are hundreds or thousands
    numbers = tuple(j for i in best for j in range(i, ends[i]))
    return Block(start, units, numbers, len(best) == 1, width)


def _to_rank(head: str, own: Own) -> int:
    """How certainly a head stands over the numbers of this body and year: 2 it is the form's own or names either, 1 it may be, 0 it is not."""
    years = {int(year) for year in _YEAR.findall(head)}
    rest = _WHOLE_YEAR.sub("", _YEAR.sub("", head))
    is_of_other_year = bool(years) and own.year is not None and own.year not in years
    if not head or is_of_other_year or _OTHERS.search(head) or "月" in rest or _TIMES.search(_MONEY.sub("", head)):
        return 0
    if rest in NUMBERS or not rest:
        return 2
    name = re.sub(r"(?:统计数据?|数量|数)$", "", rest)
    if len(name) > 2 and own.name and is_same_body(name, own.name):
        return 2
    return 1
