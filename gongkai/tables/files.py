"""Readings → every file below data/.

In: readings in order, as they come; the form; an empty folder. Out: the files in it, and a list of them; the same
bytes for the same input. Not its business: what one format looks like (csv_files.py and its siblings), where the folder goes (site.py).

Tables are written piece by piece (pieces.py), a body a piece, and are never whole in memory. A further format that can be written so is
one more line in `_write_pieces`; one that cannot is made from the Parquet files, as the workbook is.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from gongkai.form import Form
from gongkai.model import Reading
from gongkai.origin import Origin
from gongkai.tables import bulk, changes, database, description, workbook
from gongkai.tables.bulk import UNBOUNDED, Provinces, Room, to_province
from gongkai.tables.changes import Changes, Comparison
from gongkai.tables.csv_files import CsvFiles, to_defused
from gongkai.tables.database import Database
from gongkai.tables.description import Written
from gongkai.tables.kept import Counts, KeptArchives, KeptFiles
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
    room: Room = UNBOUNDED, release: Path | None = None,
) -> Publication:
    """Write every data file into `folder`, which is empty. pieces: in the order of publication, not looked at where what is made of them is kept.

    previous: the data folder of an earlier build. room: what is larger is not left in the folder. release: a folder that is to have all, whole.
    """
    origin = origin or Origin()
    differing = to_changes_table(form)
    folder.mkdir(parents=True, exist_ok=True)
    if release is None:
        made = _write_tables(pieces, form, folder, origin, room, kept or KeptFiles())
        found = _write_changes(folder, differing, origin, previous)
        return Publication(tuple(_describe(folder, form, made, found, origin)), found)
    made, provinces = _write_whole(pieces, form, folder, origin)
    found = _write_changes(folder, differing, origin, previous)
    whole = _describe(folder, form, made, found, origin)
    bulk.write_release(folder, release, [file.name for file in whole])
    made.files |= _make_room(folder, to_schema(form), provinces, room, (kept or KeptFiles()).of_provinces())
    return Publication(tuple(_describe(folder, form, made, found, origin)), found)


@dataclass(slots=True)
class _Made:
    """counts: rows by table, documents by read status. files: archives by name → what province they are of."""

    counts: Counts
    files: dict[str, str] = field(default_factory=dict)


def _describe(folder: Path, form: Form, made: _Made, found: Changes, origin: Origin) -> list[Written]:
    """Write the files that say what is in the folder. Return all that are there, in the order of the index."""
    differing = to_changes_table(form)
    tables = to_schema(form)
    described = {**tables, differing.name: differing}
    counts, statuses = made.counts["rows"], made.counts["statuses"]
    rows = {f"{name}.{kind}": counts.get(name, 0) for name in tables for kind in ("csv", "parquet")}
    rows[changes.NUMBERS_NAME] = found.number_count
    what = _to_data_files(tables) | {name: _to_words(name, province) for name, province in made.files.items()}
    files = [_measure(folder, name, rows.get(name), *words) for name, words in what.items() if (folder / name).is_file()]
    texts = {
        "datapackage.json": description.to_datapackage(described, {f.name: f for f in files}, origin),
        **{f"{name}.csv-metadata.json": description.to_csvw(table) for name, table in described.items()},
        "README.txt": description.to_readme(files, origin),
    }
    for name, text in texts.items():
        files.append(_write_text(folder, name, text, *_WHAT.get(name, _WHAT["csvw"])))
    totals = {**{name: counts.get(name, 0) for name in tables}, **{f"documents_{s}": n for s, n in sorted(statuses.items())}}
    files.append(_write_text(folder, "index.json", description.to_index(files, totals, origin), *_WHAT["index.json"]))
    files.append(_write_text(folder, SUMS_NAME, description.to_sums(files), *_WHAT[SUMS_NAME]))
    return files


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


def _to_words(name: str, province: str) -> tuple[str, str]:
    of = f"division {to_province(name)}" if province else "bodies without a known place"
    return f"{province or '所在地不明的机关'}：全部 CSV", f"all CSV files of {of}"


def _write_tables(pieces: Iterable[Pieces], form: Form, folder: Path, origin: Origin, room: Room, kept: KeptFiles) -> _Made:
    """Write the tables in every format that there is room for, or take them over."""
    tables = to_schema(form)
    of_tables, of_build = kept.of_tables(room), kept.of_build(room, origin)
    taken, has_build = of_tables.take(folder), of_build.take(folder) is not None
    if taken is None or not has_build:
        provinces = Provinces(tables)
        counts = _write_pieces(pieces, form, folder, None if taken else provinces, None if has_build else (origin, room))
        if taken is None:
            names = {f"{name}.{kind}": "" for name in tables for kind in ("csv", "parquet")}
            archives = _make_room(folder, tables, provinces, room, kept.of_provinces())
            of_tables.keep({name: "" for name in names if (folder / name).is_file()} | archives, folder, counts)
            taken = archives, counts
    made = _Made(taken[1], {name: province for name, province in taken[0].items() if to_province(name)})
    if not has_build:
        if not made.files:  # else a sheet is longer than anybody scrolls, and often than Excel takes
            workbook.write_workbook(folder, tables, description.to_notes(origin))
        of_build.keep({name: "" for name in (database.NAME, workbook.NAME) if (folder / name).is_file()}, folder, {})
    return made


def _write_whole(pieces: Iterable[Pieces], form: Form, folder: Path, origin: Origin) -> tuple[_Made, Provinces]:
    """Write the tables in every format, however large they are."""
    tables = to_schema(form)
    provinces = Provinces(tables)
    counts = _write_pieces(pieces, form, folder, provinces, (origin, UNBOUNDED))
    workbook.write_workbook(folder, tables, description.to_notes(origin))
    return _Made(counts), provinces


def _make_room(folder: Path, tables: Mapping[str, Table], provinces: Provinces, room: Room, kept: KeptArchives) -> dict[str, str]:
    """Take out of the folder what is too large for it. Return the archives that are there in its place, with the names of their provinces."""
    large = [path for name in tables if room.lacks(path := folder / f"{name}.csv", room.table)]
    if room.lacks(folder / database.NAME, room.database):
        (folder / database.NAME).unlink()
    if not large:
        return {}
    (folder / workbook.NAME).unlink(missing_ok=True)
    archives = provinces.write(folder, kept)
    for path in large:
        path.unlink()
    return archives


def _write_pieces(
    pieces: Iterable[Pieces], form: Form, folder: Path, provinces: Provinces | None, build: tuple[Origin, Room] | None,
) -> Counts:
    """Write the formats that take pieces. provinces: None where the tables are there; build: None where the database is. Return what _Made counts."""
    tables = to_schema(form)
    rows: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    at = tables["reports"].names.index("read_status")
    with ExitStack() as stack:
        writers: list[CsvFiles | ParquetFiles | Database | Provinces] = []
        if provinces is not None:
            writers += stack.enter_context(CsvFiles(folder, tables)), stack.enter_context(ParquetFiles(folder, tables)), provinces
        if build is not None:
            origin, room = build
            named = {name: str(value) for name, value in asdict(origin).items()} | {"version": description.VERSION}
            writers.append(stack.enter_context(Database(folder, tables, named, room.database)))
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
