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

from gongkai.tables.numbers import to_text
from gongkai.tables.pieces import Pieces
from gongkai.tables.schema import Table

_STARTS = "=+-@'\t\r＝＋－＠"
_QUOTED = re.compile('[,"\r\n]')
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


def to_csv_lines(table: Table, columns: Sequence[Sequence[Any]]) -> bytes:
    """The lines of a table as they stand in its file."""
    texts = [_texts(c.type, values) for c, values in zip(table.columns, columns, strict=True)]
    return join_lines(zip(*texts, strict=True))


def join_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Lines of fields, of which there are two at least, each quoted where it has to be: once a text and not once a field."""
    return "".join([",".join(row) + "\r\n" for row in rows]).encode()


def _texts(type: str, values: Sequence[Any]) -> list[str]:
    if type != "string":
        return [to_text(v) for v in values]
    known = {v: to_quoted(to_defused(v)) for v in set(values)}
    return [known[v] for v in values]


def to_quoted(text: str) -> str:
    """A field as the standard has it, in quotes only where it has to be."""
    return '"{}"'.format(text.replace('"', '""')) if _QUOTED.search(text) else text


def to_defused(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; removing one gives the text back."""
    if text and text[0] in _STARTS and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
