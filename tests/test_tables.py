"""The published tables: what a reader of the CSV files gets."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gongkai import pipeline
from gongkai.form import load
from gongkai.model import (
    OUTCOMES,
    READ_STATUSES,
    SEVERITIES,
    STATUSES,
    TABLES,
    Agency,
    CellId,
    Check,
    Document,
    Place,
    Reading,
    Report,
    Sidecar,
    Value,
)
from gongkai.tables import SCHEMA, tabulate, to_text
from tests.reports import to_csv_files

SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"
FORM = load()
OLD, NEW = "2019-60", "2021-30"

REPORT = ["report_id", "agency_id", "agency_name", "year"]
BEHIND = ["row_label_zh", "row_label_en", "form", "unit", "source", "data_version"]
CONTRACT = {
    "agencies": "agency_id agency_name division_code province prefecture county level kind other_names first_year "
    "last_year agency_name_en",
    "reports": "report_id agency_id agency_name year source_file source_sha256 source_url published format pages "
    "form_proactive_disclosure form_requests form_disputes cells_reported cells_blank cells_unreadable findings_error "
    "findings_warning read_status read_message scope form_statistics read_message_zh",
    "cells": "report_id agency_id agency_name year table row column value unit status raw note source_page source_grid "
    "source_row source_column source_box cell_id doubt row_label_zh row_label_en column_label_zh column_label_en form",
    "indicators": "report_id agency_id agency_name year indicator value numerator denominator basis form "
    "indicator_label_zh indicator_label_en",
    "checks": "report_id agency_id agency_name year check outcome severity about table row column printed computed "
    "message_zh message_en source_page kind",
    "form": "version table axis id parent label_zh label_en unit definition_zh definition_en article",
}


def value(cell: CellId, printed: Any, **more: Any) -> Value:
    """A printed number, or a blank for None."""
    if printed is None:
        return Value(cell, "blank", raw="", **more)
    return Value(cell, "reported", Decimal(str(printed)), raw=str(printed), **more)


def reading(
    cells: Mapping[CellId, Any], forms: tuple[str, str, str] = (NEW, NEW, NEW), id: str = "xian",
    year: int | None = 2024, path: str = "", **more: Any,
) -> Reading:
    """A report of which only these cells are in the document; a Value is taken as it is."""
    values = {c: v if isinstance(v, Value) else value(c, v) for c, v in cells.items()}
    path = path or f"{id}/{year}.pdf"
    document = Document(path, "0" * 64, "pdf", 6, (), (), ())
    agency = more.pop("agency", Agency(id, "某县人民政府"))
    report = Report(
        f"{id}-{year}", agency, year, agency.name, year, dict(zip(TABLES, forms, strict=True)), document,
        more.pop("sidecar", Sidecar()), values,
    )
    return Reading(path, "0" * 64, "read", "", "pdf", 6, report, **more)


def one(cell: CellId, printed: Any, **more: Any) -> pd.Series:
    """The line of cells for one cell of a report that prints nothing else."""
    frame = tabulate([reading({cell: printed}, **more)], FORM)["cells"]
    return frame[(frame["table"] == cell.table) & (frame["row"] == cell.row) & (frame["column"] == cell.column)].iloc[0]


def back(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig")


def samples(name: str) -> list[Any]:
    path = SAMPLES / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the samples are not at hand: {path.name}")
    return json.loads(path.read_text(encoding="utf-8"))


def sample_cells(report: Mapping[str, Any]) -> dict[CellId, Any]:
    found = {}
    for table, rows in report["cells"].items():
        for row, columns in rows.items():
            for column, number in columns.items():
                cell = CellId(table, row, column)
                if cell in FORM.all_cells:
                    found[cell] = number
    return found


FEES = CellId("proactive_disclosure", "admin_fees", "amount_wan")
PROCUREMENT = CellId("proactive_disclosure", "central_procurement", "amount")
GRANTED = CellId("requests", "granted", "total")
CHANGE = CellId("proactive_disclosure", "licensing", "items_change")


# --- the columns


@pytest.mark.parametrize("name", CONTRACT)
def test_the_columns_are_those_that_were_promised(name: str) -> None:
    assert list(SCHEMA[name].names) == CONTRACT[name].split()


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("requests", "natural_person commercial_enterprise research_institution public_welfare_org legal_service_org "
                     "other_org total"),
        ("proactive_disclosure", "made_this_year published_this_year total_published issued_this_year "
                                 "repealed_this_year in_force items_prev_year items_change decisions amount_wan "
                                 "projects amount"),
        ("disputes", "upheld corrected other_outcome pending total"),
    ],
)
def test_a_table_of_the_form_has_a_column_for_each_of_its_columns(name: str, columns: str) -> None:
    assert list(SCHEMA[name].names) == [*REPORT, "row", *columns.split(), *BEHIND]


def test_the_wide_table_has_a_column_for_every_cell_of_every_version() -> None:
    names = SCHEMA["reports_wide"].names
    assert names[:4] == tuple(REPORT)
    assert names[4:] == tuple(f"{c.table}__{c.row}__{c.column}" for c in FORM.all_cells)
    assert len(set(names)) == 4 + len(FORM.all_cells) >= 4 + 226 + 58
    assert all(name.startswith("statistics__") for name in names[-58:])  # those that were there before have not moved


def test_the_frames_have_the_columns_and_types_of_the_schema() -> None:
    tables = tabulate([reading({GRANTED: 1})], FORM)
    assert list(tables) == [*SCHEMA, "tried", "statuses"]
    for name, frame in ((name, tables[name]) for name in SCHEMA):
        assert list(frame.columns) == list(SCHEMA[name].names)
        for c in SCHEMA[name].columns:
            expected = {"string": "str", "integer": "Int64", "year": "Int64", "number": "object"}[c.type]
            assert str(frame[c.name].dtype) == expected, (name, c.name)


def test_every_column_is_explained_in_both_languages() -> None:
    for table in SCHEMA.values():
        assert all((table.title_zh, table.title_en, table.line_zh, table.line_en)), table.name
        for c in table.columns:
            assert all((c.title_zh, c.title_en, c.definition_zh, c.definition_en)), (table.name, c.name)
            assert bool(c.null_zh) == bool(c.null_en), (table.name, c.name)


def test_the_lists_of_values_are_those_of_the_model() -> None:
    values = {(t.name, c.name): c.values for t in SCHEMA.values() for c in t.columns}
    assert values["cells", "status"] == STATUSES
    assert values["checks", "outcome"] == OUTCOMES
    assert values["checks", "severity"] == SEVERITIES
    assert values["reports", "read_status"] == READ_STATUSES
    assert values["reports", "form_requests"] == FORM.versions_of("requests")
    assert values["reports", "form_statistics"] == ("2014-32",)


def test_no_readings_give_empty_tables_with_their_columns() -> None:
    tables, files = tabulate([], FORM), to_csv_files([])
    assert list(tables["cells"].columns) == CONTRACT["cells"].split()
    assert len(tables["cells"]) == len(tables["reports"]) == 0
    assert len(tables["form"]) > 100
    assert all(content.startswith(b"\xef\xbb\xbf") for content in files.values())


# --- cells


def test_every_cell_of_the_version_found_is_a_line_the_missing_ones_too() -> None:
    cells = tabulate([reading({GRANTED: 7})], FORM)["cells"]
    assert len(cells) == len(FORM.cells(NEW)) == 200
    assert cells["status"].value_counts().to_dict() == {"missing": 199, "reported": 1}


def test_each_table_has_the_cells_of_its_own_version() -> None:
    cells = tabulate([reading({GRANTED: 7}, forms=(NEW, OLD, NEW))], FORM)["cells"]
    assert cells["table"].value_counts().to_dict() == {"requests": 161, "disputes": 15, "proactive_disclosure": 10}
    assert "other_disposal" in set(cells["row"])
    assert "other_misc" not in set(cells["row"])


def test_a_table_that_was_not_found_has_the_cells_of_its_siblings_version() -> None:
    tables = tabulate([reading({GRANTED: 7}, forms=("", NEW, NEW))], FORM)
    cells = tables["cells"]
    assert (cells["table"] == "proactive_disclosure").sum() == 10
    assert set(cells[cells["table"] == "proactive_disclosure"]["status"]) == {"missing"}
    assert tables["reports"]["form_proactive_disclosure"].tolist() == [""]


def test_a_report_with_no_table_at_all_has_no_cells_but_is_a_report() -> None:
    tables = tabulate([reading({}, forms=("", "", ""))], FORM)
    assert len(tables["cells"]) == 0
    assert len(tables["reports"]) == len(tables["reports_wide"]) == 1


@pytest.mark.parametrize("status", [s for s in STATUSES if s != "reported"])
def test_only_a_reported_cell_has_a_value_and_a_blank_never_becomes_a_zero(status: str) -> None:
    readings = [reading({GRANTED: Value(GRANTED, status, raw="/")})]
    tables, files = tabulate(readings, FORM), to_csv_files(readings)
    line = tables["cells"][lambda f: (f["row"] == "granted") & (f["column"] == "total")].iloc[0]
    assert (line["value"], line["status"], line["raw"]) == (None, status, "/")
    assert tables["requests"][lambda f: f["row"] == "granted"]["total"].tolist() == [None]
    assert tables["reports_wide"]["requests__granted__total"].tolist() == [None]
    assert back(files["requests.csv"])[lambda f: f["row"] == "granted"]["total"].tolist() == [""]
    assert back(files["reports_wide.csv"])["requests__granted__total"].tolist() == [""]


def test_a_printed_zero_is_a_zero() -> None:
    files = to_csv_files([reading({GRANTED: 0})])
    assert back(files["reports_wide.csv"])["requests__granted__total"].tolist() == ["0"]


def test_a_value_tells_where_it_was_printed() -> None:
    place = Place(4, 2, 3, 9, (72.04, 310.5, 120, 328.46))
    line = one(GRANTED, value(GRANTED, 22, note="其中修订 16 件", place=place))
    assert line[["source_page", "source_grid", "source_row", "source_column"]].tolist() == [4, 2, 3, 9]
    assert line["source_box"] == "72.0 310.5 120.0 328.5"
    assert line["note"] == "其中修订 16 件"


def test_a_cell_that_no_version_has_stops_the_build() -> None:
    with pytest.raises(KeyError, match="regulation"):
        tabulate([reading({CellId("requests", "regulation", "total"): 1})], FORM)


# --- numbers and units


@pytest.mark.parametrize(
    ("number", "text"),
    [("59237.2449", "59237.2449"), ("7730.28", "7730.28"), ("11398889", "11398889"), ("3.50", "3.5"), ("100", "100"),
     ("1E+3", "1000"), ("-8", "-8"), ("-0", "0"), ("0.0", "0"),
     ("0.30000000000000004", "0.30000000000000004")],
)
def test_a_number_comes_out_exact_and_plain(number: str, text: str) -> None:
    assert to_text(Decimal(number)) == text
    content = to_csv_files([reading({FEES: Decimal(number)})])["reports_wide.csv"]
    assert back(content)["proactive_disclosure__admin_fees__amount_wan"].tolist() == [text]


@pytest.mark.parametrize(
    ("cell", "number", "printed_unit", "expected"),
    [
        (PROCUREMENT, "251000", "元", ("251000", "元")),
        (PROCUREMENT, "3.54", "万元", ("35400", "元")),
        (PROCUREMENT, "1.2", "亿元", ("120000000", "元")),
        (PROCUREMENT, "0", "", ("0", "")),
        (PROCUREMENT, "25.1", "", ("25.1", "")),
        (PROCUREMENT, "25.1", "万美元", ("25.1", "万美元")),
        (FEES, "59237.2449", "万元", ("59237.2449", "万元")),
        (FEES, "59237.2449", "", ("59237.2449", "万元")),
        (FEES, "251001", "元", ("25.1001", "万元")),
        (FEES, "1.5", "亿元", ("15000", "万元")),
        (GRANTED, "12", "", ("12", "件")),
    ],
)
def test_money_is_turned_into_one_unit_exactly(
    cell: CellId, number: str, printed_unit: str, expected: tuple[str, str],
) -> None:
    forms = (OLD, OLD, OLD) if cell == PROCUREMENT else (NEW, NEW, NEW)
    line = one(cell, value(cell, number, unit=printed_unit), forms=forms)
    assert (to_text(line["value"]), line["unit"]) == expected
    assert line["raw"] == number


# --- reports, bodies, checks


def test_a_document_that_could_not_be_read_is_a_line_of_reports() -> None:
    broken = Reading("a/broken.pdf", "f" * 64, "unreadable", "the file ends in the middle of a page", "pdf")
    files = to_csv_files([broken, reading({GRANTED: 1})])
    line = back(files["reports.csv"]).iloc[-1]
    assert line["source_file"] == "a/broken.pdf"
    assert (line["report_id"], line["agency_id"], line["year"], line["cells_reported"]) == ("", "", "", "")
    assert (line["read_status"], line["read_message"]) == ("unreadable", "the file ends in the middle of a page")
    assert len(back(files["reports_wide.csv"])) == 1


def test_the_counts_of_a_report_are_those_of_its_lines() -> None:
    blank = CellId("requests", "granted", "other_org")
    cells = {GRANTED: 1, blank: None, FEES: Value(FEES, "unreadable", raw="见附件")}
    checks = (
        Check("T3-BAL", "xian-2024", "broken", "error", "report", GRANTED, "1", "2", place=Place(3, 1, 1, 1)),
        Check("T3-ROW", "xian-2024", "holds"),
        Check("T3-SUM", "xian-2024", "undetermined", "warning"),
    )
    readings = [reading(cells, checks=checks)]
    tables = tabulate(readings, FORM)
    line = tables["reports"].iloc[0]
    counts = ["cells_reported", "cells_blank", "cells_unreadable", "findings_error", "findings_warning"]
    assert line[counts].tolist() == [1, 1, 1, 1, 1]
    assert tables["checks"]["check"].tolist() == ["T3-BAL", "T3-ROW", "T3-SUM"]
    first = back(to_csv_files(readings)["checks.csv"]).iloc[0]
    columns = ["table", "row", "column", "printed", "computed", "source_page"]
    assert first[columns].tolist() == ["requests", "granted", "total", "1", "2", "3"]


def test_a_body_is_one_line_with_its_years_and_names() -> None:
    readings = [
        reading({}, id="a", year=2023, agency=Agency("a", "某县商务局")),
        reading({}, id="a", year=2020, agency=Agency("a", "某县外经贸局", other_names=("县商务局",))),
        reading({}, id="b", year=None, agency=Agency("b", "")),
    ]
    content = back(to_csv_files(readings)["agencies.csv"])
    columns = ["agency_id", "agency_name", "other_names", "first_year", "last_year"]
    assert content[columns].to_numpy().tolist() == [
        ["a", "某县商务局", "某县外经贸局|县商务局", "2020", "2023"], ["b", "", "", "", ""],
    ]


def test_the_order_of_the_readings_does_not_matter() -> None:
    bodies = [("b", 2021), ("a", 2022), ("a", 2021)]
    readings = [reading({GRANTED: n}, id=id, year=year) for n, (id, year) in enumerate(bodies)]
    assert to_csv_files(readings) == to_csv_files(readings[::-1])


def test_two_reports_of_one_id_stop_the_build() -> None:
    with pytest.raises(ValueError, match="xian-2024"):
        tabulate([reading({}), reading({}, path="other.pdf")], FORM)


def test_the_form_is_published_a_line_an_entry_and_version() -> None:
    form = tabulate([], FORM)["form"]
    other = form[(form["table"] == "requests") & (form["id"] == "other_misc")]
    assert other["version"].tolist()[0] == NEW and OLD not in set(other["version"])
    licensing = form[(form["id"] == "decisions") & (form["parent"] == "item_20_5")]
    assert licensing["label_zh"].tolist()[:2] == ["处理决定数量", "本年处理决定数量"]


def test_a_number_that_not_every_format_can_hold_is_published_in_none() -> None:
    for number in ("0.1234567890123456789012345678901", "123456789012345678901", "12345678901234567890.5"):
        readings = [reading({FEES: number})]
        line = one(FEES, value(FEES, number))
        assert (line["value"], line["status"], line["raw"]) == (None, "unreadable", number)
        assert back(to_csv_files(readings)["reports_wide.csv"])["proactive_disclosure__admin_fees__amount_wan"].tolist() == [""]


# --- files


def all_readings() -> list[Reading]:
    found = []
    for name in ("gold", "figures"):
        for n, report in enumerate(samples(name)):
            old = report["year"] < 2021
            mixed = "洪泽" in (report["agency"] or "")  # its requests table is of the old form, its others of the new
            forms = (OLD if old else NEW, OLD if old or mixed else NEW, OLD if old else NEW)
            found.append(reading(sample_cells(report), forms, id=f"{name}-{n}", year=report["year"]))
    return found


def test_the_csv_files_read_back_value_by_value() -> None:
    readings = all_readings()
    tables, files = tabulate(readings, FORM), to_csv_files(readings)
    assert list(files) == [f"{name}.csv" for name in SCHEMA]
    for name, frame in ((name, tables[name]) for name in SCHEMA):
        found = back(files[f"{name}.csv"])
        assert list(found.columns) == list(frame.columns)
        for c in SCHEMA[name].columns:
            values = [None if v is pd.NA else v for v in frame[c.name].tolist()]
            expected = [v if isinstance(v, str) else to_text(v) for v in values]
            assert found[c.name].tolist() == expected, (name, c.name)


def test_keys_are_unique_and_every_empty_field_is_accounted_for() -> None:
    tables = tabulate(all_readings(), FORM)
    for name, table in SCHEMA.items():
        frame = tables[name]
        assert not table.key or not frame.duplicated(list(table.key)).any(), name
        for c in table.columns:
            empty = frame[c.name].isna() | (frame[c.name] == "")
            assert c.null_en or not empty.any(), (name, c.name)
            if c.values:
                assert set(frame[c.name].tolist()) - {""} <= set(c.values), (name, c.name)


def test_the_printed_figures_of_real_reports_all_come_out() -> None:
    readings = all_readings()
    cells = tabulate(readings, FORM)["cells"]
    published = {(r.report_id, CellId(r.table, r.row, r.column)): r.value for r in cells.itertuples()}
    for r in readings:
        assert r.report is not None
        for cell, v in r.report.values.items():
            assert published[r.report.report_id, cell] == v.number


def test_a_csv_file_opens_in_a_spreadsheet() -> None:
    content = to_csv_files([reading({GRANTED: 1}, year=2024)])["reports.csv"]
    assert content.startswith(b"\xef\xbb\xbfreport_id,agency_id,")
    assert content.count(b"\r\n") == 2
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b",2024," in content


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'), ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("＝1", "'＝1"), ("'x", "''x"), ("-", "'-"),
        ("-3", "-3"), ("+20", "+20"), ("-8.5", "-8.5"), ("5=5", "5=5"), ("—", "—"), ("1,234", "1,234"),
        ('a"b\nc', 'a"b\nc'),
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_defused_and_can_be_had_back(raw: str, written: str) -> None:
    line = Value(GRANTED, "unreadable", raw=raw, note=raw)
    content = to_csv_files([reading({GRANTED: line})])["cells.csv"]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    found = next(r for r in rows if r["status"] == "unreadable")
    assert found["raw"] == found["note"] == written
    assert (written[1:] if written.startswith("'") else written) == raw


def test_negative_numbers_stay_numbers() -> None:
    content = to_csv_files([reading({CHANGE: -3}, forms=(OLD, OLD, OLD))])["proactive_disclosure.csv"]
    assert "-3" in back(content)["items_change"].tolist()


def test_a_text_that_no_file_can_carry_does_not_stop_the_build() -> None:
    line = one(GRANTED, Value(GRANTED, "unreadable", raw="a\x00b\ud800c\x0cd\ne"))
    assert line["raw"] == "a\ufffdb\ufffdc\ufffdd\ne"
    broken = Reading("caf\udce9.pdf", "f" * 64, "unreadable", "\x1b[31m")
    assert b"caf\xef\xbf\xbd.pdf" in to_csv_files([broken])["reports.csv"]


def test_a_second_document_of_a_body_and_year_has_a_line_but_no_figures(tmp_path: Path) -> None:
    good = Path(__file__).parents[1] / "editions" / "reports" / "350581" / "shangwu" / "2019.md"
    for name in ("a.md", "b.md"):
        shutil.copy(good, tmp_path / name)
    frames = tabulate(pipeline.read_all(tmp_path), load())
    assert list(frames["reports"]["read_status"]) == ["read", "duplicate"]
    assert len(frames["reports_wide"]) == 1
    assert frames["cells"]["report_id"].nunique() == 1


def test_a_row_of_a_table_says_what_it_is_by_itself() -> None:
    """Who opens requests.csv in a spreadsheet reads the label, the form, the unit, the source and the version beside each number."""
    two = [replace(reading({GRANTED: 7}, id="a"), sha256="1" * 64), replace(reading({GRANTED: 8}, (OLD, OLD, OLD), "b", 2020), sha256="2" * 64)]
    again = replace(two[0], sha256="3" * 64)
    files = to_csv_files(two)
    lines = back(files["requests.csv"])[lambda f: f["row"] == "granted"]
    told = ["row_label_zh", "row_label_en", "form", "unit", "source"]
    assert lines[told].to_numpy().tolist() == [
        ["（一）予以公开", "Disclosed", NEW, "件", two[0].report.document.path], ["（一）予以公开", "Disclosed", OLD, "件", two[1].report.document.path],
    ]
    assert lines["data_version"].str.len().tolist() == [10, 10] and len(set(lines["data_version"])) == 2
    other = back(to_csv_files([again])["requests.csv"])
    assert set(other["data_version"]).isdisjoint(lines["data_version"]), "another document, another version"
    proactive = back(files["proactive_disclosure.csv"]).set_index(["report_id", "row"])
    older, newer = (r.report.report_id for r in (two[1], two[0]))
    assert proactive.loc[(older, "admin_fees"), "unit"] == "项" and proactive.loc[(newer, "admin_fees"), "unit"] == "万元"
    assert proactive.loc[(older, "licensing"), "unit"] == "items_prev_year=项|items_change=项|decisions=件"
    assert proactive.loc[(older, "normative_documents"), "row_label_zh"] == "规范性文件"
    assert proactive.loc[(newer, "normative_documents"), "row_label_zh"] == "行政规范性文件"
