"""How long a call may take that may come to nothing: the less, the more time such calls have taken before it.

In: a call, and how long one may take. Out: what it returns, or Failed. Not its business: what is called.
A document that hangs costs its whole time, and a thousand of them would keep a build for days. So all together have a time too: each gets a fifth of
what is left of it, which is all of what one may take as long as nothing has failed, and never less than an ordinary document needs. Where more
fail than that allows for, each that follows has only what most documents need, and in the end none is begun: however many hang, a build ends.
Where a build has a time of its own, none is begun after it, and what is under way then ends with it: however many are slow, it ends too.
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
LITTLE = 3.0
"""seconds; nine in ten ordinary documents take less"""
UNHURRIED, ALL = 8, 12
"""times as many seconds as one may take: from the first on each has LITTLE, from the second on none is begun"""
HURRIED = "hurried"
"""how a call has failed that was given less time than one may take, or none"""
LATE = "late"
"""how one has failed that the time of the whole build had no room for"""
REASONS = {
    HURRIED: "reading it was stopped early: other documents that hang had used up the time there is for such; take those away and build again",
    LATE: "it was not read: the time of this build was over before it; what was read is kept, so build again",
}


class Patience:
    """most: seconds for one call. Those that fail take at most SHARE times as many together, LEAST for each that follows, ALL times as many at most.

    until: by time.monotonic, when all calls have ended; None without such a time.

    In calls that are made at once, those that are under way when that is reached end as they would have.
    """

    def __init__(self, most: float, least: float = LEAST, until: float | None = None) -> None:
        self.most = most
        self.failed = 0
        self.late = 0
        self._until = until
        self._least = min(least, most)
        self._spent = 0.0
        self._untried = 0
        self._lock = threading.Lock()

    @property
    def allowed(self) -> float:
        """seconds; 0 where none is to be begun any more"""
        return max(0.0, min(self._to_allowed(), self._until - time.monotonic())) if self._until is not None else self._to_allowed()

    @property
    def is_over(self) -> bool:
        """Whether the time of all calls is over."""
        return self._until is not None and time.monotonic() >= self._until

    def _to_allowed(self) -> float:
        with self._lock:
            if self._spent >= self.most * ALL:
                return 0.0
            if self._spent >= self.most * UNHURRIED:
                return min(self._least, LITTLE)
            return max(self._least, min(self.most, self.most - self._spent / SHARE))

    def spend(self, seconds: float) -> None:
        """Take note of time that came to nothing."""
        with self._lock:
            self._spent += seconds
            self.failed += 1

    def begin(self) -> float:
        """The seconds that a call may take. Raises Failed where it is not to be begun."""
        seconds = self.allowed
        if not seconds:
            how = LATE if self.is_over else HURRIED
            with self._lock:
                self._untried += how == HURRIED
                self.late += how == LATE
            raise Failed(how)
        return seconds

    def end(self, error: Failed, seconds: float, taken: float) -> Failed:
        """Take note of a call that failed, and say how. seconds: what it was given; taken: what it took."""
        if error.how == "hung" and self.is_over:
            self.late += 1
            return Failed(LATE)
        self.spend(taken)
        return Failed(HURRIED) if error.how == "hung" and seconds < self.most * 0.99 else error

    def call(self, function: Callable[..., bytes], *arguments: object) -> bytes:
        """Call in a process beside this thread (workers.py). Raises Failed."""
        seconds = self.begin()
        started = time.monotonic()
        try:
            return workers.call(seconds, function, *arguments)
        except Failed as error:
            raise self.end(error, seconds, time.monotonic() - started) from None

    def told(self) -> str:
        """In one line, that others have less time than one may take, or none; "" as long as they have not."""
        if self.late:
            return f"the time of this build was over: {self.late} were not read and wait for the next one, which goes on from here"
        now = self.allowed
        if now > self.most / 2 or self.failed == 0:
            return ""
        taken = self._spent / 60
        if not now:
            return f"{self.failed} that came to nothing took {taken:.0f} minutes, all there are for such; {self._untried} after them were not begun"
        return f"{self.failed} that came to nothing took {taken:.0f} minutes; each that came after them had {now:.0f} seconds, not {self.most:.0f}"
