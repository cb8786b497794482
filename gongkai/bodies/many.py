"""All bodies, one after the other, in processes or on a cluster: what was made of the same documents by the same code is not made again.

In: a Collection. Out: Bodies, then what is Shown of them. Not its business: what is made of a body (settling.py, showing.py).
Only what others may see of each is held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from gongkai import fingerprint, form, machine, progress, publisher
from gongkai.bodies.settling import Settled, Task, lay_out, settle, to_kept, to_previous
from gongkai.bodies.showing import Files, Told, pack_files, show, unpack_files
from gongkai.bodies.showing import to_kept as to_kept_shown
from gongkai.charts import surveys
from gongkai.model import Filed, Reading
from gongkai.pages import counts, template
from gongkai.pages.body import kin
from gongkai.pages.body.unmade import Unmade, render_unmade
from gongkai.pages.places import sums
from gongkai.pages.texts import Text
from gongkai.patience import Patience
from gongkai.pipeline import Collection, Group, code_version, parcels, to_groups
from gongkai.pipeline.calls import call_many
from gongkai.pipeline.duplicates import Published
from gongkai.shelf import Shelf
from gongkai.tables.lines import to_form_part
from gongkai.tables.packing import to_pieces
from gongkai.tables.pieces import Pieces
from gongkai.tables.shared import Shared, Wanted
from gongkai.workers import Failed, call

SECONDS_FOR_ONE = 180
"""a body of twelve years takes a fifth of one"""
UNDER_WAY = 50
"""bodies handed to the workers and not yet done: each with all that was read of it"""


class Gone(Exception):
    """What was kept is there no more, or not as it was made, and nothing is known to make it of."""


Remake = Callable[[str], Mapping[str, bytes]]


class Kept:
    """What was made of each body, in parts. keys: the body → what its parts are kept under; what the shelf cannot keep is held.

    remake: all parts of a body anew, where one that was kept is damaged or gone.
    """

    def __init__(self, shelf: Shelf, keys: Mapping[str, str], remake: Remake) -> None:
        self._remake = remake
        self._shelf = shelf
        self._keys = keys
        self._loose: dict[str, bytes] = {}

    def put(self, id: str, content: Mapping[str, bytes]) -> None:
        for name, part in content.items():
            key = f"{self._keys[id]}-{name}"
            if not self._shelf.put(key, part):
                self._loose[key] = part

    def hold(self, id: str, content: Mapping[str, bytes]) -> None:
        """Have it at hand for this once: it is not to be kept."""
        self._loose |= {f"{self._keys[id]}-{name}": part for name, part in content.items()}

    def has(self, id: str, *names: str) -> bool:
        return all(self._shelf.has(f"{self._keys[id]}-{name}") for name in names)

    def find(self, id: str, name: str) -> bytes | None:
        key = f"{self._keys[id]}-{name}"
        return self._loose.get(key) or self._shelf.take(key)

    def take(self, id: str, name: str) -> bytes:
        content = self.find(id, name)
        if content is None:  # half a file, or another build threw it away
            made = self._remake(id)
            self.put(id, made)
            content = made[name]
        return content


class Bodies:
    """settled: what may be seen of each body, in the order of ids; the documents that are none's have the last, whose agency_id is ""."""

    def __init__(self, shelf: Shelf, version: str, remake: Remake) -> None:
        self.version = version
        self.settled: list[Settled] = []
        self.keys: dict[str, str] = {}
        self._kept = Kept(shelf, self.keys, remake)

    @property
    def documents(self) -> list[Filed]:
        return [document for settled in self.settled for document in settled.documents]

    def shared(self) -> Iterator[Shared]:
        """What others may see of the tables of each, once: of thousands of bodies it is not held twice."""
        for at, one in enumerate(self.settled):
            self.settled[at] = replace(one, shared={"agencies": one.shared["agencies"]})
            yield one.shared

    @property
    def made_of(self) -> str:
        """A hash of what decides every line of the tables: what each body was settled of, by which code, and what none was settled of."""
        digest = hashlib.sha256(f"{self.version}\n".encode())
        for settled in self.settled:
            digest.update(f"{settled.agency_id} {self.keys[settled.agency_id]}\n".encode() if settled.agency_id else self.take("", "pieces"))
        return digest.hexdigest()

    def pieces(self) -> Iterator[Pieces]:
        """The pieces of every table, in the order of publication: the form's first."""
        yield to_pieces(to_form_part(form.load()), form.load())
        for settled in self.settled:
            pieces: Pieces = parcels.unpress(self.take(settled.agency_id, "pieces"))  # type: ignore[assignment]
            yield pieces

    def find(self, id: str) -> Settled | None:
        """What is kept of a body, if all of it is."""
        seen = self._kept.find(id, "seen")
        if seen is None or not self._kept.has(id, "pieces", "readings"):
            return None
        settled = parcels.unpack(seen)
        return settled if isinstance(settled, Settled) else None

    def keep(self, id: str, content: Mapping[str, bytes]) -> Settled:
        self._kept.put(id, content)
        settled: Settled = parcels.unpack(content["seen"])  # type: ignore[assignment]
        return settled

    def take(self, id: str, name: str) -> bytes:
        """Of what was kept of a body: "pieces" or "readings", packed."""
        return self._kept.take(id, name)


@contextmanager
def settle_all(
    found: Collection, jobs: int = 1, scheduler: str = "", cache_dir: Path | None = None, previous: Published = MappingProxyType({})
) -> Iterator[Bodies]:
    """Settle every body. jobs, scheduler: as for reading. previous: of the build before, to tell which document was published first."""
    with machine.room() as passing:
        version = fingerprint.of("bodies.settling", libraries=("pyarrow",), also=code_version())
        tasks: dict[str, Task] = {}

        def to_arguments(id: str) -> tuple[bytes, list[bytes]]:
            if id not in tasks:
                raise Gone("what was kept of documents that are none's is damaged, or another build threw it away")
            return parcels.pack(tasks[id]), [found.take(path) for path in tasks[id].group.all_paths]

        shelf = Shelf(cache_dir, version) or Shelf(passing / "bodies", version)
        bodies = Bodies(shelf, version, lambda id: to_kept(_remake(settle, *to_arguments(id))))
        wanted = _to_wanted()
        years = {card.path: card.identity.year for card in found.cards if card.identity is not None}
        settled: dict[str, Settled] = {}
        waiting: list[str] = []
        for group in to_groups(found.cards, found.known):
            id = group.agency.agency_id
            task = tasks[id] = Task(group, to_previous(id, (years[path] for path in group.paths), previous), wanted)
            bodies.keys[id] = _to_key(task, found)
            if (kept := bodies.find(id)) is not None:
                settled[id] = kept
            else:
                waiting.append(id)
        failures: list[Reading] = []
        waiting.sort(key=lambda id: not tasks[id].previous)  # what was published before is not hurried by what hangs and is new
        calls = ((id, to_arguments(id)) for id in waiting)
        made = call_many(settle, calls, Patience(SECONDS_FOR_ONE), min(jobs, len(waiting)), scheduler, UNDER_WAY)
        for id, content in progress.counted(made, len(waiting)):
            if isinstance(content, Failed):
                _raise_foreign(content)
                failures += _to_failures(tasks[id].group, content)
            else:
                settled[id] = bodies.keep(id, to_kept(content))
        refused = [card.refusal for card in found.cards if card.refusal is not None]
        bodies.settled = [settled[id] for id in sorted(settled)]
        _add_refused(bodies, sorted([*refused, *failures, *found.troubles], key=lambda reading: reading.path))
        yield bodies


class Shown:
    """The pages of every body and the files beside them, and the texts that are searched, in the order of ids. unmade: whose could not be made.

    keys: the body → what tells everything that its files are made of, "" where they only say that none could be made.
    """

    def __init__(self, shelf: Shelf, version: str, keys: Mapping[str, str], remake: Remake) -> None:
        self.unmade: list[Unmade] = []
        self.keys = {id: f"{version}-{key}" for id, key in keys.items()}
        self._kept = Kept(shelf, keys, remake)

    def files(self, id: str) -> Files:
        return unpack_files(self._kept.take(id, "files"))

    def texts(self) -> Iterator[Text]:
        for id in self.keys:
            texts: list[Text] = parcels.unpack(self._kept.take(id, "texts"))  # type: ignore[assignment]
            yield from texts

    def keep(self, id: str, content: Mapping[str, bytes]) -> None:
        self._kept.put(id, content)

    def fail(self, settled: Settled, how: str) -> None:
        """Put pages that say so in the place of those that could not be made. They are not kept: next time they may be."""
        names = settled.shared["agencies"]["agency_name"]
        one = Unmade(settled.agency_id, names[0] if names else "", how)
        self.unmade.append(one)
        self.keys[one.agency_id] = ""
        self._kept.hold(settled.agency_id, to_kept_shown(pack_files(render_unmade(one, settled.documents))))

    def has(self, id: str) -> bool:
        return self._kept.has(id, "files", "texts")


@contextmanager
def show_all(bodies: Bodies, told: Callable[[Settled], Told], jobs: int = 1, scheduler: str = "", cache_dir: Path | None = None) -> Iterator[Shown]:
    """Make the pages of every body. told: what they show that is not in the body's own documents."""
    with machine.room() as passing:
        version = fingerprint.of("bodies.showing", libraries=("altair", "jinja2", "markupsafe"), also=_to_content())
        settled = {one.agency_id: one for one in bodies.settled}
        around = {one.agency_id: told(one) for one in bodies.settled if one.agency_id}
        keys = {id: hashlib.sha256(f"{bodies.keys[id]} {bodies.version} {around[id]!r}".encode()).hexdigest() for id in around}

        def to_arguments(id: str) -> tuple[str, bytes, bytes]:
            return id, parcels.pack(around[id]), bodies.take(id, "readings")

        shelf = Shelf(cache_dir, version) or Shelf(passing / "pages", version)
        shown = Shown(shelf, version, keys, lambda id: to_kept_shown(_remake(show, *to_arguments(id))))
        waiting = [id for id in keys if not shown.has(id)]
        calls = ((id, to_arguments(id)) for id in waiting)
        made = call_many(show, calls, Patience(SECONDS_FOR_ONE), min(jobs, len(waiting)), scheduler, UNDER_WAY)
        for id, content in progress.counted(made, len(waiting)):
            if isinstance(content, Failed):
                _raise_foreign(content)
                shown.fail(settled[id], content.how)
            else:
                shown.keep(id, to_kept_shown(content))
        shown.unmade.sort(key=lambda one: one.agency_id)
        yield shown


def _remake(function: Callable[..., bytes], *arguments: object) -> bytes:
    try:
        return call(SECONDS_FOR_ONE, function, *arguments)
    except Failed as error:
        _raise_foreign(error)
        raise


def _raise_foreign(failed: Failed) -> None:
    """What was kept and is none of ours is no fault of the body that it was kept of."""
    if failed.how.startswith(f"{parcels.Foreign.__name__} "):  # as workers.py describes what was raised
        raise parcels.Foreign("what was kept is none of ours")


def _to_content() -> str:
    """A hash of what people write by hand: templates, wording, styles that pictures take their colours from."""
    digest = hashlib.sha256()
    digest.update(repr(publisher.load()).encode())
    for path in sorted(path for path in template.CONTENT.rglob("*") if path.is_file()):
        digest.update(path.relative_to(template.CONTENT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _to_wanted() -> Wanted:
    """What pages and charts over many bodies are made of."""
    the_form = form.load()
    indicators = sorted({*kin.PEERS, *counts.TRENDS, *counts.OF_PLACES})
    return Wanted(tuple(sorted(surveys.wanted_cells(the_form))), tuple(sums.to_columns(the_form)), tuple(indicators))


def _to_key(task: Task, found: Collection) -> str:
    """By everything that decides what a body is settled as."""
    read = " ".join(found.keys[path] for path in task.group.all_paths)
    return hashlib.sha256(f"{task!r} {read}".encode()).hexdigest()


def _to_failures(group: Group, failed: Failed) -> list[Reading]:
    message = f"bringing together what was read of {group.agency.agency_id} failed ({failed.how}); show the document to us in an issue"
    return [Reading(path, "", "unreadable", message) for path in group.paths]


def _add_refused(bodies: Bodies, readings: list[Reading]) -> None:
    settled, pieces, lines = lay_out("", readings, _to_wanted())
    content = {"seen": parcels.pack(settled), "pieces": parcels.press(pieces), "readings": parcels.press((readings, lines))}
    bodies.keys[""] = "refused"
    bodies.settled.append(bodies.keep("", content))
