"""Says whether a folder holds scans, so that what reads them is installed only where it is needed.

    python scripts/scans.py FOLDER     exit 0 if it does, 1 if not

Looks at the first pages of each PDF only; the readers look at every page.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
PAGES = 3
FEW = 12
"""characters; as in gongkai/readers/pdf.py"""


def is_scan(path: Path) -> bool:
    """Whether a file is a page image, or a PDF with a page that has next to no text."""
    if path.suffix.lower() in PICTURES:
        return True
    if path.suffix.lower() != ".pdf":
        return False
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        return False
    try:
        return any(document[number].get_textpage().count_chars() < FEW for number in range(min(len(document), PAGES)))
    except pypdfium2.PdfiumError:
        return False
    finally:
        document.close()


if __name__ == "__main__":
    sys.exit(not any(is_scan(path) for path in sorted(Path(sys.argv[1]).rglob("*")) if path.is_file()))
