"""Whether the digits of a number stand as those of one number do.

In: numbers as read, with their ink. Out: how far a document sets its digits apart; whether a number may be two. Not its
business: whether the shapes of the ink are those of the digits (digits.py).

Recognition does not see gaps: "6 2" in one cell is often read as 62. By itself 62 in full-width digits is the very ink
of "6 2" in narrow ones, so the other numbers of the document must tell which it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy

from gongkai.readers.scans.digits import LEVELS, Piece, to_pieces
from gongkai.readers.scans.ocr import Picture

NUMBER = re.compile(r"[+\-]?([0-9][0-9,.]*)")
NARROW, BROAD = 0.9, 1.02
"""heights of a digit from one digit to the next, at the most, where they are not full-width: in nearly all typefaces, in any"""
ROOM = 0.95
"""heights that a digit takes up at the most where the document does not tell"""
LOOSE, EVEN, MOSTLY = 1.25, 0.15, 0.9
"""how much more than usual a step between narrow digits may be; the share by which full-width steps differ, and how many keep to it"""
FEWEST = 2, 5
"""steps that say what is usual among narrow and among full-width digits"""
OPEN, DIGIT, SEPARATOR = 0.27, 0.66, 0.4
"""heights of a digit that a gap beside digits that touch may be wide, that a digit takes up in those, and a separator"""


class Spread(NamedTuple):
    """How a number is spread out, in heights of a digit.

    steps: at each of LEVELS, from digit to digit but for those with a separator between them: (from middle to middle,
    True), or, where digits touch, (the gap, False). width: of all its ink, 0 where the text is more than a number.
    """

    steps: tuple[tuple[tuple[float, bool], ...], ...]
    width: float
    digits: int
    separators: int
    begins_with_zero: bool

    @property
    def own(self) -> list[float]:
        return [step for step, is_step in self.steps[1] if is_step]


class Usual(NamedTuple):
    """Heights of a digit from one digit to the next, for narrow and for full-width digits; 0 where a document does not tell."""

    narrow: float = 0.0
    wide: float = 0.0


def measure(text: str, darkness: Picture) -> Spread:
    """Measure the number that a text begins with. darkness: how dark each pixel of its line is."""
    number = NUMBER.match(text)
    digits = sum(sign.isdigit() for sign in number[1]) if number else 0
    pieces = [to_pieces(darkness, level) for level in LEVELS]
    width = 0.0
    if number and number[0] == number[1] == text and pieces[0]:
        height = max(bottom - top for _, top, _, bottom in pieces[0])
        width = (max(piece[2] for piece in pieces[0]) - pieces[0][0][0]) / height
    steps = tuple(tuple(_to_steps(digits, found)) if found and digits else () for found in pieces)
    return Spread(steps, width, digits, len(number[1]) - digits if number else 0, bool(number and re.match("0[0-9]", number[1])))


def to_usual(spreads: Sequence[Spread]) -> Usual:
    """Say what is usual in a document.

    Full-width digits must be beyond doubt: even steps, numbers of three digits and more, none of them beginning with a
    0, and no more numbers that are narrow. Columns that ran into one another would show one of these.
    """
    found = [spread for spread in spreads if spread.own]
    narrow = [spread for spread in found if _is_narrow(spread)]
    wide = [spread for spread in found if not _is_narrow(spread)]
    narrow_steps = [step for spread in narrow for step in spread.own if step <= max(NARROW, min(spread.own) * (1 + EVEN))]
    wide_steps = [step for spread in wide for step in spread.own]
    usual = float(numpy.median(wide_steps)) if wide_steps else 0.0
    even = [step for step in wide_steps if abs(step - usual) <= EVEN * usual]
    is_wide = (
        len(wide_steps) >= FEWEST[1]
        and len(even) >= MOSTLY * len(wide_steps)
        and not any(spread.begins_with_zero and _is_near(min(spread.own), usual) for spread in wide)
        and sum(spread.digits > 2 for spread in wide) > (1 if narrow else 0)
        and len(wide) >= len(narrow)
    )
    return Usual(float(numpy.median(narrow_steps)) if len(narrow_steps) >= FEWEST[0] else 0.0, usual if is_wide else 0.0)


def is_wide(spread: Spread, usual: Usual) -> bool:
    """Whether the steps of a number are those of the full-width digits of its document."""
    levels = [level for level in spread.steps if level]
    near = [level for level in levels if all(is_step and _is_near(step, usual.wide) for step, is_step in level)]
    return usual.wide > 0 and 2 * len(near) > len(levels)


def may_be_two(spread: Spread, usual: Usual) -> bool:
    """Whether a gap within a number is so wide that it may part two, all of it wider than its digits take up, or a 0 in front of it."""
    if spread.begins_with_zero:
        return True
    room = max(ROOM, usual.wide) * spread.digits + max(SEPARATOR, usual.wide) * spread.separators
    # at a level by itself a digit may fall to pieces or touch the next
    parted = [any(not _is_usual(*one, usual) for one in level) for level in spread.steps if level]
    return spread.width > room or 2 * sum(parted) > len(parted)


def _is_narrow(spread: Spread) -> bool:
    """Whether digits stand close, or a little less so but several of them evenly, which those of two numbers do not."""
    least, most = min(spread.own), max(spread.own)
    return least <= NARROW or (len(spread.own) > 1 and most <= min(BROAD, least * (1 + EVEN)))


def _is_usual(step: float, is_step: bool, usual: Usual) -> bool:
    if not is_step:
        return step <= OPEN
    return step <= (usual.narrow * LOOSE or NARROW) or (usual.wide > 0 and _is_near(step, usual.wide))


def _is_near(step: float, usual: float) -> bool:
    return abs(step - usual) <= EVEN * usual


def _to_steps(printed: int, pieces: list[Piece]) -> Iterable[tuple[float, bool]]:
    """From each piece of the first digits to the next. printed: how many digits."""
    tallest = max(bottom - top for _, top, _, bottom in pieces)
    high = [piece for piece in pieces if piece[3] - piece[1] >= DIGIT * tallest]
    height = high[0][3] - high[0][1]
    counted: list[tuple[Piece, int]] = []
    for piece in high:
        if printed <= 0:
            break
        holds = max(1, round((piece[2] - piece[0]) / (DIGIT * height)))
        counted.append((piece, holds))
        printed -= holds
    low = [piece for piece in pieces if piece not in high and piece[1] > high[0][1] + 0.5 * height]
    for (before, first), (after, second) in itertools.pairwise(counted):
        if any(before[0] < left < after[0] for left, _, _, _ in low):
            continue
        if first == second == 1:
            yield (after[0] + after[2] - before[0] - before[2]) / 2 / height, True
        else:
            yield (after[0] - before[2]) / height, False
