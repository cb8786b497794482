"""Pages of which there are many, put into the frame of the site without MkDocs.

In: finished pages as text with a front matter, and one page of each kind as MkDocs framed it. Out: whole pages.
Not its business: what the frame looks like (content/overrides), what is on a page (pages/), writing (site.py).
MkDocs makes the frame of a kind once a language, around slots; a page of that kind differs in its title, description, picture,
address and content alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import escape

MANY = re.compile(r"((?:en/)?)(agencies|regions|quality|indicators)/([^/]+/(?:[^/]+/)?)index\.md")
"""Path of a page below docs/ → its language, its section, and the folders that name it there"""

_NAME, _TITLE, _DESCRIPTION, _IMAGE, _CONTENT = "slotname", "slottitle", "slotdescription", "slotimage", "slotcontent"
_SLOT = re.compile(f"{_TITLE}|{_DESCRIPTION}|{_IMAGE}|{_CONTENT}")
_MARK = "assets/card.png"
"""The picture of what has none of its own"""


SLOTS = {
    f"{language}{folder}/index.md": f"---\nhtml: true\ntitle: {_TITLE}\ndescription: {_DESCRIPTION}\nimage: {_IMAGE}\n---\n\n{_CONTENT}"
    for language in ("", "en/") for folder in (f"agencies/{_NAME}", f"agencies/{_NAME}/{_NAME}", f"regions/{_NAME}", f"quality/{_NAME}",
        f"indicators/{_NAME}", f"indicators/{_NAME}/{_NAME}")
}
"""The pages with slots, for MkDocs to frame"""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around and between the slots. address: of the page with the slots, within its language. parts: texts and slots by turns."""

    address: str
    parts: tuple[str, ...]

    def fill(self, address: str, page: str) -> str:
        """Put a page into the frame. address: its own, as agencies/350581-shangwu/. page: as `pages` makes it, with its front matter."""
        meta, content = read(page)
        values = {
            _TITLE: escape(meta["title"]), _DESCRIPTION: escape(meta["description"]), _IMAGE: quote(meta.get("image", _MARK)), _CONTENT: content,
        }
        own = quote(address)
        return "".join(values[part] if part in values else part.replace(self.address, own) for part in self.parts)


def is_one_of_many(path: str) -> bool:
    return MANY.fullmatch(path) is not None


def to_frame_path(path: str) -> str:
    """The page with the slots for a page of many: agencies/350581-shangwu/2019/index.md → agencies/slotname/slotname/index.md."""
    match = MANY.fullmatch(path)
    assert match is not None, path
    language, section, own = match.groups()
    return f"{language}{section}/{own.count('/') * f'{_NAME}/'}index.md"


def to_frame(path: str, framed: str) -> Frame:
    """Take a frame off the page with the slots. path: of SLOTS; framed: what MkDocs made of it."""
    parts, at = [], 0
    for slot in _SLOT.finditer(framed):
        parts += [framed[at : slot.start()], slot[0]]
        at = slot.end()
    if {_TITLE, _DESCRIPTION, _CONTENT} - set(parts):
        raise ValueError(f"the frame of {path} has lost a slot")
    return Frame(path.removeprefix("en/").removesuffix("index.md"), (*parts, framed[at:]))


def read(page: str) -> tuple[Mapping[str, str], str]:
    """Part the front matter of a page, a line of JSON a field, from its content."""
    front, _, content = page.removeprefix("---\n").partition("\n---\n\n")
    return {name: json.loads(value) for name, _, value in (line.partition(": ") for line in front.splitlines())}, content
