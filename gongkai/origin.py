"""What a build is made from: the commit of the project and its date, the form, the code that reads.

In: the folder of the project. Out: an Origin. Not its business: the documents; each is in reports.csv with its checksum.
The time of building is nowhere in it: two builds of the same input are the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from gongkai import hosting, publisher

UNKNOWN = "unknown"
_SOURCES = ("build.py", "content", "gongkai", "mkdocs.en.yml", "mkdocs.yml", "reports", "requirements.lock", "site.yml")


@dataclass(frozen=True, slots=True)
class Origin:
    """commit: "unknown" outside a repository; ends in "+changes" where files differ from it. date: of the commit, ISO 8601 in UTC, or "".

    reader: a hash of everything that decides what a document is read as.
    """

    commit: str = UNKNOWN
    date: str = ""
    form_sha256: str = ""
    reader: str = ""


def find_origin(root: Path, reader: str = "") -> Origin:
    """Say what a build of the project at `root` is made from. SOURCE_DATE_EPOCH, if set, is the date."""
    form = hashlib.sha256(resources.files("gongkai").joinpath("form.csv").read_bytes()).hexdigest()
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or ""
    commit = _git(root, "rev-parse", "HEAD") if (root / ".git").exists() else ""
    if commit:
        seconds = seconds or _git(root, "show", "--no-patch", "--format=%ct", "HEAD")
        if _git(root, "status", "--porcelain", "--", *_SOURCES):
            commit += "+changes"
    return Origin(commit or UNKNOWN, _to_date(seconds), form, reader)


def find_repository() -> str:
    """Return the web address of the project: $REPOSITORY_URL, or what GitHub's runner says of the repository it builds, or site.yml; else "".

    As hosting.py takes it: with the program that hosts it before it where its name does not tell.
    """
    address = os.environ.get("REPOSITORY_URL", "").strip().rstrip("/")
    if address:
        return address if hosting.is_address(address) else ""
    name = os.environ.get("GITHUB_REPOSITORY", "")
    if not name:
        return publisher.load().repository
    address = f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
    return address if hosting.to_host(address).names else f"github+{address}"


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except OSError:  # no git here
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _to_date(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds.isdigit() else ""
