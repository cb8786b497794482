"""Damaged documents: each is read or is unreadable, within the limits. `make fuzz` does it for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import fuzz

SEED = 1


@pytest.mark.parametrize("kind", [".docx", ".xlsx", ".ofd", ".html", ".mht", ".txt", ".md"])
def test_a_damaged_document_is_read_or_is_unreadable_and_never_anything_else(kind: str) -> None:
    found, tried = fuzz.run(60, SEED, most=8, kinds=[kind])
    assert sum(tried.values()) >= 5
    assert not found, "\n".join(f"{find.path}: {find.how}" for find in found)


@pytest.mark.parametrize("path", sorted(fuzz.KEPT.glob("*")) if fuzz.KEPT.is_dir() else [], ids=lambda path: path.name)
def test_what_was_found_once_stays_mended(path: Path) -> None:
    assert not fuzz.attempt(path)


def test_the_same_seed_does_the_same_damage() -> None:
    for case in fuzz.to_seeds()[::7]:
        content = case.read_bytes()
        made = [fuzz.damage(f"{seed}", case.suffix, content) for seed in (1, 1, 2, 3, 4)]
        assert made[0] == made[1] and len(set(made)) > 1


def test_an_error_within_a_reader_is_found(tmp_path: Path) -> None:
    assert fuzz.attempt(tmp_path / "nothing.md") == ""  # it cannot be opened, and says so
    with pytest.raises(fuzz.Failed):
        fuzz.workers.call(60, fuzz.read, 5, "x.md")  # a path that is none: an error of ours
