"""Documents that hang cost a build a time that it can live with, and the others are read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import failing
import pytest

from gongkai import patience, pipeline, workers
from gongkai.patience import LEAST, Patience
from gongkai.pipeline.failures import Failures
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
    monkeypatch.setattr(pipeline.many, "Patience", lambda most, until: Patience(most, 0.5, until))
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


def test_a_change_of_thirty_documents_that_hang_is_built_three_times_in_the_time_of_one_and_says_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline.many, "SECONDS_FOR_ONE", 0.5)
    monkeypatch.setattr(pipeline.many, "Patience", lambda most, until: Patience(most, 0.1, until))
    monkeypatch.setattr(pipeline.many, "pack_one", failing.read)
    (reports := tmp_path / "reports").mkdir()
    for number in range(30):
        (reports / f"hang{number:02}.txt").write_text(str(number))
    begun: list[str] = []
    start = workers.Process.call
    monkeypatch.setattr(workers.Process, "call", lambda self, task, *rest: (begun.append("hang" if b"hang" in task else ""), start(self, task, *rest))[1])
    said, tried = [], []
    for _ in range(3):
        begun.clear()
        with pipeline.collect(reports, 2, failures=tmp_path / "failures") as found:
            said.append([(card.path, card.refusal and card.refusal.message) for card in found.cards])
        tried.append(begun.count("hang"))
    assert 0 < tried[0] <= 30 and tried[1:] == [0, 0], "what could not be read is tried in the first build alone"
    assert said[0] == said[1] == said[2] and len(said[0]) == 30


def test_where_libreoffice_does_not_start_nothing_is_told_to_the_next_build_and_where_it_does_what_it_cannot_open_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = tmp_path / "soffice"
    monkeypatch.setattr(conversion, "find_program", lambda: str(program))
    (reports := tmp_path / "reports").mkdir()
    (reports / "2020.rtf").write_text("{\\rtf1 BROKEN}")

    def build() -> str:
        with pipeline.collect(reports, failures=tmp_path / "failures") as found:
            [card] = found.cards
            return card.refusal.message if card.refusal else ""

    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    assert "did not run" in build()
    program.write_text(SOFFICE.replace("sleep 800; fi", "exit; elif grep -q BROKEN \"$1\"; then exit; fi") % FORM)
    assert "did not run" in build()
    program.write_text(SOFFICE % FORM)
    assert "did not run" in build(), "it was LibreOffice that could not open it, as it opens others"
    (reports / "2020.rtf").write_text("{\\rtf1 whole}")
    assert "did not run" not in build()


def test_what_is_published_is_read_before_what_is_new_and_a_folder_of_few_before_the_rest_of_one_of_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("000000/hang1.txt", "000000/hang2.txt", "350581/new.txt", "350582/old.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    begun: list[str] = []

    def call_many(function: object, tasks: Iterable[tuple[str, object]], *rest: object) -> Iterator[tuple[str, Failed]]:
        for name, _ in tasks:
            begun.append(name)
            yield name, Failed("hung")

    monkeypatch.setattr(pipeline.many, "call_many", call_many)
    with pipeline.collect(tmp_path, published={hashlib.sha256(b"350582/old.txt").hexdigest()}) as found:
        assert [card.path for card in found.cards] == sorted(begun), "what is told stays in the order of paths"
    assert begun == ["350582/old.txt", "000000/hang1.txt", "350581/new.txt", "000000/hang2.txt"]


def test_a_build_whose_time_is_over_says_what_waits_and_the_next_one_reads_it(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"# 某市{number}年政府信息公开工作年度报告\n")
    with pipeline.collect(tmp_path, until=time.monotonic() - 1) as found:
        assert {card.refusal and card.refusal.message for card in found.cards} == {patience.REASONS[patience.LATE]}
        assert found.note.startswith("the time of this build was over: 3 were not read") and found.hurried == found.hashes
    with pipeline.collect(tmp_path, until=time.monotonic() + 600) as found:
        assert not found.note and not found.hurried


def test_what_else_lies_in_the_folder_of_failures_stays(tmp_path: Path) -> None:
    (folder := tmp_path / "mine").mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / "more").mkdir()
    (folder / "more/notes.txt").write_text("mine")
    for version in ("one", "two"):
        Failures(folder, version).keep("ab", workers.Failed("hung"), False)
    assert (folder / "notes.txt").read_text() == (folder / "more/notes.txt").read_text() == "mine"
    assert isinstance(Failures(folder, "two").find("ab"), workers.Failed) and Failures(folder, "one").find("ab") is None


def test_only_what_could_not_be_read_is_taken_from_another_build(tmp_path: Path) -> None:
    (reports := tmp_path / "reports").mkdir()
    (reports / "a.md").write_bytes((Path(__file__).parents[1] / "editions/reports/350581/shangwu/2019.md").read_bytes())
    (reports / "b.md").write_text("nothing")
    failures = Failures(tmp_path / "failures", "one")
    with pipeline.collect(reports) as found:
        for name, key in found.keys.items():
            failures.keep(key, found.take(name), False)
        assert [failures.find(key) is None for _, key in sorted(found.keys.items())] == [True, False]
