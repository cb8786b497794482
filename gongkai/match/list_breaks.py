"""Rows of a list on both sides of a page break that have a whole label each: the break is between them and cuts no number.

In: the rows of a list in its order. Out: the same, without the doubt that the reader of the page had to leave open. Not its business: what may be
cut on a page (readers/layout/page_breaks.py), the same in the tables since 2019 (cut_rows.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gongkai.match.list_items import Item
from gongkai.match.named import Named
from gongkai.match.row_names import RowNames
from gongkai.model import doubt_of


def without_breaks_between_rows(named: Sequence[Named], names: RowNames) -> list[Named]:
    result = list(named)
    for i, (this, after) in enumerate(pairwise(named)):
        if _is_whole(this, names) and _is_whole(after, names) and _is_on_next_grid(this.item, after.item):
            result[i] = replace(result[i], item=_without_cuts(result[i].item))
            result[i + 1] = replace(after, item=_without_cuts(after.item))
    return result


def _is_whole(one: Named, names: RowNames) -> bool:
    return bool(one.row) and names.is_exact(one.item.label)


def _is_on_next_grid(this: Item, after: Item) -> bool:
    grids = [place.grid for item in (this, after) for place in [item.values[0][1] if item.values else item.place] if place and place.grid is not None]
    return len(grids) == 2 and grids[0] + 1 == grids[1]


def _without_cuts(item: Item) -> Item:
    return replace(item, values=tuple((str(text) if doubt_of(text) == "cut" else text, place) for text, place in item.values))
