"""A row that stands in two lines: its label cut, numbers in both of them or in the one without a label, on one page or over a page break."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from editions.grids import grid_of, spread
from gongkai import readers
from gongkai.match import Own, match
from gongkai.model import CellId, Value
from gongkai.text import to_printed
from tests.quirks.paper import LAYOUT_FORM, tables
from tests.reports import FORM, document

Rows = list[list[str | None]]
HEADS: list[str | None] = ["信息内容", "本年处理决定数量"]
WAYS = ("upper", "lower", "mixed", "both", "cut")


def halves(rng: Random, row: list[str | None], kinds: list[str], way: str) -> tuple[list[str | None], list[str | None]]:
    """A row as two: its label cut at random, its numbers in the upper line, the lower one, some in each, others in each, or cut."""
    label = max(at for at, kind in enumerate(kinds) if kind in ("label", "vertical"))
    text = (row[label] or "").replace("\n", "")
    at = rng.choice((1, 2, len(text) // 2, len(text) - 1, len(text)))
    upper = list(row)
    lower: list[str | None] = [None if cell is None or place < label else "" for place, cell in enumerate(row)]
    upper[label], lower[label] = text[:at], text[at:]
    for place, kind in enumerate(kinds):
        value = row[place] or ""
        if kind != "value" or way == "upper":
            continue
        if way == "lower" or (way == "mixed" and rng.random() < 0.5):
            upper[place], lower[place] = "", value
        elif way == "both":
            lower[place] = str(rng.randint(1, 99))
        elif way == "cut" and len(value) > 1:
            upper[place], lower[place] = value[:1], value[1:]
    return upper, lower


def cut_tables(version: str, name: str, seed: int) -> Iterator[tuple[str, list[Rows], dict[str, tuple[str, str]]]]:
    """Each row of a table cut once: its id, the grids, and what is printed in each of its cells above and below the cut."""
    rng = Random(seed)
    empty = tables(version)[name].rows.items()
    figures = {f"{name} {row}": "|".join(str(rng.choice((0, 7, rng.randint(10, 999)))) if rng.random() < 0.9 else "" for _ in values) for row, values in empty}
    made = grid_of(LAYOUT_FORM, tables(version, figures)[name])
    places = spread(made)
    grid: Rows = [[None if cell is None else cell.text for cell in row] for row in places]
    for at, row in enumerate(made):
        kinds = ["" if cell is None else cell.kind for cell in places[at]]
        if row.key.startswith(("head", "item")):
            continue
        upper, lower = halves(rng, grid[at], kinds, rng.choice(WAYS))
        over_pages = rng.random() < 0.5
        grids = [[*grid[:at], upper], [["" if cell is None else cell for cell in lower], *grid[at + 1:]]] if over_pages else [[*grid[:at], upper, lower, *grid[at + 1:]]]
        columns = [e.id for e in FORM.columns(name, version, row.key)]
        ends = [place for place, kind in enumerate(kinds) if kind == "value"]
        yield row.key, grids, {id: (upper[place] or "", lower[place] or "") for id, place in zip(columns, ends, strict=True)}


@pytest.mark.parametrize("version", ["2021-30", "2019-60"])
@pytest.mark.parametrize("name", ["requests", "proactive_disclosure"])
def test_a_row_in_two_lines_is_read_whole_or_in_doubt_and_never_blank(version: str, name: str) -> None:
    whole = 0
    for seed in range(3):
        for row, grids, printed in cut_tables(version, name, seed):
            values = match(document([], "注", grids=grids), FORM, Own("", 2023)).values
            for column, (above, below) in printed.items():
                value = values[CellId(name, row, column)]
                is_sure = value.status in ("reported", "blank", "not_applicable")
                assert not (is_sure and above and below), (row, column, above, below, value, grids)
                want = to_printed(above or below)
                assert not is_sure or (value.status, value.number) == (want.status, want.number), (row, column, above, below, value)
                whole += is_sure
    assert whole > 9  # rows of which all numbers stand on one side are read


THREE = {
    # labels and numbers of three lines → what may be published of them
    "a label over all of them": ([("行政", ""), ("许", "12"), ("可", "")], "12"),
    "numbers in two of them": ([("行政", "12"), ("许", "84"), ("可", "")], None),
    "numbers in the first and the last": ([("行政", "12"), ("许可", ""), ("", "84")], None),
    "a number between two halves of the label": ([("行政", ""), ("", "12"), ("许可", "")], "12"),
    "three numbers": ([("行政许可", "1"), ("", "2"), ("", "8")], None),
}


@pytest.mark.parametrize(("lines", "number"), THREE.values(), ids=THREE)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_row_in_three_lines_is_read_whole_or_in_doubt_and_its_neighbours_as_ever(lines: list[tuple[str, str]], number: str | None, at: int) -> None:
    drawn: Rows = [HEADS, ["行政处罚", "641"], *([label, text] for label, text in lines), ["行政强制", "7"]]
    grids = [drawn] if not at else [drawn[:2 + at], drawn[2 + at:]]
    values = match(document([], "注", grids=grids), FORM, Own("", 2023)).values
    found = [values[CellId("proactive_disclosure", row, "decisions")] for row in ("penalties", "licensing", "coercive_measures")]
    assert [str(found[0].number), str(found[2].number)] == ["641", "7"]
    assert found[1].status != "blank" and (found[1].number is None or str(found[1].number) == number), found[1]


def licensing(folder: Path, name: str, content: str) -> Value:
    (folder / name).write_text("二、主动公开政府信息情况\n\n" + content, "utf-8")
    return match(readers.read(folder / name), FORM, Own("", 2023)).values[CellId("proactive_disclosure", "licensing", "decisions")]


TEXTS = {
    "x.html": "<table border=1>" + "".join(f"<tr><td>{a}<td>{b}</tr>" for a, b in (HEADS, ("行政许可", "{}"), ("", "{}"), ("行政强制", "7"))) + "</table>",
    "merged.html": "<table border=1><tr><td>信息内容<td>本年处理决定数量<tr><td rowspan=2>行政许可<td>{}<tr><td>{}<tr><td>行政强制<td>7</table>",
    "x.md": "| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | {} |\n| | {} |\n| 行政强制 | 7 |\n",
    "tabs.txt": "信息内容\t本年处理决定数量\n行政许可\t{}\n{}\n\n行政处罚工作有序开展。\n",
    "cells.txt": "信息内容\t本年处理决定数量\n行政许可\t{}\n\t{}\n行政强制\t7\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_number_below_the_number_of_a_row_is_of_nobody_knows_what(tmp_path: Path, name: str) -> None:
    found = licensing(tmp_path, name, TEXTS[name].format("12", "84"))
    assert found.number is None and found.status != "blank", found
    assert licensing(tmp_path, name, TEXTS[name].format("", "84")).status not in ("blank", "reported")


def test_numbers_that_count_pages_are_no_part_of_a_row(tmp_path: Path) -> None:
    text = TEXTS["tabs.txt"].format("12", "1") + "2\n四、其他\n"
    assert licensing(tmp_path, "x.txt", text).number == 12
