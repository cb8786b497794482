"""DOCX and XLSX: what is read is what a reader of the document sees."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gongkai import readers
from gongkai.model import OBJECT, doubt_of
from gongkai.readers.office.number_format import to_shown, to_shown_text
from gongkai.readers.office.rtf import with_signs
from gongkai.readers.superscripts import to_lowered, to_raised

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:x="urn:nobody:knows"'
)


def run(text: str, look: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t>{text}</w:t></w:r>"


def cell(content: str, about: str = "") -> str:
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{content if content.startswith(('<w:p>', '<w:tbl>')) else f'<w:p>{content}</w:p>'}</w:tc>"


def row(*cells: str, about: str = "") -> str:
    return f"<w:tr><w:trPr>{about}</w:trPr>{''.join(cells)}</w:tr>"


def complex_field(code: str, result: str = "", start: str = "", dirty: str = "") -> str:
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run(result) if result else ""
    begin = f'<w:r><w:fldChar w:fldCharType="begin"{dirty}>{start}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
    return begin + middle + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def docx(path: Path, body: str, styles: str = "", numbering: str = "", theme: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        if styles:
            package.writestr("word/styles.xml", f"<w:styles {SPACES}>{styles}</w:styles>")
        if numbering:
            package.writestr("word/numbering.xml", f"<w:numbering {SPACES}>{numbering}</w:numbering>")
        if theme:
            package.writestr("word/theme/theme1.xml", theme)
    return path


def seen(tmp_path: Path, content: str, about: str = "", styles: str = "", numbering: str = "", theme: str = "", table: str = "") -> str | None:
    """What is read in a cell of a table with this content."""
    body = f"<w:tbl><w:tblPr>{table}</w:tblPr>{row(cell(run('行政许可')), cell(content, about))}{row(cell(run('行政处罚')), cell(run('7')))}</w:tbl>"
    (grid,) = readers.read(docx(tmp_path / "a.docx", body, styles, numbering, theme)).grids
    assert [line[0] for line in grid.rows] == ["行政许可", "行政处罚"]
    return grid.rows[0][1]


def style(name: str, look: str, kind: str = "character", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{more}<w:rPr>{look}</w:rPr></w:style>'


STYLES = "".join((
    style("gone", "<w:vanish/>"),
    style("child", "", more='<w:basedOn w:val="gone"/>'),
    style("out", "<w:strike/>"),
    style("mark", '<w:vertAlign w:val="superscript"/>'),
    style("pale", '<w:color w:val="FFFFFF"/>', "paragraph"),
    style("hidden", "<w:vanish/>", "paragraph"),
    style("loop", "", more='<w:basedOn w:val="loop"/>'),
))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("182", "<w:strike/>") + run("128"), "128"),
        (run("3", "<w:dstrike/>") + run("37"), "37"),
        (run("9", '<w:rStyle w:val="out"/>') + run("128"), "128"),
        (run("128", '<w:rStyle w:val="out"/><w:strike w:val="0"/>'), "128"),
        ("<w:del>" + run("182").replace("w:t>", "w:delText>") + "</w:del><w:ins>" + run("128") + "</w:ins>", "128"),
        ("<w:moveFrom>" + run("9") + "</w:moveFrom><w:moveTo>" + run("128") + "</w:moveTo>", "128"),
        (run("128") + run("9", "<w:vanish/>"), "128"),
        (run("128") + run("9", '<w:rStyle w:val="gone"/>'), "128"),
        (run("128") + run("9", '<w:rStyle w:val="child"/>'), "128"),
        (run("128") + run("9", '<w:rStyle w:val="loop"/><w:vanish/>'), "128"),
        ('<w:p><w:pPr><w:pStyle w:val="hidden"/></w:pPr>' + run("9") + "</w:p>", ""),
        (run("128", "<w:webHidden/>"), "128"),
        ("<w14:conflictDel>" + run("182") + "</w14:conflictDel><w14:conflictIns>" + run("128") + "</w14:conflictIns>", "128"),
        (run("12 ") + run("8"), "128"),
        (run("128", '<w:bdr w:val="single"/>'), "128"),
    ],
)
def test_what_is_hidden_or_struck_is_no_part_of_a_number(tmp_path: Path, content: str, text: str) -> None:
    found = seen(tmp_path, content, styles=STYLES)
    assert (found, doubt_of(found)) == (text, "")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("128") + run("1", '<w:vertAlign w:val="superscript"/>'), "128¹"),
        (run("128") + run("1", '<w:rStyle w:val="mark"/>'), "128¹"),
        (run("128") + run("1", '<w:position w:val="8"/><w:sz w:val="12"/>'), "128¹"),
        (run("128") + run("注1", '<w:vertAlign w:val="superscript"/>'), "128[注1]"),
        (run("128") + run("2", '<w:vertAlign w:val="subscript"/>'), "128₂"),
        (run("12", '<w:position w:val="-6"/>') + run("8", '<w:position w:val="-6"/>'), "128"),
        (run("128") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "128¹"),
        (run("128") + '<w:r><w:endnoteReference w:id="2"/></w:r>', "128[注]"),
        (run("128") + '<w:r><w:commentReference w:id="2"/></w:r>', "128"),
        (run("37") + '<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>', "37①"),
        ('<w:r><w:ruby><w:rt><w:r><w:t>1</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>128</w:t></w:r></w:rubyBase></w:ruby></w:r>', "128¹"),
        (complex_field("EQ \\o\\ac(○,3)"), "③"),
    ],
)
def test_a_raised_or_ringed_figure_is_no_digit(tmp_path: Path, content: str, text: str) -> None:
    found = seen(tmp_path, content, styles=STYLES)
    assert (found, doubt_of(found)) == (text, "")


def test_raised_text_without_characters_of_its_own_stands_in_brackets() -> None:
    assert [to_raised(text) for text in ("1", "１2", "注1", "(1)", "①", "*", "[2]", "")] == ["¹", "¹²", "[注1]", "⁽¹⁾", "①", "*", "[2]", ""]
    assert to_lowered("10") == "₁₀"


def test_a_raised_point_or_comma_is_no_part_of_a_number() -> None:
    assert [f"128{to_raised(sign)}5" for sign in ".,%"] == ["128[.]5", "128[,]5", "128[%]5"]


DRAWING = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p"{}/></wp:inline></w:drawing></w:r>'
BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
ANCHOR = '<w:r><w:drawing><wp:anchor behindDoc="{}"><wp:docPr id="1" name="p"/></wp:anchor></w:drawing></w:r>'


def choice(choice: str, fallback: str, needs: str) -> str:
    choice, fallback = (f"<w:drawing><wp:inline>{BOX.format(text)}</wp:inline></w:drawing>" for text in (choice, fallback))
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="{needs}">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>'


def control(about: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


LIST = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="0"/><w:listEntry w:val="128"/></w:ddList></w:ffData>'
NUMBERED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>{}</w:p>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="128"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)


@pytest.mark.parametrize(
    ("content", "text", "doubt"),
    [
        (DRAWING.format(""), OBJECT, "object"),
        (DRAWING.format(' hidden="1"'), "", ""),
        ("<w:r><w:pict><v:line/></w:pict></w:r>" + run("128"), OBJECT + "128", "object"),
        ("<w:r><w:object/></w:r>", OBJECT, "object"),
        (ANCHOR.format(1) + run("128"), "128", ""),
        (ANCHOR.format(1), OBJECT, "object"),
        (ANCHOR.format(0) + run("128"), OBJECT + "128", "object"),
        (choice("128", "128", "wps"), "128", "object"),
        (choice("999", "128", "x"), "128", "object"),
        ("<m:oMath><m:r><m:t>128</m:t></m:r></m:oMath>", "128", ""),
        ("<m:oMath><m:sSup><m:e><m:r><m:t>12</m:t></m:r></m:e><m:sup><m:r><m:t>8</m:t></m:r></m:sup></m:sSup></m:oMath>", "128", "object"),
        (complex_field("=SUM(ABOVE)", "128"), "128", ""),
        (complex_field("=100+28"), OBJECT, "object"),
        (complex_field("PAGE", "128"), "128", "object"),
        (complex_field("=SUM(ABOVE)", "128", dirty=' w:dirty="1"'), "128", "object"),
        (complex_field("FORMDROPDOWN", start=LIST), "128", ""),
        (complex_field("FORMTEXT", "128"), "128", ""),
        (complex_field("FORMCHECKBOX"), OBJECT, "object"),
        ('<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>3</w:t></w:r></w:fldSimple>', "3", "object"),
        (control("<w:dropDownList/>", run("128")), "128", ""),
        (control("<w:dropDownList/>", ""), OBJECT, "object"),
        (control("<w:showingPlcHdr/>", run("128")), "128", "object"),
        (control('<w:dataBinding w:xpath="/a"/>', run("128")), "128", "object"),
        (NUMBERED.format(1, ""), OBJECT, "object"),
        (NUMBERED.format(1, run("28")), "28" + OBJECT, "object"),
        (NUMBERED.format(2, run("28")), "28", ""),
        (NUMBERED.format(0, run("28")), "28", ""),
        ('<w:r><w:sym w:font="Wingdings" w:char="F031"/></w:r>', OBJECT, "glyph"),
        ('<w:r><w:sym w:font="Symbol" w:char="F031"/></w:r>', "1", ""),
        (run("128", '<w:rFonts w:ascii="Wingdings"/>'), "128", "glyph"),
        ('<w:bdo w:val="rtl">' + run("128") + "</w:bdo>", "128", "unlike"),
        (run("128", '<w:eastAsianLayout w:combine="1"/>'), "128", "crowded"),
        (run("128", '<w:spacing w:val="-200"/>'), "128", "crowded"),
        ("<w:tbl><w:tr><w:tc><w:p>" + run("128") + "</w:p></w:tc></w:tr></w:tbl><w:p/>", "128", ""),
        ("<w:p>" + run("12") + "</w:p><w:p>" + run("8") + "</w:p>", "12\n8", ""),
        (run("128") + run("1", '<w:sz w:val="12"/>'), "1281", "unlike"),
        (run("45", "<w:strike/>"), "45", "struck"),
        (run("128") + run("1", '<w:bdr w:val="single"/>'), "1281", "unlike"),
        ('<w:r><w:t xml:space="preserve">12 </w:t></w:r>' + run("8"), "12 8", ""),
        ('<w:p><w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr>' + run("128") + "</w:p>", "128", "faint"),
        ('<w:p><w:pPr><w:ind w:left="20000"/></w:pPr>' + run("128") + "</w:p>", "128", "faint"),
        ('<w:p><w:pPr><w:ind w:left="-400"/></w:pPr>' + run("128") + "</w:p>", "128", "placed"),
        ('<w:p><w:pPr><w:ind w:left="-400"/><w:jc w:val="center"/></w:pPr>' + run("128") + "</w:p>", "128", ""),
        ('<w:p><w:pPr><w:ind w:left="-108"/></w:pPr>' + run("128") + "</w:p>", "128", ""),
        ('<w:p><w:pPr><w:framePr w:y="20000"/></w:pPr>' + run("128") + "</w:p>", "128", "object"),
    ],
)
def test_what_is_no_plain_text_is_the_number_it_shows_or_in_doubt(tmp_path: Path, content: str, text: str, doubt: str) -> None:
    found = seen(tmp_path, content, numbering=NUMBERING)
    assert (found, doubt_of(found)) == (text, doubt)


THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="x">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    '<a:accent1><a:srgbClr val="FEFEFE"/></a:accent1></a:clrScheme></a:themeElements></a:theme>'
)
GREY = '<w:shd w:val="clear" w:color="auto" w:fill="808080"/>'


@pytest.mark.parametrize(
    ("content", "about", "is_pale"),
    [
        (run("37", '<w:color w:val="FFFFFF"/>'), "", True),
        (run("37", '<w:color w:val="FFFFFF"/>'), GREY, False),
        (run("37", '<w:color w:val="808080"/>'), GREY, True),
        (run("37", '<w:color w:val="000000" w:themeColor="background1"/>'), "", True),
        (run("37", '<w:color w:val="000000" w:themeColor="accent1"/>'), "", True),
        (run("37", '<w:color w:val="000000" w:themeColor="text1"/>'), "", False),
        (run("37", '<w:color w:val="auto"/>'), GREY, False),
        (run("37", '<w:color w:val="FF0000"/><w:highlight w:val="red"/>'), "", True),
        (run("37", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'), "", False),
        (run("37", '<w:highlight w:val="black"/>'), "", True),
        (run("37", '<w:highlight w:val="yellow"/>'), "", False),
        (run("37", '<w:sz w:val="1"/>'), "", True),
        (run("37", '<w:w w:val="1"/>'), "", True),
        (run("37", "<w14:textFill><w14:noFill/></w14:textFill>"), "", True),
        ('<w:p><w:pPr><w:pStyle w:val="pale"/></w:pPr>' + run("37") + "</w:p>", "", True),
        (run("1", '<w:color w:val="FEFEFE"/>') + run("28"), "", True),
    ],
)
def test_text_in_the_colour_of_its_ground_or_too_small_is_in_doubt(tmp_path: Path, content: str, about: str, is_pale: bool) -> None:
    assert doubt_of(seen(tmp_path, content, about, STYLES, theme=THEME)) == ("faint" if is_pale else "")


def test_the_style_of_a_table_hides_and_shades_its_cells(tmp_path: Path) -> None:
    condition = '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="{}"/></w:tcPr></w:tblStylePr>'
    styles = '<w:style w:type="table" w:styleId="t"><w:name w:val="t"/>{}</w:style>'
    use = '<w:tblStyle w:val="t"/><w:tblLook w:val="0020"/>'
    assert doubt_of(seen(tmp_path, run("37"), styles=styles.format(condition.format("FFFFFF")), table=use)) == "faint"
    assert doubt_of(seen(tmp_path, run("37"), styles=styles.format(condition.format("203864")), table=use)) == ""
    hides = styles.format("<w:rPr><w:vanish/></w:rPr>")
    found = readers.read(docx(tmp_path / "b.docx", f"<w:tbl><w:tblPr>{use}</w:tblPr>{row(cell(run('1')), cell(run('2')))}</w:tbl>", hides))
    assert [grid.rows for grid in found.grids] == [(("", ""),)]


def test_hidden_flat_and_deleted_rows_are_no_rows(tmp_path: Path) -> None:
    rows = [
        row(cell(run("甲")), cell(run("1"))),
        row(cell(run("乙")), cell(run("2")), about="<w:hidden/>"),
        row(cell(run("丙")), cell(run("3")), about='<w:trHeight w:val="20" w:hRule="exact"/>'),
        row(cell(run("丁")), cell(run("4")), about='<w:del w:id="1" w:author="x"/>'),
        row(cell(run("丁")), cell(run("4")), about='<w14:conflictDel w:id="1" w:author="x"/>'),
        row(cell(run("戊")), cell(run("5")), about='<w:hidden w:val="0"/><w:trHeight w:val="20"/>'),
        row(cell(run("己")), cell(run("6"), "<w:cellDel/>")),
    ]
    (grid,) = readers.read(docx(tmp_path / "a.docx", f"<w:tbl>{''.join(rows)}</w:tbl>")).grids
    assert [(line[0], line[1], doubt_of(line[1])) for line in grid.rows] == [("甲", "1", ""), ("戊", "5", ""), ("己", "6", "struck")]


def test_what_stands_under_a_merged_cell_is_covered(tmp_path: Path) -> None:
    rows = row(cell(run("7"), '<w:vMerge w:val="restart"/>'), cell(run("a"))) + row(cell(run("9"), "<w:vMerge/>"), cell(run("b")))
    rows += row(cell(run("7"), '<w:hMerge w:val="restart"/>'), cell(run("9"), "<w:hMerge/>"))
    (grid,) = readers.read(docx(tmp_path / "a.docx", f"<w:tbl>{rows}</w:tbl>")).grids
    assert [[doubt_of(text) for text in line] for line in grid.rows] == [["", ""], ["covered", ""], ["", "covered"]]


def test_a_field_that_is_never_closed_costs_its_cell_and_no_other(tmp_path: Path) -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("5")
    body = f"<w:tbl>{row(cell(run('甲')), cell(opened))}{row(cell(run('乙')), cell(run('6')))}</w:tbl><w:p>{run('正文')}</w:p>"
    found = readers.read(docx(tmp_path / "a.docx", body))
    assert [doubt_of(line[1]) for line in found.grids[0].rows] == ["object", ""]
    assert found.grids[0].rows[1][1] == "6"
    assert [paragraph.text for paragraph in found.paragraphs] == ["正文"]


def test_the_text_of_a_document_is_the_part_that_its_package_names(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", f"<w:p>{run('旧')}</w:p>")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/document2.xml", f"<w:document {SPACES}><w:body><w:p>{run('新')}</w:p></w:body></w:document>")
        package.writestr("_rels/.rels", f'<r:Relationships xmlns:r="x"><r:Relationship Id="a" Type="{relation}" Target="word/document2.xml"/></r:Relationships>')
    assert [paragraph.text for paragraph in readers.read(path).paragraphs] == ["新"]


# --- workbooks


def xlsx(
    path: Path, rows: str, styles: str = "", before: str = "", after: str = "", strings: str = "", book: str = "", parts: dict[str, str] | None = None
) -> Path:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as package:
        sheets = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
        package.writestr("xl/workbook.xml", f'<workbook xmlns="{SHEET}" xmlns:r="{relation}">{sheets}{book}</workbook>')
        package.writestr("xl/_rels/workbook.xml.rels", '<r><s Id="r1" Target="worksheets/sheet1.xml"/></r>')
        sheet = f"{before}<sheetData>{rows}</sheetData>{after}"
        package.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SHEET}" xmlns:r="{relation}">{sheet}</worksheet>')
        if styles:
            package.writestr("xl/styles.xml", f'<styleSheet xmlns="{SHEET}">{styles}</styleSheet>')
        if strings:
            package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SHEET}">{strings}</sst>')
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return path


def text(value: str, place: str = "") -> str:
    return f'<c{f" r={chr(34)}{place}{chr(34)}" if place else ""} t="inlineStr"><is><t>{value}</t></is></c>'


def shown(tmp_path: Path, one: str, **more: str) -> str | None:
    """What is read in cell B1 of a sheet, which `one` is."""
    rows = f'<row r="1">{text("行政许可", "A1")}{one}{text("件", "C1")}</row><row r="2">{text("行政处罚", "A2")}<c r="B2"><v>7</v></c></row>'
    (grid,) = readers.read(xlsx(tmp_path / "a.xlsx", rows, **more)).grids  # type: ignore[arg-type]
    assert [line[0] for line in grid.rows] == ["行政许可", "行政处罚"]
    return grid.rows[0][1]


FONTS = (
    '<fonts><font><sz val="11"/></font><font><sz val="11"/><color rgb="FFFFFFFF"/></font><font><strike/><sz val="11"/></font>'
    '<font><sz val="1"/></font><font><sz val="11"/><color theme="0"/></font><font><sz val="11"/><color indexed="9"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill></fills>'
    '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/><xf fontId="3"/><xf fontId="4"/><xf fontId="5"/><xf fillId="1"/><xf fontId="1" fillId="1"/>'
    '<xf><alignment horizontal="fill"/></xf></cellXfs>'
)


@pytest.mark.parametrize(("number", "doubt"), [(0, ""), (1, "faint"), (2, "struck"), (3, "faint"), (4, "faint"), (5, "faint"), (6, "faint"), (7, ""), (8, "unlike")])
def test_the_font_and_the_ground_of_a_cell_decide_what_is_seen(tmp_path: Path, number: int, doubt: str) -> None:
    found = shown(tmp_path, f'<c r="B1" s="{number}"><v>128</v></c>', styles=FONTS)
    assert (found, doubt_of(found)) == ("128", doubt)


@pytest.mark.parametrize(
    ("runs", "text", "doubt"),
    [
        ("<r><rPr><strike/></rPr><t>182</t></r><r><t>128</t></r>", "128", ""),
        ('<r><t>128</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>', "128¹", ""),
        ('<r><rPr><color rgb="FFFFFFFF"/></rPr><t>1</t></r><r><t>28</t></r>', "128", "faint"),
        ("<r><rPr><strike/></rPr><t>45</t></r>", "45", "struck"),
        ("<r><t>12</t></r><r><rPr><strike/></rPr><t>9</t></r><r><t>8</t></r>", "128", "struck"),
        ("<t>128</t><rPh sb='0' eb='1'><t>9</t></rPh>", "128", ""),
        ("<t>12_x000B_8</t>", "12\x0b8", ""),
        ("<t>_x0031_28</t>", "128", ""),
    ],
)
def test_the_runs_of_a_text_are_seen_each_as_it_is_set(tmp_path: Path, runs: str, text: str, doubt: str) -> None:
    found = shown(tmp_path, '<c r="B1" t="s"><v>0</v></c>', strings=f"<si>{runs}</si>")
    assert (found, doubt_of(found)) == (text, doubt)


@pytest.mark.parametrize(
    ("one", "text", "doubt"),
    [
        ('<c r="B1" t="b"><v>1</v></c>', "TRUE", ""),
        ('<c r="B1" t="b"><v>0</v></c>', "FALSE", ""),
        ('<c r="B1" t="e"><v>#N/A</v></c>', "#N/A", ""),
        ('<c r="B1" t="e"><v>128</v></c>', "128", "format"),
        ('<c r="B1" t="d"><v>2023-1-15</v></c>', "2023-1-15", ""),
        ('<c r="B1" t="d"><v>2023</v></c>', "2023", "format"),
        ('<c r="B1" t="str"><f>A1</f><v>128</v></c>', "128", ""),
        ('<c r="B1" t="str"><f>A1</f><v></v></c>', "", ""),
        ('<c r="B1"><f>C1</f></c>', OBJECT, "formula"),
        ('<c r="B1"><f t="shared" si="0"/><v></v></c>', OBJECT, "formula"),
        ('<c r="B1"><f>YEAR(TODAY())</f><v>128</v></c>', "128", "formula"),
        ('<c r="B1" t="s"><v>99</v></c>', OBJECT, "formula"),
        ('<c r="B1"><v>1e2000000000</v></c>', "1e2000000000", "format"),
        ('<c r="B1"><v>0x80</v></c>', "0x80", "format"),
        ("<c><v>128</v></c>", "128", ""),
        ('<c r="$b$1"><v>128</v></c>', "128", ""),
        ('<c r="B1"><v>1</v></c><c r="B1"><v>128</v></c>', "128", "unlike"),
    ],
)
def test_every_kind_of_cell_is_read_as_it_shows(tmp_path: Path, one: str, text: str, doubt: str) -> None:
    found = shown(tmp_path, one)
    assert (found, doubt_of(found)) == (text, doubt)


def test_a_workbook_that_is_calculated_anew_has_no_certain_formulas(tmp_path: Path) -> None:
    found = shown(tmp_path, '<c r="B1"><f>SUM(C1:C9)</f><v>0</v></c>', book='<calcPr fullCalcOnLoad="1"/>')
    assert doubt_of(found) == "formula"


def test_hidden_rows_and_columns_are_left_out_and_zeros_too(tmp_path: Path) -> None:
    line = "".join(f'<c r="{letter}{{0}}"><v>{at}</v></c>' for at, letter in enumerate("ABCDE"))
    rows = "".join(f'<row r="{at}" {about}>{line.format(at)}</row>' for at, about in enumerate(("", 'hidden="1"', 'ht="0" customHeight="1"', ""), start=1))
    columns = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews><cols><col min="2" max="2" hidden="1"/><col min="3" max="3" width="0"/></cols>'
    (grid,) = readers.read(xlsx(tmp_path / "a.xlsx", rows, before=columns)).grids
    assert grid.rows == (("", "3", "4"), ("", "3", "4"))


def test_rows_that_are_hidden_unless_they_say_otherwise_are_in_doubt(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at}" {about}>{text("许可", f"A{at}")}<c r="B{at}"><v>{at}</v></c></row>' for at, about in enumerate(('ht="15"', "", 'hidden="0"'), 1))
    (grid,) = readers.read(xlsx(tmp_path / "a.xlsx", rows, before='<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>')).grids
    assert [(line[1], doubt_of(line[1])) for line in grid.rows] == [("1", ""), ("2", "faint"), ("3", "")]


def test_a_merged_cell_shows_its_text_in_what_is_left_of_it(tmp_path: Path) -> None:
    rows = f'<row r="1" hidden="1">{text("行政许可", "A1")}</row><row r="2"><c r="B2"><v>7</v></c></row><row r="3">{text("其他", "A3")}<c r="B3"><v>8</v></c></row>'
    (grid,) = readers.read(xlsx(tmp_path / "a.xlsx", rows, after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>')).grids
    assert grid.rows == (("行政许可", "7"), ("其他", "8"))


@pytest.mark.parametrize(
    ("rule", "text", "doubt"),
    [
        ('<cfRule type="cellIs" operator="lessThan" dxfId="0"><formula>1000</formula></cfRule>', "", ""),
        ('<cfRule type="cellIs" operator="lessThan" dxfId="0"><formula>100</formula></cfRule>', "128", ""),
        ('<cfRule type="cellIs" operator="between" dxfId="1"><formula>1</formula><formula>200</formula></cfRule>', "128", "faint"),
        ('<cfRule type="expression" dxfId="1"><formula>A1&gt;2</formula></cfRule>', "128", "faint"),
        ('<cfRule type="expression" dxfId="2"><formula>A1&gt;2</formula></cfRule>', "128", ""),
        ('<cfRule type="dataBar"><dataBar showValue="0"/></cfRule>', "128", "faint"),
    ],
)
def test_a_conditional_format_that_hides_a_cell_is_known_or_leaves_a_doubt(tmp_path: Path, rule: str, text: str, doubt: str) -> None:
    changes = (
        '<dxfs><dxf><numFmt numFmtId="165" formatCode=";;;"/></dxf><dxf><font><color rgb="FFFFFFFF"/></font></dxf>'
        '<dxf><font><color rgb="FFFF0000"/></font></dxf></dxfs>'
    )
    after = f'<conditionalFormatting sqref="B1:B1 D4">{rule}</conditionalFormatting>'
    found = shown(tmp_path, '<c r="B1"><v>128</v></c>', styles=changes, after=after)
    assert (found, doubt_of(found)) == (text, doubt)


def test_a_figure_that_its_column_cannot_show_is_in_doubt(tmp_path: Path) -> None:
    narrow = '<cols><col min="2" max="2" width="3"/></cols>'
    assert [doubt_of(shown(tmp_path, f'<c r="B1"><v>{number}</v></c>', before=narrow)) for number in ("12", "128", "11398")] == ["", "narrow", "narrow"]
    low = f'<row r="1" ht="5" customHeight="1">{text("许可", "A1")}<c r="B1"><v>128</v></c></row><row r="2">{text("处罚", "A2")}<c r="B2"><v>7</v></c></row>'
    assert [doubt_of(line[1]) for line in readers.read(xlsx(tmp_path / "b.xlsx", low)).grids[0].rows] == ["narrow", ""]
    indented = '<cellXfs><xf><alignment horizontal="right" indent="9"/></xf></cellXfs>'
    assert doubt_of(shown(tmp_path, '<c r="B1" s="0"><v>128</v></c>', styles=indented)) == "narrow"


@pytest.mark.parametrize(
    ("across", "beside", "doubt"),
    [
        ("", "", ""), ("", '<c r="C1" s="0"/>', ""), ("", '<c r="C1"><v>7</v></c>', "narrow"), ("", '<c r="D1"><v>7</v></c>', "narrow"),
        ("right", "", "narrow"), ("center", "", "narrow"), ("wrap", "", "narrow"),
    ],
)  # fmt: skip
def test_a_text_too_wide_for_its_column_goes_on_over_empty_cells_beside_it(tmp_path: Path, across: str, beside: str, doubt: str) -> None:
    about = 'wrapText="1"' if across == "wrap" else f'horizontal="{across}"'
    cell = f'<c r="B1" s="{1 if across else 0}" t="inlineStr"><is><t>1139865</t></is></c>{beside}'
    styles = f"<cellXfs><xf/><xf><alignment {about}/></xf></cellXfs>"
    rows = f'<row r="1">{text("行政许可", "A1")}{cell}</row><row r="2">{text("行政处罚", "A2")}<c r="B2"><v>7</v></c></row>'
    path = xlsx(tmp_path / "a.xlsx", rows, styles, '<cols><col min="2" max="4" width="3"/></cols>')
    found = readers.read(path).grids[0].rows[0][1]
    assert (str(found), doubt_of(found)) == ("1139865", doubt)


def test_what_lies_over_cells_covers_them(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    corner = "<x:col>{}</x:col><x:colOff>0</x:colOff><x:row>{}</x:row><x:rowOff>0</x:rowOff>"
    picture = f"<x:from>{corner.format(1, 0)}</x:from><x:to>{corner.format(3, 1)}</x:to><x:pic><x:nvPicPr><x:cNvPr id='1' name='a'{{}}/></x:nvPicPr></x:pic>"
    rows = f'<row r="1">{text("甲", "A1")}<c r="B1"><v>1</v></c><c r="D1"><v>3</v></c></row><row r="2">{text("乙", "A2")}<c r="B2"><v>7</v></c></row>'
    for hidden, doubts in (("", ["", "covered", "object", ""]), (' hidden="1"', ["", "", "", ""])):
        parts = {
            "xl/worksheets/_rels/sheet1.xml.rels": '<r><s Id="d" Target="../drawings/drawing1.xml"/></r>',
            "xl/drawings/drawing1.xml": f'<x:wsDr xmlns:x="{space}"><x:twoCellAnchor>{picture.format(hidden)}</x:twoCellAnchor></x:wsDr>',
        }
        (grid,) = readers.read(xlsx(tmp_path / "a.xlsx", rows, after='<drawing r:id="d"/>', parts=parts)).grids
        assert [doubt_of(one) for one in grid.rows[0]] == doubts
        assert [doubt_of(one) for one in grid.rows[1][:2]] == ["", ""]


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    plain = xlsx(tmp_path / "a.xlsx", f'<row>{text("规章")}<c><v>3</v></c></row>')
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(SHEET.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            content = content.replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            new.writestr(name, content)
    (tmp_path / "b.xlsx").write_bytes(out.getvalue())
    (grid,) = readers.read(tmp_path / "b.xlsx").grids
    assert grid.rows == (("规章", "3"),)


@pytest.mark.parametrize(
    ("stored", "code", "text", "doubt"),
    [
        ("46.4", "#,##0;-#,##0", "46", ""),
        ("2.6749999999999998", "0.00", "2.68", ""),
        ("128", '"1"0', "1128", ""),
        ("128", "0*1", "128", "format"),
        ("128", '[>100]"";0', "", ""),
        ("12", '[>100]"";0', "12", ""),
        ("128", "[White]0", "128", "faint"),
        ("128", ";;;", "", ""),
        ("-5", "0;", "-5", "format"),
        ("45000", "yyyy", "45000", "format"),
        ("1234567", "0,", "1235", ""),
        ("123456789012", "", "123456789012", "format"),
        ("0.333333333333333", "General", "0.333333333333333", "format"),
        ("128", "# ?/?", "128", "format"),
        ("128", 'G/通用格式"件"', "128件", ""),
        ("128", "aaaa", "128", "format"),
        ("1", "0?", "01", ""),
        ("128", "0.0.0", "128", "format"),
        ("1", "0%%", "1", "format"),
        ("128", "!10", "128", "format"),
        ("128", "[$-2060000]0", "128", "format"),
        ("128", "[$-804]0", "128", ""),
    ],
)
def test_a_number_format_shows_what_it_says_or_leaves_a_doubt(stored: str, code: str, text: str, doubt: str) -> None:
    found = to_shown(stored, code)
    assert (found, doubt_of(found)) == (text, doubt)


def test_a_format_has_a_section_for_texts() -> None:
    assert [to_shown_text("128", code) for code in (";;;", '0;0;0;"共"@', "0", "@")] == ["", "共128", "128", "128"]


def test_what_an_rtf_draws_beside_its_text_is_no_blank(tmp_path: Path) -> None:
    if not readers.conversion.find_program():
        pytest.skip("LibreOffice is not installed")
    row = "\\trowd\\cellx3000\\cellx6000\\pard\\intbl {}\\cell {}\\cell\\row "
    ringed = r"{\field{\*\fldinst { eq \\o\\ac({\u9675 ?},3)}}{\fldrslt }}7"
    formula = r"{\mmath{\*\moMath{\mr 128}}}"
    body = row.format("a", ringed) + row.format("b", formula) + row.format("c", "{\\strike 9}128{\\super 1}")
    crossed = row.replace("\\cellx6000", "\\cldglu\\brdrs\\cellx6000")
    sum_ = r"{\field{\*\fldinst {\b =SUM(ABOVE)}}{\fldrslt 128}}"
    body += crossed.format("d", "128") + crossed.format("e", "") + row.format("f", sum_) + row.format("g", "37")
    deleted = row.replace("\\cellx6000", "\\cldel2023\\cldelauth1\\cellx6000")
    drawn = r"1{\*\do\dobxcolumn\dobypara\dptxbx{\dptxbxtext 28}}"
    others = (r"{\upr{9}{\*\ud{128}}}", r"{\mvf 9}128{\xe 9}", r"12\page 8", r"12\emspace 8", drawn, r"12\lbr0 8", r"{\cf1\chshdng10000\chcfpat1 128}", r"\shading1500 128")
    body += "".join(row.format(f"h{at}", one) for at, one in enumerate(others)) + deleted.format("i", "128")
    body += row.format("j", r"{\fittext100 1128}") + row.format("k", r"{\fittext420 1128}")
    (tmp_path / "a.rtf").write_text("{\\rtf1\\ansi " + body + "\\pard end\\par}", encoding="ascii")
    (grid,) = readers.read(tmp_path / "a.rtf").grids
    assert [doubt_of(line[1]) for line in grid.rows] == ["object", "object", "", "object", "object", "object", "", "", "", "", "", "object", "", "object", "", "object", "object", ""]
    assert [line[1] for line in grid.rows[7:11]] == ["128", "128", "12\n8", "12\u00a08"]
    assert (grid.rows[2][1], grid.rows[6][1], grid.rows[12][1], grid.rows[14][1]) == ("128¹", "37", "12\n8", "128")


def test_a_row_of_an_rtf_from_right_to_left_beside_others_is_in_doubt() -> None:
    plain = b"\\trowd\\cellx3000\\cellx6000\\pard\\intbl a\\cell 128\\cell\\row "
    turned = plain.replace(b"\\trowd", b"\\trowd\\rtlrow")
    signs = [with_signs(b"{\\rtf1 " + rows + b"}").count(b"\\u-4") for rows in (plain + turned + plain, turned + turned, plain)]
    assert signs == [2, 0, 0]


def test_tables_within_tables_cost_no_more_than_their_size(tmp_path: Path) -> None:
    body = f"<w:p>{run('1')}</w:p>"
    for _ in range(40):
        body = f"<w:tbl>{row(cell(body), cell(run('a')))}</w:tbl><w:p/>"
    found = readers.read(docx(tmp_path / "a.docx", body))
    # the outer ones hold so many cells that they only arrange the page
    assert [doubt_of(line) for grid in found.grids for line in grid.rows[0]] == ["object", ""] * 6 + ["", ""]


MARK = '<w:position w:val="3"/><w:sz w:val="15"/>'


@pytest.mark.parametrize(
    ("content", "about", "text", "doubt"),
    [
        (run("128", '<w:sz w:val="21"/>') + run("1", MARK), "", "1281", "unlike"),
        (run("128", '<w:fitText w:val="20" w:id="3"/>'), "", "128", "faint"), (run("128", '<w:fitText w:val="110" w:id="3"/>'), "", "128", "crowded"),
        (run("12", '<w:fitText w:val="3000" w:id="3"/>'), "", "12", "crowded"), (run("128", '<w:fitText w:val="330" w:id="3"/>'), "", "128", ""),
        (run("行政许可", '<w:fitText w:val="3000" w:id="3"/>'), "", "行政许可", ""), (run("12", '<w:spacing w:val="400"/>'), "", "12", "crowded"),
        (run("12", '<w:spacing w:val="40"/>'), "", "12", ""), ('<w:p><w:pPr><w:ind w:left="-3000"/></w:pPr>' + run("128") + "</w:p>", "", "128", "placed"),
        ('<w:p><w:pPr><w:ind w:left="-105"/></w:pPr>' + run("128") + "</w:p>", "", "128", ""),
        (run("128"), '<w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>', "128", "struck"),
        ("", '<w:tcBorders><w:tr2bl w:val="single"/></w:tcBorders>', OBJECT, "object"),
        ("", '<w:tcBorders><w:tr2bl w:val="nil"/></w:tcBorders>', "", ""),
        (run("项目"), '<w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>', "项目", ""),
        (complex_field("SYMBOL 0x31 \\f Wingdings", "1"), "", "1", "object"),
        (run("128", '<w:rFonts w:ascii="Code 128"/>'), "", "128", "glyph"),
        (run("128", '<w:rFonts w:ascii="MT Extra"/>'), "", "128", "glyph"),
        ("<w:p><w:pPr><w:bidi/></w:pPr>" + run("12") + run("(8)") + "</w:p>", "", "12(8)", "unlike"),
        ("<w:p><w:pPr><w:bidi/></w:pPr>" + run("1,280") + "</w:p>", "", "1,280", ""),
        ('<w:p><w:dir w:val="rtl">' + run("12-8") + "</w:dir></w:p>", "", "12-8", "unlike"),
        ('<w:p><w:pPr><w:ind w:left="-9000"/></w:pPr>' + run("128") + "</w:p>", "", "128", "faint"),
        ('<w:p><w:pPr><w:ind w:firstLineChars="9000"/></w:pPr>' + run("128") + "</w:p>", "", "128", "faint"),
        ('<w:p><w:pPr><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr>' + run("128") + "</w:p>", "", "128", ""),
        ('<w:p><w:pPr><w:spacing w:line="80" w:lineRule="exact"/></w:pPr>' + run("128") + "</w:p>", "", "128", ""),
        ('<m:oMath><m:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><m:t>9</m:t></m:r></m:oMath>' + run("128"), "", "9128", "object"),
        ('<m:oMath><m:r><w:rPr><w:strike/></w:rPr><m:t>9</m:t></m:r></m:oMath>' + run("128"), "", "9128", "object"),
        ('<w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing/></mc:Choice></mc:AlternateContent></w:r>', "", OBJECT, "object"),
        (run("128", "<w14:textFill><w14:gradFill/></w14:textFill>"), "", "128", "faint"),
    ],
)  # fmt: skip
def test_what_is_set_so_that_it_is_not_read_as_written_is_in_doubt(tmp_path: Path, content: str, about: str, text: str, doubt: str) -> None:
    found = seen(tmp_path, content, about)
    assert (found, doubt_of(found)) == (text, doubt)


def test_a_line_lower_than_its_font_is_in_doubt(tmp_path: Path) -> None:
    flat = '<w:p><w:pPr><w:spacing w:line="80" w:lineRule="exact"/></w:pPr>' + run("128") + "</w:p>"
    large = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    assert doubt_of(seen(tmp_path, flat, styles=large)) == "faint"


@pytest.mark.parametrize(("height", "doubt"), [(80, "faint"), (240, "")])
def test_a_row_too_low_for_its_lines_is_in_doubt(tmp_path: Path, height: int, doubt: str) -> None:
    about = f'<w:trHeight w:val="{height}" w:hRule="exact"/>'
    (grid,) = readers.read(docx(tmp_path / "a.docx", f"<w:tbl>{row(cell(run('许可')), cell(run('9')), about=about)}{row(cell(run('处罚')), cell(run('7')))}</w:tbl>")).grids
    assert [doubt_of(line[1]) for line in grid.rows] == [doubt, ""]


@pytest.mark.parametrize(("about", "doubt"), [
    ('<w:tblInd w:w="-20000" w:type="dxa"/>', "placed"), ('<w:tblpPr w:tblpX="20000" w:tblpY="1"/>', "placed"), ('<w:tblpPr w:tblpX="1200" w:tblpY="9000"/>', ""),
])  # fmt: skip
def test_a_table_off_its_page_is_in_doubt(tmp_path: Path, about: str, doubt: str) -> None:
    assert doubt_of(seen(tmp_path, run("128"), table=about)) == doubt


def test_the_exception_of_a_row_shades_its_cells(tmp_path: Path) -> None:
    line = '<w:tr><w:tblPrEx><w:shd w:val="clear" w:fill="000000"/></w:tblPrEx>' + cell(run("许可")) + cell(run("9", '<w:color w:val="000000"/>')) + "</w:tr>"
    (grid,) = readers.read(docx(tmp_path / "a.docx", f"<w:tbl>{line}{row(cell(run('处罚')), cell(run('7')))}</w:tbl>")).grids
    assert [doubt_of(one[1]) for one in grid.rows] == ["faint", ""]


LOOKS = (
    '<fills><fill/><fill><gradientFill><stop position="0"><color rgb="FF000000"/></stop><stop position="1"><color rgb="FF202020"/></stop></gradientFill></fill>'
    '<fill><patternFill patternType="darkTrellis"/></fill></fills><fonts><font/><font><name val="Figures"/><charset val="2"/></font></fonts>'
    '<borders><border/><border diagonalUp="1"><diagonal style="thin"/></border><border diagonalUp="1"><diagonal/></border></borders>'
    '<cellXfs><xf/><xf borderId="1"/><xf borderId="2"/><xf fillId="1"/><xf><alignment readingOrder="2"/></xf><xf fontId="1"/><xf fillId="2"/></cellXfs>'
    '<dxfs><dxf><font><color rgb="FFFFFFFF"/></font></dxf><dxf><border diagonalDown="1"><diagonal style="thin"/></border></dxf></dxfs>'
)


@pytest.mark.parametrize(
    ("one", "text", "doubt"),
    [
        ('<c r="B1" s="1"><v>128</v></c>', "128", "struck"), ('<c r="B1" s="1"/>', OBJECT, "object"), ('<c r="B1" s="2"/>', "", ""),
        ('<c r="B1" s="1" t="inlineStr"><is><t>项目</t></is></c>', "项目", ""), ('<c r="B1" s="3"><v>128</v></c>', "128", "faint"),
        ('<c r="B1" s="5"><v>128</v></c>', "128", "glyph"), ('<c r="B1" s="6"><v>128</v></c>', "128", "faint"),
        ('<c r="B1" s="4"><v>128</v></c>', "128", ""), ('<c r="B1" s="4" t="inlineStr"><is><t>12(8)</t></is></c>', "12(8)", "unlike"),
    ],
)  # fmt: skip
def test_lines_from_corner_to_corner_dark_grounds_and_turned_texts_are_doubts(tmp_path: Path, one: str, text: str, doubt: str) -> None:
    found = shown(tmp_path, one, styles=LOOKS)
    assert (found, doubt_of(found)) == (text, doubt)


@pytest.mark.parametrize(
    ("places", "rule", "doubt"),
    [
        ("B:B", '<cfRule type="expression" dxfId="0"><formula>1=1</formula></cfRule>', "faint"),
        ("1:1", '<cfRule type="expression" dxfId="0"><formula>1=1</formula></cfRule>', "faint"),
        ("C:C 2:3", '<cfRule type="expression" dxfId="0"><formula>1=1</formula></cfRule>', ""),
        ("B1", '<cfRule type="expression" dxfId="1"><formula>TRUE</formula></cfRule>', "struck"),
        ("B1", '<cfRule type="colorScale"><colorScale><color rgb="FF000000"/><color rgb="FFFFFFFF"/></colorScale></cfRule>', "faint"),
        ("B1", '<cfRule type="colorScale"><colorScale><color rgb="FFF8696B"/><color rgb="FF63BE7B"/></colorScale></cfRule>', ""),
    ],
)
def test_conditional_formats_for_whole_rows_and_columns_count(tmp_path: Path, places: str, rule: str, doubt: str) -> None:
    found = shown(tmp_path, '<c r="B1"><v>128</v></c>', styles=LOOKS, after=f'<conditionalFormatting sqref="{places}">{rule}</conditionalFormatting>')
    assert (found, doubt_of(found)) == ("128", doubt)


def test_a_sum_that_libreoffice_wrote_may_be_its_own(tmp_path: Path) -> None:
    body = f"<w:tbl>{row(cell(run('许可')), cell(complex_field(' =SUM(ABOVE)', '0')))}{row(cell(run('处罚')), cell(run('7')))}</w:tbl>"
    path = docx(tmp_path / "a.docx", body)
    assert doubt_of(readers.read(path).grids[0].rows[0][1]) == ""
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("docProps/app.xml", "<Properties><Application>LibreOffice/7.4</Application></Properties>")
    assert doubt_of(readers.read(path).grids[0].rows[0][1]) == "object"


@pytest.mark.parametrize(("name", "doubt"), [("Digits", "glyph"), ("仿宋_GB2312", ""), ("Times New Roman", ""), ("Other", "")])
def test_figures_in_a_font_that_only_the_document_has_are_in_doubt(tmp_path: Path, name: str, doubt: str) -> None:
    fonts = "".join(f'<w:font w:name="{one}"><w:embedRegular r:id="r1"/></w:font>' for one in ("Digits", "仿宋_GB2312", "Times New Roman")) + '<w:font w:name="Other"/>'
    path = docx(tmp_path / "a.docx", f"<w:tbl>{row(cell(run('许可')), cell(run('128', f'<w:rFonts w:ascii={chr(34)}{name}{chr(34)}/>')))}{row(cell(run('处罚')), cell(run('7')))}</w:tbl>")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/fontTable.xml", f"<w:fonts {SPACES}>{fonts}</w:fonts>")
    (grid,) = readers.read(path).grids
    assert [doubt_of(line[1]) for line in grid.rows] == [doubt, ""]


ANCHORED = (
    '<w:r><w:drawing><wp:anchor behindDoc="{behind}"><wp:extent cx="{wide}" cy="{high}"/><wp:positionV relativeFrom="{of}"><wp:posOffset>{down}</wp:posOffset>'
    '</wp:positionV>{wrap}<wp:docPr id="1" name="p"/></wp:anchor></w:drawing></w:r>'
)
PLACED = {"behind": 0, "wide": 3_000_000, "high": 900_000, "of": "paragraph", "down": 0, "wrap": "<wp:wrapNone/>"}
STROKE = '<w:r><w:pict><v:line from="0,{0}pt" to="400pt,{0}pt" style="position:absolute"/></w:pict></w:r>'
FRAME = '<w:p><w:pPr><w:framePr w:wrap="none" w:vAnchor="page" w:x="3000" w:y="3000"/></w:pPr>' + run("999") + "</w:p>"


def under(tmp_path: Path, before: str, after: str = "", inner: str = "") -> str:
    """Why a figure of a table is doubted that has something floating before it, behind it, or in another of its cells."""
    rows = row(cell(run("许可")), cell(run("9"))) + row(cell(run("处罚")), cell(run("7") if not inner else f"<w:p>{inner}</w:p>", '<w:tcW w:w="1000" w:type="dxa"/>'))
    return doubt_of(readers.read(docx(tmp_path / "a.docx", f"{before}<w:tbl>{rows}</w:tbl>{after}")).grids[0].rows[0][1])


LINES = f"<w:p>{run('一')}</w:p>" * 9


@pytest.mark.parametrize(("before", "after", "inner", "doubt"), [
    (f"<w:p>{ANCHORED.format(**PLACED)}</w:p>", "", "", "covered"), (f"<w:p>{ANCHORED.format(**PLACED)}</w:p>{LINES}", "", "", ""),
    (f"<w:p>{ANCHORED.format(**PLACED | {'of': 'page'})}</w:p>", "", "", "covered"), (f"<w:p>{ANCHORED.format(**PLACED | {'of': 'page'})}</w:p>{LINES}", "", "", ""),
    (f"<w:p>{ANCHORED.format(**PLACED | {'behind': 1})}</w:p>", "", "", ""), (f"<w:p>{ANCHORED.format(**PLACED | {'wrap': '<wp:wrapSquare/>'})}</w:p>", "", "", ""),
    (f"<w:p>{ANCHORED.format(**PLACED | {'down': 3_000_000})}</w:p>{LINES}", "", "", "covered"),
    ("", f"<w:p>{ANCHORED.format(**PLACED | {'down': -900_000})}</w:p>", "", "covered"), ("", f"<w:p>{ANCHORED.format(**PLACED)}</w:p>", "", ""),
    (f"<w:p>{STROKE.format(40)}</w:p>", "", "", "covered"), (f"<w:p>{STROKE.format(8)}</w:p>", "", "", ""), (FRAME, "", "", "covered"),
    ("", "", ANCHORED.format(**PLACED), "covered"), ("", "", ANCHORED.format(**PLACED | {"wide": 300_000, "high": 300_000}), ""),
])  # fmt: skip
def test_what_floats_over_a_table_puts_its_figures_in_doubt(tmp_path: Path, before: str, after: str, inner: str, doubt: str) -> None:
    assert under(tmp_path, before, after, inner) == doubt


@pytest.mark.parametrize(
    ("content", "about", "text", "doubt"),
    [
        (run("9", "<w:specVanish/>") + run("128"), "", "9128", "faint"),
        (run("128") + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>', "", "1281", "note"),
        (complex_field("XE", "9") + run("128"), "", "9128", "object"),
        (run("128"), '<w:cellMerge w:vMerge="cont"/>', "128", "covered"),
        (run("128"), '<w:tcMar><w:left w:w="9000"/></w:tcMar>', "128", "faint"),
    ],
)
def test_marks_of_notes_and_index_and_margins_wider_than_a_cell_are_doubts(tmp_path: Path, content: str, about: str, text: str, doubt: str) -> None:
    found = seen(tmp_path, content, about)
    assert (found, doubt_of(found)) == (text, doubt)


@pytest.mark.parametrize(("aligned", "doubt"), [("", "placed"), ('<w:pPr><w:jc w:val="center"/></w:pPr>', "")])
def test_the_style_of_a_paragraph_says_where_its_text_begins(tmp_path: Path, aligned: str, doubt: str) -> None:
    styles = style("named", "", "paragraph", aligned)
    found = seen(tmp_path, '<w:p><w:pPr><w:pStyle w:val="named"/><w:ind w:left="-400"/></w:pPr>' + run("128") + "</w:p>", styles=styles)
    assert doubt_of(found) == doubt


def test_a_solid_ground_without_a_colour_is_black(tmp_path: Path) -> None:
    styles = '<fonts><font/></fonts><fills><fill/><fill><patternFill patternType="solid"/></fill></fills><cellXfs><xf fillId="1"/></cellXfs>'
    assert doubt_of(shown(tmp_path, '<c r="B1" s="0"><v>128</v></c>', styles=styles)) == "faint"


def test_a_figure_that_shrinks_beyond_reading_is_in_doubt(tmp_path: Path) -> None:
    styles = '<cellXfs><xf><alignment shrinkToFit="1"/></xf></cellXfs>'
    found = [shown(tmp_path, '<c r="B1" s="0"><v>128</v></c>', styles=styles, before=f'<cols><col min="2" max="2" width="{wide}"/></cols>') for wide in ("0.6", "2")]
    assert [doubt_of(one) for one in found] == ["narrow", ""]
