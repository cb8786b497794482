"""A cell of a workbook → the text it shows.

In: a cell, its style, the conditional formats for it. Out: its text, a Cell where it is in doubt. Not its business: whether its row and
column are shown (xlsx_sheets.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from gongkai.model import Cell, doubt_of
from gongkai.readers.office.colours import BLACK, is_pale
from gongkai.readers.office.number_format import to_shown, to_shown_text
from gongkai.readers.office.pieces import HAN, Piece, is_torn, to_cell
from gongkai.readers.office.xlsx_looks import SHEET, Looks, Rule, Style, holds, to_index

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ORDERED = re.compile(r"[\d０-９]*(?:[.,，．][\d０-９]+)*")
"""what stands the same way in a cell that runs from right to left"""
_MOST_TORN = 20
"""pieces of a text among which one that is struck out is looked for between digits"""
_CHANGING = re.compile(r"\b(?:NOW|TODAY|RAND|RANDBETWEEN|CELL|INFO)\(", re.IGNORECASE)

Run = tuple[str, etree._Element | None]
"""a text, and what it says of its font"""


class Book(NamedTuple):
    """What the cells of a workbook refer to. is_recalculated: what was saved for its formulas is replaced when it is opened."""

    strings: list[list[Run]]
    looks: Looks
    is_1904: bool = False
    is_recalculated: bool = False


def to_runs(item: etree._Element | None) -> list[Run]:
    """The runs of a text; how it is pronounced (rPh) is no part of it."""
    found: list[Run] = []
    for child in item if item is not None else ():
        if child.tag == SHEET + "t":
            found.append((_unescape(child.text or ""), None))
        elif child.tag == SHEET + "r":
            found.append((_unescape("".join(text.text or "" for text in child.iterfind(SHEET + "t"))), child.find(SHEET + "rPr")))
    return found


def _unescape(text: str) -> str:
    """A workbook writes characters that XML does not allow as _x000B_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if not 0xD800 <= int(found[1], 16) < 0xE000 else found[0], text)


def cell_to_text(cell: etree._Element, book: Book, rules: Sequence[Rule], hides_zeros: bool = False) -> str:
    """The text of a cell. rules: the conditional formats for it, the first of them counts most."""
    style = book.looks.style(cell)
    kind, stored = cell.get("t", "n"), (cell.findtext(SHEET + "v") or "").strip()
    style, doubt = _conditioned(style, stored, rules)
    if kind in ("s", "inlineStr") or (kind == "n" and not stored and cell.find(SHEET + "is") is not None):
        text = _runs_to_text(_runs(cell, kind, stored, book), style, book)
        if text is None:
            return Cell("", "formula")
    else:
        text = _value_to_text(kind, stored, style, book, hides_zeros)
        formula = cell.find(SHEET + "f")
        if formula is not None and _may_change(formula, cell, book):
            text = Cell(text, "formula")
        if text and not doubt_of(text):
            # a value has one look throughout
            text = to_cell([Piece(text, book.looks.look(style.font, style.ground))])
    if style.has_diagonal and not HAN.search(text):  # in the corner of a head it parts two labels
        return Cell(text, "struck") if text else Cell("", "object")
    if not text or doubt_of(text):
        return text
    is_turned = style.is_leftward and not _ORDERED.fullmatch(text)
    return Cell(text, doubt or "unlike") if doubt or style.is_filled or is_turned else text


def count_runs(cell: etree._Element, book: Book) -> int:
    """How many runs the text of a cell has that other cells may share."""
    at = to_index((cell.findtext(SHEET + "v") or "").strip()) if cell.get("t") == "s" else -1
    return len(book.strings[at]) if 0 <= at < len(book.strings) else 0


def _runs(cell: etree._Element, kind: str, stored: str, book: Book) -> list[Run] | None:
    if kind != "s":
        return to_runs(cell.find(SHEET + "is"))
    at = to_index(stored)
    return book.strings[at] if 0 <= at < len(book.strings) else [] if not stored else None


def _runs_to_text(runs: list[Run] | None, style: Style, book: Book) -> str | None:
    if runs is None:
        return None
    fonts = [book.looks.font(font, style.font) if font is not None else style.font for _, font in runs]
    pieces = [Piece(text, book.looks.look(font, style.ground)) for (text, _), font in zip(runs, fonts, strict=True)]
    text = to_cell(pieces)
    text = Cell(text, doubt_of(text) or "struck") if is_torn(pieces[:_MOST_TORN]) else text
    shown = to_shown_text(text, style.code)
    return Cell(shown, doubt_of(text)) if doubt_of(text) and shown else shown


def _value_to_text(kind: str, stored: str, style: Style, book: Book, hides_zeros: bool) -> str:
    if not stored:
        return ""
    if kind == "b":
        return "FALSE" if stored in ("0", "false") else "TRUE"
    if kind == "str":
        return to_shown_text(_unescape(stored), style.code).strip()
    if kind == "n":
        shown = to_shown(stored, style.code, book.is_1904)
        is_zero = hides_zeros and re.fullmatch(r"[+-]?0*+\.?0*(?:[eE][+-]?\d+)?", stored) is not None
        return "" if is_zero else shown
    # a date in full or an error; a year or a number among them is shown as nobody knows what
    return stored if kind in ("d", "e") and not stored.isdigit() else Cell(stored, "format")


def _may_change(formula: etree._Element, cell: etree._Element, book: Book) -> bool:
    """Whether a formula shows something else than what was saved with it, or nothing was."""
    is_saved = cell.find(SHEET + "v") is not None and (cell.get("t") == "str" or bool(cell.findtext(SHEET + "v")))
    return not is_saved or book.is_recalculated or formula.get("ca") in ("1", "true") or _CHANGING.search((formula.text or "")[:10_000]) is not None


def _conditioned(style: Style, stored: str, rules: Sequence[Rule]) -> tuple[Style, str]:
    """The style of a cell under its conditional formats, and why what it shows is in doubt."""
    doubt = ""
    for rule in reversed(rules):
        held = holds(rule, stored)
        if held is False:
            continue
        changed = style
        if rule.font is not None and (rule.has_ink or rule.font.is_struck):
            ink = rule.font.ink if rule.has_ink else style.font.ink
            changed = changed._replace(font=changed.font._replace(ink=ink, is_struck=rule.font.is_struck or style.font.is_struck))
        if rule.ground is not None:
            changed = changed._replace(ground=rule.ground)
        if rule.code is not None:
            changed = changed._replace(code=rule.code)
        changed = changed._replace(has_diagonal=rule.has_diagonal or style.has_diagonal)
        if held and not rule.hides:
            style = changed
        elif rule.hides or _is_other(style, changed):
            doubt = "faint"
    return style, doubt


def _is_other(style: Style, changed: Style) -> bool:
    """Whether a cell reads otherwise in another style: hidden, struck, or in another format."""
    is_unseen = changed.ground is not None and is_pale(changed.font.ink or BLACK, changed.ground)
    is_unseen = is_unseen or changed.has_diagonal != style.has_diagonal
    return is_unseen or changed.code != style.code or changed.font.is_struck != style.font.is_struck
