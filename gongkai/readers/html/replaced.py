"""Scripts of a page → which parts of it they put something else into, whole.

In: the texts of scripts. Out: whether an element is such a part. Not its business: scripts that fill in single cells (script.py); what they write.

A script names what it writes into where it writes, by a variable, or hands the name to a function. What is made of itself (x.innerHTML =
x.innerHTML.replace(…)) stays what it is, and so does a page that a script empties for the printer.
"""

from __future__ import annotations

import re

from lxml import etree

GETTER = (
    r"""(?:getElementById|querySelector(?:All)?|getElementsBy(?:TagName|ClassName)|\$|jQuery)\(\s{0,9}["'`]([^"'`\n]{1,80})["'`]\s{0,9}\)"""
    r"(?:\[\w{1,20}\]|\.(?:item|eq|get)\(\w{0,9}\)|\.(?:first|last)\(\)){0,3}"
)
_OWN = r"(?![^;\n]{0,200}(?:innerHTML|innerText|textContent|\.html\(\)|\.text\(\)))"
_SETS = (
    r"\.(?:(?:innerHTML|outerHTML|innerText|textContent|nodeValue)\s{0,9}\+?=(?!=)|"
    r"(?:html|text|replaceWith|replaceChildren|load)\(\s{0,9}[^)\s])" + _OWN
)
_DIRECTLY = re.compile(GETTER + r"\s{0,9}" + _SETS)
_VARIABLE = re.compile(r"\b([A-Za-z_$][\w$]{0,40})\s{0,9}=\s{0,9}(?:(?:window\.)?document\.)?" + GETTER + r"\s{0,9}[;,\n)}]")
_BY_VARIABLE = re.compile(r"\b([A-Za-z_$][\w$]{0,40})(?:\[\w{1,20}\]|\.(?:item|eq)\(\w{0,9}\)|\.(?:firstChild|parentNode)){0,3}\s{0,9}" + _SETS)
_BY_FUNCTION = re.compile(
    r"(?:getElementById|querySelector|\$)\(\s{0,9}(?:[\"']#[\"']\s{0,9}\+\s{0,9})?[A-Za-z_]\w{0,40}(?:\[\w{1,20}\])?\s{0,9}\)\s{0,9}" + _SETS
)
_BODY = re.compile(r"document\.(?:body|documentElement)\s{0,9}(?:\.replaceChildren\(\s{0,9}\)|" + _SETS + ")")
_BY_HAND = re.compile(
    r"\b(?:on)?(?:dbl)?(?:click|mouse\w{1,9}|hover|change|scroll|resize|key(?:up|down|press)|touch\w{1,9}|focus|blur|submit|(?:before|after)?print)\b",
    re.I,
)
_HANDLER = 600
_COMBINED, _SIMPLE = re.compile(r"[\s>+~]"), re.compile(r"([#.]?)([\w-]{1,80})")
_QUOTED = re.compile(r"""["'`]#?([\w-]{1,80})["'`]""")
_TAGS = frozenset({"table", "tbody", "thead", "tr", "td", "th", "body"})
_WRITES_HERE = re.compile(r"document\s*\.\s*write(?:ln)?\s*\(")


def is_by_hand(before: str) -> bool:
    """Whether what follows stands in what a reader brings about, by a click or the like."""
    return any((rest := before[one.end() :]).count("{") > rest.count("}") for one in _BY_HAND.finditer(before))


class Replaced:
    """What the scripts of a page put something else into."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.classes: set[str] = set()
        self.tags: set[str] = set()
        self.inner: set[str] = set()
        self.between_cells: set[etree._Element] = set()

    def take(self, text: str) -> None:
        """Take over what one script says."""
        for found in _DIRECTLY.finditer(text):
            self._name(found[0], found[1])
        if "print(" not in text and any(not is_by_hand(text[max(0, one.start() - _HANDLER) : one.start()]) for one in _BODY.finditer(text)):
            self.tags.add("body")
        written = {found[1] for found in _BY_VARIABLE.finditer(text)}
        for found in _VARIABLE.finditer(text):
            if found[1] in written:
                self._name(found[0], found[2])
        if _BY_FUNCTION.search(text):
            self.ids.update(_QUOTED.findall(text))

    def take_place(self, script: etree._Element) -> None:
        """Take over a script that writes where it stands, among the cells or rows of a table."""
        parent = script.getparent()
        if parent is not None and parent.tag in _TAGS - {"td", "th", "body"} and _WRITES_HERE.search(script.text or ""):
            self.between_cells.add(parent)

    def _name(self, getter: str, said: str) -> None:
        for one in said.split(","):
            last = _COMBINED.split(one.strip())[-1].partition("[")[0].partition(":")[0]
            found = sorted(_SIMPLE.findall(last), key=lambda part: "#.".find(part[0]) if part[0] else 2)
            if not found:
                continue
            sign, name = found[0]
            if "ById" in getter or sign == "#":
                self.ids.add(name)
            elif "ByClassName" in getter or sign == ".":
                self.classes.add(name)
            elif name.lower() in _TAGS:
                self.tags.add(name.lower())
            elif not _TAGS.isdisjoint(re.findall(r"[a-z]+", one)):
                self.inner.add(name.lower())

    def holds(self, cell: etree._Element) -> bool:
        """Whether a cell stands in something of that kind."""
        if self.inner and next(cell.iter(*self.inner), None) is not None:
            return True
        if not (self.ids or self.classes or self.tags or self.between_cells):
            return False
        return any(
            one.tag in self.tags or one in self.between_cells or one.get("id") in self.ids
            or (bool(self.classes) and not self.classes.isdisjoint((one.get("class") or "").split()))
            for one in (cell, *cell.iterancestors())
        )
