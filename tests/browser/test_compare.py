"""Who compares bodies sees the same in chart, table, CSV and in the address that is passed on."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect

from gongkai import publisher
from tests.browser import made

TWO = "b=350581-caizheng,350582-caizheng"
CHOICE = f"{TWO}&i=requests.new_received.total,disclosure_rate,review_pending_share&y=2023,2024"


def settled(page: Any) -> Any:
    page.wait_for_function("() => document.querySelector('[data-compare]').dataset.done === location.href")
    return page


def compare(visit: Any, query: str = "", language: str = "") -> Any:
    return settled(visit.go(f"{language}compare/{'?' if query else ''}{query}"))


def chosen(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".chosen li a").all_inner_texts()]


def seen(page: Any) -> list[list[str]]:
    """Every table as read: the indicator, then each cell's first line."""
    found: list[list[str]] = page.eval_on_selector_all(
        ".results tr:not(thead tr)",
        """rows => rows.map(row => [row.closest('section').querySelector('h2').textContent,
            ...[...row.cells].map(cell => cell.innerText.split('\\n')[0].trim())])""",
    )
    return found


def add(page: Any, query: str) -> None:
    page.get_by_role("combobox", name=re.compile("加入|Add")).fill(query)
    page.wait_for_selector(".g-search [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settled(page)


@pytest.mark.parametrize(("language", "names"), [("", "石狮市财政局"), ("en/", "shishi caizheng")])
def test_two_bodies_are_found_by_keyboard_and_the_address_says_so(visit: Any, language: str, names: str) -> None:
    page = compare(visit, language=language)
    add(page, names)
    expect(page.locator(".chosen li")).to_have_count(1)
    add(page, "晋江市财政局")
    expect(page.locator(".chosen li")).to_have_count(2)
    expect(page).to_have_url(f"{visit.address}{language}compare/?{TWO}")
    assert chosen(page) == ["石狮市财政局", "晋江市财政局"]
    assert page.locator(".results table").count() == 2
    assert page.get_by_role("combobox", name=re.compile("加入|Add")).input_value() == ""


def test_the_address_in_a_new_page_shows_the_same(visit: Any) -> None:
    page = compare(visit, TWO)
    page.locator("summary", has_text="报告所印的数").press("Enter")
    page.get_by_label("本年新收政府信息公开申请数量（件）").check()
    page.get_by_role("checkbox", name="2024").check()
    settled(page)
    other = visit.page.context.new_page()
    other.goto(page.evaluate("location.href"))
    settled(other)
    assert seen(other) == seen(page)
    assert chosen(other) == chosen(page)
    checked = other.locator("input[name=i]:checked").evaluate_all("boxes => boxes.map(b => b.value)")
    assert set(checked) == {"requests.new_received.total", "requests_accepted", "disclosure_rate"}
    assert other.locator("input[name=y]:checked").evaluate_all("boxes => boxes.map(b => b.value)") == ["2024"]


def test_the_other_language_shows_the_same_choice(visit: Any) -> None:
    page = compare(visit, CHOICE)
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/compare/?*")
    settled(page)
    assert chosen(page) == ["石狮市财政局", "晋江市财政局"]


def test_the_csv_is_what_the_table_shows(visit: Any, tmp_path: Path) -> None:
    page = compare(visit, CHOICE)
    with page.expect_download() as download:
        page.locator("[data-take=csv]").click()
    text = Path(download.value.path()).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [line["year"] for line in lines[:2]] == ["2023", "2024"]
    words = {"no_report": "没有报告", "blank": "空白", "not_stated": "算不出", "no_whole": "分母为 0", "disagrees": "算不出：对不上", "no_median": "不计"}
    as_table: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        share = line["indicator"] == "disclosure_rate"
        shown = words.get(line["status"]) or (f"{float(line['value']):.1%}" if share else f"{float(line['value']):,.1f}".removesuffix(".0"))
        as_table.setdefault((line["label"], line["agency_name"]), []).append(shown)
    assert seen(page) == [[*key, *values] for key, values in as_table.items()]
    assert {line["status"] for line in lines} >= {"reported", "no_report"}
    assert all((line["value"] != "") == (line["status"] == "reported") for line in lines)


def test_a_blank_is_a_word_and_never_a_zero(visit: Any) -> None:
    page = visit.go("compare/")
    found = page.evaluate("""async () => {
        const { figure, toCsv, unpack } = await import("../assets/figures.js");
        const data = { cells: ["disputes.review.pending", "disputes.review.total", "requests.new_received.total", "proactive_disclosure.admin_fees.amount_wan"], indicators: ["disclosure_rate"],
            statuses: { r: "reported", b: "blank", ".": "not_on_form" } };
        const report = unpack(data, { values: [null, 0, null, 0.36], statuses: "br.r", units: { 3: "千元" }, indicators: [[null, 0, 0, "printed"]] });
        const ask = (id, of = report) => { const f = figure(of, { id }); return [f.value, f.status]; };
        return [ask("disputes.review.pending"), ask("disputes.review.total"), ask("requests.new_received.total"), ask("disclosure_rate"),
            ask("unable_share"), ask("disclosure_rate", null), toCsv([{ agency_name: "=1+1,\\"x\\"", value: -3 }]),
            figure(report, { id: "proactive_disclosure.admin_fees.amount_wan", unit: "万元" }).status];
    }""")
    assert found[:6] == [
        [None, "blank"], [0, "reported"], [None, "not_on_form"], [None, "no_whole"], [None, "not_stated"], [None, "no_report"]]
    assert '"\'=1+1,""x""",' in found[6]
    assert ",-3," in found[6]
    assert found[7] == "other_unit"  # 0.36 千元 on a scale of 万元 would be ten times too much


def test_a_count_across_forms_that_is_not_printed_says_what_stands_there(visit: Any) -> None:
    found = visit.go("compare/").evaluate("""async () => {
        const { figure, unpack } = await import("../assets/figures.js");
        const data = { cells: ["statistics.granted.number", "requests.granted.total"], indicators: [], statuses: { b: "blank", d: "not_applicable", ".": "not_on_form" } };
        const choice = { id: "series_granted", parts: {}, ways: [["statistics.granted.number"], ["requests.granted.total"]] };
        return [["form_statistics", "b."], ["form_statistics", "d."], ["form_requests", ".d"]].map(([form, statuses]) =>
            figure(unpack(data, { [form]: "x", values: [null, null], statuses, indicators: [] }), choice).status);
    }""")
    assert found == ["blank", "not_applicable", "not_applicable"], "a printed count is never computed"


@pytest.mark.parametrize(("language", "word", "why"), [("", "算不出", "所需的数没有印出"), ("en/", "not computable", "a number it needs is not printed")])
def test_a_cell_without_a_number_has_a_word_and_the_reason_stands_below_the_table(visit: Any, language: str, word: str, why: str) -> None:
    page = compare(visit, f"{TWO}&i=new_requests_growth&m=0", language)
    section = page.locator(".results section")
    cells = section.locator("td").all_inner_texts()
    assert word in cells and all(len(line) < 20 for cell in cells for line in cell.split("\n"))
    notes = section.locator(".g-note").all_inner_texts()
    assert any(note.startswith(word) and why in note for note in notes)


def test_the_chart_draws_every_stated_figure_and_nothing_else(visit: Any) -> None:
    page = compare(visit, f"{TWO}&i=requests.new_received.total,disclosure_rate")
    page.wait_for_selector(".picture svg")
    titles = page.locator(".results section").nth(0).locator(".picture svg g path title").all_text_contents()
    cells = [row for row in seen(page) if row[0].startswith("本年新收")]
    figures = [cell for row in cells for cell in row[2:] if cell[0].isdigit()]
    assert sorted(title.rpartition(": ")[2] for title in titles) == sorted(figures)
    expect(page.locator(".picture svg[role=img][aria-label]")).to_have_count(2)


def test_a_body_is_removed_by_its_button(visit: Any) -> None:
    page = compare(visit, CHOICE)
    page.get_by_role("button", name="移去 石狮市财政局").click()
    settled(page)
    assert chosen(page) == ["晋江市财政局"]
    expect(page).to_have_url(re.compile("b=350582-caizheng&"))
    assert "已移去" in page.locator(".choice + [role=status]").inner_text()


def test_what_an_address_should_not_hold_is_left_out(visit: Any) -> None:
    page = compare(visit, "b=../../data,%3Cscript%3E,350581-caizheng&i=nothing,disclosure_rate&y=20x4,2024")
    expect(page).to_have_url(f"{visit.address}compare/?b=350581-caizheng&i=disclosure_rate&y=2024")
    assert chosen(page) == ["石狮市财政局"]


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize(
    "visit", [{"viewport": {"width": 320, "height": 640}, "color_scheme": scheme} for scheme in ("light", "dark")], indirect=True)
def test_a_narrow_screen_never_scrolls_sideways(visit: Any, language: str) -> None:
    page = compare(visit, CHOICE, language)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_selector(".picture svg")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


def test_nothing_is_fetched_but_the_data_of_the_bodies_chosen(visit: Any) -> None:
    compare(visit, TWO)
    fetched = [url for url in visit.requests if url.endswith(".json")]
    assert sorted(url.split("/")[-2] for url in fetched) == ["350581-caizheng", "350582-caizheng", "disclosure_rate", "requests_accepted"], "and what all say of it"


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
@pytest.mark.parametrize(("language", "word"), [("", "JavaScript"), ("en/", "needs JavaScript")])
def test_without_javascript_the_page_says_what_it_needs(visit: Any, language: str, word: str) -> None:
    page = visit.go(language + "compare/")
    assert word in page.locator(".g-compare").inner_text()
    assert not page.locator("[data-live]").is_visible()


@pytest.mark.parametrize("visit", [{}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 800}}], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize("language", ["", "en/"])
def test_each_chart_is_taken_as_a_picture_that_stands_alone_and_with_its_own_lines(visit: Any, language: str) -> None:
    page = compare(visit, CHOICE, language)
    section = page.locator(".results section").first
    title = section.locator("h2").inner_text()
    with page.expect_download() as given:
        section.get_by_role("button", name=f"SVG: {title}").click()
    text = Path(given.value.path()).read_text(encoding="utf-8")
    words = "".join("".join(e.itertext()) for e in ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}text"))
    for word in (title, "石狮市财政局", "晋江市财政局", publisher.load().licence.name, "compare/?b="):
        assert word in words, word
    assert not re.search(r"(href|src|url\(|@import|var\()", text), "it needs nothing from anywhere"
    assert ".c0 path,.c0 .name{fill:#1f5fa8}" in text, "the colours of the light page"
    with page.expect_download() as given:
        section.get_by_role("button", name=f"PNG: {title}").click()
    with Image.open(given.value.path()) as picture:
        assert picture.width == 2 * 860
        assert len(picture.convert("RGB").getcolors(100_000) or ()) > 10, "there is something on it"
        assert picture.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    with page.expect_download() as given:
        section.get_by_role("button", name=f"CSV: {title}").click()
    lines = list(csv.DictReader(io.StringIO(Path(given.value.path()).read_text(encoding="utf-8-sig"))))
    assert {line["label"] for line in lines} == {title} and len(lines) == len([row for row in seen(page) if row[0] == title]) * len(
        section.locator("thead th").all()[1:])


def test_what_the_address_asks_for_beyond_what_can_be_shown_is_said(visit: Any) -> None:
    ids = ",".join(agency.agency_id for agency in made.agencies()[:26])
    page = settled(visit.go(f"compare/?b={ids}&i=disclosure_rate,nonsense"))
    said = page.locator(".choice + [role=status]").inner_text()
    assert made.agencies()[24].name in said and made.agencies()[25].name in said, "by their names"
    assert made.agencies()[23].agency_id not in said
    assert "nonsense" in said
    assert page.locator("ul.chosen li").count() == 24
    assert "灰线" in said
    assert len(page.locator(".picture g.cx").all()) == 24 - 6, "beyond the colours every body still has its mark"


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_median_of_all_bodies_stands_beside_them_with_how_many_they_are(visit: Any, language: str) -> None:
    page = compare(visit, "b=350581-caizheng&i=requests.new_received.total,disclosure_rate", language)
    row = page.locator(".results section").first.locator("tbody tr").last
    figures = [*(at + 24 for at in range(len(made.agencies()))), made.LONG_SEED + 24]
    shown = row.locator("td").last.inner_text().split("\n")
    middle = sorted(figures)
    wanted = (middle[(len(middle) - 1) // 2] + middle[len(middle) // 2]) / 2
    assert float(shown[0]) == wanted
    assert f"{len(figures)} " in shown[1]
    assert page.locator(".picture").first.locator("g.cm title").last.text_content() == f"{row.locator('th').inner_text()} 2024: {shown[0]}"
    page.get_by_label(re.compile("全部机关|all bodies")).uncheck()
    settled(page)
    assert page.url.endswith("&m=0")
    expect(page.locator(".cm")).to_have_count(0)


def test_all_of_a_kind_in_a_region_are_compared_at_once(visit: Any) -> None:
    page = compare(visit, "b=310000-caizheng&i=disclosure_rate")
    page.get_by_text("一个地区的同类机关").click()
    page.wait_for_selector("[data-alike] option[value='350500']", state="attached")
    page.locator("[data-alike] select[name=region]").select_option("350500")
    page.get_by_label("名称里有").fill("财政局")
    page.keyboard.press("Enter")
    expect(page.locator("ul.chosen li")).to_have_count(3)
    settled(page)
    assert chosen(page) == ["石狮市财政局", "晋江市财政局", "南安市财政局"]
    page.get_by_label("名称里有").fill("没有的机关")
    page.keyboard.press("Enter")
    expect(page.locator("[data-alike] [role=status]")).to_have_text("没有这样的机关。")


@pytest.mark.parametrize("visit", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_a_table_of_more_years_than_a_phone_has_room_for_shows_the_newest_whole(visit: Any) -> None:
    page = compare(visit, f"{TWO}&i=new_requests_growth&y=" + ",".join(str(year) for year in range(2014, 2026)), "en/")
    seen = page.locator(".results .table-scroll").first.evaluate("""view => {
        const [names, ...years] = [...view.querySelectorAll("thead th")].map(cell => cell.getBoundingClientRect());
        const right = view.getBoundingClientRect().right;
        const shown = years.filter(year => year.right > names.right + 2);
        return { cut: shown.filter(year => year.left < names.right - 2 || year.right > right + 2).length, shown: shown.length, last: years.at(-1).right <= right + 2 };
    }""")
    assert seen["last"] and seen["cut"] == 0 and 3 <= seen["shown"] < 12


@pytest.mark.parametrize("visit", [{"user_agent": "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/86.0 Mobile Safari/537.36 MicroMessenger/8.0"}], indirect=True)
@pytest.mark.parametrize(("language", "word"), [("", "在浏览器中打开"), ("en/", "open the page in a browser")])
def test_a_browser_within_an_app_says_that_it_may_not_save_what_a_page_makes(visit: Any, language: str, word: str) -> None:
    page = compare(visit, CHOICE, language)
    expect(page.locator(".g-in-app")).to_have_count(0)
    for _ in range(2):
        page.locator("[data-take=csv]").click()
    expect(page.get_by_text(word)).to_have_count(1)
