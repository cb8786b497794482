"""Many calls of one function, in processes beside this one or on a cluster: each by itself, so that one that fails costs no other.

In: a function that returns bytes, its arguments by name, as they come. Out: (name, bytes or how it failed), as each is done. Not its business:
what is called, what becomes of it.
"""

from __future__ import annotations

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

Arguments = tuple[object, ...]


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
    call = (patience.call,) if not scheduler else (workers.call, patience.most)  # the threads of a cluster share no patience
    with _open_executor(jobs, scheduler) as executor:

        def submit(name: str, arguments: Arguments) -> None:
            waiting[name] = arguments
            future = executor.submit(*call, function, *arguments)
            future.add_done_callback(lambda one: done.put((name, one)))

        for task in (*first, *islice(upcoming, under_way - 1)):
            submit(*task)
        lost: dict[str, Arguments] = {}
        while waiting:
            name, future = done.get()
            arguments = waiting.pop(name)
            for task in islice(upcoming, 1):
                submit(*task)
            result = _to_result(future)
            if isinstance(result, Failed) and result.how == "lost":
                lost[name] = arguments
            else:
                yield name, result
        for name, arguments in lost.items():
            # a cluster blames every call that was waiting at a worker that died: by itself, only its own fault is left
            submit(name, arguments)
            yield name, _to_result(done.get()[1])


@contextmanager
def _open_executor(jobs: int, scheduler: str) -> Iterator[Executor]:
    """Where calls run: threads here or on a cluster, each with a process beside it that may crash or be killed."""
    if not scheduler:
        with workers.open_pool(jobs) as executor:
            yield executor
        return
    from distributed import Client  # an optional extra: only who has a cluster needs it

    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        yield client.get_executor(pure=False)


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
