"""Nobody looks at a silent terminal and wonders."""

from __future__ import annotations

import io
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
