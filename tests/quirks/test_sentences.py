"""Sentences built as those of published reports are, with the figures that they stand beside: what is told of them, and what must not be.

tests/sentences.csv: the sentence in words and figures of our own; cells: what the table prints otherwise than FIGURES; body: whose report it is;
section: where it stands; expected: the codes that a reader of the sentence and the table would give, "" for none. A hint about our reading (N-MAY,
N-DEC) accuses nobody; whatever else is told and not expected is a false accusation.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gongkai.agencies.names import to_kind, to_scope
from gongkai.checks import catalogue, claims, narrative
from gongkai.model import Agency, Check, Section
from tests.reports import FORM, document, report

SENTENCES = Path(__file__).parents[1] / "sentences.csv"
YEAR = 2024
CELLS = {
    "new_received": "requests new_received total", "carried_in": "requests carried_in total", "outcome_total": "requests outcome_total total",
    "carried_out": "requests carried_out total", "natural_person": "requests new_received natural_person",
    "granted": "requests granted total", "partially_granted": "requests partially_granted total", "denied": "requests denied_third_party total",
    "unable": "requests unable_not_held total", "not_processed": "requests not_processed_duplicate total", "other": "requests other_misc total",
    "review": "disputes review total", "upheld": "disputes review upheld", "corrected": "disputes review corrected", "pending": "disputes review pending",
    "direct": "disputes litigation_direct total", "after": "disputes litigation_after_review total",
    "issued": "proactive_disclosure normative_documents issued_this_year", "repealed": "proactive_disclosure normative_documents repealed_this_year",
    "in_force": "proactive_disclosure normative_documents in_force", "penalties": "proactive_disclosure penalties decisions",
    "licensing": "proactive_disclosure licensing decisions", "fees": "proactive_disclosure admin_fees amount_wan",
}
FIGURES = {
    "new_received": 85, "carried_in": 3, "outcome_total": 80, "carried_out": 8, "natural_person": 80, "granted": 30, "partially_granted": 10, "denied": 8,
    "unable": 20, "not_processed": 2, "other": 10, "review": 6, "upheld": 4, "corrected": 1, "pending": 1, "direct": 2, "after": 1,
    "issued": 5, "repealed": 2, "in_force": 40, "penalties": 40, "licensing": 300, "fees": 12,
}


@dataclass(frozen=True)
class Case:
    sentence: str
    cells: str
    body: str
    section: int
    expected: tuple[str, ...]


def cases() -> list[Case]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [Case(r["sentence"], r["cells"], r["body"], int(r["section"]), tuple(sorted(r["expected"].split()))) for r in csv.DictReader(file)]


def told(case: Case) -> list[Check]:
    """What is told of a report that says this sentence, and has these figures in its tables."""
    zeros = {str(cell): "0" for cell in FORM.cells("2021-30")}
    changed = dict(part.split("=") for part in case.cells.split())
    cells = {CELLS[name]: str(number) for name, number in (FIGURES | changed).items()}
    made = report(zeros | cells, year=YEAR, agency=case.body, sections=(Section(case.section, "", (case.sentence,)),))
    kind = to_kind(case.body)
    made = replace(made, agency=Agency("test", case.body, kind=kind), scope=to_scope("", kind, document([])))
    return [check for check in (*narrative.check(made, FORM), *claims.check(made, FORM)) if check.severity]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.sentence[:24])
def test_a_sentence_is_told_of_as_its_reader_would(case: Case) -> None:
    found = told(case)
    assert tuple(sorted(check.check for check in found)) == case.expected, [check.message_zh for check in found]


def test_of_what_is_told_at_most_one_in_fifty_is_false_and_hints_accuse_nobody() -> None:
    """The counts that a code has to reach to be told as a finding of the report: 98 of 100 right."""
    right = wrong = 0
    for case in cases():
        expected = list(case.expected)
        for check in told(case):
            if check.kind == "reading":
                assert check.outcome == "undetermined" and check.severity == "info"
            elif check.check in expected:
                expected.remove(check.check)
                right += 1
            else:
                wrong += 1
    assert right >= 40 and wrong <= right / 49, f"{right} right, {wrong} false"


def test_the_set_is_large_enough_to_say_so_and_most_of_it_must_be_let_be() -> None:
    found = cases()
    assert len({case.sentence for case in found}) >= 120
    assert sum(not case.expected for case in found) >= 80


def test_every_code_of_the_prose_that_accuses_has_a_sentence_that_it_is_right_about() -> None:
    codes = {code for code, entry in catalogue.load().items() if code.startswith("N-") and entry.kind != "reading"}
    assert codes - {code for case in cases() for code in case.expected} <= {"N-DIS"}, "N-DIS: tests/quirks/test_mistakes.py"
