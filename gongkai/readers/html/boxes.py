"""The box of an element: whether it is there, how it stands in the line, where it cuts its text off, and what is not known of its place.

In: what is said of its properties. Out: fields of a Style. Not its business: its text and colours (computed.py); nothing is laid out.
"""

from __future__ import annotations

import math
import re
from typing import Any

from gongkai.readers.html.browser import BLOCKS, DISPLAYS
from gongkai.readers.html.colours import to_colour
from gongkai.readers.html.declared import Declared
from gongkai.readers.html.measure import to_pixels
from gongkai.readers.html.style import OFF_SCREEN, Place, Style

_TURNED = re.compile(
    r"(?:^|[^a-z])-?(?:webkit-)?rotate(?!\(0)|^-?[1-9][\d.]*(?:deg|rad|turn)|scale\w{0,2}\([^)]{0,100}-|^-[\d.]|skew|matrix|perspective"
)
_FILTERS = re.compile(r"\b(?:blur|opacity|brightness|contrast|invert|url)\(")
_OPAQUE = 0.8
"""how much of what lies under a colour it must take away to hide it"""
_LINES = ("solid", "dashed", "dotted", "double", "groove", "ridge", "inset", "outset")
_USUAL_LINE = 3.0
_UNCUT = ("inline", "contents", "table-row", "table", "table-row-group", "table-header-group", "table-footer-group")
"""what cuts off nothing of what is in it"""
_TRANSFORMS = ("transform", "-webkit-transform", "rotate", "translate", "scale", "offset-path")


def to_box(said: Declared) -> dict[str, Any]:
    """Whether the box of an element is there, and how it stands in the line."""
    display = said.text("display").split(" ")[-1] if said.text("display") not in ("", "initial") else ""
    display = display or ("inline" if said.tag not in BLOCKS else DISPLAYS.get(said.tag, "block"))
    if display == "inherit":
        display = said.parent.display
    position = said.text("position") or "static"
    floats = said.text("float") in ("left", "right", "inline-start", "inline-end") and position not in ("absolute", "fixed")
    if (floats or position in ("absolute", "fixed")) and display not in ("none", "flex", "grid", "table", "list-item"):
        display = "block"
    gone = (
        display in ("none", "table-column", "table-column-group")
        or "-folded" in said.texts
        or (said.text("content-visibility") == "hidden" and display != "inline")
        or _is_away(said, position, display)
        or _is_clipped(said, position, display)
    )
    is_hole = gone and not said.parent.is_gone and _leaves_a_hole(said, position, display)
    collapsed = said.text("visibility") == "collapse"
    gaps = [said.pixels(name, 1280) or 0 for name in ("margin-left", "margin-right", "padding-left", "padding-right")]
    edge = _to_edge(said)
    level = said.text("z-index")
    width = max(said.pixels(name, 1280) or 0 for name in ("width", "min-width")) if display.startswith("inline-") else 0.0
    return {
        "width": width, "level": float(level) if re.fullmatch(r"[+-]?\d{1,10}", level) else 0.0,
        "display": display, "position": position, "floats": floats, "is_gone": said.parent.is_gone or (gone and not is_hole),
        "is_collapsed": collapsed, **({"is_visible": False} if is_hole else {}), "is_gap": max(edge, *gaps) > 0.25 * said.size, "has_edge": edge > 0,
        "content": said.tokens.get("content", ()), **_raise(said, display, position),
        "clip": _clip(said, display),
    }  # fmt: skip


def to_place(said: Declared, made: dict[str, Any]) -> Place:
    """Where an element is laid out of the flow. made: its colours."""
    sides = {name: _whole(said, name) for name in ("top", "right", "bottom", "left", "width", "height")}
    is_veil = said.text("backdrop-filter") not in ("", "none", "initial")
    colours = [found for token in said.tokens.get("background-color", ()) if (found := to_colour((token,), made["colour"])) is not None]
    alpha = max((colour.alpha for colour in colours), default=0.0)
    is_opaque = (alpha >= _OPAQUE and made.get("opacity", 1.0) >= _OPAQUE) or is_veil
    return Place(**sides, level=made["level"], is_opaque=is_opaque)


def _whole(said: Declared, name: str) -> float | None:
    """A length of what is laid out of the flow, infinite where it is all that there is: 100%, or the height or width of the window."""
    much = said.pixels(name)
    first = next((token for token in said.tokens.get(name, ()) if token.type != "whitespace"), None)
    is_all = name in ("width", "height") and first is not None and first.type in ("percentage", "dimension") and first.value >= 100
    if first is not None and is_all and (first.type == "percentage" or first.lower_unit in ("vw", "vh", "dvh", "svh", "lvh")):
        return math.inf
    return 0.0 if much is None and first is not None and first.type == "percentage" and not first.value else much


def to_pull(said: Declared, made: dict[str, Any]) -> tuple[float, float]:
    """How many pixels an element is moved up, over what stands before it, and what follows it is, under it; of one that floats, aside too."""
    up, after = -(said.pixels("margin-top") or 0.0), -(said.pixels("margin-bottom") or 0.0)
    if made["position"] == "relative":
        up = max(up, -(said.pixels("top") or 0.0), said.pixels("bottom") or 0.0)
    moved = re.search(r"translate(?:y|3d)?\((?:[^(),]{1,20},)?\s{0,9}-(\d{1,5})(?:\.\d{0,9})?px", said.text("transform"))
    aside = max(-(said.pixels("margin-" + side) or 0.0) for side in ("left", "right")) if made["floats"] else 0.0
    return max(up, float(moved[1]) if moved else 0.0, aside), max(after, aside)


def _to_edge(said: Declared) -> float:
    """How wide the line is, in pixels, that the border or the outline of an element draws before or behind its text; 0 where it draws none."""
    drawn = 0.0
    for name in ("border", "border-left", "border-right", "outline"):
        said_of_line = f"{said.text(name)} {said.text('border-style') if name == 'border' else ''}"
        if any(word in said_of_line.split() for word in _LINES):
            tokens = (*said.tokens.get(name, ()), *(said.tokens.get("border-width", ()) if name == "border" else ()))
            widths = [to_pixels((token,), said.size) for token in tokens if token.type in ("dimension", "number")]
            drawn = max(drawn, next((one for one in widths if one is not None), _USUAL_LINE))
    return drawn


def to_ring(said: Declared) -> tuple[float, float]:
    """How many pixels the outline of an element reaches over what stands around it, and over what stands in it."""
    lines = said.text("outline-style") or said.text("outline")
    if not any(word in lines for word in _LINES):
        return 0.0, 0.0
    widths = [to_pixels((token,), said.size) for token in said.tokens.get("outline", ()) if token.type == "dimension"]
    given = said.pixels("outline-width")
    width = given if given is not None else next((one for one in widths if one is not None), _USUAL_LINE)
    offset = said.pixels("outline-offset") or 0.0
    return max(0.0, width + offset), max(0.0, -offset)


def _clip(said: Declared, display: str) -> tuple[float | None, float | None]:
    """The width and the height beyond which a text is cut off, or lies on what follows; None where there is no such limit."""
    overflow = said.text("overflow") + said.text("overflow-x") + said.text("overflow-y")
    if display in _UNCUT:
        return None, None
    if said.tag in ("col", "colgroup"):
        return said.pixels("width"), None
    sides = [[said.pixels(name) for name in pair] for pair in (("width", "max-width"), ("height", "max-height"))]
    width, height = (min((one for one in pair if one is not None), default=None) for pair in sides)
    if not ("hidden" in overflow or "clip" in overflow):
        is_beside = display.startswith("inline") or "float" in said.texts
        return (width if is_beside else None), (height if display != "table-cell" and height is not None and height < 0.6 * said.size else None)
    if "grid" in display:
        return 0.0, None  # how wide its columns are is said elsewhere
    line = to_pixels(said.tokens.get("line-height", ()), said.size, said.size, is_lenient=True)
    if line is not None:
        is_factor = said.tokens["line-height"][0].type == "number" if said.tokens["line-height"] else False
        line = line * said.size if is_factor else line
        height = line if height is None and line < 0.6 * said.size else height
    if display == "table-cell":
        # a cell grows with what is in it, but for one of a table whose columns are fixed, or where it may not
        return (width if said.text("white-space") == "nowrap" or said.parent.is_fixed or said.text("max-width") else None), None
    return width, height


def _is_away(said: Declared, position: str, display: str) -> bool:
    if position in ("absolute", "fixed", "relative"):
        for name in ("left", "top", "right", "bottom"):
            at = said.pixels(name, 1280)
            if at is not None and (at < OFF_SCREEN or at > 5000):
                return True
    if (zoom := said.pixels("zoom", 1)) is not None and 0 < zoom < 0.05:
        return True
    if display == "inline":
        return False  # what stands in a line cannot be transformed
    transform = said.text("transform") + said.text("-webkit-transform") + said.text("translate")
    if transform and re.search(r"translate(?:x|y|3d)?\([^)]{0,100}-\d{4,9}px|^-\d{4,}px", transform):
        return True
    scale = re.search(r"scale\w{0,2}\(\s{0,9}0?\.?0{0,99}\s{0,9}[,)]", transform)
    return scale is not None or said.text("scale") in ("0", "0%")


def _leaves_a_hole(said: Declared, position: str, display: str) -> bool:
    """Whether of what is not seen in a line the room that it takes is: cut off by a path, or by its height alone."""
    if not display.startswith("inline") or position in ("absolute", "fixed") or "-folded" in said.texts or _is_away(said, position, display):
        return False
    widths = [much for name in ("width", "max-width") if (much := said.pixels(name, 1280)) is not None]
    return _is_clipped(said, position, display) and min(widths, default=said.size) > 1.5


def _is_clipped(said: Declared, position: str, display: str) -> bool:
    clip = said.text("clip")
    if clip.startswith("rect") and position in ("absolute", "fixed"):
        sides = re.findall(r"-?[\d.]+|auto", clip)
        if (
            len(sides) == 4
            and "auto" not in sides
            and (sides[0] == sides[2] or sides[1] == sides[3] or max(float(one) for one in sides if one != ".") <= 1)
        ):
            return True
    path = said.text("clip-path") + said.text("-webkit-clip-path")
    if re.match(r"(inset\(\s*(100|[5-9]\d)%|circle\(\s*0|ellipse\(\s*0|polygon\(\s*(0(px|%)?\s+0(px|%)?\s*,?\s*)+\))", path):
        return True
    overflow = said.text("overflow") + said.text("overflow-x") + said.text("overflow-y")
    if ("hidden" in overflow or "clip" in overflow) and display not in ("table-cell", *_UNCUT):
        for name in ("height", "max-height", "width", "max-width"):
            much = said.pixels(name, 1280)
            if much is not None and much <= 1.5:
                return True
    return False


def _raise(said: Declared, display: str, position: str) -> dict[str, Any]:
    if display == "ruby-text":
        return {"raised": "up", "raise_by": 1.0}
    if display not in ("inline", "inline-block"):
        return {}
    align = said.text("vertical-align")
    up = 0.0
    if align in ("super", "sub"):
        return {"raised": "up" if align == "super" else "down", "raise_by": 1.0}
    if align in ("top", "text-top", "bottom", "text-bottom") and said.size < 0.85 * said.parent.size:
        return {"raised": "up" if "top" in align else "down", "raise_by": 1.0}
    if align not in ("", "baseline", "inherit", "initial", "middle", "top", "bottom", "text-top", "text-bottom"):
        up = said.pixels("vertical-align", said.size * 1.2) or 0.0
    if position == "relative":
        top, bottom = said.pixels("top", 0), said.pixels("bottom", 0)
        up += -top if top else bottom or 0.0
    variant = said.text("font-variant-position") + said.text("font-variant") + said.text("font-feature-settings")
    if "super" in variant or "sups" in variant:
        return {"raised": "up", "raise_by": 1.0}
    if re.search(r"\bsub\b|subs", variant):
        return {"raised": "down", "raise_by": 1.0}
    if said.size > 0.5 and abs(up) >= 0.2 * said.size:
        return {"raised": "up" if up > 0 else "down", "raise_by": up / said.size}
    return {}


def to_doubt(said: Declared, made: Style) -> str:
    """Why it cannot be told where or how the text of an element is shown, whatever else is certain."""
    if made.is_gone:
        return "faint" if "all" in said.texts else ""
    texts = said.text
    if made.display != "inline" and any(texts(name) not in ("", "none", "initial") for name in _TRANSFORMS):
        return "placed"
    if made.position in ("absolute", "fixed"):
        return "placed"
    far = 0.2 if made.display == "inline" else 0.5  # in a line its neighbours are close
    beside = any(abs(said.pixels(name, 0) or 0) > far * said.size for name in ("left", "right"))
    if made.position == "relative" and (beside or any(abs(said.pixels(name, 0) or 0) > 0.5 * said.size for name in ("top", "bottom"))):
        return "placed"
    if "reverse" in texts("flex-direction") + texts("flex-flow") or texts("order") not in ("", "0", "initial", "inherit"):
        return "placed"
    if any(texts(name) not in ("", "auto", "initial") for name in ("grid-area", "grid-row", "grid-column", "grid-row-start", "grid-column-start")):
        return "placed"
    least = OFF_SCREEN / 10 if made.display in ("block", "list-item") else -0.2 * said.size  # paragraphs of Word hang out by some points
    least = 0 if said.tag == "hr" else least
    if any((said.pixels("margin-" + side, 1280) or 0) < least for side in ("left", "right", "top", "bottom")):
        return "placed"
    zoom = said.pixels("zoom", 1)
    if "all" in said.texts or texts("font-size-adjust") == "0" or (zoom is not None and 0 < zoom < 0.5):
        return "faint"
    if texts("writing-mode") not in ("", "horizontal-tb") and said.tag not in ("table", "tbody", "tr", "td", "th"):
        return "placed"
    if any(word in texts("contain") for word in ("strict", "size")) or texts("content-visibility") == "auto":
        return "faint"
    if made.is_visible and any(
        texts(name) not in ("", "none", "initial")
        for name in ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "clip-path", "-webkit-clip-path")
    ):
        return "faint"
    if made.is_rtl and ("flex" in made.display or "grid" in made.display):
        return "placed"
    if _is_underlined_high(said, made):
        return "struck"
    return _veil(said)


def _is_underlined_high(said: Declared, made: Style) -> bool:
    """Whether the lower border of a box that is lower than its line runs through its text."""
    height = said.pixels("height")
    if height is None or not 0 < height < 0.95 * made.size or made.display in (*_UNCUT, "table-cell"):
        return False
    lines = " ".join(said.text(name) for name in ("border", "border-bottom", "border-style", "border-bottom-style"))
    return "solid" in lines or "double" in lines


def to_outer_doubt(said: Declared, made: Style) -> str:
    """Why nothing can be told of a text in an element, however far in: mirrored, turned or veiled; that it only stands elsewhere does not matter."""
    if made.display != "inline" and any(_TURNED.search(said.text(name)) for name in ("transform", "-webkit-transform", "rotate", "scale")):
        return "placed"
    zoom = said.pixels("zoom", 1)
    if zoom is not None and 0 < zoom < 0.5:
        return "faint"
    masks = ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "clip-path", "-webkit-clip-path")
    return "faint" if made.is_visible and any(said.text(name) not in ("", "none", "initial") for name in masks) else _veil(said)


def _veil(said: Declared) -> str:
    """Whether a filter, an animation or the outline of its characters may hide the text of an element."""
    if _FILTERS.search(said.text("filter")) and "progid" not in said.text("filter"):
        return "faint"
    if said.text("mix-blend-mode") not in ("", "normal", "initial", "multiply", "darken"):
        return "faint"
    if any(_may_be_moved(said, said.text(name)) for name in ("animation", "animation-name")):
        return "faint"
    stroke = said.tokens.get("-webkit-text-stroke", ())
    is_coloured = any(token.type in ("hash", "function") or (token.type == "ident" and token.lower_value != "currentcolor") for token in stroke)
    return "faint" if is_coloured or "-webkit-text-stroke-width" in said.texts else ""


def _may_be_moved(said: Declared, names: str) -> bool:
    """Whether an animation of an element may leave it unseen, or is not known."""
    if names in ("", "none", "initial"):
        return False
    known = [said.frames[one] for one in re.findall(r"[\w-]+", names) if one in said.frames]
    return not known or any(known)
