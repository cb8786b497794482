"""A made-up report to play the quirks on: its figures close, its words are our own, and any part of it can be changed.

In: what a test wants different. Out: the report as a page, a text or a DOCX, and the Reading of it. Not its business: what should come out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
from docx.oxml.ns import qn

from editions.flat import cell_a_line, pipes, tabs
from editions.grids import grid_of, ordered
from editions.markup import table_to_html
from editions.source import HEADINGS, TABLE_OF_SECTION, Table, read_form
from gongkai import pipeline
from gongkai.model import CellId, Check, Reading, Value
from tests.reports import FORM

LAYOUT_FORM = read_form()
BODY = "青禾县人民政府"
TITLE = BODY + "{year}年政府信息公开工作年度报告"
PROSE = {1: ("本年工作平稳。",), 5: ("问题：目录更新不够及时。改进：每月核对一次目录。",), 6: ("没有其他需要报告的事项。",)}

_REQUESTS = {
    "new_received": "20|3|1|0|2|0|26",
    "carried_in": "2|0|0|0|0|0|2",
    "granted": "9|1|0|0|1|0|11",
    "partially_granted": "2|1|0|0|0|0|3",
    "denied_third_party": "1|0|1|0|0|0|2",
    "unable_not_held": "6|1|0|0|0|0|7",
    "not_processed_duplicate": "1|0|0|0|0|0|1",
    "outcome_total": "20|3|1|0|1|0|25",
    "carried_out": "2|0|0|0|1|0|3",
}
_DISPUTES = {"review": "4|1|0|2|7", "litigation_direct": "1|0|0|0|1", "litigation_after_review": "3|0|1|0|4"}
FIGURES: dict[str, dict[str, dict[str, str]]] = {
    "2021-30": {
        "proactive_disclosure": {
            "rules": "0|0|0",
            "normative_documents": "6|1|32",
            "licensing": "517",
            "penalties": "693",
            "coercive_measures": "21",
            "admin_fees": "4068.208",
        },
        "requests": _REQUESTS | {"other_misc": "1|0|0|0|0|0|1"},
        "disputes": _DISPUTES,
    },
    "2019-60": {
        "proactive_disclosure": {
            "rules": "0|0|0",
            "normative_documents": "5|4|80",
            "licensing": "40|-8|300",
            "other_services": "12|+3|90",
            "penalties": "52|0|11",
            "coercive_measures": "3|0|0",
            "admin_fees": "7|-1",
            "central_procurement": "2|180000元",
        },
        "requests": _REQUESTS | {"other_disposal": "1|0|0|0|0|0|1"},
        "disputes": _DISPUTES,
    },
}


def tables(
    version: str = "2021-30",
    rows: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    layout: Mapping[str, object] | None = None,
) -> dict[str, Table]:
    """The three tables. rows: "requests granted" → "9|1|0|…"; labels: "requests granted" → as printed; layout: of the requests."""
    made = {}
    for name, own in FIGURES.get(version, FIGURES["2021-30"]).items():  # a version that is added: like the last that is known here
        width = {"requests": 7, "disputes": 5}.get(name, 0)
        parents = {e.parent for e in LAYOUT_FORM.of(name, "row", version)}
        figures = {}
        for entry in LAYOUT_FORM.of(name, "row", version):
            if entry.id not in parents:
                zeros = "|".join("0" * width)
                figures[entry.id] = tuple((rows or {}).get(f"{name} {entry.id}", own.get(entry.id, zeros)).split("|"))
        changed = {key.split(" ")[1]: text for key, text in (labels or {}).items() if key.startswith(name + " ")}
        made[name] = Table(name, version, figures, changed, dict(layout or {}) if name == "requests" else {})
    return made


def parts(
    made: Mapping[str, Table],
    setter: Callable[[Table], str],
    year: int = 2023,
    title: str = TITLE,
    prose: Mapping[int, Sequence[str]] | None = None,
    headings: Mapping[int, str] | None = None,
) -> list[tuple[str, str]]:
    """(kind, text) in reading order: title, heading, paragraph, table."""
    found = [("title", title.format(year=year))]
    told = {**PROSE, **(prose or {})}
    found += [("paragraph", line) for line in told.get(0, ())]
    for number, heading in {**HEADINGS, **(headings or {})}.items():
        found.append(("heading", heading))
        if number in TABLE_OF_SECTION and TABLE_OF_SECTION[number] in made:
            found.append(("table", setter(made[TABLE_OF_SECTION[number]])))
        found += [("paragraph", line) for line in told.get(number, ())]
    return found


def to_page(made: Mapping[str, Table] | None = None, **how: object) -> str:
    tags = {"title": "h1", "heading": "h2", "paragraph": "p"}
    lines = parts(made if made is not None else tables(), lambda t: table_to_html(LAYOUT_FORM, t), **how)  # type: ignore[arg-type]
    body = "\n".join(text if kind == "table" else f"<{tags[kind]}>{text}</{tags[kind]}>" for kind, text in lines)
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def to_text(made: Mapping[str, Table] | None = None, setter: str = "tabs", **how: object) -> str:
    setters = {"tabs": tabs, "pipes": pipes, "cell_a_line": cell_a_line}
    lines = parts(made if made is not None else tables(), lambda t: "\n".join(setters[setter](LAYOUT_FORM, t)), **how)  # type: ignore[arg-type]
    return "\n\n".join(text for _, text in lines) + "\n"


def new_document() -> docx.document.Document:
    """An empty document without the hundred styles that nobody uses."""
    document = docx.Document()
    for style in list(document.styles):
        if style.name not in ("Normal", "Title", "Heading 1", "Table Grid", "Normal Table", "Default Paragraph Font", "No List"):
            style.delete()
        elif style.name in ("Normal", "Title", "Heading 1"):
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in list(fonts.attrib):
                del fonts.attrib[name]
            style.font.name = "Liberation Sans"
            fonts.set(qn("w:eastAsia"), "Droid Sans Fallback")
    return document


def to_docx(made: Mapping[str, Table] | None = None, **how: object) -> bytes:
    """Merged cells as Word has them."""
    lines = parts(made if made is not None else tables(), lambda t: t.id, **how)  # type: ignore[arg-type]
    document = new_document()
    for kind, text in lines:
        if kind == "table":
            add_table(document, (made or tables())[text])
        else:
            document.add_paragraph(text, style={"title": "Title", "heading": "Heading 1"}.get(kind))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def add_table(document: docx.document.Document, table: Table) -> None:
    rows = ordered(grid_of(LAYOUT_FORM, table))
    width = sum(cell.across for cell in rows[0])
    grid = document.add_table(len(rows), width, style="Table Grid")
    for r, cells in enumerate(rows):
        at = 0
        for cell in cells:
            if cell.kind != "continued":
                place = grid.cell(r, at)
                if cell.across > 1 or cell.down > 1:
                    place = place.merge(grid.cell(r + cell.down - 1, at + cell.across - 1))
                place.text = cell.text
            at += cell.across


# --- reading it -----------------------------------------------------------------------------------------------------


def read(folder: Path, name: str, content: str | bytes) -> Reading:
    """Read a document through the whole house, as `show` does."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return pipeline.to_readings([pipeline.read_one(path, name)], FORM)[0]


def value(reading: Reading, cell: str) -> Value:
    assert reading.report is not None, reading.message
    return reading.report.values[CellId(*cell.split())]


def row(reading: Reading, name: str) -> str:
    """ "requests granted" → its cells as read, parted by bars: numbers, or the word of a status."""
    assert reading.report is not None, reading.message
    table, id = name.split()
    found = [v for c, v in reading.report.values.items() if (c.table, c.row) == (table, id)]
    return "|".join(format(v.number, "f") if v.number is not None else v.status for v in found)


def all_rows(reading: Reading) -> dict[str, str]:
    assert reading.report is not None, reading.message
    return {name: row(reading, name) for name in dict.fromkeys(f"{c.table} {c.row}" for c in reading.report.values)}


def truth(version: str = "2021-30", **changed: str) -> dict[str, str]:
    """What all_rows should say of an unchanged report."""
    found = {
        f"{t.id} {r}": "|".join(v.removeprefix("+").removesuffix("元") for v in values)
        for t in tables(version).values()
        for r, values in t.rows.items()
    }
    return found | {key.replace("__", " "): text for key, text in changed.items()}


def told(reading: Reading, check: str = "") -> list[Check]:
    return [c for c in reading.checks if c.severity and c.check.startswith(check)]
