"""Report → checks of its running text: what the prose says of the figures, the period, the notices, the sections.

In: a Report. Out: Checks, hints that quote the sentence, never of severity error: a sentence may count what the table does not.
Not its business: finding statements in prose (prose.py), relations between cells (checks.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from gongkai import catalogue, prose
from gongkai.form import Form
from gongkai.model import CellId, Check, Report
from gongkai.prose import Statement
from gongkai.text import to_arabic_years

_SHORTEST = 10
"""Section 5 in fewer letters says nothing of problems (form.md M31)."""
_FIRST_OF_FORM_2021 = 2021
_QUOTE = 90

_GROUPS = {
    "granted": ("granted",), "partially_granted": ("partially_granted",), "denied": ("denied",), "unable": ("unable",),
    "not_processed": ("not_processed",), "other": ("other_disposal", "other"),
}
_DOCUMENTS = {
    "documents_issued": ("issued_this_year", "made_this_year"), "documents_repealed": ("repealed_this_year",), "documents_in_force": ("in_force",),
}


def check(report: Report, form: Form) -> tuple[Check, ...]:
    """Hold the running text against the tables and against itself."""
    figures = _Figures(report, form)
    statements = list(prose.find_statements(report.sections, report.year))
    found = [made for statement in statements for made in _check_statement(statement, report, figures)]
    again = _check_told_again(statements, report, figures)
    return (*dict.fromkeys(found), *again, *_check_period(report), *_check_notices(report), *_check_sections(report))


# --- figures --------------------------------------------------------------------------------------------------------


class _Figures:
    """What the tables give for a quantity; every reading of it that a sentence may fairly mean."""

    def __init__(self, report: Report, form: Form) -> None:
        self.report = report
        self.form = form

    def cell(self, table: str, row: str, column: str = "total") -> Decimal | None:
        """A printed number; a total left blank is what its printed parts come to."""
        value = self.report.values.get(CellId(table, row, column))
        if value is None or value.number is not None or value.status not in ("blank", "not_applicable"):
            return value.number if value else None
        if column != "total" or table != "requests":
            return None
        parts = [v for c, v in self.report.values.items() if (c.table, c.row) == (table, row) and c.column != "total"]
        if any(v.status not in ("reported", "blank", "not_applicable") for v in parts) or all(v.number is None for v in parts):
            return None
        return sum((v.number or Decimal(0) for v in parts), Decimal(0))

    def group(self, name: str) -> Decimal | None:
        """The sum of the rows of a group of outcomes; None where a row is not stated."""
        version = self.report.forms.get("requests", "")
        if not version:
            return None
        rows = [r.id for r in self.form.rows("requests", version) if r.id in _GROUPS[name] or r.parent in _GROUPS[name]]
        return _sum(self.cell("requests", row) for row in rows) if rows else None

    def readings(self, statement: Statement) -> tuple[CellId, list[Decimal]] | None:
        """The cell a statement is about, and the numbers that agree with it; None where the tables do not say."""
        quantity = statement.quantity
        new, carried = self.cell("requests", "new_received"), self.cell("requests", "carried_in")
        done = self.cell("requests", "outcome_total")
        if quantity == "received":
            return self._of("requests", "new_received", new, _sum((new, carried)))
        if quantity in ("carried_in", "carried_out"):
            return self._of("requests", quantity, self.cell("requests", quantity))
        if quantity in ("handled", "worked_on"):
            # answers to requests of this year only, or without those withdrawn or not processed, are counted too
            less = [_sum((done, -part if part is not None else None)) for part in (carried, self.group("other"), self.group("not_processed"))]
            accepted = (new, _sum((new, carried))) if quantity == "worked_on" else ()
            return self._of("requests", "outcome_total", done, *less, *accepted)
        if quantity in ("review", "litigation", "disputes"):
            return self._disputes(quantity)
        if quantity.endswith("_published"):
            row = quantity.removesuffix("_published")
            return self._of("proactive_disclosure", row, self.cell("proactive_disclosure", row, "decisions"), column="decisions")
        if quantity == "published":
            return None  # no table counts it
        if quantity in _DOCUMENTS:
            for column in _DOCUMENTS[quantity]:
                cell = CellId("proactive_disclosure", "normative_documents", column)
                if cell in self.report.values:
                    return self._of(cell.table, cell.row, self.cell(cell.table, cell.row, column), column=column)
            return None
        if quantity in _GROUPS:
            return self._of("requests", quantity if quantity in ("granted", "partially_granted") else "outcome_total", self.group(quantity))
        one, both = self.cell("requests", "new_received", quantity), self.cell("requests", "carried_in", quantity)
        return self._of("requests", "new_received", one, _sum((one, both)), column=quantity)

    def _disputes(self, quantity: str) -> tuple[CellId, list[Decimal]] | None:
        review = self.cell("disputes", "review")
        if quantity == "review":
            return self._of("disputes", "review", review)
        direct, after = self.cell("disputes", "litigation_direct"), self.cell("disputes", "litigation_after_review")
        both = _sum((direct, after))
        if quantity == "disputes":
            # a lawsuit after a reconsideration may be counted as one matter with it
            return self._of("disputes", "review", _sum((review, both)), _sum((review, direct)))
        return self._of("disputes", "litigation_direct", both, direct, after) if both is not None else None

    def _of(self, table: str, row: str, first: Decimal | None, *others: Decimal | None, column: str = "total") -> tuple[CellId, list[Decimal]] | None:
        if first is None:
            return None
        return CellId(table, row, column), [first, *(other for other in others if other is not None)]


def _sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    found = list(numbers)
    return sum((n for n in found if n is not None), Decimal(0)) if None not in found else None


def _check_statement(statement: Statement, report: Report, figures: _Figures) -> Iterator[Check]:
    if statement.check == "N-SUM":
        whole, parts = statement.number or Decimal(0), sum(statement.parts, Decimal(0))
        fits = parts == whole if statement.quantity == "all" else parts <= whole
        listed = " + ".join(str(part) for part in statement.parts)
        yield _hold(fits, "N-SUM", "parts-differ", report, None, statement, printed=str(whole), computed=str(parts), parts=listed)
        return
    readings = figures.readings(statement)
    if readings is None:
        return
    cell, numbers = readings
    said = statement.number if statement.number is not None else Decimal(0)
    if statement.check == "N-DEC":  # the table counts decisions that may not be published too (form.md M26)
        yield _hold(said <= numbers[0], "N-DEC", "decisions-fewer", report, cell, statement, printed=str(numbers[0]), computed=str(said))
        return
    fits = numbers[0] == 0 if statement.number is None else said in numbers
    yield _hold(fits, statement.check, "prose-differs", report, cell, statement, printed=str(numbers[0]), computed=str(said))
    if fits and statement.share:
        yield from _check_share(statement, report, figures, cell)


def _check_told_again(statements: list[Statement], report: Report, figures: _Figures) -> Iterator[Check]:
    """M09: two sentences that give different totals for the same thing, in the same words, and not each of them one the table has."""
    by_subject: dict[tuple[str, str], dict[Decimal, Statement]] = {}
    for statement in statements:
        if statement.number is not None and statement.check not in ("N-SUM", "N-DEC"):
            by_subject.setdefault((statement.quantity, statement.verb), {}).setdefault(statement.number, statement)
    for told in by_subject.values():
        first, *others = told.values()
        readings = figures.readings(first)
        if readings and all(number in readings[1] for number in told):
            continue
        for other in others:
            if other.sentence != first.sentence:
                number = str(first.number), str(other.number)
                yield _hold(False, "N-SAME", "told-twice", report, None, first, printed=number[0], computed=number[1], parts=_quote(other.sentence))


def _check_share(statement: Statement, report: Report, figures: _Figures, cell: CellId) -> Iterator[Check]:
    """N件,占p%: of all that was handled, or received."""
    digits = Decimal(1).scaleb(-len(statement.share.partition(".")[2]))
    new, carried = figures.cell("requests", "new_received"), figures.cell("requests", "carried_in")
    wholes = [w for w in (figures.cell("requests", "outcome_total"), new, _sum((new, carried))) if w]
    shares = [((statement.number or Decimal(0)) * 100 / w).quantize(digits, ROUND_HALF_UP) for w in wholes]
    if shares:
        fits = any(abs(share - Decimal(statement.share)) <= digits for share in shares)  # cut off or rounded
        yield _hold(fits, "N-PCT", "share-differs", report, cell, statement, printed=f"{shares[0]}%", computed=f"{statement.share}%")


def _hold(
    fits: bool, check_id: str, code: str, report: Report, cell: CellId | None, statement: Statement, *, printed: str, computed: str, parts: str = ""
) -> Check:
    value = report.values.get(cell) if cell else None
    place = value.place if value else None
    if fits:
        return Check(check_id, report.report_id, "holds", cell=cell, printed=printed, computed=computed, place=place)
    entries = catalogue.load()
    fields = {"sentence": _quote(statement.sentence), "printed": printed, "computed": computed, "parts": parts}
    names = entries[check_id]
    return Check(
        check_id, report.report_id, "broken", names.severity, "report", cell, printed, computed,
        entries[code].zh.format(what=names.zh, **fields), entries[code].en.format(what=names.en, **fields), place, names.kind, fields["sentence"],
    )


def _quote(sentence: str) -> str:
    return sentence if len(sentence) <= _QUOTE else sentence[: _QUOTE - 1] + "…"


# --- period, notices, sections --------------------------------------------------------------------------------------

_PERIOD = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:起|始)?,?(?:至|到|—|-|－|~)(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})(?:日|号|(?!\d))")
_OWN_REPORT = re.compile(r"(20\d\d)年度?政府信息公开工作年度报告")


def _texts(report: Report) -> Iterator[str]:
    for section in report.sections:
        for line in (section.title, *section.paragraphs):
            yield re.sub(r"\s+", "", to_arabic_years(line))


def _check_period(report: Report) -> Iterator[Check]:
    """The figures are of 1 January to 31 December of the year (M13), and the preamble names that year (M14)."""
    if report.year is None:
        return
    for text in _texts(report):
        match = _PERIOD.search(text) if "统计" in text or "数据" in text else None
        if match:
            start, end = int(match[1]), int(match[4] or match[1])
            days = (int(match[2]), int(match[3]), int(match[5]), int(match[6]))
            if (start, end) != (report.year, report.year):
                yield _tell(report, "period-differs", period=match[0], year=report.year)
            elif days != (1, 1, 12, 31):
                yield _tell(report, "period-not-the-year", period=match[0], year=report.year)
            break
    preamble = [line for s in report.sections if s.number == 0 for line in s.paragraphs]
    for line in preamble:
        text = re.sub(r"\s+", "", to_arabic_years(line))
        match = _OWN_REPORT.search(text)
        if match and int(match[1]) != report.year and not re.search(r"通知|上一?年|往年|历年|去年", text):
            yield _tell(report, "preamble-of-other-year", sentence=_quote(text), year=report.year)
            break


def _check_notices(report: Report) -> Iterator[Check]:
    """M11: the notice or the regulation that is named is no longer the one in force."""
    if report.year is None:
        return
    text = "".join(_texts(report))
    if report.year >= _FIRST_OF_FORM_2021 and re.search(r"国办公开办函[〔\[(【]2019[〕\])】]60号", text) and "30号" not in text:
        yield _tell(report, "notice-superseded", year=report.year)
    if report.year >= 2019 and "492号" in text and "711号" not in text and "修订" not in text:
        yield _tell(report, "regulation-superseded", year=report.year)


def _check_sections(report: Report) -> Iterator[Check]:
    """M12, M31: sections of the form that are not there, and problems that are none."""
    found = {s.number: s for s in report.sections}
    if len([n for n in found if n]) < 3:
        return  # headings lost in the layout say nothing of the report
    for number in (1, 5, 6):
        if number not in found:
            yield _tell(report, "section-not-found", section="一二三四五六"[number - 1], number=number)
    if 5 in found and len(re.sub(r"\W", "", "".join(found[5].paragraphs))) < _SHORTEST:
        yield _tell(report, "problems-not-told", text="".join(found[5].paragraphs) or "—")
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
