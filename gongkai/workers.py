"""Calls in a process beside this one: what hangs or crashes there costs that one call, never the caller.

In: a function that returns bytes, with arguments, to be had by name in another process, and a deadline. Out: the bytes, or Failed.
Not its business: what is called. Each thread of the caller has one process beside it, kept from call to call; so it works in the
threads of this program as in those of a cluster's workers, which may not have children by `multiprocessing`.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import IO

MOST_CALLS = 1000
"""then a new process takes over: libraries in C that lose memory must not lose it for a night"""
SECONDS_TO_START = 120
_SIZE = struct.Struct(">?Q")
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gongkai.workers import serve; serve()"
_own = threading.local()


class Failed(Exception):
    """No result. `how`: "hung" (past its deadline), "crashed", or what was raised and where."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class Process:
    """A Python that answers one call after another, and can be killed."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", _START, json.dumps(sys.path)]
        self._popen = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._calls = 0
        self._is_late = False
        self._is_broken = False

    @property
    def is_usable(self) -> bool:
        return not (self._is_late or self._is_broken) and self._calls < MOST_CALLS and self._popen.poll() is None

    def call(self, task: bytes, seconds: float) -> bytes:
        self._calls += 1
        timer = threading.Timer(seconds, self._kill_late)
        timer.start()
        try:
            assert self._popen.stdin and self._popen.stdout
            _write(self._popen.stdin, True, task)
            is_result, answer = _read(self._popen.stdout)
        except (EOFError, OSError):
            self._is_broken = True  # it may not be seen to have ended for a moment yet
            raise Failed("hung" if self._is_late else "crashed") from None
        finally:
            timer.cancel()
            timer.join()
        if not is_result:
            raise Failed(answer.decode())
        return answer

    def _kill_late(self) -> None:
        self._is_late = True
        self._popen.kill()

    def close(self) -> None:
        self._popen.kill()
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not yet written has no reader any more
                    pipe.close()


@contextmanager
def open_pool(jobs: int) -> Iterator[Executor]:
    """Threads to hand `call` to. Their processes end with the block, whatever they are doing."""
    opened: list[Process] = []
    executor = ThreadPoolExecutor(max(1, jobs), initializer=_register, initargs=(opened,))
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in opened:
            process.close()
        executor.shutdown()


def _register(opened: list[Process]) -> None:
    _own.opened = opened


def call(seconds: float, function: Callable[..., bytes], *arguments: object) -> bytes:
    """Call in the process beside this thread. Raises Failed; a crash is tried once more, it may have been want of memory."""
    task = pickle.dumps((function, arguments))
    try:
        return _process(function).call(task, seconds)
    except Failed as error:
        if error.how != "crashed":
            raise
    return _process(function).call(task, seconds)


def _load(function: object) -> bytes:
    """Nothing, once what the function needs has been imported: that is not to count as its time."""
    return b""


def _process(function: Callable[..., bytes]) -> Process:
    process: Process | None = getattr(_own, "process", None)
    if process is None or not process.is_usable:
        if process is not None:
            process.close()
        _own.process = process = Process()
        opened: list[Process] = getattr(_own, "opened", [])
        opened[:] = [one for one in opened if one.is_usable] + [process]
        process.call(pickle.dumps((_load, (function,))), SECONDS_TO_START)
    return process


# --- in the process -------------------------------------------------------------------------------------------------


def serve() -> None:
    """Answer calls until there are none. What libraries print goes to standard error: standard output carries answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller ends this process when it is interrupted itself
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    while True:
        try:
            _, task = _read(tasks)
        except EOFError:
            return
        try:
            function, arguments = pickle.loads(task)
            is_result, answer = True, function(*arguments)
        except Exception as error:
            is_result, answer = False, _describe(error).encode()
        _write(answers, is_result, answer)


def _describe(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = next((f for f in reversed(frames) if "gongkai" in f.filename and not f.filename.endswith("workers.py")), frames[-1])
    said = (str(error).splitlines() or [""])[0][:200]
    return f"{type(error).__name__} in {os.path.basename(where.filename)}, line {where.lineno}" + (f": {said}" if said else "")


def _write(pipe: IO[bytes], is_result: bool, content: bytes) -> None:
    pipe.write(_SIZE.pack(is_result, len(content)) + content)
    pipe.flush()


def _read(pipe: IO[bytes]) -> tuple[bool, bytes]:
    is_result, size = _SIZE.unpack(_exactly(pipe, _SIZE.size))
    return is_result, _exactly(pipe, size)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content: bytes = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content
