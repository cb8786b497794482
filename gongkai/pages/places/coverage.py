"""Which bodies have a report on which year, and whether it was published in time.

In: lines of the published tables. Out: Marks and counts by year. Not its business: how a page shows them.
A report that is not here was perhaps never sent to us: it is said to be missing here, never that the body did not publish it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ABOVE_TOWNS = ("national", "provincial", "prefectural", "county")


@dataclass(frozen=True, slots=True)
class Mark:
    """One body in one year. status: read, partly_read or none. published: None where no date is recorded. due: None where the law sets none."""

    status: str
    published: datetime.date | None = None
    due: datetime.date | None = None
    contradictions: int = 0

    @property
    def is_here(self) -> bool:
        return self.status != "none"

    @property
    def timing(self) -> str:
        """late, on_time, or "" where the date or the time limit is not known."""
        if self.published is None or self.due is None:
            return ""
        return "late" if self.published > self.due else "on_time"


NONE = Mark("none")


@dataclass(frozen=True, slots=True)
class Year:
    """What is here of a year. missing: bodies of the region without a report on it here. dated: with a date of publication and a time limit."""

    year: int
    here: int
    partly: int
    missing: int
    dated: int
    late: int


def to_due(kind: str, level: str, year: int) -> datetime.date | None:
    """The last day of article 49 of the Regulations: departments of governments of county level and above by 31 January of the year after,
    the report of such a government by 31 March. None for bodies that the article does not name (towns, offices abroad, enterprises, …).

    A government's own office is a department and often reports for the government as well: of the two days the later.
    """
    if level not in ABOVE_TOWNS:
        return None
    if kind in ("government", "office"):
        return datetime.date(year + 1, 3, 31)
    return datetime.date(year + 1, 1, 31) if kind == "department" else None


def to_date(text: str | None) -> datetime.date | None:
    """A date as recorded beside a document (2024-01-30, perhaps with a time), None for what is no such date."""
    try:
        return datetime.date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def to_marks(body: Mapping[str, Any], reports: Iterable[Mapping[str, Any]], contradictions: Mapping[str, int]) -> dict[int, Mark]:
    """Year → mark of a body. reports: its lines of the table reports whose figures are published. contradictions: report id → how many."""
    return {
        int(report["year"]): Mark(
            report["read_status"], to_date(report["published"]), to_due(body["kind"] or "", body["level"] or "", int(report["year"])),
            contradictions.get(report["report_id"], 0),
        )
        for report in reports if report["year"] is not None
    }


def to_years(marks: Sequence[Mapping[int, Mark]]) -> list[Year]:
    """One line a year, the latest first: from the first to the last year on which any of the bodies reports. marks: one mapping a body."""
    known = {year for of in marks for year in of}
    return [_to_year(year, [of.get(year, NONE) for of in marks]) for year in range(max(known), min(known) - 1, -1)] if known else []


def _to_year(year: int, marks: Sequence[Mark]) -> Year:
    here = [mark for mark in marks if mark.is_here]
    return Year(
        year, len(here), sum(mark.status == "partly_read" for mark in here), len(marks) - len(here),
        sum(bool(mark.timing) for mark in here), sum(mark.timing == "late" for mark in here),
    )
