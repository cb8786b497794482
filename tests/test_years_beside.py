"""Figures of another year or body within a document of this year's: columns side by side, rows that say their year, sheets, captions."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from gongkai import pipeline
from gongkai.model import CellId, Reading
from tests.reports import FORM
from tests.small_pages import LICENSING, PENALTIES, TITLE, codes, read, table, value

SECTION = "<h2>二、主动公开政府信息情况</h2>"
RECEIVED = CellId("requests", "new_received", "total")
REVIEW = CellId("disputes", "review", "total")


def to_table(*rows: str) -> str:
    """Rows of cells parted by bars; ">" is a cell that goes on to the right."""
    lines = []
    for row in rows:
        cells: list[tuple[str, int]] = []
        for cell in row.split("|"):
            if cell == ">":
                cells[-1] = (cells[-1][0], cells[-1][1] + 1)
            else:
                cells.append((cell, 1))
        lines.append("<tr>" + "".join(f"<td colspan={across}>{cell}</td>" for cell, across in cells) + "</tr>")
    return "<table>" + "".join(lines) + "</table>"


@pytest.mark.parametrize("years", ["2022年|2023年", "2022年度数据|2023年度数据", "上年|本年", "上年同期数|本年数", "二〇二二年|二〇二三年"])
def test_of_columns_of_two_years_under_one_head_this_years_is_read(years: str, tmp_path: Path) -> None:
    body = to_table("信息内容|本年处理决定数量|>", f"|{years}", "行政许可|300|319", "行政处罚|41|")
    reading = read(SECTION + body, tmp_path)
    assert (value(reading).number, value(reading, PENALTIES).status) == (319, "blank")


@pytest.mark.parametrize(("years", "wanted"), [("本年|>|>|>|>|>|>|上年|>|>|>|>|>|>", 80), ("2022年|>|>|>|>|>|>|2023年|>|>|>|>|>|>", 99)])
def test_of_two_whole_tables_side_by_side_the_half_of_this_year_is_read(years: str, wanted: int, tmp_path: Path) -> None:
    heads = "自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    body = to_table(f"|{years}", f"|{heads}|{heads}", "一、本年新收政府信息公开申请数量|80|0|0|0|0|0|80|99|0|0|0|0|0|99", "四、结转下年度继续办理|1|0|0|0|0|0|1|2|0|0|0|0|0|2")
    assert value(read(f"<h2>三、收到和处理政府信息公开申请情况</h2>{body}", tmp_path), RECEIVED).number == wanted


def test_years_over_some_rows_say_nothing_of_another_table_below_them(tmp_path: Path) -> None:
    body = to_table("信息内容|本年处理决定数量|>", "|上年|本年", "行政许可|300|319", "第二十条第（六）项|>|>", "信息内容|本年处理决定数量|", "行政处罚|7|")
    reading = read(SECTION + body, tmp_path)
    assert (value(reading).number, value(reading, PENALTIES).number) == (319, 7)


@pytest.mark.parametrize("label", ["行政许可（2022年）", "行政许可(2022年度)", "行政许可【2022年】", "行政许可（22年）", "2022年行政许可", "行政许可2022年", "行政许可（上年）"])
def test_a_row_that_says_that_it_is_of_another_year_is_none_of_this_years(label: str, tmp_path: Path) -> None:
    alone = read(SECTION + table("300", "7").replace("行政许可", label), tmp_path)
    assert (value(alone).status, value(alone, PENALTIES).number) == ("missing", 7)
    beside = table("319", "7").replace("</table>", f"<tr><td>{label}</td><td>300</td></tr></table>")
    assert value(read(SECTION + beside, tmp_path)).number == 319


@pytest.mark.parametrize("label", ["行政许可（2023年）", "行政许可(2023年度)", "行政许可"])
def test_a_row_of_this_year_is_read_whatever_it_says_of_it(label: str, tmp_path: Path) -> None:
    assert value(read(SECTION + table("319", "7").replace("行政许可", label), tmp_path)).number == 319


def test_what_is_carried_over_may_name_the_year_before_or_the_next(tmp_path: Path) -> None:
    heads = "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    body = to_table(heads, "二、上年结转政府信息公开申请数量（2022年）|3|0|0|0|0|0|3", "四、结转下年度继续办理（2024年）|1|0|0|0|0|0|1")
    reading = read(f"<h2>三、收到和处理政府信息公开申请情况</h2>{body}", tmp_path)
    assert [value(reading, CellId("requests", row, "total")).number for row in ("carried_in", "carried_out")] == [3, 1]


@pytest.mark.parametrize("line", [
    "统计时间：2022年1月1日至2022年12月31日", "2022年1-12月", "截至2022年12月31日", "（统计期限：2022年1月1日—12月31日）", "附表：下属单位情况", "（局属单位）", "下属事业单位数据", "青禾县档案馆城东分馆",
])
def test_a_period_of_another_year_or_a_subordinate_body_over_a_table_puts_it_aside(line: str, tmp_path: Path) -> None:
    reading = read(f"{SECTION}<p>{line}</p>{table('256', '92')}", tmp_path)
    assert value(reading).status == "missing" and "table-left-aside" in codes(reading)


@pytest.mark.parametrize("line", ["统计时间：2023年1月1日至2023年12月31日", "2023年1-12月", "截至2023年12月31日", "本馆及下属单位情况", "全县情况（含下属单位）"])
def test_the_period_of_this_year_or_a_body_with_its_subordinates_puts_nothing_aside(line: str, tmp_path: Path) -> None:
    assert value(read(f"{SECTION}<p>{line}</p>{table('256', '92')}", tmp_path)).number == 256


def test_this_year_over_another_bodys_table_does_not_make_it_this_bodys(tmp_path: Path) -> None:
    body = f"{SECTION}{table('', '7')}<p>附：青禾县教育局</p><p>2023年度</p>{table('256', '92')}"
    assert value(read(body, tmp_path)).status == "blank"


def sheets(*named: tuple[str, str, str]) -> bytes:
    """(name on the tab, licensing, penalties) → a workbook with a title on its first sheet."""
    book = Workbook()
    book.active.append([TITLE])
    for name, licensing, penalties in named:
        sheet = book.create_sheet(name)
        for row in (["信息内容", "本年处理决定数量"], ["行政许可", licensing], ["行政处罚", penalties]):
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_sheets(tmp_path: Path, *named: tuple[str, str, str]) -> Reading:
    path = tmp_path / "a.xlsx"
    path.write_bytes(sheets(*named))
    return pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]


@pytest.mark.parametrize("tab", ["2022", "2022年", "上年数据", "2022年主动公开", "下属单位", "县教育局"])
def test_a_sheet_whose_name_is_another_years_or_bodys_is_left_aside(tab: str, tmp_path: Path) -> None:
    own = ("主动公开", "", "7")
    for order in ((own, (tab, "256", "92")), ((tab, "256", "92"), own)):
        reading = read_sheets(tmp_path, *order)
        assert (value(reading).status, value(reading, PENALTIES).number) == ("blank", 7)
        assert "table-left-aside" in codes(reading)


def test_a_sheet_with_any_other_name_is_this_reports(tmp_path: Path) -> None:
    for tab in ("2023", "Sheet3", "主动公开政府信息情况", "2023年"):
        assert value(read_sheets(tmp_path, (tab, "256", "92")), LICENSING).number == 256


@pytest.mark.parametrize("head", ["申请人情况（2022年）", "申请人情况（二〇二二年度）"])
def test_a_year_in_the_heads_over_a_whole_table_is_that_of_the_table(head: str, tmp_path: Path) -> None:
    heads = "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    body = to_table(f"|{head}|>|>|>|>|>|>", heads, "一、本年新收政府信息公开申请数量|80|0|0|0|0|0|80")
    section = "<h2>三、收到和处理政府信息公开申请情况</h2>"
    reading = read(section + body, tmp_path)
    assert value(reading, RECEIVED).status == "missing" and "table-left-aside" in codes(reading)
    assert value(read(section + body.replace(head, "申请人情况（2023年）"), tmp_path), RECEIVED).number == 80


FLAT: dict[str, Callable[[list[list[str]]], str]] = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "tabs, stripped": lambda rows: "\n".join("\t".join(row).rstrip("\t") for row in rows),
    "bars": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
    "cells alone, tabs": lambda rows: "\n".join("\t".join(cell for at, cell in enumerate(row) if cell or at) for row in rows).replace("数量\t\n", "数量\n"),
    "a cell a line": lambda rows: "\n".join(cell for row in rows for cell in row),
    "a cell a line, empty ones left out": lambda rows: "\n".join(cell for row in rows for cell in row if cell),
}


@pytest.mark.parametrize("how", FLAT)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("years", [["2022年", "2023年"], ["2023年", "2022年"], ["上年数", "本年数"]])
def test_in_a_text_no_number_of_a_column_of_another_year_is_this_years(how: str, suffix: str, years: list[str], tmp_path: Path) -> None:
    blocks = [("行政许可", "300", "319"), ("行政处罚", "41", ""), ("行政强制", "", "5")]
    rows = [line for name, last, this in blocks for line in (
        ["信息内容", "本年处理决定数量", ""], ["", *years], [name, *((this, last) if years[0] == "2023年" else (last, this))],
    )]
    path = tmp_path / f"a{suffix}"
    path.write_text(f"{TITLE}\n一、总体情况\n略。\n二、主动公开政府信息情况\n{FLAT[how](rows)}\n三、收到和处理政府信息公开申请情况\n略。\n", "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]
    for cell, wanted in ((LICENSING, 319), (PENALTIES, None), (CellId("proactive_disclosure", "coercive_measures", "decisions"), 5)):
        if reading.report is not None:
            assert value(reading, cell).number in (wanted, None) and (wanted is None or value(reading, cell).status != "blank"), (cell, value(reading, cell))
            assert wanted is None or how not in ("tabs", "bars") or value(reading, cell).number == wanted
