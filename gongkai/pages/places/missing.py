"""What is still missing: the bodies that are expected to report, held against the reports that are here.

In: the list of expected bodies (agencies/expected.py), the table of reports. Out: the page /missing/ in each language, and the list of
what is missing as a file that `python -m gongkai fetch` takes. Not its business: which bodies are expected.
A report that is not here was perhaps never sent to us: it is said to be missing here, never that the body did not publish it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.agencies import expected, regions
from gongkai.agencies.expected import Expected
from gongkai.pages import counts
from gongkai.pages.template import Frame, languages_of_site, render_page, say, to_records

PATH = "missing/missing.csv"
MOST_NAMED = 600
"""so many bodies without any report are named for a province; the file names all"""


@dataclass(frozen=True, slots=True)
class Line:
    """A body of which some reports are here, and some are not. states: of each year, "" where it does not have to report."""

    body: Expected
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The bodies of a province, region None where the list gives no code.

    whole: how many have every report here; some: those with gaps; nothing: those without a report.
    """

    region: regions.Region | None
    whole: int
    some: Sequence[Line]
    nothing: Sequence[Expected]

    @property
    def bodies(self) -> int:
        return self.whole + len(self.some) + len(self.nothing)

    @property
    def unnamed(self) -> int:
        return max(0, len(self.nothing) - MOST_NAMED)


@dataclass(frozen=True, slots=True)
class Count:
    year: int
    expected: int
    present: int


def render_missing(bodies: Sequence[Expected], is_listed: bool, tables: Mapping[str, Frame]) -> dict[str, str]:
    """Return the page in each language and the file. is_listed: whether the bodies stand in reports/expected.csv; else they are all governments."""
    reports = to_records(counts.published(tables))
    lines = [{"agency_name": r["agency_name"] or "", "year": str(r["year"] or ""), "read_status": r["read_status"]} for r in reports]
    last = max((int(r["year"]) for r in reports if r["year"] is not None), default=expected.FIRST_YEAR)
    found = list(expected.compare(bodies, lines, last))
    years = sorted({one.year for one in found}, reverse=True)
    values: dict[str, Any] = {
        "is_listed": is_listed, "years": years, "n": len(bodies), "parts": _to_parts(found, years),
        "counts": [_count(found, year) for year in years],
        "file": PATH, "missing": sum(one.state != "present" for one in found), "most": MOST_NAMED,
    }
    pages = [
        render_page(
            language, "missing/index.md", "missing.html", title=say(language, "missing_title"),
            description=say(language, "missing_description", n=len(bodies)), **values,
        )
        for language in languages_of_site()
    ]
    return {**dict(pages), PATH: "\ufeff" + expected.to_csv(found)}


def _count(found: Iterable[expected.Year], year: int) -> Count:
    states = [one.state for one in found if one.year == year]
    return Count(year, len(states), states.count("present"))


def _to_parts(found: Iterable[expected.Year], years: Sequence[int]) -> list[Part]:
    states: dict[Expected, dict[int, str]] = defaultdict(dict)
    for one in found:
        states[one.expected][one.year] = one.state
    parts: dict[str, list[tuple[Expected, dict[int, str]]]] = defaultdict(list)
    for body, of in states.items():
        parts[body.division_code[:2]].append((body, of))
    return [_to_part(code, parts[code], years) for code in sorted(parts, key=lambda code: (not code, code))]


def _to_part(code: str, of: Sequence[tuple[Expected, dict[int, str]]], years: Sequence[int]) -> Part:
    whole, some, nothing = 0, [], []
    for body, states in of:
        if "present" not in states.values():
            nothing.append(body)
        elif set(states.values()) == {"present"}:
            whole += 1
        else:
            some.append(Line(body, tuple(states.get(year, "") for year in years)))
    return Part(regions.by_code(f"{code}0000") if code else None, whole, some, nothing)
