"""The list of 2014 to 2018 flattened, with labels folded over lines: a number that may be another row's is not published, nor is its row called blank."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from gongkai.match.ownership import Own
from gongkai.match.statistics import find_statistics
from gongkai.model import Document, Grid, Paragraph, Value
from tests.reports import FORM
from tests.statistics_documents import HEADING, LINES, OPENING, Line

BEFORE = (*OPENING, HEADING)
Row = Sequence[str]


def read(*pages: Sequence[Row], between: Sequence[str] = (), prose: Sequence[str] = ()) -> dict[str, Value]:
    """What is read of grids, one behind the other, with lines between them; or of lines alone."""
    texts = (*BEFORE, *prose, *between)
    grids = tuple(
        Grid("", tuple(map(tuple, rows)), 1, after=len(BEFORE) if not at else len(texts), exact=False) for at, rows in enumerate(pages)
    )
    document = Document("a.pdf", "0" * 64, "pdf", 1, (), tuple(Paragraph(text, 1) for text in texts), grids)
    return {cell.row: value for cell, value in find_statistics(document, FORM, Own("青山县水利局", 2016)).values.items()}


def wrong(values: dict[str, Value], truth: dict[str, str]) -> list[str]:
    """What is published that the page does not print."""
    said = {row: "" if value.status == "blank" else str(value.number) for row, value in values.items() if value.status in ("blank", "reported")}
    return [f"{row}: {truth[row]!r} printed, {text!r} published" for row, text in said.items() if text != truth[row]]


def label_of(line: Line) -> str:
    return line[1] + (f"（{line[2]}）" if line[2] else "")


def of_number(line: Line) -> list[str]:
    return [line[3]] if line[3] else []


HALF = len(LINES) // 2
BESIDE = list(zip(LINES[:HALF], LINES[HALF:], strict=False))


def folded(every: int, at: int, cut: int, first: bool) -> tuple[list[Row], dict[str, str]]:
    """Two halves side by side; where a right label is folded its number stands in the row of the left one, whose own cell is empty.

    first: whether the right label begins above that row and ends below it, else it ends in that row.
    """
    rows: list[Row] = []
    truth = {line[0]: line[3] for line in LINES if line[0]}
    for number, (left, right) in enumerate(BESIDE):
        text = label_of(right)
        if number % every != at or len(text) < 10:
            rows.append([label_of(left), *of_number(left), text, *of_number(right)])
            continue
        truth[left[0]] = ""
        head, tail = text[:cut or len(text) - 3], text[cut or len(text) - 3:]
        rows.append([head])
        rows.append([label_of(left), *([] if first else [tail]), *of_number(right)])
        rows += [[tail]] if first else []
    truth.pop("", None)
    return rows, truth


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("cut", [6, 9, 0])
@pytest.mark.parametrize("at", range(3))
def test_a_number_of_the_other_half_is_published_for_no_row_and_its_own_is_not_called_blank(at: int, cut: int, first: bool) -> None:
    rows, truth = folded(3, at, cut, first)
    values = read(rows)
    assert values and wrong(values, truth) == []
    lines = ["".join(row[:1]) + "".join(f" {cell}" for cell in row[1:]) for row in rows]
    assert wrong(read(prose=lines), truth) == []


def test_halves_with_whole_labels_are_read() -> None:
    rows = [[label_of(left), *of_number(left), label_of(right), *of_number(right)] for left, right in BESIDE]
    values, truth = read(rows), {line[0]: line[3] for line in LINES}
    assert wrong(values, truth) == []
    assert sum(value.status == "reported" for value in values.values()) > HALF


def test_the_number_of_a_label_that_a_page_break_cut_is_not_lost_beside_the_row_below() -> None:
    at = next(i for i, line in enumerate(LINES) if line[0] == "online_interviews")
    rows = [[line[1], *of_number(line), line[2]] for line in LINES if line[2]]
    start = next(i for i, row in enumerate(rows) if row[0] == LINES[at][1])
    rows[start:start + 2] = [["2.政府网站在线访谈 5", "次"], ["次数"], ["其中：主要负责同志参加 7", "次"], ["政府网站在线访谈次数"]]
    values = read(rows)
    assert wrong(values, {line[0]: line[3] for line in LINES}) == []
    assert values["online_interviews"].status != "blank"


@pytest.mark.parametrize("row", ["by_wechat", "responses", "press_conferences", "received_by_fax"])
def test_a_number_on_a_line_of_its_own_between_two_parts_of_a_list_is_the_row_s_above_it_or_in_doubt(row: str) -> None:
    at = next(i for i, line in enumerate(LINES) if line[0] == row)
    cells = [[[label_of(line)], *([[line[3]]] if line[3] else [])] for line in LINES]
    above, below = [cell for each in cells[:at - 3] for cell in each], [cell for each in cells[at + 3:] for cell in each]
    between = [*(label_of(line) for line in LINES[at - 3:at + 1]), "666", *(label_of(line) for line in LINES[at + 1:at + 3])]
    values = read(above, below, between=between)
    truth = {line[0]: "" if at - 3 <= i < at + 3 else line[3] for i, line in enumerate(LINES)}
    assert wrong(values, truth | {row: "666"}) == []
    assert values[row].status == "ambiguous"
    assert "666" in (values[row].raw or "")


@pytest.mark.parametrize("every", [2, 3, 5])
def test_a_number_before_the_label_of_the_other_half_is_that_of_the_label_before_it(every: int) -> None:
    def numbered(number: int, line: Line) -> Line:
        return (*line[:3], str(10 + number) if line[0] and number % every == 0 else "")

    lines = [numbered(number, line) for number, line in enumerate(LINES)]
    beside = zip(lines[:HALF], lines[HALF:], strict=False)
    rows = [[cell for line in pair for cell in (line[1], line[2], line[3]) if cell] for pair in beside]
    values, truth = read(rows), {line[0]: line[3] for line in lines}
    assert wrong(values, truth) == []
    assert sum(value.status == "reported" for value in values.values()) > HALF // every


def test_the_end_of_a_folded_label_of_the_places_own_is_no_row_of_the_form() -> None:
    cut: list[Row] = [["政府网站公"], ["条", "—"], ["开政府信息数"], ["其中：门户"], ["网站公开政府信", "条", "7"], ["息数"]]
    rows = [row for line in LINES for row in (cut if line[0] == "by_website" else [[label_of(line), *of_number(line)]])]
    truth = {line[0]: line[3] for line in LINES if line[0]} | {"by_website": "—"}
    assert wrong(read(rows), truth) == []


@pytest.mark.parametrize("number", ["{} .", "{}．\u3000", "{}.\n", "{} 、"])
def test_the_number_of_a_label_with_blanks_about_it_is_no_number_of_another_row(number: str) -> None:
    rows = [[re.sub(r"^(\d)\.", lambda found: number.format(found[1]), line[1]), line[2] or "——", line[3] or "——"] for line in LINES]
    assert {row: value.status for row, value in read(rows).items() if value.status in ("ambiguous", "unreadable")} == {}


def test_in_a_list_told_in_sentences_the_line_above_puts_none_of_their_rows_in_doubt() -> None:
    told = [f"{line[1]}{line[3]}{line[2]}" for line in LINES]
    sentences = ["；".join(told[at:at + 12]) + "。" for at in range(0, len(told), 12)]
    values = read(prose=["（2016年度）表外说明", *sentences])
    assert {row: value.status for row, value in values.items() if value.status in ("ambiguous", "unreadable")} == {}


@pytest.mark.parametrize("over", [(), ("二、主动公开政府信息情况", "本年度共主动公开政府信息13080条。", "三、依申请公开政府信息情况")])
def test_a_second_list_under_no_caption_fills_no_row_of_the_first(over: tuple[str, ...]) -> None:
    """over: sections of the report's text that are called as parts of the list are."""
    half = len(LINES) // 2
    heads = ["统计指标", "单位", "统计数"]
    beside = [[*left[1:4], *right[1:4]] for left, right in zip(LINES[:half], LINES[half:], strict=False)]
    others = [[line[1], line[2], "7" if line[3] else ""] for line in LINES]
    pages = ([[*heads, *heads], *beside[: half // 2]], beside[half // 2:], [heads, *others])
    texts = (*over, *BEFORE)
    grids = tuple(Grid("", tuple(map(tuple, rows)), at + 1, after=len(texts), exact=True) for at, rows in enumerate(pages))
    document = Document("a.pdf", "0" * 64, "pdf", 3, (), tuple(Paragraph(text, 1) for text in texts), grids)
    values = {cell.row: value for cell, value in find_statistics(document, FORM, Own("青山县水利局", 2016)).values.items()}
    truth = {line[0]: line[3] for line in LINES if line[0]}
    published = {row: value.raw for row, value in values.items() if value.status == "reported"}
    assert {row: raw for row, raw in published.items() if raw != truth[row]} == {}
    assert sum(value.status == "ambiguous" for value in values.values()) > half
