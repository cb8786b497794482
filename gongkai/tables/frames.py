"""Readings → data frames, one for each published table.

In: one reading a document, the form. Out: frames with the columns of the schema, in an order that does not depend on
the order of the readings.
Not its business: what a column means (schema.py), how a file of it looks (files.py).

In a frame a string is "" where there is none, a whole number is Int64, and any other number is an exact Decimal or
None in an object column: text would be joined by a careless sum, and a float would not be what was printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

import pandas as pd

from gongkai.form import Entry, Form
from gongkai.indicators import measure
from gongkai.model import Agency, CellId, Reading, Report, Sidecar, Value
from gongkai.tables.numbers import to_published
from gongkai.tables.schema import Table, table_columns, to_schema

Line = Sequence[Any]

_UNPUBLISHABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML, SQLite or UTF-8 cannot carry: a document may hold it, a file of ours must not break on it"""


def tabulate(readings: Sequence[Reading], form: Form) -> dict[str, pd.DataFrame]:
    """Lay out what was read as the tables of the schema: name → frame."""
    readings = sorted(readings, key=_order)
    reports = [r.report for r in readings if r.report is not None]
    twice = [id for id, n in Counter(r.report_id for r in reports).items() if n > 1]
    if twice:
        raise ValueError(f"two reports have the same id: {', '.join(twice)}")
    cells = {r.report_id: _Cells(r, form) for r in reports}
    # a second document of a body and year has its line among the reports; its figures would count the body twice
    published = [r.report for r in readings if r.report is not None and r.read_status != "duplicate"]
    shown = [cells[r.report_id] for r in published]
    lines: dict[str, Iterable[Line]] = {
        "agencies": _agencies(published),
        "reports": (_report(r, cells[r.report.report_id] if r.report else None, form) for r in readings),
        "cells": (line for c in shown for line in c.lines()),
        **{t: [line for c in shown for line in c.rows(t)] for t in form.tables},
        "reports_wide": (c.wide() for c in shown),
        "indicators": _indicators(published, form),
        "checks": (line for r in readings for line in _checks(r)),
        "form": _form(form),
    }
    return {name: _frame(table, lines[name]) for name, table in to_schema(form).items()}


def _order(reading: Reading) -> tuple[bool, str, int, str, str]:
    report = reading.report
    if report is None:
        return True, "", 0, "", reading.path
    return False, report.agency.agency_id, report.year or 0, report.report_id, reading.path


def _frame(table: Table, lines: Iterable[Line]) -> pd.DataFrame:
    rows = list(lines)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    return pd.DataFrame({c.name: _series(c.type, values) for c, values in zip(table.columns, columns, strict=True)})


def _series(type: str, values: Sequence[Any]) -> pd.Series:
    if type == "string":
        known: dict[str | None, str] = {None: ""}
        for v in set(values):
            known.setdefault(v, _UNPUBLISHABLE.sub("\ufffd", v) if v is not None else "")
        return pd.Series([known[v] for v in values], dtype="str")
    if type == "number":
        return pd.Series(list(values), dtype="object")
    return pd.Series(pd.array(list(values), dtype="Int64"))


def _head(report: Report | None) -> tuple[str, str, str, int | None]:
    if report is None:
        return "", "", "", None
    return report.report_id, report.agency.agency_id, report.agency.name, report.year


def _agencies(reports: Sequence[Report]) -> Iterator[Line]:
    """A body as its latest report has it, under all the names that any has."""
    of_body: dict[str, list[Report]] = {}
    for report in reports:
        of_body.setdefault(report.agency.agency_id, []).append(report)
    for id, found in of_body.items():
        a = found[-1].agency
        years = [r.year for r in found if r.year is not None]
        yield (
            id, a.name, a.division_code, a.province, a.prefecture, a.county, a.level, a.kind,
            "|".join(_other_names(a, found)), min(years, default=None), max(years, default=None),
        )


def _other_names(agency: Agency, reports: Iterable[Report]) -> list[str]:
    names = {n: None for r in reports for n in (r.agency.name, *r.agency.other_names)}
    return [n for n in names if n and n != agency.name]


def _report(reading: Reading, cells: _Cells | None, form: Form) -> Line:
    report = reading.report
    sidecar = report.sidecar if report else Sidecar()
    states = Counter(v.status for v in cells.values) if cells else Counter()
    severities = Counter(c.severity for c in reading.checks)
    return (
        *_head(report), reading.path, reading.sha256, sidecar.source_url, sidecar.published,
        reading.format, reading.pages, *(report.forms.get(t, "") if report else "" for t in form.tables),
        *(states[s] if cells else None for s in ("reported", "blank", "unreadable")),
        *(severities[s] for s in ("error", "warning")), reading.read_status, reading.message,
    )


@cache
def _columns(form: Form) -> Mapping[CellId, Entry]:
    """The column entry of every cell of every version, in the form's order."""
    return {c: form.column_of(c) for c in form.all_cells}


class _Cells:
    """The cells of one report, those that its form has and the document lacks included."""

    def __init__(self, report: Report, form: Form) -> None:
        self.report = report
        self.form = form
        self.columns = _columns(form)

    def versions(self) -> Mapping[str, str]:
        """Table → version. A table that was not found has the one that most siblings have, the newest of several."""
        found = {t: v for t, v in self.report.forms.items() if v}
        votes = Counter(found.values())
        usual = max(votes, key=lambda v: (votes[v], self.form.versions.index(v)), default="")
        return {t: found.get(t, usual) for t in self.form.tables}

    @cached_property
    def values(self) -> list[Value]:
        wanted: set[CellId] = set()
        for table, version in self.versions().items():
            wanted.update(self.form.cells(version, table) if version else ())
        strangers = self.report.values.keys() - self.columns.keys()
        if strangers:
            names = ", ".join(map(str, sorted(strangers)))
            raise KeyError(f"{self.report.report_id}: no version of the form has {names}")
        wanted |= self.report.values.keys()
        return [self.report.values.get(c) or Value(c, "missing") for c in self.columns if c in wanted]

    def lines(self) -> Iterator[Line]:
        head = _head(self.report)
        for v in self.values:
            number, unit = to_published(v, self.columns[v.cell])
            place = v.place
            where = (place.page, place.grid, place.row, place.column) if place else (None,) * 4
            box = " ".join(f"{x:.1f}" for x in place.box) if place and place.box else ""
            cell = (v.cell.table, v.cell.row, v.cell.column)
            yield *head, *cell, number, unit, v.status, v.raw, v.note, *where, box

    def rows(self, table: str) -> Iterator[Line]:
        """The rows of a table of the form, a column for each of its columns over all versions."""
        head, numbers = _head(self.report), self.numbers
        columns = [c.id for c in table_columns(self.form, table)]
        for row in dict.fromkeys(v.cell.row for v in self.values if v.cell.table == table):
            yield *head, row, *(numbers.get(CellId(table, row, c)) for c in columns)

    def wide(self) -> Line:
        return *_head(self.report), *(self.numbers.get(c) for c in self.columns)

    @cached_property
    def numbers(self) -> Mapping[CellId, Decimal | None]:
        return {c: to_published(v, self.columns[c])[0] for c, v in self.report.values.items()}


def _indicators(reports: Sequence[Report], form: Form) -> Iterator[Line]:
    for m in measure(reports, form):
        yield *_head(m.report), m.indicator, m.value, m.numerator, m.denominator, m.basis


def _checks(reading: Reading) -> Iterator[Line]:
    head = _head(reading.report)
    for c in reading.checks:
        cell = (c.cell.table, c.cell.row, c.cell.column) if c.cell else ("", "", "")
        yield (
            c.report_id, *head[1:], c.check, c.outcome, c.severity, c.about, *cell, c.printed, c.computed,
            c.message_zh, c.message_en, c.place.page if c.place else None,
        )


def _form(form: Form) -> Iterator[Line]:
    for version in form.versions:
        for e in form.entries:
            if version in e.labels:
                yield (
                    version, e.table, e.axis, e.id, e.parent, e.labels[version], e.label_en, e.unit,
                    e.definition_zh, e.definition_en, e.article,
                )
