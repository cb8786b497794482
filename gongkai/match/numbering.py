"""Numbers before labels, in the styles that people set them in → the form's own style.

In: the text of a label. Out: the same with 一、, （一） or 1. before it; its number as a path. Not its business: what the label means.
A list is numbered 3.1.2, （3-1-2）, Ⅲ., C、, 第三部分 or 三（一）2. where the form has 三、, （一）, 2.: who looks for the label, the beginning of a
part or the order of the parts, looks at one style. What may be an amount before a label (0.25, 1.2万) is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from gongkai.text import to_wording

_CHINESE = "一二三四五六七八九十"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_RINGED = re.compile("[\u2776-\u2793]")
_NUMBER = re.compile(r"(?:其中)?[:：]?[(]?(\d{1,12})(?![.\-–—_/·、]?\d)")
_RECENT = 24
"""numbers back to where a list may have left off counting: 6. below 4.其中 with six parts"""
_LONGEST = 200
_DEEPEST = 5
"""numbers before each other: 三（一）1.①"""
_AMONG = re.compile(r"其中[:：,，、]?\s*+(?=\S)")
_PLAIN = re.compile(r"[(]?(\d{1,2})(?!\d)")
_SIGNS = re.compile(r"[\s\-—–―─━│├└┌┬┣┗·•●○■□◆◇▪▫▲△★☆※►▶→>*#§]+|[Nn][Oo][.:]?\s*+(?=\d)")
"""what stands before a label without saying which it is"""
_USUAL = re.compile(rf"(?:[{_CHINESE}]{{1,3}}[、.,，]|[(][{_CHINESE}]{{1,3}}[)]|[(]?\d{{1,2}}(?!\d)[)、.,，]?(?![.、\-]?\d))")
_END = r"\s*+[.、:,，;)\]】〕>]*+\s*+"
_PATH = re.compile(rf"[(\[【〔<]?\s*+((?:\d{{1,2}}|[IVX]{{1,4}}|[A-Z])(?:\s?[.\-–—_/·、]\s?\d{{1,2}}){{1,5}})(?![\d%‰亿万千百年月日]){_END}(?=\D)")
_BRACKETED = re.compile(rf"[\[【〔<]\s*+(?:(\d{{1,2}})|([{_CHINESE}]{{1,3}}))\s*+[\]】〕>]{_END}")
_COUNTED = re.compile(rf"第\s*+(?:(\d{{1,2}})|([{_CHINESE}]{{1,3}}))\s*+(部分|[章节条项款类大点]){_END}")
_COUNTED_BY = re.compile(rf"([{_FORMAL}{_STEMS}])(?:[)、.:,，]{_END}|\s++)")
_SPACED = re.compile(rf"[(]?([{_CHINESE}]{{1,3}})[)]?(?:[:.]{_END}|\s++|(?=[(]))")
_BEHIND_COLON = re.compile(r"[(]?(\d{1,2})[)]?\s*+[:,，]\s*+(?=\D)")
_IN_LATIN = re.compile(rf"[(\[]?([IVX]{{1,4}}|[ivx]{{1,4}}|[A-Za-z])(?:{_END})(?=[^A-Za-z\d.])")
_CHAINED = re.compile(
    rf"(?:[{_CHINESE}]{{1,3}}[、.]|\d{{1,2}}[、.]|[(](?:\d{{1,2}}|[{_CHINESE}]{{1,3}})[)])\s*+(?=[(]?(?:[{_CHINESE}]{{1,3}}[)、.]|\d{{1,2}}(?!\d)))"
)
_CODE = re.compile(r"[(\[]?[A-Z]{1,2}[.\-]?\d{1,8}(?:[.\-]\d{1,3}){0,4}" + _END + r"(?=\D)")
_DIGITS = re.compile(r"(?:0\d{1,7}|\d{3,8})\s*+[.、:]?\s*+(?=[一-鿿(《“])(?![年月日])")


def to_usual(text: str) -> str:
    """A label with its number as the form sets it: 3.1 as （一）, 3.1.2 as 2., Ⅲ. as 三、. One that has none, or has such a one, as it is."""
    return _to_usual(text)[0] if len(text) <= _LONGEST else text


def to_path(text: str) -> tuple[int, ...]:
    """The number before a label where it says all that it stands under, 3.1.2; a plain 3 is (3,); () for any other."""
    return _to_usual(text)[1] if len(text) <= _LONGEST else ()


def may_be_amounts(labels: Iterable[str], is_own: Callable[[str], bool]) -> bool:
    """Whether the numbers before the labels of a list do not count them: each may be what its row amounts to, set before its label.

    is_own: whether a label has the number that the form has there, in whatever order its rows stand.
    """
    seen: list[int] = []
    strange = 0
    for label in labels:
        found = _NUMBER.match(re.sub(r"\s+", "", to_wording(label[:_LONGEST])))
        if found is None:
            continue
        number = int(found[1])
        is_counted = number == 1 or number - 1 in seen[-_RECENT:] or (bool(seen) and number > max(seen[-_RECENT:]) > _RECENT)
        strange += not (is_counted or is_own(label))
        seen.append(number)
    return 3 * strange > len(seen) > 1


@lru_cache(maxsize=10_000)
def _to_usual(text: str) -> tuple[str, tuple[int, ...]]:
    rest = _RINGED.sub(lambda ringed: f"{(ord(ringed[0]) - 0x2776) % 10 + 1}.", to_wording(text).strip())
    among = number = ""
    path: tuple[int, ...] = ()
    for _ in range(_DEEPEST):
        rest = _without_sign(rest)
        if not among and (found := _AMONG.match(rest)):
            among, rest = "其中", rest[found.end():]
            continue
        step = _cut(rest)
        if step is None:
            break
        number, path, rest = step
    if not number:
        plain = _PLAIN.match(rest)
        return among + rest or text, (int(plain[1]),) if plain else ()
    if _USUAL.match(rest):  # 3.(1)①
        number, path = "", ()
    return among + number + rest, path


def _without_sign(text: str) -> str:
    found = _SIGNS.match(text)
    return text[found.end():] if found and found.end() < len(text) else text


def _cut(text: str) -> tuple[str, tuple[int, ...], str] | None:
    """(the number in the form's style, its path, what stands behind it), None where no other style than the form's is met."""
    if found := _PATH.match(text):
        path = tuple(int(part) if part.isdigit() else _of_latin(part) for part in re.findall(r"\d+|[A-Z]+", found[1]))
        if not all(path):  # 0.25
            return None
        return _of_level(len(path), path[-1]), path, text[found.end():]
    if found := _BRACKETED.match(text):
        return (f"{found[1]}." if found[1] else f"({found[2]})"), (), text[found.end():]
    if found := _COUNTED.match(text):
        at = int(found[1]) if found[1] else _to_number(found[2])
        return _of_level(1 if found[3] in ("部分", "章") else 2, at), (), text[found.end():]
    if _USUAL.match(text):
        chained = _CHAINED.match(text)
        return ("1.", (), text[chained.end():]) if chained else None
    if found := _COUNTED_BY.match(text):
        at = (_FORMAL.find(found[1]) if found[1] in _FORMAL else _STEMS.find(found[1])) + 1
        return _of_level(1, at), (), text[found.end():]
    if found := _SPACED.match(text):
        return (f"({found[1]})" if text.startswith("(") else f"{found[1]}、"), (), text[found.end():]
    if found := _BEHIND_COLON.match(text):
        return f"{found[1]}.", (), text[found.end():]
    if found := _CODE.match(text) or _DIGITS.match(text):
        return "1.", (), text[found.end():]
    if found := _IN_LATIN.match(text):
        return _of_level(1 if found[1].isupper() else 3, _of_latin(found[1].upper())), (), text[found.end():]
    return None


def _of_level(level: int, number: int) -> str:
    """一、, （一） or 1., the last of any level below."""
    if level > 2 or number > len(_CHINESE):
        return f"{number}."
    return f"{_CHINESE[number - 1]}、" if level == 1 else f"({_CHINESE[number - 1]})"


def _of_latin(letters: str) -> int:
    return _ROMAN.index(letters) + 1 if letters in _ROMAN else ord(letters[0]) - ord("A") + 1


def _to_number(chinese: str) -> int:
    return _CHINESE.find(chinese[-1]) + 1 + (10 if len(chinese) > 1 else 0)
