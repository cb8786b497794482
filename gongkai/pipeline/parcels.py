"""Values → bytes and back, to send between processes and to keep.

In: what was read of a document. Out: bytes; and the same again. Not its business: where they go. Pickle does it, told how to be quick about
the values of which a report has hundreds: taking a report out costs a third, and the same cell of two reports is one value in memory.
"""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from gongkai.model import CellId, Place, Value

_SIZE = struct.Struct(">Q")
_same_cell = lru_cache(maxsize=10_000)(CellId)
_to_cell = attrgetter("table", "row", "column")
_to_place = attrgetter("page", "grid", "row", "column", "box")
_to_value = attrgetter("cell", "status", "number", "raw", "unit", "note", "place", "doubt")
_place_fields = tuple(Place.__dict__[name].__set__ for name in Place.__slots__)
_value_fields = tuple(Value.__dict__[name].__set__ for name in Value.__slots__)


def make_cell(table: str, row: str, column: str) -> CellId:
    return _same_cell(table, row, column)


def make_place(*fields: object) -> Place:
    """A Place as it was; what it was made of is not looked at again."""
    place = object.__new__(Place)
    for fill, value in zip(_place_fields, fields, strict=True):
        fill(place, value)
    return place


def make_value(*fields: object) -> Value:
    value = object.__new__(Value)
    for fill, content in zip(_value_fields, fields, strict=True):
        fill(value, content)
    return value


_TABLE: dict[type, Callable[[Any], tuple[Callable[..., Any], tuple[Any, ...]]]] = {
    CellId: lambda cell: (make_cell, _to_cell(cell)),
    Place: lambda place: (make_place, _to_place(place)),
    Value: lambda value: (make_value, _to_value(value)),
}


def pack(value: object) -> bytes:
    content = io.BytesIO()
    pickler = pickle.Pickler(content, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _TABLE
    pickler.dump(value)
    return content.getvalue()


def unpack(content: bytes) -> object:
    """What was packed, the first of several. Only for bytes of our own making: pickle runs what it is told."""
    return pickle.loads(content)


def unpack_all(content: bytes) -> list[object]:
    """All that was packed, one behind the other."""
    file, found = io.BytesIO(content), []
    while file.tell() < len(content):
        found.append(pickle.load(file))
    return found


def press(value: object) -> bytes:
    """Packed and made small, for what is large and kept: lines of tables, pages."""
    return zlib.compress(pack(value), 1)


def unpress(content: bytes) -> object:
    return unpack(zlib.decompress(content))


def join(parts: Sequence[bytes]) -> bytes:
    """Several packed values as one, to be split again without looking into them."""
    return b"".join([_SIZE.pack(len(parts)), *(_SIZE.pack(len(part)) for part in parts), *parts])


def split(content: bytes) -> list[bytes]:
    (count,) = _SIZE.unpack_from(content)
    sizes = [_SIZE.unpack_from(content, _SIZE.size * (at + 1))[0] for at in range(count)]
    found, start = [], _SIZE.size * (count + 1)
    for size in sizes:
        found.append(content[start : start + size])
        start += size
    return found
