"""From reports/ to a published site: read every document, settle and show every body, publish.

In: a folder of reports; what may be asked for is in gongkai/options.py. Out: a folder to serve.
Exit 0: built; 1: --strict and something could not be read; 2: the build failed, the old site is whole; 130: it was stopped, a whole site is there.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import partial
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from gongkai import bodies, charts, form, indicators, machine, pages, pipeline, progress, publisher, remote, tables
from gongkai.agencies import expected
from gongkai.agencies.expected import Expected
from gongkai.charts import mark
from gongkai.charts.kept import write_vega
from gongkai.checks import catalogue
from gongkai.model import Filed
from gongkai.options import Options, parse
from gongkai.origin import Origin, find_origin, find_repository
from gongkai.printable import to_line, to_lines
from gongkai.publish import copies, pictures, site, sql_js
from gongkai.publish.batches import Batch, Files, to_batch
from gongkai.publish.unchanged import Noted, Said
from gongkai.readers.office import conversion

ROOT = Path(__file__).parent
MOST_TOLD = 20
"""lines of expected.csv that cannot be used"""
ENOUGH = 900_000_000
"""bytes of a site, of which GitHub Pages takes a tenth more"""
SOURCES = ("build.py", "content", "gongkai", "mkdocs.en.yml", "mkdocs.yml", "site.yml", "LICENSE-DATA")
"""what a site is made from besides the reports, below the folder of the project"""


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments, ROOT)
    for reason in publisher.load().left_out:
        print(to_line(f"site.yml: {reason}; it was left out"))
    if address := publisher.load().address:
        os.environ.setdefault("SITE_URL", address)
    started = time.monotonic()
    if options.site_at:
        remote.open_place(options.site_at)  # what nobody knows is told before the work
    if options.reports_at:
        options.left = remote.bring(options.reports_at, options.reports)
    noted, place = to_noted(options), options.to_place()
    if said := noted.find(place):
        status = said.status
        print(f"{said.text}{to_end(options, started, 'nothing has changed, ')}")
    else:
        with heard() as text:
            status, is_sound = make(options)
        if is_sound:
            noted.keep(place, Said(text.getvalue(), status))
        print(to_end(options, started))
    if options.site_at:
        written, gone = remote.put(options.site_dir, options.site_at, "data/" if options.data_only else "")
        print(f"{remote.to_shown(options.site_at)}: {written:,} files written, {gone:,} taken away")
    return status


def to_end(options: Options, started: float, how: str = "") -> str:
    return f"{'data' if options.data_only else 'site'}: {options.site_dir.resolve()} ({how}{time.monotonic() - started:.1f} s)"


def make(options: Options) -> tuple[int, bool]:
    """Build. Return the exit code, and whether another build of the same would say the same: what the machine withheld may be there then."""
    previous = tables.find_published(options.previous)
    is_sound = True
    published = {sha256 for _, sha256 in previous.values()} - {""}
    until = time.monotonic() + options.minutes * 60 if options.minutes is not None else None
    with (
        pipeline.collect(
            options.reports, options.jobs, options.scheduler, options.to_cache("reads"),
            published=published, until=until, failures=options.failures, left=options.left) as found,
        bodies.settle_all(found, options.jobs, options.scheduler, options.to_cache("bodies"), previous) as settled,
    ):
        documents = sorted(settled.documents, key=lambda document: document.path)
        tell(documents)
        if found.note:
            print(f"documents: {found.note}")
        kept_under = {path for path, _ in previous.values()}  # another document in the place of a published one counts as that
        if (lost := sum(path in kept_under or sha256 in published for path, sha256 in found.hurried.items())) and not options.data_only:
            raise site.BuildFailed(
                f"there was no time for {lost} documents that are published; what was read is kept, and the next build goes on from there")
        origin = find_origin(ROOT, pipeline.code_version())
        with site.data_place(options.site_dir) as place:
            kept = tables.KeptFiles(options.to_cache("data"), settled.made_of)
            written = tables.write_pieces(
                settled.pieces(), form.load(), place, origin=origin, previous=options.previous, kept=kept,
                room=tables.UNBOUNDED if options.data_only else tables.ON_SITE, release=options.release)
            if options.release:
                print(f"release: {options.release.resolve()}")
            if options.data_only:
                site.publish_data(place, options.site_dir)
            else:
                is_sound = publish(options, found, settled, written, origin, place)
    is_sound = is_sound and not found.note and not any(document.read_status == "unreadable" for document in documents)
    return int(options.strict and any(is_unread(document) for document in documents)), is_sound


def publish(
    options: Options, found: pipeline.Collection, settled: bodies.Bodies, written: tables.Publication, origin: Origin, place: Path
) -> bool:
    """Make the pages of every body, those that span bodies, and the site of them all. Say whether the pages of all could be made."""
    the_form, address, version = form.load(), os.environ.get("SITE_URL", ""), f"{origin.commit} {origin.date}".strip()
    frames = tables.to_frames(settled.shared(), the_form)
    sources, drawn = copy_and_picture(settled.documents, options, place.with_name("copies"))
    told = bodies.Teller(frames, found.known, find_repository(), address, sources, drawn)
    in_browser = to_query(written, place)
    with bodies.show_all(settled, told, options.jobs, options.scheduler, options.to_cache("pages")) as shown:
        for one in shown.unmade:
            print(to_line(f"the pages of {one.agency_id} could not be made ({one.how}); they say so"))
        rendered = pages.render_shared(
            frames, the_form, charts.draw_overview(frames, the_form), shown.texts(),
            files=[pages.File(f.name, f.size, f.sha256, tables.to_province(f.name)) for f in written.files],
            rows={f.name.rpartition(".")[0]: f.rows for f in written.files if f.rows is not None},
            schema={**tables.SCHEMA, "changes": tables.CHANGES},
            indicators=indicators.CATALOGUE, catalogue=catalogue.load(), changes=written.changes, citation=tables.to_citation(origin),
            date=origin.date, address=address, repository=find_repository(), version=version, unmade=shown.unmade,
            expected=read_expected(options.reports), queried=to_weight(in_browser),
        )
        rendered["assets/javascripts/vega.js"] = write_vega(ROOT / ".cache" / "charts")  # of a library, and of no document
        if style := publisher.load().to_style():
            rendered[publisher.STYLE] = style
        ours = publisher.load()
        logo = ROOT / ours.logo if ours.logo else None
        beside: dict[str, bytes | Path] = {
            **in_browser, **mark.to_files(logo or site.ASSETS / "favicon.svg"), **copies.to_files(sources),
            **pictures.to_files(drawn, {id: copy.agency_id for id, copy in sources.items()}),
        }
        figures = tables.Standings(place, [one.id for one in indicators.CATALOGUE])
        standings = pages.render_standings(
            indicators.CATALOGUE, figures, charts.to_standing, tables.to_standing_parquet, origin.commit[:12])
        site.publish(
            rendered, place, options.site_dir, date=origin.date, files=beside, bodies=to_batches(standings, shown), note=options.to_note("-files"),
            languages=ours.languages, logo=logo, several=to_name(options.site_dir, address) if options.shard else "")
        tell_weight(options.site_dir, options.shard)
        return not shown.unmade


def to_batches(standings: Iterable[Files], shown: bodies.Shown) -> Iterator[Batch]:
    """Pages of which there are many, an indicator after the other, then a body: a body's are taken over where they are made of the same."""
    yield from map(to_batch, standings)
    yield from (Batch(partial(shown.files, id), key) for id, key in shown.keys.items())


def to_name(site_dir: Path, address: str) -> str:
    """What the first of several sites is called: as its address ends, or its folder."""
    return urlsplit(address).path.strip("/").rpartition("/")[2] or site_dir.resolve().name


def tell_weight(site_dir: Path, is_several: bool) -> None:
    """Say, before the host does, that a site is about to be more than it takes."""
    for place in sorted(site_dir.iterdir()) if is_several else [site_dir]:
        if (weight := site.weigh(place)) > ENOUGH:
            others = "" if is_several else "; --shard makes it several, a province each"
            less = "--no-sources and --no-pictures leave out copies and pictures"
            print(f"{place.name}: {weight / 1e6:,.0f} MB, and GitHub Pages takes 1,000: {less}{others}")


def read_expected(reports: Path) -> list[Expected] | None:
    """The bodies that have to report, of expected.csv in the folder of reports; None without it, or where it cannot be read."""
    path = reports / "expected.csv"
    if path.is_symlink() or not path.is_file():
        if os.path.lexists(path):
            print("expected.csv was left aside: it is a link, or no file")
        return None
    try:
        if path.stat().st_size > expected.MOST_BYTES:
            raise ValueError(f"larger than {expected.MOST_BYTES // 1_000_000} MB")
        found, wrong = expected.read(path.read_bytes().decode("utf-8-sig", "surrogateescape"))
    except (OSError, ValueError) as error:
        print(to_line(f"expected.csv was left aside: {getattr(error, 'strerror', None) or error}"))
        return None
    for line in wrong[:MOST_TOLD]:
        print(to_line(f"expected.csv: {line}"))
    if len(wrong) > MOST_TOLD:
        print(f"expected.csv: and {len(wrong) - MOST_TOLD:,} lines more that cannot be used")
    return found


def to_query(written: tables.Publication, place: Path) -> dict[str, Path]:
    """What the page /query/ loads, the packed database too where the site has one; nothing, and a line that says why, without SQLite."""
    found = sql_js.find()
    if not found:
        print("no /query/: what it runs in the browser is not set up; make site QUERY=1")
        return {}
    if all(file.name != tables.DATABASE for file in written.files):
        print(f"/query/ says how else to ask: the database is larger ({tables.ON_SITE.database:,} bytes) than a browser is asked to hold")
        return found
    return {**found, sql_js.PACKED: sql_js.pack(place / tables.DATABASE, place.with_name("query"))}


def to_weight(in_browser: dict[str, Path]) -> int | None:
    """Bytes of the packed database; 0 where the site has none, None where there is no SQLite to ask it with."""
    packed = in_browser.get(sql_js.PACKED)
    return packed.stat().st_size if packed else 0 if in_browser else None


def to_noted(options: Options) -> Noted:
    """What was noted of the last build of this site: by everything that decides a site, its commit and the libraries too."""
    note = options.to_note("")
    if note is None or options.release:
        return Noted(None, (), ())
    libraries = sorted(f"{one.name} {one.version}" for one in metadata.distributions())
    asked = ("SITE_URL", "REPOSITORY_URL", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GONGKAI_PUBLISHER")
    around = {name: os.environ.get(name, "") for name in asked}
    wanted = repr(sorted(options.to_wanted().items()))
    words = (sys.version, *libraries, wanted, repr(around), repr(find_origin(site.ROOT)), conversion.find_program())
    logo = publisher.load().logo
    sources = [site.ROOT / name for name in (*SOURCES, *([logo] if logo else []))]
    made_of = [options.reports, *sources, *sql_js.find().values(), *([options.previous] if options.previous else [])]
    return Noted(note, made_of, words)


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """What is printed meanwhile, besides being printed."""
    text, out = io.StringIO(), sys.stdout

    class Both(io.TextIOBase):
        def write(self, said: str) -> int:
            text.write(said)
            return out.write(said)

        def flush(self) -> None:
            out.flush()

    with redirect_stdout(Both()):
        yield text


def forget(options: Options, *others: str) -> None:
    """Throw away what was made of bodies; what was read of documents stays, but for others."""
    for name in ("bodies", "pages", "sites", *others):
        if kept := options.to_cache(name):
            shutil.rmtree(kept, ignore_errors=True)


def copy_and_picture(
    documents: Sequence[Filed], options: Options, room: Path
) -> tuple[dict[str, copies.Copy], dict[str, dict[int, pictures.Picture]]]:
    """What stands beside the figures: the documents and the pages that they were printed on."""
    kept = copies.take(copies.to_copies(documents, options.reports, is_wanted=not options.no_sources), room)
    if without := [copy for copy in kept.values() if not copy.name and copy.why_not != "copy_unwanted"]:
        print(f"{len(without)} documents are not copied to the site: too large, too much together, or no longer what was read")
    is_wanted = options.pictures
    if is_wanted is None and not (is_wanted := len(kept) <= pictures.MOST_DOCUMENTS):
        print(f"no pictures of pages: more than {pictures.MOST_DOCUMENTS:,} documents; --pictures makes them all the same")
    return kept, pictures.draw(documents, options.reports, options.jobs, options.to_cache("pictures")) if is_wanted else {}


def is_unread(document: Filed) -> bool:
    """What --strict stops at: no figures from a document, or an error that is ours."""
    return document.read_status in ("unreadable", "not_a_report", "duplicate") or document.is_in_error


def tell(documents: Sequence[Filed]) -> None:
    """Say what was read and, a line a document, what was not."""
    count = pipeline.to_summary(documents)
    print(f"{len(documents)} document{'s' * (len(documents) != 1)}: " + ", ".join(f"{n} {status}" for status, n in sorted(count.items())))
    for document in documents:
        if document.read_status != "read":
            print("  " + to_line(f"{document.path}: {document.read_status}: {document.message}"))


def run(arguments: Sequence[str] | None = None) -> int:
    """Build, and say in a line why, where that fails: a traceback only where the fault is ours."""
    try:
        with progress.told():
            try:
                return main(arguments)
            except bodies.Gone as error:
                print(to_line(f"{error}: what is kept of all bodies is made anew"))
                forget(parse(arguments, ROOT))
                return main(arguments)
            except pipeline.Foreign as error:
                print(to_line(f"{error}: all that is kept is made anew"))
                forget(parse(arguments, ROOT), "reads")
                return main(arguments)
    except KeyboardInterrupt:
        print("the build was stopped; the site is that of the last build that ended", file=sys.stderr)
        return 130
    except remote.NotPut as error:
        print(to_line(f"the site is built, but not all of it could be put there; the next build puts the rest: {error}"), file=sys.stderr)
    except remote.Unreachable as error:
        print(to_line(f"the build failed, the old site is as it was: {error}"), file=sys.stderr)
    except site.BuildFailed as error:
        print(to_lines(f"the build failed, the old site is as it was: {error}"), file=sys.stderr)
    except Exception as error:
        why = machine.to_reason(error)
        if not why:
            import traceback

            traceback.print_exc()
        print(to_line("the build failed, the old site is as it was" + (f": {why}" if why else "")), file=sys.stderr)
    return 2


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who stops it, however it is done, leaves nothing behind
    sys.exit(run())
