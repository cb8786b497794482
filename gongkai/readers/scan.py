"""Page images, and pages of a PDF that are pictures → Document.

In: the picture of a page. Out: its ruled tables as grids and its lines of text as paragraphs, read by character
recognition. Not its business: finding the characters of one line (ocr.py) and the rules and ink of a page (picture.py).

Rules and ink say where something is printed, recognition only what it is. A number is handed on as such only if two
readings of it agree, both are sure and the shapes of its ink fit; else a "?" stands behind it, and no later stage
takes it for a number. Ink that says nothing is "?", never an empty cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy

from gongkai.model import Box, Grid, Unreadable
from gongkai.readers import ocr
from gongkai.readers.digits import fits, is_dash, is_slash
from gongkai.readers.glyphs import Glyph
from gongkai.readers.layout import glyphs_to_parts
from gongkai.readers.ocr import Picture, Said
from gongkai.readers.parts import Parts
from gongkai.readers.picture import (
    Pixels,
    darkness_to_strokes,
    ink_to_lines,
    page_to_darkness,
    page_to_skew,
    strokes_to_walls,
    turn,
    without_rules,
)
from gongkai.readers.ruling import Lattice, rules_to_lattices
from gongkai.text import to_printed

SURE, POSSIBLE = 0.85, 0.5
"""how sure the least certain character of a number must be in the better and in the worse of two readings that agree"""
NARROW, WIDE = 1500, 2600
"""pixels a page is brought to across: below characters are too small, above nothing is gained"""
SHADOW = 8
"""how much darker than the rest of its cell a spot may be that is no ink: more than that in an empty cell is a doubt"""
SHADOW_AREA = 2.5
HALO = 1.6
"""points around a rule that are grey because of it"""
EDGE = 3.5
"""points along the edges of a cell in which a picture kept as JPEG has shadows of the rules"""
LOWEST, HIGHEST = 1.2, 60.0
"""points a line of text is high"""
SHORTEST_DASH, THINNEST, THICKEST = 2.2, 0.5, 3.0
"""points a dash is long and thick; less may be dirt, or what taking away a rule left, more a flat character"""
HIGH_LINE, LOW_LINE, HELD_BY = 1.6, 0.6, 0.15
"""what is higher than so many usual lines may be two, neither lower than that, where so much of the usual ink of a row is left"""
DOUBTFUL, MOST_DOUBTS = 0.03, 3
"""the share of the figures of a page, and so many at least, that make all of it doubtful when they are in doubt"""
MOST_FRAMES = 100
NOTHING = Said("", 0.0)
DASHES = ("-", "—", "一", "–", "－", "ー", "_")
"""one flat stroke: which of them it is does not matter"""
CIRCLES = ("O", "o", "Ｏ", "〇", "○")
"""what a wide 0 may be read as; the numeral 〇 is what a title is not seldom read without"""
SHORT_YEAR = re.compile(r"二[一二三四五六七八九]{2}(?=年|[)）])")
STROKES = ("一", "/", "／", "1", "7", "I", "l", "|")
"""what a single stroke is read as; its shape says more"""
A4 = 595.0


@dataclass(slots=True)
class _Line:
    """A line of text on the page. cell: (lattice, cell) it stands in, None for running text."""

    box: Pixels
    cell: tuple[int, int] | None
    said: Said = NOTHING
    text: str = ""


@dataclass(slots=True)
class _Page:
    darkness: Picture
    ink: Picture
    raw: Picture
    shadow: Picture
    strokes: Picture
    unit: float
    lattices: list[Lattice]
    lines: list[_Line]


def read(path: Path, name: str) -> Parts:
    """Read a page image. Raises Unreadable where it is none or what reads scans is not installed."""
    if ocr.missing_extra():
        raise Unreadable(name, f"it is a picture; {ocr.missing_extra()}")
    parts = Parts(pages=0)
    found, frames = cv2.imreadmulti(str(path), flags=cv2.IMREAD_GRAYSCALE)
    if not found or not frames:
        raise Unreadable(name, "the picture is broken; open it and save it again as PNG")
    if len(frames) > MOST_FRAMES:
        raise Unreadable(name, f"the picture has {len(frames)} pages, more than {MOST_FRAMES}; keep only the report's")
    for number, frame in enumerate(frames, start=1):
        read_page(frame, number, parts)
    parts.pages = len(frames)
    if not parts.paragraphs and not parts.grids:
        raise Unreadable(name, "no text can be recognised in the picture; fetch the report itself")
    return parts


def read_page(grey: Picture, number: int, parts: Parts, width: float | None = None) -> None:
    """Read the picture of a page. width: of the page in points, where it is known."""
    height_pixels, width_pixels = grey.shape
    width = width or (A4 if width_pixels <= height_pixels else A4 * 2**0.5)
    target = min(max(width_pixels, NARROW), WIDE)
    if target != width_pixels:
        grey = _resized(grey, target / width_pixels)
    angle = page_to_skew(grey)
    page = _find_lines(turn(grey, angle), width)
    _read_lines(page)
    page_height = grey.shape[0] / page.unit
    first = len(parts.grids)
    glyphs_to_parts([_to_glyph(line, page.unit) for line in page.lines if line.text], page.lattices, number, page_height, parts)
    if angle:
        centre = (grey.shape[1] / 2 / page.unit, page_height / 2)
        parts.grids[first:] = [_turned_back(grid, angle, centre) for grid in parts.grids[first:]]
    doubts = sum(line.text.endswith("?") for line in page.lines if line.cell)
    figures = sum(to_printed(line.text).status in ("reported", "not_applicable") for line in page.lines if line.cell)
    if doubts >= MOST_DOUBTS and doubts > DOUBTFUL * (doubts + figures):
        parts.doubtful_pages.append(number)
    parts.troubles.append(f"page {number} is a picture: its text is recognised" + (f", {doubts} cells are in doubt" if doubts else ""))


def _resized(grey: Picture, scale: float) -> Picture:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized: Picture = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how)
    return resized


def _find_lines(grey: Picture, width: float) -> _Page:
    unit = grey.shape[1] / width
    darkness = page_to_darkness(grey)
    across, down = darkness_to_strokes(darkness, unit)
    lattices = [one for one in rules_to_lattices(across.rules, down.rules) if _is_table(one)]
    walls, others = strokes_to_walls(across, down, lattices, unit)
    ink, raw = without_rules(darkness, walls, unit)
    page = _Page(darkness, ink, raw, _without_edges(darkness, walls, unit), others, unit, lattices, [])
    outside = ink.copy()
    for place, lattice in enumerate(lattices):
        for index in range(len(lattice.cells)):
            box = _to_pixels(lattice.cell_box(index), unit, ink.shape)
            page.lines += [_Line(line, (place, index)) for line in _cell_to_lines(page, box)]
        left, top, right, bottom = _to_pixels(lattice.box, unit, ink.shape)
        outside[top:bottom, left:right] = 0
    everywhere = 0, 0, ink.shape[1], ink.shape[0]
    for line in ink_to_lines(outside, everywhere, 0.0):
        if LOWEST <= (line[3] - line[1]) / unit <= HIGHEST:
            page.lines.append(_Line(line, None))
    page.lines = _parted(_strokes_to_characters(page.lines), page.ink)
    return page


def _parted(lines: list[_Line], ink: Picture) -> list[_Line]:
    """Part what is higher than a line where next to no ink holds it together: a slash or bracket that reaches into the next line."""
    usual = float(numpy.median([line.box[3] - line.box[1] for line in lines] or [0]))
    parted: list[_Line] = []
    queue = lines[::-1]
    while queue:
        line = queue.pop()
        left, top, right, bottom = line.box
        lowest = round(LOW_LINE * usual)
        if bottom - top < max(HIGH_LINE * usual, 2 * lowest + 1):
            parted.append(line)
            continue
        profile = ink[top:bottom, left:right].sum(axis=1, dtype=numpy.int64)
        at = lowest + int(profile[lowest : len(profile) - lowest].argmin())
        if profile[at] > HELD_BY * float(numpy.median(profile)):
            parted.append(line)
            continue
        for first, last in ((top + at, bottom), (top, top + at)):
            columns = numpy.flatnonzero(ink[first:last, left:right].any(axis=0))
            queue.append(_Line((left + int(columns[0]), first, left + int(columns[-1]) + 1, last), line.cell))
    return parted


def _strokes_to_characters(lines: list[_Line]) -> list[_Line]:
    """Join strokes one above the other that are one character: 三, or the comma after it in a label written downwards."""
    usual = float(numpy.median([line.box[3] - line.box[1] for line in lines] or [0]))
    joined: list[_Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        is_part = above is not None and above.cell == line.cell and line.cell is not None
        if above is not None and is_part and line.box[3] - above.box[1] <= 1.1 * usual:
            boxes = above.box, line.box
            around = min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[1][3]
            joined[-1] = _Line(around, line.cell)
        else:
            joined.append(line)
    return joined


def _without_edges(darkness: Picture, rules: Picture, unit: float) -> Picture:
    """The darkness of a page without its rules and the grey beside them."""
    reach = 2 * round(HALO * unit) + 1
    wide = cv2.dilate(rules, numpy.ones((reach, reach), numpy.uint8))
    clear: Picture = numpy.where(wide > 0, 0, darkness).astype(numpy.uint8)
    return clear


def _is_table(lattice: Lattice) -> bool:
    left, top, right, bottom = lattice.box
    return len(lattice.xs) > 2 and right - left > 60 and bottom - top > 12


def _to_pixels(box: Box, unit: float, shape: tuple[int, ...]) -> Pixels:
    left, top, right, bottom = (round(side * unit) for side in box)
    return max(left, 0), max(top, 0), min(right, shape[1]), min(bottom, shape[0])


def _cell_to_lines(page: _Page, box: Pixels) -> list[Pixels]:
    """The lines of ink in a cell; a spot too faint to be one, but too dark for paper, counts as a line."""
    lines = [line for line in ink_to_lines(page.ink, box, page.unit) if not _is_rest_of_rule(line, box, page.unit)]
    if lines:
        return lines
    left, top, right, bottom = box
    margin = round(EDGE * page.unit)
    inner = page.shadow[top + margin : bottom - margin, left + margin : right - margin].copy()
    if inner.size == 0:
        return []
    smooth = cv2.blur(cv2.medianBlur(inner, 5), (5, 5))
    usual = float(numpy.median(smooth))
    noise = 1.5 * float(numpy.median(numpy.abs(smooth.astype(numpy.int16) - usual)))
    spots = (smooth > usual + max(SHADOW, 5 * noise)).astype(numpy.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(spots, connectivity=8)
    if not any(area >= SHADOW_AREA * page.unit**2 for area in boxes[1:, cv2.CC_STAT_AREA].tolist()):
        return []
    rows, columns = numpy.nonzero(spots)
    at = int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
    return [(left + margin + at[0], top + margin + at[1], left + margin + at[2], top + margin + at[3])]


def _is_rest_of_rule(line: Pixels, box: Pixels, unit: float) -> bool:
    """Whether all there is hugs an edge of its cell and is thinner than any character: what taking away a rule left."""
    thin, near = 0.8 * unit, 1.3 * unit
    is_flat = line[3] - line[1] <= thin and (line[1] - box[1] <= near or box[3] - line[3] <= near)
    is_upright = line[2] - line[0] <= thin and (line[0] - box[0] <= near or box[2] - line[2] <= near)
    return is_flat or is_upright


def _read_lines(page: _Page) -> None:
    usual = float(numpy.median([line.box[3] - line.box[1] for line in page.lines] or [0]))
    pictures = [_line_to_picture(page, line.box, usual) for line in page.lines]
    for line, said in zip(page.lines, ocr.read_lines(pictures), strict=True):
        line.said, line.text = said, said.text.strip()
        if line.cell is not None and (len(line.text) <= 1 or _is_dashes(line.text)):
            line.text = _stroke_to_text(line, _line_to_darkness(page, line.box), page.unit)
            line.said = Said(line.text, said.least)
    _read_circles(page, usual)
    cells: dict[tuple[int, int], list[_Line]] = {}
    for line in page.lines:
        if line.cell is not None:
            cells.setdefault(line.cell, []).append(line)
    _doubt(page, [line for lines in cells.values() if _may_be_number(lines) for line in lines], usual)
    for lines in cells.values():
        if not any(line.text for line in lines):
            lines[0].text = "?"


def _read_circles(page: _Page, usual: float) -> None:
    """Read lines again in which a year lacks its 〇; a reading that differs by nothing but that is taken."""
    lines = [line for line in page.lines if line.cell is None and SHORT_YEAR.search(line.text)]
    for to_picture in (_line_to_second_picture, _line_to_third_picture):
        for line, said in zip(lines, ocr.read_lines([to_picture(page, line.box, usual) for line in lines]), strict=True):
            year = SHORT_YEAR.search(line.text)
            if year and (found := re.search(f"二[{''.join(CIRCLES)}0]{year[0][1:]}", said.text)):
                line.text = line.text.replace(year[0], "二〇" + found[0][2:], 1)


def _stroke_to_text(line: _Line, darkness: Picture, unit: float) -> str:
    """Tell by its shape what a single stroke is: 一 and a dash are the same ink, a slash is often taken for a 1."""
    if line.text in STROKES and is_slash(darkness):
        return "/"
    if not (len(line.text) <= 1 or _is_dashes(line.text)) or not is_dash(darkness) or not _is_dash_long(line, unit):
        return line.text
    # no cell holds the numeral 一 by itself
    return line.text if set(line.text) < {"-", "—"} else "—" * max(len(line.text), 1)


def _is_dashes(text: str) -> bool:
    return bool(text) and set(text) <= set(DASHES)


def _is_dash_long(line: _Line, unit: float) -> bool:
    left, top, right, bottom = (side / unit for side in line.box)
    return THINNEST <= bottom - top <= THICKEST and right - left >= max(SHORTEST_DASH, 1.6 * (bottom - top))


def _doubt(page: _Page, lines: list[_Line], usual: float) -> None:
    """Read numbers once more, and a third time where that leaves a doubt; two sure readings must agree."""
    readings = [[line.said] for line in lines]
    for to_picture in (_line_to_second_picture, _line_to_third_picture):
        open_lines = [index for index, line in enumerate(lines) if not _agreed(line.text, readings[index])]
        again = ocr.read_lines([to_picture(page, lines[index].box, usual) for index in open_lines])
        for index, said in zip(open_lines, again, strict=True):
            text, other = lines[index].text, said.text.strip()
            is_same = (_is_dashes(text) and _is_dashes(other)) or (text == "/" and other in STROKES)
            readings[index].append(Said(text, said.least) if is_same else said)
    for line, said_of_it in zip(lines, readings, strict=True):
        # an O of which the first reading was not sure is a 0 if both others say so
        if line.said.least < SURE and line.text in CIRCLES and _agreed("0", said_of_it):
            line.text = "0"
        darkness = _line_to_darkness(page, line.box)
        # one stroke is told by its shape: recognition was made for more than that
        is_sound = _is_stroke(line, darkness, page) or (_agreed(line.text, said_of_it) and fits(line.text, darkness, page.unit))
        is_clear = not _is_cut(page, line) and not (line.text[:1].isdigit() and _has_shadow_before(page, line))
        if not is_sound or not is_clear:
            line.text = line.text.rstrip("?") + "?"


def _is_stroke(line: _Line, darkness: Picture, page: _Page) -> bool:
    """Whether it was read as a slash or dash and has the very shape of one."""
    if _is_dashes(line.text):
        return is_dash(darkness) and _is_dash_long(line, page.unit)
    return line.text == "/" and is_slash(darkness)


def _edges(page: _Page, line: _Line) -> Pixels:
    """Where the cell of a line ends."""
    if line.cell is None:
        return 0, 0, page.ink.shape[1], page.ink.shape[0]
    return _to_pixels(page.lattices[line.cell[0]].cell_box(line.cell[1]), page.unit, page.ink.shape)


def _is_cut(page: _Page, line: _Line) -> bool:
    """Whether the ink goes on beyond the cell, or part of it is a long upright stroke: a rule in the wrong place, a digit cut by one."""
    left, top, right, bottom = line.box
    edges = _edges(page, line)
    return bool(page.strokes[top:bottom, left:right].any()) or left <= edges[0] or top <= edges[1] or right >= edges[2] or bottom >= edges[3]


def _has_shadow_before(page: _Page, line: _Line) -> bool:
    """Whether something too faint to be ink stands where a minus would."""
    left, top, _, bottom = line.box
    height = bottom - top
    first = max(left - height, _edges(page, line)[0] + round(HALO * page.unit))
    before = page.shadow[top + height // 4 : bottom - height // 5, first : max(left - 1, first)].copy()
    if before.size == 0 or min(before.shape) < 5:
        return False
    smooth = cv2.blur(cv2.medianBlur(before, 5), (5, 3))
    usual = float(numpy.median(smooth))
    noise = 1.5 * float(numpy.median(numpy.abs(smooth.astype(numpy.int16) - usual)))
    spots = (smooth > usual + max(SHADOW, 5 * noise)).astype(numpy.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(spots, connectivity=8)
    wide = max(0.2 * height, 3)
    return any(one[cv2.CC_STAT_WIDTH] >= wide and one[cv2.CC_STAT_AREA] >= 0.6 * page.unit**2 for one in boxes[1:])


def _line_to_darkness(page: _Page, box: Pixels) -> Picture:
    """How dark the ink of a line is, dirt left in; a comma may reach a little below the line."""
    left, top, right, bottom = box
    darkness: Picture = page.darkness[top:bottom, left:right] * page.raw[top:bottom, left:right]
    return darkness


def _agreed(text: str, readings: list[Said]) -> bool:
    sure = sorted(said.least for said in readings if _bare(said.text) == _bare(text))
    return len(sure) > 1 and sure[-1] >= SURE and sure[-2] >= POSSIBLE


def _bare(text: str) -> str:
    """A text without what a reading cannot tell: how wide its characters and the gaps between them are."""
    return re.sub(r"\s", "", ocr.to_narrow(text))


def _may_be_number(lines: list[_Line]) -> bool:
    """Whether a cell would be taken for a number or for a mark that stands for none, by all of it or by its first line."""
    text = "\n".join(line.text for line in lines)
    joined = "".join(line.text for line in lines)
    if joined in CIRCLES:
        return True
    return any(to_printed(one).status in ("reported", "not_applicable") for one in (text, joined, lines[0].text))


def _line_to_picture(page: _Page, box: Pixels, usual: float) -> Picture:
    """The first picture of a line: its darkness, strengthened, without anything that belongs to other lines."""
    left, top, right, bottom = box
    part = page.darkness[top:bottom, left:right].astype(numpy.float32)
    near = cv2.dilate(page.ink[top:bottom, left:right], numpy.ones((5, 5), numpy.uint8))
    if near.any():
        part *= near
    strength = 255 / max(float(numpy.percentile(part[part > 0], 97)) if (part > 0).any() else 255.0, 24.0)
    picture = 255 - numpy.clip(part * strength, 0, 255)
    return _padded(picture.astype(numpy.uint8), usual, 0.16)


def _line_to_second_picture(page: _Page, box: Pixels, usual: float) -> Picture:
    """The second: only the outlines of the ink, set smaller."""
    left, top, right, bottom = box
    ink = page.ink[top:bottom, left:right]
    picture = cv2.GaussianBlur(255 - 255 * cv2.copyMakeBorder(ink, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=0), (3, 3), 0)
    return _padded(picture, usual, 0.3)


def _line_to_third_picture(page: _Page, box: Pixels, usual: float) -> Picture:
    """The third: the darkness as it is, set smaller yet."""
    left, top, right, bottom = box
    return _padded(255 - page.darkness[top:bottom, left:right], usual, 0.45)


def _padded(picture: Picture, usual: float, share: float) -> Picture:
    """Put paper around a line; a dash, which is hardly high, gets as much as the other lines of the page are."""
    height = max(picture.shape[0], 0.8 * usual)
    above = round((height - picture.shape[0]) / 2 + share * height)
    beside = round(0.3 * height)
    padded: Picture = cv2.copyMakeBorder(picture, above, above, beside, beside, cv2.BORDER_CONSTANT, value=255)
    return padded


def _to_glyph(line: _Line, unit: float) -> Glyph:
    left, top, right, bottom = (side / unit for side in line.box)
    return Glyph(line.text, left, top, right, bottom, bottom - 0.12 * (bottom - top))


def _turned_back(grid: Grid, angle: float, centre: tuple[float, float]) -> Grid:
    """Put the boxes of a grid where they are on the page as it lies, each as the box around the turned one."""
    boxes = tuple(tuple(_turn_box(box, angle, centre) if box else None for box in row) for row in grid.boxes)
    return replace(grid, boxes=boxes)


def _turn_box(box: Box, angle: float, centre: tuple[float, float]) -> Box:
    radians = numpy.deg2rad(angle)
    cos, sin = float(numpy.cos(radians)), float(numpy.sin(radians))
    x, y = (box[0] + box[2]) / 2 - centre[0], (box[1] + box[3]) / 2 - centre[1]
    moved_x = centre[0] + cos * x - sin * y - (box[0] + box[2]) / 2
    moved_y = centre[1] + sin * x + cos * y - (box[1] + box[3]) / 2
    left, top, right, bottom = box
    return (
        round(left + moved_x, 1), round(top + moved_y, 1), round(right + moved_x, 1), round(bottom + moved_y, 1)
    )
