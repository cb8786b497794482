"""A number that is printed in another unit than its label says stands nowhere without its unit: 3600 元 is no 3600（万元）."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import changes
import pytest

from gongkai import charts
from gongkai.form import load
from gongkai.model import CellId, Reading, Report
from gongkai.pages.body import agency
from gongkai.pages.body import report as pages_of_reports
from gongkai.pages.body.prose import to_figures
from gongkai.show.layout import show
from gongkai.tables import tabulate
from tests.reports import report

FORM = load()
LIST, FEES = CellId("statistics", "fees", "number"), CellId("proactive_disclosure", "admin_fees", "amount_wan")


def printed(cell: CellId, raw: str, unit: str, version: str, year: int) -> Report:
    """A report with an amount that is printed in a unit, as its column, its caption or the cell says."""
    plain = report({f"{one.table} {one.row} {one.column}": "0" for one in FORM.cells(version)} | {str(cell): raw}, version, year)
    return replace(plain, values={**plain.values, cell: replace(plain.values[cell], unit=unit)})


def reading(one: Report) -> Reading:
    return Reading(f"{one.report_id}.html", "9f" * 32, "read", format="html", report=one)


def cells(pages: Mapping[str, object], cell: CellId) -> list[str]:
    """What the pages of a body and of its years show of a number."""
    address = re.compile(rf"<td id={cell.table}-{cell.row}-{cell.column}-\d+[^>]*>(.*?)(?=<t[dhr]|<tbody|</t)")
    return [html.unescape(found) for path, text in sorted(pages.items()) if path.endswith(".md") for found in address.findall(str(text))]


@pytest.mark.parametrize(("raw", "unit", "zh", "en"), [
    ("3600", "元", "3600 元", "3600 yuan"), ("0.36", "千元", "0.36 千元", "0.36 × 1,000 yuan"), ("3600元", "元", "3600元", "3600元"), ("0.36", "万元", "0.36", "0.36"),
])
@pytest.mark.parametrize(("cell", "version", "year"), [(LIST, "2014-32", 2016), (FEES, "2021-30", 2023)])
def test_an_amount_in_another_unit_than_its_label_says_stands_with_it(
    raw: str, unit: str, zh: str, en: str, cell: CellId, version: str, year: int
) -> None:
    found = reading(printed(cell, raw, unit, version, year))
    frames = tabulate([found], FORM)
    pages = agency.render_agencies([found], frames, FORM, {})
    chinese, english = ({path: text for path, text in pages.items() if path.startswith("en/") is is_english} for is_english in (False, True))
    assert (set(cells(chinese, cell)), set(cells(english, cell))) == ({zh}, {en})
    years = pages_of_reports.render_reports([found], FORM)
    texts = [html.unescape(str(years[f"{prefix}agencies/test/{year}/index.md"])) for prefix in ("", "en/")]
    assert re.search(rf">{re.escape(zh)}<", texts[0]) and re.search(rf">{re.escape(en)}<", texts[1])
    assert zh in show(found, FORM)


def test_the_amount_beside_the_text_of_a_report_has_its_unit() -> None:
    shown = [figure.shown for figure in to_figures(printed(FEES, "592372.449", "元", "2021-30", 2023), "2023", FORM, "zh")]
    assert shown[-1] == "592372.449 元"


def test_no_chart_draws_an_amount_in_another_unit_than_its_scale() -> None:
    found = [reading(printed(FEES, raw, unit, "2021-30", year)) for raw, unit, year in (("3600", "元", 2022), ("0.36", "千元", 2023), ("12", "万元", 2024))]
    chart = charts.draw(tabulate(found, FORM), FORM)["test", "fees", "zh"]
    assert [(line["year"], line["value"], line["status"]) for line in chart.data] == [(2022, 0.36, "reported"), (2023, None, "other_unit"), (2024, 12, "reported")]
    assert "2023 年：单位不同，不画。" in chart.notes


def test_a_pull_request_is_told_an_amount_with_its_unit(tmp_path: Path) -> None:
    folders = []
    for raw, unit in (("3600", "元"), ("0.36", "万元")):
        folders.append(tmp_path / unit)
        folders[-1].mkdir()
        frames = tabulate([reading(printed(FEES, raw, unit, "2021-30", 2023))], FORM)
        for name in ("reports", "cells"):
            frames[name].to_csv(folders[-1] / f"{name}.csv", index=False)
    before, after = map(changes.read_data, folders)
    id = next(iter(before.published))
    assert "3600（0.36 万元）" in str(changes.read_tables(before, [id])) and "万元）" not in str(changes.read_tables(after, [id])).replace("单位：万元）", "")
