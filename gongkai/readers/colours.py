"""Colours of Office Open XML → whether text is seen on its ground.

In: colours as written, themes. Out: colours as red, green and blue, and their contrast. Not its business: which text stands on which ground.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LEAST_CONTRAST = 1.2
"""of text and ground by WCAG 2; white on white has 1, the palest grey that people use for text 1.4"""
_THEME_USUAL = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6"}

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


def contrast(one: Iterable[int], other: Iterable[int]) -> float:
    """The contrast of two colours by WCAG 2: 1 for the same, 21 for black and white."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: Iterable[int]) -> float:
    shares = (part / 255 for part in colour)
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in shares)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def theme_to_colours(theme: etree._Element | None) -> dict[str, Colour]:
    """The colours of a theme by their names there."""
    found = {name: colour for name, usual in _THEME_USUAL.items() if (colour := to_colour(usual))}
    scheme = next(theme.iter(DRAWING + "clrScheme"), None) if theme is not None else None
    for named in scheme if scheme is not None else ():
        for colour in named:
            value = to_colour(colour.get("lastClr", "") or colour.get("val", ""))
            if value and isinstance(named.tag, str):
                found[named.tag.removeprefix(DRAWING)] = value
    return found


def to_colour(text: str) -> Colour | None:
    try:
        value = int(text, 16) if len(text) == 6 else -1
    except ValueError:
        return None
    return (value >> 16, value >> 8 & 255, value & 255) if value >= 0 else None


def mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue
