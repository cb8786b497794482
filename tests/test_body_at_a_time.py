"""A body at a time: the same as all at once, made again only where something changed, and one body that fails costs no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import failing
import pytest

from gongkai import bodies, charts, form, pages, pipeline, tables
from gongkai.origin import Origin
from gongkai.pages import quality as quality_pages
from gongkai.pages.body import agency

TEXT = (Path(__file__).parents[1] / "editions/reports/350581/shangwu/2019.md").read_text("utf-8")
FORM = form.load()


def write(root: Path, name: str, years: Iterable[int]) -> None:
    (root / name).mkdir(parents=True, exist_ok=True)
    for year in years:
        (root / name / f"{year}.md").write_text(TEXT.replace("2019", str(year)).replace("石狮市商务局", name), "utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("reports")
    write(root, "石狮市商务局", (2019, 2020))
    write(root, "石狮市教育局", (2019,))
    (root / "none.html").write_text("<html><body><p>欢迎访问</p></body></html>", "utf-8")
    (root / "石狮市教育局" / "again.md").write_text(TEXT.replace("石狮市商务局", "石狮市教育局").replace("| 1 | 0 | 2 |", "| 1 | 0 | 3 |"), "utf-8")
    return root


@contextmanager
def built(root: Path, cache: Path | None = None) -> Iterator[tuple[bodies.Bodies, bodies.Shown, dict[str, Any]]]:
    def below(name: str) -> Path | None:
        return cache / name if cache else None

    with pipeline.collect(root, cache_dir=below("reads")) as found, bodies.settle_all(found, cache_dir=below("bodies")) as settled:
        frames = tables.to_frames(settled.shared(), FORM)
        told = bodies.Teller(frames, found.known, "", "", {}, {})
        with bodies.show_all(settled, told, cache_dir=below("pages")) as shown:
            yield settled, shown, frames


def test_bodies_one_by_one_are_what_all_of_them_are_at_once(root: Path) -> None:
    readings = pipeline.read_all(root)
    frames = tables.tabulate(readings, FORM)
    with built(root) as (settled, shown, shared):
        apart = {path: content for files in map(shown.files, shown.keys) for path, content in files.items()}
        rows = {name: len(frames[name]) for name in tables.SCHEMA}
        spanning = pages.render_shared(shared, FORM, charts.draw_overview(shared, FORM), shown.texts(), schema=tables.SCHEMA, rows=rows)
        statuses = {document.path: document.read_status for document in settled.documents}
    assert apart == agency.render_agencies(readings, frames, FORM, charts.draw(frames, FORM))
    together = pages.render(readings, frames, FORM, charts.draw_overview(frames, FORM), schema=tables.SCHEMA)
    assert spanning == {path: content for path, content in together.items() if path not in apart}
    assert statuses == {reading.path: reading.read_status for reading in readings}
    assert {"duplicate", "not_a_report", "read"} <= set(statuses.values())


def test_the_data_of_bodies_one_by_one_are_what_they_are_at_once(root: Path, tmp_path: Path) -> None:
    at_once = tables.write(tables.in_order(pipeline.read_all(root)), FORM, tmp_path / "at once")
    with built(root) as (settled, _, _):
        apart = tables.write_pieces(settled.pieces(), FORM, tmp_path / "apart")
    assert [(file.name, file.sha256) for file in apart.files] == [(file.name, file.sha256) for file in at_once.files]


def test_data_files_are_written_only_where_what_they_are_made_of_changed(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    for kind in (tables.files.CsvFiles, tables.files.ParquetFiles, tables.files.Database):
        monkeypatch.setattr(kind, "__enter__", lambda self: written.append(type(self).__name__) or self)

    def write_data(settled: bodies.Bodies, name: str, commit: str = "a", cache: str = "cache") -> list[object]:
        written.clear()
        kept = tables.KeptFiles(tmp_path / cache / "data", settled.made_of)
        return list(tables.write_pieces(settled.pieces(), FORM, tmp_path / name, origin=Origin(commit), kept=kept).files)

    with pipeline.collect(root, cache_dir=tmp_path / "reads") as found, bodies.settle_all(found) as settled:
        cold = write_data(settled, "cold")
        assert written == ["CsvFiles", "ParquetFiles", "Database"]
        assert write_data(settled, "again") == cold and written == []
        other = write_data(settled, "of another commit", "b")
        assert written == ["Database"] and other == write_data(settled, "cold of it", "b", "nothing kept") != cold
        for name, content in (("cells.csv", b""), ("gongkai.xlsx", None)):
            (path,) = (tmp_path / "cache/data").rglob(name)
            path.write_bytes(path.read_bytes()[:-1] if content is None else content)
            assert write_data(settled, f"damaged {name}", "b") == other and written, name
    write(tmp_path / "more", "石狮市商务局", (2019,))
    with pipeline.collect(tmp_path / "more", cache_dir=tmp_path / "reads") as found, bodies.settle_all(found) as settled:
        more = write_data(settled, "more reports", "b")
        assert len(written) == 3 and more == write_data(settled, "cold of them", "b", "nothing kept of them")
    assert len(list((tmp_path / "cache/data").rglob("cells.csv"))) == 1, "of what was made before nothing is kept"


def test_only_the_body_of_a_new_report_is_made_again(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, cache = tmp_path / "reports", tmp_path / "cache"
    write(here, "石狮市商务局", (2019, 2020))
    write(here, "石狮市教育局", (2019,))
    made: list[tuple[str, list[str]]] = []
    call_many = bodies.many.call_many

    def noted(function, tasks, *rest):  # type: ignore[no-untyped-def]
        tasks = list(tasks)
        made.append((function.__name__, [name for name, _ in tasks]))
        return call_many(function, tasks, *rest)

    monkeypatch.setattr(bodies.many, "call_many", noted)
    files = []
    for _ in range(2):
        with built(here, cache) as (_, shown, _):
            files.append([*map(shown.files, shown.keys)])
    both = ["350581-jiaoyuju", "350581-shangwuju"]
    assert made == [("settle", both), ("show", both), ("settle", []), ("show", [])] and files[0] == files[1]
    write(here, "石狮市教育局", (2020,))
    made.clear()
    with built(here, cache) as (_, shown, _):
        assert made == [("settle", both[:1]), ("show", both[:1])]
        found = [*map(shown.files, shown.keys)]
    with built(here) as (_, shown, _):
        assert found == [*map(shown.files, shown.keys)], "and is what a build without anything kept makes"


def test_a_body_that_cannot_be_settled_costs_no_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies.many, "settle", failing.settle)
    with built(root) as (settled, _, _):
        statuses = {document.path: (document.read_status, document.message) for document in settled.documents}
    assert statuses["石狮市商务局/2019.md"][0] in ("read", "partly_read")
    status, message = statuses["石狮市教育局/2019.md"]
    assert status == "unreadable" and "350581-jiaoyuju failed (IndexError" in message


def test_a_body_whose_pages_cannot_be_made_costs_no_other_and_says_so(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bodies.many, "show", failing.show)
        with built(root, tmp_path) as (_, shown, frames):
            apart = {path: content for files in map(shown.files, shown.keys) for path, content in files.items()}
            [unmade] = shown.unmade
    quality = quality_pages.render_quality("en", frames, FORM, {}, [unmade])["en/quality/index.md"]
    assert (unmade.agency_id, unmade.name) == ("350581-jiaoyuju", "石狮市教育局") and "IndexError" in unmade.how
    assert "cells.csv" in str(apart["agencies/350581-jiaoyuju/index.md"]) and "IndexError" in str(apart["en/agencies/350581-jiaoyuju/2019/index.md"])
    assert "石狮市教育局" in quality and "IndexError" in quality
    assert "agencies/350581-shangwuju/data.json" in apart
    with built(root, tmp_path) as (_, shown, _):
        assert not shown.unmade and "agencies/350581-jiaoyuju/data.json" in {path for files in map(shown.files, shown.keys) for path in files}


@pytest.mark.parametrize("part", ["pieces", "readings", "files", "texts", "seen"])
def test_what_was_kept_and_is_damaged_is_made_again(root: Path, tmp_path: Path, part: str) -> None:
    def build() -> list[object]:
        with built(root, tmp_path / "cache") as (settled, shown, _):
            return [[sorted(pieces) for pieces in settled.pieces()], [*map(shown.files, shown.keys)], list(shown.texts())]

    whole = build()
    for path in (tmp_path / "cache").rglob(f"*-{part}"):
        path.write_bytes(path.read_bytes()[:-1])
    if part == "readings":  # asked for only where pages have to be made
        for path in (tmp_path / "cache/pages").rglob("*-files"):
            path.unlink()
    assert build() == whole
