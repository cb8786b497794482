"""Colours and line widths of an OFD's objects: their own, or those of the drawing parameters that they refer to.

In: an object. Out: how light it is painted, and how much that covers. Not its business: what is painted.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from gongkai.readers.ofd.paths import number

DEEPEST = 10
MOST_STEPS = 50


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
    """The drawing parameters of a document, by number."""

    def __init__(self) -> None:
        self.params: dict[str, etree._Element] = {}

    def of(self, item: etree._Element, name: str, params: str, default: Colour) -> Colour:
        """The FillColor or StrokeColor of an object. params: the drawing parameters of the object, or of what it is part of."""
        found = child(item, name)
        for _ in range(DEEPEST):
            if found is not None:
                return _to_colour(found)
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


def _to_colour(element: etree._Element) -> Colour:
    alpha = min(max(number(element.get("Alpha"), 255.0) / 255, 0.0), 1.0)
    if "Value" not in element.attrib and (steps := [one for one in element.iter("{*}Color") if one is not element and one.get("Value")][:MOST_STEPS]):
        # a shade from one colour to another is as light as they are together
        levels = [_to_colour(one) for one in steps]
        known = [one.level for one in levels if one.level is not None]
        return Colour(sum(known) / len(known) if len(known) == len(levels) else None, alpha * max(one.alpha for one in levels))
    try:
        values = [float(int(one[1:], 16)) if one.startswith("#") else float(one) for one in element.get("Value", "").split()]
    except ValueError:
        values = []
    values = [min(max(one, 0.0), 255.0) for one in values]
    if not len(element) and not {"Value", "Index"} & set(element.attrib):
        return Colour(0.0, alpha)  # 8.3.1: black
    if len(values) == 1:
        return Colour(values[0], alpha)
    if len(values) == 3:
        return Colour(0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2], alpha)
    if len(values) == 4:
        cyan, magenta, yellow, black = (1 - one / 255 for one in values)
        return Colour(255 * black * (0.299 * cyan + 0.587 * magenta + 0.114 * yellow), alpha)
    return Colour(None, alpha)
