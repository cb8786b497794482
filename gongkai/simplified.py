"""Text in traditional characters → its twin in simplified ones, to compare by: mirrors, and the 繁體版 button of sites.

In: text. Out: the same text, or its twin of as many characters. Not its business: what is shown; a quotation and a raw text stay as printed.
A text says by itself in which script it is: by the characters that only one of the two has. 乾, 徵, 著 and 瞭 are in both, and decide nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from functools import cache
from itertools import groupby, islice

_HAN = "".join(map(chr, range(0x4E00, 0xA000)))
_SIMPLIFIED = frozenset(_HAN.encode("gb2312", "ignore").decode("gb2312"))
_TRADITIONAL = frozenset(_HAN.encode("big5", "ignore").decode("big5"))


def _to_class(characters: str) -> re.Pattern[str]:
    """Any of these characters, which come in order: runs of them make the pattern short."""
    runs = [[c for _, c in run] for _, run in groupby(enumerate(characters), key=lambda pair: ord(pair[1]) - pair[0])]
    return re.compile("[" + "".join(f"{run[0]}-{run[-1]}" for run in runs) + "]")


_NOT_SIMPLIFIED = _to_class("".join(c for c in _HAN if c not in _SIMPLIFIED))
_ONLY_SIMPLIFIED = _to_class("".join(c for c in _HAN if c in _SIMPLIFIED and c not in _TRADITIONAL))


_WORDS = {
    "资讯": "信息", "释出": "发布", "规范性档案": "规范性文件", "专案": "项目", "网路": "网络", "软体": "软件", "资料库": "数据库", "线上": "在线",
    "影印": "复印", "列印": "打印",
}  # fmt: skip
"""words of the form and of headings as Taiwan has them, where programs convert words and not only characters; each of as many characters"""
_TAIWANESE = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))

_MOST_AROUND = 200_000
"""letters around rare characters of a text that are looked at"""


def to_simplified(text: str) -> str:
    """The twin of a text that is in traditional characters; any other text as it is.

    A rare character in the name of a place (昇) makes no text traditional in which the others are simplified.
    """
    found = _NOT_SIMPLIFIED.findall(text)
    if not found:
        return text
    twin = _TAIWANESE.sub(lambda found: _WORDS[found[0]], _convert(text))
    changed = {c for c in set(found) if _convert(c) != c}
    return twin if sum(c in changed for c in found) > len(_ONLY_SIMPLIFIED.findall(text)) and len(twin) == len(text) else text


def find_turning(text: str, most: int) -> list[tuple[frozenset[str], int]] | None:
    """Where parts of a text may be in traditional characters by themselves: of each such place the letters, their twins too, and how many of them are
    no simplified ones. Such a part has more of those than of simplified ones. None where there are more places than that, or they are too long.
    """
    rare = [found.start() for found in islice(_NOT_SIMPLIFIED.finditer(text), most + 1)]
    if not rare:
        return []
    plain = [-1, *(found.start() for found in _ONLY_SIMPLIFIED.finditer(text)), len(text)]
    behind = [bisect_left(plain, at) for at in rare]
    around = [(plain[max(at - len(rare), 0)] + 1, plain[min(at + len(rare) - 1, len(plain) - 1)]) for at in behind]
    if len(rare) > most or sum(end - start for start, end in around) > _MOST_AROUND:
        return None
    places = []
    for part in (text[start:end] for start, end in around):
        letters = frozenset(part)
        places.append((letters | frozenset(_convert(part)) | frozenset("".join(map(_convert, letters))), len(_NOT_SIMPLIFIED.findall(part))))
    return places


def to_twins(characters: Collection[str]) -> dict[str, str]:
    """The traditional characters that are written for some simplified ones: {"廈": "厦"}. None that is itself among them: 乾安 is not 干安."""
    others = [c for c in _HAN if c in _TRADITIONAL and c not in characters]
    return {c: twin for c, twin in zip(others, _convert("\n".join(others)).split("\n"), strict=True) if twin != c and twin in characters}


def is_traditional(text: str) -> bool:
    return to_simplified(text) != text


@cache
def _converter() -> object:
    import opencc  # only where a text has such characters: its tables take longer to load than a report to read

    return opencc.OpenCC("hk2s")  # all that t2s knows, and what only Hong Kong writes (衞)


def _convert(text: str) -> str:
    return str(_converter().convert(text))  # type: ignore[attr-defined]
