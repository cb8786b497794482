"""A report's running text as published, with what changed against the year before, and the figures that it speaks of most.

In: a report and the one before. Out: parts, figures and remarks for the report's page (report.py). Not its business: comparing two texts
(marking.py), finding them (texts.py). What a report says is plain text: the template escapes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.addresses import to_anchor
from gongkai.form import Form
from gongkai.model import CellId, Check, Reading, Report, Section
from gongkai.pages.body.marking import Marked, mark
from gongkai.pages.template import say
from gongkai.pages.units import with_unit

PUBLISHED = ("read", "partly_read")
NUMERALS = "〇一二三四五六"
TABLES = {2: "proactive_disclosure", 3: "requests", 4: "disputes"}
"""sections of the form that are a table → which"""

BESIDE = (
    *(CellId("requests", row, "total") for row in ("new_received", "carried_in", "granted", "partially_granted", "outcome_total", "carried_out")),
    *(CellId("disputes", row, "total") for row in ("review", "litigation_direct", "litigation_after_review")),
    CellId("proactive_disclosure", "admin_fees", "amount_wan"),
)
"""The figures that stand beside the text"""

_ADDED = re.compile(r"^(?:[一二三四五六]、|（[一二三四五六七]）)|（[^（）]*）$")
"""What a label of the form has around its words: a number before, a remark after"""

_HALF = re.compile(r"(?<=[\u3400-\u9fff”》）)])[,;:!?]|[,;:!?](?=[\u3400-\u9fff“《（])")
_FULL = str.maketrans(",;:!?", "，；：！？")


@dataclass(frozen=True, slots=True)
class Part:
    """A section as shown. table: the one that it is in the report, "" where it has none."""

    number: int
    heading: str
    marked: Marked
    table: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure beside the text: as printed, or why there is none. where: its anchor in the table."""

    label: str
    shown: str
    is_number: bool
    where: str


def has_text(reading: Reading) -> bool:
    """Say whether a document was read, is no duplicate, and has running text in it."""
    report = reading.report
    return report is not None and reading.read_status in PUBLISHED and any(any(section.paragraphs) for section in report.sections)


def to_parts(report: Report, before: Report | None) -> list[Part]:
    """The sections of a report, each held against the same section of the year before."""
    earlier = {section.number: to_chinese(section.paragraphs) for section in before.sections} if before else {}
    return [
        Part(section.number, to_heading(section), mark(to_chinese(section.paragraphs), earlier.get(section.number, ()) if before else None),
             TABLES.get(section.number, ""))
        for section in report.sections
        if section.number or any(section.paragraphs)
    ]


def to_chinese(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Set the punctuation of Chinese text in full width again: reading folds the forms of width, and the page says so."""
    return tuple(_HALF.sub(lambda found: found[0].translate(_FULL), text) for text in paragraphs)


def to_heading(section: Section) -> str:
    """The heading of a section as the form numbers it, "" of what stands before the first."""
    return f"{NUMERALS[section.number]}、{section.title}" if section.number else ""


def to_said(checks: Sequence[Check], language: str) -> list[dict[str, Any]]:
    """What the checks found in this text: a year that repeats the last one, a sentence that does not agree with a table."""
    found = [c for c in checks if c.severity and (c.sentence or (c.check == "X-COPY" and c.cell is None))]
    return [{"message": c.message_zh if language == "zh" else c.message_en, "is_copy": c.check == "X-COPY"} for c in found]


def to_figures(report: Report, key: str, form: Form, language: str) -> list[Figure]:
    """The figures of a report that its text speaks of most, each with its anchor."""
    figures = []
    for cell in BESIDE:
        value = report.values.get(cell)
        if value is None:
            continue
        entry = form.entry(cell.table, "row", cell.row)
        label = entry.label(language, report.forms.get(cell.table, ""))
        label = _ADDED.sub("", label) if language == "zh" else label
        if cell.row == "outcome_total":
            label = say(language, "prose_handled")
        if cell.column == "amount_wan":
            label = say(language, "prose_in_wan", label=label)
        is_number = value.number is not None
        raw = (value.raw or "").strip()
        shown = with_unit(raw, form.unit_to_tell(value), language) if is_number else say(language, f"status_{value.status}")
        figures.append(Figure(label, shown, is_number, to_anchor(cell, key)))
    return figures
