"""Charts: what is drawn is what was printed, and what was not printed is a gap that says why."""

from __future__ import annotations

import json
import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from xml.etree import ElementTree

import altair
import pytest

from gongkai import charts
from gongkai.charts import Chart, kept
from gongkai.form import load
from gongkai.model import CellId, Reading, Report
from gongkai.tables import tabulate
from tests.reports import report

FORM = load()
OLD, NEW = "2019-60", "2021-30"

CSS = Path(__file__).parents[1] / "content" / "assets" / "stylesheets" / "charts.css"

HANDLED = {
    "requests granted total": "6", "requests partially_granted total": "1", "requests unable_not_held total": "3",
    "requests outcome_total total": "10",
}


def filled(cells: dict[str, str], version: str = NEW, year: int = 2023) -> Report:
    """A report that prints 0 wherever nothing else is given."""
    zeros = {str(cell): "0" for cell in FORM.cells(version)}
    return report(zeros | cells, version, year)


def drawn(*reports: Report) -> dict[tuple[str, str], Chart]:
    readings = [Reading(f"{r.report_id}.txt", "0" * 64, "read", report=r) for r in reports]
    return {(id, language): chart for (_, id, language), chart in charts.draw(tabulate(readings, FORM), FORM).items()}


def values(chart: Chart) -> dict[tuple[str, str, int], object]:
    return {(line["panel"], line["series"], line["year"]): line["value"] for line in chart.data}


@pytest.fixture(scope="module")
def two_forms() -> dict[tuple[str, str], Chart]:
    """Three years over both forms, 2021 without a report."""
    old = {
        "requests new_received total": "40", "requests carried_in total": "2", "requests outcome_total total": "10", "requests granted total": "9",
        "requests other_disposal total": "1", "proactive_disclosure normative_documents total_published": "300",
        "proactive_disclosure licensing decisions": "1,808,595", "proactive_disclosure admin_fees items_prev_year": "7",
    }
    new = HANDLED | {
        "requests new_received total": "11", "disputes review upheld": "3", "disputes review pending": "1", "disputes review total": "4",
        "proactive_disclosure normative_documents in_force": "20", "proactive_disclosure licensing decisions": "12",
        "proactive_disclosure penalties decisions": "4", "proactive_disclosure admin_fees amount_wan": "59237.2449",
    }
    older = drawn(filled({"statistics granted number": "4"}, "2014-32", 2018), filled(old, OLD, 2020))  # who has the list of 2014 to 2018 has a chart more
    return drawn(filled(old, OLD, 2020), filled(new, NEW, 2022)) | {key: chart for key, chart in older.items() if key[0] == "joined"}


@pytest.mark.parametrize("id", charts.CHARTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_is_one_that_altair_reads_back(two_forms: dict[tuple[str, str], Chart], id: str, language: str) -> None:
    spec = two_forms[id, language].spec
    assert json.loads(json.dumps(spec)) == spec
    assert altair.Chart.from_dict(dict(spec)).to_dict() == spec  # validates against the schema, too


@pytest.mark.parametrize("id", [id for id in charts.CHARTS if id != "joined"])  # that one: test_series.py
def test_every_figure_of_a_chart_is_one_of_the_published_tables(id: str) -> None:
    reports = [filled(HANDLED | {"disputes review upheld": "2", "disputes review total": "2"}), filled(HANDLED, year=2024)]
    frames = tabulate([Reading(f"{r.report_id}.txt", "0" * 64, "read", report=r) for r in reports], FORM)
    cells = {
        (line.table, line.row, line.column, line.year): line.value for line in frames["cells"].itertuples() if line.status == "reported"
    }
    chart = charts.draw(frames, FORM)["test", id, "en"]
    for line in chart.data:
        parts = parts_of(id, line["panel"], line["series"])
        assert line["value"] == sum(cells[(*part, line["year"])] for part in parts), line
        if line["whole"] is not None:
            assert line["whole"] == cells["requests", "outcome_total", "total", line["year"]]
    live = {(row["panel"], row["series"], int(row["year"])): row["value"] for row in chart.spec["data"]["values"]}
    assert live == values(chart)


def parts_of(id: str, panel: str, series: str) -> list[tuple[str, str, str]]:
    """The cells of the 2021 form that a bar adds up."""
    if id == "outcomes":
        rows = [e.id for e in FORM.children("requests", "row", series, NEW)] or [series]
        return [("requests", row, "total") for row in rows]
    return [{
        "received": ("requests", series, "total"), "disputes": ("disputes", panel, series), "decisions": ("proactive_disclosure", panel, "decisions"),
        "documents": ("proactive_disclosure", "normative_documents", panel), "fees": ("proactive_disclosure", "admin_fees", series),
    }[id]]


def test_a_year_without_a_report_is_a_gap_and_not_zero(two_forms: dict[tuple[str, str], Chart]) -> None:
    chart = two_forms["received", "en"]
    assert values(chart)["", "new_received", 2021] is None
    assert chart.header == ("", "2020", "2021", "2022")
    assert "2021: no report." in chart.notes
    assert "2021 年：无报告。" in two_forms["received", "zh"].notes
    assert ">2021</text>" in chart.svg  # its place on the axis stays


@pytest.mark.parametrize("printed", ["", "/", "一二"])
def test_what_is_not_a_number_is_a_gap_that_says_why(printed: str) -> None:
    found = drawn(filled({"requests new_received total": "5"}), filled({"requests new_received total": printed}, year=2024))
    chart = found["received", "en"]
    assert values(chart)["", "new_received", 2024] is None
    assert any(note.startswith("2024, New requests received this year: ") for note in chart.notes)


def test_a_blank_is_told_from_a_zero_in_the_figures_of_a_chart() -> None:
    lines = drawn(filled({"requests new_received total": "", "requests outcome_total total": "5"}))["received", "en"].lines
    assert [line.figures for line in lines] == [("blank",), ("0",)]


def test_shares_are_of_all_requests_handled_and_say_how_many(two_forms: dict[tuple[str, str], Chart]) -> None:
    chart = two_forms["outcomes", "en"]
    assert {line.label: line.figures[2] for line in chart.lines} == {
        "Disclosed": "6 (60.0%)", "Partially disclosed": "1 (10.0%)", "Denied": "0 (0.0%)", "Unable to provide": "3 (30.0%)",
        "Not processed": "0 (0.0%)", "Closed otherwise": "0 (0.0%)", "Total n": "10",
    }
    assert "n=10<" in chart.svg


def test_other_disposal_runs_through_both_forms(two_forms: dict[tuple[str, str], Chart]) -> None:
    other = next(line for line in two_forms["outcomes", "zh"].lines if line.label == "其他处理")
    assert other.figures == ("1 (10.0%)", "无报告", "0 (0.0%)")


def test_no_share_is_drawn_where_a_part_is_not_printed() -> None:
    chart = drawn(filled(HANDLED | {"requests denied_third_party total": ""}))["outcomes", "en"]
    assert chart.svg == ""
    assert all(value is None for value in values(chart).values())
    assert chart.notes == ("2023: no shares drawn, as the total column is not filled in throughout (Denied).",)
    assert {line["status"] for line in chart.data} == {"incomplete"}


def test_no_share_is_drawn_where_the_parts_do_not_make_the_total() -> None:
    chart = drawn(filled(HANDLED | {"requests outcome_total total": "11"}))["outcomes", "zh"]
    assert all(value is None for value in values(chart).values())
    assert chart.notes == ("2023 年：各部分之和 10 不等于所印总数 11，不画比例。",)
    assert {line["status"] for line in chart.data} == {"does_not_add_up"}  # and not that something was missing


def test_a_part_of_less_than_nothing_is_told_as_that_and_not_as_a_wrong_sum() -> None:
    chart = drawn(filled(HANDLED | {"requests denied_third_party total": "-1", "requests outcome_total total": "9"}))["outcomes", "zh"]
    assert {line["status"] for line in chart.data} == {"negative"} and chart.notes == ("2023 年：有一项印作负数，不画比例。",)


def test_there_is_no_share_of_nothing() -> None:
    chart = drawn(filled({}))["outcomes", "en"]
    assert chart.notes == ("2023: no requests were handled, so there are no shares.",)
    assert "NaN" not in json.dumps(chart.spec)


def test_shares_of_fewer_than_five_are_marked() -> None:
    few = drawn(filled({"requests granted total": "3", "requests outcome_total total": "3"}))["outcomes", "en"]
    assert "n=3*<" in few.svg
    assert few.notes == ("2023: * fewer than 5 requests handled; shares of so few say little.",)


def test_a_body_whose_totals_cannot_be_read_is_told_so() -> None:
    chart = drawn(report({"requests new_received total": "1"}))["outcomes", "en"]
    assert chart.notes == ("2023: no shares drawn, as the total handled is blank.",)


def test_documents_public_and_documents_in_force_are_never_joined(two_forms: dict[tuple[str, str], Chart]) -> None:
    chart = two_forms["documents", "en"]
    assert values(chart) == {
        ("total_published", "", 2020): 300, ("total_published", "", 2021): None, ("total_published", "", 2022): None,
        ("in_force", "", 2020): None, ("in_force", "", 2021): None, ("in_force", "", 2022): 20,
    }
    assert any("must not be read as one series" in note for note in chart.notes)


def test_fee_items_are_never_drawn_as_fee_money(two_forms: dict[tuple[str, str], Chart]) -> None:
    chart = two_forms["fees", "en"]
    assert values(chart) == {("", "amount_wan", 2020): None, ("", "amount_wan", 2021): None, ("", "amount_wan", 2022): 59237.2449}
    assert "2020: not on the form." in chart.notes


def test_a_fee_is_not_drawn_for_a_body_that_the_form_did_not_ask() -> None:
    assert ("fees", "zh") not in drawn(filled({}, OLD, 2019))


@pytest.mark.parametrize(("total", "why"), [("0", "the parts add up to 11 and the printed total is 0"), ("12", "the parts add up to 11 and the printed total is 12")])
def test_cases_that_do_not_make_their_printed_total_are_told_and_not_drawn(total: str, why: str) -> None:
    """A stack of them would be as high as neither figure; what adds up beside it is drawn."""
    cases = {"disputes review upheld": "10", "disputes review corrected": "1", "disputes review total": total}
    chart = drawn(filled(cases | {"disputes litigation_direct upheld": "2", "disputes litigation_direct total": "2"}))["disputes", "en"]
    bars = {(row["panel"], row["series"]): row["value"] for row in chart.spec["data"]["values"]}
    assert bars["review", "upheld"] is None and bars["litigation_direct", "upheld"] == 2
    assert f"2023, Administrative reconsideration: no bar drawn, as {why}; the parts are in the table below." in chart.notes
    assert next(line for line in chart.lines if "reconsideration · Upheld" in line.label).figures == ("10",)
    assert {line["status"] for line in chart.data if line["panel"] == "review"} == {"does_not_add_up"}
    assert len(re.findall(r"M[-\d.]+,[-\d.]+h[\d.]+v", chart.svg)) == 1


def test_cases_of_which_one_is_printed_as_less_than_nothing_are_not_stacked() -> None:
    cases = {"disputes review upheld": "3", "disputes review corrected": "-1", "disputes review total": "2"}
    chart = drawn(filled(cases))["disputes", "en"]
    assert chart.svg == "" and any("less than nothing" in note for note in chart.notes)


def test_cases_with_blanks_are_drawn_only_if_what_is_printed_is_all_there_is() -> None:
    whole = drawn(report({"disputes review upheld": "8", "disputes review pending": "1", "disputes review total": "9"}))["disputes", "en"]
    assert values(whole)["review", "upheld", 2023] == 8
    part = drawn(report({"disputes review upheld": "8", "disputes review pending": "1", "disputes review total": "12"}))["disputes", "en"]
    assert part.svg == ""
    upheld = next(line for line in part.lines if "Upheld" in line.label)
    assert upheld.figures == ("8",)  # not drawn, but told
    assert any("not every part is printed, and those that are add up to 9" in note for note in part.notes)


def test_where_every_printed_figure_is_zero_there_is_no_picture() -> None:
    chart = drawn(filled({}))["received", "en"]
    assert chart.svg == ""
    assert chart.notes[0] == "Every printed figure is 0: there is nothing to draw."


def test_one_year_is_enough_for_a_picture() -> None:
    chart = drawn(filled({"requests new_received total": "1"}))["received", "en"]
    assert ">1</text>" in chart.svg
    assert chart.description == "Bar chart, 2023. 2023: New requests received this year 1."


@pytest.mark.parametrize("id", charts.CHARTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_picture_is_small_named_and_in_no_colour_of_its_own(two_forms: dict[tuple[str, str], Chart], id: str, language: str) -> None:
    chart = two_forms[id, language]
    picture = ElementTree.fromstring(chart.svg)
    assert picture.get("role") == "img"
    assert [e.tag for e in picture][:2] == ["title", "desc"]
    assert (picture[0].text, picture[1].text) == (chart.title, chart.description)
    assert len(chart.svg.encode()) < 3000
    assert "\n" not in chart.svg
    assert "white" not in chart.svg and "#000" not in chart.svg
    fills = set(re.findall(r'class="s(\d)" fill="(#\w+)"', chart.svg))
    assert fills and all(charts.PALETTE[int(index)] == colour for index, colour in fills)


def test_a_picture_is_in_the_language_of_its_page(two_forms: dict[tuple[str, str], Chart]) -> None:
    assert ">行政许可</text>" in two_forms["decisions", "zh"].svg
    assert ">Administrative licensing</text>" in two_forms["decisions", "en"].svg
    assert not re.search("[一-鿿]", json.dumps(two_forms["decisions", "en"].spec, ensure_ascii=False))


def test_the_bars_are_as_high_as_their_numbers(two_forms: dict[tuple[str, str], Chart]) -> None:
    path = re.search(r'class="s0"[^>]* d="([^"]+)"', two_forms["received", "en"].svg)
    assert path is not None
    forty, eleven = [float(height) for height in re.findall(r"v([\d.]+)h", path[1])]
    assert forty / eleven == pytest.approx(40 / 11, rel=0.02)


def test_every_colour_is_plain_to_see_on_both_pages() -> None:
    css = CSS.read_text(encoding="utf-8")
    light, dark = (re.findall(r"--chart-\d: (#\w{6})", part) for part in css.split("slate")[:2])
    assert tuple(light) == charts.PALETTE
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in light)
    assert all(contrast(colour, "#14191b") >= 4.5 for colour in dark)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_second_document_of_the_year_changes_no_chart() -> None:
    first = filled({"requests new_received total": "5"})
    second = replace(filled({"requests new_received total": "9"}), report_id="test-2023-2")
    readings = [Reading("a", "0" * 64, "read", report=first), Reading("b", "1" * 64, "read", report=second)]
    chart = charts.draw(tabulate(readings, FORM), FORM)["test", "received", "en"]
    assert values(chart)["", "new_received", 2023] == 5


def test_a_body_without_a_year_has_no_charts() -> None:
    undated = replace(filled(HANDLED), year=None, report_id="test-undated")
    assert drawn(undated) == {}


def test_what_a_worker_gets_and_gives_can_be_sent(two_forms: dict[tuple[str, str], Chart]) -> None:
    frames = tabulate([Reading("a", "0" * 64, "read", report=filled(HANDLED))], FORM)
    figures = pickle.loads(pickle.dumps(charts.figures_of(frames, FORM)["test"]))
    assert figures.number(2023, ("requests", "granted", "total")) == Decimal(6)
    assert pickle.loads(pickle.dumps(charts.draw_agency(figures, FORM))) == charts.draw_agency(figures, FORM)
    assert CellId("requests", "granted", "total") in FORM.cells(NEW)


def test_charts_drawn_in_other_processes_are_the_same(two_forms: dict[tuple[str, str], Chart]) -> None:
    frames = tabulate([Reading("a", "0" * 64, "read", report=filled(HANDLED))], FORM)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        assert charts.draw(frames, FORM, spread=executor.map) == charts.draw(frames, FORM)


def test_the_site_has_its_own_copy_of_vega() -> None:
    text = kept.write_vega()
    assert "window.vegaEmbed=" in text
    assert not re.search(r"""import\s*[("'{*]\s*["']?https?:""", text)


@pytest.mark.parametrize(("language", "words"), [
    ("zh", "2023 年的报告自己对不上：“结转下年度继续办理”印的是 5，按其余各项应为 3"), ("en", "2023: the report contradicts itself. Its “"),
])
def test_the_chart_of_received_requests_says_which_years_contradict_themselves(language: str, words: str) -> None:
    """T3-BAL: new and carried in are what was handled and what is carried on. A year that lacks one of them is not said to contradict itself."""
    balanced = {"requests new_received total": "10", "requests carried_in total": "3", "requests outcome_total total": "10", "requests carried_out total": "3"}
    broken = balanced | {"requests carried_out total": "5"}
    lacking = broken | {"requests outcome_total total": "/"}
    chart = drawn(filled(balanced, year=2022), filled(broken, year=2023), filled(lacking, year=2024), filled(balanced, OLD, 2020))["received", language]
    told = [note for note in chart.notes if "对不上" in note or "contradicts" in note]
    assert len(told) == 1 and told[0].startswith(words)
    assert values(chart)["", "new_received", 2023] == 10
