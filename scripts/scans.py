"""Says whether a folder holds scans, so that what reads them is installed only where it is needed.

    python scripts/scans.py FOLDER     exit 0 if it does, 1 if not

Looks at the first pages of each PDF only, in a process with limits of time and memory; the readers look at every page.
"""

from __future__ import annotations

import stat
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gongkai import workers
from gongkai.readers.scans import scanned

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
SECONDS_FOR_ONE = 20


def is_scan(path: Path) -> bool:
    """Whether a file is a page image, or a PDF with a page that has next to no text. A PDF that takes too much is left to its reader."""
    if path.suffix.lower() in PICTURES:
        return True
    if path.suffix.lower() != ".pdf":
        return False
    try:
        return workers.call(SECONDS_FOR_ONE, scanned.pdf_to_answer, path) == scanned.YES
    except workers.Failed:
        return False


def is_file(path: Path) -> bool:
    """Whether a path is a file, and no pipe or device: to open one of those is to wait for ever."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(not any(is_scan(path) for path in sorted(Path(sys.argv[1]).rglob("*")) if is_file(path)))
