"""Every document of tests/cases is read exactly as a person wrote it down beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.__main__ import main
from gongkai.readers import FORMATS
from tests.casebook import MAKERS

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
LARGEST = 64_000
EXPECTED = ".expected"
DOCUMENTS = sorted(p for p in CASES.iterdir() if p.is_file() and not p.name.endswith((EXPECTED, ".yml")) and not p.name.startswith("."))
NEEDS = {
    "reading it needs LibreOffice": "LibreOffice is not installed",
    "needs a library that is not installed": "a library of this format is not installed",
    "reading scans needs": "the models that read scans are not installed",
}


def shown(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.chdir(ROOT)
    assert main(["show", path.relative_to(ROOT).as_posix()]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("path", DOCUMENTS, ids=[p.name for p in DOCUMENTS])
def test_a_case_is_read_as_expected(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    name = path.relative_to(ROOT).as_posix()
    expected = path.with_name(path.name + EXPECTED)
    got = shown(path, monkeypatch, capsys)
    for words, reason in NEEDS.items():
        if words in got:
            pytest.skip(reason)
    if not expected.is_file():
        pytest.fail(f"{name}{EXPECTED} is missing: hold `python -m gongkai show {name}` against the document, line by line, and save what is right")
    assert got == expected.read_text("utf-8"), f"see it with `python -m gongkai show {name}`"


def test_every_expectation_has_its_document() -> None:
    alone = [p.name for p in CASES.glob("*" + EXPECTED) if not p.with_name(p.name.removesuffix(EXPECTED)).is_file()]
    assert not alone


def test_there_is_a_case_of_every_format_that_one_document_can_stand_for() -> None:
    suffixes = {p.suffix for p in DOCUMENTS}
    assert len(DOCUMENTS) >= 30
    assert {".pdf", ".docx", ".doc", ".wps", ".html", ".mht", ".txt", ".md", ".xlsx", ".ofd", ".png"} <= suffixes <= set(FORMATS)


def test_cases_are_small_and_say_in_their_name_what_they_are_about() -> None:
    assert not [p.name for p in DOCUMENTS if p.stat().st_size > LARGEST]
    assert not [p.name for p in DOCUMENTS if not re.match(r"(?:q\d\d|s5|n|blank)-", p.name)]


def test_every_case_is_in_the_casebook_or_has_a_note_of_where_it_is_from() -> None:
    assert not [p.name for p in DOCUMENTS if p.name not in MAKERS and not p.with_name(p.name + ".yml").is_file()]


@pytest.mark.parametrize("version", ["2019", "2021"])
def test_the_blank_form_has_every_cell_and_all_are_blank(version: str) -> None:
    from gongkai import pipeline
    from tests.reports import FORM

    matched = pipeline.read_one(CASES / f"blank-{version}.docx", "blank.docx").matched
    name = {"2019": "2019-60", "2021": "2021-30"}[version]
    assert matched is not None and set(matched.forms.values()) - {""} == {name}
    assert set(matched.values) == set(FORM.cells(name))
    assert {v.status for v in matched.values.values()} == {"blank"}


@pytest.mark.parametrize("name", [n for n in MAKERS if n.endswith((".html", ".txt", ".md", ".mht"))])
def test_a_case_is_what_the_casebook_makes(name: str) -> None:
    made = MAKERS[name]()
    assert (made if isinstance(made, bytes) else made.encode()) == (CASES / name).read_bytes()
