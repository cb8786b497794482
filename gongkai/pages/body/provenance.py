"""What a body's pages say of any one number with a script: the words for it, in which order the cells of the form stand, which checks touch which.

In: the form, what checks there are. Out: cells.json, one in each language, loaded when the first number is asked for; what is said of a body's own
numbers is in its data.json (files.py). Not its business: showing it (content/assets/cells.js), copies and pictures themselves.
The page itself says where a number stands without any of this; it has no room for more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from gongkai import hosting
from gongkai.addresses import to_name
from gongkai.form import Form
from gongkai.pages.findings import relations_of
from gongkai.pages.template import docs_path, knows, languages_of_site, say, wording
from gongkai.pages.units import MONEY, to_counted

Sources = Mapping[str, Any]
"""report id → what is published of its document, with the attributes `name` (of its copy beside the page, or "") and `why_not`"""
Pictures = Mapping[str, Mapping[int, Any]]
"""report id → page number → its picture, with the attributes `width` and `height`, in points"""

ISSUE_FORM = "wrong-number"
"""in .github/ISSUE_TEMPLATE; what content/assets/cells.js fills in are ids of its fields"""


def is_web_address(address: str) -> bool:
    """It comes from a file that anybody may send."""
    return urlsplit(address).scheme in ("http", "https")


def render_words(form: Form, catalogue: Mapping[str, Any], repository: str, version: str) -> dict[str, str | bytes]:
    """Return what every body's page needs to speak of its numbers, docs path → JSON, a file a language.

    repository: the web address of the project, "" if it is not known. version: of the data, as a reader who reports an error is to name it.
    """
    return {docs_path(language, "assets/cells.json"): _to_words(language, form, catalogue, repository, version) for language in languages_of_site()}


def _to_words(language: str, form: Form, catalogue: Mapping[str, Any], repository: str, version: str) -> bytes:
    chosen = {id: text for id, text in wording()[language].items() if id.startswith(("cell_", "copy_"))}
    plain = {id: text for id, text in wording()[language].items() if id.startswith(("status_", "outcome_")) and not id.endswith("_meaning")}
    labels: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {of: {} for of in form.versions}
    for entry in form.entries:
        id = f"{entry.table}.{entry.axis}.{entry.id}"
        labels.setdefault(id, entry.label(language))
        for of in entry.labels:
            own[of].setdefault(id, entry.label(language, of))
    codes = {code: say(language, f"finding_{code}") if knows(f"finding_{code}") else getattr(found, language) for code, found in catalogue.items()}
    places = {cell: at for at, cell in enumerate(form.all_cells)}
    content = {
        "order": [to_name(cell) for cell in form.all_cells],
        "cells": {
            version: {table: [places[cell] for cell in form.cells(version, table)] for table in form.tables_of(version)} for version in form.versions
        },
        "relations": {
            version: {
                table: [
                    [id, places[total], *(places[term.cell] for term in relation.terms if not term.last_year)]
                    for (id, total), relation in relations_of(form, version).items() if total.table == table
                ]
                for table in form.tables_of(version)
            }
            for version in form.versions
        },
        "labels_of": {version: {id: label for id, label in found.items() if label != labels[id]} for version, found in own.items()},
        "words": {**chosen, **plain}, "labels": labels, "checks": {code: text for code, text in codes.items() if "{" not in text},
        "counted": [to_counted(cell, form.column_of(cell).unit, language) for cell in form.all_cells], "money": MONEY[language],
        "issues": hosting.to_filled(repository, ISSUE_FORM), "version": version,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
