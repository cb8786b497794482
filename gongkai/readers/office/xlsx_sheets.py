"""A sheet of a workbook → its cells as shown: where, and with what text.

In: a sheet, what its cells refer to, what lies over it. Out: texts by row and column, both counted among those that are shown, and merged
cells. Not its business: what a cell shows by itself (xlsx_cells.py), which rows make a table (xlsx.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import NamedTuple

from lxml import etree

from gongkai.model import Cell, Unreadable, doubt_of
from gongkai.readers.office.xlsx_cells import Book, cell_to_text, count_runs
from gongkai.readers.office.xlsx_drawings import Cover
from gongkai.readers.office.xlsx_fit import WIDEST, Fit, Layout, Place, Range
from gongkai.readers.office.xlsx_looks import SHEET, Rule, to_index
from gongkai.readers.parts import MOST_CELLS

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)
MOST_RULED = 1_000_000
"""cells of a sheet, times the ranges of its conditional formats"""
MOST_TOLD = 1_000_000
"""characters of a sheet's cells, and pieces of them that look apart: cells may share a text"""
LEAST_HEIGHT, LEAST_WIDTH = 2.0, 0.3
"""points of a row, characters of a column, below which nothing of a text is seen"""
_USUAL_WIDTH = 9.14


class Shown(NamedTuple):
    """What a sheet shows: texts by row and column, and the first and last place of every merged cell."""

    cells: dict[Place, str]
    merges: list[Range]


def layout_of(sheet: etree._Element) -> Layout:
    """Which rows and columns of a sheet are shown, and how large they are."""
    usual = sheet.find(SHEET + "sheetFormatPr")
    usual_width = _size(usual, "defaultColWidth", _USUAL_WIDTH)
    usual_height = _size(usual, "defaultRowHeight", 15.0)
    is_hidden_unless_said = usual is not None and usual.get("zeroHeight") in ("1", "true")
    rows, columns, widths, heights, unsure = set(), set(), {}, {}, set()
    for one in sheet.iterfind(f"{SHEET}cols/{SHEET}col"):
        first, last = to_index(one.get("min", "")), min(to_index(one.get("max", "")), WIDEST)
        width = _size(one, "width", usual_width)
        for at in range(max(first, 1), last + 1):
            widths[at] = width
            if one.get("hidden") in ("1", "true") or width < LEAST_WIDTH:
                columns.add(at)
    if usual_width < LEAST_WIDTH:
        columns |= {at for at in range(1, WIDEST + 1) if at not in widths}
    for at, row in _rows(sheet):
        height = _size(row, "ht", usual_height)
        heights[at] = height
        if row.get("hidden") in ("1", "true") or height < LEAST_HEIGHT:
            rows.add(at)
        elif is_hidden_unless_said and row.get("hidden") is None and row.get("ht") is None:
            unsure.add(at)
    return Layout(rows, columns, widths, heights, usual_width, unsure)


def sheet_to_shown(sheet: etree._Element, book: Book, layout: Layout, over: list[Cover], name: str) -> Shown:
    """The cells of a sheet as they are shown. Raises Unreadable where there are more than a report can have."""
    merges = [(start, end) for start, end in _merges(sheet)]
    cells = _cells(sheet, book, layout, dict(merges), name)
    _cover(cells, over, dict(merges), layout, name)
    hidden_rows, hidden_columns = sorted(layout.rows), sorted(layout.columns)

    def to_place(place: Place) -> Place:
        return place[0] - bisect_left(hidden_rows, place[0]), place[1] - bisect_left(hidden_columns, place[1])

    shown: list[Range] = []
    for start, end in merges:
        first = _first_shown(start, end, layout)
        if first is not None and first != start:
            # a merged cell shows what it holds in what is left of it
            text = cells.pop(start, "")
            cells.pop(first, None)
            if text:
                cells[first] = text
        if first is not None:
            last = _first_shown(end, start, layout) or first
            shown.append((to_place(first), to_place(last)))
    kept = {
        place: Cell(text, doubt_of(text) or "faint") if place[0] in layout.unsure and text else text
        for place, text in cells.items() if place[0] not in layout.rows and place[1] not in layout.columns
    }
    return Shown({to_place(place): text for place, text in kept.items()}, shown)


def _first_shown(start: Place, end: Place, layout: Layout) -> Place | None:
    """The corner of a merged cell at `start`, or the nearest to it that is shown; None where nothing of it is."""
    down, right = (1 if end[0] >= start[0] else -1), (1 if end[1] >= start[1] else -1)
    row = next((at for at in range(start[0], end[0] + down, down) if at not in layout.rows), None)
    column = next((at for at in range(start[1], end[1] + right, right) if at not in layout.columns), None)
    return (row, column) if row is not None and column is not None else None


def _rows(sheet: etree._Element) -> list[tuple[int, etree._Element]]:
    """The rows of a sheet with their numbers; one without a number is the next."""
    found, at = [], 0
    for row in sheet.iterfind(f"{SHEET}sheetData/{SHEET}row"):
        given = to_index(row.get("r", ""))
        at = given if given > 0 else at + 1
        found.append((at, row))
    return found


def _cells(sheet: etree._Element, book: Book, layout: Layout, merges: dict[Place, Place], name: str) -> dict[Place, str]:
    rules = [(_ranges(places), rule) for places, rule in islice(book.looks.rules(sheet), MOST_RULED)]
    told, ruled, ranges = 0, 0, sum(len(one) for one, _ in rules)
    views = sheet.findall(f"{SHEET}sheetViews/{SHEET}sheetView")
    hides_zeros = any(view.get("showZeros") in ("0", "false") for view in views)
    shows_formulas = any(view.get("showFormulas") in ("1", "true") for view in views)
    cells: dict[Place, str] = {}
    fits: dict[Place, Fit] = {}
    held = set[Place]()
    for number, row in _rows(sheet):
        column = 0
        for cell in row.iterfind(SHEET + "c"):
            given = to_place(cell.get("r", ""))
            column = given[1] if given is not None else column + 1
            place = given or (number, column)
            if column > WIDEST:
                continue
            ruled += ranges
            if ruled > MOST_RULED:
                raise Unreadable(name, "the XLSX has more conditional formats than a report can have; remove them and save it again")
            told += count_runs(cell, book)
            if told > MOST_TOLD:
                raise Unreadable(name, "the XLSX has more text than a report can have; it is not one report")
            text = cell_to_text(cell, book, _rules_at(rules, place), hides_zeros)
            told += len(text)
            if len(cell):
                held.add(place)
            if text and not doubt_of(text):
                is_moved = place[0] != number or place in cells or (shows_formulas and cell.find(SHEET + "f") is not None)
                if is_moved:
                    text = Cell(text, "unlike")
                else:
                    fits[place] = Fit(text, book.looks.style(cell), book.looks.usual_size, _is_text(cell), (place, merges.get(place, place)))
            if text:
                cells[place] = text
        if len(cells) > MOST_CELLS:
            raise Unreadable(name, f"the XLSX has more than {MOST_CELLS} cells; it is not one report")
    rows = max((row for row, _ in cells), default=0)
    if rows * max((column for _, column in cells), default=0) > MOST_CELLS:
        raise Unreadable(name, f"the XLSX spans more than {MOST_CELLS} cells; it is not one report")
    for start, end in merges.items():
        held |= {(row, at) for row in range(start[0], end[0] + 1) for at in range(start[1], min(end[1], WIDEST) + 1)}
    return {place: Cell(text, "narrow") if place in fits and not fits[place].is_whole(layout, held) else text for place, text in cells.items()}


def _is_text(cell: etree._Element) -> bool:
    """Whether a cell holds a text and no number."""
    return cell.get("t", "n") in ("s", "inlineStr", "str") or cell.find(SHEET + "is") is not None


def _cover(cells: dict[Place, str], over: list[Cover], merges: dict[Place, Place], layout: Layout, name: str) -> None:
    """Doubt the cells that something lies over: there is something in those that are blank."""
    if not over:
        return
    last = max((row for row, _ in cells), default=0)
    covered = {start: end for start, end in merges.items() if end[0] <= last + 50}
    starts = {(row, at): start for start, end in covered.items() for row in range(start[0], end[0] + 1) for at in range(start[1], end[1] + 1)}
    wide = max((column for _, column in cells), default=0)
    area = sum(max(min(one.bottom, last) - one.top + 1, 0) * max(min(one.right, wide) - one.left + 1, 0) for one in over)
    if area > 10 * MOST_CELLS:
        raise Unreadable(name, "the XLSX has too many drawings over its cells; it is not a report")
    for cover in over:
        for row in range(cover.top, min(cover.bottom, last) + 1):
            for column in range(cover.left, min(cover.right, wide) + 1):
                place = starts.get((row, column), (row, column))
                if row in layout.rows or column in layout.columns or doubt_of(cells.get(place, "")):
                    continue
                cells[place] = Cell(cells[place], "covered") if place in cells else Cell("", "object")


def _rules_at(rules: list[tuple[list[Range], Rule]], place: Place) -> list[Rule]:
    return [
        rule for ranges, rule in rules if any(start[0] <= place[0] <= end[0] and start[1] <= place[1] <= end[1] for start, end in ranges)
    ]


def _ranges(text: str) -> list[Range]:
    """The ranges of cells that a text such as "A1:B2 D4" names."""
    found = []
    for one in text.split()[:1000]:
        first, _, last = one.replace("$", "").partition(":")
        if first.isdigit() and last.isdigit():
            first, last = f"A{first[:7]}", f"XFD{last[:7]}"  # whole rows
        elif first.isalpha() and last.isalpha():
            first, last = f"{first}1", f"{last}1048576"  # whole columns
        start, end = to_place(first), to_place(last or first)
        if start is not None and end is not None:
            found.append((start, end))
    return found


def to_place(reference: str) -> Place | None:
    """The row and the column that B7 names, None where it names none."""
    found = _PLACE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = 26 * column + ord(letter) - 64
    return int(found[2]), column


def _merges(sheet: etree._Element) -> list[Range]:
    """The first and the last place of every merged cell."""
    merges: list[Range] = []
    left = 5 * MOST_CELLS
    for merge in sheet.iter(SHEET + "mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        start, end = to_place(first), to_place(last)
        if start is None or end is None or end[0] < start[0] or end[1] < start[1]:
            continue
        area = (end[0] - start[0] + 1) * (end[1] - start[1] + 1)
        if area > min(left, MOST_CELLS):
            continue
        left -= area
        merges.append((start, end))
    return merges


def _size(element: etree._Element | None, name: str, usual: float) -> float:
    try:
        return float(element.get(name, "")) if element is not None else usual
    except ValueError:
        return usual
