"""The published tables and columns: one definition for frames, files, metadata and the data dictionary.

In: columns.csv beside this module, and the form for the columns that are its cells. Out: tables of columns, in the
order in which they are published. Not its business: filling them (frames.py).
Columns and their order are a promise to the outside: more may be added at the end of a table, none removed, renamed
or moved.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gongkai import form as forms
from gongkai.form import Entry, Form
from gongkai.model import CellId

CHANGES_NAME = "changes"

TYPES = ("string", "integer", "number", "year")
"""As in Table Schema. In a frame: str ("" for none), Int64, Decimal or None in an object column, Int64"""

NULL_CONVENTION = {
    "zh": (
        "空白表示没有数值，不是零：是没有填、填了斜杠或短横、看不清，还是文件里没有这一格，"
        "见 cells 表的 status 和 raw。印的是 0，才发布 0。"
    ),
    "en": (
        "An empty field is no number and never a zero. Whether the cell was left blank, holds a dash, cannot be read "
        "or is not in the document is told by status and raw in the table cells. A 0 is published only where a 0 is "
        "printed."
    ),
}
TEXT_CONVENTION = {
    "zh": (
        "CSV 为带 BOM 的 UTF-8，行尾 CRLF。"
        "文字列的内容若以 = + - @ ' 、制表符或回车开头（包括全角的 ＝＋－＠），"
        "前面加一个英文单引号，以免表格软件当作公式；去掉这一个单引号就是原文。"
        "只是一个数的文字（如 -3）和数字列不加。文字里的控制字符换成 U+FFFD。"
    ),
    "en": (
        "CSV files are UTF-8 with a BOM and CRLF line ends. In string columns a text that begins with = + - @ ' TAB or "
        "CR (or the full-width ＝＋－＠) gets one apostrophe in front, so that no spreadsheet takes it for a formula; "
        "without that one apostrophe it is the original. A text that is but a plain number (-3) and number columns "
        "stay as they are. Control characters in a text are replaced by U+FFFD."
    ),
}

_BEHIND = ("row_label_zh", "row_label_en", "form", "unit", "source", "data_version")
"""columns of a table of the form that stand behind those of the form itself"""

_NOT_REPORTED = ("没有作为数印出来，原因见 cells 表的 status", "not printed as a number; see status in the table cells")
_NOT_REPORTED_OR_NOT_ON_FORM = (
    "没有作为数印出来，或者报告所用的版本没有这一格，见 cells 表",
    "not printed as a number, or not on the version that the report follows; see the table cells",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One published column. values: all it may hold, () if open. references: "table.column" that it points to.

    null_zh, null_en: what an empty field means; "" if there is none.
    """

    name: str
    type: str
    title_zh: str
    title_en: str
    definition_zh: str
    definition_en: str
    example: str = ""
    unit: str = ""
    null_zh: str = ""
    null_en: str = ""
    values: tuple[str, ...] = ()
    references: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One published table. line_zh, line_en: what one line is. key: the columns that tell lines apart, () if none."""

    name: str
    title_zh: str
    title_en: str
    line_zh: str
    line_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


def wide_name(cell: CellId) -> str:
    """Name the column of reports_wide that holds a cell."""
    return f"{cell.table}__{cell.row}__{cell.column}"


def table_columns(form: Form, table: str) -> tuple[Entry, ...]:
    """The columns of a table of the form over all versions, each id once, in the form's order."""
    used = {c.column for c in form.all_cells if c.table == table}
    found: dict[str, Entry] = {}
    for e in form.entries:
        if (e.table, e.axis) == (table, "column") and e.id in used:
            found.setdefault(e.id, e)
    return tuple(found.values())


@cache
def to_schema(form: Form) -> Mapping[str, Table]:
    """Define every table made from readings: name → table, in the order of publication."""
    return {name: table for name, table in _tables(form).items() if name != CHANGES_NAME}


def to_changes_table(form: Form) -> Table:
    """Define the table of what differs from the data published before; it is made from two releases, not from readings."""
    return _tables(form)[CHANGES_NAME]


@cache
def _tables(form: Form) -> Mapping[str, Table]:
    text = resources.files("gongkai.tables").joinpath("columns.csv").read_text("utf-8")
    lines = list(csv.DictReader(text.splitlines()))
    tables = {}
    for head in (line for line in lines if not line["column"]):
        name = head["table"]
        own = [line for line in lines if line["table"] == name and line["column"]]
        behind = _BEHIND if name in form.tables else ()
        columns = (
            *(_to_column(line, form) for line in own if line["column"] not in behind), *_form_columns(form, name),
            *(_to_column(line, form) for line in own if line["column"] in behind),
        )
        key = tuple(line["column"] for line in own if line["key"])
        titles = (head["title_zh"], head["title_en"], head["definition_zh"], head["definition_en"])
        tables[name] = Table(name, *titles, columns, key)
    return tables


def _to_column(line: Mapping[str, str], form: Form) -> Column:
    is_version = line["values"] == "form.versions"
    of = line["table"] if line["column"] == "form" else line["column"].removeprefix("form_")
    values = form.versions_of(of) if is_version else tuple(filter(None, line["values"].split("|")))
    return Column(
        line["column"], line["type"], line["title_zh"], line["title_en"], line["definition_zh"], line["definition_en"],
        line["example"], line["unit"], line["null_zh"], line["null_en"], values, line["references"],
    )


def _form_columns(form: Form, table: str) -> Iterator[Column]:
    """The columns that a published table takes from the form: its columns, or in reports_wide its cells."""
    if table in form.tables:
        for c in table_columns(form, table):
            words = (c.label_zh, c.label_en, c.definition_zh, c.definition_en)
            yield Column(c.id, "number", *words, "12", to_unit(c), *_NOT_REPORTED)
    if table == "reports_wide":
        for cell in form.all_cells:
            row, c = form.entry(cell.table, "row", cell.row), form.column_of(cell)
            words = (
                f"{row.label_zh}：{c.label_zh}", f"{row.label_en}: {c.label_en}",
                f"{row.definition_zh}{c.definition_zh}", f"{row.definition_en} {c.definition_en}",
            )
            yield Column(wide_name(cell), "number", *words, "12", to_unit(c), *_NOT_REPORTED_OR_NOT_ON_FORM)


def to_unit(column: Entry) -> str:
    """Money whose unit the form leaves open is 元 where one is printed; whether it was, cells.unit tells."""
    return column.unit or ("元" if column.type == "money" else "")


SCHEMA = to_schema(forms.load())
CHANGES = to_changes_table(forms.load())
