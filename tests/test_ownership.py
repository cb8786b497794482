"""Whose table it is and of which year; tables of one kind; the unit of an amount."""

from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.match.ownership import Own, Standing
from gongkai.model import CellId
from tests.small_pages import PENALTIES, codes, read, requests, table, value

FEES = CellId("proactive_disclosure", "admin_fees", "amount_wan")

OTHERS = [
    "附件：2022年度数据（上年，供对照）", "2022年主动公开政府信息情况", "附表1 上年度主动公开政府信息情况", "主动公开政府信息情况（2022年度）", "去年数据",
    "样表", "填报示例", "下表为2022年的数据，供参考。", "以下表格是本馆去年的统计情况。", "说明：以下数据系2022年度数据；如有不符，以公布的为准。", "青禾县教育局2023年政府信息公开工作年度报告", "附：青禾县教育局", "青禾县教育局主动公开政府信息情况", "主动公开政府信息情况（县教育局）",
    "青禾县档案馆2022年政府信息公开工作年度报告", "2023年上半年主动公开政府信息情况", "二〇二二年度数据统计表", "参考：2021年数据",
    "近三年数据", "2023年计划数", "（预计）", "2021—2023年", "2022年和2023年", "占比（%）", "单位：%", "作废", "2023年1-6月",
]


@pytest.mark.parametrize("line", OTHERS)
def test_a_table_under_another_year_or_body_is_left_aside_and_said_to_be(line: str, tmp_path: Path) -> None:
    reading = read(f"<h2>二、主动公开政府信息情况</h2><p>见图。</p><p>{line}</p>{table('256', '92')}", tmp_path)
    assert value(reading).status == "missing"
    assert "table-left-aside" in codes(reading) and "table-missing" in codes(reading)


@pytest.mark.parametrize("line", [
    "2023年主动公开政府信息情况", "附表1：主动公开政府信息情况", "附件：2023年度统计表", "表二：主动公开政府信息情况（2023年度）", "青禾县档案馆2023年度数据",
    "（国办公开办函〔2021〕30号）", "发布时间：2024年1月20日", "2024-01-15", "依据2021年修订的格式填写", "本年度主动公开情况", "全县汇总数据", "2022年以来共召开会议3次",
    "上年结转的申请已全部办结", "单位：件", "上一年项目数量", "下表为2023年的数据。", "下表反映本年情况，2022年的情况见去年的报告。", "以下数据的统计期限为2023年1月1日至2023年12月31日。",
])
def test_what_is_said_of_this_year_or_of_no_table_puts_nothing_aside(line: str, tmp_path: Path) -> None:
    reading = read(f"<h2>二、主动公开政府信息情况</h2><p>{line}</p>{table('256', '92')}", tmp_path)
    assert value(reading).number == 256
    assert "table-left-aside" not in codes(reading)


@pytest.mark.parametrize(("note", "is_own"), [
    ("注：上表为2022年数据。", False), ("以上为上年情况", False), ("（以上数据截至2022年12月31日）", False), ("注：本表为上半年数据", False), ("以上数据为历年累计数。", False),
    ("注：上表为2023年数据。", True), ("以上数据截至2023年12月31日。", True), ("注：以上2件为上年结转申请。", True), ("以上数据含上年结转，2022年的另见去年报告。", True), ("注：上表为全县数据", True),
])  # fmt: skip
def test_a_note_below_a_table_says_whose_year_it_is(note: str, is_own: bool, tmp_path: Path) -> None:
    for body in (f"{table('256', '92')}<p>{note}</p>", table("256", "92").replace("</table>", f"<tr><td colspan=2>{note}</td></tr></table>")):
        reading = read(f"<h2>二、主动公开政府信息情况</h2>{body}<h2>三、收到和处理政府信息公开申请情况</h2>", tmp_path)
        assert value(reading).status == ("reported" if is_own else "missing")


@pytest.mark.parametrize("line", OTHERS)
def test_blank_rows_stay_blank_beside_a_table_of_another_year_before_or_behind(line: str, tmp_path: Path) -> None:
    own, other = "<h2>二、主动公开政府信息情况</h2>" + table("", "7"), f"<h2>{line}</h2>" + table("256", "92")
    behind = read(own + other, tmp_path)
    assert (value(behind).status, value(behind, PENALTIES).number) == ("blank", 7)
    before = read(other + "<h2>2023年度数据</h2>" + own, tmp_path)
    assert (value(before).status, value(before, PENALTIES).number) == ("blank", 7)


def test_of_two_tables_that_say_nothing_only_what_they_agree_on_is_published(tmp_path: Path) -> None:
    reading = read(f"<h2>二、主动公开政府信息情况</h2>{table('256', '7')}<p>另有一表。</p>{table('', '7')}", tmp_path)
    assert (value(reading).status, value(reading, PENALTIES).number) == ("ambiguous", 7)
    assert "256" in (value(reading).raw or "")
    assert "table-printed-twice" in codes(reading)


def test_a_row_that_only_one_of_two_tables_has_is_not_filled_from_it(tmp_path: Path) -> None:
    short = table("256", "7").replace("<tr><td>行政许可</td><td>256</td></tr>", "")
    assert value(read(f"{short}<p>另有一表。</p>{table('256', '7')}", tmp_path)).status == "ambiguous"


def test_the_year_in_the_first_row_or_the_caption_of_a_table_counts(tmp_path: Path) -> None:
    merged = table("256", "92").replace("<table>", '<table><tr><td colspan="2">2022年度（上年）</td></tr>')
    assert value(read(merged, tmp_path)).status == "missing"
    assert value(read(table("256", "92", caption="2022年度"), tmp_path)).status == "missing"
    both = table("", "7").replace("</table>", "") + '<tr><td colspan="2">2022年度</td></tr>' + table("256", "92").replace("<table>", "")
    assert value(read(both, tmp_path)).status == "blank"


@pytest.mark.parametrize("lines, is_own", [
    (["一、总体情况", "二、主动公开政府信息情况", "附：上年度同期数据", "", "三、收到和处理政府信息公开申请情况"], True),
    (["一、总体情况", "二、主动公开政府信息情况", "2022年数据", "", "三、收到和处理政府信息公开申请情况"], True),
    (["2022年数据", "", "一、主动公开政府信息情况", "", "二、收到和处理政府信息公开申请情况"], False),
    (["一、总体情况", "二、主动公开政府信息情况", "附：上年度同期数据", "二、主动公开政府信息情况", "", "三、收到和处理政府信息公开申请情况"], False),
    (["一、总体情况", "附：上年度同期数据", "二、主动公开政府信息情况", "", "三、收到和处理政府信息公开申请情况"], False),
    (["一、总体情况", "二、主动公开政府信息情况", "青禾县档案馆2022年政府信息公开工作年度报告", "", "三、收到和处理政府信息公开申请情况"], False),
])
def test_a_table_of_another_year_within_a_section_ends_with_it(lines: list[str], is_own: bool) -> None:
    """An empty line stands for a table."""
    standing = Standing(Own("青禾县档案馆", 2023))
    for line in lines:
        if line:
            standing.hear(line)
        else:
            standing.leave_table()
    assert (standing.aside == "") == is_own


def test_a_menu_of_other_years_stands_over_no_table() -> None:
    standing = Standing(Own("青禾县档案馆", 2023))
    standing.hear("青禾县档案馆2022年政府信息公开工作年度报告")
    assert standing.aside
    standing.hear("一、总体情况")
    assert not standing.aside


def fees(head: str, printed: str = "27.35", over: str = "", below: str = "", label: str = "行政事业性收费") -> str:
    return (
        f"<h2>二、主动公开政府信息情况</h2>{over}<table><tr><td>第二十条第（八）项</td><td></td></tr><tr><td>信息内容</td><td>{head}</td></tr>"
        f"<tr><td>{label}</td><td>{printed}</td></tr></table>{below}<h2>三、收到和处理政府信息公开申请情况</h2>"
    )


@pytest.mark.parametrize(("body", "unit"), [
    (fees("本年收费金额（单位：千元）"), "千元"),
    (fees("本年收费金额（百万元）"), "百万元"),
    (fees("本年收费金额（单位：万美元）"), "万美元"),
    (fees("本年收费金额（单位：港币）"), "港币"),
    (fees("本年收费金额,千元"), "千元"),
    (fees("本年收费金额（单位：万元）", "27.35（千元）"), "千元"),
    (fees("本年收费金额", over="<p>单位：件、千元</p>"), "千元"),
    (fees("本年收费金额", below="<p>注：金额单位为千元。</p>"), "千元"),
    (fees("本年收费金额", label="行政事业性收费（千元）"), "千元"),
    (fees("本年收费金额", over="<p>（单位：件、万元）</p>"), "万元"),
    (fees("本年收费金额（单位：元）"), "元"),
    (fees("本年收费金额（单位：仟元）"), "千元"),
    (fees("本年收费金额（单位：万圆）"), "万元"),
    (fees("本年收费金额（单位：K元）"), "K元"),
    (fees("本年收费金额（$）"), "$"),
    (fees("本年收费金额（单位：RMB）"), "RMB"),
    (fees("本年收费金额", over="<p>单位：K元</p>"), "K元"),
    (fees("本年收费金额", over="<p>单位：件、1000元</p>"), "1000元"),
    (fees("本年收费金额（10³元）"), "10³元"),
    (fees("本年收费金额", over="<p>单位：件、W</p>"), "W"),
    (fees("本年收费金额（单位：万元）", over="<p>单位：万</p>"), "万元"),
    (fees("本年收费金额", below="<p>（注：以上金额以百万元计）</p>"), "百万元"),
    (fees("本年收费金额", below="<p>以上收费均为千元。</p>"), "千元"),
    (fees("本年收费金额").replace("</table>", '<tr><td colspan="2">注：收费金额单位为千元</td></tr></table>'), "千元"),
])
def test_the_unit_of_an_amount_is_the_printed_one(body: str, unit: str, tmp_path: Path) -> None:
    reading = read(body, tmp_path)
    assert (value(reading, FEES).number, value(reading, FEES).unit) == (Decimal("27.35"), unit)
    assert ("amount-in-other-unit" in codes(reading)) == (unit not in ("元", "万元"))


def test_two_units_for_one_amount_leave_it_unpublished(tmp_path: Path) -> None:
    reading = read(fees("本年收费金额（单位：万元）", over="<p>单位：件、千元</p>"), tmp_path)
    assert value(reading, FEES).status == "ambiguous"
    assert "unit-contradicted" in codes(reading)
    assert value(read(fees("本年收费金额（单位：元/万元）"), tmp_path), FEES).status == "ambiguous"


@pytest.mark.parametrize("label", ["行政许可（万件）", "行政许可（预计）", "行政许可（%）", "行政许可（件/年）", "上年行政许可"])
def test_a_row_that_its_label_says_is_counted_otherwise_is_not_read(label: str, tmp_path: Path) -> None:
    reading = read(f"<h2>二、主动公开政府信息情况</h2>{table('256', '92').replace('行政许可', label)}", tmp_path)
    assert (value(reading).status, value(reading, PENALTIES).number) == ("missing", 92)


@pytest.mark.parametrize("label", ["一、上年新收政府信息公开申请数量", "一、未年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量（千件）"])
def test_a_letter_that_tells_another_time_is_no_slip(label: str, tmp_path: Path) -> None:
    printed = requests(new_received="12", carried_in="3").replace("一、本年新收政府信息公开申请数量", label)
    reading = read(f"<h2>三、收到和处理政府信息公开申请情况</h2>{printed}", tmp_path)
    assert value(reading, CellId("requests", "new_received", "total")).status != "reported"
    assert value(reading, CellId("requests", "carried_in", "total")).number == 3


@pytest.mark.parametrize(("head", "is_own"), [
    ("申请人情况", True), ("申请人情况（单位：件）", True), ("申请人情况（上年）", False), ("申请人情况（%）", False), ("申请人占比", False), ("申请人情况（千件）", False),
])
def test_the_head_over_all_applicants_says_what_is_counted(head: str, is_own: bool, tmp_path: Path) -> None:
    printed = requests(new_received="12").replace("<table>", f"<table><tr><td></td><td colspan=7>{head}</td></tr>", 1)
    reading = read(f"<h2>三、收到和处理政府信息公开申请情况</h2>{printed}", tmp_path)
    assert (value(reading, CellId("requests", "new_received", "total")).number == 12) == is_own


@pytest.mark.parametrize(("old", "new", "is_own"), [
    ("x", "x", True), ("行政复议", "行政复议（上年）", False), ("结果维持", "上年结果维持", False), ("结果维持", "结果维持率", False), ("结果维持", "结果未维持", False),
    ("未经复议", "已经复议", False),
])
def test_heads_of_disputes_that_say_something_else_leave_them_ambiguous(old: str, new: str, is_own: bool, tmp_path: Path) -> None:
    heads = "".join(f"<td>{head}</td>" for head in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    rows = (
        "<td colspan=5>行政复议</td><td colspan=10>行政诉讼</td>", f"{heads.replace('<td>', '<td rowspan=2>')}<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td>",
        heads * 2, "".join(f"<td>{number}</td>" for number in range(11, 26)),
    )  # fmt: skip
    printed = "".join(f"<tr>{row}</tr>" for row in rows).replace(old, new, 1)
    reading = read(f"<h2>四、政府信息公开行政复议、行政诉讼情况</h2><table>{printed}</table>", tmp_path)
    assert (value(reading, CellId("disputes", "litigation_direct", "upheld")).number == 16) == is_own


@pytest.mark.parametrize(("printed", "status"), [
    ("57（万件）", "ambiguous"), ("57（%）", "ambiguous"), ("57（应为60）", "ambiguous"), ("57（件）", "reported"), ("57（注1）", "reported"), ("57（其中自然人12件）", "reported"),
])
def test_a_note_that_makes_another_number_of_one_leaves_it_ambiguous(printed: str, status: str, tmp_path: Path) -> None:
    assert value(read(f"<h2>二、主动公开政府信息情况</h2>{table(printed, '92')}", tmp_path)).status == status
