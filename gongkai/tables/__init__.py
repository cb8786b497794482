"""Readings → tidy tables, and the tables → files under /data/.

In: the readings of all documents and the form. Out: data frames as `SCHEMA` defines them, and the bytes of their files.
Not its business: what an indicator is (indicators.py), where files are written (site.py).
"""

from gongkai.tables.files import to_csv, to_files
from gongkai.tables.frames import tabulate
from gongkai.tables.numbers import to_published, to_text
from gongkai.tables.schema import NULL_CONVENTION, SCHEMA, TEXT_CONVENTION, Column, Table, to_schema

__all__ = [
    "NULL_CONVENTION",
    "SCHEMA",
    "TEXT_CONVENTION",
    "Column",
    "Table",
    "tabulate",
    "to_csv",
    "to_files",
    "to_published",
    "to_schema",
    "to_text",
]
