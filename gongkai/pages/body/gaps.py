"""Years of a body that have no figures: where they stand among those that have, and what is said of them.

In: what there is, by its year, and the years of all of the body's reports. Out: the same with Gaps between. Not its business: how a page shows one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gap:
    """Years on end without a report; or, where is_read, with one of which no table could be read."""

    first: int
    last: int
    is_read: bool = False

    @property
    def years(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def wording(self) -> str:
        """The id of what is said of it."""
        return "agency_no_tables" if self.is_read else "agency_no_report"


def with_gaps(found: Sequence[T], year_of: Callable[[T], int | None], shown: Collection[int], known: Collection[int]) -> list[T | Gap]:
    """Put the years that are missing between what is there, in the order of years.

    shown: the years that have figures, here or in another table. known: those of all reports.
    """
    every: list[T | Gap] = []
    before: int | None = None
    for one in found:
        year = year_of(one)
        if before is not None and year is not None:
            every += _to_gaps(before + 1, year, shown, known)
        before = year if year is not None else before
        every.append(one)
    return every


def _to_gaps(start: int, end: int, shown: Collection[int], known: Collection[int]) -> Iterator[Gap]:
    gap: Gap | None = None
    for year in (year for year in range(start, end) if year not in shown):
        if gap and gap.last == year - 1 and gap.is_read == (year in known):
            gap = Gap(gap.first, year, gap.is_read)
            continue
        if gap:
            yield gap
        gap = Gap(year, year, year in known)
    if gap:
        yield gap
