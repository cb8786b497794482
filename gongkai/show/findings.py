"""The checks of one report → lines for a person, one a fault: what follows from one and the same is told with it.

In: checks, the form, the version of each table. Out: Lines in two languages, the gravest first. Not its business: how they are set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.form import Form
from gongkai.model import SEVERITIES, CellId, Check

MOST_NAMED = 6
"""cells of a line that are named; the others are counted"""
MOST_APART = 5
"""findings of one kind on the running text that are each told in full"""

_QUOTED = ("line-not-understood",)
"""findings that quote what nobody understood: a reader wants to see it"""
_FOLLOWS = "relation-undetermined-reading"
_WORDS = {"zh": ("·", "、", "等"), "en": (" / ", "; ", "; …")}


@dataclass(frozen=True, slots=True)
class Line:
    """One fault. checks: all that it shows in, the first the one that is told. follows: sums that cannot be checked for it."""

    severity: str
    kind: str
    about: str
    check: str
    zh: str
    en: str
    checks: tuple[Check, ...]
    follows: int = 0

    def text(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def to_lines(checks: Iterable[Check], form: Form, versions: Mapping[str, str]) -> list[Line]:
    """Gather the findings of a report. versions: table → version of the form that it is printed on, "" where it was not found."""
    told = [check for check in checks if check.severity]
    hidden = [check for check in told if _is_unchecked(check)]
    told = [check for check in told if not _is_unchecked(check)]
    broken = [check for check in told if _is_sum(check, form)]
    groups = [*_share_a_figure(broken, form, versions), *_of_one_kind(check for check in told if not _is_sum(check, form))]
    lines = [_to_line(group, form, versions, is_sum=_is_sum(group[0], form)) for group in groups]
    if hidden:
        lines.append(_to_unchecked(hidden))
    return sorted(lines, key=lambda line: SEVERITIES.index(line.severity))


def _is_unchecked(check: Check) -> bool:
    """Whether a sum could not be checked because cells of it were not read: that is told with them."""
    is_told = (check.outcome, check.about, check.severity) == ("undetermined", "reading", "info") and check.check not in _QUOTED
    return is_told and check.cell is not None and bool(check.cell.column)


def _is_sum(check: Check, form: Form) -> bool:
    return check.check in form.relation_severities and check.outcome == "broken" and check.cell is not None


def _share_a_figure(broken: Sequence[Check], form: Form, versions: Mapping[str, str]) -> Iterator[list[Check]]:
    """Sums that do not come out, those together that share a figure: one wrong figure breaks its row and its column."""
    clusters: list[tuple[set[CellId], list[Check]]] = []
    for check in broken:
        cells, members = _cells_of(check, form, versions), [check]
        apart = []
        for others, found in clusters:
            if others & cells:
                cells, members = cells | others, [*found, *members]
            else:
                apart.append((others, found))
        clusters = [*apart, (cells, members)]
    order = {id(check): number for number, check in enumerate(broken)}
    for _, members in sorted(clusters, key=lambda cluster: min(order[id(check)] for check in cluster[1])):
        yield sorted(members, key=lambda check: (SEVERITIES.index(check.severity), order[id(check)]))


def _cells_of(check: Check, form: Form, versions: Mapping[str, str]) -> set[CellId]:
    assert check.cell is not None
    for relation in form.relations(versions.get(check.cell.table, "")):
        if (relation.id, relation.total) == (check.check, check.cell):
            return {relation.total, *(term.cell for term in relation.terms if not term.last_year)}
    return {check.cell}


def _of_one_kind(checks: Iterable[Check]) -> Iterator[list[Check]]:
    """Findings of one code in one table together; those on the text, which quote a sentence each, apart while they are few."""
    groups: dict[tuple[str, ...], list[Check]] = defaultdict(list)
    for check in checks:
        table = check.cell.table if check.cell else ""
        groups[check.check, table, check.outcome, check.severity].append(check)
    for group in groups.values():
        texts = list({check.message_zh: check for check in group}.values())
        if group[0].check.startswith("N-") or group[0].check in _QUOTED or group[0].cell is None:
            yield from ([check] for check in texts[:MOST_APART])
            if texts[MOST_APART:]:
                yield texts[MOST_APART:]
        else:
            yield group


def _to_line(group: Sequence[Check], form: Form, versions: Mapping[str, str], *, is_sum: bool) -> Line:
    first, others = group[0], group[1:]
    zh, en = first.message_zh.strip(), first.message_en.strip()
    if others:
        names = {language: _name(others, form, versions, language) for language in _WORDS}
        if is_sum:
            zh += f"（与它共用数字的另外 {len(others)} 处合计也不相符{_after('：', names['zh'])}）"
            en += f" ({len(others)} more sums that share a figure with it do not come out either{_after(': ', names['en'])})"
        else:
            zh += f"（同类的还有 {len(others)} 处{_after('：', names['zh'])}）"
            en += f" ({len(others)} more of this kind{_after(': ', names['en'])})"
    return Line(first.severity, first.kind, first.about, first.check, zh, en, tuple(group))


def _after(sign: str, text: str) -> str:
    return sign + text if text else ""


def _to_unchecked(hidden: Sequence[Check]) -> Line:
    count = len(hidden)
    zh = f"因为有的格子没有读准，有 {count} 处合计无法核对。"
    en = f"{count} sum{'s' * (count > 1)} cannot be checked, since not every cell was read."
    return Line("info", "reading", "reading", _FOLLOWS, zh, en, tuple(hidden), count)


def _name(checks: Sequence[Check], form: Form, versions: Mapping[str, str], language: str) -> str:
    """The rows and columns that checks are about, by their labels, the first of them."""
    between, comma, rest = _WORDS[language]
    names = list(dict.fromkeys(filter(None, (to_name(check.cell, form, versions, language, between) for check in checks))))
    return comma.join(names[:MOST_NAMED]) + (rest if len(names) > MOST_NAMED else "")


def to_name(cell: CellId | None, form: Form, versions: Mapping[str, str], language: str, between: str = "·") -> str:
    """Row and column of a cell by their labels, what there is of them; "" where it is about none."""
    if cell is None:
        return ""
    found = []
    for axis, id in (("row", cell.row), ("column", cell.column)):
        if id:
            entry = form.column_of(cell) if axis == "column" and cell.row else form.entry(cell.table, axis, id)
            found.append(entry.label(language, versions.get(cell.table, "")))
    return between.join(found)
