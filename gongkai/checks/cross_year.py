"""Report and last year's → checks of what a relation cannot say: repeated tables, repeated prose, a changed unit.

In: a Report and the report of the year before, by the same body or the one body it took over from. Out: Checks.
Not its business: sums across years (rules.py), finding last year's report (pipeline/).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks import catalogue
from gongkai.form import Form
from gongkai.model import CellId, Check, Report
from gongkai.text import to_label

DIFFERENT_FIGURES = 3
"""A table says something only with so many different figures above zero: 1 request in each of two years is no copy."""
LONG_ENOUGH = 200
ALIKE = 0.95
_PROSE = (1, 5)  # the sections in which a body writes of its own year; the others hold tables or notes
_AMOUNT = CellId("proactive_disclosure", "admin_fees", "amount_wan")
_UNIT_RATIO = (Decimal(5000), Decimal(20000))  # near 10 000, the yuan in a 万元


def check(report: Report, last: Report | None, form: Form) -> tuple[Check, ...]:
    """Hold a report against last year's; without one nothing is said."""
    if last is None:
        return ()
    return (*_check_tables(report, last, form), *_check_prose(report, last), _check_unit(report, last))


def _check_tables(report: Report, last: Report, form: Form) -> Iterator[Check]:
    """X-COPY: a table all of whose figures are those of last year."""
    for table in form.tables:
        cell = CellId(table, "", "")
        ours, theirs = _figures(report, table), _figures(last, table)
        enough = len({n for n in ours.values() if n}) >= DIFFERENT_FIGURES
        if not enough or not theirs or report.forms.get(table) != last.forms.get(table):
            yield Check("X-COPY", report.report_id, "not_applicable", cell=cell)
        elif ours != theirs:
            yield Check("X-COPY", report.report_id, "holds", cell=cell)
        else:
            label = form.table(table)
            count = sum(1 for n in ours.values() if n)
            names = {"table": label.label("zh", report.forms.get(table, "")), "table_en": label.label_en}
            yield _tell("X-COPY", "table-repeated", report, cell, **names, count=count)


def _figures(report: Report, table: str) -> dict[CellId, Decimal]:
    return {cell: v.number for cell, v in report.values.items() if cell.table == table and v.number is not None}


def _check_prose(report: Report, last: Report) -> Iterator[Check]:
    """X-COPY: a section that says what last year's said, the figures apart."""
    texts = {s.number: "".join(s.paragraphs) for s in report.sections}
    before = {s.number: "".join(s.paragraphs) for s in last.sections}
    for number in _PROSE:
        ours, theirs = _words(texts.get(number, "")), _words(before.get(number, ""))
        if len(ours) < LONG_ENOUGH or len(theirs) < LONG_ENOUGH:
            yield Check("X-COPY", report.report_id, "not_applicable")
            continue
        ratio = to_likeness(ours, theirs)
        if ratio <= ALIKE:
            yield Check("X-COPY", report.report_id, "holds", computed=f"{ratio:.2f}")
        else:
            yield _tell("X-COPY", "prose-repeated", report, None, section="一二三四五六"[number - 1], number=number, percent=int(ratio * 100))


def _words(text: str) -> str:
    """A text without what changes of itself from year to year: figures, spaces, separators."""
    return "".join(c for c in to_label(text) if not c.isdigit())


def to_likeness(one: str, other: str) -> float:
    """The share, 0 to 1, of runs of five letters that two texts have in common, each as often as both have it."""
    a, b = (Counter(text[i : i + 5] for i in range(len(text) - 4)) for text in (one, other))
    return 2 * (a & b).total() / ((a.total() + b.total()) or 1)


def _check_unit(report: Report, last: Report) -> Check:
    """X-UNIT: an amount in 万元 some ten thousand times last year's, or a ten-thousandth of it."""
    now, before = report.values.get(_AMOUNT), last.values.get(_AMOUNT)
    if now is None or before is None or not now.number or not before.number or now.unit != before.unit:
        return Check("X-UNIT", report.report_id, "not_applicable", cell=_AMOUNT)
    ratio = abs(now.number / before.number)
    low, high = _UNIT_RATIO
    if not (low <= ratio <= high or low <= 1 / ratio <= high):
        return Check("X-UNIT", report.report_id, "holds", cell=_AMOUNT, printed=now.raw or "", place=now.place)
    printed, earlier = (now.raw or "").strip(), (before.raw or "").strip()
    found = _tell("X-UNIT", "unit-changed", report, _AMOUNT, printed=printed, last=earlier)
    return Check(
        found.check, found.report_id, found.outcome, found.severity, found.about, _AMOUNT, printed, earlier,
        found.message_zh, found.message_en, now.place, found.kind,
    )


def _tell(check_id: str, code: str, report: Report, cell: CellId | None, **fields: object) -> Check:
    entry = catalogue.load()[code]
    return Check(
        check_id, report.report_id, "broken", entry.severity, entry.about, cell,
        message_zh=entry.zh.format(**fields), message_en=entry.en.format(**fields), kind=entry.kind,
    )
