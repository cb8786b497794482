"""Renew gongkai/agencies/regions.csv: the provinces, prefectures and counties of GB/T 2260, with former codes and names.

    python scripts/renew_regions.py                 fetches the newest table
    python scripts/renew_regions.py result.csv      takes one that is already here

Source: github.com/yescallop/areacodes, CC0 1.0, which compiles the yearly lists of the Ministry of Civil Affairs
(中华人民共和国县以上行政区划代码) and its notices of changes since 1981. The committed file was made from commit
eed219a0678d36bacaa717f62443b10e869f0291 (2025-11-04), which knows the divisions as of 31 December 2024.
The build never runs this: read the difference, run the tests, and commit the file.
"""

from __future__ import annotations

import csv
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path

SOURCE = "https://raw.githubusercontent.com/yescallop/areacodes/master/result.csv"
TARGET = Path(__file__).resolve().parents[1] / "gongkai" / "agencies" / "regions.csv"
FIELDS = ("code", "name", "parent", "level", "since", "until", "successors")
FIRST_REPORTS = 2008  # the Regulation on open government information took effect; what ended before it has no report
LEVELS = {"省级": "provincial", "地级": "prefectural", "县级": "county"}


def to_lines(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Turn the source's rows into ours; ValueError where a row names a level that there is not."""
    kept = [row for row in rows if not row["变更/弃用时间"] or int(row["变更/弃用时间"]) >= FIRST_REPORTS]
    codes = {row["代码"] for row in kept}
    for row in sorted(kept, key=lambda r: (r["代码"], int(r["启用时间"]))):
        if row["级别"] not in LEVELS:
            raise ValueError(f"unknown level {row['级别']!r} of {row['代码']}")
        yield {
            "code": row["代码"],
            "name": row["名称"],
            "parent": to_parent(row["代码"], row["级别"], row["二级行政区"], codes),
            "level": LEVELS[row["级别"]],
            "since": row["启用时间"],
            "until": row["变更/弃用时间"],
            "successors": " ".join(to_successors(row)),
        }


def to_parent(code: str, level: str, prefecture: str, codes: set[str]) -> str:
    """The code of the division above: the prefecture's, or the province's where none stands between (直辖)."""
    if level == "省级":
        return ""
    above = code[:4] + "00"
    return above if level == "县级" and prefecture != "直辖" and above in codes else code[:2] + "0000"


def to_successors(row: dict[str, str]) -> list[str]:
    """The codes that took over when a division ended; one with a year in brackets only gained a strip of land then."""
    if not row["变更/弃用时间"]:
        return []
    return [code for code in row["新代码"].split(";") if code and "[" not in code]


def main(arguments: list[str]) -> int:
    if arguments:
        text = Path(arguments[0]).read_text("utf-8-sig")
    else:
        with urllib.request.urlopen(SOURCE, timeout=60) as answer:
            text = answer.read().decode("utf-8-sig")
    lines = list(to_lines(csv.DictReader(text.splitlines())))
    if len(lines) < 3000:
        print(f"only {len(lines)} divisions: this is not the whole table, nothing was written", file=sys.stderr)
        return 1
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    print(f"{len(lines)} divisions in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
