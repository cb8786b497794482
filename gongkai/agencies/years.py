"""Which year a text says that it is on, where its title does not: the period that it counts, the sentence that announces the report.

In: a Document. Out: a year, or None. Not its business: titles (titles.py), what else the text says of a year (narrative.py).
What names two years names none: the year of a law, a plan, a notice, last year's report or of publication is no year of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.model import Document
from gongkai.text import to_arabic_years, to_plain

_OPENING = 20
"""paragraphs in which a report says what it is"""
_LONGEST = 2000
_PERIOD = re.compile(
    r"(20[0-4]\d)[年./-](?:0?1|一|元)(?:[月./-](?:0?1|一)(?!\d)日?)?月?(?:起|始|开始|零时|0时)?,?(?:至|到|—|-|–|~)"
    r"(?:(20[0-4]\d)[年./-]|同年|当年)?(?:12|十二)(?:[月./-](?:31|三十一)(?!\d)|月(?:底|末|份)?(?!\d))"
)
_SPAN = re.compile(r"(20[0-4]\d)年(\d{1,2})月(?:\d{1,2}日)?起?,?(?:至|到|—|-|–|~)+(?:(20[0-4]\d)年)?(\d{1,2})月(?:\d{1,2}日)?")
_HALF = 6
"""months: what counts more of them may be the year of a body that was founded in it"""
_PART = re.compile(
    r"(?:[(（]?[一二三四五六七八九\d]+[)）、.．])?((?:20[0-4]\d年度?|今年|本年度?)?(?:[上下]半年|第?[一二三四1-4]季度|1[-—–~至到]\d月))(?=,|我|本|全|共|度)"
)
"""a sentence that tells of a part of a year"""
_COUNTED = re.compile(r"统计|数据|期限|时限|年报|报告|截止|截至")
_TITLES = re.compile(r"《[^《》]*》|“[^“”]{2,4}”规划")
_OWN = re.compile(
    r"(20[0-4]\d)年度?(?!\d{1,2}月|[上下]半年|第?[一二三四1-4]季度)[^,。;]{0,24}?(?:政府信息|政务|信息)公开(?:工作)?[^,。;]{0,14}?(?:情况|报告|年报)"
)
_ANNOUNCES = re.compile(
    r"现将|现就|现予?以?公[布开]|公[布开]如下|(?:报告|汇报|总结|公告|公示)如下|如下报告|向社会(?:公[布开]|发布)|编制(?!.{0,4}通知)"
    r"|本(?:年度)?报告|本年报|特此|(?:部分|方面|章节)组成"
)
_OF_ANOTHER = re.compile(r"上一?年(?!度?结转)|去年|往年|历年|整改|指出|已于|曾|有关要求$")
_CITES = re.compile(r"根据|按照|依照|依据|遵照|贯彻|落实|执行")
_MAKES = re.compile(r"编制|编写|撰写|现将|现就|公布|发布|形成|制作|汇总")
_CITED = re.compile(r"通知|要点|方案|意见|规划|部署")
_OWN_YEAR = re.compile(
    r"^(20[0-4]\d)年(?:度|以来|来|内|期间)?"
    r"(?=,|是|[^\d,]{0,24}(?:我|本|全[省市县区州旗镇乡局委]|政府信息公开|认真|坚持|深入|严格|积极|切实|高度))"
)
_TITLE = re.compile(r"(?:报告|年报)[)）\]】]?$")
_NOT_YET = re.compile(r"将|下一?步|计划|打算|今后|明年|规划")
_SECOND = re.compile(r"^[(（]?二[)）]?[、.．]")


def find_year(document: Document) -> int | None:
    """The year of the period that the text says it counts, else of the report that it announces, else of what it tells in section 1."""
    return find_period_year(document) or _find_announced_year(document)


def find_period_year(document: Document) -> int | None:
    """The year of the statistical period (1 January to 31 December), if the text gives one and no other."""
    found: dict[bool, set[int]] = {True: set(), False: set()}
    for paragraph in document.paragraphs:
        text = _to_compact(paragraph.text)
        for match in _PERIOD.finditer(text):
            if match[2] in (None, match[1]):
                around = text[max(0, match.start() - 40) : match.end() + 20]
                found[bool(_COUNTED.search(around))].add(int(match[1]))
    years = found[True] or found[False]
    return years.pop() if len(years) == 1 else None


def find_part_of_year(document: Document) -> str:
    """What part of a year the text counts or tells of, where it names no whole one: 1月1日至6月30日, 2023年上半年; else ""."""
    for paragraph in document.paragraphs[:_OPENING]:
        text = _to_compact(paragraph.text)
        for match in _SPAN.finditer(text):
            around = text[max(0, match.start() - 40) : match.end() + 20]
            months = 12 * (int(match[3] or match[1]) - int(match[1])) + int(match[4]) - int(match[2]) + 1
            if _COUNTED.search(around) and 0 < months <= _HALF:
                return match[0]
        if _SECOND.match(text) and len(text) < 40:
            break
    told = {found[1] for sentence in _to_sentences(document) if (found := _PART.match(sentence))}
    return told.pop() if len(told) == 1 else ""


def _find_announced_year(document: Document) -> int | None:
    announced: set[int] = set()
    told: set[int] = set()
    for sentence in _to_sentences(document):
        announced |= set(_to_announced(sentence))
        match = _OWN_YEAR.match(sentence)
        if match and not _TITLE.search(sentence) and not _NOT_YET.search(sentence) and not _OF_ANOTHER.search(sentence):
            told.add(int(match[1]))
    years = announced or told
    return years.pop() if len(years) == 1 and len(announced | told) <= 1 else None


def _to_announced(sentence: str) -> Iterator[int]:
    """现将我局2022年度政府信息公开情况报告如下 → 2022; the year of a notice that is followed (按照关于做好2022年…的通知) is none."""
    if not _ANNOUNCES.search(sentence):
        return
    for clause in sentence.split(","):
        for match in _OWN.finditer(clause):
            before, after = clause[: match.start()], clause[match.start() :]
            cited = list(_CITES.finditer(before))
            is_cited = "关于" in before or (cited and not _MAKES.search(before, cited[-1].end()))
            if not is_cited and not _CITED.search(after) and not _OF_ANOTHER.search(clause):
                yield int(match[1])


def _to_sentences(document: Document) -> Iterator[str]:
    """The sentences of what stands before section 2, without the titles of laws, notices and plans."""
    for paragraph in document.paragraphs[:_OPENING]:
        text = _TITLES.sub("", _to_compact(paragraph.text))
        if _SECOND.match(text) and len(text) < 40:
            return
        yield from re.split(r"[。;!]", text)


def _to_compact(text: str) -> str:
    compact = re.sub(r"\s+", "", to_arabic_years(to_plain(text[:_LONGEST])))
    return compact.replace("，", ",").replace("；", ";")
