"""Tables that share words with the form's: none of their figures is published as the form's, and none of the form's is lost to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.quirks.paper import all_rows, read, row, tables, to_page, to_text, told, truth

TOWNS = [
    ["单位", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
    ["河包镇", "3", "0", "0", "0", "0", "0", "3"], ["东关街道", "2", "1", "0", "0", "0", "0", "3"], ["总计", "5", "1", "0", "0", "0", "0", "6"],
]
YEARS = [
    ["指标", "2022年", "2023年", "增幅"], ["本年新收政府信息公开申请数量", "21", "26", "23%"], ["上年结转政府信息公开申请数量", "2", "2", "0%"],
    ["予以公开", "10", "11", "10%"], ["总计", "24", "25", "4%"],
]
CASES = [["年度", "行政复议", "行政诉讼"], ["2022", "3", "1"], ["2023", "4", "2"]]


def as_html(rows: list[list[str]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in rows) + "</table>"


def as_pipes(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(line) + " |" for line in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_a_list_of_something_else_beside_the_forms_tables_costs_none_of_their_figures(tmp_path: Path, suffix: str) -> None:
    page, before = (to_page(), "<p>各镇、历年情况如下。</p>") if suffix == "html" else (to_text(setter="pipes"), "各镇、历年情况如下。\n\n")
    setter = as_html if suffix == "html" else as_pipes
    first = "<h2>二、" if suffix == "html" else "二、主动公开"
    extra = "\n\n".join(before + setter(rows) + "\n\n" for rows in (TOWNS, YEARS, CASES))
    reading = read(tmp_path, f"x.{suffix}", page.replace(first, extra + first, 1))
    assert all_rows(reading) == truth()
    assert not told(reading, "table-printed-twice")


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_the_sum_of_a_list_of_towns_is_not_that_of_the_requests(tmp_path: Path, suffix: str) -> None:
    made = {name: table for name, table in tables().items() if name != "requests"}  # printed as a picture
    page = to_page(made) if suffix == "html" else to_text(made, setter="pipes")
    heading = "收到和处理政府信息公开申请情况"
    rows = as_html(TOWNS) if suffix == "html" else as_pipes(TOWNS)
    at = page.index("</h2>", page.index(heading)) + 5 if suffix == "html" else page.index(heading) + len(heading)
    reading = read(tmp_path, f"x.{suffix}", f"{page[:at]}\n\n{rows}\n\n{page[at:]}")
    assert not [name for name in all_rows(reading) if name.startswith("requests") and re.search(r"\d", row(reading, name))]


def test_where_a_page_lost_its_colspans_no_head_stands_over_a_figure(tmp_path: Path) -> None:
    for name, page in (("x.html", to_page()), ("x.md", "# 青禾县人民政府2023年政府信息公开工作年度报告\n\n" + to_page().split("</h1>")[1].split("</body>")[0])):
        reading = read(tmp_path, name, re.sub(r' colspan="?\d+"?', "", page))
        wrong = {r: got for r, got in all_rows(reading).items() if r.startswith("requests") and got != truth()[r] and re.search(r"\d", got)}
        assert not wrong, name
        assert not [check for check in told(reading) if check.kind == "contradicts"], name
