"""What a chart shows, before it is a picture: bars, gaps with their reasons, the words around them.

In: figures, labels of the form. Out: Plan, in both languages. Not its business: which charts there are (plans.py), how a plan becomes a picture
(still.py, drawing.py). What is not printed is a gap with its reason, never 0; a share needs every part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from gongkai.charts.figures import NO_REPORT, NOT_ON_FORM, OTHER_UNIT, Cell, Figures
from gongkai.form import Form, without_number

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
    own_names: what a form itself calls the one cell that a bar stands for, where a chart joins forms: by panel, series and form.
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
    own_names: Mapping[tuple[str, str, str], Text] = field(default_factory=dict)

    def colour(self, index: int) -> int:
        """The place in the palette of the series at an index."""
        return self.colours[index] if self.colours else index


CASES = Text("件", "cases")
REQUESTS = Text("件", "requests")
WAN = Text("万元", "10,000 yuan")

UNDRAWN = INCOMPLETE, DOES_NOT_ADD_UP, NEGATIVE, NONE_HANDLED = "incomplete", "does_not_add_up", "negative", "none_handled"
"""why a chart draws nothing though there is a report, each told by a note of its own: part or whole is not printed, the parts do not make the printed
total, a part is less than nothing, there was nothing to handle"""

STATUS = {
    "blank": Text("空白", "blank"),
    "not_applicable": Text("印着横线之类", "printed as a dash or the like"),
    "ambiguous": Text("有歧义", "ambiguous"),
    "unreadable": Text("读不出", "unreadable"),
    "missing": Text("缺这一格", "missing"),
    NO_REPORT: Text("无报告", "no report"),
    NOT_ON_FORM: Text("格式无此项", "not on the form"),
    **dict.fromkeys(UNDRAWN, Text("不画", "not drawn")),
    OTHER_UNIT: Text("单位不同，不画", "in another unit, not drawn"),
    "few": Text("报告太少", "too few reports"),
}

BRACKETS = re.compile(r"\s{0,3}[（(][^（()）]*[)）]$")


def to_figure(number: Decimal | int) -> str:
    """A number for people: separators, every decimal printed, − before what is less than nothing."""
    return (f"{number:,f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}").replace("-", "−")


def to_label(form: Form, table: str, axis: str, id: str, versions: Sequence[str] = ()) -> Text:
    """The form's own label, without its numbering and what it adds in brackets; of the newest of these versions (in their order) that has it."""
    entry = form.entry(table, axis, id)
    version = next((version for version in reversed(versions) if version in entry.labels), "")
    return Text(*(BRACKETS.sub("", without_number(entry.label(language, version))) for language in ("zh", "en")))


def to_other_labels(form: Form, figures: Figures, table: str, axis: str, ids: Iterable[str]) -> tuple[Text, ...]:
    """Say what rows or columns were called in years whose version prints them otherwise than the newest does: a chart has one name for each.

    In Chinese alone: the English names are ours, and the same for all versions.
    """
    notes = []
    for id in ids:
        entry, versions = form.entry(table, axis, id), figures.versions(table)
        shown = to_label(form, table, axis, id, versions).zh
        years: dict[str, list[int]] = {}
        for year, tables in sorted(figures.forms.items()):
            version = tables.get(table, "")
            if version in entry.labels and (name := to_label(form, table, axis, id, (version,)).zh) != shown:
                years.setdefault(name, []).append(year)
        notes += [
            Text(f"{to_span(found, 'zh')} 年的格式里，“{shown}”印作“{name}”。", "") for name, found in years.items()
        ]
    return tuple(notes)


def to_span(years: list[int], language: str) -> str:
    """2019, 2020, 2021 → "2019–2021"; 2019, 2022 → "2019、2022"."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ("、" if language == "zh" else ", ").join(parts)


def to_gaps(
    bars: tuple[Bar, ...], series: Mapping[str, Text], panels: Mapping[str, Text],
    own_names: Mapping[tuple[str, str, str], Text] = MappingProxyType({}),
) -> tuple[Text, ...]:
    """Say which years have no bar, and why: one sentence a reason and a name. own_names: as Plan has them."""
    years: dict[tuple[str, str, str], list[int]] = {}
    names: dict[str, Text] = {}
    for bar in bars:
        if bar.value is None and bar.status not in UNDRAWN:
            whose = "" if bar.status == NO_REPORT else bar.panel if len(panels) > 1 else bar.series if len(series) > 1 else ""
            name = (own_names.get((bar.panel, bar.series, bar.form)) or panels.get(whose) or series.get(whose)) if whose else None
            key = name.zh if name else ""
            if name:
                names[key] = name
            found = years.setdefault((bar.status, whose, key), [])
            if bar.year not in found:
                found.append(bar.year)
    notes = []
    for (status, _, key), found in sorted(years.items(), key=lambda item: (item[0][0] != NO_REPORT, item[1])):
        name = names.get(key)
        is_part = len(panels) > 1 and len(series) > 1 and status != NO_REPORT
        zh = f"{to_span(found, 'zh')} 年" + (f"“{name.zh}”" if name else "") + f"：{'有的格' * is_part}{STATUS[status].zh}。"
        en = f"{to_span(found, 'en')}" + (f", {name.en}" if name else "") + f": {'some cells ' * is_part}{STATUS[status].en}."
        notes.append(Text(zh, en))
    return tuple(notes)


def to_single(figures: Figures, cells: Mapping[str, Cell], *, by_panel: bool = False) -> tuple[Bar, ...]:
    """One bar a cell and year; each cell is a series, or a panel of its own."""
    return tuple(
        Bar(id if by_panel else "", "" if by_panel else id, year, figures.number(year, cell), figures.status(year, cell))
        for id, cell in cells.items()
        for year in figures.years
    )
