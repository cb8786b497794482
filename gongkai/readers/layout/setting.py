"""Whether the digits of a number are set alike, as those of one font are.

In: the boxes and the ink of the digits of a page, in pixels, one after the other as they are read. Out: those that another character than a digit may
stand for, and those that may begin another number. A font that says of its B that it is an 8 draws it as an 8 may look, but not as wide; of its o
that it is a 0, not as high. Not its business: the shapes themselves (shapes.py).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

from gongkai.readers.layout.shapes import Bools, Floats, Ink

WIDER, WIDER_ONE = 1.09, 1.35
"""by how much digits of one font differ in width at most; measured on 58 documents: 1.03. A 1 is narrower in some fonts (1.2)"""
HIGHER, LOWER = 1.24, 0.14
"""the same of their height, and the share of it by which one reaches below the other; figures of old style do and are doubted"""
SLACK = 2.0
"""pixels that ink may be off: it begins and ends between two"""
SHARED = 0.3
"""of the height of a digit's place that the one after it shares with it on one line; two lines share less"""
OVERLAP = 0.5
"""pixels of which the places of two upright digits are one's and the other's at the most"""
APART = 0.2
"""of the width of a digit: a gap in a number that is so much wider than is usual on its page may part two numbers"""

Places = NDArray[numpy.int64]


class Digits(NamedTuple):
    """values: 0 to 9. owners: of which claim each is. places: which character of the page each is. boxes: n × left, top, right, bottom."""

    values: Places
    owners: Places
    places: Places
    boxes: Floats
    ink: Ink


def to_odd(digits: Digits) -> tuple[Bools, Bools]:
    """Say of each digit whether it is set unlike the one beside it or before it, and whether it stands apart from the one before it."""
    is_odd, is_apart = numpy.zeros(len(digits.values), bool), numpy.zeros(len(digits.values), bool)
    if not len(digits.values):
        return is_odd, is_apart
    boxes, ink = digits.boxes, digits.ink
    width, size, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1], ink.bottom - ink.top
    first = numpy.flatnonzero((numpy.diff(digits.places) == 1) & (numpy.diff(digits.owners) == 0))
    second = first + 1
    is_level = numpy.abs(boxes[first, 3] - boxes[second, 3]) < SLACK
    is_odd[second[~is_level & _are_steps(boxes, ink, first, second)]] = True
    first, second = first[is_level], second[is_level]
    gaps = (boxes[second, 0] - boxes[first, 2]) / numpy.maximum(width[first], 1)
    if len(gaps):
        is_apart[second[gaps - float(numpy.sort(gaps)[(len(gaps) - 1) // 2]) > APART]] = True
    is_one_size = _ratio(size[first], size[second]) < WIDER
    first, second = first[is_one_size], second[is_one_size]
    limit = numpy.where((digits.values[first] == 1) | (digits.values[second] == 1), WIDER_ONE, WIDER)
    high = numpy.maximum(height[first], height[second])
    # pdfium widens the place of a slanted digit up to where its ink ends, over the one after it: that says nothing of the font
    is_slanted = numpy.isin(digits.owners, digits.owners[first[boxes[first, 2] - boxes[second, 0] > OVERLAP]])
    is_pair_odd = (_ratio(width[first], width[second]) > limit) & ~is_slanted[first]
    is_pair_odd |= (_ratio(height[first], height[second]) > HIGHER) & (numpy.abs(height[first] - height[second]) > SLACK)
    is_pair_odd |= numpy.abs(ink.bottom[first] - ink.bottom[second]) > numpy.maximum(LOWER * high, SLACK)
    is_odd[first[is_pair_odd]] = is_odd[second[is_pair_odd]] = True
    below = boxes[:, 3] - ink.bottom
    return is_odd | _narrow_ones(digits.values, width, size) | _low_ones(height, size) | _hanging_ones(below, height, size), is_apart


def _are_steps(boxes: Floats, ink: Ink, first: Places, second: Places) -> Bools:
    """Whether a digit is set higher or lower than the one before it on its line, like the mark of a note, though it is as large."""
    shared = numpy.minimum(boxes[first, 3], boxes[second, 3]) - numpy.maximum(boxes[first, 1], boxes[second, 1])
    least = numpy.minimum(boxes[first, 3] - boxes[first, 1], boxes[second, 3] - boxes[second, 1])
    high = numpy.maximum(ink.bottom[first] - ink.top[first], ink.bottom[second] - ink.top[second])
    step = numpy.abs(ink.bottom[first] - ink.bottom[second])
    is_one_size = _ratio(boxes[first, 3] - boxes[first, 1], boxes[second, 3] - boxes[second, 1]) < WIDER
    found: Bools = is_one_size & (shared > SHARED * least) & (step > numpy.maximum(LOWER * high, SLACK)) & (boxes[second, 0] > boxes[first, 0])
    return found


def _ratio(one: Floats, other: Floats) -> NDArray[numpy.floating[Any]]:
    return numpy.maximum(one, other) / numpy.maximum(numpy.minimum(one, other), 0.1)


def _low_ones(height: Floats, size: Floats) -> Bools:
    """The digits that are much lower than most of their size are."""
    found = numpy.zeros(len(height), bool)
    steps = numpy.rint(size / SLACK)
    for step in set(steps.tolist()):
        alike = steps == step
        usual = float(numpy.sort(height[alike])[int(alike.sum()) // 2])
        found |= alike & (height * HIGHER < usual) & (height < usual - SLACK)
    return found


def _hanging_ones(below: Floats, height: Floats, size: Floats) -> Bools:
    """The digits that reach further down in their place than most of their size do: a g or a q may be a 9. below: pixels left under the ink."""
    found = numpy.zeros(len(height), bool)
    steps = numpy.rint(size)
    for step in set(steps.tolist()):
        alike = steps == step
        usual = float(numpy.sort(below[alike])[int(alike.sum()) // 2])
        found |= alike & (usual - below > numpy.maximum(LOWER * height, SLACK))
    return found


def _narrow_ones(values: Places, width: Floats, size: Floats) -> Bools:
    """The digits 1 that are much narrower than every other digit of their size: an l or an I may be one."""
    found = numpy.zeros(len(values), bool)
    others = values != 1
    if not others.any():
        return found
    for at in numpy.flatnonzero(~others & (width < 0.5 * size)).tolist():
        alike = others & (_ratio(size, size[at : at + 1]) < WIDER)
        found[at] = alike.any() and float(width[alike].min()) > WIDER_ONE * float(width[at])
    return found
