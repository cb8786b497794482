"""Labels, numbers and years as printed, made comparable.

In: text as printed. Out: normal forms to compare by, and numbers. Not its business: which label means what (form.py), where a text stood.
Nothing here mends a text: what is not plainly one number is no number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from gongkai import simplified
from gongkai.model import doubt_of
from gongkai.simplified import to_simplified

# CJK Radicals Supplement letters that NFKC leaves alone; PDF printers emit them for the everyday characters.
_RADICALS = str.maketrans(
    "⺀⺁⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺓⺕⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺩⺪⺫⺬⺭⺮⺯⺱⺲⺶⺷⺹⺺⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻯⻰⻱⻳",
    "冫厂乙亻冂刀刂卜㔾小小兀尢幺彐心扌攵旡月母民氵水灬爪爫王疒目示礻竹糹罒罒羊羊老聿月臼艹艹虎衤西西见角讠贝车辶辶辶阝金長长门阝雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄齐齿歯龙龟龟",
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b]")
# what ends a line, a vertical tab and a form feed too, is white space and is never dropped: 12 over 8 is not 128
_SIGNS = re.compile(
    "([\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea\u3251-\u325f\u32b1-\u32cb"
    "\u3358-\u3370\u3378\u3379\u339f-\u33a6\u33a8\u33a9\u33af\u33e0-\u33fe\U0001d7ce-\U0001d7ff\U0001f100-\U0001f10a\U0001fbf0-\U0001fbf9])"
)
"""raised, lowered, ringed and fractional figures: signs of which NFKC would make digits"""
_HALVES = re.compile("[\ud800-\udfff]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PAGE_NUMBER = re.compile(
    r"\s*(?:([-－—–·~～])(?:\s+[0-9]{1,3}\s+|[0-9]{1,3})\1|第\s*(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*页"
    r"(?:\s*+[,，/]?\s*+共\s*(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*页)?)\s*"
)
"""the number of a page by itself; in a table it would be a dash, a label or a number"""
_PAGE_OF_PAGES = re.compile(r"\s*([0-9]{1,3})\s*[/／]\s*([0-9]{1,3})\s*")
_SPACES = re.compile(r"\s+")
_QUOTES = re.compile("[\"'“”‘’「」『』〝〞＂＇«»]")
_WORD_ARTEFACT = re.compile(r"\[bookmark:[^\]]{0,200}\]", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[，,、。．.：:；;·•_/／\-—–－]")


_SHORT = 100
"""labels and numbers, which come again and again: what was made of them is kept. Prose is not"""
T = TypeVar("T")
More = TypeVarTuple("More")


def kept(function: Callable[[str], T]) -> Callable[[str], T]:
    """The same function of a text, which keeps what it made of short ones; what its reader doubts is a text of its own each time."""
    known = lru_cache(maxsize=10_000)(function)

    @wraps(function)
    def of(text: str) -> T:
        return known(text) if type(text) is str and len(text) <= _SHORT else function(text)

    return of


def kept_with(function: Callable[[str, *More], T]) -> Callable[[str, *More], T]:
    """The same of a text and more, all of which can be a key: whose report it is, a year."""
    known = lru_cache(maxsize=4_000)(function)

    @wraps(function)
    def of(text: str, *more: *More) -> T:
        return known(text, *more) if type(text) is str and len(text) <= _SHORT else function(text, *more)

    return of


@kept
def to_plain(text: str) -> str:
    """Fold width, radicals, invisible and traditional characters; keep spaces and line breaks. A raised or ringed figure stays one:
    128¹ never becomes 1281."""
    return to_simplified(to_folded(text))


def find_turning(text: str, most: int) -> list[tuple[frozenset[str], int]] | None:
    """Where parts of a text may by themselves be in traditional characters (letters, how many are no simplified ones); None where the whole is, and
    where there are more of them than that."""
    folded = to_folded(text)
    places = simplified.find_turning(folded, most)
    return None if places and simplified.is_traditional(folded) else places


def has_text(cell: str | None) -> bool:
    """Whether anything is printed in a cell."""
    if not cell:
        return False
    return _is_printed(cell) if type(cell) is str else bool(doubt_of(cell)) or _is_printed(cell)


@kept
def _is_printed(text: str) -> bool:
    return bool(to_plain(text).strip())


@kept
def to_wording(text: str) -> str:
    """Plain text in which ringed and raised figures too are plain ones: for labels, ⒈属于国家秘密. Never for values."""
    return unicodedata.normalize("NFKC", to_plain(text))


def to_folded(text: str) -> str:
    """Plain text in the characters that it is printed in: to be shown."""
    if text.isascii() and text.isprintable() and "[" not in text:
        return text  # nothing in it to fold
    text = _INVISIBLE.sub("", _WORD_ARTEFACT.sub("", text)).translate(_RADICALS)
    if _SIGNS.search(text) is None:
        return unicodedata.normalize("NFKC", text).translate(_RADICALS)
    pieces = (piece if at % 2 else unicodedata.normalize("NFKC", piece) for at, piece in enumerate(_SIGNS.split(text)))
    return "".join(pieces).translate(_RADICALS)


def is_page_number(text: str) -> bool:
    """Whether a text is the number of a page, marked as one: - 3 -, 第3页, 3 / 9. A bare 3 is not."""
    found = _PAGE_OF_PAGES.fullmatch(text)
    return _PAGE_NUMBER.fullmatch(text) is not None or (found is not None and 0 < int(found[1]) <= int(found[2]))


def to_characters(text: str) -> str:
    """A text of a sidecar as characters: two escapes of JSON that are one of them (\\ud840\\udc00) joined; ValueError for what is no character."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") if _HALVES.search(text) else text
    if strange := _NO_CHARACTER.search(text):
        raise ValueError(f"{text[max(0, strange.start() - 10) : strange.end()]!a} holds what is no character")
    return text


def to_line(text: str) -> str:
    """Plain text on one line: runs of white space become one blank, none between Chinese characters."""
    return to_simplified(to_printed_line(text))


def to_printed_line(text: str) -> str:
    """The same, in the characters that it is printed in: to be shown."""
    line = _SPACES.sub(" ", to_folded(text)).strip()
    return re.sub(r"(?<=[\u3000-\u9fff（）《》]) (?=[\u3000-\u9fff（）《》])", "", line)


@kept
def to_label(text: str) -> str:
    """Reduce a label to what two printings of it share: no spaces, quotes or separators, half-width brackets."""
    text = _SPACES.sub("", to_wording(text))
    text = _QUOTES.sub("", text)
    return _PUNCTUATION.sub("", text)


MONEY = frozenset({"元", "千元", "万元", "百万元", "千万元", "亿元"})
NOT_APPLICABLE = frozenset({"无", "空", "null", "不涉及", "不适用", "N/A", "NA", "n/a", "na"})
_DASH_ONLY = re.compile(r"[-‐‑‒–—―−─━ー－/／]+")
_UNIT = "(?P<unit>亿元|千万元|百万元|万元|千元|元|件次|条次|篇次|件|项|条|个|份|篇|人次|人|次|部)?"
# a line that ends in a separator of thousands is not the end of a number
_BROKEN_GROUP = re.compile(r"(?<=[0-9],)\n(?=[0-9]{3}(?![0-9]))")
_TORN = re.compile(r"[0-9]\s+[0-9.,]|[.,]\s+[0-9]|[+\-−－–]\s+[0-9]")
_SPACE_NOT_IN_FIGURES = re.compile(r"\s+(?![0-9])|(?<![0-9])\s+")
_MARK = "[¹²³⁰⁴-⁹\u2460-\u2487\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf*⁎∗※†‡§★☆]"
"""what refers to a note: raised, ringed and bracketed figures, asterisks, daggers"""
_NUMBER = re.compile(
    r"(?P<sign>[+\-−－–]?)(?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?P<decimals>\.[0-9]+)?"
    rf"(?P<before>{_MARK}*+){_UNIT}(?P<note>{_MARK}*(?:[(（\[【〔].*[)）\]】〕]{_MARK}*)?)",
    re.DOTALL,
)
_MONEY = re.compile(r"[(（\[【〔](?:单位[:：]?|人民币)?(?P<unit>[十百千万亿]*(?P<currency>[^十百千万亿]?)元)[)）\]】〕]")
_SECOND = re.compile(
    rf"[(（]\s*[+\-−－–]?[0-9][0-9,.，\s/]*{_UNIT.replace('?P<unit>', '?:')}\s*[)）]|[\[【〔](?:2[1-9]|[3-9][0-9]|[0-9]{{3,}})[\]】〕]"
)
"""a number in brackets behind a number, 57（60）: which of the two counts is not said. In square ones a small one refers to a note"""
_ORDERING = re.compile("[\u061c\u202b\u202e\u2067]|(?<=[0-9])\u200f(?=[0-9])")
"""what has figures stand in another order than they are written in"""
_BETWEEN = re.compile(r"[^\s][\x00-\x08\x0e-\x1b\u00ad]+[^\s]|\u00ad[0-9]")
"""control characters within what is printed, and hyphens that may be shown"""
_OPENING, _CLOSING = "(（[【〔", ")）]】〕"


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands in a cell: status reported (with number), blank, not_applicable or unreadable."""

    status: str
    number: Decimal | None = None
    unit: str = ""
    note: str = ""


def to_printed(raw: str | None) -> Printed:
    """Read the text of a value cell.

    Thousands separators, full-width digits, a sign, a unit, a note in brackets and what refers to one are read; digits that a space
    or a line break tears apart are not joined: which two numbers or which one they are cannot be told from the text. A raised or
    ringed figure behind a number refers to a note and is no digit of it; anywhere else it leaves no number. No number begins with
    a 0 that says nothing. What its reader doubts is unreadable whatever it looks like.
    """
    if doubt_of(raw):
        return Printed("unreadable")
    return _print(raw or "")


@kept
def _print(raw: str) -> Printed:
    text = _BROKEN_GROUP.sub("", to_plain(raw).strip())
    if not text:
        return Printed("blank")
    compact = _SPACE_NOT_IN_FIGURES.sub("", text)
    if compact in NOT_APPLICABLE or _DASH_ONLY.fullmatch(compact):
        return Printed("not_applicable")
    match = _NUMBER.fullmatch(compact)
    if match is None or _TORN.search(re.split(r"[(（\[【〔]", text, maxsplit=1)[0]) or _is_disordered(raw) or not _is_balanced(match["note"]):
        return Printed("unreadable")
    note = match["before"] + match["note"]
    if _SECOND.fullmatch(match["note"]):
        return Printed("unreadable")
    unit = match["unit"] or ""
    money = _MONEY.fullmatch(note)
    if money is not None:
        if money["currency"] or unit or money["unit"] not in MONEY:
            return Printed("unreadable")
        unit = money["unit"]
    number = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    if match["sign"] not in ("", "+"):
        number = -number
    return Printed("reported", number, unit, note)


def _is_disordered(raw: str) -> bool:
    """Whether characters that are not seen may change what is: the order of figures, or what stands between them."""
    return not raw.isprintable() and bool(_ORDERING.search(raw) or _BETWEEN.search(raw.strip()))


def _is_balanced(note: str) -> bool:
    """Whether nothing but marks stands outside the brackets of a note: 12(8)34(5) is no number with a note."""
    depth = 0
    for character in note:
        if character in _CLOSING:
            depth -= 1
        elif depth == 0 and character not in _OPENING and re.fullmatch(_MARK, character) is None:
            return False
        if character in _OPENING:
            depth += 1
        if depth < 0:
            return False
    return depth == 0


_NUMBERS = ("reported", "not_applicable")


def is_number(raw: str | None) -> bool:
    """Say whether a cell holds a number or a mark that stands for none (a dash, a slash, 无)."""
    if not raw or type(raw) is not str:
        return to_printed(raw).status in _NUMBERS
    return _is_number(raw)


@kept
def _is_number(raw: str) -> bool:
    return _print(raw).status in _NUMBERS


_ZEROS = "〇零○◯ＯOoОο0"
_NUMERALS = {c: str(i) for line in ("〇一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for i, c in enumerate(line)} | dict.fromkeys(_ZEROS, "0")
_CHINESE_YEAR = re.compile(rf"[二贰][{_ZEROS}][一二三四壹贰叁肆][{_ZEROS}一二三四五六七八九壹贰叁肆伍陆柒捌玖](?=年|[)）])")


def to_arabic_years(text: str) -> str:
    """Years in Chinese numerals in figures: 二〇二一年 → 2021年."""
    return _CHINESE_YEAR.sub(lambda m: "".join(_NUMERALS[c] for c in m[0]), text)


def to_years(text: str) -> list[int]:
    """The years named in a text, in order: 2023年, 2023年度, 二〇二三年, (2023)."""
    plain = to_arabic_years(_SPACES.sub("", to_plain(text)))
    return [int(y) for y in re.findall(r"(?<!\d)(20[0-4][0-9])(?!\d)", plain)]
