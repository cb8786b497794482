"""The data files that stand beside a body's page.

In: a body's lines of the published tables, its charts. Out: data.csv, data.json, charts.csv and what the interactive charts load, as bytes.
Not its business: the tables of the whole site (tables/). Kept small, since there is one of each for every body: what all lines share is left out.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

Record = Mapping[str, Any]

CELL_COLUMNS = (
    "report_id",
    "year",
    "table",
    "row",
    "column",
    "value",
    "unit",
    "status",
    "raw",
    "note",
    "source_page",
    "source_grid",
    "source_row",
    "source_column",
    "form",
)
CHART_COLUMNS = ("chart", "panel", "series", "year", "value", "whole", "status", "form")
REPORT_COLUMNS = (
    "report_id",
    "year",
    "source_file",
    "source_sha256",
    "source_url",
    "published",
    "format",
    "pages",
    "form_proactive_disclosure",
    "form_requests",
    "form_disputes",
    "form_statistics",
    "scope",
    "read_status",
    "read_message",
)
CHECK_COLUMNS = ("check", "outcome", "severity", "about", "table", "row", "column", "printed", "computed", "message_zh", "message_en", "kind")

_FORMULA = re.compile("[=+\\-@'\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def to_cells_csv(cells: Iterable[Record], reports: Iterable[Record]) -> bytes:
    """Write a body's cells: the same values as in cells.csv, without the columns that name the body on every line; and the version of the form."""
    forms = {report["report_id"]: report for report in reports}
    return _to_csv(CELL_COLUMNS, ({**cell, "form": forms.get(cell["report_id"], {}).get(f"form_{cell['table']}")} for cell in cells))


def to_charts_csv(charts: Mapping[str, Any]) -> bytes:
    """Write what each chart of a body shows, in ids."""
    return _to_csv(CHART_COLUMNS, ({"chart": id, **line} for id, chart in charts.items() for line in chart.data))


def to_body_json(
    agency: Record, reports: Sequence[Record], cells: Mapping[str, Sequence[Record]], indicators: Sequence[Record], checks: Sequence[Record]
) -> bytes:
    """Write a body as one JSON value. cells: report id → lines. A cell without a number is null and has its status in `statuses`."""
    content = {
        "agency": dict(agency),
        "reports": [
            {
                **{name: report.get(name) for name in REPORT_COLUMNS},
                **_to_nested(cells.get(report["report_id"], ())),
                "indicators": {
                    line["indicator"]: {name: line[name] for name in ("value", "numerator", "denominator", "basis", "form")}
                    for line in indicators
                    if line["report_id"] == report["report_id"]
                },
                "findings": [
                    {name: line[name] for name in CHECK_COLUMNS} for line in checks if line["report_id"] == report["report_id"] and line["severity"]
                ],
            }
            for report in reports
        ],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_to_json).encode()


def to_live(charts: Mapping[str, Mapping[str, Any]]) -> tuple[bytes, dict[str, str]]:
    """What the interactive charts of a body load: its charts.json, and the descriptions that it names (asset path → JSON).

    charts: language → chart id → chart. Bodies share descriptions, so the file of a body holds figures only.
    """
    body: dict[str, Any] = {}
    specs: dict[str, str] = {}
    for language, drawn in charts.items():
        for id, chart in drawn.items():
            spec = {key: value for key, value in chart.spec.items() if key != "data"}
            text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            name = f"{id}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.{language}.json"
            specs[f"assets/charts/{name}"] = text
            entry = body.setdefault(id, {"spec": {}, "rows": chart.spec["data"]["values"]})
            entry["spec"][language] = name
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), specs


def _to_nested(cells: Iterable[Record]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    statuses: dict[str, str] = {}
    for cell in cells:
        values.setdefault(cell["table"], {}).setdefault(cell["row"], {})[cell["column"]] = cell["value"]
        if cell["status"] != "reported":
            statuses[f"{cell['table']}.{cell['row']}.{cell['column']}"] = cell["status"]
    return {"values": values, "statuses": statuses}


def _to_json(value: object) -> int | float:
    """A Decimal as JSON has it. Python writes a float in the shortest way that reads back, so what was printed is what is written."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return int(value)  # type: ignore[call-overload, no-any-return]  # numpy's and pandas' whole numbers


def _to_csv(columns: Sequence[str], records: Iterable[Record]) -> bytes:
    """CSV as the site's other files are: UTF-8 with BOM, CRLF, no text that a spreadsheet takes for a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_to_field(record.get(name)) for name in columns] for record in records)
    return buffer.getvalue().encode("utf-8-sig")


def _to_field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) and not _PLAIN_NUMBER.fullmatch(value) else value
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
