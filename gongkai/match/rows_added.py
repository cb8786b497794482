"""Rows and lines of a list that the form lacks → the sums that say nothing of the report, since such a row may be a part of them.

In: the named Items of a list in reading order. Out: Remarks, one for each row and each sum that it may be in. Not its business: arithmetic
(checks/rules.py). A sum is held against its parts only where all that stands among them is the form's; how a row is worded or set says nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.match import scope
from gongkai.match.columns import is_head
from gongkai.match.list_items import Item
from gongkai.match.named import Named
from gongkai.match.ownership import to_compact
from gongkai.match.row_names import UNIT, RowNames
from gongkai.model import CellId, Remark, doubt_of
from gongkai.text import has_text, is_page_number, to_folded, to_plain, to_printed

_LONGEST = 300
_DIGIT = re.compile(r"\d")
_BEHIND_LABEL = re.compile(rf"[^\d\s.,+\-－][\s:：]{{0,8}}(\d{{1,9}})\s{{0,4}}(?:{UNIT})?[。；;]?\Z")
_LAST = re.compile(rf"\d\s{{0,4}}(?:{UNIT})?[。；;]?\Z")


def may_hold_a_row(text: str) -> bool:
    """Whether a line that was not read may be a row of a list, its label or its number: 另有三件撤诉."""
    return bool(doubt_of(text)) or (has_text(text) and not is_page_number(text) and not scope.is_table_caption(to_compact(text)))


def ends_in_a_number(text: str) -> bool:
    """Whether a line behind the last row of a list has a number at its end, as rows have: 5.其他：3件."""
    return len(text) <= _LONGEST and _LAST.search(to_plain(text).strip()) is not None


def keep(items: Sequence[Item], aside: str) -> list[Item]:
    """The items of one list; one behind such that are left out knows of them."""
    kept: list[Item] = []
    left_out = ""
    for item in items:
        if item.aside != aside:
            left_out = left_out or item.unread or item.label or " ".join(text for text, _ in item.values)
            continue
        kept.append(replace(item, unread=item.unread or left_out) if left_out else item)
        left_out = ""
    return [*kept, Item("", is_context=True, unread=left_out)] if left_out else kept


def tell_added(named: Sequence[Named], names: RowNames, table: str, column: str) -> list[Remark]:
    """What stands among the parts of each sum and is no row of the form: row-added, or line-not-understood where it is no row either."""
    found: dict[Remark, None] = {}
    above = ""
    for at, each in enumerate(named):
        below = each.row or next((other.row for other in named[at + 1:] if other.row), "")
        for said in _tell(each, named[at + 1:], bool(below), names):
            for whole in _wholes_between(above, below, names):
                found[replace(said, cell=CellId(table, whole, column))] = None
        above = each.row or above
    return list(found)


def _wholes_between(above: str, below: str, names: RowNames) -> tuple[str, ...]:
    """The sums that a row between two others may be a part of: those that the upper one is or is in, and those that the lower one is in."""
    return tuple(dict.fromkeys((*names.wholes_of(above), *(names.wholes_of(names.parent_of(below)) if below else ()))))


def _tell(each: Named, behind: Sequence[Named], is_between: bool, names: RowNames) -> Iterator[Remark]:
    """Remarks whose cell is yet to be told. is_between: whether rows of the form stand behind it."""
    nowhere = CellId("", "", "")
    item = each.item
    if item.unread or len(item.values) > 1:  # a number too many beside a row may be that of one whose label was lost
        yield Remark("line-not-understood", nowhere, to_folded(item.unread or item.label).strip())
    if each.row or names.candidates(item.label) or (behind and behind[0].row and behind[0].under and not item.unread):
        return  # the last: a label of the place's own over a sum's parts, which stands for that sum
    label, values = to_folded(item.label).strip(), [text for text, _ in item.values]
    if not label:
        if any(has_text(text) for text in values):
            yield Remark("line-not-understood", nowhere, " ".join(values))
        return
    if any(has_text(text) for text in values):
        printed = [to_printed(text) for text in values if has_text(text)]
        yield Remark("row-added", nowhere, label, printed[0].number if len(printed) == 1 and printed[0].status == "reported" else None)
        return
    may_be_one = is_between or _DIGIT.search(to_plain(label)) or item.units or (names.is_numbered(label) and not item.is_context)
    if may_be_one and not _says_nothing(item, names):
        told = _BEHIND_LABEL.search(to_plain(label).strip()) if len(label) <= _LONGEST else None
        yield Remark("row-added", nowhere, label, Decimal(told[1]) if told else None)


def _says_nothing(item: Item, names: RowNames) -> bool:
    """A head of the list printed again, its title, or the number of a page."""
    label = item.label
    return is_head([label], names) or scope.is_table_caption(to_compact(label)) or (is_page_number(label) and not doubt_of(label))
