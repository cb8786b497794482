"""What the checks say of one document, as a page tells it.

In: a reading with its checks, the form. Out: findings in a language, and the cells that they mark. Not its business: where they stand on a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.addresses import to_finding, to_key
from gongkai.form import Form
from gongkai.model import CellId, Check, Reading, Relation, Report

MARKED = ("contradicts", "differs", "lacks")
"""The kinds of findings whose number is marked where it stands"""

_GRAVE = ("error", "warning", "info")
COUNTED = ("contradicts", "differs")
"""kinds whose number the front page tells: each of them can be read where its report is shown"""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that says something, as the page tells it.

    kind: of model.KINDS. cell: the number it is about, None if it is about none that is printed.
    """

    anchor: str
    key: str
    severity: str
    about: str
    kind: str
    message: str
    printed: str
    computed: str
    cell: CellId | None

    @property
    def is_folded(self) -> bool:
        """Whether a page folds it away: a note. What is counted as a contradiction, or as unlike last year's report, is never one, however small."""
        return self.severity == "info" and self.kind not in COUNTED


def to_findings(reading: Reading, language: str) -> list[Finding]:
    """What the checks found in one document, in a language, the gravest first."""
    report = reading.report
    if report is None:
        return []
    key = to_key(report)
    return [_to_finding(to_finding(key, index), key, check, report, language) for index, check in telling(reading)]


def to_marks(reading: Reading, form: Form) -> dict[CellId, str]:
    """The cells that another figure, a sentence or last year's report does not agree with → the anchor of the first finding that says so."""
    marks: dict[CellId, str] = {}
    report = reading.report
    if report is None:
        return marks
    for index, check in telling(reading):
        if check.kind not in MARKED or check.outcome != "broken" or check.severity == "info" or check.cell is None:
            continue
        name = to_finding(to_key(report), index)
        marks.setdefault(check.cell, name)
        relation = relations_of(form, report.forms.get(check.cell.table, "")).get((check.check, check.cell))
        for term in relation.terms if relation else ():
            if not term.last_year:
                marks.setdefault(term.cell, name)
    return marks


def count_tried(readings: Iterable[Reading], form: Form) -> dict[str, int]:
    """How many relations of the form were tried, and how they came out."""
    relations = form.relation_severities
    tried = [c for r in readings for c in r.checks if c.check in relations and c.outcome != "not_applicable"]
    holds = sum(c.outcome in ("holds", "holds_if_blank_is_zero") for c in tried)
    broken = sum(c.outcome == "broken" for c in tried)
    lacking = sum(c.outcome == "undetermined" and c.kind in MARKED for c in tried)  # a number was left out, or one is wrong
    return {"tried": len(tried), "holds": holds, "broken": broken, "lacking": lacking, "other": len(tried) - holds - broken - lacking}


@cache
def relations_of(form: Form, version: str) -> Mapping[tuple[str, CellId], Relation]:
    """The relations of a version by their id and total, as the form lists them."""
    return {(relation.id, relation.total): relation for relation in form.relations(version)}


def telling(reading: Reading) -> Iterator[tuple[int, Check]]:
    """The checks that say something, the gravest first, each with its number on the page."""
    told = sorted((c for c in reading.checks if c.severity in _GRAVE), key=lambda c: _GRAVE.index(c.severity))
    yield from enumerate(told, start=1)


def _to_finding(anchor: str, key: str, check: Check, report: Report, language: str) -> Finding:
    message = check.message_zh if language == "zh" else check.message_en
    printed, computed = " ".join(check.printed.split()), check.computed
    if printed in message and computed.replace("-", "−") in message:
        printed = computed = ""  # the sentence has both already
    cell = check.cell if check.cell is not None and check.cell in report.values else None
    return Finding(anchor, key, check.severity, check.about, check.kind, message, printed, computed, cell)
