"""Web archives of several pages: the one that is shown is read, and what stands in its frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quirks.paper import BODY, all_rows, read, tables, to_page, truth

BEFORE = to_page(tables(rows={"requests new_received": "31|0|0|0|0|0|31"}), year=2022)
BEGIN = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html";{} boundary="b"\r\n\r\n'


def part(page: str, name: str) -> str:
    head = f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-ID: <{name}>\r\n"
    return f"{head}Content-Location: http://a.example/{name}.html\r\n\r\n{page}\r\n"


def test_the_page_that_an_archive_says_it_begins_with_is_read(tmp_path: Path) -> None:
    archive = BEGIN.format(' start="<this>";') + part(BEFORE, "before") + part(to_page(), "this") + "--b--\r\n"
    reading = read(tmp_path, "x.mht", archive)
    assert reading.report is not None and reading.report.year == 2023
    assert all_rows(reading) == truth()


@pytest.mark.parametrize("source", ["cid:this", "this.html", "http://a.example/this.html"])
def test_a_report_in_a_frame_of_the_page_is_read(tmp_path: Path, source: str) -> None:
    around = f"<html><head><title>{BODY}</title></head><body><p>首页</p><iframe width=900 src='{source}'></iframe></body></html>"
    reading = read(tmp_path, "x.mht", BEGIN.format("") + part(around, "page") + part(BEFORE, "before") + part(to_page(), "this") + "--b--\r\n")
    assert reading.report is not None and reading.report.year == 2023
    assert all_rows(reading) == truth()
