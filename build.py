"""From reports/ to a published site: read → match → check → write and tabulate → draw → render → publish.

In: a folder of reports. Out: a folder to serve.
Exit 0: built; 1: --strict and something could not be read; 2: the build failed, the old site is whole.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from gongkai import charts, form, indicators, pages, pipeline, progress, tables
from gongkai.charts.kept import keep, write_vega
from gongkai.checks import catalogue
from gongkai.model import Reading
from gongkai.origin import find_origin, find_repository
from gongkai.publish import copies, pictures, site

ROOT = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    started = time.monotonic()
    the_form = form.load()
    cache = None if options.no_cache else ROOT / ".cache" / "reads"
    readings = pipeline.read_all(options.reports, options.jobs, options.scheduler, cache, tables.find_published(options.previous))
    tell(readings)
    origin = find_origin(ROOT, pipeline.code_version())
    with site.data_place(options.site_dir) as place:
        written = tables.write(tables.in_order(readings), the_form, place, origin=origin, previous=options.previous)
        if options.data_only:
            site.publish_data(place, options.site_dir)
        else:
            frames = tables.tabulate(readings, the_form)
            sources, drawn = copy_and_picture(readings, options)
            charts_cache = None if options.no_cache else ROOT / ".cache" / "charts"
            pictured = {**charts.draw(frames, the_form, spread=keep(charts_cache, options.jobs)), **charts.draw_overview(frames, the_form)}
            rendered = pages.render(
                readings, frames, the_form, pictured,
                files=[pages.File(f.name, f.size, f.sha256) for f in written.files], schema={**tables.SCHEMA, "changes": tables.CHANGES},
                indicators=indicators.CATALOGUE, catalogue=catalogue.load(), changes=written.changes, citation=tables.to_citation(origin),
                date=origin.date, address=os.environ.get("SITE_URL", ""), known=pipeline.read_bodies(options.reports)[0],
                sources=sources, pictures=drawn, repository=find_repository(), version=f"{origin.commit} {origin.date}".strip(),
            )
            rendered["assets/javascripts/vega.js"] = write_vega(charts_cache)
            beside = {**copies.to_files(sources), **pictures.to_files(drawn, {id: copy.agency_id for id, copy in sources.items()})}
            site.publish(rendered, place, options.site_dir, date=origin.date, files=beside)
    print(f"{'data' if options.data_only else 'site'}: {options.site_dir.resolve()} ({time.monotonic() - started:.1f} s)")
    return int(options.strict and any(is_unread(reading) for reading in readings))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description="Read every report and build the site.")
    parser.add_argument("--reports", metavar="DIR", type=Path, default=ROOT / "reports", help="the folder of reports (default: reports/)")
    parser.add_argument("--site-dir", metavar="DIR", type=Path, default=ROOT / "site", help="where the site goes (default: site/)")
    parser.add_argument("--data-only", action="store_true", help="stop after the data files, in DIR/data")
    parser.add_argument("--jobs", metavar="N", type=int, default=os.cpu_count() or 1, help="processes to read with (default: one a core)")
    parser.add_argument(
        "--strict", action="store_true", help="exit 1 if a document could not be read or a finding of severity error is about our reading"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", default="", help="read on the Dask cluster at this address, not on this machine")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    parser.add_argument(
        "--previous", metavar="DIR", type=Path, help="the data of an earlier build, to say what changed and which of two documents came first"
    )
    parser.add_argument("--no-sources", action="store_true", help="no copies of the documents on the site")
    parser.add_argument(
        "--pictures", action=argparse.BooleanOptionalAction,
        help=f"pictures of the pages that figures were printed on (default: up to {pictures.MOST_DOCUMENTS:,} documents)",
    )
    options = parser.parse_args(arguments)
    if not options.reports.is_dir():
        parser.error(f"--reports: there is no folder {options.reports}")
    return options


def copy_and_picture(
    readings: Sequence[Reading], options: argparse.Namespace
) -> tuple[dict[str, copies.Copy], dict[str, dict[int, pictures.Picture]]]:
    """What stands beside the figures: the documents and the pages that they were printed on."""
    kept = copies.to_copies(readings, options.reports, is_wanted=not options.no_sources)
    if without := [copy for copy in kept.values() if not copy.name and copy.why_not != "copy_unwanted"]:
        print(f"{len(without)} documents are not copied to the site: too large, or too much together")
    is_wanted = options.pictures
    if is_wanted is None and not (is_wanted := len(kept) <= pictures.MOST_DOCUMENTS):
        print(f"no pictures of pages: more than {pictures.MOST_DOCUMENTS:,} documents; --pictures makes them all the same")
    cache = None if options.no_cache else ROOT / ".cache" / "pictures"
    return kept, pictures.draw(readings, options.reports, options.jobs, cache) if is_wanted else {}


def is_unread(reading: Reading) -> bool:
    """What --strict stops at: no figures from a document, or an error that is ours."""
    return reading.read_status in ("unreadable", "not_a_report", "duplicate") or any(
        check.severity == "error" and check.about == "reading" for check in reading.checks
    )


def tell(readings: Sequence[Reading]) -> None:
    """Say what was read and, a line a document, what was not."""
    count = pipeline.to_summary(readings)
    print(f"{len(readings)} documents: " + ", ".join(f"{n} {status}" for status, n in sorted(count.items())))
    for reading in readings:
        if reading.read_status != "read":
            print(f"  {reading.path}: {reading.read_status}: {reading.message}")


if __name__ == "__main__":
    try:
        with progress.told():
            status = main()
        sys.exit(status)
    except site.BuildFailed as error:
        print(f"the build failed, the old site is as it was: {error}", file=sys.stderr)
        sys.exit(2)
    except Exception:
        import traceback

        traceback.print_exc()
        print("the build failed, the old site is as it was", file=sys.stderr)
        sys.exit(2)
