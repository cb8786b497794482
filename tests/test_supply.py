"""What the project is made of: licences, no network in a build, no package of somebody else's under our name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import licences
import pytest

ROOT = Path(__file__).resolve().parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"

DENY = """
import sys

def deny(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in ("127.0.0.1", "::1", "localhost"):
        raise PermissionError(f"network: {arguments[1]}")
    if event in ("socket.getaddrinfo", "socket.gethostbyname") and arguments[0] not in (None, "", "127.0.0.1", "::1", "localhost"):
        raise PermissionError(f"network: {arguments[0]}")

sys.addaudithook(deny)
"""
"""sitecustomize of every Python that a build starts: no socket leads out of this machine"""


def test_nothing_that_ships_is_agpl_or_gpl() -> None:
    assert licences.main(licences.LOCKS) == 0
    found = licences.find_licences([name for lock in licences.LOCKS for name in licences.to_names((ROOT / lock).read_text("utf-8"))])
    assert {"lxml", "pandas", "mkdocs", "pypdfium2"} <= found.keys()


@pytest.mark.parametrize(("expression", "licence", "classifiers", "is_refused"), [
    ("AGPL-3.0-or-later", None, [], True),
    ("GPL-2.0-only", None, [], True),
    (None, "GNU General Public License v3", [], True),
    (None, None, ["License :: OSI Approved :: GNU Affero General Public License v3"], True),
    (None, "", [], True),
    ("MIT AND GPL-3.0-or-later", None, [], True),
    ("LGPL-3.0-or-later", None, [], False),
    ("MIT OR GPL-3.0-or-later", None, [], False),
    (None, None, ["License :: OSI Approved :: BSD License"], False),
    (None, "Apache 2.0", ["License :: OSI Approved"], False),
])
def test_a_licence_is_told_by_what_a_library_says_of_itself(expression: str | None, licence: str | None, classifiers: list[str], is_refused: bool) -> None:
    assert licences.is_refused(licences.to_licence(expression, licence, classifiers)) is is_refused


def test_no_text_names_a_package_that_anybody_could_register() -> None:
    for path in subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode().split("\0"):
        if path and not path.startswith(("tests/cases", "reports/")) and Path(path).suffix in (".py", ".md", ".sh", ".yml", ".html", ".csv", ".toml"):
            text = (ROOT / path).read_text("utf-8", errors="replace") if (ROOT / path).is_file() else ""
            assert not re.search(r"(?:pip|uv|pipx) (?:install|run) (?:-\S+ )*['\"]?gongkai\b", text), path


def test_a_build_asks_no_network(tmp_path: Path) -> None:
    (tmp_path / "deny").mkdir()
    (tmp_path / "deny" / "sitecustomize.py").write_text(DENY)
    (tmp_path / "reports").mkdir()
    shutil.copy(GOOD, tmp_path / "reports" / "a.md")
    around = os.environ | {"PYTHONPATH": str(tmp_path / "deny")}
    probe = subprocess.run([sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 1)"], capture_output=True, text=True, env=around)
    assert "network: 192.0.2.1" in probe.stderr
    apart = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], capture_output=True).returncode:
        apart = []  # where a program may not have a network of its own, the denial within Python is what holds
    command = [*apart, sys.executable, "build.py", "--reports", str(tmp_path / "reports"), "--site-dir", str(tmp_path / "site"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=around, timeout=800)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "index.html").is_file() and "network:" not in done.stderr + done.stdout
