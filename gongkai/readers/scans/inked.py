"""The picture of a page → where its lines of text stand, each in its cell.

In: a grey picture of a page that lies straight. Out: its ruled tables and the box of every line of ink. Not its
business: what a line says (certainty.py), rules and ink as such (picture.py).

Rules and ink say where something is printed. Ink that is no line of text is left out only where it cannot be one: what
is too faint to be a character and too dark for paper counts as a line, so that its cell is not taken for empty.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy

from gongkai.model import Box
from gongkai.readers.layout.ruling import Lattice, rules_to_lattices
from gongkai.readers.scans.ocr import Picture, Said
from gongkai.readers.scans.picture import Pixels, darkness_to_strokes, ink_to_lines, page_to_darkness, strokes_to_walls, without_rules
from gongkai.readers.scans.spacing import Spread

SHADOW = 8
"""how much darker than the rest of its cell a spot may be that is no ink: more than that in an empty cell is a doubt"""
SHADOW_AREA = 2.5
HALO = 1.6
"""points around a rule that are grey because of it"""
EDGE = 3.5
"""points along the edges of a cell in which a picture kept as JPEG has shadows of the rules"""
LOWEST, HIGHEST = 1.2, 60.0
"""points a line of text is high"""
HIGH_LINE, LOW_LINE, HELD_BY = 1.6, 0.6, 0.15
"""what is higher than so many usual lines may be two, neither lower than that, where so much of the usual ink of a row is left"""
NOTHING = Said("", 0.0)


@dataclass(slots=True)
class Line:
    """A line of text on the page.

    cell: (lattice, cell) it stands in, None for running text. spread: how a number without a doubt so far is spread out.
    parted: how recognition reads a number with a gap in it, whose text is the number without. doubt: why it may be a number that is not what
    the text says, or says nothing at all: of doubts.csv, or "".
    """

    box: Pixels
    cell: tuple[int, int] | None
    said: Said = NOTHING
    text: str = ""
    spread: Spread | None = None
    parted: str = ""
    doubt: str = ""


@dataclass(slots=True)
class Page:
    """The picture of a page, in parts. walls: its rules and the grey beside them. tint: of tints.py, None where it has no colours."""

    grey: Picture
    darkness: Picture
    ink: Picture
    raw: Picture
    shadow: Picture
    strokes: Picture
    walls: Picture
    unit: float
    lattices: list[Lattice]
    lines: list[Line]
    tint: Picture | None = None


def picture_to_page(grey: Picture, width: float) -> Page:
    unit = grey.shape[1] / width
    darkness = page_to_darkness(grey)
    across, down = darkness_to_strokes(darkness, unit)
    lattices = [one for one in rules_to_lattices(across.rules, down.rules) if _is_table(one)]
    walls, others = strokes_to_walls(across, down, lattices, unit)
    ink, raw = without_rules(darkness, walls, unit)
    reach = 2 * round(HALO * unit) + 1
    wide = cv2.dilate(walls, numpy.ones((reach, reach), numpy.uint8))
    shadow = numpy.where(wide > 0, 0, darkness).astype(numpy.uint8)
    page = Page(grey, darkness, ink, raw, shadow, others, wide, unit, lattices, [])
    outside = ink.copy()
    for place, lattice in enumerate(lattices):
        for index in range(len(lattice.cells)):
            box = _to_pixels(lattice.cell_box(index), unit, ink.shape)
            page.lines += [Line(line, (place, index)) for line in _cell_to_lines(page, box)]
        left, top, right, bottom = _to_pixels(lattice.box, unit, ink.shape)
        outside[top:bottom, left:right] = 0
    everywhere = 0, 0, ink.shape[1], ink.shape[0]
    for line in ink_to_lines(outside, everywhere, 0.0):
        if LOWEST <= (line[3] - line[1]) / unit <= HIGHEST:
            page.lines.append(Line(line, None))
    page.lines = _parted(_strokes_to_characters(page.lines), page.ink)
    return page


def _parted(lines: list[Line], ink: Picture) -> list[Line]:
    """Part what is higher than a line where next to no ink holds it together: a slash or bracket that reaches into the next line."""
    usual = float(numpy.median([line.box[3] - line.box[1] for line in lines] or [0]))
    parted: list[Line] = []
    queue = lines[::-1]
    while queue:
        line = queue.pop()
        left, top, right, bottom = line.box
        lowest = round(LOW_LINE * usual)
        is_character = line.cell is None and right - left <= 1.1 * (bottom - top)
        if is_character or bottom - top < max(HIGH_LINE * usual, 2 * lowest + 1):
            parted.append(line)
            continue
        profile = ink[top:bottom, left:right].sum(axis=1, dtype=numpy.int64)
        at = lowest + int(profile[lowest : len(profile) - lowest].argmin())
        has_halves = profile[:at].any() and profile[at:].any()
        if not has_halves or profile[at] > HELD_BY * float(numpy.median(profile)):
            parted.append(line)
            continue
        for first, last in ((top + at, bottom), (top, top + at)):
            columns = numpy.flatnonzero(ink[first:last, left:right].any(axis=0))
            queue.append(Line((left + int(columns[0]), first, left + int(columns[-1]) + 1, last), line.cell))
    return parted


def _strokes_to_characters(lines: list[Line]) -> list[Line]:
    """Join strokes one above the other that are one character: 三, the comma after it in a label written downwards, a 告 alone on its line."""
    usual = float(numpy.median([line.box[3] - line.box[1] for line in lines] or [0]))
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        if above is not None and above.cell == line.cell and _is_one_character(above, line, joined[-2:-1], usual):
            boxes = above.box, line.box
            around = min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[1][3]
            joined[-1] = Line(around, line.cell)
        else:
            joined.append(line)
    return joined


def _is_one_character(upper: Line, lower: Line, before: list[Line], usual: float) -> bool:
    """Whether two lines are no higher together than one; outside of tables, no higher and wider than a character of the line before them."""
    height = lower.box[3] - upper.box[1]
    if upper.cell is not None:
        return height <= 1.1 * usual
    size = max((line.box[3] - line.box[1] for line in before), default=0)
    is_narrow = all(line.box[2] - line.box[0] <= 1.1 * size for line in (upper, lower))
    is_over = upper.box[0] < lower.box[2] and lower.box[0] < upper.box[2]
    return is_narrow and is_over and lower.box[1] >= upper.box[3] and height <= 1.1 * size


def _is_table(lattice: Lattice) -> bool:
    left, top, right, bottom = lattice.box
    return len(lattice.xs) > 2 and right - left > 60 and bottom - top > 12


def _to_pixels(box: Box, unit: float, shape: tuple[int, ...]) -> Pixels:
    left, top, right, bottom = (round(side * unit) for side in box)
    return max(left, 0), max(top, 0), min(right, shape[1]), min(bottom, shape[0])


def _cell_to_lines(page: Page, box: Pixels) -> list[Pixels]:
    """The lines of ink in a cell; a spot too faint to be one, but too dark for paper, counts as a line."""
    lines = [line for line in ink_to_lines(page.ink, box, page.unit) if not _is_rest_of_rule(line, box, page.unit)]
    if lines:
        return lines
    left, top, right, bottom = box
    margin = round(EDGE * page.unit)
    inner = page.shadow[top + margin : bottom - margin, left + margin : right - margin].copy()
    if inner.size == 0:
        return []
    spots, sizes = shade_to_spots(inner, (5, 5))
    if not any(area >= SHADOW_AREA * page.unit**2 for _, area in sizes):
        return []
    rows, columns = numpy.nonzero(spots)
    at = int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
    return [(left + margin + at[0], top + margin + at[1], left + margin + at[2], top + margin + at[3])]


def shade_to_spots(part: Picture, blur: tuple[int, int]) -> tuple[Picture, list[tuple[int, int]]]:
    """Find what is darker than the noise of a piece of paper. Out: a mask, and of each spot (width, area) in pixels."""
    smooth = cv2.blur(cv2.medianBlur(part, 5), blur)
    usual = float(numpy.median(smooth))
    noise = 1.5 * float(numpy.median(numpy.abs(smooth.astype(numpy.int16) - usual)))
    spots = (smooth > usual + max(SHADOW, 5 * noise)).astype(numpy.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(spots, connectivity=8)
    return spots, [(one[cv2.CC_STAT_WIDTH], one[cv2.CC_STAT_AREA]) for one in boxes[1:].tolist()]


def _is_rest_of_rule(line: Pixels, box: Pixels, unit: float) -> bool:
    """Whether all there is hugs an edge of its cell and is thinner than any character: what taking away a rule left."""
    thin, near = 0.8 * unit, 1.3 * unit
    is_flat = line[3] - line[1] <= thin and (line[1] - box[1] <= near or box[3] - line[3] <= near)
    is_upright = line[2] - line[0] <= thin and (line[0] - box[0] <= near or box[2] - line[2] <= near)
    return is_flat or is_upright


def cell_edges(page: Page, line: Line) -> Pixels:
    """Where the cell of a line ends; the page for one that stands in none."""
    if line.cell is None:
        return 0, 0, page.ink.shape[1], page.ink.shape[0]
    return _to_pixels(page.lattices[line.cell[0]].cell_box(line.cell[1]), page.unit, page.ink.shape)
