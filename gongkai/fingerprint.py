"""What a kept thing depends on → a short hash: the sources behind it, the tables that they read, the libraries that they use.

In: names of modules and packages below gongkai. What they import of ours, and what that imports, is found by itself, so that nothing
that is kept outlives a change of what made it, and nothing is made anew for a change elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

_PACKAGE = Path(__file__).parent
_IMPORT = re.compile(r"^[ \t]*from (gongkai[\w.]*) import (\([^)]*\)|[^\n#]*)", re.M)
_ALIAS = re.compile(r"#[^\n]*|\bas \w+")
_NAME = re.compile(r"\w+")
_TABLE = re.compile(r"""["']([\w.-]+\.(?:csv|txt))["']""")


@cache
def of(*names: str, libraries: tuple[str, ...] = (), also: str = "") -> str:
    """Return 16 hex digits. names: modules or packages, a package with all that is in it; libraries: as they are called where they are installed."""
    digest = hashlib.sha256(also.encode())
    for path in sorted(_sources(names)):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    for library in libraries:
        digest.update(f"{library} {_version(library)}\n".encode())
    return digest.hexdigest()[:16]


def _sources(names: Iterable[str]) -> set[Path]:
    """Every module that is reached from these, and every table (.csv, .txt) that one of them names."""
    found: set[Path] = set()
    waiting = [path for name in names for path in _to_paths(name, is_whole=True)]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix == ".py":
            waiting += _named_in(path)
    return found


@cache
def _named_in(path: Path) -> tuple[Path, ...]:
    """By the look of lines, not by parsing: parsing all modules takes longer than to read a document."""
    source = path.read_text("utf-8")
    found: list[Path] = []
    for module, names in _IMPORT.findall(source):
        base = module.partition(".")[2]
        for name in _NAME.findall(_ALIAS.sub("", names)):
            # a module of a package does not need what the package says of others
            found += _to_paths(f"{base}.{name}".strip(".")) or _to_paths(base)
    for name in _TABLE.findall(source):
        found += _PACKAGE.rglob(name)
    return tuple(found)


def _to_paths(name: str, *, is_whole: bool = False) -> list[Path]:
    """The files of a module: its own, or of a package what it says itself, and with is_whole all that is in it."""
    path = _PACKAGE / name.replace(".", "/")
    if is_whole and path.is_dir():
        return sorted(path.rglob("*.py"))
    return [file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"
