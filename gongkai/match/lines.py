"""The rows of all grids, in reading order, each told which table of the form it belongs to.

In: a Document. Out: Lines. Not its business: which row of the form a line is (rows.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from gongkai.form import Form
from gongkai.match import poured
from gongkai.match.labels import has_han, labels_of
from gongkai.match.ownership import Own, Standing, find_lists, find_note_below, is_pointer_back, is_year
from gongkai.match.page_numbers import find_lost_pages
from gongkai.match.stacked_rows import unstack
from gongkai.match.units import in_brackets, is_unit_note
from gongkai.match.versions import decide_versions, to_seen
from gongkai.match.years_beside import RowYears, find_year_of_heads, without_other_years
from gongkai.model import Document, Grid, Place, doubt_of
from gongkai.text import has_text, is_number, kept, to_label, to_plain

USUAL, LEAST = 0.8, 4
"""the share of the rows of a flattened table, and how many at least, that make their length that of all"""
MOST_LOOSE = 3
"""pieces of heads that may stand above the first rule of a page"""
NOBODY = Own()
_BARE = re.compile(r"[0-9]{1,7}")
_APPLICANTS = "申请人情况"
"""over all columns of the requests; no row or column itself"""
_HEADER_WORDS = frozenset({_APPLICANTS, "信息内容", "行政诉讼"})
_DISPUTES_HEADING = re.compile("政府信息公开.{0,60}行政复议.{0,60}行政诉讼")
_ITEM = re.compile(r"第?二十[条條]第?[(（][一二三四五六七八九十]{1,2}[)）]")
_TELLING = {"column": 3, "row": 5}
"""letters of a label by which one knows its table: those with fewer (总计, 行政复议) are met anywhere"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of one grid.

    cells: text, "" empty, None continuation of a merged cell. table: "" where unknown. heading: over the grid. length: of
    nearly all other rows of a flattened table, where this one has another; else 0. aside: what says that it is not of this body
    and year, "" where nothing does. own: whose report it is in. is_proved: whether a row that was poured out is proved to have all its cells.
    """

    grid: int
    row: int
    cells: tuple[str | None, ...]
    source: Grid
    table: str
    heading: str = ""
    length: int = 0
    aside: str = ""
    own: Own = NOBODY
    is_proved: bool = False

    @property
    def is_exact(self) -> bool:
        return self.source.exact

    @property
    def is_poured(self) -> bool:
        """A table that came a cell a line: where a cell stands in its row says nothing."""
        return not self.source.exact and all(len(row) == 1 for row in self.source.rows)

    @property
    def has_lost(self) -> bool:
        """Whether it lacks a cell that the rows around it have, nobody knows which."""
        return len(self.cells) < self.length

    @property
    def has_gained(self) -> bool:
        """Whether it has a cell too many, nobody knows which."""
        return 0 < self.length < len(self.cells)

    @property
    def is_empty(self) -> bool:
        return not any(map(has_text, self.cells))

    def count_values(self, label: int) -> int:
        """How many cells behind a label are not empty."""
        return sum(map(has_text, self.cells[label + 1:]))

    def place(self, column: int) -> Place:
        box = None
        if self.source.boxes and self.row < len(self.source.boxes) and column < len(self.source.boxes[self.row]):
            box = self.source.boxes[self.row][column]
        return Place(self.source.page, self.grid + 1, self.row + 1, column + 1, box)

    def label_cells(self) -> list[int]:
        """The cells before the first number that hold words."""
        found: list[int] = []
        for i, cell in enumerate(self.cells):
            kind = _to_kind(cell) if cell else ""
            if found and kind in ("number", "nearly", "nearly in words"):
                break
            if kind in ("words", "nearly in words"):
                found.append(i)
        return found


@kept
def _to_kind(cell: str) -> str:
    """What stands in a cell, "" for nothing: words, a number, what is nearly one or says that it is elsewhere, perhaps in words; or a mark."""
    plain = to_plain(cell)
    if not plain.strip():
        return ""
    if is_number(cell):
        return "number"
    if poured.is_nearly_number(cell) or poured.is_remark(cell):
        return "nearly in words" if has_han(plain) else "nearly"
    return "words" if has_han(plain) else "mark"


def to_lines(document: Document, form: Form, own: Own) -> list[Line]:
    lines: list[Line] = []
    current = ""
    before = 0
    standing = Standing(own)
    lists = find_lists([p.text for p in document.paragraphs], own)
    numbers = _numbers_below(document)
    pages = find_lost_pages(document)
    for g, grid in enumerate(document.grids):
        between = document.paragraphs[before:grid.after]
        for number, paragraph in enumerate(between, before):
            if number not in lists and not is_pointer_back(paragraph.text, own):
                standing.hear(paragraph.text)
        before = grid.after
        standing.turn_to(grid.sheet)
        for paragraph in between:
            if _is_section_heading(paragraph.text) and not _is_row(paragraph.text, form):
                current = "disputes" if _DISPUTES_HEADING.search(to_label(paragraph.text)) else ""
        heading = grid.heading or next((p.text for p in reversed(between) if has_han(to_plain(p.text))), "")
        rows: list[Line] = []
        has_named = False
        years = RowYears(own)
        of_heads = find_year_of_heads(grid.rows, own) or find_note_below(document, g, own)
        for r, cells, length, is_proved in _to_rows(grid, form, own):
            named = _to_table(cells, form)
            if named and not has_named and not any(is_number(c) for row in rows for c in row.cells):
                rows = [replace(row, table=named) for row in rows]  # heads that are none of the form's, over the first row that is
                lines = _with_heads_on_the_page_before(lines, grid, g, named)
            elif named and named != current:
                rows = _with_heads_above(rows, named)
            current, has_named = named or current, has_named or bool(named)
            _hear_row(standing, cells, form)
            rows.append(Line(g, r, cells, grid, current, heading, length, standing.aside or of_heads or years.other(cells), own, is_proved))
        standing.leave_table()
        lines += rows if grid.exact else [_doubt_page(row, pages.get(g, frozenset())) for row in _with_lengths(rows)]
        if rows and g in numbers:
            lines.append(replace(rows[-1], row=len(grid.rows), cells=(numbers[g],), length=0))
    return lines


def _numbers_below(document: Document) -> dict[int, str]:
    """Grid of a flattened table → the line right below it, where that is a number and nothing else: its last row may go on there.

    Not where all such lines of the document count its pages.
    """
    bare = [p.text.strip() for p in document.paragraphs if _BARE.fullmatch(p.text.strip())]
    if len(bare) > 1 and all(int(after) - int(before) == 1 for before, after in pairwise(bare)):
        return {}
    flat = [(g, grid.after) for g, grid in enumerate(document.grids) if not grid.exact and grid.after < len(document.paragraphs)]
    below = {g: document.paragraphs[after].text.strip() for g, after in flat}
    return {g: text for g, text in below.items() if _BARE.fullmatch(text) and not is_year(text)}


def _with_heads_above(rows: list[Line], table: str) -> list[Line]:
    """The rows of a grid, the last of them with words in several places and no number put to the table that begins below: its heads."""
    end = len(rows)
    while end and sum(bool(cell and cell.strip()) for cell in rows[end - 1].cells) > 2 and not any(is_number(c) for c in rows[end - 1].cells):
        end -= 1
    return [*rows[:end], *(replace(row, table=table) for row in rows[end:])]


def _with_heads_on_the_page_before(lines: list[Line], grid: Grid, number: int, table: str) -> list[Line]:
    """All lines, those of the page before put to the table that is named on this one, where they have no number and nothing stands between."""
    above = [line for line in lines if line.grid == number - 1]
    is_cut = bool(above) and grid.page is not None and above[0].source.page == grid.page - 1 and grid.after <= above[0].source.after + MOST_LOOSE
    if not is_cut or any(line.table for line in above) or any(is_number(cell) and cell for line in above for cell in line.cells):
        return lines
    return [*lines[:-len(above)], *(replace(line, table=table) for line in above)]


def _hear_row(standing: Standing, cells: tuple[str | None, ...], form: Form) -> None:
    """A row that is a heading: one text, beside the unit at most; or the corner of a header."""
    texts = [c for c in cells if c and to_plain(c).strip() and not is_unit_note(c)]
    is_heading = len(texts) == 1 or (texts and texts[0] is cells[0] and len({bool(is_year(c)) for c in texts}) > 1)
    if is_heading and not any(is_number(c) for c in texts) and not _is_row(texts[0], form):
        standing.hear(texts[0], in_grid=True)


def _with_lengths(lines: list[Line]) -> list[Line]:
    """The rows of a flattened table, each that stands out told how long it would have to be.

    Where merged cells are printed once, rows differ by their labels and agree in the number of the other cells.
    """
    labels = [len(line.label_cells()) for line in lines]
    (length, times), (others, times_others) = (
        Counter(counts).most_common(1)[0] if counts else (0, 0)
        for counts in ([len(line.cells) for line in lines], [len(line.cells) - count for line, count in zip(lines, labels, strict=True)])
    )
    if max(times, times_others) < max(USUAL * len(lines), LEAST):
        return lines
    wanted = [length if times >= times_others else others + count for count in labels]
    return [
        replace(line, length=line.length or (count if count > 1 and len(line.cells) != count and not _goes_on_in_empty_lines(line, count) else 0))
        for line, count in zip(lines, wanted, strict=True)
    ]


def _doubt_page(line: Line, pages: frozenset[str]) -> Line:
    """A row that was poured out, told to have a cell too many where a number in it may be that of a page."""
    if not pages or not line.is_poured or line.is_proved or line.length:
        return line
    values = line.cells[max(line.label_cells(), default=-1) + 1:]
    return replace(line, cells=(*line.cells, ""), length=len(line.cells)) if any(cell in pages for cell in values) else line


def _goes_on_in_empty_lines(line: Line, count: int) -> bool:
    """Whether a row that was poured out is whole, or proved to be, and only empty lines stand behind it."""
    printed = [bool(doubt_of(cell) or to_plain(cell or "").strip()) for cell in line.cells]
    return line.is_poured and not any(printed[count:]) and (line.is_proved or all(printed[:count]))


def _to_rows(grid: Grid, form: Form, own: Own) -> Iterator[tuple[int, tuple[str | None, ...], int, bool]]:
    """The rows of a grid, of one that was poured out a cell a line as far as they can be told; how long one should be that gained a cell, or 0;
    whether it is proved to have all cells."""
    shown = without_other_years(grid.rows, own, grid.exact)
    if grid.exact or any(len(row) != 1 for row in grid.rows) or len(grid.rows) < 2:
        names = [labels_of(form, table, "row") for table in ("requests", "proactive_disclosure")]
        for r, row in enumerate(shown):
            yield from ((r, one, 0, False) for one in unstack(row, lambda word: any(labels.find(word) for labels in names)))
        return
    amounts = labels_of(form, "proactive_disclosure", "column")
    columns = {to_label(w) for e in form.entries if e.axis == "column" for w in (*e.labels.values(), *e.aliases)}

    def is_header(word: str) -> bool:
        label = to_label(word)
        is_noted = bool(in_brackets(word)) or label.endswith(")")  # in whatever unit, or 本年增/减（减用负值表示）
        is_column = label in columns or (is_noted and amounts.find(word) is not None)
        return is_column or label in _HEADER_WORDS or "勾稽关系" in label or bool(_ITEM.search(label))

    requests = labels_of(form, "requests", "row")
    rows = (requests, labels_of(form, "proactive_disclosure", "row"), labels_of(form, "disputes", "row"))
    printed = [row[0] or "" for row in shown]
    applicants = len(form.columns("requests", _guess_version(printed, "requests", form, own.year)))
    disputes = _guess_version(printed, "disputes", form, own.year)
    outcomes = [e.id for e in form.columns("disputes", disputes)]
    of_outcomes = labels_of(form, "disputes", "column")

    def to_width(word: str) -> int:
        return applicants if requests.find(word) or requests.find_leaf(word) else 0

    def is_row(word: str) -> bool:
        return any(labels.find(word) for labels in rows)

    def opens_group(label: str) -> int:
        return len(outcomes) if of_outcomes.find(label) == outcomes[0] else 0

    for told in poured.to_rows(printed, poured.Words(is_header, is_row, to_width, opens_group)):
        yield told.at, tuple(told.cells), told.length, told.is_proved


def _guess_version(words: list[str], table: str, form: Form, year: int | None) -> str:
    """The version whose number of columns counts the values of a table off, before its rows are known: by the words in it and the year."""
    ids = {id for axis in ("row", "column") for word in words if word and (id := labels_of(form, table, axis).find(word))}
    return decide_versions(form, {table: to_seen(ids, words, form, table)}, year)[table].version


def _is_section_heading(text: str) -> bool:
    return bool(re.match(r"^\s*[(（]?[一二三四五六][)）、.．]", to_plain(text))) and len(text) < 45


def _is_row(text: str, form: Form) -> bool:
    """Whether a numbered line between two grids is a row's label, or half of one that was cut: （六）其 over 他处理."""
    labels = labels_of(form, "requests", "row")
    return labels.find(text) is not None or labels.is_beginning(text)


def _to_table(cells: tuple[str | None, ...], form: Form) -> str:
    """The table that a row's own words give away, or ""."""
    words = [c for c in cells if c and has_han(to_plain(c)) and not is_number(c)]
    if not words:
        return ""
    labels = {to_label(w) for w in words}
    telling = _telling_labels(form)
    if labels & telling["requests"] or _APPLICANTS in labels:
        return "requests"
    is_alone = labels == {"行政复议"} and len(words) == sum(1 for c in cells if c and to_plain(c).strip())
    if labels & telling["disputes"] or {"行政复议", "行政诉讼"} <= labels or is_alone:
        return "disputes"
    if "信息内容" in labels or any(_ITEM.search(to_label(w)) for w in words):
        return "proactive_disclosure"
    columns = labels_of(form, "proactive_disclosure", "column")
    if any(columns.find(w) for w in words):
        return "proactive_disclosure"
    rows = labels_of(form, "requests", "row")
    for word in words:
        found = rows.find_leaf(word)
        if found and len(to_label(word)) >= 6:
            return "requests"
    return ""


@cache
def _telling_labels(form: Form) -> dict[str, frozenset[str]]:
    """The labels by each of which one knows the table, of the two whose columns are the same in all rows; of rows where the table has no block."""
    of: dict[str, set[str]] = {}
    for e in form.entries:
        for label in map(to_label, e.labels.values()):
            of.setdefault(label, set()).add(e.table)
    return {
        table: frozenset(
            label for e in form.entries for label in map(to_label, e.labels.values())
            if e.table == table and e.axis in axes and len(label) >= _TELLING[e.axis] and of[label] == {table}
        )
        for table, axes in (("requests", ("column",)), ("disputes", ("row", "column")))
    }


def iterate(lines: list[Line], table: str) -> Iterator[tuple[int, Line]]:
    for i, line in enumerate(lines):
        if line.table == table:
            yield i, line
