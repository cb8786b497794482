"""Of what kind a finding is: in the catalogue, in checks.csv, on every page and chart that counts findings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongkai import charts, indicators, pages, pipeline, tables
from gongkai.checks import catalogue, cross_year, rules
from gongkai.model import KINDS, Agency, Check, Reading, Report, Section
from gongkai.pages.template import say
from tests.reports import FORM, report

ROOT = Path(__file__).parents[1]
YEAR = 2024
ZEROS = {str(cell): "0" for cell in FORM.cells("2021-30")} | {"proactive_disclosure admin_fees amount_wan": "0万元"}
REQUESTS = {f"requests {row} {column}": n for row, n in (("new_received", "17"), ("granted", "12"), ("outcome_total", "12"), ("carried_out", "5"))
            for column in ("natural_person", "total")}
FEES = "proactive_disclosure admin_fees amount_wan"
PROSE = "因政府信息公开引起行政复议134件。"

BODIES: dict[str, tuple[dict[str, str], dict[str, str], str, dict[str, int]]] = {
    # id → cells of the year before, cells, prose, what is found
    "sound": ({}, {"disputes review upheld": "3", "disputes review total": "3"}, "", {}),
    "sum": ({}, {"disputes review upheld": "9", "disputes review total": "10"}, "", {"contradicts": 1}),
    "prose": ({}, {"disputes review upheld": "170", "disputes review total": "170"}, PROSE, {"contradicts": 1}),
    "carried": (REQUESTS, {}, "", {"differs": 2}),  # of natural persons, and in all
    "yuan": ({FEES: "12万元"}, {FEES: "120000万元"}, "", {"differs": 1}),
    "unit": ({}, {FEES: "5"}, "", {"lacks": 1}),
    "reading": ({}, {"disputes review corrected": "1 9"}, "", {"reading": 2}),  # the cell, and the sum that it stands in
    "again": ({"disputes review upheld": "4", "disputes review corrected": "5", "disputes review total": "9"},
              {"disputes review upheld": "4", "disputes review corrected": "5", "disputes review total": "9"}, "", {"notes": 1}),
}


def body(id: str) -> tuple[Reading, Reading]:
    before, now, prose, _ = BODIES[id]
    last, this = (made(id, year, cells, text) for year, cells, text in ((YEAR - 1, before, ""), (YEAR, now, prose)))
    return reading(last, None), reading(this, last)


def made(id: str, year: int, cells: dict[str, str], prose: str) -> Report:
    found = report(ZEROS | cells, year=year, agency=f"{id}市人民政府", sections=(Section(1, "总体情况", (prose,)),) if prose else ())
    values = dict(found.values)
    for cell, value in values.items():
        if value.unit and cell.column == "amount_wan" and "万元" not in (value.raw or ""):
            values[cell] = replace(value, unit="")
    return replace(found, report_id=f"{id}-{year}", agency=Agency(id, found.agency.name), values=values)


def reading(one: Report, last: Report | None) -> Reading:
    found = (*rules.check(one, last, FORM), *cross_year.check(one, last, FORM))
    return Reading(f"test/{one.report_id}.pdf", f"{abs(hash(one.report_id)):064x}"[:64], "read", format="pdf", pages=6, report=one, checks=found)


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [reading for id in BODIES for reading in body(id)]


@pytest.fixture(scope="module")
def frames(readings: list[Reading]) -> Any:
    return tables.tabulate(readings, FORM)


@pytest.fixture(scope="module")
def rendered(readings: list[Reading], frames: Any) -> dict[str, Any]:
    return pages.render(
        readings, frames, FORM, {}, files=[], schema=tables.SCHEMA, indicators=indicators.CATALOGUE, catalogue=catalogue.load())


def total(kind: str) -> int:
    return sum(found.get(kind, 0) for *_, found in BODIES.values())


def told(found: tuple[Check, ...]) -> list[Check]:
    return [check for check in found if check.severity]


def test_every_finding_of_the_catalogue_is_of_one_kind_and_what_is_about_our_reading_blames_no_report() -> None:
    for code, entry in catalogue.load().items():
        assert entry.kind in KINDS, code
        assert entry.kind in ("reading", "notes") if entry.about == "reading" else entry.kind != "reading", code


@pytest.mark.parametrize("id", BODIES)
def test_what_is_found_in_a_made_up_report_is_of_its_kind(id: str) -> None:
    last, this = body(id)
    assert Counter(check.kind for check in told(this.checks)) == BODIES[id][3], [check.message_en for check in told(this.checks)]
    assert not told(last.checks) or id == "carried"


def test_a_check_that_found_nothing_is_of_no_kind() -> None:
    for id in BODIES:
        for one in body(id):
            assert all(bool(check.kind) == bool(check.severity) for check in one.checks)


@pytest.mark.parametrize("code", ["X-CARRY", "X-ITEMS", "X-FORCE", "X-UNIT"])
def test_what_is_held_against_last_years_report_is_no_contradiction(code: str) -> None:
    assert catalogue.load()[code].kind == "differs"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_front_page_counts_contradictions_and_differences_from_last_year_apart(rendered: dict[str, Any], language: str) -> None:
    page = rendered["index.md" if language == "zh" else "en/index.md"]
    for kind in ("contradicts", "differs"):
        assert re.search(rf'<dt>{say(language, f"state_{kind}")}</dt><dd><a[^>]*>{total(kind)}</a>', page), kind


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_quality_page_counts_and_lists_each_kind_by_itself(rendered: dict[str, Any], language: str) -> None:
    page = rendered["quality/index.md" if language == "zh" else "en/quality/index.md"]
    for kind in KINDS:
        assert re.search(rf'<a href="#{kind}">[^<]*</a></dt><dd>{total(kind)}</dd>', page), kind
        section = page.split(f'<h2 id="{kind}">')[1].split("<section")[0]
        assert section.count('<th scope="row">') == total(kind), kind
    assert "134" in page.split('<h2 id="contradicts">')[1].split("<section")[0], "the text that does not agree with a table is among them"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("id", BODIES)
def test_the_page_of_a_body_names_the_kind_of_each_finding(rendered: dict[str, Any], id: str, language: str) -> None:
    folder = f"{'' if language == 'zh' else 'en/'}agencies/{id}"
    found = told(body(id)[1].checks)
    for kind in KINDS:
        line = rf"<b>{YEAR} · {re.escape(say(language, f'found_{kind}'))}</b>"
        assert len(re.findall(line, rendered[f"{folder}/{YEAR}/index.md"])) == BODIES[id][3].get(kind, 0), kind
        # the page of all years leaves notes to those of the years
        assert len(re.findall(line, rendered[f"{folder}/index.md"])) == sum(c.kind == kind and c.severity != "info" for c in found), kind


def test_a_table_that_does_not_repeat_last_years_is_no_relation_that_holds(rendered: dict[str, Any]) -> None:
    relations = [c for one in body("sound") for c in one.checks if c.check in FORM.relation_severities and c.outcome != "not_applicable"]
    lead = say("en", "agency_findings_lead", tried=len(relations), holds=len(relations), broken=0, other=0)
    assert lead in rendered["en/agencies/sound/index.md"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_quality_page_counts_the_outcomes_of_relations_and_of_nothing_else(rendered: dict[str, Any], readings: list[Reading], language: str) -> None:
    page = rendered["quality/index.md" if language == "zh" else "en/quality/index.md"]
    outcomes = Counter(c.outcome for one in readings for c in one.checks if c.check in FORM.relation_severities)
    for outcome in ("holds", "broken", "undetermined"):
        assert f'{say(language, f"outcome_{outcome}")}</th><td class="n">{outcomes[outcome]}</td>' in page.replace(",", ""), outcome


def test_the_list_of_bodies_can_be_filtered_by_each_kind(rendered: dict[str, Any]) -> None:
    found = dict(re.findall(r'data-id="([^"]+)".*?data-finding="([^"]*)"', rendered["agencies/index.md"]))
    assert found == {
        "sound": "none", "sum": "contradiction", "prose": "contradiction", "carried": "difference", "yuan": "difference", "unit": "lack",
        "reading": "reading", "again": "none",
    }


def test_the_chart_of_the_front_page_counts_the_reports_that_contradict_themselves(frames: Any) -> None:
    chart = charts.draw_overview(frames, FORM)["", "reports", "en"]
    found = {line.label: line.figures[-1] for line in chart.lines}
    assert found["contradicts itself"] == str(sum("contradicts" in found for *_, found in BODIES.values()))


def test_a_figure_that_the_text_does_not_agree_with_is_marked_where_it_stands(rendered: dict[str, Any]) -> None:
    assert re.search(rf"id=disputes-review-total-{YEAR} class=k>", rendered["agencies/prose/index.md"])


def test_the_government_whose_text_says_134_and_whose_table_says_170_contradicts_itself() -> None:
    path = "321300/renminzhengfu/2024.pdf"
    found = pipeline.to_readings([pipeline.read_one(ROOT / "editions" / "reports" / path, path)], FORM)
    assert [check.kind for check in found[0].checks if check.check == "N-REV"] == ["contradicts"]
