"""Bodies and years as reports print them: zones, metadata of content systems, traditional characters, years in the first sentence, false friends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import opencc
import pytest

from gongkai import pipeline
from gongkai.agencies import titles, years
from gongkai.agencies.identity import Identity, complete_region, identify, to_agencies
from gongkai.checks.narrative import check as narrate
from gongkai.model import Sidecar
from gongkai.simplified import to_simplified
from tests.reports import FORM, document, report

ROOT = Path(__file__).parents[1]


def who(*paragraphs: str) -> Identity:
    return identify(document([], *paragraphs), Sidecar())


TITLES = [
    # zones: no government, and none is invented
    ("云海综合实验区2022年度政府信息公开工作年度报告", "云海综合实验区", 2022),
    ("青禾经济技术开发区2021年政府信息公开工作年度报告", "青禾经济技术开发区", 2021),
    ("福州高新区2023年政府信息公开工作年度报告", "福州高新区", 2023),
    ("白鹭新区2020年度政府信息公开年度报告", "白鹭新区", 2020),
    ("临港产业转型升级示范区2022年政府信息公开工作年度报告", "临港产业转型升级示范区", 2022),
    ("云顶山风景名胜区2021年政府信息公开工作年度报告", "云顶山风景名胜区", 2021),
    ("南岭自由贸易试验区2024年政府信息公开工作年度报告", "南岭自由贸易试验区", 2024),
    ("自贸试验区临江片区2023年政府信息公开工作年度报告", "自贸试验区临江片区", 2023),
    ("锡林郭勒盟2022年政府信息公开工作年度报告", "锡林郭勒盟", 2022),
    ("大兴安岭地区2022年政府信息公开工作年度报告", "大兴安岭地区", 2022),
    ("临江综合保税区2023年政府信息公开工作年度报告", "临江综合保税区", 2023),
    ("月牙湖旅游度假区2020年政府信息公开工作年度报告", "月牙湖旅游度假区", 2020),
    ("松原农垦管理区2021年政府信息公开工作年度报告", "松原农垦管理区", 2021),
    # letters that go with a report: whose it is, not who sends it round
    ("青禾县人民政府办公室关于印发青禾县水务局2023年政府信息公开工作年度报告的通知", "青禾县水务局", 2023),
    ("青禾县人民政府办公室关于公布《青禾县水务局2023年政府信息公开工作年度报告》的公告", "青禾县水务局", 2023),
    ("青禾县水务局关于报送2023年政府信息公开工作年度报告的函", "青禾县水务局", 2023),
    ("国营红旗农场2019年政府信息公开工作年度报告", "国营红旗农场", 2019),
    ("贵安新区2021年政府信息公开工作年度报告", "贵安新区", 2021),
    ("云海综合实验区管委会2022年度政府信息公开工作年度报告", "云海综合实验区管委会", 2022),
    ("云海综合实验区管理委员会2022年度政府信息公开工作年度报告", "云海综合实验区管理委员会", 2022),
    # divisions of GB/T 2260 have one
    ("浦东新区2022年政府信息公开工作年度报告", "浦东新区人民政府", 2022),
    ("天津市滨海新区2022年政府信息公开工作年度报告", "天津市滨海新区人民政府", 2022),
    ("海淀区2021年政府信息公开工作年度报告", "海淀区人民政府", 2021),
    ("六枝特区2021年政府信息公开工作年度报告", "六枝特区人民政府", 2021),
    ("神农架林区2023年政府信息公开工作年度报告", "神农架林区人民政府", 2023),
    ("宁夏回族自治区2020年政府信息公开工作年度报告", "宁夏回族自治区人民政府", 2020),
    ("青禾县2020年政府信息公开工作年度报告", "青禾县人民政府", 2020),
    # what content systems write before a title and behind it
    ("标题: 临江县水务局2021年度政府信息公开工作年度报告", "临江县水务局", 2021),
    ("标  题：临江县水务局2021年度政府信息公开工作年度报告", "临江县水务局", 2021),
    ("信息名称：临江县水务局2020年政府信息公开工作年度报告", "临江县水务局", 2020),
    ("名称：临江县民政局2022年度政府信息公开工作年度报告 发布日期：2023-01-16", "临江县民政局", 2022),
    ("题目：临江县民政局政府信息公开工作年度报告（2021年度）", "临江县民政局", 2021),
    ("【标题】临江县民政局2021年政府信息公开工作年度报告", "临江县民政局", 2021),
    ("标题 临江县民政局2021年政府信息公开工作年度报告", "临江县民政局", 2021),
    ("索引号：350128/2022-00017 信息名称：临江县水务局2021年政府信息公开工作年度报告", "临江县水务局", 2021),
    ("发布日期：2022-01-15 16:34 临江县水务局2021年政府信息公开工作年度报告", "临江县水务局", 2021),
    ("发布机构：临江县人民政府办公室 标题：临江县水务局2021年政府信息公开工作年度报告", "临江县水务局", 2021),
    ("首页>通知公告>临江县水务局2021年政府信息公开工作年度报告", "临江县水务局", 2021),
    ("当前位置：首页 > 政务公开 > 临江县水务局2021年政府信息公开工作年度报告", "临江县水务局", 2021),
    ("[年度报告] 临江县水务局2019年政府信息公开工作年度报告", "临江县水务局", 2019),
    ("公文名称：关于临江县水务局2019年政府信息公开工作年度报告", "临江县水务局", 2019),
    ("2021年度：临江县水务局政府信息公开工作年度报告", "临江县水务局", 2021),
    # years
    ("临江县水务局二〇二二年政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局二○二二年度政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局二零二二年政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局二O二二年政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局２０２２年政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局 2 0 2 2 年 度政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局22年度政府信息公开工作年度报告", "临江县水务局", 2022),
    ("22年度临江县水务局政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局政府信息公开工作年度报告—2022年", "临江县水务局", 2022),
    ("临江县水务局政府信息公开工作年报2022", "临江县水务局", 2022),
    ("临江县水务局贰零贰贰年度政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局二◯二二年政府信息公开工作年度报告", "临江县水务局", 2022),
    ("临江县水务局政府信息公开工作年度报告(2022.1.1-2022.12.31)", "临江县水务局", 2022),
    # years that are none of the report
    ("临江县水务局政府信息公开工作年度报告 发布时间：2022-02-08", "临江县水务局", None),
    ("临江县水务局政府信息公开工作年度报告 2022-02-08", "临江县水务局", None),
    ("临江县水务局政府信息公开工作年度报告 2022年2月8日", "临江县水务局", None),
    ("发布时间：2022年2月8日 临江县水务局政府信息公开工作年度报告", "临江县水务局", None),
    ("索引号：350128-2022-00017 标题：临江县水务局政府信息公开工作年度报告", "临江县水务局", None),
    ("临江县第一中学2021—2022年政府信息公开工作年度报告", "", None),
    # traditional characters: the same name and year
    ("臨江市教育局2024年政府信息公開工作年度報告", "临江市教育局", 2024),
    ("臨江市教育局2023年政府資訊公開工作年度報告", "临江市教育局", 2023),
    ("雲海綜合實驗區2022年度政府信息公開工作年度報告", "云海综合实验区", 2022),
    ("標題：臨江縣水務局2021年度政府信息公開工作年度報告", "临江县水务局", 2021),
    ("浦東新區2022年政府信息公開工作年度報告", "浦东新区人民政府", 2022),
    ("梅溪湖街道二〇二〇年度政府信息公開工作年度報告", "梅溪湖街道办事处", 2020),
    ("東莞市厚街鎮2022年政府信息公開工作年度報告", "东莞市厚街镇人民政府", 2022),
    # a rare character makes no text traditional, and what is in both scripts stays
    ("东昇镇人民政府2022年政府信息公开工作年度报告", "东昇镇人民政府", 2022),
    ("乾县人民政府2022年政府信息公开工作年度报告", "乾县人民政府", 2022),
]


@pytest.mark.parametrize(("title", "name", "year"), TITLES)
def test_a_title_as_it_is_printed_gives_name_and_year(title: str, name: str, year: int | None) -> None:
    found = who(title)
    assert (found.name, found.year) == (name, year)


NO_YEAR_IN_TITLE = "临江县水务局政府信息公开工作年度报告"

OPENINGS = [
    ("根据有关要求,现将我局2022年度政府信息公开情况报告如下:", 2022),
    ("根据《中华人民共和国政府信息公开条例》（2019年修订）的规定，特向社会公布本局2021年度政府信息公开工作年度报告。", 2021),
    ("按照国办公开办函〔2021〕30号要求，现公布临江县水务局2022年政府信息公开工作年度报告。", 2022),
    ("本报告是临江县水务局根据《中华人民共和国政府信息公开条例》要求编制的2020年政府信息公开年度报告。", 2020),
    ("根据县政府办《关于做好2021年政府信息公开工作年度报告编制工作的通知》要求，现将我局2021年度政务公开工作情况汇报如下。", 2021),
    ("现将二〇二二年度政府信息公开工作情况公布如下：", 2022),
    ("根據有關規定，現將我局2023年度政府信息公開工作情況報告如下：", 2023),
    ("本年报中所列数据的统计期限自2022年1月1日起，至2022年12月31日止。", 2022),
    ("统计期限自2022年1月1日至12月31止。", 2022),
    ("统计期限为二〇二二年一月一日至十二月三十一日。", 2022),
    ("2022年，我局坚持以公开为常态，认真做好政府信息公开工作。", 2022),
    ("2022年度，临江县水务局认真贯彻落实条例。", 2022),
    ("统计期限：2022年01月01日—2022年12月31日", 2022),
    ("本年报的统计时段为2022.1.1-2022.12.31。", 2022),
    ("本报告数据统计期限为2022年1月至12月。", 2022),
    ("我局2022年度政府信息公开工作年度报告由总体情况等六部分组成。", 2022),
    ("2022年是“十四五”规划的关键之年，我局认真做好政府信息公开工作。", 2022),
    # false friends
    ("本报告所列数据截至2022年1月至3月。", None),
    ("2022年1月，我局公布年报。", None),
    ("自2008年条例施行以来，我局认真公开。", None),
    ("为贯彻落实2022年政务公开工作要点，我局编制本报告。", None),
    ("根据《中华人民共和国政府信息公开条例》（2019年5月15日起施行）编制本报告。", None),
    ("根据新修订的2019年政府信息公开条例要求，现将有关情况报告如下。", None),
    ("按照省政府关于做好2021年政府信息公开工作年度报告的通知，现将有关情况报告如下。", None),
    ("根据县政府关于编制2021年政府信息公开工作年度报告的通知要求，特编制本报告。", None),
    ("落实2021年政务公开工作要点情况，现公布如下。", None),
    ("《临江县水务局2020年政府信息公开工作年度报告》已公布，现编制本报告。", None),
    ("我局2020年度政府信息公开工作年报中指出的问题已全部整改，现将情况报告如下。", None),
    ("我局上年（2020年）政府信息公开情况已于去年公布，现将有关情况报告如下。", None),
    ("现将我局“十四五”期间（2021年至2025年）规划公开情况报告如下。", None),
    ("2023年，我局将进一步做好政府信息公开工作。", None),
    ("本报告于2023年1月16日由临江县水务局公布。", None),
    ("现将我局2021年度政府信息公开情况和2022年度政府信息公开情况报告如下。", None),
]


@pytest.mark.parametrize(("sentence", "year"), OPENINGS)
def test_the_first_sentences_give_the_year_that_a_title_leaves_out_and_no_other(sentence: str, year: int | None) -> None:
    assert who(NO_YEAR_IN_TITLE, sentence, "一、总体情况").year == year


def test_sentences_that_name_two_years_give_none() -> None:
    assert who(NO_YEAR_IN_TITLE, "一、总体情况", "2021年，我局成立公开办。", "2022年，我局认真做好公开。").year is None
    assert who(NO_YEAR_IN_TITLE, "2021年统计期限自2021年1月1日至12月31日。", "统计期限自2022年1月1日至12月31日。").year is None


def test_what_stands_further_on_is_no_opening() -> None:
    assert who(NO_YEAR_IN_TITLE, "一、总体情况", "平稳。", "二、主动公开政府信息情况", "2021年，我局认真公开。").year is None


def test_the_title_counts_before_the_sentences() -> None:
    assert who("临江县水务局2022年政府信息公开工作年度报告", "现将我局2021年度政府信息公开情况报告如下。").year == 2022


def test_a_day_without_its_word_ends_the_year_all_the_same() -> None:
    text = ("临江县水务局2022年政府信息公开工作年度报告", "统计期限自2022年1月1日至12月31止。")
    from gongkai.match import to_sections
    from gongkai.model import Paragraph

    made = report({}, year=2022, sections=to_sections([Paragraph(line) for line in text]))
    assert not [c for c in narrate(made, FORM) if c.check.startswith("period")]
    assert years.find_period_year(document([], *text)) == 2022


def test_a_zone_and_its_committee_are_one_body_and_neither_is_a_government() -> None:
    names = ("云海综合实验区", "云海综合实验区管委会", "云海综合实验区管理委员会", "云海综合实验区党工委管委会")
    found = to_agencies([(f"{i}.txt", who(f"{n}202{i}年政府信息公开工作年度报告")) for i, n in enumerate(names)])
    assert len({a.agency_id for a in found}) == 1
    assert not any("人民政府" in name for a in found for name in (a.name, *a.other_names))
    assert found[0].kind == "development_zone"


def test_a_league_and_its_office_are_one_body() -> None:
    names = ("锡林郭勒盟", "锡林郭勒盟行政公署", "锡林郭勒盟行署", "内蒙古自治区锡林郭勒盟行政公署")
    found = to_agencies([(f"{i}.txt", who(f"{n}202{i}年政府信息公开工作年度报告")) for i, n in enumerate(names)])
    assert {a.agency_id for a in found} == {found[0].agency_id} and found[0].division_code == "152500"
    assert not any("人民政府" in name for a in found for name in (a.name, *a.other_names))


def test_a_part_of_a_free_trade_zone_is_no_national_body() -> None:
    assert who("中国（福建）自由贸易试验区福州片区2022年政府信息公开工作年度报告").level != "national"


def test_a_report_in_traditional_characters_is_of_the_same_body() -> None:
    one, other = to_agencies([("a.txt", who("臨江市教育局2024年政府信息公開工作年度報告")), ("b.txt", who("临江市教育局2023年政府信息公开工作年度报告"))])
    assert one.agency_id == other.agency_id


def test_a_region_alone_is_completed_only_where_it_has_a_government() -> None:
    assert complete_region("浦东新区") == "浦东新区人民政府"
    assert complete_region("云海新区") == "云海新区"


@pytest.mark.parametrize("line", ["根据国务院办公厅关于编制2023年政府信息公开工作年度报告的通知要求：", "现将：临江县2023年政府信息公开工作年度报告"])
def test_a_sentence_with_a_colon_is_no_title(line: str) -> None:
    assert titles.parse_title(line)[0] == ""


# --- metadata, menus --------------------------------------------------------------------------------------------------


def of_table(rows: list[list[str | None]], *paragraphs: str) -> Identity:
    return identify(document(rows, *paragraphs), Sidecar())


def test_a_title_in_a_table_of_metadata_is_found() -> None:
    found = of_table([["索引号", "350128/2022-00017", "主题分类", "水利"], ["信息名称", "临江县水务局2021年政府信息公开工作年度报告", "发布日期", "2022-01-20"]])
    assert (found.name, found.year) == ("临江县水务局", 2021)
    found = of_table([["標題：", "臨江縣水務局2021年政府信息公開工作年度報告"], ["發佈機構：", "臨江縣水務局"]])
    assert (found.name, found.year) == ("临江县水务局", 2021)


@pytest.mark.parametrize("label", ["发布机构", "发文机关", "公开主体", "责任单位", "来源", "制作机关"])
def test_who_issues_it_completes_a_bare_name(label: str) -> None:
    assert who("水务局2021年政府信息公开工作年度报告", f"{label}：临江县水务局 发布时间：2022-02-08").name == "临江县水务局"
    assert who("水务局2021年政府信息公开工作年度报告", f"索引号：0017 {label}：临江县民政局 发布时间：2022-02-08").name == ""


def test_who_issues_it_is_the_body_only_where_the_text_speaks_as_one() -> None:
    title = "2021年政府信息公开工作年度报告"
    assert who(title, "发布机构：临江县水务局", "我局认真公开。").name == "临江县水务局"
    assert who(title, "发布机构：临江县教育局", "我校认真公开。").name == ""
    assert who(title, "发布机构：临江县人民政府办公室", "我办认真公开。").name == ""
    assert who(title, "来源：临江县人民政府网", "我局认真公开。").name == ""
    assert who(title, "发布机构：临江县水务局", "来源：临江县民政局", "我局认真公开。").name == ""
    assert who(title, "发布机构：临江县白石镇人民政府", "我镇认真公开。").name == "临江县白石镇人民政府"


def test_a_menu_gives_no_report_another_body_or_year() -> None:
    links = ["临江县民政局2020年政府信息公开工作年度报告", "2019年政府信息公开年报", "2018年政府信息公开年报"]
    found = who("临江县水务局政府信息公开工作年度报告", *links, "我局认真公开。")
    assert (found.name, found.year) == ("临江县水务局", None)
    found = who("临江县水务局政府信息公开工作年度报告", *links, "现将我局2022年度政府信息公开工作情况报告如下：")
    assert (found.name, found.year) == ("临江县水务局", 2022)
    found = who("临江县水务局政府信息公开工作年度报告", "2020年政府信息公开年报", "统计期限自2022年1月1日至2022年12月31日。")
    assert (found.name, found.year) == ("临江县水务局", 2022)


def test_a_year_on_a_line_of_its_own_below_the_title_is_its_year() -> None:
    assert who("临江县水务局政府信息公开工作年度报告", "（2022年度）", "我局认真公开。").year == 2022


# --- traditional characters, whole reports ------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["s2t", "s2hk", "s2tw"])
@pytest.mark.parametrize("name", ["350581/shangwu/2019.md", "cases/q07-blank-zero-dash.html", "cases/q43-a-cell-a-line.txt"])
def test_a_report_in_traditional_characters_has_the_same_cells_and_findings(tmp_path: Path, name: str, mode: str) -> None:
    source = (ROOT / "tests" / name) if name.startswith("cases") else ROOT / "editions" / "reports" / name
    text = source.read_text("utf-8")
    twins = []
    for folder, content in (("simplified", text), ("traditional", opencc.OpenCC(mode).convert(text))):
        path = tmp_path / folder / source.name
        path.parent.mkdir()
        path.write_text(content, "utf-8")
        twins.append(pipeline.to_readings([pipeline.read_one(path, source.name)], FORM)[0])
    one, other = (reading.report for reading in twins)
    assert one and other and other.agency.agency_id == one.agency.agency_id and other.year == one.year
    assert {c: (v.status, v.number, v.unit) for c, v in other.values.items()} == {c: (v.status, v.number, v.unit) for c, v in one.values.items()}
    assert [(c.check, c.outcome) for c in twins[1].checks] == [(c.check, c.outcome) for c in twins[0].checks]


def test_what_is_quoted_from_a_traditional_report_stays_as_it_is_printed(tmp_path: Path) -> None:
    text = (ROOT / "editions/reports/350581/shangwu/2019.md").read_text("utf-8").replace("| 行政许可 | 1 |", "| 行政许可 | 無數據 |", 1)
    path = tmp_path / "a.md"
    path.write_text(opencc.OpenCC("s2t").convert(text), "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(path, "a.md")], FORM)[0]
    assert reading.report is not None
    assert [v.raw for v in reading.report.values.values() if v.raw and v.raw.strip("0123456789.")] == ["無數據"]
    (quoted,) = [c for c in reading.checks if c.check == "N-SUM" and c.severity]
    assert "“承辦人大建議5件(其中獨辦1件" in quoted.message_zh and "承辦人大建議" in quoted.message_en
    assert any("承辦人大建議" in paragraph for section in reading.report.sections for paragraph in section.paragraphs)


@pytest.mark.parametrize("text", ["东昇镇人民政府认真贯彻", "乾隆年间所著", "瞭望塔", "宫商角徵羽", "皇后与前后", "喆堃镕"])
def test_ordinary_simplified_text_is_never_changed(text: str) -> None:
    assert to_simplified(text) == text


def test_a_report_that_lost_its_title_and_the_cells_of_its_tables_is_a_report(tmp_path: Path) -> None:
    lines = (
        "一、总体情况", "2022年，我乡有人专门办理政务公开工作。", "二、主动公开政府信息情况", "信息内容", "规章", "三、收到和处理政府信息公开申请情况",
        "自然人", "四、政府信息公开行政复议、行政诉讼情况", "行政复议", "五、存在的主要问题及改进情况", "不足。",
    )
    path = tmp_path / "lost.txt"
    path.write_text("\n".join(lines), "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]
    assert reading.report is not None and not any(value.number for value in reading.report.values.values())
    path.write_text("\n".join(lines[:3]), "utf-8")
    assert pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0].read_status == "not_a_report"


@pytest.mark.parametrize(
    ("held", "lines", "expected"),
    [
        ("云岭市水务局2019年政府信息公开工作年度报告", ("青禾县应急管理局2022年政府信息公开工作年度报告",), ("青禾县应急管理局", 2022)),
        ("云岭市水务局2019年政府信息公开工作年度报告", ("青禾县应急管理局", "2022年政府信息公开工作年度报告"), ("青禾县应急管理局", 2022)),
        ("青禾县应急管理局2022年政府信息公开工作年度报告", ("根据规定，现将情况报告如下。",), ("青禾县应急管理局", 2022)),
        # of several that are shown none is this one's for certain
        ("青禾县应急管理局2022年政府信息公开工作年度报告", ("青禾县应急管理局2020年政府信息公开工作年度报告", "青禾县应急管理局2021年政府信息公开工作年度报告"), ("青禾县应急管理局", 2022)),
    ],
)  # fmt: skip
def test_a_title_that_a_file_holds_and_does_not_show_gives_way_to_the_one_that_it_shows(held: str, lines: tuple[str, ...], expected: tuple[str, int]) -> None:
    assert titles.find_title(replace(document([], *lines), titles=(held,)))[1:] == expected
