"""Series across forms: what is on one axis, where it breaks, and that no change is worked out across the break."""

from __future__ import annotations

from decimal import Decimal

from gongkai.charts import draw_agency
from gongkai.charts.figures import Figures
from gongkai.charts.plans import CHARTS
from gongkai.form import load

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


def test_a_body_with_one_form_alone_has_no_break() -> None:
    for years in ((2017, 2018), (2019, 2020)):  # nor the words that tell of one
        plan = CHARTS["received"].plan(Figures("x", {year: FIGURES.forms[year] for year in years}, FIGURES.cells), FORM)
        assert plan is not None and plan.breaks == ()
        assert not any("虚线" in note.zh for note in plan.notes)
