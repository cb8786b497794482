"""The form as data: what both versions hold, and that nothing in it dangles."""

from collections import Counter

import pytest

from gongkai.checks import catalogue
from gongkai.form import load
from gongkai.model import CellId
from tests.other_forms import with_an_older_table

FORM = load()


@pytest.mark.parametrize(
    ("version", "proactive", "requests", "disputes"),
    [("2019-60", 22, 23 * 7, 15), ("2021-30", 10, 25 * 7, 15)],
)
def test_each_version_has_its_cells(version: str, proactive: int, requests: int, disputes: int) -> None:
    count = Counter(c.table for c in FORM.cells(version))
    assert count == {"proactive_disclosure": proactive, "requests": requests, "disputes": disputes}


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2019-60", {"T3-BAL": 7, "T3-SUM": 7, "T3-ROW": 23, "T4-SUM": 3, "X-CARRY": 7, "X-ITEMS": 5, "T2-SIGN": 5, "T2-PUB": 2}),
        ("2021-30", {"T3-BAL": 7, "T3-SUM": 7, "T3-ROW": 25, "T4-SUM": 3, "X-CARRY": 7, "X-FORCE": 2}),
    ],
)
def test_each_version_has_its_relations(version: str, expected: dict[str, int]) -> None:
    count = Counter(r.id for r in FORM.relations(version))
    assert {id: count[id] for id in expected} == expected, "a relation more is nobody's business here"


@pytest.mark.parametrize("version", FORM.versions)
def test_every_relation_is_said_in_words(version: str) -> None:
    assert {r.id for r in FORM.relations(version)} <= catalogue.load().keys(), "a line of checks/findings.csv for each"


def test_the_sum_of_outcomes_has_19_rows_in_2019_and_21_in_2021() -> None:
    terms = {v: [len(r.terms) for r in FORM.relations(v) if r.id == "T3-SUM"] for v in ("2019-60", "2021-30")}
    assert terms == {"2019-60": [19] * 7, "2021-30": [21] * 7}


@pytest.mark.parametrize("version", FORM.versions_of("requests"))
def test_every_outcome_is_part_of_the_printed_total(version: str) -> None:
    """Whoever adds an outcome to a version and forgets the `equals` of the total reads it here."""
    sums = [r for r in FORM.relations(version) if r.id == "T3-SUM" and r.total.column == "total"]
    rows = {row for group in FORM.groups_of("requests", "outcomes") for row in FORM.rows_under("requests", group, version)}
    assert [{term.cell.row for term in one.terms} for one in sums] == [rows - {"outcome_total"}]


def test_every_id_in_a_relation_exists_on_its_version() -> None:
    for version in FORM.versions:
        cells = set(FORM.cells(version))
        for relation in FORM.relations(version):
            assert relation.terms, relation
            assert {relation.total, *(t.cell for t in relation.terms)} <= cells, relation


def test_labels_are_unique_within_their_parent() -> None:
    for version in FORM.versions:
        seen = Counter((e.table, e.axis, e.parent, e.labels[version]) for e in FORM.entries if version in e.labels)
        assert [key for key, n in seen.items() if n > 1] == []


def test_nothing_is_empty() -> None:
    for e in FORM.entries:
        assert e.labels and e.label_en and e.definition_zh and e.definition_en, e.id
        assert bool(e.article) != (e.table == "statistics"), e.id  # its annex was not at hand: nothing of it is told as law
        if e.axis == "column" and any(v in e.labels and not FORM.is_heading(e, v) for v in FORM.versions):
            assert e.type in ("count", "delta", "money"), e.id
            assert e.unit or e.id in ("amount", "number"), f"{e.id}: only 采购总金额 has no unit fixed by the form"


def test_every_parent_exists() -> None:
    ids = {(e.table, e.axis, e.id) for e in FORM.entries}
    for e in FORM.entries:
        if e.parent:
            assert (e.table, e.axis, e.parent) in ids or (e.axis == "column" and (e.table, "row", e.parent) in ids), e.id


def test_other_disposal_is_a_number_in_2019_and_a_heading_in_2021() -> None:
    cell = CellId("requests", "other_disposal", "total")
    assert cell in FORM.cells("2019-60")
    assert cell not in FORM.cells("2021-30")
    assert CellId("requests", "other_misc", "total") in FORM.cells("2021-30")


def test_quantities_that_differ_between_versions_share_no_cell() -> None:
    shared = {c for c in FORM.cells("2019-60") if c.table == "proactive_disclosure"} & set(FORM.cells("2021-30"))
    assert {(c.row, c.column) for c in shared} == {(r, "decisions") for r in ("licensing", "penalties", "coercive_measures")}


@pytest.mark.parametrize(("year", "version"), [(2013, ""), (2014, "2014-32"), (2018, "2014-32"), (2019, "2019-60"), (2020, "2019-60"), (2021, "2021-30"), (2025, "2021-30"), (None, "")])
def test_a_year_asks_for_its_version(year: int | None, version: str) -> None:
    assert FORM.version_of(year) == version


def test_a_version_has_the_tables_of_which_it_prints_the_label() -> None:
    form = with_an_older_table()
    assert form.tables_of("2008-01") == ("counts",)
    assert form.tables_of("2021-30") == FORM.tables_of("2021-30") == ("proactive_disclosure", "requests", "disputes")
    assert form.versions_of("counts") == ("2008-01",)
    assert form.versions_of("requests") == FORM.versions_of("requests")
    assert [form.version_of(year) for year in (2007, 2008, 2013, 2019, 2025)] == ["", "2008-01", "2008-01", "2019-60", "2021-30"]


def test_a_row_with_a_type_holds_a_number_beside_those_of_its_children() -> None:
    assert [e.id for e in with_an_older_table().rows("counts", "2008-01")] == ["received", "received_online"]


def test_every_version_says_its_notice_and_since_when() -> None:
    assert set(FORM.versions) <= {notice.version for notice in FORM.notices}
    assert [FORM.first_year(version) for version in FORM.versions] == sorted(int(version[:4]) for version in FORM.versions)


def test_rows_and_columns_of_all_versions_stand_in_the_form_s_order() -> None:
    rows = FORM.all_rows("requests")
    ordered = ("other_disposal", "other_correction_overdue", "other_fee_overdue", "other_misc", "outcome_total", "carried_out")
    assert tuple(row for row in rows if row in ordered) == ordered
    assert set(rows) == {e.id for v in FORM.versions for e in FORM.rows("requests", v)}
    assert len(FORM.all_columns("requests")) == 7
