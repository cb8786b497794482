"""RTF → the same RTF, such that LibreOffice shows what Word shows, or a sign where it would leave something out.

In: the bytes of a document. Out: bytes. Not its business: converting (conversion.py), what any of it says.

LibreOffice leaves out formulas of Word and fields that draw, adds up sums anew, shows both versions of a text that is given once in an old code page
and once in Unicode (\\upr), and text that was moved elsewhere or stands in drawings of old versions; it drops wide spaces and page breaks in a cell,
so that two numbers would become one, like a line break that says where it goes on (\\lbr); and the patterns behind letters and paragraphs.
"""

from __future__ import annotations

import re

_START = b"{\\rtf"
_LEFT_OUT = re.compile(
    rb"\{\\mmath\b|\{\\field\b(?=.{0,150}?\\fldinst.{0,60}?\bEQ\s{0,5}\\\\)|\{\\field\b(?=[^=]{0,100}?\\fldinst\b[\s{}]{0,20}(?:\\\w{1,20}[\s{}]{0,9}){0,20}=)",
    re.IGNORECASE | re.DOTALL,
)
_OF_ROWS = re.compile(rb"\\trowd\b|\\rtlrow\b|\\cldgl[lu]\\brdr(?!none|nil)|\\cldel(?![a-z])|\\clmrgdr?(?![a-z])|\\cellx-?\d|\\cell\b|\\row\b")
_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[{}]|[^\\{}]+|\\", re.DOTALL)
_GROUP = re.compile(rb"\{\s{0,9}(?:\\\*\s{0,9})?\\([a-zA-Z]{1,32})")
_INSTEAD = {b"emspace": b"\\~", b"enspace": b"\\~", b"qmspace": b"\\~", b"mvf": b"\\strike ", b"mvf0": b"\\strike0 "}
_BREAKS = frozenset([b"page", b"column", b"lbr"])
_SHADINGS = frozenset([b"chshdng", b"shading"])
_DARK = 4000
"""hundredths of a per cent of a pattern: text on a darker one may not be seen"""
_UNSEEN = frozenset([b"xe", b"tc"])
"""groups of marks for an index, which no reader sees"""
_MENDED = re.compile(rb"\\(?:upr|xe|tc|do|emspace|enspace|qmspace|mvf|page|column|lbr\d|chshdng\d{4}|shading\d{4})(?![a-z])")
_SIGN = b"{\\uc1\\u-4 ?}"
_FITTED = re.compile(rb"(\\fittext(-?\d{1,5}) ?)(?=(?:\\\w{1,20} ?){0,9}([\d.,]{1,20}))")
_CLOSEST, _WIDEST = 60, 260
"""twentieths of a point a digit of a fitted text has, at the least and the most: 105 would be as usual"""


def with_signs(content: bytes) -> bytes:
    """A document as LibreOffice should get it; what is no RTF comes back as it is."""
    if not content.startswith(_START):
        return content
    content = _LEFT_OUT.sub(lambda found: _SIGN + found[0], content)
    content = _FITTED.sub(lambda found: found[1] + (b"" if _CLOSEST * len(found[3]) < int(found[2]) < _WIDEST * len(found[3]) else _SIGN), content)
    content = _mended(content) if _MENDED.search(content) else content
    return _with_corners(content) if re.search(rb"\\(?:cl(?:dgl|del|mrgd)|rtlrow)", content) else content


def _mended(content: bytes) -> bytes:
    """Drop groups that are not shown, and write otherwise what LibreOffice does not know."""
    pieces: list[bytes] = []
    at = depth = 0
    dropped = 0  # the depth of the group that is left out
    versions: list[int] = []  # the depths of groups whose first group is
    is_table = False
    while at < len(content) and (token := _TOKEN.match(content, at)) is not None:
        said, word = token[0], token[1]
        at = token.end()
        if word == b"bin":
            at += min(int(token[2] or b"0"), len(content)) if not (token[2] or b"").startswith(b"-") else 0
            said = content[token.start() : at]
        elif said == b"{":
            depth += 1
            named = _GROUP.match(content, token.start())
            name = named[1] if named is not None else b""
            if not dropped and versions and depth == versions[-1] + 1:
                versions.pop()
                dropped = depth
            elif not dropped and (name in _UNSEEN or name == b"do"):
                dropped = depth
                pieces.append(_SIGN if name == b"do" and is_table else b"")
            elif not dropped and name == b"upr":
                versions.append(depth)
        elif said == b"}":
            if versions and versions[-1] == depth:
                versions.pop()
            depth -= 1
            if dropped and depth < dropped:
                dropped = 0
                continue
        elif word in (b"pard", b"intbl"):
            is_table = word == b"intbl"
        elif word in _BREAKS and is_table:
            said = b"\\line "
        elif word in _SHADINGS and is_table and int(token[2] or b"0") >= _DARK:
            said += _SIGN
        elif word is not None:
            said = _INSTEAD.get(word + (token[2] or b""), said)
        if not dropped:
            pieces.append(said)
    return b"".join(pieces) + content[at:]


def _with_corners(content: bytes) -> bytes:
    """Put a sign into each cell that a line runs through from corner to corner, that was deleted or merged under the eyes of a reviewer, or that
    stands in a row from right to left beside others."""
    pieces: list[bytes] = []
    cells: list[bool] = []
    done = at = 0
    is_crossed = is_turned = False
    is_mixed = len(re.findall(rb"\\rtlrow\b", content)) < len(re.findall(rb"\\trowd\b", content))
    for found in _OF_ROWS.finditer(content):
        word = found[0]
        if word == b"\\trowd":
            cells, is_crossed, is_turned = [], False, False
        elif word == b"\\rtlrow":
            is_turned = is_mixed
        elif word.startswith(b"\\cellx"):
            cells.append(is_crossed or is_turned)
            is_crossed = False
        elif word.startswith(b"\\cl"):
            is_crossed = True
        elif word == b"\\row":
            at = 0
        else:
            if at < len(cells) and cells[at]:
                pieces += [content[done : found.start()], _SIGN]
                done = found.start()
            at += 1
    return b"".join([*pieces, content[done:]])
