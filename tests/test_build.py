"""The build's exit codes: what --strict stops at, and that a failed build leaves the old site whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import build

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"


def run(reports: Path, site: Path, *options: str) -> int:
    """In this process, which has read what a build needs once."""
    return build.run(["--reports", str(reports), "--site-dir", str(site), "--data-only", "--no-cache", "--jobs", "1", *options])


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(GOOD, folder / "2019.md")
    return folder


def test_strict_passes_what_is_read_even_where_a_report_contradicts_itself(reports: Path, tmp_path: Path) -> None:
    shutil.copy(ROOT / "editions" / "reports" / "320813" / "renminzhengfu" / "2023.pdf", reports / "2023.pdf")
    assert run(reports, tmp_path / "site", "--strict") == 0


@pytest.mark.parametrize("kind", ["empty", "duplicate"])
def test_strict_exits_1_on_a_document_that_gives_no_figures_and_publishes_the_others(
    reports: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "other.md").write_bytes(b"" if kind == "empty" else GOOD.read_bytes())
    assert run(reports, tmp_path / "site") == 0
    capsys.readouterr()
    assert run(reports, tmp_path / "site", "--strict") == 1
    assert "other.md" in capsys.readouterr().out
    lines = (tmp_path / "site" / "data" / "reports.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "石狮市商务局" in (tmp_path / "site" / "data" / "cells.csv").read_text("utf-8-sig")


def test_a_failed_build_exits_2_and_leaves_the_old_data_whole(reports: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert run(reports, site) == 0
    before = {p.name: p.read_bytes() for p in (site / "data").iterdir()}
    command = [sys.executable, "build.py", "--reports", str(reports), "--site-dir", str(site), "--data-only", "--scheduler", "tcp://127.0.0.1:1"]
    around = os.environ | {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}  # not the half minute that a cluster far away may take
    failed = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, env=around)
    assert failed.returncode == 2
    assert "the old site is as it was" in failed.stderr
    assert {p.name: p.read_bytes() for p in (site / "data").iterdir()} == before


def test_a_site_that_would_lose_a_report_for_want_of_time_is_not_made_and_a_first_one_says_what_waits(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(reports, tmp_path / "before") == 0
    asked = ["--reports", str(reports), "--site-dir", str(tmp_path / "site"), "--no-cache", "--minutes", "0"]
    capsys.readouterr()
    assert build.run([*asked, "--previous", str(tmp_path / "before" / "data")]) == 2
    assert "no time for 1 documents that are published" in capsys.readouterr().err and not (tmp_path / "site").exists()
    [published] = reports.rglob("2019.md")
    published.write_bytes(published.read_bytes() + b"\n")  # another document in its place
    assert build.run([*asked, "--previous", str(tmp_path / "before" / "data")]) == 2
    assert "no time for 1 documents that are published" in capsys.readouterr().err
    assert build.run([*asked, "--data-only"]) == 0
    assert "2019.md: unreadable: it was not read: the time of this build was over" in capsys.readouterr().out
