"""Many documents → readings: find them, read each by itself, then give ids and hold every report against last year's.

In: a folder of reports. Out: one Reading a document, in the order of their paths. Not its business: tables, pages.
One document never stops the others: a file that cannot be read, hangs or kills its reader becomes a line that says so.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import metadata
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from gongkai import agencies, bodies, checks, cross_year, duplicates, form, match, parcels, readers, sidecars, witness, workers
from gongkai.agencies import Identity
from gongkai.bodies import Body
from gongkai.duplicates import Choice, Published
from gongkai.form import Form
from gongkai.match import Matched
from gongkai.model import Agency, Check, Document, Reading, Report, Section, Sidecar, Unreadable
from gongkai.readers.parts import MOST_BYTES
from gongkai.shelf import Shelf
from gongkai.text import to_plain
from gongkai.workers import Failed

SECONDS_FOR_ONE = 420
"""a scan of forty pages takes that long"""
MOST_UNDER_WAY = 1000
"""documents handed to the workers and not yet done: enough for a large cluster, and little to hold"""
MOST_OF_BODIES = 4_000_000
"""bytes of bodies.yml; reading it takes a second for 200 kB"""
_NOT_DOCUMENTS = ("readme", "license", "licence", "thumbs.db", "desktop.ini")
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LIBRARIES = ("pypdfium2", "lxml", "rapidocr", "onnxruntime", "opencv-python-headless", "opencc")


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


def find_documents(root: Path) -> list[Path]:
    """Every file below root but sidecars, hidden files and read-mes, sorted; links that lead out of root are left out."""
    inside = root.resolve()
    found = []
    for folder, names, files in os.walk(root):
        names[:] = sorted(n for n in names if not n.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith((".", "~$")) or name.lower().startswith(_NOT_DOCUMENTS) or name.endswith((".yml", ".yaml")):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                continue
            found.append(path)
    return sorted(found, key=lambda p: p.relative_to(root).as_posix())


def read_one(path: Path, name: str, converted: Path | str | None = None) -> Read:
    """Read one document as the form. Never raises for what a document holds. converted: what readers.convert made of it."""
    try:
        document = readers.read(path, name, converted)
    except Unreadable as error:
        return Read(name, _sha256(path), reason=error.reason)
    has_text = bool(document.paragraphs or document.grids)
    if not document.grids and not _may_have_title(document):
        return Read(name, document.sha256, "", document, match.match(document, form.load()), has_text=has_text)
    sidecar, wrong = sidecars.read(path, name)
    if wrong:
        document = replace(document, troubles=(*document.troubles, *wrong))
    identity = agencies.identify(document, sidecar)
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


def _sha256(path: Path) -> str:
    """The hash of a document, "" where none can be had: of a pipe, of a file that nobody may read, of one that is larger than documents are."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


# --- many -----------------------------------------------------------------------------------------------------------


def read_all(
    root: Path, jobs: int = 1, scheduler: str = "", cache_dir: Path | None = None, previous: Published | None = None
) -> list[Reading]:
    """Read every document below root. jobs: processes; scheduler: address of a Dask scheduler to use in their place.

    previous: as to_readings wants it.
    """
    found = {path.relative_to(root).as_posix(): path for path in find_documents(root)}
    paths = {name: path for name, path in found.items() if not _UNSHOWABLE.search(name)}
    trouble = [_to_misnamed(name, path) for name, path in found.items() if name not in paths]
    shelf = Shelf(cache_dir, code_version(), others=("converted",))
    keys = _to_keys(paths) if shelf else {}
    reads = {name: _unpack(shelf.take(keys[name])) if shelf else None for name in paths}
    waiting = {name: paths[name] for name, read in reads.items() if read is None}
    with _room_for_conversions(cache_dir) as room:
        converted = readers.convert(waiting.values(), room)
        for name, content in _read_many(waiting, converted, jobs, scheduler):
            read = _unpack(content) if isinstance(content, bytes) else None
            if isinstance(content, bytes) and read and not read.reason:
                # a failure is not kept: it may be the machine's (a full disk, LibreOffice that did not start), and gone next time
                shelf.put(keys.get(name, ""), content)
            failed = content if isinstance(content, Failed) else Failed("crashed")
            reads[name] = read or Read(name, _sha256(paths[name]), reason=_to_reason(failed))
    known, of_bodies = read_bodies(root)
    return [*to_readings([read for read in reads.values() if read], form.load(), known, previous), *trouble, *of_bodies]


def _to_misnamed(name: str, path: Path) -> Reading:
    """A file whose name cannot be published: in another encoding than UTF-8, as archives from Windows unpack, or with control characters."""
    message = "its name is not in UTF-8, or holds characters that cannot be shown; give it another name"
    return Reading(_UNSHOWABLE.sub("\ufffd", name), _sha256(path), "unreadable", message)



def pack_one(path: Path, name: str, converted: Path | str | None) -> bytes:
    """Read one document and pack what later stages need of it: grids and running text have done their work and stay behind."""
    read = read_one(path, name, converted)
    return parcels.pack(replace(read, document=replace(read.document, paragraphs=(), grids=())) if read.document else read)


def read_apart(path: Path, name: str) -> Read:
    """Read one document by itself as a build does, in a process with limits of time and memory, but keep all that was read in it."""
    try:
        read = _unpack(workers.call(SECONDS_FOR_ONE, _pack_whole, path, name))
    except Failed as error:
        return Read(name, _sha256(path), reason=_to_reason(error))
    assert read is not None
    return read


def _pack_whole(path: Path, name: str) -> bytes:
    return parcels.pack(read_one(path, name))


def _unpack(content: bytes | None) -> Read | None:
    try:
        read = parcels.unpack(content) if content else None
    except Exception:  # half a file: what cannot be unpacked is read again
        return None
    return read if isinstance(read, Read) else None


def read_bodies(root: Path) -> tuple[list[Body], list[Reading]]:
    """What bodies.yml in the folder of reports says of bodies; a Reading says what of it cannot be used and was left aside."""
    path = root / "bodies.yml"
    if not path.is_file():
        return [], []
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise ValueError("it is a link that leads out of the folder of reports")
        if path.stat().st_size > MOST_OF_BODIES:
            raise ValueError(f"larger than {MOST_OF_BODIES // 1_000_000} MB")
        known, wrong = bodies.read_bodies(path.read_text("utf-8-sig"))
    except (ValueError, OSError) as error:
        known, wrong = [], [f"it was left aside: {getattr(error, 'strerror', None) or str(error).splitlines()[0]}"]
    return known, [Reading(path.name, _sha256(path), "unreadable", "; ".join(wrong))] if wrong else []


@contextmanager
def _room_for_conversions(cache_dir: Path | None) -> Iterator[Path]:
    """Where documents go that have to be converted before they are read: kept by their content, as what was read is."""
    kept = cache_dir / "converted" if cache_dir is not None else None
    if kept is not None and _can_make(kept):
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        yield Path(folder)


def _can_make(folder: Path) -> bool:
    """Whether a folder is there, or can be; one that cannot be written to is no reason to read nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _read_many(
    waiting: Mapping[str, Path], converted: Mapping[Path, Path | str], jobs: int, scheduler: str
) -> Iterator[tuple[str, bytes | Failed]]:
    """Read documents in no order, as each is done: (name, what pack_one says of it, or how that failed)."""
    if not waiting:
        return
    done: SimpleQueue[tuple[str, Future[bytes]]] = SimpleQueue()
    with _executor(min(jobs, len(waiting)), scheduler) as executor:

        def submit(name: str, path: Path) -> None:
            future = executor.submit(workers.call, SECONDS_FOR_ONE, pack_one, path, name, converted.get(path))
            future.add_done_callback(lambda one: done.put((name, one)))

        upcoming = iter(waiting.items())
        for name, path in islice(upcoming, MOST_UNDER_WAY):
            submit(name, path)
        lost: list[str] = []
        for _ in waiting:
            name, future = done.get()
            for following in islice(upcoming, 1):
                submit(*following)
            result = _to_result(future)
            if isinstance(result, Failed) and result.how == "lost":
                lost.append(name)
            else:
                yield name, result
        for name in lost:
            # a cluster blames every document that was waiting at a worker that died: by itself, only its own fault is left
            submit(name, waiting[name])
            yield name, _to_result(done.get()[1])


@contextmanager
def _executor(jobs: int, scheduler: str) -> Iterator[Executor]:
    """Where calls run: threads here or on a cluster, each with a process beside it that may crash or be killed."""
    if not scheduler:
        with workers.open_pool(jobs) as executor:
            yield executor
        return
    from distributed import Client  # an optional extra: only who has a cluster needs it

    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        yield client.get_executor(pure=False)


def _to_result(future: Future[bytes]) -> bytes | Failed:
    try:
        return future.result()
    except Failed as error:
        return error
    except Exception as error:
        # a cluster's word for a call in which its workers died, one after the other
        if type(error).__name__ != "KilledWorker":
            raise
        return Failed("lost")


def _to_reason(failed: Failed) -> str:
    if failed.how == "hung":
        return f"reading took more than {SECONDS_FOR_ONE} seconds and was stopped; save the document anew and try again"
    if failed.how == "memory":
        return f"reading it needs more than {workers.MOST_MEMORY / 1e9:.1f} GB of memory; save the document anew, or in parts, and try again"
    if failed.how in ("crashed", "lost"):
        return "the file makes its reader crash; save the document anew and try again"
    return f"reading it met an error of ours ({failed.how}); show the document to us in an issue"


# --- cache ----------------------------------------------------------------------------------------------------------


@cache
def code_version() -> str:
    """A hash of everything that decides what a document is read as: our own source and form, and the readers' libraries."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted([*root.glob("*.py"), *root.glob("*.csv"), *root.glob("readers/**/*.py"), *root.glob("match/**/*.py")]):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    # what could not be read for want of a program can be read once it is there
    digest.update(b"office" if readers.conversion.find_program() else b"")
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"


def _to_keys(paths: Mapping[str, Path]) -> dict[str, str]:
    """What each document is kept under: by everything that decides what is read in it."""
    with ThreadPoolExecutor(8) as executor:  # reading from a disk that is far away is waiting
        return dict(zip(paths, executor.map(_to_key, paths.values(), paths), strict=True))


def _to_key(path: Path, name: str) -> str:
    try:
        beside = sidecars.to_content(path, name) or b""
    except (ValueError, OSError) as error:
        beside = str(error).encode("utf-8", "backslashreplace")
    return hashlib.sha256(f"{name}\0{_sha256(path)}\0".encode() + beside).hexdigest()


# --- together -------------------------------------------------------------------------------------------------------


def to_readings(
    reads: Sequence[Read], the_form: Form, known: Sequence[Body] = (), previous: Published | None = None
) -> list[Reading]:
    """Give ids, choose among several documents of a body and year, hold each report against last year's. Order is kept.

    previous: of the build before, to tell which document was published first.
    """
    candidates = [r for r in reads if _is_report(r)]
    found = agencies.to_agencies([(r.path, r.identity) for r in candidates if r.identity], known)
    predecessors = agencies.to_predecessors(found, known)
    groups: dict[tuple[str, int | None], list[Read]] = defaultdict(list)
    agency_of = {read.path: agency for read, agency in zip(candidates, found, strict=True)}
    for read in candidates:
        groups[agency_of[read.path].agency_id, read.identity.year if read.identity else None].append(read)
    choices = {key: _choose(group, agency_of, the_form, previous or {}) for key, group in groups.items()}
    first = {key: choice.chosen for key, choice in choices.items()}
    made: dict[str, Reading] = {}
    for choice in choices.values():
        last = _find_last(choice.chosen, first, predecessors)
        made[choice.chosen.document.path] = _to_reading(choice.chosen, last, the_form, duplicates.to_checks(choice, the_form))
        for other, cells in choice.others:
            document = other.document
            message = duplicates.to_message(choice, other, cells)
            made[document.path] = Reading(document.path, document.sha256, "duplicate", message, document.format, document.pages, other)
    return [made.get(read.path) or _to_refusal(read) for read in reads]


def _choose(group: Sequence[Read], agency_of: Mapping[str, Agency], the_form: Form, previous: Published) -> Choice:
    """Choose among the documents of one body and year; the one that is published has the plain id, the others -2, -3, …"""
    documents = [
        duplicates.Document(_to_report(read, agency_of[read.path]), read.identity is not None and read.identity.is_correction) for read in group
    ]
    choice = duplicates.choose(documents, the_form, previous)
    others = tuple(
        (replace(other, report_id=f"{other.report_id}-{number}"), cells) for number, (other, cells) in enumerate(choice.others, start=2)
    )
    return replace(choice, others=others)


def _find_last(report: Report, first: Mapping[tuple[str, int | None], Report], predecessors: Mapping[str, str]) -> Report | None:
    """The report of the year before, by the body itself or by the one that it alone took over from."""
    if report.year is None:
        return None
    ids = (report.agency.agency_id, predecessors.get(report.agency.agency_id, ""))
    return next((first[i, report.year - 1] for i in ids if (i, report.year - 1) in first), None)


def _is_report(read: Read) -> bool:
    if read.document is None or read.matched is None or read.identity is None:
        return False
    if _is_blank_form(read) or not read.has_text or read.identity.other_period:
        return False
    return read.identity.has_title or any(read.matched.forms.values()) or _has_all_headings(read)


def _has_all_headings(read: Read) -> bool:
    """Whether the headings over all three tables are there: a report whose title and tables were lost on the way."""
    titles = {section.number: section.title for section in read.sections}
    return all(word in titles.get(number, "") for number, word in ((2, "主动公开"), (3, "申请"), (4, "复议")))


def _is_blank_form(read: Read) -> bool:
    """The form itself: no body, and not one figure in it."""
    assert read.matched and read.identity
    return not read.identity.printed_name and bool(read.matched.values) and all(v.status == "blank" for v in read.matched.values.values())


def _to_refusal(read: Read) -> Reading:
    if read.document is None or read.matched is None:
        return Reading(read.path, read.sha256, "unreadable", read.reason)
    if read.identity and read.identity.other_period:
        message = f"its title says that it is on another period ({read.identity.other_period}), and not on one year"
    elif any(read.matched.forms.values()):
        message = "this is the blank form: no body and no figure in it; put the filled-in report here"
    elif not read.has_text:
        message = "there is no text in it (a scan, or a page built by scripts); save the report itself"
    else:
        message = "no table of the form and no title of such a report were found; if it is one, show it to us in an issue"
    return Reading(read.path, read.sha256, "not_a_report", message, read.document.format, read.document.pages)


def _to_report(read: Read, agency: Agency) -> Report:
    assert read.document and read.matched and read.identity
    return Report(
        report_id=f"{agency.agency_id}-{read.identity.year or 'undated'}",
        agency=agency,
        year=read.identity.year,
        printed_name=read.identity.printed_name,
        printed_year=read.identity.printed_year,
        forms=read.matched.forms,
        document=read.document,
        sidecar=read.sidecar,
        values=read.matched.values,
        sections=read.sections,
        disagreements=read.identity.disagreements,
        scope=read.identity.scope,
        remarks=read.matched.remarks,
    )


def _to_reading(report: Report, last: Report | None, the_form: Form, on_others: Sequence[Check]) -> Reading:
    document = report.document
    found = (*checks.check(report, last, the_form), *cross_year.check(report, last, the_form), *on_others)
    unread = [c for c in found if c.about == "reading" and c.severity in ("error", "warning")]
    status = "partly_read" if unread else "read"
    message = "; ".join(dict.fromkeys(c.message_en for c in unread[:3])) + (f"; and {len(unread) - 3} more" if len(unread) > 3 else "")
    return Reading(document.path, document.sha256, status, message, document.format, document.pages, report, found)


def to_summary(readings: Iterable[Reading]) -> dict[str, int]:
    """How many documents ended in which read_status."""
    count: dict[str, int] = {}
    for reading in readings:
        count[reading.read_status] = count.get(reading.read_status, 0) + 1
    return count


