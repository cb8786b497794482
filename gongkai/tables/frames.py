"""Lines → data frames: what pages and charts over many bodies are made of.

In: one reading a document, the form; or what was shared of parts. Out: frames with columns of the schema. Not its business: the files (files.py),
which are written without ever holding a whole table.

In a frame a string is "" where there is none, a whole number is Int64, and any other number is an exact Decimal or
None in an object column: text would be joined by a careless sum, and a float would not be what was printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gongkai.form import Form
from gongkai.model import Reading
from gongkai.tables.lines import in_order, to_parts
from gongkai.tables.schema import to_schema
from gongkai.tables.shared import COUNTED, Shared, to_counts, to_named

if TYPE_CHECKING:
    import pandas as pd


def tabulate(readings: Sequence[Reading], form: Form) -> dict[str, pd.DataFrame]:
    """Lay out what was read as the tables of the schema: name → frame, whole; and what is counted of them."""
    parts = list(to_parts(in_order(readings), form, size=len(readings) + 1))
    return to_frames([{**to_named(part, form), **to_counts(to_named(part, form))} for part in parts], form)


def to_frames(shared: Iterable[Shared], form: Form) -> dict[str, pd.DataFrame]:
    """Put together what was shared: name → frame."""
    import pandas as pd  # half a second, and neither a worker nor a build of the data alone needs it

    found: dict[str, dict[str, list[Any]]] = {}
    for one in shared:
        for name, columns in one.items():
            table = found.setdefault(name, {column: [] for column in columns})
            for column, values in columns.items():
                table[column].extend(values)
    types = {(name, c.name): c.type for name, table in to_schema(form).items() for c in table.columns}
    types |= {(name, columns[-1]): "integer" for name, columns in COUNTED.items()}
    return {
        name: pd.DataFrame({column: _series(types.get((name, column), "string"), values) for column, values in columns.items()})
        for name, columns in found.items()
    }


def _series(type: str, values: Sequence[Any]) -> pd.Series:
    import pandas as pd

    if type == "string":
        return pd.Series(values, dtype="str")
    if type == "number":
        return pd.Series(list(values), dtype="object")
    return pd.Series(pd.array(list(values), dtype="Int64"))
