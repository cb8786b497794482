"""Readings → every file below data/.

In: readings in order, as they come; the form; an empty folder. Out: the files in it, and a list of them; the same
bytes for the same input. Not its business: what one format looks like (csv_files.py and its siblings), where the folder goes (site.py).

Tables are written piece by piece (pieces.py), a body a piece, and are never whole in memory. A further format that can be written so is
one more line in `_write_tables`; one that cannot is made from the Parquet files, as the workbook is.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from gongkai.form import Form
from gongkai.model import Reading
from gongkai.origin import Origin
from gongkai.tables import changes, database, description, workbook
from gongkai.tables.changes import Changes, Comparison
from gongkai.tables.csv_files import CsvFiles, to_defused
from gongkai.tables.database import Database
from gongkai.tables.description import Written
from gongkai.tables.kept import Counts, KeptFiles
from gongkai.tables.lines import to_parts
from gongkai.tables.packing import to_arrow_schemas, to_pieces
from gongkai.tables.parquet_files import ParquetFiles
from gongkai.tables.pieces import Pieces
from gongkai.tables.schema import Table, to_changes_table, to_schema

SUMS_NAME = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Publication:
    """What was written: the files in the order of the index, and how the data differ from those of before."""

    files: tuple[Written, ...]
    changes: Changes


def write(readings: Iterable[Reading], form: Form, folder: Path, *, origin: Origin | None = None, previous: Path | None = None) -> Publication:
    """Write every data file of readings that are in_order into `folder`; an iterator will do."""
    return write_pieces((to_pieces(part, form) for part in to_parts(readings, form)), form, folder, origin=origin, previous=previous)


def write_pieces(
    pieces: Iterable[Pieces], form: Form, folder: Path, *, origin: Origin | None = None, previous: Path | None = None, kept: KeptFiles | None = None,
) -> Publication:
    """Write every data file into `folder`, which is empty. pieces: in the order of publication, not looked at where what is made of them is kept.

    previous: the data folder of an earlier build.
    """
    origin = origin or Origin()
    tables = to_schema(form)
    folder.mkdir(parents=True, exist_ok=True)
    rows, counts = _write_tables(pieces, form, folder, origin, kept or KeptFiles())
    differing = to_changes_table(form)
    found = _write_changes(folder, differing, origin, previous)
    rows[changes.NUMBERS_NAME] = found.number_count
    described = {**tables, differing.name: differing}
    files = [_measure(folder, name, rows.get(name), *what) for name, what in _to_data_files(tables).items()]
    texts = {
        "datapackage.json": description.to_datapackage(described, {f.name: f for f in files}, origin),
        **{f"{name}.csv-metadata.json": description.to_csvw(table) for name, table in described.items()},
        "README.txt": description.to_readme(files, origin),
    }
    for name, text in texts.items():
        files.append(_write_text(folder, name, text, *_WHAT.get(name, _WHAT["csvw"])))
    files.append(_write_text(folder, "index.json", description.to_index(files, counts, origin), *_WHAT["index.json"]))
    files.append(_write_text(folder, SUMS_NAME, description.to_sums(files), *_WHAT[SUMS_NAME]))
    return Publication(tuple(files), found)


_WHAT = {
    workbook.NAME: ("各表的工作簿", "the tables as one workbook"),
    database.NAME: ("各表的数据库", "the tables as one database"),
    changes.NAME: ("与上次公布相比的变化", "what differs from the data published before"),
    changes.NUMBERS_NAME: ("与上次公布相比变了的每个数", "every number that differs from the data published before"),
    "datapackage.json": ("各 CSV 文件的说明（Data Package 2）", "description of the CSV files (Data Package 2)"),
    "csvw": ("同名 CSV 文件的说明（CSVW）", "description of the CSV file of the same name (CSVW)"),
    "README.txt": ("说明", "how to read the files"),
    "index.json": ("全部文件的清单", "list of all files"),
    SUMS_NAME: ("校验和", "checksums"),
}


def _to_data_files(tables: Mapping[str, Table]) -> dict[str, tuple[str, str]]:
    """Name → what it is, in the order of the index."""
    found = {}
    for name, table in tables.items():
        for kind in ("csv", "parquet"):
            found[f"{name}.{kind}"] = (f"一行是{table.line_zh}", f"one line is {table.line_en}")
    for name in (workbook.NAME, database.NAME, changes.NAME, changes.NUMBERS_NAME):
        found[name] = _WHAT[name]
    return found


def _write_tables(pieces: Iterable[Pieces], form: Form, folder: Path, origin: Origin, kept: KeptFiles) -> tuple[dict[str, int], dict[str, int]]:
    """Write the tables in every format. Return the rows of each file, and counts of the whole by table and read status."""
    tables = to_schema(form)
    of_tables, of_build = kept.of_tables(), kept.of_build(origin)
    names, of_both = [f"{name}.{kind}" for name in tables for kind in ("csv", "parquet")], (database.NAME, workbook.NAME)
    counts, is_kept = of_tables.take(names, folder), of_build.take(of_both, folder) is not None
    if counts is None or not is_kept:
        found = _write_pieces(pieces, form, folder, counts is None, None if is_kept else origin)
        if counts is None:
            of_tables.keep(names, folder, found)
            counts = found
    if not is_kept:
        workbook.write_workbook(folder, tables, description.to_notes(origin))
        of_build.keep(of_both, folder, {})
    rows, statuses = counts["rows"], counts["statuses"]
    of_files = {f"{name}.{kind}": rows.get(name, 0) for name in tables for kind in ("csv", "parquet")}
    return of_files, {**{name: rows.get(name, 0) for name in tables}, **{f"documents_{s}": n for s, n in sorted(statuses.items())}}


def _write_pieces(pieces: Iterable[Pieces], form: Form, folder: Path, has_tables: bool, origin: Origin | None) -> Counts:
    """Write the formats that take pieces: the tables if wanted, the database of a build. Return rows by table, documents by read status."""
    tables = to_schema(form)
    rows: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    at = tables["reports"].names.index("read_status")
    with ExitStack() as stack:
        writers: list[CsvFiles | ParquetFiles | Database] = []
        if has_tables:
            writers += stack.enter_context(CsvFiles(folder, tables)), stack.enter_context(ParquetFiles(folder, tables))
        if origin is not None:
            build = {name: str(value) for name, value in asdict(origin).items()} | {"version": description.VERSION}
            writers.append(stack.enter_context(Database(folder, tables, build)))
        for of_body in pieces:
            for writer in writers:
                writer.add(of_body)
            rows.update({name: piece.rows for name, piece in of_body.items()})
            if "reports" in of_body:
                statuses.update(of_body["reports"].to_columns(to_arrow_schemas(form)["reports"]).column(at).to_pylist())
    return {"rows": rows, "statuses": statuses}


def _write_changes(folder: Path, table: Table, origin: Origin, previous: Path | None) -> Changes:
    comparison = Comparison(previous, folder, origin)
    with (folder / changes.NUMBERS_NAME).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.names)
        for line in comparison.numbers():
            writer.writerow([to_defused(v) if isinstance(v := line[name], str) else v for name in table.names])
    found = comparison.to_changes()
    (folder / changes.NAME).write_text(changes.to_json(found), "utf-8", newline="\n")
    return found


def _write_text(folder: Path, name: str, text: str, what_zh: str, what_en: str) -> Written:
    (folder / name).write_text(text, "utf-8", newline="\n")
    return _measure(folder, name, None, what_zh, what_en)


def _measure(folder: Path, name: str, rows: int | None, what_zh: str, what_en: str) -> Written:
    with (folder / name).open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(name, rows, (folder / name).stat().st_size, sha256, what_zh, what_en)
