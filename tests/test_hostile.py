"""Names, links, sidecars and cells that were made to do harm: each costs one line, and no line says anything else than it seems to."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import changes
import pytest

from gongkai import pipeline, readers
from gongkai.model import Unreadable
from gongkai.printable import to_line, to_lines

ROOT = Path(__file__).resolve().parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
NAMES = (
    b"\xff\xfe.html", b"a\r::error::b.html", b"a\n::error::b.html", b"b\x1b[31m.html", b"::error::x.html", b"##[error]x.html", "c\u202elmth.html".encode(),
    b"y ##[add-mask]0.html",
    "d\x85::error::.html".encode(), b"e" * 250 + b".html", "公".encode() * 83 + b".html", b"f%00.html", b"-rf.html", b"$(touch ran).html", b"g'\".html",
    b"a\\x0d::error::b.html",  # what the first of them is shown as
)
PAGE = "<!doctype html><meta charset=utf-8><title>某某局2023年政府信息公开工作年度报告</title>"


def dig(folder: Path, depth: int) -> None:
    """Folders whose path is longer than any path may be, with a report in the last."""
    at = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("z" * 250, dir_fd=at)
        below = os.open("z" * 250, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    with os.fdopen(os.open("2019.md", os.O_WRONLY | os.O_CREAT, dir_fd=at), "wb") as file:
        file.write(GOOD.read_bytes())
    os.close(at)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A site of all that, and what the build said."""
    folder = tmp_path_factory.mktemp("hostile")
    reports = folder / "reports"
    reports.mkdir()
    shutil.copy(GOOD, reports / "good.md")
    for at, name in enumerate(NAMES):
        (Path(os.fsdecode(os.path.join(os.fsencode(reports), name)))).write_text(PAGE.replace("2023", str(2008 + at)) + "<p>x</p>", "utf-8")
    (reports / "itself.html").symlink_to("itself.html")
    (reports / "outside.html").symlink_to("/etc/passwd")
    (reports / "loop").symlink_to(".")
    (reports / "nowhere.html").symlink_to("nothing.html")
    os.mkfifo(reports / "pipe.html")
    (reports / "folder.html").mkdir()
    dig(reports, 18)
    for name, sidecar in (
        ("code", "agency: !!python/object/apply:os.system ['touch ran']\nyear: !!int 2001\n"), ("halves", 'note: "\\ud83d\\ude00 \\ud800"\n'),
        ("deep", "note: " + "[" * 20_000), ("tags", "!<tag:yaml.org,2002:set> {a, b}\n"), ("controls", 'note: "a\\r\\n::error::b\\e[31m"\n'),
        ("merge", "<<: {agency: x}\nnote: ok\n"), ("keys", "? [a, b]\n: c\n"), ("nothing", "\n"), ("latin", b"note: \xe9\n".decode("latin-1")),
    ):
        (reports / f"{name}.md").write_text(GOOD.read_text("utf-8").replace("2019", "2020").replace("商务局", f"{'甲乙丙丁戊己庚辛壬'[len(name) % 9]}局"), "utf-8")
        (reports / f"{name}.md.yml").write_text(sidecar, "utf-8", errors="surrogatepass")
    (reports / "piped.md").write_text(GOOD.read_text("utf-8").replace("2019", "2021"), "utf-8")
    os.mkfifo(reports / "piped.md.yml")
    (reports / "linked.md").write_text(GOOD.read_text("utf-8").replace("2019", "2018"), "utf-8")
    (reports / "linked.md.yml").symlink_to("/etc/passwd")
    (reports / "circled.md").write_text(GOOD.read_text("utf-8").replace("2019", "2017"), "utf-8")
    (reports / "circled.md.yml").symlink_to("circled.md.yml")
    texts = "&#xD800;&#0;&#x1F;&#x9B;31m &#x202E;128 &#xFFFE;</td><td>" + "9" * 200_000
    good = GOOD.read_text("utf-8").replace("2019", "2022")
    (reports / "signs.html").write_text(f"{PAGE}<table><tr><td>信息内容<td>本年制发件数<tr><td>规章<td>{texts}</table>", "utf-8")
    (reports / "signs.md").write_text(good.replace("| 0 |", "| \u202e\x9b31m0\x85::error:: |", 3), "utf-8")
    (reports / "bodies.yml").write_text("- name: !!python/name:os.system\n- name: 甲\n  names: 5\n- [1]\n- name: \"a\\r::error::b\"\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "build.py", "--reports", str(reports), "--site-dir", str(folder / "site"), "--no-cache", "--jobs", "2"],
        cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL, timeout=800, env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert not [name for _, _, files in os.walk(folder) for name in files if name == "ran"] and not (ROOT / "ran").exists()
    return folder, (done.stdout + done.stderr).decode("utf-8")


def read(folder: Path, name: str) -> list[dict[str, str]]:
    limit = csv.field_size_limit(2**31 - 1)
    try:
        with (folder / "site" / "data" / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    finally:
        csv.field_size_limit(limit)


def test_every_other_document_is_published_whole(built: tuple[Path, str]) -> None:
    found = {line["source_file"]: line for line in read(built[0], "reports.csv")}
    assert found["good.md"]["read_status"] == "read" and (built[0] / "site" / "index.html").is_file()
    assert found["outside.html"]["read_message"] == "it is a link that leads out of the folder of reports" and "loop/good.md" not in found
    assert found["loop"]["read_message"] == "it is a link to a folder, which is not followed; put the documents themselves here"
    for name in ("code", "halves", "deep", "tags", "controls", "merge", "keys", "nothing", "piped", "linked", "circled"):
        assert found[f"{name}.md"]["read_status"] in ("read", "partly_read", "duplicate"), name
    assert "root:" not in (built[0] / "site" / "data" / "checks.csv").read_text("utf-8-sig")


def test_a_folder_that_cannot_be_looked_into_is_said(built: tuple[Path, str]) -> None:
    (closed,) = [line for line in read(built[0], "reports.csv") if line["source_file"].endswith("zzz")]
    assert closed["read_status"] == "unreadable" and "the folder cannot be opened (File name too long)" in closed["read_message"]
    assert "zzz: unreadable: the folder cannot be opened" in built[1]


def test_what_a_build_says_steers_no_terminal_and_no_runner(built: tuple[Path, str]) -> None:
    said = built[1]
    assert "b\\x1b[31m.html" in said and "a\\x0d::error::b.html~" in said
    for line in said.split("\n"):
        assert not STEERING.search(line) and "\r" not in line, ascii(line)
        assert not line.strip().startswith("::") and "##[" not in line, line


def test_what_is_published_holds_no_sign_that_steers(built: tuple[Path, str]) -> None:
    for path in sorted((built[0] / "site").rglob("*")):
        if path.suffix in (".csv", ".json", ".xml", ".html", ".txt") and path.is_file() and "agencies" not in path.parts[:-2]:
            strange = STEERING.search(path.read_text("utf-8-sig").replace("\r\n", "\n"))
            assert strange is None, f"{path}: {strange!r}"


def test_a_document_by_itself_steers_nothing_either(built: tuple[Path, str]) -> None:
    for command in ("show", "check"):
        names = ["::error::x.html", "signs.md", os.fsdecode(b"a\r::error::b.html"), os.fsdecode(b"b\x1b[31m.html"), os.fsdecode(b"\xff\xfe.html")]
        done = subprocess.run(
            [sys.executable, "-m", "gongkai", command, "--", *names], cwd=built[0] / "reports", capture_output=True, timeout=800,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        )
        assert done.returncode in (0, 1) and b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
        said = done.stdout.decode("utf-8")
        assert not STEERING.search(said) and "\r" not in said
        assert not [line for line in said.split("\n") if line.strip().startswith("::") or "##[" in line]


@pytest.mark.parametrize(("text", "shown"), [
    ("a\rb\x1b[0m\x9b", "a\\x0db\\x1b[0m\\x9b"), ("  ::set-output::x", "  \\::set-output::x"), ("a::b", "a::b"), ("x\n##[error]y", "x\\n\\x23#[error]y"),
    ("###[x] ##[y]", "#\\x23#[x] \\x23#[y]"),
    ("\u202e\u2066\ud800", "\\u202e\\u2066\\ud800"), ("政府 128", "政府 128"), ("a\u200b\u2060\U000e0041b", "a\\u200b\\u2060\\U000e0041b"),
])
def test_a_line_stays_on_its_line_and_shows_every_sign(text: str, shown: str) -> None:
    assert to_line(text) == shown
    assert to_lines("x\n" + text.replace("\n", " ")).startswith("x\n")


def test_a_cell_longer_than_csv_reads_by_default_is_compared(tmp_path: Path) -> None:
    (tmp_path / "cells.csv").write_text(f"report_id,raw\na,{'9' * 300_000}\n", "utf-8")
    assert [len(line["raw"]) for line in changes.read_lines(tmp_path, "cells.csv")] == [300_000]


@pytest.mark.parametrize(("name", "content", "words"), [
    ("a.txt", "某某局2023年政府信息公开工作年度报告" + "\n" * 20_001, "the text has more than 20000 lines; it is not one report"),
    ("a.mht", "MIME-Version: 1.0\nContent-Type: text/html" + "".join(f"; a*{n}*=x" for n in range(50_000)) + "\n\nx", "a header of the web archive is longer than"),
    ("b.mht", 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n' + "--b\nContent-Type: text/html\n\n<p>x\n" * 6000, "more than 5000 parts"),
])
def test_what_would_take_minutes_to_read_is_refused_at_once(tmp_path: Path, name: str, content: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(Unreadable, match=words):
        readers.read(path, name)


def test_what_lies_among_the_documents_and_says_something_of_none_is_told(tmp_path: Path) -> None:
    for name in ("bodies.yml", "README.md", "readme.zh.md", "LICENSE", "a/2019.md.yml", "a/2020.md.yml", "a/2021.md.yaml", "a/.hidden.yml", "a/bodies.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    for name in ("2019.md", "License 2022.md", "README某某局2018年度报告.md"):
        (tmp_path / "a" / name).write_text(GOOD.read_text("utf-8").replace("2019", "".join(filter(str.isdigit, name))), "utf-8")
    readings = pipeline.read_all(tmp_path)
    assert {reading.path: reading.message.partition(";")[0] for reading in readings if reading.report is None} == {
        "a/2020.md.yml": "it says something of a document that is not here", "a/bodies.yml": "it says something of a document that is not here",
        "a/2021.md.yaml": "it was left aside: what is said of a document stands in a file whose name ends in .yml",
    }
    assert {reading.path for reading in readings if reading.report} == {"a/2019.md", "a/License 2022.md", "a/README某某局2018年度报告.md"}


def test_of_what_is_nested_too_deep_or_broken_nothing_is_said_in_a_library_s_words(tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_text(f"<style>{'p:has(' * 3000}a{')' * 3000} {{display: none}}</style><p>x", "utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\3\4" + bytes(100))
    for name, words in (("deep.html", "is nested deeper than can be read"), ("broken.docx", "broken")):
        with pytest.raises(Unreadable, match=words) as error:
            readers.read(tmp_path / name, name)
        assert not re.search(r"[a-z](Error|Exception|File)\b", error.value.reason)


def test_what_a_sidecar_says_twice_of_one_thing_is_not_taken_by_its_last_word(tmp_path: Path) -> None:
    (tmp_path / "2019.md").write_text(GOOD.read_text("utf-8"), "utf-8")
    (tmp_path / "2019.md.yml").write_text("note: one\nyear: 2018\nyear: 2019\n", "utf-8")
    [reading] = pipeline.read_all(tmp_path)
    [told] = [check.message_en for check in reading.checks if check.check == "sidecar-left-out"]
    assert "in 2019.md.yml, line 2 and 3, a field was left out: year is a list or a mapping, or stands several times" in told
    assert reading.report and reading.report.sidecar.note == "one" and reading.report.year == 2019
