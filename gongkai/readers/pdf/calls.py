"""The calls of pdfium that are made for every object and every character of a page.

In: handles, and places in buffers, made once. Out: numbers. Not its business: what they mean (pdf.py).

pypdfium2's own declarations check and convert every argument of every call, which takes longer than what pdfium does.
These are the same functions of the same library without declared arguments: hand them handles, places and whole
numbers only, or the process crashes.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import byref, c_int, c_void_p
from functools import partial
from struct import Struct
from typing import Any

import pypdfium2.raw as raw


class Handle(c_void_p):
    """An object of a page."""


def _bare(function: object, result: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, c_void_p).value  # type: ignore[arg-type]
    if sys.platform == "win32":
        return ctypes.WINFUNCTYPE(result)(address or 0)
    return ctypes.PYFUNCTYPE(result)(address or 0)


def handle(pointer: object) -> Any:
    """A handle of pypdfium2's, made ready to be handed to the calls below."""
    return c_void_p.from_param(ctypes.cast(pointer, c_void_p).value)  # type: ignore[arg-type]


def pointer(item: object) -> object:
    """A handle as pypdfium2 wants an object of a page."""
    return ctypes.cast(item, raw.FPDF_PAGEOBJECT)  # type: ignore[arg-type]


class Buffer:
    """Numbers of four bytes that pdfium writes. places: their addresses. values: reads them all."""

    __slots__ = ("_memory", "places", "values")

    def __init__(self, layout: str) -> None:
        form = Struct(layout)
        self._memory = ctypes.create_string_buffer(form.size)
        self.places = tuple(byref(self._memory, offset) for offset in range(0, form.size, 4))
        self.values: Callable[[], tuple[Any, ...]] = partial(form.unpack, self._memory)


count_in_page = _bare(raw.FPDFPage_CountObjects, c_int)
count_in_form = _bare(raw.FPDFFormObj_CountObjects, c_int)
get_in_page = _bare(raw.FPDFPage_GetObject, Handle)
get_in_form = _bare(raw.FPDFFormObj_GetObject, Handle)
get_kind = _bare(raw.FPDFPageObj_GetType, c_int)
get_text_mode = _bare(raw.FPDFTextObj_GetTextRenderMode, c_int)
"""-1 where the object is no text"""
get_draw_mode = _bare(raw.FPDFPath_GetDrawMode, c_int)
get_bounds = _bare(raw.FPDFPageObj_GetBounds, c_int)
get_loose_box = _bare(raw.FPDFText_GetLooseCharBox, c_int)
get_matrix = _bare(raw.FPDFPageObj_GetMatrix, c_int)
get_fill = _bare(raw.FPDFPageObj_GetFillColor, c_int)
get_pixels = _bare(raw.FPDFImageObj_GetImagePixelSize, c_int)
count_marks = _bare(raw.FPDFPageObj_CountMarks, c_int)
has_transparency = _bare(raw.FPDFPageObj_HasTransparency, c_int)
set_active = _bare(raw.FPDFPageObj_SetIsActive, c_int)
get_font = _bare(raw.FPDFTextObj_GetFont, c_void_p)
"""its address, or None"""
get_text_object = _bare(raw.FPDFText_GetTextObject, Handle)
