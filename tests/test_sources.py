"""What stands beside the figures: copies of the documents, pictures of their pages, and what a number tells of both."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pandas
import pytest
import yaml
from PIL import Image, ImageDraw

from gongkai import pipeline, tables
from gongkai.checks import catalogue
from gongkai.form import load
from gongkai.model import CellId, Place, Reading, to_filed
from gongkai.origin import find_repository
from gongkai.pages.body import files, provenance
from gongkai.publish import copies, pictures, writing
from gongkai.readers.scans import ocr
from gongkai.trace import trace
from tests.reports import report

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "editions" / "reports"
FORM = load()
HOSTILE = b"<!doctype html><script>document.title='taken'</script><p>x</p>"


def reading(path: Path, root: Path, format: str, year: int = 2024) -> Reading:
    made = report({"requests new_received total": "3525"}, year=year)
    return Reading(path.relative_to(root).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest(), "read", format=format, report=made)


def put(root: Path, name: str, content: bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# --- copies ----------------------------------------------------------------------------------------------------------------------------


def test_a_copy_is_the_document_byte_for_byte(tmp_path: Path) -> None:
    found = pipeline.read_all(REPORTS, 2, cache_dir=None)
    kept = copies.to_copies(map(to_filed, found), REPORTS)
    files = copies.to_files(kept)
    assert len(files) == sum(r.report is not None for r in found) > 5
    writing.add(files, tmp_path)
    for r in found:
        assert r.report is not None
        copy = kept[r.report.report_id]
        assert hashlib.sha256((tmp_path / "agencies" / copy.agency_id / copy.name).read_bytes()).hexdigest() == r.sha256


@pytest.mark.parametrize("format", ["html", "htm", "mht", "mhtml", "txt", "md", "svg", "xml", "js", ""])
def test_what_a_browser_could_run_is_published_as_text_under_a_name_of_ours(tmp_path: Path, format: str) -> None:
    path = put(tmp_path, "x/<script>.pdf", HOSTILE)
    files = copies.to_files(copies.to_copies([to_filed(reading(path, tmp_path, format))], tmp_path))
    (name,) = files
    assert name.startswith("agencies/test/2024") and name.endswith(".txt") and "script" not in name
    assert files[name].read_bytes() == HOSTILE


@pytest.mark.parametrize("format", ["pdf", "docx", "doc", "wps", "xlsx", "ofd", "png"])
def test_a_document_that_only_programs_open_keeps_its_ending(tmp_path: Path, format: str) -> None:
    path = put(tmp_path, "odd name", b"%PDF-1.7")
    assert list(copies.to_files(copies.to_copies([to_filed(reading(path, tmp_path, format))], tmp_path))) == [f"agencies/test/2024.{format}"]


def test_a_document_that_is_too_large_is_left_out_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "MOST_BYTES", 100)
    both = [reading(put(tmp_path, "a.pdf", b"x" * 101), tmp_path, "pdf"), reading(put(tmp_path, "b.pdf", b"x" * 100), tmp_path, "pdf", 2023)]
    kept = copies.to_copies(map(to_filed, both), tmp_path)
    assert list(copies.to_files(kept)) == ["agencies/test/2023.pdf"]
    assert kept["test-2024"].why_not == "copy_too_large"


def test_too_much_together_or_not_wanted_is_no_copies_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [reading(put(tmp_path, "a.pdf", b"x" * 100), tmp_path, "pdf"), reading(put(tmp_path, "b.pdf", b"y" * 100), tmp_path, "pdf", 2023)]
    assert copies.to_files(copies.to_copies(map(to_filed, both), tmp_path, is_wanted=False)) == {}
    monkeypatch.setattr(copies, "MOST_BYTES_TOGETHER", 199)
    kept = copies.to_copies(map(to_filed, both), tmp_path)
    assert copies.to_files(kept) == {} and {c.why_not for c in kept.values()} == {"copy_too_much"}


def test_a_document_that_changed_since_it_was_read_is_not_published(tmp_path: Path) -> None:
    path = put(tmp_path, "a.pdf", b"one")
    found = reading(path, tmp_path, "pdf")
    path.write_bytes(b"two")
    assert copies.to_files(copies.to_copies([to_filed(found)], tmp_path)) == {}
    path.unlink()
    assert copies.to_files(copies.to_copies([to_filed(found)], tmp_path)) == {}


def test_what_is_published_is_what_was_read_though_the_document_goes_or_changes_while_the_pages_are_made(tmp_path: Path) -> None:
    paths = [put(tmp_path, f"reports/{name}.pdf", name.encode()) for name in ("stays", "changes", "goes", "gone")]
    filed = [to_filed(reading(path, tmp_path / "reports", "pdf", 2020 + at)) for at, path in enumerate(paths)]
    kept = copies.to_copies(filed, tmp_path / "reports")
    paths[3].unlink()
    kept = copies.take(kept, tmp_path / "room")
    paths[1].write_bytes(b"other")
    paths[2].unlink()
    writing.add(copies.to_files(kept), tmp_path / "site")
    found = {path.name: path.read_bytes() for path in (tmp_path / "site").rglob("*.pdf")}
    assert found == {"2020.pdf": b"stays", "2021.pdf": b"changes", "2022.pdf": b"goes"}
    assert kept["test-2023"].why_not == "copy_changed"


@pytest.mark.parametrize("name", ["../up.pdf", "/etc/x", "a/../../b", "index.html"])
def test_a_file_never_leaves_the_site_nor_takes_the_place_of_a_page(tmp_path: Path, name: str) -> None:
    (tmp_path / "index.html").write_text("page")
    with pytest.raises(ValueError, match="cannot be added"):
        writing.add({name: b"x"}, tmp_path)
    assert (tmp_path / "index.html").read_text() == "page"


# --- pictures --------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdfs() -> list[Reading]:
    return pipeline.to_readings([pipeline.read_one(path, path.relative_to(REPORTS).as_posix()) for path in sorted(REPORTS.rglob("*.pdf"))], FORM)


def ink(picture: pictures.Picture, place: Place) -> float:
    """The share of dark pixels within a cell, its rules left out."""
    assert place.box
    image = Image.open(io.BytesIO(picture.content)).convert("L")
    scale = image.width / picture.width
    left, top, right, bottom = (side * scale for side in place.box)
    # a rule may stand up to three points beside the edge that all rows of a table share
    inner = image.crop((round(left + 6), round(top + 4), round(right - 6), round(bottom - 4)))
    return sum(inner.histogram()[:128]) / max(inner.width * inner.height, 1)


def test_every_number_of_a_pdf_stands_within_its_outline_and_every_blank_is_white(pdfs: list[Reading]) -> None:
    drawn = pictures.draw(map(to_filed, pdfs), REPORTS, 2)
    seen = 0
    for r in pdfs:
        assert r.report is not None
        for value in r.report.values.values():
            if value.place is None or value.place.box is None:
                continue
            share = ink(drawn[r.report.report_id][value.place.page or 0], value.place)
            assert (share > 0) == (value.status != "blank"), (r.path, str(value.cell), value.raw, share)
            seen += 1
    assert seen > 600


def test_a_picture_is_small_and_the_same_every_time(pdfs: list[Reading], tmp_path: Path) -> None:
    drawn = pictures.draw(map(to_filed, pdfs[:2]), REPORTS, 2, tmp_path)
    assert drawn and drawn == pictures.draw(map(to_filed, pdfs[:2]), REPORTS, 1, tmp_path) == pictures.draw(map(to_filed, pdfs[:2]), REPORTS, 1)
    assert all(0 < len(p.content) <= pictures.MOST_BYTES for pages in drawn.values() for p in pages.values())


def test_a_page_that_is_a_photograph_is_made_coarser_until_it_is_small() -> None:
    noise = Image.effect_noise((950, 1350), 90)
    content = pictures.to_webp(noise.convert("RGB"))
    assert len(content) <= pictures.MOST_BYTES


def test_a_document_that_cannot_be_pictured_stops_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, "a.pdf", b"%PDF-1.7 broken")
    found = reading(path, tmp_path, "pdf")
    assert found.report is not None
    placed = {id: replace(v, place=Place(1, 1, 1, 1, (10.0, 10.0, 20.0, 20.0))) for id, v in found.report.values.items()}
    assert pictures.draw([to_filed(replace(found, report=replace(found.report, values=placed)))], tmp_path) == {}


@pytest.mark.skipif(bool(ocr.missing_extra()), reason="what reads scans is not installed")
def test_a_number_of_a_scan_stands_within_its_outline() -> None:
    root = ROOT / "tests" / "cases"
    found = pipeline.to_readings([pipeline.read_one(root / "q48-scan-of-one-table.png", "q48-scan-of-one-table.png")], FORM)
    drawn = pictures.draw(map(to_filed, found), root)
    (made,) = [r.report for r in found if r.report]
    placed = [v for v in made.values.values() if v.place and v.place.box and v.status == "reported"]
    assert len(placed) == 15
    assert all(ink(drawn[made.report_id][v.place.page or 0], v.place) > 0 for v in placed if v.place)


def test_a_picture_of_any_size_gets_the_points_its_reader_took_it_for(tmp_path: Path) -> None:
    picture = Image.new("L", (2480, 3508), 255)
    ImageDraw.Draw(picture).rectangle((1240, 1754, 1440, 1854), fill=0)
    picture.save(tmp_path / "a.png")
    made = pictures._unpack(pictures.pages_to_bytes(tmp_path / "a.png", (1,)))[1]
    unit = 2480 / 595
    assert ink(made, Place(1, 1, 1, 1, (1240 / unit, 1754 / unit, 1440 / unit, 1854 / unit))) > 0.9
    assert abs(made.width - 595) < 1 and abs(made.height - 842) < 1


@pytest.mark.parametrize(("name", "pages"), [("q21-vertical-label.ofd", 2), ("q21-vertical-label-chromium.pdf", 2)])
def test_every_format_with_places_can_be_traced(name: str, pages: int) -> None:
    path = ROOT / "tests" / "cases" / name
    (found,) = pipeline.to_readings([pipeline.read_one(path, name)], FORM)
    traced = [picture for _, picture in trace(path, found)]
    assert len(traced) >= pages
    assert any(picture.getpixel((x, y)) == (10, 125, 51) for picture in traced for x in range(0, picture.width, 3) for y in range(picture.height))


# --- what a number tells ---------------------------------------------------------------------------------------------------------------


def test_a_number_tells_its_text_place_document_and_checks(pdfs: list[Reading]) -> None:
    drawn, kept = pictures.draw(map(to_filed, pdfs[:1]), REPORTS), copies.to_copies(map(to_filed, pdfs), REPORTS)
    first = pdfs[0]
    assert first.report is not None
    id = first.report.agency.agency_id
    lines = {name: frame[frame["agency_id"] == id].to_dict("records") for name, frame in tables.tabulate(pdfs, FORM).items() if "agency_id" in frame}
    for name in lines:
        lines[name] = [{key: None if value != value or value is pandas.NA else value for key, value in line.items()} for line in lines[name]]
    own = [r for r in pdfs if r.report and r.report.agency.agency_id == id]
    data = json.loads(files.to_body_json({"agency_id": id}, own, lines, FORM, kept, drawn))
    [told] = [r for r in data["reports"] if r["report_id"] == first.report.report_id]
    assert told["source_sha256"] == first.sha256 and told["copy"].endswith(".pdf") and set(told["pictures"]) == {"1", "2"}
    places = [(page, grid, row, column + step) for count, page, grid, row, column in told["places"] for step in range(count)]
    cells = [name for name, letter in zip(data["cells"], told["statuses"], strict=True) if data["statuses"][letter] != "not_on_form"]
    for at, (name, place) in enumerate(zip(cells, places, strict=True)):
        value = first.report.values[CellId(*name.split("."))]
        index = str(data["cells"].index(name))
        printed = told["raw"].get(index, "" if told["values"][int(index)] is None else str(told["values"][int(index)]))
        assert printed == (value.raw or "") and value.place and value.place.box
        assert place == (value.place.page, value.place.grid, value.place.row, value.place.column)
        grid = f"{place[0]}.{place[1]}"
        across, down = told["boxes"]["x"][f"{grid}.{place[3]}"], told["boxes"]["y"][f"{grid}.{place[2]}"]
        box = told["boxes"]["odd"].get(str(at), [across[0], down[0], across[1], down[1]])
        assert box == [round(side, 1) for side in value.place.box]
    relations = list(files.to_relations(FORM, first.report.forms))
    outcomes = {of: data["outcomes"][letter] for of, letter in zip(relations, told["outcomes"], strict=True)}
    checked = {(c.check, c.cell): c.outcome for c in first.checks}
    assert len(outcomes) > 40 and all(checked.get(of, "not_applicable") == outcome for of, outcome in outcomes.items())


def test_the_words_say_which_cells_stand_in_a_whole_table_and_which_relations_touch_them() -> None:
    told = json.loads(provenance.render_words(FORM, {}, "", "")["assets/cells.json"])
    for version in FORM.versions:
        for table in FORM.tables_of(version):
            assert [told["order"][at] for at in told["cells"][version][table]] == [f"{c.table}.{c.row}.{c.column}" for c in FORM.cells(version, table)]
        found = {(code, told["order"][total]) for table in told["relations"][version].values() for code, total, *_ in table}
        assert found == {(r.id, f"{r.total.table}.{r.total.row}.{r.total.column}") for r in FORM.relations(version)}


def test_the_form_of_an_issue_has_the_fields_that_the_link_fills_in() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / f"{provenance.ISSUE_FORM}.yml").read_text("utf-8"))
    fields = {part["id"] for part in form["body"] if "id" in part}
    assert {"cell", "where", "read", "place", "document", "version"} <= fields
    words = provenance.render_words(FORM, catalogue.load(), "https://github.com/a/b", "abc 2026")
    told = json.loads(words["assets/cells.json"])
    assert told["issues"] == {"to": "https://github.com/a/b/issues/new?template=wrong-number.yml&", "title": "title", "text": ""}
    assert told["version"] == "abc 2026"
    assert json.loads(provenance.render_words(FORM, {}, "", "")["en/assets/cells.json"])["issues"] == {}


@pytest.mark.parametrize(("environment", "address"), [
    ({}, ""), ({"GITHUB_REPOSITORY": "a/b"}, "https://github.com/a/b"), ({"REPOSITORY_URL": "https://example.org/x/"}, "https://example.org/x"),
    ({"REPOSITORY_URL": "javascript:x"}, ""), ({"GITHUB_REPOSITORY": "a/b", "GITHUB_SERVER_URL": "https://git.example.org"}, "github+https://git.example.org/a/b"),
    ({"REPOSITORY_URL": "gitlab+https://git.example.org/a/b/"}, "gitlab+https://git.example.org/a/b"), ({"REPOSITORY_URL": "svn+https://example.org/a"}, ""),
])
def test_the_project_is_where_its_setting_or_the_runner_says(environment: dict[str, str], address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REPOSITORY_URL", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_repository() == address
