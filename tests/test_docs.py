"""What a person may type, or meet in the data, is explained: commands, options, formats, findings, columns."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import pytest

import build
from gongkai.__main__ import main as gongkai_main
from gongkai.readers import FORMATS

ROOT = Path(__file__).resolve().parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
README = pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)


@cache
def help_of(main: Callable[[list[str]], object], *command: str) -> str:
    said = io.StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    return said.getvalue()


def options(help_text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", help_text)) - {"--help"}


def subcommands(help_text: str) -> set[str]:
    """The words that argparse lists below "positional arguments", each at the head of its line of help."""
    return set(re.findall(r"^    ([a-z]+)\b", help_text, re.MULTILINE))


def words(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@README
def test_every_target_of_make_is_in_the_readme(readme: Path) -> None:
    targets = re.findall(r"^([a-z]+):.*##", words(ROOT / "Makefile"), re.MULTILINE)
    assert len(targets) > 6
    assert not [target for target in targets if target != "help" and f"make {target}" not in words(readme)]


@README
def test_every_option_of_the_build_is_in_the_readme(readme: Path) -> None:
    known = options(help_of(build.run))
    assert {"--reports", "--site-dir", "--data-only", "--jobs", "--strict", "--scheduler", "--no-cache", "--previous"} <= known
    assert not [option for option in known if option not in words(readme)]


@README
def test_every_command_and_its_options_are_in_the_readme(readme: Path) -> None:
    known = subcommands(help_of(gongkai_main))
    assert {"show", "check"} <= known
    assert set(re.findall(r"python -m gongkai (\w+)", words(readme))) == known
    for command in known:
        assert not [option for option in options(help_of(gongkai_main, command)) if option not in words(readme)]


@README
def test_the_readme_promises_the_formats_that_are_read_and_no_other(readme: Path) -> None:
    listing = max(words(readme).splitlines(), key=lambda line: len(re.findall(r"`\.\w+`", line)))
    assert set(re.findall(r"`(\.\w+)`", listing)) == set(FORMATS)


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_finding_is_explained_in_both_languages() -> None:
    catalogue = read_table(ROOT / "gongkai/checks/findings.csv")
    codes = [line["code"] for line in catalogue]
    assert len(codes) == len(set(codes))
    for line in catalogue:
        assert all(value for name, value in line.items() if name.endswith(("_zh", "_en")) or name in ("zh", "en")), line


@pytest.mark.parametrize("language", ["", "en/"])
def test_every_finding_indicator_and_column_is_explained_on_the_site(built_site: Path, language: str) -> None:
    page = words(built_site / language / "data/index.html")
    quality = words(built_site / language / "quality/index.html")
    for code in (line["code"] for line in read_table(ROOT / "gongkai/checks/findings.csv")):
        assert code in page + quality, f"the finding {code} is not explained"
    for indicator in {line["indicator"] for line in read_table(built_site / "data/indicators.csv")}:
        assert indicator in page, f"the indicator {indicator} is not explained"
    for table in sorted((built_site / "data").glob("*.csv")):
        assert table.name in page
        if table.name == "reports_wide.csv":  # its columns are the cells of the form, by a rule that is explained
            continue
        for column in read_header(table):
            assert column in page, f"{table.name}: the column {column} is not explained"


def read_header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def test_every_published_column_is_described_in_the_data_package(built_site: Path) -> None:
    package = json.loads(words(built_site / "data/datapackage.json"))
    described = {
        Path(resource["path"]).name: {field["name"]: field.get("description") for field in resource["schema"]["fields"]}
        for resource in package["resources"]
        if isinstance(resource.get("path"), str) and resource["path"].endswith(".csv")
    }
    for table in sorted((built_site / "data").glob("*.csv")):
        header = read_header(table)
        assert list(described[table.name]) == header
        undescribed = [name for name, text in described[table.name].items() if not text]
        assert not undescribed, f"{table.name}: {undescribed}"


@README
def test_every_published_file_is_in_the_readme(readme: Path, built_site: Path) -> None:
    names = {path.name for path in (built_site / "data").iterdir() if path.is_file()}
    names = {name for name in names if not name.endswith((".html", ".parquet", ".csv-metadata.json"))}
    assert not [name for name in sorted(names) if f"`{name}`" not in words(readme)]


def test_every_module_is_in_the_architecture() -> None:
    text = words(ROOT / "ARCHITECTURE.md")
    modules = {path.stem for path in (ROOT / "gongkai").iterdir() if not path.name.startswith((".", "_"))}
    assert not [name for name in sorted(modules) if not re.search(rf"\b{re.escape(name)}\b", text)]


def test_every_link_between_our_own_texts_leads_somewhere() -> None:
    for text in (*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "ARCHITECTURE.md"):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", words(text)):
            assert "://" in target or (text.parent / target).exists(), f"{text.name} links to {target}"


def test_nothing_committed_names_a_workplace() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no git here to say what is committed (an unpacked archive)")
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "grep", "-nIE", r"(^|[^\w.<])/(home|Users|root|tmp)/[a-z]+/"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert listing.returncode == 1, listing.stdout or listing.stderr


def test_what_is_asked_of_contributors_is_the_same_in_both_languages() -> None:
    english, chinese = (words(ROOT / name) for name in ("CONTRIBUTING.md", "CONTRIBUTING.zh.md"))
    for pattern in (r"(?m)^#+ ", r"(?m)^```", r"(?m)^\d\. "):
        assert len(re.findall(pattern, english)) == len(re.findall(pattern, chinese)), pattern
    rows = [[re.findall(r"`([\w./*]+\.(?:csv|py|yml|toml)|content/\w+/|reports/|make \w+)`", line) for line in re.findall(r"(?m)^\|.*\|$", text)]
            for text in (english, chinese)]
    assert rows[0] == rows[1] and len(rows[0]) >= 15
    for name in set(re.findall(r"`((?:content|scripts|reports|gongkai)/[\w./]+\.(?:csv|py|yml|json))", english)):
        assert name in chinese, name
    assert "(CONTRIBUTING.zh.md)" in words(ROOT / "README.zh.md")
