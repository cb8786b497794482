"""PDF and OFD tables with rules around some of their cells only, one way only, or nowhere: no figure is read where it does not stand, none is called blank."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from editions.grids import Cell, grid_of, spread
from gongkai import readers
from gongkai.match import Own, match
from gongkai.model import CellId, Value
from gongkai.text import to_printed
from tests.corpus.ofd import to_ofd
from tests.drawn import WIDTHS, Ruled, draw, line, page_of, pdf_of
from tests.quirks.paper import LAYOUT_FORM, tables
from tests.reports import FORM

FREE = {
    "labels only": Ruled(free=("value",)),
    "labels and a frame": Ruled(free=("value",), frame=True),
    "labels and a block of all values": Ruled(free=("value",), block=True),
    "labels, apart from a block of all values": Ruled(free=("value", "head"), block=True, gap=5),
    "labels, not even heads": Ruled(free=("value", "head")),
    "columns of values without rows": Ruled(free=("value",), free_down=True),
    "rows of values without columns": Ruled(free=("value",), free_across=True),
    "values only": Ruled(free=("label", "vertical")),
    "across only": Ruled(down=False),
    "down only": Ruled(across=False),
    "nothing": Ruled(across=False, down=False),
}
MADE = tables()


def cells(folder: Path, page: str, kind: str, name: str) -> dict[tuple[str, str], tuple[Value, str]]:
    """Row and column → what is read there, what is printed."""
    path = folder / "a.pdf"
    path.write_bytes(pdf_of([page]))
    if kind == "ofd":
        (folder / "a.ofd").write_bytes(to_ofd(path, Random(1)))
        path = folder / "a.ofd"
    values = match(readers.read(path), FORM, Own("", 2023)).values
    table = MADE[name]
    columns = {row: [e.id for e in FORM.columns(name, table.version, row)] for row in table.rows}
    return {
        (row, id): (values.get(CellId(name, row, id), Value(CellId(name, row, id), "missing")), text)
        for row, texts in table.rows.items() for id, text in zip(columns[row], texts, strict=True)
    }


@pytest.mark.parametrize("kind", ["pdf", "ofd"])
@pytest.mark.parametrize("ruled", FREE.values(), ids=FREE)
def test_no_figure_without_rules_is_called_blank_or_given_to_another_cell(ruled: Ruled, kind: str) -> None:
    for name in MADE:
        with tempfile.TemporaryDirectory() as folder:
            for place, (value, text) in cells(Path(folder), page_of(MADE[name], ruled), kind, name).items():
                want = to_printed(text)
                is_sure = value.status in ("reported", "blank", "not_applicable")
                assert not is_sure or (value.status, value.number) == (want.status, want.number), (name, place, value, text)

@pytest.mark.parametrize("kind", ["pdf", "ofd"])
@pytest.mark.parametrize("ruled", [Ruled(down=False), Ruled(down=False, frame=True), Ruled(down=False, dash="[2 2] 0 d")], ids=["plain", "frame", "dashes"])
def test_a_table_ruled_across_only_is_read_where_its_columns_have_heads(tmp_path: Path, ruled: Ruled, kind: str) -> None:
    for name in MADE:
        for place, (value, text) in cells(tmp_path, page_of(MADE[name], ruled), kind, name).items():
            want = to_printed(text)
            assert (value.status, value.number) == (want.status, want.number), (name, place, value, text)


@pytest.mark.parametrize("kind", ["pdf", "ofd"])
@pytest.mark.parametrize("seed", range(4))
def test_blanks_of_a_table_ruled_across_only_move_no_figure(tmp_path: Path, seed: int, kind: str) -> None:
    rng = Random(seed)
    name, share, align = rng.choice(list(MADE)), rng.choice((0.3, 0.7)), rng.choice(("left", "center", "right"))
    rows = {row: tuple("" if rng.random() < share else text for text in texts) for row, texts in MADE[name].rows.items()}
    table = replace(MADE[name], rows=rows)
    columns = {row: [e.id for e in FORM.columns(name, table.version, row)] for row in rows}
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([page_of(table, Ruled(down=False, align=align))]))
    if kind == "ofd":
        (tmp_path / "a.ofd").write_bytes(to_ofd(path, Random(1)))
        path = tmp_path / "a.ofd"
    values = match(readers.read(path), FORM, Own("", 2023)).values
    for row, texts in rows.items():
        for id, text in zip(columns[row], texts, strict=True):
            value, want = values.get(CellId(name, row, id)), to_printed(text)
            if value and value.status in ("reported", "blank", "not_applicable"):
                assert (value.status, value.number) == (want.status, want.number), (row, id, value, text)


@pytest.mark.parametrize("nothing", ["/", "—", "无", "0", "- 3 -"])
def test_what_stands_beside_the_rules_of_a_row_leaves_it_no_blank(tmp_path: Path, nothing: str) -> None:
    rows = {row: (nothing,) * len(texts) if row in ("rules", "licensing") else texts for row, texts in MADE["proactive_disclosure"].rows.items()}
    table = replace(MADE["proactive_disclosure"], rows=rows)
    (tmp_path / "a.pdf").write_bytes(pdf_of([page_of(table, Ruled(free=("value", "head"), align="right"))]))
    values = match(readers.read(tmp_path / "a.pdf"), FORM, Own("", 2023)).values
    for row, column in (("licensing", "decisions"), ("rules", "in_force")):
        assert values[CellId("proactive_disclosure", row, column)].status in ("not_applicable", "ambiguous", "unreadable")


def test_a_table_with_rules_below_its_cells_only_is_read_with_its_heads(tmp_path: Path) -> None:
    drawn = [one.split() for one in page_of(MADE["requests"], Ruled(down=False)).splitlines()]
    strokes = [one[at:at + 7] for one in drawn if one[2:3] == ["m"] for at in range(0, len(one), 7)]
    top = max(float(one[1]) for one in strokes)
    below = "".join(" ".join(one) + "\n" for one in [*strokes, *(one for one in drawn if one[2:3] != ["m"])] if one not in strokes or float(one[1]) < top - 1)
    assert below.count(" l ") < len(strokes)
    for place, (value, text) in cells(tmp_path, below, "pdf", "requests").items():
        assert value.number == to_printed(text).number, (place, value, text)


# --- cells that are boxes of their own, or ruled by dots ----------------------------------------------------------------


def boxed(gap: float, paint: str, round_by: float = 0) -> str:
    """The disputes with a box for each cell, so many points between them; the figure of the first column is left out."""
    rows = spread(grid_of(LAYOUT_FORM, MADE["disputes"]))
    drawn, half = "0.6 w\n", gap / 2
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            x0, x1, y1, y0 = 50 + 34 * c + half, 50 + 34 * (c + cell.across) - half, 1150 - 24 * r - half, 1150 - 24 * (r + cell.down) + half
            k = round_by
            corners = (
                f"{x0 + k} {y0} m {x1 - k} {y0} l {x1} {y0} {x1} {y0} {x1} {y0 + k} c {x1} {y1 - k} l {x1} {y1} {x1} {y1} {x1 - k} {y1} c {x0 + k} {y1} l "
                f"{x0} {y1} {x0} {y1} {x0} {y1 - k} c {x0} {y0 + k} l {x0} {y0} {x0} {y0} {x0 + k} {y0} c h\n"
            )
            drawn += (corners if k else f"{x0} {y0} {x1 - x0} {y1 - y0} re\n") + paint
            for at, text in enumerate(() if cell.kind == "value" and c == 0 else (cell.text[at:at + 4] for at in range(0, len(cell.text), 4))):
                drawn += line(x0 + 3, y1 - 8 - 8 * at, text, 7)
    return drawn


BOXED = {
    "frames apart": boxed(4, "S\n"), "rounded frames": boxed(2, "S\n", 4), "grounds apart": boxed(1.5, "0.85 g f 0 g\n"), "grounds without gaps": boxed(0, "0.85 g f 0 g\n"),
    "shadows that lap over one another": boxed(-1.5, "0.85 g f 0 g\n"),
}


@pytest.mark.parametrize("page", BOXED.values(), ids=BOXED)
def test_cells_that_are_boxes_of_their_own_are_read(tmp_path: Path, page: str) -> None:
    for at, (place, (value, text)) in enumerate(cells(tmp_path, page, "pdf", "disputes").items()):
        assert (value.status, value.number) == (("blank", None) if at == 0 else ("reported", to_printed(text).number)), (place, value)


@pytest.mark.parametrize("name", MADE)
def test_a_table_with_rules_as_thick_as_those_of_browsers_is_read(tmp_path: Path, name: str) -> None:
    thick = ""
    for one in page_of(MADE[name], Ruled()).splitlines():
        parts = one.split()
        if parts[2:3] != ["m"]:
            thick += one + "\n"
            continue
        for x0, y0, x1, y1 in (map(float, (*parts[at:at + 2], *parts[at + 3:at + 5])) for at in range(0, len(parts), 7)):
            thick += f"{min(x0, x1) - 1.87} {min(y0, y1) - 1.87} {abs(x1 - x0) + 3.75:.2f} {abs(y1 - y0) + 3.75:.2f} re f\n"
    assert "3.75 re f" in thick and " l S" not in thick
    for place, (value, text) in cells(tmp_path, thick, "pdf", name).items():
        assert value.number == to_printed(text).number, (place, value, text)


def test_a_table_ruled_by_dots_is_read(tmp_path: Path) -> None:
    solid = page_of(MADE["disputes"], Ruled())
    dotted = ""
    for one in solid.splitlines():
        parts = one.split()
        for x0, y0, x1, y1 in (map(float, (*parts[at:at + 2], *parts[at + 3:at + 5])) for at in range(0, len(parts), 7) if parts[2:3] == ["m"]):
            count = int(max(abs(x1 - x0), abs(y1 - y0)) / 2) + 1
            dotted += "".join(f"{x0 + (x1 - x0) * at / count:.2f} {y0 + (y1 - y0) * at / count:.2f} .8 .8 re f\n" for at in range(count))
        dotted += "" if parts[2:3] == ["m"] else one + "\n"
    assert "re f" in dotted and " l S" not in dotted
    for place, (value, text) in cells(tmp_path, dotted, "pdf", "disputes").items():
        assert value.number == to_printed(text).number, (place, value, text)


# --- heads that a page break cuts -------------------------------------------------------------------------------------


def cut_heads(at: int, floats: bool) -> list[str]:
    """The requests on two pages, parted in their heads: behind line `at` of each head of one letter a line.

    floats: whether what is left of heads that reach down stands above the first rule of the second page.
    """
    rows = spread(grid_of(LAYOUT_FORM, MADE["requests"]))
    upper: list[list[Cell | None]] = [list(row) for row in rows[:3]]
    lower: list[list[Cell | None]] = [[None] * 10, *(list(row) for row in rows[3:])]
    lower[0][0] = Cell("", 3)
    loose = ""
    for r, row in enumerate(upper):
        for c, cell in enumerate(row):
            is_last = cell is not None and r + cell.down == 3 and c > 2
            if cell is None or not is_last:
                continue
            above, below = cell.text[:at], cell.text[at:]
            upper[r][c] = replace(cell, text=above)
            if floats and cell.down > 1:
                loose += line(52 + sum(WIDTHS["requests"][:c]), 1153, below)
                below = ""
            lower[0][c] = Cell(below, cell.across)
    pages = [draw(part, WIDTHS["requests"], Ruled(), top=top)[0] for part, top in ((upper, 200.0), (lower, 1150.0))]
    return [line(60, 300, "三、收到和处理政府信息公开申请情况") + pages[0], pages[1] + loose]


@pytest.mark.parametrize("floats", [False, True])
@pytest.mark.parametrize("at", [1, 2])
def test_heads_that_a_page_break_cuts_are_put_together(tmp_path: Path, at: int, floats: bool) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_of(cut_heads(at, floats)))
    values = match(readers.read(tmp_path / "a.pdf"), FORM, Own("", 2023)).values
    for row, texts in MADE["requests"].rows.items():
        found = [values[CellId("requests", row, e.id)] for e in FORM.columns("requests", "2021-30")]
        assert [str(value.number) for value in found] == list(texts), (row, [(value.status, value.note) for value in found])
