"""The list of 2014 to 2018 with several columns of numbers: years, departments, quarters; in formats that keep empty cells and in such as lose them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from gongkai import form, pipeline
from gongkai.model import Reading, Value
from tests.statistics_documents import HEADING, LINES, OPENING, TITLE, Line

FORM = form.load()
Row = Sequence[str]


def _to_wide(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(2, width - taken)


def in_spaces(row: Row) -> list[str]:
    return ["".join(_to_wide(cell, 104 if at == 0 else 12) for at, cell in enumerate(row)).rstrip()]


def in_tabs(row: Row) -> list[str]:
    return ["\t".join(row).rstrip("\t")]


def in_whole_tabs(row: Row) -> list[str]:
    return ["\t".join(row)]


def in_lines(row: Row) -> list[str]:
    return [cell for cell in row if cell]


def in_markup(row: Row) -> list[str]:
    return ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"]


FLAT: dict[str, Callable[[Row], list[str]]] = {"spaces": in_spaces, "tabs": in_tabs, "whole": in_whole_tabs, "lines": in_lines, "markup": in_markup}


def read(rows: Sequence[Row], written: Callable[[Row], list[str]], folder: Path) -> Reading:
    lines, table = [TITLE, "", *OPENING, "", HEADING], [line for row in rows for line in written(row)]
    path = folder / ("a.html" if written is in_markup else "a.txt")
    if written is in_markup:
        lines, table = ["<meta charset=utf-8>", *(f"<p>{line}</p>" for line in lines)], ["<table border=1>", *table, "</table>"]
    path.write_text("\n".join((*lines, *table, "")), "utf-8")
    return pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]


def values_of(reading: Reading) -> dict[str, Value]:
    assert reading.report is not None
    return {cell.row: value for cell, value in reading.report.values.items() if cell.table == "statistics"}


def gaps(at: int, line: Line, step: int, add: int) -> str:
    """A number in each row but every step-th; add: what tells the columns apart."""
    return str(10 + (7 * at + add) % 90) if line[0] and at % step else ""


def held(rows: Mapping[str, tuple[str, str]], values: Mapping[str, Value], is_told: bool) -> list[str]:
    """What is published and not what a reader sees. rows: what is printed in the column that counts, and in those beside it.

    is_told: whether heads say which counts, so that an empty cell is a blank.
    """
    wrong = [f"{row}: {text or 'blank'} / {beside or 'blank'} printed, {values[row].raw} published" for row, (text, beside) in rows.items()
             if values[row].number is not None and str(values[row].number) != text]
    return wrong + [f"{row}: {text or 'blank'} / {beside or 'blank'} printed, blank published" for row, (text, beside) in rows.items()
                    if values[row].status == "blank" and (text or (beside and not is_told))]


def in_single_spaces(row: Row) -> list[str]:
    return [" ".join(cell for cell in row if cell)]


@pytest.mark.parametrize("written", [in_spaces, in_single_spaces, in_tabs, in_lines])
@pytest.mark.parametrize("heads", [(), ("统计数", "备注")], ids=["none", "remarks"])
@pytest.mark.parametrize("second", ["7", "182"])
def test_one_row_of_two_numbers_is_enough_to_doubt_those_alone_in_theirs(second: str, heads: tuple[str, ...], written: Callable[[Row], list[str]], tmp_path: Path) -> None:
    alone = [str(9 + 3 * at) if line[0] and at % 3 else "" for at, line in enumerate(LINES)]
    columns = [(text, "") if at % 2 else ("", text) for at, text in enumerate(alone)]
    columns = [("191", second) if line[0] == "received" else both for line, both in zip(LINES, columns, strict=True)]
    rows = [(label, unit, *both) for (_, label, unit, _), both in zip(LINES, columns, strict=True)]
    values = values_of(read([("统计指标", "单位", *heads), *rows] if heads else rows, written, tmp_path))
    numbers = {row: values[row].raw for row, *_ in LINES if row and values[row].number is not None}
    assert numbers in ({}, {"received": "191"}) if heads else numbers == {}
    assert not [row for (row, *_), both in zip(LINES, columns, strict=True) if row and any(both) and values[row].status == "blank"]


def test_one_torn_number_leaves_the_others_of_a_full_list_what_they_are(tmp_path: Path) -> None:
    rows = [(label, unit, "" if not row else "3 2" if row == "received" else text or "0") for row, label, unit, text in LINES]
    values = values_of(read(rows, in_single_spaces, tmp_path))
    assert [row for row, *_ in LINES if row and values[row].number is None] == ["microblog_responses", "received"]


HEADS = (("2016年", "2015年"), ("2015年", "2016年"), ("机关", "二级单位"), ("本年度", "历年累计"), ("机关", "二级单位", "合计"), ("2015年", "2016年", "增长数"),
         ("第一季度", "第二季度", "第三季度", "第四季度"), ("办公室", "法规科"), ("2014年", "2015年", "2016年"), ("A", "B"), ())
WANTED = {"2016年", "本年度", "合计"}


@pytest.mark.parametrize("flat", FLAT)
@pytest.mark.parametrize("heads", HEADS, ids="-".join)
@pytest.mark.parametrize("has_units", [True, False], ids=["units", "bare"])
def test_a_number_alone_in_its_row_is_not_taken_for_that_of_another_column(heads: tuple[str, ...], flat: str, has_units: bool, tmp_path: Path) -> None:
    columns = [[gaps(at, line, 3 + k, 29 * k) for at, line in enumerate(LINES)] for k in range(len(heads) or 2)]
    if "第一季度" in heads:
        columns = [[text if at % 4 == k else "" for at, text in enumerate(column)] for k, column in enumerate(columns)]
    rows = [(label, *((unit,) if has_units else ()), *(column[at] for column in columns)) for at, (_, label, unit, _) in enumerate(LINES)]
    reading = read([("统计指标", *(("单位",) if has_units else ()), *heads), *rows] if heads else rows, FLAT[flat], tmp_path)
    values = values_of(reading)
    wanted = next((k for k, head in enumerate(heads) if head in WANTED), None)
    printed = {line[0]: (columns[wanted][at] if wanted is not None else "", "".join(column[at] for k, column in enumerate(columns) if k != wanted))
               for at, line in enumerate(LINES) if line[0]}
    assert held(printed, values, wanted is not None) == []
    is_kept = flat in ("markup", "whole")  # each empty cell stands in its place
    if has_units or wanted is None:
        assert reading.read_status == ("read" if is_kept and wanted is not None else "partly_read")
    told = {check.check for check in reading.checks}
    assert "row-ambiguous" in told or is_kept
    assert "table-left-aside" not in told
    if wanted is not None and flat != "lines":  # rows with all their cells say which number stands under which head
        whole = {row for row, *texts in ((line[0], *rows[at][-len(heads):]) for at, line in enumerate(LINES)) if row and all(texts)} - ({"fees", "budget"} if not has_units else set())
        assert {row for row in whole if values[row].number is not None} == whole


@pytest.mark.parametrize("flat", FLAT)
@pytest.mark.parametrize("longer", [0, 1, 7, -1, -7])
def test_halves_side_by_side_with_empty_cells_are_paired_by_their_labels(longer: int, flat: str, tmp_path: Path) -> None:
    """longer: by how many rows the left half is."""
    texts = [gaps(at, line, 3, 0) for at, line in enumerate(LINES)]
    rows = [(label, unit, text) for (_, label, unit, _), text in zip(LINES, texts, strict=True)]
    cut = (len(rows) + longer) // 2
    left, right = rows[:cut], rows[cut:]
    pairs = [((left[at] if at < len(left) else ("",) * 3) + (right[at] if at < len(right) else ("",) * 3)) for at in range(max(len(left), len(right)))]
    values = values_of(read([("统计指标", "单位", "统计数") * 2, *pairs], FLAT[flat], tmp_path))
    assert held({line[0]: (text, "") for line, text in zip(LINES, texts, strict=True) if line[0]}, values, is_told=True) == []
    blank = {line[0] for line, text in zip(LINES, texts, strict=True) if line[0] and not text}
    if flat == "markup" or (flat == "spaces" and longer == 1):
        assert {row for row in blank if values[row].status == "blank"} == blank
        assert sum(value.number is not None for value in values.values()) == sum(map(bool, texts))


@pytest.mark.parametrize("flat", FLAT)
@pytest.mark.parametrize(("heads", "unit"), [(("数量", "金额（万元）"), "万元"), (("数量", "经费（元）"), "元"), (("统计数", "金额"), ""), (("金额（万元）", "数量"), "万元")])
def test_an_amount_in_a_column_of_its_own_is_read_with_the_unit_of_its_head(heads: tuple[str, str], unit: str, flat: str, tmp_path: Path) -> None:
    is_money = [line[2] == "万元" for line in LINES]
    texts = [gaps(at, line, 97, 0) for at, line in enumerate(LINES)]
    counts = ["" if money else text for money, text in zip(is_money, texts, strict=True)]
    amounts = [text if money else "" for money, text in zip(is_money, texts, strict=True)]
    columns = (counts, amounts) if heads[0] in ("数量", "统计数") else (amounts, counts)
    rows = [(line[1], *two) for line, two in zip(LINES, zip(*columns, strict=True), strict=True)]
    values = values_of(read([("统计指标", *heads), *rows], FLAT[flat], tmp_path))
    printed = {line[0]: (text, text) for line, text in zip(LINES, texts, strict=True) if line[0]}
    assert held(printed, values, is_told=False) == []
    if flat == "markup":
        assert values["received"].number is not None
        assert [(values[row].status, values[row].unit) for row in ("fees", "budget")] == [("reported", unit) if unit else ("ambiguous", "")] * 2


def test_a_count_under_the_head_of_money_is_no_blank(tmp_path: Path) -> None:
    rows = [(line[1], "" if line[0] == "received" else "8", "12" if line[0] in ("received", "fees") else "") if line[0] else (line[1], "", "") for line in LINES]
    values = values_of(read([("统计指标", "数量", "金额（万元）"), *rows], in_markup, tmp_path))
    assert [values[row].status for row in ("received", "fees", "budget", "staff")] == ["ambiguous", "ambiguous", "ambiguous", "reported"]


FEES = "七、依申请公开信息收取的费用"


@pytest.mark.parametrize("written", [in_markup, in_spaces, in_single_spaces, in_tabs, in_whole_tabs, in_lines])
@pytest.mark.parametrize("printed", [
    [(f"{FEES}（单位：万", "", "73"), ("元）", "", "")], [(f"{FEES}（单位：万", "", ""), ("元）", "", "73")], [(f"{FEES} 万", "", "73"), ("元", "", "")],
    [(f"{FEES}（单位：万\n元）", "", "73")], [(f"{FEES}，万\n元", "", "73")], [(FEES, "万\n元", "73")], [(FEES, "万", "73"), ("", "元", "")],
], ids=lambda rows: "-".join(cell.removeprefix(FEES).replace("\n", "_") for row in rows for cell in row))
def test_an_amount_whose_unit_is_cut_by_a_line_is_read_with_the_whole_of_it_or_in_doubt(
    printed: list[Row], written: Callable[[Row], list[str]], tmp_path: Path,
) -> None:
    mark = {in_markup: "<br>", in_lines: "\n"}.get(written, " ")
    rows = [("统计指标", "单位", "统计数"), *(line[1:] for line in LINES if line[0].startswith(("received", "closed"))), *printed, *(line[1:] for line in LINES[-4:])]
    value = values_of(read([[cell.replace("\n", mark) for cell in row] for row in rows], written, tmp_path))["fees"]
    assert (value.number is None and value.status != "blank") or (str(value.number), value.unit) == ("73", "万元")
    if len(printed) == 1 and written in (in_markup, in_whole_tabs):
        assert value.unit == "万元"


@pytest.mark.parametrize("written", [in_tabs, in_single_spaces])
def test_a_label_cut_within_its_cell_is_not_taken_for_the_row_that_its_end_spells(written: Callable[[Row], list[str]], tmp_path: Path) -> None:
    cuts = {"refused": "4.不\n同意公开答复数", "granted": "2.同\n意公开答复数", "online_interviews_by_leaders": "其中：主要负责同志参加\n政府网站在线访谈次数"}
    rows = [(cuts.get(line[0], line[1]), *line[2:]) if line[2] else (line[1],) for line in LINES]
    values = values_of(read(rows, written, tmp_path))
    for row in ("refused", "granted", "online_interviews_by_leaders", "online_interviews"):
        assert str(values[row].number) == next(line[3] for line in LINES if line[0] == row)


@pytest.mark.parametrize(("head", "label", "text", "note", "is_own"), [
    ("统计数", "", "71", "", True), ("统计数", "", "71（条）", "注：上表为{own}年数据。", True), ("统计数（%）", "", "71", "", False), ("统计数（预计）", "", "71", "", False),
    ("完成率", "", "71", "", False), ("统计数", "（上年）", "71", "", False), ("统计数", "", "71（万条）", "", False), ("统计数", "", "71（应为73）", "", False),
    ("统计数", "", "71（上年）", "", False), ("统计数", "", "71", "注：上表为{last}年数据。", False), ("统计数", "", "71", "以上为上年情况", False),
])  # fmt: skip
def test_what_says_that_a_number_is_none_of_this_year_leaves_it_unpublished(
    head: str, label: str, text: str, note: str, is_own: bool, tmp_path: Path
) -> None:
    year = int(next(word for word in TITLE.replace("年", " ").split() if word[-4:].isdigit())[-4:])
    rows = [("统计指标", "单位", head)]
    rows += [(name + label * (row == "by_website"), unit, text if row == "by_website" else told) for row, name, unit, told in LINES]
    printed = note.format(own=year, last=year - 1)

    def written(row: Row) -> list[str]:
        return [*in_markup(row), f"</table><p>{printed}</p>"] if printed and row == rows[-1] else in_markup(row)

    path = tmp_path / "a.html"
    table = [line for row in rows for line in written(row)]
    path.write_text("\n".join(["<meta charset=utf-8>", *(f"<p>{line}</p>" for line in (TITLE, *OPENING, HEADING)), "<table>", *table]), "utf-8")
    values = values_of(pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0])
    assert (values.get("by_website") is not None and values["by_website"].number == 71) == is_own
