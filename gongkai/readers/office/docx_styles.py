"""How a DOCX sets its text → what of it can be seen, and how.

In: the styles and the theme of a document, and the properties of runs, paragraphs, rows and cells. Out: the Look of a run. Not its
business: which text stands where (docx_runs.py, docx.py).

A property comes from the run itself, its character style, its paragraph's style, the style of the table, the defaults, in this order
(ECMA-376 part 1, 17.7.2); what is hidden or struck by two styles at once is not hidden at all by the letter of 17.7.3, and programs differ:
it is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from gongkai.readers.office.colours import WHITE, Colour, is_pale, mix, theme_to_colours, to_colour
from gongkai.readers.office.pieces import LEAST_SIZE, RAISED, Look
from gongkai.readers.picture_fonts import PICTURE_FONTS

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
LEAST_SCALE = 30
LEAST_FIT = 60
"""twentieths of a point that a text is set to fill; in fewer nothing is seen"""
_TOGGLES = ("vanish", "strike", "dstrike")
_DEEPEST = 50
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00",
    "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}
_THEME = {
    "dark1": "dk1", "text1": "dk1", "light1": "lt1", "background1": "lt1", "dark2": "dk2", "text2": "dk2", "light2": "lt2", "background2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}

_USUAL_FONTS = re.compile(
    r"[宋仿楷黑隶魏圆]|雅黑|方正|华文|汉仪|文鼎|等线|思源|GB2312|^(?:Sim|FangSong|KaiTi|Kai|FZ|ST|HY|MS |Ming|PMing|Microsoft|Deng|Noto|Source"
    r"|WenQuan|Times|Arial|Calibri|Cambria|Courier|Helvetica|Tahoma|Verdana|Georgia|Liberation|DejaVu|Symbol|Segoe|Aptos|Consolas|Century|Garamond|Palatino)",
    re.IGNORECASE,
)
"""names of fonts that all know, which people embed so that a document looks the same everywhere"""

Properties = Mapping[str, object]
_NOTHING: Properties = MappingProxyType({})


class Setting(NamedTuple):
    """What the place of a paragraph adds to how it is shown: the properties and the ground of its cell, None where that is not known.

    has_diagonal: a line runs through its cell from corner to corner.
    """

    properties: Properties = _NOTHING
    ground: Colour | None = WHITE
    is_cell: bool = False
    doubt: str = ""
    has_diagonal: bool = False


class Styles:
    """The styles of one document."""

    def __init__(
        self, styles: etree._Element | None = None, theme: etree._Element | None = None, fonts: etree._Element | None = None
    ) -> None:
        self.theme = theme_to_colours(theme)
        self.embedded = _to_strange_fonts(fonts)
        self.elements: dict[str, etree._Element] = {}
        self.usual: dict[str, str] = {}
        self.kept: dict[str, Properties] = {}
        self.defaults: Properties = {}
        for style in styles.iter(WORD + "style") if styles is not None else ():
            name = style.get(WORD + "styleId", "")
            self.elements[name] = style
            if style.get(WORD + "default") in ("1", "true", "on"):
                self.usual[style.get(WORD + "type", "paragraph")] = name
        if styles is not None:
            self.defaults = self.run_properties(styles.find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr"))

    def lineage(self, name: str, kind: str) -> list[etree._Element]:
        """A style and those it is based on, the last of them first; the usual one of its kind where there is none of that name."""
        found: list[etree._Element] = []
        at = name if name in self.elements else self.usual.get(kind, "")
        while at in self.elements and self.elements[at] not in found and len(found) < _DEEPEST:
            found.append(self.elements[at])
            at = value_of(found[-1].find(WORD + "basedOn"))
        return found[::-1]

    def style_properties(self, name: str, kind: str) -> Properties:
        """What a style and those it is based on say of runs, and of the ground."""
        key = f"{kind} {name}"
        if key not in self.kept:
            merged: dict[str, object] = {}
            for style in self.lineage(name, kind):
                merged |= self.run_properties(style.find(WORD + "rPr"))
                merged |= self.ground_of(style.find(WORD + "pPr"))
                if kind == "table":
                    merged |= {**self.ground_of(style.find(WORD + "tblPr")), **self.ground_of(style.find(WORD + "tcPr"))}
            self.kept[key] = merged
        return self.kept[key]

    def run_properties(self, element: etree._Element | None) -> Properties:
        """What an rPr says, as far as it decides what is seen."""
        found: dict[str, object] = {}
        for child in element if element is not None else ():
            tag = child.tag
            if not isinstance(tag, str):
                continue
            name = tag.removeprefix(WORD)
            if name in _TOGGLES or name in ("rtl", "specVanish"):
                found[name] = is_flag_on(child)
            elif name in ("sz", "position", "w", "spacing", "fitText"):
                found[name] = to_number(value_of(child))
            elif name == "vertAlign":
                found[name] = value_of(child)
            elif name == "color":
                found[name] = self.colour_of(child, "val", "theme")
            elif name == "highlight":
                found[name] = to_colour(_HIGHLIGHTS.get(value_of(child), ""))
            elif name == "shd":
                found |= {"run_ground": self.shade_of(child)}
            elif name == "rFonts":
                found["font"] = child.get(WORD + "ascii", "")
            elif name == "eastAsianLayout":
                found["combine"] = child.get(WORD + "combine", "0") in ("1", "true", "on")
            elif tag == _WORD_2010 + "textFill":
                found["fill"] = self._fill_of(child)
        return found

    def ground_of(self, properties: etree._Element | None) -> Properties:
        """The ground that a pPr, tcPr or tblPr gives to what stands on it."""
        shade = properties.find(WORD + "shd") if properties is not None else None
        ground = self.shade_of(shade) if shade is not None else None
        return {"ground": ground} if ground is not None else {}

    def shade_of(self, shade: etree._Element) -> Colour | None:
        """The colour of a shading, None where it has none."""
        pattern = value_of(shade)
        fill, ink = self.colour_of(shade, "fill", "themeFill"), self.colour_of(shade, "color", "theme")
        if pattern == "solid":
            return ink or (0, 0, 0)
        if pattern.startswith("pct") and pattern[3:].isdigit():
            share = min(int(pattern[3:]), 100) / 100
            return mix(ink or (0, 0, 0), fill or WHITE, share)
        if pattern.endswith(("Stripe", "Cross")) and not is_pale(ink or (0, 0, 0), fill or WHITE):
            return ink or (0, 0, 0)  # lines in a colour of their own run through the text
        return None if pattern == "nil" else fill

    def colour_of(self, element: etree._Element, plain: str, theme: str) -> Colour | None:
        """The colour that an element names by value or by theme, None for the automatic one, which is always seen."""
        name = element.get(WORD + (theme if theme != "theme" else "themeColor"), "")
        prefix = "themeFill" if theme == "themeFill" else "theme"
        base = self.theme.get(_THEME.get(name, name))
        if base is None:
            return to_colour(element.get(WORD + plain, ""))
        tint, shade = element.get(WORD + prefix + "Tint", ""), element.get(WORD + prefix + "Shade", "")
        if tint:
            return mix(base, WHITE, _to_share(tint))
        return mix(base, (0, 0, 0), _to_share(shade)) if shade else base

    def _fill_of(self, fill: etree._Element) -> object:
        """The colour of a fill of Word 2010, "none" where there is none, None where it is more than a colour."""
        if fill.find(_WORD_2010 + "noFill") is not None:
            return "none"
        if fill.find(_WORD_2010 + "gradFill") is not None:
            return "none"
        solid = fill.find(_WORD_2010 + "solidFill")
        for colour in solid if solid is not None else ():
            alpha = colour.find(_WORD_2010 + "alpha")
            if alpha is not None and to_number(alpha.get(_WORD_2010 + "val", "")) > 80_000:
                return "none"
            name = colour.get(_WORD_2010 + "val", "")
            plain = not len(colour)
            return (to_colour(name) or self.theme.get({"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}.get(name, name))) if plain else None
        return None

    def is_leftward(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph runs from right to left. properties: its pPr."""
        named = value_of(properties.find(WORD + "pStyle") if properties is not None else None)
        flags = [one.find(f"{WORD}pPr/{WORD}bidi") for one in self.lineage(named, "paragraph")]
        flags.append(properties.find(WORD + "bidi") if properties is not None else None)
        return is_flag_on(next((flag for flag in reversed(flags) if flag is not None), None))

    @staticmethod
    def has_diagonal(properties: etree._Element | None) -> bool:
        """Whether a tcPr draws a line from corner to corner, which takes back what stands in the cell, or stands for nothing."""
        borders = properties.find(WORD + "tcBorders") if properties is not None else None
        lines = [borders.find(WORD + name) for name in ("tl2br", "tr2bl")] if borders is not None else []
        return any(value_of(line) not in ("", "nil", "none") for line in lines)

    def of_paragraph(self, properties: etree._Element | None, setting: Setting) -> Properties:
        """What holds for all runs of a paragraph that say nothing else, with the toggles that styles set counted."""
        named = properties.find(WORD + "pStyle") if properties is not None else None
        own = self.style_properties(value_of(named), "paragraph")
        merged: dict[str, object] = {"ground": setting.ground, **self.defaults, **setting.properties, **own, **self.ground_of(properties)}
        for name in _TOGGLES:
            merged[name] = [level for level in (setting.properties, own) if level.get(name)]
            merged[name + " by default"] = bool(self.defaults.get(name))
        return merged

    def look(self, run: etree._Element, paragraph: Properties, doubt: str = "") -> Look:
        """How a run is shown. `paragraph`: of of_paragraph."""
        element = run.find(WORD + "rPr")
        if element is None:
            style, direct = self.style_properties("", "character"), _NOTHING
        else:
            named = element.find(WORD + "rStyle")
            style, direct = self.style_properties(value_of(named), "character"), self.run_properties(element)
        merged = {**paragraph, **style, **direct}
        states = {}
        for name in _TOGGLES:
            levels = paragraph[name]
            count = (len(levels) if isinstance(levels, list) else 0) + bool(style.get(name))
            if name in direct:
                states[name] = bool(direct[name])
            else:
                states[name] = count > 0 or bool(paragraph[name + " by default"])
                doubt = doubt or ("faint" if name == "vanish" else "struck") * (count > 1)
        is_doubtful = doubt in ("faint", "struck")
        return Look(
            is_hidden=states["vanish"] and not is_doubtful,
            is_struck=(states["strike"] or states["dstrike"]) and not is_doubtful,
            doubt=doubt or _doubt_of(merged) or ("glyph" if merged.get("font") in self.embedded else ""),
            shift=_shift_of(merged),
            size=_number(merged, "sz", 20),
        )


def _to_strange_fonts(fonts: etree._Element | None) -> frozenset[str]:
    """The fonts that a document brings along and nobody else has: which characters their glyphs are, it alone knows."""
    found = set()
    for font in fonts.iter(WORD + "font") if fonts is not None else ():
        name = font.get(WORD + "name", "")
        if name and font.find(WORD + "embedRegular") is not None and _USUAL_FONTS.search(name) is None:
            found.add(name)
    return frozenset(found)


def _doubt_of(merged: Properties) -> str:
    """Why text may not be seen as it is written, "" where it is."""
    size = _number(merged, "sz", 20)
    if size < LEAST_SIZE or _number(merged, "w", 100) < LEAST_SCALE or 0 < _number(merged, "fitText", 0) < LEAST_FIT:
        return "faint"
    if _number(merged, "spacing", 0) / 10 < -0.4 * size or merged.get("combine"):
        return "crowded"
    if merged.get("rtl"):
        return "unlike"
    if merged.get("specVanish"):
        return "faint"
    if str(merged.get("font", "")).lower().startswith(PICTURE_FONTS):
        return "glyph"
    ink = merged.get("fill") or merged.get("color")
    ground = merged.get("highlight") or merged.get("run_ground") or merged.get("ground")
    if ink == "none":
        return "faint"
    if not isinstance(ink, tuple):
        # the automatic colour is white on a dark ground; whether under a marker too, programs differ
        marked = merged.get("highlight")
        return "faint" if isinstance(marked, tuple) and is_pale((0, 0, 0), marked) else ""
    return "faint" if isinstance(ground, tuple) and is_pale(ink, ground) else ""


def _shift_of(merged: Properties) -> int:
    position = _number(merged, "position", 0)
    return position + {"superscript": RAISED, "subscript": -RAISED}.get(str(merged.get("vertAlign", "")), 0)


def _number(merged: Properties, name: str, usual: int) -> int:
    value = merged.get(name, usual)
    return value if isinstance(value, int) else usual


def _to_share(text: str) -> float:
    try:
        return min(max(int(text, 16), 0), 255) / 255
    except ValueError:
        return 1.0


def to_number(text: str) -> int:
    """A whole number as Word writes it, with or without a unit; 0 where it is none."""
    digits = text.strip().removesuffix("%").removesuffix("pt").partition(".")[0][:9]
    return int(digits) if digits.lstrip("-").isdigit() and digits.count("-") <= 1 and digits.lstrip("-").isascii() else 0


def value_of(element: etree._Element | None) -> str:
    """The val of an element, "" where there is none."""
    return element.get(WORD + "val", "") if element is not None else ""


def is_flag_on(flag: etree._Element | None) -> bool:
    return flag is not None and flag.get(WORD + "val", "true") not in ("0", "false", "off", "none")
