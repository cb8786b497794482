"""A site that stands already, made of exactly what there is now: told by the stamps of files, none of which is read.

In: the files that a build is made of, words for what else decides it, the folder that it filled. Out: what that build said, or None.
Not its business: what to do then.

A stamp is what the system keeps of a file: size, when its content and when its place last changed, which file it is. No program sets the second
time, so that a file written over in the same moment and size is told too. Where one of the files is so new that another change might bear the
same time, nothing is noted, and the next build is a whole one.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

COARSEST = 2_000_000_000
"""nanoseconds: no file system in use tells times further apart (FAT)"""

_LEFT_OUT = {"__pycache__", ".git"}


@dataclass(frozen=True, slots=True)
class Said:
    """What the build said, line by line, and what it ended with."""

    text: str
    status: int


class Noted:
    """file: where what was noted of a site stands; None notes nothing. made_of: files and folders. words: what else decides the site."""

    def __init__(self, file: Path | None, made_of: Iterable[Path], words: Sequence[str]) -> None:
        self._file = file
        if file is not None:
            self._started = time.time_ns()
            self._made_of, self._newest = _to_hash(made_of, words)

    def find(self, site: Path) -> Said | None:
        """What was said of the site when it was made, if it was made of the same, and nobody touched it."""
        if self._file is None:
            return None
        try:
            kept = json.loads(self._file.read_bytes())
            known = kept["made_of"], kept["site"]
            said = Said(str(kept["text"]), int(kept["status"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return said if known == (self._made_of, _to_hash([site])[0]) else None

    def keep(self, site: Path, said: Said) -> None:
        """Note what was said of a site that has just been made. Where that cannot be noted, the next build is a whole one."""
        if self._file is None or self._newest > self._started - COARSEST:
            return
        noted = {"made_of": self._made_of, "site": _to_hash([site])[0], "text": said.text, "status": said.status}
        part = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(noted), "utf-8")
            part.replace(self._file)
        except OSError:
            part.unlink(missing_ok=True)


def _to_hash(roots: Iterable[Path], words: Sequence[str] = ()) -> tuple[str, int]:
    """A hash of all that is there, and when the newest of it changed."""
    digest, newest = hashlib.sha256(json.dumps(list(words)).encode()), 0
    for root in sorted(roots):
        for path, stamp, changed in to_stamps(root):
            digest.update(os.fsencode(path) + f"\0{stamp}\0".encode())
            newest = max(newest, changed)
    return digest.hexdigest(), newest


def to_stamps(root: Path) -> Iterator[tuple[str, str, int]]:
    """Path, stamp, and when it last changed (nanoseconds), of a file or of all that is in a folder, always in the same order.

    A link has the stamp of itself and of what it leads to; a folder that it leads to is not gone into.
    """
    waiting = [os.fspath(root)]
    while waiting:
        path = waiting.pop()
        try:
            seen = os.lstat(path)
            ends = os.stat(path) if stat.S_ISLNK(seen.st_mode) else seen
        except OSError as error:
            yield path, f"none {error.errno}", 0
            continue
        yield path, _to_stamp(seen) + (_to_stamp(ends) if ends is not seen else ""), max(seen.st_ctime_ns, ends.st_ctime_ns)
        if stat.S_ISDIR(seen.st_mode):
            try:
                waiting += sorted((entry.path for entry in os.scandir(path) if entry.name not in _LEFT_OUT), reverse=True)
            except OSError as error:
                yield path, f"closed {error.errno}", 0


def _to_stamp(seen: os.stat_result) -> str:
    return f"{seen.st_ino} {seen.st_mode} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns}"
