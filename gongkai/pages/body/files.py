"""The data files that stand beside a body's page.

In: a body's readings and its lines of the published tables, its charts, what is published of its documents. Out: data.json and what the
interactive charts load, as bytes. Not its business: the tables of the whole site (tables/), showing them (content/assets/cells.js, compare.js).
Kept small, since there is one of each for every body: what all years or all lines share is said once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from gongkai.addresses import to_key, to_name, to_picture
from gongkai.form import Form
from gongkai.model import CellId, Reading, Report, to_data_version
from gongkai.pages.findings import relations_of, telling

Record = Mapping[str, Any]

NOT_ON_FORM, OTHER_UNIT = "not_on_form", "other_unit"
"""in place of a status: the form of the year has no such cell; the number of the year is in the line of another unit"""

STATUSES = {
    "r": "reported", "b": "blank", "d": "not_applicable", "q": "ambiguous", "u": "unreadable", "m": "missing", ".": NOT_ON_FORM,
}
"""What a letter in the statuses of data.json says. The file says it too."""

OUTCOMES = {
    "h": "holds", "z": "holds_if_blank_is_zero", "n": "not_stated", "u": "undetermined", "b": "broken", "-": "not_applicable",
}

REPORT_COLUMNS = (
    "report_id", "year", "source_file", "source_sha256", "source_url", "published", "format", "pages", "form_proactive_disclosure", "form_requests",
    "form_disputes", "form_statistics", "scope", "read_status", "read_message",
)

_LETTERS = {word: letter for letter, word in STATUSES.items()}
_OUTCOME_LETTERS = {word: letter for letter, word in OUTCOMES.items()}
_FORMULA = re.compile("[=+\\-@'\t\r＝＋－＠]")
_QUOTED = re.compile('[,"\r\n]')
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


# --- data.json -------------------------------------------------------------------------------------------------------------------


def to_body_json(
    agency: Record, readings: Sequence[Reading], lines: Mapping[str, Sequence[Record]], form: Form, sources: Mapping[str, Any],
    pictures: Mapping[str, Mapping[int, Any]],
) -> bytes:
    """Write a body as one JSON value: what its reports print, where, and how it was checked.

    Every list of values goes by the list `cells`, every list of indicators by the list `indicators`. A value is null where its letter in
    `statuses` is not that of `reported`; `raw` has the text as printed wherever it is not the number itself.
    """
    cells: dict[str, list[Record]] = {}
    for line in lines["cells"]:
        cells.setdefault(line["report_id"], []).append(line)
    used = {(line["table"], line["row"], line["column"]) for line in lines["cells"]}
    names = [of for of in form.all_cells if (of.table, of.row, of.column) in used]
    measured = list(dict.fromkeys(line["indicator"] for line in lines["indicators"]))
    measures = {(line["report_id"], line["indicator"]): line for line in lines["indicators"]}
    by_id = {reading.report.report_id: reading for reading in readings if reading.report}
    content = {
        "agency": dict(agency), "data_version": to_data_version(readings),
        "statuses": STATUSES, "outcomes": OUTCOMES,
        "cells": [to_name(of) for of in names],
        "indicators": measured,
        "reports": [
            {
                **{name: report.get(name) for name in REPORT_COLUMNS if report.get(name) not in ("", None)},
                **_to_values({(c["table"], c["row"], c["column"]): c for c in cells.get(report["report_id"], ())}, names),
                "indicators": [_to_measure(measures.get((report["report_id"], id)), report.get("form_requests")) for id in measured],
                **_to_provenance(by_id[report["report_id"]], cells.get(report["report_id"], ()), form, sources, pictures),
            }
            for report in lines["reports"] if report["report_id"] in by_id
        ],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_to_json).encode()


def _to_values(cells: Mapping[tuple[str, str, str], Record], names: Sequence[CellId]) -> dict[str, Any]:
    """The values of a report in the order of the body's cells; what there is to say of single ones, by their place in that order."""
    values: list[Any] = []
    letters, raw, notes, units = [], {}, {}, {}
    for at, of in enumerate(names):
        cell = cells.get((of.table, of.row, of.column))
        if cell is None:
            values.append(None)
            letters.append(".")
            continue
        values.append(cell["value"])
        letters.append(_LETTERS[cell["status"]])
        text = cell["raw"]
        if text and (cell["value"] is None or text != _to_field(cell["value"])):
            raw[str(at)] = text
        if cell["note"]:
            notes[str(at)] = cell["note"]
        if cell["unit"] and cell["unit"] not in ("件", "项"):
            units[str(at)] = cell["unit"]
    told = {"values": values, "statuses": "".join(letters), "raw": raw, "notes": notes, "units": units}
    return {name: content for name, content in told.items() if content}


def _to_measure(line: Record | None, usual: str | None) -> list[Any] | None:
    """[value, numerator, denominator, basis, form], without what is empty at its end; None where a report has no such indicator.

    form: "" where it is that of the report's requests.
    """
    if line is None:
        return None
    return _trim([line["value"], line["numerator"], line["denominator"], line["basis"], "" if line["form"] == usual else line["form"]])


def _trim(entry: list[Any]) -> list[Any]:
    while len(entry) > 1 and entry[-1] in (None, ""):
        entry.pop()
    return entry


def _to_provenance(
    reading: Reading, cells: Sequence[Record], form: Form, sources: Mapping[str, Any], pictures: Mapping[str, Mapping[int, Any]]
) -> dict[str, Any]:
    """Where a report's figures stand in its document, and what the checks say of them."""
    report = reading.report
    assert report is not None
    key, drawn, source = to_key(report), pictures.get(report.report_id, {}), sources.get(report.report_id)
    told = {
        "places": _to_runs(cells),
        "outcomes": to_outcomes(reading, report, form),
        "findings": [
            {
                "check": check.check, "outcome": check.outcome, "severity": check.severity, "about": check.about, "kind": check.kind,
                **({"cell": to_name(check.cell)} if check.cell else {}),
                **{name: value for name, value in (("printed", check.printed), ("computed", check.computed)) if value},
            }
            for _, check in telling(reading)
        ],
        "copy": source.name if source else "", "why_not": source.why_not if source else "",
        "pictures": {str(page): [to_picture(key, page), picture.width, picture.height] for page, picture in drawn.items()},
        "boxes": _to_boxes(cells) if drawn else {},
    }
    return {name: content for name, content in told.items() if content}


def _to_runs(cells: Sequence[Record]) -> list[list[Any]]:
    """Where the cells of a report were printed, in their order, as runs: [how many, page, grid, row, column of the first]; [how many] of no place.

    The cells of a run stand side by side, each a column further right. page: null in a format without pages.
    """
    runs: list[list[Any]] = []
    for cell in cells:
        place = [] if cell["source_grid"] is None else [cell[f"source_{name}"] for name in ("page", "grid", "row", "column")]
        last = runs[-1] if runs else None
        if last and last[1:4] == place[:3] and (not place or last[4] + last[0] == place[3]):
            last[0] += 1
        else:
            runs.append([1, *place])
    return [[None if part is None else int(part) for part in run] for run in runs]


def _to_boxes(cells: Sequence[Record]) -> dict[str, Any]:
    """The boxes of a report's cells on its pages, in points: by the columns and rows of each grid, and of those that differ one by one.

    x: "page.grid.column" → left, right; y: "page.grid.row" → top, bottom; odd: place in the order of the report's cells → all four sides.
    """
    x: dict[str, list[float]] = {}
    y: dict[str, list[float]] = {}
    odd: dict[str, list[float]] = {}
    for at, cell in enumerate(cells):
        if cell["source_box"]:
            left, top, right, bottom = map(float, cell["source_box"].split())
            grid = f"{cell['source_page']}.{cell['source_grid']}"
            across = x.setdefault(f"{grid}.{cell['source_column']}", [left, right])
            down = y.setdefault(f"{grid}.{cell['source_row']}", [top, bottom])
            if across != [left, right] or down != [top, bottom]:
                odd[str(at)] = [left, top, right, bottom]
    return {"x": x, "y": y, "odd": odd} if x else {}


def to_outcomes(reading: Reading, report: Report, form: Form) -> str:
    """How the relations of a report came out, a letter each, in the order of `to_relations`; "-" for one that was not tried."""
    found = {(check.check, check.cell): check.outcome for check in reading.checks}
    return "".join(_OUTCOME_LETTERS[found.get(of, "not_applicable")] for of in to_relations(form, report.forms))


def to_relations(form: Form, versions: Mapping[str, str]) -> Iterator[tuple[str, CellId]]:
    """The relations of a report whose tables are of these versions: table by table, as the form lists them."""
    for table in form.tables:
        yield from (of for of in relations_of(form, versions.get(table, "")) if of[1].table == table)


# --- charts ----------------------------------------------------------------------------------------------------------------------


def to_live(charts: Mapping[str, Mapping[str, Any]]) -> tuple[bytes, dict[str, str]]:
    """What the interactive charts of a body load: its charts.json, and the descriptions that it names (asset path → JSON).

    charts: language → chart id → chart. Bodies share descriptions, so the file of a body holds figures only, a column's name once.
    """
    body: dict[str, Any] = {}
    specs: dict[str, str] = {}
    for language, drawn in charts.items():
        for id, chart in drawn.items():
            spec = {key: value for key, value in chart.spec.items() if key != "data"}
            text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            name = f"{id}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.{language}.json"
            specs[f"assets/charts/{name}"] = text
            entry = body.setdefault(id, {"spec": {}, **_to_columns(chart.spec["data"]["values"])})
            entry["spec"][language] = name
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), specs


def _to_columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows without the names of their columns; what a row has not is left out at its end, or null."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return {"columns": columns, "rows": [_trim_null([row.get(name) for name in columns]) for row in rows]}


def _trim_null(entry: list[Any]) -> list[Any]:
    while entry and entry[-1] is None:
        entry.pop()
    return entry


def _to_json(value: object) -> int | float:
    """A Decimal as JSON has it. Python writes a float in the shortest way that reads back, so what was printed is what is written."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return int(value)  # type: ignore[call-overload, no-any-return]  # numpy's and pandas' whole numbers


def to_csv(columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    """CSV as the site's other files are: UTF-8 with BOM, CRLF, no text that a spreadsheet takes for a formula."""
    return to_csv_file(map(to_csv_fields, (columns, *lines)))


def to_csv_file(lines: Iterable[str]) -> bytes:
    """The same of lines that to_csv_fields made."""
    return "".join([f"{line}\r\n" for line in lines]).encode("utf-8-sig")


def to_csv_fields(values: Iterable[Any]) -> str:
    """Fields that stand side by side, as they stand in a file."""
    return ",".join(map(_to_quoted, values))


@lru_cache(maxsize=20_000, typed=True)
def _to_quoted(value: object) -> str:
    """A field of a CSV file as it stands there: nearly every one stands in hundreds of lines."""
    text = _to_field(value)
    return '"{}"'.format(text.replace('"', '""')) if _QUOTED.search(text) else text


def _to_field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) and not _PLAIN_NUMBER.fullmatch(value) else value
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
