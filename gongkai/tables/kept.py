"""Data files that an earlier build made of the same: taken over as they are.

In: where such files are kept, and a word for what all in them is made of. Out: the same files in another folder, and what goes with them, or nothing.
Not its business: writing them (files.py). What a build made is kept until another makes something else: of two there is never the room.

The tables say nothing of the build; the database and the workbook name its commit, so they are kept apart and made anew more often.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from gongkai import fingerprint, publisher
from gongkai.origin import Origin
from gongkai.shelf import Shelf

Counts = Mapping[str, Mapping[str, int]]

_COUNTS = "counts"


class KeptFiles:
    """folder: None keeps nothing. made_of: tells two builds apart whose tables may differ."""

    def __init__(self, folder: Path | None = None, made_of: str = "") -> None:
        self._folder = folder
        self._made_of = made_of

    def of_tables(self) -> KeptPart:
        return self._to_part("tables", "")

    def of_build(self, origin: Origin) -> KeptPart:
        """Of what names the build too."""
        return self._to_part("build", f"{origin!r} {publisher.load()!r}")

    def _to_part(self, name: str, also: str) -> KeptPart:
        if self._folder is None:
            return KeptPart(Shelf(None, ""))
        around = f"{sqlite3.sqlite_version} {zlib.ZLIB_RUNTIME_VERSION} {self._made_of} {also}"
        return KeptPart(Shelf(self._folder / name, fingerprint.of("tables", libraries=("pyarrow", "xlsxwriter"), also=around)))


class KeptPart:
    """Files that are all there or none."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def take(self, names: Iterable[str], folder: Path) -> Counts | None:
        """Put the files into a folder that has none of them. None, and none of them there, where one was never kept, or is damaged."""
        counts = self._shelf.take(_COUNTS)
        names = tuple(names)
        if counts is not None and all(self._shelf.take_file(name, folder / name) for name in names):
            found: Counts = json.loads(counts)
            return found
        for name in names:
            (folder / name).unlink(missing_ok=True)
        return None

    def keep(self, names: Iterable[str], folder: Path, counts: Counts) -> None:
        """Keep files, if there is room. counts: what goes with them."""
        if all(self._shelf.put_file(name, folder / name) for name in names):
            self._shelf.put(_COUNTS, json.dumps(counts).encode())
