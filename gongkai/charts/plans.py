"""What each chart shows: a body's figures → a plan of bars, one function a chart.

In: Figures and the form (for labels). Out: Plan, in both languages, or None where no report prints anything of it. Not its business: how
a plan becomes a picture (drawing.py). What is not printed is a gap with its reason, never 0; a share needs every part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from gongkai.charts.figures import NO_REPORT, NOT_ON_FORM, STATISTICS, Cell, Figures
from gongkai.form import Form
from gongkai.series import Series, find_breaks
from gongkai.series import load as load_series

SMALL = 5
"""Shares of fewer requests than this are marked (MuckRock hides them; we show the counts and say so)."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    zh: str
    en: str

    def to(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, or the gap where one would be: value None. whole: what a share is a share of. withheld: printed, but not to be drawn alone.

    form: the version of the form that the figure stands on, where a chart joins figures of several that differ; else "".
    """

    panel: str
    series: str
    year: int
    value: Decimal | None
    status: str = "reported"
    whole: Decimal | None = None
    withheld: Decimal | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """layout: grouped, stacked or shares. panels and series: id → label, in the order they are shown. table: where the same figures stand.

    colours: of the series, by their place in the palette; in its order where nothing is said.
    breaks: the years before which the line of years is broken: what stands on the two sides is no one series.
    """

    title: Text
    subtitle: Text
    unit: Text
    layout: str
    panels: Mapping[str, Text]
    series: Mapping[str, Text]
    years: tuple[int, ...]
    bars: tuple[Bar, ...]
    notes: tuple[Text, ...] = ()
    has_own_scales: bool = False
    table: str = ""
    colours: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()

    def colour(self, index: int) -> int:
        """The place in the palette of the series at an index."""
        return self.colours[index] if self.colours else index


CASES = Text("件", "cases")
REQUESTS = Text("件", "requests")
WAN = Text("万元", "10,000 yuan")

STATUS = {
    "blank": Text("空白", "blank"),
    "not_applicable": Text("不适用", "not applicable"),
    "ambiguous": Text("有歧义", "ambiguous"),
    "unreadable": Text("读不出", "unreadable"),
    "missing": Text("缺这一格", "missing"),
    NO_REPORT: Text("无报告", "no report"),
    NOT_ON_FORM: Text("格式无此项", "not on the form"),
    "incomplete": Text("不画", "not drawn"),
    "few": Text("报告太少", "too few reports"),
}

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、])\s*")
_BRACKETS = re.compile(r"\s{0,3}[（(][^（()）]*[)）]$")


def to_label(form: Form, table: str, axis: str, id: str) -> Text:
    """The form's own label, without its numbering and what it adds in brackets."""
    entry = form.entry(table, axis, id)
    return Text(_BRACKETS.sub("", _NUMBERING.sub("", entry.label_zh)), _BRACKETS.sub("", entry.label_en))


def _span(years: list[int], language: str) -> str:
    """2019, 2020, 2021 → "2019–2021"; 2019, 2022 → "2019、2022"."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ("、" if language == "zh" else ", ").join(parts)


def _to_gaps(bars: tuple[Bar, ...], series: Mapping[str, Text], panels: Mapping[str, Text]) -> tuple[Text, ...]:
    """Say which years have no bar, and why: one sentence a reason."""
    years: dict[tuple[str, str], list[int]] = {}
    for bar in bars:
        if bar.value is None and bar.status != "incomplete":
            whose = "" if bar.status == NO_REPORT else bar.panel if len(panels) > 1 else bar.series if len(series) > 1 else ""
            found = years.setdefault((bar.status, whose), [])
            if bar.year not in found:
                found.append(bar.year)
    notes = []
    for (status, whose), found in sorted(years.items(), key=lambda item: (item[0][0] != NO_REPORT, item[1])):
        name = panels.get(whose) or series.get(whose)
        is_part = len(panels) > 1 and len(series) > 1 and status != NO_REPORT
        zh = f"{_span(found, 'zh')} 年" + (f"“{name.zh}”" if name else "") + f"：{'有的格' * is_part}{STATUS[status].zh}。"
        en = f"{_span(found, 'en')}" + (f", {name.en}" if name else "") + f": {'some cells ' * is_part}{STATUS[status].en}."
        notes.append(Text(zh, en))
    return tuple(notes)


def _to_single(figures: Figures, cells: Mapping[str, Cell], *, by_panel: bool = False) -> tuple[Bar, ...]:
    """One bar a cell and year; each cell is a series, or a panel of its own."""
    return tuple(
        Bar(id if by_panel else "", "" if by_panel else id, year, figures.number(year, cell), figures.status(year, cell))
        for id, cell in cells.items()
        for year in figures.years
    )


RECEIVED: dict[str, Cell] = {row: ("requests", row, "total") for row in ("new_received", "carried_in")}


BROKEN = Text(
    "虚线两边出自两种表格：一边是 2014 至 2018 年的统计表，一边是 2019 年起的表格。填报口径变了，跨过虚线不能算增减。",
    "The dashed line parts two forms: the list of 2014 to 2018 and the tables since 2019. They were counted otherwise, so no change can be worked "
    "out across it.",
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


def _to_cells(*series: Series) -> tuple[Cell, ...]:
    return tuple((cell.table, cell.row, cell.column) for one in series for cell in sorted(one.cells))


def _to_reasons(series: Iterable[Series]) -> tuple[Text, ...]:
    """Why they break, each reason once."""
    return tuple(dict.fromkeys(Text(one.reason_zh, one.reason_en) for one in series))


SERIES = {series.id: series for series in load_series()}
NEW_REQUESTS = SERIES["series_received"]
JOINED = {id: series for id, series in SERIES.items() if series is not NEW_REQUESTS}
"""those that have no chart with others"""


def plan_received(figures: Figures, form: Form) -> Plan | None:
    """Requests received in the year and carried in from the year before. The same in both versions of the form since 2019; before, with a break."""
    if not figures.has((*RECEIVED.values(), *_to_cells(NEW_REQUESTS))):
        return None
    series = {row: to_label(form, "requests", "row", row) for row in RECEIVED}
    joined, breaks = _to_joined(figures, NEW_REQUESTS, name="new_received")
    carried = _to_single(figures, {"carried_in": RECEIVED["carried_in"]})
    bars = (*joined, *(_on_form(bar, figures, "requests") for bar in carried))
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
        (*([BROKEN, *_to_reasons([NEW_REQUESTS])] if breaks else []), *_to_gaps(bars, series, {})),
        table="" if has_older else "requests",
        breaks=breaks,
    )


def _on_form(bar: Bar, figures: Figures, table: str) -> Bar:
    return replace(bar, form=figures.forms.get(bar.year, {}).get(table, ""))


def plan_joined(figures: Figures, form: Form) -> Plan | None:
    """What else can be followed across forms, where a body has the list of 2014 to 2018; magnitudes apart, so each has its own scale."""
    if not any(tables.get(STATISTICS) for tables in figures.forms.values()) or not figures.has(_to_cells(*JOINED.values())):
        return None
    found = {id: _to_joined(figures, series, panel=id) for id, series in JOINED.items()}
    panels = {id: Text(_BRACKETS.sub("", series.label_zh), _BRACKETS.sub("", series.label_en)) for id, series in JOINED.items()}
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
        (*([BROKEN, *_to_reasons(JOINED.values())] if breaks else []), *_to_gaps(bars, {}, panels)),
        has_own_scales=True,
        breaks=breaks,
    )


OUTCOME_TOTAL: Cell = ("requests", "outcome_total", "total")
OUTCOMES = ("granted", "partially_granted", "denied", "unable", "not_processed", "other_disposal")


@cache
def outcome_parts(form: Form, version: str) -> dict[str, tuple[Cell, ...]]:
    """Each group of outcomes → the rows that make it up in that version."""
    parts = {}
    for group in OUTCOMES:
        rows = [entry.id for entry in form.children("requests", "row", group, version)] or [group]
        parts[group] = tuple(("requests", row, "total") for row in rows)
    return parts


def plan_outcomes(figures: Figures, form: Form) -> Plan | None:
    """Outcomes as shares of all requests handled. No share where a part is not printed, or the parts do not make the printed total."""
    if not any(tables.get("requests") for tables in figures.forms.values()):
        return None
    series = {group: to_label(form, "requests", "row", group) for group in OUTCOMES}
    bars: list[Bar] = []
    years_of: dict[Text, list[int]] = {}
    for year in figures.years:
        counts, whole, why = count_outcomes(figures, form, year, series)
        if why is not None:
            years_of.setdefault(why, []).append(year)
        if whole is not None and counts and whole < SMALL:
            years_of.setdefault(FEW, []).append(year)
        status = "reported" if counts else NO_REPORT if year not in figures.forms else "incomplete"
        bars.extend(Bar("", group, year, counts.get(group), status, whole) for group in OUTCOMES)
    notes = [Text(f"{_span(years, 'zh')} 年：{why.zh}", f"{_span(years, 'en')}: {why.en}") for why, years in years_of.items()]
    return Plan(
        Text("办理结果的构成", "How requests were handled"),
        Text("占本年度办理总数（n）的比例", "Shares of all requests handled in the year (n)"),
        REQUESTS,
        "shares",
        {"": Text("", "")},
        series,
        figures.years,
        tuple(bars),
        (*_to_gaps(tuple(bars), series, {}), *notes),
    )


FEW = Text(f"* 办理不足 {SMALL} 件，比例不宜比较。", f"* fewer than {SMALL} requests handled; shares of so few say little.")
NO_TABLE = Text("文件中没有找到这张表。", "the table was not found in the document.")
NONE_HANDLED = Text("办理 0 件，没有比例可算。", "no requests were handled, so there are no shares.")


def count_outcomes(figures: Figures, form: Form, year: int, series: Mapping[str, Text]) -> tuple[dict[str, Decimal], Decimal | None, Text | None]:
    """The counts of each group in a year and their whole; or none of them, and why."""
    version = figures.forms.get(year, {}).get("requests", "")
    if not version:
        return {}, None, NO_TABLE if year in figures.forms else None
    whole = figures.number(year, OUTCOME_TOTAL)
    if whole is None:
        why = STATUS[figures.status(year, OUTCOME_TOTAL)]
        return {}, None, Text(f"办理总数{why.zh}，不画比例。", f"no shares drawn, as the total handled is {why.en}.")
    if whole == 0:
        return {}, whole, NONE_HANDLED
    counts: dict[str, Decimal] = {}
    lacking: list[Text] = []
    for group, cells in outcome_parts(form, version).items():
        numbers = [figures.number(year, cell) for cell in cells]
        if None in numbers:
            lacking.append(series[group])
        counts[group] = sum((n for n in numbers if n is not None), Decimal(0))
    if lacking:
        zh, en = "、".join(text.zh for text in lacking), "; ".join(text.en for text in lacking)
        return (
            {},
            whole,
            Text(
                f"总计一列没有填全（{zh}），不画比例。",
                f"no shares drawn, as the total column is not filled in throughout ({en}).",
            ),
        )
    printed = sum(counts.values())
    if printed != whole or any(count < 0 for count in counts.values()):
        return (
            {},
            whole,
            Text(
                f"各部分之和 {printed:,} 不等于所印总数 {whole:,}，不画比例。",
                f"no shares drawn, as the parts add up to {printed:,} and the printed total is {whole:,}.",
            ),
        )
    return counts, whole, None


DISPUTES = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other_outcome", "pending")


def plan_disputes(figures: Figures, form: Form) -> Plan | None:
    """Reconsideration and litigation by outcome. Parts as printed; with a blank part only if the printed ones make the printed total."""
    if not figures.has(("disputes", row, column) for row in DISPUTES for column in RESULTS):
        return None
    panels = {row: to_label(form, "disputes", "row", row) for row in DISPUTES}
    series = {column: to_label(form, "disputes", "column", column) for column in RESULTS}
    bars: list[Bar] = []
    notes: list[Text] = []
    for row in DISPUTES:
        for year in figures.years:
            cells = [("disputes", row, column) for column in RESULTS]
            numbers = [figures.number(year, cell) for cell in cells]
            printed = sum((n for n in numbers if n is not None), Decimal(0))
            total = figures.number(year, ("disputes", row, "total"))
            is_whole = None not in numbers or (printed == total and printed > 0)
            for column, cell, number in zip(RESULTS, cells, numbers, strict=True):
                status = figures.status(year, cell)
                if number is None or is_whole:
                    bars.append(Bar(row, column, year, number, status))
                else:
                    bars.append(Bar(row, column, year, None, "incomplete", withheld=number))
            if None not in numbers and total is not None and total != printed:
                notes.append(
                    Text(
                        f"{year} 年“{panels[row].zh}”：各项之和 {printed:,}，所印总计 {total:,}；图中按各项画出。",
                        f"{year}, {panels[row].en}: the parts add up to {printed:,} and the printed total is {total:,}; the parts are drawn.",
                    )
                )
    return Plan(
        Text("行政复议和行政诉讼", "Reconsideration and litigation"),
        Text("因政府信息公开引起的案件，按结果，件", "Cases over information disclosure, by outcome"),
        CASES,
        "stacked",
        panels,
        series,
        figures.years,
        tuple(bars),
        (*_to_gaps(tuple(bars), series, panels), *notes),
        table="disputes",
    )


DECISIONS: dict[str, Cell] = {row: ("proactive_disclosure", row, "decisions") for row in ("licensing", "penalties", "coercive_measures")}


def plan_decisions(figures: Figures, form: Form) -> Plan | None:
    """Licensing, penalty and coercion decisions: magnitudes apart, so each has its own scale."""
    if not figures.has(DECISIONS.values()):
        return None
    panels = {row: to_label(form, "proactive_disclosure", "row", row) for row in DECISIONS}
    series = {"": to_label(form, "proactive_disclosure", "column", "decisions")}
    bars = _to_single(figures, DECISIONS, by_panel=True)
    return Plan(
        Text("行政许可、行政处罚、行政强制的处理决定", "Licensing, penalty and coercion decisions"),
        Text(
            "本年处理决定数量，件；三幅图的纵轴刻度不同",
            "Decisions made in the year; each panel has a scale of its own",
        ),
        CASES,
        "grouped",
        panels,
        series,
        figures.years,
        bars,
        _to_gaps(bars, {}, panels),
        has_own_scales=True,
        table="proactive_disclosure",
    )


DOCUMENTS: dict[str, Cell] = {column: ("proactive_disclosure", "normative_documents", column) for column in ("total_published", "in_force")}


def plan_documents(figures: Figures, form: Form) -> Plan | None:
    """Normative documents: publicly available (2019 form) and in force (2021 form), two quantities that are never joined."""
    if not figures.has(DOCUMENTS.values()):
        return None
    shown = {column: cell for column, cell in DOCUMENTS.items() if figures.has([cell])}
    panels = {column: to_label(form, "proactive_disclosure", "column", column) for column in shown}
    series = {"": to_label(form, "proactive_disclosure", "row", "normative_documents")}
    bars = tuple(bar for bar in _to_single(figures, shown, by_panel=True) if bar.status != NOT_ON_FORM or len(shown) > 1)
    notes = _to_gaps(tuple(bar for bar in bars if bar.status != NOT_ON_FORM), {}, panels)
    if len(shown) > 1:
        notes += (
            Text(
                "2019 年格式的“对外公开总数量”与 2021 年格式的“现行有效件数”不是同一个量，不能连起来看。",
                "“Publicly available” (2019 form) and “in force” (2021 form) are different quantities and must not be read as one series.",
            ),
        )
    return Plan(
        Text("行政规范性文件", "Normative documents"),
        Text("年底件数", "Number at the end of the year"),
        Text("件", "documents"),
        "grouped",
        panels,
        series,
        figures.years,
        bars,
        notes,
        has_own_scales=True,
        table="proactive_disclosure",
    )


FEES: dict[str, Cell] = {"amount_wan": ("proactive_disclosure", "admin_fees", "amount_wan")}


def plan_fees(figures: Figures, form: Form) -> Plan | None:
    """Fees collected. Only the 2021 form asks for money; the 2019 form counts fee items, which is another thing."""
    if not figures.has(FEES.values()):
        return None
    series = {"amount_wan": to_label(form, "proactive_disclosure", "row", "admin_fees")}
    bars = _to_single(figures, FEES)
    return Plan(
        Text("行政事业性收费", "Administrative and institutional fees"),
        Text(
            "本年收费金额，万元（2021 年格式起填写金额）",
            "Collected in the year, in 10,000 yuan (asked for since the 2021 form)",
        ),
        WAN,
        "grouped",
        {"": Text("", "")},
        series,
        figures.years,
        bars,
        _to_gaps(bars, {}, {}),
        table="proactive_disclosure",
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A chart of a body: the cells that it looks at, and what it makes of them. It cannot look at others."""

    plan_of: Callable[[Figures, Form], Plan | None]
    cells: Callable[[Form], frozenset[Cell]]

    def plan(self, figures: Figures, form: Form) -> Plan | None:
        """Plan the chart of a body, None where no report prints anything of it."""
        own = figures.of(self.cells(form))
        plan = self.plan_of(own, form)
        return replace(plan, notes=(*plan.notes, _to_left_out(own.left_out))) if plan and own.left_out else plan


def _to_left_out(years: Sequence[int]) -> Text:
    return Text(
        f"{_span(list(years), 'zh')} 年的报告用的是另一种表格，没有这些项目，不在图中。",
        f"{_span(list(years), 'en')}: reports on another form, which does not have these; not in the chart.",
    )


def _always(*cells: Cell) -> Callable[[Form], frozenset[Cell]]:
    return lambda form: frozenset(cells)


@cache
def _of_outcomes(form: Form) -> frozenset[Cell]:
    return frozenset({OUTCOME_TOTAL, *(cell for version in form.versions for parts in outcome_parts(form, version).values() for cell in parts)})


CHARTS: dict[str, Kind] = {
    "received": Kind(plan_received, _always(*RECEIVED.values(), *_to_cells(NEW_REQUESTS))),
    "outcomes": Kind(plan_outcomes, _of_outcomes),
    "disputes": Kind(plan_disputes, _always(*(("disputes", row, column) for row in DISPUTES for column in (*RESULTS, "total")))),
    "joined": Kind(plan_joined, _always(*_to_cells(*JOINED.values()))),
    "decisions": Kind(plan_decisions, _always(*DECISIONS.values())),
    "documents": Kind(plan_documents, _always(*DOCUMENTS.values())),
    "fees": Kind(plan_fees, _always(*FEES.values())),
}
"""Every chart of a body, in the order of its page; pages and tests loop over it."""


@cache
def wanted_cells(form: Form) -> frozenset[Cell]:
    """Every cell that some chart looks at."""
    return frozenset().union(*(kind.cells(form) for kind in CHARTS.values()))
