"""Heads that a page break cuts → whole heads over the rows of the next page.

In: the lines of one table. Out: the same, where a page ends in heads and the next one begins with the rest of them the heads of both at the head of
the second. Only where each piece is certain: two pieces of one column are the label of a column together, by the place of the column on both pages.
Not its business: rows that are cut (rows.py), what a head names (heads.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from gongkai.form import Form
from gongkai.match.labels import labels_of
from gongkai.match.lines import MOST_LOOSE, Line
from gongkai.match.rows import find_label
from gongkai.model import Box, Paragraph
from gongkai.text import has_text, is_number, to_label

NEAR = 3.0
"""points that the sides of a column may differ by on two pages"""
MOST_LINES = 4
"""of heads on either page"""
LEAST_PARTED = 4
"""heads of the form among those that stand alone at the foot of a page"""
LONGEST_LOOSE = 8
"""letters of a piece of a head above the first rule of a page"""
_NO_HEADS = ("勾稽关系", "信息内容", "申请人情况")
"""what stands among the heads and is none"""
_END_OF_NOTE = re.compile("[第一二三四项加之等于,]{1,20}和")
"""of the note in the corner of the requests, which of the form's totals are equal: its last lines belong to no column"""

_Placed = tuple[str | None, Box | None]
_NOTHING: _Placed = (None, None)


def join_cut_heads(lines: list[Line], form: Form, paragraphs: Sequence[Paragraph]) -> list[Line]:
    """Put the heads at the foot of a page and what begins the next one together. paragraphs: of the document, where a piece without rules stands."""
    grids = {line.grid: line.source for line in lines}
    for number, below in sorted(grids.items()):
        above = grids.get(number - 1)
        if above is None or not (above.exact and below.exact and above.boxes and below.boxes) or above.page is None or below.page != above.page + 1:
            continue
        between = paragraphs[above.after:below.after]
        parted = _parted(lines, number, form) if all(_is_going_on(paragraph.text) for paragraph in between) else []
        if parted:
            at = next(i for i, line in enumerate(lines) if line.grid == number)
            lines = [*lines[:at], *parted, *lines[at:]]
            continue
        loose = [piece for paragraph in between for piece in paragraph.text.split() if not _is_end_of_note(piece)]
        if len(between) > MOST_LOOSE or any(len(text) > LONGEST_LOOSE for text in loose):
            continue
        foot, head = _foot([line for line in lines if line.grid == number - 1], form), _head([line for line in lines if line.grid == number], form)
        joined = _join(foot, head, loose, form) if foot and head else None
        if joined:
            gone = {(line.grid, line.row) for line in (*foot, *head)}
            at = next(i for i, line in enumerate(lines) if line.grid == number)
            lines = [
                *(line for line in lines[:at] if (line.grid, line.row) not in gone), *joined,
                *(line for line in lines[at:] if (line.grid, line.row) not in gone),
            ]
    return lines


def _parted(lines: Sequence[Line], number: int, form: Form) -> list[Line]:
    """The heads that a page ends with, in the columns of a grid of rows alone on the next: there labels have columns of their own, which are none of
    the heads'. [] where both have as many, or where a head begins in no column of the rows."""
    foot, below = _foot([line for line in lines if line.grid == number - 1], form), [line for line in lines if line.grid == number]
    if not foot or not below or len(foot[0].cells) >= len(below[0].cells) or _head(below, form):
        return []
    if not any(find_label(line, form).row for line in below[:2]):
        return []
    edges, names = _edges(below[0]), _to_names(form, below[0].table)
    moved = [_in_columns(line, edges) for line in foot]
    rows = [row for row in moved if row is not None]
    named = {text for row in rows for text, _ in row if has_text(text) and names(text or "")}
    if not edges or len(rows) < len(foot) or len(named) < LEAST_PARTED:
        return []
    return [replace(below[0], cells=tuple(text for text, _ in row)) for row in rows]


def _foot(lines: Sequence[Line], form: Form) -> list[Line]:
    """The heads that a grid ends with, nothing under them."""
    found: list[Line] = []
    for line in reversed(lines):
        if not _may_be_heads(line, form):
            break
        found.insert(0, line)
    return found if len(found) <= MOST_LINES or len(found) == len(lines) else []


def _head(lines: Sequence[Line], form: Form) -> list[Line]:
    """The heads, or pieces of them, that a grid begins with."""
    end = next((i for i, line in enumerate(lines) if not _may_be_heads(line, form)), len(lines))
    return list(lines[:end]) if 0 < end <= MOST_LINES else []


def _may_be_heads(line: Line, form: Form) -> bool:
    words = [cell for cell in line.cells if has_text(cell)]
    if any(is_number(cell) for cell in words):
        return False
    return not find_label(line, form).row or len(words) > 1


def _join(foot: Sequence[Line], head: Sequence[Line], loose: Sequence[str], form: Form) -> list[Line] | None:
    """The heads of both pages in the columns of the second, None where a piece is of no head that is known."""
    names, first = _to_names(form, head[0].table), head[0]
    edges = _edges(first)
    moved = [_in_columns(line, edges) for line in foot]
    rows = [row for row in moved if row is not None]
    if not edges or len(rows) < len(foot):
        return None
    pieces: list[str | None] = list(first.cells)
    is_cut = bool(loose)
    for rest in loose:
        places = [(row, i) for row in rows for i, (said, _) in enumerate(row) if has_text(said) and not names(said or "") and names(f"{said}{rest}")]
        if len(places) != 1:
            return None
        row, i = places[0]
        row[i] = f"{row[i][0]}{rest}", row[i][1]
    for column, piece in enumerate(first.cells):
        if piece is None or not has_text(piece):
            continue
        over, (text, box) = next(((row, row[column]) for row in reversed(rows) if has_text(row[column][0])), (None, _NOTHING))
        if over is not None and _is_as_wide(box, _box(first, column)) and names(f"{text}{piece}"):
            over[column], pieces[column], is_cut = (f"{text}{piece}", box), "", True
        elif not names(piece):
            return None
    if not is_cut and all(has_text(text) for text in pieces if text is not None):
        return None  # they are printed again
    above = [replace(first, cells=tuple(text for text, _ in row)) for row in rows]
    return [*above, *([replace(first, cells=tuple(pieces))] if any(map(has_text, pieces)) else []), *head[1:]]


def _is_going_on(text: str) -> bool:
    """Whether a line says nothing but that a table goes on: （续表）."""
    return "续" in text and len(text.strip()) <= LONGEST_LOOSE


def _is_end_of_note(text: str) -> bool:
    return _END_OF_NOTE.fullmatch(to_label(text).rstrip(")")) is not None


def _to_names(form: Form, table: str) -> Callable[[str], bool]:
    columns, rows = labels_of(form, table, "column"), labels_of(form, table, "row")

    def names(text: str) -> bool:
        label = to_label(text)
        is_group = table == "disputes" and rows.find(text) is not None
        return columns.find(text) is not None or is_group or any(word in label for word in _NO_HEADS)

    return names


def _edges(line: Line) -> list[float]:
    """The left side of each column of a grid, as far as any cell of it begins there."""
    found: dict[int, float] = {}
    for boxes in line.source.boxes:
        for column, box in enumerate(boxes):
            if box:
                found.setdefault(column, box[0])
    width = len(line.cells)
    return [found[column] for column in range(width)] if all(column in found for column in range(width)) else []


def _in_columns(line: Line, edges: Sequence[float]) -> list[_Placed] | None:
    """The cells of a line where they stand among other columns; None where one begins between two of them."""
    cells = [_NOTHING] * len(edges)
    for column, cell in enumerate(line.cells):
        box = _box(line, column)
        if cell is None or box is None:
            continue
        at = next((i for i, edge in enumerate(edges) if abs(edge - box[0]) < NEAR), None)
        if at is None:
            return None
        cells[at] = cell, box
    return cells


def _box(line: Line, column: int) -> Box | None:
    boxes = line.source.boxes[line.row] if line.row < len(line.source.boxes) else ()
    return boxes[column] if column < len(boxes) else None


def _is_as_wide(one: Box | None, other: Box | None) -> bool:
    return one is not None and other is not None and abs(one[0] - other[0]) < NEAR and abs(one[2] - other[2]) < NEAR
