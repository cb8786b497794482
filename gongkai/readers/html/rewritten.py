"""Scripts of a page → which cells they make anew as the page is opened: rows added or taken away, digits replaced wherever they stand.

In: the root of a page. Out: whether a cell is of that kind. Not its business: scripts that put a text into parts of a page (replaced.py) or into
single cells (script.py), that hide (concealed.py), or that do something at a click. No script is run: what it names is looked up in the page.
"""

from __future__ import annotations

import re

import cssselect2
from lxml import etree

from gongkai.readers.html.replaced import GETTER, is_by_hand

_TEXT = r"(?:innerHTML|outerHTML|innerText|textContent|nodeValue|data|wholeText)"
_WALK = (
    r"(?:\.(?:rows|cells|tBodies|tHead|children|childNodes|(?:first|last)(?:Element)?Child|find\([^()\n]{0,60}\)|children\(\)))(?:\[\w{1,20}\])?"
)
_ROWS = re.compile(
    rf"(?:{GETTER}|(?<![\w$.])(?P<variable>[A-Za-z_$][\w$]{{0,40}}))(?P<walk>(?:{_WALK}){{0,3}})\s{{0,9}}\."
    r"(?:deleteRow|insertRow|deleteCell|insertCell|append(?:Child)?|prepend|insertBefore|replaceChildren|empty|(?P<beside>remove|detach|before|after))\("
)
_NAMED = re.compile(r"\b([A-Za-z_$][\w$]{0,40})\s{0,9}=\s{0,9}(?:(?:window\.)?document\.)?" + GETTER)
_PUTS = re.compile(rf"{GETTER}(?:{_WALK}){{1,3}}\s{{0,9}}\.(?:{_TEXT}\s{{0,9}}\+?=(?!=)|(?:html|text)\(\s{{0,9}}[^)\s])")
_REPLACES = re.compile(r"\.(?:replace(?:All)?|split)\(\s{0,9}(?:/((?:[^/\\\n]|\\.){1,120})/\w{0,6}|[\"']([^\"'\n]{0,80})[\"'])")
_PUT = re.compile(rf"\.{_TEXT}\s{{0,9}}\+?=(?!=)|\.(?:html|text)\(")
_OF_TEXT = re.compile(rf"\.{_TEXT}$")
_DIGIT = re.compile(r"\d|\\[dwWDS]|\[\^|(?<!\\)\.")
_REPEATED, _ESCAPED = re.compile(r"\{\d{1,4}(?:,\d{0,4})?\}"), re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)")
_MARKUP = re.compile(r"[<>&=\"'A-Za-z]")
"""what stands in no number: a pattern with it is for markup, addresses or words"""
_WALKER = re.compile(r"createTreeWalker|createNodeIterator|SHOW_TEXT|nodeType\s{0,9}={2,3}\s{0,9}(?:3|\w{0,20}\.?TEXT_NODE)")
_LATE = re.compile(
    r"\bonload\b|DOMContentLoaded|set(?:Timeout|Interval)(?=\s{0,9}\()|addEventListener(?=\(\s{0,9}[\"']load[\"'])|\.ready(?=\()|requestAnimationFrame"
)
_WRITES = re.compile(r"(?<![\w$.])document\.write(?:ln)?\s{0,9}\(")
_RENDERS = re.compile(r"\b(?:ReactDOM\.(?:render|hydrate)|createRoot|hydrateRoot)\(")
_GETTER = re.compile(GETTER)
_OF_TABLES = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
_OF_QUERY = re.compile(r":(?:eq|gt|lt|nth|first|last|odd|even|visible|contains)(?![-\w])(?:\([^()]{0,40}\))?")
_NEAR, _BEFORE = 300, 600
_MOST = 40
"""places of a page's scripts that are looked at"""


class Rewritten:
    """What the scripts of one page make anew."""

    def __init__(self, root: etree._Element) -> None:
        self.is_all = False
        self._parts: set[etree._Element] = set()
        selectors: dict[tuple[str, str], None] = {}
        for script in root.iter("script"):
            kind = (script.get("type") or "").lower()
            if script.text and "json" not in kind and "template" not in kind:
                self.is_all |= _is_written_late(script.text)
                for selector, of in _find(script.text):
                    if selector:
                        selectors[selector, of] = None
                    else:
                        self.is_all = True
        if not selectors:
            return
        wrapper = cssselect2.ElementWrapper.from_html_root(root)
        for selector, of in list(selectors)[:_MOST]:
            try:
                found = [one.etree_element for one in wrapper.query_all(_OF_QUERY.sub("", selector))]
            except (cssselect2.SelectorError, NotImplementedError, RecursionError, ValueError):
                continue
            self._parts.update(one for one in found if not of or (one.tag in _OF_TABLES and (of, one.tag) != ("rows", "table")))

    def holds(self, cell: etree._Element) -> bool:
        """Whether a cell is, stands in or holds something of that kind."""
        if self.is_all:
            return True
        if not self._parts:
            return False
        return any(one in self._parts for one in (*cell.iterancestors(), *cell.iter()))


def _find(text: str) -> list[tuple[str, str]]:
    """(what is made anew, "" for the page; "" if whatever it is, "tables" or "rows" if only tables with their parts, or those parts) of a script."""
    found: list[tuple[str, str]] = []
    named = {one[1]: _to_selector(one[0], one[2]) for one in _NAMED.finditer(text)}
    for change in _ROWS.finditer(text):
        getter = _GETTER.search(change[0])
        selector = _to_selector(getter[0], getter[1]) if getter else named.get(change["variable"], "")
        if selector and not _is_at_a_click(text, change.start()):
            found.append((selector, "rows" if change["beside"] and not change["walk"] else "tables"))
    for put in _PUTS.finditer(text):
        found += [(_to_selector(put[0], put[1]), "tables")] if not _is_at_a_click(text, put.start()) else []
    for rendered in _RENDERS.finditer(text):
        into = _GETTER.search(text, rendered.end(), rendered.end() + _NEAR)
        found += [(_to_selector(into[0], into[1]), "")] if into else []
    for replaced in _REPLACES.finditer(text):
        if _may_be_of_digits(text, replaced):
            found += _find_replaced(text, replaced)
    return found[:_MOST]


def _may_be_of_digits(text: str, replaced: re.Match[str]) -> bool:
    """Whether what is replaced may be digits of a number. Its regular expression is not run: it may be of any kind."""
    if replaced[1] is None:
        said = replaced[2]
        return bool(re.fullmatch(r"[\d,.]+", said)) or (not said and ".reverse(" in text[replaced.end() : replaced.end() + 30])
    pattern = _REPEATED.sub("", replaced[1])
    return _DIGIT.search(pattern) is not None and _MARKUP.search(_ESCAPED.sub("", pattern)) is None


def _find_replaced(text: str, replaced: re.Match[str]) -> list[tuple[str, str]]:
    """What a text is put into again whose digits a script replaces: the page where it goes through all its texts."""
    statement = re.split(r"[;{}\n]", text[max(0, replaced.start() - _NEAR) : replaced.start()])[-1]
    is_walked = _WALKER.search(text) is not None
    is_kept = _OF_TEXT.search(statement) is not None and _PUT.search(text[replaced.end() : replaced.end() + _NEAR]) is not None
    if not (_PUT.search(statement) or is_kept) or _is_at_a_click(text, replaced.start()):
        return []
    before = text[max(0, replaced.start() - _BEFORE) : replaced.start()]
    if re.search(r"document\.(?:body|documentElement)\s{0,9}\.\w{4,12}\s{0,9}\+?=(?!=)", statement):
        return [("", "")]
    named = list(_GETTER.finditer(before))
    if is_walked and not named:
        return [("", "")]
    return [(_to_selector(named[-1][0], named[-1][1]), "")] if named else []


def _to_selector(getter: str, said: str) -> str:
    said = said.strip()
    return f"#{said}" if "ById" in getter else f".{said}" if "ByClassName" in getter else said


def _is_at_a_click(text: str, at: int) -> bool:
    return is_by_hand(text[max(0, at - _BEFORE) : at])


def _is_written_late(text: str) -> bool:
    """Whether a script writes a page once the page is there, which leaves nothing of it."""
    for write in _WRITES.finditer(text):
        before = text[max(0, write.start() - _BEFORE) : write.start()]
        late = [before[one.end() :] for one in _LATE.finditer(before)]
        if any(rest.count("{") > rest.count("}") or rest.count("(") > rest.count(")") for rest in late) and not is_by_hand(before):
            return True
    return False
