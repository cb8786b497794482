"""A made report as DOCX, from which LibreOffice makes DOC and PDF.

In: a Made and a generator of random numbers. Out: bytes. Not its business: what is printed.
"""

from __future__ import annotations

import io
import re
import zipfile
from random import Random
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from tests.corpus.made import Cell, Made, Piece, spread

FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")
TEXT_WIDTH = 9356
STAMP = b"2026-01-01T00:00:00Z"
SIZES = {"title": 18, "heading": 14, "paragraph": 12, "right": 12}


def to_docx(made: Made, rng: Random) -> bytes:
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.25)
    page.top_margin = page.bottom_margin = Cm(rng.choice((2.0, 2.4, 3.0)))
    font = rng.choice(FONTS)
    style = TableStyle(rng, font, made.kind == "docx")
    if "odd: breaks" in made.quirks:
        style.may_break, style.repeats = True, False
    if rng.random() < 0.3:
        document.core_properties.title = "".join(p.text for p in made.pieces if p.kind == "title")
    was_table = False
    for piece in made.pieces:
        if piece.kind == "table":
            if was_table:
                write(document, "", 6, font)
            table = parse_xml(style.to_xml(piece))
            document.element.body.insert(len(document.element.body) - 1, table)
        else:
            paragraph = write(document, piece.text, SIZES[piece.kind], font)
            paragraph.alignment = {"title": 1, "right": 2}.get(piece.kind)
            if piece.kind == "title" and rng.random() < 0.5:
                paragraph.style = document.styles["Title"]
        was_table = piece.kind == "table"
    if rng.random() < 0.7:
        add_page_number(document, font, rng.choice(("- {} -", "— {} —", "{}", "第 {} 页")))
    written = io.BytesIO()
    document.save(written)
    return freeze(written.getvalue())


def freeze(archive: bytes) -> bytes:
    """The same archive with one fixed date on every part, so that two runs give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = re.sub(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", STAMP, old.read(name)) if name == "docProps/core.xml" else old.read(name)
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def write(document: Document, text: str, size: float, font: str):  # type: ignore[no-untyped-def]
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = Pt(4)
    return paragraph


def add_page_number(document: Document, font: str, form: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = 1
    before, after = form.split("{}")
    paragraph.add_run(before).font.name = font
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        xml = f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>' if kind else f"<w:instrText {nsdecls('w')}> PAGE </w:instrText>"
        run._element.append(parse_xml(xml))
    paragraph.add_run(after).font.name = font


class TableStyle:
    """How all tables of one document are set."""

    def __init__(self, rng: Random, font: str, may_break: bool) -> None:
        self.rng = rng
        self.font = font
        self.size = rng.choice((8, 9, 9, 10.5))
        self.least = rng.choice((8.0, 11.0, 12.0, 12.0, 13.0))
        self.height = rng.choice((0, 300, 420, 560))
        # LibreOffice prints rows that break over one another, or not at all
        self.may_break = may_break and rng.random() < 0.3
        # LibreOffice loses the text of a row that breaks below a repeated header
        self.repeats = not self.may_break and rng.random() < 0.5
        self.splits_runs = rng.random() < 0.15
        self.line_is_paragraph = rng.random() < 0.4

    def to_xml(self, piece: Piece) -> str:
        grid = spread(piece.rows)
        columns = widths(grid, self.least)
        lines = []
        for r, row in enumerate(grid):
            cells, at = "", 0
            while at < len(row):
                cell, begins = row[at]
                width = sum(columns[at:at + cell.across])
                cells += self.cell(cell, width, begins)
                at += cell.across
            is_head = self.repeats and len(grid) > 8 and r < 3 and all(c.kind == "head" for c, _ in row)
            rules = ("" if self.may_break else "<w:cantSplit/>") + (f'<w:trHeight w:val="{self.height}"/>' if self.height else "")
            lines.append(f"<w:tr><w:trPr>{rules}{'<w:tblHeader/>' if is_head else ''}</w:trPr>{cells}</w:tr>")
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
        grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        return (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid_columns}</w:tblGrid>{"".join(lines)}</w:tbl>'
        )

    def cell(self, cell: Cell, width: int, begins: bool) -> str:
        span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
        merge = ('<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>") if cell.down > 1 else ""
        corner = '<w:tcBorders><w:tl2br w:val="single" w:sz="4" w:color="000000"/></w:tcBorders>' if cell.dress.startswith("crossed") else ""
        align = "left" if cell.kind == "label" else "center"
        keeps = "<w:keepNext/>" if cell.kind == "head" else ""
        paragraphs = ""
        lines = cell.text.split("\n") if begins else [""]
        if cell.dress and begins:
            paragraphs = f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{self.dressed(cell)}</w:p>'
        for line in () if cell.dress and begins else lines if self.line_is_paragraph else ["\n".join(lines)]:
            paragraphs += f'<w:p><w:pPr>{keeps}<w:spacing w:before="0" w:after="0"/><w:jc w:val="{align}"/></w:pPr>{self.runs(line)}</w:p>'
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{corner}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'

    def dressed(self, cell: Cell) -> str:
        """A cell that shows something else than it holds (tricks)."""
        text, other, digits = self.runs(cell.text), cell.other, escape(cell.text.strip())
        alike = len(other) + int(other.isdigit() and int(other))
        match cell.dress:
            case "struck before":
                return self.run(other, ("<w:strike/>", "<w:dstrike/>")[alike % 2]) + text
            case "struck":
                return self.run(other, "<w:strike/>")
            case "raised":
                return text + self.run(other, '<w:vertAlign w:val="superscript"/>')
            case "small":
                return text + self.run(other, "", self.size / 2)
            case "crossed" | "crossed alone":
                return text
            case "hidden":
                return text + self.run(other, ('<w:vanish/>', '<w:color w:val="FFFFFF"/>')[alike % 2])
            case "hidden alone":
                return self.run(other, ('<w:vanish/>', '<w:color w:val="FFFFFF"/>')[alike % 2])
            case "control":
                return f"<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText=\"{digits}\" w:value=\"{digits}\"/></w:dropDownList></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>"
            case "equation":
                return f'<m:oMath {nsdecls("m")}><m:r><m:t>{digits}</m:t></m:r></m:oMath>'
        raise ValueError(cell.dress)

    def run(self, text: str, look: str, size: float | None = None) -> str:
        return f'<w:r><w:rPr><w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:eastAsia="{self.font}"/>{look}<w:sz w:val="{round((size or self.size) * 2)}"/></w:rPr><w:t>{escape(text)}</w:t></w:r>'

    def runs(self, text: str) -> str:
        pieces = list(text) if self.splits_runs and text.isdigit() else [text] if text else []
        look = f'<w:rPr><w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:eastAsia="{self.font}"/><w:sz w:val="{round(self.size * 2)}"/></w:rPr>'
        found = ""
        for piece in pieces:
            lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in piece.split("\n"))
            found += f"<w:r>{look}{lines}</w:r>"
        return found


def widths(grid: list[list[tuple[Cell, bool]]], least: float) -> list[int]:
    """Columns with labels are wider than columns of figures."""
    most = 22 if len(grid[0]) != 8 else 34
    shares = [least] * max(len(row) for row in grid)
    for row in grid:
        for at, (cell, _) in enumerate(row):
            if cell.kind == "label" and at < len(shares):
                shares[at] = max(shares[at], min(most, 6 + len(cell.text) / cell.across))
    return [round(TEXT_WIDTH * share / sum(shares)) for share in shares]
