"""The data published before and those of this build → what was added, changed and withdrawn, and why.

In: two folders with Parquet files of ours. Out: Changes, and every number that changed as it is found.
Not its business: how they are shown (pages), where the folder of before comes from.

Reports are told apart by their id. Only those that changed are looked into: two releases are walked side by side, a
body's reports at a time, so that size costs time but no memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gongkai.origin import Origin
from gongkai.tables.numbers import to_decimal, to_text
from gongkai.tables.parquet_files import read_groups

NAME = "changes.json"
NUMBERS_NAME = "changes.csv"
MOST_NUMBERS = 20_000
"""numbers that changes.json lists; changes.csv has them all"""

LONGEST_LOG = 300

NEW_DOCUMENT, NEW_READER = "new_document", "new_reader"

_CELL_COLUMNS = ("report_id", "agency_id", "year", "table", "row", "column", "value", "status", "raw")
_REPORT_COLUMNS = ("report_id", "agency_id", "agency_name", "year", "source_file", "source_sha256", "published", "read_status")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """previous: what the build of before was made from, None where there is nothing to compare with.

    added, changed, withdrawn: reports, each with `why` and how many `numbers` changed. numbers: the first of them.
    log: what earlier builds and this one changed, the newest first.
    """

    previous: Mapping[str, Any] | None = None
    added: Sequence[Record] = ()
    changed: Sequence[Record] = ()
    withdrawn: Sequence[Record] = ()
    number_count: int = 0
    numbers: Sequence[Record] = ()
    log: Sequence[Record] = field(default=())


class Comparison:
    """Two releases side by side. Ask for `numbers` first, to the end: `to_changes` counts what they showed."""

    def __init__(self, previous: Path | None, folder: Path, origin: Origin) -> None:
        self._previous = previous if previous and _is_release(previous) else None
        self._folder = folder
        self._origin = origin
        self._new = _read_reports(folder)
        self._old = _read_reports(self._previous) if self._previous else {}
        self._counts: dict[str, int] = {}
        self._first: list[Record] = []

    def numbers(self) -> Iterator[Record]:
        """Every number of a report in both that is another one now, or has another status."""
        if self._previous is None:
            return
        for id, old, new in _both(self._previous / "cells.parquet", self._folder / "cells.parquet"):
            if id not in self._old or id not in self._new or old.equals(new):
                continue
            why = self._why(id)
            for line in _to_numbers(old, new):
                line["why"] = why
                self._counts[id] = self._counts.get(id, 0) + 1
                if len(self._first) < MOST_NUMBERS:
                    self._first.append(line)
                yield line

    def to_changes(self) -> Changes:
        if self._previous is None:
            return Changes()
        added = [self._new[id] | {"why": NEW_DOCUMENT, "numbers": 0} for id in self._new if id not in self._old]
        withdrawn = [self._old[id] | {"why": "", "numbers": 0} for id in self._old if id not in self._new]
        changed = [
            report | {"why": self._why(id), "numbers": self._counts.get(id, 0)}
            for id, report in self._new.items() if id in self._old and self._is_changed(id)
        ]
        log = [
            {**report, "kind": kind, "when": self._origin.date, "commit": self._origin.commit}
            for kind, reports in (("added", added), ("changed", changed), ("withdrawn", withdrawn)) for report in reports
        ]
        before = _read_json(self._previous / "index.json").get("build")
        old_log = _read_json(self._previous / NAME).get("log")
        return Changes(
            before if isinstance(before, dict) else {}, added, changed, withdrawn, sum(self._counts.values()), self._first,
            [*log, *(e for e in (old_log if isinstance(old_log, list) else []) if _is_entry(e))][:LONGEST_LOG],
        )

    def _why(self, id: str) -> str:
        return NEW_READER if self._old[id]["source_sha256"] == self._new[id]["source_sha256"] else NEW_DOCUMENT

    def _is_changed(self, id: str) -> bool:
        old, new = self._old[id], self._new[id]
        return id in self._counts or any(old[name] != new[name] for name in ("source_sha256", "read_status"))


def to_json(changes: Changes) -> str:
    return json.dumps(asdict(changes), ensure_ascii=False, indent=1) + "\n"


def _is_release(folder: Path) -> bool:
    """Say whether a folder holds data to compare with: all of it, for it may have come over a bad line, and in columns that we know."""
    try:
        found = [set(pq.read_schema(folder / f"{name}.parquet").names) for name in ("reports", "cells")]
    except (OSError, pa.ArrowException):
        return False
    return found[0] >= set(_REPORT_COLUMNS) and found[1] >= set(_CELL_COLUMNS)


def find_published(previous: Path | None) -> dict[str, tuple[str, str]]:
    """Id of each report of an earlier build → path and hash of the document whose figures it published; {} where there is nothing to read."""
    found = _read_reports(previous) if previous and _is_release(previous) else {}
    return {id: (line["source_file"], line["source_sha256"]) for id, line in found.items()}


def _read_reports(folder: Path) -> dict[str, Record]:
    """The reports whose figures are published, by id."""
    lines = pq.read_table(folder / "reports.parquet", columns=list(_REPORT_COLUMNS)).to_pylist()
    return {
        line["report_id"]: {name: "" if line[name] is None and name != "year" else line[name] for name in _REPORT_COLUMNS}
        for line in lines if line["report_id"] and line["read_status"] != "duplicate"
    }


Key = tuple[str, int, str]


def _both(before: Path, after: Path) -> Iterator[tuple[str, pa.Table, pa.Table]]:
    """The cells of every report that both files have. Both are in the order of publication."""
    old, new = _reports(before), _reports(after)
    a, b = next(old, None), next(new, None)
    while a is not None and b is not None:
        if a[0] == b[0]:
            yield a[0][2], a[1], b[1]
            a, b = next(old, None), next(new, None)
        elif a[0] < b[0]:
            a = next(old, None)
        else:
            b = next(new, None)


def _reports(path: Path) -> Iterator[tuple[Key, pa.Table]]:
    for group in read_groups(path, _CELL_COLUMNS):
        group = group.combine_chunks()
        start = 0
        for end in pc.run_end_encode(group["report_id"].chunk(0)).run_ends.to_pylist() if group.num_rows else ():
            report = group.slice(start, end - start)
            id, agency_id, year = (report[name][0].as_py() for name in ("report_id", "agency_id", "year"))
            yield (agency_id or "", year or 0, id), report
            start = end


def _to_numbers(old: pa.Table, new: pa.Table) -> Iterator[Record]:
    absent = {"value": None, "status": "", "raw": None}
    lines = [[line | {"value": to_decimal(line["value"])} for line in part.to_pylist()] for part in (old, new)]
    cells = [{(line["table"], line["row"], line["column"]): line for line in part} for part in lines]
    for cell in cells[1] | cells[0]:
        was, now = (part.get(cell, absent) for part in cells)
        if (was["value"], was["status"]) == (now["value"], now["status"]):
            continue
        line = cells[1].get(cell) or cells[0][cell]
        table, row, column = cell
        yield {
            "cell_id": f"{line['report_id']}.{table}.{row}.{column}", "report_id": line["report_id"], "agency_id": line["agency_id"],
            "year": line["year"], "table": table, "row": row, "column": column,
            "value_before": to_text(was["value"]), "status_before": was["status"], "raw_before": was["raw"] or "",
            "value": to_text(now["value"]), "status": now["status"], "raw": now["raw"] or "",
        }


def _read_json(path: Path) -> dict[str, Any]:
    """A file of an earlier release, {} if it is not there or not what we write: it may come over a bad line."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and {"kind", "when", "commit", "why", "numbers", *_REPORT_COLUMNS} <= entry.keys()
