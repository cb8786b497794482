"""Parquet files → what all bodies say of one indicator, one indicator at a time.

In: the folder of data files of a build. Out: Standings; of each indicator its lines, and a Parquet file of it. Not its business: the CSV and the
page of an indicator (pages/standings). Never more than a few indicators are held: of ten thousand bodies all of them would be a gigabyte.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gongkai.tables.numbers import to_decimal

TOGETHER = 8
"""indicators that are read at once: some 60 MB of ten thousand bodies"""

_OF_BODY = ("agency_id", "agency_name", "agency_name_en", "division_code", "province", "level", "kind")
_OF_LINE = ("report_id", "agency_id", "year", "value", "numerator", "denominator", "basis", "form")


@dataclass(frozen=True, slots=True)
class Body:
    """A line of the table agencies, in part; "" where something is not known."""

    agency_id: str
    agency_name: str
    agency_name_en: str
    division_code: str
    province: str
    level: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of one report. denominator: None of a count. scope: of the report. value: None where it cannot be told."""

    body: Body
    year: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    basis: str
    scope: str
    form: str


class Standings:
    """folder: where indicators.parquet, agencies.parquet and reports.parquet are. indicators: in the order in which they will be asked for."""

    def __init__(self, folder: Path, indicators: Sequence[str] = ()) -> None:
        self._folder = folder
        self._indicators = list(indicators)
        self._waiting: dict[str, pa.Table] = {}

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        """By id, in the order of places, the government itself before its departments; what has no place last."""
        table = pq.read_table(self._folder / "agencies.parquet")
        names = [name for name in _OF_BODY if name in table.column_names]
        lines = [dict.fromkeys(_OF_BODY, "") | {k: v or "" for k, v in line.items()} for line in table.select(names).to_pylist()]
        bodies = sorted((Body(**line) for line in lines), key=lambda body: (not body.division_code, body.division_code, body.agency_id))
        return {body.agency_id: body for body in bodies}

    @cached_property
    def _scopes(self) -> Mapping[str, str]:
        table = pq.read_table(self._folder / "reports.parquet", columns=["report_id", "scope"])
        return {id: scope or "unknown" for id, scope in zip(table["report_id"].to_pylist(), table["scope"].to_pylist(), strict=True) if id}

    def of(self, indicator: str) -> list[Line]:
        """The lines of an indicator in the order of bodies and years; a report without a year has none."""
        table = self._take(indicator)
        order = {id: at for at, id in enumerate(self.bodies)}
        found = [
            Line(
                self.bodies[agency_id], year, to_decimal(value), to_decimal(numerator), to_decimal(denominator), basis,
                self._scopes[report_id], form or "",
            )
            for report_id, agency_id, year, value, numerator, denominator, basis, form in zip(*(table[n].to_pylist() for n in _OF_LINE), strict=True)
            if year is not None
        ]
        return sorted(found, key=lambda line: (order[line.body.agency_id], line.year))

    def _take(self, indicator: str) -> pa.Table:
        """Its lines, and with it those of the next: the file is unpacked anew each time."""
        if indicator not in self._waiting:
            at = self._indicators.index(indicator) if indicator in self._indicators else len(self._indicators)
            wanted = self._indicators[at : at + TOGETHER] or [indicator]
            table = pq.read_table(self._folder / "indicators.parquet", columns=[*_OF_LINE, "indicator"], filters=[("indicator", "in", wanted)])
            self._waiting = {one: table.filter(pc.equal(table["indicator"], one)) for one in wanted}
        return self._waiting.pop(indicator)


def to_parquet(lines: list[Line], indicator: str, label_zh: str, label_en: str) -> bytes:
    """A line a report."""
    def strings(values: list[str]) -> pa.Array:
        return pa.array([value or None for value in values], pa.string()).dictionary_encode()

    def numbers(values: list[Decimal | None]) -> pa.Array:
        return pa.array([None if value is None else float(value) for value in values], pa.float64())

    columns = {
        **{name: strings([getattr(line.body, name) for line in lines]) for name in _OF_BODY},
        "year": pa.array([line.year for line in lines], pa.int32()),
        "indicator": strings([indicator] * len(lines)), "label_zh": strings([label_zh] * len(lines)), "label_en": strings([label_en] * len(lines)),
        **{name: numbers([getattr(line, name) for line in lines]) for name in ("value", "numerator", "denominator")},
        **{name: strings([getattr(line, name) for line in lines]) for name in ("basis", "scope", "form")},
    }
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd")
    return file.getvalue()
