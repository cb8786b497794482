"""The catalogue of findings, from findings.csv: code, severity, whose fault it is, kind, and the wording in two languages; and of doubts.

In: findings.csv and doubts.csv beside this module. Out: Entries by code. Not its business: deciding whether a finding applies (rules.py).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


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
    text = resources.files("gongkai.checks").joinpath("findings.csv").read_text("utf-8")
    return {line["code"]: Finding(**line) for line in csv.DictReader(text.splitlines())}
