"""Units of money beside a number, in both languages.

In: a unit as the form or a document has it. Out: its words. Not its business: turning one unit into another (tables/numbers.py).
"""

from __future__ import annotations

_ENGLISH = {
    "元": "yuan", "千元": "1,000 yuan", "万元": "10,000 yuan", "百万元": "1,000,000 yuan", "千万元": "10,000,000 yuan", "亿元": "100,000,000 yuan",
}


def to_unit(unit: str, language: str) -> str:
    """The unit in brackets behind a label; in English "" for one that is none of money, whose label says what is counted."""
    return unit if language == "zh" else _ENGLISH.get(unit, "")


def with_unit(text: str, unit: str, language: str) -> str:
    """A number with its unit: 3600 元, 0.36 × 1,000 yuan. unit: "" where none need be told."""
    if not unit or language == "zh":
        return f"{text} {unit}".rstrip()
    word = _ENGLISH.get(unit, unit)
    return f"{text} × {word}" if word[0].isdigit() else f"{text} {word}"
