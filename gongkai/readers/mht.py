"""Web archive (MHT, a page saved "in one file") → Document.

In: a path to a MIME message with a page in it. Out: what the page holds. Not its business: the page itself (html.py),
the pictures and styles beside it.
"""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from gongkai.model import Unreadable
from gongkai.readers.html import bytes_to_parts
from gongkai.readers.parts import Parts


def read(path: Path, name: str) -> Parts:
    """Read a web archive. Raises Unreadable where it holds no page."""
    for part in message_from_bytes(path.read_bytes().lstrip(), policy=default).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return bytes_to_parts(content, name, part.get_content_charset() or "")
    raise Unreadable(name, "the web archive holds no page; save the page again, as HTML only")
