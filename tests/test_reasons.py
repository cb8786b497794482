"""A published number that changes though its document does not needs a reason, or a change cannot be merged."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import changes
import guard
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


def put_data(folder: Path, numbers: list[dict[str, str]], withdrawn: list[dict[str, str]] = []) -> None:  # noqa: B006
    (folder / "changes.json").write_text(json.dumps({"previous": {"commit": "0" * 40}, "withdrawn": withdrawn}), "utf-8")
    for name, lines in (("changes", numbers), ("reports", [{"report_id": "b-2020", "source_sha256": "ab", "read_status": "unreadable", "source_file": "350581/b/2020.pdf"}, {"report_id": "350581-a-2023", "source_file": "350581/a/2023.pdf"}])):
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]) if lines else list(NUMBER), restval="")
            writer.writeheader()
            writer.writerows(lines)


@pytest.mark.parametrize(("lines", "number", "status"), [
    ("", {}, 1),
    ("", {"why": "new_document"}, 0),
    (f"{NUMBER['cell_id']},12,128,mended\n", {}, 0),
    (f"{NUMBER['cell_id']},12,unreadable,in doubt\n{NUMBER['cell_id']},unreadable,128,mended\n", {}, 0),
    (f"{NUMBER['cell_id']},12,unreadable,in doubt\n{NUMBER['cell_id']},ambiguous,128,mended\n", {}, 1),
    (f"{NUMBER['cell_id']},128,12,the other way\n", {}, 1),
    (f"{NUMBER['cell_id']},12,128,\n", {}, 1),
])
def test_a_number_that_differs_from_the_last_release_needs_a_reason_for_each_step(
    tmp_path: Path, lines: str, number: dict[str, str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    put_data(tmp_path, [NUMBER | number])
    (tmp_path / "reasons.csv").write_text(HEAD + lines, "utf-8")
    assert guard.main([str(tmp_path), str(tmp_path / "reasons.csv")]) == status
    assert (f"{NUMBER['cell_id']},12,128," in capsys.readouterr().out) == bool(status)


def test_of_a_thousand_numbers_without_a_reason_all_are_in_a_list_and_each_document_has_its_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    id = NUMBER["cell_id"]
    put_data(tmp_path, [NUMBER | {"cell_id": f"{id}-{number}"} for number in range(1000)])
    (tmp_path / "reasons.csv").write_text(HEAD + f"{id}-7,12,128,mended\n", "utf-8")
    place = tmp_path / "list" / "guard.csv"
    assert guard.main([str(tmp_path), str(tmp_path / "reasons.csv"), "--list", str(place)]) == 1
    lines = list(csv.DictReader(place.open(encoding="utf-8")))
    assert len(lines) == 999 and lines[0] == {"cell_id": f"{id}-0", "before": "12", "after": "128", "reason": ""}
    said = capsys.readouterr().out
    assert "  999 of 350581/a/2023.pdf\n" in said
    assert f"{id}-50," in said and f"{id}-51," not in said and f"all 999 of them are in {place}" in said
    for line in lines:
        line["reason"] = "mended"
    (tmp_path / "reasons.csv").write_text(HEAD + f"{id}-7,12,128,mended\n" + "".join(",".join(line.values()) + "\n" for line in lines), "utf-8")
    assert guard.main([str(tmp_path), str(tmp_path / "reasons.csv"), "--list", str(place)]) == 0 and not place.exists()


def test_a_report_whose_numbers_are_all_gone_though_its_document_is_there_needs_a_reason(tmp_path: Path) -> None:
    (tmp_path / "reasons.csv").write_text(HEAD, "utf-8")
    put_data(tmp_path, [], [{"report_id": "a-2020", "source_sha256": "cd"}])
    assert guard.main([str(tmp_path), str(tmp_path / "reasons.csv")]) == 0, "its document is gone"
    put_data(tmp_path, [], [{"report_id": "a-2020", "source_sha256": "ab"}])
    assert guard.main([str(tmp_path), str(tmp_path / "reasons.csv")]) == 1
    (tmp_path / "reasons.csv").write_text(HEAD + "a-2020,published,unreadable,it is locked\n", "utf-8")
    assert guard.main([str(tmp_path), str(tmp_path / "reasons.csv")]) == 0


@pytest.mark.parametrize("previous", [None, {}])
def test_data_that_were_held_against_nothing_do_not_pass(tmp_path: Path, previous: object, capsys: pytest.CaptureFixture[str]) -> None:
    """A release that came over a bad line, or in columns that nobody knows, is none to the build."""
    (tmp_path / "reasons.csv").write_text(HEAD, "utf-8")
    put_data(tmp_path, [])
    (tmp_path / "changes.json").write_text(json.dumps({"previous": previous, "withdrawn": []}), "utf-8")
    assert guard.main([str(tmp_path), str(tmp_path / "reasons.csv")]) == 1
    assert "not held against a release" in capsys.readouterr().out
