"""Labels as they are printed: Q19 to Q27 and what section 5 says of labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.match import match
from gongkai.match.labels import labels_of
from gongkai.model import CellId
from tests.quirks.paper import all_rows, read, row, tables, to_docx, to_page, to_text, truth
from tests.reports import FORM, document

UNDECIDED = "|".join(["ambiguous"] * 7)
ABSENT = "|".join(["missing"] * 7)
HEAD = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def leaf(text: str, table: str = "requests", axis: str = "row") -> str | None:
    return labels_of(FORM, table, axis).find_leaf(text)


def requests(rows: list[list[str | None]], exact: bool = True) -> dict[str, str]:
    """Rows of a table of requests → row → cells as read; rows that are wholly missing are left out."""
    matched = match(document(rows, exact=exact), FORM)
    found: dict[str, list[str]] = {}
    for cell, v in matched.values.items():
        if cell.table == "requests":
            found.setdefault(cell.row, []).append(format(v.number, "f") if v.number is not None else v.status)
    return {r: "|".join(vs) for r, vs in found.items() if set(vs) != {"missing"}}


@pytest.mark.parametrize("where", ["above", "below"])
@pytest.mark.parametrize("exact", [True, False])
def test_q19_numbers_without_a_label_are_given_to_no_row(where: str, exact: bool) -> None:
    """The label of the numbers stands a line above or below them: which of the two rows they are of is not known."""
    label: list[str | None] = ["2.其他法律行政法规禁止公开", *[""] * 7]
    numbers: list[str | None] = ["", *["7", "0", "0", "0", "0", "0", "7"]]
    middle = [label, numbers] if where == "above" else [numbers, label]
    rows: list[list[str | None]] = [
        list(HEAD),
        ["1.属于国家秘密", *["1", "0", "0", "0", "0", "0", "1"]],
        *middle,
        ["4.保护第三方合法权益", *["3", "0", "0", "0", "0", "0", "3"]],
    ]
    got = requests(rows, exact)
    assert got["denied_state_secret"] == "1|0|0|0|0|0|1"
    assert got["denied_third_party"] == "3|0|0|0|0|0|3"
    assert got["denied_law_prohibited"].replace("unreadable", "ambiguous") in (UNDECIDED, "7|0|0|0|0|0|7")
    assert "denied_security_stability" not in got


def test_q19_a_label_over_two_lines_of_one_cell_is_one_label(tmp_path: Path) -> None:
    made = tables(labels={"requests denied_law_prohibited": "2.其他法律行政法规禁\n止公开"}, rows={"requests denied_law_prohibited": "7|0|0|0|0|0|7"})
    for name, content in {"x.html": to_page(made), "x.docx": to_docx(made)}.items():
        assert row(read(tmp_path, name, content), "requests denied_law_prohibited") == "7|0|0|0|0|0|7", name


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("（四）无 1.本机关不掌握相关政府信息", "unable_not_held"),
        ("（四）无法提供1.本机关不掌握相关政府信息", "unable_not_held"),
        ("（四）无2.没有现成信息需要另法提供行制作", "unable_needs_creation"),
        ("（三）不予公开 1.属于国家秘密", "denied_state_secret"),
        ("（三）不 予公开\n4.保护第三方合法权益", "denied_third_party"),
        ("（五）不予处理1.信访举报投诉类申请", "not_processed_petition"),
        ("三、本年度办理结果（一）予以公开", "granted"),
    ],
)
def test_q20_a_heading_glued_to_its_row_leaves_the_row_recognisable(text: str, id: str) -> None:
    assert leaf(text) == id


@pytest.mark.parametrize("vertical", ["三\n、\n本\n年\n度\n办\n理\n结\n果", "三 、本 年 度 办 理 结 果", "三、本年\n度办理\n结果"])
def test_q21_a_vertical_label_is_a_heading_and_shifts_nothing(tmp_path: Path, vertical: str) -> None:
    made = tables(labels={"requests outcomes": vertical})
    for name, content in {"x.html": to_page(made), "x.docx": to_docx(made)}.items():
        assert all_rows(read(tmp_path, name, content)) == truth(), name


WORDINGS = {
    "new_received": ["一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请", "一、本年新收数量", "本年新收"],
    "carried_in": ["二、上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请", "二、上年结转", "二、上年结转数量"],
    "granted": ["（一）予以公开", "(一) 予以公开", "一)予以公开"],
    "partially_granted": [
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "（二）部分公开（区分处理）",
        "（二）部分公开",
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
    ],
    "denied_law_prohibited": ["2.其他法律行政法规禁止公开", "2.法律行政法规禁止公开", "2.其他法律、行政法规禁止公开"],
    "denied_security_stability": ["3.危及“三安全一稳定”", '3.危及"三安全一稳定"', "3.危及三安全一稳定", "3.危及＂三安全一稳定＂"],
    "not_processed_reconfirm": ["5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重新出具"],
    "other_correction_overdue": [
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "1.申请人无正当理由逾期不补正/行政机关不再处理其政府信息公开申请",
        "1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请",
    ],
    "other_disposal": ["（六）其他处理", "(六) 其他处理", "（六）其他"],
    "outcome_total": ["（七）总计", "(七) 总计", "办理结果总计", "办理结果合计", "总计（七）"],
    "carried_out": ["四、结转下年度继续办理", "四、结转下一年度", "四、结转下一年继续办理", "四、结转下年"],
}


@pytest.mark.parametrize(("id", "text"), [(id, text) for id, texts in WORDINGS.items() for text in texts])
def test_q22_every_wording_met_names_its_row(id: str, text: str) -> None:
    assert requests([list(HEAD), [text, *["1", "2", "3", "4", "5", "6", "21"]]]) == {id: "1|2|3|4|5|6|21"}


@pytest.mark.parametrize(
    ("table", "axis", "text", "id"),
    [
        ("proactive_disclosure", "row", "规范性文件", "normative_documents"),
        ("proactive_disclosure", "row", "行政规范性文件", "normative_documents"),
        ("proactive_disclosure", "column", "本年制定件数", "issued_this_year"),
        ("proactive_disclosure", "column", "本年新制作数量", "made_this_year"),
        ("proactive_disclosure", "column", "处理决定数量", "decisions"),
        ("proactive_disclosure", "column", "本年处理决定数量", "decisions"),
        ("proactive_disclosure", "column", "收费金额", "amount_wan"),
        ("proactive_disclosure", "column", "收费总金额", "amount_wan"),
        ("disputes", "column", "维持", "upheld"),
        ("disputes", "column", "纠正", "corrected"),
        ("disputes", "column", "未审结", "pending"),
        ("disputes", "column", "合计", "total"),
        ("requests", "column", "公益组织", "public_welfare_org"),
        ("requests", "column", "社会组织", "public_welfare_org"),
        ("requests", "column", "社会公益", "public_welfare_org"),
        ("requests", "column", "合计", "total"),
    ],
)
def test_q22_every_wording_of_a_column_or_document_names_it(table: str, axis: str, text: str, id: str) -> None:
    assert leaf(text, table, axis) == id


def test_q23_header_letters_torn_apart_name_no_column_and_seven_values_keep_their_order(tmp_path: Path) -> None:
    torn = {"自然人": "自然人", "商业企业": "商业企科", "科研机构": "研机社", "社会公益组织": "会公法", "法律服务机构": "律服务机构", "其他": "其他"}
    page = to_page()
    head, rest = page.split("一、本年新收", 1)
    for whole, part in torn.items():
        head = head.replace(f">{whole}<", f">{part}<")
    assert all_rows(read(tmp_path, "x.html", head + "一、本年新收" + rest)) == truth()
    assert leaf("商业企科", axis="column") is None and leaf("研机社", axis="column") is None


def test_q24_a_word_that_stands_for_several_things_is_told_apart_by_its_place(tmp_path: Path) -> None:
    """其他 the column, （六）其他处理 and 3.其他; 总计 the column and the row; 予以公开 within 不予公开; 规章 within a sentence."""
    rows = {"requests other_misc": "4|0|0|0|0|5|9", "requests outcome_total": "20|3|1|0|1|0|25", "requests denied_state_secret": "8|0|0|0|0|0|8"}
    found = all_rows(read(tmp_path, "x.html", to_page(tables(rows=rows))))
    assert found["requests other_misc"] == "4|0|0|0|0|5|9"
    assert found["requests outcome_total"] == "20|3|1|0|1|0|25"
    assert found["requests granted"] == "9|1|0|0|1|0|11"
    assert found["requests denied_state_secret"] == "8|0|0|0|0|0|8"
    assert leaf("（三）不予公开") is None
    assert leaf("规章制度建设情况", "proactive_disclosure") is None
    assert leaf("行政规范性文件", "proactive_disclosure") != leaf("规章", "proactive_disclosure")


def test_q25_documents_counted_in_another_way_warn_and_are_no_error() -> None:
    """Amended rules counted as issued, lapse counted as repealed: stock and flow part, so the relation only warns."""
    from gongkai.checks.rules import check
    from tests.reports import report

    name = "proactive_disclosure rules "
    last = report({name + "in_force": "229"}, year=2024)
    this = report({name + "issued_this_year": "22（其中修订 16 件）", name + "repealed_this_year": "0", name + "in_force": "235"}, year=2025)
    found = [c for c in check(this, last, FORM) if c.check == "X-FORCE" and c.outcome == "broken"]
    assert [c.severity for c in found] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "1.属于国家秘密",
        "1. 属于国家秘密",
        "1．属于国家秘密",
        "1、属于国家秘密",
        "属于国家秘密",
        "１．属于国家秘密",
        "(1)属于国家秘密",
        "① 属于国家秘密",
    ],
)
def test_q26_numbers_and_brackets_before_a_label_do_not_matter(text: str) -> None:
    assert leaf(text) == "denied_state_secret"


def test_q27_made_up_headers_over_a_table_that_goes_on_count_for_nothing(tmp_path: Path) -> None:
    """数据1…数据6, or the names of rows, stand over the lower half: the labels and the seven values count."""
    lower: list[list[str | None]] = [
        ["项目", "本年新收件数", "上年结转件数", "予以公开", "部分公开", "不予公开", "其他", "总计"],
        ["1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", *["9", "0", "0", "0", "0", "0", "9"]],
        ["3.其他", *["142", "1", "0", "0", "0", "0", "143"]],
    ]
    numbered: list[list[str | None]] = [["", *[f"数据{n}" for n in range(1, 8)]], *lower[1:]]
    for rows in (lower, numbered):
        got = requests(rows, exact=False)
        for id, right in {"other_correction_overdue": "9|0|0|0|0|0|9", "other_misc": "142|1|0|0|0|0|143"}.items():
            assert got.get(id) in (right, UNDECIDED), id
        assert not {"new_received", "carried_in", "granted", "partially_granted"} & set(got)


# --- section 5 ------------------------------------------------------------------------------------------------------

ITEMS = ["第二十条第(一)项", "第二十条  第（一）项", "第二十條第(一)項", " " * 30 + "第二十条第（一）项", "第二十条第 (一) 项"]


@pytest.mark.parametrize("item", ITEMS)
def test_s5_headings_of_items_are_known_in_every_spelling(tmp_path: Path, item: str) -> None:
    assert all_rows(read(tmp_path, "x.html", to_page(tables(labels={"proactive_disclosure item_20_1": item})))) == truth()


def test_s5_a_missing_item_heading_loses_nothing(tmp_path: Path) -> None:
    page = to_page().replace('<tr><td class="block" colspan="4">第二十条第（五）项</td></tr>', "")
    assert all_rows(read(tmp_path, "x.html", page)) == truth()


@pytest.mark.parametrize(
    ("version", "id", "text"),
    [
        ("2019-60", "made_this_year", "本年新 制作数量"),
        ("2019-60", "made_this_year", "本年新\n\n制作数量"),
        ("2019-60", "made_this_year", "本年新 製作數量"),
        ("2019-60", "items_change", "本年增/"),
        ("2019-60", "amount", "采购总金额（万元，保留四位小数）"),
        ("2021-30", "issued_this_year", "本年 制发件数"),
        ("2021-30", "in_force", "现行有效件"),
        ("2021-30", "in_force", "现行有效"),
        ("2021-30", "repealed_this_year", "本年废止数"),
        ("2021-30", "issued_this_year", "本年度制发数"),
        ("2021-30", "decisions", "本年度处理决定数量"),
    ],
)
def test_s5_columns_are_known_in_every_spelling(tmp_path: Path, version: str, id: str, text: str) -> None:
    reading = read(
        tmp_path, "x.html", to_page(tables(version, labels={f"proactive_disclosure {id}": text}), year=2020 if version == "2019-60" else 2023)
    )
    assert {k: v for k, v in all_rows(reading).items() if k.startswith("proactive")} == {
        k: v for k, v in truth(version).items() if k.startswith("proactive")
    }


def test_s5_columns_of_which_only_the_first_letters_are_left_are_told_apart_by_order_or_not_at_all(tmp_path: Path) -> None:
    """本年新 | 本年新: the rest of both heads is lost."""
    made = tables("2019-60", labels={"proactive_disclosure made_this_year": "本年新", "proactive_disclosure published_this_year": "本年新"})
    found = row(read(tmp_path, "x.html", to_page(made, year=2020)), "proactive_disclosure normative_documents")
    assert found in ("5|4|80", "ambiguous|ambiguous|ambiguous")


@pytest.mark.parametrize(
    ("version", "id", "text"),
    [
        ("2019-60", "rules", "规 章"),
        ("2019-60", "rules", "规章（设区的市、自治州人民政府应提供相关数据）"),
        ("2021-30", "normative_documents", "规范性文件"),
        ("2019-60", "normative_documents", "规范性文件（行政机关制定发布的，具有普遍约束力的文件）"),
        ("2019-60", "normative_documents", "規範性檔案"),
        ("2021-30", "admin_fees", "行政事业型收费"),
    ],
)
def test_s5_rows_of_the_first_table_are_known_in_every_spelling(tmp_path: Path, version: str, id: str, text: str) -> None:
    reading = read(
        tmp_path, "x.html", to_page(tables(version, labels={f"proactive_disclosure {id}": text}), year=2020 if version == "2019-60" else 2023)
    )
    assert all_rows(reading) == truth(version)


HEADS_OF_SECTION_2 = [
    "二、主动公开政府信息的情况",
    "二、行政机关主动公开政府信息情况",
    "（二）主动公开政府信息的情况",
    "二、 主动公开政府信息情况",
    "主动公开政府信息情况统计表",
    "",
]


@pytest.mark.parametrize("heading", HEADS_OF_SECTION_2)
@pytest.mark.parametrize("setter", ["tabs", "pipes", "cell_a_line"])
def test_s5_tables_are_found_under_every_heading_and_under_none(tmp_path: Path, heading: str, setter: str) -> None:
    assert all_rows(read(tmp_path, "x.txt", to_text(setter=setter, headings={2: heading}))) == truth()


def test_s5_a_label_is_looked_up_and_an_unknown_one_raises() -> None:
    """A key that matches nothing must raise, not count as nothing (section 9, 3)."""
    with pytest.raises(KeyError):
        FORM.entry("proactive_disclosure", "row", "regulations")
    with pytest.raises(KeyError):
        tables_value = {CellId("disputes", "review", "total"): 1}
        tables_value[CellId("disputes", "reconsideration", "total")]
