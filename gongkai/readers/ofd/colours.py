"""Colours and line widths of an OFD's objects: their own, or those of the drawing parameters that they refer to.

In: an object. Out: how light it is painted, and how much that covers. Not its business: what is painted.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from gongkai.readers.ofd.paths import number

DEEPEST = 10
MOST_STEPS = 50
BITS, COMPONENTS = (1, 2, 4, 8, 16), {"GRAY": 1, "RGB": 3, "CMYK": 4}
"""of colour spaces (7.9)"""


class Colour(NamedTuple):
    """level: how light, 0 to 255, None where it is not known (a pattern, a shade, a palette). alpha: how much it covers, 0 to 1."""

    level: float | None
    alpha: float = 1.0


NO_COLOUR = Colour(None, 0.0)
"""what is not painted at all"""


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child of a name; producers differ in the namespace."""
    return parent.find("{*}" + name)


def is_true(item: etree._Element, name: str, default: bool) -> bool:
    """Whether an attribute says yes."""
    said = item.get(name, "").strip().lower()
    return default if not said else said not in ("false", "0")


class Colours:
    """The drawing parameters and colour spaces of a document, by number. usual: the space of colours that name none."""

    def __init__(self) -> None:
        self.params: dict[str, etree._Element] = {}
        self.spaces: dict[str, etree._Element] = {}
        self.usual = ""

    def of(self, item: etree._Element, name: str, params: str, default: Colour) -> Colour:
        """The FillColor or StrokeColor of an object. params: the drawing parameters of the object, or of what it is part of."""
        found = child(item, name)
        for _ in range(DEEPEST):
            if found is not None:
                return self._to_colour(found)
            param = self.params.get(params)
            if param is None:
                break
            found, params = child(param, name), param.get("Relative", "")
        return default

    def width(self, item: etree._Element, params: str, default: float) -> float:
        """How thick the line of an object is."""
        said = item.get("LineWidth")
        for _ in range(DEEPEST):
            param = self.params.get(params)
            if said is not None or param is None:
                break
            said, params = param.get("LineWidth"), param.get("Relative", "")
        return number(said, default)

    def _to_colour(self, element: etree._Element) -> Colour:
        alpha = min(max(number(element.get("Alpha"), 255.0) / 255, 0.0), 1.0)
        steps = [one for one in element.iter("{*}Color") if one is not element and one.get("Value")][:MOST_STEPS]
        if steps and "Value" not in element.attrib:
            # a shade from one colour to another is as light as they are together
            levels = [self._to_colour(one) for one in steps]
            known = [one.level for one in levels if one.level is not None]
            return Colour(sum(known) / len(known) if len(known) == len(levels) else None, alpha * max(one.alpha for one in levels))
        if not len(element) and not {"Value", "Index"} & set(element.attrib):
            return Colour(0.0, alpha)  # 8.3.1: black
        return Colour(_to_level(element.get("Value", ""), self.spaces.get(element.get("ColorSpace") or self.usual)), alpha)


def _to_level(said: str, space: etree._Element | None) -> float | None:
    """How light the values of a colour are in its space (8.3.1: values up to 255, where it does not say that they have more or fewer bits)."""
    try:
        values = [float(int(one[1:], 16)) if one.startswith("#") else float(one) for one in said.split()]
    except ValueError:
        return None
    if space is not None:
        bits = number(space.get("BitsPerComponent"), 8.0)
        if bits not in BITS or len(values) != COMPONENTS.get(space.get("Type", "RGB").upper(), 0):
            return None
        values = [255 * one / (2**bits - 1) for one in values]
    values = [min(max(one, 0.0), 255.0) for one in values]
    if len(values) == 1:
        return values[0]
    if len(values) == 3:
        return 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2]
    if len(values) == 4:
        cyan, magenta, yellow, black = (1 - one / 255 for one in values)
        return 255 * black * (0.299 * cyan + 0.587 * magenta + 0.114 * yellow)
    return None
