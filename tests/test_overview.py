"""The charts of the front page: what they count, and that they say over how many reports, or nothing where there is too little to tell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from html import escape
from typing import Any

import pytest

from gongkai import charts, tables
from gongkai.charts import rows, surveys
from gongkai.charts.overview import FEWEST
from gongkai.form import load
from gongkai.model import CellId, Reading
from gongkai.pages import counts, embeds
from tests.browser import made


def frames(readings: list[Reading]) -> Any:
    return tables.tabulate(readings, load())


def lines(chart: Any) -> dict[str, dict[str, str]]:
    return {line.label: dict(zip(chart.header[1:], line.figures, strict=True)) for line in chart.lines}


def with_cells(reading: Reading, cells: dict[str, str]) -> Reading:
    """The same report with other figures: "granted total" → as printed, "" for a blank."""
    assert reading.report
    values = dict(reading.report.values)
    for name, raw in cells.items():
        id = CellId("requests", *name.split())
        values[id] = replace(values[id], status="reported" if raw else "blank", number=Decimal(raw) if raw else None, raw=raw)
    return replace(reading, report=replace(reading.report, values=values))


def within(reading: Reading) -> Reading:
    """The same report, granting no more than it closed: every tenth made-up report does, and such a share is none."""
    granted, closed = (reading.report.values[CellId("requests", row, "total")] for row in ("granted", "outcome_total")) if reading.report else (None, None)
    return with_cells(reading, {"granted total": closed.raw or ""}) if granted and closed and (granted.number or 0) > (closed.number or 0) else reading


MANY = [within(one) for one in made.readings()[:60]]
TEN = [made.reading(agency, 2024, 1) for agency in made.agencies()[:10]]


def test_reports_that_contradict_themselves_are_those_of_the_quality_page() -> None:
    many = frames(MANY)
    found = lines(charts.draw_overview(many, load())["", "reports", "en"])
    per_year = {str(year): reports for year, reports in counts.contradictions(many).groupby("year")["report_id"].nunique().items()}
    assert {year: int(figure) for year, figure in found["contradicts itself"].items()} == per_year
    whole = {str(line["year"]): line["published"] for line in counts.by_year(many)}
    assert {year: int(found["no contradiction found"][year]) + per_year[year] for year in per_year} == whole


def test_cells_of_every_status_make_the_whole() -> None:
    many = frames(MANY[:2])
    found = lines(charts.draw_overview(many, load())["", "cells", "en"])
    total = sum(int(figure.replace(",", "")) for figure in found["Total n"].values())
    assert total == len(many["cells"])


def test_a_median_says_over_how_many_reports_it_is() -> None:
    chart = charts.draw_overview(frames(MANY), load())["", "disclosure_rate", "en"]
    number = sum(1 for r in MANY if r.report and r.report.year == 2024)
    assert f"2024: {number}" in chart.notes[0]


def test_few_reports_have_no_median() -> None:
    few = [made.reading(agency, year, 1) for agency in made.agencies()[: FEWEST - 1] for year in (2023, 2024)]
    assert not {id for _, id, _ in charts.draw_overview(frames(few), load())} & {"disclosure_rate", "requests_accepted"}


def test_the_front_page_has_four_charts_however_few_or_many_reports_there_are() -> None:
    few, many = ([id for _, id, of in charts.draw_overview(frames(some), load()) if of == "en"] for some in (TEN, MANY))
    assert few == ["reports", "outcomes", "applicants", "sizes"]
    assert many == ["reports", "disclosure_rate", "requests_accepted", "outcomes"]
    assert [id for _, id, of in charts.draw_overview(frames(MANY[:2]), load()) if of == "en"] == ["reports", "cells"], "too few for a spread"


def closed(reading: Reading, whole: int, granted: int) -> Reading:
    return with_cells(reading, {"outcome_total total": str(whole), "granted total": str(granted), "unable_not_held total": str(whole - granted)})


def test_what_became_of_requests_is_told_by_report_and_never_added_up() -> None:
    some = [closed(TEN[0], 10, 5), closed(TEN[1], 1000, 1000), closed(TEN[2], 100, 0)]
    found = lines(charts.draw_overview(frames(some), load())["", "outcomes", "en"])
    assert found["Disclosed"] == {"n": "3", "median": "50.0%", "lowest – highest": "0.0% – 100.0%"}
    assert found["Unable to provide"]["median"] == "50.0%" and found["Denied"]["median"] == "0.0%"


def test_a_report_that_is_small_blank_or_does_not_add_up_has_no_share() -> None:
    good = [closed(r, 10, 5) for r in TEN[:3]]
    bad = [closed(TEN[3], 4, 2), with_cells(closed(TEN[5], 10, 5), {"granted total": ""}), with_cells(closed(TEN[6], 10, 5), {"granted total": "6"})]
    found = charts.draw_overview(frames([*good, *bad]), load())["", "outcomes", "zh"]
    assert {line.figures[0] for line in found.lines} == {"3"}
    assert "n = 3：报告还少，不能代表其他机关。" in found.notes
    assert {row["series"] for row in found.data} == {r.report.agency.agency_id for r in good if r.report}


def test_a_blank_kind_of_applicant_is_left_out_of_its_row_only() -> None:
    some = [with_cells(r, {"new_received other_org": ""}) for r in TEN[:1]] + TEN[1:4]
    found = lines(charts.draw_overview(frames(some), load())["", "applicants", "en"])
    assert found["Other organisations"]["n"] == "3" and found["Natural persons"]["n"] == "4"
    assert found["Natural persons"]["median"] == "100.0%"


def test_every_report_that_prints_its_new_requests_is_in_one_group_of_size() -> None:
    sizes = ("0", "9", "10", "1000", "12345", "")
    some = [with_cells(r, {"new_received total": n, "new_received natural_person": n}) for r, n in zip(TEN, sizes, strict=False)]
    chart = charts.draw_overview(frames(some), load())["", "sizes", "en"]
    assert [line.figures for line in chart.lines] == [("1",), ("1",), ("1",), ("0",), ("2",)]
    assert "5 in all" in chart.subtitle


@pytest.mark.parametrize(("counts", "lines", "bars"), [((3, 40), True, False), ((41, 300), False, True), ((3, 41), True, True)])
def test_the_lines_of_a_picture_are_explained_as_they_are_drawn(counts: tuple[int, int], lines: bool, bars: bool) -> None:
    text = surveys.to_marks(counts)
    assert ("each short line" in text.en, "thick bar" in text.en) == (lines, bars) == ("每条短线" in text.zh, "粗条" in text.zh)
    drawn = {count: rows.to_strips([rows.Row("", "", tuple(Decimal(at) / count for at in range(count)))]).count("v12h") for count in counts}
    assert (any(drawn[count] == count for count in counts), any(drawn[count] == 1 for count in counts)) == (lines, bars)


def test_a_row_of_thousands_is_told_by_its_quartiles_and_weighs_no_more() -> None:
    shares = tuple(Decimal(n) / 1000 for n in range(1001))
    few, many = (rows.to_strips([rows.Row("a", "n", values)]) for values in (shares[:30], shares))
    assert len(many) < len(few)
    assert "M16,22h288v3" in many and "M80,17h160v12" in many and "M159,13h2v20" in many
    assert rows.to_percentile((Decimal(1), Decimal(2)), Decimal("0.5")) == Decimal("1.5")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_a_picture_of_rows_lies_outside_it(language: str) -> None:
    for (_, id, of), chart in charts.draw_overview(frames(TEN), load()).items():
        if of != language or id not in ("outcomes", "applicants", "sizes"):
            continue
        for row in chart.lines:
            assert embeds.to_width(row.label) * 10 < rows.WIDTH - 115, "the label leaves room for what is told at its end"
        assert escape(chart.description) in chart.svg


def test_a_year_without_a_report_is_a_gap_and_not_zero() -> None:
    some = [made.reading(made.agencies()[0], year, 1) for year in (2021, 2023)]
    found = lines(charts.draw_overview(frames(some), load())["", "reports", "en"])
    assert found["contradicts itself"] == {"2021": "0", "2022": "no report", "2023": "0"}


def test_without_reports_there_are_no_charts() -> None:
    assert charts.draw_overview(frames([]), load()) == {}
