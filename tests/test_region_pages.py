"""A region's page: what is covered, what is missing or late, and what may be added up."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Any

import pytest

from gongkai import indicators, tables
from gongkai.agencies import regions
from gongkai.agencies.english import to_english
from gongkai.checks import catalogue
from gongkai.form import load
from gongkai.model import Agency, CellId, Reading, Report, Sidecar
from gongkai.pages import quality
from gongkai.pages.places import coverage, gathering, pages, sums
from gongkai.pages.places.coverage import NONE, Mark
from tests import reports
from tests.browser import made

FORM = load()
NEW = CellId("requests", "new_received", "total")
ISSUED = CellId("proactive_disclosure", "normative_documents", "issued_this_year")
MADE = CellId("proactive_disclosure", "normative_documents", "made_this_year")


def reading(
    agency: str, year: int, new: str = "", *, scope: str = "own", version: str = "2021-30", code: str = "350581", kind: str = "department",
    published: str = "", status: str = "read", **cells: str,
) -> Reading:
    """A report of a body of a place; level by the code. cells: issued="3" and the like; others are rows of requests."""
    names = {"issued": str(ISSUED), "made": str(MADE)}
    made = reports.report({str(NEW): new} | {names.get(k, str(CellId("requests", k, "total"))): v for k, v in cells.items()}, version, year, agency, scope=scope)
    level = "provincial" if code.endswith("0000") else "prefectural" if code.endswith("00") else "county"
    body = Agency(f"{code}-{agency}", agency, code, level=level, kind=kind)
    report: Report = replace(made, report_id=f"{body.agency_id}-{year}", agency=body, sidecar=Sidecar(published=published))
    return Reading(f"{report.report_id}.txt", "0" * 64, status, report=report)


def to_places(*readings: Reading) -> dict[str, gathering.Place]:
    return gathering.to_places(tables.tabulate(tables.in_order(readings), FORM), FORM)


def page(*readings: Reading, code: str = "350581", language: str = "zh") -> str:
    frames = tables.tabulate(tables.in_order(readings), FORM)
    rendered = pages.render_regions(language, gathering.to_places(frames, FORM), frames, FORM, indicators.CATALOGUE)
    text = rendered[("" if language == "zh" else "en/") + (f"regions/{code}/index.md" if code else "regions/index.md")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def new_of(*readings: Reading, code: str = "350581", year: int = 2023) -> Any:
    found = to_places(*readings)[code].sums.get(year)
    return found and found[NEW]


# --- sums -----------------------------------------------------------------------------------------------------------


def test_reports_of_bodies_themselves_are_added_up_with_how_many_they_are() -> None:
    total = new_of(reading("甲局", 2023, "3"), reading("乙局", 2023, "4"), reading("甲局", 2022, "100"))
    assert (total.number, total.stated, total.unstated, total.absent) == (7, 2, 0, 0)


def test_own_and_summary_reports_are_never_added_together() -> None:
    total = new_of(reading("甲局", 2023, "3"), reading("市政府", 2023, "1000", scope="summary", kind="government"))
    assert (total.number, total.stated) == (3, 1)


def test_summary_reports_are_not_added_to_each_other_either_but_listed() -> None:
    both = [reading("市政府", 2023, "1000", scope="summary"), reading("教育局", 2023, "200", scope="summary")]
    place = to_places(*both)["350581"]
    assert place.sums == {}
    assert sorted(line.figures[NEW] or 0 for line in place.summaries) == [200, 1000]
    text = page(*both)
    assert "1,000" in text
    assert "1,200" not in text


def test_a_report_of_unknown_scope_is_in_no_sum_and_the_page_counts_it() -> None:
    both = (reading("甲局", 2023, "3"), reading("乙局", 2023, "50", scope="unknown"))
    assert new_of(*both).number == 3
    assert "没有写明 不计入 1" in page(*both)
    assert "Not stated left out 1" in page(*both, language="en")


@pytest.mark.parametrize("printed", ["", "/", "—", "无", "若干"])
def test_what_is_no_number_is_no_zero_and_is_counted_apart(printed: str) -> None:
    total = new_of(reading("甲局", 2023, "3"), reading("乙局", 2023, printed))
    assert (total.number, total.stated, total.unstated) == (3, 1, 1)


def test_a_printed_zero_counts() -> None:
    total = new_of(reading("甲局", 2023, "0"))
    assert (total.number, total.stated) == (0, 1)
    assert "n = 1" in page(reading("甲局", 2023, "0"))


def test_where_nobody_prints_a_number_there_is_no_sum() -> None:
    total = new_of(reading("甲局", 2023, ""), reading("乙局", 2023, "/"))
    assert (total.number, total.stated, total.unstated) == (None, 0, 2)


def test_figures_whose_definition_changed_are_not_added_across_the_forms() -> None:
    found = to_places(reading("甲局", 2021, "1", version="2019-60", made="5"), reading("乙局", 2021, "1", issued="7"))["350581"].sums[2021]
    assert (found[MADE].number, found[MADE].stated, found[MADE].absent) == (5, 1, 1)
    assert (found[ISSUED].number, found[ISSUED].stated, found[ISSUED].absent) == (7, 1, 1)


def test_a_heading_is_the_sum_of_its_rows_only_where_all_are_printed() -> None:
    other = sums.to_cells(CellId("requests", "other_disposal", "total"), "2021-30", FORM)
    assert len(other) == 3
    whole = reports.report({str(cell): "2" for cell in other})
    part = reports.report({str(cell): "2" for cell in other[:2]})
    figure = CellId("requests", "other_disposal", "total")
    lines = [reading("甲局", 2023), reading("乙局", 2023)]
    filled = [
        replace(line, report=replace(line.report, values=made.values)) for line, made in zip(lines, (whole, part), strict=True) if line.report
    ]
    total = to_places(*filled)["350581"].sums[2023][figure]
    assert (total.number, total.stated, total.unstated) == (6, 1, 1)


def test_a_region_adds_up_what_lies_below_it() -> None:
    below = (reading("甲局", 2023, "3"), reading("乙局", 2023, "4", code="350500"), reading("丙局", 2023, "5", code="350100"))
    assert new_of(*below, code="350581").number == 3
    assert new_of(*below, code="350500").number == 7
    assert new_of(*below, code="350000").number == 12


def test_a_report_without_a_year_and_a_second_document_of_a_year_are_in_no_sum() -> None:
    first = reading("甲局", 2023, "3")
    assert first.report
    second = replace(first, path="second.txt", read_status="duplicate", report=replace(first.report, report_id=first.report.report_id + "-2"))
    undated = replace(first, path="undated.txt", report=replace(first.report, report_id="undated", year=None))
    assert new_of(first, second, undated).number == 3


# --- coverage -------------------------------------------------------------------------------------------------------


def test_every_ancestor_of_a_region_with_bodies_has_a_page() -> None:
    assert list(to_places(reading("甲局", 2023))) == ["350000", "350500", "350581"]
    assert "石狮市" in page(reading("甲局", 2023), code="350500")
    assert "福建省" in page(reading("甲局", 2023), code="")


def test_a_body_of_no_region_is_on_no_page_and_the_list_says_so() -> None:
    lost = reading("某局", 2023, code="")
    assert to_places(lost) == {}
    assert "另有 1 个机关" in page(lost, code="")


def test_years_between_the_first_and_the_last_without_any_report_are_shown_too() -> None:
    marks = [{2020: Mark("read")}, {2023: Mark("partly_read")}]
    found = coverage.to_years(marks)
    assert [(y.year, y.here, y.partly, y.missing) for y in found] == [(2023, 1, 1, 1), (2022, 0, 0, 2), (2021, 0, 0, 2), (2020, 1, 0, 1)]
    assert coverage.to_years([{}, {}]) == []


@pytest.mark.parametrize(("kind", "level", "due"), [
    ("department", "county", "2024-01-31"), ("department", "provincial", "2024-01-31"), ("government", "county", "2024-03-31"),
    ("office", "prefectural", "2024-03-31"), ("town", "township", ""), ("tax", "vertical", ""), ("department", "township", ""),
    ("development_zone", "county", ""), ("", "", ""),
])
def test_the_time_limit_is_that_of_article_49_and_nobody_elses(kind: str, level: str, due: str) -> None:
    found = coverage.to_due(kind, level, 2023)
    assert (found.isoformat() if found else "") == due


def test_a_report_is_late_only_after_the_day_and_only_where_the_date_is_known() -> None:
    due = datetime.date(2024, 1, 31)
    assert Mark("read", datetime.date(2024, 1, 31), due).timing == "on_time"
    assert Mark("read", datetime.date(2024, 2, 1), due).timing == "late"
    assert Mark("read", None, due).timing == ""
    assert Mark("read", datetime.date(2024, 2, 1), None).timing == ""
    assert NONE.timing == ""
    for text in ("2024年1月", "soon", "", None, "2024-13-01"):
        assert coverage.to_date(text) is None


def test_the_page_says_in_words_what_is_here_missing_in_part_or_late() -> None:
    text = page(
        reading("甲局", 2022, published="2023-02-01"), reading("甲局", 2023, status="partly_read"), reading("乙局", 2023, published="2024-01-20"),
    )
    assert re.search(r"甲局 部门 · 县级 部分读出 有 迟发", text)
    assert re.search(r"乙局 部门 · 县级 有 无", text)
    assert re.search(r"2023 2 1 0 1 0 2022 1 0 1 1 1", text)


def test_a_document_that_could_not_be_read_is_told_where_it_may_be_the_missing_one() -> None:
    broken = Reading("350581/caizheng/2022.pdf", "0" * 64, "unreadable", "The file is cut off.")
    assert "另有 1 份文件放在这些地区的文件夹里而没有读成" in page(reading("甲局", 2023), broken)
    assert "另有 1 份文件" in page(reading("甲局", 2023), broken, code="350000")
    assert "另有 1 份文件" not in page(reading("甲局", 2023, code="350100"), broken, code="350100")


def test_a_former_name_is_told_where_there_was_one() -> None:
    assert "2021 年前为沙县（350427）" in page(reading("甲局", 2023, code="350405"), code="350405")
    assert "until 2021 Shaxian County 沙县 (350427)" in page(reading("甲局", 2023, code="350405"), code="350405", language="en")


def test_what_a_report_calls_its_body_is_no_markup() -> None:
    frames = tables.tabulate([reading("<script>alert(1)</script>局", 2023, "1")], FORM)
    rendered = pages.render_regions("zh", gathering.to_places(frames, FORM), frames, FORM)
    assert "<script" not in "".join(rendered.values())


def test_the_bodies_of_a_region_stand_side_by_side_and_one_without_a_report_or_a_figure_says_so() -> None:
    one, two, three = [agency for agency in made.agencies() if agency.division_code == "350581"][:3]
    some = [made.reading(one, 2023, 30), made.reading(two, 2023, 40), made.reading(three, 2022, 50), reading("甲局", 2023, "3")]
    some.append(reading("乙局", 2023, "9", granted="5", partially_granted="3", outcome_total="7"))
    text = page(*some, language="en").partition("Main indicators of its bodies")[2]
    assert "2023 report" in text[:40]
    assert "53" in text.partition(one.name)[2][:120]
    assert "no report" in text.partition(three.name)[2][:120]
    assert "cannot be told" in text.partition("甲局")[2][:120]
    assert "does not add up" in text.partition("乙局")[2][:120] and "does not add up" not in text.partition("甲局")[2][:60]


def test_an_english_reader_can_read_the_name_of_a_region() -> None:
    frames = tables.tabulate(tables.in_order([reading("甲局", 2023, "3"), reading("乙局", 2023, "4", code="320106")]), FORM)
    rendered = pages.render_regions("en", gathering.to_places(frames, FORM), frames, FORM, indicators.CATALOGUE)
    texts = {path: text for path, text in rendered.items() if re.search(r"/\d{6}/", path)}
    for text in texts.values():
        title, heading = re.search("title: (.*)", text), re.search("<h1>([^<]*)<small", text)
        assert title and heading and not re.search("[\u4e00-\u9fff]", title[1] + heading[1])
        assert not re.search("those of [\u4e00-\u9fff]", text)
    assert "<h1>Gulou District (Nanjing, Jiangsu) <small" in texts["en/regions/320106/index.md"]


@pytest.mark.parametrize("kind", ["regions/350581", "regions/350000", "quality"])
def test_tables_of_english_pages_lead_with_the_english_name_and_have_the_printed_one_beside_it(kind: str) -> None:
    some = [made.reading(agency, 2023, at) for at, agency in enumerate(made.agencies()[:40]) if agency.division_code.startswith("35")]
    some.append(reading("石狮市某局", 2023, "9", granted="5", partially_granted="3", outcome_total="7", scope="summary"))
    frames = tables.tabulate(tables.in_order(some), FORM)
    frames["agencies"]["agency_name_en"] = [to_english(name, regions.by_code("350581")) for name in frames["agencies"]["agency_name"]]
    rendered = pages.render_regions("en", gathering.to_places(frames, FORM), frames, FORM, indicators.CATALOGUE)
    rendered |= quality.render_quality("en", frames, FORM, catalogue.load())
    text = rendered[f"en/{kind}/index.md"]
    links = re.findall(r'<th scope="row"><a href="[^"]*/(?:agencies|regions)/[^"]*"[^>]*>([^<]*)</a>(.{40})', text)
    assert links
    for name, beside in links:
        assert not re.search("[\u4e00-\u9fff]", name) and 'class="g-beside" lang="zh">' in beside + "<", (name, beside)


def test_a_region_without_bodies_of_its_own_leads_to_all_below_it_by_indicator() -> None:
    rendered = page_as_it_is(reading("甲局", 2023, "3"), code="350000")
    assert "indicators/denied_share/?region=350000&amp;sort=-#list" in rendered


def page_as_it_is(*readings: Reading, code: str) -> str:
    frames = tables.tabulate(tables.in_order(readings), FORM)
    return pages.render_regions("zh", gathering.to_places(frames, FORM), frames, FORM, indicators.CATALOGUE)[f"regions/{code}/index.md"]
