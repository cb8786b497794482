"""The new site in the place of the old one: whole whenever the build is stopped, and one build at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongkai.publish import exchange

ROOT = Path(__file__).resolve().parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"

BUILD = """
import os, signal, sys
from pathlib import Path
from gongkai.publish import exchange, frames, site

place, at, how, can_swap, only_data = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4] == "swap", sys.argv[5] == "data"
for one in range(1, at + 1):
    # a process for each step at which to stop; what they come to is looked at afterwards
    if os.fork():
        os.wait()
        continue
    place, at = place.parent.parent / str(one) / place.name, one
    break
else:
    if at:
        sys.exit()
for other in sys.argv[6:]:
    if not os.fork():
        place = Path(other)
        break
    if os.wait()[1]:
        sys.exit(1)
if not can_swap:
    exchange._swap = lambda one, other: False
lines = 0

def step(frame, event, argument):
    global lines
    if event == "line":
        lines += 1
        if lines == at:
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt
    return step

def trace(frame, event, argument):
    return step if frame.f_code.co_filename == exchange.__file__ and frame.f_code.co_name != "_is_same" else None

def run_mkdocs(docs, chinese, english, date):
    for folder in (chinese, english):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("new")
    put_frames(chinese, english)

def put_frames(chinese, english):
    for path, page in frames.SLOTS.items():
        framed = (english if path.startswith("en/") else chinese) / site.to_html(path.removeprefix("en/"))
        framed.parent.mkdir(parents=True, exist_ok=True)
        framed.write_text(page)

site.run_mkdocs = run_mkdocs
sys.settrace(trace)
try:
    with site.data_place(place) as data:
        data.mkdir()
        (data / "cells.csv").write_text("new")
        if only_data:
            site.publish_data(data, place)
        else:
            site.publish({"index.md": "x", "en/index.md": "x"}, data, place, docs_dir=place.parent / "docs")
finally:
    sys.settrace(None)
    print(lines)
"""
PARTS = ("index.html", "en/index.html", "data/cells.csv")


def run(place: Path, at: int, how: str, swap: str, what: str, *others: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BUILD, str(place), str(at), how, swap, what, *map(str, others)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=800)


def put_old(place: Path) -> None:
    for part in PARTS:
        (place / part).parent.mkdir(parents=True, exist_ok=True)
        (place / part).write_text("old")


def state(place: Path, what: str) -> set[str]:
    parts = PARTS if what == "site" else PARTS[2:]
    return {(place / part).read_text() if (place / part).is_file() else "lost" for part in parts}


@pytest.mark.parametrize(("swap", "what"), [("swap", "site"), ("rename", "site"), ("rename", "data")])
@pytest.mark.parametrize("how", ["kill", "interrupt"])
def test_a_build_that_is_stopped_at_any_step_loses_nothing(tmp_path: Path, how: str, swap: str, what: str) -> None:
    whole = tmp_path / "whole" / "site"
    put_old(whole)
    done = run(whole, 0, how, swap, what)
    assert done.returncode == 0 and state(whole, what) == {"new"}, done.stderr
    steps = int(done.stdout.split()[-1])
    assert steps > 40
    for at in range(1, steps + 1):
        put_old(tmp_path / str(at) / "site")
    run(tmp_path / "any" / "site", steps, how, swap, what)
    ended = set()
    for at in range(1, steps + 1):
        place = tmp_path / str(at) / "site"
        now = state(place, what)
        if now == {"lost"} and how == "kill" and swap == "rename":  # between two renames: as the next build begins, it is back
            with exchange.hold(place):
                exchange.recover(place)
                exchange.recover(place / "data")
            now = state(place, what)
            assert now == {"old"}
        assert now in ({"old"}, {"new"}), f"step {at}: {now}"
        ended |= now
    assert ended == {"old", "new"}
    again = [tmp_path / str(at) / "site" for at in range(10, steps + 1, 10)]
    for place in again:
        put_old(place)
    assert run(again[0], 0, how, swap, what, *again[1:]).returncode == 0
    for place in again:
        assert state(place, what) == {"new"}
        assert sorted(p.name for p in place.parent.iterdir() if p.name != "docs") == ["site"]
        assert not [p for p in place.iterdir() if p.name.startswith(".") and p.name != ".nojekyll"]


def test_where_folders_cannot_change_places_in_one_step_the_old_site_comes_back_if_the_new_one_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_swap", lambda one, other: False)
    put_old(tmp_path / "site")
    (tmp_path / "new").mkdir()
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError("no room")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="no room"):
        exchange.exchange(tmp_path / "new", tmp_path / "site")
    assert state(tmp_path / "site", "site") == {"old"}


def test_another_site_beside_this_one_is_not_swept(tmp_path: Path) -> None:
    for name in (".site.build-abcdefgh", ".site.old", ".site-b.build-abcdefgh", ".site.build", "site-b", ".site.build-x.build-abcdefgh"):
        (tmp_path / name).mkdir()
    (tmp_path / "site").mkdir()
    exchange.recover(tmp_path / "site")
    assert {p.name for p in tmp_path.iterdir()} == {"site", "site-b", ".site-b.build-abcdefgh", ".site.build", ".site.build-x.build-abcdefgh"}


def test_two_builds_into_one_site_come_one_after_the_other_and_each_is_whole(tmp_path: Path) -> None:
    runs = []
    for number in (1, 2):
        reports = tmp_path / f"reports-{number}"
        reports.mkdir()
        text = GOOD.read_text("utf-8")
        (reports / "a.md").write_text(text if number == 1 else text.replace("石狮市", "晋江市"), "utf-8")
        command = [sys.executable, "build.py", "--reports", str(reports), "--site-dir", str(tmp_path / "site"), "--no-cache", "--jobs", "1"]
        runs.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    said = [run.communicate(timeout=800) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("waiting for it" in out for out, _ in said) == 1
    cells = (tmp_path / "site" / "data" / "cells.csv").read_text("utf-8-sig")
    ours, other = ("石狮市", "晋江市") if "石狮市" in cells else ("晋江市", "石狮市")
    pages = [path.read_text("utf-8") for path in (tmp_path / "site" / "agencies").rglob("index.html")]
    assert any(ours in page for page in pages) and not any(other in page for page in pages)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["reports-1", "reports-2", "site"]


def test_two_sites_of_one_checkout_built_at_once_have_each_its_own_pages(tmp_path: Path) -> None:
    started = []
    for name in ("one", "two"):
        code = BUILD.replace("site.run_mkdocs = run_mkdocs", """
import time
def run_mkdocs(docs, chinese, english, date):
    time.sleep(1)
    for folder in (chinese, english):
        folder.mkdir(parents=True)
    (chinese / "index.html").write_text((docs / "zh" / "index.md").read_text())
    put_frames(chinese, english)
site.run_mkdocs = run_mkdocs
""").replace("'index.md': 'x'", "").replace('"index.md": "x"', f'"index.md": "{name}"').replace('place.parent / "docs"', f'Path({str(tmp_path / "docs")!r})')
        command = [sys.executable, "-c", code, str(tmp_path / name), "0", "kill", "swap", "site"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}))
    assert [one.wait(800) for one in started] == [0, 0]
    assert [(tmp_path / name / "index.html").read_text() for name in ("one", "two")] == ["one", "two"]


def test_a_wait_that_is_interrupted_leaves_the_place_to_whoever_has_it(tmp_path: Path) -> None:
    code = "import signal, sys; from pathlib import Path; from gongkai.publish import exchange\n"
    code += "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell has programs in the background ignore it
    code += "with exchange.hold(Path(sys.argv[1])): print('in')"
    with exchange.hold(tmp_path / "site"):
        waiting = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "site")], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert waiting.stdout is not None and b"waiting" in waiting.stdout.readline()
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(800) != 0
        waiting.stdout.close()
        second = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "site")], cwd=ROOT, stdout=subprocess.PIPE)
        assert second.stdout is not None and b"waiting" in second.stdout.readline()
        time.sleep(0.2)
        assert second.poll() is None
    assert second.communicate(timeout=800)[0] == b"in\n"
    assert list(tmp_path.iterdir()) == []
