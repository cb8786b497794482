"""Running text → a whole with its parts, where a sentence lists them: 30条:机构职能2条,…,其他23条 and 5件(其中独办1件,…) and 32条,其中….

In: the sentences of a paragraph. Out: Statements whose parts are the listed numbers. Not its business: whether they add up (narrative.py).
Every list is looked at once, and a longer one than anybody writes is left alone: what strangers wrote may be all digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks.statements import Statement

MOST_PARTS = 40
LONGEST_LIST = 800
"""letters"""

_ENUMERATED = re.compile(
    r"(?<![\d.])(?P<whole>\d{1,9})(?P<unit>[件条项份个篇])"
    rf"(?:\((?P<some>其中|包括|含)?:?(?P<inside>[^()]{{1,{LONGEST_LIST}}})\)|:(?P<list>[^()。;:]{{1,{LONGEST_LIST}}})"
    rf"|[,。]其中:?,?(?P<open>[^()。;:]{{1,{LONGEST_LIST}}}))"
)
_PART = (
    re.compile(r"^(?:其中)?[^\d]{1,16}(?P<n>\d{1,9})(?P<unit>[件条项份个篇])$"),
    re.compile(r"^(?:其中)?(?P<n>\d{1,9})(?P<unit>[件条项份个篇])[^\d]{1,12}$"),
)
_REST = ("其他", "其它")
_WITHIN = ("含", "包含", "包括")  # a part of the part before it
_TWICE = re.compile(  # what one thing may be in two of: channels, times, what became of it beside who asked
    r"网站|网上|网络|微信|微博|公众号|客户端|抖音|视频号|媒体|平台|渠道|公[开示告]栏|报刊|报纸|广播|电视|信函|邮|当面|传真|转载|转发|阅读|点击|"
    r"同比|增长|增加|比上年|较上年|占|以上|及时|按时|按期"
)
_CHANGED = re.compile("新增|新编|新建|新设|改版|修订|修改|调整|更新|废止|删除|撤销|完善|优化|重点")
"""what was done to some of a whole"""
_NEARLY = Decimal("0.9")
"""of a whole in brackets that names no rest: one who lists less lists some of it"""
_OUTCOME, _APPLICANT = re.compile("公开|提供|处理|办结|答复|结转"), re.compile("自然人|法人|企业|组织|机构|个人|公民")


def find_sums(text: str) -> Iterator[Statement]:
    """Every list of parts in a paragraph, all of one unit. Parts of requests count only in brackets: outside of them one sentence may part
    them twice, by applicant and by channel."""
    for match in _ENUMERATED.finditer(text):
        before = re.split(r"[,。;:()]", text[max(0, match.start() - 60): match.start()])[-1]
        clauses = (match["inside"] or match["list"] or match["open"]).strip("。,").split(",")
        pieces = [piece for clause in clauses for piece in _join_names(clause.split("、")) if not piece.startswith(_WITHIN)]
        if not 2 <= len(pieces) <= MOST_PARTS or (match["open"] and ("申请" in before or _OUTCOME.search(match["open"]))):
            continue
        parts = [next((found for pattern in _PART if (found := pattern.match(piece))), None) for piece in pieces]
        if not all(part and part["unit"] == match["unit"] for part in parts) or _may_overlap(pieces):
            continue
        numbers = tuple(Decimal(part["n"]) for part in parts if part)
        whole = Decimal(match["whole"])
        is_nearly_all = match["inside"] is not None and not match["some"] and not _CHANGED.search("".join(pieces)) and sum(numbers) >= whole * _NEARLY
        is_exhaustive = any(piece.startswith(_REST) for piece in pieces) or is_nearly_all
        if match["open"] and not is_exhaustive:
            continue  # 其中图解8条,视频6条: one thing may be both
        yield Statement("N-SUM", "all" if is_exhaustive else "some", whole, before + match[0], parts=numbers)


def _may_overlap(pieces: list[str]) -> bool:
    text = "".join(pieces)
    return bool(_TWICE.search(text)) or bool(_OUTCOME.search(text) and _APPLICANT.search(text))


def _join_names(pieces: list[str]) -> list[str]:
    """A name that holds a separator is one name: 政策、规范性文件类1条."""
    joined: list[str] = []
    held = ""
    for piece in pieces:
        if re.search(r"\d", piece):
            joined.append(held + piece)
            held = ""
        else:
            held += piece
    return [*joined, held] if held else joined
