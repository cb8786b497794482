"""Raised and lowered text → the characters that Unicode has for it.

In: text that a document sets above or below its line. Out: text that says so itself: 128 and a raised 1 are 128¹, never 1281. What Unicode
has no such characters for stands in brackets. Not its business: how a format tells that a text is raised.
"""

from __future__ import annotations

import unicodedata

_PLAIN = "0123456789+-=()"
_RAISED = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－＝（）", _PLAIN)


def to_raised(text: str) -> str:
    """Write text as raised: 1 is ¹, 注1 is [注1]."""
    return _write(text, _RAISED)


def to_lowered(text: str) -> str:
    """Write text as lowered: 2 is ₂, n is [n]."""
    return _write(text, _LOWERED)


def _write(text: str, letters: dict[int, int]) -> str:
    bare = text.strip()
    plain = bare.translate(_FULL_WIDTH)
    if all(character in _PLAIN for character in plain):
        return text.replace(bare, plain.translate(letters)) if bare else text
    is_bracketed = bare[0] in "[(（【〔" and bare[-1] in ")]）】〕"
    if is_bracketed or not any(unicodedata.category(character) != "No" and character.isalnum() for character in bare):
        # a ringed figure or an asterisk is a mark wherever it stands
        return text
    return text.replace(bare, f"[{bare}]")
