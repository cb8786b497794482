"""What a page shows, held against what its characters say.

In: who draws a page with and without its text, and the cells of its tables with the characters claimed in them. Out: why a cell is to be doubted,
a code of doubts.csv, "" where the picture bears it out. A number is borne out if each of its characters is inked, has its shape, and nothing else is
drawn there; a blank cell if nothing is. Not its business: how a page is drawn (picture.py), what becomes of a doubt (placing.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy
from numpy.typing import NDArray

from gongkai.model import Box
from gongkai.readers.layout.frames import BORDER, wipe_frames, wipe_own_frame
from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.ruling import Rule
from gongkai.readers.layout.shapes import Darkness, Floats, Ink
from gongkai.readers.layout.signs import DIGITS, LEAST_CONTRAST, PALE, STRAY, Claim, Picture, Signs, signs_to_doubts, to_signs

EVEN = 24
"""of 255: a cell whose pixels differ by less has nothing drawn in it"""
MARGIN = 6.0
"""points drawn around what is asked for, and that a cell may reach beyond the page"""
INSET = 2.0
"""points from the middle of a rule to where a cell is clear of it"""
WHOLE = 0.93
"""the share of the side of a cell from which on a stroke along it is a rule, and not one through a number that fills the cell"""
CLEAR = 3.5
"""points from the edge of a cell within which a rule is one of its own"""
MOST_CROSSINGS = 2_000_000
READABLE = 48
"""of 255: what differs by less from a dark or coloured ground is hardly read on it, however dark it is"""
SPECK = 0.8
"""square points of ink that are nothing yet"""
POINT = 0.15
"""square points of ink between the digits of a number, or close beside it, that may be its decimal point"""
SOLID = 0.94
"""the share of its box that a plain background fills"""
THIN = 0.3
"""of the height of a number: no line through it is thicker"""
BEYOND = 0.04
"""of the height of a digit: how far its ink may reach beyond its place to a side; further, another is printed nearly on it"""
HEART = 0.2
"""of the height of a character's place: what is so near to its upper and its lower side is no ink of a digit"""
INK_OF_A_DIGIT = 0.22, 0.75
"""where, in the height of the place of a digit, its ink surely is"""
OWN_RULE = 1.0
"""points from the edge of a cell within which a level stroke is of its rule"""
LOST_INK, LEFT_OF_IT, HOLE = 128, 0.35, 0.3
"""how dark, of 255, a pixel of a character is that counts; less than which share of it is left where it is covered; square points that may be"""
WORDY = re.compile(r"[\u3400-\u9fff]")
NONE = re.compile("[无零〇不没未否]")
"""in what a cell says in words where it has no number"""
MOST_WORDS = 3
"""a cell with more Chinese characters than this is a label, which no number depends on"""
_SCRATCH: list[Darkness] = [numpy.empty(0, numpy.uint8)]
"""memory for one picture, kept: new memory costs more than the work on it"""


class Sight(Protocol):
    """Draws a page. Boxes are in points; what is drawn lasts until the next page is.

    rules: what is drawn beside the text, where that is nothing but straight strokes, horizontal (y, x0, x1) and vertical (x, y0, y1) ones, and
    fillings; else None. aside: where text stands that is seen but was left aside, though it is no larger than that of a table; and whether it is
    level, as a digit of a number is. late: where rules, and where other things, are painted after some text. unsure: where what is seen depends on
    the program that shows the page. size: width and height of the page.
    """

    @property
    def aside(self) -> Sequence[tuple[Box, bool]]: ...

    @property
    def unsure(self) -> Sequence[Box]: ...

    @property
    def size(self) -> tuple[float, float]: ...

    @property
    def rules(self) -> tuple[Sequence[Rule], Sequence[Rule]] | None: ...

    def draw_text(self, part: Box, cells: Floats) -> Picture:
        """Draw the page without its rules; what does not reach into one of the cells (n × left, top, right, bottom) may be left out."""

    @property
    def late(self) -> tuple[Sequence[Box], Sequence[Box]]: ...

    def draw_alone(self, part: Box) -> Darkness:
        """Draw nothing but the text that was read."""

    def draw_all(self, part: Box) -> tuple[Picture, Darkness, Darkness]:
        """Draw all that is seen, the same without the text that was read, and without any text, also without what was left aside."""


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
    signs = to_signs(drawn, claims, asked, picture)
    doubts = dict(signs_to_doubts(picture, plain, claims, signs)[::-1])
    cut = _cut_by_others(sight, part, claims, asked, picture, drawn)
    stray = _to_stray(signs)
    _wipe(drawn, [glyph for index in asked for glyph in claims[index].glyphs], picture)
    strays = [index for index in asked if index not in doubts and _has_stray(picture, drawn, claims[index].box, stray)]
    if strays:
        # a label may reach into the next cell
        _wipe(drawn, glyphs, picture)
        doubts |= {index: "glyph" for index in strays if _has_stray(picture, drawn, claims[index].box, stray)}
    unsure = numpy.array(sight.unsure, numpy.float32).reshape(-1, 4)
    aside = numpy.array([box for box, _ in sight.aside], numpy.float32).reshape(-1, 4)
    is_level = numpy.array([level for _, level in sight.aside], bool)
    doubts |= {index: "object" for index in asked if _overlap(unsure, claims[index].box).any()}
    doubts |= {index: "faint" for index in asked if index not in doubts and _is_off_page(sight, claims[index].box)}
    doubts |= {index: "faint" for index in asked if index not in doubts and _has_aside(aside, is_level, picture, bare, plain, claims[index])}
    for index in asked:
        if index not in doubts:
            doubt = _by_ground(picture, plain, claims[index], stray, signs, index)
            if doubt:
                doubts[index] = doubt
    doubts |= {index: "covered" for index in cut if index not in doubts}
    doubts |= {index: "struck" for index in _struck_at_the_edge(sight, claims, asked) if index not in doubts}
    return [doubts.get(index, "") for index in range(len(claims))]


def _is_plainly_so(sight: Sight, part: Box, boxes: Floats, claims: Sequence[Claim], asked: list[int]) -> bool:
    """Whether no stroke runs through a cell, and black on white there is what its characters say, and no more: one look is enough."""
    width, height = sight.size
    if sight.rules is None or part[0] < -2 * MARGIN or part[1] < -2 * MARGIN or part[2] > width + 2 * MARGIN or part[3] > height + 2 * MARGIN:
        return False
    for rules, sides in zip(sight.rules, ((1, 3, 0, 2), (0, 2, 1, 3)), strict=True):
        if len(rules) * len(boxes) > MOST_CROSSINGS or _run_through(numpy.array(rules, numpy.float32).reshape(-1, 3), boxes[:, sides]):
            return False
    if _is_painted_over(sight.late[1], claims, asked) or _struck_at_the_edge(sight, claims, asked):
        return False
    picture = sight.draw_text(part, boxes)
    drawn = numpy.invert(picture.grey, out=picture.grey)
    signs = to_signs(drawn, claims, asked, picture)
    if signs_to_doubts(picture, None, claims, signs):
        return False
    _wipe(drawn, [glyph for index in asked for glyph in claims[index].glyphs], picture)
    return not _has_any_stray(picture, drawn, boxes, _to_stray(signs))


def _is_painted_over(late: Sequence[Box], claims: Sequence[Claim], asked: list[int]) -> bool:
    """Whether something that is painted after some text reaches into a character of a cell."""
    if not late:
        return False
    glyphs = [glyph[1:5] for index in asked for glyph in claims[index].glyphs]
    if len(late) * len(glyphs) > MOST_CROSSINGS:
        return True
    x0, top, x1, bottom = numpy.array(glyphs, numpy.float32).reshape(-1, 4).T[:, :, None]
    left, over, right, under = numpy.array(late, numpy.float32).T[:, None]
    slack = HEART * (bottom - top)
    return bool(((left < x1) & (right > x0) & (over < bottom - slack) & (under > top + slack)).any())


def _struck_at_the_edge(sight: Sight, claims: Sequence[Claim], asked: list[int]) -> list[int]:
    """The claims with a level stroke through their digits so near to the edge of their cell that it passes for a rule."""
    glyphs = [(index, glyph) for index in asked for glyph in claims[index].glyphs if glyph.text[0] in DIGITS]
    if sight.rules is None or not sight.rules[0] or not glyphs or len(glyphs) * len(sight.rules[0]) > MOST_CROSSINGS:
        return []
    level, start, end = numpy.array(sight.rules[0], numpy.float32).T
    x0, top, x1, bottom = numpy.array([glyph[1:5] for _, glyph in glyphs], numpy.float32).T[:, :, None]
    over, under = numpy.array([claims[index].box[1::2] for index, _ in glyphs], numpy.float32).T[:, :, None]
    high, aside = bottom - top, 0.3 * (x1 - x0)
    is_through = (level > top + INK_OF_A_DIGIT[0] * high) & (level < top + INK_OF_A_DIGIT[1] * high) & (start < x1 - aside) & (end > x0 + aside)
    is_through &= (level > over + OWN_RULE) & (level < under - OWN_RULE)
    return sorted({glyphs[at][0] for at in numpy.flatnonzero(is_through.any(axis=1)).tolist()})


def _cut_by_others(sight: Sight, part: Box, claims: Sequence[Claim], asked: list[int], picture: Picture, drawn: Darkness) -> list[int]:
    """The claims whose characters have less ink than they would have if nothing were painted over them: an 8 may be a 6 there."""
    if not any(_is_painted_over(late, claims, asked) for late in sight.late):
        return []
    alone = numpy.invert(sight.draw_alone(part))
    lost = (alone > LOST_INK) & (drawn < LEFT_OF_IT * alone)
    least = HOLE * picture.scale**2
    return [index for index in asked if claims[index].text.strip() and int(lost[_inside(claims[index].box, picture)].sum()) > least]


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


def _to_stray(signs: Signs) -> float:
    """How much a pixel must differ from what is behind it to count as drawn there."""
    return min(STRAY, max(LEAST_CONTRAST, PALE * (signs.contrast if signs.texts else 255.0)))


def _drawn(shown: Darkness, bare: Darkness) -> Darkness:
    """How much the text that was read changes each pixel: all that is inked by it and not covered. It takes the place of `shown`.

    Over what is dark or coloured already, as much as it can: the part of the way to black, or to white.
    """
    tinted = (bare < 255 - STRAY) & (numpy.maximum(shown, bare) - numpy.minimum(shown, bare) >= READABLE)
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


def _wipe(drawn: Darkness, glyphs: Sequence[Glyph], picture: Picture) -> None:
    """Take the ink of the characters read away; what remains is of characters that were not."""
    scale = picture.scale
    for text, x0, top, x1, bottom, _ in glyphs:
        if text.isspace():
            continue
        slack = 0.12 * (bottom - top)
        aside = BEYOND * (bottom - top) if text in DIGITS else slack
        x0, x1, top, bottom = x0 - aside - picture.left, x1 + aside - picture.left, top - slack - picture.top, bottom + slack - picture.top
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


def _overlap(boxes: Floats, cell: Box) -> NDArray[numpy.bool_]:
    """Which of the boxes reach into a cell."""
    left, top, right, bottom = cell
    found: NDArray[numpy.bool_] = (
        (boxes[:, 0] < right - INSET) & (boxes[:, 2] > left + INSET) & (boxes[:, 1] < bottom - INSET) & (boxes[:, 3] > top + INSET)
    )
    return found


def _has_aside(
    aside: Floats, is_level: NDArray[numpy.bool_], picture: Picture, bare: Darkness, plain: Darkness, claim: Claim
) -> bool:
    """Whether text that was left aside may be what a reader sees in a cell, or a digit of it."""
    near = _overlap(aside, claim.box)
    if not (near & is_level).any() and (claim.text.strip() or not near.any()):
        return False
    inside = _inside(claim.box, picture)
    one, other = bare[inside], plain[inside]
    return bool(one.size) and int((numpy.maximum(one, other) - numpy.minimum(one, other)).max()) >= LEAST_CONTRAST


def _by_ground(picture: Picture, plain: Darkness, claim: Claim, stray: float, signs: Signs, index: int) -> str:
    """Doubt a cell for what is drawn in it beside its characters."""
    scale = picture.scale
    inside = _inside(claim.box, picture)
    ground = plain[inside]
    if not ground.size or int(ground.max()) - int(ground.min()) < EVEN:
        return ""
    ink = _without_rules(numpy.abs(ground.astype(numpy.int16) - int(numpy.median(ground))), stray, scale)
    own = numpy.flatnonzero(signs.owners == index)
    corner = inside[1].start, inside[0].start
    if len(own) and claim.frames:
        wipe_frames(ink, claim, picture, corner)
    elif claim.frames:
        wipe_own_frame(ink, claim, picture, corner)
    if len(own) and _has_pale_line(ground, Ink(*(side[own] for side in signs.ink)), *corner):
        return "struck"
    if len(own) and _has_point(ink, Ink(*(side[own] for side in signs.ink)), *corner, scale):
        return "object"
    if int(ink.sum()) <= SPECK * scale * scale:
        return ""
    if not len(own):
        return "" if _is_ground(ink, ground) else "object"
    return _beside(ink, ground, Ink(*(side[own] for side in signs.ink)), *corner, scale)


def _has_pale_line(ground: Darkness, signs: Ink, x0: int, y0: int) -> bool:
    """Whether a thin line that is too pale to count as drawn, but is seen, runs through all of a number."""
    left, right = max(int(signs.left.min()) - x0, 0), int(signs.right.max()) - x0 + 1
    top, bottom = float(signs.top.min()) - y0, float(signs.bottom.max()) - y0
    height = bottom - top
    inner = ground[max(int(top + 0.18 * height), 0) : max(int(bottom - 0.12 * height), 0), left:right].astype(numpy.int16)
    if not inner.size:
        return False
    share = (numpy.abs(inner - int(numpy.median(ground))) > LEAST_CONTRAST).mean(axis=1)
    lined = int((share > WHOLE).sum())
    return 0 < lined <= THIN * height and bool((share[share <= WHOLE] < 1 - WHOLE).all())


def _has_point(ink: NDArray[numpy.bool_], signs: Ink, x0: int, y0: int, scale: float) -> bool:
    """Whether something is drawn at the foot of a number that may be a point, which is no character: 27.8 would be 278. A line under it is wider."""
    left, right = float(signs.left.min()) - x0, float(signs.right.max()) - x0
    bottom, height = float(signs.bottom.max()) - y0, float(signs.bottom.max()) - float(signs.top.min())
    aside = 0.3 * height
    foot = ink[max(int(bottom - aside), 0) : max(int(bottom + aside) + 1, 0), max(int(left - aside), 0) : max(int(right + aside) + 1, 0)]
    return int(foot.sum()) > POINT * scale * scale and float(foot.any(axis=0).mean()) < 0.5


def _without_rules(difference: NDArray[numpy.int16], stray: float, scale: float) -> NDArray[numpy.bool_]:
    """The ink of a cell without strokes along its edges that are of its rules."""
    ink: NDArray[numpy.bool_] = difference > stray
    edge = int(BORDER * scale)
    for turned in (ink, ink.T):
        share = turned.mean(axis=1)
        rows = numpy.flatnonzero(share > WHOLE)
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
