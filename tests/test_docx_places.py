"""Tables of a DOCX that stand elsewhere than in its text (in a text box, floating, in a file within it), and documents of Word that are no zip."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from gongkai import readers
from gongkai.model import doubt_of
from tests.test_office_looks import cell, docx, row, run


def table_of(figure: str, place: str = "", rows: int = 1) -> str:
    lines = row(cell(run("行政许可")), cell(run(figure))) * rows + row(cell(run("行政处罚")), cell(run("7")))
    return f"<w:tbl><w:tblPr>{place}</w:tblPr><w:tblGrid><w:gridCol w:w='4000'/><w:gridCol w:w='2000'/></w:tblGrid>{lines}</w:tbl>"


def floating(x: int, y: int, anchor: str = "page") -> str:
    return f"<w:tblpPr w:vertAnchor='{anchor}' w:horzAnchor='page' w:tblpX='{x}' w:tblpY='{y}'/>"


BOX = (
    "<w:p><w:r><w:drawing><wp:anchor xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' behindDoc='0'>"
    "<wp:extent cx='5000000' cy='{high}'/><wp:wrapTopAndBottom/><a:graphic xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:graphicData>"
    "<wps:wsp xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'><wps:txbx><w:txbxContent>{table}<w:p/></w:txbxContent></wps:txbx>"
    "<wps:bodyPr>{fit}</wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
)


@pytest.mark.parametrize(("high", "fit", "doubt"), [(300_000, "", "covered"), (300_000, "<a:spAutoFit/>", ""), (3_000_000, "", "")])
def test_a_text_box_too_low_for_its_table_cuts_it_off(tmp_path: Path, high: int, fit: str, doubt: str) -> None:
    (grid,) = readers.read(docx(tmp_path / "a.docx", BOX.format(high=high, fit=fit, table=table_of("128", rows=3)))).grids
    assert [doubt_of(line[1]) for line in grid.rows] == [doubt] * 4


@pytest.mark.parametrize(("first", "second", "between", "is_over"), [
    (floating(1000, 3000), floating(1000, 3000), "<w:p/>", True), (floating(1000, 3000), floating(1200, 3100), "", True),
    (floating(1000, 3000), floating(9000, 3000), "", False), (floating(1000, 3000), floating(1000, 9000), "", False), (floating(1000, 3000), "", "", False),
    (floating(1, 1, "text"), floating(1, 1, "text"), "", True), (floating(1, 1, "text"), floating(1, 1, "text"), f"<w:p>{run('二、')}</w:p>", False),
])
def test_two_tables_that_float_on_one_place_are_in_doubt(tmp_path: Path, first: str, second: str, between: str, is_over: bool) -> None:
    grids = readers.read(docx(tmp_path / "a.docx", table_of("128", first) + between + table_of("9", second))).grids
    assert [bool(doubt_of(grid.rows[0][1])) for grid in grids] == [is_over] * 2


@pytest.mark.parametrize("content", [
    "<html><body><p>概况</p><table><tr><td>行政许可</td><td>128</td></tr><tr><td>行政处罚</td><td style='display:none'>1</td><td>7</td></tr></table></body></html>",
    "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    "<html><body><p>概况</p><table><tr><td>行政许可</td><td>128</td></tr><tr><td>行政处罚</td><td>7</td></tr></table></body></html>",
])
def test_a_page_within_a_document_is_a_part_of_its_text(tmp_path: Path, content: str) -> None:
    chunk = "<w:altChunk xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='c1'/>"
    path = docx(tmp_path / "a.docx", f"<w:p>{run('前文')}</w:p>{chunk}<w:p>{run('后文')}</w:p>")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    with zipfile.ZipFile(path, "a") as package:
        relation = f"<Relationship Id='c1' Type='{kind}' Target='afchunk.htm'/>"
        package.writestr("word/_rels/document.xml.rels", f"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{relation}</Relationships>")
        package.writestr("word/afchunk.htm", content)
    document = readers.read(path)
    assert [paragraph.text for paragraph in document.paragraphs] == ["前文", "概况", "后文"] and document.grids[0].after == 2
    assert list(document.grids[0].rows) == [("行政许可", "128"), ("行政处罚", "7")] and not document.troubles


def test_a_document_of_word_that_is_one_xml_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(docx(tmp_path / "a.docx", f"<w:p>{run('概况')}</w:p>{table_of('128')}")) as package:
        part = package.read("word/document.xml").decode()
    content = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{part}</pkg:xmlData></pkg:part>'
        '<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>iVBORw0KGgo=</pkg:binaryData></pkg:part></pkg:package>'
    )
    path = tmp_path / "b.doc"
    path.write_text(content, "utf-8")
    document = readers.read(path)
    assert document.format == "docx" and document.grids[0].rows == (("行政许可", "128"), ("行政处罚", "7"))


def test_what_word_2003_saved_as_xml_is_read(tmp_path: Path) -> None:
    if not readers.conversion.find_program():
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "a.doc"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        f"<w:body><w:p>{run('概况')}</w:p>{table_of('128')}</w:body></w:wordDocument>", "utf-8",
    )
    assert readers.read(path).grids[0].rows == (("行政许可", "128"), ("行政处罚", "7"))
