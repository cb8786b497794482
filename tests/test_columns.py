"""Columns are told by their heads, in all three tables."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from gongkai import readers
from gongkai.match import Own, match
from gongkai.model import CellId
from tests.reports import FORM, document

IDS = ["natural_person", "commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org", "other_org", "total"]
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
VALUES = ["67", "9", "0", "1", "3", "2", "82"]
ROW = "一、本年新收政府信息公开申请数量"
Rows = list[list[str | None]]


def requests(rows: Rows, exact: bool = True) -> list[str]:
    """The seven cells of the first row, as numbers or statuses."""
    values = match(document(rows, exact=exact), FORM, Own("", 2023)).values
    found = [values[CellId("requests", "new_received", id)] for id in IDS]
    return [str(v.number) if v.number is not None else v.status for v in found]


def under(heads: Sequence[str | None], values: Sequence[str | None], label: str = ROW) -> Rows:
    return [["项目", *heads], [label, *values], ["（七）总计", *values]]


@pytest.mark.parametrize("exact", [True, False])
def test_columns_in_another_order_are_read_under_their_heads(exact: bool) -> None:
    assert requests(under(["总计", *HEADS[:6]], ["82", *VALUES[:6]]), exact) == VALUES
    assert requests(under(HEADS[::-1], VALUES[::-1]), exact) == VALUES


@pytest.mark.parametrize("added", ["占比", "合计", "备注", "法人小计", "同比增长", "累计申请数"])
@pytest.mark.parametrize("place", [0, 1, 5, 7])
def test_a_column_that_the_form_does_not_have_is_left_aside_wherever_it_stands(added: str, place: int) -> None:
    heads, values = list(HEADS), list(VALUES)
    heads.insert(place, added)
    values.insert(place, "77")
    got = requests(under(heads, values))
    assert got == VALUES or (added == "合计" and got == [*VALUES[:6], VALUES[6]])


def test_a_lost_column_is_missing_and_no_other_takes_its_place() -> None:
    assert requests(under(HEADS[1:], VALUES[1:])) == ["missing", *VALUES[1:]]
    assert requests(under(HEADS[:6], VALUES[:6])) == [*VALUES[:6], "missing"]


def test_under_an_unknown_head_nothing_is_read_for_the_column_that_it_may_be() -> None:
    got = requests(under(["个体工商户", *HEADS[1:]], VALUES))
    assert got == ["ambiguous", *VALUES[1:]]


def unknown(rows: Rows, exact: bool = True) -> list[tuple[str, str]]:
    remarks = match(document(rows, exact=exact), FORM, Own("", 2023)).remarks
    return [(remark.cell.table, remark.text) for remark in remarks if remark.code == "column-unknown"]


@pytest.mark.parametrize("exact", [True, False])
def test_a_head_that_the_form_does_not_know_is_quoted_where_a_column_lacks_one(exact: bool) -> None:
    assert unknown(under([*HEADS[:4], "律 所", *HEADS[5:]], VALUES), exact) == [("requests", "律 所")]
    assert unknown(under(["个体工商户", *HEADS[1:]], VALUES), exact) == [("requests", "个体工商户")]
    for heads in (HEADS, HEADS[1:], [*HEADS, "网上"], [*HEADS, "备注"], HEADS[::-1]):
        assert unknown(under(heads, (*VALUES, "5")[: len(heads)]), exact) == []


def test_a_head_of_the_other_tables_is_quoted_too_and_one_sentence_is_not() -> None:
    outcomes = ["维持原判", "结果纠正", "其他结果", "尚未审结", "总计"]
    groups = ["行政复议", *[None] * 4, "行政诉讼", *[None] * 9]
    below = ["未经复议直接起诉", *[None] * 4, "复议后起诉", *[None] * 4]
    rows: Rows = [groups, [*outcomes, *below], [*[None] * 5, *outcomes * 2], [str(n) for n in range(15)]]
    assert unknown(rows) == [("disputes", "维持原判")]
    for head, told in (("办理数量", ["办理数量"]), ("本年处理决定数量", []), ("办" * 40, [])):
        rows = [["信息内容", "制发件数", "废止件数", "现行有效件数"], ["规章", "1", "2", "3"], ["信息内容", head, None, None], ["行政许可", "7", None, None]]
        assert [text for _, text in unknown(rows)] == told


def test_no_column_is_told_by_its_place_where_heads_are_printed_that_the_form_does_not_know() -> None:
    english = ["Natural persons", "Companies", "Research", "Welfare", "Legal services", "Others", "Total"]
    assert set(requests(under(english, VALUES))) == {"ambiguous"}
    assert set(requests(under(["2023年", "2022年", "2021年", "2020年", "2019年", "2018年", "2017年"], VALUES))) == {"ambiguous"}


def test_a_share_or_another_year_of_a_column_is_not_the_column() -> None:
    doubled = [head for name in HEADS for head in (name, f"{name}（占比）")]
    assert requests(under(doubled, [v for value in VALUES for v in (value, "5%")])) == VALUES
    years = [head for name in HEADS for head in (f"{name}（2022年）", f"{name}（2023年）")]
    assert requests(under(years, [v for value in VALUES for v in ("5", value)])) == VALUES


def test_years_below_merged_heads_leave_no_number_told_by_its_place() -> None:
    top: list[str | None] = [head for name in HEADS for head in (name, None)]
    rows: Rows = [["项目", *top], [None, *["2022年", "2023年"] * 7], [ROW, *[v for value in VALUES for v in ("5", value)]]]
    assert "5" not in requests(rows)


def test_a_sum_below_the_organisations_is_no_total() -> None:
    rows: Rows = [["项目", "自然人", "法人或其他组织", *[None] * 5], [None, None, *HEADS[1:6], "合计"], [ROW, *VALUES[:6], "15"]]
    assert requests(rows) == [*VALUES[:6], "missing"]
    rows = [["项目", "自然人", "法人或其他组织", *[None] * 5, "合计"], [None, None, *HEADS[1:6], "合计", None], [ROW, *VALUES[:6], "15", "82"]]
    assert requests(rows) == VALUES


def test_what_is_printed_under_no_head_leaves_the_row_unread() -> None:
    assert set(requests(under([*HEADS[:6], "", "总计"], [*VALUES[:6], "8", "82"]))) == {"ambiguous"}


def test_a_row_that_ends_one_cell_short_is_ambiguous_and_a_blank_cell_is_blank() -> None:
    assert set(requests(under(HEADS, [*VALUES[:6], None]))) == {"ambiguous"}
    assert requests(under(HEADS, [*VALUES[:6], ""])) == [*VALUES[:6], "blank"]


def test_an_empty_cell_beside_one_with_two_numbers_is_in_doubt_and_no_other_is() -> None:
    found = requests(under(HEADS, ["67", "", "", "14 22", "", "", "82"]))
    assert found == ["67", "blank", "ambiguous", "unreadable", "ambiguous", "blank", "82"]
    assert requests(under(HEADS, ["67", "1 024", "3", "", "2", "", "82"]))[3] == "blank"


PROACTIVE = ["issued_this_year", "repealed_this_year", "in_force"]


def rules(heads: Sequence[str | None], values: Sequence[str | None], *more: list[str | None]) -> list[str]:
    rows: Rows = [["第二十条第（一）项", *[None] * len(heads)], ["信息内容", *heads], *more, ["规章", *values]]
    found = match(document(rows), FORM, Own("", 2023)).values
    return [str(v.number) if v.number is not None else v.status for v in (found[CellId("proactive_disclosure", "rules", id)] for id in PROACTIVE)]


def test_the_columns_of_table_2_are_told_by_their_heads() -> None:
    heads = ["本年制发件数", "本年废止件数", "现行有效件数"]
    assert rules(heads, ["8", "3", "45"]) == ["8", "3", "45"]
    assert rules([heads[0], "其中修订件数", *heads[1:]], ["8", "1", "3", "45"]) == ["8", "3", "45"]
    assert rules([*heads, "备注"], ["8", "3", "45", "99"]) == ["8", "3", "45"]
    assert rules([heads[0], "本年修订件数", heads[2]], ["8", "3", "45"]) == ["8", "ambiguous", "45"]
    assert rules([heads[0], heads[2]], ["8", "45"]) == ["8", "missing", "45"]
    assert set(rules(["Issued", "Repealed", "In force"], ["8", "3", "45"])) <= {"ambiguous", "missing"}
    assert rules([f"{head}（2022年）" for head in heads] + heads, ["7", "7", "7", "8", "3", "45"]) == ["8", "3", "45"]


def decisions(heads: Sequence[str | None], values: Sequence[str | None], *more: list[str | None]) -> str:
    rows: Rows = [["第二十条第（五）项", *[None] * len(heads)], ["信息内容", *heads], *more, ["行政许可", *values]]
    found = match(document(rows), FORM, Own("", 2023)).values[CellId("proactive_disclosure", "licensing", "decisions")]
    return str(found.number) if found.number is not None else found.status


def test_of_two_years_side_by_side_only_this_years_is_read() -> None:
    head = "本年处理决定数量"
    assert decisions([head, "上年处理决定数量"], ["319", "256"]) == "319"
    assert decisions(["上年处理决定数量", head], ["256", "319"]) == "319"
    assert decisions([f"{head}（2022年）", f"{head}（2023年）"], ["256", "319"]) == "319"
    assert decisions([head, None], ["256", "319"], [None, "2022年", "2023年"]) in ("319", "ambiguous")
    assert decisions(["2022年", "2023年"], ["256", "319"]) in ("319", "ambiguous", "missing")


FIVE = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def disputes(groups: Sequence[str], heads: Sequence[str], values: Sequence[str]) -> list[str]:
    top: list[str | None] = [cell for group in groups for cell in (group, *[None] * (len(heads) - 1))]
    values_of = match(document([top, [*heads] * 3, list(values)]), FORM, Own("", 2023)).values
    return [str(v.number) if v.number is not None else v.status for c, v in values_of.items() if c.table == "disputes"]


def test_the_columns_and_groups_of_disputes_are_told_by_their_heads() -> None:
    groups, usual = ["行政复议", "未经复议直接起诉", "复议后起诉"], [str(n) for n in range(15)]
    assert disputes(groups, FIVE, usual) == usual
    total_first = [str(n) for n in (4, 0, 1, 2, 3, 9, 5, 6, 7, 8, 14, 10, 11, 12, 13)]
    assert disputes(groups, ["总计", *FIVE[:4]], total_first) == usual
    assert disputes([groups[1], groups[0], groups[2]], FIVE, [*usual[5:10], *usual[:5], *usual[10:]]) == usual
    assert disputes(groups, [*FIVE, "占比"], [cell for n in range(0, 15, 5) for cell in (*usual[n:n + 5], "99")]) == usual
    assert "1" not in disputes(groups, ["Upheld", "Corrected", "Other", "Pending", "Total"], usual)
    assert "3" not in disputes(groups, [*FIVE[:3], FIVE[4]], usual[:12])


def test_a_heading_over_columns_that_is_printed_twice_in_a_line_breaks_nothing() -> None:
    rows: Rows = [["自然人", "法人或其他组织", "法人或其他组织", "总计"], [*HEADS[1:6]], [ROW, *VALUES]]
    assert requests(rows, exact=False) in (VALUES, ["ambiguous"] * 7)


def test_a_total_poured_out_before_the_other_heads_is_the_first_column_only_where_the_numbers_say_so() -> None:
    poured = ["申请人情况", "总计", "自然人", "法人或其他组织", *HEADS[1:6], ROW]
    assert requests([[cell] for cell in [*poured, *VALUES]], exact=False) == VALUES
    assert set(requests([[cell] for cell in [*poured, "82", *VALUES[:6]]], exact=False)) == {"ambiguous"}


def test_a_total_on_a_line_over_the_other_heads_is_their_last_only_where_the_numbers_allow_it() -> None:
    heads: Rows = [["（本列数据的勾稽关系）", "总计", "申请人情况"], ["", "自然人", "法人或其他组织"], ["", "", *HEADS[1:6]]]
    assert requests([*heads, [ROW, "9", "0", "1", "3", "2", "0", "15"]], exact=False) == ["9", "0", "1", "3", "2", "0", "15"]
    assert set(requests([*heads, [ROW, "15", "9", "0", "1", "3", "2", "0"]], exact=False)) == {"ambiguous"}


def test_litigation_poured_out_before_reconsideration_leaves_no_number_to_either() -> None:
    values = [[str(n)] for n in range(15)]
    for names, outcome in ((["行政复议", "行政诉讼"], "0"), (["行政诉讼", "行政复议"], "ambiguous")):
        poured: Rows = [[word] for word in [*names, "未经复议直接起诉", "复议后起诉", *FIVE, *FIVE, *FIVE]]
        matched = match(document([], grids=[[*poured, *values]], exact=False), FORM).values
        value = matched[CellId("disputes", "review", "upheld")]
        assert (str(value.number) if value.number is not None else value.status) == outcome


def test_a_number_in_a_cell_that_reaches_into_the_row_below_is_neither_rows() -> None:
    below: list[str | None] = ["二、上年结转政府信息公开申请数量", None, "4", "5", "6", "7", "8", "30"]
    assert requests([["项目", *HEADS], [ROW, *VALUES], below]) == ["ambiguous", *VALUES[1:]]
    note: list[str | None] = ["注：以上为全年数据", *[None] * 7]
    assert requests([["项目", *HEADS], [ROW, *VALUES], note]) == VALUES
    # seven cells that are merged down, or a row without cells: who can tell?
    assert set(requests([["项目", *HEADS], [ROW, *VALUES], ["（七）总计", *[None] * 7]])) == {"ambiguous"}


# --- what a page break cuts, and lines beside a table ------------------------------------------------------------------


def of_grids(*grids: Rows, row: str = "new_received") -> list[str]:
    values = match(document([], grids=list(grids)), FORM).values
    return [str(v.number) if v.number is not None else v.doubt or v.status for v in (values[CellId("requests", row, id)] for id in IDS)]


def test_a_number_that_a_page_break_cut_is_in_doubt_and_the_others_of_its_row_are_not() -> None:
    rest: list[str | None] = ["", "3", "", "", "", "", "", "9"]
    got = of_grids(under(HEADS, ["26", "9", "0", "1", "3", "2", "30"]), [rest, ["四、结转下年度继续办理", *VALUES]], row="outcome_total")
    assert got == ["cut", "9", "0", "1", "3", "2", "cut"]


def test_a_cut_number_of_a_row_with_one_value_is_in_doubt() -> None:
    above: Rows = [["信息内容", "本年处理决定数量"], ["行政处罚", "26"]]
    values = match(document([], grids=[above, [["", "3"], ["行政强制", "7"]]]), FORM).values
    penalties, measures = (values[CellId("proactive_disclosure", row, "decisions")] for row in ("penalties", "coercive_measures"))
    assert (penalties.status, penalties.doubt, penalties.raw) == ("unreadable", "cut", "26\n3")
    assert measures.number == 7


def test_a_row_of_the_next_page_of_another_width_leaves_the_row_above_unread() -> None:
    got = of_grids(under(HEADS, VALUES), [["", "3"], ["四、结转下年度继续办理", "1"]], row="outcome_total")
    assert not any(cell.isdigit() for cell in got)


def test_heads_by_themselves_are_no_rows() -> None:
    grids: list[Rows] = [[["其他", "", "", "", "", "", "", ""]], [["总计", "", "", "", "", "", "", ""]], [[ROW, *VALUES]]]
    matched = match(document([], grids=grids, exact=False), FORM)
    assert {v.status for c, v in matched.values.items() if c.row in ("other_misc", "outcome_total")} == {"missing"}


def test_half_a_label_over_a_table_that_goes_on_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"三、收到和处理政府信息公开申请情况\n| {ROW} | {' | '.join(VALUES)} |\n|---|\n\n（六）其\n他处理\n\n| 3.其他 | {' | '.join(VALUES)} |\n", "utf-8")
    values = match(readers.read(path), FORM).values
    assert [str(values[CellId("requests", "other_misc", id)].number) for id in IDS] == VALUES


def test_a_row_that_stands_as_a_line_beside_the_table_is_ambiguous_with_that_line() -> None:
    rows: Rows = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "0", "0"]]
    value = match(document(rows, "行政许可 97", "行政处罚工作有序开展"), FORM).values[CellId("proactive_disclosure", "licensing", "decisions")]
    assert (value.status, value.raw) == ("ambiguous", "行政许可 97")


def test_a_missing_row_says_which_unknown_label_stands_in_its_place() -> None:
    rows: Rows = [["项目", *HEADS], [ROW, *VALUES], ["往年遗留申请", *VALUES], ["（一）予以公开", *VALUES]]
    value = match(document(rows), FORM).values[CellId("requests", "carried_in", "total")]
    assert (value.status, value.note) == ("missing", "往年遗留申请")


CARRIED = "二、上年结转政府信息公开申请数量"


@pytest.mark.parametrize("printed", ["无", "0", "641", "本年度未收到申请"])
def test_what_is_merged_down_over_whole_rows_is_in_none_of_them(printed: str) -> None:
    nothing: list[str | None] = [None] * 7
    rows: Rows = [["项目", *HEADS], [ROW, printed, *nothing[1:]], [CARRIED, *nothing], ["（七）总计", *VALUES]]
    values = match(document(rows, exact=True), FORM, Own("", 2023)).values
    assert {values[CellId("requests", row, id)].status for row in ("new_received", "carried_in") for id in IDS} == {"ambiguous"}


def test_one_number_for_two_rows_that_have_one_place_each_is_of_neither() -> None:
    rows: Rows = [
        ["信息内容", "本年处理决定数量"], ["行政许可", "12"], ["行政处罚", "641"], ["行政强制", None],
    ]
    values = match(document(rows, exact=True), FORM, Own("", 2023)).values
    found = [values[CellId("proactive_disclosure", row, "decisions")] for row in ("licensing", "penalties", "coercive_measures")]
    assert [v.status for v in found] == ["reported", "ambiguous", "ambiguous"]


def test_an_empty_cell_that_is_merged_down_over_rows_is_blank_in_all_of_them() -> None:
    nothing: list[str | None] = [None] * 7
    rows: Rows = [["项目", *HEADS], [ROW, "", *nothing[1:]], [CARRIED, *nothing], ["（七）总计", *VALUES]]
    values = match(document(rows, exact=True), FORM, Own("", 2023)).values
    assert {values[CellId("requests", row, id)].status for row in ("new_received", "carried_in") for id in IDS} == {"blank"}


@pytest.mark.parametrize(("note", "read"), [
    ("（2022年）", "ambiguous"), ("（上年同期数）", "ambiguous"), ("（预计）", "ambiguous"), ("（2023年）", "67"), ("（较上年增5）", "67"), ("（其中网上60）", "67"),
])  # fmt: skip
def test_a_number_said_to_be_of_another_year_is_none_of_this(note: str, read: str) -> None:
    assert requests(under(HEADS, ["67" + note, *VALUES[1:]]))[0] == read
