"""Document → the printed cells of the form.

In: a Document and the Form. Out: Matched: the version of each table, and a Value for every cell of it.
Not its business: arithmetic, names, years.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from gongkai.form import Form
from gongkai.match.copies import to_copies, to_excerpts
from gongkai.match.corrected_tables import Table, find_corrected, find_outdated, supersede
from gongkai.match.corrections import correct, find_pairs
from gongkai.match.cut_heads import join_cut_heads
from gongkai.match.disputes import find_disputes, has_all_heads, to_seen_ids
from gongkai.match.heads import LOST, is_of_another_time
from gongkai.match.labels import labels_of
from gongkai.match.lines import NOBODY, Line, to_lines
from gongkai.match.list_values import NO_COUNT
from gongkai.match.other_tables import without_others
from gongkai.match.ownership import Own
from gongkai.match.picking import find_covers
from gongkai.match.proactive import Draft, draft_proactive, find_proactive
from gongkai.match.requests import find_requests, to_seen_columns
from gongkai.match.rows import Found, Labelled
from gongkai.match.statistics import TABLE as STATISTICS
from gongkai.match.statistics import find_statistics, without
from gongkai.match.units import find_notes, find_unit
from gongkai.match.unknown_heads import find_unknown_heads
from gongkai.match.versions import Decided, Seen, decide_versions, to_seen
from gongkai.model import CellId, Document, Remark, Value, doubt_of
from gongkai.text import is_number, to_folded, to_plain, to_printed

BESIDE = "printed beside the table"
UNITS = "in more than one unit"
SHARED = "in a cell that reaches into the row below"
TWO = "beside a cell with two numbers"
TWICE = "printed more than once, not alike"
_LINE = re.compile(r"(\D{2,20}?)[\s:：]*\d[\d\s,.]*(?:[件项元]|万元)?")
_LONGEST_LINE = 60
_TWO = re.compile(r"[0-9][^\S\n]+[0-9]")
_NEAR = 3.0
"""points"""


@dataclass(frozen=True, slots=True)
class Matched:
    """forms: table → version, "" where the table was not found. remarks: what there is to say of how it was read."""

    forms: Mapping[str, str]
    values: Mapping[CellId, Value]
    remarks: tuple[Remark, ...] = ()


def match(document: Document, form: Form, own: Own = NOBODY) -> Matched:
    """Find the tables of the form in a document, decide the version of each by its labels, and place what is printed on its cells.

    own: whose report it is and of which year, as far as that is known: tables of another body or year are left aside.
    """
    statistics = find_statistics(document, form, own)
    others = without(document, statistics.grids)
    all_lines = to_lines(others, form, own)
    all_lines = [line for line in all_lines if line.table]
    all_lines = _without_outdated(all_lines, find_outdated(others))
    aside = {line.grid for line in all_lines if line.aside}
    lines = [line for line in all_lines if not line.aside]
    pairs = _without_only_ones(find_pairs(others) - aside, lines)
    corrected = _without_only_ones(find_corrected(others, own, pairs) - aside, [line for line in lines if line.grid not in pairs])
    tables, remarks = _read(without_others([line for line in lines if line.grid not in corrected | pairs], form), document, form, own)
    later, more = _read([line for line in lines if line.grid in corrected], document, form, own)
    for table, correction in later.items():
        if table in tables and correction.rows:
            tables[table], said = supersede(form, table, tables[table], correction)
            remarks = [remark for remark in remarks if remark.cell.table != table or correction.rows < tables[table].rows] + said
    remarks += [remark for remark in more if remark.code != "version-by-year" or later[remark.cell.table].rows >= tables[remark.cell.table].rows]
    forms = {table: tables[table].version if table in tables else "" for table in form.tables}
    values = {cell: value for each in tables.values() for cell, value in each.values.items()}
    values = _tell_lines(values, document, form) | statistics.values
    values, said = correct(document, form, values, own, pairs | _without_rows(corrected, lines, later))
    forms[STATISTICS] = statistics.version
    return Matched(forms, values, (*_tell_aside(all_lines), *remarks, *said, *statistics.remarks))


def _read(lines: list[Line], document: Document, form: Form, own: Own) -> tuple[dict[str, Table], list[Remark]]:
    """The tables in these lines: the version of each, its cells, and what there is to say of the reading."""
    by_table = {table: join_cut_heads([line for line in lines if line.table == table], form, document.paragraphs) for table in form.tables}
    draft = draft_proactive(by_table["proactive_disclosure"], form)
    tables: dict[str, Table] = {}
    remarks: list[Remark] = []
    for table, each in decide_versions(form, _to_seen(by_table, draft, form), own.year).items():
        found, strays = _find(table, by_table[table], draft, form, each.version, find_notes(document))
        if not found and table != "disputes":
            continue
        copies = to_copies(found)
        values = _name_strays(_to_values(form, table, each.version, copies), form, found, strays)
        tables[table] = Table(each.version, values, frozenset(f.row for f in found))
        remarks += [*_tell_twice(table, copies, values), *_tell_units(values), *_tell_rivals(table, each)]
        unknown = find_unknown_heads(by_table[table], form, table, values)
        remarks += [Remark("column-unknown", CellId(table, "", ""), text) for text in unknown]
    return tables, remarks


def _without_rows(corrected: frozenset[int], lines: Sequence[Line], later: Mapping[str, Table]) -> frozenset[int]:
    """Of the tables that correct others those of which no row was read: they may still say what they correct."""
    return frozenset(grid for grid in corrected if not any(line.grid == grid and later.get(line.table) and later[line.table].rows for line in lines))


def _to_seen(by_table: Mapping[str, list[Line]], draft: Draft, form: Form) -> dict[str, Seen]:
    """What was seen of each table that is there."""
    lines = by_table["requests"]
    rows = {f.row for f in find_requests(lines, form)[0]}
    ids = {
        "proactive_disclosure": draft.seen if draft.rows else frozenset(),
        "requests": rows | to_seen_columns(lines, form) if rows else set(),
        "disputes": to_seen_ids(by_table["disputes"], form),
    }
    words = {table: [cell for line in lines for cell in line.cells] for table, lines in by_table.items()}
    whole = {"disputes": has_all_heads(by_table["disputes"], form)}
    there = [table for table in ids if ids[table] or (table == "disputes" and words[table])]
    return {table: to_seen(ids[table], words[table], form, table, whole.get(table, False)) for table in there}


def _find(
    table: str, lines: list[Line], draft: Draft, form: Form, version: str, notes: Mapping[int, str]
) -> tuple[list[Found], Sequence[Labelled]]:
    """The rows of a table in a version, and the lines whose label the form does not know."""
    if table == "requests":
        return find_requests(lines, form, version)
    if table == "proactive_disclosure":
        return find_proactive(draft, form, version, notes), draft.strays
    return find_disputes(lines, form, version), ()


def _tell_rivals(table: str, decided: Decided) -> list[Remark]:
    """A version that only the year told, where another that the table fits as well has other cells."""
    return [Remark("version-by-year", CellId(table, "", ""), decided.version)] if decided.rivals else []


def _without_only_ones(grids: frozenset[int], lines: Sequence[Line]) -> frozenset[int]:
    """Of the tables that say that they correct another those beside which there is another."""
    others = {line.table for line in lines if line.grid not in grids and not line.aside}
    return frozenset(grid for grid in grids if all(line.table in others for line in lines if line.grid == grid))


def _without_outdated(lines: Sequence[Line], outdated: Mapping[int, str]) -> list[Line]:
    """The lines, those of tables from before a correction aside where no other table of their kind is there to stand in their place."""
    others = {line.table for line in lines if line.grid not in outdated and not line.aside}
    return [line if line.aside or line.grid not in outdated or line.table in others else replace(line, aside=outdated[line.grid]) for line in lines]


def _tell_aside(lines: Sequence[Line]) -> list[Remark]:
    """The tables left aside, each under what says that it is not this body's and this year's."""
    told = dict.fromkeys((line.table, line.aside) for line in lines if line.aside)
    return [Remark("table-left-aside", CellId(table, "", ""), text) for table, text in told]


def _tell_twice(table: str, copies: Sequence[Sequence[Found]], values: Mapping[CellId, Value]) -> list[Remark]:
    if len(copies) < 2 or not any(value.note == TWICE for value in values.values()):
        return []
    return [Remark("table-printed-twice", CellId(table, "", ""), copies[1][0].line.heading)]


def _tell_units(values: Mapping[CellId, Value]) -> list[Remark]:
    return [Remark("unit-contradicted", cell, value.raw or "") for cell, value in values.items() if value.note == UNITS]


def _tell_lines(values: dict[CellId, Value], document: Document, form: Form) -> dict[CellId, Value]:
    """A row of table 2 that is missing there and printed as a line of text (行政许可 97): ambiguous, with that line, since a line has no columns."""
    missing = {cell.row for cell, value in values.items() if value.status == "missing" and cell.table == "proactive_disclosure"}
    if not missing:
        return values
    labels = labels_of(form, "proactive_disclosure", "row")
    said: dict[str, str] = {}
    for paragraph in document.paragraphs:
        found = _LINE.fullmatch(paragraph.text.strip()) if len(paragraph.text) <= _LONGEST_LINE else None
        row = labels.find(found[1]) if found else None
        if row in missing:
            said.setdefault(row or "", paragraph.text.strip())
    return {
        cell: replace(value, status="ambiguous", raw=said[cell.row], note=BESIDE)
        if cell.table == "proactive_disclosure" and cell.row in said and value.status == "missing" else value
        for cell, value in values.items()
    }


def _to_values(form: Form, table: str, version: str, copies: Sequence[Sequence[Found]]) -> dict[CellId, Value]:
    excerpts = to_excerpts(copies)  # once, and not a cell: a document may hold a table a thousand times
    covers = {(f.line.grid, *cover) for copy in copies for f in copy if f.is_blank for cover in _covers_of(f)}
    return {cell: _of_copies(cell, [_of_one(form, cell, copy, covers) for copy in copies], excerpts) for cell in form.cells(version, table)}


def _name_strays(
    values: dict[CellId, Value], form: Form, found: Sequence[Found], strays: Sequence[Labelled]
) -> dict[CellId, Value]:
    """Put to the cells of a row that is missing, as their note, the unknown labels that stand in its place: what an alias needs."""
    missing = {cell.row for cell, value in values.items() if value.status == "missing"}
    if not missing or not strays:
        return values
    rows = list(dict.fromkeys(cell.row for cell in values))
    at = {f.row: (f.line.grid, f.line.row) for f in reversed(found)}
    notes = {}
    for row in missing:
        above = max((at[r] for r in rows[: rows.index(row)] if r in at), default=(-1, -1))
        below = min((at[r] for r in rows[rows.index(row):] if r in at and at[r] > above), default=(len(rows) * 1000, 0))
        labels = (to_folded(s.line.cells[s.label] or "").strip() for s in strays if above < (s.line.grid, s.line.row) < below)
        notes[row] = "、".join(dict.fromkeys(filter(None, labels)))
    return {cell: replace(value, note=notes[cell.row]) if value.status == "missing" else value for cell, value in values.items()}


def _of_copies(cell: CellId, options: Sequence[Value | None], excerpts: Sequence[bool]) -> Value:
    """What stands in a cell of several tables of one kind, of which nothing says which is this year's: what all of them say, or nobody knows."""
    said = [option for option in options if option is not None]
    if not said:
        return Value(cell, "missing")
    lacks = any(option is None and not is_one for option, is_one in zip(options, excerpts, strict=True))
    if not lacks and len({(o.status, o.number, o.unit) for o in said}) == 1:
        return said[0]
    raw = " | ".join(o.raw or "" for o in said)
    return Value(cell, "ambiguous", raw=raw, note=TWICE, place=said[0].place)


def _of_one(form: Form, cell: CellId, found: Sequence[Found], covers: Set[tuple[int, int, int]]) -> Value | None:
    """What stands in a cell of one table, None where it has no such row.

    covers: grid, row and column of the cells that reach into other rows of the form.
    """
    candidates = [f for f in found if f.row == cell.row]
    printed = [f for f in candidates if not f.is_blank] or candidates[:1]
    options = [_to_value(form, cell, f, covers) for f in printed]
    if len({(o.status, o.number, o.unit) for o in options}) < 2:
        return options[0] if options else None
    raws = " | ".join(o.raw or "" for o in options)
    return Value(cell, "ambiguous", raw=raws, note=TWICE, place=options[0].place)


def _covers_of(found: Found) -> list[tuple[int, int]]:
    return find_covers(found.line, max(found.line.label_cells(), default=0))


def _to_value(form: Form, cell: CellId, found: Found, covers: Set[tuple[int, int, int]]) -> Value:
    column = form.column_of(cell)
    if found.is_blank:
        if reaching := _covers_of(found):
            return Value(cell, "ambiguous", raw="", unit=column.unit, note=SHARED, place=found.line.place(reaching[0][1]))
        if found.at is None or cell.column not in found.columns:
            return Value(cell, "blank", raw="", unit=column.unit)
    at = found.at[found.columns.index(cell.column)] if found.at is not None and cell.column in found.columns else None
    if at == LOST:
        return Value(cell, "missing")
    if at is None:
        label = max(found.line.label_cells(), default=-1)
        raw = " | ".join(to_folded(c).strip() for c in found.line.cells[label + 1:] if c is not None)
        return Value(cell, "ambiguous", raw=raw, unit=column.unit, place=found.line.place(max(label, 0)))
    text = found.line.cells[at]
    printed = to_printed(text)
    reaches = (found.line.grid, found.line.row, at) in covers or (printed.number is not None and _reaches_down(found, at))
    if reaches or _goes_on_below(found, at):
        return Value(cell, "ambiguous", raw=(text or "").strip(), unit=column.unit, note=SHARED, place=found.line.place(at))
    if printed.status == "blank" and _is_beside_two(found, at):
        return Value(cell, "ambiguous", raw="", unit=column.unit, note=TWO, place=found.line.place(at))
    if printed.number is not None and (is_of_another_time(printed.note, found.line.own) or NO_COUNT.search(printed.note)):
        return Value(cell, "ambiguous", raw=(text or "").strip(), unit=column.unit, note=printed.note, place=found.line.place(at))
    unit = printed.unit or column.unit
    if column.type == "money":
        unit = printed.unit or find_unit(printed.note) or found.unit or column.unit
        if "/" in unit and printed.number is not None:
            return Value(cell, "ambiguous", raw=f"{(text or '').strip()} {unit}", note=UNITS, place=found.line.place(at))
    return Value(cell, printed.status, printed.number, (text or "").strip(), unit, printed.note, found.line.place(at), doubt_of(text))


def _is_beside_two(found: Found, place: int) -> bool:
    """Whether the next cell to the left or right has two numbers: one of them may be that of this cell."""
    cells, label = found.line.cells, max(found.line.label_cells(), default=-1)
    left = next((i for i in range(place - 1, label, -1) if cells[i] is not None), -1)
    right = next((i for i in range(place + 1, len(cells)) if cells[i] is not None), -1)
    return any(i >= 0 and _TWO.search(to_plain(cells[i] or "")) is not None for i in (left, right))


def _goes_on_below(found: Found, place: int) -> bool:
    """Whether something is printed below a cell and still beside the label of its row: the row is drawn in pieces."""
    boxes, texts, row = found.line.source.boxes, found.line.source.rows, found.line.row
    if row >= len(boxes):
        return False
    label = max(found.line.label_cells(), default=-1)
    if label < 0 or not (beside := boxes[row][label]) or not (here := boxes[row][place]) or here[3] > beside[3] - _NEAR:
        return False
    below = (
        text for line, places in zip(texts[row + 1:], boxes[row + 1:], strict=True) for text, box in zip(line, places, strict=True)
        if box and box[0] > here[0] - _NEAR and box[2] < here[2] + _NEAR and box[3] < beside[3] + _NEAR
    )
    return any(to_folded(text or "").strip() for text in below)


def _reaches_down(found: Found, place: int) -> bool:
    """Whether the cell at a place goes on in the row below, which has values of its own beside it: it is one number for both."""
    grid, at = found.line.source, [i for i in found.at or () if i is not None and i != LOST]
    if not grid.exact or found.line.row + 1 >= len(grid.rows):
        return False
    below = grid.rows[found.line.row + 1]
    if max(at) >= len(below) or below[place] is not None or below[place - 1] is None:
        return False
    return sum(below[i] is not None for i in at) > len(at) // 2 and any(is_number(below[i]) for i in at)
