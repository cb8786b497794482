"""Which cells of a row are its values.

In: a line, where its label ends, how many values the form has there. Out: their columns in the grid, or None where more than one reading is possible.
A value is never moved: an exact grid is read by position or, where header and row are merged differently, by the order of its cells;
a flattened text by position or count, and only where they leave no choice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from gongkai.match.lines import Line
from gongkai.match.poured import to_window
from gongkai.text import has_text, is_number, to_printed


def pick(
    line: Line, label: int, count: int, columns_at: Sequence[int] | None = None, in_order: bool = True, is_cut: bool = False,
    others: Collection[int] = (),
) -> list[int] | None:
    """The columns of the `count` values right of column `label` (-1: no label), or None where that cannot be told.

    columns_at: where the header puts them. in_order: the header has them in the form's order (or is not known), so that counting is allowed.
    others: places that have heads of their own, which are none of the form's.
    is_cut: the flattened table lost cells in other rows, so that a blank in it may be a lost column: only full rows count.
    """
    tail = [i for i in range(label + 1, len(line.cells)) if line.cells[i] is not None]
    printed = [i for i in tail if has_text(line.cells[i])]
    if line.has_gained and len(tail) != count:
        return None
    if line.has_lost or (is_cut and not line.is_exact and not line.is_poured):
        return printed if len(printed) == count and _all_numbers(line, printed) else None
    has_columns = columns_at is not None and all(label < i < len(line.cells) and line.cells[i] is not None for i in columns_at)
    if columns_at is not None and has_columns and not line.is_poured and set(printed) <= {*columns_at, *others}:
        return list(columns_at)
    if not in_order:
        return None
    if line.is_exact:
        if len(tail) == count and not _reaches_out(line, tail, columns_at):
            return tail
        return printed if len(printed) == count and _all_numbers(line, printed) else None
    return _pick_by_count(line, tail, printed, count)


def _reaches_out(line: Line, tail: Sequence[int], columns_at: Sequence[int] | None) -> bool:
    """Whether there are as many cells as values only because empty ones stand left or right of the heads, under which one is merged with another."""
    outside = [i for i in tail if not min(columns_at) <= i <= max(columns_at)] if columns_at else []
    return bool(outside) and not any(has_text(line.cells[i]) for i in outside)


def is_cut(line: Line, label: int, count: int) -> bool:
    """A row of a flattened table with fewer cells than the form has values, some of them printed: the flattening dropped cells."""
    tail = [c for c in line.cells[label + 1:] if c is not None]
    return not line.is_exact and len(tail) < count and any(has_text(c) for c in tail)


def _pick_by_count(line: Line, tail: list[int], printed: list[int], count: int) -> list[int] | None:
    if len(tail) == count:
        return tail
    if len(printed) == count and _all_numbers(line, printed) and len(tail[tail.index(printed[0]):tail.index(printed[-1])]) < count:
        return printed  # an empty cell among them could be a value, and one of them a cell too many
    if not printed and len(tail) >= count:
        return tail[-count:]
    if len(tail) > count and line.is_poured:
        window = to_window([line.cells[i] or "" for i in tail], count)
        return [tail[i] for i in window] if window else None
    return None


def _all_numbers(line: Line, columns: list[int]) -> bool:
    return all(is_number(line.cells[i]) for i in columns)


def is_blank(line: Line, label: int) -> bool:
    """Nothing at all is printed right of the label."""
    return not any(has_text(c) for c in line.cells[label + 1:])


def find_covers(line: Line, label: int) -> list[tuple[int, int]]:
    """Row and column of the cells that reach, with what is printed in them, into a row in which nothing is printed right of its label.

    Where all places of a row are merged with those above, whatever stands there counts; such a row may also have no cells, which nobody can tell.
    In a row with places of its own a value counts, for what is beside the label may be the label's own, merged across.
    """
    rows = line.source.rows
    if not line.is_exact or line.row >= len(rows):
        return []
    # a column of another year or of nobody's was taken from the line; its cell is there all the same
    cells = [there if cell is None else cell for cell, there in zip_longest(line.cells, rows[line.row])]
    own = next((i for i in range(label + 1, len(cells)) if cells[i] is not None), None)
    if own is None:
        return _find_blocks(line, range(label + 1, len(cells)))
    if line.grid and line.row == 0 and len(rows) > 1 and {*cells[own + 1 :], *rows[1][own:]} == {None}:
        return [(0, own)]
    for i in range(label + 1, own):
        at = next((at for at in range(line.row - 1, -1, -1) if i < len(rows[at]) and rows[at][i] is not None), None)
        if at is not None and has_text(rows[at][i]) and to_printed(rows[at][i]).status in ("reported", "not_applicable"):
            return [(at, i)]
    return []


def _find_blocks(line: Line, places: range) -> list[tuple[int, int]]:
    """The cells over all places of a row. One that begins where its grid does may have begun on the page before, with what is printed there."""
    rows = line.source.rows
    at = next((at for at in range(line.row - 1, -1, -1) if any(cell is not None for cell in rows[at][places.start :])), None)
    if at is None:
        return []
    own = [i for i in places if i < len(rows[at]) and rows[at][i] is not None]
    printed = [i for i in own if has_text(rows[at][i])]
    return [(at, i) for i in printed or (own[:1] if at == 0 and line.grid else [])]


def stands_left(line: Line, label: int, heads: Collection[int]) -> bool:
    """Whether a row with nothing right of its label has its values left of it: heads stand there, or there is no place right of it."""
    numbers = [i for i in range(label) if is_number(line.cells[i])]
    has_places = any(cell is not None for cell in line.cells[label + 1:])
    return bool(numbers) and is_blank(line, label) and (any(i < label for i in heads) or not has_places)
