"""A site's column of annual reports → the reports that it lists, by the words of its links.

In: the address of the column, a Web. Out: Found reports, and what could not be looked at. Not its business: fetching them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from gongkai.agencies.titles import parse_title
from gongkai.fetch.links import DOCUMENTS, REPORT, Page, find_further, is_stuck, to_page
from gongkai.fetch.web import Refused, Web

MOST_PAGES = 40
_COLUMN = re.compile(r"(?:政府)?信息公开(?:工作)?(?:年报|年度报告)|^(?:年报|年度报告|公开年报)$")
_ALONE = re.compile(r"20[0-9]{2}年度?")
_IN_COLUMN = re.compile(r"(?:政府|部门)?(?:信息公开)?(?:工作)?20[0-9]{2}年?度?(?:政府|部门)?(?:信息公开)?(?:工作)?(?:年报|年度报告|报告)")
"""a report, in a column of such reports; elsewhere it may be any report of a year"""
_ABOUT = re.compile(r"图解|图说|读懂|解读|(?:做好|编制|编写|报送|上报|填报|开展)[^“”《》]{0,60}的?(?:通知|函|方案)$")
"""what speaks of a report and is none"""
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?=年)")


@dataclass(frozen=True, slots=True)
class Found:
    """A link that says that it leads to a report. agency_name "" and year None where its words do not say."""

    agency_name: str
    year: int | None
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Search:
    found: tuple[Found, ...]
    refused: tuple[tuple[str, Refused], ...]
    pages: int
    is_cut: bool
    is_stuck: bool = False


def discover(web: Web, address: str, body: str = "", most: int = MOST_PAGES) -> Search:
    """Walk a column and its further pages. body: whose reports these are, where the links do not say."""
    waiting, seen, refused = [(address, True)], {address}, []
    found: dict[str, Found] = {}
    pages, stuck = 0, False
    while waiting and pages < most:
        here, is_start = waiting.pop(0)
        pages += 1
        try:
            answer = web.get(here)
        except Refused as error:
            refused.append((here, error))
            continue
        page = to_page(answer.content, answer.address, _charset(answer.headers.get("content-type", "")))
        for one in to_found(page, body):
            found.setdefault(one.address, one)
        stuck = stuck or (is_stuck(page) and pages == 1)
        further = find_further(page) + (_columns(page) + _frames(page) if is_start else [])
        for more in further:
            if more not in seen:
                seen.add(more)
                waiting.append((more, False))
    return Search(tuple(found.values()), tuple(refused), pages, bool(waiting), stuck)


def to_found(page: Page, body: str = "") -> Iterator[Found]:
    """The links of a page that say that they lead to a report."""
    for link in page.links:
        text = "".join(link.text.split())
        if _ABOUT.search(text):
            continue
        is_told = _IN_COLUMN.fullmatch(text) or (body and _ALONE.fullmatch(text))
        if is_told and (_COLUMN.search(page.title) or REPORT.search(page.title)):
            yield Found(body, int(re.findall(r"20[0-9]{2}", text)[0]), link.address, link.text)  # in such a column the year says it
            continue
        if not REPORT.search(text) or (_COLUMN.fullmatch(text) and not _YEAR.search(text)):
            continue
        title, name, year = parse_title(text)
        years = _YEAR.findall(text)
        year = year or (int(years[0]) if len(set(years)) == 1 else None)
        if title or (year and body):
            yield Found(name or body, year, link.address, link.text)


def _frames(page: Page) -> list[str]:
    """The lists of a page that stand in a frame of it, on the same host."""
    host = urlsplit(page.address).netloc
    return [address for address in page.frames if urlsplit(address).netloc == host and not urlsplit(address).path.lower().endswith(DOCUMENTS)][:5]


def _columns(page: Page) -> list[str]:
    """Links to a column of annual reports itself: a site's page of contents has them."""
    return [link.address for link in page.links if _COLUMN.search("".join(link.text.split())) and not _YEAR.search(link.text)][:20]


def _charset(kind: str) -> str:
    match = re.search(r"charset=[\"']?([\w-]{1,40})", kind, re.IGNORECASE)
    return match[1] if match else ""
