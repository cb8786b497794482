"""Indicators: each one formula in one place, with what divides by what, and what it does not say.

In: reports as read, the form, and indicators.csv for the wording. Out: measures, one for an indicator of a report.
Not its business: how they are shown or drawn.

A new indicator is one line of indicators.csv and one function of the same name under `@indicator`; pages, charts and
downloads loop over `CATALOGUE`. The function speaks in `Figure`s, which know where they come from, so that a cell that
is not there empties the result and a blank never quietly becomes a zero.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, cached_property
from importlib import resources

from gongkai.form import Form
from gongkai.model import CellId, Relation, Report
from gongkai.series import Series
from gongkai.series import load as load_series

BASES = ("printed", "derived", "derived_blank_as_zero")
"""From the surest to the least sure; a sum is as sure as its least sure part."""

_SIX_DIGITS = Context(prec=6, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it rests on; `number` is None where a cell it needs is not reported."""

    number: Decimal | None
    basis: str = "printed"

    def __add__(self, other: Figure) -> Figure:
        return self._with(other, 1)

    def __sub__(self, other: Figure) -> Figure:
        return self._with(other, -1)

    def _with(self, other: Figure, sign: int) -> Figure:
        basis = self.basis if self.basis == other.basis else max(self.basis, other.basis, key=BASES.index)
        if self.number is None or other.number is None:
            return Figure(None, basis)
        return Figure(self.number + sign * other.number, basis)


_LEFT_BLANK = ("blank", "not_applicable")
NOT_STATED = Figure(None)


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator of a report. denominator is None for a count; value also where the denominator is not above zero.

    Any of the three is None where a figure is missing. form: the version that the figures' table is of, several parted by "|".
    """

    report: Report
    indicator: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    basis: str
    form: str = ""


ByYear = Mapping[tuple[str, int], "Sequence[Figures]"]


class Figures:
    """The figures of one report; `by_year` holds those of all reports, by body and year, to look back."""

    def __init__(self, report: Report, form: Form, by_year: ByYear | None = None) -> None:
        self._report = report
        self._form = form
        self._by_year = {} if by_year is None else by_year  # still being filled
        self._found: dict[CellId, Figure] = {}
        self._outcomes: dict[str, Figure] = {}

    def requests(self, row: str, column: str = "total") -> Figure:
        return self._figure(CellId("requests", row, column))

    def disputes(self, row: str, column: str) -> Figure:
        return self._figure(CellId("disputes", row, column))

    def proactive_disclosure(self, row: str, column: str) -> Figure:
        return self._figure(CellId("proactive_disclosure", row, column))

    def series(self, series: Series) -> Figure:
        """What is printed for a series on the form that the report is set in, as its chart draws it: nothing is made of parts."""
        way = series.way_of(self._report.forms)
        return add(Figure(self._printed.get(cell)) for cell in way) if way else NOT_STATED

    def outcome(self, row: str) -> Figure:
        """The requests that ended so. A heading prints no sum: it is the sum of its rows in the report's version."""
        version = self._report.forms.get("requests", "")
        if version and row not in self._outcomes:
            self._outcomes[row] = add(self.requests(id) for id in _rows(self._form, row, version))
        return self._outcomes.get(row, NOT_STATED)

    def last_year(self, row: str) -> Figure:
        """A row's total in the body's report on the year before; not stated where two reports on it differ."""
        if self._report.year is None:
            return NOT_STATED
        last = self._by_year.get((self._report.agency.agency_id, self._report.year - 1), ())
        found = {figure.number: figure for figure in (figures.requests(row) for figures in last)}
        return found.popitem()[1] if len(found) == 1 else NOT_STATED

    def _figure(self, cell: CellId) -> Figure:
        if cell not in self._found:
            self._found[cell] = self._to_figure(cell)
        return self._found[cell]

    def _to_figure(self, cell: CellId) -> Figure:
        if cell not in _cells(self._form):  # a slip in a formula must not look like a blank
            raise KeyError(f"no version of the form has the cell {cell}")
        if cell in self._printed:
            return Figure(self._printed[cell])
        if cell in self._zeros:
            return Figure(Decimal(0), "derived_blank_as_zero")
        return self._sum_of_parts(cell)

    def _sum_of_parts(self, cell: CellId) -> Figure:
        """A total that was left blank, from its parts, where every one of them is known."""
        if not self._is_blank(cell):
            return NOT_STATED
        version = self._report.forms.get(cell.table, "")
        for relation in _sums_of_parts(self._form, cell.table, version).get(cell, ()):
            unprinted = {t.cell for t in relation.terms} - self._printed.keys()
            if unprinted <= self._zeros:
                return Figure(self._sum_of_printed(relation), "derived_blank_as_zero" if unprinted else "derived")
        return NOT_STATED

    @cached_property
    def _printed(self) -> dict[CellId, Decimal]:
        return {cell: v.number for cell, v in self._report.values.items() if v.number is not None}

    @cached_property
    def _sums(self) -> tuple[Relation, ...]:
        """The equations of the form within one report, as its tables' versions have them."""
        return tuple(r for table, version in self._report.forms.items() for r in _equations(self._form, table, version))

    @cached_property
    def _zeros(self) -> frozenset[CellId]:
        """The blank cells that can only be zero.

        Counts are never negative. So where a relation's total is known and equals what is printed of its terms, terms
        of one sign that were left blank are all zero. A zero found so may close the next relation: repeat until none
        does. A zero that breaks another relation is none, and the search starts again without it.
        """
        if not any(value.number is None and value.status in _LEFT_BLANK for value in self._report.values.values()):
            return frozenset()
        contradicted: set[CellId] = set()
        while True:
            zeros: set[CellId] = set()
            while new := {c for r in self._sums for c in self._zeros_of(r, zeros)} - zeros - contradicted:
                zeros |= new
            broken = {c for r in self._sums for c in self._broken_by(r, zeros)}
            if not broken:
                return frozenset(zeros)
            contradicted |= broken

    def _zeros_of(self, relation: Relation, zeros: set[CellId]) -> set[CellId]:
        total = Decimal(0) if relation.total in zeros else self._printed.get(relation.total)
        open_terms = [t for t in relation.terms if t.cell not in self._printed and t.cell not in zeros]
        if total is None or not open_terms:
            return set()
        if len({t.sign for t in open_terms}) > 1 or not all(self._is_blank(t.cell) for t in open_terms):
            return set()
        return {t.cell for t in open_terms} if total == self._sum_of_printed(relation) else set()

    def _broken_by(self, relation: Relation, zeros: set[CellId]) -> set[CellId]:
        cells = {relation.total, *(t.cell for t in relation.terms)}
        if not cells & zeros or any(c not in self._printed and c not in zeros for c in cells):
            return set()
        holds = self._printed.get(relation.total, Decimal(0)) == self._sum_of_printed(relation)
        return set() if holds else cells & zeros

    def _sum_of_printed(self, relation: Relation) -> Decimal:
        return sum((t.sign * self._printed.get(t.cell, Decimal(0)) for t in relation.terms), Decimal(0))

    def _is_blank(self, cell: CellId) -> bool:
        """Nothing was printed there, or a dash: unlike a cell that could not be read or placed."""
        value = self._report.values.get(cell)
        return value is not None and value.status in _LEFT_BLANK


@cache
def _cells(form: Form) -> frozenset[CellId]:
    return frozenset(form.all_cells)


@cache
def _rows(form: Form, row: str, version: str) -> tuple[str, ...]:
    """The rows under a heading of the requests table; a row that is no heading stands for itself."""
    return tuple(r.id for r in form.children("requests", "row", row, version)) or (row,)


@cache
def _equations(form: Form, table: str, version: str) -> tuple[Relation, ...]:
    """What must be equal within one table of one report; nothing for a table that was not found."""
    relations = form.relations(version) if version else ()
    return tuple(
        r for r in relations if r.total.table == table and not r.is_bound and not any(t.last_year for t in r.terms)
    )


@cache
def _sums_of_parts(form: Form, table: str, version: str) -> Mapping[CellId, Sequence[Relation]]:
    found: dict[CellId, list[Relation]] = {}
    for relation in _equations(form, table, version):
        if all(t.sign > 0 for t in relation.terms):
            found.setdefault(relation.total, []).append(relation)
    return found


def add(figures: Iterable[Figure]) -> Figure:
    """Sum figures; not stated as soon as one of them is not."""
    total = Figure(Decimal(0))
    for figure in figures:
        total += figure
    return total


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
    if entry.kind == "share" and value is not None and not 0 <= value <= 1:
        value = None  # what is more than its whole is none of its shares: the figures contradict each other, and stand beside it
    return Measure(report, entry.id, value, numerator.number, denominator.number if denominator else None, basis, entry.form_of(report))


@indicator
def disclosure_rate(figures: Figures) -> Parts:
    return figures.outcome("granted") + figures.outcome("partially_granted"), figures.outcome("outcome_total")


@indicator
def full_disclosure_rate(figures: Figures) -> Parts:
    return figures.outcome("granted"), figures.outcome("outcome_total")


@indicator
def disclosure_rate_accepted(figures: Figures) -> Parts:
    return figures.outcome("granted") + figures.outcome("partially_granted"), _accepted(figures)


@indicator
def denied_share(figures: Figures) -> Parts:
    return figures.outcome("denied"), figures.outcome("outcome_total")


@indicator
def unable_share(figures: Figures) -> Parts:
    return figures.outcome("unable"), figures.outcome("outcome_total")


@indicator
def not_processed_share(figures: Figures) -> Parts:
    return figures.outcome("not_processed"), figures.outcome("outcome_total")


@indicator
def other_share(figures: Figures) -> Parts:
    return figures.outcome("other_disposal"), figures.outcome("outcome_total")


@indicator
def requests_accepted(figures: Figures) -> Parts:
    return _accepted(figures), None


@indicator
def carry_over_rate(figures: Figures) -> Parts:
    return figures.requests("carried_out"), _accepted(figures)


@indicator
def clearance_rate(figures: Figures) -> Parts:
    return figures.outcome("outcome_total"), _accepted(figures)


@indicator
def net_backlog_change(figures: Figures) -> Parts:
    return figures.requests("carried_out") - figures.requests("carried_in"), None


@indicator
def new_requests_growth(figures: Figures) -> Parts:
    last = figures.last_year("new_received")
    return figures.requests("new_received") - last, last


@indicator
def natural_person_share(figures: Figures) -> Parts:
    return figures.requests("new_received", "natural_person"), figures.requests("new_received")


@indicator
def denied_of_refused_share(figures: Figures) -> Parts:
    return figures.outcome("denied"), _refused(figures)


def _reason_share(row: str) -> None:
    """Enter one reason for which nothing was provided: `reason_share_<row>`, its row among all such rows."""
    def share(figures: Figures) -> Parts:
        return figures.outcome(row), _refused(figures)

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
    closed = figures.disputes("review", "total") - figures.disputes("review", "pending")
    return figures.disputes("review", "corrected"), closed


@indicator
def reconsideration_correction_rate_all(figures: Figures) -> Parts:
    return figures.disputes("review", "corrected"), figures.disputes("review", "total")


@indicator
def litigation_correction_rate(figures: Figures) -> Parts:
    return _suits(figures, "corrected"), _suits(figures, "total") - _suits(figures, "pending")


@indicator
def litigation_correction_rate_all(figures: Figures) -> Parts:
    return _suits(figures, "corrected"), _suits(figures, "total")


@indicator
def reconsideration_pending_share(figures: Figures) -> Parts:
    return figures.disputes("review", "pending"), figures.disputes("review", "total")


@indicator
def litigation_pending_share(figures: Figures) -> Parts:
    return _suits(figures, "pending"), _suits(figures, "total")


@indicator
def dispute_rate(figures: Figures) -> Parts:
    """Suits after reconsideration are left out: each is a dispute that was counted as a reconsideration."""
    disputes = figures.disputes("review", "total") + figures.disputes("litigation_direct", "total")
    return disputes, figures.outcome("outcome_total")


def _accepted(figures: Figures) -> Figure:
    return figures.requests("new_received") + figures.requests("carried_in")


def _refused(figures: Figures) -> Figure:
    return figures.outcome("denied") + figures.outcome("unable") + figures.outcome("not_processed")


def _suits(figures: Figures, column: str) -> Figure:
    return figures.disputes("litigation_direct", column) + figures.disputes("litigation_after_review", column)


def _enter_series(series: Series) -> None:
    """Enter a line of series.csv: a count, whichever form it stands on."""
    _catalogue.append(Indicator(
        series.id, "count", series.formula, series.label_zh, series.label_en, "", "", ACROSS_ZH, ACROSS_EN, series.reason_zh, series.reason_en,
        lambda figures: (figures.series(series), None), series,
    ))


for _series in load_series():
    _enter_series(_series)

CATALOGUE: tuple[Indicator, ...] = tuple(_catalogue)
