"""Tables whose cells are parted by spaces, commas or semicolons: read where that is certain, and no figure under another head."""

import time
from pathlib import Path

import pytest

from gongkai import readers
from gongkai.match import Own, match
from gongkai.model import CellId, Value
from tests.reports import FORM

HEAD = "临江县水务局2022年政府信息公开工作年度报告\n一、总体情况\n我局认真做好公开工作，主动公开信息 12 条，其中网站 8 条。\n"
TAIL = "\n五、存在的主要问题及改进情况\n无。\n"
APPLICANTS = ("natural_person", "commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org", "other_org", "total")
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ROWS = {"new_received": "一、本年新收政府信息公开申请数量", "carried_in": "二、上年结转政府信息公开申请数量", "outcome_total": "（七）总计", "carried_out": "四、结转下年度继续办理"}
FIGURES = ["67", "9", "0", "1", "3", "2", "82"]


def read(tmp_path: Path, text: str, suffix: str = ".txt") -> dict[str, list[str]]:
    """Each row of what was read: numbers, or the first letters of statuses."""
    path = tmp_path / f"a{suffix}"
    path.write_text(HEAD + text + TAIL, "utf-8")
    found: dict[str, list[str]] = {}
    for cell, value in match(readers.read(path), FORM, Own("临江县水务局", 2022)).values.items():
        if value.status != "missing":
            found.setdefault(cell.row, []).append(show(value))
    return found


def show(value: Value) -> str:
    return str(value.number) if value.number is not None else value.status


def to_requests(mark: str, rows: dict[str, list[str]], head: bool = True) -> str:
    lines = [mark.join(["项目", *HEADS])] if head else []
    return "三、收到和处理政府信息公开申请情况\n\n" + "\n".join([*lines, *(mark.join([ROWS[row], *cells]) for row, cells in rows.items())]) + "\n"


MARKS = [",", "，", ";", "；", " ", "  ", "\u3000", "      "]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_table_of_full_rows_is_read_whatever_parts_its_cells(mark: str, suffix: str, tmp_path: Path) -> None:
    got = read(tmp_path, to_requests(mark, dict.fromkeys(ROWS, FIGURES)), suffix)
    assert got["new_received"] == got["carried_out"] == FIGURES
    of_items = f"二、主动公开政府信息情况\n\n信息内容{mark}本年制发件数{mark}本年废止件数{mark}现行有效件数\n规章{mark}1{mark}0{mark}3\n行政规范性文件{mark}4{mark}-{mark}12件\n"
    assert read(tmp_path, of_items, suffix)["normative_documents"] == ["4", "not_applicable", "12"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("lost", range(7))
def test_a_row_without_one_of_its_cells_moves_none_of_the_others(mark: str, lost: int, tmp_path: Path) -> None:
    short = [*FIGURES[:lost], *FIGURES[lost + 1:]]
    got = read(tmp_path, to_requests(mark, {"new_received": FIGURES, "carried_in": short, "outcome_total": FIGURES, "carried_out": short}))
    assert got["new_received"] == FIGURES and set(got["carried_in"]) == {"ambiguous"}, got


def test_what_may_be_one_number_or_two_is_neither(tmp_path: Path) -> None:
    for mark in (",", " "):
        got = read(tmp_path, to_requests(mark, dict.fromkeys(ROWS, FIGURES) | {"carried_in": ["1", "284", "0", "0", "0", "0", "1285"]}))
        assert not {one for one in got["carried_in"] if one.isdigit()} and got["new_received"] == FIGURES


def test_blocks_with_heads_of_their_own_and_fifteen_numbers_below_theirs(tmp_path: Path) -> None:
    outcomes = "结果维持 结果纠正 其他结果 尚未审结 总计"
    got = read(tmp_path, "二、主动公开政府信息情况\n信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 1 0 3\n信息内容 本年处理决定数量\n行政许可 97\n行政处罚 3\n信息内容 "
    "本年收费金额（单位：万元）\n行政事业性收费 12.5\n\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n"
    f"{outcomes} 未经复议直接起诉 复议后起诉\n{outcomes} {outcomes}\n3 1 2 4 10 0 5 2 0 7 1 1 0 6 8\n")
    assert (got["rules"], got["licensing"], got["penalties"], got["admin_fees"]) == (["1", "0", "3"], ["97"], ["3"], ["12.5"])
    assert (got["review"], got["litigation_after_review"]) == (["3", "1", "2", "4", "10"], ["1", "1", "0", "6", "8"])
    got = read(tmp_path, f"四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n{outcomes} 未经复议直接起诉 复议后起诉\n{outcomes} {outcomes}\n9\n3 1 2 4 10 0 5 0 7 1 1 0 6 8\n")
    assert not {one for row in got.values() for one in row if one.isdigit()}


@pytest.mark.parametrize("numbers", ["above", "below"])
def test_a_label_on_two_lines_has_its_values_and_is_not_blank(numbers: str, tmp_path: Path) -> None:
    upper, lower = "（二）部分公开（区分处理的，只计这一情形，", "不计其他情形）"
    line = f"{upper} {' '.join(FIGURES)}\n{lower}" if numbers == "above" else f"{upper}\n{lower} {' '.join(FIGURES)}"
    text = to_requests(" ", {"new_received": FIGURES, "carried_in": FIGURES}) + f"三、本年度办理结果\n（一）予以公开 {' '.join(FIGURES)}\n{line}\n（七）总计 {' '.join(FIGURES)}\n"
    got = read(tmp_path, text)
    assert got["new_received"] == got["outcome_total"] == FIGURES
    assert "blank" not in got.get("partially_granted", []) and not {"0"} & set(got.get("granted", [])[:1])


@pytest.mark.parametrize("text", [
    "目  录\n一、总体情况  1\n二、主动公开政府信息情况  3\n三、收到和处理政府信息公开申请情况  5\n四、结转下年度继续办理  6\n",
    "联系电话 12345\n传真 12346\n邮编 350581\n",
    "（一）主动公开，12条\n（二）依申请公开，3件\n（三）行政许可，9件\n",
    "2021 2022 2023\n行政许可 5 6 7\n行政处罚 1 2 3\n",
])
def test_lists_and_contents_are_no_tables_of_the_form(text: str, tmp_path: Path) -> None:
    assert not {one for row in read(tmp_path, text).values() for one in row if one.isdigit()}


def test_values_glued_to_a_label_by_their_marks_are_not_blank(tmp_path: Path) -> None:
    got = read(tmp_path, "二、主动公开政府信息情况\n信息内容\n本年制发件数\n规章;/;/;/\n3\n4\n5\n行政规范性文件;-;-;-\n")
    assert "blank" not in {one for row in got.values() for one in row}


def test_running_text_with_numbers_stays_running_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HEAD + "本年度，主动公开 12 条，比上年增加 3\n条，其中网站 8，微信 4\n" + TAIL, "utf-8")
    assert not readers.read(path).grids
    assert CellId("requests", "new_received", "total") not in match(readers.read(path), FORM).values


@pytest.mark.parametrize("line", ["规章 数量", "规章,数量", "规章  1", "a;b", "一、规章 数量 3", "规章,1", " ,", "1 2 3 4 5 6 7 8 9 10"])
def test_a_long_text_of_lines_that_may_be_rows_takes_no_longer_than_it_should(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join([line] * 10_000), "utf-8")
    started = time.perf_counter()
    readers.read(path)
    assert time.perf_counter() - started < 20
