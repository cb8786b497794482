"""What a long run is at, said on standard error whenever it has been silent for a while.

In: in which room of the house the main thread is; how many of how many things are done, where somebody counts. Out: a line with the time, and
with the time that is left if things go on as they went. Not its business: the work.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import TextIO, TypeVar

ROOMS = {
    "gongkai.remote": "moving files from or to an address",
    "gongkai.publish.site": "building the pages of the site",
    "gongkai.publish.pictures": "picturing the pages that figures were printed on",
    "gongkai.publish": "putting the site in its place",
    "gongkai.charts": "drawing charts",
    "gongkai.pages": "writing pages",
    "gongkai.tables": "writing the data",
    "gongkai.bodies": "gathering what belongs to each body",
    "gongkai.pipeline": "reading documents",
}
"""room → what is done in it; of two that fit, the first"""
EVERY = 5.0
ENOUGH = 10
"""things that are done before it is told how long the others will take"""

Thing = TypeVar("Thing")


@dataclass(slots=True, eq=False)
class Count:
    """How many of how many are done."""

    total: int
    done: int = 0
    started: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        if self.done < ENOUGH:
            return f"{self.done:,} of {self.total:,}"
        left = (time.monotonic() - self.started) / self.done * (self.total - self.done)
        return f"{self.done:,} of {self.total:,}, about {to_duration(left)} left"


_counts: list[Count] = []
"""what is counted just now, the innermost last"""


def counted(things: Iterable[Thing], total: int) -> Iterator[Thing]:
    """Pass on what comes, and have it told how many have come of how many."""
    count = Count(total)
    _counts.append(count)
    try:
        for thing in things:
            count.done += 1
            yield thing
    finally:
        _counts.remove(count)


def to_duration(seconds: float) -> str:
    """40 s, 3 min, 2 h 5 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


@contextmanager
def told(every: float = EVERY, stream: TextIO | None = None) -> Iterator[None]:
    """Say every few seconds what the thread that entered is at."""
    stream, ended = stream or sys.stderr, threading.Event()
    thread, started = threading.get_ident(), time.monotonic()

    def tell() -> None:
        while not ended.wait(every):
            what = to_room(sys._current_frames().get(thread))
            if what:
                how_far = "".join(f": {count}" for count in _counts[-1:])
                print(f"[{time.monotonic() - started:4.0f} s] {what}{how_far} …", file=stream, flush=True)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def to_room(frame: FrameType | None) -> str:
    """What is done where a stack stands: by the outermost call into a room, which is the stage; "" outside of all."""
    found = ""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        found = next((what for room, what in ROOMS.items() if module == room or module.startswith(f"{room}.")), found)
        frame = frame.f_back
    return found
