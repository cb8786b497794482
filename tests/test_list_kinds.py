"""The list of 2014 to 2018 where it, or a part of it, is not what it looks like: in every format, held against what a reader says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from gongkai import form, pipeline
from gongkai.model import Value
from tests.list_kinds import ALL, FORMATS, Kind, kinds
from tests.statistics_documents import HEADING, LINES, OPENING, TITLE

FORM = form.load()
STATUS = {".": "blank", "/": "not_applicable", "~": "ambiguous", "?": "unreadable", "!": "missing"}


def fits(value: Value, said: str) -> bool:
    marks = [mark for mark in said if mark in STATUS]
    number = said.strip("".join(STATUS)) if said.strip("./~?!") else ""
    return value.status in {STATUS[mark] for mark in marks if not (mark == "." and number)} or (
        number != "" and value.status == "reported" and value.number == Decimal(number))


def faults(kind: Kind, format: str, folder: Path) -> list[str]:
    """What is published of a kind in a format and not what a reader sees there."""
    path = folder / f"{kind.name}.{format}"
    path.write_bytes(FORMATS[format](kind.title, kind.blocks))
    reading = pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]
    if reading.report is None:
        return [f"{format}: no report: {reading.message}"]
    values = {cell.row: value for cell, value in reading.report.values.items() if cell.table == "statistics"}
    said = {**kind.said, **(kind.flat if format == "lines.txt" else {})}
    wrong = [f"{format}: {row}: {text} said, {values[row].status if row in values else 'missing'} {values[row].raw if row in values else ''!r} read"
             for row, text in said.items() if not fits(values.get(row, Value(None, "missing")), text)]  # type: ignore[arg-type]
    wrong += [f"{format}: {row} published, {value.number}" for row, value in values.items() if row not in said and value.number is not None]
    told = {check.check for check in reading.checks if check.severity}
    accused = {c.check for c in reading.checks if c.outcome == "broken" and c.severity == "error"} - kind.has
    return [*wrong, *(f"{format}: lacks {code}" for code in kind.has - told), *(f"{format}: has {code}" for code in kind.lacks & told),
            *(f"{format}: accuses {code}" for code in accused)]


@pytest.mark.parametrize(("number", "kind"), list(enumerate(kinds())), ids=lambda it: it.name if isinstance(it, Kind) else "")
def test_a_kind_is_read_in_every_format_as_a_reader_sees_it(number: int, kind: Kind, tmp_path: Path) -> None:
    """Of kinds that differ by a word alone the first is tried in all formats, the others in two."""
    formats = list(kind.formats or FORMATS)
    is_another = kind.name[-1].isdigit() and not kind.name.endswith("-0")
    chosen = {formats[0], formats[number % len(formats)]} if is_another else formats
    assert [fault for format in chosen for fault in faults(kind, format, tmp_path)] == []


def test_a_sheet_named_after_another_year_is_left_aside(tmp_path: Path) -> None:
    book = Workbook()
    for name, rows in (("2016年", [[TITLE], *ALL]), ("2015年", [["政府信息公开情况统计表"], *[[*row[:2], "77"] for row in ALL]])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book[book.sheetnames[0]]
    book.save(tmp_path / "a.xlsx")
    report = pipeline.to_readings([pipeline.read_one(tmp_path / "a.xlsx", "a.xlsx")], FORM)[0].report
    assert report is not None
    assert [value.number for cell, value in report.values.items() if cell.row in ("received", "staff")] == [32, 25]


def test_a_list_that_cannot_be_read_is_said_to_be_unread(tmp_path: Path) -> None:
    lines = [f"统计：{label} 大约 {text}" for row, label, _, text in LINES if row]
    (tmp_path / "a.txt").write_text("\n".join((TITLE, *OPENING, HEADING, *lines)), "utf-8")
    reading = pipeline.to_readings([pipeline.read_one(tmp_path / "a.txt", "a.txt")], FORM)[0]
    assert reading.read_status == "partly_read"
    assert "table-missing" in {check.check for check in reading.checks}
