"""make audit and the list of libraries of a release, held against a server on this machine that knows of weaknesses what a test tells it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
AUDITOR = Path(sys.prefix) / "audit"
NOWHERE = "http://127.0.0.1:9/v1/query"
"""where nothing answers"""


@contextmanager
def advisories(weak: str = "") -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """A server that answers as osv.dev does. weak: the one library that something is known of. Yields its address, and what it was asked."""
    asked: set[tuple[str, str]] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name, version = question["package"]["name"], question["version"]
            asked.add((name, version))
            ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999.0"}]}]
            affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": ranges, "versions": [version]}]
            known = {"id": "GHSA-0000-0000-0000", "aliases": ["CVE-2099-0001"], "summary": "it runs what it reads", "affected": affected}
            answer = json.dumps({"vulns": [known]} if name == weak else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the steps need of a checkout, with the Python that make audit would set up."""
    if not (AUDITOR / "bin" / "python").exists():
        pytest.skip("no pip-audit: scripts/setup.sh could not get it")
    for path in (ROOT / "Makefile", *ROOT.glob("requirements*.lock")):
        shutil.copy(path, tmp_path)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "audit").symlink_to(AUDITOR)
    return tmp_path


def run(checkout: Path, command: str, service: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    around = kept | {"PIP_AUDIT_VULNERABILITY_SERVICE": "osv", "PIP_AUDIT_OSV_URL": service, "PIP_NO_INDEX": "1", "XDG_CACHE_HOME": str(checkout / "cache")}
    return subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=checkout, env=around, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def step_of(workflow: str, job: str, word: str) -> str:
    steps = yaml.safe_load((ROOT / ".github/workflows" / workflow).read_text("utf-8"))["jobs"][job]["steps"]
    [command] = [step["run"] for step in steps if word in step.get("run", "")]
    return str(command)


def pinned(lock: Path) -> set[tuple[str, str]]:
    """What a lock names for this Python and this machine."""
    lines = [Requirement(line.removesuffix("\\").strip()) for line in re.findall(r"(?m)^[a-zA-Z0-9][^\n]*", lock.read_text("utf-8"))]
    return {(line.name, str(line.specifier).removeprefix("==")) for line in lines if line.marker is None or line.marker.evaluate()}


def test_the_job_fails_for_a_library_with_a_known_weakness_and_passes_where_there_is_none(checkout: Path) -> None:
    command = step_of("check.yml", "audit", "make audit")
    with advisories(weak="jinja2") as (service, _):
        done = run(checkout, command, service)
    assert done.returncode != 0 and "Found 1 known vulnerability in 1 package" in done.stderr and "CVE-2099-0001" in done.stdout
    with advisories() as (service, asked):
        done = run(checkout, command, service)
    assert done.returncode == 0 and "No known vulnerabilities found" in done.stderr
    assert asked == pinned(checkout / "requirements-test.lock"), "every library of the lock was asked for"


def test_where_nobody_answers_the_job_fails(checkout: Path) -> None:
    assert run(checkout, step_of("check.yml", "audit", "make audit"), NOWHERE).returncode != 0


def test_a_release_names_the_libraries_of_its_lock_and_no_others_and_is_none_with_a_weak_one(checkout: Path) -> None:
    command, listed = step_of("release.yml", "build", "cyclonedx"), checkout / "build/release/sbom.cdx.json"
    with advisories() as (service, _):
        done = run(checkout, command, service)
    assert done.returncode == 0, done.stderr
    found = json.loads(listed.read_text("utf-8"))
    assert found["bomFormat"] == "CycloneDX" and not found.get("vulnerabilities")
    assert {(one["name"], one["version"]) for one in found["components"]} == pinned(checkout / "requirements-scan.lock")
    assert all(one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}" for one in found["components"] if "purl" in one)
    for weak in ("lxml", "pytest"):  # one that ships, one that tests alone need
        with advisories(weak) as (service, _):
            assert run(checkout, command, service).returncode != 0, weak
