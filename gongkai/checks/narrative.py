"""Report → checks of what its running text says of the figures.

In: a Report. Out: Checks that quote the sentence, never of severity error. A word that does not say what it counts (办理, 答复) makes a hint about
our reading and accuses nobody. Not its business: finding statements in prose (statements.py), relations between cells (rules.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.checks import catalogue, clauses, enumerations, statements
from gongkai.checks.statements import Statement
from gongkai.form import Form
from gongkai.model import CellId, Check, Report

_QUOTE = 90

_GROUPS = {
    "granted": ("granted",), "partially_granted": ("partially_granted",), "denied": ("denied",), "unable": ("unable",),
    "not_processed": ("not_processed",), "other": ("other_disposal", "other"),
}
_TOLD_WITH = {
    "granted": (("partially_granted",),),
    "denied": (("unable",), ("not_processed",), ("unable", "not_processed"), ("unable", "not_processed", "other")),
    "not_processed": (("other",),), "other": (("not_processed",),),
}
_DOCUMENTS = {
    "documents_issued": ("issued_this_year", "made_this_year"), "documents_repealed": ("repealed_this_year",), "documents_in_force": ("in_force",),
}


def check(report: Report, form: Form) -> tuple[Check, ...]:
    """Hold the running text against the tables and against itself."""
    figures = _Figures(report, form)
    statements = list(_find_statements(report))
    found = [made for statement in statements for made in _check_statement(statement, report, figures)]
    return (*dict.fromkeys(found), *_check_told_again(statements, report, figures))


def _find_statements(report: Report) -> Iterator[Statement]:
    yield from statements.find_statements(report.sections, report.year, clauses.speaker_of(report))
    for section in report.sections:
        for paragraph in section.paragraphs if section.number in statements.TOLD_IN else ():
            yield from enumerations.find_sums("".join(clauses.to_sentences(paragraph)))


# --- figures --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Readings:
    """The cell that a statement is about, the numbers that agree with it, and the least that does: whatever lies between agrees too."""

    cell: CellId
    numbers: tuple[Decimal, ...]
    least: Decimal | None = None

    def fit(self, said: Decimal) -> bool:
        return said in self.numbers or (self.least is not None and self.least <= said <= max(self.numbers))


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

    def readings(self, statement: Statement) -> _Readings | None:
        """What agrees with a statement; None where the tables do not say."""
        quantity = statement.quantity
        new, carried = self.cell("requests", "new_received"), self.cell("requests", "carried_in")
        done = self.cell("requests", "outcome_total")
        if quantity == "received":
            return self._of("requests", "new_received", new, _sum((new, carried)))
        if quantity in ("carried_in", "carried_out"):
            return self._of("requests", quantity, self.cell("requests", quantity))
        if quantity in ("handled", "worked_on"):
            # answers to requests of this year only, or without some of those withdrawn or not processed, are counted too
            less = sum((part or Decimal(0) for part in (carried, self.group("other"), self.group("not_processed"))), Decimal(0))
            accepted = (new, _sum((new, carried))) if quantity == "worked_on" else ()
            return self._of("requests", "outcome_total", done, *accepted, least=None if done is None else done - less)
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
        return self._group(quantity) if quantity in _GROUPS else self._applicants(quantity)

    def _group(self, quantity: str) -> _Readings | None:
        """A kind of outcome, alone or with those that text often tells with it: whatever was not given out, whatever else was done."""
        with_it = [_sum((self.group(quantity), *map(self.group, more))) for more in _TOLD_WITH.get(quantity, ())]
        row = quantity if quantity in ("granted", "partially_granted") else "outcome_total"
        return self._of("requests", row, self.group(quantity), *with_it)

    def _applicants(self, quantity: str) -> _Readings | None:
        one, both = self.cell("requests", "new_received", quantity), self.cell("requests", "carried_in", quantity)
        return self._of("requests", "new_received", one, _sum((one, both)), self.cell("requests", "outcome_total", quantity), column=quantity)

    def _disputes(self, quantity: str) -> _Readings | None:
        review = self.cell("disputes", "review")
        if quantity == "review":
            return self._of("disputes", "review", review)
        direct, after = self.cell("disputes", "litigation_direct"), self.cell("disputes", "litigation_after_review")
        both = _sum((direct, after))
        if quantity == "disputes":
            # a lawsuit after a reconsideration may be counted as one matter with it
            return self._of("disputes", "review", _sum((review, both)), _sum((review, direct)))
        return self._of("disputes", "litigation_direct", both, direct, after) if both is not None else None

    def _of(
        self, table: str, row: str, first: Decimal | None, *others: Decimal | None, column: str = "total", least: Decimal | None = None
    ) -> _Readings | None:
        if first is None:
            return None
        return _Readings(CellId(table, row, column), (first, *(other for other in others if other is not None)), least)


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
    cell, numbers = readings.cell, readings.numbers
    said = statement.number if statement.number is not None else Decimal(0)
    if statement.check == "N-DEC":  # the table counts decisions that may not be published too (form.md M26)
        yield _hold(said <= numbers[0], "N-DEC", "decisions-fewer", report, cell, statement, printed=str(numbers[0]), computed=str(said))
        return
    fits = numbers[0] == 0 if statement.number is None else readings.fit(said)
    if not fits and statement.fewer == "right" and said < max(numbers):
        return
    may_be = (statement.fewer == "hint" and said < max(numbers)) or (statement.more == "hint" and said > max(numbers))
    is_hint = not fits and (statement.is_free or may_be)
    code, message = ("N-MAY", "prose-may-differ") if is_hint else (statement.check, "prose-differs")
    yield _hold(fits, code, message, report, cell, statement, printed=str(numbers[0]), computed=str(said))
    if fits and statement.share:
        yield from _check_share(statement, report, figures, cell)


def _check_told_again(statements: list[Statement], report: Report, figures: _Figures) -> Iterator[Check]:
    """M09: two sentences that give different totals for the same thing, in the same words, and not each of them one the table has."""
    by_subject: dict[tuple[str, str], dict[Decimal, Statement]] = {}
    for statement in statements:
        is_plain = not (statement.fewer or statement.more or statement.is_free)
        if statement.number is not None and statement.check not in ("N-SUM", "N-DEC") and is_plain:
            by_subject.setdefault((statement.quantity, statement.verb), {}).setdefault(statement.number, statement)
    for told in by_subject.values():
        first, *others = told.values()
        readings = figures.readings(first)
        if readings and all(readings.fit(number) for number in told):
            continue
        for other in others:
            if other.sentence != first.sentence:
                number = str(first.number), str(other.number)
                yield _hold(False, "N-SAME", "told-twice", report, None, first, printed=number[0], computed=number[1], parts=_quote(other.sentence))


def _check_share(statement: Statement, report: Report, figures: _Figures, cell: CellId) -> Iterator[Check]:
    """N件,占p%: of all that was handled, or received."""
    digits = Decimal(1).scaleb(-len(statement.share.partition(".")[2]))
    new, carried = figures.cell("requests", "new_received"), figures.cell("requests", "carried_in")
    wholes = [w for w in (figures.cell("requests", "outcome_total"), new, _sum((new, carried)), *statement.wholes) if w]
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
    outcome = "broken" if names.about == "report" else "undetermined"
    return Check(
        check_id, report.report_id, outcome, names.severity, names.about, cell, printed, computed,
        entries[code].zh.format(what=names.zh, **fields), entries[code].en.format(what=names.en, **fields), place, names.kind, fields["sentence"],
    )


def _quote(sentence: str) -> str:
    return sentence if len(sentence) <= _QUOTE else sentence[: _QUOTE - 1] + "…"
