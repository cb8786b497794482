"""What lies over the cells of a sheet: pictures, shapes, charts, controls, notes that stay open → the cells under it.

In: an open workbook, a sheet. Out: rectangles of cells. Not its business: what is drawn.
"""

from __future__ import annotations

import re
import zipfile
from typing import NamedTuple

from lxml import etree

from gongkai.readers.office.colours import DRAWING
from gongkai.readers.ooxml import parse_if_there, relations

_SPREAD = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CLIENT = "{urn:schemas-microsoft-com:office:excel}"
_EMU = 12700
"""a point in English metric units, in which drawings are measured"""
_USUAL_WIDTH, _USUAL_HEIGHT = 48, 15
"""points of a column and a row"""
LEAST_SHARE = 0.2
"""of the width and height of a cell, below which what reaches into it does not hide its text"""
_MOST_ANCHORS = 2000


class Sizes(NamedTuple):
    """How wide columns and how high rows are, in points, where they are not as usual."""

    widths: dict[int, float]
    heights: dict[int, float]


class Cover(NamedTuple):
    """The cells under something, all counted from 1, the last of them too."""

    top: int
    left: int
    bottom: int
    right: int

    def is_over(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def covers(package: zipfile.ZipFile, part: str, sheet: etree._Element, sizes: Sizes) -> list[Cover]:
    """What lies over the cells of a sheet. `part`: the name of the sheet's part."""
    targets = relations(package, part)
    found: list[Cover] = []
    for one in sheet.iterfind("{*}drawing"):
        drawing = parse_if_there(package, targets.get(one.get(_RELATION, ""), ("", ""))[1])
        for anchor in list(drawing if drawing is not None else ())[:_MOST_ANCHORS]:
            cover = _anchor_to_cover(anchor, sizes)
            if cover is not None:
                found.append(cover)
    for one in sheet.iterfind("{*}legacyDrawing"):
        name = targets.get(one.get(_RELATION, ""), ("", ""))[1]
        if name in package.namelist():
            found += _controls(package.read(name))
    return found


def _anchor_to_cover(anchor: etree._Element, sizes: Sizes) -> Cover | None:
    start, end, extent = anchor.find(_SPREAD + "from"), anchor.find(_SPREAD + "to"), anchor.find(_SPREAD + "ext")
    if start is None or not _is_seen(anchor):
        return None
    top, left = _inside(start, "row", sizes.heights, _USUAL_HEIGHT), _inside(start, "col", sizes.widths, _USUAL_WIDTH)
    if end is not None:
        bottom, right = _inside(end, "row", sizes.heights, _USUAL_HEIGHT), _inside(end, "col", sizes.widths, _USUAL_WIDTH)
    elif extent is not None:
        bottom = _further(top, _points(extent.get("cy", "")), sizes.heights, _USUAL_HEIGHT)
        right = _further(left, _points(extent.get("cx", "")), sizes.widths, _USUAL_WIDTH)
    else:
        return None
    # what reaches only a little into the first or last row or column does not hide what stands there
    cover = Cover(
        top[0] + (top[1] > 1 - LEAST_SHARE), left[0] + (left[1] > 1 - LEAST_SHARE),
        bottom[0] - (bottom[1] < LEAST_SHARE), right[0] - (right[1] < LEAST_SHARE),
    )
    is_thin = bottom[0] == top[0] or right[0] == left[0]
    return Cover(top[0], left[0], max(bottom[0], top[0]), max(right[0], left[0])) if is_thin else cover


def _is_seen(anchor: etree._Element) -> bool:
    """Whether an anchor shows anything: not what is hidden, nor a shape without ground, line and text."""
    if any(one.get("hidden") in ("1", "true") for one in anchor.iter(_SPREAD + "cNvPr")):
        return False
    shapes = anchor.findall(f"{_SPREAD}sp")
    for shape in shapes:
        about = shape.find(_SPREAD + "spPr")
        is_open = about is not None and about.find(DRAWING + "noFill") is not None and about.find(f"{DRAWING}ln/{DRAWING}noFill") is not None
        if not is_open or any((text.text or "").strip() for text in shape.iter(DRAWING + "t")):
            return True
    return not shapes and any(child.tag not in (_SPREAD + name for name in ("from", "to", "ext", "pos", "clientData")) for child in anchor)


def _inside(marker: etree._Element, axis: str, sizes: dict[int, float], usual: float) -> tuple[int, float]:
    """The row or column of a corner, counted from 1, and the share of it before the corner."""
    at = min(int(_digits(marker.findtext(_SPREAD + axis))), 1_048_575) + 1
    share = _points(marker.findtext(f"{_SPREAD}{axis}Off") or "") / max(sizes.get(at, usual), 0.1)
    return at, min(share, 1.0)


def _further(start: tuple[int, float], length: float, sizes: dict[int, float], usual: float) -> tuple[int, float]:
    at, share = start
    left = length + share * sizes.get(at, usual)
    for _ in range(2000):
        if left <= sizes.get(at, usual):
            break
        left -= sizes.get(at, usual)
        at += 1
    return at, left / max(sizes.get(at, usual), 0.1)


def _controls(content: bytes) -> list[Cover]:
    """Form controls, embedded objects and notes that are always shown, from the older kind of drawing."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    found: list[Cover] = []
    for one in root.iter(_CLIENT + "ClientData") if root is not None else ():
        places = re.findall(r"\d{1,7}", one.findtext(_CLIENT + "Anchor") or "")
        is_open = one.get("ObjectType") != "Note" or one.find(_CLIENT + "Visible") is not None
        if is_open and len(places) == 8 and len(found) < _MOST_ANCHORS:
            left, _, top, _, right, _, bottom, _ = (int(place) for place in places)
            found.append(Cover(top + 1, left + 1, bottom + 1, right + 1))
    return found


def _points(text: str) -> float:
    return int(_digits(text)) / _EMU


def _digits(text: str | None) -> str:
    bare = (text or "").strip()[:12]
    return bare if bare.isascii() and bare.isdigit() else "0"
