"""Paragraphs → the numbered sections of a report.

In: paragraphs. Out: Sections. Not its business: what the prose says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.model import Paragraph, Section
from gongkai.text import to_label, to_printed_line

_HEADING = re.compile(r"^[(（]?([一二三四五六])[)）]?[、.．\s]\s*(.{2,40})$")
_IN_BRACKETS = re.compile(r"^[(（]([一二三四五六])[)）]\s*(.{2,40})$")
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


# Titles of the form itself: they open their section whatever number stands before them (a report whose 一 to 五 are the form's 二 to 六).
_OWN_TITLES = {
    1: re.compile("^总体情况$"),
    2: re.compile("主动公开政府信息"),
    3: re.compile("收到和处理政府信息公开申请"),
    4: re.compile("行政复议.{0,200}行政诉讼"),
    5: re.compile("存在的?(?:主要)?问题[及和]改进"),
    6: re.compile("其他需要报告的事项|需要说明的其他事项"),
}
# A heading with the text below it run on to it, as a print without a gap between the two comes out: it ends where the form's own title does.
_RUN_ON = re.compile(
    "^([一二三四五六])[、.．]\\s*("
    "总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|政府信息公开行政复议[、和]?行政诉讼情况"
    "|(?:政府信息公开工作)?存在的?(?:主要)?问题[及和]改进情况|其他需要报告的事项)[:：]?\\s*(.{4,})$"
)


def to_sections(paragraphs: Sequence[Paragraph]) -> tuple[Section, ...]:
    """Split the running text at the six headings of the form; what stands before the first is section 0.

    Numbers in brackets count as headings only in a report that has no other: elsewhere they number points of a section.
    """
    lines = [line for line in (to_printed_line(p.text) for p in paragraphs) if line]
    plain = _lines_to_sections(lines, _HEADING)
    in_brackets = _lines_to_sections(lines, _IN_BRACKETS)
    return in_brackets if len(plain) < 3 <= len(in_brackets) else plain


def _lines_to_sections(lines: Sequence[str], heading: re.Pattern[str]) -> tuple[Section, ...]:
    parts: list[tuple[int, str, list[str]]] = [(0, "", [])]
    for line in (part for each in lines for part in _split_run_on(each)):
        match = heading.match(line)
        number = _to_number(match) if match else 0
        if match and number > parts[-1][0]:
            parts.append((number, match[2].strip(), []))
        else:
            parts[-1][2].append(line)
    return tuple(Section(number, title, tuple(texts)) for number, title, texts in parts if number or texts)


def _split_run_on(line: str) -> tuple[str, ...]:
    """A heading and the text run on to it, or the line as it is: so is a list of headings."""
    match = _RUN_ON.match(line)
    if match is None or any(words.search(to_label(match[3])) for words in _OWN_TITLES.values()):
        return (line,)
    return f"{match[1]}、{match[2]}", match[3]


def _to_number(heading: re.Match[str]) -> int:
    """Which section of the form a numbered line opens, 0 for none."""
    title = to_label(heading[2])
    own = next((number for number, words in _OWN_TITLES.items() if words.search(title)), 0)
    number = _NUMBERS[heading[1]]
    return own or (number if any(topic in title for topic in _TOPICS[number]) else 0)
