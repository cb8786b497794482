"""Files of a site that belong together and were made of the same before: taken over as they stand, and none of them read.

In: batches of files, each with a key that tells everything that its files are made of; the site before, and what was noted when it was made.
Out: links. Not its business: making files, putting the site in place. Of a site of many bodies nearly all is taken over so.

What stands in the old site is known again by what the system keeps of a file: which one it is, its size and when it was last written. A file that
anybody wrote over, put back or took away since is none of ours, and its batch is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai.publish.writing import is_same, link

Files = Mapping[str, str | bytes]
"""path → content"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files of a site that are made together. key: tells everything that they are made of; "" where nothing does, and they are made each time."""

    make: Callable[[], Files]
    key: str = ""


def to_batch(files: Files) -> Batch:
    """Files that are there already, and of which nothing tells what they are made of."""
    return Batch(lambda: files)


class Batches:
    """note: where what stands is noted; None notes nothing. old: the site before. seal: what else decides all files of all batches."""

    def __init__(self, note: Path | None, old: Path | None, seal: str) -> None:
        self._note = note
        self._old = old
        self._seal = seal
        self._known = _read(note, seal) if old is not None else {}
        self._found: dict[str, tuple[str, list[str]]] = {}

    def take(self, key: str, new: Path) -> bool:
        """Link what stands of a batch into the new site, and say whether all of it did."""
        stamp, names = self._known.get(key, ("", []))
        if not key or self._old is None or not names or _to_stamp(self._old, names) != stamp:
            return False
        made: set[str] = set()
        for name in names:
            target = os.path.join(new, name)
            if (folder := os.path.dirname(target)) not in made:
                os.makedirs(folder, exist_ok=True)
                made.add(folder)
            old = os.path.join(self._old, name)
            if not link(old, target) and not is_same(target, old):  # bodies share files of charts
                return False  # what is linked already is the same as what will be written
        self._found[key] = stamp, names
        return True

    def add(self, key: str, names: Iterable[str], new: Path) -> None:
        """Note what was written of a batch. names: below the new site."""
        if key and self._note is not None:
            found = list(names)
            self._found[key] = _to_stamp(new, found), found

    def keep(self) -> None:
        """Keep what was noted, once the new site is in its place. Where that cannot be, the next build makes all of it."""
        if self._note is None:
            return
        part = self._note.with_name(f"{self._note.name}.{os.getpid()}")
        try:
            self._note.parent.mkdir(parents=True, exist_ok=True)
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(self._seal) + "\n")
                for key, (stamp, names) in self._found.items():
                    file.write(json.dumps([key, stamp, names], ensure_ascii=False) + "\n")
            part.replace(self._note)
        except OSError:
            part.unlink(missing_ok=True)


def _read(note: Path | None, seal: str) -> dict[str, tuple[str, list[str]]]:
    try:
        if note is None:
            return {}
        with note.open(encoding="utf-8") as file:
            if json.loads(next(file)) != seal:
                return {}
            return {str(key): (str(stamp), [str(name) for name in names]) for key, stamp, names in map(json.loads, file)}
    except (OSError, ValueError, TypeError, StopIteration):
        return {}


def _to_stamp(root: Path, names: Iterable[str]) -> str:
    """"" where one of the files is not there, or none."""
    digest = hashlib.sha256()
    try:
        for name in names:
            seen = os.lstat(os.path.join(root, name))
            digest.update(f"{seen.st_ino} {seen.st_mode} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()
