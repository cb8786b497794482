"""Prints editions as PDF with Chromium or LibreOffice.

In: a page or a DOCX. Out: the bytes of a PDF with fixed dates. Not its business: what stands on the page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from editions.word import STAMP

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


class MissingProgram(Exception):
    """A program that prints is not installed."""


def program(*names: str) -> str:
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    raise MissingProgram(f"none of {', '.join(names)} is installed (see editions/README.md)")


def page_to_pdf(page: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.html").write_text(page, encoding="utf-8")
        out = Path(folder, "page.pdf")
        browser = program("chromium", "chromium-browser", "google-chrome")
        profile = f"--user-data-dir={folder}/profile"
        run([browser, *CHROMIUM_FLAGS, profile, f"--print-to-pdf={out}", f"file://{folder}/page.html"])
        return with_fixed_dates(out.read_bytes())


def docx_to_pdf(document: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.docx").write_bytes(document)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        office = program("soffice", "libreoffice")
        run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/page.docx"])
        return with_fixed_dates(Path(folder, "page.pdf").read_bytes())


def run(command: list[str]) -> None:
    around = {**os.environ, "SOURCE_DATE_EPOCH": str(int(datetime(*STAMP, tzinfo=UTC).timestamp()))}
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=around)


def with_fixed_dates(pdf: bytes) -> bytes:
    """Overwrite dates and random identifiers in the same number of bytes, so that the table of offsets stays true."""
    digits = b"%04d%02d%02d%02d%02d%02d" % STAMP
    pdf = re.sub(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}", rb"\g<1>" + digits, pdf)
    identifiers = rb"(?s)(?<=/ID \[ <)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}|(?<=/DocChecksum /)[0-9A-F]{32}"
    return re.sub(identifiers, lambda found: re.sub(rb"[0-9A-F]", b"0", found[0]), pdf)
