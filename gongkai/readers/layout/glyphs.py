"""Characters with boxes → lines, texts of cells, paragraphs.

In: glyphs of one page, y downwards, in points. Out: their text in reading order. Not its business: where the glyphs
come from, what the words mean. Characters stay as printed (Kangxi radicals, full width): comparing is for text.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from gongkai.model import Box

WORD_GAP = 0.6
"""gaps beyond this many heights of a glyph are spaces; letter spacing is less"""
COLUMN_GAP = 1.2
"""gaps beyond this many heights of a glyph part the columns of a table without rules"""
SAMPLE = 25
"""glyphs of a line that are asked for its size"""
MOST_PADDING = 12.0
"""points a cell may keep free left and right of its text together (Word's default is 10.8)"""

_LEFT, _BASELINE = itemgetter(1), itemgetter(5)

PAGE_NUMBER = re.compile(r"[-—–－―~·•\s]*+\d{1,3}[-—–－―~·•\s]*|第?\s*+\d{1,3}\s*+页\s*+[,，/／]?\s*+(共\s*\d{1,3}\s*页)?|\d{1,3}\s*[/／]\s*\d{1,3}")
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,2}[、．]|[（(][一二三四五六七八九十]{1,2}[)）]")
"""A line that begins so begins a paragraph, however full the line above."""
DATED = re.compile(r"[(（]?(?:20\d\d|二[〇○零][一二三四五六七八九〇○零]{2})\s*年[^年月日]{1,4}月[^年月日]{1,4}日[)）]?")
"""A line that is nothing else is the date of a signature."""
ASCII_WORD = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,-/@:%_"
SENTENCE_END = "。！？；：.!?;:”"


class Glyph(NamedTuple):
    """A character, or a whole line of plain running text, where it is printed.

    The baseline is right to a fifth of the height.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float


class Line(NamedTuple):
    text: str
    box: Box
    size: float
    first_width: float
    """width of its first glyph"""
    pieces: tuple[str, ...]
    """its text parted at gaps too wide for a sentence"""
    groups: tuple[tuple[Glyph, ...], ...] = ()
    """the glyphs of each piece, where there are several"""


NOTHING = Line("", (0, 0, 0, 0), 0, 0, ())


def glyphs_to_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Sort glyphs into lines by their baselines, then from left to right, with spaces where the gap is really large."""
    if len(glyphs) == 1:
        line = _glyph_to_line(glyphs[0])
        return [line] if line[0] else []
    rows: list[list[Glyph]] = []
    level, height = 0.0, 0.0
    for glyph in sorted(glyphs, key=_BASELINE):
        _, _, top, _, bottom, baseline = glyph
        size = bottom - top
        if rows and baseline - level <= 0.3 * (height if height > size else size):
            rows[-1].append(glyph)
            if size > height:
                height = size
        else:
            rows.append([glyph])
            level, height = baseline, size
    lines = [_row_to_line(row) if len(row) > 1 else _glyph_to_line(row[0]) for row in rows]
    return [line for line in lines if line[0]]


def _glyph_to_line(glyph: Glyph) -> Line:
    text, x0, top, x1, bottom, _ = glyph
    if text.isspace():
        return NOTHING
    height, width, length = bottom - top, x1 - x0, len(text)
    size = height if length > 1 or height >= width else width
    return Line(text, (x0, top, x1, bottom), size, width / length, (text,))


def _em(glyph: Glyph) -> float:
    """Some fonts give 一 the height of its stroke, and every font gives 1 half a width: the larger side is the size."""
    text, x0, top, x1, bottom, _ = glyph
    height, width = bottom - top, x1 - x0
    return height if len(text) > 1 or height >= width else width


def _row_to_line(row: list[Glyph]) -> Line:
    row.sort(key=_LEFT)
    if _is_plain(row):
        texts, _, tops, ends, bottoms, _ = zip(*row, strict=True)
        text = "".join(texts)
        box = row[0].x0, min(tops), max(ends), max(bottoms)
        return Line(text, box, _usual_size(row), (row[0].x1 - row[0].x0) / len(row[0].text), (text,))
    parts: list[str] = []
    kept: list[Glyph] = []
    starts: list[int] = [0]
    firsts: list[int] = [0]
    is_space_due = False
    last = row[0]
    for glyph in row:
        text = glyph[0]
        if text.isspace():
            is_space_due = True
            continue
        if kept:
            gap = glyph[1] - last[3]
            if gap < -0.5 and _is_printed_twice(glyph, kept):
                continue
            if is_space_due or (gap > 1 and gap > WORD_GAP * max(_em(glyph), _em(last))):
                parts.append(" ")
                if gap > COLUMN_GAP * max(_em(glyph), _em(last)):
                    starts.append(len(parts))
                    firsts.append(len(kept))
        is_space_due = False
        parts.append(text)
        kept.append(glyph)
        last = glyph
    if not kept:
        return NOTHING
    _, _, tops, ends, bottoms, _ = zip(*kept, strict=True)
    box = kept[0].x0, min(tops), max(ends), max(bottoms)
    size = _usual_size(kept)
    text = "".join(parts)
    pieces: tuple[str, ...] = (text,)
    groups: tuple[tuple[Glyph, ...], ...] = ()
    if len(starts) > 1:
        groups = tuple(tuple(kept[at:end]) for at, end in pairwise([*firsts, len(kept)]))
        pieces = tuple("".join(parts[at:end]).strip() for at, end in pairwise([*starts, len(parts)]))
    return Line(text, box, size, (kept[0].x1 - kept[0].x0) / len(kept[0].text), pieces, groups)


def _is_plain(row: list[Glyph]) -> bool:
    """Whether characters follow one another without spaces and none is printed twice, as in most cells."""
    end = row[0][1]
    for text, left, _, right, _, _ in row:
        if not -0.5 <= left - end <= 1 or text.isspace():
            return False
        end = right
    return True


def _usual_size(glyphs: list[Glyph]) -> float:
    longest = max([len(one[0]) for one in glyphs])
    if longest == 1:
        # as _em does, without a call for each
        sizes = sorted([bottom - top if bottom - top >= x1 - x0 else x1 - x0 for _, x0, top, x1, bottom, _ in glyphs[:SAMPLE]])
    else:
        sizes = sorted([_em(one) for one in glyphs[:SAMPLE] if len(one[0]) == longest])
    return sizes[len(sizes) // 2] if sizes else _em(glyphs[0])


def _is_printed_twice(glyph: Glyph, kept: list[Glyph]) -> bool:
    """Fake bold prints a glyph two times or more, a fraction of a point apart."""
    return any(other.text == glyph.text and glyph.x0 - other.x0 < 0.25 * _em(other) for other in kept[-3:])


def lines_to_cell_text(lines: Sequence[Line], width: float, padding: float, keeps_digits_apart: bool = False) -> str:
    """Join the lines of a cell: without a gap where the line above ended for lack of room, else with a line break.

    padding: what the cells of this table keep free of their width. keeps_digits_apart: never join a digit to a digit,
    because the cells beside show that rows run together here.
    """
    if len(lines) == 1:
        return lines[0].text
    if len(lines) > 2 and all(len(line.text) == 1 and not line.text.isdigit() for line in lines):
        return "".join(line.text for line in lines)
    text = ""
    for above, below in zip([None, *lines], lines, strict=False):
        if above is not None:
            room = width - padding - (above.box[2] - above.box[0])
            if is_between_digits(above.text, below.text):
                is_near = below.box[3] - above.box[3] < 1.7 * below.size
                is_wrapped = is_near and not keeps_digits_apart and room < below.first_width
            elif above.text[-1].isdigit() or below.text[0].isdigit():
                is_wrapped = room < below.first_width
            else:
                is_wrapped = room < 2.2 * below.size
            text += "" if is_wrapped else "\n"
        text += below.text
    return text


def is_between_digits(above: str, below: str) -> bool:
    return (above[-1].isdigit() or above[-1] in ".,，") and (below[0].isdigit() or below[0] in ".,，")


def lines_to_padding(cells: Iterable[tuple[float, Sequence[Line]]]) -> float:
    """Estimate what the cells of a table keep free, from (width, lines) of each: the least that any line leaves."""
    free = [width - (line.box[2] - line.box[0]) for width, lines in cells for line in lines]
    return min(max(min(free, default=0.0), 0.0), MOST_PADDING)


def lines_to_paragraphs(lines: Sequence[Line], left: float, right: float) -> list[str]:
    """Join the lines of running text. left, right: the margins of the text on this page."""
    paragraphs: list[str] = []
    pitch = median([b.box[1] - a.box[1] for a, b in pairwise(lines)] or [0.0])
    body = median([line.size for line in lines] or [0.0])
    above: Line | None = None
    for line in lines:
        if above is not None and paragraphs and _is_continued(above, line, left, right, pitch, body):
            paragraphs[-1] += _seam(paragraphs[-1], line.text) + line.text
        else:
            paragraphs.append(line.text)
        above = line
    return paragraphs


def _is_continued(above: Line, line: Line, left: float, right: float, pitch: float, body: float) -> bool:
    size = max(above.size, line.size)
    if len(above.pieces) > 1 or len(line.pieces) > 1:
        # columns without rules: what stands below is another row
        return False
    if NUMBERED.match(line.text) or DATED.fullmatch(line.text):
        return False
    if abs(above.size - line.size) > 0.2 * size or line.box[1] - above.box[1] > 1.6 * max(pitch, size):
        return False
    if above.size > 1.2 * body and line.size > 1.2 * body:
        return True
    # a number or a Latin word goes to the next line as a whole
    word = len(line.text) - len(line.text.lstrip(ASCII_WORD))
    return above.box[2] > right - 2.5 * size - word * line.first_width and line.box[0] < left + 1.2 * size


def _seam(above: str, below: str) -> str:
    is_latin = above[-1].isascii() and above[-1].isalpha() and below[0].isascii() and below[0].isalpha()
    return " " if is_latin else ""
