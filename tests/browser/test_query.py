"""Who asks a question in SQL gets a table, a CSV and an address to pass on, or is told in words what is wrong."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from gongkai.pages.query import EXAMPLES
from gongkai.publish import sql_js

pytestmark = pytest.mark.skipif(not sql_js.find(), reason="what /query/ runs in the browser is not set up: make site QUERY=1")


def run(page: Any, query: str) -> Any:
    page.locator("#query").fill(query)
    page.locator("#query").press("Control+Enter")
    return done(page, query)


def done(page: Any, query: str) -> Any:
    expect(page.locator("[data-query]")).to_have_attribute("data-done", query.strip())
    return page


def status(page: Any) -> str:
    return str(page.locator("[data-status]").inner_text())


def test_questions_are_answered_by_keyboard_and_the_answer_can_be_passed_on(visit: Any) -> None:
    page = visit.go("query/")
    assert not [url for url in visit.requests if "sqlite" in url or "/sql/" in url], "nothing is fetched before the first query"
    for name, query in EXAMPLES.items():
        page.locator(f"[data-example=example-{name}]").press("Enter")
        done(page, query)
        assert page.locator("[data-result] tbody tr").count(), name
    assert [url for url in visit.requests if "gongkai.sqlite" in url] == [f"{visit.address}assets/sql/gongkai.sqlite.gz"], "the database is fetched once, packed"
    query = "SELECT agency_id, '=1+1' AS formula, NULL AS none, '' AS empty, 0 AS zero, -3 AS less FROM agencies ORDER BY 1 LIMIT 2"
    run(page, query)
    cells = page.locator("[data-result] tbody tr").first.locator("td").all_inner_texts()
    assert cells[1:] == ["=1+1", "NULL", '""', "0", "-3"], "nothing, an empty text and zero are three things"
    assert page.locator("[data-result] a").first.get_attribute("href") == f"../agencies/{cells[0]}/"
    with page.expect_download() as given:
        page.get_by_role("button", name="CSV").click()
    lines = list(csv.reader(io.StringIO(Path(given.value.path()).read_text(encoding="utf-8-sig"))))
    assert lines[0] == ["agency_id", "formula", "none", "empty", "zero", "less"]
    assert lines[1][1:] == ["'=1+1", "", "", "0", "-3"], "no spreadsheet takes a text for a formula"
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#query")).to_have_value(query)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{visit.address}en/query/?q=*")
    expect(page.locator("#query")).to_have_value(query)


@pytest.mark.parametrize("language", ["", "en/"])
def test_what_is_wrong_with_a_query_is_said_in_words(visit: Any, language: str) -> None:
    page = visit.go(f"{language}query/")
    said = {}
    for query in (
        "SELECT * FROM nowhere", "SELECT nothing FROM agencies", "SELECT agency_id，year FROM reports", "SELECT (1", "SELEC 1", "DELETE FROM agencies",
        "SELECT agency_id FROM reports JOIN agencies", "SELECT 'a", "SELECT middle(1)", "SELECT \"yaer\" FROM reports", "SELECT year FROM reports WHERE count(*) > 1",
    ):
        said[query] = status(run(page, query))
        assert page.locator("[data-status].is-wrong").count(), query
        assert not page.locator("[data-result] tr").count()
    words = " ".join(said.values())
    assert ("数据库这样说" if not language else "The database says") not in words, said
    assert "nowhere" in said["SELECT * FROM nowhere"]
    assert "，" in said["SELECT agency_id，year FROM reports"]
    assert "yaer" in said['SELECT "yaer" FROM reports'], "SQLite takes a name in quotes that there is not for a text"
    if language:
        assert not re.search(r"[\u4e00-\u9fff]", words)
    else:
        assert "语法" not in words and "syntax" not in words
    run(page, 'WITH "own" AS (SELECT count(*) "n", max(year) AS "last" FROM reports) SELECT "n", "last" > 2000 AS late FROM "own"')
    assert page.locator("[data-result] td").count() == 2, "names that the query gives are no slips"
    run(page, "SELECT count(*) FROM agencies")
    assert page.locator("[data-result] td").inner_text() != "0", "and nothing was deleted"
    page.locator("#query").fill("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
    page.locator("#query").press("Control+Enter")
    page.locator("[data-stop]").click()
    run(page, "SELECT 7 AS lucky")
    assert page.locator("[data-result] td").inner_text() == "7", "a query that never ends can be stopped"


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_the_page_says_what_it_needs_and_has_the_file(visit: Any) -> None:
    page = visit.go("query/")
    assert "JavaScript" in page.locator(".g-query").inner_text()
    assert page.locator("a[href$='data/gongkai.sqlite']").is_visible()
    assert not page.locator("form").is_visible()


def test_a_browser_that_cannot_unpack_loads_the_database_as_it_is(visit: Any) -> None:
    visit.page.add_init_script("delete window.DecompressionStream")
    page = run(visit.go("query/"), "SELECT count(*) > 0 AS yes FROM agencies")
    assert page.locator("[data-result] td").inner_text() == "1"
    assert [url.rpartition("/")[2] for url in visit.requests if "gongkai.sqlite" in url] == ["gongkai.sqlite"]
