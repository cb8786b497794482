"""What a page of a PDF draws: rules, pictures, and the objects that its text is made of.

In: a loaded page of pdfium. Out: a Drawing, in points from the top left corner of the page as it is shown. Not its business: what the text
says (text.py), what is seen of it (picture.py).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2.raw as pdfium

from gongkai.model import Box
from gongkai.readers.layout.frames import LARGEST_DIGIT
from gongkai.readers.layout.ruling import Rule
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.text import INVISIBLE, Matrix, turn

THIN = 4.0
"""a filled rectangle no thicker than this is a rule"""
SLANT = 0.7
"""points a rule may be off the straight"""
PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
UPRIGHT = (1, 0, 0, -1)
MOST_DEPTH = 8
MOST_PIECES = 40_000
MOST_TEXTS = 200_000
MOST_PIXELS_DRAWN = 1_000_000_000
"""of all pictures of a page, each as often as it is drawn. A scan at 600 dpi has 35 million; pdfium draws 500 million in a second"""


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page.

    small: what is drawn in one go with strokes as short as those of a digit: a figure or a frame around one, and no cell of a table.
    texts: the objects of text, and the matrix of what holds each (the page or a form). thin: the objects that are a rule each.
    cover: where the last picture is, and how many objects of text come before it.
    has_figure: whether anything is drawn that is neither text nor a picture, a rule or the filling of a rectangle. pieces: how much is drawn that is
    no text. rest: the objects that are neither text nor a rule each. late: where those are, and where rules are, that are painted after some text.
    has_glass: whether anything of that is transparent. pixels: of its pictures. covers: where pictures and fillings are, and how many
    objects of text come before each. boxes: around each path that is no rule.
    """

    matrix: Matrix
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    small: list[Box] = field(default_factory=list)
    texts: list[tuple[calls.Handle, Matrix]] = field(default_factory=list)
    thin: list[calls.Handle] = field(default_factory=list)
    has_invisible_text: bool = False
    has_picture: bool = False
    cover: tuple[Box, int] = ((0, 0, 0, 0), -1)
    has_figure: bool = False
    pieces: int = 0
    rest: list[calls.Handle] = field(default_factory=list)
    late: list[Box] = field(default_factory=list)
    late_rules: list[Box] = field(default_factory=list)
    has_glass: bool = False
    pixels: int = 0
    covers: list[tuple[Box, int]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    modes: calls.Buffer = field(default_factory=lambda: calls.Buffer("2i"))
    sides: calls.Buffer = field(default_factory=lambda: calls.Buffer("4f"))
    pair: calls.Buffer = field(default_factory=lambda: calls.Buffer("2I"))


def page_to_drawing(page: object) -> Drawing:
    """Collect what a page draws. Where it draws too much, its rules are left out and `is_crowded` says so."""
    drawing = Drawing(_page_matrix(page))
    _walk(calls.handle(page), False, drawing.matrix, drawing, 0)
    return drawing


def _page_matrix(page: object) -> Matrix:
    """Map the page's own space to points from the top left corner of the page as it is shown."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        raise ValueError("a page without a size")
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    quarters: dict[int, Matrix] = {
        0: (1, 0, 0, -1, -left, top),
        1: (0, 1, 1, 0, -bottom, -left),
        2: (-1, 0, 0, 1, right, -bottom),
        3: (0, -1, -1, 0, top, right),
    }
    return quarters[pdfium.FPDFPage_GetRotation(page)]


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _matrix_of(item: calls.Handle) -> Matrix:
    box = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(calls.pointer(item), box):
        return 1, 0, 0, 1, 0, 0
    return box.a, box.b, box.c, box.d, box.e, box.f


def _walk(holder: object, is_form: bool, matrix: Matrix, drawing: Drawing, depth: int) -> None:
    """Collect the rules of a page or of a form on it, those inside forms with the forms' matrices."""
    get_kind, get_mode, path_to_rules = calls.get_kind, calls.get_text_mode, _path_to_rules
    count = calls.count_in_form(holder) if is_form else calls.count_in_page(holder)
    get_object = calls.get_in_form if is_form else calls.get_in_page
    text, path = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
    texts = drawing.texts
    kind = text
    for index in range(count):
        item = get_object(holder, index)
        if kind == text:
            # texts follow texts, and the mode, which only texts have, is needed of each
            mode = get_mode(item)
            if mode >= 0:
                if mode == INVISIBLE:
                    drawing.has_invisible_text = True
                texts.append((item, matrix))
                continue
        kind = get_kind(item)
        if kind == text:
            if get_mode(item) == INVISIBLE:
                drawing.has_invisible_text = True
            texts.append((item, matrix))
            continue
        if calls.has_transparency(item):
            drawing.has_glass = True
        if kind == path:
            drawing.pieces += 1
            if len(drawing.horizontal) + len(drawing.vertical) < MOST_PIECES:
                path_to_rules(item, matrix, drawing)
            else:
                drawing.has_figure = True
        elif kind in PICTURES:
            drawing.has_picture = True
            drawing.pieces += 1
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE and calls.get_pixels(item, *drawing.pair.places):
                wide, high = drawing.pair.values()
                drawing.pixels += wide * high
            if calls.get_bounds(item, *drawing.sides.places):
                drawing.cover = turn(matrix, *drawing.sides.values()), len(texts)
                drawing.rest.append(item)
                if texts:
                    drawing.late.append(drawing.cover[0])
                _cover(drawing, *drawing.cover)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
            _walk(item, True, _times(_matrix_of(item), matrix), drawing, depth + 1)


def _cover(drawing: Drawing, box: Box, before: int) -> None:
    """Take down what may cover text that was painted before it."""
    if before and len(drawing.covers) < MOST_PIECES:
        drawing.covers.append((box, before))


def _path_to_rules(item: calls.Handle, matrix: Matrix, drawing: Drawing) -> None:
    """Take over a path that draws a rule, a rectangle or several of them. Fills of cells and pages are no rules."""
    modes, sides = drawing.modes, drawing.sides
    calls.get_draw_mode(item, *modes.places)
    fill, stroke = modes.values()
    if not (fill or stroke) or not calls.get_bounds(item, *sides.places):
        return
    left, bottom, right, top = sides.values()
    if matrix[:4] == UPRIGHT:
        left, top, right, bottom = left + matrix[4], matrix[5] - top, right + matrix[4], matrix[5] - bottom
    else:
        left, top, right, bottom = turn(matrix, left, bottom, right, top)
    if fill and bottom - top > THIN and right - left > THIN:
        _cover(drawing, (left, top, right, bottom), len(drawing.texts))
    is_flat, is_narrow = bottom - top <= THIN, right - left <= THIN
    if is_flat != is_narrow:
        # most rules, and the cheapest way to see them
        if is_flat:
            drawing.horizontal.append(((top + bottom) / 2, left, right))
        else:
            drawing.vertical.append(((left + right) / 2, top, bottom))
        drawing.thin.append(item)
        if drawing.texts:
            drawing.late_rules.append((left, top, right, bottom))
        return
    if is_flat:
        # a dot: many in a row are a rule, one within a cell is seen to run through it
        drawing.horizontal.append(((top + bottom) / 2, left, right))
        drawing.vertical.append(((left + right) / 2, top, bottom))
        drawing.thin.append(item)
        if drawing.texts:
            drawing.late_rules.append((left, top, right, bottom))
        return
    drawing.rest.append(item)
    drawing.boxes.append((left, top, right, bottom))
    if drawing.texts:
        drawing.late.append((left, top, right, bottom))
    if stroke:
        outlines = list(_outlines(item, _times(_matrix_of(item), matrix)))
        if _is_figure(outlines, bottom - top):
            drawing.small.append((left, top, right, bottom))
        else:
            _strokes_to_rules(outlines, drawing)
    elif pdfium.FPDFPath_CountSegments(calls.pointer(item)) > 5:
        outlines = list(_outlines(item, _times(_matrix_of(item), matrix)))
        boxes = [(min(x for x, _ in line), min(y for _, y in line), max(x for x, _ in line), max(y for _, y in line)) for line in outlines]
        for box in boxes:
            is_ring = any(box is not inner and _is_just_inside(inner, box) for inner in boxes[:100])
            _box_to_rules(box, is_ring, drawing)


def _strokes_to_rules(outlines: Iterable[list[tuple[float, float]]], drawing: Drawing) -> None:
    for outline in outlines:
        for (x0, y0), (x1, y1) in pairwise(outline):
            if abs(y1 - y0) <= SLANT < abs(x1 - x0):
                drawing.horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= SLANT < abs(y1 - y0):
                drawing.vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
            elif abs(x1 - x0) > SLANT or abs(y1 - y0) > SLANT:
                drawing.has_figure = True


def _is_figure(outlines: Sequence[Sequence[tuple[float, float]]], height: float) -> bool:
    """Whether strokes drawn in one go are those of a digit or two, or of a box no larger: across and down, each as short as a digit's."""
    if height > LARGEST_DIGIT[1] + THIN:
        return False
    sizes = [(abs(x1 - x0), abs(y1 - y0)) for outline in outlines for (x0, y0), (x1, y1) in pairwise(outline)]
    is_short = all(width <= LARGEST_DIGIT[0] and high <= LARGEST_DIGIT[1] for width, high in sizes)
    return is_short and any(width > high for width, high in sizes) and any(high > width for width, high in sizes)


def _outlines(item: calls.Handle, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    path = calls.pointer(item)
    outline: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(path), 4 * MOST_PIECES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and outline:
            yield outline
            outline = []
        outline.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            outline.append(outline[0])
    if len(outline) > 1:
        yield outline


def _is_just_inside(inner: Box, outer: Box) -> bool:
    """Borders of boxes are drawn as a frame between two rectangles."""
    margins = inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]
    return all(-0.01 <= margin <= THIN for margin in margins)


def _box_to_rules(box: Box, is_ring: bool, drawing: Drawing) -> None:
    left, top, right, bottom = box
    if is_ring:
        drawing.horizontal += [(top, left, right), (bottom, left, right)]
        drawing.vertical += [(left, top, bottom), (right, top, bottom)]
    elif bottom - top <= THIN and right - left > bottom - top:
        drawing.horizontal.append(((top + bottom) / 2, left, right))
    elif right - left <= THIN and bottom - top > right - left:
        drawing.vertical.append(((left + right) / 2, top, bottom))
    else:
        drawing.has_figure = True
