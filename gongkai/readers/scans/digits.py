"""Whether the shapes of the ink of a number fit what it was read as.

In: a text and the ink (1 and 0) it was read from. Out: yes or no. A reading by other means than recognition: it only
counts and measures pieces of ink, and is there to doubt, never to mend. Not its business: recognising anything.
"""

from __future__ import annotations

import re

import cv2
import numpy

from gongkai.readers.scans.ocr import Picture

DIGITS = re.compile(r"[+\-－]?[0-9][0-9,.，]*")
DASHES = re.compile(r"[-‐‑‒–—―−─━ー－一_~]+")
SLASHES = ("/", "／")
NOISE = 1.8
"""a piece of ink lighter in all than this many pixels of the darkness of the digits is a pixel of noise"""
LEVELS = (0.3, 0.45, 0.6)
"""shares of that darkness from which on a pixel counts: where glyphs run together at one, they part at another"""
ADVANCE = (0.6, 0.95)
"""widths of a digit, from one to the next, in heights of a digit: narrow and wide typefaces"""
LEANING = {"1": -0.45, "7": -0.88}
"""how far the ink of these digits may lean as a slash does"""
SLASH_LEAN, SLASH_THICK = 0.26, 0.3
"""columns that a slash moves with each row at the least; heights of it that it is thick across at the most"""
DROP = 0.08
"""heights of a digit that a point may, and a comma must, reach below the line"""

Piece = tuple[int, int, int, int]
"""left, top, right, bottom"""


def fits(text: str, darkness: Picture, unit: float) -> bool:
    """Say whether the ink can be this number, dash or slash; True for texts that are none of them.

    darkness: how dark each pixel of the line is, 0 where it is no ink. It fits if it does at one level of darkness and
    shows no separator too many at any.
    """
    text = text.replace(" ", "")
    if not darkness.any():
        return False
    pieces = [to_pieces(darkness, level) for level in LEVELS]
    if DASHES.fullmatch(text):
        return all(is_dash(darkness, level) for level in LEVELS)
    if text in SLASHES:
        return is_slash(darkness)
    if not DIGITS.fullmatch(text):
        return True
    if _slant(to_ink(darkness, LEVELS[1])) < LEANING.get(text, -1.0):
        return False
    separators = [sign for sign in text if sign in ",.，"]
    found = [_parts(listed) for listed in pieces if listed]
    is_signed = text[0] in "+-－"
    if any(len(low) > len(separators) or (not is_signed and _has_sign(digits, flat)) for digits, low, flat in found):
        return False
    if not is_signed and found and _is_blurred(found[0][0], sum(sign.isdigit() for sign in text)):
        return False
    return any(_fits_number(text, separators, *parts, unit) for parts in found)


def is_dash(darkness: Picture, level: float = LEVELS[0]) -> bool:
    """Say whether the ink is nothing but flat strokes."""
    pieces = to_pieces(darkness, level)
    return bool(pieces) and all(right - left >= 1.3 * (bottom - top) for left, top, right, bottom in pieces)


def is_slash(darkness: Picture) -> bool:
    """Say whether the ink is one thin stroke that leans all the way, further than any digit does."""
    ink = to_ink(darkness, LEVELS[1])
    pieces = to_pieces(darkness, LEVELS[1])
    if len(pieces) != 1:
        return False
    left, top, right, bottom = pieces[0]
    height = bottom - top
    rows = ink[top:bottom, left:right]
    if height < 6 or int(rows.sum(axis=1).max()) > SLASH_THICK * height + 1:
        return False
    # the foot and the head of a 1 are wide, its stem is upright: each half of a slash leans as the whole does
    halves = rows[: height // 2], rows[height // 2 :]
    return _lean(rows) >= SLASH_LEAN and all(_lean(half) >= 0.8 * SLASH_LEAN for half in halves)


def _lean(ink: Picture) -> float:
    """How far a stroke moves to the left with each row downwards, in rows."""
    rows, columns = numpy.nonzero(ink)
    return float(-numpy.polyfit(rows, columns, 1)[0]) if len(set(rows.tolist())) > 1 else 0.0


def _fits_number(
    text: str, separators: list[str], digits: list[Piece], low: list[Piece], flat: list[Piece], unit: float
) -> bool:
    height = max(bottom - top for _, top, _, bottom in digits)
    base = sorted(bottom for _, _, _, bottom in digits)[len(digits) // 2]
    if height < 3 * unit or len(low) != len(separators) or bool(flat) != (text[0] in "+-－"):
        return False
    for (_, _, _, bottom), sign in zip(low, separators, strict=True):
        if (bottom - base > DROP * height) != (sign != "."):
            return False
    return _is_count(digits, sum(sign.isdigit() for sign in text), height)


def _has_sign(digits: list[Piece], flat: list[Piece]) -> bool:
    first = digits[0][0]
    return any(right <= first and right - left >= 1.2 * (bottom - top) for left, top, right, bottom in flat)


def _is_blurred(digits: list[Piece], printed: int) -> bool:
    """Whether a digit is too wide: a sign that blurs into it makes it so."""
    return len(digits) == printed and any(right - left > max(bottom - top for _, top, _, bottom in digits) for left, _, right, _ in digits)


def to_pieces(darkness: Picture, level: float) -> list[Piece]:
    """The pieces of ink, from left to right, at a level of darkness; none where there is only noise."""
    strength = _to_strength(darkness)
    ink = to_ink(darkness, level)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    masses = numpy.bincount(labels.ravel(), weights=darkness.ravel(), minlength=count)
    found = []
    for index in range(1, count):
        left, top, width, height, _ = boxes[index].tolist()
        if masses[index] >= NOISE * strength:
            found.append((left, top, left + width, top + height))
    return _joined(sorted(found))


def _to_strength(darkness: Picture) -> float:
    return float(numpy.percentile(darkness[darkness > 0], 90)) if darkness.any() else 0.0


def to_ink(darkness: Picture, level: float) -> Picture:
    """Where it is darker than a share of how dark the digits are."""
    ink: Picture = (darkness > level * _to_strength(darkness)).astype(numpy.uint8)
    return ink


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join pieces one above the other: a digit that is broken. A point stands beside its digits, never under them."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else piece
        if joined and piece[0] < last[2]:
            joined[-1] = last[0], min(last[1], piece[1]), max(last[2], piece[2]), max(last[3], piece[3])
        else:
            joined.append(piece)
    return joined


def _parts(pieces: list[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Part the pieces into digits, separators on the line, and signs."""
    height = max(bottom - top for _, top, _, bottom in pieces)
    digits = [piece for piece in pieces if piece[3] - piece[1] >= 0.7 * height]
    first, last = min(piece[1] for piece in digits), max(piece[3] for piece in digits)
    middle = first + 0.6 * (last - first)
    others = [piece for piece in pieces if piece not in digits]
    return digits, [one for one in others if one[1] >= middle], [one for one in others if one[1] < middle]


def _is_count(digits: list[Piece], printed: int, height: int) -> bool:
    """Whether so many digits are printed: as many pieces, or, where some touch, about their width."""
    if len(digits) == printed:
        return True
    width = digits[-1][2] - digits[0][0]
    return printed > len(digits) and printed * ADVANCE[0] - 0.3 <= width / height <= printed * ADVANCE[1]


def _slant(ink: Picture) -> float:
    """How far the ink is one slanting stroke: -1 for a slash, +1 for a backslash, 0 for an upright stem."""
    rows, columns = numpy.nonzero(ink)
    if len(rows) < 3 or columns.std() == 0 or rows.std() == 0:
        return 0.0
    return float(numpy.corrcoef(rows, columns)[0, 1])
