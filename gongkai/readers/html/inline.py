"""The pieces of text found in one cell of a page → its text.

In: pieces, each with how it stands in its line. Out: text, note marks written as such. Not its business: what is a piece (shown.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from gongkai.readers.superscripts import to_raised

BREAK = "\x0b"
"""the end of a line; a line feed in a page is a blank"""
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DIGIT = re.compile(r"\d")
_WHITE = " \t\r\n\f" + BREAK


def fold_spaces(text: str) -> str:
    """Runs of white space as one blank. A zero width space prints nothing: the digits around it are one number."""
    return _SPACE.sub(" ", text.replace("\u200b", ""))


@dataclass(slots=True)
class Pieces:
    """What has been found in one cell so far.

    pieces: a text, and how it stands: "" in its line, up, down, lift, ring, struck. struck, unseen: what was left out.
    numbers: of the last item of each list. sizes: of the digits that stand in their line.
    apart: how many digits stand apart from those beside them: in a box, as a link to a note, as a mark that is not raised.
    """

    pieces: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    families: set[tuple[str, ...]] = field(default_factory=set)
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    rtl: int = 0
    texts: int = 0
    floats: bool = False
    is_indented: bool = False
    apart: int = 0
    sizes: set[float] = field(default_factory=set)

    def has_text(self, at: int) -> bool:
        """Whether any piece from one on is more than white space."""
        return any(text.strip(_WHITE) for text, _ in self.pieces[at:])


def to_text(seen: Pieces) -> str:
    """Join the pieces; marks are written as such, and what was struck out between two digits leaves a doubt."""
    if all(kind == "" for _, kind in seen.pieces):
        return _lines("".join(text for text, _ in seen.pieces))
    has_base = any(kind == "" and text.strip(" \t\r\n\f\u00a0\u3000" + BREAK) for text, kind in seen.pieces)
    whole = "".join(text for text, _ in seen.pieces)
    is_mark = has_base or (_DIGIT.search(whole) is not None and len(whole.strip()) < 8)
    out = ""
    at = 0
    while at < len(seen.pieces):
        text, kind = seen.pieces[at]
        at += 1
        if kind == "struck":
            after = next((one for one, _ in seen.pieces[at : at + 50] if one), "")
            if out[-1:].isdigit() and after[:1].isdigit():
                seen.doubts.append("struck")
            continue
        while kind and at < len(seen.pieces) and seen.pieces[at][1] == kind:
            text += seen.pieces[at][0]
            at += 1
        if kind and (is_mark if kind != "lift" else has_base):
            text = "".join(
                f"[{part.strip()}]" if kind in ("down", "ring") and part.strip() and part != BREAK else to_raised(part)
                for part in re.split(f"({BREAK})", text)
            )
        out += text
    return _lines(out)


def _lines(text: str) -> str:
    if BREAK not in text:
        return fold_spaces(text).strip()
    lines = (fold_spaces(line).strip() for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)
