"""Labels as printed → entries of the form.

In: the text of a cell. Out: the row, column or table of the form that it names, or None. Not its business: numbers, geometry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from gongkai.form import Entry, Form
from gongkai.match.numbering import to_usual
from gongkai.text import kept, to_label, to_wording

# ー: what recognition often makes of a 一 between brackets
_ENUMERATOR = re.compile(r"^(?:[(（]?[一二三四五六七八九十ー]{1,3}[)）、.,，]+|[(（]?\d{1,2}[)）、.,，]*(?!\d))+")
_BRACKETED = re.compile(r"[(（\[【][^()（）]*(?:[)）\]】]|$)")
_OTHERWISE = re.compile(r"[(（\[【][^()（）\[\]【】]{0,12}(?:[十百千万亿][件项条个份人次部]|[%％‰]|预计|预测|计划|目标|占比|比例|/年)")
"""brackets that say that the numbers are no plain counts of what was done: （万件）, （预计）"""
OTHER_TIME = re.compile(r"上年|上一年|去年|前年|往年|同期|累计|计划|预计|占比|比例|增长")
_TELLING = frozenset("本上下去前今明不未无非已每各新旧原再除")
"""letters that are no slip for one another: 上年新收 is not 本年新收"""
_LATIN = re.compile(r"[A-Za-z][A-Za-z ,.;:&'()/-]*")
_WITH_DASH = re.compile(r"[;；,，|\s][-－—–/／]{1,2}\s*$")
"""values stand behind it: 规章;/;/"""
_MAXIMUM_LABEL = 90
SHORTEST_MISREAD = 6
"""letters of a wording of which one may be another: of fewer, one is too large a share"""


@kept
def to_core(text: str) -> str:
    """A label without enumerators, spaces, quotes and separators: "1. 属于国家秘密" → "属于国家秘密"."""
    plain = re.sub(r"\s+", "", to_wording(text))
    return to_label(_ENUMERATOR.sub("", plain))


@kept
def to_bare_core(text: str) -> str:
    """A core without what stands in brackets: "规章（设区的市…提供）" → "规章"."""
    plain = re.sub(r"\s+", "", to_wording(text))
    return to_label(_ENUMERATOR.sub("", plain) if _OTHERWISE.search(plain) else _BRACKETED.sub("", _ENUMERATOR.sub("", plain)))


_HAN = re.compile("[\u4e00-\u9fff]")


@kept
def has_han(text: str) -> bool:
    return _HAN.search(text) is not None


class Labels:
    """All wordings of one axis of one table, over every version of the form."""

    def __init__(self, form: Form, table: str, axis: str, entries: Iterable[Entry] | None = None) -> None:
        self.entries = [e for e in (entries if entries is not None else form.entries) if (e.table, e.axis) == (table, axis)]
        self.axis = axis
        self._found, self._searched = kept(self._find), kept(self._search)  # the same labels come again in every report
        self.is_heading = {
            e.id: all(form.is_heading(e, v) for v in e.labels) for e in self.entries
        }
        self._exact: dict[str, str] = {}
        self._wordings = {f(w) for e in self.entries for w in (*e.labels.values(), *e.aliases) for f in (to_core, to_label)}
        # the form's own labels first: an alias never takes the name of another entry
        wordings = [(w, e.id) for e in self.entries for w in e.labels.values()] + [(w, e.id) for e in self.entries for w in e.aliases]
        self._numbered = {to_label(wording): id for wording, id in reversed(wordings)}
        for wording, id in wordings:
            for core in (to_core(wording), to_bare_core(wording)):
                if core:
                    self._exact.setdefault(core, id)
        self._leaf_cores = sorted(
            ((core, frozenset(core), id) for core, id in self._exact.items() if not self.is_heading[id] and len(core) >= 4), key=lambda c: -len(c[0])
        )
        self._heading_letters = set("".join(core for core, id in self._exact.items() if self.is_heading[id]))
        self._heading_letters |= set("（）()一二三四五六七八九十0123456789其他处理")

    def wordings_of(self, id: str) -> frozenset[str]:
        """The cores of the wordings of an entry."""
        return frozenset(core for core, own in self._exact.items() if own == id)

    def cores(self) -> list[tuple[str, str]]:
        """All wordings without numbers and brackets, the longest first, each with its entry."""
        return sorted(self._exact.items(), key=lambda pair: -len(pair[0]))

    def parent_of(self, id: str) -> str:
        return next((e.parent for e in self.entries if e.id == id), "")

    def is_own_wording(self, id: str, text: str) -> bool:
        """Whether a text is a label of the form itself, and no other wording of it."""
        return any(to_label(label) in (to_label(text), to_core(text)) for e in self.entries if e.id == id for label in e.labels.values())

    def find(self, text: str) -> str | None:
        """The id of the entry (heading or not) whose wording the text is, to the letter after folding."""
        return self._found(text)

    def _find(self, text: str) -> str | None:
        if len(text) > _MAXIMUM_LABEL * 2:
            return None
        # with its number first: （六）其他 and 3.其他 are two rows
        label = to_label(text)
        found = self._numbered.get(label) or self._exact.get(to_core(text)) or self._exact.get(to_bare_core(text)) or self._exact.get(label)
        if found is None and _LATIN.search(text) and has_han(text):
            return self.find(_LATIN.sub(" ", text))  # in two languages
        if found is None and (usual := to_usual(text)) != text:
            return self.find(usual)
        return found

    def names(self, text: str) -> bool:
        """Whether the text by itself is the whole label of a row or a heading."""
        found = self.find(text)
        return found is not None and (self.is_heading[found] or self._is_numbered_so(found, text))

    def find_leaf(self, text: str) -> str | None:
        """The entry that holds numbers and that the text names, also where a heading's label is glued to or woven into it."""
        return self._searched(text)

    def _search(self, text: str) -> str | None:
        if _WITH_DASH.search(text):
            return None
        found = self.find(text)
        if found is not None and not self.is_heading[found]:
            return found if self._is_numbered_so(found, text) else None
        label = to_label(text)
        if len(label) > _MAXIMUM_LABEL:
            return None
        letters = set(label)
        for core, needed, id in self._leaf_cores:
            if len(core) < len(label) and needed <= letters and self._is_woven(core, label):
                return id
        return self._find_misread(to_core(text))

    def _find_misread(self, core: str) -> str | None:
        """The one entry whose wording differs by a single letter: 第三万 for 第三方, a slip of the pen or of recognition.

        Wordings of other rows are further off than that. Those of columns are not: 本年修定件数 is neither 制定 nor 修订.
        """
        if self.axis != "row" or len(core) < SHORTEST_MISREAD:
            return None
        near = [(wording, id) for wording, _, id in self._leaf_cores if len(wording) == len(core) and differ(wording, core) == 1]
        return near[0][1] if len({id for _, id in near}) == 1 else None

    def _is_numbered_so(self, id: str, text: str) -> bool:
        """Whether a very short label has the form's own number, if any: "2.其他" is the beginning of another row, "3.其他" is one."""
        number = re.match(r"\s*(\d)", to_wording(to_usual(text)))
        if number is None or len(to_core(text)) > 3:
            return True
        entry = next(e for e in self.entries if e.id == id)
        return any(wording.startswith(number[1]) for wording in entry.labels.values())

    def _is_woven(self, core: str, label: str) -> bool:
        """Whether the label is the core with nothing but letters of headings before or between."""
        at = label.find(core)
        if at >= 0:
            rest = label[:at] + label[at + len(core):]
            has_value = any(map(str.isdigit, label[at + len(core):]))  # 行政许可2629
            return set(rest) <= self._heading_letters and not OTHER_TIME.search(rest) and not has_value
        position = 0
        others = []
        for letter in label:
            if position < len(core) and letter == core[position]:
                position += 1
            else:
                others.append(letter)
        is_of_headings = len(others) <= 12 and set(others) <= self._heading_letters and not OTHER_TIME.search("".join(others))
        return position == len(core) and is_of_headings

    def is_part(self, text: str) -> bool:
        """Whether the text is the beginning or the end of a wording, as a page break cuts it."""
        part, core = to_label(text), to_core(text)
        return len(part) > 1 and bool(core) and any(
            wording not in (core, part) and (wording.startswith(core) or wording.endswith(part)) for wording in self._wordings
        )

    def is_beginning(self, text: str) -> bool:
        """Whether the text is the beginning of a label as the form prints it, its number included."""
        start = to_label(text)
        return len(start) > 1 and any(to_label(label).startswith(start) for e in self.entries for label in e.labels.values())

    def has_in_it(self, id: str, text: str) -> bool:
        """Whether the text is a part of a wording of this entry."""
        entry = next(e for e in self.entries if e.id == id)
        return any(to_label(text) in to_label(wording) for wording in (*entry.labels.values(), *entry.aliases))

    def find_cut(self, text: str, among: Iterable[str]) -> str | None:
        """The one entry of `among` of whose wording the text is a cut-down copy (letters lost, none added), or None."""
        label = to_core(text)
        if len(label) < 4:
            return None
        hits = set()
        wanted = set(among)
        for core, id in self._exact.items():
            if id in wanted and ((len(label) >= 0.6 * len(core) and _is_subsequence(label, core)) or core.startswith(label)):
                hits.add(id)
        return hits.pop() if len(hits) == 1 else None


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


def differ(one: str, other: str) -> int:
    """In how many letters two wordings differ; in many where one of them tells what the other does not."""
    pairs = [{a, b} for a, b in zip(one, other, strict=True) if a != b]
    return len(one) if any(pair & _TELLING for pair in pairs) else len(pairs)


@cache
def labels_of(form: Form, table: str, axis: str) -> Labels:
    return Labels(form, table, axis)
