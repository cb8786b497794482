"""The list of what to fetch: one line a report, as CSV, by hand or from `discover`.

In, out: texts of CSV files. Not its business: asking for any of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

COLUMNS = ("agency_name", "year", "source_url", "division_code", "title", "file_url")
_ALSO = {
    "agency_name": ("agency", "body", "机关", "行政机关", "机关名称"),
    "year": ("年度", "年份"),
    "source_url": ("address", "url", "网址", "发布网址"),
    "division_code": ("行政区划代码", "code"),
    "title": ("标题",),
    "file_url": ("文件网址",),
}
MOST_LINES = 200_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report to fetch. number: of its line. division_code and title: "" where the list does not say.

    file_url: where the document itself is to be had, if not where it is published ("source_url", which may then be ""): attached to an issue.
    Several, with blanks between, are pictures of its pages, in order.
    """

    number: int
    agency_name: str
    year: int
    source_url: str
    division_code: str = ""
    title: str = ""
    file_url: str = ""

    @property
    def place(self) -> str:
        return self.pictures[0] if self.pictures else self.file_url or self.source_url

    @property
    def pictures(self) -> tuple[str, ...]:
        """The addresses of the pages, where each is a picture of its own."""
        found = tuple(self.file_url.split())
        return found if len(found) > 1 else ()


def read(text: str) -> tuple[list[Wanted], list[tuple[int, str, str]]]:
    """Read a list. Out: what is wanted, and the lines that cannot be used, each with its number and why (zh, en)."""
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    names = {also: name for name in COLUMNS for also in (name, *_ALSO[name])}
    wanted, wrong = [], []
    for number, line in enumerate(lines, start=2):
        given = {names[key.strip()]: (value or "").strip() for key, value in line.items() if isinstance(key, str) and key.strip() in names}
        year = given.get("year", "").removesuffix("年度").removesuffix("年")
        if number > MOST_LINES:
            wrong.append((number, "清单太长", "the list is too long"))
            break
        if not given.get("agency_name") or not (given.get("source_url") or given.get("file_url")):
            wrong.append((number, "缺少机关名称或网址", "it lacks the body's name or the address"))
        elif not re.fullmatch(r"20[0-9]{2}", year, re.ASCII):
            wrong.append((number, "没有年度", "it has no year"))
        else:
            code = given.get("division_code", "")
            is_code = re.fullmatch(r"[0-9]{6}", code, re.ASCII)
            wanted.append(Wanted(
                number, given["agency_name"], int(year), given.get("source_url", ""), code if is_code else "", given.get("title", ""),
                given.get("file_url", ""),
            ))
    return wanted, wrong


def write(lines: Iterable[tuple[str, int | None, str, str]]) -> str:
    """A list of (body, year, address, title) as CSV; what nobody knows is left empty, to be filled in by hand."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("agency_name", "year", "source_url", "title"))
    for name, year, address, title in lines:
        # a title is a stranger's: none begins as a formula does
        writer.writerow((name, year or "", address, title.lstrip("=+-@\t ")))
    return file.getvalue()
