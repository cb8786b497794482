"""Values → bytes and back, to send between processes and to keep.

In: what was read of a document. Out: bytes; and the same again. Not its business: where they go. Pickle does it, told how to be quick about
the values of which a report has hundreds: taking a report out costs a third, and the same cell of two reports is one value in memory.
What is taken out is made of plain values and of our own classes of fields, and of nothing else: pickle would call whatever it is told to,
and what is kept may have been put there by another (a cache that several share).
"""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from gongkai.model import Cell, CellId, Check, Place, Value

_OURS = "gongkai."
_SIZE = struct.Struct(">Q")
_same_number = lru_cache(maxsize=20_000)(Decimal)


def _to_maker(kind: type) -> tuple[Callable[..., Any], Callable[[Any], tuple[Any, ...]]]:
    """What makes a value of a class with slots of its fields, which are not looked at again, and what takes it apart."""
    names = tuple(field.name for field in fields(kind))
    fills = tuple(kind.__dict__[name].__set__ for name in names)
    new = object.__new__

    def make(*given: object) -> Any:
        value: Any = new(kind)
        for fill, content in zip(fills, given):  # noqa: B905  # a call a value: of another version of the code nothing is kept
            fill(value, content)
        return value

    return make, attrgetter(*names)


_make_place, _to_place = _to_maker(Place)
_make_value, _to_value = _to_maker(Value)
_make_check, _to_check = _to_maker(Check)
_to_cell = attrgetter("table", "row", "column")
_same_cell = lru_cache(maxsize=10_000)(CellId)
_same_place = lru_cache(maxsize=50_000)(_make_place)


def make_cell(table: str, row: str, column: str) -> CellId:
    return _same_cell(table, row, column)


def make_number(text: str) -> Decimal:
    """Figures are small and often the same: one value for all of them, to the digit as they were."""
    return _same_number(text)


def make_place(*of: object) -> Place:
    """A Place as it was. Where there are no boxes, the same few hundred are in every report."""
    place: Place = _make_place(*of) if of[4] is not None else _same_place(*of)
    return place


def make_value(*of: object) -> Value:
    value: Value = _make_value(*of)
    return value


def make_check(*of: object) -> Check:
    check: Check = _make_check(*of)
    return check


def make_path(text: str) -> Path:
    return Path(text)


_TABLE: dict[type, Callable[[Any], tuple[Callable[..., Any], tuple[Any, ...]]]] = {
    CellId: lambda cell: (make_cell, _to_cell(cell)),
    Decimal: lambda number: (make_number, (str(number),)),
    Place: lambda place: (make_place, _to_place(place)),
    Value: lambda value: (make_value, _to_value(value)),
    Check: lambda check: (make_check, _to_check(check)),
    type(Path()): lambda path: (make_path, (str(path),)),
}
_MAKERS = {maker.__name__: maker for maker in (make_cell, make_number, make_place, make_value, make_check, make_path)}


def pack(value: object) -> bytes:
    content = io.BytesIO()
    pickler = pickle.Pickler(content, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _TABLE
    pickler.dump(value)
    return content.getvalue()


class Foreign(Exception):
    """Bytes that nothing of ours packed: what they name is not called, and what they were kept for is made anew."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """What a value is made by: one of the makers above, or a class of ours that holds fields and does nothing."""
        if module == __name__ and name in _MAKERS:
            return _MAKERS[name]
        found = super().find_class(module, name) if module.startswith(_OURS) and "." not in name else None
        if found is Cell:  # a text with what is known of it
            return found
        if not isinstance(found, type) or not is_dataclass(found) or found.__module__ != module:
            raise Foreign(f"it asks for {module[:40]}.{name[:40]}")
        return found


def _load(file: io.BytesIO) -> object:
    try:
        return _Unpickler(file).load()
    except Foreign:
        raise
    except Exception as error:  # pickle raises what it likes
        raise Foreign("it is none of ours") from error


def unpack(content: bytes) -> object:
    """What was packed, the first of several. Foreign where that is not ours."""
    return _load(io.BytesIO(content))


def unpack_all(content: bytes) -> list[object]:
    """All that was packed, one behind the other."""
    file, found = io.BytesIO(content), []
    while file.tell() < len(content):
        found.append(_load(file))
    return found


def press(value: object) -> bytes:
    """Packed and made small, for what is large and kept: lines of tables, pages."""
    packed = pack(value)
    pressed: bytes = _codec().compress(packed, asbytes=True)
    return _SIZE.pack(len(packed)) + pressed


def unpress(content: bytes) -> object:
    try:
        (size,) = _SIZE.unpack_from(content)
        whole = _codec().decompress(memoryview(content)[_SIZE.size :], size, asbytes=True)
    except (struct.error, ValueError, OSError, MemoryError, OverflowError) as error:
        raise Foreign("it is none of ours") from error
    return unpack(whole)


@cache
def _codec() -> Any:
    """Zstandard, in a third of the time of zlib's quickest, and smaller."""
    import pyarrow  # what only reads documents does without it

    return pyarrow.Codec("zstd", 1)


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
