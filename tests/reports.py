"""Small reports for tests: values by hand, everything else as plain as can be."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from gongkai.form import load
from gongkai.match import match
from gongkai.model import Agency, CellId, Document, Grid, Paragraph, Reading, Report, Sidecar, Value
from gongkai.tables import SCHEMA, in_order
from gongkai.tables.csv_files import CsvFiles
from gongkai.tables.lines import to_parts
from gongkai.tables.packing import to_pieces
from gongkai.text import to_printed

FORM = load()


def numbers(document: Document) -> dict[str, tuple[str, object, str]]:
    """What the cells of the form are in a document: "requests new_received total" → (status, number, unit)."""
    found = match(document, FORM)
    return {str(cell): (value.status, value.number, value.unit) for cell, value in found.values.items()}


def report(cells: Mapping[str, str], version: str = "2021-30", year: int = 2023, agency: str = "甲市人民政府", **fields: object) -> Report:
    """A report with these cells, "requests new_received total" → as printed; every other cell of the version is blank."""
    values = {cell: Value(cell, "blank", raw="") for cell in FORM.cells(version)}
    for name, raw in cells.items():
        cell = CellId(*name.split())
        printed = to_printed(raw)
        values[cell] = Value(cell, printed.status, printed.number, raw, printed.unit or FORM.column_of(cell).unit)
    return Report(
        report_id=f"test-{year}", agency=Agency("test", agency), year=year, printed_name=agency, printed_year=year,
        forms=dict.fromkeys(FORM.tables_of(version), version), document=document([]), sidecar=Sidecar(), values=values, **fields,  # type: ignore[arg-type]
    )


def document(rows: list[list[str | None]], *paragraphs: str, exact: bool = True, path: str = "x.txt", grids: list[list[list[str | None]]] | None = None) -> Document:
    """A document of one grid (or several) and paragraphs before it."""
    parts = grids if grids is not None else ([rows] if rows else [])
    return Document(
        path, "0" * 64, "txt", None, (), tuple(Paragraph(p) for p in paragraphs),
        tuple(Grid("", tuple(tuple(row) for row in part), exact=exact, after=len(paragraphs)) for part in parts),
    )


def to_csv_files(readings: Iterable[Reading]) -> dict[str, bytes]:
    """Every CSV file of some readings: name → content."""
    with tempfile.TemporaryDirectory() as folder:
        with CsvFiles(Path(folder), SCHEMA) as files:
            for part in to_parts(in_order(readings), FORM):
                files.add(to_pieces(part, FORM))
        return {f"{name}.csv": (Path(folder) / f"{name}.csv").read_bytes() for name in SCHEMA}
