"""What describes the data files: data package, CSVW, index, README, checksums.

In: the schema, the files written so far with their sizes and hashes, what the build is made from. Out: the text of each describing file.
Not its business: the data files themselves. Nothing here holds the time of building.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any

from gongkai import publisher
from gongkai.origin import Origin
from gongkai.tables.schema import CHANGES_NAME, NULL_CONVENTION, TEXT_CONVENTION, Column, Table

VERSION = "0.1.0"
"""of the data: major for a column removed, renamed or moved, minor for one added, patch for data put right"""

NAME = "gongkai"
"""of the format, whoever publishes data in it, as are the names of files (gongkai.xlsx, gongkai-….csv): scripts rely on both"""
TITLE_ZH = "中国行政机关政府信息公开工作年度报告数据"
TITLE_EN = "Annual reports on open government information in China, as data"

_PROFILES = "https://datapackage.org/profiles/2.0"
_CSVW_TYPES = {"string": "string", "integer": "integer", "year": "gYear", "number": "decimal"}


@dataclass(frozen=True, slots=True)
class Written:
    """A file below data/. rows: lines of data, None where the file is no table."""

    name: str
    rows: int | None
    size: int
    sha256: str
    what_zh: str
    what_en: str


def to_citation(origin: Origin) -> str:
    ours = publisher.load()
    when = origin.date[:10] or "date unknown"
    return f"{ours.publishers['en']}: {TITLE_EN}. Version {VERSION}, {when}, commit {origin.commit[:12]}. {ours.licence.name}."


def _to_contact(contact: str) -> dict[str, str]:
    return {} if not contact else {"path" if "://" in contact else "email": contact}


def to_datapackage(tables: Mapping[str, Table], written: Mapping[str, Written], origin: Origin) -> str:
    """Describe the CSV files as a Data Package (version 2)."""
    ours = publisher.load()
    licence = ours.licence
    return _to_json({
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": NAME,
        "title": f"{TITLE_ZH} {TITLE_EN}",
        "description": f"{NULL_CONVENTION['zh']} {NULL_CONVENTION['en']}",
        "version": VERSION,
        "licenses": [{"name": licence.id, "path": licence.address, "title": licence.title}],
        "keywords": ["政府信息公开", "年度报告", "open government information", "China"],
        "contributors": [{"title": ours.publishers["en"], "roles": ["creator"], **_to_contact(ours.contact)}],
        **({"created": origin.date} if origin.date else {}),
        "x-build": asdict(origin),
        # a table that is too large for the site as CSV is there as Parquet
        "resources": [_to_resource(table, written.get(f"{name}.csv") or written[f"{name}.parquet"]) for name, table in tables.items()],
    })


def _to_resource(table: Table, file: Written) -> dict[str, Any]:
    keys = [
        {"fields": [c.name], "reference": {"resource": other, "fields": [column]}}
        for c in table.columns if c.references for other, column in [c.references.split(".")]
    ]
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name.replace("_", "-"),
        "type": "table",
        "title": f"{table.title_zh} {table.title_en}",
        "description": f"一行是{table.line_zh}。One line is {table.line_en}.",
        "path": file.name,
        "scheme": "file",
        **(_PARQUET if file.name.endswith(".parquet") else _CSV),
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "x-rows": file.rows,
        **({"x-parquet": f"{table.name}.parquet"} if table.name != CHANGES_NAME else {}),
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_to_field(c) for c in table.columns],
            "fieldsMatch": "superset",  # more columns may follow
            "missingValues": [""],
            **({"primaryKey": list(table.key)} if table.key and not _has_empty_key(table) else {}),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _has_empty_key(table: Table) -> bool:
    """A key with a part that may be empty is unique all the same, but Table Schema knows no such key."""
    return any(c.null_en for c in table.columns if c.name in table.key)


def _to_field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.null_en else {"required": True}
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": column.type,
        "title": f"{column.title_zh} {column.title_en}",
        "description": f"{column.definition_zh} {column.definition_en}",
        **({"example": column.example} if column.example else {}),
        **({"x-unit": column.unit} if column.unit else {}),
        **({"x-null": f"{column.null_zh} {column.null_en}"} if column.null_en else {}),
        **({"categories": list(column.values)} if column.values else {}),
        **({"constraints": constraints} if constraints else {}),
    }


_CSV = {
    "format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig",
    "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
}
_PARQUET = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}


def to_csvw(table: Table) -> str:
    """Describe one CSV file as CSV on the Web."""
    return _to_json({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": f"{table.name}.csv",
        "dc:title": [{"@value": table.title_zh, "@language": "zh"}, {"@value": table.title_en, "@language": "en"}],
        "dc:license": {"@id": publisher.load().licence.address},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {
            "columns": [
                {
                    "name": c.name,
                    "titles": c.name,
                    "dc:description": [{"@value": c.definition_zh, "@language": "zh"}, {"@value": c.definition_en, "@language": "en"}],
                    "datatype": _CSVW_TYPES[c.type],
                    "required": not c.null_en,
                    "null": "",
                }
                for c in table.columns
            ],
            **({"primaryKey": list(table.key)} if table.key and not _has_empty_key(table) else {}),
        },
    })


def to_readme(written: Iterable[Written], origin: Origin) -> str:
    ours = publisher.load()
    template = resources.files("gongkai.tables").joinpath("readme.txt").read_text("utf-8")
    files = "\n".join(f"  {f.name:<28}{f'{f.rows:>12,}' if f.rows is not None else ' ' * 12}  {f.what_zh} {f.what_en}".rstrip() for f in written)
    return template.format(
        site=ours.both_names, title_zh=TITLE_ZH, title_en=TITLE_EN,
        commit=origin.commit, date=origin.date or "unknown", form_sha256=origin.form_sha256, files=files, citation=to_citation(origin),
        licence=ours.licence.name, licence_address=ours.licence.address, contact=f"\n  联系 Contact: {ours.contact}" if ours.contact else "",
        null_zh=NULL_CONVENTION["zh"], null_en=NULL_CONVENTION["en"], text_zh=TEXT_CONVENTION["zh"], text_en=TEXT_CONVENTION["en"],
    )


def to_notes(origin: Origin) -> list[tuple[str, str]]:
    """The pairs that the first sheet of the workbook begins with."""
    ours = publisher.load()
    return [
        (ours.both_names, TITLE_ZH), ("", TITLE_EN), ("版本 version", VERSION), ("commit", origin.commit), ("date", origin.date or "unknown"),
        ("许可 licence", f"{ours.licence.id} {ours.licence.address}"), ("引用 cite as", to_citation(origin)),
    ]


def to_index(written: Iterable[Written], counts: Mapping[str, int], origin: Origin) -> str:
    """List every file with its rows, size, hash and what it is, and say what the build is made from."""
    return _to_json({
        "name": NAME,
        "title": {"zh": TITLE_ZH, "en": TITLE_EN},
        "version": VERSION,
        "license": publisher.load().licence.id,
        "build": asdict(origin),
        "counts": dict(counts),
        "files": [
            {"path": f.name, "rows": f.rows, "bytes": f.size, "sha256": f.sha256, "what": {"zh": f.what_zh, "en": f.what_en}} for f in written
        ],
    })


def to_sums(written: Sequence[Written]) -> str:
    """As sha256sum writes and checks them."""
    return "".join(f"{f.sha256}  {f.name}\n" for f in sorted(written, key=lambda f: f.name))


def _to_json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
