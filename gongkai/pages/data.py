"""Downloads, how to load them, the data dictionary, citation and licence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai import model
from gongkai.form import Form
from gongkai.pages.template import Frame, knows, render_page, say, to_records

TABLES = ("agencies", "reports", "cells", "requests", "proactive_disclosure", "disputes", "reports_wide", "indicators", "checks", "form")


@dataclass(frozen=True, slots=True)
class File:
    """A published data file: its name below data/, and its size in bytes."""

    name: str
    size: int


def render_data(language: str, tables: Mapping[str, Frame], form: Form, files: Sequence[File]) -> dict[str, str]:
    """Return the page of the data files and the dictionary of a language."""
    sizes = {file.name: file.size for file in files}
    path, text = render_page(
        language, "data/index.md", f"{language}/data.md", title=say(language, "data_title"), description=say(language, "data_lead"),
        tables=[_table(name, tables[name], sizes, language) for name in TABLES], sizes=sizes,
        cells=_cells(form, language), versions=form.versions,
        statuses=model.STATUSES, outcomes=model.OUTCOMES, severities=model.SEVERITIES, read_statuses=model.READ_STATUSES,
        indicators=sorted(tables["indicators"]["indicator"].dropna().unique().tolist()),
        years=_years(tables),
    )
    return {path: text}


def _table(name: str, frame: Frame, sizes: Mapping[str, int], language: str) -> dict[str, Any]:
    return {
        "name": name, "rows": len(frame), "columns": [_column(name, column, language) for column in _fixed(name, frame)],
        "csv": sizes.get(f"{name}.csv"), "parquet": sizes.get(f"{name}.parquet"),
    }


def _fixed(name: str, frame: Frame) -> list[str]:
    """The columns to explain one by one: those named after cells of the form are explained by the form."""
    head = ["report_id", "agency_id", "agency_name", "year", "row"]
    columns = [str(column) for column in frame.columns]
    return [c for c in columns if c in head] if name in (*model.TABLES, "reports_wide") else columns


def _column(table: str, column: str, language: str) -> dict[str, str]:
    special, general = f"column_{table}_{column}", f"column_{column}"
    return {"name": column, "meaning": say(language, special) if knows(special) else say(language, general) if knows(general) else ""}


def _cells(form: Form, language: str) -> list[dict[str, Any]]:
    """The form as a dictionary: each table with its rows and columns, as the newest version that has them words them."""
    found = []
    for table in form.tables:
        entries = [entry for entry in form.entries if entry.table == table and entry.axis != "table"]
        found.append({
            "id": table, "label": _label(form.table(table), language), "definition": _definition(form.table(table), language),
            "axes": [
                (axis, [
                    {"id": e.id, "label": _label(e, language), "label_zh": e.label_zh, "definition": _definition(e, language), "unit": e.unit,
                     "versions": tuple(e.labels), "article": e.article}
                    for e in entries if e.axis == axis and not all(form.is_heading(e, v) for v in e.labels)
                ])
                for axis in ("row", "column")
            ],
        })
    return found


def _label(entry: Any, language: str) -> str:
    return str(entry.label_zh if language == "zh" else entry.label_en)


def _definition(entry: Any, language: str) -> str:
    return str(entry.definition_zh if language == "zh" else entry.definition_en)


def _years(tables: Mapping[str, Frame]) -> tuple[int, int] | None:
    years = [int(r["year"]) for r in to_records(tables["reports"]) if r["year"] is not None]
    return (min(years), max(years)) if years else None
