"""The tables of the form as HTML: of a body, every year side by side, and of one report, whole.

In: a body's editions (a report and the key of its year), the form, wording. Out: HTML on one line a table, every text escaped. Not its business:
what else stands on the page. Written by hand and not by a template: a body with seven years has 1,400 cells, and a page a budget of bytes.
So a cell has no end tag, which HTML does without, and no quotes around an id, which has nothing in it that would need them; and on a body's
page only the cells of the newest years have their addresses written out. Those of older years stand there bare: the page's script gives them
their addresses from the row and column that they stand in (content/assets/cells.js); a reader without it finds them on the page of their report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from gongkai.form import Entry, Form
from gongkai.model import CellId, Place, Report, Value
from gongkai.series import load as load_series

Say = Callable[..., str]

LONGEST_RAW = 60
"""Longer than any number: what is printed in a cell that is no number is cut here; the data files have it whole."""

WITH_PLACES = '"f p"'
"""the classes of a table whose last column says where its lines were printed"""

LIST = "statistics"
"""the one table that has a row for every number"""

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
class Layout:
    """What a body's page holds of its years, by their keys; everything else is on the pages of the years.

    shown: the columns, side by side. addressed: those whose cells have their addresses in the page as it is. whole: those whose whole table of
    requests, by applicant, is there as well. listed: the anchors of the findings that are told there.
    has_lists: whether a list of many rows is whole.
    """

    shown: tuple[str, ...]
    addressed: frozenset[str]
    whole: frozenset[str]
    listed: frozenset[str]
    has_lists: bool = True

    def to_link(self, cell: CellId, key: str) -> str:
        """The way from the body's page to a number that leads there without a script too."""
        is_here = key in (self.whole if cell.table == "requests" and cell.column != "total" else self.addressed)
        return f"#{anchor(cell, key)}" if is_here else f"{key}/#{anchor(cell, key)}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as shown: its label, its group's label, and the cell that it shows for every year."""

    group: str
    label: str
    cell: CellId


def anchor(cell: CellId, key: str) -> str:
    """The address of a number on its body's page."""
    return f"{cell.table}-{cell.row}-{cell.column}-{key}"


def to_tables(editions: Sequence[Edition], layout: Layout, form: Form, language: str, say: Say) -> dict[str, str]:
    """Return table id → HTML: all years side by side; requests as totals, and as "years" a whole table of requests a year, folded away."""
    shown = [edition for edition in editions if edition.key in layout.shown]
    tables = {}
    for table in form.tables:
        own = [edition for edition in shown if has_table(edition.report, table, form)]  # years of another form have no column in it
        if own or not shown:
            lines = to_lines(own, form, table, language)
            lines = lines if layout.has_lists or table != LIST else tuple(line for line in lines if _is_main(line.cell, form))
            tables[table] = _to_table(own, layout, form, table, lines, language, say)
    tables["years"] = "".join(_to_fold(edition, layout, form, language, say) for edition in reversed(editions))
    return tables


def to_whole_tables(edition: Edition, form: Form, language: str, say: Say) -> dict[str, str]:
    """Return table id → HTML of one report: every cell with its address and, in a column of its own, its place in the document."""
    layout = Layout((edition.key,), frozenset([edition.key]), frozenset([edition.key]), frozenset(edition.marked.values()))
    return {
        table: _to_whole_requests(edition, layout, form, language, say, has_totals=True) if table == "requests" and edition.report.forms.get(table)
        else _to_table([edition], layout, form, table, to_lines([edition], form, table, language), language, say, is_alone=True)
        for table in form.tables if has_table(edition.report, table, form)
    }


def _is_main(cell: CellId, form: Form) -> bool:
    """Whether a row of the list is one that tells most: a sum, what goes on after 2018, a section of its own, the first of a section."""
    row = form.entry(cell.table, "row", cell.row)
    above = form.entry(cell.table, "row", row.parent) if row.parent else None
    is_first = above is not None and not above.type and not above.parent and next(
        e.id for e in form.entries if (e.table, e.axis, e.parent) == (cell.table, "row", above.id)) == row.id
    return bool(row.relations) or not row.parent or is_first or any(cell in series.cells for series in load_series())


def has_table(report: Report, table: str, form: Form) -> bool:
    """Whether a table is in a report, or on the form that a report on that year is set in."""
    return bool(report.forms.get(table)) or table in form.tables_for(report.year, report.forms)


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
        above = row.parent
        while above and form.entry(table, "row", above).type:  # a row with a number is a line, and no heading
            above = form.entry(table, "row", above).parent
        group = _label(form.entry(table, "row", above), language) if above else ""
        label = _label(row, language).removeprefix(f"{group}: ")
        if table == "proactive_disclosure":
            column = form.column_of(cell)
            unit = f"（{column.unit}）" if language == "zh" and column.unit not in ("", "万元") else ""
            label = f"{label} · {_label(column, language)}{unit}"
        elif table == "statistics":
            label = f"{label}（{row.unit}）" if language == "zh" else label
        elif table == "disputes":
            group, label = (f"{group} · {label}" if group else label), _label(form.column_of(cell), language)
        lines.append(Line(group, label, cell))
    return tuple(lines)


def _label(entry: Entry, language: str) -> str:
    return entry.label_zh if language == "zh" else entry.label_en


def _to_table(
    editions: Sequence[Edition], layout: Layout, form: Form, table: str, lines: Sequence[Line], language: str, say: Say, *, is_alone: bool = False
) -> str:
    title = _label(form.table(table), language)
    if not lines:
        return f"<p>{escape(say('agency_table_missing'))}</p>"
    has_places = is_alone and table != "disputes"
    body = []
    for group, found in groupby(lines, key=lambda line: line.group):
        body.append("<tbody>")
        if group:
            body.append(f"<tr class=h><th scope=rowgroup>{escape(group)}</th></tr>")
        for line in found:
            has_titles = not has_places and table in ("proactive_disclosure", "statistics")
            cells = "".join(_to_line(editions, layout, line.cell, form, say, has_titles=has_titles))
            if has_places:
                cells += f"<td>{escape(_to_row_place([editions[0].report.values.get(line.cell)], say))}"
            body.append(f"<tr><th scope=row>{escape(line.label)}</th>{cells}</tr>")
        body.append("</tbody>")
    if table == "disputes":  # the form has them in one row: its place once, not fifteen times
        where = "".join(f"<td>{escape(_to_row_place(_of(edition, table), say))}" for edition in editions)
        body.append(f"<tbody class=w><tr><th scope=row>{escape(say('agency_place'))}</th>{where}</tr></tbody>")
    caption = title if is_alone else say(f"agency_caption_{table}")
    note = "" if is_alone or table == "proactive_disclosure" else f"<p class=why>{escape(say(f'agency_note_{table}'))}</p>"
    if table == LIST and not is_alone and not layout.has_lists:
        note += f"<p>{escape(say('agency_note_main_rows'))}</p>"
    heads = "".join(f"<th scope=col>{_to_year_head(edition.key, is_alone)}</th>" for edition in editions)
    if has_places:
        heads += f"<th scope=col>{escape(say('agency_place'))}</th>"
    kind = WITH_PLACES if has_places else "f"
    return (
        f"{note}{_region(title, say)}<table class={kind}><caption class=g-hidden>{escape(caption)}</caption>"
        f"<thead><tr><th scope=col>{escape(say('agency_item'))}</th>{heads}</tr>{'' if is_alone else _to_form_heads(editions, table, say)}</thead>"
        f"{''.join(body)}</table></div>"
    )


def _to_form_heads(editions: Sequence[Edition], table: str, say: Say) -> str:
    """A second line of heads where the years are on several versions: which is which."""
    runs = [(version, len(list(found))) for version, found in groupby(edition.report.forms.get(table, "") for edition in editions)]
    if len(runs) < 2:
        return ""
    cells = "".join(f"<th{f' colspan={width}' if width > 1 else ''}>{escape(version or say('status_missing'))}</th>" for version, width in runs)
    return f"<tr class=v><th>{escape(say('agency_form'))}</th>{cells}</tr>"


def _to_year_head(key: str, is_alone: bool) -> str:
    """A year over its column, with the way to its own page where that is another one."""
    return escape(key) if is_alone else f'<a href="{escape(key)}/">{escape(key)}</a>'


def _to_line(editions: Sequence[Edition], layout: Layout, cell: CellId, form: Form, say: Say, *, has_titles: bool) -> Iterator[str]:
    """The cells of a line. One of them at least has its address written out: from it the script makes the others'."""
    there = [e.key for e in editions if cell in e.report.values or (not e.report.forms.get(cell.table) and has_table(e.report, cell.table, form))]
    written = layout.addressed.intersection(there) or set(there[-1:])
    for key, some in groupby(editions, key=lambda e: e.key if e.key in there else ""):
        found = list(some)
        if not key:  # years whose form lacks the cell say so together
            span = f" colspan={len(found)}" if len(found) > 1 else ""
            yield f"<td class=o{span}>{escape(say('agency_not_on_form'))}"
        elif key in written:
            yield _to_cell(found[0], cell, layout, say, has_title=has_titles)
        else:
            yield _to_cell(found[0], cell, None, say, has_anchor=False)


def _region(title: str, say: Say) -> str:
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(say("table_region", title=title))}">'


def _to_fold(edition: Edition, layout: Layout, form: Form, language: str, say: Say) -> str:
    """The whole requests table of one report, folded away: as it is, or the way to it, from where the page's script fetches it."""
    if not edition.report.forms.get("requests", ""):
        return ""
    key, title = escape(edition.key), escape(say("agency_full", year=edition.key))
    if edition.key in layout.whole:
        return f"<details class=y><summary>{title}</summary>{_to_whole_requests(edition, layout, form, language, say)}</details>"
    there = escape(say("agency_full_there", year=edition.key))
    return f'<details class=y data-key="{key}"><summary>{title}</summary><p><a href="{key}/#requests">{there}</a></p></details>'


def _to_whole_requests(edition: Edition, layout: Layout, form: Form, language: str, say: Say, *, has_totals: bool = False) -> str:
    """The whole requests table of one report, by applicant, with the place of each row in the document.

    has_totals: the totals have their addresses here; on a body's page they have them in the table of all years.
    """
    version = edition.report.forms["requests"]
    columns = form.columns("requests", version)
    place = escape(say("agency_place"))
    body = []
    for group, found in groupby(form.rows("requests", version), key=lambda row: row.parent):
        body.append("<tbody>")
        if group:
            heading = escape(_label(form.entry("requests", "row", group), language))
            body.append(f"<tr class=h><th scope=rowgroup>{heading}</th></tr>")
        for row in found:
            ids = [CellId("requests", row.id, column.id) for column in columns]
            cells = "".join(_to_cell(edition, id, layout, say, has_anchor=has_totals or id.column != "total") for id in ids)
            where = escape(_to_row_place([edition.report.values.get(id) for id in ids], say))
            name = escape(_label(row, language).removeprefix(f"{heading}: ") if group else _label(row, language))
            body.append(f"<tr><th scope=row>{name}</th>{cells}<td>{where}</tr>")
        body.append("</tbody>")
    heads = _to_heads(form, columns, version, language)
    return (
        f"{_region(edition.key, say)}<table class={WITH_PLACES}><caption class=g-hidden>{escape(say('agency_full', year=edition.key))}</caption>"
        f"<thead><tr><th scope=col rowspan=2>{escape(say('agency_item'))}</th>{heads[0]}<th scope=col rowspan=2>{place}</th></tr>"
        f"<tr>{heads[1]}</tr></thead>{''.join(body)}</table></div>"
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


def _to_cell(edition: Edition, id: CellId, layout: Layout | None, say: Say, *, has_anchor: bool = True, has_title: bool = False) -> str:
    """One cell: what was printed, or in a word why there is no number. layout: None where there is no room for the way to its finding."""
    value = edition.report.values.get(id)
    version = edition.report.forms.get(id.table, "")
    if value is None and version:
        return f"<td class=o>{escape(say('agency_not_on_form'))}"
    status = value.status if value is not None else "missing"
    classes = [MARKS[status]] if status in MARKS else []
    text = escape(_to_text(value, say))
    finding = edition.marked.get(id)
    if finding:
        classes.append("k")
    if finding and layout is not None:
        way = f"#{finding}" if finding in layout.listed else f"{edition.key}/#{finding}"
        text = f'<a href="{escape(way)}" title="{escape(say("agency_see_finding"))}">{text}</a>'
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
