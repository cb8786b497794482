"""Still pictures: every bar is there, as high as its figure, and as the interactive chart has it."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from random import Random
from typing import Any

import pytest
import vl_convert

from gongkai.charts import CHARTS, PALETTE, draw_agency
from gongkai.charts.drawing import to_spec
from gongkai.charts.figures import Cell, Figures
from gongkai.charts.plan import Bar, Plan
from gongkai.charts.plans import wanted_cells
from gongkai.charts.still import HEIGHTS, to_percent, to_still, to_ticks
from gongkai.form import load

FORM = load()
BODIES = 60
_MARK = re.compile(r"M(-?[\d.]+),(-?[\d.]+)h([\d.]+)v([\d.]+)h-\3z")


def made_up(seed: int) -> Figures:
    """A body of one to nine years, whose outcomes and cases add up in most of them; blanks, zeros and very large numbers among its figures."""
    rng = Random(seed)
    first, years = rng.randint(2019, 2022), rng.choice((1, 2, 3, 5, 9))
    forms: dict[int, dict[str, str]] = {}
    cells: dict[tuple[int, Cell], tuple[str, Decimal | None]] = {}
    for year in range(first, first + years):
        if rng.random() < 0.1 and forms:
            continue  # a year without a report
        version = FORM.version_of(year)
        forms[year] = dict.fromkeys(FORM.tables_of(version), version)
        size = rng.choice((0, 1, 4, 60, 5000, 3_000_000))
        for cell in sorted(wanted_cells(FORM)):
            if rng.random() < 0.05:
                cells[year, cell] = "blank", None
            elif cell[2] == "amount_wan":
                cells[year, cell] = "reported", Decimal(rng.randint(0, size * 10_000)) / 10_000
            else:
                cells[year, cell] = "reported", Decimal(rng.choice((0, rng.randint(0, size))))
        handled = [("requests", row.id, "total") for row in FORM.rows("requests", version) if row.parent and row.id != "outcome_total"]
        numbers = [cells[year, cell][1] for cell in handled if (year, cell) in cells]
        cells[year, ("requests", "outcome_total", "total")] = "reported", sum((n for n in numbers if n is not None), Decimal(0))
        for row in ("review", "litigation_direct", "litigation_after_review"):
            if rng.random() < 0.85:
                parts = [cells[year, ("disputes", row, column.id)][1] for column in FORM.columns("disputes", version) if column.id != "total"]
                cells[year, ("disputes", row, "total")] = "reported", sum((n for n in parts if n is not None), Decimal(0))
    return Figures(f"body-{seed}", forms, cells)


def plans() -> Iterator[tuple[str, Plan]]:
    for seed in range(BODIES):
        figures = made_up(seed)
        for id, kind in CHARTS.items():
            plan = kind.plan(figures, FORM)
            if plan is not None and any(bar.value for bar in plan.bars):
                yield f"{id} of body {seed}", plan


def heights(content: str) -> dict[int, list[tuple[float, float, float]]]:
    """series → (left, top, height) of each of its bars, in the order of the page."""
    found: dict[int, list[tuple[float, float, float]]] = {}
    for index, path in re.findall(r'<path class="s(\d)"[^>]* d="([^"]*)"', content):
        marks = _MARK.findall(path)
        assert "".join(f"M{x},{y}h{w}v{h}h-{w}z" for x, y, w, h in marks) == path, "a mark that this test does not know"
        found[int(index)] = [(float(x), float(y), float(h)) for x, y, _, h in marks]
    return found


def drawn_bars(plan: Plan, index: int) -> list[Bar]:
    """The bars of a series that have a height, panel by panel and year by year, as the picture draws them."""
    series = list(plan.series)[index]
    order = {panel: at for at, panel in enumerate(plan.panels)}
    bars = [bar for bar in plan.bars if bar.series == series and bar.value]
    return sorted(bars, key=lambda bar: (order[bar.panel], bar.year))


def length(plan: Plan, bar: Bar) -> Decimal:
    assert bar.value is not None
    return bar.value / bar.whole if plan.layout == "shares" and bar.whole else bar.value


def test_every_bar_is_drawn_as_high_as_its_figure() -> None:
    count = 0
    for name, plan in plans():
        found = heights(to_still(plan))
        by_panel: dict[str, set[float]] = {}
        for index in range(len(plan.series)):
            bars, marks = drawn_bars(plan, index), found.get(index, [])
            assert len(marks) == len(bars), name
            for bar, (_, _, height) in zip(bars, marks, strict=True):
                count += 1
                panel = bar.panel if plan.has_own_scales else ""
                if height > 3:  # a tenth of a px is the least that is written
                    by_panel.setdefault(panel, set()).add(float(length(plan, bar)) / height)
        for ratios in by_panel.values():
            assert max(ratios) / min(ratios) < 1.04, name
    assert count > 1500


def test_shares_that_add_up_fill_their_bar_to_the_top() -> None:
    whole = 0
    for name, plan in plans():
        if plan.layout != "shares":
            continue
        tops: dict[float, float] = {}
        for marks in heights(to_still(plan)).values():
            for left, _, height in marks:
                tops[left] = tops.get(left, 0) + height
        assert all(abs(top - HEIGHTS[1]) < 0.5 for top in tops.values()), name
        assert len(tops) == len({bar.year for bar in plan.bars if bar.value})
        whole += len(tops)
    assert whole > 50


def test_the_interactive_chart_has_the_same_bars() -> None:
    """Vega's own scene, as values: as many bars, and the same parts of their panel."""
    for name, plan in list(plans())[::7]:
        drawn = (mark[2] / HEIGHTS[min(len(plan.panels), 3)] for found in heights(to_still(plan)).values() for mark in found)
        # a year without a figure has a bar of no height in Vega's scene
        pairs = list(zip_longest(sorted(_scene_heights(plan), reverse=True), sorted(drawn, reverse=True), fillvalue=0.0))
        assert pairs and all(abs(rect - mark) < 0.003 for rect, mark in pairs), name


def _scene_heights(plan: Plan) -> Iterator[float]:
    scene = vl_convert.vegalite_to_scenegraph(to_spec(plan, "en"))
    yield from _rects(scene["scenegraph"], 1.4 * HEIGHTS[min(len(plan.panels), 3)])


def _rects(node: Any, height: float) -> Iterator[float]:
    for item in node.get("items", ()):
        if node.get("marktype") == "rect" and node.get("role") == "mark":
            yield abs(item.get("height") or 0) / height
        yield from _rects(item, height)


@pytest.mark.parametrize(("high", "ticks"), [("1", ["0", "1"]), ("2", ["0", "1", "2"]), ("7", ["0", "2", "4", "6"]), ("220", ["0", "100", "200"])])
def test_counts_have_whole_ticks(high: str, ticks: list[str]) -> None:
    assert [str(int(tick)) for tick in to_ticks(Decimal(0), Decimal(high), True)] == ticks


def test_a_number_below_zero_hangs_from_the_line() -> None:
    figures = Figures("x", {2023: {"requests": FORM.versions[-1]}}, {
        (2023, ("requests", "new_received", "total")): ("reported", Decimal(-3)), (2023, ("requests", "carried_in", "total")): ("reported", Decimal(6)),
    })
    plan = CHARTS["received"].plan(figures, FORM)
    assert plan is not None
    found = heights(to_still(plan))
    (_, below, low), (_, above, high) = found[0][0], found[1][0]
    assert below == pytest.approx(above + high, abs=0.2) and low == pytest.approx(high / 2, abs=0.2)


def of_one_row(row: str, *numbers: int) -> Figures:
    cells = {(2020 + at, (*row.split("."), "total")): ("reported", Decimal(number)) for at, number in enumerate(numbers)}
    return Figures("x", {year: {row.split(".")[0]: FORM.versions[-1]} for year, _ in cells}, cells)


def test_the_interactive_chart_has_its_ground_at_0_and_its_figures_over_it() -> None:
    plan = CHARTS["received"].plan(of_one_row("requests.new_received", -3, 6), FORM)
    assert plan is not None
    marks = list(_marks(vl_convert.vegalite_to_scenegraph(to_spec(plan, "en"))["scenegraph"]))
    ground = {item["y"] for kind, item in marks if kind == "rule" and item.get("opacity") != 0}
    figures = {item["text"]: item["y"] for kind, item in marks if kind == "text" and item.get("text")}
    assert len(ground) == 1 and 0 < (line := ground.pop()) < 1.4 * HEIGHTS[1] - 5, "the ground is not the bottom where a bar hangs below it"
    assert figures["−3"] == line and figures["6"] < line


def test_zeros_stand_at_the_bottom_of_their_panel_of_the_interactive_chart() -> None:
    cells = {(year, ("proactive_disclosure", row, "decisions")): ("reported", Decimal(9 * at)) for year in (2023, 2024) for at, row in
             enumerate(("licensing", "penalties"))}
    plan = CHARTS["decisions"].plan(Figures("x", {year: {"proactive_disclosure": FORM.versions[-1]} for year in (2023, 2024)}, cells), FORM)
    assert plan is not None
    marks = list(_marks(vl_convert.vegalite_to_scenegraph(to_spec(plan, "en"))["scenegraph"]))
    assert {item["y"] for kind, item in marks if kind == "text" and item.get("text") == "0"} == {1.4 * HEIGHTS[3]}


def _marks(node: Any) -> Iterator[tuple[str, Any]]:
    for item in node.get("items", ()):
        if node.get("role") == "mark":
            yield node.get("marktype"), item
        yield from _marks(item)


def test_a_number_that_cannot_be_seen_beside_an_enormous_one_is_told() -> None:
    charts = draw_agency(of_one_row("requests.new_received", 3, 150_000, 0, 5), FORM)
    assert [note for note in charts["received", "en"].notes if "Too low" in note] == [
        "Too low to be seen in the picture: 3 in 2020, 5 in 2023 (New requests received this year)."
    ]
    assert any(note == "低得在图上看不出的数：“本年新收政府信息公开申请数量”2020 年 3，2023 年 5。" for note in charts["received", "zh"].notes)
    seen = draw_agency(of_one_row("requests.new_received", 3, 150, 0, 5), FORM)
    assert not any("Too low" in note for note in seen["received", "en"].notes)


@pytest.mark.parametrize(("share", "told"), [("1", "100%"), ("0.997", ">99%"), ("0.994", "99%"), ("0.5", "50%")])
def test_100_per_cent_is_the_whole_and_nothing_less(share: str, told: str) -> None:
    assert to_percent(Decimal(share)) == told


def test_the_name_of_a_panel_stands_above_the_figure_of_its_highest_bar() -> None:
    cells = {(year, ("proactive_disclosure", row, "decisions")): ("reported", Decimal(300)) for year in (2023, 2024) for row in ("licensing", "penalties")}
    plan = CHARTS["decisions"].plan(Figures("x", {year: {"proactive_disclosure": FORM.versions[-1]} for year in (2023, 2024)}, cells), FORM)
    assert plan is not None
    picture = to_still(plan)
    name = re.search(r'y="(-?\d+)">licensing', picture)
    figures = [int(y) for y in re.findall(r'y="(-?\d+)">300<', picture)]
    assert name and min(figures) - int(name[1]) >= 10, "a line of the 9 px type"


def test_a_chart_that_looks_at_a_cell_it_does_not_declare_stops_the_build() -> None:
    careless = replace(CHARTS["received"], cells=lambda form: frozenset({("requests", "new_received", "total")}))
    with pytest.raises(ValueError, match="does not declare"):
        careless.plan(made_up(1), FORM)


def test_no_colour_of_a_series_is_red_or_green() -> None:
    for colour in PALETTE:
        hue, lightness, saturation = colorsys.rgb_to_hls(*(int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)))
        assert saturation < 0.2 or not (hue < 20 / 360 or hue > 345 / 360 or 80 / 360 < hue < 160 / 360), (colour, lightness)


def test_what_is_not_known_stops_the_build() -> None:
    plan = next(plan for _, plan in plans())
    with pytest.raises(ValueError, match="layout"):
        to_still(replace(plan, layout="pie"))
    stray = replace(plan, bars=(*plan.bars, Bar("no such panel", next(iter(plan.series)), plan.years[0], Decimal(3))))
    with pytest.raises(ValueError, match="bars were drawn of"):
        to_still(stray)
