"""A build of what was built already ends at once, and never where anything is another thing than it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import build
from gongkai.publish import unchanged

GOOD = Path(__file__).parents[1] / "editions" / "reports" / "350581" / "shangwu" / "2019.md"


class Built:
    """A folder of reports, the data that are built of it, and what the last build said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.reports, self.site = folder / "reports", folder / "site"
        self.reports.mkdir()
        shutil.copy(GOOD, self.reports / "2019.md")
        self._capsys = capsys

    def run(self, *options: str) -> int:
        self._capsys.readouterr()
        status = build.run(["--reports", str(self.reports), "--site-dir", str(self.site), "--data-only", "--jobs", "1", *options])
        self.said = self._capsys.readouterr().out
        return status

    @property
    def was_spared(self) -> bool:
        return "nothing has changed" in self.said


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Built:
    monkeypatch.setattr(build, "ROOT", tmp_path)  # where it keeps what it made
    monkeypatch.setattr(unchanged, "COARSEST", 0)  # the files of a test are always as new as that
    return Built(tmp_path, capsys)


def test_a_second_build_makes_nothing_and_says_the_same(built: Built) -> None:
    (built.reports / "again.md").write_bytes(GOOD.read_bytes())
    assert built.run("--strict") == 1
    first, before = built.said, {path: path.stat().st_mtime_ns for path in built.site.rglob("*")}
    assert not built.was_spared and "again.md: duplicate" in first
    assert built.run("--strict") == 1
    assert built.was_spared
    assert built.said.splitlines()[:-1] == first.splitlines()[:-1]
    assert {path: path.stat().st_mtime_ns for path in built.site.rglob("*")} == before


def write_over(built: Built) -> None:
    """Another figure of the same length, and the old time put back."""
    path = built.reports / "2019.md"
    times, text = path.stat(), path.read_text("utf-8")
    path.write_text(text.replace("2019", "2018", 1), "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


CHANGES: dict[str, Callable[[Built], object]] = {
    "a report written over": write_over,
    "one more report": lambda built: shutil.copy(GOOD, built.reports / "more.md"),
    "a report taken away": lambda built: (built.reports / "2019.md").unlink(),
    "a sidecar": lambda built: (built.reports / "2019.md.yml").write_text("note: seen\n", "utf-8"),
    "a data file touched": lambda built: (built.site / "data" / "cells.csv").write_bytes(b""),
    "a data file gone": lambda built: (built.site / "data" / "README.txt").unlink(),
    "a file more": lambda built: (built.site / "data" / "more.txt").write_text("", "utf-8"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changed_is_built(built: Built, change: Callable[[Built], object]) -> None:
    built.run()
    change(built)
    built.run()
    assert not built.was_spared
    assert (built.site / "data" / "cells.csv").stat().st_size and not (built.site / "data" / "more.txt").exists()


def test_another_way_of_building_is_another_build(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    built.run()
    built.run("--strict")
    assert not built.was_spared
    monkeypatch.setenv("SITE_URL", "https://data.example/")
    built.run("--strict")
    assert not built.was_spared
    built.run("--strict", "--jobs", "2")
    assert built.was_spared
    for _ in range(2):
        built.run("--strict", "--no-cache")
        assert not built.was_spared


def test_what_the_machine_withheld_is_asked_for_again(built: Built) -> None:
    (built.reports / "2020.docx").write_bytes(b"PK\x03\x04 no archive")
    for _ in range(2):
        built.run()
        assert not built.was_spared and "2020.docx: unreadable" in built.said


def test_files_so_new_that_another_change_might_bear_the_same_time_are_not_trusted(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "COARSEST", 60_000_000_000)
    for _ in range(2):
        built.run()
        assert not built.was_spared


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"{\"made_of\": 1", b"\xff"], ids=["empty", "nothing", "a list", "half", "no text"])
def test_a_damaged_note_is_none(built: Built, content: bytes) -> None:
    built.run()
    for path in (build.ROOT / ".cache" / "sites").iterdir():
        path.write_bytes(content)
    built.run()
    assert not built.was_spared
    built.run()
    assert built.was_spared
