"""Charts over all bodies, for the front page: what was read of each year, what does not add up, and what is usual.

In: the frames of contract section 3. Out: plans (plan.py); none where there is nothing to tell. Not its business: what stands around them.
Counts of reports and cells are sums, for they are ours; what bodies report is never summed (a government's report may hold its departments'
figures), but told as the median over reports, with how many they are, and not at all where they are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from gongkai.charts.figures import NO_REPORT, Frame
from gongkai.charts.plan import Bar, Plan, Text

FEWEST = 5
"""A year with fewer reports has no median (pages/counts.py leaves them out too)."""
PUBLISHED = ("read", "partly_read")
NO_PANEL = {"": Text("", "")}

AGREEMENT = {
    "none_found": Text("没有发现对不上", "no contradiction found"),
    "contradicts": Text("报告内对不上", "contradicts itself"),
}
AGREEMENT_COLOURS = (0, 2)
"""blue and ochre: neither praises nor blames"""
STATUSES = {
    "reported": Text("有数", "a number"),
    "blank": Text("空白", "blank"),
    "not_applicable": Text("“/”或“—”", "a dash or slash"),
    "other": Text("读不出、有歧义或缺", "unreadable, ambiguous or missing"),
}


def plan_overview(tables: Mapping[str, Frame]) -> dict[str, Plan]:
    """Return chart id → plan, in the order of the page."""
    reports = tables["reports"]
    dated = reports[reports["read_status"].isin(PUBLISHED) & reports["year"].notna()]
    years_of = {report_id: int(year) for report_id, year in zip(dated["report_id"].tolist(), dated["year"].tolist(), strict=True)}
    plans = {
        "reports": _plan_reports(years_of, _contradicting(tables["checks"])),
        "cells": _plan_cells(years_of, tables["statuses"]),
        "disclosure_rate": _plan_median(
            tables["indicators"], "disclosure_rate", 100, Text("公开率", "Disclosure rate"),
            Text("予以公开和部分公开占办结申请的比例，各报告的中位数，%",
                 "Requests disclosed in full or in part, of those closed: median over the reports, %"),
        ),
        "requests_accepted": _plan_median(
            tables["indicators"], "requests_accepted", 1, Text("一个机关受理多少申请", "How many requests a body has on hand"),
            Text("本年新收与上年结转之和，各报告的中位数，件", "New and carried in: median over the reports"),
        ),
    }
    return {id: plan for id, plan in plans.items() if plan is not None}


def _contradicting(checks: Frame) -> set[str]:
    return set(checks[checks["kind"] == "contradicts"]["report_id"].tolist())


def _span(years: Iterable[int]) -> tuple[int, ...]:
    found = sorted(set(years))
    return tuple(range(found[0], found[-1] + 1)) if found else ()


def _plan_reports(years_of: Mapping[str, int], contradicting: set[str]) -> Plan | None:
    if not years_of:
        return None
    counts: dict[tuple[str, int], int] = {}
    for report_id, year in years_of.items():
        key = "contradicts" if report_id in contradicting else "none_found"
        counts[key, year] = counts.get((key, year), 0) + 1
    years = _span(years_of.values())
    has = set(years_of.values())
    bars = tuple(
        Bar("", key, year, Decimal(counts.get((key, year), 0)) if year in has else None, "reported" if year in has else NO_REPORT)
        for key in AGREEMENT for year in years
    )
    return Plan(
        Text("读到的报告，和其中自己对不上的", "Reports read, and those that contradict themselves"),
        Text("报告份数，按报告年度；对不上指报告自己的数字之间、文字与数字之间不一致",
             "Number of reports by their year; contradicting: figures, or text and figures, do not agree"),
        Text("份", "reports"), "stacked", NO_PANEL, AGREEMENT, years, bars, colours=AGREEMENT_COLOURS,
    )


def _plan_cells(years_of: Mapping[str, int], statuses: Frame) -> Plan | None:
    counts: dict[tuple[str, int], int] = {}
    for report_id, status, count in zip(*(statuses[name].tolist() for name in ("report_id", "status", "count")), strict=True):
        if report_id in years_of:
            key = status if status in STATUSES else "other"
            counts[key, years_of[report_id]] = counts.get((key, years_of[report_id]), 0) + int(count)
    years = _span(year for _, year in counts)
    if not years:
        return None
    wholes = {year: sum(counts.get((key, year), 0) for key in STATUSES) for year in years}
    bars = tuple(
        Bar("", key, year, Decimal(counts.get((key, year), 0)) if wholes[year] else None, "reported" if wholes[year] else NO_REPORT,
            Decimal(wholes[year]) if wholes[year] else None)
        for key in STATUSES for year in years
    )
    return Plan(
        Text("表格里填了什么", "What the cells of the form hold"),
        Text("占各年报告全部格子（n）的比例；空白不是零", "Shares of all cells of the reports of a year (n); blank is not zero"),
        Text("格", "cells"), "shares", NO_PANEL, STATUSES, years, bars,
    )


def _plan_median(indicators: Frame, id: str, times: int, title: Text, subtitle: Text) -> Plan | None:
    own = indicators[(indicators["indicator"] == id) & indicators["value"].notna() & indicators["year"].notna()]
    medians: dict[int, tuple[Decimal, int]] = {}
    for year, frame in own.groupby("year"):
        if len(frame) >= FEWEST:
            medians[int(year)] = Decimal(f"{float(frame['value'].astype(float).median()) * times:.1f}").normalize(), len(frame)
    if len(medians) < 2:
        return None
    years = _span(medians)
    bars = tuple(Bar("", id, year, medians[year][0] if year in medians else None, "reported" if year in medians else "few") for year in years)
    told = [(year, count) for year, (_, count) in sorted(medians.items())]
    note = Text(
        "报告份数 n：" + "，".join(f"{year} 年 {count:,}" for year, count in told) + f"。不足 {FEWEST} 份的年度不画。",
        "Reports (n): " + ", ".join(f"{year}: {count:,}" for year, count in told) + f". Years with fewer than {FEWEST} are left out.",
    )
    return Plan(title, subtitle, Text("", ""), "grouped", NO_PANEL, {id: title}, years, bars, (note,))
