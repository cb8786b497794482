"""Documents on disk → Document.

In: a path. Out: what is printed in the file, nothing interpreted: paragraphs and grids, each with its place.
Not its business: what a label means, whether a number is right, where files come from. Readers know no labels.

To add a format: one file beside this one with `read(path, name) -> Parts`, and one line in READERS.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

from gongkai.model import Document, Unreadable
from gongkai.readers.parts import MOST_BYTES, Parts
from gongkai.readers.signature import bytes_to_suffix

Reader = Callable[[Path, str], Parts]

READERS: dict[str, str] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".mht": "mht",
    ".txt": "text",
    ".md": "text",
    ".xlsx": "xlsx",
}
"""suffix → module in this package, loaded when the first such file is read: a missing library stops no other format"""

FORMATS = tuple(READERS)


def read(path: Path, name: str | None = None) -> Document:
    """Read one document. `name`: the path to show for it. Raises Unreadable, and nothing else, where that fails."""
    shown = name if name is not None else path.as_posix()
    content = _path_to_bytes(path, shown)
    suffix = Path(shown).suffix.lower()
    actual = bytes_to_suffix(content[:4096], suffix, path)
    troubles = []
    if actual != suffix:
        troubles.append(f"the name ends in {suffix or 'nothing'}, the content is {actual}: read as {actual}")
    if actual not in READERS:
        raise Unreadable(shown, _no_reader(suffix, actual))
    parts = _load(actual, shown)(path, shown)
    return Document(
        path=shown,
        sha256=hashlib.sha256(content).hexdigest(),
        format=actual.lstrip("."),
        pages=parts.pages,
        titles=tuple(parts.titles),
        paragraphs=tuple(parts.paragraphs),
        grids=tuple(parts.grids),
        troubles=tuple(troubles + parts.troubles),
    )


def _path_to_bytes(path: Path, shown: str) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(shown, f"the file has more than {MOST_BYTES // 1_000_000} MB; it is not one report")
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(shown, f"the file cannot be opened ({error.strerror or error})") from error
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable(shown, "the file is empty; fetch it again")
    return content


def _no_reader(suffix: str, actual: str) -> str:
    known = ", ".join(FORMATS)
    what = f"the content is {actual}" if actual != suffix else f"{suffix or 'a name without an ending'} has no reader"
    return f"{what}; save the report as one of {known}"


def _load(suffix: str, shown: str) -> Reader:
    """Load the reader of a format and let nothing but Unreadable out of it."""
    try:
        reader = cast(Reader, importlib.import_module(f"gongkai.readers.{READERS[suffix]}").read)
    except ImportError as error:
        raise Unreadable(shown, f"{suffix} needs a library that is not installed ({error.name})") from error

    def guarded(path: Path, name: str) -> Parts:
        try:
            return reader(path, name)
        except Unreadable:
            raise
        except Exception as error:
            # a parsing library may fail in any way on a broken file; one bad file must not stop a build
            raise Unreadable(name, f"the {suffix} is broken ({type(error).__name__}: {error})"[:300]) from error

    return guarded
