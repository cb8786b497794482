"""The unit of an amount: as printed in its cell, in its column's head, in its row's label, or in a note over or under the table.

In: those texts. Out: a unit as printed, "" where none is. Not its business: what a unit is turned into (tables/numbers.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongkai.model import Document
from gongkai.text import kept, to_plain

_MONEY = (
    r"(?:人民币|港|澳门|台|日|美|欧)?[十百千万亿]{0,3}"
    r"(?:元人民币|美元|港元|港币|港币元|澳门元|澳门币|新台币|新台币元|日元|欧元|英镑|卢布|韩元|加元|澳元|元)"
)
_TIMES = r"(?:(?<![^、,，/:：(（\s])[×xX*]?10{1,8}[²³⁴-⁸]?|(?<![A-Za-z])[A-Za-z]{1,3})?"
"""1000元, 10³元, K元: an amount of money that is counted in, before its currency"""
_SIZED = _TIMES + _MONEY + r"(?:[×xX*]10{1,8}|\([十百千万亿]{1,2}\))?"
_UNIT = re.compile(r"(?<![A-Za-z])" + _SIZED)
_WRITTEN_OUT = str.maketrans("仟佰拾圆", "千百十元")
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_NOTE = re.compile(r"(?:计量|金额|货币|数据)?单位\s*(?:[:：]|为|均为|是|以)?\s*([^。；;]{1,30})")
_STATED = re.compile(
    r"(?:金额|收费|费用|货币|资金)[^。；;，,\d]{0,6}?(?:均?[以按]|均为|统一为)("
    + _MONEY + r"|[十百千万亿]{1,3})(?:计算?|统计|为单位|填报|列示|折算)?[)）。]?$"
)
"""以上金额以百万元计: a note that says the unit without the word"""
_BARE = re.compile(r"[十百千万亿]{1,3}(?:美金|人民币|RMB|CNY)?|[kKmMwW]|[$￥¥€£][kKmMwW]?|(?:[kKmMwW]|[千万])?(?:RMB|CNY|USD|HKD)|美金|块|角|分")
"""what of money is said without 元; numbers stand as printed, in this"""
_NAMED = re.compile(r"^(?:(?:计量|金额|货币|数据)?单位[:：]?|[:：])?([^()（）:：件项条个份次]{1,8})$")
_SIGN = re.compile(r"[$￥¥€£]|[A-Za-z$￥¥€£]{2,4}")
_PLAIN_UNITS = re.compile(r"[件项条个份人次部、,，/和及\s]|单位|金额|数量|计量|货币|以|为|均|计|[:：()（）\[\]【】。]|" + _SIZED)
_BEHIND = re.compile(r"(?<=额)[,，、/:：\s\-—]*(?:(?:计量)?单位)?[:：\s]*" + _MONEY + r"\s*$")
"""the unit behind the name of an amount, without brackets"""
_LONGEST_NOTE = 40


def find_unit(text: str) -> str:
    """The one unit of money in a text, "" where there is none or several."""
    found = _find_units(text)
    return found[0] if len(found) == 1 else ""


def _find_units(text: str) -> list[str]:
    """The units of money in a text, in order, each once."""
    compact = re.sub(r"\s+", "", to_plain(text)).translate(_WRITTEN_OUT)
    return list(dict.fromkeys(_clean(each[0]) for each in _UNIT.finditer(compact)))


def _bare_units(note: str) -> list[str]:
    """What a note says of money without 元: 单位：件、万, 单位：K."""
    parts = [part for part in re.split(r"[、,，/和及()（）\s]+", note) if _BARE.fullmatch(part)]
    return [part + "元" if re.fullmatch("[十百千万亿]+", part) else part for part in parts]


def _clean(unit: str) -> str:
    """元人民币 and 人民币万元 are 元 and 万元."""
    bare = unit.removeprefix("人民币").removesuffix("人民币")
    return bare or unit


def in_brackets(text: str) -> str:
    """The unit that stands in the brackets of a head or a label: 本年收费金额（单位：千元）, or behind a comma, a slash or 单位.

    Several are joined by a slash; what stands there behind 单位 and is no unit that is known is one as it is printed.
    """
    plain = to_plain(text)
    for inside in _BRACKETED.findall(plain):
        units = _find_units(inside)
        if units:
            return "/".join(units)
        said = _NAMED.match(re.sub(r"\s+", "", inside))
        if said is not None and ("单位" in inside or _SIGN.fullmatch(said[1])):
            return "".join(_bare_units(said[1])) or said[1].replace("/", "")
    behind = _BEHIND.search(plain)
    return find_unit(behind[0]) if behind else ""


def without_unit(head: str) -> str:
    """A head without the unit that stands behind its name: 本年收费金额，千元 → 本年收费金额."""
    return _BEHIND.sub("", head)


def in_notes(texts: Iterable[str]) -> str:
    """The unit of money that notes beside a table say: 单位：件、千元; several units there leave it open, and are joined by a slash."""
    units: dict[str, None] = {}
    for text in texts:
        plain = to_plain(text)
        for note in (*_NOTE.findall(plain), *_STATED.findall(plain.strip())) if len(plain) <= 4 * _LONGEST_NOTE else ():
            units |= dict.fromkeys(_find_units(note) or _bare_units(note))
        if len(plain) <= _LONGEST_NOTE and is_unit_note(plain):
            units |= dict.fromkeys(_find_units(plain))
    return "/".join(units)


@kept
def is_unit_note(text: str) -> bool:
    """Whether a text says nothing but units: 单位：件、千元, （万元）."""
    plain = to_plain(text).strip()
    return 0 < len(plain) <= _LONGEST_NOTE and bool(_UNIT.search(plain) or "单位" in plain) and not _PLAIN_UNITS.sub("", plain)


def _is_alone(cell: str, row: Sequence[str | None]) -> bool:
    """Whether a cell is a note on money in a row of its own: 注：收费金额单位为千元."""
    return ("单位" in cell or "计" in cell or "均" in cell) and sum(bool(other and other.strip()) for other in row) == 1


_OF_MONEY = re.compile(r"(?:金额|货币|收费|费用|资金)[^。；;]{0,8}单位|单位[^。；;]{0,4}(?:均|统一)")
_HEADING = re.compile(r"^\s*[(（]?[一二三四五六][)）、.．]")


def find_notes(document: Document) -> dict[int, str]:
    """Grid → the units of money that the lines beside it say: over it or below it up to the next heading, in a row of its own, or for all amounts."""
    everywhere = in_notes(p.text for p in document.paragraphs if _OF_MONEY.search(p.text[: 4 * _LONGEST_NOTE]))
    found: dict[int, str] = {}
    before = 0
    for g, grid in enumerate(document.grids):
        end = document.grids[g + 1].after if g + 1 < len(document.grids) else len(document.paragraphs)
        above = [p.text for p in document.paragraphs[before:grid.after]]
        headings = [i for i, text in enumerate(above) if _HEADING.match(text)]
        below = [p.text for p in document.paragraphs[grid.after:end]]
        below = below[: next((i for i, text in enumerate(below) if _HEADING.match(text)), len(below))]
        rows = [cell for row in grid.rows for cell in row if cell and (is_unit_note(cell) or _is_alone(cell, row))]
        own = in_notes([*above[max(headings, default=0):], *below, *rows, grid.heading])
        found[g] = "/".join(dict.fromkeys(unit for unit in (*own.split("/"), *everywhere.split("/")) if unit))
        before = grid.after
    return found
