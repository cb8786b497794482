"""Whose report, and of which year."""

import json
from pathlib import Path

import pytest

from gongkai.agencies.homes import usual_place
from gongkai.agencies.identity import Identity, identify, to_agencies, to_predecessors, to_slug
from gongkai.agencies.names import read_bodies
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


@pytest.mark.parametrize(
    ("end", "name"),
    [
        (("五常市水利局", "2023年2月6日"), "五常市水利局"),
        (("五常市水利局2023年2月6日",), "五常市水利局"),  # alone on the last page they look like one broken line
        (("五常市水利局 二〇二三年二月六日",), "五常市水利局"),
        (("水利局2023年2月6日",), ""),
        (("本报告由五常市水利局2023年2月6日",), ""),
        (("五常市水利局于2023年2月6日",), ""),
    ],
)
def test_who_signs_at_the_foot_is_the_body_also_on_one_line_with_the_date(end: tuple[str, ...], name: str) -> None:
    assert who("2022年政府信息公开工作年度报告", "一、总体情况", "本年工作平稳。", *end).name == name


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


# --- where a body belongs -------------------------------------------------------------------------------------------


def where(name: str, *paragraphs: str, sidecar: Sidecar | None = None, path: str = "x.txt") -> str:
    return who(f"{name}2022年政府信息公开工作年度报告", *paragraphs, sidecar=sidecar, path=path).region


def test_an_ambiguous_name_is_never_guessed() -> None:
    found = who("和平区人民政府2022年政府信息公开工作年度报告", "2022年，和平区认真贯彻条例。")
    assert (found.name, found.region, found.level) == ("和平区人民政府", "", "county")
    assert ("region", "和平区人民政府", "天津市和平区、辽宁省沈阳市和平区", "") in found.disagreements
    assert where("和平区人民政府", "与天津市和平区、沈阳市和平区交流经验。") == ""
    assert where("和平区人民政府", "学习天津市经验。") == ""


def test_an_ambiguous_name_is_completed_by_folder_sidecar_or_text() -> None:
    assert where("和平区人民政府", path="reports/210102/zhengfu/2022.txt") == "210102"
    assert where("和平区人民政府", path="reports/210100/heping/2022.txt") == "210102"
    assert where("和平区人民政府", sidecar=Sidecar(agency="天津市和平区人民政府")) == "120101"
    assert where("和平区人民政府", "现公布天津市和平区年度报告。") == "120101"
    assert where("和平区人民政府", "联系地址：沈阳市和平大街1号。") == "210102"


def test_a_name_without_a_region_is_completed_in_the_same_way() -> None:
    assert where("兴国镇人民政府") == ""
    assert where("兴国镇人民政府", path="reports/620522/xingguozhen/2022.txt") == "620522"
    assert where("兴国镇人民政府", "秦安县兴国镇人民政府坚持公开。") == "620522"
    assert where("兴国镇人民政府", "地址：甘肃省天水市秦安县解放路2号") == "620522"
    assert where("兴国镇人民政府", sidecar=Sidecar(agency="秦安县兴国镇人民政府")) == "620522"


def test_a_body_that_does_not_say_where_it_is_is_told() -> None:
    assert ("region", "兴国镇人民政府", "", "") in who("兴国镇人民政府2022年政府信息公开工作年度报告").disagreements
    assert who("水利部2022年政府信息公开工作年度报告").disagreements == ()


def test_a_folder_of_another_region_is_told_and_the_name_counts() -> None:
    found = who("洪泽区人民政府2022年政府信息公开工作年度报告", path="reports/350581/zhengfu/2022.txt")
    assert found.region == "320813"
    assert ("region", "洪泽区人民政府", "350581 福建省泉州市石狮市", "folder") in found.disagreements


# --- traps: quirks.md section 5 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "name", "region"),
    [
        (["国务院办公厅政府信息与政务公开办公室", "石狮市商务局2022年政府信息公开工作年度报告"], "石狮市商务局", "350581"),
        (["正蓝旗人民政府2022年政府信息公开工作年度报告", "本报告由正蓝旗政务服务局编制。"], "正蓝旗人民政府", "152530"),
        (["石狮市商务局2022年政府信息公开工作年度报告", "联系单位：石狮市人民政府办公室"], "石狮市商务局", "350581"),
        (["山东黄河河务局2022年政府信息公开工作年度报告 水利部"], "山东黄河河务局", "370000"),
        (["广州海关关区2022年政府信息公开工作年度报告"], "广州海关", "440100"),
        (["海南州人民政府2022年政府信息公开工作年度报告"], "海南州人民政府", "632500"),
        (["海南省人民政府2022年政府信息公开工作年度报告"], "海南省人民政府", "460000"),
        (["北票市长皋乡2022年政府信息公开工作年度报告"], "北票市长皋乡人民政府", "211381"),
        (["额济纳旗温图高勒苏木2022年政府信息公开工作年度报告"], "额济纳旗温图高勒苏木人民政府", "152923"),
        (["阿拉善盟行政公署2022年政府信息公开工作年度报告"], "阿拉善盟行政公署", "152900"),
        (["2022年政府信息公开工作年度报告", "我局认真贯彻条例。"], "", ""),
        (["市城管执法局2022年政府信息公开工作年度报告", "金华市城管执法局认真贯彻条例。"], "金华市城管执法局", "330700"),
        (["市城管执法局2022年政府信息公开工作年度报告", "认真贯彻条例。"], "", ""),
        (["自治区北部湾办2022年政府信息公开工作年度报告", "广西壮族自治区人民政府"], "广西壮族自治区北部湾办", "450000"),
        (["自治区北部湾办2022年政府信息公开工作年度报告"], "", ""),
    ],
)
def test_agency_traps(lines: list[str], name: str, region: str) -> None:
    found = who(*lines)
    assert (found.name, found.region) == (name, region)


# --- one body, one id -----------------------------------------------------------------------------------------------


def ids(*reports: tuple[str, int] | tuple[str, int, str], known: str = "") -> list[str]:
    """The id of each (name, year[, path])."""
    identities = []
    for i, (name, year, *path) in enumerate(reports):
        file = str(path[0]) if path else f"{i}.txt"
        identities.append((file, who(f"{name}{year}年政府信息公开工作年度报告", path=file)))
    return [a.agency_id for a in to_agencies(identities, read_bodies(known)[0])]


def test_the_two_hongze_names_are_one_body_whose_names_are_kept() -> None:
    names = [("洪泽区人民政府", 2023), ("淮安市洪泽区人民政府", 2022), ("江苏省淮安市洪泽区", 2021), ("洪泽县人民政府", 2015)]
    assert set(ids(*names)) == {"320813-renminzhengfu"}
    body = to_agencies([(n, who(f"{n}{y}年政府信息公开工作年度报告")) for n, y in names])[0]
    assert body.name == "洪泽区人民政府"
    assert body.other_names == ("洪泽县人民政府", "淮安市洪泽区人民政府", "江苏省淮安市洪泽区人民政府")
    assert (body.division_code, body.province, body.prefecture, body.county) == ("320813", "江苏省", "淮安市", "洪泽区")
    assert (body.level, body.kind) == ("county", "government")


def test_a_county_that_became_a_district_keeps_its_bodies() -> None:
    found = ids(("沙县人民政府", 2019, "350427/zhengfu/2019.txt"), ("三明市沙县区人民政府", 2021, "350405/zhengfu/2021.txt"))
    assert found == ["350405-zhengfu", "350405-zhengfu"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("洪山区人民政府珞南街道办事处", "武汉市洪山区珞南街道"),
        ("石狮市管委会", "石狮市管理委员会"),
        ("石狮市人民政府外事办公室", "石狮市外事办公室"),
        ("石狮市发展和改革局（石狮市粮食局）", "石狮市发展和改革局"),
        ("国家税务总局淮安市洪泽区税务局", "洪泽区税务局"),
        ("义乌市政府办公室", "金华市义乌市人民政府办公室"),
    ],
)
def test_two_printings_of_one_name_are_one_body(one: str, other: str) -> None:
    assert len(set(ids((one, 2021), (other, 2022)))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("泉州市公安局", "泉州市公安局洛江分局"),
        ("石狮市人民政府", "石狮市人民政府办公室"),
        ("天津市和平区人民政府", "沈阳市和平区人民政府"),
        ("天津市和平区人民政府", "和平区人民政府"),
        ("兴国镇人民政府", "秦安县兴国镇人民政府"),
        ("海南州人民政府", "海南省人民政府"),
        ("石狮市甲局", "石狮市贾局"),
    ],
)
def test_two_bodies_never_share_an_id(one: str, other: str) -> None:
    assert len(set(ids((one, 2021), (other, 2021)))) == 2


def test_two_bodies_in_one_folder_are_two_and_a_later_one_does_not_move_the_first() -> None:
    first = ("石狮市经济局", 2018, "350581/gongxin/2018.txt")
    later = ("石狮市工业和信息化局", 2019, "350581/gongxin/2019.txt")
    assert ids(first) == ["350581-gongxin"]
    assert ids(first, later) == ["350581-gongxin", "350581-gongxin-2"]
    assert ids(later, first) == ["350581-gongxin-2", "350581-gongxin"]


KNOWN = """
- name: 石狮市自然资源局
  id: 350581-ziran
  names: [石狮市国土资源局, 石狮市资规局]
"""


def test_names_that_people_know_to_be_one_body_are_one_body() -> None:
    assert set(ids(("泉州市石狮市国土资源局", 2018), ("石狮市资规局", 2020), ("石狮市自然资源局", 2021), known=KNOWN)) == {"350581-ziran"}


def test_a_body_has_at_most_one_predecessor() -> None:
    known = read_bodies("""
- name: 石狮市工业和信息化局
  predecessors:
    - {name: 石狮市经济局, year: 2019, source: 'https://example.org/1'}
- name: 石狮市文体旅游局
  predecessors:
    - {name: 石狮市文化局, year: 2019, source: 'https://example.org/2'}
    - {name: 石狮市旅游局, year: 2019, source: 'https://example.org/3'}
""")[0]
    names = ["石狮市经济局", "石狮市工业和信息化局", "石狮市文化局", "石狮市旅游局", "石狮市文体旅游局"]
    found = to_agencies([(n, who(f"{n}2019年政府信息公开工作年度报告")) for n in names], known)
    assert to_predecessors(found, known) == {found[1].agency_id: found[0].agency_id}


def test_a_body_that_says_here_called_this_bureau_names_itself() -> None:
    assert who("2019年政府信息公开工作年度报告", "石狮市工业信息化和科技局（以下称本局）设领导小组。", "请与石狮市人民政府办公室联系。").name == "石狮市工业信息化和科技局"
