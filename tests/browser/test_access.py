"""For everybody: axe-core on every kind of page, the keyboard alone, no script, a narrow screen, paper, a slow line."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import BASE_PATH, Quiet, Visit, served
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


@pytest.mark.parametrize(("path", "in_english"), [pytest.param(prefix + path, bool(prefix), id=f"{kind}-{language}")
                                                  for language, prefix in LANGUAGES.items() for kind, path in KINDS.items()])
def test_axe_finds_nothing_serious_in_either_scheme(reader: Visit, path: str, in_english: bool) -> None:
    """Colours, which take most of the time, are those of both languages: they are looked at in one, in both schemes."""
    page = reader.go(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(AXE_SCRIPT)
    everything, colours = {"runOnly": RULES}, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    asked = {"light": everything | ({"rules": {"color-contrast": {"enabled": False}}} if in_english else {}), "dark": colours}
    for scheme in ("light",) if in_english else ("light", "dark"):
        page.evaluate("value => document.body.setAttribute('data-md-color-scheme', value)", SCHEMES[scheme])
        found = page.evaluate("asked => axe.run(document, {...asked, resultTypes: ['violations']})", asked[scheme])["violations"]
        grave = {v["id"]: [n["html"][:160] for n in v["nodes"][:3]] for v in found if v["impact"] in ("serious", "critical")}
        assert not grave, (scheme, grave)


@pytest.mark.parametrize("path", PAGES)
def test_every_table_has_a_caption_and_every_heading_of_it_a_scope(reader: Visit, path: str) -> None:
    page = reader.go(path)
    bare = page.eval_on_selector_all(
        "table", "ts => ts.filter(t => !t.caption?.textContent.trim() || t.querySelector('th:not([scope])')).map(t => t.outerHTML.slice(0, 200))")
    assert not bare
    unreached = ".md-typeset table:not([role=region][tabindex='0'][aria-label] table)"
    assert page.locator(unreached).count() == 0, "a table may be wider than the page, and the keyboard does not scroll it"


@pytest.mark.parametrize("reader", [{"viewport": {"width": 320, "height": 640}}], indirect=True, ids=["320"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_makes_a_narrow_screen_scroll_sideways(reader: Visit, path: str) -> None:
    page = reader.go(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(e => !e.closest(".table-scroll, pre, .g-hidden, .g-skip, svg")
            && e.getBoundingClientRect().right > innerWidth + 1 && e.getBoundingClientRect().width > 0)
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert not wide
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(reader: Visit, path: str) -> None:
    page = reader.go(path)
    every = page.evaluate(f"() => {STOPS}.map((e, i) => {{ e.dataset.step = i; return e.outerHTML.slice(0, 100); }})")
    page.evaluate(
        """() => { window.stops = []; document.addEventListener("focusin", ({target: e}) => { const s = getComputedStyle(e); window.stops.push({
            step: e.dataset.step, skip: e.matches(".g-skip"), seen: (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none",
            html: e.outerHTML.slice(0, 100)}); }, true); }""")
    steps, ahead = 0, min(len(every), REACHED) + 5
    while steps < ahead:
        page.keyboard.press("Tab")
        steps += 1
        if steps == ahead:  # a list that came after the count has steps of its own
            ahead = min(page.evaluate(f"{STOPS}.length"), REACHED) + 5
    stops = page.evaluate("window.stops")
    if "embed/" not in path:
        assert stops[0]["skip"], "the first step is not the one that skips the menu"
    reached = {int(stop["step"]) for stop in stops if stop["step"] is not None}
    unseen = [stop["html"] for stop in stops if stop["step"] is not None and not stop["seen"]]
    # radio buttons are one stop together
    missed = [html for at, html in enumerate(every) if at not in reached and 'type="radio"' not in html]
    assert not unseen
    assert len(every) > REACHED or not missed


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


@pytest.mark.parametrize("path", PAGES)
def test_a_page_on_paper_has_its_content_and_no_controls(reader: Visit, path: str) -> None:
    page = reader.go(path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.locator(".g-menu:visible, .g-tools:visible, .g-skip:visible, .tools button:visible").count() == 0
    assert page.locator("h1, img").first.is_visible() or "embed/" in path
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= 700 or page.locator("table").count(), "only a table may be wider than the paper"


def to_wire(page: Any, address: str) -> dict[str, int]:
    """Address → bytes of everything that the first view asks for, compressed as a web server does (gzip, level 6)."""
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))  # playwright looks into what it calls
    quiet = Quiet(page)
    page.goto(address)
    quiet.settle()
    return {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers if not answer.url.startswith(("data:", "blob:"))}


@pytest.mark.parametrize("path", PAGES)
def test_the_first_view_is_light(browser: Any, root: str, path: str, record_property: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})  # nothing cached: who comes for the first time
    sizes = to_wire(context.new_page(), root + path)
    context.close()
    record_property("wire", sum(sizes.values()))
    print(f"{path or 'home'}: {sum(sizes.values()):,} bytes in {len(sizes)} answers")
    assert sum(sizes.values()) < VIEW_BUDGET, dict(sorted(sizes.items(), key=lambda item: -item[1])[:6])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_body_with_two_years_keeps_within_its_budget(made_site: Path, language: str) -> None:
    page = made_site / "name" / LANGUAGES[language] / KINDS["body"] / "index.html"
    assert page.stat().st_size <= HTML_BUDGET
