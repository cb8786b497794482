"""Units beside a number, in both languages: of money, and in citations what was counted.

In: a unit as the form or a document has it. Out: its words. Not its business: turning one unit into another (tables/numbers.py).
"""

from __future__ import annotations

from gongkai.model import CellId

_ENGLISH = {
    "元": "yuan", "千元": "1,000 yuan", "万元": "10,000 yuan", "百万元": "1,000,000 yuan", "千万元": "10,000,000 yuan", "亿元": "100,000,000 yuan",
}


MONEY = {
    "zh": {unit: unit for unit in _ENGLISH}, "en": {unit: f"× {word}" if word[0].isdigit() else word for unit, word in _ENGLISH.items()},
}
"""language → unit of money → how it stands behind a number"""
_COUNTED = {"requests": "requests", "disputes": "cases"}
_COUNTED_BY_UNIT = {"项": "items", "条": "items", "篇": "articles", "人": "persons"}


def to_counted(cell: CellId, unit: str, language: str) -> str:
    """What a cell counts, for who meets its number away from its table; "" of money, and where English has no word but the label."""
    if unit in _ENGLISH:
        return ""
    if language == "zh":
        return unit
    if unit != "件":
        return _COUNTED_BY_UNIT.get(unit, "")
    if cell.table == "statistics":
        return "documents" if "documents" in cell.row else "cases" if cell.row.startswith(("review", "litigation", "complaints")) else "requests"
    return _COUNTED.get(cell.table, "decisions" if cell.column == "decisions" else "documents")


def to_unit(unit: str, language: str) -> str:
    """The unit in brackets behind a label; in English "" for one that is none of money, whose label says what is counted."""
    return unit if language == "zh" else _ENGLISH.get(unit, "")


def with_unit(text: str, unit: str, language: str) -> str:
    """A number with its unit: 3600 元, 0.36 × 1,000 yuan. unit: "" where none need be told."""
    if not unit or language == "zh":
        return f"{text} {unit}".rstrip()
    word = _ENGLISH.get(unit, unit)
    return f"{text} × {word}" if word[0].isdigit() else f"{text} {word}"
