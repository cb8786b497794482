"""Series across forms: what is on one axis, where it breaks, and that no change is worked out across the break."""

from __future__ import annotations

from decimal import Decimal

from gongkai.charts import draw_agency
from gongkai.charts.figures import Figures
from gongkai.charts.plans import CHARTS
from gongkai.form import load
from gongkai.indicators import CATALOGUE, measure
from gongkai.pages import compare
from gongkai.series import load as load_series
from tests.reports import report

FORM = load()
OLD, NEW = "2014-32", "2019-60"
FIGURES = Figures(
    "x", {2017: {"statistics": OLD, "requests": ""}, 2018: {"statistics": OLD, "requests": ""}, 2019: {"requests": NEW}, 2020: {"requests": NEW}},
    {
        (2017, ("statistics", "received", "number")): ("reported", Decimal(12)),
        (2018, ("statistics", "received", "number")): ("reported", Decimal(30)),
        (2019, ("requests", "new_received", "total")): ("reported", Decimal(25)),
        (2019, ("requests", "carried_in", "total")): ("reported", Decimal(2)),
        (2020, ("requests", "new_received", "total")): ("reported", Decimal(9)),
        (2020, ("requests", "carried_in", "total")): ("blank", None),
    },
)


def test_requests_before_2019_stand_on_the_same_axis_with_a_break() -> None:
    plan = CHARTS["received"].plan(FIGURES, FORM)
    assert plan is not None
    new = [(bar.year, bar.value, bar.form) for bar in plan.bars if bar.series == "new_received"]
    assert new == [(2017, 12, OLD), (2018, 30, OLD), (2019, 25, NEW), (2020, 9, NEW)]
    assert plan.breaks == (2019,)
    assert {bar.status for bar in plan.bars if bar.series == "carried_in" and bar.year < 2019} == {"not_on_form"}


def test_the_break_is_drawn_and_told_and_in_the_data() -> None:
    charts = draw_agency(FIGURES, FORM)
    for language, words in (("zh", "虚线"), ("en", "dashed line")):
        chart = charts["received", language]
        assert chart.svg.count("stroke-dasharray") == 1
        assert any(words in note for note in chart.notes)
        assert "strokeDash" in str(chart.spec)
        assert {line["year"]: line["form"] for line in chart.data if line["series"] == "new_received"} == {2017: OLD, 2018: OLD, 2019: NEW, 2020: NEW}


def test_a_gap_and_the_file_name_the_item_as_the_years_own_form_does() -> None:
    cells = FIGURES.cells | {(2017, ("statistics", "received", "number")): ("blank", None), (2018, ("statistics", "received", "number")): ("not_applicable", None)}
    chart = draw_agency(Figures("x", FIGURES.forms, cells), FORM)["received", "zh"]
    assert "2017 年“收到申请数”：空白。" in chart.notes
    assert any(note.startswith("2018 年“收到申请数”：印着横线") for note in chart.notes)
    names = {line["year"]: line["series_label_zh"] for line in chart.data if line["series"] == "new_received"}
    assert names == dict.fromkeys((2017, 2018), "收到申请数") | dict.fromkeys((2019, 2020), "本年新收政府信息公开申请数量")


def test_every_line_of_series_csv_is_an_indicator_and_drawn_with_a_break() -> None:
    """One line there, and nothing else: the catalogue, the charts and the comparing of bodies have it."""
    own = {series.id: series for series in load_series()}
    assert [entry.id for entry in CATALOGUE if entry.series] == list(own)
    forms = {2018: {"statistics": OLD}, 2019: dict.fromkeys(("requests", "disputes"), NEW)}
    figures = Figures("x", forms, {
        (year, (cell.table, cell.row, cell.column)): ("reported", Decimal(year - 2000))
        for series in own.values() for year, tables in forms.items() for cell in series.way_of(tables)
    })
    plan = CHARTS["joined"].plan(figures, FORM)
    assert plan is not None and plan.breaks == (2019,)
    assert set(plan.panels) | {"series_received"} == set(own)
    values = {(bar.panel, bar.year): (bar.value, bar.form) for bar in plan.bars}
    assert values["series_review", 2018] == (18, OLD) and values["series_review", 2019] == (19, NEW)
    assert values["series_litigation", 2018] == (18, OLD), "not split by whether a review came first"
    assert values["series_litigation", 2019] == (19 + 19, NEW), "both kinds of suits"
    told = " ".join(note.zh + note.en for note in plan.notes)
    for series in own.values():
        assert series.id == "series_received" or (series.reason_zh in told and series.reason_en in told)
    choices = {choice["id"]: choice for choice in compare.to_choices("zh", FORM, CATALOGUE)}
    assert all(choices[id]["parts"] == {OLD: 0} | dict.fromkeys(FORM.versions_of("requests"), 1) for id in own)


def test_a_sum_of_which_a_part_is_not_printed_is_a_gap() -> None:
    cells = {(2019, ("disputes", "litigation_direct", "total")): ("reported", Decimal(3)), (2019, ("disputes", "litigation_after_review", "total")): ("blank", None)}
    forms = {2018: {"statistics": OLD}, 2019: {"requests": NEW, "disputes": NEW}}
    plan = CHARTS["joined"].plan(Figures("x", forms, cells | {(2018, ("statistics", "litigation", "number")): ("reported", Decimal(2))}), FORM)
    assert plan is not None
    assert [(b.year, b.value, b.status) for b in plan.bars if b.panel == "series_litigation"] == [(2018, 2, "reported"), (2019, None, "blank")]


def test_a_series_has_the_same_gaps_where_bodies_are_compared_as_in_its_chart() -> None:
    """A total that was left blank could be made of its parts; but a series is what is printed."""
    parts = {f"statistics received_{way} number": str(at) for at, way in enumerate(("in_person", "by_fax", "online", "by_letter"))}
    left_blank = report(parts, OLD, 2018)
    without_a_part = report({"disputes litigation_direct total": "3"}, NEW, 2019)
    found = {(m.report.year, m.indicator): m.value for m in measure([left_blank, without_a_part], FORM)}
    assert found.get((2018, "series_received")) is None and found.get((2019, "series_litigation")) is None


def test_a_chart_of_tables_since_2019_has_no_place_for_the_years_before_and_says_so() -> None:
    plan = CHARTS["outcomes"].plan(Figures("x", FIGURES.forms, FIGURES.cells), FORM)
    assert plan is not None and plan.years == (2019, 2020)
    assert any("2017–2018" in note.en for note in plan.notes)


def test_an_indicator_says_on_which_form_it_stands_and_no_growth_runs_over_the_break() -> None:
    older = report({"statistics received number": "30", "statistics review number": "2"}, OLD, 2018)
    newer = report({"requests new_received total": "25", "disputes review total": "1"}, NEW, 2019)
    after = report({"requests new_received total": "50"}, NEW, 2020)
    found = {(m.report.year, m.indicator): (m.value, m.form) for m in measure([older, newer, after], FORM)}
    assert found[2018, "series_received"] == (30, OLD) and found[2019, "series_received"] == (25, NEW)
    assert found[2018, "series_review"] == (2, OLD)
    assert found[2020, "new_requests_growth"] == (1, NEW)
    assert found.get((2019, "new_requests_growth"), (None,))[0] is None


def test_what_is_blank_or_a_dash_is_no_number_of_a_series_though_the_sums_leave_only_zero() -> None:
    """同意公开答复数 has no parts; the body's chart draws nothing there, and the data and the comparison of bodies have nothing."""
    for printed in ("", "—"):
        cells = dict.fromkeys((f"statistics {row.id} number" for row in FORM.rows("statistics", OLD)), "")
        cells |= {"statistics answered number": "2", "statistics partially_granted number": "2", "statistics granted number": printed}
        found = {m.indicator: (m.value, m.basis) for m in measure([report(cells, OLD, 2016)], FORM)}
        assert "series_granted" not in found and found["series_partially_granted"] == (2, "printed")
    columns = [column.id for column in FORM.columns("requests", NEW)]
    blank = report({f"requests new_received {column}": "" if column == "total" else "1" for column in columns}, NEW, 2019)
    assert "series_received" not in {m.indicator for m in measure([blank], FORM)}


def test_a_body_with_one_form_alone_has_no_break() -> None:
    for years in ((2017, 2018), (2019, 2020)):  # nor the words that tell of one
        plan = CHARTS["received"].plan(Figures("x", {year: FIGURES.forms[year] for year in years}, FIGURES.cells), FORM)
        assert plan is not None and plan.breaks == ()
        assert not any("虚线" in note.zh for note in plan.notes)


def test_what_is_said_of_a_break_is_true_of_each_series_that_it_is_said_of() -> None:
    received = CHARTS["received"].plan(FIGURES, FORM)
    assert received is not None
    told = " ".join(note.zh + note.en for note in received.notes)
    assert "口径变了" not in told and "otherwise" not in told, "both sides are the requests received in the year"
    forms = {2018: {"statistics": OLD}, 2019: dict.fromkeys(("requests", "disputes"), NEW)}
    joined = CHARTS["joined"].plan(Figures("x", forms, {(2018, ("statistics", "granted", "number")): ("reported", Decimal(1))}), FORM)
    assert joined is not None
    assert any(note.zh.startswith("同意公开、同意部分公开：2019 年前数的是答复") for note in joined.notes)
    assert any(note.en.startswith("Lawsuits: The list of 2014 to 2018") for note in joined.notes)
