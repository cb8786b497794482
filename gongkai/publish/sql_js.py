"""The SQLite that the page /query/ runs in the browser: sql.js, which set-up gets from npm (scripts/setup.sh, package-lock.json).

In: where Python's libraries are. Out: {path below the site: file}, {} where it was not set up. Not its business: the page (pages/query.py).
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = "assets/sql"
_FROM = {"sql-wasm.js": "dist/sql-wasm.js", "sql-wasm.wasm": "dist/sql-wasm.wasm", "LICENSE.txt": "LICENSE"}


def find(prefix: Path = Path(sys.prefix)) -> dict[str, Path]:
    """Find what the page loads; all of it or nothing."""
    package = prefix / "npm" / "node_modules" / "sql.js"
    found = {f"{FOLDER}/{name}": package / path for name, path in _FROM.items()}
    return found if all(path.is_file() for path in found.values()) else {}
