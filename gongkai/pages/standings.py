"""A page an indicator: what it counts, how it is spread over all bodies, every body as a list; and the list of all indicators.

In: the catalogue of indicators; of each what all bodies say (tables.Standings) and how that is spread (charts.to_standing). Out: {path below docs:
content}, an indicator at a time. Not its business: figures, pictures. What can be filtered and sorted is done in the browser
(content/assets/standing.js) with the CSV that stands beside the page, so that both show the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from markupsafe import Markup

from gongkai.agencies import regions
from gongkai.agencies.english import to_region
from gongkai.pages import embeds, medians
from gongkai.pages.body.files import to_csv
from gongkai.pages.compare import in_order, to_groups
from gongkai.pages.template import LANGUAGES, environment, languages_of_site, render_page, say, wording

PAGE = 500
"""Lines of the list on a page, as on that of all bodies: some 65 KB"""
PLACES_PATH = "assets/places.json"
SCOPES = ("own", "summary", "unknown")
_OF_BODY = ("agency_id", "agency_name", "agency_name_en", "division_code", "level", "kind")
_OF_YEAR = ("value", "numerator", "denominator", "basis", "scope")


def render_list(language: str, indicators: Sequence[Any]) -> dict[str, str]:
    """Return the page that leads to all indicators."""
    path, text = render_page(
        language, "indicators/index.md", "indicators.html", title=say(language, "standing_title"), description=say(language, "standing_lead"),
        groups=to_groups([_to_words(entry, language) for entry in indicators]),
    )
    return {path: text}


def render_standings(
    indicators: Iterable[Any], standings: Any, measure: Callable[..., Any], to_parquet: Callable[..., bytes], version: str = "",
) -> Iterator[dict[str, str | bytes]]:
    """Yield the pages and files of one indicator after the other, both languages.

    standings: tables.Standings. measure: charts.to_standing. to_parquet: tables.to_standing_parquet. version: of the data, for names of files.
    """
    yield {PLACES_PATH: to_places(standings.bodies.values())}
    for entry in indicators:
        lines = standings.of(entry.id)
        standing = measure(lines, entry.kind, {language: getattr(entry, f"label_{language}") for language in LANGUAGES})
        folder = f"indicators/{entry.id}/"
        found: dict[str, str | bytes] = {
            f"{folder}data.csv": to_wide_csv(lines, entry),
            f"{folder}medians.json": json.dumps(medians.of_indicator(standing.years, lines), separators=(",", ":")),
            f"{folder}data.parquet": to_parquet(lines, entry.id, entry.label_zh, entry.label_en),
        }
        for language in languages_of_site():
            found |= _render(language, entry, standing, lines, version)
        yield found


def _render(language: str, entry: Any, standing: Any, lines: Sequence[Any], version: str) -> dict[str, str]:
    words = _to_words(entry, language)
    listed = [line for line in lines if line.year == standing.year]
    parts = [listed[at : at + PAGE] for at in range(0, len(listed), PAGE)] or [[]]
    folder = f"indicators/{entry.id}/"
    paths = [f"{folder}index.md", *(f"{folder}page-{number}/index.md" for number in range(2, len(parts) + 1))]
    levels = in_order("level", {line.body.level for line in lines})
    kinds = in_order("kind", {line.body.kind for line in lines})
    groups = sorted(standing.groups.items(), key=lambda item: (levels.index(item[0][0]), kinds.index(item[0][1])))
    return dict(
        render_page(
            language, path, "indicator.html", title=words["label"], description=say(language, "standing_description", label=words["label"]),
            indicator=words, standing=standing, years=list(standing.years), groups=groups, scopes=SCOPES,
            provinces=[(region, spread) for code, spread in standing.provinces.items() if (region := regions.by_code(code))],
            levels=[level for level in levels if level], kinds=[kind for kind in kinds if kind],
            cited=embeds.to_cited(language, "embed_cited_all", version, years=embeds.to_span(standing.years)),
            listed=part, total=len(listed), number=number, parts=len(parts), version=version,
            to_link=partial(_to_link, language),
            settings=json.dumps(_to_texts(language), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        )
        for number, (path, part) in enumerate(zip(paths, parts, strict=True), start=1)
    )


@lru_cache(maxsize=50_000)
def _to_link(language: str, here: str, body: Any) -> Markup:
    """The link to a body, which stands on the pages of all indicators. here: the way to the root."""
    module: Any = environment(language).get_template("parts.html").module
    return Markup(module.body_link(here, body))


def _to_words(entry: Any, language: str) -> dict[str, str]:
    names = ("label", "denominator", "meaning", "caveat")
    parts = {"parts": ""} if getattr(entry, "series", None) else {}
    return {"id": entry.id, "kind": entry.kind, "formula": entry.formula, **{name: getattr(entry, f"{name}_{language}") for name in names}, **parts}


def _to_texts(language: str) -> dict[str, str]:
    """What the script says."""
    texts = {id.removeprefix("standing_js_"): text for id, text in wording()[language].items() if id.startswith("standing_js_")}
    for name in ("level", "kind"):
        texts |= {id: text for id, text in wording()[language].items() if id.startswith(f"{name}_") and id != "kind_of_finding"}
    return texts


def to_wide_csv(lines: Sequence[Any], entry: Any) -> bytes:
    """A line a body, the figures of a year side by side, the earliest year first; names and what the indicator is called before them."""
    years = sorted({line.year for line in lines})
    names = [name for name in _OF_YEAR if entry.kind != "count" or name not in ("numerator", "denominator")]
    found: dict[str, dict[int, Any]] = {}
    bodies = {}
    for line in lines:
        bodies[line.body.agency_id] = line.body
        found.setdefault(line.body.agency_id, {})[line.year] = line
    rows = (
        [*(getattr(bodies[id], name) for name in _OF_BODY), entry.label_zh, entry.label_en,
         *(getattr(of[year], name) if year in of else None for year in years for name in names)]
        for id, of in found.items()
    )
    return to_csv((*_OF_BODY, "label_zh", "label_en", *(f"{name}_{year}" for year in years for name in names)), rows)


def to_places(bodies: Iterable[Any]) -> str:
    """[[code, name, name in English], …] of the regions that have bodies, and of those above them: what a list is filtered by."""
    places = {
        region.code: region for code in {body.division_code for body in bodies if body.division_code}
        if (own := regions.by_code(code)) for region in regions.to_path(own)
    }
    return json.dumps([[code, place.name, to_region(place)] for code, place in sorted(places.items())], ensure_ascii=False, separators=(",", ":"))

