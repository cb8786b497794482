"""What all bodies say of one indicator: its spread by year, by level and kind, by province; and the pictures of it.

In: the lines of an indicator (tables/standings.py), of which kind it is. Out: a Standing. Not its business: what stands around it on a page.
Nothing is added up: each report counts once, whatever its size. A share of fewer than SMALL is left out of every spread, since one case would
decide it, and of fewer than FEWEST reports no spread is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from gongkai.charts.plan import SMALL
from gongkai.charts.rows import MOST_MARKS, SHARES, Axis, Row, to_percentile, to_strips
from gongkai.charts.svg import to_svg
from gongkai.charts.tiles import Tile, to_tiles

FEWEST = 5
"""Of fewer reports than this no median is told (pages/counts.py, overview.py)."""
PARTS = ("0", "0.25", "0.5", "0.75", "1")


@dataclass(frozen=True, slots=True)
class Spread:
    """values: in order. small: reports left out since what they are a share of is too small. none: those that state no value."""

    values: tuple[Decimal, ...]
    small: int = 0
    none: int = 0

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def is_told(self) -> bool:
        return self.n >= FEWEST

    @property
    def five(self) -> tuple[Decimal, ...]:
        """Lowest, first quartile, median, third quartile, highest."""
        return tuple(to_percentile(self.values, Decimal(part)) for part in PARTS)


@dataclass(frozen=True, slots=True)
class Standing:
    """years: the latest first. year: the one that groups and provinces are of, None where there is none. groups: level and kind → spread.

    provinces: code → spread. strips, tiles: language → picture, "" where there is nothing to draw.
    """

    kind: str
    years: Mapping[int, Spread]
    year: int | None
    groups: Mapping[tuple[str, str], Spread]
    provinces: Mapping[str, Spread]
    strips: Mapping[str, str]
    tiles: Mapping[str, str]

    def say(self, value: Decimal) -> str:
        return say(value, self.kind)

    def is_small(self, line: Any) -> bool:
        return is_small(line)

    def disagrees(self, line: Any) -> bool:
        return line.value is None and disagrees(line.numerator, line.denominator)


def is_small(line: Any) -> bool:
    """Whether a line is a share of so few that one case decides it."""
    return line.denominator is not None and line.denominator < SMALL


def disagrees(numerator: Decimal | None, denominator: Decimal | None) -> bool:
    """Whether what has no value has none because its figures contradict each other: both are there, and there is something to divide by."""
    return numerator is not None and denominator is not None and denominator > 0


def to_standing(lines: Sequence[Any], kind: str, titles: Mapping[str, str]) -> Standing:
    """Tell how an indicator is spread. kind: share, ratio, growth or count (indicators.Indicator). titles: language → what it is called."""
    by_year: dict[int, list[Any]] = defaultdict(list)
    for line in lines:
        by_year[line.year].append(line)
    years = {year: to_spread(by_year[year]) for year in sorted(by_year, reverse=True)}
    year = choose_year(years)
    of_year = by_year[year] if year is not None else []
    groups = _group(of_year, lambda line: (line.body.level, line.body.kind))
    provinces = _group((line for line in of_year if line.body.division_code), lambda line: line.body.division_code[:2] + "0000")
    return Standing(
        kind, years, year, groups, provinces,
        {language: _draw_years(years, kind, title, language) for language, title in titles.items()},
        {language: _draw_provinces(provinces, kind, title, year, language) for language, title in titles.items()},
    )


def to_spread(lines: Iterable[Any]) -> Spread:
    values: list[Decimal] = []
    small = none = 0
    for line in lines:
        if line.value is None:
            none += 1
        elif is_small(line):
            small += 1
        else:
            values.append(line.value)
    return Spread(tuple(sorted(values)), small, none)


def choose_year(years: Mapping[int, Spread]) -> int | None:
    """The latest year with at least half as many figures as the year that has most: the newest reports come in over months."""
    most = max((spread.n for spread in years.values()), default=0)
    return max((year for year, spread in years.items() if spread.n and spread.n * 2 >= most), default=None)


def say(value: Decimal, kind: str) -> str:
    """A figure as the page shows it."""
    if kind in ("share", "growth"):
        return f"{value * 100:.1f}%".replace("-", "−")
    return (f"{value:,.3f}" if kind == "ratio" else f"{value:,.1f}").rstrip("0").rstrip(".").replace("-", "−")


def _group(lines: Iterable[Any], key: Any) -> dict[Any, Spread]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for line in lines:
        found[key(line)].append(line)
    return {of: to_spread(found[of]) for of in sorted(found)}


def _draw_years(years: Mapping[int, Spread], kind: str, title: str, language: str) -> str:
    told = {year: spread for year, spread in years.items() if spread.is_told}
    axis = to_axis([spread.values for spread in told.values()], kind)
    if not told or axis is None:
        return ""
    median = "中位数" if language == "zh" else "median"
    rows = [
        Row(str(year), f"{median} {say(spread.five[2], kind)} · n={spread.n:,}", tuple(axis.place(value) for value in spread.values))
        for year, spread in told.items()
    ]
    said = "，".join(f"{row.label} 年{row.told}" for row in rows) if language == "zh" else "; ".join(f"{row.label}: {row.told}" for row in rows)
    return to_svg(to_strips(rows, axis), title, said, {}, language)


def to_axis(series: Sequence[Sequence[Decimal]], kind: str) -> Axis | None:
    """An axis with zero on it and round ticks, that holds all that strips draw; None where every figure is 0."""
    ends = [(to_percentile(v, Decimal("0.05")), to_percentile(v, Decimal("0.95"))) if len(v) > MOST_MARKS else (v[0], v[-1]) for v in series if v]
    low, high = min((Decimal(0), *(low for low, _ in ends))), max((Decimal(0), *(high for _, high in ends)))
    if low == high:
        return None
    if kind == "share" and low >= SHARES.low and high <= SHARES.high:  # a report that contradicts itself can have more than all
        return SHARES
    rough = (high - low) / 4
    power = Decimal(10) ** (rough.adjusted())
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    first, last = ((low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING))
    ticks = [step * at for at in range(int(first), int(last) + 1)]
    return Axis(ticks[0], ticks[-1], tuple((tick, say(tick, kind).replace(".0%", "%")) for tick in ticks))


def _draw_provinces(provinces: Mapping[str, Spread], kind: str, title: str, year: int | None, language: str) -> str:
    told = {code: spread.five[2] for code, spread in provinces.items() if spread.is_told}
    if len(told) < 2:
        return ""
    tiles = {
        code: Tile(say(told[code], kind) if code in told else f"n={spread.n}", told.get(code))
        for code, spread in provinces.items()
    }
    name = f"{title}：{year} 年各省级地区的中位数" if language == "zh" else f"{title}: median by province, {year}"
    said = "数字见下表" if language == "zh" else "the figures are in the table below"
    return to_svg(to_tiles(tiles, language), name, said, {}, language)
