"""Numbers of a list that stand in its rows and not under the head of numbers: in a column without a head, among remarks, where units belong.

In: rows of a grid, the Blocks that its heads say. Out: which cells of a row may hold its number though no head says so; Blocks whose one head of
numbers stands beside their one column of numbers. Not its business: what heads mean (columns.py), what a text says.

A row whose own cell is empty is blank only where nothing else in it may be its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.match.columns import Block, is_head
from gongkai.match.list_items import Cell, is_value
from gongkai.match.row_names import RowNames
from gongkai.model import Grid, doubt_of
from gongkai.text import has_text, to_plain

_FEWEST = 3
"""rows with a number of their own and one among the remarks that make those no slips"""


def may_be_number(cell: Cell) -> bool:
    """Whether a cell holds a number and nothing else, or what may be one."""
    return cell is not None and has_text(cell) and is_value(cell) and bool(doubt_of(cell) or re.search(r"\d", to_plain(cell)))


def find_beside(row: Sequence[Cell], label: int, end: int, block: Block) -> list[int]:
    """The cells behind a label whose number may be its own, where the cell under the head of numbers has none."""
    behind = [i for i in range(label + 1, end) if i not in block.numbers]
    unsure = [] if block.is_sure else [i for i in behind if i not in block.units]
    told = (*block.notes, *unsure)
    return [i for i in behind if (i in block.strays and _is_filled(row, i)) or (i in told and may_be_number(row[i]))]


def _is_filled(row: Sequence[Cell], at: int) -> bool:
    """Whether a row has a number there, or what stands for none."""
    return at < len(row) and has_text(row[at]) and is_value(row[at] or "")


def beside_heads(blocks: Sequence[Block], grid: Grid, names: RowNames) -> tuple[Block, ...]:
    """The blocks of a grid, with the column of numbers where it really is: right of its head, under none, and nothing in any row under the head.

    A column of remarks that has numbers beside those of most rows has numbers of its own.
    """
    rows = [row for row in grid.rows if not is_head(row, names)]
    return tuple(replace(_beside_head(block, rows), notes=tuple(j for j in block.notes if not _has_its_own(j, block, rows))) for block in blocks)


def _has_its_own(at: int, block: Block, rows: Sequence[Sequence[Cell]]) -> bool:
    noted = [row for row in rows if at < len(row) and may_be_number(row[at])]
    beside = [row for row in noted if any(may_be_number(row[j]) for j in block.numbers if j < len(row))]
    return len(beside) >= _FEWEST and 2 * len(beside) > len(noted)


def _beside_head(block: Block, rows: Sequence[Sequence[Cell]]) -> Block:
    next_one = max(block.numbers, default=0) + 1
    if not block.is_one or block.is_left or next_one not in block.headless or block.amounts:
        return block
    used = [j for j in (*block.numbers, *block.strays, *block.notes) if any(_is_filled(row, j) for row in rows)]
    if used != [next_one] or any(j < len(row) and has_text(row[j]) for row in rows for j in block.numbers):
        return block
    return replace(block, numbers=(next_one,), strays=(), notes=())
