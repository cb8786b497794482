"""Heads that the form does not know, in the place of columns that were not found: what an alias needs.

In: the lines of a table, what was read of it. Out: the heads as printed. Not its business: numbers; which column such a head is, for nobody knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from gongkai.form import Form
from gongkai.match.heads import find_head, is_added
from gongkai.match.labels import labels_of
from gongkai.match.lines import Line
from gongkai.match.rows import find_label
from gongkai.match.units import is_unit_note
from gongkai.model import CellId, Value
from gongkai.text import has_text, is_number, to_folded, to_label

MOST = 5
_LONGEST = 30
"""letters of a head; what is longer is a sentence"""
_NO_COLUMN = frozenset({"申请人情况", "信息内容", "备注", "说明", "序号", "项目"})
_UNTOLD = ("ambiguous", "missing")


def find_unknown_heads(lines: Sequence[Line], form: Form, table: str, values: Mapping[CellId, Value]) -> list[str]:
    """The heads beside those of the form, each once, where a column has none and its cells could not be told; else []."""
    columns, rows = labels_of(form, table, "column"), labels_of(form, table, "row")
    ids = [entry.id for entry in columns.entries]
    wanted = {cell.column for cell, value in values.items() if value.status in _UNTOLD}
    if not wanted:
        return []
    known: Counter[str] = Counter()
    others: dict[str, str] = {}
    for line, heads in _to_heads(lines, form):
        named = {text: find_head(text, columns, ids, line.own) for text in heads}
        known.update(id for text in heads if (id := named[text]))
        # else it is a line of the form's own notes, or of another table
        is_one = any(named.values()) or any(to_label(cell) == "信息内容" for cell in line.cells if cell)
        others |= {
            to_label(text): " ".join(to_folded(text).split()) for text in heads
            if is_one and not named[text] and _may_be_head(text) and not rows.find(text) and not columns.is_part(text)
        }
    times = max(known.values(), default=0) if table == "disputes" else 1  # there each column has a head in every group
    return list(others.values())[:MOST] if any(known[id] < times for id in wanted) else []


def _to_heads(lines: Sequence[Line], form: Form) -> Iterator[tuple[Line, list[str]]]:
    """The lines of words alone, each with its heads: what stands right of the labels below."""
    ends: dict[int, int] = {}
    for line in lines:
        this = find_label(line, form)
        if this.row and any(is_number(cell) for cell in line.cells[this.label + 1 :]):
            ends.setdefault(line.grid, this.label)
    for line in lines:
        words = [(i, cell) for i, cell in enumerate(line.cells) if cell and has_text(cell)]
        if len(words) > 1 and not any(is_number(text) for _, text in words):
            end = ends.get(line.grid, words[0][0])
            yield line, [text for i, text in words if i > end or line.is_poured]


def _may_be_head(text: str) -> bool:
    label = to_label(text)
    is_short = 1 < len(label) <= _LONGEST and any("\u4e00" <= letter <= "\u9fff" for letter in label)
    return is_short and label not in _NO_COLUMN and not is_added(text) and not is_unit_note(text) and "勾稽关系" not in label
