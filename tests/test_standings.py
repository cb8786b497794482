"""The pages of indicators: what all bodies say of one, and what is left out of it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from gongkai import charts, indicators, pages, tables
from gongkai.charts.spreads import FEWEST, to_axis, to_standing
from gongkai.form import load
from gongkai.pages import standings
from gongkai.tables.standings import Body, Line
from tests.browser import made

TITLES = {"zh": "公开率", "en": "Disclosure rate"}


def line(value: str | None, *, year: int = 2023, whole: str | None = "10", code: str = "350581", kind: str = "department", id: str = "a") -> Line:
    body = Body(f"{code}-{id}", "某局", "", code, "", "county", kind)
    number = None if value is None else Decimal(value)
    return Line(body, year, number, Decimal(1), None if whole is None else Decimal(whole), "printed", "own", "2021-30")


def test_a_share_of_too_few_is_counted_and_left_out_of_every_spread() -> None:
    found = to_standing([*(line(f"0.{at}") for at in range(1, 6)), line("1", whole="4"), line(None, whole="0")], "share", TITLES)
    spread = found.years[2023]
    assert (spread.n, spread.small, spread.none) == (5, 1, 1)
    assert [float(value) for value in spread.five] == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert found.groups["county", "department"] == spread == found.provinces["350000"]


def test_of_few_reports_no_median_is_told_or_drawn() -> None:
    found = to_standing([line("0.5")] * (FEWEST - 1), "share", TITLES)
    assert not found.years[2023].is_told
    assert found.strips == found.tiles == {"zh": "", "en": ""}


def test_a_year_whose_reports_have_only_begun_to_come_in_is_not_the_one_that_places_are_told_of() -> None:
    many = [line("0.5", year=2023)] * 20
    assert to_standing([*many, *[line("0.5", year=2024)] * 9], "share", TITLES).year == 2023
    assert to_standing([*many, *[line("0.5", year=2024)] * 10], "share", TITLES).year == 2024


def test_a_share_above_the_whole_makes_the_axis_longer_and_no_mark_falls_off_it() -> None:
    axis = to_axis([[Decimal("0.2"), Decimal("1.3")]], "share")
    assert axis is not None
    assert axis.high >= Decimal("1.3")
    assert to_axis([[Decimal("0.2"), Decimal(1)]], "share").high == 1  # type: ignore[union-attr]
    assert to_axis([[Decimal(-7), Decimal(30)]], "count").ticks[0] == (Decimal(-10), "−10")  # type: ignore[union-attr]


def test_the_tiles_are_deeper_the_higher_the_median_and_one_without_a_median_has_no_colour() -> None:
    some = [*[line("0.2", code="350581")] * 5, *[line("0.8", code="310000")] * 5, *[line("0.9", code="110000")] * 2]
    picture = to_standing(some, "share", TITLES).tiles["zh"]
    assert picture.count("fill-opacity") == 2
    assert 'fill-opacity="0.06"' in picture
    assert 'fill-opacity="0.50"' in picture
    assert "n=2" in picture


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    some = [made.reading(agency, year, at) for at, agency in enumerate(made.agencies()[:30]) for year in (2023, 2024)]
    place = tmp_path_factory.mktemp("data")
    tables.write(tables.in_order(some), load(), place)
    return place


def render(folder: Path, id: str) -> dict[str, Any]:
    entries = [entry for entry in indicators.CATALOGUE if entry.id == id]
    *_, found = pages.render_standings(entries, tables.Standings(folder), charts.to_standing, tables.to_standing_parquet)
    return found


def test_the_files_of_an_indicator_say_what_the_table_of_all_indicators_says(folder: Path) -> None:
    found = render(folder, "disclosure_rate")
    whole = [line for line in csv.DictReader((folder / "indicators.csv").read_text("utf-8-sig").splitlines()) if line["indicator"] == "disclosure_rate"]
    wide = {line["agency_id"]: line for line in csv.DictReader(io.StringIO(found["indicators/disclosure_rate/data.csv"].decode("utf-8-sig")))}
    assert len(whole) == 60
    for own in whole:
        for name in ("value", "numerator", "denominator", "basis"):
            assert wide[own["agency_id"]][f"{name}_{own['year']}"] == own[name]
    frame = pq.read_table(io.BytesIO(found["indicators/disclosure_rate/data.parquet"]))
    assert frame.num_rows == 60
    assert str(frame.schema.field("value").type) == "double"
    assert {line["label_zh"] for line in wide.values()} == {"公开率"}


def test_the_plain_list_has_every_body_once_on_as_many_pages_as_it_takes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "PAGE", 7)
    found = render(folder, "requests_accepted")
    listed = [path for path in found if path.startswith("indicators/requests_accepted/") and path.endswith(".md")]
    assert len(listed) == 5
    shown = [id for id in (agency.agency_id for agency in made.agencies()[:30]) for path in listed if f'agencies/{id}/"' in found[path]]
    assert sorted(shown) == sorted(agency.agency_id for agency in made.agencies()[:30])
    assert "2,024" not in found[listed[0]]


def test_a_share_of_figures_that_do_not_add_up_is_marked_and_stands_in_no_spread() -> None:
    contradicted = line(None, whole="10")
    found = to_standing([contradicted, line(None, whole="0"), line(None, whole=None)], "share", TITLES)
    assert found.years[2023].n == 0 and found.years[2023].none == 3
    assert [found.disagrees(one) for one in (contradicted, line(None, whole="0"), line("0.1"))] == [True, False, False]
