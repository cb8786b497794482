"""One report in every format: the numbers that come out are those that went in, and what cannot be read says so."""

from __future__ import annotations

import email.message
import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from editions.source import Source, read_form, read_source
from editions.word import source_to_docx
from gongkai import pipeline, readers
from gongkai.model import OBJECT, Document, Grid, Unreadable, doubt_of
from gongkai.readers.office import conversion
from gongkai.readers.office.number_format import to_shown
from tests.reports import numbers

SOURCES = Path(__file__).parents[1] / "editions" / "sources"
REPORTS = Path(__file__).parents[1] / "editions" / "reports"
NAME = "shuyang-renminzhengfu-2025"

needs_office = pytest.mark.skipif(
    not conversion.find_program(), reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
)
@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(SOURCES / f"{NAME}.yml")


@pytest.fixture(scope="module")
def word(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "report.docx"
    path.write_bytes(source_to_docx(read_form(), source))
    return path


@pytest.fixture(scope="module")
def original(word: Path) -> Document:
    return readers.read(word)


def office_to(word: Path, suffix: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [conversion.find_program(), profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=800)
    return folder / f"{word.stem}.{suffix}"


# --- by way of LibreOffice ------------------------------------------------------------------------------------------


@needs_office
@pytest.mark.parametrize(("suffix", "ending"), [("doc", ".doc"), ("doc", ".wps"), ("rtf", ".rtf"), ("rtf", ".doc")])
def test_an_old_document_reads_as_the_docx_it_was_made_from(
    word: Path, original: Document, tmp_path: Path, suffix: str, ending: str
) -> None:
    path = office_to(word, suffix, tmp_path).rename(tmp_path / f"renamed{ending}")
    found = readers.read(path)
    assert numbers(found) == numbers(original)
    assert [paragraph.text for paragraph in found.paragraphs] == [paragraph.text for paragraph in original.paragraphs]
    assert found.format == suffix if ending != ".wps" else "wps"


@needs_office
def test_many_documents_are_converted_in_one_run_and_never_twice(
    word: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office_to(word, "doc", tmp_path)
    second = tmp_path / "二〇二五 年 $(x).wps"
    shutil.copy(first, second)
    third = tmp_path / "third.rtf"
    third.write_bytes(b"{\\rtf1\\ansi third report}")
    runs: list[int] = []
    run = conversion._run
    monkeypatch.setattr(conversion, "_run", lambda program, targets, patience: (runs.append(len(targets)), run(program, targets, patience))[1])
    other = tmp_path / "other.txt"
    other.write_text("text")
    found = readers.convert([first, second, third, other], tmp_path / "made")
    assert set(found) == {first, second, third}
    assert all(isinstance(made, Path) and made.is_file() for made in found.values())
    assert found[first] == found[second]
    assert runs == [3]
    readers.convert([first, second, third], tmp_path / "made")
    assert runs == [3]


@needs_office
def test_a_document_that_cannot_be_opened_costs_no_other(word: Path, tmp_path: Path) -> None:
    good = office_to(word, "doc", tmp_path)
    locked = tmp_path / "locked.doc"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    found = readers.convert([good, locked], tmp_path / "made")
    assert isinstance(found[good], Path)
    assert "password" in str(found[locked])
    with pytest.raises(Unreadable, match="password"):
        readers.read(locked, "locked.doc", found[locked])


def test_without_libreoffice_the_word_is_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "find_program", lambda: "")
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    with pytest.raises(Unreadable, match="libreoffice-writer-nogui"):
        readers.read(path)


@needs_office
def test_the_pipeline_reads_old_documents_among_others(word: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    shutil.copy(office_to(word, "doc", tmp_path), reports / "a.doc")
    (reading,) = pipeline.read_all(reports, cache_dir=tmp_path / "cache")
    assert (reading.read_status, reading.format) in (("read", "doc"), ("partly_read", "doc"))
    assert reading.report is not None
    assert list((tmp_path / "cache" / "converted").glob("*.docx"))


# --- workbooks and web archives -------------------------------------------------------------------------------------


def grids_to_workbook(document: Document, path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    line = 1
    written = 0
    for grid in document.grids:
        for paragraph in document.paragraphs[written : grid.after]:
            sheet.cell(line, 1, paragraph.text)
            line += 1
        written = grid.after
        line += 1
        write_grid(sheet, grid, line)
        line += len(grid.rows) + 1
    book.save(path)


def write_grid(sheet: object, grid: Grid, first: int) -> None:
    height, width = len(grid.rows), max(len(row) for row in grid.rows)
    for top, row in enumerate(grid.rows):
        for left, text in enumerate(row):
            if text is None:
                continue
            value = float(text) if text.replace(".", "", 1).isdigit() else text
            sheet.cell(first + top, left + 1, value)  # type: ignore[attr-defined]
            right = left
            while right + 1 < width and grid.rows[top][right + 1] is None:
                right += 1
            bottom = top
            while bottom + 1 < height and all(grid.rows[bottom + 1][at] is None for at in range(left, right + 1)):
                bottom += 1
            if (bottom, right) != (top, left):
                sheet.merge_cells(  # type: ignore[attr-defined]
                    start_row=first + top, end_row=first + bottom, start_column=left + 1, end_column=right + 1
                )


def test_a_workbook_gives_the_same_numbers(original: Document, tmp_path: Path) -> None:
    grids_to_workbook(original, tmp_path / "a.xlsx")
    assert numbers(readers.read(tmp_path / "a.xlsx")) == numbers(original)


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("12", "", "12"),
        ("1234.0", "", "1234"),
        ("7730.2799999999997", "", "7730.28"),
        ("11398889", "#,##0", "11398889"),
        ("12.5", "0", "13"),
        ("-8", "0_ ", "-8"),
        ("-8", "0;[Red](0)", "(8)"),
        ("0", "0;-0;", ""),
        ("0", "#", ""),
        ("0", '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        ("251000", '0"元"', "251000元"),
        ("0.5", "0.0%", "50.0%"),
        ("4068.208", "0.00##", "4068.208"),
        ("7", "000", "007"),
        ("45291", "yyyy/m/d", "2023-12-31"),
        ("12", "General", "12"),
        ("12", "[红色]0", "12"),
        ("12", "[>10][蓝色]0;0", "12"),
    ],
)
def test_a_number_reads_as_its_cell_shows_it(stored: str, code: str, shown: str) -> None:
    assert to_shown(stored, code) == shown


@pytest.mark.parametrize(("stored", "code"), [("12.6", "[红色]0"), ("-5", "0;[红色]0"), ("12.6", "[$-zh-CN]0"), ("12", "[红色")])
def test_a_format_that_only_some_programs_know_leaves_a_doubt_where_they_differ(stored: str, code: str) -> None:
    assert doubt_of(to_shown(stored, code)) == "format"


@pytest.mark.parametrize(("stored", "code"), [("1.5", "0.00E+00"), ("3", "[DBNum1]0")])
def test_a_format_that_is_not_known_leaves_a_doubt(stored: str, code: str) -> None:
    shown = to_shown(stored, code)
    assert (shown, doubt_of(shown)) == (stored, "format")


def test_a_formula_whose_result_was_not_saved_is_no_blank(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["规章", 3, 4, "=B1+C1"])
    book.save(tmp_path / "a.xlsx")
    (grid,) = readers.read(tmp_path / "a.xlsx").grids
    assert grid.rows == (("规章", "3", "4", OBJECT),)
    assert doubt_of(grid.rows[0][3]) == "formula"


@pytest.mark.parametrize("ending", [".mht", ".mhtml", ".doc", ".html"])
def test_a_web_archive_gives_the_same_numbers_under_any_name(tmp_path: Path, ending: str) -> None:
    page = REPORTS / "350504" / "gongxin" / "2020.html"
    archive = email.message.EmailMessage()
    archive["From"] = "<Saved by a browser>"
    archive.set_content("x")
    archive.clear_content()
    archive.add_related(page.read_bytes(), "text", "html", cte="quoted-printable", params={"charset": "gb18030"})
    path = tmp_path / f"a{ending}"
    path.write_bytes(archive.as_bytes())
    found = readers.read(path)
    assert found.format in ("mht", "mhtml")
    assert numbers(found) == numbers(readers.read(page))


# --- OFD ------------------------------------------------------------------------------------------------------------


def ofd(*pages: str, template: str = "") -> bytes:
    """An OFD of pages of objects, 210 by 297 mm, written by hand."""
    names = "".join(f'<ofd:Page ID="{index + 10}" BaseLoc="Pages/Page_{index}/Content.xml"/>' for index in range(len(pages)))
    start = '<?xml version="1.0" encoding="UTF-8"?><ofd:{0} xmlns:ofd="http://www.ofdspec.org/2016"'
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    listed = '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    use = '<ofd:Template TemplateID="2" ZOrder="Background"/>' if template else ""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        body = "<ofd:DocBody><ofd:DocInfo><ofd:Title>标题</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        package.writestr("OFD.xml", start.format("OFD") + f">{body}</ofd:DocBody></ofd:OFD>")
        common = f"><ofd:CommonData>{area}{listed}</ofd:CommonData><ofd:Pages>{names}</ofd:Pages></ofd:Document>"
        package.writestr("Doc_0/Document.xml", start.format("Document") + common)
        if template:
            content = f'><ofd:Content><ofd:Layer ID="3">{template}</ofd:Layer></ofd:Content></ofd:Page>'
            package.writestr("Doc_0/Tpls/Tpl_0/Content.xml", start.format("Page") + content)
        for index, objects in enumerate(pages):
            content = f'>{use}<ofd:Content><ofd:Layer ID="4">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
            package.writestr(f"Doc_0/Pages/Page_{index}/Content.xml", start.format("Page") + content)
    return out.getvalue()


def ofd_text(x: float, y: float, text: str, size: float = 3.0, attributes: str = "", deltas: str | None = None) -> str:
    if deltas is None:
        deltas = " ".join(str(size if sign > "\u2e7f" else size / 2) for sign in text[:-1])
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 {size}" Font="5" Size="{size}" {attributes}>'
        f'<ofd:TextCode X="0" Y="{0.86 * size}" DeltaX="{deltas}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_rules(xs: list[float], ys: list[float]) -> str:
    lines = [f"M {xs[0]} {y} L {xs[-1]} {y}" for y in ys] + [f"M {x} {ys[0]} L {x} {ys[-1]}" for x in xs]
    return "".join(
        f'<ofd:PathObject Boundary="0 0 210 297" LineWidth="0.3"><ofd:AbbreviatedData>{line}</ofd:AbbreviatedData></ofd:PathObject>'
        for line in lines
    )


def grid_to_ofd(grid: Grid, top: float) -> str:
    """A grid as rules and texts; a merged cell is drawn with its own four sides."""
    height, width = len(grid.rows), max(len(row) for row in grid.rows)
    across, down = 190 / width, 9.0
    drawn = ""
    for row in range(height):
        for column in range(width):
            text = grid.rows[row][column]
            if text is None:
                continue
            right, bottom = column + 1, row + 1
            while right < width and grid.rows[row][right] is None:
                right += 1
            while bottom < height and all(grid.rows[bottom][at] is None for at in range(column, right)):
                bottom += 1
            left, upper = 10 + column * across, top + row * down
            box = f"{left} {upper} {(right - column) * across} {(bottom - row) * down}"
            wide, high = (right - column) * across, (bottom - row) * down
            drawn += (
                f'<ofd:PathObject Boundary="{box}"><ofd:AbbreviatedData>M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C'
                "</ofd:AbbreviatedData></ofd:PathObject>"
            )
            size = 1.6
            room = max(int((wide - 1) / size), 1)
            pieces = [text[at : at + room] for at in range(0, len(text), room)] if not text.isascii() else [text]
            for index, piece in enumerate(pieces):
                if piece.strip():
                    drawn += ofd_text(left + 0.4, upper + 0.3 + 1.7 * index, piece.replace("\n", ""), size)
    return drawn


def test_two_numbers_are_two_where_an_ofd_leaves_out_the_space_between_them(tmp_path: Path) -> None:
    texts = (ofd_text(12, 12, "1042"), ofd_text(32, 12, "62", deltas="2.3"), ofd_text(52, 12, "208"), ofd_text(12, 22, "7"), ofd_text(52, 22, "35"))
    (tmp_path / "a.ofd").write_bytes(ofd(ofd_rules([10, 30, 50, 70], [10, 20, 30]) + "".join(texts)))
    (grid,) = readers.read(tmp_path / "a.ofd").grids
    assert grid.rows == (("1042", "6 2", "208"), ("7", "", "35"))


def test_two_numbers_are_two_among_single_digits_in_narrow_columns_of_an_ofd(tmp_path: Path) -> None:
    row = [ofd_text(11 + 4 * at, 12, sign) for at, sign in enumerate("00000")] + [ofd_text(30.1, 12, "01", deltas="2.2")]
    (tmp_path / "a.ofd").write_bytes(ofd(ofd_rules([10 + 4 * at for at in range(7)], [10, 16]) + "".join(row)))
    (grid,) = readers.read(tmp_path / "a.ofd").grids
    assert grid.rows == (("0", "0", "0", "0", "0", "0 1"),)


def test_an_ofd_gives_the_same_numbers(original: Document, tmp_path: Path) -> None:
    pages = [ofd_text(20, 10, original.paragraphs[0].text) + grid_to_ofd(grid, 20) for grid in original.grids]
    path = tmp_path / "a.ofd"
    path.write_bytes(ofd(*pages))
    found = readers.read(path)
    assert found.pages == 3
    assert found.titles == ("标题",)
    assert numbers(found) == numbers(original)
    assert found.grids[0].page == 1
    assert found.grids[0].boxes[0][0] is not None


def test_glyphs_of_an_ofd_stand_where_the_file_moves_them(tmp_path: Path) -> None:
    rules = ofd_rules([10, 60, 110], [10, 20, 30])
    objects = (
        ofd_text(12, 12, "规章", deltas="g 1 3")
        + ofd_text(62, 12, "1234", deltas="g 3 1.5")
        + ofd_text(12, 22, "合计", attributes='CTM="0.5 0 0 0.5 0 0"')
        # one object whose second code stands in the next cell
        + '<ofd:TextObject Boundary="0 0 210 297" Font="5" Size="3"><ofd:TextCode X="30" Y="27">元</ofd:TextCode>'
        '<ofd:TextCode X="62" Y="27" DeltaX="1.5">56</ofd:TextCode></ofd:TextObject>'
        + ofd_text(80, 22, "9", attributes='Visible="false"')
    )
    path = tmp_path / "a.ofd"
    path.write_bytes(ofd(objects, template=rules))
    (grid,) = readers.read(path).grids
    assert [["".join((text or "").split()) for text in row] for row in grid.rows] == [["规章", "1234"], ["合计元", "56"]]


def test_an_ofd_that_is_broken_or_a_picture_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(ofd("")[:300])
    with pytest.raises(Unreadable):
        readers.read(path)
    path.write_bytes(ofd('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="9"/>'))
    assert "no text layer" in readers.read(path).troubles[0]


def test_without_the_extra_the_word_is_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers.ocr, "missing_extra", lambda: "reading scans needs `make site SCANS=1`")
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"x")
    with pytest.raises(Unreadable, match="SCANS=1"):
        readers.read(path)


def test_wide_digits_in_columns_no_wider_than_they_are_stay_in_them(tmp_path: Path) -> None:
    # every box reaches a little over the rule to its right, as full-width digits of a narrow column do
    texts = "".join(ofd_text(10.4 + 3.1 * at, 12, sign, attributes="") for at, sign in enumerate("１２３４"))
    (tmp_path / "a.ofd").write_bytes(ofd(ofd_rules([10 + 3.1 * at for at in range(5)], [10, 16]) + texts))
    (grid,) = readers.read(tmp_path / "a.ofd").grids
    assert grid.rows == (("１", "２", "３", "４"),)
