"""Many documents: bad ones become a line each and stop nothing; ids, duplicates, last year, cache, processes, a cluster."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import failing
import pytest
from PIL import Image

from gongkai import form, patience, pipeline
from gongkai.model import Reading
from gongkai.pipeline import calls, parcels

REPORTS = Path(__file__).parents[1] / "editions" / "reports"
GOOD = REPORTS / "350581" / "shangwu" / "2019.md"


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(content, "JPEG")
    return content.getvalue()


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 400_000_000)
    return content.getvalue()


BAD = {
    "empty.pdf": (b"", "unreadable", "empty"),
    "broken.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "unreadable", "PDF"),
    "picture.pdf": (picture(), "unreadable", "picture"),
    "page.html": ("<html><body><p>欢迎访问本站</p></body></html>".encode(), "not_a_report", "no table of the form"),
    "notes.txt": ("今天开会，讨论明年的计划。".encode(), "not_a_report", "no table of the form"),
    "bomb.docx": (zip_bomb(), "unreadable", "unpack"),
    "binary.txt": (bytes(range(256)) * 20, "unreadable", ""),
    "archive.zip": (b"PK\x05\x06" + b"\0" * 18, "unreadable", ""),
}


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    root = tmp_path_factory.mktemp("reports")
    for name, (content, _, _) in BAD.items():
        (root / name).write_bytes(content)
    shutil.copy(GOOD, root / "good.md")
    (root / "README.md").write_text("no report", "utf-8")
    return {r.path: r for r in pipeline.read_all(root, jobs=2)}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_that_says_what_is_wrong(readings: dict[str, Reading], name: str) -> None:
    _, status, word = BAD[name]
    reading = readings[name]
    assert reading.report is None
    assert reading.read_status in (status, "not_a_report" if name == "binary.txt" else status)
    assert word.lower() in reading.message.lower()
    assert reading.message and "\n" not in reading.message


def test_bad_files_lose_nothing_of_the_good_one(readings: dict[str, Reading]) -> None:
    assert set(readings) == {*BAD, "good.md"}
    assert readings["good.md"].read_status == "read"
    report = readings["good.md"].report
    assert report is not None and report.agency.name == "石狮市商务局"


def test_two_documents_of_one_body_and_year_are_told_and_one_is_published(tmp_path: Path) -> None:
    shutil.copy(GOOD, tmp_path / "a.md")
    (tmp_path / "b.md").write_text(GOOD.read_text("utf-8") + "\n", "utf-8")
    shutil.copy(GOOD, tmp_path / "c.md")
    one, two, three = pipeline.read_all(tmp_path)
    assert [r.read_status for r in (one, two, three)] == ["read", "duplicate", "duplicate"]
    assert one.report and two.report and three.report
    assert (two.report.report_id, three.report.report_id) == (one.report.report_id + "-2", one.report.report_id + "-3")
    assert "a.md" in two.message and "another document" in two.message
    assert "the same file" in three.message


@pytest.mark.parametrize(
    ("title", "period"), [
        ("石狮市商务局2019年第一季度政府信息公开工作报告", "第一季度"), ("石狮市商务局2019年上半年政府信息公开工作情况报告", "上半年"),
        ("石狮市商务局2019年1—6月政府信息公开工作报告", "1—6月"), ("石狮市商务局2018-2019年政府信息公开工作报告", "2018-2019年"),
    ],
)
def test_a_report_on_part_of_a_year_or_on_several_is_not_published_as_a_years(tmp_path: Path, title: str, period: str) -> None:
    tables = GOOD.read_text("utf-8").partition("二、")[2]
    (tmp_path / "a.md").write_text(f"# {title}\n\n## 二、{tables}", "utf-8")
    (reading,) = pipeline.read_all(tmp_path)
    assert (reading.read_status, reading.report) == ("not_a_report", None)
    assert period in reading.message


def test_a_yearly_report_that_names_months_is_a_years(tmp_path: Path) -> None:
    tables = GOOD.read_text("utf-8").partition("二、")[2]
    for number, title in enumerate(("石狮市商务局2019年政府信息公开工作年度报告（2020年1月）", "石狮市商务局2019年1-12月政府信息公开工作报告")):
        (tmp_path / f"{number}.md").write_text(f"# {title}\n\n## 二、{tables}", "utf-8")
    assert {(r.report.year, r.report.agency.name) for r in pipeline.read_all(tmp_path) if r.report} == {(2019, "石狮市商务局")}


def test_a_file_of_several_bodies_is_that_of_the_first_by_its_own_title(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 石狮市政府部门2019年政府信息公开工作年度报告汇编\n\n" + GOOD.read_text("utf-8"), "utf-8")
    (reading,) = pipeline.read_all(tmp_path)
    assert reading.report is not None and reading.report.agency.name == "石狮市商务局"


def test_last_years_report_is_held_against_this_years() -> None:
    readings = pipeline.read_all(REPORTS / "321300")
    this = next(r for r in readings if r.report and r.report.year == 2024)
    carried = [c for c in this.checks if c.check == "X-CARRY"]
    assert len(carried) == 7 and {c.outcome for c in carried} == {"holds"}
    assert {c.outcome for c in this.checks if c.check == "X-FORCE"} == {"holds"}


def test_a_second_run_reads_nothing_again_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = tmp_path / "reports", tmp_path / "cache"
    root.mkdir()
    shutil.copy(GOOD, root / "2019.md")
    first = pipeline.read_all(root, cache_dir=cache)
    monkeypatch.setattr(pipeline.many, "pack_one", None)
    assert pipeline.read_all(root, cache_dir=cache) == first


def test_a_changed_sidecar_is_read_again(tmp_path: Path) -> None:
    root, cache = tmp_path / "reports", tmp_path / "cache"
    root.mkdir()
    shutil.copy(GOOD, root / "2019.md")
    pipeline.read_all(root, cache_dir=cache)
    (root / "2019.md.yml").write_text("agency: 石狮市粮食局\n", "utf-8")
    (again,) = pipeline.read_all(root, cache_dir=cache)
    assert any(c.check == "says-otherwise" for c in again.checks)


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: &a [*a\n", "\x00", "note: &a x\nagency: *a\n", "[" * 5000])
def test_a_sidecar_that_is_none_is_left_aside_and_told(tmp_path: Path, text: str) -> None:
    shutil.copy(GOOD, tmp_path / "2019.md")
    (tmp_path / "2019.md.yml").write_text(text, "utf-8")
    (reading,) = pipeline.read_all(tmp_path)
    assert reading.report is not None
    assert any("2019.md.yml was left aside" in c.message_en for c in reading.checks)


@pytest.mark.parametrize(
    "text", ["agency: [1, 2]", "agency: {a: b}", "color: red", "year: MMXX", "year: 19", "year: 2019.5", "source_url: javascript:alert(1)", "note: \"\\ud840\""]
)
def test_one_wrong_field_of_a_sidecar_costs_that_field_and_is_told(tmp_path: Path, text: str) -> None:
    shutil.copy(GOOD, tmp_path / "2019.md")
    (tmp_path / "2019.md.yml").write_text(f"retrieved: 2026-11-01\n{text}\nnote_en: 007\n", "utf-8")
    (reading,) = pipeline.read_all(tmp_path)
    assert reading.report is not None
    assert (reading.report.sidecar.retrieved, reading.report.sidecar.note_en) == ("2026-11-01", "007")
    told = [c.message_en for c in reading.checks if "2019.md.yml" in c.message_en]
    assert len(told) == 1 and "in 2019.md.yml, line 2, a field was left out" in told[0] and reading.read_status == "read"


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "reports"
    root.mkdir()
    secret = tmp_path / "secret.md"
    shutil.copy(GOOD, secret)
    (root / "link.md").symlink_to(secret)
    (told,) = pipeline.read_all(root)
    assert (told.path, told.read_status, told.sha256, told.report) == ("link.md", "unreadable", "", None)
    assert told.message == "it is a link that leads out of the folder of reports"


def read_with(reader: object, root: Path, names: list[str], monkeypatch: pytest.MonkeyPatch, **options: object) -> dict[str, str]:
    for name in names:
        (root / name).write_text("x", "utf-8")
    monkeypatch.setattr(pipeline.many, "pack_one", reader)
    monkeypatch.setattr(pipeline.many, "pack_sent", failing.read_sent)
    return {r.path: r.message for r in pipeline.read_all(root, **options)}  # type: ignore[arg-type]


def test_a_file_that_kills_its_reader_takes_no_other_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = read_with(failing.read, tmp_path, ["a.txt", "crash.txt", "c.txt", "crash2.txt", "e.txt"], monkeypatch, jobs=2)
    assert "crash" in messages.pop("crash.txt") and "crash" in messages.pop("crash2.txt")
    assert set(messages.values()) == {"fine"} and len(messages) == 3


def test_a_file_that_hangs_its_reader_is_stopped_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.many, "SECONDS_FOR_ONE", 5)
    started = time.monotonic()
    messages = read_with(failing.read, tmp_path, ["a.txt", "hang.txt", "hang2.txt", "hang3.txt", "z.txt"], monkeypatch, jobs=2)
    assert list(messages) == ["a.txt", "hang.txt", "hang2.txt", "hang3.txt", "z.txt"]
    assert messages.pop("a.txt") == messages.pop("z.txt") == "fine"
    assert all("was stopped" in message for message in messages.values())
    assert time.monotonic() - started < 120  # far below what one may take that is not told otherwise; a busy machine starts processes slowly


def test_an_error_of_ours_is_told_with_its_place_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = read_with(failing.read, tmp_path, ["a.txt", "raise.txt"], monkeypatch)
    assert "IndexError in failing.py, line " in messages["raise.txt"] and messages["a.txt"] == "fine"


def test_what_has_read_reads_on_for_the_next_and_none_is_left_when_the_program_ends(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from gongkai import workers
import failing

started = []
begin = workers.Process.__init__

def noted(self):
    begin(self)
    started.append(self)

workers.Process.__init__ = noted
for _ in range(2):
    with workers.open_pool(2) as pool:
        for _ in pool.map(lambda path: workers.call(600, failing.read, Path(path), path, None), ["a.txt", "b.txt"]):
            pass
print(*(process._popen.pid for process in started))
"""
    around = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])}
    done = subprocess.run([sys.executable, "-c", program], env=around, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    started = [int(pid) for pid in done.stdout.split()]
    assert 1 <= len(started) <= 2
    until = time.monotonic() + 300
    while (left := [pid for pid in started if is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_was_packed_comes_out_the_same_and_equal_cells_are_one_value() -> None:
    read = pipeline.read_one(GOOD, "good.md")
    one, two = parcels.unpack(parcels.pack(read)), parcels.unpack(parcels.pack(read))
    assert one == two == read and isinstance(one, pipeline.Read) and isinstance(two, pipeline.Read)
    assert one.matched and two.matched
    assert all(a is b for a, b in zip(one.matched.values, two.matched.values, strict=True))


def test_what_stays_behind_when_a_document_is_packed_changes_nothing_that_is_said_of_it() -> None:
    packed = pipeline.read_all(REPORTS, jobs=2)
    names = [r.path for r in packed if r.path != "bodies.yml"]
    known, _ = pipeline.read_bodies(REPORTS)
    whole = pipeline.to_readings([pipeline.read_one(REPORTS / name, name) for name in names], form.load(), known)
    for one, other in zip(packed, whole, strict=True):
        assert (one.read_status, one.message, one.checks) == (other.read_status, other.message, other.checks)
        assert one.report and other.report
        assert (one.report.values, one.report.sections) == (other.report.values, other.report.sections)


def test_what_another_version_of_the_code_kept_is_thrown_away(tmp_path: Path) -> None:
    root, cache = tmp_path / "reports", tmp_path / "cache"
    (cache / "0123456789abcdef").mkdir(parents=True)
    (cache / "old.pickle").write_bytes(b"x")
    root.mkdir()
    shutil.copy(GOOD, root / "2019.md")
    pipeline.read_all(root, cache_dir=cache)
    assert {p.name for p in cache.iterdir()} == {pipeline.code_version(), "converted"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    distributed = pytest.importorskip("distributed", reason="the optional extra `cluster` is not installed")
    import dask

    patient = {"distributed.comm.timeouts.connect": "120s", "distributed.comm.timeouts.tcp": "120s"}  # other tests keep the processors busy
    with dask.config.set(patient), distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as one:
        yield one.scheduler_address


def test_a_cluster_reads_the_same(cluster: str) -> None:
    assert pipeline.read_all(REPORTS / "350581", scheduler=cluster) == pipeline.read_all(REPORTS / "350581")


def test_on_a_cluster_too_a_bad_file_costs_only_itself(tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.many, "SECONDS_FOR_ONE", 5)
    messages = read_with(failing.read, tmp_path, ["a.txt", "crash.txt", "hang.txt", "raise.txt", "z.txt"], monkeypatch, scheduler=cluster)
    assert "crash" in messages["crash.txt"] and "was stopped" in messages["hang.txt"] and "IndexError" in messages["raise.txt"]
    assert messages["a.txt"] == messages["z.txt"] == "fine"


def test_on_a_cluster_documents_that_hang_have_a_time_together_too(tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.many, "SECONDS_FOR_ONE", 1)
    monkeypatch.setattr(patience, "ALL", 2)
    monkeypatch.setattr(calls, "_AHEAD", 1)
    monkeypatch.setattr(calls, "_LEAST_THREADS", 1)
    messages = read_with(failing.read, tmp_path, ["a.txt", *(f"hang{n}.txt" for n in range(9)), "z.txt"], monkeypatch, scheduler=cluster)
    told = list(messages.values())
    assert messages["a.txt"] == "fine" and any("was stopped;" in one for one in told) and sum("had used up the time" in one for one in told) > 4
    assert "had used up the time" in messages["z.txt"], "it came after all of them, and their time was used up"


def test_a_file_that_kills_the_workers_of_a_cluster_takes_no_other_with_it(tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = read_with(failing.read, tmp_path, [*(f"{n}.txt" for n in range(8)), "lost.txt"], monkeypatch, scheduler=cluster)
    assert "crash" in messages.pop("lost.txt")
    assert set(messages.values()) == {"fine"} and len(messages) == 8
