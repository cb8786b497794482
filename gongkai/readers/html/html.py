"""HTML → Document.

In: a path to a saved web page. Out: its tables as grids and its text as paragraphs, in the order of the page, as a browser shows them. Not its
business: which part of the page is the report (navigation and metadata come along), pictures, what a script would add, what is shown of a cell
(shown.py) and what styles say (style.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree
from lxml import html as markup

from gongkai.model import Unreadable, doubt_of
from gongkai.readers.encoding import bytes_to_text
from gongkai.readers.html.cascade import Styles
from gongkai.readers.html.data_sheets import with_data
from gongkai.readers.html.fields import generated
from gongkai.readers.html.formatting import nest
from gongkai.readers.html.inline import BREAK, fold_spaces
from gongkai.readers.html.script import Scripts
from gongkai.readers.html.selector import TooMuch
from gongkai.readers.html.shown import Shown
from gongkai.readers.html.stylesheet import Sheets
from gongkai.readers.html.switched import Switched
from gongkai.readers.html.tables import DROPPED, MANY_CELLS, Tables, is_dropped, nearest
from gongkai.readers.html.tree import imply_rows
from gongkai.readers.parts import MOST_CELLS, Parts
from gongkai.readers.superscripts import to_raised

_CHARSET = re.compile(rb"""<meta[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]*encoding=["']([A-Za-z0-9_:.-]+)""", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!doctype\s+html\b(?!\s+public\s+[\"']-//w3c//dtd html (?:3|4\.\d+ (?:transitional|frameset)//en[\"']\s*>))", re.I)
_IN_TEXT = frozenset(
    [
        "select",
        "textarea",
        "input",
        "svg",
        "object",
        "a",
        "b",
        "big",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
"""elements that stand within a line of running text"""
_TAG = re.compile(r"""<[A-Za-z](?:[^"'>]|"[^"]*"|'[^']*')*+""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_MOST_ATTRIBUTES = 2_000
_BROKEN_TAG = re.compile(r"<(?=[^\sA-Za-z/!?])")
_BREAK_HERE = re.compile(r"</?wbr\s{0,9}/?>", re.IGNORECASE)
"""where a line may break; the parser knows no such sign and takes what follows into it"""
_LARGE_PICTURE = 200
_DEEPEST = 200
_TITLE_NAMES = ("articletitle", "title", "og:title")
_MOST_STYLE = 5_000_000


def read(path: Path, name: str) -> Parts:
    """Read a saved web page. Raises Unreadable where its encoding cannot be told."""
    return bytes_to_parts(path.read_bytes(), name)


def bytes_to_parts(content: bytes, name: str, declared: str = "", fetch: Callable[[str], str | None] = lambda address: None) -> Parts:
    """Read a page in whatever encoding. `declared`: what is said of it outside the page. `fetch`: the text of a sheet beside it, None without one."""
    said = _CHARSET.search(content[:8192])
    text = bytes_to_text(content, declared or ((said[1] or said[2]).decode("ascii") if said else ""))
    if text is None:
        raise Unreadable(name, "the page's encoding cannot be told; open it in a browser and save it again")
    text = _BROKEN_TAG.sub("&lt;", _BREAK_HERE.sub("", _XML_DECLARATION.sub("", text)).replace("\0", ""))
    if _has_many_attributes(text):
        raise Unreadable(name, f"a tag of the page has more than {_MOST_ATTRIBUTES} attributes; no browser saves such a page")
    parser = markup.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = markup.document_fromstring(nest(text), parser=parser, ensure_head_body=True)
    imply_rows(root)
    try:
        return _Walk(name, root, _sheets(root, fetch), not _DOCTYPE.search(text[:2000])).read(root)
    except TooMuch:
        raise Unreadable(name, "the page's style sheets are too large to tell what is shown; print the page as PDF") from None


def _has_many_attributes(text: str) -> bool:
    """Say whether a tag has more attributes than people write: the parser compares each with all before it."""
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > 2 * _MOST_ATTRIBUTES and len(re.findall(r"[\s=/]+", _QUOTED.sub(" ", tag[0]))) > _MOST_ATTRIBUTES:
            return True
    return False


def _sheets(root: etree._Element, fetch: Callable[[str], str | None]) -> Sheets:
    """The style sheets of a page, in their order."""
    sheets = Sheets()
    fetch = with_data(fetch)
    left = _MOST_STYLE
    preferred = ""
    for element in root.iter("style", "link"):
        media = element.get("media") or ""
        kind = (element.get("type") or "text/css").partition(";")[0].strip().lower()
        if kind not in ("text/css", "") or next(element.iterancestors("noscript", "template"), None) is not None:
            continue  # no sheet at all, or for browsers without scripts
        if title := element.get("title"):
            # of sheets with titles only those are in force that bear the first of them (CSSOM, 6.2)
            preferred = preferred or title
            if title != preferred:
                continue
        if element.tag == "style":
            text: str | None = "".join(element.itertext())
        elif "stylesheet" not in (element.get("rel") or "").lower().split() or "alternate" in (element.get("rel") or "").lower():
            continue
        else:
            text = fetch(element.get("href") or "")
        if text is None:
            sheets.has_absent = True
            continue
        left -= len(text)
        if left < 0:
            raise TooMuch
        sheets.add(text, media, fetch)
    if sheets.is_cut:
        raise TooMuch
    return sheets


class _Walk:
    """One pass over a page."""

    def __init__(self, name: str, root: etree._Element, sheets: Sheets, is_quirky: bool) -> None:
        self.name = name
        self.parts = Parts()
        self.styles = Styles(root, sheets, is_quirky)
        self.shown = Shown(self.styles, Scripts(root), Switched(root, sheets, is_quirky, self.styles))
        self.tables = Tables(self.styles, self.shown)
        self.cells = 0
        self.pieces: list[str] = []
        self.left_out = ""
        self.is_cut = False

    def read(self, root: etree._Element) -> Parts:
        for title in self.titles(root):
            if title not in self.parts.titles:
                self.parts.titles.append(title)
        body = root.find("body")
        self.flow(body if body is not None else root, 0)
        self.end_paragraph()
        if self.is_cut:
            self.parts.troubles.append(f"the page is nested more than {_DEEPEST} deep; what is further in was left out")
        elif not self.parts.paragraphs and not self.parts.grids:
            self.parts.troubles.append("the page holds no text (scripts build it); save it from a browser, or use the attachment")
        else:
            self.pictures(root)
        return self.parts

    def titles(self, root: etree._Element) -> Iterator[str]:
        """What the page calls itself: in its metadata, on its largest lines as far as they are seen, and over its window."""
        for meta in root.iter("meta"):
            text = (meta.get("content") or "").strip()
            if text and (meta.get("name") or meta.get("property") or "").lower() in _TITLE_NAMES:
                yield fold_spaces(text)
        for tag in ("h1", "title"):
            for element in root.iter(tag):
                if nearest(element, "svg") is not None:
                    continue
                text = self.shown.cell(element) if tag == "h1" else fold_spaces("".join(element.itertext())).strip()
                if text and (tag == "title" or (not self.styles.of(element).is_gone and doubt_of(text) not in ("faint", "struck"))):
                    yield " ".join(text.split("\n"))

    def end_paragraph(self) -> None:
        text, self.pieces = "".join(self.pieces), []
        doubt, self.left_out = self.left_out, ""
        for line in text.split(BREAK):
            self.parts.add_paragraph(fold_spaces(line), doubt)

    def flow(self, element: etree._Element, depth: int) -> None:
        """Take over running text; inline elements join without a gap, blocks and line breaks part paragraphs."""
        style = self.styles.of(element)
        is_shown = style.fate in ("shown", "pale") and not style.is_struck and not (element.tag == "details" and "open" not in element.attrib)
        self.generated(element, "before")
        if element.text and is_shown:
            self.pieces.append(element.text)
        for child in element:
            if depth >= _DEEPEST:
                self.is_cut = True
            elif isinstance(child.tag, str) and not is_dropped(child, self.styles):
                self.child(child, depth)
            elif child.tag in _IN_TEXT:
                self.leave_out("object" if child.tag in DROPPED else "faint", child)
            if child.tail and is_shown:
                self.pieces.append(child.tail)
        if not is_shown and element.tag in _IN_TEXT:
            self.leave_out("struck" if style.is_struck else "faint", element)
        self.generated(element, "after")

    def leave_out(self, doubt: str, element: etree._Element) -> None:
        """Note why the paragraph at hand is not all that its element holds."""
        if doubt == "object" or "".join(element.itertext()).strip():
            self.left_out = doubt

    def child(self, child: etree._Element, depth: int) -> None:
        style = self.styles.of(child)
        if child.tag == "br":
            self.pieces.append(BREAK)
        elif child.tag == "img":
            self.left_out = "object"
        elif child.tag == "table":
            self.end_paragraph()
            self.table(child, depth)
        elif style.is_block:
            self.end_paragraph()
            self.flow(child, depth + 1)
            self.end_paragraph()
        elif style.raised and any(piece.strip() for piece in self.pieces):
            before, self.pieces = self.pieces, []
            self.flow(child, depth + 1)
            self.pieces = [*before, to_raised("".join(self.pieces))] if BREAK not in self.pieces else before + self.pieces
        else:
            self.flow(child, depth + 1)

    def generated(self, element: etree._Element, name: str) -> None:
        style = self.styles.pseudo(element, name)
        if style is not None and style.fate == "shown":
            text, _ = generated(element, style)
            self.pieces.append(re.sub("[\ue000-\uf8ff]", "", text))

    def table(self, table: etree._Element, depth: int) -> None:
        for caption in table.findall("caption"):
            if not is_dropped(caption, self.styles):
                self.flow(caption, depth + 1)
                self.end_paragraph()
        lines = self.tables.lines_of(table)
        if self.tables.is_layout(lines):
            for line in lines:
                for cell in line:
                    self.flow(cell, depth + 1)
                    self.end_paragraph()
            return
        rows = self.tables.lines_to_rows(lines, table)
        self.cells += sum(map(len, rows))
        if self.cells > MOST_CELLS:
            raise Unreadable(self.name, f"the page has more than {MOST_CELLS} cells; it is not one report")
        self.parts.add_grid(rows)
        for inner in [found for line in lines for cell in line for found in cell.iter("table")]:
            if nearest(inner, "table") is table and sum(1 for _ in inner.iter("td", "th")) >= MANY_CELLS:
                self.table(inner, depth + 1)

    def pictures(self, root: etree._Element) -> None:
        large = 0
        for number, picture in enumerate(root.iter("img"), start=1):
            sizes = [_pixels(picture, side) for side in ("width", "height")]
            if min(sizes) >= _LARGE_PICTURE:
                large += 1
                if large <= 5:
                    self.parts.troubles.append(f"picture {number} of the page is large ({sizes[0]} by {sizes[1]}); a table in it is not read")


def _pixels(picture: etree._Element, side: str) -> int:
    style = re.search(rf"\b{side}\s*:\s*(\d+)", picture.get("style") or "")
    value = re.match(r"\s*(\d+)(?!\d*%)", picture.get(side) or "")
    return int((style or value).group(1)) if style or value else 0  # type: ignore[union-attr]
