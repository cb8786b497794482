"""Makes up a country: bodies of counties all over it, seven years of reports each, in the formats and versions of the form that are met.

In: how many bodies, a seed. Out: reports/<division>/<body>/<year>.<suffix>, as contributors file them. Not its business: tricks and wild wording,
which the corpus of the tests draws (tests/corpus), whose hands lay these reports out too. Sums close, a year begins with what the one before
left, and one report in eight has a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from random import Random

from gongkai import form
from gongkai.agencies import regions
from gongkai.form import Form
from gongkai.model import CellId
from tests.corpus import figures, kinds, layout, older, prose, wording
from tests.corpus.made import Made, Piece
from tests.corpus.report import LAYOUTS, TABLE_OF

KINDS = {"html": 60, "text-pipes": 12, "text-tabs": 10, "md": 12, "mht": 4, "docx": 2}
YEARS = 7
FIRST_YEARS = (2019,) * 9 + (2017,)
"""one body in ten has reports on the form of 2014 to 2018 too"""
BODIES_OF_A_COUNTY = 20
SLIPS = 0.125

Numbers = dict[CellId, Decimal]


def write(count: int, folder: Path, seed: int = 1, jobs: int = 1) -> None:
    """Write the reports of so many bodies: seven a body."""
    numbers = range(count)
    if jobs < 2 or count < 20:
        list(map(partial(write_body, count=count, folder=folder, seed=seed), numbers))
        return
    with ProcessPoolExecutor(jobs) as executor:
        list(executor.map(partial(write_body, count=count, folder=folder, seed=seed), numbers, chunksize=10))


def write_body(number: int, count: int, folder: Path, seed: int, years: int = YEARS) -> list[Path]:
    """Write the reports of one body, always the same for a number, a count and a seed; years more than YEARS are years after the others."""
    county, place = divmod(number, BODIES_OF_A_COUNTY)
    region = _counties()[county * len(_counties()) // -(-count // BODIES_OF_A_COUNTY)]
    home = folder / region.code / f"b{place:02}"
    home.mkdir(parents=True, exist_ok=True)
    name = regions.to_full_name(region) + wording.OFFICES[place]
    written = []
    for made in draw_body(name, f"{seed} {number}", years):
        path = home / f"{made.year}{kinds.SUFFIXES[made.kind]}"
        path.write_bytes(kinds.DIRECT[made.kind](made, Random(f"{seed} {number} {made.year}")))
        written.append(path)
    return written


@cache
def _counties() -> list[regions.Region]:
    """Every county that there is now, but for those whose name is not unique within its place."""
    return [region for region in regions.load() if region.level == "county" and region.until is None]


def draw_body(name: str, seed: str, years: int = YEARS) -> Iterator[Made]:
    """The reports of one body, one after the other."""
    rng, the_form = Random(seed), form.load()
    first, left = rng.choice(FIRST_YEARS), {}
    kind = rng.choices(tuple(KINDS), tuple(KINDS.values()))[0]
    for year in range(first, first + years):
        if rng.random() < 0.2:  # a body keeps to its ways for some years
            kind = rng.choices(tuple(KINDS), tuple(KINDS.values()))[0]
        if year < 2019:
            yield _draw_older(rng, the_form, name, year, kind)
            continue
        made, left = _draw(rng, the_form, name, year, kind, left)
        yield made


def _draw(rng: Random, the_form: Form, name: str, year: int, kind: str, left: Numbers) -> tuple[Made, Numbers]:
    """A report, and what it leaves to the next year."""
    version = the_form.version_of(year)
    forms = dict.fromkeys(the_form.tables_of(version), version)
    numbers = figures.draw_numbers(rng, the_form, forms)
    _carry(numbers, left)
    carried = {CellId("requests", "carried_in", c.column): n for c, n in numbers.items() if c.row == "carried_out"}
    if rng.random() < SLIPS:
        figures.break_sums(rng, numbers)
    cells = figures.to_truths(rng, the_form, figures.draw_hand(rng), numbers)
    author = layout.Author(rng, the_form, _draw_tongue(rng), cells)
    quirks: list[str] = []
    pieces = [Piece("title", f"{name}{year}年政府信息公开工作年度报告"), *prose.draw_preamble(rng, name, year, True, True)]
    for number, heading in prose.draw_headings(rng).items():
        pieces.append(Piece("heading", heading))
        if number in TABLE_OF:
            pieces += LAYOUTS[number](author, forms[TABLE_OF[number]], quirks)
        pieces += prose.draw_section(rng, number, year, numbers)
    return Made(str(year), kind, year, (name,), forms, pieces, dict(cells), set(), set(), quirks), carried


def _carry(numbers: Numbers, left: Numbers) -> None:
    """Begin the year with what the one before left; what is new follows from it. A year that closed less than that leaves the rest."""
    for cell, before in left.items():
        new, closed, out = (CellId("requests", row, cell.column) for row in ("new_received", "outcome_total", "carried_out"))
        numbers[out] = max(numbers[out], before - numbers[closed])
        numbers[new], numbers[cell] = numbers[closed] + numbers[out] - before, before
    for row in ("new_received", "carried_in", "carried_out"):
        parts = [n for c, n in numbers.items() if (c.table, c.row) == ("requests", row) and c.column != "total"]
        numbers[CellId("requests", row, "total")] = sum(parts, Decimal(0))


def _draw_older(rng: Random, the_form: Form, name: str, year: int, kind: str) -> Made:
    version = the_form.versions_of(older.TABLE)[0]
    cells = figures.to_truths(rng, the_form, figures.draw_hand(rng), older.draw_numbers(rng, the_form, version))
    author = layout.Author(rng, the_form, _draw_tongue(rng), cells)
    pieces = [
        Piece("title", f"{name}{year}年政府信息公开工作年度报告"), Piece("heading", "一、概述"),
        Piece("paragraph", f"{year}年，本机关{rng.choice(prose.GOOD)}，{rng.choice(prose.GOOD)}。"), Piece("heading", "附件：政府信息公开情况统计表"),
        *older.lay_statistics(author, version, []),
    ]
    return Made(str(year), kind, year, (name,), {older.TABLE: version}, pieces, dict(cells), set(), set())


def _draw_tongue(rng: Random) -> wording.Tongue:
    return wording.Tongue(0, rng.choice((".", ".", "．")), rng.random() < 0.3, 0, 0, kangxi=False)
