"""What a reader finds on the pages around the bodies' own."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pytest
import yaml

from gongkai import indicators, pages, tables
from gongkai.agencies.sounds import spell
from gongkai.checks import catalogue
from gongkai.form import load
from gongkai.pages import about, names, quality, template
from gongkai.pages.template import LANGUAGES, say, to_number
from tests.browser import made

READINGS = [r for r in made.readings() if r.report is None or r.report.agency.agency_id.startswith(("350581-", "hostile"))]


@pytest.fixture(scope="module")
def frames() -> dict[str, Any]:
    return tables.tabulate(READINGS, load())


@pytest.fixture(scope="module")
def rendered(frames: dict[str, Any]) -> dict[str, Any]:
    return render(frames)


def render(frames: dict[str, Any], readings: Any = READINGS) -> dict[str, Any]:
    files = [pages.File("cells.csv", 1_234_567), pages.File("gongkai.xlsx", 2000)]
    return pages.render(
        readings, frames, load(), {}, files=files, schema=tables.SCHEMA, indicators=indicators.CATALOGUE, catalogue=catalogue.load())


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_every_page_has_a_twin_in_english(rendered: dict[str, Any]) -> None:
    markdown = {path for path in rendered if path.endswith(".md")}
    assert {path.removeprefix("en/") for path in markdown if path.startswith("en/")} == {p for p in markdown if not p.startswith("en/")}
    assert {"index.md", "agencies/index.md", "quality/index.md", "data/index.md", "about/index.md"} <= markdown


def test_the_front_page_states_how_much_there_is(rendered: dict[str, Any]) -> None:
    reports = sum(1 for r in READINGS if r.report)
    assert re.search(rf"年度报告\s+{reports}\b", text(rendered["index.md"]))
    assert re.search(r"年度\s+2023–2024\b", text(rendered["index.md"]))
    assert "21 " in text(rendered["en/index.md"])


def test_the_front_page_lists_a_body_once_with_its_newest_report(rendered: dict[str, Any]) -> None:
    rows = rendered["index.md"].split('<h2 id="newest">')[1].split("</table>")[0]
    named = re.findall(r'href="\./agencies/([^/"]+)/"', rows)
    assert len(named) > 3 and len(named) == len(set(named))
    years = {r.report.agency.agency_id: max(o.report.year or 0 for o in READINGS if o.report and o.report.agency == r.report.agency) for r in READINGS if r.report}
    body = next(id for id in named if sum(1 for r in READINGS if r.report and r.report.agency.agency_id == id) > 1)
    assert str(years[body]) in rows.split(f"agencies/{body}/")[1].split("</tr>")[0]


def test_a_document_that_was_not_read_is_listed_with_the_reason_and_what_to_do(rendered: dict[str, Any]) -> None:
    for path, status in (("quality/index.md", "todo_unreadable"), ("en/quality/index.md", "todo_unreadable")):
        page = text(rendered[path])
        assert "made/broken.pdf" in page
        assert "The file ends in the middle. Fetch it again." in page
        assert say("en" if path.startswith("en/") else "zh", status) in page


def test_the_front_page_leads_to_what_can_be_subscribed_to(rendered: dict[str, Any]) -> None:
    for path in ("index.md", "en/index.md"):
        assert re.search(r'<a href="[./]*feed\.xml">[^<]+</a>', str(rendered[path])), path


def test_what_is_long_is_folded_and_what_is_short_is_not(rendered: dict[str, Any], frames: dict[str, Any]) -> None:
    """On a telephone 76 documents were 25 screens, and the formulas of all indicators 16."""
    assert re.search(r"<details open><summary>[^<]*</summary>\s*<div[^>]*>\s*<table.{0,900}made/broken.pdf", str(rendered["quality/index.md"]), re.DOTALL)
    many = pd.concat([frames["reports"]] + [frames["reports"][frames["reports"]["read_status"] == "unreadable"]] * 30)
    found = quality.render_quality("zh", {**frames, "reports": many}, load(), catalogue.load())["quality/index.md"]
    assert re.search(r"<details><summary>[^<]*</summary>\s*<div[^>]*>\s*<table.{0,900}made/broken.pdf", found, re.DOTALL)
    assert re.search(r"<details>\s*<summary>[^<]*</summary>\s*<div[^>]*>\s*<table[^>]*>\s*<caption[^>]*><code>indicators", str(rendered["data/index.md"]))


def test_a_contradiction_links_to_the_number_on_the_page_of_its_report(rendered: dict[str, Any], frames: dict[str, Any]) -> None:
    broken = frames["checks"][frames["checks"]["outcome"] == "broken"].iloc[0]
    number = f"{broken['table']}-{broken['row']}-{broken['column']}-{broken['year']}"
    link = f'href="../agencies/{broken["agency_id"]}/{broken["year"]}/#{number}"'
    assert f" id={number}" in rendered[f"agencies/{broken['agency_id']}/{broken['year']}/index.md"], "and there it is, without a script"
    assert link in rendered["quality/index.md"]
    assert link in rendered["en/quality/index.md"]


def test_what_the_report_got_wrong_and_what_we_could_not_read_stand_apart(frames: dict[str, Any]) -> None:
    mixed = dict(frames)
    checks = frames["checks"].copy()
    at = checks.index[checks["outcome"] == "broken"][0]
    checks.loc[at, ["about", "outcome", "kind", "message_zh"]] = ["reading", "undetermined", "reading", "只有我们读不出"]
    mixed["checks"] = checks
    page = render(mixed)["quality/index.md"]
    report, reading = page.split('<h2 id="reading">')
    assert "只有我们读不出" in reading
    assert "只有我们读不出" not in report


def test_a_report_that_names_no_body_is_not_said_to_contradict_itself(frames: dict[str, Any]) -> None:
    noted = dict(frames)
    checks = frames["checks"].copy()
    at = checks.index[checks["outcome"] == "broken"]
    checks.loc[at, ["check", "kind", "printed", "computed"]] = ["agency-not-named", "lacks", "", ""]
    noted["checks"] = checks
    found = render(noted)
    assert re.search(r"报告内对不上</dt><dd><a[^>]*>0</a>", found["index.md"])
    assert say("zh", "finding_agency-not-named") in found["quality/index.md"].split('<h2 id="lacks">')[1].split("<h2")[0]


def test_every_kind_of_finding_has_a_title_without_blanks() -> None:
    # messages of X-COPY, X-UNIT and the checks of prose, whose titles are in the catalogue
    cases = {"table-repeated", "prose-repeated", "unit-changed", "prose-differs", "share-differs", "parts-differ", "told-twice", "decisions-fewer",
             "prose-may-differ"}
    for code, entry in catalogue.load().items():
        if code.startswith(("relation-", "bound-")) or code in cases:
            continue
        for language in LANGUAGES:
            title = pages.quality._title(code, {code: entry}, language)
            assert title, code
            assert "{" not in title, code


def test_medians_are_shown_from_five_reports_on_and_say_over_how_many(rendered: dict[str, Any], frames: dict[str, Any]) -> None:
    assert "n=20" not in rendered["index.md"]  # two years are needed, and 2023 has two reports only
    both = dict(frames)
    measures = frames["indicators"]
    earlier = measures[measures["year"] == 2024].copy()
    earlier["year"] = earlier["year"] - 1
    both["indicators"] = type(measures)(earlier.to_dict("records") + measures[measures["year"] == 2024].to_dict("records"))
    page = text(render(both)["en/index.md"])
    assert re.search(r"Disclosure rate 1\d\d\.\d% n=\d\d|Disclosure rate \d+\.\d% n=\d\d", page)


def test_a_long_list_of_findings_is_cut_and_says_so(frames: dict[str, Any]) -> None:
    long = dict(frames)
    broken = frames["checks"][frames["checks"]["outcome"] == "broken"].iloc[[0] * 300]
    long["checks"] = broken
    found = render(long)
    [own] = [path for path in found if path.startswith("en/quality/") and path != "en/quality/index.md"]
    assert "The first 200 of 300 are listed" in text(found[own])
    assert f'href="../quality/{own.split("/")[2]}/"' in found["en/quality/index.md"]
    assert len(found["en/quality/index.md"].encode()) < 60_000 < len(found[own].encode()) < 150_000
    name = broken.iloc[0]["agency_id"]
    assert f'href="../../agencies/{name}/' in found[own], "from a page deeper the ways are longer"


def test_a_name_that_is_markup_stays_text_on_every_page(rendered: dict[str, Any]) -> None:
    for path, page in rendered.items():
        if path.endswith(".md"):
            front, _, body = page.removeprefix("---\n").partition("\n---\n")
            assert "<script>alert" not in body, path
            yaml.safe_load(front)
    assert yaml.safe_load(rendered["agencies/hostile-name/index.md"].split("---\n")[1])["title"].startswith(made.HOSTILE.name)


def test_the_data_page_explains_every_column_status_outcome_and_indicator(rendered: dict[str, Any]) -> None:
    for path in ("data/index.md", "en/data/index.md"):
        page = rendered[path]
        assert "1.2 MB" in page
        for name, table in tables.SCHEMA.items():
            assert f"data/{name}.csv" in page
            if name not in ("requests", "proactive_disclosure", "disputes", "reports_wide"):
                assert all(f"<code>{column.name}</code>" in page for column in table.columns)
        for entry in load().entries:
            if any(not load().is_heading(entry, version) for version in entry.labels) and entry.axis != "table":
                assert f"<code>{entry.id}</code>" in page
        for indicator in indicators.CATALOGUE:
            assert f"<code>{indicator.id}</code>" in page


def test_files_that_were_not_made_are_not_offered(rendered: dict[str, Any]) -> None:
    assert '/gongkai.xlsx"' in rendered["data/index.md"]
    assert '/gongkai.sqlite"' not in rendered["data/index.md"]


def test_an_empty_collection_has_pages_that_say_so() -> None:
    empty = render(tables.tabulate([], load()), [])
    assert say("zh", "bodies_empty") in empty["agencies/index.md"]
    assert say("en", "quality_unread_none") in empty["en/quality/index.md"]


def test_a_long_list_of_bodies_is_spread_over_pages(frames: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages.bodies, "PAGE", 10)
    found = pages.bodies.render_bodies("en", frames)
    assert list(found) == ["en/agencies/index.md", "en/agencies/page-2/index.md", "en/agencies/page-3/index.md"]
    listed = [id for page in found.values() for id in re.findall(r'data-id="([^"]+)"', page)]
    assert sorted(listed) == sorted(frames["agencies"]["agency_id"])


def test_every_wording_has_both_languages_with_the_same_blanks() -> None:
    for id, chinese in template.wording()["zh"].items():
        english = template.wording()["en"][id]
        assert bool(chinese) == bool(english), id
        for part in english.split("|"):
            assert set(re.findall(r"{\w+}", part)) <= set(re.findall(r"{\w+}", chinese)), id


def test_numbers_are_printed_in_full() -> None:
    assert [to_number(v) for v in (0, 1234567, 0.5, 1000.0, None, float("nan"), "12")] == ["0", "1,234,567", "0.5", "1,000", "", "", "12"]


@pytest.mark.parametrize(
    ("name", "sounds"),
    [("重庆市财政局", "chong qing shi cai zheng ju"), ("长治市", "chang zhi shi"), ("绿化局", "lv hua ju"), ("A区", "a qu"), ("", "")],
)
def test_names_are_spelt_as_they_are_spoken(name: str, sounds: str) -> None:
    assert spell(name) == sounds.split()


def test_the_names_index_does_not_depend_on_the_order_of_sounds() -> None:
    lines = [{"agency_id": f"b{i}", "agency_name": name, "other_names": "", "province": "", "prefecture": "", "county": "",
              "first_year": 2019, "last_year": 2020 + i} for i, name in enumerate(("重庆市", "重点局"))]
    index = json.loads(names.names_index(lines))
    assert index["bodies"] == [["b0", "2019–2020", "", "重庆市"], ["b1", "2019–2021", "", "重点局"]]
    spelt = [index["odd"].get(f"{i}:0", [index["sounds"].get(c, c) for c in body[3]]) for i, body in enumerate(index["bodies"])]
    assert spelt == [["chong", "qing", "shi"], ["zhong", "dian", "ju"]]




def test_who_does_not_program_is_led_to_the_form_for_a_new_report() -> None:
    for language in LANGUAGES:
        with_form, = about.render_about(language, load(), "https://github.com/o/p").values()
        assert "https://github.com/o/p/issues/new?template=new-report.yml" in with_form
        without, = about.render_about(language, load()).values()
        assert "issues/new" not in without


def test_a_number_below_zero_has_a_minus_wherever_a_page_prints_it() -> None:
    assert [to_number(value) for value in (-5, -1234.5, 0, 7, "-", None)] == ["−5", "−1,234.5", "0", "7", "-", ""]
