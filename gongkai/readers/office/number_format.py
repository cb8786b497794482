"""A number stored in a workbook and the format of its cell → the text the cell shows.

In: the number as stored, the format code. Out: what is printed, without thousands separators; a Cell with a doubt
where a format does what this module does not know, so that no later stage takes it for what is printed.
Not its business: where cells and formats come from (xlsx.py).

A format decides what a reader of the sheet sees: `0` shows 12.6 as 13, `0;-0;` shows no zero at all, and the
accounting formats show a zero as a dash. The codes are those of ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from gongkai.model import Cell

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0;-#,##0",
    6: "#,##0;-#,##0",
    7: "#,##0.00;-#,##0.00",
    8: "#,##0.00;-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"',
    48: "##0.0E+0",
    49: "@",
}
BUILT_IN |= dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd")
BUILT_IN |= dict.fromkeys((*range(59, 63), *range(67, 82)), "[t]0")
"""5 to 8, 42 and 44 show the currency of the place where the workbook is opened, which is left out; 59 to 81 are Thai"""
MOST_IN_GENERAL = 11
"""digits of a number without a format; one with more is shown rounded or as a power of ten, as wide as its column is"""
LONGEST_CODE = 255
_STORED = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?")
_LARGEST = 30
_PIECE = re.compile(
    r'"([^"]{0,255})"|\\(.)|_.|\*(.)|\[\$([^\]-]{0,255}+)[^\]]{0,255}\]|(\[[^\]]{0,255}\])|(General)|([0#?][0#?,.]*|\.[0#?]+)|(.)',
    re.DOTALL | re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]{0,255}"|\\.|[_*].|\[[^\]]{0,255}\]', re.DOTALL)
_LOCAL = re.compile(r"\[[^\]\x00-\x7f]|\[\$-(?:[A-Za-z]{2,3}-[A-Za-z]|x-)", re.IGNORECASE)
"""names of colours and places that only programs in one language, or newer ones, know"""
_LITERAL = re.compile(r'"[^"]{0,255}"|\\.')
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_COLOUR = re.compile(r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|[黑蓝绿红白黄]色?|(?:color|颜色) ?\d+)\]", re.IGNORECASE)
_NUMERALS = re.compile(r"\[\$[^\]-]{0,255}-[0-9A-Fa-f]{0,9}[1-9A-Fa-f][0-9A-Fa-f]{6}\]")
"""a place that asks for numerals of another script"""
_WHITE = re.compile(r"\[(?:white|白色?|(?:color|颜色) ?(?:2|9|0))\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d{1,20}(?:\.\d{1,20})?)\]")


class _Section(NamedTuple):
    """One of the parts of a format that semicolons part: what it shows, when, and whether in white."""

    code: str
    condition: tuple[str, Decimal] | None = None
    is_white: bool = False


def to_shown(stored: str, code: str, is_1904: bool = False) -> str:
    """Show a stored number in a format. `code`: "" and "General" show it in full. is_1904: the days of the workbook count from 1904."""
    if _STORED.fullmatch(stored) is None:
        return Cell(stored[:100], "format")
    number = Decimal(stored)
    if number and not -_LARGEST < number.adjusted() < _LARGEST:
        # no figure of a report; written out it may be as long as a book
        return Cell(stored[:100], "format")
    if len(code) > LONGEST_CODE or _NUMERALS.search(code):
        return Cell(_in_full(number), "format")
    code = code.replace("G/通用格式", "General")
    if code in ("", "General", "@"):
        return _in_general(number)
    # fifteen digits are what a workbook holds
    number = Decimal(f"{float(number):.15g}")
    if _DATE.search(re.sub("General", "", _QUOTED.sub("", code), flags=re.IGNORECASE)):
        return _to_date(number, code, is_1904)
    section, is_signed = _to_section(number, code)
    shown = None if section is None else "" if section.code == "" else _in_section(abs(number), section.code)
    if shown is None or section is None:
        return Cell(_in_full(number), "format")
    shown = f"-{shown}" if is_signed and re.search(r"[1-9]", shown) else shown
    if _LOCAL.search(_LITERAL.sub("", code)) and shown != _in_general(number):
        return Cell(shown, "format")  # a program in another language shows the number as if it had no format
    return Cell(shown, "faint") if section.is_white and shown.strip() else shown


def to_shown_text(text: str, code: str) -> str:
    """Show a text in a format, whose fourth section, or one with an @, is for texts."""
    if code in ("", "General", "@") or not text:
        return text
    if len(code) > LONGEST_CODE:
        return Cell(text, "format")
    sections = _sections(code)
    own = sections[3] if len(sections) > 3 else next((one for one in sections[-1:] if "@" in _QUOTED.sub("", one.code)), None)
    if own is None:
        return text
    shown = "".join(quoted or escaped or (text if other == "@" else other) for quoted, escaped, _, _, _, _, _, other in _PIECE.findall(own.code))
    return Cell(shown, "faint") if own.is_white and shown.strip() else shown


def _in_general(number: Decimal) -> str:
    text = _in_full(number)
    digits = len(text.replace("-", "").replace(".", "").lstrip("0"))
    return text if digits <= MOST_IN_GENERAL else Cell(text, "format")


def _in_full(number: Decimal) -> str:
    # 7730.28 is saved as 7730.2799999999997: fifteen digits are what a workbook holds
    text = f"{float(number):.15g}" if number != number.to_integral_value() else f"{number.to_integral_value():f}"
    return f"{Decimal(text):f}"


def _to_date(number: Decimal, code: str, is_1904: bool) -> str:
    days = int(number) + (1462 if is_1904 else 0)
    if not 0 < number < 2_958_466 or not all(re.search(part, _QUOTED.sub("", code), re.IGNORECASE) for part in "ymd"):
        # a format that shows the day or the year alone shows a plain number
        return Cell(_in_full(number), "format")
    return (datetime(1899, 12, 30) + timedelta(days=min(days, 2_958_465))).strftime("%Y-%m-%d")


def _sections(code: str) -> list[_Section]:
    sections = [_Section("")]
    for piece in re.findall(r'"[^"]{0,255}"|\\.|[_*].|\[[^\]]{0,255}\]|;|[^";\\\[_*]+|.', code, re.DOTALL):
        condition = _CONDITION.fullmatch(piece)
        if piece == ";":
            sections.append(_Section(""))
        elif condition is not None:
            sections[-1] = sections[-1]._replace(condition=(condition[1], Decimal(condition[2])))
        elif _COLOUR.fullmatch(piece):
            sections[-1] = sections[-1]._replace(is_white=sections[-1].is_white or _WHITE.fullmatch(piece) is not None)
        else:
            sections[-1] = sections[-1]._replace(code=sections[-1].code + piece)
    return sections


def _to_section(number: Decimal, code: str) -> tuple[_Section | None, bool]:
    """The part of a format for a number, None where that is not known, and whether its sign has to be set before it."""
    sections = _sections(code)
    if any(one.condition for one in sections):
        return next((one for one in sections[:3] if _holds(number, one.condition)), None) if number >= 0 else None, False
    if number < 0 and len(sections) == 2 and not sections[1].code:
        return None, False
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], number < 0


def _holds(number: Decimal, condition: tuple[str, Decimal] | None) -> bool:
    if condition is None:
        return True
    sign, bound = condition
    return {"<": number < bound, ">": number > bound, "=": number == bound, "<=": number <= bound, ">=": number >= bound, "<>": number != bound}[sign]


def _in_section(number: Decimal, section: str) -> str | None:
    """The text of a number without its sign; None where the format does something not known here."""
    percent = len(re.findall("%", _QUOTED.sub("", section)))
    shown, slots = "", 0
    for quoted, escaped, filling, currency, bracket, general, slot, other in _PIECE.findall(section):
        if bracket or (other and (other in "/@*![" or (other.isascii() and other.isalpha()))) or filling.strip():
            # what fills a cell is shown as often as there is room; letters are days, years of emperors, or nothing that is known
            return None
        if slot or general:
            slots += 1 + (slot.count(".") > 1)
            shown += _in_full(number) if general else _in_slot(number * 100**percent, slot)
        else:
            shown += quoted or escaped or currency or other
    return shown.strip() if slots < 2 and percent < 2 else None


def _in_slot(number: Decimal, slot: str) -> str:
    """Fill the places of a format such as 0.00 or #,##0.0#; commas behind the last place divide by a thousand."""
    body = slot.rstrip(",")
    number /= 1000 ** min(len(slot) - len(body), 9)
    whole, _, part = body.replace(",", "").partition(".")
    part = part[:_LARGEST]
    rounded = number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP) if number.adjusted() + len(part) < 27 else number
    before, _, after = f"{rounded:f}".partition(".")
    while after and part[len(after) - 1] in "#?" and after[-1] == "0":
        after = after[:-1]
    before = before.lstrip("0").rjust(min(len(whole.lstrip("#?")), 100), "0")
    return f"{before}.{after}" if after else before
