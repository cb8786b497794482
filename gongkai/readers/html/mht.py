"""Web archive (MHT, a page saved "in one file") → Document.

In: a path to a MIME message with a page in it. Out: what the page holds, with the style sheets that the archive brings along. Not its business: the
page itself (html.py), the pictures beside it.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import unquote, urljoin

from gongkai.model import Unreadable
from gongkai.readers.encoding import bytes_to_text
from gongkai.readers.html.html import bytes_to_parts
from gongkai.readers.parts import Parts


def read(path: Path, name: str) -> Parts:
    """Read a web archive. Raises Unreadable where it holds no page."""
    archive = list(message_from_bytes(path.read_bytes().lstrip(), policy=default).walk())
    for part in archive:
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                sheets = _Sheets(archive, _header(part, "Content-Location"))
                return bytes_to_parts(content, name, part.get_content_charset() or "", sheets.fetch)
    raise Unreadable(name, "the web archive holds no page; save the page again, as HTML only")


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
