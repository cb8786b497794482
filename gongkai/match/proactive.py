"""The rows of the table of what was disclosed proactively, block by block, each under its own header.

In: the lines of that table. Out: Found rows, what was seen of either version, and the labels that the form does not know.
Not its business: numbers and statuses (cells.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongkai.form import Form
from gongkai.match.cut_rows import join_cut_rows
from gongkai.match.heads import find_head, pick_under, read_heads
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line
from gongkai.match.picking import is_blank, pick, stands_left
from gongkai.match.rows import Found, Labelled, find_label
from gongkai.match.units import in_brackets
from gongkai.text import has_text, is_number, to_label, to_plain


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of a block. columns: where each stands. labels_at: where the labels below it do. lines: as printed, none before any."""

    columns: Mapping[str, list[int]] = field(default_factory=dict)
    unit: str = ""
    labels_at: int = -1
    lines: tuple[Line, ...] = ()

    def takes(self, line: Line, words: int) -> bool:
        """Whether a line of words that names no row can be heads: several over which nothing else is, or what stands right below heads."""
        if not self.lines:
            return words > 1
        last = self.lines[-1]
        return (last.grid, last.row + 1) == (line.grid, line.row) and not has_text(line.cells[self.labels_at] if self.labels_at >= 0 else "")

    def with_line(self, line: Line, labels_at: int) -> _Header:
        return replace(self, lines=(*self.lines, line), labels_at=self.labels_at if self.lines else labels_at)

    def with_length(self, line: Line) -> Line:
        """A line below it, which in a flattened table has lost or gained a cell, nobody knows where, if it is not of its length."""
        own = self.lines[0] if self.lines else None
        if own is None or own.grid != line.grid or line.is_exact or line.is_poured or len(line.cells) == len(own.cells):
            return line
        return replace(line, length=len(own.cells))


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows with the header over each, what was seen of any version, and the lines whose label the form does not know."""

    rows: list[tuple[Labelled, _Header]]
    seen: frozenset[str]
    strays: list[Labelled]


def draft_proactive(lines: list[Line], form: Form) -> Draft:
    """Find the rows, whatever version they are on."""
    table = "proactive_disclosure"
    labels = labels_of(form, table, "column")
    seen: set[str] = set()
    header = _Header()
    drafts: list[tuple[Labelled, _Header]] = []
    labelled: list[Labelled] = []
    headers: dict[tuple[int, int], _Header] = {}
    all_columns = frozenset(e.id for e in labels.entries)
    for line in lines:
        words = [(i, c) for i, c in enumerate(line.cells) if c and has_text(c)]
        known: dict[str, list[int]] = {}
        for i, c in words:
            id = find_head(c, labels, all_columns, line.own)
            if id:
                known.setdefault(id, []).append(i)
        names_labels = any(to_label(c) == "信息内容" for _, c in words)
        if (known or (names_labels and len(words) > 1)) and not any(is_number(c) for _, c in words):
            header = _Header(known, _to_unit(line, known), _to_labels_at(words, known), (line,))
            seen.update(known)
            continue
        if any("第二十条" in re.sub(r"\s", "", to_plain(c)) for _, c in words):
            header = _Header()
            continue
        if not line.is_empty:
            this = find_label(line, form)
            if line.is_exact and not this.row and words and not any(is_number(c) for _, c in words) and header.takes(line, len(words)):
                header = header.with_line(line, words[0][0])
                continue
            labelled.append(this)
            headers[line.grid, line.row] = header
    for this in join_cut_rows(labelled, form):
        if this.row:
            drafts.append((this, headers[this.line.grid, this.line.row]))
            seen.add(this.row)
    return Draft(drafts, frozenset(seen), [this for this in labelled if this.is_stray])


def find_proactive(draft: Draft, form: Form, version: str, notes: Mapping[int, str]) -> list[Found]:
    """Find the values of the rows that a version has."""
    table = "proactive_disclosure"
    found = []
    displaced = _find_displaced(draft)
    for this, own in draft.rows:
        wanted = [e.id for e in form.columns(table, version, this.row)] if _is_on(form, table, this.row, version) else []
        if not wanted:
            continue
        line = own.with_length(this.line)
        at = _pick_proactive(replace(this, line=line), own, wanted, form) if (line.grid, line.row) not in displaced else None
        blank = is_blank(line, this.label) and not line.has_lost and not line.has_gained
        if stands_left(line, this.label, [i for places in own.columns.values() for i in places]):
            at, blank = None, False
        found.append(Found(this.row, tuple(wanted), line, tuple(at) if at else None, blank, _join_units(own.unit, this, notes)))
    return found


def _find_displaced(draft: Draft) -> set[tuple[int, int]]:
    """The rows whose figures stand beside heads under which another row has its own: a cell more, or one merged down or across, moved them."""
    found = set[tuple[int, int]]()
    for header in {id(own): own for _, own in draft.rows if len(own.columns) > 1 and own.lines and own.lines[0].is_exact}.values():
        places = {i for one in header.columns.values() for i in one}
        rows = [this for this, own in draft.rows if own is header and not is_blank(this.line, this.label)]
        beside = [this for this in rows if this.label >= min(places) or not _to_printed(this) <= places]
        if len(beside) < len(rows):
            found |= {(this.line.grid, this.line.row) for this in beside if len(_to_printed(this)) > 1}
    return found


def _to_printed(this: Labelled) -> set[int]:
    return {i for i in range(this.label + 1, len(this.line.cells)) if has_text(this.line.cells[i])}


def _join_units(of_head: str, this: Labelled, notes: Mapping[int, str]) -> str:
    """The unit of a row's amount: of its head, its label, and the notes beside its table, each once."""
    label = in_brackets(this.line.cells[this.label] or "") if this.label >= 0 else ""
    units = (unit for said in (of_head, label, notes.get(this.line.grid, "")) for unit in said.split("/"))
    return "/".join(dict.fromkeys(filter(None, units)))


def _to_unit(line: Line, known: Mapping[str, list[int]]) -> str:
    """The unit of the amounts below a header: of the head of money, or of any other that is known."""
    return next(filter(None, (in_brackets(line.cells[i] or "") for places in known.values() for i in places)), "")


def _to_labels_at(words: Sequence[tuple[int, str]], known: Mapping[str, list[int]]) -> int:
    """Where the labels below a header stand."""
    before = min(known.values())[0] - 1 if known else words[0][0]
    return next((i for i, c in words if to_label(c) == "信息内容"), before)


def _pick_proactive(this: Labelled, header: _Header, wanted: Sequence[str], form: Form) -> Sequence[int | None] | None:
    known = header.columns
    if all(c in known for c in wanted) and any(len(known[c]) > 1 for c in wanted):
        return _pick_repeated(this, [known[c] for c in wanted])
    if not header.lines:
        return pick(this.line, this.label, len(wanted))
    if not known.keys() <= set(wanted) and not all(c in known for c in wanted):
        return None  # the header above belongs to another block: whose columns these are is not known
    heads = read_heads(header.lines, labels_of(form, "proactive_disclosure", "column"), wanted, header.labels_at + 1)
    if not this.line.is_exact and this.label != header.labels_at:
        # the row begins in another column than the header: it slid
        return pick(this.line, this.label, len(wanted)) if heads is None or heads.is_plain else None
    return pick_under(this.line, this.label, wanted, heads)


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
