"""A table of a page → the rows of a grid, as a browser lays its cells out.

In: a table, the styles of its page. Out: its cells row by row, and why some may not stand where they are said to. Not its business: what is seen of a
cell (shown.py), what lies over a table (covers.py), whether a table only arranges the page's text is told here by its size alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from gongkai.readers.contrast import PALE, contrast
from gongkai.readers.html.cascade import Styles
from gongkai.readers.html.covers import Covers
from gongkai.readers.html.shown import Shown
from gongkai.readers.html.style import Style

DROPPED = frozenset(["svg", "object", "iframe", "select", "option", "button", "textarea", "input"])
"""what is no running text, and no cell"""
MANY_CELLS = 12
_WIDEST_SPAN = 60
_LONGEST_SPAN = 400
_LONG_TEXT = 400
_DEEPEST = 200
_LINE, _COLUMN = 12, 30
"""pixels that a row is high at least, and a column wide"""
_LEAST_COLUMN = 3
_IN_ROW = frozenset(["table-row", "block", "flex", "grid", "table", "inline-flex", "inline-grid", "-webkit-box", "-webkit-flex"])
"""what a row may be, so that its cells stand beside one another"""
_ENDS_ROW = ("col", "colgroup", "caption")


class Tables:
    """Lays out the tables of one page."""

    def __init__(self, styles: Styles, shown: Shown) -> None:
        self.styles = styles
        self.shown = shown
        self.covers = Covers(styles)

    def lines_of(self, table: etree._Element) -> list[list[etree._Element]]:
        """The cells of each row, in the order of the page: a head stands above all other rows, a foot below."""
        ordered: list[list[list[etree._Element]]] = [[], [], []]
        once = {"thead": 0, "tfoot": 2}
        for child in table:
            if isinstance(child.tag, str):
                ordered[once.pop(child.tag, 1)] += list(self.rows_of(child, 0))
        return [line for part in ordered for line in part]

    def rows_of(self, part: etree._Element, depth: int) -> Iterator[list[etree._Element]]:
        """The rows that are, or stand in, an element within a table; whatever is wrongly between them is no part of it."""
        if part.tag in ("table", "caption", "colgroup") or depth > _DEEPEST or self.styles.of(part).is_gone:
            return
        if part.tag == "tr":
            cells = [c for c in part.iter("td", "th") if (c.getparent() is part or nearest(c, "tr") is part)]
            yield [cell for cell in cells if not is_dropped(cell, self.styles)]
        else:
            for child in part:
                if isinstance(child.tag, str):
                    yield from self.rows_of(child, depth + 1)

    def is_folded(self, row: etree._Element) -> bool:
        """Whether a row is folded away: merged cells go on through it, but nothing of it is seen."""
        return self.styles.of(row).is_collapsed or any(self.styles.of(one).is_collapsed for one in row.iterancestors("thead", "tbody", "tfoot"))

    def is_layout(self, lines: list[list[etree._Element]]) -> bool:
        """Whether a table only arranges a page: tables in its cells, or running text in one of few cells."""
        cells = [cell for line in lines for cell in line]
        if max((sum(_span(cell, "colspan", _WIDEST_SPAN) for cell in line) for line in lines), default=0) < 2:
            return True
        inner = sum(1 for cell in cells for one in cell.iter("td", "th") if one is not cell and not self.styles.of(one).is_gone)
        if inner and (len(cells) < MANY_CELLS or inner * 2 > len(cells)):
            return True
        longest = max((len("".join(cell.itertext())) for cell in cells), default=0)
        return longest > _LONG_TEXT and len(cells) < 8

    def folded_of(self, table: etree._Element) -> set[int]:
        """The columns that a <col> folds away."""
        folded: set[int] = set()
        at = 0
        for column in table.iter("col", "colgroup"):
            if nearest(column, "table") is not table or (column.tag == "colgroup" and column.find("col") is not None):
                continue
            wide = _span(column, "span", _WIDEST_SPAN)
            if self.styles.of(column).is_collapsed or (column.tag == "col" and self.styles.of(column.getparent()).is_collapsed):
                folded.update(range(at, at + wide))
            at += wide
        return folded

    def lines_to_rows(self, lines: list[list[etree._Element]], table: etree._Element) -> list[list[str | None]]:
        """Lay the cells out; what a span covers to the right and below is None. A cell over folded columns goes on in the others."""
        rows: list[list[str | None]] = []
        covered: dict[int, int] = {}
        ends = self.ends_of(lines)
        around = self.doubt_around(table, lines)
        columns = self.columns_of(table)
        folded = self.folded_of(table)
        for number, line in enumerate(lines):
            row: list[str | None] = []
            below: dict[int, int] = {column: left - 1 for column, left in covered.items() if left > 1}
            cells = iter(line)
            above = line[0].getparent() if line else None
            doubt = around or (self.doubt_of_row(above, line) if above is not None else "")
            while True:
                if covered.get(len(row), 0) > 0:
                    row.append(None)
                    continue
                cell = next(cells, None)
                if cell is None:
                    break
                width = _span(cell, "colspan", _WIDEST_SPAN)
                height = min(_span(cell, "rowspan", _LONGEST_SPAN), ends[number] - number)
                for column in range(len(row), len(row) + width):
                    if height > 1:
                        below[column] = height - 1
                why = doubt or (self.doubt_of_column(columns, len(row), cell, table) if columns else "")
                before = next((n for n in range(width) if len(row) + n not in folded), 0)
                row += [None] * before + [self.shown.cell(cell, table, why)] + [None] * (width - 1 - before)
            rest = range(len(row), max(covered, default=-1) + 1)
            row += [None if covered.get(column, 0) > 0 else "" for column in rest]
            covered = below
            if above is None or not self.is_folded(above):
                rows.append(row)
        return [[text for column, text in enumerate(row) if column not in folded] if folded else row for row in rows if row]

    def ends_of(self, lines: list[list[etree._Element]]) -> list[int]:
        """For each row the one with which its group ends: no cell reaches further down."""
        groups = [line[0].getparent().getparent() if line else None for line in lines]
        ends: list[int] = []
        for at in range(len(lines) - 1, -1, -1):
            goes_on = at + 1 < len(lines) and (groups[at + 1] is groups[at] or None in (groups[at], groups[at + 1]))
            ends.append(ends[-1] if goes_on else at + 1)
        return ends[::-1]

    def doubt_around(self, table: etree._Element, lines: list[list[etree._Element]]) -> str:
        """Why it cannot be told what is seen of a table: what it stands in cuts it off, or something is generated on top of it."""
        for part in [table, *table.iterancestors()]:
            width, height = self.styles.of(part).clip if part is not table else (None, None)
            if any(one.tag == "template" and ("shadowrootmode" in one.attrib or "shadowroot" in one.attrib) for one in part):
                return "script"  # what the template holds stands in the place of the table, or around it
            if height is not None and height < _LINE * len(lines):
                return "placed"
            if width is not None and width < _COLUMN * max((len(line) for line in lines), default=0):
                return "placed"
        if self.covers.is_over(table):
            return "covered"
        for name in ("before", "after"):
            style = self.styles.pseudo(table, name)
            if style is not None and style.is_painted and style.is_visible and not style.is_gone and style.position in ("absolute", "fixed"):
                return "covered"
        return ""

    def doubt_of_row(self, row: etree._Element, line: list[etree._Element]) -> str:
        """Why the cells of a row may not stand in their columns: they are no cells, stand elsewhere, or something is generated before them."""
        style = self.styles.of(row)
        if style.doubt or not line:
            return style.doubt
        if any(child.tag in ("td", "th") and self.styles.of(child).is_gone and self.styles.of(child).doubt for child in row):
            return "placed"  # a cell that is there, or is not
        ends = [one for one in row.iter(*_ENDS_ROW) if nearest(one, "tr") is row and nearest(one, "table") is nearest(row, "table")]
        if any(one.getprevious() is not None or one.getparent() is not row for one in ends):
            return "placed"  # the row ends there, and what comes is another
        looks = [self.styles.of(cell) for cell in line]
        if style.display not in _IN_ROW or any(one.doubt == "placed" or one.floats or one.place is not None for one in looks):
            return "placed"
        loose = [one.display != "table-cell" for one in looks]
        if style.display in ("table-row", "table", "block") and any(one and other for one, other in pairwise(loose)):
            return "placed"  # cells that are none, beside one another, are put into one; in a block they stand under one another
        for name in ("before", "after"):
            made = self.styles.pseudo(row, name)
            if made is not None and made.content and not made.is_gone and made.place is None and (name == "before" or _has_text(made)):
                return "placed"
        return ""

    def columns_of(self, table: etree._Element) -> dict[int, Style]:
        """The styles that a <col> gives to a column, where it gives one."""
        columns: dict[int, Style] = {}
        at = 0
        for column in table.iter("col", "colgroup"):
            if nearest(column, "table") is not table or (column.tag == "colgroup" and column.find("col") is not None):
                continue
            wide = _span(column, "span", _WIDEST_SPAN)
            style = self.styles.of(column)
            if style.is_painted or style.clip[0] is not None:
                columns |= dict.fromkeys(range(at, at + wide), style)
            at += wide
        return columns

    def doubt_of_column(self, columns: dict[int, Style], column: int, cell: etree._Element, table: etree._Element) -> str:
        """Why a cell may not be seen on the ground of its column, or in its width."""
        about, style = columns.get(column), self.styles.of(cell)
        if about is None:
            return ""
        if about.clip[0] is not None and about.clip[0] < _LEAST_COLUMN and style.is_fixed:
            return "narrow"
        is_bare = style.ground == self.styles.of(table).ground
        return "faint" if is_bare and contrast(style.colour[:3], about.ground[:3]) < PALE else ""


def _has_text(style: Style) -> bool:
    return any(token.type != "string" or token.value.strip() for token in style.content if token.type not in ("whitespace", "comment"))


def is_dropped(element: etree._Element, styles: Styles) -> bool:
    return element.tag in DROPPED or styles.of(element).is_gone


def nearest(element: etree._Element, tag: str) -> etree._Element | None:
    return next(iter(element.iterancestors(tag)), None)


def _span(cell: etree._Element, name: str, most: int) -> int:
    given = cell.get(name)
    if given is None:
        return 1  # nearly every cell of a long table
    value = re.match(r"\s*(\d{1,6})", given)
    number = int(value.group(1)) if value else 1
    if name == "rowspan" and number == 0:
        return most
    return min(max(number, 1), most)
