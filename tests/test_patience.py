"""Documents that hang cost a build a time that it can live with, and the others are read."""

from __future__ import annotations

import time
from pathlib import Path

import failing
import pytest

from gongkai import patience, pipeline, workers
from gongkai.patience import LEAST, Patience
from gongkai.readers.office import conversion
from gongkai.workers import Failed

FORM = Path(__file__).parent / "cases" / "blank-2021.docx"


class Clock:
    """Time that goes by only in calls that hang."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(patience.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(workers, "call", self.call)

    def call(self, seconds: float, function: object, needs: float) -> bytes:
        self.now += min(seconds, needs)
        if needs > seconds:
            raise Failed("hung")
        return b"read"


def test_a_hundred_documents_that_hang_take_less_than_an_hour_and_an_ordinary_one_is_read_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, one = Clock(monkeypatch), Patience(420)
    hows = []
    for _ in range(100):
        with pytest.raises(Failed) as error:
            one.call(len, 1e9)
        hows.append(error.value.how)
    assert hows == ["hung"] + [patience.HURRIED] * 99
    assert 2000 < clock.now < 3600
    assert one.call(len, LEAST - 1) == b"read"
    assert one.told() == "100 that came to nothing took 55 minutes; each that came after them had 15 seconds, not 420"


def test_however_many_hang_they_take_no_more_than_an_hour_and_a_half_together_and_what_is_short_is_read_among_the_first_thousands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, one = Clock(monkeypatch), Patience(420)
    for number in range(10_000):
        with pytest.raises(Failed):
            one.call(len, 1e9)
        if number == 600:
            assert one.call(len, 2) == b"read"
    assert clock.now < 90 * 60
    with pytest.raises(Failed) as error:
        one.call(len, 1)
    assert error.value.how == patience.HURRIED
    assert one.told().endswith(" that came to nothing took 84 minutes, all there are for such; 9337 after them were not begun")


def test_a_long_scan_has_all_its_time_as_long_as_nothing_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)
    one = Patience(420)
    for _ in range(50):
        assert one.call(len, 419) == b"read"
    assert one.told() == "" and one.allowed == 420


def test_a_build_among_documents_that_hang_reads_the_others_and_says_so_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.many, "SECONDS_FOR_ONE", 1)
    monkeypatch.setattr(patience, "SHARE", 1)
    monkeypatch.setattr(patience, "UNHURRIED", 100)
    monkeypatch.setattr(patience, "ALL", 100)  # of a second: starting processes takes longer
    monkeypatch.setattr(pipeline.many, "Patience", lambda most: Patience(most, 0.5))
    monkeypatch.setattr(pipeline.many, "pack_one", failing.read)
    for name in ("hang1.txt", "hang2.txt", "hang3.txt", "z.txt"):
        (tmp_path / name).write_text("x")
    started = time.monotonic()
    with pipeline.collect(tmp_path) as found:
        said = {card.path: card.refusal.message for card in found.cards if card.refusal}
    assert time.monotonic() - started < 600, "each hangs for an hour"
    assert "and was stopped" in said["hang1.txt"] and "had used up the time" in said["hang3.txt"] and said["z.txt"] == "fine"
    assert found.note.startswith("3 that came to nothing")


SOFFICE = """#!/bin/sh
# as LibreOffice: one after the other, and what hangs keeps those behind it waiting
while [ $# -gt 0 ]; do
    case "$1" in
        --outdir) out=$2; mkdir -p "$2"; shift;;
        *.doc) if grep -q HANG "$1"; then sleep 800; fi; cp %s "$out/$(basename "$1" .doc).docx";;
    esac
    shift
done
"""


def test_a_document_on_which_libreoffice_hangs_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(SOFFICE % FORM)
    program.chmod(0o755)
    monkeypatch.setattr(conversion, "find_program", lambda: str(program))
    monkeypatch.setattr(conversion, "SECONDS_FOR_ONE", 2)
    paths = [tmp_path / f"{number}.rtf" for number in range(30)]
    for number, path in enumerate(paths):
        path.write_text(f"{{\\rtf1 {'HANG' if number in (3, 20) else ''}{number}}}")
    started = time.monotonic()
    made = conversion.convert(paths, tmp_path / "out")
    assert time.monotonic() - started < 600
    assert [number for number, path in enumerate(paths) if isinstance(made[path], str)] == [3, 20]
