"""Documents on disk → Document.

In: a path. Out: what is printed in the file, nothing interpreted: paragraphs and grids, each with its place.
Not its business: what a label means, whether a number is right, where files come from. Readers know no labels.

To add a format: one file beside this one, or in a folder, with `read(path, name) -> Parts`, and one line in READERS.
"""

from __future__ import annotations

import hashlib
import importlib
import re
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from gongkai import machine
from gongkai.model import Document, Unreadable
from gongkai.readers.office import conversion
from gongkai.readers.parts import MOST_BYTES, Parts, Refused
from gongkai.readers.scans import ocr
from gongkai.readers.signature import RECOGNISED, bytes_to_suffix

Reader = Callable[[Path, str], Parts]

READERS: dict[str, str] = {
    ".pdf": "pdf.pdf",
    ".docx": "office.docx",
    ".doc": "office.conversion",
    ".wps": "office.conversion",
    ".rtf": "office.conversion",
    ".html": "html.html",
    ".htm": "html.html",
    ".mht": "html.mht",
    ".mhtml": "html.mht",
    ".txt": "text",
    ".md": "text",
    ".xlsx": "office.xlsx",
    ".ofd": "ofd.ofd",
    ".png": "scans.scan",
    ".jpg": "scans.scan",
    ".jpeg": "scans.scan",
    ".tif": "scans.scan",
    ".tiff": "scans.scan",
}
"""suffix → module in this package, with its folder; loaded when the first such file is read: a missing library stops no other format"""

FORMATS = tuple(READERS)


def convert(paths: Iterable[Path], folder: Path, until: float | None = None) -> dict[Path, Path | str]:
    """Turn those documents that only LibreOffice can open into DOCX in a folder, in one run; the others are left out. until: as for Patience.

    Out: path → its DOCX, to be handed to `read`, or in one line why there is none.
    """
    return conversion.convert([path for path in paths if READERS.get(_path_to_suffix(path)) == "office.conversion"], folder, until)


def can_convert() -> bool:
    """Whether LibreOffice does its work here: what it then cannot open is the fault of that document."""
    return conversion.is_running()


def _to_suffix(start: bytes, suffix: str, path: Path) -> str:
    """What a file is by its first bytes; a text or a package of any kind is what its name says, where there is a reader for that alone."""
    actual = bytes_to_suffix(start, suffix, path)
    return suffix if actual in (".txt", ".zip") and suffix in READERS and suffix not in RECOGNISED else actual


def _path_to_suffix(path: Path) -> str:
    """What a file is, as far as that decides whether it has to be converted; only a process of its own looks into an archive."""
    try:
        if not stat.S_ISREG(path.stat().st_mode) or path.stat().st_size > MOST_BYTES:
            return ""
        with path.open("rb") as file:
            start = file.read(4096)
            return "" if start.startswith(b"PK") else _to_suffix(start, path.suffix.lower(), path)
    except OSError:
        return ""


def read(path: Path, name: str | None = None, converted: Path | str | None = None) -> Document:
    """Read one document. `name`: the path to show for it. `converted`: what `convert` made of it, if anything.

    Raises Unreadable, and nothing else, where that fails.
    """
    shown = name if name is not None else path.as_posix()
    content = _path_to_bytes(path, shown)
    suffix = Path(shown).suffix.lower()
    actual = _to_suffix(content[:4096], suffix, path)
    troubles = []
    if actual != suffix:
        troubles.append(f"the name ends in {suffix or 'nothing'}, the content is {actual}: read as {actual}")
    if actual not in READERS:
        raise Unreadable(shown, _no_reader(suffix, actual))
    if isinstance(converted, str):
        raise Unreadable(shown, converted)
    parts = _load(actual, shown)(path, shown) if converted is None else _load(".docx", shown)(converted, shown)
    if _path_to_bytes(path, shown) != content or (isinstance(converted, Path) and not conversion.is_of(converted, content)):
        raise Unreadable(shown, "it changed while it was being read; build again")
    return Document(
        path=shown,
        sha256=hashlib.sha256(content).hexdigest(),
        format=actual.lstrip("."),
        pages=parts.pages,
        titles=tuple(parts.titles),
        paragraphs=tuple(parts.paragraphs),
        grids=tuple(parts.grids),
        troubles=tuple(troubles + parts.troubles),
        doubtful_pages=tuple(parts.doubtful_pages),
    )


def _path_to_bytes(path: Path, shown: str) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(shown, "it is no file (a pipe, a device or a folder)")
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
        if READERS[suffix] == "scans.scan" and ocr.missing_extra():
            raise Unreadable(shown, f"it is a picture; {ocr.missing_extra()}") from error
        raise Unreadable(shown, f"{suffix} needs a library that is not installed ({error.name})") from error

    def guarded(path: Path, name: str) -> Parts:
        try:
            return reader(path, name)
        except (Unreadable, MemoryError):  # where memory ends is no fault of the file's form: the process that reads says so
            raise
        except Refused as error:
            raise Unreadable(name, f"the {suffix} is refused: {error}; save the report anew, or in another format") from error
        except Exception as error:
            if machine.is_withheld(error):  # nor where a disk does
                raise
            if is_of_memory(error):
                raise MemoryError from error
            # a parsing library may fail in any way on a broken file; one bad file must not stop a build
            # what the library says of it is for those who know the library, and may be anything
            if isinstance(error, RecursionError):
                raise Unreadable(name, f"the {suffix} is nested deeper than can be read; save the report anew, or in another format") from error
            raise Unreadable(name, f"the {suffix} is broken; save the report anew, or in another format") from error

    return guarded


def is_of_memory(error: Exception) -> bool:
    """Whether a library had no memory left, in its own words (OpenCV, onnxruntime, libxml2): no file is broken for that."""
    return re.search(r"\balloc|bad_alloc|(?:insufficient|out of) memory", str(error)[:2000], re.IGNORECASE) is not None
