"""What the machine gives and withholds: folders in passing, and room on its disks.

In: an exception; nothing. Out: whether it is the machine that failed, and how; folders that go with their block, or with the next build.
Not its business: what is put there.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

PREFIX = "gongkai-passing-"
SECONDS_UNTIL_SWEPT = 3600
"""a folder is made a moment before it is held, and not every kind of disk lets it be held"""
_WITHHELD = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE})
"""no room on a disk, none that may be written to, too many files open"""
_REFUSED = _WITHHELD | {errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EIO, errno.ENOENT}
"""and a place that is not to be had, which a message says better than a traceback"""
_OF_DATABASE = re.compile(r"disk is full|disk I/O error|readonly database|unable to open database")


def is_withheld(error: BaseException) -> bool:
    """Whether an exception says that the machine has no room or no right to give: then no document is to blame."""
    return isinstance(error, OSError) and error.errno in _WITHHELD


def to_reason(error: BaseException | None) -> str:
    """In one line what the machine withheld, "" where that is not why; what a library made of it is looked through."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in _REFUSED:
            where = error.filename if isinstance(error.filename, str) else ""
            return f"{error.strerror or error}" + (f": {where}" if where else "")
        if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):  # of many files; one will do
            return str(error.args[0][0][-1])
        if _OF_DATABASE.search(str(error)):
            return str(error).splitlines()[0]
        error = error.__cause__ or error.__context__
    return ""


@contextmanager
def room() -> Iterator[Path]:
    """A folder where the system has its folders for such. It goes with the block; that of a program that was killed, with a later one."""
    _sweep(tempfile.gettempdir())
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        descriptor = _hold(name)
        try:
            yield Path(name)
        finally:
            if descriptor is not None:
                os.close(descriptor)


@cache
def _sweep(folder: str) -> None:
    """Remove, once a program, the folders of programs that are gone: our own user's, old enough, and held by nobody."""
    swept = re.compile(re.escape(PREFIX) + "[a-z0-9_]{8}")
    with suppress(OSError):
        for entry in os.scandir(folder):
            if swept.fullmatch(entry.name) and _is_left(entry):
                descriptor = _hold(entry.path)
                if descriptor is not None:
                    shutil.rmtree(entry.path, ignore_errors=True)
                    os.close(descriptor)


def sweep_files(folder: Path, pattern: str = "*") -> None:
    """Remove what programs that were killed had begun to write, by its age."""
    with suppress(OSError):
        for path in folder.glob(pattern):
            if time.time() - path.lstat().st_mtime > SECONDS_UNTIL_SWEPT:
                path.unlink(missing_ok=True)


def _is_left(entry: os.DirEntry[str]) -> bool:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return stat.S_ISDIR(status.st_mode) and is_ours and time.time() - status.st_mtime > SECONDS_UNTIL_SWEPT


def _hold(folder: str) -> int | None:
    """Have a folder alone, until the program ends however it ends; None where another has it or this system cannot tell."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
