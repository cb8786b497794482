"""A small site of made-up bodies, built once with the real pages and the real generator, and served on a local port."""

from __future__ import annotations

import fcntl
import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gongkai import charts, indicators, pages, tables
from gongkai.charts import mark
from gongkai.checks import catalogue
from gongkai.form import Form, load
from gongkai.model import Reading
from gongkai.publish import site, sql_js
from gongkai.publish.batches import to_batch
from gongkai.tables.lines import to_parts
from gongkai.tables.packing import to_pieces
from gongkai.tables.shared import to_counts, to_named
from tests.browser import made

BASE_PATH = "/name"
"""The site is served below a path, as a project's GitHub Pages are: an address from the root of the host would fail"""


@pytest.fixture(scope="session")
def made_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    return build_once(tmp_path_factory, worker_id, "made", made.readings())


def build_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str, name: str, readings: list[Reading]) -> Path:
    """Build the site of some readings where no other process has; it stands below name/ in the folder returned."""
    folder = (tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent) / f"{name}-site"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "name").exists():
            build(readings, folder / "name", folder / "docs")
    return folder


def build(readings: list[Reading], site_dir: Path, docs_dir: Path) -> None:
    form = load()
    parts = list(to_parts(tables.in_order(readings), form))  # laid out once: it is a good part of the work
    frames = tables.to_frames([{**to_named(part, form), **to_counts(to_named(part, form))} for part in parts], form)
    data = docs_dir.parent / "data"
    written = tables.write_pieces((to_pieces(part, form) for part in parts), form, data)
    found = sql_js.find()
    if found:
        found[sql_js.PACKED] = sql_js.pack(data / tables.DATABASE, docs_dir.parent / "packed")
    rendered = pages.render(
        readings, frames, form, draw(frames, form), files=[pages.File(f.name, f.size, f.sha256) for f in written.files],
        schema=tables.SCHEMA, indicators=indicators.CATALOGUE, catalogue=catalogue.load(), queried=found[sql_js.PACKED].stat().st_size if found else None,
    )
    standings = pages.render_standings(indicators.CATALOGUE, tables.Standings(data), charts.to_standing, tables.to_standing_parquet)
    site.publish(rendered, data, site_dir, docs_dir=docs_dir, bodies=map(to_batch, standings), files={**found, **mark.to_files(site.ROOT / "content/assets/favicon.svg")})


def draw(frames: Any, form: Form) -> dict[tuple[str, str, str], Any]:
    """Charts of the bodies of one place only: drawing all would take longer than all the tests."""
    return charts.draw_overview(frames, form) | {
        (agency_id, *of): chart
        for agency_id, figures in charts.figures_of(frames, form).items() if agency_id.startswith("350581-") or agency_id == made.LONG.agency_id
        for of, chart in charts.draw_agency(figures, form).items()
    }


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{BASE_PATH}/"
    server.shutdown()


@pytest.fixture(scope="session")
def address(made_site: Path) -> Iterator[str]:
    """Where the Chinese front page is."""
    with served(made_site) as found:
        yield found


@pytest.fixture(scope="session")
def long_address(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """Where a site is whose list of bodies takes several pages."""
    some = [r for r in made.readings() if r.report and ("水利局" in r.report.agency.name or r.report.agency.division_code == "350581")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages.bodies, "PAGE", 20)
        folder = build_once(tmp_path_factory, worker_id, "long", some)
    with served(folder) as found:
        yield found


class Quiet:
    """Knows what a page is still asking for, from before its first address: to wait for half a second without a request, as Playwright can, is most of a test."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self._asked: set[Any] = set()
        page.on("request", lambda request: self._asked.add(request))  # playwright looks into what it calls
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: self._asked.discard(request))

    def settle(self) -> Any:
        """The page once it is loaded, all that its scripts add is there, and nothing that they asked for is under way."""
        page = self.page
        page.wait_for_load_state("load")
        if page.evaluate("document.documentElement.classList.contains('js') && !!document.querySelector('script[src$=\"assets/site.js\"]')"):
            page.wait_for_function("() => document.documentElement.dataset.ready !== undefined")
        still = 0
        while still < 2:  # what comes may be what asks for more
            page.wait_for_timeout(15)  # not within the page: without scripts it has no clock
            still = 0 if self._asked else still + 1
        return page


class Visit:
    """A page of the site in a browser of its own, and all that went wrong on it."""

    def __init__(self, context: Any, address: str) -> None:
        self.address = address
        self.troubles: list[str] = []
        self.requests: list[str] = []
        context.set_default_timeout(120_000)  # a busy machine is no fault of a page
        self.page = context.new_page()
        self.quiet = Quiet(self.page)
        self.page.on("console", lambda message: message.type in ("error", "warning") and self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("response", lambda answer: answer.status >= 400 and self.troubles.append(f"{answer.status} {answer.url}"))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def go(self, path: str = "") -> Any:
        self.page.goto(self.address + path)
        return self.quiet.settle()

    def arrive(self, path: str) -> Any:
        """After a click: the page it leads to, once it is there. The old page is quiet already, so that to wait for quiet alone waits for nothing."""
        self.page.wait_for_url(self.address + path)
        return self.quiet.settle()

    @property
    def path(self) -> str:
        return str(self.page.url).removeprefix(self.address)


@contextmanager
def visiting(browser: Any, address: str, options: dict[str, Any] | None = None) -> Iterator[Visit]:
    """A visit on a desktop, or by the options of a browser context on another device. Nothing may have gone wrong when it ends."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **(options or {})})
    found = Visit(context, address)
    yield found
    context.close()
    assert not found.troubles
    strange = [url for url in found.requests if not url.startswith((address, "data:", "blob:"))]
    assert not strange, "the page asked another host, or an address above its own"


@pytest.fixture
def visit(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit; parametrise indirectly with options of a browser context for another device."""
    with visiting(browser, address, getattr(request, "param", None)) as found:
        yield found
