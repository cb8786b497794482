"""Readings → the lines of every published table, a part at a time.

In: one reading a document, the form. Out: parts, each the columns of every table for one body, so that no more than a body
is held at once; in an order that does not depend on the order of the readings.
Not its business: what a column means (schema.py), how a file of it looks (csv_files.py and its siblings).

In a part a string is "" where there is none, any other value None; numbers are exact Decimals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Any

from gongkai.form import Entry, Form
from gongkai.indicators import CATALOGUE, measure
from gongkai.messages import to_chinese
from gongkai.model import TABLES, Agency, CellId, Reading, Report, Sidecar, Value, to_data_version
from gongkai.tables.numbers import is_exact, to_published
from gongkai.tables.schema import Table, table_columns, to_schema, to_unit

Line = Sequence[Any]
Part = Mapping[str, Sequence[Sequence[Any]]]
"""table → its columns, in the order of the schema, each with the values of as many lines"""

TOO_LONG = "a number of more digits than any figure of the form has; see raw"

_UNPUBLISHABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What XML, SQLite or UTF-8 cannot carry, and what steers a terminal or turns a line round: a document may hold it, a file of ours does not"""


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """Put readings in the order of publication: by body, year and id, and the documents that were not read last."""
    return sorted(readings, key=_order)


def to_parts(readings: Iterable[Reading], form: Form, size: int = 1) -> Iterator[Part]:
    """Lay out readings, which come in_order, as the tables of the schema: the form first, then a body a part (size: or some with so many documents).

    ValueError if they are out of order, or if two reports have the same id.
    """
    yield to_form_part(form)
    ids: set[str] = set()
    waiting: list[Reading] = []
    for reading in readings:
        if waiting and _order(reading) < _order(waiting[-1]):
            raise ValueError(f"{reading.path}: the readings are not in order")
        if reading.report is not None:
            if reading.report.report_id in ids:
                raise ValueError(f"two reports have the same id: {reading.report.report_id}")
            ids.add(reading.report.report_id)
        if len(waiting) >= size and _body(reading) != _body(waiting[-1]):
            yield to_part(waiting, form)
            waiting = []
        waiting.append(reading)
    if waiting:
        yield to_part(waiting, form)


def _order(reading: Reading) -> tuple[bool, str, int, str, str]:
    report = reading.report
    if report is None:
        return True, "", 0, "", reading.path
    return False, report.agency.agency_id, report.year or 0, report.report_id, reading.path


def _body(reading: Reading) -> str:
    """What must stay in one part; a document that was not read belongs to no body."""
    return reading.report.agency.agency_id if reading.report else reading.path


def to_form_part(form: Form) -> Part:
    """The part that no body has: the form."""
    schema = to_schema(form)
    return {name: _to_columns(table, _form(form) if name == "form" else ()) for name, table in schema.items()}


def to_part(readings: Sequence[Reading], form: Form) -> Part:
    """Lay out readings of whole bodies, which are in_order."""
    of_body: dict[str, list[Reading]] = {}
    for reading in readings:
        of_body.setdefault(_body(reading), []).append(reading)
    versions = {body: to_data_version(found) for body, found in of_body.items()}
    cells = {r.report.report_id: _Cells(r.report, form, versions[_body(r)]) for r in readings if r.report is not None}
    # a second document of a body and year has its line among the reports; its figures would count the body twice
    published = [r.report for r in readings if r.report is not None and r.read_status != "duplicate"]
    shown = [cells[r.report_id] for r in published]
    lines: dict[str, Iterable[Line]] = {
        "agencies": _agencies(published),
        "reports": (_report(r, cells[r.report.report_id] if r.report else None, form) for r in readings),
        **{t: [line for c in shown for line in c.rows(t)] for t in form.tables},
        "reports_wide": (c.wide() for c in shown),
        "indicators": _indicators(published, form),
        "checks": (line for r in readings for line in _checks(r)),
        "cells": (), "form": (),
    }
    laid = (list(chain.from_iterable(of)) for of in zip(*(c.to_columns() for c in shown), strict=True))
    return {
        name: _clean_all(table, laid) if name == "cells" and shown else _to_columns(table, lines[name]) for name, table in to_schema(form).items()
    }


def _to_columns(table: Table, lines: Iterable[Line]) -> list[Sequence[Any]]:
    rows = list(lines)
    return _clean_all(table, list(zip(*rows, strict=True)) if rows else [()] * len(table.columns))


def _clean_all(table: Table, columns: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    return [_clean(values) if c.type == "string" else values for c, values in zip(table.columns, columns, strict=True)]


def _clean(values: Sequence[str | None]) -> Sequence[str]:
    """Texts as they are published: looked at once each, and nearly always as they were."""
    distinct = set(values)
    if None not in distinct and "".join(distinct).isprintable():  # type: ignore[arg-type]
        return values  # type: ignore[return-value]
    published = {value: _UNPUBLISHABLE.sub("\ufffd", value or "") for value in distinct}
    return [published[value] for value in values]


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
            "|".join(_other_names(a, found)), min(years, default=None), max(years, default=None), a.name_en,
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
        reading.format, reading.pages, *(report.forms.get(t, "") if report else "" for t in TABLES),
        *(states[s] if cells else None for s in ("reported", "blank", "unreadable")),
        *(severities[s] for s in ("error", "warning")), reading.read_status, reading.message,
        report.scope if report else "", *(report.forms.get(t, "") if report else "" for t in form.tables if t not in TABLES),
        reading.message_zh or to_chinese(reading.message),
    )


@cache
def _columns(form: Form) -> Mapping[CellId, Entry]:
    """The column entry of every cell of every version, in the form's order."""
    return {c: form.column_of(c) for c in form.all_cells}


@cache
def _columns_of(form: Form, table: str) -> tuple[str, ...]:
    return tuple(column.id for column in table_columns(form, table))


@cache
def _words_of(form: Form, table: str, row: str, version: str) -> tuple[str, str, str, str]:
    """Of a row in a version: its labels, the version, the unit of its numbers, or of each column where they differ."""
    entry = form.entry(table, "row", row)
    units = {column.id: to_unit(form.column_of(CellId(table, row, column.id))) for column in form.columns(table, version, row)} if version else {}
    unit = "".join(set(units.values())) if len(set(units.values())) < 2 else "|".join(f"{id}={unit}" for id, unit in units.items() if unit)
    return entry.label("zh", version), entry.label_en, version, unit


@cache
def _labels_of(form: Form, cell: CellId, version: str) -> tuple[str, str, str, str]:
    """What its row and its column are called in a version, each in Chinese and in English."""
    row, column = form.entry(cell.table, "row", cell.row), form.column_of(cell)
    return row.label("zh", version), row.label_en, column.label("zh", version), column.label_en


@cache
def _indicator_labels() -> Mapping[str, tuple[str, str]]:
    return {entry.id: (entry.label_zh, entry.label_en) for entry in CATALOGUE}


@cache
def _cells_across(row: str, table: str, columns: tuple[str, ...]) -> tuple[CellId, ...]:
    return tuple(CellId(table, row, column) for column in columns)


@dataclass(frozen=True, slots=True)
class _Block:
    """The cells of a report, in the form's order, and what their lines share with those of every report on the same versions: a value a cell each.

    units: of the columns that they stand in. labels: of rows and columns, as four columns of the table.
    """

    cells: tuple[CellId, ...]
    names: tuple[str, ...]
    units: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    versions: tuple[str, ...]


@lru_cache(maxsize=100)
def _to_block(form: Form, versions: tuple[tuple[str, str], ...], others: frozenset[CellId]) -> _Block:
    """The cells of these versions (table, version), and others that a document has all the same."""
    wanted = {cell for table, version in versions if version for cell in form.cells(version, table)} | others
    cells = tuple(cell for cell in _columns(form) if cell in wanted)
    of = dict(versions)
    labels = tuple(zip(*(_labels_of(form, cell, of[cell.table]) for cell in cells), strict=True)) if cells else ((), (), (), ())
    return _Block(
        cells, tuple(map(".".join, cells)), tuple(_columns(form)[cell].unit for cell in cells), labels, tuple(of[cell.table] for cell in cells),
    )


@cache
def _cells_of(form: Form, versions: tuple[tuple[str, str], ...]) -> frozenset[CellId]:
    return frozenset(cell for table, version in versions if version for cell in form.cells(version, table))


class _Cells:
    """The cells of one report, those that its form has and the document lacks included."""

    def __init__(self, report: Report, form: Form, data_version: str) -> None:
        self.report = report
        self.form = form
        self.data_version = data_version
        self.columns = _columns(form)

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """Table → version. A table that was not found has the one that most siblings have, the newest of several."""
        found = {t: v for t, v in self.report.forms.items() if v}
        votes = Counter(found.values())
        usual = max(votes, key=lambda v: (votes[v], self.form.versions.index(v)), default="")
        return {t: found.get(t, usual) for t in self.form.tables}

    @cached_property
    def published(self) -> Mapping[CellId, tuple[Value, Decimal | None, str]]:
        """Each cell of the document: what became of it, and its number and unit as published."""
        found = {}
        for cell, value in self.report.values.items():
            if cell not in self.columns:
                raise KeyError(f"{self.report.report_id}: no version of the form has {cell}")
            number, unit = to_published(value, self.columns[cell])
            if number is not None and not is_exact(number):
                # not to be had in every format to the digit, so in none; the text as printed stays
                value, number = replace(value, status="unreadable", number=None, note=TOO_LONG), None
            found[cell] = (value, number, unit)
        return found

    @cached_property
    def block(self) -> _Block:
        versions = tuple(self.versions.items())
        return _to_block(self.form, versions, frozenset(self.published.keys() - _cells_of(self.form, versions)))

    @cached_property
    def values(self) -> list[Value]:
        return [found[0] if (found := self.published.get(cell)) else Value(cell, "missing") for cell in self.block.cells]

    def to_columns(self) -> list[Sequence[Any]]:
        """The lines of the table cells, column by column."""
        block, values, published = self.block, self.values, self.published
        places = [v.place for v in values]
        head = _head(self.report)
        numbers, units = [], []
        for cell, unit_of_column in zip(block.cells, block.units, strict=True):
            _, number, unit = published.get(cell) or (None, None, unit_of_column)
            numbers.append(number)
            units.append(unit)
        return [
            *([of] * len(values) for of in head),
            *([of[part] for of in block.cells] for part in range(3)),
            numbers, units, [v.status for v in values], [v.raw for v in values], [v.note for v in values],
            *([place and getattr(place, name) for place in places] for name in ("page", "grid", "row", "column")),
            ["{:.1f} {:.1f} {:.1f} {:.1f}".format(*place.box) if place and place.box else "" for place in places],
            [f"{head[0]}.{name}" for name in block.names], [v.doubt for v in values], *block.labels, block.versions,
        ]

    def rows(self, table: str) -> Iterator[Line]:
        """The rows of a table of the form, a column for each of its columns over all versions, and what who opens the file alone has to know."""
        head, numbers, columns = _head(self.report), self.numbers, _columns_of(self.form, table)
        version, source = self.versions[table], self.report.sidecar.source_url or self.report.document.path
        for row in dict.fromkeys(v.cell.row for v in self.values if v.cell.table == table):
            words = _words_of(self.form, table, row, version)
            yield *head, row, *map(numbers.get, _cells_across(row, table, columns)), *words, source, self.data_version

    def wide(self) -> Line:
        return *_head(self.report), *map(self.numbers.get, self.columns)

    @cached_property
    def numbers(self) -> Mapping[CellId, Decimal | None]:
        """What stands without a unit beside it: an amount in another unit than its column's is in the table of cells alone."""
        return {cell: number for cell, (_, number, unit) in self.published.items() if _has_unit_of_column(unit, self.columns[cell])}


def _has_unit_of_column(unit: str, column: Entry) -> bool:
    return column.type != "money" or unit in ("", column.unit or "元")


def _indicators(reports: Sequence[Report], form: Form) -> Iterator[Line]:
    for m in measure(reports, form):
        numbers = (m.value, m.numerator, m.denominator)
        if all(n is None or is_exact(n) for n in numbers):
            yield *_head(m.report), m.indicator, *numbers, m.basis, m.form, *_indicator_labels()[m.indicator]


def _checks(reading: Reading) -> Iterator[Line]:
    head = _head(reading.report)
    for c in reading.checks:
        cell = (c.cell.table, c.cell.row, c.cell.column) if c.cell else ("", "", "")
        yield (
            c.report_id, *head[1:], c.check, c.outcome, c.severity, c.about, *cell, c.printed, c.computed,
            c.message_zh, c.message_en, c.place.page if c.place else None, c.kind,
        )


def _form(form: Form) -> Iterator[Line]:
    for version in form.versions:
        for e in form.entries:
            if version in e.labels:
                yield (
                    version, e.table, e.axis, e.id, e.parent, e.labels[version], e.label_en, e.unit,
                    e.definition_zh, e.definition_en, e.article,
                )
