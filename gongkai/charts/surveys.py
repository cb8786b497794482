"""What the reports read so far say, report by report: how many requests, from whom, and what became of them.

In: the published tables, the form. Out: surveys, in both languages; none where there is nothing to tell. Not its business: how a row is drawn
(rows.py). No figure of two reports is ever added: a government's report may hold its departments'. Each report is one mark, whatever its size, and
every row says how many they are. A group of outcomes that not every version has is told of the reports on those that have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongkai.charts.figures import Cell, Figures, Frame, to_figures
from gongkai.charts.joined import RECEIVED
from gongkai.charts.outcomes import OUTCOME_TOTAL, count_outcomes, outcome_groups, outcome_parts
from gongkai.charts.plan import SMALL, Text, to_label
from gongkai.charts.rows import MOST_MARKS
from gongkai.form import Form

FEWEST = 3
"""Of fewer reports than this no survey is drawn."""
FEW = 5
"""Of fewer than this it is said that they stand for nobody else."""
SIZES = ((0, 0), (1, 9), (10, 99), (100, 999), (1000, None))


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of one report. value: of a share its count, and whole what it is a share of."""

    agency_id: str
    year: int
    value: Decimal
    whole: Decimal | None = None

    @property
    def share(self) -> Decimal:
        assert self.whole
        return self.value / self.whole


@dataclass(frozen=True, slots=True)
class Survey:
    """rows: id → label and the reports' figures. is_share: of a whole, drawn on an axis to 100 %; else the reports themselves are counted."""

    title: Text
    subtitle: Text
    rows: Mapping[str, tuple[Text, tuple[Part, ...]]]
    is_share: bool
    notes: tuple[Text, ...]


def applicants_of(form: Form) -> tuple[str, ...]:
    """The kinds of applicants that any version has."""
    return tuple(column for column in form.all_columns("requests") if column != "total")


def wanted_cells(form: Form) -> frozenset[Cell]:
    """The cells that a survey looks at."""
    applicants = {("requests", "new_received", column) for column in (*applicants_of(form), "total")}
    cells: set[Cell] = {OUTCOME_TOTAL, *RECEIVED.values(), *applicants}
    for version in form.versions:
        for parts in outcome_parts(form, version).values():
            cells.update(parts)
    return frozenset(cells)


def plan_surveys(tables: Mapping[str, Frame], form: Form) -> dict[str, Survey]:
    """Return chart id → survey, in the order of the page."""
    bodies = tuple(to_figures(tables, wanted_cells(form), form).values())
    found = {"outcomes": _plan_outcomes(bodies, form), "applicants": _plan_applicants(bodies, form), "sizes": _plan_sizes(bodies)}
    return {id: survey for id, survey in found.items() if survey is not None}


def _plan_outcomes(bodies: Sequence[Figures], form: Form) -> Survey | None:
    versions = [version for version in form.versions if any(version in figures.versions("requests") for figures in bodies)]
    labels = {group: to_label(form, "requests", "row", group, versions) for group in outcome_groups(form, versions)}

    def shares(figures: Figures, year: int) -> Iterator[tuple[str, Part]]:
        counts, whole, why = count_outcomes(figures, form, year, labels)
        if why is None and whole is not None and whole >= SMALL:
            for group, count in counts.items():
                yield group, Part(figures.agency_id, year, count, whole)

    return _to_shares(
        bodies, labels, shares, Text("申请的办理结果", "What became of requests"),
        Text("各种结果占办结申请的比例", "Each outcome as a share of all requests closed"),
        Text(f"只画办结 {SMALL} 件以上、总计一列填全且加得起来的报告。",
             f"Only reports that closed {SMALL} requests or more, whose totals are all printed and add up."),
    )


def _plan_applicants(bodies: Sequence[Figures], form: Form) -> Survey | None:
    versions = {version for figures in bodies for version in figures.versions("requests")}
    kinds = [column for column in applicants_of(form) if any(column == e.id for version in versions for e in form.columns("requests", version))]

    def shares(figures: Figures, year: int) -> Iterator[tuple[str, Part]]:
        whole = figures.number(year, ("requests", "new_received", "total"))
        for column in kinds if whole is not None and whole >= SMALL else ():
            number = figures.number(year, ("requests", "new_received", column))
            if number is not None and whole is not None and 0 <= number <= whole:
                yield column, Part(figures.agency_id, year, number, whole)

    labels = {column: to_label(form, "requests", "column", column) for column in kinds}
    labels["other_org"] = Text("其他法人或组织", "Other organisations")
    return _to_shares(
        bodies, labels, shares, Text("申请人是谁", "Who asks"),
        Text("各类申请人占本年新收申请的比例", "Each kind of applicant as a share of new requests"),
        Text(f"只画新收 {SMALL} 件以上的报告；空白的格没有线。",
             f"Only reports of {SMALL} new requests or more; a blank cell has no line."),
    )


def _to_shares(
    bodies: Sequence[Figures], labels: Mapping[str, Text], shares: Callable[[Figures, int], Iterator[tuple[str, Part]]],
    title: Text, subtitle: Text, note: Text,
) -> Survey | None:
    parts: dict[str, list[Part]] = {id: [] for id in labels}
    for figures in bodies:
        for year in sorted(figures.forms):
            for id, part in shares(figures, year):
                parts[id].append(part)
    most = max((len(found) for found in parts.values()), default=0)
    if most < FEWEST:
        return None
    rows = {id: (labels[id], tuple(sorted(found, key=lambda part: (part.share, part.agency_id, part.year)))) for id, found in parts.items()}
    marks = to_marks([len(found) for found in parts.values() if found])
    return Survey(title, Text(f"{subtitle.zh}：{marks.zh}", f"{subtitle.en}: {marks.en}"), rows, True, (note, *_to_few(most)))


def to_marks(counts: Sequence[int]) -> Text:
    """What the lines of a row mean, by how many reports the rows have (rows.py)."""
    has_lines, has_bars = min(counts) <= MOST_MARKS, max(counts) > MOST_MARKS
    zh = ["每条短线是一份报告"] if has_lines else []
    en = ["each short line is one report"] if has_lines else []
    if has_bars:
        zh.append(f"{f'多于 {MOST_MARKS} 份时，' * has_lines}粗条是居中的一半报告，细线从第 5 到第 95 百分位")
        en.append(
            f"{f'of more than {MOST_MARKS} ' * has_lines}the thick bar is the middle half of the reports, "
            "the thin one reaches from the 5th to the 95th percentile"
        )
    return Text("；".join(zh) + "，长线是中位数", "; ".join(en) + "; the long line is the median")


def _to_few(count: int) -> tuple[Text, ...]:
    if count >= FEW:
        return ()
    return (Text(f"n = {count}：报告还少，不能代表其他机关。", f"n = {count}: so few reports stand for no other body."),)


def _plan_sizes(bodies: Sequence[Figures]) -> Survey | None:
    cell = RECEIVED["new_received"]
    parts = [Part(f.agency_id, year, number) for f in bodies for year in sorted(f.forms) if (number := f.number(year, cell)) is not None]
    if len(parts) < FEWEST:
        return None
    rows: dict[str, tuple[Text, tuple[Part, ...]]] = {}
    for low, high in SIZES:
        text = "0" if high == 0 else f"{low:,}–{high:,}" if high is not None else ""
        label = Text(f"{text} 件" if text else f"{low:,} 件以上", text or f"{low:,} or more")
        rows[f"{low}+" if high is None else f"{low}-{high}"] = label, tuple(p for p in parts if p.value >= low and (high is None or p.value <= high))
    n = f"{len(parts):,}"
    return Survey(
        Text("一份报告有多少新收申请", "How many new requests a report has"),
        Text(f"按本年新收申请件数分组，报告份数（共 {n} 份）", f"Reports by the number of requests newly received ({n} in all)"),
        rows, False, (Text("没有印出这个数的报告不在其中。", "Reports that do not print this number are left out."), *_to_few(len(parts))),
    )


def to_data(survey: Survey) -> tuple[dict[str, Any], ...]:
    """A line a figure of a report: the row as panel, whose it is as series."""
    return tuple(
        {
            "panel": id, "series": part.agency_id, "year": part.year, "value": part.value, "whole": part.whole, "status": "reported",
            "panel_label_zh": label.zh, "panel_label_en": label.en, "unit": "件", "unit_en": "requests",
        }
        for id, (label, found) in survey.rows.items() for part in found
    )
