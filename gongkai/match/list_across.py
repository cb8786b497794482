"""A list laid on its side: labels across, numbers below them → its items.

In: a grid. Out: Items in the order of its columns, or None where the grid is no such list; where it cannot be told which row of numbers
counts, or what stands below what, Items in doubt. Not its business: lists with their labels below each other (items.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.match.columns import LABELS, NUMBERS, UNITS, is_unsure, to_rank
from gongkai.match.list_items import SUMS, Cell, Item, is_word, to_units, units_in
from gongkai.match.ownership import Own
from gongkai.match.row_names import RowNames
from gongkai.model import Grid, Place
from gongkai.text import has_text, to_label

_FEWEST = 3
"""labels beside each other, with nothing else between them, that are no two halves of a table; behind a word for labels (统计指标) one is enough"""

Rows = Sequence[Sequence[Cell]]
To = Callable[[int, int], Place]
"""row, column → where that stands"""


@dataclass(frozen=True, slots=True)
class _Strip:
    """Rows of a grid: heads from start to below, what stands below them up to end."""

    start: int
    below: int
    end: int


def read_across(grid: Grid, names: RowNames, own: Own, place: To) -> list[Item] | None:
    """The items of a grid whose labels stand beside each other, over their numbers."""
    strips = _find_strips(grid.rows, names)
    if not strips:
        return None
    return [item for strip in strips for item in _read_strip(grid, strip, names, own, place)]


def _find_strips(rows: Rows, names: RowNames) -> list[_Strip]:
    """Rows of labels with the rows below each, () where labels stand below each other as well."""
    heads = [r for r, row in enumerate(rows) if _is_of_labels(row, names)]
    if not heads:
        return []
    known = [sum(bool(names.candidates(cell or "")) for cell in row) for row in rows]
    if sum(known[r] for r in heads) * 2 <= sum(known):
        return []
    starts = [r for r in heads if r - 1 not in heads]
    strips = []
    for start, following in zip(starts, [*starts[1:], len(rows)], strict=True):
        below = next((r for r in range(start, following) if r not in heads), following)
        above = start
        while above and _is_of_words(rows[above - 1]) and not _is_of_labels(rows[above - 1], names) and sum(map(has_text, rows[above - 1])) > 1:
            above -= 1
        end = next((r for r in range(below, following) if _is_caption(rows[r])), following)
        strips.append(_Strip(above, below, end))
    return strips


def _is_caption(row: Sequence[Cell]) -> bool:
    """Whether a row is one word: of what follows. A word for numbers before empty cells is the row of numbers, all blank."""
    printed = [cell for cell in row if has_text(cell)]
    is_blank = None not in row and len(row) > 1 and to_label(row[0] or "") in NUMBERS
    return len(printed) == 1 and is_word(printed[0]) and not is_blank


def _is_of_words(row: Sequence[Cell]) -> bool:
    printed = [cell for cell in row if has_text(cell)]
    return bool(printed) and all(is_word(cell) for cell in printed)


def _is_of_labels(row: Sequence[Cell], names: RowNames) -> bool:
    """Whether a row holds labels beside each other and nothing else, but for the word in its corner."""
    fewest = 1 if row and to_label(row[0] or "") in LABELS else _FEWEST
    return _is_of_words(row) and sum(bool(names.candidates(cell or "")) for cell in row) >= fewest


def _read_strip(grid: Grid, strip: _Strip, names: RowNames, own: Own, place: To) -> list[Item]:
    rows = grid.rows
    heads = rows[strip.start:strip.below]
    width = max(map(len, heads))
    is_even = grid.exact or (len(heads) == 1 and all(len(row) == width for row in rows[strip.below:strip.end]))
    has_corner = not any(row and names.candidates(row[0] or "") for row in heads)
    below = range(strip.below, strip.end)
    of_units = [r for r in below if _is_of_units(rows[r], has_corner)]
    chosen, is_sure = _choose([r for r in below if r not in of_units], rows, has_corner, own)
    items: list[Item] = []
    for column in range(int(has_corner), width):
        over, label = _label_of(heads, column)
        if not label:
            continue
        if over and to_label(label) in SUMS:  # 行政复议数量 over 总数
            label = over.pop()
        known = {item.label for item in items if item.is_context}
        items += [Item(text, place=place(strip.start, column), is_context=True) for text in over if text not in known]
        at = place(chosen[0] if chosen else strip.below - 1, column)
        units = (*units_in(label), *(unit for r in of_units if column < len(rows[r]) for unit in to_units(rows[r][column] or "")))
        cells = [(rows[r][column] if column < len(rows[r]) else None, place(r, column)) for r in chosen]
        values = tuple((cell or "", where) for cell, where in cells if cell is not None)
        if not chosen or not is_even or len(values) < len(cells):
            items.append(Item(label, (), units, at, is_missing=True))
        elif len(values) == 1 and is_sure:
            items.append(Item(label, values if has_text(values[0][0]) else (), units, at))
        else:
            items.append(Item(label, (*values, ("", at)), units, at))
    return items


def _is_of_units(row: Sequence[Cell], has_corner: bool) -> bool:
    printed = [cell for cell in row[int(has_corner):] if has_text(cell)]
    is_named = has_corner and bool(row) and to_label(row[0] or "") in UNITS
    units = [bool(to_units(cell or "")) for cell in printed]
    return bool(printed) and any(units) and (is_named or all(units))


def _choose(candidates: Sequence[int], rows: Rows, has_corner: bool, own: Own) -> tuple[list[int], bool]:
    """The rows that can hold the numbers of this body and year, and whether what stands before the one is sure."""
    if not has_corner:
        return list(candidates), True
    heads = {r: to_label(rows[r][0] or "") if rows[r] else "" for r in candidates}
    ranks = {r: to_rank(head, own) if head and head not in LABELS else 1 for r, head in heads.items()}
    best = [r for r in candidates if ranks[r] and ranks[r] == max(ranks.values())]
    return best, len(best) == 1 and not (heads[best[0]] and is_unsure(heads[best[0]], own, ranks[best[0]]))


def _label_of(heads: Rows, column: int) -> tuple[list[str], str]:
    """What stands over a column: the heads over several, and its own label. A merged cell is where it begins."""
    found: list[str] = []
    for row in heads:
        at = column
        while at > 0 and (at >= len(row) or row[at] is None):
            at -= 1
        text = row[at] if at < len(row) else None
        if text and has_text(text) and (at == column or row is not heads[-1]) and text not in found:
            found.append(text)
    own = next((row[column] for row in reversed(heads) if column < len(row) and has_text(row[column])), None)
    return [text for text in found if text != own], own or ""
