"""Whose the list of 2014 to 2018 is and of which year, where it is published by itself, without a word of a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import form, pipeline
from gongkai.model import Reading
from tests.test_rows_added import ROWS

FORM = form.load()
CELLS = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (("统计指标", "单位", "统计数"), *ROWS))
IN_A_ROW = "<table border=1><tr><td colspan=3>"


def read(page: str, folder: Path, name: str = "a.html") -> Reading:
    (folder / name).write_text(page, "utf-8")
    return pipeline.to_readings([pipeline.read_one(folder / name, name)], FORM)[0]


def to_page(before: str, table: str = "<table border=1>", after: str = "") -> str:
    return f"<meta charset=utf-8>{before}{table}{CELLS}</table>{after}"


OWN = {
    "filled by": to_page("<p>政府信息公开情况统计表</p><p>（2016年度）</p><p>填报单位：石狮市财政局</p>"),
    "filled by, and more on the line": to_page("<p>政府信息公开情况统计表（2016年）</p><p>填报单位（盖章）：石狮市财政局　　填报日期：2017年1月5日</p>"),
    "filled by, below it": to_page("<p>2016年政府信息公开工作情况统计表</p>", after="<p>填表单位：石狮市财政局 审核人：李某</p>"),
    "the title of the list": to_page("<h1>石狮市财政局2016年政府信息公开情况统计表</h1>"),
    "a period below its title": to_page("<h1>石狮市财政局政府信息公开情况统计表</h1><p>（2016年1月1日-12月31日）</p>"),
    "an annex": to_page("<p>附件1</p><p>石狮市财政局2016年度政府信息公开情况统计表</p>"),
    "a title in a row": to_page("", f"{IN_A_ROW}石狮市财政局2016年政府信息公开情况统计表</td></tr>"),
    "the title of the report in a row": to_page("", f"{IN_A_ROW}石狮市财政局2016年政府信息公开工作年度报告</td></tr>"),
    "rows over the list": to_page("", f"{IN_A_ROW}政府信息公开情况统计表</td></tr><tr><td colspan=3>（2016年度）</td></tr><tr><td colspan=3>填报单位：石狮市财政局</td></tr>"),
}


@pytest.mark.parametrize("page", OWN.values(), ids=OWN)
def test_a_list_by_itself_says_whose_it_is_and_of_which_year(page: str, tmp_path: Path) -> None:
    reading = read(page, tmp_path)
    assert reading.report is not None
    assert (reading.report.agency.name, reading.report.year) == ("石狮市财政局", 2016)
    assert not {check.check for check in reading.checks if check.severity} & {"agency-not-named", "year-not-named"}


def test_so_does_the_title_over_a_list_a_cell_a_line(tmp_path: Path) -> None:
    lines = ("石狮市财政局2016年政府信息公开工作年度报告", "", "政府信息公开情况统计表", "统计指标", "单位", "统计数", *(cell for row in ROWS for cell in row if cell))
    report = read("\n".join(lines), tmp_path, "a.txt").report
    assert report is not None
    assert (report.agency.name, report.year) == ("石狮市财政局", 2016)


@pytest.mark.parametrize(("titles", "said"), [
    (("石狮市财政局2016年政府信息公开情况统计表", "石狮市审计局2016年政府信息公开情况统计表"), ("", 2016)),
    (("石狮市财政局2016年政府信息公开情况统计表", "石狮市财政局2015年政府信息公开情况统计表"), ("石狮市财政局", None)),
])
def test_what_two_lists_say_differently_is_left_open(titles: tuple[str, str], said: tuple[str, int | None], tmp_path: Path) -> None:
    report = read("".join(to_page(f"<h1>{title}</h1>") for title in titles), tmp_path).report
    assert report is not None
    assert (report.agency.name, report.year) == said


@pytest.mark.parametrize("title", [
    "石狮市财政局2016年上半年政府信息公开情况统计表", "石狮市财政局政府信息公开情况统计表（2016年第三季度）", "石狮市财政局2014-2016年政府信息公开情况统计表",
    "石狮市各乡镇2016年政府信息公开情况统计表", "石狮市2016年政府信息公开情况统计表（样表）",
])
def test_a_list_of_a_part_of_a_year_or_of_others_is_no_report(title: str, tmp_path: Path) -> None:
    assert read(to_page(f"<h1>{title}</h1>"), tmp_path).report is None


@pytest.mark.parametrize("period", [
    "（2016年1月1日至2016年9月30日）", "（2014年1月1日至2016年12月31日）", "（2014—2016年）", "2016年4月1日至2017年3月31日", "统计时间：2016.01.01-2016.09.30",
    "（二〇一六年一月一日至九月三十日）", "（2015年11月—2016年10月）",
])
@pytest.mark.parametrize("is_row", [False, True], ids=["over it", "in its first row"])
def test_a_list_of_another_period_is_not_published_as_the_year_s(period: str, is_row: bool, tmp_path: Path) -> None:
    title = "<h1>石狮市财政局2016年政府信息公开工作年度报告</h1><p>政府信息公开情况统计表</p>"
    reading = read(to_page(title, f"{IN_A_ROW}{period}</td></tr>") if is_row else to_page(f"{title}<p>{period}</p>"), tmp_path)
    assert reading.report is not None
    assert not any(cell.table == "statistics" for cell in reading.report.values)
    assert "table-left-aside" in {check.check for check in reading.checks}


@pytest.mark.parametrize("period", [
    "（2016年1月1日至2016年12月31日）", "统计时间：2016年1月1日至12月31日", "（2016.1.1—2016.12.31）", "（2016年1月—2016年12月）", "二〇一六年一月一日至十二月三十一日", "填报日期：2017年1月5日",
])
def test_the_year_from_its_first_day_to_its_last_is_the_year(period: str, tmp_path: Path) -> None:
    reading = read(to_page(f"<h1>石狮市财政局2016年政府信息公开工作年度报告</h1><p>政府信息公开情况统计表</p><p>{period}</p>"), tmp_path)
    assert reading.report is not None
    assert sum(value.status == "reported" for cell, value in reading.report.values.items() if cell.table == "statistics") >= len(ROWS) - 5
