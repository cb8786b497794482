"""Which version of the form a table is set in: the one that explains its labels best.

In: what was seen of each table, the year of the report. Out: the version of each table, and where only the year could tell.
A row or column that was seen speaks for the versions that have it and against those that have not, and so does a label that one version prints
so and another otherwise. A row that was not seen speaks against a version only where other labels speak for it: rows are lost, too. What labels leave
open is settled by the tables beside it, then by the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.form import Form
from gongkai.match.labels import to_core
from gongkai.text import to_label

MANY = 3
"""rows that one version has too many and an older one has not, of which none was seen: a page does not lose just those"""
_SHORTEST_CORE = 4
"""letters of a label without its number that are one"""
_FIRST_ASKED = ("requests", "proactive_disclosure")
"""whose versions differ most, where a table does not say its own"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a table. ids: of rows and columns. printed: (id, version) of those that print as that version does and others do not.

    has_all_heads: whether every head over its values is known, so that a column that was not seen is not there.
    """

    ids: frozenset[str] = frozenset()
    printed: frozenset[tuple[str, str]] = frozenset()
    has_all_heads: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """version: of a table. rivals: those with other cells that its labels fit as well, and of which it lacks no more."""

    version: str
    rivals: tuple[str, ...] = ()


def to_seen(ids: Iterable[str], words: Iterable[str | None], form: Form, table: str, has_all_heads: bool = False) -> Seen:
    """Say what was seen. words: the cells of the table."""
    telling = _telling_labels(form, table)
    keys = {key for word in words if word and telling for key in (to_label(word), to_core(word))}
    return Seen(frozenset(ids), frozenset(pair for key in keys & telling.keys() for pair in telling[key]), has_all_heads)


def fitting(form: Form, table: str, seen: Seen) -> tuple[str, ...]:
    """The versions that no other explains better than, oldest first."""
    versions = form.versions_of(table)
    evidence = {v: _evidence(form, table, v, seen) for v in versions}
    absent = {v: len(_rows(form, table, v) - seen.ids) for v in versions}

    def beats(one: str, other: str) -> bool:
        lead = evidence[one] - evidence[other]
        return lead > max(0, absent[one] - absent[other])

    found = tuple(v for v in versions if not any(beats(other, v) for other in versions))
    return found or tuple(v for v in versions if evidence[v] == max(evidence.values()))


def decide_versions(form: Form, seen: Mapping[str, Seen], year: int | None) -> dict[str, Decided]:
    """The version of each table of which anything was seen."""
    candidates = {table: fitting(form, table, own) for table, own in seen.items()}
    if year is None:  # then the versions of which all is there come before those of which something is lost
        candidates = {table: tuple(v for v in own if not _lacks(form, table, v, seen[table])) or own for table, own in candidates.items()}
    order = sorted(candidates, key=lambda table: _FIRST_ASKED.index(table) if table in _FIRST_ASKED else len(_FIRST_ASKED))
    decided = {}
    for table, own in candidates.items():
        left = own
        for other in order:
            left = tuple(v for v in left if v in candidates[other]) or left
        version = _settle(form, table, left, seen[table], year)
        decided[table] = Decided(version, tuple(v for v in left if _is_rival(form, table, v, version, seen[table])))
    return decided


def _settle(form: Form, table: str, candidates: tuple[str, ...], seen: Seen, year: int | None) -> str:
    """The newest of the candidates that there was in that year; an older one where only that one's rows and columns are there."""
    usual = [v for v in candidates if year is None or form.first_year(v) <= year] or list(candidates[:1])
    whole = [v for v in usual if not _rows(form, table, v) - seen.ids and not (seen.has_all_heads and _columns(form, table, v) - seen.ids)]
    newest = usual[-1]
    is_other = len(_rows(form, table, newest) - seen.ids) >= MANY or (seen.has_all_heads and newest not in whole)
    return whole[-1] if whole and is_other else newest


def _is_rival(form: Form, table: str, one: str, chosen: str, seen: Seen) -> bool:
    is_other = set(form.cells(one, table)) != set(form.cells(chosen, table))
    return is_other and _lacks(form, table, one, seen) <= _lacks(form, table, chosen, seen)


def _lacks(form: Form, table: str, version: str, seen: Seen) -> int:
    """How many rows and columns of a version were not seen."""
    return len((_rows(form, table, version) | _columns(form, table, version)) - seen.ids)


def _evidence(form: Form, table: str, version: str, seen: Seen) -> int:
    own = _rows(form, table, version) | _columns(form, table, version)
    return sum(1 if id in own else -1 for id in seen.ids) + sum(printed == version for _, printed in seen.printed)


@cache
def _rows(form: Form, table: str, version: str) -> frozenset[str]:
    return frozenset(e.id for e in form.rows(table, version))


@cache
def _columns(form: Form, table: str, version: str) -> frozenset[str]:
    return frozenset(e.id for e in form.columns(table, version))


@cache
def _telling_labels(form: Form, table: str) -> dict[str, frozenset[tuple[str, str]]]:
    """Label → (entry, version) for each version that prints the entry so, where others print it otherwise and no alias says that any may."""
    found: dict[str, set[tuple[str, str]]] = {}
    for entry in form.entries:
        if entry.table != table or entry.axis == "table" or len(set(map(to_label, entry.labels.values()))) == 1:
            continue
        aliases = {to_label(alias) for alias in entry.aliases}
        for version, label in entry.labels.items():
            own = {key for key in (to_label(label), to_core(label)) if key == to_label(label) or len(key) >= _SHORTEST_CORE}
            for key in own - aliases if to_label(label) not in aliases else ():
                found.setdefault(key, set()).add((f"{entry.axis} {entry.id}", version))
    every = set(form.versions_of(table))
    return {key: frozenset(pairs) for key, pairs in found.items() if {version for _, version in pairs} != every}
