"""The heads of a list → which columns hold its labels, units and numbers.

In: a grid. Out: Blocks, one for each half of a table whose halves stand side by side. Not its business: rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.match import scope
from gongkai.match.ownership import Own, is_name, is_same_body
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
    r"上年|上一年|去年|同期|往年|历年|以来|迄今|同比|环比|增长|增减|增幅|占比|比例|比上|备注|说明|附注|序号|编号|代码|行次|行号|栏次|季度|上半年|下半年|月份?$|目标|计划|审核|预计|预期|预测|%|.率$"
)
_BRACKETS = re.compile(r"\([^()]*\)$")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_WHOLE_YEAR = re.compile(r"(?:1月?[至到]?12月|一月?[至到]?十二月)份?")
_LONGEST = 20
_IN_WORDS = re.compile("备注|说明|附注|填报|审核")
_TIMES = re.compile("[十百千万亿]")
_MONEY = re.compile("[百千万亿]{1,4}元")
_YEAR = re.compile(r"(20\d\d)年?度?")
_OF_MONEY = re.compile(r"金额|经费|费用|[百千万亿]元|^元$|[(:/]元")
_MONEY_UNIT = re.compile(r"[百千万亿]{0,2}元")
_YEARS = re.compile(r"20\d\d年?[至到]?20\d\d")
_COUNTED = re.compile(r"(?:统计数据?|汇总数?|合计数?|情况|数据?量?)$")
_ADDED_UP = frozenset({"累计", "累计数", "累计统计数", "累计数量"})
_BODY = re.compile(r"[本我](?:单位|部门|机关|级|[局委厅院镇乡县市区])|本?街道")
_OFFICE = re.compile(r"(?:办公室|[科股室处队所])$")
_OF_SOME = re.compile(r"政府|单位|部门|机关|街道|乡镇|全[省市县区镇乡州盟旗系]")


@dataclass(frozen=True, slots=True)
class Block:
    """One half of a table, or the whole. start: where its labels begin. numbers: the columns that can hold its number; () where heads say that
    none is of this body and year. is_one: whether they are one column of the form. is_sure: whether its head says that it is this body's and year's,
    or nothing of it. width: of the grid. amounts: the columns for money beside one for counts. amount_units: as their head has them.
    strays: other columns of which no head says what they hold; headless: those without any. notes: those for words, remarks and units, where a
    number has no business."""

    start: int
    units: tuple[int, ...]
    numbers: tuple[int, ...]
    is_one: bool
    width: int
    is_sure: bool = True
    amounts: tuple[int, ...] = ()
    amount_units: tuple[str, ...] = ()
    strays: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    headless: tuple[int, ...] = ()

    @property
    def is_left(self) -> bool:
        """Whether its numbers stand left of its labels."""
        return bool(self.numbers) and max(self.numbers) < self.start

    def is_beside(self, label: int) -> bool:
        """Whether a label stands where the heads have labels."""
        return label >= self.start and (not self.numbers or self.is_left or label < min(self.numbers))


_ANY = LABELS | UNITS | NUMBERS


def is_head(row: Sequence[str | None], names: RowNames) -> bool:
    """Whether a row consists of heads: one of labels and one of numbers or units, and no number."""
    words = [to_label(cell) for cell in row if cell and to_plain(cell).strip()]
    if len(words) == 1:
        are_heads = words[0] in _ANY
    else:
        are_heads = any(word in LABELS or _is_named(word) for word in words) and any(word in UNITS or _is_count(word) for word in words)
    return are_heads and not any(is_number(cell) and re.search(r"\d", cell or "") for cell in row)


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
    names_at = [head in LABELS or _is_named(head) for head in heads.values()]
    starts = [i for k, i in enumerate(heads) if names_at[k] and not (k and names_at[k - 1])]  # 一级指标, 二级指标: one block
    if not starts:
        return ()
    blocks = [_to_block(heads, start, end, width, own) for start, end in pairwise([*starts, width])]
    known = tuple(block for block in blocks if block is not None)
    return known if len(known) == len(blocks) else ()


def has_rows_over_heads(grid: Grid, names: RowNames) -> bool:
    """Whether rows of the list stand over the heads of a grid: heads printed again within it, which a merged cell beside them may have moved."""
    at = next((r for r, row in enumerate(grid.rows) if is_head(row, names)), 0)
    return any(names.candidates(cell) for row in grid.rows[:at] for cell in row if cell)


@dataclass(frozen=True, slots=True)
class StreamHeads:
    """What the heads of a list that came a cell a line say. end: behind them. is_turned: its numbers stand before their labels. is_other, is_unsure:
    the one head over its numbers says that they are not this body's and year's, or may not be. is_many: several stand over numbers.
    has_units_first: units stand before labels."""

    end: int = 0
    is_turned: bool = False
    is_other: bool = False
    is_unsure: bool = False
    is_many: bool = False
    has_units_first: bool = False


def find_stream_heads(cells: Sequence[str | None], own: Own, names: RowNames, first: int = 0) -> StreamHeads:
    """Read the heads over a list that came a cell a line. first: behind the heads, if that is known."""
    is_line = first > 0
    first = first or next((i for i, cell in enumerate(cells) if names.candidates(cell or "")), 0)
    heads = [(i, to_label(cell)) for i, cell in enumerate(cells[:first]) if cell and to_plain(cell).strip()]
    at = next((k for k, (_, head) in enumerate(heads) if head in LABELS or _is_named(head)), None)
    if at is None:
        return StreamHeads()
    before = at
    while before and (heads[before - 1][1] in UNITS or _is_count(heads[before - 1][1])):
        before -= 1
    behind = [head for _, head in heads[at + 1:] if any(map(str.isalpha, head)) and not (is_number(head) or head in UNITS) and len(head) <= _LONGEST]
    behind = behind[: next((k for k, head in enumerate(behind) if head in LABELS or _is_named(head)), len(behind))]  # one half of two
    left = [head for _, head in heads[before:at] if head not in UNITS]
    counts = [head for head in behind or left if not _IN_WORDS.search(head)]
    several = [head for head in counts if is_line or not (names.is_numbered(head) or ":" in head or _IN_BRACKETS.fullmatch(head))]
    end = heads[at + len(behind)][0] + 1 if behind or not left else heads[at][0] + 1
    has_units_first = bool(behind) and at > 0 and heads[at - 1][1] in UNITS
    if len(counts) != 1:
        return StreamHeads(end, is_many=len(several) > 1, has_units_first=has_units_first)
    rank = to_rank(counts[0], own)
    return StreamHeads(end, not behind, not rank, is_unsure(counts[0], own, rank), False, has_units_first)


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
    counts = [(i, to_rank(head, own)) for i, head in own_heads[1:] if head not in UNITS]
    if not any(heads[i] for i, _ in counts):
        left = [(i, head) for i, head in heads.items() if i < start and _is_count(head)]
        counts = [(i, to_rank(head, own)) for i, head in left]
        ends |= {i: i + 1 for i, _ in left}
        if not counts:
            return None
    of_money = [i for i, rank in counts if rank and _OF_MONEY.search(heads[i])]
    of_money = of_money if any(rank and i not in of_money for i, rank in counts) else []
    counts = [(i, rank) for i, rank in counts if i not in of_money]
    best = [i for i, rank in counts if rank == max((rank for _, rank in counts), default=0) and rank > 0]
    if any(_TIMES.search(_MONEY.sub("", head)) for _, head in own_heads if head not in LABELS and any(unit in head for unit in UNITS)):
        best = []  # the numbers are hundreds or thousands
    numbers = tuple(j for i in best for j in range(i, ends[i]))
    is_sure = len(best) != 1 or not (is_unsure(heads[best[0]], own, dict(counts)[best[0]]) or _is_beside_others(heads, best[0], dict(counts)))
    amounts = tuple(j for i in of_money for j in range(i, ends[i]))
    amount_units = tuple(unit for i in of_money for unit in _MONEY_UNIT.findall(heads[i]))
    taken = {*numbers, *amounts}
    others = [(j, i) for i, _ in own_heads for j in range(i, ends[i]) if j not in taken]
    of_words = {i for i, head in own_heads if i == start or head in LABELS | UNITS or _is_named(head) or _IN_WORDS.search(head)}
    strays = tuple(j for j, i in others if i not in of_words and not _says_what_it_is(heads[i], own))
    notes = tuple(j for j, i in others if i in of_words)
    headless = tuple(j for j, i in others if not heads[i])
    return Block(start, units, numbers, len(best) == 1, width, is_sure, amounts, amount_units, strays, notes, headless)


def _says_what_it_is(head: str, own: Own) -> bool:
    """Whether a head says that what stands under it is no number of this body and year: 上年, 累计, 序号, 办公室."""
    others = [year for year in _YEAR.findall(head) if own.year is not None and int(year) != own.year]
    said = _BODY.sub("", _COUNTED.sub("", head))
    is_of_part = is_name(said) or _OF_SOME.search(said) is not None or _OFFICE.search(said) is not None
    is_apart = bool(others) or "月" in head or head in _ADDED_UP or scope.says_scope(head, own.year)
    return is_apart or is_of_part or is_of_others(head)


def _is_beside_others(heads: dict[int, str], at: int, ranks: dict[int, int]) -> bool:
    """Whether a head that says little stands beside those of other bodies, and may be one of them: 法规科 beside 办公室."""
    others = [heads[i] for i, rank in ranks.items() if not rank and heads[i] and not (is_of_others(heads[i]) or _YEAR.search(heads[i]))]
    return ranks[at] == 1 and bool(_BODY.sub("", _COUNTED.sub("", heads[at]))) and any(map(is_name, others))


def to_rank(head: str, own: Own) -> int:
    """How certainly a head stands over the numbers of this body and year: 2 it is the form's own or names either, 1 it may be, 0 it is not."""
    years = {int(year) for year in _YEAR.findall(head)}
    rest = _WHOLE_YEAR.sub("", _YEAR.sub("", head))
    is_of_other_year = bool(years) and own.year is not None and own.year not in years
    is_of_other_year = is_of_other_year or _YEARS.search(head) is not None
    if not head or is_of_other_year or _OTHERS.search(_WHOLE_YEAR.sub("", head)) or "月" in rest or _TIMES.search(_MONEY.sub("", head)):
        return 0
    if scope.is_of_those_below(head) or (scope.is_of_many_years(head, own.year) and head not in _ADDED_UP):
        return 0
    if rest in NUMBERS or not rest:
        return 2
    name = _COUNTED.sub("", rest)
    if len(name) > 2 and own.name and is_same_body(name, own.name):
        return 2
    return 0 if is_name(name) and own.name else 1


def is_of_others(label: str) -> bool:
    """Whether a label or a head says that figures are of another time or no figures: 上年, 同期, 备注."""
    return _OTHERS.search(label) is not None or _YEARS.search(label) is not None


def is_unsure(head: str, own: Own, rank: int) -> bool:
    """Whether a head of that rank may be over the numbers of more than this body's year, or of another's: 累计, 全县, 区政府."""
    if rank != 1:
        return False
    said = _BODY.sub("", _COUNTED.sub("", _YEAR.sub("", head)))
    is_government = re.search("政府|[省市县区旗州镇乡]$", own.name) is not None
    return said in _ADDED_UP or (_OF_SOME.search(said) is not None and not is_government) or is_name(said)
