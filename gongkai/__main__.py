"""python -m gongkai show|check|trace FILE…: what a contributor runs first; fetch LIST and discover ADDRESS: how a collection comes together.

In: files, or addresses. Out: what is read in them, on standard output; pictures under build/trace; documents in the folder of reports.
Not its business: the site (build.py).
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from gongkai import form, pipeline, workers
from gongkai.agencies import expected
from gongkai.model import Reading
from gongkai.pipeline.one import SECONDS_FOR_ONE
from gongkai.printable import to_line, to_lines
from gongkai.show import show, terminal, words
from gongkai.trace import trace_to_files

TRACES = Path("build", "trace")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m gongkai", description="Read reports as the statutory form.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in (
        ("show", "print documents as read: body, year, tables in the shape of the form, findings"),
        ("check", "read documents and print findings; exit 1 if one cannot be read or has a finding of severity error"),
        ("trace", "picture each page with the grids and cells found drawn over it, in build/trace/"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("files", nargs="+", metavar="FILE", type=Path)
        if name != "trace":
            command.add_argument(
                "--language", choices=words.LANGUAGES, help="default: the system's; `show` into a file prints ids, as cases want them"
            )
        if name == "check":
            command.add_argument("--readable", action="store_true", help="exit 1 only if one cannot be read, whatever it says")
    _add_fetching(commands)
    text = "the bodies and years that reports/expected.csv expects and that are not there, as a list"
    missing = commands.add_parser("missing", help=text, description=text)
    missing.add_argument("--reports", metavar="DIR", type=Path, default=Path("reports"), help="the folder with expected.csv (default: reports/)")
    missing.add_argument("--data", metavar="DIR", type=Path, default=Path("site", "data"), help="the data of a build (default: site/data/)")
    missing.add_argument("--year", metavar="Y", type=int, help="the newest year that is due (default: the newest that anybody has reported on)")
    missing.add_argument("--language", choices=words.LANGUAGES, help="default: the system's")
    options = parser.parse_args(arguments)
    if options.command in ("fetch", "discover"):
        from gongkai.fetch import command as fetching  # needs libraries of an extra

        return fetching.run(options)
    if options.command == "missing":
        return _missing(options, options.language or words.to_language(os.environ))
    files = _leave_out(options.files)
    readings = _read(files)
    if options.command == "show":
        for reading in readings:
            _show(reading, options.language)
        return 0
    if options.command == "trace":
        return max((_trace(path, reading) for path, reading in zip(files, readings, strict=True)), default=0)
    language = options.language or words.to_language(os.environ)
    return max((_check(reading, language, options.readable) for reading in readings), default=0)


def _add_fetching(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "fetch the reports of a list (agency_name, year, source_url) into a folder of reports; exit 1 if one could not be had"
    fetch = commands.add_parser("fetch", help=text, description=text)
    fetch.add_argument("list", metavar="LIST.csv", type=Path)
    text = "a site's column of annual reports → such a list, by the words of its links"
    discover = commands.add_parser("discover", help=text, description=text)
    discover.add_argument("address", metavar="ADDRESS")
    fetch.add_argument("--reports", metavar="DIR", type=Path, default=Path("reports"), help="the folder of reports (default: reports/)")
    fetch.add_argument("--again", action="store_true", help="also ask whether what is there has changed")
    discover.add_argument("--body", metavar="NAME", default="", help="whose reports these are, where the links do not say")
    discover.add_argument("--pages", metavar="N", type=int, default=40, help="pages of the list to look at (default: 40)")
    for command in (fetch, discover):
        command.add_argument("--delay", metavar="S", type=float, default=2.0, help="seconds between two requests to one host (default: 2)")
        command.add_argument("--language", choices=words.LANGUAGES, help="default: the system's")


def _missing(options: argparse.Namespace, language: str) -> int:
    """Print what is expected and not there; what there is to say of it goes beside the list. 2 where there is nothing to hold against each other."""
    try:
        bodies, wrong = expected.read((options.reports / "expected.csv").read_bytes().decode("utf-8-sig", "surrogateescape"))
        with (options.data / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
            reports = list(csv.DictReader(file))
    except (OSError, ValueError) as error:
        print(f"{getattr(error, 'filename', None) or 'expected.csv'}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 2
    last = options.year or max((int(line["year"]) for line in reports if line["year"].isdigit()), default=expected.FIRST_YEAR)
    found = list(expected.compare(bodies, reports, last))
    count = Counter(one.state for one in found)
    sys.stdout.write(expected.to_csv(found))
    sys.stdout.flush()
    present, late, gone = (count[state] for state in ("present", "late", "missing"))
    said = f"已有 {present}，迟到 {late}，缺 {gone}" if language == "zh" else f"{present} present, {late} late, {gone} missing"
    terminal.write([*((f"expected.csv: {text}", "red") for text in wrong), (said, "bold")], sys.stderr)
    return 0


def _leave_out(files: Sequence[Path]) -> list[Path]:
    """The documents among files, as a build takes them; a line on standard error says that others were named."""
    found = [path for path in files if pipeline.is_document(path.name)]
    if others := sorted({path.name for path in files} - {path.name for path in found}):
        print(to_line(f"no documents, passed over: {', '.join(others)}"), file=sys.stderr)
    return found


def _read(paths: Sequence[Path]) -> list[Reading]:
    """Read documents by themselves, then hold them against each other: two of one body and year are told, a year against the year before."""
    names = [path.as_posix() for path in paths]
    reads = [pipeline.read_apart(path, name) for path, name in zip(terminal.follow(paths, names), names, strict=True)]
    return pipeline.to_readings(reads, form.load())


def _show(reading: Reading, language: str | None) -> None:
    """Print one document: by labels for a person, by ids where it goes into a file, since that is what cases are compared with."""
    if language or sys.stdout.isatty():
        terminal.write(words.show(reading, form.load(), language or words.to_language(os.environ)))
        print()
    else:
        print(f"{to_line(reading.path)}\n{to_lines(show(reading, form.load()))}")


def _check(reading: Reading, language: str, is_readable_enough: bool) -> int:
    """Print the findings of one document; 1 if it cannot be read or, unless that is enough, has a finding of severity error."""
    terminal.write(words.check(reading, form.load(), language))
    return int(reading.report is None or (not is_readable_enough and any(c.severity == "error" for c in reading.checks)))


def _trace(path: Path, reading: Reading) -> int:
    """Write the pictures of one document and say where they are; 1 if there are none to write."""
    if reading.report is None:
        print(to_line(f"{reading.path}: {reading.read_status}: {reading.message}"))
        return 1
    TRACES.mkdir(parents=True, exist_ok=True)
    start = TRACES / "-".join(path.with_suffix("").parts[-3:]).strip("/")
    try:
        written = workers.call(SECONDS_FOR_ONE, trace_to_files, path, reading, start).decode("utf-8", "surrogateescape")
    except workers.Failed as error:
        print(to_line(f"{reading.path}: its pages cannot be pictured ({error.how})"))
        return 1
    print(to_lines(written) or to_line(f"{reading.path}: {reading.format} has no pages to picture; `show` prints its cells"))
    return 0


def _start() -> int:
    """As main; where nobody reads on (`show FILE | head`), it ends without a word."""
    try:
        done = main()
        sys.stdout.flush()
        return done
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python says so once more when it closes it
        return 1


if __name__ == "__main__":
    sys.exit(_start())
