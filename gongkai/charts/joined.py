"""What can be followed across forms: a body's figures → plans with a break where the form changes, and its reason.

In: Figures, the series of series.csv. Out: Plan, or None. Not its business: which series join (series.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from gongkai.charts.figures import NO_REPORT, STATISTICS, Cell, Figures
from gongkai.charts.plan import BRACKETS, CASES, REQUESTS, Bar, Plan, Text, to_figure, to_gaps, to_label, to_other_labels, to_single
from gongkai.form import Form
from gongkai.model import Relation
from gongkai.series import Series, find_breaks
from gongkai.series import load as load_series

RECEIVED: dict[str, Cell] = {row: ("requests", row, "total") for row in ("new_received", "carried_in")}


BROKEN = Text(
    "虚线两边出自两种表格：一边是 2014 至 2018 年的统计表，一边是 2019 年起的表格；不跨过虚线计算增减。",
    "The dashed line separates two forms, the list of 2014 to 2018 and the tables since 2019; no change is calculated across it.",
)


def _to_ways(figures: Figures, series: Series) -> dict[int, tuple[Cell, ...]]:
    """Year → the cells that stand for a series on that year's form; () where its report has none of the tables."""
    return {year: tuple((c.table, c.row, c.column) for c in series.way_of(tables)) for year, tables in figures.forms.items()}


def _to_joined(figures: Figures, series: Series, panel: str = "", name: str = "") -> tuple[tuple[Bar, ...], tuple[int, ...]]:
    """The bars of a series across forms, and the years before which it breaks."""
    ways = _to_ways(figures, series)
    bars = []
    for year in figures.years:
        numbers = [figures.number(year, cell) for cell in ways.get(year, ())]
        statuses = [figures.status(year, cell) for cell, number in zip(ways.get(year, ()), numbers, strict=True) if number is None]
        status = NO_REPORT if year not in ways else (statuses[0] if statuses else "reported") if numbers else "missing"
        value = sum((n for n in numbers if n is not None), Decimal(0)) if numbers and not statuses else None
        form = figures.forms[year].get(ways[year][0][0], "") if ways.get(year) else ""
        bars.append(Bar(panel, name, year, value, status, form=form))
    return tuple(bars), find_breaks({year: way[0][0] if way else "" for year, way in ways.items()})


def _to_own_names(form: Form, figures: Figures, series: Series, panel: str = "", name: str = "") -> dict[tuple[str, str, str], Text]:
    """What each form calls a series that is one cell on it."""
    names = {}
    for tables in figures.forms.values():
        if len(way := series.way_of(tables)) == 1:
            cell, version = way[0], tables[way[0].table]
            names[panel, name, version] = to_label(form, cell.table, "row", cell.row, (version,))
    return names


def to_cells(*series: Series) -> tuple[Cell, ...]:
    return tuple((cell.table, cell.row, cell.column) for one in series for cell in sorted(one.cells))


def _to_reasons(series: Sequence[Series]) -> tuple[Text, ...]:
    """Why they break, each reason once; of several series with the names of those that it is true of."""
    found: dict[Text, list[Text]] = {}
    for one in series:
        found.setdefault(Text(one.reason_zh, one.reason_en), []).append(_to_name(one))
    if len(series) == 1:
        return tuple(found)
    return tuple(
        Text(f"{'、'.join(name.zh for name in names)}：{why.zh}", f"{'; '.join(name.en for name in names)}: {why.en}") for why, names in found.items()
    )


def _to_name(series: Series) -> Text:
    return Text(BRACKETS.sub("", series.label_zh), BRACKETS.sub("", series.label_en))


SERIES = {series.id: series for series in load_series()}
NEW_REQUESTS = SERIES["series_received"]
JOINED = {id: series for id, series in SERIES.items() if series is not NEW_REQUESTS}
"""those that have no chart with others"""


def received_cells(form: Form) -> frozenset[Cell]:
    """What is drawn, and what it is held against."""
    held = (cell for version in form.versions for relation in _to_balances(form, version) for cell in _to_terms(relation))
    return frozenset((*RECEIVED.values(), *to_cells(NEW_REQUESTS), *held))


@cache
def _to_balances(form: Form, version: str) -> tuple[Relation, ...]:
    """The relations of a version, within one year, between what is drawn and other totals."""
    drawn = set(RECEIVED.values())
    return tuple(
        relation for relation in form.relations(version)
        if not relation.is_bound and not any(term.last_year for term in relation.terms) and drawn & set(cells := _to_terms(relation))
        and all(cell[2] == "total" for cell in cells)
    )


def _to_terms(relation: Relation) -> list[Cell]:
    return [(cell.table, cell.row, cell.column) for cell in (relation.total, *(term.cell for term in relation.terms))]


def _to_contradictions(figures: Figures, form: Form) -> tuple[Text, ...]:
    """What a reader of the bars has to know of a year whose own figures do not agree; nothing of a year that lacks one of them."""
    found = []
    for year, tables in sorted(figures.forms.items()):
        for relation in _to_balances(form, version) if (version := tables.get("requests")) else ():
            printed, *numbers = [figures.number(year, cell) for cell in _to_terms(relation)]
            if printed is None or None in numbers:
                continue
            expected = sum((term.sign * number for term, number in zip(relation.terms, numbers, strict=True) if number is not None), Decimal(0))
            if expected != printed:
                stands, ought = to_figure(printed), to_figure(expected)
                name = to_label(form, "requests", "row", str(relation.total.row), (str(version),))
                found.append(Text(
                    f"{year} 年的报告自己对不上：“{name.zh}”印的是 {stands}，按其余各项应为 {ought}；图中照所印的数画出。",
                    f"{year}: the report contradicts itself. Its “{name.en}” is {stands}, and its other figures make {ought}; "
                    "the bars are as printed.",
                ))
    return tuple(found)


def plan_received(figures: Figures, form: Form) -> Plan | None:
    """Requests received in the year and carried in from the year before. The same in both versions of the form since 2019; before, with a break."""
    if not figures.has((*RECEIVED.values(), *to_cells(NEW_REQUESTS))):
        return None
    series = {row: to_label(form, "requests", "row", row, figures.versions("requests")) for row in RECEIVED}
    joined, breaks = _to_joined(figures, NEW_REQUESTS, name="new_received")
    carried = to_single(figures, {"carried_in": RECEIVED["carried_in"]})
    bars = (*joined, *(_on_form(bar, figures, "requests") for bar in carried))
    own_names = _to_own_names(form, figures, NEW_REQUESTS, name="new_received")
    has_older = any(bar.form and not figures.forms[bar.year].get("requests") for bar in joined)
    return Plan(
        Text("收到的政府信息公开申请", "Requests for information received"),
        Text(
            "本年新收与上年结转，各类申请人总计，件",
            "New this year, and carried over from the year before; all applicants",
        ),
        REQUESTS,
        "grouped",
        {"": Text("", "")},
        series,
        figures.years,
        bars,
        (
            *([BROKEN, *_to_reasons([NEW_REQUESTS])] if breaks else []), *to_gaps(bars, series, {}, own_names), *_to_contradictions(figures, form),
            *to_other_labels(form, figures, "requests", "row", RECEIVED),
        ),
        table="" if has_older else "requests",
        breaks=breaks,
        own_names=own_names,
    )


def _on_form(bar: Bar, figures: Figures, table: str) -> Bar:
    return replace(bar, form=figures.forms.get(bar.year, {}).get(table, ""))


def plan_joined(figures: Figures, form: Form) -> Plan | None:
    """What else can be followed across forms, where a body has the list of 2014 to 2018; magnitudes apart, so each has its own scale."""
    if not any(tables.get(STATISTICS) for tables in figures.forms.values()) or not figures.has(to_cells(*JOINED.values())):
        return None
    found = {id: _to_joined(figures, series, panel=id) for id, series in JOINED.items()}
    panels = {id: _to_name(series) for id, series in JOINED.items()}
    bars = tuple(bar for own, _ in found.values() for bar in own)
    breaks = tuple(sorted({year for _, years in found.values() for year in years}))
    return Plan(
        Text("2014 年以来各项", "Other counts since 2014"),
        Text("申请的答复和争议案件，件；各幅纵轴刻度不同", "Answers and cases; each panel has a scale of its own"),
        CASES,
        "grouped",
        panels,
        {"": Text("件数", "number")},
        figures.years,
        bars,
        (*([BROKEN, *_to_reasons(list(JOINED.values()))] if breaks else []), *to_gaps(bars, {}, panels)),
        has_own_scales=True,
        breaks=breaks,
    )
