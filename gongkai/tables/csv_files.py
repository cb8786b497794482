"""Pieces → CSV files (RFC 4180): UTF-8 with BOM, CRLF, numbers in full, texts defused as TEXT_CONVENTION says.

In: pieces of the tables (pieces.py), a folder. Out: a file a table. Not its business: any other format.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gongkai.tables.numbers import to_text
from gongkai.tables.pieces import Pieces
from gongkai.tables.schema import Table

MANY = 500
"""lines from which on Arrow is the quicker one"""
_STARTS = "=+-@'\t\r＝＋－＠"
_QUOTING = ',"\r\n'
_QUOTED = re.compile(f"[{_QUOTING}]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class CsvFiles:
    """A CSV file for each table, written as pieces come."""

    def __init__(self, folder: Path, tables: Mapping[str, Table]) -> None:
        self._stack = ExitStack()
        self._files = {name: self._stack.enter_context((folder / f"{name}.csv").open("wb")) for name in tables}
        for name, table in tables.items():
            self._files[name].write(to_heading(table))

    def __enter__(self) -> CsvFiles:
        return self

    def __exit__(self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def add(self, pieces: Pieces) -> None:
        for name, piece in pieces.items():
            self._files[name].write(piece.csv)


def to_heading(table: Table) -> bytes:
    """What a file begins with."""
    return codecs.BOM_UTF8 + join_lines([[to_quoted(name) for name in table.names]])


def to_csv_lines(table: Table, columns: Sequence[Sequence[Any]], batch: pa.RecordBatch) -> bytes:
    """The lines of a table as they stand in its file. batch: the same columns as Arrow has them, which joins many lines quicker than Python."""
    if len(columns[0]) < MANY:
        texts = [_to_texts(values) if c.type == "string" else map(to_text, values) for c, values in zip(table.columns, columns, strict=True)]
        return join_lines(zip(*texts, strict=True))
    fields = [_to_fields(c.type, values, array) for c, values, array in zip(table.columns, columns, batch.columns, strict=True)]
    lines = pc.binary_join_element_wise(*fields, ",", null_handling="replace", null_replacement="")
    (whole,) = pc.binary_join(pa.ListArray.from_arrays([0, len(lines)], lines), "\r\n")
    return bytes(whole.as_buffer()) + b"\r\n"


def _to_fields(type: str, values: Sequence[Any], array: pa.Array) -> pa.Array:
    if type == "string":
        texts = _to_texts(values)
        return array if texts is values else pa.array(texts, pa.string())
    return pa.array(list(map(to_text, values)), pa.string()) if type == "number" else array.cast(pa.string())


def join_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Lines of fields, of which there are two at least, each quoted where it has to be: once a text and not once a field."""
    return "".join([",".join(row) + "\r\n" for row in rows]).encode()


def _to_texts(values: Sequence[str]) -> Sequence[str]:
    """Texts as fields: looked at once each, and most columns are as they were."""
    distinct = set(values)
    together = "".join(distinct)
    if not any(sign in together for sign in _QUOTING) and all(text[:1] not in _STARTS or not text for text in distinct):
        return values
    fields = {value: to_quoted(to_defused(value)) for value in distinct}
    return [fields[value] for value in values]


def to_quoted(text: str) -> str:
    """A field as the standard has it, in quotes only where it has to be."""
    return '"{}"'.format(text.replace('"', '""')) if _QUOTED.search(text) else text


def to_defused(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; removing one gives the text back."""
    if text and text[0] in _STARTS and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
