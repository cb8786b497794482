"""What the rows, columns and tables of the form are called on a body's pages, each as its version prints it.

In: cells, the form, the versions in use. Out: texts, not escaped. Not its business: where they stand (form_tables.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gongkai.form import Entry, Form, without_number
from gongkai.model import CellId


@dataclass(frozen=True, slots=True)
class Label:
    """A name, as the newest version in use has it. former: version and name, where an older one prints it otherwise (the numbering apart)."""

    text: str
    former: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as shown: its label, its group's label, and the cell that it shows for every year."""

    group: Label
    label: Label
    cell: CellId


def to_label(of: Callable[[str], str], versions: Iterable[str]) -> Label:
    """Name something that several versions have. of: version → its name there. versions: those that have it, the oldest first."""
    names = {version: of(version) for version in versions}
    if not names:
        return Label(of(""))
    text = list(names.values())[-1]
    former = {name: version for version, name in names.items() if without_number(name) != without_number(text)}
    return Label(text, tuple((version, name) for name, version in former.items()))


def to_line(form: Form, cell: CellId, language: str, versions: Iterable[str]) -> Line:
    """Name the line of a cell on a page with several years. versions: in use, the oldest first."""
    versions = tuple(versions)
    row = form.entry(cell.table, "row", cell.row)
    own = [version for version in versions if cell in form.cells(version, cell.table)]
    group, label = (to_label(lambda version, at=at: _to_names(form, cell, language, version)[at], own) for at in (0, 1))  # type: ignore[misc]
    above = to_group(form, row)
    if above is not None and cell.table != "disputes":  # a heading is the same over all its lines, also those that only one version has
        group = to_label(lambda version: above.label(language, version), [version for version in versions if version in above.labels])
    return Line(group, label, cell)


def _to_names(form: Form, cell: CellId, language: str, version: str) -> tuple[str, str]:
    """The heading over the line of a cell, "" for none, and its label."""
    row = form.entry(cell.table, "row", cell.row)
    above = to_group(form, row)
    group = above.label(language, version) if above else ""
    label = to_row_label(row, group, language, version)
    if cell.table == "proactive_disclosure":
        return group, f"{label} · {to_column_label(form, cell, language, version)}"
    if cell.table == "disputes":
        return (f"{group} · {label}" if group else label), form.column_of(cell).label(language, version)
    return group, label


def to_group(form: Form, row: Entry) -> Entry | None:
    """The heading that a row stands under. A row with a number is a line, and no heading."""
    above = row.parent
    while above and form.entry(row.table, "row", above).type:
        above = form.entry(row.table, "row", above).parent
    return form.entry(row.table, "row", above) if above else None


def to_row_label(row: Entry, group: str, language: str, version: str) -> str:
    label = row.label(language, version).removeprefix(f"{group}: ")
    return f"{label}（{row.unit}）" if row.table == "statistics" and language == "zh" else label


def to_column_label(form: Form, cell: CellId, language: str, version: str) -> str:
    column = form.column_of(cell)
    unit = f"（{column.unit}）" if language == "zh" and column.unit not in ("", "万元") else ""
    return f"{column.label(language, version)}{unit}"
