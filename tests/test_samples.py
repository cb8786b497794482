"""Real reports, cell by cell against figures read by hand."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gongkai import pipeline
from gongkai.model import CellId, Reading, Report
from tests.reports import FORM

SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples beside the project (../shared/samples) are not here")
GOLD: list[dict[str, Any]] = json.loads((SAMPLES / "gold.json").read_text("utf-8")) if SAMPLES.is_dir() else []


def read(name: str) -> Reading:
    return pipeline.to_readings([pipeline.read_one(SAMPLES / name, name)], FORM)[0]


def reported(reading: Reading) -> Report:
    assert reading.report is not None, reading.message
    return reading.report


@pytest.mark.parametrize("gold", GOLD, ids=[g["file"][:8] for g in GOLD])
def test_every_decidable_cell_is_right_and_the_others_are_ambiguous(gold: dict[str, Any]) -> None:
    values = reported(read(gold["file"])).values
    undecided = set(gold["undecided_rows"])
    seen = set()
    for table, rows in gold["cells"].items():
        for row, columns in rows.items():
            for column, number in columns.items():
                cell = CellId(table, row, column)
                if column == "amount_unit":
                    continue
                seen.add(cell)
                if table == "requests" and row in undecided:
                    assert values[cell].status == "ambiguous", cell
                elif number is None:
                    assert values[cell].status == "blank", cell
                else:
                    assert values[cell].number == Decimal(str(number)), cell
    assert set(values) == seen


@pytest.mark.parametrize("gold", GOLD, ids=[g["file"][:8] for g in GOLD])
def test_body_and_year(gold: dict[str, Any]) -> None:
    report = reported(read(gold["file"]))
    assert (report.agency.name, report.year) == (gold["agency"] or "", gold["year"])


def test_the_report_that_names_no_body_is_published_and_says_how_to_name_it() -> None:
    reading = read("seed-002_c55287cddfd0e5ff.txt")
    report = reported(reading)
    assert report.agency.name == ""
    assert report.values[CellId("proactive_disclosure", "central_procurement", "amount")].unit == "元"
    assert any(c.check == "agency-not-named" and ".txt.yml" in c.message_en for c in reading.checks)


def test_the_totals_that_do_not_add_up_come_out_broken_as_printed() -> None:
    reading = read("hongze-2023.pdf")
    broken = {(c.check, c.cell.row if c.cell else "", c.printed, c.computed) for c in reading.checks if c.outcome == "broken" and c.check.startswith("T")}
    assert broken == {("T4-SUM", "review", "0", "11"), ("T4-SUM", "litigation_after_review", "0", "5")}
    assert reported(reading).values[CellId("disputes", "review", "total")].number == 0


def test_the_mix_of_versions_is_read_table_by_table() -> None:
    forms = reported(read("hongze-2023.pdf")).forms
    assert (forms["proactive_disclosure"], forms["requests"]) == ("2021-30", "2019-60")


def test_every_number_of_the_pdf_has_its_page_and_its_box() -> None:
    values = reported(read("hongze-2023.pdf")).values
    places = [v.place for v in values.values() if v.status == "reported"]
    assert places and all(p and p.page and p.box and p.box[0] < p.box[2] and p.box[1] < p.box[3] for p in places)


def test_the_blank_form_reads_as_the_whole_form_all_blank_and_as_no_bodys_report() -> None:
    read_once = pipeline.read_one(SAMPLES / "blank-2021.docx", "blank-2021.docx")
    assert read_once.matched is not None
    assert set(read_once.matched.values) == set(FORM.cells("2021-30"))
    assert Counter(v.status for v in read_once.matched.values.values()) == {"blank": 200}
    assert pipeline.to_readings([read_once], FORM)[0].read_status == "not_a_report"
