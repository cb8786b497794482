"""Pages made by hand: a column in one cell, a paragraph a row; the table of disputes in parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.model import CellId
from tests.reports import FORM
from tests.small_pages import read, table, value

LABELS = [e.label_zh for e in FORM.entries if (e.table, e.axis) == ("requests", "row") and e.id in ("new_received", "carried_in", "outcome_total", "carried_out")]
HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
FIGURES = [["3", "1", "0", "2", "0", "0", "6"], ["1", "0", "0", "0", "0", "0", "1"], ["4", "1", "0", "1", "0", "0", "6"], ["0", "0", "0", "1", "0", "0", "1"]]
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def line(*cells: str, across: int = 1) -> str:
    return "<tr>" + "".join(f"<td colspan={across}>{cell}</td>" for cell in cells) + "</tr>"


def stack(texts: list[str], how: str) -> str:
    return "<br>".join(texts) if how == "br" else "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("how", ["p", "br"])
def test_a_column_in_one_cell_a_paragraph_a_row_is_read_row_by_row(tmp_path: Path, how: str) -> None:
    cells = [stack(LABELS, how), *(stack([row[at] for row in FIGURES], how) for at in range(7))]
    reading = read(table("3", "4") + "<table>" + line("", *HEADS) + line(*cells) + "</table>", tmp_path)
    rows = ("new_received", "carried_in", "outcome_total", "carried_out")
    columns = ("natural_person", "commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org", "other_org", "total")
    assert [[str(value(reading, CellId("requests", row, column)).number) for column in columns] for row in rows] == FIGURES


@pytest.mark.parametrize("lost", [0, 1, 3])
def test_a_column_that_lacks_a_paragraph_gives_no_figure(tmp_path: Path, lost: int) -> None:
    columns = [[row[at] for row in FIGURES] for at in range(7)]
    del columns[2][lost]
    reading = read(table("3", "4") + "<table>" + line("", *HEADS) + line(*(stack(texts, "p") for texts in (LABELS, *columns))) + "</table>", tmp_path)
    assert reading.report is not None
    assert not [cell for cell, one in reading.report.values.items() if cell.table == "requests" and one.status in ("reported", "blank")]


FIRST = line("行政复议", across=5) + line(*OUTCOMES) + line("1", "2", "0", "4", "7")
REST = line("未经复议直接起诉", "复议后起诉", across=5) + line(*OUTCOMES, *OUTCOMES) + line("5", "0", "0", "1", "6", "0", "0", "8", "0", "8")
PARTS = {
    "two tables": f"<table>{FIRST}</table><table>{line('行政诉讼', across=10)}{REST}</table>",
    "named above": f"<p>行政复议</p><table>{line(*OUTCOMES)}{line('1', '2', '0', '4', '7')}</table><p>行政诉讼</p><table>{REST}</table>",
    "three, numbered": "".join(
        f"<p>（{number}）{name}情况</p><table>{line(*OUTCOMES)}{line(*figures)}</table>" for number, name, figures in (
            ("一", "行政复议", "12047"), ("二", "未经复议直接起诉", "50016"), ("三", "复议后起诉", "00808"),
        )
    ),
}  # fmt: skip


@pytest.mark.parametrize("tables", PARTS.values(), ids=PARTS)
def test_a_table_of_disputes_in_parts_is_read(tmp_path: Path, tables: str) -> None:
    reading = read(f"{table('3', '4')}<p>四、政府信息公开行政复议、行政诉讼情况</p>{tables}", tmp_path)
    groups, columns = ("review", "litigation_direct", "litigation_after_review"), ("upheld", "corrected", "other_outcome", "pending", "total")
    assert ["".join(str(value(reading, CellId("disputes", group, column)).number) for column in columns) for group in groups] == ["12047", "50016", "00808"]
