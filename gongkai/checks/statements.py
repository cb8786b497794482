"""Running text of a report → what it says of the figures in the tables.

In: Sections, the year of the report and whose it is. Out: Statements, each a number with the sentence that says it.
Not its business: whether a statement is true (narrative.py), whom a clause speaks of (clauses.py), parts and wholes (enumerations.py).

Only what is said of the whole report counts: a sentence of one office, one channel, one month or another year says nothing
of the table, and neither does what is a part of something (其中11件办结). Better no statement than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.checks.clauses import LONGEST, Clause, Speaker, goes_on, to_clauses, to_sentences
from gongkai.model import Section

TOLD_IN = (0, 1, 2, 3, 4)
"""the sections that tell of the year; 5 and 6 tell of plans and fees"""


@dataclass(frozen=True, slots=True)
class Statement:
    """check: N-RECV, …. quantity: what the number counts. number: None where the sentence says that there was none.

    parts: what the sentence says the number is made of; share: per cent, as printed; verb: the word that says it, where it makes a
    difference whether another sentence uses the same one (收到 and 受理 need not be as many). wholes: the other numbers of the sentence.
    fewer, more: "right" where fewer may rightly be told so (按时答复), "hint" where nobody knows (受理). is_free: the word does not say what it
    counts, and where it differs that is a hint.
    """

    check: str
    quantity: str
    number: Decimal | None
    sentence: str
    parts: tuple[Decimal, ...] = ()
    share: str = ""
    verb: str = ""
    wholes: tuple[Decimal, ...] = ()
    fewer: str = ""
    more: str = ""
    is_free: bool = False


_N = r"(?P<n>\d{1,9})(?![\d.])(?P<about>余|多)?[件份宗起]"
_OF = (
    r"(?:的|各类|有效|公民|法人|其他组织|社会公众|群众|、|和|或|有关|相关|要求|依申请公开|依申请|依|申请|政府信息|政务信息|信息|公开|工作|事项|办理|书|件(?=[共计合总为:\d]))*+"
)
_COUNT = r"(?:数量|总数|总量|件数)?(?:总计|共计|合计|共有|共|计|为|:|达)?"
_END = r"(?=$|均|全部|都|已|答复率|办结率|回复率|按|依|、)"
_RECEIVED = re.compile(rf"(?P<v>收到|受理|新收到?|接收|接到)(?:到|了)?(?P<o>{_OF}){_COUNT}{_N}(?P<after>{_OF}){_END}")
_HANDLED = re.compile(rf"(?P<v>答复|办结|办理完毕|办理|处理)(?:了)?(?P<o>{_OF}){_COUNT}{_N}(?P<after>{_OF}){_END}")
_CARRIED_OUT = re.compile(
    rf"(?:结转|转入)(?:至|到|入)?(?:下一?年度?|次年度?|20\d\d年度?)(?:继续)?(?:办理|处理|答复)?(?:的)?{_OF}{_COUNT}{_N}{_END}"
)
_CARRIED_IN = re.compile(rf"(?:上一?年度?|20\d\d年度?|往年)结转(?:至?本年度?)?(?:的)?{_OF}{_COUNT}{_N}{_END}")
_CASES = r"(?:案件|申请|事项|案)?(?:数量|总数)?(?:总计|共计|合计|共|为|:|达)?"
_DUE = (  # 因政府信息公开工作被申请, 信息公开类
    r"(?:因|由|针对|涉及|涉|关于|对|本机关|我[局县市区镇乡]|政府|政务|信息|公开|工作|申请|答复|事项|方面|类|领域|相关|有关|不服|而|被|所|引起|引发|提起|产生|"
    r"导致|发生|的)*+"
)
_DISPUTES = (
    ("N-DIS", "disputes", re.compile(rf"行政复议{_CASES}[、和及与](?:被)?(?:提起)?行政(?:诉讼|应诉){_CASES}{_N}$")),
    ("N-REV", "review", re.compile(rf"行政复议{_CASES}{_N}$")),
    ("N-LIT", "litigation", re.compile(rf"行政(?:诉讼|应诉){_CASES}{_N}$")),
)
_OTHER_CASES = re.compile(  # by instance, as the body that decides them, of other matters
    r"一审|二审|再审|上诉|审级|复议机关|复议机构|共同被告|出庭|应诉率|新增|新收|收案|执法|法治|裁决|赔偿|"
    r"(?:办理|受理|审理|审查|处理)[^,。;]{0,24}(?:复议|诉讼|应诉)"
)
_PARTS = (
    *(
        ("N-GRP", quantity, re.compile(rf"(?:作出|决定|答复)?{label}(?:的|类|决定|答复|申请|共计|共|计|为|:)*+{_N}$"))
        for label, quantity in (
            ("予以公开", "granted"), ("部分公开", "partially_granted"), ("不予公开", "denied"),
            ("无法提供", "unable"), ("不予处理", "not_processed"), ("其他处理", "other"),
        )
    ),
    *(
        ("N-APP", quantity, re.compile(rf"(?:来自|涉及)?[:,]?{label}(?:申请|提出|提交|的|共|为|:)*+{_N}$"))
        for label, quantity in (
            ("(?:自然人|公民(?:个人)?)", "natural_person"), ("商业企业", "commercial_enterprise"), ("科研机构", "research_institution"),
            ("社会公益组织", "public_welfare_org"), ("法律服务机构", "legal_service_org"),
        )
    ),
)
_DOCUMENTS = tuple(
    ("N-DOC", quantity, re.compile(rf"(?P<v>{verb})(?:了|的)?行政规范性文件{_COUNT}(?P<n>\d{{1,9}})(?![\d.])[件份个]$"))
    for verb, quantity in (("制发|制定|出台|印发", "documents_issued"), ("废止", "documents_repealed"), ("现行有效", "documents_in_force"))
)
_DECISIONS = tuple(
    ("N-DEC", f"{quantity}_published", re.compile(
        rf"(?:公开|公示|发布)(?:了|的)?行政{kind}(?:处理)?决定(?:书|信息)*+{_COUNT}(?P<n>\d{{1,9}})(?![\d.])[件条份项]"
    ))
    for kind, quantity in (("许可", "licensing"), ("处罚", "penalties"), ("强制(?:措施)?", "coercive_measures"))
)
_PUBLISHED = (("N-SAME", "published", re.compile(rf"(?P<v>(?:主动)?公开(?:各类)?(?:政府|政务)?信息){_COUNT}(?P<n>\d{{1,9}})(?![\d.])条")),)
_NO_REQUEST = re.compile(
    r"(?:未|没有|无)(?:新)?(?:收到|受理|接到|接收)(?:到|过)?(?:任何)?(?:的|公民|法人|其他组织|社会公众|、|和|或|关于|要求|提出|依申请公开|依|政府信息|"
    r"政务信息|信息|公开)*+申请(?:公开)?(?:$|事项$|的?情况$)"
)
_NO_REVIEW = re.compile(
    r"(?:未|没有|无)(?:发生|收到|出现|产生|引发)?(?:因|政府信息公开|信息公开|依申请公开|工作|而|被|申请|引起|引发|的|提起)*+行政复议(?:案件|申请)?"
    r"(?P<both>[、和及或与](?:被)?(?:提起)?行政诉讼(?:案件)?)?(?:$|的?情况$|发生$)"
)
_NO_BOTH = re.compile(r"(?:纠|败|撤销|违法|逾期|超期|责任)")
_SHARE = re.compile(r"占(?:比|总数|总量|全部|已|办结|答复|办理|申请|件数|的|为|:)*+(?P<p>\d{1,3}(?:\.\d{1,4})?)%$")
_CHANNEL = re.compile(r"网站|公众号|微信|微博|客户端|专栏|专区|栏目|公[开示告]栏|新媒体|媒体|报刊|报纸|广播|电视|依申请")
_YEAR = re.compile(r"(20\d\d)年")
_ON_REQUESTS = re.compile(r"信息公开|依申请|公开申请|(?:收到|受理|新收|接收|接到)(?:到|了)?申请")
_OTHER_MATTERS = re.compile(r"许可|审批|登记|补贴|补助|救助|援助|信访|仲裁|认定|低保|住房|专利|注册|贷款|入学|政务服务|办事|提案|建议|留言|热线|投诉")
"""what else is applied for, and answered"""
_OTHER_KINDS = re.compile(r"主动公开|不存在|非本|不属于|非政府信息|同意公开|告知|另行|分别")
"""kinds of answers that are none of the form's: one who tells these parts the others otherwise too"""
_OTHER_SUBJECT = re.compile(r"复议(?:案件)?(?:申请)?|诉讼|应诉|咨询|来信|来访|信件|来件")
"""what else is received, decided and carried over"""
_ONCE_MORE = re.compile(r"复议|诉讼|重新|复核|改为|变更|纠正|整改")
"""before an outcome: it is one of those that were decided anew"""
_BESIDE = re.compile(r"另有|另外|此外|除|不含|不包括|不包含|未含|未计|有效|无效")
"""in a sentence that gives a part of the whole and the rest beside it"""
_SAYS = re.compile(r"\d|未|没有|无")
"""without one of these a sentence states no number and denies nothing"""
_TAKES_IN = re.compile(r"(?:收到|受理|新收|接收|接到)[^,]{0,200}?\d")


def find_statements(sections: Iterable[Section], year: int | None, speaker: Speaker | None = None) -> Iterator[Statement]:
    """Everything that the running text says of the figures of the whole report."""
    for section in sections:
        if section.number in TOLD_IN:
            for paragraph in section.paragraphs:
                yield from _paragraph_to_statements(to_sentences(paragraph), section.number, year, speaker or Speaker())


def _paragraph_to_statements(sentences: Sequence[str], number: int, year: int | None, speaker: Speaker) -> Iterator[Statement]:
    is_other = False
    is_on = number in (3, 4)  # whether the talk is of requests and of what comes of them
    silent: list[str] = []  # sentences that state nothing, and are looked at only where one goes on with what they spoke of
    for sentence in sentences:
        is_on = is_on or bool(_ON_REQUESTS.search(sentence))
        if len(sentence) > LONGEST:
            continue
        if not _SAYS.search(sentence):
            silent.append(sentence)
            continue
        if goes_on(sentence):
            for before in silent:
                is_other = _is_of_others(to_clauses(before, speaker, is_other and goes_on(before)))
        silent.clear()
        clauses = to_clauses(sentence, speaker, is_other and goes_on(sentence))
        is_other = _is_of_others(clauses)
        yield from _sentence_to_statements(sentence, clauses, year, is_on)


def _is_of_others(clauses: Sequence[Clause]) -> bool:
    return bool(clauses) and clauses[-1].is_other


def _sentence_to_statements(sentence: str, clauses: Sequence[Clause], year: int | None, is_on: bool) -> Iterator[Statement]:
    years = {int(y) for y in _YEAR.findall(re.sub(r"结转(?:至|到|入)?20\d\d年", "", sentence))}
    if year is None or years - {year}:
        return
    wholes = tuple({Decimal(n) for n in re.findall(r"(?<!\d)\d{1,9}(?=[件份宗])", sentence)})
    is_region = bool(re.search(r"[全我][省市区县州盟旗]", sentence))
    told = _clauses_to_statements(sentence, clauses, wholes, is_on, is_region)
    yield from (replace(one, fewer=one.fewer or "right") if _BESIDE.search(sentence) else one for one in told)


def _clauses_to_statements(
    sentence: str, clauses: Sequence[Clause], wholes: tuple[Decimal, ...], is_on: bool, is_region: bool
) -> Iterator[Statement]:
    before = ""
    for at, clause in enumerate(clauses):
        behind, before = before, before + clause.text + ","
        if clause.is_other or not clause.said:
            continue
        after = clauses[at + 1].text if at + 1 < len(clauses) else ""
        is_once_more = _ONCE_MORE.search(behind) is not None
        yield from (one for one in _parts(clause, sentence, after, wholes) if not (is_once_more and one.check == "N-GRP"))
        if (match := _CARRIED_IN.match(clause.said)) and not _is_of_others_then(behind, match[0]):
            yield from _to_statement("N-CIN", "carried_in", match, sentence)
        elif not clause.is_part and not clause.depth:
            told = tuple(_wholes(clause, sentence, is_on))
            yield from (one for one in told if one.check not in ("N-DONE", "N-COUT") or not _is_of_others_then(behind, clause.said))
            if not told and _TAKES_IN.match(clause.said):
                return  # of something else that was received, and what became of that
            if "信息公开" in sentence or not is_region:
                yield from _disputes(clause, sentence, is_on or "信息公开" in sentence)
            yield from _none(clause.said, sentence)


def _is_of_others_then(before: str, said: str) -> bool:
    """Whether what is decided or carried over is what was last spoken of, and that was no request: 行政复议6件,办结5件."""
    others = [found.end() for found in _OTHER_SUBJECT.finditer(before)]
    requests = [found.end() for found in re.finditer("申请", before)]
    return bool(others) and "申请" not in said and max(others) >= max(requests, default=0)


def _wholes(clause: Clause, sentence: str, is_on: bool) -> Iterator[Statement]:
    received, handled = _RECEIVED.match(clause.said), _HANDLED.match(clause.said)
    is_bare = received is not None and not re.search("公开|信息", received["o"] + received["after"])
    is_of_citizens = received is not None and "公民" in received["o"] and not re.search("法人|组织", received["o"])  # perhaps of those alone
    if received and "申请" in received["o"] + received["after"] and not (is_bare and _OTHER_MATTERS.search(sentence)):
        fewer = "right" if clause.is_timely or is_of_citizens else "hint" * (received["v"] == "受理")
        yield from _to_statement("N-RECV", "received", received, sentence, fewer=fewer)
    elif handled and (is_on or "申请" in handled["o"] + handled["after"]) and not _OTHER_MATTERS.search(sentence):
        is_vague = handled["v"] in ("办理", "处理")
        if not (is_vague and "结转" in sentence):
            quantity = "worked_on" if is_vague else "handled"
            is_free = is_vague or handled["v"] == "答复"
            yield from _to_statement("N-DONE", quantity, handled, sentence, fewer="right" if clause.is_timely else "", is_free=is_free)
    elif is_on and (match := _CARRIED_OUT.match(clause.said)):
        yield from _to_statement("N-COUT", "carried_out", match, sentence)
    else:
        for check, quantity, pattern in (*_DOCUMENTS, *_DECISIONS, *(() if _CHANNEL.search(sentence) else _PUBLISHED)):
            if match := pattern.match(clause.said):
                yield from _to_statement(check, quantity, match, sentence)


def _disputes(clause: Clause, sentence: str, is_on: bool) -> Iterator[Statement]:
    """Where nothing says that they are over information, they may be over anything, of which those over information are a part."""
    if _OTHER_CASES.search(sentence):
        return
    due = re.match(_DUE, clause.said)
    said = clause.said[due.end():] if due else clause.said
    for check, quantity, pattern in _DISPUTES:
        if match := pattern.match(said):
            yield from _to_statement(check, quantity, match, sentence, more="" if is_on else "hint")
            return


def _parts(clause: Clause, sentence: str, after: str, wholes: tuple[Decimal, ...]) -> Iterator[Statement]:
    said = re.sub(r"^(?:其中|含|包括|包含)[:,]?", "", clause.said)
    for check, quantity, pattern in _PARTS:
        if (match := pattern.match(said)) and not (check == "N-GRP" and _OTHER_KINDS.search(sentence)):
            share = _SHARE.match(after) if check == "N-GRP" else None
            yield from _to_statement(check, quantity, match, sentence, share=share["p"] if share else "", wholes=wholes)
            return


def _to_statement(check: str, quantity: str, match: re.Match[str], sentence: str, **more: object) -> Iterator[Statement]:
    if match.groupdict().get("about"):
        return  # some seven hundred
    verb = match.groupdict().get("v") or ""
    yield Statement(check, quantity, Decimal(match["n"]), sentence, verb=verb, **more)  # type: ignore[arg-type]


def _none(said: str, sentence: str) -> Iterator[Statement]:
    if _NO_REQUEST.match(said):
        yield Statement("N-NONE", "received", None, sentence)
    match = _NO_REVIEW.match(said)
    if match and not _NO_BOTH.search(sentence) and ("信息公开" in sentence or "依申请公开" in sentence or "收到" not in match[0]):
        yield Statement("N-NONE", "review", None, sentence)
        if match["both"]:
            yield Statement("N-NONE", "litigation", None, sentence)
