"""A tag is pushed to a bare origin, and release.yml's own step makes of it what a release has; the next one is held against it, as GitHub would give it back."""

from __future__ import annotations

import datetime
import hashlib
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.test_workflows import ROOT, commit, git, make_clone, read_workflow, run_steps

STEP = "Build the data"
EDITION = "350581/shangwu/2019.md"


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose data.tar.gz is that of the last release, where a runner asks for it; none while it is empty."""
    folder = tmp_path / "releases"
    folder.mkdir()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = folder / "data.tar.gz"
            is_there = self.path == "/a/b/releases/latest/download/data.tar.gz" and file.exists()
            content = file.read_bytes() if is_there else b""
            self.send_response(200 if is_there else 404)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        monkeypatch.setenv("GITHUB_SERVER_URL", f"http://127.0.0.1:{serving.server_port}")
        monkeypatch.setenv("GITHUB_REPOSITORY", "a/b")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield folder
        serving.shutdown()


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of the project with one report and an address of its own, and a bare origin."""
    clone = make_clone(tmp_path, monkeypatch)
    shutil.rmtree(clone / "reports")
    (clone / "reports" / EDITION).parent.mkdir(parents=True)
    shutil.copy(ROOT / "editions/reports" / EDITION, clone / "reports" / EDITION)
    ours = (clone / "tests/site.yml").read_text("utf-8")
    (clone / "site.yml").write_text(ours.replace("address:\nrepository:", "address: https://data.example.org/foi\nrepository:"), "utf-8")
    commit(clone, "before")
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(clone, "remote", "set-url", "origin", str(tmp_path / "origin.git"))
    return clone


def release(clone: Path, version: str, said: str) -> None:
    """What CONTRIBUTING says: a line in the changelog, the script, a commit, a tag, a push."""
    changelog = (clone / "CHANGELOG.md").read_text("utf-8")
    (clone / "CHANGELOG.md").write_text(changelog.replace("## [Unreleased]\n", f"## [Unreleased]\n\n- {said}\n", 1), "utf-8")
    done = subprocess.run([".venv/bin/python", "scripts/release.py", version], cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    commit(clone, version)
    git(clone, "tag", f"v{version}")
    git(clone, "push", "--quiet", "--tags", "origin", "HEAD:main")


def check_out(tmp_path: Path, tag: str) -> Path:
    """What a runner has: the commit of the tag alone."""
    runner = tmp_path / tag / "runner"
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", tag, f"file://{tmp_path / 'origin.git'}", str(runner))
    (runner / ".git/info/exclude").write_text("/.venv\n")
    (runner / ".venv").symlink_to(sys.prefix)
    (runner / "build/release").mkdir(parents=True)  # the step before it, which asks the network for weaknesses of libraries, writes theirs there
    return runner


def build(runner: Path, monkeypatch: pytest.MonkeyPatch, *, tag: str = "", status: int = 0) -> None:
    workflow = read_workflow(runner / ".github/workflows/release.yml")
    monkeypatch.setenv("GITHUB_REF_NAME", tag or runner.parent.name)
    [step] = [step for step in workflow["jobs"]["build"]["steps"] if step.get("name") == STEP]
    run_steps(runner, {**workflow, "jobs": {"build": {**workflow["jobs"]["build"], "steps": [step]}}}, "build", {}, status=status)


def test_a_tag_becomes_a_release_and_the_next_one_is_held_against_it(
    clone: Path, releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(clone, "0.2.0", "the first")
    runner = check_out(tmp_path, "v0.2.0")
    build(runner, monkeypatch)
    made = runner / "build/release"
    sums = dict(reversed(line.split("  ")) for line in (made / "SHA256SUMS").read_text("utf-8").splitlines())
    assert sums.keys() == {path.name for path in made.iterdir()} - {"SHA256SUMS"}
    assert all(hashlib.sha256((made / name).read_bytes()).hexdigest() == sum for name, sum in sums.items())
    assert {"data.tar.gz", "CITATION.cff", "README.txt", "gongkai-csv.zip", "gongkai-parquet.zip", "gongkai.sqlite.zip", "gongkai.xlsx"} <= sums.keys()
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    citation = (made / "CITATION.cff").read_text("utf-8")
    assert 'version: "0.2.0"' in citation and f'date-released: "{today[:8]}' in citation and 'url: "https://data.example.org/foi/"' in citation
    assert '"version": "0.2.0"' in (runner / ".zenodo.json").read_text("utf-8")
    with tarfile.open(made / "data.tar.gz") as packed:
        packed.extractall(tmp_path / "last", filter="data")
    assert '"version": "0.2.0"' in (tmp_path / "last/data/index.json").read_text("utf-8")

    # the release before said another number of the same document
    cells = pq.read_table(tmp_path / "last/data/cells.parquet")
    lines = cells.to_pylist()
    line = next(line for line in lines if line["value"])
    now = int(line["value"])
    line["value"] += 1
    pq.write_table(type(cells).from_pylist(lines, cells.schema), tmp_path / "last/data/cells.parquet")
    with tarfile.open(releases / "data.tar.gz", "w:gz") as packed:
        packed.add(tmp_path / "last/data", "data")
    release(clone, "0.2.1", "the second")
    runner = check_out(tmp_path, "v0.2.1")
    build(runner, monkeypatch, status=1)
    assert not (runner / "build/release/data.tar.gz").exists(), "nothing to be released"
    with (runner / "content/reasons.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line['cell_id']},{now + 1},{now},it was read from the row above\n")
    assert subprocess.run([".venv/bin/python", "scripts/guard.py", "build/guard/data"], cwd=runner, capture_output=True).returncode == 0

    build(runner, monkeypatch, tag="v0.3.0", status=1)  # a tag that no file knows
