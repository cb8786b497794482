"""A list as printed in columns → its items: a label, and what stands beside it as unit and number.

In: a grid. Out: Items in reading order, in tables of two halves the left half first.
Not its business: lists without columns (list_lines.py), which row of the form an item is, what its text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gongkai.match.columns import Block, find_blocks, find_stream_heads, has_rows_over_heads, is_head
from gongkai.match.joined_rows import part_rows
from gongkai.match.list_across import read_across
from gongkai.match.list_clauses import split_clauses
from gongkai.match.list_folds import find_folds
from gongkai.match.list_items import SUMS, Cell, Item, is_word, to_doubtful, to_units, units_in
from gongkai.match.list_lines import part_halves, read_stream, units_behind
from gongkai.match.list_strays import beside_heads, find_beside, may_be_number
from gongkai.match.merged_first import find_merged
from gongkai.match.ownership import Own
from gongkai.match.poured_strips import read_strips
from gongkai.match.row_names import RowNames
from gongkai.match.units_first import find_labels_behind_units, put_units_behind
from gongkai.match.years_beside import RowYears
from gongkai.model import Grid, Place, doubt_of
from gongkai.text import has_text, is_number, is_page_number, to_label, to_plain

_HALVES = 2
_NUMBERING = re.compile(r"[(]?(?:[A-Za-z]?\d{0,8}|[一二三四五六七八九十]{1,3}|[IVX]{1,4})(?:[.\-–—_、]\d{1,2}){0,5}[)、.]?")


def to_items(
    grid: Grid, number: int, names: RowNames, own: Own, blocks: Sequence[Block] = (), over: Sequence[str] = (), is_beside: bool = False
) -> tuple[list[list[Item]], tuple[Block, ...]]:
    """The items of a grid, a list a half, and where its heads put labels, units and numbers.

    blocks: of the page before, for one without heads. over: heads that stand over it, and apart from it, for one that was flattened.
    is_beside: whether two halves are known to stand side by side.
    """
    rows, origin = part_rows(grid.rows, names)
    behind_units = find_labels_behind_units(rows, names)
    grid, boxes = replace(grid, rows=tuple(put_units_behind(row, behind_units) for row in rows) if behind_units else rows), grid.boxes
    width = max(len(row) for row in grid.rows) if grid.rows else 0

    merged: frozenset[int] = frozenset()

    def place(row: int, column: int) -> Place:
        column += (column + 1 in behind_units) - (column in behind_units) - (row in merged)  # where it is printed
        row = origin[row]
        has_box = boxes and row < len(boxes) and column < len(boxes[row])
        return Place(grid.page, number + 1, row + 1, column + 1, boxes[row][column] if has_box else None)

    grid = _join_numbers(grid, names)
    if width == 1:
        return _read_stream([(row[0], place(r, 0)) for r, row in enumerate(grid.rows) if row], names, own), ()
    if (across := read_across(grid, names, own, place)) is not None:
        return [across], ()
    is_even = grid.exact or all(len(row) == width for row in grid.rows)
    above = find_blocks(replace(grid, rows=(tuple(over),)), own, names) if len(over) == width and not grid.exact else ()
    going_on = tuple(blocks) if blocks and blocks[0].width == width and is_even else ()
    repeated = going_on if grid.exact and has_rows_over_heads(grid, names) else ()
    found = beside_heads(repeated or find_blocks(grid, own, names) or above or going_on, grid, names)
    merged = find_merged(grid.rows, found, names) if not grid.exact else merged
    grid = replace(grid, rows=tuple((None, *row) if r in merged else row for r, row in enumerate(grid.rows))) if merged else grid
    halves: dict[int, list[Item]] = {}
    starts = [block.start for block in found] or _find_starts(grid, names)
    years = RowYears(own)
    folds = find_folds(grid, names, is_beside)
    are_apart = not grid.exact and not found and len(starts) < _HALVES and _stand_apart(grid.rows, width)
    for r, row in enumerate(grid.rows):
        if is_head(row, names) or _is_page_number(row):
            continue
        aside = years.other(row)
        source = replace(grid, exact=True) if are_apart and len(row) == width else grid
        for half, item, is_shared in _read_row(row, source, found, starts, names, lambda c, r=r: place(r, c)):
            own_half = halves.setdefault(half, [])
            item = folds.doubt(replace(item, is_by_order=True) if are_apart else item, r, names)
            if is_shared and own_half and own_half[-1].values:  # one cell beside two labels
                own_half[-1] = replace(own_half[-1], values=(*own_half[-1].values, ("", item.place)))
            own_half.append(replace(item, aside=aside) if aside else item)
    return [halves.get(half, []) for half in range(max(halves, default=0) + 1)], found


def _is_page_number(row: Sequence[Cell]) -> bool:
    printed = [cell for cell in row if has_text(cell)]
    return len(printed) == 1 and not doubt_of(printed[0] or "") and is_page_number(printed[0] or "")


def _join_numbers(grid: Grid, names: RowNames) -> Grid:
    """Lines cut at blanks, with the numbers of labels put back before them where the heads have no column for those."""
    heads = next((row for row in grid.rows if is_head(row, names)), None)
    if grid.exact or heads is None or is_number(heads[0]):
        return grid
    longer = [row for row in grid.rows if len(row) > len(heads) and _is_numbering(row[0]) and is_word(row[1])]
    if 2 * len(longer) <= len(grid.rows):
        return grid
    rows = tuple((f"{row[0]} {row[1]}", *row[2:]) if len(row) > 1 and _is_numbering(row[0]) and is_word(row[1]) else row for row in grid.rows)
    return replace(grid, rows=rows)


def _is_numbering(cell: Cell) -> bool:
    """Whether a cell is the number of a label and nothing else: 3.1, （二）, 一、."""
    return bool(cell) and _NUMBERING.fullmatch(to_plain(cell or "").strip()) is not None


def _read_stream(stream: list[tuple[Cell, Place | None]], names: RowNames, own: Own) -> list[list[Item]]:
    """The items of a list that came a cell a line, as its heads say: from below where numbers stand before their labels."""
    if (strips := read_strips(stream, names)) is not None:
        return [strips]
    cells = [cell for cell, _ in stream]
    heads = find_stream_heads(cells, own, names)
    if heads.has_units_first:
        stream = [*stream[: heads.end], *units_behind(stream[heads.end:], names)]
    if heads.is_turned:
        items = [*read_stream(stream[: heads.end], names), *reversed(read_stream(stream[: heads.end - 1 : -1], names))]
    else:
        items = read_stream(stream, names)
    if heads.is_other:
        items = [replace(item, values=(), is_missing=True) for item in items]
    elif heads.is_unsure:
        items = [to_doubtful(item) for item in items]
    return part_halves(items, cells, names)


# --- rows -----------------------------------------------------------------------------------------------------------


def _read_row(row, grid, blocks, starts, names, place) -> Iterator[tuple[int, Item, bool]]:  # type: ignore[no-untyped-def]
    """(half, item, whether its number stands in a cell that reaches down from the row above) from left to right."""
    if len(starts) > 1 and not grid.exact and not (blocks and len(row) >= blocks[0].width):
        parts = _split_short(row, names)  # its labels say where its halves begin
        for half, (first, last) in enumerate(parts):
            for _, item, is_shared in _read_part(row, first, last, None, names, place, False):
                is_bare = last - first == 1 and last < len(row) and not names.is_only_heading(item.label)  # perhaps what the next stands under
                is_of_either = len(parts) == 1 and names.is_shared(item.label)
                yield min(half, len(starts) - 1), to_doubtful(item) if is_bare or is_of_either or len(parts) > len(starts) else item, is_shared
        return
    bounds = [*starts, len(row)] if len(starts) > 1 and (grid.exact or len(row) > starts[-1]) else [0, len(row)]
    for half, (start, end) in enumerate(pairwise(bounds)):
        block = blocks[half] if half < len(blocks) and (grid.exact or _is_whole(row, blocks[half])) else None
        for first, last in _split(row, start if half else 0, end, names):
            for column, item, is_shared in _read_part(row, first, last, block, names, place, grid.exact):
                yield sum(column >= begin for begin in starts[1:]), item, is_shared


def _stand_apart(rows: Sequence[Sequence[Cell]], width: int) -> bool:
    """Whether numbers stand in several columns of a grid that was flattened and kept its empty cells."""
    found: set[int] = set()
    for row in rows:
        last = max((i for i, cell in enumerate(row) if is_word(cell)), default=width)
        found |= {i for i in range(last + 1, width) if is_number(row[i]) and re.search(r"\d", row[i] or "")} if len(row) == width else set()
    return len(found) > 1


def _is_whole(row: Sequence[Cell], block: Block) -> bool:
    """Whether a row that was flattened has as many cells as its heads, no word where they have units, and its unit nowhere else."""
    if len(row) != block.width or any(is_word(row[i]) for i in block.units):
        return False
    return not any(to_units(row[i] or "") for i in block.numbers)


def _split(row: Sequence[Cell], start: int, end: int, names: RowNames) -> list[tuple[int, int]]:
    """Part a row where a known label stands behind a unit or a number."""
    cuts, has_word, has_value = [start], False, False  # since the last cut; a row may have a hundred thousand cells
    for i in range(start, end):
        cell = row[i]
        if is_word(cell):
            if has_value and names.candidates(cell or ""):
                cuts.append(i)
                has_value = False
            has_word = True
        elif has_word and has_text(cell):
            has_value = True
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _split_short(row: Sequence[Cell], names: RowNames) -> list[tuple[int, int]]:
    """Part a row of halves that has lost empty cells, before each known label."""
    cuts = [i for i, cell in enumerate(row) if i and is_word(cell) and names.candidates(cell or "")]
    return list(pairwise([0, *cuts, len(row)]))


def _read_part(row, start, end, block, names, place, is_exact) -> Iterator[tuple[int, Item, bool]]:  # type: ignore[no-untyped-def]
    label, over = _find_label(row, start, end, block, names)
    if label < 0:
        printed = [(row[i] or "", place(i)) for i in range(start, end) if has_text(row[i])]
        # the end of a label that was cut: （单位：个）
        if len(printed) > 1 and printed[0][0].strip()[:1] in "（([" and (units := to_units(printed[0][0])):
            yield start, Item(printed[0][0], tuple(printed[1:]), units, place(start)), False
            return
        if any((is_number(text) or re.search(r"\d", text)) and not to_units(text) for text, _ in printed):
            yield start, Item("", tuple(printed), place=place(start)), False
        return
    alone = [] if names.candidates(row[label] or "") or sum(has_text(row[i]) for i in range(start, end)) > 1 else list(
        split_clauses(row[label] or "", place(label), names))
    if alone:  # label and number in one cell that reaches over the row
        for item in alone:
            yield label, item, False
        return
    for i in over:
        yield i, Item(row[i] or "", place=place(i), is_context=True), False
    text = row[label] or ""
    behind = [i for i in range(label + 1, end) if row[i] is not None]
    units = (*units_in(text), *(unit for i in behind for unit in to_units(row[i] or "")))
    if block is None or not block.is_beside(label):
        candidates = [i for i in behind if not to_units(row[i] or "")]
        printed_at = [i for i in candidates if has_text(row[i])]
        before = [i for i in range(start, label) if has_text(row[i]) and is_number(row[i])]
        if before and not printed_at:  # the number of the row, or that of its line: no head says
            yield label, Item(text, (*_at(row, before, place), ("", place(label))), units, place(label)), False
            return
        chosen = printed_at if len(printed_at) != 1 or len(candidates) == 1 or not is_exact else candidates
        at = place(candidates[0] if candidates else label)
        yield label, Item(text, _at(row, chosen, place), units, at, is_by_order=not is_exact), False
        return
    printed_units = [i for i in block.units if label < i < len(row) and has_text(row[i]) and not is_number(row[i])]
    units = (*units, *(u for i in printed_units for u in (to_units(row[i] or "") or (row[i] or "",))))
    numbers = [i for i in block.numbers if i < len(row) and row[i] is not None]
    if not block.numbers:
        yield label, Item(text, (), units, place(label), is_missing=True), False
        return
    if not numbers:
        left = max((i for i in range(label, min(block.numbers, default=end)) if i < len(row) and row[i] is not None), default=label)
        if left != label and not to_units(row[left] or "") and (left not in block.units or is_number(row[left])):
            beside = find_beside(row, label, end, block)
            chosen = [left, *(i for i in beside if i != left)] if beside and not may_be_number(row[left]) else [left]
            yield label, Item(text, _at(row, chosen, place), units, place(label)), False
        else:
            yield label, Item(text, (), units, place(label), is_missing=True), left in block.units
        return
    amounts = tuple((row[i] or "", place(i)) for i in block.amounts if i < len(row) and has_text(row[i])) if block.amounts else None
    printed_at = [i for i in numbers if has_text(row[i])]
    chosen = printed_at if block.is_one and len(printed_at) <= 1 else numbers if printed_at else []
    values = _at(row, chosen, place)
    among = [row[i] or "" for i in range(label + 1, min(numbers)) if i not in block.units and is_word(row[i])]
    is_sure = block.is_sure and all(to_label(text) in SUMS for text in among)  # 行政复议 | 受理数: a part of it, perhaps
    values = (*values, ("", place(label))) if values and not is_sure else values
    beside = find_beside(row, label, end, block)
    if beside and not amounts and not any(may_be_number(text) for text, _ in values):
        values = _at(row, [*numbers, *beside], place)
    yield label, Item(text, values, units, place(numbers[0]), amounts=amounts, amount_units=block.amount_units), False


def _at(row, columns, place) -> tuple[tuple[str, Place | None], ...]:  # type: ignore[no-untyped-def]
    if len(columns) == 1 and not has_text(row[columns[0]]):
        return ()
    return tuple((row[i] or "", place(i)) for i in columns)


def _find_label(row: Sequence[Cell], start: int, end: int, block: Block | None, names: RowNames) -> tuple[int, list[int]]:
    """(the cell of a row that is its label, -1 for none; the labels left of it that stand over several rows)."""
    words: list[int] = []
    for i in range(start, end):
        cell = row[i]
        if not has_text(cell):
            continue
        if block is not None and block.numbers and not block.is_left and i >= min(block.numbers):
            break
        if is_word(cell):
            words.append(i)
        elif words:
            break
    if not words:
        return -1, []
    known = [i for i in words if names.candidates(row[i] or "")]
    if known and known[-1] != words[-1] and not names.is_numbered(row[words[-1]] or ""):
        return known[-1], known[:-1]  # what stands behind a label of the list is said of it
    return words[-1], [i for i in known if i != words[-1]]


def _find_starts(grid: Grid, names: RowNames) -> list[int]:
    """Where the halves of a grid without heads begin, as its labels say."""
    seconds = []
    for row in grid.rows:
        parts = _split(row, 0, len(row), names)
        seconds += [first for first, _ in parts[1:]]
    usual = max(set(seconds), key=seconds.count) if seconds else 0
    return [0, usual] if seconds.count(usual) > 2 else [0]
