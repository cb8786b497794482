"""A Read → its card: all that must be known of a document to bring it together with others, or why it is none; and both packed.

In: a Read. Out: a Card; bytes, the card before the rest, so that thousands of cards are had without all that was read. Not its business: whose
report it is (agencies), other documents (together.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.agencies.identity import Identity
from gongkai.model import Reading
from gongkai.pipeline import parcels
from gongkai.pipeline.one import Read, read_one


@dataclass(frozen=True, slots=True)
class Card:
    """identity: what the document says of whose report it is, None where it is no report; then `refusal` says why."""

    path: str
    sha256: str
    identity: Identity | None = None
    refusal: Reading | None = None


def to_card(read: Read) -> Card:
    return Card(read.path, read.sha256, read.identity) if _is_report(read) else Card(read.path, read.sha256, refusal=_to_refusal(read))


def pack_one(path: Path, name: str, converted: Path | str | None) -> bytes:
    """Read one document and pack what later stages need of it: grids and running text have done their work and stay behind."""
    read = read_one(path, name, converted)
    return pack(replace(read, document=replace(read.document, paragraphs=(), grids=())) if read.document else read)


def pack(read: Read) -> bytes:
    return parcels.pack(to_card(read)) + parcels.pack(read)


def unpack_card(content: bytes | None) -> Card | None:
    """The card of what was packed, None for what is no such thing: half a file is read again."""
    try:
        card = parcels.unpack(content) if content else None
    except Exception:
        return None
    return card if isinstance(card, Card) else None


def unpack(content: bytes) -> Read:
    """All that was read. Only for what has a card."""
    _, read = parcels.unpack_all(content)
    assert isinstance(read, Read)
    return read


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
        message = f"it says that it is on another period ({read.identity.other_period}), and not on one year"
    elif any(read.matched.forms.values()):
        message = "this is the blank form: no body and no figure in it; put the filled-in report here"
    elif not read.has_text:
        # what reading it met says more than we can say of nothing
        met = "; ".join(read.document.troubles[:3])
        return _to_none(read, met or "there is no text in it (a scan, or a page built by scripts); save the report itself")
    else:
        message = "no table of the form and no title of such a report were found; if it is one, show it to us in an issue"
    return _to_none(read, "; ".join((message, *read.document.troubles[:3], *read.sidecar.left_out)))  # what was left aside may be the report


def _to_none(read: Read, message: str) -> Reading:
    assert read.document is not None
    return Reading(read.path, read.sha256, "not_a_report", message, read.document.format, read.document.pages)
