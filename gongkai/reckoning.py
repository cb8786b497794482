"""What the cells of a report come to: numbers that know whether they were printed, derived, or blanks that can only be zero.

In: a report as read, the form. Out: Figures of it, one Figure after the other. Not its business: which of them an indicator divides (indicators.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property

from gongkai.form import Form
from gongkai.model import CellId, Relation, Report
from gongkai.series import Series

_ZERO = Decimal(0)

BASES = ("printed", "derived", "derived_blank_as_zero")
"""From the surest to the least sure; a sum is as sure as its least sure part."""



@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it rests on; `number` is None where a cell it needs is not reported.

    agrees: False of a whole that its own report divides into parts which make another number.
    """

    number: Decimal | None
    basis: str = "printed"
    agrees: bool = True

    def __add__(self, other: Figure) -> Figure:
        return self._with(other, 1)

    def __sub__(self, other: Figure) -> Figure:
        return self._with(other, -1)

    def _with(self, other: Figure, sign: int) -> Figure:
        basis = self.basis if self.basis == other.basis else max(self.basis, other.basis, key=BASES.index)
        agrees = self.agrees and other.agrees
        if self.number is None or other.number is None:
            return Figure(None, basis, agrees)
        return Figure(self.number + sign * other.number, basis, agrees)


_NEW = CellId("requests", "new_received", "total")
_LEFT_BLANK = ("blank", "not_applicable")
NOT_STATED = Figure(None)


ByYear = Mapping[tuple[str, int], "Sequence[Figures]"]


class Figures:
    """The figures of one report; `by_year` holds those of all reports, by body and year, to look back."""

    def __init__(self, report: Report, form: Form, by_year: ByYear | None = None) -> None:
        self._report = report
        self._form = form
        self._by_year = {} if by_year is None else by_year  # still being filled
        self._found: dict[CellId, Figure] = {}
        self._outcomes: dict[str, Figure] = {}
        self._cases: dict[str, Figure] = {}

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

    @cached_property
    def closed(self) -> Figure:
        """What was closed in the year, as what outcomes are shares of."""
        return self._whole(CellId("requests", "outcome_total", "total"), "column")

    @cached_property
    def on_hand(self) -> Figure:
        """New requests and those carried in, as what is either closed or carried out."""
        balances = (r for table, version in self._report.forms.items() for r in _balances(self._form, table, version))
        return self._held_against(self.requests("new_received") + self.requests("carried_in"), balances)

    @cached_property
    def received(self) -> Figure:
        """New requests, as what kinds of applicants are shares of."""
        return self._whole(_NEW, "row")

    @cached_property
    def refused(self) -> Figure:
        """The requests that ended with nothing provided."""
        return self.outcome("denied") + self.outcome("unable") + self.outcome("not_processed")

    def cases(self, row: str) -> Figure:
        """Reconsiderations or suits, as what their results are shares of."""
        if row not in self._cases:
            self._cases[row] = self._whole(CellId("disputes", row, "total"), "row")
        return self._cases[row]

    def _whole(self, cell: CellId, axis: str) -> Figure:
        """A total; held against its parts in the same row, or in the same column."""
        own = _equations_of(self._form, cell, self._report.forms.get(cell.table, ""))
        return self._held_against(self._figure(cell), (r for r in own if all(getattr(t.cell, axis) == getattr(cell, axis) for t in r.terms)))

    def _held_against(self, figure: Figure, relations: Iterable[Relation]) -> Figure:
        return replace(figure, agrees=figure.agrees and not any(map(self._is_contradicted, relations)))

    def _is_contradicted(self, relation: Relation) -> bool:
        """Whether no reading of the blanks makes the terms add up to the total: counts are never less than nothing."""
        cells = (relation.total, *(t.cell for t in relation.terms))
        if not self._negative.isdisjoint(cells):
            return True
        if not self._is_known(relation.total):
            return False
        total, terms = self._printed.get(relation.total, _ZERO), self._sum_of_printed(relation)
        if total == terms:
            return False
        return all(map(self._is_known, cells)) or (terms > total and all(t.sign > 0 for t in relation.terms))

    def _is_known(self, cell: CellId) -> bool:
        return cell in self._printed or cell in self._zeros

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
            return Figure(_ZERO, "derived_blank_as_zero")
        return self._sum_of_parts(cell)

    def _sum_of_parts(self, cell: CellId) -> Figure:
        """A total that was left blank, from its parts, where every one of them is known."""
        if cell not in self._blanks:
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
        if not self._blanks:
            return frozenset()
        open_sums = [r for r in self._sums if not self._blanks.isdisjoint(t.cell for t in r.terms)]
        contradicted: set[CellId] = set()
        while True:
            zeros: set[CellId] = set()
            while new := {c for r in open_sums for c in self._zeros_of(r, zeros)} - zeros - contradicted:
                zeros |= new
            broken = {c for r in self._sums for c in self._broken_by(r, zeros)} if zeros else None
            if not broken:
                return frozenset(zeros)
            contradicted |= broken

    def _zeros_of(self, relation: Relation, zeros: set[CellId]) -> set[CellId]:
        total = _ZERO if relation.total in zeros else self._printed.get(relation.total)
        if total is None:
            return set()
        open_terms = [t for t in relation.terms if t.cell not in self._printed and t.cell not in zeros]
        if not open_terms or len({t.sign for t in open_terms}) > 1 or not all(t.cell in self._blanks for t in open_terms):
            return set()
        return {t.cell for t in open_terms} if total == self._sum_of_printed(relation) else set()

    def _broken_by(self, relation: Relation, zeros: set[CellId]) -> set[CellId]:
        cells = {relation.total, *(t.cell for t in relation.terms)}
        if not cells & zeros or any(c not in self._printed and c not in zeros for c in cells):
            return set()
        holds = self._printed.get(relation.total, _ZERO) == self._sum_of_printed(relation)
        return set() if holds else cells & zeros

    def _sum_of_printed(self, relation: Relation) -> Decimal:
        total, printed = _ZERO, self._printed
        for term in relation.terms:
            if number := printed.get(term.cell):
                total = total + number if term.sign > 0 else total - number
        return total

    @cached_property
    def _negative(self) -> frozenset[CellId]:
        return frozenset(cell for cell, number in self._printed.items() if number < 0)

    @cached_property
    def _blanks(self) -> frozenset[CellId]:
        """The cells where nothing was printed, or a dash: unlike one that could not be read or placed."""
        return frozenset(cell for cell, value in self._report.values.items() if value.number is None and value.status in _LEFT_BLANK)


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
def _balances(form: Form, table: str, version: str) -> tuple[Relation, ...]:
    """What new requests are held against, by totals alone."""
    return tuple(
        r for r in _equations(form, table, version) if _NEW in (t.cell for t in r.terms) and all(t.cell.column == "total" for t in r.terms)
    )


@cache
def _equations_of(form: Form, total: CellId, version: str) -> tuple[Relation, ...]:
    return tuple(r for r in _equations(form, total.table, version) if r.total == total)


@cache
def _sums_of_parts(form: Form, table: str, version: str) -> Mapping[CellId, Sequence[Relation]]:
    found: dict[CellId, list[Relation]] = {}
    for relation in _equations(form, table, version):
        if all(t.sign > 0 for t in relation.terms):
            found.setdefault(relation.total, []).append(relation)
    return found


def add(figures: Iterable[Figure]) -> Figure:
    """Sum figures; not stated as soon as one of them is not."""
    total = Figure(_ZERO)
    for figure in figures:
        total += figure
    return total
