"""A report laid out like the form, as plain text, so that a reviewer holds it beside the document.

In: a Reading of one document. Out: lines of text. Not its business: files.
    .  blank    /  dash or 无    ~  ambiguous    ?  unreadable    !  missing
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.form import Form
from gongkai.model import CellId, Reading, Report, Value
from gongkai.show.tables import to_printed, to_text
from gongkai.show.words import align


def show(reading: Reading, form: Form) -> str:
    """Lay one reading out: whose and of which year, its tables, the findings."""
    if reading.report is None:
        return f"{reading.read_status}: {reading.message}\n"
    return "\n".join(_show_report(reading.report, reading, form)) + "\n"


def _show_report(report: Report, reading: Reading, form: Form) -> Iterator[str]:
    yield f"agency {report.agency.name or '(not named)'}   year {report.year or '(not named)'}   {reading.read_status}"
    wanted = form.tables_for(report.year, report.forms)
    for table in form.tables:
        version = report.forms.get(table, "")
        if not version and table not in wanted:
            continue
        yield ""
        if not version:
            yield f"{table}   not found"
            continue
        yield f"{table}   form {version}"
        yield from _show_table(report, form, table, version)
    told = [c for c in reading.checks if c.severity]
    yield ""
    yield "findings" if told else "no findings"
    for c in told:
        yield f"  {c.severity} {c.check}" + (f"  {c.cell}".rstrip() if c.cell else "") + f"  {c.outcome}: {c.message_en}"


def _show_table(report: Report, form: Form, table: str, version: str) -> Iterator[str]:
    blocks: list[tuple[list[str], list[list[str]]]] = []
    for row in form.rows(table, version):
        columns = [c.id for c in form.columns(table, version, row.id)]
        line = [row.id, *(_cell(report.values[CellId(table, row.id, c)], form) for c in columns)]
        if blocks and blocks[-1][0] == columns:
            blocks[-1][1].append(line)
        else:
            blocks.append((columns, [line]))
    for columns, lines in blocks:
        yield from align([["", *columns], *lines])


def _cell(value: Value, form: Form) -> str:
    return to_text(*to_printed(value, form))
