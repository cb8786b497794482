"""Raised and lowered text → the characters that Unicode has for it.

In: text that a document sets above or below its line. Out: text that says so itself: 128 and a raised 1 are 128¹, never 1281. What Unicode
has no such characters for stands in brackets. Not its business: how a format tells that a text is raised.
"""

from __future__ import annotations

import unicodedata

_PLAIN = "0123456789+-=()"
RAISED = dict(zip(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", strict=True))
LOWERED = dict(zip(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－＝（）", _PLAIN)
_SIGNS = frozenset("*＊※†‡§#")
"""what is a mark wherever it stands; any other sign, a raised point say, may be taken for part of a number"""


def to_raised(text: str) -> str:
    """Write text as raised: 1 is ¹, 注1 is [注1]."""
    return _write(text, RAISED)


def to_lowered(text: str) -> str:
    """Write text as lowered: 2 is ₂, n is [n]."""
    return _write(text, LOWERED)


def _write(text: str, letters: dict[str, str]) -> str:
    bare = text.strip()
    plain = bare.translate(_FULL_WIDTH)
    if all(sign in letters for sign in plain):
        return text.replace(bare, "".join(letters[sign] for sign in plain)) if bare else text
    is_bracketed = bare[0] in "[［(（【〔" and bare[-1] in ")]］）】〕"
    if is_bracketed or all(sign in _SIGNS or unicodedata.category(sign) == "No" for sign in bare):
        # a ringed figure or an asterisk is a mark as it is
        return text
    return text.replace(bare, f"[{bare}]")
