"""Values that were counted off, and whether one of them may be the number of a page, and another have been left out.

In: the texts of the values of a row that was poured out a cell a line. Out: which of them are in doubt. Not its business: what cells they are of.

A page's number that stands bare among the cells of a table from which empty cells were left out makes the number of values right and moves those
between the two: nothing but the sums of the row can show it. Where they do not close as the values stand, and would without such a number, nobody can
tell whether the body added up wrong. Where they would not either, they are as printed, and the body's.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gongkai.match.lines import Line
from gongkai.text import to_printed

_MOST_PAGES = 99
Number = Decimal | int | None


def find_others(line: Line, texts: Sequence[str | None], size: int) -> set[int]:
    """The places of the values of a row, in groups of `size` whose last is the sum of the others, that may be those of others."""
    if line.source.is_loose:  # one may have fallen in two, and another been left out
        return set() if is_closed(texts, size) else set(range(len(texts)))
    return find_intruders(texts, size) if line.is_poured and not line.is_proved else set()


def find_intruders(texts: Sequence[str | None], size: int) -> set[int]:
    """The places of values, in groups of `size` whose last is the sum of the others, that may be those of others."""
    printed = [to_printed(text) for text in texts]
    if any(each.status in ("unreadable", "blank") for each in printed) or len(texts) % size:
        return set()
    values: list[Number] = [each.number if each.number is not None else 0 for each in printed]
    if _close(values, size):
        return set()
    found: set[int] = set()
    for at, text in enumerate(texts):
        number = values[at]
        if not (text or "").strip().isdecimal() or number is None or not 1 <= number <= _MOST_PAGES:
            continue
        rest = [*values[:at], *values[at + 1:]]
        for lost in range(len(values)):
            others = [*rest[:lost], None, *rest[lost:]]
            if _close(others, size):
                found |= {place for place, (one, other) in enumerate(zip(values, others, strict=True)) if one != other}
    return found


def is_closed(texts: Sequence[str | None], size: int) -> bool:
    """Whether all values are printed, and the last of each `size` is the sum of the others."""
    printed = [to_printed(text) for text in texts]
    values: list[Number] = [each.number if each.number is not None else 0 for each in printed]
    return all(each.status in ("reported", "not_applicable") for each in printed) and _close(values, size)


def _close(values: Sequence[Number], size: int) -> bool:
    """Whether the sums of all groups close; one that is not printed cannot fail to."""
    groups = [values[at : at + size] for at in range(0, len(values), size)]
    return all(group[-1] is None or group[-1] == sum(number or 0 for number in group[:-1]) for group in groups)
