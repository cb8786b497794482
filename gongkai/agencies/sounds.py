"""How names sound: a syllable of pinyin a character, without tones.

In: names; sounds.csv beside this module, places that are read otherwise than pypinyin reads them. Out: syllables. Not its business:
English (english.py), what is searched (pages/names.py).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_IN_NAMES = {("都", "dou"): "du", ("什", "shen"): "shi", ("勒", "lei"): "le"}
"""A character and what it sounds like by itself → how it sounds in the name of a place or body"""
_RUNS = re.compile("[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


def spell(name: str) -> list[str]:
    """Return one syllable a character, lower case without tones (ü is v); what is no Chinese character sounds like itself."""
    from pypinyin import lazy_pinyin  # its tables take longer to load than a report to read

    syllables: list[str] = []
    for run in _RUNS.findall(name):
        spelt = lazy_pinyin(run) if "\u3400" <= run[0] <= "\u9fff" else [c.lower() for c in run]
        # a character that pypinyin does not know: one by one, and that one as it is
        syllables += spelt if len(spelt) == len(run) else [lazy_pinyin(c)[0] for c in run]
    syllables = [_IN_NAMES.get((c, s), s) for c, s in zip(name, syllables, strict=True)]
    for place, sounds in _place_sounds().items():
        if (at := name.find(place)) >= 0:
            syllables[at : at + len(place)] = sounds
    return syllables


@cache
def _place_sounds() -> Mapping[str, list[str]]:
    lines = csv.DictReader(resources.files("gongkai.agencies").joinpath("sounds.csv").read_text("utf-8").splitlines())
    return {line["name"]: line["pinyin"].split() for line in lines}
