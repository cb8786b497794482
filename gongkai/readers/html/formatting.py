"""Marks of emphasis that overlap paragraphs → the same, nested as a browser nests them.

In: the text of a page. Out: the same, where an <s> that a paragraph begins in opens again within it, one that is open when its paragraph ends opens
again behind it, and what ends before another that began in it parts that one. Not its business: any other markup.
HTML, 13.2.4.3 and 13.2.6.4.7. The parser of older HTML ends such a mark where the paragraph begins or ends, and what is struck out would be read.
"""

from __future__ import annotations

import re

_MARKS = frozenset(["s", "strike", "font", "b", "i", "u", "em", "strong", "small", "big", "code", "tt", "nobr"])
_BLOCKS = frozenset(["p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "center", "blockquote", "pre"])
_ENDING = frozenset(["p", "center"])
"""what ends a mark when it begins, in a parser of older HTML"""
_CELLS = frozenset(["td", "th", "caption"])
_ROWS = frozenset(["tr", "tbody", "thead", "tfoot", "table"])
_RAW = frozenset(["script", "style", "textarea", "title", "xmp"])
_TAG = re.compile(r"""<!--|<(/?)([A-Za-z][A-Za-z0-9]{0,10})(?=[\s/>])((?:[^<>"']{1,200}+|"[^"]{0,2000}"|'[^']{0,2000}'){0,40}+)>""")
_MARK = re.compile(rf"<(?:{'|'.join(sorted(_MARKS))})[\s/>]", re.IGNORECASE)
_MOST_OPEN, _LITTLE = 40, 20_000


class _Nest:
    """One pass over a page. open: marks and blocks that are open here, each with its tag; is_cell: in a cell, where they count from its beginning."""

    def __init__(self) -> None:
        self.open: list[tuple[str, str]] = []
        self.is_cell = False

    def pass_by(self, name: str, tag: str, is_end: bool) -> tuple[str, str]:
        """What belongs before and behind a tag, so that what is open goes on as in a browser."""
        if name in _CELLS or name in _ROWS:
            left = [one for one in self.open if one[0] in _MARKS] if self.is_cell else []
            self.open, self.is_cell = [], name in _CELLS and not is_end
            return _end(left), ""
        if name in _MARKS:
            return self._end_mark(name) if is_end else self._begin_mark(name, tag)
        return (self._end_block(name) if is_end else self._begin_block(name)) if name in _BLOCKS else ("", "")

    def _begin_mark(self, name: str, tag: str) -> tuple[str, str]:
        self.open.append((name, tag))
        return "", ""

    def _end_mark(self, name: str) -> tuple[str, str]:
        at = next((at for at in range(len(self.open) - 1, -1, -1) if self.open[at][0] == name), None)
        if at is None or any(one in _BLOCKS for one, _ in self.open[at + 1 :]):
            return "", ""
        del self.open[at]
        return _end(self.open[at:]), _begin(self.open[at:])

    def _begin_block(self, name: str) -> tuple[str, str]:
        at = next((at for at in range(len(self.open) - 1, -1, -1) if self.open[at][0] in _BLOCKS), -1)
        inner = self.open[at + 1 :]
        before = after = ""
        if at >= 0 and self.open[at][0] == "p":
            self.open[at:] = inner  # no paragraph goes on in another block
            before = f"{_end(inner)}</p>{_begin(inner)}" if inner else ""
        if inner and name in _ENDING:
            before, after = before + _end(inner), _begin(inner)
            self.open[len(self.open) - len(inner) :] = [(name, ""), *inner]
        else:
            self.open.append((name, ""))
        return before, after

    def _end_block(self, name: str) -> tuple[str, str]:
        at = next((at for at in range(len(self.open) - 1, -1, -1) if self.open[at][0] == name), None)
        if at is None:
            return "", ""
        inner = [one for one in self.open[at + 1 :] if one[0] in _MARKS]
        self.open[at:] = inner
        return _end(inner), _begin(inner)


def nest(text: str) -> str:
    """Part the marks that overlap paragraphs; a page that has none comes back as it is."""
    if _MARK.search(text) is None:
        return text
    lowered = text.lower()
    nesting = _Nest()
    pieces: list[str] = []
    done = at = added = 0
    while (tag := _TAG.search(text, at)) is not None:
        at = tag.end()
        name = (tag[2] or "").lower()
        if not name or (name in _RAW and not tag[1]):
            end = lowered.find(f"</{name}" if name else "-->", at)
            if end < 0:
                break
            at = end
            continue
        before, after = nesting.pass_by(name, tag[0], bool(tag[1]))
        added += len(before) + len(after)
        if len(nesting.open) > _MOST_OPEN or added > len(text) // 2 + _LITTLE:
            return text  # nobody writes so
        if before or after:
            pieces += [text[done : tag.start()], before, tag[0], after]
            done = at
    return "".join([*pieces, text[done:]])


def _end(marks: list[tuple[str, str]]) -> str:
    return "".join(f"</{name}>" for name, _ in reversed(marks))


def _begin(marks: list[tuple[str, str]]) -> str:
    return "".join(tag for _, tag in marks)
