"""Relations and rules: outcome, severity, whose fault, and both numbers in words."""

from dataclasses import replace

import pytest

from gongkai.checks import catalogue
from gongkai.checks.rules import check
from gongkai.model import Check, Reading, Report
from gongkai.pages.findings import count_tried
from tests.other_forms import with_an_older_table
from tests.reports import FORM, report


def outcomes(this: Report, last: Report | None = None, only: str = "") -> dict[str, Check]:
    """"check row column" → Check."""
    return {f"{c.check} {c.cell.row} {c.cell.column}": c for c in check(this, last, FORM) if c.cell and c.check.startswith(only)}


def row(name: str, values: str) -> dict[str, str]:
    columns = [c.id for c in FORM.columns("requests", "2021-30")]
    return {f"requests {name} {c}": v for c, v in zip(columns, values.split(","), strict=True)}


def test_a_total_that_fits_holds() -> None:
    assert outcomes(report(row("granted", "1,2,0,0,0,0,3")))["T3-ROW granted total"].outcome == "holds"


def test_a_total_that_does_not_fit_is_broken_and_told_as_printed() -> None:
    found = outcomes(report(row("granted", "1,2,0,0,0,0,4")))["T3-ROW granted total"]
    assert (found.outcome, found.severity, found.about, found.printed, found.computed) == ("broken", "error", "report", "4", "3")
    assert "4" in found.message_zh and "3" in found.message_zh and "4" in found.message_en and "3" in found.message_en


def test_blanks_that_close_the_sum_are_told_apart_from_zeros() -> None:
    assert outcomes(report(row("granted", "258,12,,,1,1,272")))["T3-ROW granted total"].outcome == "holds_if_blank_is_zero"


def test_a_blank_total_is_not_stated_and_not_zero() -> None:
    found = outcomes(report(row("granted", "258,12,,,1,1,")))["T3-ROW granted total"]
    assert (found.outcome, found.severity) == ("not_stated", "")


def test_a_total_with_no_part_printed_cannot_be_checked_and_is_no_error() -> None:
    found = outcomes(report(row("granted", ",,,,,,5")))["T3-ROW granted total"]
    assert (found.outcome, found.severity) == ("undetermined", "info")


def test_what_cannot_be_decided_has_no_computed_number() -> None:
    """A sum of those cells that happen to be printed is none that the relation gives: 15 received, 70 closed, the rest blank came to -55."""
    cells = {"requests new_received total": "15", "requests carried_in total": "", "requests outcome_total total": "70", "requests carried_out total": "0"}
    found = outcomes(report(cells | row("granted", ",,,,,,3") | row("denied_state_secret", "1,x,,,,,2")))
    assert (found["T3-BAL carried_out total"].outcome, found["T3-BAL carried_out total"].printed) == ("undetermined", "0")
    assert {check.computed for check in found.values() if check.outcome == "undetermined"} == {""}
    message = found["T3-BAL carried_out total"].message_zh
    assert "分项合计" not in message and "当作 0 算得 −55" in message, "said with what it rests on"
    partly = outcomes(report(row("granted", "1,,2,,,,")))["T3-ROW granted total"]
    assert (partly.outcome, partly.computed) == ("not_stated", "")
    whole = outcomes(report(row("granted", "1,0,2,0,0,0,")))["T3-ROW granted total"]
    assert (whole.outcome, whole.computed) == ("not_stated", "3"), "all parts are printed"


def test_blanks_that_leave_a_difference_are_undetermined_and_about_the_report() -> None:
    found = outcomes(report(row("granted", "1,,,,,,5")))["T3-ROW granted total"]
    assert (found.outcome, found.about, found.severity) == ("undetermined", "report", "warning")


@pytest.mark.parametrize(("printed", "zh", "en"), [
    ("1,,,,,,5", "把空着的格子当作 0", "cells that are blank count"),
    ("1,—,0,0,0,—,5", "把印着“—”的格子当作 0", "cells that print “—” count"),
    ("1,—,无,0,,0,5", "把空着的、印着“—”“无”的格子当作 0", "cells that are blank or print “—”, “无” count"),
])
def test_what_stands_in_cells_without_a_number_is_told_as_it_is_printed(printed: str, zh: str, en: str) -> None:
    found = outcomes(report(row("granted", printed)))["T3-ROW granted total"]
    assert zh in found.message_zh and en in found.message_en


def test_a_sum_that_does_not_come_out_over_a_dash_is_counted_as_a_finding_says() -> None:
    short = report(row("granted", "1,—,0,0,0,0,5"))
    told = count_tried([Reading("x", "", "read", checks=check(short, None, FORM), report=short)], FORM)
    assert (told["broken"], told["lacking"]) == (0, 1)
    assert told["tried"] == told["holds"] + told["lacking"] + told["other"]


def test_q08_a_total_left_blank_over_printed_parts_makes_no_sum_wrong() -> None:
    cells = row("outcome_total", "5,,,,,,5") | row("granted", "3,,,,,,") | row("partially_granted", "2,,,,,,2")
    found = outcomes(report(cells))["T3-SUM outcome_total total"]
    assert (found.outcome, found.severity) == ("undetermined", "info")


def test_what_we_could_not_read_is_about_our_reading() -> None:
    found = outcomes(report(row("granted", "1,约2,0,0,0,0,3")))
    assert (found["T3-ROW granted total"].outcome, found["T3-ROW granted total"].about) == ("undetermined", "reading")
    assert found["cell-unreadable granted commercial_enterprise"].severity == "warning"


def test_carried_in_is_held_against_last_year_in_every_column() -> None:
    last = report(row("carried_out", "118,3,0,0,0,0,121"), year=2023)
    this = report(row("carried_in", "117,3,0,0,0,0,120"), year=2024)
    found = outcomes(this, last, "X-CARRY")
    assert [found[f"X-CARRY carried_in {c}"].outcome for c in ("natural_person", "commercial_enterprise", "total")] == ["broken", "holds", "broken"]
    assert found["X-CARRY carried_in total"].severity == "error"
    assert found["X-CARRY carried_in natural_person"].severity == "warning"


def test_without_last_years_report_nothing_is_held_across_years() -> None:
    found = outcomes(report(row("carried_in", "1,0,0,0,0,0,1")), None, "X-")
    assert {c.outcome for c in found.values()} == {"not_applicable"}


def test_stock_and_flow_of_documents_in_force() -> None:
    name = "proactive_disclosure normative_documents "
    last = report({name + "in_force": "597"}, year=2023)
    this = report({name + "issued_this_year": "50", name + "repealed_this_year": "227", name + "in_force": "420"}, year=2024)
    assert outcomes(this, last)["X-FORCE normative_documents in_force"].outcome == "holds"


def test_a_form_change_is_not_joined() -> None:
    last = report({"proactive_disclosure normative_documents total_published": "368"}, version="2019-60", year=2020)
    this = report({"proactive_disclosure normative_documents in_force": "300"}, year=2021)
    assert outcomes(this, last)["X-FORCE normative_documents in_force"].outcome == "not_applicable"


def test_items_cannot_fall_below_zero() -> None:
    name = "proactive_disclosure licensing "
    this = report({name + "items_prev_year": "2", name + "items_change": "-3"}, version="2019-60", year=2019)
    found = outcomes(this)["T2-SIGN licensing items_change"]
    assert (found.outcome, found.severity) == ("broken", "error")
    this = report({name + "items_prev_year": "4", name + "items_change": "-3"}, version="2019-60", year=2019)
    assert outcomes(this)["T2-SIGN licensing items_change"].outcome == "holds"


def test_last_forms_tables_in_a_report_of_2023_are_told() -> None:
    codes = [c.check for c in check(report({}, version="2019-60", year=2023), None, FORM)]
    assert codes.count("form-of-other-year") == 2  # table 4 is the same on both forms


def test_a_body_without_a_name_is_told_how_to_get_one() -> None:
    found = [c for c in check(report({}, agency=""), None, FORM) if c.check == "agency-not-named"]
    assert "x.txt.yml" in found[0].message_zh and "agency:" in found[0].message_en


@pytest.mark.parametrize("raw", ["-1", "1.5"])
def test_a_count_with_a_sign_or_a_fraction_is_told_and_still_published_as_printed(raw: str) -> None:
    this = report({"requests granted total": raw})
    assert "count-not-whole granted total" in outcomes(this)


def test_only_the_tables_of_its_own_version_are_missing_from_a_report() -> None:
    def missing(year: int, forms: dict[str, str]) -> list[str]:
        found = check(replace(report({}, year=year), forms=forms), None, with_an_older_table())
        return [c.cell.table for c in found if c.check == "table-missing" and c.cell]

    assert missing(2010, {"counts": "2008-01"}) == []
    assert missing(2010, {}) == ["counts"]
    assert missing(2023, {"requests": "2021-30"}) == ["proactive_disclosure", "disputes"]
    assert missing(2023, {}) == ["proactive_disclosure", "requests", "disputes"]


@pytest.mark.parametrize(("line", "said"), [
    ("late,note,report,notes,迟,late", "severity of late is 'note', none of error, warning, info"),
    ("late,info,body,notes,迟,late", "about of late is 'body'"), ("late,info,report,note,迟,late", "kind of late is 'note'"),
])
def test_a_line_of_the_catalogue_that_nothing_knows_what_to_do_with_is_told(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^findings\.csv: ") as caught:
        catalogue.read(f"code,severity,about,kind,zh,en\n{line}\n")
    assert said in str(caught.value)
