"""Scripts of a page → what of it looks otherwise once they have given their names to its parts.

In: the root of a page, its sheets, the texts of its scripts. Out: whether something in a cell is hidden or struck out with the names that scripts
give and take when the page is opened, and is not without them, or the other way round. Not its business: scripts that hide by themselves
(concealed.py), or at a click; whole tables, since pages fold such things away and show them again.
No script is run: names (classes and attributes) are set on a copy of the page, and what holds there is asked of the same sheets.
"""

from __future__ import annotations

import copy
import re

import cssselect2
from lxml import etree

from gongkai.readers.html.cascade import Styles
from gongkai.readers.html.replaced import GETTER, is_by_hand
from gongkai.readers.html.style import Style
from gongkai.readers.html.stylesheet import Sheets

_GIVES = re.compile(
    r"\.(?:classList\.(?P<list>add|remove|toggle|replace)|(?P<query>addClass|removeClass|toggleClass)|(?P<attribute>setAttribute|attr))\((?P<names>[^()\n]{1,200})\)"
    r"|\.className\s{0,9}(?P<assigned>\+?=)(?!=)(?P<said>[^;\n}]{1,200})"
    r"|\.dataset\.(?P<key>\w{1,40})\s{0,9}=(?!=)\s{0,9}[\"'`](?P<value>[^\"'`\n]{0,80})"
    r"|\.style\.(?:(?P<look>display|visibility|opacity|color|fontSize|textDecoration)\s{0,9}=(?!=)|setProperty\()(?P<looks>[^;\n}]{1,200})"
)
_TARGET = re.compile(GETTER + r"|\b(?P<root>documentElement|document\.body)\b")
_QUOTED = re.compile(r"""["'`]([^"'`\n]{0,80})["'`]""")
_NEAR, _HANDLER = 300, 600
_MOST = 30
"""switches of a page that are looked at"""


class Switched:
    """What the scripts of one page switch."""

    def __init__(self, root: etree._Element, sheets: Sheets, is_quirky: bool, before: Styles) -> None:
        self.before = before
        self._after: Styles | None = None
        self._copies: dict[etree._Element, etree._Element] = {}
        switches = [one for script in root.iter("script") for one in _switches_of(script)][:_MOST] if sheets.rules else []
        if not switches:
            return
        changed = copy.deepcopy(root)
        wrapper = cssselect2.ElementWrapper.from_html_root(changed)
        is_other = False
        for selector, name, value, how in switches:
            try:
                found = [one.etree_element for one in wrapper.query_all(selector)]
            except (cssselect2.SelectorError, NotImplementedError, RecursionError, ValueError):
                continue
            for element in found:
                is_other |= _set(element, name, value, how)
        if is_other:
            self._copies = dict(zip(root.iter(), changed.iter(), strict=True))
            self._after = Styles(changed, sheets, is_quirky)

    def holds(self, cell: etree._Element, table: etree._Element | None) -> bool:
        """Whether something in a cell is seen with the switches and not without, or the other way round."""
        if self._after is None or (table is not None and self._differs(table)):
            return False
        return any(self._differs(part) for part in cell.iter() if isinstance(part.tag, str))

    def _differs(self, part: etree._Element) -> bool:
        other = self._copies.get(part)
        return other is not None and self._after is not None and _is_seen(self.before.of(part)) != _is_seen(self._after.of(other))


def _is_seen(style: Style) -> bool:
    return not style.is_struck and style.fate in ("shown", "pale")


def _switches_of(script: etree._Element) -> list[tuple[str, str, str, str]]:
    """(selector, attribute, value, how) for each name that a script gives or takes when its page is opened."""
    text, kind = script.text or "", (script.get("type") or "").lower()
    if "json" in kind or "template" in kind:
        return []
    found: list[tuple[str, str, str, str]] = []
    for given in _GIVES.finditer(text):
        if len(found) >= _MOST:
            break
        if is_by_hand(text[max(0, given.start() - _HANDLER) : given.start()]):
            continue
        selector = _target(text[max(0, given.start() - _NEAR) : given.start()])
        found += [(selector, *one) for one in _names_of(given)]
    return found


def _target(before: str) -> str:
    """What of the page is meant: what was named last, or all that names are given to where nobody can tell."""
    found = list(_TARGET.finditer(before))
    if not found:
        return "html, body, table"
    last = found[-1]
    if last["root"]:
        return "html" if last["root"] == "documentElement" else "body"
    getter, said = last[0], last[1].strip()
    return f"#{said}" if "ById" in getter else f".{said}" if "ByClassName" in getter else said


def _names_of(given: re.Match[str]) -> list[tuple[str, str, str]]:
    quoted = [one.strip() for one in _QUOTED.findall(given["names"] or given["said"] or "")]
    if given["key"]:
        return [("data-" + re.sub(r"([A-Z])", r"-\1", given["key"]).lower(), given["value"], "set")]
    if given["looks"]:
        parts = ([re.sub(r"([A-Z])", r"-\1", given["look"]).lower()] if given["look"] else []) + _QUOTED.findall(given["looks"])
        return [("style", f"{parts[0]}:{parts[1]}", "look")] if len(parts) == 2 else []
    if given["attribute"]:
        return [(quoted[0], quoted[1], "set")] if len(quoted) == 2 and re.fullmatch(r"[a-z][\w-]{0,40}", quoted[0]) else []
    if given["assigned"]:
        is_made_of_itself = given["assigned"] == "+=" or "className" in given["said"]
        return [("class", " ".join(quoted), "add" if is_made_of_itself else "set")]
    how = given["list"] or given["query"].removesuffix("Class")
    if how == "replace":
        return [("class", quoted[0], "remove"), ("class", quoted[1], "add")] if len(quoted) == 2 else []
    return [("class", name, how) for name in quoted if name]


def _set(element: etree._Element, name: str, value: str, how: str) -> bool:
    """Give an attribute, or names in one, to an element, or take them; whether that changed anything."""
    before = element.get(name)
    names = (before or "").split()
    given = value.split()
    if how in ("set", "look"):
        element.set(name, value if how == "set" else f"{before or ''};{value}")
    else:
        kept = [one for one in names if one not in given]
        added = given if how == "add" else [one for one in given if one not in names] if how == "toggle" else []
        element.set(name, " ".join([*kept, *added]))
    return bool(element.get(name) != (before or ""))
