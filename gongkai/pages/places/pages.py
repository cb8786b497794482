"""One page a region: its bodies and their years, what is missing or late, sums over reports of bodies themselves; and the list of all regions.

In: places (places.py), the form. Out: {path below docs: Markdown}. Not its business: counting and adding up (coverage.py, sums.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from gongkai.agencies import regions
from gongkai.agencies.english import to_place, to_region
from gongkai.form import Entry, Form, without_number
from gongkai.model import CellId
from gongkai.pages import counts
from gongkai.pages.body.summary import SMALL
from gongkai.pages.places import coverage, sums
from gongkai.pages.places.gathering import Place
from gongkai.pages.places.sums import Sums
from gongkai.pages.template import LANGUAGES, Frame, knows, render_page, say, to_number
from gongkai.pages.units import to_unit

_REMARK = re.compile(r"\s{0,3}[（(][^（）()]*[）)]$")
"""部分公开（区分处理的，…）: what the form adds for who fills it in"""
SCOPES = ("own", "summary", "unknown")


def render_regions(
    language: str, places: Mapping[str, Place], tables: Mapping[str, Frame], form: Form, indicators: Sequence[Any] = ()
) -> dict[str, str]:
    """Return the pages of all regions, and the list of them, in a language."""
    placed = {body.agency_id for place in places.values() for body in place.bodies}
    provinces = [place for place in places.values() if not place.path]
    used = counts.versions(tables)
    pages = [
        render_page(
            language, "regions/index.md", "regions.html", title=say(language, "region_list"), description=say(language, "region_list_lead"),
            provinces=provinces, unplaced=len(set(tables["agencies"]["agency_id"]) - placed),
        )
    ]
    return dict(pages + [_render(language, place, form, indicators, used) for place in places.values()])


def _render(language: str, place: Place, form: Form, indicators: Sequence[Any], used: Collection[str]) -> tuple[str, str]:
    name = regions.to_full_name(place.region) if language == LANGUAGES[0] else to_place(place.region)
    years = coverage.to_years(place.every)
    span = [year.year for year in years]
    return render_page(
        language, f"regions/{place.code}/index.md", "region.html", title=say(language, "region_title", name=name),
        description=say(language, "region_description", name=name, n=len(place.every)),
        place=place, former=_to_former(place, language), years=years, span=span, scopes=SCOPES,
        figures=_to_figures(place, indicators, language),
        measures=[(entry.id, getattr(entry, f"label_{language}")) for entry in _of_places(indicators)],
        below=[(lower, [_count(lower, year) for year in span]) for lower in place.below], missing=coverage.NONE,
        sums=_to_table(place.sums, form, language, used), sum_years=sorted(place.sums, reverse=True),
        headlines=[(figure, to_label(figure, form, language, used)) for figure in sums.HEADLINES],
    )


def _of_places(indicators: Sequence[Any]) -> list[Any]:
    """The main indicators: those that stand on the page of a region, and that it leads to."""
    known = {entry.id: entry for entry in indicators}
    return [known[id] for id in counts.OF_PLACES if id in known]


def _to_figures(place: Place, indicators: Sequence[Any], language: str) -> dict[str, Any] | None:
    """The main indicators of a region's own bodies side by side, of the newest year that half of them report on; None where there is nothing."""
    columns = _of_places(indicators)
    years = Counter(year for body in place.bodies for year in {year for year, _ in body.figures})
    year = max((year for year, count in years.items() if count * 2 >= max(years.values())), default=None)
    if year is None or not columns:
        return None
    return {
        "year": str(year), "columns": [(entry.id, getattr(entry, f"label_{language}")) for entry in columns],
        "lines": [
            (body, [_to_figure(body.figures.get((year, entry.id)), entry.kind) for entry in columns] if year in body.marks else None)
            for body in place.bodies
        ],
    }


def _to_figure(found: tuple[Any, Any, Any] | None, kind: str) -> tuple[str, str]:
    """A figure as it is shown, "" where it cannot be told; and what is said of it: "small", of few, or "disagrees", contradicted by its report."""
    value, part, whole = found or (None, None, None)
    if value is None:
        return "", "disagrees" if part is not None and whole else ""
    return (f"{value * 100:.1f}%" if kind == "share" else to_number(value)), "small" if whole is not None and whole < SMALL else ""


def _count(place: Place, year: int) -> tuple[int, int]:
    """How many of the bodies of a place, and of all below it, have a report on a year, and how many there are."""
    return sum(year in of for of in place.every), len(place.every)


def _to_former(place: Place, language: str) -> list[tuple[str, str, str]]:
    """Name, code and last year of what the region was before; a mere change of what stands above it is no news."""
    return [
        (region.name if language == "zh" else f"{to_region(region)} {region.name}", region.code, str(region.until or ""))
        for region in regions.to_former(place.region) if (region.name, region.code) != (place.region.name, place.code)
    ]


def _to_table(found: Sums, form: Form, language: str, used: Collection[str]) -> list[dict[str, Any]]:
    """The figures as lines, in the order of the form, each year's sum beside it; a figure that no year has is left out."""
    years = sorted(found, reverse=True)
    lines: list[dict[str, Any]] = []
    for table in dict.fromkeys(figure.table for figure in sums.figures_of(form)):
        own = [
            {"label": to_label(figure, form, language, used), "sums": [found[year][figure] for year in years]}
            for figure in sums.figures_of(form)
            if figure.table == table and any(found[year][figure].stated or found[year][figure].unstated for year in years)
        ]
        if own:
            label = form.table(table).label(language, next((version for version in reversed(form.versions) if version in used), ""))
            lines += [{"heading": without_number(label) if language == "zh" else label}, *own]
    return lines


def to_label(figure: CellId, form: Form, language: str, used: Collection[str] = ()) -> str:
    """What a figure is called: the row, and the column where it is not the total, with the unit. used: the versions that reports are on."""
    versions = [version for version in form.versions if sums.to_cells(figure, version, form)]
    versions = [version for version in versions if version in used] or versions
    if knows(f"figure_{figure}"):
        return say(language, f"figure_{figure}")
    names = {version: _name(figure, form, language, version) for version in versions}
    text = names[versions[-1]]
    former = [f"{version}：{name}" for version, name in names.items() if name != text]
    return f"{text}（{'；'.join(former)}）" if former else text


def _name(figure: CellId, form: Form, language: str, version: str) -> str:
    column = form.column_of(sums.to_cells(figure, version, form)[0])
    parts = [_word(form.entry(figure.table, "row", figure.row), version, language)]
    if figure.column != "total":
        parts.append(_word(column, version, language))
    text = (" · " if language == "zh" else ": ").join(parts)
    unit = to_unit(column.unit, language)
    return text if not unit or unit in text else f"{text}（{unit}）" if language == "zh" else f"{text} ({unit})"


def _word(entry: Entry, version: str, language: str) -> str:
    """Its label without what the form adds for who fills it in; the numbering says nothing away from the form."""
    label = _REMARK.sub("", entry.label(language, version))
    return without_number(label) if language == "zh" else label
