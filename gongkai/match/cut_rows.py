"""Rows that stand in several lines → one line each.

In: the lines of a table with the rows that their labels name. Out: the same, what a page break or a rule cut put together. Not its business: what a
label names by itself (rows.py), heads that are cut (cut_heads.py), numbers and statuses (cells.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from gongkai.form import Form
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line
from gongkai.match.picking import is_blank
from gongkai.match.rows import Labelled
from gongkai.model import Cell, doubt_of
from gongkai.text import has_text, to_label, to_plain


def join_cut_rows(labelled: list[Labelled], form: Form) -> list[Labelled]:
    """Put together what is one row and stands in several lines: a label cut by a page break or a rule, numbers that go on in a line without one.

    Where all numbers stand on one side they are the row's; where both sides have some, nobody can tell a number cut in two from two numbers: all of
    them are in doubt. A line of numbers without a label may also be of the row below it.
    """
    joined: list[Labelled] = []
    floating: _Floating | None = None
    last: Line | None = None
    lines, lasts = _join_three(_without_breaks_between_rows(labelled, form), form)
    for after, below in zip(lines, [*lines[1:], None] if lines else [], strict=True):
        this = joined[-1] if joined else None
        is_next = last is not None and _is_right_below(last, after.line)
        floating = floating if is_next else None
        last = lasts.get((after.line.grid, after.line.row), after.line)
        row = _row_of_halves(this, after, form) if this is not None else None
        if this is not None and row:
            joined[-1] = _under(floating, _as_one(this, after, row))
        elif this is not None and is_next and _goes_on_without_label(this, after) and not _is_of_row_below(this, after, below, form):
            floating = _Floating(after, False)
            joined[-1] = _as_one(this, after, this.row, True)
            continue
        else:
            joined.append(_under(floating, after) if after.row else after)
        floating = _Floating(after, True) if not after.row and after.label < 0 else floating if not joined[-1].row else None
    return joined


@dataclass(frozen=True, slots=True)
class _Floating:
    """A line of numbers without a label. is_shared: whether there is no row above that they may go on."""

    line: Labelled
    is_shared: bool


def _join_three(labelled: list[Labelled], form: Form) -> tuple[list[Labelled], dict[tuple[int, int], Line]]:
    """Put rows together whose label stands in three lines, or in two with one between them that has none; and where each of them ends."""
    result: list[Labelled] = []
    lasts: dict[tuple[int, int], Line] = {}
    skip = 0
    for i, first in enumerate(labelled):
        if skip:
            skip -= 1
            continue
        second, third = labelled[i + 1:i + 2], labelled[i + 2:i + 3]
        row = _row_of_three(first, second[0], third[0], form) if third else None
        result.append(_as_one(_as_one(first, second[0], row), third[0], row) if row else first)
        if row:
            skip, lasts[result[-1].line.grid, result[-1].line.row] = 2, third[0].line
    return result, lasts


def _row_of_three(first: Labelled, second: Labelled, third: Labelled, form: Form) -> str | None:
    at = third.label if third.label >= 0 else second.label
    if at < 0 or len({len(each.line.cells) for each in (first, second, third)}) > 1 or not first.line.is_exact:
        return None
    if not (_is_right_below(first.line, second.line) and _is_right_below(second.line, third.line)):
        return None
    labels = labels_of(form, first.line.table, "row")
    pieces = [each.line.cells[at] or "" for each in (first, second, third)]
    row = labels.find("".join(pieces)) if has_text(pieces[0]) and has_text(pieces[2]) else None
    return row if row and not labels.is_heading[row] and labels.find(pieces[0]) != row else None


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


def _under(floating: _Floating | None, row: Labelled) -> Labelled:
    """A row whose empty cells are in doubt where the line above it, which has no label, has numbers; its own numbers too where that is shared."""
    if floating is None:
        return row
    above = floating.line.line
    upper, lower = above.cells, row.line.cells
    if len(upper) != len(lower) or _is_numbering(above):
        return row
    cells = [
        Cell(f"{one}\n{other or ''}".strip(), "cut")
        if i > row.label and has_text(one) and (other == "" or (floating.is_shared and has_text(other))) else other
        for i, (one, other) in enumerate(zip(upper, lower, strict=True))
    ]
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
    if not this.row or after.label >= 0 or upper.is_poured:
        return False
    beside = lower.cells[this.label + 1:] if len(upper.cells) == len(lower.cells) else lower.cells
    return any(has_text(cell) for cell in beside)


def _as_one(this: Labelled, after: Labelled, row: str, is_doubtful: bool = False) -> Labelled:
    """Two lines as one row: at the place of the line with the numbers, or of the upper one with all of them in doubt."""
    upper, lower, label = this.line.cells, after.line.cells, max(this.label, after.label)
    is_wide = len(upper) == len(lower)
    begun = (upper[label] if is_wide and label >= 0 else upper[this.label] if this.label >= 0 else "") or ""
    whole = begun + ((lower[after.label] if after.label >= 0 else "") or "")
    if not is_doubtful and is_blank(after.line, after.label):
        return _named(replace(this, row=row, label=label if is_wide else this.label), whole)
    if not is_doubtful and is_blank(this.line, label if is_wide else this.label):
        return _named(replace(after, row=row), whole)
    is_even = is_wide and not any(has_text(lower[i]) and upper[i] is None for i in range(label + 1, len(lower)))
    if not is_even or (is_doubtful and is_blank(this.line, this.label)):
        values = Cell(" | ".join(cell for cell in (*upper[this.label + 1:], *lower) if cell), "cut")
        return _named(Labelled(replace(this.line, cells=(*upper[:this.label + 1], values)), row, this.label), whole)
    both = zip(upper[label + 1:], lower[label + 1:], strict=True)
    cells = (
        Cell(f"{one or ''}\n{other or ''}".strip(), "cut") if has_text(other) or (not is_doubtful and has_text(one)) else one for one, other in both
    )
    return _named(Labelled(replace(this.line, cells=(*upper[:label + 1], *cells)), row, label), whole)


def _named(this: Labelled, label: str) -> Labelled:
    """The same with the whole of its label where a piece of it stands."""
    if not 0 <= this.label < len(this.line.cells) or not label:
        return this
    cells = (*this.line.cells[:this.label], label, *this.line.cells[this.label + 1:])
    return replace(this, line=replace(this.line, cells=cells))


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
