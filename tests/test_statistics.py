"""The one table of the reports on 2014 to 2018, in documents of every layout, held against what a reader of each would say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gongkai import form, pipeline
from gongkai.model import Reading, Value
from tests.statistics_documents import Made, documents

FORM = form.load()
STATUS = {".": "blank", "/": "not_applicable", "~": "ambiguous", "?": "unreadable", "!": "missing"}


def read(made: Made, folder: Path) -> Reading:
    path = folder / made.name
    path.write_bytes(made.content)
    return pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]


def fits(value: Value, said: str) -> bool:
    marks = [mark for mark in said if mark in STATUS]
    number = said.strip("".join(STATUS)) if said.strip("./~?!") else ""
    return value.status in {STATUS[mark] for mark in marks if not (mark == "." and number)} or (
        number != "" and value.status == "reported" and value.number == Decimal(number))


@pytest.mark.parametrize("made", list(documents()), ids=lambda made: made.name)
def test_each_row_of_a_document_says_what_a_reader_sees(made: Made, tmp_path: Path) -> None:
    reading = read(made, tmp_path)
    assert reading.report is not None and reading.report.year == 2016
    values = {cell.row: value for cell, value in reading.report.values.items()}
    wrong = {row: (said, values[row].status, values[row].raw) for row, said in made.said.items() if row not in values or not fits(values[row], said)}
    assert not wrong
    assert bool(values) == bool(made.said)
    assert made.findings <= {check.check for check in reading.checks if check.severity}
    assert not [c for c in reading.checks if c.outcome == "broken" and c.check.startswith("S-") and c.check not in made.findings]


def test_an_amount_has_the_unit_that_a_note_beside_the_table_gives(tmp_path: Path) -> None:
    made = next(each for each in documents() if each.name == "unit-in-a-note.html")
    report = read(made, tmp_path).report
    assert report is not None
    assert [value.unit for cell, value in report.values.items() if cell.row in ("fees", "budget")] == ["元", "元"]


@pytest.mark.parametrize(("year", "told"), [(2016, set()), (2020, {"table-missing", "form-of-other-year"}), (2013, set())])
def test_a_report_is_held_against_the_form_of_its_own_year(year: int, told: set[str], tmp_path: Path) -> None:
    made = next(documents())
    other = Made("x.html", made.content.replace(b"2016", str(year).encode()), {})
    checks = [check.check for check in read(other, tmp_path).checks if check.severity == "error"]
    assert set(checks) == told
