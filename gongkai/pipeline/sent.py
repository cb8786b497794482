"""A document on its way to a machine of a cluster, which need not have a disk in common with this one.

In: the path of a document and what LibreOffice made of it. Out: its bytes with those that stand beside it; there: what was read of it, packed.
Not its business: who calls whom (calls.py).
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from gongkai import machine
from gongkai.pipeline import sidecars
from gongkai.pipeline.cards import pack_one
from gongkai.readers.parts import MOST_BYTES


@dataclass(frozen=True, slots=True)
class Sent:
    """content: of the document; sidecar: of the file beside it; converted: a name and bytes, or why there is nothing."""

    content: bytes
    sidecar: bytes | None
    converted: tuple[str, bytes] | str | None


def send(path: Path, name: str, converted: Path | str | None) -> Sent | None:
    """What a machine without our disk needs; None for what is no file that can be read, which is told here and there alike."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return None
        beside = sidecars.to_content(path, name)
        made = (converted.name, converted.read_bytes()) if isinstance(converted, Path) else converted
        return Sent(path.read_bytes(), beside, made)
    except (OSError, ValueError):
        return None


def pack_sent(sent: Sent | None, path: Path, name: str, converted: Path | str | None) -> bytes:
    """Read a document where it arrived, as pack_one does where it lies."""
    if sent is None:
        return pack_one(path, name, converted)
    with machine.room() as room:
        place = room / "reports" / name
        place.parent.mkdir(parents=True)
        place.write_bytes(sent.content)
        if sent.sidecar is not None:
            place.with_name(f"{place.name}.yml").write_bytes(sent.sidecar)
        made = sent.converted
        if isinstance(made, tuple):
            (room / "converted").mkdir()
            (room / "converted" / made[0]).write_bytes(made[1])
        return pack_one(place, name, room / "converted" / made[0] if isinstance(made, tuple) else made)
