"""The rows of the table of requests.

In: the lines of that table. Out: Found rows, and the lines among them whose label the form does not know.
Not its business: numbers and statuses (cells.py).
"""

from __future__ import annotations

from gongkai.form import Form
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line
from gongkai.match.picking import has_text, is_blank, is_cut, pick
from gongkai.match.rows import (
    Found,
    Labelled,
    find_label,
    is_header,
    join_over_page_breaks,
    name_cut_labels,
    to_columns_at,
)
from gongkai.text import is_number


def find_requests(lines: list[Line], form: Form) -> tuple[list[Found], list[Labelled]]:
    order = [e.id for e in form.rows("requests", form.versions[-1])]
    order.insert(order.index("other_correction_overdue"), "other_disposal")
    columns = [e.id for e in form.columns("requests", form.versions[-1])]
    headers, data = _split_header(lines, form)
    labelled = [find_label(line, form) for line in data if not line.is_empty]
    labelled = join_over_page_breaks(labelled, form)
    labelled = name_cut_labels(labelled, form, order, len(columns))
    at_of_grid = _columns_at_by_grid(headers, data, columns, form)
    cut = any(is_cut(this.line, this.label, len(columns)) for this in labelled if this.row)
    found = []
    for i, this in enumerate(labelled):
        if not this.row:
            continue
        if this.row == "other_disposal" and _opens_children(labelled, i):
            continue
        at = pick(this.line, this.label, len(columns), at_of_grid.get(this.line.grid), is_cut=cut)
        blank = is_blank(this.line, this.label)
        tail = [c for c in this.line.cells[this.label + 1:] if c is not None]
        # what was lost need not have been blank
        is_short = this.line.has_lost or this.line.has_gained or (not this.line.is_exact and 0 < len(tail) < len(columns))
        if blank and (is_short or _has_floating_numbers(labelled, i, len(columns)) or _may_stand_beside(labelled, i, form)):
            at, blank = None, False
        found.append(Found(this.row, tuple(columns), this.line, tuple(at) if at else None, blank))
    return found, [this for this in labelled if this.is_stray]


def _opens_children(labelled: list[Labelled], i: int) -> bool:
    """（六）其他处理 without values of its own, followed by its three rows: the heading of the 2021 form."""
    after = labelled[i + 1].row if i + 1 < len(labelled) else ""
    return after.startswith("other_") and is_blank(labelled[i].line, labelled[i].label)


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
    is_apart = after is not None and after.line.grid != labelled[i].line.grid
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


def _columns_at_by_grid(headers: list[Line], data: list[Line], columns: list[str], form: Form) -> dict[int, list[int]]:
    """Grid → where its values stand: from its header; for a grid that goes on without one, from the last header of the same width."""
    by_grid: dict[int, list[int]] = {}
    width_of: dict[int, list[int]] = {}
    for grid in sorted({line.grid for line in [*headers, *data]}):
        own = [line for line in headers if line.grid == grid]
        rows = [line for line in data if line.grid == grid]
        width = max((len(line.cells) for line in [*own, *rows]), default=0)
        at = to_columns_at(own, form) if own else {}
        placed = width_of.get(width, []) if not own else [at[c][0] for c in columns] if all(len(at.get(c, ())) == 1 for c in columns) else []
        if not placed or placed != sorted(placed):
            continue
        if own:
            width_of[width] = placed
        if _stand_under(rows, placed, form):
            by_grid[grid] = placed
    return by_grid


def _stand_under(rows: list[Line], placed: list[int], form: Form) -> bool:
    """Whether a flattened table kept its columns: in every row labels stand left of the first value column, and figures in value columns.

    Seed 000 and 004 are tables that did not: their rows slide to the left wherever a merged cell was.
    """
    labels = labels_of(form, "requests", "row")
    for line in rows:
        printed = {i for i, cell in enumerate(line.cells) if has_text(cell)}
        if line.is_exact or not printed:
            continue
        slid = any(i >= placed[0] and labels.find_leaf(line.cells[i] or "") for i in line.label_cells())
        if slid or len(line.cells) <= placed[-1] or not printed <= {*range(placed[0]), *placed}:
            return False
    return True
