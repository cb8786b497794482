"""A part → pieces: every table's lines as the files take them over.

In: a part of the tables (lines.py). Out: a Piece a table. Not its business: the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pyarrow as pa

from gongkai.form import Form
from gongkai.tables.csv_files import to_csv_lines
from gongkai.tables.lines import Part
from gongkai.tables.parquet_files import to_arrow_schema, to_batch
from gongkai.tables.pieces import Piece
from gongkai.tables.schema import to_schema


def to_pieces(part: Part, form: Form) -> dict[str, Piece]:
    """A table without a line has no piece."""
    tables, schemas = to_schema(form), to_arrow_schemas(form)
    pieces = {}
    for name, columns in part.items():
        if columns[0]:
            batch = to_batch(columns, schemas[name])
            pieces[name] = Piece(len(columns[0]), to_csv_lines(tables[name], columns, batch), bytes(batch.serialize()))
    return pieces


@cache
def to_arrow_schemas(form: Form) -> Mapping[str, pa.Schema]:
    return {name: to_arrow_schema(table) for name, table in to_schema(form).items()}
