"""Whether the shapes of the ink of a number fit what it was read as.

In: a text and the ink (1 and 0) it was read from. Out: yes or no. A reading by other means than recognition: it only
counts and measures pieces of ink, and is there to doubt, never to mend. Not its business: recognising anything.
"""

from __future__ import annotations

import re

import cv2
import numpy

from gongkai.readers.ocr import Picture

DIGITS = re.compile(r"[+\-－]?[0-9][0-9,.，]*")
DASHES = re.compile(r"[-‐‑‒–—―−─━ー－]+")
NOISE = 1.8
"""a piece of ink lighter in all than this many pixels of the darkness of the digits is a pixel of noise"""
ADVANCE = (0.6, 0.95)
"""widths of a digit, from one to the next, in heights of a digit: narrow and wide typefaces"""


def fits(text: str, ink: Picture, darkness: Picture, unit: float) -> bool:
    """Say whether the pieces of ink can be this number, dash or slash; True for texts that are none of them.

    ink: with dirt. darkness: how dark each of its pixels is; a piece as dark in all as two pixels of the digits is one.
    """
    text = text.replace(" ", "")
    pieces = _pieces(ink, darkness)
    if not pieces:
        return False
    if DASHES.fullmatch(text):
        return all(right - left >= 1.8 * (bottom - top) for left, top, right, bottom in pieces)
    if text in ("/", "／"):
        return len(pieces) == 1 and _slant(ink) < -0.75
    if not DIGITS.fullmatch(text):
        return True
    height = max(bottom - top for _, top, _, bottom in pieces)
    if height < 3 * unit:
        return False
    digits = [piece for piece in pieces if piece[3] - piece[1] >= 0.7 * height]
    low = [piece for piece in pieces if piece not in digits and piece[1] >= 0.6 * ink.shape[0]]
    flat = [piece for piece in pieces if piece not in digits and piece not in low]
    printed = sum(sign.isdigit() for sign in text)
    if len(low) != sum(sign in ",.，" for sign in text) or bool(flat) != (text[0] in "+-－"):
        return False
    if text == "1" and abs(_slant(ink)) > 0.8 and digits[0][2] - digits[0][0] > 0.3 * height:
        return False
    return _is_count(digits, printed, height)


def _pieces(ink: Picture, darkness: Picture) -> list[tuple[int, int, int, int]]:
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    masses = numpy.bincount(labels.ravel(), weights=darkness.ravel(), minlength=count)
    strength = float(numpy.percentile(darkness[ink > 0], 95)) if ink.any() else 255.0
    found = []
    for index in range(1, count):
        left, top, width, height, _ = boxes[index].tolist()
        if masses[index] >= NOISE * strength:
            found.append((left, top, left + width, top + height))
    return sorted(found)


def _is_count(digits: list[tuple[int, int, int, int]], printed: int, height: int) -> bool:
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
