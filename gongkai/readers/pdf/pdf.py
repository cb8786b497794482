"""PDF with a text layer → Document.

In: a path to a PDF. Out: its ruled tables as grids, page by page, and its running text as paragraphs. Not its business:
pages that are pictures (it says which they are), tables drawn without rules (their text stays, as paragraphs), labels.

Built on the raw calls of pdfium, because they are some ten times faster than a PDF interpreter written in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.model import Box, Unreadable
from gongkai.readers.layout.across import across_to_lattices
from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.placing import Laid, add_page, lay_out
from gongkai.readers.layout.ruling import Lattice, rules_to_lattices
from gongkai.readers.layout.seen import to_doubts
from gongkai.readers.layout.tiles import with_tiles
from gongkai.readers.layout.turning import turned_back
from gongkai.readers.parts import MOST_CELLS, Parts
from gongkai.readers.pdf import agreement, layers
from gongkai.readers.pdf.agreement import to_digits
from gongkai.readers.pdf.annotations import Held, Shown, load_shown
from gongkai.readers.pdf.calls import Handle
from gongkai.readers.pdf.drawing import MOST_PIECES, MOST_PIXELS_DRAWN, Drawing, page_to_drawing
from gongkai.readers.pdf.hidden import without_hidden
from gongkai.readers.pdf.picture import PageSight, Texts, sort_texts, straighten, to_bounds
from gongkai.readers.pdf.second import SecondReader
from gongkai.readers.pdf.text import Matrix, to_glyphs, turn
from gongkai.readers.scans import ocr

if TYPE_CHECKING:
    from gongkai.readers.scans.scan import Leaf

MOST_PAGES = 500
FEW = 12
"""a page with a picture and fewer glyphs than this is a scan: they are a stamp or a page number"""
MOST_TURNED = 30
"""pieces of text that lie on their side on an upright page: labels of a table may, a table of its own has more"""
FEW_PIECES = 3
"""drawn beside the text of a page that has no table: there may be one that we do not see"""
DPI = 200
MOST_PIXELS = 6000


@dataclass(frozen=True, slots=True)
class _Printed:
    """A page with text on it. has_drawing: whether there are rules or figures on it. quarters: how far it was turned to be read."""

    number: int
    laid: Laid
    has_drawing: bool = False
    quarters: int = 0

    def add_to(self, parts: Parts) -> None:
        add_page(self.laid, self.number, parts)


def read(path: Path, name: str) -> Parts:
    """Read a PDF. Raises Unreadable where a password is asked for or the file has too many pages."""
    content = path.read_bytes()  # from memory: pdfium reads a file in small pieces, each with a call of the system
    if layers.are_endless(content):
        raise Unreadable(name, "the PDF shows its layers by conditions that have no end; open it, print it to a new PDF and use that")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(name, "the PDF asks for a password; save a copy without one") from error
        raise Unreadable(name, "the PDF is broken; open it, print it to a new PDF and use that") from error
    second: SecondReader | None = None
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(name, f"the PDF has {len(document)} pages, more than {MOST_PAGES}; keep only the report's")
        parts = Parts(pages=len(document))
        seen = 0
        turned = dict[int, int]()
        second = SecondReader(path)
        for page in _settled(_read_page(document, number, parts) for number in range(1, len(document) + 1)):
            _held(page, second, parts).add_to(parts)
            if isinstance(page, _Printed) and page.quarters:
                turned[page.number] = page.quarters
            seen += sum(len(row) for grid in parts.grids[-20:] if grid.page == page.number for row in grid.rows)
            if seen > MOST_CELLS:
                raise Unreadable(name, f"the PDF has more than {MOST_CELLS} cells; it is not one report")
        if ocr.missing_extra() and not parts.paragraphs and any(ocr.missing_extra() in one for one in parts.troubles):
            raise Unreadable(name, f"the PDF is a scan; {ocr.missing_extra()}")
        for at, grid in enumerate(parts.grids):
            if grid.page in turned:
                parts.grids[at] = turned_back(grid, turned[grid.page], document.get_page_size(grid.page - 1))
        title = document.get_metadata_value("Title").strip()
        if title:
            parts.titles.append(title)
        return parts
    finally:
        if second:
            second.close()
        document.close()


def _held(page: _Printed | Leaf, second: SecondReader, parts: Parts) -> _Printed | Leaf:
    """Hold a page against what a second reader finds on it, where our own eyes are not enough."""
    if not isinstance(page, _Printed) or not agreement.is_wanted(page.laid, page.has_drawing):
        return page
    statement = second.ask(page.number, page.quarters)
    if statement is None:
        parts.troubles.append(f"page {page.number} has a table without rules, which no second reader could be asked about")
        return page
    laid, unread = agreement.hold(page.laid, statement)
    if unread:
        parts.troubles.append(f"page {page.number}: a second reader finds a table with {unread} numbers that we could not read")
    return replace(page, laid=laid)


def _settled(pages: Iterable[_Printed | Leaf | None]) -> Iterator[_Printed | Leaf]:
    """Hand on the pages that could be read, in order; those from the first picture on when all pictures are read."""
    waiting: list[_Printed | Leaf] = []
    for page in pages:
        if isinstance(page, _Printed) and not waiting:
            yield page
        elif page:
            waiting.append(page)
    pictures = [page for page in waiting if not isinstance(page, _Printed)]
    if pictures:
        from gongkai.readers.scans import scan  # its libraries are an extra

        scan.settle(pictures)
    yield from waiting


def _read_page(document: pypdfium2.PdfDocument, number: int, parts: Parts) -> _Printed | Leaf | None:
    shown = load_shown(document, number)
    page = shown.page
    text_page = pdfium.FPDFText_LoadPage(page) if page else None
    try:
        if text_page:
            return _read_loaded(document, shown, text_page, number, parts)
        parts.troubles.append(f"page {number} is broken and was left out")
        return None
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        if page:
            pdfium.FPDF_ClosePage(page)


def _read_again(document: pypdfium2.PdfDocument, shown: Shown, number: int, parts: Parts, quarters: int) -> _Printed | Leaf:
    """Read a page whose text was straightened, or that lies on its side or stands on its head: whoever reads it turns it."""
    page = shown.page
    pdfium.FPDFPage_SetRotation(page, (pdfium.FPDFPage_GetRotation(page) + quarters) % 4)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        found = _read_loaded(document, shown, text_page, number, parts, True)
        return replace(found, quarters=quarters) if isinstance(found, _Printed) else found
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _read_loaded(
    document: pypdfium2.PdfDocument, shown: Shown, text_page: object, number: int, parts: Parts, is_again: bool = False
) -> _Printed | Leaf:
    page = shown.page
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    drawing = page_to_drawing(page)
    if drawing.pixels > MOST_PIXELS_DRAWN:
        parts.troubles.append(f"page {number} draws pictures of more than 1 billion pixels and was left out; save it as a scan")
        return _Printed(number, lay_out([], [], height))
    texts = sort_texts(page, drawing)
    if not is_again and (texts.quarters or texts.sheared):
        straighten(texts)
        return _read_again(document, shown, number, parts, texts.quarters)
    if len(drawing.horizontal) + len(drawing.vertical) >= MOST_PIECES:
        parts.troubles.append(f"page {number} is drawn with so many lines that its tables were not looked for")
        drawing.horizontal.clear()
    ruled = [found for found in rules_to_lattices(drawing.horizontal, drawing.vertical, drawing.small) if len(found.xs) > 2]
    lattices = with_tiles(ruled, drawing.boxes)
    turned, backward = len(texts.turned), len(texts.backward)
    if 2 * (turned + backward) > len(texts.read) + backward:
        # its rows are columns and its columns rows; what is no figure could not be held against them
        parts.troubles.append(f"page {number} lies on its side or stands on its head and was left out; turn it and save the PDF again")
        return _Printed(number, lay_out([], [], height))
    if turned + backward > MOST_TURNED:
        parts.troubles.append(f"page {number} has much text that runs up, down or backwards; a table there was not read")
    beside = _beside_tables(texts, drawing, lattices) if is_again else []
    aside = {item.value or 0 for item in (*texts.slanted, *texts.pale, *texts.unpainted, *beside)}
    held = {item.value or 0: matrix for item, matrix in drawing.texts if matrix != drawing.matrix}
    glyphs = to_glyphs(text_page, drawing.matrix, aside, (width, height), lattices, held)
    if not glyphs and drawing.has_invisible_text:
        parts.troubles.append(f"page {number} has only an invisible text layer")
    if len(glyphs) < FEW and not lattices and drawing.has_picture:
        return _read_picture(document[number - 1], number, parts, glyphs)
    if inferred := across_to_lattices(drawing.horizontal, lattices, glyphs):
        lattices = sorted([*lattices, *inferred], key=lambda one: (one.ys[0], one.xs[0]))
        glyphs = to_glyphs(text_page, drawing.matrix, aside, (width, height), lattices, held)
    unsure = [turn(drawing.matrix, *box) for box in shown.unsure] + _otherwise(shown.held, drawing.matrix, glyphs)
    sight = PageSight(page, drawing, texts, unsure)
    if sight.is_papered and not ocr.missing_extra():
        return _read_picture(document[number - 1], number, parts, [])
    glyphs = without_hidden(page, drawing, texts, glyphs, lattices)
    laid = lay_out(glyphs, lattices, height, lambda claims: to_doubts(sight, claims, glyphs))
    return _Printed(number, laid, drawing.pieces >= FEW_PIECES)


def _beside_tables(texts: Texts, drawing: Drawing, lattices: Sequence[Lattice]) -> list[Handle]:
    """The text that runs another way than most and stands in no table: beside a table on its side it is a page number, not a figure of a row."""
    turned = {item.value for item in texts.turned}
    middles = [(item, to_bounds(item, matrix)) for item, matrix in drawing.texts if item.value in turned]
    return [item for item, box in middles if not any(one.cell_at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) >= 0 for one in lattices)]


def _otherwise(held: Sequence[Held], matrix: Matrix, glyphs: Sequence[Glyph]) -> list[Box]:
    """Where fields are that show other digits than they hold: some programs show what they hold."""
    found = []
    for box, value in held:
        left, top, right, bottom = place = turn(matrix, *box)
        within = [one for one in glyphs if left <= (one.x0 + one.x1) / 2 <= right and top <= (one.top + one.bottom) / 2 <= bottom]
        if to_digits("".join(one.text for one in sorted(within, key=lambda one: one.x0))) != to_digits(value):
            found.append(place)
    return found


def _read_picture(page: pypdfium2.PdfPage, number: int, parts: Parts, glyphs: list[Glyph]) -> _Printed | Leaf:
    """Read a page that is a picture, with at most a stamp or a page number as text, by recognising its characters."""
    width, height = page.get_size()
    if ocr.missing_extra():
        if not glyphs:
            parts.troubles.append(f"page {number} has no text layer; {ocr.missing_extra()}")
        return _Printed(number, lay_out(glyphs, [], height))
    from gongkai.readers.scans import scan  # its libraries are an extra

    scale = min(DPI / 72, MOST_PIXELS / max(width, height, 1))
    picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    colours = page.render(scale=scale, may_draw_forms=False).to_numpy()
    return scan.look(picture.reshape(picture.shape[:2]).copy(), number, width, colours[:, :, :3].copy())
