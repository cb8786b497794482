"""Pieces → Parquet files: typed, numbers as doubles, what is not there null.

In: pieces of the tables (pieces.py), a folder. Out: a file a table; reading one back in batches.
Not its business: any other format.

A double holds every published number to the digit (numbers.is_exact), and a data frame can reckon with it; a decimal would be an object there.
A row group ends where a body does, so that two releases can be compared body by body (changes.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.tables.numbers import to_decimal, to_text
from gongkai.tables.pieces import Pieces
from gongkai.tables.schema import Table

VALUES_IN_A_GROUP = 2_000_000
"""values (lines times columns) that a row group holds at least: some tens of megabytes of memory"""

_TYPES = {
    "string": pa.string(), "integer": pa.int64(), "year": pa.int64(), "number": pa.float64(),
}


class ParquetFiles:
    """A Parquet file for each table, written a row group of many pieces at a time."""

    def __init__(self, folder: Path, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._schemas = {name: to_arrow_schema(table) for name, table in tables.items()}
        self._waiting: dict[str, list[pa.RecordBatch]] = {name: [] for name in tables}
        self._rows: Counter[str] = Counter()
        self._files = ExitStack()
        self._writers = {
            name: self._files.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd"))
            for name, schema in self._schemas.items()
        }

    def __enter__(self) -> ParquetFiles:
        return self

    def __exit__(self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if type is None:
            for name in self._tables:
                self._flush(name)
        self._files.close()

    def add(self, pieces: Pieces) -> None:
        for name, piece in pieces.items():
            schema = self._schemas[name]
            self._waiting[name].append(piece.to_columns(schema))
            self._rows[name] += piece.rows
            if self._rows[name] * len(schema) >= VALUES_IN_A_GROUP:
                self._flush(name)

    def _flush(self, name: str) -> None:
        table = pa.Table.from_batches(self._waiting[name], schema=self._schemas[name])
        self._waiting[name], self._rows[name] = [], 0
        if table.num_rows:
            self._writers[name].write_table(table, row_group_size=table.num_rows)


def to_arrow_schema(table: Table) -> pa.Schema:
    return pa.schema([
        pa.field(c.name, _TYPES[c.type], metadata={"title": c.title_en, "title_zh": c.title_zh, "unit": c.unit}) for c in table.columns
    ])


def count_rows(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)


def read_lines(path: Path) -> Iterator[Sequence[Any]]:
    """Read a file back line by line, a row group at a time."""
    file = pq.ParquetFile(path)
    for group in range(file.num_row_groups):
        yield from zip(*(column.to_pylist() for column in file.read_row_group(group).columns), strict=True)


def read_texts(path: Path) -> Iterator[dict[str, str]]:
    """Read a file back line by line with its values as texts, "" where there is none: as the CSV file of the same table would be."""
    names = pq.read_schema(path).names
    for line in read_lines(path):
        yield {name: value if isinstance(value, str) else to_text(to_decimal(value)) for name, value in zip(names, line, strict=True)}


def read_groups(path: Path, columns: Sequence[str]) -> Iterator[pa.Table]:
    """Read some columns of a file a row group at a time."""
    file = pq.ParquetFile(path)
    for group in range(file.num_row_groups):
        yield file.read_row_group(group, columns=list(columns))


def to_batch(columns: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Columns as Arrow has them. Numbers are handed over together: a table as wide as the form has hundreds of columns of a few values each."""
    numbers = [values for field, values in zip(schema, columns, strict=True) if field.type == _TYPES["number"]]
    together = pa.array([None if value is None else float(value) for values in numbers for value in values], _TYPES["number"])
    rows, taken = len(columns[0]) if columns else 0, 0
    arrays = []
    for field, values in zip(schema, columns, strict=True):
        if field.type == _TYPES["number"]:
            arrays.append(together.slice(taken, rows))
            taken += rows
        elif field.type == _TYPES["string"]:
            arrays.append(pa.array([v or None for v in values] if "" in values else values, field.type))
        else:
            arrays.append(pa.array(values, field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
