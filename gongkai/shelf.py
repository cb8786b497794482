"""What was made once and may be wanted again: bytes by key, in files, for one version of the code that makes them.

In: a folder, a version, keys. Out: bytes, or None. Not its business: what they are. What another version has kept is thrown away: a shelf
grows with the reports, not with the commits. A shelf without a folder keeps nothing, nor does one whose folder cannot be written to.
A file that was damaged, cut off, or put there by something else is none: each begins with a checksum of version, key and content.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from gongkai import machine

_DIGEST = 32
_BLOCK = 1 << 20
_PARTS = "parts"
"""what is being written: beside the folders of what is kept, whose names are two characters"""


class Shelf:
    def __init__(self, folder: Path | None, version: str, others: tuple[str, ...] = ()) -> None:
        """others: what else stands in the folder and is to stay."""
        self._version = version
        self._folder = folder / version if folder is not None else None
        if folder is None or self._folder is None:
            return
        if self._folder.is_dir():
            machine.sweep_files(self._folder / _PARTS)
            return
        for old in folder.glob("*"):
            if old.is_dir() and not old.is_symlink():
                if old.name not in others:
                    shutil.rmtree(old, ignore_errors=True)
            else:
                with suppress(OSError):
                    old.unlink()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            self._folder = None

    def __bool__(self) -> bool:
        return self._folder is not None

    def has(self, key: str) -> bool:
        """Whether something is kept; whether it is whole, taking it tells."""
        return self._folder is not None and (self._folder / key[:2] / key).is_file()

    def take(self, key: str) -> bytes | None:
        if self._folder is None:
            return None
        path = self._folder / key[:2] / key
        if not path.is_file():  # nor a pipe, which would never end
            return None
        try:
            kept = path.read_bytes()
        except OSError:
            return None
        digest, content = kept[:_DIGEST], kept[_DIGEST:]
        return content if digest == self._to_digest(key, content) else None

    def take_file(self, key: str, target: Path) -> bool:
        """Copy what is kept into a new file, never whole in memory, and say whether it was there and whole; else there is no file."""
        path = self._folder / key[:2] / key if self._folder is not None else None
        if path is None or not path.is_file():
            return False
        try:
            with path.open("rb") as kept, target.open("xb") as file:
                expected, digest = kept.read(_DIGEST), self._to_seed(key)
                while block := kept.read(_BLOCK):
                    digest.update(block)
                    file.write(block)
            if digest.digest() == expected:
                return True
        except OSError as error:
            if machine.is_withheld(error):
                raise
        target.unlink(missing_ok=True)
        return False

    def put(self, key: str, content: bytes) -> bool:
        """Keep it, if there is room, and say whether there was. Two builds at once may both do so: each file appears whole."""
        return self._put(key, io.BytesIO(content))

    def put_file(self, key: str, source: Path) -> bool:
        """The same of a file, never whole in memory."""
        with source.open("rb") as content:
            return self._put(key, content)

    def drop(self, key: str) -> None:
        """Keep it no longer."""
        if self._folder is not None:
            with suppress(OSError):
                (self._folder / key[:2] / key).unlink()

    def _put(self, key: str, content: BinaryIO) -> bool:
        if self._folder is None:
            return False
        final = self._folder / key[:2] / key
        part = self._folder / _PARTS / f"{key}.{os.getpid()}-{threading.get_ident()}"
        try:
            final.parent.mkdir(exist_ok=True)
            part.parent.mkdir(exist_ok=True)
            with part.open("wb") as file:
                digest = self._to_seed(key)
                file.write(bytes(_DIGEST))
                while block := content.read(_BLOCK):
                    digest.update(block)
                    file.write(block)
                file.seek(0)
                file.write(digest.digest())
            part.replace(final)
            return True
        except OSError:  # a full disk, or another build has thrown the folder away
            with suppress(OSError):
                part.unlink(missing_ok=True)
            return False

    def _to_digest(self, key: str, content: bytes) -> bytes:
        digest = self._to_seed(key)
        digest.update(content)
        return digest.digest()

    def _to_seed(self, key: str) -> hashlib._Hash:
        return hashlib.sha256(f"{self._version}\0{key}\0".encode())
