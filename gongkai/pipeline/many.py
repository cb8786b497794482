"""Many documents → readings: find them, read each by itself, in processes or on a cluster, and keep what was read.

In: a folder of reports. Out: one Reading a document, in the order of their paths. Not its business: tables, pages.
One document never stops the others: a file that cannot be read, hangs or kills its reader becomes a line that says so.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from gongkai import fingerprint, form, readers, workers
from gongkai.agencies import names
from gongkai.agencies.names import Body
from gongkai.model import Reading
from gongkai.pipeline import sidecars
from gongkai.pipeline.duplicates import Published
from gongkai.pipeline.one import SECONDS_FOR_ONE, Read, pack_one, to_hash, to_reason, unpack_one
from gongkai.pipeline.together import to_readings
from gongkai.readers.office import conversion
from gongkai.shelf import Shelf
from gongkai.workers import Failed

MOST_UNDER_WAY = 1000
"""documents handed to the workers and not yet done: enough for a large cluster, and little to hold"""
MOST_OF_BODIES = 4_000_000
"""bytes of bodies.yml; reading it takes a second for 200 kB"""
_NOT_DOCUMENTS = ("readme", "license", "licence", "thumbs.db", "desktop.ini")
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LIBRARIES = ("pypdfium2", "lxml", "rapidocr", "onnxruntime", "opencv-python-headless", "opencc")


def find_documents(root: Path) -> list[Path]:
    """Every file below root but sidecars, hidden files and read-mes, sorted; links that lead out of root are left out."""
    inside = root.resolve()
    found = []
    for folder, below, files in os.walk(root):
        below[:] = sorted(n for n in below if not n.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith((".", "~$")) or name.lower().startswith(_NOT_DOCUMENTS) or name.endswith((".yml", ".yaml")):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                continue
            found.append(path)
    return sorted(found, key=lambda p: p.relative_to(root).as_posix())


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
    reads = {name: unpack_one(shelf.take(keys[name])) if shelf else None for name in paths}
    waiting = {name: paths[name] for name, read in reads.items() if read is None}
    with _room_for_conversions(cache_dir) as room:
        converted = readers.convert(waiting.values(), room)
        for name, content in _read_many(waiting, converted, jobs, scheduler):
            read = unpack_one(content) if isinstance(content, bytes) else None
            if isinstance(content, bytes) and read and not read.reason:
                # a failure is not kept: it may be the machine's (a full disk, LibreOffice that did not start), and gone next time
                shelf.put(keys.get(name, ""), content)
            failed = content if isinstance(content, Failed) else Failed("crashed")
            reads[name] = read or Read(name, to_hash(paths[name]), reason=to_reason(failed))
    known, of_bodies = read_bodies(root)
    return [*to_readings([read for read in reads.values() if read], form.load(), known, previous), *trouble, *of_bodies]


def _to_misnamed(name: str, path: Path) -> Reading:
    """A file whose name cannot be published: in another encoding than UTF-8, as archives from Windows unpack, or with control characters."""
    message = "its name is not in UTF-8, or holds characters that cannot be shown; give it another name"
    return Reading(_UNSHOWABLE.sub("\ufffd", name), to_hash(path), "unreadable", message)


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
        known, wrong = names.read_bodies(path.read_text("utf-8-sig"))
    except (ValueError, OSError) as error:
        known, wrong = [], [f"it was left aside: {getattr(error, 'strerror', None) or str(error).splitlines()[0]}"]
    return known, [Reading(path.name, to_hash(path), "unreadable", "; ".join(wrong))] if wrong else []


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


def code_version() -> str:
    """A hash of everything that decides what a document is read as: our own source and form, and the readers' libraries."""
    # what could not be read for want of a program can be read once it is there
    return fingerprint.of("pipeline.one", "readers", libraries=_LIBRARIES, also="office" if conversion.find_program() else "")


def _to_keys(paths: Mapping[str, Path]) -> dict[str, str]:
    """What each document is kept under: by everything that decides what is read in it."""
    with ThreadPoolExecutor(8) as executor:  # reading from a disk that is far away is waiting
        return dict(zip(paths, executor.map(_to_key, paths.values(), paths), strict=True))


def _to_key(path: Path, name: str) -> str:
    try:
        beside = sidecars.to_content(path, name) or b""
    except (ValueError, OSError) as error:
        beside = str(error).encode("utf-8", "backslashreplace")
    return hashlib.sha256(f"{name}\0{to_hash(path)}\0".encode() + beside).hexdigest()
