"""Lines → data frames: what pages and charts over many bodies are made of.

In: one reading a document, the form; or what was shared of parts. Out: frames with columns of the schema. Not its business: the files (files.py),
which are written without ever holding a whole table.

In a frame a string is "" where there is none, a whole number is Int64, and any other number is an exact Decimal or
None in an object column: text would be joined by a careless sum, and a float would not be what was printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gongkai.form import Form
from gongkai.model import Reading
from gongkai.tables.lines import Part, in_order, to_parts
from gongkai.tables.schema import to_schema

Columns = Mapping[str, Sequence[Any]]
Shared = Mapping[str, Columns]
"""table → column → values: of a part, what pages over many bodies are made of"""

Lines = Mapping[str, Sequence[Mapping[str, Any]]]
"""table → its lines"""

OF_A_BODY = ("agencies", "reports", "cells", "indicators")
_CELLS = ("report_id", "agency_id", "year", "table", "row", "column", "value", "status")
_COUNTED = {"tried": ("check", "outcome", "count"), "statuses": ("report_id", "status", "count")}
"""counts of all checks by how they came out, and of all cells of a report by what became of them"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """cells: whose lines are shared, in ids; wide: columns of reports_wide; indicators: ids."""

    cells: frozenset[tuple[str, str, str]]
    wide: tuple[str, ...]
    indicators: frozenset[str]


def tabulate(readings: Sequence[Reading], form: Form) -> dict[str, pd.DataFrame]:
    """Lay out what was read as the tables of the schema: name → frame, whole; and what is counted of them."""
    parts = list(to_parts(in_order(readings), form, size=len(readings) + 1))
    return to_frames([{**_to_named(part, form), **_to_counts(_to_named(part, form))} for part in parts], form)


def to_shared(part: Part, form: Form, wanted: Wanted) -> Shared:
    """Take of a part what pages over many bodies are made of."""
    named = _to_named(part, form)
    cells, indicators, checks = named["cells"], named["indicators"], named["checks"]
    keys = zip(cells["table"], cells["row"], cells["column"], strict=True)
    return {
        "agencies": named["agencies"],
        "reports": named["reports"],
        "cells": _choose({name: cells[name] for name in _CELLS}, [key in wanted.cells for key in keys]),
        "reports_wide": {name: named["reports_wide"][name] for name in ("report_id", *wanted.wide)},
        "indicators": _choose(indicators, [indicator in wanted.indicators for indicator in indicators["indicator"]]),
        "checks": _choose(checks, [bool(kind) for kind in checks["kind"]]),
        **_to_counts(named),
    }


def to_frames(shared: Iterable[Shared], form: Form) -> dict[str, pd.DataFrame]:
    """Put together what was shared: name → frame."""
    found: dict[str, dict[str, list[Any]]] = {}
    for one in shared:
        for name, columns in one.items():
            table = found.setdefault(name, {column: [] for column in columns})
            for column, values in columns.items():
                table[column].extend(values)
    types = {(name, c.name): c.type for name, table in to_schema(form).items() for c in table.columns}
    types |= {(name, columns[-1]): "integer" for name, columns in _COUNTED.items()}
    return {
        name: pd.DataFrame({column: _series(types.get((name, column), "string"), values) for column, values in columns.items()})
        for name, columns in found.items()
    }


def to_lines(part: Part, form: Form) -> Lines:
    """The lines of a part that the pages of its body are made of."""
    schema = to_schema(form)
    return {name: [dict(zip(schema[name].names, line, strict=True)) for line in zip(*part[name], strict=True)] for name in OF_A_BODY}


def _to_named(part: Part, form: Form) -> dict[str, dict[str, Sequence[Any]]]:
    return {name: dict(zip(table.names, part[name], strict=True)) for name, table in to_schema(form).items()}


def _choose(columns: Columns, is_chosen: Sequence[bool]) -> Columns:
    return {name: [value for value, is_one in zip(values, is_chosen, strict=True) if is_one] for name, values in columns.items()}


def _to_counts(named: Shared) -> dict[str, Columns]:
    tried = Counter(zip(named["checks"]["check"], named["checks"]["outcome"], strict=True))
    statuses = Counter(zip(named["cells"]["report_id"], named["cells"]["status"], strict=True))
    return {
        name: dict(zip(_COUNTED[name], map(list, zip(*((*key, count) for key, count in counted.items()), strict=True)), strict=True)) if counted
        else {column: [] for column in _COUNTED[name]}
        for name, counted in (("tried", tried), ("statuses", statuses))
    }


def _series(type: str, values: Sequence[Any]) -> pd.Series:
    if type == "string":
        return pd.Series(values, dtype="str")
    if type == "number":
        return pd.Series(list(values), dtype="object")
    return pd.Series(pd.array(list(values), dtype="Int64"))
