"""From a finding to the number it is about, and from the number to the paper it was printed on, in a real browser."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from gongkai import hosting
from tests.browser.conftest import Visit, served, visiting

BODY = "agencies/321300-renminzhengfu/"
PHONE = {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"}


@pytest.fixture(scope="module")
def real_address(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "name").symlink_to(built_site)
    with served(folder) as found:
        yield found


@pytest.fixture
def look(browser: Any, real_address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with visiting(browser, real_address, getattr(request, "param", None)) as found:
        yield found


def open_cell(page: Any, cell: str) -> Any:
    fold = page.locator(f"details.g-fold:not([open]):has([id={cell}]) > summary")
    if fold.count():  # on a telephone
        fold.click()
    page.locator(f"[id={cell}] [data-cell]").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("h2").wait_for()
    return dialog


def drawn(dialog: Any) -> int:
    """The width of the page's picture, once it can be seen."""
    return int(dialog.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)"))


def dark_share(content: bytes) -> float:
    picture = Image.open(io.BytesIO(content)).convert("L")
    inner = picture.crop((4, 4, picture.width - 4, picture.height - 4))
    return sum(inner.histogram()[:160]) / (inner.width * inner.height)


@pytest.mark.parametrize("look", [{}, PHONE], indirect=True, ids=["desktop", "phone"])
@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_finding_leads_to_its_number_and_the_number_to_the_paper(look: Visit, prefix: str) -> None:
    page = look.go(f"{prefix}quality/")
    page.eval_on_selector_all("details", "all => all.forEach((one) => (one.open = true))")
    page.locator(f"a[href*='{BODY}'][href*='#']").first.click()
    page.wait_for_url(re.compile("/agencies/[^?]*#"))
    look.quiet.settle()
    cell = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    dialog = open_cell(page, cell)
    assert drawn(dialog) > 600
    printed = dialog.locator("q").inner_text()
    assert printed and printed == page.locator(f"[id={cell}]").inner_text().strip()
    assert dialog.locator("li.broken, li.undetermined").count() >= 1
    mark, view = dialog.locator(".strip i"), dialog.locator(".strip")
    inner, outer = mark.bounding_box(), view.bounding_box()
    assert inner and outer and outer["x"] <= inner["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    assert outer["y"] <= inner["y"] and inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
    assert dark_share(mark.screenshot()) > 0.01
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_any_line_of_the_cells_leads_to_its_document(look: Visit, built_site: Path) -> None:
    with (built_site / "data" / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["status"] != "missing" and line["year"]]
    for line in lines[:: len(lines) // 12]:
        key = line["report_id"].removeprefix(f"{line['agency_id']}-")
        cell = f"{line['table']}-{line['row']}-{line['column']}-{key}"
        page = look.go(f"agencies/{line['agency_id']}/#{cell}")
        dialog = open_cell(page, cell)
        assert dialog.locator("code", has_text=line["cell_id"]).count() == 1
        assert (dialog.locator("q").inner_text() if line["raw"].strip() else "") == line["raw"].strip()
        assert page.request.get(str(dialog.locator("dd a").first.evaluate("a => a.href")).partition("#")[0]).ok


@pytest.mark.parametrize("look", [{}, PHONE], indirect=True, ids=["light", "dark"])
def test_axe_finds_nothing_serious_while_a_number_is_open(look: Visit) -> None:
    axe = pytest.importorskip("axe_playwright_python.base")
    page = look.go("en/" + BODY)
    dialog = open_cell(page, "disputes-review-total-2024")
    for fold in dialog.locator("summary").all():
        fold.click()
    page.evaluate(axe.AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert not [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


def test_a_number_that_the_page_shows_with_its_unit_has_it_in_its_window(look: Visit) -> None:
    page = look.go(BODY)
    look.quiet.settle()
    cell = page.locator("td[id^=proactive_disclosure-admin_fees-amount_wan]").first
    address, raw = cell.get_attribute("id"), cell.inner_text().strip()
    cell.locator("[data-cell]").evaluate("shown => shown.append(' 元')")  # as pages show 3600 under a label that says 万元 (test_units_shown.py)
    assert open_cell(page, address).locator("dd").first.text_content() == f"{raw} 元"


def test_a_blank_is_blank_on_paper_too(look: Visit) -> None:
    page = look.go("agencies/310000-bangongting/")
    dialog = open_cell(page, page.locator("td.b[id^=disputes]").first.get_attribute("id"))
    assert drawn(dialog)
    assert dialog.locator("q").count() == 0
    assert dark_share(dialog.locator(".strip i").screenshot()) == 0


def test_the_document_is_there_byte_for_byte_and_opens_at_the_page(look: Visit) -> None:
    page = look.go(BODY)
    dialog = open_cell(page, "requests-granted-total-2023")
    link = dialog.get_by_role("link", name="2023.pdf")
    address, _, at = str(link.evaluate("a => a.href")).partition("#")
    assert at == "page=2"
    content = page.request.get(address).body()
    assert dialog.locator("small[title]").get_attribute("title") == hashlib.sha256(content).hexdigest()


def test_a_page_from_elsewhere_is_never_run_as_a_page_of_ours(look: Visit) -> None:
    page = look.go("agencies/350504-gongxin/")
    dialog = open_cell(page, "requests-new_received-total-2020")
    address = dialog.get_by_role("link", name="2020.html.txt").evaluate("a => a.href")
    assert page.request.get(address).headers["content-type"].startswith("text/plain")
    assert dialog.locator(".strip").count() == 0


def test_numbers_are_reached_and_left_by_keyboard(look: Visit) -> None:
    page = look.go(BODY + "#requests-granted-total-2023")
    first = page.locator("[id=requests-granted-total-2023] [data-cell]")
    assert first.get_attribute("tabindex") == "0"
    assert page.locator("table.f:has([id=requests-granted-total-2023]) [tabindex='0']").count() == 1
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.cell") == "requests-partially_granted-total-2024"
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.evaluate("d => d.contains(document.activeElement) && d.getAttribute('aria-labelledby') === d.querySelector('h2').id")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.cell") == "requests-partially_granted-total-2024"


def test_a_number_in_the_fold_of_a_year_answers_too_and_so_does_its_total(look: Visit) -> None:
    page = look.go("en/" + BODY + "#requests-granted-commercial_enterprise-2023")
    dialog = open_cell(page, "requests-granted-commercial_enterprise-2023")
    assert dialog.locator("q").inner_text() == "12"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.locator("details.y [data-cell='requests-granted-total-2023']").click()
    expect(dialog.locator("q")).to_have_text("1191")


@pytest.mark.parametrize("repository", ["", "https://github.com/a/b", "https://gitlab.com/a/b"])
def test_an_error_is_reported_with_the_id_of_its_cell(look: Visit, repository: str) -> None:
    def answer(route: Any) -> None:
        told = route.fetch().json()
        route.fulfill(json={**told, "issues": hosting.to_filled(repository, "wrong-number")})

    look.page.route("**/cells.json", answer)
    page = look.go("en/" + BODY)
    dialog = open_cell(page, "requests-granted-total-2023")
    id = "321300-renminzhengfu-2023.requests.granted.total"
    assert dialog.locator("code", has_text=id).count() == 1
    if "gitlab" in repository:
        link = dialog.get_by_role("link", name="Report an error in this number").get_attribute("href")
        asked = {name: value for name, [value] in parse_qs(urlsplit(link).query).items()}
        assert link.startswith(f"{repository}/-/issues/new?") and asked.keys() == {"issue[title]", "issue[description]"}
        assert id in asked["issue[title]"] and f"cell: {id}" in asked["issue[description]"] and "read: 1191" in asked["issue[description]"]
    elif repository:
        link = dialog.get_by_role("link", name="Report an error in this number").get_attribute("href")
        assert link.startswith(f"{repository}/issues/new?template=wrong-number.yml&") and f"cell={id}" in link and "read=1191" in link
        assert "sha256%3A" in link and "page+2" in link
    else:
        dialog.locator("summary", has_text="Report an error").click()
        text = dialog.get_by_label("Send this text").input_value()
        assert f"cell: {id}" in text and "read: 1191 (reported)" in text and "sha256:" in text


def test_a_number_pressed_before_the_scripts_were_there_is_opened_once_they_are(look: Visit) -> None:
    held: list[Any] = []
    look.page.route("**/assets/cells.js", lambda route: held.append(route))
    page = look.page
    page.goto(look.address + BODY)
    cell = page.locator("td[id^=requests-]:visible").first
    while not held:
        page.wait_for_timeout(20)
    number = (cell.text_content() or "").strip()  # the scripts give numbers of other years an address too, and another may be the first then
    cell.click()
    held[0].continue_()
    expect(page.get_by_role("dialog")).to_contain_text(number)


def test_a_number_is_cited_with_all_that_finds_it_again(look: Visit) -> None:
    page = look.go("en/" + BODY)
    dialog = open_cell(page, "requests-granted-total-2023")
    dialog.locator("summary", has_text="Cite this number").click()
    text = dialog.get_by_label("It may be cited so:").input_value()
    assert text.startswith("Suqian Municipal People's Government (Jiangsu), annual report on open government information 2023: ") and ": 1191 requests. In: " in text
    assert "#requests-granted-total-2023, data version " in text and "sha256:" in text and "{" not in text


def test_a_citation_in_chinese_reads_as_a_sentence(look: Visit) -> None:
    dialog = open_cell(look.go(BODY), "requests-granted-total-2023")
    dialog.locator("summary", has_text="引用这个数").click()
    text = dialog.get_by_label("可以这样引用").input_value()
    assert text.startswith("宿迁市人民政府 2023 年政府信息公开工作年度报告：予以公开，总计，1191 件。见"), "without the numbering of the form"


def test_nothing_is_loaded_for_places_before_a_number_is_pressed(look: Visit) -> None:
    page = look.go(BODY)
    assert not [url for url in look.requests if url.endswith(("data.json", "cells.json", ".webp", ".pdf"))]
    open_cell(page, "requests-granted-total-2023")
    assert sum(url.endswith("data.json") for url in look.requests) == 1


def test_without_a_script_the_page_still_says_where(browser: Any, real_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real_address + BODY)
    assert page.locator("[data-cell]").count() == 0
    assert page.locator("section:has(#sources) dl a[href$='2023.pdf']").count() == 1
    page.goto(real_address + BODY + "2023/")
    assert page.locator("table.p tbody tr:not(.h) td:last-child").count() == 6 + 25 + 3, "every row says where it stands"
    context.close()


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_body_with_two_years_stays_below_60_kilobytes(built_site: Path, prefix: str) -> None:
    assert (built_site / prefix / BODY / "index.html").stat().st_size < 60_000
    assert all(path.stat().st_size < 80_000 for path in (built_site / BODY).glob("*.webp"))


def test_a_press_beside_the_digits_opens_the_cell_too(look: Visit) -> None:
    page = look.go(BODY)
    cell = page.locator("[id=disputes-review-total-2023]")
    cell.locator("[data-cell]").wait_for()
    cell.click(position={"x": 4, "y": 8})
    page.get_by_role("dialog").locator("h2").wait_for()
