"""The list of 2014 to 2018 beside what is none of it: a table of an older form, a form nobody filled in, a remark, a column of other years; and the
last of its rows and halves in unusual order."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import form, pipeline
from gongkai.model import Reading, Value
from tests.list_kinds import FORMATS
from tests.statistics_documents import LINES, TITLE

FORM = form.load()
DRAWN = ("html", "docx", "xlsx", "md")
ROWS = [["统计指标", "单位", "统计数"], *([label, unit, number] for _, label, unit, number in LINES)]
PRINTED = {row: number for row, _, _, number in LINES if row}
OLDER = [["指标名称", "单位", "数量"], ["主动公开信息数", "条", "41"], ["依申请公开信息目录数", "条", "2"], ["信息公开申请数", "条", "5"], ["行政复议数", "件", "9"]]
FORM_ALONE = [ROWS[0], *([label, unit, ""] for _, label, unit, _ in LINES)]


def read(blocks: list[list[list[str]] | str], format: str, folder: Path) -> Reading:
    path = folder / f"a.{format}"
    path.write_bytes(FORMATS[format](TITLE, blocks))
    return pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]


def values_of(reading: Reading) -> dict[str, Value]:
    assert reading.report is not None
    return {cell.row: value for cell, value in reading.report.values.items() if cell.table == "statistics"}


def raw_of(reading: Reading) -> dict[str, str | None]:
    return {row: value.raw for row, value in values_of(reading).items()}


@pytest.mark.parametrize("format", DRAWN)
def test_a_table_of_the_older_form_takes_nothing_from_the_list_before_it(format: str, tmp_path: Path) -> None:
    reading = read(["政府信息公开情况统计表", ROWS, "政府信息公开目录情况统计表", OLDER], format, tmp_path)
    assert raw_of(reading) == PRINTED
    said = [check.message_zh for check in reading.checks if check.check == "statistics-of-another-kind"]
    assert len(said) == 1
    assert "在“政府信息公开情况统计表”之下" not in said[0]


def test_the_older_form_on_two_pages_is_no_list(tmp_path: Path) -> None:
    older = [["指标名称", "单位", "数量"], ["依申请公开信息目录数", "条", "2"], ["信息公开申请数", "条", "5"], *ROWS[1:20]]
    assert not values_of(read(["政府信息公开情况统计表", older, [["指标名称", "单位", "数量"], *ROWS[20:]]], "html", tmp_path))


@pytest.mark.parametrize("format", DRAWN)
@pytest.mark.parametrize("is_first", [True, False], ids=["before it", "behind it"])
def test_a_form_that_nobody_filled_in_leaves_the_list_what_it_is(is_first: bool, format: str, tmp_path: Path) -> None:
    tables = [FORM_ALONE, ROWS] if is_first else [ROWS, FORM_ALONE]
    assert raw_of(read(["政府信息公开情况统计表", tables[0], "政府信息公开情况统计表", tables[1]], format, tmp_path)) == PRINTED
    assert raw_of(read([*tables], "html", tmp_path)) == PRINTED


def test_a_list_with_nothing_in_it_is_blank(tmp_path: Path) -> None:
    assert {value.status for value in values_of(read(["政府信息公开情况统计表", FORM_ALONE], "html", tmp_path)).values()} == {"blank"}


@pytest.mark.parametrize("remark", ["不含乡镇", "不包括下属单位", "未含各街道"])
def test_what_a_row_leaves_out_is_no_heading(remark: str, tmp_path: Path) -> None:
    lines = [TITLE, "政府信息公开情况统计表", "统计指标", "单位", "统计数", "备注"]
    for at, (_, *cells) in enumerate(LINES):
        lines += [*(cell for cell in cells if cell), *([remark] if at == 12 else [])]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(tmp_path / "a.txt", "a.txt")], FORM)[0]
    assert "table-left-aside" not in {check.check for check in reading.checks}
    assert sum(value.status == "reported" for value in values_of(reading).values()) > len(PRINTED) - 5


def test_a_column_of_other_years_a_cell_a_line_leaves_the_list_in_doubt_and_not_aside(tmp_path: Path) -> None:
    lines = [TITLE, "政府信息公开情况统计表", "统计指标", "单位", "统计数", "历年累计"]
    for _, label, unit, number in LINES:
        lines += [label, *([unit, number, "2160"] if number else [])]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(tmp_path / "a.txt", "a.txt")], FORM)[0]
    assert "table-left-aside" not in {check.check for check in reading.checks}
    assert not [row for row, value in values_of(reading).items() if value.status in ("reported", "blank") and PRINTED[row]]


@pytest.mark.parametrize("line", ["（三）接受培训人员数—人次", "（三）接受培训人员数：——人次", "（三）接受培训人员数        —      人次", "（三）接受培训人员数/人次"])
def test_a_dash_before_a_unit_of_two_letters_is_a_dash(line: str, tmp_path: Path) -> None:
    lines = [TITLE, *(f"{label}{number}{unit}" for _, label, unit, number in LINES[:-1]), line]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(tmp_path / "a.txt", "a.txt")], FORM)[0]
    assert values_of(reading)["trainees"].status == "not_applicable"


@pytest.mark.parametrize("format", DRAWN)
@pytest.mark.parametrize("has_heads", [True, False], ids=["heads", "none"])
def test_units_before_labels_belong_to_the_labels_behind_them(has_heads: bool, format: str, tmp_path: Path) -> None:
    lines = [(row, label, unit or "—", "" if row == "closed_on_time" else number) for row, label, unit, number in LINES]
    half = (len(lines) + 1) // 2
    rows = [[*(left[2], left[1], left[3]), *((right[2], right[1], right[3]) if right else ("", "", ""))]
            for left, right in zip(lines[:half], [*lines[half:], None], strict=False)]
    rows = [["单位", "统计指标", "统计数"] * 2, *rows] if has_heads else rows
    values = values_of(read(["政府信息公开情况统计表", rows], format, tmp_path))
    assert {row: value.raw for row, value in values.items()} == {**PRINTED, "closed_on_time": ""}
    assert values["closed_on_time"].status == "blank"
    assert values["budget"].unit == "万元"


@pytest.mark.parametrize(("text", "number"), [("12。", 12), ("12条次", 12), ("1,203件。", 1203), ("零", None), ("12.", None), ("12。5", None)])
def test_a_number_closed_like_a_sentence_is_a_number(text: str, number: int | None, tmp_path: Path) -> None:
    rows = [[label, unit, text if row == "by_gazette" else printed] for row, label, unit, printed in LINES]
    value = values_of(read([[ROWS[0], *rows]], "html", tmp_path))["by_gazette"]
    assert (value.status, value.number) == (("reported", number) if number is not None else ("unreadable", None))


@pytest.mark.parametrize("caption", ["政府信息公开情况统计表", "政府信息公开情况统计表（续）", "续表", "政府信息公开统计表（二）"])
def test_nor_is_it_under_a_caption_printed_again(caption: str, tmp_path: Path) -> None:
    older = [["指标名称", "单位", "数量"], ["依申请公开信息目录数", "条", "2"], ["信息公开申请数", "条", "5"], *ROWS[1:20]]
    assert not values_of(read(["政府信息公开情况统计表", older, caption, [["指标名称", "单位", "数量"], *ROWS[20:]]], "html", tmp_path))


def test_a_page_of_the_list_with_nothing_in_it_stays_a_page_of_it(tmp_path: Path) -> None:
    cut = next(at for at, (row, *_) in enumerate(LINES) if row == "litigation_upheld") + 1
    blank = [[label, unit, ""] for _, label, unit, _ in LINES[cut - 1:]]
    reading = read(["政府信息公开情况统计表", ROWS[:cut], "政府信息公开情况统计表（续）", [ROWS[0], *blank]], "html", tmp_path)
    assert raw_of(reading) == {row: "" if row in [each[0] for each in LINES[cut - 1:]] else number for row, number in PRINTED.items()}
