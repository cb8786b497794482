"""python -m gongkai as a contributor runs it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import yaml
from PIL import Image

from gongkai.__main__ import main

ROOT = Path(__file__).parents[1]
PDF = ROOT / "editions" / "reports" / "320813" / "renminzhengfu" / "2023.pdf"
TEXT = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"


HERE = {"PATH": "/usr/bin:/bin"}


def start(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A process of its own, as a contributor has it."""
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        env=HERE | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in this process, which loads the package once."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with contextlib.chdir(ROOT), patch.dict(os.environ, HERE | environment, clear=True), redirect_stdout(out), redirect_stderr(err):
        code = main([str(one) for one in arguments])
    said = [stream.detach() for stream in (out, err) if stream.flush() is None]
    return subprocess.CompletedProcess(arguments, code, *(one.getvalue().decode("utf-8") for one in said))


def test_show_lays_a_report_out_like_the_form() -> None:
    text = start("show", PDF).stdout
    assert "agency 洪泽区人民政府   year 2023" in text
    row = next(line for line in text.splitlines() if line.strip().startswith("unable_not_held"))
    assert row.split()[1:] == ["10", "0", "0", "0", "0", "0", "10"]
    assert "error T4-SUM  disputes review total  broken" in text


def test_check_exits_1_on_an_error_and_0_without() -> None:
    broken, fine = start("check", PDF), start("check", TEXT)
    assert (broken.returncode, fine.returncode) == (1, 0)
    assert "T4-SUM" in broken.stdout and "reconsideration" in broken.stdout


def test_check_and_show_speak_the_language_of_the_reader_by_labels() -> None:
    in_chinese, in_english = (run("show", PDF, "--language", language).stdout for language in ("zh", "en"))
    assert re.search(r"1\.本机关不掌握相关政府信息 +10 +0 +0 +0 +0 +0 +10", in_chinese) and "行政复议·总计：报告印的是 0" in in_chinese
    assert "Natural persons" in in_english and "unable_not_held" not in in_english
    assert "\x1b" not in in_chinese, "colours are for terminals only"
    assert "洪泽区人民政府 2023, 已读出" in run("check", PDF, LANG="zh_CN.UTF-8").stdout


def test_check_tells_of_two_files_that_are_of_one_body_and_year(tmp_path: Path) -> None:
    (tmp_path / "again.md").write_bytes(TEXT.read_bytes())
    done = run("check", TEXT, tmp_path / "again.md", "--language", "en")
    assert "another document of its body and year" in done.stdout and "keep one of them" in done.stdout


def test_sixty_findings_with_one_cause_are_few_lines() -> None:
    text = run("check", ROOT / "editions/reports/350405/gongxin/2021.txt", "--language", "en").stdout
    assert len(text.splitlines()) < 8
    assert "more of this kind" in text and "38 sums cannot be checked" in text


def test_a_cell_that_is_not_certain_is_shown_as_that(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    table = "<table><tr><td rowspan=2>一、本年新收政府信息公开申请数量<td>自然人<td>总计<tr><td><img src=x.png><td>27</table>"
    page.write_text(f"<meta charset=utf-8><h1>石狮市商务局2023年政府信息公开工作年度报告</h1>{table}", "utf-8")
    done = run("show", page, TEXT)
    assert done.returncode == 0 and "year 2023   partly_read" in done.stdout and done.stdout.count("石狮市商务局") == 2


def test_check_names_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    done = run("check", tmp_path / "empty.pdf", TEXT)
    assert done.returncode == 1
    assert "empty.pdf: cannot be read" in done.stdout and "石狮市商务局" in done.stdout


def test_what_is_no_report_is_told_in_the_language_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "again.md").write_bytes(TEXT.read_bytes())
    for command in ("check", "show"):
        told = run(command, TEXT, tmp_path / "again.md", tmp_path / "empty.pdf", "--language", "zh").stdout
        reasons = [line for line in told.splitlines() if line.startswith("  ") and "（" not in line]
        assert any(line.startswith("  文件是空的") for line in reasons)
        assert "同一机关同一年度的同一份文件已经在了" in told or command == "show"


def test_sidecars_and_lists_among_the_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("2019.md.yml", "bodies.yml", "fetch.csv", "expected.csv", "README.md"):
        (tmp_path / name).write_text("note: x\n")
    (tmp_path / "2019.md").write_bytes(TEXT.read_bytes())
    done = run("check", "--readable", *sorted(tmp_path.iterdir()))
    assert done.returncode == 0 and "2019.md: 石狮市商务局" in done.stdout and ".yml" not in done.stdout and "fetch.csv" in done.stderr


def test_a_report_that_contradicts_itself_can_be_committed_with_the_hooks(tmp_path: Path) -> None:
    [hook] = [one for one in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"] if one["id"] == "reports"]
    arguments = hook["entry"].split()[3:]
    (tmp_path / "empty.pdf").touch()
    assert run(*arguments, PDF).returncode == 0
    assert run(*arguments, PDF, tmp_path / "empty.pdf").returncode == 1


def test_a_pipe_that_nobody_reads_to_its_end_is_no_fault_of_the_program() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-m", "gongkai", "show", TEXT], cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert done.stderr == ""


def test_trace_pictures_every_page_with_what_was_found(tmp_path: Path) -> None:
    done = start("trace", PDF, cwd=tmp_path)
    pictures = [tmp_path / line for line in done.stdout.split()]
    assert len(pictures) == 3
    with Image.open(pictures[1]) as picture:
        colours = {colour for _, colour in picture.getcolors(1 << 24) or []}
    assert (0x0A, 0x7D, 0x33) in colours  # the green of a number that was read


def test_trace_of_a_text_says_that_it_has_no_pages(tmp_path: Path) -> None:
    done = start("trace", TEXT, cwd=tmp_path)
    assert done.returncode == 0 and "no pages" in done.stdout
