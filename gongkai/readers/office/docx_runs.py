"""A paragraph of a DOCX → the pieces of text that a reader of it sees.

In: a paragraph, how its place sets it. Out: Pieces: fields as what they show, insertions kept, hidden text left out, struck and deleted
text told from the rest, raised text as raised, and a piece with a doubt for what is no text: pictures, formulas, controls. Not its
business: tables (docx.py), what a style says (docx_styles.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from gongkai.model import OBJECT
from gongkai.readers.office.docx_floats import PICTURE, Float, floats_of
from gongkai.readers.office.docx_styles import WORD, Properties, Setting, Styles, is_flag_on, to_number, value_of
from gongkai.readers.office.pieces import RAISED, Look, Piece

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_KNOWN = re.compile(r"http://schemas\.microsoft\.com/office/(word|drawing|mac)/20\d\d/|http://schemas\.openxmlformats\.org/")
_SKIPPED = frozenset(WORD + name for name in ("footnotePr", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr"))
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DELETED = frozenset((*(WORD + name for name in ("del", "moveFrom", "conflictDel")), _WORD_2010 + "conflictDel"))
_DRAWN = frozenset(WORD + name for name in ("drawing", "pict", "object", "contentPart", "altChunk", "subDoc"))
_MARKS = frozenset(WORD + name for name in ("t", "delText", "tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "sym"))
_REFERENCES = frozenset(WORD + name for name in ("footnoteReference", "endnoteReference"))
_COMPUTED = frozenset(WORD + name for name in ("pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"))
_LIVE = frozenset((
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "FORMCHECKBOX", "MACROBUTTON", "GOTOBUTTON",
    "ADVANCE", "SYMBOL", "NUMWORDS", "NUMCHARS", "FILESIZE", "EDITTIME", "REVNUM",
))
"""fields whose result is made when they are shown"""
_SILENT = frozenset(("", "XE", "TC", "TA", "RD", "SET", "ASK", "FILLIN", "PRIVATE", "BOOKMARK", "HYPERLINK", "TOC", "FORMTEXT", "NEXT"))
"""fields that show nothing where they have no result"""
_RINGED = re.compile(r"EQ\s*\\o(?:\\ac|\\al|\\ar|\\ad)?\s*\(\s*[○〇◯Oo]\s*[,;，]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_RINGS = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SOLID_RINGS = "⓿❶❷❸❹❺❻❼❽❾❿"
_HAN = re.compile("[\u3400-\u9fff]")
_DEEPEST = 60
LEAST_LINE, WIDEST_INDENT, MOST_CHARACTERS = 60, 5670, 2700
FURTHEST_LEFT, OVER_THE_RULE = -567, -220
"""twentieths of a point by which a text may begin left of its cell; and by which one that is set to the left stands on the rule before it"""
CLOSEST_FIT, WIDEST_FIT = 3, 12
"""twentieths of a point a character, in half points of the font, between which a fitted text looks like one; 5 would be as usual"""
"""twentieths of a point: 3 points, 10 cm; and hundredths of a character"""
_ORDERED = re.compile(r"\s*+[\d０-９]*+(?:[.,，．][\d０-９]++)*+\s*")
"""what stands the same way in a paragraph that runs from right to left"""
_MOST_FIELDS = 30
"""fields within fields; Word opens no more than 20"""
_LONGEST_CODE = 10_000


@dataclass(slots=True)
class _Field:
    """An open field: its code so far, whether its code is being read, where its result begins among the pieces."""

    start: etree._Element
    code: str = ""
    is_code: bool = True
    begins: int = 0
    pieces: list[Piece] | None = None


@dataclass(slots=True)
class Runs:
    """Turns the paragraphs of one document into pieces, in the order of the document: fields may go on over several.

    boxes, floats: the text boxes, and what floats over the text, met since they were last taken away. notes: how many references to footnotes there
    were. is_remade: a program that adds up anew wrote the document, so that what a formula shows may be its own.
    """

    styles: Styles
    fields: list[_Field] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    floats: list[Float] = field(default_factory=list)
    notes: int = 0
    is_remade: bool = False

    def pieces(self, paragraph: etree._Element, setting: Setting) -> list[Piece]:
        """The pieces of a paragraph, in order."""
        about = paragraph.find(WORD + "pPr")
        base = self.styles.of_paragraph(about, setting)
        found: list[Piece] = []
        doubt = setting.doubt or (_layout_to_doubt(about, base, self.styles) if setting.is_cell and about is not None else "")
        self._collect(paragraph, found, _Place(base, setting.is_cell, Look(doubt=doubt)), 0)
        if setting.is_cell and not doubt and self.styles.is_leftward(about) and not _ORDERED.fullmatch("".join(one.text for one in found)):
            return [one._replace(look=one.look._replace(doubt=one.look.doubt or "unlike")) for one in found]
        return _boxed(found) if setting.is_cell and _is_boxed_in_part(paragraph) else found

    def _collect(self, element: etree._Element, found: list[Piece], place: _Place, depth: int) -> None:
        if depth > _DEEPEST:
            found.append(Piece(OBJECT, Look(doubt="object")))
            return
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == WORD + "fldChar":
                self._mark_field(child, found, place)
            elif tag == WORD + "instrText":
                if self.fields and len(self.fields[-1].code) < _LONGEST_CODE:
                    self.fields[-1].code += child.text or ""
            elif any(one.is_code for one in self.fields) and tag in _SHOWN:
                continue
            elif tag in _MARKS:
                found.append(Piece(*_mark_to_text(child, place.look)))
            elif tag == WORD + "r":
                look = self.styles.look(child, place.base, place.look.doubt)
                is_struck = place.look.is_struck or look.is_struck
                if place.is_cell and not look.doubt and _is_torn(child, look.size):
                    look = look._replace(doubt="crowded")
                self._collect(child, found, place._replace(look=look._replace(is_struck=is_struck)), depth + 1)
            else:
                self._collect_other(child, found, place, depth)
                if tag in _REFERENCES and is_flag_on_as_attribute(child, "customMarkFollows") and not place.look.shift:
                    place = place._replace(look=place.look._replace(doubt=place.look.doubt or "note"))  # the mark stands in its line

    def _collect_other(self, child: etree._Element, found: list[Piece], place: _Place, depth: int) -> None:
        tag = child.tag
        if tag in _DELETED:
            self._collect(child, found, place._replace(look=place.look._replace(is_struck=True)), depth + 1)
        elif tag == _ALTERNATE + "AlternateContent":
            self._collect(alternative(child), found, place, depth + 1)
        elif tag in _DRAWN:
            self._draw(child, found, place)
        elif tag in (_MATHS + "oMath", _MATHS + "oMathPara"):
            text, is_plain = _maths_to_text(child)
            found.append(Piece(text or OBJECT, place.look if is_plain else place.look._replace(doubt="object")))
        elif tag == WORD + "ruby":
            for part, shift in (("rubyBase", 0), ("rt", RAISED)):
                inner = child.find(WORD + part)
                before = len(found)
                if inner is not None:
                    self._collect(inner, found, place, depth + 1)
                found[before:] = [one._replace(look=one.look._replace(shift=one.look.shift + shift)) for one in found[before:]]
        elif tag == WORD + "fldSimple":
            self.fields.append(_Field(child, child.get(WORD + "instr", ""), False, len(found), found))
            self._collect(child, found, place, depth + 1)
            self._end_field(found, place)
        elif tag == WORD + "sdt":
            self._control(child, found, place, depth)
        elif tag in _REFERENCES:
            self.notes += tag == WORD + "footnoteReference"
            mark = str(self.notes) if tag == WORD + "footnoteReference" else "注"
            if not is_flag_on_as_attribute(child, "customMarkFollows"):
                found.append(Piece(mark, place.look._replace(shift=RAISED)))
        elif tag in _COMPUTED:
            found.append(Piece(OBJECT, place.look._replace(doubt="object")))
        else:
            look = place.look._replace(doubt="unlike") if tag in (WORD + "bdo", WORD + "dir") and value_of(child) == "rtl" else place.look
            self._collect(child, found, place._replace(look=look), depth + 1)

    def _control(self, control: etree._Element, found: list[Piece], place: _Place, depth: int) -> None:
        """A content control: what it holds, in doubt where that is not what it shows."""
        content = control.find(WORD + "sdtContent")
        before = len(found)
        if content is not None:
            self._collect(content, found, place, depth + 1)
        doubt = control_to_doubt(control)
        if doubt and place.is_cell:
            found[before:] = [one._replace(look=one.look._replace(doubt=one.look.doubt or doubt)) for one in found[before:]]
        if not any(one.text.strip() for one in found[before:]) and place.is_cell and is_choice(control):
            found.append(Piece(OBJECT, place.look._replace(doubt="object")))

    def _draw(self, drawn: etree._Element, found: list[Piece], place: _Place) -> None:
        """A picture, a drawing or an embedded object; the text boxes in it are kept for the reader of blocks."""
        if place.look.is_hidden or any(is_flag_on_as_attribute(one, "hidden", "") for one in drawn.iter(PICTURE + "docPr")):
            return
        if any("visibility:hidden" in (one.get("style") or "").replace(" ", "") for one in drawn):
            return
        self.floats += floats_of(drawn)
        boxes = list(_boxes_of(drawn, 0))
        texts = ["".join(text.text or "" for text in box.iter(WORD + "t")) for box in boxes]
        self.boxes += [box for box, text in zip(boxes, texts, strict=True) if not place.is_cell or _HAN.search(text)]
        if place.is_cell and not any(one.get(_OFFICE + "hr") for one in drawn.iter()):
            is_behind = not boxes and any(one.get("behindDoc") in ("1", "true") for one in drawn.iter(PICTURE + "anchor"))
            text = "".join(text for text in texts if not _HAN.search(text))
            found.append(Piece(text if text.strip() else OBJECT, place.look._replace(doubt="object"), is_behind))

    def _mark_field(self, mark: etree._Element, found: list[Piece], place: _Place) -> None:
        kind = mark.get(WORD + "fldCharType", "")
        if kind == "begin" and len(self.fields) < _MOST_FIELDS:
            self.fields.append(_Field(mark))
        elif kind == "separate" and self.fields:
            self.fields[-1].is_code = False
            self.fields[-1].begins, self.fields[-1].pieces = len(found), found
        elif kind == "end" and self.fields:
            self._end_field(found, place)

    def _end_field(self, found: list[Piece], place: _Place) -> None:
        """Close a field: its result stands among the pieces already; what it shows without one is added."""
        ended = self.fields.pop()
        if any(one.is_code for one in self.fields) or place.look.is_hidden:
            return
        begins = ended.begins if ended.pieces is found else 0
        shown = [] if ended.is_code else found[begins:]
        is_shown = any(one.text.strip() for one in shown) or (ended.pieces is not None and ended.pieces is not found)
        kind = (ended.code.split(maxsplit=1) or [""])[0].upper().rstrip("\\(")
        ringed = _RINGED.search(ended.code) if kind == "EQ" else None
        choices = [value_of(one) for one in ended.start.iter(WORD + "listEntry")]
        if ringed is not None and int(ringed[1]) < len(_RINGS) and not is_shown:
            found.append(Piece(_RINGS[int(ringed[1])], place.look))
        elif kind == "FORMDROPDOWN" and choices and not is_shown:
            found.append(Piece(_chosen(ended.start, choices), place.look))
        elif not place.is_cell:
            return
        elif is_shown and (self._is_live(kind) or is_flag_on_as_attribute(ended.start, "dirty")):
            found[begins:] = [one._replace(look=one.look._replace(doubt="object")) for one in shown]
        elif not is_shown and (kind not in _SILENT or any(value_of(one).strip() for one in ended.start.iter(WORD + "default"))):
            found.append(Piece(OBJECT, place.look._replace(doubt="object")))

    def _is_live(self, kind: str) -> bool:
        """Whether the result of a field may be made anew when it is shown, or has been by the program that wrote the document."""
        return kind in _LIVE or kind in ("EQ", "FORMDROPDOWN", "XE", "TC", "TA", "RD", "PRIVATE") or (self.is_remade and kind.startswith("="))


class _Place(NamedTuple):
    """Where in a paragraph its walk stands."""

    base: Properties
    is_cell: bool
    look: Look


_SHOWN = _MARKS | _DRAWN | _REFERENCES | _COMPUTED | {_MATHS + "oMath", _MATHS + "oMathPara"}
"""what shows something; within the code of a field it does not"""


def _layout_to_doubt(about: etree._Element, base: Properties, styles: Styles) -> str:
    """Why the text of a paragraph of a cell may not be seen there: flat lines, a frame that stands elsewhere, an indent wider than a cell."""
    spacing, indent = about.find(WORD + "spacing"), about.find(WORD + "ind")
    if about.find(WORD + "framePr") is not None:
        return "object"
    if spacing is not None and spacing.get(WORD + "lineRule") == "exact":
        size = base.get("sz")
        needed = max(LEAST_LINE, 5.5 * size if isinstance(size, int) else 0)  # half of what the size of the font is
        if to_number(spacing.get(WORD + "line", "240")) < needed:
            return "faint"
    if indent is None:
        return ""
    far = [to_number(indent.get(WORD + side, "")) for side in ("left", "start", "firstLine", "hanging")]
    far += [WIDEST_INDENT * to_number(indent.get(f"{WORD}{side}Chars", "")) // MOST_CHARACTERS for side in ("left", "start", "firstLine", "hanging")]
    if max(map(abs, far)) > WIDEST_INDENT:
        return "faint"
    left, first, hanging = (to_number(indent.get(WORD + side, "")) for side in ("left", "firstLine", "hanging"))
    named = styles.lineage(value_of(about.find(WORD + "pStyle")), "paragraph")
    sides = [value_of(one) for one in (*(style.find(f"{WORD}pPr/{WORD}jc") for style in named), about.find(WORD + "jc"))]
    is_left = next((side for side in reversed(sides) if side), "left") in ("left", "start", "both")
    furthest = FURTHEST_LEFT if not is_left else OVER_THE_RULE
    return "placed" if (left or to_number(indent.get(WORD + "start", ""))) + first - hanging < furthest else ""


def _is_torn(run: etree._Element, size: int) -> bool:
    """Whether the digits of a run are set so close, or so far apart, that they may be no number of a reader's. A digit is half as wide as high."""
    about = run.find(WORD + "rPr")
    if about is None:
        return False
    fitted, spacing = (to_number(value_of(about.find(WORD + name))) for name in ("fitText", "spacing"))
    if fitted <= 0 and spacing <= 6 * size:
        return False
    text = "".join(one.text or "" for one in run.iter(WORD + "t")).strip()
    if not any(map(str.isdigit, text)) or _HAN.search(text):
        return False
    return spacing > 6 * size or not CLOSEST_FIT * size * len(text) < fitted < WIDEST_FIT * size * len(text)


def _is_boxed_in_part(paragraph: etree._Element) -> bool:
    """Whether some figures of a paragraph stand in a box and others beside it: a line of the box may be taken for a 1, what it holds for a mark."""
    kinds = {
        value_of(run.find(f"{WORD}rPr/{WORD}bdr")) not in ("", "none", "nil")
        for run in paragraph.iter(WORD + "r")
        if any(map(str.isdigit, "".join(one.text or "" for one in run.iter(WORD + "t"))))
    }
    return len(kinds) > 1


def _boxed(pieces: list[Piece]) -> list[Piece]:
    return [one._replace(look=one.look._replace(doubt=one.look.doubt or "unlike")) for one in pieces]


def is_flag_on_as_attribute(element: etree._Element, name: str, space: str = WORD) -> bool:
    return element.get(space + name, "0") in ("1", "true", "on")


def alternative(element: etree._Element) -> etree._Element:
    """The one of several versions of a content that a program of today shows; the others repeat it for older ones."""
    for choice in element.findall(_ALTERNATE + "Choice"):
        spaces = [choice.nsmap.get(prefix) or "" for prefix in choice.get("Requires", "").split()]
        if all(_KNOWN.match(space) for space in spaces):
            return choice
    fallback = element.find(_ALTERNATE + "Fallback")
    # a program that is newer than this shows the last; what nobody can tell is in any case no blank
    choices = element.findall(_ALTERNATE + "Choice")
    return fallback if fallback is not None else choices[-1] if choices else etree.Element("none")


def control_to_doubt(control: etree._Element) -> str:
    """Why a content control may not show what it holds: it shows a hint, or what is stored elsewhere."""
    about = control.find(WORD + "sdtPr")
    if about is None:
        return ""
    is_bound = any(about.find(WORD + name) is not None for name in ("dataBinding", "picture"))
    return "object" if is_bound or is_flag_on(about.find(WORD + "showingPlcHdr")) or about.find(_WORD_2010 + "checkbox") is not None else ""


def is_choice(control: etree._Element) -> bool:
    """Whether a content control is more than a frame around text, so that it shows something when it holds none."""
    about = control.find(WORD + "sdtPr")
    kinds = ("dropDownList", "comboBox", "date", "picture", "showingPlcHdr", "dataBinding")
    return about is not None and any(about.find(WORD + name) is not None for name in kinds)


def _chosen(start: etree._Element, choices: list[str]) -> str:
    given = next(start.iter(WORD + "result"), None)
    number = value_of(given if given is not None else next(start.iter(WORD + "default"), None))
    at = int(number[:9]) if number.isascii() and number.isdigit() else 0
    return choices[at] if at < len(choices) else OBJECT


def _boxes_of(element: etree._Element, depth: int) -> Iterator[etree._Element]:
    if depth > _DEEPEST:
        return
    for child in element:
        if child.tag == WORD + "txbxContent":
            yield child
        elif child.tag == _ALTERNATE + "AlternateContent":
            yield from _boxes_of(alternative(child), depth + 1)
        else:
            yield from _boxes_of(child, depth + 1)


def _maths_to_text(formula: etree._Element) -> tuple[str, bool]:
    """The text of a formula, and whether it is nothing but a line of text."""
    text = "".join(one.text or "" for one in formula.iter(_MATHS + "t"))
    plain = {_MATHS + name for name in ("oMath", "oMathPara", "oMathParaPr", "r", "rPr", "t", "jc", "sty", "nor", "lit", "scr", "ctrlPr")}
    is_plain = all(one.tag in plain or (isinstance(one.tag, str) and one.tag.startswith(WORD)) for one in formula.iter())
    names = {one.tag.removeprefix(WORD) for about in formula.iter(WORD + "rPr") for one in about if isinstance(one.tag, str)}
    return text, is_plain and bool(text.strip()) and names <= _QUIET


_QUIET = frozenset(["rFonts", "b", "bCs", "i", "iCs", "sz", "szCs", "lang", "kern", "noProof", "spacing", "snapToGrid"])
"""what a formula may say of its text so that it is still plain"""


def _mark_to_text(mark: etree._Element, look: Look) -> tuple[str, Look]:
    kind = mark.tag.removeprefix(WORD)
    if kind in ("t", "delText"):
        text = (mark.text or "").replace("\u00ad", "")
        # white space at its ends is no part of a text that does not say so
        return text if mark.get(_SPACE) == "preserve" else text.strip(" \t\r\n"), look if kind == "t" else look._replace(is_struck=True)
    if kind == "sym":
        return _symbol_to_text(mark, look)
    return {"tab": "\t", "ptab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "-"}.get(kind, ""), look


def _symbol_to_text(mark: etree._Element, look: Look) -> tuple[str, Look]:
    """A sign of a symbol font: those of which it is known what they print, and no others."""
    code, font = mark.get(WORD + "char", ""), mark.get(WORD + "font", "").lower()
    try:
        number = int(code[:6], 16)
    except ValueError:
        number = 0
    low = number & 0xFF
    if font == "wingdings" and 0x80 <= low <= 0x8A:
        return _RINGS[low - 0x80], look
    if font == "wingdings" and 0x8B <= low <= 0x95:
        return _SOLID_RINGS[low - 0x8B], look
    if font == "symbol" and 0x30 <= low <= 0x39:
        return chr(low), look
    if font.startswith(("wingdings", "webdings", "symbol", "zapf", "marlett")) or not 0x20 < number < 0xD800:
        return OBJECT, look._replace(doubt="glyph")
    return chr(number), look
