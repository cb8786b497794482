"""What a change does to the published data, as Markdown for the summary page of a pull request.

In: `check`: paths, NUL-separated on standard input, as git gives them; `compare BEFORE AFTER`: the data folders of two
builds. Out: Markdown on standard output. Not its business: judging the change.
File names and texts of documents come from strangers: nothing of them is taken for a command or for markup.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

LONGEST_LIST = 100
"""lines a list may have before it is cut: the summary of a step may hold one megabyte"""

SHOWN_REPORTS = 10
LONGEST_READING = 30_000

Line = Mapping[str, str]


def plain(text: str) -> str:
    """Return text that Markdown and HTML show as it is: all but letters, digits and spaces as character references."""
    return "".join(sign if sign.isalnum() or sign == " " else f"&#{ord(sign)};" for sign in " ".join(text.split()))


def verbatim(text: str) -> str:
    """Return text as an indented block, which, unlike a fenced one, nothing inside can close."""
    return "\n" + "\n".join(f"    {line}" for line in text.splitlines()) + "\n"


def paths_to_documents(paths: Iterable[str]) -> list[str]:
    """Return the documents that changed; a sidecar stands for its document, and what is gone is left out."""
    documents = {path.removesuffix(".yml") for path in paths if path and Path(path).name != "README.md"}
    return sorted(path for path in documents if Path(path).is_file())


def gongkai(command: str, *documents: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", command, "--", *documents],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.stdout


def documents_to_markdown(documents: Sequence[str]) -> str:
    if not documents:
        return "## The reports of this change\n\nNo report is new or changed.\n"
    title = f"## The reports of this change\n\n{len(documents)} new or changed.\n"
    parts = [title, verbatim(gongkai("check", *documents))]
    for path in documents[:SHOWN_REPORTS]:
        reading = verbatim(gongkai("show", path)[:LONGEST_READING])
        parts.append(f"\n<details><summary>{plain(path)}</summary>\n{reading}\n</details>\n")
    if len(documents) > SHOWN_REPORTS:
        parts.append(f"\nThe other {len(documents) - SHOWN_REPORTS} are on the built site, see the artifact.\n")
    return "\n".join(parts)


def read_lines(folder: Path, name: str) -> list[Line]:
    path = folder / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def pick(*columns: str) -> Callable[[Line], tuple[str, ...]]:
    return lambda line: tuple(line.get(column, "") for column in columns)


def rows_to_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *[[plain(text) for text in row] for row in rows[:LONGEST_LIST]]]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return table if len(rows) <= LONGEST_LIST else f"{table}\n\nand {len(rows) - LONGEST_LIST} more"


def section(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"### {title}: {len(rows)}\n\n{rows_to_table(heading, rows)}\n" if rows else ""


def count(lines: list[Line], column: str, value: str) -> str:
    return str(sum(line.get(column) == value for line in lines))


def totals(before: Path, after: Path) -> str:
    rows = [["documents", *(str(len(read_lines(folder, "reports.csv"))) for folder in (before, after))]]
    for label, name, column, value in (
        ("documents that could not be read", "reports.csv", "read_status", "unreadable"),
        ("cells with a number", "cells.csv", "status", "reported"),
        ("findings: errors", "checks.csv", "severity", "error"),
        ("findings: warnings", "checks.csv", "severity", "warning"),
    ):
        rows.append([label, *(count(read_lines(folder, name), column, value) for folder in (before, after))])
    return rows_to_table(["", "before", "after"], rows) + "\n"


def changed_reports(before: Path, after: Path) -> list[list[str]]:
    key, shown = pick("source_file"), pick("report_id", "year", "read_status", "read_message")
    old, new = ({key(line): shown(line) for line in read_lines(folder, "reports.csv")} for folder in (before, after))
    rows = []
    for file in sorted(old.keys() | new.keys()):
        if old.get(file) != new.get(file):
            what = "new" if file not in old else "gone" if file not in new else "changed"
            rows.append([*file, what, *(new.get(file) or old[file])])
    return rows


def changed_cells(before: Path, after: Path) -> list[list[str]]:
    """Return the cells that read otherwise, in reports that both builds have."""
    key, shown = pick("report_id", "table", "row", "column"), pick("value", "status", "raw")
    old, new = ({key(line): shown(line) for line in read_lines(folder, "cells.csv")} for folder in (before, after))
    both = {cell[0] for cell in old} & {cell[0] for cell in new}
    absent = ("", "no such cell", "")
    rows = []
    for cell in sorted(old.keys() | new.keys()):
        if cell[0] in both and old.get(cell) != new.get(cell):
            was, now = old.get(cell, absent), new.get(cell, absent)
            rows.append([cell[0], " ".join(cell[1:]), was[0] or was[1], now[0] or now[1], now[2]])
    return rows


def findings(folder: Path) -> set[tuple[str, ...]]:
    shown = pick("report_id", "severity", "check", "table", "row", "column", "printed", "computed", "message_en")
    return {shown(line) for line in read_lines(folder, "checks.csv") if line.get("severity")}


def comparison_to_markdown(before: Path, after: Path) -> str:
    title = "## What this change does to the data\n"
    if not (before / "reports.csv").exists():
        return f"{title}\nThere is no data of before to compare with.\n\n{totals(before, after)}"
    old, new = findings(before), findings(after)
    cell_columns = ["report", "cell", "before", "after", "printed"]
    finding_columns = ["report", "severity", "finding", "table", "row", "column", "printed", "computed", ""]
    parts = [
        section("Reports", ["file", "", "report", "year", "read", ""], changed_reports(before, after)),
        section("Cells that read otherwise", cell_columns, changed_cells(before, after)),
        section("Findings that are new", finding_columns, sorted(new - old)),
        section("Findings that are gone", finding_columns, sorted(old - new)),
    ]
    if not any(parts):
        parts = ["No report, cell or finding differs."]
    return "\n".join([title, totals(before, after), *parts]) + "\n"


def main(arguments: Sequence[str]) -> None:
    match list(arguments):
        case ["check"]:
            paths = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\0")
            print(documents_to_markdown(paths_to_documents(paths)))
        case ["compare", before, after]:
            print(comparison_to_markdown(Path(before), Path(after)))
        case _:
            sys.exit("changes.py check < PATHS | changes.py compare BEFORE AFTER")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    main(sys.argv[1:])
