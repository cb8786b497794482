"""Tables drawn as nobody's program draws them: with rules around some cells only.

In: a table with its figures, which rules are drawn. Out: the bytes of a PDF of one page or several, with Chinese labels. Not its business: what comes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editions.grids import Cell, grid_of, spread
from editions.source import Table
from tests.quirks.paper import LAYOUT_FORM

WIDTHS = {"proactive_disclosure": [160, 110, 110, 110], "requests": [40, 60, 140, *[36] * 7], "disputes": [32] * 15}
LEAD = 9


@dataclass(frozen=True)
class Ruled:
    """across, down: whether cells have rules above and below, and at their sides. free: the kinds of cells that have not. frame: one around all of
    the table. block: one around all values. gap: points between the labels and that block. dash: of the rules. size: of the text."""

    across: bool = True
    down: bool = True
    free: tuple[str, ...] = ()
    free_across: bool = False
    free_down: bool = False
    frame: bool = False
    block: bool = False
    gap: float = 0
    dash: str = ""
    align: str = "left"
    size: float = 8
    slant: float = 0


def pdf_of(pages: Sequence[str], width: int = 595, height: int = 1200) -> bytes:
    """Pages with two fonts that every program has: F for ASCII, C for Chinese (STSong)."""
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[5 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor 6 0 R>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    for at, content in enumerate(pages):
        box = f"/MediaBox[0 0 {width} {height}]/Contents {8 + 2 * at} 0 R/Resources<</Font<</F 3 0 R/C 4 0 R>>>>"
        objects += [f"<</Type/Page/Parent 2 0 R{box}>>", f"<</Length {len(content)}>>stream\n{content}\nendstream"]
    written, places = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    return written + end.encode("ascii")


def line(x: float, y: float, text: str, size: float = 8, slant: float = 0) -> str:
    """One line of text."""
    font, said = ("F", "(" + text.replace("(", "\\(").replace(")", "\\)") + ")") if text.isascii() else ("C", f"<{text.encode('utf-16-be').hex()}>")
    return f"BT /{font} {size} Tf 1 0 {slant} 1 {x:.2f} {y:.2f} Tm {said} Tj ET\n"


def wrap(text: str, width: float, size: float) -> list[str]:
    """The lines of a text in a cell."""
    lines, room = [""], width
    for sign in text:
        wide = size / 2 if text.isascii() else size
        if sign == "\n" or wide > room:
            lines, room = [*lines, ""], width
        if sign != "\n":
            lines[-1], room = lines[-1] + sign, room - wide
    return lines


def draw(rows: list[list[Cell | None]], widths: Sequence[float], ruled: Ruled, left: float = 50, top: float = 1150) -> tuple[str, float]:
    """A table, and where it ends."""
    xs = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
    ys = [top]
    for row in rows:
        texts = [(cell, sum(widths[at:at + cell.across])) for at, cell in enumerate(row) if cell is not None and cell.down == 1]
        ys.append(ys[-1] - 4 - max(1, *(len(wrap(cell.text, wide - 4, ruled.size)) for cell, wide in texts)) * LEAD)
    drawn = f"0.6 w {ruled.dash}\n"
    places = [(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell is not None]
    for r, c, cell in places:
        x0, x1, y0, y1 = xs[c], xs[c + cell.across], ys[r], ys[min(r + cell.down, len(rows))]
        across, down = (ruled.free_across, ruled.free_down) if cell.kind in ruled.free else (ruled.across, ruled.down)
        drawn += f"{x0} {y0} m {x1} {y0} l S {x0} {y1} m {x1} {y1} l S\n" if across else ""
        drawn += f"{x0} {y0} m {x0} {y1} l S {x1} {y0} m {x1} {y1} l S\n" if down else ""
        for at, text in enumerate(wrap(cell.text, x1 - x0 - 4, ruled.size)):
            wide = sum(0.556 * ruled.size if sign.isascii() else ruled.size for sign in text)
            at_right = {"left": 0.0, "center": 0.5, "right": 1.0}[ruled.align if cell.kind == "value" else "left"]
            drawn += line(x0 + 2 + at_right * (x1 - x0 - 4 - wide), y0 - 1 - ruled.size - at * LEAD, text, ruled.size, ruled.slant) if text else ""
    if ruled.frame:
        drawn += f"{xs[0]} {ys[-1]} {xs[-1] - xs[0]} {ys[0] - ys[-1]} re S\n"
    if ruled.block:
        first, start = min(r for r, _, cell in places if cell.kind == "value"), xs[min(c for _, c, cell in places if cell.kind == "value")] + ruled.gap
        drawn += f"{start} {ys[-1]} {xs[-1] - start} {ys[first] - ys[-1]} re S\n"
    return drawn + "[] 0 d\n", ys[-1]


def page_of(table: Table, ruled: Ruled) -> str:
    """The content of a page with one table of the form."""
    return draw(spread(grid_of(LAYOUT_FORM, table)), WIDTHS[table.id], ruled)[0]
