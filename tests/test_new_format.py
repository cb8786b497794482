"""A document format is one file in readers/ and one line in its table, whatever its files are made of."""

from __future__ import annotations

import io
import sys
import types
import zipfile
from pathlib import Path

import pytest

from gongkai import readers
from gongkai.model import Paragraph
from gongkai.readers.parts import Parts


def package() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("report.xml", "<a/>")
    return made.getvalue()


@pytest.mark.parametrize("content", [b"some,text\n1,2\n", package(), b"\x01\x02\xff\xfe binary"], ids=["text", "package", "binary"])
def test_a_new_format_needs_one_file_and_one_line(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("gongkai.readers.made_up")
    module.read = lambda path, name: Parts(paragraphs=[Paragraph("read")])  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gongkai.readers.made_up", module)
    monkeypatch.setitem(readers.READERS, ".made", "made_up")
    (tmp_path / "a.made").write_bytes(content)
    document = readers.read(tmp_path / "a.made")
    assert document.format == "made" and [p.text for p in document.paragraphs] == ["read"] and not document.troubles


def test_a_file_of_a_new_format_that_is_something_else_is_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(readers.READERS, ".made", "made_up")
    (tmp_path / "a.made").write_bytes(b"<!DOCTYPE html><html><body><p>x</p></body></html>")
    assert readers.read(tmp_path / "a.made").format == "html"
