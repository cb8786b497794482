"""In a browser of 2020 the site works; in one where it does not it says so in words, and no page is blank."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

LACKS = """
for (const name of ["at", "findLast", "toSorted", "toReversed", "with"]) { delete Array.prototype[name]; }
for (const name of ["at", "replaceAll", "isWellFormed"]) delete String.prototype[name];
for (const kind of [Element, Document, DocumentFragment]) delete kind.prototype.replaceChildren;
delete Object.hasOwn; delete Object.groupBy; delete window.structuredClone; delete Promise.any; delete window.ResizeObserver;
delete HTMLDialogElement.prototype.showModal; delete HTMLDialogElement.prototype.close; delete window.navigation;
delete HTMLFormElement.prototype.requestSubmit; delete AbortSignal.timeout; delete Element.prototype.checkVisibility;
"""


def test_a_browser_of_2020_can_do_all_of_it(visit: Any) -> None:
    visit.page.add_init_script(LACKS)
    page = visit.go("agencies/?q=石狮市财政局")
    expect(page.locator("#bodies tbody tr:visible")).to_have_count(1)
    page = visit.go("compare/?b=350581-caizheng,350582-caizheng")
    page.wait_for_selector(".picture svg .c1 path")
    page = visit.go("indicators/disclosure_rate/?level=county")
    expect(page.locator("#standing tbody tr").first).to_be_visible()
    page = visit.go("search/?q=穿山甲")
    expect(page.locator(".g-texts__list li")).to_have_count(1)
    page = visit.go("agencies/350581-caizheng/")
    page.locator("table.f [data-cell]").first.click()
    expect(page.locator("dialog.cell")).to_be_visible()
    expect(page.locator("dialog.cell h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.cell")).to_be_hidden()


@pytest.mark.parametrize(("language", "said"), [("", "浏览器太旧"), ("en/", "too old")])
def test_where_no_script_of_the_site_runs_the_page_says_so(visit: Any, language: str, said: str) -> None:
    visit.page.route("**/assets/site.js", lambda route: route.fulfill(body="this is (no script", content_type="text/javascript"))
    for path in ("", "agencies/", "compare/", "agencies/350581-caizheng/"):
        visit.page.goto(visit.address + language + path)
        expect(visit.page.locator(".g-old")).to_contain_text(said)
    assert visit.page.locator("table.f td").first.is_visible()
    visit.page.unroute("**/assets/site.js")
    visit.page.route("**/assets/compare.js", lambda route: route.fulfill(body="nor (this", content_type="text/javascript"))
    visit.page.goto(visit.address + language + "compare/")
    expect(visit.page.locator(".g-old")).to_contain_text(said)
    visit.troubles.clear()  # the browser says what it could not read
    visit.page.goto(visit.address + language)
    assert not visit.page.locator(".g-old").count()
