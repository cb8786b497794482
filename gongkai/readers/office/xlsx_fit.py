"""Whether a figure of a sheet fits into its cell.

In: the sizes of rows and columns, a text with its style, which cells hold something. Out: whether it is shown whole. A number too wide for its column
is shown as ####; a text goes on over the cells beside it as long as nothing is in them. Not its business: what a cell shows (xlsx_cells.py).
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from gongkai.readers.office.xlsx_drawings import Sizes
from gongkai.readers.office.xlsx_looks import Style

_FIGURES = re.compile(r"[\d.,+\-−－%]+[\u4e00-\u9fff]{0,3}")
WIDEST = 200
_LEAST_SHARE = 0.6
"""of the size of a font that its row must be high, so that its figures are told apart"""
_INDENT = 1.3
"""characters of a step of an indent"""
_LEAST_SHRUNK = 0.25
"""characters of a column for each of a figure that shrinks to fit into it"""
_PADDING = 0.5
"""characters that the column of a number is wider than the number, at the least; LibreOffice shows #### below 0.57"""
_POINTS_A_CHARACTER = 5.25

Place = tuple[int, int]
Range = tuple[Place, Place]


class Layout(NamedTuple):
    """Rows and columns that are not shown, and the sizes of the others: characters for columns, points for rows.

    unsure: rows that do not say whether they are shown, where others are hidden unless they say so.
    """

    rows: set[int]
    columns: set[int]
    widths: dict[int, float]
    heights: dict[int, float]
    usual_width: float
    unsure: set[int]

    def width(self, start: int, end: int) -> float:
        return sum(self.widths.get(at, self.usual_width) for at in range(start, end + 1) if at not in self.columns)

    def sizes(self) -> Sizes:
        columns = {at: _POINTS_A_CHARACTER * width for at, width in self.widths.items()}
        rows = dict(self.heights)
        return Sizes(columns | dict.fromkeys(self.columns, 0.0), rows | dict.fromkeys(self.rows, 0.0))


class Fit(NamedTuple):
    """A figure to be fitted. usual_size: of the font of the workbook. is_text: whether it is a text for the program, and no number."""

    text: str
    style: Style
    usual_size: int
    is_text: bool
    reach: Range

    def is_whole(self, layout: Layout, held: Container[Place]) -> bool:
        """Whether it is shown whole. held: the cells that hold something, with all that are merged."""
        style, (start, end) = self.style, self.reach
        if not _FIGURES.fullmatch(self.text):
            return True
        if start[0] == end[0] and layout.heights.get(start[0], 99.0) < _LEAST_SHARE * style.font.size / 2:
            return False
        if style.fits:
            return layout.width(start[1], end[1]) > _LEAST_SHRUNK * len(self.text)
        needed = sum(0.5 if sign in ".,-" else 1 if sign.isascii() else 2 for sign in self.text)
        if "," in style.code:
            needed += (len(self.text.partition(".")[0]) - 1) // 3 * 0.5
        needed = needed * style.font.size / self.usual_size + _INDENT * style.indent
        width = layout.width(start[1], end[1])
        if not self.is_text:
            return needed + _PADDING <= width
        if needed <= width:
            return True
        if style.wraps or start != end:
            return False
        lacking = needed - width
        if style.across in ("center", "centerContinuous"):
            return all(_has_room(start, step, lacking / 2, layout, held) for step in (-1, 1))
        return style.across in ("", "general", "left", "right") and _has_room(start, -1 if style.across == "right" else 1, lacking, layout, held)


def _has_room(start: Place, step: int, needed: float, layout: Layout, held: Container[Place]) -> bool:
    """Whether the cells beside one are empty as far as its text goes on over them."""
    row, column = start
    while needed > 0:
        column += step
        if not 1 <= column <= WIDEST or (row, column) in held:
            return False
        needed -= layout.width(column, column)
    return True
