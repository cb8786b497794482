"""What a stranger may send: it costs one line within limits of time and memory, and nothing of the others."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai import form, messages, pipeline, readers, workers
from gongkai.model import Unreadable
from gongkai.pipeline.one import read_one
from gongkai.readers.office import xlsx_sheets
from tests.test_readers import pdf, read_bytes, word

ROOT = Path(__file__).resolve().parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"
OTHER = ROOT / "editions" / "reports" / "320813" / "renminzhengfu" / "2023.pdf"
LIMITED = sys.platform == "linux"
only_with_limits = pytest.mark.skipif(not LIMITED, reason="this system has no limit of memory for one process")


def pdf_that_draws_itself() -> bytes:
    """A page with a form that draws itself twice, 581 bytes or so: pdfium follows it until there is no memory."""
    form = b"q /F Do Q q /F Do Q"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>",
        b"<< /Length 5 >>\nstream\n/F Do\nendstream",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F 5 0 R >> >> /Length %d >>\nstream\n%b\nendstream"
        % (len(form), form),
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"


def tall_png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    head = (20).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 21 * 60_000)) + chunk(b"IEND", b"")


def put_sheet(path: Path, row: str, shared: str = "") -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData><row>{row}</row></sheetData></worksheet>')
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{shared}</sst>')


def sheet_with_a_power(path: Path) -> None:
    put_sheet(path, '<c r="A1"><v>1e2000000000</v></c>')


def bomb(levels: int = 12) -> str:
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 40)}]}}" for n in range(1, levels)]
    return "\n".join(lines)


def lines_of(site: Path) -> dict[str, dict[str, str]]:
    with (site / "data" / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        return {line["source_file"]: line for line in csv.DictReader(file)}


def cells_of(site: Path, report: str) -> list[tuple[str, ...]]:
    with (site / "data" / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        return [tuple(line.values()) for line in csv.DictReader(file) if line["report_id"] == report]


def build(reports: Path, site: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "build.py", "--reports", str(reports), "--site-dir", str(site), "--no-cache", "--jobs", "2", *options],
        cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL, timeout=800,
    )


def put_good_ones(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(GOOD, folder / "good.md")
    shutil.copy(OTHER, folder / "other.pdf")


@only_with_limits
def test_a_site_of_hostile_documents_is_built_whole_with_the_others_as_they_are(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    put_good_ones(reports)
    assert build(reports, tmp_path / "plain", "--data-only").returncode == 0
    (reports / "draws-itself.pdf").write_bytes(pdf_that_draws_itself())
    (reports / "tall.png").write_bytes(tall_png())
    sheet_with_a_power(reports / "power.xlsx")
    text = GOOD.read_text("utf-8")
    (reports / "digits.html").write_text(f"<p>{'1、2，' * 3000}件</p>", "utf-8")
    (reports / "attributes.html").write_text("<p " + " ".join(f"a{n}=1" for n in range(80_000)) + ">x</p>", "utf-8")
    (reports / "bomb.md").write_text(text.replace("2019", "2020"), "utf-8")
    (reports / "bomb.md.yml").write_text(bomb(), "utf-8")
    started = time.monotonic()
    done = build(reports, tmp_path / "site")
    assert done.returncode == 0, done.stderr.decode()
    assert time.monotonic() - started < 600  # on a busy machine; by itself it takes 30 seconds
    found = lines_of(tmp_path / "site")
    assert "1.5 GB of memory" in found["draws-itself.pdf"]["read_message"]
    assert found["bomb.md"]["read_status"] in ("read", "partly_read") and cells_of(tmp_path / "site", found["bomb.md"]["report_id"])
    assert "bomb.md.yml was left aside" in (tmp_path / "site" / "data" / "checks.csv").read_text("utf-8-sig")
    assert all(found[name]["read_status"] in ("unreadable", "not_a_report") for name in ("tall.png", "power.xlsx", "digits.html", "attributes.html"))
    plain = lines_of(tmp_path / "plain")
    for name in ("good.md", "other.pdf"):
        id = found[name]["report_id"]
        assert found[name] == plain[name]
        assert cells_of(tmp_path / "site", id) == cells_of(tmp_path / "plain", id) != []
    assert (tmp_path / "site" / "index.html").is_file()


def swell(size: int) -> bytes:
    kept = [bytearray(10_000_000) for _ in range(size // 10_000_000)]
    return str(len(kept)).encode()


@only_with_limits
def test_a_call_that_needs_too_much_memory_fails_and_the_next_has_all_of_it() -> None:
    with pytest.raises(workers.Failed, match="memory"):
        workers.call(600, swell, 3_000_000_000)
    assert workers.call(600, swell, 1_000_000_000) == b"100"
    assert workers.call(600, swell, 1_000_000_000) == b"100"


@only_with_limits
def hang(path: str) -> bytes:
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)
    return b""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends a process with the one that started it")
def test_who_hangs_in_a_call_ends_with_a_caller_that_was_killed(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    script = f"import sys; sys.path[:0] = {[str(ROOT), str(ROOT / 'tests')]!r}; import test_limits; from gongkai import workers; workers.call(600, test_limits.hang, {str(noted)!r})"
    caller = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    wait_until(lambda: noted.is_file() and noted.read_text() != "")
    pid = int(noted.read_text())
    caller.send_signal(signal.SIGKILL)
    caller.wait()
    wait_until(lambda: not is_running(pid))


def wait_until(is_so: Callable[[], bool], seconds: float = 600) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Whether a process is there and is not only left in the list of its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_whether_a_folder_holds_scans_is_told_in_spite_of_a_pdf_that_takes_all_memory_and_of_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_that_draws_itself())
    os.mkfifo(tmp_path / "b.pdf")
    shutil.copy(OTHER, tmp_path / "c.pdf")
    run = [sys.executable, "scripts/scans.py", str(tmp_path)]
    assert subprocess.run(run, cwd=ROOT, timeout=800).returncode == 1
    (tmp_path / "d.png").write_bytes(tall_png())
    assert subprocess.run(run, cwd=ROOT, timeout=800).returncode == 0


@only_with_limits
def test_show_and_check_keep_the_limits_too(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_that_draws_itself())
    done = subprocess.run([sys.executable, "-m", "gongkai", "check", str(tmp_path / "a.pdf"), str(GOOD)], cwd=ROOT, capture_output=True, timeout=800)
    assert "1.5 GB of memory" in done.stdout.decode() and "石狮市商务局" in done.stdout.decode()


def test_a_table_that_is_printed_hundreds_of_times_takes_no_time_that_grows_with_their_square(tmp_path: Path) -> None:
    text = GOOD.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if "2.其他法律行政法规禁止公开" in line)
    (tmp_path / "many.md").write_text("".join((*lines[:at], *lines[at : at + 3] * 1500, *lines[at + 3 :])), "utf-8")
    started = time.process_time()
    pipeline.to_readings([read_one(tmp_path / "many.md", "many.md")], form.load())
    assert time.process_time() - started < 15  # three seconds; a minute and more for the square


def test_a_table_of_many_columns_takes_no_time_that_grows_with_their_square(tmp_path: Path) -> None:
    (tmp_path / "wide.md").write_text(GOOD.read_text("utf-8") + "\n\n|" + "a|" * 40_000 + "\n|" + "-|" * 40_000 + "\n", "utf-8")
    started = time.process_time()
    assert read_one(tmp_path / "wide.md", "wide.md").matched
    assert time.process_time() - started < 15  # one second; a quarter of an hour for the square


def test_a_long_text_that_many_cells_of_a_sheet_share_is_not_taken_apart_for_each_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheets, "MOST_TOLD", 10_000)
    put_sheet(tmp_path / "a.xlsx", '<c t="s"><v>0</v></c>' * 100, f"<si>{'<r><t>1</t></r>' * 200}</si>")
    assert "more text than a report can have" in read_one(tmp_path / "a.xlsx", "a.xlsx").reason


@pytest.mark.parametrize(
    "lines", ["+-+\n+-+\n|a|\n", "|\n", "收到 件 1\n", "1\n"], ids=["drawn, of one row too many", "bars alone", "a list parted by spaces", "numbers"])
def test_a_text_of_lines_that_make_no_table_is_not_walked_through_from_each_of_them(tmp_path: Path, lines: str) -> None:
    many = lines * (9_000 // lines.count("\n"))
    (tmp_path / "a.txt").write_text(f"某某局2019年政府信息公开工作年度报告\n\n{many}|a|b|\n", "utf-8")
    started = time.process_time()
    assert read_one(tmp_path / "a.txt", "a.txt").document
    assert time.process_time() - started < 10  # two seconds or less; half a minute and more for the square


@pytest.mark.parametrize(("said", "is_memory"), [
    ("[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 905969664", True),
    ("OpenCV(4.10.0) alloc.cpp:73: error: (-4:Insufficient memory) Failed to allocate 157286400 bytes in function 'OutOfMemoryError'", True),
    ("std::bad_alloc", True), ("Memory allocation failed : growing input buffer", True),
    ("Opening and ending tag mismatch: w line 1 and p", False), ("not enough values to unpack (expected 2, got 1)", False),
])
def test_where_a_library_had_no_memory_the_document_is_not_called_broken(said: str, is_memory: bool) -> None:
    assert readers.is_of_memory(RuntimeError(said)) == is_memory


LAYER = "<</Type/OCG/Name(x)>>"
ITSELF = "[/And 7 0 R 7 0 R 7 0 R]"


def layered(*objects: str, properties: str = "5 0 R", packed: tuple[str, ...] = ()) -> bytes:
    """A PDF whose text is of a layer. objects: from number 5 on; packed: those after them, in a stream of objects."""
    text = b"/OC /M BDC BT /F 12 Tf 20 200 Td (first) Tj ET EMC"
    resources = f"/Resources<</Properties<</M {properties}>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    first = ["<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</ON[6 0 R]>>>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
             f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R{resources}>>"]
    bodies = [one.encode() for one in first] + [b"<</Length %d>>stream\n%s\nendstream" % (len(text), text)] + [one.encode() for one in objects]
    number = len(bodies) + 1
    heads = " ".join(f"{number + 1 + at} {sum(len(one) + 1 for one in packed[:at])}" for at in range(len(packed))) + " "
    content = zlib.compress((heads + " ".join(packed)).encode())
    bodies.append(b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), len(heads), len(content), content))
    out, places = bytearray(b"%PDF-1.7\n"), []
    for at, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    count = number + len(packed) + 2
    rows = b"\0\0\0\0\0" + b"".join(b"\1" + place.to_bytes(3, "big") + b"\0" for place in (*places,))
    rows += b"".join(b"\2" + number.to_bytes(3, "big") + bytes([at]) for at in range(len(packed))) + b"\1" + len(out).to_bytes(3, "big") + b"\0"
    table = b"<</Type/XRef/Size %d/W[1 3 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream" % (count, len(rows), rows)
    return bytes(out) + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (count - 1, table, len(out))


@pytest.mark.parametrize("content", [
    layered("<</Type/OCMD/VE 7 0 R>>", LAYER, ITSELF), layered("<</Type/OCMD/V#45 7 0 R>>", LAYER, ITSELF),
    layered(LAYER, LAYER, ITSELF, properties="<</Type/OCMD/VE[/Or [/Not 7 0 R]]>>"),
    layered("<</Type/OCMD/VE 7 0 R>>", LAYER, *(f"[/Or {at} 0 R {at} 0 R {at} 0 R]" for at in range(8, 39)), LAYER),
    layered("8 0 R", LAYER, "null", properties="10 0 R", packed=("[/And 9 0 R 9 0 R 9 0 R]", "<</Type/OCMD/VE 9 0 R>>")),
], ids=["itself", "escaped", "direct", "doubled", "packed"])
def test_a_layer_that_is_shown_by_a_condition_without_end_is_one_line_at_once(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(Unreadable, match="the PDF shows its layers by conditions that have no end; open it, print it to a new PDF and use that"):
        readers.read(tmp_path / "a.pdf", "a.pdf")


def test_a_layer_that_is_shown_by_a_condition_is_read_where_it_is_shown(tmp_path: Path) -> None:
    for condition, texts in (("[/Or 6 0 R [/Not 6 0 R]]", ["first"]), ("[/And 6 0 R [/Not 6 0 R]]", [])):
        found = read_bytes(tmp_path, "a.pdf", layered("<</Type/OCMD/VE 7 0 R>>", LAYER, condition))
        assert [paragraph.text for paragraph in found.paragraphs] == texts


def test_a_page_that_draws_more_pictures_than_anybody_prints_is_left_out_at_once_and_the_others_are_read(tmp_path: Path) -> None:
    picture = "q 100 0 0 100 0 0 cm BI /W 20000 /H 20000 /BPC 1 /CS /G /F /AHx ID 00> EI Q\n"
    read = read_bytes(tmp_path, "2020.pdf", pdf(word(20, 20, "first") + picture * 50, word(20, 20, "second")))
    assert [one.text for one in read.paragraphs] == ["second"]
    [told] = [one for one in read.troubles if "page 1 " in one]
    assert "draws pictures of more than 1 billion pixels" in told and messages.to_chinese(told) != told
