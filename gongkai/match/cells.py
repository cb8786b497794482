"""Document → the printed cells of the form.

In: a Document and the Form. Out: Matched: the version of each table, and a Value for every cell of it.
Not its business: arithmetic, names, years.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongkai.form import Form
from gongkai.match.disputes import find_disputes
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line, to_lines
from gongkai.match.picking import has_text, is_blank, is_cut, pick
from gongkai.match.rows import (
    Found,
    Labelled,
    find_label,
    is_header,
    join_over_page_breaks,
    name_cut_labels,
    to_columns_at,
)
from gongkai.model import CellId, Document, Value, doubt_of
from gongkai.text import is_number, to_folded, to_label, to_plain, to_printed

_UNIT_IN_HEADER = re.compile(r"(亿元|万元|元)")


@dataclass(frozen=True, slots=True)
class Matched:
    """forms: table → version, "" where the table was not found. strays: labels inside the tables that the form does not know."""

    forms: Mapping[str, str]
    values: Mapping[CellId, Value]
    strays: tuple[str, ...] = ()


def match(document: Document, form: Form) -> Matched:
    """Find the tables of the form in a document, decide the version of each by its labels, and place what is printed on its cells."""
    lines = [line for line in to_lines(document, form) if line.table]
    by_table = {table: [line for line in lines if line.table == table] for table in form.tables}
    requests, strays = _find_requests(by_table["requests"], form)
    of_requests = _vote(form, "requests", Counter(f.row for f in requests)) or form.versions[-1]
    proactive, seen_columns, more = _find_proactive(by_table["proactive_disclosure"], form, of_requests)
    disputes = find_disputes(by_table["disputes"], form)
    forms = _decide_versions(form, requests, proactive, seen_columns, bool(by_table["disputes"]))
    values: dict[CellId, Value] = {}
    for table, found in (("proactive_disclosure", proactive), ("requests", requests), ("disputes", disputes)):
        if forms[table]:
            values |= _to_values(form, table, forms[table], found)
    return Matched(forms, values, (*strays, *more))


# --- requests -------------------------------------------------------------------------------------------------------


def _find_requests(lines: list[Line], form: Form) -> tuple[list[Found], list[str]]:
    order = [e.id for e in form.rows("requests", form.versions[-1])]
    order.insert(order.index("other_correction_overdue"), "other_disposal")
    columns = [e.id for e in form.columns("requests", form.versions[-1])]
    headers, data = _split_header(lines, form)
    labelled = [find_label(line, form) for line in data if not line.is_empty]
    labelled = join_over_page_breaks(labelled, form)
    labelled = name_cut_labels(labelled, form, order, len(columns))
    at_of_grid = _columns_at_by_grid(headers, data, columns, form)
    cut = any(is_cut(this.line, this.label, len(columns)) for this in labelled if this.row)
    found = []
    for i, this in enumerate(labelled):
        if not this.row:
            continue
        if this.row == "other_disposal" and _opens_children(labelled, i):
            continue
        at = pick(this.line, this.label, len(columns), at_of_grid.get(this.line.grid), is_cut=cut)
        blank = is_blank(this.line, this.label)
        tail = [c for c in this.line.cells[this.label + 1:] if c is not None]
        # what was lost need not have been blank
        is_short = this.line.has_lost or this.line.has_gained or (not this.line.is_exact and 0 < len(tail) < len(columns))
        if blank and (is_short or _has_floating_numbers(labelled, i, len(columns)) or _may_stand_beside(labelled, i, form)):
            at, blank = None, False
        found.append(Found(this.row, tuple(columns), this.line, tuple(at) if at else None, blank))
    strays = [
        to_plain(this.line.cells[this.label] or "").strip() for this in labelled
        if not this.row and this.label >= 0 and not is_blank(this.line, this.label)
    ]
    return found, strays


def _opens_children(labelled: list[Labelled], i: int) -> bool:
    """（六）其他处理 without values of its own, followed by its three rows: the heading of the 2021 form."""
    after = labelled[i + 1].row if i + 1 < len(labelled) else ""
    return after.startswith("other_") and is_blank(labelled[i].line, labelled[i].label)


def _may_stand_beside(labelled: list[Labelled], i: int, form: Form) -> bool:
    """A blank row beside values whose label says nothing: above them at a page break, or in a flattened table below them,
    where both labels together name it."""
    before = labelled[i - 1] if i else None
    is_flat = not labelled[i].line.is_exact
    if before is not None and is_flat and not before.row and before.label >= 0 and not is_blank(before.line, before.label):
        own = labelled[i]
        upper, lower = before.line.cells[before.label] or "", own.line.cells[own.label] or ""
        if labels_of(form, "requests", "row").find_leaf(upper + lower) == own.row:
            return True
    after = labelled[i + 1] if i + 1 < len(labelled) else None
    is_apart = after is not None and after.line.grid != labelled[i].line.grid
    return after is not None and is_apart and not after.row and after.label >= 0 and not is_blank(after.line, after.label)


def _has_floating_numbers(labelled: list[Labelled], i: int, count: int) -> bool:
    """A line of values without a label next to a label without values."""
    around = labelled[max(0, i - 1):i] + labelled[i + 1:i + 2]
    return any(near.label < 0 and not near.row and len([c for c in near.line.cells if is_number(c)]) >= count for near in around)


def _split_header(lines: list[Line], form: Form) -> tuple[list[Line], list[Line]]:
    headers: list[Line] = []
    data: list[Line] = []
    for line in lines:
        (headers if is_header(line, form) else data).append(line)
    return headers, data


def _columns_at_by_grid(headers: list[Line], data: list[Line], columns: list[str], form: Form) -> dict[int, list[int]]:
    """Grid → where its values stand: from its header; for a grid that goes on without one, from the last header of the same width."""
    by_grid: dict[int, list[int]] = {}
    width_of: dict[int, list[int]] = {}
    for grid in sorted({line.grid for line in [*headers, *data]}):
        own = [line for line in headers if line.grid == grid]
        rows = [line for line in data if line.grid == grid]
        width = max((len(line.cells) for line in [*own, *rows]), default=0)
        at = to_columns_at(own, form) if own else {}
        placed = width_of.get(width, []) if not own else [at[c][0] for c in columns] if all(len(at.get(c, ())) == 1 for c in columns) else []
        if not placed or placed != sorted(placed):
            continue
        if own:
            width_of[width] = placed
        if _stand_under(rows, placed, form):
            by_grid[grid] = placed
    return by_grid


def _stand_under(rows: list[Line], placed: list[int], form: Form) -> bool:
    """Whether a flattened table kept its columns: in every row labels stand left of the first value column, and figures in value columns.

    Seed 000 and 004 are tables that did not: their rows slide to the left wherever a merged cell was.
    """
    labels = labels_of(form, "requests", "row")
    for line in rows:
        printed = {i for i, cell in enumerate(line.cells) if has_text(cell)}
        if line.is_exact or not printed:
            continue
        slid = any(i >= placed[0] and labels.find_leaf(line.cells[i] or "") for i in line.label_cells())
        if slid or len(line.cells) <= placed[-1] or not printed <= {*range(placed[0]), *placed}:
            return False
    return True


# --- proactive disclosure -------------------------------------------------------------------------------------------


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


def _find_proactive(lines: list[Line], form: Form, otherwise: str) -> tuple[list[Found], Counter[str], list[str]]:
    table = "proactive_disclosure"
    labels = labels_of(form, table, "column")
    seen: Counter[str] = Counter()
    header = _Header()
    drafts: list[tuple[Labelled, _Header]] = []
    labelled: list[Labelled] = []
    headers: dict[int, _Header] = {}
    for line in lines:
        ids = [(labels.find(c), i, c) for i, c in enumerate(line.cells) if c and has_text(c)]
        known: dict[str, list[int]] = {}
        for id, i, _ in ids:
            if id:
                known.setdefault(id, []).append(i)
        if known and not any(is_number(c) for _, _, c in ids):
            labels_at = next((i for _, i, c in ids if to_label(c) == "信息内容"), min(known.values())[0] - 1)
            header = _Header(known, _to_unit(c for id, _, c in ids if id), labels_at, line)
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
    strays = [to_plain(t.line.cells[t.label] or "").strip() for t in labelled if not t.row and t.label >= 0 and not is_blank(t.line, t.label)]
    version = _vote(form, table, seen) or otherwise
    found = []
    for this, own in drafts:
        wanted = [e.id for e in form.columns(table, version, this.row)] if _is_on(form, table, this.row, version) else []
        if not wanted:
            continue
        line = own.with_length(this.line)
        at = _pick_proactive(replace(this, line=line), own, wanted)
        blank = is_blank(line, this.label) and not line.has_lost and not line.has_gained
        found.append(Found(this.row, tuple(wanted), line, tuple(at) if at else None, blank, own.unit))
    return found, seen, strays


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


def _to_unit(texts: Iterable[str]) -> str:
    for text in texts:
        bracket = re.search(r"[(（](.*)[)）]", to_plain(text))
        unit = _UNIT_IN_HEADER.search(bracket[1]) if bracket else None
        if unit:
            return unit[1]
    return ""


def _is_on(form: Form, table: str, row: str, version: str) -> bool:
    return any(e.id == row for e in form.rows(table, version))


def _vote(form: Form, table: str, seen: Counter[str]) -> str:
    """The version with the most rows and columns that only it has; "" where none of them was seen."""
    votes: Counter[str] = Counter()
    for version in form.versions:
        own = {e.id for e in (*form.rows(table, version), *form.columns(table, version))}
        others = {e.id for v in form.versions if v != version for e in (*form.rows(table, v), *form.columns(table, v))}
        votes[version] = sum(1 for id in seen if id in own - others)
    best, count = votes.most_common(1)[0]
    return best if count and list(votes.values()).count(count) == 1 else ""


# --- versions and values --------------------------------------------------------------------------------------------


def _decide_versions(
    form: Form, requests: list[Found], proactive: list[Found], seen: Counter[str], has_disputes: bool
) -> dict[str, str]:
    """The version of each table by its own labels; a table that both versions print alike takes that of the table before it."""
    request_rows = Counter(f.row for f in requests)
    of_requests = _vote(form, "requests", request_rows)
    of_proactive = _vote(form, "proactive_disclosure", seen)
    newest = form.versions[-1]
    forms = {"proactive_disclosure": "", "requests": "", "disputes": ""}
    if proactive:
        forms["proactive_disclosure"] = of_proactive or of_requests or newest
    if requests:
        forms["requests"] = of_requests or of_proactive or newest
    if has_disputes:
        forms["disputes"] = of_requests or of_proactive or newest
    return forms


def _to_values(form: Form, table: str, version: str, found: list[Found]) -> dict[CellId, Value]:
    by_row: dict[str, list[Found]] = {}
    for f in found:
        by_row.setdefault(f.row, []).append(f)
    values: dict[CellId, Value] = {}
    for cell in form.cells(version, table):
        candidates = by_row.get(cell.row, [])
        printed = [f for f in candidates if not f.is_blank] or candidates[:1]
        options = [_to_value(form, cell, f) for f in printed]
        if not options:
            values[cell] = Value(cell, "missing")
        elif len({(o.status, o.number, o.unit) for o in options}) == 1:
            values[cell] = options[0]
        else:
            raws = " | ".join(o.raw or "" for o in options)
            values[cell] = Value(cell, "ambiguous", raw=raws, note="printed more than once, not alike", place=options[0].place)
    return values


def _to_value(form: Form, cell: CellId, found: Found) -> Value:
    column = form.column_of(cell)
    if found.at is None or cell.column not in found.columns:
        if found.is_blank:
            return Value(cell, "blank", raw="", unit=column.unit)
        label = max(found.line.label_cells(), default=-1)
        raw = " | ".join(to_folded(c).strip() for c in found.line.cells[label + 1:] if c is not None)
        return Value(cell, "ambiguous", raw=raw, unit=column.unit, place=found.line.place(max(label, 0)))
    at = found.at[found.columns.index(cell.column)]
    text = found.line.cells[at]
    printed = to_printed(text)
    unit = printed.unit or (found.header_unit if column.type == "money" else "") or column.unit
    return Value(cell, printed.status, printed.number, (text or "").strip(), unit, printed.note, found.line.place(at), doubt_of(text))
