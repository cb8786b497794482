"""What a report in traditional characters says, read in simplified ones, and quoted as it is printed.

In: a Report; Checks of its twin. Out: the twin; the same Checks with their quotations in the report's own characters.
Not its business: which characters a text is in (simplified.py), what a sentence says (narrative.py, claims.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.model import Check, Report
from gongkai.simplified import to_simplified
from gongkai.text import to_arabic_years

_QUOTED = re.compile(r"(?<=“)[^“”]{6,}(?=”)")
_NO_LETTER = re.compile(r"\W")


def to_twin(report: Report) -> Report:
    """The report with its sections in simplified characters; itself where they are so already."""
    sections = tuple(
        replace(section, title=to_simplified(section.title), paragraphs=tuple(map(to_simplified, section.paragraphs))) for section in report.sections
    )
    return report if sections == report.sections else replace(report, sections=sections)


def quote_as_printed(checks: Sequence[Check], report: Report, twin: Report) -> tuple[Check, ...]:
    """Give back to every quotation of the twin the characters of the report."""
    if twin is report:
        return tuple(checks)
    printed, read = _to_letters(report), _to_letters(twin)
    if len(printed) != len(read):
        return tuple(checks)

    def restore(text: str) -> str:
        letters = _NO_LETTER.sub("", text)
        at = read.find(letters) if letters else -1
        own = iter(printed[at : at + len(letters)])
        return "".join(c if _NO_LETTER.match(c) else next(own) for c in text) if at >= 0 else text

    def quote(message: str) -> str:
        return _QUOTED.sub(lambda match: restore(match[0]), message)

    return tuple(
        replace(check, message_zh=quote(check.message_zh), message_en=quote(check.message_en), sentence=restore(check.sentence)) for check in checks
    )



def _to_letters(report: Report) -> str:
    """All that stands in the sections, without spaces and punctuation: what a sentence is found again by."""
    lines = (line for section in report.sections for line in (section.title, *section.paragraphs))
    return _NO_LETTER.sub("", to_arabic_years("".join(lines)))
