"""Who asks how all bodies stand at an indicator filters and orders the list, without ranks, and sees where one of them stands."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import BASE_PATH

pytestmark = pytest.mark.xdist_group("made-site")


def shown(page: Any) -> list[list[str]]:
    page.wait_for_function("() => document.querySelector('[data-standing-filter]').dataset.settled !== undefined")
    return list(page.eval_on_selector_all("#standing tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"))


def own(made_site: Path, year: int) -> dict[str, float]:
    with (made_site / BASE_PATH.strip("/") / "data" / "indicators.csv").open(encoding="utf-8-sig") as file:
        lines = [line for line in csv.DictReader(file) if line["indicator"] == "requests_accepted" and line["year"] == str(year)]
    return {line["agency_name"]: float(line["value"]) for line in lines if line["value"]}


def test_the_highest_come_first_when_that_is_asked_for_and_the_address_says_so(visit: Any, made_site: Path) -> None:
    page = visit.go("indicators/requests_accepted/")
    assert page.locator("#standing tbody tr").count() == len(own(made_site, 2024))
    page.locator("[data-standing-filter] select[name=sort]").select_option("-")
    found = shown(page)
    values = [float(cells[1].replace(",", "")) for cells in found]
    assert values == sorted(own(made_site, 2024).values(), reverse=True)[: len(values)]
    assert "sort=-" in page.url
    page.locator("[data-standing-filter] select[name=year]").select_option("2023")
    page.wait_for_function("() => document.querySelector('[data-standing-filter]').dataset.settled.includes('\"2023\"')")
    assert {cells[0] for cells in shown(page)} == set(own(made_site, 2023))


def test_who_comes_from_a_body_sees_it_marked_among_those_alike_and_in_the_region_that_is_chosen(visit: Any) -> None:
    page = visit.go("agencies/350581-caizheng/")
    page.locator("#chart-received").get_by_role("link", name="在同类机关中的位置").click()
    page.wait_for_url("**/indicators/requests_accepted/**")
    found = shown(page)
    assert page.locator("[data-standing-filter] select[name=kind]").input_value() == "department"
    assert page.locator("#standing tr.is-marked th").inner_text() == "石狮市财政局"
    assert page.locator(".g-five .is-marked dt").inner_text() == "石狮市财政局"
    page.locator("[data-standing-filter] select[name=region]").select_option("350500")
    page.wait_for_function("() => document.querySelector('[data-standing-filter]').dataset.settled.includes('350500')")
    narrow = shown(page)
    assert {cells[0][:2] for cells in narrow} == {"石狮", "晋江", "南安"}
    assert len(narrow) < len(found)


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_a_script_there_is_the_plain_list_and_no_form_that_does_nothing(visit: Any) -> None:
    visit.page.goto(visit.address + "en/indicators/disclosure_rate/")
    page = visit.page
    assert page.locator("#standing tbody tr").count() > 300
    assert not page.locator("[data-standing-filter]").is_visible()
    assert page.locator(".source").get_by_role("link", name="CSV").get_attribute("href").endswith("indicators/disclosure_rate/data.csv")


def test_a_share_of_too_few_stands_outside_the_order_unless_asked_for(visit: Any) -> None:
    page = visit.go("indicators/disclosure_rate/")
    outcome = page.evaluate(
        """async () => {
            const { order, toFive, parse } = { ...(await import(new URL("../../assets/standing.js", location.href))), ...(await import(new URL("../../assets/csv.js", location.href))) };
            const line = (id, value, denominator) => ({ id, value, denominator });
            const lines = [line("a", 0.2, 10), line("b", 1, 2), line("c", 0.9, 10), line("d", null, 0)];
            const ids = (found) => found.lines.map(one => one.id).join("");
            return [ids(order(lines, "-", false)), order(lines, "-", false).out, ids(order(lines, "-", true)), ids(order(lines, "+", false)),
                    ids(order(lines, "", false)), toFive(lines).five, toFive([1, 2, 3, 4, 5].map(v => line("", v, null))).five,
                    parse('\\ufeffa,b\\r\\n"x ""y"", z",\\'=1\\r\\n,-3\\r\\n')];
        }""")
    assert outcome == ["cabd", 2, "bcad", "acbd", "abcd", None, [1, 2, 3, 4, 5], [{"a": 'x "y", z', "b": "=1"}, {"a": "", "b": "-3"}]]
