"""The three tables of a body in the shape of the form, every year side by side, as HTML.

In: a body's editions (a report and the key of its year), the form, wording. Out: HTML on one line a table, every text escaped. Not its business:
what else stands on the page. Written by hand and not by a template: a body with seven years has 1,400 cells, and a page a budget of bytes.
So a cell has no end tag, which HTML does without, and no quotes around an id, which has nothing in it that would need them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from gongkai.form import Entry, Form
from gongkai.model import CellId, Place, Report, Value

Say = Callable[..., str]

LONGEST_RAW = 60
"""Longer than any number: what is printed in a cell that is no number is cut here; the data files have it whole."""

MARKS = {"blank": "b", "not_applicable": "d", "ambiguous": "q", "unreadable": "u", "missing": "m"}
"""status → class of the cell. A printed number has none, and a cell that the year's form lacks is "o"."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One report of a body. key: its year, "2023", or "2023-2" for a second document; it ends the anchors of its numbers.

    marked: cells that take part in a finding → the anchor of the first such finding.
    """

    key: str
    report: Report
    marked: Mapping[CellId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as shown: its label, its group's label, and the cell that it shows for every year."""

    group: str
    label: str
    cell: CellId


def anchor(cell: CellId, key: str) -> str:
    """The address of a number on its body's page."""
    return f"{cell.table}-{cell.row}-{cell.column}-{key}"


def to_tables(editions: Sequence[Edition], form: Form, language: str, say: Say) -> dict[str, str]:
    """Return table id → HTML: all years side by side; requests as totals, and as "years" a whole table of requests a year, folded away."""
    tables = {table: _to_table(editions, form, table, to_lines(editions, form, table, language), language, say) for table in form.tables}
    tables["years"] = "".join(_to_year(edition, form, language, say) for edition in editions)
    return tables


def to_lines(editions: Sequence[Edition], form: Form, table: str, language: str) -> tuple[Line, ...]:
    """The rows of a table over all versions in use, in the form's order; of requests the total column only."""
    versions = {edition.report.forms.get(table) for edition in editions} - {"", None}
    used = {cell for version in versions for cell in form.cells(str(version), table)}
    used |= {cell for edition in editions for cell in edition.report.values if cell.table == table}
    lines = []
    for cell in form.all_cells:
        if cell not in used or (table == "requests" and cell.column != "total"):
            continue
        row = form.entry(table, "row", cell.row)
        group = _label(form.entry(table, "row", row.parent), language) if row.parent else ""
        label = _label(row, language).removeprefix(f"{group}: ")
        if table == "proactive_disclosure":
            column = form.column_of(cell)
            unit = f"（{column.unit}）" if language == "zh" and column.unit not in ("", "万元") else ""
            label = f"{label} · {_label(column, language)}{unit}"
        elif table == "disputes":
            group, label = (f"{group} · {label}" if group else label), _label(form.column_of(cell), language)
        lines.append(Line(group, label, cell))
    return tuple(lines)


def _label(entry: Entry, language: str) -> str:
    return entry.label_zh if language == "zh" else entry.label_en


def _to_table(editions: Sequence[Edition], form: Form, table: str, lines: Sequence[Line], language: str, say: Say) -> str:
    title = _label(form.table(table), language)
    if not lines:
        return f"<p>{escape(say('agency_table_missing'))}</p>"
    heads = "".join(f"<th scope=col>{escape(edition.key)}</th>" for edition in editions)
    body = []
    for group, found in groupby(lines, key=lambda line: line.group):
        body.append("<tbody>")
        if group:
            body.append(f"<tr class=h><th colspan={len(editions) + 1} scope=rowgroup>{escape(group)}</th></tr>")
        for line in found:
            cells = "".join(_to_cell(edition, line.cell, say, has_title=table == "proactive_disclosure") for edition in editions)
            body.append(f"<tr><th scope=row>{escape(line.label)}</th>{cells}</tr>")
        body.append("</tbody>")
    if table == "disputes":  # the form has them in one row: its place once, not fifteen times
        where = "".join(f"<td>{escape(_to_row_place(_of(edition, table), say))}" for edition in editions)
        body.append(f"<tbody class=w><tr><th scope=row>{escape(say('agency_place'))}</th>{where}</tr></tbody>")
    caption = say(f"agency_caption_{table}")
    return (
        _region(title, say) + f"<table class=f><caption>{escape(caption)}</caption><thead><tr>"
        f"<th scope=col>{escape(say('agency_item'))}</th>{heads}</tr></thead>{''.join(body)}</table></div>"
    )


def _region(title: str, say: Say) -> str:
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(say("table_region", title=title))}">'


def _to_year(edition: Edition, form: Form, language: str, say: Say) -> str:
    """The whole requests table of one report, by applicant, with the place of each row in the document."""
    version = edition.report.forms.get("requests", "")
    if not version:
        return ""
    title = say("agency_full", year=edition.key)
    columns = form.columns("requests", version)
    place = escape(say("agency_place"))
    body = []
    for group, found in groupby(form.rows("requests", version), key=lambda row: row.parent):
        body.append("<tbody>")
        if group:
            heading = escape(_label(form.entry("requests", "row", group), language))
            body.append(f"<tr class=h><th colspan={len(columns) + 2} scope=rowgroup>{heading}</th></tr>")
        for row in found:
            ids = [CellId("requests", row.id, column.id) for column in columns]
            cells = "".join(_to_cell(edition, id, say, has_anchor=id.column != "total") for id in ids)
            where = escape(_to_row_place([edition.report.values.get(id) for id in ids], say))
            name = escape(_label(row, language).removeprefix(f"{heading}: ") if group else _label(row, language))
            body.append(f"<tr><th scope=row>{name}</th>{cells}<td>{where}</tr>")
        body.append("</tbody>")
    heads = _to_heads(form, columns, version, language)
    return (
        f"<details class=y><summary>{escape(title)}</summary>{_region(edition.key, say)}"
        f"<table class=f><caption class=g-hidden>{escape(title)}</caption>"
        f"<thead><tr><th scope=col rowspan=2>{escape(say('agency_item'))}</th>{heads[0]}<th scope=col rowspan=2>{place}</th></tr>"
        f"<tr>{heads[1]}</tr></thead>{''.join(body)}</table></div></details>"
    )


def _to_heads(form: Form, columns: Sequence[Entry], version: str, language: str) -> tuple[str, str]:
    """Two lines of column heads: groups of columns over their columns."""
    above: list[str] = []
    below: list[str] = []
    for parent, found in groupby(columns, key=lambda column: column.parent):
        labels = [escape(_label(column, language)) for column in found]
        if parent:
            group = escape(_label(form.entry("requests", "column", parent), language))
            above.append(f"<th scope=colgroup colspan={len(labels)}>{group}</th>")
            below.extend(f"<th scope=col>{label}</th>" for label in labels)
        else:
            above.extend(f"<th scope=col rowspan=2>{label}</th>" for label in labels)
    return "".join(above), "".join(below)


def _to_cell(edition: Edition, id: CellId, say: Say, *, has_anchor: bool = True, has_title: bool = False) -> str:
    """One cell: what was printed, or in a word why there is no number."""
    value = edition.report.values.get(id)
    version = edition.report.forms.get(id.table, "")
    if value is None and version:
        return f"<td class=o>{escape(say('agency_not_on_form'))}"
    status = value.status if value is not None else "missing"
    classes = [MARKS[status]] if status in MARKS else []
    text = escape(_to_text(value, say))
    if id in edition.marked:
        classes.append("k")
        text = f'<a href="#{edition.marked[id]}" title="{escape(say("agency_see_finding"))}">{text}</a>'
    attributes = f" id={anchor(id, edition.key)}" if has_anchor else ""
    if classes:
        attributes += f" class={classes[0]}" if len(classes) == 1 else f' class="{" ".join(classes)}"'
    if has_title and value is not None and value.place is not None:
        attributes += f' title="{escape(to_place(value.place, say))}"'
    return f"<td{attributes}>{text}"


def _to_text(value: Value | None, say: Say) -> str:
    """What stands in the cell: the printed text itself wherever there is one."""
    if value is None:
        return say("status_missing")
    raw = " ".join((value.raw or "").split())
    shown = raw if len(raw) <= LONGEST_RAW else raw[:LONGEST_RAW] + "…"
    if value.status == "reported":
        text = shown or f"{value.number:f}"
        return f"{text} [{value.note}]" if value.note and value.note not in raw else text
    if value.status == "not_applicable":
        return shown
    word = say(f"status_{value.status}")
    return f"{word}：{shown}" if value.status == "unreadable" and shown else word


def to_place(place: Place, say: Say) -> str:
    """Where a cell was printed, for people."""
    if place.page is None:
        return say("agency_place_grid", grid=place.grid, row=place.row, column=place.column)
    return say("agency_place_page", page=place.page, row=place.row, column=place.column)


def _of(edition: Edition, table: str) -> list[Value | None]:
    return [value for cell, value in edition.report.values.items() if cell.table == table]


def _to_row_place(values: Sequence[Value | None], say: Say) -> str:
    """Where a row was printed: all of its cells on one line of one page, or else every page."""
    places = sorted(
        {(v.place.page, v.place.grid, v.place.row) for v in values if v is not None and v.place is not None},
        key=lambda place: (place[0] or 0, *place[1:]),
    )
    return say("agency_separator").join(dict.fromkeys(_to_short_place(*place, say) for place in places))


def _to_short_place(page: int | None, grid: int, row: int, say: Say) -> str:
    return say("agency_row_page", page=page, row=row) if page is not None else say("agency_row_grid", grid=grid, row=row)


def pages_of(report: Report, table: str) -> Iterator[int]:
    """The pages that a table's cells were printed on, in order."""
    yield from sorted({v.place.page for v in report.values.values() if v.cell.table == table and v.place and v.place.page})
