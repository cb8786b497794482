"""What the files of every format take over as it is: lines of CSV, a batch of Arrow.

A Piece is small and quick to pack, so that what was laid out once is kept and never laid out again (packing.py makes it).
Not its business: the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of one table. csv: as they stand in the CSV file. batch: as Arrow sends them, without the schema."""

    rows: int
    csv: bytes
    batch: bytes

    def to_columns(self, schema: pa.Schema) -> pa.RecordBatch:
        return pa.ipc.read_record_batch(pa.py_buffer(self.batch), schema)


Pieces = Mapping[str, Piece]
"""table → its piece; a table without a line has none"""
