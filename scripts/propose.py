"""What was fetched → a branch and a pull request.

    python propose.py FETCHED.tar LOG

In: an archive that another job made while it talked to strangers' servers, what that job said, `git` and `gh`. Out: a pull request, or none where
nothing is new. Only new files below reports/ of an archive are taken: no links, no other place, nothing that is there already.
Needs Python alone, and imports nothing of ours: it runs with a token that may write.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

MOST_FILES = 4_000
MOST_BYTES = 2_000_000_000
_NAME = re.compile(r"reports/(?:[a-z0-9-]{1,80}/){1,3}20[0-9]{2}(?:-[0-9]{1,2})?\.[a-z]{2,5}(?:\.yml)?")


def unpack(archive: Path, root: Path) -> list[str]:
    """Take the documents and sidecars of an archive that have the names that fetching gives. Out: their paths."""
    taken: list[str] = []
    size = 0
    with tarfile.open(archive) as packed:
        for member in packed:
            path = root / member.name
            if not member.isreg() or not _NAME.fullmatch(member.name) or path.exists() or path.is_symlink():
                continue
            if not path.resolve().is_relative_to((root / "reports").resolve()):
                continue
            size += member.size
            if len(taken) >= MOST_FILES or size > MOST_BYTES:
                break
            content = packed.extractfile(member)
            assert content is not None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())
            taken.append(member.name)
    return taken


def run(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout


def to_text(log: str, issue: str) -> str:
    """The words of the pull request; what servers said stands in it as it is, indented, where nothing of it is markup."""
    lines = ["".join(c if c.isprintable() else "\ufffd" for c in line)[:300] for line in log.splitlines()[:200]]
    closes = f"Closes #{issue}\n\n" if issue.isdigit() else ""
    return (
        f"{closes}Fetched by the workflow; look at each before merging.\n\n"
        "GitHub starts no check for a pull request that a workflow opens: close it and open it again, and it is checked.\n\n"
        + "\n".join(f"    {line}" for line in lines) + "\n"
    )


def main(archive: Path, log: Path) -> int:
    taken = unpack(archive, Path())
    if not taken:
        print("nothing is new")
        return 0
    documents = [path for path in taken if not path.endswith(".yml")]
    name = f"fetched-{hashlib.sha256(''.join(sorted(taken)).encode()).hexdigest()[:12]}"
    if run("git", "ls-remote", "--heads", "origin", name).strip():
        print(f"there is a branch {name} already")
        return 0
    run("git", "switch", "--quiet", "--create", name)
    run("git", "add", "--", *taken)
    run("git", "-c", "user.name=github-actions[bot]", "-c", "user.email=41898282+github-actions[bot]@users.noreply.github.com",
        "commit", "--quiet", "--message", f"Fetched: {len(documents)} documents")
    run("gh", "auth", "setup-git")
    run("git", "push", "--quiet", "origin", name)
    body = to_text(log.read_text("utf-8", "replace"), os.environ.get("ISSUE", ""))
    print(run("gh", "pr", "create", "--head", name, "--title", f"Fetched: {len(documents)} documents", "--body", body))
    return 0


def start(arguments: Sequence[str]) -> int:
    return main(Path(arguments[0]), Path(arguments[1]))


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
