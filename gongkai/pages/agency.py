"""One page a body: what its reports print, all years side by side, where each number stands, what does not add up.

In: readings, the published tables, the form, charts. Out: {path below docs: content} of the bodies' pages and the files beside them.
Not its business: how a table (form_tables.py), a sentence (summary.py) or a data file (agency_files.py) is put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from gongkai.form import Form
from gongkai.model import CellId, Check, Reading, Relation, Report
from gongkai.pages import agency_files, form_tables, summary
from gongkai.pages.dataset import to_body_dataset
from gongkai.pages.form_tables import Edition
from gongkai.pages.kin import Kin, Kinship
from gongkai.pages.prose import has_text, render_prose
from gongkai.pages.provenance import Pictures, Sources, is_web_address, to_places
from gongkai.pages.template import LANGUAGES, Frame, docs_path, render_page, say

MOST_FINDINGS = 40
MOST_NOTES = 20

Charts = Mapping[tuple[str, str, str], Any]
"""agency id, chart id, language → chart"""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that says something, as the page tells it.

    blame: the wording of whose slip it is. cell: the anchor of the cell it is about, "" if it is about none.
    """

    anchor: str
    key: str
    severity: str
    about: str
    blame: str
    message: str
    printed: str
    computed: str
    cell: str


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
            ((_to_key(r.report), r, _to_anchors(r)) for r in body.readings if r.report), form, sources, pictures)
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
    live, specs = agency_files.to_live(charts)
    files: dict[str, str | bytes] = {
        f"{folder}/data.csv": agency_files.to_cells_csv(body.lines["cells"]),
        f"{folder}/data.json": agency_files.to_body_json(agency, body.lines["reports"], cells, body.lines["indicators"], body.lines["checks"]),
        **specs,
        **render_prose(body.readings, form),
    }
    if charts:
        files[f"{folder}/charts.csv"] = agency_files.to_charts_csv(next(iter(charts.values())))
        files[f"{folder}/charts.json"] = live
    return files | dict(_render_page(language, body, form, charts.get(language, {}), repository, address, kin, sources) for language in LANGUAGES)


def _render_page(
    language: str, body: Body, form: Form, charts: Mapping[str, Any], repository: str, address: str, kin: Kin | None, published: Sources
) -> tuple[str, str]:
    speak = partial(say, language)
    measures = {(line["report_id"], line["indicator"]): line for line in body.lines["indicators"]}
    name = body.name or speak("agency_unnamed")
    path = f"agencies/{body.agency_id}/index.md"
    depth = docs_path(language, path).count("/")
    top = address or "../" * depth
    findings = [finding for reading in body.readings for finding in to_findings(reading, body, language)]
    return render_page(
        language,
        path,
        "agency.html",
        title=name,
        description=speak("agency_description", name=name, years=body.years),
        meta={"search": {"exclude": True}},
        body=body,
        name=name,
        kin=kin,
        agency=body.lines["agencies"][0] if body.lines["agencies"] else None,
        charts=list(charts.values()),
        beside="../" * depth + f"agencies/{body.agency_id}/" if language != LANGUAGES[0] else "",
        sentences=summary.to_sentences(body.editions, measures, speak),
        cards=summary.to_cards(body.editions, measures, speak),
        tables=form_tables.to_tables(body.editions, form, language, speak),
        form=form,
        findings=[f for f in findings if f.severity != "info"],
        notes=[f for f in findings if f.severity == "info"],
        most_findings=MOST_FINDINGS,
        most_notes=MOST_NOTES,
        tried=_count(body.readings),
        sources=[to_source(reading, form, repository, published) for reading in body.readings],
        remarks=dict.fromkeys(r.report.sidecar.note for r in body.readings if r.report and r.report.sidecar.note),
        dataset=to_body_dataset(language, name, body.years, f"{top}agencies/{body.agency_id}/", top + docs_path(language, "data/")),
        error_link=_to_issue(repository, body, name) if repository else "",
    )


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
        Edition(_to_key(reading.report), reading.report, _to_marks(reading, form))
        for reading in ordered
        if reading.report is not None and reading.report.values and reading.read_status != "duplicate"
    )
    newest = ordered[-1].report
    return Body(agency_id, newest.agency.name if newest else "", tuple(ordered), editions, lines)


def _to_key(report: Report) -> str:
    return report.report_id.removeprefix(f"{report.agency.agency_id}-")


@cache
def _relations(form: Form, version: str) -> Mapping[tuple[str, CellId], Relation]:
    return {(relation.id, relation.total): relation for relation in form.relations(version)}


def _to_marks(reading: Reading, form: Form) -> dict[CellId, str]:
    """The cells of every relation that is broken → the anchor of the first finding that says so."""
    marks: dict[CellId, str] = {}
    report = reading.report
    if report is None:
        return marks
    for index, check in _telling(reading):
        if check.outcome != "broken" or check.cell is None or check.check.startswith("N-"):
            continue  # a sentence that counts otherwise is a hint, and no slip of the table
        name = f"f-{_to_key(report)}-{index}"
        marks.setdefault(check.cell, name)
        relation = _relations(form, report.forms.get(check.cell.table, "")).get((check.check, check.cell))
        for term in relation.terms if relation else ():
            if not term.last_year:
                marks.setdefault(term.cell, name)
    return marks


def _telling(reading: Reading) -> Iterator[tuple[int, Check]]:
    """The checks that say something, the gravest first, each with its number on the page."""
    grave = ("error", "warning", "info")
    told = sorted((c for c in reading.checks if c.severity in grave), key=lambda c: grave.index(c.severity))
    yield from enumerate(told, start=1)


def _to_anchors(reading: Reading) -> dict[tuple[str, CellId | None], str]:
    """(check, cell) of what a document's checks say → its anchor."""
    key = _to_key(reading.report) if reading.report else ""
    return {(check.check, check.cell): f"f-{key}-{index}" for index, check in _telling(reading)}


def to_findings(reading: Reading, body: Body, language: str) -> list[Finding]:
    """What the checks found in one document, in a language."""
    report = reading.report
    if report is None:
        return []
    key = _to_key(report)
    return [_to_finding(f"f-{key}-{index}", key, check, report, language) for index, check in _telling(reading)]


def _to_finding(anchor: str, key: str, check: Check, report: Report, language: str) -> Finding:
    message = check.message_zh if language == "zh" else check.message_en
    printed, computed = " ".join(check.printed.split()), check.computed
    if printed in message and computed in message:
        printed = computed = ""  # the sentence has both already
    cell = form_tables.anchor(check.cell, key) if check.cell is not None and check.cell in report.values else ""
    return Finding(anchor, key, check.severity, check.about, _to_blame(check), message, printed, computed, cell)


def _to_blame(check: Check) -> str:
    """Only two printed numbers can contradict each other; a blank that leaves a sum open, or the wrong form, is no contradiction."""
    if check.about == "reading":
        return "about_reading"
    if check.outcome != "broken":
        return "agency_about_unsure"
    return "about_report" if check.computed and not check.check.startswith("N-") else "agency_about_document"


def _count(readings: Iterable[Reading]) -> dict[str, int]:
    """How many relations were tried, and how they came out."""
    outcomes = [c.outcome for r in readings for c in r.checks if c.check[:1] in "TX" and c.outcome != "not_applicable"]
    holds = sum(o in ("holds", "holds_if_blank_is_zero") for o in outcomes)
    broken = outcomes.count("broken")
    return {"tried": len(outcomes), "holds": holds, "broken": broken, "other": len(outcomes) - holds - broken}


def to_source(reading: Reading, form: Form, repository: str, published: Sources) -> dict[str, Any]:
    """A document as the page lists it. An address is a link only if it is a web address: it comes from a file that anybody may send."""
    report = reading.report
    assert report is not None
    address = report.sidecar.source_url
    pages = {page for table in form.tables for page in form_tables.pages_of(report, table)}
    return {
        "key": _to_key(report),
        "has_text": has_text(reading),
        "reading": reading,
        "report": report,
        "sidecar": report.sidecar,
        "is_link": is_web_address(address),
        "kept": published.get(report.report_id),
        "file": f"{repository}/blob/main/reports/{quote(reading.path)}" if repository else "",
        "pages": f"{min(pages)}–{max(pages)}" if len(pages) > 1 else "".join(map(str, pages)),
        "pages_count": len(pages),
        "forms": [(table, report.forms.get(table, "")) for table in form.tables],
    }


def _to_issue(repository: str, body: Body, name: str) -> str:
    """The address of a new issue that already names the body and its documents."""
    lines = [f"{r.report.report_id}: {r.path}" for r in body.readings if r.report]
    return f"{repository}/issues/new?title={quote(f'{name} ({body.agency_id})')}&body={quote(chr(10).join(lines))}"
