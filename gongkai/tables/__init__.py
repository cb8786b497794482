"""Readings → tidy tables, and the tables → every file under /data/.

In: the readings of all documents and the form. Out: data frames as `SCHEMA` defines them; files in a folder that the
caller gives (`write`), which is one of the two ends of the house that touch the disk.
Not its business: what an indicator is (indicators.py), where the folder goes (site.py).
"""

from gongkai.tables.bulk import ON_SITE, UNBOUNDED, to_province
from gongkai.tables.changes import Changes, find_published
from gongkai.tables.database import NAME as DATABASE
from gongkai.tables.description import Written, to_citation
from gongkai.tables.files import Publication, write, write_pieces
from gongkai.tables.frames import tabulate, to_frames
from gongkai.tables.kept import KeptFiles
from gongkai.tables.lines import in_order
from gongkai.tables.numbers import to_published, to_text
from gongkai.tables.schema import CHANGES, NULL_CONVENTION, SCHEMA, TEXT_CONVENTION, Column, Table, to_schema
from gongkai.tables.standings import Standings
from gongkai.tables.standings import to_parquet as to_standing_parquet

__all__ = [
    "CHANGES",
    "DATABASE",
    "NULL_CONVENTION",
    "ON_SITE",
    "SCHEMA",
    "TEXT_CONVENTION",
    "UNBOUNDED",
    "Changes",
    "Column",
    "KeptFiles",
    "Publication",
    "Standings",
    "Table",
    "Written",
    "find_published",
    "in_order",
    "tabulate",
    "to_citation",
    "to_frames",
    "to_province",
    "to_published",
    "to_schema",
    "to_standing_parquet",
    "to_text",
    "write",
    "write_pieces",
]
