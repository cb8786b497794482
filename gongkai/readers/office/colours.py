"""Colours of Office Open XML → red, green and blue, and whether one is seen on another.

In: colours as written, themes. Out: colours, 0 to 255 each. Not its business: which text stands on which ground.
"""

from __future__ import annotations

from lxml import etree

from gongkai.readers.contrast import PALE, contrast

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME_USUAL = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6"}

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


def is_pale(ink: Colour, ground: Colour) -> bool:
    """Whether a text is hardly seen on its ground."""
    return contrast((part / 255 for part in ink), (part / 255 for part in ground)) < PALE


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
