"""Tables that lost, gained or changed something: no number ever stands where it was not printed.

Reports of the corpus are read, one thing in their tables is changed at random, always the same, and they are matched
again: what is published must be what was printed in that cell, before or after the change. Not being sure is allowed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from gongkai import form, readers
from gongkai.match import match
from gongkai.model import CellId, Document, Value
from gongkai.text import to_printed
from tests.corpus import kinds

FORM = form.load()
TRIALS = int(os.environ.get("TRIALS", "3"))
"""of each change in each report; by night there are more (.github/workflows/fuzz.yml)"""
UNREAD = ("missing", "ambiguous", "unreadable")
ODD = (
    "约3", "3?件", "—", "1\n2", "见附件", "3（4）", "３", "1.", "1,23", "（3）", "+0", "３．５", "无", "0.5", "12 件", "N/A", "1-2", "-5", "3/4", "10%", "1次",
    "其中3", "合计5", "5（其中撤回2）", "2件3件", "同上", "不涉及", "3、", "①", "6 2", "O", "l", "二", "十二", "1O", "=1+1", "共3件", "?", "其他", "77", "",
)

Rows = list[list[str | None]]
Place = tuple[int, int]
Change = Callable[[Random, Rows, Place], dict[Place, str] | None]
"""Changes the rows near a place; the texts it put somewhere, or None where it does not apply."""


def put_something_odd(rng: Random, rows: Rows, place: Place) -> dict[Place, str]:
    text = rng.choice(ODD)
    rows[place[0]][place[1]] = text
    return {place: text}


def lose_a_row(rng: Random, rows: Rows, place: Place) -> dict[Place, str]:
    del rows[place[0]]
    return {}


def print_a_row_twice(rng: Random, rows: Rows, place: Place) -> dict[Place, str]:
    rows.insert(place[0], list(rows[place[0]]))
    return {}


def put_an_empty_row(rng: Random, rows: Rows, place: Place) -> dict[Place, str]:
    rows.insert(place[0], [""] * len(rows[place[0]]))
    return {}


def lose_a_letter_of_a_label(rng: Random, rows: Rows, place: Place) -> dict[Place, str] | None:
    row = rows[place[0]]
    labels = [at for at, text in enumerate(row[:place[1]]) if text and sum("\u4e00" <= sign <= "\u9fff" for sign in text) > 2]
    if not labels:
        return None
    label = row[labels[-1]] or ""
    at = rng.randrange(len(label))
    row[labels[-1]] = rng.choice((label[:at] + label[at + 1:], label[:max(2, at)], label[min(at, len(label) - 2):], ""))
    return {}


def lose_a_cell(rng: Random, rows: Rows, place: Place) -> dict[Place, str]:
    del rows[place[0]][place[1]]
    return {}


def gain_a_cell(rng: Random, rows: Rows, place: Place) -> dict[Place, str]:
    rows[place[0]].insert(place[1], rng.choice(("3", "", "0", "约3")))
    return {}


EVERYWHERE: tuple[Change, ...] = (put_something_odd, lose_a_row, print_a_row_twice, put_an_empty_row, lose_a_letter_of_a_label)
FLATTENED: tuple[Change, ...] = (lose_a_cell, gain_a_cell)
"""what happens only to tables that were flattened to text"""


@pytest.mark.parametrize("kind", ["docx", "html", "md", "text-tabs", "text-pipes"])
def test_nothing_is_published_that_was_not_printed_there(kind: str, tmp_path: Path) -> None:
    mades = [made for made in kinds.write(10, 4711, [kind], tmp_path, FORM) if "split table, a row cut" not in made.quirks]
    tried = 0
    for made in mades:
        rng = Random(made.name)
        document = readers.read(kinds.path_of(made, tmp_path))
        document = replace(document, grids=tuple(replace(grid, boxes=()) for grid in document.grids))
        before = match(document, FORM).values
        placed = {(value.place.grid - 1, value.place.row - 1, value.place.column - 1): cell for cell, value in before.items() if value.place}
        for change in EVERYWHERE + (() if document.grids[0].exact else FLATTENED):
            for _ in range(TRIALS):
                at, *place = rng.choice(sorted(placed))
                rows = [list(row) for row in document.grids[at].rows]
                put = change(rng, rows, (place[0], place[1]))
                if put is not None:
                    tried += 1
                    texts = {placed[at, *where]: text for where, text in put.items()}
                    wrong = to_wrong(before, match(with_rows(document, at, rows), FORM).values, texts)
                    assert not wrong, (change.__name__, made.name, document.grids[at].rows[place[0]], rows[place[0]:place[0] + 1], wrong)
    assert tried > 4 * TRIALS * len(mades)


def with_rows(document: Document, at: int, rows: Rows) -> Document:
    grids = list(document.grids)
    grids[at] = replace(grids[at], rows=tuple(tuple(row) for row in rows))
    return replace(document, grids=tuple(grids))


def to_wrong(before: Mapping[CellId, Value], after: Mapping[CellId, Value], texts: dict[CellId, str]) -> list[str]:
    """The cells that are told otherwise than they are printed."""
    wrong = []
    for cell, value in after.items():
        old = before.get(cell)
        printed = to_printed(texts[cell]) if cell in texts else old
        if value.status not in UNREAD and (printed is None or (value.status, value.number) != (printed.status, printed.number)):
            wrong.append(f"{cell}: {old.raw if old else None!r} is read as {value.status} {value.raw!r}")
    return wrong
