"""The pages of a site → its site map, for search engines: an index, and a map for each part of the site.

In: the paths of pages, the site's address, a date. Out: {path: content}. Not its business: writing it.
One map may list 50,000 pages (sitemaps.org), which a few thousand bodies exceed; a province has one of its own, so that a new report
changes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote
from xml.sax.saxutils import escape

MOST = 40_000
"""addresses in one map"""
_PROVINCE = re.compile(r"(?:en/)?(?:agencies|regions)/(\d\d)\d{4}")
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def to_maps(pages: Iterable[str], address: str, date: str = "") -> dict[str, str]:
    """Return sitemap.xml and the maps that it names. pages: paths ending in index.html. address: of the site, with a slash at its end."""
    parts: dict[str, list[str]] = {}
    for path in sorted(pages):
        match = _PROVINCE.match(path)
        parts.setdefault(match[1] if match else "others", []).append(path.removesuffix("index.html"))
    day = f"<lastmod>{date[:10]}</lastmod>" if date else ""
    files: dict[str, str] = {}
    for name, paths in sorted(parts.items()):
        for at in range(0, len(paths), MOST):
            file = f"sitemaps/{name}{f'-{at // MOST + 1}' if len(paths) > MOST else ''}.xml"
            lines = (f"<url><loc>{escape(address + quote(path))}</loc>{day}</url>" for path in paths[at : at + MOST])
            files[file] = _to_xml("urlset", lines)
    return {"sitemap.xml": _to_xml("sitemapindex", (f"<sitemap><loc>{escape(address + file)}</loc>{day}</sitemap>" for file in files)), **files}


def _to_xml(name: str, lines: Iterable[str]) -> str:
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', f'<{name} xmlns="{_SPACE}">', *lines, f"</{name}>", ""))
