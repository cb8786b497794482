"""Lines on a terminal: coloured where one looks at them, and how far it is where it takes long.

In: lines with the names of their colours, a stream. Out: text on that stream. Not its business: what is said.
Control characters never get through: a document's text could otherwise write over what stands there.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO, TypeVar

from gongkai.printable import to_lines

_CODES = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EVERY = 0.2
One = TypeVar("One")


def is_coloured(stream: TextIO) -> bool:
    """Whether a person looks: https://no-color.org/ says how to want none."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write(lines: Iterable[tuple[str, str]], stream: TextIO | None = None) -> None:
    stream = stream or sys.stdout
    coloured = is_coloured(stream)
    for text, colour in lines:
        text = to_lines(_CONTROLS.sub("\ufffd", text))
        stream.write(f"\x1b[{_CODES[colour]}m{text}\x1b[0m\n" if coloured and colour else f"{text}\n")
    stream.flush()


def follow(things: Sequence[One], names: Sequence[str], stream: TextIO | None = None) -> Iterator[One]:
    """Hand on one after the other, and say on a terminal how many are done and which one it is at."""
    stream = stream or sys.stderr
    is_told = stream.isatty() and len(things) > 1
    started = last = 0.0
    for done, (thing, name) in enumerate(zip(things, names, strict=True)):
        now = time.monotonic()
        started = started or now
        if is_told and now - last > _EVERY:
            last = now
            left = f", {(now - started) / done * (len(things) - done):.0f} s" if done > 1 else ""
            text = _CONTROLS.sub("\ufffd", f"{done}/{len(things)}{left}  {name}")
            stream.write(f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}")
            stream.flush()
        yield thing
    if is_told:
        stream.write("\r\x1b[K")
        stream.flush()
