"""Running text of a report → what it says of the figures in the tables.

In: Sections, and the year of the report. Out: Statements, each a number with the sentence that says it.
Not its business: whether a statement is true (narrative.py).

Only what is said of the whole report counts: a sentence of one office, one channel, one month or another year says nothing
of the table, and neither does what is a part of something (其中11件办结). Better no statement than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.model import Section
from gongkai.text import to_arabic_years, to_line

TOLD_IN = (0, 1, 2, 3, 4)
"""the sections that tell of the year; 5 and 6 tell of plans and fees"""


@dataclass(frozen=True, slots=True)
class Statement:
    """check: N-RECV, …. quantity: what the number counts. number: None where the sentence says that there was none.

    parts: what the sentence says the number is made of; share: per cent, as printed; verb: the word that says it, where it makes a
    difference whether another sentence uses the same one (收到 and 受理 need not be as many).
    """

    check: str
    quantity: str
    number: Decimal | None
    sentence: str
    parts: tuple[Decimal, ...] = ()
    share: str = ""
    verb: str = ""


_N = r"(?P<n>\d+)(?:余)?[件份宗]"
_OF = r"(?:的|各类|有效|书面|公民|法人|其他组织|社会公众|、|和|或|有关|相关|要求|依|政府信息|政务信息|信息|公开|工作)*"
_COUNT = r"(?:事项|数量|总数|总量)?(?:总计|共计|合计|共|计|为|:|达)?"
_WHOLE = (
    ("N-RECV", "received", re.compile(rf"(?P<v>收到|受理|新收|接收|接到)(?:到|了)?{_OF}申请{_COUNT}{_N}")),
    ("N-RECV", "received", re.compile(rf"(?P<v>收到|受理|新收|接收|接到)(?:到|了)?{_N}{_OF}申请")),
    ("N-DONE", "handled", re.compile(rf"(?P<v>答复|办结|办理完毕|办理结果|处理结果)(?:了)?{_OF}(?:申请)?{_COUNT}{_N}")),
    ("N-DONE", "worked_on", re.compile(rf"^(?!.*结转).*?(?P<v>办理|处理)(?:了)?{_OF}(?:申请)?{_COUNT}{_N}")),
    ("N-COUT", "carried_out", re.compile(
        rf"(?:结转|转入|转)(?:至|到|入)?(?:下一?年度?|次年度?|20\d\d年度?)(?:继续)?(?:办理|处理)?{_OF}(?:申请)?{_COUNT}{_N}"
    )),
    ("N-DIS", "disputes", re.compile(
        rf"(?<!收到)(?<![受审办]理)行政复议(?:案件|申请|事项|案)?[、和及与](?:被)?(?:提起)?行政(?:诉讼|应诉)(?:案件|应诉|事项|案)?{_COUNT}{_N}"
    )),
    ("N-REV", "review", re.compile(rf"(?<!收到)(?<![受审办]理)行政复议(?:案件|申请|事项|案)?{_COUNT}{_N}")),
    ("N-LIT", "litigation", re.compile(rf"(?<![、和及与或])(?<![受审办]理)行政(?:诉讼|应诉)(?:案件|应诉|事项|案)?{_COUNT}{_N}")),
)
_CARRIED_IN = re.compile(rf"(?:上一?年度?|20\d\d年度?|往年)结转{_OF}(?:申请)?{_COUNT}{_N}")
_PARTS = (
    *(
        ("N-GRP", quantity, re.compile(
            rf"^(?:其中|\(?[一二三四五六1-6][)、.])?[:,]?(?:作出|决定|答复)?{label}(?:的|类|决定|答复|申请|共计|共|计|为|:)*{_N}"
        ))
        for label, quantity in (
            ("予以公开", "granted"), ("部分公开", "partially_granted"), ("不予公开", "denied"),
            ("无法提供", "unable"), ("不予处理", "not_processed"), ("其他处理", "other"),
        )
    ),
    *(
        ("N-APP", quantity, re.compile(rf"^(?:其中|来自)?[:,]?{label}(?:申请|提出|提交|的|共|为|:)*{_N}"))
        for label, quantity in (
            ("自然人", "natural_person"), ("商业企业", "commercial_enterprise"), ("科研机构", "research_institution"),
            ("社会公益组织", "public_welfare_org"), ("法律服务机构", "legal_service_org"),
        )
    ),
)
_DOCUMENTS = tuple(
    ("N-DOC", quantity, re.compile(rf"(?<!公开)(?P<v>{verb})(?:的)?行政规范性文件{_COUNT}(?P<n>\d+)[件份个]"))
    for verb, quantity in (("制发|制定|出台|印发", "documents_issued"), ("废止", "documents_repealed"), ("现行有效", "documents_in_force"))
)
_DECISIONS = tuple(
    ("N-DEC", f"{quantity}_published", re.compile(rf"(?:公开|公示|发布)(?:了|的)?行政{kind}(?:处理)?决定(?:书|信息)*{_COUNT}(?P<n>\d+)[件条份项]"))
    for kind, quantity in (("许可", "licensing"), ("处罚", "penalties"), ("强制(?:措施)?", "coercive_measures"))
)
_OWN = r"(?:20\d\d年度?|本年度?|全年|年内|共|共计|我[局委办厅处县市区镇乡]|本(?:机关|单位|部门|级|[局委办厅处县市区镇乡]))"
_PUBLISHED = (("N-SAME", "published", re.compile(rf"^{_OWN}*(?P<v>(?:主动)?公开(?:各类)?(?:政府|政务)?信息){_COUNT}(?P<n>\d+)条")),)
_NO_REQUEST = re.compile(rf"(?:未|没有|无)(?:新)?(?:收到|受理|接到|接收)(?:到|过)?(?:任何)?(?!书面){_OF}申请(?=[,。;)]|事项|$|的?情况)")
_NO_REVIEW = re.compile(
    r"(?:未|没有|无)(?:发生|收到|出现|产生|引发)?(?:因|政府信息公开|信息公开|工作|而|被|申请|引起|引发|的|提起)*行政复议(?:案件|申请)?"
    r"(?P<both>[、和及或与](?:被)?(?:提起)?行政诉讼)?(?=[,。;、]|案件|的?情况|$)"
)
_SHARE = re.compile(r"^占(?:比|总数|总量|全部|已|办结|答复|办理|申请|件数|的|为|:)*(?P<p>\d+(?:\.\d+)?)%")
_OTHER_SCOPE = re.compile(
    r"各|本级|办公室|办公厅|部门|单位|乡镇|街道|下属|基层|渠道|网上|网络|平台|邮寄|信函|邮件|当面|现场|传真|窗口|线上|线下|"
    r"上半年|下半年|季度|\d月|截至|以来|累计|历年|去年|上年(?!度?结转)|上一年(?!度?结转)|同比|主动撤|撤回|撤销|补正|延期|逾期|不服|未能"
)
_CHANNEL = re.compile(r"网站|公众号|微信|微博|客户端|专栏|专区|栏目|公[开示告]栏|新媒体|媒体|报刊|报纸|广播|电视|依申请")
_COMPARED = re.compile(r"^(?:,)?(?:同比|比上年|比去年|较上年|较去年|环比)")
_YEAR = re.compile(r"(20\d\d)年")


def find_statements(sections: Iterable[Section], year: int | None) -> Iterator[Statement]:
    """Everything that the running text says of the figures."""
    for section in sections:
        if section.number not in TOLD_IN:
            continue
        for paragraph in section.paragraphs:
            sentences = to_sentences(paragraph)
            for sentence in sentences:
                yield from _sentence_to_statements(sentence, year)
            yield from _to_sums("".join(sentences))


def to_sentences(paragraph: str) -> list[str]:
    text = re.sub(r"\s+", "", to_arabic_years(to_line(paragraph)))
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).replace("，", ",").replace("；", ";").replace("：", ":")
    return [part for part in re.split(r"(?<=[。;!])", text) if part]


def _sentence_to_statements(sentence: str, year: int | None) -> Iterator[Statement]:
    years = {int(y) for y in _YEAR.findall(re.sub(r"结转(?:至|到|入)?20\d\d年", "", sentence))}
    if year is None or years - {year}:
        return
    is_part = False
    clauses = _to_clauses(sentence)
    for at, (clause, depth) in enumerate(clauses):
        is_part = is_part or bool(re.match(r"(?:其中|含|包括|包含)", clause))
        if _OTHER_SCOPE.search(clause):
            continue
        yield from _told(_PARTS, clause, sentence, clauses[at + 1][0] if at + 1 < len(clauses) else "")
        if match := _CARRIED_IN.search(clause):
            yield Statement("N-CIN", "carried_in", Decimal(match["n"]), sentence)
        elif not is_part and not depth:
            yield from _told(_WHOLE, clause, sentence)
            yield from _told((*_DOCUMENTS, *_DECISIONS), clause, sentence)
            if not _CHANNEL.search(sentence):
                yield from _told(_PUBLISHED, clause, sentence)
            yield from _none(clause, sentence)


def _to_clauses(sentence: str) -> list[tuple[str, int]]:
    """Clauses, and how many brackets each stands in."""
    found: list[tuple[str, int]] = []
    depth = 0
    for piece in re.split(r"([,。;()])", sentence):
        if piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1 if piece == ")" else 0))
        elif piece not in ",。;":
            found.append((piece, depth))
    return found


def _told(patterns: Sequence[tuple[str, str, re.Pattern[str]]], clause: str, sentence: str, after: str = "") -> Iterator[Statement]:
    taken: set[int] = set()
    for check, quantity, pattern in patterns:
        match = pattern.search(clause)
        if match is None or match.start("n") in taken or _COMPARED.match(clause[match.end():]) or "余" in match[0]:
            continue
        taken.add(match.start("n"))
        share = _SHARE.match(after) if check == "N-GRP" and match.end() == len(clause) else None
        verb = match["v"] if "v" in pattern.groupindex else ""
        yield Statement(check, quantity, Decimal(match["n"]), sentence, share=share["p"] if share else "", verb=verb)


def _none(clause: str, sentence: str) -> Iterator[Statement]:
    if _NO_REQUEST.search(clause):
        yield Statement("N-NONE", "received", None, sentence)
    if match := _NO_REVIEW.search(clause):
        yield Statement("N-NONE", "review", None, sentence)
        if match["both"]:
            yield Statement("N-NONE", "litigation", None, sentence)


# --- sums of parts --------------------------------------------------------------------------------------------------

_ENUMERATED = re.compile(
    r"(?P<before>[^,。;:()]*?)(?P<whole>\d+)(?P<unit>[件条项份个篇])"
    r"(?:\((?P<some>其中|包括|含)?:?(?P<inside>[^()]+)\)|:(?P<list>[^()。;:]+)|[,。]其中:?,?(?P<open>[^()。;:]+))"
)
_PART = (
    re.compile(r"^(?:其中)?[^\d]{1,16}?(?P<n>\d+)(?P<unit>[件条项份个篇])$"),
    re.compile(r"^(?:其中)?(?P<n>\d+)(?P<unit>[件条项份个篇])[^\d]{1,12}$"),
)
_REST = ("其他", "其它")
_WITHIN = ("含", "包含", "包括")  # a part of the part before it


def _to_sums(text: str) -> Iterator[Statement]:
    """A whole with its parts, all of one unit: 30条:机构职能2条,…,其他23条 and 5件(其中独办1件,…) and 32条,其中….

    Parts of requests count only in brackets: outside of them one sentence may part them twice, by applicant and by channel.
    """
    for match in _ENUMERATED.finditer(text):
        clauses = (match["inside"] or match["list"] or match["open"]).strip("。,").split(",")
        pieces = [piece for clause in clauses for piece in _join_names(clause.split("、")) if not piece.startswith(_WITHIN)]
        parts = [next((found for pattern in _PART if (found := pattern.match(piece))), None) for piece in pieces]
        if len(parts) < 2 or not all(part and part["unit"] == match["unit"] for part in parts) or (match["open"] and "申请" in match["before"]):
            continue
        numbers = tuple(Decimal(part["n"]) for part in parts if part)
        is_exhaustive = any(piece.startswith(_REST) for piece in pieces) or (match["inside"] is not None and not match["some"])
        yield Statement("N-SUM", "all" if is_exhaustive else "some", Decimal(match["whole"]), match[0], parts=numbers)


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
