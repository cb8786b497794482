"""Fields of forms and notes that lie on a page → part of the page, as they are seen on it.

In: a document and the number of a page. Out: the page with what is shown on top of it made part of it, and where it depends on the program that shows
the page what is seen there. Not its business: what that means for a cell (seen.py).
"""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.model import Box

WITHOUT_LOOK = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
"""kinds of annotations that are not part of how a page looks"""
HIDDEN, PRINTED_ONLY = 2, 32
"""flags of annotations that are never seen, and that are seen on paper and not on a screen"""
MOST_ANNOTATIONS = 5000
MOST_SIGNS = 200
"""characters of the value of a field that are looked at: it is to be a number"""


class Held(NamedTuple):
    """A field that says how it looks: where it is, and the text that it holds, which some programs show in its place."""

    box: Box
    value: str


class Shown(NamedTuple):
    """page: loaded, None if it is broken. unsure: where what is seen depends on the program. held: the fields that hold a text. Boxes are left,
    bottom, right, top in the page's own space.
    """

    page: object
    unsure: list[Box]
    held: list[Held]


def load_shown(document: pypdfium2.PdfDocument, number: int) -> Shown:
    """Load a page with what is shown on top of it, fields of forms and notes, made part of it: their text is text as any other."""
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    count = min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS) if page else 0
    if not any(_kind(page, index) not in WITHOUT_LOOK for index in range(count)):
        return Shown(page, [], [])
    # drawing makes pdfium work out how those look that do not say so themselves
    speck = pdfium.FPDFBitmap_Create(2, 2, 0)
    before = [_look(page, index) for index in range(count)]
    pdfium.FPDF_RenderPageBitmap(speck, page, 0, 0, 2, 2, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDFBitmap_Destroy(speck)
    after = [_look(page, index) for index in range(count)]
    unsure = [box for is_sure, box, _ in after if box and not is_sure]
    # a field that says nothing of its look, and whose look pdfium made up, may look otherwise elsewhere
    held = [Held(box, value) for (was_sure, _, _), (is_sure, box, value) in zip(before, after, strict=True) if box and value and was_sure and is_sure]
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    pdfium.FPDF_ClosePage(page)
    return Shown(pdfium.FPDF_LoadPage(document.raw, number - 1), unsure, held)


def _kind(page: object, index: int) -> int:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return int(pdfium.FPDF_ANNOT_POPUP)
    try:
        return int(pdfium.FPDFAnnot_GetSubtype(annotation))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _look(page: object, index: int) -> tuple[bool, Box | None, str]:
    """Whether every program shows an annotation alike; where it is, None if nothing is seen of it; the text of a field."""
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return True, None, ""
    try:
        kind, flags = int(pdfium.FPDFAnnot_GetSubtype(annotation)), pdfium.FPDFAnnot_GetFlags(annotation)
        box = pdfium.FS_RECTF()
        if kind in WITHOUT_LOOK or flags & HIDDEN or not pdfium.FPDFAnnot_GetRect(annotation, box):
            return True, None, ""
        has_look, value = pdfium.FPDFAnnot_HasKey(annotation, b"AP"), _value(annotation)
        is_sure = has_look and not flags & PRINTED_ONLY and not pdfium.FPDFAnnot_HasKey(annotation, b"OC")
        if kind == pdfium.FPDF_ANNOT_WIDGET and not has_look:
            # an empty field is seen nowhere; what is no field by itself may have its value from elsewhere
            is_filled = value or any(pdfium.FPDFAnnot_HasKey(annotation, key) for key in (b"RV", b"MK"))
            is_sure = not is_filled and bool(pdfium.FPDFAnnot_HasKey(annotation, b"FT"))
        return bool(is_sure), (box.left, box.bottom, box.right, box.top), value if kind == pdfium.FPDF_ANNOT_WIDGET else ""
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _value(annotation: object) -> str:
    """The text of a field, "" where it has none."""
    buffer = (ctypes.c_ushort * (MOST_SIGNS + 1))()
    length = pdfium.FPDFAnnot_GetStringValue(annotation, b"V", buffer, ctypes.sizeof(buffer))
    return bytes(buffer)[: max(min(length, ctypes.sizeof(buffer)) - 2, 0)].decode("utf-16-le", errors="replace")
