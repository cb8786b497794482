"""The front page: what this is, the search box, the state of the data, charts over all bodies, the newest reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.pages import counts, embeds
from gongkai.pages.template import Frame, render_page, say, to_records

NEWEST = 12


def render_home(language: str, tables: Mapping[str, Frame], charts: Mapping[tuple[str, str, str], object], version: str = "") -> dict[str, str]:
    """Return the front page of a language. version: of the data, as `commit date`."""
    shown = [chart for (agency, _, of), chart in charts.items() if agency == "" and of == language]
    years = [int(line["year"]) for line in counts.by_year(tables) if line["year"] is not None]
    path, text = render_page(
        language, "index.md", "home.html", title=say(language, "site_name"), description=say(language, "site_lead"),
        state=counts.state(tables), charts=shown, newest=_newest(tables), example=_example(tables),
        years=counts.by_year(tables), trends=counts.trends(tables),
        cited=embeds.to_cited(language, "embed_cited_all", version, years=embeds.to_span(years)),
    )
    return {path: text}


def _example(tables: Mapping[str, Frame]) -> dict[str, Any] | None:
    """The body with reports on the most years, for a first look; None while no body has two."""
    years = {id: len(set(found)) for id, found in counts.published(tables).dropna(subset=["year"]).groupby("agency_id")["year"]}
    bodies = [body for body in to_records(tables["agencies"]) if years.get(body["agency_id"], 0) > 1]
    return min(bodies, key=lambda body: (-years[body["agency_id"]], body["agency_id"]), default=None)


def _newest(tables: Mapping[str, Frame]) -> list[dict[str, Any]]:
    """The newest report of each body, those on the latest years first; among them those published last, where that is known."""
    reports = counts.with_english(to_records(counts.published(tables)), tables)
    broken = counts.contradictions(tables)["report_id"].value_counts().to_dict()
    reports = [r | {"contradictions": broken.get(r["report_id"], 0)} for r in reports if r["year"] is not None]
    reports.sort(key=lambda r: (-int(r["year"]), r["report_id"]))
    reports.sort(key=lambda r: str(r["published"] or ""), reverse=True)
    reports.sort(key=lambda r: -int(r["year"]))
    of_body: dict[str, dict[str, Any]] = {}
    for report in reports:
        of_body.setdefault(report["agency_id"], report)
    return list(of_body.values())[:NEWEST]
