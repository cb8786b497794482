"""A small corpus, always the same: no figure invented, none silently wrong, every slip of arithmetic found.

The whole measure is `make corpus N=1000 SEED=…`; this is the part that every change must leave as it is.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from gongkai import pipeline
from gongkai.model import Reading, Value
from tests.corpus import kinds, ofd, tricks
from tests.corpus.made import Made, Truth
from tests.corpus.score import Score, judge, score, to_table
from tests.reports import FORM

SEED, COUNT = 2026, 40
KINDS = [kind for kind in kinds.DIRECT if kind != "mht"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Made]]:
    folder = tmp_path_factory.mktemp("corpus")
    return folder, kinds.write(COUNT, SEED, KINDS, folder, FORM, tricks.ODD)


def read(folder: Path, made: Made) -> Reading:
    path = kinds.path_of(made, folder)
    return pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]


def test_a_small_corpus_is_read_as_promised(corpus: tuple[Path, list[Made]]) -> None:
    folder, mades = corpus
    by_kind: dict[str, Score] = {}
    for made in mades:
        by_kind.setdefault(made.kind, Score()).add(score(made, read(folder, made), 0, FORM))
    told = to_table(by_kind) + "\n" + "\n".join(line for one in by_kind.values() for line in one.lines[:20])
    for kind, one in by_kind.items():
        assert (one.wrong, one.invented, one.silent, one.false_errors) == (0, 0, 0, 0), told
        assert (one.years, one.bodies, one.flagged) == (one.reports, one.reports, one.slips), told
        least = Decimal("0.98") if kind.startswith("text") else Decimal(1)
        assert Decimal(one.right) / one.cells >= least, told


def test_the_same_seed_makes_the_same_bytes(corpus: tuple[Path, list[Made]], tmp_path: Path) -> None:
    folder, mades = corpus
    again = kinds.write(COUNT, SEED, KINDS, tmp_path, FORM, tricks.ODD)
    assert [m.cells for m in again] == [m.cells for m in mades]
    for made in mades:
        assert kinds.path_of(made, tmp_path).read_bytes() == kinds.path_of(made, folder).read_bytes(), made.name


def test_the_score_sees_a_number_that_is_wrong_and_nothing_says_so(corpus: tuple[Path, list[Made]]) -> None:
    folder, mades = corpus
    made = next(m for m in mades if "slip" not in m.quirks and any(t.status == "reported" for t in m.cells.values()))
    reading = read(folder, made)
    assert reading.report is not None
    cell = next(c for c, t in made.cells.items() if t.status == "reported")
    value = reading.report.values[cell]
    assert value.number is not None
    wrong: dict[object, Value] = {**reading.report.values, cell: replace(value, number=value.number + 1)}
    forged = replace(reading, report=replace(reading.report, values=wrong), checks=())  # type: ignore[arg-type]
    assert (score(made, forged, 0, FORM).wrong, score(made, forged, 0, FORM).silent) == (1, 1)


@pytest.mark.parametrize(
    ("truth", "status", "number", "verdict"),
    [
        (Truth("reported", Decimal(3), "3"), "reported", Decimal(3), "right"),
        (Truth("reported", Decimal(3), "3"), "ambiguous", None, "missing"),
        (Truth("reported", Decimal(3), "3"), "blank", None, "wrong"),
        (Truth("blank", None, ""), "reported", Decimal(0), "invented"),
        (Truth("blank", None, ""), "not_applicable", None, "wrong"),
        (Truth("ambiguous", None, ""), "reported", Decimal(3), "wrong"),
        (Truth("ambiguous", None, ""), "missing", None, "right"),
    ],
)
def test_a_verdict_keeps_blank_zero_dash_and_doubt_apart(truth: Truth, status: str, number: Decimal | None, verdict: str) -> None:
    assert judge(truth, status, number, False) == verdict


@pytest.mark.parametrize("seed", range(3))
def test_an_ofd_made_of_a_printed_report_gives_the_same_numbers(tmp_path: Path, seed: int) -> None:
    printed = Path(__file__).parents[1] / "editions" / "reports" / "321300" / "renminzhengfu" / "2024.pdf"
    path = tmp_path / "2024.ofd"
    path.write_bytes(ofd.to_ofd(printed, Random(seed)))
    one, other = (pipeline.to_readings([pipeline.read_one(p, p.name)], FORM)[0].report for p in (printed, path))
    assert one and other
    assert {c: (v.status, v.number) for c, v in other.values.items()} == {c: (v.status, v.number) for c, v in one.values.items()}
