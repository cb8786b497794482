"""Columns told by their heads: in two languages, unknown, left of the labels, side by side."""


import pytest

from gongkai.model import CellId
from tests.reports import document, numbers

HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ENGLISH = ["Natural persons", "Enterprises", "Research", "Welfare", "Legal services", "Other", "Total"]
ROW, LAST = "一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"
FIGURES = [*"123456", "21"]


def test_heads_in_two_languages_are_those_in_the_first() -> None:
    heads = [f"{one}\n{other}" for one, other in zip(HEADS, ENGLISH, strict=True)]
    got = numbers(document([["", *heads], [f"{ROW} New requests", *FIGURES]]))
    assert got["requests new_received research_institution"][1] == 3


@pytest.mark.parametrize("exact", [True, False])
def test_under_heads_that_nobody_knows_no_place_decides(exact: bool) -> None:
    got = numbers(document([["", *reversed(ENGLISH)], [ROW, *FIGURES], [LAST, *FIGURES]], exact=exact))
    assert got["requests new_received total"][0] == "ambiguous"
    assert numbers(document([[ROW, *FIGURES], [LAST, *FIGURES]], exact=exact))["requests new_received total"][1] == 21


def test_unknown_heads_of_a_table_that_begins_within_a_grid_are_its_own() -> None:
    rows: list[list[str | None]] = [
        ["信息内容", "本年处理决定数量", *[""] * 6], ["行政许可", "9", *[""] * 6], ["", *reversed(ENGLISH)], [ROW, *FIGURES], [LAST, *FIGURES],
    ]
    got = numbers(document(rows))
    assert got["requests new_received total"][0] == "ambiguous" and got["proactive_disclosure licensing decisions"][1] == 9


@pytest.mark.parametrize("exact", [True, False])
def test_a_row_with_its_values_left_of_its_label_is_not_blank(exact: bool) -> None:
    rows: list[list[str | None]] = [["本年制发件数", "本年废止件数", "现行有效件数", "信息内容"], ["8", "3", "45", "行政规范性文件"]]
    assert numbers(document(rows, exact=exact))["proactive_disclosure normative_documents in_force"][0] == "ambiguous"


BESIDE = {"behind an empty cell": ["", *FIGURES], "behind a merged one": [None, *FIGURES], "with an empty cell among them": ["1", "", *FIGURES[1:]]}


@pytest.mark.parametrize("row", BESIDE.values(), ids=BESIDE)
def test_a_row_whose_figures_stand_beside_the_heads_of_its_table_is_in_doubt(row: list[str | None]) -> None:
    others: list[list[str | None]] = [["", label, *FIGURES, ""] for label in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "重复申请", "（七）总计")]
    got = numbers(document([["", "", *HEADS, ""], *others, ["", LAST, *row]]))
    cells = {column: got[f"requests carried_out {column}"][0] for column in ("natural_person", "total")}
    assert set(cells.values()) == {"ambiguous"} and got["requests carried_in total"][1] == 21


MOVED = {"a label too wide": ["行政规范性文件", None, "8", "3", "45"], "a cell more": ["行政规范性文件", "8", "", "3", "45"], "one too wide": ["行政规范性文件", "8", None, "3", "45"]}


@pytest.mark.parametrize("row", MOVED.values(), ids=MOVED)
def test_figures_beside_heads_under_which_another_row_has_its_own_are_in_doubt(row: list[str | None]) -> None:
    got = numbers(document([["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", None], ["规章", "1", "0", "2", None], row]))
    assert {got[f"proactive_disclosure normative_documents {column}"][0] for column in ("issued_this_year", "in_force")} == {"ambiguous"}
    assert got["proactive_disclosure rules in_force"][1] == 2


OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
CASES = [str(number) for number in range(1, 16)]
GROUPS: list[str | None] = ["行政复议", *[None] * 4, "未经复议直接起诉", *[None] * 4, "复议后起诉", *[None] * 4]
SHIFTED = {
    "behind an empty cell": ["", *CASES], "behind a merged one": [None, *CASES], "with an empty cell among them": [*CASES[:5], "", *CASES[5:]],
}


@pytest.mark.parametrize("row", SHIFTED.values(), ids=SHIFTED)
def test_as_many_cases_as_heads_that_stand_beside_them_are_in_doubt(row: list[str | None]) -> None:
    assert numbers(document([[*GROUPS, ""], [*OUTCOMES * 3, ""], row]))["disputes review upheld"][0] == "ambiguous"
    assert numbers(document([[*GROUPS, ""], [*OUTCOMES * 3, ""], [*CASES, ""]]))["disputes review upheld"][1] == 1
    merged = [OUTCOMES[0], None, *OUTCOMES[1:], *OUTCOMES * 2]  # merged otherwise than the values below, each under its head all the same
    assert numbers(document([[*GROUPS, None], merged, ["1", "", *CASES[1:]]]))["disputes review corrected"][1] == 2


def test_one_group_of_cases_beside_its_heads_costs_no_other() -> None:
    rows: list[list[str | None]] = [["", *OUTCOMES, ""], ["行政复议", *CASES[:5], ""], ["未经复议直接起诉", "", *CASES[5:10]], ["复议后起诉", *CASES[10:], ""]]
    got = numbers(document(rows))
    assert [got[f"disputes {group} upheld"][0] for group in ("review", "litigation_direct", "litigation_after_review")] == ["reported", "ambiguous", "reported"]


def test_a_number_before_a_label_that_counts_rows_leaves_it_blank() -> None:
    rows: list[list[str | None]] = [["序号", "信息内容", "本年处理决定数量"], ["3", "行政许可", ""], ["4", "行政处罚", "7"]]
    got = numbers(document(rows))
    assert got["proactive_disclosure licensing decisions"][0] == "blank" and got["proactive_disclosure penalties decisions"][1] == 7


def test_the_columns_of_all_blocks_may_stand_side_by_side() -> None:
    rows: list[list[str | None]] = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额（单位：元）"],
        ["行政规范性文件", "8", "3", "45", "/", "/"], ["行政许可", "/", "/", "/", "319", "/"], ["行政事业性收费", "/", "/", "/", "/", "16"],
    ]
    got = numbers(document(rows))
    assert [got[f"proactive_disclosure {cell}"][1] for cell in ("normative_documents in_force", "licensing decisions", "admin_fees amount_wan")] == [45, 319, 16]


def test_a_head_that_a_line_below_overwrites_is_no_lost_column() -> None:
    rows: list[list[str | None]] = [["", "自然人", "法人或其他组织", "总计"], ["", "", *HEADS[1:6], ""], [ROW, *FIGURES], [LAST, *FIGURES]]
    assert numbers(document(rows, exact=False))["requests new_received total"][0] != "missing"


def test_figures_that_are_no_number_behind_a_groups_name_are_unreadable_and_not_lost() -> None:
    heads: list[str | None] = ["", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    got = numbers(document([heads, ["行政复议", "1", "0", "0", "0", "1"], ["复议后起诉", "", "", "", "", "0890"]], "四、政府信息公开行政复议、行政诉讼情况"))
    assert got[str(CellId("disputes", "litigation_after_review", "total"))][0] == "unreadable"


@pytest.mark.parametrize(("left", "right"), [([ROW, ""], []), ([ROW], [""]), (["一、", ROW, ""], ["", ""])])
@pytest.mark.parametrize("at", [0, 3, 5])
def test_an_empty_cell_beside_the_columns_makes_up_for_none_that_is_merged(left: list[str], right: list[str], at: int) -> None:
    figures: list[str | None] = [*FIGURES]
    figures[at + 1] = None
    rows: list[list[str | None]] = [[*[""] * len(left), *HEADS, *right], [*left, *figures, *right], [*[""] * (len(left) - 1), LAST, *FIGURES, *right]]
    got = numbers(document(rows))
    for column, figure in zip(("natural_person", "commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org", "other_org"), figures, strict=False):
        status, number = got.get(f"requests new_received {column}", ("missing", None))[:2]
        assert status != "blank" and (number is None or str(number) == figure)
