"""Plain text and Markdown → Document.

In: a path to a text. Out: its running text as paragraphs, and the tables that were flattened into it as grids that are
not exact. Not its business: which cell a flattened row has lost; it keeps every blank cell it can see.

A table is flattened in one of five ways: drawn in signs (drawn_tables.py); rows of cells parted by tabs; rows of cells parted by bars (Markdown); one
cell a line, marked by a tab before it or a bar behind it, with an empty line between rows; one cell a line and nothing
between rows, as word processors export it, or bars or empty lines between all cells: a grid of one column, whose rows
whoever knows the labels may find. Markdown may hold tables in HTML (converters write merged cells so): they are read as of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from gongkai.model import Cell, Unreadable, doubt_of
from gongkai.readers.drawn_tables import DrawnTables
from gongkai.readers.encoding import bytes_to_text
from gongkai.readers.html.html import bytes_to_parts
from gongkai.readers.markdown import part_front_matter, to_shown
from gongkai.readers.parts import MOST_CELLS, Parts
from gongkai.readers.separated import Separated
from gongkai.readers.wrapped import to_marks
from gongkai.text import is_page_number

_SHEET = re.compile(r"<style\b[^<>]{0,200}>[^<]{0,20000}</style\s*>", re.IGNORECASE)
_QUOTED = re.compile(r"^\s{0,3}(?:>\s?){1,9}(?=\s{0,3}\|)")
_HAN = re.compile("[\u3400-\u9fff]")
_TABLE_BEGINS, _TABLE_ENDS = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
_RULE = re.compile(r"(?=[\s|:+=]*-)[\s|:+=-]*")
_INDENTED = 30
"""so many single lines with a tab in front and empty lines between are indented text, no table"""
_SENTENCE = 60
"""no cell of a flattened table is more than four times as long"""
_VALUE = re.compile(r"[^，。；！？]{1,20}")
_NUMBER = re.compile(r"\s{0,30}[-+]?\d[\d,.，]*\D{0,4}")
_EMPTY_ROW = re.compile(r"[^\s，。；！？][^\t，。；！？]{0,79}\t[\t \u00a0\u3000]*")
"""a label and the empty cells behind it, in the middle of a table"""
_UNIT = "(?:[件项元条个次篇份部]|人次?|万元)?"
_MARK = r"(?:\s?(?:[¹²³⁴-⁹①-⑳⑴-⒇*＊]|\[\d\]))?"
"""what refers to a note"""
_POURED_VALUE = re.compile(rf"[-+－]?\d[\d,.，]*{_UNIT}{_MARK}|[-－—–/／]{{1,2}}|无")
_NOTED_VALUE = re.compile(rf"[-+－]?\d[\d,.，]{{0,40}}{_UNIT}\s{{0,10}}[（(【\[][^）)】\]]{{1,60}}[）)】\]]")
"""a number and what is said of it: 55件（含自然失效29件）"""
_NUMBERED = re.compile(r"\s*[(（]?[一二三四五六][)）、.．]")
_COUNTED = re.compile(r"[(（]\s{0,5}(?:[件项元条个次篇份部]|人次?|件次|[千百]?万元|亿元)\s{0,5}[)）]$")
"""the end of a label that says what its number counts: no heading does"""
_FEWEST_POURED = 3
_FEWEST_EMPTY = 15
_FEWEST_BESIDE_VALUES = 6
"""empty lines among which two values are enough, where other tables are poured out"""
_LONGEST_HEAD = 30
_EMPHASIS = re.compile(r"(\*\*|(?<!\w)__)(?=\S)(.+?)(?<=\S)\1(?!(?<=_)\w)")
_HEADING = re.compile(r"#{1,6}\s+")

_BLANK = " \t\u00a0\u3000"
_BAR_CELL = re.compile(r"[^|]{0,240}(?:\|[ \t\u00a0\u3000]*){1,40}")
"""a cell before its bar, and the bars of what is merged with it or empty; a bar alone"""
_FEWEST_BAR_CELLS = 3
MOST_LINES = 20_000
"""a report that has each of its cells on a line of its own has some two thousand"""

Rows = list[list[str | None]]


def read(path: Path, name: str) -> Parts:
    """Read a text in UTF-8, UTF-16 or GB18030. Raises Unreadable where it is in none of them."""
    text = bytes_to_text(path.read_bytes())
    if text is None:
        raise Unreadable(name, "the text is in none of UTF-8, UTF-16 and GB18030; save it as UTF-8")
    text = re.sub(r"\r\n?", "\n", re.sub("[\ufeff\0]", "", text))
    is_markdown = path.suffix.lower() in (".md", ".markdown")
    text = _without_comments(text) if is_markdown else text
    lines = re.sub(r"(?<![0-9])\f|\f(?![0-9])", "\n\n", text).split("\n")  # a new page; within a number, nobody can say what
    lines = [line for line in lines if not is_page_number(line)]  # 3 / 9 is no number either, and its row would be one short without it
    if len(lines) > MOST_LINES:
        raise Unreadable(name, f"the text has more than {MOST_LINES} lines; it is not one report")
    parts, cells = Parts(), 0
    about, lines = part_front_matter(lines) if is_markdown else ([], lines)
    for line in about:
        parts.add_paragraph(line)
    sheets = "".join(_SHEET.findall(text)) if is_markdown else ""
    for piece, is_html, mark in _part_tables(lines, to_marks(lines)) if is_markdown else ((lines, False, ""),):
        if mark == "gone":
            continue
        to_cell = (lambda cell, mark=mark: _to_marked(to_shown(cell), mark)) if mark else to_shown if is_markdown else str
        steps = _add_html("\n".join(piece), parts, name, mark, sheets) if is_html else _add_lines(piece, parts, to_cell)
        for more in steps:
            cells += more
            if cells > MOST_CELLS:
                raise Unreadable(name, f"the text has more than {MOST_CELLS} cells; it is not one report")
    return parts


def _without_comments(text: str) -> str:
    """Markdown without what is no part of what it shows, also over several lines."""
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        pieces.append(text[at:start])
        at = end + len("-->") if end >= 0 else len(text)
    return "".join([*pieces, text[at:]])


def _part_tables(lines: list[str], marks: list[str]) -> list[tuple[list[str], bool, str]]:
    """The lines of Markdown, those of its tables in HTML apart: (lines, whether they are one, what becomes of them)."""
    pieces: list[tuple[list[str], bool, str]] = [([], False, "")]
    depth = 0
    for line, mark in zip(lines, marks, strict=True):
        opened, closed = len(_TABLE_BEGINS.findall(line)), len(_TABLE_ENDS.findall(line))
        if not depth and (opened or mark != pieces[-1][2]):
            pieces.append(([], bool(opened), mark))
        pieces[-1][0].append(_QUOTED.sub("", line))
        depth = max(0, depth + opened - closed)
        if (opened or closed) and not depth:
            pieces.append(([], False, mark))
    return [piece for piece in pieces if piece[0]]


def _to_marked(shown: str, mark: str) -> str:
    """A cell of a table that may not be seen, for whatever its cells say."""
    return shown if _HAN.search(shown) else Cell(shown, doubt_of(shown) or mark)  # a label stays the one it is


def _add_html(markup: str, parts: Parts, name: str, mark: str, sheets: str) -> Iterator[int]:
    """Take over a table written in HTML, and what stands before and behind it on its lines, as a browser shows them; how many cells it has.

    mark: why it may not be seen. sheets: styles in the text, which some programs heed and others drop: where that matters, a cell is in doubt.
    """
    page, other = (bytes_to_parts(f"<!DOCTYPE html><body>{more}{markup}".encode(), name, "utf-8") for more in (("", sheets) if sheets else ("", "")))
    other_rows = [grid.rows for grid in other.grids]
    if mark or [grid.rows for grid in page.grids] != other_rows:
        mark = mark or "unlike"
        rows = [[[None if text is None else _to_marked(text, mark) for text in row] for row in grid.rows] for grid in page.grids]
        page.grids = [replace(grid, rows=tuple(map(tuple, made))) for grid, made in zip(page.grids, rows, strict=True)]
    before = 0
    for grid in page.grids:
        for paragraph in page.paragraphs[before:grid.after]:
            parts.add_paragraph(paragraph.text)
        before = grid.after
        parts.add_grid([list(row) for row in grid.rows], exact=grid.exact)
        yield sum(len(row) for row in grid.rows)
    for paragraph in page.paragraphs[before:]:
        parts.add_paragraph(paragraph.text)
    parts.troubles += [trouble for trouble in page.troubles if trouble not in parts.troubles]


def _add_lines(lines: list[str], parts: Parts, to_cell: Callable[[str], str]) -> Iterator[int]:
    """Take over text and the tables flattened into it; how many cells each has."""
    at = 0
    poured, kinds, separated = find_poured(lines), (DrawnTables(lines), BarCells(lines)), Separated(lines)
    while at < len(lines):
        rows, end = _poured_lines_to_rows(lines, at, poured[at]) if at in poured else lines_to_rows(lines, at, kinds)
        is_loose = False
        if end == at and lines[at].strip():
            rows, end, is_loose = separated.to_rows(at)
        if rows:
            parts.add_grid([[cell if cell is None or doubt_of(cell) else to_cell(cell) for cell in row] for row in rows], False, is_loose)
            yield sum(len(row) for row in rows)
        else:
            end = max(end, at + 1)
            for line in lines[at:end]:
                _add_line(line, parts)
        at = end


def _add_line(line: str, parts: Parts) -> None:
    parts.add_paragraph(line_to_paragraph(line.strip("| \t\u00a0\u3000")))
    if line.lstrip().startswith("# ") and parts.paragraphs:
        parts.titles.append(parts.paragraphs[-1].text)


def line_to_paragraph(line: str) -> str:
    """Strip what Markdown marks running text with."""
    return _EMPHASIS.sub(r"\2", _HEADING.sub("", line.strip(), count=1)).strip()


def lines_to_rows(lines: list[str], at: int, kinds: tuple[DrawnTables, BarCells]) -> tuple[Rows, int]:
    """Read the flattened table that begins at a line: its rows and the line behind it.

    No rows where none begins; a line further on then says how much is running text for certain.
    """
    for kind in kinds:
        rows, end = kind.to_rows(at)
        if rows:
            return rows, end
    for to_rows in (_bar_lines_to_rows, _cell_lines_to_rows, _tab_lines_to_rows):
        rows, end = to_rows(lines, at)
        if rows or end > at:
            return rows, end
    return [], at


def _bar_lines_to_rows(lines: list[str], at: int) -> tuple[Rows, int]:
    """Rows of cells parted by bars. The line of dashes under a Markdown header is no row."""
    rows: Rows = []
    end = at
    while end < len(lines) and lines[end].count("|") > 1:
        if not _RULE.fullmatch(lines[end]) or (len(rows) > 1 and "--" not in lines[end]):
            rows.append(list(_bars_to_cells(lines[end])))  # a dash in every cell, below the header, is a row of dashes
        end += 1
    return rows, end  # lines of dashes alone are text


def _bars_to_cells(line: str) -> list[str]:
    line = line.strip().replace("\\|", "\0")
    line = line.removeprefix("|").removesuffix("|")
    return [_clean(cell).replace("\0", "|") for cell in line.split("|")]


def _clean(cell: str) -> str:
    return _EMPHASIS.sub(r"\2", re.sub(r"<br\s*/?>", "\n", cell.strip())).strip()


def _tab_lines_to_rows(lines: list[str], at: int) -> tuple[Rows, int]:
    """Rows of cells parted by tabs, up to a line that is none."""
    end = at
    while end < len(lines) and (_is_tab_row(lines[end]) or (end > at and _EMPTY_ROW.fullmatch(lines[end]))):
        end += 1
    rows: Rows = [[cell.strip() for cell in line.split("\t")] for line in lines[at:end]]
    numbers = _NUMBER, _POURED_VALUE, _NOTED_VALUE
    is_list = all(len(row) == 2 and row[1] and not any(value.fullmatch(row[1] or "") for value in numbers) for row in rows)
    return ([], end) if is_list else (rows, end)


def _is_tab_row(line: str) -> bool:
    pieces = line.split("\t")
    if len(pieces) < 2 or (not line.strip() and len(pieces) < 3):
        return False
    if len(pieces) == 2:
        # an indented paragraph, or running text with a tab in it
        is_value = bool(_VALUE.fullmatch(pieces[1])) or any(value.fullmatch(pieces[1].strip()) for value in (_POURED_VALUE, _NOTED_VALUE))
        return bool(pieces[0].strip() and pieces[1].strip()) and is_value
    return max(len(piece) for piece in pieces) <= 4 * _SENTENCE


def _cell_lines_to_rows(lines: list[str], at: int) -> tuple[Rows, int]:
    """One cell a line, each behind a tab; an empty line ends a row, two or more may stand in a table that goes on."""
    if not _is_cell_line(lines[at]) or (at + 1 < len(lines) and _is_running(lines[at + 1])):
        return [], at
    rows: Rows = [[]]
    end = behind = at
    while end < len(lines) and (_is_cell_line(lines[end]) or lines[end] == ""):
        if lines[end] == "":
            if rows[-1]:
                rows.append([])
            if len(rows) == _INDENTED and all(len(row) < 2 for row in rows):
                break
        else:
            rows[-1].append(_clean(lines[end]))
            behind = end + 1
        end += 1
    rows = [row for row in rows if row]
    is_table = len(rows) > 1 and max(len(row) for row in rows) > 1
    return (rows, behind) if is_table else ([], behind)


def _is_cell_line(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:].rstrip("\t") and len(line) <= 4 * _SENTENCE


def _is_running(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("\t")


class BarCells:
    """Tables of one cell a line, each before a bar. Empty lines part rows; without any, nothing does: a bar alone opens a row or is an empty cell,
    bars behind a cell are the rest of a merged one or empty cells, and only who knows the labels may tell.

    What a run of such lines holds is counted once, and not from each of its lines.
    """

    def __init__(self, lines: list[str]) -> None:
        self._marks = [line.strip() for line in lines]
        count = len(lines)
        self._ends = [count] * (count + 1)
        self._cells, self._merged = [0] * (count + 1), [0] * (count + 1)
        for at in reversed(range(count)):
            mark = self._marks[at]
            self._cells[at] = self._cells[at + 1] + (mark != "|" and mark.count("|") == 1)
            self._merged[at] = self._merged[at + 1] + (mark.count("|") > 1)
            is_of_table = _BAR_CELL.fullmatch(lines[at]) or not lines[at].strip(_BLANK + "|")
            behind = self._ends[at + 1]
            self._ends[at] = at if not is_of_table else behind if behind > at + 1 else at + bool(mark)

    def to_rows(self, at: int) -> tuple[Rows, int]:
        end = self._ends[at]
        cells, merged = (counted[at] - counted[end] for counted in (self._cells, self._merged))
        if cells < _FEWEST_BAR_CELLS or cells < 2 * merged or not self._marks[at]:
            return [], at
        marks = self._marks[at:end]
        if "" not in marks:
            return [[cell] for mark in marks for cell in _bar_cell_to_cells(mark)], end
        rows: Rows = [[]]
        for mark in marks:
            if mark:
                rows[-1] += _bar_cell_to_cells(mark)
            else:
                rows.append([])
        return [row for row in rows if any(row)], end


def _bar_cell_to_cells(mark: str) -> list[str | None]:
    text = mark.rstrip(_BLANK + "|")
    return [_clean(text), *[""] * (mark.count("|") - 1)]


def find_poured(lines: list[str]) -> dict[int, int]:
    """Find the runs of lines that are a table poured out a cell a line: where each begins, and the line behind it."""
    runs: dict[int, int] = {}
    hardly_filled: dict[int, int] = {}
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_poured_cell(lines[end]) and (end == at or not _is_heading(lines, end)):
            end += 1
        values = [i for i in range(at, end) if _POURED_VALUE.fullmatch(lines[i].strip())]
        start = max(at + _is_heading(lines, at), (values[0] if values else at) - _LONGEST_HEAD)
        while start < end and _is_blank(lines[start]):
            start += 1
        if len(values) >= _FEWEST_POURED:
            runs[start] = end
        else:
            empty = sum(_is_blank(line) for line in lines[start:end])
            if empty + len(values) >= _FEWEST_EMPTY or (len(values) == _FEWEST_POURED - 1 and empty >= _FEWEST_BESIDE_VALUES):
                hardly_filled[start] = end
        at = max(end, at + 1)
    # where tables are poured out, empty lines are cells: so much the more in a table that is nearly empty
    return runs | hardly_filled if runs else runs


def _poured_lines_to_rows(lines: list[str], at: int, end: int) -> tuple[Rows, int]:
    return [[line.strip(_BLANK + "|")] for line in lines[at:end]], end


def _is_poured_cell(line: str) -> bool:
    return len(line) <= _SENTENCE and (not re.search(r"[。；\t|]", line) or line.strip() == "|")


def _is_blank(line: str) -> bool:
    """Nothing, or the bar alone on its line that parts two cells like an empty line."""
    return not line.strip() or line.strip() == "|"


def _is_heading(lines: list[str], at: int) -> bool:
    """A numbered line with no value in the three lines behind it: the heading over a table, not the label of a row."""
    if not _NUMBERED.match(lines[at]) or _COUNTED.search(lines[at].rstrip()):
        return False
    return not any(_is_blank(line) or _POURED_VALUE.fullmatch(line.strip()) for line in lines[at + 1 : at + 4])
