"""How well a corpus was read: cell by cell against the truth.

In: a Made and the Reading of its file. Out: a Score; sums of Scores as a table. Not its business: making or reading documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from gongkai.form import Form
from gongkai.model import CellId, Check, Reading
from tests.corpus.made import Made, Truth


@dataclass(slots=True)
class Score:
    """Counts, for one report or summed over many. lines: what went wrong, for a person."""

    reports: int = 0
    whole: int = 0
    cells: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    invented: int = 0
    silent: int = 0
    doubted: int = 0
    years: int = 0
    bodies: int = 0
    slips: int = 0
    flagged: int = 0
    false_errors: int = 0
    seconds: float = 0.0
    lines: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for f in fields(self):
            setattr(self, f.name, getattr(self, f.name) + getattr(other, f.name))


def score(made: Made, reading: Reading, seconds: float, form: Form) -> Score:
    result = Score(reports=1, seconds=seconds)
    report = reading.report
    told = [c for c in reading.checks if c.severity in ("error", "warning")]
    for cell, truth in made.cells.items():
        value = report.values.get(cell) if report else None
        status, number = (value.status, value.number) if value else ("missing", None)
        result.cells += 1
        verdict = judge(truth, status, number, cell in made.undecided, cell in made.shaky)
        if value and number is not None and made.units.get(cell, value.unit) not in (value.unit, "") and value.unit:
            verdict = "wrong"
        result.doubted += verdict == "right" and cell in made.shaky and number is None and truth.number is not None
        setattr(result, verdict, getattr(result, verdict) + 1)
        if verdict != "right":
            result.lines.append(f"{verdict}: {cell}: {truth.status} {truth.raw!r}, read as {status} {value.raw if value else ''!r}")
        is_told = any(touches(check, cell, form, made.forms[cell.table]) for check in told)
        if (verdict == "invented" or (verdict == "wrong" and number is not None)) and not is_told:
            result.silent += 1
            result.lines.append(f"silent: {cell}")
    extra = [v for c, v in report.values.items() if c not in made.cells and v.number is not None] if report else []
    result.invented += len(extra)
    result.lines += [f"invented: {v.cell}, which the form of this table lacks: {v.raw!r}" for v in extra]
    _score_identity(result, made, reading)
    _score_checks(result, made, reading, form)
    result.lines.sort(key=lambda line: line.startswith("missing"))  # the worst first
    result.whole = int(result.right == result.cells and not extra)
    return result


def judge(truth: Truth, status: str, number: object, may_be_ambiguous: bool, may_be_doubtful: bool = False) -> str:
    unread = ("missing", "ambiguous", "unreadable")
    if truth.status == "ambiguous" or (may_be_doubtful and status in unread):
        return "right" if status in unread else "wrong"
    if may_be_ambiguous and status in ("ambiguous", "missing"):
        return "right"
    if (status, number) == (truth.status, truth.number):
        return "right"
    if status in unread:
        return "missing"
    if number is not None and truth.status in ("blank", "not_applicable", "missing"):
        return "invented"
    return "wrong"


def touches(check: Check, cell: CellId, form: Form, version: str) -> bool:
    """Whether a finding is about a cell, its row, its table or a sum it belongs to."""
    if check.cell is None:
        return False
    if check.cell in (cell, CellId(cell.table, cell.row, ""), CellId(cell.table, "", "")):
        return True
    return any(
        relation.id == check.check and relation.total == check.cell and any(t.cell == cell for t in relation.terms)
        for relation in form.relations(version)
    )


def _score_identity(result: Score, made: Made, reading: Reading) -> None:
    report = reading.report
    year, body = (report.year, report.agency.name) if report else (None, "")
    result.years = int(year == made.year)
    result.bodies = int(body in made.bodies if made.bodies else body == "")
    if not result.years:
        result.lines.append(f"year: {made.year}, read as {year} ({reading.message})")
    if not result.bodies:
        result.lines.append(f"body: {' or '.join(made.bodies) or '(none)'}, read as {body or '(none)'}")


def _score_checks(result: Score, made: Made, reading: Reading, form: Form) -> None:
    outcomes = {(c.check, c.cell): c for c in reading.checks}
    readable = {c for c, t in made.cells.items() if t.status != "ambiguous"}
    for key in sorted(made.broken | made.doubtful):
        terms = {t.cell for r in form.relations(made.forms[key[1].table]) if (r.id, r.total) == key for t in r.terms}
        if key[1] not in readable or made.shaky & {key[1], *terms} or any(f == "short row" for f in made.quirks):
            continue
        check = outcomes.get(key)
        result.slips += 1
        good = check is not None and (check.outcome == "broken" or (key in made.doubtful and bool(check.severity)))
        result.flagged += good
        if not good:
            result.lines.append(f"slip: {key[0]} {key[1]}: {check.outcome if check else 'not tried'}")
    for check in reading.checks:
        if check.severity != "error" or (check.check, check.cell) in made.broken | made.doubtful:
            continue
        if check.check == "form-of-other-year" and check.cell and made.year:
            expected = form.version_of(made.year)
            if made.forms[check.cell.table] != expected:
                continue
        result.false_errors += 1
        result.lines.append(f"false error: {check.check} {check.cell}: {check.message_en}")


def to_table(by_kind: dict[str, Score]) -> str:
    heads = ("kind", "reports", "whole", "cells", "right %", "wrong", "missing", "invented", "silent", "doubted", "year %", "body %", "slips", "flagged %", "false", "s/report")
    rows: list[tuple[str, ...]] = [heads]
    whole = Score()
    for one in by_kind.values():
        whole.add(one)
    for kind, s in [*sorted(by_kind.items()), ("all", whole)]:
        rows.append((
            kind, str(s.reports), str(s.whole), str(s.cells), percent(s.right, s.cells), str(s.wrong), str(s.missing), str(s.invented), str(s.silent), str(s.doubted),
            percent(s.years, s.reports), percent(s.bodies, s.reports), str(s.slips), percent(s.flagged, s.slips), str(s.false_errors),
            f"{s.seconds / max(1, s.reports):.3f}",
        ))
    return "\n".join(_align(rows))


def percent(part: int, whole: int) -> str:
    """Cut off, never rounded up: 99.999 is not 100."""
    return "-" if not whole else f"{part * 10000 // whole / 100:.2f}"


def _align(rows: list[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield row[0].ljust(widths[0]) + "".join("  " + cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))
