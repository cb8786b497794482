"""The tables of the form as HTML: of a body, every year side by side, and of one report, whole.

In: a body's editions (a report and the key of its year), the form, wording. Out: HTML on one line a table, every text escaped. Not its business:
what else stands on the page. Written by hand and not by a template: a body with seven years has 1,400 cells. All that does not depend on a report
(labels, heads, which cells a line holds) is put together once a version and language; a report's cells are filled in between.

A cell has no end tag, which HTML does without, no quotes around an id, which has nothing in it that would need them, and an address of its own only
where a page leads to it: of the others the page's script tells the address from where they stand (content/assets/cells.js).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from html import escape
from itertools import groupby

from gongkai.addresses import to_anchor
from gongkai.form import Entry, Form
from gongkai.model import CellId, Report, Value
from gongkai.pages.body.cells import Places, Say, to_cell, to_places, to_plain_cell, to_row_place, to_short_places, words
from gongkai.pages.body.gaps import Gap, with_gaps
from gongkai.pages.body.labels import Label, Line, to_column_label, to_group, to_line, to_row_label
from gongkai.pages.template import LANGUAGES
from gongkai.pages.template import say as say_in

_NONE = "<td class=z>"
"""the cell of a year without a report; the head over it says so"""

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

    addressed: those whose cells have their addresses in the page as it is. listed: the anchors of the findings that are told there.
    """

    addressed: frozenset[str]
    listed: frozenset[str]

    def to_link(self, cell: CellId, key: str) -> str:
        """The way from the body's page to a number that leads there without a script too."""
        is_here = key in self.addressed and (cell.table != "requests" or cell.column == "total")
        return f"#{to_anchor(cell, key)}" if is_here else f"{key}/#{to_anchor(cell, key)}"

    def to_finding(self, finding: str, key: str) -> str:
        return f"#{finding}" if finding in self.listed else f"{key}/#{finding}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a whole table, but for its figures. before: what opens it, a heading over it and its label. cells: of the form, in their order.

    after: what stands between the figures and the place of the row.
    """

    before: str
    cells: tuple[CellId, ...]
    after: str = ""


def has_table(report: Report, table: str, form: Form) -> bool:
    """Whether a table is in a report, or on the form that a report on that year is set in."""
    return bool(report.forms.get(table)) or table in form.tables_for(report.year, report.forms)


# --- all years side by side --------------------------------------------------------------------------------------------------------


def to_tables(editions: Sequence[Edition], layout: Layout, form: Form, language: str, known: Collection[int] = ()) -> dict[str, str]:
    """Return table id → HTML: all years side by side; requests as totals, and as "years" the way to the whole table of requests of each year.

    known: the years of all reports. Between two years of a table those without figures have a column that says so.
    """
    shown = {edition.report.year for edition in editions if edition.report.year is not None}
    tables = {}
    for table in form.tables:
        own = [edition for edition in editions if has_table(edition.report, table, form)]  # years of another form have no column in it
        if own or not editions:
            columns: list[Edition | Gap] = with_gaps(own, _to_year_of, shown, known)
            tables[table] = _to_years(columns, layout, form, table, language)
    say = partial(say_in, language)
    tables["years"] = "".join(_to_fold(edition, say) for edition in reversed(editions) if edition.report.forms.get("requests"))
    return tables


def _to_year_of(edition: Edition) -> int | None:
    return edition.report.year


def to_lines(editions: Sequence[Edition], form: Form, table: str, language: str) -> tuple[Line, ...]:
    """The rows of a table over all versions in use, in the form's order; of requests the total column only."""
    versions = frozenset(str(version) for edition in editions if (version := edition.report.forms.get(table)))
    used = {cell for version in versions for cell in form.cells(version, table)}
    others = frozenset(cell for edition in editions for cell in edition.report.values if cell.table == table and cell not in used)
    return _to_lines(form, table, versions, others, language)


@cache
def _to_lines(form: Form, table: str, versions: frozenset[str], others: frozenset[CellId], language: str) -> tuple[Line, ...]:
    used = {cell for version in versions for cell in form.cells(version, table)} | others
    in_order = tuple(version for version in form.versions if version in versions)
    return tuple(
        to_line(form, cell, language, in_order) for cell in form.all_cells if cell in used and (table != "requests" or cell.column == "total")
    )


def to_title(reports: Iterable[Report], form: Form, table: str, language: str) -> str:
    """What a table is called, as the newest version that one of the reports has it on prints it."""
    used = {report.forms.get(table, "") for report in reports}
    return form.table(table).label(language, next((version for version in reversed(form.versions) if version in used), ""))


def _name(label: Label) -> str:
    """A label as HTML, with what older versions print in its place."""
    return escape(label.text) + "".join(f"<small>{escape(version)}：{escape(name)}</small>" for version, name in label.former)


def _to_years(columns: Sequence[Edition | Gap], layout: Layout, form: Form, table: str, language: str) -> str:
    say = partial(say_in, language)
    editions = [column for column in columns if not isinstance(column, Gap)]
    lines = to_lines(editions, form, table, language)
    if not lines:
        return f"<p>{escape(say('agency_table_missing'))}</p>"
    has = {edition.key: has_table(edition.report, table, form) and not edition.report.forms.get(table) for edition in editions}
    body = []
    for group, found in groupby(lines, key=lambda line: line.group):
        body.append(f"<tbody><tr class=h><th scope=rowgroup>{_name(group)}" if group.text else "<tbody>")
        for line in found:
            body.append(f"<tr><th scope=row>{_name(line.label)}")
            body.extend(_to_year_cells(columns, layout, line.cell, has, form, language))
    if table == "disputes":  # the form has them in one row: its place once, not fifteen times
        where = "".join(_NONE if isinstance(column, Gap) else f"<td>{to_row_place(_of(column, table), language)}" for column in columns)
        body.append(f"<tbody class=w><tr><th scope=row>{escape(say('agency_place'))}{where}")
    note = "" if table == "proactive_disclosure" else f"<p class=why>{escape(say(f'agency_note_{table}'))}</p>"
    heads = "".join(
        f"<th scope=col class=z>{column.years}<small>{escape(say(column.wording))}</small>" if isinstance(column, Gap)
        else f'<th scope=col><a href="{escape(column.key)}/">{escape(column.key)}</a>'
        for column in columns
    )
    title = to_title((edition.report for edition in editions), form, table, language)
    return (
        f"{note}{_region(title, say)}<table class=f><caption class=g-hidden>{escape(say(f'agency_caption_{table}'))}</caption>"
        f"<thead><tr><th scope=col>{escape(say('agency_item'))}{heads}{_to_form_heads(columns, table, say)}{''.join(body)}</table></div>"
    )


def _to_form_heads(columns: Sequence[Edition | Gap], table: str, say: Say) -> str:
    """A second line of heads where the years are on several versions: which is which."""
    versions = [None if isinstance(column, Gap) else column.report.forms.get(table, "") for column in columns]
    if len(set(versions) - {None}) < 2:
        return ""
    cells = "".join(
        _NONE if version is None
        else f"<th scope={f'colgroup colspan={width}' if width > 1 else 'col'}>{escape(version or say('status_missing'))}"
        for version, width in ((version, len(list(found))) for version, found in groupby(versions))
    )
    return f"<tr class=v><th scope=row>{escape(say('agency_form'))}{cells}"


def _to_year_cells(
    columns: Sequence[Edition | Gap], layout: Layout, cell: CellId, is_missing: Mapping[str, bool], form: Form, language: str
) -> Iterator[str]:
    """The cells of a line. One of them at least has its address written out: from it the script makes the others'."""
    there = [c.key for c in columns if not isinstance(c, Gap) and (cell in c.report.values or is_missing[c.key])]
    written = layout.addressed.intersection(there) or set(there[-1:])
    for (key, is_gap), some in groupby(columns, key=lambda c: ("", True) if isinstance(c, Gap) else (c.key if c.key in there else "", False)):
        if is_gap:
            yield _NONE * len(list(some))
        elif not key:  # years whose form lacks the cell say so together
            length = len(list(some))
            yield f"<td class=o{f' colspan={length}' if length > 1 else ''}>{words(language)['o']}"
        else:
            [edition] = (column for column in some if not isinstance(column, Gap))
            finding = edition.marked.get(cell)
            link = layout.to_finding(finding, key) if finding and key in layout.addressed else ""
            yield to_cell(edition.report.values.get(cell), form, language, link, bool(finding), to_anchor(cell, key) if key in written else "")


def _to_fold(edition: Edition, say: Say) -> str:
    """The way to the whole requests table of one report; the page's script fetches it from there when it is unfolded."""
    key, there = escape(edition.key), escape(say("agency_full_there", year=edition.key))
    return (
        f'<details class=y data-key="{key}"><summary>{escape(say("agency_full", year=edition.key))}</summary>'
        f'<p><a href="{key}/#requests">{there}</a></p></details>'
    )


# --- one report, whole -----------------------------------------------------------------------------------------------------------


def to_whole_tables(edition: Edition, written: Collection[CellId], form: Form, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return language → table id → HTML of one report, in the shape of the form, with the place of each row in the document at its end.

    written: the cells that have their addresses in the page as it is, since pages lead to them.
    """
    found: dict[str, dict[str, str]] = {language: {} for language in languages}
    for table in form.tables:
        if has_table(edition.report, table, form):
            plain = list(_to_plain_rows(edition, written, form, table))
            for language in languages:
                found[language][table] = _to_whole(edition, written, form, table, language, plain)
    return found


def _to_plain_rows(edition: Edition, written: Collection[CellId], form: Form, table: str) -> Iterator[tuple[list[str], Places]]:
    """Of every row of a whole table its cells, as far as they are the same in every language, and where it was printed; "" for a cell with words."""
    if not edition.report.forms.get(table):
        return
    values, marked = edition.report.values, edition.marked
    _, rows = _to_skeleton(form, table, edition.report.forms[table], LANGUAGES[0])
    for row in rows:
        own = [values.get(cell) for cell in row.cells]
        cells = [
            "" if value is None or cell in marked or cell in written else to_plain_cell(value, form)
            for cell, value in zip(row.cells, own, strict=True)
        ]
        yield cells, to_places(own)


def _to_whole(
    edition: Edition, written: Collection[CellId], form: Form, table: str, language: str, plain: Sequence[tuple[Sequence[str], Places]]
) -> str:
    version = edition.report.forms.get(table, "")
    if not version:
        return f"<p>{escape(say_in(language, 'agency_table_missing'))}</p>"
    head, rows = _to_skeleton(form, table, version, language)
    values, marked, key = edition.report.values, edition.marked, edition.key
    parts = [head]
    for row, (cells, places) in zip(rows, plain, strict=True):
        parts.append(row.before)
        for cell, shown in zip(row.cells, cells, strict=True):
            if shown:
                parts.append(shown)
            elif (value := values.get(cell)) is None:
                parts.append(f"<td class=o>{words(language)['o']}")
            else:
                finding = marked.get(cell, "")
                address = to_anchor(cell, key) if cell in written else ""
                parts.append(to_cell(value, form, language, finding and f"#{finding}", bool(finding), address))
        parts.append(f"{row.after}<td>{to_short_places(places, language)}")
    parts.extend(_to_others(edition, form, table, version, language))
    parts.append("</table></div>")
    return "".join(parts)


def _to_others(edition: Edition, form: Form, table: str, version: str, language: str) -> Iterator[str]:
    """What the report has and the version of its table has not: a line each, with its address."""
    known = _cells_of(form, version, table)
    for cell, value in edition.report.values.items():
        if cell not in known and cell.table == table:
            label = escape(f"{form.entry(table, 'row', cell.row).label(language, version)} · {form.column_of(cell).label(language, version)}")
            shown = to_cell(value, form, language, "", False, to_anchor(cell, edition.key))
            yield f"<tbody class=x><tr><th scope=row>{label}{shown}<td>{to_row_place([value], language)}"


@cache
def _cells_of(form: Form, version: str, table: str) -> frozenset[CellId]:
    return frozenset(form.cells(version, table))


@cache
def _to_skeleton(form: Form, table: str, version: str, language: str) -> tuple[str, tuple[Row, ...]]:
    """What stands before the rows of a whole table, and its rows. A block of the form whose columns are its own has their heads over its rows."""
    say = partial(say_in, language)
    title = escape(form.table(table).label(language, version))
    columns = form.columns(table, version)
    own = {row.id: form.columns(table, version, row.id) for row in form.rows(table, version)}
    is_one_block = all(len(own[id]) == len(columns) for id in own)
    widest = max((len(found) for found in own.values()), default=0)
    item, place = f"<th scope=col{{over}}>{escape(say('agency_item'))}", f"<th scope=col{{over}}>{escape(say('agency_place'))}"
    if is_one_block:
        above, below = _to_heads(form, table, columns, language, version)
        over = " rowspan=2" if below else ""
        heads = f"<tr>{item.format(over=over)}{above}{place.format(over=over)}" + (f"<tr>{below}" if below else "")
    else:
        heads = f"<tr>{item.format(over='')}<td colspan={widest}>{place.format(over='')}"
    start = (
        f"{_region(title, say)}<table class=\"f p\" data-version={escape(version)}><caption class=g-hidden>{title}</caption><thead>{heads}"
    )
    rows = []
    for (heading, _), found in groupby(form.rows(table, version), key=lambda row: (to_group(form, row), is_one_block or own[row.id])):
        group = heading.label(language, version) if heading else ""
        opening = f"<tbody><tr class=h><th scope=rowgroup>{escape(group)}" if group else "<tbody>"
        for at, row in enumerate(found):
            cells = tuple(CellId(table, row.id, column.id) for column in own[row.id])
            if not is_one_block and at == 0:
                opening += "".join(f"<th scope=col>{escape(to_column_label(form, cell, language, version))}" for cell in cells)
            label = to_row_label(row, group, language, version)
            missing = widest - len(cells)
            rows.append(Row(
                f"{opening if at == 0 else ''}<tr><th scope=row>{escape(label)}", cells,
                f"<td class=e{f' colspan={missing}' if missing > 1 else ''}>" if missing else "",
            ))
    return start, tuple(rows)


def _to_heads(form: Form, table: str, columns: Sequence[Entry], language: str, version: str) -> tuple[str, str]:
    """Two lines of column heads: groups of columns over their columns; the second is "" where there are no groups."""
    above: list[str] = []
    below: list[str] = []
    has_groups = any(form.entry(table, "column", column.parent) for column in columns if column.parent)
    for parent, found in groupby(columns, key=lambda column: column.parent):
        labels = [escape(column.label(language, version)) for column in found]
        if parent:
            group = escape(form.entry(table, "column", parent).label(language, version))
            above.append(f"<th scope=colgroup colspan={len(labels)}>{group}")
            below.extend(f"<th scope=col>{label}" for label in labels)
        else:
            above.extend(f"<th scope=col{' rowspan=2' if has_groups else ''}>{label}" for label in labels)
    return "".join(above), "".join(below)


def _region(title: str, say: Say) -> str:
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(say("table_region", title=title))}">'


def _of(edition: Edition, table: str) -> list[Value | None]:
    return [value for cell, value in edition.report.values.items() if cell.table == table]


def pages_of(report: Report, table: str) -> Iterator[int]:
    """The pages that a table's cells were printed on, in order."""
    yield from sorted({v.place.page for v in report.values.values() if v.cell.table == table and v.place and v.place.page})
