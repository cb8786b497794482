"""From reports/ to a published site: read → match → check → tabulate → draw → render → publish.

In: a folder of reports. Out: a folder to serve. Exit 0: built; 1: --strict and something could not be read; 2: the build failed, the old site is whole.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from gongkai import catalogue, charts, form, indicators, pages, pipeline, site, tables
from gongkai.model import Reading

ROOT = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    started = time.monotonic()
    the_form = form.load()
    cache = None if options.no_cache else ROOT / ".cache" / "reads"
    readings = pipeline.read_all(options.reports, options.jobs, options.scheduler, cache)
    tell(readings)
    frames = tables.tabulate(readings, the_form)
    files = list(tables.to_files(frames))
    if options.data_only:
        site.publish_data(files, options.site_dir)
    else:
        drawn = charts.draw(frames, the_form)
        listed = [pages.File(name, len(content)) for name, content in files]
        rendered = pages.render(
            readings, frames, the_form, drawn,
            files=listed, schema=tables.SCHEMA, indicators=indicators.CATALOGUE, catalogue=catalogue.load(),
        )
        site.publish(rendered, files, options.site_dir)
    print(f"{'data' if options.data_only else 'site'}: {options.site_dir.resolve()} ({time.monotonic() - started:.1f} s)")
    return int(options.strict and any(is_unread(reading) for reading in readings))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description="Read every report and build the site.")
    parser.add_argument("--reports", metavar="DIR", type=Path, default=ROOT / "reports", help="the folder of reports (default: reports/)")
    parser.add_argument("--site-dir", metavar="DIR", type=Path, default=ROOT / "site", help="where the site goes (default: site/)")
    parser.add_argument("--data-only", action="store_true", help="stop after the data files, in DIR/data")
    parser.add_argument("--jobs", metavar="N", type=int, default=os.cpu_count() or 1, help="processes to read with (default: one a core)")
    parser.add_argument("--strict", action="store_true", help="exit 1 if a document could not be read or a finding of severity error is about our reading")
    parser.add_argument("--scheduler", metavar="ADDRESS", default="", help="read on the Dask cluster at this address in place of this machine's cores")
    parser.add_argument("--no-cache", action="store_true", help="read every document anew")
    options = parser.parse_args(arguments)
    if not options.reports.is_dir():
        parser.error(f"--reports: there is no folder {options.reports}")
    return options


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
        sys.exit(main())
    except site.BuildFailed as error:
        print(f"the build failed, the old site is as it was: {error}", file=sys.stderr)
        sys.exit(2)
    except Exception:
        import traceback

        traceback.print_exc()
        print("the build failed, the old site is as it was", file=sys.stderr)
        sys.exit(2)
