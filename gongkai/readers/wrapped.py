"""Elements of HTML around blocks of Markdown → what becomes of the lines in them.

In: the lines of a Markdown text. Out: for each line "" or why it may not be seen. Not its business: HTML within a line or a cell (markdown.py),
tables in HTML (html/).
Programs that show Markdown do not agree on attributes and styles: those are a doubt. All of them fold a `details` away and show no script.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_OPENS = re.compile(r"\s{0,3}<([a-z]{1,12})\b([^<>]{0,400})>", re.IGNORECASE)
_TAGS = re.compile(r"<(/?)([a-z]{1,12})\b([^<>]{0,400})>", re.IGNORECASE)
_WRAPS = frozenset(
    ["details", "template", "script", "style", "noscript", "dialog", "del", "s", "strike", "div", "section", "article", "aside", "main"]
)
_UNSEEN = frozenset(["template", "script", "style", "noscript"])
_STRUCK = frozenset(["del", "s", "strike"])
_HIDES = re.compile(
    r"(?<![\w:-])hidden(?![\w-])|display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|(?:opacity|font-size)\s{0,9}:\s{0,9}0(?![.\d]*[1-9])|line-through"
    r"|(?<!-)color\s{0,9}:\s{0,9}(?:white|#fff(?![0-9a-e])|transparent)", re.IGNORECASE,
)
_OPEN = re.compile(r"\bopen\b", re.IGNORECASE)
_RANKS = ("", "unlike", "struck", "gone")
_DEEPEST = 100


def to_marks(lines: Sequence[str]) -> list[str]:
    """For each line: "", "gone" (certainly not shown), or a doubt of doubts.csv. A summary is shown though what it folds away is not."""
    marks: list[str] = []
    around: list[tuple[str, str]] = []
    for line in lines:
        before = _strongest(around)
        opened = _OPENS.match(line)
        if opened is not None or around:
            for is_end, name, about in _TAGS.findall(line) if "<" in line else ():
                around = _walk(around, bool(is_end), name.lower(), about, opened is not None)
        found = max(before, _strongest(around), key=_RANKS.index)
        marks.append("" if found == "gone" and "<summary" in line.lower() else found)
    return marks


def _walk(around: list[tuple[str, str]], is_end: bool, name: str, about: str, may_open: bool) -> list[tuple[str, str]]:
    if name not in _WRAPS:
        return around
    if is_end:
        at = next((at for at in reversed(range(len(around))) if around[at][0] == name), None)
        return around if at is None else around[:at]
    if not may_open or about.endswith("/") or len(around) >= _DEEPEST:
        return around
    return [*around, (name, _effect(name, about))]


def _effect(name: str, about: str) -> str:
    if name in _UNSEEN or (name in ("details", "dialog") and not _OPEN.search(about)):
        return "gone"
    return "struck" if name in _STRUCK else "unlike" if _HIDES.search(about) else ""


def _strongest(around: list[tuple[str, str]]) -> str:
    return max((effect for _, effect in around), key=_RANKS.index, default="")
