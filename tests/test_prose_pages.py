"""The page of a report, its tables and its text, and the index of the search in the texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from gongkai.form import load
from gongkai.model import Agency, Reading, Section
from gongkai.pages import texts
from gongkai.pages.body import prose, report
from tests.browser import made

BODY = Agency("350581-caizheng", "石狮市财政局", "350581")


def readings(*years: int) -> list[Reading]:
    return [made.reading(BODY, year, 4) for year in years]


def page(year: int, *years: int, language: str = "zh") -> str:
    found = report.render_reports(readings(*years), load())
    return str(found[f"{'' if language == 'zh' else 'en/'}agencies/350581-caizheng/{year}/index.md"])


def bare(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_each_report_has_a_page_in_both_languages_and_the_text_is_marked_as_chinese() -> None:
    found = report.render_reports(readings(2023, 2024), load())
    assert sorted(found) == sorted(f"{p}agencies/350581-caizheng/{y}/index.md" for p in ("", "en/") for y in (2023, 2024))
    english = page(2024, 2024, language="en")
    assert "g-prose__text" not in english and re.search(r'<details data-text.*?<a href="\.\./\.\./\.\./\.\./agencies/350581-caizheng/2024/#text"', english)


def test_what_changed_against_the_year_before_is_marked_and_a_first_year_has_no_marks() -> None:
    first, second = page(2023, 2023, 2024), page(2024, 2023, 2024)
    assert "<del>27</del><ins>28</ins>件" in second
    assert "<del>办好政务开放日</del><ins>建好依申请公开平台</ins>" in second
    assert "<ins>" not in first.split("g-prose__row")[1]
    assert "checkbox" not in first


def test_a_year_left_out_is_not_compared_across() -> None:
    assert "<ins>" not in page(2024, 2022, 2024)


def test_a_text_that_repeats_the_last_year_is_said_to() -> None:
    one, other = readings(2023, 2024)
    assert one.report and other.report
    same = replace(other, report=replace(other.report, sections=one.report.sections))
    text = str(report.render_reports([one, same], load())["agencies/350581-caizheng/2024/index.md"])
    assert "一字不差" in text and "其中" not in text.split("g-prose__same")[1].split("</p>")[0]


def test_nothing_in_a_report_is_markup() -> None:
    text = page(2024, 2024)
    assert "<img" not in text and "<b>粗体</b>" not in text
    assert "&lt;img src=x onerror=" in text


@pytest.mark.parametrize("status", ["duplicate", "unreadable", "not_a_report"])
def test_a_document_that_is_not_read_or_a_duplicate_has_no_page(status: str) -> None:
    [reading] = readings(2024)
    assert report.render_reports([replace(reading, read_status=status)], load()) == {}
    assert json.loads(texts.texts_index([replace(reading, read_status=status)])["assets/texts/index.json"])["years"] == []


def test_a_report_without_running_text_has_its_tables_on_its_page_and_no_empty_text() -> None:
    [reading] = readings(2024)
    assert reading.report
    bare_report = replace(reading.report, sections=(Section(1, "总体情况", ()),))
    text = str(report.render_reports([replace(reading, report=bare_report)], load())["agencies/350581-caizheng/2024/index.md"])
    assert "g-prose__text" not in text and "id=requests-granted-total-2024" in text
    assert report.render_reports([replace(reading, report=replace(bare_report, values={}))], load()) == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_of_a_report_is_on_its_page_in_the_order_of_the_form_with_the_place_of_its_row(language: str) -> None:
    [reading] = readings(2024)
    assert reading.report
    place = {"zh": "第2页第3行", "en": "p. 2, row 3"}[language]
    shown = re.findall(r'<table class="f p" data-version=2021-30>.*?</table>', page(2024, 2024, language=language), re.DOTALL)
    figures = [re.findall(r"<td(?! class=e)[^>]*>(?:<a[^>]*>)?([^<]*)", table.split("<tbody", 1)[1]) for table in shown]
    own = [figure for table in figures for figure in table if figure != place]
    assert own == [value.raw or {"zh": "空白", "en": "blank"}[language] for value in reading.report.values.values()]
    assert sum(table.count(place) for table in figures) == len({(cell.table, cell.row) for cell in reading.report.values})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_found_in_a_report_is_told_on_its_page_in_full_and_leads_to_the_number(language: str) -> None:
    text = page(2024, 2024, language=language)
    assert re.search(r'<li id=f-2024-1>.*<a href="#requests-[a-z_]+-[a-z_]+-2024">', text)
    inner = set(re.findall(r'href="#([^"]+)"', text))
    assert inner <= set(re.findall(r' id="?([^" >]+)', text))


def test_figures_beside_the_text_are_as_printed_and_lead_to_their_place() -> None:
    text = page(2024, 2024).split("<aside")[1].split("</aside>")[0]
    assert '<a href="#requests-granted-total-2024">29</a>' in text
    assert "本年新收政府信息公开申请数量" in bare(text) and "一、本年新收" not in bare(text)


def test_the_punctuation_of_chinese_is_set_in_full_width_and_that_of_numbers_is_left_alone() -> None:
    assert prose.to_chinese(["共计1,234件,其中5:30;即:无", "a, b"]) == ("共计1,234件，其中5:30；即：无", "a, b")


def test_the_index_tells_for_every_pair_of_letters_in_which_texts_it_stands() -> None:
    some = [made.reading(agency, 2024, at) for at, agency in enumerate(made.agencies()[:40])]
    files = {path: json.loads(content) for path, content in texts.texts_index(some).items()}
    [year] = files["assets/texts/index.json"]["years"]
    assert year["year"] == "2024" and year["texts"] == len(some)
    listed = files["assets/texts/2024/list-0.json"]
    shards = [files[f"assets/texts/2024/{at}.json"] for at in range(year["shards"])]
    assert [agency for agency, _, _ in listed] == sorted(agency for agency, _, _ in listed)
    by_id = {r.report.agency.agency_id: r.report for r in some if r.report}
    for pair in ("财政", "局2", "是一", "及时", "政局"):
        steps = shards[texts.to_shard(pair, len(shards))].get(pair, [])
        numbers = [sum(steps[: at + 1]) for at in range(len(steps))]
        true = [
            at for at, (agency, _, _) in enumerate(listed)
            if any(pair in "".join(p) for s in by_id[agency].sections for line in s.paragraphs for p in pairwise(texts.to_plain(line)))
        ]
        assert numbers == true


def test_a_large_index_is_cut_into_pieces_and_two_builds_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "SHARD", 200)
    some = readings(2023, 2024)
    first, second = texts.texts_index(some), texts.texts_index(list(reversed(some)))
    assert first == second
    assert len(first) > 8
    assert max(len(content) for content in first.values()) < 1500


def test_a_new_report_changes_the_index_of_its_own_year_alone() -> None:
    before, after = texts.texts_index(readings(2022, 2023)), texts.texts_index(readings(2022, 2023, 2024))
    changed = {path for path, content in after.items() if before.get(path) != content}
    assert changed and all(path == "assets/texts/index.json" or path.startswith("assets/texts/2024/") for path in changed)
