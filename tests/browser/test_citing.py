"""Who takes a chart over many bodies along has its source to copy: title, years, address, version of the data."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_compare import CHOICE

VISIT = {"permissions": ["clipboard-read", "clipboard-write"]}
WORDS = {"": ("引用这张图", "复制", "已复制", r"《(?P<title>.+?)》，.+（\d{4}(?:–\d{4})? 年.*）。见.+，(?P<address>http\S+?)(?:，数据版本 \S+)?。"),
         "en/": ("Cite this chart", "Copy", "Copied", r"(?P<title>.+?)\. .+, \d{4}(?:–\d{4})?.*\. In: .+?, (?P<address>http\S+?)(?:, data version [^.]+)?\.")}


@pytest.mark.parametrize("visit", [VISIT], indirect=True)
@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(("path", "figure"), [
    ("", "#chart-outcomes"), ("indicators/denied_share/", "#chart-provinces"),
    (f"compare/?{CHOICE}", ".results section:nth-of-type(2)"),
])
def test_a_chart_over_many_bodies_is_cited(visit: Any, language: str, path: str, figure: str) -> None:
    press, copy, copied, whole = WORDS[language]
    page = visit.go(language + path)
    place = page.locator(figure)
    place.get_by_role("button", name=press).click()
    text = place.locator("textarea").input_value()
    found = re.fullmatch(whole, text)
    assert found, text
    assert found["title"] == place.locator("figcaption b, h2").text_content()
    assert found["address"] == (page.url if "?" in path else f"{visit.address}{language}{path}{figure}")
    if "?" in path:
        assert all(name in text for name in page.locator(".chosen li a").all_inner_texts()), "whose figures they are"
    place.get_by_role("button", name=copy, exact=True).click()
    expect(place.get_by_role("button", name=copied, exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text


@pytest.mark.parametrize("visit", [VISIT], indirect=True)
@pytest.mark.parametrize(("path", "copy", "copied"), [("agencies/350581-caizheng/", "复制", "已复制"), ("en/data/", "Copy", "Copied")])
def test_a_citation_that_stands_on_a_page_is_copied_by_a_button(visit: Any, path: str, copy: str, copied: str) -> None:
    page = visit.go(path)
    places = page.locator("[data-copies]")
    assert places.count()
    for place in places.all():
        text = place.locator("span").first.inner_text()
        place.get_by_role("button", name=copy, exact=True).click()
        expect(place.get_by_role("button", name=copied, exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == text and len(text) > 40
