"""Which reports are expected and not there: reports/expected.csv held against what was read.

In: the list of expected bodies, the lines of reports.csv. Out: for every body and year present, late or missing, as a list that `fetch` takes.
Not its business: where a report is to be found, but for the address that the list gives.

A report on a year is due by 31 January of the next (article 49 of the Regulation). Two names of one body are one, as everywhere (agencies).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from gongkai.agencies import regions
from gongkai.agencies.identity import to_name_keys
from gongkai.printable import to_line

COLUMNS = ("agency_name", "division_code", "first_year", "source_url")
_ALSO = {
    "机关": "agency_name", "行政机关": "agency_name", "机关名称": "agency_name", "行政区划代码": "division_code", "起始年度": "first_year",
    "网址": "source_url",
}
"""the heads of columns in Chinese, as lists to fetch may have them too"""
FIRST_YEAR = 2019
"""the first year on the form of today"""
MOST_LINES, MOST_BYTES = 500_000, 60_000_000
LONGEST_LINE = 10_000
_NEWLINE = re.compile(r"\r\n|\r|\n")
_NOT_UTF_8 = re.compile("[\ud800-\udfff]")
LONGEST = 200
"""characters of a name"""
_PUBLISHED = ("read", "partly_read")


@dataclass(frozen=True, slots=True)
class Expected:
    """A body that has to report. first_year: from which year on. source_url: its column of annual reports, "" where nobody knows."""

    agency_name: str
    division_code: str
    first_year: int
    source_url: str


@dataclass(frozen=True, slots=True)
class Year:
    """One body and year. state: present, late (the newest year, past its day), missing."""

    expected: Expected
    year: int
    state: str


def read(text: str) -> tuple[list[Expected], list[str]]:
    """The list, and what of it cannot be used, a line each. Only the name has to be there. Raises ValueError where it is no list.

    text: what is not in UTF-8 as half characters (surrogateescape).
    """
    found: list[Expected] = []
    wrong: list[str] = []
    lines = _NEWLINE.split(text.removeprefix("\ufeff"))
    heads = [_ALSO.get(head.strip(), head.strip()) for head in _split(lines[0])]
    if "agency_name" not in heads:
        raise ValueError("its first line names no column agency_name")
    for number, line in enumerate(lines[1:], start=2):
        if number > MOST_LINES:
            wrong.append("the list is too long")
            break
        try:
            given = dict.fromkeys(COLUMNS, "") | {head: text.strip() for head, text in zip(heads, _split(line), strict=False)}
        except ValueError as error:
            wrong.append(f"line {number}: {error}")
            continue
        if line.strip():
            _read_line(number, given, found, wrong)
    return found, wrong


def _split(line: str) -> list[str]:
    """The fields of one line. None goes on in the next: what a quotation mark opens would else take all lines after it along."""
    if _NOT_UTF_8.search(line):
        raise ValueError("it is not in UTF-8; save it as UTF-8")
    if len(line) > LONGEST_LINE:
        raise ValueError("it is longer than lines of such a list are")
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        raise ValueError("it is no CSV, or a quotation mark is not closed") from error


def _read_line(number: int, given: Mapping[str, str], found: list[Expected], wrong: list[str]) -> None:
    """given: column → text, of one line."""
    if not given["agency_name"] or not given["agency_name"][0].isalnum():
        wrong.append(f"line {number} names no body")
    elif len(given["agency_name"]) > LONGEST or to_line(given["agency_name"]) != given["agency_name"] or '"' in given["agency_name"]:
        wrong.append(f"line {number}: agency_name is too long, or holds what cannot be shown")
    elif given["first_year"] and not re.fullmatch(r"20[0-9]{2}", given["first_year"], re.ASCII):
        wrong.append(f"line {number}: first_year is {given['first_year'][:20]!r}, not a year")
    elif given["division_code"] and not re.fullmatch(r"[0-9]{6}", given["division_code"], re.ASCII):
        wrong.append(f"line {number}: division_code is {given['division_code'][:20]!r}, not a code of GB/T 2260")
    elif given["source_url"] and not re.match(r"https?://[^\s<>\"']+$", given["source_url"]):
        wrong.append(f"line {number}: source_url is no http or https address")
    else:
        found.append(Expected(given["agency_name"], given["division_code"], int(given["first_year"] or FIRST_YEAR), given["source_url"]))


def to_governments() -> list[Expected]:
    """Those that every collection can expect: the governments from county level up, by the divisions of today.

    Not those of Hong Kong, Macau and Taiwan, where the Regulation is not in force.
    """
    return [
        Expected(regions.to_full_name(region) + _to_government(region), region.code, FIRST_YEAR, "")
        for region in regions.load() if region.until is None and region.code[0] not in "78"
    ]


def _to_government(region: regions.Region) -> str:
    """A prefecture (地区, 盟) has an office of its province or region in the place of a government."""
    return "行政公署" if region.level == "prefectural" and region.name.endswith(("地区", "盟")) else "人民政府"


def compare(expected: Iterable[Expected], reports: Iterable[Mapping[str, str]], last: int) -> Iterator[Year]:
    """What became of every body and year up to `last`. reports: lines of reports.csv."""
    present: set[tuple[object, str]] = set()
    for line in reports:
        if line["read_status"] in _PUBLISHED and line["agency_name"]:
            present |= {(key, line["year"]) for key in _keys(line["agency_name"], "")}
    for body in expected:
        keys = _keys(body.agency_name, body.division_code)
        for year in range(body.first_year, last + 1):
            is_there = any((key, str(year)) in present for key in keys)
            yield Year(body, year, "present" if is_there else "late" if year == last else "missing")


def to_csv(years: Iterable[Year]) -> str:
    """The list of what is not there, as `fetch` takes it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("agency_name", "division_code", "year", "state", "source_url"))
    for one in years:
        if one.state != "present":
            writer.writerow((one.expected.agency_name, one.expected.division_code, one.year, one.state, one.expected.source_url))
    return file.getvalue()


@lru_cache(maxsize=20_000)
def _keys(name: str, code: str) -> list[tuple[str, str]]:
    keys = to_name_keys(name)
    within = [key for key in keys if code and key[0].startswith(code.rstrip("0"))]
    return within or keys
