"""The published files, each opened with what its users have, and compared value by value with the tables they are made from."""

from __future__ import annotations

import csv
import hashlib
import html
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import warnings
import weakref
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import csvw
import duckdb
import feedparser
import frictionless
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from gongkai import pages, publisher, tables
from gongkai.form import load
from gongkai.model import CellId, Reading, Value
from gongkai.origin import Origin
from gongkai.pages import query
from gongkai.tables import SCHEMA, in_order, tabulate, to_text, workbook, write
from gongkai.tables.lines import to_parts
from tests.browser import made

ROOT = Path(__file__).resolve().parents[1]
FORM = load()
HOSTILE = (
    '=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1", "'x", "-", 'a"b\nc', "https://example.org/", "007",
    "<f>1</f>",
)
FEES = CellId("proactive_disclosure", "admin_fees", "amount_wan")
BODIES = ("350581-caizheng", "350581-ziranziyuan", "350581-gongan", "350581-jiaoyu", "350581-shenji", "hostile-name")
GRANTED = CellId("requests", "granted", "total")
LONG = CellId("proactive_disclosure", "rules", "in_force")
ORIGIN = Origin("c0ffee", "2026-01-02T03:04:05Z", "f" * 64, "r1")


def hostile(reading: Reading) -> Reading:
    """A report whose cells hold texts that a spreadsheet might run, and numbers that are hard to keep."""
    assert reading.report is not None
    values = dict(reading.report.values)
    cells = [c for c in values if c.table == "requests" and c.row == "denied_third_party"]
    for cell, raw in zip([*cells, *(c for c in values if c.row == "unable_unclear")], HOSTILE, strict=False):
        values[cell] = Value(cell, "unreadable", raw=raw, note=raw, place=values[cell].place)
    values[FEES] = Value(FEES, "reported", Decimal("59237.2449"), "59237.2449", "万元")
    values[LONG] = Value(LONG, "reported", Decimal("0.30000000000000004"), "0.30000000000000004", "件")
    return replace(reading, report=replace(reading.report, values=values))


def some_readings() -> list[Reading]:
    found = [r for r in made.readings() if r.report is None or r.report.agency.agency_id in BODIES]
    found[0] = hostile(found[0])
    twin = found[1].report
    assert twin is not None
    document = replace(twin.document, path="made/twin.pdf", sha256="2" * 64)
    second = replace(twin, report_id=f"{twin.report_id}-2", document=document)
    return [*found, Reading(document.path, document.sha256, "duplicate", "the same body and year", "pdf", 6, second)]


READINGS = some_readings()


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    return {name: frame for name, frame in tabulate(READINGS, FORM).items() if name in SCHEMA}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "data"
    write(in_order(READINGS), FORM, folder, origin=ORIGIN)
    return folder


def values(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """A frame's columns, what is not there None."""
    return {name: [None if v is pd.NA or v is None or v == "" else v for v in frame[name].tolist()] for name in frame.columns}


def plain(value: Any) -> str:
    """A value as text, whichever type a tool gave it: exact, for a float that was read back is written as it was printed."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, str):
        return value
    return to_text(value if isinstance(value, Decimal | int) else Decimal(repr(float(value))))


def assert_same(found: Any, expected: Any, name: str) -> None:
    assert list(found) == list(expected)
    for column in expected:
        assert [plain(v) for v in found[column]] == [plain(v) for v in expected[column]], (name, column)


# --- every format, value by value


def test_pandas_reads_each_csv(data: Path, frames: dict[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        found = pd.read_csv(data / f"{name}.csv", dtype=str, keep_default_na=False)
        expected = values(frame)
        for c in SCHEMA[name].columns:
            if c.type == "string":
                assert [v[1:] if v.startswith("'") else v for v in found[c.name]] == [v or "" for v in expected[c.name]], (name, c.name)
            else:
                assert found[c.name].tolist() == [plain(v) for v in expected[c.name]], (name, c.name)


def test_parquet_has_types_and_every_digit_as_numbers_of_a_data_frame(data: Path, frames: dict[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        table = pq.read_table(data / f"{name}.parquet")
        kinds = {"string": "string", "integer": "int64", "year": "int64", "number": "double"}
        assert [str(field.type) for field in table.schema] == [kinds[c.type] for c in SCHEMA[name].columns]
        assert_same(table.to_pydict(), values(frame), name)
    assert 0.30000000000000004 in table_column(data / "cells.parquet", "value")
    values_in_pandas = pd.read_parquet(data / "requests.parquet")["total"]
    assert str(values_in_pandas.dtype) == "float64" and values_in_pandas.sum() > 0, "no objects of Python's, which a mean chokes on"


def table_column(path: Path, name: str) -> list[Any]:
    return list(pq.read_table(path, columns=[name]).to_pydict()[name])


def test_sqlite_has_the_same_values(data: Path, frames: dict[str, pd.DataFrame]) -> None:
    with sqlite3.connect(data / "gongkai.sqlite") as base:
        for name, frame in frames.items():
            order = ", ".join(f'"{c}"' for c in SCHEMA[name].key) or "rowid"
            found = pd.read_sql(f'SELECT * FROM "{name}" ORDER BY {order}', base, dtype=object)
            key = [*SCHEMA[name].key]
            expected = frame.sort_values(key, key=lambda s: s.astype(str), kind="stable") if key else frame
            assert_same({c: found[c].tolist() for c in found.columns}, values(expected), name)


def test_sqlite_has_keys_that_hold_and_views_that_work(data: Path) -> None:
    with sqlite3.connect(data / "gongkai.sqlite") as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        assert all(base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] > 0 for name in names) and len(names) >= 4
        address = base.execute("SELECT page_address FROM cells_with_source WHERE cell_id = '350581-caizheng-2024.requests.granted.total'").fetchone()
        assert address == ("agencies/350581-caizheng/#requests-granted-total-2024",)
        with pytest.raises(sqlite3.IntegrityError):
            base.execute("INSERT INTO agencies SELECT * FROM agencies LIMIT 1")
        assert dict(base.execute("SELECT name, value FROM build"))["commit"] == "c0ffee"


def test_duckdb_reads_parquet_and_csv_alike(data: Path) -> None:
    query = "SELECT count(*), sum(value), count(*) FILTER (status = 'blank') FROM {}"
    of_parquet = duckdb.sql(query.format(f"read_parquet('{data}/cells.parquet')")).fetchall()
    of_csv = duckdb.sql(query.format(f"read_csv('{data}/cells.csv', types = {{'value': 'DOUBLE'}})")).fetchall()
    assert of_parquet == [pytest.approx(of_csv[0])]
    assert of_parquet[0][0] == len(table_column(data / "cells.parquet", "value"))


def test_openpyxl_reads_each_sheet_typed(data: Path, frames: dict[str, pd.DataFrame]) -> None:
    book = openpyxl.load_workbook(data / "gongkai.xlsx", read_only=False)
    assert book.sheetnames == ["notes", "dictionary", *SCHEMA]
    for name, frame in frames.items():
        sheet = book[name]
        assert sheet.freeze_panes and sheet.auto_filter.ref
        rows = list(sheet.iter_rows())
        assert [c.value for c in rows[0]] == list(frame.columns)
        assert not any(c.data_type == "f" or c.hyperlink for row in rows for c in row)
        columns = list(zip(*([c.value for c in row] for row in rows[1:]), strict=True)) or [()] * len(frame.columns)
        found = dict(zip(frame.columns, columns, strict=True))
        assert_same(found, values(frame), name)
        for c in SCHEMA[name].columns:
            for cell in (row[frame.columns.get_loc(c.name)] for row in rows[1:] if row[frame.columns.get_loc(c.name)].value is not None):
                assert cell.data_type == ("s" if c.type == "string" or len(str(cell.value)) > 16 else "n"), (name, c.name, cell.value)


def test_the_workbook_holds_nothing_that_runs_and_no_date_of_building(data: Path) -> None:
    with zipfile.ZipFile(data / "gongkai.xlsx") as package:
        names = package.namelist()
        sheets = [package.read(n).decode() for n in names if n.startswith("xl/worksheets/")]
        assert not any("<f>" in s or "<hyperlink" in s for s in sheets)
        assert not any("external" in n.lower() or "vba" in n.lower() for n in names)
        assert "2000-01-01T00:00:00Z" in package.read("docProps/core.xml").decode()


def test_rows_written_at_once_are_those_that_xlsxwriter_writes_cell_by_cell(tmp_path: Path) -> None:
    texts = (*HOSTILE, " a", "a\n", "x\x02y", "_x0041_", "&<>", "甲" * 20_000)
    lines = [(text, None, number, at) for at, (text, number) in enumerate(zip(texts, [Decimal("0.5"), Decimal(3), Decimal("123456.789")] * 9, strict=False))]
    lines.insert(3, ("", None, None, None))  # type: ignore[arg-type]
    lines.append((None, None, Decimal("1234567890123456"), None))  # type: ignore[arg-type]
    sheets = []
    for name in ("at once", "cell by cell"):
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(tmp_path / f"{name}.xlsx", options) as book:
            sheet = book.add_worksheet("sheet")
            sheet.write_string(0, 0, "heading")
            if name == "at once":
                workbook._write_lines(sheet, lines, 4)
            for row, line in enumerate(lines if name == "cell by cell" else (), start=1):
                for column, value in enumerate(line):
                    if isinstance(value, str):
                        workbook._write_text(sheet, row, column, value)
                    elif value is not None:
                        long = workbook._to_long_number(value)
                        sheet.write_number(row, column, float(value)) if long is None else sheet.write_string(row, column, long)
        with zipfile.ZipFile(tmp_path / f"{name}.xlsx") as package:
            sheets.append(package.read("xl/worksheets/sheet1.xml").decode())
    rows = [re.findall("<row.*?</row>", sheet, re.DOTALL) for sheet in sheets]
    assert len(rows[0]) == len(lines) and rows[0] == rows[1]


def test_libreoffice_opens_the_workbook(data: Path, frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    # 44,34,76: comma, quote, UTF-8; the last -1: every sheet into a file of its own
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", options, "--outdir", str(tmp_path), str(data / "gongkai.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=800)
    if not list(tmp_path.glob("*.csv")):
        pytest.skip(f"this LibreOffice converts no workbook (without its Calc?): {done.stderr.strip()[:200]}")
    for name in ("requests", "proactive_disclosure", "cells"):
        with (tmp_path / f"gongkai-{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == list(frames[name].columns)
        numbers = [c.name for c in SCHEMA[name].columns if c.type != "string"]
        for column in numbers:
            at = rows[0].index(column)
            assert [r[at] for r in rows[1:]] == [plain(v) for v in values(frames[name])[column]], (name, column)
    at = rows[0].index("raw")
    assert {r[at] for r in rows[1:]} >= {t for t in HOSTILE if t.strip() == t}


def test_a_table_that_a_sheet_cannot_hold_is_left_to_csv_and_the_notes_say_so(data: Path, tmp_path: Path) -> None:
    for path in data.glob("*.parquet"):
        shutil.copy(path, tmp_path)
    workbook.write_workbook(tmp_path, SCHEMA, [], most_rows=1000)
    book = openpyxl.load_workbook(tmp_path / "gongkai.xlsx")
    assert "cells" not in book.sheetnames and "reports" in book.sheetnames
    assert any("see cells.csv" in str(c.value) for row in book["notes"].iter_rows() for c in row)


# --- described


def test_frictionless_finds_the_package_valid(data: Path) -> None:
    report = frictionless.validate(str(data / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]
    assert len(report.tasks) == len(SCHEMA) + 1  # and the changes


def test_frictionless_finds_a_file_that_was_changed(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    with (tmp_path / "data" / "disputes.csv").open("a", encoding="utf-8") as file:
        file.write("x\r\n")
    assert not frictionless.validate(str(tmp_path / "data" / "datapackage.json")).valid


def test_csvw_takes_each_file(data: Path) -> None:
    for name in (*SCHEMA, "changes"):
        assert csvw.CSVW(str(data / f"{name}.csv-metadata.json"), validate=True).is_valid, name


def test_the_index_and_the_checksums_name_every_file(data: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (data / "SHA256SUMS").read_text("utf-8").splitlines())
    files = {path.name for path in data.iterdir()}
    assert set(sums) == files - {"SHA256SUMS"}
    assert all(hashlib.sha256((data / name).read_bytes()).hexdigest() == found for name, found in sums.items())
    index = json.loads((data / "index.json").read_text("utf-8"))
    assert {f["path"] for f in index["files"]} == files - {"SHA256SUMS", "index.json"}
    for entry in index["files"]:
        assert (entry["bytes"], entry["sha256"]) == ((data / entry["path"]).stat().st_size, sums[entry["path"]])
        assert entry["what"]["zh"] and entry["what"]["en"]
    assert next(f["rows"] for f in index["files"] if f["path"] == "cells.csv") == len(pd.read_csv(data / "cells.csv", dtype=str))
    assert index["build"]["commit"] == "c0ffee"
    assert index["counts"]["documents_unreadable"] == 1


def test_the_readme_states_licence_citation_and_what_is_empty(data: Path) -> None:
    text = (data / "README.txt").read_text("utf-8")
    for part in (publisher.load().licence.name, "c0ffee", "2026-01-02", tables.NULL_CONVENTION["zh"], tables.NULL_CONVENTION["en"], tables.TEXT_CONVENTION["en"]):
        assert part in text


# --- the same bytes, at any size


def test_the_same_readings_in_any_order_are_the_same_bytes(data: Path, tmp_path: Path) -> None:
    write(in_order(READINGS[::-1]), FORM, tmp_path / "again", origin=ORIGIN)
    for path in sorted(data.iterdir()):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_a_site_is_the_same_bytes_from_another_folder_at_another_place_and_with_nothing_kept(built_site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "另一处 checkout" / "of the same"
    shutil.copytree(ROOT, copy, ignore=lambda folder, names: LEFT_OUT if Path(folder) == ROOT else [name for name in names if name == "__pycache__"])
    (copy / ".git").symlink_to(ROOT / ".git")
    (copy / "editions" / "reports").rename(copy / "a folder")
    # whatever the first one was built with
    around = {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "77"}
    there = build_in(copy, tmp_path / "site there", around, "--reports", "a folder", "--jobs", "1", "--no-cache")
    builds = [json.loads(found["data/index.json"])["build"] for found in (to_contents(built_site), there)]
    if builds[0] != builds[1]:
        pytest.skip("somebody changed the project between the two builds")
    assert_same_site(to_contents(built_site), there)


LEFT_OUT = [".git", ".venv", ".cache", "site", "build", "docs", ".mypy_cache", ".ruff_cache", ".pytest_cache", "tests", "node_modules"]


def build_in(root: Path, place: Path, around: dict[str, str], *options: str) -> dict[str, bytes]:
    done = subprocess.run(
        [sys.executable, "build.py", "--site-dir", str(place), *options], cwd=root, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env=os.environ | around,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return to_contents(place)


def to_contents(top: Path) -> dict[str, bytes]:
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def assert_same_site(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_no_more_than_a_part_of_the_reports_is_held_at_once() -> None:
    alive: set[int] = set()
    most = 0

    def stream() -> Iterator[Reading]:
        nonlocal most
        readings = in_order(made.reading(agency, 2024, at) for at, agency in enumerate(made.agencies()[:60]))
        readings.reverse()
        while readings:
            held = Held(readings.pop())
            alive.add(id(held))
            weakref.finalize(held, alive.discard, id(held))
            most = max(most, len(alive))
            yield held

    for part in to_parts(stream(), FORM, size=10):
        assert len(part["reports"][0]) <= 12
    assert most <= 25


class Held(Reading):
    """A reading that can be watched."""

    def __init__(self, of: Reading) -> None:
        super().__init__(of.path, of.sha256, of.read_status, of.message, of.format, of.pages, of.report, of.checks)


def test_readings_that_are_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        list(to_parts(in_order(READINGS)[::-1], FORM))


# --- against what was published before


def changed(reading: Reading, number: str, sha256: str = "") -> Reading:
    assert reading.report is not None
    report = replace(reading.report, values={**reading.report.values, GRANTED: Value(GRANTED, "reported", Decimal(number), number, "件")})
    return replace(reading, sha256=sha256 or reading.sha256, report=report)


@pytest.fixture(scope="module")
def release(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tables.Changes]:
    """The next release: a report withdrawn, one new, one read anew, one from another document."""
    by_id = {r.report.report_id: r for r in READINGS if r.report}
    new = next(r for r in made.readings() if r.report and r.report.report_id == "310000-caizheng-2024")
    by_id["350581-gongan-2024"] = changed(by_id["350581-gongan-2024"], "77")
    by_id["350581-jiaoyu-2024"] = changed(by_id["350581-jiaoyu-2024"], "78", "9" * 64)
    del by_id["350581-shenji-2024"]
    folder = tmp_path_factory.mktemp("release") / "data"
    found = write(in_order([*by_id.values(), new]), FORM, folder, origin=replace(ORIGIN, commit="beef", date="2026-02-02T00:00:00Z"), previous=data)
    return folder, found.changes


def test_a_release_says_what_was_added_changed_and_withdrawn_and_why(release: tuple[Path, tables.Changes]) -> None:
    folder, changes = release
    assert changes.previous is not None and changes.previous["commit"] == "c0ffee"
    assert [r["report_id"] for r in changes.added] == ["310000-caizheng-2024"]
    assert [r["report_id"] for r in changes.withdrawn] == ["350581-shenji-2024"]
    assert [(r["report_id"], r["why"], r["numbers"]) for r in changes.changed] == [
        ("350581-gongan-2024", "new_reader", 1), ("350581-jiaoyu-2024", "new_document", 1),
    ]
    assert [(n["cell_id"], n["value"], n["why"]) for n in changes.numbers] == [
        ("350581-gongan-2024.requests.granted.total", "77", "new_reader"), ("350581-jiaoyu-2024.requests.granted.total", "78", "new_document"),
    ]
    lines = list(csv.DictReader((folder / "changes.csv").open(encoding="utf-8-sig", newline="")))
    assert [line["cell_id"] for line in lines] == [n["cell_id"] for n in changes.numbers]
    assert json.loads((folder / "changes.json").read_text("utf-8"))["number_count"] == 2
    assert frictionless.validate(str(folder / "datapackage.json")).valid


def test_against_itself_nothing_changed_and_the_log_is_kept(release: tuple[Path, tables.Changes], tmp_path: Path) -> None:
    by_id = {r.report.report_id: r for r in READINGS if r.report}
    folder, before = release
    again = write(in_order(by_id.values()), FORM, tmp_path / "a", origin=ORIGIN, previous=folder).changes
    assert {e["kind"] for e in again.log[:4]} == {"added", "changed", "withdrawn"}
    assert list(again.log[-len(before.log):]) == list(before.log)
    same = write(in_order(by_id.values()), FORM, tmp_path / "b", origin=ORIGIN, previous=tmp_path / "a").changes
    assert (same.added, same.changed, same.withdrawn, same.number_count) == ([], [], [], 0)
    assert list(same.log) == list(again.log)


def test_without_data_of_before_a_build_says_that_it_compared_nothing(tmp_path: Path, data: Path) -> None:
    assert json.loads((data / "changes.json").read_text("utf-8"))["previous"] is None
    assert write([], FORM, tmp_path / "data", previous=tmp_path / "nowhere").changes == tables.Changes()


def test_data_of_before_that_came_in_half_are_not_compared_with(data: Path, tmp_path: Path) -> None:
    for name in ("reports", "cells"):
        shutil.copy(data / "reports.parquet", tmp_path)
        (tmp_path / f"{name}.parquet").write_bytes((data / f"{name}.parquet").read_bytes()[:-500])
        assert write([], FORM, tmp_path / f"without-{name}", previous=tmp_path).changes == tables.Changes()


def test_a_broken_log_of_before_does_not_stop_the_build(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "old")
    (tmp_path / "old" / "changes.json").write_text('{"log": [1, {"kind": "added"}]', "utf-8")
    (tmp_path / "old" / "index.json").write_bytes(b"\xff[")
    assert write(in_order(READINGS), FORM, tmp_path / "new", previous=tmp_path / "old").changes.log == []


# --- on the pages


def render(frames: dict[str, pd.DataFrame], changes: Any = None, address: str = "") -> dict[str, Any]:
    files = [pages.File("cells.csv", 10, "0" * 64), pages.File("gongkai.xlsx", 20, "1" * 64), pages.File("index.json", 5)]
    of_build = {"changes": changes, "citation": "Cite me", "date": ORIGIN.date, "address": address}
    return pages.render(READINGS, {**tabulate(READINGS, FORM), **frames}, FORM, {}, files=files, schema=SCHEMA, **of_build)


def test_the_feed_is_atom_with_stable_ids_and_dates(frames: dict[str, pd.DataFrame], release: tuple[Path, tables.Changes]) -> None:
    _, changes = release
    text = render(frames, changes, "https://example.org/x/")["feed.xml"]
    feed = feedparser.parse(text.encode())
    assert not feed.bozo and feed.version == "atom10"
    ids = [e.id for e in feed.entries]
    assert len(ids) == len(set(ids)) and all(i.startswith("urn:uuid:") for i in [*ids, feed.feed.id])
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", e.updated) for e in feed.entries)
    assert all(e.title and e.link.startswith("https://example.org/x/") for e in feed.entries)
    assert [e.updated[:10] for e in feed.entries][:4] == ["2026-02-02"] * 4
    assert "78" not in feed.entries[0].title and any("有变化 / changed" in e.title for e in feed.entries[:4])
    assert {e.id for e in feedparser.parse(render(frames)["feed.xml"].encode()).entries} >= set(ids[4:])


def test_the_data_page_lists_what_changed(frames: dict[str, pd.DataFrame], release: tuple[Path, tables.Changes]) -> None:
    for path in ("data/index.md", "en/data/index.md"):
        rendered = render(frames, release[1])
        assert "350581-gongan-2024.requests.granted.total" in rendered[path]
        # to the report's page, where every number has its address whatever its year
        assert "agencies/350581-gongan/2024/#requests-granted-total-2024" in rendered[path]
        assert re.search(r"id=\"?requests-granted-total-2024\b", str(rendered["agencies/350581-gongan/2024/index.md"]))


def datasets(page: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def test_search_engines_are_told_of_the_data(frames: dict[str, pd.DataFrame]) -> None:
    for language, path in (("zh", "data/index.md"), ("en", "en/data/index.md")):
        (found,) = datasets(render(frames, address="https://example.org/x/")[path])
        assert found["@type"] == "Dataset" and 50 <= len(found["description"]) <= 5000 and found["inLanguage"] == language
        assert [d["contentUrl"] for d in found["distribution"]] == ["https://example.org/x/data/cells.csv", "https://example.org/x/data/gongkai.xlsx"]
        assert found["citation"] == "Cite me" and found["dateModified"] == "2026-01-02"


def test_a_bodys_page_describes_its_own_files_whatever_its_name(built_site: Path, frames: dict[str, pd.DataFrame]) -> None:
    (found,) = datasets(render(frames)["agencies/hostile-name/index.md"])
    assert "</title><script>" in found["about"]["name"]
    for path in built_site.glob("**/agencies/*/index.html"):
        text = path.read_text("utf-8")
        if 'http-equiv="refresh"' in text or not datasets(text):
            continue
        (found,) = datasets(text)
        for download in found["distribution"]:
            assert (path.parent / download["contentUrl"]).resolve().is_file(), (path, download)


# --- one line to load it


def lines_to_load(frames: dict[str, pd.DataFrame]) -> list[str]:
    page = html.unescape(render(frames)["data/index.md"])
    return [line.strip() for line in page.splitlines() if line.startswith("    ")]


def test_each_line_that_the_data_page_gives_loads_the_data(data: Path, frames: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data)
    lines = lines_to_load(frames)
    tried = 0
    for line in lines:
        if line.startswith("import pandas"):
            scope: dict[str, Any] = {}
            exec(line, scope)
            assert len(scope["cells"]) == len(frames["cells"]) and plain(float(scope["cells"]["value"].dropna().astype(float).max()))
        elif line.startswith("SELECT"):
            assert len(duckdb.sql(line).fetchall()) == len(frames["cells"])
        elif line.startswith("sqlite3"):
            query = line.split('"', 1)[1].rstrip('"')
            with sqlite3.connect("gongkai.sqlite") as base:
                assert len(base.execute(query).fetchall()) == len(frames["reports_wide"])
        else:
            continue
        tried += 1
    assert tried == 4


def test_the_line_for_r_loads_the_data(data: Path, frames: dict[str, pd.DataFrame]) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("no R on this machine")
    (line,) = [line for line in lines_to_load(frames) if line.startswith("cells <- ")]
    script = f'{line}; cat(nrow(cells), ncol(cells), names(cells)[1], sum(cells$status == "blank"), class(cells$value), class(cells$raw))'
    done = subprocess.run(["Rscript", "-e", script], cwd=data, capture_output=True, text=True)
    blank = int((frames["cells"]["status"] == "blank").sum())
    size = [str(n) for n in frames["cells"].shape]
    assert done.stdout.split() == [*size, "report_id", str(blank), "numeric", "character"], done.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_the_database_is_too_large_the_page_of_queries_says_how_else_to_ask(data: Path, language: str) -> None:
    page = next(iter(query.render_query(language, SCHEMA, 0, 0, "https://example.org/").values()))
    assert "data-query" not in page and "<form" not in page, "no field that cannot answer"
    given = [html.unescape(code) for code in re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)]
    assert given[1:] == list(query.to_examples(language).values()) and ("agency_name_en" in "".join(given[1:])) == (language == "en")
    duck = duckdb.connect()
    duck.execute(given[0].replace("https://example.org/data/", f"{data}/"))
    with closing(sqlite3.connect(data / "gongkai.sqlite")) as base:
        base.create_aggregate("median", 1, Median)  # type: ignore[arg-type]
        for asked in given[1:]:
            rows, others = (sorted(map(to_plain, found.execute(asked).fetchall())) for found in (base, duck))
            assert rows and others == rows, asked


def to_plain(row: Sequence[Any]) -> str:
    """64 and 64.0 are one number."""
    return repr([float(value) if isinstance(value, int | float | Decimal) else value for value in row])


class Median:
    """What the page gives its SQLite (content/assets/sql/worker.js)."""

    def __init__(self) -> None:
        self.values: list[float] = []

    def step(self, value: float | None) -> None:
        if value is not None:
            self.values.append(value)

    def finalize(self) -> float | None:
        return statistics.median(self.values) if self.values else None


def test_the_lines_that_load_the_data_load_a_large_file_without_a_warning(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pandas guesses types a piece at a time: the places of a PDF that come after thousands of lines without one made it warn in a reader's first minute."""
    (tmp_path / "site" / "data").mkdir(parents=True)
    head, *lines = list(csv.reader((data / "cells.csv").read_text("utf-8-sig").splitlines()))
    box, raw = head.index("source_box"), head.index("raw")
    plain = [["x", *("" for _ in head[1:])]] * 80_000  # pandas reads some 65,000 lines of so many columns at a time
    late = [[{box: "1 2 3 4", raw: "/"}.get(place, field) for place, field in enumerate(line)] for line in lines]
    with (tmp_path / "site" / "data" / "cells.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *plain, *late])
    monkeypatch.chdir(tmp_path)
    readme = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    pages = [
        line.strip().replace("{{ folder }}", "site/data/")
        for language in ("zh", "en") for line in (ROOT / f"content/{language}/data.md").read_text("utf-8").splitlines() if "pd.read_csv" in line
    ]
    assert len(readme) == 1 and len(pages) == 2
    for code in [*readme, *pages]:
        found: dict[str, Any] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(code, found)
        assert len(found["cells"]) == len(plain) + len(late) and found["cells"]["value"].dtype == float
        assert len(found.get("received", [1]))
