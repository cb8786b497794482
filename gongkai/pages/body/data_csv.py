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
from gongkai.pages.body.files import NOT_ON_FORM, OTHER_UNIT, to_csv_fields, to_csv_file
from gongkai.pages.body.labels import Label, to_label

Record = Mapping[str, Any]

NO_REPORT = "no_report"
"""in place of a status: there is no report on that year"""
LABELS = ("row_label_zh", "row_label_en", "column_label_zh", "column_label_en")
BEHIND = ("agency_id", "agency_name")
AT_END = ("source", "data_version")


def to_cells_csv(agency: Record, lines: Mapping[str, Sequence[Record]], form: Form, source: str, data_version: str) -> bytes:
    """Write a body's figures. lines: of the tables cells and reports. A cell whose unit is another in some years has a line for each unit."""
    forms = {to_key(line, agency): {t: line.get(f"form_{t}") or "" for t in form.tables} for line in lines["reports"] if is_published(line)}
    found: dict[str, dict[tuple[str, str, str], Record]] = {}
    """key of a report → its cells"""
    of_reports: dict[str, dict[tuple[str, str, str], Record]] = {}
    for line in lines["cells"]:
        if (id := line["report_id"]) not in of_reports:
            of_reports[id] = found.setdefault(to_key(line, agency), {})
        of_reports[id][line["table"], line["row"], line["column"]] = line
    for key in found:
        forms.setdefault(key, {})
    keys = with_gaps(forms)
    behind = {
        table: to_csv_fields((
            agency["agency_id"], agency.get("agency_name") or "", *(forms[key].get(table, "") if key in forms else "" for key in keys), source,
            data_version,
        ))
        for table in form.tables
    }
    versions = {table: frozenset(of_year.get(table, "") for of_year in forms.values()) for table in form.tables}
    names = (*keys, *(f"status_{key}" for key in keys), *LABELS, *BEHIND, *(f"form_{key}" for key in keys), *AT_END)
    rows = [to_csv_fields(("table", "row", "column", "unit", *names))]
    for of in form.all_cells:
        known = {key: cell for key, cells in found.items() if (cell := cells.get(of))}
        for unit in dict.fromkeys(cell["unit"] or "" for cell in known.values()):
            years = {key: cell for key, cell in known.items() if (cell["unit"] or "") == unit}
            values = [years[key]["value"] if key in years else None for key in keys]
            why = [_to_status(years.get(key), key in known, forms.get(key)) for key in keys]
            rows.append(f"{to_csv_fields((*of, unit, *values, *why))},{_to_labels(form, of, versions[of.table])},{behind[of.table]}")
    return to_csv_file(rows)


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
def _to_labels(form: Form, cell: CellId, versions: frozenset[str]) -> str:
    """What the row and the column are called, as the newest version in use has it; in brackets what older ones print. As fields of the file."""
    used = [version for version in form.versions if version in versions and cell in form.cells(version, cell.table)]
    entries = form.entry(cell.table, "row", cell.row), form.column_of(cell)
    return to_csv_fields(
        _to_text(to_label(lambda version, e=entry, of=language: e.label(of, version), used))  # type: ignore[misc]
        for entry in entries for language in ("zh", "en")
    )


def _to_text(label: Label) -> str:
    former = "；".join(f"{version}：{name}" for version, name in label.former)
    return f"{label.text}（{former}）" if former else label.text
