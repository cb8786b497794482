"""How long a call may take that may come to nothing: the less, the more time such calls have taken before it.

In: a call, and how long one may take. Out: what it returns, or Failed. Not its business: what is called.
A document that hangs costs its whole time, and a thousand of them would keep a build for days. So all together have a time too: each gets a fifth of
what is left of it, which is all of what one may take as long as nothing has failed, and never less than an ordinary document needs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from gongkai import workers
from gongkai.workers import Failed

SHARE = 5
LEAST = 15.0
"""seconds; an ordinary document takes one"""
HURRIED = "hurried"
"""how a call has failed that was given less time than one may take"""


class Patience:
    """most: seconds for one call. Those that fail take at most SHARE times as many together, and LEAST for each that follows."""

    def __init__(self, most: float, least: float = LEAST) -> None:
        self.most = most
        self.failed = 0
        self._least = min(least, most)
        self._left = most * SHARE
        self._lock = threading.Lock()

    @property
    def allowed(self) -> float:
        with self._lock:
            return max(self._least, min(self.most, self._left / SHARE))

    def spend(self, seconds: float) -> None:
        """Take note of time that came to nothing."""
        with self._lock:
            self._left = max(0.0, self._left - seconds)
            self.failed += 1

    def call(self, function: Callable[..., bytes], *arguments: object) -> bytes:
        """Call in a process beside this thread (workers.py). Raises Failed."""
        seconds = self.allowed
        started = time.monotonic()
        try:
            return workers.call(seconds, function, *arguments)
        except Failed as error:
            self.spend(time.monotonic() - started)
            if error.how == "hung" and seconds < self.most * 0.99:
                raise Failed(HURRIED) from None
            raise

    def told(self) -> str:
        """In one line, that others have less time than one may take; "" as long as they have not."""
        if self.allowed > self.most / 2 or self.failed == 0:
            return ""
        taken = (self.most * SHARE - self._left) / 60
        now = self.allowed
        return f"{self.failed} that came to nothing took {taken:.0f} minutes; each that came after them had {now:.0f} seconds, not {self.most:.0f}"
