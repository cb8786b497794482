"""Scripts of a page → which parts of cells they hide, colour or take away.

In: the texts of scripts. Out: whether a cell, or something in it, is such a part. Not its business: scripts that write (script.py, replaced.py);
what holds a whole table, since pages fold such things away and show them again at a click.
"""

from __future__ import annotations

import re

from lxml import etree

from gongkai.readers.html.replaced import GETTER

_LOOKS = r"(?:display|visibility|opacity|color|font-?size|text-?decoration)"
_HIDES = (
    rf"""\.(?:style\.(?:{_LOOKS}|cssText)\s{{0,9}}=(?!=)|style\.setProperty\(\s{{0,9}}["']{_LOOKS}|hidden\s{{0,9}}=(?!=)|(?:hide|remove|fadeOut|detach)\(\s{{0,9}}\)|"""
    rf"""css\(\s{{0,9}}\{{?\s{{0,9}}["']?{_LOOKS}\b)"""
)
_DIRECTLY = re.compile(GETTER + r"(?:\.(?:forEach|each)\([^;\n.]{0,60})?\s{0,9}" + _HIDES, re.I)
_RULE = re.compile(r"([#.][\w-]{1,80})\s{0,9}\{[^{}\n]{0,80}\b(?:display|visibility|opacity|color|font-size|text-decoration)\b")
"""a rule of a stylesheet, in the text of a script"""
_PARTS = 50


class Concealed:
    """What the scripts of a page hide within tables."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.classes: set[str] = set()

    def take(self, text: str) -> None:
        """Take over what one script says."""
        for found in _DIRECTLY.finditer(text):
            getter, said = found[0], found[1]
            sign = "#" if "ById" in getter else "." if "ByClassName" in getter else ""
            for one in said.split(","):
                self._name(sign + one.strip())
        if "insertRule" in text or "createElement" in text or "adoptedStyleSheets" in text or "<style" in text:
            for found in _RULE.finditer(text):
                self._name(found[1])

    def _name(self, selector: str) -> None:
        last = re.split(r"[\s>+~]", selector)[-1].partition("[")[0].partition(":")[0]
        for sign, name in re.findall(r"([#.])([\w-]{1,80})", last)[:1]:
            (self.ids if sign == "#" else self.classes).add(name)

    def holds(self, cell: etree._Element) -> bool:
        """Whether a cell, or something in it, is of that kind."""
        if not (self.ids or self.classes):
            return False
        for at, part in enumerate(cell.iter()):
            if at >= _PARTS:
                return False
            if part.get("id") in self.ids or not self.classes.isdisjoint((part.get("class") or "").split()):
                return True
        return False
