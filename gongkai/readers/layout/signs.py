"""The characters that are said to stand in cells, held against the picture of the page.

In: how much the text that was read inks each pixel, and claims. Out: the claims with a character that is not there, that looks like another, or that
shares its place. Not its business: what else is drawn in a cell (seen.py), the shapes of digits (shapes.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from gongkai.model import Box
from gongkai.readers.layout.apart import to_own
from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.setting import Digits, to_odd
from gongkai.readers.layout.shapes import Darkness, Floats, Ink, are_unlike, boxes_to_ink

LEAST_CONTRAST = 24
"""of 255: what is paler than this against what is behind it is not seen"""
PALE = 0.4
"""what has less than this share of the contrast of the other figures of the table is much paler than they are"""
STRAY = 56
"""of 255: what differs by this from what is behind it is drawn there for someone to see"""
DIGITS = {sign: value for signs in ("0123456789", "０１２３４５６７８９") for value, sign in enumerate(signs)}
UNPRINTED = ("Cf", "Cc", "Zs", "Zl", "Zp")
"""kinds of characters that nothing is drawn for"""
UNPRINTED_SIGNS = " \u00a0\u3000\t"
DASHES = "-—–－―─"
SLASHES = "/／ \n"
NONE_SIGNS = "无零不没未否涉及"
"""characters of cells without a number; each is wider than any digit"""
NARROWEST = 0.6
"""widths of the place of a Chinese character, in its heights, at the least; that of a digit has half of them"""
STARS = "*＊⁎∗"
"""marks that are lower than a digit"""
POINTS = ".,，．、"
HANGING, STANDING = ",", "."
"""of those, what reaches below the line and what does not; full-width ones hang as they like"""
TALL = 0.55
"""heights of a digit that such a mark has at the most"""
PLUSES = "+＋"
MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉" + "".join(chr(sign) for sign in range(0x2460, 0x2474))
"""signs of notes: what is raised or lowered is smaller than a digit, what has a ring is wider"""
WIDEST_ONE = 0.85
"""widths of the ink of a 1, in its heights: with a foot and a flag 0.7"""
WIDEST = 1.2
"""widths of the ink of any digit, in its heights: what is wider may be several, drawn by one glyph"""
BAR = 0.85
"""the share of the width of a slash that its upper third takes up at the most"""
MOST_ACROSS = 200
REACHING = 2.0
"""points from a digit to the edge of its cell, and from there to the edge of the next cell, where it may reach into that"""
TWICE, CLOSE = 0.2, 0.75
"""of the width of a digit: how far apart the same one is printed twice to be bold, and how far at the least to be two for everybody"""
UNEVEN = 0.55
"""the share of the height of a digit that the one beside it has at the least; figures of old style differ by a third"""
MOST_APART = 60
"""digits of a page that are looked at once more, without those beside them"""
FALSE_DIGITS = 0.3
"""the share of the digits of a page from which on none of them is believed"""


class Picture(NamedTuple):
    """How part of a page is drawn: grey of each pixel, 255 for white. It may be written over.

    scale: pixels a point. left, top: where on the page it begins, in points.
    """

    grey: Darkness
    scale: float
    left: float
    top: float


class Claim(NamedTuple):
    """A cell and the characters that are said to stand in it. frames: the boxes drawn within it."""

    box: Box
    text: str
    glyphs: Sequence[Glyph]
    frames: Sequence[Box] = ()


class Signs(NamedTuple):
    """The single characters of the claims that are looked at, one after the other. owners: of which claim each is. contrast: of most of them."""

    drawn: Darkness
    texts: list[str]
    boxes: Floats
    owners: NDArray[numpy.int64]
    ink: Ink
    contrast: float


def to_signs(drawn: Darkness, claims: Sequence[Claim], asked: list[int], picture: Picture) -> Signs:
    texts: list[str] = []
    owners: list[int] = []
    boxes: list[Box] = []
    for index in asked:
        _, above, _, below = claims[index].box
        for text, x0, top, x1, bottom, _ in claims[index].glyphs:
            if above < (top + bottom) / 2 < below:
                # fonts claim more height than their characters have, and reach into the rows above and below
                top, bottom = max(top, above), min(bottom, below)
            if len(text) == 1:
                if text != " ":
                    texts.append(text)
                    owners.append(index)
                    boxes.append((x0, top, x1, bottom))
                continue
            width = (x1 - x0) / len(text)
            for place, sign in enumerate(text):
                texts.append(sign)
                owners.append(index)
                boxes.append((x0 + place * width, top, x0 + (place + 1) * width, bottom))
    corner = numpy.array((picture.left, picture.top) * 2, numpy.float32)
    array = (numpy.array(boxes, numpy.float32).reshape(-1, 4) - corner) * picture.scale
    ink = boxes_to_ink(drawn, array)
    return Signs(drawn, texts, array, numpy.array(owners, numpy.int64), ink, _middle(ink.contrast))


def _middle(values: Floats) -> float:
    """The median; what numpy has for it takes ten times as long for so few."""
    return float(numpy.sort(values)[len(values) // 2]) if len(values) else 0.0


def signs_to_doubts(picture: Picture, plain: Darkness | None, claims: Sequence[Claim], signs: Signs) -> list[tuple[int, str]]:
    """Find the claims with a character that is not there, or that looks like another; the first doubt of each counts."""
    if not signs.texts:
        return []
    ink, texts = signs.ink, signs.texts
    height, width = ink.bottom - ink.top, ink.right - ink.left
    least = max(LEAST_CONTRAST, PALE * signs.contrast)
    is_inked = ink.contrast >= least
    digits = numpy.array([DIGITS.get(text, -1) for text in texts])
    chosen = numpy.flatnonzero((digits >= 0) & is_inked)
    is_unlike = are_unlike(signs.drawn, Ink(*(side[chosen] for side in ink)), digits[chosen])
    for at in numpy.flatnonzero(is_unlike)[:MOST_APART].tolist():
        is_unlike[at] = _is_unlike_alone(signs, int(chosen[at]), digits[chosen[at : at + 1]])
    usual = _middle(height[chosen])
    others = numpy.flatnonzero(digits < 0).tolist()
    unprinted = [at for at in others if unicodedata.category(texts[at]) in UNPRINTED]
    unlike = chosen[is_unlike].tolist() + [at for at in unprinted if is_inked[at]]
    for at in others:
        text, wide, high = texts[at], float(width[at]), float(height[at])
        if (
            (text in DASHES and wide < 1.3 * high)
            or (text in PLUSES and high < 0.6 * wide)
            or (text in NONE_SIGNS and wide < 0.65 * high)
            or ("\u4e00" <= text <= "\u9fff" and wide < 0.8 * high and _is_narrow(signs.boxes[at]))
            or (text in STARS and usual and high > 0.75 * usual)
            or (text in POINTS and usual and (_is_tall(signs, at, usual) or not _hangs_as_it_should(signs, at, usual)))
            or (text in MARKS and usual and high > 0.85 * usual and wide < 0.85 * high)
            or (text in SLASHES and not claims[signs.owners[at]].text.strip(SLASHES) and not _leans(signs.drawn, ink, at))
        ):
            unlike.append(at)
    unlike += chosen[width[chosen] > numpy.where(digits[chosen] == 1, WIDEST_ONE, WIDEST) * height[chosen]].tolist()
    found = _crowded(signs) + _uneven(signs, height, chosen)
    found += _across_edges(picture, claims, signs, chosen)
    is_odd, is_apart = to_odd(Digits(digits[chosen], signs.owners[chosen], chosen, signs.boxes[chosen], Ink(*(side[chosen] for side in ink))))
    found += [(int(signs.owners[at]), "crowded") for at in chosen[is_apart].tolist() if " " not in claims[signs.owners[at]].text]
    unlike += chosen[is_odd].tolist()
    found += [(int(signs.owners[at]), "unlike") for at in unlike]
    for at in numpy.flatnonzero(~is_inked).tolist():
        if at not in unprinted:
            found.append((int(signs.owners[at]), "faint" if plain is None or _is_even(plain, signs.boxes[at]) else "covered"))
    if is_unlike.sum() > max(FALSE_DIGITS * len(chosen), 3):
        # a font that says of most of its digits that they are others says it of all
        found += [(owner, "glyph") for owner in set(signs.owners[chosen].tolist())]
    return found


def _is_unlike_alone(signs: Signs, at: int, digit: NDArray[numpy.int64]) -> bool:
    """Whether a digit is unlike itself also without what those beside it ink of its place."""
    drawn, box = to_own(signs.drawn, signs.boxes[at])
    ink = boxes_to_ink(drawn, box[None])
    return not ink.contrast[0] or bool(are_unlike(drawn, ink, digit)[0])


def _is_tall(signs: Signs, at: int, usual: float) -> bool:
    """Whether a point is too high for one, without what the digits beside it ink of its place."""
    if float(signs.ink.bottom[at] - signs.ink.top[at]) <= TALL * usual:
        return False
    drawn, box = to_own(signs.drawn, signs.boxes[at])
    ink = boxes_to_ink(drawn, box[None])
    return float(ink.bottom[0] - ink.top[0]) > TALL * usual


def _hangs_as_it_should(signs: Signs, at: int, usual: float) -> bool:
    """Whether a comma reaches below the digits of its cell, and a point does not."""
    mates = (signs.owners == signs.owners[at]) & numpy.array([text in DIGITS for text in signs.texts]) & (signs.ink.contrast > 0)
    if signs.texts[at] not in HANGING + STANDING or not mates.any():
        return True
    below = float(signs.ink.bottom[at]) - float(numpy.median(signs.ink.bottom[mates]))
    return below > 0.03 * usual if signs.texts[at] in HANGING else below < 0.16 * usual


def _uneven(signs: Signs, height: Floats, chosen: NDArray[numpy.int64]) -> list[tuple[int, str]]:
    """The claims with a digit that is much lower than the digit beside it: a reader may overlook it, or take it for a mark."""
    first, second = chosen[:-1], chosen[1:]
    low, high = numpy.minimum(height[first], height[second]), numpy.maximum(height[first], height[second])
    is_beside = (second - first == 1) & (signs.owners[first] == signs.owners[second])
    return [(int(signs.owners[at]), "note") for at in first[is_beside & (low < UNEVEN * high)].tolist()]


def _is_narrow(box: Floats) -> bool:
    return bool(box[2] - box[0] < NARROWEST * (box[3] - box[1]))


def _leans(drawn: Darkness, ink: Ink, at: int) -> bool:
    """Whether a stroke runs from the top right to the bottom left, and is nothing but a stroke: a 7 has a bar."""
    left, top, right, bottom = (int(side[at]) for side in ink[1:])
    rows = drawn[top : bottom + 1, left : right + 1].astype(numpy.float32)
    across = numpy.arange(rows.shape[1])
    third = max(rows.shape[0] // 3, 1)
    above, below = rows[:third].sum(axis=0), rows[-third:].sum(axis=0)
    if not above.any() or not below.any() or int((above > 0.3 * above.max()).sum()) > BAR * rows.shape[1]:
        return False
    shift = float((above * across).sum() / above.sum() - (below * across).sum() / below.sum())
    return bool(shift > 0.1 * rows.shape[0])


def _across_edges(picture: Picture, claims: Sequence[Claim], signs: Signs, chosen: NDArray[numpy.int64]) -> list[tuple[int, str]]:
    """The claims with a digit that the rule above or below its cell runs through, and those of the cells that it reaches into."""
    edges = numpy.array([claims[owner].box for owner in signs.owners[chosen].tolist()], numpy.float32).reshape(-1, 4)
    top, bottom = signs.ink.top[chosen], signs.ink.bottom[chosen]
    over = (edges[:, 1] - picture.top) * picture.scale - top
    under = bottom - (edges[:, 3] - picture.top) * picture.scale
    found = chosen[numpy.maximum(over, under) > 0.2 * (bottom - top)].tolist()
    levels = (edges[:, (1, 3)] - picture.top) * picture.scale
    for at, sides in zip(chosen.tolist(), levels.tolist(), strict=True):
        # what reaches beyond its cell was cut off there
        box = signs.boxes[at]
        cut = [edge for edge, side in zip(sides, (box[1], box[3]), strict=True) if abs(edge - side) < 1]
        if any(_goes_on(signs.drawn, box, edge, picture.scale) for edge in cut):
            found.append(at)
    doubted = {int(signs.owners[at]) for at in found}
    for at in found[:MOST_ACROSS]:
        corner = numpy.array((picture.left, picture.top) * 2, numpy.float32)
        left, top_of_box, right, bottom_of_box = (signs.boxes[at] / picture.scale + corner).tolist()
        middle, own = (left + right) / 2, claims[signs.owners[at]].box
        near = (own[1] if abs(top_of_box - own[1]) < REACHING else None, own[3] if abs(bottom_of_box - own[3]) < REACHING else None)
        doubted |= {
            index for index, claim in enumerate(claims)
            if claim.box[0] < middle < claim.box[2] and any(
                edge is not None and abs(claim.box[side] - edge) < REACHING for edge, side in zip(near, (3, 1), strict=True))
        }
    return [(owner, "struck") for owner in sorted(doubted)]


def _goes_on(drawn: Darkness, box: Floats, edge: float, scale: float) -> bool:
    """Whether a character is inked a point to both sides of the edge of its cell; at the edge there is a rule."""
    left, right, level = max(int(box[0]), 0), max(int(box[2]), 0), round(edge)
    over, under = level - max(round(scale), 1), level + max(round(scale), 1)
    if over < 0 or under >= drawn.shape[0] or left >= right:
        return False
    above, below = drawn[over, left:right] > STRAY, drawn[under, left:right] > STRAY
    reach = below.copy()
    reach[1:] |= below[:-1]
    reach[:-1] |= below[1:]
    return bool((above & reach).any())


def _crowded(signs: Signs) -> list[tuple[int, str]]:
    """The claims with two characters in one place. One printed twice is bold, or has a shadow; further apart it is two of a kind, set very close."""
    order = numpy.lexsort((signs.boxes[:, 0], signs.owners))
    found = []
    for distance in (1, 2, 3):
        first, second = order[:-distance], order[distance:]
        one, other = signs.boxes[first], signs.boxes[second]
        left, top, right, bottom = numpy.minimum(one, other).T
        over, under, _, _ = numpy.maximum(one, other).T
        is_level = (signs.owners[first] == signs.owners[second]) & (bottom - under > 0.5 * (bottom - top))
        is_shared = is_level & (right - over > 0.5 * (right - left))
        apart = numpy.abs(one[:, 0] - other[:, 0]) / numpy.maximum(numpy.minimum(one[:, 2] - one[:, 0], other[:, 2] - other[:, 0]), 1)
        is_close = is_level & (apart > TWICE) & (apart < CLOSE)
        for at in numpy.flatnonzero(is_shared | is_close).tolist():
            text = signs.texts[first[at]]
            if (text != signs.texts[second[at]] and is_shared[at]) or (text == signs.texts[second[at]] and text in DIGITS and is_close[at]):
                found.append((int(signs.owners[first[at]]), "crowded"))
    return found


def _is_even(picture: Darkness, box: Floats) -> bool:
    left, top, right, bottom = (max(int(side), 0) for side in box)
    part = picture[top : bottom + 1, left : right + 1]
    return not part.size or int(part.min()) > 255 - STRAY
