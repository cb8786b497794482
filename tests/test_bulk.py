"""What a site has no room for: tables that are too large lie by province, and whole in a release."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gongkai import tables
from gongkai.form import load
from gongkai.model import Reading
from gongkai.origin import Origin
from gongkai.pages import File
from gongkai.pages.data import render_data
from gongkai.tables.bulk import Room
from gongkai.tables.lines import to_parts
from gongkai.tables.packing import to_pieces
from tests.browser import made

FORM = load()
SMALL = Room(30_000, 400_000)
"""bytes: less than the cells of these bodies take, more than their reports"""


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    """Of two provinces and of no place that is known."""
    of_place: dict[str, list[Reading]] = {}
    for one in made.readings():
        if one.report:
            of_place.setdefault(one.report.agency.division_code[:2], []).append(one)
    return list(tables.in_order([one for place in ("35", "32", "") for one in of_place[place][:12]]))


def write(readings: list[Reading], folder: Path, room: Room, release: Path | None = None) -> list[str]:
    pieces = (to_pieces(part, FORM) for part in to_parts(readings, FORM))
    written = tables.write_pieces(pieces, FORM, folder, origin=Origin("c0ffee"), room=room, release=release)
    assert sorted(file.name for file in written.files) == sorted(path.name for path in folder.iterdir())
    return [file.name for file in written.files]


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_below_the_limit_every_table_lies_whole(readings: list[Reading], tmp_path: Path) -> None:
    names = write(readings, tmp_path / "data", tables.ON_SITE)
    assert {"cells.csv", "gongkai.sqlite", "gongkai.xlsx"} <= set(names)
    assert not [name for name in names if name.endswith(".zip")]


def test_a_table_that_is_too_large_lies_by_province_and_loses_no_line(readings: list[Reading], tmp_path: Path) -> None:
    write(readings, tmp_path / "whole", tables.UNBOUNDED)
    names = write(readings, tmp_path / "site", SMALL)
    assert "cells.csv" not in names and "gongkai.xlsx" not in names and "gongkai.sqlite" not in names
    assert {"agencies.csv", "cells.parquet"} <= set(names)
    archives = [name for name in names if name.endswith(".zip")]
    assert archives == ["gongkai-00.zip", "gongkai-32.zip", "gongkai-35.zip"]
    found = []
    for name in archives:
        with zipfile.ZipFile(tmp_path / "site" / name) as archive:
            assert archive.testzip() is None
            lines = read(archive.read("cells.csv"))
            bodies = {line["agency_id"]: line["division_code"] for line in read(archive.read("agencies.csv"))}
        assert {code[:2] or "00" for code in bodies.values()} == {name[8:10]}
        assert {line["agency_id"] for line in lines} <= set(bodies)
        found += lines
    whole = read((tmp_path / "whole" / "cells.csv").read_bytes())
    assert sorted(line["cell_id"] for line in found) == sorted(line["cell_id"] for line in whole)
    assert {line["cell_id"]: line for line in found} == {line["cell_id"]: line for line in whole}


def test_what_describes_the_files_tells_of_those_that_are_there(readings: list[Reading], tmp_path: Path) -> None:
    folder = tmp_path / "site"
    names = write(readings, folder, SMALL)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["format"] == resource["path"].rpartition(".")[2]
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    assert set(sums) == set(names) - {"SHA256SUMS"}
    assert "gongkai-35.zip" in (folder / "README.txt").read_text("utf-8")


def test_two_builds_of_the_same_are_the_same_to_the_byte(readings: list[Reading], tmp_path: Path) -> None:
    for name in ("one", "other"):
        write(readings, tmp_path / name, SMALL)
    assert {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir()} == {p.name: p.read_bytes() for p in (tmp_path / "other").iterdir()}


def test_what_changed_in_one_province_leaves_the_archives_of_the_others_as_they_were(readings: list[Reading], tmp_path: Path) -> None:
    def build(name: str, some: list[Reading], cache: str = "cache") -> dict[str, bytes]:
        kept = tables.KeptFiles(tmp_path / cache, name)
        pieces = (to_pieces(part, FORM) for part in to_parts(some, FORM))
        tables.write_pieces(pieces, FORM, tmp_path / name, origin=Origin("c0ffee"), room=SMALL, kept=kept)
        return {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}

    first = build("first", readings)
    fewer = [one for one in readings if not (one.report and one.report.agency.division_code.startswith("32") and one.report.year == 2023)]
    for kept in (tmp_path / "cache" / "provinces").rglob("*-gongkai-35.zip"):
        kept.write_bytes(b"damaged")  # is written anew
    stamps = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "cache" / "provinces").rglob("*-gongkai-*.zip")}
    second = build("second", fewer)
    assert second == build("cold", fewer, "none")
    assert {name for name in first if name.endswith(".zip") and first[name] != second[name]} == {"gongkai-32.zip"}
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "cache" / "provinces").rglob("*-gongkai-*.zip")}
    assert {name[-6:-4] for name in stamps.keys() & after.keys() if stamps[name] == after[name]} == {"00"}
    assert len(after) == len(stamps) == 3


def test_a_release_has_everything_whole(readings: list[Reading], tmp_path: Path) -> None:
    release = tmp_path / "release"
    names = write(readings, tmp_path / "site", SMALL, release)
    assert "gongkai-35.zip" in names and "cells.csv" not in names
    write(readings, tmp_path / "whole", tables.UNBOUNDED)
    with zipfile.ZipFile(release / "gongkai-csv.zip") as archive:
        assert archive.read("cells.csv") == (tmp_path / "whole" / "cells.csv").read_bytes()
        listed = {line.split("  ")[1] for line in (release / "SHA256SUMS").read_text("utf-8").splitlines()}
    assert listed == {path.name for path in release.iterdir()} - {"SHA256SUMS"}
    for line in (release / "SHA256SUMS").read_text("utf-8").splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == sha256
    with zipfile.ZipFile(release / "gongkai.sqlite.zip") as archive:
        archive.extract("gongkai.sqlite", tmp_path)
    count = sqlite3.connect(tmp_path / "gongkai.sqlite").execute("SELECT count(*) FROM cells").fetchone()[0]
    with zipfile.ZipFile(release / "gongkai-parquet.zip") as archive:
        assert len(pd.read_parquet(io.BytesIO(archive.read("cells.parquet")))) == count
    assert openpyxl.load_workbook(release / "gongkai.xlsx", read_only=True)["cells"].max_row == count + 1


@pytest.mark.parametrize(("language", "province", "where"), [("zh", "福建省", "各次发布"), ("en", "Fujian", "releases")])
def test_the_page_of_the_data_leads_to_the_provinces(language: str, province: str, where: str) -> None:
    frames = tables.tabulate([], FORM)
    files = [File("agencies.csv", 10), File("cells.parquet", 10), File("gongkai-35.zip", 1_200_000, "", "35")]
    rendered = render_data(language, frames, FORM, files, tables.SCHEMA, [], rows={"cells": 7}, repository="https://forge.example/one/two")
    page = next(iter(rendered.values()))
    assert "gongkai-35.zip" in page and province in page and where in page
    assert "cells.csv" not in page
    assert "https://forge.example/one/two" in page
