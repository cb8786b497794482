"""The list of 2014 to 2018 with numbers that stand in their rows and not under the head of numbers: in every format that draws cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import form, pipeline
from gongkai.model import Value
from tests.list_kinds import FORMATS
from tests.statistics_documents import LINES, TITLE

FORM = form.load()
DRAWN = ("html", "docx", "xlsx", "md")
Rows = list[list[str]]
COUNTED = [(at, row, number) for at, (row, _, _, number) in enumerate(LINES) if row and number[:1].isdigit()]


def read(rows: Rows, format: str, folder: Path, title: str = TITLE) -> tuple[dict[str, Value], set[str]]:
    """The values of the list, and the sums that are held against the body."""
    path = folder / f"a.{format}"
    path.write_bytes(FORMATS[format](title, [rows]))
    reading = pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]
    assert reading.report is not None
    values = {cell.row: value for cell, value in reading.report.values.items() if cell.table == "statistics"}
    accused = {c.check for c in reading.checks if c.check.startswith("S-") and (c.outcome == "broken" or c.severity == "warning")}
    return values, accused


def to_rows(head: str, slipped: int, *, in_unit: bool = False) -> Rows:
    """The list with a fourth column under that head; every so many rows its number stands there, or where its unit belongs, and not under its own."""
    rows = [["统计指标", "单位", "统计数", head]]
    for at, (_, label, unit, number) in enumerate(LINES):
        row = [label, unit, number, ""]
        if number and at % slipped == 0:
            row = [label, number, "", ""] if in_unit else [label, unit, "", number]
        rows.append(row)
    return rows


@pytest.mark.parametrize("format", DRAWN)
@pytest.mark.parametrize("head", ["", "本单位数", "备注", "核定情况"])
@pytest.mark.parametrize("slipped", [4, 1])
def test_a_row_whose_number_slipped_into_the_column_beside_is_not_blank(head: str, slipped: int, format: str, tmp_path: Path) -> None:
    values, accused = read(to_rows(head, slipped), format, tmp_path)
    doubted = {row for at, row, _ in COUNTED if at % slipped == 0 and (head or slipped > 1)}  # not where all stand in the one column without a head
    wrong = {row: values[row].status for _, row, _ in COUNTED if values[row].status != ("ambiguous" if row in doubted else "reported")}
    assert not wrong
    assert not accused


@pytest.mark.parametrize("format", DRAWN[:2])
def test_nor_is_one_whose_number_stands_where_its_unit_belongs(format: str, tmp_path: Path) -> None:
    values, accused = read(to_rows("备注", 4, in_unit=True), format, tmp_path)
    assert {values[row].status for at, row, _ in COUNTED if at % 4 == 0} == {"ambiguous"}
    assert not accused


@pytest.mark.parametrize(("head", "beside"), [
    ("2015年", "8"), ("上年数", "8"), ("历年累计", "90"), ("序号", "3"), ("指标代码", "0301"), ("行次", "12"), ("办公室", "2"), ("市审计局", "2"), ("备注", "其中网络3件"), ("备注", "/"),
])
def test_what_its_head_explains_leaves_an_empty_cell_blank(head: str, beside: str, tmp_path: Path) -> None:
    rows = [["统计指标", "单位", "本年度", head], *([label, unit, number if at % 4 else "", beside if number else ""] for at, (_, label, unit, number) in enumerate(LINES))]
    values, _ = read(rows, "html", tmp_path, TITLE)
    wrong = {row: values[row].status for at, row, _ in COUNTED if values[row].status != ("reported" if at % 4 else "blank")}
    assert not wrong


def test_numbers_of_lines_are_not_the_numbers_of_rows(tmp_path: Path) -> None:
    rows = [["指标名称", "行次", "计量单位", "本年实际"], *([label, str(at), unit, number] for at, (_, label, unit, number) in enumerate(LINES))]
    values, _ = read(rows, "html", tmp_path)
    assert {row: values[row].raw for _, row, _ in COUNTED} == {row: number for _, row, number in COUNTED}


def test_heads_printed_again_within_a_merged_column_do_not_move_the_numbers_of_the_page(tmp_path: Path) -> None:
    """A PDF's page whose heads stand again inside the section's cell, one column to the right of their own, comes as a grid with a column more."""
    def to_table(rows: Rows) -> str:
        return "<table border=1>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"

    body = [["", label, f"{unit}", number, ""] for _, label, unit, number in LINES]
    first = [["类别", "统计指标", "单位", "统计数", ""], *body[:20]]
    second = [*body[20:30], ["", "类别", "统计指标", "单位", "统计数"], *body[30:]]
    path = tmp_path / "a.html"
    path.write_text(f"<meta charset=utf-8><p>{TITLE}</p>{to_table(first)}{to_table(second)}", "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]
    assert reading.report is not None
    values = {cell.row: value for cell, value in reading.report.values.items() if cell.table == "statistics"}
    assert {row: values[row].raw for _, row, _ in COUNTED} == {row: number for _, row, number in COUNTED}
