"""A document as read → pictures of its pages with what was found drawn over them.

In: a path and its Reading. Out: pictures. Not its business: reading, files.
Grey: cells of the grids. Green: a number was taken from here. Blue: blank or a dash. Orange: ambiguous. Red: unreadable.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from gongkai.model import Box, Reading
from gongkai.readers.paper import pages_to_pictures

SCALE = 2.0
COLOURS = {"reported": "#0a7d33", "blank": "#2563c9", "not_applicable": "#2563c9", "ambiguous": "#d97706", "unreadable": "#c81e1e"}


def trace(path: Path, reading: Reading) -> Iterator[tuple[int, Image.Image]]:
    """Yield (page number, picture) for every page that the format has."""
    if reading.report is None:
        return
    document = reading.report.document
    for number, picture, scale in pages_to_pictures(path, SCALE):
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


def _to_pixels(box: Box, scale: float, inset: float = 0) -> tuple[float, float, float, float]:
    left, top, right, bottom = (side * scale for side in box)
    return left + inset, top + inset, max(left + inset, right - inset), max(top + inset, bottom - inset)
