"""An item of the list of 2014 to 2018: a label, and what stands beside it as unit and number; and what the text of a cell can be.

In: texts. Out: Items; whether a text is a value, a unit, a word. Not its business: which texts stand beside each other (items.py, list_lines.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gongkai.match.labels import has_han
from gongkai.match.poured import is_nearly_number
from gongkai.match.row_names import UNIT
from gongkai.model import Place, doubt_of
from gongkai.text import has_text, is_number, kept, to_plain

LONGEST_VALUE = 6
_UNIT = re.compile(rf"[(（\[【]?(?:计量)?(?:单位)?[:：]?({UNIT}(?:[/、(（]{UNIT}[)）]?)*)[)）\]】]?")
_UNIT_IN_LABEL = re.compile(
    rf"[(（\[【](?:计量)?(?:单位)?[:：]?({UNIT})[)）\]】]|[:：/,，\s]({UNIT})\s*$|(万元|千元|亿元|元)\s*$"
    rf"|单位\s?[:：为]?\s?({UNIT})(?=\s?[,，、;；。()（）\[\]【】]|\s*$)|[,，]\s?(万元|千元|亿元|元)(?=\s?[,，(（\[【])"
)

_CUT_WITHIN = re.compile(r"(?<=[百千万亿])\s{1,9}(?=元)")
_CUT_BEHIND = re.compile(r"[百千万亿]\s*$")

SUMS = frozenset({"合计", "总计", "小计", "总数", "总数量", "数量"})
"""words behind the label of a row, or below it, that leave its number what it is"""

Cell = str | None


@dataclass(frozen=True, slots=True)
class Item:
    """values: what stands beside the label with its place, empty ones left out unless it cannot be told which counts. units: as printed.

    place: of the empty cell where there is no value, else of the label.
    is_context: the label stands here only over others. is_missing: the list has the row and no cell for its number.
    aside: the words that say that it is not this body's or not of this year. is_doubtful: whether it may not be.
    is_by_order: whether only the order of its row or its lines says that what stands beside it is its number, and no head.
    amounts: what stands in a column for money beside that of counts, None where there is no such column. amount_units: as its head has them.
    under: a label that is not known and what stands under it, where it is a part of what that label says.
    unread: the first of the lines between the item above and this one that nobody told what they are: a row may stand there.
    """

    label: str
    values: tuple[tuple[str, Place | None], ...] = ()
    units: tuple[str, ...] = ()
    place: Place | None = None
    is_context: bool = False
    is_missing: bool = False
    aside: str = ""
    is_doubtful: bool = False
    under: str = ""
    unread: str = ""
    is_by_order: bool = False
    amounts: tuple[tuple[str, Place | None], ...] | None = None
    amount_units: tuple[str, ...] = ()

    @property
    def is_printed(self) -> bool:
        return any(has_text(text) for text, _ in self.values)


@kept
def to_units(text: str) -> tuple[str, ...]:
    """The units that a text names and nothing else: 件, （件）, 条/件; () for none."""
    found = _UNIT.fullmatch(re.sub(r"\s+", "", to_plain(text))) if len(text) <= 20 else None
    return tuple(re.findall(UNIT, found[1])) if found else ()


def units_in(label: str) -> tuple[str, ...]:
    """The units that a label says of its row's number: in brackets, behind 单位, behind a comma or at its end."""
    return tuple(unit for found in _UNIT_IN_LABEL.findall(with_whole_units(to_plain(label))) for unit in found if unit)


def with_whole_units(text: str) -> str:
    """A text without the break within a unit of money: 万 元 → 万元."""
    return _CUT_WITHIN.sub("", text)


def is_cut_in_unit(text: str) -> bool:
    """Whether a text ends within a unit of money: 收取的费用（单位：万, behind which comes 元）."""
    return _CUT_BEHIND.search(text) is not None


@kept
def is_value(text: str) -> bool:
    plain = to_plain(text)
    is_doubtful = bool(doubt_of(text)) and not (has_han(plain) and len(plain.strip()) > LONGEST_VALUE)  # a label may be in doubt too
    return is_doubtful or is_number(text) or is_nearly_number(text) or not any(character.isalpha() for character in plain)


def is_word(cell: Cell) -> bool:
    return cell is not None and _is_word(cell)


@kept
def _is_word(cell: str) -> bool:
    return has_text(cell) and has_han(to_plain(cell)) and not is_value(cell) and not to_units(cell)


def to_doubtful(item: Item) -> Item:
    """An item of which nobody can say whether what stands beside it is its number."""
    return replace(item, values=(*item.values, ("", item.place))) if item.values else replace(item, is_missing=True)
