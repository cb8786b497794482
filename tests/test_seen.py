"""What a page of a PDF shows is the judge of what its characters say."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import readers
from gongkai.model import Grid, doubt_of
from gongkai.readers.pdf import pdf as reader
from gongkai.readers.scans import ocr
from tests.drawn import line, pdf_of
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
    "a white box after it, beside it": word(160, 110, "128") + "1 g 182 104 20 14 re f 0 g\n",
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


GLASS = {
    "letters": "q /G gs BT /F 60 Tf 0.7 0.7 -0.7 0.7 120 50 Tm (2024) Tj ET Q\n",
    "a figure": "q /G gs 0 0 1 rg 120 50 m 250 50 l 250 150 l f Q\n",
    "red letters": "q /G gs 1 0 0 rg BT /F 40 Tf 0.9 0.43 -0.43 0.9 150 80 Tm (SECRET) Tj ET Q\n",
}


@pytest.mark.parametrize("mark", GLASS.values(), ids=GLASS)
def test_a_small_number_under_a_transparent_watermark_is_read(tmp_path: Path, mark: str) -> None:
    assert [seen(tmp_path, word(160, 110, number, 6) + mark) for number in ("128", "1,468", "8066")] == [("128", ""), ("1,468", ""), ("8066", "")]


@pytest.mark.parametrize("number", ["+4,146", "-146.40", "+1,404.0", "-1,111,146.4", "-4,006,111.4"])
def test_signs_narrower_than_the_digits_of_their_number_move_none_of_them(tmp_path: Path, number: str) -> None:
    assert seen(tmp_path, word(160, 110, number)) == (number, "")


@pytest.mark.parametrize("level", [137, 136.5])
def test_a_stroke_through_digits_at_the_edge_of_their_cell_is_no_rule_of_it(tmp_path: Path, level: float) -> None:
    assert seen(tmp_path, word(160, 131, "128") + f"158 {level} m 180 {level} l 0.5 w S\n")[1] == "struck"


FRAMES = {
    "a frame around it": ("155 100 40 25 re S\n" + word(160, 110, "128"), "128", ""),
    "a frame in a frame": ("165 106 28 16 re S\n155 96 50 38 re S\n" + word(170, 110, "128"), "128", ""),
    "a frame in a corner": ("152 92 40 25 re S\n" + word(160, 105, "128"), "\ufffc", "placed"),
    "a frame of dashes": ("[2 1] 0 d 155 100 40 25 re S [] 0 d\n" + word(160, 110, "128"), "128", ""),
    "a frame drawn twice": ("155 100 40 25 re S\n155.5 100.5 39 24 re S\n" + word(160, 110, "128"), "128", ""),
    "a frame around it, struck": ("155 100 40 25 re S\n" + word(160, 110, "128") + "158 113.5 m 180 113.5 l 0.7 w S\n", "128", "struck"),
    "a frame around it and a digit drawn beside it": ("155 100 40 25 re S\n" + word(160, 110, "128") + "210 105 m 210 120 l 2 w S\n", "128", "object"),
    "a stroke in the frame": ("155 100 40 25 re S\n" + word(160, 110, "128") + "185 108 m 185 118 l 2 w S\n", "128", "object"),
    "a number in each of two frames": ("155 100 40 25 re S\n200 100 40 25 re S\n" + word(160, 110, "12") + word(205, 110, "8"), "12 8", "placed"),
    "a number in a frame and one beside it": ("155 100 40 25 re S\n" + word(160, 110, "12") + word(205, 110, "8"), "12 8", "placed"),
    "a frame around nothing": ("155 100 40 25 re S\n", "\ufffc", "object"),
    "a number and a nought drawn beside it": (word(160, 110, "128") + "182 110 6 8 re S\n", "128", "object"),
}


@pytest.mark.parametrize(("drawing", "text", "doubt"), FRAMES.values(), ids=FRAMES)
def test_a_frame_within_a_cell_is_part_of_it(tmp_path: Path, drawing: str, text: str, doubt: str) -> None:
    found = seen(tmp_path, drawing)
    assert (found[0].replace("\n", " "), bool(found[1])) == (text, bool(doubt)), found


@pytest.mark.parametrize("drawing", [
    "200 114 6 10 re S\n", "200 114.5 11 10 re S\n", "200 115 m 206 115 l 206 115 m 206 125 l 200 125 m 206 125 l 200 115 m 200 125 l S\n",
], ids=["a box", "a wide box", "short strokes"])
def test_a_nought_drawn_from_rule_to_rule_parts_no_cell(tmp_path: Path, drawing: str) -> None:
    table = rules([50, 150, 280], [100, 113, 126, 139]) + word(160, 129, "3") + word(160, 103, "4")
    grid = only_grid(read_bytes(tmp_path, "a.pdf", pdf(table + drawing)))
    assert [len(row) for row in grid.rows] == [2, 2, 2]
    assert [doubt_of(row[1] or "") for row in grid.rows] == ["", "object", ""]


# characters one below the other make pdfium take the page for vertical writing: it ends a line behind every character and guesses no spaces
DOWN = "".join(word(20, 180 - 12 * at, letter) for at, letter in enumerate("abcdefgh"))


@pytest.mark.parametrize(("drawing", "text"), [
    (word(160, 110, "5") + word(168, 110, "6"), "5 6"), (word(160, 110, "56"), "56"), (word(160, 110, "5") + word(165.6, 110, "6"), "56"),
    (word(160, 110, "128"), "128"), (word(160, 110, "12") + word(174, 110, "8"), "12 8"), (word(160, 110, "1111"), "1111"),
], ids=["5 6", "56", "56 in two", "128", "12 8", "1111"])
def test_two_numbers_in_a_cell_stay_two_where_pdfium_ends_lines_between_digits(tmp_path: Path, drawing: str, text: str) -> None:
    grid = only_grid(read_bytes(tmp_path, "a.pdf", pdf(DOWN + FRAME + word(160, 155, "3") + drawing)))
    assert cell_of(grid) == (text, "")


def test_a_number_astride_a_rule_leaves_neither_cell_blank(tmp_path: Path) -> None:
    row = only_grid(read_bytes(tmp_path, "a.pdf", pdf(FRAME + word(160, 155, "3") + word(140, 110, "128")))).rows[1]
    assert all(doubt_of(text or "") for text in row)


def test_a_cell_that_holds_a_whole_table_is_not_blank(tmp_path: Path) -> None:
    drawing = FRAME + word(160, 155, "3") + rules([160, 180, 200, 220], [98, 110, 122, 134]) + word(164, 113, "7")
    outer = next(grid for grid in read_bytes(tmp_path, "a.pdf", pdf(drawing)).grids if len(grid.rows[0]) == 2)
    assert cell_of(outer)[1]


UNSEEN = {
    "struck out by a line": word(160, 110, "128") + "158 113.5 m 180 113.5 l 0.7 w S\n",
    "struck out by a thin rectangle": word(160, 110, "128") + "158 113 22 0.8 re f\n",
    "struck out slanting": word(160, 110, "128") + "158 108 m 181 120 l 0.8 w S\n",
    "under a white box": word(160, 110, "128") + "1 g 152 100 60 25 re f 0 g\n",
    "under a black box": word(160, 110, "128") + "152 100 60 25 re f\n",
    "painted over": word(160, 110, "128") + "1 g 152 100 60 25 re f 0 g\n" + word(160, 110, "186"),
    "made to look italic and struck": word(160, 110, "128").replace("1 0 0 1", "1 0 0.3 1") + "158 113.5 m 182 113.5 l 0.7 w S\n",
    "made to look italic, half of it clipped": "q 150 90 15 50 re W n\n" + word(160, 110, "128").replace("1 0 0 1", "1 0 0.3 1") + "Q\n",
    "under white letters": word(160, 110, "128") + "1 g\n" + word(160, 110, "XX") + "0 g\n",
    "under a white line": word(160, 110, "128") + "1 G 158 113.5 m 182 113.5 l 1 w S 0 G\n",
    "an 8 with a white spot that makes it a 6": word(160, 110, "128") + "1 G 174.5 114.5 m 179 116.5 l 1.2 w S 0 G\n",
    "an 8 with a white hole that makes it a 0": word(160, 110, "8") + "1 g 161.6 113 2.4 1.6 re f 0 g\n",
    "a 7 without its bar": word(160, 110, "7") + "1 g 159 115.6 3.2 3 re f 0 g\n",
    "22 of which pdfium leaves out one": word(160, 110, "2") + word(161.5, 110, "2"),
    "half of it clipped": "q 150 90 15 50 re W n\n" + word(160, 110, "128") + "Q\n",
    "two numbers at one place": word(160, 110, "128") + word(160, 110, "947"),
    "1111 set so close that it may be 11": word(160, 110, "1111", more="-3.3 Tc") + "0 Tc\n",
    "1111 set closer still": word(160, 110, "1111", more="-4 Tc") + "0 Tc\n",
    "22 set so close that it may be bold": word(160, 110, "22", more="-4 Tc") + "0 Tc\n",
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


# whole documents, with fonts, fields and layers of their own


def document(content: str, resources: str = "", objects: tuple[str, ...] = (), page: str = "", catalog: str = "", fonts: str = "") -> bytes:
    """A PDF of one page with the table; objects are numbered from 6."""
    content = FRAME + word(160, 155, "346579") + content
    bodies = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[4 0 R]/Count 1>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{BOX}]/Resources<</Font<</F 3 0 R{fonts}>>{resources}>>/Contents 5 0 R{page}>>",
        stream("", content),
        *objects,
    ]
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def stream(entries: str, body: str) -> str:
    return f"<<{entries}/Length {len(body)}>>stream\n{body}\nendstream"


def font(pairs: dict[str, str]) -> tuple[str, str]:
    """A font whose map says other characters than it draws: the code of each key is said to be the UTF-16 of its value."""
    lines = "\n".join(f"<{ord(code):02X}> <{meant.encode('utf-16-be').hex()}>" for code, meant in pairs.items())
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {len(pairs)} beginbfchar\n{lines}\nendbfchar endcmap"
    return "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>", stream("", cmap)


LYING = {
    "every digit another": {str(digit): str((digit + 1) % 10) for digit in range(10)},
    "one digit another": {"1": "1", "2": "2", "8": "3"},
    "two glyphs one digit": {"1": "1", "2": "1", "8": "8"},
    "a digit a space": {"1": "1", "2": "2", "8": " "},
    "a digit nothing": {"1": "1", "2": "2", "8": "\u200b"},
    "a digit a control character": {"1": "1", "2": "2", "8": "\f"},
    "a digit a point": {"1": "1", "2": "2", "8": "."},
    "digits slashes": {"1": "/", "2": "/", "8": "/"},
    "a glyph two digits": {"1": "1", "2": "2", "8": "80"},
}


@pytest.mark.parametrize("pairs", LYING.values(), ids=LYING)
def test_a_font_that_says_other_characters_than_it_draws_is_not_believed(tmp_path: Path, pairs: dict[str, str]) -> None:
    content = document("BT /E 10 Tf 160 110 Td (128) Tj ET\n", objects=font(pairs), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


@pytest.mark.parametrize("face", ["Helvetica", "Times-Roman", "Courier-Bold"])
@pytest.mark.parametrize(("letter", "meant"), [("B", "8"), ("Z", "2")])
def test_a_letter_alone_is_no_digit_because_its_font_says_so(tmp_path: Path, letter: str, meant: str, face: str) -> None:
    lying, said = font({letter: meant})
    content = document(f"BT /E 10 Tf 160 110 Td ({letter}) Tj ET\n", objects=(lying.replace("Helvetica", face), said), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


@pytest.mark.parametrize(("code", "meant"), [("1", "-"), ("1", "/"), ("8", "无")])
def test_a_digit_is_no_dash_or_word_because_its_font_says_so(tmp_path: Path, code: str, meant: str) -> None:
    content = document(f"BT /E 10 Tf 160 110 Td ({code}) Tj ET\n", objects=font({code: meant}), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


LYING_SIGNS = {
    "a digit the mark of a note": ("128", {"8": "⁸"}),
    "a digit a ringed one": ("128", {"8": "⑧"}),
    "a comma a point": ("1,128", {",": "."}),
    "a point a comma": ("27.350", {".": ","}),
    "a minus a plus": ("-35", {"-": "+"}),
    "a minus nothing": ("-35", {"-": "\u200b"}),
    "a point nothing": ("27.35", {".": "\u200b"}),
    "a letter a minus": ("x35", {"x": "-"}),
}


@pytest.mark.parametrize(("drawn", "pairs"), LYING_SIGNS.values(), ids=LYING_SIGNS)
def test_a_sign_of_a_number_that_is_drawn_as_another_is_not_believed(tmp_path: Path, drawn: str, pairs: dict[str, str]) -> None:
    content = document(f"BT /E 10 Tf 160 110 Td ({drawn}) Tj ET\n", objects=font(pairs), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1] == "unlike"


@pytest.mark.parametrize("number", ["1,128", "27.35", "+35", "-35", "111"])
@pytest.mark.parametrize("face", ["Helvetica", "Times-Italic", "Courier-Bold"])
def test_signs_of_numbers_are_read_in_every_face(tmp_path: Path, number: str, face: str) -> None:
    named = f"<</Type/Font/Subtype/Type1/BaseFont/{face}>>"
    content = document(f"BT /E 10 Tf 160 110 Td ({number}) Tj ET\n", objects=(named,), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == (number, "")


@pytest.mark.parametrize("slant", [0.2, 0.25, 0.33, -0.2])
@pytest.mark.parametrize("number", ["4,040", "71.4", "-35", "111", "10,734.21", "69", "5 6"])
def test_upright_fonts_made_to_look_italic_are_read(tmp_path: Path, number: str, slant: float) -> None:
    for face in ("Helvetica", "Times-Roman"):
        named = f"<</Type/Font/Subtype/Type1/BaseFont/{face}>>"
        content = document(f"BT /E 9 Tf 1 0 {slant} 1 160 110 Tm ({number}) Tj ET\n", objects=(named,), fonts="/E 6 0 R")
        assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == (number, "")


def test_a_font_that_claims_more_height_than_it_has_is_read_in_narrow_rows(tmp_path: Path) -> None:
    widths = " ".join(["556"] * 256)
    tall = f"<</Type/Font/Subtype/TrueType/BaseFont/Tall/FirstChar 0/LastChar 255/Widths[{widths}]/FontDescriptor 7 0 R/Encoding/WinAnsiEncoding>>"
    metrics = "<</Type/FontDescriptor/FontName/Tall/Flags 32/ItalicAngle 0/Ascent 2400/Descent -1600/CapHeight 2400/StemV 80/FontBBox[0 -1600 1000 2400]>>"
    numbers = ["128", "7", "365", "4"]
    written = "".join(f"BT /E 9 Tf 155 {129 - 10 * at} Td ({number}) Tj ET\n" for at, number in enumerate(numbers))
    content = document(rules([150, 280], [97, 107, 117, 127]) + written, objects=(tall, metrics), fonts="/E 6 0 R")
    grids = read_bytes(tmp_path, "a.pdf", content).grids
    read = [str(cell) for grid in grids for row in grid.rows for cell in row if cell and not doubt_of(cell)]
    assert [text for text in read if text in numbers] == numbers


@pytest.mark.parametrize(("digit", "width", "size"), [("1", 556, 300), ("2", 0, 1000)])
def test_a_glyph_that_draws_a_whole_number_is_no_digit(tmp_path: Path, digit: str, width: int, size: int) -> None:
    drawn = stream("", f"{width} 0 d0 BT /F {size} Tf (128) Tj ET")
    named = "<</Type/Font/Subtype/Type3/FontBBox[0 0 556 700]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 7 0 R>>"
    named += f"/Encoding<</Differences[{ord(digit)}/a]>>/FirstChar {ord(digit)}/LastChar {ord(digit)}/Widths[{width}]/ToUnicode 8 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    objects = (named, drawn, font({digit: digit})[1])
    content = document(f"BT /E 10 Tf 160 110 Td ({digit}) Tj ET\n", objects=objects, fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


def test_glyphs_that_are_drawings_stand_where_the_form_that_holds_them_puts_them(tmp_path: Path) -> None:
    """pdfium gives the places of Type 3 glyphs in the space of the form, as Chromium makes one of what is half transparent."""
    held = stream("/Type/XObject/Subtype/Form/BBox[0 0 600 400]/Matrix[.5 0 0 .5 20 30]/Resources<</Font<</E 7 0 R>>>>", "BT /E 20 Tf 280 160 Td (128) Tj ET")
    named = "<</Type/Font/Subtype/Type3/FontBBox[0 0 556 700]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 8 0 R/b 9 0 R/c 10 0 R>>"
    named += "/Encoding<</Differences[49/a/b 56/c]>>/FirstChar 49/LastChar 56/Widths[556 556 0 0 0 0 0 556]/ToUnicode 11 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    glyphs = [stream("", f"556 0 d0 BT /F 1000 Tf ({digit}) Tj ET") for digit in "128"]
    content = document("/X Do\n", "/XObject<</X 6 0 R>>", (held, named, *glyphs, font({digit: digit for digit in "128"})[1]))
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == ("128", "")


def test_characters_printed_twice_one_by_one_and_in_pairs_are_read_once(tmp_path: Path) -> None:
    drawn = "".join(line(20 + 10 * at, 60, text, 10) * 2 for at, text in ((0, "行"), (1, "政"), (2, "事业"), (4, "性"), (5, "收"), (6, "费")))
    (tmp_path / "a.pdf").write_bytes(pdf_of([drawn], 300, 200))
    assert [paragraph.text for paragraph in readers.read(tmp_path / "a.pdf").paragraphs] == ["行政事业性收费"]


def test_a_font_that_names_its_glyphs_is_read(tmp_path: Path) -> None:
    named = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/one/two/eight]>>>>"
    content = document("BT /E 10 Tf 160 110 Td (ABC) Tj ET\n", objects=(named,), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == ("128", "")


LOOK = stream("/Type/XObject/Subtype/Form/BBox[0 0 60 20]/Resources<</Font<</F 3 0 R>>>>", "/Tx BMC q BT /F 10 Tf 2 6 Td (128) Tj ET Q EMC")


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("/Subtype/Widget/FT/Tx/T(a)/V(128)/F 4/AP<</N 6 0 R>>", ("128", "")),
        ("/Subtype/Widget/FT/Tx/T(a)/V(999)/F 4/AP<</N 6 0 R>>", ("128", "object")),
        ("/Subtype/Widget/FT/Tx/T(a)/V(128)/F 2/AP<</N 6 0 R>>", ("", "")),
        ("/Subtype/Widget/FT/Tx/T(a)/V(128)/F 4", ("\ufffc", "object")),
        ("/Subtype/FreeText/Contents(128)/F 4/AP<</N 6 0 R>>", ("128", "")),
    ],
    ids=["a field", "a field that shows another number than it holds", "a hidden field", "a field without a look", "a note on the page"],
)
def test_fields_and_notes_are_read_as_they_are_shown(tmp_path: Path, field: str, expected: tuple[str, str]) -> None:
    content = document("", objects=(LOOK, f"<</Type/Annot{field}/Rect[158 100 218 120]>>"), page="/Annots[7 0 R]", catalog="/AcroForm<</Fields[7 0 R]>>")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == expected


@pytest.mark.parametrize("note", ["/Subtype/StrikeOut/C[1 0 0]", "/Subtype/Square/IC[1 1 1]/C[1 1 1]"])
def test_a_note_that_strikes_a_number_out_or_covers_it_counts(tmp_path: Path, note: str) -> None:
    quads = "/QuadPoints[158 120 182 120 158 106 182 106]"
    content = document(word(160, 110, "128"), page=f"/Annots[<</Type/Annot{note}/Rect[158 106 182 120]{quads}/F 4>>]")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


def test_links_popups_and_highlights_change_nothing(tmp_path: Path) -> None:
    quads = "/QuadPoints[158 120 182 120 158 106 182 106]"
    notes = (
        "<</Type/Annot/Subtype/Link/Rect[158 106 182 120]/Border[0 0 0]>>"
        "<</Type/Annot/Subtype/Popup/Rect[150 90 280 140]/Open true/F 4>>"
        f"<</Type/Annot/Subtype/Highlight/Rect[158 106 182 120]{quads}/C[1 1 0]/F 4>>"
    )
    content = document(word(160, 110, "128"), page=f"/Annots[{notes}]")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == ("128", "")


def test_a_layer_that_is_switched_off_is_not_seen(tmp_path: Path) -> None:
    content = document(
        "/OC /M BDC\n" + word(160, 110, "128") + "EMC\n", "/Properties<</M 6 0 R>>", ("<</Type/OCG/Name(x)>>",),
        catalog="/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>",
    )
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1] == "faint"


def test_a_line_in_a_form_of_the_page_strikes_a_number_out(tmp_path: Path) -> None:
    line = stream("/Type/XObject/Subtype/Form/BBox[0 0 300 200]", "158 113.5 m 180 113.5 l 0.7 w S")
    content = document(word(160, 110, "128") + "/X Do\n", "/XObject<</X 6 0 R>>", (line,))
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == ("128", "struck")


def test_a_number_that_is_much_paler_than_the_others_is_doubted(tmp_path: Path) -> None:
    assert seen(tmp_path, "0.85 g\n" + word(160, 110, "128") + "0 g\n") == ("\ufffc", "faint")
    assert seen(tmp_path, word(160, 110, "12") + "0.7 g\n" + word(171, 110, "8") + "0 g\n")[1] == "faint"


@pytest.mark.parametrize(("opacity", "expected"), [(0.5, ("128", "")), (0.3, ("\ufffc", "faint")), (0.15, ("\ufffc", "faint"))])
def test_transparent_text_is_as_pale_as_it_is_shown(tmp_path: Path, opacity: float, expected: tuple[str, str]) -> None:
    content = document("/M gs\n" + word(160, 110, "128"), f"/ExtGState<</M<</ca {opacity}>>>>")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == expected


@pytest.mark.parametrize("mode", ["Multiply", "Darken"])
def test_a_white_box_that_darkens_what_is_below_it_hides_nothing(tmp_path: Path, mode: str) -> None:
    content = document(word(160, 110, "128") + "/M gs 1 g 150 92 128 46 re f 0 g\n", f"/ExtGState<</M<</BM/{mode}>>>>")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == ("128", "")


MATRICES = {"mirrored": "-1 0 0 1 185 110", "upside down": "-1 0 0 -1 185 117", "mirrored and upside down": "1 0 0 -1 160 117"}


@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES)
def test_digits_that_stand_on_their_head_or_in_a_mirror_are_doubted(tmp_path: Path, matrix: str) -> None:
    assert seen(tmp_path, f"BT /F 10 Tf {matrix} Tm (127) Tj ET\n")[1]


BESIDE = {
    "a point between the digits": word(160, 110, "27") + word(171.6, 110, "8") + "170.7 110 0.9 0.9 re f\n",
    "a round point": word(160, 110, "27") + word(171.9, 110, "8") + "1 J 1 w 171.3 110.5 m 171.31 110.5 l S\n",
    "a mirrored digit": word(160, 110, "128") + "BT /F 10 Tf -1 0 0 1 184 110 Tm (7) Tj ET\n",
    "a mark as large as its digits": word(160, 110, "128") + word(177, 113, "2"),
}


@pytest.mark.parametrize("drawing", BESIDE.values(), ids=BESIDE)
def test_what_may_make_another_number_of_its_digits_leaves_a_doubt(tmp_path: Path, drawing: str) -> None:
    assert seen(tmp_path, drawing)[1]


def test_grey_text_is_read_where_the_whole_table_is_grey(tmp_path: Path) -> None:
    grid = only_grid(read_bytes(tmp_path, "a.pdf", pdf("0.6 g\n" + FRAME + word(160, 155, "3") + word(160, 110, "128"))))
    assert cell_of(grid) == ("128", "")


@pytest.mark.parametrize(
    ("mark", "expected"),
    [(word(177, 114, "1", 6), "128¹"), (word(177, 108, "1", 6), "128₁"), (word(177, 114, "a", 6), "128[a]"),
     (word(177, 114, "1", 6) + word(180.5, 114, "2", 6), "128¹²")],
)
def test_a_raised_or_lowered_mark_is_no_digit(tmp_path: Path, mark: str, expected: str) -> None:
    assert seen(tmp_path, word(160, 110, "128") + mark) == (expected, "")


def test_a_struck_number_that_fills_its_cell_is_not_read_into_the_one_below_it(tmp_path: Path) -> None:
    drawing = rules([20, 150, 172, 280], [90, 118]) + word(30, 100, "a") + word(152.5, 106, "253") + "152 109.5 m 170 109.5 l 0.6 w S\n"
    text = only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing + word(158, 94, "0") + word(200, 100, "4")))).rows[0][1]
    assert doubt_of(text)


def test_a_digit_much_smaller_than_the_one_beside_it_is_doubted(tmp_path: Path) -> None:
    for size in (2, 4):
        assert seen(tmp_path, word(160, 110, "12", 10) + word(171.2, 110, "8", size))[1]
        assert seen(tmp_path, word(158.5, 110, "1", size) + word(161, 110, "28", 10))[1]
    assert seen(tmp_path, word(160, 110, "12", 10) + word(171.2, 110, "8", 8)) == ("128", "")


# page breaks


def test_a_number_that_a_page_break_may_cut_is_doubted_on_both_pages(tmp_path: Path) -> None:
    xs = [20, 150, 164, 280]
    foot = rules(xs, [10, 40, 70]) + word(30, 50, "first") + word(151.5, 50, "12") + word(30, 20, "second") + word(151.5, 20, "26") + word(170, 20, "7")
    for label in (" ", "and so on"):
        head = rules(xs, [100, 130, 160]) + word(30, 140, label) + word(151.5, 140, "3") + word(30, 110, "third") + word(151.5, 110, "14")
        above, below = read_bytes(tmp_path, "a.pdf", pdf(foot, head)).grids
        assert [doubt_of(above.rows[1][1]), doubt_of(below.rows[0][1])] == ["cut", "cut"]
        assert [doubt_of(text) for text in (above.rows[0][1], above.rows[1][2], below.rows[1][1])] == ["", "", ""]


def test_numbers_that_leave_room_are_whole_at_a_page_break(tmp_path: Path) -> None:
    xs = [20, 150, 200, 280]
    foot = rules(xs, [10, 40]) + word(30, 20, "second") + word(160, 20, "26") + word(210, 20, "7")
    head = rules(xs, [130, 160]) + word(30, 140, "third") + word(160, 140, "3") + word(210, 140, "8")
    above, below = read_bytes(tmp_path, "a.pdf", pdf(foot, head)).grids
    assert [doubt_of(text) for text in (*above.rows[0], *below.rows[0])] == [""] * 6


# tables without rules


def unruled(drawing: str) -> str:
    lines = [word(30, 160 - 20 * row, label) + word(150, 160 - 20 * row, f"{row}1") + word(220, 160 - 20 * row, f"{row}2") for row, label in enumerate("abc")]
    return "".join(lines) + word(30, 100, "d") + drawing + word(220, 100, "32")


def last_row(folder: Path, drawing: str) -> list[tuple[str, str]]:
    row = only_grid(read_bytes(folder, "a.pdf", pdf(unruled(drawing)))).rows[-1]
    return [(str(text), doubt_of(text)) for text in row]


def test_numbers_without_rules_are_held_against_the_page_too(tmp_path: Path) -> None:
    assert last_row(tmp_path, word(150, 100, "31")) == [("d", ""), ("31", ""), ("32", "")]
    assert last_row(tmp_path, word(150, 100, "31") + "149 103.5 m 163 103.5 l 0.7 w S\n")[1] == ("31", "struck")
    assert last_row(tmp_path, word(150, 100, "31") + "1 g 148 98 20 12 re f 0 g\n")[1][1]


def test_a_raised_mark_in_a_table_without_rules_is_no_digit(tmp_path: Path) -> None:
    assert last_row(tmp_path, word(150, 100, "31") + word(161.5, 104, "2", 6))[1] == ("31²", "")


def dots(x0: int, x1: int, y0: int, y1: int) -> str:
    return "".join(f"{x} {y} 1 1 re f\n" for x in range(x0, x1, 2) for y in range(y0, y1, 2))


def bitmap(x: float, y: float, width: float, height: float) -> str:
    return f"q {width} 0 0 {height} {x} {y} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"


XS, YS = (20, 140, 210, 280), (95, 115, 135, 155, 175)
UNSEEN_RULES = {
    "dots": "".join(dots(20, 280, y, y + 1) for y in YS) + "".join(dots(x, x + 1, 95, 175) for x in XS),
    "pictures": "".join(bitmap(20, y, 260, 0.7) for y in YS) + "".join(bitmap(x, 95, 0.7, 80) for x in XS),
    "fillings": "".join(f"{0.9 - 0.1 * ((x + y) % 2)} g {XS[x]} {YS[y]} {XS[x + 1] - XS[x]} 20 re f 0 g\n" for x in range(3) for y in range(4)),
    "bars": "".join(f"20 {y - 3.5} 260 3.5 re f\n" for y in YS) + "".join(f"{x - 3.5} 95 3.5 80 re f\n" for x in XS),
    "strokes a little aslant": "".join(f"20 {y} m 280 {y + 1} l S\n" for y in YS) + "".join(f"{x} 95 m {x + 1} 175 l S\n" for x in XS),
    "rules across only": "".join(f"20 {y} m 280 {y} l S\n" for y in YS),
    "rules down only": "".join(f"{x} 95 m {x} 175 l S\n" for x in XS),
}


@pytest.mark.parametrize("drawing", UNSEEN_RULES.values(), ids=UNSEEN_RULES)
def test_a_table_ruled_in_a_way_that_is_not_seen_is_read_and_looked_at_as_one_without_rules(tmp_path: Path, drawing: str) -> None:
    assert [text for text, _ in last_row(tmp_path, drawing + word(150, 100, "31"))] == ["d", "31", "32"]
    assert last_row(tmp_path, drawing + word(150, 100, "31") + "149 103.5 m 163 103.5 l 0.7 w S\n")[1][1]
    assert last_row(tmp_path, drawing + word(150, 100, "31") + "1 g 148 98 20 12 re f 0 g\n")[1][1]


@pytest.mark.parametrize(("drawing", "is_scan"), [
    (FRAME + word(160, 110, "128") + bitmap(0, 0, 300, 200), True),
    (bitmap(0, 0, 300, 200) + "1 g " + FRAME + word(160, 110, "128"), False),
    (FRAME + word(160, 110, "128") + "q /G gs " + bitmap(0, 0, 300, 200) + "Q\n", False),
    (FRAME + word(160, 110, "128") + bitmap(0, 0, 300, 30), False),
])
def test_a_page_whose_text_lies_under_a_picture_of_the_page_is_a_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawing: str, is_scan: bool
) -> None:
    looked: list[int] = []
    monkeypatch.setattr(ocr, "missing_extra", lambda: "")
    monkeypatch.setattr(reader, "_read_picture", lambda _, number, *__: looked.append(number))
    read_bytes(tmp_path, "a.pdf", pdf(drawing, extra="/ExtGState<</G<</ca 0.2>>>>"))
    assert looked == ([1] if is_scan else [])
