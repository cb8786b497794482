"""Several sites in the place of one: search, comparison, full text and the press on a number work across them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from gongkai.publish import shards
from tests.browser.conftest import Visit, served, visiting


@pytest.fixture(scope="module")
def place(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the host that the sites stand on, side by side."""
    folder = tmp_path_factory.mktemp("several")
    shutil.copytree(built_site, folder / "whole")
    shards.part(folder / "whole", "name", folder / "sites")
    with served(folder / "sites") as found:
        yield found.removesuffix("name/")


@pytest.fixture
def stroll(browser: Any, place: str) -> Iterator[Visit]:
    with visiting(browser, place) as found:
        yield found


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_body_is_found_from_the_front_page_and_its_numbers_answer(stroll: Visit, language: str) -> None:
    page = stroll.go(f"name/{language}")
    page.get_by_role("combobox").fill("pingtan")
    page.wait_for_function("() => document.querySelector('[data-search]').dataset.done === 'pingtan'")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page = stroll.arrive(f"name-35/{language}agencies/350128-pingtan/")
    page.locator("[data-cell]:visible").first.click()
    page.get_by_role("dialog").locator("h2").wait_for()
    page.keyboard.press("Escape")
    page.locator("a.g-brand").click()
    stroll.arrive(f"name/{language}")


@pytest.mark.parametrize("language", ["", "en/"])
def test_bodies_of_two_provinces_are_compared(stroll: Visit, language: str) -> None:
    page = stroll.go(f"name/{language}compare/?b=350128-pingtan,321300-renminzhengfu&i=requests.new_received.total")
    page.wait_for_function("() => document.querySelector('[data-compare]').dataset.done === location.href")
    expect(page.locator(".chosen li")).to_have_count(2)
    links = page.eval_on_selector_all(".results a, .chosen a", "links => links.map(link => new URL(link.href).pathname)")
    assert any("/name-35/" in link for link in links) and any("/name-32/" in link for link in links), links


def test_an_old_address_leads_to_the_place_on_the_page(stroll: Visit) -> None:
    page = stroll.page
    page.goto(f"{stroll.address}name/agencies/350128-pingtan/#tables")
    page.wait_for_url(f"{stroll.address}name-35/agencies/350128-pingtan/#tables")
    stroll.quiet.settle()
