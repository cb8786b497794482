"""The indicators: that each is its formula, and that nothing is made of what is not printed."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from gongkai.form import load
from gongkai.indicators import CATALOGUE, Measure, measure
from gongkai.model import TABLES, Agency, CellId, Document, Report, Sidecar, Value
from gongkai.reckoning import BASES, Figures
from gongkai.tables import to_text

SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"
FORM = load()
OLD, NEW = "2019-60", "2021-30"

Cells = Mapping[CellId, Any]


def report(cells: Cells, version: str = NEW, year: int | None = 2024, id: str = "xian", copy: str = "") -> Report:
    """A report of these cells: None for a blank, a status where no number is reported; every other cell is missing."""
    values = {}
    for cell, printed in cells.items():
        status = printed if isinstance(printed, str) else "blank" if printed is None else "reported"
        values[cell] = Value(cell, status, Decimal(str(printed)) if status == "reported" else None)
    document = Document("a.pdf", "0" * 64, "pdf", 6, (), (), ())
    return Report(
        f"{id}-{year}{copy}", Agency(id, "某县人民政府"), year, "", year, dict.fromkeys(TABLES, version), document,
        Sidecar(), values,
    )


def total(**rows: Any) -> dict[CellId, Any]:
    """The total column of rows of the requests table."""
    return {CellId("requests", row, "total"): n for row, n in rows.items()}


def row(id: str, *numbers: Any) -> dict[CellId, Any]:
    """A row of the requests table, column by column."""
    return {CellId("requests", id, c.id): n for c, n in zip(FORM.columns("requests", NEW), numbers, strict=True)}


def measures(*reports: Report) -> dict[str, Measure]:
    """The measures of the last of several reports."""
    return {m.indicator: m for m in measure(reports, FORM) if m.report is reports[-1]}


def shown(m: Measure) -> tuple[str, str, str, str]:
    return to_text(m.value), to_text(m.numerator), to_text(m.denominator), m.basis


def sample(agency: str, year: int) -> dict[CellId, Any]:
    path = SAMPLES / "figures.json"
    if not path.exists():
        pytest.skip(f"the samples are not at hand: {path.name}")
    for entry in json.loads(path.read_text(encoding="utf-8")):
        if (entry["agency"], entry["year"]) == (agency, year):
            rows = [(t, r, line) for t, rows in entry["cells"].items() for r, line in rows.items()]
            cells = {CellId(t, r, c): n for t, r, line in rows for c, n in line.items()}
            return {c: n for c, n in cells.items() if c in FORM.all_cells}
    raise AssertionError(f"no {agency} {year} among the samples")


# --- the catalogue


def test_every_indicator_has_a_formula_a_wording_and_a_caveat_in_both_languages() -> None:
    assert len({i.id for i in CATALOGUE}) == len(CATALOGUE)
    for i in CATALOGUE:
        words = (i.formula, i.label_zh, i.label_en, i.meaning_zh, i.meaning_en, i.caveat_zh, i.caveat_en)
        assert all(words), i.id
        assert i.kind in ("share", "ratio", "growth", "count")
        assert bool(i.denominator_zh) == bool(i.denominator_en) == (i.kind != "count")


def test_every_line_of_the_catalogue_file_is_computed() -> None:
    lines = (Path(__file__).parents[1] / "gongkai" / "indicators.csv").read_text(encoding="utf-8").splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == [i.id for i in CATALOGUE if not i.series]


def by_formula(formula: str, version: str, this: Cells, last: Cells) -> Fraction:
    """Work the printed formula out by itself: a row is its total, a heading the sum of its rows."""

    formula = formula.rpartition(" | ")[2]  # of a series, what stands for it on the newest form

    def name(text: str, cells: Cells) -> Fraction:
        first, _, column = text.partition(".")
        if first in ("review", "litigation_direct", "litigation_after_review"):
            return Fraction(cells[CellId("disputes", first, column)])
        id = first.removesuffix("_all")
        rows = [r.id for r in FORM.children("requests", "row", id, version)] or [id]
        return sum((Fraction(cells[CellId("requests", r, column or "total")]) for r in rows), Fraction(0))

    def work(node: Any) -> Fraction:
        if isinstance(node, ast.BinOp):
            a, b = work(node.left), work(node.right)
            return {ast.Add: a + b, ast.Sub: a - b, ast.Div: a / b if b else Fraction(0)}[type(node.op)]
        text = ast.unparse(node)
        return name(text.removeprefix("last."), last if text.startswith("last.") else this)

    return work(ast.parse(formula, mode="eval").body)


def draw_closing(random: Random, version: str) -> dict[CellId, Any]:
    """Numbers for every cell, of which every sum closes: what is received is more than what is closed."""
    cells: dict[CellId, Any] = {c: random.randint(1, 99) + (9000 if c.row == "new_received" else 0) for c in FORM.cells(version)}
    sums = [r for r in FORM.relations(version) if not r.is_bound and not any(t.last_year for t in r.terms)]
    while open_sums := [r for r in sums if cells[r.total] != sum(t.sign * cells[t.cell] for t in r.terms)]:
        for relation in open_sums:
            cells[relation.total] = sum(t.sign * cells[t.cell] for t in relation.terms)
    return cells


@pytest.mark.parametrize("version", FORM.versions_of("requests"))
@pytest.mark.parametrize("id", [i.id for i in CATALOGUE])
def test_what_is_computed_is_the_formula_that_is_printed(id: str, version: str) -> None:
    entry = next(i for i in CATALOGUE if i.id == id)
    random = Random(id)
    years = [draw_closing(random, version) for _ in range(2)]
    found = measures(report(years[0], version, 2023), report(years[1], version, 2024))[id]
    expected = by_formula(entry.formula, version, years[1], years[0])
    assert found.value is not None and abs(Fraction(found.value) - expected) <= abs(expected) * Fraction(1, 10**5)
    assert found.basis == "printed"


def test_every_name_in_a_formula_is_an_id_of_the_form() -> None:
    ids = {e.id for e in FORM.entries} | {"last", "other_disposal_all"}
    for i in CATALOGUE:
        assert set(re.findall(r"[a-z_]+", i.formula)) <= ids, i.id


def test_what_is_more_than_its_whole_is_no_share_of_it() -> None:
    """13 denied of 7 closed came to 185.7 %, and stood first in the list of those who deny most."""
    found = measures(report(total(outcome_total=7, granted=13, partially_granted=0, new_received=10, carried_in=0)))
    assert shown(found["full_disclosure_rate"]) == ("", "13", "7", "printed") and shown(found["clearance_rate"]) == ("0.7", "7", "10", "printed")


SHARES_OF = {
    "T3-SUM": {"disclosure_rate", "full_disclosure_rate", "denied_share", "unable_share", "not_processed_share", "other_share", "dispute_rate"},
    "T3-BAL": {"disclosure_rate_accepted", "carry_over_rate", "clearance_rate"},
    "T3-ROW": {"natural_person_share"},
    "review": {"reconsideration_correction_rate", "reconsideration_correction_rate_all", "reconsideration_pending_share"},
    "litigation_direct": {"litigation_correction_rate", "litigation_correction_rate_all", "litigation_pending_share"},
}
"""what is told to be of a whole → the shares of it"""


@pytest.mark.parametrize("version", FORM.versions_of("requests"))
@pytest.mark.parametrize(("cell", "whole"), [
    (CellId("requests", "denied_state_secret", "total"), "T3-SUM"), (CellId("requests", "carried_out", "total"), "T3-BAL"),
    (CellId("requests", "new_received", "natural_person"), "T3-ROW"), (CellId("disputes", "review", "upheld"), "review"),
    (CellId("disputes", "litigation_direct", "upheld"), "litigation_direct"),
])
def test_there_is_no_share_of_a_whole_that_its_parts_do_not_make(cell: CellId, whole: str, version: str) -> None:
    """The chart of outcomes draws nothing then; its figures stand beside it, and every other indicator has a value."""
    cells = draw_closing(Random(whole), version)
    found = measures(report(cells | {cell: cells[cell] + 1}, version))
    assert {id for id, m in found.items() if m.value is None and m.denominator is not None} - {"new_requests_growth"} == SHARES_OF[whole]
    assert all(found[id].numerator is not None and (found[id].denominator or 0) > 0 for id in SHARES_OF[whole])


def test_blanks_contradict_a_total_only_where_no_number_in_them_could_make_it() -> None:
    parts = total(granted=5, partially_granted=2, denied_state_secret=None)
    assert shown(measures(report(parts | total(outcome_total=10)))["disclosure_rate"]) == ("0.7", "7", "10", "printed")
    assert shown(measures(report(parts | total(outcome_total=6)))["full_disclosure_rate"]) == ("", "5", "6", "printed")


# --- real figures


def test_the_shares_of_suqian_2024_are_known() -> None:
    found = measures(report(sample("宿迁市人民政府", 2023), year=2023), report(sample("宿迁市人民政府", 2024)))
    assert shown(found["disclosure_rate"]) == ("0.540187", "1902", "3521", "printed")
    assert shown(found["full_disclosure_rate"])[1:3] == ("1431", "3521")
    assert shown(found["denied_share"])[1:3] == ("92", "3521")
    assert shown(found["unable_share"])[1:3] == ("941", "3521")
    assert shown(found["not_processed_share"])[1:3] == ("117", "3521")
    assert shown(found["other_share"])[1:3] == ("469", "3521")
    assert shown(found["requests_accepted"]) == ("3646", "3646", "", "printed")
    assert shown(found["carry_over_rate"])[1:3] == ("125", "3646")
    assert shown(found["net_backlog_change"]) == ("4", "4", "", "printed")
    assert shown(found["natural_person_share"])[1:3] == ("3440", "3525")
    assert shown(found["new_requests_growth"])[1:3] == ("14", "3511")
    assert shown(found["reconsideration_correction_rate"])[1:3] == ("18", "134")
    assert shown(found["reconsideration_correction_rate_all"])[1:3] == ("18", "170")
    assert shown(found["litigation_correction_rate"])[1:3] == ("0", "57")
    assert shown(found["dispute_rate"])[1:3] == ("195", "3521")


def test_the_five_shares_of_a_sound_report_make_one() -> None:
    found = measures(report(sample("宿迁市人民政府", 2024)))
    parts = ["disclosure_rate", "denied_share", "unable_share", "not_processed_share", "other_share"]
    assert sum(found[p].numerator or 0 for p in parts) == found["disclosure_rate"].denominator


def test_the_reasons_make_up_all_that_was_not_provided() -> None:
    found = measures(report(sample("宿迁市人民政府", 2024)))
    reasons = [m for id, m in found.items() if id.startswith("reason_share_")]
    assert len(reasons) == 16
    assert sum(m.numerator or 0 for m in reasons) == reasons[0].denominator == 92 + 941 + 117


def test_shanghai_2019_leaves_totals_blank_and_they_are_derived_in_the_open() -> None:
    """总计 is blank on every outcome row; the columns close with blanks as zero: 258+12+1+1+3 of 805 are known."""
    found = measures(report(sample("上海市人民政府办公厅", 2019), OLD, 2019))
    assert shown(found["disclosure_rate"]) == ("0.341615", "275", "805", "derived_blank_as_zero")
    assert shown(found["other_share"])[1:] == ("0", "805", "derived_blank_as_zero")
    assert shown(found["clearance_rate"])[1:] == ("805", "877", "printed")
    assert "litigation_correction_rate" not in found  # 复议后起诉 is wholly blank, its total too: nothing closes


# --- blanks, dashes and what cannot be read


@pytest.mark.parametrize("printed", [None, "not_applicable", "ambiguous", "unreadable", "missing"])
def test_a_cell_that_is_not_reported_empties_the_indicator(printed: Any) -> None:
    found = measures(report(total(granted=3, partially_granted=printed, outcome_total=10)))
    assert shown(found["disclosure_rate"]) == ("", "", "10", "printed")
    assert shown(found["full_disclosure_rate"]) == ("0.3", "3", "10", "printed")


def test_a_line_of_which_nothing_can_be_stated_is_left_out() -> None:
    found = measures(report(total(granted=3)))
    assert "clearance_rate" not in found
    assert "dispute_rate" not in found
    assert "full_disclosure_rate" in found


def outcomes(**printed: Any) -> dict[CellId, Any]:
    """The total column of all outcome rows: blank but for these."""
    rows = [r.id for r in FORM.rows("requests", NEW) if r.id not in ("new_received", "carried_in", "carried_out")]
    return total(**dict.fromkeys(rows) | printed)


def test_a_blank_is_a_zero_only_where_the_printed_total_leaves_no_other() -> None:
    found = measures(report(outcomes(granted=3, unable_not_held=7, outcome_total=10)))
    assert shown(found["disclosure_rate"]) == ("0.3", "3", "10", "derived_blank_as_zero")
    assert shown(found["full_disclosure_rate"]) == ("0.3", "3", "10", "printed")
    found = measures(report(outcomes(granted=3, unable_not_held=6, outcome_total=10)))
    assert shown(found["disclosure_rate"]) == ("", "", "10", "printed")


def test_a_zero_that_breaks_another_relation_is_none() -> None:
    closing = row("granted", 3, None, None, None, None, None, 3)
    for id in ("new_received", "carried_in", "outcome_total"):
        closing |= row(id, "missing", 0, 0, 0, 0, 0, "missing")
    column = "commercial_enterprise"
    broken = {CellId("requests", r.id, column): 0 for r in FORM.rows("requests", NEW)}
    broken |= {CellId("requests", "outcome_total", column): 5, CellId("requests", "granted", column): None}
    figures = Figures(report({**closing, **broken}), FORM)
    assert figures.requests("granted", column).number is None
    assert figures.requests("granted", "other_org").number == 0


def test_an_unreadable_cell_is_never_taken_for_a_zero() -> None:
    found = measures(report(outcomes(granted=3, unable_not_held=7, partially_granted="unreadable", outcome_total=10)))
    assert shown(found["disclosure_rate"]) == ("", "", "10", "printed")


def test_a_blank_total_is_added_up_from_its_printed_parts_and_says_so() -> None:
    cells = row("new_received", 4, 1, 0, 0, 0, 0, None) | row("carried_in", 0, 0, 0, 0, 0, 0, 0)
    assert shown(measures(report(cells))["requests_accepted"]) == ("5", "5", "", "derived")


def test_a_total_is_never_added_to_its_parts() -> None:
    cells = row("new_received", 4, 1, 0, 0, 0, 0, 5) | row("carried_in", 1, 0, 0, 0, 0, 0, 1)
    found = measures(report(cells))
    assert shown(found["requests_accepted"]) == ("6", "6", "", "printed")
    assert shown(found["natural_person_share"]) == ("0.8", "4", "5", "printed")


def test_a_contradiction_is_published_as_printed() -> None:
    """The parts make 5 and the total says 8: checks say so, the indicator takes what is printed."""
    cells = row("new_received", 4, 1, 0, 0, 0, 0, 8)
    assert shown(measures(report(cells))["natural_person_share"])[1:] == ("4", "8", "printed")


@pytest.mark.parametrize("zero", [0, -1])
def test_a_denominator_of_zero_gives_no_value(zero: int) -> None:
    found = measures(report(total(granted=0, outcome_total=zero)))
    assert shown(found["full_disclosure_rate"]) == ("", "0", str(zero), "printed")


# --- versions and years


def test_other_disposal_is_one_row_in_the_old_form_and_three_in_the_new() -> None:
    old = measures(report(total(other_disposal=6, outcome_total=10), OLD))
    new = measures(report(total(other_correction_overdue=1, other_fee_overdue=2, other_misc=3, outcome_total=10), NEW))
    assert shown(old["other_share"]) == shown(new["other_share"]) == ("0.6", "6", "10", "printed")


def test_growth_needs_the_same_bodys_year_before() -> None:
    this = report(total(new_received=15), year=2024)
    assert "new_requests_growth" not in measures(this)
    assert "new_requests_growth" not in measures(report(total(new_received=10), year=2022), this)
    assert "new_requests_growth" not in measures(report(total(new_received=10), year=2023, id="qita"), this)
    found = measures(report(total(new_received=10), OLD, year=2023), this)
    assert shown(found["new_requests_growth"]) == ("0.5", "5", "10", "printed")
    found = measures(report(total(new_received=0), year=2023), this)
    assert shown(found["new_requests_growth"]) == ("", "15", "0", "printed")


def test_two_reports_on_last_year_that_differ_give_no_growth() -> None:
    this = report(total(new_received=15), year=2024)
    same: Sequence[Report] = [report(total(new_received=10), year=2023, copy=c) for c in ("", "-2")]
    assert measures(*same, this)["new_requests_growth"].value == Decimal("0.5")
    assert "new_requests_growth" not in measures(same[0], report(total(new_received=11), year=2023, copy="-2"), this)


def test_a_report_without_a_year_has_indicators_but_no_growth() -> None:
    found = measures(report(total(new_received=10, carried_in=0), year=None))
    assert shown(found["requests_accepted"])[0] == "10"
    assert "new_requests_growth" not in found


def test_shares_have_six_digits_and_counts_are_exact() -> None:
    found = measures(report(total(granted=2, outcome_total=3, new_received=11398889, carried_in=12)))
    assert to_text(found["full_disclosure_rate"].value) == "0.666667"
    assert to_text(found["requests_accepted"].value) == "11398901"
    assert set(BASES) >= {m.basis for m in found.values()}
