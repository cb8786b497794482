"""Time, memory and size of writing the data of many reports: python -m bench.data [REPORTS] [FOLDER].

In: how many reports to make up (default 2,000; the whole country is some 70,000), and where to (default: a temporary folder).
Out: a line a file, and the time and the peak of memory of the whole. The reports are made up one body at a time and never all held.
Not its business: reading documents, building pages.
"""

from __future__ import annotations

import hashlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from gongkai import form, tables
from gongkai.checks import rules
from gongkai.model import Agency, CellId, Check, Document, Place, Reading, Report, Sidecar, Value

YEARS = range(2019, 2026)
PROVINCES = ("福建省", "江苏省", "四川省", "河南省", "云南省", "陕西省", "浙江省")
BODIES = ("人民政府", "财政局", "教育局", "自然资源和规划局", "市场监督管理局", "卫生健康委员会", "农业农村局", "住房和城乡建设局")


def make_readings(count: int, seed: int = 1) -> Iterator[Reading]:
    """Make up reports in the order of publication: a body after the other, seven years each."""
    drawn = random.Random(seed)
    found = make_checks(drawn)
    for at in range(-(-count // len(YEARS))):
        agency = make_agency(at)
        for year in YEARS[: count - at * len(YEARS)]:
            report = make_report(agency, year, drawn)
            own = tuple(replace(check, report_id=report.report_id) for check in drawn.choice(found))
            yield Reading(report.document.path, report.document.sha256, "read", "", "pdf", 6, report, own)


def make_checks(drawn: random.Random) -> list[tuple[Check, ...]]:
    """The checks of a few reports, to deal out: how long checking takes is not the question here."""
    return [rules.check(make_report(make_agency(at), YEARS[-1], drawn), None, form.load()) for at in range(20)]


def make_agency(at: int) -> Agency:
    code = f"{350000 + at // len(BODIES)}"
    name = f"第{at // len(BODIES)}县{BODIES[at % len(BODIES)]}"
    return Agency(f"{code}-{at:05}", name, code, PROVINCES[at % len(PROVINCES)], "某市", f"第{at // len(BODIES)}县", "county", "department")


def make_report(agency: Agency, year: int, drawn: random.Random) -> Report:
    """A report of mostly zeros and some drawn figures, as reports are; its rows add up."""
    the_form = form.load()
    version = the_form.version_of(year)
    cells = the_form.cells(version)
    numbers = {cell: drawn.choice((0, 0, 0, 0, 1, 2, drawn.randrange(2000))) for cell in cells}
    for cell in cells:
        if cell.column == "total":
            numbers[cell] = sum(n for c, n in numbers.items() if (c.table, c.row) == (cell.table, cell.row) and c.column != "total")
    values = {cell: make_value(cell, numbers[cell], at, drawn) for at, cell in enumerate(cells)}
    id = f"{agency.agency_id}-{year}"
    path = f"{agency.division_code}/{agency.agency_id}/{year}.pdf"
    document = Document(path, hashlib.sha256(id.encode()).hexdigest(), "pdf", 6, (), (), ())
    sidecar = Sidecar(source_url=f"https://www.example.gov.cn/{id}.pdf", published=f"{year + 1}-01-20")
    return Report(id, agency, year, agency.name, year, dict.fromkeys(the_form.tables_of(version), version), document, sidecar, values)


def make_value(cell: CellId, number: int, at: int, drawn: random.Random) -> Value:
    top = 100.0 + 17.5 * (at % 30)
    place = Place(2 + at // 80, 1 + at // 80, 1 + at % 30, 2 + at % 7, (72.04, top, 120.96, top + 17.5))
    if drawn.random() < 0.05:
        return Value(cell, "blank", raw="", place=place)
    if cell.column == "amount_wan":
        return Value(cell, "reported", Decimal(number) / 10000, f"{number / 10000:f}", "万元", place=place)
    return Value(cell, "reported", Decimal(number), str(number), place=place)


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 2000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[1] if len(arguments) > 1 else temporary)
        started = time.monotonic()
        publication = tables.write(make_readings(count), form.load(), folder)
        seconds = time.monotonic() - started
    for file in publication.files:
        if not file.name.endswith("-metadata.json"):
            print(f"{file.name:<30}{file.rows or 0:>12,} rows{file.size / 1e6:>12,.1f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"{count:,} reports: {seconds:.0f} s, {peak:,.0f} MB at the most")


if __name__ == "__main__":
    main(sys.argv[1:])
