"""Lines → rows of the form, with the columns of their values.

In: the lines of one table. Out: Found rows. Not its business: numbers and statuses (cells.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongkai.form import Form
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line
from gongkai.match.picking import has_text, is_blank, pick
from gongkai.model import Cell, doubt_of
from gongkai.text import is_number, to_label, to_plain


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the form met in the document. at: the grid columns of its values in the order of `columns`, None: not decidable.

    One of them None: that column is not; heads.LOST: the table lacks it.

    unit: that of amounts in it, as head, label and notes say; several joined by a slash.
    block: which of several tables on disputes it stands in.
    """

    row: str
    columns: tuple[str, ...]
    line: Line
    at: tuple[int | None, ...] | None
    is_blank: bool = False
    unit: str = ""
    block: int = 0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line and the row its label names ("" for none). label: the grid column where the label ends."""

    line: Line
    row: str
    label: int

    @property
    def is_stray(self) -> bool:
        """Whether its label is none of the form's, and values stand behind it."""
        return not self.row and self.label >= 0 and not is_blank(self.line, self.label)


def find_label(line: Line, form: Form) -> Labelled:
    """The row that a line's own label names."""
    labels = labels_of(form, line.table, "row")
    cells = line.label_cells()
    for i in reversed(cells):
        row = labels.find_leaf(line.cells[i] or "")
        if row:
            return Labelled(line, row, i)
        if i != cells[0] and labels.is_part(line.cells[i] or ""):
            return Labelled(line, "", i)  # half a label: what stands left of it is its heading, not its name
    if cells:
        row = labels.find_leaf("".join(line.cells[i] or "" for i in cells)) or ""
        return Labelled(line, row, cells[-1])
    return Labelled(line, "", -1)


def is_header(line: Line, form: Form) -> bool:
    """A line of column labels: two or more of them and no number."""
    labels = labels_of(form, line.table, "column")
    words = [c for c in line.cells if has_text(c)]
    if any(is_number(c) and any(ch.isdigit() for ch in c or "") for c in words):
        return False
    named = {labels.find(c) or to_label(c) for c in words if c and (labels.find(c) or labels.is_part(c))}
    return len(named) >= 2 or any("申请人情况" in to_label(c or "") for c in words)


def to_columns_at(lines: Sequence[Line], form: Form) -> dict[str, list[int]]:
    """Where the header lines of one grid put each column: id → grid columns, the lowest label of a column counting."""
    found: dict[int, str] = {}
    for line in lines:
        labels = labels_of(form, line.table, "column")
        for i, cell in enumerate(line.cells):
            id = labels.find(cell) if cell and has_text(cell) else None
            if id and not labels.is_heading[id]:
                found[i] = id
            elif has_text(cell) and i in found:
                del found[i]  # something else stands below: that was no column label
    at: dict[str, list[int]] = {}
    for i in sorted(found):
        at.setdefault(found[i], []).append(i)
    return at


def join_cut_rows(labelled: list[Labelled], form: Form) -> list[Labelled]:
    """Put together what is one row and stands in several lines: a label cut by a page break or a rule, numbers that go on in a line without one.

    Where all numbers stand on one side they are the row's; where both sides have some, nobody can tell a number cut in two from two numbers: all of
    them are in doubt. A line of numbers without a label may also be of the row below it.
    """
    labelled = _without_breaks_between_rows(labelled, form)
    joined: list[Labelled] = []
    above: Labelled | None = None
    following = [*labelled[1:], None] if labelled else []
    for after, below in zip(labelled, following, strict=True):
        this = joined[-1] if joined else None
        row = _row_of_halves(this, after, form) if this is not None else None
        if this is not None and row:
            joined[-1] = _as_one(this, after, row)
        elif this is not None and _goes_on_without_label(this, after) and not _is_of_row_below(this, after, below, form):
            joined[-1] = _as_one(this, after, this.row, True)
        else:
            joined.append(_without_blanks_under(above, after) if above is not None and after.row else after)
        above = after
    return joined


def _without_breaks_between_rows(labelled: list[Labelled], form: Form) -> list[Labelled]:
    """Rows on both sides of a page break that have a whole label each: the break is between them and cuts no number."""
    result = list(labelled)
    for i, (this, after) in enumerate(pairwise(labelled)):
        if this.row and after.row and this.line.grid + 1 == after.line.grid and _has_whole_label(this, form) and _has_whole_label(after, form):
            result[i] = replace(result[i], line=_without_cuts(result[i].line))
            result[i + 1] = replace(after, line=_without_cuts(after.line))
    return result


def _has_whole_label(this: Labelled, form: Form) -> bool:
    return labels_of(form, this.line.table, "row").find(this.line.cells[this.label] or "") == this.row


def _without_cuts(line: Line) -> Line:
    return replace(line, cells=tuple(str(cell) if doubt_of(cell) == "cut" else cell for cell in line.cells))


def _is_of_row_below(above: Labelled, line: Labelled, below: Labelled | None, form: Form) -> bool:
    """Whether numbers without a label are rather of the row below: half its label stands beside them, or it has none and the row above has all."""
    if below is None:
        return False
    if _row_of_halves(line, below, form) is not None:
        return True
    is_whole = all(has_text(one) for one, other in zip(above.line.cells, line.line.cells, strict=False) if has_text(other))
    return is_whole and bool(below.row) and is_blank(below.line, below.label) and _is_right_below(line.line, below.line)


def _without_blanks_under(above: Labelled, row: Labelled) -> Labelled:
    """A row whose empty cells are in doubt where the line above it, which has no label, has numbers."""
    upper, lower = above.line.cells, row.line.cells
    if above.label >= 0 or len(upper) != len(lower) or not _is_right_below(above.line, row.line) or _is_numbering(above.line):
        return row
    both = enumerate(zip(upper, lower, strict=True))
    cells = (Cell(one or "", "cut") if i > row.label and has_text(one) and other == "" else other for i, (one, other) in both)
    return replace(row, line=replace(row.line, cells=tuple(cells)))


def _is_right_below(upper: Line, lower: Line) -> bool:
    """Whether nothing is printed between two lines."""
    if upper.grid != lower.grid:
        return upper.grid + 1 == lower.grid and upper.is_exact and lower.is_exact
    return not any(has_text(cell) for row in upper.source.rows[upper.row + 1:lower.row] for cell in row)


def _is_numbering(line: Line) -> bool:
    """Whether a line numbers the columns: 1, 2, 3."""
    printed = [to_plain(cell or "").strip() for cell in line.cells if has_text(cell)]
    return printed == [str(number) for number in range(1, len(printed) + 1)]


def _goes_on_without_label(this: Labelled, after: Labelled) -> bool:
    """Whether a line right below a row, or first on the next page, has numbers and no label: those of the row above, or what a cut left of them."""
    upper, lower = this.line, after.line
    if not this.row or after.label >= 0 or upper.is_poured or not _is_right_below(upper, lower):
        return False
    beside = lower.cells[this.label + 1:] if len(upper.cells) == len(lower.cells) else lower.cells
    return any(has_text(cell) for cell in beside)


def _as_one(this: Labelled, after: Labelled, row: str, is_doubtful: bool = False) -> Labelled:
    """Two lines as one row: at the place of the line with the numbers, or of the upper one with all of them in doubt."""
    upper, lower, label = this.line.cells, after.line.cells, max(this.label, after.label)
    if not is_doubtful and is_blank(after.line, after.label):
        return replace(this, row=row, label=label)
    if not is_doubtful and is_blank(this.line, label if len(upper) == len(lower) else this.label):
        return replace(after, row=row)
    is_even = len(upper) == len(lower) and not any(has_text(lower[i]) and upper[i] is None for i in range(label + 1, len(lower)))
    if not is_even or (is_doubtful and is_blank(this.line, this.label)):
        values = Cell(" | ".join(cell for cell in (*upper[this.label + 1:], *lower) if cell), "cut")
        return Labelled(replace(this.line, cells=(*upper[:this.label + 1], values)), row, this.label)
    both = zip(upper[label + 1:], lower[label + 1:], strict=True)
    cells = (
        Cell(f"{one or ''}\n{other or ''}".strip(), "cut") if has_text(other) or (not is_doubtful and has_text(one)) else one for one, other in both
    )
    return Labelled(replace(this.line, cells=(*upper[:label + 1], *cells)), row, label)


def _row_of_halves(this: Labelled, after: Labelled, form: Form) -> str | None:
    """The row that two lines name together and neither of them completely by itself, or None."""
    if after.label < 0:
        return None
    labels = labels_of(form, this.line.table, "row")
    begun = this.line.cells[after.label] if len(this.line.cells) == len(after.line.cells) and (not this.row or after.label > this.label) else None
    upper, lower = begun or (this.line.cells[this.label] if this.label >= 0 else "") or "", after.line.cells[after.label] or ""
    row = labels.find_leaf(upper + lower) if to_label(upper) else None
    if not row:
        return None
    is_whole = labels.find(upper + lower) == row
    if labels.find_leaf(lower):  # "2.其他" above, "法律行政法规禁止公开" below, which is an alias too
        is_named = bool(this.row) and not begun
        is_half = not is_named and not labels.names(upper) and is_whole and labels.find_leaf(lower) == row
        is_half = (is_half and labels.has_in_it(row, upper)) or (not is_named and row == labels.find_leaf(lower) and _is_cut_in_number(upper, lower))
        return row if is_half else None
    if labels.names(upper) and not labels.has_in_it(row, lower):
        return None  # what names a row by itself is half a label only if the form's wording goes on so
    return None if this.line.grid == after.line.grid and this.row and not is_whole else row


def _is_cut_in_number(upper: str, lower: str) -> bool:
    """Whether a label is cut between its number and the sign behind it: "（四）无法提供1" above, ". 本机关不掌握…" below."""
    return bool(re.search(r"\D[1-8１-８]\s*$", upper) and re.match(r"\s*[.．、]", lower))


def name_cut_labels(labelled: list[Labelled], form: Form, order: Sequence[str], count: int) -> list[Labelled]:
    """Name the lines whose label lost letters: only where one row of the form is left between the neighbours, and the letters fit it."""
    known = {each.row for each in labelled if each.row}
    result = list(labelled)
    for i, this in enumerate(labelled):
        if this.row or this.label < 0 or pick(this.line, this.label, count) is None:
            continue
        after = labelled[i + 1] if i + 1 < len(labelled) else None
        if is_blank(this.line, this.label) and after is not None and not after.row:
            continue  # its values may stand in the line below
        above = next((each.row for each in reversed(result[:i]) if each.row in order), None)
        below = next((each.row for each in labelled[i + 1:] if each.row in order), None)
        start = order.index(above) + 1 if above else 0
        end = order.index(below) if below else len(order)
        gap = [row for row in order[start:end] if row not in known]
        labels = labels_of(form, this.line.table, "row")
        row = labels.find_cut(this.line.cells[this.label] or "", order)
        if row and row in gap and (len(gap) == 1 or not is_blank(this.line, this.label)):
            result[i] = replace(this, row=row)
            known.add(row)
    return result
