"""The index that the search box reads: every body's names and how they sound.

In: the table agencies. Out: one compact JSON text. Not its business: matching (content/assets/names.js).

Why not Pagefind for names: it cuts Chinese into words, so a part of a name is found only where the cut happens to fall (tests and ARCHITECTURE.md
have the numbers). A name is short; the whole list, matched letter by letter, is exact and works from the first character typed.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from gongkai.pages.template import CONTENT

NAMES_PATH = "assets/names.json"
_SEPARATOR = "|"
_RUNS = re.compile("[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


def names_index(agencies: Iterable[Mapping[str, Any]]) -> str:
    """Return the index as JSON.

    {"sounds": {character: pinyin}, "bodies": [[id, years, region, name, other name, …], …], "odd": {"body:name": [syllables]}}.
    A character's sound is kept once, the most frequent one; names where a character sounds otherwise (重庆) are spelt out in "odd".
    """
    bodies = [_to_body(line) for line in agencies]
    spelt = {name: spell(name) for body in bodies for name in body[3:]}
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for name, syllables in spelt.items():
        for character, syllable in zip(name, syllables, strict=True):
            heard[character][syllable] += 1
    # ties by the syllable itself, so that the file does not depend on the order of the bodies
    sounds = {c: min(n, key=lambda s: (-n[s], s)) for c, n in heard.items()}
    odd = {
        f"{at}:{place}": spelt[name]
        for at, body in enumerate(bodies) for place, name in enumerate(body[3:])
        if spelt[name] != [sounds[c] for c in name]
    }
    sounds = {c: s for c, s in sorted(sounds.items()) if c != s}
    return json.dumps({"sounds": sounds, "bodies": bodies, "odd": odd}, ensure_ascii=False, separators=(",", ":"))


def spell(name: str) -> list[str]:
    """Return one syllable a character, lower case without tones (ü is v); what is no Chinese character sounds like itself."""
    from pypinyin import lazy_pinyin  # its tables take longer to load than a report to read

    syllables: list[str] = []
    for run in _RUNS.findall(name):
        spelt = lazy_pinyin(run) if "\u3400" <= run[0] <= "\u9fff" else [c.lower() for c in run]
        # a character that pypinyin does not know: one by one, and that one as it is
        syllables += spelt if len(spelt) == len(run) else [lazy_pinyin(c)[0] for c in run]
    for place, sounds in _place_sounds().items():
        if (at := name.find(place)) >= 0:
            syllables[at : at + len(place)] = sounds
    return syllables


@cache
def _place_sounds() -> Mapping[str, list[str]]:
    """Place names that pypinyin reads wrong, from content/sounds.csv."""
    lines = csv.DictReader((CONTENT / "sounds.csv").read_text("utf-8").splitlines())
    return {line["name"]: line["pinyin"].split() for line in lines}


def _to_body(line: Mapping[str, Any]) -> list[str]:
    first, last = line["first_year"], line["last_year"]
    years = "" if first is None or last is None else str(int(first)) if first == last else f"{int(first)}–{int(last)}"
    region = "".join(dict.fromkeys(part for key in ("province", "prefecture", "county") if (part := line[key])))
    others = [name for name in (line["other_names"] or "").split(_SEPARATOR) if name]
    return [line["agency_id"], years, region, line["agency_name"] or "", *others]
