"""Two documents of one body and year: the order of names decides nothing, what differs is told, and people have the last word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai import pipeline
from gongkai.form import load
from gongkai.messages import to_chinese
from gongkai.model import Check, Reading
from gongkai.pipeline.duplicates import Published

TEXT = (Path(__file__).parents[1] / "editions" / "reports" / "350581" / "shangwu" / "2019.md").read_text("utf-8")
ROW = re.compile(r"^(\|\s*行政许可\s*\|(?:[^|\n]*\|)*?\s*)(\d+)(\s*\|\s*)$", re.MULTILINE)


def changed(text: str = TEXT) -> str:
    """The report with another number of permits at the end of their row."""
    found = ROW.sub(r"\g<1>4711\3", text, count=1)
    assert found != text
    return found


def without_tables(text: str = TEXT) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("|"))


def read(folder: Path, files: dict[str, str], sidecars: dict[str, str] | None = None, previous: Published | None = None) -> dict[str, Reading]:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    for name, text in (sidecars or {}).items():
        (folder / f"{name}.yml").write_text(text, "utf-8")
    reads = [pipeline.read_one(path, path.name) for path in pipeline.find_documents(folder)]
    return {r.path: r for r in pipeline.to_readings(reads, load(), previous=previous)}


def published(readings: dict[str, Reading]) -> str:
    (one,) = [path for path, reading in readings.items() if reading.read_status in ("read", "partly_read")]
    assert all(reading.read_status == "duplicate" for path, reading in readings.items() if path != one)
    report = readings[one].report
    assert report is not None and report.report_id == "350581-shangwuju-2019"
    return one


def told(readings: dict[str, Reading]) -> list[Check]:
    return [c for r in readings.values() for c in r.checks if c.check in ("documents-differ", "document-corrected")]


@pytest.mark.parametrize(("unread", "whole"), [("a.md", "b.md"), ("b.md", "a.md")])
@pytest.mark.parametrize("kind", ["none", "partly"])
def test_the_document_that_reads_is_published_whatever_its_name(tmp_path: Path, unread: str, whole: str, kind: str) -> None:
    text = without_tables() if kind == "none" else TEXT.replace("新收政府信息公开申请数量", "新收政府信息公开申请数量 （见附件）", 1).split("四、")[0]
    found = read(tmp_path, {unread: text, whole: TEXT})
    assert published(found) == whole
    assert f"the ones published: {whole}, for more of its" in found[unread].message
    assert told(found) == []


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_that_differ_the_finding_lists_the_cells_and_the_name_decides_nothing(tmp_path: Path, swapped: bool) -> None:
    texts = [TEXT, changed()]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = read(tmp_path / "one", dict(zip(("a.md", "b.md"), texts, strict=True)))
    other = read(tmp_path / "two", dict(zip(("b.md", "a.md"), texts, strict=True)))
    assert one[published(one)].sha256 == other[published(other)].sha256
    (finding,) = told(one)
    assert finding.about == "reading" and "4711" in finding.message_en and "ells that differ: 1 " in finding.message_en
    assert "行政许可" in finding.message_zh and "supersedes" in finding.message_zh


def test_many_differing_cells_are_counted_and_the_first_listed(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.md": TEXT, "b.md": re.sub(r"\| 0 \|", "| 1 |", TEXT)})
    (finding,) = told(found)
    count = int(re.search(r"ells that differ: (\d+)", finding.message_en)[1])  # type: ignore[index]
    assert count > 20 and finding.message_en.count(" / ") == 6 and len(finding.message_en) < 1000


def test_where_all_cells_agree_either_is_published_without_a_finding(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.md": TEXT, "b.md": TEXT + "\n再来一行。\n"})
    assert published(found) and told(found) == []
    assert "no figure differs" in next(r.message for r in found.values() if r.read_status == "duplicate")


@pytest.mark.parametrize("named", ["a.md", "./a.md", "reports/a.md", "350581-shangwuju-2019"])
@pytest.mark.parametrize("newer", [changed(), without_tables()], ids=["differs", "unread"])
def test_a_sidecar_says_which_takes_the_place_of_which(tmp_path: Path, named: str, newer: str) -> None:
    found = read(tmp_path, {"a.md": TEXT, "b.md": newer}, {"b.md": f"supersedes: {named}\n", "a.md": "published: 2020-01-01\n"})
    assert published(found) == "b.md"
    assert "its sidecar says that it supersedes the other" in found["a.md"].message
    assert [c.check for c in told(found)] == (["document-corrected"] if newer != without_tables() else [])


def test_documents_that_supersede_each_other_say_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.md": TEXT, "b.md": changed()}, {"b.md": "supersedes: a.md\n", "a.md": "supersedes: b.md\n"})
    assert published(found)
    assert [c.check for c in told(found)] == ["documents-differ"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("# 石狮市商务局", "# （更正版）石狮市商务局"), ("年度报告", "年度报告（更正）"), ("# 石狮市商务局", "更正公告\n\n# 石狮市商务局"), ("# 石狮市商务局", "# 关于更正石狮市商务局")],
)
@pytest.mark.parametrize("names", [("a.md", "b.md"), ("b.md", "a.md")])
def test_a_correction_by_its_title_or_first_lines_is_published(tmp_path: Path, old: str, new: str, names: tuple[str, str]) -> None:
    assert old in TEXT
    found = read(tmp_path, {names[0]: TEXT, names[1]: changed().replace(old, new, 1)}, {names[0]: "published: 2020-01-01\n", names[1]: "published: 2020-02-01\n"})
    assert published(found) == names[1]
    assert [c.check for c in told(found)] == ["document-corrected"]


@pytest.mark.parametrize("line", ["根据《条例》（2019年修订）编制", "我局修订公开指南", "信息公开条例修订后首次报告"])
def test_a_law_that_was_revised_makes_no_correction(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, {"a.md": TEXT, "b.md": line + "\n\n" + changed()}, {"a.md": "published: 2020-01-01\n", "b.md": "published: 2020-02-01\n"})
    assert published(found) == "a.md"
    assert [c.check for c in told(found)] == ["documents-differ"]


def test_a_correction_that_lacks_the_tables_takes_no_figures_away(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.md": TEXT, "b.md": "更正公告\n\n" + without_tables()})
    assert published(found) == "a.md"


@pytest.mark.parametrize("field", ["published", "retrieved"])
@pytest.mark.parametrize("first", ["a.md", "b.md"])
def test_the_one_published_before_stays(tmp_path: Path, field: str, first: str) -> None:
    dates = {name: f"{field}: 2020-0{1 if name == first else 2}-01\n" for name in ("a.md", "b.md")}
    found = read(tmp_path, {"a.md": TEXT, "b.md": changed()}, dates)
    assert published(found) == first
    assert "published before" in told(found)[0].message_en


@pytest.mark.parametrize("first", ["a.md", "b.md"])
def test_the_data_of_the_build_before_say_which_was_published_first(tmp_path: Path, first: str) -> None:
    found = read(tmp_path, {"a.md": TEXT, "b.md": changed()}, previous={"350581-shangwuju-2019": (first, "")})
    assert published(found) == first
    again = read(tmp_path, {}, previous={"350581-shangwuju-2019": ("renamed.md", found["b.md"].sha256)})
    assert published(again) == "b.md"


def test_of_three_the_ids_of_the_others_go_on(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.md": without_tables(), "b.md": without_tables() + "\n", "c.md": TEXT})
    assert published(found) == "c.md"
    assert [r.report.report_id[-7:] for r in found.values() if r.report] == ["-2019-2", "-2019-3", "wuju-2019"[-7:]]


def test_the_year_after_is_held_against_the_document_that_is_published(tmp_path: Path) -> None:
    later = re.sub(r"2019(?=\s*年)", "2020", TEXT)
    found = read(tmp_path, {"a.md": without_tables(), "b.md": TEXT, "later.md": later})
    carried = [c.outcome for c in found["later.md"].checks if c.check == "X-CARRY"]
    assert carried and set(carried) <= {"holds", "broken", "holds_if_blank_is_zero"}


def test_two_documents_without_a_year_are_told_to_name_it(tmp_path: Path) -> None:
    undated = re.sub(r"20\d\d\s*年", "", TEXT)
    found = read(tmp_path, {"a.md": undated, "b.md": changed(undated)})
    assert "neither names its year" in next(r.message for r in found.values() if r.read_status == "duplicate")


def test_dates_are_compared_as_days_however_they_are_written(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.md": TEXT, "b.md": changed()}, {"a.md": "published: 2020-01-20\n", "b.md": 'published: "2020-1-5"\n'})
    assert published(found) == "b.md"
    found = read(tmp_path, {}, {"a.md": "published: 2020-01-20\n", "b.md": "published: last spring\n"})
    assert "nothing says which is right" in told(found)[0].message_en


def test_of_two_corrections_the_last_is_published(tmp_path: Path) -> None:
    one, two = (changed().replace("4711", n).replace("年度报告", "年度报告（更正）", 1) for n in ("47", "48"))
    dates = {"a.md": "published: 2020-03-01\n", "b.md": "published: 2020-04-01\n", "c.md": "published: 2020-02-01\n"}
    assert published(read(tmp_path, {"a.md": one, "b.md": two, "c.md": TEXT}, dates)) == "b.md"


def test_each_of_a_chain_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    texts = {"a.md": TEXT, "b.md": changed(), "c.md": changed().replace("4711", "12")}
    assert published(read(tmp_path, texts, {"b.md": "supersedes: a.md\n", "c.md": "supersedes: b.md\n"})) == "c.md"


@pytest.mark.parametrize("named", ["2018.md", "350581-shangwuju-2018", "../a.md"])
def test_what_supersedes_nothing_is_told(tmp_path: Path, named: str) -> None:
    found = read(tmp_path, {"a.md": TEXT}, {"a.md": f"supersedes: {named}\n"})
    assert [c.severity for c in found["a.md"].checks if c.check == "supersedes-nothing"] == ["info"]
    assert found["a.md"].read_status == "read"


def test_a_blank_is_no_zero_and_what_could_not_be_read_is_no_difference(tmp_path: Path) -> None:
    blank = re.sub(r"^(\| 行政许可 \|[^\n]*\|) 2 \|$", r"\1  |", TEXT, count=1, flags=re.MULTILINE)
    assert blank != TEXT
    (finding,) = told(read(tmp_path, {"a.md": TEXT, "b.md": blank}))
    assert "blank" in finding.message_en
    unreadable = blank.replace("行政许可 | 1 | 0 |  |", "行政许可 | 1 | 0 | 约二 |")
    assert unreadable != blank
    found = read(tmp_path, {"a.md": unreadable, "b.md": TEXT})
    assert published(found) == "b.md" and told(found) == []


@pytest.mark.parametrize("wrong", ["superseedes: b.md", "supersedes: &a [*a]", "[" * 20_000])
def test_what_is_wrong_with_the_sidecar_of_a_document_that_is_not_published_is_told(tmp_path: Path, wrong: str) -> None:
    found = read(tmp_path, {"a.md": changed(), "b.md": TEXT + "\n\n一\n"}, {"a.md": wrong, "b.md": "supersedes: a.md"})
    assert published(found) == "b.md" and "a.md.yml" in found["a.md"].message
    assert "a.md.yml " in (zh := to_chinese(found["a.md"].message)) and "没有采用" in zh
