"""Whose the list of 2014 to 2018 is and of which year, where its document has no title of a report: the list was often published by itself.

In: a Document. Out: its title, the body and the year, each only where all that is said agrees. Not its business: titles of reports (titles.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gongkai.agencies.titles import is_placed, to_short_lines
from gongkai.model import Document
from gongkai.text import to_arabic_years, to_line, to_plain

_YEAR = r"20[0-4]\d年?度?"
_CAPTION = re.compile(r"^(.{0,45}?)(?:政府|政务)?(?:信息|政务)公开(?:工作|年度|报告|情况|数据){0,5}统计表(?:[(（](.{0,24}?)[)）])?$")
_LEAD = re.compile(r"^(?:附[件表录]?[\d一二三四五六]{0,2}[:：、.．]?|表[\d一二三四五六]{1,2}[:：、.．]?)")
_OF_A_YEAR = re.compile(r"[(（]?(20[0-4]\d)(?:年度?|年1月1日?[-—–~至到](?:20[0-4]\d年)?12月(?:31日)?)[)）]?")
_FILLED_BY = re.compile(
    r"(?:填[报表写]|报送|上报)(?:单位|机关|机构|部门)(?:名称)?(?:[(（](?:盖?公?章|签章)[)）])?[:：]\s{0,8}([一-鿿]{4,30})(?![一-鿿:：])"
)
_OF_OTHERS = re.compile(r"各|所属|下属|直属|下级|辖区|样[表本]|范[表本]|模板|示例")


def find_list_title(document: Document) -> tuple[str, str, int | None]:
    """(title, body, year) as the document's lists say it; ("", "", None) where there is none. What two of them say differently is left open."""
    printed = list(to_short_lines(document))
    names = {found[1]: None for line in printed for found in _FILLED_BY.finditer(to_plain(line)) if is_placed(found[1])}
    lines = [to_arabic_years(to_line(line)) for line in printed]
    captions: list[str] = []
    years: set[int] = set()
    for line, below in pairwise([*lines, ""]):
        compact = _LEAD.sub("", re.sub(r"\s+", "", line))
        if (caption := _CAPTION.match(compact)) is None:
            continue
        captions.append(compact)
        if _OF_OTHERS.search(caption[1] + (caption[2] or "")):
            return "", "", None
        name = re.sub(_YEAR, "", caption[1]).strip("《“\"'-_：:|·")
        names |= {name: None} if re.fullmatch(r"[一-鿿]{4,40}", name) and is_placed(name) else {}
        said = re.findall(r"20[0-4]\d", caption[1] + (caption[2] or ""))
        beside = _OF_A_YEAR.fullmatch(re.sub(r"\s+", "", below))
        years |= {int(year) for year in (*said, *([beside[1]] if beside else []))}
    if not captions:
        return "", "", None
    return captions[0], _one_of(list(names)), years.pop() if len(years) == 1 else None


def _one_of(names: Sequence[str]) -> str:
    """The one name that all of these are, some perhaps without the regions before it; "" where they are of several bodies."""
    longest = max(names, key=len, default="")
    return longest if all(longest.endswith(name) for name in names) else ""
