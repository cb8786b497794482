"""Which charts a body has: a body's figures → a plan of bars, one function a chart.

In: Figures and the form (for labels). Out: Plan, in both languages, or None where no report prints anything of it. Not its business: how
a plan becomes a picture (still.py, drawing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from gongkai.charts import joined, outcomes
from gongkai.charts.figures import NOT_ON_FORM, Cell, Figures
from gongkai.charts.plan import (
    CASES,
    DOES_NOT_ADD_UP,
    INCOMPLETE,
    NEGATIVE,
    WAN,
    Bar,
    Plan,
    Text,
    to_figure,
    to_gaps,
    to_label,
    to_other_labels,
    to_single,
    to_span,
)
from gongkai.form import Form


def _dispute_parts(form: Form, versions: Iterable[str]) -> tuple[list[str], list[str]]:
    """The rows of the disputes on these versions, and the results that make up their totals."""
    rows, columns = ({e.id for v in versions for e in of("disputes", v)} for of in (form.rows, form.columns))
    return [row for row in form.all_rows("disputes") if row in rows], [c for c in form.all_columns("disputes") if c in columns and c != "total"]


def _dispute_cells(form: Form) -> frozenset[Cell]:
    return frozenset(("disputes", row, column) for row in form.all_rows("disputes") for column in form.all_columns("disputes"))


def plan_disputes(figures: Figures, form: Form) -> Plan | None:
    """Reconsideration and litigation by outcome. No stack where its parts do not make the printed total: it would be as high as neither."""
    versions = figures.versions("disputes")
    kinds, results = _dispute_parts(form, versions)
    if not figures.has(("disputes", row, column) for row in kinds for column in results):
        return None
    panels = {row: to_label(form, "disputes", "row", row, versions) for row in kinds}
    series = {column: to_label(form, "disputes", "column", column, versions) for column in results}
    bars: list[Bar] = []
    notes: list[Text] = []
    for row in kinds:
        for year in figures.years:
            cells = [("disputes", row, column) for column in results]
            numbers = [figures.number(year, cell) for cell in cells]
            asked = [n for n, cell in zip(numbers, cells, strict=True) if figures.status(year, cell) != NOT_ON_FORM]
            printed = sum((n for n in numbers if n is not None), Decimal(0))
            total = figures.number(year, ("disputes", row, "total"))
            why = _why_undrawn(asked, printed, total)
            for column, cell, number in zip(results, cells, numbers, strict=True):
                status = figures.status(year, cell)
                if number is None or not why:
                    bars.append(Bar(row, column, year, number, status))
                else:
                    bars.append(Bar(row, column, year, None, why, withheld=number))
            if why:
                said = {"parts": to_figure(printed), "total": "" if total is None else to_figure(total)}
                zh, en = (UNSTACKED[why].to(language).format(**said) for language in ("zh", "en"))
                notes.append(Text(f"{year} 年“{panels[row].zh}”：{zh}", f"{year}, {panels[row].en}: {en}"))
    return Plan(
        Text("行政复议和行政诉讼", "Reconsideration and litigation"),
        Text("因政府信息公开引起的案件，按结果，件", "Cases over information disclosure, by outcome"),
        CASES,
        "stacked",
        panels,
        series,
        figures.years,
        tuple(bars),
        (
            *to_gaps(tuple(bars), series, panels), *notes, *to_other_labels(form, figures, "disputes", "row", kinds),
            *to_other_labels(form, figures, "disputes", "column", results),
        ),
        table="disputes",
    )


UNSTACKED = {
    DOES_NOT_ADD_UP: Text(
        "各项之和 {parts} 不等于所印总计 {total}，不画；各项的数见下表。",
        "no bar drawn, as the parts add up to {parts} and the printed total is {total}; the parts are in the table below.",
    ),
    NEGATIVE: Text("有一项印作负数，不画。", "no bar drawn, as one of the parts is printed as less than nothing."),
    INCOMPLETE: Text(
        "有的项没有印出，印出的各项之和是 {parts}，不画；各项的数见下表。",
        "no bar drawn, as not every part is printed, and those that are add up to {parts}; they are in the table below.",
    ),
}


def _why_undrawn(asked: Sequence[Decimal | None], printed: Decimal, total: Decimal | None) -> str:
    """Why parts are not stacked, "" where they are. With a blank part they are only if those printed make the printed total."""
    if any(number is not None and number < 0 for number in asked):
        return NEGATIVE
    if None in asked:
        return INCOMPLETE if printed and printed != total else ""
    return DOES_NOT_ADD_UP if total is not None and total != printed else ""


DECISIONS: dict[str, Cell] = {row: ("proactive_disclosure", row, "decisions") for row in ("licensing", "penalties", "coercive_measures")}


def plan_decisions(figures: Figures, form: Form) -> Plan | None:
    """Licensing, penalty and coercion decisions: magnitudes apart, so each has its own scale."""
    if not figures.has(DECISIONS.values()):
        return None
    versions = figures.versions("proactive_disclosure")
    panels = {row: to_label(form, "proactive_disclosure", "row", row, versions) for row in DECISIONS}
    series = {"": to_label(form, "proactive_disclosure", "column", "decisions", versions)}
    bars = to_single(figures, DECISIONS, by_panel=True)
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
        (*to_gaps(bars, {}, panels), *to_other_labels(form, figures, "proactive_disclosure", "row", DECISIONS)),
        has_own_scales=True,
        table="proactive_disclosure",
    )


DOCUMENTS: dict[str, Cell] = {column: ("proactive_disclosure", "normative_documents", column) for column in ("total_published", "in_force")}


def plan_documents(figures: Figures, form: Form) -> Plan | None:
    """Normative documents: publicly available (2019 form) and in force (2021 form), two quantities that are never joined."""
    if not figures.has(DOCUMENTS.values()):
        return None
    shown = {column: cell for column, cell in DOCUMENTS.items() if figures.has([cell])}
    versions = figures.versions("proactive_disclosure")
    panels = {column: to_label(form, "proactive_disclosure", "column", column, versions) for column in shown}
    series = {"": to_label(form, "proactive_disclosure", "row", "normative_documents", versions)}
    bars = tuple(bar for bar in to_single(figures, shown, by_panel=True) if bar.status != NOT_ON_FORM or len(shown) > 1)
    notes = to_gaps(tuple(bar for bar in bars if bar.status != NOT_ON_FORM), {}, panels)
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
        (*notes, *to_other_labels(form, figures, "proactive_disclosure", "column", shown)),
        has_own_scales=True,
        table="proactive_disclosure",
    )


FEES: dict[str, Cell] = {"amount_wan": ("proactive_disclosure", "admin_fees", "amount_wan")}


def plan_fees(figures: Figures, form: Form) -> Plan | None:
    """Fees collected. Only the 2021 form asks for money; the 2019 form counts fee items, which is another thing."""
    if not figures.has(FEES.values()):
        return None
    series = {"amount_wan": to_label(form, "proactive_disclosure", "row", "admin_fees", figures.versions("proactive_disclosure"))}
    bars = to_single(figures, FEES)
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
        to_gaps(bars, {}, {}),
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
        f"{to_span(list(years), 'zh')} 年的报告用的是另一种表格，其中的项目与本图的不一一对应，不画在这里。",
        f"{to_span(list(years), 'en')}: these reports use another form, "
        "whose items are not one by one those of this chart, so they are not drawn here.",
    )


def _always(*cells: Cell) -> Callable[[Form], frozenset[Cell]]:
    return lambda form: frozenset(cells)


CHARTS: dict[str, Kind] = {
    "received": Kind(joined.plan_received, joined.received_cells),
    "outcomes": Kind(outcomes.plan_outcomes, outcomes.to_cells),
    "disputes": Kind(plan_disputes, _dispute_cells),
    "joined": Kind(joined.plan_joined, _always(*joined.to_cells(*joined.JOINED.values()))),
    "decisions": Kind(plan_decisions, _always(*DECISIONS.values())),
    "documents": Kind(plan_documents, _always(*DOCUMENTS.values())),
    "fees": Kind(plan_fees, _always(*FEES.values())),
}
"""Every chart of a body, in the order of its page; pages and tests loop over it."""


@cache
def wanted_cells(form: Form) -> frozenset[Cell]:
    """Every cell that some chart looks at."""
    return frozenset().union(*(kind.cells(form) for kind in CHARTS.values()))
