"""What is said of an element → its Style, with what is handed on to it from around it.

In: what is said of its properties. Out: its Style. Not its business: who said it (cascade.py), its box (boxes.py), what its text becomes (style.py).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from gongkai.readers.html.boxes import to_box, to_doubt, to_outer_doubt, to_place, to_pull, to_ring
from gongkai.readers.html.colours import Colour, over, to_colour
from gongkai.readers.html.declared import Declared
from gongkai.readers.html.measure import to_pixels
from gongkai.readers.html.style import BLACK, WHITE, Style, to_fate
from gongkai.readers.html.stylesheet import to_families

_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32, "xxx-large": 48}


_FLAT = 0.5
"""sizes of a font by which lines are set apart before they lie upon one another"""
_FAR = 0.3
"""sizes of a font from which on a shadow no longer looks like one"""
_FILLING = 0.75
"""sizes of a font from which on a shadow within a box reaches what stands in it"""
_BLUR = 3
"""the place of that length among those of a shadow"""
_EMPHASES = ("text-emphasis", "text-emphasis-style", "-webkit-text-emphasis", "-webkit-text-emphasis-style")
_DARK = Colour(0.07, 0.07, 0.07, 1)
"""what a browser lays under a page that asks for dark colours (Chromium's #121212)"""


def to_style(said: Declared, is_doubtful: bool, may_show: bool = False) -> Style:
    """Make the style of an element. is_doubtful, may_show: whether a rule that may be for it could hide it, or show what is hidden."""
    parent = said.parent
    base = Style(
        is_gone=parent.is_gone, is_visible=parent.is_visible, opacity=parent.opacity, colour=parent.colour, fill=parent.fill,
        is_colour_odd=parent.is_colour_odd, ground=parent.ground, is_ground_known=parent.is_ground_known, size=parent.size,
        families=parent.families, is_struck=parent.is_struck, is_rtl=parent.is_rtl, is_overridden=parent.is_overridden, indent=parent.indent,
        line_indent=parent.line_indent, spacing=parent.spacing, is_masked=parent.is_masked, has_shadow=parent.has_shadow,
        list_type=parent.list_type, is_preserved=parent.is_preserved, custom=said.custom, fate=parent.fate,
        outer=parent.outer, is_fixed=parent.is_fixed and said.tag != "table", is_flat=parent.is_flat,
    )  # fmt: skip
    if not said.texts and not is_doubtful:
        return base
    size = _size(said)
    said.size = size
    changes: dict[str, Any] = {"size": size, **to_box(said), **_inks(said), **_words(said)}
    display = changes["display"]
    if changes["floats"] or display in ("inline-block", "inline-table", "inline-flex", "inline-grid") or changes["position"] in ("absolute", "fixed"):
        changes["is_struck"] = False  # a line through a text goes through what flows in it only (CSS Text Decoration 3, 2)
    if "line-through" in said.text("text-decoration-line"):
        changes["is_struck"] = True
    if display not in ("inline", "contents") and "indent" in changes:
        changes["line_indent"] = changes["indent"]  # a line has the indent of the block that it is in
    elif display not in ("inline", "contents"):
        changes["line_indent"] = parent.indent
    place = to_place(said, changes) if changes["position"] in ("absolute", "fixed") else None
    made = replace(base, **changes, place=place, pulled=to_pull(said, changes), ring=to_ring(said))
    outer = parent.outer or ("" if made.is_gone else to_outer_doubt(said, made))
    fate = to_fate(made)
    is_doubtful |= may_show and fate not in ("shown", "pale")
    return replace(made, fate=fate, doubt=to_doubt(said, made) or ("faint" if is_doubtful else ""), outer=outer)


def _size(said: Declared) -> float:
    word, parent = said.text("font-size"), said.parent.size
    if said.is_quirky and said.tag == "table" and not word:
        return 16.0
    if not word or word == "inherit":
        return parent
    if word in _SIZES:
        return float(_SIZES[word])
    if word in ("smaller", "larger"):
        return parent / 1.2 if word == "smaller" else parent * 1.2
    if said.texts.get("font") == word and said.tokens.get("font-size") is said.tokens.get("font"):
        return _size_of_font(said.tokens["font"], parent)
    size = said.pixels("font-size", parent)
    return size if size is not None and size >= 0 else 16.0 if word == "initial" else parent


def _inks(said: Declared) -> dict[str, Any]:
    """Colours, and what the text stands on."""
    parent = said.parent
    out: dict[str, Any] = {}
    if said.tag == "html" and "dark" in said.text("color-scheme") and "light" not in said.text("color-scheme"):
        out["ground"] = _DARK
        parent = replace(parent, ground=_DARK, colour=WHITE)
    colour = to_colour(said.tokens.get("color", ()), parent.colour) if said.text("color") not in ("", "inherit", "initial") else None
    out["colour"] = colour or (BLACK if said.text("color") == "initial" else parent.colour)
    if said.text("color") not in ("", "inherit"):
        out["is_colour_odd"] = colour is None and said.text("color") != "initial" and any(token.type == "function" for token in said.tokens["color"])
    fill = said.text("-webkit-text-fill-color")
    out["fill"] = to_colour(said.tokens["-webkit-text-fill-color"], out["colour"]) if fill and fill != "inherit" else parent.fill
    if opacity := said.text("opacity"):
        out["opacity"] = parent.opacity * _to_share(opacity)
        out["is_colour_odd"] = out.get("is_colour_odd", parent.is_colour_odd) or "(" in opacity  # worked out
    if "opacity" in said.text("filter") and re.search(r"opacity\(\s{0,9}0?\.?0{0,99}%?\s{0,9}\)", said.text("filter")):
        out["opacity"] = 0.0
    ground = next((found for token in said.tokens.get("background-color", ()) if (found := to_colour((token,), out["colour"])) is not None), None)
    image = said.text("background-image")
    has_picture = "url(" in image or "gradient(" in image or "image-set(" in image
    if ground is not None and ground.alpha > 0:
        out["ground"] = over(ground, parent.ground)
        out["is_ground_known"] = parent.is_ground_known or ground.alpha > 0.95
    if has_picture:
        out["is_ground_known"] = False
        out["has_picture"] = True
    has_border = any(
        said.text(name) not in ("", "none", "0", "initial", "hidden") for name in ("border", "border-top", "border-bottom", "border-style")
    )
    out["has_bands"] = "gradient(" in image and image.count(",") > 2
    out["is_painted"] = has_picture or has_border or (ground is not None and ground.alpha > 0)
    out["has_ring"] = _is_ring(said, ground is not None and ground.alpha > 0)
    return out


def _is_ring(said: Declared, has_ground: bool) -> bool:
    """Whether a text is drawn with a circle around it."""
    radius = said.pixels("border-radius", said.size * 1.2)
    has_border = any("solid" in said.text(name) or "dashed" in said.text(name) for name in ("border", "border-style"))
    return radius is not None and radius >= 0.4 * said.size and (has_border or has_ground)


def _words(said: Declared) -> dict[str, Any]:
    """What is handed on to the text in it."""
    parent = said.parent
    out: dict[str, Any] = {}
    visibility = said.text("visibility")
    if "all" in said.texts and not visibility:
        out["is_visible"] = True
    if visibility and visibility != "inherit":
        out["is_visible"] = visibility in ("visible", "initial")
    if said.text("font-family") not in ("", "inherit"):
        out["families"] = tuple(
            _families_of_font(said.tokens["font-family"])
            if said.texts.get("font") == said.texts["font-family"]
            else to_families(said.tokens["font-family"])
        )
    if (indent := said.pixels("text-indent", 600)) is not None:
        out["indent"] = indent
    if (spacing := said.pixels("letter-spacing", said.size)) is not None:
        out["spacing"] = spacing / said.size if said.size else 0.0
    elif said.text("letter-spacing") in ("normal", "initial"):
        out["spacing"] = 0.0
    if direction := said.text("direction"):
        out["is_rtl"] = direction == "rtl" or (direction == "inherit" and parent.is_rtl)
    if bidi := said.text("unicode-bidi"):
        out["is_overridden"] = "override" in bidi and out.get("is_rtl", parent.is_rtl)
    if security := said.text("-webkit-text-security"):
        out["is_masked"] = security not in ("none", "initial")
    if any(_has_letters(said.tokens.get(name, ())) for name in _EMPHASES) or _shadow_reaches(said, "text-shadow", _FAR) or _is_filled_by_shadow(said):
        out["is_masked"] = True
    if shadow := said.text("text-shadow"):
        out["has_shadow"] = shadow not in ("none", "initial", "inherit") or (shadow == "inherit" and parent.has_shadow)
    if height := said.text("line-height"):
        line = to_pixels(said.tokens["line-height"], said.size, said.size, is_lenient=True)
        is_factor = said.tokens["line-height"][0].type == "number"
        out["is_flat"] = parent.is_flat if height == "inherit" else line is not None and line * (said.size if is_factor else 1) < _FLAT * said.size
    if layout := said.text("table-layout"):
        out["is_fixed"] = layout == "fixed"
    if kind := said.text("list-style-type"):
        out["list_type"] = parent.list_type if kind == "inherit" else _list_type(kind)
    if space := said.text("white-space"):
        out["is_preserved"] = space.startswith("pre") or "break-spaces" in space
    return out


def _has_letters(tokens: tuple[Any, ...]) -> bool:
    return any(token.type == "string" and any(letter.isalnum() for letter in token.value) for token in tokens)


def _is_filled_by_shadow(said: Declared) -> bool:
    return "inset" in said.text("box-shadow") and _shadow_reaches(said, "box-shadow", _FILLING)


def _shadow_reaches(said: Declared, name: str, share: float) -> bool:
    """Whether a shadow stands, or spreads, further than a share of the font's size; how far it is blurred is nothing to that."""
    at = 0
    for token in said.tokens.get(name, ()):
        if token == ",":
            at = 0
        elif token.type in ("dimension", "number") and (length := to_pixels((token,), said.size, said.size)) is not None:
            at += 1
            if at != _BLUR and abs(length) > share * said.size:
                return True
    return False


def _size_of_font(tokens: tuple[Any, ...], parent: float) -> float:
    for token in tokens:
        if token.type in ("dimension", "percentage") or (token.type == "number" and token.value == 0):
            size = to_pixels((token,), parent, parent)
            return size if size is not None else parent
        if token.type == "ident" and token.lower_value in _SIZES:
            return float(_SIZES[token.lower_value])
    return parent


def _families_of_font(tokens: tuple[Any, ...]) -> list[str]:
    after = [i for i, token in enumerate(tokens) if token.type in ("dimension", "percentage", "number")]
    return to_families(tokens[after[-1] + 1 :] if after else tokens)


def _to_share(text: str) -> float:
    try:
        share = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return 1.0
    return min(max(share, 0.0), 1.0)


def _list_type(said: str) -> str:
    words = [word for word in said.split() if word not in ("inside", "outside") and not word.startswith("url(")]
    return words[0] if words else "disc"
