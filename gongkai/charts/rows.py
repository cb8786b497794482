"""Charts of rows: a label a line, and under it a mark for every report, or a bar; a still picture in the look of the others.

In: rows. Out: the inside of an SVG as svg.py writes them. Not its business: what is counted (surveys.py). Drawn by hand and not by Altair: labels
stand over their rows, where they have the width of the picture in either language, and a row of thousands is told by its quartiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

WIDTH = 320
MOST_MARKS = 40
"""More reports than this are told by a bar from the 5th to the 95th percentile and one from the first quartile to the third."""
_STEP, _STRIP = 40, 23
"""px from row to row, and from a row's top to the middle of its marks"""


@dataclass(frozen=True, slots=True)
class Axis:
    """low, high: what its ends stand for. ticks: values on it, and what stands below each."""

    low: Decimal
    high: Decimal
    ticks: tuple[tuple[Decimal, str], ...]

    def place(self, value: Decimal) -> Decimal:
        """Where a value stands, as a part of the axis."""
        return (value - self.low) / (self.high - self.low)


SHARES = Axis(Decimal(0), Decimal(1), tuple((Decimal(tick) / 100, f"{tick}%") for tick in (0, 25, 50, 75, 100)))


@dataclass(frozen=True, slots=True)
class Row:
    """label: in the picture's language. told: at the row's end. values: parts of the axis, 0 to 1, in order; of a bar its one length."""

    label: str
    told: str
    values: tuple[Decimal, ...]


def to_median(values: Sequence[Decimal]) -> Decimal:
    """The median of values in order."""
    return to_percentile(values, Decimal("0.5"))


def to_percentile(values: Sequence[Decimal], part: Decimal) -> Decimal:
    """The value at a part of the way through values in order, between two of them by proportion."""
    at = part * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def to_strips(rows: Sequence[Row], axis: Axis = SHARES) -> str:
    """Draw figures along an axis: a short line a report, a long one the median."""
    marks, medians = [], []
    for at, row in enumerate(rows):
        middle = at * _STEP + _STRIP
        if not row.values:
            continue
        if len(row.values) <= MOST_MARKS:
            marks += [_to_rect(float(value) * WIDTH - 2, middle - 6, 4, 12) for value in row.values]
        else:
            low, first, third, high = (float(to_percentile(row.values, Decimal(part))) * WIDTH for part in ("0.05", "0.25", "0.75", "0.95"))
            marks += [_to_rect(low, middle - 1, high - low, 3), _to_rect(first, middle - 6, third - first, 12)]
        medians.append(_to_rect(float(to_median(row.values)) * WIDTH - 1, middle - 10, 2, 20))
    bottom = len(rows) * _STEP
    places = [(round(float(axis.place(tick)) * WIDTH, 1), text) for tick, text in axis.ticks]
    lines = "".join(f"M{place:g},{at * _STEP + 13}v20" for at in range(len(rows)) for place, _ in places)
    anchors = {0.0: "start", float(WIDTH): "end"}
    ends = "".join(f'<text x="{place:g}" y="{bottom + 9}" text-anchor="{anchors.get(place, "middle")}">{text}</text>' for place, text in places)
    return _to_picture(rows, lines, "".join(marks), "".join(medians), bottom + 10, ends)


def to_bars(rows: Sequence[Row]) -> str:
    """Draw counts: a bar a row, as long as its part of the longest."""
    lengths = {at: float(row.values[0]) * WIDTH for at, row in enumerate(rows)}
    bars = "".join(_to_rect(0, at * _STEP + _STRIP - 6, length, 12) for at, length in lengths.items() if length)
    return _to_picture(rows, f"M0,12v{len(rows) * _STEP - 18}", bars, "", len(rows) * _STEP - 6, "")


def _to_picture(rows: Sequence[Row], lines: str, marks: str, medians: str, height: int, ends: str) -> str:
    labels = "".join(f'<text x="0" y="{at * _STEP + 10}">{escape(row.label)}</text>' for at, row in enumerate(rows))
    told = "".join(f'<text x="{WIDTH}" y="{at * _STEP + 10}">{escape(row.told)}</text>' for at, row in enumerate(rows))
    return (
        f"-2 -2 {WIDTH + 4} {height + 4}|"
        f'<path class="ax" stroke="currentColor" stroke-opacity=".3" d="{lines}"/>'
        f'<path class="s0" fill="#1f5fa8" fill-opacity=".75" d="{marks}"/>'
        + (f'<path class="md" d="{medians}"/>' if medians else "")
        + f'<g class="ts">{labels}</g><g class="te" text-anchor="end">{told}</g>'
        + (f'<g class="tm">{ends}</g>' if ends else "")
    )


def _to_rect(left: float, top: float, width: float, height: float) -> str:
    return f"M{round(left, 1):g},{round(top, 1):g}h{round(width, 1):g}v{round(height, 1):g}h-{round(width, 1):g}z"
