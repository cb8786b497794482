"""What is painted on a page → what of it is seen, and what is doubtful about it.

In: signs, shapes and images in the order they are painted, and the lattices of the page. Out: the glyphs that belong to its text, and of each cell
why what stands there may not be a text at all, or not this one. Not its business: formats, lines and cells (placing.py), pixels (canvas.py).

Structure decides: what lies on top hides what is below, what is as light as the paper is not seen, what runs aslant or is much paler than the rest
is a watermark, a line through a number takes it back, a small raised digit is the mark of a note. What is painted where no text is, is no blank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from statistics import median
from typing import Any

import numpy

from gongkai.model import OBJECT, Box
from gongkai.readers.doubted import Doubt, Place
from gongkai.readers.layout.glyphs import Glyph
from gongkai.readers.layout.ruling import Lattice, Rule
from gongkai.readers.layout.signs import PALE
from gongkai.readers.ofd.canvas import Canvas
from gongkai.readers.ofd.marks import MOST_SIGNS, lone_marks, to_marks
from gongkai.readers.ofd.painted import SLANTED, TURNED, Image, Outline, Painting, Shape

LEAST_CONTRAST = 40.0
"""how much darker or lighter than its ground a text must be to be seen at all; how much, of what is usual, to be more than a watermark: PALE"""
HIDDEN, TOUCHED = 0.85, 0.08
"""the share of the middle of a character from which on it is hidden, and from which on it is in doubt"""
SHOWING = 1.1
"""the veil, as a power of e, from which on what lies below it does not show"""
THROUGH = 0.4
"""the share of the width or height of a character that a line through it takes up"""
LONGEST_STRIKE, MOST_TRIED = 1.6, 20_000_000
"""how much longer than the characters that it runs through a line may be that strikes them, and is no rule; how many pairs are tried"""
WALL, SPANNING = 2.5, 3.0
"""points a line may lie off the edge of a cell, or end before it, and still be part of the rules"""
THIN = 3.0
INSIDE = 2.0
"""points from the edge of a cell to what may be a drawing in it"""
SPOT, FEWEST_SPOTS, DARK, BESIDE_TEXT = 40.0, 3, 70.0, 8
"""how much of an empty cell must differ from its ground, in how many pixels, to hold something; and how much beside a text"""
CLOSE_BY, FEWEST_OF_A_POINT = 0.35, 2
"""heights of a character beside a number where a bar may be a 1 of it or a bracket; pixels of what may be a point between its digits"""
OVERLAP, SAME_PLACE, NEXT = 0.45, 0.1, 0.35
"""the share of a character that another may stand on; sizes between the two prints of a bold one, and between two of one number"""
LARGE = 1.4
"""sizes of the usual text from which on a pale one is a watermark and nothing else"""


@dataclass(slots=True)
class Seen:
    """What is seen of a page. fonts: of each glyph. is_aside: whether the page lies on its side, and nothing of it was taken over."""

    glyphs: list[Glyph] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    doubts: dict[Place, Doubt] = field(default_factory=dict)
    is_aside: bool = False


def without_strikes(painting: Painting) -> list[Rule]:
    """The horizontal rules of a page but for those that strike out a text."""
    signs = [sign.glyph for sign in painting.signs if not sign.glyph.text.isspace()]
    if not signs or len(signs) * len(painting.horizontal) > MOST_TRIED:
        return painting.horizontal
    x0, top, x1, bottom, base = (numpy.array([glyph[at] for glyph in signs]) for at in range(1, 6))
    size = bottom - top
    kept: list[Rule] = []
    for y, left, right in painting.horizontal:
        through = (base - 0.62 * size < y) & (y < base - 0.1 * size) & (x0 < right) & (left < x1)
        crossed = float((numpy.minimum(x1, right) - numpy.maximum(x0, left))[through].sum()) if through.any() else 0.0
        if right - left > LONGEST_STRIKE * crossed:
            kept.append((y, left, right))
    return kept


def see(painting: Painting, lattices: Sequence[Lattice], size: tuple[float, float]) -> Seen:
    """Part what is seen from what is not. size: of the page in points. Raises canvas.TooMuch."""
    page = _Page(painting, lattices, size)
    aside = sum(sign.direction == TURNED for sign in page.signs)
    if aside > 20 and 2 * aside > len(page.signs):
        return Seen(is_aside=True)
    page.look()
    return page.sort_out()


class _Page:
    """A page while it is looked at. hidden and doubts: of each sign, why it is not seen, and why it may be another."""

    def __init__(self, painting: Painting, lattices: Sequence[Lattice], size: tuple[float, float]) -> None:
        width, height = size
        self.lattices = lattices
        self.signs = [
            one for one in painting.signs
            if one.direction != SLANTED and one.glyph.x1 > 0 and one.glyph.x0 < width and one.glyph.bottom > 0 and one.glyph.top < height
        ]
        self.hidden = [""] * len(self.signs)
        self.doubts = [sign.doubt or ("covered" if sign.is_cut else "") for sign in self.signs]
        self.horizontal = painting.horizontal
        self.shapes = [part for shape in painting.shapes for part in _without_walls(shape, lattices)]
        self.canvas = Canvas(width, height)
        self.places = [_place_of(sign.glyph, lattices) for sign in self.signs]

    # --- what is hidden ---

    def look(self) -> None:
        """Say of each sign whether it is seen."""
        contrasts = self._paint()
        told = [contrast for contrast, sign in zip(contrasts, self.signs, strict=True) if not sign.glyph.text.isspace()]
        usual = median(told) if told else 255.0
        for at, contrast in enumerate(contrasts):
            if contrast < max(LEAST_CONTRAST, PALE * usual):
                self.hidden[at] = "faint"
        for y, left, right in self.horizontal:
            box = self.canvas.pixels((left, y - 0.01, right, y + 0.01))
            if box:
                self.canvas.lines[box[1] : box[3], box[0] : box[2]] = True
        for at, sign in enumerate(self.signs):
            if sign.direction == TURNED and sign.glyph.text.isdigit():
                self.doubts[at] = self.doubts[at] or "unlike"
            where = self._middle(sign.glyph)
            if where and self.canvas.lines[where].any():
                part = self.canvas.lines[where]
                if max(part.any(axis=0).mean(), part.any(axis=1).mean()) >= THROUGH:
                    self.hidden[at] = self.hidden[at] or "struck"

    def _paint(self) -> list[float]:
        """Paint all shapes, and measure at its turn how each sign stands out; then see which ones were painted over."""
        contrasts: list[float] = []
        before: list[tuple[int, tuple[slice, slice], Any]] = []
        done = 0
        for at, sign in enumerate(self.signs):
            while done < len(self.shapes) and self.shapes[done].order < sign.order:
                self.canvas.paint(self.shapes[done])
                done += 1
            where = self._middle(sign.glyph) if done or done < len(self.shapes) else None
            ground = float(self.canvas.ground[where].mean()) if where and done else 255.0
            contrasts.append(abs(ground - sign.level) * sign.alpha)
            if where and done < len(self.shapes):
                before.append((at, where, self.canvas.veil[where].copy()))
        for shape in self.shapes[done:]:
            self.canvas.paint(shape)
        for at, where, veil in before:
            share = float((self.canvas.veil[where] - veil > SHOWING).mean())
            if share >= HIDDEN:
                self.hidden[at] = "covered"
            elif share >= TOUCHED:
                self.doubts[at] = self.doubts[at] or "covered"
        return contrasts

    def _middle(self, glyph: Glyph) -> tuple[slice, slice] | None:
        """The pixels of the middle of a character, where its ink is and a line under it is not."""
        _, x0, top, x1, bottom, base = glyph
        size, aside = bottom - top, 0.15 * (x1 - x0)
        box = self.canvas.pixels((x0 + aside, base - 0.62 * size, x1 - aside, base - 0.1 * size))
        return (slice(box[1], box[3]), slice(box[0], box[2])) if box else None

    # --- what that means for cells and lines ---

    def sort_out(self) -> Seen:
        seen = Seen()
        cells: dict[Place, list[int]] = {}
        for at, place in enumerate(self.places):
            if place is not None:
                cells.setdefault(place, []).append(at)
        glyphs: dict[int, Glyph] = {}
        for place, members in cells.items():
            doubt = self._cell_doubt(members)
            if doubt:
                seen.doubts[place] = doubt
            glyphs |= self._marked([at for at in members if not self.hidden[at]], place, seen)
        glyphs |= self._outside([at for at, place in enumerate(self.places) if place is None])
        self._find_straddling(seen)
        self._find_lone_marks(cells, seen)
        self._find_drawings(cells, seen)
        for at in sorted(glyphs):
            seen.glyphs.append(glyphs[at])
            seen.fonts.append(self.signs[at].font)
        return seen

    def _cell_doubt(self, members: list[int]) -> Doubt | None:
        signs = [at for at in members if not self.signs[at].glyph.text.isspace()]
        kept, gone = [at for at in signs if not self.hidden[at]], [at for at in signs if self.hidden[at]]
        doubtful = [self.doubts[at] for at in kept if self.doubts[at]]
        if doubtful:
            return Doubt(doubtful[0])
        if len(kept) <= MOST_SIGNS and any(_are_crowded(self.signs[one].glyph, self.signs[other].glyph) for one, other in combinations(kept, 2)):
            return Doubt("crowded")
        if not gone:
            return None
        if kept:
            return self._rest_doubt(kept, gone)
        text = "".join(self.signs[at].glyph.text for at in gone)
        usual = median(sign.glyph.bottom - sign.glyph.top for sign in self.signs)
        is_watermark = all(self.hidden[at] == "faint" and self.signs[at].glyph.bottom - self.signs[at].glyph.top > LARGE * usual for at in gone)
        is_nothing = all(self.hidden[at] == "faint" for at in gone) and not any(sign.isnumeric() for sign in text)
        return None if is_watermark or is_nothing else Doubt(self.hidden[gone[0]], text)

    def _rest_doubt(self, kept: list[int], gone: list[int]) -> Doubt | None:
        """Whether what is left of a cell may be part of what is gone: it stands next to it, and was not written over it later."""
        covered = [at for at in gone if self.hidden[at] == "covered"]
        if covered and min(self.signs[at].order for at in kept) > max(self.signs[at].order for at in covered):
            gone = [at for at in gone if self.hidden[at] != "covered"]
        if len(kept) > MOST_SIGNS or len(gone) > MOST_SIGNS:
            return None
        beside = [at for at in gone for other in kept if _are_beside(self.signs[at].glyph, self.signs[other].glyph)]
        return Doubt(self.hidden[beside[0]]) if beside else None

    def _marked(self, members: list[int], place: Place, seen: Seen) -> dict[int, Glyph]:
        """The glyphs of a cell, marks of notes as such."""
        marked, is_mixed = to_marks([self.signs[at].glyph for at in members])
        if is_mixed:
            seen.doubts.setdefault(place, Doubt("note"))
        return {at: glyph for at, glyph in zip(members, marked, strict=True) if glyph is not None}

    def _outside(self, members: list[int]) -> dict[int, Glyph]:
        """The glyphs of running text and of tables without rules, where a doubtful digit can only be replaced."""
        doubtful = {at for at in members if self.doubts[at]}
        found: dict[int, Glyph] = {}
        for before, at in pairwise([-1, *members]):
            if before >= 0 and bool(self.hidden[before]) != bool(self.hidden[at]) and _are_beside(self.signs[before].glyph, self.signs[at].glyph):
                doubtful |= {before, at}
        for at in members:
            if not self.hidden[at]:
                glyph = self.signs[at].glyph
                found[at] = glyph._replace(text=OBJECT) if at in doubtful and glyph.text.isnumeric() else glyph
        for line in _near(members, found):
            marked, _ = to_marks([found[at] for at in line])
            for at, mark in zip(line, marked, strict=True):
                if mark is None:
                    del found[at]
                else:
                    found[at] = mark
        return found

    def _find_straddling(self, seen: Seen) -> None:
        """Doubt the cells above and below a rule that a digit is printed across."""
        for at, sign in enumerate(self.signs):
            place = self.places[at]
            if place is None or self.hidden[at] not in ("", "struck") or not sign.glyph.text.isnumeric():
                continue
            _, x0, top, x1, bottom, base = sign.glyph
            lattice = self.lattices[place[0]]
            for edge in lattice.cell_box(place[1])[1::2]:
                if base - 0.62 * (bottom - top) < edge < base - 0.1 * (bottom - top):
                    for level in (edge - 1, edge + 1):
                        cell = lattice.cell_at((x0 + x1) / 2, level)
                        if cell >= 0:
                            seen.doubts.setdefault((place[0], cell), Doubt("placed"))

    def _find_lone_marks(self, cells: dict[Place, list[int]], seen: Seen) -> None:
        places = list(cells)
        for lattice in range(len(self.lattices)):
            here = [place for place in places if place[0] == lattice]
            texts = [[self.signs[at].glyph for at in cells[place] if not self.hidden[at]] for place in here]
            for place, is_mark in zip(here, lone_marks(texts), strict=True):
                if is_mark:
                    seen.doubts.setdefault(place, Doubt("note"))

    def _find_drawings(self, cells: dict[Place, list[int]], seen: Seen) -> None:
        """Doubt cells in which something is painted that is no character."""
        if not self.shapes:
            return
        for number, lattice in enumerate(self.lattices):
            for index in range(len(lattice.cells)):
                # the line through a struck number is no drawing
                here = [at for at in cells.get((number, index), ()) if not self.signs[at].glyph.text.isspace()]
                members = [at for at in here if self.hidden[at] in ("", "struck")]
                read = [self.signs[at].glyph for at in members if not self.hidden[at]]
                if len(members) <= MOST_SIGNS and self._has_drawing(lattice.cell_box(index), [self.signs[at].glyph for at in members], read):
                    seen.doubts.setdefault((number, index), Doubt("object"))

    def _has_drawing(self, box: Box, glyphs: list[Glyph], read: list[Glyph]) -> bool:
        inner = self.canvas.pixels((box[0] + INSIDE, box[1] + INSIDE, box[2] - INSIDE, box[3] - INSIDE))
        if inner is None:
            return False
        left, top, right, bottom = inner
        part = self.canvas.ink[top:bottom, left:right]
        if part.size == 0 or part.max() - part.min() < SPOT:
            return False
        if any(_is_han(glyph.text) for glyph in glyphs):
            return False
        apart = numpy.abs(part - numpy.median(part))
        if not glyphs:
            return int((apart > SPOT).sum()) >= FEWEST_SPOTS
        spots = apart > DARK
        if self._has_sign(spots, read, left, top):
            return True
        for glyph in glyphs:
            margin = 0.2 * (glyph.bottom - glyph.top)
            own = self.canvas.pixels((glyph.x0 - margin, glyph.top - margin, glyph.x1 + margin, glyph.bottom + margin))
            if own:
                spots[max(own[1] - top, 0) : max(own[3] - top, 0), max(own[0] - left, 0) : max(own[2] - left, 0)] = False
        return int(spots.sum()) >= BESIDE_TEXT


    def _has_sign(self, spots: Any, glyphs: list[Glyph], left: int, top: int) -> bool:
        """Whether something narrow is painted between the digits of a number or close beside it: a point, a bracket or a 1 that is no character."""
        digits = [glyph for glyph in glyphs if glyph.text.isnumeric()]
        if not digits:
            return False
        x0, x1, base = min(glyph.x0 for glyph in digits), max(glyph.x1 for glyph in digits), median(glyph.baseline for glyph in digits)
        high = max(glyph.bottom - glyph.top for glyph in digits)
        own = self.canvas.pixels((x0 - CLOSE_BY * high, base - 0.75 * high, x1 + CLOSE_BY * high, base + 0.05 * high))
        if own is None:
            return False
        part = spots[max(own[1] - top, 0) : max(own[3] - top, 0), max(own[0] - left, 0) : max(own[2] - left, 0)]
        return bool(part.size) and int(part.sum()) >= FEWEST_OF_A_POINT and float(part.any(axis=0).mean()) < 0.5


def _place_of(glyph: Glyph, lattices: Sequence[Lattice]) -> Place | None:
    """The cell that has the middle of a glyph, of the smallest lattice that has one."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    found = [(lattice.box, number, cell) for number, lattice in enumerate(lattices) if (cell := lattice.cell_at(x, y)) >= 0]
    if not found:
        return None
    _, number, cell = min(found, key=lambda one: (one[0][2] - one[0][0]) * (one[0][3] - one[0][1]))
    return number, cell


def _near(members: list[int], glyphs: dict[int, Glyph]) -> Iterator[list[int]]:
    """Runs of glyphs painted one after the other, cut where one may begin another line: a mark stands with its word."""
    run: list[int] = []
    for at in members:
        if at not in glyphs:
            continue
        if run and (abs(glyphs[at].baseline - glyphs[run[-1]].baseline) > glyphs[run[-1]].bottom - glyphs[run[-1]].top or len(run) >= MOST_SIGNS):
            yield run
            run = []
        run.append(at)
    yield run


def _are_crowded(one: Glyph, other: Glyph) -> bool:
    """Whether a digit and another character stand on one another, and are not the two prints of a bold one."""
    if not (one.text.isnumeric() or other.text.isnumeric()) or _is_point(one.text) or _is_point(other.text):
        return False
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    width, height = min(one.x1 - one.x0, other.x1 - other.x0), min(one.bottom - one.top, other.bottom - other.top)
    if across <= OVERLAP * width or down <= 0.5 * height:
        return False
    return one.text != other.text or abs(one.x0 - other.x0) > SAME_PLACE * height or abs(one.baseline - other.baseline) > SAME_PLACE * height


def _is_point(text: str) -> bool:
    """Whether it is a point or bracket, whose place is wider than its ink; a dash is not."""
    return unicodedata.category(text[0]).startswith("P") and unicodedata.category(text[0]) != "Pd"


def _are_beside(one: Glyph, other: Glyph) -> bool:
    """Whether two characters of about one size stand next to one another on a line, or on one another."""
    size, less = max(one.bottom - one.top, other.bottom - other.top), min(one.bottom - one.top, other.bottom - other.top)
    if 1.5 * less < size or abs(one.baseline - other.baseline) > 0.5 * size:
        return False
    return max(one.x0, other.x0) - min(one.x1, other.x1) < NEXT * size


def _is_han(text: str) -> bool:
    return "\u4e00" <= text[:1] <= "\u9fff"


def _without_walls(item: Shape | Image, lattices: Sequence[Lattice]) -> Iterable[Shape | Image]:
    """A shape without what is a rule of a table."""
    if isinstance(item, Image):
        return [item]
    kept: list[Outline] = []
    for outline in item.outlines:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        box = min(xs), min(ys), max(xs), max(ys)
        is_straight = all(abs(x0 - x1) < 0.2 or abs(y0 - y1) < 0.2 for (x0, y0), (x1, y1) in pairwise(outline))
        if not item.width:
            if min(box[2] - box[0], box[3] - box[1]) > THIN or not _is_wall(box, lattices):
                kept.append(outline)
        elif is_straight:
            kept += [[first, last] for first, last in pairwise(outline) if first != last and not _is_wall((*first, *last), lattices)]
        else:
            kept.append(outline)
    return [item._replace(outlines=kept)] if kept else []


def _is_wall(line: Box, lattices: Sequence[Lattice]) -> bool:
    """Whether a straight line lies on the edge of a cell, or runs all through one."""
    left, right = sorted((line[0], line[2]))
    top, bottom = sorted((line[1], line[3]))
    x, y = (left + right) / 2, (top + bottom) / 2
    is_across = right - left >= bottom - top
    for lattice in lattices:
        edges, at = (lattice.ys, y) if is_across else (lattice.xs, x)
        if not (lattice.xs[0] - WALL <= x <= lattice.xs[-1] + WALL and lattice.ys[0] - WALL <= y <= lattice.ys[-1] + WALL):
            continue
        if any(abs(edge - at) <= WALL for edge in edges):
            return True
        cell = lattice.cell_at(x, y)
        if cell >= 0:
            box = lattice.cell_box(cell)
            is_through = left <= box[0] + SPANNING and right >= box[2] - SPANNING
            return is_through if is_across else top <= box[1] + SPANNING and bottom >= box[3] - SPANNING
    return False
