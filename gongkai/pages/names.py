"""The index that the search box reads: every body's names and how they sound.

In: the table agencies. Out: one compact JSON text, and what English readers read in another. Not its business: matching (content/assets/names.js).

Why not Pagefind for names: it cuts Chinese into words, so a part of a name is found only where the cut happens to fall (tests and ARCHITECTURE.md
have the numbers). A name is short; the whole list, matched letter by letter, is exact and works from the first character typed.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.agencies import regions
from gongkai.agencies.sounds import spell
from gongkai.simplified import to_twins

NAMES_PATH = "assets/names.json"
ENGLISH_PATH = "assets/names-en.json"
"""[name in English, …], body by body as in names.json; only English pages ask for it"""
_SEPARATOR = "|"


def names_index(agencies: Iterable[Mapping[str, Any]]) -> str:
    """Return the index as JSON.

    {"sounds": {character: pinyin}, "bodies": [[id, years, region, name, other name, …], …], "odd": {"body:name": [syllables]}, "twins": "廈厦門门…"}.
    A character's sound is kept once, the most frequent one; names where a character sounds otherwise (重庆) are spelt out in "odd". "twins":
    traditional characters, each before the simplified one that the names have.
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
    twins = "".join(map("".join, sorted(to_twins(heard.keys()).items())))
    return json.dumps({"sounds": sounds, "bodies": bodies, "odd": odd, "twins": twins}, ensure_ascii=False, separators=(",", ":"))


def _to_body(line: Mapping[str, Any]) -> list[str]:
    first, last = line["first_year"], line["last_year"]
    years = "" if first is None or last is None else str(int(first)) if first == last else f"{int(first)}–{int(last)}"
    region = "".join(dict.fromkeys(part for key in ("province", "prefecture", "county") if (part := line[key])))
    others = [name for name in (line["other_names"] or "").split(_SEPARATOR) if name]
    name = line["agency_name"] or ""
    return [line["agency_id"], years, region, name, *dict.fromkeys([*others, *(old for old in _to_former(name, line) if old not in others)])]


def _to_former(name: str, line: Mapping[str, Any]) -> list[str]:
    """The name with what its division was called before: 长泰县人民政府 for 长泰区人民政府. It is only looked for, never shown."""
    region = regions.by_code(line.get("division_code") or "")
    if region is None or region.name not in name:
        return []
    rest = name[name.rindex(region.name) + len(region.name):]
    return [former + rest for former in dict.fromkeys(one.name for one in regions.to_former(region)) if former != region.name]


def english_names(agencies: Iterable[Mapping[str, Any]]) -> str:
    """Return the names in English as JSON, "" where a body has none."""
    return json.dumps([line["agency_name_en"] or "" for line in agencies], ensure_ascii=False, separators=(",", ":"))
