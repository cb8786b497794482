"""What a document says of its own figures that is not what its tables say: 更正：…应为64件.

In: the running text and tables, and the cells as matched. Out: the figure that a correction puts in the place of another, where it names one cell
beyond doubt; else the cells that it is about, in doubt; and a remark for each. Not its business: whole tables that correct another
(corrected_tables.py); what the text tells without contradicting itself (narrative.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.form import Form
from gongkai.match.labels import Labels, labels_of
from gongkai.match.ownership import Own
from gongkai.model import CellId, Document, Place, Remark, Value
from gongkai.text import MONEY, is_number, to_arabic_years, to_label, to_plain, to_printed

CORRECTED = "corrected elsewhere in the document"
_KIND_OF_OUTCOME = re.compile(
    r"(?:信息|网站|网页|链接|内容|问题|错别字)[^，,。]{0,6}进行了?更正|(?:申请|要求|请求|主动|及时|依法|复议|督促|责令|整改|撤销|已|并)(?:予以)?更正(?!为|如下)|予以更正(?!为|如下)"
    r"|更正(?:信息|申请|类|错误|不准确|网站|错别字|率|权|数量|件)|信息更正|(?:表述|网站|链接|信息|文字|严重|内容)错误|错误(?:链接|信息|表述)|错别字"
)
"""what becomes of requests and of web pages, not of figures of this report"""
_MISTAKE = re.compile(r"更正|勘误|订正|有误|误写|误为|误填|误录|误报|误印|笔误|错填|错写|填错|写错|错误")
_BEGINS = re.compile(r"(?:数据)?(?:更正|勘误|订正)(?:说明|声明|公告|启事)?\s*[:：]")
_ANNOUNCES = re.compile(r"特此(?:更正|勘误|订正)|现.{0,20}(?:更正|订正|勘误)|(?:更正|订正)(?:如下|为)|有误|误[写为填录报印]|笔误|[错误][填写]")
_NAMES_IT = re.compile(r"(?:数据)?(?:更正|勘误)(?:表|说明|声明|公告|启事)?[:：]?")
"""a heading over sentences that correct"""
_INSTEAD = re.compile(
    r"(?:应当?为|应当?是|应改为|实际?为|实际?是|改为|更正为|订正为|修正为|调整为|变更为|更改为)[^\d。；]{0,8}(\d[\d,]*(?:\.\d+)?)(\s*(?:[千百]?万?元|亿元|[件项条个份])?)"
)
_OUGHT = re.compile(r"(?:应当?为|应当?是|实为|实际应为)[^\d。；，,]{0,8}\d[\d,.]*\s*(?:[件项条个份]|万?元|$|[，,。；;)）])")
_PREVAILS = re.compile(r"以.{1,20}为准")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NO_FIGURE = re.compile(r"\d[\d,.]{0,30}\s{0,10}(?:个?工作日|天|小时|%|年|月|日|号|时|名|人|家|次会)|(?<!\d)20\d\d(?![\d.,])年?")
_IN_WORDS = re.compile(r"(?:应当?[为是]|更正为|改为|实为)[^\d。；，,]{0,4}?[一二三四五六七八九十百千万零两]+[件项条个份]")
_NUMBERING = re.compile(r"(?:附?表|第)\s*\d+\s*(?:部分|行|列|项|页|张|栏|条)?|[(（]\d{1,2}[)）]|(?<![\d.,])\d{1,2}[.、．](?!\d)")
_OTHER_REPORT = re.compile(r"(?:(20[0-4]\d)年?度?|上一?年度?|去年|往年).{0,24}(?:报告|年报)")
_LONGEST, _FEW = 400, 4
_NEW = re.compile(r"(?:更正|订正|修[订正改]|勘误|变更|调整)[之以]?后|^应[改更]?正?为|^[更订修]?[正改]为|^正确|^正$")
_OLD = re.compile(r"(?:更正|订正|修[订正改]|勘误|变更|调整)[之以]?前|^原(?:数|值|为|表|稿|公布|印|报|来|先)|^误$|^错误")


@dataclass(frozen=True, slots=True)
class Said:
    """What corrects a figure, as printed. labels: of a row of a table, each to be a label as a whole. is_announced: whether it says that it
    corrects. place: of the new figure, None in running text."""

    text: str
    labels: tuple[str, ...] = ()
    is_announced: bool = False
    place: Place | None = None


def correct(
    document: Document, form: Form, values: Mapping[CellId, Value], own: Own, grids: Collection[int] = ()
) -> tuple[dict[CellId, Value], list[Remark]]:
    """Put corrected figures in the place of those printed before, in doubt what is corrected otherwise. grids: tables that only correct."""
    changed = dict(values)
    remarks: dict[tuple[str, CellId], Remark] = {}
    for said in _find_texts(document, grids, own):
        cells = _find_cells(said, form, values)
        new = _to_new(said, cells, values, form) if said.is_announced else None
        if new is not None and changed[new.cell] in (values[new.cell], new):
            changed[new.cell] = new
            remarks["figure-corrected", new.cell] = Remark("figure-corrected", new.cell, f"{values[new.cell].raw or '—'} → {new.raw}：{said.text}")
            continue
        if cells:
            table = CellId(cells[0].table, "", "")
            remarks.setdefault(("correction-unclear", table), Remark("correction-unclear", table, said.text))
        for cell in cells:
            remarks.pop(("figure-corrected", cell), None)
            raw = f"{values[cell].raw or ''} | {said.text}"
            changed[cell] = replace(values[cell], status="ambiguous", number=None, raw=raw, note=CORRECTED, doubt="")
    return changed, list(remarks.values())


def find_pairs(document: Document) -> frozenset[int]:
    """The tables whose heads set what was printed beside what it should be: 更正前, 更正后."""
    return frozenset(g for g, grid in enumerate(document.grids) if _find_heads(grid.rows)[0] is not None)


def _find_heads(rows: Sequence[Sequence[str | None]]) -> tuple[int | None, int, int]:
    """(the row of such heads, the columns of the old and of the new figures, -1 where there is none)."""
    for r, row in enumerate(rows[:3]):
        words = {i: re.sub(r"\s", "", to_plain(cell)) for i, cell in enumerate(row) if cell and len(cell) <= 12}
        new = [i for i, word in words.items() if _NEW.search(word)]
        old = [i for i, word in words.items() if _OLD.search(word)]
        if sum(bool(c) for c in row) > 1 and len(new) == 1 and len(old) <= 1 and new != old:
            return r, old[0] if old else -1, new[0]
    return None, -1, -1


def _find_texts(document: Document, grids: Collection[int], own: Own) -> Iterator[Said]:
    """The sentences that correct a figure, and the rows of the tables that do, these with their labels."""
    for g, grid in enumerate(document.grids):
        head, old, new = _find_heads(grid.rows) if g in grids else (None, -1, -1)
        for r, row in enumerate(grid.rows):
            texts = [cell for cell in row if cell and cell.strip()]
            if len(texts) == 1 and not is_number(texts[0]):
                yield from _sentences(texts[0], own)
            elif g in grids and len(texts) > 1 and any(is_number(text) for text in texts):
                labels = tuple(text for text in texts if not is_number(text))
                if head is not None and r > head and new < len(row) and to_printed(row[new]).number is not None:
                    before = f"由{to_plain(row[old] or '').strip()}" if 0 <= old < len(row) else ""
                    said = f"更正 {' '.join(to_plain(label).strip() for label in labels)} {before}更正为{to_plain(row[new] or '').strip()}"
                    yield Said(said, labels, True, Place(grid.page, g + 1, r + 1, new + 1))
                else:
                    yield Said("更正 " + " ".join(to_plain(text).strip() for text in texts), labels)
    since = _LONGEST
    for paragraph in document.paragraphs:
        is_heading = bool(_NAMES_IT.fullmatch(re.sub(r"\s", "", to_plain(paragraph.text[:40]))))
        since = 0 if is_heading else since + 1
        yield from _sentences(paragraph.text, own, is_headed=0 < since <= 5)


def _sentences(text: str, own: Own, is_headed: bool = False) -> Iterator[Said]:
    if len(text) > 20 * _LONGEST:
        return
    plain = to_plain(text)
    is_announced = is_headed or bool(_ANNOUNCES.search(_KIND_OF_OUTCOME.sub("", plain)) or _BEGINS.match(plain.strip()))
    is_whole = False
    for sentence in re.split(r"[。；;\n]", plain):
        bare = _KIND_OF_OUTCOME.sub("", sentence)
        is_whole = is_whole or _MISTAKE.match(bare.strip()) is not None  # 更正：, and what follows it
        says_so = (is_whole or _MISTAKE.search(bare)) and any(each.search(sentence) for each in (_INSTEAD, _PREVAILS, _IN_WORDS))
        if len(sentence) <= _LONGEST and (says_so or _OUGHT.search(sentence)) and not _is_of_other_report(sentence, own):
            yield from (Said(part, is_announced=is_announced) for part in _to_parts(sentence.strip()))


def _is_of_other_report(sentence: str, own: Own) -> bool:
    """Whether a sentence corrects the report of another year."""
    found = _OTHER_REPORT.search(to_arabic_years(sentence))
    return found is not None and own.year is not None and (found[1] is None or int(found[1]) != own.year) and f"{own.year}" not in sentence


def _to_parts(sentence: str) -> list[str]:
    """A sentence that puts several figures right, one by one, where commas part them."""
    ends = [found.end() for found in _INSTEAD.finditer(sentence)]
    if len(ends) < 2 or any(sentence[end : end + 1] not in ("", "，", ",", "、", ")", "）") for end in ends):
        return [sentence]
    return [sentence[start:end].strip("，,、 ") for start, end in zip([0, *ends[:-1]], [*ends[:-1], len(sentence)], strict=True)]


def _find_cells(said: Said, form: Form, values: Mapping[CellId, Value]) -> list[CellId]:
    """The cells that a correction is about: of the rows and columns that it names, or those with the number that it replaces."""
    plain = _NO_FIGURE.sub("", said.text)
    targets = {_to_number(number) for number, _ in _INSTEAD.findall(plain)}
    if not (_NUMBER.search(plain) or _IN_WORDS.search(plain) or _PREVAILS.search(plain)):
        return []
    found: list[CellId] = []
    named = {table: _names_of(said, form, table) for table in form.tables}
    is_told_by_row = any(rows for rows, _, _ in named.values())
    for table, (rows, of_columns, columns) in named.items():
        of_rows = [cell for cell in values if cell.table == table and cell.row in (rows if is_told_by_row else of_columns)]
        narrower = [cell for cell in of_rows if cell.column in columns]
        found += narrower or of_rows
    if not found and said.is_announced:
        by_column = [cell for table, (_, _, columns) in named.items() for cell in values if cell.table == table and cell.column in columns]
        found = by_column if len(by_column) <= _FEW else []
    if not found:
        replaced = {_to_number(number) for number in _NUMBER.findall(plain)} - targets
        found = [cell for cell, value in values.items() if value.number in replaced]
    return [cell for cell in found if values[cell].status not in ("missing", "unreadable") and values[cell].number not in targets]


def _names_of(said: Said, form: Form, table: str) -> tuple[set[str], set[str], set[str]]:
    """Of a table the rows that a correction names, those that it names with a word that is also a column's (总计, 其他), and the columns."""
    row_labels, column_labels = labels_of(form, table, "row"), labels_of(form, table, "column")
    rows = _named(said.text, row_labels) | {row for label in said.labels if (row := row_labels.find_leaf(label))}
    columns = _named(said.text, column_labels) | {column for label in said.labels if (column := column_labels.find(label))}
    wordings = {wording for column in columns for wording in column_labels.wordings_of(column)}
    both = {row for row in rows if row_labels.wordings_of(row) & wordings}
    return rows - both, both, columns


def _to_new(said: Said, cells: Sequence[CellId], values: Mapping[CellId, Value], form: Form) -> Value | None:
    """The cell with the figure that is put in its place, None where more than one cell or figure could be meant.

    Every other number of the sentence has to be the one that was printed before.
    """
    if not any(rows for rows, _, _ in (_names_of(said, form, table) for table in form.tables)):
        return None
    plain = _NUMBERING.sub("", _NO_FIGURE.sub("", said.text))
    targets = list(_INSTEAD.finditer(plain))
    if len(targets) != 1:
        return None
    others = {_to_number(number) for number in _NUMBER.findall(plain[: targets[0].start()] + plain[targets[0].end():])}
    if len(cells) > 1 and others:
        cells = [cell for cell in cells if values[cell].number in others]
    if len(cells) != 1:
        return None
    old = values[cells[0]]
    printed = to_printed("".join(targets[0].groups()).strip())
    is_known = old.status in ("reported", "blank", "not_applicable") and others <= {old.number}
    is_unit = (printed.unit or old.unit) == old.unit or (old.unit in MONEY and printed.unit in MONEY) or not {old.unit, printed.unit} & MONEY
    if printed.number is None or not is_known or not is_unit:
        return None
    unit = printed.unit if printed.unit in MONEY else old.unit
    raw = "".join(targets[0].groups()).strip()
    return Value(old.cell, "reported", printed.number, raw, unit, to_note(old), said.place)


def to_note(old: Value) -> str:
    """What is said beside a corrected figure of the one printed before."""
    return f"更正前：{' '.join((old.raw or '').split()) or '空白'}"


def _named(text: str, labels: Labels) -> set[str]:
    """The rows or columns that a text names; a heading stands for what is under it. The longest name counts."""
    rest = to_label(text)
    found: set[str] = set()
    for core, id in labels.cores():
        if len(core) > 1 and core in rest:
            rest = rest.replace(core, "|")
            found.add(id)
    headings = found - {e.id for e in labels.entries if e.type and e.axis == "row"} - {e.parent for e in labels.entries if e.id in found}
    children = {e.id for e in labels.entries if e.parent in headings}
    return found | children


def _to_number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
