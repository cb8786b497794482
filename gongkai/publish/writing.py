"""Files into a folder, each where it belongs and nowhere else; what stands the same in the folder before is one file under two names.

In: names below a folder, contents or files to copy; the folder before. Out: the files. Not its business: what is in them.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath


def write(root: Path, name: str, content: str | bytes, old: Path | None = None) -> None:
    """Write a file, unless it is there. old: a folder whose file is taken over where it is the same: by a link, so that nothing is written twice.

    ValueError for a name that leads out of root.
    """
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        raise ValueError(f"{name!r} leads out of {root.name}/")
    path, blob = root / pure, content.encode("utf-8") if isinstance(content, str) else content
    if _holds(path, blob):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if not (old is not None and not path.exists() and _holds(old / pure, blob) and link(old / pure, path)):
        path.write_bytes(blob)


def add(files: Mapping[str, bytes | Path], root: Path, old: Path | None = None) -> None:
    """Put files beside what is there. ValueError for one that would take the place of another, or lead out of the folder."""
    for name, content in files.items():
        pure = PurePosixPath(name)
        target = root / pure
        if pure.is_absolute() or ".." in pure.parts or target.exists():
            raise ValueError(f"{name!r} cannot be added to the site")
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            write(root, name, content, old)
        elif not (old is not None and is_same(old / pure, content) and link(old / pure, target)):
            shutil.copyfile(content, target)


def link(old: Path | str, path: Path | str) -> bool:
    """Have a file under a second name; not so where files have one only, or have too many already."""
    try:
        os.link(old, path, follow_symlinks=False)
    except OSError:
        return False
    return True


def drop_others(root: Path, kept: set[str]) -> None:
    """Remove what an earlier build left and this one did not make: a body that is gone has no page."""
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(root).as_posix() not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def is_same(path: Path | str, other: Path | str) -> bool:
    """Whether a file is there that is another, or holds what that holds."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode) and (os.path.samefile(path, other) or filecmp.cmp(path, other, shallow=False))
    except OSError:
        return False


def _holds(path: Path, content: bytes) -> bool:
    try:
        seen = path.lstat()
        return stat.S_ISREG(seen.st_mode) and seen.st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
