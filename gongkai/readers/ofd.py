"""OFD (GB/T 33190) → Document.

In: a path to an OFD, a zip of XML. Out: its ruled tables as grids, page by page, and its running text as paragraphs.
Not its business: signatures, annotations, pages that are pictures (it says which they are), where a cell is (ruling.py).

Read by the letter of the standard: every glyph stands at the origin of its object, moved by the code's X and Y, by
DeltaX and DeltaY from glyph to glyph, then by the object's matrix. Lengths in the file are millimetres.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

from lxml import etree

from gongkai.model import Unreadable
from gongkai.readers.docx import check_package, parse_part
from gongkai.readers.glyphs import Glyph
from gongkai.readers.layout import glyphs_to_parts
from gongkai.readers.parts import MOST_CELLS, Parts
from gongkai.readers.ruling import Rule, rules_to_lattices

POINT = 72 / 25.4
MOST_PAGES = 500
MOST_PIECES = 200_000
DEEPEST = 30
THIN = 3.0
SLANT = 0.7
ASCENT, DESCENT = 0.86, 0.14
"""how far, of its size, a glyph reaches above and under its baseline, nearly"""
LOOSE, WIDEST_DIGIT, FEWEST = 1.25, 0.7, 3
"""how much further apart than usual in their font digits with a space between them are; sizes to the next, where fewer steps than these tell"""
A4 = (0.0, 0.0, 210.0, 297.0)
_PATH = re.compile(r"[SMLQBACZ]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_POINTS_OF = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0, "Z": 0}

Matrix = tuple[float, float, float, float, float, float]


def read(path: Path, name: str) -> Parts:
    """Read an OFD. Raises Unreadable where it is none, is locked or unpacks to an absurd size."""
    try:
        with zipfile.ZipFile(path) as package:
            check_package(package, name)
            return _Package(package, name).read()
    except (zipfile.BadZipFile, KeyError) as error:
        raise Unreadable(name, "the OFD is broken; open it in an OFD reader and save it again, or as PDF") from error
    except (RuntimeError, NotImplementedError) as error:
        raise Unreadable(name, "the OFD is locked; save a copy without a password, or as PDF") from error


class _Package:
    """The parts of an OFD."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self.package = package
        self.name = name
        # some producers write names with another case or with a backslash
        self.members = {_plain(member): member for member in package.namelist()}
        self.parts = Parts(pages=0)

    def part(self, location: str) -> etree._Element:
        return parse_part(self.package.read(self.members[_plain(location)]))

    def read(self) -> Parts:
        number = 0
        for body in _all(self.part("OFD.xml"), "DocBody"):
            title = next((text for text in (_text(one) for one in _all(body, "Title")) if text), "")
            if title:
                self.parts.titles.append(title)
            root = _text(_first(body, "DocRoot"))
            if not root:
                continue
            document = self.part(root)
            folder = posixpath.dirname(root)
            templates = {
                one.get("ID", ""): _join(folder, one.get("BaseLoc", "")) for one in _all(document, "TemplatePage")
            }
            usual = _area(_first(document, "CommonData"), A4)
            for page in _all(_first(document, "Pages"), "Page"):
                number += 1
                if number > MOST_PAGES:
                    raise Unreadable(self.name, f"the OFD has more than {MOST_PAGES} pages; keep only the report's")
                self.page(_join(folder, page.get("BaseLoc", "")), templates, usual, number)
        self.parts.pages = number
        return self.parts

    def page(self, location: str, templates: dict[str, str], usual: tuple[float, ...], number: int) -> None:
        try:
            page = self.part(location)
        except (KeyError, etree.XMLSyntaxError):
            self.parts.troubles.append(f"page {number} is broken and was left out")
            return
        left, top, _, height = _area(page, usual)
        drawing = _Drawing((POINT, 0, 0, POINT, -left * POINT, -top * POINT))
        for template in _all(page, "Template"):
            location = templates.get(template.get("TemplateID", ""), "")
            if _plain(location) in self.members:
                drawing.walk(_first(self.part(location), "Content"), drawing.matrix, 0)
        drawing.walk(_first(page, "Content"), drawing.matrix, 0)
        if drawing.pieces >= MOST_PIECES:
            raise Unreadable(self.name, f"page {number} of the OFD holds more than a report does; save it as PDF")
        if not drawing.glyphs and drawing.has_picture:
            self.parts.troubles.append(f"page {number} has no text layer; save the OFD as PDF to have it read as a scan")
        if drawing.has_composite:
            self.parts.troubles.append(f"page {number} holds a drawing; a text in it is not read")
        lattices = [one for one in rules_to_lattices(drawing.horizontal, drawing.vertical) if len(one.xs) > 2]
        glyphs_to_parts(_with_spaces(drawing.glyphs, drawing.fonts), lattices, number, height * POINT, self.parts)
        if sum(len(row) for grid in self.parts.grids for row in grid.rows) > MOST_CELLS:
            raise Unreadable(self.name, f"the OFD has more than {MOST_CELLS} cells; it is not one report")


def _with_spaces(glyphs: list[Glyph], fonts: list[str]) -> list[Glyph]:
    """Put spaces between digits that stand further apart than others of their font: some drivers write none."""
    steps: dict[int, float] = {}
    by_font: dict[str, list[float]] = {}
    for at, (one, after) in enumerate(pairwise(glyphs)):
        signs, size = one.text + after.text, one.bottom - one.top
        if signs.isascii() and signs.isdigit() and abs(after.baseline - one.baseline) < 0.3 * size and 0 < after.x0 - one.x0 < 2 * size:
            steps[at] = (after.x0 - one.x0) / size
            if steps[at] < 1:  # further apart they are numbers of narrow columns
                by_font.setdefault(fonts[at], []).append(steps[at])
    most = {font: LOOSE * median(found) if len(found) >= FEWEST else WIDEST_DIGIT for font, found in by_font.items()}
    spaced: list[Glyph] = []
    for at, glyph in enumerate(glyphs):
        spaced.append(glyph)
        if steps.get(at, 0.0) > most.get(fonts[at], 0.0):
            spaced.append(glyph._replace(text=" ", x0=glyph.x1))
    return spaced


class _Drawing:
    """What is drawn on a page, in points from its top left corner."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.glyphs: list[Glyph] = []
        self.fonts: list[str] = []
        self.font = ""
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.has_picture = False
        self.has_composite = False
        self.pieces = 0

    def walk(self, parent: etree._Element | None, matrix: Matrix, depth: int) -> None:
        for item in parent if parent is not None and depth < DEEPEST else ():
            kind = etree.QName(item).localname if isinstance(item.tag, str) else ""
            self.pieces += 1
            if self.pieces >= MOST_PIECES or item.get("Visible", "true").lower() in ("false", "0"):
                continue
            if kind in ("Layer", "PageBlock", "Content"):
                self.walk(item, matrix, depth + 1)
            elif kind == "TextObject" and _is_seen(item):
                self.text(item, _object_matrix(item, matrix))
            elif kind == "PathObject" and _is_seen(item):
                self.path(item, _object_matrix(item, matrix))
            elif kind == "ImageObject":
                self.has_picture = True
            elif kind == "CompositeObject":
                self.has_composite = True

    def text(self, item: etree._Element, matrix: Matrix) -> None:
        size = _number(item.get("Size"), 0.0)
        stretch = _number(item.get("HScale"), 1.0)
        is_filled = item.get("Fill", "true").lower() not in ("false", "0")
        self.font = item.get("Font", "")
        if size <= 0 or not (is_filled or item.get("Stroke", "false").lower() in ("true", "1")):
            return
        x = y = 0.0
        for code in _all(item, "TextCode"):
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            text = code.text or ""
            moves = _deltas(code.get("DeltaX", ""), len(text)), _deltas(code.get("DeltaY", ""), len(text))
            at_x, at_y = x, y
            for index, sign in enumerate(text):
                move = moves[0][index] if index < len(moves[0]) else 0.0
                width = size * stretch * (1.0 if ord(sign) > 0x2E7F else 0.5)
                self.glyph(sign, at_x, at_y, min(width, move) if move > 0.2 * width else width, size, matrix)
                at_x += move if moves[0] or moves[1] else width
                at_y += moves[1][index] if index < len(moves[1]) else 0.0
            self.pieces += len(text)

    def glyph(self, sign: str, x: float, y: float, width: float, size: float, matrix: Matrix) -> None:
        if sign < " " or self.pieces >= MOST_PIECES:
            return
        first = _map(matrix, x, y - ASCENT * size)
        last = _map(matrix, x + width, y + DESCENT * size)
        baseline = _map(matrix, x, y)[1]
        left, right = sorted((first[0], last[0]))
        top, bottom = sorted((first[1], last[1]))
        self.glyphs.append(Glyph(" " if sign.isspace() else sign, left, top, right, bottom, baseline))
        self.fonts.append(self.font)

    def path(self, item: etree._Element, matrix: Matrix) -> None:
        is_stroked = item.get("Stroke", "true").lower() not in ("false", "0")
        is_filled = item.get("Fill", "false").lower() in ("true", "1")
        data = _first(item, "AbbreviatedData")
        for outline in _outlines(_text(data), matrix):
            self.pieces += len(outline)
            xs, ys = [x for x, _ in outline], [y for _, y in outline]
            left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
            if is_filled or (is_stroked and min(right - left, bottom - top) <= SLANT):
                # a thin rectangle is a rule, however it is drawn
                if bottom - top <= THIN < right - left:
                    self.horizontal.append(((top + bottom) / 2, left, right))
                elif right - left <= THIN < bottom - top:
                    self.vertical.append(((left + right) / 2, top, bottom))
            if is_stroked and min(right - left, bottom - top) > SLANT:
                self.strokes(outline)

    def strokes(self, outline: list[tuple[float, float]]) -> None:
        for (x0, y0), (x1, y1) in pairwise(outline):
            if abs(y1 - y0) <= SLANT < abs(x1 - x0):
                self.horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= SLANT < abs(y1 - y0):
                self.vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _plain(location: str) -> str:
    return posixpath.normpath("/" + location.replace("\\", "/")).lstrip("/").lower()


def _join(folder: str, location: str) -> str:
    return location if location.startswith("/") else posixpath.join(folder, location)


def _all(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Descendants by their name alone: producers differ in the namespace."""
    return iter(()) if parent is None else parent.iter("{*}" + name)


def _first(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(_all(parent, name), None)


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default


def _numbers(text: str) -> list[float]:
    try:
        return [float(one) for one in text.split()]
    except ValueError:
        return []


def _area(parent: etree._Element | None, usual: tuple[float, ...]) -> tuple[float, ...]:
    box = _numbers(_text(_first(_first(parent, "PageArea") if parent is not None else None, "PhysicalBox")))
    if len(box) != 4 and parent is not None:
        box = _numbers(_text(_first(_first(parent, "Area"), "PhysicalBox")))
    return tuple(box) if len(box) == 4 else usual


def _is_seen(item: etree._Element) -> bool:
    return _number(item.get("Alpha"), 255.0) > 0


def _object_matrix(item: etree._Element, matrix: Matrix) -> Matrix:
    """An object's own space → the page: first its matrix, then the corner of its boundary."""
    corner = _numbers(item.get("Boundary", ""))
    own = _numbers(item.get("CTM", ""))
    moved = _times((1, 0, 0, 1, corner[0], corner[1]), matrix) if len(corner) == 4 else matrix
    return _times((own[0], own[1], own[2], own[3], own[4], own[5]), moved) if len(own) == 6 else moved


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _map(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _deltas(text: str, most: int) -> list[float]:
    """The steps from glyph to glyph; "g 3 2.5" stands for 2.5 three times."""
    signs, steps, at = text.split(), list[float](), 0
    while at < len(signs) and len(steps) < most:
        if signs[at] == "g" and at + 2 < len(signs):
            steps += [_number(signs[at + 2], 0.0)] * min(int(_number(signs[at + 1], 0.0)), most)
            at += 3
        else:
            steps.append(_number(signs[at], 0.0))
            at += 1
    return steps


def _outlines(data: str, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The lines of a path; of a curve only where it ends, which makes it no rule."""
    outline: list[tuple[float, float]] = []
    numbers: list[float] = []
    letter = ""
    for sign in [*_PATH.findall(data), "M"]:
        if sign not in _POINTS_OF:
            numbers.append(float(sign))
            if len(numbers) < _POINTS_OF.get(letter, 0):
                continue
            if letter in "QBA" and len(outline) > 1:
                yield outline
                outline = []
            point = _map(matrix, numbers[-2], numbers[-1]) if len(numbers) > 1 else None
            if letter in "QBA":
                outline = []
            if point is not None:
                outline.append(point)
            numbers = []
            continue
        if sign in ("C", "Z") and outline:
            outline.append(outline[0])
        elif sign in ("S", "M"):
            if len(outline) > 1:
                yield outline
            outline = []
        letter, numbers = sign, []
