"""Who looks for a place finds its bodies and years; who filters the list sees only what fits, and can pass the address on."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import made

EVERY = [*made.agencies(), made.LONG]
PLACED = [a for a in EVERY if a.division_code]
BOTH = [prefix + path for prefix in ("", "en/") for path in ("regions/", "regions/350581/", "regions/350000/", "compare/")]


def choose(page: Any, **values: str) -> set[str]:
    """What the list shows under these choices."""
    for name, value in values.items():
        page.locator(f"[data-filter] select[name={name}]").select_option(value)
    return shown(page)


def shown(page: Any) -> set[str]:
    page.wait_for_function(
        """() => {
            const form = document.querySelector("[data-filter]");
            const chosen = [...form.querySelectorAll("[name]")].filter(field => field.value.trim());
            return form.dataset.settled === chosen.map(field => `${field.name}=${field.value.trim()}`).join("&");
        }"""
    )
    return set(page.eval_on_selector_all("#bodies tbody tr:not([hidden])", "rows => rows.map(row => row.dataset.id)"))


def test_from_the_list_of_regions_to_a_county_and_to_a_body(visit: Any) -> None:
    page = visit.go("regions/")
    page.get_by_role("link", name="石狮市").click()
    page.wait_for_url("**/regions/350581/")
    assert page.locator("nav.path").inner_text() == "地区 › 福建省 › 泉州市"
    assert page.locator("table.heat tbody tr").count() == len(made.BODIES)
    page.locator("table.heat").get_by_role("link", name="石狮市财政局").click()
    page.wait_for_url("**/agencies/350581-caizheng/")
    page.locator("nav.path").get_by_role("link", name="泉州市").click()
    page.wait_for_url("**/regions/350500/")
    assert page.locator("h1").inner_text() == "泉州市"


def test_every_mark_of_the_heat_table_is_a_word(visit: Any) -> None:
    for path, words in (("regions/350581/", {"有", "无", "部分"}), ("en/regions/350581/", {"yes", "no", "in part"})):
        page = visit.go(path)
        texts = page.locator("table.heat tbody td").all_inner_texts()
        assert texts
        assert {text.split()[0] if not text.startswith("in part") else "in part" for text in texts} <= words


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_list_is_filtered_by_each_choice_and_by_all_at_once(visit: Any, language: str) -> None:
    page = visit.go(language + "agencies/")
    assert choose(page, region="350000") == {a.agency_id for a in PLACED if a.division_code.startswith("35")}
    assert choose(page, region="350581") == {a.agency_id for a in PLACED if a.division_code == "350581"}
    two = {f"{a.agency_id}" for at, a in enumerate(EVERY) if at % 10 == 4} | {made.LONG.agency_id}
    assert choose(page, region="", year="2023") == two
    assert choose(page, year="", finding="contradiction") == two
    both = choose(page, region="350581")
    assert both == {a.agency_id for at, a in enumerate(EVERY) if at % 10 == 4 and a.division_code == "350581"}
    assert both
    other = visit.page.context.new_page()
    other.goto(page.evaluate("location.href"))
    assert shown(other) == both
    page.get_by_role("button", name="清除" if not language else "Clear").click()
    assert shown(page) == {a.agency_id for a in EVERY}
    expect(page).to_have_url(f"{visit.address}{language}agencies/")


def test_name_and_choice_filter_together(visit: Any) -> None:
    page = visit.go("agencies/?q=财政局&region=350581")
    assert shown(page) == {"350581-caizheng"}


def test_a_list_of_several_pages_is_filtered_whole_and_its_links_still_lead_to_the_bodies(visit: Any) -> None:
    link = "<a href='../../agencies/350581-caizheng/'>远方局</a>"
    row = f"<table id=bodies><tbody><tr data-id=x data-region=990101><th>{link}</th></tr></tbody></table>"

    def in_two(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('data-others=""', 'data-others="../agencies/page-2/"'))

    visit.page.route("**/name/agencies/", in_two)
    visit.page.route("**/agencies/page-2/", lambda route: route.fulfill(body=row, content_type="text/html; charset=utf-8"))
    page = visit.go("agencies/")
    assert not [url for url in visit.requests if url.endswith("page-2/")]
    assert choose(page, region="350581") == {a.agency_id for a in PLACED if a.division_code == "350581"}
    assert f"/ {len(EVERY) + 1} " in page.locator("[data-filter] [role=status]").inner_text()
    page.get_by_role("button", name="清除").click()
    assert "x" in shown(page)
    page.get_by_role("link", name="远方局").click()
    page.wait_for_url("**/name/agencies/350581-caizheng/")


def test_the_regions_page_leads_to_the_list_of_its_bodies(visit: Any) -> None:
    page = visit.go("regions/350581/")
    page.get_by_role("link", name="在全部机关中筛选这一地区").click()
    page.wait_for_url("**/agencies/?region=350581")
    assert shown(page) == {a.agency_id for a in PLACED if a.division_code == "350581"}


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_the_list_is_whole_and_has_no_dead_choices(visit: Any) -> None:
    page = visit.go("agencies/?region=350581")
    assert page.locator("#bodies tbody tr:visible").count() == len(EVERY)
    assert not page.locator("[data-filter]").is_visible()
    page = visit.go("regions/350581/")
    assert page.locator("table.heat").is_visible()


@pytest.mark.parametrize("visit", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
@pytest.mark.parametrize("path", BOTH)
def test_a_narrow_screen_never_scrolls_sideways(visit: Any, path: str) -> None:
    page = visit.go(path)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", BOTH)
def test_every_link_of_the_page_leads_somewhere(visit: Any, path: str) -> None:
    page = visit.go(path)
    links = sorted(set(page.eval_on_selector_all("a[href]", "links => links.map(l => l.href.split('#')[0])")))
    broken = page.evaluate(
        "async links => (await Promise.all(links.map(async l => [l, (await fetch(l)).ok]))).filter(([, ok]) => !ok).map(([l]) => l)",
        [link for link in links if link.startswith(visit.address)],
    )
    assert not broken


def test_the_list_shows_who_has_no_report_for_a_year_and_is_ordered_by_any_figure(visit: Any) -> None:
    page = visit.go("agencies/")
    assert len(choose(page, without="2024")) + len(choose(page, without="", year="2024")) == len(EVERY)
    page = visit.go("agencies/?figure=requests_accepted&region=350500")
    page.wait_for_function("() => document.querySelector('[data-filter]').dataset.figure === 'requests_accepted 2024'")
    page.get_by_role("button", name="本年应办").click()
    values = page.eval_on_selector_all("#bodies tbody tr:not([hidden])", "rows => rows.map(row => Number(row.cells[row.cells.length - 1].dataset.sort))")
    assert len(values) > 20
    assert values == sorted(values)
    assert page.locator("#bodies thead th").last.inner_text().startswith("本年应办件数（新收加结转）（2024 年）")
