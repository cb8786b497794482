"""Whether the conditions by which a PDF shows its layers can be worked out at all.

In: the bytes of a PDF and where they are. Out: yes or no. Not its business: what is shown (pdfium works that out for each piece of a page).

A condition (VE, ISO 32000-1, 8.11.2.2) may hold others, by reference too: one that holds itself, or is held several times at each of 32 levels, keeps
pdfium for longer than there is time. Few PDFs have conditions; where one does, pdfminer looks for them, in a process of its own, before pdfium does.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from typing import Any

from gongkai.readers.pdf.limits import limit

SECONDS = 20
"""a document that takes longer is left to the limits of every document"""
MOST_MEMORY = 800_000_000
MOST_STEPS = 1000
"""of one condition, which is worked out for each piece of a page; those that programs write have some ten"""
_LEVELS = 32
"""beyond which pdfium does not look"""
_CONDITION = re.compile(rb"/(?:V|#56)(?:E|#45)(?![A-Za-z0-9])|/OCMD")
_PACKED = b"/ObjStm"
_MOST_UNPACKED = 20_000_000
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gongkai.readers.pdf.layers import serve; serve()"


def are_endless(content: bytes) -> bool:
    """Whether a condition takes more steps than there is time for; no where that cannot be told."""
    if not any(map(_CONDITION.search, (content, *_unpacked(content)))):
        return False
    command = [sys.executable, "-c", _START, json.dumps(sys.path)]
    try:
        done = subprocess.run(command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return done.stdout.strip() == b"endless"


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What stands in streams of objects, as nearly all programs pack them."""
    at, left = content.find(_PACKED), _MOST_UNPACKED
    while at >= 0 and left > 0:
        start = content.find(b"stream", at + len(_PACKED), at + 1000)
        if start >= 0:
            try:
                found = zlib.decompressobj().decompress(content[start + 6 :].lstrip(b"\r\n")[:left], left)
                left -= len(found)
                yield found
            except zlib.error:
                pass
        at = content.find(_PACKED, at + len(_PACKED))


# --- in the process -------------------------------------------------------------------------------------------------


def serve() -> None:
    """Say of the PDF on standard input whether one of its conditions is endless."""
    import io
    import logging

    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    limit(SECONDS, MOST_MEMORY)
    logging.disable(logging.ERROR)
    document = PDFDocument(PDFParser(io.BytesIO(sys.stdin.buffer.read())))
    for number in [number for table in document.xrefs for number in table.get_objids()]:
        try:
            whole = document.getobj(number)
        except Exception:  # pdfminer raises what it likes; pdfium may not come there either
            continue
        for condition in _conditions(whole):
            if _count(condition) > MOST_STEPS:
                print("endless")
                return


def _conditions(whole: Any) -> Iterator[Any]:
    """The conditions in an object, and the lists of layers that stand for one; what it refers to is another object."""
    waiting = [whole]
    while waiting:
        one = waiting.pop()
        held = getattr(one, "attrs", one)
        if isinstance(held, dict):
            if "VE" in held:
                yield held["VE"]
            if getattr(held.get("Type"), "name", "") == "OCMD":
                yield held.get("OCGs")
            waiting += held.values()
        elif isinstance(held, list):
            waiting += held


def _count(condition: Any) -> int:
    """How many steps it takes to work a condition out, as pdfium goes; no more than are too many."""
    from pdfminer.pdftypes import resolve1

    waiting, steps = [(condition, 0)], 0
    while waiting and steps <= MOST_STEPS:
        one, level = waiting.pop()
        steps += 1
        inner = resolve1(one)
        if isinstance(inner, list) and level < _LEVELS:
            waiting += [(each, level + 1) for each in inner[: MOST_STEPS + 2]]
    return steps
