"""Documents → which documents are published beside the figures read in them, and as what.

In: documents and the folder that they were read from. Out: a Copy a report. Not its business: putting them in place (site.py).
A document comes from a stranger. Its copy is byte for byte the same, but bears a name of ours, and an ending that says what it is by its
content: nothing that a browser would run is published under a name for which a server tells it to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.model import Filed

MOST_BYTES = 20_000_000
"""of one document"""
MOST_BYTES_TOGETHER = 500_000_000
"""GitHub Pages serves sites of up to a gigabyte"""

AS_THEY_ARE = ("pdf", "docx", "doc", "wps", "rtf", "xlsx", "ofd", "png", "jpg", "jpeg", "tif", "tiff")
"""formats that a browser shows as what they are, or saves. Every other, pages of HTML above all, is published as text"""


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy of a report's document. name: beside the body's page, "" where there is none; why_not: then the wording that says why."""

    agency_id: str
    source: Path
    sha256: str = ""
    name: str = ""
    size: int = 0
    why_not: str = ""


def to_copies(documents: Iterable[Filed], root: Path, *, is_wanted: bool = True) -> dict[str, Copy]:
    """Return report id → its copy. None is published if all of them are too much together, or not wanted."""
    filed = [document for document in documents if document.report_id]
    sizes = {document.path: _to_size(root / document.path) for document in filed}
    if is_wanted and sum(size for size in sizes.values() if size <= MOST_BYTES) <= MOST_BYTES_TOGETHER:
        return {document.report_id: _to_copy(document, root, sizes[document.path]) for document in filed}
    why_not = "copy_too_much" if is_wanted else "copy_unwanted"  # then no document is looked into
    return {document.report_id: Copy(document.agency_id, root / document.path, size=sizes[document.path], why_not=why_not) for document in filed}


def _to_size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _to_copy(document: Filed, root: Path, size: int) -> Copy:
    agency_id, path = document.agency_id, root / document.path
    if size > MOST_BYTES:
        return Copy(agency_id, path, size=size, why_not="copy_too_large")
    try:
        with path.open("rb") as file:
            is_same = hashlib.file_digest(file, "sha256").hexdigest() == document.sha256
    except OSError:
        is_same = False
    if not is_same:  # figures and document would not belong together
        return Copy(agency_id, path, why_not="copy_changed")
    ending = document.format if document.format in AS_THEY_ARE else f"{document.format}.txt".removeprefix("txt.")
    return Copy(agency_id, path, document.sha256, f"{document.report_id.removeprefix(f'{agency_id}-')}.{ending}", size)


def take(copies: Mapping[str, Copy], room: Path) -> dict[str, Copy]:
    """The same, each taken into a folder now: pages are made of them, and a document may change or go meanwhile."""
    room.mkdir()
    return {id: _take(copy, room / str(at)) if copy.name else copy for at, (id, copy) in enumerate(copies.items())}


def _take(copy: Copy, target: Path) -> Copy:
    try:
        with copy.source.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != copy.sha256:
        return Copy(copy.agency_id, copy.source, why_not="copy_changed")
    target.write_bytes(content)
    return replace(copy, source=target)


def to_files(copies: Mapping[str, Copy]) -> dict[str, Path]:
    """Return where each copy stands on the site → the document."""
    return {f"agencies/{copy.agency_id}/{copy.name}": copy.source for copy in copies.values() if copy.name}
