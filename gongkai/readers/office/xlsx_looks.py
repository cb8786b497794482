"""How a workbook sets its cells → what of them can be seen.

In: the styles and the theme of a workbook, the runs of its texts, the rules of a sheet. Out: pieces with their looks. Not its business:
which text stands in a cell (xlsx_cells.py), how a number is shown (number_format.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, TypeVar

from lxml import etree

from gongkai.readers.office.colours import BLACK, WHITE, Colour, is_pale, mix, theme_to_colours, to_colour
from gongkai.readers.office.number_format import BUILT_IN
from gongkai.readers.office.pieces import LEAST_SIZE, RAISED, Look
from gongkai.readers.picture_fonts import PICTURE_FONTS

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FORMULA = "{http://schemas.microsoft.com/office/excel/2006/main}"
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
_INDEXED = re.findall(".{6}", (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF"
    "800000008000000080808000800080008080C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    "000080FF00FFFFFF0000FFFF8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
))
"""the colours of ECMA-376 part 1, 18.8.27"""
_USUAL_SIZE = 22
_Item = TypeVar("_Item")


class Font(NamedTuple):
    """How a font sets text. ink: None for the automatic colour, which is black. size: half points. is_symbolic: its signs are no letters."""

    is_struck: bool = False
    shift: int = 0
    ink: Colour | None = None
    size: int = _USUAL_SIZE
    name: str = ""
    is_symbolic: bool = False


class Style(NamedTuple):
    """The look of a cell. ground: None where it is more than a colour. is_filled: its text is repeated as often as there is room.

    has_diagonal: a line runs through it from corner to corner. is_leftward: its text runs from right to left. across: how it stands across its cell,
    as the file names it. wraps: whether its text goes on in a second line where it is too wide.
    """

    font: Font = Font()
    ground: Colour | None = WHITE
    code: str = ""
    is_filled: bool = False
    fits: bool = False
    indent: int = 0
    has_diagonal: bool = False
    is_leftward: bool = False
    across: str = ""
    wraps: bool = False


class Rule(NamedTuple):
    """What a conditional format changes where it holds; holds: True, False, or None where that is not known here."""

    kind: str
    operator: str
    bounds: tuple[str, ...]
    font: Font | None
    has_ink: bool
    ground: Colour | None
    code: str | None
    hides: bool
    has_diagonal: bool = False


class Looks:
    """The looks of one workbook."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self.theme = theme_to_colours(theme)
        self.palette = [to_colour(one) for one in _INDEXED]
        self.styles: list[Style] = []
        self.usual_size = _USUAL_SIZE
        self.changes: list[etree._Element] = []
        if styles is None:
            return
        own = [to_colour(one.get("rgb", "")[-6:]) for one in styles.iterfind(f"{SHEET}colors/{SHEET}indexedColors/{SHEET}rgbColor")]
        self.palette[: len(own)] = own
        formats = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iterfind(f"{SHEET}numFmts/{SHEET}numFmt")}
        fonts = [self.font(one) for one in styles.iterfind(f"{SHEET}fonts/{SHEET}font")]
        self.usual_size = max(fonts[0].size, LEAST_SIZE) if fonts else _USUAL_SIZE
        grounds = [self.ground(one) for one in styles.iterfind(f"{SHEET}fills/{SHEET}fill")]
        lines = [_has_diagonal(one) for one in styles.iterfind(f"{SHEET}borders/{SHEET}border")]
        for one in styles.iterfind(f"{SHEET}cellXfs/{SHEET}xf"):
            number, alignment = one.get("numFmtId", "0"), one.find(SHEET + "alignment")
            code = formats.get(number, BUILT_IN.get(to_index(number), ""))
            font, ground = _at(fonts, one.get("fontId", "0"), Font()), _at(grounds, one.get("fillId", "0"), WHITE)
            is_filled = alignment is not None and alignment.get("horizontal") == "fill"
            fits = alignment is not None and (alignment.get("shrinkToFit") in ("1", "true") or alignment.get("textRotation", "0") not in ("", "0"))
            indent = max(to_index(alignment.get("indent", "")), 0) if alignment is not None else 0
            is_leftward = alignment is not None and alignment.get("readingOrder") == "2"
            across = alignment.get("horizontal", "") if alignment is not None else ""
            wraps = across in ("justify", "distributed") or (alignment is not None and alignment.get("wrapText") in ("1", "true"))
            has_diagonal = _at(lines, one.get("borderId", "0"), False)
            self.styles.append(Style(font, ground, code, is_filled, fits, indent, has_diagonal, is_leftward, across, wraps))
        self.changes = styles.findall(f"{SHEET}dxfs/{SHEET}dxf")

    def style(self, cell: etree._Element) -> Style:
        return _at(self.styles, cell.get("s", "0"), Style())

    def font(self, element: etree._Element | None, usual: Font | None = None) -> Font:
        """A font as an element of fonts or of a run says; what it leaves out is as usual."""
        font = usual or Font()
        for child in element if element is not None else ():
            name = str(child.tag).removeprefix(SHEET)
            value = child.get("val", "")
            if name == "strike":
                font = font._replace(is_struck=value not in ("0", "false"))
            elif name == "vertAlign":
                font = font._replace(shift={"superscript": RAISED, "subscript": -RAISED}.get(value, 0))
            elif name == "color":
                font = font._replace(ink=self.colour(child))
            elif name == "sz":
                font = font._replace(size=_to_half_points(value))
            elif name in ("name", "rFont"):
                font = font._replace(name=value.lower())
            elif name == "charset":
                font = font._replace(is_symbolic=value == "2")
        return font

    def ground(self, fill: etree._Element | None) -> Colour | None:
        pattern = fill.find(SHEET + "patternFill") if fill is not None else None
        if pattern is None:
            stops = [colour for one in fill.iter(SHEET + "color") if (colour := self.colour(one))] if fill is not None else []
            return mix(stops[0], stops[-1], 0.5) if stops else WHITE if fill is None or not len(fill) else None
        kind = pattern.get("patternType", "none")
        front, back = pattern.find(SHEET + "fgColor"), pattern.find(SHEET + "bgColor")
        if kind in ("solid", "mediumGray") or kind.startswith("dark"):
            return (self.colour(front) or BLACK) if front is not None else BLACK  # without a colour too, Excel fills it with black
        return WHITE if kind == "none" or (front is None and back is None) else None

    def colour(self, element: etree._Element) -> Colour | None:
        """The colour that an element names by value, theme or index, None for the automatic one."""
        if element.get("rgb"):
            base = to_colour(element.get("rgb", "")[-6:])
        elif element.get("theme"):
            base = self.theme.get(_at(list(_THEME_ORDER), element.get("theme", ""), ""))
        else:
            base = _at(self.palette, element.get("indexed", ""), None)
        try:
            tint = max(-1.0, min(1.0, float(element.get("tint", "0"))))
        except ValueError:
            tint = 0.0
        if base is None or not tint:
            return base
        return mix(WHITE if tint > 0 else BLACK, base, abs(tint))

    def look(self, font: Font, ground: Colour | None) -> Look:
        """How text of a font looks on a ground."""
        doubt = ""
        if font.size < LEAST_SIZE or (ground is not None and is_pale(font.ink or BLACK, ground)):
            doubt = "faint"
        elif font.name.startswith(PICTURE_FONTS) or (font.is_symbolic and not font.name.startswith("symbol")):
            doubt = "glyph"
        return Look(is_struck=font.is_struck, doubt=doubt, shift=font.shift, size=font.size)

    def rules(self, sheet: etree._Element) -> Iterator[tuple[str, Rule]]:
        """The conditional formats of a sheet that may change what is read in a cell: the places it is for, and the rule."""
        for block in sheet.iter("{*}conditionalFormatting"):
            places = block.get("sqref") or " ".join(one.text or "" for one in block.iter("{*}sqref"))
            for one in block.iter("{*}cfRule"):
                rule = self._rule(one)
                if rule is not None:
                    yield places, rule

    def _rule(self, one: etree._Element) -> Rule | None:
        own = one.find("{*}dxf")
        change = own if own is not None else _at(self.changes, one.get("dxfId", ""), None)
        bounds = tuple((formula.text or "").strip() for formula in [*one.findall(SHEET + "formula"), *one.iter(_FORMULA + "f")])
        kind, operator = one.get("type", ""), one.get("operator", "")
        if any(inner.get("showValue") in ("0", "false") for inner in one.iter() if inner is not one):
            return Rule(kind, operator, bounds, None, False, None, None, True)
        if kind in ("colorScale", "dataBar"):
            # how much of which colour lies behind the text is not known
            grounds = [colour for inner in one.iter(SHEET + "color", _FORMULA + "color") if (colour := self.colour(inner))]
            dark = next((colour for colour in grounds if is_pale(BLACK, colour)), None)
            return Rule(kind, operator, bounds, None, False, dark, None, False) if dark else None
        if change is None:
            return None
        font, fill, code = change.find(SHEET + "font"), change.find(SHEET + "fill"), change.find(SHEET + "numFmt")
        return Rule(
            kind, operator, bounds,
            self.font(font) if font is not None else None,
            font is not None and font.find(SHEET + "color") is not None,
            self._ground_of_change(fill),
            code.get("formatCode", "") if code is not None else None,
            False,
            _has_diagonal(change.find(SHEET + "border")),
        )

    def _ground_of_change(self, fill: etree._Element | None) -> Colour | None:
        """In a conditional format a solid ground is written as the colour behind a pattern."""
        back = fill.find(f"{SHEET}patternFill/{SHEET}bgColor") if fill is not None else None
        return self.colour(back) if back is not None else None


def _has_diagonal(border: etree._Element | None) -> bool:
    """Whether a border draws a line from corner to corner, which takes back what stands in the cell, or stands for nothing."""
    line = border.find(SHEET + "diagonal") if border is not None else None
    is_drawn = line is not None and line.get("style", "none") != "none"
    return is_drawn and border is not None and any(border.get(name) in ("1", "true") for name in ("diagonalUp", "diagonalDown"))


def holds(rule: Rule, stored: str) -> bool | None:
    """Whether a conditional format holds for a cell; None where that is not known here."""
    if rule.kind == "expression" and rule.bounds and rule.bounds[0].upper() in ("TRUE", "FALSE", "1", "0", "TRUE()", "FALSE()"):
        return rule.bounds[0].upper() in ("TRUE", "1", "TRUE()")
    if rule.kind != "cellIs" or not rule.bounds or not all(re.fullmatch(r"-?\d{1,20}(\.\d{1,20})?", bound) for bound in rule.bounds):
        return None
    try:
        value = Decimal(stored) if len(stored) < 40 else None
    except InvalidOperation:
        value = None
    if value is None:
        return None
    low, high = Decimal(rule.bounds[0]), Decimal(rule.bounds[-1])
    return {
        "lessThan": value < low, "lessThanOrEqual": value <= low, "greaterThan": value > low, "greaterThanOrEqual": value >= low,
        "equal": value == low, "notEqual": value != low, "between": low <= value <= high, "notBetween": not low <= value <= high,
    }.get(rule.operator)


def to_index(text: str) -> int:
    """A number that counts from 0, -1 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1


def _at(items: list[_Item], index: str, usual: _Item) -> _Item:
    at = to_index(index)
    return items[at] if 0 <= at < len(items) else usual


def _to_half_points(text: str) -> int:
    try:
        return round(2 * min(max(float(text), 0.0), 1000.0))
    except (ValueError, OverflowError):
        return _USUAL_SIZE
