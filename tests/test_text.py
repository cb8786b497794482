"""Numbers and labels as printed."""

import unicodedata
from decimal import Decimal

import pytest

from gongkai.text import to_label, to_line, to_plain, to_printed, to_years


@pytest.mark.parametrize(
    ("raw", "number", "unit", "note"),
    [
        ("12", "12", "", ""), (" 　12\u00a0", "12", "", ""), ("１２", "12", "", ""), ("1,234", "1234", "", ""), ("1，234", "1234", "", ""),
        ("-3", "-3", "", ""), ("－8", "-8", "", ""), ("+1036", "1036", "", ""), ("4068.208", "4068.208", "", ""),
        ("251000元", "251000", "元", ""), ("160.5964万元", "160.5964", "万元", ""), ("0件", "0", "件", ""),
        ("22（其中修订 16 件）", "22", "", "(其中修订16件)"), ("55（含自然失效 29 件）", "55", "", "(含自然失效29件)"), ("\u200b7\ufeff", "7", "", ""),
        ("11398889", "11398889", "", ""), ("12（含1 6件）", "12", "", "(含1 6件)"), ("27.35千元", "27.35", "千元", ""), ("12.0", "12.0", "", ""),
        ("27.35（千元）", "27.35", "千元", "(千元)"), ("27.35（单位：万元）", "27.35", "万元", "(单位:万元)"), ("\u200f2\u200b0", "20", "", ""), ("8\x07", "8", "", ""),
    ],
)
def test_a_number_is_read_with_its_unit_and_note(raw: str, number: str, unit: str, note: str) -> None:
    printed = to_printed(raw)
    assert (printed.status, printed.number, printed.unit, printed.note) == ("reported", Decimal(number), unit, note)


@pytest.mark.parametrize("mark", ["¹", "②", " ³", "⑴", "㉑", "❶", "[注1]", "［1］", "*", "＊", "※", "†", "¹²", "（注①）", "[1]²"])
@pytest.mark.parametrize(("figures", "number"), [("128", "128"), ("3", "3"), ("27.35", "27.35"), ("1,234", "1234"), ("４６", "46")])
def test_a_raised_or_ringed_note_mark_is_no_digit(figures: str, number: str, mark: str) -> None:
    printed = to_printed(figures + mark)
    assert (printed.status, printed.number) == ("reported", Decimal(number))
    assert printed.note == unicodedata.normalize("NFC", mark.strip()).translate(str.maketrans("（）［］＊", "()[]*"))


def test_a_note_mark_may_stand_before_the_unit() -> None:
    assert to_printed("128¹件").number == 128
    assert (to_printed("128¹件").unit, to_printed("128¹件").note) == ("件", "¹")


@pytest.mark.parametrize(
    "raw",
    [
        "①", "②", "㉓", "⑫", "❶", "🄀", "½", "²", "₁₂", "Ⅷ", "十", "㈠", "𝟏𝟐", "١٢", "۱۲", "１²８", "1²8", "①28", "5①7", "¹28", "12½", "12₃", "12⒈", "1️⃣",
        "1\u03362\u0336", "*12", "12(8)34(5)", "12)(", "12（3", "57（60）", "57(60件)", "57件（60）", "128 (1)", "57（-3）", "0（0）", "57（60/70）", "57[60]", "57（1,200.5）",
    ],
)
def test_a_sign_that_is_no_plain_digit_makes_no_number(raw: str) -> None:
    assert (to_printed(raw).status, to_printed(raw).number) == ("unreadable", None)


def test_of_all_characters_only_digits_become_digits() -> None:
    plain_digits = {chr(first + i): str(i) for first in (0x30, 0xFF10) for i in range(10)}
    for code in range(0x110000):
        character = chr(code)
        if character in plain_digits or (unicodedata.category(character) in ("Lo", "Cn", "Co", "Cs") and not unicodedata.numeric(character, 0)):
            continue
        assert not set(to_plain(character)) & set("0123456789"), f"U+{code:04X}"
        assert to_printed(character).status != "reported", f"U+{code:04X}"
        joined = to_printed(f"1{character}8")
        assert joined.status != "reported" or joined.number == 1 or (joined.number, to_plain(character).strip()) in ((18, ""), (Decimal("1.8"), ".")), f"U+{code:04X}"


@pytest.mark.parametrize("separator", ["\v", "\f", "\x1c", "\x1f", "\x85", "\u2028", "\u2029", "\r", "\x07", "\x00", "\u00ad", "\t", "\u2003"])
def test_what_stands_between_figures_is_never_dropped_to_join_them(separator: str) -> None:
    assert to_printed(f"12{separator}8").status == "unreadable"
    assert to_printed(f"-{separator}8").number != 8


@pytest.mark.parametrize("raw", ["\u202e821\u202c", "\u202e821", "12\u202e8", "\u2067-5\u2069", "12\u200f8"])
def test_figures_that_are_shown_in_another_order_are_no_number(raw: str) -> None:
    assert to_printed(raw).status == "unreadable"


@pytest.mark.parametrize("raw", ["007", "00", "01", "0,123", "27.35（美元）", "27.35万美元", "27.35元（万元）", "- 3", "-\n3", "12万", "12%", "3月5日", "2023-1-2", "减3", "△8", "(8)"])
def test_what_a_reader_takes_for_another_figure_is_unreadable(raw: str) -> None:
    assert to_printed(raw).status == "unreadable"


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
    assert to_label("⒈属于国家秘密") == to_label("1.属于国家秘密").replace(".", "")
    assert to_label("㈠予以公开") == "(一)予以公开"


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


def test_words_that_taiwan_has_for_those_of_the_form_are_read_in_traditional_text_alone() -> None:
    assert [to_plain(text) for text in ("政府資訊公開", "行政規範性檔案", "檔案資料", "政府资讯公开")] == ["政府信息公开", "行政规范性文件", "档案资料", "政府资讯公开"]
