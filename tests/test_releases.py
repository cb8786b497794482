"""A release: one number, one date and one publisher in every file that says them, and a new major version where a promise is broken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import release
import yaml

from gongkai.publisher import load
from tests.test_publisher import OURS, read
from tests.test_workflows import commit, git

ROOT = Path(__file__).resolve().parents[1]
LOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-01-01\n\n- The first.\n"
COLUMNS = "table,column,type\ncells,,\ncells,report_id,string\ncells,year,year\n"
FILES = ("pyproject.toml", "gongkai/tables/description.py", "CHANGELOG.md", "CITATION.cff", ".zenodo.json")


def test_a_release_is_named_by_its_publisher_in_every_file(tmp_path: Path) -> None:
    for name in (*FILES, "gongkai/tables/columns.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text(LOG.partition("## [0.1.0]")[0], "utf-8")
    read(tmp_path, OURS)
    assert release.main(["7.8.9"], tmp_path) == 0
    assert release.main(["--check", "v7.8.9"], tmp_path) == 0 and release.main(["--check", "v7.8.8"], tmp_path) == 1
    cited = yaml.safe_load((tmp_path / "CITATION.cff").read_text("utf-8"))
    assert cited["title"].startswith("Clearbrook: ") and cited["authors"] == [{"name": "The Clearbrook Society"}] and cited["license"] == "ODC-By-1.0"
    assert cited["url"] == "https://data.example.org/foi/" and cited["repository-code"] == "https://git.example.org/foi" and cited["version"] == "7.8.9"
    asked = json.loads((tmp_path / ".zenodo.json").read_text("utf-8"))
    assert asked["creators"] == cited["authors"] and asked["publication_date"] == cited["date-released"]
    log = (tmp_path / "CHANGELOG.md").read_text("utf-8")
    assert f"## [Unreleased]\n\n## [7.8.9] - {cited['date-released']}\n\n### Added\n\n- A thing." in log
    assert not any("Gongkai" in (tmp_path / name).read_text("utf-8") for name in ("CITATION.cff", ".zenodo.json"))


def test_the_files_of_this_repository_are_as_they_are_written() -> None:
    version = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))["version"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    if cited["authors"] != [{"name": load(ROOT / "site.yml").publishers["en"]}]:
        pytest.skip("site.yml names another publisher than the last release did: python scripts/release.py writes what the next one says")
    assert (ROOT / "CITATION.cff").read_text("utf-8") == release.to_cff(load(ROOT / "site.yml"), version, str(cited.get("date-released", "")))
    assert not {"pyproject.toml", "gongkai/tables/description.py"} & set(release.check(ROOT, version)), "one version everywhere"


@pytest.mark.parametrize(("last", "version", "broken", "said"), [
    ("0.1.0", "0.1.1", [], ""), ("0.1.0", "0.2.0", ["cells.year"], ""), ("1.4.0", "2.0.0", ["cells.year"], ""),
    ("0.1.0", "0.1.1", ["cells.year"], "a new major version"), ("1.4.0", "1.5.0", ["cells.year"], "a new major version"),
    ("0.1.0", "0.1.0", [], "is not above"), ("0.2.0", "0.1.5", [], "is not above"), ("0.1.0", "1.0", [], "is no version"),
])
def test_the_number_goes_with_what_changed(last: str, version: str, broken: list[str], said: str) -> None:
    found = release.find_trouble(last, version, LOG, broken)
    assert (said in found) if said else not found
    assert release.find_trouble(last, "9.0.0", LOG.replace("- A thing.", ""), []) == "CHANGELOG.md says nothing below [Unreleased]"


@pytest.mark.parametrize(("now", "broken"), [
    (COLUMNS + "cells,table,string\n", []), (COLUMNS.replace("year,year", "jahr,year"), ["cells.year"]),
    (COLUMNS.replace("cells,report_id,string\n", ""), ["cells.report_id", "cells.year"]), ("table,column,type\n", ["cells.report_id", "cells.year"]),
])
def test_columns_are_added_at_the_end_or_the_promise_is_broken(now: str, broken: list[str]) -> None:
    assert release.find_broken(COLUMNS, now) == broken


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A checkout whose last version, 1.0.0, is tagged."""
    for name in (*FILES, "gongkai/tables/columns.csv", "gongkai/form.csv", "gongkai/indicators.csv", "site.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    release.write(tmp_path, "1.0.0", "2026-01-01", load(tmp_path / "site.yml"))
    (tmp_path / "CHANGELOG.md").write_text(LOG.replace("0.1.0", "1.0.0"), "utf-8")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "first")
    git(tmp_path, "tag", "v1.0.0")
    return tmp_path


def change(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), "utf-8")


def test_an_added_column_is_a_minor_version_and_a_renamed_id_a_major_one(released: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = (released / "gongkai/tables/columns.csv").read_text("utf-8").splitlines()
    last = next(line for line in reversed(columns) if line.startswith("cells,"))
    change(released, "gongkai/tables/columns.csv", last, last + "\n" + last.replace(last.split(",")[1], "another", 1))
    assert release.main(["1.0.1"], released) == 1 and "cells.another" in capsys.readouterr().out
    change(released, "gongkai/form.csv", ",denied_state_secret,", ",denied_secret,")
    assert release.main(["1.1.0"], released) == 1 and "denied_state_secret" in capsys.readouterr().out
    assert release.main(["2.0.0"], released) == 0


def test_without_the_tag_of_the_last_version_nothing_is_released(released: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["0.9.0"], released) == 1 and "is not above 1.0.0" in capsys.readouterr().out
    git(released, "tag", "--delete", "v1.0.0")
    assert release.main(["1.0.1"], released) == 1 and "git fetch --tags" in capsys.readouterr().out
