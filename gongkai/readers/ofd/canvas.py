"""Paths and pictures of a page, in the order they are painted → what is dark, what hides what.

In: shapes and images in points. Out: a picture of the page without its characters, and how much of what was there before each was painted still
shows through. Not its business: characters, tables, what any of it means for a number.

A page drawn small: half a point a pixel tells whether a box lies over a digit, a line runs through it, or a drawing stands where no text does.
"""

from __future__ import annotations

import math
from typing import Any

import numpy
from PIL import Image as Picture
from PIL import ImageDraw

from gongkai.model import Box
from gongkai.readers.ofd.painted import Image, Outline, Shape

SCALE = 2.0
"""pixels a point"""
MOST_PIXELS = 4_000_000
MOST_PAINT = 400_000_000
"""pixels that may be painted on one page, each as often as it is; more is no report"""
OPAQUE = 8.0
"""what stands for hidden altogether, as a power of e"""
FAR = 6000.0
"""pixels off the page"""
VISIBLE = 60.0
"""how much darker than paper a line must be to strike out a text"""
UNKNOWN = 0.0
"""how light a colour is taken to be that is not known"""

Pixels = tuple[int, int, int, int]


class TooMuch(Exception):
    """More is painted on a page than on any report."""


class Canvas:
    """A page being painted. ground: how light it is. veil: how much has been laid over each pixel, as a power of e. ink: paths and pictures alone."""

    def __init__(self, width: float, height: float) -> None:
        self.scale = min(SCALE, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))
        shape = max(round(height * self.scale), 1), max(round(width * self.scale), 1)
        if shape[0] * shape[1] > 2 * MOST_PIXELS:
            raise TooMuch
        self.ground = numpy.full(shape, 255.0, numpy.float32)
        self.ink = numpy.full(shape, 255.0, numpy.float32)
        self.veil = numpy.zeros(shape, numpy.float32)
        self.lines = numpy.zeros(shape, bool)
        self.left = MOST_PAINT

    def paint(self, item: Shape | Image) -> None:
        """Paint a path or a picture over what is there. Raises TooMuch."""
        if isinstance(item, Image):
            self._picture(item)
            return
        found = self._mask(item)
        if found is None:
            return
        (left, top, right, bottom), mask = found
        where = slice(top, bottom), slice(left, right)
        if item.width and (255.0 - (UNKNOWN if item.level is None else item.level)) * item.alpha >= VISIBLE:
            self.lines[where] |= mask
        self._lay(where, mask, UNKNOWN if item.level is None else item.level, item.alpha, item.level is not None)

    def _lay(self, where: tuple[slice, slice], mask: Any, level: Any, alpha: Any, is_known: bool) -> None:
        """level and alpha: a number, or one a pixel."""
        share = numpy.where(mask, alpha, 0.0).astype(numpy.float32)
        self.ink[where] += share * (level - self.ink[where])
        # a colour that is not known may be none at all: what is painted on top of it later is seen as on paper
        if is_known:
            self.ground[where] += share * (level - self.ground[where])
        self.veil[where] -= numpy.log(numpy.maximum(1.0 - share, math.exp(-OPAQUE)))

    def _mask(self, shape: Shape) -> tuple[Pixels, Any] | None:
        """The pixels that a path covers, and the box around them."""
        points = [point for outline in shape.outlines for point in outline]
        box = self.pixels(_around(points, shape.width / 2 + 0.5)) if points else None
        if box is None:
            return None
        self._pay(box)
        left, top, right, bottom = box
        inked = numpy.zeros((bottom - top, right - left), numpy.int16)
        for outline in shape.outlines:
            flat = self._flat(outline, box)
            picture = Picture.new("1", (right - left, bottom - top))
            pen = ImageDraw.Draw(picture)
            if shape.width:
                pen.line(flat, fill=1, width=max(round(shape.width * self.scale), 1))
                inked |= numpy.asarray(picture)
            elif len(flat) > 2:
                pen.polygon(flat, fill=1, outline=1)
                inked += numpy.asarray(picture) * (1 if shape.is_even or _area(flat) > 0 else -1)
            if len(shape.outlines) > 1:
                self._pay(box)
        return box, ((inked & 1 if shape.is_even and not shape.width else inked) != 0) & self._clip(shape.clips, box)

    def _clip(self, clips: tuple[list[Outline], ...], box: Pixels) -> Any:
        """The pixels of a box that all clips leave."""
        left, top, right, bottom = box
        kept = numpy.ones((bottom - top, right - left), bool)
        for outlines in clips:
            picture = Picture.new("1", (right - left, bottom - top))
            for outline in outlines:
                self._pay(box)
                ImageDraw.Draw(picture).polygon(self._flat(outline, box), fill=1, outline=1)
            kept &= numpy.asarray(picture)
        return kept

    def _flat(self, outline: Outline, box: Pixels) -> Outline:
        """An outline in pixels of a box; what lies far off is brought nearer, or drawing it would take for ever."""
        left, top, _, _ = box
        return [(min(max(x * self.scale - left, -FAR), FAR), min(max(y * self.scale - top, -FAR), FAR)) for x, y in outline]

    def _picture(self, image: Image) -> None:
        box = self.pixels(_around(image.corners, 0.0))
        if box is None:
            return
        self._pay(box)
        left, top, right, bottom = box
        where = slice(top, bottom), slice(left, right)
        clip = self._clip(image.clips, box)
        (x0, y0), (x1, y1), _, (x3, y3) = image.corners
        is_straight = abs(y0 - y1) < 0.5 and abs(x0 - x3) < 0.5 and x1 > x0 and y3 > y0
        if image.pixels is None or not is_straight:
            mask = Picture.new("1", (right - left, bottom - top))
            ImageDraw.Draw(mask).polygon(self._flat(image.corners, box), fill=1, outline=1)
            # chequered: there is something, whatever it is
            rows, columns = numpy.indices((bottom - top, right - left)) // 3
            self._lay(where, numpy.asarray(mask) & clip, 255.0 * ((rows + columns) % 2), image.alpha, False)
            return
        whole = image.pixels
        ys = ((numpy.arange(top, bottom) + 0.5) / self.scale - y0) / (y3 - y0) * whole.shape[0]
        xs = ((numpy.arange(left, right) + 0.5) / self.scale - x0) / (x1 - x0) * whole.shape[1]
        part = whole[ys.astype(int).clip(0, whole.shape[0] - 1)][:, xs.astype(int).clip(0, whole.shape[1] - 1)]
        opacity = part[:, :, 1].astype(numpy.float32) / 255 * image.alpha
        self._lay(where, (opacity > 0) & clip, part[:, :, 0].astype(numpy.float32), opacity, True)

    def _pay(self, box: Pixels) -> None:
        self.left -= (box[2] - box[0]) * (box[3] - box[1]) + 200
        if self.left < 0:
            raise TooMuch

    def pixels(self, box: Box) -> Pixels | None:
        """The pixels in a box, None where none of it is on the page."""
        height, width = self.ink.shape
        sides = [min(max(side * self.scale, -9.0), 9e6) for side in box]
        left, top = max(math.floor(sides[0]), 0), max(math.floor(sides[1]), 0)
        right, bottom = min(math.ceil(sides[2]), width), min(math.ceil(sides[3]), height)
        return (left, top, right, bottom) if left < right and top < bottom else None


def _around(points: Outline, margin: float) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def _area(flat: Outline) -> float:
    """Twice the area inside, below zero where it is drawn the other way round."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(flat, flat[1:] + flat[:1], strict=True))
