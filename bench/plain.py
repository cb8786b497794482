"""What an afternoon's script reads: tables by pdfplumber, python-docx and pandas, labels looked up, the last numbers of a row.

In: a path. Out: cell of the form → number. Not its business: being right. It is the yardstick: what a careful person gets without this project.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from gongkai import form
from gongkai.model import CellId

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_EMPTY = ("", "-", "/", "—", "无")

Rows = Iterable[list[str]]


def read(path: Path) -> dict[CellId, Decimal]:
    """Every number that the script would print for this document; nothing for a format that it does not know."""
    cells: dict[CellId, Decimal] = {}
    for row in _path_to_rows(path):
        cells |= _row_to_cells(row)
    return cells


def _path_to_rows(path: Path) -> Rows:
    match path.suffix:
        case ".pdf":
            return _pdf_to_rows(path)
        case ".docx":
            return _docx_to_rows(path)
        case ".html" | ".mht":
            return _html_to_rows(path)
        case ".xlsx":
            return _xlsx_to_rows(path)
        case ".md" | ".txt":
            return _text_to_rows(path)
    return ()


def _pdf_to_rows(path: Path) -> Iterator[list[str]]:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield from ([cell or "" for cell in row] for row in table)


def _docx_to_rows(path: Path) -> Iterator[list[str]]:
    import docx

    for table in docx.Document(str(path)).tables:
        for row in table.rows:
            cells = []
            for cell in row.cells:
                if not cells or cell._tc is not cells[-1]._tc:
                    cells.append(cell)
            yield [cell.text for cell in cells]


def _html_to_rows(path: Path) -> Iterator[list[str]]:
    import pandas

    try:
        frames = pandas.read_html(io.StringIO(_decode(path)), flavor="lxml")
    except ValueError:
        return
    for frame in frames:
        yield from (["" if cell != cell else str(cell).removesuffix(".0") for cell in row] for row in frame.itertuples(index=False))


def _xlsx_to_rows(path: Path) -> Iterator[list[str]]:
    import pandas

    for frame in pandas.read_excel(path, header=None, sheet_name=None, dtype=str).values():
        yield from (["" if cell != cell else str(cell) for cell in row] for row in frame.itertuples(index=False))


def _text_to_rows(path: Path) -> Iterator[list[str]]:
    for line in _decode(path).splitlines():
        separator = "|" if "|" in line else "\t"
        yield [cell.strip() for cell in line.strip("|").split(separator)] if separator in line else line.split()


def _decode(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return content.decode("utf-8", errors="replace")


def _row_to_cells(row: list[str]) -> dict[CellId, Decimal]:
    texts = [re.sub(r"\s", "", cell) for cell in row]
    values = []
    while texts and (texts[-1] in _EMPTY or _NUMBER.fullmatch(texts[-1])):
        values.insert(0, texts.pop())
    if len(values) >= 15:
        return _to_numbers(_disputes(), values[-15:])
    label = next((_to_label(text) for text in reversed(texts) if _to_label(text) in _rows()), "")
    columns = _rows().get(label, ())
    return _to_numbers(columns, values[-len(columns):]) if columns and len(values) >= len(columns) else {}


def _to_numbers(cells: Iterable[CellId], values: list[str]) -> dict[CellId, Decimal]:
    return {cell: Decimal(value.replace(",", "")) for cell, value in zip(cells, values, strict=True) if value not in _EMPTY}


def _to_label(text: str) -> str:
    return re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]*", "", text)


@cache
def _rows() -> dict[str, tuple[CellId, ...]]:
    """Label → its cells; where the two versions of the form differ, a script of one afternoon follows the newer one."""
    the_form = form.load()
    found: dict[str, tuple[CellId, ...]] = {}
    for version in the_form.versions:
        for table in ("proactive_disclosure", "requests"):
            for row in the_form.rows(table, version):
                cells = tuple(c for c in the_form.cells(version, table) if c.row == row.id)
                found[_to_label(re.sub(r"\s", "", row.labels[version]))] = cells
    return found


@cache
def _disputes() -> tuple[CellId, ...]:
    the_form = form.load()
    return the_form.cells(the_form.versions[-1], "disputes")
