"""Running text → sentences and their clauses, each with whom and which time it speaks of.

In: a paragraph, the names that the body goes by. Out: Clauses. Not its business: what a clause says (statements.py).

What stands before a verb is understood word by word, from a closed list: 全县全年共, 我局依法. Where a word is not on it, nobody knows whose figure
follows (市公安局共收到), and the clause says nothing of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.model import Report
from gongkai.text import to_arabic_years, to_line

LONGEST = 1500
"""Letters: no sentence is longer, and what is says nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """text: all of it. said: from the verb on, "" where what stands before it is not understood. depth: brackets around it.

    is_part: of what was said before (其中). is_timely: only what was in time, or of this year's. is_other: of another body, channel or time.
    """

    text: str
    said: str
    depth: int
    is_part: bool = False
    is_timely: bool = False
    is_other: bool = False


@lru_cache(maxsize=1_000)
def to_sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph, without blanks. Several rooms ask for those of the same report, one after the other."""
    text = re.sub(r"\s+", "", to_arabic_years(to_line(paragraph)))
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).replace("，", ",").replace("；", ";").replace("：", ":")
    text = _WHOLE_YEAR.sub("", text)
    return tuple(part for part in re.split(r"(?<=[。;!])", text) if part)


# --- whose, and when ------------------------------------------------------------------------------------------------

_OTHER_SCOPE = re.compile(
    r"各(?!类|项)|本级|办公室|办公厅|部门|单位|乡镇|街道|镇街|下属|基层|直属|分局|派出|法院|"
    r"渠道|网上|网络|在线|平台|系统|信箱|邮箱|邮寄|邮件|邮政|信函|来信|书面|当面|现场|传真|窗口|热线|线上|线下|"
    r"上半年|下半年|季度|\d月|截至|截止|以来|累计|历年|近年|去年|上年(?!度?结转)|上一年(?!度?结转)|往年(?!结转)|前年|同期|同比|环比|增加|增长|减少|下降|"
    r"咨询|信访|户均|平均|预计|计划|力争|目标|例如|比如"
)
_OTHER_KIND = re.compile(r"主动撤|撤回|撤销|撤诉|补正|延期|逾期|超期|未能|另有|此外|除|重复")
_REGIONS = "省市区县州盟旗"
_OF_REGION = re.compile(rf"([{_REGIONS}])(?:人民政府|行政公署|管理委员会|管委会|政府)?(?:办公[室厅])?$")
_NUMBERING = r"[一二三四五六七八九十]是|[\(第]?[一二三四五六七八九十\d]{1,3}[)、.](?!\d)|[①-⑳]"
_BEFORE = (
    rf"{_NUMBERING}|20\d\d年度?|20\d\d(?=全年)|本年度?|今年|全年度?|年度?内|当年|年度(?!报告)|报告期内?|统计期内?|"
    r"我[省市区县州盟旗乡镇局委办厅处院所站校会](?:政府)?|本(?:机关|省|市|区|县|州|盟|旗|乡|镇|局|委|办|厅|处|院|所|校)|全[乡镇局委办厅处院所校]|"
    r"依申请公开(?:政府信息)?(?:方面|工作|办理|受理)?(?:情况)?:|政府信息公开申请(?:方面|工作|办理|受理)?(?:情况)?:|"
    r"一共|总共|总计|共计|合计|共|已|均|全部|都|我们|严格|认真|积极|规范|妥善|有效|依法|依规|依照|按照?(?:规定|要求|程序|照)|并|也|但|实际"
)
_WE = re.compile(r"^((?:20\d\d年?度?)?(?:全年)?)(?:本|我)(?:街道(?:办事处)?|单位|部门|办公室|镇街)")
_WHOLE_YEAR = re.compile(r"截[至止](?:20\d\d年)?(?:12月31日|年底|年末),?(?:累计)?")
"""up to the end of the year is the year"""
_WITHIN_TIME = r"按时|按期|如期|及时|(?:均|都|已)?在?(?:法定)?(?:期限|时限)内|当场|提前|限时|当年度?"
_TAKES_IN = re.compile(r"(?:收到|受理|新收|接收|接到)(?=[^,]{0,200}\d)")
"""behind words that are not understood: somebody else may have"""
_PART = re.compile(r"(?:其中|含|包括|包含)[:,]?")
_GOES_ON = re.compile(r"其中|上述|以上|所有|办理结果|答复结果|处理结果|这些")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose report it is. names: what the body goes by; is_region: whether 全县 can be what the tables count.

    signs: of what regions it can be, 县 for a county, in whose text 全市 is the city around it.
    """

    names: tuple[str, ...] = ()
    is_region: bool = True
    signs: str = _REGIONS


def to_clauses(sentence: str, speaker: Speaker, is_other: bool = False) -> list[Clause]:
    """The clauses of one sentence. is_other: what was said before was of another body, channel or time, and this goes on with it."""
    found: list[Clause] = []
    is_part = False
    before = _to_before(speaker)
    others = f"全[{''.join(sign for sign in _REGIONS if not speaker.is_region or sign not in speaker.signs) or '!'}]"
    for text, depth in _split(sentence):
        is_part = is_part or bool(_PART.match(text))
        own = _without_names(text, speaker)
        is_other = is_other or bool(_OTHER_SCOPE.search(own)) or bool(re.search(others, own))
        head = before.match(own)
        said = own[head.end():] if head else own
        is_other = is_other or bool(_TAKES_IN.search(said, 1) and not _TAKES_IN.match(said))
        timely = bool(head and re.search(_WITHIN_TIME, head[0]))
        found.append(Clause(own, "" if _OTHER_KIND.search(own) else said, depth, is_part, timely, is_other))
    return found


def _to_before(speaker: Speaker) -> re.Pattern[str]:
    region = f"|全[{speaker.signs}]" if speaker.is_region else ""
    return re.compile(f"(?:{_BEFORE}|{_WITHIN_TIME}{region})*+")


def _without_names(text: str, speaker: Speaker) -> str:
    """A name of the body at the beginning, or after the year, is we."""
    text = _WE.sub(r"\1我局", text, count=1)
    for name in speaker.names:
        if name in text[: len(name) + 8]:
            return text.replace(name, "我局", 1)
    return text


def speaker_of(report: Report) -> Speaker:
    """A department counts its own requests, and 全县 in its text is its line of work; a government may sum up its region."""
    agency = report.agency
    return to_speaker([name for name in (report.printed_name, agency.name, *agency.other_names) if name], report.scope != "own")


def to_speaker(names: Sequence[str], is_region: bool) -> Speaker:
    """The names, and what of them stands for the body in its own text: 县教育局 for 甲县教育局, 甲县 for 甲县人民政府."""
    found = set()
    for name in names:
        found.add(name)
        short = re.sub(r"(?:人民政府|办事处|管理委员会)$", "", name)
        found |= {short, short[short.rfind("市") + 1:], short[short.rfind("县") + 1:], short[short.rfind("区") + 1:]}
        found |= {f"{sign}{name[name.rfind(sign) + 1:]}" for sign in "省市县区" if sign in name}
    signs = "".join(dict.fromkeys(sign for name in names for sign in _OF_REGION.findall(name)))
    return Speaker(tuple(sorted((n for n in found if len(n) >= 3), key=len, reverse=True)), is_region, signs or _REGIONS)


def goes_on(sentence: str) -> bool:
    """Whether a sentence goes on with what the one before it spoke of."""
    return bool(_GOES_ON.match(sentence))


def _split(sentence: str) -> Iterator[tuple[str, int]]:
    """Clauses, and how many brackets each stands in; a list of cases (行政复议2件、行政诉讼7件) is parted."""
    depth = 0
    for piece in re.split(r"([,。;()])|(?<=\d[件宗起份])[、和及]", sentence):
        if not piece:
            continue
        if piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif piece not in ",。;":
            yield piece, depth
