"""Scripts of a page → which cells they fill in, or hide something in (concealed.py).

In: the root of a page. Out: for a cell, whether a script is seen to write into it. Not its business: what is written; no script is run.
Nearly every page has scripts, and nearly none writes into a table: a cell is in doubt only where a script that writes text names it, by its id, its
class, an attribute of it, or as a cell of a table that it names.
"""

from __future__ import annotations

import re

from lxml import etree

from gongkai.readers.html.concealed import Concealed
from gongkai.readers.html.replaced import Replaced
from gongkai.readers.html.rewritten import Rewritten

_WRITES = re.compile(
    r"""\b(?:textContent|innerText|innerHTML|outerHTML|nodeValue)["'\]]{0,2}\s*\+?=(?!=)|\.(?:text|html|append|prepend|replaceWith|after|before)\(\s*[^)\s]"""
    r"""|\b(?:appendChild|insertCell|insertRow|insertAdjacent\w+|replaceChildren|createTextNode|setHTML|document\.write(?:ln)?)\s*\(|\b(?:Vue|createApp|ReactDOM|angular)\b"""
)
_QUOTED = re.compile(r"""["'`]([^"'`\n]{1,80})["'`]""")
_SELECTED = re.compile(r"([#.]?)([\w-]+)|\[\s*([\w-]+)")
_DATASET = re.compile(r"\.dataset\.(\w+)")
_BINDING = re.compile(
    r"^(?:v-(?:text|html|bind|model)|x-(?:text|html|model)|ng-(?:bind|model)[\w-]*|data-bind|data-ng-bind|th:text|wx:for|:inner-?text|:text-content|\[inner\w+\])$",
    re.I,
)
_DATA = re.compile(r"^(?:data-)?(?:v|val|value|num|number|count|text|content|to|target|end|figure|total|sum|n)$", re.I)
_OFFICE = re.compile(r"^(?:_|OLE_LINK|bookmark)", re.I)
_MOST = 3_000_000
_NEAR = 400
_CELLS = re.compile(r"(?:[#.\w-]+[\s>]+){0,6}t[dh](?:[.:][\w-]+(?:\([\w+-]{0,9}\))?){0,3}", re.I)
"""a selector of cells"""
_OF_CLASS = re.compile(r"(?:[#.\w-]+[\s>]+){0,6}[\w-]{0,40}\.([\w-]+)(?::[\w-]+(?:\([\w+-]{0,9}\))?){0,3}")
"""a selector that ends in a class"""
_REWRITES = re.compile(r"(?:textContent|innerText|innerHTML)\s*\+?=[^;\n]{0,200}(?:textContent|innerText|innerHTML)|\[\s*\w{1,20}\s*\]")
"""a text that is made of itself, or of a list"""
_BUILT = re.compile(r"""["']#?([A-Za-z][\w-]*)["']\s*\+|`#?([A-Za-z][\w-]*)\$\{""")
"""the beginning of a name to which a number is added: "c" + i"""
_EVENTS = """
onclick ondblclick onmouseover onmouseout onmouseenter onmouseleave onmousedown onmouseup onmousemove onkeydown onkeyup onkeypress onfocus onblur
onchange onsubmit onselect oncontextmenu oncopy oncut onpaste ondragstart onselectstart
"""
_BY_HAND = frozenset(_EVENTS.split())
"""events that nothing but a reader brings about"""


class Scripts:
    """What the scripts of one page say of themselves."""

    def __init__(self, root: etree._Element) -> None:
        self.ids: set[str] = set()
        self.classes: set[str] = set()
        self.written: set[str] = set()
        self.attributes: set[str] = set()
        self.tags: set[str] = set()
        self.has_outside = False
        self.has_writing = False
        self.begins: set[str] = set()
        self.selected: list[frozenset[str]] = []
        self.rewrites = False
        self.replaced = Replaced()
        self.concealed = Concealed()
        self.rewritten = Rewritten(root)
        self._writers: set[etree._Element] = set()
        left = _MOST
        for script in root.iter("script"):
            self.has_outside |= bool(script.get("src"))
            kind = (script.get("type") or "").lower()
            text = (script.text or "")[:left]
            left -= len(text)
            if "json" not in kind and "template" not in kind and _WRITES.search(text):
                self._take(text)
                self.replaced.take_place(script)
            if "json" not in kind and "template" not in kind:
                self.replaced.take(text)
                self.concealed.take(text)
        for element in root.xpath("descendant-or-self::*[@*[starts-with(name(), 'on')]]"):
            for name, value in element.attrib.items() if left > 0 else ():
                if name.startswith("on") and name not in _BY_HAND:
                    left -= len(value)
                    if _WRITES.search(value):
                        self._take(value)
                        self.replaced.take(value)
                        self._writers.add(element)

    def _take(self, text: str) -> None:
        self.has_writing = True
        writes = [found.start() for found in _WRITES.finditer(text)]
        at = 0
        for found in _QUOTED.finditer(text):
            while at < len(writes) and writes[at] < found.start():
                at += 1
            is_near = at < len(writes) and writes[at] - found.end() < _NEAR
            said = found[1].strip()
            if is_near and (built := _BUILT.match(text, found.start())):
                self.begins.add((built[1] or built[2]).lstrip("#"))
            if is_near and "getElementsByClassName" in text[max(0, found.start() - 30) : found.start()]:
                self.classes.add(said)
                named = f".{said}"
            else:
                named = said
            if is_near and (chosen := _OF_CLASS.fullmatch(named)) and not re.search("[;}]", text[found.end() : writes[at]]):
                self.written.add(chosen[1])
            if re.fullmatch(r"[\w-]+", said):
                self.ids.add(said)
                if said.startswith("data-"):
                    self.attributes.add(said.lower())
            for sign, name, attribute in _SELECTED.findall(said):
                if attribute:
                    self.attributes.add(attribute.lower())
                elif sign == "#":
                    self.ids.add(name)
                elif is_near and sign == "." and "(" not in said:
                    self.classes.add(name)
                elif is_near and not sign:
                    self.tags.add(name.lower())
            if is_near and (chain := _CELLS.fullmatch(said)):
                self.selected.append(frozenset(re.findall(r"[#.][\w-]+", chain[0])))
        self.attributes |= {"data-" + re.sub(r"([A-Z])", r"-\1", name).lower() for name in _DATASET.findall(text)}
        if re.search(r"\.(?:cells|rows)\b", text):
            self.tags.add(" cells")
        self.rewrites |= _REWRITES.search(text) is not None

    def fills(self, cell: etree._Element, table: etree._Element | None, text: str, has_absent_sheet: bool) -> bool:
        """Whether what is shown in a cell may be written by a script. `text`: what stands there without one."""
        if self.replaced.holds(cell) or self.concealed.holds(cell) or self.rewritten.holds(cell):
            return True
        if not (self.has_writing or self.has_outside or has_absent_sheet):
            return False
        parts = [cell, *(one for one in cell.iter() if one is not cell and isinstance(one.tag, str))][:50]
        if any((part.tag == "script" and _WRITES.search(part.text or "")) or part in self._writers for part in parts):
            return True
        for part in parts:
            if part.attrib and (self._is_named(part, text) or (not text and self._waits(part, has_absent_sheet))):
                return True
        return self._is_selected(cell) or (bool(self.tags) and self._is_in_named(cell, bool(text)))

    def _is_named(self, part: etree._Element, text: str) -> bool:
        """Whether a script names this very element, to write into it."""
        attributes = part.attrib
        if any(_BINDING.match(name) for name in attributes):
            return True
        name = attributes.get("id") or ""
        if name and (name in self.ids or re.sub(r"[-_]?\d+.*", "", name) in self.begins or name.rstrip("0123456789") in self.begins):
            return not _OFFICE.match(name)
        for name in self.attributes.intersection(attributes):
            # where its text is what the attribute says, the script has been at work already, or says the same
            if (
                name not in ("id", "class", "style", "href", "src", "type", "name", "align", "valign", "width", "colspan", "rowspan")
                and attributes[name].strip() != text.strip()
            ):
                return True
        classes = (attributes.get("class") or "").split()
        return any(name in self.written or (not text and name in self.classes) for name in classes)

    def _waits(self, part: etree._Element, has_absent_sheet: bool) -> bool:
        """Whether an empty element looks as if it were filled from elsewhere: a number in an attribute, a name of its own, a tag of no standard."""
        for name, value in part.attrib.items():
            if _DATA.match(name) and name.startswith("data-") and re.search(r"\d", value):
                return True
        if not self.has_outside:
            return False
        if "-" in str(part.tag) and ":" not in str(part.tag):
            return True
        given = part.get("id")
        return bool(given) and part.tag in ("td", "th", "span", "div", "b", "strong", "em", "i", "p", "label") and not _OFFICE.match(given or "")

    def _is_selected(self, cell: etree._Element) -> bool:
        """Whether a script writes into the cells that a selector selects, and this may be one of them."""
        if not self.selected:
            return False
        around = [cell, *cell.iterancestors()]
        names = {"#" + (one.get("id") or "") for one in around} | {"." + name for one in around for name in (one.get("class") or "").split()}
        return any(needed <= names for needed in self.selected)

    def _is_in_named(self, cell: etree._Element, has_text: bool) -> bool:
        """Whether a script writes into the cells of this table, one row after the other."""
        if " cells" not in self.tags or (has_text and not self.rewrites):
            return False
        around = [one for one in cell.iterancestors() if one.tag in ("tr", "tbody", "table")][:4]
        return any(one.get("id") in self.ids or set((one.get("class") or "").split()) & self.classes for one in around) or bool(
            self.tags & {"table", "tr", "tbody"}
        )
