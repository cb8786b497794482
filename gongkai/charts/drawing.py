"""Plans as Altair charts, for the reader who asks for one that answers.

In: Plan. Out: Vega-Lite as Altair emits it. Not its business: which figures a chart shows (plans.py), the still picture for everybody (still.py).
Altair builds a picture once for each shape of chart and language; a body's figures, ids and numbers only, are put in as data. So a site
of 5,000 bodies holds some hundred pictures' descriptions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from gongkai.charts.figures import to_json
from gongkai.charts.plan import SMALL, Plan, Text
from gongkai.charts.still import HEIGHTS, INNER, LEAST_SHARE, NEARLY, has_room, to_step
from gongkai.charts.svg import PALETTE

ZOOM = 1.4
"""how much larger than the still picture"""
_ON_BAR = "#fefefe"
"""figures that stand on a bar"""

YEAR = Text("年", "Year")
NUMBER = Text("数值", "Number")
SHARE = Text("比例", "Share")
WHOLE = Text("总数", "Total")
ITEM = Text("项目", "Item")

Names = tuple[tuple[str, str], ...]
"""id and label of each panel or series, in order"""

Shape = tuple[str, Names, Names, tuple[str, ...], bool, bool, bool, str, tuple[str, ...], tuple[str, ...]]
"""layout, panels, series, years, own scales?, figures on the bars?, whole numbers only?, language, colours of the series, breaks before years"""


def to_rows(plan: Plan) -> list[dict[str, Any]]:
    """The chart's data, the same in every language."""
    rows = []
    for bar in plan.bars:
        row: dict[str, Any] = {
            "year": str(bar.year),
            "panel": bar.panel,
            "series": bar.series,
            "value": to_json(bar.value),
            "status": bar.status,
        }
        if plan.layout == "shares":
            row["whole"] = to_json(bar.whole)
        rows.append(row)
    return rows


def to_spec(plan: Plan, language: str) -> dict[str, Any]:
    """The chart as Vega-Lite, its words in a language. All but its data is of its shape, and shared by all charts of that shape: to be read only."""
    panels, series = _to_names(plan.panels, language), _to_names(plan.series, language)
    colours = tuple(PALETTE[plan.colour(index)] for index in range(len(series)))
    is_whole = all(bar.value is None or bar.value % 1 == 0 for bar in plan.bars)
    breaks = tuple(map(str, plan.breaks))
    shape = (plan.layout, panels, series, _to_years(plan), plan.has_own_scales, has_room(plan), is_whole, language, colours, breaks)
    return {
        **_build(shape),
        "description": plan.title.to(language),
        "data": {"name": "figures", "values": to_rows(plan)},
    }


def _to_years(plan: Plan) -> tuple[str, ...]:
    return tuple(str(year) for year in plan.years)


def _to_names(texts: Mapping[str, Text], language: str | None = None) -> Names:
    return tuple((id, id if language is None else text.to(language)) for id, text in texts.items())


@cache
def _build(shape: Shape) -> dict[str, Any]:
    """The Altair chart of a shape, as a dict without data. Held against the schema of Vega-Lite by a test, and not here: that is half of the time."""
    with debug_mode(False):
        spec: dict[str, Any] = _to_chart(shape).to_dict(validate=False)
    return spec


def _to_chart(shape: Shape) -> Any:
    _, panels, _, years, has_own_scales, *_ = shape
    base = alt.Chart(alt.NamedData("figures"))
    bars = _to_bars(base, shape)
    chart: Any = alt.layer(bars, *_to_ground(base, shape), *_to_figures(base, shape), *_to_breaks(base, shape)).properties(
        width=to_step(len(years)) * len(years) * ZOOM,
        height=HEIGHTS[min(len(panels), 3)] * ZOOM,
    )
    if len(panels) > 1:
        header = alt.Header(title=None, labelOrient="top", labelAnchor="start", labelFontSize=11, labelPadding=4)
        chart = chart.facet(row=alt.Row("panel_name:N", sort=[name for _, name in panels], header=header), spacing=14)
        chart = chart.resolve_scale(y="independent" if has_own_scales else "shared")
    chart = _to_transforms(chart, shape)
    axis = alt.AxisConfig(labelFontSize=10, gridColor="#888888", gridOpacity=0.35, domainColor="#888888")
    return chart.configure(background="transparent", font="sans-serif", view=alt.ViewConfig(stroke=None), axis=axis)


def _to_transforms(chart: Any, shape: Shape) -> Any:
    """What is derived from the rows in the picture itself: names, order, shares, the figures on the bars."""
    layout, panels, series = shape[:3]
    chart = chart.transform_calculate(
        panel_name=f"({json.dumps(dict(panels), ensure_ascii=False)})[datum.panel]",
        series_name=f"({json.dumps(dict(series), ensure_ascii=False)})[datum.series]",
        order=f"indexof({json.dumps([id for id, _ in series])}, datum.series)",
    )
    if layout != "shares":
        return chart.transform_calculate(figure="isValid(datum.value) ? format(datum.value, ',~f') : ''", over="max(datum.value, 0)")
    chart = chart.transform_calculate(share="isValid(datum.value) && datum.whole > 0 ? datum.value / datum.whole : null")
    return chart.transform_calculate(
        figure=f"datum.share >= {LEAST_SHARE} ? (datum.share >= {NEARLY} && datum.share < 1 ? '>99%' : format(datum.share, '.0%')) : ''",
        n=f"'n=' + format(datum.whole, ',') + (datum.whole < {SMALL} ? '*' : '')",
    )


def _to_bars(base: Any, shape: Shape) -> Any:
    layout, _, series, _, _, has_labels, is_whole, language, colours, _ = shape
    names = [name for _, name in series]
    legend = (
        None
        if len(series) == 1
        else alt.Legend(
            orient="top",
            columns=2,
            labelLimit=400,
            symbolType="square",
            title=None,
        )
    )
    if layout == "shares":
        scale, form = alt.Scale(domain=[0, 1]), "%"
    else:
        scale, form = alt.Scale(zero=True, nice=True), ",~f"
    # counts have whole ticks: there is no half a request
    least = 1 if is_whole and layout != "shares" else alt.Undefined
    # what Vega's least step lets pass in panels of their own scale has no label
    words = alt.Undefined if least is alt.Undefined else "datum.value % 1 ? '' : datum.label"
    axis = None if has_labels and layout == "grouped" else alt.Axis(
        format=form, tickCount=3, grid=True, domain=False, ticks=False, tickMinStep=least, labelExpr=words,
    )
    bars = base.mark_bar(stroke="#ffffff", strokeWidth=0 if layout == "grouped" else 1).encode(
        x=_to_x(shape[3]),
        order="order:Q",
        y=alt.Y(
            "share:Q" if layout == "shares" else "value:Q",
            title=None,
            stack=None if layout == "grouped" else "zero",
            scale=scale,
            axis=axis,
        ),
        color=alt.Color("series_name:N", sort=names, legend=legend, scale=alt.Scale(domain=names, range=list(colours))),
    )
    bars = bars.encode(tooltip=_to_tooltip(layout, len(series), language))
    return bars.encode(xOffset=_to_offset(names)) if layout == "grouped" and len(names) > 1 else bars


def _to_x(years: Sequence[str]) -> alt.X:
    """Every year from the first to the last has its place, also one without a bar."""
    return alt.X(
        "year:O",
        title=None,
        axis=alt.Axis(labelAngle=0, ticks=False, domain=False, labelOverlap="greedy"),
        scale=alt.Scale(domain=list(years), paddingInner=0.25, paddingOuter=0.12),
    )


def _to_offset(names: Sequence[str]) -> alt.XOffset:
    return alt.XOffset("series_name:N", sort=list(names))


def _to_ground(base: Any, shape: Shape) -> list[Any]:
    """The line on which bars stand, at 0: the bottom only where no bar is below it. Panels of counts reach to 1, or zeros would stand half way up."""
    ground = [base.mark_rule(color="#888888").encode(y=alt.YDatum(0))]
    is_whole = shape[6]
    return [*ground, base.mark_rule(opacity=0).encode(y=alt.YDatum(1))] if is_whole and shape[0] != "shares" else ground


def _to_figures(base: Any, shape: Shape) -> list[Any]:
    """The figures printed on the bars: over them, or inside a share's part with n over the whole."""
    layout, _, series, _, _, has_labels, *_ = shape
    if layout == "shares":
        inside = base.mark_text(fontSize=9, color=_ON_BAR).encode(
            x=_to_x(shape[3]),
            y=alt.Y("share:Q", stack="zero", bandPosition=0.5),
            text="figure:N",
            order="order:Q",
            detail="series_name:N",
        )
        whole = base.mark_text(fontSize=9, dy=-6, baseline="bottom").encode(x=_to_x(shape[3]), y=alt.YDatum(1), text="n:N")
        return [inside, whole.transform_filter("datum.order == 0 && isValid(datum.share)")]
    if not has_labels or layout == "stacked":
        return []
    text = base.mark_text(fontSize=9, dy=-3, baseline="bottom").encode(x=_to_x(shape[3]), y="over:Q", text="figure:N")
    return [text.encode(xOffset=_to_offset([name for _, name in series])) if len(series) > 1 else text]


def _to_breaks(base: Any, shape: Shape) -> list[Any]:
    """A dashed line before each year from which on the figures are of another form."""
    years = shape[3]
    middle = to_step(len(years)) * ZOOM * INNER / 2  # of what stays free between two years
    rules = base.mark_rule(strokeDash=[4, 3], color="#888888", xOffset=-middle)
    return [rules.encode(x=_to_x(years).bandPosition(0)).transform_filter(f"datum.year == '{year}'") for year in shape[9]]


def _to_tooltip(layout: str, series: int, language: str) -> list[alt.Tooltip]:
    tips = [alt.Tooltip("year:N", title=YEAR.to(language))]
    if series > 1:
        tips.append(alt.Tooltip("series_name:N", title=ITEM.to(language)))
    tips.append(alt.Tooltip("value:Q", title=NUMBER.to(language), format=",~f"))
    if layout == "shares":
        tips.append(alt.Tooltip("share:Q", title=SHARE.to(language), format=".1%"))
        tips.append(alt.Tooltip("whole:Q", title=WHOLE.to(language), format=","))
    return tips
