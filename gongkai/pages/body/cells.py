"""A cell of the form as HTML: what was printed, or in a word why there is no number; and where it was printed.

In: a value, the form, wording. Out: HTML, every text escaped. Not its business: tables (form_tables.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from html import escape

from gongkai.form import Form
from gongkai.model import Value
from gongkai.pages.template import say as say_in
from gongkai.pages.units import with_unit

Say = Callable[..., str]
Places = tuple[tuple[int, int, int], ...]
"""page (0 in a format without), grid, row"""

LONGEST_RAW = 60
"""Longer than any number: what is printed in a cell that is no number is cut here; the data files have it whole."""

MARKS = {"blank": "b", "not_applicable": "d", "ambiguous": "q", "unreadable": "u", "missing": "m"}
"""status → class of the cell. A printed number has none, and a cell that the year's form lacks is "o"."""


@cache
def words(language: str) -> Mapping[str, str]:
    """What a cell without a number says, by its class, escaped."""
    found = {mark: escape(say_in(language, f"status_{status}")) for status, mark in MARKS.items()}
    return found | {"o": escape(say_in(language, "agency_not_on_form"))}


def to_cell(value: Value | None, form: Form, language: str, link: str = "", is_marked: bool = False, address: str = "") -> str:
    """One cell: what was printed, or in a word why there is no number. link: to its finding; address: "" where the script tells it."""
    if value is not None and value.status == "reported":
        if not is_marked and not address and (plain := to_plain_cell(value, form)):
            return plain
        mark, text = "", escape(_to_text(value, value.unit and form.unit_to_tell(value), language))
    else:
        mark = MARKS[value.status if value is not None else "missing"]
        text = words(language)[mark]
        if mark == "d":
            text = escape(_to_raw(value))
        elif mark == "u" and (raw := _to_raw(value)):
            text = f"{text}：{escape(raw)}"
    if link:
        text = f'<a href="{escape(link)}">{text}</a>'
    attributes = f" id={address}" if address else ""
    if mark or is_marked:
        attributes += f" class={mark or 'k'}" if not (mark and is_marked) else f' class="{mark} k"'
    return f"<td{attributes}>{text}"


def to_plain_cell(value: Value, form: Form) -> str:
    """The cell of a number with nothing beside it, which is the same in every language; "" for any other."""
    raw = value.raw
    if value.status != "reported" or not raw or value.note or not raw.isalnum() or len(raw) > LONGEST_RAW:
        return ""
    return "" if value.unit and form.unit_to_tell(value) else f"<td>{raw}"


def _to_raw(value: Value | None) -> str:
    raw = " ".join((value.raw or "").split()) if value is not None else ""
    return raw if len(raw) <= LONGEST_RAW else raw[:LONGEST_RAW] + "…"


def _to_text(value: Value, unit: str, language: str) -> str:
    """What stands in the cell of a number: the printed text itself wherever there is one. unit: where its label says another (Form.unit_to_tell)."""
    text = with_unit(_to_raw(value) or f"{value.number:f}", unit, language)
    return f"{text} [{value.note}]" if value.note and value.note not in (value.raw or "") else text


def to_row_place(values: Sequence[Value | None], language: str) -> str:
    """Where a row was printed: all of its cells on one line of one page, or else every page; escaped."""
    return to_short_places(to_places(values), language)


def to_places(values: Sequence[Value | None]) -> Places:
    found = {(place.page or 0, place.grid, place.row) for v in values if v is not None and (place := v.place) is not None}
    return tuple(sorted(found) if len(found) > 1 else found)


@lru_cache(maxsize=20_000)
def to_short_places(places: Places, language: str) -> str:
    say = partial(say_in, language)
    shown = (say("agency_row_page", page=page, row=row) if page else say("agency_row_grid", grid=grid, row=row) for page, grid, row in places)
    return escape(say("agency_separator").join(dict.fromkeys(shown)))
