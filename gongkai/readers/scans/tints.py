"""Whether the ink of a number has more than one colour: the pen or the seal of somebody went over it, or a patch lies beneath it.

In: the colours of a page, and its ink. Out: how far each number mixes colours, and whether its paper is patched. As strokes.py
it only measures, and is there to doubt. A number is held against its own ink and its own paper: a document in blue, on yellow
paper or with shaded rows is as good as another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy

from gongkai.readers.scans.inked import Line, Page, cell_edges
from gongkai.readers.scans.ocr import Picture
from gongkai.readers.scans.picture import Pixels
from gongkai.text import to_printed

GREY = 6
"""how far the channels of a picture (0 to 255) differ at the most where it is a grey one"""
WINDOW = 0.3
"""heights of a line over which colours are taken together: the coloured fringes that scanners and screens give to black print cancel out in it"""
MARGIN = 0.3
"""heights around a number in which a stroke is still one across it"""
INKED = 0.3
"""the share of the darkest ink from which on a place tells what colour the ink of a number has"""
LEAST, TIMES, OWN = 6.0, 2.0, 0.3
"""how much colour makes a number mixed: in all, of what a number of its page usually mixes, and of the colour that it has itself"""
LIGHTER, PATCH = 8, 0.5
"""how much lighter than its cell a patch is, and how large, in squares of the height of a line"""


class _Figure(NamedTuple):
    """The first number or mark of a cell. box: around all its lines: what a pen or a seal left may be one by itself. height: of a line."""

    line: Line
    cell: Pixels
    box: Pixels
    height: int


def doubt_tints(page: Page) -> None:
    """Doubt the figures over or beside which something of another colour was drawn, or whose paper is patched."""
    figures = _to_figures(page)
    tint = page.tint
    mixtures = [0.0 if tint is None else _to_mixture(tint, page.darkness, page.walls, *figure[1:]) for figure in figures]
    clear = (page.raw == 0) & (page.walls == 0)
    for figure, is_mixed in zip(figures, _are_mixed(mixtures), strict=True):
        left, top, right, bottom = figure.cell
        if is_mixed or _is_patched(page.grey[top:bottom, left:right], clear[top:bottom, left:right], figure.height):
            figure.line.doubt = "covered"


def _to_figures(page: Page) -> list[_Figure]:
    cells: dict[tuple[int, int], list[Line]] = {}
    for line in page.lines:
        if line.cell is not None:
            cells.setdefault(line.cell, []).append(line)
    figures = []
    for lines in cells.values():
        first = next((line for line in lines if to_printed(line.text).status in ("reported", "not_applicable")), None)
        if first is not None:
            lefts, tops, rights, bottoms = zip(*(line.box for line in lines), strict=True)
            box = min(lefts), min(tops), max(rights), max(bottoms)
            figures.append(_Figure(first, cell_edges(page, first), box, first.box[3] - first.box[1]))
    return figures


def to_tint(colours: Picture) -> Picture | None:
    """How far red and how far blue lie above green, halved and about 128: (height, width, 2) of (height, width, 3); None of a grey picture."""
    blue, green, red = (colours[:, :, channel] for channel in range(3))
    apart = [cv2.addWeighted(one, 0.5, green, -0.5, 128) for one in (red, blue)]
    if all(numpy.abs(one[::2, ::2].astype(numpy.int16) - 128).max(initial=0) <= GREY // 2 for one in apart):
        return None
    tint: Picture = numpy.dstack(apart)
    return tint


def _to_mixture(tint: Picture, darkness: Picture, walls: Picture, cell: Pixels, box: Pixels, height: int) -> float:
    """How much colour there is at a number that neither its ink nor its paper has. All of the page; box: of all lines of the cell; height: of one."""
    window, margin = max(round(WINDOW * height), 3), round(MARGIN * height)
    left, top = max(box[0] - margin, cell[0]), max(box[1] - margin, cell[1])
    right, bottom = min(box[2] + margin, cell[2]), min(box[3] + margin, cell[3])
    inside = tint[cell[1] : cell[3], cell[0] : cell[2]].reshape(-1, 2)
    paper = numpy.median(inside, axis=0)
    part = 2 * (tint[top:bottom, left:right].astype(numpy.float32) - paper.astype(numpy.float32))
    part[walls[top:bottom, left:right] > 0] = 0
    colour = cv2.blur(part, (window, window))
    dark = cv2.blur(darkness[top:bottom, left:right].astype(numpy.float32), (window, window))
    darkest = float(dark.max())
    inked = dark > INKED * max(darkest, 1.0)
    if not inked.any():
        return 0.0
    own = numpy.median(colour[inked] / dark[inked][:, None], axis=0)
    rest = colour - dark[:, :, None] * own
    return float(numpy.sqrt((rest**2).sum(axis=2)).max() - OWN * numpy.sqrt((own**2).sum()) * darkest)


def _are_mixed(mixtures: Sequence[float]) -> list[bool]:
    """Say of each number of a page whether its ink has more than one colour; most of them have not."""
    usual = sorted(mixtures)[len(mixtures) // 4] if mixtures else 0.0
    return [mixture > max(LEAST, TIMES * usual) for mixture in mixtures]


def _is_patched(grey: Picture, clear: Picture, height: int) -> bool:
    """Whether a part of the paper of a cell is lighter than the rest: correction fluid, or a slip. clear: where there is neither ink nor rule."""
    paper = grey[clear > 0]
    if paper.size < height * height:
        return False
    smooth = cv2.blur(cv2.medianBlur(grey, 5), (5, 5))
    usual = float(numpy.median(smooth[clear > 0]))
    noise = 1.5 * float(numpy.median(numpy.abs(smooth[clear > 0].astype(numpy.int16) - usual)))
    spots = ((smooth > usual + max(LIGHTER, 5 * noise)) & (clear > 0)).astype(numpy.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(spots, connectivity=8)
    return any(one[cv2.CC_STAT_AREA] >= PATCH * height * height for one in boxes[1:].tolist())
