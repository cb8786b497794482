"""A list whose halves have their units before their labels: 条 | 收到申请数 | 12 → each unit behind its label, as everywhere else.

In: a grid. Out: the same rows with those columns changed round, and which they are. Not its business: lists a cell a line (list_lines.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.match.columns import LABELS, UNITS
from gongkai.match.list_items import Cell, to_units
from gongkai.match.row_names import RowNames
from gongkai.text import has_text, to_label, to_plain

_HALVES, _FEWEST = 2, 4
_DASHES = re.compile(r"[-—–－/]+")


def find_labels_behind_units(rows: Sequence[Sequence[Cell]], names: RowNames) -> tuple[int, ...]:
    """The columns of labels that stand right behind a column of units, in a list of several halves; () where only some do."""
    width = max(map(len, rows), default=0)
    labels = [sum(bool(row[i]) and bool(names.candidates(row[i] or "")) for row in rows if i < len(row)) for i in range(width)]
    columns = [i for i, count in enumerate(labels) if count >= _FEWEST]
    behind = [i for i in columns if i and all(_fits(row[i - 1]) for row in rows if i < len(row) and names.candidates(row[i] or ""))]
    is_told = all(sum(bool(to_units(row[i - 1] or "")) for row in rows if i < len(row)) >= _FEWEST for i in behind)
    return tuple(behind) if len(behind) == len(columns) >= _HALVES and is_told else ()


def _fits(cell: Cell) -> bool:
    """Whether a cell can be a unit or what stands for none."""
    return not has_text(cell) or bool(to_units(cell or "")) or _DASHES.fullmatch(to_plain(cell or "").strip()) is not None


def put_units_behind(row: Sequence[Cell], labels: Sequence[int]) -> tuple[Cell, ...]:
    """A row with each label before its unit."""
    cells = list(row)
    for i in labels:
        is_head = i < len(cells) and to_label(cells[i - 1] or "") in UNITS and to_label(cells[i] or "") in LABELS
        if is_head or (i < len(cells) and cells[i - 1] is not None and cells[i] is not None and _fits(cells[i - 1])):
            cells[i - 1], cells[i] = cells[i], cells[i - 1]
    return tuple(cells)
