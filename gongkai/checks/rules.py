"""Report (and last year's) → checks: every relation of the form tried, every rule that did not hold.

In: a Report, the same body's report of the year before or None, the Form. Out: Checks.
Not its business: mending. Nothing here changes a value; what does not add up is told with both numbers and whose fault it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache

from gongkai.checks import catalogue, claims, formalities, narrative, quotations
from gongkai.form import Form
from gongkai.messages import to_chinese
from gongkai.model import NO_UNIT, OBJECT, UNKNOWN_SUM, CellId, Check, Relation, Remark, Report, Value

_USUAL_UNITS = ("元", "万元", "亿元")
_ADDED = ("row-added", "line-not-understood")
"""remarks on what stands among the parts of a sum and is no row of the form"""
_NOT_READ = ("ambiguous", "unreadable", "missing")
_MOST_APART = 2
"""rows missing from a table that are told one by one; of more there is one line"""
_MOST_LISTED = 12


def check(report: Report, last: Report | None, form: Form) -> tuple[Check, ...]:
    """Try every relation and rule on a report."""
    twin = quotations.to_twin(report)
    told = (*narrative.check(twin, form), *formalities.check(twin, form), *claims.check(twin, form))
    return (
        *_check_identity(report), *_check_tables(report, form), *_check_remarks(report, form),
        *_check_cells(report, form), *_check_relations(report, last, form),
        *quotations.quote_as_printed(told, report, twin),
    )


# --- relations ------------------------------------------------------------------------------------------------------


def _check_relations(report: Report, last: Report | None, form: Form) -> Iterator[Check]:
    added_to = {remark.cell for remark in report.remarks if remark.code in _ADDED}
    for table, version in report.forms.items():
        for relation in _relations_of(form, table, version) if version else ():
            check = evaluate(relation, report, last, form)
            if relation.total in added_to:
                yield from _check_beside_added(check, relation, report, form)
            else:
                yield check


@cache
def _relations_of(form: Form, table: str, version: str) -> tuple[Relation, ...]:
    return tuple(relation for relation in form.relations(version) if relation.total.table == table)


def _check_beside_added(check: Check, relation: Relation, report: Report, form: Form) -> Iterator[Check]:
    """A sum with rows or lines among its parts that the form lacks: it says nothing of the report but where it comes out, with them or without."""
    added = [remark for remark in report.remarks if remark.code in _ADDED and remark.cell == relation.total]
    if check.outcome in ("holds", "holds_if_blank_is_zero", "not_stated"):
        yield check
        return
    total = report.values[relation.total].number
    parts = {term.cell for term in relation.terms}
    of_parts = {remark.text for remark in report.remarks if remark.code in _ADDED and remark.cell in parts}
    own = [remark for remark in added if remark.text not in of_parts]
    is_told = bool(own) and check.computed != "" and all(remark.number is not None for remark in own)
    closes = is_told and total == Decimal(check.computed) + sum((remark.number or Decimal(0) for remark in own), Decimal(0))
    if closes and not relation.is_bound:
        yield Check(relation.id, report.report_id, "holds", cell=relation.total, printed=check.printed, computed=check.computed, place=check.place)
    for remark in own if closes else added:
        yield _tell_remark(remark, report, form, "row-added-counts" if closes else remark.code)


def evaluate(relation: Relation, report: Report, last: Report | None, form: Form) -> Check:
    """Hold one relation against the printed cells. Blanks count as zero only to see whether that closes the sum; they stay blank."""
    total = report.values.get(relation.total)
    terms: list[tuple[int, Value]] = []
    computed = Decimal(0)
    for term in relation.terms:
        source = last if term.last_year else report
        value = source.values.get(term.cell) if source else None
        if value is None or (term.last_year and value.status == "missing"):
            return Check(relation.id, report.report_id, "not_applicable", cell=relation.total)
        terms.append((term.sign, value))
        if value.number:
            computed = computed + value.number if term.sign > 0 else computed - value.number
    if total is None:
        return Check(relation.id, report.report_id, "not_applicable", cell=relation.total)
    outcome, code = _to_outcome(relation, total, terms, computed)
    if code == "relation-differs-blank" and any(_is_left_to_the_reader(v, report) for _, v in terms):
        code = "relation-undetermined-blank"
    if not code:
        # a sum of those parts that happen to be printed is no number that the relation gives
        given = _plain(computed) if outcome != "not_stated" or all(v.number is not None for _, v in terms) else ""
        return Check(relation.id, report.report_id, outcome, cell=relation.total, printed=total.raw or "", computed=given, place=total.place)
    return _tell_relation(relation, report, form, total, terms, computed, outcome, code)


def _is_left_to_the_reader(value: Value, report: Report) -> bool:
    """A blank total in a row that prints parts: quirk Q8, not a zero and nothing left out."""
    if value.number is not None or value.cell.column != "total":
        return False
    return any(v.number for c, v in report.values.items() if (c.table, c.row) == (value.cell.table, value.cell.row))


def _to_outcome(relation: Relation, total: Value, terms: list[tuple[int, Value]], computed: Decimal) -> tuple[str, str]:
    """(outcome, code of the message or "")."""
    statuses = {value.status for _, value in terms}
    if total.status in _NOT_READ or not statuses.isdisjoint(_NOT_READ):
        return "undetermined", "relation-undetermined-reading"
    if total.number is None:
        return "not_stated", ""
    fits = total.number >= computed if relation.is_bound else total.number == computed
    if statuses <= {"reported"}:
        return ("holds", "") if fits else ("broken", "bound-broken" if relation.is_bound else "relation-broken")
    if all(value.number is None for _, value in terms):
        return "undetermined", "relation-undetermined-blank"  # form.md 6a: with no part printed there is nothing to hold the total against
    return ("holds_if_blank_is_zero", "") if fits else ("undetermined", "relation-differs-blank")


def _tell_relation(
    relation: Relation, report: Report, form: Form, total: Value, terms: list[tuple[int, Value]], computed: Decimal, outcome: str, code: str
) -> Check:
    entries = catalogue.load()
    severity, of_kind = entries[code].severity, entries[code].kind
    if outcome == "broken":
        severity, of_kind = form.relation_severities[relation.id] or _default_severity(relation), entries[relation.id].kind
    fields = {"printed": (total.raw or "").strip() or "—", "computed": _plain(computed).replace("-", "−")}
    version = report.forms.get(relation.total.table, "")
    zh, en = (
        fields | {
            "row": _row(form, relation.total, language, version), "column": _column(form, relation.total, language, version),
            "formula": _formula(relation, form, language, version), "unprinted": _unprinted([value for _, value in terms], language),
        }
        for language in ("zh", "en")
    )
    return Check(
        relation.id, report.report_id, outcome, severity, entries[code].about, relation.total,
        (total.raw or "").strip(), "" if outcome == "undetermined" else _plain(computed),
        entries[code].zh.format(**zh), entries[code].en.format(**en), total.place, of_kind,
    )


def _unprinted(values: Sequence[Value], language: str) -> str:
    """What stands in the cells without a number: nothing, or what the report prints for it."""
    is_blank = any(value.status == "blank" for value in values)
    printed = dict.fromkeys(_short(value.raw) or "—" for value in values if value.status == "not_applicable")
    if language == "zh":
        words = ["空着的"] * is_blank + ["印着" + "".join(f"“{raw}”" for raw in printed) + "的"] * bool(printed)
        return "、".join(words) + "格子"
    return " or ".join(["are blank"] * is_blank + ["print " + ", ".join(f"“{raw}”" for raw in printed)] * bool(printed))


def _default_severity(relation: Relation) -> str:
    """Within a report: error. Across years: error on the total only, since single applicants may be filed anew (form.md 6b)."""
    if any(t.last_year for t in relation.terms):
        return "error" if relation.total.column == "total" else "warning"
    return "error"


def _formula(relation: Relation, form: Form, language: str, version: str) -> str:
    """The relation in words; a long sum by its name."""
    if len(relation.terms) > 6:
        return ("各项办理结果之和" if language == "zh" else "the sum of the outcomes") if relation.id == "T3-SUM" else (
            "各项之和" if language == "zh" else "the sum of its parts")
    words = []
    for i, term in enumerate(relation.terms):
        same_row = term.cell.row == relation.total.row
        name = _column(form, term.cell, language, version) if same_row else _row(form, term.cell, language, version)
        if term.last_year:
            name = f"上年报告的{name}" if language == "zh" else f"last year's {name}"
        sign = "−" if term.sign < 0 else ("" if i == 0 else "+")
        words.append(f"{sign} {name}".strip())
    return " ".join(words)


# --- rules ----------------------------------------------------------------------------------------------------------


def _find(report: Report, code: str, cell: CellId | None = None, value: Value | None = None, /, **fields: object) -> Check:
    entry = catalogue.load()[code]
    outcome = "broken" if entry.about == "report" else "undetermined"
    zh = {k: v[0] if isinstance(v, tuple) else v for k, v in fields.items()}
    en = {k: v[1] if isinstance(v, tuple) else v for k, v in fields.items()}
    return Check(
        code, report.report_id, outcome, entry.severity, entry.about, cell, (value.raw or "").strip() if value else "", "",
        entry.zh.format(**zh), entry.en.format(**en), value.place if value else None, entry.kind,
    )


def _check_identity(report: Report) -> Iterator[Check]:
    sidecar = report.document.name + ".yml"
    if not report.agency.name:
        yield _find(report, "agency-not-named", sidecar=sidecar)
    if report.year is None:
        yield _find(report, "year-not-named", sidecar=sidecar)
    words = {
        "agency": ("机关", "body"), "year": ("年度", "year"), "region": ("所在地区", "region"),
        "sidecar": ("附注文件", "sidecar"), "file name": ("文件名", "file name"), "folder": ("文件夹", "folder"),
    }
    for what, printed, elsewhere, where in report.disagreements:
        if not where:
            yield _find(report, "region-ambiguous" if elsewhere else "region-not-said", name=printed, possible=elsewhere, sidecar=sidecar)
            continue
        yield _find(report, "says-otherwise", what=words[what], printed=printed, elsewhere=elsewhere, where=words[where])
    for left_out in report.sidecar.left_out:
        yield _find(report, "sidecar-left-out", what=(to_chinese(left_out), left_out))
    for trouble in report.document.troubles:
        yield _find(report, "reading-trouble", trouble=(to_chinese(trouble), trouble))


def _check_tables(report: Report, form: Form) -> Iterator[Check]:
    expected = form.version_of(report.year)
    wanted = form.tables_for(report.year, report.forms)
    # the statistical table of 2014 to 2018 was an annex, which is often not in the file; or it was met, and could not be read
    is_met = any(remark.code == "table-missing" for remark in report.remarks)
    if report.year and not is_met and not any(report.forms.values()) and (not expected or wanted == ("statistics",)):
        if not any(remark.code == "table-left-aside" for remark in report.remarks):  # which says of what is there why it is not taken
            yield _find(report, "before-the-form", year=report.year)
        return
    for table in form.tables:
        entry = form.table(table)
        version = report.forms.get(table, "")
        names = {"table": entry.label("zh", version or expected), "table_en": entry.label_en}
        if not version:
            if table in wanted and not is_met:
                yield _find(report, "table-missing", CellId(table, "", ""), None, **names)
            continue
        if table not in wanted and any(report.forms.get(other) for other in wanted):
            continue  # the tables of the year, and one of another form beside them
        if expected and version != expected and set(form.cells(version, table)) != set(form.cells(expected, table)):
            yield _find(report, "form-of-other-year", CellId(table, "", ""), None, year=report.year, form=version, expected=expected, **names)


def _check_remarks(report: Report, form: Form) -> Iterator[Check]:
    """What matching says of its own work: tables left aside, figures that a correction puts in doubt."""
    for remark in report.remarks:
        if remark.code not in _ADDED:  # which say something only of a sum that does not come out
            yield _tell_remark(remark, report, form, remark.code)


def _tell_remark(remark: Remark, report: Report, form: Form, code: str) -> Check:
    entry = form.table(remark.cell.table)
    names = {"table": entry.label("zh", report.forms.get(entry.id, "")), "table_en": entry.label_en}
    return _find(report, code, remark.cell, report.values.get(remark.cell), **names, text=_short(remark.text))


def _check_cells(report: Report, form: Form) -> Iterator[Check]:
    told: set[tuple[str, str, str]] = set()
    rows = {(cell.table, cell.row) for cell, value in report.values.items() if value.status != "missing"}
    listed = set[tuple[str, str]]()
    for table in form.tables:
        lost = _lost_rows(report, table, rows)
        if len(lost) > _MOST_APART:
            listed |= {(table, cell.row) for cell in lost}
            listing = _list_rows(form, lost, report)
            yield _find(report, "rows-missing", CellId(table, "", ""), n=len(lost), rows=listing, **_names(form, lost[0], report))
    for cell, value in report.values.items():
        key = (value.status, cell.table, cell.row)
        if value.status == "missing" and (cell.table, cell.row) in rows:
            block = cell.row if cell.table == "proactive_disclosure" else ""
            if (key := (block, cell.table, cell.column)) not in told:
                told.add(key)
                yield _find(report, "column-missing", CellId(cell.table, block, cell.column), value, **_names(form, cell, report))
        elif value.status in ("ambiguous", "missing"):
            if key not in told and (value.status == "ambiguous" or value.note or (cell.table, cell.row) not in listed):
                told.add(key)
                code = "row-missing" if value.status == "missing" else "sum-unknown" if value.note == UNKNOWN_SUM else "row-ambiguous"
                if value.note == NO_UNIT:
                    code = "amount-without-unit" if _is_seen_in_cells(value, report) else "amount-unit-not-found"
                    yield _find(report, code, cell, value, printed=_short(value.raw), **_names(form, cell, report))
                    continue
                raw, met = (_short(value.raw), "") if value.raw is not None else ("", _short(value.note))
                yield _find(report, code, CellId(cell.table, cell.row, ""), value, raw=raw, met=_met(met), **_names(form, cell, report))
        elif value.status == "unreadable":
            code = "cell-doubtful" if value.is_doubtful else "cell-unreadable"
            raw = _short((value.raw or "").replace(OBJECT, " ")) or "…"
            yield _find(report, code, cell, value, raw=raw, why=catalogue.doubts().get(value.doubt, ("", "")), **_names(form, cell, report))
        elif value.number is not None and _is_no_count(value) and form.column_of(cell).type == "count":
            yield _find(report, "count-not-whole", cell, value, printed=_short(value.raw), **_names(form, cell, report))
        elif value.number and value.unit and form.column_of(cell).type == "money" and value.unit not in _USUAL_UNITS:
            yield _find(report, "amount-in-other-unit", cell, value, printed=_short(value.raw), unit=value.unit, **_names(form, cell, report))
        elif value.number and not value.unit and form.column_of(cell).type == "money":
            yield _find(report, "amount-without-unit", cell, value, printed=_short(value.raw), **_names(form, cell, report))


def _is_seen_in_cells(value: Value, report: Report) -> bool:
    """Whether a value stands in a table whose cells are as printed: of a text whose lines were cut, what is beside it may not be all there is."""
    grids = report.document.grids
    return value.place is not None and 0 < value.place.grid <= len(grids) and grids[value.place.grid - 1].exact


def _lost_rows(report: Report, table: str, rows: Collection[tuple[str, str]]) -> list[CellId]:
    """A cell of each row of a table that is not there, and of which no label was met. rows: those that are there."""
    lost: dict[str, CellId] = {}
    for cell, value in report.values.items():
        if cell.table == table and value.status == "missing" and not value.note and (table, cell.row) not in rows:
            lost.setdefault(cell.row, cell)
    return list(lost.values())


def _list_rows(form: Form, cells: Sequence[CellId], report: Report) -> tuple[str, str]:
    """Their names in a line, the first of many."""
    zh, en = ([_row(form, cell, language, report.forms.get(cell.table, "")) for cell in cells[:_MOST_LISTED]] for language in ("zh", "en"))
    return "、".join(zh) + "等" * (len(cells) > _MOST_LISTED), "; ".join([*en, *["…"] * (len(cells) > _MOST_LISTED)])


def _is_no_count(value: Value) -> bool:
    """Below zero, with a fraction, or printed with a sign: +22 is a change that slipped into a column of counts."""
    number = value.number
    return number is not None and (number < 0 or number != number.to_integral_value() or (value.raw or "").lstrip().startswith(("+", "＋")))


def _met(label: str) -> tuple[str, str]:
    """A label that the form does not know, met where a row is missing: what an alias needs."""
    return (f"那里印的是“{label}”。", f" There stands “{label}”.") if label else ("", "")


# --- words ----------------------------------------------------------------------------------------------------------


def _names(form: Form, cell: CellId, report: Report) -> dict[str, str]:
    """What a cell is called, as the version prints it that its table is of."""
    table, version = form.table(cell.table), report.forms.get(cell.table, "")
    return {
        "table": table.label("zh", version), "table_en": table.label("en"),
        "row": _row(form, cell, "zh", version), "row_en": _row(form, cell, "en", version),
        "column": _column(form, cell, "zh", version), "column_en": _column(form, cell, "en", version),
    }


def _row(form: Form, cell: CellId, language: str, version: str) -> str:
    return form.entry(cell.table, "row", cell.row).label(language, version)


def _column(form: Form, cell: CellId, language: str, version: str) -> str:
    return form.column_of(cell).label(language, version)


@lru_cache(maxsize=20_000)
def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


def _short(text: str | None) -> str:
    text = " ".join((text or "").split())
    return text if len(text) <= 60 else text[:57] + "…"
