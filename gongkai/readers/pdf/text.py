"""The text of a PDF page → glyphs.

In: a loaded text page of pdfium, its matrix, the lattices of the page's rules. Out: what is printed, with boxes and baselines, in points from
the top left corner. Not its business: rules and pictures (pdf.py), lines and cells (glyphs.py, placing.py).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import pypdfium2.raw as pdfium

from gongkai.model import Box
from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.ruling import Lattice
from gongkai.readers.pdf import calls

LARGE = 40.0
"""a glyph's box beyond this many points is compared with its ink"""
FLAT = 6.0
"""a glyph's box lower than this is not that of its font: its baseline is asked for"""
DESCENT = 0.14
"""how far, of its height, a glyph's box reaches under the baseline, nearly"""
ODD = 0.2
"""a font whose boxes reach so much further, of their height, under the baseline than others is asked for it at every glyph"""
PIECE = re.compile(r"([\u2010-\u2027\u3001-\ud7ff\uff01-\uff60!-~]{4,}+(?![^\r\n ]))|[^\r\n ]+| +")
"""what stands between spaces; a group if it has no marks of pdfium's and no characters that mean nothing"""
LEAST_SPACE = 0.3
"""of the width of a digit: the narrowest space of a font has 0.4 of it (Noto), digits side by side leave none between their boxes"""
NARROWEST = 0.6, 0.4
"""of its height: the width of a character of a run at the least, on the average, with Chinese ones and without"""
LONGEST_NUMBER, MOST_WORDS = 40, 3
"""characters, and Chinese ones, of what may be a number with something beside it; of more none is taken (layout/seen.py)"""
_DIGIT, _HAN = re.compile(r"\d"), re.compile(r"[\u3400-\u9fff]")
_NUMBER_ENDS = re.compile(r"\d\r\n")
INVISIBLE = 3
"""how pdfium says that a text is drawn with neither fill nor stroke"""

Matrix = tuple[float, float, float, float, float, float]
Look = Callable[[str, int], Glyph | None]


def turn(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """Map a box; matrices of pages turn by quarters only."""
    a, b, c, d, e, f = matrix
    x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
    x1, y1 = a * right + c * top + e, b * right + d * top + f
    return (x0 if x0 < x1 else x1), (y0 if y0 < y1 else y1), (x1 if x0 < x1 else x0), (y1 if y0 < y1 else y0)


def to_glyphs(
    raw: object, matrix: Matrix, aside: AbstractSet[int], size: tuple[float, float], lattices: Sequence[Lattice], held: Mapping[int, Matrix]
) -> list[Glyph]:
    """List what is printed on a page: whole runs of text where that is safe, which is faster, else single characters.

    aside: the addresses of the objects of text that do not count. held: the matrix of what holds each, of those that a form on the page holds.
    """
    look = _looker(raw, matrix, aside, held)
    glyphs: list[Glyph] = []
    whole = _text_of(raw)
    for piece in PIECE.finditer(whole):
        text, start = piece.group(), piece.start()
        run = _piece_to_run(look, text, start, lattices) if piece.lastindex and not aside and not text[0].isdigit() else None
        if run is not None:
            glyphs.append(run)
            continue
        for index, sign in enumerate(text, start):
            glyph = look(sign, index)
            if glyph is not None:
                if index == start and glyphs and sign.isdigit() and _NUMBER_ENDS.match(whole, max(start - 3, 0), start):
                    _add_lost_space(glyphs, glyph)
                glyphs.append(glyph)
            elif sign == " " and glyphs and whole[index - 1].isdigit() and whole[index + 1:index + 2].isdigit():
                # pdfium's guess at a space is right between numbers, where letter spacing makes it guess none
                _, _, top, right, bottom, baseline = glyphs[-1]
                glyphs.append(Glyph(" ", right, top, right, bottom, baseline))
    width, height = size
    return [one for one in glyphs if one[3] >= 0 and one[4] >= 0 and one[1] <= width and one[2] <= height]


def _add_lost_space(glyphs: list[Glyph], digit: Glyph) -> None:
    """Where pdfium ends a line between two digits of one line, it guesses no space: what stands apart is told by how wide digits are."""
    _, left, top, right, bottom, baseline = glyphs[-1]
    gap, height = digit.x0 - right, bottom - top
    if abs(digit.baseline - baseline) < 0.3 * height and LEAST_SPACE * (right - left) < gap < 2 * height:
        glyphs.append(Glyph(" ", right, top, right, bottom, baseline))


def _text_of(raw: object) -> str:
    """The characters of a page, one for each index of pdfium's."""
    count = pdfium.FPDFText_CountChars(raw)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="replace")
    if len(text) == count and "\0" not in text:
        return text
    return "".join(chr(min(pdfium.FPDFText_GetUnicode(raw, index), 0x10FFFF)) for index in range(count))


def _piece_to_run(look: Look, text: str, start: int, lattices: Sequence[Lattice]) -> Glyph | None:
    """One glyph for a whole run of plain text, None where its characters have to be looked at singly: of a number each one's place counts."""
    if _may_be_printed_twice(text) or _may_be_number(text):
        return None
    first, last = look(text[0], start), look(text[-1], start + len(text) - 1)
    if first is None or last is None:
        return None
    _, left, top, _, bottom, baseline = first
    _, _, top_of_last, right, bottom_of_last, baseline_of_last = last
    size = bottom - top
    per_glyph = (right - left) / len(text)
    narrowest = NARROWEST[text.isascii()] * size  # narrower, some characters are printed over one another
    if abs(baseline - baseline_of_last) > 0.3 * size or not narrowest < per_glyph < 1.3 * size or size < FLAT:
        return None
    if not _is_in_one_cell(first, last, lattices):
        return None
    return Glyph(text, left, min(top, top_of_last), right, max(bottom, bottom_of_last), baseline)


def _may_be_number(text: str) -> bool:
    return len(text) < LONGEST_NUMBER and _DIGIT.search(text) is not None and len(_HAN.findall(text)) <= MOST_WORDS


def _may_be_printed_twice(text: str) -> bool:
    half = len(text) // 2
    return text[:half] == text[half:] or text[::2] == text[1::2]


def _is_in_one_cell(first: Glyph, last: Glyph, lattices: Sequence[Lattice]) -> bool:
    """Whether a run lies well inside one cell, or beside no table at all."""
    _, x0, top, x1, bottom, _ = first
    for lattice in lattices:
        if bottom < lattice.ys[0] or top > lattice.ys[-1]:
            continue
        cell = lattice.cell_at((x0 + x1) / 2, (top + bottom) / 2)
        if cell < 0 or cell != lattice.cell_at((last.x0 + last.x1) / 2, (last.top + last.bottom) / 2):
            return False
        left, _, right, _ = lattice.cell_box(cell)
        if x0 < left + 0.5 or last.x1 > right - 0.5:
            return False
    return True


def _looker(raw: object, matrix: Matrix, aside: AbstractSet[int], held: Mapping[int, Matrix]) -> Look:
    """Prepare to look at the characters of a page one by one, by (text, index).

    Out: the glyph; None where none is visible: pdfium's own guesses at spaces and line ends have no width.
    """
    page = calls.handle(raw)
    get_box, get_object, buffer, new = calls.get_loose_box, calls.get_text_object, calls.Buffer("4f"), tuple.__new__
    to_box, to_sides = buffer.places[0], buffer.values
    _, b, _, d, e, f = matrix
    is_upright = b == 0 and d == -1
    odd: dict[tuple[int, bool], bool] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    bounds = dict[int, Box]()

    def in_form(text: str, index: int, box: Box) -> Glyph | None:
        """The glyph of a character whose place pdfium gives in the space of the form that holds it, as it does for Type 3 fonts."""
        item = get_object(page, index)
        own = held.get(item.value or 0)
        if own is None:
            return None
        if item.value not in bounds:
            known = calls.get_bounds(item, *buffer.places)
            bounds[item.value] = turn(own, *buffer.values()) if known else (0.0, 0.0, 0.0, 0.0)
        there, here = turn(own, *box), turn(matrix, *box)
        if _is_within(here, bounds[item.value]) or not _is_within(there, bounds[item.value]):
            return None
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        return Glyph(text, *there, own[1] * x.value + own[3] * y.value + own[5])

    def ask(index: int) -> float:
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        return b * x.value + d * y.value + f

    def is_odd(index: int, usual: float, height: float) -> bool:
        return abs(ask(index) - usual) > ODD * height

    def look(text: str, index: int) -> Glyph | None:
        if not get_box(page, index, to_box):
            return None
        left, top, right, bottom = to_sides()
        if left == right or bottom == top:
            return None
        if right - left > LARGE or top - bottom > LARGE:
            left, bottom, right, top = _ink_box(raw, index, (left, bottom, right, top))
        if aside and get_object(page, index).value in aside:
            return None
        if is_upright:
            x0, y0, x1, y1 = left + e, f - top, right + e, f - bottom
        else:
            x0, y0, x1, y1 = turn(matrix, left, bottom, right, top)
        if text < "!" or "~" < text < "\u00a1" or text > "\ud7ff":
            text = _odd_to_text(text)
            if not text:
                return None
        moved = in_form(text, index, (left, bottom, right, top)) if held else None
        if moved is not None:
            return moved
        height = y1 - y0
        if height > FLAT and height > 0.6 * (x1 - x0):
            baseline = y1 - DESCENT * height
            # glyphs of one height are of one font, nearly always: only the first is asked
            kind = int(10 * height), text > "\u2e7f"
            strays = odd.get(kind)
            if strays is None:
                strays = odd[kind] = is_odd(index, baseline, height)
            if strays:
                baseline = ask(index)
        else:
            # Type 3 fonts give 一 and - only the height of their stroke
            baseline = ask(index)
        # what Glyph(…) does, without the call of a function in between
        return new(Glyph, (text, x0, y0, x1, y1, baseline))

    return look


def _is_within(box: Box, bounds: Box) -> bool:
    """Whether the middle of a character is within the bounds of its text, or nearly."""
    x, y, slack = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, (box[3] - box[1]) / 2
    return bounds[0] - slack <= x <= bounds[2] + slack and bounds[1] - slack <= y <= bounds[3] + slack


def _ink_box(text_page: object, index: int, loose: Box) -> Box:
    """The box of a glyph's ink where the one its font claims is absurd (vertical fonts of WPS claim 20 ems)."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return loose
    ink = left.value, bottom.value, right.value, top.value
    is_absurd = loose[2] - loose[0] > 4 * (ink[2] - ink[0]) and loose[3] - loose[1] > 4 * (ink[3] - ink[1])
    return ink if is_absurd and ink[2] > ink[0] and ink[3] > ink[1] else loose


def _odd_to_text(text: str) -> str:
    if text in "\2\ufffe":
        # pdfium's mark for a hyphen at the end of a line, which in a cell is a dash of its own
        return "-"
    if text in "\0\ufffd" or "\ud800" <= text < "\ue000":
        # a glyph without a meaning: leaving it out would turn 1?9 into 19
        return "\ufffd"
    if text in "\t \u00a0":
        return " "
    return text if text >= "\ue000" else ""
