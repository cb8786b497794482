"""Nobody looks at a silent terminal and wonders."""

from __future__ import annotations

import io
import re
import time

from gongkai import progress


def test_a_stage_that_takes_long_is_told_of_again_and_again(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(progress.ROOMS, __name__, "sleeping")
    said = io.StringIO()
    with progress.told(0.05, said):
        until = time.monotonic() + 300
        while said.getvalue().count("sleeping …") < 2:
            assert time.monotonic() < until
            time.sleep(0.05)
    length = len(said.getvalue())
    time.sleep(0.15)
    assert len(said.getvalue()) == length, "nothing more is said once it is over"


def test_how_many_of_how_many_are_done_is_told_with_the_time_that_is_left(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(progress.ROOMS, __name__, "sleeping")
    said = io.StringIO()
    until = time.monotonic() + 300
    with progress.told(0.02, said):
        for _ in progress.counted(range(100), 70_000):
            time.sleep(0.02)
            if "left" in said.getvalue():
                break
            assert time.monotonic() < until
    assert str(progress.Count(70_000, done=3)) == "3 of 70,000", "nobody can tell yet"
    assert re.search(r"sleeping: [0-9]+ of 70,000, about ([0-9]+ h )?[0-9]+ min left …", said.getvalue())
    with progress.told(0.02, said):
        time.sleep(0.1)
    assert said.getvalue().splitlines()[-1].endswith("sleeping …"), "what was broken off is not counted on"


def test_a_time_is_told_as_people_tell_it() -> None:
    assert [progress.to_duration(seconds) for seconds in (0.4, 59, 61, 3599, 7500)] == ["0 s", "59 s", "1 min", "1 h 0 min", "2 h 5 min"]
