"""What is expected and not there, told without accusing anybody who has reported under another name."""

from __future__ import annotations

import csv
import html
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pandas import DataFrame

import build
from gongkai.agencies import expected
from gongkai.pages.places.missing import render_missing
from gongkai.pipeline.many import find_documents

ROOT = Path(__file__).resolve().parents[1]


def line(name: str, year: int, status: str = "read") -> dict[str, str]:
    return {"agency_name": name, "year": str(year), "read_status": status}


def states(text: str, *reports: dict[str, str], last: int = 2021) -> dict[tuple[str, int], str]:
    found, wrong = expected.read(text)
    assert not wrong
    return {(one.expected.agency_name, one.year): one.state for one in expected.compare(found, reports, last)}


def test_a_body_that_should_report_is_present_late_or_missing_year_by_year() -> None:
    assert states("agency_name,first_year\n石狮市商务局,2019\n", line("石狮市商务局", 2020)) == {
        ("石狮市商务局", 2019): "missing", ("石狮市商务局", 2020): "present", ("石狮市商务局", 2021): "late",
    }


def test_a_document_that_could_not_be_read_is_no_report_and_another_name_of_the_body_is() -> None:
    found = states("agency_name,first_year\n福建省泉州市石狮市商务局,2020\n", line("石狮市商务局", 2020), line("石狮市商务局", 2021, "unreadable"))
    assert list(found.values()) == ["present", "late"]


def test_a_wrong_line_costs_that_line() -> None:
    found, wrong = expected.read("\ufeffagency_name,division_code,first_year,source_url\n石狮市商务局,350581,2020,https://a.example/\n,,,\n甲局,1,,\n乙局,,once,\n丙局,,,file:///x\n")
    assert [one.agency_name for one in found] == ["石狮市商务局"] and len(wrong) == 4


@pytest.mark.parametrize("name", ["甲\u202e局", "甲\x1b[31m局", "甲" * 201, '甲"局'])
def test_a_name_that_steers_or_has_no_end_costs_its_line(name: str) -> None:
    found, wrong = expected.read(f"agency_name,division_code,first_year,source_url\n{name},,,\n乙局,,,\n")
    assert [one.agency_name for one in found] == ["乙局"] and wrong == ["line 2: agency_name is too long, or holds what cannot be shown"]


@pytest.mark.parametrize(("content", "words"), [
    ("机关名称\n石狮市商务局\n".encode("gb18030"), "it is not in UTF-8; save it as UTF-8"), (b"name\nx\n", "its first line names no column agency_name"),
    (b"x" * 1001, "larger than 0 MB"),
])
def test_a_list_that_is_none_is_left_aside_in_our_words(
    tmp_path: Path, content: bytes, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "expected.csv").write_bytes(content)
    monkeypatch.setattr(expected, "MOST_BYTES", 1000 if words.startswith("larger") else 10**6)
    assert build.read_expected(tmp_path) is None
    assert capsys.readouterr().out == f"expected.csv was left aside: {words}\n"


@pytest.mark.parametrize(("line", "told"), [
    (b'"\xe7\x94\xb2\xe5\xb1\x80,350581', "line 3: it is no CSV, or a quotation mark is not closed"), (b"\xff\xfe,350581", "line 3: it is not in UTF-8; save it as UTF-8"),
    (b"x" * 200_000, "line 3: it is longer than lines of such a list are"), ("甲局,350581,二〇一九".encode(), "line 3: first_year is '二〇一九', not a year"),
])
def test_a_line_that_is_none_costs_that_line_and_the_others_go_on(tmp_path: Path, line: bytes, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    good = "agency_name,division_code,first_year\n石狮市商务局,350581,2019\n".encode()
    (tmp_path / "expected.csv").write_bytes(good + line + "\n石狮市财政局,350581\n".encode())
    found = build.read_expected(tmp_path)
    assert found and [one.agency_name for one in found] == ["石狮市商务局", "石狮市财政局"]
    assert capsys.readouterr().out == f"expected.csv: {told}\n"


def test_the_lists_in_the_folder_of_reports_are_no_documents(tmp_path: Path) -> None:
    for name in ("expected.csv", "fetch.csv", "a.html"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in find_documents(tmp_path)] == ["a.html"]


def test_the_command_lists_what_is_missing_with_where_to_look(tmp_path: Path) -> None:
    (tmp_path / "expected.csv").write_text("agency_name,division_code,first_year,source_url\n石狮市商务局,350581,2019,https://a.example/nb/\n", "utf-8")
    (tmp_path / "reports.csv").write_text("\ufeffagency_name,year,read_status\n石狮市商务局,2019,read\n石狮市财政局,2020,read\n", "utf-8")
    command = [sys.executable, "-m", "gongkai", "missing", "--reports", str(tmp_path), "--data", str(tmp_path), "--language", "en"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert list(csv.DictReader(io.StringIO(done.stdout))) == [
        {"agency_name": "石狮市商务局", "division_code": "350581", "year": "2020", "state": "late", "source_url": "https://a.example/nb/"}
    ]
    assert "1 present, 1 late, 0 missing" in done.stderr


def test_the_page_says_what_is_here_and_what_is_not_of_a_list_and_blames_nobody() -> None:
    reports = DataFrame([line("石狮市商务局", 2020), line("石狮市财政局", 2021)])
    listed, wrong = expected.read(
        "agency_name,division_code,first_year,source_url\n石狮市商务局,350581,2020,https://a.example/nb/\n石狮市财政局,350581,2021,\n石狮市教育局,350581,2020,\n=1+1,,,\n")
    assert wrong == ["line 5 names no body"]
    pages = render_missing(listed, True, {"reports": reports})
    page = pages["missing/index.md"]
    assert "3 个机关" in page and "不等于机关没有发布" in page
    assert re.search(r"福建省.*齐全 1，有缺年 1，一份也没有 1", page)
    assert re.search(r'<a href="https://a.example/nb/" rel="nofollow">石狮市商务局</a><td class="muted">最新一年还没有<td>有', page)
    assert re.search(r"一份报告也没有的： <span>石狮市教育局</span>", page)
    missing = list(csv.DictReader(io.StringIO(pages["missing/missing.csv"].removeprefix("\ufeff"))))
    assert [(one["agency_name"], one["year"], one["state"]) for one in missing] == [
        ("石狮市商务局", "2021", "late"), ("石狮市教育局", "2020", "missing"), ("石狮市教育局", "2021", "late")]
    assert "does not mean that the body did not publish it" in pages["en/missing/index.md"]
    assert 'href="../missing/missing.csv"' in page and 'href="../../missing/missing.csv"' in pages["en/missing/index.md"]


def test_without_a_list_every_government_of_county_level_and_above_is_expected() -> None:
    names = {body.agency_name for body in expected.to_governments()}
    assert {"福建省人民政府", "福建省泉州市石狮市人民政府", "黑龙江省大兴安岭地区行政公署", "内蒙古自治区锡林郭勒盟行政公署", "上海市徐汇区人民政府"} <= names
    assert not [name for name in names if name.startswith(("香港", "澳门", "台湾")) or "市辖区" in name]
    page = render_missing(expected.to_governments(), False, {"reports": DataFrame([line("石狮市人民政府", 2023), line("石狮市商务局", 2024)])})["missing/index.md"]
    assert re.search(r"石狮市人民政府<td[^>]*>最新一年还没有<td>有<td[^>]*>缺", page)


def test_an_english_reader_can_read_who_is_missing() -> None:
    reports = DataFrame([line("福建省泉州市石狮市人民政府", 2020)])
    listed, _ = expected.read("agency_name,division_code,first_year\n福建省泉州市石狮市人民政府,350581,2019\n江苏省南京市鼓楼区人民政府,320106,2019\n")
    page = html.unescape(render_missing(listed, True, {"reports": reports})["en/missing/index.md"])
    for name in ("Shishi Municipal People's Government (Quanzhou, Fujian)", "Gulou District People's Government (Nanjing, Jiangsu)"):
        assert name in page


def test_the_heads_of_the_list_may_be_in_chinese() -> None:
    bodies, wrong = expected.read("机关,行政区划代码,起始年度,网址\n石狮市商务局,350581,2022,https://www.example.gov.cn/\n石狮市财政局,,,\n")
    assert not wrong and bodies == [
        expected.Expected("石狮市商务局", "350581", 2022, "https://www.example.gov.cn/"), expected.Expected("石狮市财政局", "", expected.FIRST_YEAR, "")]
