"""Data files that an earlier build made of the same: taken over as they are.

In: where such files are kept, and a word for what all in them is made of. Out: the same files in another folder, and what goes with them, or nothing.
Not its business: writing them (files.py). What a build made is kept until another makes something else: of two there is never the room.

The tables say nothing of the build; the database and the workbook name its commit, so they are kept apart and made anew more often. An archive of a
province is taken over where nothing of that province changed, whatever changed elsewhere.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping
from pathlib import Path

from gongkai import fingerprint, publisher
from gongkai.origin import Origin
from gongkai.shelf import Shelf

Counts = Mapping[str, Mapping[str, int]]

_COUNTS, _NAMES = "counts", "names"


class KeptFiles:
    """folder: None keeps nothing. made_of: tells two builds apart whose tables may differ."""

    def __init__(self, folder: Path | None = None, made_of: str = "") -> None:
        self._folder = folder
        self._made_of = made_of

    def of_tables(self, room: object) -> KeptPart:
        """room: what decides which of them are there."""
        return self._to_part("tables", f"{room!r}")

    def of_build(self, room: object, origin: Origin) -> KeptPart:
        """Of what names the build too."""
        return self._to_part("build", f"{room!r} {origin!r} {publisher.load()!r}")

    def of_provinces(self) -> KeptArchives:
        return KeptArchives(self._to_shelf("provinces", ""))

    def _to_part(self, name: str, also: str) -> KeptPart:
        return KeptPart(self._to_shelf(name, f"{sqlite3.sqlite_version} {self._made_of} {also}"))

    def _to_shelf(self, name: str, also: str) -> Shelf:
        if self._folder is None:
            return Shelf(None, "")
        around = f"{zlib.ZLIB_RUNTIME_VERSION} {also}"
        return Shelf(self._folder / name, fingerprint.of("tables", libraries=("pyarrow", "xlsxwriter"), also=around))


class KeptPart:
    """Files that are all there or none: which ones, what made them knows."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def take(self, folder: Path) -> tuple[dict[str, str], Counts] | None:
        """Put the files into a folder that has none of them, and return what they are by name, and what goes with them.

        None, and none of them there, where one was never kept, or is damaged.
        """
        counts, names = self._shelf.take(_COUNTS), self._shelf.take(_NAMES)
        if counts is None or names is None:
            return None
        found: dict[str, str] = json.loads(names)
        if all(self._shelf.take_file(name, folder / name) for name in found):
            return found, json.loads(counts)
        for name in found:
            (folder / name).unlink(missing_ok=True)
        return None

    def keep(self, files: Mapping[str, str], folder: Path, counts: Counts) -> None:
        """Keep files, if there is room. files: name → what it is, in a word. counts: what goes with them."""
        if all(self._shelf.put_file(name, folder / name) for name in files):
            self._shelf.put(_NAMES, json.dumps(files).encode())
            self._shelf.put(_COUNTS, json.dumps(counts).encode())


class KeptArchives:
    """Files that are there each for itself: the last of each name."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def take(self, name: str, made_of: str, folder: Path) -> bool:
        """Put a file into a folder that has none of its name, and say whether it was kept, made of the same."""
        return self._shelf.take_file(f"{made_of}-{name}", folder / name)

    def keep(self, name: str, made_of: str, folder: Path) -> None:
        """Keep a file, if there is room, in the place of what was made before under its name. made_of: a hash."""
        before = self._shelf.take(name)
        if self._shelf.put_file(f"{made_of}-{name}", folder / name) and before != made_of.encode():
            self._shelf.put(name, made_of.encode())
            if before is not None:
                self._shelf.drop(f"{before.decode()}-{name}")
