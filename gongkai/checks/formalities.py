"""Report → checks of its period, the notices it names and its sections.

In: a Report, the Form. Out: Checks. Not its business: what the text says of figures (narrative.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.checks import catalogue
from gongkai.form import Form, Notice
from gongkai.model import Check, Report
from gongkai.text import to_arabic_years

_QUOTE = 90


def check(report: Report, form: Form) -> tuple[Check, ...]:
    """Hold what the form asks of a report's text against it."""
    has_sections = form.tables_for(report.year, report.forms) != ("statistics",)  # before 2019 nothing said how a report is parted
    return (*_check_period(report), *_check_preamble(report), *_check_notices(report, form), *(_check_sections(report) if has_sections else ()))


def _quote(sentence: str) -> str:
    return sentence if len(sentence) <= _QUOTE else sentence[: _QUOTE - 1] + "…"


_PERIOD = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:起|始)?,?(?:至|到|—|-|－|~)(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})(?:日|号|(?!\d))")
_OF_THE_FIGURES = re.compile(r"统计(?:的)?(?:期|时|数据)|数据(?:的)?统计|列数据|数据期限")
_OWN_REPORT = re.compile(r"(20\d\d)年度?政府信息公开(?:工作)?年度报告")
_IS_PUBLISHED = re.compile(r"(?:现|特|予以|编制|制作|撰写|形成|向社会|本报告|本年度报告)")
_NAMES_ANOTHER = re.compile(r"通知|要求|上一?年|往年|历年|去年|以前|查看|查阅|阅读|点击|链接|下载|附件|参见|详见|上一篇|下一篇|当前位置|相关")


def _texts(report: Report) -> Iterator[str]:
    for section in report.sections:
        for line in (section.title, *section.paragraphs):
            yield re.sub(r"\s+", "", to_arabic_years(line))


def _check_period(report: Report) -> Iterator[Check]:
    """The figures are of 1 January to 31 December of the year (M13)."""
    if report.year is None:
        return
    for text in _texts(report):
        match = _PERIOD.search(text) if _OF_THE_FIGURES.search(text) else None
        if match:
            start, end = int(match[1]), int(match[4] or match[1])
            days = (int(match[2]), int(match[3]), int(match[5]), int(match[6]))
            if (start, end) != (report.year, report.year):
                yield _tell(report, "period-differs", period=match[0], year=report.year)
            elif days != (1, 1, 12, 31):
                yield _tell(report, "period-not-the-year", period=match[0], year=report.year)
            break


def _check_preamble(report: Report) -> Iterator[Check]:
    """M14: the sentence that publishes the report names its year. A menu or a list of other years' reports is no such sentence."""
    if report.year is None:
        return
    lines = [re.sub(r"\s+", "", to_arabic_years(line)) for s in report.sections if s.number == 0 for line in s.paragraphs]
    said = [sentence for line in lines for sentence in re.split("[。;；]", line) if _IS_PUBLISHED.search(sentence)]
    named = [(sentence, match) for sentence in said if not _NAMES_ANOTHER.search(sentence) and (match := _OWN_REPORT.search(sentence))]
    if named and all(int(match[1]) != report.year for _, match in named):
        yield _tell(report, "preamble-of-other-year", sentence=_quote(named[0][0]), year=report.year)


def _check_notices(report: Report, form: Form) -> Iterator[Check]:
    """M11: the notice or the regulation that is named is no longer the one in force."""
    current = next((n for n in form.notices if n.version == form.version_of(report.year)), None)
    if current is None:
        return
    text = "".join(_texts(report))
    former = [n for n in form.notices if n.first_year < current.first_year]
    of_same_tables = [n for n in former if set(form.tables_of(n.version)) & set(form.tables_of(current.version))]
    cited = next((n for n in of_same_tables if _cites(text, n)), None)
    if cited is not None and _to_number(current.notice) not in text:
        yield _tell(report, "notice-superseded", year=report.year, cited=cited.notice, notice=current.notice, first_year=current.first_year)
    named = next((n.regulation for n in former if n.regulation != current.regulation and _to_number(n.regulation) in text), "")
    if named and _to_number(current.regulation) not in text and "修订" not in text:
        yield _tell(report, "regulation-superseded", year=report.year, cited=named, regulation=current.regulation)


def _cites(text: str, notice: Notice) -> bool:
    """Whether a text has the sign of a notice, whatever brackets are about its year."""
    return re.search(re.sub(r"〔(\d+)〕", r"[〔\\[(【]\1[〕\\])】]", notice.notice), text) is not None


def _to_number(sign: str) -> str:
    """The number of a notice or decree: 国办公开办函〔2021〕30号 → 30号."""
    return re.split("[〕第]", sign)[-1]


_NOTHING = re.compile(
    r"(?:存在(?:的)?(?:主要)?问题)?(?:本机关|我局|目前|本年度)?(?:无|没有|暂无|不存在|未发现|略)(?:存在)?(?:主要|明显)?(?:的)?(?:问题)?(?:[及和]改进情况)?|[/／—－-]+"
)


def _check_sections(report: Report) -> Iterator[Check]:
    """M12, M31: sections of the form that are not there, and problems that are none: in so many words, for few words may tell of one (解读不够)."""
    found = {s.number: s for s in report.sections}
    if len([n for n in found if n]) < 3:
        return  # headings lost in the layout say nothing of the report
    for number in (1, 5, 6):
        if number not in found:
            yield _tell(report, "section-not-found", section="一二三四五六"[number - 1], number=number)
    if 5 in found and _NOTHING.fullmatch(re.sub(r"[\s。.,，;；:：、]+", "", "".join(found[5].paragraphs))):
        yield _tell(report, "problems-not-told", text="".join(found[5].paragraphs))
    for text in _texts(report):
        if re.fullmatch(r"[七八九]、[^。;,]{2,30}", text):
            yield _tell(report, "section-beyond-form", heading=text)
            break


def _tell(report: Report, code: str, **fields: object) -> Check:
    entry = catalogue.load()[code]
    outcome = "broken" if entry.about == "report" else "undetermined"
    return Check(
        code, report.report_id, outcome, entry.severity, entry.about,
        message_zh=entry.zh.format(**fields), message_en=entry.en.format(**fields), kind=entry.kind,
    )
