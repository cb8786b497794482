"""Many calls of one function, in processes beside this one or on a cluster: each by itself, so that one that fails costs no other.

In: a function that returns bytes, its arguments by name, as they come. Out: (name, bytes or how it failed), as each is done. Not its business:
what is called, what becomes of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from itertools import islice
from queue import SimpleQueue

from gongkai import workers
from gongkai.patience import Patience
from gongkai.workers import Failed

MOST_UNDER_WAY = 1000
"""calls handed to the workers and not yet done: enough for a large cluster, and little to hold"""

_AHEAD, _LEAST_THREADS = 3, 4
"""calls handed to a cluster for each of its threads; more would be told to be more patient than those before them warrant"""

Arguments = tuple[object, ...]


class _Late(Failed):
    """A call on a cluster that failed. taken: seconds."""

    def __init__(self, how: str, taken: float) -> None:
        super().__init__(how)
        self.taken = taken

    def __reduce__(self) -> tuple[type[_Late], tuple[str, float]]:
        return _Late, (self.how, self.taken)


def _call_for(seconds: float, function: Callable[..., bytes], *arguments: object) -> bytes:
    """Call in a process beside this thread, which is a cluster's. Raises _Late."""
    started = time.monotonic()
    try:
        return workers.call(seconds, function, *arguments)
    except Failed as error:
        raise _Late(error.how, time.monotonic() - started) from None


def call_many(
    function: Callable[..., bytes], tasks: Iterable[tuple[str, Arguments]], patience: Patience, jobs: int = 1, scheduler: str = "",
    under_way: int = MOST_UNDER_WAY,
) -> Iterator[tuple[str, bytes | Failed]]:
    """Call a function on the arguments of each task, in no order. jobs: processes; scheduler: address of a Dask scheduler to use in their place."""
    upcoming = iter(tasks)
    first = list(islice(upcoming, 1))
    if not first:
        return
    done: SimpleQueue[tuple[str, Future[bytes]]] = SimpleQueue()
    waiting: dict[str, Arguments] = {}
    given: dict[str, float] = {}
    with _open_executor(jobs, scheduler) as (executor, count_threads):

        def submit(name: str, arguments: Arguments) -> None:
            waiting[name] = arguments
            future: Future[bytes] = Future()
            if not scheduler:
                future = executor.submit(patience.call, function, *arguments)
            else:
                # the threads of a cluster cannot ask how patient to be, so each call is told when it is handed over
                try:
                    given[name] = patience.begin()
                    future = executor.submit(_call_for, given[name], function, *arguments)
                except Failed as error:
                    future.set_exception(error)
            future.add_done_callback(lambda one: done.put((name, one)))

        def to_result(name: str, future: Future[bytes]) -> bytes | Failed:
            result = _to_result(future)
            return patience.end(result, given[name], result.taken) if isinstance(result, _Late) else result

        def fill() -> None:
            room = under_way if not scheduler else min(under_way, _AHEAD * max(_LEAST_THREADS, count_threads()))
            for task in islice(upcoming, max(0, room - len(waiting))):
                submit(*task)

        submit(*first[0])
        fill()
        lost: dict[str, Arguments] = {}
        while waiting:
            name, future = done.get()
            arguments = waiting.pop(name)
            fill()
            result = to_result(name, future)
            if isinstance(result, Failed) and result.how == "lost":
                lost[name] = arguments
            else:
                yield name, result
        for name, arguments in lost.items():
            # a cluster blames every call that was waiting at a worker that died: by itself, only its own fault is left
            submit(name, arguments)
            yield name, to_result(*done.get())


@contextmanager
def _open_executor(jobs: int, scheduler: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Where calls run: threads here or on a cluster, each with a process beside it that may crash or be killed; and how many there are now."""
    if not scheduler:
        with workers.open_pool(jobs) as executor:
            yield executor, lambda: jobs
        return
    from distributed import Client  # an optional extra: only who has a cluster needs it

    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        yield client.get_executor(pure=False), lambda: sum(client.nthreads().values())


def _to_result(future: Future[bytes]) -> bytes | Failed:
    try:
        return future.result()
    except Failed as error:
        return error
    except Exception as error:
        # a cluster's word for a call in which its workers died, one after the other
        if type(error).__name__ != "KilledWorker":
            raise
        return Failed("lost")
