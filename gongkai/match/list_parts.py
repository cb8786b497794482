"""The items of a list that are not this body's and year's own: those under a heading within it, or whose label says so.

In: Items in reading order, what stands over them (Standing). Out: the same, some of them aside with the words that put them there, some in doubt.
Not its business: what stands over a whole grid (statistics.py), which row of the form an item is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.match import scope
from gongkai.match.columns import is_head
from gongkai.match.list_items import Item
from gongkai.match.numbering import to_usual
from gongkai.match.ownership import Standing, to_compact
from gongkai.match.row_names import RowNames
from gongkai.match.years_beside import is_of_other_year
from gongkai.text import to_wording

_ORDER = "一二三四五六七八九十"
_SECTION = re.compile(r"([一二三四五六七八九十])[、.．]")
_POINT = re.compile(r"[(（]([一二三四五六七八九十])[)）]")
_AMONG = re.compile(r"其中")
_DIGITS = re.compile(r"(?:其中[:：]?)?\d{1,2}[、.．)）]|[①-⑳]")

Number = tuple[int, int]
"""of a row in the list: section and point, 0 for none: 三、 is (3, 0), （二） below it (3, 2)"""


def mark_aside(items: Sequence[Item], names: RowNames, standing: Standing, aside: str) -> list[Item]:
    """Mark the items that stand under words of others. aside: what holds over the first.

    A heading of those below (附：乡镇…) ends where the numbers of the list go on behind it; one of parts (其中：各乡镇) also at the next point. A row
    under the latter that has a plain number, 1.当面申请数, may be either's: it is in doubt.
    """
    found: list[Item] = []
    last: Number = (0, 0)
    heading, is_among, has_own_numbers, is_started, is_in_heads = "", False, False, False, False
    for item in items:
        is_known = bool(names.candidates(item.label))
        is_in_heads = is_head([item.label], names) or (is_in_heads and not is_known)  # a cell a line: what follows is over a column, not over rows
        number = _to_number(item.label, last) if is_known else None
        if not (is_known or is_in_heads) and is_started and item.label and not item.is_printed and not item.is_context:
            standing.leave_table()
            standing.hear(item.label, in_grid=True)
            if standing.aside != aside:
                aside = heading = standing.aside
                is_among, has_own_numbers = _AMONG.match(to_compact(heading)) is not None, False
        elif heading and number is not None and number > last and not has_own_numbers and (is_among or not number[1]):
            standing.table, aside, heading = "", standing.sheet or standing.whole, ""
        has_own_numbers = has_own_numbers or (bool(heading) and number is not None and number <= last)
        is_started = is_started or is_known
        last = number if number is not None and not aside else last
        is_other = scope.in_brackets(to_compact(item.label), standing.own.year) or is_of_other_year(item.label, standing.own)
        says = item.label if is_other else ""
        if heading and is_among and not says and _DIGITS.match(to_wording(to_usual(item.label)).strip()):
            found.append(replace(item, is_doubtful=True))
        else:
            found.append(replace(item, aside=says or item.aside or aside) if says or item.aside or aside else item)
    return found


def _to_number(label: str, last: Number) -> Number | None:
    compact = to_wording(to_usual(label)).strip()
    if section := _SECTION.match(compact):
        return _ORDER.index(section[1]) + 1, 0
    if point := _POINT.match(compact):
        return last[0], _ORDER.index(point[1]) + 1
    return None
