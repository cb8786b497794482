"""For everybody: axe-core on every kind of page, the keyboard alone, no script, a narrow screen, paper, a slow line."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import BASE_PATH, Visit, served
from tests.browser.kinds import KINDS, LANGUAGES

SCHEMES = {"light": "default", "dark": "slate"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [pytest.param(prefix + path, id=f"{kind}-{language}") for language, prefix in LANGUAGES.items() for kind, path in KINDS.items()]
HTML_BUDGET = 60 * 1024
VIEW_BUDGET = 150_000
REACHED = 400
"""Steps with the Tab key that a test is ready to make on a page"""
STOPS = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0 && !e.disabled)"""


@pytest.fixture(scope="session")
def root(made_site: Path) -> Iterator[str]:
    """The same site at the root of a host: the page for what is not there has addresses from the root, having no place of its own."""
    with served(made_site / "name") as found:
        yield found.removesuffix(f"{BASE_PATH}/") + "/"


@pytest.fixture
def reader(browser: Any, root: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    # without motion: a colour half way between two schemes is nobody's
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **getattr(request, "param", {})})
    found = Visit(context, root)
    yield found
    context.close()
    assert not found.troubles
    assert all(url.startswith((root, "data:", "blob:")) for url in found.requests), "the page asked another host"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everybody(reader: Visit, path: str, subtests: pytest.Subtests, record_property: Any) -> None:
    """All that holds for every kind of page, on as few visits as show it: to open a page is most of the work."""
    answers: list[Any] = []
    reader.page.on("response", lambda answer: answers.append(answer))  # playwright looks into what it calls
    page = reader.go(path)  # nothing is cached: who comes for the first time
    with subtests.test("the first view is light"):
        assert_light(answers, record_property)
    with subtests.test("every table has a caption and every heading of it a scope"):
        assert_tables_are_told(page)
    with subtests.test("the keyboard reaches everything and shows where it is"):
        assert_keyboard_reaches_everything(page, is_framed="embed/" in path)
    with subtests.test("a page on paper has its content and no controls"):
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 700, "height": 1000})
        assert_is_for_paper(page, is_framed="embed/" in path)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 320, "height": 640})
    page = reader.go(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    with subtests.test("nothing makes a narrow screen scroll sideways"):
        assert_is_narrow(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    with subtests.test("axe finds nothing serious in either scheme"):
        assert_axe_finds_nothing(page, in_english=path.startswith("en/"))


def assert_axe_finds_nothing(page: Any, in_english: bool) -> None:
    """Colours, which take most of the time, are those of both languages: they are looked at in one, in both schemes."""
    page.evaluate(AXE_SCRIPT)
    everything, colours = {"runOnly": RULES}, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    asked = {"light": everything | ({"rules": {"color-contrast": {"enabled": False}}} if in_english else {}), "dark": colours}
    for scheme in ("light",) if in_english else ("light", "dark"):
        page.evaluate("value => document.body.setAttribute('data-md-color-scheme', value)", SCHEMES[scheme])
        found = page.evaluate("asked => axe.run(document, {...asked, resultTypes: ['violations']})", asked[scheme])["violations"]
        grave = {v["id"]: [n["html"][:160] for n in v["nodes"][:3]] for v in found if v["impact"] in ("serious", "critical")}
        assert not grave, (scheme, grave)


def assert_tables_are_told(page: Any) -> None:
    bare = page.eval_on_selector_all(
        "table", "ts => ts.filter(t => !t.caption?.textContent.trim() || t.querySelector('th:not([scope])')).map(t => t.outerHTML.slice(0, 200))")
    assert not bare
    unreached = ".md-typeset table:not([role=region][tabindex='0'][aria-label] table)"
    assert page.locator(unreached).count() == 0, "a table may be wider than the page, and the keyboard does not scroll it"


def assert_is_narrow(page: Any) -> None:
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(e => !e.closest(".table-scroll, pre, .g-hidden, .g-skip, svg")
            && e.getBoundingClientRect().right > innerWidth + 1 && e.getBoundingClientRect().width > 0)
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert not wide
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


def assert_keyboard_reaches_everything(page: Any, is_framed: bool) -> None:
    every = page.evaluate(f"() => {STOPS}.map((e, i) => {{ e.dataset.step = i; return e.outerHTML.slice(0, 100); }})")
    page.evaluate(
        """() => { window.stops = []; document.addEventListener("focusin", ({target: e}) => { const s = getComputedStyle(e); window.stops.push({
            step: e.dataset.step, skip: e.matches(".g-skip"), seen: (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none",
            html: e.outerHTML.slice(0, 100)}); }, true); }""")
    steps, ahead = 0, min(len(every), REACHED) + 5
    while steps < ahead:
        page.keyboard.down("Tab")  # held: a step costs half of what it does to press and release
        steps += 1
        if steps == ahead:  # a list that came after the count has steps of its own
            ahead = min(page.evaluate(f"{STOPS}.length"), REACHED) + 5
    page.keyboard.up("Tab")
    stops = page.evaluate("window.stops")
    if not is_framed:
        assert stops[0]["skip"], "the first step is not the one that skips the menu"
    reached = {int(stop["step"]) for stop in stops if stop["step"] is not None}
    unseen = [stop["html"] for stop in stops if stop["step"] is not None and not stop["seen"]]
    # radio buttons are one stop together
    missed = [html for at, html in enumerate(every) if at not in reached and 'type="radio"' not in html]
    assert not unseen
    assert len(every) > REACHED or not missed


def assert_is_for_paper(page: Any, is_framed: bool) -> None:
    assert page.locator(".g-menu:visible, .g-tools:visible, .g-skip:visible, .tools button:visible").count() == 0
    assert page.locator("h1, img").first.is_visible() or is_framed
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= 700 or page.locator("table").count(), "only a table may be wider than the paper"


def assert_light(answers: list[Any], record_property: Any) -> None:
    """Everything that the first view asks for, compressed as a web server does (gzip, level 6)."""
    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers if not answer.url.startswith(("data:", "blob:"))}
    record_property("wire", sum(sizes.values()))
    print(f"{sum(sizes.values()):,} bytes in {len(sizes)} answers")
    assert sum(sizes.values()) < VIEW_BUDGET, dict(sorted(sizes.items(), key=lambda item: -item[1])[:6])


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_the_first_step_skips_the_menu(reader: Visit, prefix: str) -> None:
    page = reader.go(prefix)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#content').contains(document.activeElement)")


def test_escape_closes_the_list_of_names(reader: Visit) -> None:
    page = reader.go()
    box = page.get_by_role("combobox")
    box.fill("财政")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("[role=option]").first.is_hidden()
    assert box.input_value() == "财政"


@pytest.mark.parametrize("reader", [{"java_script_enabled": False}], indirect=True, ids=["no-script"])
@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_without_a_script_figures_charts_findings_and_texts_are_there(reader: Visit, prefix: str) -> None:
    page = reader.go(prefix + KINDS["body"])
    assert page.locator("#requests-new_received-total-2024").inner_text() == "28"
    assert page.locator("figure.chart svg[role=img]").first.is_visible()
    assert page.locator(".findings li").first.is_visible()
    page.locator("#tables").scroll_into_view_if_needed()
    page.locator(".texts a").last.click()
    reader.arrive(prefix + KINDS["text"])
    if prefix:  # the text is in Chinese, and stands on the Chinese page
        page.locator("details[data-text] summary").click()
        page.locator("details[data-text] a").click()
    assert "新收申请" in page.locator(".g-prose__text").inner_text()
    assert page.locator(".g-prose__text ins").first.is_visible()
    for kind in ("home", "bodies", "region", "regions", "quality", "data", "about", "embed"):
        reader.page.goto(reader.address + prefix + KINDS[kind])
        assert len(page.locator("main").inner_text()) > 100 or page.locator("main img").count(), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_body_with_two_years_keeps_within_its_budget(made_site: Path, language: str) -> None:
    page = made_site / "name" / LANGUAGES[language] / KINDS["body"] / "index.html"
    assert page.stat().st_size <= HTML_BUDGET
