"""Editions in DOCX, with the merged cells of the statutory form; LibreOffice prints some of them.

In: a Source and the Form. Out: the bytes of the file, the same on every run. Not its business: printing.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from editions.grids import Cell, grid_of, ordered
from editions.source import TABLE_OF_SECTION, Form, Source, Table

STAMP = (2026, 1, 1, 0, 0, 0)
FONT = "Noto Serif CJK SC"
TEXT_WIDTH = 9356
"""Width between the margins in twentieths of a point."""
SHARES = {
    "proactive_disclosure": (3, 2, 2, 2),
    "requests": (10, 22, 62, 14, 14, 14, 14, 14, 14, 14),
    "disputes": (1,) * 15,
}


def dress(run: Run, size: float, bold: bool = False) -> None:
    run.font.size = Pt(size)
    run.font.name = FONT
    run.bold = bold or None
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def write(document: Document, text: str, size: float = 12, bold: bool = False, indent: bool = True) -> Paragraph:
    paragraph = document.add_paragraph()
    dress(paragraph.add_run(text), size, bold)
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = 1.5
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    return paragraph


def widths(table: Table) -> list[int]:
    shares = SHARES[table.id]
    return [TEXT_WIDTH * share // sum(shares) for share in shares]


def cell_to_xml(cell: Cell, width: int, is_merged_down: bool, size: float) -> str:
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    merge = "<w:vMerge/>" if cell.kind == "continued" else '<w:vMerge w:val="restart"/>' if is_merged_down else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="DCE6F1"/>' if cell.kind == "block" else ""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}"/>'
    bold = "<w:b/>" if cell.kind == "block" else ""
    lines = escape(cell.text).split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    run = f'<w:r><w:rPr>{fonts}{bold}<w:sz w:val="{round(size * 2)}"/></w:rPr>{runs}</w:r>' if cell.text else ""
    align = "left" if cell.kind == "label" else "center"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="{align}"/></w:pPr>{run}</w:p></w:tc>'
    )


def table_to_xml(form: Form, table: Table, style: dict[str, float]) -> str:
    rows = grid_of(form, table)
    columns = widths(table)
    size = style["cell"]
    lines = []
    for row, cells in zip(rows, ordered(rows), strict=True):
        at, texts = 0, ""
        for cell in cells:
            texts += cell_to_xml(cell, sum(columns[at : at + cell.across]), cell.down > 1, size)
            at += cell.across
        head = "<w:tblHeader/>" if style["repeat_header"] and row.key in ("head_1", "head_2", "head_3") else ""
        height = round(style["height"] * 20)
        lines.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}"/>{head}</w:trPr>{texts}</w:tr>')
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    margins = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        + f"</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def add_page_number(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    dress(paragraph.add_run("- "), 10)
    run = paragraph.add_run()
    dress(run, 10)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        field = f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'
        run._element.append(parse_xml(field if kind else f"<w:instrText {nsdecls('w')}>{text}</w:instrText>"))
    dress(paragraph.add_run(" -"), 10)


def new_document(source: Source) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin = section.bottom_margin = Cm(2.4)
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = source.heading_line, "Gongkai", "Gongkai"
    facts.comments = ""
    facts.created = facts.modified = datetime(*STAMP, tzinfo=UTC)
    return document


def source_to_docx(form: Form, source: Source) -> bytes:
    document = new_document(source)
    style = {"cell": 9.0, "height": 16.0, "repeat_header": 0.0, "size": 12.0} | dict(source.style.get("print", {}))
    for line in source.title:
        write(document, line, 18, True, indent=False).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in source.opening:
        write(document, line, style["size"])
    for number, paragraphs in source.sections.items():
        heading = write(document, source.headings[number], style["size"] + 2, True)
        heading.paragraph_format.keep_with_next = True
        if number in TABLE_OF_SECTION:
            table = parse_xml(table_to_xml(form, source.tables[TABLE_OF_SECTION[number]], style))
            heading._element.addnext(table)
        for line in paragraphs:
            write(document, line, style["size"])
    for line in source.signature:
        write(document, line, style["size"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_page_number(document)
    written = io.BytesIO()
    document.save(written)
    return with_fixed_dates(written.getvalue())


def with_fixed_dates(archive: bytes) -> bytes:
    """The same archive with one fixed date on every part, so that two runs give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
