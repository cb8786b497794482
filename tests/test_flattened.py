"""Tables that were poured into a text a cell a line: what is published stands where it was laid out, or nothing is."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from gongkai import form, readers
from gongkai.match import match
from gongkai.model import CellId, Value

FORM = form.load()
APPLICANTS = [entry.id for entry in FORM.columns("requests", "2021-30")]
GROUPS = ("review", "litigation_direct", "litigation_after_review")
OUTCOMES = ("upheld", "corrected", "other_outcome", "pending", "total")
LABELS = {
    "new_received": ["一、本年新收政府信息公开申请数量"], "carried_in": ["二、上年结转政府信息公开申请数量"], "granted": ["三、本年度办理结果", "（一）予以公开"],
    "partially_granted": ["（二）部分公开"], "denied_state_secret": ["（三）不予公开", "1.属于国家秘密"], "outcome_total": ["（七）总计"],
    "carried_out": ["四、结转下年度继续办理"],
}
Rows = list[list[str]]
Truth = dict[CellId, str]


def to_sum(texts: list[str]) -> str:
    return str(sum(int(text) for text in texts if text))


def to_requests(patterns: list[int]) -> tuple[Rows, Truth]:
    """The table of requests; each row has figures where its pattern has a bit, and nothing elsewhere."""
    rows = [["申请人情况"], ["自然人", "法人或其他组织", "总计"], ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]]
    truth: Truth = {}
    for at, ((row, label), pattern) in enumerate(zip(LABELS.items(), patterns, strict=True)):
        texts = [str(10 * at + i + 1) if pattern >> i & 1 else "" for i in range(6)]
        texts.append(to_sum(texts) if pattern >> 6 else "")
        rows.append([*label, *texts])
        truth |= {CellId("requests", row, column): text for column, text in zip(APPLICANTS, texts, strict=True)}
    return rows, truth


def to_proactive(rng: Random) -> tuple[Rows, Truth]:
    rows, truth = [["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]], {}
    for row, label in (("rules", "规章"), ("normative_documents", "行政规范性文件")):
        texts = [rng.choice(("3", "14", "")) for _ in range(3)]
        rows.append([label, *texts])
        truth |= {CellId("proactive_disclosure", row, c): t for c, t in zip(("issued_this_year", "repealed_this_year", "in_force"), texts, strict=True)}
    return [*rows, ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "97"]], truth


def to_disputes(rng: Random) -> tuple[Rows, Truth]:
    texts = [str(i + 1) if rng.random() < 0.8 else "" for i in range(15)]
    for group in range(0, 15, 5):
        texts[group + 4] = to_sum(texts[group : group + 4]) if texts[group + 4] else ""
    heads = [*OUTCOME_WORDS, "未经复议直接起诉", "复议后起诉"]
    cells = [CellId("disputes", group, column) for group in GROUPS for column in OUTCOMES]
    return [["行政复议", "行政诉讼"], heads, [*OUTCOME_WORDS, *OUTCOME_WORDS], texts], dict(zip(cells, texts, strict=True))


OUTCOME_WORDS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def pour(rows: Rows, how: str) -> str:
    cells = [cell for row in rows for cell in row]
    match how:
        case "a line each":
            return "\n".join(cells)
        case "a line each, spaces in empty ones":
            return " \r\n".join(cell or "\u3000" for cell in cells)
        case "empty lines between":
            return "\n\n".join(cells)
        case "two empty lines between":
            return "\n\n\n".join(cells)
        case "an empty line behind, an empty cell is a line feed":
            return "".join(f"{cell}\n\n" if cell else "\n" for cell in cells)
        case "two empty lines behind, an empty cell is a line feed":
            return "".join(f"{cell}\n\n\n" if cell else "\n" for cell in cells)
        case "empty cells gone":
            return "\n".join(filter(None, cells))
        case "empty cells gone, empty lines between":
            return "\n\n".join(filter(None, cells))
        case "a bar behind each":
            return "".join(f"{cell} |\n" if cell else "|\n" for cell in cells)
        case "a bar opens each row":
            return "".join("|\n" + "".join(f"{cell} |\n" if cell else "|\n" for cell in row) for row in rows)
        case "bars of merged cells behind the last":
            return "".join("|\n" + "".join(f"{cell} |\n" if cell else "|\n" for cell in row)[:-1] + "||\n" for row in rows)
        case "bars on lines of their own":
            return "\n|\n".join(cells)
        case "bars on lines of their own, an empty cell is one":
            return "".join(f"{cell}\n|\n" if cell else "|\n" for cell in cells)
        case "bars on lines of their own, empty cells gone":
            return "\n|\n".join(filter(None, cells))
        case "numbers of pages between rows":
            return "\n".join(line for at, row in enumerate(rows) for line in (*row, *([f"- {at + 3} -"] if at % 3 == 1 else [])))
        case "bare numbers of pages between rows":
            return "\n".join(line for at, row in enumerate(rows) for line in (*row, *([f"{at + 3}"] if at % 4 == 3 else [])))
        case "an empty line between rows":
            return "\n\n".join("\n".join(row) for row in rows)
        case "an empty line between rows, empty cells gone":
            return "\n\n".join("\n".join(filter(None, row)) for row in rows)
        case "a bar opens each row, empty cells gone":
            return "".join("|\n" + "".join(f"{cell} |\n" for cell in row if cell) for row in rows)
        case "a tab before each, empty cells gone":
            return "\n".join("".join(f"\t{cell}\n" for cell in row if cell) for row in rows)
    raise ValueError(how)


# each with the least share of cells that it is read of, over all patterns of empty cells
LAYOUTS = {
    "a line each": 0.97, "a line each, spaces in empty ones": 0.97, "empty lines between": 0.8, "two empty lines between": 0.8,
    "an empty line behind, an empty cell is a line feed": 0.9, "two empty lines behind, an empty cell is a line feed": 0.9,
    "empty cells gone": 0.12, "empty cells gone, empty lines between": 0.12, "a bar behind each": 0.97, "a bar opens each row": 0.25,
    "bars of merged cells behind the last": 0.2, "bars on lines of their own": 0.8, "bars on lines of their own, an empty cell is one": 0.9,
    "bars on lines of their own, empty cells gone": 0.12, "numbers of pages between rows": 0.97, "bare numbers of pages between rows": 0.25,
    "an empty line between rows": 0.15, "an empty line between rows, empty cells gone": 0.12, "a bar opens each row, empty cells gone": 0.12,
    "a tab before each, empty cells gone": 0.12,
}


def read(tmp_path: Path, tables: list[Rows], how: str) -> dict[CellId, Value]:
    headings = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况")
    text = "临江县水务局2022年政府信息公开工作年度报告\n一、总体情况\n我局认真做好政府信息公开工作。\n"
    text += "\n".join(f"{heading}\n{pour(table, how)}" for heading, table in zip(headings, tables, strict=True)) + "\n五、存在的主要问题及改进情况\n无。\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    return dict(match(readers.read(path), FORM).values)


@pytest.mark.parametrize("how", LAYOUTS)
def test_of_all_patterns_of_empty_cells_none_moves_a_figure(tmp_path: Path, how: str) -> None:
    rng = Random(how)
    seen: Counter[str] = Counter()
    for pattern in range(0, 128, 2):
        patterns = [pattern, pattern + 1, *((127, rng.randrange(128), pattern)[pattern % 3] for _ in range(5))]
        rng.shuffle(patterns)
        tables, truths = zip(to_proactive(rng), to_requests(patterns), to_disputes(rng), strict=True)
        values = read(tmp_path, list(tables), how)
        for cell, text in (truths[0] | truths[1] | truths[2]).items():
            value = values.get(cell)
            status = value.status if value else "missing"
            assert status != "reported" or (value is not None and str(value.number) == text), (pattern, cell, text, value)
            assert status != "blank" or not text, (pattern, cell, text, value)
            seen[status if status in ("reported", "blank") else "doubted"] += 1
    assert 1 - seen["doubted"] / seen.total() >= LAYOUTS[how], seen


def test_a_new_page_within_a_number_does_not_end_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t6\t1\t3\f7\n行政规范性文件\t5\t1\t12\v8\n\f行政许可\t97\n", "utf-8")
    values = match(readers.read(path), FORM).values
    seen = {cell.row: value.status for cell, value in values.items() if cell.column == "in_force"}
    assert seen == {"rules": "unreadable", "normative_documents": "unreadable"}


def pour_with(rows: Rows, at: int, more: str) -> str:
    """A cell a line, and more behind the first cell of a row."""
    return "\n".join(row[0] + more * (number == at) + "".join(f"\n{cell}" for cell in row[1:]) for number, row in enumerate(rows))


LEFT_OUT: dict[str, Callable[[Rows, int], str]] = {
    "behind the table": lambda rows, at: "\n".join(cell for row in rows for cell in row) + "\n" * 2,
    "behind the row": lambda rows, at: "\n".join("\n".join(row) + "\n" * (number == at) for number, row in enumerate(rows)),
    "before the row": lambda rows, at: "\n".join("\n" * (number == at) + "\n".join(row) for number, row in enumerate(rows)),
    "between the rows": lambda rows, at: "\n\n".join("\n".join(row) for row in rows),
    "before the values": lambda rows, at: pour_with(rows, at, "\n"),
    "a page's number behind the row": lambda rows, at: "\n".join("\n".join(row) + "\n9" * (number == at) for number, row in enumerate(rows)),
    "a page's number before the values": lambda rows, at: pour_with(rows, at, "\n9"),
    "the number of all pages behind the row": lambda rows, at: "\n".join("\n".join(row) + "\n3 / 9" * (number == at) for number, row in enumerate(rows)),
}
FIFTEEN = ["3", "1", "2", "4", "10", "0", "5", "2", "0", "7", "1", "1", "0", "6", "8"]


@pytest.mark.parametrize("how", LEFT_OUT)
def test_where_one_cell_was_left_out_an_empty_line_or_the_number_of_a_page_is_none(tmp_path: Path, how: str) -> None:
    full = [[label, *map(str, (at + 1, 2, 0, 4, 1, 3, at + 11))] for at, label in enumerate(labels[-1] for labels in LABELS.values())]
    heads = [["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]]
    proactive = [["规章", "3", "1", "45"], ["行政规范性文件", "6", "2", "47"]]
    of_items = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]]
    of_disputes = [["行政复议", "行政诉讼"], [*OUTCOME_WORDS, "未经复议直接起诉", "复议后起诉"], [*OUTCOME_WORDS, *OUTCOME_WORDS]]
    cells = [CellId("disputes", group, column) for group in GROUPS for column in OUTCOMES]
    pour_one = LEFT_OUT[how]
    tries: list[tuple[str, dict[CellId, str]]] = []
    for row, lost in ((0, 1), (2, 4), (3, 7), (6, 1), (6, 7)) if how != "before the values" else ():  # it says that the first value is blank
        printed = [list(each) for each in full]
        printed[row][7] = str(int(printed[row][7]) - int(printed[row][lost])) if lost < 7 else ""
        printed[row][lost] = ""
        if "page" in how:  # another row shows that empty cells were left out
            printed[4 if row != 4 else 5][5] = ""
        truth = {CellId("requests", id, c): t for id, each in zip(LABELS, printed, strict=True) for c, t in zip(APPLICANTS, each[1:], strict=True)}
        rows = [[cell for cell in each if cell] for each in printed]
        tries.append((f"三、收到和处理政府信息公开申请情况\n{pour_one([*heads, *rows], row + 1)}", truth))
    for row, lost in ((0, 1), (0, 3), (1, 2), (1, 3)) if "page" not in how and how != "before the values" else ():  # no sum could show it
        printed = [[*each[:lost], "", *each[lost + 1:]] if at == row else each for at, each in enumerate(proactive)]
        ids = zip(("rules", "normative_documents"), printed, strict=True)
        columns = ("issued_this_year", "repealed_this_year", "in_force")
        truth = {CellId("proactive_disclosure", id, c): t for id, each in ids for c, t in zip(columns, each[1:], strict=True)}
        rows = [[cell for cell in each if cell] for each in printed]
        tries.append((f"二、主动公开政府信息情况\n{pour_one([*of_items, *rows], row + 1)}", truth))
    for lost in (1, 5, 7, 13):
        fifteen = FIFTEEN.copy()
        fifteen[lost // 5 * 5 + 4] = str(int(fifteen[lost // 5 * 5 + 4]) - int(fifteen[lost]))
        fifteen[lost] = ""
        text = pour_one([*of_disputes, [cell for cell in fifteen if cell]], 3 if "before the values" not in how else 2)
        tries.append((f"四、政府信息公开行政复议、行政诉讼情况\n{text}", dict(zip(cells, fifteen, strict=True))))
    for text, truth in tries:
        path = tmp_path / "a.txt"
        path.write_text(f"临江县水务局2022年政府信息公开工作年度报告\n{text}\n五、存在的主要问题及改进情况\n无。\n", "utf-8")
        values = dict(match(readers.read(path), FORM).values)
        for cell, one in truth.items():
            value = values.get(cell)
            assert value is None or value.number is None or str(value.number) == one, (text, cell, value)
            assert value is None or value.status != "blank" or not one, (text, cell, value)


@pytest.mark.parametrize(("figures", "wanted"), [
    (["97", "41", "7"], ["97", "41", "7"]), (["97", "", "7"], ["97", "", "7"]), (["", "41", "7"], ["", "41", "7"]), (["", "", ""], ["", "", ""]), (["2", "3", "4"], ["2", "3", "4"]),
])
@pytest.mark.parametrize("has_head", [True, False])
@pytest.mark.parametrize("keeps_empty", [True, False])
def test_a_number_that_counts_the_rows_is_no_figure(tmp_path: Path, figures: list[str], wanted: list[str], has_head: bool, keeps_empty: bool) -> None:
    cells = [*["序号"] * has_head, "信息内容", "本年处理决定数量"]
    for number, (label, figure) in enumerate(zip(("行政许可", "行政处罚", "行政强制"), figures, strict=True), 1):
        cells += [str(number), label, *([figure] if figure or keeps_empty else [])]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["临江县水务局2022年政府信息公开工作年度报告", "二、主动公开政府信息情况", *cells, "三、收到和处理政府信息公开申请情况", "略。"]), "utf-8")
    values = dict(match(readers.read(path), FORM).values)
    for row, figure in zip(("licensing", "penalties", "coercive_measures"), wanted, strict=True):
        value = values.get(CellId("proactive_disclosure", row, "decisions"))
        assert value is None or value.number is None or str(value.number) == figure, (cells, value)
        assert value is None or value.status != "blank" or not figure, (cells, value)
        assert not (has_head and figure) or (value is not None and str(value.number) == figure)


def test_a_row_that_does_not_add_up_is_as_printed_where_no_row_lacks_a_value(tmp_path: Path) -> None:
    rows, _ = to_requests([127] * 7)
    rows[4][-1] = str(int(rows[4][-1]) + 1)
    path = tmp_path / "a.txt"
    path.write_text(f"临江县水务局2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{pour(rows, 'a line each')}\n五、存在的主要问题\n无。\n", "utf-8")
    value = match(readers.read(path), FORM).values[CellId("requests", "carried_in", "total")]
    assert str(value.number) == rows[4][-1]


def read_lines(tmp_path: Path, heading: str, *lines: str) -> dict[CellId, Value]:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["临江县水务局2022年政府信息公开工作年度报告", heading, *lines, "五、存在的主要问题及改进情况", "无。"]), "utf-8")
    return dict(match(readers.read(path), FORM).values)


HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
DISPUTES_HEADS = ("行政复议", "行政诉讼", *OUTCOME_WORDS, "未经复议直接起诉", "复议后起诉", *OUTCOME_WORDS, *OUTCOME_WORDS)


@pytest.mark.parametrize("label", [[], ["数量"]])
@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("fifteen", [
    ["3", "1", "2", "4", "10", *[""] * 10], [*[""] * 5, "3", "1", "2", "4", "10", *[""] * 5], ["3", "1", "2", "4", "10", "", "", "", "", "0", "", "1", "", "", "1"],
])
def test_as_many_lines_as_the_table_of_disputes_has_cells_are_its_cells(tmp_path: Path, fifteen: list[str], short: bool, label: list[str]) -> None:
    heads = [word.removeprefix("结果") if short else word for word in DISPUTES_HEADS]
    values = read_lines(tmp_path, "四、政府信息公开行政复议、行政诉讼情况", *heads, *label, *fifteen)
    read = [values[CellId("disputes", group, column)] for group in GROUPS for column in OUTCOMES]
    assert [str(value.number) if value.status == "reported" else value.status for value in read] == [text or "blank" for text in fifteen]


@pytest.mark.parametrize("remark", ["待统计", "NaN"])
@pytest.mark.parametrize("at", [0, 3, 6])
def test_what_says_that_a_number_is_not_here_stands_in_its_place(tmp_path: Path, at: int, remark: str) -> None:
    row = ["3", "0", "1", "0", "2", "0", "6"]
    row[at] = remark
    values = read_lines(
        tmp_path, "三、收到和处理政府信息公开申请情况", *HEADS, "一、本年新收政府信息公开申请数量", *row, "二、上年结转政府信息公开申请数量", "1", "0", "0", "0", "0", "0", "1",
    )
    read = [values[CellId("requests", "new_received", column)] for column in APPLICANTS]
    assert [str(value.number) if value.number is not None else value.status for value in read] == [
        "unreadable" if text == remark else text for text in row
    ]


def test_an_empty_line_behind_a_whole_row_costs_none_of_it(tmp_path: Path) -> None:
    rows, truth = to_requests([127] * 7)
    rows[5].append("")
    values = read_lines(tmp_path, "三、收到和处理政府信息公开申请情况", *(cell for row in rows for cell in row))
    assert {cell: str(values[cell].number) for cell in truth} == truth


def test_a_row_whose_label_a_new_page_cuts_behind_its_numbers_is_read(tmp_path: Path) -> None:
    rows, truth = to_requests([127] * 7)
    label, *figures = rows[6][-8:]
    rows[6:7] = [[*rows[6][:-8], label[:5], *figures], ["三、本年度办理结果", label[5:], *[""] * 7]]
    values = read_lines(tmp_path, "三、收到和处理政府信息公开申请情况", *(cell for row in rows for cell in row))
    assert {cell: str(values[cell].number) for cell in truth if cell.row == "partially_granted"} == {
        cell: text for cell, text in truth.items() if cell.row == "partially_granted"
    }


def test_a_head_with_a_note_is_a_head(tmp_path: Path) -> None:
    values = read_lines(
        tmp_path, "二、主动公开政府信息情况", "第二十条第（八）项", "信息内容", "上一年项目数量", "本年增/减（减用负值表示，如-8）", "", "行政事业性收费", "12", "-3", "",
        "第二十条第（九）项", "信息内容", "采购项目数量", "采购总金额", "", "政府集中采购", "4", "230元",
    )
    fees = {cell.column: value.number for cell, value in values.items() if cell.row == "admin_fees"}
    assert fees == {"items_prev_year": 12, "items_change": -3}


def test_a_number_that_the_pages_of_a_text_lack_may_be_that_of_a_page(tmp_path: Path) -> None:
    heads = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    path = tmp_path / "a.txt"
    for page, status in (("2", "ambiguous"), ("9", "reported")):
        cells = [*heads, "规章", "3", page, "45", "行政规范性文件", "6", "1", "47"]
        rest = ["五、存在的主要问题及改进情况", "公开内容有待充实。", "3", "六、其他需要报告的事项", "无。"]
        path.write_text("\n".join(["临江县水务局2022年政府信息公开工作年度报告", "一、总体情况", "认真公开。", "1", "二、主动公开政府信息情况", *cells, *rest]), "utf-8")
        values = match(readers.read(path), FORM).values
        assert {value.status for cell, value in values.items() if cell.row == "rules"} == {status}
        assert [value.number for cell, value in values.items() if cell.row == "normative_documents"] == [6, 1, 47]


def test_full_rows_of_another_table_say_nothing_of_the_empty_cells_of_labels(tmp_path: Path) -> None:
    proactive = ["二、主动公开政府信息情况", "信息内容", "本年处理决定数量", "行政许可", "127", "行政处罚", "9", "行政强制", "70"]
    rows = [["一、本年新收政府信息公开申请数量", "", "", "112", "", "262", "151", "339", "236", "1457"], ["三、本年度办理结果", "（一）予以公开", "", "0", "37", "1", "", "38", "0", ""]]
    rows += [["", "（二）部分公开", "", "0", "", "0", "36", "8", "", "44"], ["", "（三）不予公开", "1.属于国家秘密", "8", "", "", "", "", "34", ""]]
    cells = [cell for row in rows for cell in row]
    values = read_lines(tmp_path, "一、总体情况", *proactive, "三、收到和处理政府信息公开申请情况", "", "", "", *HEADS, *cells)
    printed = dict(zip(("new_received", "granted", "partially_granted", "denied_state_secret"), (row[3:] for row in rows), strict=True))
    for row, texts in printed.items():
        for column, text in zip(APPLICANTS, texts, strict=True):
            value = values.get(CellId("requests", row, column))
            assert value is None or value.status not in ("reported", "blank") or str(value.number if value.number is not None else "") == text


@pytest.mark.parametrize("short", [["264", "", "203", "", "", "213", ""], ["0", "0", "0", "0", "0", "0", ""]])
def test_a_number_more_and_an_empty_line_at_the_end_leave_the_row_in_doubt(tmp_path: Path, short: list[str]) -> None:
    rows, _ = to_requests([127, 0, 1, 127, 3, 127, 5])
    rows[4][-7:] = ["6", *short]
    values = read_lines(tmp_path, "三、收到和处理政府信息公开申请情况", *(cell for row in rows for cell in row))
    assert {value.status for cell, value in values.items() if cell.row == "carried_in"} <= {"ambiguous"}


def test_empty_lines_of_a_merged_head_make_no_group_blank(tmp_path: Path) -> None:
    heads = ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9, *OUTCOME_WORDS, "未经复议直接起诉", *[""] * 5, "复议后起诉", *[""] * 4, *OUTCOME_WORDS, *OUTCOME_WORDS]
    values = read_lines(tmp_path, "四、政府信息公开行政复议、行政诉讼情况", *heads, *FIFTEEN)
    assert not [cell for cell, value in values.items() if value.status == "blank"]


def test_where_two_orders_of_the_columns_are_possible_rows_of_one_value_are_read_and_no_others(tmp_path: Path) -> None:
    """总计 poured before the heads below 申请人情况, and the one row that is not nothing adds up neither way."""
    heads = ("申请人情况", "总计", "自然人", "法人或其他组织", *HEADS[1:6])
    labels = {"new_received": "一、本年新收政府信息公开申请数量", "carried_in": "二、上年结转政府信息公开申请数量", "granted": "（一）予以公开"}
    figures = {"new_received": ["0"] * 7, "carried_in": ["0", "0", "1", "0", "0", "0", "0"], "granted": ["0"] * 7}
    values = read_lines(tmp_path, "三、收到和处理政府信息公开申请情况", *heads, *(cell for row in labels for cell in (labels[row], *figures[row])))
    read = {row: [values[CellId("requests", row, column)] for column in APPLICANTS] for row in labels}
    assert {row: {value.number for value in found} for row, found in read.items()} == {"new_received": {0}, "carried_in": {None}, "granted": {0}}
    values = read_lines(tmp_path, "三、收到和处理政府信息公开申请情况", *heads, *(cell for row in labels for cell in (labels[row], *figures[row][1:])))
    assert not [cell for cell, value in values.items() if cell.table == "requests" and value.number is not None]


def test_totals_alone_in_the_last_place_are_read_where_another_table_has_empty_lines_behind_its_rows(tmp_path: Path) -> None:
    wide = ["信息内容", "本年处理决定数量", "", "", "行政处罚", "29755", "", "", "行政强制", "3729", "", ""]
    labels = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（二）部分公开")
    rows = [cell for label, total in zip(labels, ("97", "2", "9", "3"), strict=True) for cell in (label, *[""] * 6, total)]
    values = read_lines(tmp_path, "二、主动公开政府信息情况", "第二十条第（六）项", *wide, *HEADS, *rows)
    assert [values[CellId("requests", row, "total")].number for row in ("new_received", "carried_in", "granted", "partially_granted")] == [97, 2, 9, 3]
    assert {values[CellId("requests", row, "natural_person")].status for row in ("new_received", "carried_in", "granted")} == {"blank"}
