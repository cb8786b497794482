"""Raised and lowered characters behind a number → what Unicode has for them, on the line of the number.

In: the glyphs of a cell. Out: the same, with note marks as such: 128 and a raised 1 are 128¹, never 1281; what Unicode has no raised form of
stands in brackets, 128[注1]. Not its business: what a note mark means (text.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from statistics import median_low

from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.superscripts import LOWERED, RAISED

DIGITS = frozenset("0123456789０１２３４５６７８９")
SIGNS = "*＊※†‡[]［］()（）#"
OFF = (0.2, 0.75)
"""heights of a glyph that the baseline of a mark is off that of the number before it; the next line is further off"""
OFF_SMALL, SMALL = 0.12, 0.85
"""the same at the least, for a mark that is lower than this share of the number"""
MOST_MARKS = 500
GAP = (-0.25, 0.4)
"""heights between a number and its mark"""


def lift_marks(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Put marks that are raised or lowered behind a digit on its line, in a form that is no digit."""
    if len(glyphs) < 2:
        return glyphs
    first = glyphs[0].baseline
    for _, _, top, _, bottom, baseline in glyphs:
        if abs(baseline - first) > OFF_SMALL * (bottom - top):
            break
    else:
        # one line of text, as in most cells
        return glyphs
    if not any(glyph[0] in DIGITS for glyph in glyphs):
        return glyphs
    ordered = sorted(glyphs, key=lambda glyph: glyph.x0)
    lifted: list[Glyph] = []
    for at, glyph in enumerate(ordered):
        before = next((one for one in lifted[:-7:-1] if _is_mark(one, glyph)), None)
        if before is None or at == 0:
            lifted.append(glyph)
            continue
        _, x0, top, x1, bottom, _ = glyph
        text = _to_mark(glyph.text, glyph.baseline < before.baseline)
        if glyph.text in DIGITS and bottom - top >= SMALL * (before.bottom - before.top):
            # as large as the number: a mark, or a digit of it that slipped
            text = f" {glyph.text}"
        lifted.append(Glyph(text, x0, before.top, x1, before.bottom, before.baseline))
    return _joined(lifted)


def lift_marks_of_lines(glyphs: list[Glyph]) -> list[Glyph]:
    """Do the same with digits in running text and tables without rules, where a mark is lower than most digits."""
    digits = [(glyph.bottom - glyph.top, at) for at, glyph in enumerate(glyphs) if glyph.text in DIGITS]
    if len(digits) < 2:
        return glyphs
    usual = median_low([height for height, _ in digits])
    small = [at for height, at in digits if height < SMALL * usual]
    if not small or len(small) > MOST_MARKS:
        return glyphs
    ends = sorted((glyphs[at].x1, at) for _, at in digits)
    lifted = list(glyphs)
    for at in sorted(small, key=lambda one: glyphs[one].x0):
        glyph, reach = glyphs[at], GAP[1] * usual
        near = ends[bisect_left(ends, (glyph.x0 - reach, -1)) : bisect_left(ends, (glyph.x0 + reach, -1))]
        before = next((lifted[other] for _, other in near if other != at and _is_mark(lifted[other], glyph)), None)
        if before is not None:
            text = _to_mark(glyph.text, glyph.baseline < before.baseline)
            lifted[at] = Glyph(text, glyph.x0, before.top, glyph.x1, before.bottom, before.baseline)
    return lifted


def _is_mark(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is a mark behind another, which is a digit or a mark that was lifted to its line."""
    if not (glyph.text.isalnum() or glyph.text in SIGNS) or not (before.text in DIGITS or before.text[0] == "[" or before.text in MARKS):
        return False
    height = before.bottom - before.top
    off = abs(glyph.baseline - before.baseline)
    gap = glyph.x0 - before.x1
    is_beside = GAP[0] * height < gap < GAP[1] * height and glyph.bottom - glyph.top < 1.05 * height
    least = OFF_SMALL if glyph.bottom - glyph.top < SMALL * height else OFF[0]
    return is_beside and least * height < off < OFF[1] * height and glyph.top < before.bottom and glyph.bottom > before.top


MARKS = frozenset(letters[digit] for letters in (RAISED, LOWERED) for digit in "0123456789")


def _to_mark(text: str, is_raised: bool) -> str:
    if text in DIGITS and text in RAISED:
        return (RAISED if is_raised else LOWERED)[text]
    return text if text.isdigit() and text not in DIGITS else f"[{text}]"


def _joined(glyphs: list[Glyph]) -> list[Glyph]:
    """Put marks in brackets that follow one another into one pair of them."""
    joined: list[Glyph] = []
    for glyph in glyphs:
        last = joined[-1] if joined else glyph
        if joined and last.text[0] == "[" and glyph.text[0] == "[" and len(glyph.text) > 2 < len(last.text):
            joined[-1] = last._replace(text=last.text[:-1] + glyph.text[1:], x1=glyph.x1)
        else:
            joined.append(glyph)
    return joined
