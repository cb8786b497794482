"""A build that is killed, interrupted or denied room at any step: the old site whole or the new one, and the next build finishes and sweeps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import build
from gongkai import machine, workers
from gongkai.publish import site
from gongkai.shelf import Shelf

ROOT = Path(__file__).resolve().parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"
OLD = time.time() - 2 * machine.SECONDS_UNTIL_SWEPT
STOPS = 8


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("stopped")
    done = subprocess.run([sys.executable, "tests/stopped.py", str(folder), str(STOPS)], cwd=ROOT, capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_at_every_step_at_which_a_build_touches_the_disk_the_old_site_or_the_new_one_is_there_whole(stopped: dict[str, Any]) -> None:
    assert stopped["steps"] > 300 and stopped["differ"]
    assert (stopped["states"], stopped["halves"]) == (2, 0)


def test_whatever_stops_a_build_nothing_is_lost_and_the_next_one_equals_one_that_was_never_stopped(stopped: dict[str, Any]) -> None:
    assert len(stopped["stops"]) == STOPS
    for one in stopped["stops"]:
        assert one["is"] in ("old", "new"), one
        if "next" in one:
            assert one["next"] == 0 and one["equal"] and one["left_then"] == [], one
        # who is killed leaves folders; who is stopped takes them along, but for the one that he was just taking
        assert len(one["left"]) <= (one["how"] == "interrupt") or one["how"] == "kill", one
    assert {one["is"] for one in stopped["stops"]} == {"old", "new"}


def test_what_was_read_before_a_build_was_stopped_is_not_read_again(stopped: dict[str, Any]) -> None:
    read = [one["read"] for one in stopped["stops"] if "read" in one]
    assert read[0] == 1 and read[2:] and not any(read[2:]), read


def test_a_full_disk_is_one_line_and_the_old_site_stays(stopped: dict[str, Any]) -> None:
    full = [one for one in stopped["stops"] if one["how"] == "full" and one["ended"]]
    assert full
    for one in full:
        assert os.waitstatus_to_exitcode(one["ended"]) == 2 and one["is"] == "old"
        said = [line for line in one["said"].splitlines() if not line.startswith("[")]  # a slow machine says what it is at
        assert len(said) == 1 and said[0].startswith("the build failed, the old site is as it was: ")
        assert "No space left on device" in one["said"]


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
import build
sys.exit(build.run(sys.argv[1:]))
"""


def test_where_libraries_meet_the_end_of_the_disk_it_is_one_line_too(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.md").write_bytes(GOOD.read_bytes())
    command = [sys.executable, "-c", LIMITED, "60000", "--reports", str(tmp_path / "reports"), "--site-dir", str(tmp_path / "site"), "--data-only", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=800)
    said = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    assert done.returncode == 2 and len(said) == 1 and said[0].startswith("the build failed, the old site is as it was: "), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


def fill(path: str) -> bytes:
    raise OSError(28, "No space left on device", path)


def test_a_full_disk_in_a_worker_is_the_machines_fault_and_no_documents() -> None:
    with pytest.raises(OSError, match="No space left on device: '/x'"):
        workers.call(600, fill, "/x")


@pytest.mark.parametrize("option", ["--site-dir", "TMPDIR"])
def test_a_place_that_cannot_be_written_to_is_one_line(tmp_path: Path, option: str) -> None:
    (tmp_path / "a.md").write_bytes(GOOD.read_bytes())
    place, around = (Path("/proc/site"), {}) if option == "--site-dir" else (tmp_path / "site", {"TMPDIR": "/proc"})
    if not Path("/proc").is_dir():
        pytest.skip("no folder here that even root cannot write to")
    code = "import sys, tempfile; tempfile._candidate_tempdir_list = lambda: ['/proc']; import build; sys.exit(build.run(sys.argv[1:]))"
    start = ["-c", code] if around else ["build.py"]
    command = [sys.executable, *start, "--reports", str(tmp_path), "--site-dir", str(place), "--data-only", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=800, env=os.environ | around)
    said = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    assert done.returncode == 2 and len(said) == 1 and said[0].startswith("the build failed, the old site is as it was: "), done.stderr


def test_a_folder_that_is_no_site_is_not_replaced_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-my-aunt.txt").write_text("x")
    (tmp_path / "reports").mkdir()
    for place in (tmp_path / "letters", tmp_path, ROOT, Path("/")):
        with pytest.raises(SystemExit, match="2"):
            build.parse(["--reports", str(tmp_path / "reports"), "--site-dir", str(place)], ROOT)
        assert "holds other things than a site" in capsys.readouterr().err
    assert (tmp_path / "letters" / "to-my-aunt.txt").is_file()
    (tmp_path / "site" / "data").mkdir(parents=True)
    assert not site.may_replace(tmp_path) and site.may_replace(tmp_path / "site" / "data") and site.may_replace(tmp_path / "nothing")


def test_what_killed_programs_left_is_swept_and_what_others_hold_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.tempfile, "tempdir", str(tmp_path))
    for name in ("gongkai-passing-abcdefgh", "gongkai-passing-held0000", "gongkai-passing-fresh000", "gongkai-notours", "other-abcdefgh"):
        (tmp_path / name).mkdir()
        if "fresh" not in name:
            os.utime(tmp_path / name, (OLD, OLD))
    (tmp_path / "outside").mkdir()
    (tmp_path / "gongkai-passing-linked00").symlink_to("outside")
    held = machine._hold(str(tmp_path / "gongkai-passing-held0000"))
    machine._sweep.cache_clear()
    with machine.room() as room:
        assert room.is_dir()
    assert held is not None
    os.close(held)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"gongkai-passing-held0000", "gongkai-passing-fresh000", "gongkai-notours", "other-abcdefgh", "outside", "gongkai-passing-linked00"}


def test_what_was_half_kept_when_a_program_was_killed_is_swept(tmp_path: Path) -> None:
    Shelf(tmp_path, "one").put("key", b"content")
    for name, when in (("old.1-1", OLD), ("new.1-1", time.time())):
        (tmp_path / "one" / "parts" / name).write_bytes(b"half")
        os.utime(tmp_path / "one" / "parts" / name, (when, when))
    shelf = Shelf(tmp_path, "one")
    assert shelf.take("key") == b"content"
    assert [path.name for path in (tmp_path / "one" / "parts").iterdir()] == ["new.1-1"]


def wait(noted: str) -> bytes:
    Path(noted).write_text("x")
    time.sleep(800)
    return b""


def test_a_pool_that_is_closed_ends_what_is_at_work_however_large_it_is_and_whoever_came_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MOST_KEPT", 1)  # as if every process were too large to keep
    started = time.monotonic()
    with workers.open_pool(3) as pool:
        for number in range(3):
            pool.submit(workers.call, 800, wait, str(tmp_path / str(number)))
            while not (tmp_path / str(number)).exists():
                time.sleep(0.05)
                assert time.monotonic() - started < 600
    assert time.monotonic() - started < 600


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_copy_of_a_program_has_workers_of_its_own() -> None:
    assert workers.call(600, len_of, "abc") == b"3"
    child = os.fork()
    if not child:
        os._exit(0 if workers.call(600, len_of, "abcd") == b"4" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert workers.call(600, len_of, "ab") == b"2"


def len_of(text: str) -> bytes:
    return str(len(text)).encode()
