"""OFD: what a page shows is the judge of what its characters say."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy
import pytest
from PIL import Image

from gongkai import readers
from gongkai.model import OBJECT, Grid, doubt_of
from tests.test_formats import ofd, ofd_rules, ofd_text

XS, YS = [10.0, 40.0, 70.0, 100.0], [10.0, 20.0, 30.0, 40.0]
RULES = ofd_rules(XS, YS)
BOX = "M 0 0 L {0} 0 L {0} {1} L 0 {1} C"


def colour(name: str, value: str, more: str = "") -> str:
    return f'<ofd:{name} Value="{value}" {more}/>'


def text(x: float, y: float, said: str, inner: str = "", attributes: str = "", size: float = 3.0) -> str:
    """A text object with children of its own, a colour or a clip."""
    return ofd_text(x, y, said, size, attributes).replace("<ofd:TextCode", inner + "<ofd:TextCode", 1)


def path(x: float, y: float, data: str, inner: str = "", attributes: str = 'Fill="true" Stroke="false"', size: str = "100 60") -> str:
    return (
        f'<ofd:PathObject Boundary="{x} {y} {size}" LineWidth="0.3" {attributes}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def box(x: float, y: float, wide: float, high: float, value: str = "255 255 255", attributes: str = 'Fill="true" Stroke="false"') -> str:
    return path(x, y, BOX.format(wide, high), colour("FillColor", value), attributes)


def read(folder: Path, *objects: str, parts: dict[str, str | bytes] | None = None, listed: str = "") -> Grid:
    """The table of a page with these objects. parts: more files of the package. listed: what the document says of them."""
    content = ofd(RULES + "".join(objects))
    if parts:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = {name: package.read(name) for name in package.namelist()}
        members["Doc_0/Document.xml"] = members["Doc_0/Document.xml"].replace(b"</ofd:CommonData>", f"</ofd:CommonData>{listed}".encode())
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name, part in {**members, **parts}.items():
                package.writestr(name, part)
        content = out.getvalue()
    (folder / "a.ofd").write_bytes(content)
    (grid,) = readers.read(folder / "a.ofd").grids
    return grid


def cell(grid: Grid, row: int = 0, column: int = 0) -> tuple[str | None, str]:
    said = grid.rows[row][column]
    return said, doubt_of(said)


@pytest.mark.parametrize(
    "stroke",
    [
        path(12, 14.5, "M 0 0 L 6 0", attributes=""),
        path(12, 14.5, "M 0 0 L 6 0", colour("StrokeColor", "255 0 0"), ""),
        path(10, 14.5, "M 0 0 L 30 0", attributes=""),
        path(11, 12, "M 0 4 L 8 0", attributes=""),
        path(11, 13, "M 0 1 B 1 3 2 -1 3 1 B 4 3 5 -1 6 1", attributes=""),
        path(12, 14.4, BOX.format(6, 0.3), colour("FillColor", "0 0 0")),
    ],
    ids=["line", "red", "from wall to wall", "slanting", "wavy", "thin box"],
)
def test_a_number_with_a_line_through_it_is_withdrawn(tmp_path: Path, stroke: str) -> None:
    grid = read(tmp_path, text(12, 13, "128"), text(42, 13, "46"), stroke)
    assert [one for row in grid.rows for one in row if one == "128" and not doubt_of(one)] == []
    assert "128" not in [one for row in grid.rows for one in row if not doubt_of(one)]
    assert "46" in [one for row in grid.rows for one in row]


def test_what_stands_beside_a_struck_number_is_read_and_part_of_a_number_never_is(tmp_path: Path) -> None:
    grid = read(
        tmp_path,
        text(12, 13, "182"), path(12, 14.5, "M 0 0 L 4.5 0", attributes=""), text(22, 13, "128"),
        text(42, 13, "182"), path(42, 14.5, "M 0 0 L 3 0", attributes=""),
    )
    assert cell(grid) == ("128", "")
    assert cell(grid, 0, 1)[1] == "struck"


def test_an_underline_and_a_frame_leave_a_number_what_it_is(tmp_path: Path) -> None:
    grid = read(tmp_path, text(12, 13, "128"), path(12, 16.1, "M 0 0 L 4.5 0", attributes=""), box(40, 10, 30, 10, "230 230 230"), text(42, 13, "46"))
    assert grid.rows[0][:2] == ("128", "46")
    assert not any(doubt_of(one) for row in grid.rows for one in row)


def test_what_lies_on_top_is_read_and_what_it_hides_is_not(tmp_path: Path) -> None:
    grid = read(
        tmp_path,
        text(12, 13, "128"), box(11, 11, 20, 8), text(12, 13, "186"),
        text(42, 13, "46"), box(41, 11, 20, 8),
        text(72, 13, "15"), text(72.3, 13.1, "27"),
        text(12, 23, "901"), box(13.2, 21, 20, 8),
        text(42, 23, "77"), box(41, 21, 20, 8, attributes='Fill="true" Stroke="false" Alpha="0"'),
        text(72, 23, "33"), box(71, 21, 20, 8, "255 255 0", 'Fill="true" Stroke="false" Alpha="80"'),
    )
    assert cell(grid) == ("186", "")
    assert cell(grid, 0, 1) == ("46", "covered")
    assert cell(grid, 0, 2)[1] == "crowded"
    assert cell(grid, 1, 0)[1] == "covered"
    assert grid.rows[1][1:] == ("77", "33") and not any(doubt_of(one) for one in grid.rows[1][1:])


@pytest.mark.parametrize(
    "hidden",
    [
        text(12, 13, "128", colour("FillColor", "255 255 255")),
        text(12, 13, "128", colour("FillColor", "#FF #FF #FF")),
        text(12, 13, "128", colour("FillColor", "0 0 0", 'Alpha="0"')),
        text(12, 13, "128", colour("FillColor", "0 0 0", 'Alpha="12"')),
        text(12, 13, "128", "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='50 50 5 5'><ofd:AbbreviatedData>M 0 0 L 5 0 L 5 5 L 0 5 C"
             "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"),
        text(12, 13, "128", attributes='Visible="false"'),
        text(12, 13, "128", attributes='Fill="false"'),
        text(12, 13, "128").replace('Boundary="12 13 100 3.0"', 'Boundary="12 13 0.1 0.1"'),
        box(11, 11, 20, 8, "0 0 0") + text(12, 13, "128"),
        text(30, 13, "128", attributes='CTM="0.7 -0.7 0.7 0.7 -8 0"'),
        text(12, 13, "128", attributes='CTM="0.05 0 0 0.05 0 0"'),
        text(12, 13, "128", attributes='HScale="0.05"'),
        text(16, 13, "128", attributes='HScale="-1"'),
        text(12, 13, "128", colour("StrokeColor", "255 255 255"), 'Stroke="true" LineWidth="1"'),
        text(12, 13, "128", "<ofd:FillColor><ofd:AxialShd><ofd:Segment><ofd:Color Value='255 255 255'/></ofd:Segment></ofd:AxialShd></ofd:FillColor>"),
        text(12, 13, "128", "<ofd:FillColor><ofd:Pattern Width='1' Height='1'><ofd:CellContent/></ofd:Pattern></ofd:FillColor>"),
        text(12, 13, "128", '<ofd:FillColor Index="3" ColorSpace="9"/>'),
        text(12, 13, "128").replace('"1.5 1.5"', '"0.5 0.5"').replace('Font="5"', 'Font="6"'),
        text(12, 13, "1\u200b28"),
        text(12, 13, "128").replace('Boundary="12 13 100 3.0"', 'Boundary="12 13 3 3"'),
        text(12, 13, "128").replace('Boundary="12 13 100 3.0"', 'Boundary="12 13 100 1.2"'),
    ],
    ids=["white", "white in hex", "clear", "nearly clear", "clipped", "off", "not filled", "outside its boundary", "black on black", "aslant", "tiny",
         "pressed by its scale", "mirrored", "white outline", "white shade", "pattern", "palette", "on one another", "a sign between that is none", "its end cut off", "its foot cut off"],
)
def test_what_is_not_seen_is_no_number(tmp_path: Path, hidden: str) -> None:
    grid = read(tmp_path, hidden, text(42, 13, "46"), text(72, 13, "5"))
    assert not cell(grid)[0] or cell(grid)[1]
    assert grid.rows[0][1:] == ("46", "5")


SPACES = (
    '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:ColorSpaces><ofd:ColorSpace ID="81" Type="RGB" BitsPerComponent="1"/>'
    '<ofd:ColorSpace ID="82" Type="GRAY" BitsPerComponent="16"/><ofd:ColorSpace ID="83" Type="RGB" BitsPerComponent="4"/>'
    '<ofd:ColorSpace ID="84" Type="RGB" BitsPerComponent="8"/></ofd:ColorSpaces></ofd:Res>'
)


@pytest.mark.parametrize(("value", "space", "is_seen"), [
    ("1 1 1", "81", False), ("0 0 0", "81", True), ("65535", "82", False), ("1500", "82", True), ("15 15 15", "83", False), ("0 0 2", "83", True),
    ("255 255 255", "84", False), ("0 0 9", "84", True), ("9", "84", False),
])
def test_a_colour_is_as_light_as_the_bits_of_its_space_say(tmp_path: Path, value: str, space: str, is_seen: bool) -> None:
    grid = read(
        tmp_path, text(12, 13, "128", colour("FillColor", value, f'ColorSpace="{space}"')), text(42, 13, "46"),
        parts={"Doc_0/PublicRes.xml": SPACES}, listed="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
    )
    assert (cell(grid) == ("128", "")) == is_seen
    assert is_seen or not cell(grid)[0] or cell(grid)[1]
    assert cell(grid, 0, 1) == ("46", "")


def test_colours_that_name_no_space_are_of_the_one_of_their_document(tmp_path: Path) -> None:
    grid = read(
        tmp_path, text(12, 13, "128", colour("FillColor", "1 1 1")), text(42, 13, "46"),
        parts={"Doc_0/PublicRes.xml": SPACES}, listed="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DefaultCS>81</ofd:DefaultCS>",
    )
    assert not cell(grid)[0] or cell(grid)[1]
    assert cell(grid, 0, 1) == ("46", "")


@pytest.mark.parametrize(("boundary", "is_whole"), [("0 0 100 60", True), ("0 0 2 60", False), ("50 50 5 5", False), ("-5 -5 7 60", False)])
def test_a_clip_leaves_no_more_than_its_own_boundary(tmp_path: Path, boundary: str, is_whole: bool) -> None:
    clip = (f"<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='{boundary}'><ofd:AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C"
            "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>")
    grid = read(tmp_path, text(12, 13, "128", clip), text(42, 13, "46"))
    assert (cell(grid) == ("128", "")) == is_whole
    assert is_whole or not cell(grid)[0] or cell(grid)[1]


@pytest.mark.parametrize("position", [-1, -2])
def test_glyphs_for_characters_before_the_first_put_all_in_doubt(tmp_path: Path, position: int) -> None:
    glyphs = f'<ofd:CGTransform CodePosition="{position}" CodeCount="3" GlyphCount="3"><ofd:Glyphs>5 6 7</ofd:Glyphs></ofd:CGTransform>'
    assert cell(read(tmp_path, text(12, 13, "128", glyphs), text(42, 13, "46")))[1]


def test_white_figures_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    grid = read(tmp_path, box(10, 10, 90, 10, "0 0 128"), *(text(x, 13, one, colour("FillColor", "255 255 255")) for x, one in ((12, "128"), (42, "46"))))
    assert grid.rows[0] == ("128", "46", "")
    assert not any(doubt_of(one) for row in grid.rows for one in row)


def test_a_raised_digit_is_the_mark_of_a_note(tmp_path: Path) -> None:
    grid = read(
        tmp_path,
        text(12, 13, "128"), text(16.6, 12.6, "1", size=1.8),
        text(42, 13, "37"), text(45.1, 12.6, "②", size=1.8),
        text(72, 13, "9"), text(73.6, 12.6, "注", size=1.6), text(75.2, 12.6, "3", size=1.6),
        *(text(12 + 30 * at, 23, one) for at, one in enumerate(("40", "52", "61"))), text(12, 33, "5"), text(42, 33, "2", size=1.8),
    )
    assert grid.rows[0] == ("128¹", "37②", "9[注3]")
    assert cell(grid, 2, 0) == ("5", "")
    assert cell(grid, 2, 1) == ("2", "note")


def test_what_stands_in_a_cell_and_is_no_text_is_no_blank(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.fromarray(numpy.where(numpy.indices((40, 40))[1] // 8 % 2, 0, 255).astype(numpy.uint8)).save(picture, "PNG")
    resources = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="70" Type="Image">'
        '<ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>'
    )
    grid = read(
        tmp_path,
        path(12, 13, "M 0 0.5 L 0.6 0 L 0.9 0 L 0.9 2.6 L 0.5 2.6 L 0.5 0.6 L 0 0.9 C"),
        '<ofd:ImageObject Boundary="42 12 6 6" ResourceID="70"/>',
        '<ofd:ImageObject Boundary="72 12 6 6" ResourceID="71"/>',
        text(12, 23, "1"), path(15, 23, "M 0 0 L 1.5 0 L 1.5 2.4 L 0 2.4 C M 0 1.2 L 1.5 1.2", attributes=""),
        text(42, 23, "6"), '<ofd:ImageObject Boundary="41 22 10 6" ResourceID="70"/>',
        parts={"Doc_0/PublicRes.xml": resources, "Doc_0/Res/a.png": picture.getvalue()}, listed="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
    )
    assert [cell(grid, 0, column) for column in range(3)] == [(OBJECT, "object")] * 3
    assert cell(grid, 1, 0) == ("1", "object")
    assert cell(grid, 1, 1)[1] == "covered"
    assert cell(grid, 1, 2) == ("", "")


def test_a_point_a_bar_or_a_bracket_that_is_no_character_leaves_a_doubt(tmp_path: Path) -> None:
    grid = read(
        tmp_path,
        text(12, 13, "279"), path(14.95, 15.3, BOX.format(0.3, 0.3)),
        text(42, 13, "279"), path(46.9, 13.6, BOX.format(0.3, 2)),
        text(72, 13, "279"), path(71.2, 13.3, "M 0.4 0 Q 0 1.2 0.4 2.6", attributes=""),
        text(12, 23, "279"), path(12, 26, "M 0 0 L 4.5 0", attributes=""), box(41, 22, 10, 6, "225 225 225"), text(42, 23, "279"),
    )
    assert [cell(grid, 0, column)[1] for column in range(3)] == ["object"] * 3
    assert [cell(grid, 1, column) for column in range(2)] == [("279", "")] * 2


def test_notes_on_a_page_and_seals_are_seen_where_they_lie(tmp_path: Path) -> None:
    start = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    note = (
        f'<ofd:PageAnnot {start}><ofd:Annot ID="900" Type="Stamp"><ofd:Appearance Boundary="40 10 30 10">{ofd_text(2, 3, "128")}</ofd:Appearance></ofd:Annot>'
        f'<ofd:Annot ID="901" Type="Path" Visible="false"><ofd:Appearance Boundary="70 10 30 10">{ofd_text(2, 3, "7")}</ofd:Appearance></ofd:Annot>'
        f'<ofd:Annot ID="902" Type="Path"><ofd:Appearance Boundary="0 0 210 297">{path(12, 14.5, "M 0 0 L 6 0", attributes="")}</ofd:Appearance></ofd:Annot>'
        "</ofd:PageAnnot>"
    )
    listed = f'<ofd:Annotations {start}><ofd:Page PageID="10"><ofd:FileLoc>Pages/Page_0/Annot.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    grid = read(
        tmp_path, text(12, 13, "99"), text(12, 23, "4"),
        parts={"Doc_0/Annotations.xml": listed, "Doc_0/Pages/Page_0/Annot.xml": note}, listed="<ofd:Annotations>Annotations.xml</ofd:Annotations>",
    )
    assert [cell(grid, 0, column) for column in range(3)] == [("99", "struck"), ("128", "object"), ("", "")]
    assert cell(grid, 1, 0) == ("4", "")


def test_drawing_parameters_and_composite_units_are_followed(tmp_path: Path) -> None:
    resources = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DrawParams><ofd:DrawParam ID="60"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="61" Relative="60" LineWidth="0.1"/></ofd:DrawParams><ofd:CompositeGraphicUnits>'
        f'<ofd:CompositeGraphicUnit ID="62" Width="9" Height="9"><ofd:Content>{ofd_text(1, 1, "46")}</ofd:Content></ofd:CompositeGraphicUnit>'
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    grid = read(
        tmp_path, text(12, 13, "128", attributes='DrawParam="61"'), '<ofd:CompositeObject Boundary="41 12 9 9" ResourceID="62"/>',
        parts={"Doc_0/PublicRes.xml": resources}, listed="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
    )
    assert cell(grid) == ("128", "faint")
    assert cell(grid, 0, 1) == ("46", "")


def transformed(x: float, said: str, glyphs: str, font: str = "5") -> str:
    count = len(glyphs.split())
    transform = f'<ofd:CGTransform CodePosition="0" CodeCount="{max(len(said), 1)}" GlyphCount="{count}"><ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>'
    return text(x, 13, said, transform).replace('Font="5"', f'Font="{font}"')


def test_glyphs_that_are_not_those_of_the_characters_are_in_doubt(tmp_path: Path) -> None:
    grid = read(tmp_path, transformed(12, "128", "20 21 27"), transformed(42, "46", "20 24"), transformed(72, "", "21 22"))
    assert cell(grid) == ("128", "")
    assert cell(grid, 0, 1) == ("46", "glyph")
    assert cell(grid, 0, 2) == (OBJECT * 2, "glyph")


def test_one_digit_of_two_glyphs_is_in_doubt(tmp_path: Path) -> None:
    assert cell(read(tmp_path, transformed(12, "121", "20 21 27"), text(42, 13, "46"))) == ("121", "glyph")


@pytest.mark.parametrize("named", ['FontName="Wingdings"', 'FontName="a" FamilyName="Webdings"', 'FontName="a" Charset="symbol"'])
def test_digits_of_a_font_of_pictures_are_no_digits(tmp_path: Path, named: str) -> None:
    resources = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Fonts><ofd:Font ID="8" {named}/></ofd:Fonts></ofd:Res>'
    own = text(12, 13, "128").replace('Font="5"', 'Font="8"')
    grid = read(tmp_path, own, text(42, 13, "46"), parts={"Doc_0/PublicRes.xml": resources}, listed="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>")
    assert grid.rows[0][:2] == ("128", "46") and cell(grid)[1] == "glyph"


def test_glyphs_are_held_against_the_map_of_the_font(tmp_path: Path) -> None:
    # a font of nothing but a map: 0 to 9 are the glyphs 3 to 12
    segment = b"".join(part.to_bytes(2, "big") for part in (4, 32, 0, 4, 4, 1, 0, 0x39, 0xFFFF, 0, 0x30, 0xFFFF, (3 - 0x30) % 65536, 1, 0, 0))
    cmap = b"\0\0\0\1\0\3\0\1\0\0\0\x0c" + segment
    font = b"\0\1\0\0\0\1\0\0\0\0\0\0" + b"cmap" + bytes(4) + (28).to_bytes(4, "big") + len(cmap).to_bytes(4, "big") + cmap
    resources = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:Fonts><ofd:Font ID="8" FontName="a"><ofd:FontFile>a.ttf</ofd:FontFile>'
        "</ofd:Font></ofd:Fonts></ofd:Res>"
    )
    grid = read(
        tmp_path, transformed(12, "128", "4 5 11", "8"), transformed(42, "46", "7 8", "8"),
        parts={"Doc_0/PublicRes.xml": resources, "Doc_0/Res/a.ttf": font}, listed="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
    )
    assert cell(grid) == ("128", "")
    assert cell(grid, 0, 1) == ("46", "glyph")


def test_a_text_on_its_side_is_no_number_of_an_upright_table(tmp_path: Path) -> None:
    grid = read(tmp_path, text(12, 13, "9", attributes='CTM="-1 0 0 -1 3 4"'), text(42, 13, "46"))
    assert not cell(grid)[0] or cell(grid)[1]
    assert cell(grid, 0, 1) == ("46", "")


def test_a_page_painted_over_and_over_is_refused(tmp_path: Path) -> None:
    from gongkai.model import Unreadable

    (tmp_path / "a.ofd").write_bytes(ofd(RULES + text(12, 13, "1") + box(0, 0, 210, 297) * 400))
    with pytest.raises(Unreadable, match="more than a report does"):
        readers.read(tmp_path / "a.ofd")


def test_a_composite_unit_is_seen_within_its_boundary_alone(tmp_path: Path) -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="62" Width="9" Height="9"><ofd:Content>{ofd_text(1, 1, "46")}{ofd_text(31, 1, "7")}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>'
    parts: dict[str, str | bytes] = {"Doc_0/PublicRes.xml": resources}
    grid = read(tmp_path, '<ofd:CompositeObject Boundary="11 12 9 9" ResourceID="62"/>', parts=parts, listed="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>")
    assert cell(grid) == ("46", "") and cell(grid, 0, 1)[1]


def test_dark_shades_and_thin_outlines_leave_a_number_what_it_is(tmp_path: Path) -> None:
    shade = "<ofd:FillColor><ofd:AxialShd><ofd:Segment><ofd:Color Value='0 0 0'/></ofd:Segment><ofd:Segment><ofd:Color Value='40 0 0'/></ofd:Segment></ofd:AxialShd></ofd:FillColor>"
    grid = read(tmp_path, text(12, 13, "128", shade), text(42, 13, "46", attributes='Stroke="true" LineWidth="0.1"'))
    assert [cell(grid, 0, column) for column in range(2)] == [("128", ""), ("46", "")]


def test_of_several_versions_the_one_in_force_is_read(tmp_path: Path) -> None:
    start = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    read(tmp_path, text(12, 13, "99"), text(42, 13, "46"))
    with zipfile.ZipFile(tmp_path / "a.ofd") as package:
        members = {name: package.read(name) for name in package.namelist()}
    listed = '<ofd:Versions><ofd:Version ID="1" BaseLoc="V/1.xml"/><ofd:Version ID="2" Current="true" BaseLoc="V/2.xml"/></ofd:Versions></ofd:DocBody>'
    members["OFD.xml"] = members["OFD.xml"].replace(b"</ofd:DocBody>", listed.encode())
    members["V/2.xml"] = f"<ofd:DocVersion {start} ID='2'><ofd:DocRoot>/Doc_0/Later.xml</ofd:DocRoot></ofd:DocVersion>".encode()
    members["Doc_0/Later.xml"] = members["Doc_0/Document.xml"].replace(b"Page_0/Content", b"Page_9/Content")
    members["Doc_0/Pages/Page_9/Content.xml"] = members["Doc_0/Pages/Page_0/Content.xml"].replace(b">99<", b">71<")
    with zipfile.ZipFile(tmp_path / "b.ofd", "w") as package:
        for name, part in members.items():
            package.writestr(name, part)
    assert readers.read(tmp_path / "b.ofd").grids[0].rows[0][0] == "71"


def turned(objects: list[tuple[float, float, str]], lines: list[tuple[float, float, float, float]], quarters: int) -> str:
    """Texts (x, y, text) and lines (x0, y0, x1, y1) of a page of 297 by 210 mm or 210 by 297, so many quarters short of upright, clockwise."""

    def place(x: float, y: float) -> tuple[float, float]:
        return [(x, y), (y, 297 - x), (210 - x, 297 - y), (210 - y, x)][quarters]

    ctm = ["1 0 0 1 0 0", "0 -1 1 0 0 30", "-1 0 0 -1 30 3", "0 1 -1 0 3 0"][quarters]
    drawn = ""
    for x, y, text in objects:
        corners = place(x, y), place(x + 30, y + 3)
        left, top = (min(one[at] for one in corners) for at in (0, 1))
        wide, high = (30, 3) if quarters % 2 == 0 else (3, 30)
        drawn += (
            f'<ofd:TextObject Boundary="{left} {top} {wide} {high}" Font="5" Size="3" CTM="{ctm}">'
            f'<ofd:TextCode X="0" Y="2.58" DeltaX="{" ".join("3" if sign > "z" else "1.5" for sign in text[1:])}">{text}</ofd:TextCode></ofd:TextObject>'
        )
    for x0, y0, x1, y1 in lines:
        path = "M {} {} L {} {}".format(*place(x0, y0), *place(x1, y1))
        drawn += f'<ofd:PathObject Boundary="0 0 210 297" LineWidth="0.3"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
    return drawn


@pytest.mark.parametrize("quarters", range(4))
def test_a_page_on_its_side_or_on_its_head_is_turned_as_its_reader_turns_it(tmp_path: Path, quarters: int) -> None:
    texts = ("信息内容", "本年制发", "现行有效"), ("规范性文件", "128", "69"), ("规章", "16", "9")
    words = [(22.0 + 40 * at, 22.0 + 10 * row, text) for row, line in enumerate(texts) for at, text in enumerate(line)]
    lines = [(20.0, 20.0 + 10 * at, 140.0, 20.0 + 10 * at) for at in range(4)] + [(20.0 + 40 * at, 20.0, 20.0 + 40 * at, 50.0) for at in range(4)]
    (tmp_path / "a.ofd").write_bytes(ofd(turned(words, lines, 0)))
    (tmp_path / "b.ofd").write_bytes(ofd(turned(words, lines, quarters)))
    found = [readers.read(tmp_path / name) for name in ("a.ofd", "b.ofd")]
    assert found[1].grids[0].rows == found[0].grids[0].rows and found[1].grids[0].rows[1] == ("规范性文件", "128", "69")
    upright, box = ((one.grids[0].boxes or ())[1][1] for one in found)
    assert upright and box and not found[1].troubles
    corners = [one * 25.4 / 72 for one in upright]
    x0, y0, x1, y1 = corners
    expected = [(x0, y0, x1, y1), (y0, 297 - x1, y1, 297 - x0), (210 - x1, 297 - y1, 210 - x0, 297 - y0), (210 - y1, x0, 210 - y0, x1)][quarters]
    assert [side * 25.4 / 72 for side in box] == pytest.approx(expected, abs=0.2)
