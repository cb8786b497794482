"""What `check` and `show` say of one reading, in the language of whoever runs them.

In: a Reading, the form, a language. Out: lines of text, each with a colour by name or none. Not its business: terminals, files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from gongkai.form import Form
from gongkai.messages import to_chinese
from gongkai.model import Reading, Report
from gongkai.show import tables
from gongkai.show.findings import Line, to_lines

LANGUAGES = ("zh", "en")
COLOURS = {"error": "red", "warning": "yellow", "info": "", "unreadable": "red", "not_a_report": "red", "duplicate": "yellow"}

SAID = {
    "read": ("已读出", "read"),
    "partly_read": ("部分读出", "partly read"),
    "unreadable": ("读不出来", "cannot be read"),
    "not_a_report": ("不是年度报告", "no annual report"),
    "duplicate": ("同一机关同一年的另一份", "another document of its body and year"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "note"),
    "findings": ("发现", "findings"),
    "none": ("没有发现", "nothing found"),
    "not_found": ("没有找到", "not found"),
    "no_body": ("没有写明机关", "body not named"),
    "no_year": ("没有写明年度", "year not named"),
    "form": ("格式", "form"),
}
"""word → in Chinese and in English"""

Told = tuple[str, str]
"""a line of text, and the name of its colour, or none"""


def say(word: str, language: str) -> str:
    return SAID[word][LANGUAGES.index(language)]


def to_language(environment: Mapping[str, str]) -> str:
    """The reader's language by what the system says: Chinese where it speaks Chinese, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"


def check(reading: Reading, form: Form, language: str) -> Iterator[Told]:
    """What was read of one document and what was found in it, one line a fault."""
    lines = _to_lines(reading, form)
    grave = lines[0].severity if lines else ""
    yield _title(reading, language), COLOURS.get(reading.read_status, "") or COLOURS.get(grave, "") or "green"
    if (reading.message and reading.report is None) or reading.read_status == "duplicate":
        yield f"  {_why(reading, language)}", ""
    yield from _findings(lines, language)


def show(reading: Reading, form: Form, language: str) -> Iterator[Told]:
    """The same, with the tables in the shape of the form, by its labels."""
    yield _title(reading, language), "bold"
    if reading.report is None:
        yield f"  {_why(reading, language)}", ""
        return
    for table in tables.of_report(reading.report, form):
        found = f"{say('form', language)} {table.version}" if table.version else say("not_found", language)
        yield "", ""
        yield f"{table.label(language)}   {found}", "bold" if table.version else "red"
        for block in table.rows(language):
            yield from ((line, "") for line in align(block))
    yield "", ""
    yield tables.MARKS_TOLD[language], "dim"
    yield "", ""
    lines = _to_lines(reading, form)
    yield say("findings" if lines else "none", language), "bold" if lines else "green"
    yield from _findings(lines, language)


def _to_lines(reading: Reading, form: Form) -> list[Line]:
    return to_lines(reading.checks, form, reading.report.forms if reading.report else {})


def _title(reading: Reading, language: str) -> str:
    colon = "：" if language == "zh" else ": "
    status = say(reading.read_status, language)
    return f"{reading.path}{colon}" + (f"{_whose(reading.report, language)}, {status}" if reading.report else status)


def _why(reading: Reading, language: str) -> str:
    return to_chinese(reading.message) if language == "zh" else reading.message


def _whose(report: Report, language: str) -> str:
    return f"{report.agency.name or say('no_body', language)} {report.year or say('no_year', language)}"


def _findings(lines: Sequence[Line], language: str) -> Iterator[Told]:
    for line in lines:
        yield f"  {say(line.severity, language)} {line.check}  {line.text(language)}", COLOURS[line.severity]


def align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of texts as columns, the first flush left and the others flush right; a Chinese character is two wide."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        first = row[0] + " " * (widths[0] - width(row[0]))
        yield ("  " + first + "".join("  " + " " * (w - width(c)) + c for c, w in zip(row[1:], widths[1:], strict=True))).rstrip()


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
