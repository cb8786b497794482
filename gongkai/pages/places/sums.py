"""Sums of the main figures over the reports of a region's bodies, and what is left out of them.

In: the published tables, the form. Out: Sums by year. Not its business: which region (places.py), how a page shows them.
Added up are reports of bodies themselves, and nothing else: a summary report may contain the reports of those below it, and of a report
that does not say whom it speaks for, nobody knows. A number is added as printed; what is blank, unreadable or not on the form is no zero
and is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.form import Form
from gongkai.model import CellId

BEFORE_OUTCOMES = (CellId("requests", "new_received", "total"), CellId("requests", "carried_in", "total"))
AFTER_OUTCOMES = (
    CellId("requests", "carried_out", "total"),
    CellId("disputes", "review", "total"),
    CellId("disputes", "litigation_direct", "total"),
    CellId("disputes", "litigation_after_review", "total"),
    CellId("proactive_disclosure", "normative_documents", "made_this_year"),
    CellId("proactive_disclosure", "normative_documents", "issued_this_year"),
    CellId("proactive_disclosure", "normative_documents", "in_force"),
    CellId("proactive_disclosure", "licensing", "decisions"),
    CellId("proactive_disclosure", "penalties", "decisions"),
    CellId("proactive_disclosure", "admin_fees", "amount_wan"),
)
HEADLINES = (
    BEFORE_OUTCOMES[0], *(CellId("requests", row, "total") for row in ("granted", "partially_granted", "outcome_total")), *AFTER_OUTCOMES[:4]
)
"""What is told of each summary report."""


@cache
def figures_of(form: Form) -> tuple[CellId, ...]:
    """What is added up: the outcomes that any version has among it. A figure whose definition changed has an id for each form, and so a line each.

    A heading is the sum of its rows.
    """
    outcomes = (CellId("requests", row, "total") for row in form.groups_of("requests", "outcomes"))
    return *BEFORE_OUTCOMES, *outcomes, *AFTER_OUTCOMES


@dataclass(slots=True)
class Sum:
    """number: None where no report states the figure. stated: reports that are in it. unstated: whose form has the figure and that
    print no number there. absent: whose form has no such figure."""

    number: Decimal | None = None
    stated: int = 0
    unstated: int = 0
    absent: int = 0

    def add(self, other: Sum) -> None:
        if other.number is not None:
            self.number = other.number if self.number is None else self.number + other.number
        self.stated += other.stated
        self.unstated += other.unstated
        self.absent += other.absent


Sums = dict[int, dict[CellId, Sum]]
"""year → figure → sum"""


@dataclass(frozen=True, slots=True)
class Line:
    """A report with the figures it states: None not stated, left out where its form has no such figure."""

    report_id: str
    agency_id: str
    agency_name: str
    year: int | None
    scope: str
    figures: Mapping[CellId, Decimal | None]


def to_lines(reports: Iterable[Mapping[str, Any]], wide: Mapping[str, Mapping[str, Any]], form: Form) -> list[Line]:
    """Bring reports and their cells together. wide: report id → its line of the table reports_wide."""
    return [
        Line(
            report["report_id"], report["agency_id"], report["agency_name"] or "",
            None if report["year"] is None else int(report["year"]), report["scope"] or "unknown",
            _to_figures(wide.get(report["report_id"], {}), {table: report[f"form_{table}"] or "" for table in form.tables}, form),
        )
        for report in reports
    ]


def to_columns(form: Form) -> list[str]:
    """The columns of the table reports_wide that the figures are made of."""
    return sorted({_wide_name(cell) for version in form.versions for figure in figures_of(form) for cell in to_cells(figure, version, form)})


@cache
def to_cells(figure: CellId, version: str, form: Form) -> tuple[CellId, ...]:
    """The cells that a figure is the sum of on a version of the form, () if that version has no such figure."""
    rows = form.rows_under(figure.table, figure.row, version)
    cells = tuple(CellId(figure.table, row, figure.column) for row in rows)
    return cells if cells and set(cells) <= set(form.cells(version, figure.table)) else ()


@cache
def _columns_of(figure: CellId, version: str, form: Form) -> tuple[str, ...]:
    return tuple(map(_wide_name, to_cells(figure, version, form)))


def _to_figures(line: Mapping[str, Any], versions: Mapping[str, str], form: Form) -> dict[CellId, Decimal | None]:
    found: dict[CellId, Decimal | None] = {}
    usual = next((version for version in versions.values() if version), "")
    for figure in figures_of(form):
        # a table that was not found would have been that of the form which the others follow
        version = versions[figure.table] or usual
        columns = _columns_of(figure, version, form) if version else ()
        if columns:
            numbers = [number for column in columns if (number := line.get(column)) is not None]
            found[figure] = sum(numbers, Decimal(0)) if len(numbers) == len(columns) else None
    return found


def _wide_name(cell: CellId) -> str:
    return f"{cell.table}__{cell.row}__{cell.column}"


def to_sums(lines: Iterable[Line], form: Form) -> Sums:
    """Add up the reports of bodies themselves, year by year; reports of any other scope or of an unknown year are in none."""
    sums: Sums = {}
    for line in lines:
        if line.scope != "own" or line.year is None:
            continue
        year = sums.setdefault(line.year, {figure: Sum() for figure in figures_of(form)})
        for figure in year:
            number = line.figures.get(figure)
            is_on_form = figure in line.figures
            year[figure].add(Sum(number, int(number is not None), int(is_on_form and number is None), int(not is_on_form)))
    return sums


def merge(parts: Iterable[Sums]) -> Sums:
    """Add up sums that have no report in common."""
    found: Sums = {}
    for part in parts:
        for year, figures in part.items():
            own = found.setdefault(year, {})
            for figure, sum_ in figures.items():
                own.setdefault(figure, Sum()).add(sum_)
    return found
