"""What was made once and may be wanted again: bytes by key, in files, for one version of the code that makes them.

In: a folder, a version, keys. Out: bytes, or None. Not its business: what they are. What another version has kept is thrown away: a shelf
grows with the reports, not with the commits. A shelf without a folder keeps nothing.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path


class Shelf:
    def __init__(self, folder: Path | None, version: str, others: tuple[str, ...] = ()) -> None:
        """others: what else stands in the folder and is to stay."""
        self._folder = folder / version if folder is not None else None
        if folder is None or self._folder is None or self._folder.is_dir():
            return
        for old in folder.glob("*"):
            if old.is_dir() and not old.is_symlink():
                if old.name not in others:
                    shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)
        self._folder.mkdir(parents=True, exist_ok=True)

    def __bool__(self) -> bool:
        return self._folder is not None

    def take(self, key: str) -> bytes | None:
        if self._folder is None:
            return None
        try:
            return (self._folder / key[:2] / key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep it. Two builds at once may both do so: each file appears whole."""
        if self._folder is None:
            return
        final = self._folder / key[:2] / key
        final.parent.mkdir(exist_ok=True)
        part = final.with_suffix(f".{os.getpid()}")
        part.write_bytes(content)
        part.replace(final)
