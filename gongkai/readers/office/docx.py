"""DOCX → Document.

In: a path to an Office Open XML text. Out: its paragraphs and tables in the order of the document. Not its business: pages (the format has
none), headers and footers, what a label means, how a run of text looks (docx_styles.py, docx_tables.py) and what of it is seen
(docx_runs.py). Read from the XML itself, because libraries drop content controls, text boxes and insertions.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from gongkai.model import OBJECT, Cell, Unreadable, doubt_of
from gongkai.readers.office.docx_chunks import find_chunks
from gongkai.readers.office.docx_floats import Floating, frame_to_float, to_covered, to_lines, wide_of
from gongkai.readers.office.docx_numbers import Lists
from gongkai.readers.office.docx_places import FloatingTables, is_box_too_low
from gongkai.readers.office.docx_runs import Runs, alternative, control_to_doubt, is_choice
from gongkai.readers.office.docx_styles import WORD, Setting, Styles, value_of
from gongkai.readers.office.docx_tables import Table, is_row_hidden, row_to_doubt
from gongkai.readers.office.pieces import HAN, Look, Piece, to_cell, to_text, why_left_out
from gongkai.readers.ooxml import check_package, open_package, parse_if_there, parse_part, related
from gongkai.readers.parts import MOST_CELLS, Parts

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_APP, _REMAKER = "docProps/app.xml", b"<Application>LibreOffice"
_TITLE_STYLES = ("title", "标题")
_FEW_CELLS = 12
_SKIPPED_TAGS = "del moveFrom instrText delText footnotePr pPr rPr tblPr trPr tcPr sdtPr"
_SKIPPED = frozenset(WORD + name for name in _SKIPPED_TAGS.split())
_FRAMES = frozenset(WORD + name for name in ("sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_WIDEST_SPAN = 100
_DEEPEST = 60


def read(path: Path, name: str) -> Parts:
    """Read a DOCX. Raises Unreadable where it is none, is locked with a password or unpacks to an absurd size."""
    try:
        with open_package(path) as package:
            check_package(package, name)
            main = related(package, "", "officeDocument", "word/document.xml")
            if main not in package.namelist():
                raise Unreadable(name, "the DOCX has no text part; open it in Word or WPS and save it again")
            document = parse_part(package.read(main))
            styles, theme, numbering, fonts = (
                parse_if_there(package, related(package, main, kind, f"word/{usual}.xml"))
                for kind, usual in (("styles", "styles"), ("theme", "theme/theme1"), ("numbering", "numbering"), ("fontTable", "fontTable"))
            )
            core = parse_if_there(package, "docProps/core.xml")
            chunks = find_chunks(package, main, name)
            is_remade = _REMAKER in (package.read(_APP)[:2000] if _APP in package.namelist() else b"")
    except zipfile.BadZipFile as error:
        raise Unreadable(name, "the DOCX is broken; open it in Word or WPS and save it again") from error
    except (RuntimeError, NotImplementedError) as error:
        raise Unreadable(name, "the DOCX is locked; save a copy without a password") from error
    looks = Styles(styles, theme, fonts)
    return _Walk(_title_styles(styles), looks, Lists(numbering, looks), name, is_remade, chunks).read(document, core)


def _title_styles(styles: etree._Element | None) -> frozenset[str]:
    found = {"Title"}
    for style in styles.iter(WORD + "style") if styles is not None else ():
        label = style.find(WORD + "name")
        if label is not None and label.get(WORD + "val", "").lower() in _TITLE_STYLES:
            found.add(style.get(WORD + "styleId", ""))
    return frozenset(found)


class _Walk:
    """One pass over the body of a document."""

    def __init__(
        self, title_styles: frozenset[str], styles: Styles, lists: Lists, name: str, is_remade: bool, chunks: Callable[[str], Parts | None]
    ) -> None:
        self.title_styles = title_styles
        self.styles = styles
        self.lists = lists
        self.name = name
        self.parts = Parts()
        self.cells = 0
        self.runs = Runs(styles, is_remade=is_remade)
        self.floats = Floating()
        self.floating = FloatingTables()
        self.chunks = chunks

    def read(self, document: etree._Element, core: etree._Element | None) -> Parts:
        body = document.find(WORD + "body")
        if body is not None:
            self.blocks(body, 0, Setting())
        title = core.findtext(_TITLE) if core is not None else None
        if title and title.strip():
            self.parts.titles.append(title.strip())
        return self.parts

    def blocks(self, parent: etree._Element, depth: int, setting: Setting) -> None:
        """Take over the paragraphs and tables of a body, a content control or a text box."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == WORD + "p":
                self.paragraph(child, depth, setting)
            elif child.tag == WORD + "tbl":
                self.table(child, depth)
            elif child.tag == _ALTERNATE:
                self.blocks(alternative(child), depth + 1, setting)
            elif child.tag == WORD + "altChunk":
                self.chunk(child)
            elif child.tag not in _SKIPPED:
                self.blocks(child, depth + 1, setting)

    def chunk(self, element: etree._Element) -> None:
        """Take over a file within the document that is a part of its text."""
        found = self.chunks(element.get(_RELATION + "id", ""))
        if found is None:
            self.parts.troubles.append("a part of the text is another file within the document and was left out; save it again as DOCX")
        else:
            self.parts.add_parts(found)

    def paragraph(self, element: etree._Element, depth: int, setting: Setting) -> None:
        pieces = self.runs.pieces(element, setting)
        text = to_text(pieces)
        properties = element.find(WORD + "pPr")
        framed = frame_to_float(properties)
        if self.floats.add_paragraph([*self.runs.floats, *([framed] if framed else [])], text) and self.parts.grids:
            self.cover(len(self.parts.grids) - 1)
        self.runs.floats.clear()
        self.floating.add_lines(to_lines(text) if text.strip() else 0)
        style = properties.find(WORD + "pStyle") if properties is not None else None
        if style is not None and style.get(WORD + "val") in self.title_styles and text.strip():
            self.parts.titles.append(text.strip())
        doubt = why_left_out(pieces)
        for piece in text.split("\n"):
            self.parts.add_paragraph(piece, doubt)
        self.text_boxes(depth)

    def text_boxes(self, depth: int) -> None:
        boxes, self.runs.boxes = self.runs.boxes, []
        for box in boxes:
            # what the ground of a drawing is is not known
            before = len(self.parts.grids)
            self.blocks(box, depth + 1, Setting(ground=None))
            if is_box_too_low(box):
                self.cover(before)

    def cover(self, since: int) -> None:
        """Put the tables from one on in doubt: something may hide what stands in them."""
        self.parts.grids[since:] = [replace(grid, rows=tuple(tuple(to_covered(row)) for row in grid.rows)) for grid in self.parts.grids[since:]]

    def table(self, element: etree._Element, depth: int) -> None:
        rows: list[list[str | None]] = []
        inner: list[etree._Element] = []
        lines = list(_children(element, "tr"))
        looks = Table(element, self.styles, len(lines))
        if depth < _DEEPEST and _is_layout(lines):
            self.layout(lines, looks, depth)
            return
        above: list[str | None] = []
        hidden: dict[int, str] = {}
        is_left = False
        for at, (line, doubt) in enumerate(lines):
            above = self.row(line, above, inner, depth, (looks, at, doubt))
            self.cells += len(above)
            is_left |= self.floats.is_left
            self.floats.is_left = False
            if self.cells > MOST_CELLS:
                raise Unreadable(self.name, f"the DOCX has more than {MOST_CELLS} cells; it is not one report")
            if is_row_hidden(line.find(WORD + "trPr")):
                hidden |= {column: text for column, text in enumerate(above) if text is not None}
                continue
            # a merged cell that began in a hidden row goes on in one that is seen
            rows.append([Cell(hidden.get(column, ""), "faint") if text is None and column in hidden else text for column, text in enumerate(above)])
            hidden = {column: text for column, text in hidden.items() if column < len(above) and above[column] is None and column not in hidden}
        if max((len(row) for row in rows), default=0) < 2 and len(inner) + len(rows) < 3:
            # a frame around text, not a table
            for row in rows:
                for piece in (row[0] or "" if row else "").replace(OBJECT, "").split("\n"):
                    self.parts.add_paragraph(piece)
        else:
            is_under = self.floats.add_table()
            if depth == 0 and self.floating.add(element):
                self.cover(len(self.parts.grids) - 1)
                is_under = True
            self.parts.add_grid([to_covered(row) for row in rows] if is_under or is_left else rows)
        for nested in inner:
            if depth < _DEEPEST:
                self.table(nested, depth + 1)
        self.text_boxes(depth)

    def layout(self, lines: list[tuple[etree._Element, str]], looks: Table, depth: int) -> None:
        """Take over what stands in a table that only arranges the page, as if it stood there by itself."""
        for at, (line, doubt) in enumerate(lines):
            properties = line.find(WORD + "trPr")
            if is_row_hidden(properties):
                continue
            for column, (cell, why) in enumerate(_children(line, "tc", doubt)):
                outer, self.runs.fields = self.runs.fields, []
                self.blocks(cell, depth + 1, looks.setting(cell, at, column, False, why or row_to_doubt(properties, cell)))
                self.runs.fields = outer

    def row(
        self, line: etree._Element, above: list[str | None], inner: list[etree._Element], depth: int, place: tuple[Table, int, str]
    ) -> list[str | None]:
        """The texts of a row. `place`: the look of its table, which of its rows it is, why all of it may not be seen."""
        looks, at, doubt = place
        properties = line.find(WORD + "trPr")
        row: list[str | None] = [""] * _number(properties, "gridBefore", 0)
        cells = list(_children(line, "tc", doubt))
        for cell, why in cells:
            about = cell.find(WORD + "tcPr")
            setting = looks.setting(cell, at, len(row), cell is cells[-1][0], why or row_to_doubt(properties, cell))
            text = self.cell_text(cell, inner, setting)
            if self.runs.floats:
                span = _number(about, "gridSpan", 1)
                self.floats.add_cell(self.runs.floats, wide_of(about, looks.columns[len(row) : len(row) + span]))
                self.runs.floats.clear()
            is_continued = _is_continued(about, "hMerge") or (_is_continued(about, "vMerge") and len(above) > len(row))
            if is_continued:
                # the cell before it or above it lies over what stands here
                row.append(Cell(text, "covered") if text.strip() else None)
            else:
                row.append(text)
            row += [None] * (_number(about, "gridSpan", 1) - 1)
        return row + [""] * _number(properties, "gridAfter", 0)

    def cell_text(self, cell: etree._Element, inner: list[etree._Element], setting: Setting) -> str:
        """The text of a cell; the tables in it that are more than a frame go to `inner`."""
        # no field goes beyond its cell: one that is never closed would swallow the rest of the document
        outer, self.runs.fields = self.runs.fields, []
        if any(one.is_code for one in outer):
            setting = setting._replace(doubt=setting.doubt or "object")
        pieces: list[Piece] = []
        for child, doubt in _blocks_of(cell):
            if child.tag == WORD + "tbl":
                pieces += self._nested(child, inner, setting._replace(doubt=setting.doubt or doubt))
            elif child.tag == WORD + "p":
                found = self.runs.pieces(child, setting._replace(doubt=setting.doubt or doubt))
                is_numbered = self.lists.is_numbered(child.find(WORD + "pPr"))
                pieces += found + ([Piece(OBJECT, Look(doubt="object"))] if is_numbered else [])
            else:
                pieces.append(Piece(OBJECT, Look(doubt="object")))
            pieces.append(Piece("\n"))
        if self.runs.fields:
            pieces.append(Piece(OBJECT, Look(doubt="object")))
        self.runs.fields = outer
        text = to_cell(pieces)
        if setting.has_diagonal and not HAN.search(text):  # in the corner of a head it parts two labels
            return Cell(text, "struck") if text.strip() else Cell("", "object")
        if cell.find(f"{WORD}tcPr/{WORD}cellMerge") is not None and text.strip():
            return Cell(text, doubt_of(text) or "covered")
        is_deleted = cell.find(f"{WORD}tcPr/{WORD}cellDel") is not None
        return Cell(text, "struck") if is_deleted and text.strip() else text

    def _nested(self, table: etree._Element, inner: list[etree._Element], setting: Setting) -> list[Piece]:
        """What a table within a cell adds to its text: that of its only cell, else no more than that there is something."""
        lines = [line for line, _ in _children(table, "tr") if not is_row_hidden(line.find(WORD + "trPr"))]
        cells = [cell for line in lines[:2] for cell, _ in _children(line, "tc")]
        if len(lines) == 1 and len(cells) == 1 and next(cells[0].iter(WORD + "tbl"), None) is None:
            text = self.cell_text(cells[0], inner, setting)
            return [Piece(text, Look(doubt=doubt_of(text)))]
        inner.append(table)
        is_empty = not any((text.text or "").strip() for text in table.iter(WORD + "t"))
        return [] if is_empty else [Piece(OBJECT, Look(doubt="object"))]


def _is_layout(lines: list[tuple[etree._Element, str]]) -> bool:
    """Whether a table only arranges the page, as one copied from a browser does: few cells, and in them tables with more."""
    cells = [cell for line, _ in lines for cell, _ in _children(line, "tc")]
    return len(cells) < _FEW_CELLS and sum(1 for cell in cells for _ in cell.iter(WORD + "tc")) - 2 * len(cells) >= _FEW_CELLS


def _is_continued(about: etree._Element | None, kind: str) -> bool:
    """Whether a cell only continues the one above it (vMerge) or before it (hMerge)."""
    merge = about.find(WORD + kind) if about is not None else None
    return merge is not None and merge.get(WORD + "val", "continue") != "restart"


def _children(parent: etree._Element, name: str, doubt: str = "", depth: int = 0) -> Iterator[tuple[etree._Element, str]]:
    """The rows of a table or cells of a row, those inside content controls and insertions too, and why each may not be what is seen."""
    for child in parent if depth < _DEEPEST else ():
        if child.tag == WORD + name:
            yield child, doubt
        elif child.tag == WORD + "sdt":
            yield from _children(child, name, doubt or control_to_doubt(child), depth + 1)
        elif child.tag == _ALTERNATE:
            yield from _children(alternative(child), name, doubt, depth + 1)
        elif child.tag in _FRAMES:
            yield from _children(child, name, doubt, depth + 1)


def _blocks_of(parent: etree._Element, doubt: str = "", depth: int = 0) -> Iterator[tuple[etree._Element, str]]:
    """The paragraphs, tables and embedded files of a cell, and why each may not be what is seen."""
    for child in parent if depth < _DEEPEST else ():
        if child.tag in (WORD + "p", WORD + "tbl", WORD + "altChunk"):
            yield child, doubt
        elif child.tag == WORD + "sdt":
            why = control_to_doubt(child)
            if is_choice(child) and not any((text.text or "").strip() for text in child.iter(WORD + "t")):
                yield etree.Element("nothing"), "object"
            yield from _blocks_of(child, doubt or why, depth + 1)
        elif child.tag == _ALTERNATE:
            yield from _blocks_of(alternative(child), doubt, depth + 1)
        elif child.tag in _FRAMES:
            yield from _blocks_of(child, doubt, depth + 1)


def _number(properties: etree._Element | None, name: str, default: int) -> int:
    value = value_of(properties.find(WORD + name)) if properties is not None else ""
    return min(int(value[:9]), _WIDEST_SPAN) if value.isdigit() and value.isascii() else default
