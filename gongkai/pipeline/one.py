"""One document → a Read: what it says by itself, whose it says it is, and what stands in the cells of the form.

In: a file and what people say of it beside. Not its business: other documents, checks.
"""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from gongkai import form, match, patience, readers, workers
from gongkai.agencies.identity import Identity, identify
from gongkai.match import Matched, witness
from gongkai.model import Document, Section, Sidecar, Unreadable
from gongkai.pipeline import parcels, sidecars
from gongkai.readers.parts import MOST_BYTES
from gongkai.text import to_plain
from gongkai.workers import Failed

SECONDS_FOR_ONE = 420
"""a scan of forty pages takes half of it where nothing else is going on"""


@dataclass(frozen=True, slots=True)
class Read:
    """A document by itself: what can be said without looking at any other. `reason` where it cannot be read.

    has_text, sections: of its running text, which the document itself loses when it has been packed.
    """

    path: str
    sha256: str
    reason: str = ""
    document: Document | None = None
    matched: Matched | None = None
    identity: Identity | None = None
    sidecar: Sidecar = field(default_factory=Sidecar)
    has_text: bool = False
    sections: tuple[Section, ...] = ()


def read_one(path: Path, name: str, converted: Path | str | None = None) -> Read:
    """Read one document as the form. Never raises for what a document holds. converted: what readers.convert made of it."""
    try:
        document = readers.read(path, name, converted)
    except Unreadable as error:
        return Read(name, to_hash(path), reason=error.reason)
    has_text = bool(document.paragraphs or document.grids)
    if not document.grids and not _may_have_title(document):
        return Read(name, document.sha256, "", document, match.match(document, form.load()), has_text=has_text)
    sidecar = sidecars.read(path, name)
    identity = identify(document, sidecar)
    # which tables are its own shows in what stands over them: for that, whose it is must be known first
    own = match.Own(identity.printed_name or identity.name, identity.year)
    matched = witness.doubt(match.match(document, form.load(), own), document.doubtful_pages, form.load())
    if not any(matched.forms.values()) and not _may_have_title(document):
        return Read(name, document.sha256, "", document, matched, has_text=has_text)
    return Read(
        name, document.sha256, "", document, matched, identity, sidecar,
        has_text=has_text, sections=match.to_sections(document.paragraphs),
    )


def _may_have_title(document: Document) -> bool:
    """No title of such a report lacks 公开. A log or a list of links that has no table either is not looked through for bodies and years."""
    text = "".join((*document.titles, *(p.text for p in document.paragraphs)))
    return "公开" in text or "公开" in re.sub(r"\s+", "", to_plain(text))


def to_hash(path: Path) -> str:
    """The hash of a document, "" where none can be had: of a pipe, of a file that nobody may read, of one that is larger than documents are."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def read_apart(path: Path, name: str) -> Read:
    """Read one document by itself as a build does, in a process with limits of time and memory, but keep all that was read in it."""
    try:
        read = unpack_one(workers.call(SECONDS_FOR_ONE, _pack_whole, path, name))
    except Failed as error:
        return Read(name, to_hash(path), reason=to_reason(error))
    assert read is not None
    return read


def _pack_whole(path: Path, name: str) -> bytes:
    return parcels.pack(read_one(path, name))


def unpack_one(content: bytes | None) -> Read | None:
    try:
        read = parcels.unpack(content) if content else None
    except Exception:  # half a file: what cannot be unpacked is read again
        return None
    return read if isinstance(read, Read) else None


def to_reason(failed: Failed) -> str:
    if failed.how == "hung":
        return f"reading took more than {SECONDS_FOR_ONE} seconds and was stopped; save the document anew and try again"
    if failed.how in patience.REASONS:
        return patience.REASONS[failed.how]
    if failed.how == "memory":
        return f"reading it needs more than {workers.MOST_MEMORY / 1e9:.1f} GB of memory; save the document anew, or in parts, and try again"
    if failed.how in ("crashed", "lost"):
        return "the file makes its reader crash; save the document anew and try again"
    return f"reading it met an error of ours ({failed.how}); show the document to us in an issue"
