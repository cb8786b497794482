"""The list of all bodies, a thousand a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from gongkai.pages import counts
from gongkai.pages.template import Frame, render_page, say, to_records

PAGE = 1000
"""Lines a page: about 300 KB of HTML, which a telephone still sorts at once."""


def render_bodies(language: str, tables: Mapping[str, Frame]) -> dict[str, str]:
    """Return the list of bodies of a language: agencies/index.md, agencies/page-2.md, …"""
    lines = _lines(tables)
    parts = [lines[at : at + PAGE] for at in range(0, len(lines), PAGE)] or [[]]
    paths = ["agencies/index.md", *(f"agencies/page-{number}.md" for number in range(2, len(parts) + 1))]
    return dict(
        render_page(
            language, path, "bodies.html", title=say(language, "bodies_title"), description=say(language, "bodies_lead", n=len(lines)),
            bodies=part, total=len(lines), number=number, parts=len(parts),
        )
        for number, (path, part) in enumerate(zip(paths, parts, strict=True), start=1)
    )


def _lines(tables: Mapping[str, Frame]) -> list[dict[str, Any]]:
    reports = counts.by_agency(counts.published(tables))
    broken = counts.by_agency(counts.contradictions(tables))
    unread = _unread(tables)
    lines = [
        body | {
            "reports": reports[body["agency_id"]], "contradictions": broken[body["agency_id"]], "unread": unread[body["agency_id"]],
            "region": "".join(dict.fromkeys(part for key in ("province", "prefecture", "county") if (part := body[key]))),
        }
        for body in to_records(tables["agencies"])
    ]
    # by place, then the government itself before its departments; what has no place last
    return sorted(lines, key=lambda line: (not line["division_code"], line["division_code"] or "", line["agency_id"]))


def _unread(tables: Mapping[str, Frame]) -> Counter[str]:
    reports = tables["reports"]
    return counts.by_agency(reports[reports["read_status"] == "unreadable"])
