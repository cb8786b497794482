"""What does not add up, what could not be read, and what is covered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai import messages, publisher
from gongkai.form import Form
from gongkai.model import KINDS
from gongkai.pages import counts
from gongkai.pages.body.unmade import Unmade
from gongkai.pages.template import Frame, knows, render_page, say, to_records

LISTED = 200
"""Findings shown of one check; the rest is in checks.csv."""

TOGETHER = 100
"""Findings that the page itself lists, whole checks of them, the gravest first: some 60 KB. A check beyond has a page of its own."""

_SEVERITY = {"error": 0, "warning": 1, "info": 2}


def render_quality(
    language: str, tables: Mapping[str, Frame], form: Form, catalogue: Mapping[str, Any], unmade: Sequence[Unmade] = ()
) -> dict[str, str]:
    """Return the page of findings of a language. `catalogue`: what each check is, code → entry with zh and en. `unmade`: bodies without pages."""
    unread = _unread(tables)
    published = frozenset(counts.published(tables)["report_id"].dropna().tolist())
    found = {kind: _by_check(counts.of_kind(tables, kind), published, catalogue, language) for kind in KINDS}
    left = TOGETHER
    pages = []
    for group in (group for groups in found.values() for group in groups):
        group["lines"] = counts.with_english(group["lines"], tables)
        left -= len(group["lines"])
        if left < 0:
            left += len(group["lines"])
            group["page"] = f"{_to_folder(group['check'])}-{group['kind']}"
            pages.append(_render_check(language, group))
    return dict([
        render_page(
            language, "quality/index.md", "quality.html", title=say(language, "quality_title"), description=say(language, "quality_lead"),
            state=counts.state(tables), outcomes=_outcomes(tables, form), years=counts.by_year(tables), found=found,
            catalogue=_to_catalogue(catalogue, language),
            unread=counts.with_english(to_records(unread.head(LISTED)), tables), unread_total=len(unread), listed=LISTED, unmade=unmade[:LISTED],
            site_left_out=[messages.to_chinese(reason) if language == "zh" else reason for reason in publisher.load().left_out],
        ),
        *pages,
    ])


def _render_check(language: str, group: Mapping[str, Any]) -> tuple[str, str]:
    """The page of one check: its findings, as many as are listed of any."""
    title = group["title"] or group["check"]
    return render_page(
        language, f"quality/{group['page']}/index.md", "quality_check.html", title=title, description=title, group=group, listed=LISTED)


def _to_folder(check: str) -> str:
    """T3-SUM → t3-sum: what the page of a check is called in its address."""
    return re.sub("[^a-z0-9]+", "-", check.lower()).strip("-")


_FILLED_IN = re.compile(r"\{\w{1,40}\}")
"""what a single case fills into a message: {printed}"""


def _to_catalogue(catalogue: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    """Every check and finding there is, for who meets a code in checks.csv. Parts of messages of relations are no codes of their own."""
    return [
        {"code": code, "title": _FILLED_IN.sub("…", _title(code, catalogue, language)), "severity": entry.severity, "kind": entry.kind}
        for code, entry in catalogue.items()
    ]


def _outcomes(tables: Mapping[str, Frame], form: Form) -> dict[str, int]:
    """How the relations of the form came out: a text that repeats nothing, or agrees with a table, is no relation."""
    tried = tables["tried"]
    own = tried[tried["check"].isin(list(form.relation_severities))]
    return {outcome: int(count) for outcome, count in own.groupby("outcome", sort=False)["count"].sum().items()}


def _by_check(findings: Frame, published: frozenset[str], catalogue: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """The findings of each check, the gravest and then the most frequent first."""
    groups = []
    for check, frame in findings.groupby("check", sort=True):
        lines = to_records(frame.head(LISTED))
        for line in lines:
            line["message"] = line[f"message_{language}"]
            line["way"] = to_way(line, published)
        severities = [s for s in frame["severity"].dropna().unique().tolist() if s]
        groups.append({
            "check": str(check), "page": "", "kind": frame["kind"].iloc[0],
            "lines": lines, "total": len(frame), "reports": frame["report_id"].nunique(),
            "severity": min(severities, key=lambda s: _SEVERITY.get(s, 3), default="info"),
            "title": _title(str(check), catalogue, language), "has_numbers": any(line["computed"] for line in lines),
        })
    return sorted(groups, key=lambda group: (_SEVERITY.get(group["severity"], 3), -group["total"]))


def _title(check: str, catalogue: Mapping[str, Any], language: str) -> str:
    """What a check finds, in general. The catalogue words relations so; of other findings it has the message of the single case."""
    if knows(f"finding_{check}"):
        return say(language, f"finding_{check}")
    told = str(getattr(catalogue.get(check), language, ""))
    return told


def to_way(line: Mapping[str, Any], published: frozenset[str]) -> str:
    """The way from a body's page to what a finding is about, on the page of the report: its number, or all that was found in it.

    published: the reports that have such a page. Not on the body's page, where the numbers of older years have no address without a script.
    """
    if line["report_id"] not in published:
        return ""
    key = line["report_id"].removeprefix(f"{line['agency_id']}-")
    if not (line["table"] and line["row"] and line["column"]):
        return f"{key}/#findings"
    return f"{key}/#{line['table']}-{line['row']}-{line['column']}-{key}"


def _unread(tables: Mapping[str, Frame]) -> Frame:
    """The documents that were not read whole: those of which nothing is published first."""
    reports = tables["reports"]
    found = reports[reports["read_status"] != "read"]
    return found.assign(_part=found["read_status"] == "partly_read").sort_values(["_part", "read_status", "source_file"])
