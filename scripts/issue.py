"""What to fetch, as a list for `gongkai fetch`: the report that an issue asks for, or the repository's own list.

    python issue.py LIST.csv

In: the event of the workflow ($GITHUB_EVENT_PATH), else reports/fetch.csv. Out: the list; exit 1 where there is nothing to fetch.
Not its business: fetching. Needs Python alone. What an issue says is a stranger's: it is only ever a value in a cell.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

FIELDS = {"agency_name": "Body", "year": "Year reported on", "source_url": "Where it is published"}
"""column of the list → how the heading of the issue form begins (.github/ISSUE_TEMPLATE/new-report.yml)"""
OWN_LIST = Path("reports/fetch.csv")


def to_answers(body: str) -> dict[str, str]:
    """What was filled into an issue form: heading → answer, on one line."""
    parts = re.split(r"(?m)^### +(.{1,200})$", body[:100_000].replace("\r\n", "\n"))
    return {heading.strip(): " ".join(answer.split()) for heading, answer in zip(parts[1::2], parts[2::2], strict=True)}


def to_line(event: Mapping[str, object]) -> dict[str, str] | None:
    """The line of the list that an issue is, None where it is not filled in as the form asks."""
    issue = event.get("issue")
    answers = to_answers(str(issue.get("body") or "")) if isinstance(issue, Mapping) else {}
    found = {column: next((text for heading, text in answers.items() if heading.startswith(name)), "") for column, name in FIELDS.items()}
    address = re.search(r"https?://[^\s<>()\[\]\"']+", found["source_url"])
    year = re.search(r"(?<![0-9])20[0-9]{2}(?![0-9])", found["year"])
    if not address or not year or not re.search(r"[一-鿿]{3}", found["agency_name"]):
        return None
    return {"agency_name": found["agency_name"][:60], "year": year[0], "source_url": address[0]}


def main(target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    if "issue" not in event:
        if not OWN_LIST.is_file():
            print(f"nothing to fetch: there is no {OWN_LIST}")
            return 1
        shutil.copy(OWN_LIST, target)
        return 0
    line = to_line(event)
    if line is None:
        print("the issue does not say body, year and address as its form asks")
        return 1
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerow(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
