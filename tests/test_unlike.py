"""What a file says and no reader of it sees, in the manner of bug reports of other programs: nothing of it is a number, and no cell is called blank."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import readers
from gongkai.model import doubt_of
from gongkai.text import to_printed
from tests.test_formats import ofd, ofd_rules, ofd_text
from tests.test_readers import only_grid, pdf, read_bytes, rules, word
from tests.test_seen import FRAME, cell_of, document, font, seen, stream

LETTERS = [
    ("12B", "8"), ("l28", "1"), ("I28", "1"), ("1Z8", "2"), ("12g", "9"), ("12q", "9"), ("12o", "0"), ("12T", "7"), ("12z", "2"), ("12s", "5"), ("12|", "1"),
    ("12i", "1"), ("12!", "1"), ("12A", "4"), ("12&", "8"), ("12Q", "0"), ("12C", "0"), ("12a", "8"), ("12t", "1"), ("12y", "7"), ("12]", "1"), ("12/", "1"),
    ("l", "1"), ("I", "1"), ("o", "0"), ("12d", "0"), ("12?", "7"), ("12h", "6"), ("S", "5"), ("D", "0"), ("B", "8"),
]


@pytest.mark.parametrize(("drawn", "meant"), LETTERS, ids=[f"{drawn} as {meant}" for drawn, meant in LETTERS])
def test_a_letter_is_no_digit_because_its_font_says_so(tmp_path: Path, drawn: str, meant: str) -> None:
    (letter,) = [sign for sign in drawn if not sign.isdigit()]
    content = document(f"BT /E 10 Tf 160 110 Td ({drawn}) Tj ET\n", objects=font({letter: meant}), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


@pytest.mark.parametrize("face", ["Helvetica", "Times-Roman", "Courier", "Times-Bold"])
@pytest.mark.parametrize("letter", ["g", "q", "9"])
def test_a_letter_that_hangs_below_the_digits_of_its_page_is_none_of_them(tmp_path: Path, letter: str, face: str) -> None:
    lying, cmap = font({letter: "9"})
    content = document(f"BT /E 10 Tf 160 110 Td ({letter}) Tj 0 45 Td (3458) Tj ET\n", objects=(lying.replace("Helvetica", face), cmap), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == ("9", "" if letter == "9" else "unlike")


@pytest.mark.parametrize(("drawn", "pairs"), [("128", {"8": "件"}), ("128", {"8": "元"}), ("128", {"8": "*"}), ("7", {"7": "/"})])
def test_a_digit_is_no_unit_mark_or_slash_because_its_font_says_so(tmp_path: Path, drawn: str, pairs: dict[str, str]) -> None:
    content = document(f"BT /E 10 Tf 160 110 Td ({drawn}) Tj ET\n", objects=font(pairs), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1] == "unlike"


AS_ANOTHER = [
    ("Times-Bold", "7", "1"), ("Times-Bold", "2", "1"), ("Times-Bold", "5", "3"), ("Times-Roman", "5", "1"), ("Times-BoldItalic", "0", "9"), ("Courier", "7", "2"),
    ("Times-BoldItalic", "8", "1"), ("Courier-Oblique", "3", "2"), ("Courier-BoldOblique", "9", "5"), ("Helvetica", "6", "8"), ("Helvetica", "9", "0"),
    ("Helvetica-Bold", "1", "4"), ("Helvetica-Oblique", "8", "6"), ("Helvetica-BoldOblique", "3", "2"),
]


@pytest.mark.parametrize(("face", "drawn", "meant"), AS_ANOTHER, ids=[" ".join(one) for one in AS_ANOTHER])
def test_a_digit_is_no_other_because_its_font_says_so_in_any_face(tmp_path: Path, face: str, drawn: str, meant: str) -> None:
    lying, cmap = font({drawn: meant})
    for size in (8, 10.5):
        content = document(f"BT /E {size} Tf 160 110 Td (12{drawn}) Tj ET\n", objects=(lying.replace("Helvetica", face), cmap), fonts="/E 6 0 R")
        assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


UPRIGHT = [(face, number) for face in ("Times-Roman", "Times-Bold", "Courier") for number in ("11,447", "4,040", "1,111", "71.4")]


@pytest.mark.parametrize(("face", "number"), [*UPRIGHT, ("Helvetica-Oblique", "11,447"), ("Helvetica-Oblique", "1,111")])
def test_digits_of_every_face_are_set_alike_and_commas_are_read_beside_them(tmp_path: Path, face: str, number: str) -> None:
    named = f"<</Type/Font/Subtype/Type1/BaseFont/{face}>>"
    content = document(f"BT /E 10 Tf 160 110 Td ({number}) Tj ET\n", objects=(named,), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == (number, "")


NARROWED = [("Helvetica", -0.4, "39,460"), ("Times-Roman", -0.3, "4,147"), ("Times-Roman", -0.2, "14.5"), ("Times-Italic", -0.5, "39,460")]


@pytest.mark.parametrize(("face", "spacing", "number"), NARROWED)
def test_a_digit_that_reaches_into_the_place_of_the_next_sign_makes_it_no_other(tmp_path: Path, face: str, spacing: float, number: str) -> None:
    named = f"<</Type/Font/Subtype/Type1/BaseFont/{face}>>"
    content = document(f"BT /E 10 Tf {spacing} Tc 160 110 Td ({number}) Tj ET\n", objects=(named,), fonts="/E 6 0 R")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == (number, "")


@pytest.mark.parametrize("gap", [1.5, 2.0])
def test_two_numbers_with_little_room_between_them_are_not_one(tmp_path: Path, gap: float) -> None:
    text, doubt = seen(tmp_path, word(160, 110, "12") + word(171.12 + gap, 110, "8"))
    assert doubt == "crowded" or text == "12 8"


def test_letter_spacing_that_is_everywhere_parts_no_number(tmp_path: Path) -> None:
    frame = rules([20, 150, 280], [40, 90, 140, 180]) + word(30, 155, "label") + word(30, 110, "before", 11)
    drawing = "1.6 Tc\n" + frame + word(160, 155, "346579") + word(160, 110, "128") + "0 Tc\n"
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing)))) == ("128", "")


@pytest.mark.parametrize("up", [3, 4, 5, -4])
def test_a_digit_that_is_raised_and_as_large_as_the_others_is_no_mark_and_no_digit(tmp_path: Path, up: int) -> None:
    text, doubt = seen(tmp_path, word(160, 110, "12") + word(171.1, 110 + up, "8"))
    assert doubt or to_printed(text).status == "unreadable"


UNSEEN = {
    "dark on dark": "0.15 g 150 92 128 46 re f 0 g\n" + word(160, 110, "128"),
    "a pale line through it": word(160, 110, "128") + "0.7 G 158 113.5 m 180 113.5 l 0.7 w S 0 G\n",
    "a thin pale line through it": word(160, 110, "128") + "0.75 G 151 113.5 m 279 113.5 l 0.5 w S 0 G\n",
}


@pytest.mark.parametrize("drawing", UNSEEN.values(), ids=UNSEEN)
def test_what_is_hardly_seen_is_doubted(tmp_path: Path, drawing: str) -> None:
    assert all(doubt for text, doubt in _cells(tmp_path, pdf(FRAME + word(160, 155, "3") + drawing)) if text == "128")


def _cells(folder: Path, content: bytes) -> list[tuple[str, str]]:
    return [(str(text), doubt_of(text)) for grid in read_bytes(folder, "a.pdf", content).grids for row in grid.rows for text in row if text]


@pytest.mark.parametrize("mode", ["Difference", "Exclusion"])
def test_white_text_that_some_programs_show_black_is_no_blank(tmp_path: Path, mode: str) -> None:
    content = document("q /M gs 1 g\n" + word(160, 110, "128") + "Q\n", f"/ExtGState<</M<</BM/{mode}>>>>")
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


def test_text_whose_size_and_matrix_are_both_upside_down_is_read(tmp_path: Path) -> None:
    assert seen(tmp_path, "BT /F -10 Tf -1 0 0 -1 160 110 Tm (128) Tj ET\n") == ("128", "")


LOOK = stream("/Type/XObject/Subtype/Form/BBox[0 0 60 20]/Resources<</Font<</F 3 0 R>>>>", "/Tx BMC q BT /F 10 Tf 2 6 Td (128) Tj ET Q EMC")
QUADS = "/QuadPoints[158 120 182 120 158 106 182 106]"
DEPENDING = {
    "a field that holds another number than it shows": ("/Subtype/Widget/FT/Tx/T(a)/V(999)/F 4/AP<</N 6 0 R>>", ""),
    "a note that is seen on paper only": ("/Subtype/Widget/FT/Tx/T(a)/V(128)/F 32/AP<</N 6 0 R>>", ""),
    "a note of a layer": ("/Subtype/FreeText/Contents(128)/OC 8 0 R/F 4/AP<</N 6 0 R>>", ""),
    "rich text without a look": ("/Subtype/Widget/FT/Tx/T(a)/RV(<body><p>999</p></body>)/Ff 33554432/F 4", ""),
    "the words of a button": ("/Subtype/Widget/FT/Btn/Ff 65536/T(a)/F 4/MK<</CA(128)>>", ""),
    "words on the page without a look": ("/Subtype/FreeText/Contents(128)/F 4/DA(/F 10 Tf 0 g)", ""),
    "a stamp without a look": ("/Subtype/Stamp/Name/Draft/F 4", "128"),
    "a line without a look": ("/Subtype/Line/L[158 113 182 113]/C[1 0 0]/F 4", "128"),
    "strokes without a look": ("/Subtype/PolyLine/Vertices[158 113 182 113]/C[1 0 0]/F 4", "128"),
    "a mark to insert something": ("/Subtype/Caret/F 4/C[1 0 0]/Contents(9)", "128"),
    "a file pinned on it": ("/Subtype/FileAttachment/F 4/Name/PushPin", "128"),
    "what is to be blackened": (f"/Subtype/Redact{QUADS}/IC[0 0 0]/F 4", "128"),
    "a white field over a number": ("/Subtype/Widget/FT/Tx/T(a)/F 4/MK<</BG[1 1 1]>>/DA(/F 10 Tf 0 g)", "128"),
}


@pytest.mark.parametrize(("note", "below"), DEPENDING.values(), ids=DEPENDING)
def test_what_not_every_program_shows_on_a_page_is_in_doubt(tmp_path: Path, note: str, below: str) -> None:
    layer = "<</Type/OCG/Name(x)>>"
    content = document(
        word(160, 110, below) if below else "", objects=(LOOK, f"<</Type/Annot{note}/Rect[158 100 218 120]>>", layer), page="/Annots[7 0 R]",
        catalog="/OCProperties<</OCGs[8 0 R]/D<</OFF[8 0 R]>>>>/AcroForm<</Fields[7 0 R]>>",
    )
    assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content)))[1]


def test_a_field_that_shows_what_it_holds_and_an_empty_one_are_read(tmp_path: Path) -> None:
    for note, expected in (("/V(128)/AP<</N 6 0 R>>", ("128", "")), ("/DA(/F 10 Tf 0 g)", ("", ""))):
        field = f"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4{note}/Rect[158 100 218 120]>>"
        content = document("", objects=(LOOK, field), page="/Annots[7 0 R]", catalog="/AcroForm<</Fields[7 0 R]>>")
        assert cell_of(only_grid(read_bytes(tmp_path, "a.pdf", content))) == expected


# numbers that do not keep to their cells


def table(rows: list[list[str]], more: str) -> bytes:
    xs, ys = [20, 100, 150, 200, 250], [40, 70, 100, 130]
    words = "".join(word(xs[c] + 4, ys[2 - r] + 6, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text)
    return pdf(rules(xs, ys) + words + more)


@pytest.mark.parametrize(("more", "doubt"), [("", "placed"), (rules([290], [10, 160]), ""), (word(270, 16, "6"), "")], ids=["open", "closed", "a number in one row"])
def test_a_column_that_the_page_cuts_off_before_its_figures_is_not_blank(tmp_path: Path, more: str, doubt: str) -> None:
    levels = [10, 40, 70, 100, 130, 160]
    frame = "".join(f"20 {y} m 290 {y} l S\n" for y in levels) + "".join(f"{x} 10 m {x} 160 l S\n" for x in (20, 100, 250))
    words = "".join(word(30, y + 6, "row") + word(110, y + 6, str(y)) for y in levels[:4]) + word(110, 136, "head") + word(255, 136, "all")
    cells = only_grid(read_bytes(tmp_path, "a.pdf", pdf(frame + words + more))).rows
    assert [doubt_of(row[2] or "") for row in cells[1:-1]] == [doubt] * 3
    assert not any(doubt_of(text or "") for row in cells for text in row[:2])


@pytest.mark.parametrize("x", [242, 246])
def test_a_number_that_goes_on_outside_of_its_table_is_in_doubt(tmp_path: Path, x: float) -> None:
    cells = only_grid(read_bytes(tmp_path, "a.pdf", table([["h", "A", "B", "T"], ["new", "12", "3", ""], ["old", "4", "0", "4"]], word(x, 76, "15")))).rows
    assert doubt_of(cells[1][3] or "")
    assert [doubt_of(text or "") for text in (*cells[1][:3], *cells[2])] == [""] * 8


def test_a_number_across_the_rule_above_it_is_in_doubt(tmp_path: Path) -> None:
    cells = only_grid(read_bytes(tmp_path, "a.pdf", table([["h", "A", "B", "T"], ["new", "12", "3", "15"], ["old", "4", "", "4"]], word(154, 66, "7")))).rows
    assert doubt_of(cells[2][2] or "") == "struck"


@pytest.mark.parametrize("y", [64, 66, 68])
def test_a_cell_that_a_number_of_the_next_row_reaches_into_is_not_blank(tmp_path: Path, y: float) -> None:
    cells = only_grid(read_bytes(tmp_path, "a.pdf", table([["h", "A", "B", "T"], ["new", "12", "", "15"], ["old", "4", "", "4"]], word(154, y, "7")))).rows
    assert doubt_of(cells[1][2] or "") and doubt_of(cells[2][2] or "")
    assert [doubt_of(text or "") for text in (*cells[1][:2], cells[1][3], *cells[2][:2], cells[2][3])] == [""] * 6


def test_a_number_across_a_rule_joins_no_other_number(tmp_path: Path) -> None:
    rows = [["h", "A", "B", "T"], ["new", "", "", "15"], ["old", "4", "0", "4"]]
    cells = only_grid(read_bytes(tmp_path, "a.pdf", table(rows, word(143, 76, "128") + word(158.6, 76, "46")))).rows
    assert doubt_of(cells[1][1] or "") and doubt_of(cells[1][2] or "")


XS, YS = [10.0, 40.0, 70.0, 100.0], [10.0, 20.0, 30.0, 40.0]


def ofd_cells(folder: Path, *objects: str) -> list[list[tuple[str, str]]]:
    (folder / "a.ofd").write_bytes(ofd(ofd_rules(XS, YS) + "".join(objects)))
    (grid,) = readers.read(folder / "a.ofd").grids
    return [[(str(text), doubt_of(text)) for text in row] for row in grid.rows]


def test_in_an_ofd_too_a_number_across_a_rule_joins_no_other_number(tmp_path: Path) -> None:
    cells = ofd_cells(tmp_path, ofd_text(38, 13, "128"), ofd_text(42, 13, "46"), ofd_text(12, 23, "5"), ofd_text(8.2, 33, "128"))
    assert cells[0][0][1] and cells[0][1][1]
    assert cells[1][0] == ("5", "")
    assert cells[2][0][1] == "placed"


def test_in_an_ofd_a_number_across_the_rule_above_it_is_in_doubt_in_both_rows(tmp_path: Path) -> None:
    cells = ofd_cells(tmp_path, ofd_text(12, 18.5, "128"), ofd_text(42, 13, "46"), ofd_text(42, 23, "77"))
    assert cells[0][0][1] and cells[1][0][1]
    assert [cells[0][1], cells[1][1]] == [("46", ""), ("77", "")]


def test_in_an_ofd_text_that_is_read_downwards_is_no_number_of_an_upright_table(tmp_path: Path) -> None:
    assert ofd_cells(tmp_path, ofd_text(12, 13, "128", attributes='ReadDirection="90"'), ofd_text(42, 13, "46"))[0][0][1]


@pytest.mark.parametrize("step", ["0.4", "0.5", "0.9", "1.5"])
def test_in_an_ofd_equal_digits_set_very_close_are_no_print_of_one(tmp_path: Path, step: str) -> None:
    for number in ("22", "1111"):
        steps = " ".join([step] * (len(number) - 1))
        text, doubt = ofd_cells(tmp_path, ofd_text(12, 13, number, deltas=steps), ofd_text(42, 13, "46"))[0][0]
        assert doubt or text == number


def test_in_an_ofd_a_digit_printed_twice_to_be_bold_is_one(tmp_path: Path) -> None:
    assert ofd_cells(tmp_path, ofd_text(12, 13, "7"), ofd_text(12.1, 13, "7"), ofd_text(42, 13, "46"))[0][0] == ("7", "")
