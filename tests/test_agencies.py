"""Whose report, and of which year."""

import json
from pathlib import Path

import pytest

from gongkai.agencies import Identity, identify, to_agencies, to_slug
from gongkai.homes import usual_place
from gongkai.model import Sidecar
from tests.reports import document

TITLES = Path(__file__).parents[1].parent / "shared" / "samples" / "titles.json"


def who(*paragraphs: str, sidecar: Sidecar | None = None, path: str = "x.txt") -> Identity:
    return identify(document([], *paragraphs, path=path), sidecar or Sidecar())


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("石狮市商务局 2019 年 政府信息公开工作年度报告", "石狮市商务局", 2019),
        ("2021年岳阳市人民政府信息公开工作年度报告", "岳阳市人民政府", 2021),
        ("天津市2020年政府信息公开工作年度报告", "天津市人民政府", 2020),
        ("珞南街道办事处政府信息公开工作年度报告(2020年度)", "珞南街道办事处", 2020),
        ("宝坻区消防救援支队政府信息公开工作2025年度报告", "宝坻区消防救援支队", 2025),
        ("临洮县二〇二一年政府信息公开工作年度报告", "临洮县人民政府", 2021),
    ],
)
def test_a_title_gives_body_and_year(title: str, name: str, year: int) -> None:
    found = who(title)
    assert (found.name, found.year) == (name, year)


def test_a_title_over_two_lines_is_one_title() -> None:
    found = who("2024 年上海市科委政府信息公开工作", "年度报告")
    assert (found.name, found.year) == ("上海市科委", 2024)


def test_the_title_counts_and_not_publication_date_or_notice_number() -> None:
    found = who("索引号 2024-00017", "发布日期：2024-01-17", "甲县乙局2023年政府信息公开工作年度报告", "根据国办公开办函〔2021〕30号", "2024年1月5日")
    assert found.year == 2023


def test_the_list_of_sections_and_the_notice_are_no_title() -> None:
    assert not who("根据国务院办公厅关于编制2023年政府信息公开工作年度报告的通知要求，现将情况公布如下。").has_title


def test_a_bare_department_is_no_body() -> None:
    assert who("公安局2019年政府信息公开年度工作报告").name == ""
    assert who("公安局2019年政府信息公开年度工作报告", "白水县公安局坚持公开为常态。").name == "白水县公安局"
    assert who("公安局2019年政府信息公开年度工作报告", "白水县公安局与蒲城县公安局").name == ""


def test_a_report_that_names_no_body_stays_without_a_name() -> None:
    assert who("2019年度政府信息公开工作年度报告", "我局高度重视。").name == ""


def test_the_sidecar_fills_in_what_the_text_leaves_out() -> None:
    found = who("2019年度政府信息公开工作年度报告", sidecar=Sidecar(agency="甲市工业和信息化局"))
    assert (found.name, found.printed_name) == ("甲市工业和信息化局", "")
    assert [d[0] for d in found.disagreements] == ["region"]


def test_where_text_and_sidecar_differ_the_text_counts_and_it_is_told() -> None:
    found = who("甲市乙局2019年政府信息公开工作年度报告", sidecar=Sidecar(agency="甲市丙局", year=2020), path="a/2021.txt")
    assert (found.name, found.year) == ("甲市乙局", 2019)
    told = [(d[0], d[3]) for d in found.disagreements if d[0] != "region"]
    assert told == [("agency", "sidecar"), ("year", "sidecar"), ("year", "file name")]


def test_one_name_has_one_id_and_two_names_never_share_one() -> None:
    names = ["甲市乙局", "甲市乙局", "甲市已局"]
    found = to_agencies([(f"{i}.txt", who(f"{n}2019年政府信息公开工作年度报告")) for i, n in enumerate(names)])
    assert found[0].agency_id == found[1].agency_id != found[2].agency_id
    assert all(a.agency_id.isascii() for a in found)


def test_the_usual_place_gives_the_id() -> None:
    title = "石狮市商务局2019年政府信息公开工作年度报告"
    found = to_agencies([("elsewhere.txt", who(title)), ("reports/350581/shangwu/2019.pdf", who(title))])
    assert [a.agency_id for a in found] == ["350581-shangwu", "350581-shangwu"]
    assert usual_place("reports/350581/shangwu/2019.pdf") == ("350581", "shangwu")


def test_an_id_is_made_of_the_name_elsewhere() -> None:
    assert to_slug("石狮市商务局") == "shishishishangwuju"


@pytest.mark.skipif(not TITLES.is_file(), reason="the samples beside the project (../shared/samples) are not here")
def test_real_titles_give_their_year() -> None:
    for title in json.loads(TITLES.read_text("utf-8")):
        assert who(title["title"]).year == title["year"], title["title"]
