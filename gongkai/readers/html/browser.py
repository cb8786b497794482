"""What a browser holds of an element before any sheet does: the defaults of its tag, and what its attributes ask for.

In: an element. Out: declarations as (property, text). Not its business: what a sheet says, what comes of it all (cascade.py).
The defaults are those of browsers (HTML, 15 Rendering), as far as they hide, strike or raise something.
"""

from __future__ import annotations

import re

from lxml import etree

_NOT_SHOWN = """
area base basefont datalist head link meta noembed noframes noscript param rp script source style template title track
"""
_BLOCK_TAGS = """
address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2
h3 h4 h5 h6 header hr html legend li listing main menu nav ol optgroup p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp
"""
BLOCKS = frozenset(_BLOCK_TAGS.split())
DISPLAYS = {
    "td": "table-cell", "th": "table-cell", "tr": "table-row", "li": "list-item", "table": "table",
    "tbody": "table-row-group", "thead": "table-header-group", "tfoot": "table-footer-group",
}  # fmt: skip
_WORDS = ("x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")
_FONT_SIZES = {str(at): size for at, size in enumerate(_WORDS, 1)} | {f"{at:+d}": _WORDS[min(max(at + 2, 0), 6)] for at in range(-6, 7) if at}
"""what the sizes 1 to 7 of font are, and those counted from 3 (HTML, 15.3.3)"""
_GROUNDED = frozenset(["body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"])
_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_FIELD = [("color", "black"), ("font-size", "13px"), ("text-indent", "0"), ("letter-spacing", "0"), ("display", "inline-block")]
_DEFAULTS: dict[str, list[tuple[str, str]]] = {
    **{tag: [("display", "none")] for tag in _NOT_SHOWN.split()},
    **{tag: [("text-decoration", "line-through")] for tag in ("s", "strike", "del")},
    "sup": [("vertical-align", "super"), ("font-size", "smaller")],
    "sub": [("vertical-align", "sub"), ("font-size", "smaller")],
    "rt": [("vertical-align", "super"), ("font-size", "50%")],
    "small": [("font-size", "smaller")],
    "mark": [("background-color", "yellow"), ("color", "black")],
    "ol": [("list-style-type", "decimal")],
    "ul": [("list-style-type", "disc")],
    "menu": [("list-style-type", "disc")],
    "dir": [("list-style-type", "disc")],
    "pre": [("white-space", "pre")],
    "q": [("quotes", "auto")],
    "input": [*_FIELD, ("background-color", "white")],
    "select": [*_FIELD, ("background-color", "white")],
    "textarea": [("white-space", "pre-wrap"), *_FIELD, ("background-color", "white")],
    "button": [*_FIELD, ("background-color", "#efefef")],
}


def to_hints(element: etree._Element, tag: str) -> list[tuple[str, str]]:
    """What browsers and attributes say before any sheet does."""
    hints = _DEFAULTS.get(tag, [])
    if not element.attrib and tag not in ("audio", "dialog", "details", "li", "summary"):
        return hints if tag not in BLOCKS else _block_hints(tag, hints)
    hints = _block_hints(tag, hints) if tag in BLOCKS else list(hints)
    attributes = element.attrib
    if tag == "a" and "href" in attributes:
        hints.append(("color", "#0000ee"))
    if colour := attributes.get("bgcolor") if tag in _GROUNDED else None:
        hints.append(("background-color", _legacy_colour(colour)))
    if "background" in attributes and tag in _GROUNDED:
        hints.append(("background-image", "url(x)"))
    if tag == "font" and "color" in attributes:
        hints.append(("color", _legacy_colour(attributes["color"])))
    if tag == "font" and (size := _FONT_SIZES.get(attributes.get("size", "").strip())):
        hints.append(("font-size", size))
    if tag == "body" and "text" in attributes:
        hints.append(("color", _legacy_colour(attributes["text"])))
    if (direction := (attributes.get("dir") or "").lower()) in ("rtl", "ltr"):
        hints.append(("direction", direction))
        hints.append(("unicode-bidi", "isolate-override" if tag == "bdo" else "isolate"))
    if tag in ("ol", "ul", "li") and "type" in attributes:
        hints.append(("list-style-type", _LIST_TYPES.get(attributes["type"], attributes["type"].lower()) if _is_word(attributes["type"]) else "disc"))
    if "hidden" in attributes or "popover" in attributes or (tag == "audio" and "controls" not in attributes) or _is_no_control(element, tag):
        hints.append(("display", "none"))
    if tag == "dialog":
        hints.append(("position", "absolute") if "open" in attributes else ("display", "none"))
    return hints


def _block_hints(tag: str, hints: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("display", DISPLAYS.get(tag, "block")), *hints]


def _is_word(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9-]{1,20}", text) is not None


def _is_no_control(element: etree._Element, tag: str) -> bool:
    return tag == "input" and (element.get("type") or "").strip().lower() == "hidden"


def _legacy_colour(given: str) -> str:
    given = given.strip()
    if re.fullmatch(r"[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3}", given):
        return "#" + given
    return given if re.fullmatch(r"#?[A-Za-z0-9]{1,30}", given) else ""
