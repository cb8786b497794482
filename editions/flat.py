"""Editions in plain text and Markdown, flattened the ways real reports are.

In: a Source and the Form. Out: the text of the file. Not its business: writing it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from editions.grids import Cell, Row, grid_of, ordered, spread
from editions.source import TABLE_OF_SECTION, Form, Source, Table

Chunks = list[list[list[str]]]
"""Tables as texts: pieces (a page each) of rows of cells."""


def printed_label(form: Form, table: Table, text: str) -> str:
    """A label cell of a layout: "@id" is the form's own label with the table's replacements, else as it stands."""
    if not text.startswith("@"):
        return text
    entry = next(entry for entry in form.of(table.id, "row", table.version) if entry.id == text[1:])
    label = table.labels.get(entry.id, entry.labels[table.version])
    return replaced(table, label)


def replaced(table: Table, text: str) -> str:
    for old, new in table.layout.get("replace", ()):
        text = text.replace(old, new)
    return text.rstrip()


def row_texts(form: Form, table: Table, row: Row, places: list[Cell | None]) -> list[str]:
    """The cells of a row as a flattened table shows them: merged cells leave empty places to the right and below."""
    texts = [cell.text if cell else "" for cell in places]
    if table.id == "disputes" and row.key.startswith("head_"):
        return [replaced(table, text) for text in texts]
    if table.id != "requests":
        return texts
    labels, rest = texts[:3], texts[3:]
    if row.key.startswith("head_"):
        labels = labels[:1]
    elif row.key in table.layout.get("label_cells", {}):
        labels = [printed_label(form, table, text) for text in table.layout["label_cells"][row.key]]
    else:
        labels = [replaced(table, text) for text in labels]
        while labels and not labels[-1]:
            labels.pop()
    return [*labels, *rest, *[""] * table.layout.get("tail", {}).get(row.key, 0)]


def table_chunks(form: Form, table: Table) -> Chunks:
    rows = grid_of(form, table)
    chunks: Chunks = [[]]
    for row, places in zip(rows, spread(rows), strict=True):
        if row.key in table.layout.get("split_before", ()):
            chunks.append([])
        chunks[-1].append(row_texts(form, table, row, places))
        chunks[-1] += [list(extra) for extra in table.layout.get("rows_after", {}).get(row.key, ())]
    return chunks


def tabs(form: Form, table: Table) -> list[str]:
    lines: list[str] = []
    for chunk in table_chunks(form, table):
        lines += ["\t".join(row) for row in chunk]
        lines.append("")
    return lines


def pipes(form: Form, table: Table) -> list[str]:
    """Markdown tables; a piece after the first begins with an empty heading row, as converters write it."""
    lines: list[str] = []
    for number, chunk in enumerate(table_chunks(form, table)):
        width = max(len(row) for row in chunk)
        rows = [row + [""] * (width - len(row)) for row in chunk]
        if number:
            rows.insert(0, [""] * width)
        written = ["|" + "".join(f" {text} |" if text else " |" for text in row) for row in rows]
        lines += [written[0], "|" + "---|" * width, *written[1:], ""]
    return lines


def cell_a_line(form: Form, table: Table) -> list[str]:
    """One cell a line behind a tab, rows parted by an empty line; the lower part of a merged cell is an empty cell."""
    blanks = table.layout.get("blanks", [""])
    pad = table.layout.get("pad", "")
    lines: list[str] = []
    for cells in ordered(grid_of(form, table)):
        figures = count()
        for cell in cells:
            text = cell.text
            if cell.kind == "value":
                blank = blanks[next(figures) % len(blanks)]
                text = pad + text if text else blank
            lines.append("\t" + text)
        lines.append("")
    return [*lines, ""]


OVER_TABLE, UNDER_TABLE = "（表中数字照原件）", "（表毕）"
"""lines of ours between a table and the headings of the form over and under it, which a text would run together"""
SETTERS = {"tabs": tabs, "pipes": pipes, "cell_a_line": cell_a_line}


def source_to_text(form: Form, source: Source) -> str:
    setter = SETTERS[source.style["set"]]
    is_markdown = source.style["set"] == "pipes"
    lines: list[str] = [("# " if is_markdown else "") + line for line in source.title]
    lines += ["", *parted(source.opening)]
    for number, paragraphs in source.sections.items():
        lines += [("## " if is_markdown else "") + source.headings[number], ""]
        if number in TABLE_OF_SECTION:
            table = setter(form, source.tables[TABLE_OF_SECTION[number]])
            lines += table if is_markdown else [OVER_TABLE, "", *table, UNDER_TABLE, ""]
        lines += parted(paragraphs)
    lines += parted(source.signature)
    return "\n".join(lines).rstrip("\n") + "\n"


def parted(paragraphs: Iterable[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in (paragraph, "")]
