"""A list as printed → its items: a label, and what stands beside it as unit and number; where it came a cell a line, or in running text.

In: lines, or a Document whose running text is such a list. Out: Items in reading order, in tables of two halves the left half first.
Not its business: grids with columns (items.py), which row of the form an item is, what its text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongkai.match.columns import LABELS, is_head
from gongkai.match.labels import has_han
from gongkai.match.poured import is_nearly_number
from gongkai.match.row_names import UNIT, RowNames
from gongkai.model import Cell as Doubted
from gongkai.model import Document, Place, doubt_of
from gongkai.text import is_number, to_label, to_plain

_LONGEST_CLAUSE = 120
_LONGEST_VALUE = 6
_LONGEST_ODD = 6
"""letters behind a label that begin with a digit and are no number: 32¹, 3 2, 32+1"""
_HALVES = 2
_FEWEST_SERIALS = 6
"""rows that are numbered one after the other before that is more than chance"""
_UNIT = re.compile(rf"[(（\[【]?(?:计量)?(?:单位)?[:：]?({UNIT}(?:[/、(（]{UNIT}[)）]?)*)[)）\]】]?")
_UNIT_IN_LABEL = re.compile(rf"[(（\[【](?:计量)?(?:单位)?[:：]?({UNIT})[)）\]】]|[:：/,，\s]({UNIT})\s*$|(万元|千元|亿元|元)\s*$")
_REST = re.compile(
    rf"[\s:：]*+[(（]?({UNIT}?)[)）]?[\s:：]*+([-+−－]?\d[\d,，]*(?:\.\d+)?|[-—–－]+|/|无)?\s*+({UNIT}?)\s*+[,，、]?"
)
_ENDS = re.compile(r"[。；;]")
_TAIL = re.compile(r"^(?:单位)?(?:负责人|审核人|填报人|填表人|联系电话|联系人|填报日期|填表日期|报送日期|分管领导|填报单位|注[:：]|备注|说明)")

Cell = str | None


@dataclass(frozen=True, slots=True)
class Item:
    """values: what stands beside the label with its place, empty ones left out unless it cannot be told which counts. units: as printed.

    place: of the empty cell where there is no value, else of the label.
    is_context: the label stands here only over others. is_missing: the list has the row and no cell for its number.
    """

    label: str
    values: tuple[tuple[str, Place | None], ...] = ()
    units: tuple[str, ...] = ()
    place: Place | None = None
    is_context: bool = False
    is_missing: bool = False

    @property
    def is_printed(self) -> bool:
        return any(has_text(text) for text, _ in self.values)


def has_text(cell: Cell) -> bool:
    return bool(cell) and (bool(doubt_of(cell)) or bool(to_plain(cell or "").strip()))


def to_units(text: str) -> tuple[str, ...]:
    """The units that a text names and nothing else: 件, （件）, 条/件; () for none."""
    found = _UNIT.fullmatch(re.sub(r"\s+", "", to_plain(text))) if len(text) <= 20 else None
    return tuple(re.findall(UNIT, found[1])) if found else ()


def units_in(label: str) -> tuple[str, ...]:
    return tuple(unit for found in _UNIT_IN_LABEL.findall(to_plain(label)) for unit in found if unit)


def is_value(text: str) -> bool:
    plain = to_plain(text)
    is_doubtful = bool(doubt_of(text)) and not (has_han(plain) and len(plain.strip()) > _LONGEST_VALUE)  # a label may be in doubt too
    return is_doubtful or is_number(text) or is_nearly_number(text) or not any(character.isalpha() for character in plain)


def is_word(cell: Cell) -> bool:
    return cell is not None and has_text(cell) and has_han(to_plain(cell)) and not is_value(cell) and not to_units(cell)


def join_cut(items: Sequence[Item], names: RowNames) -> list[Item]:
    """Put a label together that a page break or a line break cut in two; numbers on both sides of it cannot be told apart."""
    joined: list[Item] = []
    for item in items:
        above = joined[-1] if joined else None
        if above is not None and not item.label and item.values and not above.is_context and names.candidates(above.label):
            # a number without a label below an empty cell or below another number, which it may go on
            joined[-1] = replace(above, values=(*(above.values or (("", above.place),)), *item.values))
            continue
        is_rest = above is not None and item.label and not names.candidates(item.label) and not names.is_numbered(item.label)
        if above is not None and is_rest and not above.is_context and names.candidates(above.label + item.label):
            joined[-1] = replace(
                above, label=above.label + item.label, values=(*above.values, *item.values), units=(*above.units, *item.units),
                is_missing=above.is_missing and item.is_missing,
            )
        else:
            joined.append(item)
    return joined


def read_stream(texts: Sequence[tuple[Cell, Place | None]], names: RowNames) -> list[Item]:
    """The items of a list that came a cell a line: what stands between two labels is said of the first."""
    items: list[Item] = []
    printed = [(cell, place) for cell, place in texts if cell is not None and has_text(cell)]
    numbers = _find_serials([cell for cell, _ in printed], names)
    empty = _find_behind_empty([cell for cell, _ in texts])
    has_unit_line_of = 0
    for at, (cell, place) in enumerate(printed):
        if at in numbers:
            continue
        units = to_units(cell)
        if units or is_value(cell):
            if not items:
                items.append(Item("", place=place))
            last = items[-1]
            if units and has_unit_line_of == len(items):  # the unit of a row whose label was lost
                last = replace(last, values=(*last.values, ("", place)))
            has_unit_line_of = len(items) if units else has_unit_line_of
            behind_empty = [("", place)] if not units and at in empty else []  # the number of this row, or of one that lost its label
            items[-1] = replace(last, units=(*last.units, *units)) if units else replace(last, values=(*last.values, *behind_empty, (cell, place)))
            continue
        clauses = [] if names.candidates(cell) else list(split_clauses(cell, place, names))
        if clauses:
            items += clauses
        elif at in empty and len(cell) > _LONGEST_VALUE:
            items.append(Item(cell, (), units_in(cell), place))  # the number's own line is empty: this is no part of the row
        else:
            _add_words(items, cell, place, names)
    has_serials = any(_is_serial_head(cell) for cell, _ in printed) and not numbers
    return [_to_doubtful(item) for item in items] if has_serials or _is_reversed(items, names) else items


def _find_behind_empty(cells: Sequence[Cell]) -> frozenset[int]:
    """Which of the lines with text stand behind more empty ones than usual, where only some do: there an empty line is an empty cell."""
    behind: list[int] = []
    empty = 0
    told = [cell for cell in cells if has_text(cell)]
    for cell in cells:
        if has_text(cell):
            behind.append(empty)
        empty = 0 if has_text(cell) else empty + 1
    usual = max(set(behind), key=behind.count, default=0)
    values = [i for i, cell in enumerate(told) if is_value(cell or "") or len(cell or "") > _LONGEST_VALUE]
    found = [i for i in values if behind[i] > usual]
    return frozenset(found) if 4 * len(found) < len(values) else frozenset()


def part_halves(items: list[Item], cells: Sequence[Cell], names: RowNames) -> list[list[Item]]:
    """The items of a list that came a cell a line, in two where its heads are there twice: then its halves come by turns."""
    first = next((i for i, cell in enumerate(cells) if names.candidates(cell or "")), 0)
    heads = [to_label(cell) for cell in cells[:first] if cell]
    if not any(heads.count(head) == _HALVES for head in LABELS):
        return [items]
    items = join_cut(items, names)
    start = next((i for i, item in enumerate(items) if names.candidates(item.label)), 0)
    return [items[:start] + items[start::2], items[start + 1::2]]


def _find_serials(cells: Sequence[str], names: RowNames) -> frozenset[int]:
    """Which of the lines number the rows: 1, 2, 3 without a gap, each before a label."""
    found = [
        i for i in range(len(cells) - 1)
        if re.fullmatch(r"[0-9]{1,3}", to_plain(cells[i]).strip()) and not doubt_of(cells[i])
        and (names.candidates(cells[i + 1]) or names.is_numbered(cells[i + 1]))
    ]
    numbers = [int(to_plain(cells[i])) for i in found]
    is_gapless = len(found) >= _FEWEST_SERIALS and all(after == before + 1 for before, after in pairwise(numbers))
    return frozenset(found) if is_gapless else frozenset()


def _is_serial_head(cell: str) -> bool:
    return to_label(cell) in ("序号", "编号", "行次", "序列")


def _is_reversed(items: Sequence[Item], names: RowNames) -> bool:
    """Whether a number stands before the first label and none behind the last: each may stand before its label."""
    known = [i for i, item in enumerate(items) if names.candidates(item.label)]
    return bool(known) and known[0] > 0 and bool(items[known[0] - 1].values) and not items[known[-1]].values


def _to_doubtful(item: Item) -> Item:
    return replace(item, values=(*item.values, ("", item.place))) if item.values else replace(item, is_missing=True)


def _add_words(items: list[Item], cell: str, place: Place | None, names: RowNames) -> None:
    """A line of words: a label, the rest of the one above, or what stands in the place of a number."""
    is_label = bool(names.candidates(cell)) or names.is_numbered(cell) or _TAIL.match(to_plain(cell).strip()) or is_head([cell], names)
    above = items[-1] if items else None
    if above is None or is_label or above.values:
        items.append(Item(cell, (), units_in(cell), place))
    elif not above.units and names.candidates(above.label + cell):
        items[-1] = replace(above, label=above.label + cell)
    elif names.candidates(above.label):
        items[-1] = replace(above, values=((cell, place),))
    else:
        items.append(Item(cell, (), units_in(cell), place))


def to_prose_items(document: Document, names: RowNames) -> list[Item]:
    """The items of a list in running text: lines that are a label of the list, its unit and its number, and nothing else."""
    items: list[Item] = []
    waiting, is_open = "", False
    for paragraph in document.paragraphs:
        if paragraph.page is not None and paragraph.page in document.doubtful_pages:
            continue
        found = list(split_clauses(paragraph.text, None, names)) or list(split_clauses(waiting + paragraph.text, None, names) if waiting else ())
        if not found and is_open and is_value(paragraph.text):  # a second line beside the label
            last = items.pop()
            found = [replace(last, values=(*last.values, (paragraph.text, None)))]
        items += [_doubted(item, doubt_of(paragraph.text)) for item in found]
        is_open = bool(found)
        is_short = len(paragraph.text) <= _LONGEST_CLAUSE
        if not found and ((is_short and names.candidates(paragraph.text)) or names.opens_section(paragraph.text)):
            items.append(Item(paragraph.text, place=None, is_context=True))
        waiting = paragraph.text if not found and is_short and not _ENDS.search(paragraph.text) else ""
    return items


def _doubted(item: Item, doubt: str) -> Item:
    """An item of a line that holds more than is seen of it: its number may be another."""
    if not doubt:
        return item
    return replace(item, values=tuple((Doubted(text, doubt), place) for text, place in item.values or (("", item.place),)))


def split_clauses(text: str, place: Place | None, names: RowNames) -> Iterator[Item]:
    """The clauses of a line, each a label with its number: 1.当面申请数12件；2.传真申请数 件 0. None unless all of them are."""
    found = []
    for clause in filter(str.strip, _ENDS.split(to_plain(text))) if len(text) <= 10 * _LONGEST_CLAUSE else ():
        item = _read_clause(clause.strip(), place, names)
        if item is None:
            return
        found.append(item)
    yield from found


def _read_clause(clause: str, place: Place | None, names: RowNames) -> Item | None:
    if len(clause) > _LONGEST_CLAUSE:
        return None
    for end in range(len(clause) - 1, 3, -1):
        rest = _REST.fullmatch(clause, end)
        label = clause[:end]
        if rest is None or not (rest[1] or rest[2]) or label[-1:].isdigit() or not names.is_exact(label) or not names.candidates(label):
            continue
        units = tuple(unit for unit in (rest[1], rest[3]) if unit)
        if not rest[2]:
            return Item(label, (), units, place)
        return Item(label, ((rest[2], place),), (*units, *units_in(label)), place)
    for end in range(max(len(clause) - _LONGEST_ODD, 4), len(clause)):  # a number with something beside it is no number, and no sentence either
        label, odd = clause[:end], clause[end:].strip(" :：")
        if odd[:1].isdigit() and not label[-1:].isdigit() and names.is_exact(label) and names.candidates(label):
            return Item(label, ((odd, place),), units_in(label), place)
    return None
