"""PDF with a text layer → Document.

In: a path to a PDF. Out: its ruled tables as grids, page by page, and its running text as paragraphs. Not its business:
pages that are pictures (it says which they are), tables drawn without rules (their text stays, as paragraphs), labels.

Built on the raw calls of pdfium, because they are some ten times faster than a PDF interpreter written in Python.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.model import Box, Unreadable
from gongkai.readers import ocr, pdf_calls
from gongkai.readers.glyphs import Glyph
from gongkai.readers.layout import glyphs_to_parts
from gongkai.readers.parts import MOST_CELLS, Parts
from gongkai.readers.pdf_text import INVISIBLE, Matrix, to_glyphs, turn
from gongkai.readers.ruling import Lattice, Rule, rules_to_lattices

if TYPE_CHECKING:
    from gongkai.readers.scan import Leaf

MOST_PAGES = 500
THIN = 3.0
"""a filled rectangle no thicker than this is a rule"""
SLANT = 0.7
"""points a rule may be off the straight"""
PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
UPRIGHT = (1, 0, 0, -1)
FEW = 12
"""a page with a picture and fewer glyphs than this is a scan: they are a stamp or a page number"""
DPI = 200
MOST_PIXELS = 6000
MOST_DEPTH = 8
MOST_PIECES = 40_000


@dataclass(slots=True)
class _Drawing:
    """What is drawn on a page, in points from its top left corner."""

    matrix: Matrix
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    has_invisible_text: bool = False
    has_picture: bool = False
    modes: pdf_calls.Buffer = field(default_factory=lambda: pdf_calls.Buffer("2i"))
    sides: pdf_calls.Buffer = field(default_factory=lambda: pdf_calls.Buffer("4f"))


@dataclass(frozen=True, slots=True)
class _Printed:
    """A page with text on it. height: in points."""

    number: int
    height: float
    glyphs: list[Glyph]
    lattices: list[Lattice]

    def add_to(self, parts: Parts) -> None:
        glyphs_to_parts(self.glyphs, self.lattices, self.number, self.height, parts)


def read(path: Path, name: str) -> Parts:
    """Read a PDF. Raises Unreadable where a password is asked for or the file has too many pages."""
    try:
        # from memory: pdfium reads a file in small pieces, each with a call of the system
        document = pypdfium2.PdfDocument(path.read_bytes())
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(name, "the PDF asks for a password; save a copy without one") from error
        raise Unreadable(name, "the PDF is broken; open it, print it to a new PDF and use that") from error
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(name, f"the PDF has {len(document)} pages, more than {MOST_PAGES}; keep only the report's")
        parts = Parts(pages=len(document))
        seen = 0
        for page in _settled(_read_page(document, number, parts) for number in range(1, len(document) + 1)):
            page.add_to(parts)
            seen += sum(len(row) for grid in parts.grids[-20:] if grid.page == page.number for row in grid.rows)
            if seen > MOST_CELLS:
                raise Unreadable(name, f"the PDF has more than {MOST_CELLS} cells; it is not one report")
        if ocr.missing_extra() and not parts.paragraphs and any(ocr.missing_extra() in one for one in parts.troubles):
            raise Unreadable(name, f"the PDF is a scan; {ocr.missing_extra()}")
        title = document.get_metadata_value("Title").strip()
        if title:
            parts.titles.append(title)
        return parts
    finally:
        document.close()


def _settled(pages: Iterable[_Printed | Leaf | None]) -> Iterator[_Printed | Leaf]:
    """Hand on the pages that could be read, in order; those from the first picture on when all pictures are read."""
    waiting: list[_Printed | Leaf] = []
    for page in pages:
        if isinstance(page, _Printed) and not waiting:
            yield page
        elif page:
            waiting.append(page)
    pictures = [page for page in waiting if not isinstance(page, _Printed)]
    if pictures:
        from gongkai.readers import scan  # its libraries are an extra

        scan.settle(pictures)
    yield from waiting


def _read_page(document: pypdfium2.PdfDocument, number: int, parts: Parts) -> _Printed | Leaf | None:
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    text_page = pdfium.FPDFText_LoadPage(page) if page else None
    try:
        if text_page:
            return _read_loaded(document, page, text_page, number, parts)
        parts.troubles.append(f"page {number} is broken and was left out")
        return None
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        if page:
            pdfium.FPDF_ClosePage(page)


def _read_loaded(document: pypdfium2.PdfDocument, page: object, text_page: object, number: int, parts: Parts) -> _Printed | Leaf:
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    drawing = _Drawing(_page_matrix(page))
    _walk(pdf_calls.handle(page), False, drawing.matrix, drawing, 0)
    if len(drawing.horizontal) + len(drawing.vertical) >= MOST_PIECES:
        parts.troubles.append(f"page {number} is drawn with so many lines that its tables were not looked for")
        drawing.horizontal.clear()
    lattices = [found for found in rules_to_lattices(drawing.horizontal, drawing.vertical) if len(found.xs) > 2]
    glyphs = to_glyphs(text_page, drawing.matrix, drawing.has_invisible_text, (width, height), lattices)
    if not glyphs and drawing.has_invisible_text:
        parts.troubles.append(f"page {number} has only an invisible text layer")
    if len(glyphs) < FEW and not lattices and drawing.has_picture:
        return _read_picture(document[number - 1], number, parts, glyphs)
    return _Printed(number, height, glyphs, lattices)


def _read_picture(page: pypdfium2.PdfPage, number: int, parts: Parts, glyphs: list[Glyph]) -> _Printed | Leaf:
    """Read a page that is a picture, with at most a stamp or a page number as text, by recognising its characters."""
    width, height = page.get_size()
    if ocr.missing_extra():
        if not glyphs:
            parts.troubles.append(f"page {number} has no text layer; {ocr.missing_extra()}")
        return _Printed(number, height, glyphs, [])
    from gongkai.readers import scan  # its libraries are an extra

    scale = min(DPI / 72, MOST_PIXELS / max(width, height, 1))
    picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    return scan.look(picture.reshape(picture.shape[:2]).copy(), number, width)


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


def _matrix_of(item: pdf_calls.Handle) -> Matrix:
    box = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(pdf_calls.pointer(item), box):
        return 1, 0, 0, 1, 0, 0
    return box.a, box.b, box.c, box.d, box.e, box.f


def _walk(holder: object, is_form: bool, matrix: Matrix, drawing: _Drawing, depth: int) -> None:
    """Collect the rules of a page or of a form on it, those inside forms with the forms' matrices."""
    get_kind, get_mode, path_to_rules = pdf_calls.get_kind, pdf_calls.get_text_mode, _path_to_rules
    count = pdf_calls.count_in_form(holder) if is_form else pdf_calls.count_in_page(holder)
    get_object = pdf_calls.get_in_form if is_form else pdf_calls.get_in_page
    text, path = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
    kind = text
    for index in range(count):
        item = get_object(holder, index)
        if kind == text:
            # texts follow texts, and the mode, which only texts have, is needed of each
            mode = get_mode(item)
            if mode >= 0:
                if mode == INVISIBLE:
                    drawing.has_invisible_text = True
                continue
        kind = get_kind(item)
        if kind == text:
            if get_mode(item) == INVISIBLE:
                drawing.has_invisible_text = True
        elif kind == path:
            if len(drawing.horizontal) + len(drawing.vertical) < MOST_PIECES:
                path_to_rules(item, matrix, drawing)
        elif kind in PICTURES:
            drawing.has_picture = True
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
            _walk(item, True, _times(_matrix_of(item), matrix), drawing, depth + 1)


def _path_to_rules(item: pdf_calls.Handle, matrix: Matrix, drawing: _Drawing) -> None:
    """Take over a path that draws a rule, a rectangle or several of them. Fills of cells and pages are no rules."""
    modes, sides = drawing.modes, drawing.sides
    pdf_calls.get_draw_mode(item, *modes.places)
    fill, stroke = modes.values()
    if not (fill or stroke) or not pdf_calls.get_bounds(item, *sides.places):
        return
    left, bottom, right, top = sides.values()
    if matrix[:4] == UPRIGHT:
        left, top, right, bottom = left + matrix[4], matrix[5] - top, right + matrix[4], matrix[5] - bottom
    else:
        left, top, right, bottom = turn(matrix, left, bottom, right, top)
    if bottom - top <= THIN < right - left:
        # most rules, and the cheapest way to see them
        drawing.horizontal.append(((top + bottom) / 2, left, right))
    elif right - left <= THIN < bottom - top:
        drawing.vertical.append(((left + right) / 2, top, bottom))
    elif right - left <= THIN:
        _box_to_rules((left, top, right, bottom), False, drawing)
    elif stroke:
        _strokes_to_rules(_outlines(item, _times(_matrix_of(item), matrix)), drawing)
    elif pdfium.FPDFPath_CountSegments(pdf_calls.pointer(item)) > 5:
        outlines = _outlines(item, _times(_matrix_of(item), matrix))
        boxes = [(min(x for x, _ in line), min(y for _, y in line), max(x for x, _ in line), max(y for _, y in line)) for line in outlines]
        for box in boxes:
            is_ring = any(box is not inner and _is_just_inside(inner, box) for inner in boxes[:100])
            _box_to_rules(box, is_ring, drawing)


def _strokes_to_rules(outlines: Iterator[list[tuple[float, float]]], drawing: _Drawing) -> None:
    for outline in outlines:
        for (x0, y0), (x1, y1) in pairwise(outline):
            if abs(y1 - y0) <= SLANT < abs(x1 - x0):
                drawing.horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= SLANT < abs(y1 - y0):
                drawing.vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _outlines(item: pdf_calls.Handle, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    path = pdf_calls.pointer(item)
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


def _box_to_rules(box: Box, is_ring: bool, drawing: _Drawing) -> None:
    left, top, right, bottom = box
    if is_ring:
        drawing.horizontal += [(top, left, right), (bottom, left, right)]
        drawing.vertical += [(left, top, bottom), (right, top, bottom)]
    elif bottom - top <= THIN and right - left > bottom - top:
        drawing.horizontal.append(((top + bottom) / 2, left, right))
    elif right - left <= THIN and bottom - top > right - left:
        drawing.vertical.append(((left + right) / 2, top, bottom))
