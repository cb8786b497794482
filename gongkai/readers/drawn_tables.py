"""A table drawn in signs (+---+---+, ┌──┬──┐) → its rows.

In: lines of a text, where the table begins. Out: rows of cells, and the line behind the table. Not its business: what marks within a cell mean.
Pandoc writes tables so whose cells have several lines, as do terminals and programs that print. A row ends at a line that is drawn through; the
lines between are those of its cells. Where a line is drawn through only part of a row, or lines of one row have not the same bars, nothing is said.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

Rows = list[list[str | None]]

_DRAWN = str.maketrans(dict.fromkeys("┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛╒╤╕╞╪╡╘╧╛", "+") | dict.fromkeys("─━═", "-") | dict.fromkeys("│┃║", "|"))
_THROUGH = re.compile(r"\+[-=:+]+\+")
_PARTLY = re.compile(r"\+[-=:]{2,200}\+")
_MOST_WIDE = 100
"""cells of a row"""
_MOST_WIDE = 100
"""cells of a row"""
_ESCAPED = "\\|"


class DrawnTables:
    """The drawn tables of a text. What was walked through without finding one is not walked through again from each of its lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._none_before = 0
        self._narrower = 0
        """no table begins above line _none_before that has fewer cells in a row"""

    def to_rows(self, at: int) -> tuple[Rows, int]:
        """Read the drawn table that begins at a line: no rows where none does, or where it cannot be told which lines make a row."""
        lines = self._lines
        first = _to_signs(lines[at])
        if not _THROUGH.fullmatch(first) or at + 1 == len(lines):
            return [], at
        width = first.count("+") - 1
        if width > _MOST_WIDE or (at < self._none_before and width < self._narrower):
            return [], at
        rows: Rows = []
        pieces: list[list[str]] = []
        end, begins, wide = at + 1, at, sys.maxsize
        while end < len(lines):
            line = _to_signs(lines[end])
            if _THROUGH.fullmatch(line):
                if pieces:
                    rows.append(_to_row(pieces))
                pieces, begins = [], end
            elif line[:1] == line[-1:] == "|" and len(line) > 1 and not _PARTLY.search(line):
                pieces.append(line[1:-1].replace(_ESCAPED, "\0").split("|"))
                if len(pieces[-1]) != len(pieces[0]):
                    break
                if len(pieces[0]) > width:
                    wide = len(pieces[0])
                    break
            else:
                break
            end += 1
        if not pieces and rows:
            return rows, end
        self._none_before, self._narrower = begins + 1, wide
        return [], at


def _to_signs(line: str) -> str:
    return line.strip().translate(_DRAWN)


def _to_row(pieces: list[list[str]]) -> list[str | None]:
    """The cells of a row, each the lines in its place, one under the other."""
    return ["\n".join(filter(None, (line[i].strip() for line in pieces))).replace("\0", "|") for i in range(len(pieces[0]))]
