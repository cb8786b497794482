"""Lines → rows of the form, with the columns of their values.

In: the lines of one table. Out: Found rows. Not its business: numbers and statuses (cells.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.form import Form
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line
from gongkai.match.picking import is_blank, pick
from gongkai.text import has_text, is_number, to_label


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
