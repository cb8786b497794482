"""A published number that changes though its document does not needs a reason, or a change cannot be merged."""

from __future__ import annotations

from pathlib import Path

import changes
import pytest
import verdict

NUMBER = {
    "cell_id": "350581-a-2023.requests.granted.total", "why": "new_reader", "value_before": "12", "status_before": "reported", "value": "128", "status": "reported",
}
HEAD = "cell_id,before,after,reason\n"


def judge(tmp_path: Path, lines: str, number: dict[str, str]) -> str:
    (tmp_path / "reasons.csv").write_text(HEAD + lines, "utf-8")
    judged = verdict.Judgement()
    verdict.judge_numbers([number], judged, changes.read_reasons(tmp_path / "reasons.csv"))
    return str(judged.to_json()["verdict"])


@pytest.mark.parametrize(("lines", "number", "follows"), [
    ("", {}, verdict.CANNOT),
    (f"{NUMBER['cell_id']},12,128,the raised 8 was cut off\n", {}, verdict.LOOK),
    (f"{NUMBER['cell_id']},12,128, \n", {}, verdict.CANNOT),
    (f"{NUMBER['cell_id']},12,129,a reason for another change\n", {}, verdict.CANNOT),
    (f"{NUMBER['cell_id']},12,unreadable,it is struck out\n", {"value": "", "status": "unreadable"}, verdict.LOOK),
    ("", {"why": "new_document"}, verdict.LOOK),
])
def test_what_follows_from_a_number_that_changes(tmp_path: Path, lines: str, number: dict[str, str], follows: str) -> None:
    assert judge(tmp_path, lines, NUMBER | number) == follows


def test_without_a_file_of_reasons_nothing_is_explained(tmp_path: Path) -> None:
    assert changes.read_reasons(tmp_path / "reasons.csv") == set()


def test_the_file_of_reasons_is_as_it_is_read() -> None:
    assert changes.REASONS.read_text("utf-8").startswith(HEAD)
