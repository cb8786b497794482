"""data.csv of a body: every figure of all its years, and with it all that who opens the file alone has to know.

In: a body's lines of the published tables, the form. Out: bytes. Not its business: data.json (files.py).
A line a cell of the form, a column a year from the first to the last, those without a report too. What stands behind the figures (why there is none,
labels, the body, the form of each year, where it is from, its version) comes in columns of its own, at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from gongkai.form import Form
from gongkai.model import CellId
from gongkai.pages.body.files import NOT_ON_FORM, OTHER_UNIT, to_csv
from gongkai.pages.body.labels import Label, to_label

Record = Mapping[str, Any]

NO_REPORT = "no_report"
"""in place of a status: there is no report on that year"""
LABELS = ("row_label_zh", "row_label_en", "column_label_zh", "column_label_en")
BEHIND = ("agency_id", "agency_name")
AT_END = ("source", "data_version")


def to_cells_csv(agency: Record, lines: Mapping[str, Sequence[Record]], form: Form, source: str, data_version: str) -> bytes:
    """Write a body's figures. lines: of the tables cells and reports. A cell whose unit is another in some years has a line for each unit."""
    found: dict[CellId, dict[str, dict[str, Record]]] = {}
    forms = {to_key(line, agency): {t: line.get(f"form_{t}") or "" for t in form.tables} for line in lines["reports"] if is_published(line)}
    for cell in lines["cells"]:
        key = to_key(cell, agency)
        forms.setdefault(key, {})
        found.setdefault(CellId(cell["table"], cell["row"], cell["column"]), {}).setdefault(cell["unit"] or "", {})[key] = cell
    keys = with_gaps(forms)
    rows = []
    behind = {
        table: (agency["agency_id"], agency.get("agency_name") or "", *(forms[key].get(table, "") if key in forms else "" for key in keys), source,
                data_version)
        for table in form.tables
    }
    versions = {table: frozenset(of_year.get(table, "") for of_year in forms.values()) for table in form.tables}
    for of in form.all_cells:
        units = found.get(of)
        if not units:
            continue
        labels = _to_labels(form, of, versions[of.table])
        known = {key for years in units.values() for key in years}
        for unit, years in units.items():
            cells = [years.get(key) for key in keys]
            why = [_to_status(cell, key in known, forms.get(key)) for cell, key in zip(cells, keys, strict=True)]
            rows.append((*of, unit, *(cell and cell["value"] for cell in cells), *why, *labels, *behind[of.table]))
    names = (*keys, *(f"status_{key}" for key in keys), *LABELS, *BEHIND, *(f"form_{key}" for key in keys), *AT_END)
    return to_csv(("table", "row", "column", "unit", *names), rows)


def is_published(report: Record) -> bool:
    return report.get("read_status") in ("read", "partly_read")


def to_key(line: Record, agency: Record) -> str:
    return str(line["report_id"]).removeprefix(f"{agency['agency_id']}-")


def with_gaps(keys: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of reports by year, with the years between the first and the last that have none."""
    years = [int(key[:4]) for key in keys if key[:4].isdecimal()]
    every = {*keys, *(str(year) for year in range(min(years, default=0), max(years, default=-1) + 1) if year not in years)}
    return tuple(sorted(every))


def _to_status(cell: Record | None, is_known: bool, forms: Mapping[str, str] | None) -> str:
    """Why there is no number in this line, "" where there is one. forms: table → version of the year's report, None where there is none."""
    if forms is None:
        return NO_REPORT
    if cell is None:
        return OTHER_UNIT if is_known else NOT_ON_FORM if any(forms.values()) else "missing"
    return "" if cell["status"] == "reported" else str(cell["status"])


@lru_cache(maxsize=20_000)
def _to_labels(form: Form, cell: CellId, versions: frozenset[str]) -> tuple[str, ...]:
    """What the row and the column are called, as the newest version in use has it; in brackets what older ones print."""
    used = [version for version in form.versions if version in versions and cell in form.cells(version, cell.table)]
    entries = form.entry(cell.table, "row", cell.row), form.column_of(cell)
    return tuple(
        _to_text(to_label(lambda version, e=entry, of=language: e.label(of, version), used))  # type: ignore[misc]
        for entry in entries for language in ("zh", "en")
    )


def _to_text(label: Label) -> str:
    former = "；".join(f"{version}：{name}" for version, name in label.former)
    return f"{label.text}（{former}）" if former else label.text
