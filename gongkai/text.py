"""Labels, numbers and years as printed, made comparable.

In: text as printed. Out: normal forms to compare by, and numbers. Not its business: which label means what (form.py), where a text stood.
Nothing here mends a text: what is not plainly one number is no number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gongkai.model import doubt_of

# CJK Radicals Supplement letters that NFKC leaves alone; PDF printers emit them for the everyday characters.
_RADICALS = str.maketrans(
    "⺀⺁⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺓⺕⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺩⺪⺫⺬⺭⺮⺯⺱⺲⺶⺷⺹⺺⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻯⻰⻱⻳",
    "冫厂乙亻冂刀刂卜㔾小小兀尢幺彐心扌攵旡月母民氵水灬爪爫王疒目示礻竹糹罒罒羊羊老聿月臼艹艹虎衤西西见角讠贝车辶辶辶阝金長长门阝雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄齐齿歯龙龟龟",
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"\s+")
_QUOTES = re.compile("[\"'“”‘’「」『』〝〞＂＇«»]")
_WORD_ARTEFACT = re.compile(r"\[bookmark:[^\]]*\]", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[，,、。．.：:；;·•_/／\-—–－]")


_SHORT = 100
"""labels and numbers, which come again and again: what was made of them is kept. Prose is not"""


def to_plain(text: str) -> str:
    """Fold width, radicals and invisible characters; keep spaces and line breaks."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii() and text.isprintable() and "[" not in text:
        return text  # nothing in it to fold
    text = _INVISIBLE.sub("", _WORD_ARTEFACT.sub("", text))
    return unicodedata.normalize("NFKC", text.translate(_RADICALS)).translate(_RADICALS)


_fold_short = lru_cache(maxsize=10_000)(_fold)


def to_line(text: str) -> str:
    """Plain text on one line: runs of white space become one blank, none between Chinese characters."""
    line = _SPACES.sub(" ", to_plain(text)).strip()
    return re.sub(r"(?<=[\u3000-\u9fff（）《》]) (?=[\u3000-\u9fff（）《》])", "", line)


def to_label(text: str) -> str:
    """Reduce a label to what two printings of it share: no spaces, quotes or separators, half-width brackets."""
    return _reduce_short(text) if len(text) <= _SHORT else _reduce(text)


def _reduce(text: str) -> str:
    text = _SPACES.sub("", to_plain(text))
    text = _QUOTES.sub("", text)
    return _PUNCTUATION.sub("", text)


_reduce_short = lru_cache(maxsize=10_000)(_reduce)


NOT_APPLICABLE = frozenset({"无", "空", "null", "不涉及", "不适用", "N/A", "NA", "n/a", "na"})
_DASH_ONLY = re.compile(r"[-‐‑‒–—―−─━ー－/／]+")
_UNIT = r"(?P<unit>亿元|万元|元|件|项|条|个|份|人|次|部)?"
# a line that ends in a separator of thousands is not the end of a number
_BROKEN_GROUP = re.compile(r"(?<=\d,)\n(?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"(?P<sign>[+\-−－–]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?" + _UNIT + r"(?P<note>[(（\[【].*[)）\]】])?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands in a cell: status reported (with number), blank, not_applicable or unreadable."""

    status: str
    number: Decimal | None = None
    unit: str = ""
    note: str = ""


def to_printed(raw: str | None) -> Printed:
    """Read the text of a value cell.

    Thousands separators, full-width digits, a sign, a unit and a note in brackets are read; digits that a space or
    a line break tears apart are not joined: which two numbers or which one they are cannot be told from the text.
    What its reader doubts is unreadable whatever it looks like.
    """
    if doubt_of(raw):
        return Printed("unreadable")
    raw = raw or ""
    return _print_short(raw) if len(raw) <= _SHORT else _print(raw)


def _print(raw: str) -> Printed:
    text = _BROKEN_GROUP.sub("", to_plain(raw).strip())
    if not text:
        return Printed("blank")
    compact = _SPACES.sub("", text)
    if compact in NOT_APPLICABLE or _DASH_ONLY.fullmatch(compact):
        return Printed("not_applicable")
    if re.search(r"\d\s+[\d.,]|[.,]\s+\d", re.sub(r"[(（].*", "", text, flags=re.DOTALL)):
        return Printed("unreadable")
    match = _NUMBER.fullmatch(compact)
    if match is None:
        return Printed("unreadable")
    digits = match["digits"].replace(",", "") + (match["decimals"] or "")
    number = Decimal(digits)
    if match["sign"] not in ("", "+"):
        number = -number
    return Printed("reported", number, match["unit"] or "", (match["note"] or "").strip())


_print_short = lru_cache(maxsize=10_000)(_print)


def is_number(raw: str | None) -> bool:
    """Say whether a cell holds a number or a mark that stands for none (a dash, a slash, 无)."""
    return to_printed(raw).status in ("reported", "not_applicable")


_NUMERALS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○ＯO0", "0")
_CHINESE_YEAR = re.compile(r"二[〇零○ＯO0][一二三四][〇零○ＯO0一二三四五六七八九](?=年|[)）])")


def to_arabic_years(text: str) -> str:
    """Years in Chinese numerals in figures: 二〇二一年 → 2021年."""
    return _CHINESE_YEAR.sub(lambda m: "".join(_NUMERALS[c] for c in m[0]), text)


def to_years(text: str) -> list[int]:
    """The years named in a text, in order: 2023年, 2023年度, 二〇二三年, (2023)."""
    plain = to_arabic_years(_SPACES.sub("", to_plain(text)))
    return [int(y) for y in re.findall(r"(?<!\d)(20[0-4]\d)(?!\d)", plain)]
