"""A package of Office Open XML, as DOCX and XLSX are → its parts.

In: an open zip. Out: parsed parts, and which part is related to which. Not its business: what stands in a part.
"""

from __future__ import annotations

import base64
import io
import posixpath
import zipfile
from pathlib import Path

from lxml import etree

from gongkai.model import Unreadable
from gongkai.readers.parts import MOST_BYTES, MOST_RATIO, RATIO_COUNTS_FROM, Refused

_FLAT, _START = b"schemas.microsoft.com/office/2006/xmlPackage", 4096
_STRICT = b"http://purl.oclc.org/ooxml/"
_SPACES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
"""the names of Strict Open XML (ISO/IEC 29500) and those that nearly all programs write"""


def open_package(path: Path) -> zipfile.ZipFile:
    """Open a package: a zip, or one XML with all parts in it, as programs that fill in a template write it."""
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith(b"PK") or _FLAT not in start:
        return zipfile.ZipFile(path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for part in parse_part(path.read_bytes()).iterfind(f"{{http://{_FLAT.decode()}}}part"):
            name = next((value for key, value in part.attrib.items() if str(key).endswith("}name")), "")
            held = next(iter(part), None)
            if held is not None and len(held):
                package.writestr(str(name).lstrip("/"), etree.tostring(held[0], encoding="utf-8"))
            elif held is not None:
                package.writestr(str(name).lstrip("/"), base64.b64decode(held.text or "", validate=False))
    packed.seek(0)
    return zipfile.ZipFile(packed)


def check_package(package: zipfile.ZipFile, name: str) -> None:
    """Refuse a zip that unpacks to an absurd size before anything is unpacked."""
    size = sum(member.file_size for member in package.infolist())
    packed = sum(member.compress_size for member in package.infolist())
    if size > MOST_BYTES or (size > RATIO_COUNTS_FROM and size > MOST_RATIO * max(packed, 1)):
        raise Unreadable(name, f"the file unpacks to {size // 1_000_000} MB; it is not a report")


def parse_part(content: bytes) -> etree._Element:
    """Parse one part of a package, without entities and without the network; the names of Strict Open XML become the usual ones."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    if b"<!DOCTYPE" in content[:4000] or b"<!ENTITY" in content[:4000]:
        raise Refused("it declares entities, which no such file does")
    if _STRICT in content[:4000]:
        for strict, usual in _SPACES:
            content = content.replace(strict, usual)
    return etree.fromstring(content, parser)


def parse_if_there(package: zipfile.ZipFile, part: str) -> etree._Element | None:
    """Parse a part, None where the package has none of that name."""
    return parse_part(package.read(part)) if part in package.namelist() else None


def relations(package: zipfile.ZipFile, part: str = "") -> dict[str, tuple[str, str]]:
    """What a part refers to: id → (kind, the part it names). `part`: "" for the package itself."""
    folder, name = posixpath.split(part)
    found = parse_if_there(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    there = [one for one in (found if found is not None else ()) if one.get("TargetMode") != "External"]
    targets = [posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/") for one in there]
    return {one.get("Id", ""): (one.get("Type", "").rpartition("/")[2], target) for one, target in zip(there, targets, strict=True)}


def related(package: zipfile.ZipFile, part: str, kind: str, usual: str) -> str:
    """The part that a part names as its officeDocument, styles, theme, …; the usual one where it names none that is there."""
    names = package.namelist()
    return next((target for one, target in relations(package, part).values() if one == kind and target in names), usual)
