"""The list of 2014 to 2018 as programs export it to text: laid on its side, numbered, with merged cells and dashes, no number is lost or another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import form, pipeline
from gongkai.model import Value
from tests.statistics_documents import HEADING, LINES, OPENING, TITLE, to_html

FORM = form.load()
ROWS = [line for line in LINES if line[0]]


def read(folder: Path, content: str | bytes, name: str = "a.txt") -> dict[str, Value]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else "\n".join((TITLE, *OPENING, HEADING, content)).encode())
    report = pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0].report
    assert report is not None
    return {cell.row: value for cell, value in report.values.items() if cell.table == "statistics"}


def wrong_in(values: dict[str, Value]) -> dict[str, str]:
    """The rows that are not read as LINES prints them, with what is said of them."""
    printed = {row: str(values[row].number) if values[row].status == "reported" else values[row].status for row, *_ in ROWS}
    return {row: printed[row] for row, _, _, text in ROWS if printed[row] != {"": "blank", "/": "not_applicable"}.get(text, text)}


def strips(count: int, *, lost: int = -1) -> str:
    """The list on its side, a cell a line: a word, labels, a word, their numbers. lost: the strip whose last number has no line."""
    lines = []
    for number, at in enumerate(range(0, len(ROWS), count)):
        part = ROWS[at : at + count]
        figures = [text for *_, text in part]
        lines += ["统计指标", *(f"{label}（{unit}）" for _, label, unit, _ in part), "统计数", *(figures[:-1] if number == lost else figures)]
    return "\n".join(lines)


@pytest.mark.parametrize("count", [6, 9])
def test_a_list_on_its_side_a_cell_a_line_is_read_by_the_count_of_its_lines(count: int, tmp_path: Path) -> None:
    assert not wrong_in(read(tmp_path, strips(count)))


def test_one_line_short_nothing_of_it_is_read_and_nothing_is_blank(tmp_path: Path) -> None:
    assert {value.status for value in read(tmp_path, strips(6, lost=3)).values()} <= {"missing", "ambiguous"}


def numbered(*, without: int = 0) -> list[str]:
    lines = ["序号", "指标", "计量单位", "数量"]
    for at, (_, label, unit, text) in enumerate(LINES, 1):
        lines += [*([] if at == without else [str(at)]), label, unit, text]
    return lines


def test_numbers_of_rows_are_told_though_another_list_behind_has_none(tmp_path: Path) -> None:
    other = ["附：所属单位情况", "收到申请数", "件", "870", "1.当面申请数", "件", "393", "2.传真申请数", "件", "634"]
    assert not wrong_in(read(tmp_path, "\n".join([*numbered(), "填报人：张某", *other])))


def test_where_one_of_them_is_lost_none_is_taken_for_a_figure(tmp_path: Path) -> None:
    values = read(tmp_path, "\n".join(numbered(without=30)))
    said = {row: str(values[row].number) for row, *_ in ROWS if values[row].status == "reported"}
    assert all(said[row] == text for row, _, _, text in ROWS if row in said)
    assert "blank" not in {value.status for value in values.values()}


def test_rows_beside_a_cell_that_reaches_down_are_whole_but_for_it(tmp_path: Path) -> None:
    lines = ["类别\t统计指标\t单位\t统计数"]
    over = ""
    for row, label, unit, text in LINES:
        if not row and label[1] == "、":
            over = label
        elif row and text:
            lines.append("\t".join([*([over] if over else []), label, unit, text]))
            over = ""
    values = read(tmp_path, "\n".join(lines))
    assert not {row: said for row, said in wrong_in(values).items() if values[row].status != "missing"}
    assert sum(value.status == "missing" for value in values.values()) == 1  # the row that was left out, since it is blank


def test_dashes_behind_a_heading_are_no_several_numbers(tmp_path: Path) -> None:
    """Two blank rows before a heading with a dash for its unit and one for its number: no list on its side."""
    lines = ["统计指标", "单位", "统计数"]
    for row, label, unit, text in LINES:
        lines += [label, unit or "——", "" if row in ("complaints", "fees") else text or ("" if row else "——")]
    values = read(tmp_path, "\n".join(lines))
    assert set(wrong_in(values)) == {"complaints", "fees"}
    assert {values["complaints"].status, values["fees"].status} == {"blank"}


def test_rows_in_another_order_keep_the_numbers_that_the_form_gives_them(tmp_path: Path) -> None:
    order = list(LINES)
    for first, second in (("received_by_fax", "received_by_letter"), ("already_public", "does_not_exist"), ("refused_trade_secret", "refused_other_law"), ("granted", "other_way")):
        a, b = (next(i for i, line in enumerate(order) if line[0] == row) for row in (first, second))
        order[a], order[b] = order[b], order[a]
    half = (len(order) + 1) // 2
    sides = [[label, unit, text] for _, label, unit, text in order]
    rows = [["统计指标", "单位", "统计数"] * 2, *([*sides[i], *(sides[half + i] if half + i < len(sides) else ["", "", ""])] for i in range(half))]
    assert not wrong_in(read(tmp_path, to_html(rows), "a.html"))


def test_rows_of_the_place_beside_their_numbers_are_no_amounts_before_labels(tmp_path: Path) -> None:
    """6. and 7. are the only numbers before labels of this page; what they amount to stands beside them."""
    lines = [["统计指标", "单位", "统计数"]]
    for row, label, unit, text in LINES:
        bare = label[2:] if label[0].isdigit() else label
        lines.append([bare, unit or "——", "" if row == "by_website" else text or ("" if row else "——")])
        lines += [["6.政府文件", "条", "63"], ["7.网站建设", "条", "64"]] if row == "by_other_channel" else []
        if row == "received_by_fax":
            break
    values = read(tmp_path, to_html(lines), "a.html")
    assert (values["by_website"].status, values["by_microblog"].number) == ("blank", 63)


def test_whole_rows_of_the_place_are_no_ends_of_folded_labels(tmp_path: Path) -> None:
    """Their neighbours have no number before their labels, and keep theirs."""
    lines = ["| 统计指标 | 统计数 |", "|---|---|"]
    for row, label, _, text in LINES:
        lines.append(f"| {label[2:] if label[0].isdigit() else label} | {text or ('-' if row else '——')} |")
        lines += ["| 6.行政执法 | 70 |", "| 7.政府文件 | 47 |"] if row == "by_other_channel" else []
    values = read(tmp_path, "\n".join(lines))
    assert (values["by_other_channel"].number, values["responses"].number) == (15, 2)


def test_who_signed_below_a_blank_last_row_is_not_its_number(tmp_path: Path) -> None:
    lines = ["统计指标", "单位", "统计数"]
    for row, label, unit, text in LINES:
        lines += [label, unit or "——", "" if row == "trainees" else text or ("" if row else "——")]
    values = read(tmp_path, "\n".join([*lines, "青山县水利局", "2017年2月8日"]))
    assert values["trainees"].status == "blank" and values["trainings"].number == 26
