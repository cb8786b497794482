"""Tables of pages: what lies over them, what a browser puts around their cells, and which column a cell stands in."""

from __future__ import annotations

import pytest

from gongkai.model import OBJECT, doubt_of
from gongkai.readers.html.html import bytes_to_parts
from tests.shown_cases import PADDING

HEAD = "<tr><td>信息内容<td>制发<td>废止<td>现行</tr>"
ROW = "<tr class=r><td>行政许可</td><td>1</td><td>2</td><td>3</td></tr>"


def page(table: str = "", sheet: str = "", before: str = "", after: str = "") -> list[tuple[str, str]]:
    """The texts and doubts behind 行政许可 in a table on a page."""
    markup = f"<!DOCTYPE html><style>{sheet}</style><body>{before}<table>{table or HEAD + ROW}{PADDING}</table>{after}"
    (grid,) = bytes_to_parts(markup.encode(), "a.html", "utf-8").grids
    (line,) = (line for line in grid.rows if line[0] == "行政许可")
    return [(text or "", doubt_of(text)) for text in line[1:]]


PLAIN = [("1", ""), ("2", ""), ("3", "")]
TEXT = "<p>" + "概述" * 200 + "</p>"


@pytest.mark.parametrize(
    ("sheet", "before", "after"),
    [
        ("body{position:relative}.o{position:absolute;top:20px;left:60px;width:100px;height:60px;background:#fff}", "", "<div class=o></div>"),
        (".w{position:relative}.o{position:absolute;inset:0;background:white}", "<div class=w>", "<div class=o></div></div>"),
        (".w{position:relative}.w::after{content:'';position:absolute;inset:0;background:white}", "<div class=w>", "</div>"),
        (".o{position:fixed;top:0;left:0;width:100%;height:100vh;background:#fff}", "", "<div class=o>请稍候</div>"),
        ("div{position:fixed;inset:0;backdrop-filter:blur(30px)}", "", "<div></div>"),
        ("tr{position:relative}tr::after{content:'';position:absolute;inset:0;background:#fff}", "", ""),
        (".o{position:relative;margin-top:-200px;height:150px;background:#fff}", "", "<div class=o></div>"),
        (".o{background:#fff;transform:translateY(-120px)}", "", "<div class=o>附注</div>"),
        (".o{position:relative;background:#fff;margin-bottom:-90px;height:90px}", "<div class=o></div>", ""),
        ("", "", "<svg style='position:absolute;left:0;top:0;width:200px;height:100px'><rect width=200 height=100 fill=white /></svg>"),
        (".w{position:relative}", "<div class=w>", "<img src=a.png width=300 height=200 style='position:absolute;top:0;left:0'></div>"),
        (".o{position:absolute;width:200px;height:200px;background:#fff}", "<div class=o></div>", ""),
        (".w{position:relative}.o{position:absolute;bottom:0;left:0;width:90px;height:90px;background:#fff}", "<div class=w>", "<div class=o></div></div>"),
        (".w{position:relative}.o{position:absolute;left:90px;top:40px}", "<div class=w>", "<b class=o>99</b></div>"),
        ("tr:first-child{outline:20px solid #fff}", "", ""),
        (".o{outline-style:solid;outline-width:30px;outline-color:white}", "<p class=o>附", ""),
        (".w{outline:30px solid #fff;outline-offset:-30px}", "<div class=w>", "</div>"),
        ("td{outline:1px solid #000;outline-offset:-9px}", "", ""),
        (".o{float:left;margin-right:-120px}", "<div class=o>99</div>", ""),
    ],
)
def test_what_lies_over_a_table_puts_it_in_doubt(sheet: str, before: str, after: str) -> None:
    assert [doubt for _, doubt in page(sheet=sheet, before=before, after=after)] == ["covered"] * 3


@pytest.mark.parametrize(
    ("sheet", "before", "after"),
    [
        (".o{position:fixed;top:0;left:0;right:0;height:60px;background:#fff}", "<div class=o>首页</div>", ""),
        (".o{position:absolute;top:0;left:0;width:100%;height:200px;background:#c00}", f"<div class=o></div>{TEXT * 4}", ""),
        (".o{position:absolute;inset:0;background:#eee;z-index:-1}", "<div class=o></div>", ""),
        (".o{position:absolute;inset:0;background:#eee}.w{position:relative;z-index:1}", "<div class=o></div><div class=w>", "</div>"),
        (".o{position:fixed;inset:0;background:rgba(0,0,0,.4)}", "", "<div class=o></div>"),
        (".o{position:fixed;inset:0;background:#fff;display:none}", "", "<div class=o></div>"),
        ("body::after{content:'';position:fixed;inset:0;background:url(mark.png);opacity:.1}", "", ""),
        (".w{position:relative}.o{position:absolute;top:5px;left:0;width:4px;height:20px;background:red}", "<div class=w><i class=o></i>", "</div>"),
        (".o{position:absolute;top:100px;left:5px}", "", "<a class=o href=x><img src=a.png width=100 height=300></a>"),
        (".w{position:relative}.o{position:absolute;right:0;bottom:0;width:90px;height:90px;background:#eee}", "<div class=w>", f"{TEXT * 9}<div class=o></div></div>"),
        (".o{margin-top:-20px}", "", "<p class=o>附注</p>"),
        (".o{position:absolute;width:300px;background:#fff}li{position:relative}", "<ul><li><div class=o><a href=x>菜单</a></div></li></ul>", ""),
        ("td{outline:1px solid #000}table{outline:2px solid #999;outline-offset:4px}", "", ""),
        (".o{float:right;margin-right:20px}", "<div class=o>打印</div>", ""),
        ("td:focus{outline:30px solid #fff}", "", ""),
    ],
)
def test_what_adorns_a_page_leaves_its_tables(sheet: str, before: str, after: str) -> None:
    assert page(sheet=sheet, before=before, after=after) == PLAIN


@pytest.mark.parametrize(
    ("row", "sheet"),
    [
        ("<tr><td>行政许可<td style='position:absolute'>1<td>2<td>3", ""), ("<tr><td>行政许可<td style='display:inline'>1<td style='display:inline'>2<td>3", ""),
        ("<tr style='display:grid'><td style='order:2'>行政许可<td>1<td>2<td>3", ""), ("<tr style='display:table-header-group'><td>行政许可<td>1<td>2<td>3", ""),
        (ROW, ".r::before{content:'9';display:table-cell}"), (ROW, "tr.r,.r td{display:block}"), (ROW, "tbody{transform:rotate(180deg)}"),
    ],
)  # fmt: skip
def test_cells_that_may_stand_in_other_columns_are_in_doubt(row: str, sheet: str) -> None:
    assert {doubt for _, doubt in page(HEAD + row, sheet)} == {"placed"}


@pytest.mark.parametrize(
    ("row", "sheet", "seen"),
    [
        ("</tr><td>行政许可<td>1<td>2<td>3", "", PLAIN),
        (ROW, "tbody tr td:nth-child(2){visibility:hidden}", [("", ""), *PLAIN[1:]]),
        ("<tr><td>行政许可<td style='display:table-column'>9<td>1<td>2<td>3", "", PLAIN),
        (ROW, "tr::after{content:'';display:table;clear:both}", PLAIN),
        (ROW, ".r{line-height:0}", [("1", "crowded"), ("2", "crowded"), ("3", "crowded")]),
        ("<col><col style='background:#000'>" + ROW, "", [("1", "faint"), *PLAIN[1:]]),
        ("<col><col style='width:0'>" + ROW, "table{table-layout:fixed}", [("1", "narrow"), *PLAIN[1:]]),
    ],
)
def test_rows_and_columns_are_those_of_a_browser(row: str, sheet: str, seen: list[tuple[str, str]]) -> None:
    assert page(HEAD + row, sheet) == seen


@pytest.mark.parametrize(
    ("cell", "text", "doubt"),
    [
        ("<span style='display:inline-block;width:60px'>1</span>2", "1 2", ""), ("<span style='display:inline-block;width:9px'>1</span>2", "12", ""),
        ("<x-count value=12></x-count>", OBJECT, "script"),
        ("12<x-count></x-count>", "12", "script"), ("<x-count>12</x-count>", "12", ""),
    ],
)  # fmt: skip
def test_boxes_in_a_line_part_digits_and_elements_of_the_pages_own_may_hold_some(cell: str, text: str, doubt: str) -> None:
    assert page(HEAD + f"<tr><td>行政许可</td><td>{cell}</td><td>2</td><td>3</td></tr>")[0] == (text, doubt)


@pytest.mark.parametrize("address", ["data:text/css,.h%7Bdisplay:none%7D", "data:text/css;charset=utf-8;base64,Lmh7ZGlzcGxheTpub25lfQ=="])
@pytest.mark.parametrize("by", ["link", "import"])
def test_a_sheet_in_an_address_of_the_page_holds(by: str, address: str) -> None:
    before = f"<link rel=stylesheet href='{address}'>" if by == "link" else ""
    sheet = f"@import url('{address}');" if by == "import" else ""
    assert page(HEAD + "<tr><td>行政许可</td><td>1<b class=h>2</b></td><td>2</td><td>3</td></tr>", sheet, before) == PLAIN


@pytest.mark.parametrize("cell", ["<picture><source srcset=a.png><img></picture>", "<img alt=12>"])
def test_a_picture_from_a_choice_or_with_words_in_its_place_is_no_blank(cell: str) -> None:
    assert page(HEAD + f"<tr><td>行政许可</td><td>{cell}</td><td>2</td><td>3</td></tr>")[0][1] == "object"


def test_a_page_within_the_page_that_lies_over_a_table_covers_it() -> None:
    found = page(after="<iframe style='position:absolute;left:0;top:0;width:600px;height:300px'></iframe>")
    assert {doubt for _, doubt in found} == {"covered"}
