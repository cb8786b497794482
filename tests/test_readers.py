"""What a reader hands on: the cells as printed, the text in order, and a plain word about what it could not read."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from gongkai.model import Document, Grid, Unreadable
from gongkai.readers import FORMATS, read
from gongkai.readers.layout.glyphs import Glyph, glyphs_to_lines, lines_to_cell_text
from gongkai.readers.layout.ruling import rules_to_lattices

DOCUMENTS = Path(__file__).parent / "documents"
SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample reports are not beside this checkout")


def read_bytes(folder: Path, name: str, content: bytes | str) -> Document:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def reason(folder: Path, name: str, content: bytes | str) -> str:
    with pytest.raises(Unreadable) as caught:
        read_bytes(folder, name, content)
    return caught.value.reason


def pdf(*pages: str, box: str = "0 0 300 200", rotate: int = 0, extra: str = "") -> bytes:
    """A PDF of pages of drawing commands, in Helvetica /F, written by hand."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for index, drawing in enumerate(pages):
        resources = f"<</Font<</F 3 0 R>>{extra}>>"
        bodies.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Rotate {rotate}/Resources{resources}"
            f"/Contents {5 + 2 * index} 0 R>>"
        )
        bodies.append(f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream")
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(bodies) + 1}/Root 1 0 R>>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF".encode()


def rules(xs: list[int], ys: list[int]) -> str:
    across = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)
    return across + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)


def word(x: float, y: float, text: str, size: int = 10, more: str = "") -> str:
    return f"BT /F {size} Tf {more} 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"


def only_grid(document: Document) -> Grid:
    assert len(document.grids) == 1
    return document.grids[0]


# PDF


def test_a_ruled_table_comes_out_cell_by_cell_with_its_place(tmp_path: Path) -> None:
    drawing = rules([20, 100, 180], [50, 80, 110]) + word(30, 90, "rules") + word(110, 90, "12") + word(110, 60, "7")
    found = read_bytes(tmp_path, "a.pdf", pdf(word(20, 150, "Table 2") + drawing))
    grid = only_grid(found)
    assert grid.rows == (("rules", "12"), ("", "7"))
    assert (grid.page, grid.heading, grid.after, grid.exact) == (1, "Table 2", 1, True)
    assert grid.boxes[1][1] == (100.0, 120.0, 180.0, 150.0)
    assert found.pages == 1


def test_merged_cells_are_one_text_and_continuations(tmp_path: Path) -> None:
    drawing = (
        "20 50 m 180 50 l S 20 110 m 180 110 l S 20 80 m 100 80 l S 20 50 m 20 110 l S 100 50 m 100 110 l S"
        " 180 50 m 180 110 l S 140 50 m 140 80 l S 140 80 m 180 80 l S 100 80 m 140 80 l S\n"
    )
    drawing += word(110, 90, "merged") + word(105, 60, "1") + word(150, 60, "2") + word(30, 90, "a") + word(30, 60, "b")
    assert only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing))).rows == (("a", "merged", None), ("b", "1", "2"))


@pytest.mark.parametrize(
    "rule",
    [
        "20 {y} 160 0.5 re f",  # a thin filled rectangle
        "20 {y} m 180 {y} l S 20 {y}.8 m 180 {y}.8 l S",  # drawn twice
        "[6 3] 0 d 20 {y} m 180 {y} l S [] 0 d",  # dashed by the pen
        "20 {y} m 60 {y} l S 63 {y} m 120 {y} l S 122 {y} m 180 {y} l S",  # dashed by hand
        "q 2 0 0 2 0 0 cm 10 {h} m 90 {h} l S Q",  # under a matrix
    ],
)
def test_a_rule_is_a_rule_however_it_is_drawn(tmp_path: Path, rule: str) -> None:
    upright = "".join(f"{x} 50 m {x} 110 l S\n" for x in (20, 100, 180))
    drawing = upright + "\n".join(rule.format(y=y, h=y / 2) for y in (50, 80, 110)) + "\n"
    drawing += word(30, 90, "a") + word(110, 90, "1") + word(30, 60, "b") + word(110, 60, "2")
    assert only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing))).rows == (("a", "1"), ("b", "2"))


def test_boxes_of_cells_are_rules_and_fills_of_cells_are_none(tmp_path: Path) -> None:
    boxes = "20 80 80 30 re S 100 80 80 30 re S 20 50 80 30 re S 100 50 80 30 re S 0.9 g 25 55 40 20 re f 0 g\n"
    found = read_bytes(tmp_path, "a.pdf", pdf(boxes + word(30, 90, "a") + word(110, 60, "2")))
    assert only_grid(found).rows == (("a", ""), ("", "2"))


def test_a_table_inside_a_form_object_is_found(tmp_path: Path) -> None:
    inner = rules([10, 50, 90], [25, 40, 55])
    # the page's own content is object 5, the form is written into the resources as an indirect object behind it
    content = pdf(
        "q 2 0 0 2 0 0 cm /X Do Q\n" + word(30, 90, "a") + word(110, 60, "2"), inner, extra="/XObject<</X 7 0 R>>"
    )
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 300 200]/Length {len(inner)}>>stream".encode()
    content = content.replace(f"7 0 obj<</Length {len(inner)}>>stream".encode(), b"7 0 obj" + form)
    assert read_bytes(tmp_path, "a.pdf", content).grids[0].rows == (("a", ""), ("", "2"))


def test_a_table_without_side_borders_keeps_its_outer_columns(tmp_path: Path) -> None:
    drawing = "".join(f"20 {y} m 180 {y} l S\n" for y in (50, 80, 110)) + "100 50 m 100 110 l S\n"
    drawing += word(30, 90, "a") + word(110, 90, "1") + word(30, 60, "b") + word(110, 60, "2")
    assert only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing))).rows == (("a", "1"), ("b", "2"))


def test_a_frame_around_running_text_is_no_table(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.pdf", pdf(rules([20, 280], [40, 180]) + word(30, 150, "only prose in a frame")))
    assert found.grids == ()
    assert texts(found) == ["only prose in a frame"]


def test_letter_spacing_does_not_split_a_number_and_a_real_gap_does(tmp_path: Path) -> None:
    drawing = (
        rules([20, 100, 180], [50, 80, 110])
        + word(110, 90, "19", more="3 Tc")
        + word(105, 60, "1")
        + word(140, 60, "9")
    )
    assert only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing))).rows == (("", "19"), ("", "1 9"))


def test_two_numbers_are_two_where_a_pdf_leaves_out_the_space_between_them(tmp_path: Path) -> None:
    drawing = rules([20, 100, 180], [50, 80, 110]) + "".join(
        f"BT /F 10 Tf 1 0 0 1 {x} {y} Tm [{text}] TJ ET\n" for x, y, text in ((30, 90, "(6) -280 (2)"), (110, 90, "(6) -20 (2)"), (30, 60, "(30) -280 (31)"))
    )
    assert only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing))).rows == (("6 2", "62"), ("30 31", ""))


def test_a_number_wrapped_for_lack_of_room_is_one_number(tmp_path: Path) -> None:
    drawing = rules([20, 100, 130], [50, 80, 110]) + word(102, 98, "1139") + word(102, 86, "88") + word(30, 90, "a")
    assert only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing))).rows[0] == ("a", "113988")


def test_numbers_of_two_rows_whose_rule_is_missing_stay_apart(tmp_path: Path) -> None:
    drawing = rules([20, 100, 180], [50, 80, 110]) + word(110, 98, "12") + word(110, 86, "7")
    assert only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing))).rows[0] == ("", "12\n7")


def test_a_number_printed_across_a_rule_stays_whole_and_is_told(tmp_path: Path) -> None:
    drawing = rules([20, 100, 130, 200], [50, 80, 110]) + word(101, 60, "1139888")
    found = read_bytes(tmp_path, "a.pdf", pdf(drawing))
    assert only_grid(found).rows[1] == ("", "1139888", "")
    assert any("across a rule" in trouble for trouble in found.troubles)


def test_fake_bold_counts_once(tmp_path: Path) -> None:
    drawing = rules([20, 100, 180], [50, 80, 110]) + word(110, 90, "11") + word(110.3, 90, "11")
    assert only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing))).rows[0] == ("", "11")


def test_a_font_that_claims_room_far_below_the_line_is_on_the_line_all_the_same(tmp_path: Path) -> None:
    deep = "<</Type/FontDescriptor/FontName/Deep/Flags 32/Ascent 838/Descent -1040/FontBBox[0 -1040 1000 838]/CapHeight 700/StemV 80/ItalicAngle 0>>"
    fonts = f"/Font<</F 3 0 R/G<</Type/Font/Subtype/Type1/BaseFont/Deep/FirstChar 97/LastChar 99/Widths[500 500 500]/FontDescriptor {deep}>>>>"
    drawing = word(20, 150, "x") + word(26, 150, "a").replace("/F", "/G") + word(32, 150, "y") + word(38, 150, "b").replace("/F", "/G")
    assert texts(read_bytes(tmp_path, "a.pdf", pdf(drawing, extra=fonts))) == ["xayb"]


def test_a_page_turned_by_a_quarter_is_read_as_it_is_shown(tmp_path: Path) -> None:
    # shown clockwise: what runs upwards in the file runs to the right on the page
    drawing = "".join(f"{x} 20 m {x} 180 l S\n" for x in (50, 80, 110))
    drawing += "".join(f"50 {y} m 110 {y} l S\n" for y in (20, 100, 180))
    drawing += "BT /F 10 Tf 0 1 -1 0 70 30 Tm (a) Tj ET BT /F 10 Tf 0 1 -1 0 70 110 Tm (12) Tj ET\n"
    grid = only_grid(read_bytes(tmp_path, "a.pdf", pdf(drawing, rotate=90)))
    assert grid.rows == (("a", "12"), ("", ""))


def test_page_numbers_are_no_text(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.pdf", pdf(word(20, 150, "text") + word(140, 8, "- 4 -"), word(20, 150, "2019")))
    assert texts(found) == ["text", "2019"]


def test_an_invisible_text_layer_is_not_what_is_printed(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.pdf", pdf(word(20, 150, "guessed", more="3 Tr")))
    assert found.paragraphs == ()
    assert found.troubles == ("page 1 has only an invisible text layer",)


def test_a_table_over_a_page_break_is_a_grid_on_each_page() -> None:
    found = read(DOCUMENTS / "chromium-page-break.pdf")
    first, second = found.grids
    assert (first.page, second.page) == (1, 2)
    assert first.rows[0] == ("不予", None, "自然人", "公开", None)
    assert first.rows[2][0] == "三、本年"
    assert [row[2] for row in first.rows[2:]] == ["12", "0", "", "-", "345"]
    assert second.rows[2][2:] == ("7", "", "0")
    assert first.heading == "三、本年"
    assert second.heading == ""


def test_lines_of_running_text_join_to_paragraphs() -> None:
    found = read(DOCUMENTS / "chromium-page-break.pdf")
    assert texts(found)[0].count("12345件") == 3
    assert len(found.paragraphs) == 2


@needs_samples
def test_a_printed_report_of_a_district_comes_out_whole() -> None:
    found = read(SAMPLES / "hongze-2023.pdf")
    assert found.pages == 5
    assert found.troubles == ()
    assert [len(grid.rows[0]) for grid in found.grids] == [4, 2, 10, 10, 15]
    assert found.grids[0].rows[6] == ("行政许可", "550", None, None)
    assert found.grids[1].rows[0] == ("信息内容", "本年处理决定数量")
    assert found.grids[2].rows[5][:3] == ("三、本年度办理结果", "（一）予以公开", None)
    assert found.grids[3].rows[7] == (None, "（七）总计", None, "21", "0", "0", "0", "0", "0", "21")
    assert found.grids[4].rows[3] == ("10", "1", *["0"] * 8, "5", *["0"] * 4)
    assert found.grids[2].heading == "三、收到和处理政府信息公开申请情况"


# geometry


def test_a_corner_left_out_is_no_cell() -> None:
    across = [(0, 50, 100), (20, 0, 100), (40, 0, 100)]
    down = [(0, 20, 40), (50, 0, 40), (100, 0, 40)]
    (lattice,) = rules_to_lattices(across, down)
    assert lattice.cell_at(25, 10) == -1
    assert len(lattice.cells) == 3


def test_tables_side_by_side_or_one_over_the_other_keep_their_own_places() -> None:
    left = [(100.0, 0.0, 60.0), (130.0, 0.0, 60.0)], [(0.0, 100.0, 130.0), (30.0, 100.0, 130.0), (60.0, 100.0, 130.0)]
    right = [(102.2, 200.0, 260.0), (132.2, 200.0, 260.0)], [(200.0, 102.2, 132.2), (230.0, 102.2, 132.2), (260.0, 102.2, 132.2)]
    below = [(134.0, 3.0, 63.0), (160.0, 3.0, 63.0)], [(3.0, 134.0, 160.0), (33.0, 134.0, 160.0), (63.0, 134.0, 160.0)]
    found = rules_to_lattices([*left[0], *right[0], *below[0]], [*left[1], *right[1], *below[1]])
    assert {(lattice.xs, lattice.ys) for lattice in found} == {
        ((0.0, 30.0, 60.0), (100.0, 130.0)), ((200.0, 230.0, 260.0), (102.2, 132.2)), ((3.0, 33.0, 63.0), (134.0, 160.0)),
    }


def test_glyphs_on_one_baseline_are_one_line_whatever_their_height() -> None:
    glyphs = [Glyph("一", 10, 95, 20, 96, 99), Glyph("共", 0, 90, 10, 100, 99), Glyph("1", 20, 91, 25, 100, 98.5)]
    assert [line.text for line in glyphs_to_lines(glyphs)] == ["共一1"]


def test_a_label_one_character_a_line_reads_downwards() -> None:
    glyphs = [Glyph(text, 0, 20 * row, 10, 20 * row + 10, 20 * row + 9) for row, text in enumerate("三、本年度")]
    assert lines_to_cell_text(glyphs_to_lines(glyphs), 100, 4) == "三、本年度"


# DOCX


def docx_bytes(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def raw_docx(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def test_a_docx_keeps_the_order_and_the_merged_cells(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("某局年度报告", 0)
    made.add_paragraph("一、总体情况")
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "规章"
    table.cell(0, 2).merge(table.cell(2, 2)).text = "12"
    table.cell(2, 0).text = "0"
    made.add_paragraph("二、其他")
    found = read_bytes(tmp_path, "a.docx", docx_bytes(made))
    grid = only_grid(found)
    assert grid.rows == (("规章", None, "12"), ("", "", None), ("0", "", None))
    assert (grid.heading, grid.after) == ("一、总体情况", 2)
    assert texts(found) == ["某局年度报告", "一、总体情况", "二、其他"]
    assert "某局年度报告" in found.titles


def test_a_docx_is_read_as_it_is_printed(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>11</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE 7</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:softHyphen/><w:t>件</w:t></w:r></w:p>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert texts(read_bytes(tmp_path, "a.docx", raw_docx(body))) == ["共123件", "控件"]


def test_a_docx_that_names_entities_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>')
    assert "entities" in reason(tmp_path, "a.docx", out.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 30_000_000)
    assert "unpacks" in reason(tmp_path, "a.docx", out.getvalue())


@needs_samples
def test_the_blank_form_has_every_cell_and_all_are_blank() -> None:
    found = read(SAMPLES / "blank-2021.docx")
    proactive, requests, disputes = found.grids
    assert [len(grid.rows) for grid in found.grids] == [14, 28, 4]
    assert requests.rows[-1] == ("四、结转下年度继续办理", None, None, *[""] * 7)
    assert proactive.rows[2] == ("规章", "", "", "")
    assert disputes.rows[-1] == ("",) * 15


# HTML


def test_inline_elements_join_without_a_gap(tmp_path: Path) -> None:
    page = "<p><span><font>20</font></span><span>23</span>年</p><p>第<b>二</b>段<br>换行</p>"
    assert texts(read_bytes(tmp_path, "a.html", page)) == ["2023年", "第二段", "换行"]


def test_spans_become_continuations_and_absurd_ones_are_capped(tmp_path: Path) -> None:
    page = (
        "<table><tr><td colspan=2>a<td rowspan=99999>c<tr><td>1<td>2</table><table><tr><td colspan=9999>x<td>1</table>"
    )
    first, second = read_bytes(tmp_path, "a.html", page).grids
    assert first.rows == (("a", None, "c"), ("1", "2", None))
    assert second.rows == (("x", "1"),)


def test_layout_tables_dissolve_and_the_tables_in_them_stay(tmp_path: Path) -> None:
    page = "<table><tr><td><p>正文</p><table><tr><td>规章<td>0</table></td><td>边栏</td></tr></table>"
    found = read_bytes(tmp_path, "a.html", page)
    assert only_grid(found).rows == (("规章", "0"),)
    assert only_grid(found).heading == "正文"
    assert texts(found) == ["正文", "边栏"]


def test_what_a_page_hides_or_runs_is_no_text(tmp_path: Path) -> None:
    page = "<p style='display: none'>甲</p><p hidden>乙</p><script>丙</script><noscript>戊</noscript><p>己</p>"
    assert texts(read_bytes(tmp_path, "a.html", page)) == ["己"]


@pytest.mark.parametrize(
    ("declared", "actual"), [("gb2312", "gb18030"), ("utf-8", "gbk"), ("gb2312", "utf-8"), ("", "big5")]
)
def test_a_page_is_decoded_whatever_it_declares(tmp_path: Path, declared: str, actual: str) -> None:
    words = "規範性文件與規章" if actual == "big5" else "规范性文件与规章〇"
    page = f"<html><head><meta charset='{declared}'><title>{words}</title></head><body><p>{words}</p></body></html>"
    found = read_bytes(tmp_path, "a.html", page.encode(actual))
    assert texts(found) == [words]
    assert found.titles == (words,)


def test_a_page_that_scripts_build_says_so(tmp_path: Path) -> None:
    found = read_bytes(
        tmp_path,
        "a.html",
        "<html><head><title>x</title></head><body><div id=app></div><script>1</script></body></html>",
    )
    assert (found.paragraphs, found.grids) == ((), ())
    assert "no text" in found.troubles[0]


# text


@needs_samples
@pytest.mark.parametrize(
    ("name", "grid", "row", "cells"),
    [
        ("seed-000", 1, 3, ("其他对外管理服务事项", "94", "0", "0")),
        ("seed-001", 3, -1, ("四、结转下年度继续办理", "", "", "0", "0", "0", "0", "0", "0", "0")),
        ("seed-002", 0, 6, ("行政许可", "4", "-3", "0")),
        ("seed-002", 1, 3, ("一、本年新收政府信息公开申请数量", "", "", "", "", "", "", "0")),
        ("seed-002", 2, 3, ("", "", "", "", "0", *[""] * 9, "0")),
        ("seed-003", 0, 6, ("行政许可", "1", "0", "2")),
        ("seed-004", 1, 3, ("一、本年新收政府信息公开申请数量", *["0"] * 7, "")),
    ],
)
def test_flattened_tables_keep_every_cell_blank_ones_too(
    name: str, grid: int, row: int, cells: tuple[str, ...]
) -> None:
    (path,) = SAMPLES.glob(f"{name}_*.txt")
    found = read(path)
    assert found.grids[grid].rows[row] == cells
    assert not any(one.exact for one in found.grids)


def test_a_table_with_two_values_is_found_where_other_tables_are_a_cell_a_line(tmp_path: Path) -> None:
    requests = ["一、本年新收政府信息公开申请数量", *"1000001", "二、上年结转政府信息公开申请数量", *"0000000"]
    fees = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "", "", "", "行政规范性文件", "", "", "", "行政许可", "51", "行政强制", "16"]
    lines = ["二、主动公开的情况。", *fees, "三、申请的情况。", *requests, "四、其他。"]
    found = read_bytes(tmp_path, "a.txt", "\n".join(lines))
    assert [[row[0] for row in grid.rows] for grid in found.grids] == [fees, requests]
    alone = read_bytes(tmp_path, "b.txt", "\n".join(["二、主动公开的情况。", *fees, "三、无。"]))
    assert alone.grids == ()


def test_running_text_with_a_tab_is_no_table(tmp_path: Path) -> None:
    found = read_bytes(
        tmp_path, "a.txt", "一、\t总体情况\n今年\t我局公开信息12条，办理申请3件，均按期答复。\n行政许可\t97\n"
    )
    assert texts(found) == ["一、\t总体情况", "今年\t我局公开信息12条，办理申请3件，均按期答复。"]
    assert only_grid(found).rows == (("行政许可", "97"),)


def test_bars_part_cells_with_or_without_one_in_front(tmp_path: Path) -> None:
    found = read_bytes(
        tmp_path,
        "a.md",
        "# 年报\n\n| 内容 | 数量 | |\n|---|:-:|--|\n| 规章 | 0 | |\n\n行政许可 | 97 | |\n**重点**说明\n",
    )
    assert [grid.rows for grid in found.grids] == [(("内容", "数量", ""), ("规章", "0", "")), (("行政许可", "97", ""),)]
    assert texts(found) == ["年报", "重点说明"]
    assert found.titles == ("年报",)


def test_one_cell_a_line_before_a_bar_is_a_row(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.txt", "正文\n信息内容 |\n制发 |\n现行 |\n\n规章 |\n0 |\n |\n\n正文\n")
    assert only_grid(found).rows == (("信息内容", "制发", "现行"), ("规章", "0", ""))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_every_encoding_met(tmp_path: Path, encoding: str) -> None:
    found = read_bytes(tmp_path, "a.txt", "总体情况\n规章\t1\t2\n文件\t3\t4\n".encode(encoding))
    assert texts(found) == ["总体情况"]
    assert only_grid(found).rows == (("规章", "1", "2"), ("文件", "3", "4"))


def test_one_broken_byte_does_not_garble_a_text(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        content = ("规范性文件与规章，" * 40).encode(encoding)
        found = read_bytes(tmp_path, "a.txt", content[:90] + b"\xff" + content[92:])
        assert texts(found)[0].count("规范性文件") >= 38


# whatever a file is called


def test_the_first_bytes_decide_where_they_contradict_the_name(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.doc", "<html><body><p>总体</p></body></html>")
    assert (found.format, texts(found)) == ("html", ["总体"])
    assert "read as .html" in found.troubles[0]
    found = read_bytes(tmp_path, "b.docx", pdf(word(20, 150, "text")))
    assert (found.format, texts(found)) == ("pdf", ["text"])
    assert ".gif" in reason(tmp_path, "c.pdf", b"GIF89a picture")
    assert read_bytes(tmp_path, "D.TXT", "总体").format == "txt"


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, suffix: str) -> None:
    assert "empty" in reason(tmp_path, f"a{suffix}", b" \n")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", raw_docx("")[:200]),
        ("a.exe", b"MZ\x90\xff"),
    ],
)
def test_a_broken_file_is_unreadable_and_nothing_worse(tmp_path: Path, name: str, content: bytes) -> None:
    assert reason(tmp_path, name, content)


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read(tmp_path / "none.pdf")


def test_the_shown_name_and_the_fingerprint_come_along(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("总体情况", encoding="utf-8")
    found = read(path, "reports/350581/a.txt")
    assert found.path == "reports/350581/a.txt"
    assert found.name == "a.txt"
    assert len(found.sha256) == 64


def test_a_web_archive_is_read_as_the_page_in_it(tmp_path: Path) -> None:
    page = "<html><body><p>总体情况</p><table><tr><td>规章<td>0</table></body></html>".encode("gb18030")
    archive = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        b"--b\nContent-Type: text/html; charset=gb2312\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(page) + b"\n--b--\n"
    )
    found = read_bytes(tmp_path, "a.mht", archive)
    assert texts(found) == ["总体情况"]
    assert only_grid(found).rows == (("规章", "0"),)
    assert "no page" in reason(tmp_path, "b.mht", b"MIME-Version: 1.0\nContent-Type: text/css\n\nx{}")


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["一、总体情况"], [], ["规章", None, "本年"], ["文件", 12, 7730.28], [None, 0, "1,234"]):
        sheet.append(row)
    sheet.merge_cells("A3:B3")
    sheet.merge_cells("A4:A5")
    hidden = book.create_sheet("x")
    hidden.append(["不见", 1])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert texts(found) == ["一、总体情况"]
    assert only_grid(found).rows == (("规章", None, "本年"), ("文件", "12", "7730.28"), (None, "0", "1,234"))
    assert only_grid(found).heading == "一、总体情况"


def test_an_empty_cell_that_reaches_down_ties_a_row_with_one_text_to_its_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["三、申请情况"], [], [None, "申请人情况"], [None, "自然人", "总计"], ["新收", 3, 3], [], [None, "方权益"], [None, "其他", 1, 1], [], list("abcdef")):
        book.active.append(row)
    book.active.merge_cells("A3:A4")
    book.active.merge_cells("A7:A8")
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert texts(found) == ["三、申请情况"]
    assert [grid.rows for grid in found.grids] == [
        (("", "申请人情况", ""), (None, "自然人", "总计"), ("新收", "3", "3")),
        (("", "方权益", "", ""), (None, "其他", "1", "1")),  # what only the widest table uses is no column of the others
        (tuple("abcdef"),),
    ]


def test_half_a_label_at_the_top_of_a_sheet_is_a_row_and_a_title_there_is_none(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ([None, "申请情况"], [None, "二、上年结转", 3], [], [None, None, "另行制作"], [None, None, "3.补正", 65], [None, "（七）总计", None, 65]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert texts(found) == ["申请情况"]
    assert [[text for text in row if text] for row in found.grids[1].rows] == [["另行制作"], ["3.补正", "65"], ["（七）总计", "65"]]


def test_an_empty_column_that_a_merged_cell_reaches_into_is_a_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["强制", None, "+5", None], ["信息内容", "上年", "本年增/减"], ["收费", 15, 111]):
        book.active.append(row)
    book.active.merge_cells("C2:D2")
    book.active.merge_cells("C3:D3")
    book.save(tmp_path / "a.xlsx")
    assert only_grid(read(tmp_path / "a.xlsx")).rows == (("强制", "", "+5", ""), ("信息内容", "上年", "本年增/减", None), ("收费", "15", "111", None))


def test_a_number_with_a_note_is_a_cell_behind_a_tab(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.txt", "第（五）项\n\n信息内容\t本年处理决定数量\n行政许可\t26,701件（其中按简易程序作出15,244件）\n\n完。")
    assert only_grid(found).rows[1] == ("行政许可", "26,701件（其中按简易程序作出15,244件）")


def test_columns_without_rules_are_a_grid_that_is_not_exact(tmp_path: Path) -> None:
    rows = "".join(word(20, y, label) + word(150, y, "12") + word(220, y, "0") for y, label in ((120, "a"), (100, "b")))
    drawing = (
        word(20, 170, "Heading", 14) + word(20, 140, "item") + word(150, 140, "made") + word(220, 140, "all") + rows
    )
    found = read_bytes(tmp_path, "a.pdf", pdf(drawing + word(20, 60, "Next", 14)))
    grid = only_grid(found)
    assert (grid.rows, grid.exact) == ((("item", "made", "all"), ("a", "12", "0"), ("b", "12", "0")), False)
    assert (grid.heading, texts(found)) == ("Heading", ["Heading", "Next"])
