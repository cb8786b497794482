"""Tables that share words with one of the form's and are none of it: requests by town, this year's figures beside last year's, cases by year.

In: the lines of all tables. Out: those of the form's own. Not its business: tables of another body or year (ownership.py), corrections.
Only what a table shows itself counts: rows that are only a sum, heads of which none is the form's while another table has all that it has.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gongkai.form import Form
from gongkai.match.going_on import goes_on
from gongkai.match.heads import find_head
from gongkai.match.labels import has_han, labels_of
from gongkai.match.lines import Line
from gongkai.match.ownership import Own
from gongkai.match.picking import is_blank
from gongkai.match.rows import Labelled, find_label, is_header
from gongkai.text import has_text, is_number, to_label, to_plain

_LEAST_OF_A_HEADER = 4
"""heads of the form's in one that is certainly its own"""
_LEAST_WORDS = 2
_ENUMERATED = frozenset("(（一二三四五六七八九十0123456789")


def without_others(lines: Sequence[Line], form: Form) -> list[Line]:
    """The lines of all tables but those that only share words with one of the form's."""
    by_grid: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        by_grid.setdefault((line.table, line.grid), []).append(line)
    requests = {grid: [find_label(line, form) for line in own] for (table, grid), own in by_grid.items() if table == "requests"}
    others = {("requests", grid) for grid in requests if _is_only_sum(grid, requests, form)}
    kept = {grid: own for grid, own in requests.items() if ("requests", grid) not in others}
    others |= {("requests", grid) for grid in kept if _is_excerpt(grid, kept, form)}
    disputes = {grid: own for (table, grid), own in by_grid.items() if table == "disputes"}
    others |= {("disputes", grid) for grid in disputes if _is_of_cases(grid, disputes, form)}
    return [line for line in lines if (line.table, line.grid) not in others] if others else list(lines)


def _is_only_sum(grid: int, tables: dict[int, list[Labelled]], form: Form) -> bool:
    """Whether all that a grid has of the form's rows are words that are columns too (总计, 其他): the sum of a list of something else."""
    columns = labels_of(form, "requests", "column")
    below = [each for each in tables[grid] if not is_header(each.line, form) and not is_blank(each.line, each.label)]
    names = [each.line.cells[each.label] or "" for each in below if each.row]
    if not names or any(not _is_bare(name) or columns.find(name) is None for name in names):
        return False
    strays = [each.line.cells[each.label] or "" for each in below if each.is_stray]
    rows = labels_of(form, "requests", "row")
    if any(rows.is_part(stray) or rows.find_cut(stray, [e.id for e in rows.entries]) for stray in strays):
        return False  # rows of the form whose labels lost letters
    return bool(strays) or not _goes_on(grid, tables)


def _is_bare(text: str) -> bool:
    return not set(to_label(text)) & _ENUMERATED


def _goes_on(grid: int, tables: dict[int, list[Labelled]]) -> bool:
    """Whether a grid stands directly behind another of the same table, as what a page break left of it does."""
    above, own = tables.get(grid - 1), tables[grid]
    if above is None or not any(each.row for each in above):
        return False
    source, before = own[0].line.source, above[0].line.source
    return source.after == before.after or source.page != before.page


def _is_excerpt(grid: int, tables: dict[int, list[Labelled]], form: Form) -> bool:
    """Whether a grid has heads of its own, none of them the form's, and only rows that another grid has under the form's heads."""
    rows = {each.row for each in tables[grid] if each.row and not is_blank(each.line, each.label)}
    own = tables[grid][0].line.own
    heads = _heads_of(tables[grid])
    if not rows or _known(heads, own, form) or len(heads) < _LEAST_WORDS:
        return False
    return any(
        rows < {each.row for each in lines if each.row and not is_header(each.line, form)}
        and len(_known(_heads_of(lines), own, form)) >= _LEAST_OF_A_HEADER
        for other, lines in tables.items() if other != grid
    )


def _heads_of(lines: Sequence[Labelled]) -> list[str]:
    """The words over the first row of a grid that stand beside others and no number."""
    found: list[str] = []
    for each in lines:
        words = [cell for cell in each.line.cells if cell and has_text(cell)]
        if each.row and not is_blank(each.line, each.label):
            break
        if not any(any(sign.isdigit() for sign in word) and is_number(word) for word in words):
            found += words if len(words) > 1 else []
    return found


def _known(heads: Collection[str], own: Own, form: Form) -> set[str]:
    labels = labels_of(form, "requests", "column")
    ids = [e.id for e in labels.entries]
    return {id for head in heads if (id := find_head(head, labels, ids, own)) is not None}


def _is_of_cases(grid: int, tables: dict[int, list[Line]], form: Form) -> bool:
    """Whether a grid has numbers under words on reconsideration and litigation and no outcome, where another has all outcomes.

    Not what a page break left of one.
    """
    own = tables[grid]
    if grid - 1 in tables and goes_on(tables[grid - 1][0].source, own[0].source):
        return False
    has_numbers = any(is_number(cell) and any(sign.isdigit() for sign in to_plain(cell)) for line in own for cell in line.cells if cell)
    return has_numbers and _names_group(own, form) and not _outcomes(own, form) and any(
        len(_outcomes(lines, form)) >= _LEAST_OF_A_HEADER for other, lines in tables.items() if other != grid
    )


def _names_group(lines: Sequence[Line], form: Form) -> bool:
    labels = labels_of(form, "disputes", "row")
    return any(labels.find(cell) is not None for line in lines for cell in line.cells if cell and has_han(cell))


def _outcomes(lines: Sequence[Line], form: Form) -> set[str]:
    labels = labels_of(form, "disputes", "column")
    words = [cell for line in lines for cell in line.cells if cell and has_text(cell)]
    return {labels.find(word) or word for word in words if labels.find(word) or labels.is_part(word)}
