"""Data files that an earlier build made of the same: taken over as they are.

In: where such files are kept, and a word for what all in them is made of. Out: the same files in another folder, and what goes with them, or nothing.
Not its business: writing them (files.py). What a build made is kept until another makes something else: of two there is never the room.

The tables say nothing of the build; the database and the workbook name its commit, so they are kept apart and made anew more often.
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
from gongkai.tables.bulk import Room

Counts = Mapping[str, Mapping[str, int]]

_COUNTS, _NAMES = "counts", "names"


class KeptFiles:
    """folder: None keeps nothing. made_of: tells two builds apart whose tables may differ."""

    def __init__(self, folder: Path | None = None, made_of: str = "") -> None:
        self._folder = folder
        self._made_of = made_of

    def of_tables(self, room: Room) -> KeptPart:
        return self._to_part("tables", f"{room!r}")

    def of_build(self, room: Room, origin: Origin) -> KeptPart:
        """Of what names the build too."""
        return self._to_part("build", f"{room!r} {origin!r} {publisher.load()!r}")

    def _to_part(self, name: str, also: str) -> KeptPart:
        if self._folder is None:
            return KeptPart(Shelf(None, ""))
        around = f"{sqlite3.sqlite_version} {zlib.ZLIB_RUNTIME_VERSION} {self._made_of} {also}"
        return KeptPart(Shelf(self._folder / name, fingerprint.of("tables", libraries=("pyarrow", "xlsxwriter"), also=around)))


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
