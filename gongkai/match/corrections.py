"""What a document says of its own figures that is not what its tables say: 更正：…应为64件.

In: the running text and tables, and the cells as matched. Out: the cells that a correction is about, in doubt, and a remark for each correction.
Not its business: which of the two is right; what the text tells without contradicting itself (narrative.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from gongkai.form import Form
from gongkai.match.labels import Labels, labels_of
from gongkai.model import CellId, Document, Remark, Value
from gongkai.text import is_number, to_label, to_plain

CORRECTED = "corrected elsewhere in the document"
_MISTAKE = re.compile(r"更正|勘误|订正|有误|误写|误为|误填|误录|误报|误印|笔误|错填|错写|填错|写错|错误")
_INSTEAD = re.compile(
    r"(?:应当?为|应当?是|应改为|实际?为|实际?是|改为|更正为|订正为|修正为|调整为|变更为|更改为)[^\d。；]{0,8}(\d[\d,]*(?:\.\d+)?)"
)
_OUGHT = re.compile(r"(?:应当?为|应当?是|实为|实际应为)[^\d。；，,]{0,8}\d[\d,.]*\s*(?:[件项条个份]|万?元|$|[，,。；;)）])")
_PREVAILS = re.compile(r"以.{1,20}为准")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NO_FIGURE = re.compile(r"\d[\d,.]*\s*(?:个?工作日|天|小时|%|年|月|日|号|时|名|人|家|次会)|20\d\d年?")
_LONGEST = 400
_HEADING = re.compile(r".{0,20}(?:更正|勘误|订正)(?:[前后]|表|说明|情况|公告|启事|内容|数据)?.{0,12}")
_HEAD = re.compile(r"更正[前后为]|勘误|订正|应为|原(?:数|值|数据)")


def correct(
    document: Document, form: Form, values: Mapping[CellId, Value], grids: Collection[int] = ()
) -> tuple[dict[CellId, Value], list[Remark]]:
    """Put in doubt the cells that the document corrects elsewhere. grids: the tables that correct another."""
    changed = dict(values)
    remarks: dict[str, Remark] = {}
    for text, labels in _find_texts(document, grids):
        cells = _find_cells(text, labels, form, values)
        if cells:
            remarks.setdefault(cells[0].table, Remark("figure-corrected", CellId(cells[0].table, "", ""), text))
        for cell in cells:
            value = changed[cell]
            raw = f"{value.raw or ''} | {text}"
            changed[cell] = replace(value, status="ambiguous", number=None, raw=raw, note=CORRECTED, doubt="")
    return changed, list(remarks.values())


def find_grids(document: Document) -> frozenset[int]:
    """The tables under a heading that says that they correct another, or with heads that do."""
    found = set()
    before = 0
    for g, grid in enumerate(document.grids):
        between = document.paragraphs[before:grid.after]
        before = grid.after
        heads = [cell for row in grid.rows[:3] if sum(bool(c) for c in row) > 1 for cell in row if cell and len(cell) <= 12]
        is_headed = any(_HEADING.fullmatch(p.text.strip()) and not re.search("[。，,；]", p.text) for p in between)
        if is_headed or any(_HEAD.search(cell) for cell in heads):
            found.add(g)
    return frozenset(found)


def _find_texts(document: Document, grids: Collection[int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sentences that correct a figure, and the rows of the tables that do, these with their labels."""
    for g, grid in enumerate(document.grids):
        for row in grid.rows:
            texts = [cell for cell in row if cell and cell.strip()]
            if len(texts) == 1 and not is_number(texts[0]):
                yield from ((sentence, ()) for sentence in _sentences(texts[0]))
            elif g in grids and len(texts) > 1 and any(is_number(text) for text in texts):
                yield "更正 " + " ".join(to_plain(text).strip() for text in texts), tuple(text for text in texts if not is_number(text))
    for paragraph in document.paragraphs:
        yield from ((sentence, ()) for sentence in _sentences(paragraph.text))


def _sentences(text: str) -> Iterator[str]:
    if len(text) > 20 * _LONGEST:
        return
    is_whole = False
    for sentence in re.split(r"[。；;\n]", to_plain(text)):
        is_whole = is_whole or _MISTAKE.match(sentence.strip()) is not None  # 更正：, and what follows it
        says_so = (is_whole or _MISTAKE.search(sentence)) and (_INSTEAD.search(sentence) or _PREVAILS.search(sentence))
        if len(sentence) <= _LONGEST and (says_so or _OUGHT.search(sentence)):
            yield sentence.strip()


def _find_cells(text: str, labels: Collection[str], form: Form, values: Mapping[CellId, Value]) -> list[CellId]:
    """The cells that a correction is about: of the rows and columns that it names, or those with the number that it replaces.

    labels: of a row of a table, each to be a label as a whole: 3.其他 is too short to be looked for in a sentence.
    """
    plain = _NO_FIGURE.sub("", text)
    targets = {_to_number(number) for number in _INSTEAD.findall(plain)}
    if not _NUMBER.search(plain):
        return []
    found: list[CellId] = []
    for table in form.tables:
        rows = _named(text, labels_of(form, table, "row"))
        labelled = {labels_of(form, table, "row").find_leaf(label) for label in labels}
        columns = _named(text, labels_of(form, table, "column"))
        of_rows = [cell for cell in values if cell.table == table and cell.row in rows - labelled]
        narrower = [cell for cell in of_rows if cell.column in columns]
        found += [*(narrower or of_rows), *(cell for cell in values if cell.table == table and cell.row in labelled and cell not in of_rows)]
    if not found:
        replaced = {_to_number(number) for number in _NUMBER.findall(plain)} - targets
        found = [cell for cell, value in values.items() if value.number in replaced]
    return [cell for cell in found if values[cell].status not in ("missing", "unreadable") and values[cell].number not in targets]


def _named(text: str, labels: Labels) -> set[str]:
    """The rows or columns that a text names; a heading stands for what is under it. The longest name counts."""
    rest = to_label(text)
    found: set[str] = set()
    for core, id in labels.cores():
        if len(core) > 1 and core in rest:
            rest = rest.replace(core, "|")
            found.add(id)
    headings = found - {e.id for e in labels.entries if e.type and e.axis == "row"}
    children = {e.id for e in labels.entries if e.parent in headings}
    return found | children


def _to_number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
