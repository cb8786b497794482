"""What floats over the text of a DOCX: drawings, pictures and text boxes that no text gives way to → the tables that they may lie over.

In: the drawings of a paragraph, how much text stands between it and a table. Out: whether a table may be under one. Not its business: what is drawn.
How high the text is, is not known: each line counts as low as people set one, and what is placed on its page counts for a table near by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from gongkai.model import Cell, doubt_of
from gongkai.readers.office.docx_styles import WORD
from gongkai.readers.office.pieces import HAN

PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_WRAP = "{urn:schemas-microsoft-com:office:word}wrap"
_SHAPES = frozenset(_VML + name for name in ("shape", "rect", "roundrect", "oval", "line", "polyline", "curve", "arc", "group", "image"))
_POINT = 12700
"""English metric units in a point"""
LINE = 12.0
"""points that a line of text takes at least"""
_LONGEST_LINE = 45
_NEAR = 4
"""lines between something placed on its page and a table that it may lie over"""
_ROOM = 10.0
"""points by which something may be larger than its cell and hide nothing of the next"""
_TALL = 40.0
_USUAL = 150.0
"""points that a cell is wide at most, where its width is not known"""
_MOST = 100
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "px": 0.75, "": 1 / _POINT}


class Float(NamedTuple):
    """Something that floats: points below the top of its paragraph where it begins and ends, None where it is placed otherwise.

    right: points behind the left side of what it is in, where it ends.
    """

    top: float | None
    bottom: float | None
    right: float

    def is_over_next(self, lines: int) -> bool:
        """Whether it reaches over a table that begins so many lines after its paragraph."""
        return lines < _NEAR if self.bottom is None else self.bottom > LINE * lines

    def is_over_last(self, lines: int) -> bool:
        """Whether it reaches over a table that ended so many lines before its paragraph."""
        return lines < _NEAR if self.top is None else self.top < -LINE * max(lines - 0.5, 0.5)

    def leaves(self, width: float) -> bool:
        """Whether it is larger than the cell that it is in. width: of the cell, in points, 0 where it is not known."""
        return self.top is None or self.bottom is None or self.top < -_ROOM or self.bottom > _TALL or self.right > (width or _USUAL) + _ROOM


def floats_of(drawn: etree._Element) -> Iterator[Float]:
    """What floats before the text among what a run draws."""
    for anchor in drawn.iter(PICTURE + "anchor"):
        is_behind = anchor.get("behindDoc") in ("1", "true") or anchor.get("hidden") in ("1", "true")
        gives_way = any(anchor.find(PICTURE + name) is not None for name in ("wrapSquare", "wrapTight", "wrapThrough", "wrapTopAndBottom"))
        if not is_behind and not gives_way and not _is_empty(anchor):
            yield _anchor_to_float(anchor)
    for shape in drawn:
        style = _to_style(shape.get("style") or "")
        if shape.tag in _SHAPES and style.get("position") == "absolute" and not (style.get("z-index") or "").startswith("-"):
            wrap = next(shape.iter(_WRAP), None)
            if (wrap is None or wrap.get("type", "none") == "none") and not _is_empty(shape):
                yield _shape_to_float(shape, style)


def frame_to_float(about: etree._Element | None) -> Float | None:
    """What a paragraph in a frame that text runs through is. about: its pPr."""
    frame = about.find(WORD + "framePr") if about is not None else None
    if frame is None or frame.get(WORD + "wrap") not in ("none", "through"):
        return None
    return Float(None, None, 0.0)


def to_lines(text: str) -> int:
    """How many lines a text takes at least."""
    return max(1, -(-len(text) // _LONGEST_LINE)) if text.strip() else 1


def _is_empty(drawn: etree._Element) -> bool:
    """Whether something hides nothing: a frame without a filling and without a text in it."""
    if any((text.text or "").strip() for text in drawn.iter(WORD + "t")):
        return False
    if drawn.tag in _SHAPES:
        return drawn.get("filled", "t") in ("f", "false") and drawn.tag != _VML + "line" and next(drawn.iter(_VML + "imagedata"), None) is None
    shapes = [one for one in drawn.iter() if isinstance(one.tag, str) and one.tag.endswith("}spPr")]
    is_line = any(one.get("prst") in ("line", "straightConnector1") for one in drawn.iter(_DRAWING + "prstGeom"))
    is_picture = next(drawn.iter(_DRAWING + "blip"), None) is not None
    return bool(shapes) and not is_line and not is_picture and all(one.find(_DRAWING + "noFill") is not None for one in shapes)


def _anchor_to_float(anchor: etree._Element) -> Float:
    extent, vertical, across = (anchor.find(PICTURE + name) for name in ("extent", "positionV", "positionH"))
    high, wide = (points_of(extent.get(name, "") if extent is not None else "") for name in ("cy", "cx"))
    down, aside = ((points_of(one.findtext(PICTURE + "posOffset") or "") if one is not None else None) for one in (vertical, across))
    is_near = vertical is not None and vertical.get("relativeFrom") in ("paragraph", "line") and down is not None and high is not None
    right = (aside or 0.0) + (wide or 0.0) if across is not None and across.get("relativeFrom") in ("column", "character") else wide or 0.0
    return Float(down, (down or 0.0) + (high or 0.0), right) if is_near else Float(None, None, right)


def _shape_to_float(shape: etree._Element, style: dict[str, str]) -> Float:
    ends = [_to_pair(shape.get(name) or "") for name in ("from", "to")]
    if shape.tag == _VML + "line" and None not in ends:
        heights, widths = [end[1] for end in ends if end], [end[0] for end in ends if end]
        return Float(min(heights), max(heights), max(widths))
    down, high, aside, wide = (points_of(style.get(name, "")) for name in ("margin-top", "height", "margin-left", "width"))
    is_near = style.get("mso-position-vertical-relative", "text") in ("text", "line") and "mso-position-vertical" not in style and high is not None
    right = (aside or 0.0) + (wide or 0.0)
    return Float(down or 0.0, (down or 0.0) + (high or 0.0), right) if is_near else Float(None, None, right)


def _to_style(text: str) -> dict[str, str]:
    return {name.strip().lower(): value.strip().lower() for name, _, value in (one.partition(":") for one in text[:2000].split(";"))}


def points_of(text: str) -> float | None:
    """A length of a drawing in points: with a unit, or in English metric units."""
    found = re.fullmatch(r"\s*(-?\d{1,12}(?:\.\d{1,9})?)(pt|in|cm|mm|pc|px)?\s*", text)
    if found is None:
        return None
    return float(found[1]) * _UNITS[found[2] or ""]


def _to_pair(text: str) -> tuple[float, float] | None:
    first, _, second = text.partition(",")
    across, down = (points_of(one if re.search("[a-z]", one) else f"{one.strip() or 0}px") for one in (first, second))
    return (across, down) if across is not None and down is not None else None


def wide_of(about: etree._Element | None, columns: list[int]) -> float:
    """The width of a cell in points, 0 where it is not known. about: its tcPr. columns: of the grid that it takes up, in twentieths of a point."""
    width = about.find(WORD + "tcW") if about is not None else None
    stated = width.get(WORD + "w", "") if width is not None and width.get(WORD + "type", "dxa") == "dxa" else ""
    return (int(stated) if stated.isdigit() and stated.isascii() and len(stated) < 7 else sum(columns)) / 20




def to_covered(row: Iterable[str | None]) -> list[str | None]:
    """A row of a table over which something floats: its figures are in doubt, and nothing of it is certain to be blank."""
    return [text if text is None or doubt_of(text) or HAN.search(text) else Cell(text, "covered") for text in row]


class Floating:
    """What floats over the text of one document, against how many lines stand between it and the tables before and behind.

    is_left: something is larger than the cell of the table at hand that it is in.
    """

    def __init__(self) -> None:
        self._above: list[tuple[Float, int]] = []
        self._since: int | None = None
        self.is_left = False

    def add_paragraph(self, floats: Iterable[Float], text: str) -> bool:
        """Take in a paragraph with what floats at it; whether that reaches over the table before it."""
        lines = to_lines(text)
        found = list(floats)
        is_over = self._since is not None and any(one.is_over_last(self._since) for one in found)
        self._since = None if self._since is None else self._since + lines
        self._above = [(one, count + lines) for one, count in self._above[-_MOST:]] + [(one, lines) for one in found]
        return is_over

    def add_cell(self, floats: Iterable[Float], width: float) -> None:
        """Take in what floats at a cell. width: of the cell, in points, 0 where it is not known."""
        self.is_left |= any(one.leaves(width) for one in floats)

    def add_table(self) -> bool:
        """Take in a table; whether something before it reaches over it."""
        is_over = any(one.is_over_next(count) for one, count in self._above)
        self._above, self._since = [], 0
        return is_over
