"""The calls of pdfium that are made for every object and every character of a page.

In: handles as plain numbers, buffers as addresses. Out: numbers. Not its business: what they mean (pdf.py).

pypdfium2's own declarations make an object of every pointer that goes in or comes out, which takes longer than what
pdfium does; these are the same functions of the same library, declared with plain numbers.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_int, c_uint, c_void_p
from functools import partial
from struct import Struct
from typing import Any

import pypdfium2.raw as raw


def _bare(function: object, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


def handle(pointer: object) -> int:
    """The plain number of a handle of pypdfium2's."""
    return ctypes.cast(pointer, c_void_p).value or 0  # type: ignore[arg-type]


def pointer(item: int) -> object:
    """A handle as pypdfium2 wants an object of a page."""
    return ctypes.cast(item, raw.FPDF_PAGEOBJECT)


class Buffer:
    """Numbers of four bytes that pdfium writes. places: their addresses. values: reads them all."""

    __slots__ = ("_memory", "places", "values")

    def __init__(self, layout: str) -> None:
        form = Struct(layout)
        self._memory = ctypes.create_string_buffer(form.size)
        start = ctypes.addressof(self._memory)
        self.places = tuple(range(start, start + form.size, 4))
        self.values: Callable[[], tuple[Any, ...]] = partial(form.unpack, self._memory)


count_in_page = _bare(raw.FPDFPage_CountObjects, c_int, c_void_p)
count_in_form = _bare(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
get_in_page = _bare(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
get_in_form = _bare(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_uint)
get_kind = _bare(raw.FPDFPageObj_GetType, c_int, c_void_p)
get_text_mode = _bare(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
"""-1 where the object is no text"""
get_draw_mode = _bare(raw.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
get_bounds = _bare(raw.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
get_loose_box = _bare(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
