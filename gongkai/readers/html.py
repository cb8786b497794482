"""HTML → Document.

In: a path to a saved web page. Out: its tables as grids and its text as paragraphs, in the order of the page. Not its
business: which part of the page is the report (navigation and metadata come along), pictures, what a script would add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as markup

from gongkai.model import Unreadable
from gongkai.readers.encoding import bytes_to_text
from gongkai.readers.parts import MOST_CELLS, Parts

_CHARSET = re.compile(rb"""<meta[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]*encoding=["']([A-Za-z0-9_:.-]+)""", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED_TAGS = "script style noscript template head title select option svg object iframe button textarea input"
_DROPPED = frozenset(_DROPPED_TAGS.split())
_BLOCK_TAGS = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_BROKEN_TAG = re.compile(r"<(?=[^\sA-Za-z/!?])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\x0b"
_WIDEST_SPAN = 60
_LONGEST_SPAN = 400
_LONG_TEXT = 400
_LARGE_PICTURE = 200
_DEEPEST = 200
_TITLE_NAMES = ("articletitle", "title", "og:title")


def read(path: Path, name: str) -> Parts:
    """Read a saved web page. Raises Unreadable where its encoding cannot be told."""
    return bytes_to_parts(path.read_bytes(), name)


def bytes_to_parts(content: bytes, name: str, declared: str = "") -> Parts:
    """Read a page in whatever encoding. `declared`: what is said of it outside the page itself."""
    said = _CHARSET.search(content[:8192])
    text = bytes_to_text(content, declared or ((said[1] or said[2]).decode("ascii") if said else ""))
    if text is None:
        raise Unreadable(name, "the page's encoding cannot be told; open it in a browser and save it again")
    text = _BROKEN_TAG.sub("&lt;", _XML_DECLARATION.sub("", text).replace("\0", ""))
    parser = markup.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = markup.document_fromstring(text, parser=parser, ensure_head_body=True)
    return _Walk(name).read(root)


class _Walk:
    """One pass over a page."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts = Parts()
        self.cells = 0
        self.pieces: list[str] = []
        self.is_cut = False

    def read(self, root: etree._Element) -> Parts:
        for title in _titles(root):
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

    def end_paragraph(self) -> None:
        text, self.pieces = "".join(self.pieces), []
        for line in text.split(_BREAK):
            self.parts.add_paragraph(_fold_spaces(line))

    def flow(self, element: etree._Element, depth: int) -> None:
        """Take over running text; inline elements join without a gap, blocks and line breaks part paragraphs."""
        if element.text:
            self.pieces.append(element.text)
        for child in element:
            if depth >= _DEEPEST:
                self.is_cut = True
            elif isinstance(child.tag, str) and not _is_dropped(child):
                if child.tag == "br":
                    self.pieces.append(_BREAK)
                elif child.tag == "table":
                    self.end_paragraph()
                    self.table(child, depth)
                elif child.tag in _BLOCKS:
                    self.end_paragraph()
                    self.flow(child, depth + 1)
                    self.end_paragraph()
                else:
                    self.flow(child, depth + 1)
            if child.tail:
                self.pieces.append(child.tail)

    def table(self, table: etree._Element, depth: int) -> None:
        for caption in table.findall("caption"):
            self.flow(caption, depth + 1)
            self.end_paragraph()
        lines = list(_rows_of(table))
        if _is_layout(lines):
            for line in lines:
                for cell in line:
                    self.flow(cell, depth + 1)
                    self.end_paragraph()
            return
        self.parts.add_grid(self.lines_to_rows(lines))
        for inner in [found for line in lines for cell in line for found in cell.iter("table")]:
            if _nearest(inner, "table") is table:
                self.table(inner, depth + 1)

    def lines_to_rows(self, lines: list[list[etree._Element]]) -> list[list[str | None]]:
        """Lay the cells out; what a span covers to the right and below is None."""
        rows: list[list[str | None]] = []
        covered: dict[int, int] = {}
        for number, line in enumerate(lines):
            row: list[str | None] = []
            below: dict[int, int] = {column: left - 1 for column, left in covered.items() if left > 1}
            cells = iter(line)
            while True:
                if covered.get(len(row), 0) > 0:
                    row.append(None)
                    continue
                cell = next(cells, None)
                if cell is None:
                    break
                width = _span(cell, "colspan", _WIDEST_SPAN)
                height = min(_span(cell, "rowspan", _LONGEST_SPAN), len(lines) - number)
                for column in range(len(row), len(row) + width):
                    if height > 1:
                        below[column] = height - 1
                row += [_cell_text(cell)] + [None] * (width - 1)
            rest = range(len(row), max(covered, default=-1) + 1)
            row += [None if covered.get(column, 0) > 0 else "" for column in rest]
            covered = below
            self.cells += len(row)
            if self.cells > MOST_CELLS:
                raise Unreadable(self.name, f"the page has more than {MOST_CELLS} cells; it is not one report")
            rows.append(row)
        return [row for row in rows if row]

    def pictures(self, root: etree._Element) -> None:
        large = 0
        for number, picture in enumerate(root.iter("img"), start=1):
            sizes = [_pixels(picture, side) for side in ("width", "height")]
            if min(sizes) >= _LARGE_PICTURE:
                large += 1
                if large <= 5:
                    self.parts.troubles.append(f"picture {number} of the page is large ({sizes[0]} by {sizes[1]}); a table in it is not read")


def _fold_spaces(text: str) -> str:
    """Runs of white space as one blank. A zero width space prints nothing: the digits around it are one number."""
    return _SPACE.sub(" ", text.replace("\u200b", ""))


def _titles(root: etree._Element) -> Iterator[str]:
    for meta in root.iter("meta"):
        text = (meta.get("content") or "").strip()
        if text and (meta.get("name") or meta.get("property") or "").lower() in _TITLE_NAMES:
            yield _fold_spaces(text)
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            if _nearest(element, "svg") is None and (text := _fold_spaces("".join(element.itertext())).strip()):
                yield text


def _is_dropped(element: etree._Element) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None:
        return True
    return _HIDDEN.search(element.get("style") or "") is not None


def _nearest(element: etree._Element, tag: str) -> etree._Element | None:
    return next(iter(element.iterancestors(tag)), None)


def _rows_of(table: etree._Element) -> Iterator[list[etree._Element]]:
    for child in table:
        if child.tag in ("thead", "tbody", "tfoot") and not _is_dropped(child):
            yield from _rows_of(child)
        elif child.tag == "tr" and not _is_dropped(child):
            yield [c for c in child.iter("td", "th") if (c.getparent() is child or _nearest(c, "tr") is child) and not _is_dropped(c)]


def _is_layout(lines: list[list[etree._Element]]) -> bool:
    """Whether a table only arranges a page: tables in its cells, or running text in one of few cells."""
    cells = [cell for line in lines for cell in line]
    if max((sum(_span(cell, "colspan", _WIDEST_SPAN) for cell in line) for line in lines), default=0) < 2:
        return True
    if any(next(cell.iter("table"), None) is not None for cell in cells):
        return True
    longest = max((len("".join(cell.itertext())) for cell in cells), default=0)
    return longest > _LONG_TEXT and len(cells) < 8


def _span(cell: etree._Element, name: str, most: int) -> int:
    given = cell.get(name)
    if given is None:
        return 1  # nearly every cell of a long table
    value = re.match(r"\s*(\d{1,6})", given)
    number = int(value.group(1)) if value else 1
    if name == "rowspan" and number == 0:
        return most
    return min(max(number, 1), most)


def _cell_text(cell: etree._Element) -> str:
    if not len(cell) and _BREAK not in (cell.text or ""):
        return _fold_spaces(cell.text or "").strip()
    pieces: list[str] = []
    _collect(cell, pieces, 0)
    lines = (_fold_spaces(line).strip() for line in "".join(pieces).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _collect(element: etree._Element, pieces: list[str], depth: int) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        if isinstance(child.tag, str) and not _is_dropped(child) and child.tag != "table" and depth < _DEEPEST:
            is_block = child.tag in _BLOCKS or child.tag == "br"
            if is_block:
                pieces.append(_BREAK)
            _collect(child, pieces, depth + 1)
            if is_block:
                pieces.append(_BREAK)
        if child.tail:
            pieces.append(child.tail)


def _pixels(picture: etree._Element, side: str) -> int:
    style = re.search(rf"\b{side}\s*:\s*(\d+)", picture.get("style") or "")
    value = re.match(r"\s*(\d+)(?!\d*%)", picture.get(side) or "")
    return int((style or value).group(1)) if style or value else 0  # type: ignore[union-attr]
