"""Plain text and Markdown → Document.

In: a path to a text. Out: its running text as paragraphs, and the tables that were flattened into it as grids that are
not exact. Not its business: which cell a flattened row has lost; it keeps every blank cell it can see.

A table is flattened in one of three ways: rows of cells parted by tabs; rows of cells parted by bars (Markdown); one
cell a line, marked by a tab before it or a bar behind it, with an empty line between rows.
"""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.model import Unreadable
from gongkai.readers.encoding import bytes_to_text
from gongkai.readers.parts import MOST_CELLS, Parts

_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")
_SENTENCE = 60
"""a line with one tab and a piece longer than this is running text"""
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"#{1,6}\s+")

Rows = list[list[str | None]]


def read(path: Path, name: str) -> Parts:
    """Read a text in UTF-8, UTF-16 or GB18030. Raises Unreadable where it is in none of them."""
    text = bytes_to_text(path.read_bytes())
    if text is None:
        raise Unreadable(name, "the text is in none of UTF-8, UTF-16 and GB18030; save it as UTF-8")
    lines = re.sub(r"\r\n?", "\n", re.sub("[\ufeff\0]", "", text)).replace("\f", "\n\n").split("\n")
    parts, at, cells = Parts(), 0, 0
    while at < len(lines):
        rows, end = lines_to_rows(lines, at)
        if rows:
            parts.add_grid(rows, exact=False)
            cells += sum(len(row) for row in rows)
            if cells > MOST_CELLS:
                raise Unreadable(name, f"the text has more than {MOST_CELLS} cells; it is not one report")
        else:
            heading = _HEADING.match(lines[at].lstrip())
            parts.add_paragraph(line_to_paragraph(lines[at]))
            if heading and heading.group().strip() == "#" and parts.paragraphs:
                parts.titles.append(parts.paragraphs[-1].text)
            end = at + 1
        at = end
    return parts


def line_to_paragraph(line: str) -> str:
    """Strip what Markdown marks running text with."""
    return _EMPHASIS.sub(r"\2", _HEADING.sub("", line.strip(), count=1)).strip()


def lines_to_rows(lines: list[str], at: int) -> tuple[Rows, int]:
    """Read the flattened table that begins at a line: its rows and the line behind it; no rows where none begins."""
    for to_rows in (_bar_lines_to_rows, _cell_lines_to_rows, _bar_cells_to_rows, _tab_lines_to_rows):
        rows, end = to_rows(lines, at)
        if rows:
            return rows, end
    return [], at


def _bar_lines_to_rows(lines: list[str], at: int) -> tuple[Rows, int]:
    """Rows of cells parted by bars. The line of dashes under a Markdown header is no row."""
    rows: Rows = []
    end = at
    while end < len(lines) and lines[end].count("|") > 1:
        if not _RULE.fullmatch(lines[end]):
            rows.append(list(_bars_to_cells(lines[end])))
        end += 1
    return (rows, end) if rows else ([], at)


def _bars_to_cells(line: str) -> list[str]:
    line = line.strip().replace("\\|", "\0")
    line = line.removeprefix("|").removesuffix("|")
    return [_clean(cell.replace("\0", "|")) for cell in line.split("|")]


def _clean(cell: str) -> str:
    return _EMPHASIS.sub(r"\2", re.sub(r"<br\s*/?>", "\n", cell.strip())).strip()


def _tab_lines_to_rows(lines: list[str], at: int) -> tuple[Rows, int]:
    """Rows of cells parted by tabs, up to a line that is none."""
    end = at
    while end < len(lines) and _is_tab_row(lines[end]):
        end += 1
    rows: Rows = [[cell.strip() for cell in line.split("\t")] for line in lines[at:end]]
    if end - at == 1 and len(rows[0]) == 2 and not any(character.isdigit() for character in rows[0][1] or ""):
        return [], at
    return rows, end


def _is_tab_row(line: str) -> bool:
    pieces = line.split("\t")
    if len(pieces) < 2 or (not line.strip() and len(pieces) < 3):
        return False
    if len(pieces) == 2:
        # an indented paragraph, or running text with a tab in it
        return all(piece.strip() and len(piece) <= _SENTENCE // 2 for piece in pieces)
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
        else:
            rows[-1].append(_clean(lines[end]))
            behind = end + 1
        end += 1
    rows = [row for row in rows if row]
    is_table = len(rows) > 1 and max(len(row) for row in rows) > 1
    return (rows, behind) if is_table else ([], at)


def _is_cell_line(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:].rstrip("\t") and len(line) <= 4 * _SENTENCE


def _is_running(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("\t")


def _bar_cells_to_rows(lines: list[str], at: int) -> tuple[Rows, int]:
    """One cell a line, each before a bar. A line that is only bars, or an empty one, ends a row."""
    if not _is_bar_cell(lines[at]):
        return [], at
    rows: Rows = [[]]
    end = behind = at
    while end < len(lines) and (_is_bar_cell(lines[end]) or not lines[end].strip(" \t|")):
        line = lines[end].strip()
        if not line.strip("|").strip():
            if line == "|" and end > at and not _is_separator(lines, end):
                rows[-1].append("")
            elif rows[-1]:
                rows.append([])
        else:
            rows[-1].append(_clean(line.removesuffix("|")))
            behind = end + 1
        end += 1
    rows = [row for row in rows if row]
    return (rows, behind) if sum(len(row) for row in rows) > 2 else ([], at)


def _is_bar_cell(line: str) -> bool:
    stripped = line.strip()
    return stripped.endswith("|") and stripped.count("|") == 1 and 1 < len(stripped) <= 4 * _SENTENCE


def _is_separator(lines: list[str], at: int) -> bool:
    """Whether a lone bar parts two rows (an empty line stands beside it) rather than being a blank cell."""
    return any(0 <= near < len(lines) and not lines[near].strip() for near in (at - 1, at + 1))
