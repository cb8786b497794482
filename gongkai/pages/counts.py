"""What the pages count in the published tables.

In: tables. Out: plain values. Not its business: how a page shows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.model import KINDS
from gongkai.pages.template import Frame, to_records

TRENDS = ("requests_accepted", "disclosure_rate", "unable_share")
OF_PLACES = ("requests_accepted", "disclosure_rate", "denied_share", "unable_share", "carry_over_rate")
"""Indicators that a region tells of its bodies, side by side"""
FEWEST = 5
PUBLISHED = ("read", "partly_read")


def of_kind(tables: Mapping[str, Frame], kind: str) -> Frame:
    """Return the checks that found something of a kind (model.KINDS)."""
    checks = tables["checks"]
    return checks[checks["kind"] == kind]


def contradictions(tables: Mapping[str, Frame]) -> Frame:
    """Return the checks that show a report contradicting itself, and no other year's report."""
    return of_kind(tables, "contradicts")


def published(tables: Mapping[str, Frame]) -> Frame:
    """Return the documents whose figures are published."""
    reports = tables["reports"]
    return reports[reports["read_status"].isin(PUBLISHED)]


def with_english(lines: Iterable[dict[str, Any]], tables: Mapping[str, Frame]) -> list[dict[str, Any]]:
    """Lines of tables that name bodies in Chinese alone, with the names that English pages lead with."""
    bodies = tables["agencies"]
    english = dict(zip(bodies["agency_id"].tolist(), bodies["agency_name_en"].tolist(), strict=True)) if "agency_name_en" in bodies else {}
    return [line | {"agency_name_en": english.get(line["agency_id"])} for line in lines]


def versions(tables: Mapping[str, Frame]) -> frozenset[str]:
    """Return the versions of the form that some published report is on."""
    reports = published(tables)
    return frozenset(version for name in reports.columns if name.startswith("form_") for version in reports[name].dropna().tolist() if version)


def by_agency(frame: Frame) -> Counter[str]:
    return Counter(frame["agency_id"].dropna().tolist())


def state(tables: Mapping[str, Frame]) -> dict[str, Any]:
    """Return the state of the data in a handful of numbers."""
    reports = published(tables)
    years = sorted({int(year) for year in reports["year"].dropna().tolist()})
    return {
        "bodies": len(tables["agencies"]),
        "reports": len(reports),
        "unread": len(tables["reports"]) - len(reports),
        "first_year": years[0] if years else None,
        "last_year": years[-1] if years else None,
        "numbers": int(reports["cells_reported"].fillna(0).sum()),
        "cells": int(tables["statuses"]["count"].sum()),
        "checks": int(tables["tried"]["count"].sum()),
        "kinds": {kind: len(of_kind(tables, kind)) for kind in KINDS},
    }


def by_year(tables: Mapping[str, Frame]) -> list[dict[str, Any]]:
    """Return one line a year: documents, bodies, cells by status, contradictions; documents without a year last."""
    broken = Counter(to_year(line["year"]) for line in to_records(contradictions(tables)[["year"]]))
    lines: dict[int | None, dict[str, Any]] = {}
    for report in to_records(tables["reports"]):
        year = to_year(report["year"])
        line = lines.setdefault(year, {
            "year": year, "documents": 0, "published": 0, "bodies": set(), "reported": 0, "blank": 0, "unreadable": 0,
            "contradictions": broken[year],
        })
        line["documents"] += 1
        if report["read_status"] in PUBLISHED:
            line["published"] += 1
            line["bodies"].add(report["agency_id"])
            for status in ("reported", "blank", "unreadable"):
                line[status] += int(report[f"cells_{status}"] or 0)
    for line in lines.values():
        line["bodies"] = len(line["bodies"])
    return sorted(lines.values(), key=lambda line: (line["year"] is None, -(line["year"] or 0)))


def trends(tables: Mapping[str, Frame]) -> list[dict[str, Any]]:
    """Return one line an indicator: its median over the reports of each year, with how many reports that is over.

    Medians, not sums: a government's report may contain its departments' figures, and which bodies are read differs from year to year.
    A year with fewer than FEWEST reports that state the indicator has no median.
    """
    measures = tables["indicators"]
    found = []
    for indicator in TRENDS:
        own = measures[(measures["indicator"] == indicator) & measures["value"].notna()]
        medians = {
            int(year): (float(frame["value"].astype(float).median()), len(frame))
            for year, frame in own.groupby("year") if len(frame) >= FEWEST
        }
        if len(medians) > 1:
            found.append({"indicator": indicator, "medians": medians})
    return found


def to_year(value: Any) -> int | None:
    """A year of a line as to_records gives it: None where the document names none."""
    return None if value is None else int(value)
