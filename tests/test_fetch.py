"""Fetching from a server on this machine that behaves as servers do: slowly, endlessly, wrongly, in circles; and that looks like a government's site."""

from __future__ import annotations

import gzip
import hashlib
import io
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

pytest.importorskip("protego", reason="the libraries of the extra `fetch` are not installed")

from gongkai import pipeline
from gongkai.fetch import columns, keep, lists
from gongkai.fetch.keep import Outcome
from gongkai.fetch.lists import Wanted
from gongkai.fetch.web import MOST_COOKIES, Limits, Refused, Web, is_public, keep_cookies, to_address
from tests.quirks.paper import to_docx, to_page

TITLE = "石狮市商务局{year}年政府信息公开工作年度报告"
REPORT = to_page(title=TITLE, year=2023)
Handler = BaseHTTPRequestHandler
Page = Callable[["Server", Handler], None]


def send(handler: Handler, content: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
    body = content.encode() if isinstance(content, str) else content
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close", **{n.replace("_", "-"): v for n, v in headers.items()}}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


class Server:
    """pages: path → what it answers. asked: the paths that were asked for, in order, with their headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.asked.append((self.path, dict(self.headers)))
                page = server.pages.get(self.path) or server.pages.get(self.path.partition("?")[0])
                self.close_connection = True
                try:
                    if page is None:
                        send(self, "no such page", status=404)
                    else:
                        page(server, self)
                except (ConnectionError, TimeoutError):
                    pass

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def put(self, path: str, content: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        self.pages[path] = lambda _, handler: send(handler, content, kind, **headers)
        return self.address + path

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


class Waits(list[float]):
    """Takes down how long would have been waited."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def make_web(waits: Waits | None = None, **limits: Any) -> Web:
    given = {"delay": 0.0, "connect": 2.0, "read": 10.0, "seconds": 20.0, "is_inside_allowed": True, **limits}
    return Web("gongkai (test)", Limits(**given), wait=waits if waits is not None else Waits())


def refusal(web: Web, address: str) -> str:
    with pytest.raises(Refused) as error:
        web.get(address)
    assert error.value.reason["zh"]
    return error.value.reason["en"]


def fetch_one(server: Server, path: str, root: Path, *, is_again: bool = False, web: Web | None = None, year: int = 2023) -> Outcome:
    return keep.fetch(web or make_web(), Wanted(2, "石狮市商务局", year, server.address + path), root, is_again=is_again)


# --- servers that misbehave ---------------------------------------------------------------------------------------------


def slow(_: Server, handler: Handler) -> None:
    time.sleep(2)


def trickling(_: Server, handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _n in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def endless(_: Server, handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


def truncated(_: Server, handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"x" * 100)


def huge(_: Server, handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "999999999999")
    handler.end_headers()


def bomb(_: Server, handler: Handler) -> None:
    send(handler, gzip.compress(b"0" * 20_000_000), Content_Encoding="gzip")


def to(path: str) -> Page:
    return lambda _, handler: send(handler, "", status=302, Location=path)


def busy(seconds: str, times: int) -> Page:
    def answer(server: Server, handler: Handler) -> None:
        if server.count(handler.path) <= times:
            send(handler, "", status=429, Retry_After=seconds)
        else:
            send(handler, REPORT)

    return answer


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (slow, "does not answer in time"), (trickling, "takes longer than 1 s"), (endless, "larger than 1 MB"), (truncated, "not whole"), (huge, "larger than 1 MB"),
        (bomb, "larger than 1 MB"), (to("/x"), "in a circle"), (to("/y"), "in a circle"), (to("file:///etc/passwd"), "only http and https"), (to("//[::1"), "no address"),
        (busy("3", 9), "answers 429"), (busy("86400", 9), "come back in 86400 s"),
    ],
    ids=["slow", "trickling", "endless", "truncated", "huge", "bomb", "itself", "circle", "file", "broken", "busy", "busy-all-day"],
)
def test_a_server_that_misbehaves_costs_little_and_is_told_of(page: Page, said: str, server: Server) -> None:
    server.pages |= {"/x": page, "/y": to("/x")}
    started = time.monotonic()
    # what is not slow has time enough on a busy machine too
    patience = {"read": 0.5, "seconds": 1.0} if page in (slow, trickling) else {"read": 60.0, "seconds": 300.0}
    assert said in refusal(make_web(most_bytes=1_000_000, tries=2, **patience), server.address + "/x")
    assert time.monotonic() - started < 30


def test_what_fails_for_a_while_is_asked_for_again_later_each_time(server: Server) -> None:
    server.pages["/x"] = busy("7", 1)
    waits = Waits()
    assert make_web(waits).get(server.address + "/x").status == 200
    assert waits == [7.0]
    server.pages["/y"] = lambda _, handler: send(handler, "", status=503)
    waits.clear()
    assert "answers 503" in refusal(make_web(waits), server.address + "/y")
    assert waits == [2.0, 4.0] and server.count("/y") == 3


def test_what_robots_txt_forbids_is_not_asked_for(server: Server) -> None:
    server.put("/robots.txt", "User-agent: *\nDisallow: /no*.html$\nCrawl-delay: 4", "text/plain")
    server.put("/no1.html", REPORT)
    server.put("/yes.html", REPORT)
    waits = Waits()
    web = make_web(waits)
    assert "robots.txt forbids" in refusal(web, server.address + "/no1.html") and not server.count("/no1.html")
    web.get(server.address + "/yes.html")
    web.get(server.address + "/yes.html")
    assert server.count("/robots.txt") == 1 and sum(3 < wait <= 4 for wait in waits) == 2


def test_a_robots_txt_that_cannot_be_had_forbids_all_of_it(server: Server) -> None:
    server.pages["/robots.txt"] = lambda _, handler: send(handler, "", status=500)
    server.put("/x", REPORT)
    assert "robots.txt cannot be had" in refusal(make_web(tries=1), server.address + "/x") and not server.count("/x")


def test_there_is_a_pause_between_two_requests_to_one_host(server: Server) -> None:
    waits = Waits()
    web = make_web(waits, delay=5.0)
    for _ in range(2):
        web.get(server.put("/x", REPORT))
    assert len(waits) == 2 and all(4 < wait <= 5 for wait in waits), "after robots.txt, and after the page"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "http://", "http://a@example.org/", "http://[::1", "", "x" * 9, "http:///x"])
def test_only_addresses_of_the_web_are_asked_for(address: str) -> None:
    with pytest.raises(Refused):
        to_address(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "0.0.0.0", "100.64.0.1"])
def test_no_connection_is_made_to_an_address_inside(address: str) -> None:
    assert not is_public(address)


def test_a_server_inside_is_refused_where_the_connection_is_made(server: Server) -> None:
    server.put("/x", REPORT)
    for host in ("127.0.0.1", "localhost"):
        web = Web("gongkai", Limits(delay=0, tries=1), wait=Waits())
        assert "private network" in refusal(web, f"http://{host}:{server.http.server_port}/x")
    assert not server.asked


# --- what is kept -------------------------------------------------------------------------------------------------------


def test_a_page_is_kept_with_what_it_needs_and_read_as_a_report(server: Server, tmp_path: Path) -> None:
    server.put("/style.css", "td { color: black }", "text/css")
    server.put("/a.png", b"\x89PNG\r\n\x1a\n", "image/png")
    shown = REPORT.replace("</head>", '<link rel="stylesheet" href="/style.css"></head>').replace("</body>", '<img src="a.png"><img src="/gone.png"></body>')
    server.put("/2023.html", shown, ETag='"1"')
    outcome = fetch_one(server, "/2023.html", tmp_path)
    assert outcome.how == "new" and outcome.path == tmp_path / "350581/shangwuju/2023.mht"
    assert any("gone.png" in note["en"] for note in outcome.notes)
    content = outcome.path.read_bytes()
    assert b"style.css" in content and b"a.png" in content
    [reading] = pipeline.to_readings([pipeline.read_apart(outcome.path, "350581/shangwuju/2023.mht")], pipeline.many.form.load())
    assert reading.read_status == "read" and reading.report is not None and reading.report.agency.name == "石狮市商务局"
    sidecar = outcome.path.with_name("2023.mht.yml").read_text()
    assert f"source_url: '{server.address}/2023.html'" in sidecar and hashlib.sha256(shown.encode()).hexdigest() in sidecar and "etag: '\"1\"'" in sidecar
    assert not any("sidecar" in trouble for trouble in reading.report.document.troubles)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="./P020240131.docx">附件：石狮市商务局2023年政府信息公开工作年度报告.docx</a>', '<iframe src="/pdfjs/viewer.html?file=/P020240131.docx"></iframe>',
        '<embed src="P020240131.docx">', '<script>var file = "/P020240131.docx";</script>',
    ],
)
def test_the_report_attached_to_a_page_is_what_is_kept(link: str, server: Server, tmp_path: Path) -> None:
    server.put("/page.html", f'<title>年报</title><a href="/form.xls">附件：申请表</a>{link}')
    document = to_docx(title=TITLE, year=2023)
    server.put("/P020240131.docx", document, "application/octet-stream")
    outcome = fetch_one(server, "/page.html", tmp_path)
    assert outcome.path is not None and outcome.path.name == "2023.docx" and outcome.path.read_bytes() == document
    assert "P020240131.docx" in outcome.path.with_name("2023.docx.yml").read_text()


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/module/download/downfile.jsp?classid=0&filename=abc.docx", '<a href="/module/download/downfile.jsp?classid=0&amp;filename=abc.docx">附件</a>'),
        ("/system/_content/download.jsp?owner=1&wbfileid=5051", '附件【<a href="/system/_content/download.jsp?owner=1&amp;wbfileid=5051">2023年报.docx</a>】'),
    ],
)
def test_an_attachment_whose_address_has_no_ending_is_followed(path: str, link: str, server: Server, tmp_path: Path) -> None:
    server.put("/page.html", f"<title>年报</title>{link}")
    document = to_docx(title=TITLE, year=2023)
    server.put(path, document, "application/octet-stream")
    outcome = fetch_one(server, "/page.html", tmp_path)
    assert outcome.path is not None and outcome.path.name == "2023.docx" and outcome.path.read_bytes() == document and not outcome.notes


def test_a_page_that_says_that_there_is_none_is_not_kept(server: Server, tmp_path: Path) -> None:
    server.put("/gone.html", f"<title>某市人民政府</title><a href='/nb/'>政府信息公开年报</a><p>抱歉，您访问的页面不存在或已删除。{'请返回首页。' * 60}</p>")
    outcome = fetch_one(server, "/gone.html", tmp_path)
    assert outcome.how == "refused" and outcome.reason and "no table of the form" in outcome.reason["en"] and not list(tmp_path.rglob("*.*"))


def test_a_document_attached_to_an_issue_is_kept_under_the_address_of_its_publication_alone(server: Server, tmp_path: Path) -> None:
    server.put("/files/1/2023.docx", to_docx(title=TITLE, year=2023), "application/octet-stream")
    [wanted], _ = lists.read(f"agency_name,year,source_url,file_url\n石狮市商务局,2023,,{server.address}/files/1/2023.docx\n")
    for how in ("new", "unchanged"):
        outcome = keep.fetch(make_web(), wanted, tmp_path, is_again=True)
        assert outcome.how == how and outcome.path is not None
    assert "source_url" not in outcome.path.with_name("2023.docx.yml").read_text()


def test_pictures_attached_to_an_issue_are_one_report_page_by_page(server: Server, tmp_path: Path) -> None:
    pages = [picture(1240, 1754, shade, kind) for shade, kind in ((0, "JPEG"), (90, "PNG"), (30, "JPEG"))]
    for number, page in enumerate(pages):
        server.put(f"/assets/{number}", page, "application/octet-stream")
    server.put("/assets/video", b"\0\0\0\x18ftypmp42" + b"\0" * 99, "video/mp4")
    head = "agency_name,year,source_url,file_url\n"
    addresses = [f"{server.address}/assets/{number}" for number in (0, 1, 2)]
    [wanted], _ = lists.read(f"{head}石狮市商务局,2023,,{' '.join(addresses)}\n")
    for how in ("new", "unchanged"):
        outcome = keep.fetch(make_web(), wanted, tmp_path, is_again=True)
        assert outcome.how == how and outcome.path is not None and outcome.path.name == "2023.pdf"
    content = outcome.path.read_bytes()
    assert content.count(b"/Type /Page ") == 3 and 0 < content.index(pages[0]) < content.index(pages[2])
    said = outcome.path.with_name("2023.pdf.yml").read_text("utf-8")
    assert "附上的报告是 3 幅页面图片" in said and "source_url" not in said
    [wanted], _ = lists.read(f"{head}石狮市商务局,2022,,{addresses[0]} {server.address}/assets/video\n")
    outcome = keep.fetch(make_web(), wanted, tmp_path)
    assert outcome.how == "refused" and outcome.reason and "not all that is attached are pictures of pages" in outcome.reason["en"]
    [wanted], _ = lists.read(f"{head}石狮市商务局,2021,,{addresses[1]}\n")
    outcome = keep.fetch(make_web(), wanted, tmp_path)
    assert outcome.path is not None and outcome.path.name == "2021.png" and outcome.path.read_bytes() == pages[1]


def test_the_report_that_a_page_shows_in_a_frame_or_sends_on_to_is_what_is_kept(server: Server, tmp_path: Path) -> None:
    document = to_docx(title=TITLE, year=2023)
    server.put("/report.docx", document, "application/octet-stream")
    server.put("/inner.html", REPORT)
    server.put("/menu.html", f"<a href='/nb/'>政府信息公开年报</a>{'栏目说明' * 99}<table><tr>{'<td><a href=x>要闻</a></td>' * 80}</tr></table>")
    ways = {
        "/framed.html": '<title>年报</title><iframe src="/menu.html"></iframe><iframe src="inner.html"></iframe>', "/refreshed.html": '<meta http-equiv="Refresh" content="0; url=/inner.html">',
        "/to-file.html": '<meta http-equiv="refresh" content="3;URL=\'/report.docx\'">', "/script.html": "<script>window.location.href = '/framed.html';</script>",
        "/circle.html": '<meta http-equiv="refresh" content="0; url=/circle.html"><iframe src="/circle.html"></iframe>',
    }
    for number, (path, page) in enumerate(ways.items()):
        server.put(path, page)
        outcome = fetch_one(server, path, tmp_path / str(number))
        if path == "/circle.html":
            assert outcome.how == "refused" and server.count(path) == 1
        else:
            assert outcome.path is not None and outcome.path.read_bytes() == (document if path == "/to-file.html" else REPORT.encode()) and not outcome.notes


def picture(width: int, height: int, shade: int, kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).point(lambda value: (value + shade) % 256).convert("RGB").save(file, kind)
    return file.getvalue()


def test_a_report_of_pictures_is_kept_with_all_its_pages_as_they_came(server: Server, tmp_path: Path) -> None:
    scans = [picture(800, 1130, 0), picture(820, 1150, 60, "PNG"), picture(800, 1130, 120)]
    names = ["W1.jpg", "W2.png", "W3.jpg"]
    for name, scan in zip(names, scans, strict=True):
        server.put(f"/p/{name}", scan, "image/jpeg")
    server.put("/p/banner.jpg", picture(1200, 200, 0), "image/jpeg")
    late = f'<img src="/p/loading.gif" data-original="/p/{names[0]}">'
    shown = f"<title>{TITLE.format(year=2023)}</title><img src='/p/banner.jpg'><p>{late}<img src='{{0}}'><img src='{{1}}'></p>"
    server.put("/p/loading.gif", picture(30, 30, 0, "GIF"), "image/gif")
    server.put("/p/page.html", shown.format(*names[1:]))
    outcome = fetch_one(server, "/p/page.html", tmp_path)
    assert outcome.path is not None and outcome.path.name == "2023.pdf"
    whole = outcome.path.read_bytes()
    assert scans[0] in whole and scans[2] in whole and whole.index(scans[0]) < whole.index(scans[2])
    with pypdfium2.PdfDocument(whole) as pdf:
        assert len(pdf) == 3
        for number, scan in enumerate(scans):
            seen, sent = pdf[number].render(scale=0.5).to_pil().convert("L"), Image.open(io.BytesIO(scan)).convert("L")
            assert abs(seen.height / seen.width - sent.height / sent.width) < 0.01
            assert all(abs(a - b) < 12 for a, b in zip(seen.resize((4, 4), 4).tobytes(), sent.resize((4, 4), 4).tobytes(), strict=True))
    sidecar = outcome.path.with_name("2023.pdf.yml").read_text()
    assert "3 幅页面图片" in sidecar and "3 pictures" in sidecar
    assert fetch_one(server, "/p/page.html", tmp_path, is_again=True).how == "unchanged"
    server.put("/p/page.html", shown.format(names[1], "/p/gone.jpg"))
    missing = fetch_one(server, "/p/page.html", tmp_path / "other")
    assert missing.how == "refused" and missing.reason and "gone.jpg" in missing.reason["en"], "a report that lacks a page is none"
    server.put("/p/one.html", f"<title>{TITLE.format(year=2023)}</title><img src='W1.jpg'>")
    alone = fetch_one(server, "/p/one.html", tmp_path / "one")
    assert alone.path is not None and alone.path.name == "2023.jpg" and alone.path.read_bytes() == scans[0]


def test_a_report_in_prose_is_not_taken_for_the_photographs_in_it(server: Server, tmp_path: Path) -> None:
    server.put("/photo.jpg", picture(900, 700, 0), "image/jpeg")
    server.put("/page.html", f"<title>{TITLE.format(year=2023)}</title><p>{'我局全年主动公开各类信息，回应群众关切。' * 60}</p><img src='/photo.jpg'>")
    outcome = fetch_one(server, "/page.html", tmp_path)
    assert outcome.path is not None and outcome.path.name == "2023.mht"


def test_an_attachment_that_has_not_changed_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    document, sent = to_docx(title=TITLE, year=2023), []

    def attached(_: Server, handler: Handler) -> None:
        sent.append(handler.headers.get("If-None-Match"))
        send(handler, *(("", "", 304) if sent[-1] == '"1"' else (document, "application/octet-stream")), ETag='"1"')

    server.pages["/a.docx"] = attached
    server.put("/page.html", '<title>年报</title><a href="/a.docx">附件</a>')
    assert [fetch_one(server, "/page.html", tmp_path, is_again=True).how for _ in range(2)] == ["new", "unchanged"] and sent == [None, '"1"']
    server.pages["/a.docx"] = lambda _, handler: send(handler, to_docx(title=TITLE, year=2022), "application/octet-stream", ETag='"2"')
    assert fetch_one(server, "/page.html", tmp_path, is_again=True).how == "renewed"


def test_a_site_that_sets_a_cookie_and_sends_back_lets_in_whoever_has_it(server: Server, tmp_path: Path) -> None:
    def page(_: Server, handler: Handler) -> None:
        if "pass=a1" in handler.headers.get("Cookie", ""):
            send(handler, REPORT)
        else:
            send(handler, "", status=302, Location="/x", Set_Cookie="pass=a1; Path=/; HttpOnly")

    server.pages["/x"] = page
    assert fetch_one(server, "/x", tmp_path).how == "new"
    kept = {"a": "1"}
    keep_cookies(kept, ["b=2; Path=/", "c=x\r\ny", "d e=4", "a=", *(f"n{n}=1" for n in range(99))])
    assert kept["a"] == "" and kept["b"] == "2" and "c" not in kept and "d e" not in kept and len(kept) == MOST_COOKIES


def test_what_is_there_is_not_asked_for_again_and_a_changed_one_is_put_beside_it(server: Server, tmp_path: Path) -> None:
    def page(_: Server, handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"1"':
            send(handler, "", status=304)
        else:
            send(handler, REPORT, ETag='"1"')

    server.pages["/x"] = page
    first = fetch_one(server, "/x", tmp_path)
    assert first.path is not None and first.path.name == "2023.html" and first.path.read_text() == REPORT
    assert fetch_one(server, "/x", tmp_path).how == "kept" and server.count("/x") == 1
    assert fetch_one(server, "/x", tmp_path, is_again=True).how == "unchanged"
    server.put("/x", REPORT.replace("</body>", "<p>浏览次数：35</p></body>"))
    assert fetch_one(server, "/x", tmp_path, is_again=True).how == "unchanged", "a count of visits is no other report"
    server.put("/x", REPORT.replace(">517<", ">571<"))
    again = fetch_one(server, "/x", tmp_path, is_again=True)
    assert again.how == "renewed" and again.path is not None and again.path.name == "2023-2.html" and first.path.read_text() == REPORT
    assert "supersedes: 2023.html" in again.path.with_name("2023-2.html.yml").read_text()
    assert fetch_one(server, "/x", tmp_path, is_again=True).how == "unchanged"


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [("<div id=app></div>", "text/html", "a script may build it"), (b"Rar!\x1a\x07", "application/x-rar", "no document (.rar)"), (b"\x00\x01\x02" * 9, "application/pdf", "no document")],
)
def test_what_is_no_document_is_said_and_not_kept(content: str | bytes, kind: str, said: str, server: Server, tmp_path: Path) -> None:
    server.put("/x", content, kind)
    outcome = fetch_one(server, "/x", tmp_path)
    assert outcome.how == "refused" and outcome.reason is not None and said in outcome.reason["en"]
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.parametrize("name", ["../../../../etc", "/etc/passwd", "..", "a\0b", "石狮市商务局/../../x", "~root"])
def test_no_name_of_a_body_leads_out_of_the_folder(name: str, server: Server, tmp_path: Path) -> None:
    server.put("/x", REPORT)
    root = tmp_path / "reports"
    outcome = keep.fetch(make_web(), Wanted(2, name, 2023, server.address + "/x"), root)
    assert outcome.path is not None and outcome.path.resolve().is_relative_to(root.resolve())
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


def test_a_folder_that_is_a_link_elsewhere_is_not_written_to(server: Server, tmp_path: Path) -> None:
    server.put("/x", REPORT)
    (tmp_path / "reports").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports/350581").symlink_to(tmp_path / "elsewhere")
    assert fetch_one(server, "/x", tmp_path / "reports").how == "refused"
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_list_is_read_in_the_words_of_whoever_wrote_it() -> None:
    wanted, wrong = lists.read("\ufeff机关,年度,网址\n石狮市商务局,2023年,https://example.org/a\n,2023,https://example.org/b\n石狮市商务局,去年,https://example.org/c\n")
    assert [(one.agency_name, one.year, one.source_url) for one in wanted] == [("石狮市商务局", 2023, "https://example.org/a")]
    assert [number for number, _, _ in wrong] == [3, 4]


# --- columns of the common content management systems ----------------------------------------------------------------------


def item(year: int, body: str = "石狮市商务局") -> str:
    return f'<li><a href="./t{year}0131_1.html" title="{body}{year}年政府信息公开工作年度报告">{body}{year}年政府信息公开…</a><span>{year + 1}-01-31</span></li>'


NEWS = '<li><a href="/n1.html">关于做好2023年政府信息公开工作年度报告编制工作的通知</a></li><li><a href="/n2.html">商务局召开会议</a></li>'


def test_a_column_of_trs_is_walked_by_the_script_that_counts_its_pages(server: Server) -> None:
    server.put("/zfxxgknb/", f"<ul>{item(2023)}{NEWS}</ul><script>createPageHTML(2, 0, \"index\", \"html\");</script>")
    server.put("/zfxxgknb/index_1.html", f"<ul>{item(2021)}{item(2022)}</ul><script>createPageHTML(2, 1, \"index\", \"html\");</script>")
    search = columns.discover(make_web(), server.address + "/zfxxgknb/")
    assert {(one.agency_name, one.year) for one in search.found} == {("石狮市商务局", year) for year in (2021, 2022, 2023)}
    assert all(one.address.startswith(server.address + "/zfxxgknb/t") for one in search.found) and search.pages == 2


def test_newer_columns_are_walked_and_one_that_cannot_be_is_said(server: Server) -> None:
    script = "<script>createPageHTML('page-div',3, 1,'index','html',6);</script>"
    server.put("/trs/", f"<ul>{item(2023)}</ul>{script}")
    server.put("/trs/index_2.html", f"<ul>{item(2022)}</ul>")
    server.put("/trs/index_3.html", f"<ul>{item(2021)}</ul>")
    group = '<nextgroup><![CDATA[<a href="/web/dataproxy.jsp?page=2"></a>]]></nextgroup>'
    server.put("/han/", f'<script type="text/xml"><datastore>{group}<record><![CDATA[{item(2023)}]]></record></datastore></script>')
    server.put("/web/dataproxy.jsp?page=2", f"<datastore><recordset><record><![CDATA[{item(2022)}]]></record></recordset></datastore>", "text/xml")
    server.put("/tag/", f'{item(2023)}<a href="javascript:void(0)" tagname="/tag/?pageNum=2">下一页</a>')
    server.put("/tag/?pageNum=2", item(2022))
    server.put("/frame/", '<iframe src="/frame/list.html"></iframe>')
    server.put("/frame/list.html", item(2023) + item(2022))
    server.put("/chosen/", f'{item(2023)}<select onchange="go(this.value)"><option value="./">第1页</option><option value="p2.html">第2页</option></select>')
    server.put("/chosen/p2.html", f'{item(2022)}<select><option value="2023">2023</option></select>')
    server.put("/asked/", item(2023) + '<a href="#" onclick="queryArticle(this,\'/asked/list_2.shtml\',2)">下一页</a>')
    server.put("/asked/list_2.shtml", item(2022))
    server.put("/own/", f'{item(2023)}<a href="javascript:turn(2)">下一页</a>')
    server.put("/numbers/", f'{item(2023)}<select onchange="turn(this.value)"><option value="1">1</option><option value="2">2</option></select>')
    found = {name: columns.discover(make_web(), f"{server.address}/{name}/") for name in ("trs", "han", "tag", "frame", "chosen", "asked", "own", "numbers")}
    years = {name: sorted(one.year or 0 for one in search.found) for name, search in found.items()}
    assert years == {"trs": [2021, 2022, 2023], "han": [2022, 2023], "tag": [2022, 2023], "frame": [2022, 2023], "chosen": [2022, 2023], "asked": [2022, 2023], "own": [2023], "numbers": [2023]}
    assert [name for name, search in found.items() if search.is_stuck] == ["own", "numbers"] and not any(search.refused for search in found.values())


def test_another_report_of_a_year_is_none_and_a_year_alone_is_one_in_such_a_column(server: Server) -> None:
    links = "".join(f'<a href="{n}.html">{text}</a>' for n, text in enumerate(("石狮市2023年法治政府建设年度报告", "2022年", "石狮市商务局2021年年度报告")))
    server.put("/nb/", f"<title>政府信息公开年报</title>{links}")
    assert [one.year for one in columns.discover(make_web(), server.address + "/nb/", "石狮市商务局").found] == [2022, 2021]


def test_in_a_column_of_reports_short_links_are_reports_and_what_speaks_of_one_is_none(server: Server) -> None:
    texts = ("2021年年报", "2020年度报告", "2019年政府信息公开年报", "石狮市商务局2022年政府信息公开工作年度报告图解", "2021年预算报告")
    links = "".join(f'<li><a href="{n}.html">{text}</a></li>' for n, text in enumerate(texts)) + NEWS
    server.put("/nb/", f"<title>石狮市商务局 政府信息公开年报</title>{links}")
    server.put("/other/", f"<title>石狮市商务局</title>{links}")
    found = {body: columns.discover(make_web(), server.address + "/nb/", body).found for body in ("", "石狮市商务局")}
    assert {body: [(one.agency_name, one.year) for one in some] for body, some in found.items()} == {body: [(body, year) for year in (2021, 2020, 2019)] for body in found}
    elsewhere = columns.discover(make_web(), server.address + "/other/", "石狮市商务局").found
    assert [one.year for one in elsewhere] == [2020, 2019], "a 年报 there may be any report of a year"


def test_why_a_robots_txt_cannot_be_had_is_said(server: Server) -> None:
    with pytest.raises(Refused) as error:
        make_web(is_inside_allowed=False).get(server.address + "/x")
    assert "内部网络" in error.value.reason["zh"] and "private network" in error.value.reason["en"]


def test_a_column_of_hanweb_is_read_out_of_the_script_that_holds_it(server: Server) -> None:
    record = f"<record><![CDATA[{item(2023)}]]></record>"
    server.put("/col/col1/index.html", f'<script type="text/xml"><datastore><recordset>{record}</recordset></datastore></script>')
    search = columns.discover(make_web(), server.address + "/col/col1/index.html")
    assert [(one.year, one.agency_name) for one in search.found] == [(2023, "石狮市商务局")]


def test_a_table_of_contents_leads_to_the_column_and_links_to_its_next_pages(server: Server) -> None:
    server.put("/xxgk/", '<a href="/xxgk/zn/">公开指南</a><a href="nb/">政府信息公开年报</a><a href="http://other.example.org/">下一页</a>')
    server.put("/xxgk/nb/", '<a href="a.html">2023年政府信息公开工作年度报告</a><a href="?page=2">下一页</a>')
    server.put("/xxgk/nb/?page=2", '<a href="b.html">2022年度政府信息公开年报</a><a href="?page=1">上一页</a>')
    search = columns.discover(make_web(), server.address + "/xxgk/", "石狮市商务局")
    assert [(one.year, one.agency_name, one.address.rpartition("/")[2]) for one in search.found] == [(2023, "石狮市商务局", "a.html"), (2022, "石狮市商务局", "b.html")]


def test_a_column_without_end_is_left_and_that_is_said(server: Server) -> None:
    for number in range(9):
        server.put(f"/p{number}", f'<a href="/p{number + 1}">下一页</a>')
    search = columns.discover(make_web(), server.address + "/p0", most=4)
    assert search.pages == 4 and search.is_cut


def test_what_was_discovered_can_be_fetched(server: Server, tmp_path: Path) -> None:
    server.put("/nb/", f"<ul>{item(2023)}</ul>")
    server.put("/nb/t20230131_1.html", REPORT)
    search = columns.discover(make_web(), server.address + "/nb/")
    wanted, wrong = lists.read(lists.write((one.agency_name, one.year, one.address, one.title) for one in search.found))
    assert not wrong and [keep.fetch(make_web(), one, tmp_path).how for one in wanted] == ["new"]
