"""Tables that correct another of their kind: 更正后, 勘误, 修订 over a table with the form's labels.

In: the document, and what was read of the tables printed first and of those that correct them. Out: which tables correct another; the cells that
count. Not its business: sentences that correct a figure (corrections.py).
A table that has all the rows of the first stands in its place as a whole. One that has half of them at most puts only its rows right, and the others
stand as they were printed. What lies between may have lost rows: those that it lacks are nobody's. No blank cell of it is filled from the first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.form import Form
from gongkai.match.corrections import CORRECTED, to_note
from gongkai.match.ownership import Own, is_first_section, read_heading, to_compact
from gongkai.model import CellId, Document, Remark, Value

_CORRECTED = re.compile(r"更正|勘误|订正|修[订正](?:[后版稿表说)）]|$)")
_OF_OUTCOMES = re.compile(
    r"申请更正|更正申请|要求更正|信息更正|更正.{0,6}信息|(?:更正|勘误)[率类]|错误更正|(?:文件|规章|指南|目录|办法|规定|制度|规划|预案|方案|》)[（(]?修[订正].?|修[订正]件"
)
"""what is corrected, revised or asked to be that is no figure of this report"""
_BEFORE = re.compile(r"(?:更正|订正|修[订正]|勘误)[之以]?前(?!后)|^原(?:表|稿|报告|数据|统计)")
_VOID = re.compile(
    r"^[(（【]?(?:[本此下上该]表|以下|下列)?(?:数据|表格|内容|统计)?(?:已|现已|予以)?作废[)）】]?[:：。]?$|^[(（【]?错误(?:版本|表格?|数据)[)）】]?[:：]?$"
)
_AS_FOLLOWS = re.compile(
    r"(?:更正|勘误|订正|修正|有误).{0,60}(?:如下|下表|以下)[^。;；]{0,12}[:：。]?$|^(?:下表|以下|下面)[^。;；]{0,10}(?:更正|订正|勘误|修[订正])后"
)
_SECTION = re.compile(r"^[(（]?[一二三四五六][)）、.．]")
_LONGEST_HEADING, _LONGEST = 44, 160
_MOST_TOLD = 4


@dataclass(frozen=True, slots=True)
class Table:
    """What was read of one kind of table. rows: that it has."""

    version: str
    values: Mapping[CellId, Value]
    rows: frozenset[str]


def find_corrected(document: Document, own: Own, pairs: Collection[int]) -> frozenset[int]:
    """The tables that stand under a line that says that they correct others. pairs: those that name both figures, which are none."""
    found = set()
    before = plain = 0
    holds = False
    for g, grid in enumerate(document.grids):
        above = [paragraph.text for paragraph in document.paragraphs[before:grid.after]]
        before = grid.after
        for at, text in enumerate([*above, grid.heading] if grid.heading not in above else above):
            holds = _hear(text, own, holds, is_last=at == len(above) - 1, has_tables=plain > 0)
        within = holds
        for row in grid.rows[:3]:
            texts = [cell for cell in row if cell and cell.strip()]
            if len(texts) == 1:
                within = _hear(texts[0], own, within, is_last=False, has_tables=plain > 0)
        if within and g not in pairs:
            found.add(g)
        plain += not within
    return frozenset(found)


def find_outdated(document: Document) -> dict[int, str]:
    """The tables right under a line that says that they are those before a correction, or void, with that line."""
    found: dict[int, str] = {}
    before = 0
    for g, grid in enumerate(document.grids):
        above = [paragraph.text for paragraph in document.paragraphs[before:grid.after]]
        before = grid.after
        rows = [[cell for cell in row if cell and cell.strip()] for row in grid.rows[:3]]
        for text in [*above, *(row[0] for row in rows if len(row) == 1)]:
            line = to_compact(text) if len(text) <= _LONGEST_HEADING else ""
            if _BEFORE.search(line) or _VOID.search(line):
                found[g] = text.strip()
            elif _CORRECTED.search(_OF_OUTCOMES.sub("", line)):
                found.pop(g, None)
    return found


def _hear(text: str, own: Own, holds: bool, is_last: bool, has_tables: bool) -> bool:
    """Whether tables correct others from this line on. holds: whether they did before it."""
    if len(text) > _LONGEST:
        return holds
    line = to_compact(text)
    bare = _OF_OUTCOMES.sub("", line)
    if _BEFORE.search(line) and len(line) <= _LONGEST_HEADING:
        return False
    is_heading = len(line) <= _LONGEST_HEADING and not re.search(r"[。，,；;]|应为(?![:：]?$)|由\d", line)
    if (is_heading and _CORRECTED.search(bare)) or (is_last and _AS_FOLLOWS.search(bare)):
        return True
    heading = read_heading(line, own)
    if (heading is not None and (heading.is_title or heading.is_other)) or is_first_section(line):
        return False
    return holds and (has_tables or not (is_heading and _SECTION.match(line)))


def supersede(form: Form, table: str, first: Table, corrected: Table) -> tuple[Table, list[Remark]]:
    """Put what corrects a table in its place, as far as it goes."""
    lacking = first.rows - corrected.rows
    is_whole = not lacking
    is_excerpt = 2 * len(corrected.rows & first.rows) <= len(first.rows)
    cells = corrected.values if is_whole else first.values
    values: dict[CellId, Value] = {}
    changed: list[Value] = []
    for cell in cells:
        old, new = first.values.get(cell), corrected.values.get(cell)
        if cell.row not in corrected.rows or new is None:
            values[cell] = old if is_excerpt and old is not None else _in_doubt(cell, old, None)
            continue
        is_same = old is not None and (old.status, old.number, old.unit) == (new.status, new.number, new.unit)
        if is_same or (old is None and is_whole):
            values[cell] = new
        elif new.status in ("missing", "ambiguous") or (new.status == "blank" and old is not None and old.number is not None):
            values[cell] = _in_doubt(cell, old, new)
        else:
            note = to_note(old) if old is not None and new.status == "reported" and not new.note else new.note
            values[cell] = replace(new, note=note)
            changed.append(replace(new, note=(old.raw if old is not None else "") or "—"))
    version = corrected.version if is_whole else first.version
    return Table(version, values, first.rows | corrected.rows), _tell(form, version, table, changed, values)


def _in_doubt(cell: CellId, old: Value | None, new: Value | None) -> Value:
    if new is None and (old is None or old.status == "missing"):
        return Value(cell, "missing")
    raw = f"{(old.raw or '') if old else ''} | {(new.raw or '') if new else ''}"
    return Value(cell, "ambiguous", raw=raw, note=CORRECTED, place=(new or old or Value(cell, "missing")).place)


def _tell(form: Form, version: str, table: str, changed: Sequence[Value], values: Mapping[CellId, Value]) -> list[Remark]:
    """What was put right, and what cannot be told."""
    shown = changed[:_MOST_TOLD]
    told = [f"{_name(form, version, v.cell)} {' '.join(v.note.split())}→{' '.join((v.raw or '').split())}" for v in shown]
    text = "；".join(told) + (f"；共 {len(changed)} 格" if len(changed) > _MOST_TOLD else "") if changed else "数字相同"
    remarks = [Remark("figure-corrected", CellId(table, "", ""), text)]
    doubtful = [value for value in values.values() if value.status == "ambiguous" and value.note == CORRECTED]
    if doubtful:
        remarks.append(Remark("correction-unclear", CellId(table, "", ""), "、".join(dict.fromkeys(_name(form, version, v.cell) for v in doubtful))))
    return remarks


def _name(form: Form, version: str, cell: CellId) -> str:
    return f"{form.entry(cell.table, 'row', cell.row).label('zh', version)}·{form.column_of(cell).label('zh', version)}"
