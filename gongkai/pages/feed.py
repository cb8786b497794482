"""The Atom feed (RFC 4287) of new and changed reports.

In: the reports table, the log of what builds changed, the date and address of this build. Out: feed.xml.
Not its business: finding out what changed (tables/changes.py). Dates are those of the log or of publication, never of building.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from gongkai import publisher
from gongkai.pages.template import LANGUAGES, Frame, say, to_records

PATH = "feed.xml"
MOST_ENTRIES = 100

_ATOM = "http://www.w3.org/2005/Atom"
_DAY = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_UNDATED = "1970-01-01T00:00:00Z"

Record = Mapping[str, Any]


def render_feed(reports: Frame, log: Sequence[Record], date: str = "", address: str = "") -> dict[str, str]:
    """Return the feed: what builds changed, the newest first, then the reports published last. date: of this build, "" if not known."""
    entries = list(_choose(to_records(reports), log, date))
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh"})
    _add(feed, "id", _to_id("feed"))
    _add(feed, "title", _both("feed_title"))
    _add(feed, "updated", max((e["when"] for e in entries), default=_UNDATED))
    _add(feed, "link", rel="self", type="application/atom+xml", href=address + PATH)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{address}data/" if address else "./data/")
    _add(ElementTree.SubElement(feed, "author"), "name", publisher.load().names["en"])
    _add(feed, "rights", publisher.load().licence.name)
    for entry in entries:
        _add_entry(feed, entry, address)
    ElementTree.indent(feed, " ")
    return {PATH: ElementTree.tostring(feed, encoding="unicode", xml_declaration=False).join(("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", "\n"))}


def _choose(reports: Sequence[Record], log: Sequence[Record], date: str) -> Iterator[Record]:
    seen = set()
    for entry in log[:MOST_ENTRIES]:
        entry = {**entry, "when": entry["when"] or date or _UNDATED}
        seen.add(_to_entry_id(entry))
        yield entry
    known = [r for r in reports if r["report_id"] and r["read_status"] != "duplicate"]
    for report in sorted(known, key=lambda r: (_to_when(r), r["report_id"]), reverse=True)[: MOST_ENTRIES - len(seen)]:
        entry = {**report, "kind": "added", "why": "new_document", "numbers": 0, "when": _to_when(report), "commit": ""}
        if _to_entry_id(entry) not in seen:
            yield entry


def _to_when(report: Record) -> str:
    """When a report was published; where nobody wrote it down, the day by which the Regulation wants a department's (article 49)."""
    day = _DAY.match(report["published"] or "")
    if day:
        return f"{day[0]}T00:00:00Z"
    return f"{report['year'] + 1}-01-31T00:00:00Z" if report["year"] else _UNDATED


def _add_entry(feed: ElementTree.Element, entry: Record, address: str) -> None:
    element = ElementTree.SubElement(feed, "entry")
    name, year = entry["agency_name"] or say("zh", "agency_unnamed"), entry["year"] or ""
    _add(element, "id", _to_entry_id(entry))
    _add(element, "title", f"{name} {year} · {_both('feed_' + entry['kind'])}")
    _add(element, "updated", entry["when"])
    link = f"agencies/{entry['agency_id']}/" if entry["kind"] != "withdrawn" else "data/"
    _add(element, "link", rel="alternate", type="text/html", href=address + link)
    why = _both(f"feed_why_{entry['why']}", n=entry["numbers"]) if entry["why"] and entry["kind"] == "changed" else ""
    _add(element, "summary", f"{entry['source_file']} · SHA-256 {entry['source_sha256']}" + (f" · {why}" if why else ""))


def _to_entry_id(entry: Record) -> str:
    """The same for the same document of a report; what our reading changed has one of its own for each build."""
    if entry["kind"] == "added" or entry["why"] == "new_document":
        return _to_id(f"{entry['report_id']} {entry['source_sha256']}")
    return _to_id(f"{entry['report_id']} {entry['source_sha256']} {entry['kind']} {entry['commit']} {entry['when']}")


def _to_id(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"gongkai {name}").urn


def _both(id: str, **values: object) -> str:
    return " / ".join(say(language, id, **values) for language in LANGUAGES)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text or None
