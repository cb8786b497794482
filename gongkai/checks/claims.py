"""Report → checks of what the prose claims in words rather than in figures, and of figures it leaves out.

In: a Report, the Form. Out: Checks, hints that quote the sentence, none of severity error. Not its business: figures in prose (narrative.py).
Form.md's mistakes M15, M27 and M29; each speaks only where the sentence can mean nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks import catalogue, clauses, statements
from gongkai.form import Form
from gongkai.model import CellId, Check, Report, Value

_QUOTE = 90


def check(report: Report, form: Form) -> tuple[Check, ...]:
    """Hold what the text says in words against the tables."""
    return (*_check_left_out(report), *_check_upheld(report, form), *_check_fees(report))


def _sentences(report: Report, *sections: int) -> Iterator[str]:
    for section in report.sections:
        if section.number in sections:
            for paragraph in section.paragraphs:
                yield from clauses.to_sentences(paragraph)


def _tell(report: Report, code: str, cell: CellId | None = None, value: Value | None = None, **fields: object) -> Check:
    entry = catalogue.load()[code]
    fields = {key: _cut(text) if isinstance(text, str) else text for key, text in fields.items()}
    return Check(
        code, report.report_id, "broken", entry.severity, entry.about, cell, (value.raw or "").strip() if value else "", "",
        entry.zh.format(**fields), entry.en.format(**fields), value.place if value else None, entry.kind, str(fields.get("sentence", "")),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"


# --- M15: a number that the sentence needs and does not have ----------------------------------------------------------

_WHAT = r"(?:各类|有关|相关|政府|政务|信息|文件|公开|申请|事项|数量|的|了){0,20}"
_TOTAL = r"(?:总计|共计|合计|累计|共)"
_END = r"(?=[,。;:、()]|$)"
_LEFT_OUT = re.compile(
    # 共主动公开条, 共收到申请件
    rf"{_TOTAL}(?:主动)?(?:公开|发布|收到|受理|答复|办结|办理|更新|回应|制发){_WHAT}(?<!文)(?:[条份篇次]{_END}|件{_END}|[条件](?=政府信息|信息))"
    # 主动公开政府信息条, 信息共计条
    rf"|(?:公开|发布)(?:各类)?(?:政府|政务)?信息{_TOTAL}?[条件]{_END}"
    rf"|(?:信息|申请|事项|文件|数量){_TOTAL}[条件份篇]{_END}"
    rf"|行政(?:复议|诉讼){_TOTAL}?件{_END}"
    # 公开__条, 公开XX条: a place that was never filled in
    r"|(?<![A-Za-z])(?:_{2,40}|＿{1,40}|[XＸ×]{2,40}|\*{2,40})余?[条件份篇次](?!例)"
    # 占%, 占总数的%
    r"|占(?:比|总数|总量|全部|申请|的|为)*[%％]"
)


def _check_left_out(report: Report) -> Iterator[Check]:
    told = set()
    for sentence in _sentences(report, *statements.TOLD_IN):
        if _LEFT_OUT.search(sentence) and sentence not in told:
            told.add(sentence)
            yield _tell(report, "number-left-out", sentence=sentence)


# --- M29: all upheld, none lost ---------------------------------------------------------------------------------------

_ALL_UPHELD = re.compile(r"(?:均|全部|都|一律)(?:获|被|得到|予以|依法|已)*(?:结果)?维持|维持率(?:为|达|达到)?100%")
_NONE_LOST = re.compile(
    r"(?:无|没有|未发生|未出现|零)(?:一件|1件|一起|1起|被)?(?:行政)?(?:诉讼)?(?:案件)?(?:败诉|纠错|被?纠正)|(?:均|全部)(?:获|依法)?胜诉"
)
_OTHERS = re.compile(
    r"各|下属|下级|上级|(?<![本我])(?:部门|单位|街道)|乡镇|法院|典型|通报|全国|去年|上年|上一年|往年|历年|近年|以来|年来|连续|累计|截至|上半年|下半年|季度|同比"
)
_REVIEW, _LAWSUITS = ("review",), ("litigation_direct", "litigation_after_review")


def _check_upheld(report: Report, form: Form) -> Iterator[Check]:
    """Only of the cases that the words are about. A pending case contradicts nothing: all upheld, that is of those decided."""
    for sentence in _sentences(report, *statements.TOLD_IN):
        is_all, is_none = _ALL_UPHELD.search(sentence), _NONE_LOST.search(sentence)
        if not (is_all or is_none) or _OTHERS.search(sentence):
            continue
        years = set(re.findall(r"(20\d\d)年", sentence))
        if report.year is None or years - {str(report.year)}:
            continue
        for row in _to_named(sentence, is_all or is_none):
            corrected, pending = (report.values.get(CellId("disputes", row, column)) for column in ("corrected", "pending"))
            lost = bool(corrected and corrected.number)
            if lost:
                label = form.entry("disputes", "row", row)
                yield _tell(
                    report, "upheld-though-not", CellId("disputes", row, "corrected"), corrected, sentence=sentence,
                    row=label.label("zh", report.forms.get("disputes", "")),
                    row_en=label.label_en, corrected=_printed(corrected), pending=_printed(pending),
                )


def _to_named(sentence: str, claim: re.Match[str] | None) -> tuple[str, ...]:
    """The rows that a claim is about: the cases named in its own clause, or in the nearest one before it."""
    at = 0
    named: tuple[str, ...] = ()
    for clause in sentence.split(","):
        here = (_REVIEW if "复议" in clause else ()) + (_LAWSUITS if re.search("诉讼|应诉|败诉|胜诉", clause) else ())
        named = here or named
        at += len(clause) + 1
        if claim is None or claim.end() < at:
            break
    return named


def _printed(value: Value | None) -> str:
    return (value.raw or "").strip() or "—" if value else "—"


# --- M27: the fee for processing ----------------------------------------------------------------------------------------

_LEAST = Decimal(50)
"""Yuan: less than that is 0.00 in 万元."""
_FEE = re.compile(r"处理费(?:用|共|共计|合计|总计|总额|金额|为|:)*(?P<n>\d+(?:\.\d+)?)(?P<unit>万?)元")
_NOT_TAKEN = re.compile(r"应当?收|应缴|拟|将|免|减|退|未缴|未收|未实|未支付|逾期|撤回|尚未|如果|若|标准|由.{1,12}元|降为|升为|每件")
_TAKEN = re.compile(
    r"(?:实际|累计|合计|总计|共计|共|依法|依规|按规定|依申请提供政府信息|[1-9]\d?件政府信息公开申请(?:案件)?|有)*+"
    r"(?:收取|收到|征收)?(?:了|的)*+(?:政府信息公开|依申请公开)?(?:申请)?(?:信息)?处理费"
)
_FEE_NAMED = re.compile(r"处理费|收费|缴费|费用")
_TOLD_ELSEWHERE = re.compile("从略|见(?:附件|附表|原)")
_FEE_OVERDUE = CellId("requests", "other_fee_overdue", "total")
_FEES = CellId("proactive_disclosure", "admin_fees", "amount_wan")


def _check_fees(report: Report) -> Iterator[Check]:
    """Fees of table 2 above zero and nothing in section 6 is no slip: other fees are counted there too (form.md M28)."""
    overdue, fees = report.values.get(_FEE_OVERDUE), report.values.get(_FEES)
    said = list(_sentences(report, 6))
    is_whole = bool(said) and not any(_TOLD_ELSEWHERE.search(s) for s in said)
    if overdue and overdue.number and is_whole and not any(_FEE_NAMED.search(s) for s in (*said, *_sentences(report, 0, 1, 5))):
        yield _tell(report, "fee-not-told", _FEE_OVERDUE, overdue, printed=_printed(overdue))
    if fees is None or fees.status != "reported" or fees.number != 0:
        return
    speaker = clauses.speaker_of(report)
    for sentence in said:
        match = _FEE.search(sentence)
        if _NOT_TAKEN.search(sentence) or not any(_TAKEN.match(one.said) for one in clauses.to_clauses(sentence, speaker) if not one.is_other):
            continue
        years = set(re.findall(r"(20\d\d)年", sentence))
        if match is None or _OTHERS.search(sentence) or years - {str(report.year)}:
            continue
        amount = Decimal(match["n"]) * (10000 if match["unit"] else 1)
        if amount >= _LEAST:
            yield _tell(report, "fee-not-in-table", _FEES, fees, sentence=sentence, amount=format(amount.normalize(), "f"))
            return
