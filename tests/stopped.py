"""A build in this process that is watched, killed, interrupted or denied room at any of the steps at which it touches the disk.

In a program of its own: python tests/stopped.py FOLDER STEPS. In FOLDER: nothing. Out: a line of JSON, what was seen. What is stopped is a copy of
this program (fork) with a copy of the old site, so that what a build needs is loaded once. MkDocs, Vega and worker processes are left out.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import signal
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

import build  # noqa: E402
from gongkai import workers  # noqa: E402
from gongkai.options import Options  # noqa: E402
from gongkai.publish import frames, site  # noqa: E402

WRITES = frozenset({"os.rename", "os.link", "os.mkdir", "os.rmdir", "os.remove", "shutil.move", "shutil.rmtree", "sqlite3.connect", "tempfile.mkdtemp"})
REMOVALS = frozenset({"os.rmdir", "os.remove", "shutil.rmtree"})
HOWS = ("kill", "interrupt", "full")


class Watch:
    """Counts the steps of a build; before the one that is wanted it does what it is told, before each it looks at the site, if it is told to."""

    def __init__(self) -> None:
        self.at, self.stop, self.how, self.looked_at = 0, 0, "", ""
        self.seen: set[str] = set()
        self.is_on = False
        sys.addaudithook(self.hook)

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_on or not (event in WRITES or (event == "open" and is_writing(arguments[2]))):
            return
        self.is_on = False  # what is done here is no step
        self.at += 1
        if self.looked_at:
            self.seen.add(to_state(Path(self.looked_at)))
        self.is_on = True
        if self.how == "full" and self.at >= self.stop > 0 and event not in REMOVALS:  # once it is full it stays so
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.at == self.stop and self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.at == self.stop and self.how == "interrupt":
            raise KeyboardInterrupt


def is_writing(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def to_state(place: Path) -> str:
    """What stands in a place: by name, size and time of each file, which tell the old site from the new one."""
    digest = hashlib.sha256()
    for folder, below, files in os.walk(place):
        below.sort()
        for name in sorted(files):
            status = os.stat(os.path.join(folder, name))
            digest.update(f"{os.path.relpath(folder, place)}/{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest() if place.is_dir() else "none"


def to_contents(place: Path) -> dict[str, str]:
    return {p.relative_to(place).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(place.rglob("*")) if p.is_file()}


def run_mkdocs(docs: Path, chinese: Path, english: Path, date: str) -> None:
    for folder, language in ((chinese, "zh"), (english, "en")):
        shutil.copytree(docs / language, folder)
        (folder / "index.html").write_bytes((docs / language / "index.md").read_bytes())
    for path, page in frames.SLOTS.items():
        framed = (english if path.startswith("en/") else chinese) / site.to_html(path.removeprefix("en/"))
        framed.write_text(page)


def run(folder: Path) -> tuple[int, str]:
    """Build the site of folder/reports in folder/out/site. Return the exit status and what was said on standard error."""
    Options.to_cache = lambda self, name: folder / "cache" / name
    build.site.publish.__kwdefaults__["docs_dir"] = folder / "docs"
    tempfile.tempdir = str(folder / "tmp")
    said = io.StringIO()
    with redirect_stderr(said), redirect_stdout(io.StringIO()):
        status = build.run(["--reports", str(folder / "reports"), "--site-dir", str(folder / "out" / "site"), "--jobs", "2"])
    return status, said.getvalue()


def prepare(folder: Path) -> None:
    """An old site, and a report that has changed since."""
    text = (ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md").read_text("utf-8")
    for name in ("reports", "out", "tmp"):
        (folder / name).mkdir(parents=True)
    (folder / "reports" / "a.md").write_text(text, "utf-8")
    (folder / "reports" / "b.md").write_text(text.replace("石狮市", "晋江市"), "utf-8")
    status, said = run(folder)
    assert status == 0, said
    (folder / "reports" / "a.md").write_text(text.replace("2019", "2020"), "utf-8")


def stop(folder: Path, how: str, step: int, watch: Watch) -> int:
    """Build in a copy of this program that is stopped. Return its exit status, as os.wait has it; what it said stands in folder/said."""
    child = os.fork()
    if not child:
        watch.at, watch.stop, watch.how, watch.is_on = 0, step, how, True
        status, said = run(folder)
        watch.is_on = False
        (folder / "said").write_text(said, "utf-8")
        os._exit(status)
    return os.waitpid(child, 0)[1]


def main(folder: Path, steps: int) -> None:
    site.run_mkdocs = run_mkdocs
    called: list[str] = []

    def call(seconds: float, function: Any, *arguments: object) -> bytes:
        called.append(function.__name__)
        made: bytes = function(*arguments)
        return made

    workers.call = call
    build.write_vega = lambda cache: ""
    prepare(folder / "base")
    shutil.copytree(folder / "base", folder / "clean")
    watch = Watch()
    old = to_contents(folder / "base" / "out" / "site")
    states = {to_state(folder / "clean" / "out" / "site")}
    watch.looked_at, watch.is_on = str(folder / "clean" / "out" / "site"), True
    status, said = run(folder / "clean")
    watch.is_on, watch.looked_at = False, ""
    assert status == 0, said
    new = to_contents(folder / "clean" / "out" / "site")
    states.add(to_state(folder / "clean" / "out" / "site"))
    found: dict[str, Any] = {"steps": watch.at, "halves": len(watch.seen - states), "states": len(watch.seen & states), "differ": old != new, "stops": []}
    total = watch.at
    for number in range(steps):
        how = HOWS[number % len(HOWS)]
        step = 1 + (total - 1) * number // (steps - 1)
        place = folder / f"{how}-{step}"
        shutil.copytree(folder / "base", place)
        ended = stop(place, how, step, watch)
        after = to_contents(place / "out" / "site")
        one = {"how": how, "step": step, "ended": ended, "is": "old" if after == old else "new" if after == new else "lost"}
        one["said"] = (place / "said").read_text("utf-8") if (place / "said").exists() else ""
        one["left"] = sorted(p.name for part in ("out", "tmp") for p in (place / part).iterdir() if p.name != "site")
        if how == "kill" or number < len(HOWS):
            for path in (place / "tmp").iterdir():
                os.utime(path, (0, 0))
            build.machine._sweep.cache_clear()
            called.clear()
            one["next"], said = run(place)
            one["read"] = called.count("pack_one")
            one["equal"] = to_contents(place / "out" / "site") == new
            one["left_then"] = sorted(p.name for part in ("out", "tmp") for p in (place / part).iterdir() if p.name != "site")
        found["stops"].append(one)
        shutil.rmtree(place)
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
