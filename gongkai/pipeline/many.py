"""Many documents → readings: find them, read each by itself, in processes or on a cluster, and keep what was read.

In: a folder of reports. Out: one Reading a document, in the order of their paths. Not its business: tables, pages.
One document never stops the others: a file that cannot be read, hangs or kills its reader becomes a line that says so.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Collection as Several
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from gongkai import fingerprint, form, machine, progress, readers, workers
from gongkai.agencies import names
from gongkai.agencies.names import Body
from gongkai.model import Reading
from gongkai.patience import REASONS, Patience
from gongkai.pipeline import parcels, sidecars
from gongkai.pipeline.calls import call_many
from gongkai.pipeline.cards import Card, pack_one, to_card, unpack, unpack_card
from gongkai.pipeline.duplicates import Published
from gongkai.pipeline.failures import Failures
from gongkai.pipeline.one import SECONDS_FOR_ONE, Read, to_hash, to_reason
from gongkai.pipeline.sent import pack_sent, send
from gongkai.pipeline.together import to_groups, to_readings_of
from gongkai.printable import to_line
from gongkai.readers.office import conversion
from gongkai.shelf import Shelf
from gongkai.workers import Failed

MOST_OF_BODIES = 4_000_000
"""bytes of bodies.yml; reading it takes a second for 200 kB"""
MOST_READ_HERE, SECONDS_FOR_BODIES = 50_000, 60
"""bytes of it that are read at once; a longer one gets a process and a time"""
MOST_TOLD = 20
"""entries of bodies.yml that are said to have been left aside"""
MOST_SHOWN = 300
"""characters of a path that is too long to be opened"""
_NOT_DOCUMENTS = re.compile(r"(?:readme|licen[sc]e)(?:[._-][a-zA-Z0-9._-]{0,40})?|thumbs\.db|desktop\.ini|expected\.csv|fetch\.csv", re.IGNORECASE)
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LIBRARIES = ("pypdfium2", "lxml", "rapidocr", "onnxruntime", "opencv-python-headless", "opencc")


def find_documents(root: Path) -> list[Path]:
    """Every file below root but sidecars, hidden files and read-mes, sorted; links that lead out of root are left out."""
    return _look_through(root)[0]


def is_document(name: str) -> bool:
    """Whether a file is taken for a document, by its name alone: not sidecars, lists, hidden files, read-mes."""
    return not name.startswith((".", "~$")) and not _NOT_DOCUMENTS.fullmatch(name) and not name.endswith((".yml", ".yaml"))


def _look_through(root: Path) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The documents below root; and what could not be looked into or must not, each with the reason."""
    found: list[Path] = []
    left: list[tuple[Path, str]] = []

    def close(error: OSError) -> None:
        if (folder := Path(os.fsdecode(error.filename))) != root:
            left.append((folder, f"the folder cannot be opened ({error.strerror}), and nothing in it was read; let it be read, or rename it"))

    for folder, below, files in os.walk(root, onerror=close):
        for name in below:
            if os.path.islink(Path(folder, name)) and not name.startswith("."):
                left.append((Path(folder, name), "it is a link to a folder, which is not followed; put the documents themselves here"))
        below[:] = sorted(n for n in below if not n.startswith("."))
        here = {*files}
        for name in sorted(files):
            path = Path(folder, name)
            if not is_document(name):
                if told := _to_stray(name, here, is_top=Path(folder) == root):
                    left.append((path, told))
                continue
            if os.path.islink(path) and not sidecars.is_inside(path, root):
                left.append((path, "it is a link that leads out of the folder of reports"))
                continue
            found.append(path)
    return sorted(found, key=lambda p: p.relative_to(root).as_posix()), left


def _to_stray(name: str, beside: set[str], is_top: bool) -> str:
    """What is to be said of a file that is taken for what people say of a document, and says it of none; "" where there is nothing to say."""
    stem, ending = os.path.splitext(name)
    if name.startswith(".") or ending not in (".yml", ".yaml") or (is_top and name == "bodies.yml"):
        return ""
    if ending == ".yaml":
        return "it was left aside: what is said of a document stands in a file whose name ends in .yml"
    return "" if stem in beside else "it says something of a document that is not here; it needs the whole name of its document, with .yml behind"


class Collection:
    """Documents that were read one by one and wait to be brought together: only what that needs of each is held, in `cards`.

    cards: in the order of paths. known: what people know of bodies. troubles: what lies among the documents and is none. note: a line on how it went.
    hurried: the documents for which there was no time, by path, each with its hash.
    """

    def __init__(self, root: Path, shelf: Shelf, failures: Failures) -> None:
        self.cards: list[Card] = []
        self.hurried: dict[str, str] = {}
        self.note = ""
        self.known, of_bodies = read_bodies(root)
        documents, left = _look_through(root)
        found = {path.relative_to(root).as_posix(): path for path in documents}
        self.paths = {name: path for name, path in found.items() if not _UNSHOWABLE.search(name)}
        self.troubles = [*_to_misnamed({name: path for name, path in found.items() if name not in self.paths}, set(self.paths))]
        self.troubles += [*_to_left(left, root), *of_bodies]
        self._shelf = shelf
        self._failures = failures
        self.hashes, self.keys = _to_keys(self.paths)
        self._loose: dict[str, bytes] = {}

    def find_card(self, name: str) -> Card | None:
        """What is kept of a document, None where nothing is."""
        if (card := unpack_card(self._shelf.take(self.keys[name]))) is not None:
            return card
        failure = self._failures.find(self.keys[name])
        return self._to_card(name, failure) if failure is not None else None

    def keep(self, name: str, content: bytes | Failed, is_converted: bool = False) -> Card:
        """Keep what was read of a document, and return its card. is_converted: whether LibreOffice was to convert it, and did not."""
        card = self._to_card(name, content)
        is_failure = card.refusal is not None and card.refusal.read_status == "unreadable"
        # what was read of another file than the one that was there when the build began is not kept
        is_same = bool(card.sha256) and _to_key(self.paths[name], name, card.sha256) == self.keys[name]
        # a failure is kept for this run alone: it may be the machine's (a full disk, LibreOffice that did not start), and gone next time
        if is_failure and is_same:
            self._failures.keep(self.keys[name], content, is_converted)
        is_kept = is_same and not is_failure and isinstance(content, bytes) and self._shelf.put(self.keys[name], content)
        if not is_kept and isinstance(content, bytes):
            self._loose[name] = content
        return card

    def _to_card(self, name: str, content: bytes | Failed) -> Card:
        card = unpack_card(content) if isinstance(content, bytes) else None
        if card is None:
            reason = to_reason(content if isinstance(content, Failed) else Failed("crashed"))
            card = to_card(Read(name, to_hash(self.paths[name]), reason=reason))
        if card.refusal is not None and card.refusal.message in REASONS.values():
            self.hurried[card.path] = card.sha256
        return card

    def take(self, name: str) -> bytes:
        """All that was read of a document, packed; to be had of those whose card has an identity."""
        content = self._loose.get(name) or self._shelf.take(self.keys[name])
        if content is None:  # another build threw it away
            content = workers.call(SECONDS_FOR_ONE, pack_one, self.paths[name], name, None)
        return content


@contextmanager
def collect(
    root: Path, jobs: int = 1, scheduler: str = "", cache_dir: Path | None = None,
    *, published: Several[str] = (), until: float | None = None, failures: Path | None = None,
    left: Iterable[tuple[str, str]] = (),
) -> Iterator[Collection]:
    """Read every document below root. jobs: processes; scheduler: address of a Dask scheduler to use in their place.

    published: the hashes of documents that are read before all others; until: by time.monotonic, when reading is to have ended;
    failures: where builds of one run tell each other what cannot be read (failures.py); left: names of documents that never came here, and why.
    """
    with machine.room() as passing:
        shelf = Shelf(cache_dir, code_version(), others=("converted",))
        collection = Collection(root, shelf or Shelf(passing / "reads", code_version()), Failures(failures, code_version()))
        collection.troubles += _to_left(((root / name, reason) for name, reason in left), root)
        cards = {name: collection.find_card(name) for name in collection.paths}
        order = _to_order((name for name, card in cards.items() if card is None), collection.hashes, published)
        waiting = {name: collection.paths[name] for name in order}
        with _room_for_conversions(cache_dir) as room:
            converted = readers.convert(waiting.values(), room, until)
            plain = ((name, (path, name, converted.get(path))) for name, path in waiting.items())
            tasks = ((name, (send(*task), *task)) for name, task in plain) if scheduler else plain
            patience = Patience(SECONDS_FOR_ONE, until=until)
            read = call_many(pack_sent if scheduler else pack_one, tasks, patience, min(jobs, len(waiting)), scheduler)
            for name, content in progress.counted(read, len(waiting)):
                cards[name] = collection.keep(name, content, isinstance(converted.get(waiting[name]), str))
            collection.note = patience.told()
        collection.cards = [card for card in cards.values() if card is not None]
        yield collection


def read_all(
    root: Path, jobs: int = 1, scheduler: str = "", cache_dir: Path | None = None, previous: Published | None = None
) -> list[Reading]:
    """Read every document below root, and bring them together in this process. previous: as to_readings wants it."""
    with collect(root, jobs, scheduler, cache_dir) as found:
        made = {
            reading.path: reading
            for group in to_groups(found.cards, found.known)
            for reading in to_readings_of(group, {path: unpack(found.take(path)) for path in group.all_paths}, form.load(), previous)
        }
        return [*(card.refusal or made[card.path] for card in found.cards), *found.troubles]


def _to_order(names: Iterable[str], hashes: Mapping[str, str], published: Several[str]) -> list[str]:
    """In which order documents are read: what was published before all others, and a folder with many of them after others with few.

    What hangs hurries what comes after it (patience.py).
    """
    before: Counter[str] = Counter()
    places = {}
    for name in names:
        folder = name.rpartition("/")[0]
        places[name] = hashes[name] not in published, before[folder], name
        before[folder] += 1
    return sorted(places, key=places.__getitem__)


def _to_left(left: Iterable[tuple[Path, str]], root: Path) -> Iterator[Reading]:
    """What was not looked into: of a path that is longer than paths may be, its beginning."""
    for path, reason in left:
        yield Reading(to_line(path.relative_to(root).as_posix())[:MOST_SHOWN], "", "unreadable", reason)


def _parse_bodies(content: bytes) -> tuple[list[Body], list[str]]:
    """The entries of a bodies.yml, a long one in a process with a limit of time. ValueError where it is none."""
    if len(content) <= MOST_READ_HERE:
        return names.read_bodies(content)
    try:
        found: tuple[list[Body], list[str]] | str = parcels.unpack(workers.call(SECONDS_FOR_BODIES, pack_bodies, content))  # type: ignore[assignment]
    except Failed as error:
        raise ValueError(f"reading it took more than {SECONDS_FOR_BODIES} seconds" if error.how == "hung" else "reading it failed") from error
    if isinstance(found, str):
        raise ValueError(found)
    return found


def pack_bodies(content: bytes) -> bytes:
    try:
        return parcels.pack(names.read_bodies(content))
    except ValueError as error:
        return parcels.pack(str(error))


def _to_misnamed(found: Mapping[str, Path], taken: set[str]) -> Iterator[Reading]:
    """Files whose names cannot be published: in another encoding than UTF-8, as archives from Windows unpack, or with control characters.

    taken: names that are published; no two files may be published under one.
    """
    message = "its name is not in UTF-8, or holds characters that cannot be shown; give it another name"
    for name, path in found.items():
        shown = to_line(name)
        while shown in taken:
            shown += "~"
        taken.add(shown)
        yield Reading(shown, to_hash(path), "unreadable", message)


def read_bodies(root: Path) -> tuple[list[Body], list[Reading]]:
    """What bodies.yml in the folder of reports says of bodies; a Reading says what of it cannot be used and was left aside."""
    path = root / "bodies.yml"
    if not os.path.lexists(path):
        return [], []
    try:
        if not sidecars.is_inside(path, root):
            raise ValueError("it is a link that leads out of the folder of reports")
        if not path.is_file():
            raise ValueError("it is no file (a pipe, a device or a folder)")
        if path.stat().st_size > MOST_OF_BODIES:
            raise ValueError(f"larger than {MOST_OF_BODIES // 1_000_000} MB")
        known, wrong = _parse_bodies(path.read_bytes())
    except (ValueError, OSError) as error:
        known, wrong = [], [f"it was left aside: {getattr(error, 'strerror', None) or str(error).splitlines()[0]}"]
    told = [*wrong[:MOST_TOLD], f"and {len(wrong) - MOST_TOLD} more"] if len(wrong) > MOST_TOLD else wrong
    return known, [Reading(path.name, to_hash(path), "unreadable", "; ".join(told))] if wrong else []


@contextmanager
def _room_for_conversions(cache_dir: Path | None) -> Iterator[Path]:
    """Where documents go that have to be converted before they are read: kept by their content, as what was read is."""
    kept = cache_dir / "converted" if cache_dir is not None else None
    if kept is not None and _can_make(kept):
        yield kept
        return
    with machine.room() as folder:
        yield folder


def _can_make(folder: Path) -> bool:
    """Whether a folder is there, or can be; one that cannot be written to is no reason to read nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def code_version() -> str:
    """A hash of everything that decides what a document is read as: our own source and form, and the readers' libraries."""
    # what could not be read for want of a program can be read once it is there
    return fingerprint.of("pipeline.cards", "readers", libraries=_LIBRARIES, also="office" if conversion.find_program() else "")


def _to_keys(paths: Mapping[str, Path]) -> tuple[dict[str, str], dict[str, str]]:
    """The hash of each document, and what it is kept under: by everything that decides what is read in it."""
    with ThreadPoolExecutor(8) as executor:  # reading from a disk that is far away is waiting
        hashes = dict(zip(paths, executor.map(to_hash, paths.values()), strict=True))
        return hashes, dict(zip(paths, executor.map(_to_key, paths.values(), paths, hashes.values()), strict=True))


def _to_key(path: Path, name: str, sha256: str) -> str:
    """sha256: of the document."""
    try:
        beside = sidecars.to_content(path, name) or b""
    except (ValueError, OSError) as error:
        beside = str(error).encode("utf-8", "backslashreplace")
    return hashlib.sha256(f"{name}\0{sha256}\0".encode() + beside).hexdigest()
