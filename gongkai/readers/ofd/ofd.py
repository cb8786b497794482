"""OFD (GB/T 33190) → Document.

In: a path to an OFD, a zip of XML. Out: its ruled tables as grids, page by page, and its running text as paragraphs.
Not its business: what objects draw (objects.py), what of it is seen (sight.py), where a cell is (ruling.py), pages that are pictures (it says
which they are).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy
from lxml import etree
from PIL import Image as Picture

from gongkai.model import Unreadable
from gongkai.readers.doubted import doubt_cells
from gongkai.readers.layout.across import across_to_lattices
from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.placing import glyphs_to_parts
from gongkai.readers.layout.ruling import rules_to_lattices
from gongkai.readers.layout.turning import turn_matrix, turned_back
from gongkai.readers.ofd.canvas import TooMuch
from gongkai.readers.ofd.colours import Colours, is_true
from gongkai.readers.ofd.fonts import Fonts
from gongkai.readers.ofd.objects import MOST_PIECES, POINT, Resources, Walk
from gongkai.readers.ofd.paths import numbers
from gongkai.readers.ofd.sight import see, without_strikes
from gongkai.readers.ooxml import check_package, parse_part
from gongkai.readers.parts import MOST_CELLS, Parts

MOST_PAGES = 500
MOST_PIXELS, PICTURE_SIDE = 40_000_000, 1800
"""pixels a picture on a page may claim to have, and along its longer side those that are kept of it"""
MOST_PICTURES = 30
"""pictures of a document that are looked at; of the others it is known where they lie"""
LOOSE, WIDEST_DIGIT, FEWEST = 1.25, 0.7, 3
"""how much further apart than usual in their font digits with a space between them are; sizes to the next, where fewer steps than these tell"""
A4 = (0.0, 0.0, 210.0, 297.0)


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

    def content(self, location: str) -> bytes:
        return self.package.read(self.members[_plain(location)])

    def part(self, location: str) -> etree._Element:
        return parse_part(self.content(location))

    def part_or_none(self, location: str) -> etree._Element | None:
        """A part that a page can be read without."""
        try:
            return self.part(location)
        except (KeyError, ValueError, etree.XMLSyntaxError):
            return None

    def read(self) -> Parts:
        number = 0
        for body in _all(self.part("OFD.xml"), "DocBody"):
            title = next((text for text in (_text(one) for one in _all(body, "Title")) if text), "")
            if title:
                self.parts.titles.append(title)
            root = self.current(body) or _text(_first(body, "DocRoot"))
            if not root:
                continue
            document = _Body(self, root, _text(_first(body, "Signatures")))
            for page in _all(_first(document.element, "Pages"), "Page"):
                number += 1
                if number > MOST_PAGES:
                    raise Unreadable(self.name, f"the OFD has more than {MOST_PAGES} pages; keep only the report's")
                self.page(document, page, number)
        self.parts.pages = number
        return self.parts

    def current(self, body: etree._Element) -> str:
        """The document of the version that is in force, "" where there are no versions (7.4, 19)."""
        for version in _all(_first(body, "Versions"), "Version"):
            if is_true(version, "Current", False):
                place = version.get("BaseLoc", "")
                root = _text(_first(self.part_or_none(place), "DocRoot"))
                return _join(posixpath.dirname(place), root) if root else ""
        return ""

    def page(self, document: _Body, listed: etree._Element, number: int) -> None:
        page = self.part_or_none(_join(document.folder, listed.get("BaseLoc", "")))
        if page is None:
            self.parts.troubles.append(f"page {number} is broken and was left out")
            return
        try:
            size = _area(page, document.usual)[2] * POINT, _area(page, document.usual)[3] * POINT
            # whoever reads a page that lies on its side, or stands on its head, turns it
            if not any(self.add(document.draw(page, listed.get("ID", ""), quarters), size, number, quarters) for quarters in (0, 1, 3, 2)):
                self.parts.troubles.append(f"page {number} lies on its side and was left out; turn it and save it as PDF")
        except TooMuch as error:
            raise Unreadable(self.name, f"page {number} of the OFD holds more than a report does; save it as PDF") from error

    def add(self, walk: Walk, size: tuple[float, float], number: int, quarters: int) -> bool:
        """Read a page of that size, drawn turned by so many quarters; whether its text stands upright then."""
        if walk.pieces >= MOST_PIECES:
            raise TooMuch
        width, height = size[::-1] if quarters % 2 else size
        painting = walk.painting
        lattices = [one for one in rules_to_lattices(without_strikes(painting), painting.vertical) if len(one.xs) > 2]
        seen = see(painting, lattices, (width, height))
        if seen.is_aside:
            return False
        if inferred := across_to_lattices(painting.horizontal, lattices, seen.glyphs):
            lattices = sorted([*lattices, *inferred], key=lambda one: (one.ys[0], one.xs[0]))
            seen = see(painting, lattices, (width, height))
        if not seen.glyphs and walk.has_picture:
            self.parts.troubles.append(f"page {number} has no text layer; save the OFD as PDF to have it read as a scan")
        first = len(self.parts.grids)
        glyphs_to_parts(_with_spaces(seen.glyphs, seen.fonts), lattices, number, height, self.parts)
        grids = doubt_cells(self.parts.grids[first:], lattices, seen.doubts)
        self.parts.grids[first:] = [turned_back(grid, quarters, (width, height)) for grid in grids] if quarters else grids
        if sum(len(row) for grid in self.parts.grids for row in grid.rows) > MOST_CELLS:
            raise Unreadable(self.name, f"the OFD has more than {MOST_CELLS} cells; it is not one report")
        return True


class _Body:
    """One document of an OFD: what its pages share."""

    def __init__(self, package: _Package, root: str, signatures: str) -> None:
        self.package = package
        self.element = package.part(root)
        self.folder = posixpath.dirname(root)
        self.templates = {one.get("ID", ""): _join(self.folder, one.get("BaseLoc", "")) for one in _all(self.element, "TemplatePage")}
        self.usual = _area(_first(self.element, "CommonData"), A4)
        self.files: dict[str, str] = {}
        self.pictures: dict[str, Any] = {}
        self.resources = Resources(Colours(), Fonts(self._font), {}, self._picture)
        for name in ("PublicRes", "DocumentRes"):
            for one in _all(self.element, name):
                self._add_resources(_join(self.folder, _text(one)))
        self.resources.colours.usual = _text(_first(self.element, "DefaultCS"))
        self.notes: dict[str, list[str]] = {}
        for one in _all(self.element, "Annotations"):
            self._add_notes(_join(self.folder, _text(one)))
        self.stamps: dict[str, list[list[float]]] = {}
        self._add_stamps(signatures)

    def draw(self, page: etree._Element, page_id: str, quarters: int) -> Walk:
        """Take over all that is on a page, turned by so many quarters: templates behind it, its own, templates in front, notes, seals."""
        left, top, width, height = _area(page, self.usual)
        for one in _all(page, "PageRes"):
            self._add_resources(_join(self.folder, _text(one)))
        matrix = turn_matrix((POINT, 0, 0, POINT, -left * POINT, -top * POINT), quarters, (width * POINT, height * POINT))
        walk = Walk(matrix, self.resources)
        templates = list(_all(page, "Template"))
        self._draw_templates(walk, [one for one in templates if one.get("ZOrder") != "Foreground"])
        walk.content(_first(page, "Content"))
        self._draw_templates(walk, [one for one in templates if one.get("ZOrder") == "Foreground"])
        for location in self.notes.get(page_id, ()):
            for note in _all(self.package.part_or_none(location), "Annot"):
                appearance = _first(note, "Appearance")
                if appearance is not None and is_true(note, "Visible", True):
                    walk.annotation(appearance, "" if note.get("Type") == "Watermark" else "object")
        for boundary in self.stamps.get(page_id, ()):
            walk.stamp(boundary)
        return walk

    def _draw_templates(self, walk: Walk, templates: list[etree._Element]) -> None:
        for one in templates:
            template = self.package.part_or_none(self.templates.get(one.get("TemplateID", ""), ""))
            if template is not None:
                walk.content(_first(template, "Content"))

    def _add_resources(self, location: str) -> None:
        element = self.package.part_or_none(location)
        if element is None:
            return
        folder = _join(posixpath.dirname(location), element.get("BaseLoc", ""))
        for one in _all(element, "DrawParam"):
            self.resources.colours.params[one.get("ID", "")] = one
        for one in _all(element, "ColorSpace"):
            self.resources.colours.spaces[one.get("ID", "")] = one
        for one in _all(element, "CompositeGraphicUnit"):
            self.resources.composites[one.get("ID", "")] = one
        for one in _all(element, "Font"):
            names = one.get("FontName", ""), one.get("FamilyName", "")
            self.resources.fonts.name(one.get("ID", ""), names, one.get("Charset", "").lower() == "symbol")
        for kind, name in (("Font", "FontFile"), ("MultiMedia", "MediaFile")):
            for one in _all(element, kind):
                if _text(_first(one, name)):
                    self.files[one.get("ID", "")] = _join(folder, _text(_first(one, name)))

    def _add_notes(self, location: str) -> None:
        for page in _all(self.package.part_or_none(location), "Page"):
            for one in _all(page, "FileLoc"):
                self.notes.setdefault(page.get("PageID", ""), []).append(_join(posixpath.dirname(location), _text(one)))

    def _add_stamps(self, location: str) -> None:
        """Where signatures show their seals (18.2.3: StampAnnot)."""
        for one in _all(self.package.part_or_none(location) if location else None, "Signature"):
            base = _join(posixpath.dirname(location), one.get("BaseLoc", ""))
            for stamp in _all(self.package.part_or_none(base), "StampAnnot"):
                self.stamps.setdefault(stamp.get("PageRef", ""), []).append(numbers(stamp.get("Boundary", "")))

    def _font(self, font: str) -> bytes:
        try:
            return self.package.content(self.files[font])
        except KeyError:
            return b""

    def _picture(self, picture: str) -> Any:
        """The pixels of a picture as lightness and opacity, None where it cannot be decoded."""
        if picture not in self.pictures:
            if len(self.pictures) >= MOST_PICTURES:
                return None
            try:
                self.pictures[picture] = _decode(self.package.content(self.files[picture]))
            except (KeyError, OSError, ValueError, SyntaxError, Picture.DecompressionBombError):
                self.pictures[picture] = None
        return self.pictures[picture]


def _decode(content: bytes) -> Any:
    with Picture.open(io.BytesIO(content)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return None
        picture.draft("L", (PICTURE_SIDE, PICTURE_SIDE))
        has_opacity = picture.mode in ("P", "PA", "RGBA", "LA", "La", "RGBa") or "transparency" in picture.info
        whole = picture.convert("RGBA" if has_opacity else "L").convert("LA")
        whole.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Picture.Resampling.BOX)
        return numpy.array(whole)


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


def _area(parent: etree._Element | None, usual: tuple[float, ...]) -> tuple[float, ...]:
    box = numbers(_text(_first(_first(parent, "PageArea") if parent is not None else None, "PhysicalBox")))
    if len(box) != 4 and parent is not None:
        box = numbers(_text(_first(_first(parent, "Area"), "PhysicalBox")))
    return tuple(box) if len(box) == 4 else usual
