"""The search in the reports' texts: an index that a browser reads a few pieces of, and the page that asks it.

In: readings. Out: {path below docs: content}. Not its business: the pages of the texts (report.py), what the browser does with the index (texts.js).

The index says for every two letters that stand side by side in which texts they do. A phrase is looked for in the texts that have all its pairs,
and shown only where the text on the report's own page, which the browser then fetches, holds it to the letter: Chinese has no blanks
between words, and an index of words (Pagefind's, which segments the text one way and the query another) missed nearly every phrase taken from the
very texts it had indexed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add

from gongkai.addresses import to_key
from gongkai.model import Reading, Report
from gongkai.pages.body.prose import has_text
from gongkai.pages.template import render_page, say

FOLDER = "assets/texts"
CHUNK = 500
"""Texts that a file of the list names: some 8 KB on the wire"""
SHARD = 40_000
"""Bytes a piece of the index has on average, at most: what a pair of letters costs who asks for it, before compression."""

_RUN = re.compile(r"\w+")


def render_search(language: str) -> dict[str, str]:
    """Return the page of the search in the texts."""
    path, text = render_page(language, "search/index.md", "texts.html", title=say(language, "texts_title"), description=say(language, "texts_lead"))
    return {path: text}


@dataclass(frozen=True, slots=True)
class Text:
    """What the index needs of a report with a running text. segment: its year, "undated" without one. pairs: of neighbouring letters, in a row."""

    agency_id: str
    key: str
    name: str
    segment: str
    pairs: str


def to_text(reading: Reading) -> Text | None:
    """Take from a report what the index needs, so that a kept part of a build need not hold its text; None where there is none."""
    report = reading.report
    if report is None or not has_text(reading):
        return None
    agency, segment = report.agency, str(report.year or "undated")
    return Text(agency.agency_id, to_key(report), agency.name, segment, "".join(sorted(_to_pairs(_to_lines(report)))))


def texts_index(readings: Iterable[Reading]) -> dict[str, str | bytes]:
    """Return the index of the texts of these readings."""
    return to_index(text for reading in readings if (text := to_text(reading)))


def to_index(texts: Iterable[Text]) -> dict[str, str | bytes]:
    """Return the index: a folder a year, so that a new report changes its own year alone, and index.json, which says what years there are.

    A year: its texts by body, CHUNK a file (list-0.json, …), and for every pair the numbers of its texts, cut into pieces (0.json, …).
    """
    segments: dict[str, list[Text]] = {}
    for text in texts:
        segments.setdefault(text.segment, []).append(text)
    years = []
    files: dict[str, str | bytes] = {}
    for segment in sorted(segments, key=lambda year: (year.isdigit(), year), reverse=True):
        listed = sorted(segments[segment], key=lambda text: (text.agency_id, text.key))
        shards = _to_shards(listed)
        years.append({"year": segment, "texts": len(listed), "shards": len(shards)})
        for at, shard in enumerate(shards):
            files[f"{FOLDER}/{segment}/{at}.json"] = shard
        for at in range(0, len(listed), CHUNK):
            entries = [[text.agency_id, text.key, text.name] for text in listed[at : at + CHUNK]]
            files[f"{FOLDER}/{segment}/list-{at // CHUNK}.json"] = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    files[f"{FOLDER}/index.json"] = json.dumps({"chunk": CHUNK, "years": years}, ensure_ascii=False, separators=(",", ":"))
    return files


def _to_shards(texts: Sequence[Text]) -> list[str]:
    found: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for pair in map(add, text.pairs[::2], text.pairs[1::2]):
            found.setdefault(pair, []).append(number)
    lines = {pair: _to_steps(numbers) for pair, numbers in found.items()}
    count = _to_count(sum(len(line) + 8 for line in lines.values()))
    shards: list[list[str]] = [[] for _ in range(count)]
    for pair in sorted(lines):
        shards[to_shard(pair, count)].append(f"{json.dumps(pair, ensure_ascii=False)}:{lines[pair]}")
    return ["{" + ",\n".join(shard) + "}" for shard in shards]


def to_plain(text: str) -> str:
    """What is compared: forms of width and case folded, blanks taken out. texts.js does the same."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())


def to_shard(pair: str, count: int) -> int:
    """In which piece of the index a pair of letters stands. texts.js does the same."""
    return (ord(pair[0]) * 31 + ord(pair[1])) % count


def _to_lines(report: Report) -> Iterator[str]:
    for section in report.sections:
        yield from section.paragraphs


def _to_pairs(lines: Iterable[str]) -> set[str]:
    pairs: set[str] = set()
    for line in lines:
        for run in _RUN.findall(to_plain(line)):
            pairs.update(map(add, run, run[1:]))
    return pairs


def _to_steps(numbers: Sequence[int]) -> str:
    """Ascending numbers as the steps between them: small numbers, which a web server's compression makes smaller still."""
    steps = [numbers[0], *(later - earlier for earlier, later in pairwise(numbers))]
    return json.dumps(steps, separators=(",", ":"))


def _to_count(size: int) -> int:
    """How many pieces an index is cut into; a power of two, so that a new report seldom changes every piece's name."""
    count = 1
    while size > SHARD * count:
        count *= 2
    return count
