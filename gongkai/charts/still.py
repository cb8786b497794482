"""A plan as a still picture: bars straight from its figures, in the look of the interactive chart, which Altair draws (drawing.py).

In: Plan. Out: the inside of an SVG, panels named by their ids (svg.py puts their names in). Not its business: which figures a chart shows (plans.py).
Every bar of the plan that has a value is a mark of the picture: nothing on the way can drop one. What a plan asks for and this module does not
know stops the build.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from gongkai.charts.plan import SMALL, Bar, Plan, to_figure
from gongkai.charts.svg import PALETTE

WIDTH = 320
"""px, of the years together; many years take more"""
LEAST_STEP = 34
"""px a year has at least: two bars with figures of three digits, and the year below them"""
WIDEST_STEP = 64
"""px a year has at most: few years do not make fat bars"""
HEIGHTS = {1: 150, 2: 90, 3: 80}
"""px of a panel, by how many there are"""
BETWEEN = 50
"""px from panel to panel: the years of one and the name of the next"""
_OVER_BARS, _OVER_FIGURES = 7, 16
"""px of a panel's name over its highest bar, and over the figure that stands on that"""
INNER, OUTER = 0.25, 0.12
"""the parts of a year's room that stay free between its bars and the next year's, and at the ends"""
DIGIT = 5.6
"""px a figure of the 9 px type is wide, generously"""
YEAR_WIDTH = 30
"""px a year on the axis needs"""
ROUND, TOLD = 10, 3
"""into how many parts a panel is rounded, and into how many its axis tells"""
LEAST_SHARE = Decimal("0.07")
"""a smaller part of a bar has no room for its figure"""
NEARLY = Decimal("0.995")
"""a share from here on would be rounded to the whole"""
LEAST_SEEN = 1.0
"""px: a lower bar cannot be told from none"""
_ANCHORS = {"tm": ' text-anchor="middle"', "te": ' text-anchor="end"', "ts": "", "ti": ' text-anchor="middle"'}
"""kind of text → how it hangs on its place; "ts" are panels' names, "ti" stands on a bar"""


@dataclass(slots=True)
class _Picture:
    bars: dict[int, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in _ANCHORS})
    box: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0, 0.0])

    def bar(self, index: int, left: float, top: float, width: float, height: float) -> None:
        # whole pixels across, where nothing is measured; a tenth in height, which is the number
        start, end = round(left), round(left + width)
        self.bars.setdefault(index, []).append(f"M{start},{_to_short(top)}h{end - start}v{_to_short(height)}h-{end - start}z")

    def line(self, x: float, y: float, width: float) -> None:
        self.lines.append(f"M{_to_short(x)},{_to_short(y)}h{_to_short(width)}")

    def text(self, kind: str, x: float, y: float, text: str) -> None:
        self.texts[kind].append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>')
        width = 0.0 if kind == "ts" else len(text) * 6.0  # how wide a panel's name is, its language decides
        left = x - {"tm": width / 2, "ti": width / 2, "te": width, "ts": 0.0}[kind]
        self.grow(left, y - 10, left + width, y + 3)

    def grow(self, left: float, top: float, right: float, bottom: float) -> None:
        box = self.box
        self.box = [min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)]

    def to_inline(self) -> str:
        parts = [f'<path class="ax" stroke="currentColor" stroke-opacity=".3" d="{"".join(self.lines)}"/>']
        if self.breaks:
            parts.append(f'<path class="br" fill="none" stroke="currentColor" stroke-dasharray="4 3" d="{"".join(self.breaks)}"/>')
        parts += [f'<path class="s{index}" fill="{PALETTE[index]}" d="{"".join(found)}"/>' for index, found in sorted(self.bars.items())]
        parts += [f'<g class="{kind}"{_ANCHORS[kind]}>{"".join(texts)}</g>' for kind, texts in self.texts.items() if texts]
        left, top, right, bottom = self.box
        return f"{left - 2:.0f} {top - 2:.0f} {right - left + 4:.0f} {bottom - top + 4:.0f}|{''.join(parts)}"


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers to px above the bottom of a panel. low, high: what the panel reaches from and to. ticks: the numbers told on its axis."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]
    height: float

    def at(self, number: Decimal) -> float:
        """How far above the bottom a number stands."""
        return float((number - self.low) / (self.high - self.low)) * self.height


def to_still(plan: Plan) -> str:
    """Draw a plan: `viewBox|content`. "" if there is nothing to see: no bar above or below 0."""
    if not any(bar.value for bar in plan.bars):
        return ""
    if plan.layout not in ("grouped", "stacked", "shares"):
        raise ValueError(f"no still picture is known for the layout {plan.layout!r}")
    if len(plan.series) > len(PALETTE):
        raise ValueError(f"{plan.title.en}: {len(plan.series)} series, and {len(PALETTE)} colours")
    picture, step = _Picture(), to_step(len(plan.years))
    has_axis = plan.layout != "grouped" or not has_room(plan)
    height, top = float(HEIGHTS[min(len(plan.panels), 3)]), 0.0
    drawn = 0
    for panel in plan.panels:
        bars = [bar for bar in plan.bars if bar.panel == panel]
        scale = to_scale(plan, bars if plan.has_own_scales else plan.bars, height)
        if panel:
            picture.text("ts", 0, top - (_OVER_FIGURES if plan.layout == "grouped" and not has_axis else _OVER_BARS), panel)
        _draw_axis(picture, plan, scale, top, step, has_axis)
        drawn += _draw_bars(picture, plan, bars, scale, top)
        top += height + BETWEEN
    wanted = sum(1 for bar in plan.bars if bar.value)
    if drawn != wanted:
        raise ValueError(f"{plan.title.en}: {drawn} bars were drawn of {wanted}")
    return picture.to_inline()


def to_step(years: int) -> float:
    """How much room a year has, in px."""
    return min(max(WIDTH / years, LEAST_STEP), WIDEST_STEP)


def has_room(plan: Plan) -> bool:
    """Say whether the widest figure fits over its bar."""
    bars_a_year = len(plan.series) if plan.layout == "grouped" else 1
    widest = max((0 if bar.value is None else 4 if plan.layout == "shares" else len(to_figure(bar.value)) for bar in plan.bars), default=0)
    return widest * DIGIT < to_step(len(plan.years)) / bars_a_year


def to_percent(share: Decimal) -> str:
    """A share as its part of a bar has room for it; 100% is the whole and nothing less."""
    return ">99%" if NEARLY <= share < 1 else f"{share:.0%}"


def to_unseen(plan: Plan) -> tuple[Bar, ...]:
    """The bars that are no 0 and too low to be seen, where no figure says so: shares have theirs in the table below."""
    if plan.layout == "shares" or (plan.layout == "grouped" and has_room(plan)):
        return ()
    height, unseen = float(HEIGHTS[min(len(plan.panels), 3)]), []
    for panel in plan.panels:
        bars = [bar for bar in plan.bars if bar.panel == panel]
        scale = to_scale(plan, bars if plan.has_own_scales else plan.bars, height)
        unseen += [bar for bar in bars if bar.value and abs(scale.at(bar.value) - scale.at(Decimal(0))) < LEAST_SEEN]
    return tuple(unseen)


# --- scales ---------------------------------------------------------------------------------------------------------


def to_scale(plan: Plan, bars: Sequence[Bar], height: float) -> Scale:
    """The scale of a panel: of shares 0 to 1, else from 0 or below the lowest bar to a round number above the highest, as Vega rounds it."""
    if plan.layout == "shares":
        return Scale(Decimal(0), Decimal(1), (Decimal(0), Decimal("0.5"), Decimal(1)), height)
    values = tops = [bar.value for bar in bars if bar.value is not None]
    if plan.layout == "stacked":
        sums: dict[tuple[str, int], Decimal] = {}
        for bar in bars:
            if bar.value is not None:
                sums[bar.panel, bar.year] = sums.get((bar.panel, bar.year), Decimal(0)) + bar.value
        tops = list(sums.values())
    low, high = min([Decimal(0), *tops]), max([Decimal(0), *tops])
    high = low + 1 if high == low else high
    step = Decimal(0)
    while step != (wider := to_round_step(high - low, ROUND)):  # what is rounded up may ask for a wider step
        step, low, high = wider, math.floor(low / wider) * wider, math.ceil(high / wider) * wider
    return Scale(low, high, to_ticks(low, high, all(value % 1 == 0 for value in values)), height)


def to_round_step(length: Decimal, count: int) -> Decimal:
    """A step of 1, 2 or 5 times a power of ten that parts a length into some `count`; the nearest by proportion, as d3 and Vega choose it."""
    raw = length / count
    power = Decimal(10) ** raw.adjusted()
    rest = float(raw / power)
    return power * (10 if rest >= 50**0.5 else 5 if rest >= 10**0.5 else 2 if rest >= 2**0.5 else 1)


def to_ticks(low: Decimal, high: Decimal, is_whole: bool) -> tuple[Decimal, ...]:
    """The round numbers of an axis, some three or four; whole ones for counts."""
    step = to_round_step(high - low, TOLD)
    step = max(step, Decimal(1)) if is_whole else step
    return tuple(step * count for count in range(math.ceil(low / step), math.floor(high / step) + 1))


# --- marks ----------------------------------------------------------------------------------------------------------


def _draw_axis(picture: _Picture, plan: Plan, scale: Scale, top: float, step: float, has_axis: bool) -> None:
    width, bottom = step * len(plan.years), top + scale.height
    for tick in scale.ticks:
        y = bottom - scale.at(tick)
        if has_axis:
            picture.text("te", -5, y + 3, f"{tick:.0%}" if plan.layout == "shares" else to_figure(tick))
        if has_axis or tick == 0:
            picture.line(0, y, width)
    picture.grow(0, top, width, bottom)
    every = math.ceil(YEAR_WIDTH / step)
    for at, year in enumerate(plan.years):
        left, band = _to_band(at, len(plan.years))
        if year in plan.breaks:
            x = left - band / (1 - INNER) * INNER / 2
            picture.breaks.append(f"M{_to_short(x)},{_to_short(top - 6)}V{_to_short(bottom + 12)}")
        if (len(plan.years) - 1 - at) % every == 0:
            picture.text("tm", left + band / 2, bottom + 12, str(year))


def _to_band(at: int, years: int) -> tuple[float, float]:
    """Where the bars of a year begin and how wide they are together, in px."""
    unit = to_step(years) * years / (years - INNER + 2 * OUTER)
    return (at + OUTER) * unit, unit * (1 - INNER)


def _draw_bars(picture: _Picture, plan: Plan, bars: Sequence[Bar], scale: Scale, top: float) -> int:
    """Draw the bars of a panel; return how many had a value other than 0."""
    order = {series: index for index, series in enumerate(plan.series)}
    place = {year: at for at, year in enumerate(plan.years)}
    bottom, drawn = top + scale.height, 0
    labelled = has_room(plan)
    for year, found in _by_year(bars).items():
        left, band = _to_band(place[year], len(plan.years))
        floor = ceiling = Decimal(0)
        for bar in sorted(found, key=lambda bar: order[bar.series]):
            if bar.value is None:
                continue
            start, value = Decimal(0), _to_length(plan, bar)
            if plan.layout != "grouped":
                start = ceiling if value >= 0 else floor
                ceiling, floor = (ceiling + value, floor) if value >= 0 else (ceiling, floor + value)
            across = band / len(plan.series) if plan.layout == "grouped" else band
            x = left + (order[bar.series] * across if plan.layout == "grouped" else 0)
            high, low = scale.at(max(start, start + value)), scale.at(min(start, start + value))
            if value:
                picture.bar(plan.colour(order[bar.series]), x, bottom - high, across, high - low)
                drawn += 1
            _draw_figure(picture, plan, bar, value, x + across / 2, bottom - high, bottom - (high + low) / 2, labelled)
        if plan.layout == "shares" and (whole := next((bar.whole for bar in found if bar.value is not None), None)):
            picture.text("tm", left + band / 2, top - 6, f"n={whole:,}" + ("*" if whole < SMALL else ""))
    return drawn


def _draw_figure(picture: _Picture, plan: Plan, bar: Bar, value: Decimal, x: float, top: float, middle: float, labelled: bool) -> None:
    """The figure of a bar: a share inside its part, a number over its bar, where there is room."""
    if plan.layout == "shares":
        if value >= LEAST_SHARE:
            picture.text("ti", x, middle + 3, to_percent(value))
    elif plan.layout == "grouped" and labelled and bar.value is not None:
        picture.text("tm", x, top - 3, to_figure(bar.value))


def _to_length(plan: Plan, bar: Bar) -> Decimal:
    assert bar.value is not None
    if plan.layout != "shares":
        return bar.value
    if not bar.whole or bar.whole < 0:
        raise ValueError(f"{plan.title.en}, {bar.year}: a share of {bar.whole}")
    return bar.value / bar.whole


def _by_year(bars: Sequence[Bar]) -> Mapping[int, list[Bar]]:
    years: dict[int, list[Bar]] = {}
    for bar in bars:
        years.setdefault(bar.year, []).append(bar)
    return years


def _to_short(number: float) -> str:
    """One decimal at most: a tenth of a pixel is not seen."""
    return f"{round(number, 1) + 0:.1f}".removesuffix(".0")
