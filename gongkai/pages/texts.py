"""The search in the reports' texts: an index that a browser reads a few pieces of, and the page that asks it.

In: readings. Out: {path below docs: content}. Not its business: the pages of the texts (report.py), what the browser does with the index (texts.js).

The index says for every two letters that stand side by side in which texts they do. A phrase is looked for in the texts that have all its pairs,
and shown only where the text of the report (text.json beside its page, which has tables besides) holds it to the letter: Chinese has no blanks
between words, and an index of words (Pagefind's, which segments the text one way and the query another) missed nearly every phrase taken from the
very texts it had indexed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import add

from gongkai.model import Reading, Report
from gongkai.pages.body.prose import has_text, to_chinese, to_heading
from gongkai.pages.findings import to_key
from gongkai.pages.template import render_page, say

FOLDER = "assets/texts"
SHARD = 40_000
"""Bytes a piece of the index has on average, at most: what a pair of letters costs who asks for it, before compression."""

_RUN = re.compile(r"\w+")


def render_search(language: str) -> dict[str, str]:
    """Return the page of the search in the texts."""
    path, text = render_page(language, "search/index.md", "texts.html", title=say(language, "texts_title"), description=say(language, "texts_lead"))
    return {path: text}


def texts_index(readings: Sequence[Reading]) -> dict[str, str | bytes]:
    """Return the index: list.json (the reports with a text, newest first, and into how many pieces the pairs are cut), the pieces, and the texts."""
    reports = sorted((r.report for r in readings if r.report and has_text(r)), key=lambda r: (-(r.year or 0), r.report_id))
    found: dict[str, list[int]] = {}
    for number, report in enumerate(reports):
        for pair in _to_pairs(_to_lines(report)):
            found.setdefault(pair, []).append(number)
    lines = {pair: _to_steps(numbers) for pair, numbers in found.items()}
    count = _to_count(sum(len(line) + 8 for line in lines.values()))
    shards: list[list[str]] = [[] for _ in range(count)]
    for pair in sorted(lines):
        shards[to_shard(pair, count)].append(f"{json.dumps(pair, ensure_ascii=False)}:{lines[pair]}")
    listed = [[report.agency.agency_id, to_key(report), report.agency.name] for report in reports]
    files: dict[str, str | bytes] = {f"{FOLDER}/{at}.json": "{" + ",\n".join(shard) + "}" for at, shard in enumerate(shards)}
    files |= {f"agencies/{report.agency.agency_id}/{to_key(report)}/text.json": _to_text(report) for report in reports}
    files[f"{FOLDER}/list.json"] = json.dumps({"shards": count, "texts": listed}, ensure_ascii=False, separators=(",", ":"))
    return files


def _to_text(report: Report) -> str:
    """The text as its page shows it: a line a section, its anchor there, its heading, its paragraphs."""
    lines = [
        [f"s{section.number}" if section.number else "", to_heading(section), to_chinese(section.paragraphs)]
        for section in report.sections if any(section.paragraphs)
    ]
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))


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
