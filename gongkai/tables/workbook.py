"""Parquet files → one Excel workbook: notes and dictionary first, then a sheet a table.

In: a folder that holds the Parquet files. Out: gongkai.xlsx in it, the same bytes for the same tables.
Not its business: any other format. No cell is a formula or a link, whatever a report printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from gongkai import machine, publisher
from gongkai.tables.numbers import to_decimal
from gongkai.tables.parquet_files import count_rows, read_lines
from gongkai.tables.schema import NULL_CONVENTION, Table

NAME = "gongkai.xlsx"
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
CUT = "… [cut off here, whole in the CSV file 此处截断，全文见 CSV]"

_DIGITS_OF_A_SHEET = 15

_DICTIONARY = ("table", "column", "type", "unit", "title_zh", "title_en", "definition_zh", "definition_en", "null_zh", "null_en", "example")


def write_workbook(folder: Path, tables: Mapping[str, Table], notes: Sequence[tuple[str, str]], most_rows: int = MOST_ROWS) -> None:
    """Write the workbook. notes: pairs for the first sheet. A table of more than `most_rows` lines, the heading included, is left out."""
    rows = {name: count_rows(folder / f"{name}.parquet") for name in tables}
    fitting = {name: table for name, table in tables.items() if rows[name] < most_rows}
    options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with machine.room() as passing, xlsxwriter.Workbook(folder / NAME, options | {"tmpdir": str(passing)}) as book:
        # a fixed date: the time of building would make two builds of the same data differ
        ours = publisher.load()
        book.set_properties({"title": ours.both_names, "comments": ours.licence.name, "created": datetime.datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True, "bottom": 1})
        _write_notes(book.add_worksheet("notes"), notes, tables, rows, fitting, bold)
        _write_dictionary(book.add_worksheet("dictionary"), tables, bold)
        for name, table in fitting.items():
            _write_table(book.add_worksheet(name), table, folder / f"{name}.parquet", rows[name], bold)


def _write_notes(
    sheet: Worksheet, notes: Sequence[tuple[str, str]], tables: Mapping[str, Table], rows: Mapping[str, int], fitting: Mapping[str, Table], bold: Any,
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 3, 60)
    lines: list[tuple[str, ...]] = [*notes, ("空白 empty", NULL_CONVENTION["zh"]), ("", NULL_CONVENTION["en"]), ()]
    lines.append(("sheet 工作表", "一行是", "one line is", "rows 行数"))
    heading = len(lines) - 1
    for name, table in tables.items():
        left_out = "" if name in fitting else f"：超过 Excel 的行数，见 {name}.csv: more than a sheet can hold, see {name}.csv"
        lines.append((name, table.line_zh, table.line_en, f"{rows[name]}{left_out}"))
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            _write_text(sheet, at, column, text, bold if at == heading or not column else None)


def _write_dictionary(sheet: Worksheet, tables: Mapping[str, Table], bold: Any) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 4, 18)
    sheet.set_column(5, len(_DICTIONARY) - 1, 40)
    _write_heading(sheet, _DICTIONARY, bold)
    row = 0
    for table in tables.values():
        for c in table.columns:
            row += 1
            words = (c.title_zh, c.title_en, c.definition_zh, c.definition_en, c.null_zh, c.null_en, c.example)
            for column, text in enumerate((table.name, c.name, c.type, c.unit, *words)):
                _write_text(sheet, row, column, text)
    sheet.autofilter(0, 0, row, len(_DICTIONARY) - 1)


def _write_table(sheet: Worksheet, table: Table, path: Path, rows: int, bold: Any) -> None:
    sheet.freeze_panes(1, table.names.index("year") + 1 if "year" in table.names else 1)
    for at, c in enumerate(table.columns):
        sheet.set_column(at, at, 22 if c.type == "string" else 12)
    _write_heading(sheet, table.names, bold)
    _write_lines(sheet, read_lines(path), len(table.columns))
    sheet.autofilter(0, 0, rows, len(table.columns) - 1)


def _write_lines(sheet: Worksheet, lines: Iterable[Sequence[Any]], width: int) -> None:
    """Write lines below the heading, as XlsxWriter itself would (a test holds both against each other) but for its call and its tuple a cell.

    What it is given by its public methods goes to a file row by row; these rows go there at once, four times as fast.
    """
    starts = [f'<c r="{xl_col_to_name(column)}' for column in range(width)]
    sheet._write_single_row(1)  # the heading, which waits for a row below it
    to_rest = lru_cache(50_000)(_to_rest)
    row = 0
    for row, line in enumerate(lines, start=1):
        number = str(row + 1)
        cells = [start + number + to_rest(value) for start, value in zip(starts, line, strict=True) if value is not None and value != ""]
        if cells:
            sheet.row_data_fh.write(f'<row r="{number}">{"".join(cells)}</row>')
    sheet.previous_row = row
    sheet.dim_rowmax = max(sheet.dim_rowmax, row)


def _to_rest(value: str | float) -> str:
    """What stands behind a cell's address."""
    text = value if isinstance(value, str) else _to_long_number(value)
    if text is None:
        return f'"><v>{float(value):.16G}</v></c>'
    text = escape(Worksheet._escape_control_characters(_to_cut(text)))
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f'" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _write_heading(sheet: Worksheet, names: Sequence[str], bold: Any) -> None:
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Any = None) -> None:
    if text:
        sheet.write_string(row, column, _to_cut(text), style)


def _to_cut(text: str) -> str:
    if len(text) > MOST_CHARACTERS // 2:  # a sheet counts in UTF-16 units
        return text[: MOST_CHARACTERS // 2 - len(CUT)] + CUT
    return text


def _to_long_number(number: float) -> str | None:
    """A sheet keeps 15 digits of a number; one that has more is written as text rather than rounded. None for one that it keeps."""
    plain = (to_decimal(float(number)) or Decimal(0)).normalize()
    return format(plain, "f") if len(plain.as_tuple().digits) > _DIGITS_OF_A_SHEET else None
