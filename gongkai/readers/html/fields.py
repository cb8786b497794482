"""What an element shows that stands in no text of the page: the fields of a form, what a sheet generates.

In: an element. Out: the text that it shows, None or a flag where it shows something else. Not its business: whether it is shown (style.py).
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from gongkai.readers.html.style import Style

_TICKS = frozenset(["checkbox", "radio"])
_WITHOUT_TEXT = frozenset(
    ["button", "submit", "reset", "image", "file", "color", "range", "date", "datetime-local", "month", "week", "time", "password", "hidden"]
)
"""kinds of input that show no text, or another than they hold; a kind that is not known is a line of text"""


def is_tick(element: etree._Element, tag: str) -> bool:
    """Whether a field is one to tick."""
    return tag == "input" and _kind(element) in _TICKS


def field_to_text(element: etree._Element, tag: str) -> str | None:
    """The text that a field shows, None where it shows none, or one that cannot be told."""
    kind = _kind(element)
    text: str | None = None
    if tag == "input" and kind not in _WITHOUT_TEXT:
        text = element.get("value") or ""
    elif tag == "textarea":
        text = "".join(element.itertext()).strip("\r\n")
    elif tag == "select" and "multiple" not in element.attrib and not re.match(r"\s*([2-9]|\d\d)", element.get("size") or ""):
        text = _chosen(element)
    if not text or not text.strip() or (kind == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", text)):
        return None
    return text


def is_field_narrow(element: etree._Element, tag: str, text: str, width: float | None) -> bool:
    """Whether a field is too narrow or too low for what it holds. width: in pixels, as far as a sheet says; a digit takes half of its 13 pixels."""
    given = element.get("cols" if tag == "textarea" else "size") or ""
    if width is None and tag != "select" and re.fullmatch(r"\s*\d{1,4}\s*", given):
        width = 8.0 * int(given) + 8
    lines = text.split("\n")
    rows = element.get("rows") or ""
    is_low = tag == "textarea" and len(lines) > (int(rows) if re.fullmatch(r"\d{1,4}", rows) else 2)
    return is_low or (width is not None and max(map(len, lines)) * 7 + (24 if tag == "select" else 4) > width)


def _kind(element: etree._Element) -> str:
    return (element.get("type") or "").strip().lower()


def _chosen(select: etree._Element) -> str:
    """What a closed list shows: the option last said to be selected, else the first that can be."""
    options = list(select.iter("option"))
    chosen = [one for one in options if "selected" in one.attrib] or [one for one in options if "disabled" not in one.attrib]
    one = (chosen[-1] if "selected" in chosen[-1].attrib else chosen[0]) if chosen else None
    return "" if one is None else one.get("label") or "".join(one.itertext())


def _attribute(element: etree._Element, arguments: list[Any]) -> tuple[str | None, str, bool]:
    """What attr() says: the attribute, what stands for it where there is none, and whether all of it is text."""
    words = [one for one in arguments if one.type not in ("whitespace", "comment")]
    name = words[0].lower_value if words and words[0].type == "ident" else ""
    is_plain = len(words) == 1 or (len(words) == 3 and words[1].type == "literal" and words[1].value == "," and words[2].type == "string")
    return element.get(name), words[2].value if is_plain and len(words) == 3 else "", is_plain


def generated(element: etree._Element, style: Style) -> tuple[str, bool]:
    """What ::before or ::after says, and whether all of it is text."""
    text, is_text = "", True
    for token in style.content:
        if token.type == "string":
            text += token.value
        elif token.type == "function" and token.lower_name == "attr":
            said, instead, is_plain = _attribute(element, token.arguments)
            text += instead if said is None else said
            is_text = is_text and is_plain
        elif token.type == "ident" and token.lower_value in ("open-quote", "close-quote"):
            text += "“" if token.lower_value == "open-quote" else "”"
        elif token.type == "literal" and token.value == "/":
            break  # what follows is for those who do not see
        elif token.type not in ("whitespace", "comment") and not (token.type == "ident" and token.lower_value in ("none", "normal")):
            is_text = is_text and token.type == "ident" and token.lower_value in ("inherit", "initial", "unset")
    return text, is_text
