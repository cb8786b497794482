"""Made-up reports on 2014 to 2018 with their one table, in every layout that it is met in; and what a reader of each would say.

Out: Documents: a file name, its content, and what stands in each row. The expectation comes from what the layout prints, never from what we read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from docx import Document as Word
from openpyxl import Workbook

from tests.quirks.paper import tables, to_page

Line = tuple[str, str, str, str]
"""row id ("" for a heading or a local row), label, unit, what is printed"""

LIST = """
|一、主动公开情况||
information_disclosed|（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）|条|113
normative_documents_disclosed|其中：主动公开规范性文件数|条|4
normative_documents_issued|制发规范性文件总数|件|6
|（二）通过不同渠道和方式公开政府信息的情况||
by_gazette|1.政府公报公开政府信息数|条|0
by_website|2.政府网站公开政府信息数|条|71
by_microblog|3.政务微博公开政府信息数|条|63
by_wechat|4.政务微信公开政府信息数|条|
by_other_channel|5.其他方式公开政府信息数|条|15
|二、回应解读情况||
responses|（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）|次|2
|（二）通过不同渠道和方式回应解读的情况||
press_conferences|1.参加或举办新闻发布会总次数|次|3
press_conferences_by_leaders|其中：主要负责同志参加新闻发布会次数|次|1
online_interviews|2.政府网站在线访谈次数|次|5
online_interviews_by_leaders|其中：主要负责同志参加政府网站在线访谈次数|次|7
policy_explanations|3.政策解读稿件发布数|篇|8
microblog_responses|4.微博微信回应事件数|次|/
other_responses|5.其他方式回应事件数|次|9
|三、依申请公开情况||
received|（一）收到申请数|件|32
received_in_person|1.当面申请数|件|10
received_by_fax|2.传真申请数|件|1
received_online|3.网络申请数|件|16
received_by_letter|4.信函申请数|件|5
closed|（二）申请办结数|件|31
closed_on_time|1.按时办结数|件|29
closed_extended|2.延期办结数|件|2
answered|（三）申请答复数|件|30
already_public|1.属于已主动公开范围数|件|11
granted|2.同意公开答复数|件|6
partially_granted|3.同意部分公开答复数|件|3
refused|4.不同意公开答复数|件|4
refused_state_secret|其中：1.涉及国家秘密|件|0
refused_trade_secret|2.涉及商业秘密|件|1
refused_privacy|3.涉及个人隐私|件|2
refused_security_stability|4.危及国家安全、公共安全、经济安全和社会稳定|件|0
refused_not_information|5.不是《条例》所指政府信息|件|1
refused_other_law|6.法律法规规定的其他情形|件|0
not_this_body|5.不属于本行政机关公开数|件|2
does_not_exist|6.申请信息不存在数|件|1
asked_to_amend|7.告知作出更改补充数|件|2
other_way|8.告知通过其他途径办理数|件|1
review|四、行政复议数量|件|6
review_upheld|（一）维持具体行政行为数|件|3
review_corrected|（二）被依法纠错数|件|2
review_other|（三）其他情形数|件|1
litigation|五、行政诉讼数量|件|15
litigation_upheld|（一）维持具体行政行为或者驳回原告诉讼请求数|件|8
litigation_corrected|（二）被依法纠错数|件|0
litigation_other|（三）其他情形数|件|7
complaints|六、举报投诉数量|件|14
fees|七、依申请公开信息收取的费用|万元|0.25
|八、机构建设和保障经费情况||
dedicated_bodies|（一）政府信息公开工作专门机构数|个|18
reading_points|（二）设置政府信息公开查阅点数|个|19
staff|（三）从事政府信息公开工作人员数|人|25
full_time_staff|1.专职人员数（不包括政府公报及政府网站工作人员数）|人|4
part_time_staff|2.兼职人员数|人|21
budget|（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）|万元|12.5
|九、政府信息公开会议和培训情况||
meetings|（一）召开政府信息公开工作会议或专题会议数|次|24
trainings|（二）举办各类培训班数|次|26
trainees|（三）接受培训人员数|人次|270
"""
LINES: tuple[Line, ...] = tuple((a, b, c, d) for a, b, c, d in (line.split("|") for line in LIST.strip().splitlines()))
TITLE = "青山县水利局2016年政府信息公开工作年度报告"
OPENING = ("一、概述", "2016年，我局认真做好政府信息公开工作，现公布2016年度报告。")
HEADING = "附件：政府信息公开情况统计表"
CLOSING = "单位负责人：张三 审核人：李四 填报人：王五"


@dataclass(frozen=True, slots=True)
class Made:
    """said: row → what a reader says: the number, "." blank, "/" a dash, "~" several readings, "?" no number, "!" not there."""

    name: str
    content: bytes
    said: Mapping[str, str]
    findings: frozenset[str] = frozenset()


def to_said(lines: tuple[Line, ...] = LINES, **changes: str) -> dict[str, str]:
    """What the lines print, in words of the reader; changes: of rows."""
    said = {row: printed or "." for row, _, _, printed in lines if row}
    return {row: "!" for row, *_ in LINES if row} | {row: "/" if text in ("/", "—", "——") else text for row, text in said.items()} | changes


def change(**rows: str) -> tuple[Line, ...]:
    """The list with other numbers in some rows."""
    return tuple((row, label, unit, rows.get(row, printed)) for row, label, unit, printed in LINES)


def insert(after: str, *lines: Line) -> tuple[Line, ...]:
    at = next(i for i, line in enumerate(LINES) if line[0] == after) + 1
    return (*LINES[:at], *lines, *LINES[at:])


def to_rows(lines: tuple[Line, ...] = LINES, dash: str = "——") -> list[list[str]]:
    return [[label, unit or dash, printed if row or printed else dash] for row, label, unit, printed in lines]


# --- files ----------------------------------------------------------------------------------------------------------


def to_html(*tables: list[list[str]], before: tuple[str, ...] = (HEADING,), after: tuple[str, ...] = (CLOSING,), between: str = "") -> bytes:
    drawn = between.join(
        "<table border=1>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>" for rows in tables
    )
    lines = "".join(f"<p>{text}</p>" for text in (*OPENING, *before))
    tail = "".join(f"<p>{text}</p>" for text in after)
    return f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{lines}{drawn}{tail}</body></html>".encode()


def to_text(*lines: str) -> bytes:
    return "\n".join((TITLE, "", *OPENING, "", HEADING, "", *lines, "", CLOSING, "")).encode()


def to_markdown(rows: list[list[str]]) -> bytes:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join((f"# {TITLE}", "", *OPENING, "", HEADING, "", head, "|" + "---|" * len(rows[0]), *body, "")).encode()


def to_word(*tables: list[list[str]], merge: Callable[[object], None] | None = None) -> bytes:
    word = Word()
    for text in (TITLE, *OPENING, HEADING):
        word.add_paragraph(text)
    for rows in tables:
        table = word.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        if merge:
            merge(table)
        word.add_paragraph("")
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def to_sheet(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append([TITLE])
    for row in rows:
        sheet.append([_to_number(text) if c else text for c, text in enumerate(row)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _to_number(text: str) -> object:
    return float(text) if "." in text and text.replace(".", "").isdigit() else int(text) if text.isdigit() else text or None


HEAD = ["统计指标", "单位", "统计数"]
PLAIN = [HEAD, *to_rows()]


def _halves(at: int) -> list[list[str]]:
    rows = to_rows()
    left, right = rows[:at], rows[at:]
    right += [["", "", ""]] * (len(left) - len(right))
    return [[*HEAD, *HEAD], *[[*one, *other] for one, other in zip(left, right, strict=True)]]


def _in_label(bracket: str = "（{}）") -> list[list[str]]:
    return [["统计指标", "统计数"], *[[label + (bracket.format(unit) if unit else ""), printed] for _, label, unit, printed in LINES]]


# --- documents ------------------------------------------------------------------------------------------------------


def documents() -> Iterator[Made]:
    """All of them."""
    yield from _plain()
    yield from _columns()
    yield from _halved()
    yield from _flat()
    yield from _words()
    yield from _broken()
    yield from _strange()
    yield from _disordered()
    yield from _of_others()
    yield from _lost()
    yield from _beside()


def _plain() -> Iterator[Made]:
    said = to_said()
    yield Made("plain.html", to_html(PLAIN), said)
    yield Made("empty-heads.html", to_html([HEAD, *to_rows(dash="")]), said)
    yield Made("no-heads.html", to_html(to_rows()), said)
    yield Made("spaced-heads.html", to_html([["统 计 指 标", "单 位", "统 计 数"], *to_rows()], before=("政府信息公开情况统计表", "( 2016 年度)")), said)
    yield Made("number-heads.html", to_html([["项目", "计量单位", "数量"], *to_rows()]), said)
    yield Made("title-rows.html", to_html([["政府信息公开情况统计表", "", ""], ["（2016年度）", "", ""], ["填报单位：青山县水利局", "", ""], *PLAIN]), said)
    yield Made("plain.docx", to_word(PLAIN), said)
    yield Made("plain.xlsx", to_sheet(PLAIN), said)
    yield Made("plain.md", to_markdown(PLAIN), said)
    yield Made("dashes.html", to_html([HEAD, *to_rows(change(received="—", fees="——", litigation="/"))]),
               to_said(change(received="/", fees="/", litigation="/")))
    yield Made("blanks.html", to_html([HEAD, *to_rows(change(received="", review="", staff=""))]), to_said(change(received="", review="", staff="")))
    yield Made("zeros.html", to_html([HEAD, *to_rows(change(**{row: "0" for row, *_ in LINES if row}))]), {row: "0" for row, *_ in LINES if row})
    yield Made("words.html", to_html([HEAD, *to_rows(change(received="约30", complaints="见附件"))]), to_said(received="?", complaints="?"))
    yield Made("struck.html", to_html([HEAD, *to_rows(change(received="<s>32</s>"))]), to_said(received="?"))
    yield Made("struck-and-new.html", to_html([HEAD, *to_rows(change(received="<s>30</s>32"))]), said)
    yield Made("raised.html", to_html([HEAD, *to_rows(change(received="32<sup>1</sup>"))]), said)
    yield Made("units-behind.html", to_html([HEAD, *to_rows(change(received="32件", fees="0.25万元"))]), said)


def _columns() -> Iterator[Made]:
    said = to_said()
    rows = to_rows()
    yield Made("unit-in-label.html", to_html(_in_label()), said)
    yield Made("unit-in-label.docx", to_word(_in_label("（单位：{}）")), said)
    yield Made("numbered.html", to_html([["序号", *HEAD], *[[str(i), *row] for i, row in enumerate(rows, 1)]]), said)
    yield Made("remarks.html", to_html([[*HEAD, "备注"], *[[*row, "含下属单位" if i == 20 else ""] for i, row in enumerate(rows)]]), said)
    yield Made("remarks-are-numbers.html", to_html([[*HEAD, "备注"], *[[*row, "3"] for row in rows]]), said)
    yield Made("last-year.html", to_html([["统计指标", "单位", "2015年", "2016年"], *[[*row[:2], "9", row[2]] for row in rows]]), said)
    yield Made("last-year-behind.html", to_html([[*HEAD, "上年统计数"], *[[*row, "9"] for row in rows]]), said)
    two = {row: "~" for row, *_ in LINES if row}
    yield Made("two-numbers.html", to_html([["统计指标", "单位", "区政府统计数", "区直单位统计数"], *[[*row[:2], "5", "7"] for row in rows]]), two)
    yield Made("two-numbers-no-heads.html", to_html([[*row[:2], "5", "7"] for row in rows]), two)
    yield Made("three-numbers.html", to_html([["统计指标", "单位", "区政府统计数", "区直单位统计数", "合计"], *[[*row[:2], "5", "7", row[2]] for row in rows]]), said)
    nothing = {row: "!" for row, *_ in LINES if row}
    yield Made("half-year.html", to_html([["统计指标", "单位", "一至六月统计数"], *rows]), nothing)
    yield Made("whole-year.html", to_html([["统计指标", "单位", "2016年1月至12月统计数"], *rows]), said)
    yield Made("hundreds.html", to_html([["统计指标", "单位（百件）", "统计数"], *rows]), nothing)
    yield Made("no-unit.html", to_html([["统计指标", "统计数"], *[[row[0], row[2]] for row in rows]]), to_said(fees="~", budget="~"))
    yield Made("unit-in-a-note.html", to_html([["统计指标", "统计数"], *[[row[0], row[2]] for row in rows]], before=(HEADING, "金额单位：元")), said)
    yield Made("numbers-first.html", to_html([["统计数", "统计指标", "单位"], *[[row[2], row[0], row[1]] for row in rows]]), said)
    yield Made("numbers-first-no-heads.html", to_html([[row[2], row[0]] for row in rows]), {row: "~" if text else "." for row, _, _, text in LINES if row})
    yield Made("quarters.html", to_html([["统计指标", "单位", "一季度", "二季度", "全年"], *[[*row[:2], "1", "2", row[2]] for row in rows]]), said)
    yield Made("this-and-all.html", to_html([["统计指标", "单位", "本期数", "累计数"], *[[*row[:2], "1", "2"] for row in rows]]), two)
    yield Made("only-last-year.html", to_html([["统计指标", "单位", "上年统计数"], *rows]), {row: "!" for row, *_ in LINES if row})
    yield Made("other-unit.html", to_html([HEAD, *[[r[0], "万件" if r[0] == "（一）收到申请数" else r[1], r[2]] for r in rows]]), to_said(received="~"))
    yield Made("yuan.html", to_html([HEAD, *[[r[0], "元" if "收取的费用" in r[0] else r[1], r[2]] for r in rows]]), said)


def _halved() -> Iterator[Made]:
    said = to_said()
    for at in (33, 40, 52):
        yield Made(f"halves-{at}.html", to_html(_halves(at)), said)
    yield Made("halves-no-heads.html", to_html(_halves(34)[1:]), said)
    yield Made("halves.docx", to_word(_halves(35)), said)
    yield Made("halves.xlsx", to_sheet(_halves(33)), said)
    yield Made("halves-tabs.txt", to_text(*("\t".join(row) for row in _halves(33))), said)


def _flat() -> Iterator[Made]:
    said = to_said()
    unknown = {row: "~!" for row, *_ in LINES if row}
    rows = to_rows()
    yield Made("tabs.txt", to_text(*("\t".join(row) for row in PLAIN)), said)
    yield Made("tabs-no-heads.txt", to_text(*("\t".join(row) for row in to_rows(dash=""))), said)
    yield Made("pipes.txt", to_text(*("| " + " | ".join(row) + " |" for row in PLAIN)), said)
    yield Made("lines.txt", to_text(*(cell for row in PLAIN for cell in row)), said)
    yield Made("lines-without-blanks.txt", to_text(*(cell for row in PLAIN for cell in row if cell)), said)
    yield Made("lines-apart.txt", to_text(*(cell for row in PLAIN for cell in (*row, ""))), said)
    numbered = [["序号", *HEAD], *[[str(i), *row] for i, row in enumerate(to_rows(change(received="", by_website="")), 1)]]
    yield Made("numbered-lines.txt", to_text(*(cell for row in numbered for cell in row)), to_said(received=".", by_website="."))
    yield Made("numbers-before-lines.txt", to_text(*(cell for row in to_rows(dash="——") for cell in (row[2] or "——", row[0]))), unknown)
    cut = [piece for row in rows for cell in row for piece in ((cell[:18], cell[18:]) if len(cell) > 24 else (cell,)) if piece]
    yield Made("lines-cut.txt", to_text(*HEAD, *cut), said)
    yield Made("in-label-lines.txt", to_text(*(cell for row in _in_label() for cell in row)), said)


def _words() -> Iterator[Made]:
    said = to_said()
    yield Made("words.txt", to_text(*(" ".join(filter(None, (label, unit, printed))) for _, label, unit, printed in LINES)), said)
    yield Made("words-units-behind.txt", to_text(*(f"{label}{printed}{unit}" if printed.replace(".", "").isdigit() else f"{label} {unit} {printed}"
                                                    for _, label, unit, printed in LINES)), said)
    paragraphs = tuple(escape(" ".join(filter(None, (label, unit, printed)))) for _, label, unit, printed in LINES)
    yield Made("words-paragraphs.html", to_html(before=(HEADING, *paragraphs)), said)
    joined = "；".join(f"{label}{printed}{unit}" for row, label, unit, printed in LINES if row.startswith("received_"))
    rest = [" ".join(filter(None, line[1:])) for line in LINES if not line[0].startswith("received_")]
    at = next(i for i, text in enumerate(rest) if text.startswith("（一）收到申请数")) + 1
    yield Made("words-joined.txt", to_text(*rest[:at], joined + "。", *rest[at:]), said)
    few = ("今年收到申请数32件，比上年增长5%。", "其中当面申请数10件。", "申请办结数31件，均按时答复。")
    yield Made("only-sentences.txt", to_text(*few), {})


def _broken() -> Iterator[Made]:
    said = to_said()
    rows = to_rows()
    yield Made("two-pages.html", to_html([HEAD, *rows[:30]], rows[30:]), said)
    yield Made("two-pages-heads.html", to_html([HEAD, *rows[:44]], [HEAD, *rows[44:]]), said)
    at = next(i for i, row in enumerate(rows) if row[0].startswith("（一）主动公开"))
    label, unit, printed = rows[at]
    for name, upper, lower in (
        ("above", [label[:11], unit, printed], [label[11:], "", ""]), ("below", [label[:11], "", ""], [label[11:], unit, printed]),
        ("inside", [label[:8], unit, printed], [label[8:], "", ""]),
    ):
        yield Made(f"cut-{name}.html", to_html([HEAD, *rows[:at], upper], [lower, *rows[at + 1:]]), said)
    yield Made("cut-both.html", to_html([HEAD, *rows[:at], [label[:11], unit, "11"]], [[label[11:], "", "3"], *rows[at + 1:]]),
               to_said(information_disclosed="~"))
    at = next(i for i, row in enumerate(rows) if row[0].startswith("1.专职人员"))
    label, unit, printed = rows[at]
    yield Made("cut-with-a-page-of-one-row.html", to_html([HEAD, *rows[:at], [label[:14], "", ""]], [HEAD, [label[14:], unit, printed]], rows[at + 1:]), said)
    start = next(i for i, row in enumerate(rows) if row[0].startswith("五、行政诉讼"))
    yield Made("parent-as-line.html", to_html([HEAD, *rows[:start]], [HEAD, *rows[start + 1:]], between="<p>五、行政诉讼数量</p>"), to_said(litigation="!"))
    yield Made("parent-unknown-line.html", to_html([HEAD, *rows[:start]], [HEAD, *rows[start + 1:]], between="<p>五、行政应诉的有关情况</p>"),
               to_said(litigation="!", litigation_corrected="~", litigation_upheld="~", litigation_other="~"), frozenset({"sum-unknown"}))
    yield Made("twice-alike.html", to_html(PLAIN, PLAIN), said)
    yield Made("twice-unlike.html", to_html(PLAIN, [HEAD, *to_rows(change(received="33"))]), to_said(received="~"))


def _strange() -> Iterator[Made]:
    yield Made("local-rows.html", to_html([HEAD, *to_rows((
        *insert("by_other_channel", ("", "6.机构领导", "条", "3"), ("", "7.政府文件", "条", "5"), ("", "8.行政执法", "条", "55")), ("", "十、制度建设", "项", "4"),
    ))]), to_said())
    yield Made("local-part.html", to_html([HEAD, *to_rows(tuple(
        (r, x, u, "33" if r == "received" else p) for r, x, u, p in insert("received_by_letter", ("", "5.其他申请数", "件", "1"))
    ))]), to_said(received="33"), frozenset({"row-added-counts"}))
    short = tuple(line for line in LINES if not line[0].startswith(("litigation", "review")) or line[0] in ("review_corrected", "litigation"))
    yield Made("without-parents.html", to_html([HEAD, *to_rows(short)]), to_said(short, review_corrected="!"))
    only = tuple(line for line in LINES if line[0].startswith(("received", "closed", "answered", "granted")))
    yield Made("part-of-it.html", to_html([HEAD, *to_rows(only)]), to_said(only))
    older = [["一、主动公开信息数", "条", "90"], ["依申请公开信息目录数", "条", "4"], ["信息公开申请数", "件", "7"], ["1.当面申请数", "件", "1"],
             ["2.传真申请数", "件", "1"], ["3.网络申请数", "件", "3"], ["4.信函申请数", "件", "2"], ["同意公开答复数", "件", "5"],
             ["同意部分公开答复数", "件", "1"], ["行政复议数", "件", "1"], ["行政诉讼数", "件", "0"], ["举报投诉数", "件", "0"]]
    yield Made("older.html", to_html([HEAD, *older]), {}, frozenset({"statistics-of-another-kind"}))
    yield Made("title-alone.html", to_html([HEAD, ["公文公开数", "件", "5"], ["会议公开数", "次", "2"]]), {})
    yield Made("of-last-year.html", to_html(PLAIN, before=("附件：2015年度政府信息公开情况统计表",)), {}, frozenset({"table-left-aside"}))
    yield Made("corrected.html", to_html(PLAIN, before=(HEADING,), after=("更正：收到申请数应为33件，网络申请数应为17件。",)), to_said(received="33", received_online="17"), frozenset({"figure-corrected"}))
    merged = [[row[0], row[1], row[2]] for row in PLAIN]

    def over_two(table: object) -> None:
        at = next(i for i, row in enumerate(merged) if row[0].startswith("1.当面"))
        table.cell(at, 2).merge(table.cell(at + 1, 2))  # type: ignore[attr-defined]

    yield Made("one-cell-beside-two.docx", to_word(merged, merge=over_two), to_said(received_in_person="~?", received_by_fax="!~"))


def _between(first: str, last: str) -> list[list[str]]:
    """The rows from one that begins so up to one that begins so."""
    rows = to_rows()
    start, end = (next(i for i, row in enumerate(rows) if row[0].startswith(text)) for text in (first, last))
    return rows[start:end]


def _disordered() -> Iterator[Made]:
    """The labels that several rows have, among rows that are not in the form's order, or whose sum is not where it should be."""
    rows = to_rows()
    before = rows[: rows.index(_between("四、行政复议", "五、")[0])]
    review, suits = _between("四、行政复议", "五、"), _between("五、行政诉讼", "六、")
    after = rows[len(before) + len(review) + len(suits):]
    parts = {f"{sum}_{part}": "!" for sum in ("review", "litigation") for part in ("upheld", "corrected", "other")}
    yield Made("litigation-first.html", to_html([HEAD, *before, *suits, *review, *after]), to_said())
    yield Made("sums-last.html", to_html([HEAD, *before, *review[1:], review[0], *suits[1:], suits[0], *after]), to_said(**parts))
    yield Made("no-sums.html", to_html([HEAD, *before, *review[1:], *suits[1:], *after]), to_said(review="!", litigation="!", **parts))
    yield Made("both-sums-first.html", to_html([HEAD, *before, review[0], suits[0], *review[1:], *suits[1:], *after]),
               to_said(**dict.fromkeys(parts, "~!")))
    pairs = [row for pair in zip(review[1:], suits[1:], strict=True) for row in pair]
    yield Made("by-turns.html", to_html([HEAD, *before, review[0], suits[0], *pairs, *after]), to_said(**dict.fromkeys(parts, "~!")))
    for name, label in (("unnumbered", "行政复议案件受理的总体情况"), ("numbered", "四、复议有关的案件")):
        yield Made(f"unknown-sum-{name}.html", to_html([HEAD, *before, suits[0], [label, "件", "6"], *review[1:], *after]),
                   to_said(review="!", **{row: "!" if row.startswith("lit") else "~" for row in parts}), frozenset({"sum-unknown"}))
    second = _between("（二）", "二、回应")  # parts that stand under a heading, and have names of their own
    yield Made("parts-of-a-heading-elsewhere.html", to_html([HEAD, *[row for row in rows if row not in second], *second]), to_said())
    for sum, name_of_page, what in (("合计", "names-merged-left", {}), ("受理数", "names-merged-left-part", {"review": "~!", "litigation": "~!"})):
        yield Made(f"{name_of_page}.html", _merged_left(sum, before, review, suits, after), to_said(**what))


def _merged_left(sum: str, before: list[list[str]], review: list[list[str]], suits: list[list[str]], after: list[list[str]]) -> bytes:
    left = "".join(
        f"<tr>{f'<td rowspan=4>{name}</td>' if at == 0 else ''}<td>{sum if at == 0 else label}</td><td>{unit}</td><td>{printed}</td></tr>"
        for name, part in (("行政复议", review), ("行政诉讼", suits)) for at, (label, unit, printed) in enumerate(part)
    )
    others = ["".join(f"<tr><td></td>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in some) for some in (before, after)]
    page = to_html([["x"]]).replace(b"<tr><td>x</td></tr>", f"<tr><td>类别</td><td>统计指标</td><td>单位</td><td>统计数</td></tr>{others[0]}{left}{others[1]}".encode())
    return page


def _of_others() -> Iterator[Made]:
    """Lists of a part of the year, of another body, of all years, in hundreds, of this body and of all below it."""
    aside = frozenset({"table-left-aside"})
    for at, heading in enumerate((
        "2016年第三季度政府信息公开情况统计表", "政府信息公开情况统计表（2016年三季度）", "2016年1-9月政府信息公开情况统计表", "政府信息公开情况统计表（截至2016年9月30日）",
        "2016年9月政府信息公开情况统计表", "2016年上半年政府信息公开情况统计表", "2018年度政府信息公开情况统计表", "政府信息公开情况统计表（样表）", "各镇政府信息公开情况统计表",
        "青山县统计局政府信息公开情况统计表",
    )):
        yield Made(f"heading-{at}.html", to_html(PLAIN, before=(heading,)), {}, aside)
    for at, heading in enumerate(("2016年1-12月政府信息公开情况统计表", "政府信息公开情况统计表（截至2016年12月31日）", "政府信息公开情况统计表（2017年1月10日填报）", "填报单位：青山县水利局")):
        yield Made(f"own-heading-{at}.html", to_html(PLAIN, before=(HEADING, heading)), to_said())
    yield Made("filled-by-another.html", to_html([["政府信息公开情况统计表", "", ""], ["填报单位：青山县统计局", "", ""], *PLAIN], before=()), {}, aside)
    yield Made("filled-by-itself.html", to_html([["政府信息公开情况统计表", "", ""], ["填报单位（盖章）：县水利局", "", ""], *PLAIN], before=()), to_said())
    nothing = {row: "!" for row, *_ in LINES if row}
    yield Made("all-years.html", to_html([["统计指标", "单位", "历年累计数"], *to_rows()]), nothing)
    yield Made("this-year-and-all-years.html", to_html([["统计指标", "单位", "本年累计数", "历年累计数"], *[[*row, "999"] for row in to_rows()]]), to_said())
    yield Made("in-hundreds-by-a-head.html", to_html([["统计指标", "统计数（单位：百件）"], *[[row[0], row[2]] for row in to_rows()]]), nothing)
    unclear = {row: "~" if text not in ("", "/") else "./" for row, _, _, text in LINES if row}
    yield Made("in-hundreds-by-a-note.html", to_html(PLAIN, before=(HEADING, "单位：百条")), unclear)
    many = [[label, unit, str(3 * int(text)) if text.isdigit() and text != "0" else text] for label, unit, text in to_rows()]
    yield Made("own-and-all.html", to_html(PLAIN, [HEAD, *many], before=("附件1：2016年本级政府信息公开情况统计表",), between="<p>附件2：2016年全县政府信息公开情况汇总统计表</p>"),
               to_said(), frozenset({"table-left-aside"}))
    yield Made("own-and-all-one-table.html", to_html([["统计指标", "单位", "本级", "全县"], *[[*row, "7"] for row in to_rows()]]), dict.fromkeys(nothing, "~"))


def _lost() -> Iterator[Made]:
    """Rows that lost a label, a unit or a number on the way: no number goes to the row above."""
    for name, kept in (("label", "件|10"), ("unit", "1.当面申请数|10"), ("number", "1.当面申请数|件"), ("label-and-number", "件")):
        for above in ("32", ""):
            rows = [kept.split("|") if row[0].startswith("1.当面") else [*row[:2], above] if row[0].startswith("（一）收到") else row for row in to_rows()]
            said = to_said(received=(above if above else ".") + "~!" if "label" in name else above or ".", received_in_person={"unit": "10", "number": "."}.get(name, "!~"))
            parts = {row: f"{number}!" for row, number in (("received_by_fax", "1"), ("received_online", "16"), ("received_by_letter", "5"))}
            said |= parts if "label" in name else {}
            yield Made(f"lost-{name}{'-below-a-blank' * (not above)}.txt", to_text(*HEAD, *(cell for row in rows for cell in row)), said)
            yield Made(f"lost-{name}{'-below-a-blank' * (not above)}-tabs.txt", to_text(*("\t".join(row) for row in (HEAD, *rows))), said)
            yield Made(f"lost-{name}{'-below-a-blank' * (not above)}-apart.txt", to_text(*(line for row in (HEAD, *rows) for cell in row for line in (cell, ""))), said)
    below = [line for row in to_rows() for line in ([[*row[:2], ""], ["", "", row[2]]] if row[0].startswith("1.当面") else [row])]
    yield Made("number-in-the-row-below.html", to_html([HEAD, *below]), to_said(received_in_person="~"))
    below = [line for row in to_rows() for line in ([row, ["", "", "84"]] if row[0].startswith("1.当面") else [row])]
    yield Made("another-number-in-the-row-below.html", to_html([HEAD, *below]), to_said(received_in_person="~"))


def _beside() -> Iterator[Made]:
    """What stands beside a number, and two in a cell."""
    said = to_said()
    rows = to_rows()
    two = [[row[0] + "<br>2.传真申请数", "件", "10<br>1"] if row[0].startswith("1.当面") else row for row in rows if not row[0].startswith("2.传真")]
    yield Made("two-rows-in-one.html", to_html([HEAD, *two]), said)
    chinese = {"32": "三十二", "16": "十六"}
    yield Made("chinese-numerals.html", to_html([HEAD, *[[*row[:2], chinese.get(row[2], row[2])] for row in rows]]),
               said | {row: "?" for row, _, _, text in LINES if text in chinese})
    yield Made("among-without-numbers.html", to_html([HEAD, *to_rows(change(press_conferences_by_leaders="", online_interviews_by_leaders="", normative_documents_disclosed=""))]),
               to_said(press_conferences_by_leaders=".", online_interviews_by_leaders=".", normative_documents_disclosed="."))
    yield Made("local-columns.html", to_html([["序号", "统计指标", "单位", "区政府统计数", "区直单位统计数"], *[[str(i), *row, "7"] for i, row in enumerate(rows, 1)]]),
               {row: "~" for row, *_ in LINES if row})
    yield Made("wrong-sums.html", to_html([HEAD, *to_rows(change(received="33", staff="26"))]), to_said(received="33", staff="26"),
               frozenset({"S-RECEIVED", "S-STAFF"}))
    newer = to_page(tables("2019-60")).partition("<body>")[2].partition("</body>")[0].partition("</h1>")[2]
    for name, page in (("before", newer.encode() + b"<p>" + HEADING.encode() + b"</p>"), ("behind", b"")):
        at = b"<p>" + HEADING.encode() + b"</p>"
        cases = newer[newer.index("<table", newer.index("四、")):].partition("</table>")[0].encode() + b"</table>"
        content = to_html(PLAIN)
        content = content.replace(at, page + at) if page else content.replace(b"</table>", b"</table>" + cases)
        yield Made(f"both-forms-{name}.html", content, said)
    yield Made("both-forms.html", to_html(PLAIN).replace(b"</body>", newer.encode() + b"</body>"), said)
    for name, printed, what in (
        ("hidden", "<span style='display:none'>9</span>32", "?"), ("struck", "<s>32</s>", "?"), ("struck-and-new", "<s>30</s>32", "?"), ("field", "<input value=32>", "?"),
        ("two-lines", "3<br>2", "~"), ("range", "32-40", "?"), ("percent", "32%", "?"), ("torn", "3 2", "?"), ("note", "32<sup>1</sup>", "32"),
    ):
        lines = tuple(f"{escape(label)} {unit} {printed if row == 'received' else text}" for row, label, unit, text in LINES)
        yield Made(f"in-prose-{name}.html", to_html(before=(HEADING, *lines)), to_said(received=what))
    word = Word()
    for text in (TITLE, *OPENING, HEADING):
        word.add_paragraph(text)
    for row, label, unit, printed in LINES:
        line = word.add_paragraph(f"{label} {unit} ")
        if row == "received":
            line.add_run("9").font.hidden = True
        line.add_run(printed)
    content = io.BytesIO()
    word.save(content)
    yield Made("in-prose-hidden.docx", content.getvalue(), to_said(received="?"))


# --- of tests/cases -------------------------------------------------------------------------------------------------


def case_halves() -> bytes:
    """Two halves side by side; a dash, blanks, a word, a sum that does not hold, fees in yuan."""
    lines = change(received="33", fees="800", review="/", litigation="", complaints="约3")
    rows = [[row[0], "元" if "收取的费用" in row[0] else row[1], row[2]] for row in to_rows(lines)]
    right = [*rows[34:], *[["", "", ""]] * (68 - len(rows))]
    return to_html([[*HEAD, *HEAD], *[[*one, *other] for one, other in zip(rows[:34], right, strict=True)]])


def case_lines() -> bytes:
    """A cell a line, its rows numbered, some without a number; rows of the place's own."""
    lines = insert("by_other_channel", ("", "6.机构领导", "条", "3"), ("", "7.政府文件", "条", "5"))
    rows = to_rows(tuple((row, label, unit, "" if row in ("received_by_fax", "staff") else text) for row, label, unit, text in lines))
    return to_text("序号", *HEAD, *(cell for number, row in enumerate(rows, 1) for cell in (str(number), *row)))


def case_word() -> bytes:
    """On two pages, a label cut between them, with last year's numbers beside."""
    head = ["统计指标", "单位", "2016年", "2015年"]
    rows = [[*row, "7"] for row in to_rows()]
    at = next(i for i, row in enumerate(rows) if row[0].startswith("2.政府网站在线访谈"))
    return to_word([head, *rows[:at], ["2.政府网站在", "次", "5", "7"]], [["线访谈次数", "", "", ""], *rows[at + 1:]])
