"""The list of all bodies, a thousand a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongkai.agencies import regions
from gongkai.agencies.english import to_place, to_region
from gongkai.pages import counts
from gongkai.pages.template import LANGUAGES, Frame, render_page, say, to_records, wording

PAGE = 500
"""Lines a page: some 240 KB of HTML, 25 on the wire, which a telephone still sorts at once."""

MOST_JOINED = 10
"""Pages that the filter fetches, when it is used, to look through them all; for more bodies than these hold there are the regions' pages."""

FINDINGS = {"contradiction": "contradicts", "difference": "differs", "lack": "lacks", "reading": "reading"}
"""What the list can be filtered by → the kind of finding (model.KINDS)"""


def render_bodies(language: str, tables: Mapping[str, Frame], indicators: Sequence[Any] = ()) -> dict[str, str]:
    """Return the list of bodies of a language: agencies/index.md, agencies/page-2/index.md, …"""
    lines = _lines(tables)
    parts = [lines[at : at + PAGE] for at in range(0, len(lines), PAGE)] or [[]]
    paths = ["agencies/index.md", *(f"agencies/page-{number}/index.md" for number in range(2, len(parts) + 1))]
    return dict(
        render_page(
            language, path, "bodies.html", title=say(language, "bodies_title"), description=say(language, "bodies_lead", n=len(lines)),
            bodies=part, total=len(lines), number=number, parts=len(parts), most_joined=MOST_JOINED, fields=_fields(lines, language),
            figures=[(entry.id, getattr(entry, f"label_{language}"), entry.kind) for entry in indicators],
        )
        for number, (path, part) in enumerate(zip(paths, parts, strict=True), start=1)
    )


def _lines(tables: Mapping[str, Frame]) -> list[dict[str, Any]]:
    published = counts.published(tables)
    reports = counts.by_agency(published)
    found = {name: counts.by_agency(counts.of_kind(tables, kind)) for name, kind in FINDINGS.items()}
    years: dict[str, set[int]] = {}
    dated = published[published["year"].notna()]
    for agency_id, year in zip(dated["agency_id"].tolist(), dated["year"].tolist(), strict=True):
        years.setdefault(agency_id, set()).add(int(year))
    lines = [
        body | {
            "reports": reports[body["agency_id"]], "contradictions": found["contradiction"][body["agency_id"]],
            "finding": " ".join(name for name in FINDINGS if found[name][body["agency_id"]]) or "none",
            "covered": " ".join(map(str, sorted(years.get(body["agency_id"], ())))),
            "region": "".join(dict.fromkeys(part for key in ("province", "prefecture", "county") if (part := body[key]))),
            "region_en": to_place(own) if (own := regions.by_code(body["division_code"] or "")) else "",
        }
        for body in to_records(tables["agencies"])
    ]
    # by place, then the government itself before its departments; what has no place last
    return sorted(lines, key=lambda line: (not line["division_code"], line["division_code"] or "", line["agency_id"]))


def _fields(lines: Sequence[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
    """What the list can be filtered by: (value, label, depth) of each option. A field with nothing to choose from is left out."""
    years = sorted({year for line in lines for year in line["covered"].split()}, reverse=True)
    fields = [
        {"name": "region", "options": _regions({line["division_code"] for line in lines if line["division_code"]}, language)},
        {"name": "level", "options": _worded("level", lines, language)},
        {"name": "kind", "options": _worded("kind", lines, language)},
        {"name": "year", "options": [(year, year, 0) for year in years]},
        {"name": "without", "options": [(year, year, 0) for year in years]},
        {"name": "finding", "options": [(name, say(language, f"filter_finding_{name}"), 0) for name in (*FINDINGS, "none")]},
    ]
    return [field for field in fields if len(field["options"]) > 1]


def _regions(codes: Iterable[str], language: str) -> list[tuple[str, str, int]]:
    paths = [regions.to_path(region) for code in codes if (region := regions.by_code(code))]
    found = {region.code: (region, depth) for path in paths for depth, region in enumerate(path)}
    is_english = language != LANGUAGES[0]
    return [
        (code, f"{to_region(region)} {region.name}" if is_english else region.name, depth) for code, (region, depth) in sorted(found.items())
    ]


def _worded(key: str, lines: Sequence[Mapping[str, Any]], language: str) -> list[tuple[str, str, int]]:
    """The levels or kinds that there are, in the order of the wording."""
    there = {line[key] for line in lines if line[key]}
    words = {id.removeprefix(f"{key}_"): text for id, text in wording()[language].items() if id.startswith(f"{key}_")}
    return [(id, text, 0) for id, text in words.items() if id in there]
