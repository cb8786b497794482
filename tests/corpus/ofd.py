"""A printed page as OFD, as printer drivers write it: every run of glyphs at its place with the steps between them, every line as a path.

In: a PDF, a generator of random numbers. Out: bytes. Not its business: what is printed (kinds).
"""

from __future__ import annotations

import ctypes
import io
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import pypdfium2
import pypdfium2.raw as pdfium

from tests.corpus.word import freeze

MM = 25.4 / 72
START = '<?xml version="1.0" encoding="UTF-8"?><ofd:{0} xmlns:ofd="http://www.ofdspec.org/2016"'
_LETTERS = {pdfium.FPDF_SEGMENT_MOVETO: "M", pdfium.FPDF_SEGMENT_LINETO: "L", pdfium.FPDF_SEGMENT_BEZIERTO: "B"}


@dataclass(slots=True)
class Run:
    """Glyphs of one size on one baseline, in millimetres from the top left corner."""

    size: float
    y: float
    text: str = ""
    xs: list[float] = field(default_factory=list)


def to_ofd(pdf: Path, rng: Random) -> bytes:
    """Some drivers write a text object a glyph, some one a run, some shorten equal steps."""
    how = rng.choice(("glyphs", "runs", "short"))
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [_page_to_objects(page, how) for page in document]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", START.format("OFD") + "><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")
        names = "".join(f'<ofd:Page ID="{at + 10}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
        package.writestr("Doc_0/Document.xml", START.format("Document") + f"><ofd:Pages>{names}</ofd:Pages></ofd:Document>")
        for at, (area, objects) in enumerate(pages):
            content = f"><ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID='4'>{objects}</ofd:Layer></ofd:Content>"
            package.writestr(f"Doc_0/Pages/Page_{at}/Content.xml", START.format("Page") + content + "</ofd:Page>")
    return freeze(written.getvalue())


def _page_to_objects(page: pypdfium2.PdfPage, how: str) -> tuple[str, str]:
    width, height = page.get_width(), page.get_height()
    area = f"0 0 {width * MM:.3f} {height * MM:.3f}"
    texts = (_to_text(run, how) for run in _runs(page, height, how))
    paths = (_to_path(item, height, area) for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]))
    return area, "".join(paths) + "".join(texts)


def _runs(page: pypdfium2.PdfPage, height: float, how: str) -> Iterator[Run]:
    text = page.get_textpage()
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    run: Run | None = None
    for at in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text, at))
        if pdfium.FPDFText_IsGenerated(text, at) == 1 or sign < " " or not pdfium.FPDFText_GetCharOrigin(text, at, x, y):
            continue
        pdfium.FPDFText_GetMatrix(text, at, matrix)  # browsers set their text in pixels, three quarters of a point
        size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d) * MM
        left, base = x.value * MM, (height - y.value) * MM
        goes_on = run and abs(run.size - size) < 0.01 and abs(run.y - base) < 0.01 and 0 < left - run.xs[-1] < 3 * size and how != "glyphs"
        if not goes_on:
            if run:
                yield run
            run = Run(size, base)
        assert run
        run.text += sign
        run.xs.append(left)
    if run:
        yield run


def _to_text(run: Run, how: str) -> str:
    steps = [f"{b - a:.3f}" for a, b in pairwise(run.xs)]
    if how == "short" and len(steps) > 1 and len(set(steps)) == 1:
        steps = ["g", str(len(steps)), steps[0]]
    top, wide = run.y - 0.88 * run.size, run.xs[-1] - run.xs[0] + run.size
    deltas = f' DeltaX="{" ".join(steps)}"' if steps else ""
    return (
        f'<ofd:TextObject Boundary="{run.xs[0]:.3f} {top:.3f} {wide:.3f} {1.2 * run.size:.3f}" Font="5" Size="{run.size:.3f}">'
        f'<ofd:TextCode X="0" Y="{run.y - top:.3f}"{deltas}>{escape(run.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _to_path(item: pypdfium2.PdfObject, height: float, area: str) -> str:
    """The outline in millimetres; a curve by its points, as the standard has it."""
    matrix = item.get_matrix()
    x, y, parts = ctypes.c_float(), ctypes.c_float(), []
    for at in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        right, up = matrix.on_point(x.value, y.value)
        letter = _LETTERS[pdfium.FPDFPathSegment_GetType(segment)]
        is_more = letter == "B" and parts and parts[-1].count(" ") in (2, 4) and parts[-1].startswith("B")
        point = f"{right * MM:.3f} {(height - up) * MM:.3f}"
        if is_more:
            parts[-1] += " " + point
        else:
            parts.append(f"{letter} {point}")
        if pdfium.FPDFPathSegment_GetClose(segment):
            parts.append("C")
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    drawn = f'Fill="{str(fill.value > 0).lower()}" Stroke="{str(stroke.value > 0).lower()}"'
    return f'<ofd:PathObject Boundary="{area}" {drawn}><ofd:AbbreviatedData>{" ".join(parts)}</ofd:AbbreviatedData></ofd:PathObject>'
