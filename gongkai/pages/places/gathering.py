"""The regions that have bodies with reports, and those above them: who is in them, what is covered, what adds up to what.

In: the published tables, the form, the divisions. Out: Places. Not its business: how a page shows them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.agencies import regions
from gongkai.agencies.regions import Region
from gongkai.form import Form
from gongkai.pages import counts
from gongkai.pages.places import coverage, sums
from gongkai.pages.places.coverage import Mark
from gongkai.pages.places.sums import Line, Sums
from gongkai.pages.template import Frame, to_records

_ORDER = ("government", "office", "department")


@dataclass(frozen=True, slots=True)
class Body:
    """A body of a place: its line of the table agencies, its marks by year."""

    agency_id: str
    agency_name: str
    level: str
    kind: str
    agency_name_en: str
    marks: Mapping[int, Mark]
    figures: Mapping[tuple[int, str], tuple[Any, Any, Any]] = field(default_factory=dict)
    """year and indicator → value and what it is a share of, each None where it cannot be told"""


@dataclass(slots=True)
class Place:
    """A region. bodies, lines: of the region itself; below: the places one step down that have bodies; path: the regions above, the province first.

    sums, scopes: over the region and all below it. every: marks of all bodies of the region and all below it. unread: documents in the
    folders of the region and of all below it that could not be read: a report that is missing may be among them.
    """

    region: Region
    path: tuple[Region, ...]
    bodies: list[Body] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    below: list[Place] = field(default_factory=list)
    sums: Sums = field(default_factory=dict)
    scopes: Counter[tuple[int, str]] = field(default_factory=Counter)
    every: list[Mapping[int, Mark]] = field(default_factory=list)
    unread: int = 0

    @property
    def code(self) -> str:
        return self.region.code

    @property
    def summaries(self) -> list[Line]:
        """The summary reports of the region's own bodies, the latest first."""
        return sorted((line for line in self.lines if line.scope == "summary"), key=lambda line: (-(line.year or 0), line.report_id))

    @property
    def reports(self) -> int:
        return sum(len(of) for of in self.every)

    @property
    def contradictions(self) -> int:
        return sum(mark.contradictions for of in self.every for mark in of.values())


def to_places(tables: Mapping[str, Frame], form: Form, lines: Mapping[str, list[Line]] | None = None) -> dict[str, Place]:
    """Division code → place, in the order of the codes. A body whose region is not known, or is no division, is in none.

    lines: to_lines of the same, where they are there already.
    """
    found: dict[str, Place] = {}
    reports = _by_body(tables)
    lines = to_lines(tables, form) if lines is None else lines
    broken = counts.contradictions(tables)["report_id"].value_counts().to_dict()
    figures = _to_figures(tables)
    for line in to_records(tables["agencies"]):
        place = _place(found, line["division_code"] or "")
        if place is not None:
            own = reports.get(line["agency_id"], [])
            marks = coverage.to_marks(line, own, broken)
            name, level, kind, name_en = (line[column] or "" for column in ("agency_name", "level", "kind", "agency_name_en"))
            place.bodies.append(Body(line["agency_id"], name, level, kind, name_en, marks, figures.get(line["agency_id"], {})))
            place.lines += lines.get(line["agency_id"], [])
    for code, count in _unread(tables).items():
        if code in found:
            found[code].unread = count
    # the deepest first, so that what is added to a place above is whole
    for place in sorted(found.values(), key=lambda p: -len(p.path)):
        _sum_up(place, form)
        if place.path:
            found[place.path[-1].code].below.append(place)
    for place in found.values():
        place.bodies.sort(key=lambda b: (_ORDER.index(b.kind) if b.kind in _ORDER else len(_ORDER), b.level == "township", b.agency_id))
        place.below.sort(key=lambda p: p.code)
    return dict(sorted(found.items()))


def _place(found: dict[str, Place], code: str) -> Place | None:
    region = regions.by_code(code)
    if region is None:
        return None
    if code not in found:
        path = regions.to_path(region)[:-1]
        found[code] = Place(region, path)
        if path:
            _place(found, path[-1].code)
    return found[code]


def _sum_up(place: Place, form: Form) -> None:
    place.sums = sums.merge([sums.to_sums(place.lines, form), *(lower.sums for lower in place.below)])
    place.scopes = Counter((line.year, line.scope) for line in place.lines if line.year is not None)
    place.every = [body.marks for body in place.bodies]
    for lower in place.below:
        place.scopes += lower.scopes
        place.every += lower.every
        place.unread += lower.unread


def _by_body(tables: Mapping[str, Frame]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for report in to_records(counts.published(tables)):
        found[report["agency_id"]].append(report)
    return found


def _to_figures(tables: Mapping[str, Frame]) -> dict[str, dict[tuple[int, str], tuple[Any, Any, Any]]]:
    measures = tables["indicators"]
    chosen = measures[measures["indicator"].isin(counts.OF_PLACES) & measures["year"].notna()]
    found: dict[str, dict[tuple[int, str], tuple[Any, Any, Any]]] = defaultdict(dict)
    for id, year, indicator, *figures in zip(
        *(chosen[name].tolist() for name in ("agency_id", "year", "indicator", "value", "numerator", "denominator")), strict=True
    ):
        found[id][int(year), indicator] = figures[0], figures[1], figures[2]
    return found


def _unread(tables: Mapping[str, Frame]) -> Counter[str]:
    """Division code → documents that could not be read, by the folder that they lie in."""
    reports = tables["reports"]
    return Counter(path.partition("/")[0] for path in reports[reports["read_status"] == "unreadable"]["source_file"].tolist())


def to_lines(tables: Mapping[str, Frame], form: Form) -> dict[str, list[Line]]:
    """Return the main figures of every report, by body."""
    wide = {line["report_id"]: line for line in to_records(tables["reports_wide"][["report_id", *sums.to_columns(form)]])}
    found: dict[str, list[Line]] = defaultdict(list)
    for line in sums.to_lines(to_records(counts.published(tables)), wide, form):
        found[line.agency_id].append(line)
    return found
