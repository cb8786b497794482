"""The objects of an OFD page (GB/T 33190) → what is painted, in order.

In: layers, annotations and what they refer to (drawing parameters, fonts, pictures, composite units). Out: signs, shapes, images and rules in
points from the top left corner. Not its business: the package and its pages (ofd.py), what of all that is seen (sight.py).

Read by the letter of the standard: every glyph stands at the origin of its object, moved by the code's X and Y, by
DeltaX and DeltaY from glyph to glyph, then by the object's matrix. Lengths in the file are millimetres.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from lxml import etree

from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.ofd.colours import NO_COLOUR, Colour, Colours, child, is_true
from gongkai.readers.ofd.fonts import Fonts
from gongkai.readers.ofd.painted import SLANTED, TURNED, UPRIGHT, Image, Matrix, Outline, Painting, Shape, Sign, move, times
from gongkai.readers.ofd.paths import cut_to, data_to_lines, data_to_outlines, number, numbers, steps

POINT = 72 / 25.4
MOST_PIECES = 200_000
DEEPEST = 30
THIN = 3.0
SLANT = 0.7
ASCENT, DESCENT = 0.86, 0.14
"""how far, of its size, a glyph reaches above and under its baseline, nearly"""
LEANING = 0.05
"""how far a line of text may rise or fall, of its length, and still be one of a table"""
OUTSIDE = 0.1
"""sizes by which a character may lie beyond the boundary of its object, which cuts it off there (8.5), and which producers do not measure well"""
CLOSEST = 0.6
"""of the width of a digit: nearer to the next one they lie on one another"""
LEAST_HEIGHT, LEAST_STRETCH = 3.0, 0.2
"""points, and the share of its usual width, below which a character is not seen"""
OTHER_LEVEL, WIDE_OUTLINE = 60.0, 0.05
"""how much lighter or darker than its inside the outline of a character is seen to be, and its width in sizes from which on it hides that"""
USUAL_WIDTH = 0.353
"""millimetres a line is thick where nothing says so (8.2)"""
ORDER = {"Background": 0, "Body": 1, "Foreground": 2}


class Resources(NamedTuple):
    """What objects refer to by its number. picture: the number of a picture → its pixels, None where it cannot be decoded."""

    colours: Colours
    fonts: Fonts
    composites: dict[str, etree._Element]
    picture: Callable[[str], object]


class _Space(NamedTuple):
    """Where an object stands.

    matrix: its own space → the page. alpha: of all that it is part of. clips: each leaves what is inside of one of its outlines.
    """

    matrix: Matrix
    alpha: float = 1.0
    clips: tuple[list[Outline], ...] = ()
    params: str = ""
    doubt: str = ""


class Walk:
    """The objects of a page, taken over one after the other."""

    def __init__(self, matrix: Matrix, resources: Resources) -> None:
        self.start = _Space(matrix)
        self.resources = resources
        self.painting = Painting()
        self.has_picture = False
        self.pieces = 0
        self.order = 0

    def content(self, content: etree._Element | None) -> None:
        """Take over the layers of a page or template, what lies behind first."""
        layers = [item for item in content if _kind(item) == "Layer"] if content is not None else []
        for layer in sorted(layers, key=lambda one: ORDER.get(one.get("Type", "Body"), 1)):
            if is_true(layer, "Visible", True):
                self.objects(layer, self.start._replace(params=layer.get("DrawParam", "")), 0)

    def annotation(self, appearance: etree._Element, doubt: str) -> None:
        """Take over what a note on the page looks like; what it says in words belongs to no table."""
        corner = numbers(appearance.get("Boundary", ""))
        matrix = times((1, 0, 0, 1, corner[0], corner[1]), self.start.matrix) if len(corner) == 4 else self.start.matrix
        self.objects(appearance, self.start._replace(matrix=matrix, doubt=doubt), 0)

    def stamp(self, boundary: list[float]) -> None:
        """Take over a seal, whose picture lies in a signature."""
        if len(boundary) == 4:
            self.has_picture = True
            left, top, wide, high = boundary
            corners = [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)]
            self._add(Image([move(self.start.matrix, x, y) for x, y in corners], self._next(), 1.0, None))

    def objects(self, parent: etree._Element, space: _Space, depth: int) -> None:
        for item in parent if depth < DEEPEST else ():
            kind = _kind(item)
            self.pieces += 1
            if self.pieces >= MOST_PIECES or not is_true(item, "Visible", True):
                continue
            if kind in ("Layer", "PageBlock", "Content"):
                self.objects(item, space, depth + 1)
            elif kind in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
                self._object(kind, item, space, depth)

    def _object(self, kind: str, item: etree._Element, space: _Space, depth: int) -> None:
        alpha = space.alpha * min(max(number(item.get("Alpha"), 255.0) / 255, 0.0), 1.0)
        if alpha <= 0:
            return
        matrix = _object_matrix(item, space.matrix)
        inner = _Space(matrix, alpha, space.clips + _clips(item, matrix), item.get("DrawParam", space.params), space.doubt)
        boundary = _boundary(item, space.matrix)
        if kind == "TextObject":
            self._text(item, inner, boundary)
        elif kind == "PathObject":
            self._path(item, inner, boundary)
        elif kind == "ImageObject":
            self._image(item, inner)
        else:
            unit = self.resources.composites.get(item.get("ResourceID", ""))
            content = child(unit, "Content") if unit is not None else None
            if content is not None:
                self.objects(content, inner._replace(clips=(*inner.clips, _frame(boundary, 1.0))), depth + 1)

    # --- texts ---

    def _text(self, item: etree._Element, space: _Space, boundary: list[float]) -> None:
        size, stretch = number(item.get("Size"), 0.0), number(item.get("HScale"), 1.0)
        colour = self._text_colour(item, space)
        codes = [code for code in item if _kind(code) == "TextCode"]
        if size <= 0 or colour is NO_COLOUR:
            return
        font = item.get("Font", "")
        says = self.resources.fonts.doubts(item, font, [code.text or "" for code in codes])
        direction = _direction(item, space.matrix)
        order = self._next()
        veil = "faint" if colour.level is None or self._is_outlined(item, space, size) else ""
        x = y = 0.0
        for code, signs, doubts in zip(codes, says.texts, says.doubts, strict=True):
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            across, down = steps(code.get("DeltaX", ""), len(signs)), steps(code.get("DeltaY", ""), len(signs))
            turn = direction if direction or not _steps_aside(across, down) else SLANTED
            turn = turn or (TURNED if stretch < 0 else UPRIGHT)
            at_x, at_y = x, y
            for index, (sign, doubt) in enumerate(zip(signs, doubts, strict=True)):
                step = across[index] if index < len(across) else 0.0
                width = size * abs(stretch) * (1.0 if ord(sign) > 0x2E7F and sign != "\ufffc" else 0.5)
                wide = min(width, step) if step > 0.2 * width else width
                glyph = _to_glyph(sign, at_x, at_y, wide, size, space.matrix)
                if sign >= " " and self.pieces < MOST_PIECES:
                    lies = _lies(glyph, boundary, space.clips)
                    why = doubt or space.doubt or veil or _thin(glyph, stretch) or _crowd(signs, index, across, width)
                    self.painting.signs.append(Sign(glyph, font, order, colour.level or 0.0, colour.alpha * (lies > 0), turn, lies == 1, why))
                at_x += step if across or down else width
                at_y += down[index] if index < len(down) else 0.0
            self.pieces += len(signs)

    def _text_colour(self, item: etree._Element, space: _Space) -> Colour:
        colours = self.resources.colours
        fill = colours.of(item, "FillColor", space.params, Colour(0.0)) if is_true(item, "Fill", True) else NO_COLOUR
        line = colours.of(item, "StrokeColor", space.params, NO_COLOUR) if is_true(item, "Stroke", False) else NO_COLOUR
        if not is_true(item, "Fill", True) and is_true(item, "Stroke", False) and line is NO_COLOUR:
            line = Colour(0.0)
        painted = [one for one in (fill, line) if one is not NO_COLOUR]
        seen = max(painted, key=lambda one: one.alpha * (255.0 - (one.level or 0.0)), default=NO_COLOUR)
        return seen if seen is NO_COLOUR else seen._replace(alpha=seen.alpha * space.alpha)

    def _is_outlined(self, item: etree._Element, space: _Space, size: float) -> bool:
        """Whether the outline of characters, which is painted over their inside, is so wide that its colour is what is seen."""
        colours = self.resources.colours
        if not is_true(item, "Stroke", False) or not is_true(item, "Fill", True):
            return False
        line, fill = colours.of(item, "StrokeColor", space.params, NO_COLOUR), colours.of(item, "FillColor", space.params, Colour(0.0))
        is_other = line is not NO_COLOUR and abs((line.level or 0.0) - (fill.level or 0.0)) > OTHER_LEVEL
        return is_other and colours.width(item, space.params, USUAL_WIDTH) > WIDE_OUTLINE * size

    # --- paths, pictures ---

    def _path(self, item: etree._Element, space: _Space, boundary: list[float]) -> None:
        is_stroked, is_filled = is_true(item, "Stroke", True), is_true(item, "Fill", False)
        found = child(item, "AbbreviatedData")
        data = (found.text or "") if found is not None else ""
        fill = self.resources.colours.of(item, "FillColor", space.params, Colour(None)) if is_filled else NO_COLOUR
        line = self.resources.colours.of(item, "StrokeColor", space.params, Colour(0.0)) if is_stroked else NO_COLOUR
        for outline in data_to_lines(data, space.matrix):
            self.pieces += len(outline)
            self._rules(outline, is_filled, is_stroked)
        outlines = data_to_outlines(data, space.matrix)
        self.pieces += sum(len(outline) for outline in outlines)
        if self.pieces >= MOST_PIECES:
            return
        clips = space.clips
        is_even = item.get("Rule", "NonZero") != "NonZero"
        if fill is not NO_COLOUR:
            self._add(Shape(outlines, self._next(), fill.level, fill.alpha * space.alpha, 0.0, is_even, (*clips, _frame(boundary, 0.5))))
        if line is not NO_COLOUR:
            a, b, c, d, _, _ = space.matrix
            width = self.resources.colours.width(item, space.params, USUAL_WIDTH) * (hypot(a, b) + hypot(c, d)) / 2
            frame = _frame(boundary, width / 2 + 0.5)
            self._add(Shape(outlines, self._next(), line.level, line.alpha * space.alpha, max(width, 0.1), False, (*clips, frame)))

    def _rules(self, outline: Outline, is_filled: bool, is_stroked: bool) -> None:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if is_filled or (is_stroked and min(right - left, bottom - top) <= SLANT):
            # a thin rectangle is a rule, however it is drawn
            if bottom - top <= THIN < right - left:
                self.painting.horizontal.append(((top + bottom) / 2, left, right))
            elif right - left <= THIN < bottom - top:
                self.painting.vertical.append(((left + right) / 2, top, bottom))
        if is_stroked and min(right - left, bottom - top) > SLANT:
            for (x0, y0), (x1, y1) in pairwise(outline):
                if abs(y1 - y0) <= SLANT < abs(x1 - x0):
                    self.painting.horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
                elif abs(x1 - x0) <= SLANT < abs(y1 - y0):
                    self.painting.vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def _image(self, item: etree._Element, space: _Space) -> None:
        self.has_picture = True
        box = numbers(item.get("Boundary", ""))
        # without a matrix it fills its boundary
        wide, high = (1.0, 1.0) if len(numbers(item.get("CTM", ""))) == 6 or len(box) != 4 else (box[2], box[3])
        corners = [move(space.matrix, x, y) for x, y in ((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high))]
        self._add(Image(corners, self._next(), space.alpha, self.resources.picture(item.get("ResourceID", "")), space.clips))

    def _add(self, item: Shape | Image) -> None:
        self.painting.shapes.append(item)

    def _next(self) -> int:
        self.order += 1
        return self.order


def _kind(item: etree._Element) -> str:
    return etree.QName(item).localname if isinstance(item.tag, str) else ""


def _object_matrix(item: etree._Element, matrix: Matrix) -> Matrix:
    """An object's own space → the page: first its matrix, then the corner of its boundary."""
    corner = numbers(item.get("Boundary", ""))
    own = numbers(item.get("CTM", ""))
    moved = times((1, 0, 0, 1, corner[0], corner[1]), matrix) if len(corner) == 4 else matrix
    return times((own[0], own[1], own[2], own[3], own[4], own[5]), moved) if len(own) == 6 else moved


def _boundary(item: etree._Element, matrix: Matrix) -> list[float]:
    """The box around an object on the page, [] where the file gives none."""
    corners = _corners(item, matrix)
    if not corners:
        return []
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return [min(xs), min(ys), max(xs), max(ys)]


def _corners(item: etree._Element, matrix: Matrix) -> Outline:
    """The corners of that box, one after the other."""
    box = numbers(item.get("Boundary", ""))
    if len(box) != 4:
        return []
    left, top, wide, high = box
    return [move(matrix, x, y) for x, y in ((left, top), (left + wide, top), (left + wide, top + high), (left, top + high))]


def _frame(box: list[float], margin: float) -> list[Outline]:
    """The outline of a box and a margin around it; all of the page where there is no box."""
    left, top, right, bottom = (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin) if box else (-1e5, -1e5, 1e5, 1e5)
    return [[(left, top), (right, top), (right, bottom), (left, bottom)]]


def _clips(item: etree._Element, matrix: Matrix) -> tuple[list[Outline], ...]:
    """What the clips of an object leave of it (8.4): inside of one area of each."""
    clips = child(item, "Clips")
    found: list[list[Outline]] = []
    for clip in clips if clips is not None else ():
        outlines: list[Outline] = []
        for area in clip if _kind(clip) == "Clip" else ():
            own = numbers(area.get("CTM", ""))
            around = times((own[0], own[1], own[2], own[3], own[4], own[5]), matrix) if len(own) == 6 else matrix
            for path in area:
                data = child(path, "AbbreviatedData")
                if _kind(path) == "Path" and data is not None:
                    here = data_to_outlines(data.text or "", _object_matrix(path, around))
                    outlines += [cut_to(outline, corners) for outline in here] if (corners := _corners(path, around)) else here
        found.append([outline for outline in outlines if len(outline) > 1])
    return tuple(found)


def _direction(item: etree._Element, matrix: Matrix) -> int:
    a, b, c, d, _, _ = matrix
    if abs(b) > LEANING * abs(a) and abs(a) > LEANING * abs(b):
        return SLANTED
    is_turned = abs(b) > abs(a) or a < 0 or a * d - b * c < 0
    return TURNED if is_turned or number(item.get("CharDirection"), 0.0) or number(item.get("ReadDirection"), 0.0) else UPRIGHT


def _thin(glyph: Glyph, stretch: float) -> str:
    """Why a character is not seen: it is lower than three points, or pressed to a line."""
    high, wide = glyph.bottom - glyph.top, glyph.x1 - glyph.x0
    return "faint" if high < LEAST_HEIGHT or abs(stretch) < LEAST_STRETCH or wide < LEAST_STRETCH * high * 0.5 else ""


def _crowd(signs: str, index: int, across: list[float], width: float) -> str:
    """Why a digit may not be told from the one beside it, or from what is no character in between."""
    near = [at for at in (index - 1, index) if 0 <= at < min(len(across), len(signs) - 1)]
    if not signs[index].isdigit() or not near:
        return "glyph" if unicodedata.category(signs[index]) == "Cf" and any(sign.isdigit() for sign in signs) else ""
    is_close = any(signs[at].isdigit() and signs[at + 1].isdigit() and 0 <= across[at] < CLOSEST * width for at in near)
    return "crowded" if is_close else ""


def _steps_aside(across: list[float], down: list[float]) -> bool:
    """Whether every glyph stands both beside and below or above the one before."""
    pairs = list(zip(across, down, strict=False))
    return bool(pairs) and all(abs(x) > 0.2 and abs(y) > 0.1 * abs(x) for x, y in pairs)


def _to_glyph(sign: str, x: float, y: float, width: float, size: float, matrix: Matrix) -> Glyph:
    first = move(matrix, x, y - ASCENT * size)
    last = move(matrix, x + width, y + DESCENT * size)
    left, right = sorted((first[0], last[0]))
    top, bottom = sorted((first[1], last[1]))
    return Glyph(" " if sign.isspace() else sign, left, top, right, bottom, move(matrix, x, y)[1])


def _lies(glyph: Glyph, boundary: list[float], clips: tuple[list[Outline], ...]) -> int:
    """Whether a glyph is inside of all that its object is clipped to: 2, only in part: 1, not at all: 0."""
    _, left, top, right, bottom, _ = glyph
    y, size = (top + bottom) / 2, bottom - top
    points = [(at_x, at_y) for at_x in (left + 0.2 * (right - left), right - 0.2 * (right - left)) for at_y in (y - 0.25 * size, y + 0.25 * size)]
    inside = 2
    for outlines in clips:
        within = [any(_is_inside(point, outline) for outline in outlines) for point in points]
        inside = min(inside, 2 if all(within) else int(any(within)))
    margin = OUTSIDE * size
    x0, y0, x1, y1 = boundary or (-1e5, -1e5, 1e5, 1e5)
    if not all(x0 - margin <= at_x <= x1 + margin and y0 - margin <= at_y <= y1 + margin for at_x, at_y in points):
        return min(inside, 1)
    return inside


def _is_inside(point: tuple[float, float], outline: Outline) -> bool:
    x, y = point
    crossings = 0
    for (x0, y0), (x1, y1) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            crossings += 1
    return crossings % 2 == 1
