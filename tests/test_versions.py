"""A version of the form that somebody adds: old reports are read as before, its own are read whole, and only the form's data is touched."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai import form, match, pipeline, readers
from gongkai.agencies.identity import identify
from gongkai.form import Form
from gongkai.match.versions import Seen, decide_versions, fitting, to_seen
from gongkai.model import CellId, Document, Reading, Unreadable
from gongkai.pipeline import sidecars
from tests import statistics_documents
from tests.corpus import kinds
from tests.corpus.score import score
from tests.other_forms import (
    NEWEST,
    with_a_column_more,
    with_a_row_less,
    with_a_row_more,
    with_an_outcome_more,
    with_one_of_2031,
    with_the_list_again,
)
from tests.quirks import paper
from tests.reports import FORM, document

ROOT = Path(__file__).parents[1]
MADE = ["docx", "html", "md", "xlsx", "text-tabs", "text-lines", "text-pipes"]
ADDED = [with_one_of_2031, with_a_row_less, with_a_row_more, with_a_column_more, with_an_outcome_more]
VERSION = "2031-12"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Document, match.Own, match.Matched]]:
    """Every report at hand: the cases, the reports, forty of the corpus; with whose it is and what is read of it."""
    folder = tmp_path_factory.mktemp("corpus")
    made = [kinds.path_of(each, folder) for each in kinds.write(40, 11, MADE, folder, FORM, 0.3)]
    paths = [*(ROOT / "tests" / "cases").iterdir(), *(p for p in (ROOT / "editions" / "reports").rglob("*") if p.is_file()), *made]
    found = []
    for path in sorted(paths):
        if path.suffix in readers.FORMATS and path.suffix not in (".doc", ".wps", ".rtf", ".png", ".jpg"):
            try:
                read = readers.read(path, path.name)
            except Unreadable:
                continue
            identity = identify(read, sidecars.read(path, path.name))
            own = match.Own(identity.printed_name or identity.name, identity.year)
            found.append((read, own, match.match(read, FORM, own)))
    return found


@pytest.mark.parametrize("to_form", ADDED)
def test_no_report_at_hand_is_read_otherwise_for_a_version_more(
    documents: list[tuple[Document, match.Own, match.Matched]], to_form: Callable[[], Form]
) -> None:
    added = to_form()
    assert len(documents) > 80
    for each, own, before in documents:
        after = match.match(each, added, own)
        assert (after.forms, after.values, after.remarks) == (before.forms, before.values, before.remarks), each.path


def read_made(added: Form, monkeypatch: pytest.MonkeyPatch, folder: Path, count: int, seed: int) -> list[Reading]:
    """Reports on 2031 laid out by the corpus, those whose tables are of the version; each read to the cell, without a false finding."""
    monkeypatch.setattr(form, "load", lambda: added)
    readings = []
    for made in kinds.write(count, seed, MADE, folder, added, 0.0, (2031, 2031)):
        if "lines: export" in made.quirks:
            continue  # heads in another order than their columns: not told on any version
        path = kinds.path_of(made, folder)
        reading = pipeline.to_readings([pipeline.read_one(path, path.name)], added)[0]
        result = score(made, reading, 0.0, added)
        # a row of flattened text may be ambiguous on any version
        assert (result.wrong, result.invented, result.false_errors) == (0, 0, 0) and result.missing < (8 if path.suffix == ".txt" else 2), (path, result.lines)
        if set(made.forms.values()) == {VERSION}:
            told = {c.check for c in reading.checks if c.severity}
            assert not told & {"form-of-other-year", "table-missing", "column-missing", "version-by-year"}, path
            readings.append(reading)
    return readings


@pytest.mark.parametrize("to_form", ADDED)
def test_reports_on_a_version_more_are_read_whole(to_form: Callable[[], Form], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    readings = read_made(to_form(), monkeypatch, tmp_path, 14, 5)
    assert len(readings) > 8
    forms = [reading.report.forms for reading in readings if reading.report]
    changed = "disputes" if to_form is with_a_column_more else "requests"
    assert {each[changed] for each in forms} == {VERSION}


def test_a_version_with_four_tables_is_read_whole_and_lists_of_2014_as_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    added = with_the_list_again()
    lines = statistics_documents.insert("received_by_letter", ("received_by_mail", "5.电子邮件申请数", "件", "4"))
    lines = tuple((row, label, unit, "36" if row == "received" else text) for row, label, unit, text in lines)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (statistics_documents.HEAD, *statistics_documents.to_rows(lines)))
    new = paper.to_page(paper.tables(NEWEST), year=2031).replace("</body>", f"<p>政府信息公开情况统计表</p><table border=1>{rows}</table></body>").encode()
    old = next(made.content for made in statistics_documents.documents())
    found = []
    for each in (FORM, added):
        monkeypatch.setattr(form, "load", lambda each=each: each)
        for name, content in (("new.html", new), ("old.html", old)):
            (tmp_path / name).write_bytes(content)
            found.append(pipeline.to_readings([pipeline.read_one(tmp_path / name, name)], each)[0])
    _, old_before, new_after, old_after = found
    assert old_before.report and new_after.report and old_after.report
    assert (old_after.report.values, old_after.report.forms, old_after.checks) == (old_before.report.values, old_before.report.forms, old_before.checks)
    assert set(new_after.report.forms.values()) == {VERSION} and len(new_after.report.forms) == 4
    said = statistics_documents.to_said(lines)
    numbers = {cell.row: value.number for cell, value in new_after.report.values.items() if cell.table == "statistics"}
    assert numbers == {row: Decimal(text) if text not in (".", "/") else None for row, text in said.items()}
    told = {c.check for c in new_after.checks if c.severity in ("error", "warning")}
    assert not told & {"form-of-other-year", "table-missing", "row-missing", "rows-missing", "S-RECEIVED"}


def test_relations_of_a_version_run_over_its_new_rows_and_columns() -> None:
    before = {len(r.terms) for r in FORM.relations(NEWEST) if r.id == "T3-SUM"}
    rows = {len(r.terms) - 1 for r in with_one_of_2031().relations(VERSION) if r.id == "T3-SUM"}
    columns = {len(r.terms) for r in with_a_column_more().relations(VERSION) if r.id == "T4-SUM"}
    assert (rows, columns) == (before, {5})
    assert len(with_a_column_more().cells(VERSION, "disputes")) == 18


def seen(added: Form, table: str, version: str, *, without: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> dict[str, Seen]:
    ids = {e.id for e in (*added.rows(table, version), *added.columns(table, version))} - set(without)
    return {table: to_seen(ids, words, added, table)}


def test_a_row_that_only_one_version_has_tells_it_whatever_the_year() -> None:
    added = with_one_of_2031()
    assert decide_versions(added, seen(added, "requests", VERSION), 2023)["requests"].version == VERSION
    assert decide_versions(added, seen(added, "requests", "2019-60"), 2031)["requests"].version == "2019-60"


def test_a_lost_row_does_not_make_a_report_one_of_a_version_that_has_it_not() -> None:
    added = with_a_row_less()
    lost = seen(added, "requests", "2021-30", without=("unable_unclear",))
    assert decide_versions(added, lost, 2023)["requests"].version == "2021-30"
    assert decide_versions(added, lost, 2031)["requests"].version == VERSION


def test_what_only_the_year_could_tell_is_told() -> None:
    added = with_a_row_less()
    assert decide_versions(added, seen(added, "requests", "2021-30", without=("unable_unclear",)), 2023)["requests"].rivals == (VERSION,)
    assert decide_versions(added, seen(added, "requests", "2021-30"), 2023)["requests"].rivals == ()
    assert decide_versions(added, seen(added, "requests", VERSION), 2031)["requests"].rivals == ()


def test_a_label_that_versions_print_otherwise_counts_where_no_alias_says_that_any_may() -> None:
    added = with_one_of_2031()
    shared = ("other_withdrawn",)
    old, new = (seen(added, "requests", VERSION, without=shared, words=(word,)) for word in (FORM.entry("requests", "row", "denied_enforcement_file").labels[NEWEST], "7.属于甲类执法卷宗"))
    assert VERSION not in fitting(added, "requests", old["requests"])
    # the new label stands in it, but the new row does not: for that there is the year
    assert VERSION in fitting(added, "requests", new["requests"])
    assert fitting(FORM, "proactive_disclosure", to_seen((), ("规范性文件",), FORM, "proactive_disclosure")) == FORM.versions_of("proactive_disclosure")


def test_a_table_that_fits_several_versions_takes_that_of_the_table_beside_it_and_then_that_of_the_year() -> None:
    both = seen(FORM, "requests", "2019-60") | seen(FORM, "disputes", "2019-60")
    assert decide_versions(FORM, both, 2023)["disputes"].version == "2019-60"
    assert decide_versions(FORM, seen(FORM, "disputes", "2019-60"), 2023)["disputes"].version == "2021-30"
    assert decide_versions(FORM, seen(FORM, "disputes", "2019-60"), 2020)["disputes"].version == "2019-60"


def test_a_report_without_a_year_is_of_the_version_of_which_all_is_there() -> None:
    added = with_a_column_more()
    assert decide_versions(added, seen(added, "disputes", NEWEST), None)["disputes"].version == NEWEST
    assert decide_versions(added, seen(added, "disputes", VERSION), None)["disputes"].version == VERSION


def test_fifteen_values_under_known_heads_are_no_eighteen_in_the_year_of_the_new_form() -> None:
    added = with_a_column_more()
    rows = [
        ["行政复议", None, None, None, None, "行政诉讼", *[None] * 9],
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉", *[None] * 4, "复议后起诉", *[None] * 4],
        [None, None, None, None, None, *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2],
        [str(n) for n in range(15)],
    ]
    found = match.match(document(rows), added, match.Own("", 2031))
    assert found.forms["disputes"] == NEWEST
    assert found.values[CellId("disputes", "litigation_after_review", "total")].number == 14
