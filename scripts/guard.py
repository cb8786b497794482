"""Every published number held against the last release: one that changed though its document did not needs a line in content/reasons.csv.

    python scripts/guard.py DATA [REASONS] [--list FILE]

In: the data folder of a build that was made with `--previous` of the release. Out: what has no reason, as the lines to write, all of them in FILE
(build/guard.csv, in the columns of reasons.csv), the first of them and how many of each document on standard output; exit 1 if there is any, or
nothing was compared.
A number that changed twice since is explained by a line for each time. Not its business: what one pull request changes (changes.py).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import changes
import verdict

from gongkai.printable import to_line

PUBLISHED = "published"
"""what a report was whose numbers are all gone"""
MOST_TOLD = 50
LIST = Path("build/guard.csv")

Change = tuple[str, ...]


def find_changes(data: Path) -> Iterator[Change]:
    """What changed without its document: the id of a number, what it was, what it is; or of a report whose numbers are gone."""
    for line in changes.read_lines(data, "changes.csv"):
        if line["why"] == verdict.NEW_READER:
            yield verdict.to_change(line)
    now = {line["source_sha256"]: line for line in changes.read_lines(data, "reports.csv") if line["source_sha256"]}
    for report in json.loads((data / "changes.json").read_text("utf-8")).get("withdrawn", ()):
        # a document that is gone takes its numbers along; one that is still there has to say why it has none
        if (line := now.get(report["source_sha256"])) is not None:
            yield report["report_id"], PUBLISHED, line["report_id"] if line["read_status"] in changes.PUBLISHED else line["read_status"]


def is_explained(change: Change, reasons: Collection[Change]) -> bool:
    """Whether lines lead from what it was to what it is."""
    id, before, after = change
    steps = [(was, now) for one, was, now in reasons if one == id]
    reached = {before}
    for _ in steps:  # each leads to one state more at the most
        reached |= {now for was, now in steps if was in reached}
    return after in reached and bool(steps)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Hold every published number against the last release.")
    parser.add_argument("data", type=Path)
    parser.add_argument("reasons", type=Path, nargs="?", default=changes.REASONS)
    parser.add_argument("--list", metavar="FILE", type=Path, default=LIST, help=f"where all that has no reason goes (default: {LIST})")
    options = parser.parse_args(arguments)
    data = options.data
    options.list.unlink(missing_ok=True)
    if not json.loads((data / "changes.json").read_text("utf-8")).get("previous"):
        print("the data were not held against a release: what --previous named is none, or is not whole; a check that did not take place is none")
        return 1
    reasons = changes.read_reasons(options.reasons)
    by_id = {id: [one for one in reasons if one[0] == id] for id in {one[0] for one in reasons}}
    found = list(find_changes(data))
    missing = [change for change in found if not is_explained(change, by_id.get(change[0], ()))]
    print(f"{len(found)} published numbers differ from the last release though their documents do not; {len(missing)} of them without a reason")
    if missing:
        write_list(missing, options.list)
        tell(missing, data, options.list)
    return int(bool(missing))


def write_list(missing: Sequence[Change], path: Path) -> None:
    """All lines that are missing, as reasons.csv has them, each without its reason."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("cell_id", "before", "after", "reason"))
        writer.writerows((*change, "") for change in missing)


def tell(missing: Sequence[Change], data: Path, path: Path) -> None:
    """How many there are of each document, the first lines, and where all of them are."""
    documents = {line["report_id"]: line["source_file"] for line in changes.read_lines(data, "reports.csv")}
    of_each = Counter(documents.get(id := change[0].partition(".")[0], id) for change in missing).most_common()
    for document, count in of_each[:MOST_TOLD]:
        print(f"  {count:,} of {to_line(document)}")
    if len(of_each) > MOST_TOLD:
        print(f"  and {sum(count for _, count in of_each[MOST_TOLD:]):,} of {len(of_each) - MOST_TOLD:,} documents more")
    print("write each into content/reasons.csv, with its reason behind the last comma:")
    for change in missing[:MOST_TOLD]:
        print("  " + to_line(",".join(change)) + ",")
    print(f"all {len(missing):,} of them are in {path}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
