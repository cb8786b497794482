"""Bare numbers of pages in a text → which of them stand among the cells of a table that was poured out.

In: a Document. Out: grid → the numbers that its pages lack elsewhere. Not its business: which row one stands in.

Where a text has the number of each page on a line of its own, and one between two of them is missing, it stands in the table between: in a row that
lost a cell it makes the number of values right, and where no sum of the form shows it, nothing else can.
"""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.model import Document

_BARE = re.compile(r"[1-9][0-9]?")
_MOST_BEHIND = 2
"""pages behind the last whose number stands by itself"""


def find_lost_pages(document: Document) -> dict[int, frozenset[str]]:
    """Grid → the numbers of pages that may stand among its cells: none where no line of the text is such a number."""
    bare = [(at, int(p.text.strip())) for at, p in enumerate(document.paragraphs) if _BARE.fullmatch(p.text.strip())]
    if not bare or any(after <= before for (_, before), (_, after) in pairwise(bare)):
        return {}
    found: dict[int, frozenset[str]] = {}
    for g, grid in enumerate(document.grids):
        before = max((number for at, number in bare if at < grid.after), default=0)
        after = min((number for at, number in bare if at >= grid.after), default=before + 1 + _MOST_BEHIND)
        if not grid.exact:
            found[g] = frozenset(map(str, range(before + 1, after)))
    return found
