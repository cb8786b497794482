"""Rows of a table that stand in one, a line of each cell for every row: the rows.

In: a row of cells. Out: the rows in it. Not its business: texts whose cells stand a line each (poured.py).

Whoever makes a page by hand puts a whole column into a cell and parts its rows by paragraphs. They are rows where every line beside them names one,
and every cell behind has a line for each; where one has fewer, nobody can tell which is missing, and the row stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gongkai.model import doubt_of
from gongkai.text import is_number, to_plain

Row = tuple[str | None, ...]
_MOST = 60


def unstack(row: Sequence[str | None], is_row: Callable[[str], bool]) -> list[Row]:
    """The rows in a row, itself alone where it is one. is_row: whether a text is the label of one."""
    if not any(cell and "\n" in cell for cell in row):
        return [tuple(row)]
    lines = [_lines(cell) for cell in row]
    label = next((at for at, each in enumerate(lines) if len(each) > 1 and all(is_row(line) for line in each)), None)
    if label is None or len(lines[label]) > _MOST or len(set(map(to_plain, lines[label]))) < len(lines[label]):
        return [tuple(row)]
    count = len(lines[label])
    behind = [at for at in range(label + 1, len(row)) if row[at] is not None]
    is_whole = all(len(lines[at]) == count and not doubt_of(row[at]) and all(map(is_number, lines[at])) for at in behind)
    if not behind or not is_whole or any(len(lines[at]) > 1 for at in range(label)):
        return [tuple(row)]
    split = {label, *behind}
    return [
        tuple(lines[at][number] if at in split else cell if not number else None for at, cell in enumerate(row)) for number in range(count)
    ]


def _lines(cell: str | None) -> list[str]:
    return [line.strip() for line in (cell or "").split("\n") if line.strip()]
