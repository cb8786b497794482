"""The pieces of text of a cell, each as it looks → the text that a reader of the cell sees.

In: Pieces. Out: text, a Cell where it is in doubt, struck out, or no text. Not its business: how a format says how a text looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.model import OBJECT, Cell
from gongkai.readers.superscripts import to_lowered, to_raised

LEAST_SIZE = 6
"""half points; what is smaller is a trick, not text"""
RAISED = 100
"""half points that a superscript counts as raised by: more than any text is by hand"""
LEAST_SHIFT, _MOST_SHIFT = 4, 48
"""half points by which text stands above the other text of its line before it looks raised; and what nobody raises by hand"""
_SMALL = 0.67
"""the share of the size of other figures beside it below which a figure looks like no part of their number"""
_SMALLER = 0.85
HAN = re.compile("[\u3400-\u9fff]")


class Look(NamedTuple):
    """How the text of one run is shown.

    doubt: why it may not be seen as it is written. shift: half points above its line, below it where negative. size: half points.
    """

    is_hidden: bool = False
    is_struck: bool = False
    doubt: str = ""
    shift: int = 0
    size: int = 20


class Piece(NamedTuple):
    """A piece of text. is_behind: what stands behind the text, so that it matters only where there is no other."""

    text: str
    look: Look = Look()
    is_behind: bool = False


def to_text(pieces: list[Piece]) -> str:
    """The text of a paragraph: what is hidden, struck or no text left out."""
    shown = [one for one in pieces if not one.look.is_hidden and not one.look.is_struck and one.text != OBJECT and one.look.doubt != "faint"]
    return "".join(_levelled(shown))


def why_left_out(pieces: list[Piece]) -> str:
    """Why the text of a paragraph may not be all that its runs hold, a code of doubts.csv; "" where it is."""
    for one in pieces:
        if one.text == OBJECT:
            return "object"
        if one.text.strip() and (one.look.is_hidden or one.look.is_struck or one.look.doubt):
            return one.look.doubt or ("struck" if one.look.is_struck else "faint")
    return ""


def to_cell(pieces: list[Piece]) -> str:
    """The text of a cell as it is seen; a Cell where it is in doubt, struck out, or no text."""
    seen = [one for one in pieces if not one.look.is_hidden]
    struck = "".join(one.text for one in seen if one.look.is_struck).strip()
    kept = [one for one in seen if not one.look.is_struck]
    if any(one.text.strip() and not one.is_behind for one in kept):
        kept = [one for one in kept if not one.is_behind]
    text = "\n".join(line.strip() for line in "".join(_levelled(kept)).split("\n") if line.strip())
    doubt = next((one.look.doubt for one in kept if one.look.doubt and one.text.strip()), "object" if OBJECT in text else "")
    if not doubt and _has_small_figure(kept):
        doubt = "unlike"
    if not text and struck:
        return Cell(struck, "struck")
    if HAN.search(text):
        # a label stays the one it is
        text = text.replace(OBJECT, "")
    return Cell(text, doubt) if doubt else text


def is_torn(pieces: list[Piece]) -> bool:
    """Whether what is struck out stands between two digits, so that nobody can say whether both are of one number."""
    seen = [(one.text.strip(), one.look.is_struck) for one in pieces if not one.look.is_hidden and one.text.strip()]
    kept = [("" if is_struck else text, is_struck) for text, is_struck in seen]
    for at, (_, is_struck) in enumerate(kept):
        before = next((text for text, _ in reversed(kept[:at]) if text), "")
        after = next((text for text, _ in kept[at + 1 :] if text), "")
        if is_struck and before[-1:].isdigit() and after[:1].isdigit():
            return True
    return False


def _has_small_figure(pieces: list[Piece]) -> bool:
    """Whether a figure on the line is so much smaller than the others that it looks like no part of their number."""
    figures = [one.look for one in pieces if abs(one.look.shift) < LEAST_SHIFT and any(character.isdigit() for character in one.text)]
    most = max((look.size for look in figures), default=0)
    # of one that is raised a little, too, a little less is enough
    return any(look.size <= (_SMALL if look.shift <= 0 else _SMALLER) * most for look in figures)


def _levelled(pieces: list[Piece]) -> Iterator[str]:
    """The texts of pieces, those that stand above or below the line of most of them written as raised or lowered."""
    weights: dict[int, int] = {}
    for one in pieces:
        if abs(one.look.shift) < RAISED - _MOST_SHIFT:
            weights[one.look.shift] = weights.get(one.look.shift, 0) + len(one.text.strip())
    line = max(weights, key=lambda shift: weights[shift], default=0)
    for one in pieces:
        shift = one.look.shift - line
        yield to_raised(one.text) if shift >= LEAST_SHIFT else to_lowered(one.text) if shift <= -LEAST_SHIFT else one.text
