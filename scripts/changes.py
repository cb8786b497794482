"""What a pull request does to the published data, as data: the verdict, what became of each document, the numbers that change.

    python scripts/changes.py BEFORE AFTER --paths FILE --to verdict.json

In: the data folders of two builds, the second one made with `--previous BEFORE`; the paths of the change, as `git diff -z --no-renames --name-only`
gives them. Out: a JSON file, which comment.py makes Markdown of; exit 0: may be merged, or needs a look; 1: cannot be merged.
Not its business: Markdown (comment.py); what the reasons are (verdict.py). File names and texts come from strangers: they are only ever values.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import verdict

from gongkai import form, publisher
from gongkai.agencies import expected
from gongkai.fetch import lists as fetch_lists
from gongkai.model import CellId, Check, Value
from gongkai.pipeline.many import read_bodies
from gongkai.printable import to_line
from gongkai.readers import FORMATS
from gongkai.show.findings import Line, to_lines
from gongkai.show.tables import to_tables
from gongkai.tables.parquet_files import read_texts
from gongkai.text import MONEY, to_printed

REPORTS, SITE = "reports/", "site.yml"
REASONS = Path(__file__).resolve().parents[1] / "content" / "reasons.csv"
OWN = ("assets/", "bench/", "content/", "docs/", "editions/", "gongkai/", "scripts/", "tests/", ".github/", ".gitlab/")
"""folders in which pages and pictures are the project's own"""
MOST_DOCUMENTS = 50
"""documents that are told one by one; more are counted"""
MOST_TABLES = 10
MOST_NUMBERS = 200
PUBLISHED = ("read", "partly_read")

Record = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Data:
    """The data folder of a build. by_file: the line of each document in reports.csv; published: id → the line of the document with its figures."""

    folder: Path
    by_file: Mapping[str, Record] = field(default_factory=dict)
    published: Mapping[str, Record] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        return (self.folder / "reports.csv").is_file()


def read_data(folder: Path) -> Data:
    lines = list(read_lines(folder, "reports.csv"))
    return Data(
        folder, {line["source_file"]: line for line in lines},
        {line["report_id"]: line for line in lines if line["report_id"] and line["read_status"] in PUBLISHED},
    )


def read_lines(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The lines of a table, from its Parquet file where it is too large for the site as CSV."""
    path = folder / name
    if not path.is_file() and (parquet := path.with_suffix(".parquet")).is_file():
        yield from read_texts(parquet)
    elif path.is_file():
        csv.field_size_limit(10_000_000)
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def read_reasons(path: Path) -> set[tuple[str, ...]]:
    """The changes of published numbers that somebody gave a reason for."""
    lines = read_lines(path.parent, path.name)
    return {(line["cell_id"], line["before"], line["after"]) for line in lines if (line.get("reason") or "").strip()}


def read_paths(path: Path | None) -> list[str]:
    text = path.read_bytes().decode("utf-8", "surrogateescape") if path else ""
    return [name.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for name in text.split("\0") if name]


def to_documents(paths: Iterable[str]) -> list[str]:
    """The documents of a change by their paths below reports/: a sidecar stands for its document."""
    inside = [path.removeprefix(REPORTS) for path in paths if path.startswith(REPORTS)]
    return sorted({path.removesuffix(".yml") for path in inside if Path(path).name not in ("README.md", "bodies.yml", "expected.csv", "fetch.csv")})


def read_lists(paths: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The lists that people write in reports/, of those that a change touches and that are not whole, with what of them cannot be used."""
    reads: Mapping[str, Callable[[Path], list[str]]] = {
        "bodies.yml": lambda path: [reading.message for reading in read_bodies(path.parent)[1]],
        "expected.csv": lambda path: expected.read(path.read_bytes().decode("utf-8-sig", "surrogateescape"))[1],
        "fetch.csv": lambda path: [f"line {number}: {en}" for number, _, en in fetch_lists.read(path.read_text("utf-8-sig"))[1]],
    }
    touched = set(paths)
    for name, read in reads.items():
        path = Path(REPORTS, name)
        if REPORTS + name in touched and os.path.lexists(path):
            try:
                wrong = ["it is a link, or no file"] if path.is_symlink() or not path.is_file() else read(path)
            except UnicodeDecodeError:
                wrong = ["it is not in UTF-8; save it as UTF-8"]
            except (OSError, ValueError) as error:
                wrong = [str(getattr(error, "strerror", None) or error)]
            if wrong:
                yield name, wrong


def read_site() -> list[str]:
    """What of the site.yml of a change cannot be used."""
    try:
        return list(publisher.load(Path(SITE).resolve()).left_out)
    except ValueError as error:
        return [str(error).removeprefix(f"{SITE}: ")]


def to_strays(paths: Iterable[str]) -> list[str]:
    """The documents of a change that are not below reports/, and not where the project has some of its own."""
    own = [path for path in paths if not path.startswith(OWN) and not path.endswith((".md", ".txt"))]
    return sorted(path for path in own if Path(path).suffix.lower() in FORMATS and Path(path).is_file())


def compare(before: Data, after: Data, paths: Sequence[str]) -> dict[str, Any]:
    """Judge a change. The result is JSON: texts are as strangers wrote them, and in two languages where they are ours."""
    of_site = read_site() if SITE in paths else []
    if not after.is_there:
        return verdict.to_failure(of_site)
    # a name that cannot be shown stands in the data as it is told
    documents = [path if path in before.by_file or path in after.by_file else to_line(path) for path in to_documents(paths)]
    others = [path for path in paths if not path.startswith(REPORTS)]
    strays = to_strays(others)
    programs = [path for path in others if path not in strays]
    numbers = list(read_lines(after.folder, "changes.csv"))
    told = [path for path in documents if path in before.by_file or path in after.by_file]
    wanted = {after.by_file[path]["report_id"] for path in told if path in after.by_file} - {""}
    lines = read_findings(after, wanted)
    judged = verdict.Judgement()
    described = [verdict.judge_document(path, before, after, lines, judged) for path in told]
    verdict.judge_lost(before, after, set(told), lines, judged)
    reasons = read_reasons(REASONS)
    verdict.judge_numbers(numbers, judged, reasons)
    described += [verdict.judge_list(REPORTS + name, wrong, judged) for name, wrong in read_lists(paths)]
    described += [verdict.judge_list(SITE, of_site, judged, "site")] if of_site else []
    by_path = {document["path"]: document for document in described}
    for one in verdict.judge_rest(before, after, documents, set(told), programs, strays, judged):
        if one["path"] in by_path:
            by_path[one["path"]]["todo"] += one["todo"]
        else:
            described.append(one)
    units = read_units(before, numbers), read_units(after, numbers)
    tables = read_tables(after, [d["report_id"] for d in described[:MOST_TABLES] if d["status"] in PUBLISHED])
    for document in described:
        document["tables"] = tables.get(document["report_id"], [])
    return {
        **judged.to_json(),
        "documents": described[:MOST_DOCUMENTS],
        "documents_count": len(described),
        "numbers": [
            verdict.to_number(line, *(each.get(line["cell_id"], "") for each in units), reasons=reasons) for line in numbers[:MOST_NUMBERS]
        ],
        "numbers_count": len(numbers),
        "reports": {"before": len(before.published), "after": len(after.published)},
    }


def read_findings(data: Data, report_ids: set[str]) -> dict[str, list[Line]]:
    """What there is to say of some reports, gathered."""
    the_form = form.load()
    checks: dict[str, list[Check]] = defaultdict(list)
    for line in read_lines(data.folder, "checks.csv"):
        if line["report_id"] in report_ids and line["severity"]:
            cell = CellId(line["table"], line["row"], line["column"]) if line["table"] else None
            checks[line["report_id"]].append(Check(
                line["check"], line["report_id"], line["outcome"], line["severity"], line["about"], cell, line["printed"], line["computed"],
                line["message_zh"], line["message_en"], kind=line["kind"],
            ))
    return {id: to_lines(found, the_form, to_versions(data.published.get(id, {}))) for id, found in checks.items()}


def read_tables(data: Data, report_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The tables of some reports in the shape of the form."""
    wanted, cells, the_form = set(report_ids), defaultdict(dict), form.load()
    for line in read_lines(data.folder, "cells.csv") if wanted else ():
        if line["report_id"] in wanted:
            cell = CellId(line["table"], line["row"], line["column"])
            cells[line["report_id"]][cell] = (line["status"], to_shown(line, the_form))
    return {
        id: [{"zh": t.label_zh, "en": t.label_en, "version": t.version, "rows": t.rows("zh")}
             for t in to_tables(cells[id], the_form, to_versions(data.published[id]))]
        for id in report_ids
    }


def to_unit(line: Record, the_form: form.Form) -> str:
    """The unit of a number of cells.csv where its label says another and the text as printed none; "" for all others, and for a form before."""
    if not line["value"]:
        return ""
    cell = CellId(line["table"], line["row"], line["column"])
    try:
        return the_form.unit_to_tell(Value(cell, "reported", Decimal(line["value"]), line["raw"], line["unit"]))
    except KeyError:
        return ""


def to_shown(line: Record, the_form: form.Form) -> str:
    """The text of a cell as printed, with its unit, or with what it comes to where that is another number: 3600（0.36 万元）."""
    printed = to_printed(line["raw"])
    if line["value"] and line["unit"] in MONEY and printed.number not in (None, Decimal(line["value"])):
        return f"{line['raw']}（{line['value']} {line['unit']}）"
    return f"{line['raw']} {to_unit(line, the_form)}".rstrip()


def read_units(data: Data, numbers: Sequence[Record]) -> dict[str, str]:
    """cell_id → the unit to tell of each number that changes."""
    wanted, the_form = {line["cell_id"] for line in numbers}, form.load()
    return {line["cell_id"]: to_unit(line, the_form) for line in read_lines(data.folder, "cells.csv") if line["cell_id"] in wanted} if wanted else {}


def to_versions(report: Record) -> dict[str, str]:
    return {table: report.get(f"form_{table}", "") for table in form.load().tables}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Judge what a change does to the published data.")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--paths", type=Path, help="file with the paths that changed, NUL-separated")
    parser.add_argument("--to", type=Path, required=True, help="the JSON file to write")
    options = parser.parse_args(arguments)
    found = compare(read_data(options.before), read_data(options.after), read_paths(options.paths))
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(json.dumps(found, ensure_ascii=True, indent=1) + "\n", encoding="ascii")
    return int(found["verdict"] == verdict.CANNOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
