"""Whether what is drawn where a digit is claimed has the shape of that digit.

In: how dark the picture of a page is, and the boxes of single characters on it, in pixels. Out: what of each box is inked, and whether that can be
the digit claimed. It is there to doubt, never to mend. Not its business: scans, whose ink is uncertain (digits.py); where boxes come from.

All boxes of a page are looked at in one go: numpy is fast for many and slow for one.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy
import pypdfium2
from numpy.typing import NDArray

Floats = NDArray[numpy.floating[Any]]
Bools = NDArray[numpy.bool_]
Darkness = NDArray[numpy.uint8]

GRID = 14
"""rows and columns that the ink of a digit is looked at in"""
ROWS, COLUMNS = 32, 20
"""rows and columns that a box is looked at in: no pixel of the box of a character of 11 points is left out"""
INKED = 0.4
"""the share of a glyph's full darkness from which on a pixel is of its ink"""
EDGE = 0.05
"""the share of the width of a box at each side that is not looked at"""
ASTRAY = 0.3
"""how far, from another digit (0) to the one claimed (1), a shape must be; measured, the digits of 44 typefaces at the sizes of tables reach it"""
ASTRAY_ONE = 0.15
"""the same for 1, which has a foot in some typefaces and none in others"""
LEAST = 0.35
"""a shape that fits no digit better than this is none"""
SURE = 0.65
"""the same: from here on a shape is compared with no single face; measured, of 1 in 2,000 digits drawn as another the shape comes so far"""
NEARER = 0.06
"""how much more a shape is like another digit in one face than like the one claimed in any. Measured with 188 typefaces at 7.5 to 14 points, of
those drawn as another 0.8 in 100 are not so (without it 4.9), and 9 in 10,000 of the others are, none of them in upright faces of common programs"""
FACES = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Times-Roman", "Times-Bold", "Times-Italic", "Courier", "Courier-Bold")
"""what every program that shows PDF can draw without a font"""
MORE_FACES = ("Helvetica-BoldOblique", "Times-BoldItalic", "Courier-Oblique", "Courier-BoldOblique")
"""the same; the mean shapes go without them, since most figures stand upright"""
LETTERS = (
    ("B", 8), ("S", 8), ("b", 6), ("h", 6), ("Z", 2), ("z", 2), ("d", 0), ("D", 0), ("J", 1), ("S", 5), ("s", 5), ("$", 5), ("?", 7), ("T", 7),
    ("y", 7), ("P", 9), ("a", 8),
)  # fmt: skip
"""signs that look like a digit, and which: a font may say of them that they are. Not g and q: a 9 of Noto Serif is as near to them as to a 9, but
stands higher (setting.py); nor O, Q and U, which a 0 of full width is nearer to"""
ASTRAY_LETTER = 0.25
"""how far, from such a letter (0) to the digit (1), a shape must be; measured, the digits of 42 typefaces at 8 to 14 points reach 0.29"""
SIZE = 40


class Ink(NamedTuple):
    """What is inked of each box: contrast (0 to 255), and the sides of the ink in pixels; all 0 where there is none."""

    contrast: Floats
    left: Floats
    top: Floats
    right: Floats
    bottom: Floats


def boxes_to_ink(darkness: Darkness, boxes: Floats) -> Ink:
    """Measure the ink in boxes (n × left, top, right, bottom)."""
    # what is inked at the very edge is of the next digit, where digits touch
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    inner = boxes + numpy.stack([EDGE * width, 0 * width, -EDGE * width, 0 * width], axis=1)
    samples = _picked(darkness, inner)
    # the darkest of each column and row: numpy looks for those twenty times as fast as for any that is inked
    columns, rows = samples.max(axis=1, initial=0), samples.max(axis=2, initial=0)
    contrast = columns.max(axis=1, initial=0).astype(numpy.float32)
    least = (INKED * contrast).astype(numpy.uint8)[:, None]
    left, right = _ends(columns > least)
    top, bottom = _ends(rows > least)
    wide, high = (1 - 2 * EDGE) * width / COLUMNS, height / ROWS
    return Ink(contrast, inner[:, 0] + left * wide, inner[:, 1] + top * high, inner[:, 0] + right * wide, inner[:, 1] + bottom * high)


def are_unlike(darkness: Darkness, ink: Ink, digits: NDArray[numpy.int64]) -> Bools:
    """Say of each digit claimed whether its ink has the shape of another, or of none."""
    if not len(digits):
        return numpy.zeros(0, bool)
    shapes = _shapes(darkness, ink)
    models, products, apart, letters, faces = _models()
    squares = numpy.diag(products)
    # not by matrix products: they start threads, which costs more than the work
    near = numpy.einsum("nd,kd->nk", shapes, models)
    each = numpy.arange(len(digits))
    # where each shape stands on the way from each other digit to the one claimed
    ways = (near[each, digits][:, None] - near - products[digits] + squares[None, :]) / apart[digits]
    ways[each, digits] = 1
    claimed = near[each, digits]
    way = ways.min(axis=1)
    found: Bools = (way < numpy.where(digits == 1, ASTRAY_ONE, ASTRAY)) | (claimed < LEAST * numpy.sqrt(squares[digits]))
    unsure = numpy.flatnonzero(~found & (way < SURE))
    found[unsure] = _are_nearer_to_another(shapes[unsure], digits[unsure], faces)
    found |= _are_letters(shapes, near, digits, models, letters)
    return found


def _are_nearer_to_another(shapes: Floats, digits: NDArray[numpy.int64], faces: Floats) -> Bools:
    """Whether a shape is nearer to another digit of one face than to the one claimed in any: the 7 of one face is near to the mean 1 of all."""
    each = numpy.arange(len(digits))
    near = numpy.einsum("nd,kd->nk", shapes, faces).reshape(len(digits), len(faces) // 10, 10).max(axis=1, initial=-1)
    claimed = near[each, digits].copy()
    near[each, digits] = -1
    found: Bools = near.max(axis=1) - claimed > NEARER
    return found


def _are_letters(shapes: Floats, near: Floats, digits: NDArray[numpy.int64], models: Floats, letters: Floats) -> Bools:
    """Whether the shape of a digit is that of a letter which looks like it."""
    of = numpy.array([digit for _, digit in LETTERS])
    own = models[of]
    squares, others = numpy.einsum("kd,kd->k", own, own), numpy.einsum("kd,kd->k", letters, letters)
    products = numpy.einsum("kd,kd->k", own, letters)
    # as the ways above, from a letter to the digit that it looks like
    ways = (near[:, of] - numpy.einsum("nd,kd->nk", shapes, letters) - products + others) / (squares + others - 2 * products)
    found: Bools = ((ways < ASTRAY_LETTER) & (digits[:, None] == of)).any(axis=1)
    return found


def _shapes(darkness: Darkness, ink: Ink) -> Floats:
    """Ink → vectors of length 1 and mean 0, each of a square as high as the ink, so that a 1 stays narrow."""
    height = numpy.maximum(ink.bottom - ink.top, 1)
    middle = (ink.left + ink.right) / 2
    squares = numpy.stack([middle - height / 2, ink.top, middle + height / 2, ink.bottom], axis=1)
    samples = _sampled(darkness, squares) / numpy.maximum(ink.contrast, 1)[:, None, None]
    columns = squares[:, :1] + _steps(GRID) * height[:, None]
    # what stands beyond is of the next digit
    samples *= ((columns >= ink.left[:, None] - 0.5) & (columns <= ink.right[:, None] + 0.5))[:, None, :]
    flat = samples.reshape(len(samples), GRID * GRID)
    flat = flat - numpy.add.reduce(flat, axis=1, keepdims=True) / (GRID * GRID)
    found = flat / numpy.maximum(numpy.sqrt(numpy.add.reduce(flat * flat, axis=1, keepdims=True)), 1e-6)
    return numpy.asarray(found, numpy.float32)


def _ends(used: Bools) -> tuple[Floats, Floats]:
    """The first and the last place of each row that is used, the last exclusively; 0 and 0 where none is."""
    is_any = used.any(axis=1)
    first = numpy.where(is_any, used.argmax(axis=1), 0)
    last = numpy.where(is_any, used.shape[1] - used[:, ::-1].argmax(axis=1), 0)
    return first.astype(numpy.float32), last.astype(numpy.float32)


def _steps(count: int) -> Floats:
    steps: Floats = (numpy.arange(count, dtype=numpy.float32) + 0.5) / count
    return steps


def _picked(picture: Darkness, boxes: Floats) -> Darkness:
    """Each box as ROWS × COLUMNS of its pixels."""
    height, width = picture.shape
    across = (boxes[:, :1] + _steps(COLUMNS) * (boxes[:, 2:3] - boxes[:, :1])).clip(0, width - 1).astype(numpy.intp)
    down = (boxes[:, 1:2] + _steps(ROWS) * (boxes[:, 3:4] - boxes[:, 1:2])).clip(0, height - 1).astype(numpy.intp)
    found: Darkness = picture.ravel().take(down[:, :, None] * width + across[:, None, :], mode="clip")
    return found


def _sampled(picture: Darkness, boxes: Floats) -> Floats:
    """Each box as GRID × GRID numbers, between the pixels where it is larger or smaller than that."""
    steps = _steps(GRID)
    across = boxes[:, :1] + steps * (boxes[:, 2:3] - boxes[:, :1]) - 0.5
    down = boxes[:, 1:2] + steps * (boxes[:, 3:4] - boxes[:, 1:2]) - 0.5
    height, width = picture.shape
    across, down = across.clip(0, width - 1.001), down.clip(0, height - 1.001)
    x, y = across.astype(numpy.intp), down.astype(numpy.intp)
    u, v = (across - x).astype(numpy.float32)[:, None, :], (down - y).astype(numpy.float32)[:, :, None]
    flat, at = picture.ravel(), y[:, :, None] * width + x[:, None, :]
    # four neighbours of each point; first one row of them, then between the two rows
    corners = [flat.take(at + step, mode="clip").astype(numpy.float32) for step in (0, 1, width, width + 1)]
    above = corners[0] + (corners[1] - corners[0]) * u
    below = corners[2] + (corners[3] - corners[2]) * u
    found: Floats = above + (below - above) * v
    return found


@cache
def _models() -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """The mean shapes of 0 to 9 as pdfium draws them (10 × vector), their products, how far apart each two are, squared (10 × 10); of LETTERS; those
    of 0 to 9 in each face (one face after the other)."""
    document = pypdfium2.PdfDocument(_specimen())
    try:
        page = document[0]
        picture = page.render(grayscale=True).to_numpy()
    finally:
        document.close()
    darkness = 255 - picture.reshape(picture.shape[:2])
    kinds = 10 + len(LETTERS)
    count = len(FACES + MORE_FACES)
    top = numpy.repeat(numpy.arange(count), kinds) * 2.0 * SIZE + 0.5 * SIZE
    left = numpy.tile(numpy.arange(kinds), count) * 1.0 * SIZE
    boxes = numpy.stack([left, top, left + SIZE, top + 1.2 * SIZE], axis=1).astype(numpy.float32)
    single = _shapes(darkness, boxes_to_ink(darkness, boxes)).reshape(count, kinds, -1)
    every = single[: len(FACES)].mean(axis=0)
    models = every[:10]
    products = numpy.einsum("nd,kd->nk", models, models)
    squares = numpy.diag(products)
    apart = squares[:, None] + squares[None, :] - 2 * products + numpy.eye(10, dtype=numpy.float32)
    return models, products, apart, every[10:], numpy.ascontiguousarray(single[:, :10]).reshape(10 * count, -1)


def _specimen() -> bytes:
    """A PDF of one page with the digits, and LETTERS, in each face."""
    signs = "0123456789" + "".join(letter for letter, _ in LETTERS)
    faces = FACES + MORE_FACES
    width, height = len(signs) * SIZE, 2 * SIZE * len(faces)
    fonts = "".join(f"/F{number}<</Type/Font/Subtype/Type1/BaseFont/{face}>>" for number, face in enumerate(faces))
    lines = [
        f"BT /F{number} {SIZE} Tf {0.2 * SIZE + place * SIZE} {height - (2 * number + 1.5) * SIZE} Td ({sign}) Tj ET"
        for number in range(len(faces))
        for place, sign in enumerate(signs)
    ]
    drawing = "\n".join(lines)
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Resources<</Font<<{fonts}>>>>/Contents 4 0 R>>endobj\n"
        f"4 0 obj<</Length {len(drawing)}>>stream\n{drawing}\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ).encode()
