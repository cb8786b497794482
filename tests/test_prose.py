"""What the running text says of the figures, and what it does not: form.md 6c, 3.5, M06 to M14, M31."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai import pipeline
from gongkai.checks import formalities, narrative
from gongkai.checks.statements import find_statements
from gongkai.model import Check, Report, Section
from tests.reports import FORM, document, report

TABLE = {
    "requests new_received total": "713",
    "requests carried_in total": "36",
    "requests outcome_total total": "718",
    "requests carried_out total": "31",
    "requests granted total": "294",
    "requests partially_granted total": "101",
    "requests new_received natural_person": "705",
    "requests carried_in natural_person": "36",
    "disputes review total": "61",
    "disputes litigation_direct total": "3",
    "disputes litigation_after_review total": "10",
    "proactive_disclosure normative_documents issued_this_year": "6",
    "requests unable_not_held total": "111",
    "requests unable_needs_creation total": "2",
    "requests unable_unclear total": "0",
}


def told(*sentences: str, cells: Mapping[str, str] = TABLE, year: int = 2025, section: int = 1, more: tuple[Section, ...] = ()) -> list[Check]:
    """What is told of a report whose section 1 (or another) says this."""
    sections = (Section(section, "总体情况", sentences), *more)
    return found_in(report(cells, year=year, sections=sections))


def found_in(one: Report) -> list[Check]:
    return [c for c in (*narrative.check(one, FORM), *formalities.check(one, FORM)) if c.severity]


def codes(*sentences: str, **how: object) -> list[str]:
    return [c.check for c in told(*sentences, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "check_id"),
    [
        ("全市共收到政府信息公开申请720件。", "N-RECV"),
        ("全年收到10件政府信息公开申请。", "N-RECV"),
        ("全年受理980件政府信息公开申请。", "N-RECV"),  # more than new and carried in
        ("上年结转申请35件。", "N-CIN"),
        ("全年办结申请600件。", "N-DONE"),
        ("收到申请713件，结转下年度继续办理30件。", "N-COUT"),
        ("本年办结718件，其中予以公开290件。", "N-GRP"),
        ("其中，无法提供112件。", "N-GRP"),
        ("自然人申请700件。", "N-APP"),
        ("因政府信息公开被申请行政复议60件。", "N-REV"),
        ("行政诉讼12件。", "N-LIT"),
        ("2025年未收到政府信息公开申请。", "N-NONE"),
        ("全年未发生行政复议、行政诉讼。", "N-NONE"),
        ("制发行政规范性文件7件。", "N-DOC"),
        ("予以公开294件，占50.00%。", "N-PCT"),
        ("承办建议5件（独办1件、主办1件、协办4件）。", "N-SUM"),
        ("办理提案7件（其中2件独办，1件主办，2件联合主办，3件协办）。", "N-SUM"),
        ("公开信息95条，其中机构类24条，文件类66条，其他类3条。", "N-SUM"),
    ],
)
def test_a_number_that_the_table_does_not_have_is_a_hint_that_quotes_the_sentence(sentence: str, check_id: str) -> None:
    found = told(sentence)
    assert {c.check for c in found} == {check_id}
    assert all(c.severity in ("warning", "info") and c.about == "report" for c in found)
    assert sentence[:6].replace("，", ",") in found[0].message_zh and sentence[:6].replace("，", ",") in found[0].message_en


@pytest.mark.parametrize(
    "sentence",
    [
        "全县全年共受理政府信息公开申请749件，办理718件，结转下一年31件。",  # 受理 is new and carried in
        "新收申请713件。",
        "共收到政府信息公开申请713件，含上年结转36件。",
        "答复718件（含上年度结转申请36件）。",
        "办结718件，其中予以公开294件，部分公开101件，无法提供113件。",
        "共受理申请713件，其中11件均按规定程序办结，8件申请人主动撤销。",
        "其中办结8件。",
        "申请人撤回后办结8件。",
        "予以公开294件，占40.95%。",
        "自然人741件。",
        "通过网络渠道收到申请500件，当面收到申请13件。",
        "政府办公室收到申请25件。",
        "各部门共收到申请600件。",
        "2024年收到申请600件。",
        "上半年收到申请300件。",
        "收到申请713件，同比增加100件。",
        "收到行政复议申请2件。",
        "行政复议61件，其中维持27件。",
        "行政诉讼13件。",
        "办理行政复议、行政诉讼案件74件。",
        "未收到收费申请。",
        "全年无行政复议被纠正的情形。",
        "未收到逾期答复的投诉。",
        "制发文件70件。",
        "主动公开规范性文件9件。",
        "公开信息30条：机构职能2条，文件5条，其他23条。",
        "公开信息30条（其中机构职能2条，文件5条）。",
        "公开信息16条。其中，机构职能类1条；政策、规范性文件类1条；其他类14条。",
        "公开信息16条，其中政策、规范性文件类1条，其他类15条。",
        "收到申请713件，其中自然人705件，网上申请600件。",
        "公开信息30条，其中解读材料5条，全部及时发布，受理咨询80条。",
        "信息总数130条，其中主动公开20条，包含文件1条，依申请公开57条，不予公开53条。",
        "收到申请700余件。",
        "累计收到申请5000件。",
        "受理信访申请3件。",
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_no_hint(sentence: str) -> None:
    assert codes(sentence) == []


def test_withdrawn_requests_are_no_total() -> None:
    sections = [Section(1, "总体情况", ("共受理申请19件，其中11件均按规定程序办结，8件申请人主动撤销。",))]
    assert [s.check for s in find_statements(sections, 2025)] == ["N-RECV"]


def test_carried_in_requests_count_among_the_handled() -> None:
    cells = {
        "requests new_received total": "10",
        "requests carried_in total": "1",
        "requests outcome_total total": "11",
        "requests carried_out total": "0",
    }
    assert codes("受理申请10件，办理上年度结转申请1件。答复11件。", cells=cells) == []
    cells = {
        "requests new_received total": "3259",
        "requests carried_in total": "77",
        "requests outcome_total total": "3278",
        "requests carried_out total": "58",
    }
    assert codes("受理申请3259件，答复3278件（含上年度结转申请77件）。", cells=cells) == []


def test_a_table_that_is_blank_or_could_not_be_read_is_held_against_nothing() -> None:
    assert codes("全年收到申请9件，行政复议3件。", cells={}) == []
    assert codes("全年收到申请9件。", cells={"requests new_received total": "约9"}) == []


def test_a_blank_total_is_what_its_printed_parts_come_to() -> None:
    cells = {"requests granted natural_person": "258", "requests granted commercial_enterprise": "12", "requests granted total": ""}
    assert codes("予以公开270件。", cells=cells) == []
    assert codes("予以公开258件。", cells=cells) == ["N-GRP"]


def test_plans_and_fees_are_not_read_as_figures() -> None:
    assert codes("收到申请1件。", section=5) == [] and codes("收到申请1件。", section=6) == []


# --- period, notices, sections --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preamble", "code"),
    [
        ("统计期限为2025年1月1日至2025年12月31日。", ""),
        ("统计期限自2025年1月1日起，至12月31日止。", ""),
        ("统计期限为2025年1月1日至12月30日。", "period-not-the-year"),
        ("统计期限为2024年1月1日至12月31日。", "period-differs"),
        ("现公布我县2024年政府信息公开工作年度报告。", "preamble-of-other-year"),
        ("依照关于做好2024年政府信息公开工作年度报告的通知编制。", ""),
        ("依照国办公开办函〔2019〕60号编制。", "notice-superseded"),
        ("依照国办公开办函〔2021〕30号编制。", ""),
        ("根据国务院令第492号编制。", "regulation-superseded"),
        ("条例（国务院令第492号公布，第711号修订）", ""),
        ("2022年问题的改进情况", ""),
    ],
)
def test_period_notices_and_preamble(preamble: str, code: str) -> None:
    made = report(TABLE, year=2025, sections=(Section(0, "", (preamble,)),))
    found = [c.check for c in found_in(replace(made, document=document([], preamble)))]
    assert found == ([code] if code else [])


@pytest.mark.parametrize(("text", "code"), [("无。", "problems-not-told"), ("", ""), ("存在问题：无。", "problems-not-told"), ("公开内容还需充实。", ""), ("解读不够。", ""), ("力度有待加强。", ""), ("目录更新不够及时，将每月核对。", "")])
def test_problems_that_are_none(text: str, code: str) -> None:
    more = (Section(2, "", ()), Section(5, "", (text,) if text else ()), Section(6, "", ("无。",)))
    assert codes("平稳。", more=more) == ([code] if code else [])


def test_a_section_that_is_not_there_is_told_only_where_headings_are_found_at_all() -> None:
    assert codes("平稳。", more=(Section(2, "", ()), Section(6, "", ("无。",)))) == ["section-not-found"]
    assert codes("平稳。") == []


# --- real figures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("321300/renminzhengfu/2024.pdf", ["N-LIT", "N-REV"]),  # 134 and 57 in the text, 170 and 77 in the table
        ("321322/renminzhengfu/2025.docx", []),  # 749 = 713 + 36
        ("350581/shangwu/2019.md", ["N-SUM"]),  # 5 = 1 + 1 + 1 + 3
        ("310000/bangongting/2019.pdf", []),  # 859 received, 805 handled, 18 of them carried in
    ],
)
def test_the_editions_give_what_their_originals_give(path: str, expected: list[str]) -> None:
    reports = Path(__file__).parents[1] / "editions" / "reports"
    reading = pipeline.to_readings([pipeline.read_one(reports / path, path)], FORM)[0]
    assert sorted(c.check for c in reading.checks if c.severity and c.check.startswith("N-")) == expected


# --- what strangers may write ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["1", "1件", "1件(", "收到1件,其中", "1件:1件,1件、", "公开信息", "收到申请", "行政复议1件、", "的", "共", "依申请公开", "占1%,", "本年"])
def test_a_text_that_repeats_without_end_is_read_in_time_that_grows_with_it(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    start = time.process_time()
    told(text)
    told("收到" + text, "未收到" + text, "因" + text + "行政复议3件。")
    assert time.process_time() - start < 5


def test_a_list_longer_than_anybody_writes_is_not_added_up() -> None:
    pieces = [f"第{n}类1条" for n in "甲乙丙丁戊己庚辛壬癸" * 5]
    assert codes(f"公开信息60条：{'，'.join(pieces)}，其他类1条。") == []
