"""Rows of the list under a label that the form does not know → the row that this label stands for, where its parts leave one.

In: the named Items of a list in reading order. Out: the same, with the parts read where they and their place say whose they are, else in doubt; and
for each row that was not found the label that stands in its place. Not its business: what a label means by its wording (row_names.py).
The label of a sum may be worded in any way; what stands under it, and between which rows it stands, is the form's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.match import scope
from gongkai.match.columns import is_of_others
from gongkai.match.named import Named
from gongkai.match.numbering import to_usual
from gongkai.match.ownership import to_compact
from gongkai.match.row_names import RowNames
from gongkai.text import to_folded, to_label, to_wording

_FEWEST = 2
"""parts under a label that say which sum it is"""
_LONGEST = 60


def adopt(found: Sequence[Named], names: RowNames) -> list[Named]:
    """Tell the parts under each label that is not known, from the first to the last."""
    rows = list(found)
    at = 0
    while at < len(rows):
        end = _end_of_parts(rows, at, names)
        if end > at + 1:
            rows[at:end] = _adopt(rows, at, end, names)
        at = max(end, at + 1)
    return rows


def find_strangers(found: Sequence[Named], names: RowNames) -> dict[str, str]:
    """Row that was not found → the one label that stands in its place and is none of the form's."""
    order = names.order()
    met = {each.row for each in found if each.row}
    strangers: dict[str, str] = {}
    for at, each in enumerate(found):
        if not _is_stranger(each, names):
            continue
        above = next((other.row for other in reversed(found[:at]) if other.row), "")
        below = next((other.row for other in found[at + 1:] if other.row), "")
        start = order.index(above) + 1 if above else 0
        between = order[start:order.index(below) if below else len(order)]
        wholes = {names.parent_of(row) for row in (below,) if row}
        lost = [row for row in between if row not in met and (len(between) == 1 or row in wholes)]
        if len(lost) == 1:
            strangers.setdefault(lost[0], to_folded(each.item.label).strip())
    return strangers


def _is_stranger(each: Named, names: RowNames) -> bool:
    label = each.item.label
    return not each.row and 1 < len(label) <= _LONGEST and not names.candidates(label) and not each.item.aside


def _end_of_parts(rows: Sequence[Named], at: int, names: RowNames) -> int:
    """The row behind the parts that stand right under a label that is not known; the label itself where none do."""
    if not _is_stranger(rows[at], names):
        return at
    end = at + 1
    while end < len(rows) and not rows[end].row and any(names.parent_of(row) in names.wholes for row in names.candidates(rows[end].item.label)):
        end += 1
    return end


def _adopt(rows: Sequence[Named], at: int, end: int, names: RowNames) -> list[Named]:
    """A label and the parts under it: of the one sum that it can be, which is then no row of the place's own, or each in doubt."""
    parts, label = rows[at + 1:end], rows[at].item.label
    met = {each.row for each in rows if each.row}
    fitting = {whole: children for whole in sorted(names.wholes - met) if (children := _to_children(parts, whole, names))}
    certain = [whole for whole, children in fitting.items() if _is_unmistakable(rows, at, end, whole, children, names)]
    if len(certain) == 1:
        parts_of = [Named(part.item, row, certain[0]) for part, row in zip(parts, fitting[certain[0]], strict=True)]
        return [Named(rows[at].item, ""), *parts_of]
    doubted = [[_doubted(part, label, row) for row in names.candidates(part.item.label) if names.parent_of(row) not in met] for part in parts]
    return [rows[at], *(each for part, rows_of in zip(parts, doubted, strict=True) for each in rows_of or [part])]


def _to_children(parts: Sequence[Named], whole: str, names: RowNames) -> list[str]:
    """The rows under a sum that the parts are, those under one of them too; [] where one of them is none."""
    children: list[str] = []
    for part in parts:
        row = next((row for row in names.candidates(part.item.label) if names.parent_of(row) in (whole, *children)), "")
        if not row or row in children:
            return []
        children.append(row)
    return children


def _doubted(part: Named, label: str, row: str) -> Named:
    """A part that may be of a row, or of something that the list has not: what is printed stands behind the label over it."""
    said = " ".join(text for text, _ in part.item.values)
    under = f"{to_folded(label).strip()}: {to_folded(part.item.label).strip()} {said}".strip()
    return Named(replace(part.item, under=under, is_missing=False), row, part.under)


def _is_unmistakable(rows: Sequence[Named], at: int, end: int, whole: str, children: Sequence[str], names: RowNames) -> bool:
    """Whether a label stands where that sum does, numbered so, shares words with it and says nothing of others; and its parts are in order."""
    order = names.order()
    above = next((each.row for each in reversed(rows[:at]) if each.row), "")
    below = next((each.row for each in rows[end:] if each.row), "")
    is_placed = (not above or order.index(above) < order.index(whole)) and (not below or order.index(below) > order.index(children[-1]))
    label = rows[at].item.label
    compact = to_compact(label)
    is_own = not scope.says_scope(compact, None) and not is_of_others(to_label(label))
    is_ordered = list(children) == sorted(children, key=order.index) and len(children) >= _FEWEST
    number = names.number_of(to_wording(to_usual(label)))
    is_numbered = number in {names.number_of(to_wording(printed)) for printed in names.labels_of(whole)}
    return is_placed and is_own and is_ordered and (not number or is_numbered) and names.is_like(label, whole)
