"""What each body's pages show that is not in its own documents: its kin among the others, what of its documents is published, where the site is.

In: frames of what is shared, what people know of bodies, copies and pictures. Out: a Told a body. Not its business: the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongkai.bodies.settling import Settled
from gongkai.bodies.showing import Told
from gongkai.pages.body.kin import Kinship


class Teller:
    """sources, pictures: report id → what is published of its document (copies.to_copies, pictures.draw)."""

    def __init__(
        self, frames: Mapping[str, Any], known: Sequence[Any], repository: str, address: str, sources: Mapping[str, Any],
        pictures: Mapping[str, Mapping[int, Any]],
    ) -> None:
        self._kinship = Kinship(frames, known)
        self._around = Told(None, repository, address)
        self._sources = sources
        self._pictures = pictures

    def __call__(self, settled: Settled) -> Told:
        shown = [document for document in settled.documents if document.has_figures and document.read_status != "duplicate"]
        ids = [document.report_id for document in settled.documents]
        return replace(
            self._around,
            kin=self._kinship.of(settled.agency_id, shown),
            # where a document lies, and what its pictures hold, is on no page
            sources={id: replace(self._sources[id], source=Path()) for id in ids if id in self._sources},
            pictures={id: {page: replace(one, content=b"") for page, one in self._pictures[id].items()} for id in ids if id in self._pictures},
        )
