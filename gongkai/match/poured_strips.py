"""A list laid on its side that came a cell a line: a word for labels and labels, a word for numbers and as many numbers, and so on → its items.

In: lines. Out: Items in their order, or None where the lines are not counted out so to the last one. Not its business: lists with their labels below
each other (list_lines.py), lists on their side in a grid (list_across.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.match.columns import LABELS, NUMBERS
from gongkai.match.list_items import Cell, Item, is_value, is_word, to_units, units_in
from gongkai.match.row_names import RowNames
from gongkai.model import Place
from gongkai.text import has_text, to_label

_FEWEST = 3
"""labels behind the first word before their count is more than chance"""

Texts = Sequence[tuple[Cell, Place | None]]


def read_strips(texts: Texts, names: RowNames) -> list[Item] | None:
    """texts: every line of the list, empty ones too. What stands over the first word, or behind the last number, is none of it."""
    heads = [at for at, (cell, _) in enumerate(texts) if cell and (to_label(cell) in LABELS or to_label(cell) in NUMBERS)]
    if len(heads) < 2 or len(heads) % 2:
        return None
    items: list[Item] = []
    for number, (over, below) in enumerate(zip(heads[::2], heads[1::2], strict=True)):
        labels, width = texts[over + 1 : below], below - over - 1
        is_last = 2 * number + 2 == len(heads)
        end = below + 1 + width if is_last else heads[2 * number + 2]
        values = texts[below + 1 : end]
        is_counted = len(values) == len(labels) and (number > 0 or width >= _FEWEST)
        is_paired = to_label(texts[over][0] or "") in LABELS and to_label(texts[below][0] or "") in NUMBERS
        if not (is_counted and is_paired and all(map(_is_pair, labels, values, [names] * width))):
            return None
        if is_last and any(has_text(cell) and not is_word(cell) for cell, _ in texts[end:]):
            return None
        for (label, _), (value, at) in zip(labels, values, strict=True):
            if label and has_text(label):
                items.append(Item(label, ((value, at),) if value and has_text(value) else (), units_in(label), at))
    return items


def _is_pair(label: tuple[Cell, Place | None], value: tuple[Cell, Place | None], names: RowNames) -> bool:
    """Whether two lines may be a label and its number: the cell of either may be empty, that of the number alone is not."""
    text, said = label[0] or "", value[0] or ""
    is_label = bool(names.candidates(text) or (is_word(text) and names.is_numbered(text)))
    is_number = not has_text(said) or (is_value(said) and not to_units(said))
    return is_number and (is_label or not (has_text(text) or has_text(said)))
