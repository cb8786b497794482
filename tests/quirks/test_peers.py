"""What other systems got wrong (section 9 of the quirks, and 3.6, 3.9): here it must come out right."""

from __future__ import annotations

import ast
import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.indicators import measure
from gongkai.model import CellId, Value
from gongkai.reckoning import Figures
from gongkai.tables.numbers import to_published
from tests.quirks.paper import read, row, tables, to_page, told, truth, value
from tests.reports import FORM, report

ROOT = Path(__file__).parents[2]
FEES = CellId("proactive_disclosure", "admin_fees", "amount_wan")


@pytest.mark.parametrize(
    ("printed", "unit", "wan"), [("4068.208", "万元", "4068.208"), ("0.4068208", "亿元", "4068.208"), ("40682080", "元", "4068.208")]
)
def test_s9_01_a_wan_is_a_ten_thousandth_of_an_yi(printed: str, unit: str, wan: str) -> None:
    published = to_published(Value(FEES, "reported", Decimal(printed), printed, unit), FORM.column_of(FEES))
    assert published == (Decimal(wan), "万元")


def test_s9_02_the_total_column_is_never_added_to_its_parts(tmp_path: Path) -> None:
    reading = read(tmp_path, "x.html", to_page())
    assert reading.report is not None
    found = {m.indicator: m for m in measure([reading.report], FORM)}
    assert (found["natural_person_share"].numerator, found["natural_person_share"].denominator) == (20, 26)
    assert found["requests_accepted"].value == 28


def test_s9_03_a_name_that_matches_nothing_raises_and_is_no_zero() -> None:
    figures = Figures(report({}), FORM)
    for row_, column in (("regulations", "total"), ("review", "total"), ("granted", "sum")):
        with pytest.raises((KeyError, ValueError, LookupError)):
            figures.requests(row_, column)


def test_s9_04_blanks_are_no_zeros_in_any_figure() -> None:
    empty = report({})
    assert all(v.number is None for v in empty.values.values())
    assert not [m for m in measure([empty], FORM) if m.value is not None]


def test_s9_05_one_name_has_one_formula() -> None:
    with (ROOT / "gongkai" / "indicators.csv").open(encoding="utf-8") as lines:
        catalogue = list(csv.DictReader(lines))
    for key in ("id", "label_zh", "label_en"):
        names = [line[key] for line in catalogue]
        assert len(names) == len(set(names)), key


def test_s9_06_a_blank_cell_drops_no_row_and_leaves_no_zero(tmp_path: Path) -> None:
    reading = read(tmp_path, "x.html", to_page(tables(rows={"requests new_received": "20|3||0|2||26"})))
    assert row(reading, "requests new_received") == "20|3|blank|0|2|blank|26"


def test_s9_07_a_number_is_held_against_its_own_cell_and_not_against_the_whole_text(tmp_path: Path) -> None:
    reading = read(tmp_path, "x.html", to_page())
    assert reading.report is not None
    places = set()
    for v in reading.report.values.values():
        assert v.place is not None
        grid = reading.report.document.grids[v.place.grid - 1]
        assert (grid.rows[v.place.row - 1][v.place.column - 1] or "").strip() == v.raw
        places.add((v.place.grid, v.place.row, v.place.column))
    assert len(places) == len(reading.report.values)


def test_s9_08_nobody_is_ranked_and_nobody_gets_a_card() -> None:
    text = "".join(p.read_text("utf-8") for p in sorted((ROOT / "content").rglob("*.csv")))
    assert not [word for word in ("红牌", "黄牌", "red card", "yellow card", "落后") if word in text]
    assert not re.findall(r"(?<!不)(?<!不作)(?<!没有)排名", text)


def test_s9_09_the_information_fee_of_section_six_is_not_held_against_the_fees_of_table_two(tmp_path: Path) -> None:
    for said in ("无。", "全年收取信息处理费380元。"):
        reading = read(tmp_path, "x.html", to_page(prose={6: (said,)}))
        assert not [c for c in told(reading) if c.cell == FEES or "fee" in c.check]


def test_s9_09_looking_back_at_last_year_is_no_slip(tmp_path: Path) -> None:
    prose = {5: ("（一）2022年工作中存在问题的改进情况。", "2022年指出的两个问题已经改进。", "（二）2024年打算每月核对一次目录。")}
    assert not [c for c in told(read(tmp_path, "x.html", to_page(prose=prose))) if "year" in c.check or "period" in c.check]


def test_s9_10_the_first_hit_of_a_title_is_not_the_section(tmp_path: Path) -> None:
    intro = "先讲总体情况，再看主动公开政府信息情况，最后说存在的主要问题及改进情况。"
    sections = {s.number: s.paragraphs for s in read(tmp_path, "x.html", to_page(prose={0: (intro,)})).report.sections}  # type: ignore[union-attr]
    assert any("改进" in text for text in sections[5]) and intro not in sections.get(1, ())


def test_s9_12_reading_needs_no_network() -> None:
    loaded = set()
    for path in (ROOT / "gongkai").rglob("*.py"):
        if path.is_relative_to(ROOT / "gongkai" / "fetch"):
            continue  # the one room that asks the net; test_layers.py keeps all others from it
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                loaded |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                loaded.add(node.module.split(".")[0] if node.module != "urllib.parse" else "")
    assert not loaded & {"requests", "httpx", "aiohttp", "urllib3", "socket", "ftplib"}


# --- repairs nobody asked for (3.9) ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "cell", "printed"),
    [
        ({"requests granted": "9|1|0|0|1|0|0"}, "requests granted total", "0"),
        ({"requests outcome_total": "20|3|1|0|1|0|24"}, "requests outcome_total total", "24"),
        ({"disputes review": "4|1|0|2|0"}, "disputes review total", "0"),
        ({"requests new_received": "20|3|1|0|2|0|27"}, "requests new_received total", "27"),
    ],
)
def test_s3_9_a_total_that_does_not_fit_is_published_as_printed_and_told(tmp_path: Path, rows: dict[str, str], cell: str, printed: str) -> None:
    reading = read(tmp_path, "x.html", to_page(tables(rows=rows)))
    assert value(reading, cell).raw == printed and value(reading, cell).number == Decimal(printed)
    assert [c for c in told(reading) if c.outcome == "broken" and c.severity == "error" and str(c.cell) == cell]
    assert truth()
