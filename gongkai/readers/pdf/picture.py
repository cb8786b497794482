"""Which text of a PDF page counts, and how the page is drawn with and without it.

In: a loaded page and its Drawing. Out: the objects of text that are no part of what is read, and pictures of the page (seen.py). Text does not
count that is not painted at all, that runs in a slanting direction, or that is much paler than the rest: a watermark. Not its business: what follows
from the pictures (seen.py), characters (text.py).
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy
import pypdfium2.raw as pdfium

from gongkai.model import Box
from gongkai.readers.layout.shapes import Darkness, Floats
from gongkai.readers.layout.signs import LEAST_CONTRAST, PALE, Picture
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.drawing import UPRIGHT, Drawing
from gongkai.readers.pdf.text import Matrix, turn

SCALE = 2.0
"""pixels a point: 144 dpi"""
MOST_SIDE = 5000
"""pixels; larger pages are drawn smaller"""
UNPAINTED = (3, 7)
"""modes of text that paint nothing: neither filled nor stroked, or for clipping only"""
LEAN = math.radians(7)
"""a line of text that runs further off the straight than this slants"""
LEAST_SHEAR, MOST_SHEAR = 0.02, 0.6
"""how far the top of a character is moved aside, in its heights, where an upright font is made to look italic; programs take up to a third"""
CLOSEST, FURTHEST = 0.5, 3.0
"""units of a page between the beginnings of two texts on one level that may be printed over one another"""
OVER = 0.1, 0.22
"""the same in the size of their font: further apart than bold text is printed twice, nearer than the narrowest character is wide"""
SHARED = 0.3
"""the share of the narrower one that both ink; a space inks nothing"""
FLAGS = pdfium.FPDF_ANNOT
TO_GREY = numpy.array((0.114, 0.587, 0.299), numpy.float32)
"""of blue, green and red"""
LARGE = 18.0
"""points; text that is larger is not of a table"""
PAPERED = 0.8
"""the share of the page from which on a picture is as large as the page"""
NEAR = 3.0
"""points around a cell within which text may reach into it"""
MOST_PAIRS = 2_000_000
MOST_FONTS = 12
"""on a page; where there are more, all its text is drawn"""
OPAQUE = 255
BRIGHT = 115
"""text brighter than this may be much paler than the rest, or stand on a dark ground"""

_SHEETS: list[Darkness] = [numpy.empty(0, numpy.uint8) for _ in range(4)]


@dataclass(slots=True)
class Texts:
    """The objects of text of a page by what they are to a reader.

    read: what counts. slanted, pale: what does not, though it is seen. unpainted: what is not seen. turned: what counts and runs up or down.
    down: how many of those run down. backward: those of the slanted that stand on their head. unsure: where text is mixed with what is behind it so
    that programs differ. sheared: those whose font is made to look italic. is_glassy: whether text is mixed with what is behind it at all, by a mask
    or a mode.
    """

    read: list[calls.Handle] = field(default_factory=list)
    slanted: list[calls.Handle] = field(default_factory=list)
    pale: list[calls.Handle] = field(default_factory=list)
    unpainted: list[calls.Handle] = field(default_factory=list)
    turned: list[calls.Handle] = field(default_factory=list)
    down: int = 0
    sheared: list[calls.Handle] = field(default_factory=list)
    backward: list[calls.Handle] = field(default_factory=list)
    unsure: list[Box] = field(default_factory=list)
    is_glassy: bool = False

    @property
    def has_left_aside(self) -> bool:
        return bool(self.slanted or self.pale or self.unpainted)

    @property
    def quarters(self) -> int:
        """How far, clockwise, the page is to be turned for most of its text to stand upright; 0 where most does or most runs no one way."""
        ways = {1: len(self.turned) - self.down, 2: len(self.backward), 3: self.down}
        way = max(ways, key=lambda quarters: ways[quarters])
        return way if 2 * ways[way] > len(self.read) + len(self.backward) else 0


def sort_texts(page: object, drawing: Drawing) -> Texts:
    """Say of each object of text whether it counts."""
    get_matrix, get_fill, get_mode, has_transparency = calls.get_matrix, calls.get_fill, calls.get_text_mode, calls.has_transparency
    place, colour = calls.Buffer("6f"), calls.Buffer("4I")
    at, read_matrix, channels, read_colour = place.places[0], place.values, colour.places, colour.values
    texts = Texts()
    sides = calls.Buffer("4f")
    read_sides = sides.values

    def share(one: calls.Handle, other: calls.Handle) -> bool:
        calls.get_bounds(one, *sides.places)
        left, _, right, _ = read_sides()
        calls.get_bounds(other, *sides.places)
        low, _, high, _ = read_sides()
        return bool(min(right, high) - max(left, low) > SHARED * max(min(right - left, high - low), CLOSEST))

    bright: list[tuple[calls.Handle, Matrix, float]] = []
    greys: list[float] = []
    greys_of: dict[tuple[int, ...], float] = {}
    level, start, before = math.inf, math.inf, calls.Handle()
    for item, matrix in drawing.texts:
        mode = get_mode(item)
        if mode in UNPAINTED:
            texts.unpainted.append(item)
            continue
        get_matrix(item, at)
        a, b, c, d, e, f = read_matrix()
        if f == level and CLOSEST < abs(e - start) < FURTHEST and share(item, before) and _is_printed_over(item, matrix, abs(e - start)):
            texts.unsure.append(to_bounds(item, matrix))
        level, start, before = f, e, item
        if c and LEAST_SHEAR < abs((a * c + b * d) / ((a * d - b * c) or 1)) < MOST_SHEAR:
            texts.sheared.append(item)
        if b or matrix[1] or matrix[2] or a * matrix[0] < 0:
            p, q, r, s, _, _ = matrix
            direction = math.atan2(a * q + b * s, a * p + b * r)
            off = abs((direction + math.pi / 4) % (math.pi / 2) - math.pi / 4)
            is_backward = math.cos(direction) < -0.5 and not _is_turned_twice(item)
            if off > LEAN or is_backward:
                texts.slanted.append(item)
                if is_backward:
                    texts.backward.append(item)
                continue
            if abs(math.sin(direction)) > 0.5:
                texts.turned.append(item)
                texts.down += math.sin(direction) > 0
        if mode != 1 and get_fill(item, *channels):
            colour_there = read_colour()
            if colour_there not in greys_of:
                red, green, blue, alpha = colour_there
                greys_of[colour_there] = 255 - (255 - 0.299 * red - 0.587 * green - 0.114 * blue) * alpha / 255
            grey = greys_of[colour_there]
            is_mixed = colour_there[3] == OPAQUE and has_transparency(item)
            texts.is_glassy |= bool(is_mixed)
            if grey > BRIGHT:
                if is_mixed:
                    # white that is taken from white is black in one program, and white in another
                    texts.unsure.append(to_bounds(item, matrix))
                else:
                    bright.append((item, matrix, grey))
            greys.append(grey)
        texts.read.append(item)
    if bright:
        _part_pale(page, drawing, texts, bright, float(numpy.median(greys)))
    return texts


def _is_printed_over(item: calls.Handle, matrix: Matrix, distance: float) -> bool:
    """Whether a text over the one before it is not so near that both make one bold text: pdfium leaves out the second of two alike."""
    size = _font_size(item, matrix)
    return OVER[0] * size < distance < OVER[1] * size


def straighten(texts: Texts) -> None:
    """Take the slant out of fonts that are made to look italic: the places that pdfium gives for their characters reach over those beside them."""
    for item in texts.sheared:
        place = calls.Buffer("6f")
        calls.get_matrix(item, place.places[0])
        a, b, c, d, e, f = place.values()
        along = (a * c + b * d) / (a * a + b * b)
        pdfium.FPDFPageObj_SetMatrix(calls.pointer(item), pdfium.FS_MATRIX(a, b, c - along * a, d - along * b, e, f))


def _is_turned_twice(item: calls.Handle) -> bool:
    """Whether text has a size below zero: what its matrix turns upside down stands upright."""
    size, place = ctypes.c_float(), calls.Buffer("6f")
    calls.get_matrix(item, place.places[0])
    _, _, _, d, _, _ = place.values()
    return bool(pdfium.FPDFTextObj_GetFontSize(calls.pointer(item), size)) and size.value < 0 and d < 0


def _part_pale(page: object, drawing: Drawing, texts: Texts, bright: list[tuple[calls.Handle, Matrix, float]], usual: float) -> None:
    """Take those out of what is read that stand out from what is behind them much less than text usually does here."""
    part = 0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    plain, scale = draw_without(page, [item for item, _ in drawing.texts], part, 2)
    least = max(LEAST_CONTRAST, PALE * (255 - usual if usual <= 128 else usual))
    pale = set[int]()
    for item, matrix, grey in bright:
        left, top, right, bottom = (int(side * scale) for side in to_bounds(item, matrix))
        behind = plain[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
        if behind.size and abs(float(numpy.median(behind)) - grey) < least:
            texts.pale.append(item)
            pale.add(item.value or 0)
    texts.read = [item for item in texts.read if item.value not in pale]


class PageSight:
    """A page of a PDF as seen.Sight draws it, as long as the page is open."""

    def __init__(self, page: object, drawing: Drawing, texts: Texts, unsure: Sequence[Box] = ()) -> None:
        self._page, self._drawing, self._texts = page, drawing, texts
        self.unsure = [*unsure, *texts.unsure]
        is_plain = not (drawing.has_figure or drawing.has_picture or texts.slanted or texts.pale or texts.is_glassy or self.unsure)
        self.size = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        self.rules = (drawing.horizontal, drawing.vertical) if is_plain else None

    @cached_property
    def aside(self) -> list[tuple[Box, bool]]:
        """Where text that is seen was left aside, if it is no larger than that of a table; whether it is level."""
        is_level = {item.value: False for item in self._texts.slanted} | {item.value: True for item in (*self._texts.pale, *self._texts.backward)}
        found = []
        for item, matrix in self._drawing.texts:
            if item.value in is_level and _font_size(item, matrix) <= LARGE:
                found.append((to_bounds(item, matrix), is_level[item.value]))
        return found

    @property
    def late(self) -> tuple[list[Box], list[Box]]:
        """Where something is painted after some text: rules, and all else."""
        is_aside = {item.value for item in (*self._texts.pale, *self._texts.slanted)}
        aside = [to_bounds(item, matrix) for item, matrix in self._drawing.texts if item.value in is_aside] if is_aside else []
        return self._drawing.late_rules, [*self._drawing.late, *aside]

    @property
    def is_papered(self) -> bool:
        """Whether a picture as large as the page lies on all its text, and nothing is seen of it: a scan whose text was recognised."""
        (left, top, right, bottom), before = self._drawing.cover
        width, height = self.size
        if before < len(self._drawing.texts) or (right - left) * (bottom - top) < PAPERED * width * height:
            return False
        part = 0.0, 0.0, width, height
        shown, _ = draw(self._page, part, 0)
        bare, _ = draw_without(self._page, self._texts.read, part, 1)
        return bool((numpy.maximum(shown, bare) - numpy.minimum(shown, bare)).max() < LEAST_CONTRAST)

    def draw_text(self, part: Box, cells: Floats) -> Picture:
        """Draw the page without its rules, and without text that reaches into none of the cells: most of the time is taken by its characters."""
        left_out = [*self._drawing.thin, *_beside(self._drawing.texts, cells)]
        return Picture(*draw_without(self._page, left_out, part, 0), part[0], part[1])

    def draw_all(self, part: Box) -> tuple[Picture, Darkness, Darkness]:
        """Draw all that is seen, without the text that was read, and without any text."""
        every, is_glassy = [item for item, _ in self._drawing.texts], self._is_glassy
        shown, scale = draw(self._page, part, 0, is_glassy)
        plain = bare = draw_without(self._page, self._texts.read, part, 1, is_glassy)[0]
        if self._texts.has_left_aside:
            plain, _ = draw_without(self._page, every, part, 2, is_glassy)
        return Picture(shown, scale, part[0], part[1]), bare, plain

    def draw_alone(self, part: Box) -> Darkness:
        """Draw nothing but the text that was read, as if all else were not there."""
        is_read = {item.value for item in self._texts.read}
        others = [item for item, _ in self._drawing.texts if item.value not in is_read]
        return draw_without(self._page, [*self._drawing.thin, *self._drawing.rest, *others], part, 3, self._is_glassy)[0]

    @cached_property
    def _is_glassy(self) -> bool:
        """Whether anything is transparent. In grey and in colours characters are not inked alike, so all that is compared is drawn one way."""
        return self._drawing.has_glass or any(calls.has_transparency(item) for item, _ in self._drawing.texts)


def _beside(texts: Sequence[tuple[calls.Handle, Matrix]], cells: Floats) -> list[calls.Handle]:
    """Find the objects of text that do not reach into any of the cells (n × left, top, right, bottom).

    Only those of a font that is an outline font in the file: what else a character draws, pdfium takes from what the file says of it.
    """
    get_font, get_bounds, sides = calls.get_font, calls.get_bounds, calls.Buffer("4f")
    places, read_sides = sides.places, sides.values
    is_outlined: dict[int, bool] = {}
    found: list[calls.Handle] = []
    bounds: list[float] = []
    if not texts:
        return []
    matrix = texts[0][1]
    for item, own in texts:
        font = get_font(item) or 0
        if font not in is_outlined:
            is_outlined[font] = _has_outlines(font)
            if len(is_outlined) > MOST_FONTS:
                # browsers make dozens of Type 3 fonts for a page
                return []
        if is_outlined[font] and own is matrix and get_bounds(item, *places):
            bounds += read_sides()
            found.append(item)
    if not found or matrix[:4] != UPRIGHT or len(found) * len(cells) > MOST_PAIRS:
        return []
    _, _, _, _, x, y = matrix
    left, bottom, right, top = numpy.array(bounds, numpy.float32).reshape(-1, 4).T[:, :, None]
    near = cells + numpy.array((-x - NEAR, -y - NEAR, -x + NEAR, -y + NEAR), numpy.float32)
    is_in = (left < near[:, 2]) & (right > near[:, 0]) & (-top < near[:, 3]) & (-bottom > near[:, 1])
    return [found[at] for at in numpy.flatnonzero(~is_in.any(axis=1)).tolist()]


def _has_outlines(address: int) -> bool:
    """Whether a font is in the file and is no Type 3 font, whose characters are drawings of any kind."""
    font, length = ctypes.cast(address, pdfium.FPDF_FONT), ctypes.c_ulong()
    is_given = address and pdfium.FPDFFont_GetIsEmbedded(font) == 1 and pdfium.FPDFFont_GetFontData(font, None, 0, length)
    return bool(is_given and length.value)


def to_bounds(item: calls.Handle, matrix: Matrix) -> Box:
    """Where an object stands on the page; nowhere if pdfium does not know."""
    sides = calls.Buffer("4f")
    if not calls.get_bounds(item, *sides.places):
        return 0.0, 0.0, 0.0, 0.0
    return turn(matrix, *sides.values())


def _font_size(item: calls.Handle, matrix: Matrix) -> float:
    """Points of the text of an object as it is shown."""
    place, size = calls.Buffer("6f"), ctypes.c_float()
    calls.get_matrix(item, place.places[0])
    a, b, *_ = place.values()
    if not pdfium.FPDFTextObj_GetFontSize(calls.pointer(item), size):
        return 0.0
    return float(size.value * math.hypot(a, b) * math.hypot(matrix[0], matrix[1]))


def draw_without(page: object, items: Sequence[calls.Handle], part: Box, sheet: int, is_glassy: bool = False) -> tuple[Darkness, float]:
    """Draw a page as if some of its objects were not there."""
    for item in items:
        calls.set_active(item, 0)
    try:
        return draw(page, part, sheet, is_glassy)
    finally:
        for item in items:
            calls.set_active(item, 1)


def draw(page: object, part: Box, sheet: int, is_glassy: bool = False) -> tuple[Darkness, float]:
    """Draw part of a page in grey, 255 for white, on one of the sheets. Out: the picture, pixels a point.

    is_glassy: whether something is transparent. In grey, pdfium lets it shine through twice; in colours, which take longer, it does not.
    """
    wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    left, top, right, bottom = part
    scale = min(SCALE, MOST_SIDE / max(wide, high, right - left, bottom - top, 1))
    width, height = max(round((right - left) * scale), 2), max(round((bottom - top) * scale), 2)
    picture = _sheet(sheet, width * height).reshape(height, width)
    place = round(-left * scale), round(-top * scale), round(wide * scale), round(high * scale)
    if is_glassy:
        colours = numpy.full((height, width, 4), 255, numpy.uint8)
        _render(page, colours, pdfium.FPDFBitmap_BGRx, 4 * width, place)
        numpy.copyto(picture, colours[:, :, :3] @ TO_GREY, casting="unsafe")
    else:
        picture.fill(255)
        _render(page, picture, pdfium.FPDFBitmap_Gray, width, place)
    return picture, scale


def _render(page: object, pixels: Darkness, form: int, stride: int, place: tuple[int, int, int, int]) -> None:
    address = pixels.ctypes.data_as(ctypes.c_void_p)
    bitmap = pdfium.FPDFBitmap_CreateEx(pixels.shape[1], pixels.shape[0], form, address, stride)
    try:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, *place, 0, FLAGS)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _sheet(number: int, size: int) -> Darkness:
    """Memory for a picture, kept for the next page: new memory costs more than drawing on it does."""
    if len(_SHEETS[number]) < size:
        _SHEETS[number] = numpy.empty(size, numpy.uint8)
    return _SHEETS[number][:size]
