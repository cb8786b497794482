"""Pieces → one SQLite database with keys, indexes, views and the dictionary.

In: pieces of the tables (pieces.py), a folder, what the build is made from. Out: gongkai.sqlite, the same bytes for the same tables.
Not its business: any other format.

SQLite has no decimals: a whole number is an INTEGER, any other a REAL that holds every digit printed (numbers.is_exact).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from gongkai.tables.parquet_files import to_arrow_schema
from gongkai.tables.pieces import Pieces
from gongkai.tables.schema import Column, Table

NAME = "gongkai.sqlite"

_TYPES = {"string": "TEXT", "integer": "INTEGER", "year": "INTEGER", "number": "NUMERIC"}

_INDEXES = (
    ("reports", "agency_id, year"), ("requests", "row"), ("proactive_disclosure", "row"), ("disputes", "row"), ("statistics", "row"),
    ("indicators", "indicator, year"), ("checks", "report_id"), ("checks", "severity"),
)

_VIEWS = {
    "findings": "SELECT * FROM checks WHERE severity IS NOT NULL",
    "latest_reports": (
        "SELECT reports.* FROM reports JOIN agencies ON reports.agency_id = agencies.agency_id AND reports.year = agencies.last_year "
        "WHERE reports.read_status <> 'duplicate'"
    ),
    "coverage": (
        "SELECT agencies.province, reports.year, count(*) AS reports, count(DISTINCT reports.agency_id) AS agencies FROM reports "
        "JOIN agencies USING (agency_id) WHERE reports.read_status <> 'duplicate' GROUP BY agencies.province, reports.year"
    ),
    "cells_with_source": (
        "SELECT cells.*, reports.source_file, reports.source_sha256, reports.source_url, "
        "'agencies/' || cells.agency_id || '/#' || cells.\"table\" || '-' || cells.row || '-' || cells.\"column\" || '-' || "
        "substr(cells.report_id, length(cells.agency_id) + 2) AS page_address FROM cells JOIN reports USING (report_id)"
    ),
}


class Database:
    """The database, filled as pieces come. Lines come in the order of bodies, so that pages fill up one after the other.

    most: bytes that it may have. There is none where it grows larger: it is given up as soon as that is seen.
    """

    def __init__(self, folder: Path, tables: Mapping[str, Table], build: Mapping[str, str], most: int | None = None) -> None:
        self._path = folder / NAME
        self._most = most
        self._tables = tables
        self._schemas = {name: to_arrow_schema(table) for name, table in tables.items()}
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        # the file is new and nobody else's: what breaks off is thrown away, so nothing has to be undone
        for pragma in ("page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", "cache_size = -65536"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")
        for table in tables.values():
            self._connection.execute(_to_create(table))
        self._fill("build", ("name", "value"), build.items())
        self._fill("dictionary", _DICTIONARY, (line for table in tables.values() for line in _to_dictionary(table)))

    def __enter__(self) -> Database:
        return self

    def __exit__(self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        is_given_up = self._is_too_large()
        if type is None and not is_given_up:
            for at, (table, columns) in enumerate(_INDEXES):
                self._connection.execute(f"CREATE INDEX {table}_{at} ON {table} ({columns})")
            for name, query in _VIEWS.items():
                self._connection.execute(f"CREATE VIEW {name} AS {query}")
            self._connection.execute("COMMIT")
            self._connection.execute("VACUUM")
        self._connection.close()
        if is_given_up or (self._most is not None and self._path.stat().st_size > self._most):
            self._path.unlink()

    def add(self, pieces: Pieces) -> None:
        if self._is_too_large():
            return
        for name, piece in pieces.items():
            table = self._tables[name]
            columns = piece.to_columns(self._schemas[name]).columns
            values = [_values(c, found.to_pylist(), c.name in table.key) for c, found in zip(table.columns, columns, strict=True)]
            marks = ", ".join("?" * len(values))
            self._connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', zip(*values, strict=True))

    def _is_too_large(self) -> bool:
        if self._most is None:
            return False
        pages, size = (self._connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
        return bool(pages * size > self._most)

    def _fill(self, name: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
        self._connection.execute(f"CREATE TABLE {name} ({', '.join(_quote(c) + ' TEXT' for c in columns)})")
        self._connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", lines)


_DICTIONARY = ("table", "column", "type", "unit", "title_zh", "title_en", "definition_zh", "definition_en", "null_zh", "null_en", "values")


def _to_dictionary(table: Table) -> Iterable[Sequence[str]]:
    for c in table.columns:
        words = (c.title_zh, c.title_en, c.definition_zh, c.definition_en, c.null_zh, c.null_en)
        yield table.name, c.name, c.type, c.unit, *words, "|".join(c.values)


def _quote(name: str) -> str:
    return f'"{name}"'


def _to_create(table: Table) -> str:
    parts = [f"{_quote(c.name)} {_TYPES[c.type]}" + ("" if c.null_en and c.name not in table.key else " NOT NULL") for c in table.columns]
    if table.name == "reports":
        parts.append("UNIQUE (report_id)")  # the key is the file: a document that was not read has no id
    key = [_quote(name) for name in table.key]
    if key:
        parts.append(f"PRIMARY KEY ({', '.join(key)})")
    for c in table.columns:
        if c.references:
            other, column = c.references.split(".")
            parts.append(f"FOREIGN KEY ({_quote(c.name)}) REFERENCES {other} ({column})")
    return f"CREATE TABLE {_quote(table.name)} ({', '.join(parts)})" + (" WITHOUT ROWID" if key else "")


def _values(column: Column, values: Sequence[Any], is_key: bool) -> Sequence[Any]:
    if column.type == "string":
        return values if column.null_en and not is_key else [v or "" for v in values]
    return [_number(v) for v in values] if column.type == "number" else values


def _number(number: float | None) -> int | float | None:
    return int(number) if number is not None and number.is_integer() and abs(number) < 2**63 else number
