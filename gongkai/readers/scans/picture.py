"""The picture of a page → its rules and its ink.

In: a grey picture of a page. Out: the page turned straight, the rules drawn on it, and where there is ink that is no
rule. Not its business: characters, tables, where the picture comes from.

`unit` is how many pixels are one point (1/72 inch): every length here is in points, so that resolution does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy

from gongkai.readers.layout.ruling import Lattice, Rule
from gongkai.readers.scans.ocr import Picture

MOST_SKEW = 4.0
"""degrees a page may lie askew"""
SHORTEST_ACROSS, SHORTEST_DOWN = 36.0, 18.0
"""points; a shorter stroke is part of a character, or of several beside one another, not a rule"""
SHORTEST_MET, MEETING = 10.0, 1.5
"""points; an upright stroke that runs from one rule to another (this near) is one too, though no longer than a row is high"""
THICKEST = 4.0
BESIDE = 1.4
"""points beside a rule that are paper"""
DRAWN = ((0.88, 0.22), (0.98, 0.4))
"""how much of the length of a rule is ink at the least, and of the paper beside it at the most"""
WALL = 4.0
"""points a rule may run off the wall of the table that it is"""
PAPER = 13.0
"""points around a pixel that say how light the paper is there: wider than any stroke, narrower than a shaded row"""
FAINT = 28
"""how much darker than the paper (of 255) a pixel must be to be ink: the faintest digit that must not vanish"""
SPECK = 0.33
"""square points of full black; less ink in one piece is dirt"""

Pixels = tuple[int, int, int, int]
"""left, top, right, bottom in pixels; the last two lie behind the box"""


def page_to_skew(grey: Picture) -> float:
    """Measure by how many degrees a page lies askew: lines of text and rules are sharpest when they lie straight."""
    height, width = grey.shape
    scale = 1000 / width
    small = cv2.resize(grey, (1000, max(round(height * scale), 1)), interpolation=cv2.INTER_AREA)
    dark: Picture = (small < cv2.blur(small, (61, 61)).astype(numpy.int16) - 25).astype(numpy.uint8)
    # single pixels are noise; smooth, or turning by nothing at all looks sharpest because it alone blurs nothing
    dark = cv2.GaussianBlur(cv2.medianBlur(dark * 255, 3).astype(numpy.float32), (5, 5), 0)
    coarse = _sharpest(dark[:2000], numpy.arange(-MOST_SKEW, MOST_SKEW + 0.1, 0.25))
    fine = _sharpest(dark[:2000], numpy.arange(coarse - 0.2, coarse + 0.21, 0.05))
    return _sharpest(dark, numpy.arange(fine - 0.04, fine + 0.041, 0.01))


def _sharpest(dark: Picture, angles: Picture) -> float:
    height, width = dark.shape
    scores = []
    for angle in angles:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1)
        turned = cv2.warpAffine(dark, turn, (width, height), flags=cv2.INTER_LINEAR)
        scores.append(sum(float((numpy.diff(turned.sum(axis=axis)) ** 2).sum()) for axis in (0, 1)))
    # of angles that do equally well (a page without text) the straightest
    return float(min(zip(scores, angles, strict=True), key=lambda one: (-one[0], abs(one[1])))[1])


def turn(grey: Picture, angle: float, paper: int | None = None) -> Picture:
    """Turn a page by an angle about its middle; what comes in from outside is paper."""
    if abs(angle) < 0.04:
        return grey
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    paper = int(numpy.percentile(grey, 80)) if paper is None else paper
    turned: Picture = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,) * 4)
    return turned


def page_to_darkness(grey: Picture) -> Picture:
    """How much darker than the paper around it each pixel is, noise smoothed: 0 is paper, and so is a shade of it."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = max(round(PAPER * grey.shape[1] / 595 / 4), 3)
    paper = cv2.blur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, numpy.ones((reach, reach), numpy.uint8)), (3, 3))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    darkness: Picture = cv2.subtract(paper, cv2.GaussianBlur(grey, (3, 3), 0))
    return darkness


@dataclass(frozen=True, slots=True)
class Strokes:
    """The straight strokes of a page in one direction. labels: which stroke each pixel is of, 0 for none. rules: in points."""

    labels: Picture
    rules: list[Rule]


def darkness_to_strokes(darkness: Picture, unit: float) -> tuple[Strokes, Strokes]:
    """Find the strokes that can be rules: horizontal and vertical ones."""
    dark = (darkness > FAINT).astype(numpy.uint8)
    across = _strokes(dark, unit, SHORTEST_ACROSS)
    down = _strokes(numpy.ascontiguousarray(dark.T), unit, SHORTEST_MET)
    is_kept = [rule[2] - rule[1] >= SHORTEST_DOWN or _is_met(rule, across.rules) for rule in down.rules]
    numbers = numpy.cumsum([0, *is_kept], dtype=numpy.int32) * numpy.array([0, *is_kept], numpy.int32)
    labels = numpy.ascontiguousarray(numbers[down.labels].T)
    return across, Strokes(labels, [rule for rule, kept in zip(down.rules, is_kept, strict=True) if kept])


def _is_met(rule: Rule, across: list[Rule]) -> bool:
    """Whether an upright stroke runs from one horizontal rule to another."""
    x, top, bottom = rule
    met = [y for y, left, right in across if left - MEETING <= x <= right + MEETING]
    return all(any(abs(y - end) <= MEETING for y in met) for end in (top, bottom))


def strokes_to_walls(across: Strokes, down: Strokes, lattices: Iterable[Lattice], unit: float) -> tuple[Picture, Picture]:
    """Find which strokes are rules of tables. Out: a mask of them, and one of the other upright strokes, longer than any character.

    A stroke is one or the other as a whole: rules of a page that lies a little askew wander off the straight lines they stand for.
    """
    lattices = list(lattices)
    walls = others = numpy.zeros(across.labels.shape, numpy.uint8)
    for strokes, is_across in ((across, True), (down, False)):
        near = numpy.zeros_like(walls)
        for lattice in lattices:
            for first, last in _lattice_to_bands(lattice, is_across, unit):
                cv2.rectangle(near, first, last, 1, -1)
        count = int(strokes.labels.max()) + 1
        pixels = numpy.bincount(strokes.labels.ravel(), minlength=count)
        pixels_near = numpy.bincount(strokes.labels[near > 0], minlength=count)
        is_wall = (2 * pixels_near >= pixels).astype(numpy.uint8)
        is_wall[0] = 0
        walls = walls | is_wall[strokes.labels]
        if not is_across:
            is_other = 1 - is_wall
            is_other[0] = 0
            others = is_other[strokes.labels]
    return walls, others


def _lattice_to_bands(lattice: Lattice, is_across: bool, unit: float) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where the walls of a lattice in one direction may run, as two corners in pixels."""
    left, top, right, bottom = lattice.box
    for at in lattice.ys if is_across else lattice.xs:
        corners = ((left, at), (right, at)) if is_across else ((at, top), (at, bottom))
        (x0, y0), (x1, y1) = corners
        yield (round((x0 - WALL) * unit), round((y0 - WALL) * unit)), (round((x1 + WALL) * unit), round((y1 + WALL) * unit))


def _strokes(dark: Picture, unit: float, shortest: float) -> Strokes:
    gap, length = max(round(0.9 * unit), 1), max(round(shortest * unit), 3)
    bridged = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, numpy.ones((1, gap), numpy.uint8))
    # a rule a little askew steps from one row of pixels to the next
    bridged = cv2.dilate(bridged, numpy.ones((3, 1), numpy.uint8))
    opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, numpy.ones((1, length), numpy.uint8))
    count, labels, boxes, middles = cv2.connectedComponentsWithStats(opened, connectivity=8)
    rules: list[Rule] = []
    kept = numpy.zeros(count, numpy.int32)
    for index in range(1, count):
        left, top, width, height, area = boxes[index].tolist()
        is_straight = area <= (THICKEST * unit + 2) * width and height < max(3 * THICKEST * unit, width / 20)
        if is_straight and _is_drawn(labels, index, dark, (left, top, left + width, top + height), unit):
            # it ends in the middle of the rule that it meets, which is about as thick as itself
            half = min(area / width - 2, THICKEST * unit) / 2
            rules.append((float(middles[index][1] + 0.5) / unit, (left + half) / unit, (left + width - half) / unit))
            kept[index] = len(rules)
    return Strokes(kept[labels], rules)


def _is_drawn(labels: Picture, index: int, dark: Picture, box: Pixels, unit: float) -> bool:
    """Whether a stroke is one line with paper on both sides, not the strokes of characters that happen to stand in line."""
    left, top, right, bottom = box
    beside = max(round(BESIDE * unit), 2)
    first = max(top - beside - 2, 0)
    stroke = (labels[first : bottom + beside + 2, left:right] == index).astype(numpy.uint8)
    ink = dark[first : bottom + beside + 2, left:right]
    # the grey edge of a stroke belongs to it
    own = cv2.dilate(stroke, numpy.ones((3, 1), numpy.uint8))
    around = (cv2.dilate(own, numpy.ones((2 * beside + 1, 1), numpy.uint8)) > 0) & (own == 0)
    whole, crowd = float((ink & stroke).any(axis=0).mean()), float(ink[around].mean()) if around.any() else 0.0
    return any(whole >= enough and crowd <= most for enough, most in DRAWN)


def without_rules(darkness: Picture, rules: Picture, unit: float) -> tuple[Picture, Picture]:
    """The ink of a page, 1 and 0, without its rules: first without dirt, then with it."""
    reach = 2 * max(round(0.5 * unit), 1) + 1
    wide = cv2.dilate(rules, numpy.ones((reach, reach), numpy.uint8))
    ink: Picture = ((darkness > FAINT) & (wide == 0)).astype(numpy.uint8)
    count, labels = cv2.connectedComponents(ink, connectivity=8)
    # a single pixel of noise is smoothed to nine, but its darkness in all stays that of one
    masses = numpy.bincount(labels.ravel(), weights=darkness.ravel(), minlength=count)
    kept = (masses >= SPECK * unit * unit * 255).astype(numpy.uint8)
    kept[0] = 0
    clean: Picture = kept[labels]
    return clean, ink


def ink_to_lines(ink: Picture, box: Pixels, unit: float) -> list[Pixels]:
    """Part the ink in a box into lines of text, from top to bottom."""
    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    lines: list[Pixels] = []
    for start, end in _runs(part.any(axis=1), round(0.8 * unit)):
        columns = numpy.flatnonzero(part[start:end].any(axis=0))
        lines.append((left + int(columns[0]), top + start, left + int(columns[-1]) + 1, top + end))
    return lines


def _runs(flags: Picture, gap: int) -> list[tuple[int, int]]:
    """Where flags are set: (first, behind the last), runs nearer than `gap` as one."""
    runs: list[tuple[int, int]] = []
    for at in numpy.flatnonzero(flags).tolist():
        if runs and at - runs[-1][1] <= gap:
            runs[-1] = runs[-1][0], at + 1
        else:
            runs.append((at, at + 1))
    return runs
