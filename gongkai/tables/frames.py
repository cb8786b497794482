"""Readings → data frames, one for each published table: what pages and charts are made of.

In: one reading a document, the form. Out: frames with the columns of the schema, all in memory.
Not its business: the files (files.py), which are written without ever holding a whole table.

In a frame a string is "" where there is none, a whole number is Int64, and any other number is an exact Decimal or
None in an object column: text would be joined by a careless sum, and a float would not be what was printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from gongkai.form import Form
from gongkai.model import Reading
from gongkai.tables.lines import in_order, to_parts
from gongkai.tables.schema import to_schema


def tabulate(readings: Sequence[Reading], form: Form) -> dict[str, pd.DataFrame]:
    """Lay out what was read as the tables of the schema: name → frame."""
    (part,) = to_parts(in_order(readings), form, size=len(readings) + 1)
    return {
        name: pd.DataFrame({c.name: _series(c.type, values) for c, values in zip(table.columns, part[name], strict=True)})
        for name, table in to_schema(form).items()
    }


def _series(type: str, values: Sequence[Any]) -> pd.Series:
    if type == "string":
        return pd.Series(values, dtype="str")
    if type == "number":
        return pd.Series(list(values), dtype="object")
    return pd.Series(pd.array(list(values), dtype="Int64"))
