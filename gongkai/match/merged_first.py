"""A list that was flattened, whose first column holds cells over several rows → its rows with the place of such a cell put back.

In: the rows of a grid and its heads. Out: which of its rows lack the first cell. Not its business: rows that lost another cell: where a unit or a
number is not where the heads say, once the first cell is put back, nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.match.columns import Block
from gongkai.match.list_items import Cell, is_value, to_units
from gongkai.match.row_names import RowNames
from gongkai.text import has_text

_FEWEST = 3
"""rows that lack it before that is how the list was flattened"""


def find_merged(rows: Sequence[Sequence[Cell]], blocks: Sequence[Block], names: RowNames) -> frozenset[int]:
    """Which rows are one cell short and complete but for the first: label, unit, number."""
    if len(blocks) != 1 or blocks[0].start or not blocks[0].units or not blocks[0].numbers or min(blocks[0].units) < 2:
        return frozenset()
    block = blocks[0]
    found = [r for r, row in enumerate(rows) if len(row) == block.width - 1 and _is_complete(row, block, names)]
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


def _is_complete(row: Sequence[Cell], block: Block, names: RowNames) -> bool:
    is_named = bool(names.candidates(row[0] or ""))
    has_units = all(to_units(row[i - 1] or "") for i in block.units)
    return is_named and has_units and all(has_text(row[i - 1]) and is_value(row[i - 1] or "") for i in block.numbers)
