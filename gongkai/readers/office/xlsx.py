"""XLSX → Document.

In: a path to an Office Open XML workbook. Out: its visible sheets: blocks of rows as grids, lines of text between them as paragraphs. Not
its business: formulas (the value saved with one counts), what a sheet shows (xlsx_sheets.py), how a format shows a number
(number_format.py), charts.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

from gongkai.model import Unreadable
from gongkai.readers.office.xlsx_cells import Book, to_runs
from gongkai.readers.office.xlsx_drawings import covers
from gongkai.readers.office.xlsx_fit import WIDEST, Place, Range
from gongkai.readers.office.xlsx_looks import SHEET, Looks
from gongkai.readers.office.xlsx_sheets import layout_of, sheet_to_shown
from gongkai.readers.ooxml import check_package, parse_if_there, parse_part, related, relations
from gongkai.readers.parts import Parts

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(path: Path, name: str) -> Parts:
    """Read a workbook. Raises Unreadable where it is none, is locked with a password or unpacks to an absurd size."""
    parts = Parts()
    try:
        with zipfile.ZipFile(path) as package:
            check_package(package, name)
            main = related(package, "", "officeDocument", "xl/workbook.xml")
            book = _book(package, main)
            sheets = _sheets(package, main)
            for part, tab in sheets:
                before = len(parts.grids)
                sheet = parse_part(package.read(part))
                layout = layout_of(sheet)
                shown = sheet_to_shown(sheet, book, layout, covers(package, part, sheet, layout.sizes()), name)
                _shown_to_parts(shown.cells, shown.merges, parts)
                if len(sheets) > 1:
                    parts.grids[before:] = [replace(grid, sheet=tab) for grid in parts.grids[before:]]
    except (zipfile.BadZipFile, KeyError) as error:
        raise Unreadable(name, "the XLSX is broken; open it in Excel or WPS and save it again") from error
    except (RuntimeError, NotImplementedError) as error:
        raise Unreadable(name, "the XLSX is locked; save a copy without a password") from error
    return parts


def _book(package: zipfile.ZipFile, main: str) -> Book:
    """What the cells of a workbook refer to. `main`: the name of the workbook's part."""
    strings, styles, theme = (
        parse_if_there(package, related(package, main, kind, f"xl/{usual}.xml"))
        for kind, usual in (("sharedStrings", "sharedStrings"), ("styles", "styles"), ("theme", "theme/theme1"))
    )
    workbook = parse_part(package.read(main))
    about, how = workbook.find(SHEET + "workbookPr"), workbook.find(SHEET + "calcPr")
    return Book(
        [to_runs(item) for item in strings.iterfind(SHEET + "si")] if strings is not None else [],
        Looks(styles, theme),
        about is not None and about.get("date1904") in ("1", "true"),
        how is not None and how.get("fullCalcOnLoad") in ("1", "true"),
    )


def _sheets(package: zipfile.ZipFile, main: str) -> list[tuple[str, str]]:
    """The parts of the visible sheets and the names on their tabs, in order."""
    targets = {key: target for key, (_, target) in relations(package, main).items()}
    workbook = parse_part(package.read(main))
    visible = [sheet for sheet in workbook.iter(SHEET + "sheet") if sheet.get("state", "visible") == "visible"]
    return [(targets[sheet.get(_RELATION, "")], sheet.get("name", "")) for sheet in visible if sheet.get(_RELATION) in targets]


def _shown_to_parts(cells: dict[Place, str], merges: list[Range], parts: Parts) -> None:
    """Part a sheet at its empty rows: a row with one text alone is running text, the others are rows of a grid."""
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
    reached = [end[1] for start, end in merges if start in cells and end[1] <= WIDEST]
    return max([*(column for _, column in cells), *reached], default=0)
