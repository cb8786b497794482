"""Numbers and labels as printed."""

from decimal import Decimal

import pytest

from gongkai.text import to_label, to_line, to_printed, to_years


@pytest.mark.parametrize(
    ("raw", "number", "unit", "note"),
    [
        ("12", "12", "", ""), (" 　12\u00a0", "12", "", ""), ("１２", "12", "", ""), ("1,234", "1234", "", ""), ("1，234", "1234", "", ""),
        ("-3", "-3", "", ""), ("－8", "-8", "", ""), ("+1036", "1036", "", ""), ("4068.208", "4068.208", "", ""),
        ("251000元", "251000", "元", ""), ("160.5964万元", "160.5964", "万元", ""), ("0件", "0", "件", ""),
        ("22（其中修订 16 件）", "22", "", "(其中修订16件)"), ("55（含自然失效 29 件）", "55", "", "(含自然失效29件)"), ("\u200b7\ufeff", "7", "", ""),
        ("11398889", "11398889", "", ""),
    ],
)
def test_a_number_is_read_with_its_unit_and_note(raw: str, number: str, unit: str, note: str) -> None:
    printed = to_printed(raw)
    assert (printed.status, printed.number, printed.unit, printed.note) == ("reported", Decimal(number), unit, note)


@pytest.mark.parametrize("raw", ["", " ", "\u3000", "\u00a0\n", None])
def test_nothing_printed_is_blank_and_not_zero(raw: str | None) -> None:
    assert to_printed(raw).status == "blank"
    assert to_printed(raw).number is None


@pytest.mark.parametrize("raw", ["-", "—", "——", "/", "／", "－－", "无", "不涉及", "不适用", "N/A"])
def test_a_dash_is_neither_blank_nor_zero(raw: str) -> None:
    assert to_printed(raw).status == "not_applicable"


@pytest.mark.parametrize("raw", ["1 9", "1\n9", "--253", "约20", "12/13", "3-5", "1,23", "1.2.3", "O", "l2", "十二", "12 34元", "见附件"])
def test_what_is_not_plainly_one_number_is_unreadable(raw: str) -> None:
    assert to_printed(raw).status == "unreadable"


def test_labels_compare_across_radicals_width_spaces_and_brackets() -> None:
    assert to_label("⼆、主动公开政府信息情况") == to_label("二、主动公开政府信息情况")
    assert to_label("（六）其他 处理") == to_label("(六)其他处理")
    assert to_label("3.危及“三安全一稳定”") == to_label("3．危及三安全一稳定")
    assert to_label("结\n果\n维\n持") == "结果维持"


def test_a_line_loses_blanks_between_chinese_characters_only() -> None:
    assert to_line("上海 市  2024 年\nAnnual report") == "上海市 2024 年 Annual report"


@pytest.mark.parametrize(
    ("text", "years"),
    [("2023年度", [2023]), ("（2020 年度）", [2020]), ("二〇二一年", [2021]), ("二○二三年政府信息公开", [2023]), ("〔2021〕30号", [2021]), ("12023年", [])],
)
def test_years(text: str, years: list[int]) -> None:
    assert to_years(text) == years


def test_q11_a_number_broken_behind_its_separator_is_one_number() -> None:
    assert to_printed("1，\n346").number == 1346
    assert to_printed("1\n346").status == "unreadable"
    assert to_printed("1, 346").status == "unreadable"
