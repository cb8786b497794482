"""The site's pages, in Chinese and in English, as text.

In: readings, the published tables, the form, charts. Out: {path below docs/: content}.
Not its business: writing a file, running a generator (site.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any

from gongkai.agencies.expected import Expected, to_governments
from gongkai.form import Form
from gongkai.model import Reading
from gongkai.pages import about, bodies, compare, data, embeds, feed, home, medians, names, quality, query, standings, texts
from gongkai.pages.body import agency, provenance
from gongkai.pages.body.unmade import Unmade
from gongkai.pages.data import File
from gongkai.pages.places import gathering, missing, pages
from gongkai.pages.standings import render_standings
from gongkai.pages.template import Frame, languages_of_site, to_records
from gongkai.pages.texts import Text

__all__ = ["File", "render", "render_shared", "render_standings"]

Charts = Mapping[tuple[str, str, str], Any]


def render(
    readings: Sequence[Reading], tables: Mapping[str, Frame], form: Form, charts: Charts, *, known: Sequence[Any] = (),
    sources: Mapping[str, Any] = MappingProxyType({}), pictures: Mapping[str, Mapping[int, Any]] = MappingProxyType({}), **of_build: Any,
) -> dict[str, str | bytes]:
    """Return every page of the site, all made in this process: what spans bodies (render_shared), and the bodies.

    `known`: what people know of bodies beyond their reports (pipeline.read_bodies). `sources`, `pictures`: what is published of each report's
    document (copies.to_copies, pictures.draw).
    """
    over_all = {key: chart for key, chart in charts.items() if not key[0]}
    every = filter(None, map(texts.to_text, readings))
    around = {name: of_build[name] for name in ("repository", "address") if name in of_build}
    return render_shared(tables, form, over_all, every, **of_build) | agency.render_agencies(
        readings, tables, form, charts, known=known, sources=sources, pictures=pictures, **around)


def render_shared(
    tables: Mapping[str, Frame], form: Form, charts: Charts, found_texts: Iterable[Text] = (), *,
    files: Sequence[File] = (), rows: Mapping[str, int] = MappingProxyType({}), schema: Mapping[str, Any] = MappingProxyType({}),
    indicators: Sequence[Any] = (),
    catalogue: Mapping[str, Any] = MappingProxyType({}), repository: str = "",
    changes: Any = None, citation: str = "", date: str = "", address: str = "", version: str = "", unmade: Sequence[Unmade] = (),
    expected: Sequence[Expected] | None = None,
    queried: int | None = None,
) -> dict[str, str | bytes]:
    """Return the pages that span bodies and what they load, docs path → content.

    `tables`: what is shared of the tables of the contract, by name. `charts`: ("", chart id, language) → chart, those over all bodies.
    `found_texts`: what the index of the search needs of every report.
    `files`: the published data files, `rows`: how many lines each table has, `schema`: their definition (tables.SCHEMA), `indicators`: what each
    indicator is; the data page is made of them. `catalogue`: what each check is (catalogue.load()). `repository`: the project's
    web address, for links that report an error. `changes`: against the data published before (tables.Changes).
    `citation`, `date`: of this build. `address`: of the site on the web, "" if it is not known. `version`: of the data, to be named
    when an error is reported. `unmade`: the bodies whose pages could not be made. `expected`: the bodies that have to report;
    None where reports/ has no list of them: all governments then.
    `queried`: bytes of the packed database that the page /query/ loads, which has to be among `files` too; 0: it is too large, and the page says how
    else to ask; None: there is no such page.
    """
    agencies = to_records(tables["agencies"])
    found: dict[str, str | bytes] = {names.NAMES_PATH: names.names_index(agencies), names.ENGLISH_PATH: names.english_names(agencies)}
    figures = gathering.to_lines(tables, form)
    found_places = gathering.to_places(tables, form, figures)
    printed = medians.of_cells(chain.from_iterable(figures.values()))
    found[compare.KINDS_PATH] = compare.to_kinds(to_records(tables["agencies"]))
    for language in languages_of_site():
        found |= home.render_home(language, tables, charts, version)
        found |= bodies.render_bodies(language, tables, indicators)
        found |= quality.render_quality(language, tables, form, catalogue, unmade)
        found |= data.render_data(
            language, tables, form, files, schema, indicators, rows=rows, changes=changes, citation=citation, date=date, address=address,
            is_queried=queried is not None, repository=repository)
        found |= about.render_about(language, form, repository)
        found |= pages.render_regions(language, found_places, tables, form, indicators)
        found |= texts.render_search(language)
        found |= standings.render_list(language, indicators)
        if queried is not None:
            size = next((file.size for file in files if file.name == "gongkai.sqlite"), 0)
            found |= query.render_query(language, schema, size, queried, address)
        found |= compare.render_compare(language, tables, form, indicators, printed, version)
    found |= missing.render_missing(to_governments() if expected is None else expected, expected is not None, tables)
    found |= texts.to_index(found_texts)
    found |= embeds.render_embeds(charts, version, address)
    found |= provenance.render_words(form, catalogue, repository, version)
    return found | feed.render_feed(tables["reports"], changes.log if changes else (), date, address)
