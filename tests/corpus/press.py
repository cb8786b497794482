"""Prints many reports at once: LibreOffice for DOC and PDF, one Chromium for PDF, and scans of printed pages.

In: documents in a folder. Out: files beside them. Not its business: what stands in them.
"""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from tests.corpus.made import Made

UPON = 0.2
MOST_UPON = 20
"""characters of a page upon others: a number or two may be printed so on purpose"""
NEAR = 8
"""points, the side of the squares in which characters are looked for"""


class MissingProgram(Exception):
    """A program that prints is not installed."""


def program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise MissingProgram(f"none of {', '.join(names)} is installed")


def print_office(paths: Sequence[Path], suffix: str, folder: Path) -> None:
    """Convert DOCX files, all in one run of LibreOffice."""
    if not paths:
        return
    office = program("soffice", "libreoffice")
    with tempfile.TemporaryDirectory() as home:
        for start in range(0, len(paths), 100):
            some = [str(p) for p in paths[start:start + 100]]
            command = [office, f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", suffix, "--outdir", str(folder), *some]
            subprocess.run(command, check=True, capture_output=True, timeout=900)


def without_tables(documents: Sequence[Path], sources: Path) -> frozenset[str]:
    """The names of the DOC files of which LibreOffice itself finds fewer rows of tables than their DOCX had.

    It writes the marks of the cells into them, and reads no table back out of some: nobody but its writer can be blamed for what is missing there.
    """
    with tempfile.TemporaryDirectory() as folder:
        print_office(documents, "docx", Path(folder))
        return frozenset(
            path.stem for path in documents if _count_rows(Path(folder) / f"{path.stem}.docx") < _count_rows(sources / f"{path.stem}.docx")
        )


def _count_rows(docx: Path) -> int:
    if not docx.exists():
        return 0
    with zipfile.ZipFile(docx) as packed:
        return len(re.findall(rb"<w:tr[ >]", packed.read("word/document.xml")))


def has_all(pdf: Path, made: Made) -> bool:
    """Whether nearly all that a report says is in its print, where it can be read: LibreOffice now and then drops the rest of a table at a page break,
    or prints one table over another."""
    document = pypdfium2.PdfDocument(pdf)
    if any(_is_overprinted(page) for page in document):
        return False
    printed = sum(len("".join(page.get_textpage().get_text_range().split())) for page in document)
    said = sum(len("".join(text.split())) for piece in made.pieces for text in (piece.text, *(cell.text for row in piece.rows for cell in row)))
    return printed >= 0.9 * said


def _is_overprinted(page: pypdfium2.PdfPage) -> bool:
    """Whether many characters of a page stand upon others, by a fifth of the smaller at least."""
    text, over = page.get_textpage(), 0
    places: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        if left >= right or bottom >= top:
            continue
        squares = product(range(int(left // NEAR) - 1, int(right // NEAR) + 2), range(int(bottom // NEAR) - 1, int(top // NEAR) + 2))
        over += any(_share(one, (left, bottom, right, top)) > UPON for square in squares for one in places.get(square, ()))
        places.setdefault((int(left // NEAR), int(bottom // NEAR)), []).append((left, bottom, right, top))
    return over > MOST_UPON


def _share(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """How much of the smaller of two boxes lies in both."""
    wide, high = (max(0.0, min(one[at + 2], other[at + 2]) - max(one[at], other[at])) for at in (0, 1))
    return wide * high / min((right - left) * (top - bottom) for left, bottom, right, top in (one, other))


def print_browser(pages: Mapping[Path, str], rng: Random) -> None:
    """Print pages as PDF through one browser."""
    if not pages:
        return
    from playwright.sync_api import sync_playwright

    footer = '<div style="font-size:9px;width:100%;text-align:center">- <span class="pageNumber"></span> -</div>'
    with sync_playwright() as play:
        installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = play.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        page = browser.new_page()
        for path, text in pages.items():
            page.set_content(text)
            numbered = rng.random() < 0.6
            margins = {"margin": {"top": "20mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}} if numbered else {}
            page.pdf(
                path=path, prefer_css_page_size=not numbered, format="A4", display_header_footer=numbered, header_template="<span></span>",
                footer_template=footer, **margins,  # type: ignore[arg-type]
            )
        browser.close()


def to_scan(pdf: Path, rng: Random, suffix: str) -> bytes:
    """Rasterise every page at 200 dpi, turn it a little, add noise; as an image PDF or one long PNG."""
    document = pypdfium2.PdfDocument(pdf)
    angles = [rng.uniform(-0.6, 0.6) for _ in range(len(document))]
    if suffix == ".png":
        angles = angles[:1] * len(angles)  # one long picture lies as it lies
    images = [roughen(document[i].render(scale=200 / 72).to_pil().convert("L"), rng, angle) for i, angle in enumerate(angles)]
    written = io.BytesIO()
    if suffix == ".pdf":
        images[0].save(written, "PDF", resolution=200, save_all=True, append_images=images[1:], quality=rng.choice((60, 75, 90)))
        return written.getvalue()
    long = Image.new("L", (max(i.width for i in images), sum(i.height for i in images)), 255)
    top = 0
    for image in images:
        long.paste(image, (0, top))
        top += image.height
    long.save(written, "PNG")
    return written.getvalue()


def roughen(image: Image.Image, rng: Random, angle: float) -> Image.Image:
    image = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    if rng.random() < 0.3:
        image = image.filter(ImageFilter.GaussianBlur(0.6))
    # a fixed pattern of noise: Pillow's own cannot be seeded
    small = Image.frombytes("L", (256, 256), rng.randbytes(65536)).point(lambda v: int(v * 24 / 255 * math.sqrt(rng.uniform(0.3, 1))))
    noise = Image.new("L", image.size)
    for x in range(0, image.width, 256):
        for y in range(0, image.height, 256):
            noise.paste(small, (x, y))
    return ImageChops.subtract(image, noise)
