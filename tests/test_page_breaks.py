"""Tables that a page break parts: what stands on the next page is read by the heads on the page before, where it is the same table, and else in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from editions.grids import Cell
from gongkai import readers
from gongkai.match import Own, match
from gongkai.model import CellId, Value
from tests.drawn import Ruled, draw, line, pdf_of
from tests.reports import FORM

OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUPS = {"review": "行政复议", "litigation_direct": "未经复议直接起诉", "litigation_after_review": "复议后起诉"}
FIGURES = {"review": "4 3 2 1 10", "litigation_direct": "0 2 0 2 4", "litigation_after_review": "5 0 0 1 6"}
COLUMNS = [e.id for e in FORM.columns("disputes", "2021-30")]


def disputes(folder: Path, cut: int, heads: tuple[str, ...] = OUTCOMES, widths: tuple[int, ...] = (100, 60, 60, 60, 60, 60), between: str = "") -> dict[tuple[str, str], Value]:
    """The table with a group a line, parted behind `cut` of them. widths: of the columns on the second page. between: a line at its head."""
    rows = [[Cell(""), *map(Cell, heads)], *([Cell(GROUPS[group]), *map(Cell, FIGURES[group].split())] for group in GROUPS)]
    upper, end = draw([list(row) for row in rows[:1 + cut]], (100, 60, 60, 60, 60, 60), Ruled(), top=60.0 + 16 * (1 + cut))
    lower, _ = draw([list(row) for row in rows[1 + cut:]], widths, Ruled(), top=1130)
    assert end > 0
    pages = [line(60, 300, "四、政府信息公开行政复议、行政诉讼情况") + upper, (line(60, 1150, between) if between else "") + lower]
    (folder / "a.pdf").write_bytes(pdf_of(pages))
    values = match(readers.read(folder / "a.pdf"), FORM, Own("", 2023)).values
    return {(group, column): values.get(CellId("disputes", group, column), Value(CellId("disputes", group, column), "missing")) for group in GROUPS for column in COLUMNS}


@pytest.mark.parametrize("cut", [0, 1, 2])
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (1, 0, 2, 3, 4)], ids=["as the form", "two heads the other way round"])
def test_groups_on_the_next_page_are_read_by_the_heads_on_the_page_before(tmp_path: Path, cut: int, order: tuple[int, ...]) -> None:
    found = disputes(tmp_path, cut, tuple(OUTCOMES[at] for at in order))
    for (group, column), value in found.items():
        assert str(value.number) == FIGURES[group].split()[order.index(COLUMNS.index(column))], (group, column, value)


def test_cases_in_other_columns_on_the_next_page_are_none_of_the_table(tmp_path: Path) -> None:
    for changed in ({"widths": (100, 80, 60, 60, 60, 60)}, {"between": "注：以下为历年案件情况。"}):
        found = disputes(tmp_path, 1, (*OUTCOMES[1::-1], *OUTCOMES[2:]), **changed)  # type: ignore[arg-type]
        assert [found["review", column].number for column in COLUMNS] == [3, 4, 2, 1, 10]
        assert not [value for (group, _), value in found.items() if group != "review" and value.number is not None]


@pytest.mark.parametrize("foot", ["第四项之和） 计", "第三项加第四项之和） 计"])
def test_heads_cut_beside_the_note_in_their_corner_are_put_together(tmp_path: Path, foot: str) -> None:
    """A browser cuts a head row at the foot of a page, and what is left of the note and of a head stands below its last rule."""
    widths = [200, *[36] * 7]
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    note, rest = foot.split()
    corner = Cell("（本列数据的勾稽关系为：第一项加第二项之和，等于" + ("第三项加" if note[1] == "四" else ""))
    upper, end = draw([[corner, Cell("申请人情况", 6), None, None, None, None, None, Cell("总")]], widths, Ruled(), top=90)
    heads: list[list[Cell | None]] = [
        [Cell("", down=2), Cell(names[0], down=2), Cell("法人或其他组织", 5), None, None, None, None, Cell("", down=2)],
        [None, None, *map(Cell, names[1:]), None],
    ]
    figures = {"一、本年新收政府信息公开申请数量": "3 1 0 0 2 0 6", "二、上年结转政府信息公开申请数量": "1 0 0 0 0 0 1"}
    rows: list[list[Cell | None]] = [[Cell(label), *map(Cell, said.split())] for label, said in figures.items()]
    lower, _ = draw([*heads, *rows], widths, Ruled(), top=1150)
    loose = line(52, end - 10, note) + line(452 + 2, end - 10, rest)
    (tmp_path / "a.pdf").write_bytes(pdf_of([line(60, 300, "三、收到和处理政府信息公开申请情况") + upper + loose, lower]))
    values = match(readers.read(tmp_path / "a.pdf"), FORM, Own("", 2023)).values
    for row, said in zip(("new_received", "carried_in"), figures.values(), strict=True):
        found = [values[CellId("requests", row, e.id)] for e in FORM.columns("requests", "2021-30")]
        assert [str(value.number) for value in found] == said.split(), [(value.status, value.raw) for value in found]


def test_a_table_of_the_total_alone_is_of_the_form_though_its_heads_are_cut(tmp_path: Path) -> None:
    """A browser parts 商业 from 企业; 总计 is a head of the tables before, and a row of none of them."""
    widths, names = [200, *[36] * 7], ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    figures = {"一、本年新收政府信息公开申请数量": "3 1 0 0 2 0 6", "（七）总计": "4 0 1 0 0 0 5"}
    labels, said = zip(*figures.items(), strict=True)
    first, _ = draw([[Cell("申请人情况"), *map(Cell, names)], [Cell(labels[0]), *map(Cell, said[0].split())]], widths, Ruled(), top=290)
    ends = {"商业企业": "企业", "法律服务机构": "机构"}
    cut = [Cell(name.removesuffix(ends.get(name, ""))) for name in names]
    upper, _ = draw([[Cell("申请人情况"), *cut]], widths, Ruled(), top=90)
    rest = [Cell(ends.get(name, "")) for name in names]
    lower, _ = draw([[Cell(""), *rest], [Cell(labels[1]), *map(Cell, said[1].split())]], widths, Ruled(), top=1150)
    (tmp_path / "a.pdf").write_bytes(pdf_of([line(60, 300, "三、收到和处理政府信息公开申请情况") + first + upper, lower]))
    values = match(readers.read(tmp_path / "a.pdf"), FORM, Own("", 2023)).values
    for row, texts in zip(("new_received", "outcome_total"), said, strict=True):
        assert [str(values[CellId("requests", row, e.id)].number) for e in FORM.columns("requests", "2021-30")] == texts.split()


@pytest.mark.parametrize(("between", "is_read"), [("", True), ("（续表）", True), ("以下为另一年度的情况", False)])
def test_heads_alone_at_the_foot_of_a_page_are_those_of_the_rows_on_the_next(tmp_path: Path, between: str, is_read: bool) -> None:
    """Without rows, nothing parts the columns of labels below the corner of the heads: they have two columns fewer."""
    widths = [60, 60, 80, *[36] * 7]
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    upper, _ = draw([[Cell("申请人情况", 3), None, None, *map(Cell, names)]], widths, Ruled(), top=90)
    figures = {"new_received": "3 1 0 0 2 0 6", "granted": "4 0 1 0 0 0 5", "denied_state_secret": "1 0 0 0 0 7 8"}
    rows: list[list[Cell | None]] = [
        [Cell("一、本年新收政府信息公开申请数量", 3), None, None], [Cell("三、本年度办理结果", 1, 2), Cell("（一）予以公开", 2), None],
        [None, Cell("（三）不予公开"), Cell("1.属于国家秘密")],
    ]
    for row, said in zip(rows, figures.values(), strict=True):
        row += map(Cell, said.split())
    lower, _ = draw(rows, widths, Ruled(), top=1130)
    (tmp_path / "a.pdf").write_bytes(pdf_of([line(60, 300, "三、收到和处理政府信息公开申请情况") + upper, (line(60, 1150, between) if between else "") + lower]))
    values = match(readers.read(tmp_path / "a.pdf"), FORM, Own("", 2023)).values
    for name, said in figures.items():
        found = [values[CellId("requests", name, e.id)] for e in FORM.columns("requests", "2021-30")]
        assert [str(value.number) for value in found] == (said.split() if is_read else ["None"] * 7), [(value.status, value.raw) for value in found]
