"""XLSX → Document.

In: a path to an Office Open XML workbook. Out: its visible sheets: blocks of rows as grids, lines of text between them
as paragraphs. Not its business: formulas (the value saved with one counts), how a format shows a number
(number_format.py), charts.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from gongkai.model import Cell, Unreadable
from gongkai.readers.docx import check_package, parse_part
from gongkai.readers.number_format import BUILT_IN, to_shown
from gongkai.readers.parts import MOST_CELLS, Parts

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_WIDEST = 200

Place = tuple[int, int]


def read(path: Path, name: str) -> Parts:
    """Read a workbook. Raises Unreadable where it is none, is locked with a password or unpacks to an absurd size."""
    parts = Parts()
    try:
        with zipfile.ZipFile(path) as package:
            check_package(package, name)
            book = _Book(_shared_strings(package), _formats(package))
            for sheet in _sheets(package):
                _sheet_to_parts(parse_part(package.read(sheet)), book, parts, name)
    except (zipfile.BadZipFile, KeyError) as error:
        raise Unreadable(name, "the XLSX is broken; open it in Excel or WPS and save it again") from error
    except (RuntimeError, NotImplementedError) as error:
        raise Unreadable(name, "the XLSX is locked; save a copy without a password") from error
    return parts


class _Book(NamedTuple):
    """What the cells of a workbook refer to by number: its strings, and the format of each of its styles."""

    strings: list[str]
    formats: list[str]


def _formats(package: zipfile.ZipFile) -> list[str]:
    if "xl/styles.xml" not in package.namelist():
        return []
    styles = parse_part(package.read("xl/styles.xml"))
    own = {str(one.get("numFmtId", "")): str(one.get("formatCode", "")) for one in styles.iter(_SHEET + "numFmt")}
    used = [str(one.get("numFmtId", "0")) for one in styles.iterfind(f"{_SHEET}cellXfs/{_SHEET}xf")]
    return [own.get(number, BUILT_IN.get(int(number), "") if number.isdigit() else "") for number in used]


def _shared_strings(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    return [_text_of(item) for item in parse_part(package.read("xl/sharedStrings.xml")).findall(_SHEET + "si")]


def _text_of(item: etree._Element) -> str:
    """The text of a string; how it is pronounced (rPh) is no part of it."""
    return "".join(text.text or "" for text in item.iter(_SHEET + "t") if next(text.iterancestors(_SHEET + "rPh"), None) is None)


def _sheets(package: zipfile.ZipFile) -> list[str]:
    """The parts of the visible sheets, in the order of their tabs."""
    targets = {
        relation.get("Id"): posixpath.join("/xl", relation.get("Target", "")).lstrip("/")
        for relation in parse_part(package.read("xl/_rels/workbook.xml.rels"))
    }
    workbook = parse_part(package.read("xl/workbook.xml"))
    visible = [sheet for sheet in workbook.iter(_SHEET + "sheet") if sheet.get("state", "visible") == "visible"]
    return [targets[sheet.get(_RELATION)] for sheet in visible if sheet.get(_RELATION) in targets]


def _sheet_to_parts(sheet: etree._Element, book: _Book, parts: Parts, name: str) -> None:
    """Part a sheet at its empty rows: a row with one text alone is running text, the others are rows of a grid."""
    cells = _sheet_to_cells(sheet, book, name)
    merges = _merges(sheet)
    covered = {(row, column) for start, end in merges for row in range(start[0], end[0] + 1) for column in range(start[1], end[1] + 1)}
    covered -= {start for start, _ in merges}
    # an empty cell that reaches down ties its row to the row below: the upper corner of a table, or a table that goes on
    tied = {start[0] for start, end in merges if end[0] > start[0] and start not in cells}
    block: list[list[str | None]] = []
    before = 0
    last = max((row for row, _ in cells), default=0)
    first, width = min((column for _, column in cells), default=0), _width(cells, merges)
    columns: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        columns.setdefault(row, []).append(column)
    for row in range(1, last + 2):
        texts: list[str | None] = [None if (row, column) in covered else cells.get((row, column), "") for column in range(1, width + 1)]
        printed = [text for text in texts if text]
        # half a label that a page break cut off stands by itself, but not where the texts of a sheet begin
        is_half = first < columns.get(row, [first])[0] == columns.get(row + 1, [0])[0] and len(columns[row + 1]) > 1
        if printed and (block or len(printed) > 1 or row in tied or is_half):
            block.append(texts)
        elif printed:
            parts.add_paragraph(printed[0])
        elif any(text is None for text in texts) and block:
            block.append(texts)
        elif block:
            own = max(at for line in block for at, text in enumerate(line, start=1) if text != "")
            # what only a wider table on the sheet uses is no column of this one; it may go on with the columns of the one before
            parts.add_grid([line[: max(own, before)] for line in block])
            block, before = [], own


def _width(cells: dict[Place, str], merges: list[tuple[Place, Place]]) -> int:
    """How many columns the cells of a sheet take up; an empty one at the end counts where a printed cell reaches into it."""
    reached = [end[1] for start, end in merges if start in cells and end[1] <= _WIDEST]
    return max([*(column for _, column in cells), *reached], default=0)


def _sheet_to_cells(sheet: etree._Element, book: _Book, name: str) -> dict[Place, str]:
    cells: dict[Place, str] = {}
    for cell in sheet.iter(_SHEET + "c"):
        place = _place(cell.get("r", ""))
        text = _cell_text(cell, book)
        if place is not None and text and place[1] <= _WIDEST:
            cells[place] = text
        if len(cells) > MOST_CELLS:
            raise Unreadable(name, f"the XLSX has more than {MOST_CELLS} cells; it is not one report")
    rows = max((row for row, _ in cells), default=0)
    if rows * max((column for _, column in cells), default=0) > MOST_CELLS:
        raise Unreadable(name, f"the XLSX spans more than {MOST_CELLS} cells; it is not one report")
    return cells


def _cell_text(cell: etree._Element, book: _Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text_of(cell).strip()
    value = str(cell.findtext(_SHEET + "v") or "").strip()
    if not value:
        # a formula whose result was never saved shows something, and nobody knows what; a text may be empty
        return Cell("", "format") if kind == "n" and cell.find(_SHEET + "f") is not None else ""
    if kind == "s":
        index = int(value) if value.isdigit() else -1
        return book.strings[index].strip() if 0 <= index < len(book.strings) else ""
    if kind == "n":
        style = int(cell.get("s", "0")) if cell.get("s", "0").isdigit() else 0
        return to_shown(value, book.formats[style] if style < len(book.formats) else "")
    return value


def _place(reference: str) -> Place | None:
    found = _PLACE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]), column


def _merges(sheet: etree._Element) -> list[tuple[Place, Place]]:
    """The first and the last place of every merged cell."""
    merges: list[tuple[Place, Place]] = []
    for merge in sheet.iter(_SHEET + "mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        start, end = _place(first), _place(last)
        if start is None or end is None or (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > MOST_CELLS:
            continue
        merges.append((start, end))
    return merges
