"""Paragraphs → the numbered sections of a report.

In: paragraphs. Out: Sections. Not its business: what the prose says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.model import Paragraph, Section
from gongkai.text import to_label, to_line

_HEADING = re.compile(r"^[(（]?([一二三四五六])[)）]?[、.．\s]\s*(.{2,40})$")
_NUMBERS = {c: i for i, c in enumerate("一二三四五六", 1)}
# What each section's title must speak of, so that a numbered line of prose or an opening list of titles is no heading.
_TOPICS = {
    1: ("总体情况", "概述", "工作基本情况", "基本情况"),
    2: ("主动公开",),
    3: ("申请",),
    4: ("复议", "诉讼"),
    5: ("问题", "改进"),
    6: ("其他", "需要报告", "需要说明"),
}


def to_sections(paragraphs: Sequence[Paragraph]) -> tuple[Section, ...]:
    """Split the running text at the six headings of the form; what stands before the first is section 0."""
    parts: list[tuple[int, str, list[str]]] = [(0, "", [])]
    for paragraph in paragraphs:
        line = to_line(paragraph.text)
        heading = _HEADING.match(line)
        number = _NUMBERS[heading[1]] if heading else 0
        if heading and number > parts[-1][0] and any(topic in to_label(heading[2]) for topic in _TOPICS[number]):
            parts.append((number, heading[2].strip(), []))
        elif line:
            parts[-1][2].append(line)
    return tuple(Section(number, title, tuple(texts)) for number, title, texts in parts if number or texts)
