"""What is published of a page that is hard to read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai import form
from gongkai.match import Matched, witness
from gongkai.model import CellId, Place, Value

FORM = form.load()
VERSION = FORM.version_of(2023)
COLUMNS = ("natural_person", "commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org", "other_org", "total")


def row(name: str, printed: tuple[str, ...], page: int | None = 1) -> dict[CellId, Value]:
    values = {}
    for number, (column, text) in enumerate(zip(COLUMNS, printed, strict=True), start=1):
        cell = CellId("requests", name, column)
        place = Place(page, 1, 1, number) if page else None
        values[cell] = Value(cell, "reported", Decimal(text), text, place=place) if text else Value(cell, "blank", None, "", place=place)
    return values


def doubted(values: dict[CellId, Value], pages: tuple[int, ...] = (1,)) -> list[str]:
    found = witness.doubt(Matched({"requests": VERSION}, values), pages, FORM)
    return [value.status for value in found.values.values()]


def test_a_row_whose_sum_closes_is_published_though_its_page_is_dirty() -> None:
    assert doubted(row("new_received", ("3", "1", "0", "0", "0", "0", "4"))) == ["reported"] * 7
    assert doubted(row("new_received", ("3", "1", "", "", "", "", "4"))) == ["reported", "reported", *["blank"] * 4, "reported"]


@pytest.mark.parametrize("printed", [("8", "1", "0", "0", "0", "0", "4"), ("", "", "", "", "", "", ""), ("3", "1", "0", "0", "0", "0", "")])
def test_a_row_whose_sum_does_not_close_is_not(printed: tuple[str, ...]) -> None:
    values = row("new_received", printed)
    assert doubted(values) == ["unreadable"] * 7
    assert doubted(values, ()) == doubted(values, (2,)) == [value.status for value in values.values()], "the page is not in doubt"


def test_what_was_read_stays_as_it_was_with_the_reason_of_the_doubt() -> None:
    values = row("new_received", ("8", "1", "0", "0", "0", "0", "4"))
    found = witness.doubt(Matched({"requests": VERSION}, values), (1,), FORM)
    assert [value.raw for value in found.values.values()] == ["8", "1", "0", "0", "0", "0", "4"]
    assert {value.doubt for value in found.values.values()} == {"page"}
    assert {value.number for value in found.values.values()} == {None}


def test_a_row_of_which_no_cell_was_found_counts_as_on_the_doubtful_page() -> None:
    assert doubted(row("new_received", ("", "", "", "", "", "", ""), page=None)) == ["unreadable"] * 7
