"""Sections, titles, years and bodies: Q28 to Q36, Q49, Q50 and what section 5 says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.agencies.identity import Identity, identify, to_agencies, to_predecessors
from gongkai.agencies.names import read_bodies
from gongkai.match import to_sections
from gongkai.model import Paragraph, Sidecar
from tests.quirks.paper import PROSE, all_rows, read, tables, to_page, told, truth
from tests.reports import document

TITLE = "青禾县水务局2023年政府信息公开工作年度报告"


def who(*paragraphs: str, sidecar: Sidecar | None = None, path: str = "x.txt") -> Identity:
    return identify(document([], *paragraphs, path=path), sidecar or Sidecar())


def sections(*lines: str) -> dict[int, tuple[str, ...]]:
    return {s.number: s.paragraphs for s in to_sections([Paragraph(line) for line in lines])}


def test_text_that_a_print_runs_on_to_its_heading_is_the_text_of_the_section() -> None:
    found = sections("一、总体情况", "略。", "五、存在的主要问题及改进情况主动公开的内容还不够全。", "六、其他需要报告的事项本年没有收取信息处理费。")
    assert found[5] == ("主动公开的内容还不够全。",)
    assert found[6] == ("本年没有收取信息处理费。",)


# --- titles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "name", "year"),
    [
        (("2024 年上海市科委政府信息公开工作", "年度报告"), "上海市科委", 2024),
        (("西咸新区底张街道办事处2023年度政府", "信息公开工作年度报告"), "西咸新区底张街道办事处", 2023),
        (("上海市人民政府办公厅", "2019年政府信息公开工作年度报告"), "上海市人民政府办公厅", 2019),
        (("广平县财政局", "2022年政府信息公开", "工作年度报告"), "广平县财政局", 2022),
    ],
)
def test_q28_a_title_over_several_lines_is_one(lines: tuple[str, ...], name: str, year: int) -> None:
    found = who(*lines, "一、总体情况")
    assert (found.name, found.year) == (name, year)


@pytest.mark.parametrize(
    "title",
    [
        "青禾县水务局2023年政府信息公开工作年度报告",
        "青禾县水务局2023年政府信息公开年度报告",
        "青禾县水务局2023年信息公开年报",
        "青禾县水务局2023年政务公开年报",
        "青禾县水务局2023年政府信息公开工作年度报告（超链版）",
        "青禾县水务局2023年政府信息公开工作年度报告（文字版）",
        "2023年青禾县水务局政府信息公开工作年度报告",
        "青禾县水务局2023年度政府信息公开工作年度报告",
        "青禾县水务局政府信息公开工作年度报告（2023年度）",
        "青禾县水务局政府信息公开工作2023年度报告",
        "青禾县水务局2023年政府信息公开工作报告",
        "青禾县水务局2023年政府信息公开年度工作报告",
        "青禾县水务局2023年信息公开年度报告",
        "青禾县水务局2023年政务信息公开工作开展年度报告",
        "青禾县水务局二〇二三年政府信息公开工作年度报告",
        "青禾县水务局2023年政府信息公开工作年度报",
    ],
)
def test_q29_every_pattern_of_title_gives_body_and_year(title: str) -> None:
    found = who(title, "一、总体情况")
    assert (found.name, found.year, found.has_title) == ("青禾县水务局", 2023, True)


def test_q29_a_report_of_pictures_only_says_so_and_invents_nothing(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "x.html", f'<h1>{TITLE}（图片版）</h1><img src="1.jpg" width="800" height="1200"><img src="2.jpg" width="800" height="1200">'
    )
    assert reading.report is not None and not reading.report.values
    assert any("picture" in c.message_en for c in told(reading, "reading-trouble"))
    assert len(told(reading, "table-missing")) == 3


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("2021年岳阳市人民政府信息公开工作年度报告", "岳阳市人民政府", 2021),
        ("夏镇人民政府信息公开工作年度报告（2021年）", "夏镇人民政府", 2021),
        ("上海市2023年政府信息公开工作年度报告", "上海市人民政府", 2023),
        ("河包镇2023年政府信息公开工作年度报告", "河包镇人民政府", 2023),
        ("2023年政府信息公开工作年度报告", "", 2023),
        ("公安局2019年政府信息公开年度工作报告", "", 2019),
        ("水务局2020年政府信息公开工作年度报告", "", 2020),
    ],
)
def test_s5_regions_single_governments_and_bare_departments_in_titles(title: str, name: str, year: int) -> None:
    found = who(title)
    assert (found.name, found.year) == (name, year)


# --- sections -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在的主要问题及改进情况",
        "五、存在的主要问题和改进情况",
        "五、存在问题及改进情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "（五）存在的主要问题及改进情况",
    ],
)
def test_q30_section_five_is_found_under_every_heading(heading: str) -> None:
    first = ("（一）总体情况", "甲。", "（四）行政复议、行政诉讼情况") if heading.startswith("（") else ("一、总体情况", "甲。")
    assert sections(*first, heading, "乙。")[5] == ("乙。",)


def test_q30_the_list_of_headings_in_the_preamble_opens_no_section() -> None:
    listed = (
        "本报告由一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、行政复议、行政诉讼情况；"
        "五、存在的主要问题及改进情况；六、其他需要报告的事项六部分组成。"
    )
    found = sections(
        listed, "一、总体情况", "甲。", "四、因政府信息公开工作被申请行政复议和提起行政诉讼情况", "丁。", "六、其他需要报告的事项", "无。"
    )
    assert found[1] == ("甲。",) and found[4] == ("丁。",) and found[6] == ("无。",)


def test_q31_a_report_whose_headings_are_lost_keeps_its_tables(tmp_path: Path) -> None:
    page = to_page(headings=dict.fromkeys(range(1, 7), ""), prose={1: ("（一）主动公开。全年发布信息12条。",), 5: ("1、公开形式有待加强。",)})
    assert all_rows(read(tmp_path, "x.html", page)) == truth()


def test_q32_sub_topics_with_the_numbers_of_sections_are_no_sections() -> None:
    found = sections(
        "一、总体情况",
        "三、主动公开工作情况",
        "全年公开信息。",
        "四、政府信息公开申请情况",
        "全年收到申请。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "丙。",
    )
    assert found[3] == ("丙。",) and 2 in found
    assert sections("一、主动公开政府信息情况", "二、收到和处理政府信息公开申请情况", "丙。", "五、其他需要报告的事项", "无。") == {
        2: (),
        3: ("丙。",),
        6: ("无。",),
    }


def test_q32_prose_that_is_numbered_like_a_table_makes_no_table(tmp_path: Path) -> None:
    prose = {1: ("三、主动公开工作情况", "全年主动公开信息120条。", "四、政府信息公开申请情况", "全年收到申请26件。")}
    assert all_rows(read(tmp_path, "x.html", to_page(prose=prose))) == truth()


def test_q33_points_promoted_to_headings_open_no_section() -> None:
    found = sections("一、总体情况", "### 三是提高解读效能。", "三是提高解读效能。", "五、存在的主要问题及改进情况", "戊。")
    assert set(found) <= {0, 1, 5} and found[5] == ("戊。",)


@pytest.mark.parametrize("number", ["- 4 -", "— 5 —", "－ 6 －", "第 4 页", "4"])
def test_q34_page_numbers_in_a_table_are_no_values(tmp_path: Path, number: str) -> None:
    page = to_page()
    line = f'<tr><td colspan="10">{number}</td></tr>\n<tr>'
    page = page.replace('<tr><td class="label" colspan="2">（二）部分公开', line + '<td class="label" colspan="2">（二）部分公开')
    assert number in page
    found = all_rows(read(tmp_path, "x.html", page))
    # the merged headings end a row too early now, so that the row below 3.其他 lacks a cell: its last one may reach down into it, and its own
    # numbers stand a column beside their heads
    doubted = [k for k in found if k.endswith((" partially_granted", " other_misc", " outcome_total"))]
    assert {k: v for k, v in found.items() if k not in doubted} == {k: v for k, v in truth().items() if k not in doubted}
    assert found["requests outcome_total"] in (truth()["requests outcome_total"], "|".join(["ambiguous"] * 7))
    assert found["requests other_misc"] in (truth()["requests other_misc"], "1|0|0|0|0|0|ambiguous")
    assert found["requests partially_granted"] in ("2|1|0|0|0|0|3", "|".join(["ambiguous"] * 7))


# --- years ----------------------------------------------------------------------------------------------------------


def test_q35_the_title_gives_the_year_and_not_one_of_the_dates_of_the_page() -> None:
    found = who("发布日期：2024-01-17", "浏览次数 2025", TITLE, "生成日期：2024-05-28")
    assert found.year == 2023


@pytest.mark.parametrize(
    "trap",
    [
        "根据国办公开办函〔2021〕30号编制。",
        "国办公开办函〔2019〕60号",
        "青政办发〔2024〕2号",
        "条例于2019年5月15日起施行。",
        "2018年决算和2024-2026年计划已公开。",
        "页面日期：2019年12月3日",
        "发布时间：2024-12-19",
        "2022年12月19日",
    ],
)
def test_s5_other_years_are_not_the_reports(trap: str) -> None:
    assert who(trap, TITLE, trap).year == 2023
    assert who("青禾县水务局政府信息公开工作年度报告", trap).year is None


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("本报告的统计期限自2023年1月1日起至2023年12月31日止。", 2023),
        ("统计时限为2023年1月1日至12月31日。", 2023),
        ("统计时间从2023年1月1日起，至12月31日止。", 2023),
        ("所列数据自2023年1月1日起，至2023年12月31日止。", 2023),
        ("统计期限自202311日起至20231231日止。", None),
        ("统计期限为20241月1日至12月31日。", None),
        ("统计期限为202111日至20211231日。", None),
        ("统计期限为2025111231日。", None),
        ("国办公开办函〔202130号。", None),
    ],
)
def test_s5_the_period_gives_the_year_where_the_title_has_none_and_torn_dates_give_none(period: str, year: int | None) -> None:
    assert who("青禾县水务局政府信息公开工作年度报告", period).year == year


# --- bodies ---------------------------------------------------------------------------------------------------------


def test_q36_a_name_misread_in_the_text_is_reconciled_with_the_sidecar_and_told() -> None:
    found = who(
        "沐阳县人民政府2025年政府信息公开工作年度报告", sidecar=Sidecar(agency="沭阳县人民政府"), path="reports/321322/renminzhengfu/2025.pdf"
    )
    assert ("agency", "沐阳县人民政府", "沭阳县人民政府", "sidecar") in found.disagreements


def test_q36_without_a_sidecar_the_folder_of_another_region_is_told() -> None:
    found = who("沐阳县人民政府2025年政府信息公开工作年度报告", path="reports/321322/renminzhengfu/2025.pdf")
    assert found.region == "321322" or found.disagreements


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("浦东新区人民政府", "county", "government"),
        ("湖滨新区管理委员会", "", "development_zone"),
        ("石狮市人民政府", "county", "government"),
        ("珞南街道办事处", "township", "subdistrict"),
        ("松阳县大东坝镇人民政府", "township", "town"),
        ("国家统计局石狮调查队", "vertical", "statistics_survey"),
        ("中国人民银行石狮支行", "vertical", "finance_regulator"),
        ("石狮市残联", "county", "unknown"),
        ("石狮市医疗保障局", "county", "department"),
    ],
)
def test_q49_level_and_kind_are_not_read_off_the_last_letter(name: str, level: str, kind: str) -> None:
    found = who(f"{name}2023年政府信息公开工作年度报告")
    assert found.kind == kind
    if level:
        assert found.level == level


def test_q50_a_body_under_a_new_name_is_one_body_only_where_somebody_says_so() -> None:
    names = ["石狮市经济局", "石狮市工业和信息化局"]
    found = [(f"{i}.txt", who(f"{n}{2018 + i}年政府信息公开工作年度报告")) for i, n in enumerate(names)]
    apart = to_agencies(found)
    assert apart[0].agency_id != apart[1].agency_id
    known = read_bodies("- name: 石狮市工业和信息化局\n  names: [石狮市经济局]\n")[0]
    together = to_agencies(found, known)
    assert together[0].agency_id == together[1].agency_id
    assert together[0].name == "石狮市工业和信息化局" and "石狮市经济局" in together[0].other_names
    assert not to_predecessors(apart, ())


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("根据青禾县人民政府办公室的通知要求，现公布本年度报告。",),
        ("本报告由青禾县政务服务局编制。",),
        ("如有疑问，请与青禾县党政综合办公室联系，电话0591-1234567。",),
        ("青禾县水利部门户网站",),
        ("按照青禾县政务公开领导小组部署。",),
    ],
)
def test_s5_who_issues_compiles_or_answers_is_not_the_body(paragraphs: tuple[str, ...]) -> None:
    assert who("2023年政府信息公开工作年度报告", *paragraphs).name == ""
    assert who(*paragraphs, TITLE).name == "青禾县水务局"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("武汉市洪山区人民政府珞南街道办事处2020年政府信息公开工作年度报告", "武汉市洪山区人民政府珞南街道办事处"),
        ("上海市人民政府外事办公室2023年政府信息公开工作年度报告", "上海市人民政府外事办公室"),
        ("石狮市公安局湖滨分局2023年政府信息公开工作年度报告", "石狮市公安局湖滨分局"),
        ("北票市长皋乡人民政府2023年政府信息公开工作年度报告", "北票市长皋乡人民政府"),
    ],
)
def test_s5_names_with_other_names_in_them_stay_whole(title: str, name: str) -> None:
    assert who(title).name == name


def test_s5_a_prefecture_is_not_the_province_whose_name_it_begins_with() -> None:
    assert who("海南州人民政府2023年政府信息公开工作年度报告").region.startswith("63")
    assert who("海南省人民政府2023年政府信息公开工作年度报告").region.startswith("46")


@pytest.mark.parametrize("short", ["我局高度重视。", "我镇高度重视。", "市城管执法局高度重视。", "住建局高度重视。", "市外办高度重视。"])
def test_s5_short_forms_name_no_body(short: str) -> None:
    assert who("2023年政府信息公开工作年度报告", short, short, short).name == ""


def test_s5_the_folder_of_another_body_gives_way_to_the_title() -> None:
    assert who("开州区财政局2023年政府信息公开工作年度报告", path="reports/500154/fzhggwyh/2023.html").name == "开州区财政局"


def test_s5_what_stands_around_the_report_on_the_page_is_not_the_report(tmp_path: Path) -> None:
    around = (
        "<html><head><title>青禾县水务局2023年政府信息公开工作年度报告_青禾县门户网站</title></head><body>"
        "<div>首页 &gt; 政务公开 &gt; 年报</div><div>字体：大 中 小 打印 分享</div>"
        "<table><tr><td>索引号</td><td>QH-2024-0012</td><td>发布机构</td><td>青禾县政府办</td></tr><tr><td>成文日期</td><td>2024年1月9日</td><td>名称</td>"
        "<td>青禾县水务局2023年政府信息公开工作年度报告</td></tr></table><p>{{ title }} {{ pvCount }}</p><p>2022年报告.jpg</p>"
    )
    page = to_page(title="青禾县水务局{year}年政府信息公开工作年度报告")
    page = around + page.split("<body>")[1]
    reading = read(tmp_path, "x.html", page)
    assert all_rows(reading) == truth()
    assert (reading.report.agency.name, reading.report.year) == ("青禾县水务局", 2023)  # type: ignore[union-attr]


def test_s5_a_broken_pair_of_brackets_does_not_swallow_the_report(tmp_path: Path) -> None:
    page = to_page(prose={0: ("依照《<中华人民共和国政府信息公开条例>》编制。",)})
    reading = read(tmp_path, "x.html", page)
    assert all_rows(reading) == truth()
    assert any("编制" in p.text for p in reading.report.document.paragraphs)  # type: ignore[union-attr]


def test_s9_the_footer_and_the_titles_of_a_site_are_of_any_city() -> None:
    """No city and no year is written into the wording of the site (section 9, 11)."""
    wording = (Path(__file__).parents[2] / "content" / "wording.csv").read_text("utf-8")
    assert not [word for word in ("宿迁", "沭阳", "上海", "2024年", "2025年") if word in wording]
    assert PROSE and tables()
