"""The first bytes of a file → the format it really is.

Not its business: reading it.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_STARTS = (
    (b"%PDF-", ".pdf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n", ".png"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"Rar!", ".rar"),
    (b"7z\xbc\xaf", ".7z"),
    (b"{\\rtf", ".rtf"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_SUFFIXES = (".doc", ".wps", ".xls", ".et")
_OLE_PARTS = (("WordDocument", ".doc"), ("Workbook", ".xls"))
_ALIKE = {".jpeg": ".jpg", ".tiff": ".tif", ".mhtml": ".mht", ".wps": ".doc", ".et": ".xls"}
"""endings that mean the same content: a file that has one of them keeps it"""
_ZIP_PARTS = (("word/", ".docx"), ("xl/", ".xlsx"), ("OFD.xml", ".ofd"), ("content.xml", ".odt"))
RECOGNISED = frozenset((
    *(found for _, found in (*_STARTS, *_OLE_PARTS, *_ZIP_PARTS)), *_OLE_SUFFIXES, *_ALIKE, *_ALIKE.values(),
    ".html", ".htm", ".xhtml", ".shtml", ".txt", ".md",
))
"""what these bytes tell apart: a file with such an ending and other content is that content"""
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|meta|table|div|title)\b", re.IGNORECASE)
_MHT = re.compile(rb"(from|mime-version|subject|date|message-id|x-[\w-]+|content-[\w-]+)\s*:", re.IGNORECASE)
_MIME = re.compile(rb"^(mime-version|content-type)\s*:", re.IGNORECASE | re.MULTILINE)
_WORD_XML = b"schemas.microsoft.com/office/word/2003/wordml"
"""what Word 2003 saves as XML; its ending is often .doc"""
_FLAT_PACKAGE = b"schemas.microsoft.com/office/2006/xmlPackage"
"""a DOCX as one XML instead of a zip"""
_TEXTS = (".txt", ".md")
_MARKUPS = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")


def bytes_to_suffix(start: bytes, suffix: str, path: Path) -> str:
    """Say what a file is. `start`: its first 4096 bytes. Where they leave it open, the suffix decides."""
    found = _find(start, suffix, path)
    return suffix if _ALIKE.get(suffix) == found else found


def _find(start: bytes, suffix: str, path: Path) -> str:
    for mark, found in _STARTS:
        if start.startswith(mark) and not (mark == b"BM" and suffix in _TEXTS):
            return found
    if start.startswith(b"PK\x03\x04"):
        return _zip_to_suffix(path, suffix)
    if start.startswith(_OLE):
        return _ole_to_suffix(path, suffix)
    if b"%PDF-" in start[:1024] and suffix not in _TEXTS:
        return ".pdf"
    if suffix in _TEXTS:
        return suffix
    if _WORD_XML in start.replace(b"\0", b""):
        return ".doc"
    if _FLAT_PACKAGE in start:
        return ".docx"
    if _MHT.match(start.lstrip(b"\xef\xbb\xbf \t\r\n")) and _MIME.search(start):
        return ".mht"
    if suffix in (".mht", ".mhtml") and _HTML.search(start[:1024]):
        return ".html"
    if suffix in _MARKUPS:
        return suffix
    if _HTML.search(start.replace(b"\0", b"")):
        return ".html"
    return _unknown(start, suffix)


def _ole_to_suffix(path: Path, suffix: str) -> str:
    """Office's old container names its parts in UTF-16, somewhere in the file."""
    try:
        content = path.read_bytes()
    except OSError:
        return suffix
    for part, found in _OLE_PARTS:
        if part.encode("utf-16-le") in content:
            return found
    return suffix if suffix in _OLE_SUFFIXES else ".doc"


def _zip_to_suffix(path: Path, suffix: str) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()[:5000]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError):
        return suffix if suffix in (".docx", ".xlsx", ".ofd") else ".zip"
    for part, found in _ZIP_PARTS:
        if any(name.startswith(part) for name in names):
            return found
    return ".zip"


def _unknown(start: bytes, suffix: str) -> str:
    """A text may be saved under any ending; anything else is left to the reader, which will say that it is broken."""
    # the cut may go through a character
    text = start[:4000].decode("utf-8", errors="replace").removesuffix("\ufffd")
    is_text = all(sign.isprintable() or sign in "\r\n\t\ufeff" for sign in text) and "\ufffd" not in text
    return ".txt" if is_text else suffix
