"""What is known of a body beside its own figures: where it belongs, its names over the years, whom it took over from, its peers.

In: the published tables, what people know of bodies (reports/bodies.yml). Out: Kin. Not its business: how a page shows it.
Peers are shown as median and range with how many they are, never as ranks, and only where there are enough of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from gongkai.agencies import regions
from gongkai.agencies.regions import Region
from gongkai.model import Filed, Report
from gongkai.pages.body.summary import SMALL
from gongkai.pages.template import Frame, to_records

PEERS = ("requests_accepted", "disclosure_rate", "unable_share", "carry_over_rate")
FEWEST = 3
"""Of fewer peers than this nothing is told."""
_PLACES = ("county", "prefecture", "province", "")


@dataclass(frozen=True, slots=True)
class Printed:
    """A name and the years in whose reports it is printed, as "2019–2021, 2023"; name "" where the report prints none."""

    name: str
    years: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A body before or after. agency_id: "" where it has no report here. year: the first of the later one. source: where that is said."""

    name: str
    agency_id: str
    year: str
    source: str

    @property
    def is_link(self) -> bool:
        return urlsplit(self.source).scheme in ("http", "https")


@dataclass(frozen=True, slots=True)
class Peer:
    """An indicator among the peers. own: None where the body has none. place: what they are all in, "" for the whole country."""

    indicator: str
    own: float | None
    median: float
    lowest: float
    highest: float
    n: int
    place: str


@dataclass(frozen=True, slots=True)
class Kin:
    """path: the regions that the body is in, the province first. peers_year: the year that peers are compared for.

    apart: the prefecture or province that tells the body from others of the same name, "" where the name is nobody else's.
    """

    path: tuple[Region, ...]
    names: tuple[Printed, ...]
    before: tuple[Relative, ...]
    after: tuple[Relative, ...]
    peers: tuple[Peer, ...]
    peers_year: str
    apart: str = ""


def to_full_name(name: str, kin: Kin | None, language: str) -> str:
    """A name as headings and citations have it: with the region that tells it from others of the same name."""
    if not name or kin is None or not kin.apart:
        return name
    return f"{name}（{kin.apart}）" if language == "zh" else f"{name} ({kin.apart})"


class Kinship:
    """The kin of all bodies, gathered once. known: the entries of bodies.yml."""

    def __init__(self, tables: Mapping[str, Frame], known: Sequence[Any] = ()) -> None:
        self._lines = {line["agency_id"]: line for line in to_records(tables["agencies"])}
        self._before, self._after = self._to_relatives(known)
        self._named: dict[str, list[str]] = defaultdict(list)
        for id, line in self._lines.items():
            self._named[line["agency_name"] or ""].append(id)
        scopes = dict(zip(tables["reports"]["report_id"], tables["reports"]["scope"], strict=True))
        self._own: dict[tuple[str, str], float] = {}
        self._groups: dict[tuple[str, ...], list[float]] = defaultdict(list)
        measures = tables["indicators"]
        for line in to_records(measures[measures["indicator"].isin(PEERS)]):
            value, whole = line["value"], line["denominator"]
            if value is not None and line["year"] is not None and (whole is None or whole >= SMALL):
                self._own[line["report_id"], line["indicator"]] = float(value)
                for key in self._keys(line["agency_id"], str(line["year"]), scopes.get(line["report_id"], ""), line["indicator"]):
                    self._groups[key].append(float(value))
        for values in self._groups.values():
            values.sort()

    def of(self, agency_id: str, reports: Sequence[Report | Filed]) -> Kin:
        """The kin of a body. reports: those of it whose figures are shown, in the order of their years."""
        line = self._lines.get(agency_id, {})
        region = regions.by_code(line.get("division_code") or "")
        newest = reports[-1] if reports and reports[-1].year is not None else None
        return Kin(
            regions.to_path(region) if region else (), to_names(reports, line.get("agency_name") or ""),
            self._before.get(agency_id, ()), self._after.get(agency_id, ()),
            tuple(self._to_peers(agency_id, newest)) if newest else (), str(newest.year) if newest else "",
            self._tell_apart(agency_id, line),
        )

    def _tell_apart(self, agency_id: str, line: Mapping[str, Any]) -> str:
        """There are four districts 鼓楼区: the narrowest region above that no other body of this name is in."""
        others = [self._lines[id] for id in self._named.get(line.get("agency_name") or "", ()) if id != agency_id] if line.get("agency_name") else []
        for place in ("prefecture", "province"):
            own = line.get(place) or ""
            if others and own and own not in line["agency_name"] and all(other[place] != own for other in others):
                return own
        return ""

    def _keys(self, agency_id: str, year: str, scope: str, indicator: str) -> list[tuple[str, ...]]:
        """The groups of peers that a figure counts in, the narrowest first."""
        line = self._lines.get(agency_id, {})
        if not line.get("kind") or not line.get("level"):
            return []
        head = (indicator, year, scope, line["kind"], line["level"])
        above = {"": "", "province": line["province"] or "", "prefecture": (line["province"] or "") + (line["prefecture"] or "")}
        above["county"] = above["prefecture"] + (line["county"] or "")
        return [(*head, place, above[place]) for place in _PLACES if not place or line[place]]

    def _to_peers(self, agency_id: str, newest: Report | Filed) -> Iterable[Peer]:
        for indicator in PEERS:
            own = self._own.get((newest.report_id, indicator))
            for key in self._keys(agency_id, str(newest.year), newest.scope, indicator):
                others = _Others(self._groups.get(key, []), own)
                if others.n >= FEWEST:
                    median = (others[(others.n - 1) // 2] + others[others.n // 2]) / 2
                    place = self._lines[agency_id][key[-2]] if key[-2] else ""
                    yield Peer(indicator, own, median, others[0], others[others.n - 1], others.n, place)
                    break

    def _to_relatives(self, known: Sequence[Any]) -> tuple[dict[str, tuple[Relative, ...]], dict[str, tuple[Relative, ...]]]:
        """agency id → those before it, and agency id → those after it, whichever of the two bodies says so."""
        bodies: dict[str, set[str]] = defaultdict(set)
        for id, line in self._lines.items():
            for name in filter(None, (line["agency_name"], *(line["other_names"] or "").split("|"))):
                bodies[name].add(id)
        ids = {name: min(found) for name, found in bodies.items() if len(found) == 1}  # 财政局 of two places is neither
        pairs = {
            **{(p.name, body.name): p for body in known for p in body.predecessors},
            **{(body.name, s.name): s for body in known for s in body.successors},
        }
        before: dict[str, tuple[Relative, ...]] = defaultdict(tuple)
        after: dict[str, tuple[Relative, ...]] = defaultdict(tuple)
        for (earlier, later), said in pairs.items():
            if later in ids:
                before[ids[later]] += (Relative(earlier, ids.get(earlier, ""), str(said.year), said.source),)
            if earlier in ids:
                after[ids[earlier]] += (Relative(later, ids.get(later, ""), str(said.year), said.source),)
        return before, after


class _Others:
    """Sorted values without one of them, not copied: a group may be all counties of the country, asked for by each."""

    def __init__(self, values: Sequence[float], own: float | None) -> None:
        self._values = values
        self._own = len(values) if own is None else bisect_left(values, own)
        self.n = len(values) - (own is not None)

    def __getitem__(self, at: int) -> float:
        return self._values[at + (at >= self._own)]


def to_names(reports: Sequence[Report | Filed], shown: str) -> tuple[Printed, ...]:
    """The names printed in the reports, each with its years; () where they all print the one that is shown."""
    years: dict[str, list[int]] = {}
    for report in reports:
        if report.year is not None:
            years.setdefault(report.printed_name, []).append(report.year)
    return () if set(years) <= {shown} else tuple(Printed(name, to_spans(found)) for name, found in years.items())


def to_spans(years: Iterable[int]) -> str:
    """2019, 2020, 2021, 2023 → 2019–2021, 2023."""
    runs = groupby(enumerate(sorted(set(years))), key=lambda pair: pair[1] - pair[0])
    spans = [[year for _, year in run] for _, run in runs]
    return ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]}–{s[-1]}" for s in spans)
