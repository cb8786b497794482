"""This year's text against last year's: nothing of it is lost, and what changed is marked as a reader would mark it."""

from __future__ import annotations

import random
import time

from gongkai.pages.body.marking import GONE, LONGEST, MOST_SENTENCES, NEW, SAME, Marked, mark


def text_of(marked: Marked, *kinds: str) -> list[str]:
    lines = ("".join(piece.text for piece in line if piece.kind in kinds) for line in marked.paragraphs)
    return [line for line in lines if line]


def pieces(marked: Marked, kind: str) -> list[str]:
    return [piece.text for line in marked.paragraphs for piece in line if piece.kind == kind]


def test_a_changed_number_is_marked_and_the_sentence_around_it_is_not() -> None:
    found = mark(["全年收到申请13件，均已答复。"], ["全年收到申请12件，均已答复。"])
    assert pieces(found, GONE) == ["12"]
    assert pieces(found, NEW) == ["13"]
    assert "".join(pieces(found, SAME)) == "全年收到申请件，均已答复。"
    assert (found.sentences, found.repeated) == (1, 0)


def test_a_sentence_that_is_new_and_one_that_is_gone_are_marked_whole() -> None:
    found = mark(["甲事已办。丙在推进之中。"], ["甲事已办。", "另开会议三次，听取意见。"])
    assert pieces(found, NEW) == ["丙在推进之中。"]
    assert pieces(found, GONE) == ["另开会议三次，听取意见。"]
    assert found.repeated == 1


def test_a_text_that_repeats_last_years_has_no_marks() -> None:
    found = mark(["甲。乙；丙！", "丁"], ["甲。乙；丙！", "丁"])
    assert pieces(found, NEW) == pieces(found, GONE) == []
    assert found.sentences == found.repeated == 4


def test_without_a_year_before_nothing_is_marked() -> None:
    found = mark(["甲。乙。"], None)
    assert pieces(found, SAME) == ["甲。乙。"]
    assert found.repeated == 0


def test_blanks_and_full_width_digits_alone_are_no_change() -> None:
    assert mark(["收到 １２ 件。"], ["收到12件。"]).repeated == 1


def test_single_letters_that_happen_to_agree_are_part_of_the_change() -> None:
    found = mark(["我们在各处加强宣传的工作以及对外交流合作。"], ["我们在各处推进培训的措施以及对外交流合作。"])
    assert len(pieces(found, NEW)) == 1


def test_whatever_the_two_years_say_both_can_be_read_back() -> None:
    rng = random.Random(7)
    words = ["政府", "公开", "12", "件", "。", "；", "（", "）", "”", "无", "3.5", "abc", " "]
    for _ in range(300):
        now, before = ([w for w in ("".join(rng.choices(words, k=rng.randint(0, 25))) for _ in range(rng.randint(0, 4))) if w] for _ in "ab")
        found = mark(now, before)
        assert text_of(found, SAME, NEW) == now
        letters = "".join("".join(text_of(found, SAME, GONE)).split())
        assert letters == "".join("".join(before).split())


def test_a_document_made_to_be_slow_is_not() -> None:
    started = time.process_time()
    many = mark(["甲。乙。" * MOST_SENTENCES], ["乙。甲。" * MOST_SENTENCES])
    long = mark(["甲乙" * LONGEST + "。"], ["乙甲" * LONGEST + "。"])
    assert time.process_time() - started < 2
    assert pieces(many, NEW) == []
    assert len(pieces(long, NEW)) == len(pieces(long, GONE)) == 1
