"""The charts of the front page: what they count, and that they stay silent where there is too little to tell."""

from __future__ import annotations

from typing import Any

from gongkai import charts, tables
from gongkai.charts.overview import FEWEST
from gongkai.form import load
from gongkai.model import Reading
from gongkai.pages import counts
from tests.browser import made


def frames(readings: list[Reading]) -> Any:
    return tables.tabulate(readings, load())


def lines(chart: Any) -> dict[str, dict[str, str]]:
    return {line.label: dict(zip(chart.header[1:], line.figures, strict=True)) for line in chart.lines}


MANY = made.readings()[:60]


def test_reports_that_contradict_themselves_are_those_of_the_quality_page() -> None:
    many = frames(MANY)
    found = lines(charts.draw_overview(many)["", "reports", "en"])
    per_year = {str(year): reports for year, reports in counts.contradictions(many).groupby("year")["report_id"].nunique().items()}
    assert {year: int(figure) for year, figure in found["contradicts itself"].items()} == per_year
    whole = {str(line["year"]): line["published"] for line in counts.by_year(many)}
    assert {year: int(found["no contradiction found"][year]) + per_year[year] for year in per_year} == whole


def test_cells_of_every_status_make_the_whole() -> None:
    many = frames(MANY)
    found = lines(charts.draw_overview(many)["", "cells", "en"])
    total = sum(int(figure.replace(",", "")) for figure in found["Total n"].values())
    assert total == len(many["cells"])


def test_a_median_says_over_how_many_reports_it_is() -> None:
    chart = charts.draw_overview(frames(MANY))["", "disclosure_rate", "en"]
    number = sum(1 for r in MANY if r.report and r.report.year == 2024)
    assert f"2024: {number}" in chart.notes[0]


def test_few_reports_have_no_median() -> None:
    few = [made.reading(agency, year, 1) for agency in made.agencies()[: FEWEST - 1] for year in (2023, 2024)]
    assert {id for _, id, _ in charts.draw_overview(frames(few))} == {"reports", "cells"}


def test_a_year_without_a_report_is_a_gap_and_not_zero() -> None:
    some = [made.reading(made.agencies()[0], year, 1) for year in (2021, 2023)]
    found = lines(charts.draw_overview(frames(some))["", "reports", "en"])
    assert found["contradicts itself"] == {"2021": "0", "2022": "no report", "2023": "0"}


def test_without_reports_there_are_no_charts() -> None:
    assert charts.draw_overview(frames([])) == {}
