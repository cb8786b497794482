"""Printed cells on the cells of the form."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.match import match
from gongkai.match.labels import labels_of
from gongkai.model import CellId
from tests.reports import FORM, document, numbers

HEADER: list[list[str | None]] = [
    ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", None, None, "申请人情况", None, None, None, None, None, None],
    [None, None, None, "自然人", "法人或其他组织", None, None, None, None, "总计"],
    [None, None, None, None, "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", None],
]


def requests_row(*labels: str | None, values: str = "1 2 3 4 5 6 21") -> list[str | None]:
    return [*labels, *(None for _ in range(3 - len(labels))), *values.split()]


def read(rows: list[list[str | None]], **how: object) -> dict[str, str]:
    """"row column" → printed number or status, of the cells of `requests` that are not missing."""
    matched = match(document(rows, **how), FORM)  # type: ignore[arg-type]
    return {
        f"{c.row} {c.column}": str(v.number) if v.number is not None else v.status
        for c, v in matched.values.items() if c.table == "requests" and v.status != "missing"
    }


def test_a_row_is_found_by_its_label_and_read_under_its_header() -> None:
    got = read([*HEADER, requests_row("一、本年新收政府信息公开申请数量")])
    assert got["new_received natural_person"] == "1"
    assert got["new_received other_org"] == "6"
    assert got["new_received total"] == "21"


def test_a_missing_middle_row_shifts_nothing() -> None:
    rows = [*HEADER, requests_row("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"), requests_row(None, None, "3.危及“三安全一稳定”", values="7 0 0 0 0 0 7")]
    got = read(rows)
    assert got["denied_state_secret total"] == "21"
    assert got["denied_security_stability total"] == "7"
    assert not any(key.startswith("denied_law_prohibited") for key in got)


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("（四）无 1.本机关不掌握相关政府信息", "unable_not_held"),
        ("（四）无2.没有现成信息需要另法提供行制作", "unable_needs_creation"),
        ("三、（一）予以公开", "granted"),
        ("(二) 部分公开(区分处理的, 只 计这一情形, 不计其他情形)", "partially_granted"),
        ("2、其他法律、行政法规禁止公开", "denied_law_prohibited"),
        ("1．属于国家秘密", "denied_state_secret"),
        ("３.危及\"三安全一稳定\"", "denied_security_stability"),
        ("5.要求行政机关确认或重新出具", "not_processed_reconfirm"),
        ("四、结转下一年度继续办理", "carried_out"),
        ("⼀、本年新收政府信息公开申请数量", "new_received"),
        ("（七）总\n计", "outcome_total"),
    ],
)
def test_wordings_met_in_the_wild_name_their_row(label: str, row: str) -> None:
    assert read([*HEADER, requests_row(label)])[f"{row} total"] == "21"


def test_a_short_row_is_ambiguous_as_a_whole_and_publishes_no_number() -> None:
    rows: list[list[str | None]] = [["一、本年新收政府信息公开申请数量", "0", "0", "0", "0", "0", "0"]]
    got = read(rows, exact=False)
    assert Counter(got.values()) == {"ambiguous": 7}


def test_a_blank_in_a_flattened_table_that_lost_cells_is_not_trusted() -> None:
    rows: list[list[str | None]] = [
        ["二、上年结转政府信息公开申请数量", "", "0", "0", "0", "0", "0", "0"],
        ["三、本年度办理结果", "（一）予以公开", "0", "0", "0", "0", "0", "0"],
    ]
    got = read(rows, exact=False)
    assert got["carried_in total"] == "ambiguous"


def test_a_label_of_several_lines_on_a_page_without_rules_is_not_blank() -> None:
    rows = [["一、本年新收政府信息公开申请数量", *"1234560"], ["（二）部分公开（区分处理的，只计这一情形，不计"], ["其他情形）", *"1234560"], ["（七）总计", *"1234560"]]
    source = document(rows, exact=False)
    on_page = replace(source, grids=(replace(source.grids[0], page=1),))
    assert {v.status for c, v in match(on_page, FORM).values.items() if c.row == "partially_granted"} <= {"ambiguous", "reported"}


def test_a_complete_row_in_a_wrong_column_is_read_by_its_seven_values() -> None:
    got = read([["4.保护第三方合法权益", "", "1", "2", "3", "4", "5", "6", "21", ""]], exact=False)
    assert got["denied_third_party natural_person"] == "1"
    assert got["denied_third_party total"] == "21"


def test_a_row_cut_by_a_page_break_is_put_together() -> None:
    upper = [*HEADER, requests_row("三", "（五）不予处理", "5.要求行政机关确认或", values="")]
    upper[-1] += [""] * 7
    lower: list[list[str | None]] = [["", "", "重新出具已获取信息", *["1", "2", "3", "4", "5", "6", "21"]]]
    got = read([], grids=[upper, lower])
    assert got["not_processed_reconfirm total"] == "21"


def test_a_label_that_lost_letters_is_named_only_where_one_row_is_left_for_it() -> None:
    rows = [
        *HEADER, requests_row("", "（三）不予公开", "1.属于国家秘密"), requests_row("", "", "2.其他法律行政止公开", values="7 0 0 0 0 0 7"),
        requests_row("", "", "3.危及“三安全一稳定”"),
    ]
    assert read(rows)["denied_law_prohibited total"] == "7"


def test_a_row_of_one_wrong_letter_is_named_and_a_column_never() -> None:
    rows, columns = labels_of(FORM, "requests", "row"), labels_of(FORM, "proactive_disclosure", "column")
    assert rows.find_leaf("4.保护第三万合法权益") == "denied_third_party"
    assert rows.find_leaf("4.保护第三万合去权益") is None
    assert columns.find_leaf("本年修定件数") is None


def test_a_value_cell_with_words_is_unreadable_and_not_a_label() -> None:
    assert read([*HEADER, requests_row("四、结转下年度继续办理", values="1 2 3 4 5 6 约21")])["carried_out total"] == "unreadable"


def test_a_row_printed_twice_unlike_is_ambiguous() -> None:
    row = "一、本年新收政府信息公开申请数量"
    got = read([*HEADER, requests_row(row), requests_row(row, values="2 2 3 4 5 6 22")])
    assert got["new_received total"] == "ambiguous"
    assert got["new_received other_org"] == "6"


def test_other_disposal_decides_the_version_of_the_table_and_not_the_year() -> None:
    rows = [*HEADER, requests_row("三、本年度办理结果", "（六）其他处理")]
    matched = match(document(rows, "某局2023年政府信息公开工作年度报告"), FORM)
    assert matched.forms["requests"] == "2019-60"
    assert matched.values[CellId("requests", "other_disposal", "total")].number == Decimal(21)


def test_the_heading_other_disposal_of_2021_takes_no_number_from_its_rows() -> None:
    rows = [
        *HEADER, requests_row("三", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        requests_row(None, None, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        requests_row(None, None, "3.其他", values="7 0 0 0 0 0 7"),
    ]
    matched = match(document(rows), FORM)
    other = CellId("requests", "other_misc", "total")
    assert other in FORM.cells(matched.forms["requests"])
    assert matched.values[other].number == 7


PROACTIVE_2019: list[list[str | None]] = [
    ["第二十条第（五）项", None, None, None], ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政许可", "4", "-3", "0"], ["其他对外管理服务事项", "1", "+2", "62"], ["第二十条第（九）项", None, None, None],
    ["信息内容", "采购项目数量", "采购总金额", None], ["政府集中采购", "1", "180000元", None],
]


def proactive(rows: list[list[str | None]], **how: object) -> dict[str, str]:
    matched = match(document(rows, **how), FORM)  # type: ignore[arg-type]
    return {
        f"{c.row} {c.column}": f"{v.number} {v.unit}".strip() if v.number is not None else v.status
        for c, v in matched.values.items() if c.table == "proactive_disclosure" and v.status != "missing"
    }


def test_table_two_of_2019_keeps_signs_and_units() -> None:
    got = proactive(PROACTIVE_2019)
    assert got["licensing items_change"] == "-3 项"
    assert got["other_services items_change"] == "2 项"
    assert got["central_procurement amount"] == "180000 元"


def test_a_row_drawn_in_pieces_is_not_blank_because_its_uppermost_piece_is() -> None:
    """A frame as wide as its cell leaves a strip over itself, and both stand beside the one label."""
    rows: list[list[str | None]] = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "", "", ""], [None, "6", "1", "32"], ["行政规范性文件", "1", "2", "3"]]
    down = {0: 1, 1: 2, 2: 2, 3: 3}
    boxes = tuple(
        tuple(None if text is None else (100.0 * c, 20.0 * r, 100.0 * c + 100, 20.0 * (down[r] + 1 if c == 0 else r + 1)) for c, text in enumerate(row))
        for r, row in enumerate(rows)
    )
    source = document(rows)
    matched = match(replace(source, grids=(replace(source.grids[0], boxes=boxes),)), FORM)
    assert {v.status for c, v in matched.values.items() if c.row == "rules"} == {"ambiguous"}
    assert {v.status for c, v in matched.values.items() if c.row == "normative_documents"} == {"reported"}


def test_a_local_extra_row_is_left_out_and_shifts_nothing() -> None:
    rows: list[list[str | None]] = [
        ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"], ["规章（设区的市、自治州人民政府应提供相关数据）", "", "", ""],
        ["其他主动公开文件", "5", "6", "7"], ["规范性文件", "1", "2", "3"],
    ]
    got = proactive(rows)
    assert got["rules made_this_year"] == "blank"
    assert got["normative_documents total_published"] == "3 件"
    assert not any("5" in v or "6" in v or "7" in v for v in got.values())


def test_fees_are_in_10000_yuan_as_the_header_says() -> None:
    got = proactive([["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "4068.208"]])
    assert got == {"admin_fees amount_wan": "4068.208 万元"}


def test_a_header_in_another_order_is_followed() -> None:
    got = proactive([["信息内容", "现行有效件数", "本年制发件数", "本年废止件数"], ["规章", "9", "1", "2"]])
    assert (got["rules issued_this_year"], got["rules repealed_this_year"], got["rules in_force"]) == ("1 件", "2 件", "9 件")


DISPUTES: list[list[str | None]] = [
    ["行政复议", None, None, None, None, "行政诉讼", *[None] * 9],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉", None, None, None, None, "复议后起诉", None, None, None, None],
    [None, None, None, None, None, *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2],
]


def disputes(*grids: list[list[str | None]], exact: bool = True) -> list[str]:
    matched = match(document([], grids=list(grids), exact=exact), FORM)
    return [str(v.number) if v.number is not None else v.status for c, v in matched.values.items() if c.table == "disputes"]


def test_fifteen_numbers_in_a_line() -> None:
    assert disputes([*DISPUTES, [str(n) for n in range(15)]]) == [str(n) for n in range(15)]


def test_an_empty_line_before_a_page_break_is_not_fifteen_blanks() -> None:
    assert disputes([*DISPUTES, [""] * 15], [[str(n) for n in range(15)]]) == [str(n) for n in range(15)]


def test_a_blank_group_stays_blank_beside_a_filled_one() -> None:
    assert disputes([*DISPUTES, ["8", "", "", "1", "9", *[""] * 10]]) == ["8", "blank", "blank", "1", "9", *["blank"] * 10]


def test_fourteen_numbers_are_ambiguous() -> None:
    assert set(disputes([list(row) for row in DISPUTES], [["0"] * 14], exact=False)) == {"ambiguous"}


def test_a_group_a_line_is_read_too() -> None:
    rows: list[list[str | None]] = [["", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], ["行政复议", *["1", "2", "3", "4", "10"]], ["复议后起诉", *["0", "0", "0", "0", "0"]]]
    assert disputes(rows)[:5] == ["1", "2", "3", "4", "10"]


# --- found by the corpus (tests/corpus) -----------------------------------------------------------------------------

HEADS: list[str | None] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_q38_a_table_a_group_is_read_group_by_group() -> None:
    tables: list[list[list[str | None]]] = [[[name, None, None, None, None], HEADS, [str(n)] * 5] for n, name in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉"), 1)]
    assert disputes(*tables) == ["1"] * 5 + ["2"] * 5 + ["3"] * 5
    assert disputes([row for table in tables for row in table]) == ["1"] * 5 + ["2"] * 5 + ["3"] * 5


@pytest.mark.parametrize("exact", [True, False])
def test_q38_groups_as_rows_below_the_heading_that_they_stand_under_are_read(exact: bool) -> None:
    rows: list[list[str | None]] = [
        ["类别", None, *HEADS], ["行政复议", None, *"12306"], ["行政诉讼", "未经复议直接起诉", *"40015"], [None, "复议后起诉", *"00202"],
    ]
    if not exact:
        rows = [[cell or "" for cell in row] for row in rows]
    assert disputes(rows, exact=exact) == [*"12306", *"40015", *"00202"]


@pytest.mark.parametrize("names", [("行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"), ("行政诉讼-未经复议直接起诉", "行政诉讼-复议后起诉")])
def test_q38_a_group_may_be_named_with_its_heading(names: tuple[str, str]) -> None:
    tables: list[list[list[str | None]]] = [[[name, None, None, None, None], HEADS, [str(n)] * 5] for n, name in enumerate(("行政复议", *names), 1)]
    assert disputes([row for table in tables for row in table]) == ["1"] * 5 + ["2"] * 5 + ["3"] * 5


def test_q38_a_blank_group_takes_nothing_from_the_group_below_it() -> None:
    tables: list[list[str | None]] = [["行政复议", None, None, None, None], HEADS, [""] * 5, ["未经复议直接起诉", None, None, None, None], HEADS, list("12306")]
    assert disputes(tables) == ["blank"] * 5 + list("12306") + ["missing"] * 5


def poured(*lines: str) -> dict[str, str]:
    """The requests of a table that came a cell a line."""
    matched = match(document([], grids=[[[line] for line in lines]], exact=False), FORM)
    found: dict[str, list[str]] = {}
    for cell, v in matched.values.items():
        if cell.table == "requests":
            found.setdefault(cell.row, []).append(str(v.number) if v.number is not None else v.status)
    return {row: " ".join(values) for row, values in found.items()}


def test_a_remark_among_the_values_of_a_poured_row_is_no_label() -> None:
    got = poured(
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计", "一、本年新收政府信息公开申请数量", *"5000005",
        "二、上年结转政府信息公开申请数量", "0", "待统计", "0", "0", "0", "0", "0", "（一）予以公开", "1", "0", "0", "0", "0", "**", "1",
        "（二）部分公开", "3", "0", "0", "0", "0", "0", "**", "（七）总计", "4", "0", "见附件", "", "0", "0", "4", "四、结转下年度继续办理", *"1000001",
    )
    assert got["new_received"] == "5 0 0 0 0 0 5" and got["carried_out"] == "1 0 0 0 0 0 1"
    assert got["carried_in"] == "0 unreadable 0 0 0 0 0"
    assert got["granted"] == "1 0 0 0 0 unreadable 1" and got["partially_granted"] == "3 0 0 0 0 0 unreadable"
    assert got["outcome_total"] == "4 0 unreadable blank 0 0 4"
    short = poured("自然人", "商业企业", "总计", "一、本年新收政府信息公开申请数量", *"5000005", "二、上年结转政府信息公开申请数量", *"00", "待统计", *"000", "（七）总计", *"5000005")
    assert set(short["carried_in"].split()) <= {"ambiguous", "missing"}, "with the remark there are six"


def test_fifteen_empty_values_behind_a_label_are_blank_under_a_header_whose_merged_cells_were_lost() -> None:
    lost: list[list[str | None]] = [["类别", "行政复议", "行政诉讼"], [*HEADS, "未经复议直接起诉", "复议后起诉"], [*HEADS, *HEADS]]
    assert disputes([*lost, ["数量", *[""] * 15]], exact=False) == ["blank"] * 15
    assert disputes([*lost, ["数量", *"012030000000000"]], exact=False) == list("012030000000000")
    assert disputes([*lost, [""] * 15], exact=False) == ["blank"] * 15
    assert disputes(DISPUTES, [[""] * 15]) == ["blank"] * 15
    assert "blank" not in disputes([*lost, ["数量", *[""] * 14]], exact=False)
    assert "blank" not in disputes([*lost, [""] * 14], exact=False)


def test_q37_a_row_cut_by_a_page_break_keeps_its_values_where_the_upper_half_names_it_alone() -> None:
    upper = [*HEADER, ["", "（二）部分公开", None, *[""] * 7]]
    lower: list[list[str | None]] = [["", "（区分处理的，只计这一情形，不计其他情形）", None, *["1", "2", "3", "4", "5", "6", "21"]]]
    assert read([], grids=[upper, lower])["partially_granted total"] == "21"


def test_q24_the_beginning_of_a_longer_label_is_no_row_of_its_own() -> None:
    upper = [*HEADER, ["", "（三）不予公开", "2.其他", *["1", "2", "3", "4", "5", "6", "21"]]]
    lower: list[list[str | None]] = [["", "", "法律行政法规禁止公开", *[""] * 7]]
    got = read([], grids=[upper, lower])
    assert got["denied_law_prohibited total"] == "21"
    assert "other_misc total" not in got


def test_q20_half_a_label_is_not_named_by_the_heading_left_of_it() -> None:
    upper = [*HEADER, ["", "（六）其他处理", "1、申请人无正当理由逾期不", *["1", "2", "3", "4", "5", "6", "21"]]]
    lower: list[list[str | None]] = [["", "（六）其他处理", "补正、行政机关不再处理其政府信息公开申请", *[""] * 7], ["", "", "3.其他", *["0", "0", "0", "0", "0", "0", "0"]]]
    got = read([], grids=[upper, lower])
    assert got["other_correction_overdue total"] == "21"
    assert "other_disposal total" not in got


def test_a_local_subtotal_over_blank_rows_is_taken_for_none_of_them() -> None:
    rows = [*HEADER, requests_row("", "（三）不予公开", ""), ["", "", "1.属于国家秘密", *[""] * 7]]
    assert read([], grids=[rows[:4], rows[4:]])["denied_state_secret total"] == "blank"


def test_q27_a_header_that_a_page_break_cut_is_no_row() -> None:
    rows: list[list[str | None]] = [*HEADER[:2], [None, None, None, None, "商业企", "科研机", "社会公", "法律服", "其 他", None], requests_row("三", "（六）其他处理")]
    matched = match(document(rows), FORM)
    assert matched.forms["requests"] == "2019-60"


FLAT: list[list[str | None]] = [[c or "" for c in row] for row in HEADER]


def test_q43_a_flattened_table_that_kept_its_columns_is_read_by_position() -> None:
    rows = [*FLAT, ["一、本年新收政府信息公开申请数量", "", "", "5", "", "", "", "", "", "5"], ["三", "（一）予以公开", "", *["1", "2", "3", "4", "5", "6", "21"]]]
    got = read(rows, exact=False)
    assert (got["new_received natural_person"], got["new_received other_org"], got["new_received total"]) == ("5", "blank", "5")


def test_q43_a_flattened_table_with_one_label_in_a_value_column_is_not() -> None:
    rows = [*FLAT, ["二、上年结转政府信息公开申请数量", "", "", "", "0", "0", "0", "0", "0", "0"], ["", "", "（三）", "1.属于国家秘密", *["0"] * 6]]
    assert set(read(rows, exact=False).values()) == {"ambiguous"}


def test_q39_a_merged_cell_printed_once_for_each_place_is_one_value() -> None:
    rows: list[list[str | None]] = [["信息内容", *["本年处理决定数量"] * 3], ["行政许可", "78", "78", "78"], ["行政处罚", "7", "8", "9"]]
    got = proactive(rows, exact=False)
    assert got["licensing decisions"] == "78 件"
    assert got["penalties decisions"] == "ambiguous"


def test_q41_a_row_that_slid_is_not_read_under_its_header() -> None:
    rows: list[list[str | None]] = [["第二十条第（九）项", "信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", "", "5", ""]]
    assert {v for k, v in proactive(rows, exact=False).items() if k.startswith("central")} == {"ambiguous"}


def pour(*cells: str) -> list[list[str | None]]:
    return [[cell] for cell in cells]


POURED = ("申请人情况", "自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def test_s5_a_table_poured_out_a_cell_a_line_is_read_by_counting_seven_behind_each_label() -> None:
    got = read(pour(*POURED, "一、本年新收政府信息公开申请数量", *["1", "2", "3", "4", "5", "6", "21"], "三、本年度办理结果", "（七）总计", "1", "", "", "", "", "", "1"), exact=False)
    assert got["new_received total"] == "21"
    assert (got["outcome_total natural_person"], got["outcome_total other_org"], got["outcome_total total"]) == ("1", "blank", "1")


BESIDE = ("申请人情况", "总计", "自然人", "法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
NEW, OLD, LEFT = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"


@pytest.mark.parametrize(("rows", "is_form"), [
    (("9 2 0 0 0 0 11", "1 0 0 0 0 0 1", "0 0 0 0 0 0 0"), True),
    (("4 0 0 0 0 0 4", "0 0 0 0 0 0 0", "1 0 0 0 0 0 1"), True),
    (("0 0 0 0 0 0 0", "0 0 0 0 0 0 0", "0 0 0 0 0 0 0"), True),
    (("11 9 2 0 0 0 0", "1 0 0 0 0 0 1", "0 0 0 0 0 0 0"), False),
    (("8 8 0 0 0 0 0", "0 0 0 0 0 0 0", "1 1 0 0 0 0 0"), False),
    (("8 - - - - - -", "2 - - - - - -", "1 - - - - - -"), False),
    (("1 2 3 4 5 6 7", "2 3 4 5 6 7 8", "3 4 5 6 7 8 9"), False),
])
def test_a_total_poured_out_before_the_other_heads_is_the_last_column_where_the_rows_add_up_so(rows: tuple[str, ...], is_form: bool) -> None:
    lines = [[label, *values.replace("-", "blank").split()] for label, values in zip((NEW, OLD, LEFT), rows, strict=True)]
    got = poured(*BESIDE, *(cell.replace("blank", "") for line in lines for cell in line))
    for row, values in zip(("new_received", "carried_in", "carried_out"), rows, strict=True):
        is_one_value = len(set(values.split())) == 1  # which is the same in any order
        assert got[row] == (values if is_form or is_one_value else " ".join(["ambiguous"] * 7)), got


def test_a_flattened_row_that_lost_its_last_cells_is_no_row_of_fewer_labels() -> None:
    rows: list[list[str | None]] = [
        *HEADER, ["一、本年新收政府信息公开申请数量", "", "", *"1234567"], ["二、上年结转政府信息公开申请数量", "", "", "1", "2", "", "", "5"],
        ["三、本年度办理结果", "（一）予以公开", "", *"1234567"], ["", "（二）部分公开", "", "", "2", "3", "", "5", "6"], ["四、结转下年度继续办理", "", "", *"1234567"],
    ]
    got = read(rows, exact=False)
    assert {got[f"partially_granted {column.id}"] for column in FORM.columns("requests", "2021-30")} == {"ambiguous"}
    assert got["granted total"] == "7"


@pytest.mark.parametrize("first", [["总计", "自然人"], ["自然人", "总计"]])
def test_heads_of_one_row_in_a_flattened_table_are_read_in_their_order(first: list[str]) -> None:
    heads: list[str | None] = ["", *first, "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    texts = "9 5 4 0 0 0 0" if first[0] == "总计" else "5 9 4 0 0 0 0"
    got = read([heads, [NEW, *texts.split()], ["三、本年度办理结果", "（一）予以公开", *texts.split()]], exact=False)
    assert {got[f"{row} natural_person"] for row in ("new_received", "granted")} <= {"5", "ambiguous"}, got
    assert {got[f"{row} total"] for row in ("new_received", "granted")} <= {"9", "ambiguous"}, got


def test_in_a_poured_table_a_head_in_another_unit_is_a_head() -> None:
    rows = pour("第二十条第（八）项", "信息内容", "本年收费金额（单位：万美元）", "行政事业性收费", "27.35")
    values = match(document(rows, exact=False), FORM).values
    assert values[CellId("proactive_disclosure", "admin_fees", "amount_wan")].unit == "万美元"


def test_a_poured_table_that_lacks_a_column_takes_no_empty_cell_for_it() -> None:
    heads = ("自然人", "商业企业", "科研机构", "社会公益组织", "其他", "总计")
    got = poured(*heads, NEW, *"300003", "三、本年度办理结果", "（一）予以公开", *"30000", "", "", "（二）部分公开", *"10000", "", LEFT, *"000000")
    assert {value for row in got.values() for value in row.split()} <= {"ambiguous", "missing"}, got


def test_s5_a_poured_row_with_one_cell_more_or_less_is_ambiguous() -> None:
    got = read(pour(*POURED, "一、本年新收政府信息公开申请数量", *"123456", "四、结转下年度继续办理", "", "2", "", "", "", "", "2", ""), exact=False)
    assert set(got.values()) == {"ambiguous"}
    assert len(got) == 14


def test_s5_in_a_poured_table_no_value_is_read_by_the_place_of_its_header() -> None:
    got = proactive(pour("第二十条第（九）项", "信息内容", "采购项目数量", "采购总金额", "政府集中采购", "", "5元", ""), exact=False)
    assert got.get("central_procurement projects") in ("ambiguous", None)


def test_a_figure_that_is_no_number_is_unreadable_and_no_part_of_the_label() -> None:
    got = read([*HEADER, requests_row("", "（七）总计", "", values="约12 2 3 4 5 6 21")])
    assert (got["outcome_total natural_person"], got["outcome_total total"]) == ("unreadable", "21")


def test_a_blank_row_over_values_that_a_page_break_left_without_a_name_is_ambiguous() -> None:
    upper = [*HEADER, ["", "", "5.要求行政机关确认或重新出具", *[""] * 7]]
    lower: list[list[str | None]] = [["", "", "己获取倍息", "1", "2", "3", "4", "5", "6", "21"]]
    assert read([], grids=[upper, lower])["not_processed_reconfirm total"] == "ambiguous"


def test_words_among_the_numbers_of_the_disputes_table_are_unreadable_and_nothing_else_is() -> None:
    row = [str(n) for n in range(15)]
    for place, words in ((14, "10\n8件"), (14, "约3件"), (0, "见附件"), (0, "3?件"), (7, "待统计")):
        printed = [*row[:place], words, *row[place + 1:]]
        assert disputes([*DISPUTES, printed]) == [*row[:place], "unreadable", *row[place + 1:]], words
    assert disputes([*DISPUTES, ["见附件", *[""] * 14]]) == ["unreadable", *["blank"] * 14]
    assert disputes([*DISPUTES, row, ["注：不含上年", *[""] * 14]]) == row
    head = ["", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    named = [[name, "见附件", "2", "1", "0", "3"] for name in ("行政复议", "未经复议直接起诉", "复议后起诉")]
    assert disputes([head, *named]) == ["unreadable", "2", "1", "0", "3"] * 3


def test_a_broken_label_lends_its_numbers_to_no_row_beside_it() -> None:
    empty: list[str | None] = [""] * 7
    rows = [*HEADER, ["", "", "3.其他", *empty], requests_row("", "（七", values="55 0 0 0 0 0 55"), ["四、结转下年度继续办理", None, None, *empty]]
    got = read(rows)
    assert {value for key, value in got.items() if key.startswith(("other_misc", "carried_out"))} == {"blank"}


def test_a_row_of_a_flattened_table_with_a_cell_too_many_or_too_few_is_ambiguous() -> None:
    def requests(*odd: str) -> dict[str, str]:
        full = [f"{n}.{name} {n} 0 0 0 0 0 {n}".split() for n, name in enumerate(("属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益"), 1)]
        got = read([*full, ["6.属于四类过程性信息", *odd], ["7.属于行政执法案卷", *full[0][1:]]], exact=False)
        assert [got[f"{row} natural_person"] for row in ("denied_third_party", "denied_enforcement_file")] == ["4", "1"]
        return {key.split()[1]: value for key, value in got.items() if key.startswith("denied_process_info")}

    assert requests("8", "0", "", "0", "0", "0", "8")["research_institution"] == "blank"
    assert set(requests("0", "", "0", "0", "0", "8").values()) == {"ambiguous"}
    assert set(requests("8", "3", "0", "", "0", "0", "0", "8").values()) == {"ambiguous"}


def test_a_label_cut_behind_its_number_keeps_the_values_above_the_cut() -> None:
    got = poured(
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
        "8. 属于行政查询事项", "", "2", "", "", "1", "", "3",
        "（四）无法提供1", "", "", "", "1", "2", "", "3",
        ". 本机关不掌握相关政府信息", *[""] * 7,
        "2. 没有现成信息需要另行制作", *"9000009",
    )
    assert got["unable_not_held"] == "blank blank blank 1 2 blank 3"
    assert got["unable_needs_creation"] == "9 0 0 0 0 0 9"


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("label", ["行政许可2629", "行政许可 2629", "行政许可：2629", "行政许可,2629", "（五）行政许可2629件"])
def test_a_row_whose_number_stands_in_its_label_is_not_blank(label: str, exact: bool) -> None:
    got = numbers(document([["信息内容", "本年处理决定数量"], [label, ""], ["行政处罚", "7"]], exact=exact))
    assert got["proactive_disclosure licensing decisions"][0] in ("missing", "ambiguous", "unreadable") and got["proactive_disclosure penalties decisions"][1] == 7
