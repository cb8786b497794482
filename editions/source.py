"""What an edition is made of.

In: a YAML file of sources/ and the form (gongkai/form.csv). Out: Source and Form.
Not its business: how anything looks on paper.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "editions" / "sources"
REPORTS = ROOT / "editions" / "reports"

OPENING = "编者注：本件由 Gongkai 项目依据《{of}》重新排版，数字、空白和错漏均照原件，文字由项目改写从简。"
NOTE = (
    "Gongkai 项目依据《{of}》重新排版的版本：数字、空白和错漏均照原件，文字改写从简，不是原件。"
)
NOTE_EN = (
    "An edition set by the Gongkai project, not the original: figures, blanks and slips as in the source,"
    " prose shortened."
)
HEADINGS = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}
TABLE_OF_SECTION = {2: "proactive_disclosure", 3: "requests", 4: "disputes"}


@dataclass(frozen=True)
class Entry:
    """A line of the form: its heading (parent) and its label in each version, "" where the version lacks it."""

    axis: str
    id: str
    parent: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    entries: Mapping[str, tuple[Entry, ...]]

    def of(self, table: str, axis: str, version: str) -> tuple[Entry, ...]:
        """Entries of one axis that stand on a version, in the order of the form."""
        return tuple(entry for entry in self.entries[table] if entry.axis == axis and entry.labels[version])


@dataclass(frozen=True)
class Table:
    """One table of a source: the printed strings of each row, labels that differ from the form, and layout options."""

    id: str
    version: str
    rows: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    layout: Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    name: str
    path: str
    agency: str
    year: int
    published: str
    title: tuple[str, ...]
    of: str
    period: str
    headings: Mapping[int, str]
    sections: Mapping[int, tuple[str, ...]]
    signature: tuple[str, ...]
    style: Mapping[str, Any]
    tables: Mapping[str, Table]

    @property
    def opening(self) -> tuple[str, ...]:
        return tuple(line for line in (OPENING.format(of=self.of), self.period) if line)

    @property
    def heading_line(self) -> str:
        return "".join(self.title)

    def sidecar(self) -> str:
        """Text of the edition's <file>.yml."""
        known = {"agency": self.agency, "year": self.year, "published": self.published, "note": NOTE.format(of=self.of), "note_en": NOTE_EN}
        stated = {key: value for key, value in known.items() if value}
        text: str = yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=1000)
        return text


def read_form(path: Path = ROOT / "gongkai" / "form.csv") -> Form:
    entries: dict[str, list[Entry]] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            labels = {key.removeprefix("label_"): text for key, text in line.items() if key.startswith("label_2")}
            entries.setdefault(line["table"], []).append(Entry(line["axis"], line["id"], line["parent"], labels))
    return Form({table: tuple(listed) for table, listed in entries.items()})


def read_source(path: Path) -> Source:
    text = yaml.safe_load(path.read_text(encoding="utf-8"))
    tables = {
        name: Table(
            name,
            table["form"],
            {row: tuple(values) for row, values in table["rows"].items()},
            table.get("labels", {}),
            table.get("layout", {}),
        )
        for name, table in text["tables"].items()
    }
    return Source(
        name=path.stem,
        path=text["edition"],
        agency=text.get("agency", ""),
        year=text["year"],
        published=str(text.get("published", "")),
        title=tuple(text["title"]),
        of=text["of"],
        period=text.get("period", ""),
        headings=HEADINGS | text.get("headings", {}),
        sections={number: tuple(lines) for number, lines in text["sections"].items()},
        signature=tuple(text.get("signature", ())),
        style=text["style"],
        tables=tables,
    )


def read_sources() -> tuple[Source, ...]:
    return tuple(read_source(path) for path in sorted(SOURCES.glob("*.yml")))
