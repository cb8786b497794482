"""Tables in layout: Q37 to Q48, and what section 5 says of layout and text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from editions.flat import table_chunks
from gongkai.match import match
from tests.quirks.paper import LAYOUT_FORM, all_rows, read, row, tables, to_docx, to_page, to_text, told, truth
from tests.reports import FORM, document

UNDECIDED = "|".join(["ambiguous"] * 7)
ABSENT = "|".join(["missing"] * 7)
GROUPS = (
    "partially_granted",
    "denied_state_secret",
    "unable_not_held",
    "not_processed_petition",
    "other_correction_overdue",
    "outcome_total",
    "carried_out",
)
HEAD_15 = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def of(table: str, found: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in found.items() if k.startswith(table + " ")}


def never_wrong(found: dict[str, str], right: dict[str, str]) -> None:
    """Every cell is right or says that it is not decided; none is another row's."""
    for name, printed in found.items():
        for one, other in zip(printed.split("|"), right[name].split("|"), strict=True):
            assert one in (other, "ambiguous", "missing", "unreadable"), (name, printed)


# --- split tables ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["granted", "denied_process_info", "carried_out"])
@pytest.mark.parametrize("repeated", [True, False])
def test_q37_a_table_split_over_two_pages_is_read_whole(tmp_path: Path, at: str, repeated: bool) -> None:
    chunks = table_chunks(LAYOUT_FORM, tables(layout={"split_before": [at]})["requests"])
    head = [row for row in chunks[0] if "自然人" in row or "申请人情况" in "".join(row) or "科研机构" in row]
    second = [*(head if repeated else []), *chunks[1]]
    text = "".join("\n".join("\t".join(row) for row in chunk) + "\n\n正文\n\n" for chunk in (chunks[0], second))
    whole = to_text().replace("\n".join("\t".join(row) for row in [*chunks[0], *chunks[1]]), text)
    assert "正文" in whole
    assert all_rows(read(tmp_path, "x.txt", whole)) == truth()


def test_q37_a_table_for_every_group_of_results(tmp_path: Path) -> None:
    for setter in ("tabs", "pipes"):
        found = all_rows(read(tmp_path, "x.txt", to_text(tables(layout={"split_before": list(GROUPS)}), setter)))
        assert found == truth(), setter


# --- disputes -------------------------------------------------------------------------------------------------------


def disputes(tmp_path: Path, table: str) -> dict[str, str]:
    page = to_page({k: v for k, v in tables().items() if k != "disputes"})
    heading = "四、政府信息公开行政复议、行政诉讼情况</h2>"
    return of("disputes", all_rows(read(tmp_path, "x.html", page.replace(heading, heading + table))))


def lines(*rows: list[str]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"


NUMBERS = [n for name, v in truth().items() if name.startswith("disputes") for n in v.split("|")]


def test_q38_fifteen_numbers_under_a_garbled_header(tmp_path: Path) -> None:
    table = lines(["结 结 其 尚<br>果 果 他 未", *[""] * 14], ["行政复议", "行政诉讼", *[""] * 13], NUMBERS)
    assert disputes(tmp_path, table) == of("disputes", truth())


def test_q38_three_tables_of_five_columns(tmp_path: Path) -> None:
    table = "".join(
        lines([name, *[""] * 4], HEAD_15, NUMBERS[i : i + 5]) for name, i in (("行政复议", 0), ("未经复议直接起诉", 5), ("复议后起诉", 10))
    )
    assert disputes(tmp_path, table) == of("disputes", truth())


def test_q38_a_cell_with_a_word_before_the_fifteen(tmp_path: Path) -> None:
    table = lines(["", "行政复议", *[""] * 4, "行政诉讼", *[""] * 9], ["", *HEAD_15, *HEAD_15, *HEAD_15], ["数量", *NUMBERS])
    assert disputes(tmp_path, table) == of("disputes", truth())


@pytest.mark.parametrize("count", [13, 14, 16, 17])
def test_q38_fourteen_or_sixteen_numbers_are_given_to_nobody(tmp_path: Path, count: int) -> None:
    numbers = [*NUMBERS, "5", "6"][:count]
    page = to_text().replace("\t".join(NUMBERS), "\t".join(numbers))
    assert "\t".join(numbers) in page
    found = of("disputes", all_rows(read(tmp_path, "x.txt", page)))
    assert set("|".join(found.values()).split("|")) <= {"ambiguous", "missing"}


# --- table 2 --------------------------------------------------------------------------------------------------------


def test_q39_four_small_tables_in_one_in_four_and_partly_in_words(tmp_path: Path) -> None:
    page = to_page()
    assert all_rows(read(tmp_path, "one.html", page)) == truth()
    four = page.replace('<tr><td class="block"', '</tbody></table><p></p><table><tbody><tr><td class="block"')
    assert all_rows(read(tmp_path, "four.html", four)) == truth()
    cut = re.sub(
        r'<tr><td class="block" colspan="4">第二十条第（五）项.*?(?=<tr><td class="block" colspan="4">第二十条第（六）项)', "", page, flags=re.DOTALL
    )
    cut = cut.replace("<h2>三、", "<p>行政许可 97</p><h2>三、")
    found = all_rows(read(tmp_path, "words.html", cut))
    assert found["proactive_disclosure licensing"] == "ambiguous"
    assert {k: v for k, v in found.items() if not k.endswith("licensing")} == {k: v for k, v in truth().items() if not k.endswith("licensing")}


# --- numbers poured without geometry --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [175, 192, 200, 216, 224])
def test_q40_numbers_poured_without_rows_are_given_to_no_row(tmp_path: Path, count: int) -> None:
    labels = [e.label_zh for e in FORM.rows("requests", "2021-30")]
    poured = "\n".join(str(n % 9) for n in range(count))
    head = "青禾县2023年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况"
    text = "\n\n".join([head, "\n".join(labels), poured, "- 4 -", "1.", "2、", "2023年12月31日\n"])
    reading = read(tmp_path, "x.txt", text)
    assert reading.report is not None
    assert not [v for v in reading.report.values.values() if v.number is not None]


@pytest.mark.parametrize("dropped", ["denied_law_prohibited", "granted", "not_processed_duplicate", "new_received"])
@pytest.mark.parametrize("setter", ["tabs", "pipes", "cell_a_line"])
def test_q41_a_dropped_row_is_missing_and_shifts_no_other(tmp_path: Path, dropped: str, setter: str) -> None:
    label = {
        "denied_law_prohibited": "2.其他法律",
        "granted": "（一）予以公开",
        "not_processed_duplicate": "2.重复申请",
        "new_received": "一、本年新收",
    }[dropped]
    text = to_text(setter=setter)
    if setter == "cell_a_line":
        blocks = text.split("\n\n")
        text = "\n\n".join(block for block in blocks if label not in block)
    else:
        text = "\n".join(line for line in text.split("\n") if label not in line)
    found = all_rows(read(tmp_path, "x.txt", text))
    assert found[f"requests {dropped}"] in (ABSENT, UNDECIDED)
    assert {k: v for k, v in found.items() if k != f"requests {dropped}"} == {k: v for k, v in truth().items() if k != f"requests {dropped}"}


def test_q41_a_label_without_its_row_takes_no_number_from_the_rows_around(tmp_path: Path) -> None:
    """Every label stands, one row of values is gone, all in one pouring: label, seven values, label, label, seven values."""
    rows: list[list[str | None]] = [
        ["1.属于国家秘密", *["1", "0", "0", "0", "0", "0", "1"]],
        ["2.其他法律行政法规禁止公开"],
        ["3.危及“三安全一稳定”", *["3", "0", "0", "0", "0", "0", "3"]],
    ]
    matched = match(document(rows, exact=False), FORM)
    got = {c.row: v for c, v in matched.values.items() if c.table == "requests" and c.column == "total"}
    assert (got["denied_state_secret"].number, got["denied_security_stability"].number) == (1, 3)
    assert got["denied_law_prohibited"].number is None


def test_q42_numbers_in_the_prose_around_a_table_do_not_count(tmp_path: Path) -> None:
    prose = {
        2: ("全年公开文件6件，废止1件。", "97", "8 9 10 11 12 13 14"),
        3: ("全年收到申请26件，结转3件。", "1 2 3 4 5 6 7"),
        4: ("全年行政复议7件，诉讼5件。", "15"),
    }
    assert all_rows(read(tmp_path, "x.html", to_page(prose=prose))) == truth()
    assert all_rows(read(tmp_path, "x.txt", to_text(prose=prose))) == truth()


def test_q43_blank_cells_do_not_shorten_a_row(tmp_path: Path) -> None:
    made = tables(rows={"requests granted": "9||||1||", "requests denied_third_party": "|1||||0|"})
    right = truth(requests__granted="9|blank|blank|blank|1|blank|blank", requests__denied_third_party="blank|1|blank|blank|blank|0|blank")
    for name, content in {"x.html": to_page(made), "x.docx": to_docx(made)}.items():
        assert all_rows(read(tmp_path, name, content)) == right, name
    never_wrong(all_rows(read(tmp_path, "x.md", to_text(made, "pipes"))), right)
    never_wrong(all_rows(read(tmp_path, "x.txt", to_text(made, "cell_a_line"))), right)


# --- web pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb2312", "gb18030", "utf-16"])
def test_q44_pages_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    page = to_page().replace("utf-8", encoding)
    assert all_rows(read(tmp_path, "x.html", page.encode(encoding))) == truth()


def test_q44_word_markup_nested_pages_and_metadata_tables(tmp_path: Path) -> None:
    body = to_page().split("<body>")[1].split("</body>")[0]
    body = re.sub(
        r"<td([^>]*)>([^<]*)</td>", r'<td\1><p class="MsoNormal"><font face="宋体"><span lang="EN-US">\2<o:p></o:p></span></font></p></td>', body
    )
    body = body.replace("予以公开", "<ucapcontent>予以</ucapcontent>公开")
    metadata = (
        "<table><tr><td>名称</td><td>年度报告</td><td>索引号</td><td>000014349/2024-00017</td></tr>"
        "<tr><td>分类</td><td>年报</td><td>文号</td><td>青政〔2024〕2号</td></tr></table>"
    )
    around = '<div class="nav">首页 繁體版 无障碍 分享 打印</div>' + metadata
    head = "<html><head><meta charset=utf-8></head>"
    page = f"{head}<body>{around}{head}<body>{body}</body></html><div>ICP备12345678号</div></body></html>"
    assert all_rows(read(tmp_path, "x.html", page)) == truth()


@pytest.mark.parametrize(
    "container",
    [
        'id="zoom"',
        'id="zoomcon"',
        'id="ivs_content"',
        'id="webeditorview"',
        'class="TRS_Editor"',
        'class="article-content"',
        'class="Custom_UnionStyle"',
        'class="xxgk_content"',
        'class="pages_content"',
    ],
)
def test_q45_every_container_of_a_content_system(tmp_path: Path, container: str) -> None:
    page = to_page().replace("<body>", f"<body><div {container}><div>").replace("</body>", "</div></div></body>")
    assert all_rows(read(tmp_path, "x.html", page)) == truth()


SHELL = '<html><head><title>年报</title><script src="chunk-vendors.js"></script></head><body><div id="app"></div></body></html>'
LIST = "<html><body><ul><li><a>青禾县2023年年报</a> 2024-01-17</li><li><a>青禾县2022年年报</a> 2023-01-17</li></ul></body></html>"


@pytest.mark.parametrize("page", [SHELL, LIST, '<html><body><a href="2023.pdf">附件下载</a></body></html>'])
def test_q46_a_page_without_a_report_says_so_and_publishes_no_figure(tmp_path: Path, page: str) -> None:
    reading = read(tmp_path, "x.html", page)
    assert reading.report is None or not reading.report.values
    assert reading.message or told(reading, "table-missing")


@pytest.mark.parametrize("style", ['style="border:none"', 'border="0" cellspacing="0" cellpadding="0"'])
def test_q47_borders_and_layout_tables_do_not_matter(tmp_path: Path, style: str) -> None:
    page = to_page().replace("<table>", f"<table {style}>")
    page = page.replace("<body>", '<body><table width="980"><tr><td width="200">首页<br>年报</td><td>').replace(
        "</body>", "</td></tr></table></body>"
    )
    assert all_rows(read(tmp_path, "x.html", page)) == truth()


def test_q48_a_scan_without_a_text_layer_never_gives_zeros(tmp_path: Path) -> None:
    """Nothing but a grey page: whether characters are looked for in it or not, there is none."""
    from PIL import Image

    Image.new("L", (600, 800), 230).save(tmp_path / "x.pdf", "PDF", resolution=72)
    reading = read(tmp_path, "x.pdf", (tmp_path / "x.pdf").read_bytes())
    assert reading.report is None or not [v for v in reading.report.values.values() if v.number is not None]
    assert reading.message


# --- section 5: layout ----------------------------------------------------------------------------------------------


def flat(made: dict, style: str) -> str:  # type: ignore[type-arg]
    """Tables as text exports leave them; label and values of a row in one line or one below the other."""
    setters = {
        "bars": lambda rows: "\n".join(" | ".join(row) + " |" for row in rows),
        "bars around": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
        "filled": lambda rows: "\n||||||||||\n".join("| " + " | ".join(row) + " |" for row in rows),
        "a cell a line before a bar": lambda rows: "\n\n".join("\n".join(f"{cell} |" for cell in row if cell) for row in rows),
        "a cell a line, bars between": lambda rows: "\n\n".join("\n|\n".join(cell for cell in row if cell) for row in rows),
        "a cell a line, empty lines between": lambda rows: "\n\n".join("\n\n".join(cell for cell in row if cell) for row in rows),
        "padded for a small screen": lambda rows: "\n".join("".join(f" \n {cell}  |" for cell in row if cell) for row in rows),
    }
    lines = ["青禾县人民政府2023年政府信息公开工作年度报告"]
    for heading, table in zip(
        ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"), made.values(), strict=True
    ):
        rows = [row for chunk in table_chunks(LAYOUT_FORM, table) for row in chunk]
        lines += [heading, setters[style](rows)]
    return "\n\n".join(lines) + "\n"


STYLES = [
    "bars",
    "bars around",
    "filled",
    "a cell a line before a bar",
    "a cell a line, bars between",
    "a cell a line, empty lines between",
    "padded for a small screen",
]


@pytest.mark.parametrize("style", STYLES)
def test_s5_every_style_of_table_is_right_or_undecided(tmp_path: Path, style: str) -> None:
    reading = read(tmp_path, "x.txt", flat(tables(), style))
    assert reading.report is not None
    found = all_rows(reading)
    never_wrong(found, truth())
    if style.startswith("bars"):
        assert found == truth()


@pytest.mark.parametrize("style", STYLES)
def test_s5_identical_cells_that_an_export_dropped_are_not_made_up(tmp_path: Path, style: str) -> None:
    """Repeated zeros and headers are gone: 20|3|1|0|2|0|26 stands as 20 3 1 0 2 26."""
    made = tables()
    text = flat(made, style)
    for table in made.values():
        for values in table.rows.values():
            kept = list(dict.fromkeys(values))
            for bar in (" | ", " |\n", "\n|\n", "\n\n", "  | \n "):
                if len(values) > 1:
                    text = text.replace(bar.join(values), bar.join(kept))
    never_wrong({k: v for k, v in all_rows(read(tmp_path, "x.txt", text)).items() if len(truth()[k].split("|")) > 1}, truth())


@pytest.mark.parametrize("style", ["bars", "bars around", "a cell a line before a bar", "a cell a line, empty lines between"])
def test_s5_with_every_value_blank_no_label_or_number_is_taken_for_one(tmp_path: Path, style: str) -> None:
    blank = {f"{t.id} {r}": "|".join([""] * len(v)) for t in tables().values() for r, v in t.rows.items()}
    reading = read(tmp_path, "x.txt", flat(tables(rows=blank), style))
    assert reading.report is not None
    assert not [v for v in reading.report.values.values() if v.number is not None]


@pytest.mark.parametrize("lost", ["proactive_disclosure", "requests", "disputes"])
def test_s5_a_table_that_is_a_picture_is_missing_and_said_to_be(tmp_path: Path, lost: str) -> None:
    heading = {
        "proactive_disclosure": "二、主动公开政府信息情况",
        "requests": "三、收到和处理政府信息公开申请情况",
        "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    }[lost]
    page = to_page({k: v for k, v in tables().items() if k != lost}).replace(
        heading + "</h2>", heading + '</h2><p><img src="t.png" width="700" height="500"></p>'
    )
    reading = read(tmp_path, "x.html", page)
    assert not of(lost, all_rows(reading)) and reading.report.forms[lost] == ""  # type: ignore[union-attr]
    assert [c.cell.table for c in told(reading, "table-missing") if c.cell] == [lost]
    assert told(reading, "reading-trouble")


def test_s5_one_blank_cell_in_a_row_stays_where_it_is(tmp_path: Path) -> None:
    made = tables(rows={"proactive_disclosure rules": "2|1|"})
    for name, content in {"x.html": to_page(made), "x.md": to_text(made, "pipes"), "x.docx": to_docx(made)}.items():
        assert row(read(tmp_path, name, content), "proactive_disclosure rules") == "2|1|blank", name
