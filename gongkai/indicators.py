"""Indicators: each one formula in one place, with what divides by what, and what it does not say.

In: reports as read, the form, and indicators.csv for the wording. Out: measures, one for an indicator of a report.
Not its business: how they are shown or drawn.

A new indicator is one line of indicators.csv and one function of the same name under `@indicator`; pages, charts and
downloads loop over `CATALOGUE`. The function speaks in `Figure`s (reckoning.py), which know where they come from, so that a cell that
is not there empties the result and a blank never quietly becomes a zero.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from importlib import resources

from gongkai.form import Form
from gongkai.model import Report
from gongkai.reckoning import BASES, Figure, Figures
from gongkai.series import Series
from gongkai.series import load as load_series

_SIX_DIGITS = Context(prec=6, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator of a report. denominator is None for a count; value also where the denominator is not above zero, and where the figures disagree.

    Any of the three is None where a figure is missing. form: the version that the figures' table is of, several parted by "|".
    """

    report: Report
    indicator: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    basis: str
    form: str = ""


Parts = tuple[Figure, Figure | None]
"""numerator and denominator, the latter None for a count"""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the catalogue, and the function that computes it.

    kind: "share" (0 to 1), "ratio", "growth" or "count". formula: in the form's ids, as computed; a row alone is its
    total column, a heading the sum of its rows.
    """

    id: str
    kind: str
    formula: str
    label_zh: str
    label_en: str
    denominator_zh: str
    denominator_en: str
    meaning_zh: str
    meaning_en: str
    caveat_zh: str
    caveat_en: str
    compute: Callable[[Figures], Parts]
    series: Series | None = None

    def form_of(self, report: Report) -> str:
        """The version of the tables that its figures stand in."""
        if self.series:
            return "|".join(report.forms[cell.table] for cell in self.series.way_of(report.forms)[:1])
        return "|".join(dict.fromkeys(filter(None, (report.forms.get(table) for table in _tables_in(self.formula)))))


@cache
def _tables_in(formula: str) -> tuple[str, ...]:
    """The tables that the words of a formula are of."""
    words = re.findall(r"[a-z_]+(?:\.[a-z_]+)?", formula)
    return tuple(dict.fromkeys("disputes" if re.match(r"(?:review|litigation_\w+)\.", word) else "requests" for word in words))


@cache
def _wordings() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("gongkai").joinpath("indicators.csv").read_text("utf-8")
    return {line["id"]: line for line in csv.DictReader(text.splitlines())}


ACROSS_ZH = (
    "报告所用格式里的这个数；2014 至 2018 年的统计表与 2019 年起的表格放在一起看，两边之间断开，不算增减。"
    "只取印出的数：印的是空白或横线的，没有数。"
)
ACROSS_EN = (
    "The count on the form that a report is set in: the list of 2014 to 2018 and the tables since 2019 on one axis, with a break between them "
    "across which no change is worked out. Only printed numbers are taken: where the cell is blank or has a dash, there is none."
)

_catalogue: list[Indicator] = []


def indicator(compute: Callable[[Figures], Parts]) -> Callable[[Figures], Parts]:
    """Enter a function into the catalogue under its own name, with its line of indicators.csv."""
    _catalogue.append(Indicator(**_wordings()[compute.__name__], compute=compute, series=None))
    return compute


def measure(reports: Sequence[Report], form: Form) -> Iterator[Measure]:
    """Compute every indicator of every report; leave out those of which neither part can be stated."""
    by_year: dict[tuple[str, int], list[Figures]] = {}
    every = [Figures(report, form, by_year) for report in reports]
    for report, figures in zip(reports, every, strict=True):
        if report.year is not None:
            by_year.setdefault((report.agency.agency_id, report.year), []).append(figures)
    for report, figures in zip(reports, every, strict=True):
        for entry in CATALOGUE:
            numerator, denominator = entry.compute(figures)
            if numerator.number is not None or (denominator is not None and denominator.number is not None):
                yield _to_measure(report, entry, numerator, denominator)


def _to_measure(report: Report, entry: Indicator, numerator: Figure, denominator: Figure | None) -> Measure:
    stated = [f for f in (numerator, denominator) if f is not None and f.number is not None]
    basis = max((f.basis for f in stated), key=BASES.index)
    value = numerator.number
    if denominator is not None:
        value = None
        if numerator.number is not None and denominator.number is not None and denominator.number > 0:
            value = _SIX_DIGITS.divide(numerator.number, denominator.number)
    if denominator is not None and value is not None and not denominator.agrees:
        value = None  # a whole that its own parts do not make divides nothing: the figures contradict each other, and stand beside it
    if entry.kind == "share" and value is not None and not 0 <= value <= 1:
        value = None  # nor is what is more than its whole a share of it
    return Measure(report, entry.id, value, numerator.number, denominator.number if denominator else None, basis, entry.form_of(report))


@indicator
def disclosure_rate(figures: Figures) -> Parts:
    return figures.outcome("granted") + figures.outcome("partially_granted"), figures.closed


@indicator
def full_disclosure_rate(figures: Figures) -> Parts:
    return figures.outcome("granted"), figures.closed


@indicator
def disclosure_rate_accepted(figures: Figures) -> Parts:
    return figures.outcome("granted") + figures.outcome("partially_granted"), figures.on_hand


@indicator
def denied_share(figures: Figures) -> Parts:
    return figures.outcome("denied"), figures.closed


@indicator
def unable_share(figures: Figures) -> Parts:
    return figures.outcome("unable"), figures.closed


@indicator
def not_processed_share(figures: Figures) -> Parts:
    return figures.outcome("not_processed"), figures.closed


@indicator
def other_share(figures: Figures) -> Parts:
    return figures.outcome("other_disposal"), figures.closed


@indicator
def requests_accepted(figures: Figures) -> Parts:
    return figures.on_hand, None


@indicator
def carry_over_rate(figures: Figures) -> Parts:
    return figures.requests("carried_out"), figures.on_hand


@indicator
def clearance_rate(figures: Figures) -> Parts:
    return figures.outcome("outcome_total"), figures.on_hand


@indicator
def net_backlog_change(figures: Figures) -> Parts:
    return figures.requests("carried_out") - figures.requests("carried_in"), None


@indicator
def new_requests_growth(figures: Figures) -> Parts:
    last = figures.last_year("new_received")
    return figures.requests("new_received") - last, last


@indicator
def natural_person_share(figures: Figures) -> Parts:
    return figures.requests("new_received", "natural_person"), figures.received


@indicator
def denied_of_refused_share(figures: Figures) -> Parts:
    return figures.outcome("denied"), figures.refused


def _reason_share(row: str) -> None:
    """Enter one reason for which nothing was provided: `reason_share_<row>`, its row among all such rows."""
    def share(figures: Figures) -> Parts:
        return figures.outcome(row), figures.refused

    share.__name__ = f"reason_share_{row}"
    indicator(share)


for _row in (
    "denied_state_secret", "denied_law_prohibited", "denied_security_stability", "denied_third_party",
    "denied_internal_affairs", "denied_process_info", "denied_enforcement_file", "denied_admin_inquiry",
    "unable_not_held", "unable_needs_creation", "unable_unclear",
    "not_processed_petition", "not_processed_duplicate", "not_processed_publication", "not_processed_excessive",
    "not_processed_reconfirm",
):
    _reason_share(_row)


@indicator
def reconsideration_correction_rate(figures: Figures) -> Parts:
    closed = figures.cases("review") - figures.disputes("review", "pending")
    return figures.disputes("review", "corrected"), closed


@indicator
def reconsideration_correction_rate_all(figures: Figures) -> Parts:
    return figures.disputes("review", "corrected"), figures.cases("review")


@indicator
def litigation_correction_rate(figures: Figures) -> Parts:
    return _suits(figures, "corrected"), _all_suits(figures) - _suits(figures, "pending")


@indicator
def litigation_correction_rate_all(figures: Figures) -> Parts:
    return _suits(figures, "corrected"), _all_suits(figures)


@indicator
def reconsideration_pending_share(figures: Figures) -> Parts:
    return figures.disputes("review", "pending"), figures.cases("review")


@indicator
def litigation_pending_share(figures: Figures) -> Parts:
    return _suits(figures, "pending"), _all_suits(figures)


@indicator
def dispute_rate(figures: Figures) -> Parts:
    """Suits after reconsideration are left out: each is a dispute that was counted as a reconsideration."""
    disputes = figures.disputes("review", "total") + figures.disputes("litigation_direct", "total")
    return disputes, figures.closed


def _suits(figures: Figures, column: str) -> Figure:
    return figures.disputes("litigation_direct", column) + figures.disputes("litigation_after_review", column)


def _all_suits(figures: Figures) -> Figure:
    return figures.cases("litigation_direct") + figures.cases("litigation_after_review")


def _enter_series(series: Series) -> None:
    """Enter a line of series.csv: a count, whichever form it stands on."""
    _catalogue.append(Indicator(
        series.id, "count", series.formula, series.label_zh, series.label_en, "", "", ACROSS_ZH, ACROSS_EN, series.reason_zh, series.reason_en,
        lambda figures: (figures.series(series), None), series,
    ))


for _series in load_series():
    _enter_series(_series)

CATALOGUE: tuple[Indicator, ...] = tuple(_catalogue)
