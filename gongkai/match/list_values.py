"""The items of each row of the list → its value.

In: Items by row, what the lines beside each grid say of money. Out: Values. Not its business: which row an item is (statistics.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gongkai.form import Form
from gongkai.match.list_items import Item, is_cut_in_unit
from gongkai.model import NO_UNIT, UNKNOWN_SUM, CellId, Value, doubt_of
from gongkai.text import MONEY, to_folded, to_printed

TWICE = "printed more than once, not alike"
UNITS = "in more than one unit"
SEVERAL = "more than one number beside the label"
_COUNTS = frozenset("条件次篇个人份项部起宗例场期家处名批") | {"人次", "件次", "条次", "篇次"}
NO_COUNT = re.compile(r"[%％‰]|[十百千万亿][件项条个份人次部篇]|更正|订正|应为|改为|实为|有误")
"""notes behind a number that say that it is a share, counted in thousands, or another: 57（万件）, 57（应为60）"""
_OTHER_TIME = re.compile(r"[(（\[【](?:20[0-4]\d年?度?|上一?年度?|去年|历年|累计|预计|计划)(?:数|数据)?[)）\]】]")
_CLOSED = re.compile(r"(?<=[0-9０-９条件次篇个人元])。\s*\Z")
"""the full stop behind a number: 12。"""


def to_values(
    cells: Sequence[CellId], form: Form, by_row: Mapping[str, Sequence[Item]], notes: Mapping[int, str], strangers: Mapping[str, str]
) -> dict[CellId, Value]:
    """notes: grid → the units of money that the lines beside it say. strangers: row → the label that is not known and stands in its place."""
    values = {cell: _of_items(form, cell, by_row.get(cell.row, ()), notes) for cell in cells}
    return {cell: replace(value, note=strangers.get(cell.row, "")) if value.status == "missing" else value for cell, value in values.items()}


def _of_items(form: Form, cell: CellId, items: Sequence[Item], notes: Mapping[int, str]) -> Value:
    items = [item for item in items if not item.is_doubtful] or [replace(item, values=(*item.values, ("", item.place))) for item in items]
    options = [_to_value(form, cell, item, notes) for item in items]
    if not options:
        return Value(cell, "missing")
    if len({(o.status, o.number, o.unit) for o in options}) == 1:
        return options[0]
    return Value(cell, "ambiguous", raw=" | ".join(o.raw or "" for o in options), note=TWICE, place=options[0].place)


def _to_value(form: Form, cell: CellId, item: Item, notes: Mapping[int, str]) -> Value:
    usual = form.column_of(cell).unit
    if item.under:
        return Value(cell, "ambiguous", raw=item.under, unit=usual, note=UNKNOWN_SUM, place=item.place)
    if item.is_missing:
        return Value(cell, "missing")
    item = _with_amount(item, usual)
    if len(item.values) > 1:
        raw = " | ".join(to_folded(text).strip() for text, _ in item.values)
        return Value(cell, "ambiguous", raw=raw, unit=usual, note=SEVERAL, place=item.values[0][1])
    if not item.values:
        return Value(cell, "blank", raw="", unit=usual, place=item.place)
    text, place = item.values[0]
    printed = to_printed(_CLOSED.sub("", text) if not doubt_of(text) else text)
    raw = text.strip()
    if printed.number is not None and (NO_COUNT.search(printed.note) or _OTHER_TIME.fullmatch(printed.note)):
        return Value(cell, "ambiguous", raw=raw, unit=usual, note=printed.note, place=place)
    units = {unit for unit in (printed.unit, *item.units) if unit}
    if usual in MONEY and is_cut_in_unit(item.label) and not units - {"元"}:
        return Value(cell, "ambiguous", raw=raw, note=NO_UNIT, place=place)  # 单位：万, and 元 somewhere else
    if usual in MONEY and not units and printed.number:
        units = set(filter(None, notes.get(place.grid - 1, "").split("/"))) if place is not None else set()
        if not units:
            return Value(cell, "ambiguous", raw=raw, note=NO_UNIT, place=place)
    unit = _to_unit(units, usual)
    if not unit and printed.number is not None:
        return Value(cell, "ambiguous", raw=f"{raw} {'/'.join(sorted(units))}", note=UNITS, place=place)
    return Value(cell, printed.status, printed.number, raw, unit or usual, printed.note, place, doubt_of(text))


def _with_amount(item: Item, usual: str) -> Item:
    """An item with what stands in the column for money as its value, where it counts money; in doubt with what stands in the wrong column."""
    if item.amounts is None or (usual not in MONEY and (item.values or not item.amounts)):
        return item
    if item.values or usual not in MONEY:
        return replace(item, values=(*(item.values or (("", item.place),)), *(item.amounts or (("", item.place),))))
    return replace(item, values=item.amounts, units=(*item.units, *item.amount_units))


def _to_unit(units: set[str], usual: str) -> str:
    """The one unit that is printed, or the form's; "" where there are several, or one that the row cannot have."""
    if usual in MONEY:
        return usual if not units else next(iter(units)) if len(units) == 1 and units <= MONEY else ""
    return usual if units <= _COUNTS else ""
