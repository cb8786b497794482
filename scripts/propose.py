"""What was fetched → a branch and a pull request.

    python propose.py FETCHED.tar LOG

In: an archive that another job made while it talked to strangers' servers, what that job said, `git` and `gh`. Out: a pull request, or none where
nothing is new; an issue that asked for it is told what became of it where no pull request does. Only new files below reports/ of
an archive are taken: no links, no other place, nothing that is there already.
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
NOTHING = "Nothing new was fetched. 没有取到新的报告。"
REFUSED = (
    "What was fetched is in the branch {name}, but GitHub opened no pull request of it. Allow it in Settings → Actions → General → "
    "Workflow permissions → “Allow GitHub Actions to create and approve pull requests”, and run this again; or open one of that branch by hand. "
    "取到的报告在分支 {name} 中，但 GitHub 不让工作流提交合并请求：请在上述设置中允许，然后重新运行；也可以手工用这个分支提交。"
)
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


def to_code(log: str) -> str:
    """What servers said, as it is: indented, where nothing of it is markup."""
    lines = ["".join(c if c.isprintable() else "\ufffd" for c in line)[:300] for line in log.splitlines()[:200]]
    return "\n".join(f"    {line}" for line in lines) + "\n"


def to_text(log: str, issue: str) -> str:
    """The words of the pull request."""
    closes = f"Closes #{issue}\n\n" if issue.isdigit() else ""
    return (
        f"{closes}Fetched by the workflow; look at each before merging.\n\n"
        "GitHub starts no check for a pull request that a workflow opens: close it and open it again, and it is checked.\n\n"
        + to_code(log)
    )


def answer(issue: str, text: str) -> None:
    """Say it below the issue that asked for a report; of the weekly list there is none."""
    if issue.isdigit():
        run("gh", "issue", "comment", issue, "--body", text)


def main(archive: Path, log: Path) -> int:
    taken = unpack(archive, Path())
    said, issue = log.read_text("utf-8", "replace"), os.environ.get("ISSUE", "")
    if not taken:
        print("nothing is new")
        answer(issue, f"{NOTHING}\n\n{to_code(said)}")
        return 0
    documents = [path for path in taken if not path.endswith(".yml")]
    name = f"fetched-{hashlib.sha256(''.join(sorted(taken)).encode()).hexdigest()[:12]}"
    title = f"Fetched: {len(documents)} document{'s' * (len(documents) != 1)}"
    if run("git", "ls-remote", "--heads", "origin", name).strip():
        if number := run("gh", "pr", "list", "--head", name, "--state", "all", "--json", "number", "--jq", ".[].number").strip():
            print(f"there is a pull request of it already: {number}")
            answer(issue, f"#{number.split()[0]}")
            return 0
        print(f"there is a branch {name} already, and no pull request of it")
    else:
        run("git", "switch", "--quiet", "--create", name)
        run("git", "add", "--", *taken)
        run("git", "-c", "user.name=github-actions[bot]", "-c", "user.email=41898282+github-actions[bot]@users.noreply.github.com",
            "commit", "--quiet", "--message", title)
        run("gh", "auth", "setup-git")
        run("git", "push", "--quiet", "origin", name)
    try:
        print(run("gh", "pr", "create", "--head", name, "--title", title, "--body", to_text(said, issue)))
    except subprocess.CalledProcessError:
        print(f"::error::{REFUSED.format(name=name)}")
        answer(issue, REFUSED.format(name=name))
        return 1
    return 0


def start(arguments: Sequence[str]) -> int:
    return main(Path(arguments[0]), Path(arguments[1]))


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
