"""What is said of the properties of one element, with its variables put in and its shorthands opened.

In: the tokens of each property, the later over the earlier. Out: text, tokens or pixels of a property. Not its business: who said it (cascade.py),
what comes of it (computed.py, boxes.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import tinycss2

from gongkai.readers.html.measure import to_pixels
from gongkai.readers.html.style import Style
from gongkai.readers.html.stylesheet import to_declaration

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
_MOST_TOKENS = 500


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


class Declared:
    """The properties of one element. `parent`: the style of the element around it. size: of its font, its parent's until it is known. frames: of each
    animation of the page, whether it may leave something unseen."""

    def __init__(
        self, parent: Style, said: dict[str, tuple[Any, ...]], tag: str, is_quirky: bool, frames: Mapping[str, bool] = MappingProxyType({})
    ) -> None:
        self.parent = parent
        self.tag = tag
        self.is_quirky = is_quirky
        self.frames = frames
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
            elif token.type == "function" and token.lower_name == "env" and depth < 8:
                out += self._without_variables(_in_the_open(token.arguments), depth + 1)
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
        return to_pixels(self.tokens.get(name, ()), self.size, of, self.is_quirky or name == "zoom")


def _in_the_open(arguments: Any) -> tuple[Any, ...]:
    """What env() says on the screen of a desk: nothing is cut off from it, and what is not known there is what the page says instead."""
    parts = [one for one in arguments if one.type not in ("whitespace", "comment")]
    if parts and parts[0].type == "ident" and parts[0].lower_value.startswith("safe-area-inset"):
        return tuple(tinycss2.parse_component_value_list("0px"))
    return tuple(parts[2:])


def _value_of_part(name: str, at: int, tokens: tuple[Any, ...]) -> tuple[Any, ...]:
    if name not in ("margin", "padding", "inset"):
        return tokens
    values = [one for one in tokens if one.type not in ("whitespace", "comment")][:4]
    return (values[_SIDES[len(values) - 1][at]],) if values else ()
