"""A page whose report is pictures of its pages → those pictures in one PDF, each as it came.

In: pictures as bytes. Out: which are pages, a PDF. Not its business: fetching them, reading what is on them.
A JPEG goes into a PDF byte for byte; what PDF does not know is unpacked and packed again without a loss. The same pictures give the same PDF.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

LEAST_SIDE = 500
"""pixels: a page of which a reader can tell the numbers has more, either way"""
FLATTEST = 0.6
"""height to width of a page on its side; a banner is flatter"""
MOST_PIXELS = 60_000_000
_SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
_TURNS = {1: 0, 6: 90, 3: 180, 8: 270}
"""EXIF's orientation → degrees clockwise that a page is turned to be seen upright; mirrored ones are none of a scanner's"""
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Picture:
    """content: as it came. space, encoded, filter: as a PDF has it. turn: degrees."""

    width: int
    height: int
    space: str
    encoded: bytes
    filter: str
    turn: int = 0
    decode: str = ""


def is_page(content: bytes) -> bool:
    """Whether a picture is as large and as high as a page, by what it says of itself: nothing is unpacked."""
    try:
        with _open(content) as image:
            width, height = image.size
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return False
    return min(width, height) >= LEAST_SIDE and height >= FLATTEST * width and width * height <= MOST_PIXELS


def to_pdf(contents: Sequence[bytes]) -> bytes:
    """The pictures as the pages of a PDF, in order. Raises ValueError for one that cannot be taken over."""
    pictures = [_to_picture(content) for content in contents]
    pages = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pictures)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(pictures)} /Kids [{pages}] >>".encode()]
    for n, picture in enumerate(pictures):
        at = 3 + 3 * n
        scale = 595.0 / picture.width  # as wide as A4, in points
        width, height = 595.0, round(picture.height * scale, 2)
        turn = f" /Rotate {picture.turn}" if picture.turn else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}]{turn} /Contents {at + 1} 0 R"
            f" /Resources << /XObject << /P {at + 2} 0 R >> >> >>".encode()
        )
        objects.append(_to_stream("", f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()))
        objects.append(_to_stream(
            f" /Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ColorSpace /{picture.space}"
            f" /BitsPerComponent 8 /Filter /{picture.filter}{picture.decode}", picture.encoded,
        ))
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return file.getvalue()


def _to_stream(entries: str, content: bytes) -> bytes:
    return f"<<{entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _to_picture(content: bytes) -> Picture:
    try:
        with _open(content) as image:
            width, height = image.size
            turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
            if turn is None or width * height > MOST_PIXELS:
                raise ValueError("a picture that is mirrored, or too large")
            if image.format == "JPEG" and image.mode in _SPACES:
                is_inverted = image.mode == "CMYK" and "adobe" in image.info
                decode = " /Decode [1 0 1 0 1 0 1 0]" if is_inverted else ""
                return Picture(width, height, _SPACES[image.mode], content, "DCTDecode", turn, decode)
            if image.mode not in ("L", "1"):
                seen = image.convert("RGBA")  # what is transparent is seen as the paper
                paper = Image.new("RGBA", seen.size, "white")
                paper.alpha_composite(seen)
                plain = paper.convert("RGB")
            else:
                plain = image.convert("L")
            return Picture(width, height, _SPACES[plain.mode], zlib.compress(plain.tobytes(), 6), "FlateDecode", turn)
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ValueError("a picture that cannot be opened") from error


def _open(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # MOST_PIXELS is the limit here
        return Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"))
