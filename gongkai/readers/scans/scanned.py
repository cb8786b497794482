"""A PDF → whether it holds pages without text, so that what reads scans is installed only where it is needed.

In: a path. Out: a byte, for a call in a process of its own. Not its business: reading; the readers look at every page.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2

PAGES = 3
FEW = 12
"""characters; as in gongkai/readers/pdf.py"""
YES, NO = b"y", b"n"


def pdf_to_answer(path: Path) -> bytes:
    """YES if one of the first pages has next to no text; NO also for what cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        return NO
    try:
        is_bare = any(document[number].get_textpage().count_chars() < FEW for number in range(min(len(document), PAGES)))
        return YES if is_bare else NO
    except pypdfium2.PdfiumError:
        return NO
    finally:
        document.close()
