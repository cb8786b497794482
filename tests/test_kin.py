"""What a body's page tells beside its own figures: names, those before and after, peers."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gongkai import pages, tables
from gongkai.agencies import names
from gongkai.form import load
from gongkai.model import Agency, CellId, Reading, Value
from gongkai.pages.body.kin import Kinship, to_names, to_spans
from tests import reports

FORM = load()


def reading(
    name: str, closed: int, granted: int, *, year: int = 2023, printed: str | None = None, scope: str = "own", code: str = "350581",
    level: str = "county", province: str = "福建省", prefecture: str = "泉州市", kind: str = "department",
) -> Reading:
    """A report in which so many requests were closed, so many of them granted, and no other number but zeros stands."""
    made = reports.report({}, year=year)
    values = {cell: Value(cell, "reported", Decimal(0), "0") for cell in made.values}
    for row, number in (("new_received", closed), ("granted", granted), ("outcome_total", closed), ("denied_third_party", closed - granted)):
        cell = CellId("requests", row, "total")
        values[cell] = reports.report({str(cell): str(number)}).values[cell]
    agency = Agency(f"{code}-{name}", name, code, province, prefecture, "石狮市" if code == "350581" else "", level=level, kind=kind)
    report = replace(
        made, report_id=f"{agency.agency_id}-{year}", agency=agency, values=values, printed_name=name if printed is None else printed, scope=scope)
    return Reading(f"{report.report_id}.txt", "0" * 64, "read", report=report)


def kin(of: str, *readings: Reading, known: Any = ()) -> Any:
    frames = tables.tabulate(tables.in_order(readings), FORM)
    own = [r.report for r in readings if r.report and r.report.agency.name == of]
    return Kinship(frames, known).of(own[0].agency.agency_id, own)


def peers(of: str, *readings: Reading) -> dict[str, Any]:
    return {peer.indicator: peer for peer in kin(of, *readings).peers}


FOUR = (reading("甲局", 10, 5), reading("乙局", 10, 1), reading("丙局", 20, 4), reading("丁局", 10, 9))


def test_peers_are_told_by_median_and_range_without_the_body_itself() -> None:
    rate = peers("甲局", *FOUR)["disclosure_rate"]
    assert (rate.own, rate.median, rate.lowest, rate.highest, rate.n, rate.place) == (0.5, 0.2, 0.1, 0.9, 3, "石狮市")


def test_of_two_peers_nothing_is_told() -> None:
    assert peers("甲局", *FOUR[:3]) == {}


def test_a_share_of_fewer_than_five_requests_is_no_peers_share() -> None:
    assert "disclosure_rate" not in peers("甲局", *FOUR[:3], reading("丁局", 4, 1))
    assert peers("甲局", *FOUR[:3], reading("丁局", 4, 1))["requests_accepted"].n == 3


def test_peers_are_of_the_same_level_kind_scope_and_year() -> None:
    others = (
        reading("丁局", 10, 9, scope="summary"), reading("戊局", 10, 9, year=2022), reading("己镇", 10, 9, kind="town", level="township"),
        reading("庚政府", 10, 9, kind="government"),
    )
    assert peers("甲局", *FOUR[:3], *others) == {}


def test_where_the_region_has_too_few_the_one_above_is_taken() -> None:
    wider = [reading(f"晋江{i}局", 10, i, code="350582") for i in range(3)]
    found = peers("甲局", *FOUR[:2], *wider)["disclosure_rate"]
    assert (found.place, found.n) == ("泉州市", 4)


def test_names_are_told_by_year_where_they_differ() -> None:
    rename = [reading("甲局", 1, 1, year=y, printed=n) for y, n in ((2019, "石狮市甲局"), (2020, "石狮市甲局"), (2022, "石狮市甲局"), (2023, "甲局"))]
    found = to_names([r.report for r in rename if r.report], "甲局")
    assert [(p.name, p.years) for p in found] == [("石狮市甲局", "2019–2020, 2022"), ("甲局", "2023")]
    assert to_names([rename[3].report], "甲局") == ()  # type: ignore[list-item]
    assert to_spans([2023, 2019, 2020]) == "2019–2020, 2023"


def test_who_took_over_is_told_on_both_pages_whichever_entry_says_so() -> None:
    known = names.read_bodies("""
- name: 甲局
  predecessors: [{name: 乙局, year: 2022, source: "https://example.gov.cn/a"}]
- name: 丙局
  successors: [{name: 无报告局, year: 2020, source: "javascript:alert(1)"}]
""")[0]
    (before,) = kin("甲局", *FOUR, known=known).before
    assert (before.name, before.agency_id, before.year, before.is_link) == ("乙局", "350581-乙局", "2022", True)
    assert [r.name for r in kin("乙局", *FOUR, known=known).after] == ["甲局"]
    (after,) = kin("丙局", *FOUR, known=known).after
    assert (after.agency_id, after.is_link) == ("", False)


def test_a_bodys_page_shows_region_names_scope_and_peers_in_both_languages() -> None:
    frames = tables.tabulate(tables.in_order([*FOUR, reading("甲局", 3, 3, year=2022, printed="石狮市甲局")]), FORM)
    readings = [*FOUR, reading("甲局", 3, 3, year=2022, printed="石狮市甲局")]
    rendered = pages.agency.render_agencies(readings, frames, FORM, {})
    for path, words in (
        ("", (
            "地区 › 福建省 › 泉州市 › 石狮市", "2022 年印作 石狮市甲局",
            "公开率 50.0% 20.0% 10.0% – 90.0% 3 石狮市")),
        ("en/", (
            "Regions › Fujian Province 福建省 › Quanzhou City 泉州市 › Shishi City 石狮市", "2022: printed as 石狮市甲局",
            "Disclosure rate 50.0% 20.0% 10.0% – 90.0% 3")),
    ):
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(rendered[f"{path}agencies/350581-甲局/index.md"])))
        for word in words:
            assert word in text


def test_a_name_that_others_have_is_told_apart_by_the_narrowest_region_that_does() -> None:
    def own(code: str, prefecture: str, province: str = "福建省") -> Reading:
        return reading("鼓楼区财政局", 1, 1, code=code, province=province, prefecture=prefecture)

    def apart(code: str, *readings: Reading) -> str:
        frames = tables.tabulate(tables.in_order(readings), FORM)
        return Kinship(frames).of(f"{code}-鼓楼区财政局", [r.report for r in readings if r.report and r.report.agency.division_code == code]).apart

    three = (own("350102", "福州市"), own("320106", "南京市", "江苏省"), own("320302", "徐州市", "江苏省"))
    assert [apart(code, *three) for code in ("350102", "320106", "320302")] == ["福州市", "南京市", "徐州市"]
    assert apart("350102", three[0], own("350199", "福州市")) == "", "nothing that we know tells them apart"
    assert apart("350102", three[0]) == ""
    frames = tables.tabulate(tables.in_order(three), FORM)
    made = pages.render(three, frames, FORM, {})
    page = made["agencies/350102-鼓楼区财政局/index.md"]
    assert isinstance(page, str)
    assert '"鼓楼区财政局（福州市）"' in page and "<h1>鼓楼区财政局（福州市）</h1>" in page and "《鼓楼区财政局（福州市）的" in page, "title, heading and citation"
