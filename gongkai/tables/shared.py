"""A part → what others may see of it: lines and columns that pages and charts over many bodies are made of, and counts of the rest.

In: a part of the tables (lines.py), what is wanted. Out: Shared values, small and plain. Not its business: frames (frames.py), files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.form import Form
from gongkai.tables.lines import Part
from gongkai.tables.schema import SCHEMA, to_schema

Columns = Mapping[str, Sequence[Any]]
Shared = Mapping[str, Columns]
"""table → column → values: of a part, what pages over many bodies are made of"""

Lines = Mapping[str, Sequence[Mapping[str, Any]]]
"""table → its lines"""

OF_A_BODY = ("agencies", "reports", "cells", "indicators")
_SHOWN = (
    "report_id", "table", "row", "column", "value", "unit", "status", "raw", "note", "source_page", "source_grid", "source_row", "source_column",
    "source_box",
)
_CELLS = ("report_id", "agency_id", "year", "table", "row", "column", "value", "status", "unit")
COUNTED = {"tried": ("check", "outcome", "count"), "statuses": ("report_id", "status", "count")}
"""counts of all checks by how they came out, and of all cells of a report by what became of them"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """cells: whose lines are shared, in ids; wide: columns of reports_wide; indicators: ids."""

    cells: tuple[tuple[str, str, str], ...]
    wide: tuple[str, ...]
    indicators: tuple[str, ...]


def to_shared(part: Part, form: Form, wanted: Wanted) -> Shared:
    """Take of a part what pages over many bodies are made of."""
    named = to_named(part, form)
    cells, indicators, checks = named["cells"], named["indicators"], named["checks"]
    wanted_cells = frozenset(wanted.cells)
    measured = {name: values for name, values in indicators.items() if "_label_" not in name}  # pages have words of their own
    keys = zip(cells["table"], cells["row"], cells["column"], strict=True)
    return {
        "agencies": named["agencies"],
        "reports": named["reports"],
        "cells": _choose({name: cells[name] for name in _CELLS}, [key in wanted_cells for key in keys]),
        "reports_wide": {name: named["reports_wide"][name] for name in ("report_id", *wanted.wide)},
        "indicators": _choose(measured, [indicator in wanted.indicators for indicator in indicators["indicator"]]),
        "checks": _choose(checks, [bool(kind) for kind in checks["kind"]]),
        **to_counts(named),
    }


def of_a_body(part: Part) -> Part:
    """The tables of a part that the pages of its body are made of; of the cells, of which there are hundreds a report, what pages show."""
    cells = dict(zip(SCHEMA["cells"].names, part["cells"], strict=True))
    return {name: part[name] for name in OF_A_BODY} | {"cells": [cells[column] for column in _SHOWN]}


def to_lines(part: Part, form: Form) -> Lines:
    """The lines that the pages of a body are made of. part: as of_a_body leaves it."""
    names = {name: table.names for name, table in to_schema(form).items()} | {"cells": _SHOWN}
    return {name: _to_dicts(names[name], part[name]) for name in OF_A_BODY}


def _to_dicts(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(names, line, strict=True)) for line in zip(*columns, strict=True)]


def to_named(part: Part, form: Form) -> dict[str, dict[str, Sequence[Any]]]:
    return {name: dict(zip(table.names, part[name], strict=True)) for name, table in to_schema(form).items()}


def _choose(columns: Columns, is_chosen: Sequence[bool]) -> Columns:
    return {name: [value for value, is_one in zip(values, is_chosen, strict=True) if is_one] for name, values in columns.items()}


def to_counts(named: Shared) -> dict[str, Columns]:
    tried = Counter(zip(named["checks"]["check"], named["checks"]["outcome"], strict=True))
    statuses = Counter(zip(named["cells"]["report_id"], named["cells"]["status"], strict=True))
    return {
        name: dict(zip(COUNTED[name], map(list, zip(*((*key, count) for key, count in counted.items()), strict=True)), strict=True)) if counted
        else {column: [] for column in COUNTED[name]}
        for name, counted in (("tried", tried), ("statuses", statuses))
    }
