"""An embedded TrueType or OpenType font → which glyph it has for which character.

In: the bytes of a font. Out: its cmap, the part of it that a text needs. Not its business: what a glyph looks like.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MOST_TABLES = 100
MOST_SEGMENTS = 70_000
WANTED = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
"""platform and encoding of the tables that speak Unicode, the fullest first"""


def font_to_map(content: bytes) -> dict[str, int]:
    """The number of the glyph of each character; {} where the font does not say, as a bare CFF font does not."""
    try:
        at = _find_cmap(content)
        return dict(_read_subtable(content, at)) if at is not None else {}
    except (struct.error, IndexError, ValueError):
        return {}


def _find_cmap(content: bytes) -> int | None:
    start = struct.unpack_from(">I", content, 12)[0] if content[:4] == b"ttcf" else 0
    count = min(struct.unpack_from(">H", content, start + 4)[0], MOST_TABLES)
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", content, start + 12 + 16 * index)
        if tag == b"cmap":
            tables = {}
            for place in range(min(struct.unpack_from(">H", content, offset + 2)[0], MOST_TABLES)):
                platform, encoding, within = struct.unpack_from(">HHI", content, offset + 4 + 8 * place)
                tables[platform, encoding] = offset + within
            return next((tables[one] for one in WANTED if one in tables), None)
    return None


def _read_subtable(content: bytes, at: int) -> Iterator[tuple[str, int]]:
    kind = struct.unpack_from(">H", content, at)[0]
    if kind == 4:
        yield from _read_segments(content, at)
    elif kind == 6:
        first, count = struct.unpack_from(">HH", content, at + 6)
        for index in range(count):
            yield chr(first + index), struct.unpack_from(">H", content, at + 10 + 2 * index)[0]
    elif kind == 12:
        left = MOST_SEGMENTS
        for group in range(min(struct.unpack_from(">I", content, at + 12)[0], MOST_SEGMENTS)):
            first, last, glyph = struct.unpack_from(">III", content, at + 16 + 12 * group)
            last = min(last, first + left, 0x10FFFF)
            left -= max(last - first, 0)
            for code in range(first, last + 1):
                yield chr(code), glyph + code - first


def _read_segments(content: bytes, at: int) -> Iterator[tuple[str, int]]:
    count = struct.unpack_from(">H", content, at + 6)[0] // 2
    ends, starts = at + 14, at + 16 + 2 * count
    left = MOST_SEGMENTS
    for index in range(count):
        last = struct.unpack_from(">H", content, ends + 2 * index)[0]
        first = struct.unpack_from(">H", content, starts + 2 * index)[0]
        delta = struct.unpack_from(">H", content, starts + 2 * count + 2 * index)[0]
        place = starts + 4 * count + 2 * index
        offset = struct.unpack_from(">H", content, place)[0]
        left -= max(last - first, 0)
        for code in range(first, last + 1 if left > 0 else first):
            if code == 0xFFFF:
                continue
            glyph = struct.unpack_from(">H", content, place + offset + 2 * (code - first))[0] if offset else code
            if glyph:
                yield chr(code), (glyph + delta) % 65536 if glyph or not offset else 0
