"""What a body's newest report says, in one or two sentences and a handful of figures.

In: the body's editions and its lines of the table indicators. Out: sentences and cards in a language. Not its business: the tables of the form.
Sentences are put together from wording by case, each case tested: no growth from zero, no share of nothing, no "1 requests", and a figure
that does not add up is never stated without saying so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongkai.addresses import to_anchor
from gongkai.model import CellId, Value
from gongkai.pages.body.cells import Say
from gongkai.pages.body.form_tables import Edition
from gongkai.pages.template import to_number
from gongkai.series import load as load_series

SMALL = 5
"""Of fewer requests than this no share is stated in a sentence, and a card says how few they are."""

BEFORE, NEW = (way[0] for way in next(series for series in load_series() if series.id == "series_received").ways)
"""the requests received, in reports on 2014 to 2018 and since"""
CLOSED = CellId("requests", "outcome_total", "total")
CARRIED = CellId("requests", "carried_out", "total")
CASES = tuple(CellId("disputes", row, "total") for row in ("review", "litigation_direct", "litigation_after_review"))

CASES_BEFORE = tuple(CellId("statistics", row, "number") for row in ("review", "litigation"))

Measures = Mapping[tuple[str, str], Mapping[str, Any]]
"""report id and indicator → the line of the table indicators"""


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure: what it is, the figure or why there is none, the year-on-year change, what to know, and where it stands."""

    label: str
    figure: str
    change: str = ""
    note: str = ""
    anchor: str = ""
    is_number: bool = True


def to_sentences(editions: Sequence[Edition], measures: Measures, say: Say) -> tuple[str, ...]:
    """One or two sentences on the newest report."""
    if not editions:
        return ()
    last = editions[-1]
    return tuple(filter(None, (_say_requests(last, _before(editions), measures, say), _say_disputes(last, say))))


def _before(editions: Sequence[Edition]) -> Edition | None:
    """The report on the year before the newest one, if it is there: a change over a gap is no yearly change."""
    year = editions[-1].report.year
    earlier = [e for e in editions if year is not None and e.report.year == year - 1]
    return earlier[0] if len(earlier) == 1 else None


def _number(edition: Edition | None, cell: CellId) -> Decimal | None:
    value = edition.report.values.get(cell) if edition else None
    return value.number if value else None


def _status(edition: Edition, cell: CellId, say: Say) -> str:
    value: Value | None = edition.report.values.get(cell)
    return say(f"status_{value.status if value else 'missing'}")


def _is_older(edition: Edition) -> bool:
    """Whether a report is set in the one table of 2014 to 2018: what it says is never held against the tables since."""
    return [table for table, version in edition.report.forms.items() if version] == ["statistics"]


def _say_requests(last: Edition, before: Edition | None, measures: Measures, say: Say) -> str:
    received = BEFORE if _is_older(last) else NEW
    new, closed = _number(last, received), _number(last, CLOSED)
    if new is None:
        text = say("agency_say_not_received", year=last.key, status=_status(last, received, say))
    else:
        text = say("agency_say_received", year=last.key, n=new) + _doubt(last, received, say)
        text += _say_change(new, before, received, say)
    if closed is not None:
        text += say("agency_say_closed", n=closed) + _doubt(last, CLOSED, say)
        measure = measures.get((last.report.report_id, "disclosure_rate"))
        if measure and measure["value"] is not None and measure["basis"] == "printed" and CLOSED not in last.marked:
            part, whole = measure["numerator"], measure["denominator"]
            share = say("agency_say_share_of", share=f"{measure['value']:.1%}") if whole >= SMALL else ""
            text += say("agency_say_disclosed_one" if part == 1 else "agency_say_disclosed", part=part, share=share)
    return text + say("agency_say_end")


def _say_change(new: Decimal, before: Edition | None, received: CellId, say: Say) -> str:
    old = _number(before, received)
    if before is None or old is None or received in before.marked:
        return ""
    if new == old:
        return say("agency_say_same", year=before.key)
    change = abs(new - old)
    share = say("agency_say_share", share=f"{change / old:.1%}") if old >= SMALL else ""
    return say("agency_say_more" if new > old else "agency_say_fewer", year=before.key, n=change, share=share)


def _say_disputes(last: Edition, say: Say) -> str:
    numbers = {cell: _number(last, cell) for cell in CASES}
    if all(number is None for number in numbers.values()):
        return ""
    if all(number == 0 for number in numbers.values()) and not any(cell in last.marked for cell in CASES):
        return say("agency_say_no_disputes")
    cases = (
        say("agency_say_no_case", name=say(f"agency_case_{cell.row}"), status=_status(last, cell, say))
        if number is None
        else say("agency_say_case", name=say(f"agency_case_{cell.row}"), n=number) + _doubt(last, cell, say)
        for cell, number in numbers.items()
    )
    return say("agency_say_disputes", cases=say("agency_comma").join(cases))


def _doubt(edition: Edition, cell: CellId, say: Say) -> str:
    return say("agency_say_doubtful") if cell in edition.marked else ""


def to_cards(editions: Sequence[Edition], measures: Measures, say: Say) -> tuple[Card, ...]:
    """The key figures of the newest report."""
    if not editions:
        return ()
    last, before = editions[-1], _before(editions)
    if _is_older(last):
        cells = {"agency_card_received_before": BEFORE} | {f"agency_card_{cell.row}_before": cell for cell in CASES_BEFORE}
        return tuple(_to_count(last, before, cell, say(label), say) for label, cell in cells.items())
    cards = [_to_count(last, before, NEW, say("agency_card_new_received"), say)]
    cards += _to_rate(last, before, measures, say)
    cards.append(_to_count(last, before, CARRIED, say("agency_card_carried_out"), say))
    cards += [_to_count(last, before, cell, say(f"agency_card_{cell.row}"), say) for cell in CASES]
    return tuple(cards)


def _to_count(last: Edition, before: Edition | None, cell: CellId, label: str, say: Say) -> Card:
    number, old = _number(last, cell), _number(before, cell)
    where = to_anchor(cell, last.key)
    if number is None:
        return Card(label, _status(last, cell, say), anchor=where, is_number=False)
    doubt = say("agency_doubtful") if cell in last.marked else ""
    change = ""
    if before is not None and old is not None and not doubt and cell not in before.marked:
        share = f" ({(number - old) / old:+.1%})" if old >= SMALL and number != old else ""
        text = f"{'+' if number > old else '−'}{to_number(abs(number - old))}{share}".replace("(-", "(−")
        change = say("agency_change_same", year=before.key) if number == old else say("agency_change", year=before.key, change=text)
    return Card(label, to_number(number), change, doubt, where)


def _to_rate(last: Edition, before: Edition | None, measures: Measures, say: Say) -> list[Card]:
    """The disclosure rate; none where its whole is 0 or a part of it is not known, said where the part is more than the whole."""
    measure = measures.get((last.report.report_id, "disclosure_rate"))
    if measure is None or None in (measure["numerator"], measure["denominator"]) or measure["denominator"] <= 0:
        return []
    label = say("agency_card_disclosure_rate")
    if measure["value"] is None:
        told = say("agency_rate_of", part=measure["numerator"], whole=measure["denominator"]), say("agency_doubtful")
        return [Card(label, say("agency_no_rate"), "", say("agency_separator").join(told), is_number=False)]
    old = measures.get((before.report.report_id, "disclosure_rate")) if before else None
    part, whole = measure["numerator"], measure["denominator"]
    notes = [say("agency_rate_of", part=part, whole=whole)]
    if whole < SMALL:
        notes.append(say("agency_small", n=SMALL))
    if measure["basis"] != "printed":
        notes.append(say(f"agency_basis_{measure['basis']}"))
    is_doubtful = CLOSED in last.marked
    if is_doubtful:
        notes.append(say("agency_doubtful"))
    change = ""
    has_both = before and old and old["value"] is not None and not is_doubtful and CLOSED not in before.marked
    if before and old and has_both and whole >= SMALL and old["denominator"] >= SMALL:
        points = f"{(measure['value'] - old['value']) * 100:+.1f}"
        is_same = not float(points)
        text = say("agency_points", points=points.replace("-", "−"))
        change = say("agency_change_same", year=before.key) if is_same else say("agency_change", year=before.key, change=text)
    return [Card(label, f"{measure['value']:.1%}", change, say("agency_separator").join(notes))]
