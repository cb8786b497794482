"""A folder that is published → another in its place, whole at every moment; and one build at a time for one place.

In: the folder that is to be there, and where. Out: it is there. Not its business: what is in it.
Whenever the program is stopped, either the old folder or the new one is there whole, or the next build puts the old one back (`recover`).
What is only needed meanwhile stands beside the place, under names of the place's own: `.<place>.lock`, `.<place>.old`, `.<place>.build-xxxxxxxx`.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_HERE = -100
"""AT_FDCWD: paths are as they are for every other call"""
_RENAME_EXCHANGE = 2
_SUFFIX = "[a-z0-9_]{8}"
"""what tempfile puts behind a prefix"""


@contextmanager
def hold(place: Path) -> Iterator[None]:
    """Have a place alone. Whoever comes second says so in a line and waits; the system ends the hold of a program that is killed."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    path = place.parent / f".{place.name}.lock"
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print(f"another build is writing {place}; waiting for it", flush=True)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if not _is_same(descriptor, path):
                continue
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
            return
        finally:
            os.close(descriptor)


def _is_same(descriptor: int, path: Path) -> bool:
    """Whether the file that is held is the one that others would find; who had it before has taken it away with him."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False


@contextmanager
def room_beside(place: Path) -> Iterator[Path]:
    """A folder beside a place, for what is to come there: only within one file system is the exchange a rename. It goes with the block."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{place.name}.build-", dir=place.parent, ignore_cleanup_errors=True) as room:
        yield Path(room)


def recover(place: Path) -> None:
    """Finish what a build that was killed left undone, and remove what it left behind. Only for whoever holds the place."""
    old = _to_old(place)
    if old.exists() and not place.exists():
        old.rename(place)
    left = re.compile(rf"\.{re.escape(place.name)}\.(?:build-{_SUFFIX}|old)")
    for path in place.parent.iterdir() if place.parent.is_dir() else ():
        if left.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def exchange(new: Path, place: Path) -> None:
    """Put a folder in a place. What was there is gone afterwards; it is back, or still there, if that fails."""
    new.chmod(0o755)
    if not place.exists():
        new.rename(place)
    elif _swap(new, place):
        shutil.rmtree(new, ignore_errors=True)
    else:
        _exchange_in_two(new, place)


def _swap(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system and its files can (Linux)."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # an old C library
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _exchange_in_two(new: Path, place: Path) -> None:
    """The same by two renames. Between them there is nothing in the place; then `recover` finds the old folder under its name."""
    old = _to_old(place)
    try:
        place.rename(old)
        new.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _to_old(place: Path) -> Path:
    return place.parent / f".{place.name}.old"
