"""What a document says of its own figures: a sentence that corrects one, a table that corrects another."""

from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.model import CellId, Reading
from tests.small_pages import LICENSING, PENALTIES, codes, read, requests, table, value

FEES = CellId("proactive_disclosure", "admin_fees", "amount_wan")
GRANTED, DENIED = CellId("requests", "granted", "total"), CellId("requests", "denied_third_party", "total")
SECTION = "<h2>二、主动公开政府信息情况</h2>"
FEE = "<table><tr><td>信息内容</td><td>本年收费金额（单位：万元）</td></tr><tr><td>行政事业性收费</td><td>16.42</td></tr></table>"


def read_with(line: str, tmp_path: Path) -> Reading:
    return read(f"{SECTION}{table('58', '7')}<p>{line}</p>", tmp_path)


def number(reading: Reading, cell: CellId = LICENSING) -> Decimal | str:
    found = value(reading, cell)
    return found.number if found.number is not None else found.status


@pytest.mark.parametrize("line", [
    "更正：因统计疏漏，“行政许可”本年处理决定数量应为64件，特此更正。", "勘误：第二部分行政许可由58件改为64件。", "更正：行政许可应为64件（原公布稿误为58件）。",
    "数据更正公告：表2行政许可（第二十条第（五）项）应为64件。", "表内行政许可58件系误填，实际应为64件，特此说明。", "更正:行政许可应为64件,不是58件。",
])
def test_a_sentence_that_corrects_one_figure_for_certain_wins_and_says_so(line: str, tmp_path: Path) -> None:
    reading = read_with(line, tmp_path)
    assert (number(reading), number(reading, PENALTIES)) == (64, 7)
    assert "58" in value(reading).note and value(reading).raw == "64件"
    told = [check for check in reading.checks if check.check == "figure-corrected"]
    assert [check.kind for check in told] == ["notes"] and "58" in told[0].message_zh and "行政许可" in told[0].message_zh


@pytest.mark.parametrize("line", [
    "注：行政许可实为64件。", "上表有误，58应为64，特此更正。", "更正：行政许可应为64件（原公布稿误为57件）。", "更正：行政许可、行政处罚应为64件。", "更正：行政许可应为六十四件。",
    "更正：以县政府网站公布的行政许可数据为准。", "更正：行政许可应为64件。另：行政许可应为65件，特此更正。",
])
def test_a_correction_that_leaves_open_which_figure_or_to_what_puts_it_in_doubt(line: str, tmp_path: Path) -> None:
    reading = read_with(line, tmp_path)
    assert number(reading) == "ambiguous"
    assert "58" in (value(reading).raw or "") and "correction-unclear" in codes(reading)


@pytest.mark.parametrize("line", [
    "本年度更正网站错误信息12条，涉及行政许可3条。", "行政许可审批时限由20个工作日改为5个工作日。", "行政许可58件，均已公开。", "更正：行政许可应为58件（原公布稿误为64件）。",
    "全年予以更正政府信息3件，行政许可改为64件。", "行政复议更正2件，调整为行政许可12件。", "更正：2022年度报告中行政许可应为64件。", "更正：上年度报告中行政许可应为64件。",
    "更正：行政许可信息公示期限应为7个工作日。", "本馆对网站错误信息进行更正，行政许可公示栏目调整为3个。",
])
def test_what_corrects_no_figure_of_the_table_leaves_it(line: str, tmp_path: Path) -> None:
    reading = read_with(line, tmp_path)
    assert number(reading) == 58
    assert not {"figure-corrected", "correction-unclear"} & codes(reading)


def test_two_figures_put_right_in_one_sentence_are_two(tmp_path: Path) -> None:
    reading = read_with("更正：表二行政许可由58件更正为64件，行政处罚由7件更正为9件。", tmp_path)
    assert (number(reading), number(reading, PENALTIES)) == (64, 9)


def test_of_the_columns_of_a_row_the_one_that_is_named_or_printed_so_is_corrected(tmp_path: Path) -> None:
    body = f"<h2>三、收到和处理政府信息公开申请情况</h2>{requests(new_received='40', granted='28', denied_third_party='5')}"
    assert number(read(f"{body}<p>更正：第三部分予以公开总计应为29件。</p>", tmp_path), GRANTED) == 29
    assert number(read(f"{body}<p>更正：予以公开应为29件。</p>", tmp_path), GRANTED) == "ambiguous"
    assert number(read(f"{body}<p>更正：总计应为41件。</p>", tmp_path), GRANTED) == 28


@pytest.mark.parametrize(("line", "amount", "unit"), [("18.2万元", "18.2", "万元"), ("182000元", "182000", "元"), ("20230元", "20230", "元"), ("18.2", "18.2", "万元")])
def test_a_corrected_amount_has_the_unit_that_is_printed_with_it(line: str, amount: str, unit: str, tmp_path: Path) -> None:
    found = value(read(f"{SECTION}{FEE}<p>更正：行政事业性收费金额应为{line}。</p>", tmp_path), FEES)
    assert (found.number, found.unit) == (Decimal(amount), unit)


@pytest.mark.parametrize("heads", ["<td>项目</td><td>更正前</td><td>更正后</td>", "<td>项目</td><td>误</td><td>正</td>", "<td>内容</td><td>原数据</td><td>应为</td>"])
def test_a_table_of_old_and_new_figures_corrects_its_rows(heads: str, tmp_path: Path) -> None:
    rows = f"<table><tr>{heads}</tr><tr><td>行政许可</td><td>58</td><td>64</td></tr></table>"
    reading = read(f"{SECTION}{table('58', '7')}<h2>数据更正表</h2>{rows}", tmp_path)
    assert (number(reading), number(reading, PENALTIES)) == (64, 7)
    place = value(reading).place
    assert place is not None and (place.grid, place.row, place.column) == (2, 2, 3)
    assert number(read(f"{SECTION}{table('57', '7')}<h2>数据更正表</h2>{rows}", tmp_path)) == "ambiguous"


@pytest.mark.parametrize("line", [
    "附件：主动公开政府信息情况（更正后）", "更正", "勘误表", "因工作人员疏忽，第二部分数据有误，现更正如下：", "修订后的主动公开政府信息情况：", "以下为更正后的表格。",
])
def test_a_whole_table_that_corrects_another_stands_in_its_place(line: str, tmp_path: Path) -> None:
    reading = read(f"{SECTION}{table('58', '7')}<p>{line}</p>{table('64', '7')}", tmp_path)
    assert (number(reading), number(reading, PENALTIES)) == (64, 7)
    assert value(reading).place.grid == 2  # type: ignore[union-attr]
    assert "figure-corrected" in codes(reading) and "table-printed-twice" not in codes(reading)


def test_no_cell_of_a_correcting_table_is_filled_from_the_first(tmp_path: Path) -> None:
    blank = read(f"{SECTION}{table('58', '7')}<p>更正后：</p>{table('', '9')}", tmp_path)
    assert (number(blank), number(blank, PENALTIES)) == ("ambiguous", 9)
    first = requests(new_received="40", granted="28", denied_third_party="5")
    lacks = read(f"<h2>三、收到和处理政府信息公开申请情况</h2>{first}<p>更正后：</p>{requests(new_received='41', granted='29')}", tmp_path)
    assert (number(lacks, GRANTED), number(lacks, DENIED)) == (29, "ambiguous")
    assert "correction-unclear" in codes(lacks)


def test_a_table_of_some_rows_puts_those_right_and_leaves_the_others(tmp_path: Path) -> None:
    first = requests(new_received="40", granted="28", denied_third_party="5")
    reading = read(f"<h2>三、收到和处理政府信息公开申请情况</h2>{first}<p>更正：“予以公开”一行应为</p>{requests(granted='29')}", tmp_path)
    assert (number(reading, GRANTED), number(reading, DENIED)) == (29, 5)


def test_of_tables_before_and_after_a_correction_the_one_after_it_counts_wherever_it_stands(tmp_path: Path) -> None:
    for body in (f"<p>更正前：</p>{table('58', '7')}<p>更正后：</p>{table('64', '7')}", f"<p>更正后：</p>{table('64', '7')}<p>更正前：</p>{table('58', '7')}"):
        assert number(read(SECTION + body, tmp_path)) == 64


def test_a_correction_of_another_year_or_of_peoples_files_corrects_nothing(tmp_path: Path) -> None:
    assert number(read(f"{SECTION}{table('58', '7')}<p>2022年数据更正表</p>{table('64', '7')}", tmp_path)) == 58
    for line in ("要求更正政府信息情况", "更正类申请3件", "《青禾县政府信息公开指南》修订版", "公开目录（修订）"):
        assert number(read(f"{SECTION}{table('58', '7')}<p>{line}</p>{table('64', '7')}", tmp_path)) == "ambiguous"


def test_a_row_with_the_shortest_of_labels_is_corrected_too(tmp_path: Path) -> None:
    first, second = (requests(other_correction_overdue="2", other_misc=number) for number in ("54", "55"))
    body = f"<h2>三、收到和处理政府信息公开申请情况</h2>{first}<p>附件：收到和处理政府信息公开申请情况（更正后）</p>{second}"
    reading = read(body, tmp_path)
    assert number(reading, CellId("requests", "other_misc", "total")) == 55
    assert "figure-corrected" in codes(reading)


@pytest.mark.parametrize("line", ["更正前：", "（更正前）", "原表", "修订前", "本表作废", "错误版本"])
def test_a_lone_table_from_before_a_correction_is_not_published(line: str, tmp_path: Path) -> None:
    reading = read(f"{SECTION}<p>{line}</p>{table('58', '7')}", tmp_path)
    assert number(reading) == "missing" and "table-left-aside" in codes(reading)


def test_nor_is_one_after_it_left_aside(tmp_path: Path) -> None:
    assert number(read(f"{SECTION}<p>更正前后见下：</p><p>更正后：</p>{table('64', '7')}", tmp_path)) == 64
