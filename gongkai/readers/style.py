"""What the styles of a page say of its elements: whether their text is shown, struck out, raised, and what makes that uncertain.

In: the root of a page, its sheets. Out: a Style for each element and for what is generated before and after it. Not its business: the layout of the
page (nothing is measured: where a text stands is known only as far as one rule says it), what a text means.
The defaults are those of browsers (HTML, 15 Rendering), as far as they hide, strike or raise something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import tinycss2
from lxml import etree

from gongkai.readers.colour import Colour, contrast, over, to_colour
from gongkai.readers.measure import to_pixels
from gongkai.readers.selector import Match, Selection
from gongkai.readers.stylesheet import Declaration, Sheets, to_declaration, to_declarations, to_families

_WHITE, _BLACK, _BLUE = Colour(1, 1, 1, 1), Colour(0, 0, 0, 1), Colour(0, 0, 0.93, 1)
UNSEEN = 1.15
"""contrast of text with its ground (WCAG 2, 1.4.3) below which nobody sees it"""
_PALE = 1.4
_OFF_SCREEN = -300
_SMALL = 4.0
_NOT_SHOWN = frozenset(
    [
        "area",
        "base",
        "basefont",
        "datalist",
        "head",
        "link",
        "meta",
        "noembed",
        "noframes",
        "noscript",
        "param",
        "rp",
        "script",
        "source",
        "style",
        "template",
        "title",
        "track",
    ]
)
_BLOCK_TAGS = """
address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2
h3 h4 h5 h6 header hr html legend li listing main menu nav ol optgroup p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp
"""
BLOCKS = frozenset(_BLOCK_TAGS.split())
_CONTROLS = frozenset({"input", "select", "textarea", "button"})
_INLINE = ("inline", "inline-block", "inline-flex", "inline-grid", "inline-table", "contents", "ruby", "ruby-base")
_GLOBAL = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_INHERITED = frozenset(
    [
        "color",
        "direction",
        "font",
        "font-family",
        "font-size",
        "letter-spacing",
        "list-style",
        "list-style-type",
        "text-indent",
        "visibility",
        "white-space",
        "-webkit-text-fill-color",
        "-webkit-text-security",
        "text-shadow",
        "quotes",
    ]
)
_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32, "xxx-large": 48}
_MOST_TOKENS = 500


@dataclass(frozen=True, slots=True)
class Style:
    """What holds for an element.

    Handed on to what stands in it: is_gone (nothing of it is rendered), visibility, colours, size, families, is_struck, … Its own: display, raised
    ("up", "down", "ring"), floats, and `doubt`, why where or how its text is shown cannot be told, a code of doubts.csv.
    """

    is_gone: bool = False
    is_visible: bool = True
    opacity: float = 1.0
    colour: Colour = _BLACK
    fill: Colour | None = None
    is_colour_odd: bool = False
    ground: Colour = _WHITE
    is_ground_known: bool = True
    size: float = 16.0
    families: tuple[str, ...] = ()
    is_struck: bool = False
    is_rtl: bool = False
    is_overridden: bool = False
    indent: float = 0.0
    line_indent: float = 0.0
    spacing: float = 0.0
    is_masked: bool = False
    has_shadow: bool = False
    list_type: str = "disc"
    is_preserved: bool = False
    custom: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    display: str = "inline"
    raised: str = ""
    raise_by: float = 0.0
    floats: bool = False
    is_gap: bool = False
    content: tuple[Any, ...] = ()
    has_picture: bool = False
    has_ring: bool = False
    position: str = "static"
    is_collapsed: bool = False
    is_painted: bool = False
    clip: tuple[float | None, float | None] = (None, None)
    fate: str = "shown"
    doubt: str = ""

    @property
    def is_block(self) -> bool:
        return self.floats or not (self.display in _INLINE or self.display.startswith("ruby"))


def _fate(style: Style) -> str:
    """What text becomes: shown, gone (no gap either), indented (out of its first line), hidden (a gap), unseen (no contrast), pale (hardly any)."""
    if style.is_gone or style.size < 0.5:
        return "gone"
    if style.line_indent < _OFF_SCREEN:
        return "indented"
    if not style.is_visible:
        return "hidden"
    if style.is_colour_odd:
        return "pale"
    ink = style.fill or style.colour
    alpha = ink.alpha * style.opacity
    ratio = contrast(over(Colour(ink.red, ink.green, ink.blue, alpha), style.ground), style.ground)
    if alpha < 0.05 or (ratio < UNSEEN and style.is_ground_known):
        return "unseen" if not style.has_shadow else "pale"
    return "pale" if ratio < _PALE or style.size < _SMALL or style.is_masked else "shown"


class Styles:
    """The styles of one page. Raises selector.TooMuch where its sheets ask for too much work."""

    def __init__(self, root: etree._Element, sheets: Sheets, is_quirky: bool) -> None:
        self.sheets = sheets
        self.is_quirky = is_quirky
        # a sheet that is not at hand may say what the text stands on
        self._root = Style(display="block", is_ground_known=not sheets.has_absent)
        self.selection = Selection(root, sheets.rules, is_quirky) if sheets.rules else None
        self._known: dict[etree._Element, Style] = {}
        self._pseudo: dict[etree._Element, dict[str, list[Match]]] = {}
        self._made: dict[tuple[Any, ...], Style] = {}
        self._kept: list[Any] = []

    def of(self, element: etree._Element) -> Style:
        found = self._known.get(element)
        if found is None:
            line = [element]
            while (above := line[-1].getparent()) is not None and above not in self._known:
                line.append(above)
            for one in reversed(line):
                self._known[one] = self._of(one)
            found = self._known[element]
        return found

    def pseudo(self, element: etree._Element, name: str) -> Style | None:
        """The style of ::before and the like, None where no rule makes one."""
        matches = self._pseudo.get(element, {}).get(name) if self.of(element) is not None else None
        if not matches:
            return None
        return self._made_for(self.of(element), "", (), matches)

    def _of(self, element: etree._Element) -> Style:
        above = element.getparent()
        parent = self._known[above] if above is not None else self._root
        matches: list[Match] = []
        if self.selection:
            found = self.selection.of(element)
            matches = found.pop("", [])
            if found:
                self._pseudo[element] = found
        given = element.get("style")
        declared = to_declarations(given) if given else ()
        tag = str(element.tag)
        hints = _hints(element, tag)
        if self.sheets.faces and tag == "font" and "face" in element.attrib:
            hints = [*hints, ("font-family", element.attrib["face"])]
        if above is not None and above.tag == "details" and "open" not in above.attrib and (tag != "summary" or element.getprevious() is not None):
            hints = [*hints, ("-folded", "1")]
        return self._made_for(parent, tag, (*hints,), matches, declared)

    def _made_for(
        self, parent: Style, tag: str, hints: tuple[tuple[str, str], ...], matches: list[Match], declared: tuple[Declaration, ...] = ()
    ) -> Style:
        """Two elements of whom all the same is said have one style, which is made once."""
        key = (
            id(parent),
            tag,
            hints,
            tuple(id(match.declaration) for match in matches),
            tuple(match.is_certain for match in matches),
            id(declared) if declared else 0,
        )
        made = self._made.get(key)
        if made is None:
            made = self._make(parent, tag, hints, matches, declared)
            self._made[key] = made
            self._kept.append((parent, declared, matches))  # what is told apart by its id must not go
        return made

    def _make(self, parent: Style, tag: str, hints: tuple[tuple[str, str], ...], matches: list[Match], declared: tuple[Declaration, ...]) -> Style:
        said: dict[str, tuple[Any, ...]] = {}
        is_doubtful = False
        for name, value in hints:
            _say(said, name, to_declaration(name, tuple(tinycss2.parse_component_value_list(value))))
        normal = [match for match in matches if not match.declaration.is_important]
        for match in normal:
            if match.is_certain:
                _say(said, match.declaration.name, match.declaration)
        for one in declared:
            if not one.is_important:
                _say(said, one.name, one)
        for match in matches:
            if match.declaration.is_important and match.is_certain:
                _say(said, match.declaration.name, match.declaration)
        for one in declared:
            if one.is_important:
                _say(said, one.name, one)
        is_doubtful = any(not match.is_certain and _may_hide(match.declaration) for match in matches)
        return _Making(self, parent, said, tag).style(is_doubtful)


def _say(said: dict[str, tuple[Any, ...]], name: str, declaration: Declaration) -> None:
    said.pop(name, None)  # what is said last stands last: a shorthand takes back what stood before it
    said[name] = declaration.tokens


def _may_hide(one: Declaration) -> bool:
    return (
        one.text in ("none", "hidden", "collapse", "transparent", "0", "0px")
        or "line-through" in one.text
        or one.name in ("content", "color", "position", "transform", "clip", "clip-path", "text-indent")
    )


def _hints(element: etree._Element, tag: str) -> list[tuple[str, str]]:
    """What browsers and attributes say before any sheet does."""
    hints = _DEFAULTS.get(tag, [])
    if not element.attrib and tag not in ("dialog", "details", "li", "summary"):
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
    if tag == "body" and "text" in attributes:
        hints.append(("color", _legacy_colour(attributes["text"])))
    if (direction := (attributes.get("dir") or "").lower()) in ("rtl", "ltr"):
        hints.append(("direction", direction))
        hints.append(("unicode-bidi", "isolate-override" if tag == "bdo" else "isolate"))
    if tag in ("ol", "ul", "li") and "type" in attributes:
        hints.append(("list-style-type", _LIST_TYPES.get(attributes["type"], attributes["type"].lower()) if _is_word(attributes["type"]) else "disc"))
    if "hidden" in attributes or "popover" in attributes or (tag == "dialog" and "open" not in attributes) or _is_no_control(element, tag):
        hints.append(("display", "none"))
    if tag == "dialog" and "open" not in attributes:
        hints.append(("display", "none"))
    return hints


_GROUNDED = frozenset(["body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"])
_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_DEFAULTS: dict[str, list[tuple[str, str]]] = {
    **{tag: [("display", "none")] for tag in _NOT_SHOWN},
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
    "textarea": [("white-space", "pre-wrap")],
    "input": [
        ("color", "black"),
        ("font-size", "13px"),
        ("text-indent", "0"),
        ("letter-spacing", "0"),
        ("background-color", "white"),
        ("display", "inline-block"),
    ],
    "select": [
        ("color", "black"),
        ("font-size", "13px"),
        ("text-indent", "0"),
        ("letter-spacing", "0"),
        ("background-color", "white"),
        ("display", "inline-block"),
    ],
    "button": [
        ("color", "black"),
        ("font-size", "13px"),
        ("text-indent", "0"),
        ("letter-spacing", "0"),
        ("background-color", "#efefef"),
        ("display", "inline-block"),
    ],
}
_DEFAULTS["textarea"] += _DEFAULTS["input"]
_DISPLAYS = {"td": "table-cell", "th": "table-cell", "tr": "table-row", "li": "list-item", "table": "table"}


def _block_hints(tag: str, hints: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("display", _DISPLAYS.get(tag, "block")), *hints, *([("display", "none")] if tag == "dialog" else [])]


def _is_word(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9-]{1,20}", text) is not None


def _is_no_control(element: etree._Element, tag: str) -> bool:
    return tag == "input" and (element.get("type") or "").strip().lower() == "hidden"


def _legacy_colour(given: str) -> str:
    given = given.strip()
    if re.fullmatch(r"[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3}", given):
        return "#" + given
    return given if re.fullmatch(r"#?[A-Za-z0-9]{1,30}", given) else ""


class _Making:
    """One style in the making, from that of the element around it and what is said of this one."""

    def __init__(self, styles: Styles, parent: Style, said: dict[str, tuple[Any, ...]], tag: str) -> None:
        self.styles = styles
        self.parent = parent
        self.tag = tag
        self.custom = parent.custom
        own = {name: tokens for name, tokens in said.items() if name.startswith("--")}
        if own:
            self.custom = {**parent.custom, **own}
        self.tokens = {name: self._without_variables(tokens) for name, tokens in said.items() if not name.startswith("--")}
        self.texts = {name: to_declaration(name, tokens).text for name, tokens in self.tokens.items()}
        self._open_shorthands()
        self.size = parent.size

    def _without_variables(self, tokens: tuple[Any, ...], depth: int = 0) -> tuple[Any, ...]:
        if not any(token.type == "function" for token in tokens):
            return tokens
        out: list[Any] = []
        for token in tokens:
            if token.type == "function" and token.lower_name == "var" and depth < 8:
                arguments = [one for one in token.arguments if one.type not in ("whitespace", "comment")]
                name = arguments[0].value if arguments and arguments[0].type == "ident" else ""
                if name in self.custom:
                    out += self._without_variables(self.custom[name], depth + 1)
                elif len(arguments) > 2:
                    out += self._without_variables(tuple(arguments[2:]), depth + 1)
            else:
                out.append(token)
            if len(out) > _MOST_TOKENS:
                break
        return tuple(out)

    def _open_shorthands(self) -> None:
        """Let what is said last count, be it said of a shorthand or of a part of it."""
        for name, parts in _PARTS.items():
            if name in self.texts:
                order = list(self.texts)
                later = {part for part in parts if part in self.texts and order.index(part) > order.index(name)}
                for at, part in enumerate(parts):
                    if part not in later:
                        self.tokens[part] = _value_of_part(name, at, self.tokens[name])
                        self.texts[part] = (
                            self.texts[name] if self.tokens[part] is self.tokens[name] else to_declaration(part, self.tokens[part]).text
                        )

    def text(self, name: str) -> str:
        """What is said of a property, "" where nothing is, or what would hold anyway."""
        said = self.texts.get(name, "")
        if said in _GLOBAL:
            return "inherit" if said == "inherit" or (said == "unset" and name in _INHERITED) else "initial"
        return said

    def pixels(self, name: str, of: float | None = None) -> float | None:
        """A length, None where none is said or it cannot be told. `of`: what 100% are."""
        return to_pixels(self.tokens.get(name, ()), self.size, of, self.styles.is_quirky or name == "zoom")

    def style(self, is_doubtful: bool) -> Style:
        parent = self.parent
        base = Style(
            is_gone=parent.is_gone, is_visible=parent.is_visible, opacity=parent.opacity, colour=parent.colour, fill=parent.fill,
            is_colour_odd=parent.is_colour_odd, ground=parent.ground, is_ground_known=parent.is_ground_known, size=parent.size,
            families=parent.families, is_struck=parent.is_struck, is_rtl=parent.is_rtl, is_overridden=parent.is_overridden, indent=parent.indent,
            line_indent=parent.line_indent, spacing=parent.spacing, is_masked=parent.is_masked, has_shadow=parent.has_shadow,
            list_type=parent.list_type, is_preserved=parent.is_preserved, custom=self.custom, fate=parent.fate,
        )  # fmt: skip
        if not self.texts and not is_doubtful:
            return base
        size = self._size()
        self.size = size
        changes: dict[str, Any] = {"size": size, **self._box(), **self._inks(), **self._words()}
        display = changes["display"]
        if (
            changes["floats"]
            or display in ("inline-block", "inline-table", "inline-flex", "inline-grid")
            or changes["position"] in ("absolute", "fixed")
        ):
            changes["is_struck"] = False  # a line through a text goes through what flows in it only (CSS Text Decoration 3, 2)
        if "line-through" in self.text("text-decoration-line"):
            changes["is_struck"] = True
        if display not in ("inline", "contents") and "indent" in changes:
            changes["line_indent"] = changes["indent"]  # a line has the indent of the block that it is in
        elif display not in ("inline", "contents"):
            changes["line_indent"] = parent.indent
        made = replace(base, **changes)
        return replace(made, fate=_fate(made), doubt=self._doubt(made) or ("faint" if is_doubtful else ""))

    def _size(self) -> float:
        said, parent = self.text("font-size"), self.parent.size
        if self.styles.is_quirky and self.tag == "table" and not said:
            return 16.0
        if not said or said == "inherit":
            return parent
        if said in _SIZES:
            return float(_SIZES[said])
        if said in ("smaller", "larger"):
            return parent / 1.2 if said == "smaller" else parent * 1.2
        if self.texts.get("font") == said and self.tokens.get("font-size") is self.tokens.get("font"):
            return _size_of_font(self.tokens["font"], parent)
        self.size = parent
        size = self.pixels("font-size", parent)
        return size if size is not None and size >= 0 else 16.0 if said == "initial" else parent

    def _box(self) -> dict[str, Any]:
        """Whether the box of an element is there, and how it stands in the line."""
        display = self.text("display").split(" ")[-1] if self.text("display") not in ("", "initial") else ""
        display = display or ("inline" if self.tag not in BLOCKS else _DISPLAYS.get(self.tag, "block"))
        if display == "inherit":
            display = self.parent.display
        position = self.text("position") or "static"
        floats = self.text("float") in ("left", "right", "inline-start", "inline-end") and position not in ("absolute", "fixed")
        if (floats or position in ("absolute", "fixed")) and display not in ("none", "flex", "grid", "table", "list-item"):
            display = "block"
        gone = (
            display == "none"
            or "-folded" in self.texts
            or (self.text("content-visibility") == "hidden" and display != "inline")
            or self._is_away(position, display)
            or self._is_clipped(position, display)
        )
        collapsed = self.text("visibility") == "collapse"
        gaps = [self.pixels(name, 1280) or 0 for name in ("margin-left", "margin-right", "padding-left", "padding-right")]
        return {
            "display": display, "position": position, "floats": floats, "is_gone": self.parent.is_gone or gone, "is_collapsed": collapsed,
            "is_gap": any(gap > 0.25 * self.size for gap in gaps), "content": self.tokens.get("content", ()), **self._raise(display, position),
            "clip": self._clip(display),
        }  # fmt: skip

    def _clip(self, display: str) -> tuple[float | None, float | None]:
        """The width and the height beyond which a text is cut off, or lies on what follows; None where there is no such limit."""
        overflow = self.text("overflow") + self.text("overflow-x") + self.text("overflow-y")
        if display in ("inline", "contents", "table-row", "table"):
            return None, None
        sides = [[self.pixels(name) for name in pair] for pair in (("width", "max-width"), ("height", "max-height"))]
        width, height = (min((one for one in pair if one is not None), default=None) for pair in sides)
        if not ("hidden" in overflow or "clip" in overflow):
            is_beside = display.startswith("inline") or "float" in self.texts
            return (width if is_beside else None), (height if display != "table-cell" and height is not None and height < 0.6 * self.size else None)
        if "grid" in display:
            return 0.0, None  # how wide its columns are is said elsewhere
        line = to_pixels(self.tokens.get("line-height", ()), self.size, self.size, is_lenient=True)
        if line is not None:
            is_factor = self.tokens["line-height"][0].type == "number" if self.tokens["line-height"] else False
            line = line * self.size if is_factor else line
            height = line if height is None and line < 0.6 * self.size else height
        if display == "table-cell":
            return (width if self.text("white-space") == "nowrap" else None), None  # a cell grows with what is in it
        return width, height

    def _is_away(self, position: str, display: str) -> bool:
        if position in ("absolute", "fixed", "relative"):
            for name in ("left", "top", "right", "bottom"):
                at = self.pixels(name, 1280)
                if at is not None and (at < _OFF_SCREEN or at > 5000):
                    return True
        if (zoom := self.pixels("zoom", 1)) is not None and 0 < zoom < 0.05:
            return True
        if display == "inline":
            return False  # what stands in a line cannot be transformed
        transform = self.text("transform") + self.text("-webkit-transform") + self.text("translate")
        if transform and re.search(r"translate(?:x|y|3d)?\([^)]*-\d{4,}px|^-\d{4,}px", transform):
            return True
        scale = re.search(r"scale\w*\(\s*0?\.?0*\s*[,)]", transform)
        return scale is not None or self.text("scale") in ("0", "0%")

    def _is_clipped(self, position: str, display: str) -> bool:
        clip = self.text("clip")
        if clip.startswith("rect") and position in ("absolute", "fixed"):
            sides = re.findall(r"-?[\d.]+|auto", clip)
            if (
                len(sides) == 4
                and "auto" not in sides
                and (sides[0] == sides[2] or sides[1] == sides[3] or max(float(one) for one in sides if one != ".") <= 1)
            ):
                return True
        path = self.text("clip-path") + self.text("-webkit-clip-path")
        if re.match(r"(inset\(\s*(100|[5-9]\d)%|circle\(\s*0|ellipse\(\s*0|polygon\(\s*(0(px|%)?\s+0(px|%)?\s*,?\s*)+\))", path):
            return True
        overflow = self.text("overflow") + self.text("overflow-x") + self.text("overflow-y")
        if ("hidden" in overflow or "clip" in overflow) and display not in ("inline", "contents", "table-cell", "table-row", "table"):
            for name in ("height", "max-height", "width", "max-width"):
                much = self.pixels(name, 1280)
                if much is not None and much <= 1.5:
                    return True
        return False

    def _raise(self, display: str, position: str) -> dict[str, Any]:
        if display == "ruby-text":
            return {"raised": "up", "raise_by": 1.0}
        if display not in ("inline", "inline-block"):
            return {}
        align = self.text("vertical-align")
        up = 0.0
        if align in ("super", "sub"):
            return {"raised": "up" if align == "super" else "down", "raise_by": 1.0}
        if align in ("top", "text-top", "bottom", "text-bottom") and self.size < 0.85 * self.parent.size:
            return {"raised": "up" if "top" in align else "down", "raise_by": 1.0}
        if align not in ("", "baseline", "inherit", "initial", "middle", "top", "bottom", "text-top", "text-bottom"):
            up = self.pixels("vertical-align", self.size * 1.2) or 0.0
        if position == "relative":
            top, bottom = self.pixels("top", 0), self.pixels("bottom", 0)
            up += -top if top else bottom or 0.0
        variant = self.text("font-variant-position") + self.text("font-variant") + self.text("font-feature-settings")
        if "super" in variant or "sups" in variant:
            return {"raised": "up", "raise_by": 1.0}
        if re.search(r"\bsub\b|subs", variant):
            return {"raised": "down", "raise_by": 1.0}
        if self.size > 0.5 and abs(up) >= 0.2 * self.size:
            return {"raised": "up" if up > 0 else "down", "raise_by": up / self.size}
        return {}

    def _inks(self) -> dict[str, Any]:
        """Colours, and what the text stands on."""
        parent = self.parent
        out: dict[str, Any] = {}
        colour = to_colour(self.tokens.get("color", ()), parent.colour) if self.text("color") not in ("", "inherit", "initial") else None
        out["colour"] = colour or (_BLACK if self.text("color") == "initial" else parent.colour)
        if self.text("color") not in ("", "inherit"):
            out["is_colour_odd"] = (
                colour is None and self.text("color") != "initial" and any(token.type == "function" for token in self.tokens["color"])
            )
        fill = self.text("-webkit-text-fill-color")
        out["fill"] = to_colour(self.tokens["-webkit-text-fill-color"], out["colour"]) if fill and fill != "inherit" else parent.fill
        if opacity := self.text("opacity"):
            out["opacity"] = parent.opacity * _to_share(opacity)
        if "opacity" in self.text("filter") and re.search(r"opacity\(\s*0?\.?0*%?\s*\)", self.text("filter")):
            out["opacity"] = 0.0
        ground = next((found for token in self.tokens.get("background-color", ()) if (found := to_colour((token,), out["colour"])) is not None), None)
        image = self.text("background-image")
        has_picture = "url(" in image or "gradient(" in image or "image-set(" in image
        if ground is not None and ground.alpha > 0:
            out["ground"] = over(ground, parent.ground)
            out["is_ground_known"] = parent.is_ground_known or ground.alpha > 0.95
        if has_picture:
            out["is_ground_known"] = False
            out["has_picture"] = True
        has_border = any(
            self.text(name) not in ("", "none", "0", "initial", "hidden") for name in ("border", "border-top", "border-bottom", "border-style")
        )
        out["is_painted"] = has_picture or has_border or (ground is not None and ground.alpha > 0)
        out["has_ring"] = self._is_ring(ground is not None and ground.alpha > 0)
        return out

    def _is_ring(self, has_ground: bool) -> bool:
        """Whether a text is drawn with a circle around it."""
        radius = self.pixels("border-radius", self.size * 1.2)
        has_border = any("solid" in self.text(name) or "dashed" in self.text(name) for name in ("border", "border-style"))
        return radius is not None and radius >= 0.4 * self.size and (has_border or has_ground)

    def _words(self) -> dict[str, Any]:
        """What is handed on to the text in it."""
        parent = self.parent
        out: dict[str, Any] = {}
        visibility = self.text("visibility")
        if "all" in self.texts and not visibility:
            out["is_visible"] = True
        if visibility and visibility != "inherit":
            out["is_visible"] = visibility in ("visible", "initial")
        if self.text("font-family") not in ("", "inherit"):
            out["families"] = tuple(
                _families_of_font(self.tokens["font-family"])
                if self.texts.get("font") == self.texts["font-family"]
                else to_families(self.tokens["font-family"])
            )
        if (indent := self.pixels("text-indent", 600)) is not None:
            out["indent"] = indent
        if (spacing := self.pixels("letter-spacing", self.size)) is not None:
            out["spacing"] = spacing / self.size if self.size else 0.0
        elif self.text("letter-spacing") in ("normal", "initial"):
            out["spacing"] = 0.0
        if direction := self.text("direction"):
            out["is_rtl"] = direction == "rtl" or (direction == "inherit" and parent.is_rtl)
        if bidi := self.text("unicode-bidi"):
            out["is_overridden"] = "override" in bidi and out.get("is_rtl", parent.is_rtl)
        if security := self.text("-webkit-text-security"):
            out["is_masked"] = security not in ("none", "initial")
        if shadow := self.text("text-shadow"):
            out["has_shadow"] = shadow not in ("none", "initial", "inherit") or (shadow == "inherit" and parent.has_shadow)
        if kind := self.text("list-style-type"):
            out["list_type"] = parent.list_type if kind == "inherit" else _list_type(kind)
        if space := self.text("white-space"):
            out["is_preserved"] = space.startswith("pre") or "break-spaces" in space
        return out

    def _doubt(self, made: Style) -> str:
        """Why it cannot be told where or how the text of an element is shown, whatever else is certain."""
        if made.is_gone:
            return ""
        texts = self.text
        if made.display != "inline" and any(texts(name) not in ("", "none", "initial") for name in _TRANSFORMS):
            return "placed"
        if made.position in ("absolute", "fixed"):
            return "placed"
        if made.position == "relative" and any(abs(self.pixels(name, 0) or 0) > 0.5 * self.size for name in ("left", "right", "top", "bottom")):
            return "placed"
        if "reverse" in texts("flex-direction") + texts("flex-flow") or texts("order") not in ("", "0", "initial", "inherit"):
            return "placed"
        if any(
            texts(name) not in ("", "auto", "initial") for name in ("grid-area", "grid-row", "grid-column", "grid-row-start", "grid-column-start")
        ):
            return "placed"
        least = _OFF_SCREEN / 10 if made.display in ("block", "list-item") else -0.2 * self.size  # paragraphs of Word hang out by some points
        if any((self.pixels("margin-" + side, 1280) or 0) < least for side in ("left", "right", "top", "bottom")):
            return "placed"
        zoom = self.pixels("zoom", 1)
        if "all" in self.texts or texts("font-size-adjust") == "0" or (zoom is not None and 0 < zoom < 0.5):
            return "faint"
        if texts("writing-mode") not in ("", "horizontal-tb") and self.tag not in ("table", "tbody", "tr", "td", "th"):
            return "placed"
        if any(word in texts("contain") for word in ("strict", "size")) or texts("content-visibility") == "auto":
            return "faint"
        if abs(made.spacing) > 0.3 and made.spacing != self.parent.spacing:
            return "placed"
        if any(
            texts(name) not in ("", "none", "initial")
            for name in ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "clip-path", "-webkit-clip-path")
        ):
            return "faint"
        if texts("filter") not in ("", "none", "initial") or texts("mix-blend-mode") not in ("", "normal", "initial"):
            return "faint"
        if any(texts(name) not in ("", "none", "initial") for name in ("animation", "animation-name")):
            return "faint"
        return ""


_TRANSFORMS = ("transform", "-webkit-transform", "rotate", "translate", "scale", "offset-path")


def _sides(before: str) -> tuple[str, ...]:
    return tuple(before + side for side in ("top", "right", "bottom", "left"))


_PARTS = {
    "background": ("background-color", "background-image"), "font": ("font-size", "font-family"),
    "text-decoration": ("text-decoration-line", "text-decoration-color"),
    "list-style": ("list-style-type",), "overflow": ("overflow-x", "overflow-y"), "margin": _sides("margin-"), "padding": _sides("padding-"),
    "inset": _sides(""),
}  # fmt: skip
"""shorthand → its parts that are asked for"""
_SIDES = ((0, 0, 0, 0), (0, 1, 0, 1), (0, 1, 2, 1), (0, 1, 2, 3))
"""which of one, two, three or four values is for the top, the right, the bottom and the left"""


def _value_of_part(name: str, at: int, tokens: tuple[Any, ...]) -> tuple[Any, ...]:
    if name not in ("margin", "padding", "inset"):
        return tokens
    values = [one for one in tokens if one.type not in ("whitespace", "comment")][:4]
    return (values[_SIDES[len(values) - 1][at]],) if values else ()


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
