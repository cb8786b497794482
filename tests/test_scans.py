"""Scans: pictures of pages, read by recognition, with every doubt said."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from gongkai import pipeline, readers
from gongkai.model import Document, doubt_of
from tests.reports import numbers

REPORTS = Path(__file__).parents[1] / "editions" / "reports"

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("cv2", "onnxruntime", "rapidocr")),
    reason="what reads scans is not installed (pip install -r requirements-scan.lock)",
)


def scan_pages(pdf: Path, skew: float = 0.5, noise: float = 8.0) -> list[Any]:
    """The pages of a PDF at 200 dpi, askew, blurred and noisy, always the same."""
    import cv2
    import numpy
    import pypdfium2

    random = numpy.random.default_rng(1)
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        grey = page.render(scale=200 / 72, grayscale=True).to_numpy()
        grey = grey.reshape(grey.shape[:2])
        height, width = grey.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1)
        grey = cv2.warpAffine(grey, turn, (width, height), borderValue=255)
        grey = cv2.GaussianBlur(grey, (0, 0), 0.6) + random.normal(0, noise, grey.shape)
        dirt = random.random(grey.shape)
        grey[dirt < 0.0005] = 0
        pages.append(numpy.clip(grey, 0, 255).astype(numpy.uint8))
    return pages


def test_a_scan_gives_the_same_numbers_or_says_that_it_is_in_doubt(tmp_path: Path) -> None:
    import PIL.Image

    printed = REPORTS / "310000" / "bangongting" / "2019.pdf"
    pictures = [PIL.Image.fromarray(page) for page in scan_pages(printed)]
    pictures[0].save(tmp_path / "a.pdf", save_all=True, append_images=pictures[1:], resolution=200)
    found = readers.read(tmp_path / "a.pdf")
    truth, read = numbers(readers.read(printed)), numbers(found)
    wrong = {cell: read.get(cell) for cell in truth if read.get(cell) != truth[cell]}
    assert len(wrong) <= 0.01 * len(truth)
    assert all(value is None or value[0] in ("unreadable", "missing") for value in wrong.values())
    assert any("recognised" in trouble for trouble in found.troubles)
    assert found.grids[0].boxes[0][0] is not None


def table_picture(texts: list[list[str]], ink: int = 0, left: int = 150, top: int = 200, high: int = 70, on: Any = None) -> Any:
    """A ruled table in a page of 200 dpi, drawn with the font that comes with Pillow. on: a page that has one already."""
    import numpy
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1654, 2339), 255) if on is None else Image.fromarray(on)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            box = left + 200 * column, top + high * row, left + 200 + 200 * column, top + high + high * row
            pen.rectangle(box, outline=0, width=3)
            pen.text((box[0] + 100, box[1] + high // 2), text, fill=ink, font=font, anchor="mm")
    return numpy.array(page)


def is_number(text: str | None) -> bool:
    return (text or "").isdigit() and not doubt_of(text)


def read_picture(picture: Any, folder: Path) -> Document:
    import cv2

    cv2.imwrite(str(folder / "a.png"), picture)
    return readers.read(folder / "a.png")


def test_a_faint_digit_is_no_blank_and_a_blank_is_no_number(tmp_path: Path) -> None:
    for ink in (0, 120, 190, 225):
        (grid,) = read_picture(table_picture([["1", "", "23"], ["", "408", ""], ["5", "67", ""]], ink), tmp_path).grids
        expected = (("1", "", "23"), ("", "408", ""), ("5", "67", ""))
        for row, wanted in zip(grid.rows, expected, strict=True):
            for text, true in zip(row, wanted, strict=True):
                assert (text == true and not doubt_of(text)) or (true and doubt_of(text)), (ink, row, wanted)


def test_a_smeared_digit_is_in_doubt(tmp_path: Path) -> None:
    import cv2

    picture = table_picture([["48", "36", "10"], ["88", "19", "70"]])
    cv2.line(picture, (205, 250), (300, 215), 0, 5)
    (grid,) = read_picture(picture, tmp_path).grids
    assert grid.rows[0][1:] == ("36", "10")
    assert doubt_of(grid.rows[0][0])


def test_dashes_and_slashes_stay_what_they_are(tmp_path: Path) -> None:
    (grid,) = read_picture(table_picture([["0", "-", "1"], ["/", "12.5", "1,234"]]), tmp_path).grids
    flat = [text for row in grid.rows for text in row]
    assert flat[0] == "0" and flat[2] == "1"
    assert flat[1] in ("-", "—")
    assert flat[3:] == ["/", "12.5", "1,234"]


def test_tables_that_nearly_touch_keep_their_own_columns(tmp_path: Path) -> None:
    upper = table_picture([["11", "12", "13"], ["14", "15", "16"]])
    both = table_picture([["21", "", "23"], ["", "25", ""]], left=164, top=200 + 2 * 70 + 13, on=upper)
    first, second = read_picture(both, tmp_path).grids
    assert first.rows == (("11", "12", "13"), ("14", "15", "16"))
    assert second.rows == (("21", "", "23"), ("", "25", ""))


def test_a_table_of_one_low_row_is_a_table(tmp_path: Path) -> None:
    (grid,) = read_picture(table_picture([["3", "0", "27", "408"]], high=42), tmp_path).grids
    assert grid.rows == (("3", "0", "27", "408"),)


@pytest.fixture(scope="module")
def upright_page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Document]:
    page = scan_pages(REPORTS / "320813" / "renminzhengfu" / "2023.pdf", skew=0.0)[1]
    return page, read_picture(page, tmp_path_factory.mktemp("upright"))


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_upside_down_is_read_and_its_places_are_on_the_page_as_it_lies(
    tmp_path: Path, upright_page: tuple[Any, Document], quarters: int
) -> None:
    import numpy

    page, upright = upright_page
    turned = read_picture(numpy.rot90(page, quarters), tmp_path)
    assert numbers(turned) == numbers(upright)
    across, down = 595.0, 595.0 * page.shape[0] / page.shape[1]
    for grid, lying in zip(upright.grids, turned.grids, strict=True):
        left, top, right, bottom = grid.boxes[-1][-1] or (0.0,) * 4
        scale = 1.0 if quarters == 2 else (595.0 * 2**0.5) / down
        expected = {
            1: (top, across - right, bottom, across - left), 2: (across - right, down - bottom, across - left, down - top),
            3: (down - bottom, left, down - top, right),
        }[quarters]
        assert lying.boxes[-1][-1] == pytest.approx([scale * side for side in expected], abs=3)


def test_lines_that_touch_are_read_one_by_one(tmp_path: Path) -> None:
    import cv2

    picture = table_picture([["5678", "1234"], ["3", "4"]], high=90)
    # a second line close under the first, and a stroke from one into the other
    cv2.putText(picture, "4321", (205, 275), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    cv2.line(picture, (287, 240), (291, 256), 0, 2)
    (grid,) = read_picture(picture, tmp_path).grids
    assert doubt_of(grid.rows[0][0]) or not (grid.rows[0][0] or "").replace("\n", "").isdigit() or grid.rows[0][0] == "5678\n4321"
    assert grid.rows[0][1] == "1234"


def test_a_page_full_of_dirt_publishes_only_what_a_sum_bears_out(tmp_path: Path) -> None:
    import cv2
    import numpy
    from PIL import Image

    printed = REPORTS / "320813" / "renminzhengfu" / "2023.pdf"
    truth = numbers(readers.read(printed))
    random = numpy.random.default_rng(5)
    page = scan_pages(printed, noise=14.0)[1]
    for _ in range(400):
        centre = int(random.integers(page.shape[1])), int(random.integers(page.shape[0]))
        cv2.circle(page, centre, int(random.integers(1, 4)), int(random.integers(0, 120)), -1)
    Image.fromarray(page).save(tmp_path / "a.pdf", resolution=200, quality=40)
    found = pipeline.read_one(tmp_path / "a.pdf", "a.pdf")
    assert found.document is not None and found.matched is not None and found.document.doubtful_pages
    values = {str(cell): value for cell, value in found.matched.values.items()}
    published = {cell: value.number for cell, value in values.items() if value.status == "reported"}
    assert {cell: truth[cell][1] for cell in published} == published
    assert any(value.status == "unreadable" and value.raw and value.raw.isdigit() for value in values.values())


def test_a_line_of_text_from_wall_to_wall_is_no_rule(tmp_path: Path) -> None:
    import cv2

    picture = table_picture([["", "7", "8"], ["5", "", "6"]])
    for left in range(156, 342, 22):
        # characters with a stroke across at one height: nearly a straight line, but for what stands on it
        cv2.line(picture, (left, 234), (left + 18, 234), 0, 3)
        for across in (3, 9, 15):
            cv2.line(picture, (left + across, 222), (left + across, 246), 0, 3)
    (grid,) = read_picture(picture, tmp_path).grids
    assert [row[1:] for row in grid.rows] == [("7", "8"), ("", "6")]


def test_two_numbers_in_a_cell_are_never_one(tmp_path: Path) -> None:
    for gap in (" ", "  "):
        (grid,) = read_picture(table_picture([[f"6{gap}2", "62", f"1{gap}4"], [f"3{gap}0", "805", f"1{gap}2{gap}7"]]), tmp_path).grids
        assert [row[0] for row in grid.rows if is_number(row[0])] == []
        assert [row[2] for row in grid.rows if is_number(row[2])] == []
        assert (grid.rows[0][1], grid.rows[1][1]) == ("62", "805")


def wide_picture(texts: list[list[str]]) -> Any:
    """A ruled table as table_picture() draws it, with every digit as far from the next as full-width ones are."""
    import numpy
    from PIL import Image, ImageDraw, ImageFont

    page = Image.fromarray(table_picture([["" for _ in line] for line in texts]))
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            for place, sign in enumerate(text):
                pen.text((250 + 200 * column + 28 * place - 14 * (len(text) - 1), 235 + 70 * row), sign, fill=0, font=font, anchor="mm")
    return numpy.array(page)


def read_pages(pages: list[Any], folder: Path) -> Document:
    from PIL import Image

    pictures = [Image.fromarray(page) for page in pages]
    pictures[0].save(folder / "a.pdf", save_all=True, append_images=pictures[1:], resolution=200)
    return readers.read(folder / "a.pdf")


def test_full_width_digits_are_read_where_other_pages_show_that_they_are_such(tmp_path: Path) -> None:
    telling, other = [["3904", "62", "208"], ["57", "1182", "9"]], [["62", "14"], ["3", "58"]]
    first, second = read_pages([wide_picture(telling), wide_picture(other)], tmp_path).grids
    assert first.rows == tuple(tuple(row) for row in telling)
    assert second.rows == tuple(tuple(row) for row in other)
    (alone,) = read_pages([wide_picture(other)], tmp_path).grids
    assert [text for row in alone.rows for text in row if is_number(text)] == ["3"]


def test_numbers_that_ran_into_one_another_are_not_taken_for_full_width_ones(tmp_path: Path) -> None:
    for texts in ([["302", "041"], ["100", "62"], ["205", "17"]], [["62", "14"], ["31", "58"], ["77", "20"]]):
        (grid,) = read_pages([wide_picture(texts)], tmp_path).grids
        assert [text for row in grid.rows for text in row if is_number(text)] == []


def test_pages_keep_their_order_where_some_are_pictures(tmp_path: Path) -> None:
    import pypdfium2

    printed = pypdfium2.PdfDocument(REPORTS / "320813" / "renminzhengfu" / "2023.pdf")
    read_pages([table_picture([["3", "0", "27"], ["5", "8", "1"]])], tmp_path)
    mixed = pypdfium2.PdfDocument.new()
    for document, page in ((printed, 0), (pypdfium2.PdfDocument(tmp_path / "a.pdf"), 0), (printed, 1)):
        mixed.import_pages(document, [page])
    mixed.save(tmp_path / "b.pdf")
    found = readers.read(tmp_path / "b.pdf")
    pages = [grid.page for grid in found.grids]
    assert pages == sorted(pages, key=lambda page: page or 0) and {2, 3} <= set(pages)
    assert [grid.rows[0] for grid in found.grids if grid.page == 2] == [("3", "0", "27")]
