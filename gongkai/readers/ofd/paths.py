"""Numbers and path data of an OFD → outlines.

In: attributes and AbbreviatedData as written. Out: numbers, steps from glyph to glyph, outlines mapped to the page. Not its business: how a path
is drawn.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.readers.ofd.painted import Matrix, Outline, move

MOST = 1e6
"""a number of an OFD beyond this is none"""
CURVE = 8
"""pieces a curve is drawn in"""
_PATH = re.compile(r"[SMLQBACZ]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_POINTS_OF = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0, "Z": 0}


def number(text: str | None, default: float) -> float:
    try:
        found = float(text) if text else default
    except ValueError:
        return default
    return found if math.isfinite(found) and abs(found) <= MOST else default


def numbers(text: str) -> list[float]:
    """The numbers of a list, [] where one of them is none."""
    try:
        found = [float(one) for one in text.split()]
    except ValueError:
        return []
    return found if all(math.isfinite(one) and abs(one) <= MOST for one in found) else []


def steps(text: str, most: int) -> list[float]:
    """The steps from glyph to glyph; "g 3 2.5" stands for 2.5 three times."""
    signs, found, at = text.split(), list[float](), 0
    while at < len(signs) and len(found) < most:
        if signs[at] == "g" and at + 2 < len(signs):
            found += [number(signs[at + 2], 0.0)] * max(min(int(number(signs[at + 1], 0.0)), most), 0)
            at += 3
        else:
            found.append(number(signs[at], 0.0))
            at += 1
    return found


def data_to_lines(data: str, matrix: Matrix) -> Iterator[Outline]:
    """The straight lines of a path; a curve is no rule."""
    for outline, is_straight in _walk(data, matrix):
        if is_straight and len(outline) > 1:
            yield outline


def data_to_outlines(data: str, matrix: Matrix) -> list[Outline]:
    """The outlines of a path as they are drawn, curves in small pieces."""
    outlines: list[Outline] = []
    for outline, _ in _walk(data, matrix):
        if outlines and outline and outlines[-1][-1] == outline[0]:
            outlines[-1] += outline[1:]
        elif outline:
            outlines.append(list(outline))
    return [outline for outline in outlines if len(outline) > 1]


def cut_to(outline: Outline, corners: Outline) -> Outline:
    """What of the inside of an outline is inside of a box with these corners too."""
    turn = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True))
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        off = [((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) * (1 if turn >= 0 else -1) for x, y in outline]
        kept: Outline = []
        for at, ((x, y), (to_x, to_y)) in enumerate(zip(outline, outline[1:] + outline[:1], strict=True)):
            one, other = off[at], off[(at + 1) % len(off)]
            if one >= 0:
                kept.append((x, y))
            if (one < 0) != (other < 0):
                share = one / (one - other)
                kept.append((x + share * (to_x - x), y + share * (to_y - y)))
        outline = kept
    return outline


def _walk(data: str, matrix: Matrix) -> Iterator[tuple[Outline, bool]]:
    """Yield runs of straight lines, and each curve by itself; what belongs to one outline begins where the last ended."""
    outline: Outline = []
    first: tuple[float, float] | None = None
    values: list[float] = []
    letter = ""
    for sign in [*_PATH.findall(data), "M"]:
        if sign in _POINTS_OF:
            if sign in ("C", "Z") and outline and first is not None:
                outline.append(first)
            elif sign in ("S", "M"):
                yield outline, True
                outline, first = [], None
            letter, values = sign, []
            continue
        values.append(number(sign, 0.0))
        if len(values) < _POINTS_OF.get(letter, 0) or len(values) < 2:
            continue
        point = move(matrix, values[-2], values[-1])
        if letter in ("Q", "B", "A"):
            yield outline, True
            start = outline[-1] if outline else first or point
            yield [start, *_curve(letter, start, values, matrix)], False
            outline = []
        outline.append(point)
        first = first or point
        values = []


def _curve(letter: str, start: tuple[float, float], values: list[float], matrix: Matrix) -> Iterator[tuple[float, float]]:
    """Points of a curve behind its start; an arc is drawn through its middle as a curve, which is near enough to tell that something is there."""
    end = move(matrix, values[-2], values[-1])
    if letter == "A":
        # half of its width aside of the chord
        (x0, y0), (x1, y1) = start, end
        aside = 0.5 if values[4] else -0.5
        middle = (x0 + x1) / 2 + aside * (y1 - y0), (y0 + y1) / 2 - aside * (x1 - x0)
        knots = [start, (2 * middle[0] - (x0 + x1) / 2, 2 * middle[1] - (y0 + y1) / 2), end]
    else:
        knots = [start, *(move(matrix, values[at], values[at + 1]) for at in range(0, len(values) - 2, 2)), end]
    for piece in range(1, CURVE + 1):
        yield _at(knots, piece / CURVE)


def _at(knots: Outline, share: float) -> tuple[float, float]:
    """The point of a Bézier curve at a share of its way."""
    while len(knots) > 1:
        knots = [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for (x0, y0), (x1, y1) in pairwise(knots)]
    return knots[0]
