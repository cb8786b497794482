"""The SQLite that the page /query/ runs in the browser: sql.js, which set-up gets from npm (scripts/setup.sh, package-lock.json).

In: where Python's libraries are; the database. Out: {path below the site: file}, {} where it was not set up; the database packed, for the way to
the browser. Not its business: the page (pages/query.py).
"""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path

FOLDER = "assets/sql"
_FROM = {"sql-wasm.js": "dist/sql-wasm.js", "sql-wasm.wasm": "dist/sql-wasm.wasm", "LICENSE.txt": "LICENSE"}
PACKED = f"{FOLDER}/gongkai.sqlite.gz"
"""a ninth of the bytes, where a browser can unpack it (content/assets/query.js); the others load the database as it lies in data/"""
_LEVEL = 5


def find(prefix: Path = Path(sys.prefix)) -> dict[str, Path]:
    """Find what the page loads; all of it or nothing."""
    package = prefix / "npm" / "node_modules" / "sql.js"
    found = {f"{FOLDER}/{name}": package / path for name, path in _FROM.items()}
    return found if all(path.is_file() for path in found.values()) else {}


def pack(database: Path, place: Path) -> Path:
    """Pack the database into the folder, which is made. The same bytes for the same database."""
    place.mkdir(parents=True, exist_ok=True)
    packed = place / Path(PACKED).name
    with database.open("rb") as source, packed.open("wb") as file, gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as target:
        shutil.copyfileobj(source, target, 1 << 20)
    return packed
