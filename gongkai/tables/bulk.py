"""What a site has no room for: the tables of a province in one archive where they are too large whole, and the files of a release.

In: the data files of a build, whole. Out: archives a province beside them; a folder to upload with a release. Not its business: the files themselves.

A site on GitHub Pages holds 1 GB, and nobody opens a CSV of gigabytes in a spreadsheet: a file larger than ON_SITE says is left to the release,
the site has each table as Parquet and, by province, as CSV. The archives are the same bytes for the same tables.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gongkai.tables.csv_files import to_heading
from gongkai.tables.kept import KeptArchives
from gongkai.tables.parquet_files import to_arrow_schema
from gongkai.tables.pieces import Pieces
from gongkai.tables.schema import Table

NO_PLACE = "00"
"""in the place of a province's code: bodies of which no place is known"""

_BLOCK = 1 << 20
_NAME = "gongkai-{}.zip"
_DAY = (1980, 1, 1, 0, 0, 0)
"""the first that an archive can name: the time of building would make two builds of the same data differ"""

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that a table as CSV, and the database, may have where they lie; None: as many as they like."""

    table: int | None = None
    database: int | None = None

    def lacks(self, path: Path, most: int | None) -> bool:
        """Whether a file is there and is larger than it may be."""
        return most is not None and path.is_file() and path.stat().st_size > most


UNBOUNDED = Room()
ON_SITE = Room(50_000_000, 150_000_000)
"""A table that a spreadsheet still opens, some 150 bodies of seven years; a database that the page /query/ may ask a browser to hold"""


class Provinces:
    """Where in each CSV file the lines of a province stand, noted as pieces come: in the order of places, so that these are few stretches."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._at = {name: len(to_heading(table)) for name, table in tables.items()}
        self._agencies = to_arrow_schema(tables["agencies"])
        self.names: dict[str, str] = {}
        self._stretches: dict[str, dict[str, list[Stretch]]] = defaultdict(dict)
        self._made_of: dict[str, hashlib._Hash] = defaultdict(hashlib.sha256)

    def add(self, pieces: Pieces) -> None:
        province = self._to_province(pieces)
        for name, piece in pieces.items():
            start, end = self._at[name], self._at[name] + len(piece.csv)
            self._at[name] = end
            if province:
                self._made_of[province].update(f"{name} {len(piece.csv)} ".encode())
                self._made_of[province].update(piece.csv)
                found = self._stretches[province].setdefault(name, [])
                if found and found[-1][1] == start:
                    start = found.pop()[0]
                found.append((start, end))

    def write(self, folder: Path, kept: KeptArchives) -> dict[str, str]:
        """Write an archive a province into the folder of the CSV files, whole as they are there, or take it over.

        Return their names → the names of the provinces.
        """
        found = {}
        for province, of_tables in sorted(self._stretches.items()):
            name, made_of = _NAME.format(province), self._made_of[province].copy()
            for table in of_tables:
                made_of.update(to_heading(self._tables[table]))
            found[name] = self.names[province]
            if kept.take(name, made_of.hexdigest(), folder):
                continue
            with zipfile.ZipFile(folder / name, "x") as archive:
                for table, stretches in of_tables.items():
                    with archive.open(_to_member(f"{table}.csv"), "w", force_zip64=True) as member, (folder / f"{table}.csv").open("rb") as source:
                        member.write(to_heading(self._tables[table]))
                        for block in _read(source, stretches):
                            member.write(block)
            kept.keep(name, made_of.hexdigest(), folder)
        return found

    def _to_province(self, pieces: Pieces) -> str:
        """Two digits; "" of what is of no body: the form, documents that were not read."""
        if "agencies" not in pieces:
            return ""
        body = pieces["agencies"].to_columns(self._agencies)
        code = (body.column("division_code")[0].as_py() or "")[:2] or NO_PLACE
        self.names.setdefault(code, body.column("province")[0].as_py() or "")
        return code


def to_province(name: str) -> str:
    """The province of an archive by the name of the file: two digits of GB/T 2260, or NO_PLACE; "" of any other file."""
    code = name.removeprefix("gongkai-").removesuffix(".zip")
    return code if name == _NAME.format(code) and len(code) == 2 and code.isdigit() else ""


def write_release(folder: Path, target: Path, files: Sequence[str]) -> None:
    """Put the data files into a folder, as few as people like to download: all CSV, all Parquet, the database in archives, the rest as it is.

    folder: holds `files`, whole. target: is made; its files of these names are replaced. SHA256SUMS there is of what is uploaded.
    """
    target.mkdir(parents=True, exist_ok=True)
    described = [name for name in files if name.endswith((".json", ".txt"))]
    parts = {"gongkai-csv.zip": [*(name for name in files if name.endswith(".csv")), *described]}
    parts["gongkai-parquet.zip"] = [name for name in files if name.endswith(".parquet")]
    parts |= {f"{name}.zip": [name] for name in files if name.endswith(".sqlite")}
    made = [_archive(folder, names, target / name) for name, names in parts.items()]
    for name in files:
        if name.endswith(".xlsx") or name in ("README.txt", "datapackage.json", "index.json"):
            made.append(Path(shutil.copyfile(folder / name, target / name)))
    (target / "SHA256SUMS").write_text("".join(f"{_hash(path)}  {path.name}\n" for path in sorted(made)), "utf-8", newline="\n")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _archive(folder: Path, names: Iterable[str], target: Path) -> Path:
    target.unlink(missing_ok=True)
    with zipfile.ZipFile(target, "x") as archive:
        for name in names:
            with archive.open(_to_member(name), "w", force_zip64=True) as member, (folder / name).open("rb") as source:
                shutil.copyfileobj(source, member, _BLOCK)
    return target


def _to_member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DAY)
    member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return member


def _read(source: BinaryIO, stretches: Iterable[Stretch]) -> Iterator[bytes]:
    for start, end in stretches:
        source.seek(start)
        while start < end:
            block = source.read(min(_BLOCK, end - start))
            if not block:
                raise EOFError(f"{source.name} ends before {end}")
            start += len(block)
            yield block
