"""Rows of a body's own among the parts of a sum of the list of 2014 to 2018: whatever their words and layout, they make no sum of the form wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from gongkai import form, pipeline
from gongkai.model import Check
from gongkai.show import words

FORM = form.load()
TITLE = "石狮市财政局2016年政府信息公开工作年度报告"
HEADING = ("政府信息公开情况统计表", "（2016年度）")
Row = tuple[str, str, str]

ROWS: tuple[Row, ...] = (
    ("三、依申请公开情况", "", ""), ("（一）收到申请数", "件", "10"), ("1.当面申请数", "件", "1"), ("2.传真申请数", "件", "2"), ("3.网络申请数", "件", "3"),
    ("4.信函申请数", "件", "4"), ("（二）申请办结数", "件", "12"), ("1.按时办结数", "件", "4"), ("2.延期办结数", "件", "3"), ("3.超期办结数", "件", "5"),
    ("四、行政复议数量", "件", "9"), ("（一）维持具体行政行为数", "件", "4"), ("（二）被依法纠错数", "件", "1"), ("（三）其他情形数", "件", "1"), ("（四）尚未审结数", "件", "3"),
    ("五、行政诉讼数量", "件", "8"), ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "2"), ("（二）被依法纠错数", "件", "1"), ("（三）其他情形数", "件", "1"),
    ("（四）尚未审结数", "件", "4"), ("六、举报投诉数量", "件", "0"),
)
OWN = ("3.超期办结数", "（四）尚未审结数")


def to_table(rows: Sequence[Row]) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (("统计指标", "单位", "统计数"), *rows))
    return f"<meta charset=utf-8><h1>{TITLE}</h1><p>{'</p><p>'.join(HEADING)}</p><table border=1>{lines}</table>"


def to_paragraphs(rows: Sequence[Row]) -> str:
    lines = "".join(f"<p>{label}{'：' * bool(text)}{text}{unit}</p>" for label, unit, text in rows)
    return f"<meta charset=utf-8><h1>{TITLE}</h1><p>{'</p><p>'.join(HEADING)}</p>{lines}"


def joined(parts: str, before: str = "", between: str = "\n") -> Callable[[Sequence[Row]], str]:
    def to_lines(rows: Sequence[Row]) -> str:
        lines = [before + (parts.format(*row) if row[2] else row[0]) for row in rows]
        return "\n".join(("# " * bool(before) + TITLE, "", *HEADING, between.join(lines) + "。" * (between != "\n")))

    return to_lines


LAYOUTS: dict[str, Callable[[Sequence[Row]], str]] = {
    "table.html": to_table, "paragraphs.html": to_paragraphs, "colons.txt": joined("{0}：{2}{1}"), "leaders.txt": joined("{0}……{2}{1}"),
    "list.md": joined("{0}：{2}{1}", "- "), "prose.txt": joined("{0}{2}{1}", between="；"), "tabs.txt": joined("{0}\t{1}\t{2}"),
    "spaces.txt": joined("{0}      {1}      {2}"), "lines.txt": joined("{0}\n{1}\n{2}"),
}


def checks(name: str, rows: Sequence[Row], folder: Path) -> list[Check]:
    (folder / name).write_text(LAYOUTS[name](rows), "utf-8")
    return list(pipeline.to_readings([pipeline.read_one(folder / name, name)], FORM)[0].checks)


def accused(found: Sequence[Check]) -> set[str]:
    return {check.check for check in found if check.outcome == "broken" and check.severity == "error"}


def reworded(words: str) -> list[Row]:
    return [(label.replace("超期办结数", words).replace("尚未审结数", words), unit, text) for label, unit, text in ROWS]


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("words", ["尚未审结数", "转其他机关的", "待定（含上年结转）数"])
def test_a_row_of_the_bodys_own_among_the_parts_of_a_sum_accuses_nobody(name: str, words: str, tmp_path: Path) -> None:
    assert accused(checks(name, reworded(words), tmp_path)) == set()


@pytest.mark.parametrize("name", LAYOUTS)
def test_nor_does_one_without_a_number_before_it(name: str, tmp_path: Path) -> None:
    rows = [(label.removeprefix("3.").removeprefix("（四）") if label in OWN else label, unit, text) for label, unit, text in ROWS]
    assert accused(checks(name, rows, tmp_path)) == set()


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_sum_among_whose_parts_are_only_those_of_the_form_is_told_where_it_is_wrong(name: str, tmp_path: Path) -> None:
    assert accused(checks(name, [row for row in ROWS if row[0] not in OWN], tmp_path)) == {"S-CLOSED", "S-REVIEW", "S-LITIGATION"}


def test_a_row_that_makes_the_sum_come_out_is_told_and_the_sum_holds(tmp_path: Path) -> None:
    found = checks("table.html", ROWS, tmp_path)
    assert [check.cell.row for check in found if check.check == "row-added-counts" and check.cell] == ["closed", "review", "litigation"]
    assert {check.outcome for check in found if check.check in ("S-CLOSED", "S-REVIEW", "S-LITIGATION")} == {"holds"}


def test_a_row_that_is_no_part_of_a_sum_that_comes_out_leaves_it_as_it_is(tmp_path: Path) -> None:
    rows = [(label, unit, "6" if label.startswith("四、") else text) for label, unit, text in ROWS]
    found = [check for check in checks("table.html", rows, tmp_path) if check.cell and check.cell.row == "review" and check.cell.table == "statistics"]
    assert [(check.check, check.outcome) for check in found] == [("S-REVIEW", "holds")]


@pytest.mark.parametrize("name", ["paragraphs.html", "colons.txt", "list.md"])
@pytest.mark.parametrize("number", ["3", "三"])
def test_nor_do_rows_of_the_same_words_and_number_in_two_sums_or_with_a_number_in_words(name: str, number: str, tmp_path: Path) -> None:
    rows = [(label, unit, number if label in OWN else "7" if label.startswith("五、") else text) for label, unit, text in ROWS]
    assert accused(checks(name, rows, tmp_path)) == set()


@pytest.mark.parametrize("line", ["（四）尚未审结数：3件", "尚未审结 3", "另有三件尚未审结", "累计数"])
def test_nor_does_a_line_between_the_two_parts_of_a_table(line: str, tmp_path: Path) -> None:
    at = next(i for i, row in enumerate(ROWS) if row[0] == "（四）尚未审结数")
    rest = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS[at + 1:])
    (tmp_path / "a.html").write_text(f"{to_table(ROWS[:at])}<p>{line}</p><table border=1>{rest}</table>", "utf-8")
    found = pipeline.to_readings([pipeline.read_one(tmp_path / "a.html", "a.html")], FORM)[0].checks
    assert "S-REVIEW" not in accused(found)
    assert {check.check for check in found if check.cell and check.cell.row == "review" and check.severity} & {"line-not-understood", "row-added-counts"}


def test_a_line_that_was_not_understood_is_shown_and_not_only_counted_among_the_sums_that_cannot_be_checked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join((TITLE, *HEADING, *(" ".join(row).strip() for row in ROWS), "")), "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(tmp_path / "a.txt", "a.txt")], FORM)[0]
    told = "\n".join(text for text, _ in words.show(reading, FORM, "zh"))
    assert [line for line in told.splitlines() if "没有读懂" in line and OWN[0] in line]
