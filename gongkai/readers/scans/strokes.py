"""Whether the ink of a number is more than its digits: a line drawn through it, the mark of a note, another hand.

In: the ink of numbers as read, of one table. Out: which of them do not look as the others do. A reading by other means than recognition, which sees
128 under the stroke of a pen and 1281 in 128¹: it only measures, and is there to doubt, never to mend.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import cv2
import numpy

from gongkai.readers.scans.digits import LEVELS, Piece, to_ink, to_pieces
from gongkai.readers.scans.ocr import Picture

NUMBER = re.compile("[0-9０-９][0-9０-９.,，]*[¹²³⁰⁴-⁹]*")
LONGEST = (2.2, 1.5, 1.32)
"""heights of a digit that no straight stroke of digits is long, at each of LEVELS: the darker, the fewer of them run into one another"""
ASTRIDE, SPANNING = 0.95, 0.85
"""the same for a level stroke at half height, where the bars of neighbours do not meet; and the share of the number that it spans"""
LEVEL, STEEPEST, STEP = 12, 70, 6
"""degrees: what counts as level, and which strokes are looked for"""
MIDDLE = 0.33, 0.56
"""the part of the height in which a level stroke is looked for: above are the bars of 7 and 5, below that of 4"""
TALLER, LOWER, EVEN = 1.2, 0.78, 0.8
"""how high a number may be, of the others of its table, and how high, of the highest, each of its digits is"""
WIDEST = 0.92
"""heights that a single digit may be wide"""
BEYOND = 0.28
"""heights by which the paler ink of a number may reach beyond the darker"""
BRIDGE = 0.22, 0.12
"""heights of a digit that a line between two is thick at the most, and long at the least"""
HALO, TRAIL = 1.0, 0.2
"""points around the core of a digit that are grey because of it; and how far, in heights of the line, what is paler may run beyond that"""
FEWEST = 5
"""numbers of a table that tell how high its digits are"""


class Shape(NamedTuple):
    """What is measured of a number. height: of its digits, in pixels. is_odd: more than digits was drawn, whatever the others look like."""

    height: float
    is_odd: bool


def to_shape(text: str, darkness: Picture) -> Shape:
    """Measure a number. darkness: how dark each pixel of its line is."""
    digits = sum(sign.isdecimal() for sign in text)
    pieces = [to_pieces(darkness, level) for level in LEVELS]
    if not digits or not all(pieces) or not NUMBER.fullmatch(text):
        return Shape(0.0, False)
    height = max(bottom - top for _, top, _, bottom in pieces[1])
    # separators are lower
    high = [piece for piece in pieces[2] if piece[3] - piece[1] >= 0.4 * height]
    is_joined = len(high) == 1 < digits and _has_bridge(to_ink(darkness, LEVELS[2]), height)
    is_uneven = len(high) == digits > 1 and any(bottom - top < EVEN * height for _, top, _, bottom in high)
    is_wide = len(text) == 1 and pieces[1][-1][2] - pieces[1][0][0] > WIDEST * height
    is_odd = is_joined or is_uneven or is_wide or _reaches_beyond(pieces[0], pieces[2], height) or _has_stroke(darkness, height)
    return Shape(float(height), is_odd)


def are_odd(shapes: Sequence[Shape]) -> list[bool]:
    """Say of each number of a table whether it is more than digits, or not as high as the others."""
    heights = sorted(shape.height for shape in shapes if shape.height)
    usual = heights[len(heights) // 2] if len(heights) >= FEWEST else 0.0
    return [shape.is_odd or (shape.height > 0 < usual and not LOWER * usual <= shape.height <= TALLER * usual) for shape in shapes]


def has_trail(darkness: Picture, unit: float) -> bool:
    """Whether something too pale to be a digit runs on beside the digits: the line of a pencil. darkness: of a line, 0 where there is no ink."""
    reach = 2 * max(round(HALO * unit), 1) + 1
    near = cv2.dilate(to_ink(darkness, LEVELS[2]), numpy.ones((reach, reach), numpy.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(((darkness > 0) & (near == 0)).astype(numpy.uint8), connectivity=8)
    longest = max((max(one[cv2.CC_STAT_WIDTH], one[cv2.CC_STAT_HEIGHT]) for one in boxes[1:].tolist()), default=0)
    return bool(longest > TRAIL * darkness.shape[0])


def _has_bridge(ink: Picture, height: float) -> bool:
    """Whether digits are joined by a thin line from one to the next; blur joins them where they are nearest, in a column or two."""
    thin = ink.sum(axis=0) <= BRIDGE[0] * height
    run = 0
    for is_thin in thin.tolist()[2:-2]:
        run = run + 1 if is_thin else 0
        if run >= max(BRIDGE[1] * height, 3):
            return True
    return False


def _reaches_beyond(pale: list[Piece], dark: list[Piece], height: float) -> bool:
    """Whether something paler than the digits runs out of them."""
    whole, core = _around(pale), _around(dark)
    return any(abs(one - other) > max(BEYOND * height, 3) for one, other in zip(whole, core, strict=True))


def _around(pieces: list[Piece]) -> Piece:
    return min(p[0] for p in pieces), min(p[1] for p in pieces), max(p[2] for p in pieces), max(p[3] for p in pieces)


def _has_stroke(darkness: Picture, height: float) -> bool:
    """Whether the ink has a straight stroke that is longer than any of a digit."""
    for level, longest in zip(LEVELS, LONGEST, strict=True):
        ink = to_ink(darkness, level)
        rows = numpy.flatnonzero(ink.any(axis=1))
        if not rows.size:
            continue
        columns = numpy.flatnonzero(ink.any(axis=0))
        astride = max(ASTRIDE * height, SPANNING * (int(columns[-1]) + 1 - int(columns[0])))
        middle = ink.copy()
        top = int(rows[0])
        middle[: top + round(MIDDLE[0] * height)] = 0
        middle[top + round(MIDDLE[1] * height) + 1 :] = 0
        for degrees in range(-STEEPEST, STEEPEST + 1, STEP):
            is_level = abs(degrees) <= LEVEL
            length = astride if is_level else longest * height
            is_room = length * math.cos(math.radians(degrees)) <= ink.shape[1]
            if is_room and cv2.erode(middle if is_level else ink, _line(round(length), degrees), borderValue=0).any():
                return True
    return False


@cache
def _line(length: int, degrees: int) -> Picture:
    """A straight line of pixels."""
    across, down = length * math.cos(math.radians(degrees)), length * math.sin(math.radians(degrees))
    wide, high = max(round(abs(across)), 1), max(round(abs(down)), 1)
    kernel = numpy.zeros((high, wide), numpy.uint8)
    first, last = ((0, 0), (wide - 1, high - 1)) if down >= 0 else ((0, high - 1), (wide - 1, 0))
    cv2.line(kernel, first, last, 1, 1)
    return kernel
