"""Running text of a PDF that nobody sees says nothing: it must accuse nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_readers import pdf, read_bytes, word
from tests.test_seen import bitmap, document, stream

SENTENCE = word(30, 20, "In 2023 were 999 requests")
"""below the table of test_seen.document"""


def told(folder: Path, drawing: str, resources: str = "", objects: tuple[str, ...] = (), page: str = "", catalog: str = "") -> str:
    """The running text of a page with a table and this drawing below it."""
    found = read_bytes(folder, "a.pdf", document(drawing, resources, objects, page, catalog))
    return " ".join(paragraph.text for paragraph in found.paragraphs)


SHOWN = {
    "plain": SENTENCE,
    "on yellow": "1 1 0 rg 20 15 250 20 re f 0 g\n" + SENTENCE,
    "underlined": SENTENCE + "28 18 m 200 18 l S\n",
    "beside a picture": SENTENCE + bitmap(200, 15, 60, 20),
    "under a box that only darkens": SENTENCE + "/M gs 1 g 20 10 250 28 re f 0 g\n",
}


@pytest.mark.parametrize("drawing", SHOWN.values(), ids=SHOWN)
def test_running_text_that_is_seen_is_read(tmp_path: Path, drawing: str) -> None:
    assert told(tmp_path, drawing, "/ExtGState<</M<</BM/Multiply>>>>") == "In 2023 were 999 requests"


HIDDEN = {
    "white": "1 g\n" + SENTENCE + "0 g\n",
    "under a white box": SENTENCE + "1 g 20 10 250 28 re f 0 g\n",
    "under a box on the number": SENTENCE + "1 g 92 15 17 20 re f 0 g\n",
    "under a picture": SENTENCE + bitmap(20, 10, 250, 28),
    "invisible": word(30, 20, "In 2023 were 999 requests", more="3 Tr") + "0 Tr\n",
    "transparent": "/G gs " + SENTENCE,
    "faded out": "/S gs " + SENTENCE,
    "aslant": "BT /F 10 Tf 0.7 0.7 -0.7 0.7 30 10 Tm (999) Tj ET\n",
    "on its head": "BT /F 10 Tf -1 0 0 -1 250 20 Tm (999) Tj ET\n",
    "tiny": word(30, 20, "In 2023 were 999 requests", 1),
    "struck out": SENTENCE + "28 23.5 m 200 23.5 l S\n",
}
STATES = "/ExtGState<</G<</ca 0>>/S<</SMask<</S/Luminosity/G 6 0 R>>>>>>"
BLACK = stream("/Type/XObject/Subtype/Form/BBox[0 0 300 200]/Group<</S/Transparency/CS/DeviceGray>>", "0 g 0 0 300 200 re f")


@pytest.mark.parametrize("drawing", HIDDEN.values(), ids=HIDDEN)
def test_running_text_that_is_not_seen_is_left_out(tmp_path: Path, drawing: str) -> None:
    assert "99" not in told(tmp_path, drawing, STATES, (BLACK,))


@pytest.mark.parametrize("state", ["ON", "OFF"])
def test_running_text_of_a_layer_is_read_only_if_the_layer_is_shown(tmp_path: Path, state: str) -> None:
    text = told(
        tmp_path, "/OC /M BDC\n" + SENTENCE + "EMC\n", "/Properties<</M 6 0 R>>", ("<</Type/OCG/Name(x)>>",),
        catalog=f"/OCProperties<</OCGs[6 0 R]/D<</{state}[6 0 R]>>>>",
    )
    assert ("999" in text) == (state == "ON")


def test_a_number_of_which_a_part_is_hidden_is_no_other_number(tmp_path: Path) -> None:
    text = told(tmp_path, SENTENCE + "1 g 97 15 17 20 re f 0 g\n")
    assert "999" not in text and "￼" in text


def test_a_note_that_covers_running_text_hides_it(tmp_path: Path) -> None:
    note = "/Annots[<</Type/Annot/Subtype/Square/IC[1 1 1]/C[1 1 1]/Rect[20 10 270 38]/F 4>>]"
    assert "999" not in told(tmp_path, SENTENCE, page=note)


def test_a_label_that_is_covered_names_no_row(tmp_path: Path) -> None:
    cover = "1 g 22 92 120 44 re f 0 g\n"
    font = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[7 0 R]>>"
    descendant = "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>"
    label = "BT /E 10 Tf 30 100 Td <8BB853EF884C653F> Tj ET\n"
    grids = read_bytes(tmp_path, "a.pdf", document(label + cover + word(160, 110, "128"), objects=(font, descendant), fonts="/E 6 0 R")).grids
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in grids[0].rows[1][0] or "")


def test_a_page_of_running_text_alone_is_not_drawn_but_for_what_may_be_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    monkeypatch.setattr("gongkai.readers.pdf.hidden.draw", lambda *_: drawn.append(1))
    read_bytes(tmp_path, "a.pdf", pdf("0.9 g 0 0 300 200 re f 0 g\n" + word(30, 100, "words"), word(30, 100, "words") + "20 90 m 200 90 l S\n"))
    assert not drawn
