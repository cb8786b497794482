"""A page a report: its three tables whole, every number with its place, what the checks say, its document; and its running text.

In: a body's readings, the form. Out: {path below docs: content}. Not its business: all years side by side (agency.py), how a table
(form_tables.py) or the marked text (prose.py) is put together. The text is Chinese and stands on the Chinese page alone; the English one leads there.
A duplicate, or a document that was not read, has no such page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from gongkai import addresses, hosting
from gongkai.addresses import to_anchor, to_key
from gongkai.form import Form
from gongkai.messages import to_chinese
from gongkai.model import CellId, Reading, Report
from gongkai.pages.body import form_tables
from gongkai.pages.body.form_tables import Edition
from gongkai.pages.body.kin import Kin, to_full_name
from gongkai.pages.body.prose import BESIDE, PUBLISHED, Part, has_text, to_figures, to_parts
from gongkai.pages.body.provenance import Sources, is_web_address
from gongkai.pages.body.summary import BEFORE, CASES_BEFORE
from gongkai.pages.findings import count_tried, to_findings, to_marks
from gongkai.pages.template import LANGUAGES, docs_path, languages_of_site, render_page, say


def has_page(reading: Reading) -> bool:
    """Say whether a document has a page of its own: it was read, is no duplicate, and there are figures or running text in it."""
    return reading.report is not None and reading.read_status in PUBLISHED and (bool(reading.report.values) or has_text(reading))


def render_reports(
    readings: Sequence[Reading], form: Form, repository: str = "", published: Sources | None = None, kin: Kin | None = None, english: str = ""
) -> dict[str, str | bytes]:
    """Return the pages of one body's reports in both languages. readings: all of the body's, in the order of their years."""
    shown = [reading for reading in readings if has_page(reading)]
    keys = [to_key(reading.report) for reading in shown if reading.report]
    found: dict[str, str | bytes] = {}
    for at, reading in enumerate(shown):
        report = reading.report
        assert report is not None
        before = _find_before(report, shown)
        neighbours = {"before": keys[at - 1] if at else "", "after": keys[at + 1] if at + 1 < len(keys) else ""}
        parts = to_parts(report, before) if has_text(reading) else []
        edition = Edition(keys[at], report, to_marks(reading, form))
        source = to_source(reading, form, repository, published or {})
        tables = form_tables.to_whole_tables(edition, to_written(reading), form, languages_of_site()) if report.values else {}
        for language in languages_of_site():
            path, text = _render(language, reading, edition, before, parts, neighbours, form, source, kin, english, tables.get(language, {}))
            found[path] = text
    return found


def _find_before(report: Report, readings: Sequence[Reading]) -> Report | None:
    """The same body's report on the year before whose text is there; the first of several."""
    if report.year is None:
        return None
    return next((r.report for r in readings if r.report and r.report.year == report.year - 1 and has_text(r)), None)


def to_written(reading: Reading) -> frozenset[CellId]:
    """The numbers whose addresses stand in the page as it is: those that a finding, the text or the page of findings leads to."""
    return frozenset((*BESIDE, BEFORE, *CASES_BEFORE)) | {check.cell for check in reading.checks if check.severity and check.cell is not None}


def _render(
    language: str, reading: Reading, edition: Edition, before: Report | None, parts: Sequence[Part], neighbours: Mapping[str, str], form: Form,
    source: Mapping[str, Any], kin: Kin | None, english: str, tables: Mapping[str, str],
) -> tuple[str, str]:
    speak = partial(say, language)
    report, key = edition.report, edition.key
    agency_id, name = report.agency.agency_id, to_full_name(report.agency.name, kin, language) or speak("agency_unnamed")
    read_as = english if language != LANGUAGES[0] and english else name
    path = f"{addresses.to_report(agency_id, key)}index.md"
    findings = to_findings(reading, language)
    return render_page(
        language, path, "report.html",
        title=speak("report_title", name=read_as, year=key), description=speak("report_description", name=read_as, year=key),
        name=name, english=read_as if read_as != name else "", is_named=bool(report.agency.name),
        key=key, parts=parts, neighbours=neighbours, before=to_key(before) if before else "",
        sentences=sum(part.marked.sentences for part in parts if part.number), repeated=sum(part.marked.repeated for part in parts if part.number),
        figures=to_figures(report, key, form, language) if parts and language == LANGUAGES[0] else [],
        tables=tables, form=form,
        titles={table: form_tables.to_title([report], form, table, language) for table in form.tables},
        findings=[f for f in findings if not f.is_folded], notes=[f for f in findings if f.is_folded],
        tried=count_tried([reading], form), to_link=_to_link,
        source=source, beside="../" * docs_path(language, path).count("/") + addresses.to_body(agency_id),
    )


def _to_link(cell: CellId, key: str) -> str:
    return f"#{to_anchor(cell, key)}"


def to_source(reading: Reading, form: Form, repository: str, published: Sources) -> dict[str, Any]:
    """A document as a page lists it. An address is a link only if it is a web address: it comes from a file that anybody may send."""
    report = reading.report
    assert report is not None
    address = report.sidecar.source_url
    pages = {page for table in form.tables for page in form_tables.pages_of(report, table)}
    return {
        "key": to_key(report),
        "has_page": has_page(reading),
        "reading": reading,
        "message": {"zh": reading.message_zh or to_chinese(reading.message), "en": reading.message},
        "report": report,
        "sidecar": report.sidecar,
        "is_link": is_web_address(address),
        "kept": published.get(report.report_id),
        "file": hosting.to_file(repository, f"reports/{reading.path}"),
        "pages": f"{min(pages)}–{max(pages)}" if len(pages) > 1 else "".join(map(str, pages)),
        "pages_count": len(pages),
        "forms": list(dict.fromkeys(report.forms.get(table, "") for table in form.tables if form_tables.has_table(report, table, form))),
    }
