"""Downloads, how to load them, the data dictionary, citation and licence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gongkai import model
from gongkai.agencies import regions
from gongkai.form import Form
from gongkai.pages import dataset
from gongkai.pages.template import Frame, docs_path, render_page, say, to_records

MOST_CHANGES = 50

TABLES = (
    "agencies", "reports", "cells", "requests", "proactive_disclosure", "disputes", "statistics", "reports_wide", "indicators", "checks", "form",
    "changes",
)


_OF_FORM = (*model.TABLES, "reports_wide")
_HEAD = ("report_id", "agency_id", "agency_name", "year", "row")
"""Columns explained one by one; the rest of these tables is named after cells of the form, which has a dictionary of its own."""


@dataclass(frozen=True, slots=True)
class File:
    """A published data file: its name below data/, its size in bytes, its checksum; of an archive of a province, the two digits of its code."""

    name: str
    size: int
    sha256: str = ""
    province: str = ""


def render_data(
    language: str, tables: Mapping[str, Frame], form: Form, files: Sequence[File], schema: Mapping[str, Any], indicators: Sequence[Any], *,
    rows: Mapping[str, int] = MappingProxyType({}), changes: Any = None, citation: str = "", date: str = "", address: str = "",
    is_queried: bool = False, repository: str = "",
) -> dict[str, str]:
    """Return the page of the data files and the dictionary of a language.

    `schema`: the definition of each published table (tables.SCHEMA). `indicators`: the catalogue (indicators.CATALOGUE).
    `rows`: of the tables that are not here whole.
    `changes`: against the data published before (tables.Changes). `address`: of the site on the web, "" if it is not known.
    `is_queried`: whether there is a page that queries the database.
    """
    sizes = {file.name: file.size for file in files}
    years = _years(tables)
    folder = f"{address}data/" if address else "../" * docs_path(language, "data/index.md").count("/") + "data/"
    counted = {name: len(frame) for name, frame in tables.items()} | {"changes": changes.number_count if changes else 0, **rows}
    labels = [_label(form.table(table), language) for table in form.tables]
    path, text = render_page(
        language, "data/index.md", f"{language}/data.md", title=say(language, "data_title"), description=say(language, "data_lead"),
        tables=[_table(schema[name], counted[name], sizes, language) for name in TABLES if name in schema], sizes=sizes,
        archives=[(file, regions.by_code(f"{file.province}0000")) for file in files if file.province],
        cells=_cells(form, language), versions=form.versions, years=years,
        statuses=model.STATUSES, outcomes=model.OUTCOMES, severities=model.SEVERITIES, kinds=model.KINDS, read_statuses=model.READ_STATUSES,
        indicators=[_indicator(indicator, language) for indicator in indicators],
        changes=changes, most_changes=MOST_CHANGES, is_queried=is_queried, repository=repository,
        citation=citation, folder=f"{address}data/" if address else "",
        dataset=dataset.to_site_dataset(language, files, folder, years, [*labels, *(_in(i, "label", language) for i in indicators)], citation, date),
    )
    return {path: text}


def _table(table: Any, rows: int, sizes: Mapping[str, int], language: str) -> dict[str, Any]:
    return {
        "name": table.name, "rows": rows, "title": _in(table, "title", language), "line": _in(table, "line", language),
        "csv": sizes.get(f"{table.name}.csv"), "parquet": sizes.get(f"{table.name}.parquet"), "width": len(table.columns),
        "columns": [
            {"name": c.name, "type": c.type, "meaning": _in(c, "definition", language), "null": _in(c, "null", language), "values": c.values}
            for c in table.columns if table.name not in _OF_FORM or c.name in _HEAD
        ],
    }


def _indicator(indicator: Any, language: str) -> dict[str, str]:
    worded = {name: _in(indicator, name, language) for name in ("label", "denominator", "meaning", "caveat")}
    return {"id": str(indicator.id), "formula": str(indicator.formula), **worded}


def _in(thing: Any, name: str, language: str) -> str:
    return str(getattr(thing, f"{name}_{language}", ""))


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
