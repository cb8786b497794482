"""Documents by themselves → readings: give ids, choose among several of one body and year, hold every report against last year's.

In: a Read a document. Out: one Reading a document, in their order. Not its business: files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gongkai.agencies.identity import to_agencies, to_predecessors
from gongkai.agencies.names import Body
from gongkai.checks import cross_year, rules
from gongkai.form import Form
from gongkai.model import Agency, Check, Reading, Report
from gongkai.pipeline import duplicates
from gongkai.pipeline.duplicates import Choice, Published
from gongkai.pipeline.one import Read


def to_readings(
    reads: Sequence[Read], the_form: Form, known: Sequence[Body] = (), previous: Published | None = None
) -> list[Reading]:
    """Give ids, choose among several documents of a body and year, hold each report against last year's. Order is kept.

    previous: of the build before, to tell which document was published first.
    """
    candidates = [r for r in reads if _is_report(r)]
    found = to_agencies([(r.path, r.identity) for r in candidates if r.identity], known)
    predecessors = to_predecessors(found, known)
    groups: dict[tuple[str, int | None], list[Read]] = defaultdict(list)
    agency_of = {read.path: agency for read, agency in zip(candidates, found, strict=True)}
    for read in candidates:
        groups[agency_of[read.path].agency_id, read.identity.year if read.identity else None].append(read)
    choices = {key: _choose(group, agency_of, the_form, previous or {}) for key, group in groups.items()}
    first = {key: choice.chosen for key, choice in choices.items()}
    made: dict[str, Reading] = {}
    for choice in choices.values():
        last = _find_last(choice.chosen, first, predecessors)
        made[choice.chosen.document.path] = _to_reading(choice.chosen, last, the_form, duplicates.to_checks(choice, the_form))
        for other, cells in choice.others:
            document = other.document
            message = duplicates.to_message(choice, other, cells)
            made[document.path] = Reading(document.path, document.sha256, "duplicate", message, document.format, document.pages, other)
    return [made.get(read.path) or _to_refusal(read) for read in reads]


def _choose(group: Sequence[Read], agency_of: Mapping[str, Agency], the_form: Form, previous: Published) -> Choice:
    """Choose among the documents of one body and year; the one that is published has the plain id, the others -2, -3, …"""
    documents = [
        duplicates.Document(_to_report(read, agency_of[read.path]), read.identity is not None and read.identity.is_correction) for read in group
    ]
    choice = duplicates.choose(documents, the_form, previous)
    others = tuple(
        (replace(other, report_id=f"{other.report_id}-{number}"), cells) for number, (other, cells) in enumerate(choice.others, start=2)
    )
    return replace(choice, others=others)


def _find_last(report: Report, first: Mapping[tuple[str, int | None], Report], predecessors: Mapping[str, str]) -> Report | None:
    """The report of the year before, by the body itself or by the one that it alone took over from."""
    if report.year is None:
        return None
    ids = (report.agency.agency_id, predecessors.get(report.agency.agency_id, ""))
    return next((first[i, report.year - 1] for i in ids if (i, report.year - 1) in first), None)


def _is_report(read: Read) -> bool:
    if read.document is None or read.matched is None or read.identity is None:
        return False
    if _is_blank_form(read) or not read.has_text or read.identity.other_period:
        return False
    return read.identity.has_title or any(read.matched.forms.values()) or _has_all_headings(read)


def _has_all_headings(read: Read) -> bool:
    """Whether the headings over all three tables are there: a report whose title and tables were lost on the way."""
    titles = {section.number: section.title for section in read.sections}
    return all(word in titles.get(number, "") for number, word in ((2, "主动公开"), (3, "申请"), (4, "复议")))


def _is_blank_form(read: Read) -> bool:
    """The form itself: no body, and not one figure in it."""
    assert read.matched and read.identity
    return not read.identity.printed_name and bool(read.matched.values) and all(v.status == "blank" for v in read.matched.values.values())


def _to_refusal(read: Read) -> Reading:
    if read.document is None or read.matched is None:
        return Reading(read.path, read.sha256, "unreadable", read.reason)
    if read.identity and read.identity.other_period:
        message = f"its title says that it is on another period ({read.identity.other_period}), and not on one year"
    elif any(read.matched.forms.values()):
        message = "this is the blank form: no body and no figure in it; put the filled-in report here"
    elif not read.has_text:
        message = "there is no text in it (a scan, or a page built by scripts); save the report itself"
    else:
        message = "no table of the form and no title of such a report were found; if it is one, show it to us in an issue"
    message = "; ".join((message, *read.document.troubles[:3]))  # what was left aside may be the report
    return Reading(read.path, read.sha256, "not_a_report", message, read.document.format, read.document.pages)


def _to_report(read: Read, agency: Agency) -> Report:
    assert read.document and read.matched and read.identity
    return Report(
        report_id=f"{agency.agency_id}-{read.identity.year or 'undated'}",
        agency=agency,
        year=read.identity.year,
        printed_name=read.identity.printed_name,
        printed_year=read.identity.printed_year,
        forms=read.matched.forms,
        document=read.document,
        sidecar=read.sidecar,
        values=read.matched.values,
        sections=read.sections,
        disagreements=read.identity.disagreements,
        scope=read.identity.scope,
        remarks=read.matched.remarks,
    )


def _to_reading(report: Report, last: Report | None, the_form: Form, on_others: Sequence[Check]) -> Reading:
    document = report.document
    found = (*rules.check(report, last, the_form), *cross_year.check(report, last, the_form), *on_others)
    unread = [c for c in found if c.about == "reading" and c.severity in ("error", "warning")]
    status = "partly_read" if unread else "read"
    message = "; ".join(dict.fromkeys(c.message_en for c in unread[:3])) + (f"; and {len(unread) - 3} more" if len(unread) > 3 else "")
    return Reading(document.path, document.sha256, status, message, document.format, document.pages, report, found)


def to_summary(readings: Iterable[Reading]) -> dict[str, int]:
    """How many documents ended in which read_status."""
    count: dict[str, int] = {}
    for reading in readings:
        count[reading.read_status] = count.get(reading.read_status, 0) + 1
    return count
