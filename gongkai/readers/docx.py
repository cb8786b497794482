"""DOCX → Document.

In: a path to an Office Open XML text. Out: its paragraphs and tables in the order of the document. Not its business:
pages (the format has none), headers and footers, pictures, what a label means. Read from the XML itself, because
libraries drop content controls, text boxes and insertions.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from gongkai.model import Unreadable
from gongkai.readers.parts import MOST_BYTES, MOST_CELLS, MOST_RATIO, RATIO_COUNTS_FROM, Parts

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_TITLE_STYLES = ("title", "标题")
_SKIPPED_TAGS = "del moveFrom instrText delText footnotePr pPr rPr tblPr trPr tcPr sdtPr"
_SKIPPED = frozenset(_WORD + name for name in _SKIPPED_TAGS.split())
_WIDEST_SPAN = 100
_DEEPEST = 60


def read(path: Path, name: str) -> Parts:
    """Read a DOCX. Raises Unreadable where it is none, is locked with a password or unpacks to an absurd size."""
    try:
        with zipfile.ZipFile(path) as package:
            check_package(package, name)
            names = package.namelist()
            if "word/document.xml" not in names:
                raise Unreadable(name, "the DOCX has no text part; open it in Word or WPS and save it again")
            body = parse_part(package.read("word/document.xml"))
            styles = parse_part(package.read("word/styles.xml")) if "word/styles.xml" in names else None
            core = parse_part(package.read("docProps/core.xml")) if "docProps/core.xml" in names else None
    except zipfile.BadZipFile as error:
        raise Unreadable(name, "the DOCX is broken; open it in Word or WPS and save it again") from error
    except (RuntimeError, NotImplementedError) as error:
        raise Unreadable(name, "the DOCX is locked; save a copy without a password") from error
    return _Walk(_title_styles(styles), name).read(body, core)


def check_package(package: zipfile.ZipFile, name: str) -> None:
    """Refuse a zip that unpacks to an absurd size before anything is unpacked."""
    size = sum(member.file_size for member in package.infolist())
    packed = sum(member.compress_size for member in package.infolist())
    if size > MOST_BYTES or (size > RATIO_COUNTS_FROM and size > MOST_RATIO * max(packed, 1)):
        raise Unreadable(name, f"the file unpacks to {size // 1_000_000} MB; it is not a report")


def parse_part(content: bytes) -> etree._Element:
    """Parse one part of an Office Open XML package, without entities and without the network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    if b"<!DOCTYPE" in content[:4000] or b"<!ENTITY" in content[:4000]:
        raise ValueError("it declares entities, which no such file does")
    if _STRICT in content[:4000]:
        content = content.replace(_STRICT, _WORD[1:-1].encode())
    return etree.fromstring(content, parser)


def _title_styles(styles: etree._Element | None) -> frozenset[str]:
    found = {"Title"}
    for style in styles.iter(_WORD + "style") if styles is not None else ():
        label = style.find(_WORD + "name")
        if label is not None and label.get(_WORD + "val", "").lower() in _TITLE_STYLES:
            found.add(style.get(_WORD + "styleId", ""))
    return frozenset(found)


def _is_on(properties: etree._Element | None, name: str) -> bool:
    flag = properties.find(_WORD + name) if properties is not None else None
    return flag is not None and flag.get(_WORD + "val", "true") not in ("0", "false", "off", "none")


class _Walk:
    """One pass over the body of a document."""

    def __init__(self, title_styles: frozenset[str], name: str) -> None:
        self.title_styles = title_styles
        self.name = name
        self.parts = Parts()
        self.cells = 0
        self.field_depth: list[bool] = []
        self.boxes: list[etree._Element] = []

    def read(self, document: etree._Element, core: etree._Element | None) -> Parts:
        body = document.find(_WORD + "body")
        if body is not None:
            self.blocks(body, 0)
        title = core.findtext(_TITLE) if core is not None else None
        if title and title.strip():
            self.parts.titles.append(title.strip())
        return self.parts

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Take over the paragraphs and tables of a body, a content control or a text box."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == _WORD + "p":
                self.paragraph(child, depth)
            elif child.tag == _WORD + "tbl":
                self.table(child, depth)
            elif child.tag not in _SKIPPED:
                self.blocks(child, depth + 1)

    def paragraph(self, element: etree._Element, depth: int) -> None:
        text = self.text(element)
        properties = element.find(_WORD + "pPr")
        style = properties.find(_WORD + "pStyle") if properties is not None else None
        if style is not None and style.get(_WORD + "val") in self.title_styles and text.strip():
            self.parts.titles.append(text.strip())
        for piece in text.split("\n"):
            self.parts.add_paragraph(piece)
        self.text_boxes(depth)

    def text_boxes(self, depth: int) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box, depth + 1)

    def text(self, element: etree._Element) -> str:
        """Join the text of a paragraph: fields as their result, insertions kept, deletions and hidden text left out."""
        pieces: list[str] = []
        self._collect(element, pieces, 0)
        return "".join(pieces).replace("\u00ad", "")

    def _collect(self, element: etree._Element, pieces: list[str], depth: int) -> None:
        if depth > _DEEPEST:
            return
        for child in element:
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag == _WORD + "fldChar":
                self._field(child.get(_WORD + "fldCharType", ""))
            elif tag == _WORD + "txbxContent":
                self.boxes.append(child)
            elif tag == _ALTERNATE + "AlternateContent":
                choice = child.find(_ALTERNATE + "Choice")
                # the fallback repeats the choice for old programs
                self._collect(choice if choice is not None else child, pieces, depth + 1)
            elif tag == _WORD + "r" and _is_on(child.find(_WORD + "rPr"), "vanish"):
                for mark in child.iter(_WORD + "fldChar"):
                    self._field(mark.get(_WORD + "fldCharType", ""))
            elif any(self.field_depth) and tag in _MARKS:
                continue
            elif tag == _WORD + "t":
                pieces.append(child.text or "")
            elif tag in _MARKS:
                pieces.append(_mark_to_text(child))
            else:
                self._collect(child, pieces, depth + 1)

    def _field(self, kind: str) -> None:
        """Keep a stack of open fields; True while in the code of one, which is not printed."""
        if kind == "begin":
            self.field_depth.append(True)
        elif kind == "separate" and self.field_depth:
            self.field_depth[-1] = False
        elif kind == "end" and self.field_depth:
            self.field_depth.pop()

    def table(self, element: etree._Element, depth: int) -> None:
        rows: list[list[str | None]] = []
        inner: list[etree._Element] = []
        for line in _children(element, "tr"):
            rows.append(self.row(line, rows[-1] if rows else [], inner, depth))
            self.cells += len(rows[-1])
            if self.cells > MOST_CELLS:
                raise Unreadable(self.name, f"the DOCX has more than {MOST_CELLS} cells; it is not one report")
        if max((len(row) for row in rows), default=0) < 2 and len(inner) + len(rows) < 3:
            # a frame around text, not a table
            for row in rows:
                for piece in (row[0] or "" if row else "").split("\n"):
                    self.parts.add_paragraph(piece)
        else:
            self.parts.add_grid(rows)
        for nested in inner:
            if depth < _DEEPEST:
                self.table(nested, depth + 1)
        self.text_boxes(depth)

    def row(self, line: etree._Element, above: list[str | None], inner: list[etree._Element], depth: int) -> list[str | None]:
        properties = line.find(_WORD + "trPr")
        if properties is not None and properties.find(_WORD + "del") is not None:
            return []
        row: list[str | None] = [""] * _number(properties, "gridBefore", 0)
        for cell in _children(line, "tc"):
            about = cell.find(_WORD + "tcPr")
            merge = about.find(_WORD + "vMerge") if about is not None else None
            text = self.cell_text(cell, inner, depth)
            is_below = merge is not None and merge.get(_WORD + "val", "continue") != "restart" and len(above) > len(row)
            row.append(None if is_below and not text.strip() else text)
            row += [None] * (_number(about, "gridSpan", 1) - 1)
        return row + [""] * _number(properties, "gridAfter", 0)

    def cell_text(self, cell: etree._Element, inner: list[etree._Element], depth: int) -> str:
        texts: list[str] = []
        for child in _blocks_of(cell):
            if child.tag == _WORD + "p":
                texts.append(self.text(child))
            else:
                inner.append(child)
        return "\n".join(text for text in texts if text.strip()).strip()


_MARKS = frozenset(_WORD + name for name in ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym"))


def _mark_to_text(mark: etree._Element) -> str:
    kind = mark.tag.removeprefix(_WORD)
    if kind == "br":
        return "\n" if mark.get(_WORD + "type") in (None, "textWrapping") else ""
    if kind == "sym":
        code = mark.get(_WORD + "char", "")
        # symbol fonts live in the private area; nobody can say what they print
        return chr(int(code, 16)) if code and 0x20 < int(code, 16) < 0xD800 else "\ufffd"
    return {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}.get(kind, "")


def _children(parent: etree._Element, name: str) -> list[etree._Element]:
    """The rows of a table or cells of a row, those inside content controls and insertions too."""
    found: list[etree._Element] = []
    for child in parent:
        if child.tag == _WORD + name:
            found.append(child)
        elif child.tag in (_WORD + "sdt", _WORD + "sdtContent", _WORD + "ins", _WORD + "customXml", _WORD + "smartTag"):
            found += _children(child, name)
    return found


def _blocks_of(parent: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in parent:
        if child.tag in (_WORD + "p", _WORD + "tbl"):
            found.append(child)
        elif child.tag in (_WORD + "sdt", _WORD + "sdtContent", _WORD + "ins", _WORD + "customXml"):
            found += _blocks_of(child)
    return found


def _number(properties: etree._Element | None, name: str, default: int) -> int:
    found = properties.find(_WORD + name) if properties is not None else None
    value = found.get(_WORD + "val", "") if found is not None else ""
    return min(int(value), _WIDEST_SPAN) if value.isdigit() else default
