"""What all bodies say of a figure in a year: the median, and of how many reports it is. What a body's own figure is held against in /compare/.

In: the spread of an indicator by year, or the figures of all reports as printed. Out: {year: [median, reports, [version of the form, …]]}, the
versions only of an indicator, plain enough for JSON. Not its business: what is left out of a spread (charts/spreads.py), which is left out here too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from statistics import median
from typing import Any

from gongkai.addresses import to_name
from gongkai.pages.places import sums

FEWEST = 5
"""Of fewer reports than this no median is told, as on the pages of indicators (charts/spreads.py)"""

Medians = dict[int, list[Any]]


def of_cells(lines: Iterable[sums.Line]) -> dict[str, Medians]:
    """Of each figure that reports print: every report counts once, those that print no number there are in none."""
    found: dict[str, dict[int, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if line.year is not None:
            for figure, number in line.figures.items():
                if number is not None:
                    found[to_name(figure)][line.year].append(number)
    return {
        name: {year: [_to_plain(median(numbers)), len(numbers)] for year, numbers in sorted(years.items()) if len(numbers) >= FEWEST}
        for name, years in found.items()
    }


def of_indicator(spreads: Mapping[int, Any], lines: Iterable[Any]) -> Medians:
    """Of an indicator. spreads: year → Spread. lines: those that they are of, with the version of the form of each."""
    forms: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        if line.value is not None and line.form:
            forms[line.year].add(line.form)
    return {year: [_to_plain(spread.five[2]), spread.n, sorted(forms[year])] for year, spread in sorted(spreads.items()) if spread.is_told}


def _to_plain(number: Decimal | float) -> int | float:
    return int(number) if number == int(number) else float(number)
