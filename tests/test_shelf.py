"""What is kept from build to build is what was made, or is made again."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from pathlib import Path

import pyarrow
import pytest

import build
from gongkai import pipeline, readers
from gongkai.model import Reading, Unreadable
from gongkai.options import Options
from gongkai.readers.office import conversion as office
from gongkai.readers.parts import Parts
from gongkai.shelf import Shelf

ROOT = Path(__file__).resolve().parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"
FORM = ROOT / "tests" / "cases" / "blank-2021.docx"


def kept_file(cache: Path) -> Path:
    (path,) = (p for p in (cache / pipeline.code_version()).rglob("*") if p.is_file())
    return path


def read_one(root: Path, cache: Path) -> tuple[list[Reading], Path, bytes]:
    """Read a folder with a report in it. Return what was read, and the file that it is kept in, with its content."""
    root.mkdir()
    shutil.copy(GOOD, root / "2019.md")
    first = pipeline.read_all(root, cache_dir=cache)
    path = kept_file(cache)
    return first, path, path.read_bytes()


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 4]) + content[at + 1:]


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "foreign", "pickle"])
def test_a_kept_reading_that_is_damaged_is_read_again(tmp_path: Path, damage: str) -> None:
    root, cache = tmp_path / "reports", tmp_path / "cache"
    first, path, whole = read_one(root, cache)
    forms = {
        "cut": [whole[:-1], whole[: len(whole) // 2]], "empty": [b""], "foreign": [b"\x80\x05}.", whole[32:]],
        "pickle": [pickle.dumps(pipeline.Read("2019.md", "0", reason="taken"))],
        # of every digit of a figure in it, too
        "flipped": [flip(whole, at) for at in (0, 31, 32, whole.index(b"3525") if b"3525" in whole else 100, len(whole) // 2, len(whole) - 1)],
    }
    for content in forms[damage]:
        path.write_bytes(content)
        assert pipeline.read_all(root, cache_dir=cache) == first
        assert path.read_bytes() == whole, "and it is kept again"


class Bomb:
    """What pickle is told to call when it takes this out."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def put_in_place(path: Path, content: bytes) -> None:
    """Keep something else under the name of what is kept, with the checksum that it needs, as who shares a cache could."""
    version, key = path.parents[1].name, path.name
    path.write_bytes(hashlib.sha256(f"{version}\0{key}\0".encode() + content).digest() + content)


def test_what_was_put_among_the_kept_readings_runs_nothing_and_is_read_again(tmp_path: Path) -> None:
    root, cache = tmp_path / "reports", tmp_path / "cache"
    first, path, whole = read_one(root, cache)
    for strange in (pickle.dumps(Bomb(tmp_path / "ran")), pickle.dumps(pipeline.Collection), pickle.dumps(print), b"cgongkai.workers\nos.getcwd\n.", b"\x80\x05"):
        put_in_place(path, strange)
        assert pipeline.read_all(root, cache_dir=cache) == first
        assert path.read_bytes() == whole, "and it is kept again"
    put_in_place(path, whole[32:])
    assert pipeline.read_all(root, cache_dir=cache) == first
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("folder, part", [("reads", ""), ("bodies", "seen"), ("bodies", "pieces")])
def test_what_was_put_among_what_is_kept_of_a_body_runs_nothing_and_is_made_again(
    tmp_path: Path, folder: str, part: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Options, "to_cache", lambda self, name: tmp_path / "cache" / name if name != "sites" else None)
    (tmp_path / "reports").mkdir()
    shutil.copy(GOOD, tmp_path / "reports" / "2019.md")
    arguments = ["--reports", str(tmp_path / "reports"), "--site-dir", str(tmp_path / "site"), "--jobs", "1", "--data-only"]
    assert build.run(arguments) == 0
    first = to_files(tmp_path / "site")
    bomb = pickle.dumps(Bomb(tmp_path / "ran"))
    for path in [p for p in (tmp_path / "cache" / folder).rglob("*") if p.is_file() and p.name.endswith(part) and not p.name.startswith("refused")]:
        kept = path.read_bytes()[32:]
        behind_its_card = kept[: kept.index(b".\x80\x05") + 1] + bomb if folder == "reads" else b""
        put_in_place(path, behind_its_card or (bomb if part == "seen" else len(bomb).to_bytes(8, "big") + pyarrow.compress(bomb, "zstd", asbytes=True)))
    for other in {"reads": ("bodies",), "bodies": ("data",)}.get(folder, ()):  # else nothing looks at it
        shutil.rmtree(tmp_path / "cache" / other)
    assert build.run(arguments) == 0
    assert not (tmp_path / "ran").exists() and to_files(tmp_path / "site") == first
    said = capfd.readouterr().out
    assert "none of ours: all that is kept is made anew" in said or "it asks for posix.mkdir: all that is kept is made anew" in said


def to_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("what", ["document", "sidecar"])
def test_what_changes_during_a_build_is_not_kept_as_what_stood_there_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    root, cache = tmp_path / "reports", tmp_path / "cache"
    root.mkdir()
    document = root / "2019.md"
    path = document if what == "document" else root / "2019.md.yml"
    path.write_text("note: 甲\n")
    shutil.copy(GOOD, document)
    before = path.read_bytes()
    as_it_stands = pipeline.read_all(root)

    def then_changed(paths: dict[str, Path]) -> dict[str, str]:
        keys = to_keys(paths)
        path.write_text(before.decode().replace("甲", "乙").replace("| 规章 | 0 |", "| 规章 | 777 |"))
        return keys

    to_keys = pipeline.many._to_keys
    monkeypatch.setattr(pipeline.many, "_to_keys", then_changed)
    assert pipeline.read_all(root, cache_dir=cache) != as_it_stands
    monkeypatch.undo()
    path.write_bytes(before)
    assert pipeline.read_all(root, cache_dir=cache) == as_it_stands


def test_a_document_that_changes_while_it_is_read_is_published_as_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2019.md"
    shutil.copy(GOOD, path)

    def slowly(suffix: str, shown: str) -> readers.Reader:
        def read(path: Path, name: str) -> Parts:
            parts = reader(path, name)
            path.write_text(path.read_text("utf-8").replace("| 规章 | 0 |", "| 规章 | 777 |"), "utf-8")
            return parts

        reader = load(suffix, shown)
        return read

    load = readers._load
    monkeypatch.setattr(readers, "_load", slowly)
    with pytest.raises(Unreadable, match="it changed while it was being read; build again"):
        readers.read(path, "2019.md")


def test_what_was_kept_under_another_key_or_version_is_none(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "one")
    shelf.put("key", b"content")
    shutil.copy(tmp_path / "one" / "ke" / "key", tmp_path / "one" / "ke" / "kez")
    assert (shelf.take("key"), shelf.take("kez")) == (b"content", None)
    kept = (tmp_path / "one" / "ke" / "key").read_bytes()
    other = Shelf(tmp_path, "two")
    other.put("key", b"other")
    (tmp_path / "two" / "ke" / "key").write_bytes(kept)
    assert other.take("key") is None


def test_what_lies_on_a_shelf_and_is_no_file_is_none_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "one")
    for key, put in (("pipe", os.mkfifo), ("fold", os.mkdir), ("loop", lambda path: os.symlink(path.name, path)), ("zero", lambda path: os.symlink("/dev/zero", path))):
        shelf.put(key, b"content")
        path = tmp_path / "one" / key[:2] / key
        path.unlink()
        put(path)
        assert not shelf.has(key) and shelf.take(key) is None, key


def test_a_shelf_that_is_thrown_away_or_cannot_be_written_to_stops_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf", "one")
    Shelf(tmp_path / "shelf", "two")
    shelf.put("key", b"content")
    assert shelf.take("key") is None
    (tmp_path / "file").write_text("x")
    closed = Shelf(tmp_path / "file", "one")
    closed.put("key", b"content")
    assert closed.take("key") is None and not closed
    full = Shelf(tmp_path / "full", "one")
    (tmp_path / "full" / "one" / "ke").write_text("x")  # no folder can be made there
    full.put("key", b"content")
    assert full.take("key") is None


SOFFICE = """#!/bin/sh
test -e "$0.works" || exit 1
while [ $# -gt 1 ]; do if [ "$1" = --outdir ]; then out=$2; fi; last=$2; shift; done
mkdir -p "$out"
cp %s "$out/$(basename "$last" .doc).docx"
"""


def test_a_document_that_libreoffice_failed_on_once_is_tried_again_and_a_damaged_conversion_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(SOFFICE % FORM)
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_program", lambda: str(program))
    root, cache = tmp_path / "reports", tmp_path / "cache"
    root.mkdir()
    (root / "a.rtf").write_bytes(b"{\\rtf1 x}")
    (reading,) = pipeline.read_all(root, cache_dir=cache)
    assert reading.read_status == "unreadable" and "LibreOffice" in reading.message
    (tmp_path / "soffice.works").touch()
    (reading,) = pipeline.read_all(root, cache_dir=cache)
    assert "blank form" in reading.message
    (made,) = (cache / "converted").glob("*.docx")
    whole = made.read_bytes()
    kept_file(cache).unlink()
    for damaged in (whole[:5000], flip(whole, 4000), b""):
        made.write_bytes(damaged)
        (reading,) = pipeline.read_all(root, cache_dir=cache)
        assert "blank form" in reading.message and made.read_bytes() == whole
        kept_file(cache).unlink()


def test_what_was_kept_of_a_body_and_is_damaged_is_made_again_and_stops_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Options, "to_cache", lambda self, name: tmp_path / "cache" / name)
    (tmp_path / "reports").mkdir()
    shutil.copy(GOOD, tmp_path / "reports" / "2019.md")
    arguments = ["--reports", str(tmp_path / "reports"), "--site-dir", str(tmp_path / "site"), "--data-only", "--jobs", "1"]
    assert build.run(arguments) == 0
    first = (tmp_path / "site" / "data" / "SHA256SUMS").read_bytes()
    kept = [path for path in (tmp_path / "cache" / "bodies").rglob("*-*") if path.is_file()]
    assert {path.name.rpartition("-")[2] for path in kept} == {"seen", "pieces", "readings"}
    for path in kept:
        path.write_bytes(flip(path.read_bytes(), 40))
    assert build.run(arguments) == 0
    assert (tmp_path / "site" / "data" / "SHA256SUMS").read_bytes() == first
    (path,) = (path for path in (tmp_path / "cache" / "bodies").rglob("*-pieces") if not path.name.startswith("refused"))
    path.write_bytes(flip(path.read_bytes(), 40))  # the one that is looked at only when it is needed
    assert build.run(arguments) == 0
    assert (tmp_path / "site" / "data" / "SHA256SUMS").read_bytes() == first
