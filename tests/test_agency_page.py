"""One body's page: what a reader, with or without a mouse, a script or the language, gets to know."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import markdown
import pytest

from gongkai import charts
from gongkai.checks import catalogue
from gongkai.checks.rules import check
from gongkai.form import load
from gongkai.model import Agency, CellId, Check, Place, Reading, Report, Sidecar
from gongkai.pages.body import agency
from gongkai.tables import tabulate
from tests.reports import report, to_csv_files

FORM = load()
OLD, NEW = "2019-60", "2021-30"


def requests(**rows: int) -> dict[str, str]:
    """Rows of requests, all of them made by natural persons."""
    return {f"requests {row} {column}": str(n) for row, n in rows.items() for column in ("natural_person", "total")}


FIGURES = {
    **requests(new_received=3525, carried_in=4, outcome_total=3521, granted=1431, partially_granted=471, unable_not_held=1619, carried_out=8),
    "disputes review upheld": "10", "disputes review total": "10",
}
BEFORE = requests(new_received=3511, outcome_total=3507, granted=3507, carried_out=4)


def filled(cells: dict[str, str], version: str = NEW, year: int = 2024, name: str = "甲市人民政府") -> Report:
    zeros = {str(cell): "0" for cell in FORM.cells(version)}
    return report(zeros | cells, version, year, name)


def readings(*reports: Report) -> list[Reading]:
    by_year = {r.year: r for r in reports}
    return [
        Reading(f"test/{r.report_id}.pdf", "9f" * 32, "read", format="pdf", pages=6, report=r,
                checks=check(r, by_year.get((r.year or 0) - 1), FORM))
        for r in reports
    ]


def built(
    *reports: Report, repository: str = "", found: Sequence[Reading] | None = None, has_charts: bool = False
) -> dict[str, str | bytes]:
    found = found if found is not None else readings(*reports)
    frames = tabulate(found, FORM)
    drawn = charts.draw(frames, FORM) if has_charts else {}
    return agency.render_agencies(found, frames, FORM, drawn, repository=repository)


def page(*reports: Report, language: str = "zh", **more: Any) -> str:
    text = built(*reports, **more)[("en/" if language == "en" else "") + "agencies/test/index.md"]
    assert isinstance(text, str)
    return text


def cell(text: str, anchor: str) -> tuple[str, str]:
    """Classes and shown text of the one cell with that address."""
    found = re.findall(rf'<td id={anchor}(?: class="?([^">]*)"?)?(?: title="[^"]*")?>(.*?)(?=<t[dhr]|<tbody|</t)', text)
    assert len(found) == 1, f"{anchor}: {len(found)} cells"
    return found[0][0], html.unescape(re.sub(r"<[^>]+>", "", found[0][1]))


def lead(text: str) -> str:
    found = re.search(r'<p class="lead">(.*?)</p>', text)
    return html.unescape(found[1]) if found else ""


# --- the numbers -----------------------------------------------------------------------------------------------------------------------


def test_every_number_of_the_newest_year_has_its_address_in_the_page_as_it_is() -> None:
    text = page(filled(FIGURES), filled(FIGURES, year=2023))
    for id in FORM.cells(NEW):
        if id.table != "requests" or id.column == "total":  # by applicant they are on the page of the report
            assert len(re.findall(f" id={id.table}-{id.row}-{id.column}-2024[ >]", text)) == 1


@pytest.mark.parametrize(("printed", "mark", "shown"), [
    ("1,234", "", "1,234"), ("0", "", "0"), ("22（其中修订 16 件）", "", "22（其中修订 16 件）"), ("", "b", "空白"), ("/", "d", "/"),
    ("1 9", "u", "读不出：1 9"),
])
def test_a_cell_shows_what_was_printed_and_why_it_is_no_number(printed: str, mark: str, shown: str) -> None:
    text = page(filled({"disputes review pending": printed}))
    classes, found = cell(text, "disputes-review-pending-2024")
    assert (mark in classes.split() if mark else "b" not in classes and "u" not in classes.split(), found) == (True, shown)


@pytest.mark.parametrize(("status", "word"), [("blank", "blank"), ("ambiguous", "ambiguous"), ("unreadable", "unreadable"), ("missing", "missing")])
def test_each_reason_for_no_number_is_a_word_and_in_the_legend(status: str, word: str) -> None:
    base = filled({})
    id = CellId("disputes", "review", "pending")
    strange = replace(base, values={**base.values, id: replace(base.values[id], status=status, number=None, raw=None)})
    text = page(strange, language="en")
    assert cell(text, "disputes-review-pending-2024")[1] == word
    assert 'data/#codes">' in text, "what each word means is said once for all pages"


def test_a_cell_that_the_form_of_a_year_lacks_is_said_to_be_so_and_has_no_address() -> None:
    text = page(filled({}, OLD, 2020), filled({}, NEW, 2021), language="en")
    assert "in_force-2020" not in text and "in_force-2021" in text
    assert "<td class=o>not asked<" in text


def test_the_place_of_a_number_in_its_document_is_told() -> None:
    base = filled({})
    values = {id: replace(value, place=Place(3, 1, 7, 2)) for id, value in base.values.items()}
    text = page(replace(base, values=values), language="en")
    assert "tables on page 3<" in text
    own = str(built(replace(base, values=values))["en/agencies/test/2024/index.md"])
    assert own.count("<td>p. 3, row 7") == 10 - 3 + len(FORM.rows("requests", NEW)) + 3 - 1, "at the end of every row"


def test_two_documents_of_one_year_have_addresses_of_their_own() -> None:
    first, second = filled({"requests carried_out total": "1"}), replace(filled({"requests carried_out total": "2"}), report_id="test-2024-2")
    files = built(first, second)
    assert cell(str(files["agencies/test/2024/index.md"]), "requests-carried_out-total-2024")[1] == "1"
    assert cell(str(files["agencies/test/2024-2/index.md"]), "requests-carried_out-total-2024-2")[1] == "2"
    assert cell(str(files["agencies/test/index.md"]), "requests-carried_out-total-2024-2")[1] == "2"


def test_a_duplicate_is_listed_and_its_figures_are_not_shown() -> None:
    first = readings(filled(FIGURES))
    double = Reading("copy.docx", "1" * 64, "duplicate", "another document of this body and year is already there", report=replace(
        filled({}), report_id="test-2024-2"))
    text = built(found=[*first, double])["agencies/test/index.md"]
    assert isinstance(text, str)
    assert "copy.docx" in text and "another document of this body" in text
    assert "-2024-2" not in text.replace("f-2024-2", "")


def test_english_rows_say_what_they_mean_under_their_headings() -> None:
    text = page(filled({}), language="en")
    assert "<th scope=rowgroup>Denied<" in text
    assert "<th scope=row>state secret<" in text


# --- what does not add up --------------------------------------------------------------------------------------------------------------


def test_a_report_that_contradicts_itself_is_told_with_both_values_at_the_cell() -> None:
    text = page(filled(FIGURES | {"disputes review total": "0"}), language="en")
    classes, shown = cell(text, "disputes-review-total-2024")
    assert classes == "k" and shown == "0"
    assert cell(text, "disputes-review-upheld-2024")[0] == "k"
    link = re.search(r'id=disputes-review-total-2024 class=k><a href="#(f-2024-\d+)"', text)
    assert link is not None
    told = re.search(rf'<li id={link[1]}>(.*?)(?=<li|</ul>)', text, re.DOTALL)
    assert told is not None
    assert "the report contradicts itself" in told[1] and "10" in told[1] and "0" in told[1]
    assert 'href="#disputes-review-total-2024"' in told[1]


def test_what_we_could_not_read_is_not_blamed_on_the_report() -> None:
    text = page(filled(FIGURES | {"requests denied_third_party natural_person": "1 9"}))
    assert re.search(r'<li id=f-2024-\d+ class=reading><b>2024 · 我们没有读准</b>', text)


def test_a_figure_that_does_not_add_up_is_never_stated_without_saying_so() -> None:
    broken = filled(FIGURES | {"disputes review total": "0"})
    assert "行政复议 0 件（对不上，见发现）" in lead(page(broken))
    assert "administrative reconsideration (an internal appeal) 0 (does not add up: see findings)" in lead(page(broken, language="en"))


def test_a_sum_that_a_blank_leaves_open_is_not_called_a_contradiction() -> None:
    blanks = {str(c): "" for c in FORM.cells(NEW) if c.column == "total" and c.row not in ("outcome_total", "new_received", "carried_out")}
    text = str(built(filled(FIGURES | blanks))["en/agencies/test/2024/index.md"])
    assert "worth knowing</b>" in text and "cannot be checked" in text
    assert "the report contradicts itself" not in text


# --- the sentences ---------------------------------------------------------------------------------------------------------------------


def said(new: str, before: str | None, language: str = "en") -> str:
    # what came in is still open, so that the report adds up
    cells, last = (
        {f"requests {row} {c}": n for row in ("new_received", "carried_out") for c in ("natural_person", "total")} for n in (new, before or "0")
    )
    reports = [filled(last, year=2023)] if before is not None else []
    return lead(page(*reports, filled(cells), language=language))


@pytest.mark.parametrize(("new", "before", "sentence"), [
    ("1", None, "For 2024 it reports 1 new request"),
    ("2", None, "For 2024 it reports 2 new requests"),
    ("0", None, "For 2024 it reports 0 new requests"),
    ("5", "5", "For 2024 it reports 5 new requests, as many as in 2023"),
    ("6", "0", "For 2024 it reports 6 new requests, 6 more than in 2023"),
    ("0", "6", "For 2024 it reports 0 new requests, 6 (100.0%) fewer than in 2023"),
    ("4", "3", "For 2024 it reports 4 new requests, 1 more than in 2023"),
    ("3525", "3511", "For 2024 it reports 3,525 new requests, 14 (0.4%) more than in 2023"),
    ("", "6", "The report for 2024 gives no number of new requests (blank)"),
])
def test_the_first_sentence_fits_its_number(new: str, before: str | None, sentence: str) -> None:
    assert said(new, before).startswith((sentence + ",", sentence + " (does", sentence + "."))


@pytest.mark.parametrize(("new", "before", "sentence"), [
    ("1", None, "2024 年新收政府信息公开申请 1 件"),
    ("5", "5", "2024 年新收政府信息公开申请 5 件，与 2023 年相同"),
    ("6", "0", "2024 年新收政府信息公开申请 6 件，比 2023 年多 6 件"),
    ("3525", "3511", "2024 年新收政府信息公开申请 3,525 件，比 2023 年多 14 件（0.4%）"),
    ("/", "6", "2024 年的报告没有新收申请数（横线之类）"),
])
def test_the_first_chinese_sentence_fits_its_number(new: str, before: str | None, sentence: str) -> None:
    assert said(new, before, "zh").startswith((sentence + "；", sentence + "（对", sentence + "。"))


def test_a_change_is_not_told_over_a_gap_of_years() -> None:
    text = lead(page(filled({"requests new_received total": "3"}, year=2021), filled({"requests new_received total": "9"}, year=2024), language="en"))
    assert "2021" not in text


def test_the_whole_sentence_reads_well() -> None:
    text = lead(page(filled(BEFORE, year=2023), filled(FIGURES), language="en"))
    assert text == (
        "For 2024 it reports 3,525 new requests, 14 (0.4%) more than in 2023, and 3,521 closed, of which 1,902 (54.0%) were disclosed"
        " in full or in part."
        " Cases over information disclosure: administrative reconsideration (an internal appeal) 10, lawsuits filed directly 0, lawsuits after reconsideration 0."
    )


def cards(text: str) -> dict[str, str]:
    """Label of a key figure → all that is said of it."""
    found = re.findall(r"<div><dt>(.*?)</dt>(.*?)</div>", text.split('<dl class="cards">')[1].split("</dl>")[0])
    return {label: " ".join(re.sub(r"<[^>]+>", " ", said).split()) for label, said in found}


def test_a_rate_of_more_than_all_is_none_and_it_is_said_why() -> None:
    wrong = FIGURES | requests(granted=3521, unable_not_held=0)
    said = cards(page(filled(BEFORE, year=2023), filled(wrong), language="en"))["Disclosure rate"]
    assert said.startswith("cannot be told") and "3,992 of 3,521" in said and "does not add up" in said and "%" not in said


def test_a_rate_that_stays_the_same_has_no_change_of_minus_nothing() -> None:
    before = requests(new_received=1000, outcome_total=1000, granted=500, unable_not_held=500)
    after = requests(new_received=10001, outcome_total=10001, granted=5000, unable_not_held=5001)
    both = filled(before, year=2023), filled(after)
    assert cards(page(*both, language="en"))["Disclosure rate"] == "50.0% as in 2023 5,000 of 10,001"


def test_one_disclosed_request_was_disclosed() -> None:
    text = lead(page(filled(requests(new_received=1, outcome_total=1, granted=1)), language="en"))
    assert "of which 1 was disclosed" in text
    assert "%" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("cells", [{}, *({str(c): printed for c in FORM.cells(NEW)} for printed in ("", "/", "1"))])
def test_no_page_says_nonsense(cells: dict[str, str], language: str) -> None:
    text = html.unescape(re.sub(r"<[^>]+>", " ", page(filled(cells, year=2023), filled(cells), language=language, has_charts=True)))
    assert not re.search(r"\bNaN\b|\bNone\b|\bnan\b|\binf\b|\b1 new requests|\{[a-z]+\}|%%|\b1 pages\b", text)


# --- bodies without a name, and names that are meant to harm --------------------------------------------------------------------------


def test_a_body_without_a_name_says_how_to_name_it() -> None:
    text = page(filled(FIGURES, name=""))
    assert "<h1>没有写明机关的报告</h1>" in text
    assert "<code>test/test-2024.pdf.yml</code>" in text
    assert "agency: 机关全称" in text


EVIL = '<script>alert(1)</script>"\'&<img src=x onerror=alert(1)>\n\n# x\n[y](javascript:z)'


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_that_a_report_prints_becomes_markup(language: str) -> None:
    base = filled({"requests denied_third_party natural_person": EVIL, "disputes review total": "7"}, name=EVIL)
    evil = replace(base, printed_name=EVIL, sidecar=Sidecar(note=EVIL, source_url="javascript:alert(1)", published=EVIL))
    text = page(evil, language=language, has_charts=True)
    body = markdown.markdown(text.split("---\n", 2)[2])
    # what describes the data to search engines is no program, and nothing in it can end it
    described = re.findall(r'<script type="application/ld\+json">([^<]*)</script>', body)
    assert all(json.loads(text) for text in described)
    tags, links = seen(body)
    pictures = re.findall(r'<image href="([^"]*)"', body)
    assert tags.count("image") == len(pictures) and "img" not in tags
    assert tags.count("script") == len(described)
    assert all(re.fullmatch(r"[a-z]+\.svg#p", address) for address in pictures)
    assert tags.count("h1") == 1
    assert not any(link.strip().lower().startswith("javascript") for link in links)
    front = text.split("---\n")[1]
    assert all(re.fullmatch(r"\w+: .+", line) for line in front.strip().splitlines())


def seen(text: str) -> tuple[list[str], list[str]]:
    tags: list[str] = []
    links: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            tags.append(tag)
            links.extend(value or "" for name, value in attributes if name in ("href", "src"))

    Parser().feed(text)
    return tags, links


def test_a_source_is_a_link_only_if_it_is_a_web_address() -> None:
    linked = replace(filled({}), sidecar=Sidecar(source_url="https://example.org/a?b=1&c=2"))
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">' in str(built(linked)["agencies/test/2024/index.md"])


# --- the page as a page -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "2024/"])
def test_a_page_is_whole_html(language: str, path: str) -> None:
    files = built(filled({}, OLD, 2020), filled(FIGURES | {"disputes review total": "0"}), has_charts=True)
    body = str(files[f"{'en/' if language == 'en' else ''}agencies/test/{path}index.md"]).split("---\n", 2)[2]
    stack: list[str] = []
    # HTML lets these end where the next one begins, or what they stand in ends
    ends = {"td": {"td", "th"}, "th": {"td", "th"}, "tr": {"tr", "td", "th"}, "tbody": {"tbody", "thead", "tr", "td", "th"}, "li": {"li"}, "dd": {"dd", "dt"},
            "dt": {"dd", "dt"}, "p": {"p"}}

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            while stack and stack[-1] in ends.get(tag, ()):
                stack.pop()
            if tag not in ("br", "img", "path", "input"):
                stack.append(tag)

        def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            pass

        def handle_endtag(self, tag: str) -> None:
            while stack[-1] != tag and stack[-1] in ends:
                stack.pop()
            assert stack.pop() == tag, self.getpos()

    Parser().feed(body)
    assert stack == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_address_is_used_twice_and_every_inner_link_leads_somewhere(language: str) -> None:
    text = page(filled({}, OLD, 2020), filled(FIGURES | {"disputes review total": "0"}, year=2021), language=language, has_charts=True)
    ids = re.findall(r' id="?([^" >]+)', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_every_table_can_be_reached_and_names_itself() -> None:
    text = page(filled(FIGURES), has_charts=True)
    assert text.count("<table") == text.count("<caption") == text.count('role="region" tabindex="0" aria-label=')


def test_an_english_page_marks_what_is_chinese() -> None:
    text = page(replace(filled(FIGURES), sidecar=Sidecar(note="说明")), language="en", has_charts=True)
    assert '<h1 lang="zh">甲市人民政府</h1>' in text
    plain = re.sub(r'<(h1|dd|div|p)[^>]* lang="zh">.*?</\1>|<[^>]+>|甲市人民政府', " ", text.split("---\n", 2)[2])
    assert set(re.findall("[一-鿿]+", plain)) <= {"无", "不涉及"}


def test_what_is_said_of_every_document_is_said_once_and_in_the_language_of_the_page() -> None:
    said = [
        replace(filled(FIGURES, year=year), report_id=f"test-{year}", sidecar=Sidecar(note=f"依据《{year}年报告》排版。", note_en="An edition."))
        for year in (2022, 2023, 2024)
    ]
    zh, en = page(*said), page(*said, language="en")
    assert zh.count("排版。") == 1 and "依据《2024年报告》排版。" in zh and "2022、2023 年的文件同此说明。" in zh
    assert en.count("An edition.") == 1 and "排版" not in en and "The same is said of the documents of 2022, 2023." in en


def full(year: int) -> Report:
    """A report whose every table is filled in, on the form that was in force: with numbers as wide as there are, and some that contradict each other."""
    version = OLD if year < 2021 else NEW
    issued = {str(c): "12345" for c in FORM.cells(version) if c.table == "proactive_disclosure"}
    unchanged = {f"proactive_disclosure {row} repealed_this_year": "12345" for row in ("rules", "normative_documents")} if version == NEW else {}
    made = filled((FIGURES if year % 2 else BEFORE) | issued | unchanged, version, year)
    return replace(made, values={id: replace(v, place=Place(3, 1, 7, 2)) for id, v in made.values.items()})


MOST = 45_000
"""Bytes of a body's page but for the frame of the site, however many years it holds"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("years", [1, 2, 3, 5, 7, 12])
def test_a_page_of_any_number_of_years_stays_within_its_budget(language: str, years: int) -> None:
    text = page(*(full(year) for year in range(2026 - years, 2026)), language=language, has_charts=True)
    assert len(text.encode()) < MOST


def test_a_page_without_room_for_its_findings_keeps_within_its_budget_too() -> None:
    wrong = [filled({f"requests {row} total": "7" for row in ("new_received", "granted", "outcome_total", "denied_state_secret")}
                    | {str(c): "9" for c in FORM.cells(NEW) if c.table == "disputes"}, year=year) for year in range(2019, 2026)]
    text = page(*wrong, has_charts=True)
    assert len(text.encode()) < MOST
    assert re.search(r"还有 \d+ 条，见各年报告的页", text)
    assert re.findall(r"<li id=f-(\d+)", text)[0] == "2025", "the newest report's are the ones that are told"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_of_older_years_stand_beside_the_newest_and_have_their_addresses_on_the_page_of_their_report(language: str) -> None:
    files = built(*(full(year) for year in range(2019, 2026)), has_charts=True)
    prefix = "en/" if language == "en" else ""
    text = str(files[f"{prefix}agencies/test/index.md"])
    line = re.search(r"<tr><th scope=row>[^<]*((?:(?!<tr>).)*id=requests-granted-total-2025.*?)<tr>", text)
    assert line and re.sub(r"<[^>]*>", " ", line[1]).split() == ["1431", "3507"] * 3 + ["1431"]
    ids = set(re.findall(r' id="?([^" >]+)', text))
    for year in range(2019, 2026):
        own = str(files[f"{prefix}agencies/test/{year}/index.md"])
        cells = FORM.cells(OLD if year < 2021 else NEW)
        for table in ("proactive_disclosure", "requests", "disputes"):
            [shown] = re.findall(rf'id="{table}">.*?</table>', own, re.DOTALL)
            figures = re.findall(r"<td(?! class=e)[^>]*>", shown.split("<tbody>", 1)[1])
            rows = shown.count("<tr><th scope=row>") - shown.split("<tbody>", 1)[0].count("<tr><th scope=row>")
            assert len(figures) - rows == sum(c.table == table for c in cells), "every cell of the form in its order, and the place of each row"
        numbers = {f"{c.table}-{c.row}-{c.column}-{year}" for c in cells}
        totals = {n for n in numbers if not n.startswith("requests-") or n.endswith(f"-total-{year}")}
        if year == 2025:
            assert totals <= ids
        elif year != 2020:  # the last to have the lines of the old form: of each, one address has to be there
            assert not totals & ids
    assert text.count('href="2019/"') == 4, "the report, and over each table"


def test_every_line_has_an_address_from_which_a_script_makes_the_others() -> None:
    text = page(*(full(year) for year in range(2019, 2026)))
    tables = re.findall(r"<table class=f>.*?</table>", text)
    lines = [line for table in tables for line in table.split("<tr><th scope=row>")[1:]]
    assert len(tables) == 3 and len(lines) > 60
    assert [line for line in lines if " id=" not in line] == lines[-1:], "the last line says where the disputes were printed"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_to_a_number_leads_to_it_without_a_script(language: str) -> None:
    files = built(*(full(year) for year in range(2019, 2026)), has_charts=True)
    folder = ("en/" if language == "en" else "") + "agencies/test/"
    text = str(files[f"{folder}index.md"])
    ways = set(re.findall(r'href="((?:20\d\d/)?#[^"]+)"', text))
    assert any("/" in way for way in ways)
    for way in ways:
        year, _, anchor = way.rpartition("#")
        assert re.search(rf' id="?{anchor}[" >]', str(files[f"{folder}{year}index.md"])), way


def test_the_files_beside_the_page_hold_the_published_values() -> None:
    files = built(filled(FIGURES, year=2023), filled(FIGURES | {"requests denied_third_party natural_person": "=1+1"}))
    own = list(csv.DictReader(io.StringIO(as_text(files["agencies/test/data.csv"]))))
    assert list(own[0])[:8] == ["table", "row", "column", "unit", "2023", "2024", "status_2023", "status_2024"]
    assert list(own[0])[8:] == [
        "row_label_zh", "row_label_en", "column_label_zh", "column_label_en", "agency_id", "agency_name", "form_2023", "form_2024", "source", "data_version",
    ]
    granted = next(line for line in own if (line["row"], line["column"]) == ("granted", "total"))
    assert (granted["row_label_zh"], granted["column_label_en"], granted["form_2023"]) == ("（一）予以公开", "Total", NEW)
    assert (granted["agency_name"], granted["source"]) == ("甲市人民政府", "agencies/test/") and len(granted["data_version"]) == 10
    whole = to_csv_files(readings(filled(FIGURES, year=2023), filled(FIGURES | {"requests denied_third_party natural_person": "=1+1"})))
    all_lines = list(csv.DictReader(io.StringIO(as_text(whole["cells.csv"]))))
    told = [(line["table"], line["row"], line["column"], line["unit"], line[year], line[f"status_{year}"] or "reported", year)
            for year in ("2023", "2024") for line in own]
    assert told == [tuple(line[name] for name in ("table", "row", "column", "unit", "value", "status", "year")) for line in all_lines]
    content = json.loads(as_text(files["agencies/test/data.json"]))
    assert content["agency"]["agency_name"] == "甲市人民政府"
    last = content["reports"][1]
    assert last["values"][content["cells"].index("requests.granted.total")] == 1431
    at = content["cells"].index("requests.denied_third_party.natural_person")
    assert last["values"][at] is None and content["statuses"][last["statuses"][at]] == "unreadable" and last["raw"][str(at)] == "=1+1"
    assert {content["statuses"][letter] for place, letter in enumerate(last["statuses"]) if place != at} == {"reported"}
    assert last["indicators"][content["indicators"].index("disclosure_rate")][1] == 1902


def test_a_year_without_a_report_is_said_in_every_file_and_table() -> None:
    files = built(filled(FIGURES, OLD, year=2020), filled(FIGURES, year=2023), has_charts=True)
    own = list(csv.DictReader(io.StringIO(as_text(files["agencies/test/data.csv"]))))
    assert list(own[0])[4:12] == ["2020", "2021", "2022", "2023", "status_2020", "status_2021", "status_2022", "status_2023"]
    assert {(line["2021"], line["status_2021"], line["form_2021"]) for line in own} == {("", "no_report", "")}
    rules = next(line for line in own if (line["row"], line["column"]) == ("normative_documents", "made_this_year"))
    assert (rules["status_2020"], rules["status_2022"], rules["status_2023"], rules["form_2020"]) == ("", "no_report", "not_on_form", OLD)
    licensing = next(line for line in own if (line["row"], line["column"]) == ("licensing", "decisions"))
    assert licensing["column_label_zh"] == "本年处理决定数量（2019-60：处理决定数量）"
    chart = list(csv.DictReader(io.StringIO(as_text(files["agencies/test/received.csv"]))))
    assert {line["status"] for line in chart if line["year"] in ("2021", "2022")} == {"no_report"}
    first = next(line for line in chart if (line["series"], line["year"]) == ("new_received", "2020"))
    assert (first["series_label_zh"], first["series_label_en"], first["unit"]) == ("本年新收政府信息公开申请数量", "New requests received this year", "件")
    assert (first["form"], first["agency_name"], first["value"]) == (OLD, "甲市人民政府", "3525")
    for language, none in (("", "无报告"), ("en/", "no report")):
        text = str(files[f"{language}agencies/test/index.md"])
        links = re.search(r'<p class="texts">(.*?)</p>', text)
        assert links and f"2020 2021–2022 {none} 2023" in re.sub(r"<[^>]+>", "", links[1])
        for table in ("proactive_disclosure", "requests", "disputes"):
            shown = re.search(rf'<h3 id="{table}">.*?</table>', text, re.DOTALL)
            assert shown
            head = re.search(r"<thead><tr>(.*?)<tr|<thead><tr>(.*?)<tbody", shown[0])
            assert head and re.findall(r">(20\d\d)<", head[0]) == ["2020", "2023"]
            assert none in shown[0] and "2021–2022" in head[0]


def as_text(content: str | bytes) -> str:
    return content.decode("utf-8-sig") if isinstance(content, bytes) else content


def test_the_interactive_charts_load_what_the_page_was_drawn_from() -> None:
    files = built(filled(FIGURES), has_charts=True)
    live = json.loads(as_text(files["agencies/test/charts.json"]))
    for id, chart in live.items():
        for language in ("zh", "en"):
            spec = json.loads(as_text(files[f"assets/charts/{chart['spec'][language]}"]))
            assert "data" not in spec and spec["layer" if "layer" in spec else "spec"]
        rows = [dict(zip(chart["columns"], row, strict=False)) for row in chart["rows"]]
        assert rows and all({"year", "series", "panel"} <= set(row) for row in rows), id


def test_bodies_share_the_descriptions_of_their_charts() -> None:
    other = replace(filled(FIGURES), report_id="other-2024", agency=Agency("other", "乙市人民政府"))
    files = built(filled(FIGURES), other, has_charts=True)
    alone = built(filled(FIGURES), has_charts=True)
    assert {path for path in files if path.startswith("assets/charts/")} == {path for path in alone if path.startswith("assets/charts/")}


def test_an_error_is_reported_with_the_body_already_named() -> None:
    assert "about/#report-an-error" in page(filled({}))
    linked = page(filled({}), repository="https://github.com/a/b")
    assert "https://github.com/a/b/issues/new?title=" in linked
    assert "https://github.com/a/b/blob/HEAD/reports/test/test-2024.pdf" in linked


def test_the_same_readings_make_the_same_page() -> None:
    assert built(filled(FIGURES), has_charts=True) == built(filled(FIGURES), has_charts=True)


def test_what_counts_as_a_contradiction_is_never_folded_away() -> None:
    [reading] = readings(filled(FIGURES))
    entry = catalogue.load()["share-differs"]
    assert (entry.severity, entry.kind) == ("info", "contradicts"), "small, and counted on the front page"
    small = Check("N-PCT", "test-2024", "broken", entry.severity, entry.about, None, "40%", "50%", "甲说一半", "one says half", kind=entry.kind)
    note = replace(small, check="row-added", message_zh="另有一行", kind="notes")
    files = built(found=[replace(reading, checks=(small, note))])
    for path in ("agencies/test/index.md", "agencies/test/2024/index.md"):
        text = str(files[path])
        assert "甲说一半" in re.sub("<details>.*?</details>", "", text, flags=re.DOTALL), path
        assert "另有一行" not in re.sub("<details>.*?</details>", "", text, flags=re.DOTALL)


def test_an_english_reader_can_read_whose_figures_they_are_wherever_they_are_taken() -> None:
    """On the page, in titles and citations, on the page of a report, in a picture and in a frame of another site."""
    name = "Gulou District People's Government (Nanjing, Jiangsu)"
    body = Agency("320106-renminzhengfu", "南京市鼓楼区人民政府", "320106", level="county", kind="government", name_en=name)
    reports = [replace(r, agency=body, report_id=f"{body.agency_id}-{r.year}") for r in (filled(BEFORE, year=2023), filled(FIGURES))]
    found = {path: str(text) for path, text in built(*reports, has_charts=True).items() if isinstance(text, str)}
    home = f"en/agencies/{body.agency_id}/"
    report_page, whole = html.unescape(found[f"{home}2024/index.md"]), html.unescape(found[f"{home}index.md"])
    assert f"{name}, 2024" in report_page.split("---")[1] and f">{name}</a>" in report_page
    assert f"figures of the annual open-government reports of {name}" in whole
    assert f"<h1 class=\"hidden\">{name}</h1>" in html.unescape(found[f"en/embed/{body.agency_id}/received/index.html"])
    picture = html.unescape(re.sub("<[^>]+>", "", found[f"{home}received.svg"]))
    assert name in picture and body.name not in picture
    assert body.name in re.sub("<[^>]+>", "", found[f"agencies/{body.agency_id}/received.svg"])
