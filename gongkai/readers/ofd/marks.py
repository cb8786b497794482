"""Small characters beside larger ones: the marks of notes.

In: the glyphs of one cell or line. Out: the same, with raised digits as the superscripts that Unicode has, other raised or lowered text in brackets,
on the line of what they stand behind. Not its business: what a mark is the mark of.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.superscripts import RAISED as LETTERS

SMALL = 0.8
"""a character no larger than this share of the one before it is set smaller on purpose"""
RAISED, HIGHEST, LOWERED, LOWEST = 0.12, 0.9, -0.05, -0.5
"""sizes of the larger character that the baseline of a raised one, and of a lowered one, lies above its own"""
NEAR, OVER = 0.6, 0.3
"""sizes from the end of the larger character to a mark, at the most, and by which it may reach over the end"""
LONE, LONGEST, FEWEST = 0.72, 2, 5
"""a number by itself no larger than this share of the others, and of so few digits, may be a mark; how many others tell"""
_PLAIN = {LETTERS[digit]: digit for digit in "0123456789"}
CIRCLED = (0x2460, 0x2473)
MOST_SIGNS = 60
"""characters of a cell beyond which it holds no number"""


def to_marks(glyphs: Sequence[Glyph]) -> tuple[list[Glyph | None], bool]:
    """Turn raised characters into marks; None where one became part of the mark before. And whether small digits stand among large ones unraised."""
    found: list[Glyph | None] = list(glyphs)
    sizes = {glyph.bottom - glyph.top for glyph in glyphs}
    if len(glyphs) > MOST_SIGNS or len(sizes) < 2 or min(sizes) > SMALL * max(sizes):
        return found, False
    order = sorted(range(len(glyphs)), key=lambda at: glyphs[at].x0)
    is_mixed = False
    last: int | None = None
    for at in order:
        glyph = glyphs[at]
        if glyph.text.isspace():
            continue
        base = _base(glyph, glyphs)
        if base is None:
            last = None
            continue
        shift = (base.baseline - glyph.baseline) / (base.bottom - base.top)
        if not (RAISED <= shift <= HIGHEST or LOWEST <= shift <= LOWERED):
            is_mixed |= glyph.text.isdigit() and base.text.isdigit()
            last = None
            continue
        before = found[last] if last is not None else None
        if before is not None and last is not None and glyph.x0 - before.x1 < NEAR * (glyph.bottom - glyph.top):
            found[last] = before._replace(text=_joined(before.text, glyph.text, shift > 0), x1=max(glyph.x1, before.x1))
            found[at] = None
            continue
        found[at] = Glyph(_joined("", glyph.text, shift > 0), max(glyph.x0, base.x1), base.top, max(glyph.x1, base.x1), base.bottom, base.baseline)
        last = at
    return found, is_mixed


def _base(glyph: Glyph, glyphs: Sequence[Glyph]) -> Glyph | None:
    """The larger character that a small one stands directly behind, else the one that it stands directly before."""
    larger = [one for one in glyphs if glyph.bottom - glyph.top <= SMALL * (one.bottom - one.top) and not one.text.isspace()]
    y = (glyph.top + glyph.bottom) / 2
    near = [one for one in larger if one.top - OVER * (one.bottom - one.top) <= y <= one.bottom + OVER * (one.bottom - one.top)]
    # of a mark of several characters the later ones stand further off
    reach = sum(one.x1 - one.x0 for one in glyphs if one.bottom - one.top == glyph.bottom - glyph.top)
    behind = [one for one in near if -OVER * (one.bottom - one.top) <= glyph.x0 - one.x1 <= NEAR * (one.bottom - one.top) + reach]
    if behind:
        return max(behind, key=lambda one: one.x1)
    before = [one for one in near if 0 <= one.x0 - glyph.x0 <= NEAR * (one.bottom - one.top) + reach]
    return min(before, key=lambda one: one.x0, default=None)


def _joined(mark: str, text: str, is_raised: bool) -> str:
    """A mark with one more character."""
    plain = "".join(_PLAIN.get(sign, sign) for sign in mark.strip("[]")) + text
    if is_raised and plain.isascii() and plain.isdigit():
        return "".join(LETTERS[sign] for sign in plain)
    if len(plain) == 1 and CIRCLED[0] <= ord(plain) <= CIRCLED[1]:
        return plain
    return f"[{plain}]"


def lone_marks(cells: Sequence[Sequence[Glyph]]) -> list[bool]:
    """Say of each cell of a table whether all that it holds is a digit or two, set much smaller than the numbers of the others."""
    numbers = [[glyph for glyph in cell if not glyph.text.isspace()] for cell in cells]
    sizes = [max(glyph.bottom - glyph.top for glyph in cell) if cell and all(glyph.text.isdigit() for glyph in cell) else 0.0 for cell in numbers]
    told = [size for size in sizes if size]
    usual = median(told) if len(told) >= FEWEST else 0.0
    return [0 < size <= LONE * usual and len(cell) <= LONGEST for size, cell in zip(sizes, numbers, strict=True)]
