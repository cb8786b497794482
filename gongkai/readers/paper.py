"""A page of a document → its picture.

In: a path and page numbers. Out: pictures, in points times a scale. Not its business: what is on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from gongkai.model import Unreadable


def pages_to_pictures(path: Path, scale: float = 2.0) -> Iterator[tuple[int, Image.Image]]:
    """Yield (page number from 1, picture) for each page of a PDF, or the one picture of an image file; nothing for a format without pages.

    `scale`: pixels a point. Raises Unreadable for a PDF or an image that cannot be opened.
    """
    with path.open("rb") as file:
        start = file.read(1024)
    if b"%PDF-" in start:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(path.as_posix(), "the PDF is broken or asks for a password") from error
        try:
            for number in range(len(document)):
                yield number + 1, document[number].render(scale=scale).to_pil().convert("RGB")
        finally:
            document.close()
    elif start[:3] == b"\xff\xd8\xff" or start[:8] == b"\x89PNG\r\n\x1a\n" or start[:4] in (b"II*\0", b"MM\0*"):
        with Image.open(path) as picture:
            yield 1, picture.convert("RGB")
