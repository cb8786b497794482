"""Parts → CSV files (RFC 4180): UTF-8 with BOM, CRLF, numbers in full, texts defused as TEXT_CONVENTION says.

In: parts of the tables (lines.py), a folder. Out: a file a table. Not its business: any other format.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from gongkai.tables.lines import Part
from gongkai.tables.numbers import to_text
from gongkai.tables.schema import Table

_FORMULA = re.compile("[=+\\-@'\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class CsvFiles:
    """A CSV file for each table, written as parts come."""

    def __init__(self, folder: Path, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._files = ExitStack()
        self._writers = {}
        for name, table in tables.items():
            file = self._files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline=""))
            self._writers[name] = csv.writer(file, lineterminator="\r\n")
            self._writers[name].writerow(table.names)

    def __enter__(self) -> CsvFiles:
        return self

    def __exit__(self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._files.close()

    def add(self, part: Part) -> None:
        for name, columns in part.items():
            texts = [_texts(c.type, values) for c, values in zip(self._tables[name].columns, columns, strict=True)]
            self._writers[name].writerows(zip(*texts, strict=True))


def _texts(type: str, values: Sequence[Any]) -> list[str]:
    known = {v: to_defused(v) for v in set(values)} if type == "string" else {v: to_text(v) for v in set(values)}
    return [known[v] for v in values]


def to_defused(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; removing one gives the text back."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
