"""Web archive (MHT, a page saved "in one file") → Document.

In: a path to a MIME message with a page in it. Out: what the page holds, with the style sheets that the archive brings along. Not its business: the
page itself (html.py), the pictures beside it.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

from gongkai.model import Unreadable
from gongkai.readers.encoding import bytes_to_text
from gongkai.readers.html.html import bytes_to_parts as page_to_parts
from gongkai.readers.parts import Parts

_FRAME = re.compile(r"<i?frame\b[^>]{0,2000}", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc\s{0,9}=\s{0,9}["']?([^"'\s>]{1,2000})""", re.IGNORECASE)
_LONG_HEADER = re.compile(rb"^content-[a-z-]{1,30}:(?:[^\n]|\n[ \t]){8000}", re.IGNORECASE | re.MULTILINE)
_PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
MOST_PARTS = 5_000
"""a page brings some hundred pictures, sheets and scripts along"""
_PAGES = ("text/html", "application/xhtml+xml")


def read(path: Path, name: str) -> Parts:
    """Read a web archive. Raises Unreadable where it holds no page."""
    return bytes_to_parts(path.read_bytes(), name)


def bytes_to_parts(content: bytes, name: str) -> Parts:
    """The same of what a file holds."""
    if _LONG_HEADER.search(content):  # Python parts its parameters in a time that grows with their square
        raise Unreadable(name, "a header of the web archive is longer than any that programs write; save the page again, as HTML only")
    if len(_PART.findall(content)) > MOST_PARTS:
        raise Unreadable(name, f"the web archive has more than {MOST_PARTS} parts; save the page again, as HTML only")
    message = message_from_bytes(content.lstrip(), policy=default)
    archive = list(message.walk())
    root = _root_of(message, archive)
    if root is None:
        raise Unreadable(name, "the web archive holds no page; save the page again, as HTML only")
    parts = _page_to_parts(root, archive, name)
    if parts.grids:
        return parts
    framed = [found for part in _frames_of(root, archive) if (found := _page_to_parts(part, archive, name)).grids]
    if len(framed) != 1:
        return parts
    # the page is only what stands around the one of its frames that has tables
    framed[0].titles[:0] = parts.titles
    return framed[0]


def _root_of(message: EmailMessage, archive: list[EmailMessage]) -> EmailMessage | None:
    """The page that is shown: the one that the archive says it begins with, else the first."""
    pages = [part for part in archive if part.get_content_type() in _PAGES and _content_of(part).strip()]
    found = re.search(r"""\bstart="?<?([^">;\s]{1,500})""", _header(message, "Content-Type"))
    begins = found[1] if found else ""
    return next((part for part in pages if begins and _header(part, "Content-ID").strip("<> ") == begins), pages[0] if pages else None)


def _frames_of(page: EmailMessage, archive: list[EmailMessage]) -> list[EmailMessage]:
    """The other pages of the archive that stand in frames of a page."""
    text = bytes_to_text(_content_of(page), page.get_content_charset() or "") or ""
    place = _header(page, "Content-Location")
    wanted = {_to_id(place, unescape(found[1])) for frame in _FRAME.findall(text) if (found := _SOURCE.search(frame))}
    named = (
        (part, {_to_id(place, "cid:" + _header(part, "Content-ID").strip("<> ")), _to_id(place, _header(part, "Content-Location"))})
        for part in archive if part is not page and part.get_content_type() in _PAGES
    )
    return [part for part, ids in named if ids & wanted]


def _to_id(page: str, address: str) -> str:
    return unquote(address if address.lower().startswith("cid:") else urljoin(page, address))


def _content_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _page_to_parts(part: EmailMessage, archive: list[EmailMessage], name: str) -> Parts:
    sheets = _Sheets(archive, _header(part, "Content-Location"))
    return page_to_parts(_content_of(part), name, part.get_content_charset() or "", sheets.fetch)


class _Sheets:
    """The style sheets of an archive by their addresses: where they were, or an id of the archive's own."""

    def __init__(self, archive: list[EmailMessage], page: str) -> None:
        self.page = page
        self.parts: dict[str, EmailMessage] = {}
        for part in archive:
            if part.get_content_type() == "text/css":
                if place := _header(part, "Content-Location"):
                    self.parts[unquote(urljoin(page, place))] = part
                if number := _header(part, "Content-ID"):
                    self.parts["cid:" + number.strip("<> ")] = part

    def fetch(self, address: str) -> str | None:
        """The text of a sheet, None where the archive has none of that address."""
        if address.lower().startswith("cid:"):
            part = self.parts.get("cid:" + unquote(address[4:]))
        else:
            part = self.parts.get(unquote(urljoin(self.page, address))) or self.parts.get(unquote(address))
        if part is None:
            return None
        content = part.get_payload(decode=True)
        return bytes_to_text(content, part.get_content_charset() or "") if isinstance(content, bytes) else None


def _header(part: EmailMessage, name: str) -> str:
    try:
        return "".join(str(part.get(name) or "").split())
    except (ValueError, IndexError, AttributeError):
        return ""  # the parser of headers fails in any way on a broken one
