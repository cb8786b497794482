"""A body whose pages could not be made: in their place one that says so, so that nothing that leads there leads nowhere.

In: the body's documents, what went wrong. Out: {path below docs: content}. Not its business: why (bodies/), the list of all of them (quality.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai import addresses
from gongkai.model import Filed
from gongkai.pages.template import languages_of_site, render_page, say


@dataclass(frozen=True, slots=True)
class Unmade:
    """how: what went wrong, one line in English."""

    agency_id: str
    name: str
    how: str


def render_unmade(one: Unmade, documents: Sequence[Filed]) -> dict[str, str | bytes]:
    """Return the page of the body and of each of its reports, in both languages. Its figures are in the data files all the same."""
    shown = [document for document in documents if document.has_figures and document.read_status != "duplicate"]
    keys = {document.report_id.removeprefix(f"{one.agency_id}-"): None for document in shown}
    folders = [addresses.to_body(one.agency_id), *(addresses.to_report(one.agency_id, key) for key in keys)]
    return dict(
        render_page(
            language, f"{folder}index.md", "unmade.html", title=one.name or say(language, "agency_unnamed"), description=say(language, "unmade_lead"),
            one=one, paths=[document.path for document in documents],
        )
        for language in languages_of_site() for folder in folders
    )
