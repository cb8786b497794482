"""Cells of Markdown as they are shown."""

from pathlib import Path

import pytest

from gongkai import readers
from gongkai.model import OBJECT, doubt_of
from gongkai.readers.markdown import to_shown
from gongkai.text import to_printed
from tests.quirks.paper import read, row


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("~~182~~128", "128"), ("~~182~~ 128", "128"), ("<del>182</del>128", "128"), ("<s>182</s> **128**", "128"), ("128<sup>1</sup>", "128¹"),
        ("128<sup>注1</sup>", "128[注1]"), ("128[^1]", "128¹"), ("128^1^", "128¹"), ("**12**", "12"), ("*12*", "12"), ("__12__", "12"), ("12_8_", "12_8_"), ("***12***", "12"),
        ("`12`", "12"), ("[12](http://a.example/b_c)", "12"), ("&#49;2", "12"), ("&nbsp;12", "12"), ("12<br>8", "12\n8"), ("12<!-- 3 -->", "12"),
        ("<span>12</span>", "12"), ("27.35*", "27.35*"), ("\\-3", "-3"), ("12\\*", "12*"), ("规章（含\\_草案）", "规章（含_草案）"), ("<ins>128</ins>", "128"),
    ],
)
def test_a_cell_of_markdown_is_read_as_it_is_shown(text: str, shown: str) -> None:
    assert (to_shown(text), doubt_of(to_shown(text))) == (shown, "")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("~~182~~", "struck"), ("<del>182</del>", "struck"), ("![](x.png)", "object"), ("![12](x.png)", "object"), ("12 ![](x.png)", "object"), ("$128^{1}$", "object"),
        ("$128$", "object"), ("\\(128\\)", "object"), ('<span style="display:none">5</span>', "unlike"), ('<img src="x.png">', "object"), ("~12~8", "struck"), ("<del>182", "struck"),
        ('<input value="5">', "object"), ("<font color=white>5</font>", "unlike"),
    ],
)
def test_what_shows_no_text_or_something_else_is_in_doubt_and_never_blank(text: str, doubt: str) -> None:
    shown = to_shown(text)
    assert doubt_of(shown) == doubt
    assert shown.strip()
    assert to_printed(shown).status == "unreadable"


def test_a_table_of_markdown_holds_what_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("| 规章 | ~~182~~128 | 128<sup>1</sup> | ![](x.png) | 12\\|8 | |\n|---|---|---|---|---|---|\n| 文件 | **0** | ~~5~~ | 3[^2] | - | 7 |\n", "utf-8")
    (grid,) = readers.read(path).grids
    assert grid.rows == (("规章", "128", "128¹", OBJECT, "12|8", ""), ("文件", "0", "5", "3²", "-", "7"))
    assert [doubt_of(cell) for cell in grid.rows[0]] == ["", "", "", "object", "", ""]
    assert doubt_of(grid.rows[1][2]) == "struck"
    plain = tmp_path / "a.txt"
    plain.write_text("规章 | ~~182~~128 | 1 |\n文件 | 0 | 5 |\n", "utf-8")
    assert to_printed(readers.read(plain).grids[0].rows[0][1]).status == "unreadable"


def test_a_table_in_html_within_markdown_is_read_as_a_browser_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# 标题\n\n二、主动公开政府信息情况\n\n前 <table>\n<caption>表一</caption><tr><td rowspan=2>行政许可</td><td>128<sup>1</sup></td></tr>\n\n"
        "<tr><td><s>7</s>9</td></tr></table> 后\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n", "utf-8",
    )
    document = readers.read(path)
    assert document.grids[0].exact and document.grids[0].rows[-2:] == (("行政许可", "128¹"), (None, "9"))
    assert document.grids[1].rows == (("甲", "乙"), ("1", "2"))
    assert {"前", "后"} <= {paragraph.text for paragraph in document.paragraphs}


def test_a_table_in_html_without_an_end_goes_on_to_the_end_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("<table><tr><td>1</td><td>2</td></tr>\n\n<tr><td>3</td><td>4</td></tr>\n", "utf-8")
    assert readers.read(path).grids[0].rows == (("1", "2"), ("3", "4"))


def test_what_stands_in_a_comment_over_several_lines_is_not_shown(tmp_path: Path) -> None:
    table = "| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | {} |\n"
    path = tmp_path / "a.md"
    path.write_text(f"# 标题\n<!--\n{table.format(5)}-->\n{table.format(7)}\n<!-- {table.format(9)}", "utf-8")
    assert [row[1] for grid in readers.read(path).grids for row in grid.rows[1:]] == ["7"]


@pytest.mark.parametrize(("around", "doubts"), [
    ("<details>\n<summary>上年</summary>\n\n{}\n</details>", None), ("<details open>\n\n{}\n</details>", [""]), ("<template>\n\n{}\n</template>", None),
    ("<del>\n\n{}\n</del>", ["struck"]), ("<div hidden>\n\n{}\n</div>", ["unlike"]), ('<div style="display: none">\n\n{}\n</div>', ["unlike"]),
    ('<div style="overflow-x:auto">\n\n{}\n</div>', [""]), ("<div>\n</div>\n\n{}", [""]),
])  # fmt: skip
@pytest.mark.parametrize("table", ["| 信息内容 | 数量 |\n|---|---|\n| 行政许可 | 5 |\n", "<table><tr><td>信息内容<td>数量<tr><td>行政许可<td>5</table>\n"])
def test_elements_around_a_table_fold_it_away_or_put_it_in_doubt(tmp_path: Path, around: str, doubts: list[str] | None, table: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{around.format(table)}\n\n| 信息内容 | 数量 |\n|---|---|\n| 行政处罚 | 7 |\n", "utf-8")
    found = [(grid.rows[1][1], doubt_of(grid.rows[1][1])) for grid in readers.read(path).grids]
    assert found == ([("5", doubt) for doubt in doubts] if doubts else []) + [("7", "")]


def test_a_style_that_some_programs_heed_puts_what_it_changes_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    table = "<table><tr><td>行政许可<td>1<b{}>9</b><tr><td>行政处罚<td>7</table>"
    for name, doubt in (("", ""), (" class=x", "unlike")):
        path.write_text(f"<style>.x{{display:none}}</style>\n\n{table.format(name)}\n", "utf-8")
        assert [doubt_of(line[1]) for line in readers.read(path).grids[0].rows] == [doubt, doubt]


def test_a_table_that_is_quoted_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("> | 信息内容 | 数量 |\n> |---|---|\n> | 行政许可 | 5 |\n", "utf-8")
    assert readers.read(path).grids[0].rows == (("信息内容", "数量"), ("行政许可", "5"))


DRAWN = """# 青禾县人民政府2023年政府信息公开工作年度报告

+--------------+----------+----------+----------+
| 第二十条第（一）项                            |
+==============+==========+==========+==========+
| 信息内容     | 本年制发 | 本年废止 | 现行有效 |
|              | 件数     | 件数     | 件数     |
+--------------+----------+----------+----------+
| 规章         | 3        | 1        | 17       |
+--------------+----------+----------+----------+
| 行政规范性   | 26       | 1        |          |
| 文件         | （其中   | 4        |          |
|              | 修订6件）|          |          |
+--------------+----------+----------+----------+
"""


@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_a_table_drawn_in_signs_is_read_and_a_number_on_two_lines_is_none(tmp_path: Path, suffix: str) -> None:
    lines = str.maketrans("+-|", "┼─│")
    for drawn in (DRAWN, DRAWN.translate(lines)):
        reading = read(tmp_path, f"x.{suffix}", drawn)
        assert row(reading, "proactive_disclosure rules") == "3|1|17"
        assert row(reading, "proactive_disclosure normative_documents") == "26|unreadable|blank"


@pytest.mark.parametrize(("sign", "sets"), [("---", ":"), ("+++", " =")])
def test_what_a_program_is_told_before_a_text_is_no_part_of_it(sign: str, sets: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{sign}\ntitle{sets} 青禾县水利局2023年报\nnote{sets} 收到申请5件\n  | 行政许可 | 9 |\n  |---|---|\n{sign}\n\n| 信息内容 | 数量 |\n|---|---|\n| 行政许可 | 5 |\n", "utf-8")
    parts = readers.read(path)
    assert [grid.rows for grid in parts.grids] == [(("信息内容", "数量"), ("行政许可", "5"))]
    assert [p.text for p in parts.paragraphs] == [f"title{sets} 青禾县水利局2023年报"]


def test_a_rule_over_a_text_begins_nothing_of_that_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\n本报告如下。\n---\n\n| 信息内容 | 数量 |\n|---|---|\n| 行政许可 | 5 |\n", "utf-8")
    assert "本报告如下。" in [p.text for p in readers.read(path).paragraphs]
