"""An element of a page → the text that a reader of the page sees in it.

In: a cell, the styles and scripts of its page. Out: its text, a model.Cell where that may not be what is seen. Not its business: rows and columns
(html.py), what a style says (style.py).
What is not shown is not there. What is struck out is withdrawn. What is raised, lowered or ringed becomes a note mark. Where something stands that is
no text, or its order, its place or its glyphs cannot be told, the cell is in doubt.
"""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from gongkai.model import OBJECT, Cell
from gongkai.readers.html.cascade import Styles
from gongkai.readers.html.fields import field_to_text, generated, is_field_narrow, is_tick
from gongkai.readers.html.inline import BREAK, Pieces, fold_spaces, to_text
from gongkai.readers.html.script import Scripts
from gongkai.readers.html.style import Style
from gongkai.readers.html.switched import Switched
from gongkai.readers.picture_fonts import PICTURE_FONTS

_DEEPEST = 200
_GAP = 0.25
"""sizes of a font by which a box in a line is wider than its text and parts it from what is beside it"""
_SPACED = 0.3
"""sizes of a font by which characters are set apart or together before it is not sure what stands beside what"""
_SMALL = 0.67
"""the share of the size of other digits beside it below which a digit looks like no part of their number"""
_FAR_IN = 150
"""pixels that a first line may be indented, and hardly one is"""
_NO_TEXT = "img svg canvas object embed iframe frame fencedframe video audio math applet progress meter marquee image"
_OBJECTS = frozenset(_NO_TEXT.split())
_CONTROLS = frozenset(["input", "select", "textarea", "button"])
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_PLAIN_NUMBER = re.compile(r"\s*\d+(?:[.,]\d+)*\s*")
_TURNING = re.compile("[\u202b\u2067\u200f\u061c]")
_DIGIT = re.compile(r"\d")
_ICON = re.compile(r"\d|num|digit|sprite|icon", re.I)


def _without_format(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def is_picture_small(picture: etree._Element) -> bool:
    """Whether a picture only keeps a distance: three pixels or less either way."""
    return any(re.match(r"\s*[0-3](?:px)?\s*$", picture.get(side) or "") for side in ("width", "height"))


def _has_source(picture: etree._Element) -> bool:
    """Whether a picture has an address, or words that are shown in its place."""
    is_given = any(name in picture.attrib for name in ("src", "srcset", "data-src", "data-original"))
    return is_given or bool((picture.get("alt") or "").strip())


def _is_choice(element: etree._Element) -> bool:
    """Whether an element shows one of several pictures; the parser puts the one that they replace into the one before it."""
    return element.tag == "picture" and any("srcset" in one.attrib or "data-srcset" in one.attrib for one in element.iter("source"))


def _is_apart(part: etree._Element, tag: str, style: Style) -> bool:
    """Whether a part of a line looks like none of the number beside it: boxed, a link to a note on the page, a mark that is hardly raised."""
    return (style.has_edge and not style.is_block) or tag in ("sup", "sub") or (tag == "a" and (part.get("href") or "").startswith("#"))


class Shown:
    """Reads the cells of one page."""

    def __init__(self, styles: Styles, scripts: Scripts, switched: Switched) -> None:
        self.styles = styles
        self.scripts = scripts
        self.switched = switched

    def cell(self, cell: etree._Element, table: etree._Element | None = None, doubt: str = "") -> str:
        """The text of a cell, line breaks in it as line feeds. `doubt`: what is known of its row."""
        style = self.styles.of(cell)
        seen = Pieces()
        if any(token.type in ("url", "function") for token in style.content):
            seen.doubts.append("object")  # a picture in the place of what stands there
        if doubt or style.doubt or style.outer or style.floats:
            seen.doubts.append(doubt or style.doubt or style.outer or "placed")
        self._element(cell, style, "", seen, 0)
        if style.clip[0] is not None:
            self._clipped(style, "".join(text for text, _ in seen.pieces), seen)
        if style.has_bands:
            seen.doubts.append("struck")
        text = to_text(seen)
        found = self._doubt(seen, style, text, table)
        if found:
            return Cell(text, found)
        if self.scripts.fills(cell, table, text, self.styles.sheets.has_absent) or self.switched.holds(cell, table):
            return Cell(text, "script")
        if text:
            return text
        if struck := "".join(seen.struck).strip():
            return Cell(fold_spaces(struck), "struck")
        if unseen := "".join(seen.unseen).strip():
            return Cell(fold_spaces(unseen), "faint")
        return Cell("", "object") if style.has_picture or self._is_drawn(cell) else ""

    def _is_drawn(self, cell: etree._Element) -> bool:
        """Whether an empty cell holds empty elements whose class, in a sheet that is not at hand, may be a picture of a digit."""
        if not self.styles.sheets.has_absent or not len(cell):
            return False
        empty = [
            one for one in cell.iter("i", "em", "b", "span") if not len(one) and not (one.text or "").strip() and self.styles.of(one).fate == "shown"
        ]
        return any(_ICON.search(one.get("class") or "") and "mso" not in (one.get("class") or "").lower() for one in empty[:20])

    def _doubt(self, seen: Pieces, style: Style, text: str, table: etree._Element | None) -> str:
        if _PRIVATE.search(text):
            return "glyph"
        has_digit = _DIGIT.search(text) is not None
        if seen.doubts and (has_digit or not text or "object" in seen.doubts):
            return seen.doubts[0]
        if not has_digit and not seen.is_indented:
            return ""
        if "\u202e" in text or (_TURNING.search(text) and not _PLAIN_NUMBER.fullmatch(_without_format(text))):
            return "placed"
        if seen.rtl and (seen.texts > 1 or not _PLAIN_NUMBER.fullmatch(text)):
            return "placed"
        if seen.is_indented and any(BREAK in text for text, _ in seen.pieces):
            return "placed"  # only the first line of a block is indented
        if seen.floats and seen.texts > 1:
            return "placed"
        if 0 < seen.apart < len(_DIGIT.findall(text)):
            return "unlike"
        if seen.sizes and min(seen.sizes) <= _SMALL * max(seen.sizes):
            return "unlike"
        return "glyph" if self._has_strange_font(seen, table) else ""

    def _has_strange_font(self, seen: Pieces, table: etree._Element | None) -> bool:
        if any(families and families[0].lower().startswith(PICTURE_FONTS) for families in seen.families):
            return True
        faces = self.styles.sheets.faces
        if not faces:
            return False
        around = self.styles.of(table).families if table is not None else ()
        return any(
            any(faces.get(family) == "data" for family in families) or (families[:1] != around[:1] and families[:1] and families[0] in faces)
            for families in seen.families
        )

    def _element(self, element: etree._Element, style: Style, raised: str, seen: Pieces, depth: int) -> None:
        """Take over what stands in an element."""
        texts = seen.texts
        self._generated(element, "before", raised, seen)
        if element.tag == "q":
            self._text("“", style, raised, seen)
        is_folded = element.tag == "details" and "open" not in element.attrib
        if is_folded:
            seen.doubts.append("object")  # the mark that unfolds it is shown
        if element.text and not is_folded:
            self._text(element.text, style, raised, seen)
        for child in element:
            if isinstance(child.tag, str):
                if depth < _DEEPEST:
                    self._child(child, raised, seen, depth)
                else:
                    seen.doubts.append("object")
            if child.tail and not is_folded:
                self._text(child.tail, style, raised, seen)
        if element.tag == "q":
            self._text("”", style, raised, seen)
        self._generated(element, "after", raised, seen)
        if ("flex" in style.display or "grid" in style.display) and seen.texts > texts + 1:
            seen.doubts.append("placed")  # its parts are boxes that stand beside or under one another
        for name in ("first-letter", "first-line"):
            part = self.styles.pseudo(element, name)
            if part is not None and (
                part.fate != style.fate or part.is_struck != style.is_struck or part.raised or part.floats or part.position != "static"
            ):
                seen.doubts.append("faint")

    def _child(self, child: etree._Element, raised: str, seen: Pieces, depth: int) -> None:
        style = self.styles.of(child)
        tag = str(child.tag)
        if tag == "template" and ("shadowrootmode" in child.attrib or "shadowmode" in child.attrib):
            seen.doubts.append("script")
        is_untold = (child.get("hidden") or "").strip().lower() == "until-found"  # hidden as a block, shown within a line
        if (style.doubt == "faint" or is_untold) and style.fate not in ("shown", "pale") and _DIGIT.search("".join(child.itertext())):
            seen.doubts.append("faint")  # it is hidden, or is not
        if style.is_gone or (style.fate in ("gone", "indented") and tag in _OBJECTS):
            if style.is_block and style.display != "none" and style.position not in ("absolute", "fixed"):
                seen.pieces.append((BREAK, ""))  # of a block without height there is still the end of the line
            return
        if tag in _OBJECTS or _is_choice(child):
            self._object(child, tag, style, seen)
        elif tag in _CONTROLS:
            self._control(child, tag, style, seen)
        elif tag == "br":
            seen.pieces.append((BREAK, ""))
        else:
            self._part(child, tag, style, raised, seen, depth)

    def _part(self, child: etree._Element, tag: str, style: Style, raised: str, seen: Pieces, depth: int) -> None:
        if style.content and any(token.type in ("url", "function") for token in style.content):
            seen.doubts.append("object")  # a picture in the place of what stands there
            return
        at = len(seen.pieces)
        if style.is_block or style.display == "table-cell":
            seen.pieces.append((BREAK, ""))
        elif style.is_gap:
            seen.pieces.append((" ", ""))
        self._marker(child, tag, style, raised, seen)
        if tag == "table" and sum(1 for _ in child.iter("td", "th")) > 1:
            seen.doubts.append("object")
        own = "ring" if style.has_ring else ("lift" if style.raised and style.raise_by not in (1.0,) else style.raised) or raised
        self._element(child, style, own, seen, depth + 1)
        if style.is_block or style.display == "table-cell":
            seen.pieces.append((BREAK, ""))
        elif style.is_gap:
            seen.pieces.append((" ", ""))
        has_text = seen.has_text(at)
        if has_text and style.width and style.width > self._width(style, seen, at) + _GAP * style.size:
            seen.pieces.insert(at, (" ", ""))
            seen.pieces.append((" ", ""))
        if has_text and not own and _is_apart(child, tag, style):
            seen.apart += len(_DIGIT.findall("".join(text for text, kind in seen.pieces[at:] if not kind)))
        if tag in ("option", "optgroup") and has_text:
            seen.doubts.append("object")  # a choice without its field, on a line of its own
        if "-" in tag and not len(child) and not has_text:
            seen.doubts.append("script")  # an element of the page's own, which a script fills
        if (style.doubt or style.outer) and has_text:
            seen.doubts.append(style.doubt or style.outer)
        elif tag == "hr" and style.doubt:
            seen.doubts.append("struck")
        elif style.is_painted and style.position in ("absolute", "fixed") and style.is_visible:
            seen.doubts.append("covered")
        elif style.has_picture:
            seen.doubts.append("struck" if has_text else "object")
        if style.floats and has_text:
            seen.floats = True
        if style.clip != (None, None) and has_text:
            self._clipped(style, "".join(text for text, _ in seen.pieces[at:]), seen)

    def _width(self, style: Style, seen: Pieces, at: int) -> float:
        """Pixels of what was taken over since, in one line, at the most."""
        return style.size * sum(0.6 if sign.isascii() else 1.0 for text, _ in seen.pieces[at:] for sign in text.strip())

    def _clipped(self, style: Style, text: str, seen: Pieces) -> None:
        """Doubt what is longer than its box and goes on behind it; a digit is half as wide as it is high."""
        lines = [line for line in (fold_spaces(one).strip() for one in text.split(BREAK)) if line]
        width, height = style.clip
        if width is not None and max((len(line) for line in lines), default=0) * 0.5 * style.size > width + 1:
            seen.doubts.append("placed")
        if height is not None and len(lines) * style.size > height + 1:
            seen.doubts.append("placed")

    def _marker(self, child: etree._Element, tag: str, style: Style, raised: str, seen: Pieces) -> None:
        """The number before an item of a list."""
        if style.display != "list-item":
            return
        above = child.getparent()
        if above is not None and tag == "li":
            value = child.get("value") or ""
            start = above.get("start") or ""
            number = seen.numbers.get(above, (int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1) - 1) + 1
            seen.numbers[above] = int(value) if re.fullmatch(r"-?\d{1,6}", value) else number
            if "reversed" in above.attrib:
                seen.doubts.append("object")
        marker = self.styles.pseudo(child, "marker")
        if marker is not None and marker.content:
            seen.doubts.append("object")
        kind = style.list_type
        if kind == "decimal" and tag == "li" and above is not None:
            self._text(f"{seen.numbers[above]}. ", style, raised, seen)
        elif kind not in ("none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"):
            seen.doubts.append("object")

    def _generated(self, element: etree._Element, name: str, raised: str, seen: Pieces) -> None:
        style = self.styles.pseudo(element, name)
        if style is None or style.is_gone or not style.content:
            return
        text, is_text = generated(element, style)
        if not is_text:
            seen.doubts.append("object")
        elif text:
            at = len(seen.pieces)
            if style.is_block or style.is_gap:
                seen.pieces.append((BREAK if style.is_block else " ", ""))
            self._text(text, style, "ring" if style.has_ring else style.raised or raised, seen)
            if style.is_block or style.is_gap:
                seen.pieces.append((BREAK if style.is_block else " ", ""))
            if (style.doubt or style.floats) and seen.has_text(at):
                seen.doubts.append(style.doubt or "placed")
        if style.is_visible and (style.has_picture or (style.is_painted and style.position in ("absolute", "fixed"))):
            seen.doubts.append("covered")

    def _text(self, text: str, style: Style, raised: str, seen: Pieces) -> None:
        if style.is_preserved:
            text = text.replace("\r\n", "\n").replace("\n", BREAK)
        if style.fate in ("gone", "indented"):
            seen.is_indented |= style.fate == "indented" and bool(text.strip())
            return
        if style.fate in ("hidden", "unseen"):
            if text.strip():
                seen.pieces.append((" ", ""))
                if style.fate == "unseen":
                    seen.unseen.append(text)
            return
        if style.is_struck and text.strip():
            seen.struck.append(text)
            seen.pieces.append(("", "struck"))
            return
        seen.pieces.append((text, raised))
        if text.strip():
            seen.texts += 1
            seen.families.add(style.families)
            seen.rtl += style.is_rtl
            if style.line_indent > _FAR_IN:
                seen.doubts.append("placed")
            if style.fate == "pale":
                seen.doubts.append("faint")
            if style.is_flat:
                seen.doubts.append("crowded")
            if not raised and _DIGIT.search(text):
                seen.sizes.add(style.size)
            is_spaced = style.is_overridden or abs(style.spacing) > _SPACED
            if style.spacing < -_SPACED or (is_spaced and len(text.strip()) > 1):
                seen.doubts.append("placed")

    def _object(self, child: etree._Element, tag: str, style: Style, seen: Pieces) -> None:
        if not style.is_visible or style.opacity < 0.05:
            return
        if tag == "img" and (is_picture_small(child) or not _has_source(child)):
            return
        seen.pieces.append((OBJECT, ""))
        seen.doubts.append("object")

    def _control(self, child: etree._Element, tag: str, style: Style, seen: Pieces) -> None:
        """A field shows what it holds as plainly as a line does; an empty one may hold what was never written into the page."""
        if not style.is_visible or style.opacity < 0.05:
            return
        if is_tick(child, tag):
            return
        text = field_to_text(child, tag)
        if not text or style.doubt or style.floats or is_field_narrow(child, tag, text, style.clip[0]):
            seen.pieces.append((OBJECT, ""))
            seen.doubts.append("object")
            return
        seen.pieces.append((BREAK, ""))
        self._text(text.replace("\n", BREAK), style, "", seen)
        seen.pieces.append((BREAK, ""))
