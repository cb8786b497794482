"""Colours as CSS writes them → numbers.

Not its business: which colour is for which text (style.py).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tinycss2 import color3, color4


class Colour(NamedTuple):
    """Red, green, blue and opacity, each 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float


_SPACED = frozenset({"rgb", "rgba", "hsl", "hsla"})
"""functions that are written with blanks in CSS Color 4; what browsers make of its other spaces differs"""
_WORDS = frozenset(
    {"inherit", "initial", "unset", "revert", "revert-layer", "currentcolor", "transparent", "accentcolor", "highlight", "highlighttext"}
)
_SYSTEM = {"canvas": 1.0, "field": 1.0, "window": 1.0, "canvastext": 0.0, "fieldtext": 0.0, "windowtext": 0.0, "buttontext": 0.0}


def to_colour(tokens: tuple[Any, ...], current: Colour) -> Colour | None:
    """Read a colour. `current`: what currentcolor stands for. None where it is none, or of a kind that is not known."""
    token = next((one for one in tokens if one.type not in ("whitespace", "comment")), None)
    if token is None:
        return None
    if token.type == "ident" and token.lower_value in _SYSTEM:
        shade = _SYSTEM[token.lower_value]
        return Colour(shade, shade, shade, 1.0)
    if token.type == "hash" and len(token.value) in (4, 8):
        return _with_alpha(token.value)
    found: Any = color3.parse_color(token)
    if found == "currentColor":
        return current
    if found is None and getattr(token, "lower_name", "") in _SPACED:
        try:
            found = color4.parse_color(token)
            red, green, blue = found.to("srgb").coordinates
            found = (red, green, blue, found.alpha)
        except (AttributeError, NotImplementedError, ValueError, TypeError):
            return None
    if found is None:
        return None
    values = [min(max(float(one or 0), 0.0), 1.0) for one in found]
    return Colour(values[0], values[1], values[2], values[3])


def _with_alpha(digits: str) -> Colour | None:
    pairs = [digits[at : at + 2] for at in range(0, 8, 2)] if len(digits) == 8 else [one * 2 for one in digits]
    try:
        red, green, blue, alpha = (int(pair, 16) / 255 for pair in pairs)
    except ValueError:
        return None
    return Colour(red, green, blue, alpha)


def is_colour(tokens: tuple[Any, ...]) -> bool:
    """Whether a value is a colour as far as can be told: a word that is known, a #, or a function, of whatever kind."""
    token = next((one for one in tokens if one.type not in ("whitespace", "comment")), None)
    if token is None or token.type not in ("ident", "hash"):
        return token is not None and token.type == "function"
    is_word = token.type == "ident" and (token.lower_value in _WORDS or token.lower_value in _SYSTEM)
    return is_word or color3.parse_color(token) is not None or color4.parse_color(token) is not None


def over(colour: Colour, ground: Colour) -> Colour:
    """What is seen where a colour lies on an opaque ground."""
    a = colour.alpha
    mixed = [one * a + under * (1 - a) for one, under in zip(colour[:3], ground[:3], strict=True)]
    return Colour(mixed[0], mixed[1], mixed[2], 1.0)
