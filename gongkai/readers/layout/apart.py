"""The ink of a character without what those beside it ink of its place.

In: how dark the picture of a page is, and the box of a character on it, in pixels. Out: a piece of the picture with what hangs together mostly within
the box, and the box in it. The bar of a 4 reaches into the place of a comma, and of a 0 that stands close; what hangs together with both is left. Not
its business: whether it is that character (signs.py).
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from gongkai.readers.layout.shapes import INKED, Bools, Darkness, Floats

BESIDE = 1.0
"""heights of the box that are looked at to both sides of it"""
LARGEST = 40_000
"""pixels; what takes more is no character of a table"""


def to_own(darkness: Darkness, box: Floats) -> tuple[Darkness, Floats]:
    left, top, right, bottom = box.tolist()
    aside = BESIDE * (bottom - top)
    x0, y0 = max(int(left - aside), 0), max(int(top), 0)
    piece = darkness[y0 : int(bottom) + 2, x0 : int(right + aside) + 2].copy()
    within = box - numpy.array((x0, y0, x0, y0), numpy.float32)
    if not piece.size or piece.size > LARGEST:
        return piece, within
    inside = piece[:, max(int(within[0]), 0) : int(within[2]) + 1]
    is_inked = piece > INKED * int(inside.max(initial=0))
    parts = _to_parts(is_inked)
    # how dark each part is within the box, and in all
    centres = numpy.arange(piece.shape[1]) + 0.5
    is_within = (centres >= within[0]) & (centres <= within[2])
    whole = numpy.bincount(parts.ravel(), piece.ravel())
    own = numpy.bincount(parts[:, is_within].ravel(), piece[:, is_within].ravel(), len(whole))
    is_foreign = own < 0.5 * whole
    is_foreign[0] = False
    foreign, kept = is_foreign[parts], is_inked & ~is_foreign[parts]
    piece[_grown(foreign) & ~_grown(kept)] = 0
    piece[foreign] = 0
    return piece, within


def _to_parts(is_inked: Bools) -> NDArray[numpy.intp]:
    """Number what hangs together, also by corners, from 1 on; 0 where there is no ink."""
    parts = numpy.zeros(is_inked.shape, numpy.intp)
    open_ones = {(int(y), int(x)) for y, x in zip(*numpy.nonzero(is_inked), strict=True)}
    number = 0
    while open_ones:
        number += 1
        following = [open_ones.pop()]
        while following:
            y, x = following.pop()
            parts[y, x] = number
            near = {(y + down, x + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & open_ones
            open_ones -= near
            following += near
    return parts


def _grown(found: Bools) -> Bools:
    """What is found and all around it."""
    padded = numpy.pad(found, 1)
    height, width = found.shape
    grown = numpy.zeros_like(found)
    for down in (0, 1, 2):
        for across in (0, 1, 2):
            grown |= padded[down : down + height, across : across + width]
    return grown
