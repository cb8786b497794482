"""Tables of a DOCX that do not stand in its text: in a text box, or floating → whether all of each is sure to be seen.

In: the content of a box, the properties of tables. Out: which boxes are too low for what they hold, which tables lie upon one another.
Not its business: drawings over tables (docx_floats.py), tables off their page (docx_tables.py).
How high a row is, is not known: it counts as low as people set one.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from gongkai.readers.office.docx_floats import LINE, PICTURE, points_of
from gongkai.readers.office.docx_styles import WORD, value_of

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_VML = "{urn:schemas-microsoft-com:vml}"
_TWIPS = 20
_NEAR = 4
"""lines between two tables that float, and may lie upon one another"""


def is_box_too_low(box: etree._Element) -> bool:
    """Whether a text box cuts off what stands in it: its height is set, and less than its paragraphs and rows need."""
    height = _height_of(box)
    return height is not None and height < sum(_lines_of(child) for child in box)


def _height_of(box: etree._Element) -> float | None:
    """The height in points that a text box keeps whatever it holds, None where it grows or nobody says."""
    for around in box.iterancestors():
        if around.tag == _SHAPE + "wsp" and any(next(around.iter(_DRAWING + name), None) is not None for name in ("spAutoFit", "normAutofit")):
            return None
        if around.tag in (PICTURE + "anchor", PICTURE + "inline"):
            extent = around.find(PICTURE + "extent")
            return points_of(extent.get("cy", "")) if extent is not None else None
        if around.tag == _VML + "textbox" and "mso-fit-shape-to-text:t" in (around.get("style") or "").replace(" ", ""):
            return None
        if around.tag in (_VML + "shape", _VML + "rect", _VML + "roundrect"):
            style = dict(one.partition(":")[::2] for one in (around.get("style") or "").replace(" ", "").split(";"))
            return points_of(style.get("height", ""))
    return None


def _lines_of(block: etree._Element) -> float:
    """The least height of a paragraph or a table, in points."""
    if block.tag == WORD + "p":
        return LINE
    if block.tag != WORD + "tbl":
        return 0.0
    heights = ([_number(height) / _TWIPS for height in row.iterfind(f"{WORD}trPr/{WORD}trHeight")] for row in block.iter(WORD + "tr"))
    return sum(max(LINE, *each, 0.0) for each in heights)


def _number(element: etree._Element) -> int:
    text = value_of(element)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


@dataclass(slots=True)
class FloatingTables:
    """The tables that float, in the order of the document, and what each says of its place."""

    _last: tuple[dict[str, str], float, float] | None = None
    _lines: int = 0

    def add_lines(self, lines: int) -> None:
        """Take in a paragraph."""
        self._lines += lines

    def add(self, table: etree._Element) -> bool:
        """Take in a table; whether it floats where the one before it, that floats too, may lie."""
        about = table.find(f"{WORD}tblPr/{WORD}tblpPr")
        if about is None:
            self._last = None
            return False
        place = {str(name).removeprefix(WORD): str(value) for name, value in about.attrib.items()}
        wide = sum(_length(column.get(WORD + "w", "")) for column in table.iterfind(f"{WORD}tblGrid/{WORD}gridCol"))
        last, self._last = self._last, (place, wide, _lines_of(table) * _TWIPS)
        lines, self._lines = self._lines, 0
        if last is None or lines >= _NEAR:
            return False
        before, width, height = last
        if any(before.get(name, "text") != place.get(name, "text") for name in ("vertAnchor", "horzAnchor", "tblpYSpec", "tblpXSpec")):
            return False
        if place.get("vertAnchor", "text") == "text" and lines:
            return False  # each has a paragraph of its own
        down, aside = (abs(_length(place.get(name, "")) - _length(before.get(name, ""))) for name in ("tblpY", "tblpX"))
        return down < height and aside < max(width, 1.0)


def _length(text: str) -> float:
    bare = text.removeprefix("-")
    return float(text) if bare.isascii() and bare.isdigit() and len(bare) < 7 else 0.0
