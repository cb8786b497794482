"""A body with twelve years on three forms: all of them can be reached, the break is told, and nothing is worked out across it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Mapping, Sequence

import pytest

from gongkai import charts, pipeline
from gongkai.indicators import CATALOGUE
from gongkai.model import Reading
from gongkai.pages import agency, compare
from gongkai.series import load as load_series
from gongkai.tables import tabulate
from tests import site_schema
from tests.reports import FORM
from tests.twelve_years import BODY, YEARS, documents

FOLDER = "agencies/350128-qinghe"
FRAME = 6_000
"""what the frame of the site adds to a page"""
Files = Mapping[str, str | bytes]


def build(readings: Sequence[Reading]) -> Files:
    frames = tabulate(readings, FORM)
    return agency.render_agencies(readings, frames, FORM, charts.draw(frames, FORM))


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    folder = tmp_path_factory.mktemp("twelve") / "350128" / "qinghe"
    folder.mkdir(parents=True)
    for name, content in documents().items():
        (folder / name).write_bytes(content)
    return pipeline.read_all(folder.parents[1], 1, "", None, {})


@pytest.fixture(scope="module")
def files(readings: list[Reading]) -> Files:
    return build(readings)


def page(files: Files, language: str = "zh") -> str:
    return str(files[f"{'en/' if language == 'en' else ''}{FOLDER}/index.md"])


def lines(content: str | bytes) -> list[dict[str, str]]:
    assert isinstance(content, bytes)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_year_is_in_its_table_and_has_a_page(files: Files, language: str) -> None:
    text = page(files, language)
    assert len(text.encode()) < 60_000 - FRAME
    heads = {}
    for table, rest in re.findall(r'<h3 id="(\w+)">(.*?)(?=<h3|<section)', text, re.DOTALL):
        head = re.search(r"<thead>(.*?)<tbody>", rest, re.DOTALL)
        heads[table] = re.findall(r'href="(20\d\d)/"', head[1]) if head else []
    newer = [str(year) for year in YEARS if year > 2018]
    assert heads == {"proactive_disclosure": newer, "requests": newer, "disputes": newer, "statistics": [str(year) for year in YEARS if year < 2019]}
    for year in YEARS:
        own = str(files[f"{'en/' if language == 'en' else ''}{FOLDER}/{year}/index.md"])
        cell = f"statistics-received-number-{year}" if year < 2019 else f"requests-new_received-total-{year}"
        assert re.search(rf" id={cell}[ >]", own)
    assert "2019-60" in text and "2021-30" in text, "which years are on which form"


def picture(files: Files, id: str, language: str) -> str:
    return str(files[f"{'en/' if language == 'en' else ''}{FOLDER}/{id}.svg"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_break_and_its_reasons_stand_beside_the_pictures(files: Files, language: str) -> None:
    text = html.unescape(page(files, language))
    for id in ("received", "joined"):
        figure = re.search(rf'id="chart-{id}">(.*?)</figure>', text, re.DOTALL)
        assert figure and "stroke-dasharray" in picture(files, id, language)
        own = [series for series in load_series() if (series.id == "series_received") == (id == "received")]
        assert all(getattr(series, f"reason_{language}") in figure[1] for series in own)
    outcomes = re.search(r'id="chart-outcomes">(.*?)</figure>', text, re.DOTALL)
    assert outcomes and "2014–2018" in outcomes[1] and "stroke-dasharray" not in picture(files, "outcomes", language)
    assert not re.search(">201[4-8]</text>", picture(files, "outcomes", language))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_chart_of_twelve_years_has_every_figure_and_every_year(files: Files, language: str) -> None:
    """Half of the years and all figures were left out where two bars share a year."""
    for id, panels in (("received", 1), ("joined", 4)):
        drawn = re.findall(r">([\d,]+)</text>", picture(files, id, language))
        assert all(drawn.count(str(year)) == panels for year in YEARS)
        values = [line["value"] for line in lines(files[f"{FOLDER}/{id}.csv"]) if line["value"]]
        assert values and all(drawn.count(value) >= values.count(value) for value in set(values))
    figure = re.search(r'id="chart-received">(.*?)</figure>', page(files, language), re.DOTALL)
    assert figure and "<table" not in figure[1] and figure[1].count("<i class=s") == 2, "told over the bars; the legend says whose"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_change_is_told_from_the_last_year_of_a_form_to_the_first_of_the_next(readings: list[Reading], language: str) -> None:
    for last, is_told in ((2018, True), (2019, False), (2020, True)):
        files = build([r for r in readings if r.report and r.report.year and r.report.year <= last])
        lead = re.search(r'<p class="lead">.*?</section>', page(files, language), re.DOTALL)
        assert lead
        said = re.sub(r"<a [^>]*>[^<]*</a>", "", lead[0])
        assert (str(last - 1) in said) is is_told, said
        shares = re.findall(r"[^ （(>]*%", said)
        assert is_told or set(shares) == {"82.9%"}, "the share of requests disclosed, and no change"


def test_no_check_holds_a_report_against_one_on_another_form(readings: list[Reading]) -> None:
    tried = {
        year: [c for r in readings if r.report and r.report.year == year for c in r.checks if c.check.startswith("X-") and c.cell]
        for year in (2018, 2019, 2020)
    }
    assert {c.outcome for c in tried[2019]} == {"not_applicable"}
    assert {c.outcome for c in tried[2018]} > {"not_applicable"} and {c.outcome for c in tried[2020]} > {"not_applicable"}


def test_downloads_say_on_which_form_a_figure_stands(files: Files) -> None:
    right = {year: "2014-32" if year < 2019 else "2019-60" if year < 2021 else "2021-30" for year in YEARS}
    for chart, panel in (("joined", "series_litigation"), ("received", "")):
        rows = [row for row in lines(files[f"{FOLDER}/{chart}.csv"]) if row["panel"] == panel and row["series"] in ("", "new_received")]
        assert {int(row["year"]): row["form"] for row in rows} == right
        assert {row["agency_name"] for row in rows} == {BODY} and {row["source"] for row in rows} == {f"{FOLDER}/"}
    assert {row["form"] for row in lines(files[f"{FOLDER}/outcomes.csv"]) if row["year"] == "2020"} == {"2019-60"}
    figures = lines(files[f"{FOLDER}/data.csv"])
    assert all(line[f"form_{year}"] in (right[year], "") for line in figures for year in YEARS)
    body = json.loads(files[f"{FOLDER}/data.json"])
    assert {report["year"]: report.get("form_requests", report.get("form_statistics")) for report in body["reports"]} == right
    older = [line for line in lines(files[f"{FOLDER}/data.csv"]) if line["table"] == "statistics"]
    assert all(line["status_2019"] == "not_on_form" and line["status_2018"] != "not_on_form" for line in older)


def test_bodies_with_years_before_2019_can_be_compared(files: Files, readings: list[Reading]) -> None:
    body = json.loads(files[f"{FOLDER}/data.json"])
    assert not site_schema.wrong("Body", body)
    at = body["indicators"].index("series_litigation")
    found = {report["year"]: (report["indicators"][at][0], [*report["indicators"][at], report.get("form_requests")][4]) for report in body["reports"]}
    assert (found[2014], found[2025]) == ((1, "2014-32"), (8, "2021-30"))
    text = html.unescape(next(iter(compare.render_compare("zh", tabulate(readings, FORM), FORM, CATALOGUE).values())))
    settings = json.loads(re.search(r'id="compare-settings">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]
    assert not site_schema.wrong("Choices", settings)
    assert settings["default"][0] == "series_received"
    said = {choice["id"]: (choice["labels"]["en"], choice["unit"]) for choice in settings["choices"]}
    assert said["requests.granted.total"] == ("Disclosed", "件") and said["disclosure_rate"] == ("Disclosure rate", ""), "what its CSV says beside ids"
    assert len(body["data_version"]) == 10 and settings["texts"]["no_report"]
    parts = next(choice["parts"] for choice in settings["choices"] if choice["id"] == "series_received")
    assert parts == {"2014-32": 0} | dict.fromkeys(FORM.versions_of("requests"), 1)
    assert all(re.search(rf'name="y" value="{year}"', text) for year in YEARS)
