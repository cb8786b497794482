"""What a reader has found so far, and the limits every reader keeps to.

Not its business: how any format is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gongkai.model import Cell, Grid, Paragraph

MOST_CELLS = 200_000
MOST_BYTES = 200_000_000
MOST_RATIO = 200
RATIO_COUNTS_FROM = 20_000_000


class Refused(Exception):
    """What a reader will not read, in our words: the file may be whole."""


@dataclass(slots=True)
class Parts:
    """A Document in the making.

    foot: of a table that ends its page, the cells (row, column) with a number that fills them; empty where text stands below it.
    """

    pages: int | None = None
    titles: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    doubtful_pages: list[int] = field(default_factory=list)
    foot: list[frozenset[tuple[int, int]]] = field(default_factory=list)

    def add_paragraph(self, text: str, doubt: str = "") -> None:
        """Add running text, unless it is blank. doubt: why it may not be all that is seen there, a code of doubts.csv."""
        if text.strip():
            self.paragraphs.append(Paragraph(Cell(text.strip(), doubt) if doubt else text.strip()))

    def add_parts(self, other: Parts) -> None:
        """Add what was found in a document within this one, in its order."""
        before = 0
        for grid in other.grids:
            self.paragraphs += other.paragraphs[before:grid.after]
            before = grid.after
            above = self.paragraphs[-1].text if self.paragraphs else ""
            self.grids.append(replace(grid, after=len(self.paragraphs), heading=grid.heading or above))
        self.paragraphs += other.paragraphs[before:]
        self.titles += other.titles
        self.troubles += [trouble for trouble in other.troubles if trouble not in self.troubles]

    def add_grid(self, rows: list[list[str | None]], exact: bool = True, is_loose: bool = False) -> None:
        """Add a table with what stands before it as its heading; where a row has no cell any more, there is none, not an empty one."""
        width = max((len(row) for row in rows), default=0)
        if not width:
            return
        is_first_since = not self.grids or self.grids[-1].after < len(self.paragraphs)
        heading = self.paragraphs[-1].text if self.paragraphs and is_first_since else ""
        if exact:
            # an absurd span makes columns where no cell begins
            used = [column for column in range(width) if any(len(row) <= column or row[column] is not None for row in rows)]
            rows = [[row[column] for column in used if column < len(row)] for row in rows]
            width = len(used)
        filled = tuple(tuple(row) + ((None,) * (width - len(row)) if exact else ()) for row in rows)
        self.grids.append(Grid(heading=heading, rows=filled, exact=exact, after=len(self.paragraphs), is_loose=is_loose))
