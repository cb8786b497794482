"""The rows of a table that was poured out, and whether they prove that its empty lines are cells.

In: rows as one reading of the empty lines has them. Out: whether that reading is proved. Not its business: lines, words (poured.py).

Where cells that are empty were left out, an empty line behind a row, between two blocks or behind the table makes a row that lost a cell as long as
it should be; read as a cell it moves all behind it, and the body is said to have added up wrong. So it takes more than a row that comes out right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.text import to_plain, to_printed

Cells = list[str]
_MOST_STRAY = 3
"""empty lines that may part what stands around a row; more of them, just as many as the row lacks, are its cells"""
_ENOUGH = 2
"""what proves it: an empty line between the values of a row that comes out right, or rows with more of them behind their values than others"""


@dataclass(frozen=True, slots=True)
class Row:
    """cells: words, then values. words: how many. width: how many values there should be, 0 if that is not known.

    is_last: nothing of the table is known to come behind it. is_end: its block ends behind it.
    is_widest: its label reaches over all columns of labels.
    lines: which of the lines each cell was. is_longer: whether more lines are its than of other rows as wide.
    is_proved: whether the empty lines of its table are proved to be cells.
    """

    at: int
    cells: Cells
    words: int
    width: int = 0
    is_last: bool = False
    is_end: bool = False
    is_widest: bool = False
    lines: tuple[int, ...] = ()
    is_proved: bool = False
    is_longer: bool = False

    @property
    def values(self) -> Cells:
        return self.cells[self.words:]

    @property
    def printed(self) -> list[int]:
        return [i for i, value in enumerate(self.values) if is_printed(value)]

    @property
    def is_full(self) -> bool:
        return self.width > 0 and len(self.printed) == self.width == self.printed[-1] - self.printed[0] + 1

    @property
    def is_short(self) -> bool:
        return 0 < len(self.printed) < self.width

    @property
    def is_parted(self) -> bool:
        """Whether empty cells stand between its values."""
        return bool(self.printed) and self.printed[-1] - self.printed[0] >= len(self.printed)

    @property
    def is_torn(self) -> bool:
        """Whether what is printed stands further apart than the row is wide."""
        return self.width > 0 and len(self.printed) <= self.width and bool(self.printed) and self.printed[-1] - self.printed[0] >= self.width

    @property
    def is_irregular(self) -> bool:
        """Whether values with no empty cell among them stand on lines that do not follow each other at one distance: one may be a page's number."""
        if not self.is_full and (self.width or not self.printed or self.is_parted):
            return False
        places = self.lines[self.words:]
        return len({places[i + 1] - places[i] - self.values[i].count("\n") for i in self.printed[:-1]}) > 1

    @property
    def is_summed(self) -> bool:
        """Whether its last value is the sum of the others, an empty one being 0."""
        numbers = [to_printed(value).number or 0 for value in self.values[: self.width]]
        return len(numbers) > 1 and numbers[-1] == sum(numbers[:-1])

    def trimmed(self) -> Row:
        """The row with as many values as it should have, right behind its label; none of the empty ones if something stands further back."""
        if any(i >= self.width for i in self.printed):
            return self.without_empty()
        return replace(self, cells=self.cells[:self.words + self.width])

    def without_empty(self) -> Row:
        return replace(self, cells=[*self.cells[:self.words], *(value for value in self.values if is_printed(value))])


def is_printed(cell: str) -> bool:
    return bool(to_plain(cell).strip())


def are_cells(rows: Sequence[Row], has_gaps: bool) -> bool:
    """Whether the empty lines in these rows are proved to be cells: no row lacks one, and so many come out right that it is no chance.

    has_gaps: whether other empty lines part the cells.
    """
    known = [row for row in rows if row.width and row.values]
    inner = [row for row in known if not row.is_last]
    full = [row for row in inner if row.is_full]
    behind = {_behind(row) for row in full}
    least = min(behind, default=0)
    lacking = [row for row in inner if row.is_short and len(row.values) < row.width + least and not _ends_in_last_place(row, least)]
    if lacking or any(row.is_torn and not row.is_full for row in known):
        return False
    exact = [row for row in inner if not row.is_full and len(row.values) - row.width in behind | {0}]
    short = [row for row in exact if row.printed]
    before = max((row.printed[0] for row in full), default=0 if not has_gaps else min((row.printed[0] for row in short), default=0))
    usual = max(behind) if behind else min(map(_behind, short)) if len(short) > 1 else None
    weight = 0
    for row in short:
        if row.is_parted or (row.printed[0] > before and row.words):
            weight += _ENOUGH
        elif usual is not None and not row.is_end:
            weight += (1 if behind else _ENOUGH) * max(0, _behind(row) - usual)
    if usual is not None:
        weight += _ENOUGH * sum(not row.printed and not row.is_end and row.width > usual + 1 for row in exact)
    # a row behind which nothing is known to come can only show what stands between its own values
    weight += _ENOUGH * sum(row.is_last and row.is_short and row.is_parted and len(row.values) >= row.width > row.printed[-1] for row in known)
    if not has_gaps and len(known) == 1 and len(known[0].values) == known[0].width > len(known[0].printed) + _MOST_STRAY and known[0].printed:
        weight += _ENOUGH
    return weight >= _ENOUGH


def trim(rows: Sequence[Row]) -> list[Row]:
    """The rows of a table whose empty lines are cells, without the empty cells of labels behind them, where those that have all their values, and as
    many, show that none stands before them: a table of other columns says nothing of this one's."""
    full = [row for row in rows if row.is_full and not row.is_last]
    widths = {row.width for row in full if row.is_widest} - {row.width for row in full if row.printed[0]}
    parted = {row.width for row in full if _behind(row)}  # lines that part rows stand between heads and values, too
    return [
        row.trimmed() if row.width in widths and row.is_short and len(row.values) > row.width and (row.words or row.width not in parted) else row
        for row in _with_longer(rows, full)
    ]


def _with_longer(rows: Sequence[Row], full: Sequence[Row]) -> list[Row]:
    """The rows, each told whether more lines are its than those of most whole rows as wide, or of the shortest where none is whole.

    Behind the last row of a block empty lines part it from what comes next.
    """
    usual: dict[int, int] = {}
    for width in {row.width for row in rows}:
        surplus = [_behind(row) for row in full if row.width == width]
        others = [len(row.values) - width for row in rows if row.width == width and not row.is_last]
        usual[width] = Counter(surplus).most_common(1)[0][0] if surplus else min(others, default=0)
    return [
        replace(row, is_longer=not row.is_end and (row.is_short or row.is_full) and len(row.values) - row.width > usual[row.width]) for row in rows
    ]


def _ends_in_last_place(row: Row, least: int) -> bool:
    """Whether a row has just its width of lines, the last of them a value and more empty ones before the first than part rows: the rest of a
    table may have more columns than this one's, and empty lines for them."""
    return len(row.values) == row.width == row.printed[-1] + 1 and row.printed[0] > least


def _behind(row: Row) -> int:
    """How many empty cells stand behind the values of a row."""
    return len(row.values) - 1 - row.printed[-1]
