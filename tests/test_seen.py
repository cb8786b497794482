"""What a page of a PDF shows is the judge of what its characters say."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.model import Grid, doubt_of
from tests.test_readers import only_grid, pdf, read_bytes, rules, word

BOX = "0 0 300 200"
FRAME = rules([20, 150, 280], [40, 90, 140, 180]) + word(30, 155, "label") + word(30, 110, "before", 11)
"""a table of three rows and two columns: the cell in question is the middle one of the right column, 150 90 to 280 140"""


def cell_of(grid: Grid) -> tuple[str, str]:
    """The text of the cell in question and why it is doubted."""
    text = grid.rows[1][1]
    assert text is not None
    return str(text), doubt_of(text)


def seen(folder: Path, drawing: str) -> tuple[str, str]:
    return cell_of(only_grid(read_bytes(folder, "a.pdf", pdf(FRAME + word(160, 155, "3") + drawing, extra="/ExtGState<</G<</ca 0.2>>>>"))))


ORDINARY = {
    "plain": word(160, 110, "128"),
    "underlined": word(160, 110, "128") + "160 107.5 m 178 107.5 l 0.6 w S\n",
    "on yellow": "1 1 0 rg 151 91 128 48 re f 0 g\n" + word(160, 110, "128"),
    "highlighted": "1 1 0 rg 158 106 22 14 re f 0 g\n" + word(160, 110, "128"),
    "white on dark": "0 0 0.4 rg 150 90 130 50 re f 1 g\n" + word(160, 110, "128") + "0 g\n",
    "on a white box": "1 g 152 92 120 44 re f 0 g\n" + word(160, 110, "128"),
    "red": "1 0 0 rg\n" + word(160, 110, "128") + "0 g\n",
    "fake bold": word(160, 110, "128") + word(160.2, 110, "128"),
    "filled and stroked": word(160, 110, "128", more="2 Tr 0.2 w") + "0 Tr\n",
    "over a pale picture": "0.9 g 170 95 60 40 re f 0 g\n" + word(160, 110, "128"),
    "a slanting watermark": "0.8 g BT /F 60 Tf 0.7 0.7 -0.7 0.7 120 50 Tm (2024) Tj ET 0 g\n" + word(160, 110, "128"),
    "a thin watermark on top": word(160, 110, "128") + "q /G gs BT /F 60 Tf 0.7 0.7 -0.7 0.7 120 50 Tm (2024) Tj ET Q\n",
    "a pale watermark": "0.85 g BT /F 60 Tf 120 80 Td (2024) Tj ET 0 g\n" + word(160, 110, "128"),
}


@pytest.mark.parametrize("drawing", ORDINARY.values(), ids=ORDINARY)
def test_a_number_that_is_seen_is_read(tmp_path: Path, drawing: str) -> None:
    assert seen(tmp_path, drawing) == ("128", "")


UNSEEN = {
    "struck out by a line": word(160, 110, "128") + "158 113.5 m 180 113.5 l 0.7 w S\n",
    "struck out by a thin rectangle": word(160, 110, "128") + "158 113 22 0.8 re f\n",
    "struck out slanting": word(160, 110, "128") + "158 108 m 181 120 l 0.8 w S\n",
    "under a white box": word(160, 110, "128") + "1 g 152 100 60 25 re f 0 g\n",
    "under a black box": word(160, 110, "128") + "152 100 60 25 re f\n",
    "painted over": word(160, 110, "128") + "1 g 152 100 60 25 re f 0 g\n" + word(160, 110, "186"),
    "half of it clipped": "q 150 90 15 50 re W n\n" + word(160, 110, "128") + "Q\n",
    "two numbers at one place": word(160, 110, "128") + word(160, 110, "947"),
}


@pytest.mark.parametrize("drawing", UNSEEN.values(), ids=UNSEEN)
def test_a_number_that_is_not_seen_is_doubted(tmp_path: Path, drawing: str) -> None:
    assert seen(tmp_path, drawing)[1]


HIDDEN = {
    "white on white": "1 g\n" + word(160, 110, "128") + "0 g\n",
    "invisible": word(160, 110, "128", more="3 Tr") + "0 Tr\n",
    "clipped away": "q 0 0 10 10 re W n\n" + word(160, 110, "128") + "Q\n",
}


@pytest.mark.parametrize("drawing", HIDDEN.values(), ids=HIDDEN)
def test_a_number_that_is_hidden_is_never_published(tmp_path: Path, drawing: str) -> None:
    text, doubt = seen(tmp_path, drawing)
    assert doubt or not text


DRAWN = {
    "a curve": "160 110 m 165 130 170 90 180 120 c 1.2 w S\n",
    "a picture": "q 20 0 0 12 160 108 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\x7f\x7f\x00 EI Q\n",
    "a black box": "160 105 20 12 re f\n",
    "a stroke across the cell": "151 91 m 279 139 l 0.7 w S\n",
}


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_a_cell_with_something_drawn_in_it_is_not_blank(tmp_path: Path, drawing: str) -> None:
    assert seen(tmp_path, drawing)[1] == "object"
    assert seen(tmp_path, drawing + word(200, 110, "12"))[1]


def test_a_cell_with_nothing_drawn_in_it_is_blank(tmp_path: Path) -> None:
    assert seen(tmp_path, "") == ("", "")
    assert seen(tmp_path, "0.9 1 0.9 rg 150 90 130 50 re f 0 g\n") == ("", "")
