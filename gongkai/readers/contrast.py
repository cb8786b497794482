"""How well one colour is seen on another, and from where on it is not.

In: opaque colours. Out: their contrast, 1 to 21. Not its business: how a format writes its colours (html/colours.py, office/colours.py); pages
that are painted are measured by their picture (signs.py, sight.py).
"""

from __future__ import annotations

from collections.abc import Iterable

UNSEEN, PALE = 1.15, 1.4
"""below the first nobody sees a text, below the second some may not; white on white has 1, the palest grey that people write in 1.4"""


def contrast(one: Iterable[float], other: Iterable[float]) -> float:
    """The ratio of two colours' luminance (WCAG 2, 1.4.3); red, green and blue are 0 to 1 each."""
    dark, light = sorted((_to_luminance(one), _to_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _to_luminance(colour: Iterable[float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
