"""The catalogue of findings, from findings.csv: code, severity, whose fault it is, kind, and the wording in two languages; and of doubts.

In: findings.csv and doubts.csv beside this module. Out: Entries by code. Not its business: deciding whether a finding applies (rules.py).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gongkai.model import KINDS, SEVERITIES

_KNOWN = {"severity": ("", *SEVERITIES), "about": ("report", "reading"), "kind": KINDS}


@dataclass(frozen=True, slots=True)
class Finding:
    """severity "" means: by rule (rules.py). about: "report" or "reading" (we could not read it). kind: of model.KINDS.

    A relation that is broken is of the relation's own kind, one that cannot be checked of the kind of what is said of it.
    """

    code: str
    severity: str
    about: str
    kind: str
    zh: str
    en: str


@cache
def doubts() -> dict[str, tuple[str, str]]:
    """Why a reader may doubt what a cell prints: code → the reason in Chinese and in English."""
    text = resources.files("gongkai.checks").joinpath("doubts.csv").read_text("utf-8")
    return {line["code"]: (line["zh"], line["en"]) for line in csv.DictReader(text.splitlines())}


@cache
def load() -> dict[str, Finding]:
    return read(resources.files("gongkai.checks").joinpath("findings.csv").read_text("utf-8"))


def read(text: str) -> dict[str, Finding]:
    """The entries of a findings.csv. ValueError where a line says what nothing knows what to do with."""
    found = {line["code"]: Finding(**line) for line in csv.DictReader(text.splitlines())}
    for one in found.values():
        for name, known in _KNOWN.items():
            if (value := getattr(one, name)) not in known:
                raise ValueError(f"findings.csv: {name} of {one.code} is {value!r}, none of {', '.join(filter(None, known))}")
    return found
