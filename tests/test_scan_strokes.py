"""Scans: what else was drawn where a number stands."""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from gongkai import readers
from gongkai.model import Unreadable, doubt_of
from gongkai.text import to_printed
from tests.test_scans import is_number, read_picture, table_picture

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("cv2", "onnxruntime", "rapidocr")),
    reason="what reads scans is not installed (pip install -r requirements-scan.lock)",
)

TEXTS = [["128", "46", "5"], ["37", "904", "82"], ["6", "15", "733"], ["50", "19", "268"]]


def strike(picture: Any, how: str, ink: Any) -> None:
    """Draw through each number of the first two rows."""
    import cv2
    import numpy

    for row in range(2):
        for column in range(3):
            wide = 9 * len(TEXTS[row][column]) + 6
            x, y = 250 + 200 * column, 235 + 70 * row
            if how == "slanting":
                cv2.line(picture, (x - wide, y + 14), (x + wide, y - 14), ink, 3)
            elif how == "level":
                cv2.line(picture, (x - wide, y), (x + wide, y + 1), ink, 3)
            elif how == "wavy":
                points = [(x + at, round(y + 4 * math.sin(at / 4))) for at in range(-wide, wide)]
                cv2.polylines(picture, [numpy.array(points)], False, ink, 3)
            else:
                cv2.line(picture, (x - wide, y + 14), (x + wide, y - 14), ink, 3)
                cv2.line(picture, (x - wide, y - 14), (x + wide, y + 14), ink, 3)


@pytest.mark.parametrize("how", ["slanting", "level", "wavy", "cross"])
def test_a_number_with_a_stroke_of_a_pen_through_it_is_never_read(tmp_path: Path, how: str) -> None:
    picture = table_picture(TEXTS)
    strike(picture, how, 0)
    (grid,) = read_picture(picture, tmp_path).grids
    assert [text for row in grid.rows[:2] for text in row if is_number(text)] == []
    assert [list(row) for row in grid.rows[2:]] == TEXTS[2:] and not any(doubt_of(text) for row in grid.rows[2:] for text in row)


def test_a_small_digit_by_itself_or_behind_a_number_is_no_figure(tmp_path: Path) -> None:
    import numpy
    from PIL import Image, ImageDraw, ImageFont

    page = Image.fromarray(table_picture([["128", "46", ""], *TEXTS[1:]]))
    pen, small = ImageDraw.Draw(page), ImageFont.load_default(size=18)
    for x in (284, 268 + 200, 650):
        pen.text((x, 226), "1", fill=0, font=small, anchor="mm")
    (grid,) = read_picture(numpy.array(page), tmp_path).grids
    assert not any(is_number(text) for text in grid.rows[0])
    assert [list(row) for row in grid.rows[1:]] == TEXTS[1:]


def test_a_picture_is_asked_for_its_size_before_it_is_unpacked(tmp_path: Path) -> None:
    from PIL import Image

    for name, size in (("a.png", (20, 60_000)), ("b.png", (30_000, 30_000)), ("c.tif", (20_000, 20_000))):
        Image.new("1", size).save(tmp_path / name, **({"compression": "group4"} if name == "c.tif" else {}))
        with pytest.raises(Unreadable, match="claims to be"):
            readers.read(tmp_path / name)
    frames = [Image.new("1", (16, 16))] * 120
    frames[0].save(tmp_path / "d.tif", save_all=True, append_images=frames[1:])
    with pytest.raises(Unreadable, match="more than 100 pages"):
        readers.read(tmp_path / "d.tif")


def test_a_text_that_ends_in_a_question_mark_is_what_it_says(tmp_path: Path) -> None:
    (grid,) = read_picture(table_picture([["12?", "46", "5"], *TEXTS[1:]]), tmp_path).grids
    assert not is_number(grid.rows[0][0])
    assert grid.rows[0][1:] == ("46", "5")


def in_colours(picture: Any, ink: tuple[int, int, int] = (0, 0, 0), paper: tuple[int, int, int] = (255, 255, 255)) -> Any:
    """A grey picture as blue, green and red."""
    import numpy

    share = (picture.astype(float) / 255)[:, :, None]
    return (numpy.array(paper) * share + numpy.array(ink) * (1 - share)).astype(numpy.uint8)


@pytest.mark.parametrize("ink", [(30, 20, 220), (200, 60, 30), (170, 170, 255)], ids=["red", "blue", "pale red"])
def test_a_number_that_a_coloured_pen_went_over_is_never_read(tmp_path: Path, ink: tuple[int, int, int]) -> None:
    import cv2

    picture = in_colours(table_picture(TEXTS))
    for column in range(3):
        x, y = 250 + 200 * column, 235
        # beside, across a corner, and a tick on a digit: no recognition is disturbed by any of them
        cv2.line(picture, (x - 40, y + 12), (x + 40, y + 15), ink, 2)
        cv2.line(picture, (x - 4, y + 70 - 12), (x + 4, y + 70 + 2), ink, 1)
    (grid,) = read_picture(picture, tmp_path).grids
    assert [text for row in grid.rows[:2] for text in row if is_number(text)] == []
    assert all(doubt_of(text) == "covered" for row in grid.rows[:2] for text in row if to_printed(text or "").status != "unreadable")
    assert [list(row) for row in grid.rows[2:]] == TEXTS[2:] and not any(doubt_of(text) for row in grid.rows[2:] for text in row)


def test_a_seal_takes_the_figures_that_it_touches_and_no_others(tmp_path: Path) -> None:
    import cv2

    picture = in_colours(table_picture([*TEXTS, *TEXTS]))
    cv2.circle(picture, (250, 375), 66, (60, 60, 230), 7)
    cv2.circle(picture, (256, 375), 18, (60, 60, 230), -1)
    (grid,) = read_picture(picture, tmp_path).grids
    # its ring runs through the cells above and below, and leaves the other columns alone
    assert not any(to_printed(row[0] or "").status == "reported" and not doubt_of(row[0]) for row in grid.rows[1:4])
    rows = [row[1:] for row in grid.rows[1:4]] + [*grid.rows[:1], *grid.rows[4:]]
    assert not any(doubt_of(text) for row in rows for text in row)
    assert [list(row) for row in rows] == [*(row[1:] for row in TEXTS[1:]), TEXTS[0], *TEXTS]


def test_a_document_in_blue_on_yellow_paper_is_read_as_any_other(tmp_path: Path) -> None:
    import cv2
    import numpy

    picture = in_colours(table_picture(TEXTS), ink=(150, 40, 20), paper=(190, 235, 250))
    # scanners see the three colours a little apart, and keep them coarsely
    picture[:, 1:, 2] = picture[:, :-1, 2]
    cv2.imwrite(str(tmp_path / "b.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 75])
    (grid,) = readers.read(tmp_path / "b.jpg").grids
    assert [list(row) for row in grid.rows] == TEXTS and not any(doubt_of(text) for row in grid.rows for text in row)
    two = in_colours(table_picture(TEXTS))
    two[200:340] = in_colours(table_picture(TEXTS), ink=(200, 60, 30), paper=(250, 235, 220))[200:340]
    (grid,) = read_picture(numpy.ascontiguousarray(two), tmp_path).grids
    assert [list(row) for row in grid.rows] == TEXTS and not any(doubt_of(text) for row in grid.rows for text in row)


def test_a_number_with_a_pale_line_of_a_pencil_through_it_is_never_read(tmp_path: Path) -> None:
    import cv2

    picture = table_picture(TEXTS)
    for row, ends in ((0, (-8, 6)), (1, (12, -12))):
        for column in range(3):
            x, y, wide = 250 + 200 * column, 235 + 70 * row, 9 * len(TEXTS[row][column]) + 10
            cv2.line(picture, (x - wide, y + ends[0]), (x + wide, y + ends[1]), 140, 1)
    (grid,) = read_picture(picture, tmp_path).grids
    assert [text for row in grid.rows[:2] for text in row if is_number(text)] == []
    assert [list(row) for row in grid.rows[2:]] == TEXTS[2:] and not any(doubt_of(text) for row in grid.rows[2:] for text in row)


def test_a_number_beside_correction_fluid_is_in_doubt(tmp_path: Path) -> None:
    import cv2
    import numpy

    picture = numpy.minimum(table_picture(TEXTS), 226)
    cv2.rectangle(picture, (268, 215), (312, 255), 255, -1)
    (grid,) = read_picture(picture, tmp_path).grids
    assert doubt_of(grid.rows[0][0]) == "covered"
    assert not any(doubt_of(text) for row in grid.rows[1:] for text in row)
