"""A document as read → pictures of its pages with what was found drawn over them.

In: a path and its Reading. Out: pictures, or files of them. Not its business: reading.
An OFD has places but nothing here that could render it: its grids are drawn on white, with the figures read in them.
Grey: cells of the grids. Green: a number was taken from here. Blue: blank or a dash. Orange: ambiguous. Red: unreadable.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from gongkai.model import Box, Document, Reading
from gongkai.readers.paper import pages_to_pictures

SCALE = 2.0
A4 = 595.0, 842.0
MARGIN, LARGEST = 36.0, 3000.0
"""points: what is left free beside the last cell, and the largest page that is drawn"""
COLOURS = {"reported": "#0a7d33", "blank": "#2563c9", "not_applicable": "#2563c9", "ambiguous": "#d97706", "unreadable": "#c81e1e"}


def trace(path: Path, reading: Reading) -> Iterator[tuple[int, Image.Image]]:
    """Yield (page number, picture) for every page that the format has."""
    if reading.report is None:
        return
    document = reading.report.document
    pages = _grids_to_pictures(document) if document.format == "ofd" else pages_to_pictures(path, SCALE)
    for number, picture, scale in pages:
        draw = ImageDraw.Draw(picture)
        for grid in document.grids:
            if grid.page == number:
                for row in grid.boxes:
                    for box in row:
                        if box:
                            draw.rectangle(_to_pixels(box, scale), outline="#9aa0a6")
        for value in reading.report.values.values():
            if value.place and value.place.page == number and value.place.box:
                draw.rectangle(_to_pixels(value.place.box, scale, inset=2), outline=COLOURS.get(value.status, "#c81e1e"), width=2)
        yield number, picture


def trace_to_files(path: Path, reading: Reading, start: Path) -> bytes:
    """Write every picture, as start-page-N.png, and return their paths, a line each: for a call in a process of its own."""
    written = []
    for number, picture in trace(path, reading):
        target = start.with_name(f"{start.name}-page-{number}.png")
        picture.save(target)
        written.append(str(target))
    return "\n".join(written).encode("utf-8", "surrogateescape")


def _grids_to_pictures(document: Document) -> Iterator[tuple[int, Image.Image, float]]:
    """Yield each page that holds a grid, as white paper with what of its cells can be drawn without a Chinese font."""
    for number in sorted({grid.page for grid in document.grids if grid.page}):
        cells = [
            (box, text) for grid in document.grids if grid.page == number
            for texts, boxes in zip(grid.rows, grid.boxes, strict=False) for text, box in zip(texts, boxes, strict=False) if box
        ]
        width, height = (min(max([least, *(box[side] + MARGIN for box, _ in cells)]), LARGEST) for side, least in ((2, A4[0]), (3, A4[1])))
        picture = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), "white")
        draw = ImageDraw.Draw(picture)
        for box, text in cells:
            draw.text(_to_pixels(box, SCALE, inset=4)[:2], "".join(c for c in text or "" if c.isascii()), fill="black", font_size=10 * SCALE)
        yield number, picture, SCALE


def _to_pixels(box: Box, scale: float, inset: float = 0) -> tuple[float, float, float, float]:
    left, top, right, bottom = (side * scale for side in box)
    return left + inset, top + inset, max(left + inset, right - inset), max(top + inset, bottom - inset)
