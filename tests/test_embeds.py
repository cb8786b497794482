"""Charts that leave the site: each stands alone, says whose figures it shows and of which version, and can be traced back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from gongkai import charts, publisher, tables
from gongkai.charts import Chart
from gongkai.form import load
from gongkai.pages import embeds
from tests.browser import made

VERSION = "0123456789abcdef0123456789abcdef01234567 2026-11-20T10:00:00Z"
FORM = load()
READINGS = [made.reading(made.agencies()[2], year, 4) for year in (2023, 2024)] + [made.reading(made.HOSTILE, 2024, 4)]


@pytest.fixture(scope="module")
def frames() -> Any:
    return tables.tabulate(READINGS, FORM)


@pytest.fixture(scope="module")
def drawn(frames: Any) -> Any:
    return charts.draw(frames, FORM)


def render(drawn: Any, address: str = "") -> dict[str, str | bytes]:
    names = {r.report.agency.agency_id: r.report.agency.name for r in READINGS if r.report}
    found: dict[str, str | bytes] = {}
    for (agency_id, _, language), chart in drawn.items():
        found |= embeds.render_chart(agency_id, language, chart, names[agency_id], VERSION, address)
    return found


def test_every_picture_on_a_bodys_page_is_a_file_and_a_page_for_frames_in_both_languages(drawn: Any) -> None:
    found = render(drawn)
    for (agency_id, id, language), chart in drawn.items():
        prefix = "" if language == "zh" else "en/"
        assert (f"{prefix}agencies/{agency_id}/{id}.svg" in found) == bool(chart.svg)
        assert (f"{prefix}embed/{agency_id}/{id}/index.html" in found) == bool(chart.svg)


def test_a_picture_stands_alone_and_says_whose_it_is_and_which_version(drawn: Any) -> None:
    found = render(drawn, "https://example.org/")
    picture = str(found["agencies/350581-caizheng/received.svg"])
    text = "".join("".join(e.itertext()) for e in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"))
    words = ("石狮市财政局", "收到的政府信息公开申请", "本年新收与上年结转", "0123456789", "2026-11-20", publisher.load().licence.name, "https://example.org/agencies/")
    for word in words:
        assert word in text, word
    assert not re.search(r"(href|src|url\(|@import|var\()", picture), "it needs nothing from anywhere"
    root = ElementTree.fromstring(picture)
    [view] = root.findall("{http://www.w3.org/2000/svg}view")
    [plot] = root.findall("{http://www.w3.org/2000/svg}svg")
    assert view.get("viewBox") == " ".join(str(plot.get(side)) for side in ("x", "y", "width", "height")), "what a page shows of it is the plot"
    assert embeds.to_plot(drawn["350581-caizheng", "received", "zh"]) == (int(plot.get("width", 0)), int(plot.get("height", 0)))


def test_nothing_leaves_the_frame_of_a_picture(drawn: Any) -> None:
    for path, content in render(drawn).items():
        if path.endswith(".svg"):
            root = ElementTree.fromstring(str(content))
            width, height = float(root.get("width", 0)), float(root.get("height", 0))
            for text in root.findall("{http://www.w3.org/2000/svg}text"):
                size = float(text.get("font-size", 0))
                assert float(text.get("x", 0)) + embeds.to_width("".join(text.itertext())) * size <= width, path
                assert float(text.get("y", 0)) < height, path


def test_a_hostile_name_is_text(drawn: Any) -> None:
    found = render(drawn)
    for path, content in found.items():
        if "hostile" in path and not path.endswith(".csv"):
            assert "<script" not in str(content)


def test_a_page_for_frames_is_kept_out_of_search_engines_and_leads_back(drawn: Any) -> None:
    page = str(render(drawn)["en/embed/350581-caizheng/received/index.html"])
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="../../../agencies/350581-caizheng/#chart-received"' in page
    assert VERSION in page
    assert "<script" not in page


def test_a_chart_with_nothing_to_see_has_no_picture(drawn: Any) -> None:
    empty: dict[tuple[str, str, str], Chart] = {key: replace(chart, svg="") for key, chart in drawn.items()}
    assert render(empty) == {}


def test_the_colours_are_those_of_the_charts() -> None:
    assert embeds.palette() == charts.PALETTE


@pytest.mark.parametrize(("text", "lines"), [
    ("一二三四五六", ["一二三", "四五六"]), ("ab cd", ["ab cd"]), ("abcdef ghi", ["abcdef", "ghi"]), ("一二三，四", ["一二三，", "四"]), ("", []),
])
def test_lines_break_between_words_and_anywhere_in_chinese(text: str, lines: list[str]) -> None:
    assert list(embeds.to_lines(text, 3.5)) == lines
