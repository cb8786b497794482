"""What a page shows, held against what its characters say.

In: pictures of a page with and without its text, and the cells of its tables with the characters claimed in them. Out: why a cell is to be doubted,
a code of doubts.csv, "" where the picture bears it out. A number is borne out if each of its characters is inked, has its shape, and nothing else is
drawn there; a blank cell if nothing is. Not its business: how a page is drawn (pdf_picture.py), what becomes of a doubt (layout.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from gongkai.model import Box
from gongkai.readers.glyphs import Glyph
from gongkai.readers.shapes import Darkness, Floats, Ink, are_unlike, boxes_to_ink

LEAST_CONTRAST = 24
"""of 255: what is paler than this against what is behind it is not seen"""
PALE = 0.4
"""what has less than this share of the contrast of the other figures of the table is much paler than they are"""
STRAY = 56
"""of 255: what differs by this from what is behind it is drawn there for someone to see"""
EVEN = 24
"""of 255: a cell whose pixels differ by less has nothing drawn in it"""
INSET = 2.0
"""points from the middle of a rule to where a cell is clear of it"""
BORDER = 5.0
"""points from the edge of a cell within which whole strokes are rules"""
SPECK = 0.8
"""square points of ink that are nothing yet"""
SOLID = 0.94
"""the share of its box that a plain background fills"""
DIGITS = {sign: value for signs in ("0123456789", "０１２３４５６７８９") for value, sign in enumerate(signs)}
DASHES = "-—–－―─"
POINTS = ".,，．、"
WORDY = re.compile(r"[\u3400-\u9fff]")
MOST_WORDS = 3
"""a cell with more Chinese characters than this is a label, which no number depends on"""

_SCRATCH: list[Darkness] = [numpy.empty(0, numpy.uint8)]
"""memory for one picture, kept: new memory costs more than the work on it"""


class Picture(NamedTuple):
    """How a page is drawn: grey of each pixel, 255 for white.

    shown: all that is seen. bare: the same without the text that was read. plain: without any text, also that which was left aside.
    scale: pixels a point. left, top: where on the page the pictures begin, in points: only what holds its tables is drawn.
    """

    shown: Darkness
    bare: Darkness
    plain: Darkness
    scale: float
    left: float = 0.0
    top: float = 0.0


class Claim(NamedTuple):
    """A cell and the characters that are said to stand in it."""

    box: Box
    text: str
    glyphs: Sequence[Glyph]


class _Signs(NamedTuple):
    """The single characters of the claims that are looked at, one after the other. owners: of which claim each is."""

    texts: list[str]
    boxes: Floats
    owners: NDArray[numpy.int64]
    ink: Ink


def to_doubts(picture: Picture, claims: Sequence[Claim], glyphs: Sequence[Glyph]) -> list[str]:
    """Say why each claim is to be doubted. glyphs: all that was read on the page."""
    asked = [index for index, claim in enumerate(claims) if _is_asked(claim.text)]
    drawn = _drawn(picture)
    signs = _to_signs(drawn, claims, asked, picture)
    doubts = dict(_by_signs(picture, drawn, claims, signs))
    typical = float(numpy.median(signs.ink.contrast)) if signs.texts else 255.0
    stray = min(STRAY, max(LEAST_CONTRAST, PALE * typical))
    _wipe(drawn, [glyph for index in asked for glyph in claims[index].glyphs], picture)
    strays = [index for index in asked if index not in doubts and _has_stray(picture, drawn, claims[index].box, stray)]
    if strays:
        # a label may reach into the next cell
        _wipe(drawn, glyphs, picture)
        doubts |= {index: "glyph" for index in strays if _has_stray(picture, drawn, claims[index].box, stray)}
    for index in asked:
        if index not in doubts:
            doubt = _by_ground(picture, claims[index], stray, signs, index)
            if doubt:
                doubts[index] = doubt
    return [doubts.get(index, "") for index in range(len(claims))]


def _drawn(picture: Picture) -> Darkness:
    """How much the text that was read changes each pixel: all that is inked by it and not covered. It takes the place of `shown`."""
    shown, bare = picture.shown, picture.bare
    if _SCRATCH[0].size < shown.size:
        _SCRATCH[0] = numpy.empty(shown.size, numpy.uint8)
    lighter = numpy.maximum(shown, bare, out=_SCRATCH[0][: shown.size].reshape(shown.shape))
    numpy.minimum(shown, bare, out=shown)
    drawn: Darkness = numpy.subtract(lighter, shown, out=shown)
    return drawn


def _is_asked(text: str) -> bool:
    """Whether a number, or that there is none, may be taken from a cell."""
    return len(text) < 40 and len(WORDY.findall(text)) <= MOST_WORDS


# --- the characters ---------------------------------------------------------------------------------------------------


def _to_signs(drawn: Darkness, claims: Sequence[Claim], asked: list[int], picture: Picture) -> _Signs:
    texts: list[str] = []
    owners: list[int] = []
    boxes: list[Box] = []
    for index in asked:
        for text, x0, top, x1, bottom, _ in claims[index].glyphs:
            if text.isspace():
                continue
            width = (x1 - x0) / len(text)
            for place, sign in enumerate(text):
                texts.append(sign)
                owners.append(index)
                boxes.append((x0 + place * width, top, x0 + (place + 1) * width, bottom))
    corner = numpy.array((picture.left, picture.top) * 2, numpy.float32)
    array = (numpy.array(boxes, numpy.float32).reshape(-1, 4) - corner) * picture.scale
    return _Signs(texts, array, numpy.array(owners, numpy.int64), boxes_to_ink(drawn, array))


def _by_signs(picture: Picture, drawn: Darkness, claims: Sequence[Claim], signs: _Signs) -> list[tuple[int, str]]:
    """Find the claims with a character that is not there, or that looks like another; the first doubt of each counts."""
    if not signs.texts:
        return []
    ink, texts = signs.ink, signs.texts
    found: list[tuple[int, str]] = []
    least = max(LEAST_CONTRAST, PALE * float(numpy.median(ink.contrast)))
    for at in numpy.flatnonzero(ink.contrast < least).tolist():
        found.append((int(signs.owners[at]), "faint" if _is_even(picture.plain, signs.boxes[at]) else "covered"))
    digits = numpy.array([DIGITS.get(text, -1) for text in texts])
    chosen = numpy.flatnonzero((digits >= 0) & (ink.contrast >= least))
    picked = Ink(*(side[chosen] for side in ink))
    unlike = chosen[are_unlike(drawn, picked, digits[chosen])].tolist()
    height, width = ink.bottom - ink.top, ink.right - ink.left
    usual = float(numpy.median(height[chosen])) if len(chosen) else 0.0
    unlike += [at for at, text in enumerate(texts) if text in DASHES and width[at] < 1.3 * height[at]]
    unlike += [at for at, text in enumerate(texts) if text in POINTS and usual and height[at] > 0.55 * usual]
    found += [(int(signs.owners[at]), "unlike") for at in unlike]
    for at in chosen.tolist():
        owner = int(signs.owners[at])
        _, above, _, below = (side * picture.scale for side in claims[owner].box)
        origin = picture.top * picture.scale
        over, under = above - origin - ink.top[at], ink.bottom[at] + origin - below
        if max(over, under) > 0.2 * height[at]:
            found.append((owner, "struck"))
    return _crowded(signs) + found[::-1]


def _crowded(signs: _Signs) -> list[tuple[int, str]]:
    """The claims with two different characters in one place; one printed twice is bold, or has a shadow."""
    found = []
    order = numpy.lexsort((signs.boxes[:, 0], signs.owners)).tolist()
    for one, other in [*pairwise(order), *zip(order, order[2:], strict=False)]:
        if signs.owners[one] != signs.owners[other] or signs.texts[one] == signs.texts[other]:
            continue
        left, top, right, bottom = numpy.minimum(signs.boxes[one], signs.boxes[other]).tolist()
        inner_left, inner_top, _, _ = numpy.maximum(signs.boxes[one], signs.boxes[other]).tolist()
        if right - inner_left > 0.5 * (right - left) and bottom - inner_top > 0.5 * (bottom - top):
            found.append((int(signs.owners[one]), "crowded"))
    return found


def _is_even(picture: Darkness, box: Floats) -> bool:
    left, top, right, bottom = (max(int(side), 0) for side in box)
    part = picture[top : bottom + 1, left : right + 1]
    return not part.size or int(part.min()) > 255 - STRAY


# --- what else is drawn ------------------------------------------------------------------------------------------------


def _wipe(drawn: Darkness, glyphs: Sequence[Glyph], picture: Picture) -> None:
    """Take the ink of the characters read away; what remains is of characters that were not."""
    scale = picture.scale
    for _, x0, top, x1, bottom, _ in glyphs:
        slack = 0.12 * (bottom - top)
        x0, x1, top, bottom = x0 - slack - picture.left, x1 + slack - picture.left, top - slack - picture.top, bottom + slack - picture.top
        if x1 > 0 and bottom > 0:
            drawn[max(int(top * scale), 0) : int(bottom * scale) + 2, max(int(x0 * scale), 0) : int(x1 * scale) + 2] = 0


def _inside(box: Box, picture: Picture) -> tuple[slice, slice]:
    """The rows and columns of pixels of a cell that are clear of its rules."""
    left, right = box[0] + INSET - picture.left, box[2] - INSET - picture.left
    top, bottom = box[1] + INSET - picture.top, box[3] - INSET - picture.top
    scale = picture.scale
    return slice(max(int(top * scale), 0), max(int(bottom * scale), 0)), slice(max(int(left * scale), 0), max(int(right * scale), 0))


def _has_stray(picture: Picture, drawn: Darkness, box: Box, stray: float) -> bool:
    """Whether characters are drawn in a cell that were not read."""
    rest = drawn[_inside(box, picture)]
    return bool(rest.size and rest.max() > stray) and int((rest > stray).sum()) > SPECK * picture.scale**2


def _by_ground(picture: Picture, claim: Claim, stray: float, signs: _Signs, index: int) -> str:
    """Doubt a cell for what is drawn in it beside its characters."""
    scale = picture.scale
    inside = _inside(claim.box, picture)
    ground = picture.plain[inside]
    if not ground.size or int(ground.max()) - int(ground.min()) < EVEN:
        return ""
    ink = _without_rules(numpy.abs(ground.astype(numpy.int16) - int(numpy.median(ground))), stray, scale)
    if int(ink.sum()) <= SPECK * scale * scale:
        return ""
    own = numpy.flatnonzero(signs.owners == index)
    if not len(own):
        return "" if _is_ground(ink, ground) else "object"
    return _beside(ink, ground, Ink(*(side[own] for side in signs.ink)), inside[1].start, inside[0].start, scale)


def _without_rules(difference: NDArray[numpy.int16], stray: float, scale: float) -> NDArray[numpy.bool_]:
    """The ink of a cell without strokes along its edges that are of its rules."""
    ink: NDArray[numpy.bool_] = difference > stray
    edge = int(BORDER * scale)
    for turned in (ink, ink.T):
        share = turned.mean(axis=1)
        rows = numpy.flatnonzero(share > 0.6)
        turned[rows[(rows < edge) | (rows >= len(share) - edge)]] = False
    return ink


def _is_ground(ink: NDArray[numpy.bool_], ground: Darkness) -> bool:
    """Whether the ink is an even background behind part of the cell: a whole rectangle, not dark."""
    rows, columns = numpy.flatnonzero(ink.any(axis=1)), numpy.flatnonzero(ink.any(axis=0))
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return bool(part.mean() > SOLID) and bool(numpy.median(ground[ink]) > 128)


def _beside(ink: NDArray[numpy.bool_], ground: Darkness, signs: Ink, x0: int, y0: int, scale: float) -> str:
    """Doubt a number for ink that crosses it or stands beside it; not for a line under it nor for its background."""
    left, right = float(signs.left.min()) - x0, float(signs.right.max()) - x0
    top, bottom = float(signs.top.min()) - y0, float(signs.bottom.max()) - y0
    height = bottom - top
    rows = numpy.flatnonzero(ink.any(axis=1))
    first, last = int(rows[0]), int(rows[-1])
    columns = numpy.flatnonzero(ink.any(axis=0))
    start, end = int(columns[0]), int(columns[-1])
    is_behind = start <= left + 1 and end >= right - 2 and last - first > 0.8 * height
    if is_behind and ink[first : last + 1, start : end + 1].mean() > SOLID:
        return ""
    inner = ink[max(int(top + 0.18 * height), 0) : max(int(bottom - 0.12 * height), 0), max(int(left), 0) : max(int(right + 1), 0)]
    if inner.size and inner.any(axis=0).mean() > 0.5:
        return "struck"
    under = ink.copy()
    under[max(int(bottom - 0.12 * height), 0) : int(bottom + 0.5 * height) + 1] = False
    return "object" if int(under.sum()) > SPECK * scale * scale else ""
