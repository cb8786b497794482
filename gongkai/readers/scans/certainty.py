"""Lines of ink → what they say, and whether that is certain.

In: a page with the boxes of its lines. Out: the text of each. Not its business: where the lines are (inked.py),
recognising the characters of one (ocr.py), measuring shapes (digits.py, strokes.py).

A number is handed on as such only if two readings of it agree, both are sure, the shapes of its ink fit and its digits
stand as close as those of its document do; else the line is doubtful, and no later stage takes it for a number. Ink
that says nothing is doubtful too, never an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import numpy

from gongkai.readers.scans import ocr
from gongkai.readers.scans.digits import LEVELS, fits, is_dash, is_slash
from gongkai.readers.scans.inked import HALO, Line, Page, cell_edges, shade_to_spots
from gongkai.readers.scans.ocr import Picture, Said
from gongkai.readers.scans.picture import Pixels
from gongkai.readers.scans.spacing import Spread, Usual, is_wide, may_be_two, measure, to_usual
from gongkai.readers.scans.strokes import are_odd, has_trail, to_shape
from gongkai.readers.scans.tints import doubt_tints
from gongkai.text import to_printed

RECOGNITION = "recognition"
SURE, POSSIBLE = 0.85, 0.5
"""how sure the least certain character of a number must be in the better and in the worse of two readings that agree"""
SHORTEST_DASH, THINNEST, THICKEST = 2.0, 0.5, 3.0
"""points a dash is long and thick; less may be dirt, or what taking away a rule left, more a flat character"""
DOUBTFUL, MOST_DOUBTS = 0.03, 3
"""the share of the figures of a page, and so many at least, that make all of it doubtful when they are in doubt"""
LONGEST_LINES, WELL = 8, 0.4
"""how many lines say whether a page lies upright, and what share of them must be read for it"""
HAN = re.compile("[\u4e00-\u9fff]")
DASHES = ("-", "—", "一", "–", "－", "ー", "_")
"""one flat stroke: which of them it is does not matter"""
CIRCLES = ("O", "o", "Ｏ", "〇", "○")
"""what a wide 0 may be read as; the numeral 〇 is what a title is not seldom read without"""
ROUND = ("0", *CIRCLES)
CIRCLE = f"[{''.join(ROUND)}]"
GAP = re.compile(r"(?<=[0-9０-９]) +(?=[0-9０-９])|(?<=[,，]) +(?=[0-9]{3})")
"""between digits, or behind a separator of thousands: full-width signs have such"""
GROUPED = re.compile(r"[+\-－]?[0-9]{1,3}((?:[,，][0-9]{3})+)(?![0-9,，])")
LEADING = re.compile(r"^[0０]+(?=[0-9０-９])")
"""what no number begins with, and two that ran into one another may"""
WIDE_ZERO = re.compile(f"(?<=[0-9０-９])[{''.join(CIRCLES)}]")
SHORT_YEAR = re.compile(r"(?<![一二三四五六七八九〇○])二[〇○一二三四五六七八九]{1,2}(?=年|[)）])")
WHOLE_YEAR = re.compile(f"二[{''.join(ROUND)}][一二三四五六七八九][{''.join(ROUND)}一二三四五六七八九](?=年|[)）])")
STROKES = ("一", "/", "／", "1", "7", "I", "l", "|")
"""what a single stroke is read as; its shape says more"""


def reads_well(page: Page) -> bool:
    """Whether the longest lines of a page say something: they do not where it lies on its side or upside down."""
    longest = sorted(page.lines, key=lambda line: line.box[0] - line.box[2])[:LONGEST_LINES]
    usual = float(numpy.median([line.box[3] - line.box[1] for line in page.lines] or [0]))
    said = ocr.read_lines([_line_to_picture(page, line.box, usual) for line in longest])
    sure = [one for one in said if one.least >= POSSIBLE and len(HAN.findall(one.text)) >= 3]
    return len(longest) > 0 and len(sure) >= WELL * len(longest)


def read_lines(page: Page) -> None:
    """Say of each line what it says, and of those that may be a number whether it is doubtful."""
    usual = float(numpy.median([line.box[3] - line.box[1] for line in page.lines] or [0]))
    pictures = [_line_to_picture(page, line.box, usual) for line in page.lines]
    for line, said in zip(page.lines, ocr.read_lines(pictures), strict=True):
        # no label has a bar at its end: it is the rule beside it
        line.said, line.text = said, said.text.strip().strip("|" if HAN.search(said.text) else "").strip()
        if line.cell is not None and (len(line.text) <= 1 or _is_dashes(line.text)):
            line.text = _stroke_to_text(line, _line_to_darkness(page, line.box), page.unit)
            line.said = Said(line.text, said.least)
    _read_circles(page, usual)
    cells: dict[tuple[int, int], list[Line]] = {}
    for line in page.lines:
        if line.cell is not None:
            cells.setdefault(line.cell, []).append(line)
    _doubt(page, [line for lines in cells.values() if _may_be_number(lines) for line in lines], usual)
    _doubt_shapes(page)
    doubt_tints(page)
    for lines in cells.values():
        if not any(line.text for line in lines):
            lines[0].doubt = lines[0].doubt or RECOGNITION


def is_doubtful(lines: Sequence[Line]) -> tuple[int, bool]:
    """How many cells of a page with these lines are in doubt, and whether they are so many that all of it is."""
    doubts = sum(line.doubt == RECOGNITION for line in lines if line.cell)
    figures = sum(to_printed(line.text).status in ("reported", "not_applicable") for line in lines if line.cell and not line.doubt)
    return doubts, doubts >= MOST_DOUBTS and doubts > DOUBTFUL * (doubts + figures)


def _read_circles(page: Page, usual: float) -> None:
    """Read lines again in which a year lacks its 〇; a reading that differs by nothing but that is taken."""
    lines = [line for line in page.lines if line.cell is None and SHORT_YEAR.search(line.text)]
    for to_picture in (_line_to_second_picture, _line_to_third_picture):
        for line, said in zip(lines, ocr.read_lines([to_picture(page, line.box, usual) for line in lines]), strict=True):
            short, whole = SHORT_YEAR.search(line.text), WHOLE_YEAR.search(said.text)
            if short and whole and re.sub(CIRCLE, "", short[0]) == re.sub(CIRCLE, "", whole[0]):
                line.text = line.text.replace(short[0], re.sub(CIRCLE, "〇", whole[0]), 1)


def _stroke_to_text(line: Line, darkness: Picture, unit: float) -> str:
    """Tell by its shape what a single stroke is: 一 and a dash are the same ink, a slash is often taken for a 1."""
    if line.text in STROKES and is_slash(darkness):
        return "/"
    if not (len(line.text) <= 1 or _is_dashes(line.text)) or not _is_dash(line, darkness, unit):
        return line.text
    # no cell holds the numeral 一 by itself
    return line.text if line.text and set(line.text) < {"-", "—"} else "—" * max(len(line.text), 1)


def _is_dashes(text: str) -> bool:
    return bool(text) and set(text) <= set(DASHES)


def _is_dash(line: Line, darkness: Picture, unit: float) -> bool:
    """Whether the ink is flat at every level of darkness, and long and thick enough to be drawn on purpose."""
    left, top, right, bottom = (side / unit for side in line.box)
    return THINNEST <= bottom - top <= THICKEST and right - left >= SHORTEST_DASH and all(is_dash(darkness, level) for level in LEVELS)


def _doubt(page: Page, lines: list[Line], usual: float) -> None:
    """Read numbers once more, and a third time where that leaves a doubt; two sure readings must agree."""
    for line in lines:
        if GAP.search(line.text):
            line.parted, line.text = line.text, GAP.sub("", line.text)
    readings = [[_without_gaps(line, line.said)] for line in lines]
    for to_picture in (_line_to_second_picture, _line_to_third_picture):
        open_lines = [index for index, line in enumerate(lines) if not _agreed(line.text, readings[index])]
        again = ocr.read_lines([to_picture(page, lines[index].box, usual) for index in open_lines])
        for index, said in zip(open_lines, again, strict=True):
            text, other = lines[index].text, said.text.strip()
            is_same = (_is_dashes(text) and _is_dashes(other)) or (text == "/" and other in STROKES)
            readings[index].append(Said(text, said.least) if is_same else _without_gaps(lines[index], said))
    for line, said_of_it in zip(lines, readings, strict=True):
        if line.text in ROUND and _is_zero(said_of_it):
            line.text, said_of_it = "0", [Said("0", said.least) for said in said_of_it]
        if WIDE_ZERO.search(line.text):
            line.text = _to_plain_zeros(line.text, said_of_it)
        darkness = _line_to_darkness(page, line.box)
        text = ocr.to_narrow(line.text)
        # one stroke is told by its shape: recognition was made for more than that
        is_sound = _is_stroke(line, darkness, page) or (_agreed(line.text, said_of_it) and fits(text, darkness, page.unit))
        is_clear = not _is_cut(page, line) and not (line.text[:1].isdigit() and _has_shadow_before(page, line))
        if not is_sound or not is_clear:
            line.doubt = RECOGNITION
        elif any(sign.isdigit() for sign in text):
            line.spread = measure(text, darkness)


def _doubt_shapes(page: Page) -> None:
    """Doubt the numbers of each table that are more than digits, or set smaller or larger than the others."""
    numbers: dict[int, list[Line]] = {}
    for line in page.lines:
        if line.cell is not None and not line.doubt and to_printed(line.text).status == "reported":
            numbers.setdefault(line.cell[0], []).append(line)
    right, bottom = page.ink.shape[1], page.ink.shape[0]
    for lines in numbers.values():
        shapes = [to_shape(line.text, _line_to_darkness(page, line.box)) for line in lines]
        for line, is_odd in zip(lines, are_odd(shapes), strict=True):
            # what the edge of the picture cuts may go on
            is_at_edge = line.box[0] <= 1 or line.box[1] <= 1 or line.box[2] >= right - 1 or line.box[3] >= bottom - 1
            if is_odd or is_at_edge or has_trail(_line_to_darkness(page, line.box, page.walls), page.unit):
                line.doubt = RECOGNITION


def doubt_gaps(lines: Sequence[Line]) -> Usual:
    """Doubt the numbers of a document that may be two; and say how far it sets its digits apart."""
    usual = to_usual([line.spread for line in lines if line.spread])
    # a cell does not hold three numbers of three digits each; two it may, unless the document parts its thousands so
    groups = [len(found[1]) // 4 for line in lines if "," in line.parted or "，" in line.parted if (found := GROUPED.match(line.text))]
    is_grouped = any(count > 1 for count in groups)
    for line in lines:
        if line.parted and not (line.spread and _is_one(line, line.spread, usual, is_grouped)):
            line.text = line.parted
        elif line.spread and may_be_two(line.spread, usual):
            line.doubt = RECOGNITION
    return usual


def _is_one(line: Line, spread: Spread, usual: Usual, is_grouped: bool) -> bool:
    """Whether what recognition sees apart is one number: of full-width digits, or with wide separators of thousands."""
    behind_separators = re.sub(r"([,，]) +", r"\1", line.parted)
    if behind_separators == line.text:
        return is_grouped and GROUPED.match(line.text) is not None and not may_be_two(spread, usual)
    return behind_separators == line.parted and is_wide(spread, usual)


def _without_gaps(line: Line, said: Said) -> Said:
    """A reading of a line in which recognition sees numbers apart, without what parts them: whether there is a gap is measured."""
    return Said(GAP.sub("", said.text), said.least) if line.parted else said


def _is_zero(readings: list[Said]) -> bool:
    """Whether all readings see a round shape and one is sure that it is a 0, and none that it is an O."""
    zeros = [said.least for said in readings if said.text.strip() == "0"]
    others = [said.least for said in readings if said.text.strip() != "0"]
    return all(said.text.strip() in ROUND for said in readings) and max(zeros, default=0.0) >= SURE > max(others, default=0.0)


def _to_plain_zeros(text: str, readings: list[Said]) -> str:
    """A number with an O in it, as a sure reading that sees a 0 there has it."""
    plain = [said.text.strip() for said in readings if said.least >= SURE and not WIDE_ZERO.search(said.text) and _bare(said.text) == _bare(text)]
    return plain[0] if plain else text


def _is_stroke(line: Line, darkness: Picture, page: Page) -> bool:
    """Whether it was read as a slash or dash and has the very shape of one."""
    if _is_dashes(line.text):
        return _is_dash(line, darkness, page.unit)
    return line.text == "/" and is_slash(darkness)


def _is_cut(page: Page, line: Line) -> bool:
    """Whether the ink goes on beyond the cell, or part of it is a long upright stroke: a rule in the wrong place, a digit cut by one."""
    left, top, right, bottom = line.box
    edges = cell_edges(page, line)
    return bool(page.strokes[top:bottom, left:right].any()) or left <= edges[0] or top <= edges[1] or right >= edges[2] or bottom >= edges[3]


def _has_shadow_before(page: Page, line: Line) -> bool:
    """Whether something too faint to be ink stands where a minus would."""
    left, top, _, bottom = line.box
    height = bottom - top
    first = max(left - height, cell_edges(page, line)[0] + round(HALO * page.unit))
    before = page.shadow[top + height // 4 : bottom - height // 5, first : max(left - 1, first)].copy()
    if before.size == 0 or min(before.shape) < 5:
        return False
    _, sizes = shade_to_spots(before, (5, 3))
    return any(wide >= max(0.2 * height, 3) and area >= 0.6 * page.unit**2 for wide, area in sizes)


def _line_to_darkness(page: Page, box: Pixels, without: Picture | None = None) -> Picture:
    """How dark the ink of a line is, dirt left in; a comma may reach a little below the line. without: a mask of what is left out."""
    left, top, right, bottom = box
    darkness: Picture = page.darkness[top:bottom, left:right] * page.raw[top:bottom, left:right]
    return darkness if without is None else darkness * (without[top:bottom, left:right] == 0)


def _agreed(text: str, readings: list[Said]) -> bool:
    sure = sorted(said.least for said in readings if _bare(said.text) == _bare(text))
    return len(sure) > 1 and sure[-1] >= SURE and sure[-2] >= POSSIBLE


def _bare(text: str) -> str:
    """A text without what a reading cannot tell: how wide its characters and the gaps are, but for a gap that parts two numbers; 0 from O."""
    return WIDE_ZERO.sub("0", re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", ocr.to_narrow(text)))


def _may_be_number(lines: list[Line]) -> bool:
    """Whether a cell would be taken for a number or for a mark that stands for none, by all of it or by its first line."""
    joined = "".join(line.text for line in lines)
    if joined in CIRCLES:
        return True
    first, *texts = (
        to_printed(LEADING.sub("", WIDE_ZERO.sub("0", GAP.sub("", text)))).status
        for text in (lines[0].text, "\n".join(line.text for line in lines), joined)
    )
    # a note may stand below a number, but nothing below a dash
    return first == "reported" or any(status in ("reported", "not_applicable") for status in texts)


def _line_to_picture(page: Page, box: Pixels, usual: float) -> Picture:
    """The first picture of a line: its darkness, strengthened, without anything that belongs to other lines."""
    left, top, right, bottom = box
    part = page.darkness[top:bottom, left:right].astype(numpy.float32)
    near = cv2.dilate(page.ink[top:bottom, left:right], numpy.ones((5, 5), numpy.uint8))
    if near.any():
        part *= near
    strength = 255 / max(float(numpy.percentile(part[part > 0], 97)) if (part > 0).any() else 255.0, 24.0)
    picture = 255 - numpy.clip(part * strength, 0, 255)
    return _padded(picture.astype(numpy.uint8), usual, 0.16)


def _line_to_second_picture(page: Page, box: Pixels, usual: float) -> Picture:
    """The second: only the outlines of the ink, set smaller."""
    left, top, right, bottom = box
    ink = page.ink[top:bottom, left:right]
    picture = cv2.GaussianBlur(255 - 255 * cv2.copyMakeBorder(ink, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=0), (3, 3), 0)
    return _padded(picture, usual, 0.3)


def _line_to_third_picture(page: Page, box: Pixels, usual: float) -> Picture:
    """The third: the darkness as it is, set smaller yet."""
    left, top, right, bottom = box
    return _padded(255 - page.darkness[top:bottom, left:right], usual, 0.45)


def _padded(picture: Picture, usual: float, share: float) -> Picture:
    """Put paper around a line; a dash, which is hardly high, gets as much as the other lines of the page are."""
    height = max(picture.shape[0], 0.8 * usual)
    above = round((height - picture.shape[0]) / 2 + share * height)
    beside = round(0.3 * height)
    padded: Picture = cv2.copyMakeBorder(picture, above, above, beside, beside, cv2.BORDER_CONSTANT, value=255)
    return padded
