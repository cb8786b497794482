"""Tables whose rows are ruled and whose columns are not → lattices, where nothing about their columns is in doubt.

In: the horizontal rules of a page that are of no lattice, and its glyphs. Out: lattices with the columns that the page shows, parted by strips
that no character of any row, nor of the heads, reaches into. Everything else stays text. Not its business: tables without rows, which heads are the
form's (match).

A column needs a head of its own, no row may have two numbers in one, and what is left of the numbers is label. Where one of these fails the table is
not taken: a reader would have to guess, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from gongkai.readers.layout.glyphs import WORD_GAP, Glyph
from gongkai.readers.layout.ruling import SLIVER, SNAP, Lattice, Rule, pieces_to_rules, rules_to_lattice

RIVER = 2.0
"""points that no character reaches into, between two columns, at the least"""
FIGURE = re.compile(r"[-－—–+＋]?[0-9０-９][0-9０-９.,，．]*+(?:[件项个宗份次条]|[万千]?元|[%％])?|[-—–－―]+|[/／]|[无零〇]|不涉及")
"""a number as cells have it, or what says that there is none"""
NEXT = 0.25
"""of its height: the gap before a character from which on it begins another number, or another head"""
LEVEL = 0.3
"""of its height: how far the baseline of a character may be off those of its line"""
POINTS = "..,，．、"
"""signs that belong to what is before and behind them, also where a font gives them much room"""
HEAD = 48.0
"""points from one rule among the heads of a table to the next, or to the text above them, at the most"""
SAME = 0.3
"""the share of its width that a head shares with one below it that is a part of it"""
MOST_RULES, MOST_PAIRS = 400, 2_000_000


class _Piece(NamedTuple):
    """A text of a band that no wide gap parts, and where it stands. level: its baseline."""

    left: float
    right: float
    level: float
    text: str

    @property
    def is_value(self) -> bool:
        return FIGURE.fullmatch(self.text) is not None and self.text[-1] not in POINTS


class _Band(NamedTuple):
    """What stands between two levels of rules."""

    top: float
    bottom: float
    pieces: tuple[_Piece, ...]

    @property
    def is_row(self) -> bool:
        """Whether it has figures."""
        return any(piece.is_value for piece in self.pieces)


def across_to_lattices(horizontal: Sequence[Rule], lattices: Sequence[Lattice], glyphs: Sequence[Glyph]) -> list[Lattice]:
    """Find the tables that are ruled across only."""
    if len(horizontal) * len(lattices) > MOST_PAIRS:
        return []
    rules = pieces_to_rules(rule for rule in horizontal if not any(_is_of(rule, lattice) for lattice in lattices))
    if not 2 < len(rules) <= MOST_RULES or len(rules) * len(glyphs) > MOST_PAIRS:
        return []
    found = []
    for left, right, own in _stacks(rules):
        bands = _to_bands(own, left, right, glyphs)
        if bands[0].is_row:
            own = _with_heads(own, left, right, rules, glyphs)
            bands = _to_bands(own, left, right, glyphs)
        if any(lattice.ys[0] < bands[-1].bottom and lattice.ys[-1] > bands[0].top for lattice in lattices):
            continue
        for segment in _to_segments(bands):
            lattice = _to_lattice(segment, own, left, right)
            if lattice is not None:
                found.append(lattice)
    return found


def _is_of(rule: Rule, lattice: Lattice) -> bool:
    x0, y0, x1, y1 = lattice.box
    return y0 - SNAP <= rule[0] <= y1 + SNAP and rule[1] < x1 and rule[2] > x0


def _stacks(rules: Sequence[Rule]) -> list[tuple[float, float, list[Rule]]]:
    """The left and right side of each table, and its rules: those between the first and the last that go from side to side."""
    found: list[tuple[float, float, list[Rule]]] = []
    for rule in sorted(rules, key=lambda one: one[1] - one[2]):
        _, left, right = rule
        if any(one[0] - SNAP <= left and right <= one[1] + SNAP for one in found):
            continue
        whole = [one[0] for one in rules if abs(one[1] - left) <= SNAP and abs(one[2] - right) <= SNAP]
        own = [one for one in rules if min(whole) <= one[0] <= max(whole) and left - SNAP <= one[1] and one[2] <= right + SNAP]
        if len(whole) > 1 and len(own) > 2:
            found.append((left, right, own))
    return found


def _with_heads(own: list[Rule], left: float, right: float, rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Rule]:
    """The rules of a table that begins with a row of figures, with those among the heads above it, and one above them, where none is drawn."""
    top = min(rule[0] for rule in own)
    more: list[Rule] = []
    for rule in sorted(rules, reverse=True):
        if left - SNAP <= rule[1] and rule[2] <= right + SNAP and 0 < top - rule[0] < HEAD:
            more.append(rule)
            top = rule[0]
    end = top
    within = [one for one in glyphs if left <= (one.x0 + one.x1) / 2 <= right and top - HEAD < one.bottom < top + SNAP and not one.text.isspace()]
    for one in sorted(within, key=lambda one: -one.bottom):
        if end - one.bottom > _size(one):
            break
        end = min(end, one.top)
    return [*own, *more, (end - 1, left, right)] if end < top else own


def _to_bands(rules: Sequence[Rule], left: float, right: float, glyphs: Sequence[Glyph]) -> list[_Band]:
    levels: list[float] = []
    for level, _, _ in sorted(rules):
        if not levels or level - levels[-1] > SNAP:
            levels.append(level)
    inside: list[list[Glyph]] = [[] for _ in levels]
    for glyph in glyphs:
        place = bisect_right(levels, (glyph.top + glyph.bottom) / 2) - 1
        if place >= 0 and left <= (glyph.x0 + glyph.x1) / 2 <= right and not glyph.text.isspace():
            inside[place].append(glyph)
    return [_Band(top, bottom, _to_pieces(inside[at])) for at, (top, bottom) in enumerate(pairwise(levels))]


def _to_pieces(glyphs: Sequence[Glyph]) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    lines: list[list[Glyph]] = []
    for one in sorted(glyphs, key=lambda one: one.baseline):
        if lines and one.baseline - lines[-1][0].baseline < LEVEL * _size(one):
            lines[-1].append(one)
        else:
            lines.append([one])
    for line in lines:
        last: Glyph | None = None
        for one in sorted(line, key=lambda one: one.x0):
            gap = WORD_GAP if last and (one.text[0] in POINTS or last.text[-1] in POINTS) else NEXT
            if last and one.x0 - last.x1 < gap * _size(one):
                found[-1] = _Piece(found[-1].left, max(found[-1].right, one.x1), one.baseline, found[-1].text + one.text)
            else:
                found.append(_Piece(one.x0, one.x1, one.baseline, one.text))
            last = one
    return tuple(found)


def _size(glyph: Glyph) -> float:
    """Some fonts give 一 the height of its stroke."""
    return max(glyph.bottom - glyph.top, (glyph.x1 - glyph.x0) / len(glyph.text))


def _to_segments(bands: Sequence[_Band]) -> list[list[_Band]]:
    """Part bands into tables, or parts of one, with heads of their own: heads, then rows. Words without figures behind a row may be a blank row."""
    found: list[list[_Band]] = []
    pending: list[_Band] = []
    end = 0.0
    for band in bands:
        if not band.is_row:
            pending.append(band)
            continue
        if not found or any(piece.left > end for one in pending for piece in one.pieces):
            found.append([])
            end = 0.0
        found[-1] += [*pending, band]
        end = max([end, *(piece.right for piece in band.pieces if not piece.is_value)])
        pending = []
    if found and pending:
        found[-1] += pending
    return found


def _to_lattice(bands: Sequence[_Band], rules: Sequence[Rule], left: float, right: float) -> Lattice | None:
    first = next(at for at, band in enumerate(bands) if band.is_row)
    heads, rows = _leaves(bands[:first]), [piece for band in bands[first:] for piece in band.pieces]
    strips = _to_strips([*heads, *rows])
    labels = [at for at, strip in enumerate(strips) if any(_is_in(piece, strip) and not piece.is_value for piece in rows)]
    last = labels[-1] if labels else -1
    columns = strips[last + 1 :]
    # 无 among words is one of them
    figures = [piece for piece in rows if piece.is_value and not piece.text.isalpha()]
    if not columns or min((piece.left for piece in figures), default=0) < columns[0][0] or not all(_has_a_head(strip, heads) for strip in columns):
        return None
    if any(sum(_is_in(piece, strip) for piece in band.pieces) > 1 for band in bands[first:] for strip in columns):
        return None
    walls = [(before[1] + strip[0]) / 2 for before, strip in pairwise(strips[max(last, 0) :])]
    if labels:
        # rules that begin or end among the labels part them
        walls += {round(side, 1) for _, x0, x1 in rules for side in (x0, x1) if left + SLIVER < side < walls[0] - SLIVER}
    down: list[Rule] = []
    for band in bands:
        down += [(left, band.top, band.bottom), (right, band.top, band.bottom)]
        down += [(wall, band.top, band.bottom) for wall in walls if not any(one.left < wall < one.right for one in band.pieces)]
    top, bottom = bands[0].top - SNAP, bands[-1].bottom + SNAP
    found = rules_to_lattice([rule for rule in rules if top <= rule[0] <= bottom], down)
    return found and replace(found, is_inferred=True)


def _is_in(piece: _Piece, strip: tuple[float, float]) -> bool:
    return strip[0] <= piece.left <= strip[1]


def _leaves(bands: Sequence[_Band]) -> list[_Piece]:
    """The heads that stand over no others."""
    found: list[_Piece] = []
    for band in reversed(bands):
        found += [piece for piece in band.pieces if not any(_share(piece, below) > SAME for below in found)]
    return found


def _share(one: _Piece, other: _Piece) -> float:
    width = min(one.right - one.left, other.right - other.left)
    return (min(one.right, other.right) - max(one.left, other.left)) / max(width, 0.1)


def _to_strips(pieces: Sequence[_Piece]) -> list[tuple[float, float]]:
    """What of the width of a table has characters, without the rivers between."""
    found: list[tuple[float, float]] = []
    for left, right, _, _ in sorted(pieces):
        if found and left < found[-1][1] + RIVER:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def _has_a_head(strip: tuple[float, float], heads: Sequence[_Piece]) -> bool:
    """Whether a column has a head, and no two side by side, but for parts of one below a part that is as wide as they are together."""
    own = [head for head in heads if _is_in(head, strip)]
    widest = max(own, key=lambda head: head.right - head.left, default=None)
    levels = [round(head.level) for head in own]
    return widest is not None and all(
        levels.count(level) == 1 or (round(widest.level) < level and widest.left <= head.left and head.right <= widest.right)
        for head, level in zip(own, levels, strict=True)
    )
