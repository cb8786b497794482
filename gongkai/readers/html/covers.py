"""What lies over a table of a page though it stands somewhere else in it.

In: the styles of a page, a table. Out: whether something may hide what stands in the table. Not its business: what a cell holds itself (shown.py).
Nothing is laid out: what is laid at a place of its own counts where it takes up all of what it is laid in, or reaches below the least height of what
stands before the table; what is moved over what stands beside it counts by how far. What is seen through, tiny, behind or a picture of a whole page's
edge does not count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from gongkai.readers.html.cascade import Styles
from gongkai.readers.html.inline import fold_spaces
from gongkai.readers.html.style import Place, Style

_FIGURE = re.compile(r"[\d.,，]{1,12}")
_MOST_ELEMENTS = 50_000
_LEAST = 13
"""pixels that something must be wide and high to hide a figure; less is a line that adorns"""
_PULLED = 8
"""pixels by which something must be moved to reach over a line of text"""
_LINE, _WIDE = 16, 90
"""the least height of a line of text in pixels, and the most characters of it"""
_INWARDS = 4
"""pixels between the edge of a cell and its figures"""
_PICTURES = frozenset(["img", "svg", "canvas", "video", "object", "embed", "iframe"])


class Covers:
    """What is laid out of the flow of one page, found when a table first asks."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._laid: list[tuple[etree._Element, Style, bool]] | None = None
        self._body: etree._Element | None = None
        self._is_whole = False

    def is_over(self, table: etree._Element) -> bool:
        """Whether something may lie over a table."""
        if self._laid is None:
            self._body = table.getroottree().getroot().find("body")
            self._laid = list(self._find(self._body if self._body is not None else table))
        if self._is_pulled_over(table) or self._is_ringed(table):
            return True
        return any(self._hides(element, style, is_pseudo, table) for element, style, is_pseudo in self._laid)

    def _find(self, body: etree._Element) -> Iterator[tuple[etree._Element, Style, bool]]:
        """The elements that are laid at a place of their own, and what is generated so, on which something is drawn: whether it is generated."""
        names = [name for name in ("before", "after") if name in self.styles.pseudos]
        elements = list(islice(body.iter(etree.Element), _MOST_ELEMENTS))
        self._is_whole = len(elements) < _MOST_ELEMENTS
        for element in elements:
            style = self.styles.of(element)
            if style.place is not None and _is_seen(style) and (_is_drawn(element, style) or _has_figure(element)):
                yield element, style, False
            for name in names:
                made = self.styles.pseudo(element, name)
                if made is not None and made.content and made.place is not None and _is_seen(made) and (made.place.is_opaque or made.has_picture):
                    yield element, made, True

    def _hides(self, element: etree._Element, style: Style, is_pseudo: bool, table: etree._Element) -> bool:
        place = style.place
        if place is None or place.level < 0 or (not is_pseudo and _is_within(table, element)):
            return False
        around = self._around(element, style, is_pseudo)
        is_inside = _is_within(around, table) and around is not table
        if is_inside:
            # within a cell it is that cell's own; in a row it hides the others of that row
            return _is_whole(place) and next(around.iterancestors("td", "th"), around).tag not in ("td", "th")
        if not _is_within(table, around) or self._is_above(table, around, element, place):
            return False
        if _is_whole(place):
            return True
        return style.position == "absolute" and self._reaches(element, style, is_pseudo, around, table)

    def _around(self, element: etree._Element, style: Style, is_pseudo: bool) -> etree._Element:
        """What something is laid in: the nearest that has a place, the whole page for what stays where it is when the page is moved."""
        root = element.getroottree().getroot()
        if style.position == "fixed":
            return root
        line = [element, *element.iterancestors()] if is_pseudo else list(element.iterancestors())
        return next((one for one in line if one.tag not in ("body", "html") and self.styles.of(one).position != "static"), root)

    def _is_above(self, table: etree._Element, around: etree._Element, element: etree._Element, place: Place) -> bool:
        """Whether a table is painted over something: it stands in what has a higher place, or one as high and comes later."""
        for one in [table, *table.iterancestors()]:
            if one is around:
                return False
            style = self.styles.of(one)
            if style.position == "static" and style.opacity == 1:
                continue
            level = style.place.level if style.place else style.level
            if level > place.level or (level == place.level and _is_later(one, element)):
                return True
        return False

    def _reaches(self, element: etree._Element, style: Style, is_pseudo: bool, around: etree._Element, table: etree._Element) -> bool:
        """Whether something at a place of its own in what holds the table too is large enough and far enough down, or up."""
        place = style.place
        assert place is not None
        is_page = around.getparent() is None
        text = "" if is_pseudo else fold_spaces("".join(element.itertext())).strip()
        if not is_pseudo and _FIGURE.fullmatch(text):
            return place.top is not None and place.left is not None if is_page else True
        is_picture = element.tag in _PICTURES or style.has_picture
        if (text and is_page) or (is_picture and not self._is_tied(element, place, is_page, around, table)):
            return False  # a menu, a banner, a mark beside the text
        width, height = _extent(place, "width", element), _extent(place, "height", element)
        if not is_picture and not text and min(width or 0, height or 0) < _LEAST:
            return False
        if max(width or _LEAST, height or _LEAST) < _LEAST:
            return False
        before = self._height(around, table)
        if place.top is not None:
            return place.top + (height or _LINE) > before
        if place.bottom is not None:
            return place.bottom + (height or _LINE) > self._height_behind(around, table)
        return not _is_later(element, table) and self._height(around, table) - self._height(around, element) < (height or _LINE)

    def _is_tied(self, element: etree._Element, place: Place, is_page: bool, around: etree._Element, table: etree._Element) -> bool:
        """Whether a picture is laid at a place of a table: what floats over a page leads somewhere, and what stands in much text may be a seal."""
        if is_page:
            is_link = any(one.tag == "a" for one in (*element.iterancestors(), *islice(element.iter("a"), 1)))
            return not is_link and place.top is not None and place.left is not None and _extent(place, "height", element) is not None
        return _letters(around) <= 2 * _letters(table)

    def _height(self, around: etree._Element, end: etree._Element) -> float:
        """The least height of the text of an element up to one in it."""
        height = 0.0
        for one in around.iter(etree.Element):
            if one is end:
                break
            height += self._own_height(one)
        return height

    def _height_behind(self, around: etree._Element, table: etree._Element) -> float:
        height, is_behind = 0.0, False
        inside = set(table.iter(etree.Element))
        for one in around.iter(etree.Element):
            is_behind |= one is table
            if is_behind and one not in inside:
                height += self._own_height(one)
        return height

    def _own_height(self, element: etree._Element) -> float:
        style = self.styles.of(element)
        text = (element.text or "").strip()
        if not text or style.is_gone or style.place is not None or not style.is_block or element.tag in ("td", "th"):
            return 0.0
        return float(_LINE * math.ceil(len(text) / _WIDE))

    def _is_pulled_over(self, table: etree._Element) -> bool:
        """Whether what comes next after a table, or before it, is moved over it."""
        for one in [table, *table.iterancestors()]:
            if one.tag in ("body", "html", "td", "th"):
                break
            behind, before = self._beside(one, is_next=True), self._beside(one, is_next=False)
            for other, at in ((behind, 0), (before, 1)):
                style = self.styles.of(other) if other is not None else None
                if style is None:
                    continue
                is_over = at == 0 or style.floats or style.position != "static"
                if style.ring[0] > _PULLED or ((style.is_painted or style.floats) and style.pulled[at] > _PULLED and is_over):
                    return True
            if behind is not None and before is not None:
                break
        return False

    def _is_ringed(self, table: etree._Element) -> bool:
        """Whether an outline of what stands in the table, or of what it stands in, is drawn over its cells."""
        # every style of the page's body is made by now, and most pages have a few dozen of them, none with an outline
        is_told = self._is_whole and self._body is not None and next(table.iterancestors("body"), None) is self._body
        if is_told and not any(style.ring[0] > _PULLED or style.ring[1] > _INWARDS for style in self.styles.made()):
            return False
        inside = islice(table.iter(etree.Element), _MOST_ELEMENTS)
        return any(style.ring[0] > _PULLED or style.ring[1] > _INWARDS for style in map(self.styles.of, inside)) or any(
            self.styles.of(one).ring[1] > _PULLED for one in table.iterancestors()
        )

    def _beside(self, element: etree._Element, is_next: bool) -> etree._Element | None:
        """The element that is seen next to another in the flow."""
        for one in islice(element.itersiblings(preceding=not is_next), 50):
            if isinstance(one.tag, str) and not self.styles.of(one).is_gone and self.styles.of(one).place is None:
                return one
        return None


def _is_seen(style: Style) -> bool:
    return not style.is_gone and style.is_visible and style.opacity >= 0.3


def _is_drawn(element: etree._Element, style: Style) -> bool:
    """Whether what is drawn in an element hides what is under it: a colour or a picture."""
    return element.tag in _PICTURES or style.has_picture or (style.place is not None and style.place.is_opaque)


def _has_figure(element: etree._Element) -> bool:
    return len(element) < 3 and _FIGURE.fullmatch(fold_spaces("".join(element.itertext())).strip()) is not None


def _is_whole(place: Place) -> bool:
    """Whether something takes up all of what it is laid in."""
    across = (place.left is not None and place.right is not None and max(place.left, place.right) < _LEAST) or place.width == math.inf
    down = (place.top is not None and place.bottom is not None and max(place.top, place.bottom) < _LEAST) or place.height == math.inf
    return across and down


def _extent(place: Place, name: str, element: etree._Element) -> float | None:
    """The width or height of something, None where nothing says it."""
    much, sides = (place.width, (place.left, place.right)) if name == "width" else (place.height, (place.top, place.bottom))
    given = re.match(r"\s*(\d{1,5})", element.get(name) or "") if element.tag in _PICTURES else None
    if much is None and None not in sides:
        return math.inf
    return float(given[1]) if much is None and given is not None else much


def _is_within(element: etree._Element, other: etree._Element) -> bool:
    return element is other or any(one is other for one in element.iterancestors())


def _is_later(element: etree._Element, other: etree._Element) -> bool:
    """Whether an element begins behind another in the page."""
    line, others = [*reversed([*element.iterancestors()]), element], [*reversed([*other.iterancestors()]), other]
    for one, two in zip(line, others, strict=False):
        if one is not two:
            parent = one.getparent()
            return parent is not None and parent.index(one) > parent.index(two)
    return len(line) > len(others)


def _letters(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())
