"""The documents of one body → what is published of it but for its pages: which document counts, what does not add up, the lines of every table.

In: a group, what was read of each of its documents, packed. Out: a Settled, which all others may see; pieces of the tables; the readings and
lines that its own pages are made of: each packed, so that a body is settled in any process, and kept. Not its business: other bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai import form
from gongkai.model import Filed, Reading, to_filed
from gongkai.pipeline import parcels
from gongkai.pipeline.cards import unpack
from gongkai.pipeline.duplicates import Published
from gongkai.pipeline.together import Group, to_readings_of
from gongkai.tables.lines import Part, in_order, to_part
from gongkai.tables.packing import to_pieces
from gongkai.tables.pieces import Pieces
from gongkai.tables.shared import Shared, Wanted, of_a_body, to_shared


@dataclass(frozen=True, slots=True)
class Settled:
    """What others may see of a body: its documents in the order of publication, and what pages over many bodies are made of."""

    agency_id: str
    documents: tuple[Filed, ...]
    shared: Shared


@dataclass(frozen=True, slots=True)
class Task:
    """previous: what was published of the body before. wanted: what others may see of its lines."""

    group: Group
    previous: Published
    wanted: Wanted


def settle(task: bytes, reads: Sequence[bytes]) -> bytes:
    """Settle a body. task: a Task, packed. Return three parts, as to_kept names them."""
    asked: Task = parcels.unpack(task)  # type: ignore[assignment]
    group = asked.group
    found = {path: unpack(content) for path, content in zip(group.all_paths, reads, strict=True)}
    readings = in_order(to_readings_of(group, found, form.load(), asked.previous))
    settled, pieces, lines = lay_out(group.agency.agency_id, readings, asked.wanted)
    return parcels.join([parcels.pack(settled), parcels.press(pieces), parcels.press((readings, lines))])


def lay_out(agency_id: str, readings: Sequence[Reading], wanted: Wanted) -> tuple[Settled, Pieces, Part]:
    """Lay out the readings of one body, or of documents that are none's; they are in_order."""
    the_form = form.load()
    part = to_part(readings, the_form)
    documents = tuple(to_filed(reading) for reading in readings)
    return Settled(agency_id, documents, to_shared(part, the_form, wanted)), to_pieces(part, the_form), of_a_body(part)


def to_previous(agency_id: str, years: Iterable[int | None], previous: Published) -> dict[str, tuple[str, str]]:
    """Of what was published before, what concerns one body."""
    ids = (f"{agency_id}-{year or 'undated'}" for year in years)
    return {id: previous[id] for id in ids if id in previous}


def to_kept(settled: bytes) -> Mapping[str, bytes]:
    """The three parts of what settle returns, by the name that each is kept under."""
    return dict(zip(("seen", "pieces", "readings"), parcels.split(settled), strict=True))
