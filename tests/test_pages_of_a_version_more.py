"""What a reader sees of a body once a version of the form is added: every year under the names of its own form, and no outcome left out of a picture."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai import charts
from gongkai.charts.figures import Figures
from gongkai.charts.plans import CHARTS
from gongkai.checks import rules
from gongkai.indicators import CATALOGUE
from gongkai.model import Agency, CellId, Reading, Report, Sidecar, Value
from gongkai.pages import agency, compare
from gongkai.pages.body import provenance
from gongkai.pages.places import gathering, pages
from gongkai.tables import tabulate
from tests.other_forms import NEWEST, with_a_column_more, with_an_outcome_more
from tests.reports import document

FORM = with_an_outcome_more()
NEW = "2031-12"
FILE = FORM.entry("requests", "row", "denied_enforcement_file").labels[NEWEST]
COUNTS = {"new_received": 20, "carried_in": 0, "granted": 11, "denied_enforcement_file": 4, "other_misc": 1, "outcome_total": 20, "carried_out": 0}
Files = Mapping[str, str | bytes]


def report(version: str, year: int, counts: Mapping[str, int]) -> Report:
    values = {cell: Value(cell, "reported", Decimal(0), "0", FORM.column_of(cell).unit) for cell in FORM.cells(version)}
    for row, number in counts.items():
        for column in ("natural_person", "total"):
            cell = CellId("requests", row, column)
            values[cell] = Value(cell, "reported", Decimal(number), str(number), "件")
    return Report(
        f"350128-x-{year}", Agency("350128-x", "青禾县人民政府", "350128", "福建省", "福州市", "平潭县", "county", "government"), year, "青禾县人民政府", year,
        dict.fromkeys(FORM.tables_of(version), version), document([]), Sidecar(), values, scope="own",
    )


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    reports = [report(NEWEST, 2030, COUNTS | {"granted": 15}), report(NEW, 2031, COUNTS | {"handed_over": 4})]
    before = [None, reports[0]]
    return [Reading(f"{one.year}.txt", "0" * 64, "read", report=one, checks=rules.check(one, last, FORM)) for one, last in zip(reports, before, strict=True)]


def build(readings: list[Reading]) -> Files:
    frames = tabulate(readings, FORM)
    drawn = {(body, *key): chart for body, own in charts.figures_of(frames, FORM).items() for key, chart in charts.draw_agency(own, FORM).items()}
    return agency.render_agencies(readings, frames, FORM, drawn)


@pytest.fixture(scope="module")
def files(readings: list[Reading]) -> Files:
    return build(readings)


def test_the_picture_of_outcomes_has_the_new_one_and_adds_up(readings: list[Reading]) -> None:
    figures = charts.figures_of(tabulate(readings, FORM), FORM)["350128-x"]
    plan = CHARTS["outcomes"].plan(figures, FORM)
    assert plan is not None
    drawn = {(bar.series, bar.year): (bar.value, bar.status) for bar in plan.bars}
    assert drawn["handed_over", 2031] == (4, "reported")
    assert drawn["handed_over", 2030] == (None, "not_on_form")
    assert drawn["granted", 2030] == (15, "reported")
    told = " ".join(note.zh for note in plan.notes)
    assert "不等于" not in told and "2030 年“移交其他机关”：格式无此项" in told
    chart = charts.draw_agency(figures, FORM)["outcomes", "zh"]
    colour = next(colour for colour, label in chart.legend if label == "移交其他机关")
    assert f'class="{colour}"' in chart.svg


def test_every_year_stands_under_the_names_of_its_own_form(files: Files, readings: list[Reading]) -> None:
    text = html.unescape(str(files["agencies/350128-x/index.md"]))
    assert f"7.属于甲类执法卷宗<small>{NEWEST}：{FILE}</small>" in text
    assert f"二、年初在办申请数量<small>{NEWEST}：二、上年结转政府信息公开申请数量</small>" in text
    assert "（八）总计<" in text and "（七）总计" not in text, "a number before a name makes no other name"
    own = {year: html.unescape(str(files[f"agencies/350128-x/{year}/index.md"])) for year in (2030, 2031)}
    assert FILE in own[2030] and "甲类执法卷宗" not in own[2030] and "移交" not in own[2030]
    assert "甲类执法卷宗" in own[2031] and FILE not in own[2031] and "（七）移交其他机关" in own[2031]
    figure = re.search(r'id="chart-received">(.*?)</figure>', text, re.DOTALL)
    assert figure and "2030 年的格式里，“年初在办申请数量”印作“上年结转政府信息公开申请数量”" in figure[1]
    words = json.loads(provenance.render_words(FORM, {}, "", "")["assets/cells.json"])
    assert words["labels_of"][NEWEST]["requests.row.denied_enforcement_file"] == FILE


def test_a_body_that_has_no_report_on_a_version_sees_nothing_of_it(readings: list[Reading]) -> None:
    frames = tabulate(readings[:1], FORM)
    text = str(build(readings[:1])["agencies/350128-x/index.md"])
    assert "移交" not in text and "甲类执法卷宗" not in text and "年初在办" not in text
    choices = str(next(iter(compare.render_compare("zh", frames, FORM, CATALOGUE).values())))
    region = str(pages.render_regions("zh", gathering.to_places(frames, FORM), frames, FORM)["regions/350128/index.md"])
    assert "上年结转政府信息公开申请数量" in choices + region and "年初在办" not in choices + region


def test_findings_call_a_row_as_its_own_form_does() -> None:
    wrong = {version: report(version, year, COUNTS | {"denied_enforcement_file": 9}) for version, year in ((NEWEST, 2030), (NEW, 2031))}
    cell = CellId("requests", "denied_enforcement_file", "total")
    wrong = {version: replace(one, values={**one.values, cell: Value(cell, "reported", Decimal(7), "7", "件")}) for version, one in wrong.items()}
    told = {version: " ".join(c.message_zh for c in rules.check(one, None, FORM) if c.check == "T3-ROW") for version, one in wrong.items()}
    assert FILE in told[NEWEST] and "甲类" not in told[NEWEST]
    assert "甲类执法卷宗" in told[NEW]


def test_compare_and_regions_have_the_new_outcome(readings: list[Reading]) -> None:
    frames = tabulate(readings, FORM)
    assert "requests.handed_over.total" in {choice["id"] for choice in compare.to_choices("zh", FORM, CATALOGUE)}
    region = str(pages.render_regions("zh", gathering.to_places(frames, FORM), frames, FORM)["regions/350128/index.md"])
    assert re.search("移交其他机关.{0,200}>4<", region, re.DOTALL)


def test_a_kind_of_result_more_is_in_its_picture() -> None:
    form, cells = with_a_column_more(), {}
    for column in form.all_columns("disputes"):
        for year, withdrawn in ((2030, 0), (2031, 2)):
            if column != "withdrawn" or withdrawn:
                number = {"upheld": 1, "withdrawn": withdrawn, "total": 1 + withdrawn}.get(column, 0)
                cells |= {(year, ("disputes", row, column)): ("reported", Decimal(number)) for row in form.all_rows("disputes")}
    figures = Figures("x", {2030: {"disputes": NEWEST}, 2031: {"disputes": NEW}}, cells)
    plan = CHARTS["disputes"].plan(figures, form)
    assert plan is not None and "withdrawn" in plan.series
    drawn = {(bar.series, bar.year): (bar.value, bar.status) for bar in plan.bars if bar.panel == "review"}
    assert drawn["withdrawn", 2031] == (2, "reported") and drawn["withdrawn", 2030] == (None, "not_on_form")
    assert drawn["upheld", 2030] == drawn["upheld", 2031] == (1, "reported")
    assert not any("各项之和" in note.zh for note in plan.notes)
