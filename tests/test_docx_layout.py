"""A DOCX copied out of a browser: the report stands in the cells of a table that only arranges the page."""

from __future__ import annotations

import copy
import io
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from tests.quirks.paper import BODY, all_rows, read, tables, to_docx, told, truth


def arranged(content: bytes, before: tuple[str, ...]) -> bytes:
    """The same report in the last cell of a table of one row; before: what stands in the cells before it."""
    document = docx.Document(io.BytesIO(content))
    body = document.element.body
    blocks = [child for child in body if not child.tag.endswith("sectPr")]
    table = document.add_table(1, len(before) + 1)
    for cell, text in zip(table.rows[0].cells, before, strict=False):
        cell.text = text
    last = table.rows[0].cells[-1]._tc
    for paragraph in last.p_lst:
        last.remove(paragraph)
    for block in blocks:
        last.append(copy.deepcopy(block))
        body.remove(block)
    last.append(OxmlElement("w:p"))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.mark.parametrize("before", [(), ("首页\n政务公开\n年度报告",)])
def test_a_report_within_a_table_of_the_page_has_its_body_its_year_and_its_figures(tmp_path: Path, before: tuple[str, ...]) -> None:
    rows = {"proactive_disclosure rules": "3|1|17"}
    reading = read(tmp_path, "x.docx", arranged(to_docx(tables(rows=rows)), before))
    assert reading.report is not None
    assert (reading.report.agency.name, reading.report.year) == (BODY, 2023)
    assert all_rows(reading) == truth(proactive_disclosure__rules="3|1|17")
    assert not [check for check in told(reading) if check.kind == "lacks"]
