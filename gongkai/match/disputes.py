"""The fifteen numbers of the table on reconsideration and litigation.

In: the lines of that table. Out: Found rows, one a group. Not its business: numbers and statuses (cells.py).
They stand in one line; or a group a line; or a table a group.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gongkai.form import Form
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line
from gongkai.match.picking import has_text, is_blank, pick
from gongkai.match.rows import Found, Labelled, find_label, is_header, to_columns_at
from gongkai.model import Grid
from gongkai.text import is_number

_ALL = 15


@dataclass(slots=True)
class _Heads:
    """The header lines of one grid, and what they say. carried: those above a page break, with no values under them yet.

    block: how many tables were begun before, by a header after values or by lines between two grids.
    """

    form: Form
    groups: list[str]
    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    carried: list[Line] = field(default_factory=list)
    is_used: bool = False
    block: int = 0

    def add(self, line: Line) -> None:
        """A header line; after values, or as another group's name by itself, it begins the header of another group."""
        labels, words = labels_of(self.form, "disputes", "row"), [c for c in line.cells if c and has_text(c)]
        is_name = len(words) == 1 and labels.find(words[0]) in self.groups
        if self.is_used or (is_name and any(is_header(above, self.form) for above in self.lines)):
            self.lines, self.is_used, self.block = [], False, self.block + self.is_used
        self.lines.append(line)

    @property
    def group(self) -> str:
        """The one group that the header names, "" if none or several."""
        labels = labels_of(self.form, "disputes", "row")
        names = (*self.groups, "litigation")
        words: list[str] = []
        for texts in (
            [c for line in self.lines for c in line.cells], [line.heading for line in self.lines], [c for line in self.carried for c in line.cells],
        ):
            words = words or [text for text in texts if text and labels.find(text) in names]
        found = {labels.find(c) for c in words}
        named = found & set(self.groups)
        if {"review", "litigation"} <= found:
            return ""  # a header over all three groups of which only some can be read
        return (named.pop() or "") if len(named) == 1 else ""

    def at(self, count: int) -> list[int] | None:
        """Where the header puts `count` values: 5 of one group, or all 15; None where it does not say."""
        if not self.lines:
            return None
        found = to_columns_at(self.lines, self.form)
        if count == _ALL:
            positions = sorted(i for id in self.columns for i in found.get(id, ()))
            return positions if len(positions) == _ALL else None
        if any(len(found.get(id, ())) != 1 for id in self.columns):
            return None
        return [found[id][0] for id in self.columns]


def find_disputes(lines: list[Line], form: Form) -> list[Found]:
    """Find the values of each group."""
    version = form.versions[-1]
    groups = [e.id for e in form.rows("disputes", version)]
    columns = [e.id for e in form.columns("disputes", version)]
    found: list[Found] = []
    heads: dict[int, _Heads] = {}
    last_grid: Grid | None = None
    for line in lines:
        begun = len(found)
        if line.grid not in heads:
            above = next(reversed(heads.values()), None)
            carried = [*above.carried, *above.lines] if above and not above.is_used else []
            is_next = last_grid is not None and last_grid.after != line.source.after
            heads[line.grid] = _Heads(form, groups, columns, carried=carried, block=(above.block if above else 0) + is_next)
        own = heads[line.grid]
        last_grid = line.source
        if line.is_empty:
            found += [replace(f, block=own.block) for f in _find_blank(line, own, groups, columns)]
            own.is_used = own.is_used or bool(found)
            continue
        this = find_label(line, form)
        words = _words(line, this, own, form)
        if len(words) == 1 and this.row and _holds_a_group(line, this.label, own.at(len(columns)), len(columns)) and not is_header(line, form):
            at = pick(line, this.label, len(columns), own.at(len(columns)))
            found.append(Found(this.row, tuple(columns), line, tuple(at) if at else None, is_blank(line, this.label)))
        elif len(words) == 1 and not this.row and is_blank(line, words[0]) and own.at(_ALL) and not is_header(line, form):
            found += _find_blank(line, own, groups, columns)
            own.is_used = True
        elif len(words) == 1 and not this.row and _is_blank_whole(line, words[0], own) and not is_header(line, form):
            found += [Found(group, tuple(columns), line, None, True) for group in groups]
            own.is_used = True
        elif len(words) > 1 or (words and (this.row or is_header(line, form) or not any(is_number(c) for c in line.cells))):
            own.add(line)
        else:
            found += _find_numbers(line, words[-1] if words else -1, own, groups, columns)
            own.is_used = True
        found[begun:] = [replace(f, block=own.block) for f in found[begun:]]
    return found


def _words(line: Line, this: Labelled, heads: _Heads, form: Form) -> list[int]:
    """The cells that are labels. Words among numbers, where the header has its values or behind them, are a value ("约3件", "见附件")."""
    words = line.label_cells()
    if not words or is_header(line, form):
        return words
    if this.row:
        return [word for word in words if word <= this.label]
    at = heads.at(_ALL) or heads.at(len(heads.columns)) or []
    is_among = bool(at) and words[0] >= at[0]
    if any(is_number(cell) for cell in line.cells):
        return [] if is_among or any(has_text(cell) for cell in line.cells[:words[0]]) else words
    # nothing but one word, in a row of as many cells as the header has: a note below the values would not be under an unused header
    is_lone = not heads.is_used and len(words) == 1 and len([cell for cell in line.cells[at[0]:] if cell is not None]) == len(at) if at else False
    return [] if is_among and is_lone else words


def _holds_a_group(line: Line, label: int, at: list[int] | None, count: int) -> bool:
    """Whether a line that a group's name opens goes on with that group's values; empty ones only where a header has them."""
    tail = [c for c in line.cells[label + 1:] if c is not None]
    if any(is_number(c) for c in tail):
        return len(tail) >= count
    return (len(tail) == count or (at is not None and label < at[0])) and not any(has_text(c) for c in tail)


def _is_blank_whole(line: Line, label: int, heads: _Heads) -> bool:
    """Whether just the fifteen empty values stand behind a label, under a header that puts them nowhere: its merged cells
    were lost, or it stands above a page break."""
    behind = [c for c in line.cells[label + 1:] if c is not None]
    return bool(heads.lines or heads.carried) and not heads.group and len(behind) == _ALL and is_blank(line, label)


def _find_blank(line: Line, heads: _Heads, groups: list[str], columns: list[str]) -> list[Found]:
    """An empty line: a group or all of them left blank, unless another line has the values."""
    places = len([c for c in line.cells if c is not None])
    if heads.group and places >= len(columns):
        return [Found(heads.group, tuple(columns), line, None, True)]
    if (places >= _ALL and heads.at(_ALL)) or _is_blank_whole(line, -1, heads):
        return [Found(group, tuple(columns), line, None, True) for group in groups]
    return []


def _find_numbers(line: Line, label: int, heads: _Heads, groups: list[str], columns: list[str]) -> list[Found]:
    blank = is_blank(line, label)
    size = len(columns)
    if heads.group:
        at = pick(line, label, size, heads.at(size))
        return [Found(heads.group, tuple(columns), line, tuple(at) if at else None, blank)]
    at = pick(line, label, _ALL, heads.at(_ALL))
    return [
        Found(group, tuple(columns), line, tuple(at[g * size:(g + 1) * size]) if at else None, blank)
        for g, group in enumerate(groups)
    ]
