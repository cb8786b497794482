"""The tree of a page as its parser makes it → as a browser makes it, where the two differ in what bears on tables.

In: the root of a page. Out: the same, with the rows and the bodies of tables that a browser puts around cells and rows without them (HTML,
13.2.6.4.9), so that a sheet's `tbody td` is for them and a row whose <tr> was left out is one. Not its business: marks that overlap (formatting.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from lxml import html as markup

_SECTIONS = frozenset(["tbody", "thead", "tfoot"])
_CELLS = frozenset(["td", "th"])


def imply_rows(root: etree._Element) -> None:
    """Put rows around cells that stand in a table or a part of one, and a body around rows that stand in a table."""
    for part in list(root.iter("table", *_SECTIONS)):
        if any(child.tag in _CELLS for child in part):
            _wrap(part, _CELLS, "tr")
    for table in list(root.iter("table")):
        if any(child.tag == "tr" for child in table):
            _wrap(table, frozenset(["tr"]), "tbody")


def _wrap(parent: etree._Element, tags: frozenset[str], tag: str) -> None:
    """Put elements of some kind that follow one another in elements of another kind."""
    wrapper: etree._Element | None = None
    for child in _elements_of(parent):
        if child.tag not in tags:
            wrapper = None
            continue
        if wrapper is None:
            wrapper = markup.Element(tag)
            child.addprevious(wrapper)
        wrapper.append(child)


def _elements_of(parent: etree._Element) -> Iterable[etree._Element]:
    return [child for child in parent if isinstance(child.tag, str)]
