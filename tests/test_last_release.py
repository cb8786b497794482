"""The guard has the last release, or says that there is none, or fails: it is never left out because a download broke off."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import last_release
import pytest

ROOT = Path(__file__).resolve().parents[1]


def pack(name: str, content: bytes = b"x" * 50_000) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as packed:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        packed.addfile(member, io.BytesIO(content))
    return made.getvalue()


GOOD = pack("data/cells.csv", os.urandom(50_000))


class Answers(BaseHTTPRequestHandler):
    """A host of releases, as GitHub answers: it sends on to where the file lies."""

    def do_GET(self) -> None:
        kind = self.path.split("/")[1]
        if self.path.endswith("/o/releases/latest/download/data.tar.gz") and kind in ("good", "half", "else", "out"):
            self.send_response(302)
            self.send_header("Location", f"/{kind}/file")
            self.end_headers()
            return
        content = {"good": GOOD, "half": GOOD, "else": b"<html>busy</html>", "out": pack("../data/cells.csv")}.get(kind, b"")
        self.send_response({"none": 404, "broken": 503}.get(kind, 200))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: 20_000 if kind == "half" else None])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


@pytest.mark.parametrize(("kind", "status"), [("good", 0), ("none", last_release.NONE), ("half", 1), ("broken", 1), ("else", 1), ("out", 1)])
def test_what_comes_of_a_release(kind: str, status: int, server: str, tmp_path: Path) -> None:
    around = {**os.environ, "GITHUB_SERVER_URL": server, "GITHUB_REPOSITORY": f"{kind}/o", "no_proxy": "127.0.0.1"}
    done = subprocess.run([sys.executable, "-I", ROOT / "scripts/last_release.py", tmp_path / "to"], env=around, capture_output=True, text=True)
    assert done.returncode == status, done.stdout + done.stderr
    assert (tmp_path / "to/data/cells.csv").exists() == (status == 0) and not (tmp_path / "data").exists()
    assert bool(done.stdout) == bool(status) and not done.stderr


@pytest.mark.parametrize("name", ["check", "release"])
def test_the_workflows_fail_where_the_release_did_not_come(name: str, server: str, tmp_path: Path) -> None:
    text = (ROOT / f".github/workflows/{name}.yml").read_text("utf-8")
    start = text.index("status=0")
    step = text[start : text.index("\n          fi\n", start) + len("\n          fi\n")]
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/last_release.py").write_text((ROOT / "scripts/last_release.py").read_text("utf-8"))
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/bash\ncase "$1" in *last_release*) exec {sys.executable} "$@";; *) echo "ran $1";; esac\n')
    python.chmod(0o755)
    for kind, status, ran in (("good", 0, "ran scripts/guard.py"), ("none", 0, ""), ("half", 1, "")):
        around = {**os.environ, "GITHUB_SERVER_URL": server, "GITHUB_REPOSITORY": f"{kind}/o", "no_proxy": "127.0.0.1"}
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", step], cwd=tmp_path, env=around, capture_output=True, text=True)
        assert done.returncode == status and ("ran scripts/guard.py" in done.stdout) == bool(ran), (kind, done.stdout, done.stderr)
