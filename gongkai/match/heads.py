"""The heads of columns: which column of the form each place of a grid is, and which places are columns of their own.

In: the header lines of a grid. Out: Heads. Not its business: rows, values.
Where heads are printed, they tell the columns, as labels tell the rows: an added column is left aside, a lost one is missing, and of what stands
under no head or under two nothing is read. Only where none is printed does the place decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gongkai.match.labels import OTHER_TIME, Labels, differ, to_core
from gongkai.match.lines import Line
from gongkai.match.ownership import Own
from gongkai.match.picking import pick
from gongkai.match.units import is_unit_note, without_unit
from gongkai.text import has_text, is_number, kept_with, to_label, to_plain, to_printed

LEAST_TIMES = 3
"""as many rows with the sum behind its parts as with one before them make the latter chance"""
LOST = -1
"""in the place of a column: the table has no such column"""
_PART_OF_IT = re.compile(r"占比|比例|比重|百分|%|同比|环比|增幅|其中")
_OTHER_TIME = re.compile(r"(?:指|为)?(?:上年|上一年|去年|前年|预计|计划|目标|(20[0-4]\d)年?)(?:度|同期)?(?:数|数据|数量)?")
_ADDED = re.compile(r"占比|比例|比重|%|合计|小计|备注|同比|环比|增幅|序号")
_BRACKETED = re.compile(r"[(（\[【]([^()（）]{0,100})[)）\]】]")


@dataclass(frozen=True, slots=True)
class Heads:
    """at: column of the form → its place. others: places with a head that is none of the form's. open: columns that may be among them, or
    that have two places. width: cells of the header. is_plain: every column once, in the form's order, and nothing else."""

    at: Mapping[str, int]
    others: frozenset[int]
    open: frozenset[str]
    width: int
    is_plain: bool


def find_head(text: str, labels: Labels, ids: Collection[str], own: Own) -> str | None:
    """The column or heading that a head names, also with its unit, cut off, or with one letter misread; None for a share or another year of it."""
    return _find_head(text, labels, tuple(ids), own)


@kept_with
def _find_head(text: str, labels: Labels, ids: tuple[str, ...], own: Own) -> str | None:
    if is_of_another_time(text, own) or any(_PART_OF_IT.search(inside) for inside in _BRACKETED.findall(to_plain(text))):
        return None
    found = labels.find(text) or labels.find(without_unit(text))
    return found or labels.find_cut(text, ids) or _find_near(text, labels, ids)


def is_of_another_time(text: str, own: Own) -> bool:
    """Whether brackets in a text say nothing but another year, or that it is planned: 本年制发（上年）, 319（2023年）."""
    for inside in _BRACKETED.findall(to_plain(text)):
        year = _OTHER_TIME.fullmatch(re.sub(r"\s", "", inside))
        if year and (not year[1] or (own.year and int(year[1]) != own.year)):
            return True
    return False


def _find_near(text: str, labels: Labels, ids: Collection[str]) -> str | None:
    """The one column of whose label the head differs by one letter of four or more."""
    core = to_core(text)
    if labels.entries[0].table == "proactive_disclosure":
        return None  # 本年 and 上年 are one letter apart there, 制定 and 修订
    near = {id for id in ids for wording in labels.wordings_of(id) if len(wording) == len(core) >= 4 and differ(wording, core) == 1}
    return near.pop() if len(near) == 1 else None


def is_added(text: str) -> bool:
    """Whether a head says that it is a place's own beside the form's: a share, a sum, a remark."""
    return _ADDED.search(to_plain(text)) is not None


def read_heads(lines: Sequence[Line], labels: Labels, ids: Sequence[str], first: int, parent: str = "") -> Heads | None:
    """What the header lines of one grid say; None where none of them has a head right of the labels, from place `first` on.

    parent: the heading over some of the columns (法人或其他组织), below which a sum is that of those.
    """
    lowest: dict[int, str] = {}
    below: set[int] = set()
    for line in lines:
        span = _span_of(line, labels, parent)
        below |= span
        for i, cell in enumerate(line.cells):
            if cell and has_text(cell) and not is_unit_note(cell) and "勾稽关系" not in to_label(cell):
                lowest[i] = cell
    own = lines[0].own if lines else Own()
    is_one_wide = labels.entries[0].table == "proactive_disclosure"  # the columns of all its blocks may stand side by side
    places: dict[str, list[int]] = {}
    others: set[int] = set()
    for i, text in sorted(lowest.items()):
        id = find_head(text, labels, ids, own) if i >= first else None
        if id in ids:
            places.setdefault(id or "", []).append(i)
        elif i >= first and (id is None or (is_one_wide and not labels.is_heading[id])):
            others.add(i)
    if not places and not others:
        return None
    for i, id in _name_torn({i: lowest[i] for i in others}, places, labels, ids).items():
        places[id] = [i]
        others.remove(i)
    at: dict[str, int] = {}
    for id, found in places.items():
        chosen = _choose(id, found, lowest, labels, below, parent)
        others |= set(found) - {chosen} if chosen is not None else set()
        if chosen is not None:
            at[id] = chosen
    doubled = {id for id, found in places.items() if id not in at and len(found) > 1}
    others |= {i for id in places if id not in at and id not in doubled for i in places[id]}
    absent = {id for id in ids if id not in at and id not in doubled}
    width = max(len(line.cells) for line in lines)
    at = {id: at[id] for id in ids if id in at}
    is_plain = not others and len(at) == len(ids) and list(at.values()) == sorted(at.values())
    unknown = {i for i in others if not is_added(lowest[i])}
    return Heads(at, frozenset(others), frozenset(doubled | (absent if unknown else set())), width, is_plain)


def _name_torn(
    unknown: Mapping[int, str], places: Mapping[str, Sequence[int]], labels: Labels, ids: Sequence[str]
) -> dict[int, str]:
    """Name the heads whose letters were torn apart (研机社): where all columns are there, each in the place of the one that is left for it,
    and two letters at least are of its name."""
    order = sorted([*unknown, *(i for found in places.values() for i in found)])
    if len(order) != len(ids) or any(len(found) > 1 or ids[order.index(found[0])] != id for id, found in places.items()):
        return {}
    named = {i: ids[order.index(i)] for i in unknown}
    letters = {id: {letter for wording in labels.wordings_of(id) for letter in wording} for id in ids}
    every = set().union(*letters.values())
    torn = {i: set(to_core(text)) for i, text in unknown.items()}
    is_other = any(_ADDED.search(text) or OTHER_TIME.search(to_core(text)) for text in unknown.values())
    fits = all(len(own & letters[named[i]]) > 1 and own <= every for i, own in torn.items()) and not is_other
    return named if fits else {}


def _span_of(line: Line, labels: Labels, parent: str) -> set[int]:
    """The places below the heading over some of the columns, as far as its merged cell goes."""
    start = next((i for i, cell in enumerate(line.cells) if parent and cell and labels.find(cell) == parent), None)
    if start is None:
        return set()
    end = next((i for i in range(start + 1, len(line.cells)) if line.cells[i] is not None), len(line.cells))
    return set(range(start, end))


def _choose(id: str, found: Sequence[int], lowest: Mapping[int, str], labels: Labels, below: Collection[int], parent: str) -> int | None:
    """Of several places of a column the one that is it: 合计 below 法人或其他组织 is no 总计."""
    is_child = labels.parent_of(id) == parent
    fits = [i for i in found if not below or (i in below) == is_child]
    if len(found) == 1:
        return found[0] if fits or is_child or labels.is_own_wording(id, lowest[found[0]]) else None
    own = [i for i in fits if labels.is_own_wording(id, lowest[i])]
    chosen = own if len(own) == 1 else fits
    return chosen[0] if len(chosen) == 1 else None


def pick_under(line: Line, label: int, ids: Sequence[str], heads: Heads | None, is_cut: bool = False) -> list[int | None] | None:
    """The place of each column in a row under these heads: None for one that cannot be told, LOST for one that the table lacks; None for all."""
    if heads is None or (heads.is_plain and not heads.others):
        at = pick(line, label, len(ids), [heads.at[id] for id in ids] if heads else None, is_cut=is_cut)
        return list(at) if at is not None else None
    printed = {i for i in range(label + 1, len(line.cells)) if has_text(line.cells[i])}
    known = {*heads.at.values(), *heads.others}
    has_its_cells = line.is_exact or len(line.cells) == heads.width
    if not has_its_cells or line.is_poured or line.has_lost or line.has_gained or not printed <= known or not heads.at:
        return None
    if any(i <= label or i >= len(line.cells) or line.cells[i] is None for i in heads.at.values()):
        return None
    return [heads.at.get(id, None if id in heads.open else LOST) for id in ids]


def to_order(lines: Sequence[Line], labels: Labels, ids: Sequence[str], parent: str, rows: Sequence[Sequence[str]]) -> list[str] | None:
    """The columns in the order of their heads, of a flattened table whose heads do not stand over them; [] where it cannot be told.

    None where they are in the form's order as far as can be seen: within each line, what stands below a heading in its place, and no column
    lost but where a word that nobody knows may be its head.
    rows: values, as many as columns, of rows that have so many.
    """
    heads = [
        [find_head(cell, labels, ids, line.own) for cell in line.cells if cell and has_text(cell) and not is_number(cell)] for line in lines
    ]
    known = {id for found in heads for id in found if id}
    if len(set(ids) - known) > sum(id is None for found in heads for id in found[_first_of(found, ids, parent):]):
        return []
    for line, words in zip(lines, heads, strict=True):
        found = [id for id in words if id in ids or id == parent]
        if found.count(parent) > 1:
            return []  # a heading more than once: what stands below which cannot be told
        order = _unfold(found, labels, parent) if line.is_poured or parent in found else [id for id in found if id]
        at = [ids.index(id) for id in order]
        if at == [len(ids) - 1] and _begin_in_sum(rows):
            return []  # a total by itself, as high as the header: which of the heads below it comes first is not said
        if at == sorted(set(at)) and (parent in found or order == found or _end_in_sum(rows)):
            continue
        if line.is_poured and parent in found and order == [ids[-1], *ids[:-1]] and _end_in_sum(rows):
            continue
        return order if len(at) == len(set(at)) == len(ids) and parent not in found and not line.is_poured else []
    return None


def _first_of(found: Sequence[str | None], ids: Sequence[str], parent: str) -> int:
    """The place of the first head of the form among words, behind what stands over the labels."""
    return next((i for i, id in enumerate(found) if id in ids or id == parent), len(found))


def _end_in_sum(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the sum of each row can be told to be its last value: as most rows that are not nothing add up, and hardly any does with its first.

    A total printed beside 申请人情况, as high as the header, comes before the heads below it when that is poured out, and so does one that
    is the first column: the words are the same. Where all of a row is in one column (3 0 0 0 0 0 3) both would do; it is the form's
    order then, since in the other one every applicant of the year would be an unnamed organisation.
    """
    first, last, either, others = _count_sums(rows)
    if first:
        return last >= LEAST_TIMES * first
    return last + either >= max(others, 1) or not any(to_printed(text).number for texts in rows for text in texts)


def _begin_in_sum(rows: Sequence[Sequence[str]]) -> bool:
    """Whether more rows add up with their first value than with their last."""
    first, last, _, _ = _count_sums(rows)
    return first > last


def _count_sums(rows: Sequence[Sequence[str]]) -> tuple[int, int, int, int]:
    """Of how many rows that are not nothing the first value is the sum of the others, or the last, or either, or neither."""
    first = last = either = others = 0
    for texts in rows:
        printed = [to_printed(text) for text in texts]
        values = [each.number or 0 for each in printed]
        is_alone = printed[-1].status != "blank" and all(each.status == "blank" for each in printed[:-1])
        if not (any(values) or is_alone) or any(each.status == "unreadable" for each in printed):
            continue
        ends, begins = 2 * values[-1] == sum(values), 2 * values[0] == sum(values)
        last, first, either = last + ((ends and not begins) or is_alone), first + (begins and not ends), either + (ends and begins)
        others += not (ends or begins or is_alone) and printed[-1].status != "blank"
    return first, last, either, others


def _unfold(order: list[str | None], labels: Labels, parent: str) -> list[str]:
    """Heads of two rows in one line: those below a heading put in its place, or between the two that stand beside it where it was lost."""
    below = [id for id in order if id and labels.parent_of(id) == parent]
    rest = [id for id in order if id and id not in below]
    if parent in rest:
        at = rest.index(parent)
        return [*rest[:at], *below, *(id for id in rest[at + 1:] if id != parent)]
    if len(rest) == 2 and below and order[:2] == rest:
        return [rest[0], *below, rest[1]]
    return [id for id in order if id]
