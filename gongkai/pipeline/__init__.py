"""Many documents → readings: each read by itself, then all held together; one bad file never stops the rest."""

from gongkai.pipeline.many import code_version, find_documents, read_all, read_bodies
from gongkai.pipeline.one import Read, read_apart, read_one
from gongkai.pipeline.together import to_readings, to_summary

__all__ = ["Read", "code_version", "find_documents", "read_all", "read_apart", "read_bodies", "read_one", "to_readings", "to_summary"]
