"""Who looks for a body finds it: in a real browser, over some three hundred names that overlap."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import made
from tests.browser.conftest import Visit

EVERY = [*made.agencies(), made.LONG]


def ids(contains: str) -> set[str]:
    return {a.agency_id for a in EVERY if any(contains in name for name in (a.name, *a.other_names))}


def search(page: Any, query: str) -> None:
    box = page.get_by_role("combobox")
    box.fill(query)
    page.wait_for_function("query => document.querySelector('[data-search]').dataset.done === query", arg=query)


def found(page: Any, query: str) -> set[str]:
    """Every body that the query finds: the list of all bodies shows them all."""
    page.get_by_role("searchbox").fill(query)
    page.wait_for_function("query => document.querySelector('[data-filter]').dataset.done === query", arg=query)
    return set(page.eval_on_selector_all("#bodies tbody tr:not([hidden])", "rows => rows.map(row => row.dataset.id)"))


PARTS = {
    # query → what the names of the right bodies contain
    **{part: part for part in (
        "财政局", "石狮", "石狮市", "自然资源和规划局", "自然资源局", "自然资源", "石狮市自然资源局", "规划", "和规", "长", "局", "国库",
    )},
    "財政局": "财政局", "長治": "长治", "财政局 ": "财政局", "石狮 财政局": "石狮市财政局",
    "caizhengju": "财政局", "cai zheng ju": "财政局", "CaiZheng": "财政", "shishi": "石狮", "shi shi": "石狮",
    "ziranziyuanheguihuaju": "自然资源和规划局", "zi ran zi yuan ju": "自然资源局", "czj": "财政局", "zrzyhghj": "自然资源和规划局",
    "chongqing": "重庆", "changzhi": "长治", "changsha": "长沙",
}
QUERIES = {query: ids(part) for query, part in PARTS.items()} | {
    "chongqing caizhengju": {a.agency_id for a in EVERY if "重庆" in a.name and "财政局" in a.name},
    "350581": {a.agency_id for a in EVERY if a.division_code == "350581"},
    "unheard of": set(), "財政廳": set(), "<script>": {made.HOSTILE.agency_id}, ".*": set(),
}


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_query_finds_the_right_bodies_and_only_those(visit: Any, language: str) -> None:
    page = visit.go(language + "agencies/")
    wrong = {}
    for query, wanted in QUERIES.items():
        shown = found(page, query)
        if shown != wanted:
            wrong[query] = {"missing": wanted - shown, "too many": shown - wanted}
    assert not wrong


def test_every_name_in_full_finds_its_body_first(visit: Any) -> None:
    page = visit.go("agencies/")
    first = page.evaluate(
        """async names => {
            const { find, prepare } = await import("../assets/names.js");
            const index = prepare(await (await fetch("../assets/names.json")).json());
            return names.map(name => find(index, name).hits[0]?.id);
        }""",
        [a.name for a in EVERY],
    )
    assert first == [a.agency_id for a in EVERY]


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_keyboard_alone_leads_to_a_body(visit: Any, language: str) -> None:
    page = visit.go(language)
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("shishi caizheng")
    page.wait_for_function("() => document.querySelector('[data-search]').dataset.done === 'shishi caizheng'")
    page.keyboard.press("ArrowDown")
    box = page.get_by_role("combobox")
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator(f"#{box.get_attribute('aria-activedescendant')}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}agencies/350581-caizheng/")
    assert page.get_by_role("heading", level=1).inner_text().strip().startswith("石狮市财政局")


def test_escape_closes_the_list_and_a_second_one_empties_the_box(visit: Any) -> None:
    page = visit.go()
    search(page, "财政")
    assert page.get_by_role("listbox").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("listbox").is_visible()
    assert page.get_by_role("combobox").input_value() == "财政"
    page.keyboard.press("Escape")
    assert page.get_by_role("combobox").input_value() == ""


def test_enter_on_many_bodies_shows_them_all(visit: Any) -> None:
    page = visit.go()
    search(page, "财政局")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agencies/?q=*")
    page.wait_for_function("() => document.querySelector('[data-filter]').dataset.done === '财政局'")
    assert page.locator("#bodies tbody tr:visible").count() == len(ids("财政局"))


def test_the_box_says_how_many_bodies_there_are_and_when_there_are_none(visit: Any) -> None:
    page = visit.go()
    search(page, "财政局")
    assert page.locator(".g-search [role=status]").inner_text().startswith(f"{len(ids('财政局'))} 个机关")
    search(page, "没有这个机关")
    assert "没有名称含“没有这个机关”的机关" in page.locator(".g-search [role=status]").inner_text()
    assert not page.get_by_role("listbox").is_visible()


def test_a_name_with_a_word_left_out_is_offered_as_similar(visit: Any) -> None:
    page = visit.go()
    search(page, "石狮财政局")
    assert "相近" in page.locator(".g-search [role=status]").inner_text()
    assert page.locator("[role=option]").first.inner_text().startswith("石狮市财政局")


def test_names_are_fetched_when_the_box_is_first_used_and_not_before(visit: Any) -> None:
    page = visit.go()
    assert not [url for url in visit.requests if url.endswith("names.json")]
    with page.expect_response("**/names.json"):
        page.get_by_role("combobox").focus()
    search(page, "财政局")
    assert len([url for url in visit.requests if url.endswith("names.json")]) == 1


def test_a_list_of_bodies_over_several_pages_is_searched_whole(browser: Any, long_address: str) -> None:
    visit = Visit(browser.new_context(), long_address)
    page = visit.go()
    search(page, "shuiliju")
    page.keyboard.press("Enter")
    visit.arrive("agencies/?q=shuiliju")
    expect(page.locator("[role=option]")).to_have_count(len(ids("水利局")))
    page.keyboard.press("Escape")
    page.get_by_role("link", name="2", exact=True).click()
    visit.arrive("agencies/page-2/")
    assert 0 < page.locator("#bodies tbody tr").count() <= 20
    page.context.close()


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_the_box_leads_to_all_bodies(visit: Any) -> None:
    page = visit.go()
    page.get_by_role("combobox").fill("财政局")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url("**/agencies/?*")
    assert page.locator("#bodies tbody tr:visible").count() == len(EVERY)


def test_names_are_shown_as_text_whatever_they_hold(visit: Any) -> None:
    page = visit.go()
    search(page, "某局")
    assert page.locator("[role=option]").inner_text().startswith(made.HOSTILE.name)
    page = visit.go("agencies/hostile-name/")
    assert page.title().startswith(made.HOSTILE.name)
    assert page.locator("h1").inner_text().startswith(made.HOSTILE.name)


def test_what_was_typed_before_the_scripts_were_there_is_looked_for_once_they_are(visit: Any) -> None:
    held: list[Any] = []
    visit.page.route("**/assets/search.js", lambda route: held.append(route))
    visit.page.goto(visit.address)
    page = visit.page
    page.get_by_role("combobox").fill("shishi")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.locator("[data-search][data-done=shishi]").wait_for()
    expect(page.get_by_role("option").first).to_contain_text("石狮市")
