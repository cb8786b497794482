"""What a text must hold, at the least, for rows of the list of 2014 to 2018 to be found in it: most of
today's form holds none of its labels, and need not be read as one.

In: text as printed. Out: the rows whose labels may stand in it, None where that cannot be told so. Not its business: which label means what
(row_names.py), where rows stand.

A label is told by its letters in a row, numbers before it, brackets within it, quotes, separators and a unit behind it aside; of a long one a letter
may be another. So it stands in the text of its cell, or of its lines one behind the other, without those signs; nothing else is taken from this.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from gongkai.match.columns import is_head
from gongkai.match.labels import SHORTEST_MISREAD, to_core
from gongkai.match.list_clauses import split_clauses, without_bullet
from gongkai.match.row_names import LONGEST, RowNames
from gongkai.model import Document, Grid
from gongkai.text import find_turning, kept, to_label

_QUOTED = re.compile("[《》〈〉]")
_SQUARE = re.compile(r"[\[\]【】［］]")
"""brackets of which the first may open and the last close; what a label near one is told by depends on where it begins"""
_MOST_ODD = 40
_BRACKETED = re.compile(r"\([^()|]*(?:\)|(?=\|)|$)")


class Traces:
    """Looks for the labels of a list. others: labels that are looked for besides, each as a row by that name."""

    def __init__(self, names: RowNames, others: Collection[str]) -> None:
        self._names, self._others = names, frozenset(others)
        self._keys = [(key, *_halve(key), ids) for key, ids in (*names.wordings().items(), *((other, (other,)) for other in others))]
        self.may_be_label = kept(self._may_be_label)

    def find(self, texts: Iterable[str]) -> frozenset[str] | None:
        """The rows whose label may stand in one of these texts."""
        text = "|".join(texts)
        turning = find_turning(text, _MOST_ODD)
        square = [found.start() for found in _SQUARE.finditer(text)]
        if turning is None or len(turning) + len(square) > _MOST_ODD:
            return None
        label = _QUOTED.sub("", to_label(text))
        label = f"{label}|{_BRACKETED.sub('', label)}" if "(" in label else label
        near = {frozenset(to_label(text[max(at - LONGEST, 0):at + 1 + LONGEST])) for at in square}
        odd = [*turning, *((letters, 0) for letters in near)]
        near_it = [(key, ids) for key, first, second, ids in self._keys if first in label or second in label]
        found = {id for key, ids in near_it if _stands_in(key, label) for id in ids}
        return frozenset(found | {id for letters, spare in odd for key, _, _, ids in self._keys if _is_of(key, letters, spare) for id in ids})

    def _may_be_label(self, text: str) -> bool:
        """Whether a cell, a line of it, or a clause of what stands in it, is a label."""
        if self._names.candidates(text) or to_core(text) in self._others or any(map(self._names.is_exact, text.split("\n"))):
            return True
        return next(split_clauses(text, None, self._names), None) is not None


def _halve(key: str) -> tuple[str, str]:
    """The halves of a label of which one stands wherever it does; it itself where it is too short for a letter of it to be another."""
    return (key, key) if len(key) < SHORTEST_MISREAD else (key[:len(key) // 2], key[len(key) // 2:])


def _is_of(key: str, letters: frozenset[str], spare: int) -> bool:
    """Whether a label is made of some letters, but for so many, and for one more where it is long enough."""
    return len(frozenset(key) - letters) <= spare + (len(key) >= SHORTEST_MISREAD)


def _stands_in(key: str, text: str) -> bool:
    """Whether a label stands in a text; of one that is long enough one letter may be another."""
    if len(key) < SHORTEST_MISREAD:
        return key in text
    first, second = _halve(key)
    return any(
        sum(a != b for a, b in zip(key, text[at:at + len(key)], strict=False)) < 2
        for begins, half in ((0, first), (len(first), second))
        for found in re.finditer(re.escape(half), text) if (at := found.start() - begins) >= 0
    )


def is_bare(grid: Grid, names: RowNames, others: tuple[str, ...]) -> bool:
    """Whether a grid of several columns has neither a label of the list nor heads over one: whatever of it is told as a label stands in one cell."""
    if max(map(len, grid.rows), default=0) < 2 or any(is_head(row, names) for row in grid.rows):
        return False
    traces, cells = _traces_of(names, others), [cell for row in grid.rows for cell in row if cell]
    return traces.find(cells) == frozenset() or not any(map(traces.may_be_label, cells))


def are_few(document: Document, names: RowNames, fewest: int) -> bool:
    """Whether the running text of a document has fewer labels of the list than that, those that go on in the next line among them."""
    seen = (without_bullet(p.text) for p in document.paragraphs if p.page is None or p.page not in document.doubtful_pages)
    found = _traces_of(names, ()).find(["".join(seen)])
    return found is not None and len(found) < fewest


@cache
def _traces_of(names: RowNames, others: tuple[str, ...]) -> Traces:
    return Traces(names, others)
