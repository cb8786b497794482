"""The numbers of the table on reconsideration and litigation: so many columns for each group, fifteen in all on the forms up to now.

In: the lines of that table. Out: Found rows, one a group. Not its business: numbers and statuses (cells.py).
They stand in one line; or a group a line; or a table a group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gongkai.form import Form
from gongkai.match.going_on import goes_on
from gongkai.match.heads import find_head
from gongkai.match.intruders import find_others
from gongkai.match.labels import Labels, labels_of, to_core
from gongkai.match.lines import Line
from gongkai.match.picking import is_blank, pick
from gongkai.match.rows import Found, Labelled, find_label, is_header
from gongkai.model import Grid
from gongkai.text import has_text, is_number, to_plain

_DIGITS_ALONE = re.compile(r"(?=[\s.,()\[\]+-]*\d)[\d\s.,()\[\]+-]*")
"""figures that may be no number: 0890"""


_OTHERWISE = re.compile(r"上一?年|去年|前年|预计|计划|.占比|.比例|.%|[十百千万亿]件|率$|未维持|未纠正|^已")
"""heads of shares, of another year, of another outcome than the form's, however near their letters are"""
_NUMBERED = re.compile(r"\s{0,9}[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")


def _to_name(heading: str) -> str:
    """The name of a group in a heading over its table: （二）未经复议直接起诉情况."""
    number = _NUMBERED.match(heading)
    return heading[number.end() if number else 0 :].strip().removesuffix("情况")


@dataclass(slots=True)
class _Heads:
    """The header lines of one grid, and what they say. carried: those above a page break, with no values under them yet.

    is_given: whether the lines are those of the page before, on which the grid goes on in the same columns without any of its own.

    block: how many tables were begun before, by a header after values or by lines between two grids.
    """

    form: Form
    groups: list[str]
    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    carried: list[Line] = field(default_factory=list)
    is_given: bool = False
    is_used: bool = False
    block: int = 0

    @property
    def count(self) -> int:
        """How many values there are, of all groups."""
        return len(self.groups) * len(self.columns)

    def add(self, line: Line) -> None:
        """A header line; after values, or as another group's name by itself, it begins the header of another group."""
        if self.is_given:
            self.lines, self.is_given = [], False
        labels, words = labels_of(self.form, "disputes", "row"), [c for c in line.cells if c and has_text(c)]
        is_name = len(words) == 1 and labels.find(words[0]) in self.groups
        if self.is_used or (is_name and any(is_header(above, self.form) for above in self.lines)):
            self.lines, self.is_used, self.block = [], False, self.block + self.is_used
        self.lines.append(line)

    @property
    def group(self) -> str:
        """The one group that the header names, "" if none or several."""
        labels = labels_of(self.form, "disputes", "row")
        names = {e.id for e in labels.entries}
        words: list[str] = []
        for texts in (
            [c for line in self.lines for c in line.cells], [_to_name(line.heading) for line in self.lines],
            [c for line in self.carried for c in line.cells],
        ):
            words = words or [text for text in texts if text and labels.find(text) in names]
        found = {labels.find(c) for c in words}
        named = found & set(self.groups)
        if len({id for id in found if id and not labels.parent_of(id)}) > 1:
            return ""  # a header over all groups of which only some can be read
        return (named.pop() or "") if len(named) == 1 else ""

    @property
    def places_of_some(self) -> dict[str, list[int]]:
        """The places of the values of each group that the header names, where it names some and not all, and has a head for each value."""
        labels = labels_of(self.form, "disputes", "row")
        named = {labels.find(cell) for line in self.lines for cell in line.cells if cell and has_text(cell)} & set(self.groups)
        if not 1 < len(named) < len(self.groups):
            return {}
        heads = self._to_heads(labels_of(self.form, "disputes", "column"))
        found: dict[str, dict[str, int]] = {}
        for at, id in heads:
            found.setdefault(self._group_over(at), {})[id] = at
        if set(found) != named or len(heads) != len(named) * len(self.columns) or any(len(each) < len(self.columns) for each in found.values()):
            return {}
        return {group: [each[id] for id in self.columns] for group, each in found.items()}

    def places(self, count: int) -> tuple[list[int] | None, bool]:
        """(where the header puts `count` values: those of one group, or all, None where it does not say; whether they can be counted off)."""
        if not self.lines:
            return None, True
        labels = labels_of(self.form, "disputes", "column")
        heads = self._to_heads(labels)
        if count == self.count:
            return self._places_of_all(heads)
        found: dict[str, list[int]] = {}
        for i, id in heads:
            found.setdefault(id, []).append(i)
        if any(len(found.get(id, ())) != 1 for id in self.columns):
            # some heads of the form, and not all of them once: what stands behind a name is not counted off
            return None, not found or not self.lines[0].is_exact or len(heads) != len(self.columns)
        at = [found[id][0] for id in self.columns]
        return at, at == sorted(at)

    def at(self, count: int) -> list[int] | None:
        return self.places(count)[0]

    @property
    def others(self) -> frozenset[int]:
        """Places with a head of their own that is none of the form's: a share, a remark."""
        words, columns = labels_of(self.form, "disputes", "row"), labels_of(self.form, "disputes", "column")
        lowest = {i: cell for line in self.lines for i, cell in enumerate(line.cells) if cell and has_text(cell)}
        known = {i for i, _ in self._to_heads(columns)}
        first = min(known, default=0)
        return frozenset(i for i, cell in lowest.items() if i > first and i not in known and not words.find(cell) and not columns.is_part(cell))

    def stands_under(self, line: Line, at: list[int], heads: list[int]) -> bool:
        """Whether each of the values of a line, at these places, stands under its head at least in part."""
        for place, head in zip(at, heads, strict=True):
            over = next((above for above in reversed(self.lines) if head < len(above.cells) and has_text(above.cells[head])), line)
            if place >= _to_end(over, head) or head >= _to_end(line, place):
                return False
        return True

    def _to_heads(self, labels: Labels) -> list[tuple[int, str]]:
        """The lowest heads, (place, column), from left to right."""
        found: dict[int, str] = {}
        for line in self.lines:
            for i, cell in enumerate(line.cells):
                id = find_head(cell, labels, self.columns, line.own) if cell and has_text(cell) else None
                if id in self.columns:
                    found[i] = id or ""
                elif has_text(cell) and i in found:
                    del found[i]  # something else stands below: that was no column label
        return sorted(found.items())

    def _places_of_all(self, heads: list[tuple[int, str]]) -> tuple[list[int] | None, bool]:
        order = [id for _, id in heads]
        is_usual = order == self.columns * len(self.groups)
        by_group: dict[tuple[str, str], list[int]] = {}
        for i, id in heads:
            by_group.setdefault((self._group_over(i), id), []).append(i)
        wanted = [(group, id) for group in self.groups for id in self.columns]
        words = labels_of(self.form, "disputes", "row")
        others = [cell for line in self.lines for cell in line.cells if cell and _OTHERWISE.search(to_core(cell))]
        if any(words.find(cell) for cell in others):
            return None, False
        if all(len(by_group.get(one, ())) == 1 for one in wanted):
            at = [by_group[one][0] for one in wanted]
            return at, at == sorted(at) and is_usual
        if others:
            return None, False
        if self._has_usual_groups() and (is_usual or self._is_torn(heads)):
            return sorted({i for i, _ in heads} | self.others), True
        return None, self._has_usual_groups() and len(order) < self.count and self._goes_round()

    def _is_torn(self, heads: list[tuple[int, str]]) -> bool:
        """Whether a head for each value stands in the form's order but for some whose letters were torn, at least two of which are of their name."""
        known, labels = dict(heads), labels_of(self.form, "disputes", "column")
        places = sorted({*known, *self.others})
        if len(places) != self.count or not known:
            return False
        for number, place in enumerate(places):
            wanted = self.columns[number % len(self.columns)]
            torn = [line.cells[place] or "" for line in self.lines if place < len(line.cells) and has_text(line.cells[place])]
            letters = {letter for wording in labels.wordings_of(wanted) for letter in wording}
            if known.get(place, wanted) != wanted or (place not in known and len(letters & set(torn[-1])) < 2):
                return False
        return True

    def _group_over(self, place: int) -> str:
        """The group whose name stands over a place: at it or left of it with nothing between, the lowest such name; "" for none."""
        labels = labels_of(self.form, "disputes", "row")
        for line in reversed(self.lines):
            name = next((cell for cell in reversed(line.cells[: place + 1]) if cell and has_text(cell)), "")
            group = labels.find(name) if name else None
            if group in self.groups:
                return group or ""
        return ""

    def _has_usual_groups(self) -> bool:
        """Whether the names of the groups, as far as they can be read, stand in the form's order, that of 行政诉讼 before those below it."""
        labels = labels_of(self.form, "disputes", "row")
        usual = [self.groups[0], "litigation", *self.groups[1:]]
        names = [labels.find(cell) for line in self.lines for cell in line.cells if cell and has_text(cell)]
        order = list(dict.fromkeys(usual.index(name) for name in names if name in usual))
        return order == sorted(order)

    def _goes_round(self) -> bool:
        """Whether in each line the heads follow each other as in the form, some perhaps lost."""
        labels = labels_of(self.form, "disputes", "column")
        last = len(self.columns) - 1
        for line in self.lines:
            found = [find_head(cell, labels, self.columns, line.own) for cell in line.cells if cell and has_text(cell)]
            order = [self.columns.index(id) for id in found if id in self.columns]
            if len(order) > last and order[0] != 0:
                return False
            if any(after <= before and after != 0 and before != last for before, after in pairwise(order)):
                return False
        return True


def to_seen_ids(lines: list[Line], form: Form) -> set[str]:
    """The groups and columns that the lines name."""
    labels = [labels_of(form, "disputes", axis) for axis in ("row", "column")]
    cells = {cell for line in lines for cell in line.cells if cell and has_text(cell) and not is_number(cell)}
    return {id for each in labels for cell in cells if (id := each.find(cell)) and not each.is_heading[id]}


def has_all_heads(lines: list[Line], form: Form) -> bool:
    """Whether every word of the lines of heads is a group's or a column's."""
    labels = [labels_of(form, "disputes", axis) for axis in ("row", "column")]
    words = [cell for line in lines if is_header(line, form) for cell in line.cells if cell and has_text(cell)]
    return bool(words) and all(any(each.find(word) for each in labels) for word in words)


def find_disputes(lines: list[Line], form: Form, version: str) -> list[Found]:
    """Find the values of each group."""
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
            is_given = last_grid is not None and above is not None and goes_on(last_grid, line.source)
            given = list(above.lines) if above and is_given else []
            heads[line.grid] = _Heads(form, groups, columns, given, carried, is_given, block=(above.block if above else 0) + is_next)
        own = heads[line.grid]
        last_grid = line.source
        if line.is_empty:
            found += [replace(f, block=own.block) for f in _find_blank(line, own, groups, columns)]
            own.is_used = own.is_used or bool(found)
            continue
        this = find_label(line, form)
        words = _words(line, this, own, form)
        if len(words) == 1 and this.row and _holds_a_group(line, this.label, own.at(len(columns)), len(columns)) and not is_header(line, form):
            at = _without_intruders(line, _pick(line, this.label, len(columns), own), len(columns))
            found.append(Found(this.row, tuple(columns), line, tuple(at) if at else None, is_blank(line, this.label)))
        elif len(words) == 1 and not this.row and is_blank(line, words[0]) and own.at(own.count) and not is_header(line, form):
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
    return _without_merged(found, form, groups)


def _without_merged(found: list[Found], form: Form, groups: list[str]) -> list[Found]:
    """The rows without those poured out that are a group's name and the empty lines of what is merged with it, above the line of all values."""
    labels = labels_of(form, "disputes", "row")
    own = [one for one in found if labels.find(next((cell for cell in one.line.cells if cell and has_text(cell)), "")) == one.row]
    if any(not one.is_blank for one in own) or {one.row for one in own} == set(groups):
        return found
    return [one for one in found if not (one.is_blank and one.line.is_poured)]


def _pick(line: Line, label: int, count: int, heads: _Heads) -> list[int] | None:
    at, is_countable = heads.places(count)
    found = pick(line, label, count, at, is_countable and not (line.is_exact and heads.others), others=heads.others)
    if not found or not at or not line.is_exact or line.is_poured or heads.is_given or heads.stands_under(line, found, at):
        return found
    is_uniform = len({(line.cells[i] or "").strip() for i in found}) == 1  # then no place matters
    return found if is_uniform else None


def _to_end(line: Line, place: int) -> int:
    """Behind the last place that a cell of a line spans."""
    return next((i for i in range(place + 1, len(line.cells)) if line.cells[i] is not None), len(line.cells))


def _words(line: Line, this: Labelled, heads: _Heads, form: Form) -> list[int]:
    """The cells that are labels. Words among numbers, where the header has its values or behind them, are a value ("约3件", "见附件")."""
    words = line.label_cells()
    if not words or is_header(line, form):
        return words
    if this.row:
        labels = labels_of(form, "disputes", "row")
        over = [word for word in words if word < this.label and labels.find(line.cells[word] or "") == labels.parent_of(this.row)]
        return [word for word in words if word <= this.label and word not in over]  # 行政诉讼 over 未经复议直接起诉 names no row
    at = heads.at(heads.count) or heads.at(len(heads.columns)) or []
    is_among = bool(at) and words[0] >= at[0]
    if any(is_number(cell) for cell in line.cells):
        return [] if is_among or any(has_text(cell) for cell in line.cells[:words[0]]) else words
    # nothing but one word, in a row of as many cells as the header has: a note below the values would not be under an unused header
    is_lone = not heads.is_used and len(words) == 1 and len([cell for cell in line.cells[at[0]:] if cell is not None]) == len(at) if at else False
    return [] if is_among and is_lone else words


def _holds_a_group(line: Line, label: int, at: list[int] | None, count: int) -> bool:
    """Whether a line that a group's name opens goes on with that group's values; empty ones only where a header has them."""
    tail = [c for c in line.cells[label + 1:] if c is not None]
    if any(is_number(c) or (c and _DIGITS_ALONE.fullmatch(to_plain(c).strip())) for c in tail):
        return len(tail) >= count
    return (len(tail) == count or (at is not None and label < at[0])) and not any(has_text(c) for c in tail)


def _is_blank_whole(line: Line, label: int, heads: _Heads) -> bool:
    """Whether just the empty values of all groups stand behind a label, under a header that puts them nowhere: its merged cells
    were lost, or it stands above a page break."""
    behind = [c for c in line.cells[label + 1:] if c is not None]
    return bool(heads.lines or heads.carried) and not heads.group and len(behind) == heads.count and is_blank(line, label)


def _find_blank(line: Line, heads: _Heads, groups: list[str], columns: list[str]) -> list[Found]:
    """An empty line: a group or all of them left blank, unless another line has the values."""
    places = len([c for c in line.cells if c is not None])
    if heads.group and places >= len(columns):
        return [Found(heads.group, tuple(columns), line, None, True)]
    if (places >= heads.count and heads.at(heads.count)) or _is_blank_whole(line, -1, heads):
        return [Found(group, tuple(columns), line, None, True) for group in groups]
    return []


def _find_numbers(line: Line, label: int, heads: _Heads, groups: list[str], columns: list[str]) -> list[Found]:
    blank = is_blank(line, label)
    size = len(columns)
    some = heads.places_of_some if line.is_exact and not heads.group else {}
    if some and all(place < len(line.cells) and line.cells[place] is not None for at in some.values() for place in at):
        return [Found(group, tuple(columns), line, tuple(at), blank) for group, at in some.items()]
    at = _without_intruders(line, _pick(line, label, size if heads.group else heads.count, heads), size)
    if heads.group:
        return [Found(heads.group, tuple(columns), line, tuple(at) if at else None, blank)]
    return [
        Found(group, tuple(columns), line, tuple(at[g * size:(g + 1) * size]) if at else None, blank)
        for g, group in enumerate(groups)
    ]


def _without_intruders(line: Line, at: list[int] | None, size: int) -> list[int | None] | None:
    """The places of values, None for those of a poured row that may be others."""
    if at is None:
        return None
    doubtful = find_others(line, [line.cells[i] for i in at], size)
    return [None if place in doubtful else i for place, i in enumerate(at)]
