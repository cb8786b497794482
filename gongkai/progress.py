"""What a long run is at, said on standard error whenever it has been silent for a while.

In: nothing; it looks in which room of the house the main thread is. Out: a line with the time. Not its business: how far it is.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

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


@contextmanager
def told(every: float = EVERY, stream: TextIO | None = None) -> Iterator[None]:
    """Say every few seconds what the thread that entered is at."""
    stream, ended = stream or sys.stderr, threading.Event()
    thread, started = threading.get_ident(), time.monotonic()

    def tell() -> None:
        while not ended.wait(every):
            what = to_room(sys._current_frames().get(thread))
            if what:
                print(f"[{time.monotonic() - started:4.0f} s] {what} …", file=stream, flush=True)

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
