"""A list that came a cell a line → its items: a label, and what stands beside it as unit and number.

In: lines. Out: Items in reading order, in tables of two halves the left half first. Also what puts cut labels together, for lists of any layout.
Not its business: grids with columns (items.py), running text (list_prose.py), which row of the form an item is, what its text says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise

from gongkai.match import scope
from gongkai.match.columns import LABELS, is_head
from gongkai.match.list_clauses import LONGEST_CLAUSE, split_clauses
from gongkai.match.list_items import LONGEST_VALUE, Cell, Item, is_cut_in_unit, is_value, to_doubtful, to_units, units_in
from gongkai.match.ownership import is_name, to_compact
from gongkai.match.row_names import RowNames
from gongkai.model import Place, doubt_of
from gongkai.text import has_text, is_page_number, to_label, to_plain

_HALVES = 2
_SEVERAL = 2
_MOST_PIECES = 4
"""rows that a label may be cut into"""
_FEWEST_ACROSS = 2
"""labels over the one that several numbers stand behind before that is more than a blank"""
_FEWEST_SERIALS = 6
"""rows that are numbered one after the other before that is more than chance"""
_ENUMERATOR = re.compile("[(（]?[1-9一二三四五六七八九十]{1,3}[)）.、．]?")
TAIL = re.compile(
    r"^(?:单位)?(?:负责人|审核人|填报人|填表人|联系电话|联系人|填报日期|填表日期|报送日期|分管领导|填报单位|注[:：]|备注|说明|填[表报]说明|附[件表录]?\d{0,2}[:：])"
)


def join_cut(items: Sequence[Item], names: RowNames) -> list[Item]:
    """Put a label together that a page break or a line break cut in two; numbers on both sides of it cannot be told apart."""
    items = _join_several(items, names)
    joined: list[Item] = []
    floating: tuple[tuple[str, Place | None], ...] = ()  # numbers without a label, right above, that may be of the next row, or are
    is_its_own = False
    for item, below in zip(items, [*items[1:], None] if items else [], strict=True):
        above = joined[-1] if joined else None
        if floating and names.candidates(item.label) and not item.is_context and (is_its_own or not item.values):
            item = replace(item, values=(*(item.values or (("", item.place),)), *floating))
        is_part = bool(floating) and bool(item.label) and not item.values and not names.candidates(item.label)
        carried = floating if is_part or (floating and above is not None and not above.values and not names.candidates(above.label)) else ()
        floating, is_its_own = carried if is_part else (), False
        if not item.label and item.values and below is not None and _is_number_of(item.values, below, names):
            floating, is_its_own = item.values[1:], True
            continue
        if above is not None and not item.label and item.values and not above.is_context and names.candidates(above.label):
            # a number without a label below an empty cell or below another number, which it may go on
            floating = item.values
            joined[-1] = replace(above, values=(*(above.values or (("", above.place),)), *item.values))
            continue
        is_begun = above is not None and bool(above.label) and not names.candidates(above.label) and names.is_exact(above.label + item.label)
        is_rest = above is not None and item.label and (is_begun or not (names.candidates(item.label) or names.is_numbered(item.label)))
        if above is not None and is_rest and not above.is_context and names.candidates(above.label + item.label):
            whole = _joined(above, item)
            joined[-1] = to_doubtful(whole) if len(joined) > 1 and _may_begin_before(joined[-2], above, names) else whole
            if carried and not joined[-1].values:
                joined[-1] = replace(joined[-1], values=(("", above.place), *carried))
        else:
            joined.append(item)
    return joined


def under_lines(item: Item, lines: Sequence[str], names: RowNames, may_be_cut: bool) -> Item:
    """An item under lines that are no rows: 4.不 over 同意公开答复数 is one label; in doubt where they may be a part of it, which lost its number."""
    label = item.label
    for line in reversed(lines[1 - _MOST_PIECES:]):
        if names.candidates(line) or len(line) > LONGEST_CLAUSE:
            break
        label = line.strip() + label
        if names.is_exact(label):
            return replace(item, label=label)
    is_bare = bool(names.candidates(item.label)) and not names.is_numbered(item.label)
    return to_doubtful(item) if may_be_cut and is_bare and label != item.label else item


def _join_several(items: Sequence[Item], names: RowNames) -> list[Item]:
    """Put labels together that stand in three or four rows and are one to the letter, where one of them at most has a number."""
    joined: list[Item] = []
    at = 0
    while at < len(items):
        for count in (_MOST_PIECES, _MOST_PIECES - 1):
            pieces = items[at : at + count]
            if len(pieces) == count and _is_one_label(pieces, names):
                joined.append(reduce(_joined, pieces))
                at += count
                break
        else:
            joined.append(items[at])
            at += 1
    return joined


def _is_one_label(pieces: Sequence[Item], names: RowNames) -> bool:
    labels = [piece.label for piece in pieces]
    if not all(labels) or any(piece.is_context for piece in pieces) or sum(map(len, labels)) > LONGEST_CLAUSE:
        return False
    is_apart = names.candidates(labels[0]) or any(names.candidates(piece.label) and piece.values for piece in pieces)
    return not is_apart and sum(bool(piece.values) for piece in pieces) <= 1 and names.is_exact("".join(labels))


def _may_begin_before(before: Item, item: Item, names: RowNames) -> bool:
    """Whether the label over one that is put together may be its beginning: 其中：门户 over 网站公开政府信 over 息数 is a row of the place's own."""
    is_bare = bool(before.label) and not before.values and not before.is_context and not names.candidates(before.label)
    return is_bare and not (names.is_numbered(item.label) or names.candidates(item.label))


def _joined(above: Item, below: Item) -> Item:
    label = above.label + below.label
    units = (*above.units, *below.units)
    if is_cut_in_unit(above.label) and ("元" in below.units or below.label.strip().startswith("元")):  # 单位：万 over 元）
        units = (*above.units, *(unit for unit in below.units if unit != "元"), *units_in(label))
    return replace(
        above, label=label, values=(*above.values, *below.values), units=units,
        is_by_order=above.is_by_order or below.is_by_order, is_missing=above.is_missing and below.is_missing,
    )


def _is_number_of(values: Sequence[tuple[str, Place | None]], item: Item, names: RowNames) -> bool:
    """Whether the first of some values without a label is the number that the label below them lost: 2 over .政府网站公开政府信息数."""
    is_bare = len(values) > 1 and not names.is_numbered(item.label) and bool(names.candidates(item.label))
    return is_bare and _ENUMERATOR.fullmatch(to_plain(values[0][0]).strip()) is not None


def read_stream(texts: Sequence[tuple[Cell, Place | None]], names: RowNames) -> list[Item]:
    """The items of a list that came a cell a line: what stands between two labels is said of the first."""
    items: list[Item] = []
    printed = [(cell, place) for cell, place in texts if cell is not None and has_text(cell) and (doubt_of(cell) or not is_page_number(cell))]
    numbers = _find_serials([cell for cell, _ in printed], names)
    empty = _find_behind_empty([cell for cell, _ in texts])
    has_unit_line_of = 0
    for at, (cell, place) in enumerate(printed):
        if at in numbers:
            continue
        units = to_units(cell)
        if units == ("元",) and items and not items[-1].values and is_cut_in_unit(items[-1].label):
            whole = items[-1].label + cell
            items[-1] = replace(items[-1], label=whole, units=(*items[-1].units, *units_in(whole)))
            continue
        if units or is_value(cell):
            if not items:
                items.append(Item("", place=place))
            last = items[-1]
            if units and has_unit_line_of == len(items):  # the unit of a row whose label was lost
                last = replace(last, values=(*last.values, ("", place)))
            has_unit_line_of = len(items) if units else has_unit_line_of
            behind_empty = [("", place)] if not units and at in empty else []  # the number of this row, or of one that lost its label
            values = last.values if units else (*last.values, *behind_empty, (cell, place))
            items[-1] = replace(last, units=(*last.units, *units), values=values, is_by_order=True)
            continue
        clauses = [] if names.candidates(cell) else list(split_clauses(cell, place, names))
        if clauses:
            items += clauses
        elif at in empty and len(cell) > LONGEST_VALUE:
            items.append(Item(cell, (), units_in(cell), place))  # the number's own line is empty: this is no part of the row
        else:
            _add_words(items, cell, place, names)
    items = _doubt_below_several(_doubt_far_ones(items, names), names)
    has_serials = any(_is_serial_head(cell) for cell, _ in printed) and not numbers
    return [to_doubtful(item) for item in items] if has_serials or is_reversed([cell for cell, _ in printed], names) else items


def units_behind(texts: Sequence[tuple[Cell, Place | None]], names: RowNames) -> list[tuple[Cell, Place | None]]:
    """A list whose units stand before their labels, with each unit, or the dash in its place, behind its label."""
    found = list(texts)
    for at in range(len(found) - 1):
        cell, label = found[at][0] or "", found[at + 1][0] or ""
        is_unit = bool(to_units(cell)) or re.fullmatch(r"[-—–－/]+", cell.strip()) is not None
        if is_unit and (names.candidates(label) or names.is_numbered(label)):
            found[at], found[at + 1] = found[at + 1], found[at]
    return found


def _doubt_far_ones(items: list[Item], names: RowNames) -> list[Item]:
    """Doubt labels that follow each other before several numbers: a list on its side, of which nobody can say which number is whose.

    Where one such run is, the numbers of any other label without one may be elsewhere too.
    """
    for at, item in enumerate(items):
        above = at
        is_dashed = len(item.values) <= _SEVERAL and names.is_only_heading(item.label) and not any(re.search(r"\d", text) for text, _ in item.values)
        while len(item.values) > 1 and not is_dashed and above and not items[above - 1].values and names.candidates(items[above - 1].label):
            above -= 1
        if at - above >= _FEWEST_ACROSS:
            return [each if each.values else to_doubtful(each) for each in items]
        if above < at:
            items = [*items[:above], *map(to_doubtful, items[above:at]), *items[at:]]
    return items


def _doubt_below_several(items: Sequence[Item], names: RowNames) -> list[Item]:
    """Doubt a row without a number right behind one with several: one of them may have stood before its label, whose cell was empty."""
    found: list[Item] = []
    is_behind, is_told = False, False
    for item in items:
        is_behind = is_behind and not (is_told and names.candidates(item.label))
        has_digits = any(re.search(r"\d", text) for text, _ in item.values)
        several = has_digits and (len(item.values) > 1 or names.is_only_heading(item.label))
        is_behind = (is_behind or several) and not (item.values and len(item.values) < _SEVERAL)
        is_bare = is_behind and not item.values and not item.is_context and not names.is_only_heading(item.label)
        found.append(to_doubtful(item) if is_bare else item)
        is_told = is_behind and (is_told or (is_bare and bool(names.candidates(item.label))))
    return found


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
    values = [i for i, cell in enumerate(told) if is_value(cell or "") or len(cell or "") > LONGEST_VALUE]
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
    odd = next((item.label for item in items[start:] if len(item.values) > 1 or not names.candidates(item.label)), "")
    items = [replace(item, unread=item.unread or odd) for item in items]  # from a row that the form lacks on the halves may not come by turns
    return [items[:start] + items[start::2], items[start + 1::2]]


def _find_serials(cells: Sequence[str], names: RowNames) -> frozenset[int]:
    """Which of the lines number the rows: 1, 2, 3 without a gap, each before a label."""
    found = [
        i for i in range(len(cells) - 1)
        if re.fullmatch(r"[0-9]{1,3}", to_plain(cells[i]).strip()) and not doubt_of(cells[i])
        and (names.candidates(cells[i + 1]) or names.is_numbered(cells[i + 1]))
    ]
    run = found[: next((k for k, (i, j) in enumerate(pairwise(found), 1) if not _follows(cells, i, j, names)), len(found))]
    if len(run) < _FEWEST_SERIALS:
        return frozenset()
    last = int(to_plain(cells[run[-1]]))
    rows_left = sum(bool(names.candidates(cell)) for cell in cells[run[-1] + 1 :])
    is_gapless = not any(last < int(to_plain(cells[i])) <= last + rows_left for i in found[len(run) :])  # what comes is another list
    return frozenset(run) if is_gapless else frozenset()


def _follows(cells: Sequence[str], at: int, then: int, names: RowNames) -> bool:
    """Whether a number before a label is the next one, with one row between the two."""
    is_next = int(to_plain(cells[then])) == int(to_plain(cells[at])) + 1
    return is_next and sum(bool(names.candidates(cells[i])) for i in range(at + 1, then)) < _SEVERAL


def _is_serial_head(cell: str) -> bool:
    return to_label(cell) in ("序号", "编号", "行次", "序列")


def is_reversed(cells: Sequence[str], names: RowNames) -> bool:
    """Whether numbers stand before labels and none behind the last: each may stand before its own.

    Before the first label, or behind headings of the form, which have none.
    """
    words = [i for i, cell in enumerate(cells) if not is_value(cell) and len(cell) <= LONGEST_CLAUSE]
    known = [i for i in words if names.candidates(cells[i])]
    labels = [i for i in words if names.is_numbered(cells[i]) or names.candidates(cells[i])]
    if not known or _has_value_at(cells, labels[-1] + 1):
        return False
    if known[0] > 0 and _has_value_at(cells, known[0] - 1):
        return True
    return any(names.is_only_heading(cells[i]) and _has_digits_at(cells, i + 1) for i in known)


def _has_value_at(cells: Sequence[str], at: int) -> bool:
    return at < len(cells) and (is_value(cells[at]) or bool(to_units(cells[at])))


def _has_digits_at(cells: Sequence[str], at: int) -> bool:
    return at < len(cells) and is_value(cells[at]) and re.search(r"\d", cells[at]) is not None


def _add_words(items: list[Item], cell: str, place: Place | None, names: RowNames) -> None:
    """A line of words: a label, the rest of the one above, or what stands in the place of a number."""
    compact = to_compact(cell)
    is_label = bool(names.candidates(cell)) or names.is_numbered(cell) or TAIL.match(to_plain(cell).strip()) or is_head([cell], names)
    is_label = is_label or scope.is_table_caption(compact) or scope.is_heading(compact, None)
    above = items[-1] if items else None
    if above is None or is_label or above.values:
        items.append(Item(cell, (), units_in(cell), place))
    elif not above.units and names.candidates(above.label + cell):
        items[-1] = replace(above, label=above.label + cell)
    elif names.candidates(above.label) and is_name(compact):  # who signed below a list whose last row is blank
        items.append(Item(cell, (), (), place))
    elif names.candidates(above.label) or (not above.label and above.units):  # the label may stand over the grid
        items[-1] = replace(above, values=((cell, place),))
    else:
        items.append(Item(cell, (), units_in(cell), place))
