"""What is expected and not there, told without accusing anybody who has reported under another name."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

from gongkai.agencies import expected
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
