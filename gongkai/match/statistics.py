"""The one statistical table of the reports on 2014 to 2018: a list of rows, each with one number.

In: a Document. Out: the values of that table, which grids it stands in, what there is to say of the reading. Not its business: arithmetic, names.
It is recognised by its rows and never by its title; a row is told by its label and its parent, a value by its column's head or by being the only
thing beside its label and unit. Nothing is told by its place in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from gongkai.form import Form
from gongkai.match import scope
from gongkai.match.columns import Block, is_head
from gongkai.match.items import to_items
from gongkai.match.labels import to_core
from gongkai.match.list_beside import Heads, doubt_lone, find_offsets, find_stacked, shows_several, stand_apart
from gongkai.match.list_breaks import without_breaks_between_rows
from gongkai.match.list_clauses import split_clauses
from gongkai.match.list_folds import are_beside, doubt_end, doubt_lines, doubt_start
from gongkai.match.list_headings import find_multiple, find_stranger
from gongkai.match.list_items import Item, to_doubtful
from gongkai.match.list_lines import join_cut, under_lines
from gongkai.match.list_parts import mark_aside
from gongkai.match.list_prose import to_prose_items
from gongkai.match.list_strays import may_be_number
from gongkai.match.list_values import TWICE, UNITS, to_values
from gongkai.match.named import Named
from gongkai.match.numbering import may_be_amounts
from gongkai.match.orphans import adopt, find_strangers
from gongkai.match.ownership import Own, Standing, find_lists, find_note_below, is_pointer_back, to_compact
from gongkai.match.row_names import RowNames, row_names_of
from gongkai.match.row_traces import are_few, is_bare
from gongkai.match.rows_added import keep, may_hold_a_row, tell_added
from gongkai.match.units import find_notes
from gongkai.match.versions import decide_versions, to_seen
from gongkai.model import CellId, Document, Grid, Remark, Value, doubt_of
from gongkai.text import to_plain

TABLE, COLUMN = "statistics", "number"
FEWEST = 6
"""different rows of the list that make it this table: no other table of these reports has so many of its labels"""
_SHORTEST = 4
"""letters of a label that tells a table"""
_TWO = re.compile(r"\d\s+[-+]?\d")
_OVER = 6
"""lines before a list that may say whose it is"""
OLDER = ("依申请公开信息目录数", "信息公开申请数", "信息公开申请总数", "对申请的答复总数", "对申请答复总数", "行政申诉数", "行政申诉数量")
"""rows of the table that some provinces had before, under the same title"""


@dataclass(frozen=True, slots=True)
class Statistics:
    """values: empty where the table was not found. grids: the numbers of those that it, or an older table of that title, stands in."""

    values: dict[CellId, Value]
    grids: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()
    version: str = ""


def find_statistics(document: Document, form: Form, own: Own) -> Statistics:
    """Find the table and read it, where the document has it."""
    names = row_names_of(form, TABLE)
    remarks: list[Remark] = []
    lists = [one for one in _to_lists(document, names, own, _other_labels(form)) if _is_table(one.named) or _is_older(one.named)]
    found: list[_List] = []
    for one in lists:
        if _is_older(one.named):
            remarks.append(Remark("statistics-of-another-kind", CellId(TABLE, "", ""), one.heading))
        elif one.aside:
            remarks.append(Remark("table-left-aside", CellId(TABLE, "", ""), one.aside))
        else:
            found.append(one)
    grids = frozenset(grid for one in lists for grid in one.grids)
    if not found and not any(_is_older(one.named) for one in lists):
        for one in _to_prose_lists(document, names, own):
            if one.aside:
                remarks.append(Remark("table-left-aside", CellId(TABLE, "", ""), one.aside))
            else:
                found.append(one)
    if not found:
        texts = [*(p.text for p in document.paragraphs), *("".join(filter(None, row)) for grid in document.grids for row in grid.rows)]
        if not remarks and TABLE in form.tables_for(own.year, {}) and len(names.find_counted(texts)) >= FEWEST:
            remarks.append(Remark("table-missing", CellId(TABLE, "", ""), ""))
        return Statistics({}, grids, tuple(remarks))
    found = _without_forms(found)
    found = [replace(one, named=without_breaks_between_rows(one.named, names)) for one in found]
    named = [each for one in found for each in one.named]
    seen = to_seen({COLUMN, *(each.row for each in named if each.row)}, [each.item.label for each in named], form, TABLE)
    decided = decide_versions(form, {TABLE: seen}, own.year)[TABLE]
    by_row: dict[str, list[Item]] = {}
    for each in named:
        if each.row and not each.item.is_context:
            by_row.setdefault(each.row, []).append(each.item)
    for row in _find_unshared(found):
        by_row[row] = [to_doubtful(item) for item in by_row.get(row, [])]
    values = to_values(form.cells(decided.version, TABLE), form, by_row, find_notes(document), find_strangers(named, names))
    remarks += [Remark("version-by-year", CellId(TABLE, "", ""), decided.version)] if decided.rivals else []
    remarks += [remark for one in found for remark in tell_added(one.named, names, TABLE, COLUMN)]
    if any(value.note == TWICE for value in values.values()):
        remarks.append(Remark("table-printed-twice", CellId(TABLE, "", ""), found[-1].heading))
    remarks += [Remark("unit-contradicted", cell, value.raw or "") for cell, value in values.items() if value.note == UNITS]
    return Statistics(values, grids, tuple(remarks), decided.version)


def _find_unshared(lists: Sequence[_List]) -> set[str]:
    """The rows of one list alone, where another has other numbers in several rows: it is not known to be of the same body and year."""
    told = [
        {each.row: [to_plain(text) for text, _ in each.item.values] for each in one.named if each.row and not each.item.is_context} for one in lists
    ]
    shared = {row for at, one in enumerate(told) for other in told[at + 1:] for row in one.keys() & other.keys()}
    differing = {row for row in shared if len({tuple(one[row]) for one in told if row in one}) > 1}
    return {row for one in told for row in one} - shared if len(differing) > 1 else set()


# --- lists ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _List:
    """The rows of grids that follow each other, as far as they are of one list. aside: why it is not of this body and year."""

    named: Sequence[Named]
    grids: tuple[int, ...] = ()
    aside: str = ""
    heading: str = ""


def _to_lists(document: Document, names: RowNames, own: Own, others: frozenset[str]) -> list[_List]:
    """Every run of grids with rows of the list, those under another heading apart. others: labels of the form's other tables."""
    standing = Standing(own)
    notices = find_lists([p.text for p in document.paragraphs], own)
    runs: list[_Run] = []
    before, heading, is_open = 0, "", False
    blocks: tuple[Block, ...] = ()
    opened: dict[str, _Run] = {}
    last_kind = ""
    heads = Heads(own, names)
    is_beside = are_beside(document.grids, names)
    for number, grid in enumerate(document.grids):
        lines: list[tuple[str, list[Item]]] = []
        unread = ""
        stacked = find_stacked([p.text for p in document.paragraphs[before:grid.after]], own, names)
        for at, paragraph in enumerate(document.paragraphs[before:grid.after], before):
            if at - before in stacked:
                heads.take_stacked()
                continue
            if heads.hear([paragraph.text]):
                continue
            if at not in notices and not is_pointer_back(paragraph.text, own):
                standing.hear(paragraph.text)
            heading = paragraph.text.strip() or heading
            is_seen = not doubt_of(paragraph.text) and paragraph.page not in document.doubtful_pages
            if is_open and is_seen and (rows := list(split_clauses(paragraph.text, None, names))):
                is_poured = max(map(len, document.grids[number - 1].rows), default=0) == 1  # what counts may stand on a line of its own, anywhere
                rows = [to_doubtful(item) if is_poured and not (item.values or item.is_context) else item for item in rows]
                lines.append((paragraph.text, [replace(item, is_by_order=True) for item in rows]))  # between two grids of one list
            elif names.opens_section(paragraph.text) or (is_open and _goes_on(runs[-1], paragraph.text, names)):
                lines.append((paragraph.text, [Item(paragraph.text, is_context=names.opens_section(paragraph.text), is_missing=True)]))
            elif is_open:
                lines.append((paragraph.text, []))
                unread = unread or (paragraph.text if may_hold_a_row(paragraph.text) else "")
        start, before = before, grid.after
        near = [p.text for p in document.paragraphs[max(grid.after - _OVER, start):grid.after]]
        over = [text for text in near if not Heads(own, names).hear([text])] + list(_headings_in(grid.rows, names))
        standing.turn_to(grid.sheet)
        in_grid = any(len(row) > 1 for row in grid.rows)
        for text in _headings_in(grid.rows, names):
            standing.hear(text, in_grid=in_grid)
        aside = standing.aside or find_note_below(document, number, own)
        heads.enter(grid)
        is_none = not (is_open or blocks or heads.is_many) and is_bare(grid, names, OLDER)
        halves, blocks = ([], ()) if is_none else to_items(grid, number, names, own, blocks, heads.cells if heads.is_many else (), is_beside)
        items = [item for half in halves for item in half]
        is_list = any(names.candidates(item.label) or to_core(item.label) in OLDER for item in items)
        is_list = is_list or (is_open and bool(items) and (not items[0].label or _goes_on(runs[-1], items[0].label, names)))
        if not is_list or _is_of_another_table(grid, items, names, others):
            is_open = False
            standing.leave_table()
            if not heads.are_all_of(grid):
                heads.leave()
            continue
        if halves and halves[0] and not grid.exact:
            over_it = [p.text for p in document.paragraphs[start:grid.after]]
            halves[0] = [under_lines(halves[0][0], over_it, names, may_be_cut=bool(unread)), *halves[0][1:]]
        above = [item for items in doubt_lines(lines, names, is_beside) for item in items]
        if is_open and lines:
            runs[-1].pages[-1] = [doubt_end(half, document.grids[number - 1], lines[0][0], names) for half in runs[-1].pages[-1]]
            halves = [doubt_start(half, grid, lines[-1][0], names) for half in halves]
        halves = [[replace(half[0], unread=unread), *half[1:]] if unread and half else half for half in halves]
        aside = aside or find_stranger(over, own) or (runs[-1].aside if is_open and not over else "")
        multiple = find_multiple(over)
        halves = [[replace(item, units=(*item.units, multiple)) for item in half] for half in halves] if multiple else halves
        halves = [mark_aside(half, names, standing, aside) for half in [_under(above, halves[0], grid), *halves[1:]]]
        standing.leave_table()
        kind = _to_kind(items, names)
        is_another = kind != last_kind and is_open and _is_new(runs[-1], items, {kind, last_kind}, over, names)
        is_new = is_open and (is_another or _begins_anew(runs[-1], items, names))
        opened, last_kind = (opened if is_open and not is_new else {}), kind
        own_too = [""] if "" in opened else []  # which may go on in what is left aside
        for said in dict.fromkeys([*own_too, *(item.aside for half in halves for item in half)]):
            if said not in opened:
                opened[said] = _Run([], [], said, grid.heading or heading, _to_first(items, names))
                runs.append(opened[said])
            opened[said].pages.append([keep(half, said) for half in halves])
            opened[said].grids.append(number)
            opened[said].is_many |= heads.is_many
            opened[said].offsets |= find_offsets(grid) if len(halves) == 1 else set()
        is_open = True
    return [_List(_name_run(run, names), tuple(run.grids), run.aside, run.heading) for run in runs]


def _to_prose_lists(document: Document, names: RowNames, own: Own) -> list[_List]:
    """The lists in running text, those aside apart."""
    if are_few(document, names, FEWEST):
        return []
    items = _doubt_amounts_before(to_prose_items(document, names, own), names)
    items = mark_aside(doubt_lone(items, shows_several(items)), names, Standing(own), "")
    lists = [_List(_name(keep(items, aside), names), aside=aside) for aside in dict.fromkeys(item.aside for item in items)]
    return [one for one in lists if _is_table(one.named)]


@dataclass(slots=True)
class _Run:
    """Grids that follow each other. pages: of each its halves, lines above it with them. first: the label that the first grid begins with.

    is_many: whether heads show several columns. offsets: where numbers stand.
    """

    pages: list[list[list[Item]]]
    grids: list[int]
    aside: str
    heading: str
    first: str
    is_many: bool = False
    offsets: set[tuple[bool, int]] = field(default_factory=set)


@cache
def _other_labels(form: Form) -> frozenset[str]:
    """What the rows and columns of the form's other tables are called, where that is no short word."""
    cores = {to_core(label) for e in form.entries if e.table != TABLE and e.axis != "table" for label in e.labels.values()}
    return frozenset(core for core in cores if len(core) >= _SHORTEST)


def _is_of_another_table(grid: Grid, items: Sequence[Item], names: RowNames, others: frozenset[str]) -> bool:
    """Whether a grid has more labels of the form's other tables than of the list."""
    if max(map(len, grid.rows), default=0) < 2:
        return False  # a text a cell a line: there are rows of several tables in one grid
    strange = {core for row in grid.rows for cell in row if cell and (core := to_core(cell)) in others and not names.candidates(cell)}
    return len(strange) > len({item.label for item in items if names.candidates(item.label)})


def _to_kind(items: Sequence[Item], names: RowNames) -> str:
    """What parts a grid under a caption of its own from the one above it: whether it is of the older form, or a form that nobody filled in."""
    if sum(to_core(item.label) in OLDER for item in items) > 1:
        return "older"
    rows = [item for item in items if names.candidates(item.label)]
    return "blank" if len(rows) >= FEWEST and not any(may_be_number(text) for item in rows for text, _ in item.values) else "list"


def _to_first(items: Sequence[Item], names: RowNames) -> str:
    """The label that a list or a page of it begins with."""
    return next((item.label for item in items if names.candidates(item.label)), "")


def _begins_anew(run: _Run, items: Sequence[Item], names: RowNames) -> bool:
    """Whether a grid begins with the row that a run of a whole list's length begins with: it is another list, whosever it is."""
    length = sum(bool(names.candidates(item.label)) for halves in run.pages for half in halves for item in half)
    return length >= FEWEST and bool(run.first) and to_core(run.first) == to_core(_to_first(items, names))


def _is_new(run: _Run, items: Sequence[Item], kinds: set[str], over: Sequence[str], names: RowNames) -> bool:
    """Whether a grid of another kind than the run before it is a table of its own and no page of the same.

    It begins with the row that the run begins with; or it has a caption that the run has not, and of the two the list begins with its first rows.
    """
    first, again = run.first, _to_first(items, names)
    if "older" not in kinds:
        return bool(first) and to_core(first) == to_core(again)
    captions = [to_compact(text) for text in over if scope.is_table_caption(to_compact(text))]
    if not captions or any("续" in caption for caption in captions) or to_compact(run.heading) in captions:
        return False
    is_older = sum(to_core(item.label) in OLDER for item in items) > 1
    return bool(set(names.candidates(first if is_older else again)) & set(names.order()[:2]))


def _without_forms(lists: Sequence[_List]) -> list[_List]:
    """The lists without forms that nobody filled in, where another has all their rows and numbers in them."""
    filled = {id(one): any(may_be_number(text) for each in one.named for text, _ in each.item.values) for one in lists}
    rows = {id(one): {each.row for each in one.named if each.row} for one in lists}
    return [one for one in lists if filled[id(one)] or not any(filled[id(other)] and rows[id(one)] <= rows[id(other)] for other in lists)]


def _under(above: list[Item], items: list[Item], grid: Grid) -> list[Item]:
    """The items of a grid under the lines over it; where a list came a cell a line, the last of those is the label of what the grid begins with."""
    is_cut = bool(above and items) and max(map(len, grid.rows)) == 1 and not items[0].label and grid.heading == above[-1].label
    if not is_cut:
        return [*above, *items]
    return [*above[:-1], replace(items[0], label=above[-1].label), *items[1:]]


def _goes_on(run: _Run, line: str, names: RowNames) -> bool:
    """Whether a line is the rest of the label in the last row before it."""
    last = run.pages[-1][-1][-1] if run.pages[-1][-1] else None
    return last is not None and bool(line) and not names.candidates(line) and bool(names.candidates(last.label + line))


def _name_run(run: _Run, names: RowNames) -> list[Named]:
    """The rows of a run; where halves stand side by side on several pages, in the order in which more labels fit under what stands above them."""
    several = run.is_many or stand_apart(run.offsets) or shows_several(item for halves in run.pages for half in halves for item in half)
    pages = [[doubt_lone(_doubt_beside_two(_doubt_amounts_before(half, names)), several) for half in halves] for halves in run.pages]
    by_page = _name(join_cut([item for halves in pages for half in halves for item in half], names), names)
    most = max(map(len, pages))
    if most < 2 or len(pages) < 2:
        return by_page
    across = [item for at in range(most) for halves in pages if at < len(halves) for item in halves[at]]
    by_half = _name(join_cut(across, names), names)
    return by_half if sum(bool(each.row) for each in by_half) > sum(bool(each.row) for each in by_page) else by_page


def _doubt_amounts_before(items: Sequence[Item], names: RowNames) -> list[Item]:
    """Doubt the rows with nothing beside their label where what stands before labels may be their numbers: 32收到申请数."""
    filled = {item.label for item in items if any(re.search(r"\d", text) for text, _ in item.values)}  # what they amount to stands beside them
    if not may_be_amounts((item.label for item in items), lambda label: label in filled or names.has_own_number(label)):
        return list(items)
    return [item if item.values or item.is_context else to_doubtful(item) for item in items]


def _doubt_beside_two(items: list[Item]) -> list[Item]:
    """Doubt a row without a number right above or below a cell with two: one of them may be its."""
    two = [any(_TWO.search(to_plain(text)) for text, _ in item.values) for item in items]
    beside = [any(two[max(at - 1, 0): at + 2]) for at in range(len(items))]
    return [to_doubtful(item) if near and not item.values and not item.is_context else item for item, near in zip(items, beside, strict=True)]


def _headings_in(rows: Iterable[Sequence[str | None]], names: RowNames) -> Iterable[str]:
    """The rows over the first of the list that are one text: a title, a year, who filled it in."""
    for row in rows:
        texts = [cell for cell in row if cell and cell.strip()]
        if len(texts) > 1 or any(names.candidates(text) or is_head([text], names) for text in texts):
            return
        yield from texts


def _is_table(named: Sequence[Named]) -> bool:
    return len({each.row for each in named if each.row}) >= FEWEST


def _is_older(named: Sequence[Named]) -> bool:
    return len([each for each in named if to_core(each.item.label) in OLDER]) > 1


def _name(items: Sequence[Item], names: RowNames) -> list[Named]:
    """Tell each item's row by its label and, where several rows have that label or it says little, by the row that it stands under."""
    found: list[Named] = []
    current = above = ""
    is_sure = False
    for item in items:
        if item.is_context and not item.label:  # what was left out, which says nothing of where the rows behind it stand
            found.append(Named(item, "", current))
            continue
        if item.is_context and item.label == above:  # what stands over several rows, printed again beside each; or a row of the same words
            found += [Named(item, "", current)] if item.unread or not names.candidates(item.label) else []
            continue
        above = item.label if item.is_context else above
        row = names.find(item.label, current)
        if row and (is_sure or len(names.candidates(item.label)) == 1):
            is_sure = is_sure or names.is_whole(row)
            current = row
            found.append(Named(item, row))
            continue
        found.append(Named(item, "", current))
        is_sure = is_sure and (not item.label or is_head([item.label], names))
        if not item.label or names.opens_section(item.label):
            current = ""  # a row that we do not know may be what the next ones stand under
    found = adopt(found, names)
    return found if not _has_parts_first(found, names) else [each if not names.is_shared(each.item.label) else Named(each.item, "") for each in found]


def _has_parts_first(found: Sequence[Named], names: RowNames) -> bool:
    """Whether a label that several rows have stands over the first that could tell which: there sums may stand under their parts."""
    first = next((each for each in found if names.is_shared(each.item.label)), None)
    return first is not None and not first.row


def without(document: Document, grids: frozenset[int]) -> Document:
    """The document without the rows of these grids, the others under their numbers."""
    if not grids:
        return document
    kept = tuple(replace(grid, rows=(), boxes=()) if number in grids else grid for number, grid in enumerate(document.grids))
    return replace(document, grids=kept)
