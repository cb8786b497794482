"""How requests were handled, as shares of all that were: a body's figures → a plan, no share where a part is not printed.

In: Figures and the form. Out: Plan, or None; the counts of a year, for charts over all bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gongkai.charts.figures import NO_REPORT, NOT_ON_FORM, Cell, Figures
from gongkai.charts.plan import (
    DOES_NOT_ADD_UP,
    INCOMPLETE,
    NEGATIVE,
    NONE_HANDLED,
    REQUESTS,
    SMALL,
    STATUS,
    Bar,
    Plan,
    Text,
    to_figure,
    to_gaps,
    to_label,
    to_other_labels,
    to_span,
)
from gongkai.form import Form

OUTCOME_TOTAL: Cell = ("requests", "outcome_total", "total")
HEADING = "outcomes"
"""the row of the form under which the groups of outcomes and their total stand"""


@cache
def outcome_parts(form: Form, version: str) -> dict[str, tuple[Cell, ...]]:
    """Each group of outcomes of that version, in its order → the rows that make it up: what stands under their heading, but for the total."""
    groups = [entry.id for entry in form.children("requests", "row", HEADING, version) if entry.id != OUTCOME_TOTAL[1]]
    return {group: tuple(("requests", row, "total") for row in form.rows_under("requests", group, version)) for group in groups}


def outcome_groups(form: Form, versions: Iterable[str]) -> tuple[str, ...]:
    """The groups of outcomes that any of these versions has, in the order of the form."""
    used = {group for version in versions for group in outcome_parts(form, version)}
    return tuple(group for group in form.groups_of("requests", HEADING) if group in used)


def plan_outcomes(figures: Figures, form: Form) -> Plan | None:
    """Outcomes as shares of all requests handled. No share where a part is not printed, or the parts do not make the printed total."""
    versions = figures.versions("requests")
    if not versions:
        return None
    series = {group: to_label(form, "requests", "row", group, versions) for group in outcome_groups(form, versions)}
    bars: list[Bar] = []
    years_of: dict[Text, list[int]] = {}
    for year in figures.years:
        counts, whole, why = count_outcomes(figures, form, year, series)
        if why is not None:
            years_of.setdefault(why.text, []).append(year)
        if whole is not None and counts and whole < SMALL:
            years_of.setdefault(FEW, []).append(year)
        status = "reported" if counts else NO_REPORT if why is None else why.status
        bars.extend(Bar("", group, year, counts.get(group), status if group in counts or not counts else NOT_ON_FORM, whole) for group in series)
    notes = [Text(f"{to_span(years, 'zh')} 年：{why.zh}", f"{to_span(years, 'en')}: {why.en}") for why, years in years_of.items()]
    return Plan(
        Text("办理结果的构成", "How requests were handled"),
        Text("占本年度办理总数（n）的比例", "Shares of all requests handled in the year (n)"),
        REQUESTS,
        "shares",
        {"": Text("", "")},
        series,
        figures.years,
        tuple(bars),
        (*to_gaps(tuple(bars), series, {}), *notes, *to_other_labels(form, figures, "requests", "row", series)),
    )


@dataclass(frozen=True, slots=True)
class Why:
    """Why a year has no shares: in one word, as a status in the chart's file, and in a sentence."""

    status: str
    text: Text


FEW = Text(f"* 办理不足 {SMALL} 件，比例不宜比较。", f"* fewer than {SMALL} requests handled; shares of so few say little.")
NO_TABLE = Why(INCOMPLETE, Text("文件中没有找到这张表。", "the table was not found in the document."))
NEGATIVE_PART = Why(NEGATIVE, Text("有一项印作负数，不画比例。", "no shares drawn, as one of the parts is printed as less than nothing."))
NOTHING = Why(NONE_HANDLED, Text("办理 0 件，没有比例可算。", "no requests were handled, so there are no shares."))


def count_outcomes(figures: Figures, form: Form, year: int, series: Mapping[str, Text]) -> tuple[dict[str, Decimal], Decimal | None, Why | None]:
    """The counts of each group in a year and their whole; or none of them, and why."""
    version = figures.forms.get(year, {}).get("requests", "")
    if not version:
        return {}, None, NO_TABLE if year in figures.forms else None
    whole = figures.number(year, OUTCOME_TOTAL)
    if whole is None:
        why = STATUS[figures.status(year, OUTCOME_TOTAL)]
        return {}, None, Why(INCOMPLETE, Text(f"办理总数{why.zh}，不画比例。", f"no shares drawn, as the total handled is {why.en}."))
    if whole == 0:
        return {}, whole, NOTHING
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
            Why(INCOMPLETE, Text(
                f"总计一列没有填全（{zh}），不画比例。",
                f"no shares drawn, as the total column is not filled in throughout ({en}).",
            )),
        )
    printed = sum(counts.values())
    if printed == whole and any(count < 0 for count in counts.values()):
        return {}, whole, NEGATIVE_PART
    if printed != whole:
        return (
            {},
            whole,
            Why(DOES_NOT_ADD_UP, Text(
                f"各部分之和 {to_figure(printed)} 不等于所印总数 {to_figure(whole)}，不画比例。",
                f"no shares drawn, as the parts add up to {to_figure(printed)} and the printed total is {to_figure(whole)}.",
            )),
        )
    return counts, whole, None


@cache
def to_cells(form: Form) -> frozenset[Cell]:
    return frozenset({OUTCOME_TOTAL, *(cell for version in form.versions for parts in outcome_parts(form, version).values() for cell in parts)})
