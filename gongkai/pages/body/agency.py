"""One page a body: what its reports print, all years side by side, where each number stands, what does not add up.

In: readings, the published tables, the form, charts. Out: {path below docs: content} of the bodies' pages and the files beside them.
Not its business: how a table (form_tables.py), a sentence (summary.py) or a data file (files.py) is put together, nor the page that each
report has of its own (report.py). All years stand side by side, one number a cell, so the page grows by some 800 bytes a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from gongkai import addresses, hosting
from gongkai.addresses import to_key
from gongkai.form import Form
from gongkai.model import Reading, to_data_version
from gongkai.pages import embeds
from gongkai.pages.body import data_csv, files, form_tables, summary
from gongkai.pages.body.form_tables import Edition, Layout
from gongkai.pages.body.gaps import with_gaps
from gongkai.pages.body.kin import Kin, Kinship, to_full_name
from gongkai.pages.body.provenance import Pictures, Sources
from gongkai.pages.body.report import render_reports, to_source
from gongkai.pages.dataset import to_body_dataset
from gongkai.pages.findings import count_tried, to_findings, to_marks
from gongkai.pages.template import LANGUAGES, Frame, docs_path, languages_of_site, render_page, say

STANDS = {"received": "requests_accepted", "outcomes": "disclosure_rate", "disputes": "dispute_rate", "joined": "series_received"}
"""a chart of a body → the indicator whose page tells how others stand"""

MOST_FINDINGS = 12
"""A body's page tells the newest and gravest; all are on the pages of the reports."""

Charts = Mapping[tuple[str, str, str], Any]
"""agency id, chart id, language → chart"""


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

    @property
    def english(self) -> str:
        """The name that an English reader can read, "" where there is none."""
        return (self.lines["agencies"][0].get("agency_name_en") or "") if self.lines["agencies"] else ""

    @property
    def version(self) -> str:
        return to_data_version(self.readings)


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
    """Return the pages of every body in both languages and the files beside them.

    known: what people know of bodies (the entries of bodies.yml). sources, pictures: what is published of the documents (copies.to_copies,
    pictures.draw). The others are those of Setting.
    """
    kinship = Kinship(tables, known)
    lines = {name: _Lines(tables[name]) for name in ("agencies", "reports", "cells", "indicators")}
    setting = Setting(form, repository, address)
    drawn: dict[str, dict[str, dict[str, Any]]] = {}
    for (agency_id, id, language), chart in charts.items():
        drawn.setdefault(agency_id, {}).setdefault(language, {})[id] = chart
    found: dict[str, str | bytes] = {}
    for agency_id, own in _to_bodies(readings).items():
        body = to_body(agency_id, own, form, {name: part.of(agency_id) for name, part in lines.items()})
        kin = kinship.of(agency_id, [edition.report for edition in body.editions])
        found |= render(body, setting, drawn.get(agency_id, {}), kin, sources, pictures)
    return found


@dataclass(frozen=True, slots=True)
class Setting:
    """What all bodies' pages share.

    repository: the web address of the project, for links to documents and the one that reports an error; address: of the site on the web; each "" if
    it is not known.
    """

    form: Form
    repository: str = ""
    address: str = ""


def render(
    body: Body, setting: Setting, charts: Mapping[str, Mapping[str, Any]], kin: Kin | None = None, sources: Sources = MappingProxyType({}),
    pictures: Pictures = MappingProxyType({}),
) -> dict[str, str | bytes]:
    """Return the pages of one body and the files beside them. charts: language → chart id → chart.

    A pure function of what is given, so that a body's pages may be made in any process, and kept. sources, pictures: of its reports at least.
    """
    form, folder = setting.form, addresses.to_body(body.agency_id)
    agency = body.lines["agencies"][0] if body.lines["agencies"] else {"agency_id": body.agency_id, "agency_name": body.name}
    live, specs = files.to_live(charts)
    found: dict[str, str | bytes] = {
        f"{folder}data.csv": data_csv.to_cells_csv(agency, body.lines, form, f"{setting.address}{folder}", body.version),
        f"{folder}data.json": files.to_body_json(agency, body.readings, body.lines, form, sources, pictures),
        **specs,
        **render_reports(body.readings, form, setting.repository, sources, kin, body.english),
    }
    if charts:
        found[f"{folder}charts.json"] = live
    for language, own in charts.items():
        for chart in own.values():
            read_as = body.english if language != LANGUAGES[0] and body.english else body.name
            found |= embeds.render_chart(body.agency_id, language, chart, read_as, body.version, setting.address)
    face = to_face(body, pictures)
    return found | dict(_render_page(language, body, setting, charts.get(language, {}), kin, sources, face) for language in languages_of_site())


def to_face(body: Body, pictures: Pictures) -> str:
    """What stands beside a link to the body that is passed on: the first page with figures of its newest report that is pictured, "" if none is."""
    for edition in reversed(body.editions):
        if drawn := pictures.get(f"{body.agency_id}-{edition.key}"):
            return addresses.to_body(body.agency_id) + addresses.to_picture(edition.key, min(drawn))
    return ""


def _render_page(
    language: str, body: Body, setting: Setting, charts: Mapping[str, Any], kin: Kin | None, published: Sources,
    face: str,
) -> tuple[str, str]:
    speak = partial(say, language)
    form, folder = setting.form, addresses.to_body(body.agency_id)
    measures = {(line["report_id"], line["indicator"]): line for line in body.lines["indicators"]}
    name = to_full_name(body.name, kin, language) or speak("agency_unnamed")
    path = f"{folder}index.md"
    depth = docs_path(language, path).count("/")
    top = setting.address or "../" * depth
    findings = [finding for reading in reversed(body.readings) for finding in to_findings(reading, language)]
    grave, notes = [f for f in findings if not f.is_folded], sum(f.is_folded for f in findings)
    told = grave[:MOST_FINDINGS]
    layout = Layout(frozenset(edition.key for edition in body.editions[-1:]), frozenset(finding.anchor for finding in told))
    agency = body.lines["agencies"][0] if body.lines["agencies"] else None
    english = body.english if language != LANGUAGES[0] else ""
    sentences = summary.to_sentences(body.editions, measures, speak)
    sources = [to_source(reading, form, setting.repository, published) for reading in body.readings]
    reports = [source for source in sources if source["has_page"]]
    known = {reading.report.year for reading in body.readings if reading.report and reading.report.year is not None}
    return render_page(
        language, path, "agency.html", meta={"image": face} if face else None, title=f"{english} ({name})" if english else name,
        description=next(iter(sentences), speak("agency_description", name=english or name, years=body.years)),
        body=body, name=name, english=english, kin=kin, agency=agency,
        charts=[(chart, embeds.to_plot(chart)) for chart in charts.values()],
        stands=STANDS, beside="../" * depth + folder if language != LANGUAGES[0] else "",
        sentences=sentences, cards=summary.to_cards(body.editions, measures, speak),
        form=form, tables=form_tables.to_tables(body.editions, layout, form, language, known), layout=layout,
        titles={table: form_tables.to_title([edition.report for edition in body.editions], form, table, language) for table in form.tables},
        findings=told, findings_count=len(grave), findings_left=len(grave) - len(told), notes_count=notes, tried=count_tried(body.readings, form),
        sources=sources, reports=reports, years=with_gaps(reports, _to_year, [year for source in reports if (year := _to_year(source))], known),
        remarks=_to_remarks(body, language),
        dataset=to_body_dataset(language, name, body.years, top + folder, top + docs_path(language, "data/")),
        error_link=_to_issue(setting.repository, body, name),
    )


def _to_year(source: Mapping[str, Any]) -> int | None:
    return source["report"].year  # type: ignore[no-any-return]


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
            found.setdefault(re.sub("《[^《》]*》", "《》", note), []).append((note, report.year, not is_english))
    newest = [max(same, key=lambda one: one[1] or 0) for same in found.values()]
    comma = "、" if language == "zh" else ", "
    others = [sorted({str(year) for _, year, _ in same if year and year != new[1]}) for same, new in zip(found.values(), newest, strict=True)]
    return [(note, comma.join(years), is_zh) for (note, _, is_zh), years in zip(newest, others, strict=True)]


def _to_issue(repository: str, body: Body, name: str) -> str:
    """The address of a new issue that already names the body and its documents."""
    lines = [f"{r.report.report_id}: {r.path}" for r in body.readings if r.report]
    return hosting.to_issue(repository, f"{name} ({body.agency_id})", "\n".join(lines))
