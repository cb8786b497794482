"""A report's text and the search in the texts, in a real browser: a phrase finds the reports that hold it, to the letter, and no other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import made

TEXT = "agencies/350581-ziranziyuan/2024/"


def search(visit: Any, query: str, prefix: str = "") -> list[str]:
    page = visit.go(f"{prefix}search/")
    page.locator("#texts-input").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('[data-texts]').dataset.done !== undefined")
    while page.locator("#texts-more").is_visible():
        before = page.locator(".g-texts__status").inner_text()
        page.locator("#texts-more").click()
        page.wait_for_function("old => document.querySelector('.g-texts__status').textContent !== old", arg=before)
    return [text.strip() for text in page.locator(".g-texts__list a").all_inner_texts()]


def holding(phrase: str) -> list[str]:
    """The reports whose text holds a phrase, as the list of results names them."""
    return [
        f"{r.report.agency.name} {r.report.year}" for r in made.readings()
        if r.report and any(phrase in line for section in r.report.sections for line in section.paragraphs)
    ]


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_phrase_that_one_report_holds_finds_that_report(visit: Any, prefix: str) -> None:
    assert search(visit, "吉祥物是一只穿山甲", prefix) == ["石狮市财政局 2024"]
    assert visit.page.locator(".g-texts__list mark").inner_text() == "吉祥物是一只穿山甲"
    visit.page.locator(".g-texts__list a").click()
    visit.arrive(f"{prefix}agencies/350581-caizheng/2024/#s1")


@pytest.mark.parametrize("phrase", ["石狮市财政局2024年新收申请", "政务开放日", "治市水利局", "是一只"])
def test_every_report_that_holds_a_phrase_is_found_and_no_other(visit: Any, phrase: str) -> None:
    assert sorted(search(visit, phrase)) == sorted(holding(phrase))


def test_what_is_gone_from_a_text_is_not_found_in_it(visit: Any) -> None:
    assert {name[-4:] for name in search(visit, "政务开放日")} == {"2023"}


def test_several_phrases_must_all_occur(visit: Any) -> None:
    assert search(visit, "穿山甲 财政局") == ["石狮市财政局 2024"]
    assert search(visit, "穿山甲 水利局") == []
    assert "穿山甲 水利局" in visit.page.locator(".g-texts__status").inner_text()


def test_full_width_figures_are_the_same_as_plain_ones(visit: Any) -> None:
    assert search(visit, "石狮市财政局２０２４年") == ["石狮市财政局 2024"]


def test_one_letter_is_too_few_and_said_to_be(visit: Any) -> None:
    page = visit.go("search/?q=山")
    assert "两个" in page.locator(".g-texts__status").inner_text()


def test_the_query_is_in_the_address_and_back_leads_to_the_one_before(visit: Any) -> None:
    search(visit, "穿山甲")
    expect(visit.page).to_have_url(re.compile(re.escape("?q=%E7%A9%BF%E5%B1%B1%E7%94%B2")))
    visit.page.go_back()
    expect(visit.page.locator("#texts-input")).to_have_value("")


def test_nothing_of_the_index_is_loaded_before_a_query(visit: Any) -> None:
    visit.go("search/")
    assert not [url for url in visit.requests if "/texts/" in url]


def test_the_search_for_names_leads_to_the_texts_with_what_was_typed(visit: Any) -> None:
    page = visit.go()
    page.get_by_role("combobox").fill("穿山甲")
    page.locator(".g-search__panel").get_by_role("link", name="在报告正文中查找").click()
    expect(page.locator(".g-texts__list a")).to_have_text(["石狮市财政局 2024"])


def test_the_marks_can_be_put_away_and_are_words_for_who_hears_the_page(visit: Any) -> None:
    page = visit.go(TEXT)
    assert page.locator(".g-prose__text del").first.is_visible()
    spoken = page.locator(".g-prose__text ins").first.evaluate("e => getComputedStyle(e, '::before').content")
    assert "新写" in spoken
    page.get_by_role("checkbox").uncheck()
    expect(page.locator(".g-prose__text del").first).to_be_hidden()
    assert "2024年新收申请28件" in page.locator(".g-prose__text").inner_text()


def test_a_figure_beside_the_text_leads_to_its_place_in_the_table(visit: Any) -> None:
    page = visit.go(TEXT)
    page.locator("aside a").first.click()
    page.wait_for_url(f"**/{TEXT}#requests-new_received-total-2024")
    target = page.locator("td:target")
    assert target.inner_text() == page.locator("aside dd").first.inner_text() == "28"


def test_a_bodys_page_leads_to_the_texts_of_its_reports(visit: Any) -> None:
    page = visit.go("agencies/350581-ziranziyuan/")
    assert [link.get_attribute("href") for link in page.locator(".texts a").all()] == ["2023/", "2024/"]


def test_what_a_report_prints_runs_nowhere(visit: Any) -> None:
    page = visit.go(TEXT)
    assert page.locator(".g-prose__text img").count() == 0
    assert '<img src=x onerror="alert(1)">' in page.locator(".g-prose__text").inner_text()
