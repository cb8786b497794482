"""What is the same as last year, or ten thousand times as much."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai import pipeline
from gongkai.agencies import names
from gongkai.checks import cross_year
from gongkai.model import Check, Report, Section
from tests.reports import FORM, report

ROOT = Path(__file__).parents[1]
FIGURES = {
    "requests new_received total": "17", "requests granted total": "12", "requests carried_out total": "5",
    "proactive_disclosure admin_fees amount_wan": "96.5",
}
PROSE = "".join(chr(0x4E00 + i * 37 % 5000) for i in range(400))


def two_years(now: Mapping[str, str], before: Mapping[str, str], prose_now: str = "", prose_before: str = "") -> list[Check]:
    this, last = report(now, year=2023), report(before, year=2022)
    return list(cross_year.check(with_prose(this, prose_now), with_prose(last, prose_before), FORM))


def with_prose(one: Report, text: str) -> Report:
    return replace(one, sections=(Section(1, "总体情况", (text,)),)) if text else one


def outcomes(checks: list[Check], check: str, table: str | None) -> list[str]:
    return [c.outcome for c in checks if c.check == check and (c.cell.table if c.cell else None) == table]


def test_without_last_years_report_nothing_is_said() -> None:
    assert cross_year.check(report(FIGURES), None, FORM) == ()


def test_a_table_repeated_from_last_year_is_told() -> None:
    checks = two_years(FIGURES, FIGURES)
    assert outcomes(checks, "X-COPY", "requests") == ["broken"]
    told = next(c for c in checks if c.outcome == "broken")
    assert "收到和处理" in told.message_zh and "3 of them" in told.message_en and told.severity == "warning"


def test_a_table_with_another_figure_is_not_a_copy() -> None:
    assert outcomes(two_years(FIGURES, FIGURES | {"requests granted total": "11"}), "X-COPY", "requests") == ["holds"]


def test_the_same_few_small_figures_in_two_years_are_no_copy() -> None:
    one = {"requests new_received total": "1", "requests granted total": "1"}
    assert outcomes(two_years(one, one), "X-COPY", "requests") == ["not_applicable"]
    assert outcomes(two_years({}, {}), "X-COPY", "requests") == ["not_applicable"]


def test_prose_repeated_with_new_figures_is_told() -> None:
    checks = two_years({}, {}, PROSE + "2023年公开120条。", PROSE + "2022年公开97条。")
    assert outcomes(checks, "X-COPY", None)[0] == "broken"
    assert any("第一部分" in c.message_zh for c in checks)


def test_prose_half_of_which_is_new_is_no_copy() -> None:
    assert outcomes(two_years({}, {}, PROSE, PROSE[:200] + PROSE[200:][::-1]), "X-COPY", None)[0] == "holds"


def test_short_prose_says_nothing() -> None:
    assert set(outcomes(two_years({}, {}, "无。", "无。"), "X-COPY", None)) == {"not_applicable"}


@pytest.mark.parametrize(
    ("now", "before", "outcome"),
    [
        ("965000", "96.5", "broken"), ("96.5", "965000", "broken"), ("120", "96.5", "holds"), ("96500", "96.5", "holds"),
        ("96.5", "0", "not_applicable"),
    ],
)
def test_an_amount_ten_thousand_times_last_years_is_told(now: str, before: str, outcome: str) -> None:
    fee = "proactive_disclosure admin_fees amount_wan"
    found = [c for c in two_years({fee: now}, {fee: before}) if c.check == "X-UNIT"]
    assert [c.outcome for c in found] == [outcome]
    if outcome == "broken":
        assert (found[0].printed, found[0].computed) == (now, before)


def test_the_two_suqian_years_close(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "editions/reports/321300", tmp_path / "321300")
    found = [r for r in pipeline.read_all(tmp_path) if r.report and r.report.agency.agency_id == "321300-renminzhengfu"]
    checks = {(c.check, str(c.cell)): (c.outcome, c.printed, c.computed) for c in found[-1].checks}
    assert checks["X-CARRY", "requests carried_in total"] == ("holds", "121", "121")
    assert checks["X-FORCE", "proactive_disclosure rules in_force"] == ("holds", "12", "12")
    assert checks["X-FORCE", "proactive_disclosure normative_documents in_force"] == ("holds", "420", "420")


def test_the_reports_of_a_renamed_body_are_held_against_each_other(tmp_path: Path) -> None:
    text = (ROOT / "editions/reports/321300/renminzhengfu/2023.pdf").read_bytes(), (ROOT / "editions/reports/321300/renminzhengfu/2024.pdf").read_bytes()
    reads = []
    for year, data, name in ((2023, text[0], "甲市经济局"), (2024, text[1], "甲市工业局")):
        (tmp_path / f"{year}.pdf").write_bytes(data)
        read = pipeline.read_one(tmp_path / f"{year}.pdf", f"{year}.pdf")
        assert read.identity is not None
        reads.append(replace(read, identity=replace(read.identity, name=name, region="", body=name)))
    known = names.read_bodies("- {name: 甲市工业局, predecessors: [{name: 甲市经济局, year: 2024, source: x}]}")[0]
    alone, linked = pipeline.to_readings(reads, FORM)[1], pipeline.to_readings(reads, FORM, known)[1]
    assert {c.outcome for c in alone.checks if c.check == "X-CARRY"} == {"not_applicable"}
    assert {c.outcome for c in linked.checks if c.check == "X-CARRY"} == {"holds"}


def test_a_file_of_bodies_that_cannot_be_used_stops_nothing_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "bodies.yml").write_text("- {name: 甲局, color: red}", "utf-8")
    (tmp_path / "a.txt").write_text("甲县乙局2023年政府信息公开工作年度报告", "utf-8")
    found = pipeline.read_all(tmp_path)
    assert [(r.path, r.report is not None) for r in found] == [("a.txt", True), ("bodies.yml", False)]
    assert "color" in found[1].message
