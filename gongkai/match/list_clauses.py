"""A line of running text → the items that it consists of, where it consists of nothing else.

In: a line. Out: Items, none unless every clause is one. Not its business: which lines make a list (list_prose.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.match.labels import has_han
from gongkai.match.list_items import Item, is_value, to_units, units_in, with_whole_units
from gongkai.match.row_names import UNIT, RowNames
from gongkai.model import Place
from gongkai.text import to_plain

LONGEST_CLAUSE = 120
_LONGEST_LINE = 6000
_LONGEST_LEAD = 40
_LONGEST_ODD = 6
"""letters behind a label that begin with a digit and are no number: 32¹, 3 2, 32+1"""
_MOST_TOKENS = 40
_REST = re.compile(
    rf"[\s:：.·_]*+[(（]?({UNIT}?)[)）]?[\s:：]*+([-+−－]?\d[\d,，]*(?:\.\d+)?|[-—–－]+|/|无)?\s*+({UNIT}?)\s*+[,，、]?"
)
_CUT_UNIT = re.compile(rf"(?:[-—–－/无])\s*+{UNIT}\Z")
"""what a label ends with where its unit was cut: —人 | 次"""
_IN_BRACKETS = re.compile(rf"(.{{4,}}?)[(（]\s*+(\d[\d,]{{0,12}}(?:\.\d{{1,6}})?)\s*+({UNIT})[)）]")
_NUMBER_BRACKET = re.compile(r"^\s*[^\s()]{1,4}\)")
_BULLET = re.compile(r"^\s*+(?:[●•◆■▪○◇□※★☆▲△·*]\s*+|[-–—]\s+)(?=\S{4})")
ENDS = re.compile(r"[。；;]")
_COMMAS = re.compile(r"(?<!\d)[,，]|[,，](?!\d)")
_CUTS = re.compile(r"[:：]|(?=[(（][一二三四五六七八九十][)）]|\d{1,2}[.、][^\d\s]|其中)")
_RUN_ON = re.compile(r"(?<=[条件次篇个人元])(?=\d{1,2}[.、][^\d\s]|[(（][一二三四五六七八九十][)）]|[一二三四五六七八九十]、|其中)")
"""where one row goes on to the next in print that lost its line: 0件5.不是"""
_LEAD = re.compile(r"(?:如下|统计表?|情况|数据)[)）]?$")
_LOCAL = re.compile(rf"((?:[(]?[一二三四五六七八九十\d]{{1,2}}[)、.]).{{2,24}}?)[\s:：]*+(\d[\d,]{{0,12}})({UNIT})")
_NUMBER_FIRST = re.compile(rf"([-+−－]?\d[\d,，]*(?:\.\d+)?|[-—–－]+|/|无)\s*+({UNIT}?)\s++(\D.{{3,}})")


def split_clauses(text: str, place: Place | None, names: RowNames) -> Iterator[Item]:
    """The clauses of a line, each a label with its number: 1.当面申请数12件；2.传真申请数 件 0. None unless all of them are.

    Headings among them stand for themselves; in a line of several clauses a label with nothing behind it is a blank. What leads in (统计情况如下：)
    is an Item without a row.
    """
    if len(text) > _LONGEST_LINE:
        return
    clauses = [part.strip() for clause in ENDS.split(with_whole_units(to_plain(text))) for part in _RUN_ON.split(clause) if part.strip()]
    found: list[Item] = []
    for at, clause in enumerate(clauses):
        items = _read_part(clause, place, names, len(clauses) > 1, not at)
        if items is None:
            return
        found += items
    known = [item for item in found if names.candidates(item.label)]
    if any(not item.is_context for item in known) and 2 * len(known) > len(found):
        yield from found


def without_bullet(text: str) -> str:
    """A line without the sign that stands before each line of a list: ● 收到申请数：32件."""
    return _BULLET.sub("", text)


def _read_part(clause: str, place: Place | None, names: RowNames, is_one_of_many: bool, is_first: bool) -> list[Item] | None:
    """What stands between two semicolons: an item, headings and an item, or items with commas between them."""
    if item := _read_clause(clause, place, names):
        return [item]
    bare = clause.rstrip(":： ")
    if names.is_only_heading(bare) and names.is_exact(bare):
        return [Item(bare, place=place, is_context=True)]
    if is_one_of_many and len(bare) <= LONGEST_CLAUSE and names.is_exact(bare):
        return [Item(bare, (), units_in(bare), place)]
    for cut in _CUTS.finditer(clause, 2, LONGEST_CLAUSE):
        head, rest = clause[: cut.start()].strip(), clause[cut.end():].strip()
        is_label = _ends_a_label(head) and names.is_exact(head)
        is_heading = is_label and (names.is_only_heading(head) or (bool(cut[0]) and bool(names.candidates(head))))
        is_lead = is_first and not is_heading and len(head) <= _LONGEST_LEAD and _LEAD.search(head) is not None and not re.search("[,，]", head)
        if (is_heading or is_lead) and rest and (items := _read_part(rest, place, names, is_one_of_many, False)) is not None:
            return [Item(head, place=place, is_context=is_heading), *items]
    if is_one_of_many and (local := _LOCAL.fullmatch(clause)) is not None:  # a row of the place's own: 6.机构领导3条
        return [Item(local[1], ((local[2], place),), (local[3],), place)]
    parts = [part for part in _COMMAS.split(clause) if part.strip()]
    if len(parts) > 1:
        each = [_read_clause(part.strip(), place, names) for part in parts]
        items = [item for item in each if item is not None]
        return items if len(items) == len(parts) else None
    return None


def _read_clause(clause: str, place: Place | None, names: RowNames) -> Item | None:
    if len(clause) > LONGEST_CLAUSE:
        return None
    for end in range(len(clause) - 1, 3, -1):
        rest = _REST.fullmatch(clause, end)
        label = clause[:end]
        if rest is None or not (rest[1] or rest[2]) or _CUT_UNIT.search(label):
            continue
        if not _ends_a_label(label) or not names.is_exact(label) or not names.candidates(label):
            continue
        units = tuple(unit for unit in (rest[1], rest[3]) if unit)
        if not rest[2]:
            return Item(label, (), units, place)
        return Item(label, ((rest[2], place),), (*units, *units_in(label)), place)
    if (inside := _IN_BRACKETS.fullmatch(clause)) and _ends_a_label(inside[1]) and names.is_exact(inside[1]):
        return Item(inside[1], ((inside[2], place),), (inside[3], *units_in(inside[1])), place)
    for end in range(max(len(clause) - _LONGEST_ODD, 4), len(clause)):  # a number with something beside it is no number, and no sentence either
        label, odd = clause[:end], clause[end:].strip(" :：")
        is_whole = _is_closed(label) and not label[-1:].isdigit()  # 计1条） is a part of the label
        if odd[:1].isdigit() and is_whole and names.is_exact(label) and names.candidates(label):
            return Item(label, ((odd, place),), units_in(label), place)
    return None


def _ends_a_label(text: str) -> bool:
    return (has_han(text[-1:]) or text[-1:] in ")）》】]") and _is_closed(text)


def _is_closed(text: str) -> bool:
    """Whether all brackets that a label opens are closed, that of its number, 1), aside."""
    return text.count("(") == _NUMBER_BRACKET.sub("", text).count(")")


def split_number_first(text: str, names: RowNames) -> Item | None:
    """A line of a number, its unit and a label, 12 件 1.当面申请数: whose number it is nobody can say, since lines may be cut anywhere."""
    found = _NUMBER_FIRST.fullmatch(to_plain(text).strip()) if len(text) <= LONGEST_CLAUSE else None
    if found is None or not names.is_exact(found[3]):
        return None
    return Item(found[3], ((found[1], None), ("", None)), tuple(filter(None, (found[2],))))


def split_spaced(text: str, names: RowNames) -> list[Item]:
    """The items of a line whose cells are set apart by blanks: label, unit, number, and perhaps another label; none unless all are."""
    tokens = with_whole_units(to_plain(text)).split() if len(text) <= _LONGEST_LINE else []
    items: list[Item] = []
    if not 1 < len(tokens) <= _MOST_TOKENS:
        return []
    for token in tokens:
        units = to_units(token)
        if names.candidates(token) and names.is_exact(token):
            items.append(Item(token, (), units_in(token), is_by_order=True))
        elif items and units:
            items[-1] = replace(items[-1], units=(*items[-1].units, *units))
        elif items and is_value(token):
            items[-1] = replace(items[-1], values=(*items[-1].values, (token, None)))
        else:
            return []
    return items
