"""The names of the rows of a list: a label as printed → the rows that it can mean, and which of them where several can.

In: the text of a label, the row that was met before it. Out: ids of rows. Not its business: where labels and numbers stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from gongkai.form import Form
from gongkai.match.labels import to_bare_core, to_core
from gongkai.match.numbering import to_usual
from gongkai.text import to_wording

LONGEST = 120
"""characters of a text that may be a label"""
_NEAR = 8
"""characters behind a label within which its number stands"""
_FEWEST_MISREAD = 6
"""letters of a name of which one may be another"""
_AMONG = re.compile(r"^其中[:：,，、]?")
_COUNTED = re.compile(r"(?:总次数|次数|总数|数量|数)$")
_LEADING = re.compile(r"([一二三四五六七八九十]{1,3})[、.．]|([(（][一二三四五六七八九十]{1,3}[)）])|(\d{1,2})[.、．)）]")
_COMMON = frozenset({"政府", "信息", "公开", "行政", "情况", "数量", "工作", "总数", "件数", "总量", "机关", "府信", "息公"})
"""letters in a row that say nothing of what is counted"""
_QUOTED = re.compile("[《》〈〉]")
_NUMBERED = re.compile(r"^(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?\d{1,2}[)）、.．]|[①-⑳]|其中)")
_SECTION = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])")
_DASHED = re.compile(r"[\s:：][/／—–－-]+\s*$")
"""a label with a dash behind it is one with its value"""
_WITH_NUMBER = re.compile(r"(?<=[一-鿿)）》])[(（\[【]\s{0,10}[-+]?\d[\d,.]{0,30}\s{0,10}[^\d\s()（）]{0,2}\s{0,10}[)）\]】]")
"""a number in brackets is no part of a name: 收到申请数（12件）"""
UNIT = "(?:万元|亿元|千元|元|人次|件次|条次|篇次|条|件|次|篇|个|人|份|项|部|起|宗|例|场|期|家|处|名|批)"
_UNIT_BEHIND = re.compile(rf"(?:单位)?{UNIT}$")


def _to_key(core: str) -> str:
    return _COUNTED.sub("", _QUOTED.sub("", core).removeprefix("其中"))


class RowNames:
    """Every wording of the rows and headings of one table. A row under one that holds the sum is told only where that has been met above it."""

    def __init__(self, form: Form, table: str) -> None:
        entries = [e for e in form.entries if (e.table, e.axis) == (table, "row")]
        self._parents = {e.id: e.parent for e in entries}
        self._order = tuple(e.id for e in entries)
        self._labels = {e.id: tuple(e.labels.values()) for e in entries}
        self.wholes = frozenset(e.id for e in entries if any(".*" in expression for _, _, expression, _ in e.relations))
        self._numberless = frozenset(e.id for e in entries if not e.type)
        self._ids: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            for wording in (*entry.labels.values(), *entry.aliases):
                for key in dict.fromkeys(self._keys(wording)):
                    self._ids[key] = tuple(dict.fromkeys((*self._ids.get(key, ()), entry.id)))
        cores = (to_core(wording) for entry in entries if entry.type for wording in entry.labels.values())
        self._counted = frozenset(core for core in cores if core.endswith("数") and len(core) >= _FEWEST_MISREAD)
        self._long = [key for key in self._ids if len(key) >= _FEWEST_MISREAD]

    @staticmethod
    def _keys(text: str) -> tuple[str, ...]:
        keys: list[str] = []
        for label in dict.fromkeys((text, to_usual(text))):
            plain = _AMONG.sub("", re.sub(r"\s+", "", to_wording(label)))
            keys += (_to_key(to_core(plain)), _to_key(to_bare_core(plain)))
        return tuple(key for key in dict.fromkeys(keys) if key)

    @cache  # noqa: B019  (one list in a process)
    def candidates(self, text: str) -> tuple[str, ...]:
        """The ids of the rows and headings that a label can mean, () for none. The label may end with its unit."""
        if not text or len(text) > LONGEST or _DASHED.search(text) or _WITH_NUMBER.search(to_wording(text)):
            return ()
        keys = self._keys(text)
        for key in (*keys, *(_to_key(_UNIT_BEHIND.sub("", key)) for key in keys)):
            if key in self._ids:
                return self._ids[key]
        near = {self._ids[key] for key in self._long for misread in keys if len(misread) >= _FEWEST_MISREAD and _is_misread(misread, key)}
        return near.pop() if len(near) == 1 else ()

    def is_exact(self, text: str) -> bool:
        """Whether a label is a wording to the letter, a unit behind it aside."""
        keys = self._keys(text)
        return any(key in self._ids for key in (*keys, *(_to_key(_UNIT_BEHIND.sub("", key)) for key in keys)))

    def find(self, text: str, current: str) -> str:
        """The row that a label means below the row `current`; "" for none, or where that cannot be told."""
        chain = self.chain_of(current)
        fitting = [id for id in self.candidates(text) if self._parents[id] not in self.wholes or self._parents[id] in chain]
        return fitting[0] if len(fitting) == 1 else ""

    def wordings(self) -> Mapping[str, tuple[str, ...]]:
        """What labels are compared by → the rows and headings that they can mean."""
        return self._ids

    def order(self) -> tuple[str, ...]:
        """The ids of all rows and headings, as the form has them."""
        return self._order

    def parent_of(self, row: str) -> str:
        return self._parents[row]

    def labels_of(self, row: str) -> tuple[str, ...]:
        """The labels of a row as the versions of the form print them."""
        return self._labels[row]

    @staticmethod
    def number_of(label: str) -> str:
        """The number before a label in the form's style, without its marks; "" where it has none."""
        found = _LEADING.match(label.strip())
        return (found[1] or found[2] or found[3]) if found else ""

    def has_own_number(self, text: str) -> bool:
        """Whether the number before a label is the one that the form has there."""
        number = self.number_of(to_wording(to_usual(text)))
        return bool(number) and any(number == self.number_of(to_wording(label)) for row in self.candidates(text) for label in self._labels[row])

    def is_like(self, text: str, row: str) -> bool:
        """Whether a label shares two letters in a row with a wording of a row that say what it counts: 复议, 诉讼, 答复."""
        said = _to_key(to_bare_core(to_usual(text)))
        pairs = {said[i:i + 2] for i in range(len(said) - 1)} - _COMMON
        return any(pair in key for key, ids in self._ids.items() if row in ids for pair in pairs)

    def is_shared(self, text: str) -> bool:
        """Whether several rows have that label."""
        return len(self.candidates(text)) > 1

    def is_only_heading(self, text: str) -> bool:
        """Whether a label is that of a heading, which has no number."""
        found = self.candidates(text)
        return bool(found) and self._numberless.issuperset(found)

    def is_whole(self, row: str) -> bool:
        """Whether a row holds the sum of those under it."""
        return row in self.wholes

    def chain_of(self, row: str) -> tuple[str, ...]:
        """A row and all that it stands under."""
        chain: list[str] = []
        while row:
            chain.append(row)
            row = self._parents[row]
        return tuple(chain)

    def wholes_of(self, row: str) -> tuple[str, ...]:
        """The rows that hold sums in which one behind `row` may be a part."""
        return tuple(id for id in self.chain_of(row) if id in self.wholes)

    def find_counted(self, texts: Iterable[str]) -> frozenset[str]:
        """The wordings of rows that stand in texts with a number close behind: what is left of a list that cannot be read."""
        whole = re.sub(r"\s+", "", "\n".join(to_wording(text) for text in texts))
        found = set()
        for wording in self._counted:
            at = whole.find(wording)
            if at >= 0 and re.search(r"\d", whole[at + len(wording): at + len(wording) + _NEAR]):
                found.add(wording)
        return frozenset(found)

    @staticmethod
    def is_numbered(text: str) -> bool:
        return _NUMBERED.match(to_wording(to_usual(text)).strip()) is not None

    @staticmethod
    def opens_section(text: str) -> bool:
        """Whether a label has the number of a section or of a part of one: 五、 or （三）."""
        return _SECTION.match(to_wording(to_usual(text)).strip()) is not None


def _is_misread(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


@cache
def row_names_of(form: Form, table: str) -> RowNames:
    return RowNames(form, table)
