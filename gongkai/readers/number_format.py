"""A number stored in a workbook and the format of its cell → the text the cell shows.

In: the number as stored, the format code. Out: what is printed, without thousands separators; a Cell with a doubt
where a format does what this module does not know, so that no later stage takes it for what is printed.
Not its business: where cells and formats come from (xlsx.py).

A format decides what a reader of the sheet sees: `0` shows 12.6 as 13, `0;-0;` shows no zero at all, and the
accounting formats show a zero as a dash.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from gongkai.model import Cell

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"',
    49: "@",
} | dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd")
_PIECE = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[\$([^\]-]*)[^\]]*\]|(\[[^\]]*\])|(General)|([0#?][0#?,.]*|\.[0#?]+)|(.)', re.DOTALL)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_COLOUR = re.compile(r"\[(black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.IGNORECASE)


def to_shown(stored: str, code: str) -> str:
    """Show a stored number in a format. `code`: "" and "General" show it in full."""
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return stored
    if code in ("", "General", "@"):
        return _in_full(number)
    if _DATE.search(_QUOTED.sub("", code)) and not code.startswith("General"):
        return _to_date(number)
    section, is_signed = _to_section(number, code)
    shown = "" if section == "" else _in_section(abs(number), section)
    if shown is None:
        return Cell(_in_full(number), "format")
    return f"-{shown}" if is_signed and re.search(r"[1-9]", shown) else shown


def _in_full(number: Decimal) -> str:
    # 7730.28 is saved as 7730.2799999999997: fifteen digits are what a workbook holds
    text = f"{float(number):.15g}" if number != number.to_integral_value() else f"{number.to_integral_value():f}"
    return f"{Decimal(text):f}"


def _to_date(number: Decimal) -> str:
    if not 0 < number < 2_958_466:
        return Cell(_in_full(number), "format")
    return (datetime(1899, 12, 30) + timedelta(days=int(number))).strftime("%Y-%m-%d")


def _to_section(number: Decimal, code: str) -> tuple[str, bool]:
    """The part of a format for a number, and whether its sign has to be set before it."""
    sections = [""]
    for piece in re.findall(r'"[^"]*"|\\.|\[[^\]]*\]|;|[^";\\\[]+|.', code, re.DOTALL):
        if piece == ";":
            sections.append("")
        elif not _COLOUR.fullmatch(piece):
            sections[-1] += piece
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], number < 0


def _in_section(number: Decimal, section: str) -> str | None:
    """The text of a number without its sign; None where the format does something not known here."""
    percent = len(re.findall("%", _QUOTED.sub("", section)))
    shown, slots = "", 0
    for quoted, escaped, currency, bracket, general, slot, other in _PIECE.findall(section):
        if bracket or (other and other in "Ee/"):
            return None
        if slot or general:
            slots += 1
            shown += _in_full(number) if general else _in_slot(number * 100**percent, slot)
        else:
            shown += quoted or escaped or currency or other
    return shown.strip() if slots < 2 else None


def _in_slot(number: Decimal, slot: str) -> str:
    """Fill the places of a format such as 0.00 or #,##0.0#; commas behind the last place divide by a thousand."""
    body = slot.rstrip(",")
    number /= 1000 ** (len(slot) - len(body))
    whole, _, part = body.replace(",", "").partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    while after and part[len(after) - 1] in "#?" and after[-1] == "0":
        after = after[:-1]
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    return f"{before}.{after}" if after else before
