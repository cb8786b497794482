"""Files within a DOCX that are a part of its text (altChunk) → what they hold.

In: the package, its main part. Out: the parts of the pages among them, by the id that the text names them with. Not its business: where they stand.
A word processor shows them as if they were typed there; pages and web archives are read as such, any other is left out and said to be.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable

from gongkai.model import Unreadable
from gongkai.readers.html.html import bytes_to_parts
from gongkai.readers.html.mht import bytes_to_parts as archive_to_parts
from gongkai.readers.ooxml import relations
from gongkai.readers.parts import Parts

_ARCHIVE = re.compile(rb"\s{0,99}(?:MIME-Version|From|Subject|Content-Type):", re.IGNORECASE)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype|html|head|body|table|div|p|h[1-6]|\?xml|meta)\b", re.IGNORECASE)
_MOST = 20
"""files in one text"""


def find_chunks(package: zipfile.ZipFile, main: str, name: str) -> Callable[[str], Parts | None]:
    """What reads the file that has an id, None where it is none that is read."""
    names = package.namelist()
    there = [(id, target) for id, (kind, target) in relations(package, main).items() if kind == "aFChunk" and target in names]
    contents = {id: package.read(target) for id, target in there[:_MOST]}

    def read(id: str) -> Parts | None:
        content = contents.get(id, b"")
        try:
            if _ARCHIVE.match(content):
                return archive_to_parts(content, name)
            return bytes_to_parts(content, name) if _PAGE.match(content) else None
        except Unreadable:
            return None

    return read
