"""What was settled of one body → its pages and the files beside them, in both languages, and its texts for the search.

In: readings and lines as settling.py left them; what the pages show of others and of the site, a Told. Out: files by path, packed, so that they are
made in any process, and kept. Not its business: what spans bodies, the frame of a page, writing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai import charts, form
from gongkai.model import Reading
from gongkai.pages import texts
from gongkai.pages.body import agency
from gongkai.pages.body.agency import Setting
from gongkai.pages.body.kin import Kin
from gongkai.pipeline import parcels
from gongkai.tables.lines import Part
from gongkai.tables.shared import to_lines

Files = Mapping[str, str | bytes]
"""path below docs/ → content"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a body's pages show that is not in its own documents. sources, pictures: report id → what is published of its document."""

    kin: Kin | None = None
    repository: str = ""
    address: str = ""
    sources: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[str, Mapping[int, Any]] = field(default_factory=dict)


def show(agency_id: str, told: bytes, settled: bytes) -> bytes:
    """Make the pages of a body. told: a Told, settled: the part "readings", packed. Return two parts, as to_kept names them."""
    around: Told = parcels.unpack(told)  # type: ignore[assignment]
    unpacked: tuple[Sequence[Reading], Part] = parcels.unpress(settled)  # type: ignore[assignment]
    readings, part = unpacked
    the_form = form.load()
    lines = to_lines(part, the_form)
    body = agency.to_body(agency_id, readings, the_form, lines)
    drawn = charts.draw_lines(agency_id, lines, the_form)
    setting = Setting(the_form, around.repository, around.address)
    files = agency.render(body, setting, drawn, around.kin, around.sources, around.pictures)
    found = [text for reading in readings if (text := texts.to_text(reading)) is not None]
    return pack_files(files, found)


def pack_files(files: Files, found: Sequence[texts.Text] = ()) -> bytes:
    """What show returns. found: texts for the search."""
    return parcels.join([parcels.press(files), parcels.pack(list(found))])


def to_kept(shown: bytes) -> Mapping[str, bytes]:
    return dict(zip(("files", "texts"), parcels.split(shown), strict=True))


def unpack_files(content: bytes) -> Files:
    files: Files = parcels.unpress(content)  # type: ignore[assignment]
    return files
