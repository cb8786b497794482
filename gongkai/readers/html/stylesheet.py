"""Stylesheets of a page → the rules in them that bear on what is shown.

In: the text of sheets and of style attributes. Out: declarations and rules, in the order of the cascade (CSS Cascade 4, 6.1). Not its business:
which element a rule is for (selector.py), what comes of all of them for one element (style.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2

from gongkai.readers.html.colours import is_colour

_PROPERTIES = """
all animation animation-name backdrop-filter background background-color background-image border border-bottom border-bottom-style
border-left border-radius border-right border-style border-top border-width bottom clip clip-path
color color-scheme columns contain content content-visibility direction display filter flex-direction
flex-flow float font font-family font-feature-settings font-size font-size-adjust font-variant font-variant-position grid-area grid-column
grid-column-start grid-row grid-row-start height inset left letter-spacing line-height list-style list-style-type margin margin-bottom margin-left
margin-right margin-top mask mask-image max-height max-width mix-blend-mode offset-path opacity order outline outline-offset
outline-style outline-width overflow overflow-x overflow-y padding
padding-left padding-right position quotes right rotate scale table-layout text-decoration text-decoration-color text-decoration-line text-indent
text-shadow top transform translate unicode-bidi vertical-align visibility white-space width writing-mode z-index zoom -webkit-clip-path
-webkit-mask -webkit-mask-image -webkit-text-fill-color -webkit-text-security -webkit-text-stroke -webkit-text-stroke-width -webkit-transform
box-shadow text-emphasis text-emphasis-style -webkit-text-emphasis -webkit-text-emphasis-style
"""
PROPERTIES = frozenset(_PROPERTIES.split())
_LOGICAL = {
    "inline-size": "width", "block-size": "height", "max-inline-size": "max-width", "max-block-size": "max-height",
    "overflow-inline": "overflow-x", "overflow-block": "overflow-y", "inset-inline-start": "left", "inset-inline-end": "right",
    "inset-block-start": "top",
    "inset-block-end": "bottom", "inset-inline": "left", "inset-block": "top", "margin-inline": "margin-left", "margin-inline-start": "margin-left",
    "margin-inline-end": "margin-right", "margin-block": "margin-top", "margin-block-start": "margin-top", "margin-block-end": "margin-bottom",
    "padding-inline": "padding-left", "border-inline": "border-left", "border-inline-start": "border-left", "border-inline-end": "border-right",
    "padding-inline-start": "padding-left", "padding-inline-end": "padding-right",
}  # fmt: skip
"""names for lines that run from left to right, as those of tables of numbers do"""
_WORDS = {
    "display": """none block inline inline-block flex inline-flex grid inline-grid table inline-table table-row table-cell table-column table-caption
        table-column-group table-row-group table-header-group table-footer-group list-item contents flow flow-root run-in ruby ruby-text ruby-base
        -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex math""",
    "visibility": "visible hidden collapse",
    "position": "static relative absolute fixed sticky -webkit-sticky",
    "float": "left right none inline-start inline-end",
    "direction": "ltr rtl",
    "unicode-bidi": "normal embed isolate bidi-override isolate-override plaintext",
    "content-visibility": "visible hidden auto",
}
_KNOWN_WORDS = {name: frozenset(words.split()) | {"inherit", "initial", "unset", "revert", "revert-layer"} for name, words in _WORDS.items()}
_USUAL = """
align-items appearance aspect-ratio backdrop-filter box-sizing cursor gap grid grid-gap grid-template-areas grid-template-columns
justify-content min-height min-width object-fit pointer-events scroll-behavior text-align text-overflow touch-action transition user-select
will-change word-break z-index -webkit-appearance -webkit-backdrop-filter -webkit-line-clamp -webkit-overflow-scrolling
"""
_SUPPORTED = PROPERTIES | frozenset(_USUAL.split())
"""what browsers have known for years, nearly whatever value is asked for"""
_ASKED = re.compile(r"\(\s*+(--|-?[a-z][a-z-]*+)[\w-]*+\s*:")
_SIZE = re.compile(r"[+\d.]|calc|min|max|clamp|var|env|xx?x?-|small|medium|large|inherit|initial|unset|revert|math")
_UNTOLD = re.compile(r"\b(?:attr|if|random|inherit|sibling-index|sibling-count)\(|(?<![\w-])--[\w-]{1,100}\(|\brevert(?:-layer)?\b")
_WIDTH, _HEIGHT = 1280, 800
_DEEPEST = 8
_MOST_RULES = 60_000
_MOST_IMPORTS = 50
_FEATURE = re.compile(r"\(\s*(min-|max-)?(device-)?(width|height)\s*:\s*([\d.]+)(px|em|rem|pt)?\s*\)")
_RANGE = re.compile(r"\(\s*(width|height)\s*([<>]=?)\s*([\d.]+)(px|em|rem|pt)?\s*\)")
_STATES = {
    "(prefers-color-scheme: dark)": False, "(prefers-color-scheme: light)": True, "(prefers-reduced-motion: reduce)": False,
    "(forced-colors: active)": False,
    "(orientation: landscape)": True, "(orientation: portrait)": False, "(hover: hover)": True, "(hover: none)": False,
    "(hover)": True,
    "(pointer: fine)": True, "(pointer: coarse)": False, "(prefers-contrast: more)": False, "(color)": True, "(monochrome)": False,
}  # fmt: skip
_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0}


Layer = tuple[int, ...]
"""the place of a layer among all, of those that it is in first; what stands in none stands behind all"""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One property and its value: `text` folded to lower case to compare, `tokens` as tinycss2 parsed them."""

    name: str
    text: str
    tokens: tuple[Any, ...]
    is_important: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Declarations for what a selector selects. `layer`: later layers win, those outside of any most of all. Not `is_certain`: it may not hold."""

    prelude: tuple[Any, ...]
    declarations: tuple[Declaration, ...]
    layer: Layer
    is_certain: bool


@dataclass(slots=True)
class Sheets:
    """All rules of a page's sheets, and the fonts that they bring along: family → how: "data" or "file".

    frames: of each animation, whether it may leave something unseen. initial: what variables hold that nothing sets (@property).
    """

    rules: list[Rule] = field(default_factory=list)
    faces: dict[str, str] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)
    names: dict[Layer, str] = field(default_factory=dict)
    frames: dict[str, bool] = field(default_factory=dict)
    initial: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    imports: int = 0
    has_absent: bool = False
    is_cut: bool = False

    def add(self, text: str, media: str = "", fetch: Callable[[str], str | None] = lambda address: None) -> None:
        """Take in one sheet. `fetch`: the text of a sheet that it imports, None where that is not at hand."""
        holds = does_media_hold(media)
        if holds is not False and text.strip():
            self._block(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), (), (_OUTSIDE,), holds is True, fetch, 0)

    def _block(
        self, nodes: list[Any], within: tuple[Any, ...], layer: Layer, is_certain: bool, fetch: Callable[[str], str | None], depth: int
    ) -> None:
        if depth > _DEEPEST:
            self.is_cut = True
            return
        may_import = True
        for node in nodes:
            if len(self.rules) >= _MOST_RULES:
                self.is_cut = True
                return
            name = node.lower_at_keyword if node.type == "at-rule" else ""
            if name == "import" and not may_import:
                continue  # browsers heed those alone that stand before every rule
            may_import &= name in ("import", "charset") or (name == "layer" and node.content is None)
            if node.type == "qualified-rule":
                self._rule(node, within, layer, is_certain, fetch, depth)
            elif node.type == "at-rule":
                self._at_rule(node, within, layer, is_certain, fetch, depth)

    def _rule(self, node: Any, within: tuple[Any, ...], layer: Layer, is_certain: bool, fetch: Callable[[str], str | None], depth: int) -> None:
        prelude = _nested(tuple(node.prelude), within) if within else tuple(node.prelude)
        inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        if declarations := tuple(_declarations(inside)):
            self.rules.append(Rule(prelude, declarations, layer, is_certain))
        nested = [one for one in inside if one.type in ("qualified-rule", "at-rule")]
        if nested:
            self._block(nested, prelude, layer, is_certain, fetch, depth + 1)

    def _at_rule(self, node: Any, within: tuple[Any, ...], layer: Layer, is_certain: bool, fetch: Callable[[str], str | None], depth: int) -> None:
        name, said = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
        if name == "font-face" and node.content is not None:
            self._face(node.content)
        elif name == "import":
            self._import(node, layer, fetch, depth)
        elif name.removeprefix("-webkit-") == "keyframes" and node.content is not None:
            self.frames[said.strip("\"'").lower()] = _may_end_unseen(node.content)
        elif name == "property" and node.content is not None:
            self._initial(said, node.content)
        elif name == "layer" and node.content is None:
            for one in said.split(","):
                self._layer(one.strip(), layer)
        elif name in _GROUPS and node.content is not None:
            holds: bool | None = True
            if name == "media":
                holds = does_media_hold(said)
            elif name == "supports":
                holds = _is_supported(said.lower())
            elif name != "layer":
                holds = None
            if holds is False:
                return
            inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            layer = self._layer(said, layer) if name == "layer" else layer
            if within and (declarations := tuple(_declarations(inside))):
                self.rules.append(Rule(within, declarations, layer, is_certain and holds is True))
            self._block(inside, within, layer, is_certain and holds is True, fetch, depth + 1)

    def _layer(self, name: str, within: Layer) -> Layer:
        """The place of a layer, a.b within that of another, in the order of all; one without a name is new."""
        at = within[:-1]
        for part in (name or f" {len(self.layers)}").split(".")[:_DEEPEST]:
            whole = f"{self.names.get(at, '')}.{part}"
            at = (*at, self.layers.setdefault(whole, len(self.layers)))
            self.names[at] = whole
        return (*at, _OUTSIDE)

    def _initial(self, name: str, content: list[Any]) -> None:
        for one in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
            if one.type == "declaration" and one.lower_name == "initial-value":
                self.initial[name] = tuple(one.value)

    def _import(self, node: Any, layer: Layer, fetch: Callable[[str], str | None], depth: int) -> None:
        first = next((token for token in node.prelude if token.type in ("string", "url", "function")), None)
        if first is None:
            return
        strings = [first] if first.type != "function" else [one for one in first.arguments if one.type == "string"]
        self.imports += 1
        text = fetch(strings[0].value) if strings and self.imports <= _MOST_IMPORTS else None
        rest = tinycss2.serialize(node.prelude[node.prelude.index(first) + 1 :]).strip()
        if own := re.match(r"layer(?:\(([^)]*)\))?", rest):
            layer, rest = self._layer(own[1] or "", layer), rest[own.end() :].strip()
        holds = does_media_hold(re.sub(r"^supports\([^)]*\)\s*", "", rest))
        if holds is False:
            return
        if text is None:
            self.has_absent = True
            return
        nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        self._block(nodes, (), layer, holds is True, fetch, depth + 1)

    def _face(self, content: list[Any]) -> None:
        said = {
            one.lower_name: one
            for one in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
            if one.type == "declaration"
        }
        if "font-family" in said and "src" in said:
            source = tinycss2.serialize(said["src"].value).lower()
            if "url(" in source:
                for family in to_families(said["font-family"].value):
                    self.faces[family] = "data" if "data:" in source or self.faces.get(family) == "data" else "file"


_OUTSIDE = 1_000_000
_GROUPS = frozenset(["media", "supports", "layer", "container", "scope", "document", "starting-style"])


def _is_supported(asked: str) -> bool | None:
    """Whether a browser can do what @supports asks; None where that is not known here."""
    plain = re.sub(r"\s+", " ", asked)
    if "not" in re.findall(r"[\w-]+", plain) or re.search(r"\b(?:selector|font-tech|font-format|at-rule)\(", plain):
        return None
    asked_for = _ASKED.findall(plain)
    return True if asked_for and all(name == "--" or name in _SUPPORTED for name in asked_for) else None


def _may_end_unseen(frames: list[Any]) -> bool:
    """Whether what an animation moves may be unseen, or elsewhere, when it has run: all but opacity 1 and no transform at its end."""
    for frame in tinycss2.parse_blocks_contents(frames, skip_comments=True, skip_whitespace=True):
        if frame.type != "qualified-rule" or not re.search(r"\bto\b|100%", tinycss2.serialize(frame.prelude).lower()):
            continue
        for one in _declarations(tinycss2.parse_blocks_contents(frame.content, skip_comments=True, skip_whitespace=True)):
            is_harmless = one.text in ("1", "100%", "none", "visible", "initial", "auto", "normal") or re.fullmatch(_AT_REST, one.text)
            if one.name in _MOVED and not (is_harmless and not (one.name == "display" and one.text == "none")):
                return True
    return False


_MOVED = frozenset(["opacity", "visibility", "display", "color", "transform", "-webkit-transform", "clip-path", "font-size", "filter", "left", "top"])
_AT_REST = r"(?:(?:translate|scale|rotate)(?:3d|x|y|z)?\((?:\s*+[01](?:px|%|deg)?\s*+,?)++\)\s*+)+"


def _nested(prelude: tuple[Any, ...], within: tuple[Any, ...]) -> tuple[Any, ...]:
    """A nested rule's selector as it would stand by itself (CSS Nesting): & is what the outer rule selects."""
    outer, inner = tinycss2.serialize(within), tinycss2.serialize(prelude)
    if len(outer) + len(inner) > 2000:
        return ()
    parts = [part.strip() for part in inner.split(",")]
    full = [part.replace("&", f":is({outer})") if "&" in part else f":is({outer}) {part}" for part in parts]
    return tuple(tinycss2.parse_component_value_list(",".join(full)))


def _declarations(nodes: list[Any]) -> Iterator[Declaration]:
    for node in nodes:
        if node.type != "declaration":
            continue
        name = node.name if node.name.startswith("--") else _LOGICAL.get(node.lower_name, node.lower_name)
        if name.startswith("--") or name in PROPERTIES:
            made = to_declaration(name, tuple(node.value), node.important)
            if _is_valid(made):
                yield made


def _is_valid(one: Declaration) -> bool:
    """Whether a browser would heed a declaration: one that it does not understand leaves the one before it in force."""
    if "var(" in one.text or one.name.startswith("--") or is_untold(one):
        return True
    if known := _KNOWN_WORDS.get(one.name):
        return known.issuperset(one.text.split())
    if one.name == "font-size":
        return _SIZE.match(one.text) is not None
    if one.name == "opacity":
        return re.match(r"[+-]?[\d.]|calc|min|max|clamp|inherit|initial|unset|revert", one.text) is not None
    return one.name not in ("color", "background-color") or is_colour(one.tokens)


def is_untold(one: Declaration) -> bool:
    """Whether what a declaration says is worked out in a way that is not known here: an attribute, a condition, what a layer before it said."""
    return one.name != "content" and not one.name.startswith("--") and _UNTOLD.search(one.text) is not None


def to_declaration(name: str, tokens: tuple[Any, ...], is_important: bool = False) -> Declaration:
    text = tinycss2.serialize([one for one in tokens if one.type != "comment"]).strip().lower()
    return Declaration(name, text, tokens, is_important)


@lru_cache(maxsize=20_000)
def to_declarations(style: str) -> tuple[Declaration, ...]:
    """What a style attribute declares, as far as it bears on what is shown."""
    return tuple(_declarations(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)))


def to_families(tokens: Any) -> list[str]:
    """The families of a font-family value, in lower case without quotes."""
    families: list[str] = []
    words: list[str] = []
    for token in [*tokens, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            if words:
                families.append(" ".join(words).lower())
            words = []
        elif token.type in ("string", "ident"):
            words.append(token.value)
    return families


def does_media_hold(media: str) -> bool | None:
    """Say whether media queries hold on the screen of a desk, 1280 pixels wide; None where that cannot be told."""
    answers = [_does_query_hold(one.strip()) for one in media.lower().split(",")] if media.strip() else [True]
    return True if True in answers else None if None in answers else False


def _does_query_hold(query: str) -> bool | None:
    is_negated = query.startswith("not ")
    holds: bool | None = True
    for part in re.split(r"(?<!\s)\s+and\s+", query.removeprefix("not ").removeprefix("only ").strip()):
        one = _does_part_hold(part.strip())
        holds = False if False in (one, holds) else None if None in (one, holds) else True
    return holds if holds is None or not is_negated else not holds


def _does_part_hold(part: str) -> bool | None:
    if part in ("screen", "all", ""):
        return True
    if re.fullmatch(r"[a-z]+", part):
        return False
    if known := _FEATURE.fullmatch(part):
        actual = _WIDTH if known[3] == "width" else _HEIGHT
        given = float(known[4]) * _PIXELS[known[5] or ""] if known[4].count(".") < 2 and known[4] != "." else 0.0
        return actual >= given if known[1] == "min-" else actual <= given if known[1] == "max-" else actual == given
    if known := _RANGE.fullmatch(part):
        actual = _WIDTH if known[1] == "width" else _HEIGHT
        given = float(known[3]) * _PIXELS[known[4] or ""] if known[3].count(".") < 2 and known[3] != "." else 0.0
        return {"<": actual < given, "<=": actual <= given, ">": actual > given, ">=": actual >= given}[known[2]]
    return _STATES.get(re.sub(r"(?<!\s)\s*:\s*|:\s*", ": ", re.sub(r"\(\s+|(?<![\s(])\s+\)", lambda m: m[0].strip(), part)))
