"""Numbers as they are published: exact, in plain decimal text, money in one unit.

In: a value of a report and the column of the form that it stands in. Out: the number and its unit.
Not its business: what was printed and whether it was a number (text.py, match).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from gongkai.form import Entry
from gongkai.model import Value

MOST_DIGITS, MOST_PLACES = 20, 18
"""digits before and behind the point that a published number has at most"""

_POWER_OF_TEN = {"元": 0, "万元": 4, "亿元": 8}
"""Units of money that amounts are usually printed in, as powers of ten of 元. Another is rare, and more likely a slip: it stays as printed"""


@lru_cache(maxsize=20_000)
def to_text(number: Decimal | int | None) -> str:
    """Write a number in plain decimal text: no exponent, no separators, no trailing zeros, "" for none. Numbers that are equal have the same text."""
    if number is None:
        return ""
    text = format(Decimal(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def to_decimal(number: float | Decimal | None) -> Decimal | None:
    """The number that a double stands for, as it was before it became one; releases before held decimals."""
    if number is None or isinstance(number, Decimal):
        return number
    return Decimal(int(number)) if number.is_integer() else Decimal(repr(number))


def is_exact(number: Decimal) -> bool:
    """Say whether every format can hold a number to the digit: all but CSV have doubles.

    Seventeen digits are enough for any figure of the form, and for what is left of a number that a spreadsheet computed.
    """
    if _is_short_count(number):
        return True
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_PLACES or number.adjusted() >= MOST_DIGITS:
        return False
    return (-(10**15) <= number <= 10**15 and exponent >= 0) or Decimal(repr(float(number))) == number


def _is_short_count(number: Decimal) -> bool:
    """Whether a number is digits and nothing else, as nearly all figures are: to be told without taking it apart."""
    text = str(number)
    return len(text) <= 15 and text.isdecimal()


def to_published(value: Value, column: Entry) -> tuple[Decimal | None, str]:
    """Give a value's number and unit as published.

    Money is turned into the unit that the form fixes for its column (万元 for fees), or into 元 where the form fixes
    none (central procurement). The unit printed in the cell outranks the header's. Where neither prints one, or an
    unusual one (千元, 万美元), the number stays as printed with the unit as printed.
    """
    if value.number is None:
        return None, column.unit
    if column.type != "money":
        return _plain(value.number), value.unit or column.unit
    printed, wanted = value.unit or column.unit, column.unit or "元"
    if printed not in _POWER_OF_TEN:
        return _plain(value.number), printed
    return _plain(_shift(value.number, _POWER_OF_TEN[printed] - _POWER_OF_TEN[wanted])), wanted


def _shift(number: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten, exactly: arithmetic of Decimal would round to the context."""
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    return Decimal((sign, digits, exponent + power))


def _plain(number: Decimal) -> Decimal:
    if _is_short_count(number) or (number.as_tuple().exponent == 0 and number):
        return number
    return Decimal(to_text(number))
