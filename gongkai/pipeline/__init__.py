"""Many documents → readings: each read by itself, then all held together; one bad file never stops the rest."""

from gongkai.pipeline.many import Collection, code_version, collect, find_documents, is_document, read_all, read_bodies
from gongkai.pipeline.one import Read, read_apart, read_one
from gongkai.pipeline.parcels import Foreign
from gongkai.pipeline.together import Group, to_groups, to_readings, to_summary

__all__ = [
    "Collection", "Foreign", "Group", "Read", "code_version", "collect", "find_documents", "is_document", "read_all", "read_apart", "read_bodies",
    "read_one", "to_groups", "to_readings", "to_summary",
]
