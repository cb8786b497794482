"""Every figure of every PDF at hand against what pdfplumber, an interpreter of PDF that shares no code with pdfium, finds in the same cell."""

from __future__ import annotations

import logging
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest

from gongkai import pipeline, readers
from gongkai.model import Box, Unreadable, doubt_of
from tests.corpus import press

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "tests" / "cases", ROOT / "tests" / "documents", ROOT / "reports", ROOT.parent / "shared" / "samples")
PDFS = sorted(path for folder in FOLDERS for path in folder.rglob("*.pdf"))


def digits(text: str) -> str:
    """The digits of a text, in their order, as ASCII."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789")


def found_there(characters: list[dict[str, Any]], box: Box) -> str:
    """The digits of the characters whose middle is in a box, from top to bottom, from left to right."""
    left, top, right, bottom = box
    inside = [
        one for one in characters
        if left <= (one["x0"] + one["x1"]) / 2 < right and top <= (one["top"] + one["bottom"]) / 2 < bottom
    ]
    inside.sort(key=lambda one: (round(one["bottom"] / 4), one["x0"]))
    return digits("".join(one["text"] for one in inside))


def differing(path: Path) -> list[tuple[int, Box, str, str]]:
    """The cells that the two readers do not agree on: page, box, what we read, the digits found there."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found = []
    grids = [grid for grid in readers.read(path).grids if grid.boxes and grid.page]
    with pdfplumber.open(path) as other:
        for number in sorted({grid.page for grid in grids if grid.page}):
            page = other.pages[number - 1]
            characters = [one for one in page.dedupe_chars().chars if one["upright"]]
            if not characters:
                continue  # a scan
            for grid in grids:
                for texts, boxes in zip(grid.rows, grid.boxes, strict=True) if grid.page == number else ():
                    for text, box in zip(texts, boxes, strict=True):
                        if text is None or box is None or doubt_of(text) or not (text == "" or digits(text)):
                            continue
                        there = found_there(characters, box)
                        if digits(text) != there:
                            found.append((number, box, str(text), there))
    return found


@pytest.mark.parametrize("path", PDFS, ids=[f"{path.parent.name}-{path.stem}"[-60:] for path in PDFS])
def test_a_second_reader_finds_the_same_digits_in_every_cell(path: Path) -> None:
    try:
        assert not differing(path)
    except Unreadable:
        pytest.skip("not readable here")


def test_a_second_reader_finds_the_same_digits_in_made_up_reports(tmp_path: Path) -> None:
    try:
        for needed in (("soffice", "libreoffice"), ("chromium", "chromium-browser", "google-chrome")):
            press.program(*needed)
    except press.MissingProgram as error:
        pytest.skip(str(error))
    # in a process of its own: this one may have a browser open, and Playwright has one at a time
    code = "import sys; from pathlib import Path; from gongkai import form; from tests.corpus import kinds; "
    code += "kinds.write(4, 20261129, ['pdf-office', 'pdf-browser'], Path(sys.argv[1]), form.load())"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=ROOT, timeout=600)
    made = sorted(tmp_path.glob("*.pdf"))
    assert len(made) == 4 and {path.name: found for path in made if (found := differing(path))} == {}


@pytest.mark.parametrize("quarters", [1, 3])
def test_pages_that_lie_on_their_side_are_left_out_and_never_called_blank(tmp_path: Path, quarters: int) -> None:
    document = pypdfium2.PdfDocument(ROOT / "reports" / "321300" / "renminzhengfu" / "2024.pdf")
    for page in document:
        page.set_rotation(90 * quarters)
    document.save(tmp_path / "turned.pdf")
    read = pipeline.read_one(tmp_path / "turned.pdf", "turned.pdf")
    assert read.matched is not None and read.document is not None
    assert {value.status for value in read.matched.values.values()} <= {"missing"}
    assert sum("lies on its side" in trouble for trouble in read.document.troubles) == len(document)
