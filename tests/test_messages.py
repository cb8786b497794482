"""Whatever is said of a document that could not be read, or not whole, is said in Chinese too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.messages import load, to_chinese
from gongkai.model import Reading
from gongkai.pipeline.one import to_reason
from gongkai.workers import Failed
from tests.reports import to_csv_files

READERS = Path(__file__).parents[1] / "gongkai" / "readers"


def to_template(node: ast.expr) -> str:
    """A text of the source as messages.csv has it; "" for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def said_by_readers() -> Iterator[str]:
    """What readers raise, and what they put down as troubles."""
    for path in READERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                argument = node.args[1] if name == "Unreadable" and len(node.args) > 1 else node.args[0] if name.endswith("troubles.append") else None
                if argument is not None and (text := to_template(argument.left if isinstance(argument, ast.BinOp) else argument)):
                    yield text


def test_all_that_readers_say_is_known_in_chinese() -> None:
    said = set(said_by_readers())
    assert len(said) > 50
    assert said - load().keys() == set()
    assert all(zh.count("{}") == en.count("{}") for en, zh in load().items())


@pytest.mark.parametrize("how", ["hung", "memory", "crashed", "KeyError in cells.py:3"])
def test_what_stopped_a_reader_is_said_in_chinese(how: str) -> None:
    assert not to_chinese(to_reason(Failed(how))).startswith(("reading", "the"))


@pytest.mark.parametrize(("said", "zh"), [
    ("the PDF is a scan; reading scans needs `make site SCANS=1`, or what requirements-scan.lock names",
     "PDF 是扫描件；读扫描件需要 `make site SCANS=1`，或 requirements-scan.lock 所列的库"),
    ("no table of the form and no title of such a report were found; if it is one, show it to us in an issue; page 3 is broken and was left out",
     "没有找到格式中的表，也没有年度报告的标题；如果确是年度报告，请在问题中告诉我们；第 3 页损坏，没有读"),
    ("what nobody has put into words; page 3 is broken and was left out", "what nobody has put into words；第 3 页损坏，没有读"),
    ("", ""),
])
def test_a_message_is_said_piece_by_piece(said: str, zh: str) -> None:
    assert to_chinese(said) == zh


def test_reports_csv_says_why_in_both_languages() -> None:
    lost = Reading("a.pdf", "0" * 64, "unreadable", "the file is empty; fetch it again")
    part = replace(lost, path="b.pdf", message="one cell", message_zh="有一格读不准。")
    text = to_csv_files([lost, part])["reports.csv"].decode("utf-8-sig")
    assert "the file is empty; fetch it again" in text and "文件是空的；请重新取一次" in text and "有一格读不准。" in text
