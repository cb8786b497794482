"""What a kept thing depends on → a short hash: the sources behind it, the tables that they read, the libraries that they use.

In: names of modules and packages below gongkai. What they import of ours, and what that imports, is found by itself, so that nothing
that is kept outlives a change of what made it, and nothing is made anew for a change elsewhere.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

_PACKAGE = Path(__file__).parent


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
            waiting += _named_in(path.read_text("utf-8"))
    return found


def _named_in(source: str) -> list[Path]:
    found: list[Path] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "gongkai":
            base = node.module.partition(".")[2]
            for alias in node.names:
                # a module of a package does not need what the package says of others
                found += _to_paths(f"{base}.{alias.name}".strip(".")) or _to_paths(base)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith((".csv", ".txt")) and "/" not in node.value:
            found += _PACKAGE.rglob(node.value)
    return found


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
