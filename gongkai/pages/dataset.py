"""What search engines for data read: a schema.org Dataset as JSON-LD, for all the data and for a body's own files.

In: what is on the page. Out: JSON that can stand in a script element whatever a report named itself. Not its business: the page.
A body's page describes only what can be downloaded there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gongkai import publisher
from gongkai.pages.template import say

_MEDIA_TYPES = {
    "csv": "text/csv", "parquet": "application/vnd.apache.parquet", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sqlite": "application/vnd.sqlite3", "json": "application/json",
}


def to_site_dataset(
    language: str, files: Iterable[Any], folder: str, years: tuple[int, int] | None, variables: Iterable[str], citation: str, date: str,
) -> str:
    """Describe all the data. folder: the way from the page, or the web, to the data files."""
    return _to_json({
        **_common(language, say(language, "dataset_name"), say(language, "dataset_description")),
        "spatialCoverage": {"@type": "Place", "name": say(language, "dataset_place")},
        **({"temporalCoverage": f"{years[0]}/{years[1]}"} if years else {}),
        **({"citation": citation} if citation else {}),
        **({"dateModified": date[:10]} if date else {}),
        "variableMeasured": list(variables),
        "distribution": [
            {**_download(folder, file.name), "contentSize": f"{file.size} B", **({"sha256": file.sha256} if file.sha256 else {})}
            for file in files if file.name.rpartition(".")[2] in _MEDIA_TYPES and not file.name.endswith(".json")
        ],
    })


def to_body_dataset(language: str, name: str, years: str, folder: str, whole: str) -> str:
    """Describe a body's own files. years: "2019–2023"; folder: the way to its files; whole: the way to the page of all the data."""
    first, _, last = years.partition("–")
    digits = [year[:4] for year in (first, last or first) if year[:4].isdigit()]
    return _to_json({
        **_common(language, say(language, "dataset_body_name", name=name), say(language, "dataset_body_description", name=name, years=years)),
        **({"temporalCoverage": "/".join(digits)} if digits else {}),
        "about": {"@type": "GovernmentOrganization", "name": name},
        "isPartOf": {"@type": "Dataset", "name": say(language, "dataset_name"), "url": whole},
        "distribution": [_download(folder, "data.csv"), _download(folder, "data.json")],
    })


def _common(language: str, name: str, description: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org", "@type": "Dataset", "name": name, "description": description, "inLanguage": language,
        "license": publisher.load().licence.address,
        "isAccessibleForFree": True, "creator": {"@type": "Organization", "name": publisher.load().publishers["en"]},
    }


def _download(folder: str, name: str) -> Mapping[str, str]:
    return {"@type": "DataDownload", "name": name, "contentUrl": f"{folder}{name}", "encodingFormat": _MEDIA_TYPES[name.rpartition(".")[2]]}


def _to_json(content: Mapping[str, Any]) -> str:
    """JSON in which nothing can end the script element that it stands in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
