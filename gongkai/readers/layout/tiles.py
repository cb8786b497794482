"""Cells that are boxes of their own, with gaps between them → lattices.

In: the boxes drawn on a page, filled or with a frame, sharp or rounded, and the lattices that its rules make. Out: the lattices, those in whose place
boxes show more cells replaced. Not its business: what a box is drawn with, text.

Rules of one table cross each other. Where each cell has a frame or a ground of its own and the page shows through between them, nothing crosses; but
a reader sees columns and rows, since all gaps are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy
from numpy.typing import NDArray

from gongkai.model import Box
from gongkai.readers.layout.ruling import Lattice, Rule, rules_to_lattices

SMALLEST = 7.0
"""points that a cell is wide and high at the least"""
WIDEST_GAP, OVERLAP = 8.0, 2.0
"""points between two boxes of one table, and by which they may lie on one another"""
FEWEST, MOST = 8, 700
"""boxes that make a table, and that are looked at on a page"""
SHARE = 0.9
"""a lattice of rules with fewer cells than this share of the boxes in its place has lost some"""
ALIKE = 1.0
"""points that a gap of a table differs by from the others"""

Boxes = NDArray[numpy.floating[Any]]
Pairs = NDArray[numpy.bool_]


def with_tiles(lattices: Sequence[Lattice], boxes: Sequence[Box]) -> list[Lattice]:
    """The lattices of a page, with those that only boxes show."""
    large = sorted({box for box in boxes if min(box[2] - box[0], box[3] - box[1]) >= SMALLEST})
    if not FEWEST <= len(large) <= MOST:
        return list(lattices)
    kept = list(lattices)
    for tiles, margins in _to_tables(_without_holders(numpy.array(large, numpy.float64))):
        for found in rules_to_lattices(*_to_rules(tiles + margins)):
            there = [one for one in kept if _overlap(one.box, found.box)]
            if len(found.xs) > 2 and SHARE * len(found.cells) <= len(tiles) and sum(len(one.cells) for one in there) < SHARE * len(found.cells):
                kept = [one for one in kept if one not in there] + [_framed(found, tiles)]
    return sorted(kept, key=lambda one: (one.ys[0], one.xs[0]))


def _without_holders(boxes: Boxes) -> Boxes:
    """The boxes that hold the middle of no other: the ground of a table is none of its cells."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    holds = (boxes[:, None, 0] < x) & (x < boxes[:, None, 2]) & (boxes[:, None, 1] < y) & (y < boxes[:, None, 3])
    kept: Boxes = boxes[holds.sum(axis=1) < 2]
    return kept


def _beside(boxes: Boxes, axis: int) -> tuple[Pairs, Boxes]:
    """Which boxes follow each other along an axis, with most of a side in common, and the gaps between all."""
    low, high, first, last = (boxes[:, at] for at in ((0, 2, 1, 3) if axis == 0 else (1, 3, 0, 2)))
    gaps = low[None, :] - high[:, None]
    shared = numpy.minimum(last[:, None], last[None, :]) - numpy.maximum(first[:, None], first[None, :])
    sides = last - first
    return (gaps > -OVERLAP) & (gaps < WIDEST_GAP) & (shared > 0.5 * numpy.minimum(sides[:, None], sides[None, :])), gaps


def _to_tables(boxes: Boxes) -> list[tuple[Boxes, Boxes]]:
    """Part boxes into those that hang together, and leave a gap as wide as all others between them, across and down. Out also: half of the gaps,
    to be added to the sides of each box."""
    if len(boxes) < FEWEST:
        return []
    pairs = [_beside(boxes, axis) for axis in (0, 1)]
    near = pairs[0][0] | pairs[1][0]
    near |= near.T
    group = numpy.full(len(boxes), -1)
    found = []
    for start in range(len(boxes)):
        if group[start] >= 0:
            continue
        following, group[start] = [start], start
        while following:
            reached = numpy.flatnonzero(near[following.pop()] & (group < 0))
            group[reached] = start
            following += reached.tolist()
        members = numpy.flatnonzero(group == start)
        widths = [gaps[numpy.ix_(members, members)][follows[numpy.ix_(members, members)]] for follows, gaps in pairs]
        if len(members) >= FEWEST and all(map(_are_alike, widths)):
            across, down = (float(numpy.median(gaps)) / 2 for gaps in widths)
            found.append((boxes[members], numpy.array((-across, -down, across, down))))
    return found


def _are_alike(gaps: Boxes) -> bool:
    """Whether nearly all gaps of a table are as wide: a page break may leave one that is not."""
    return bool(len(gaps)) and float((numpy.abs(gaps - numpy.median(gaps)) <= ALIKE).mean()) >= SHARE


def _to_rules(boxes: Boxes) -> tuple[list[Rule], list[Rule]]:
    """The sides of boxes that meet in the middle of their gaps."""
    horizontal: list[Rule] = [(y, x0, x1) for x0, y0, x1, y1 in boxes.tolist() for y in (y0, y1)]
    return horizontal, [(x, y0, y1) for x0, y0, x1, y1 in boxes.tolist() for x in (x0, x1)]


def _framed(lattice: Lattice, boxes: Boxes) -> Lattice:
    """A lattice with the box of each cell as a frame within it; where there is none, nobody can say that it is a cell."""
    frames: dict[int, tuple[Box, ...]] = {}
    for x0, y0, x1, y1 in boxes.tolist():
        cell = lattice.cell_at((x0 + x1) / 2, (y0 + y1) / 2)
        if cell >= 0:
            frames[cell] = (*frames.get(cell, ()), (x0, y0, x1, y1))
    return replace(lattice, frames=frames, parts=frozenset(range(len(lattice.cells))) - frames.keys())


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
