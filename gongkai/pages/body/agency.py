"""One page a body: what its reports print, all years side by side, where each number stands, what does not add up.

In: readings, the published tables, the form, charts. Out: {path below docs: content} of the bodies' pages and the files beside them.
Not its business: how a table (form_tables.py), a sentence (summary.py) or a data file (agency_files.py) is put together, nor the page that each
report has of its own (report.py). A page has a budget of bytes: what of older years is left to their own pages is decided here, by rendering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from gongkai.form import Form
from gongkai.model import Reading
from gongkai.pages.body import files, form_tables, summary
from gongkai.pages.body.form_tables import Edition, Layout
from gongkai.pages.body.kin import Kin, Kinship
from gongkai.pages.body.provenance import Pictures, Sources, to_places
from gongkai.pages.body.report import render_reports, to_source
from gongkai.pages.dataset import to_body_dataset
from gongkai.pages.findings import Finding, count_tried, to_anchors, to_findings, to_key, to_marks
from gongkai.pages.template import LANGUAGES, Frame, docs_path, render_page, say

BUDGET = 53_500
"""Bytes of a page's own: the frame of the site adds some 5,700, and the whole stays below 60 KB."""

NEWEST = 2
"""Years whose numbers have their addresses in the page as it is"""

Charts = Mapping[tuple[str, str, str], Any]
"""agency id, chart id, language → chart"""


@dataclass(frozen=True, slots=True)
class Room:
    """How much a page tells: whole tables of requests (of the newest years), findings, notes, years side by side, documents (of the newest years).

    has_lists: whether the list of 2014 to 2018 is there with all its rows.
    """

    whole: int
    findings: int
    notes: int
    years: int
    sources: int
    has_lists: bool = True


ROOMS = (
    Room(2, 40, 20, 100, 100), Room(1, 40, 20, 100, 100), Room(0, 40, 20, 100, 100), Room(0, 20, 5, 100, 100), Room(0, 12, 0, 12, 12),
    Room(0, 12, 0, 12, 12, False), Room(0, 12, 0, 12, 4, False), Room(0, 6, 0, 12, 2, False),
    Room(0, 6, 0, 12, 1, False), Room(0, 6, 0, 7, 7, False), Room(0, 6, 0, 5, 2, False),
)
"""What is tried one after the other until a page keeps within the budget. Measured: two years have both whole tables, up to five have one,
and all that is left out is on the reports' own pages."""


@dataclass(frozen=True, slots=True)
class Body:
    """All that a page is made of. readings: every document, duplicates too. editions: the reports whose figures are shown, by year."""

    agency_id: str
    name: str
    readings: tuple[Reading, ...]
    editions: tuple[Edition, ...]
    lines: Mapping[str, Sequence[Mapping[str, Any]]]

    @property
    def years(self) -> str:
        keys = [e.key for e in self.editions]
        return keys[0] if len(keys) == 1 else f"{keys[0]}–{keys[-1]}" if keys else ""


class _Lines:
    """A frame's lines by body, as dicts made when they are asked for: a frame may hold millions."""

    def __init__(self, frame: Frame) -> None:
        plain = frame.astype(object)
        plain = plain.where(frame.notna(), None)
        self.columns = {name: plain[name].tolist() for name in frame.columns}
        self.at: dict[str, list[int]] = {}
        for index, agency_id in enumerate(self.columns.get("agency_id", ())):
            self.at.setdefault(agency_id, []).append(index)

    def of(self, agency_id: str) -> list[dict[str, Any]]:
        return [{name: values[i] for name, values in self.columns.items()} for i in self.at.get(agency_id, ())]


def render_agencies(
    readings: Sequence[Reading], tables: Mapping[str, Frame], form: Form, charts: Charts, *, repository: str = "", address: str = "",
    known: Sequence[Any] = (), sources: Sources = MappingProxyType({}), pictures: Pictures = MappingProxyType({}),
) -> dict[str, str | bytes]:
    """Return the page of every body in both languages and the data files beside it.

    repository: the web address of the project, for links to documents and the one that reports an error; "" if it is not known.
    address: of the site on the web, "" likewise. known: what people know of bodies (the entries of bodies.yml).
    sources, pictures: what is published of the documents (copies.to_copies, pictures.draw).
    """
    kinship = Kinship(tables, known)
    lines = {name: _Lines(tables[name]) for name in ("agencies", "reports", "cells", "indicators", "checks")}
    drawn: dict[str, dict[str, dict[str, Any]]] = {}
    for (agency_id, id, language), chart in charts.items():
        drawn.setdefault(agency_id, {}).setdefault(language, {})[id] = chart
    found: dict[str, str | bytes] = {}
    for agency_id, own in _to_bodies(readings).items():
        body = to_body(agency_id, own, form, {name: part.of(agency_id) for name, part in lines.items()})
        kin = kinship.of(agency_id, [edition.report for edition in body.editions])
        found |= render(body, form, drawn.get(agency_id, {}), repository, address, kin, sources)
        found[f"agencies/{agency_id}/places.json"] = to_places(
            ((to_key(r.report), r, to_anchors(r)) for r in body.readings if r.report), form, sources, pictures)
    return found


def render(
    body: Body, form: Form, charts: Mapping[str, Mapping[str, Any]], repository: str = "", address: str = "", kin: Kin | None = None,
    sources: Sources = MappingProxyType({}),
) -> dict[str, str | bytes]:
    """Return the pages of one body and the files beside them. charts: language → chart id → chart."""
    folder = f"agencies/{body.agency_id}"
    cells: dict[str, list[Mapping[str, Any]]] = {}
    for line in body.lines["cells"]:
        cells.setdefault(line["report_id"], []).append(line)
    agency = body.lines["agencies"][0] if body.lines["agencies"] else {"agency_id": body.agency_id, "agency_name": body.name}
    live, specs = files.to_live(charts)
    made: dict[str, str | bytes] = {
        f"{folder}/data.csv": files.to_cells_csv(body.lines["cells"], body.lines["reports"]),
        f"{folder}/data.json": files.to_body_json(agency, body.lines["reports"], cells, body.lines["indicators"], body.lines["checks"]),
        **specs,
        **render_reports(body.readings, form, repository, sources),
    }
    if charts:
        made[f"{folder}/charts.csv"] = files.to_charts_csv(next(iter(charts.values())))
        made[f"{folder}/charts.json"] = live
    return made | dict(_render_page(language, body, form, charts.get(language, {}), repository, address, kin, sources) for language in LANGUAGES)


def _render_page(
    language: str, body: Body, form: Form, charts: Mapping[str, Any], repository: str, address: str, kin: Kin | None, published: Sources
) -> tuple[str, str]:
    speak = partial(say, language)
    measures = {(line["report_id"], line["indicator"]): line for line in body.lines["indicators"]}
    name = body.name or speak("agency_unnamed")
    path = f"agencies/{body.agency_id}/index.md"
    depth = docs_path(language, path).count("/")
    top = address or "../" * depth
    findings = [finding for reading in reversed(body.readings) for finding in to_findings(reading, language)]
    sources = [to_source(reading, form, repository, published) for reading in body.readings]
    given: dict[str, Any] = {
        "title": name,
        "description": speak("agency_description", name=name, years=body.years),
        "meta": {"search": {"exclude": True}},
        "body": body,
        "name": name,
        "kin": kin,
        "agency": body.lines["agencies"][0] if body.lines["agencies"] else None,
        "charts": list(charts.values()),
        "beside": "../" * depth + f"agencies/{body.agency_id}/" if language != LANGUAGES[0] else "",
        "sentences": summary.to_sentences(body.editions, measures, speak),
        "cards": summary.to_cards(body.editions, measures, speak),
        "form": form,
        "tried": count_tried(body.readings, form),
        "reports": [source for source in sources if source["has_page"]],
        "remarks": _to_remarks(body, language),
        "dataset": to_body_dataset(language, name, body.years, f"{top}agencies/{body.agency_id}/", top + docs_path(language, "data/")),
        "error_link": _to_issue(repository, body, name) if repository else "",
    }
    for room in ROOMS:
        told = _to_told(findings, room)
        layout = _to_layout(body.editions, room, told)
        tables = form_tables.to_tables(body.editions, layout, form, language, speak)
        rendered = render_page(language, path, "agency.html", tables=tables, layout=layout, sources=_to_listed(sources, room), **told, **given)
        if len(rendered[1].encode()) <= BUDGET:
            break
    return rendered


def _to_listed(sources: Sequence[Mapping[str, Any]], room: Room) -> Sequence[Mapping[str, Any]]:
    """The documents that the page lists: all, or the newest; what has no page of its own is on this one whatever its year."""
    return [source for at, source in enumerate(sources) if at >= len(sources) - room.sources or not source["has_page"]]


def _to_told(findings: Sequence[Finding], room: Room) -> dict[str, Any]:
    """The findings that the page has room for, the newest report's first, and how many it has not."""
    grave, notes = [f for f in findings if f.severity != "info"], [f for f in findings if f.severity == "info"]
    return {
        "findings": grave[: room.findings], "findings_count": len(grave), "findings_left": max(0, len(grave) - room.findings),
        "notes": notes[: room.notes], "notes_count": len(notes), "notes_left": max(0, len(notes) - room.notes),
    }


def _to_layout(editions: Sequence[Edition], room: Room, told: Mapping[str, Any]) -> Layout:
    keys = tuple(edition.key for edition in editions)
    newest = tuple(reversed(keys))[:NEWEST]
    listed = frozenset(finding.anchor for finding in (*told["findings"], *told["notes"]))
    return Layout(keys[-room.years :], frozenset(newest), frozenset(newest[: room.whole]), listed, room.has_lists)


def _to_bodies(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    bodies: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.report is not None:
            bodies.setdefault(reading.report.agency.agency_id, []).append(reading)
    return dict(sorted(bodies.items()))


def to_body(agency_id: str, readings: Sequence[Reading], form: Form, lines: Mapping[str, Sequence[Mapping[str, Any]]]) -> Body:
    """Bring a body's readings in the order of their years and mark the cells that do not add up."""
    ordered = sorted(readings, key=lambda r: (r.report.year or 0, r.report.report_id) if r.report else (0, ""))
    editions = tuple(
        Edition(to_key(reading.report), reading.report, to_marks(reading, form))
        for reading in ordered
        if reading.report is not None and reading.report.values and reading.read_status != "duplicate"
    )
    newest = ordered[-1].report
    return Body(agency_id, newest.agency.name if newest else "", tuple(ordered), editions, lines)


def _to_remarks(body: Body, language: str) -> list[tuple[str, str, bool]]:
    """What contributors say of the documents: (the note, the other years of which the same is said but for a title, is it Chinese?)."""
    found: dict[str, list[tuple[str, int | None, bool]]] = {}
    for report in (reading.report for reading in body.readings):
        if report and report.sidecar.note:
            is_english = language == "en" and bool(report.sidecar.note_en)
            note = report.sidecar.note_en if is_english else report.sidecar.note
            found.setdefault(re.sub("《[^》]*》", "《》", note), []).append((note, report.year, not is_english))
    newest = [max(same, key=lambda one: one[1] or 0) for same in found.values()]
    comma = "、" if language == "zh" else ", "
    others = [sorted({str(year) for _, year, _ in same if year and year != new[1]}) for same, new in zip(found.values(), newest, strict=True)]
    return [(note, comma.join(years), is_zh) for (note, _, is_zh), years in zip(newest, others, strict=True)]


def _to_issue(repository: str, body: Body, name: str) -> str:
    """The address of a new issue that already names the body and its documents."""
    lines = [f"{r.report.report_id}: {r.path}" for r in body.readings if r.report]
    return f"{repository}/issues/new?title={quote(f'{name} ({body.agency_id})')}&body={quote(chr(10).join(lines))}"
