"""Scripts of a page → which cells they fill in.

In: the root of a page. Out: for a cell, whether a script is seen to write into it. Not its business: what is written; no script is run.
Nearly every page has scripts, and nearly none writes into a table: a cell is in doubt only where a script that writes text names it, by its id, its
class, an attribute of it, or as a cell of a table that it names.
"""

from __future__ import annotations

import re

from lxml import etree

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


class Scripts:
    """What the scripts of one page say of themselves."""

    def __init__(self, root: etree._Element) -> None:
        self.ids: set[str] = set()
        self.classes: set[str] = set()
        self.attributes: set[str] = set()
        self.tags: set[str] = set()
        self.has_outside = False
        self.has_writing = False
        left = _MOST
        for script in root.iter("script"):
            self.has_outside |= bool(script.get("src"))
            kind = (script.get("type") or "").lower()
            text = (script.text or "")[:left]
            left -= len(text)
            if "json" not in kind and "template" not in kind and _WRITES.search(text):
                self._take(text)

    def _take(self, text: str) -> None:
        self.has_writing = True
        writes = [found.start() for found in _WRITES.finditer(text)]
        at = 0
        for found in _QUOTED.finditer(text):
            while at < len(writes) and writes[at] < found.start():
                at += 1
            is_near = at < len(writes) and writes[at] - found.end() < _NEAR
            said = found[1].strip()
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
            if is_near and "getElementsByClassName" in text[max(0, found.start() - 30) : found.start()]:
                self.classes.add(said)
        self.attributes |= {"data-" + re.sub(r"([A-Z])", r"-\1", name).lower() for name in _DATASET.findall(text)}
        if re.search(r"\.(?:cells|rows)\b", text):
            self.tags.add(" cells")

    def fills(self, cell: etree._Element, table: etree._Element | None, text: str, has_absent_sheet: bool) -> bool:
        """Whether what is shown in a cell may be written by a script. `text`: what stands there without one."""
        if not (self.has_writing or self.has_outside or has_absent_sheet):
            return False
        parts = [cell, *(one for one in cell.iter() if one is not cell and isinstance(one.tag, str))][:50]
        if any(part.tag == "script" and _WRITES.search(part.text or "") for part in parts):
            return True
        for part in parts:
            if part.attrib and (self._is_named(part, text) or (not text and self._waits(part, has_absent_sheet))):
                return True
        return not text and self._is_in_named(cell, table)

    def _is_named(self, part: etree._Element, text: str) -> bool:
        """Whether a script names this very element, to write into it."""
        attributes = part.attrib
        if any(_BINDING.match(name) for name in attributes):
            return True
        if attributes.get("id") in self.ids and not _OFFICE.match(attributes["id"]):
            return True
        for name in self.attributes.intersection(attributes):
            # where its text is what the attribute says, the script has been at work already, or says the same
            if (
                name not in ("id", "class", "style", "href", "src", "type", "name", "align", "valign", "width", "colspan", "rowspan")
                and attributes[name].strip() != text.strip()
            ):
                return True
        return not text and any(name in self.classes for name in (attributes.get("class") or "").split())

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

    def _is_in_named(self, cell: etree._Element, table: etree._Element | None) -> bool:
        """Whether a script writes into the cells of this table."""
        if self.tags & {"td", "th"}:
            return True
        if " cells" not in self.tags:
            return False
        around = [one for one in cell.iterancestors() if one.tag in ("tr", "tbody", "table")][:4]
        return any(one.get("id") in self.ids or set((one.get("class") or "").split()) & self.classes for one in around) or bool(
            self.tags & {"table", "tr", "tbody"}
        )
