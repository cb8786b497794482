"""What a body's page shows of any one number: where it was printed, in which document, and which checks touch it.

In: a body's readings, the form, what is published of its documents. Out: places.json beside the page, loaded when the first number is asked for, and
cells.json, the words for it in one language. Not its business: showing it (content/assets/cells.js), copies and pictures themselves.
The page itself says where a number stands without any of this; it has no room for more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from gongkai.form import Form
from gongkai.model import CellId, Check, Reading, Report, Value
from gongkai.pages.template import LANGUAGES, docs_path, knows, say, wording

Sources = Mapping[str, Any]
"""report id → what is published of its document, with the attributes `name` (of its copy beside the page, or "") and `why_not`"""
Pictures = Mapping[str, Mapping[int, Any]]
"""report id → page number → its picture, with the attributes `width` and `height`, in points"""
Anchors = Mapping[tuple[str, CellId | None], str]
"""(check, cell) of a finding → its anchor on the page"""

ISSUE_FORM = "wrong-number.yml"
"""in .github/ISSUE_TEMPLATE; the words below are ids of its fields"""


def is_web_address(address: str) -> bool:
    """It comes from a file that anybody may send."""
    return urlsplit(address).scheme in ("http", "https")


def to_picture_name(key: str, number: int) -> str:
    """The picture of a page, beside its body's page."""
    return f"{key}-page-{number}.webp"


def to_places(
    readings: Iterable[tuple[str, Reading, Anchors]], form: Form, sources: Sources, pictures: Pictures
) -> bytes:
    """Write places.json of a body. readings: each with the key of its year and its anchors."""
    content = {
        key: _to_report(key, reading, reading.report, anchors, form, sources, pictures.get(reading.report.report_id, {}))
        for key, reading, anchors in readings if reading.report is not None
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _to_report(
    key: str, reading: Reading, report: Report, anchors: Anchors, form: Form, sources: Sources, pages: Mapping[int, Any]
) -> dict[str, Any]:
    checks = [c for c in reading.checks if c.outcome != "not_applicable" and c.cell is not None]
    touching: dict[CellId, list[int]] = {}
    for at, check in enumerate(checks):
        for cell in _to_cells(check, report, form):
            touching.setdefault(cell, []).append(at)
    cells: dict[str, dict[str, dict[str, Any]]] = {}
    for cell, value in report.values.items():
        cells.setdefault(cell.table, {}).setdefault(cell.row, {})[cell.column] = _to_cell(value, touching.get(cell, ()))
    source, address = sources.get(report.report_id), report.sidecar.source_url
    return {
        "id": report.report_id, "sha256": reading.sha256, "format": reading.format, "file": reading.path,
        "copy": source.name if source else "", "why_not": source.why_not if source else "", "url": address if is_web_address(address) else "",
        "pictures": {str(number): [to_picture_name(key, number), page.width, page.height] for number, page in pages.items()},
        "checks": [
            [c.check, c.outcome, *((c.message_zh, c.message_en) if c.severity else ("", "")), anchors.get((c.check, c.cell), "")] for c in checks
        ],
        "cells": cells,
    }


def _to_cell(value: Value, checks: Sequence[int]) -> list[Any]:
    """[status (0: reported), raw, [page, grid, row, column, left, top, right, bottom] or 0, checks, note]; what is empty at the end is left out."""
    place = value.place
    where: Any = [place.page, place.grid, place.row, place.column, *(round(side, 1) for side in place.box or ())] if place else 0
    entry = [value.status if value.number is None else 0, value.raw, where, list(checks), value.note]
    while len(entry) > 1 and not entry[-1]:
        entry.pop()
    return entry


def _to_cells(check: Check, report: Report, form: Form) -> set[CellId]:
    """The cells that a check is about: of a relation its total and its terms."""
    assert check.cell is not None
    relation = _relations(form, report.forms.get(check.cell.table, "")).get((check.check, check.cell))
    return {check.cell, *(term.cell for term in (relation.terms if relation else ()) if not term.last_year)}


@cache
def _relations(form: Form, version: str) -> Mapping[tuple[str, CellId], Any]:
    return {(relation.id, relation.total): relation for relation in form.relations(version)}


def render_words(form: Form, catalogue: Mapping[str, Any], repository: str, version: str) -> dict[str, str | bytes]:
    """Return what every body's page needs to speak of its numbers, docs path → JSON, a file a language.

    repository: the web address of the project, "" if it is not known. version: of the data, as a reader who reports an error is to name it.
    """
    return {docs_path(language, "assets/cells.json"): _to_words(language, form, catalogue, repository, version) for language in LANGUAGES}


def _to_words(language: str, form: Form, catalogue: Mapping[str, Any], repository: str, version: str) -> bytes:
    chosen = {id: text for id, text in wording()[language].items() if id.startswith(("cell_", "copy_"))}
    plain = {id: text for id, text in wording()[language].items() if id.startswith(("status_", "outcome_")) and not id.endswith("_meaning")}
    labels: dict[str, str] = {}
    for entry in form.entries:
        label = entry.label_zh if language == "zh" else entry.label_en
        labels.setdefault(f"{entry.table}.{entry.axis}.{entry.id}", label)
    codes = {code: say(language, f"finding_{code}") if knows(f"finding_{code}") else getattr(found, language) for code, found in catalogue.items()}
    content = {
        "words": {**chosen, **plain}, "labels": labels, "checks": {code: text for code, text in codes.items() if "{" not in text},
        "issues": f"{repository}/issues/new?template={ISSUE_FORM}" if repository else "", "version": version,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
