"""Reports and sites at addresses: s3://bucket/folder, gs://…, and whatever fsspec knows (memory://, sftp://, …).

In: an address, a folder here. Out: the folder holds what lies there, or the other way round; only what differs travels. Not its
business: what is in the files. s3, gs and abfs are pyarrow's own; for the rest fsspec has to be installed. Who may read and write is
said as those systems have it (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, or ?endpoint_override=…&scheme=http behind the address), never here.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import os
import re
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

LIST = ".gongkai-site.json"
"""what a site at an address consists of, by hash; while it is written, without the hashes of what changes"""
MOST_BYTES = 300_000_000
"""of one file that is brought; readers take less"""
MOST_AT_ONCE = 8
SECONDS_TO_SETTLE = 10
"""a file as young as this may be written again with no other time on it"""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")
_OF_ARROW = ("s3", "gs", "gcs", "abfs", "abfss")
_TYPES = {
    ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".csv": "text/csv", ".json": "application/json", ".svg": "image/svg+xml",
    ".xml": "application/xml", ".txt": "text/plain", ".md": "text/markdown", ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3", ".wasm": "application/wasm",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""of those that pages load and people download; the machine's own table, which differs, decides of the rest"""


class Unreachable(Exception):
    """What lies at an address cannot be had, or nothing can be put there. The message is one line."""


class NotPut(Unreachable):
    """Some of a site may have been put at its address, and some not."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in a file system that is not this machine's. system: of pyarrow.fs."""

    system: Any
    root: str

    def path_of(self, name: str) -> str:
        return f"{self.root}/{name}" if self.root else name


def is_address(text: str) -> bool:
    return _ADDRESS.match(text) is not None


def to_shown(address: str) -> str:
    """An address without what may be a secret in it: names and passwords before an @, settings behind a ?."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _hide(said: str, address: str) -> str:
    """What a library says of an address, without what to_shown leaves out of it."""
    parts = urlsplit(address)
    said = said.replace(address, to_shown(address))
    secrets = [*parts.netloc.rpartition("@")[0].split(":"), *(setting.rpartition("=")[2] for setting in parts.query.split("&"))]
    for secret in sorted({text for one in secrets for text in (one, unquote(one)) if text}, key=len, reverse=True):
        said = said.replace(secret, "…")
    return said


def to_folder(address: str, cache: Path) -> Path:
    """Where what lies at an address is kept here."""
    return cache / hashlib.sha256(address.encode()).hexdigest()[:16]


def open_place(address: str) -> Place:
    """The folder at an address. Unreachable where nobody knows such addresses."""
    from pyarrow import fs

    try:
        if address.partition("://")[0] in _OF_ARROW:
            system, path = fs.FileSystem.from_uri(address)
        else:
            import fsspec

            found, path = fsspec.core.url_to_fs(address)
            system = fs.PyFileSystem(fs.FSSpecHandler(found))
    except ImportError as error:
        raise Unreachable(f"{to_shown(address)}: nothing here knows such addresses ({_hide(_to_reason(error), address)})") from error
    except Exception as error:
        raise Unreachable(f"{to_shown(address)}: {_hide(_to_reason(error), address)}") from error
    return Place(system, path.rstrip("/"))


# --- here ------------------------------------------------------------------------------------------------------------


def bring(address: str, folder: Path) -> list[tuple[str, str]]:
    """Make a folder hold the files at an address, those that are gone there not. Return the names of those that were left there, and why.

    What has the size and time that it had is not brought again. Unreachable, and the folder as it was or partly renewed, where one cannot be had: a
    report that is missing for a moment would be missing on the site.
    """
    place, shown = open_place(address), to_shown(address)
    known = _read_list(folder.with_suffix(".json"))
    left: list[tuple[str, str]] = []
    wanted: dict[str, tuple[str, str]] = {}
    for info in _find(place, shown):
        name = _to_name(place, info)
        if reason := _to_trouble(name, info.size):
            left.append((name, reason))
        else:
            wanted[name] = (info.path, _to_mark(info))
    for name in [name for name in wanted if any(parent.as_posix() in wanted for parent in PurePosixPath(name).parents)]:
        left.append((name, "another file has the name of its folder; give it another"))  # which a store of objects allows
        del wanted[name]
    folder.mkdir(parents=True, exist_ok=True)
    _drop_others(folder, wanted.keys())
    missing = {name: path for name, (path, mark) in wanted.items() if not mark or known.get(name) != mark or not (folder / name).is_file()}
    try:
        with ThreadPoolExecutor(MOST_AT_ONCE) as executor:
            list(executor.map(lambda name: _bring_one(place, missing[name], folder / name), missing))
    except Exception as error:
        raise Unreachable(f"{shown}: {_to_reason(error)}") from error
    _write_list(folder.with_suffix(".json"), {name: mark for name, (_, mark) in wanted.items() if mark})
    return left


def _find(place: Place, shown: str) -> list[Any]:
    from pyarrow import fs

    try:
        found = place.system.get_file_info(fs.FileSelector(place.root, recursive=True))
    except Exception as error:
        raise Unreachable(f"{shown}: {_to_reason(error)}") from error
    return sorted((info for info in found if info.type == fs.FileType.File), key=lambda info: str(info.path))


def _to_mark(info: Any) -> str:
    """What tells a file from the one that was there before; "" where that cannot be told."""
    if info.mtime_ns is None or time.time() - info.mtime_ns / 1e9 < SECONDS_TO_SETTLE:
        return ""
    return f"{info.size} {info.mtime_ns}"


def _to_trouble(name: str, size: int | None) -> str:
    """Why a file cannot stand in a folder here, "" if it can."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name != "/".join(parts) or "\0" in name:
        return "its name leads out of the folder; give it another"
    if any(len(os.fsencode(part)) > 255 for part in parts) or len(os.fsencode(name)) > 2000:
        return "its name is longer than names can be here; give it another"
    if size is not None and size > MOST_BYTES:
        return f"it is larger than {MOST_BYTES // 1_000_000} MB"
    return ""


def _bring_one(place: Place, path: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    passing = target.parent / f".{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]}.part"
    with place.system.open_input_stream(path, compression=None) as source, passing.open("wb") as file:
        while content := source.read(1 << 20):
            file.write(content)
    passing.replace(target)


def _drop_others(folder: Path, wanted: Iterable[str]) -> None:
    kept = set(wanted)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink() or path.is_file():
            if path.relative_to(folder).as_posix() not in kept:
                path.unlink()
        elif not any(path.iterdir()):
            path.rmdir()


# --- there -----------------------------------------------------------------------------------------------------------


def put(folder: Path, address: str, below: str = "") -> tuple[int, int]:
    """Make an address hold the files of a folder, or those of them whose names begin with `below`; return how many were written, how many taken away.

    No such system exchanges a folder in one step: pages are written after what they load, the front page last, and only then is taken
    away what is gone; who is stopped before the end has pages of both, and the next run writes the rest (NotPut). What lies there is
    listed: what somebody took away, or cut off, is written again. Unreachable where something lies there that no run wrote.
    """
    place, shown = open_place(address), to_shown(address)
    names = sorted(name for path in folder.rglob("*") if path.is_file() and (name := path.relative_to(folder).as_posix()).startswith(below))
    now = {name: _to_hash(folder / name) for name in names}
    try:
        before, there = _read_there(place), _find_sizes(place)
        if before is None and there:
            raise Unreachable(f"{shown} holds files that no build put there; name an empty place")
        changed = [name for name in names if (before or {}).get(name) != now[name] or there.get(name) != (folder / name).stat().st_size]
        others = {name: text for name, text in (before or {}).items() if not name.startswith(below)}
        gone = [name for name in before or {} if name not in now and name not in others and not _to_trouble(name, None)]
        if not changed and not gone and before is not None:
            return 0, 0
        # who is stopped from here on leaves word of all that may lie there, and of what nobody knows whether it is the old one
        _put_one(place, LIST, json.dumps((before or {}) | dict.fromkeys(changed, ""), sort_keys=True).encode())
        for some in _to_turns(changed):
            with ThreadPoolExecutor(MOST_AT_ONCE) as executor:
                list(executor.map(lambda name: _put_one(place, name, (folder / name).read_bytes()), some))
        for name in gone:
            with suppress(FileNotFoundError):
                place.system.delete_file(place.path_of(name))
        _put_one(place, LIST, json.dumps(others | now, sort_keys=True).encode())
    except Unreachable:
        raise
    except Exception as error:
        raise NotPut(f"{shown}: {_to_reason(error)}") from error
    return len(changed), len(gone)


def _to_turns(names: Iterable[str]) -> list[list[str]]:
    """Files by when they are written: what pages load, the pages, the front pages."""
    turns: list[list[str]] = [[], [], []]
    for name in names:
        turns[2 if name in ("index.html", "en/index.html") else int(name.endswith(".html"))].append(name)
    return turns


def _put_one(place: Place, name: str, content: bytes) -> None:
    path = place.path_of(name)
    if "/" in path and place.system.type_name.startswith("py::"):  # a store of objects has no folders
        place.system.create_dir(path.rpartition("/")[0], recursive=True)
    with place.system.open_output_stream(path, compression=None, metadata={"Content-Type": to_type(name)}) as file:
        file.write(content)


def to_type(name: str) -> str:
    """What a server of files has to say that a file is."""
    found = _TYPES.get(PurePosixPath(name).suffix) or mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"
    is_text = found.startswith("text/") or found in ("application/json", "application/xml", "image/svg+xml")
    return f"{found}; charset=utf-8" if is_text else found


def _read_there(place: Place) -> dict[str, str] | None:
    """The list of the site that lies there, None where there is none."""
    from pyarrow import fs

    path = place.path_of(LIST)
    if place.system.get_file_info(path).type == fs.FileType.NotFound:
        return None
    with place.system.open_input_stream(path, compression=None) as file:
        return _to_list(file.read())


def _find_sizes(place: Place) -> dict[str, int | None]:
    """The files that lie there, each with its bytes."""
    from pyarrow import fs

    found = place.system.get_file_info(fs.FileSelector(place.root, allow_not_found=True, recursive=True))
    return {_to_name(place, info): info.size for info in found if info.type == fs.FileType.File}


def _to_name(place: Place, info: Any) -> str:
    """What a file is called below its place."""
    return str(info.path[len(place.root):].lstrip("/") if place.root else info.path.lstrip("/"))


# --- lists -----------------------------------------------------------------------------------------------------------


def _to_list(content: bytes) -> dict[str, str]:
    """name → text; nothing of what is no such list: then everything counts as changed."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return {name: text for name, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}


def _read_list(path: Path) -> dict[str, str]:
    try:
        return _to_list(path.read_bytes())
    except OSError:
        return {}


def _write_list(path: Path, found: Mapping[str, str]) -> None:
    passing = path.with_suffix(".part")
    passing.write_text(json.dumps(found, sort_keys=True), "utf-8")
    passing.replace(path)


def _to_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_reason(error: BaseException) -> str:
    """In one line, without what a library says of its own source."""
    text = (str(error).splitlines() or [type(error).__name__])[0]
    return text.partition("Detail:")[0].strip()[:300]
