"""Documents that could not be read, for the other builds of one run: those do not try again what would end the same, and say the same of it.

In: a folder that ends with the run; what reading gave, by the key of the document. Out: that again. Not its business: what is read
(many.py keeps that for longer). Not here: what may be otherwise in a moment, as where LibreOffice did not start or a file could not be opened.
"""

from __future__ import annotations

from pathlib import Path

from gongkai import readers
from gongkai.pipeline import parcels
from gongkai.pipeline.cards import unpack_card
from gongkai.shelf import Shelf
from gongkai.workers import Failed

OWN = "unread"
"""the folder in the one that was named: a shelf throws away what it does not know, and who names a folder may have other things in it"""


class Failures:
    def __init__(self, folder: Path | None, version: str) -> None:
        own = folder / OWN if folder is not None else None
        self._shelf = Shelf(own if own is None or not own.is_symlink() else None, version)
        self._converts: bool | None = None

    def find(self, key: str) -> bytes | Failed | None:
        """What became of a document in an earlier build of this run, if it could not be read."""
        kept = self._shelf.take(key)
        if kept is None:
            return None
        if (card := unpack_card(kept)) is not None:
            return kept if card.refusal is not None else None
        try:
            how = parcels.unpack(kept)
        except parcels.Foreign:
            return None
        return Failed(how) if isinstance(how, str) else None

    def keep(self, key: str, content: bytes | Failed, is_converted: bool) -> None:
        """Keep what became of a document that could not be read. is_converted: whether that is what LibreOffice made of it, or did not make."""
        if not self._shelf or (is_converted and not self._can_convert()):
            return
        if not isinstance(content, Failed):
            self._shelf.put(key, content)
        elif content.how != "lost":  # a machine of the cluster, and not the document
            self._shelf.put(key, parcels.pack(content.how))

    def _can_convert(self) -> bool:
        if self._converts is None:
            self._converts = readers.can_convert()
        return self._converts
