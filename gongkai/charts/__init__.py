"""Charts of a body: tidy tables → pictures, each with its title, its description and its figures.

In: the frames of contract section 3, and the form for labels. Out: Chart values. Not its business: where they stand on a page.
Altair is imported in drawing.py only, and that once there is something to draw: it takes longer to load than most documents to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import Any

from gongkai.charts.figures import Figures, Frame, lines_to_figures, to_figures, to_json
from gongkai.charts.overview import plan_overview
from gongkai.charts.plan import SMALL, STATUS, Bar, Plan, Text, to_figure
from gongkai.charts.plans import CHARTS, Kind, wanted_cells
from gongkai.charts.rows import Row, to_bars, to_median, to_strips
from gongkai.charts.spreads import to_standing
from gongkai.charts.still import has_room, to_still, to_unseen
from gongkai.charts.surveys import Survey, plan_surveys, to_data
from gongkai.charts.svg import PALETTE, to_svg
from gongkai.form import Form, load

__all__ = ["CHARTS", "PALETTE", "SMALL", "Chart", "Figures", "draw", "draw_agency", "draw_lines", "draw_overview", "figures_of", "to_standing"]

LANGUAGES = ("zh", "en")
Spread = Callable[[Callable[[Figures], dict[tuple[str, str], "Chart"]], Iterable[Figures]], Iterable[dict[tuple[str, str], "Chart"]]]
"""`map`, or an executor's"""

MOST_TOLD = 4
"""A description tells no more figures than a listener keeps; the table has them all."""
TOTAL = Text("总数 n", "Total n")
HEADLINES = ("reports", "disclosure_rate", "requests_accepted", "outcomes", "applicants", "sizes", "cells")
"""The charts over all bodies, those first that tell most: while no year has reports enough for a median, the reports themselves are shown."""
MOST_HEADLINES = 4
ALL_ZERO = Text("所印数字都是 0，没有可画的。", "Every printed figure is 0: there is nothing to draw.")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart's figures: the colour it has in the picture ("" for none), its label, its figures as shown."""

    colour: str
    label: str
    figures: tuple[str, ...]

    @property
    def runs(self) -> tuple[tuple[str, int], ...]:
        """The figures, and how many years beside each other say the same word in place of one."""
        found: list[tuple[str, int]] = []
        for text, same in groupby(self.figures):
            width = len(list(same))
            found += [(text, 1)] * width if any(map(str.isdigit, text)) or not text else [(text, width)]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one body in one language.

    spec: Vega-Lite as Altair emits it, with its data. svg: the still picture on one line, "" where every figure is 0 or none is drawn.
    header, lines: the figures as a table (years across). notes: gaps and why they are, one sentence each.
    table: the table of the form that holds the very same figures, "" where the chart adds some up.
    legend: colour and label of each series, () where there is but one.
    data: a line a bar or gap: panel, series, year, value, whole, status, form, and the words for them in both languages.
    is_told: whether every figure is written over its bar.
    """

    id: str
    title: str
    subtitle: str
    description: str
    spec: Mapping[str, Any]
    svg: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    table: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    data: tuple[Mapping[str, Any], ...] = field(default=())
    is_told: bool = False


def figures_of(tables: Mapping[str, Frame], form: Form) -> dict[str, Figures]:
    """Collect what charts need of every body, in one pass: small values that can be sent to other processes."""
    return to_figures(tables, wanted_cells(form), form)


def draw_agency(figures: Figures, form: Form, languages: Iterable[str] = LANGUAGES) -> dict[tuple[str, str], Chart]:
    """Draw a body's charts: (chart id, language) → Chart. Pure; a body without the figures of a chart lacks the chart."""
    charts: dict[tuple[str, str], Chart] = {}
    for id, kind in CHARTS.items():
        plan = kind.plan(figures, form)
        if plan is None:
            continue
        charts |= {(id, language): chart for language, chart in _to_charts(id, plan, languages, _forms_of(kind, figures, form)).items()}
    return charts


def _forms_of(kind: Kind, figures: Figures, form: Form) -> dict[int, str]:
    """Year → version of the one table that a chart looks at; {} where it looks at several."""
    tables = {cell[0] for cell in kind.cells(form)}
    return {year: found.get(table, "") for table in tables for year, found in figures.forms.items()} if len(tables) == 1 else {}


def draw_lines(agency_id: str, lines: Mapping[str, Sequence[Mapping[str, Any]]], form: Form) -> dict[str, dict[str, Chart]]:
    """Draw a body's charts: language → chart id → chart. lines: of the tables reports and cells."""
    found: dict[str, dict[str, Chart]] = {}
    for (id, language), chart in draw_agency(lines_to_figures(agency_id, lines, wanted_cells(form), form), form).items():
        found.setdefault(language, {})[id] = chart
    return found


def draw(tables: Mapping[str, Frame], form: Form, languages: Iterable[str] = LANGUAGES, spread: Spread = map) -> dict[tuple[str, str, str], Chart]:
    """Draw the charts of every body: (agency id, chart id, language) → Chart.

    spread: who calls a function on many bodies; an executor's `map` (with a chunksize) draws them in other processes.
    """
    bodies = figures_of(tables, form)
    every = spread(partial(_draw_loaded, languages=tuple(languages)), bodies.values())
    return {(agency_id, *key): chart for agency_id, drawn in zip(bodies, every, strict=True) for key, chart in drawn.items()}


def draw_overview(tables: Mapping[str, Frame], form: Form, languages: Iterable[str] = LANGUAGES) -> dict[tuple[str, str, str], Chart]:
    """Draw the charts over all bodies, for the front page: ("", chart id, language) → Chart; no chart where there is too little to tell."""
    found: dict[str, dict[str, Chart]] = {}
    for id, plan in plan_overview(tables).items():
        found[id] = _to_charts(id, plan, languages)
    for id, survey in plan_surveys(tables, form).items():
        found[id] = {language: _to_survey_chart(id, survey, language) for language in languages}
    shown = [id for id in HEADLINES if id in found][:MOST_HEADLINES]
    return {("", id, language): chart for id in shown for language, chart in found[id].items()}


def _draw_loaded(figures: Figures, languages: tuple[str, ...]) -> dict[tuple[str, str], Chart]:
    """Draw a body's charts with this process's own form: a form sent along would be a new one every time, and nothing kept of it."""
    return draw_agency(figures, load(), languages)


def _to_charts(id: str, plan: Plan, languages: Iterable[str], forms: Mapping[int, str] = MappingProxyType({})) -> dict[str, Chart]:
    still, data, unseen = to_still(plan), _to_data(plan, forms), tuple(to_unseen(plan))
    return {language: _to_chart(id, plan, still, data, unseen, language) for language in languages}


def _to_chart(id: str, plan: Plan, still: str, data: tuple[Mapping[str, Any], ...], unseen: Iterable[Bar], language: str) -> Chart:
    from gongkai.charts.drawing import to_spec  # loads Altair

    title, lines = plan.title.to(language), _to_lines(plan, language)
    description = _to_description(plan, language)
    notes = (*filter(None, (note.to(language) for note in plan.notes)), *_to_unseen(plan, unseen, language))
    if not still and any(bar.value is not None for bar in plan.bars):
        notes = (ALL_ZERO.to(language), *notes)
    return Chart(
        id,
        title,
        plan.subtitle.to(language),
        description,
        to_spec(plan, language),
        to_svg(still, title, description, plan.panels, language) if still else "",
        ("", *(str(year) for year in plan.years)),
        lines,
        notes,
        plan.table,
        _to_legend(plan, language),
        data,
        plan.layout == "grouped" and has_room(plan),
    )


def _to_unseen(plan: Plan, unseen: Iterable[Bar], language: str) -> tuple[str, ...]:
    """Tell the figures that are no 0 and look like one beside much larger ones."""
    found: dict[str, list[str]] = {}
    for bar in unseen:
        names = plan.panels[bar.panel].to(language), plan.series[bar.series].to(language) if len(plan.series) > 1 else ""
        figure = _to_figure(bar, language)
        found.setdefault(" · ".join(filter(None, names)), []).append(f"{bar.year} 年 {figure}" if language == "zh" else f"{figure} in {bar.year}")
    if not found:
        return ()
    if language == "zh":
        return ("低得在图上看不出的数：" + "；".join(f"“{name}”" * bool(name) + "，".join(told) for name, told in found.items()) + "。",)
    return ("Too low to be seen in the picture: " + "; ".join(", ".join(told) + f" ({name})" * bool(name) for name, told in found.items()) + ".",)


def _to_survey_chart(id: str, survey: Survey, language: str) -> Chart:
    """A chart of rows, with its figures: of shares n, median and range, of groups the number of reports."""
    median, reports = ("中位数", "份数") if language == "zh" else ("median", "reports")
    most = max((len(parts) for _, parts in survey.rows.values()), default=0)
    rows, lines = [], []
    for label, parts in survey.rows.values():
        text, n = label.to(language), len(parts)
        if not survey.is_share:
            rows.append(Row(text, f"{n:,}", (Decimal(n) / most,)))
            lines.append(Line("", text, (f"{n:,}",)))
            continue
        shares = tuple(part.share for part in parts)
        middle = f"{to_median(shares):.1%}" if shares else ""
        rows.append(Row(text, f"{median} {middle} · n={n:,}" if shares else "n=0", shares))
        lines.append(Line("", text, (f"{n:,}", middle, f"{shares[0]:.1%} – {shares[-1]:.1%}" if shares else "")))
    title, subtitle = survey.title.to(language), survey.subtitle.to(language)
    comma = "，" if language == "zh" else "; "
    description = subtitle + comma + comma.join(f"{row.label} {row.told}" for row in rows)
    header = ("", "n", median, "最小 – 最大" if language == "zh" else "lowest – highest") if survey.is_share else ("", reports)
    svg = to_svg((to_strips if survey.is_share else to_bars)(rows), title, description, {}, language)
    notes = tuple(note.to(language) for note in survey.notes)
    return Chart(id, title, subtitle, description, {}, svg, header, tuple(lines), notes, data=to_data(survey))


def _to_legend(plan: Plan, language: str) -> tuple[tuple[str, str], ...]:
    labels = [text.to(language) for text in plan.series.values()]
    return tuple((f"s{plan.colour(index)}", label) for index, label in enumerate(labels)) if len(labels) > 1 else ()


def _to_lines(plan: Plan, language: str) -> tuple[Line, ...]:
    found: dict[tuple[str, str, int], Bar] = {(bar.panel, bar.series, bar.year): bar for bar in plan.bars}
    lines = []
    for panel, name in plan.panels.items():
        for index, (series, label) in enumerate(plan.series.items()):
            bars = [found.get((panel, series, year)) for year in plan.years]
            text = " · ".join(filter(None, (name.to(language), label.to(language) if len(plan.series) > 1 or not panel else "")))
            colour = f"s{plan.colour(index)}" if len(plan.series) > 1 else ""
            lines.append(Line(colour, text, tuple(_to_figure(bar, language) for bar in bars)))
    if plan.layout == "shares":
        wholes = {bar.year: bar.whole for bar in plan.bars}
        lines.append(Line("", TOTAL.to(language), tuple("" if (whole := wholes[y]) is None else to_figure(whole) for y in plan.years)))
    return tuple(lines)


def _to_figure(bar: Bar | None, language: str) -> str:
    """A figure as the table under the chart shows it: the number (and its share), or why there is none."""
    if bar is None:
        return ""
    number = bar.value if bar.value is not None else bar.withheld
    if number is None:
        return STATUS[bar.status].to(language)
    text = to_figure(number)
    return f"{text} ({bar.value / bar.whole:.1%})" if bar.whole and bar.value is not None else text


def _to_description(plan: Plan, language: str) -> str:
    """Say what the picture shows: which years, and, if they are few, the newest figures above 0."""
    drawn = [bar for bar in plan.bars if bar.value is not None]
    if not drawn:
        return plan.subtitle.to(language)
    last = max(bar.year for bar in drawn)
    parts = []
    for bar in drawn:
        if bar.year == last and bar.value:
            names = (
                plan.panels[bar.panel].to(language),
                plan.series[bar.series].to(language) if len(plan.series) > 1 else "",
            )
            parts.append(" ".join(filter(None, (*names, _to_figure(bar, language)))))
    years = sorted({bar.year for bar in drawn})
    if language == "zh":
        span = f"{years[0]} 年" if len(years) == 1 else f"{years[0]} 至 {years[-1]} 年"
        return f"柱状图，{span}。" + (f"{last} 年：{'，'.join(parts) or '都是 0'}。" if len(parts) <= MOST_TOLD else "数字见下表。")
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    told = f"{last}: {', '.join(parts) or 'all 0'}." if len(parts) <= MOST_TOLD else "The figures are in the table below."
    return f"Bar chart, {span}. {told}"


def _to_words(panel: Text, series: Text, unit: Text) -> dict[str, str]:
    return {
        "panel_label_zh": panel.zh, "panel_label_en": panel.en, "series_label_zh": series.zh, "series_label_en": series.en,
        "unit": unit.zh, "unit_en": unit.en,
    }


def _to_data(plan: Plan, forms: Mapping[int, str]) -> tuple[Mapping[str, Any], ...]:
    none = Text("", "")
    return tuple(
        {
            "panel": bar.panel,
            "series": bar.series,
            "year": bar.year,
            "value": to_json(bar.value if bar.value is not None else bar.withheld),
            "whole": to_json(bar.whole),
            "status": bar.status,
            "form": bar.form or forms.get(bar.year, ""),
            **_to_words(
                plan.panels.get(bar.panel, none),
                plan.own_names.get((bar.panel, bar.series, bar.form)) or plan.series.get(bar.series, none), plan.unit,
            ),
        }
        for bar in plan.bars
    )
