"""Documents by themselves → readings: give ids, choose among several of one body and year, hold every report against last year's.

In: a Read a document. Out: one Reading a document. Not its business: files. Whose a document is, is known from its Card alone; all else
is looked at a body at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.agencies.identity import to_agencies, to_predecessors
from gongkai.agencies.names import Body
from gongkai.checks import cross_year, rules
from gongkai.form import Form
from gongkai.model import Agency, Check, Filed, Reading, Report
from gongkai.pipeline import duplicates
from gongkai.pipeline.cards import Card, to_card
from gongkai.pipeline.duplicates import Choice, Published
from gongkai.pipeline.one import Read


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of one body. before: the body that it alone took over from; paths_before: of that one, what the first years are held against."""

    agency: Agency
    paths: tuple[str, ...]
    before: Agency | None = None
    paths_before: tuple[str, ...] = ()

    @property
    def all_paths(self) -> tuple[str, ...]:
        return *self.paths, *self.paths_before


def to_groups(cards: Iterable[Card], known: Sequence[Body] = ()) -> list[Group]:
    """Give every body its id, and bring its documents together; in the order of ids."""
    reports = [(card.path, card.identity) for card in cards if card.identity is not None]
    found = to_agencies(reports, known)
    paths: dict[str, dict[str, int | None]] = defaultdict(dict)
    agencies = {agency.agency_id: agency for agency in found}
    for (path, identity), agency in zip(reports, found, strict=True):
        paths[agency.agency_id][path] = identity.year
    predecessors = to_predecessors(found, known)
    groups = []
    for id, own in sorted(paths.items()):
        earlier = paths[predecessors[id]] if id in predecessors else {}
        wanted = {year - 1 for year in own.values() if year is not None} - set(own.values())
        before = tuple(path for path, year in earlier.items() if year in wanted)
        groups.append(Group(agencies[id], tuple(own), agencies[predecessors[id]] if before else None, before))
    return groups


def to_readings_of(group: Group, reads: Mapping[str, Read], the_form: Form, previous: Published | None = None) -> list[Reading]:
    """Choose among several documents of a year, and hold each report of a body against last year's. In the order of the group's paths."""
    own = _choose_all([reads[path] for path in group.paths], group.agency, the_form, previous or {})
    before = _choose_all([reads[path] for path in group.paths_before], group.before, the_form, previous or {}) if group.before else {}
    made: dict[str, Reading] = {}
    for year, choice in own.items():
        last = (own.get(year - 1) or before.get(year - 1)) if year is not None else None
        on_others = duplicates.to_checks(choice, the_form)
        made[choice.chosen.document.path] = _to_reading(choice.chosen, last.chosen if last else None, the_form, on_others)
        for other, cells in choice.others:
            document = other.document
            message = "; ".join((duplicates.to_message(choice, other, cells), *other.sidecar.left_out))  # it may be why it was not chosen
            made[document.path] = Reading(document.path, document.sha256, "duplicate", message, document.format, document.pages, other)
    return [made[path] for path in group.paths]


def to_readings(
    reads: Sequence[Read], the_form: Form, known: Sequence[Body] = (), previous: Published | None = None
) -> list[Reading]:
    """Bring documents together that are all at hand. Order is kept. previous: of the build before, to tell which was published first."""
    cards, by_path = [to_card(read) for read in reads], {read.path: read for read in reads}
    groups = to_groups(cards, known)
    made = {reading.path: reading for group in groups for reading in to_readings_of(group, by_path, the_form, previous)}
    return [card.refusal or made[card.path] for card in cards]


def _choose_all(reads: Sequence[Read], agency: Agency, the_form: Form, previous: Published) -> dict[int | None, Choice]:
    groups: dict[int | None, list[Read]] = defaultdict(list)
    for read in reads:
        groups[read.identity.year if read.identity else None].append(read)
    return {year: _choose(group, agency, the_form, previous) for year, group in groups.items()}


def _choose(group: Sequence[Read], agency: Agency, the_form: Form, previous: Published) -> Choice:
    """Choose among the documents of one body and year; the one that is published has the plain id, the others -2, -3, …"""
    documents = [
        duplicates.Document(_to_report(read, agency), read.identity is not None and read.identity.is_correction) for read in group
    ]
    choice = duplicates.choose(documents, the_form, previous)
    others = tuple(
        (replace(other, report_id=f"{other.report_id}-{number}"), cells) for number, (other, cells) in enumerate(choice.others, start=2)
    )
    return replace(choice, others=others)


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
    zh = "".join(dict.fromkeys(c.message_zh for c in unread[:3])) + (f"另有 {len(unread) - 3} 处。" if len(unread) > 3 else "")
    return Reading(document.path, document.sha256, status, message, document.format, document.pages, report, found, zh)


def to_summary(readings: Iterable[Reading | Filed]) -> dict[str, int]:
    """How many documents ended in which read_status."""
    count: dict[str, int] = {}
    for reading in readings:
        count[reading.read_status] = count.get(reading.read_status, 0) + 1
    return count
