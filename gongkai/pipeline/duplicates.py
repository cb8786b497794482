"""Several documents of one body and year → the one whose figures are published, why, and where the others differ from it.

In: Reports of one body and year, what was published before. Out: a Choice. Not its business: which documents are of one body (identity.py).
The order of names decides nothing that is shown. The rules, the first that leaves one document decides; it is said which did:

1. a sidecar's `supersedes` (the path of the older document, or the id of the report); 2. a correction, by its title or first lines, that has
every table that the others have; 3. not half as many cells, or fewer of the tables, were read of the others; 4. where no cell differs,
more cells were read; 5. the one published before: by `published`, else `retrieved`, where every sidecar has it, else by the data of the build
before; 6. more cells were read; 7. the content's hash, which says nothing of who is right: what differs is listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gongkai.checks import catalogue
from gongkai.form import Form
from gongkai.model import CellId, Check, Report, Value

Published = Mapping[str, tuple[str, str]]
"""id of a report → path and hash of the document whose figures an earlier build published under it"""

_DATE = re.compile(r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})(?!\d)")
_DECIDED = ("reported", "blank", "not_applicable")
_LISTED = 5
_WHY = {
    "supersedes": ("附注文件写明它取代另一份", "its sidecar says that it supersedes the other"),
    "correction": ("它自称是更正后的", "it calls itself a correction"),
    "tables": ("它读出的表格更多", "more of its tables were read"),
    "cells": ("它读出的格子更多", "more of its cells were read"),
    "before": ("它公布在先", "it was published before"),
    "equal": ("两份读出的数字相同", "the figures read in both are the same"),
    "hash": ("无从判断哪一份对，按文件指纹选了一份", "nothing says which is right; it was chosen by its hash"),
}
"""rule → its reason in Chinese and in English"""


@dataclass(frozen=True, slots=True)
class Document:
    """A report as a candidate. is_correction: its title or first lines say so."""

    report: Report
    is_correction: bool = False

    @property
    def path(self) -> str:
        return self.report.document.path


@dataclass(frozen=True, slots=True)
class Choice:
    """chosen: whose figures are published. others, in the order of their paths, each with the cells in which it differs. by: the rule."""

    chosen: Report
    others: tuple[tuple[Report, tuple[CellId, ...]], ...]
    by: str


def choose(documents: Sequence[Document], form: Form, previous: Published) -> Choice:
    """Choose among the documents of one body and year."""
    by, chosen = _choose(documents, previous) if len(documents) > 1 else ("", documents[0])
    others = sorted((d.report for d in documents if d is not chosen), key=lambda r: r.document.path)
    return Choice(chosen.report, tuple((other, find_differences(chosen.report, other, form)) for other in others), by)


def _choose(documents: Sequence[Document], previous: Published) -> tuple[str, Document]:
    left, by = list(documents), ""
    # none are kept where each supersedes the other: then nothing is said
    kept = [d for d in left if not any(_supersedes(other.report, d.report) for other in left)]
    rules: list[tuple[str, Callable[[list[Document]], list[Document]]]] = [
        ("supersedes", lambda _: kept),
        ("correction", _corrections),
        ("cells", _readable),
        ("tables", lambda found: _most(found, lambda d: len(_tables(d.report)))),
        ("cells", lambda found: found if _differ(found) else _most(found, lambda d: len(_decided(d.report)))),
        ("before", lambda found: _before(found, previous)),
        ("cells", lambda found: _most(found, lambda d: len(_decided(d.report)))),
    ]
    for name, rule in rules:
        found = rule(left)
        if 0 < len(found) < len(left):
            left, by = found, name
        if len(left) == 1:
            return by, left[0]
    if _differ(left):
        return "hash", min(left, key=lambda d: (d.report.document.sha256, d.path))
    return by or "equal", min(left, key=lambda d: d.path)  # any will do


def _most(documents: list[Document], count: Callable[[Document], int]) -> list[Document]:
    most = max(map(count, documents))
    return [d for d in documents if count(d) == most]


def _supersedes(newer: Report, older: Report) -> bool:
    """Whether a sidecar names another document of its body and year: by path, by name where both lie in one folder, or by the report's id."""
    named = newer.sidecar.supersedes.strip()
    if not named or newer is older:
        return False
    if named == to_base_id(newer):
        return named != older.sidecar.supersedes.strip()
    path, here = PurePosixPath(older.document.path), PurePosixPath(newer.document.path)
    return PurePosixPath(named.removeprefix("./").removeprefix("reports/")) == path or (path.parent == here.parent and named == path.name)


def _corrections(documents: list[Document]) -> list[Document]:
    tables = {table for d in documents for table in _tables(d.report)}
    return [d for d in documents if d.is_correction and _tables(d.report) == tables]


def _readable(documents: list[Document]) -> list[Document]:
    """Without those of which not half as many cells were read as of another."""
    most = max(len(_decided(d.report)) for d in documents)
    return [d for d in documents if 2 * len(_decided(d.report)) >= most]


def _tables(report: Report) -> set[str]:
    """The tables in which any cell was read."""
    return {cell.table for cell in _decided(report)}


def _before(documents: list[Document], previous: Published) -> list[Document]:
    for field in ("published", "retrieved"):
        dates = [_to_day(getattr(d.report.sidecar, field)) for d in documents]
        if all(dates) and len(set(dates)) > 1:
            wanted = max(dates) if all(d.is_correction for d in documents) else min(dates)  # the last correction, else the first document
            return [d for d, date in zip(documents, dates, strict=True) if date == wanted]
    path, sha256 = previous.get(to_base_id(documents[0].report), ("", ""))
    same = [d for d in documents if d.report.document.sha256 == sha256]
    return same or [d for d in documents if d.path == path]


def _to_day(date: str) -> tuple[int, ...]:
    """Year, month and day, to compare by, however they are written; () where that is no date."""
    match = _DATE.match(date)
    return tuple(map(int, match.groups())) if match else ()


def to_base_id(report: Report) -> str:
    """The id of the report that is published; a second document has -2 behind it."""
    return f"{report.agency.agency_id}-{report.year or 'undated'}"


# --- differences ----------------------------------------------------------------------------------------------------


def _decided(report: Report) -> dict[CellId, Value]:
    return {cell: value for cell, value in report.values.items() if value.status in _DECIDED}


def _differ(documents: Sequence[Document]) -> bool:
    """Whether any cell is said in two ways, or a table is of two versions of the form."""
    said: dict[CellId, set[tuple[object, ...]]] = defaultdict(set)
    versions: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for table, version in document.report.forms.items():
            versions[table] |= {version} - {""}
        for cell, value in _decided(document.report).items():
            said[cell].add((value.status, value.number, value.unit))
    return any(len(found) > 1 for found in said.values()) or any(len(found) > 1 for found in versions.values())


def find_differences(one: Report, other: Report, form: Form) -> tuple[CellId, ...]:
    """The cells, in the form's order, that both documents say and not alike; also what only the form of one has of a table that both have."""
    ours, theirs = _decided(one), _decided(other)
    shared = {table for table, version in one.forms.items() if version and other.forms.get(table)}
    return tuple(
        cell for cell in form.all_cells
        if cell.table in shared and (cell in ours or cell in theirs) and _is_other(cell, one, other)
    )


def _is_other(cell: CellId, one: Report, other: Report) -> bool:
    a, b = one.values.get(cell), other.values.get(cell)
    if a is None or b is None:
        return True
    if a.status not in _DECIDED or b.status not in _DECIDED:
        return False  # what one of them could not be read in is no difference
    return (a.status, a.number, a.unit) != (b.status, b.number, b.unit)


# --- words ----------------------------------------------------------------------------------------------------------


def to_checks(choice: Choice, form: Form) -> tuple[Check, ...]:
    """What there is to say of the choice on the page of the report that is published: nothing where the figures are the same."""
    told = [_to_check(choice, other, cells, form) for other, cells in choice.others if cells]
    named = choice.chosen.sidecar.supersedes.strip()
    if named and not any(_supersedes(choice.chosen, other) for other, _ in choice.others):
        entry = catalogue.load()["supersedes-nothing"]
        words = {"named": named, "sidecar": f"{choice.chosen.document.name}.yml"}
        told.append(Check(
            "supersedes-nothing", choice.chosen.report_id, "not_applicable", entry.severity, entry.about,
            message_zh=entry.zh.format(**words), message_en=entry.en.format(**words), kind=entry.kind,
        ))
    return tuple(told)


def _to_check(choice: Choice, other: Report, cells: Sequence[CellId], form: Form) -> Check:
    is_said = choice.by in ("supersedes", "correction")
    code = "document-corrected" if is_said else "documents-differ"
    entry = catalogue.load()[code]
    fields = {"other": other.document.path, "count": len(cells)}
    zh = {**fields, "why": _WHY[choice.by][0], "cells": _list(cells, choice.chosen, other, form, "zh")}
    en = {**fields, "why": _WHY[choice.by][1], "cells": _list(cells, choice.chosen, other, form, "en")}
    return Check(
        code, choice.chosen.report_id, "not_applicable" if is_said else "undetermined", entry.severity, entry.about,
        message_zh=entry.zh.format(**zh), message_en=entry.en.format(**en), kind=entry.kind,
    )


def _list(cells: Sequence[CellId], one: Report, other: Report, form: Form, language: str) -> str:
    """The first cells in which two documents differ: 行政许可·本年处理决定数量 97 / 79."""
    colon, comma, rest = ("：", "；", "……") if language == "zh" else (": ", "; ", "…")
    told = []
    for cell in cells[:_LISTED]:
        version = one.forms.get(cell.table, "") or other.forms.get(cell.table, "")
        names = (entry.label(language, version) for entry in (form.entry(cell.table, "row", cell.row), form.column_of(cell)))
        told.append("·".join(names) + colon + " / ".join(_to_word(report.values.get(cell)) for report in (one, other)))
    return comma.join(told) + (rest if len(cells) > _LISTED else "")


def _to_word(value: Value | None) -> str:
    if value is None:
        return "—"
    return f"{value.number:f}{value.unit if value.unit not in ('件', '项') else ''}" if value.number is not None else value.status


def to_message(choice: Choice, other: Report, cells: Sequence[CellId]) -> str:
    """One line for the document that is not published: which one is, why, and what to do."""
    chosen = choice.chosen.document
    if other.document.sha256 == chosen.sha256:
        return f"the same file of this body and year is already there: {chosen.path}; keep one of them (its figures are the ones published)"
    why = "" if choice.by in ("", "equal") else f", for {_WHY[choice.by][1]}"
    if not cells:
        found = "no figure differs; keep one of them"
    else:
        found = "1 cell differs" if len(cells) == 1 else f"{len(cells)} cells differ"
        if choice.by not in ("supersedes", "correction"):
            found += f"; if this one is right, write “supersedes: {chosen.path}” in {other.document.name}.yml"
    undated = f"; neither names its year: if this one is of another, write “year: YYYY” in {other.document.name}.yml" if other.year is None else ""
    return f"another document of this body and year is already there, and its figures are the ones published: {chosen.path}{why}; {found}{undated}"
