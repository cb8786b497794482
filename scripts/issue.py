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
import unicodedata
from collections.abc import Mapping
from pathlib import Path

FIELDS = {"agency_name": "Body", "year": "Year reported on", "source_url": "Where it is published", "file_url": "The file"}
"""column of the list → how the heading of the issue form begins (.github/ISSUE_TEMPLATE/new-report.yml)"""
_ATTACHED = re.compile(r"https://github\.com/user-attachments/files/[0-9]{1,20}/[\w.%-]{1,200}\.(?:pdf|docx?|wps|ofd|xlsx|rtf)(?![\w.%/-])", re.I)
"""a file that was attached to an issue, as GitHub writes its address"""
_PICTURE = re.compile(
    r"https://github\.com/user-attachments/(?:assets/[0-9a-f-]{36}|files/[0-9]{1,20}/[\w.%-]{1,200}\.(?:png|jpe?g))(?![\w.%/-])"
    r"|https://user-images\.githubusercontent\.com/[0-9]{1,20}/[\w-]{1,200}\.(?:png|jpe?g)(?![\w.%/-])", re.I)
"""a picture that was, whose address does not say what it is; a video has such a one, too, and is refused when it comes"""
MOST_PICTURES = 60
_BODY, _YEAR = re.compile(r"[一-鿿]{3}"), re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'，。；、！？：（）【】《》“”‘’　]+")
"""an address ends where a Chinese sentence goes on"""
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
OWN_LIST = Path("reports/fetch.csv")


def to_answers(body: str) -> dict[str, str]:
    """What was filled into an issue form: heading → answer, on one line."""
    parts = re.split(r"(?m)^### +(.{1,200})$", body[:100_000].replace("\r\n", "\n"))
    return {heading.strip(): " ".join(answer.split()) for heading, answer in zip(parts[1::2], parts[2::2], strict=True)}


def to_years(text: str) -> set[str]:
    """The years that an answer names, as keyboards for Chinese write them too: ２０１９, 二〇一九年."""
    return set(_YEAR.findall(unicodedata.normalize("NFKC", text).translate(_DIGITS)))


def to_line(event: Mapping[str, object]) -> dict[str, str] | None:
    """The line of the list that an issue is, None where it is not filled in as the form asks."""
    line, lacks = read(event)
    return None if lacks else line


def read(event: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """What an issue says, as a line of the list, and what it does not say."""
    issue = event.get("issue")
    answers = to_answers(str(issue.get("body") or "")) if isinstance(issue, Mapping) else {}
    found = {column: next((text for heading, text in answers.items() if heading.startswith(name)), "") for column, name in FIELDS.items()}
    given = f"{found['file_url']} {found['source_url']}"
    attached = [one[0] for one in _ATTACHED.finditer(given)][:1]
    # the pages of one report, in the order in which they were put there
    attached = attached or list(dict.fromkeys(one[0] for one in _PICTURE.finditer(given)))[:MOST_PICTURES]
    address = _ADDRESS.search(_PICTURE.sub(" ", _ATTACHED.sub(" ", found["source_url"])))
    years = to_years(found["year"])
    year = years.pop() if len(years) == 1 else ""
    lacks = {
        "the full name of the body, in Chinese 行政机关的中文全称": _BODY.search(found["agency_name"]),
        "one year reported on (one issue a report) 报告年度（每个问题只报一个年度的一份）": year,
        "an address that begins with https://, or the file as attachment (.pdf, .docx, .doc, .xlsx, .rtf, or pictures of its pages) "
        "发布网址，或附上文件": address or attached,
    }
    return {
        "agency_name": found["agency_name"][:60], "year": year,
        "source_url": address[0] if address else "", "file_url": " ".join(attached),
    }, [name for name, is_there in lacks.items() if not is_there]


def main(target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    if "issue" not in event:
        if not OWN_LIST.is_file():
            print(f"nothing to fetch: there is no {OWN_LIST}")
            return 1
        shutil.copy(OWN_LIST, target)
        return 0
    line, lacks = read(event)
    if lacks:
        print("\n".join(f"the issue lacks 缺少: {name}" for name in lacks))
        return 1
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerow(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
