"""The rows of the table of requests.

In: the lines of that table. Out: Found rows, and the lines among them whose label the form does not know.
Not its business: numbers and statuses (cells.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.form import Form
from gongkai.match.cut_rows import join_cut_rows
from gongkai.match.heads import Heads, find_head, pick_under, read_heads, to_order
from gongkai.match.intruders import find_others
from gongkai.match.labels import Labels, labels_of
from gongkai.match.lines import Line
from gongkai.match.picking import is_blank, is_cut, pick, stands_left
from gongkai.match.rows import (
    Found,
    Labelled,
    find_label,
    is_header,
    name_cut_labels,
)
from gongkai.text import has_text, is_number

_Order = Heads | list[str] | tuple[str, ...] | None
MOST_BESIDE = 5
"""rows under their heads for each that is shown beside them, at the least"""
LEAST_OF_A_HEADER = 4
"""heads of the form in one that is taken for the form's"""


def find_requests(lines: list[Line], form: Form, version: str = "") -> tuple[list[Found], list[Labelled]]:
    """Find the rows, and the lines whose label the form does not know. version: "" for the rows and columns of any."""
    order = [e.id for e in form.rows("requests", version)] if version else list(form.all_rows("requests"))
    columns = [e.id for e in form.columns("requests", version)] if version else list(form.all_columns("requests"))
    headers, data = _split_header(lines, form)
    labelled = _without_loose_heads([find_label(line, form) for line in data if not line.is_empty], form)
    labelled = join_cut_rows(labelled, form)
    labelled = name_cut_labels(labelled, form, order, len(columns))
    heads_of = _heads_by_grid(headers, labelled, columns, form)
    stripped = _find_stripped(labelled, len(columns))
    cut = any(is_cut(this.line, this.label, len(columns)) for this in labelled if this.row)
    # where each row has all its values, none was left out, and the number of a page would be one too many
    has_odd_rows = any(0 < this.line.count_values(this.label) != len(columns) for this in labelled if this.row)
    strict = {grid for grid, heads in heads_of.items() if isinstance(heads, Heads) and _stand_mostly(labelled, grid, heads)}
    found = []
    for i, this in enumerate(labelled):
        if not this.row:
            continue
        if _opens_children(labelled, i, form):
            continue
        at = _pick(this, columns, heads_of.get(this.line.grid), cut)
        if this.line.grid in stripped and _has_moved(this, stripped[this.line.grid]):
            at = None
        may_be_others = this.line.source.is_loose or has_odd_rows
        if at and may_be_others and find_others(this.line, [this.line.cells[i] for i in at if i is not None], len(columns)):
            at = None
        heads = heads_of.get(this.line.grid)
        if at and this.line.grid in strict and isinstance(heads, Heads) and not _stands_under(this, heads) and not _is_uniform(this, at):
            at = None
        blank = is_blank(this.line, this.label)
        if stands_left(this.line, this.label, list(heads.at.values()) if isinstance(heads, Heads) else ()):
            at, blank = None, False
        tail = [c for c in this.line.cells[this.label + 1:] if c is not None]
        # what was lost need not have been blank
        is_short = this.line.has_lost or this.line.has_gained or (not this.line.is_exact and 0 < len(tail) < len(columns))
        if blank and (is_short or _has_floating_numbers(labelled, i, len(columns)) or _may_stand_beside(labelled, i, form)):
            at, blank = None, False
        found.append(Found(this.row, tuple(columns), this.line, tuple(at) if at else None, blank))
    return found, [this for this in labelled if this.is_stray]


def to_seen_columns(lines: list[Line], form: Form) -> set[str]:
    """The columns that the header lines name."""
    labels = labels_of(form, "requests", "column")
    return {id for line in lines if is_header(line, form) for cell in line.cells if cell and (id := labels.find(cell))}


def _find_stripped(labelled: list[Labelled], count: int) -> dict[int, int]:
    """The flattened grids whose rows keep the empty places of merged labels and lost the empty cells at their ends.

    Grid → cells of a full row, 0 where there is none.
    There a row with as many cells behind its label as there are columns need not have one of each.
    """
    found = {}
    for grid in {each.line.grid for each in labelled}:
        rows = [each for each in labelled if each.line.grid == grid and each.row and not is_blank(each.line, each.label)]
        if not rows or rows[0].line.is_exact or rows[0].line.is_poured or any(not has_text(each.line.cells[-1]) for each in rows):
            continue
        lengths, behind = {len(each.line.cells) for each in rows}, {len(each.line.cells) - each.label for each in rows}
        if len(lengths) > 1 and len(behind) > 1 and any(not has_text(each.line.cells[each.label + 1]) for each in rows):
            whole = {len(each.line.cells) for each in rows if all(map(has_text, each.line.cells[-count:])) and len(each.line.cells) > count}
            found[grid] = whole.pop() if len(whole) == 1 else 0
    return found


def _has_moved(this: Labelled, width: int) -> bool:
    """Whether a row of such a grid has empty cells behind its label and not the cells of a full row."""
    return len(this.line.cells) != width and any(not has_text(cell) for cell in this.line.cells[this.label + 1:])


def _without_loose_heads(labelled: list[Labelled], form: Form) -> list[Labelled]:
    """The lines without those over the first row that are heads by themselves: 其他 and 总计 are columns there, and rows further down."""
    columns = labels_of(form, "requests", "column")

    def is_head(this: Labelled) -> bool:
        return bool(this.row) and is_blank(this.line, this.label) and columns.find(this.line.cells[this.label] or "") is not None

    rows = [i for i, this in enumerate(labelled) if this.row and not is_head(this)]
    first = rows[0] if rows else len(labelled)
    return [this for i, this in enumerate(labelled) if i >= first or not is_head(this)]


def _opens_children(labelled: list[Labelled], i: int, form: Form) -> bool:
    """A row without values of its own, followed by one that stands under it: a heading, as （六）其他处理 is since 2021."""
    after = labelled[i + 1].row if i + 1 < len(labelled) else ""
    is_under = bool(after) and form.entry("requests", "row", after).parent == labelled[i].row
    return is_under and is_blank(labelled[i].line, labelled[i].label)


def _may_stand_beside(labelled: list[Labelled], i: int, form: Form) -> bool:
    """A blank row beside values whose label says nothing: above them at a page break, or in a flattened table below them,
    where both labels together name it."""
    before = labelled[i - 1] if i else None
    is_flat = not labelled[i].line.is_exact
    if before is not None and is_flat and not before.row and before.label >= 0 and not is_blank(before.line, before.label):
        own = labelled[i]
        upper, lower = before.line.cells[before.label] or "", own.line.cells[own.label] or ""
        if labels_of(form, "requests", "row").find_leaf(upper + lower) == own.row:
            return True
    after = labelled[i + 1] if i + 1 < len(labelled) else None
    # on a page without rules a label of several lines has its values beside one of them
    is_apart = after is not None and (after.line.grid != labelled[i].line.grid or (is_flat and after.line.source.page is not None))
    return after is not None and is_apart and not after.row and after.label >= 0 and not is_blank(after.line, after.label)


def _has_floating_numbers(labelled: list[Labelled], i: int, count: int) -> bool:
    """A line of values without a label next to a label without values."""
    around = labelled[max(0, i - 1):i] + labelled[i + 1:i + 2]
    return any(near.label < 0 and not near.row and len([c for c in near.line.cells if is_number(c)]) >= count for near in around)


def _split_header(lines: list[Line], form: Form) -> tuple[list[Line], list[Line]]:
    headers: list[Line] = []
    data: list[Line] = []
    for line in lines:
        (headers if is_header(line, form) else data).append(line)
    return headers, data


def _heads_by_grid(headers: list[Line], labelled: list[Labelled], columns: list[str], form: Form) -> dict[int, _Order]:
    """Grid → its heads: its own, or for one that goes on without any those of the last header; None where there was none yet.

    A list: the order of the columns, of a flattened table whose heads do not stand over them. An empty one: nobody can tell the columns. A tuple:
    each is there once, in an order that nobody can tell.
    """
    by_grid: dict[int, _Order] = {}
    labels = labels_of(form, "requests", "column")
    last: tuple[int, _Order] | None = None
    for grid in sorted({line.grid for line in headers} | {each.line.grid for each in labelled}):
        rows = [each for each in labelled if each.line.grid == grid]
        own = [line for line in headers if line.grid == grid] + _unknown_header(rows)
        width = max((len(line.cells) for line in [*own, *(each.line for each in rows)]), default=0)
        if not own:
            by_grid[grid] = _carry(last, width, rows, form)
            continue
        leaves = (i for line in own for i, cell in enumerate(line.cells) if cell and has_text(cell) and labels.find(cell) in columns)
        end = min(leaves, default=width)
        first = 1 + max((each.label for each in rows if each.row and each.label < end), default=-1)  # a label further right is one that slid
        heads = read_heads(own, labels, columns, first, "organisation")
        is_exact = all(line.is_exact for line in own)
        if heads is not None and not is_exact and len(heads.at) < LEAST_OF_A_HEADER and _goes_on(grid, own[0], headers, form):
            by_grid[grid] = _carry(last, width, rows, form)
            continue
        if heads is not None and not is_exact and len(heads.at) < LEAST_OF_A_HEADER:
            by_grid[grid] = [] if heads.others else None  # too little of a header to tell places by
        elif heads is not None and is_exact and not heads.is_plain and (_stand_beside(rows, heads) or _is_interrupted(own, heads, labels)):
            by_grid[grid] = []
        elif heads is not None and (is_exact or (_has_all(own, heads, labels, columns) and _stand_under([each.line for each in rows], heads, form))):
            by_grid[grid] = heads
        else:
            whole = [texts for each in rows if (texts := _to_texts(each, len(columns)))]
            order = to_order(own, labels, columns, "organisation", whole) if heads is not None and not is_exact else None
            by_grid[grid] = tuple(columns) if order == [] and _names_each_once(own, labels, columns) else order
        last = width, by_grid[grid] or (last[1] if last and not by_grid[grid] else None)
    return by_grid


def _has_all(lines: list[Line], heads: Heads, labels: Labels, columns: list[str]) -> bool:
    """Whether every column that header lines name has its place: what stands in the place of another in a line below was not aligned with it."""
    named = {find_head(cell, labels, columns, line.own) for line in lines for cell in line.cells if cell and has_text(cell)}
    return named & set(columns) <= set(heads.at) | heads.open


def _names_each_once(lines: list[Line], labels: Labels, columns: list[str]) -> bool:
    named = [find_head(cell, labels, columns, line.own) for line in lines for cell in line.cells if cell and has_text(cell)]
    return all(named.count(id) == 1 for id in columns)


def _to_texts(row: Labelled, count: int) -> list[str]:
    """The values of a row that has `count` of them, [] of any other."""
    at = pick(row.line, row.label, count) if row.row else None
    return [row.line.cells[i] or "" for i in at] if at else []


def _goes_on(grid: int, line: Line, headers: list[Line], form: Form) -> bool:
    """Whether a grid goes on with the one before it, nothing between them, and that one has the form's own header (quirk Q27: converters put
    words of their own over the rest of a table that they cut)."""
    above = [each for each in headers if each.grid == grid - 1 and each.source.after == line.source.after]
    labels = labels_of(form, "requests", "column")
    return len({labels.find(cell) for each in above for cell in each.cells if cell} - {None}) >= LEAST_OF_A_HEADER


def _unknown_header(rows: list[Labelled]) -> list[Line]:
    """Lines over the first row of a grid with words in several places and no number: heads that the form does not know."""
    above = []
    for each in rows:
        words = [cell for cell in each.line.cells if has_text(cell)]
        if each.row or each.line.is_poured or any(is_number(cell) for cell in words):
            break
        if len(words) > (1 if each.line.is_exact else LEAST_OF_A_HEADER):
            above.append(each.line)
    return above


def _carry(
    last: tuple[int, _Order] | None, width: int, rows: list[Labelled], form: Form
) -> _Order:
    """The heads of a grid that goes on: those above where it is as wide; else they only say that the columns are the form's, or that they are not."""
    if last is None or last[1] is None:
        return None
    heads = last[1]
    if not isinstance(heads, Heads):
        return heads
    if last[0] == width and (rows[0].line.is_exact or _stand_under([each.line for each in rows], heads, form)):
        return heads
    return None if heads.is_plain else []


def _pick(this: Labelled, columns: list[str], heads: _Order, is_cut: bool) -> list[int | None] | None:
    """The place of each column in a row, under heads of which the places or only the order is known; where not even that is, in any order if all
    its values are the same."""
    if heads is None or isinstance(heads, Heads):
        return pick_under(this.line, this.label, columns, heads, is_cut)
    at = pick(this.line, this.label, len(columns), is_cut=is_cut) if heads else None
    if isinstance(heads, tuple):
        return list(at) if at and len({(this.line.cells[i] or "").strip() for i in at}) == 1 else None
    return [at[heads.index(id)] for id in columns] if at else None


def _stands_under(this: Labelled, heads: Heads) -> bool:
    """Whether what a row prints stands under heads, and all of these right of its label."""
    places = {*heads.at.values(), *heads.others}
    printed = {i for i in range(this.label + 1, len(this.line.cells)) if has_text(this.line.cells[i])}
    return printed <= places and this.label < min(places)


def _stand_mostly(labelled: list[Labelled], grid: int, heads: Heads) -> bool:
    """Whether nearly all rows of an exact grid stand under its heads: then one that does not is shown beside them."""
    rows = [each for each in labelled if each.row and each.line.grid == grid and each.line.is_exact and not is_blank(each.line, each.label)]
    return len([each for each in rows if not _stands_under(each, heads)]) * MOST_BESIDE < len(rows)


def _is_uniform(this: Labelled, at: Sequence[int | None]) -> bool:
    """Whether a row has the same in all its cells, so that no place matters."""
    return len({(this.line.cells[i] or "").strip() for i in at if i is not None}) == 1


def _stand_beside(rows: list[Labelled], heads: Heads) -> bool:
    """Whether most rows have values where no head stands: then the heads, in an order of their own, are over none (a page that lost its colspans)."""
    known = {*heads.at.values(), *heads.others}
    filled = [each for each in rows if each.row and not is_blank(each.line, each.label)]
    beside = [each for each in filled if not {i for i in range(each.label + 1, len(each.line.cells)) if has_text(each.line.cells[i])} <= known]
    return 2 * len(beside) > len(filled)


def _is_interrupted(lines: list[Line], heads: Heads, labels: Labels) -> bool:
    """Whether another column stands among those below 法人或其他组织: their heads have slid."""
    parents = {labels.find(cell) for line in lines for cell in line.cells if cell and has_text(cell)}
    below = [place for id, place in heads.at.items() if labels.parent_of(id) and labels.parent_of(id) in parents]
    return any(min(below) < place < max(below) for place in set(heads.at.values()) - set(below)) if below else False


def _stand_under(rows: list[Line], heads: Heads, form: Form) -> bool:
    """Whether a flattened table kept its columns: in every row labels stand left of the first value column, and figures in value columns.

    Seed 000 and 004 are tables that did not: their rows slide to the left wherever a merged cell was.
    """
    labels = labels_of(form, "requests", "row")
    placed = sorted({*heads.at.values(), *heads.others})
    for line in rows:
        printed = {i for i, cell in enumerate(line.cells) if has_text(cell)}
        if line.is_exact or not printed:
            continue
        slid = any(i >= placed[0] and labels.find_leaf(line.cells[i] or "") for i in line.label_cells())
        if slid or len(line.cells) <= placed[-1] or not printed <= {*range(placed[0]), *placed}:
            return False
    return True
