"""Mistakes of form.md section 8 that stand in the prose, by their number: M09, M15, M26, M27, M29. A hint each, and no hint where a sentence is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quirks.paper import read, tables, to_page, told

HINTS = ("N-SAME", "N-DEC", "N-DIS", "number-left-out", "upheld-though-not", "fee-not-told", "fee-not-in-table")


def hints(tmp_path: Path, section: int, *sentences: str, rows: dict[str, str] | None = None) -> list[str]:
    """What is told of a report that says this in one section. As it stands: 26 new, 25 handled, 7 reviews, 1 and 4 lawsuits."""
    reading = read(tmp_path, "x.html", to_page(tables(rows=rows), prose={section: sentences}))
    found = [c for c in told(reading) if c.check in HINTS]
    assert all(c.severity in ("warning", "info") for c in found)
    assert all(c.message_zh and c.message_en and "{" not in c.message_zh + c.message_en for c in found)
    return [c.check for c in found]


# --- M09: two sentences that give different totals for the same thing ---------------------------------------------------


@pytest.mark.parametrize(
    "sentences",
    [
        ("2023年主动公开政府信息20条。", "全年主动公开政府信息16条。"),
        ("本机关公开信息20条。", "公开信息共16条。"),
        ("全年收到申请26件。", "共收到政府信息公开申请24件。"),
        ("上年结转申请2件。", "2022年度的申请都已办结。", "上年结转申请3件。"),
    ],
)
def test_m09_two_totals_for_the_same_thing_are_told(tmp_path: Path, sentences: tuple[str, ...]) -> None:
    assert hints(tmp_path, 1, *sentences) == ["N-SAME"]


@pytest.mark.parametrize(
    "sentences",
    [
        ("2023年主动公开政府信息20条。", "全年主动公开政府信息20条。"),
        ("2023年主动公开政府信息20条。", "通过门户网站公开政府信息16条。"),
        ("2023年主动公开政府信息20条。", "依申请公开信息16条。"),
        ("2023年主动公开政府信息20条。", "其中公开政府信息16条。"),
        ("2023年主动公开政府信息20条。", "2022年主动公开政府信息16条。"),
        ("2023年主动公开政府信息20条。", "各部门主动公开政府信息16条。"),
        ("2023年主动公开政府信息20条。", "公开财政信息16条。"),
        ("全年收到申请26件。", "连同上年结转，共收到申请28件。"),  # new, and new with those carried in: the table has both
        ("收到申请26件。", "受理申请25件。"),  # not the same word
    ],
)
def test_m09_a_part_another_year_or_another_word_is_no_second_total(tmp_path: Path, sentences: tuple[str, ...]) -> None:
    assert hints(tmp_path, 1, *sentences) == []


# --- M15: a number is missing where the sentence needs one --------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "全年共主动公开条。", "全年共主动公开政府信息条，更新及时。", "主动公开政府信息共条。", "共收到申请件，均已答复。", "予以公开5件，占%。",
        "全年公开信息XX条。", "全年受理__件申请。", "因政府信息公开引起行政复议件，行政诉讼件。", "累计发布信息条、解读2条。",
    ],
)
def test_m15_a_number_that_was_left_out_is_told(tmp_path: Path, sentence: str) -> None:
    assert hints(tmp_path, 1, sentence) == ["number-left-out"]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年主动公开20条。", "共收到申请 26 件。", "共办理案件，均已审结。", "共发布文件，解读同步。", "严格落实公开条例。", "逐条公开，逐件答复。",
        "收到的申请件件有答复。", "每件申请都有专人办理。", "行政复议案件，均依法办理。", "完善公开条件，丰富公开形式。", "公开信息一百二十条。",
        "公开信息若干条。", "公开政府信息百余条。", "共制发文件。", "占比最高的是自然人。", "共公开重要文件、稿件，附件齐全。", "共收到信件、邮件，均已回复。",
        "共更新栏目，发布政策文件，答复来件。", "全年累计受理办件，回应事件。",
    ],
)
def test_m15_a_sentence_that_needs_no_number_or_says_it_in_words_is_let_be(tmp_path: Path, sentence: str) -> None:
    assert hints(tmp_path, 1, sentence) == []


# --- M26: fewer decisions made than published ---------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", ["全年公开行政处罚决定700件。", "公示行政许可决定书共518件。", "公开行政强制决定信息22条。"])
def test_m26_more_decisions_published_than_made_are_told(tmp_path: Path, sentence: str) -> None:
    assert hints(tmp_path, 2, sentence) == ["N-DEC"]


@pytest.mark.parametrize(
    "sentence",
    ["全年公开行政处罚决定693件。", "公开行政处罚决定12件。", "公开行政处罚信息900条。", "公开行政许可、行政处罚决定900件。", "各单位公开行政处罚决定900件。"],
)
def test_m26_as_many_or_fewer_or_something_else_published_is_no_slip(tmp_path: Path, sentence: str) -> None:
    assert hints(tmp_path, 2, sentence) == []


# --- M27, M28: the fee for processing -----------------------------------------------------------------------------------

OVERDUE = {"requests other_fee_overdue": "1|0|0|0|0|0|1", "requests other_misc": "0|0|0|0|0|0|0"}
NO_FEES = {"proactive_disclosure admin_fees": "0"}


@pytest.mark.parametrize(
    ("rows", "sentence", "expected"),
    [
        (OVERDUE, "无。", ["fee-not-told"]),
        (OVERDUE, "其他事项从略，见原报告。", []),
        (OVERDUE, "全年发出收费通知1件，未收取信息处理费。", []),
        ({}, "无。", []),  # M28: fees in table 2 and none here are two things
        (NO_FEES, "全年收取信息处理费共计380元。", ["fee-not-in-table"]),
        (NO_FEES, "全年收取政府信息公开信息处理费0.04万元。", ["fee-not-in-table"]),
        (NO_FEES, "全年收取信息处理费40元。", []),  # 0.00 in 万元
        (NO_FEES, "全年收取信息处理费0元。", []),
        (NO_FEES, "2022年收取信息处理费380元。", []),
        (NO_FEES, "各单位收取信息处理费380元。", []),
        ({"proactive_disclosure admin_fees": ""}, "全年收取信息处理费380元。", []),
        ({}, "全年收取信息处理费380元。", []),
    ],
)
def test_m27_a_fee_that_one_place_tells_and_the_other_does_not(tmp_path: Path, rows: dict[str, str], sentence: str, expected: list[str]) -> None:
    assert hints(tmp_path, 6, sentence, rows=rows) == expected


# --- M29: all upheld, though the table says otherwise -------------------------------------------------------------------

UPHELD = {"disputes review": "7|0|0|0|7"}


@pytest.mark.parametrize(
    ("rows", "sentence", "expected"),
    [
        ({}, "行政复议均获维持。", ["upheld-though-not"]),  # 1 corrected, 2 pending
        ({"disputes review": "5|0|0|2|7"}, "行政复议全部维持。", []),  # of those decided
        ({}, "行政诉讼1件，全部胜诉，行政复议1件被纠正。", []),
        ({"disputes review": "5|0|0|2|7"}, "已审结的行政复议均予以维持。", []),
        (UPHELD, "行政复议均获维持。", []),
        (UPHELD, "行政诉讼无败诉。", []),
        ({"disputes litigation_direct": "0|1|0|0|1"}, "行政诉讼案件无一件败诉。", ["upheld-though-not"]),
        ({"disputes litigation_direct": "0|0|0|1|1"}, "行政诉讼案件没有败诉。", []),  # pending is not lost
        ({}, "各单位行政复议均获维持。", []),
        ({}, "2022年行政复议均获维持。", []),
        ({}, "行政复议结果维持4件。", []),
    ],
)
def test_m29_all_upheld_is_held_against_what_was_corrected_or_is_pending(
    tmp_path: Path, rows: dict[str, str], sentence: str, expected: list[str]
) -> None:
    assert hints(tmp_path, 4, sentence, rows=rows) == expected


# --- reconsiderations and lawsuits in one number ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年行政复议、行政诉讼12件。", []),  # 7 + 1 + 4
        ("全年行政复议和行政诉讼案件共8件。", []),  # a lawsuit after a reconsideration counted with it
        ("因政府信息公开被申请行政复议、被提起行政诉讼案件10件。", ["N-DIS"]),
        ("行政复议、行政诉讼各3件。", []),
        ("受理行政复议、行政诉讼案件90件。", []),  # as the body that decides them
    ],
)
def test_reconsiderations_and_lawsuits_told_together_are_held_against_both(tmp_path: Path, sentence: str, expected: list[str]) -> None:
    assert hints(tmp_path, 4, sentence) == expected


def test_reconsiderations_and_lawsuits_told_together_say_nothing_where_a_total_is_blank(tmp_path: Path) -> None:
    assert hints(tmp_path, 4, "全年行政复议、行政诉讼9件。", rows={"disputes litigation_direct": "||||"}) == []
