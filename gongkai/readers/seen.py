"""What a page shows, held against what its characters say.

In: who draws a page with and without its text, and the cells of its tables with the characters claimed in them. Out: why a cell is to be doubted,
a code of doubts.csv, "" where the picture bears it out. A number is borne out if each of its characters is inked, has its shape, and nothing else is
drawn there; a blank cell if nothing is. Not its business: how a page is drawn (pdf_picture.py), what becomes of a doubt (layout.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy
from numpy.typing import NDArray

from gongkai.model import Box
from gongkai.readers.glyphs import Glyph
from gongkai.readers.ruling import Rule
from gongkai.readers.shapes import Darkness, Floats, Ink, are_unlike, boxes_to_ink

LEAST_CONTRAST = 24
"""of 255: what is paler than this against what is behind it is not seen"""
PALE = 0.4
"""what has less than this share of the contrast of the other figures of the table is much paler than they are"""
STRAY = 56
"""of 255: what differs by this from what is behind it is drawn there for someone to see"""
EVEN = 24
"""of 255: a cell whose pixels differ by less has nothing drawn in it"""
MARGIN = 6.0
"""points drawn around what is asked for, and that a cell may reach beyond the page"""
INSET = 2.0
"""points from the middle of a rule to where a cell is clear of it"""
BORDER = 5.0
"""points from the edge of a cell within which whole strokes are rules"""
CLEAR = 3.5
"""points from the edge of a cell within which a rule is one of its own"""
MOST_CROSSINGS = 2_000_000
SPECK = 0.8
"""square points of ink that are nothing yet"""
SOLID = 0.94
"""the share of its box that a plain background fills"""
DIGITS = {sign: value for signs in ("0123456789", "０１２３４５６７８９") for value, sign in enumerate(signs)}
UNPRINTED = ("Cf", "Cc", "Zs", "Zl", "Zp")
"""kinds of characters that nothing is drawn for"""
DASHES = "-—–－―─"
SLASHES = "/／ \n"
NONE_SIGNS = "无零不没未否涉及"
"""characters of cells without a number; each is wider than any digit"""
POINTS = ".,，．、"
WORDY = re.compile(r"[\u3400-\u9fff]")
NONE = re.compile("[无零〇不没未否]")
"""in what a cell says in words where it has no number"""
FALSE_DIGITS = 0.3
"""the share of the digits of a page from which on none of them is believed"""
MOST_WORDS = 3
"""a cell with more Chinese characters than this is a label, which no number depends on"""

_SCRATCH: list[Darkness] = [numpy.empty(0, numpy.uint8)]
"""memory for one picture, kept: new memory costs more than the work on it"""


class Picture(NamedTuple):
    """How part of a page is drawn: grey of each pixel, 255 for white. It may be written over.

    scale: pixels a point. left, top: where on the page it begins, in points.
    """

    grey: Darkness
    scale: float
    left: float
    top: float


class Sight(Protocol):
    """Draws a page. Boxes are in points; what is drawn lasts until the next page is.

    rules: what is drawn beside the text, where that is nothing but straight strokes, horizontal (y, x0, x1) and vertical (x, y0, y1) ones, and
    fillings; else None. aside: where text stands that is seen but was left aside, though it is no larger than that of a table; and whether it is
    level, as a digit of a number is. unsure: where what is seen depends on the program that shows the page. size: width and height of the page.
    """

    @property
    def aside(self) -> Sequence[tuple[Box, bool]]: ...

    @property
    def unsure(self) -> Sequence[Box]: ...

    @property
    def size(self) -> tuple[float, float]: ...

    @property
    def rules(self) -> tuple[Sequence[Rule], Sequence[Rule]] | None: ...

    def draw_text(self, part: Box) -> Picture:
        """Draw the page without its rules."""

    def draw_all(self, part: Box) -> tuple[Picture, Darkness, Darkness]:
        """Draw all that is seen, the same without the text that was read, and without any text, also without what was left aside."""


class Claim(NamedTuple):
    """A cell and the characters that are said to stand in it."""

    box: Box
    text: str
    glyphs: Sequence[Glyph]


class _Signs(NamedTuple):
    """The single characters of the claims that are looked at, one after the other. owners: of which claim each is."""

    drawn: Darkness
    texts: list[str]
    boxes: Floats
    owners: NDArray[numpy.int64]
    ink: Ink


def to_doubts(sight: Sight, claims: Sequence[Claim], glyphs: Sequence[Glyph]) -> list[str]:
    """Say why each claim is to be doubted. glyphs: all that was read on the page."""
    asked = [index for index, claim in enumerate(claims) if _is_asked(claim.text)]
    if not asked:
        return [""] * len(claims)
    boxes = numpy.array([claims[index].box for index in asked], numpy.float32)
    low, high = boxes.min(axis=0).tolist(), boxes.max(axis=0).tolist()
    part = low[0] - MARGIN, low[1] - MARGIN, high[2] + MARGIN, high[3] + MARGIN
    if _is_plainly_so(sight, part, boxes, claims, asked):
        return [""] * len(claims)
    picture, bare, plain = sight.draw_all(part)
    drawn = _drawn(picture.grey, bare)
    signs = _to_signs(drawn, claims, asked, picture)
    doubts = dict(_by_signs(picture, plain, claims, signs)[::-1])
    stray = _to_stray(signs)
    _wipe(drawn, [glyph for index in asked for glyph in claims[index].glyphs], picture)
    strays = [index for index in asked if index not in doubts and _has_stray(picture, drawn, claims[index].box, stray)]
    if strays:
        # a label may reach into the next cell
        _wipe(drawn, glyphs, picture)
        doubts |= {index: "glyph" for index in strays if _has_stray(picture, drawn, claims[index].box, stray)}
    doubts |= {index: "object" for index in asked if any(_overlap(box, claims[index].box) for box in sight.unsure)}
    doubts |= {index: "faint" for index in asked if index not in doubts and _is_off_page(sight, claims[index].box)}
    doubts |= {index: "faint" for index in asked if index not in doubts and _has_aside(sight, picture, bare, plain, claims[index])}
    for index in asked:
        if index not in doubts:
            doubt = _by_ground(picture, plain, claims[index], stray, signs, index)
            if doubt:
                doubts[index] = doubt
    return [doubts.get(index, "") for index in range(len(claims))]


def _is_plainly_so(sight: Sight, part: Box, boxes: Floats, claims: Sequence[Claim], asked: list[int]) -> bool:
    """Whether no stroke runs through a cell, and black on white there is what its characters say, and no more: one look is enough."""
    width, height = sight.size
    if sight.rules is None or part[0] < -2 * MARGIN or part[1] < -2 * MARGIN or part[2] > width + 2 * MARGIN or part[3] > height + 2 * MARGIN:
        return False
    for rules, sides in zip(sight.rules, ((1, 3, 0, 2), (0, 2, 1, 3)), strict=True):
        if len(rules) * len(boxes) > MOST_CROSSINGS or _run_through(numpy.array(rules, numpy.float32).reshape(-1, 3), boxes[:, sides]):
            return False
    picture = sight.draw_text(part)
    drawn = numpy.invert(picture.grey, out=picture.grey)
    signs = _to_signs(drawn, claims, asked, picture)
    if _by_signs(picture, None, claims, signs):
        return False
    _wipe(drawn, [glyph for index in asked for glyph in claims[index].glyphs], picture)
    return not _has_any_stray(picture, drawn, boxes, _to_stray(signs))


def _has_any_stray(picture: Picture, drawn: Darkness, boxes: Floats, stray: float) -> bool:
    """Whether anything is drawn in any of the cells, row by row: cell by cell takes three times as long."""
    corner = numpy.array((picture.left - INSET, picture.top - INSET, picture.left + INSET, picture.top + INSET), numpy.float32)
    pixels = ((boxes - corner) * picture.scale).astype(numpy.int32)
    pixels[:, 0::2] = pixels[:, 0::2].clip(0, drawn.shape[1] - 1)
    pixels[:, 1::2] = pixels[:, 1::2].clip(0, drawn.shape[0] - 1)
    rows: dict[tuple[int, int], list[int]] = {}
    for left, top, right, bottom in pixels.tolist():
        if right > left and bottom > top:
            rows.setdefault((top, bottom), []).extend((left, right))
    for (top, bottom), sides in rows.items():
        darkest = drawn[top:bottom].max(axis=0)
        if int(numpy.maximum.reduceat(darkest, sides)[::2].max()) > stray:
            return True
    return False


def _run_through(rules: Floats, boxes: Floats) -> bool:
    """Whether a rule (at, start, end) runs through a box (its sides across the rule, then along it), clear of the edges."""
    at, start, end = rules[None].transpose(2, 0, 1)
    low, high, first, last = boxes[None].transpose(2, 1, 0)
    slack = numpy.minimum(CLEAR, 0.3 * (high - low))
    return bool(((at > low + slack) & (at < high - slack) & (start < last - CLEAR) & (end > first + CLEAR)).any())


def _to_stray(signs: _Signs) -> float:
    """How much a pixel must differ from what is behind it to count as drawn there."""
    typical = float(numpy.median(signs.ink.contrast)) if signs.texts else 255.0
    return min(STRAY, max(LEAST_CONTRAST, PALE * typical))


def _drawn(shown: Darkness, bare: Darkness) -> Darkness:
    """How much the text that was read changes each pixel: all that is inked by it and not covered. It takes the place of `shown`.

    Over what is dark or coloured already, as much as it can: the part of the way to black, or to white.
    """
    tinted = (bare < 255 - STRAY) & (numpy.maximum(shown, bare) - numpy.minimum(shown, bare) >= STRAY // 2)
    before, after = bare[tinted].astype(numpy.float32), shown[tinted].astype(numpy.float32)
    room = numpy.maximum(numpy.where(after < before, before, 255 - before), 1)
    lighter = numpy.maximum(shown, bare, out=_memory(shown))
    numpy.minimum(shown, bare, out=shown)
    drawn: Darkness = numpy.subtract(lighter, shown, out=shown)
    drawn[tinted] = (255 * numpy.abs(after - before) / room).astype(numpy.uint8)
    return drawn


def _memory(like: Darkness) -> Darkness:
    """Memory for a picture of the same size."""
    if _SCRATCH[0].size < like.size:
        _SCRATCH[0] = numpy.empty(like.size, numpy.uint8)
    return _SCRATCH[0][: like.size].reshape(like.shape)


def _is_asked(text: str) -> bool:
    """Whether a number, or that there is none, may be taken from a cell."""
    if len(text) >= 40:
        return False
    words = WORDY.findall(text)
    return len(words) < len(text.strip()) if 0 < len(words) <= MOST_WORDS and not NONE.search(text) else len(words) <= MOST_WORDS


# --- the characters ---------------------------------------------------------------------------------------------------


def _to_signs(drawn: Darkness, claims: Sequence[Claim], asked: list[int], picture: Picture) -> _Signs:
    texts: list[str] = []
    owners: list[int] = []
    boxes: list[Box] = []
    for index in asked:
        for text, x0, top, x1, bottom, _ in claims[index].glyphs:
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
    return _Signs(drawn, texts, array, numpy.array(owners, numpy.int64), boxes_to_ink(drawn, array))


def _by_signs(picture: Picture, plain: Darkness | None, claims: Sequence[Claim], signs: _Signs) -> list[tuple[int, str]]:
    """Find the claims with a character that is not there, or that looks like another; the first doubt of each counts."""
    if not signs.texts:
        return []
    ink, texts = signs.ink, signs.texts
    height, width = ink.bottom - ink.top, ink.right - ink.left
    least = max(LEAST_CONTRAST, PALE * float(numpy.median(ink.contrast)))
    is_inked = ink.contrast >= least
    digits = numpy.array([DIGITS.get(text, -1) for text in texts])
    chosen = numpy.flatnonzero((digits >= 0) & is_inked)
    is_unlike = are_unlike(signs.drawn, Ink(*(side[chosen] for side in ink)), digits[chosen])
    usual = float(numpy.median(height[chosen])) if len(chosen) else 0.0
    others = numpy.flatnonzero(digits < 0).tolist()
    unprinted = [at for at in others if unicodedata.category(texts[at]) in UNPRINTED]
    unlike = chosen[is_unlike].tolist() + [at for at in unprinted if is_inked[at]]
    unlike += [at for at in others if texts[at] in DASHES and width[at] < 1.3 * height[at]]
    unlike += [at for at in others if texts[at] in NONE_SIGNS and width[at] < 0.65 * height[at]]
    slashes = [at for at in others if not claims[signs.owners[at]].text.strip(SLASHES)]
    unlike += [at for at in slashes if not _leans(signs.drawn, Ink(*(side[at : at + 1] for side in ink)))]
    unlike += [at for at in others if texts[at] in POINTS and usual and height[at] > 0.55 * usual]
    found = _crowded(signs)
    found += _across_edges(picture, claims, signs, chosen)
    found += [(int(signs.owners[at]), "unlike") for at in unlike]
    for at in numpy.flatnonzero(~is_inked).tolist():
        if at not in unprinted:
            found.append((int(signs.owners[at]), "faint" if plain is None or _is_even(plain, signs.boxes[at]) else "covered"))
    if is_unlike.sum() > max(FALSE_DIGITS * len(chosen), 3):
        # a font that says of most of its digits that they are others says it of all
        found += [(owner, "glyph") for owner in set(signs.owners[chosen].tolist())]
    return found


def _leans(drawn: Darkness, ink: Ink) -> bool:
    """Whether a stroke runs from the top right to the bottom left."""
    left, top, right, bottom = (int(side[0]) for side in ink[1:])
    rows = drawn[top : bottom + 1, left : right + 1].astype(numpy.float32)
    across = numpy.arange(rows.shape[1])
    third = max(rows.shape[0] // 3, 1)
    above, below = rows[:third].sum(axis=0), rows[-third:].sum(axis=0)
    if not above.any() or not below.any():
        return False
    shift = float((above * across).sum() / above.sum() - (below * across).sum() / below.sum())
    return bool(shift > 0.1 * rows.shape[0])


def _across_edges(picture: Picture, claims: Sequence[Claim], signs: _Signs, chosen: NDArray[numpy.int64]) -> list[tuple[int, str]]:
    """The claims with a digit that the rule above or below its cell runs through."""
    edges = numpy.array([claim.box for claim in claims], numpy.float32).reshape(-1, 4)[signs.owners[chosen]]
    top, bottom = signs.ink.top[chosen], signs.ink.bottom[chosen]
    over = (edges[:, 1] - picture.top) * picture.scale - top
    under = bottom - (edges[:, 3] - picture.top) * picture.scale
    return [(int(signs.owners[at]), "struck") for at in chosen[numpy.maximum(over, under) > 0.2 * (bottom - top)].tolist()]


def _crowded(signs: _Signs) -> list[tuple[int, str]]:
    """The claims with two different characters in one place; one printed twice is bold, or has a shadow."""
    order = numpy.lexsort((signs.boxes[:, 0], signs.owners))
    found = []
    for distance in (1, 2):
        first, second = order[:-distance], order[distance:]
        one, other = signs.boxes[first], signs.boxes[second]
        left, top, right, bottom = numpy.minimum(one, other).T
        over, under, _, _ = numpy.maximum(one, other).T
        is_shared = (signs.owners[first] == signs.owners[second]) & (right - over > 0.5 * (right - left)) & (bottom - under > 0.5 * (bottom - top))
        for at in numpy.flatnonzero(is_shared).tolist():
            if signs.texts[first[at]] != signs.texts[second[at]]:
                found.append((int(signs.owners[first[at]]), "crowded"))
    return found


def _is_even(picture: Darkness, box: Floats) -> bool:
    left, top, right, bottom = (max(int(side), 0) for side in box)
    part = picture[top : bottom + 1, left : right + 1]
    return not part.size or int(part.min()) > 255 - STRAY


# --- what else is drawn ------------------------------------------------------------------------------------------------


def _wipe(drawn: Darkness, glyphs: Sequence[Glyph], picture: Picture) -> None:
    """Take the ink of the characters read away; what remains is of characters that were not."""
    scale = picture.scale
    for text, x0, top, x1, bottom, _ in glyphs:
        if text.isspace():
            continue
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


def _is_off_page(sight: Sight, box: Box) -> bool:
    width, height = sight.size
    return box[0] < -MARGIN or box[1] < -MARGIN or box[2] > width + MARGIN or box[3] > height + MARGIN


def _overlap(box: Box, cell: Box) -> bool:
    left, top, right, bottom = cell
    x0, y0, x1, y1 = box
    return x0 < right - INSET and x1 > left + INSET and y0 < bottom - INSET and y1 > top + INSET


def _has_aside(sight: Sight, picture: Picture, bare: Darkness, plain: Darkness, claim: Claim) -> bool:
    """Whether text that was left aside may be what a reader sees in a cell, or a digit of it."""
    is_blank = not claim.text.strip()
    near = [box for box, is_level in sight.aside if is_level or is_blank]
    if not any(_overlap(box, claim.box) for box in near):
        return False
    inside = _inside(claim.box, picture)
    one, other = bare[inside], plain[inside]
    return bool(one.size) and int((numpy.maximum(one, other) - numpy.minimum(one, other)).max()) >= LEAST_CONTRAST


def _by_ground(picture: Picture, plain: Darkness, claim: Claim, stray: float, signs: _Signs, index: int) -> str:
    """Doubt a cell for what is drawn in it beside its characters."""
    scale = picture.scale
    inside = _inside(claim.box, picture)
    ground = plain[inside]
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
    under[max(int(bottom - 0.12 * height), 0) : int(bottom + 0.7 * height) + 1] = False
    return "object" if int(under.sum()) > SPECK * scale * scale else ""
