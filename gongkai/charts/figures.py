"""The figures of a body that charts are drawn from: tidy tables → one small value a body, picklable, without pandas.

In: the frames `cells` and `reports`. Out: Figures by agency_id. Not its business: what is drawn from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.form import Form
from gongkai.model import CellId

Frame = Any
"""A pandas DataFrame; its methods are called here, the library itself is not needed."""

Cell = tuple[str, str, str]
"""table, row and column id"""

STATISTICS = "statistics"
"""the one table of the reports on 2014 to 2018"""

_OF_A_CELL = ("report_id", "table", "row", "column", "status", "value", "unit")

NO_REPORT = "no_report"
NOT_ON_FORM = "not_on_form"
OTHER_UNIT = "other_unit"
"""an amount in a unit that its column is not in and that it is not turned into (tables/numbers.py), which no scale has room for"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One body's figures. forms: year → table → version ("" where the table was not found). cells: only what some report's form has.

    left_out: years at either end whose reports are on a form that has none of the tables asked for.

    Where a body has several documents of one year, the first (whose id ends in the year) speaks; the others are on the page.
    """

    agency_id: str
    forms: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    cells: Mapping[tuple[int, Cell], tuple[str, Decimal | None]] = field(default_factory=dict)
    declared: frozenset[Cell] | None = None
    left_out: tuple[int, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """Every year from the first report to the last, those without one too."""
        return tuple(range(min(self.forms), max(self.forms) + 1)) if self.forms else ()

    def versions(self, table: str) -> tuple[str, ...]:
        """The versions that a table is on in some report, by year."""
        return tuple(dict.fromkeys(version for _, tables in sorted(self.forms.items()) if (version := tables.get(table))))

    def of(self, cells: frozenset[Cell]) -> Figures:
        """The same figures, of which only these cells may be asked for: what was never gathered must not pass for what was never printed.

        Years before and after those of the forms that have them are left out: a chart is no place for years of another form.
        """
        tables = {cell[0] for cell in cells}
        strangers = [year for year in sorted(self.forms) if all(self._is_of_another_form(year, table) for table in tables)]
        own = [year for year in self.forms if year not in strangers]
        ends = tuple(year for year in strangers if not own or not min(own) < year < max(own))
        return replace(self, declared=cells, forms={year: found for year, found in self.forms.items() if year not in ends}, left_out=ends)

    def status(self, year: int, cell: Cell) -> str:
        self._check(cell)
        if year not in self.forms:
            return NO_REPORT
        if (year, cell) not in self.cells:
            return NOT_ON_FORM if self.forms[year].get(cell[0]) or self._is_of_another_form(year, cell[0]) else "missing"
        return self.cells[year, cell][0]

    def _is_of_another_form(self, year: int, table: str) -> bool:
        """Whether a report has the one table of 2014 to 2018 and is asked for one of those after it, or the other way round."""
        found = {name for name, version in self.forms[year].items() if version}
        return bool(found) and (found == {STATISTICS} if table != STATISTICS else STATISTICS not in found)

    def number(self, year: int, cell: Cell) -> Decimal | None:
        """The number as printed, None for whatever is no number."""
        self._check(cell)
        return self.cells.get((year, cell), ("", None))[1]

    def _check(self, cell: Cell) -> None:
        if self.declared is not None and cell not in self.declared:
            raise ValueError(f"a chart asks for {cell}, which it does not declare")

    def has(self, cells: Iterable[Cell]) -> bool:
        """Say whether some report prints a number in one of the cells."""
        return any(self.number(year, cell) is not None for year in self.forms for cell in cells)


def to_figures(tables: Mapping[str, Frame], wanted: frozenset[Cell], form: Form) -> dict[str, Figures]:
    """Collect the wanted cells of every body, in one pass over the frames."""
    reports, cells = tables["reports"], tables["cells"]
    cells = cells[cells["row"].isin({cell[1] for cell in wanted}) & cells["column"].isin({cell[2] for cell in wanted})]
    names = [name for name in reports.columns if name.startswith("form_")]
    plain = reports[["report_id", "agency_id", "year", *names]].astype(object)
    columns = (cells[name].tolist() for name in _OF_A_CELL)
    return _gather((dict(zip(plain.columns, line, strict=True)) for line in plain.itertuples(index=False)), zip(*columns, strict=True), wanted, form)


def lines_to_figures(agency_id: str, lines: Mapping[str, Sequence[Mapping[str, Any]]], wanted: frozenset[Cell], form: Form) -> Figures:
    """Collect the wanted cells of one body. lines: of the tables reports and cells."""
    cells = (tuple(map(line.__getitem__, _OF_A_CELL)) for line in lines["cells"] if (line["table"], line["row"], line["column"]) in wanted)
    return _gather(lines["reports"], cells, wanted, form).get(agency_id, Figures(agency_id))


def _gather(
    reports: Iterable[Mapping[str, Any]], every: Iterable[tuple[Any, ...]], wanted: frozenset[Cell], form: Form
) -> dict[str, Figures]:
    forms: dict[str, dict[int, dict[str, str]]] = {}
    first: dict[str, tuple[str, int]] = {}
    for report in reports:
        report_id, agency_id, year = (report[name] for name in ("report_id", "agency_id", "year"))
        if not _is_given(report_id) or not _is_given(year) or report_id != f"{agency_id}-{int(year)}":
            continue
        first[report_id] = agency_id, int(year)
        forms.setdefault(agency_id, {})[int(year)] = {
            name.removeprefix("form_"): version if _is_given(version) else "" for name, version in report.items() if name.startswith("form_")
        }
    amounts = _to_amounts(wanted, form)
    cells: dict[str, dict[tuple[int, Cell], tuple[str, Decimal | None]]] = {agency_id: {} for agency_id in forms}
    for report_id, table, row, column, status, value, unit in every:
        if (table, row, column) not in wanted or report_id not in first:
            continue
        agency_id, year = first[report_id]
        if status == "reported" and _is_given(unit) and unit != amounts.get((table, row, column), unit):
            status = OTHER_UNIT
        number = Decimal(str(value)) if status == "reported" else None
        cells[agency_id][year, (table, row, column)] = status, number
    return {agency_id: Figures(agency_id, forms[agency_id], cells[agency_id]) for agency_id in forms}


@cache
def _to_amounts(wanted: frozenset[Cell], form: Form) -> Mapping[Cell, str]:
    """The amounts of money among cells, each with the unit of its column."""
    columns = {cell: form.column_of(CellId(*cell)) for cell in wanted}
    return {cell: column.unit or "元" for cell, column in columns.items() if column.type == "money"}


def _is_given(value: object) -> bool:
    """Say whether a frame's entry is there: pandas has several ways to say that it is not."""
    return str(value) not in ("", "None", "<NA>", "nan", "NaT")


def to_json(number: Decimal | None) -> int | float | None:
    """A number as JSON has it; a count stays a whole number."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
