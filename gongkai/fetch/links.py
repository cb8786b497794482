"""A page → what it links to and what it needs, with the words of each link.

In: the bytes of a page and its address. Out: a Page. Not its business: asking for anything; what a report looks like (readers).
Content management systems write links in several ways: plain, within scripts that build the list (大汉), in frames and viewers of documents, and
the pages of a list as a count that a script makes links of (TRS).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

from gongkai.fetch.web import Refused, to_address
from gongkai.readers import FORMATS
from gongkai.readers.encoding import bytes_to_text

REPORT = re.compile(
    r"政务?府?信息公开.{0,12}(?:年度|工作).{0,4}报告|信息公开.{0,6}年报|(?:^|(?<=[0-9年）)局委厅府办院处队所会区县市镇乡道心司署部行]))年度报告"
)
"""what a report is called; other reports of a year (法治政府建设年度报告) say of what before 年度报告"""
PAGES = (".html", ".htm", ".xhtml", ".shtml")
_NEVER_ATTACHED = (*PAGES, ".mht", ".mhtml", ".txt", ".md", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
DOCUMENTS = tuple(suffix for suffix in FORMATS if suffix not in _NEVER_ATTACHED)
MOST_LINKS = 5_000
LEAST_TEXT = 200
"""letters that a page has which says anything by itself"""
_ENDINGS = "|".join(re.escape(suffix.removeprefix(".")) for suffix in DOCUMENTS)
_QUOTED = re.compile(rf"[\"']([^\"'<>\s]{{1,500}}\.(?:{_ENDINGS}))[\"']", re.IGNORECASE)
_QUOTED_PAGE = re.compile(
    r"[\"']([^\"'<>\s?]{0,500}(?:\.(?:s?html?|jspx?|php|aspx)(?:\?[^\"'<>\s]{0,500})?|\?[^\"'<>\s]{1,500}))[\"']", re.IGNORECASE
)
_SENT_ON = re.compile(r"location(?:(?:\.href)?\s{0,9}=|\.(?:replace|assign)\()\s{0,9}[\"']([^\"'<>\s]{1,500})[\"']")
_REFRESH = re.compile(r"\d{1,4}\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=)?\s{0,9}[\"']?([^\"'\s]{1,1000})", re.IGNORECASE)
_NUMBER_OF_PAGE = re.compile(r"第?\s{0,3}\d{1,3}\s{0,3}页?")
_LIST = re.compile(r"createPageHTML\(\s*[\"']?(\d{1,4})[\"']?\s*,\s*[\"']?(\d{1,4})[\"']?\s*,\s*[\"']([\w-]{1,40})[\"']\s*,\s*[\"'](\w{1,10})[\"']")
_NEWER_LIST = re.compile(
    r"createPageHTML\(\s*[\"'][\w-]{1,40}[\"']\s*,\s*(\d{1,4})\s*,\s*1\s*,\s*[\"']([\w-]{1,40})[\"']\s*,\s*[\"'](\w{1,10})[\"']"
)
"""what a list of 1-based pages begins with: its second page is name_2"""
_ENDING = re.compile(rf"\.(?:{_ENDINGS})[\s)）】\]]{{0,5}}$", re.IGNORECASE)
_LISTS = ("<?xml", "<datastore", "<recordset")
_QUIET = ("script", "style", "noscript", "template")


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    text: str


@dataclass
class Page:
    """links: of the page, whole addresses. sheets, pictures, frames: what it needs. cells: of tables. text: what a reader sees, roughly.

    options: of what is to be chosen from, those that may be addresses. choices: numbers of pages among them that are none. refresh: where the page
    itself sends on to.
    """

    address: str
    title: str = ""
    links: list[Link] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    options: list[Link] = field(default_factory=list)
    choices: int = 0
    refresh: str = ""
    cells: int = 0
    text: str = ""
    scripts: str = ""


class _Parser(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.base = page.address
        self.pieces: list[str] = []
        self.code: list[str] = []
        self.quiet: list[str] = []
        self.open: list[tuple[str, str, int]] = []
        self.in_title = False
        self.option: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attributes}
        if tag in _QUIET:
            self.quiet.append(tag)
        match tag:
            case "base" if given.get("href"):
                self.base = self._to_address(given["href"]) or self.base
            case "title":
                self.in_title = True
            case "td":
                self.page.cells += 1
            case "a" if given.get("href"):
                self._end_link()
                self.open = [(given.get("tagname") or _to_target(given), given.get("title", ""), len(self.pieces))]
            case "link" if "stylesheet" in given.get("rel", "").lower():
                self._add(self.page.sheets, given.get("href", ""))
            case "img":
                for name in ("data-original", "data-src", "original", "src"):  # what loads pictures late has a placeholder as src
                    self._add(self.page.pictures, given.get(name, ""))
            case "meta" if given.get("http-equiv", "").lower() == "refresh" and (sent := _REFRESH.match(given.get("content", "")[:1_200])):
                self.page.refresh = self.page.refresh or self._to_address(sent[1])
            case "option":
                self._end_option()
                self.option = (given.get("value", ""), len(self.pieces))
            case "iframe" | "frame" | "embed":
                self._add(self.page.frames, given.get("src", ""))
            case "object":
                self._add(self.page.frames, given.get("data", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.quiet:
            del self.quiet[self.quiet.index(tag) :]
        if tag == "a":
            self._end_link()
        elif tag in ("option", "select"):
            self._end_option()
        elif tag == "title":
            self.in_title = False

    def handle_data(self, text: str) -> None:
        if self.in_title:
            self.page.title += text
        elif self.quiet:
            if self.quiet[0] == "script":
                self.code.append(text)
        else:
            self.pieces.append(text)

    def finish(self) -> None:
        self.close()
        self._end_link()
        self._end_option()
        self.page.text = " ".join("".join(self.pieces).split())
        self.page.title = " ".join(self.page.title.split())
        self.page.scripts = "\n".join(self.code)

    def _end_link(self) -> None:
        for address, title, start in self.open:
            whole = self._to_address(address)
            words = " ".join("".join(self.pieces[start:]).split())[:300]
            if whole and len(self.page.links) < MOST_LINKS:
                longer = title if title.startswith(words.rstrip(".…")) else words  # lists cut long titles short, and have them whole in the title
                self.page.links.append(Link(whole, longer or title))
        self.open = []

    def _end_option(self) -> None:
        if self.option is not None:
            value, start = self.option
            words = "".join(self.pieces[start:]).strip()[:20]
            is_page = _NUMBER_OF_PAGE.fullmatch(words) is not None
            if is_page and re.search(r"[./?]", value) and len(self.page.options) < 200:
                self.page.options.append(Link(self._to_address(value), words))
            elif is_page and value.isdigit() and len(value) < 4:  # a year is none
                self.page.choices += 1
        self.option = None

    def _add(self, found: list[str], address: str) -> None:
        whole = self._to_address(address) if address and not address.startswith("data:") else ""
        if whole and whole not in found and len(found) < 200:
            found.append(whole)

    def _to_address(self, address: str) -> str:
        try:
            return to_address(address, self.base)
        except Refused:
            return ""


def _to_target(given: dict[str, str]) -> str:
    """Where a link leads: its address, or the one page that the script in its place names."""
    if not given["href"].lower().startswith(("javascript:", "#")):
        return given["href"]
    named = set(_QUOTED_PAGE.findall(f"{given['href'][:2_000]} {given.get('onclick', '')[:2_000]}"))
    return named.pop() if len(named) == 1 else given["href"]


def to_page(content: bytes, address: str, charset: str = "") -> Page:
    """Read a page. What is no page has no links."""
    text = bytes_to_text(content, charset) or ""
    if text.lstrip()[:20].startswith(_LISTS):
        text = text.replace("<![CDATA[", " ").replace("]]>", " ")
    page = _parse(text, address)
    if "<![CDATA[" in page.scripts or "<a " in page.scripts:
        # a list within a script, a record a CDATA section: the script only turns its pages
        written = _parse(page.scripts.replace("<![CDATA[", " ").replace("]]>", " "), address)
        page.links += written.links
    sent = _SENT_ON.search(page.scripts)
    if not page.refresh and sent and len(page.text) < LEAST_TEXT:
        page.refresh = _join(sent[1], address)
    return page


def _parse(text: str, address: str) -> Page:
    page = Page(address)
    parser = _Parser(page)
    parser.feed(text)
    parser.finish()
    return page


def find_documents(page: Page) -> list[Link]:
    """The documents that a page has attached or shows in a frame, those that say that they are the report first, else in order."""
    found: dict[str, str] = {}
    shown = [Link(address, "") for address in page.frames]
    quoted = [Link(address, "") for name in _QUOTED.findall(page.scripts) if (address := _join(name, page.address))]
    for link in [*page.links, *shown, *quoted]:
        itself = [link.address] if _is_document(link) else []
        for address in (*itself, *_in_viewer(link.address)):
            found.setdefault(address, link.text)
            found[address] = found[address] or link.text
    return sorted((Link(address, text) for address, text in found.items()), key=lambda link: not _says_report(link))


def _is_document(link: Link) -> bool:
    """Whether a link says that it is one by its path, by what it asks for (大汉: downfile.jsp?filename=a.pdf), by its words (博达: ?wbfileid=1)."""
    path = urlsplit(link.address).path.lower()
    if path.endswith(PAGES):
        return False  # a page about it, or a viewer of it
    asked = [value for _, value in parse_qsl(urlsplit(link.address).query)]
    return path.endswith(DOCUMENTS) or any(_ENDING.search(text[-300:]) for text in (*asked, link.text))


def _says_report(link: Link) -> bool:
    return re.search(r"年度报告|年报|信息公开", link.text + unquote(link.address)) is not None


def _in_viewer(address: str) -> Iterator[str]:
    """viewer.html?file=/a/b.pdf → the document that a viewer shows."""
    for _, value in parse_qsl(urlsplit(address).query):
        if urlsplit(value).path.lower().endswith(DOCUMENTS) and (whole := _join(value, address)):
            yield whole


def _join(address: str, base: str) -> str:
    try:
        return to_address(address, base)
    except Refused:
        return ""


def is_stuck(page: Page) -> bool:
    """Whether a page of a list speaks of a next one and has no address of it: a script of its own turns the pages."""
    speaks = page.choices > 1 or re.search(r"下一?页", page.text) is not None
    return speaks and not re.search(r"共\s*1\s*页|(?<!\d)1\s*/\s*1(?!\d)", page.text) and not find_further(page)


def without_links(page: Page) -> str:
    """What a page says besides its links."""
    text = page.text
    for link in page.links[:500]:
        text = text.replace(link.text, " ") if link.text else text
    return f"{page.title} {text}"


def find_further(page: Page) -> list[str]:
    """The other pages of a list: by links that say so, or as the script of TRS counts them."""
    found = [link.address for link in page.links if re.fullmatch(r"下一?页|[>»›]|下一页\s*[>»›]*|\d{1,3}|Next", link.text.strip(), re.IGNORECASE)]
    for count, _, name, suffix in _LIST.findall(page.scripts):
        found += [whole for n in range(1, min(int(count), 200)) if (whole := _join(f"{name}_{n}.{suffix}", page.address))]
    for count, name, suffix in _NEWER_LIST.findall(page.scripts):
        found += [whole for n in range(2, min(int(count), 200) + 1) if (whole := _join(f"{name}_{n}.{suffix}", page.address))]
    found += [option.address for option in page.options if option.address]
    found += [link.address for link in page.links if urlsplit(link.address).path.endswith("/dataproxy.jsp")]  # 大汉: the next group of a list
    host = urlsplit(page.address).netloc
    return [address for address in dict.fromkeys(found) if urlsplit(address).netloc == host and address != page.address]
