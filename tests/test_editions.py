"""Our own editions of real reports: they say what they are, can be set again, and carry the figures of the original."""

from __future__ import annotations

import io
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from editions.set import source_to_edition
from editions.source import REPORTS, Source, Table, read_form, read_sources

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT.parent / "shared" / "samples"
SOURCES = read_sources()
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the hand-read samples are not beside this checkout")
each = pytest.mark.parametrize("source", SOURCES, ids=[source.name for source in SOURCES])
UNITS = "元"
RUN = 24
"""So many characters in a row shared with a sample's prose would be copying."""


def text_of(path: Path) -> str:
    """All text of an edition, without spaces."""
    if path.suffix == ".pdf":
        pdfium = pytest.importorskip("pypdfium2")
        document = pdfium.PdfDocument(path)
        text = "".join(page.get_textpage().get_text_range() for page in document)
    elif path.suffix == ".docx":
        text = re.sub(r"<[^>]+>", "", zipfile.ZipFile(path).read("word/document.xml").decode())
    else:
        text = path.read_bytes().decode("gb18030" if path.suffix == ".html" else "utf-8")
    return re.sub(r"\s", "", text)


def original_of(source: Source) -> dict[str, Any]:
    """The figures read by hand from the report that a source is of."""
    read = json.loads((SAMPLES / "figures.json").read_text("utf-8"))
    read += json.loads((SAMPLES / "gold.json").read_text("utf-8"))
    found = [one for one in read if (one["agency"] or "") == source.agency and one["year"] == source.year]
    assert found, f"no figures for {source.name}"
    one: dict[str, Any] = found[0]
    return one


def printed(text: str) -> Decimal | None:
    return Decimal(text.rstrip(UNITS)) if text else None


def test_seventeen_reports_in_all_five_formats_and_pdfs_of_two_producers() -> None:
    assert len(SOURCES) == 17
    assert {Path(source.path).suffix for source in SOURCES} == {".pdf", ".docx", ".html", ".txt", ".md"}
    producers = [source.style["set"] for source in SOURCES if source.path.endswith(".pdf")]
    assert len(producers) >= 4
    assert set(producers) == {"chromium", "libreoffice"}


def test_every_source_has_its_edition() -> None:
    assert [source.path for source in SOURCES if not (REPORTS / source.path).is_file()] == []


def test_every_document_that_calls_itself_an_edition_has_its_source() -> None:
    """Other people's reports may stand beside ours; only what claims to be set by this project needs a source."""
    sidecars = {
        path for path in REPORTS.rglob("*.yml") if "An edition set by the Gongkai project" in path.read_text("utf-8")
    }
    assert {path.relative_to(REPORTS).as_posix().removesuffix(".yml") for path in sidecars} == {
        source.path for source in SOURCES
    }


def test_what_is_published_as_an_edition_is_that_edition() -> None:
    """reports/ of a fork may hold none of them; what says in its sidecar that it is one is the one that the tests read."""
    editions = [REPORTS / source.path for source in SOURCES]
    published = {path: ROOT / "reports" / path.relative_to(REPORTS) for path in editions}
    said = {path for path, other in published.items() if (sidecar := Path(f"{other}.yml")).is_file() and "An edition set by the Gongkai project" in sidecar.read_text("utf-8")}
    assert {path for path in said if not published[path].is_file() or published[path].read_bytes() != path.read_bytes()} == set()
    assert {path for path in said if Path(f"{published[path]}.yml").read_bytes() != Path(f"{path}.yml").read_bytes()} == set()


@each
def test_a_sidecar_says_that_it_is_an_edition_and_of_what(source: Source) -> None:
    path = REPORTS / (source.path + ".yml")
    assert path.read_text("utf-8") == source.sidecar()
    sidecar = yaml.safe_load(path.read_text("utf-8"))
    assert source.of in sidecar["note"]
    assert "不是原件" in sidecar["note"]
    assert set(sidecar) <= {"agency", "year", "source_url", "published", "retrieved", "note", "note_en"}


@each
def test_an_edition_opens_by_saying_what_it_is(source: Source) -> None:
    text = text_of(REPORTS / source.path)
    assert re.sub(r"\s", "", source.opening[0]) in text
    assert text.index("编者注") < text.index("一、总体情况")


def test_the_unnamed_report_names_no_body_anywhere() -> None:
    source = next(source for source in SOURCES if not source.agency)
    assert "agency" not in yaml.safe_load(source.sidecar())
    assert not re.search(r"[市县区省](?:人民政府|\w{0,8}局)", text_of(REPORTS / source.path))


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if not source.path.endswith(".pdf")], ids=lambda s: s.name
)
def test_an_edition_set_again_is_the_committed_one(source: Source) -> None:
    again, committed = source_to_edition(read_form(), source), (REPORTS / source.path).read_bytes()
    if source.path.endswith(".docx"):
        assert body_of(again) == body_of(committed)
    else:
        assert again == committed


def body_of(document: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml")


@pytest.mark.parametrize("source", [source for source in SOURCES if source.path.endswith(".pdf")], ids=lambda s: s.name)
def test_a_pdf_edition_is_small_and_prints_every_figure_of_its_source(source: Source) -> None:
    path = REPORTS / source.path
    assert path.stat().st_size < 300_000
    text = text_of(path)
    figures = {value for table in source.tables.values() for values in table.rows.values() for value in values}
    assert [figure for figure in figures if figure not in text] == []


@needs_samples
@each
def test_the_figures_of_an_edition_are_those_of_the_report(source: Source) -> None:
    original = original_of(source)
    short = {one["row"]: one["printed_values"] for one in original.get("ambiguous", ())}
    runs = runs_of(original)
    for name, table in source.tables.items():
        assert set(table.rows) == set(original["cells"][name])
        for row, values in table.rows.items():
            if f"{name}.{row}" in runs:
                assert "".join(values) == runs[f"{name}.{row}"]
                continue
            expected = short.get(row) if name == "requests" and row in short else figures_of(original, name, row)
            assert [printed(value) for value in values] == expected, f"{name} {row}"
            assert_order(table, row, original["cells"][name][row])


def runs_of(original: dict[str, Any]) -> dict[str, str]:
    """The rows that the source at hand prints in one run: their digits, parted by nobody."""
    runs = {row: re.sub(r"\D", "", said.split(":")[0].split(",")[0]) for row, said in original.get("run_together", {}).items()}
    if "one run" in original.get("note", ""):
        row = "normative_documents"
        runs[f"proactive_disclosure.{row}"] = "".join(str(n) for n in original["cells"]["proactive_disclosure"][row].values())
    return runs


def figures_of(original: dict[str, Any], table: str, row: str) -> list[Decimal | None]:
    cells = {column: value for column, value in original["cells"][table][row].items() if not column.endswith("unit")}
    return [None if value is None else Decimal(str(value)) for value in cells.values()]


def assert_order(table: Table, row: str, cells: dict[str, Any]) -> None:
    """The columns of the hand-read figures stand in the order of the form, as the values of a source do."""
    order = [column.id for column in read_form().of(table.id, "column", table.version)]
    named = [column for column in cells if not column.endswith("unit")]
    assert named == [column for column in dict.fromkeys(order) if column in named], row
    if "amount" in cells and "amount_unit" in cells:
        assert table.rows[row][-1].endswith(cells["amount_unit"])


@needs_samples
@each
def test_facts_told_in_prose_are_those_of_the_report(source: Source) -> None:
    prose = "".join(line for lines in source.sections.values() for line in lines)
    facts = {name: fact for name, fact in original_of(source).get("facts", {}).items() if name != "published"}
    assert [name for name, fact in facts.items() if str(fact) not in prose] == []


@needs_samples
@each
def test_no_sentence_of_a_sample_stands_in_an_edition(source: Source) -> None:
    lines = [line for path in SAMPLES.glob("seed-*.txt") for line in path.read_text("utf-8").splitlines()]
    pdfium = pytest.importorskip("pypdfium2")
    pages = pdfium.PdfDocument(SAMPLES / "hongze-2023.pdf")
    running = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pages]
    prose = [re.sub(r"\s", "", line) for line in lines if "\t" not in line and "|" not in line] + running
    runs = {line[at : at + RUN] for line in prose for at in range(len(line) - RUN + 1)}
    ours = [*source.opening, *source.signature, *(line for part in source.sections.values() for line in part)]
    said = [re.sub(r"\s", "", line).replace(source.of, "") for line in ours]
    assert [run for run in runs for line in said if run in line] == []
