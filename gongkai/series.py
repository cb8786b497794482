"""What can be followed across forms that differ: which cells of each form are one series, and why it breaks where the form changes.

In: series.csv. Out: Series. Not its business: adding up (indicators.py), drawing (charts/), which form a report is on.
A series is never converted and no change is worked out across its break: the two sides were counted by different forms.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gongkai.model import CellId


@dataclass(frozen=True, slots=True)
class Series:
    """ways: what stands for it on each form, oldest first: the cells of one table that are added up. reason: what differs between the ways."""

    id: str
    ways: tuple[tuple[CellId, ...], ...]
    label_zh: str
    label_en: str
    reason_zh: str
    reason_en: str

    @property
    def cells(self) -> frozenset[CellId]:
        return frozenset(cell for way in self.ways for cell in way)

    @property
    def formula(self) -> str:
        """The ways as an indicator's formula is written; `|` parts them."""
        return " | ".join(" + ".join(map(_to_word, way)) for way in self.ways)

    def way_of(self, forms: Mapping[str, str]) -> tuple[CellId, ...]:
        """The cells that stand for it in a report with these tables (table → version), the newest form's of several; () for none."""
        return next((way for way in reversed(self.ways) if forms.get(way[0].table)), ())


def _to_word(cell: CellId) -> str:
    if cell.table == "requests":
        return cell.row if cell.column == "total" else f"{cell.row}.{cell.column}"
    return f"{cell.table}.{cell.row}" if cell.column == "number" else f"{cell.row}.{cell.column}"


def find_breaks(tables: Mapping[int, str]) -> tuple[int, ...]:
    """The years from which on the figures stand in another table. tables: year → the table that they stand in, "" for none."""
    breaks, before = [], ""
    for year in sorted(tables):
        if tables[year]:
            if before and tables[year] != before:
                breaks.append(year)
            before = tables[year]
    return tuple(breaks)


@cache
def load() -> tuple[Series, ...]:
    """Read series.csv once."""
    text = resources.files("gongkai").joinpath("series.csv").read_text("utf-8")
    return tuple(
        Series(
            line["id"], tuple(tuple(CellId(*cell.split(".")) for cell in way.split("+")) for way in line["cells"].split("|")),
            line["label_zh"], line["label_en"], line["reason_zh"], line["reason_en"],
        )
        for line in csv.DictReader(text.splitlines())
    )
