"""Data frames → the bytes of the files under /data/.

In: the frames of the published tables. Out: file name → content, the same bytes for the same tables.
Not its business: the disk (site.py).
A further format is one more function from tables to named bytes in `_FORMATS`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from gongkai.tables.numbers import to_text

Tables = Mapping[str, pd.DataFrame]

_FORMULA = re.compile("[=+\\-@'\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def to_csv(frame: pd.DataFrame) -> bytes:
    """Write a frame as CSV (RFC 4180): UTF-8 with BOM, CRLF, numbers in full, texts defused as TEXT_CONVENTION says."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(_texts(frame[name]) for name in frame.columns), strict=True))
    return buffer.getvalue().encode("utf-8-sig")


def to_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """Write every table in every format: file name, content; in a fixed order."""
    for write in _FORMATS:
        yield from write(tables)


def _to_csv_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    for name, frame in tables.items():
        yield f"{name}.csv", to_csv(frame)


_FORMATS: tuple[Callable[[Tables], Iterator[tuple[str, bytes]]], ...] = (_to_csv_files,)


def _texts(column: pd.Series) -> list[str]:
    values = column.tolist()
    if isinstance(column.dtype, pd.StringDtype):
        known = {v: to_defused(v) for v in set(values)}
        return [known[v] for v in values]
    return [_number(v) for v in values]


def _number(value: Any) -> str:
    return "" if value is None or value is pd.NA else to_text(value)


def to_defused(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; removing one gives the text back."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
