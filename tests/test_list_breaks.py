"""The list of 2014 to 2018 over two pages: a number at the break is doubted where it may be cut, and not where both rows are whole."""

from __future__ import annotations

import pytest

from gongkai.match.ownership import Own
from gongkai.match.statistics import find_statistics
from gongkai.model import Cell, Document, Grid, Paragraph
from tests.reports import FORM
from tests.statistics_documents import HEAD, HEADING, OPENING, to_rows

Row = tuple[str | None, ...]
ROWS = to_rows()


def read(foot: Row, head: Row, *, turned: bool = False) -> dict[str, str]:
    """What is read of the rows at a break: the list up to `foot` on one page, the rest from `head` on another. turned: numbers before labels."""
    at = next(i for i, row in enumerate(ROWS) if row[0] == foot[0])
    rest = at + 2 if head[0] else at + 1
    pages = [[HEAD, *ROWS[:at], foot], [head, *ROWS[rest:]]]
    turn = reversed if turned else tuple
    grids = tuple(Grid("", tuple(tuple(turn(row)) for row in rows), page, after=len(OPENING) + 1) for page, rows in enumerate(pages, 1))
    document = Document("a.pdf", "0" * 64, "pdf", 2, (), tuple(Paragraph(text, 1) for text in (*OPENING, HEADING)), grids)
    values = find_statistics(document, FORM, Own("青山县水利局", 2016)).values
    return {str(cell.row): value.status for cell, value in values.items()}


def find(label: str) -> tuple[str, str, str]:
    return next((row[0], row[1], row[2]) for row in ROWS if row[0].startswith(label))


@pytest.mark.parametrize("turned", [False, True])
def test_between_two_whole_rows_nothing_is_cut(turned: bool) -> None:
    one, other = find("1.按时办结数"), find("2.延期办结数")
    found = read((one[0], one[1], Cell("2", "cut")), (other[0], other[1], Cell("0", "cut")), turned=turned)
    assert (found["closed_on_time"], found["closed_extended"]) == ("reported", "reported")


@pytest.mark.parametrize("turned", [False, True])
def test_a_number_that_goes_on_without_a_label_stays_in_doubt(turned: bool) -> None:
    one = find("1.按时办结数")
    found = read((one[0], one[1], Cell("26", "cut")), ("", "", Cell("3", "cut")), turned=turned)
    assert found["closed_on_time"] in ("ambiguous", "unreadable")


def test_a_number_beside_half_a_label_stays_in_doubt() -> None:
    one = find("1.按时办结数")
    found = read((one[0], one[1], Cell("26", "cut")), ("数（件）", "", Cell("3", "cut")))
    assert found["closed_on_time"] in ("ambiguous", "unreadable")
