"""What a page shows of a cell: made-up pages, each as a browser shows it (tests/browser/test_page_cells.py asks one)."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from gongkai.model import OBJECT, Unreadable, doubt_of
from gongkai.readers.html import mht
from gongkai.readers.html.formatting import nest
from gongkai.readers.html.html import bytes_to_parts
from tests.shown_cases import CELLS, Case


def cell_of(case: Case) -> str:
    """The value cell of a page made of one case."""
    rows = bytes_to_parts(case.page().encode(), "a.html").grids[0].rows
    text = rows[1][1]
    assert text is not None
    return text


@pytest.mark.parametrize("case", CELLS, ids=lambda case: case.name)
def test_a_cell_is_read_as_shown(case: Case) -> None:
    text = cell_of(case)
    assert (str(text), doubt_of(text)) == (case.text if case.text or not case.doubt else OBJECT, case.doubt)


def rows_of(page: str) -> list[list[str | None]]:
    return [list(row) for row in bytes_to_parts(page.encode(), "a.html").grids[0].rows]


def test_a_row_that_is_folded_away_is_not_there() -> None:
    page = "<table><tr><td>规章<td>1</tr><tr style='visibility:collapse'><td>规章<td>2</tr><tr hidden><td>规章<td>3</tr></table>"
    assert rows_of(page) == [["规章", "1"]]


def test_a_column_that_is_folded_away_is_not_there() -> None:
    page = "<table><colgroup><col><col style='visibility:collapse'><col></colgroup><tr><td>规章<td>1<td>2</tr><tr><td colspan=2>许可<td>3</tr></table>"
    assert rows_of(page) == [["规章", "2"], ["许可", "3"]]


def test_a_column_beside_a_head_over_two_rows_may_be_folded_away() -> None:
    columns = "<colgroup><col span=2><col style='visibility:collapse'><col></colgroup>"
    heads = "<tr><td rowspan=2>项目<td colspan=2>组织<td rowspan=2>总计</tr><tr><td>企业<td>其他</tr>"
    page = f"<table>{columns}{heads}<tr><td>规章<td>1<td>2<td>3</tr></table>"
    assert rows_of(page) == [["项目", "组织", "总计"], [None, "企业", None], ["规章", "1", "3"]]


def test_a_row_whose_cells_stand_in_reverse_is_in_doubt() -> None:
    page = "<style>.r{display:flex;flex-direction:row-reverse}</style><table><tr><td>规章<td>1<td>2</tr><tr class=r><td>许可<td>3<td>4</tr></table>"
    first, second = rows_of(page)
    assert [doubt_of(text) for text in first] == ["", "", ""]
    assert [doubt_of(text) for text in second[1:]] == ["placed", "placed"]


@pytest.mark.parametrize("inner", ["<col>", "<caption>上年</caption>"])
def test_a_row_that_a_browser_ends_at_what_is_misplaced_in_it_is_in_doubt(inner: str) -> None:
    rows = rows_of(f"<table><tr><td>规章<td>1<td>2</tr><tr><td>许可{inner}<td>3<td>4</tr></table>")
    assert [doubt_of(text) for text in rows[0]] == ["", "", ""] and [doubt_of(text) for text in rows[1][1:]] == ["placed", "placed"]


@pytest.mark.parametrize("inner", ["<p>见附件</p>", "<slot></slot>"])
def test_a_table_in_whose_place_a_shadow_stands_is_in_doubt(inner: str) -> None:
    page = f"<div><template shadowrootmode=open>{inner}</template><table><tr><td>规章<td>1</tr><tr><td>许可<td>3</tr></table></div>"
    assert doubt_of(rows_of(page)[0][1]) == "script"


def test_running_text_leaves_out_what_is_hidden_or_struck_out() -> None:
    page = "<style>.x{display:none}</style><p>共<s>7</s>5件<span class=x>9</span>，注<sup>1</sup></p><noscript>请开启脚本</noscript>"
    assert [p.text for p in bytes_to_parts(page.encode(), "a.html").paragraphs] == ["共5件，注¹"]


def test_what_is_folded_away_in_details_is_not_shown() -> None:
    page = "<details><summary>上年</summary><table><tr><td>规章<td>1</tr></table></details><details open><table><tr><td>规章<td>2</tr></table></details>"
    parts = bytes_to_parts(page.encode(), "a.html")
    assert [grid.rows for grid in parts.grids] == [(("规章", "2"),)]


def test_a_page_of_too_many_attributes_is_refused_at_once() -> None:
    page = "<table><tr " + " ".join(f"a{n}" for n in range(200_000)) + "><td>1</table>"
    begun = time.process_time()
    with pytest.raises(Unreadable, match="attributes"):
        bytes_to_parts(page.encode(), "a.html")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("style", "body"),
    [
        ("div div div div div div div div div div b{color:red}", "<div>" * 200 + "<i>1</i>" * 500),
        ("".join(f"td ~ td ~ td:nth-of-type({n}){{color:red}}" for n in range(1, 400)), "<table><tr>" + "<td>1" * 2000 + "</table>"),
        (":has(b:not(:has(i))) span{display:none}" * 50, "<p>" + "<span>1</span>" * 5000),
        ("".join(f":not(.a{n}){{color:red}}" for n in range(3000)), "<p>" + "<span class=a1>1</span>" * 5000),
        (":root{--a:1;" + "".join(f"--a{n}:var(--a{n - 1}) var(--a{n - 1}) var(--a{n - 1});" for n in range(1, 60)) + "--a0:9} p{font-size:var(--a59)}", "<p>1</p>"),
        ("@media screen{" * 5000, "<p>1</p>"),
        ("p{" * 3000, "<p>1</p>"),
        (":not(" * 3000 + "p", "<p>1</p>"),
    ],
)
def test_sheets_that_ask_for_endless_work_do_not_get_it(style: str, body: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(Unreadable, RecursionError):
        bytes_to_parts(f"<!doctype html><style>{style}</style>{body}".encode(), "a.html")
    assert time.process_time() - begun < 20


def test_the_sheets_of_an_archive_count(tmp_path: Path) -> None:
    archive = (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        b"--b\nContent-Type: text/html; charset=utf-8\nContent-Location: http://a.cn/zfxxgk/1.html\n\n"
        b'<!DOCTYPE html><link rel=stylesheet href="../css/a.css"><link rel=stylesheet href="cid:css-1@mhtml.blink">'
        b"<table><tr><td>a<td>1<b class=x>2</b><i class=y>3</i></tr></table>\n"
        b"--b\nContent-Type: text/css\nContent-Location: http://a.cn/css/a.css\n\n.x{display:none}\n"
        b"--b\nContent-Type: text/css\nContent-ID: <css-1@mhtml.blink>\n\n.y{display:none}\n--b--\n"
    )
    path = tmp_path / "a.mht"
    path.write_bytes(archive)
    assert mht.read(path, "a.mht").grids[0].rows == (("a", "1"),)


def test_a_column_without_display_is_there() -> None:
    """Chromium leaves the cells of such a column where they are."""
    assert rows_of("<table><col><col style='display:none'><tr><td>规章<td>1</tr></table>") == [["规章", "1"]]


def test_a_merged_cell_goes_on_through_a_folded_row_and_ends_with_its_group() -> None:
    page = (
        "<table><tr><td>信息<td>a<td>数</tr><tr><td rowspan=2>许可<td>a<td>1</tr><tr style='visibility:collapse'><td>b<td>2</tr><tr><td>处罚<td>c<td>3</tr>"
        "<tbody><tr><td rowspan=9>强制<td>d<td>4</tr></tbody><tbody><tr><td>收费<td>e<td>5</tr></tbody></table>"
    )
    assert rows_of(page) == [["信息", "a", "数"], ["许可", "a", "1"], ["处罚", "c", "3"], ["强制", "d", "4"], ["收费", "e", "5"]]


def test_a_head_stands_above_and_a_foot_below_wherever_they_are_written() -> None:
    page = "<table><tfoot><tr><td>总计<td>3</tr></tfoot><tr><td>许可<td>1</tr><thead><tr><td>信息<td>数量</tr></thead></table>"
    assert rows_of(page) == [["信息", "数量"], ["许可", "1"], ["总计", "3"]]


def test_rows_within_what_is_wrongly_in_a_table_are_rows() -> None:
    assert rows_of("<table><tr><td>规章<td>1</tr><div><tr><td>许可<td>5</tr></div></table>") == [["规章", "1"], ["许可", "5"]]


@pytest.mark.parametrize("style", ["height:20px;overflow:hidden", "max-height:1em;overflow:hidden", "width:40px;overflow:hidden"])
def test_a_table_that_what_it_stands_in_cuts_off_is_in_doubt(style: str) -> None:
    page = f"<div style='{style}'><table><tr><td>规章<td>1</tr><tr><td>许可<td>5</tr></table></div>"
    assert [doubt_of(row[1]) for row in rows_of(page)] == ["placed", "placed"]


def test_a_table_with_something_generated_on_top_of_it_is_in_doubt() -> None:
    style = "table{position:relative}table::after{content:'作废';position:absolute;inset:0;background:#fffd}"
    assert [doubt_of(row[1]) for row in rows_of(f"<style>{style}</style><table><tr><td>规章<td>1</tr></table>")] == ["covered"]


def test_a_page_that_fills_its_cells_when_it_is_loaded_is_in_doubt() -> None:
    page = "<body onload=\"document.getElementById('v').textContent='128'\"><table><tr><td>规章<td id=v></tr></table>"
    assert [doubt_of(row[1]) for row in rows_of(page)] == ["script"]


REPLACED = [
    "var v='<table><tr><td>规章<td>2</table>';document.getElementById('box').innerHTML = v",
    "const box=document.querySelector('#box'); fetch('a').then(r=>r.text()).then(t=>{ box.innerHTML = t })",
    "$('#box').html(v)", "$('.zoom #box').replaceWith(made(v));", "$('#box').load('a.html')", "document.getElementsByTagName('table')[0].innerHTML = v",
    "var t = document.getElementsByTagName('td');" + " " * 900 + "for (var i = 0; i < 2; i++) t[i].innerHTML = v[i]",
    "function put(id, v) { document.getElementById(id).innerHTML = v } put('box', w)", "document.body.innerHTML = page", "document.querySelector('tbody').textContent = v",
]
LEFT = [
    "function out() { var all = document.body.innerHTML; document.body.innerHTML = document.getElementById('box').innerHTML; window.print(); document.body.innerHTML = all }",
    "document.getElementById('box').innerHTML = document.getElementById('box').innerHTML.replace(/a/g, 'b')", "document.getElementById('hits').innerHTML = v",
    "document.getElementById('box').style.fontSize = v", "$('#box').find('img').attr('alt', v); $('#date').html(v)", "var n = $('#box').html(); $('#hits').text(n.length)",
]


@pytest.mark.parametrize("script", REPLACED)
def test_a_table_that_a_script_puts_something_else_in_place_of_is_in_doubt(script: str) -> None:
    page = f"<div id=box><table><tr><td>规章<td>1</tr></table></div><script>{script}</script>"
    assert [doubt_of(row[1]) for row in rows_of(page)] == ["script"]


@pytest.mark.parametrize("script", LEFT)
def test_a_script_that_only_reads_or_dresses_a_table_leaves_it(script: str) -> None:
    page = f"<div id=box><table><tr><td>规章<td>1</tr></table></div><i id=hits></i><i id=date></i><script>{script}</script>"
    assert [doubt_of(row[1]) for row in rows_of(page)] == [""]


def test_a_script_that_writes_among_the_rows_puts_the_table_in_doubt() -> None:
    page = "<table><tr><td>规章<td>1</tr><script>document.write(v)</script><tr><td>规范性文件<td>2</tr></table>"
    assert [doubt_of(row[1]) for row in rows_of(page)] == ["script"] * 2


@pytest.mark.parametrize("style", ["display:none", "color:#fff", "position:absolute;left:-9999px", "text-decoration:line-through", "font-size:0"])
def test_a_large_line_that_is_not_seen_is_no_title(style: str) -> None:
    page = f"<h1 style='{style}'>2019年报</h1><h1>2022年<span hidden>2019</span>报</h1><table><tr><td>规章<td>1</tr></table>"
    assert bytes_to_parts(page.encode(), "a.html").titles == ["2022年报"]


OVERLAY = "<div style='position:relative'><table><tr><td>规章<td>1</tr></table>{}</div>"


@pytest.mark.parametrize(
    ("laid", "doubt"),
    [
        ("<div style='position:absolute;left:90px;top:2px;background:#fff'>186</div>", "covered"),
        ("<span style='position: absolute; left: 90px; top: 2px'>186</span>", "covered"),
        ("<div style='position:absolute;left:90px;top:2px;width:50px;height:20px;background:#fff'></div>", "covered"),
        ("<div style='position:absolute;left:90px;display:none'>186</div>", ""),
        ("<div style='position:absolute;right:0;top:0'>打印本页</div>", ""),
        ("<div class=tool>186</div>", ""),
    ],
)
def test_a_table_with_a_figure_or_a_patch_laid_over_it_by_hand_is_in_doubt(laid: str, doubt: str) -> None:
    assert [doubt_of(row[1]) for row in rows_of(OVERLAY.format(laid))] == [doubt]


def test_what_is_struck_out_over_several_paragraphs_is_no_running_text() -> None:
    page = "<p>共5件</p><s><p>共7件</p><p>共9件</p></s><p>共6件</p>"
    assert [p.text for p in bytes_to_parts(page.encode(), "a.html").paragraphs] == ["共5件", "共6件"]


@pytest.mark.parametrize("piece", ["<s>", "<s ", '<s "', "<!-- ", "<script>", "<b></p>", "<p><s>x</p>", "<p><s><i><b>"])
def test_marks_that_overlap_without_end_cost_no_more_than_their_length(piece: str) -> None:
    begun = time.process_time()
    assert len(nest("<td>" + piece * 60_000)) < 1.6 * len(piece) * 60_000 + 30_000
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("marked", ["<font face=Wingdings>128</font>", "<span style=\"font-family:'Wingdings 2', Arial\">128</span>", "<b style='font:12px Webdings'>128</b>"])
def test_digits_in_a_font_of_pictures_are_no_digits(marked: str) -> None:
    assert doubt_of(rows_of(f"<table><tr><td>规章<td>{marked}</tr></table>")[0][1]) == "glyph"
    assert rows_of("<table><tr><td>规章<td><font face='Arial, Wingdings'>128</font></tr></table>") == [["规章", "128"]]
