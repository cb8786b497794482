"""What build.py is asked for: the words of its command line → Options.

In: arguments, the folder of the project. Out: Options, or exit 2 with a line that says what is wrong. Not its business: doing any of it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from gongkai import publisher, remote
from gongkai.publish import pictures, site

_OF_THE_RUN = ("cache", "jobs", "left", "no_cache", "scheduler", "minutes", "failures")
"""what says how a build is run, and nothing of what it makes"""


@dataclass(slots=True)
class Options:
    """As the command line says them, with folders for addresses.

    reports, site_dir: folders here, which stand for reports_at and site_at where those are given. left: names that could not be
    brought from there, and why.
    cache: the folder of what is kept. pictures: None where their number decides. minutes: None without a limit.
    """

    reports: Path
    site_dir: Path
    reports_at: str
    site_at: str
    cache: Path
    data_only: bool
    jobs: int
    strict: bool
    scheduler: str
    no_cache: bool
    previous: Path | None
    release: Path | None
    minutes: float | None
    failures: Path | None
    shard: bool
    no_sources: bool
    pictures: bool | None
    left: list[tuple[str, str]] = field(default_factory=list)

    def to_cache(self, name: str) -> Path | None:
        """Where one kind of thing is kept; None if nothing is to be."""
        return None if self.no_cache else self.cache / name

    def to_place(self) -> Path:
        """The folder that this build fills, and replaces whole."""
        return self.site_dir / "data" if self.data_only else self.site_dir

    def to_note(self, name: str) -> Path | None:
        """Where something is noted of the folder that this build fills; None if nothing is to be."""
        folder = self.to_cache("sites")
        return None if folder is None else folder / f"{hashlib.sha256(os.fsencode(self.to_place().resolve())).hexdigest()[:16]}{name}"

    def to_wanted(self) -> Mapping[str, str]:
        """What decides the site, by name: the same of two builds that make the same."""
        return {name: str(value) for name, value in asdict(self).items() if name not in _OF_THE_RUN}


def parse(arguments: Sequence[str] | None, root: Path) -> Options:
    """root: the folder of the project, for what is not said."""
    parser = _to_parser(root)
    given = vars(parser.parse_args(arguments))
    cache = root / ".cache"
    for name, beside in (("reports", "reports"), ("site_dir", "site")):
        asked = given[name]
        at = given[f"{name.removesuffix('_dir')}_at"] = asked if remote.is_address(asked) else ""
        given[name] = remote.to_folder(at, cache / "remote") / beside if at else Path(asked)
    options = Options(**given, cache=cache)
    if not options.reports_at and not options.reports.is_dir():
        parser.error(f"--reports: there is no folder {options.reports}")
    place = options.to_place()
    if not site.may_replace(place) or site.would_hold(place, (options.reports, root)):
        parser.error(f"--site-dir: {place} holds other things than a site, and would be replaced whole; name an empty folder")
    if options.shard and options.data_only:
        parser.error("--shard parts a site, and --data-only makes none: leave out one of them")
    try:
        publisher.load()
    except ValueError as error:
        parser.error(str(error))
    return options


def _to_parser(root: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Read every report and build the site.")
    parser.add_argument(
        "--reports", metavar="DIR", default=str(root / "reports"), help="the folder of reports, or its address as s3://… (default: reports/)")
    parser.add_argument("--site-dir", metavar="DIR", default=str(root / "site"), help="where the site goes, or its address (default: site/)")
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
    parser.add_argument(
        "--release", metavar="DIR", type=Path, help="put all data files, whole whatever their size, into this folder too, to be uploaded"
    )
    parser.add_argument(
        "--minutes", metavar="N", type=float,
        help="read no longer than this; what was not read says so, and is read by the next build; a site that would lose a report for it is not made")
    parser.add_argument(
        "--failures", metavar="DIR", type=Path,
        help="a folder where builds of one run tell each other what cannot be read, so that each does not try it anew; not to be kept after it")
    parser.add_argument(
        "--shard", action="store_true",
        help="several sites in the place of one, to be published side by side below one host: what spans bodies, and one a province with its bodies")
    parser.add_argument("--no-sources", action="store_true", help="no copies of the documents on the site")
    parser.add_argument(
        "--pictures", action=argparse.BooleanOptionalAction,
        help=f"pictures of the pages that figures were printed on (default: up to {pictures.MOST_DOCUMENTS:,} documents)",
    )
    return parser
