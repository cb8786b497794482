"""Lengths as CSS writes them → pixels.

Not its business: what is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_UNITS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
    "rem": 16.0,
    "vw": 12.8,
    "vh": 8.0,
    "vmin": 8.0,
    "vmax": 12.8,
}
_OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "lh": 1.2}
_DEEPEST = 6


def to_pixels(tokens: Sequence[Any], size: float, of: float | None = None, is_lenient: bool = False) -> float | None:
    """Read the first length of a value, None where there is none, or it cannot be told.

    size: of the font, for em. of: what 100% are. is_lenient: a number without a unit is taken for pixels, as on a page without a doctype.
    """
    for token in tokens:
        if token.type not in ("whitespace", "comment"):
            if token.type == "number" and token.value and not is_lenient:
                return None
            return _one(token, size, of, 0)
    return None


def _one(token: Any, size: float, of: float | None, depth: int) -> float | None:
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value) * of / 100 if of is not None else None
    if token.type == "dimension":
        unit = token.lower_unit
        each = _UNITS.get(unit) or (_OF_FONT[unit] * size if unit in _OF_FONT else None)
        return float(token.value) * each if each is not None else None
    if depth < _DEEPEST and token.type == "function":
        name = token.lower_name
        parts = _split(token.arguments)
        values = [_sum(part, size, of, depth + 1) for part in parts]
        if not values or None in values:
            return None
        known = [value for value in values if value is not None]
        if name in ("calc", "-webkit-calc"):
            return known[0]
        if name in ("min", "max"):
            return min(known) if name == "min" else max(known)
        if name == "clamp" and len(known) == 3:
            return max(known[0], min(known[1], known[2]))
    if depth < _DEEPEST and token.type == "() block":
        return _sum(list(token.content), size, of, depth + 1)
    return None


def _split(tokens: Sequence[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _sum(tokens: Sequence[Any], size: float, of: float | None, depth: int) -> float | None:
    """Work out a + b * c of calc(): products first, from left to right."""
    total, product, sign, operator = 0.0, None, 1.0, ""
    for token in tokens:
        if token.type in ("whitespace", "comment"):
            continue
        if token.type == "literal" and token.value in "+-*/":
            if token.value in "+-":
                if product is None:
                    return None
                total, product, sign = total + sign * product, None, 1.0 if token.value == "+" else -1.0
            operator = token.value
            continue
        value = _one(token, size, of, depth)
        if value is None:
            return None
        if product is None:
            product = value
        elif operator == "*":
            product *= value
        elif operator == "/" and value:
            product /= value
        else:
            return None
    return None if product is None else total + sign * product
