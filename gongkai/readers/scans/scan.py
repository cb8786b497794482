"""Page images, and pages of a PDF that are pictures → Document.

In: the picture of a page. Out: its ruled tables as grids and its lines of text as paragraphs, read by character
recognition. Not its business: where lines stand (inked.py), what they say and how certain that is (certainty.py).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy
import PIL.Image
import PIL.ImageSequence

from gongkai.model import Box, Grid, Unreadable
from gongkai.readers.doubted import Doubt, doubt_cells
from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.placing import glyphs_to_parts
from gongkai.readers.layout.ruling import Lattice
from gongkai.readers.parts import Parts
from gongkai.readers.scans import ocr
from gongkai.readers.scans.certainty import doubt_gaps, is_doubtful, read_lines, reads_well
from gongkai.readers.scans.inked import Line, Page, picture_to_page
from gongkai.readers.scans.ocr import Picture
from gongkai.readers.scans.picture import page_to_skew, turn
from gongkai.readers.scans.tints import to_tint

NARROW, WIDE = 1500, 2600
"""pixels a page is brought to across: below characters are too small, above nothing is gained"""
MOST_FRAMES = 100
MOST_PIXELS, MOST_HEIGHTS, MOST_LOOKED_AT = 120_000_000, 25, 40_000_000
"""pixels a page may claim to have (A3 at 600 dpi has 70 million), how many times as high as wide it may be, pixels it is brought to at the most"""
A4 = 595.0
NO_TINT = 128


@dataclass(slots=True)
class Leaf:
    """A page as read, without its picture.

    size: of the page turned straight, across and down, in points. unit: pixels a point. angle: degrees, and quarters:
    quarter turns to the left, by which it was turned. advance: heights of a digit from one full-width digit to the next,
    0 where not all digits are known to be such.
    """

    number: int
    lines: list[Line]
    lattices: list[Lattice]
    unit: float
    size: tuple[float, float]
    angle: float
    quarters: int
    advance: float = 0.0

    def add_to(self, parts: Parts) -> None:
        """Add the tables and the text of the page after those before it."""
        first = len(parts.grids)
        glyphs = [_to_glyph(line, self) for line in self.lines if line.text]
        glyphs_to_parts(glyphs, self.lattices, self.number, self.size[1], parts)
        if self.angle or self.quarters:
            parts.grids[first:] = [_turned_back(grid, self.angle, self.quarters, self.size) for grid in parts.grids[first:]]
        doubted = {line.cell: Doubt(line.doubt) for line in self.lines if line.doubt and line.cell}
        parts.grids[first:] = doubt_cells(parts.grids[first:], self.lattices, doubted)
        doubts, is_all = is_doubtful(self.lines)
        if is_all:
            parts.doubtful_pages.append(self.number)
        parts.troubles.append(f"page {self.number} is a picture: its text is recognised" + (f", {doubts} cells are in doubt" if doubts else ""))


def read(path: Path, name: str) -> Parts:
    """Read a page image. Raises Unreadable where it is none or what reads scans is not installed."""
    if ocr.missing_extra():
        raise Unreadable(name, f"it is a picture; {ocr.missing_extra()}")
    parts = Parts(pages=_count_frames(path, name))
    leaves = [
        look(_frame(path, number, name, cv2.IMREAD_GRAYSCALE), number + 1, colours=_frame(path, number, name, cv2.IMREAD_COLOR))
        for number in range(parts.pages or 0)
    ]
    settle(leaves)
    for leaf in leaves:
        leaf.add_to(parts)
    if not parts.paragraphs and not parts.grids:
        raise Unreadable(name, "no text can be recognised in the picture; fetch the report itself")
    return parts


def _count_frames(path: Path, name: str) -> int:
    """Count the pages of a picture by what its head claims, before anything is unpacked."""
    frames = 0
    try:
        with warnings.catch_warnings(), PIL.Image.open(path) as picture:
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            for frame in PIL.ImageSequence.Iterator(picture):
                if frames and picture.format != "TIFF":
                    # a picture that moves, or a preview
                    break
                frames += 1
                width, height = frame.size
                if frames > MOST_FRAMES:
                    raise Unreadable(name, f"the picture has more than {MOST_FRAMES} pages; keep only the report's")
                if width * height > MOST_PIXELS or height > MOST_HEIGHTS * width:
                    raise Unreadable(name, f"the picture claims to be {width} by {height} pixels, more than a page; save it smaller, or in pages")
    except PIL.Image.DecompressionBombError as error:
        raise Unreadable(name, "the picture claims to be larger than any page; save it smaller, or in pages") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable(name, "the picture is broken; open it and save it again as PNG") from error
    return frames


def _frame(path: Path, number: int, name: str, flags: int) -> Picture:
    found, frames = cv2.imreadmulti(str(path), number, 1, flags=flags)
    if not found or not frames:
        raise Unreadable(name, "the picture is broken; open it and save it again as PNG")
    frame: Picture = frames[0]
    return frame


def look(grey: Picture, number: int, width: float | None = None, colours: Picture | None = None) -> Leaf:
    """Read the picture of a page. width: of the page in points, where it is known. colours: the same picture, as blue, green and red."""
    height_pixels, width_pixels = grey.shape
    width = width or (A4 if width_pixels <= height_pixels else A4 * 2**0.5)
    # a strip of a few pixels across is no page, and would be as high as a house
    target = min(max(width_pixels, NARROW), WIDE, int(width_pixels * (MOST_LOOKED_AT / (height_pixels * width_pixels)) ** 0.5))
    if target != width_pixels:
        grey = _resized(grey, target / width_pixels)
        colours = None if colours is None else _resized(colours, target / width_pixels)
    page, angle = _straight(grey, width)
    quarters = 0
    if page.lines and not reads_well(page):
        height = width * grey.shape[0] / grey.shape[1]
        for quarters in (1, 3, 2):
            turned, turned_angle = _straight(numpy.rot90(grey, quarters).copy(), height if quarters % 2 else width)
            if reads_well(turned):
                page, angle = turned, turned_angle
                break
        else:
            quarters = 0
    tint = None if colours is None else to_tint(colours)
    if tint is not None:
        page.tint = turn(numpy.rot90(tint, quarters).copy(), angle, NO_TINT)
    read_lines(page)
    across, down = (side / page.unit for side in page.ink.shape[::-1])
    return Leaf(number, page.lines, page.lattices, page.unit, (across, down), angle, quarters)


def settle(leaves: Sequence[Leaf]) -> None:
    """Doubt what only all pages of a document together tell."""
    usual = doubt_gaps([line for leaf in leaves for line in leaf.lines])
    for leaf in leaves:
        leaf.advance = usual.wide if not usual.narrow else 0.0


def _resized(grey: Picture, scale: float) -> Picture:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized: Picture = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how)
    return resized


def _to_glyph(line: Line, leaf: Leaf) -> Glyph:
    left, top, right, bottom = (side / leaf.unit for side in line.box)
    if leaf.advance and line.cell and line.text.isdigit():
        # as in a PDF the box of a full-width digit is as wide as its place, or a number over two lines seems to have had room
        advance = leaf.advance * (bottom - top)
        beside = max(len(line.text) * advance - (right - left), 0.0) / 2
        left, right = left - beside, right + beside
    return Glyph(line.text, left, top, right, bottom, bottom - 0.12 * (bottom - top))


def _straight(grey: Picture, width: float) -> tuple[Page, float]:
    """The page turned straight, and by how many degrees."""
    angle = page_to_skew(grey)
    return picture_to_page(turn(grey, angle), width), angle


def _turned_back(grid: Grid, angle: float, quarters: int, size: tuple[float, float]) -> Grid:
    """Put the boxes of a grid where they are on the page as it lies, each as the box around the turned one."""
    boxes = tuple(tuple(_turn_box(box, angle, quarters, size) if box else None for box in row) for row in grid.boxes)
    return replace(grid, boxes=boxes)


def _turn_box(box: Box, angle: float, quarters: int, size: tuple[float, float]) -> Box:
    """size: of the turned page, across and down, in points. quarters: how many quarter turns to the left it was given."""
    radians = numpy.deg2rad(angle)
    cos, sin = float(numpy.cos(radians)), float(numpy.sin(radians))
    x, y = (box[0] + box[2] - size[0]) / 2, (box[1] + box[3] - size[1]) / 2
    moved_x, moved_y = cos * x - sin * y - x, sin * x + cos * y - y
    left, top, right, bottom = box[0] + moved_x, box[1] + moved_y, box[2] + moved_x, box[3] + moved_y
    across, down = size
    for _ in range(quarters):
        left, top, right, bottom = down - bottom, left, down - top, right
        across, down = down, across
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)
