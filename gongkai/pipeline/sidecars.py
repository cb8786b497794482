"""What a contributor says of a document, in <file>.yml beside it → a Sidecar.

In: the path of a document. Out: its Sidecar, which says what of the file had to be left out. Not its business: whether it is true.
One wrong field costs that field. What is no file, or a link to somewhere else than the reports, is not opened.
"""

from __future__ import annotations

import datetime
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from gongkai import plain_yaml
from gongkai.model import Sidecar
from gongkai.text import to_characters

MOST_BYTES = 64_000
MOST_TOLD = 5
"""fields that were left out: each is a line on the page of the report"""
FIELDS = ("agency", "year", "source_url", "published", "retrieved", "note", "note_en", "supersedes")
DAYS = ("published", "retrieved")
INSTEAD = {
    "agency": "the body is whom the document or its folder names", "year": "the year is what the document, its name or its folder say",
    "source_url": "no address of its source is shown", "published": "the day is not shown", "retrieved": "the day is not shown",
    "note": "no note is shown", "note_en": "no note in English is shown", "supersedes": "it takes the place of no other document by it",
}
"""what holds where a field is left out"""
OF_FETCHING = ("fetched_from", "fetched_at", "sha256", "text_sha256", "etag", "last_modified", "content_type")
"""what `fetch` writes down to ask again by (fetch/keep.py), and nobody publishes"""


def read(path: Path, name: str) -> Sidecar:
    """The sidecar of a document. name: of the document, below the folder of reports."""
    beside = path.name + ".yml"
    try:
        content = to_content(path, name)
        fields = None if content is None else plain_yaml.load(content)
        if fields is not None and not isinstance(fields, dict):
            raise ValueError("not a list of `field: value` lines")
    except (ValueError, OSError) as error:
        reason = getattr(error, "strerror", None) or (str(error).splitlines() or [type(error).__name__])[0]
        return Sidecar(left_out=(f"the sidecar {beside} was left aside: {reason}",))
    sidecar, wrong = read_fields(fields or {})
    if not wrong:
        return sidecar
    lines = plain_yaml.find_lines(content or b"")
    told = [
        f"in {beside}, line {_to_shown(lines.get(field, []))}, a field was left out: {reason}"
        + (f"; instead, {INSTEAD[field]}" if field in INSTEAD else "")
        for field, reason in list(wrong.items())[:MOST_TOLD]
    ]
    more = [f"in {beside}, {len(wrong) - MOST_TOLD} more were left out"] if len(wrong) > MOST_TOLD else []
    return replace(sidecar, left_out=(*told, *more))


def _to_shown(lines: list[int]) -> str:
    """2 and 3; of many the first."""
    return " and ".join([*map(str, lines[:MOST_TOLD]), *["…"] * (len(lines) > MOST_TOLD)]) or "?"


def to_content(path: Path, name: str) -> bytes | None:
    """The bytes of the sidecar of a document, None where it has none. ValueError or OSError where it must not or cannot be read."""
    try:
        beside = path.with_name(path.name + ".yml")
        mode = beside.lstat().st_mode
    except (OSError, ValueError):  # none; nor can there be one beside a name that is as long as names can be
        return None
    if stat.S_ISLNK(mode):
        if not is_inside(beside, _to_root(path, name)):
            raise ValueError("it is a link that leads out of the folder of reports")
        mode = beside.stat().st_mode
    if not stat.S_ISREG(mode):
        raise ValueError("it is no file")
    if beside.stat().st_size > MOST_BYTES:
        raise ValueError(f"larger than {MOST_BYTES // 1000} kB")
    return beside.read_bytes()


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path leads to somewhere below a folder, over whatever links. One that leads to itself leads nowhere else."""
    # not Path.resolve, which raises RuntimeError for a link to itself
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _to_root(path: Path, name: str) -> Path:
    """The folder that `name` is below, where it is the end of the path; else the document's own folder."""
    parts = PurePosixPath(name).parts
    is_below = len(parts) < len(path.parts) and path.parts[-len(parts):] == parts
    return path.parents[len(parts) - 1] if is_below else path.parent


def read_fields(fields: Mapping[object, object]) -> tuple[Sidecar, dict[str, str]]:
    """A sidecar by its fields, each optional, and why some of them were left out."""
    texts: dict[str, str] = {}
    wrong = {}
    for key, value in fields.items():
        if key in OF_FETCHING:
            continue
        try:
            texts[str(key)] = _to_text(str(key), value)
        except ValueError as error:
            wrong[str(key)] = str(error)
    year = int(texts.pop("year", "") or 0) or None
    return Sidecar(year=year, **texts), wrong  # type: ignore[arg-type]


def _to_text(field: str, value: object) -> str:
    if field not in FIELDS:
        raise ValueError(f"unknown field {field[:40]!r}; known are {', '.join(sorted(FIELDS))}")
    if not isinstance(value, str):
        raise ValueError(f"{field} is a list or a mapping, or stands several times, and is no text")
    try:
        text = to_characters(value)
    except ValueError as error:
        raise ValueError(f"{field} holds what is no character") from error
    if field == "year" and text and not re.fullmatch(r"20[0-9]{2}", text, re.ASCII):
        raise ValueError(f"year is {text[:40]!r}, not a year")
    if field in DAYS and text and not _is_day(text):
        raise ValueError(f"{field} is {text[:40]!r}, not a day: year-month-day")
    if field == "source_url" and text and not re.fullmatch(r"https?://[^\s<>\"']+", text):
        raise ValueError("source_url is no http or https address")
    return text


def _is_day(text: str) -> bool:
    """A day of the calendar, within the years that such reports can be of."""
    try:
        return re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", text, re.ASCII) is not None and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False
