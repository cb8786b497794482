"""Which characters of running text and labels are not seen, because something lies on them or their layer is switched off.

In: a loaded page, its Drawing, its texts and the glyphs that were read. Out: the glyphs that are seen and not struck out. A sentence that nobody
sees accuses nobody, and a label that nobody sees names no row. Not its business: figures in cells, whose doubts say what became of them (seen.py);
text that a clip cuts off outside of tables.

The page is drawn for this only where structure says that something may be hidden: a picture or a filling is painted over text, text is of a layer, or
it is transparent. What is hidden within a line leaves a sign behind: without one, what is left of a number would be another number.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy
import pypdfium2.raw as pdfium

from gongkai.model import OBJECT, Box
from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.placing import find_runs, lay_out
from gongkai.readers.layout.ruling import Lattice, Rule
from gongkai.readers.layout.shapes import boxes_to_ink
from gongkai.readers.layout.signs import LEAST_CONTRAST, UNPRINTED_SIGNS
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.drawing import Drawing
from gongkai.readers.pdf.picture import Texts, draw, draw_without, to_bounds

MOST_PAIRS = 2_000_000
SMALLEST = 2.5
"""points: nobody reads what is smaller"""
NEAR = 3.0
"""points that a rule may lie off a table and still be of it"""
THROUGH = (0.35, 0.7)
"""shares of the height of a character between which a rule strikes it; lower it underlines"""
LAYER = "OC".encode("utf-16-le")


def without_hidden(page: object, drawing: Drawing, texts: Texts, glyphs: list[Glyph], lattices: Sequence[Lattice]) -> list[Glyph]:
    """Leave out what is not seen of running text and of words in cells."""
    strokes = [stroke for stroke in _to_strokes(drawing, lattices, len(glyphs)) if any(_is_through(stroke, glyph) for glyph in glyphs)]
    small = [at for at, one in enumerate(glyphs) if one.bottom - one.top < SMALLEST and one.x1 - one.x0 < SMALLEST and one.text.isalnum()]
    is_hiding = _is_painted_over(drawing) or _has_layers(texts)
    if not (strokes or small or is_hiding):
        return glyphs
    figures = _Figures(glyphs, lattices, pdfium.FPDF_GetPageHeightF(page))
    glyphs = [one for at, one in enumerate(glyphs) if at not in small or one in figures]
    glyphs = _without_struck(glyphs, strokes, figures)
    if not is_hiding:
        return glyphs
    asked = [at for at, glyph in enumerate(glyphs) if not glyph.text.isspace() and (_is_word(glyph) or glyph not in figures)]
    signs = [(at, sign, box) for at in asked for sign, box in _to_signs(glyphs[at]) if sign not in UNPRINTED_SIGNS]
    if not signs:
        return glyphs
    part = 0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    shown, scale = draw(page, part, 0, True)
    bare, _ = draw_without(page, texts.read, part, 1, True)
    drawn = numpy.maximum(shown, bare) - numpy.minimum(shown, bare)
    ink = boxes_to_ink(drawn, numpy.array([box for _, _, box in signs], numpy.float32) * scale)
    is_hidden = ink.contrast < LEAST_CONTRAST
    if not is_hidden.any():
        return glyphs
    seen: dict[int, list[Glyph]] = {at: [] for at in asked}
    for place, (at, sign, box) in enumerate(signs):
        if not is_hidden[place]:
            seen[at].append(Glyph(sign, *box, glyphs[at].baseline))
        elif any(0 <= near < len(signs) and not is_hidden[near] and _is_beside(box, signs[near][2]) for near in (place - 1, place + 1)):
            seen[at].append(Glyph(OBJECT, *box, glyphs[at].baseline))
    return [one for at, glyph in enumerate(glyphs) for one in seen.get(at, [glyph])]


def _to_strokes(drawing: Drawing, lattices: Sequence[Lattice], glyphs: int) -> list[Rule]:
    """The horizontal rules that are of no table; none where they are too many for so many glyphs."""
    tables = [lattice.box for lattice in lattices]
    if len(drawing.horizontal) * max(glyphs, len(tables)) > MOST_PAIRS:
        return []
    return [
        (y, left, right) for y, left, right in drawing.horizontal
        if not any(box[0] - NEAR <= left and right <= box[2] + NEAR and box[1] - NEAR <= y <= box[3] + NEAR for box in tables)
    ]


def _is_through(stroke: Rule, glyph: Glyph) -> bool:
    y, left, right = stroke
    _, x0, top, x1, bottom, _ = glyph
    return top + THROUGH[0] * (bottom - top) < y < top + THROUGH[1] * (bottom - top) and left < x1 and right > x0


def _without_struck(glyphs: list[Glyph], strokes: list[Rule], figures: _Figures) -> list[Glyph]:
    """Put a sign in the place of running text that a rule goes through."""
    kept: list[Glyph] = []
    for one in glyphs:
        through = [(left, right) for y, left, right in strokes if _is_through((y, left, right), one)]
        if not through or one.text.isspace() or one in figures:
            kept.append(one)
            continue
        for sign, box in _to_signs(one):
            middle = (box[0] + box[2]) / 2
            kept.append(Glyph(OBJECT if any(left < middle < right for left, right in through) else sign, *box, one.baseline))
    return kept


def _is_beside(one: Box, other: Box) -> bool:
    size = one[3] - one[1]
    return abs(one[3] - other[3]) < 0.5 * size and max(other[0] - one[2], one[0] - other[2]) < 2 * size


def _is_word(glyph: Glyph) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in glyph.text)


class _Figures:
    """Whether a glyph stands in a table, ruled or not: there, seen.py looks at it."""

    def __init__(self, glyphs: list[Glyph], lattices: Sequence[Lattice], height: float) -> None:
        self._lattices = lattices
        laid = lay_out(glyphs, list(lattices), height)
        self._rows = [laid.lines[at].box for first, end in find_runs(laid) for at in range(first, end)]

    def __contains__(self, glyph: Glyph) -> bool:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        return any(top <= y <= bottom for _, top, _, bottom in self._rows) or any(lattice.cell_at(x, y) >= 0 for lattice in self._lattices)


def _to_signs(glyph: Glyph) -> list[tuple[str, Box]]:
    """The single characters of a glyph that may be a whole run."""
    width = (glyph.x1 - glyph.x0) / len(glyph.text)
    return [(sign, (glyph.x0 + at * width, glyph.top, glyph.x0 + (at + 1) * width, glyph.bottom)) for at, sign in enumerate(glyph.text)]


def _is_painted_over(drawing: Drawing) -> bool:
    """Whether something is painted over text that was painted before it."""
    if not drawing.covers or not drawing.texts or len(drawing.covers) * len(drawing.texts) > MOST_PAIRS:
        return bool(drawing.covers and drawing.texts)
    last = max(before for _, before in drawing.covers)
    texts = numpy.array([to_bounds(item, matrix) for item, matrix in drawing.texts[:last]], numpy.float32).reshape(-1, 4)
    order = numpy.arange(len(texts))
    for (left, top, right, bottom), before in drawing.covers:
        over = (texts[:, 0] < right) & (texts[:, 2] > left) & (texts[:, 1] < bottom) & (texts[:, 3] > top) & (order < before)
        if over.any():
            return True
    return False


def _has_layers(texts: Texts) -> bool:
    """Whether text is transparent, or marked as being of a layer, which may be switched off."""
    return any(calls.has_transparency(item) or (calls.count_marks(item) > 0 and _is_of_layer(item)) for item in texts.read)


def _is_of_layer(item: calls.Handle) -> bool:
    found = calls.pointer(item)
    name, length = (ctypes.c_ushort * 4)(), ctypes.c_ulong()
    for at in range(pdfium.FPDFPageObj_CountMarks(found)):
        mark = pdfium.FPDFPageObj_GetMark(found, at)
        if pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length) and bytes(name)[:4] == LAYER and length.value == 6:
            return True
    return False
