"""The build's exit codes: what --strict stops at, and that a failed build leaves the old site whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"


def build(reports: Path, site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "build.py", "--reports", str(reports), "--site-dir", str(site), "--data-only", "--no-cache", *options],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(GOOD, folder / "2019.md")
    return folder


def test_strict_passes_what_is_read_even_where_a_report_contradicts_itself(reports: Path, tmp_path: Path) -> None:
    shutil.copy(ROOT / "editions" / "reports" / "320813" / "renminzhengfu" / "2023.pdf", reports / "2023.pdf")
    assert build(reports, tmp_path / "site", "--strict").returncode == 0


@pytest.mark.parametrize("kind", ["empty", "duplicate"])
def test_strict_exits_1_on_a_document_that_gives_no_figures_and_publishes_the_others(reports: Path, tmp_path: Path, kind: str) -> None:
    (reports / "other.md").write_bytes(b"" if kind == "empty" else GOOD.read_bytes())
    plain, strict = build(reports, tmp_path / "site"), build(reports, tmp_path / "site", "--strict")
    assert (plain.returncode, strict.returncode) == (0, 1)
    assert "other.md" in strict.stdout
    lines = (tmp_path / "site" / "data" / "reports.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "石狮市商务局" in (tmp_path / "site" / "data" / "cells.csv").read_text("utf-8-sig")


def test_a_failed_build_exits_2_and_leaves_the_old_data_whole(reports: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(reports, site).returncode == 0
    before = {p.name: p.read_bytes() for p in (site / "data").iterdir()}
    failed = build(reports, site, "--scheduler", "tcp://127.0.0.1:1")
    assert failed.returncode == 2
    assert "the old site is as it was" in failed.stderr
    assert {p.name: p.read_bytes() for p in (site / "data").iterdir()} == before
