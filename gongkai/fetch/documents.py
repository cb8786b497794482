"""What came from an address → the document of the report: that itself, or what its page has attached, shows in a frame, sends on to or is made of.

In: an Answer, a Web. Out: a Chosen, or a Refused that says why there is none. Not its business: where it is kept.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.fetch.archive import to_archive, to_charset
from gongkai.fetch.links import LEAST_TEXT, PAGES, REPORT, Page, find_documents, to_page, without_links
from gongkai.fetch.pictures import is_page, to_pdf
from gongkai.fetch.web import MOST_BYTES, Answer, Refused, Web
from gongkai.readers import FORMATS
from gongkai.readers.signature import bytes_to_suffix

CELLS_OF_TABLES = 60
"""cells that a page has at least where the tables of the form stand in it; the smallest form has some 200"""
LEAST_OF_PROSE = 1_000
"""letters besides its links of a page that is a report in prose, however many pictures it has"""
MOST_ATTACHED = 5
MOST_FRAMES = 3
MOST_PICTURES = 60
DEEPEST = 3
"""pages behind the address that one page after the other sends on to or shows"""
Notes = tuple[Mapping[str, str], ...]


class Unchanged(Exception):
    """What is attached is what is kept: the server says so."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """answer: what the document is or was made of. content: as it is kept. notes: what could not be had. say: what its sidecar has to say of it."""

    answer: Answer
    suffix: str
    content: bytes
    notes: Notes = ()
    say: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Of what came; of what was put together from several answers, of that."""
        return hashlib.sha256(self.content if self.say else self.answer.content).hexdigest()


@dataclass(slots=True)
class _Search:
    """One search from one address. kept_from: where the document that is kept came from. conditions: with which that is asked for. asked: pages."""

    web: Web
    kept_from: str
    conditions: Mapping[str, str]
    notes: list[Mapping[str, str]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def get(self, address: str) -> Answer:
        answer = self.web.get(address, self.conditions if address == self.kept_from else {})
        if answer.status == 304:
            raise Unchanged
        return answer

    def tell(self, address: str, error: Refused) -> None:
        self.notes.append({language: f"{address}: {text}" for language, text in error.reason.items()})


def choose(web: Web, answer: Answer, kept_from: str = "", conditions: Mapping[str, str] | None = None) -> Chosen:
    """The document of the report. Raises Refused where there is none, Unchanged where it is what is kept."""
    search = _Search(web, kept_from, conditions or {}, asked={answer.address})
    suffix = to_suffix(answer)
    if suffix in PAGES:
        return _in_page(search, answer, DEEPEST)
    if suffix not in FORMATS:
        raise Refused(f"内容不是文件（{suffix or '认不出来'}）", f"what is there is no document ({suffix or 'not recognised'})")
    return Chosen(answer, suffix, answer.content)


def _in_page(search: _Search, answer: Answer, deep: int) -> Chosen:
    page = to_page(answer.content, answer.address, to_charset(answer))
    found = _elsewhere(search, answer, page, deep)
    if found is not None:
        return found
    if page.cells < CELLS_OF_TABLES:
        if len(page.text) < LEAST_TEXT:
            raise Refused("网页里没有报告，也没有附件（可能由脚本生成）", "there is no report in the page and none attached (a script may build it)")
        if not REPORT.search("".join(without_links(page).split())):
            raise Refused("网页里没有格式的表格，也没有年度报告的标题", "there is no table of the form in the page, and no title of a report")
    return _keep_page(search, answer, page)


def _keep_page(search: _Search, answer: Answer, page: Page) -> Chosen:
    content, missing = to_archive(search.web, answer, page)
    return Chosen(answer, ".mht" if content is not answer.content else ".html", content, (*search.notes, *missing))


def _elsewhere(search: _Search, answer: Answer, page: Page, deep: int) -> Chosen | None:
    """The report where the page itself has not the tables of the form, None where there is none either."""
    if page.cells >= CELLS_OF_TABLES:
        return None
    return _attached(search, page) or _behind(search, page, deep) or _in_pictures(search, answer, page)


def _attached(search: _Search, page: Page) -> Chosen | None:
    for link in find_documents(page)[:MOST_ATTACHED]:
        try:
            attached = search.get(link.address)
            kind = to_suffix(attached)
            if kind not in FORMATS or kind in PAGES:
                raise Refused(f"附件其实是 {kind or '别的'}", f"what is attached is {kind or 'something else'}")
            return Chosen(attached, kind, attached.content, tuple(search.notes))
        except Refused as error:
            search.tell(link.address, error)
    return None


def _behind(search: _Search, page: Page, deep: int) -> Chosen | None:
    """The report in what a page sends on to, or shows in a frame of it."""
    for address in (page.refresh, *page.frames[:MOST_FRAMES]) if deep else ():
        if not address or address in search.asked:
            continue
        search.asked.add(address)
        try:
            answer = search.get(address)
            kind = to_suffix(answer)
            if kind not in PAGES and kind in FORMATS:
                return Chosen(answer, kind, answer.content, tuple(search.notes))
            if kind in PAGES and address == page.refresh:
                return _in_page(search, answer, deep - 1)
            if kind in PAGES:
                inner = to_page(answer.content, answer.address, to_charset(answer))
                found = _elsewhere(search, answer, inner, deep - 1)
                # a frame may be anything, a menu laid out in a table among it
                if found is not None or (inner.cells >= CELLS_OF_TABLES and "政府信息公开" in without_links(inner)):
                    return found or _keep_page(search, answer, inner)
        except Refused as error:
            search.tell(address, error)
    return None


def _in_pictures(search: _Search, answer: Answer, page: Page) -> Chosen | None:
    """A page that has the title of a report and pictures as large as pages: one by itself, several as a PDF. None where it has none."""
    said = without_links(page)
    if len(said) > LEAST_OF_PROSE or not REPORT.search("".join(said.split())):
        return None
    pages: list[Answer] = []
    lost: list[tuple[str, Refused]] = []
    size = 0
    for address in page.pictures[:MOST_PICTURES]:
        try:
            picture = search.get(address)
        except Refused as error:
            lost.append((address, error))
            continue
        if is_page(picture.content):
            pages.append(picture)
            size += len(picture.content)
        if size > MOST_BYTES:
            raise Refused("报告是页面图片，加起来太大", "the report is pictures of its pages, which are too large together")
    if not pages:
        return None
    folders = {picture.address.rpartition("/")[0] for picture in pages}
    for address, why in lost:
        if address.rpartition("/")[0] in folders:  # it may be a page of the report: the others are not the whole
            raise Refused(f"报告是页面图片，有一幅没有取到：{address}", f"the report is pictures of pages, one was not to be had: {address}") from why
    if len(page.pictures) > MOST_PICTURES:
        raise Refused(f"报告是页面图片，超过 {MOST_PICTURES} 幅", f"the report is more than {MOST_PICTURES} pictures")
    kind = to_suffix(pages[0])
    if len(pages) == 1 and kind in FORMATS:
        return Chosen(pages[0], kind, pages[0].content, tuple(search.notes))
    count = len(pages)
    say = {
        "zh": f"网页上的报告是 {count} 幅页面图片，依次合成一个 PDF，图片本身没有改动。",
        "en": f"The page has the report as {count} pictures of its pages; they were put into one PDF, in order and unchanged.",
    }
    return Chosen(answer, ".pdf", _to_whole(pages), tuple(search.notes), say)


def _to_whole(pages: Sequence[Answer]) -> bytes:
    try:
        return to_pdf([picture.content for picture in pages])
    except ValueError as error:
        raise Refused("报告是页面图片，有一幅打不开", "the report is pictures of its pages, and one cannot be opened") from error


def choose_pictures(web: Web, addresses: Sequence[str]) -> Chosen:
    """The report whose pages were given as pictures, in order, as a PDF. Raises Refused where one of them is none: the others are not the whole."""
    if len(addresses) > MOST_PICTURES:
        raise Refused(f"报告是页面图片，超过 {MOST_PICTURES} 幅", f"the report is more than {MOST_PICTURES} pictures")
    pages: list[Answer] = []
    for address in addresses:
        pages.append(web.get(address, {}))
        if not is_page(pages[-1].content):
            raise Refused(f"附上的不都是页面图片：{address}", f"not all that is attached are pictures of pages: {address}")
        if sum(len(page.content) for page in pages) > MOST_BYTES:
            raise Refused("报告是页面图片，加起来太大", "the report is pictures of its pages, which are too large together")
    say = {
        "zh": f"附上的报告是 {len(pages)} 幅页面图片，依次合成一个 PDF，图片本身没有改动。",
        "en": f"The report was attached as {len(pages)} pictures of its pages; they were put into one PDF, in order and unchanged.",
    }
    return Chosen(pages[0], ".pdf", _to_whole(pages), say=say)


def to_suffix(answer: Answer) -> str:
    """What came, by its first bytes; where they leave it open, by its type and its name."""
    name = Path(answer.address.partition("?")[0]).suffix.lower()
    given = ".html" if answer.type in ("text/html", "application/xhtml+xml") else name if name in FORMATS or name in PAGES else ""
    with tempfile.NamedTemporaryFile(suffix=given) as file:  # an archive is told by what is in it
        file.write(answer.content)
        file.flush()
        found = bytes_to_suffix(answer.content[:4096], given, Path(file.name))
    return ".html" if found in PAGES else found
