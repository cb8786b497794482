"""Bodies side by side: what can be chosen. The comparing is done in the browser (content/assets/compare.js) with the data.json of each body.

In: the form, the catalogue of indicators, the years. Out: {path below docs: Markdown}. Not its business: figures.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from gongkai.form import Form
from gongkai.model import STATUSES
from gongkai.pages import counts, embeds
from gongkai.pages.places import sums
from gongkai.pages.places.pages import to_label
from gongkai.pages.template import LANGUAGES, Frame, render_page, say, to_records, wording

DEFAULT = ("requests_accepted", "disclosure_rate")
"""What is shown where the address chooses no indicator."""
DEFAULT_ACROSS = ("series_received", "disclosure_rate")
"""and where there are reports from before 2019"""
_CITING = {"cite": "embed_cite", "cite_text": "cell_cite_text", "press": "cell_copy", "pressed": "cell_copied"}
_REASONS = "reason_share_"
KINDS_PATH = "assets/kinds.json"


def render_compare(
    language: str, tables: Mapping[str, Frame], form: Form, indicators: Sequence[Any], printed: Mapping[str, Any] = MappingProxyType({}),
    version: str = "",
) -> dict[str, str]:
    """Return the page of a language. printed: what all bodies say of each printed figure (medians.of_cells).

    version: of the data, as `commit date`.
    """
    reports = counts.published(tables)
    known = sorted({int(year) for year in reports["year"].dropna().tolist()})
    years = list(range(known[0], known[-1] + 1)) if known else []  # a year that nobody reports on is one to be seen, too
    choices = to_choices(language, form, indicators, counts.versions(tables))
    usual = DEFAULT_ACROSS if reports["form_statistics"].astype(bool).any() else DEFAULT
    chosen = [id for id in usual if any(choice["id"] == id for choice in choices)] or [choice["id"] for choice in choices[:1]]
    texts = {id.removeprefix("compare_js_"): text for id, text in wording()[language].items() if id.startswith("compare_js_")}
    texts |= {f"status_{status}": say(language, f"status_{status}") for status in STATUSES}
    texts |= {f"scope_{scope}": say(language, f"scope_{scope}") for scope in ("own", "summary", "unknown")}
    texts |= {f"basis_{basis}_why": say(language, f"agency_basis_{basis}") for basis in ("derived", "derived_blank_as_zero")}
    texts["cited"] = embeds.to_cited(language, "embed_cited_bodies", version, names="{names}", years="{years}")
    texts |= {name: say(language, id) for name, id in _CITING.items()}
    groups = to_groups_of_bodies(to_records(tables["agencies"]))
    path, text = render_page(
        language, "compare/index.md", "compare.html", title=say(language, "compare_title"), description=say(language, "compare_lead"),
        years=years, groups=to_groups(choices), levels=groups["levels"], kinds=groups["kinds"],
        settings=_to_script({
            "choices": choices, "default": chosen, "texts": texts,
            "medians": {choice["id"]: printed[choice["id"]] for choice in choices if choice["id"] in printed},
        }),
    )
    return {path: text}


def to_kinds(agencies: Iterable[Mapping[str, Any]]) -> str:
    """What every body is, for who asks for all of a kind: {"levels": […], "kinds": […], "bodies": [[id, division, level, kind], …]},
    level and kind by number."""
    lines = list(agencies)
    found = to_groups_of_bodies(lines)
    places = {name: {of: at for at, of in enumerate(found[name])} for name in found}
    levels, kinds = places["levels"], places["kinds"]
    bodies = [[line["agency_id"], line["division_code"] or "", levels.get(line["level"], -1), kinds.get(line["kind"], -1)] for line in lines]
    return json.dumps({**found, "bodies": bodies}, ensure_ascii=False, separators=(",", ":"))


def to_groups_of_bodies(agencies: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The levels and kinds that there are, in the order of the wording."""
    lines = list(agencies)
    return {f"{name}s": in_order(name, {line[name] for line in lines if line[name]}) for name in ("level", "kind")}


def in_order(name: str, there: set[str]) -> list[str]:
    """Levels or kinds in the order of the wording; one without a word last."""
    known = [id.removeprefix(f"{name}_") for id in wording()[LANGUAGES[0]] if id.startswith(f"{name}_")]
    return [*(id for id in known if id in there), *sorted(there - set(known))]


def to_choices(language: str, form: Form, indicators: Sequence[Any], used: Collection[str] = ()) -> list[dict[str, Any]]:
    """What can be compared: the main figures of the form, each one printed cell, then the indicators. kind: count, share, ratio or growth.

    used: the versions that reports are on, whose labels are shown; all where none is.
    parts: of a series across forms, version → on which side of the break its figures stand; ways: the cells that it is on each side.
    """
    cells: list[dict[str, Any]] = [
        {
            "id": f"{f.table}.{f.row}.{f.column}", "label": to_label(f, form, language, used), "kind": "count", "meaning": "",
            "labels": {of: to_label(f, form, of, used) for of in LANGUAGES}, "unit": form.column_of(f).unit,
        }
        for f in sums.figures_of(form) if all(len(sums.to_cells(f, version, form)) <= 1 for version in form.versions)
    ]
    return cells + [
        {
            "id": entry.id, "label": str(getattr(entry, f"label_{language}")), "kind": entry.kind,
            "labels": {of: str(getattr(entry, f"label_{of}")) for of in LANGUAGES}, "unit": "件" if entry.kind == "count" else "",
            "meaning": f"{getattr(entry, f'meaning_{language}')}{'' if language == 'zh' else ' '}{getattr(entry, f'caveat_{language}')}",
        } | ({"parts": _to_parts(entry.series, form), "ways": _to_ways(entry.series)} if getattr(entry, "series", None) else {})
        for entry in indicators
    ]


def _to_parts(series: Any, form: Form) -> dict[str, int]:
    return {version: at for at, way in enumerate(series.ways) for version in form.versions_of(way[0].table)}


def _to_ways(series: Any) -> list[list[str]]:
    return [[f"{cell.table}.{cell.row}.{cell.column}" for cell in way] for way in series.ways]


def to_groups(choices: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The choices as the page lists them; the long list of reasons last."""
    groups: dict[str, list[dict[str, Any]]] = {"compare_cells": [], "compare_indicators": [], "compare_series": [], "compare_reasons": []}
    for choice in choices:
        kind = "cells" if "." in choice["id"] else "reasons" if choice["id"].startswith(_REASONS) else "series" if "parts" in choice else "indicators"
        group = f"compare_{kind}"
        groups[group].append(choice)
    return [(name, found) for name, found in groups.items() if found]


def _to_script(value: object) -> str:
    """JSON that no text in it can end the script element that holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
