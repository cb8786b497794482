"""Bytes of a text → text, whatever encoding they are in and whatever they say of it.

Not its business: what the text is.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
_ODD = re.compile("[\u0080-\u009f\u2500-\u257f\u3040-\u312f\ue000-\uf8ff]")
_TRIED = ("utf-8", "gb18030", "big5hkscs")


def bytes_to_text(content: bytes, declared: str = "") -> str | None:
    """Decode a text: by its byte order mark, as declared if that fits, else by trying. None where nothing fits."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in content[:200]:
        encoding = "utf-16-le" if content[1:200:2].count(0) > content[0:200:2].count(0) else "utf-16-be"
        return content.decode(encoding, errors="replace")
    declared = _WIDER.get(declared.strip().lower(), declared.strip().lower())
    # GB18030 fits nearly any bytes, UTF-8 hardly any by chance: what is UTF-8 is UTF-8, whatever it says
    for encoding in ("utf-8", declared if _is_known(declared) else "utf-8"):
        if (text := _decoded(content, encoding)) is not None and _oddness(text) * 100 <= len(text):
            return text
    broken = content.decode("utf-8", errors="replace")
    if broken.count("\ufffd") * 20 <= sum(sign > "\x7f" for sign in broken):
        return broken
    texts = [text for encoding in _TRIED if (text := _decoded(content, encoding)) is not None]
    return min(texts, key=_oddness) if texts else _nearly(content)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _oddness(text: str) -> int:
    """Count what no report prints: private characters, box drawing, kana. Big5 read as GB18030 is full of it."""
    return len(_ODD.findall(text))


def _is_known(encoding: str) -> bool:
    if encoding in ("", "iso-8859-1", "latin-1", "latin1", "windows-1252", "ascii", "us-ascii"):
        return False
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _nearly(content: bytes) -> str | None:
    """Forgive a few broken characters (a page cut off in the middle of one), never more than one in a hundred."""
    texts = [content.decode(encoding, errors="replace") for encoding in _TRIED]
    best = min(texts, key=lambda text: text.count("\ufffd") + _oddness(text))
    return best if best.count("\ufffd") * 100 <= len(best) else None
