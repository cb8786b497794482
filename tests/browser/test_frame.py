"""What holds for every page: language, scheme, narrow screens, no request to anyone else. The `visit` fixture checks console and requests itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from gongkai import publisher
from tests.browser import made
from tests.browser.conftest import Quiet, Visit

PAGES = ("", "agencies/", "agencies/350581-caizheng/", "quality/", "data/", "about/")
BOTH = [prefix + path for prefix in ("", "en/") for path in PAGES]


@pytest.mark.parametrize("path", PAGES)
def test_the_language_link_leads_to_the_very_same_page_and_back(visit: Any, path: str) -> None:
    page = visit.go(path)
    assert page.locator("html").get_attribute("lang") == "zh"
    page.get_by_role("link", name="English").click()
    visit.arrive("en/" + path)
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="中文").click()
    visit.arrive(path)


def test_the_language_link_keeps_the_place_on_the_page(visit: Any) -> None:
    page = visit.go("data/#codes")
    page.get_by_role("link", name="English").click()
    visit.arrive("en/data/#codes")


def test_who_chose_english_enters_in_english_and_can_go_back(visit: Any) -> None:
    page = visit.go()
    page.get_by_role("link", name="English").click()
    visit.arrive("en/")
    again = visit.page.context.new_page()
    quiet = Quiet(again)
    again.goto(visit.address)
    again.wait_for_url("**/en/")
    again.get_by_role("link", name="中文").click()
    again.wait_for_url(visit.address)
    quiet.settle()
    again.reload()
    quiet.settle()
    assert again.url == visit.address


def test_a_deep_link_is_never_redirected(visit: Any) -> None:
    page = visit.go("quality/")
    page.evaluate("localStorage.setItem('gongkai.language', 'en')")
    visit.go("quality/")
    assert visit.path == "quality/"


def test_each_page_names_its_twin_in_the_other_language(visit: Any) -> None:
    for path in BOTH:
        page = visit.go(path)
        alternates = page.eval_on_selector_all(
            "link[rel=alternate][hreflang]", "links => Object.fromEntries(links.map(l => [l.hreflang, l.href]))")
        bare = path.removeprefix("en/")
        assert alternates == {"zh": visit.address + bare, "en": visit.address + "en/" + bare}


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_what_is_printed_from_a_dark_page_is_dark_on_light(visit: Any) -> None:
    """The pictures of charts go by the scheme of what is around them: theirs were white on white paper."""
    page = visit.go("agencies/350581-caizheng/")
    schemes = []
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        style = page.evaluate("(s => [s.color, s.colorScheme, s.getPropertyValue('--chart-0').trim()])(getComputedStyle(document.querySelector('.chart')))")
        schemes.append(style)
    (ink, screen, colour), (printed, paper, drawn) = schemes
    assert (screen, paper) == ("dark", "light") and printed == "rgb(28, 35, 38)" != ink and drawn == "#1f5fa8" != colour


def test_the_scheme_follows_the_system_until_the_reader_chooses(browser: Any, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.get_by_role("button", name="深色与浅色").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"
    expect(page.locator("body")).not_to_have_css("background-color", dark)
    page.goto(address + "quality/")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"
    context.close()


@pytest.mark.parametrize("path", BOTH)
def test_every_link_on_the_page_leads_somewhere(visit: Any, path: str) -> None:
    page = visit.go(path)
    links = page.eval_on_selector_all("a[href]", "links => links.map(l => l.href)")
    own = sorted({link for link in links if link.startswith(visit.address)})
    if "agencies/" in path or not path:
        own = own[:40]
    broken = page.evaluate(
        """async links => {
            const broken = [];
            for (const link of links) {
                const [address, anchor] = link.split("#");
                const answer = await fetch(address);
                if (!answer.ok) broken.push(link);
                else if (anchor && !new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(decodeURIComponent(anchor)))
                    broken.push(link);
            }
            return broken;
        }""",
        own,
    )
    assert not broken
    assert all(link.startswith((visit.address, "https://creativecommons.org/")) for link in links)


def test_the_list_of_bodies_sorts_by_a_click_and_empty_values_stay_last(visit: Any) -> None:
    page = visit.go("agencies/")
    button = page.get_by_role("button", name="报告").first  # the column beside it counts the contradicting ones
    button.click()
    button.click()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("报告")
    counts = page.eval_on_selector_all("#bodies tbody tr", "rows => rows.map(row => Number(row.cells[4].textContent))")
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 7


def test_the_order_of_the_list_is_in_the_address_beside_the_choice_and_comes_back_from_it(visit: Any) -> None:
    page = visit.go("en/agencies/?finding=contradiction&sort=-reports")
    page.wait_for_function("() => document.querySelector('[data-filter]').dataset.settled === 'finding=contradiction'")
    assert page.locator("th[aria-sort=descending]").inner_text() == "Reports"
    assert page.locator("#bodies tbody tr:visible").first.get_attribute("data-id") == made.LONG.agency_id
    page.get_by_role("button", name="Body").click()
    page.wait_for_url("**/en/agencies/?*sort=name*")
    page.wait_for_url(lambda url: "finding=contradiction" in url)
    shared = visit.go(visit.path)
    assert shared.locator("th[aria-sort]").all_inner_texts() == ["Body"]
    names = shared.eval_on_selector_all("#bodies tbody tr:not([hidden])", "rows => rows.map(row => row.cells[0].textContent)")
    assert names == shared.evaluate("names => [...names].sort(new Intl.Collator('en', {numeric: true}).compare)", names)
    visit.go("agencies/?sort=nonsense")
    assert visit.page.locator("th[aria-sort]").count() == 0


def test_a_list_of_several_pages_is_sorted_whole(browser: Any, long_address: str) -> None:
    context = browser.new_context()
    seen = Visit(context, long_address)
    page = seen.go("agencies/?sort=-reports")
    assert page.locator("#bodies tbody tr").count() > 20
    counts = page.eval_on_selector_all("#bodies tbody tr", "rows => rows.map(row => Number(row.cells[4].textContent))")
    assert counts == sorted(counts, reverse=True)
    context.close()


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_chart_of_the_front_page_gives_its_picture_its_figures_and_a_frame(visit: Any, prefix: str) -> None:
    page = visit.go(prefix)
    figure = page.locator("figure.chart").nth(3)
    with page.expect_download() as given:
        figure.get_by_role("button", name="PNG").click()
    with Image.open(given.value.path()) as picture:
        assert picture.width >= 2 * 480
        assert len(picture.convert("RGB").getcolors(100_000) or ()) > 10, "there is something on it"
    with page.expect_download() as given:
        figure.get_by_role("link", name="CSV").click()
    assert Path(given.value.path()).read_text(encoding="utf-8-sig").startswith("chart,panel,series,year,value,whole,status")
    with page.expect_download() as given:
        figure.get_by_role("link", name="SVG").click()
    assert publisher.load().licence.name in Path(given.value.path()).read_text(encoding="utf-8")
    figure.get_by_role("button", name="嵌入" if not prefix else "Embed").click()
    code = figure.locator("textarea").input_value()
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(visit.address + "data/README.txt")  # no page of ours, which may hold no frame
    page.set_content(code)
    frame = page.frame_locator("iframe")
    assert frame.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") >= 480
    assert frame.get_by_role("link").evaluate("a => a.href").startswith(f"{visit.address}{prefix}#chart-")


@pytest.mark.parametrize("visit", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_on_a_telephone_a_body_begins_with_what_matters_and_folds_the_rest(visit: Any) -> None:
    page = visit.go("agencies/320583-zhengfu/")
    assert page.evaluate("document.scrollingElement.scrollHeight") < 5000
    assert page.locator(".cards").bounding_box()["y"] < 740, "the key figures are on the first screen"
    fold = page.locator("details.g-fold:has(#requests)")
    assert not fold.locator("table").first.is_visible()
    fold.locator("summary").press("Enter")
    newest = fold.locator("thead th").filter(has_text="2025").bounding_box()
    assert newest["x"] + newest["width"] <= 360, "the newest year is in sight"
    # an address opens the part that its number stands in
    page = visit.go("agencies/320583-zhengfu/#disputes-review-upheld-2020")
    expect(page.locator("#disputes-review-upheld-2020")).to_be_in_viewport()
    page = visit.go("agencies/320583-zhengfu/2019/")
    page.goto(visit.address + "agencies/320583-zhengfu/#findings")
    page.wait_for_function("() => document.documentElement.dataset.ready !== undefined")
    expect(page.locator("ul.findings li").first).to_be_visible()


def test_every_page_leads_who_does_not_program_to_the_form_for_a_report_and_for_an_error(visit: Any) -> None:
    lost = visit.page.request.get(visit.address + "404.html").text()  # its addresses begin at the root of the host
    assert lost.count("about/#add") == 3 and lost.count("about/#report-an-error") == 3
    for path in ("", "en/", "en/quality/"):
        page = visit.go(path)
        for anchor in ("#add", "#report-an-error"):
            link = page.locator(f"a[href$='about/{anchor}']").first
            answer = page.request.get(link.evaluate("link => link.href"))
            assert answer.ok and f'id="{anchor[1:]}"' in answer.text(), (path, anchor)
