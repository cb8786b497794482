"""The cascade: which rules, attributes and defaults hold for each element of a page, and the Style that comes of them.

In: the root of a page, its sheets. Out: a Style for each element and for what is generated before and after it. Not its business: what a browser
holds of its own (browser.py), what a property means (computed.py, boxes.py), the text of a cell (shown.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tinycss2
from lxml import etree

from gongkai.readers.html.browser import to_hints
from gongkai.readers.html.computed import to_style
from gongkai.readers.html.declared import Declared
from gongkai.readers.html.selector import Match, Named, Selection
from gongkai.readers.html.style import Style
from gongkai.readers.html.stylesheet import Declaration, Sheets, is_untold, to_declaration, to_declarations

_NAMES = """
d-none dn hidden hide is-hidden sr-only visually-hidden invisible layui-hide el-hidden text-white text-transparent opacity-0 line-through
text-decoration-line-through text-line-through text-hide screen-reader-text screen-reader-only
"""
_UNSEEN_NAMES = frozenset(_NAMES.split())
"""names by which the sheets that many sites share hide or strike out a text; where the sheet is not at hand, nobody knows"""

_SHOWING = frozenset(["all", "display", "visibility", "position", "content-visibility", "clip", "clip-path", "transform", "height", "width"])
"""what may show again what another rule hides"""
_HARMLESS = frozenset(["all", "background", "background-image", "border", "margin", "padding", "width", "height", "line-height", "z-index", "zoom"])
"""what hides nothing of a text by itself, or is in doubt in any case"""


_NOTHING: dict[str, list[Match]] = {}


class Styles:
    """The styles of one page. Raises selector.TooMuch where its sheets ask for too much work."""

    def __init__(self, root: etree._Element, sheets: Sheets, is_quirky: bool) -> None:
        self.sheets = sheets
        self.is_quirky = is_quirky
        # a sheet that is not at hand may say what the text stands on
        self._root = Style(display="block", is_ground_known=not sheets.has_absent, custom=sheets.initial)
        self._schemes = [
            ("color-scheme", one.get("content") or "") for one in root.iter("meta") if (one.get("name") or "").lower() == "color-scheme"
        ][:1]
        self.selection = Selection(root, sheets.rules, is_quirky) if sheets.rules else None
        self._known: dict[etree._Element, Style] = {}
        self._pseudo: dict[etree._Element, dict[str, list[Match]]] = {}
        self._made: dict[tuple[Any, ...], Style] = {}
        self._alike: dict[tuple[int, Named], Style] = {}
        self.pseudos = frozenset(self.selection.pseudos if self.selection else ())
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
        if name not in self.pseudos:
            return None
        style = self.of(element)
        matches = self._pseudo.get(element, {}).get(name)
        return self._made_for(style, "", (), matches) if matches else None

    def made(self) -> Iterable[Style]:
        """All styles made so far; elements of which the same is said have one."""
        return self._made.values()

    def _of(self, element: etree._Element) -> Style:
        """The style of an element, of whose parent it is known. Where nothing but its name and that tells it, it is made once."""
        above = element.getparent()
        parent = self._known[above] if above is not None else self._root
        named = str(element.tag), tuple(element.attrib.items())
        found, is_alike = self.selection.of(element, named) if self.selection else (_NOTHING, True)
        is_alike &= above is not None and above.tag != "details"
        if not is_alike:
            style = self._of_found(element, parent, found)
        elif (known := self._alike.get((id(parent), named))) is not None:
            style = known
        else:
            style = self._alike[id(parent), named] = self._of_found(element, parent, found)
        if found and (len(found) > 1 or "" not in found):
            self._pseudo[element] = found
        return style

    def _of_found(self, element: etree._Element, parent: Style, found: Mapping[str, list[Match]]) -> Style:
        above, tag = element.getparent(), str(element.tag)
        given = element.get("style")
        declared = to_declarations(given) if given else ()
        hints = to_hints(element, tag)
        if tag == "html" and self._schemes:
            hints = [*hints, *self._schemes]
        if tag == "font" and "face" in element.attrib:
            hints = [*hints, ("font-family", element.attrib["face"])]
        if above is not None and above.tag == "details" and "open" not in above.attrib and (tag != "summary" or element.getprevious() is not None):
            hints = [*hints, ("-folded", "1")]
        if self.sheets.has_absent and not _UNSEEN_NAMES.isdisjoint((element.get("class") or "").split()):
            hints = [*hints, ("-absent", "1")]
        return self._made_for(parent, tag, (*hints,), found.get("", []), declared)

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
        untold = [one for one in (*(match.declaration for match in matches), *declared) if is_untold(one)]
        matches, declared = [match for match in matches if match.declaration not in untold], tuple(one for one in declared if one not in untold)
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
        is_doubtful = "-absent" in said or any(not match.is_certain and _may_hide(match.declaration) for match in matches)
        is_doubtful |= any(one.name not in _HARMLESS for one in untold)
        may_show = any(not match.is_certain and match.declaration.name in _SHOWING for match in matches)
        return to_style(Declared(parent, said, tag, self.is_quirky, self.sheets.frames), is_doubtful, may_show)


def _say(said: dict[str, tuple[Any, ...]], name: str, declaration: Declaration) -> None:
    said.pop(name, None)  # what is said last stands last: a shorthand takes back what stood before it
    said[name] = declaration.tokens


def _may_hide(one: Declaration) -> bool:
    return (
        one.text in ("none", "hidden", "collapse", "transparent", "0", "0px")
        or "line-through" in one.text
        or one.name in ("content", "color", "position", "transform", "clip", "clip-path", "text-indent")
    )
