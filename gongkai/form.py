"""The statutory form, every version of it, from form.csv and versions.csv.

In: the two files beside this module. Out: the form's entries, cells and relations by version. Not its business: how a report prints them (match/).
A new version is one more label column and a line that says since when and by which notice; a new wording is one more alias.
A version has the tables of which its column has the label.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources

from gongkai.model import CellId, Relation, Term, Value

_LABEL = "label_"
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、])\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One table, row or column of the form.

    labels: version → label as the version prints it; a version without the entry is absent. type: count, delta
    (signed), money, or "" for what holds no number. relations: (severity or "", id, expression, is_bound).
    """

    table: str
    axis: str
    id: str
    parent: str
    labels: Mapping[str, str]
    label_en: str
    unit: str
    type: str
    relations: tuple[tuple[str, str, str, bool], ...]
    aliases: tuple[str, ...]
    definition_zh: str
    definition_en: str
    article: str

    @property
    def label_zh(self) -> str:
        """The label of the newest version that has the entry."""
        return list(self.labels.values())[-1]

    def label(self, language: str, version: str = "") -> str:
        """What it is called: in Chinese as that version prints it, without one (or where it lacks the entry) as the newest does."""
        return self.labels.get(version, self.label_zh) if language == "zh" else self.label_en


@dataclass(frozen=True, slots=True)
class Notice:
    """Where a version is from. first_year: the first year with reports on it. notice: its sign. regulation: the one in force then."""

    version: str
    first_year: int
    notice: str
    regulation: str


class Form:
    """Every version of the form, and how to ask for its parts. Order is the form's own throughout, and of versions the oldest first."""

    def __init__(self, entries: tuple[Entry, ...], versions: tuple[str, ...], notices: tuple[Notice, ...] = ()) -> None:
        self.entries = entries
        self.versions = versions
        self.notices = notices
        self._by_id: dict[tuple[str, str, str], list[Entry]] = {}
        for e in entries:
            self._by_id.setdefault((e.table, e.axis, e.id), []).append(e)

    def __repr__(self) -> str:
        return f"Form({len(self.entries)} entries, versions {', '.join(self.versions)})"

    def version_of(self, year: int | None) -> str:
        """The version that a report on a year is to be set in, "" before the first or without a year."""
        return max((v for v in self.versions if year and self.first_year(v) <= year), key=self.first_year, default="")

    def first_year(self, version: str) -> int:
        """The first year that a version is for: as its notice says, else the one its id begins with."""
        return next((n.first_year for n in self.notices if n.version == version), 0) or int(version[:4])

    def tables_of(self, version: str) -> tuple[str, ...]:
        """The tables that a version has."""
        return tuple(t for t in self.tables if version in self.table(t).labels)

    def tables_for(self, year: int | None, found: Mapping[str, str]) -> tuple[str, ...]:
        """The tables that a report is asked for: those of its year's version, else of the one it is set in (table → version), else of the newest."""
        return self.tables_of(self.version_of(year) or next(filter(None, found.values()), self.versions[-1]))

    def versions_of(self, table: str) -> tuple[str, ...]:
        """The versions that have a table."""
        return tuple(v for v in self.versions if v in self.table(table).labels)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        return tuple(e.id for e in self.entries if e.axis == "table")

    def entry(self, table: str, axis: str, id: str, parent: str | None = None) -> Entry:
        """The entry of that id (of that parent, where an id stands under several). KeyError if there is none."""
        for e in self._by_id.get((table, axis, id), ()):
            if parent in (None, e.parent):
                return e
        raise KeyError(f"the form has no {axis} {id!r} in {table}")

    def table(self, table: str) -> Entry:
        return self.entry(table, "table", table)

    def children(self, table: str, axis: str, id: str, version: str) -> tuple[Entry, ...]:
        return tuple(
            e for e in self.entries if (e.table, e.axis, e.parent) == (table, axis, id) and version in e.labels and e.axis != "table"
        )

    @cache  # noqa: B019
    def groups_of(self, table: str, row: str) -> tuple[str, ...]:
        """The ids of the rows right below one, on any version, each once."""
        return tuple(dict.fromkeys(e.id for e in self.entries if (e.table, e.axis, e.parent) == (table, "row", row)))

    @cache  # noqa: B019
    def rows_under(self, table: str, id: str, version: str) -> tuple[str, ...]:
        """The ids of the rows with numbers that a row is made of in that version, however far below: its own where it is no heading."""
        own = [e.id for e in self._by_id.get((table, "row", id), ()) if version in e.labels]
        below = [row for child in self.children(table, "row", id, version) for row in self.rows_under(table, child.id, version)]
        return tuple(below or own)

    def is_heading(self, entry: Entry, version: str) -> bool:
        """An entry with children in that version holds no number of its own, unless it is a row with a type."""
        return not (entry.axis == "row" and entry.type) and bool(self.children(entry.table, entry.axis, entry.id, version))

    @cache  # noqa: B019  (one form for the whole process)
    def rows(self, table: str, version: str) -> tuple[Entry, ...]:
        """The rows that hold numbers."""
        return tuple(
            e for e in self.entries
            if (e.table, e.axis) == (table, "row") and version in e.labels and not self.is_heading(e, version)
        )

    @cache  # noqa: B019
    def columns(self, table: str, version: str, row: str | None = None) -> tuple[Entry, ...]:
        """The columns that hold numbers; with `row`, those that cross that row."""
        above = self._ancestors(table, row) if row is not None else None
        found = []
        for e in self.entries:
            if (e.table, e.axis) != (table, "column") or version not in e.labels or self.is_heading(e, version):
                continue
            block = e.parent if self._has(table, "row", e.parent) else ""
            if above is None or not block or block in above:
                found.append(e)
        return tuple(found)

    @cache  # noqa: B019
    def all_rows(self, table: str) -> tuple[str, ...]:
        """The ids of the rows that hold numbers on any version, each once."""
        return self._in_order(e for v in self.versions for e in self.rows(table, v))

    @cache  # noqa: B019
    def all_columns(self, table: str) -> tuple[str, ...]:
        """The ids of the columns that hold numbers on any version, each once."""
        return self._in_order(e for v in self.versions for e in self.columns(table, v))

    def _in_order(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        found = set(map(id, entries))
        return tuple(dict.fromkeys(e.id for e in self.entries if id(e) in found))

    @cache  # noqa: B019
    def cells(self, version: str, table: str | None = None) -> tuple[CellId, ...]:
        return tuple(
            CellId(t, row.id, column.id)
            for t in self.tables if table in (None, t)
            for row in self.rows(t, version)
            for column in self.columns(t, version, row.id)
        )

    @cached_property
    def all_cells(self) -> tuple[CellId, ...]:
        """Every cell of every version, each once, in the form's order."""
        wanted = {c for v in self.versions for c in self.cells(v)}
        order = {(e.table, e.axis, e.id): i for i, e in reversed(list(enumerate(self.entries)))}
        tables = {t: i for i, t in enumerate(self.tables)}
        return tuple(sorted(wanted, key=lambda c: (
            tables[c.table], order[c.table, "row", c.row], order[c.table, "column", c.column])))

    @cache  # noqa: B019
    def column_of(self, cell: CellId) -> Entry:
        """The column entry that a cell stands in (the right one of several with the same id); of a row that has a unit of its own, with that."""
        above = self._ancestors(cell.table, cell.row)
        for e in self._by_id.get((cell.table, "column", cell.column), ()):
            if e.parent in above or not self._has(cell.table, "row", e.parent):
                row = self.entry(cell.table, "row", cell.row)
                return replace(e, unit=row.unit, type=row.type) if row.type else e
        raise KeyError(f"the form has no cell {cell}")

    def unit_to_tell(self, value: Value) -> str:
        """The unit of a printed number, where its label on the form says another and the text as printed has none; "" for all others.

        3600 in a row of 元 is a number as printed, and ten thousand times too much under 依申请公开信息收取的费用（万元）.
        """
        if value.number is None or not value.unit or value.unit == self.column_of(value.cell).unit or value.unit in (value.raw or ""):
            return ""
        return value.unit

    @cache  # noqa: B019
    def relations(self, version: str) -> tuple[Relation, ...]:
        """Every relation of the version, one for each row or column that it runs over."""
        found = []
        cells = set(self.cells(version))
        for e in self.entries:
            if version not in e.labels or self.is_heading(e, version):
                continue
            for _severity, id, expression, is_bound in e.relations:
                for total in self.cells(version, e.table):
                    if (total.row if e.axis == "row" else total.column) != e.id:
                        continue
                    if e.axis == "column" and self.column_of(total) is not e:
                        continue
                    terms = self._terms(e, total, expression, version)
                    if all(t.cell in cells for t in terms):
                        found.append(Relation(id, total, terms, is_bound))
        return tuple(found)

    @cached_property
    def relation_severities(self) -> dict[str, str]:
        """Relation id → the severity that form.csv gives it, "" where it gives none."""
        return {id: severity for e in self.entries for severity, id, _, _ in e.relations}

    def _terms(self, entry: Entry, total: CellId, expression: str, version: str) -> tuple[Term, ...]:
        terms = []
        for word in expression.split():
            sign = -1 if word.startswith("-") else 1
            word = word.removeprefix("-")
            last_year = word.startswith("last.")
            word = word.removeprefix("last.")
            parent, star, _ = word.partition(".*")
            ids = [c.id for c in self.children(entry.table, entry.axis, parent, version)] if star else [word]
            for id in ids:
                found = self._by_id.get((entry.table, entry.axis, id), [])
                if not found:
                    raise KeyError(f"{entry.id}: {expression!r} names {id!r}, which the form lacks")
                if not any(version in e.labels and not self.is_heading(e, version) for e in found):
                    continue  # a heading here, or not on this version
                cell = CellId(total.table, id, total.column) if entry.axis == "row" else CellId(total.table, total.row, id)
                terms.append(Term(sign, cell, last_year))
        return tuple(terms)

    @cache  # noqa: B019
    def _ancestors(self, table: str, row: str) -> frozenset[str]:
        above: set[str] = set()
        while row:
            above.add(row)
            row = self.entry(table, "row", row).parent
        return frozenset(above)

    def _has(self, table: str, axis: str, id: str) -> bool:
        return (table, axis, id) in self._by_id


def without_number(label: str) -> str:
    """A label without the number that it begins with: 一、本年新收…, （一）予以公开, 1.属于国家秘密."""
    return _NUMBERING.sub("", label)


def _to_relations(text: str, is_bound: bool) -> tuple[tuple[str, str, str, bool], ...]:
    """Read "warning T2-PUB: a -b; X-CARRY: last.c" into (severity, id, expression, is_bound)."""
    found = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        head, _, expression = part.partition(":")
        *severity, id = head.split()
        found.append((severity[0] if severity else "", id, expression.strip(), is_bound))
    return tuple(found)


def _to_entry(line: Mapping[str, str]) -> Entry:
    labels = {key.removeprefix(_LABEL): label for key, label in line.items() if key.startswith(_LABEL) and key != "label_en" and label}
    relations = _to_relations(line["equals"], False) + _to_relations(line["at_least"], True)
    aliases = tuple(filter(None, line["aliases"].split("|")))
    return Entry(
        line["table"], line["axis"], line["id"], line["parent"], labels, line["label_en"], line["unit"], line["type"],
        relations, aliases, line["definition_zh"], line["definition_en"], line["article"],
    )


def parse(form: str, versions: str = "") -> Form:
    """Read a form from the texts of form.csv and versions.csv."""
    lines = list(csv.DictReader(form.splitlines()))
    ids = tuple(k.removeprefix(_LABEL) for k in lines[0] if k.startswith(_LABEL) and k != "label_en")
    notices = tuple(
        Notice(line["version"], int(line["first_year"]), line["notice"], line["regulation"]) for line in csv.DictReader(versions.splitlines())
    )
    return Form(tuple(_to_entry(line) for line in lines), ids, notices)


@cache
def load() -> Form:
    """Read form.csv and versions.csv once."""
    return parse(*(resources.files("gongkai").joinpath(name).read_text("utf-8") for name in ("form.csv", "versions.csv")))
