"""What another reader, pdfplumber, finds on a page: a witness where our own eyes are not enough.

In: a path and page numbers, asked one by one. Out: its digits and its tables, in points from the top left corner of the page as it is shown. Not its
business: what follows when the two differ (agreement.py).

It shares no code with pdfium, and is some ten times slower: a page is shown to it only where a table without rules was read, or where one may stand
that was not. It works in a process of its own, started for the first such page of a document: what a stranger sends may keep it for hours.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from bisect import bisect_left, bisect_right
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.model import Box
from gongkai.readers.layout.turning import turn_box
from gongkai.readers.pdf.limits import limit

SECONDS = 60
"""of its time for one document; pages asked after that have no second reader"""
MOST_MEMORY = 800_000_000
MOST_STROKES = 3000
"""lines and sides of rectangles on a page, beyond which its tables are not looked for"""
LONGEST = 14
"""characters of a cell that is a number with its unit"""
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gongkai.readers.pdf.second import serve; serve(sys.argv[2])"


class Digit(NamedTuple):
    text: str
    box: Box


class Statement(NamedTuple):
    """What it finds on a page. tables: the boxes of the cells of each that hold a number and little else."""

    digits: tuple[Digit, ...]
    tables: tuple[tuple[Box, ...], ...]


class SecondReader:
    """Reads pages of one document when it is asked to. To be closed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: subprocess.Popen[str] | None = None
        self._is_over = False

    def ask(self, number: int, quarters: int = 0) -> Statement | None:
        """What it finds on a page turned by so many quarters, clockwise; None if it reads no text there, fails or has taken too long."""
        if self._is_over:
            return None
        if self._process is None:
            command = [sys.executable, "-c", _START, json.dumps(sys.path), str(self._path.absolute())]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
            )
        watch = threading.Timer(SECONDS, self._process.kill)  # it sets itself a limit of work; this is for waiting
        watch.start()
        try:
            assert self._process.stdin and self._process.stdout
            print(number, quarters, file=self._process.stdin, flush=True)
            said = json.loads(self._process.stdout.readline())
            return _to_statement(said) if said else None
        except (OSError, ValueError, TypeError):
            self._is_over = True
            return None
        finally:
            watch.cancel()

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()


def _to_statement(said: dict[str, Any]) -> Statement:
    digits = tuple(Digit(text, (left, top, right, bottom)) for text, left, top, right, bottom in said["digits"])
    return Statement(digits, tuple(tuple((a, b, c, d) for a, b, c, d in table) for table in said["tables"]))


# --- in the process -------------------------------------------------------------------------------------------------


def serve(path: str) -> None:
    """Answer page numbers, one a line, with what stands on the page, until there are none."""
    limit(SECONDS, MOST_MEMORY)
    import logging

    import pdfplumber

    logging.disable(logging.ERROR)
    with pdfplumber.open(path) as document:
        for line in sys.stdin:
            number, quarters = map(int, line.split())
            page = document.pages[number - 1]
            print(json.dumps(_page_to_answer(page, quarters)), flush=True)
            page.close()


def _page_to_answer(page: Any, quarters: int) -> dict[str, Any] | None:
    if not page.chars:
        return None  # it cannot read the page at all, which says nothing of what stands there
    x, y = page.cropbox[0], page.cropbox[1]
    size = page.cropbox[2] - x, page.cropbox[3] - y
    page = page.dedupe_chars()
    digits = [
        (one["text"], *turn_box((one["x0"] - x, one["top"] - y, one["x1"] - x, one["bottom"] - y), quarters, size))
        for one in page.chars if one["upright"] == (quarters % 2 == 0) and any(sign.isdigit() for sign in one["text"])
    ]
    found = page.find_tables() if len(page.edges) <= MOST_STROKES else []
    tables = [
        [turn_box((left - x, top - y, right - x, bottom - y), quarters, size) for left, top, right, bottom in _numbered(table.cells, page.chars)]
        for table in found if len({cell[0] for cell in table.cells}) > 1 and len({cell[1] for cell in table.cells}) > 1
    ]
    return {"digits": digits, "tables": tables}


def _numbered(cells: list[Box], characters: list[dict[str, Any]]) -> list[Box]:
    """The cells with a number and little else: running text on a shaded ground is no table."""
    ordered = sorted(((one["top"] + one["bottom"]) / 2, (one["x0"] + one["x1"]) / 2, one["text"]) for one in characters)
    levels = [level for level, _, _ in ordered]
    found = []
    for left, top, right, bottom in cells:
        inside = [text for _, at, text in ordered[bisect_left(levels, top) : bisect_right(levels, bottom)] if left <= at < right and text.strip()]
        if len(inside) <= LONGEST and any(text.isdigit() for text in inside):
            found.append((left, top, right, bottom))
    return found
