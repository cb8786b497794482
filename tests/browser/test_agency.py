"""A body's page in a real browser: the number an address points at, and the charts of who asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Visit, served, visiting

BODY = "agencies/321300-renminzhengfu/"


@pytest.fixture(scope="module")
def real_address(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "name").symlink_to(built_site)
    with served(folder) as found:
        yield found


@pytest.fixture
def look(browser: Any, real_address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with visiting(browser, real_address, getattr(request, "param", None)) as found:
        yield found


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_an_address_opens_the_fold_that_holds_its_number(look: Visit, prefix: str) -> None:
    page = look.go(f"{prefix}{BODY}#requests-granted-commercial_enterprise-2023")
    cell = page.locator("#requests-granted-commercial_enterprise-2023")
    assert cell.inner_text() == "12"
    box = cell.bounding_box()
    assert box is not None and 0 <= box["y"] <= 800


def test_no_chart_needs_a_script(browser: Any, real_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real_address + BODY)
    pictures = page.locator("figure.chart svg[role=img][aria-label] image")
    assert pictures.count() == 6
    for at in range(6):
        picture = page.request.get(str(pictures.nth(at).evaluate("image => new URL(image.href.baseVal, location.href).href")).split("#")[0])
        assert picture.ok and '<view id="p"' in picture.text()
    assert page.locator("figure.chart button").count() == 0
    context.close()


def test_nothing_is_loaded_for_charts_until_the_reader_asks(look: Visit) -> None:
    look.go(BODY)
    assert not [url for url in look.requests if "vega" in url or url.endswith(".json")]


@pytest.mark.parametrize(("prefix", "press", "word"), [("", "可交互的图", "予以公开"), ("en/", "Interactive chart", "Disclosed")])
@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 800}}], indirect=True, ids=["light", "dark"])
def test_a_chart_answers_who_asks_and_follows_the_scheme(look: Visit, prefix: str, press: str, word: str) -> None:
    page = look.go(prefix + BODY)
    figure = page.locator("#chart-outcomes")
    figure.get_by_role("button", name=press).click()
    bar = figure.locator(".live svg [aria-roledescription=bar]").first
    bar.wait_for()
    assert word in (figure.locator(".live svg").text_content() or "")
    expect(figure.locator(".picture")).to_be_hidden()
    bar.hover(force=True, position={"x": 5, "y": 5})  # beside the figure that stands on it
    tip = page.locator("#vg-tooltip-element")
    expect(tip).to_be_visible()
    assert tip.evaluate("(tip) => getComputedStyle(tip).position") == "fixed"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    before = bar.get_attribute("fill")
    page.locator("[data-scheme-toggle]").click()
    page.wait_for_function(
        "(old) => ![null, undefined, old].includes(document.querySelector('#chart-outcomes .live [aria-roledescription=bar]')?.getAttribute('fill'))",
        arg=before,
    )
    figure.get_by_role("button").first.click()
    expect(figure.locator(".picture")).to_be_visible()
    expect(figure.locator(".live")).to_have_count(0)


def test_a_chart_gives_its_figures_and_its_picture(look: Visit) -> None:
    page = look.go("en/" + BODY)
    figure = page.locator("#chart-fees")
    with page.expect_download() as given:
        figure.get_by_role("link", name="CSV").click()
    text = Path(given.value.path()).read_text(encoding="utf-8-sig")
    assert "fees,,amount_wan,2024,72701.2578,,reported,2021-30," in text and "宿迁市人民政府" in text
    with page.expect_download() as given:
        figure.get_by_role("link", name="SVG").click()
    drawn = Path(given.value.path()).read_text(encoding="utf-8")
    assert "Suqian Municipal People&#x27;s Government" in drawn and "宿迁" not in drawn, "the chart of an English page names its body in English"
    with page.expect_download() as given:
        figure.get_by_role("button", name="PNG").click()
    with Image.open(given.value.path()) as picture:
        assert picture.width >= 2 * 480
        assert len(picture.convert("RGB").getcolors(100_000) or ()) > 10, "there is something on it"


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_chart_can_be_put_into_somebody_elses_page(look: Visit, prefix: str) -> None:
    page = look.go(prefix + BODY)
    figure = page.locator("#chart-outcomes")
    figure.get_by_role("button", name="嵌入" if not prefix else "Embed").click()
    code = figure.locator("textarea").input_value()
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(look.address + "data/README.txt")  # no page of ours, which may hold no frame
    page.set_content(code)
    frame = page.frame_locator("iframe")
    frame.locator("img").wait_for()
    assert frame.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") >= 480
    height = page.locator("iframe").evaluate("frame => frame.offsetHeight")
    assert height >= frame.locator("figcaption").evaluate("e => e.getBoundingClientRect().bottom"), "all of it is seen in the frame"
    link = frame.get_by_role("link")
    assert link.evaluate("a => a.href") == look.address + prefix + BODY + "#chart-outcomes"


@pytest.mark.parametrize(("prefix", "press", "whole"), [
    ("", "引用这张图", r"《(.+?)》，宿迁市人民政府的政府信息公开工作年度报告（\d{4}(?:–\d{4})? 年）。见.+，(\S+)，数据版本 (\S+)。"),
    ("en/", "Cite this chart", r"(.+?)\. .*Suqian.*, annual reports on open government information, \d{4}(?:–\d{4})?\. In: .+, (\S+), data version (\S+)\."),
])
def test_a_chart_is_cited_with_title_body_years_address_and_version(look: Visit, prefix: str, press: str, whole: str) -> None:
    page = look.go(prefix + BODY)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure = page.locator("#chart-outcomes")
    figure.get_by_role("button", name=press).click()
    text = figure.locator("textarea").input_value()
    found = re.fullmatch(whole, text)
    assert found and found[1] == figure.locator("figcaption b").text_content()
    assert found[2] == look.address + prefix + BODY + "#chart-outcomes" and len(found[3]) == 10
    figure.get_by_role("button", name="复制" if not prefix else "Copy").click()
    expect(figure.get_by_role("button", name="已复制" if not prefix else "Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text
    figure.get_by_role("button", name=press).click()
    expect(figure.locator("textarea")).to_be_hidden()
