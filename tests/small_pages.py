"""Small pages with parts of the form's tables, written by hand, and what is read of them."""

from __future__ import annotations

from pathlib import Path

from gongkai import pipeline
from gongkai.model import CellId, Reading, Value
from tests.reports import FORM

LICENSING, PENALTIES = CellId("proactive_disclosure", "licensing", "decisions"), CellId("proactive_disclosure", "penalties", "decisions")
TITLE = "青禾县档案馆2023年政府信息公开工作年度报告"
APPLICANTS = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def table(licensing: str = "", penalties: str = "", head: str = "本年处理决定数量", caption: str = "") -> str:
    """Two rows of table 2 in HTML."""
    rows = (("第二十条第（五）项", ""), ("信息内容", head), ("行政许可", licensing), ("第二十条第（六）项", ""), ("信息内容", head), ("行政处罚", penalties))
    cells = "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in rows)
    return f"<table>{f'<caption>{caption}</caption>' if caption else ''}{cells}</table>"


def requests(**rows: str) -> str:
    """Rows of table 3 in HTML, all of each from natural persons: id → number."""
    labels = {e.id: e.label_zh for e in FORM.entries if (e.table, e.axis) == ("requests", "row")}
    lines = [APPLICANTS, *((labels[row], number, *("0" * 5), number) for row, number in rows.items())]
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines) + "</table>"


def read(body: str, tmp_path: Path, title: str = TITLE) -> Reading:
    path = tmp_path / "a.html"
    path.write_text(f"<h1>{title}</h1><p>一、总体情况</p><p>本馆认真做好公开工作。</p>{body}", "utf-8")
    return pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]


def value(reading: Reading, cell: CellId = LICENSING) -> Value:
    assert reading.report is not None
    return reading.report.values.get(cell) or Value(cell, "missing")


def codes(reading: Reading) -> set[str]:
    return {check.check for check in reading.checks}
