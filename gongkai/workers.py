"""Calls in a process beside this one: what hangs or crashes there costs that one call, never the caller.

In: a function that returns bytes, with arguments, to be had by name in another process, and a deadline. Out: the bytes, or Failed.
The process sets itself a limit of memory where the system has one: it holds without containers, and is the same on every machine.
Not its business: what is called. Each thread of the caller has one process beside it, kept from call to call; so it works in the
threads of this program as in those of a cluster's workers, which may not have children by `multiprocessing`. What is left idle when a pool
is closed serves the next one: to start Python and load what is needed takes longer than most calls.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO

from gongkai import machine

MOST_MEMORY = 1_500_000_000
"""bytes of data of one process. Measured: a report takes 0.1 GB; a scan of 12 pages at 300 dpi 1.0 GB, 0.8 of them at once"""
MOST_KEPT = MOST_MEMORY * 2 // 5
"""what may be left of earlier calls: how a document ends is not to depend on what was read before it"""
SECONDS_BETWEEN_LOOKS = 0.05
MOST_CALLS = 1000
"""then a new process takes over: libraries in C that lose memory must not lose it for a night"""
SECONDS_TO_START = 120
_FEW_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
"""each thread of a library sets memory aside, and there would be one a core"""
_LITTLE_MEMORY = {**dict.fromkeys(_FEW_THREADS, "1"), "MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""what sets gigabytes aside that it never uses: Arrow's own allocator took one with the first array, and the process was too big to keep"""
_WHERE_THINGS_ARE = ("PATH", "TMPDIR", "HOME")
_SIZE = struct.Struct(">?Q")
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gongkai.workers import serve; serve()"
_PR_SET_PDEATHSIG = 1
_MACHINE = "machine: "
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_starter = ThreadPoolExecutor(1)
_own = threading.local()
_spare: list[Process] = []
"""idle, of pools that are closed"""
_spare_lock = threading.Lock()


class Failed(Exception):
    """No result. `how`: "hung" (past its deadline), "memory" (more than MOST_MEMORY), "crashed", or what was raised and where."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


def _to_error(answer: str) -> Exception:
    """What to raise for an answer that is no result: of what the machine withholds, no call is to blame."""
    return OSError(*json.loads(answer.removeprefix(_MACHINE))) if answer.startswith(_MACHINE) else Failed(answer)


class Process:
    """A Python that answers one call after another, and can be killed."""

    def __init__(self) -> None:
        self.surroundings = _to_surroundings()
        command = [sys.executable, "-c", _START, json.dumps(sys.path), str(os.getpid())]
        # the system ends it with the thread that started it, which has to outlive a pool
        around = os.environ | _LITTLE_MEMORY
        self._popen = _starter.submit(subprocess.Popen, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=around).result()
        self.is_at_work = False
        self._calls = 0
        self._is_late = False
        self._is_broken = False
        self._most = 0

    @property
    def is_new(self) -> bool:
        """Whether it has done no more yet than load what is needed."""
        return self._calls <= 1

    @property
    def is_usable(self) -> bool:
        is_well = not (self._is_late or self._is_broken) and self._calls < MOST_CALLS and self._popen.poll() is None
        return is_well and _to_memory(self._popen.pid) < MOST_KEPT

    def call(self, task: bytes, seconds: float, opened: _Opened) -> bytes:
        self._calls += 1
        self.is_at_work = True
        if opened.is_closed:  # who closes a pool says so first, and then ends what is at work
            self.is_at_work = False
            raise Failed("crashed")
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(seconds, done), daemon=True)
        watch.start()
        try:
            assert self._popen.stdin and self._popen.stdout
            _write(self._popen.stdin, True, task)
            is_result, answer = _read(self._popen.stdout)
        except (EOFError, OSError):
            self._is_broken = True  # it may not be seen to have ended for a moment yet
            raise Failed(self._to_end()) from None
        finally:
            self.is_at_work = False
            done.set()
            watch.join()
        if not is_result:
            self._is_broken = answer == b"memory"
            raise _to_error(answer.decode())
        return answer

    def _watch(self, seconds: float, done: threading.Event) -> None:
        """Kill the process once its time is over; meanwhile look how much memory it has, for it will not say so any more if that kills it."""
        until = time.monotonic() + seconds
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            self._most = max(self._most, _to_memory(self._popen.pid))
            if time.monotonic() > until:
                self._is_late = True
                self._popen.kill()
                return

    def _to_end(self) -> str:
        """Why there is no answer. Libraries in C end the process where they get no memory; then it had nearly all it may have."""
        if self._is_late:
            return "hung"
        return "memory" if self._most > MOST_MEMORY * 0.8 else "crashed"

    def close(self) -> None:
        self._popen.kill()
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not yet written has no reader any more
                    pipe.close()


@dataclass
class _Opened:
    """The processes of a pool, each thread's own."""

    processes: dict[int, Process] = field(default_factory=dict)
    is_closed: bool = False


@contextmanager
def open_pool(jobs: int) -> Iterator[Executor]:
    """Threads to hand `call` to. Their processes end with the block, whatever they are doing."""
    opened = _Opened()
    executor = ThreadPoolExecutor(max(1, jobs), initializer=_register, initargs=(opened,))
    try:
        yield executor
    finally:
        opened.is_closed = True
        executor.shutdown(wait=False, cancel_futures=True)
        for process in list(opened.processes.values()):
            if process.is_at_work:
                process.close()
        executor.shutdown()
        _spare_or_close(list(opened.processes.values()), jobs)


def _register(opened: _Opened) -> None:
    _own.opened = opened


def _spare_or_close(processes: list[Process], most: int) -> None:
    with _spare_lock:
        for process in processes:
            if process.is_usable and len(_spare) < most:
                _spare.append(process)
            else:
                process.close()


def _take_spare() -> Process | None:
    """One that was started as one would be now."""
    now = _to_surroundings()
    with _spare_lock:
        while _spare:
            process = _spare.pop()
            if process.is_usable and process.surroundings == now:
                return process
            process.close()
        return None


def _forget() -> None:
    """A copy of this program (fork) has none of its threads, and must not talk to its processes."""
    global _starter, _own, _spare_lock
    _starter, _own, _spare_lock = ThreadPoolExecutor(1), threading.local(), threading.Lock()
    _spare.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


@atexit.register
def _close_spare() -> None:
    with _spare_lock:
        for process in _spare:
            process.close()
        _spare.clear()


def _to_surroundings() -> tuple[object, ...]:
    here = ""
    with suppress(OSError):
        here = os.getcwd()
    return os.getpid(), here, tuple(sys.path), *(os.environ.get(name) for name in _WHERE_THINGS_ARE)


def call(seconds: float, function: Callable[..., bytes], *arguments: object) -> bytes:
    """Call in the process beside this thread. Raises Failed; a crash is tried once more, in a new process with all the memory one may have."""
    task = pickle.dumps((function, arguments))
    process = _process(function)
    is_new = process.is_new
    try:
        return process.call(task, seconds, _opened())
    except Failed as error:
        if _opened().is_closed or (error.how != "crashed" and (error.how != "memory" or is_new)):
            raise
    return _process(function, anew=True).call(task, seconds, _opened())


def _load(function: object) -> bytes:
    """Nothing, once what the function needs has been imported: that is not to count as its time.

    What was imported stays; looking through it for garbage, again and again, took a tenth of the time of all calls.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    return b""


def _process(function: Callable[..., bytes], anew: bool = False) -> Process:
    process: Process | None = getattr(_own, "process", None)
    if process is None or anew or not process.is_usable:
        if process is not None:
            process.close()
        opened = _opened()
        _own.process = process = (None if anew else _take_spare()) or Process()
        opened.processes[threading.get_ident()] = process
        process.call(pickle.dumps((_load, (function,))), SECONDS_TO_START, opened)
    return process


def _opened() -> _Opened:
    opened: _Opened = getattr(_own, "opened", _Opened())
    return opened


def _to_memory(pid: int) -> int:
    """Bytes of data of a process, as its limit counts them; 0 where the system does not say."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[5]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


# --- in the process -------------------------------------------------------------------------------------------------


def serve() -> None:
    """Answer calls until there are none. What libraries print goes to standard error: standard output carries answers."""
    _limit_memory()
    end_with(int(sys.argv[2]))
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
        except MemoryError:
            is_result, answer = False, b"memory"
        except Exception as error:
            is_result, answer = False, (_to_withheld(error) or _describe(error)).encode("utf-8", "backslashreplace")
        _write(answers, is_result, answer)


def _limit_memory() -> None:
    """Data, not addresses: libraries map files and set addresses aside that they never use."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no gigabyte on the disk


def end_with(caller: int) -> None:
    """Let the system end this process with its caller (Linux): who hangs sees no more that it is gone, and nobody is left to end it."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != caller:
        sys.exit()  # it was gone before the system knew


def _to_withheld(error: Exception) -> str:
    if not isinstance(error, OSError) or not machine.is_withheld(error):
        return ""
    return _MACHINE + json.dumps([error.errno, error.strerror, str(error.filename or "")])


def _describe(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = next((f for f in reversed(frames) if "gongkai" in f.filename and not f.filename.endswith("workers.py")), frames[-1])
    return f"{type(error).__name__} in {os.path.basename(where.filename)}, line {where.lineno}"


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
