"""The cells of a report → its tables in the shape of the form, by labels, as rows of texts.

In: what stands in each cell, the form, the version of each table. Out: Tables. Not its business: how they are set (terminal.py, scripts/comment.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongkai.form import Form
from gongkai.model import CellId, Report, Value

MARKS = {"blank": ".", "not_applicable": "/", "ambiguous": "~", "unreadable": "?", "missing": "!"}
"""What stands for a cell without a number"""

MARKS_TOLD = {
    "zh": ". 空白　/ 填了短横或无　~ 有几种读法　? 没有读准　! 没有这一格",
    "en": ". blank   / dash or 无   ~ more than one reading   ? not read for certain   ! no such cell",
}


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one table with the same columns. columns and rows: by label in Chinese and in English; cells: as printed, or a mark."""

    columns: tuple[tuple[str, str], ...]
    labels: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """version: "" where the table was not found; then there are no blocks."""

    id: str
    label_zh: str
    label_en: str
    version: str
    blocks: tuple[Block, ...] = ()

    def label(self, language: str) -> str:
        return self.label_zh if language == "zh" else self.label_en

    def rows(self, language: str) -> list[list[list[str]]]:
        """Each block as rows of texts, the heads of the columns first."""
        place = ("zh", "en").index(language)
        return [
            [["", *(column[place] for column in block.columns)],
             *([label[place], *cells] for label, cells in zip(block.labels, block.cells, strict=True))]
            for block in self.blocks
        ]


def to_tables(cells: Mapping[CellId, tuple[str, str]], form: Form, versions: Mapping[str, str]) -> list[Table]:
    """Lay cells out like the form. cells: status and text as printed. versions: table → version, "" where it was not found."""
    return list(_to_tables(cells, form, versions))


def of_report(report: Report, form: Form) -> list[Table]:
    """The tables of a report: those that were found, and those that its year asks for."""
    cells = {id: to_printed(value, form) for id, value in report.values.items()}
    wanted = form.tables_for(report.year, report.forms)
    return [table for table in _to_tables(cells, form, report.forms) if table.version or table.id in wanted]


def _to_tables(cells: Mapping[CellId, tuple[str, str]], form: Form, versions: Mapping[str, str]) -> Iterator[Table]:
    for id in form.tables:
        entry = form.table(id)
        version = versions.get(id, "")
        blocks: list[Block] = []
        for row in form.rows(id, version) if version else ():
            found = form.columns(id, version, row.id)
            columns = tuple((column.labels[version], column.label_en) for column in found)
            line = tuple(to_text(*cells.get(CellId(id, row.id, column.id), ("missing", ""))) for column in found)
            labels = ((row.labels[version], row.label_en),)
            if blocks and blocks[-1].columns == columns:
                blocks[-1] = Block(columns, (*blocks[-1].labels, *labels), (*blocks[-1].cells, line))
            else:
                blocks.append(Block(columns, labels, (line,)))
        yield Table(id, entry.label("zh", version), entry.label_en, version, tuple(blocks))


def to_printed(value: Value, form: Form) -> tuple[str, str]:
    """Status and text as printed, with the unit that the number was printed in where the form's label says another."""
    return value.status, f"{value.raw or ''} {form.unit_to_tell(value)}".rstrip() if value.number is not None else value.raw or ""


def to_text(status: str, raw: str) -> str:
    """A number as it is printed, the mark of any other cell."""
    return raw.replace("\n", "⏎") if status == "reported" else MARKS[status]
