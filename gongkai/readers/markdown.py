"""A cell of Markdown → what is shown of it.

In: what stands between two bars. Out: its text as a reader sees it, a Cell with a doubt where that is no text or cannot be told. Also which of
the first lines are for a program alone.
Not its business: which lines are tables (text.py); tables in HTML.
"""

from __future__ import annotations

import html
import re

from gongkai.model import Cell
from gongkai.readers.superscripts import to_raised

_LONGEST = 400
"""letters of a cell within which marks are looked for; what is longer is no figure"""
_LONGEST_MATTER = 100
_SAID = re.compile(r"[\w.-]{1,40}\s{0,9}[:：=]")
_OF_MATTER = re.compile(r"[\w.-]{1,40}\s{0,9}[:：=]|\s|[-#\[]|$")
_TOLD = re.compile(r"(?:title|标题|author|agency|发布机构|机构|单位|date|日期|发布日期)\s{0,9}[:：=]", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN_ESCAPE = 0xE000
"""escaped signs wait in the private use area until all marks are read"""
_COMMENT = re.compile(r"<!--.{0,400}?-->", re.DOTALL)
_IMAGE = re.compile(
    r"!\[[^\]]{0,400}\](?:\([^)]{0,400}\)|\[[^\]]{0,400}\])|<(?:img|svg|input|object|video|canvas|math|button|select|textarea|embed|iframe|picture)\b[^>]{0,400}>",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^()]*\)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,20})\]")
_STRUCK = re.compile(r"~~(.{1,400}?)~~|<(del|s|strike)\b[^>]*>(.{0,400}?)</\2\s*>", re.IGNORECASE | re.DOTALL)
_STRUCK_OR_LOWERED = re.compile(r"(?<!~)~[^~\s][^~]{0,100}~(?!~)|</?(?:del|s|strike)\b|~~", re.IGNORECASE)
_RAISED = re.compile(r"<(sup|sub)\b[^>]*>(.{0,100}?)</\1\s*>|\^([^\s^]{1,20})\^", re.IGNORECASE | re.DOTALL)
_FORMULA = re.compile(r"\$[^$]{1,400}\$|\\[(\[]|\\[a-zA-Z]{2,}")
_BREAK = re.compile(r"<br\b[^>]*>|</?(?:p|div|li|ul|ol)\s*>", re.IGNORECASE)
_PLAIN_TAG = re.compile(r"</?(?:b|i|em|strong|u|ins|mark|span|font|a|center|small|big|code|kbd|tt)\s*>|<a\s[^>]{0,400}>|</?o:p\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3}|`{1,3})(?=[^\s*_`])([^*_`]{1,400}?)(?<=\S)\1(?!(?<=_)\w)")


def part_front_matter(lines: list[str]) -> tuple[list[str], list[str]]:
    """What a program is told of a text before it (---, title: …, ---), of which it shows the title, the body and the date; and the text itself."""
    at = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    ends = {"---": ("---", "..."), "+++": ("+++",)}.get(lines[at].strip(), ()) if at < len(lines) else ()
    end = next((i for i in range(at + 1, min(at + _LONGEST_MATTER, len(lines))) if lines[i].strip() in ends), 0)
    said = lines[at + 1 : end]
    if not end or not any(_SAID.match(line) for line in said) or not all(_OF_MATTER.match(line) for line in said):
        return [], lines
    return [line for line in said if _TOLD.match(line)], lines[end + 1 :]


def to_shown(text: str) -> str:
    """Read the marks of a cell: emphasis, what is struck out or raised, notes, links, entities; a Cell where it shows no text, or something else."""
    if len(text) > _LONGEST or not re.search(r"[*_`~^<>&$!\\\[]", text):
        return text.strip()
    # what is escaped is no mark: \*5\* shows its asterisks
    rest = _ESCAPED.sub(lambda m: chr(_HIDDEN_ESCAPE + ord(m[1])), _COMMENT.sub("", text))
    doubt = "object" if _IMAGE.search(rest) or _FORMULA.search(_COMMENT.sub("", text)) else ""
    rest = _LINK.sub(r"\1", _IMAGE.sub("", rest))
    rest = _FOOTNOTE.sub(lambda m: to_raised(m[1]), rest)
    struck = [m[1] or m[3] or "" for m in _STRUCK.finditer(rest)]
    rest = _STRUCK.sub("", rest)
    if _STRUCK_OR_LOWERED.search(rest):
        doubt = doubt or "struck"
    rest = _RAISED.sub(lambda m: to_raised(_to_bare(m[2] or m[3] or "")) if (m[1] or "sup").lower() == "sup" else f"[{_to_bare(m[2] or '')}]", rest)
    rest = _PLAIN_TAG.sub("", _BREAK.sub("\n", rest))
    if _TAG.search(rest):
        doubt = doubt or "unlike"  # a style or an element that may show it otherwise, or not at all
        rest = _TAG.sub("", rest)
    for _ in range(3):
        rest = _EMPHASIS.sub(r"\2", rest)
    rest = _to_bare(rest)
    if not rest and struck and not doubt:
        return Cell(_to_bare("".join(struck)), "struck")
    return Cell(rest, doubt) if doubt else rest


def _to_bare(text: str) -> str:
    text = html.unescape(_TAG.sub("", text))
    return "".join(chr(ord(sign) - _HIDDEN_ESCAPE) if 0xE021 <= ord(sign) <= 0xE07E else sign for sign in text).strip()
