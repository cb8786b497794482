"""What the objects of a page are, as they are painted: the values that the reader of a format hands to sight.py.

Lengths are points from the top left corner of the page. Not its business: how a format says any of it, what of it is seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.ruling import Rule

Matrix = tuple[float, float, float, float, float, float]
Outline = list[tuple[float, float]]

UPRIGHT, SLANTED, TURNED = 0, 1, 2
"""how a text runs: from left to right; in no direction of a table; downwards, upwards, upside down or as in a mirror"""


class Sign(NamedTuple):
    """A character where it is painted. order: how many objects of the page were painted before it.

    level: how light its colour is, 0 to 255; alpha: how much of it covers what lies below, 0 to 1. is_cut: whether a clip leaves less than all
    of it. doubt: why it may not be the character that is seen, a code of doubts.csv.
    """

    glyph: Glyph
    font: str
    order: int
    level: float
    alpha: float
    direction: int = UPRIGHT
    is_cut: bool = False
    doubt: str = ""


class Shape(NamedTuple):
    """A path. level: None where its colour is not known. width: of its line, 0 where it is filled. is_even: filled by the rule of even and odd.

    clips: each leaves what is inside of one of its outlines.
    """

    outlines: list[Outline]
    order: int
    level: float | None
    alpha: float
    width: float = 0.0
    is_even: bool = False
    clips: tuple[list[Outline], ...] = ()


class Image(NamedTuple):
    """A picture. corners: where its own four are. pixels: (height, width, 2) of lightness and opacity, None where it cannot be decoded."""

    corners: Outline
    order: int
    alpha: float
    pixels: Any
    clips: tuple[list[Outline], ...] = ()


@dataclass(slots=True)
class Painting:
    """All that is painted on a page, in order."""

    signs: list[Sign] = field(default_factory=list)
    shapes: list[Shape | Image] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One mapping after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def move(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
