"""A body of many years in a real browser: the numbers of older years, which the page holds without their addresses, are found all the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import made
from tests.browser.conftest import Visit

BODY = f"agencies/{made.LONG.agency_id}/"
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
OLD, FOLDED, ONLY_OLD = (
    "requests-granted-total-2019", "requests-granted-natural_person-2019", "proactive_disclosure-rules-total_published-2019")


def printed(cell: str) -> str:
    """What the report prints in the cell of an address."""
    table, row, column, year = cell.split("-")
    report = made.reading(made.LONG, int(year), made.LONG_SEED).report
    assert report
    return next(str(v.raw) for c, v in report.values.items() if (c.table, c.row, c.column) == (table, row, column))


@pytest.mark.parametrize("visit", [{}, PHONE], indirect=True, ids=["desktop", "phone"])
@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("cell", [OLD, FOLDED, ONLY_OLD, "disputes-review-total-2020", "requests-granted-total-2025"])
def test_an_address_of_any_year_leads_to_its_number_and_the_number_to_its_source(visit: Visit, prefix: str, cell: str) -> None:
    page = visit.go(f"{prefix}{BODY}#{cell}")
    target = page.locator(":target")
    assert target.get_attribute("id") == cell
    assert target.inner_text().strip() == printed(cell)
    place = target.bounding_box()
    assert place and 0 <= place["y"] <= page.viewport_size["height"] and 0 <= place["x"] <= page.viewport_size["width"]
    target.locator("[data-cell]").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("h2").wait_for()
    assert dialog.locator("q").inner_text() == printed(cell)
    assert f"made/{made.LONG.agency_id}/{cell[-4:]}.pdf" in dialog.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_number_of_every_year_has_its_address_once_the_page_is_there(visit: Visit) -> None:
    page = visit.go(BODY)
    page.eval_on_selector_all("details.y", "all => all.forEach((one) => (one.open = true))")
    page.wait_for_function("() => !document.querySelector('details[data-key]')")
    ids = page.eval_on_selector_all("table.f td[id]", "all => all.map((one) => [one.id, one.textContent])")
    assert len(ids) == len(dict(ids)), "no address is there twice"
    shown = dict(ids)
    for year in range(2019, 2026):
        report = made.reading(made.LONG, year, made.LONG_SEED).report
        assert report
        wrong = {c for c, v in report.values.items() if shown[f"{c.table}-{c.row}-{c.column}-{year}"] != (v.raw or "空白")}
        assert not wrong


def test_a_link_on_the_page_leads_to_another_years_number_too(visit: Visit) -> None:
    page = visit.go(BODY)
    page.evaluate("cell => { location.hash = cell }", FOLDED)
    page.locator(f"[id={FOLDED}]:target [data-cell]").wait_for()
    page.evaluate("cell => { location.hash = cell }", OLD)
    page.locator(f"[id={OLD}]:target").wait_for()
    page.go_back()
    page.locator(f"[id={FOLDED}]:target").wait_for()


def test_arrows_lead_through_the_years_and_over_what_a_form_does_not_ask(visit: Visit) -> None:
    page = visit.go(f"{BODY}#proactive_disclosure-rules-total_published-2020")
    page.locator("[id=proactive_disclosure-rules-total_published-2020] [data-cell]").focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.cell") == ONLY_OLD
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.cell").endswith("-2019")


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True, ids=["no-script"])
def test_without_a_script_an_older_years_number_is_on_the_page_of_its_report(visit: Visit, prefix: str) -> None:
    page = visit.page
    page.goto(visit.address + prefix + BODY)
    page.locator("details.y", has_text="2019").locator("summary").click()
    page.locator("details.y[data-key='2019'] a").click()
    page.wait_for_url("**/2019/#requests")
    [name, row, _, _] = FOLDED.split("-")
    line = page.locator(f"#requests + * tr:has([id={OLD}])")
    assert line.locator("td").first.inner_text() == printed(FOLDED), f"{name} {row}: by its line, without an address of its own"
    page.goto(visit.address + prefix + BODY)
    page.locator("table.f thead a", has_text="2019").first.click()
    page.wait_for_url("**/2019/")
    assert page.locator(f"[id={OLD}]").inner_text() == printed(OLD)
    assert page.locator("#proactive_disclosure + * tbody tr:not(.h)").first.locator("td").nth(2).inner_text() == printed(ONLY_OLD)


def test_a_table_that_cannot_be_fetched_leaves_the_way_to_it(visit: Visit) -> None:
    visit.page.route("**/2019/", lambda route: route.abort())
    page = visit.go(BODY)
    fold = page.locator("details.y[data-key='2019']")
    with page.expect_console_message(lambda m: m.type == "error"), page.expect_console_message(lambda m: m.type == "warning"):
        fold.locator("summary").click()
    assert fold.locator("a").is_visible()
    visit.troubles.clear()  # the failure itself, which the browser tells and the page


def test_a_number_on_the_page_of_a_report_answers_a_press(visit: Visit) -> None:
    page = visit.go(f"en/{BODY}2019/#{FOLDED}")
    page.locator(f"[id={FOLDED}] [data-cell]").click()
    dialog: Any = page.get_by_role("dialog")
    dialog.locator("h2").wait_for()
    assert dialog.locator("q").inner_text() == printed(FOLDED)
    assert dialog.get_by_role("link", name="Address of this number").get_attribute("href") == f"#{FOLDED}"
