"""A page of a document → its picture.

In: a path and page numbers. Out: pictures, in points times a scale. Not its business: what is on them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageSequence

from gongkai.model import Unreadable

A4 = 595.0
"""points across a page that is itself a picture, and so has no size of its own; lying on its side as much more as A4 is"""
MOST_PIXELS = 8_000_000
"""a page of a square kilometre is drawn no larger than this"""
MOST_FRAMES = 100


def pages_to_pictures(path: Path, scale: float = 2.0, numbers: Collection[int] | None = None) -> Iterator[tuple[int, Image.Image, float]]:
    """Yield (page number from 1, picture, pixels a point) for each page of a PDF or image file; nothing for a format without pages.

    `scale`: the pixels a point that are wanted; a huge page gets fewer. `numbers`: only these pages.
    Raises Unreadable for a PDF or an image that cannot be opened.
    """
    with path.open("rb") as file:
        start = file.read(1024)
    if b"%PDF-" in start:
        yield from _pdf_to_pictures(path, scale, numbers)
    elif start[:3] == b"\xff\xd8\xff" or start[:8] == b"\x89PNG\r\n\x1a\n" or start[:4] in (b"II*\0", b"MM\0*"):
        yield from _image_to_pictures(path, scale, numbers)


def _pdf_to_pictures(path: Path, scale: float, numbers: Collection[int] | None) -> Iterator[tuple[int, Image.Image, float]]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(path.as_posix(), "the PDF is broken or asks for a password") from error
    try:
        for number in range(1, len(document) + 1):
            if numbers is None or number in numbers:
                page = document[number - 1]
                width, height = page.get_size()
                fitting = _to_scale(width, height, scale)
                yield number, page.render(scale=fitting).to_pil().convert("RGB"), fitting
    finally:
        document.close()


def _image_to_pictures(path: Path, scale: float, numbers: Collection[int] | None) -> Iterator[tuple[int, Image.Image, float]]:
    try:
        with Image.open(path) as file:
            for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
                if number > MOST_FRAMES:
                    return
                if numbers is None or number in numbers:
                    width = A4 if frame.width <= frame.height else A4 * 2**0.5
                    unit = frame.width / width
                    fitting = min(_to_scale(width, frame.height / unit, scale), unit)
                    size = max(1, round(frame.width * fitting / unit)), max(1, round(frame.height * fitting / unit))
                    yield number, frame.convert("RGB").resize(size, Image.Resampling.BOX), fitting
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(path.as_posix(), "the picture is broken; open it and save it again as PNG") from error


def _to_scale(width: float, height: float, wanted: float) -> float:
    return min(wanted, math.sqrt(MOST_PIXELS / max(width * height, 1)))
