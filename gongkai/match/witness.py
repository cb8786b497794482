"""Values from pages that are hard to read → those of them that another number bears out.

In: the cells of one document as matched, and on which pages its reader had many doubts. Out: the same cells; on those
pages a cell that no relation of the form bears out is unreadable. Not its business: mending, the fault of the body:
a relation that does not hold says nothing here about which of its numbers is wrong.

Dirt on a scan can make a 0 an 8 without anything in its shape to tell. That every sum it stands in closes all the
same is what dirt cannot do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from gongkai.form import Form
from gongkai.match import Matched
from gongkai.model import CellId, Relation, Value

TOLD = ("reported", "blank", "not_applicable")


def doubt(matched: Matched, pages: Collection[int], form: Form) -> Matched:
    """Publish of the cells on these pages only what a relation within the report bears out. pages: numbers from 1."""
    if not pages:
        return matched
    borne_out = {
        cell
        for version in {version for version in matched.forms.values() if version}
        for relation in form.relations(version)
        if matched.forms.get(relation.total.table) == version and _holds(relation, matched.values)
        for cell in (relation.total, *(term.cell for term in relation.terms))
    }
    values = {
        cell: value if cell in borne_out or value.status not in TOLD or not _is_on(value, pages) else _to_doubtful(value)
        for cell, value in matched.values.items()
    }
    return replace(matched, values=values)


def _is_on(value: Value, pages: Collection[int]) -> bool:
    """Whether a value stands on one of the pages; a row without a cell of its own may have lost it there."""
    return value.place is None or value.place.page in pages


def _holds(relation: Relation, values: Mapping[CellId, Value]) -> bool:
    """Whether a sum within the report closes; empty cells count as nothing, and a total must be printed."""
    total = values.get(relation.total)
    parts = [values.get(term.cell) for term in relation.terms]
    if relation.is_bound or any(term.last_year for term in relation.terms) or total is None or total.number is None:
        return False
    told = [part for part in parts if part is not None and part.status in TOLD]
    if len(told) < len(parts) or all(part.number is None for part in told):
        return False
    return total.number == sum((term.sign * (part.number or Decimal(0)) for term, part in zip(relation.terms, told, strict=True)), Decimal(0))


def _to_doubtful(value: Value) -> Value:
    return replace(value, status="unreadable", number=None, unit="", doubt="page")
