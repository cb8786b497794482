"""The rows of the table of what was disclosed proactively, block by block, each under its own header.

In: the lines of that table. Out: Found rows, what was seen of either version, and the labels that the form does not know.
Not its business: numbers and statuses (cells.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongkai.form import Form
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line
from gongkai.match.picking import has_text, is_blank, pick
from gongkai.match.rows import Found, Labelled, find_label, join_over_page_breaks
from gongkai.match.units import in_brackets, without_unit
from gongkai.match.versions import vote
from gongkai.text import is_number, to_label, to_plain


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of a block. columns: where each stands. labels_at: where the labels below it do. line: as printed, None before any."""

    columns: Mapping[str, list[int]] = field(default_factory=dict)
    unit: str = ""
    labels_at: int = -1
    line: Line | None = None

    def with_length(self, line: Line) -> Line:
        """A line below it, which in a flattened table has lost or gained a cell, nobody knows where, if it is not of its length."""
        if self.line is None or self.line.grid != line.grid or line.is_exact or line.is_poured or len(line.cells) == len(self.line.cells):
            return line
        return replace(line, length=len(self.line.cells))


def find_proactive(lines: list[Line], form: Form, otherwise: str, notes: Mapping[int, str]) -> tuple[list[Found], Counter[str], list[Labelled]]:
    table = "proactive_disclosure"
    labels = labels_of(form, table, "column")
    seen: Counter[str] = Counter()
    header = _Header()
    drafts: list[tuple[Labelled, _Header]] = []
    labelled: list[Labelled] = []
    headers: dict[int, _Header] = {}
    for line in lines:
        ids = [(labels.find(c) or labels.find(without_unit(c)), i, c) for i, c in enumerate(line.cells) if c and has_text(c)]
        known: dict[str, list[int]] = {}
        for id, i, _ in ids:
            if id:
                known.setdefault(id, []).append(i)
        if known and not any(is_number(c) for _, _, c in ids):
            labels_at = next((i for _, i, c in ids if to_label(c) == "信息内容"), min(known.values())[0] - 1)
            header = _Header(known, next(filter(None, (in_brackets(c) for id, _, c in ids if id)), ""), labels_at, line)
            seen.update(list(known))
            continue
        if any("第二十条" in re.sub(r"\s", "", to_plain(c)) for _, _, c in ids):
            header = _Header()
            continue
        if not line.is_empty:
            labelled.append(find_label(line, form))
            headers[id_of(line)] = header
    for this in join_over_page_breaks(labelled, form):
        if this.row:
            drafts.append((this, headers[id_of(this.line)]))
            seen[this.row] += 1
    strays = [this for this in labelled if this.is_stray]
    version = vote(form, table, seen) or otherwise
    found = []
    for this, own in drafts:
        wanted = [e.id for e in form.columns(table, version, this.row)] if _is_on(form, table, this.row, version) else []
        if not wanted:
            continue
        line = own.with_length(this.line)
        at = _pick_proactive(replace(this, line=line), own, wanted)
        blank = is_blank(line, this.label) and not line.has_lost and not line.has_gained
        found.append(Found(this.row, tuple(wanted), line, tuple(at) if at else None, blank, _join_units(own.unit, this, notes)))
    return found, seen, strays


def _join_units(of_head: str, this: Labelled, notes: Mapping[int, str]) -> str:
    """The unit of a row's amount: of its head, its label, and the notes beside its table, each once."""
    label = in_brackets(this.line.cells[this.label] or "") if this.label >= 0 else ""
    units = (unit for said in (of_head, label, notes.get(this.line.grid, "")) for unit in said.split("/"))
    return "/".join(dict.fromkeys(filter(None, units)))


def id_of(line: Line) -> int:
    return line.grid * 100_000 + line.row


def _pick_proactive(this: Labelled, header: _Header, wanted: Sequence[str]) -> list[int] | None:
    known = header.columns
    columns_at = [known[c][0] for c in wanted] if all(c in known for c in wanted) else None
    if columns_at is not None and not this.line.is_exact and this.label != header.labels_at:
        columns_at = None  # the row begins in another column than the header: it slid
    in_order = columns_at is None or columns_at == sorted(columns_at)
    if columns_at is None and not known.keys() <= set(wanted):
        return None  # the header above belongs to another block: whose columns these are is not known
    if columns_at is not None and any(len(known[c]) > 1 for c in wanted):
        return _pick_repeated(this, [known[c] for c in wanted])
    return pick(this.line, this.label, len(wanted), columns_at, in_order)


def _pick_repeated(this: Labelled, places: Sequence[list[int]]) -> list[int] | None:
    """The values of a row whose merged cells were printed once for every place they cover, as their headers were."""
    cells = this.line.cells
    covered = {i for places_of_one in places for i in places_of_one}
    outside = [c for i, c in enumerate(cells) if i > this.label and i not in covered]
    if any(i <= this.label or i >= len(cells) for i in covered) or any(has_text(c) for c in outside):
        return None
    if any(len({cells[i] for i in places_of_one}) > 1 for places_of_one in places):
        return None
    return [places_of_one[0] for places_of_one in places]


def _is_on(form: Form, table: str, row: str, version: str) -> bool:
    return any(e.id == row for e in form.rows(table, version))
