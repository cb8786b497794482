"""What does not add up, what could not be read, and what is covered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.form import Form
from gongkai.pages import counts
from gongkai.pages.template import Frame, render_page, say, to_records

LISTED = 200
"""Findings shown of one kind; the rest is in checks.csv."""

_SEVERITY = {"error": 0, "warning": 1, "info": 2}


def render_quality(language: str, tables: Mapping[str, Frame], form: Form) -> dict[str, str]:
    """Return the page of findings of a language."""
    path, text = render_page(
        language, "quality/index.md", "quality.html", title=say(language, "quality_title"), description=say(language, "quality_lead"),
        state=counts.state(tables), outcomes=_outcomes(tables), years=counts.by_year(tables),
        contradictions=_kinds(counts.contradictions(tables), form, language),
        misreadings=_kinds(counts.misreadings(tables), form, language),
        unread=_unread(tables), listed=LISTED,
    )
    return {path: text}


def _outcomes(tables: Mapping[str, Frame]) -> dict[str, int]:
    return dict(tables["checks"]["outcome"].value_counts().to_dict())


def _kinds(findings: Frame, form: Form, language: str) -> list[dict[str, Any]]:
    """The findings of each check, the gravest kind and then the most frequent first."""
    kinds = []
    for check, frame in findings.groupby("check", sort=True):
        lines = to_records(frame.head(LISTED))
        for line in lines:
            line["message"] = line[f"message_{language}"]
            line["anchor"] = to_anchor(line)
        severities = [s for s in frame["severity"].dropna().unique().tolist() if s]
        kinds.append({
            "check": check, "lines": lines, "total": len(frame), "reports": frame["report_id"].nunique(),
            "severity": min(severities, key=lambda s: _SEVERITY.get(s, 3), default="info"),
            "title": _title(str(check), form, language),
        })
    return sorted(kinds, key=lambda kind: (_SEVERITY.get(kind["severity"], 3), -kind["total"]))


def _title(check: str, form: Form, language: str) -> str:
    """The relation in the form's own words, "" for a check that is no relation."""
    for version in reversed(form.versions):
        for relation in form.relations(version):
            if relation.id == check:
                entries = [relation.total, *(term.cell for term in relation.terms)]
                axis = "row" if len({cell.column for cell in entries}) == 1 else "column"
                names = [form.entry(c.table, axis, c.row if axis == "row" else c.column) for c in entries]
                labels = [entry.label_zh if language == "zh" else entry.label_en for entry in names]
                sides = [f"{'−' if term.sign < 0 else '+'} {label}" for term, label in zip(relation.terms, labels[1:], strict=True)]
                return f"{labels[0]} {'≥' if relation.is_bound else '='} {' '.join(sides).removeprefix('+ ')}"
    return ""


def to_anchor(line: Mapping[str, Any]) -> str:
    """The anchor of a finding's number on its body's page, "" where it is about no single cell."""
    year = counts.to_year(line["year"])
    if not (line["table"] and line["row"] and line["column"]) or year is None:
        return "" if year is None else f"#{year}"
    return f"#{line['table']}-{line['row']}-{line['column']}-{year}"


def _unread(tables: Mapping[str, Frame]) -> list[dict[str, Any]]:
    reports = tables["reports"]
    return to_records(reports[reports["read_status"] != "read"].sort_values(["read_status", "source_file"]))
