"""Frames within cells, taken out of what is drawn in them.

In: the ink of a cell beside its characters, its claim with its frames. Out: the same ink, without those frames that are part of the cell. Not its
business: where frames are (ruling.py, tiles.py), what the ink that is left means (seen.py).
"""

from __future__ import annotations

from gongkai.model import Box
from gongkai.readers.layout.shapes import Bools
from gongkai.readers.layout.signs import Claim, Picture

BORDER = 5.0
"""points from the edge of a cell within which whole strokes are rules"""
FRAME = 2.5
"""points from the middle of a side of a frame to where it is clear of it"""
LARGEST_DIGIT = 13.0, 16.0
"""points that a digit is wide and high at most, in a table"""


def wipe_frames(ink: Bools, claim: Claim, picture: Picture, corner: tuple[int, int]) -> None:
    """Take the frames around all the characters of a cell away, up to the characters."""
    x0, top = min(one.x0 for one in claim.glyphs), min(one.top for one in claim.glyphs)
    x1, bottom = max(one.x1 for one in claim.glyphs), max(one.bottom for one in claim.glyphs)
    for box in claim.frames:
        around = box[0] - FRAME, box[1] - FRAME, box[2] + FRAME, box[3] + FRAME
        within = min(box[0] + FRAME, x0), min(box[1] + FRAME, top), max(box[2] - FRAME, x1), max(box[3] - FRAME, bottom)
        if box[0] < (x0 + x1) / 2 < box[2] and box[1] < (top + bottom) / 2 < box[3] and box[0] < x0 + FRAME and box[2] > x1 - FRAME:
            inner = ink[_part(within, picture, corner)].copy()
            ink[_part(around, picture, corner)] = False
            ink[_part(within, picture, corner)] = inner


def wipe_own_frame(ink: Bools, claim: Claim, picture: Picture, corner: tuple[int, int]) -> None:
    """Take the frame that is all that parts a cell from others away: it is larger than a nought that is drawn."""
    for box in claim.frames:
        is_own = all(abs(side - other) < BORDER for side, other in zip(box, claim.box, strict=True))
        if is_own and (box[2] - box[0] > LARGEST_DIGIT[0] or box[3] - box[1] > LARGEST_DIGIT[1]):
            inner = _part((box[0] + FRAME, box[1] + FRAME, box[2] - FRAME, box[3] - FRAME), picture, corner)
            kept = ink[inner].copy()
            ink[:] = False
            ink[inner] = kept


def _part(box: Box, picture: Picture, corner: tuple[int, int]) -> tuple[slice, slice]:
    """The rows and columns of pixels of a box, counted from a corner."""
    left, right = (max(int((side - picture.left) * picture.scale) - corner[0], 0) for side in (box[0], box[2]))
    top, bottom = (max(int((side - picture.top) * picture.scale) - corner[1], 0) for side in (box[1], box[3]))
    return slice(top, bottom), slice(left, right)
