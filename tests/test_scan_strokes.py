"""Scans: what else was drawn where a number stands."""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from gongkai import readers
from gongkai.model import Unreadable, doubt_of
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
