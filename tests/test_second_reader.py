"""What pdfplumber, an interpreter of PDF that shares no code with pdfium, finds in the same place.

Every cell of every PDF at hand is held against it, labels, dashes and blanks too. Left out are scans, which have no characters; cells in doubt, which
publish nothing; and cells of tables without rules, which have no box: those it is asked about while they are read (gongkai/readers/pdf/second.py).
"""

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
from gongkai.model import Box, Document, Unreadable, doubt_of
from gongkai.readers.layout.turning import turn_box
from gongkai.readers.pdf import second
from gongkai.readers.pdf.second import Digit, SecondReader, Statement
from tests.corpus import press
from tests.test_readers import pdf, read_bytes, rules, word

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "tests" / "cases", ROOT / "tests" / "documents", ROOT / "editions" / "reports", ROOT.parent / "shared" / "samples")
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
                        if text is None or box is None or doubt_of(text):
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


@pytest.mark.parametrize("path", PDFS, ids=[f"{path.parent.name}-{path.stem}"[-60:] for path in PDFS])
def test_no_cell_of_a_printed_report_is_left_out_of_it(path: Path) -> None:
    try:
        grids = [grid for grid in readers.read(path).grids if grid.page]
    except Unreadable:
        pytest.skip("not readable here")
    if not any(page.chars for page in pdfplumber.open(path).pages):
        pytest.skip("a scan")
    assert all(grid.boxes for grid in grids)
    assert not [text for grid in grids for row in grid.rows for text in row if doubt_of(text)]


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


# while a document is read


def lines(*rows: str) -> str:
    """Rows of a table without rules; their pieces 70 points apart."""
    return "".join(word(30 + 70 * at, 160 - 20 * row, text) for row, line in enumerate(rows) for at, text in enumerate(line.split()))


def told(*digits: tuple[str, float, float], tables: tuple[tuple[Box, ...], ...] = ()) -> Statement:
    """What a second reader says: digits by their left side and their baseline in the space of the page."""
    return Statement(tuple(Digit(text, (x, 190 - y, x + 5, 200 - y)) for text, x, y in digits), tables)


THREE = lines("a 1 4", "b 2 5", "c 3 6")
SAME = [(str(at + 1 + 3 * column), 100 + 70 * column, 160 - 20 * at) for at in range(3) for column in range(2)]


def read_with(folder: Path, monkeypatch: pytest.MonkeyPatch, statement: Statement | None) -> Document:
    monkeypatch.setattr(SecondReader, "ask", lambda _, *__: statement)
    return read_bytes(folder, "a.pdf", pdf(THREE))


def test_a_table_without_rules_is_doubted_where_a_second_reader_finds_other_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same = read_with(tmp_path, monkeypatch, told(*SAME))
    other = read_with(tmp_path, monkeypatch, told(*SAME[:-1], ("8", 170, 120)))
    gone = read_with(tmp_path, monkeypatch, told(*SAME[:-1]))
    assert [doubt_of(text) for text in same.grids[0].rows[2]] == ["", "", ""]
    assert [doubt_of(text) for text in other.grids[0].rows[2]] == ["", "", "second"]
    assert [doubt_of(text) for text in gone.grids[0].rows[2]] == ["", "", "second"]


def test_a_table_without_rules_is_doubted_where_a_second_reader_parts_it_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apart = tuple((x, y, x + 70.0, y + 20.0) for y in (30.0, 50.0, 70.0) for x in (80.0, 150.0))
    together = tuple((80.0, y, 220.0, y + 20.0) for y in (30.0, 50.0, 70.0, 90.0))
    assert not any(doubt_of(text) for row in read_with(tmp_path, monkeypatch, told(*SAME, tables=(apart,))).grids[0].rows for text in row)
    rows = read_with(tmp_path, monkeypatch, told(*SAME, tables=(together,))).grids[0].rows
    assert [[doubt_of(text) for text in row] for row in rows] == [["", "second", "second"]] * 3


def test_a_table_that_only_a_second_reader_finds_is_told(tmp_path: Path) -> None:
    xs = (20, 39, 55, 74)  # grounds with gaps of different widths between them
    grounds = "".join(f"{0.9 - 0.1 * ((at + y) % 2)} g {x} {95 + 20 * y} 16 20 re f 0 g\n" for at, x in enumerate(xs) for y in range(4))
    found = read_bytes(tmp_path, "a.pdf", pdf(grounds + "".join(word(x + 3, 100 + 20 * y, f"{y}{at}") for at, x in enumerate(xs) for y in range(4))))
    assert not found.grids
    assert found.troubles == ("page 1: a second reader finds a table with 16 numbers that we could not read",)


def test_running_text_on_shaded_lines_is_no_table(tmp_path: Path) -> None:
    grounds = "".join(f"1 g 20 {95 + 20 * y} 200 20 re f 0 g\n" + word(23, 100 + 20 * y, f"in 2023 of 12 and {y} were 1 2 3 done") for y in range(4))
    assert read_bytes(tmp_path, "a.pdf", pdf(grounds)).troubles == ()


def test_no_second_reader_is_asked_about_a_ruled_table_or_running_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(SecondReader, "ask", lambda _, number, __: asked.append(number))
    table = rules([20, 90, 160, 230], [110, 130, 150, 175]) + THREE
    read_bytes(tmp_path, "a.pdf", pdf(table, "".join(word(30, 150 - 20 * at, "some words, 12 of 34") for at in range(4))))
    assert not asked


def test_a_second_reader_that_fails_or_hangs_costs_nothing_but_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(second, "SECONDS", 0.2)
    found = read_bytes(tmp_path, "a.pdf", pdf(THREE, THREE))
    assert [grid.rows[2] for grid in found.grids] == [("c", "3", "6")] * 2
    assert len(found.troubles) == 2


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_pages_that_lie_on_their_side_or_stand_on_their_head_are_read_as_whoever_turns_them_reads_them(tmp_path: Path, quarters: int) -> None:
    path = ROOT / "editions" / "reports" / "321300" / "renminzhengfu" / "2024.pdf"
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.set_rotation(90 * quarters)
    document.save(tmp_path / "turned.pdf")
    upright, turned = pipeline.read_one(path, path.name), pipeline.read_one(tmp_path / "turned.pdf", "turned.pdf")
    assert upright.matched is not None and turned.matched is not None
    assert len(turned.matched.values) == len(upright.matched.values) > 100
    for id, value in upright.matched.values.items():
        other = turned.matched.values[id]
        assert (other.status, other.number, other.raw) == (value.status, value.number, value.raw)
        # where it stands on the page as it is
        if value.place and value.place.box:
            assert other.place and other.place.box and value.place.page
            size = document.get_page_size(value.place.page - 1)
            upright_size = size if quarters == 2 else size[::-1]
            assert turn_box(value.place.box, quarters, upright_size) == pytest.approx(other.place.box, abs=0.2)


def test_a_table_on_its_side_is_no_row_longer_for_the_page_number_under_it(tmp_path: Path) -> None:
    words = "".join(word(30 + 50 * at, 95 - 20 * row, text) for row, line in enumerate(("a 1 4", "b 2 5", "c 3 6")) for at, text in enumerate(line.split()))
    table = rules([20, 70, 120, 170], [50, 70, 90, 115]) + words
    upright = read_bytes(tmp_path, "a.pdf", pdf(table)).grids[0]
    turned = read_bytes(tmp_path, "b.pdf", pdf(f"q 0 1 -1 0 200 0 cm {table} Q" + word(110, 180, "12"))).grids[0]
    assert turned.rows == upright.rows


def test_a_page_half_up_half_down_is_left_out(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.pdf", pdf("".join(f"q {one} cm {word(0, 0, '12')} Q\n" for one in ("0 1 -1 0 100 20", "0 -1 1 0 150 180"))))
    assert "lies on its side" in found.troubles[0]
